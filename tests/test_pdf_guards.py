"""Bad PDFs: one clear line each, soon, and without taking the memory of the machine."""

from __future__ import annotations

import io
import re
import zlib

import pytest

from audit.errors import UnreadableFile
from audit.guarded import read_guarded
from audit.read.pdf import read_pdf

LINE = re.compile(r"^(?:the PDF|reading it|the reader|not an annual)[^\n]+$")
TITLE = "Government information disclosure report 2021"


def drawn(pages: int = 1, **options: object) -> bytes:
    """A PDF with a line of text a page."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    target = io.BytesIO()
    paper = canvas.Canvas(target, **options)
    for n in range(pages):
        paper.drawString(72, 700, f"{TITLE}, page {n + 1}")
        paper.showPage()
    paper.save()
    return target.getvalue()


def locked(user: str) -> bytes:
    """A PDF that is encrypted; anyone may open it if the user password is empty."""
    encryption = pytest.importorskip("reportlab.lib.pdfencrypt")
    return drawn(encrypt=encryption.StandardEncryption(user, ownerPassword="owner", canPrint=0))


def made_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def stream(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A stream object."""
    return b"<</Length %d/Filter %s>>stream\n%s\nendstream" % (len(data), filters, data)


def bomb(size: int, layers: int = 1) -> bytes:
    """A page whose content inflates to ``size`` bytes."""
    packer = zlib.compressobj(9)
    data = (
        b"".join(packer.compress(b"0 0 m 9 9 l S " * 75_000) for _ in range(size // 1_050_000))
        + packer.flush()
    )
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    filters = b"[" + b"/FlateDecode " * layers + b"]"
    return made_of([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, stream(data, filters)])


def forms(depth: int) -> bytes:
    """A page that draws a form that draws the next one twice, and so on."""
    kinds = []
    for n in range(depth):
        body = b"/F Do /F Do" if n < depth - 1 else b"0 0 m 9 9 l S"
        inner = b"/Resources<</XObject<</F %d 0 R>>>>" % (n + 5) if n < depth - 1 else b""
        kinds.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>stream\n%s\nendstream"
            % (inner, len(body), body)
        )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents %d 0 R/Resources<</XObject<</F 4 0 R>>>>>>"
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    catalogue = b"<</Type/Catalog/Pages 2 0 R>>"
    return made_of([catalogue, tree, page % (depth + 4), *kinds, b"<</Length 5>>stream\n/F Do\nendstream"])


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
BAD = {
    "nothing else": b"%PDF-1.4\n",
    "page tree in a loop": made_of([CATALOGUE, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]),
    "pages in a ring": made_of(
        [CATALOGUE, b"<</Type/Pages/Count 9/Kids[3 0 R]>>", b"<</Type/Pages/Count 9/Kids[2 0 R]>>"]
    ),
    "two thousand million pages": made_of([CATALOGUE, b"<</Type/Pages/Count 2000000000/Kids[]>>"]),
    "no pages": made_of([CATALOGUE, b"<</Type/Pages/Count 0/Kids[]>>"]),
    "no page tree": made_of([b"<</Type/Catalog>>"]),
}


@pytest.mark.parametrize("case", BAD)
def test_a_broken_file_is_one_line(case):
    with pytest.raises(UnreadableFile, match=LINE):
        read_pdf(BAD[case])


def test_a_file_that_needs_a_password_says_so():
    with pytest.raises(UnreadableFile, match=r"^the PDF is encrypted; save it without a password$"):
        read_pdf(locked("secret"))


def test_a_file_that_only_forbids_printing_is_read():
    assert TITLE in read_pdf(locked("")).text


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_truncated_file_is_one_line_or_what_is_left(tenth):
    data = drawn(3)
    try:
        assert TITLE in read_pdf(data[: len(data) * tenth // 10]).text
    except UnreadableFile as refusal:
        assert LINE.match(str(refusal))  # noqa: PT017 - either outcome is right


def test_a_broken_cross_reference_is_rebuilt():
    data = re.sub(rb"startxref\s+\d+", b"startxref\n7", drawn())
    assert TITLE in read_pdf(data).text


@pytest.mark.parametrize(
    "data", [bomb(1_000_000_000), bomb(1_000_000_000, 2), forms(40)], ids=["plain", "twice", "forms"]
)
def test_a_bomb_costs_its_share_and_no_more(data):
    loaded = read_guarded(data, "a.pdf")
    assert loaded.said is None
    assert LINE.match(str(loaded.report["note"]))


def test_scripts_and_attachments_are_not_run_nor_read():
    script = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    files = b"/Names<</EmbeddedFiles<</Names[(a.html) 4 0 R]>>>>"
    catalogue = b"<</Type/Catalog/Pages 2 0 R%s%s>>" % (script, files)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    with pytest.raises(UnreadableFile, match=r"^the PDF shows no text and no picture"):
        read_pdf(made_of([catalogue, tree, page, b"<</Type/Filespec/F(a.html)>>"]))


def test_a_report_in_the_middle_of_a_volume_is_found():
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    fonts = pytest.importorskip("reportlab.pdfbase.cidfonts")
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    metrics.registerFont(fonts.UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    paper = canvas.Canvas(target)
    for n in range(300):
        paper.setFont("STSong-Light", 12)
        body = "白石镇政府信息公开工作年度报告，政府信息公开" if 150 <= n < 154 else "其他文件"
        for line in range(30):
            paper.drawString(72, 780 - 20 * line, f"{body}，第{n + 1}页第{line}行")
        paper.showPage()
    paper.save()
    document = read_pdf(target.getvalue())
    assert "第151页" in document.text
    assert "第20页" not in document.text
    assert document.notes == ("only 10 of 300 pages were read: the others name no report",)
    start = document.text.index("第152页")
    assert document.places.locator(start, start + 5).startswith("page=152;")
