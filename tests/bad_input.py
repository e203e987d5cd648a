"""Files that no reader should trust, each with the words of its outcome.

As a script, writes them to a folder and shows what comes of each: ``python tests/bad_input.py FOLDER``.
"""

from __future__ import annotations

import gzip
import os
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from layouts import TEXT_LAYOUTS, distinct, page
from office_files import (
    R,
    biff_cells,
    cell,
    compound,
    docx,
    docx_report,
    laid_out,
    paragraph,
    relations,
    sheet_xml,
    table,
    typed,
    xls,
    xlsx,
    zipped,
)

from audit.read import SUFFIXES, read_bytes
from benchmarks.reading.ofd import package

FOREIGN = "not an annual disclosure report"
EMPTY = "the file is empty"
TEXT = TEXT_LAYOUTS["piped"]("2021", distinct("2021"), 2022)
PAGE = page("2021", distinct("2021"), 2022)
_DOCUMENT = read_bytes(PAGE.encode(), "a.html")
_CELLS, _MERGED = laid_out(_DOCUMENT)
GOOD = {
    "txt": TEXT.encode(),
    "html": PAGE.encode(),
    "docx": docx_report(_DOCUMENT),
    "xlsx": xlsx({"年报": sheet_xml(typed(_CELLS), _MERGED)}),
    "xls": xls({"年报": biff_cells(typed(_CELLS))}),
}
"""The same report in several formats, with a distinct figure in every cell."""


class Bad(NamedTuple):
    """A file and what must be said of it: words of the note, or of ``read`` or ``partly_read`` for what may be read."""

    name: str
    data: bytes
    words: str


def pdf(*objects: str | bytes, trailer: str = "/Root 1 0 R", prev: int | None = None) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += (
            f"{number} 0 obj\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n"
        )
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    loop = f"/Prev {start}" if prev is not None else ""
    out += f"trailer\n<</Size {len(objects) + 1} {trailer} {loop}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
LEAF = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, packed: bool = False) -> bytes:
    """A stream object."""
    data = zlib.compress(content, 9) if packed else content
    kind = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), kind, data)


def one_page(content: bytes, packed: bool = False) -> bytes:
    """A PDF of one page with this content."""
    return pdf(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", LEAF, stream(content, packed), FONT)


ENCRYPTED = "/Root 1 0 R /Encrypt <</Filter/Standard/V 1/R 2/O<{0}>/U<{0}>/P -4>> /ID[<00><00>]".format(
    "ab" * 32
)
NESTED = 60_000


def portable() -> Iterator[Bad]:
    """PDF files."""
    text = b"BT /F 12 Tf 9 700 Td (hello) Tj ET "
    yield Bad(
        "pages in a loop.pdf", pdf(CATALOGUE, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"), "PDF|report"
    )
    yield Bad("no pages.pdf", pdf(CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>"), "PDF")
    yield Bad(
        "a billion pages.pdf",
        pdf(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 999999999>>", LEAF),
        "PDF|limit",
    )
    yield Bad(
        "encrypted.pdf", pdf(CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>", trailer=ENCRYPTED), "encrypted"
    )
    yield Bad(
        "table of places in a loop.pdf", pdf(CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>", prev=0), "PDF"
    )
    yield Bad(
        "deep arrays.pdf", pdf(CATALOGUE, "<</Type/Pages/Kids" + "[" * NESTED + "]" * NESTED + ">>"), "PDF"
    )
    yield Bad("deep brackets.pdf", one_page(b"[" * 3_000_000 + text), "PDF|report|seconds")
    yield Bad("stream bomb.pdf", one_page(b" " * 900_000_000, packed=True), "PDF|memory|seconds|crashed")
    yield Bad(
        "a million words.pdf", one_page(text * 1_000_000, packed=True), "report|limit|seconds|memory|PDF"
    )
    yield Bad("header only.pdf", b"%PDF-1.7\n", "the PDF is damaged")
    launch = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>"
    yield Bad(
        "opens a program.pdf",
        pdf(launch, "<</Type/Pages/Kids[3 0 R]/Count 1>>", LEAF, stream(text), FONT),
        FOREIGN,
    )


def pages() -> Iterator[Bad]:
    """HTML."""
    yield Bad("nested.html", b"<div>" * NESTED + b"a" + b"</div>" * NESTED, FOREIGN)
    yield Bad("nested tables.html", b"<table><tr><td>" * NESTED + b"a", FOREIGN)
    yield Bad("nested lists.html", b"<ul><li>" * NESTED + "年报".encode(), FOREIGN)
    yield Bad("unclosed.html", b"<b><i><p>" * NESTED + b"a", FOREIGN)
    yield Bad("spans.html", b'<table><tr><td colspan="99999999" rowspan="99999999">a</table>', FOREIGN)
    spans = b'<tr><td colspan="1000" rowspan="65534">a</td></tr>' * 900
    yield Bad("many spans.html", b"<table>" + spans + b"</table>", FOREIGN)
    yield Bad("attributes.html", b"<p " + b"a=b " * 400_000 + b">a</p>", FOREIGN)
    yield Bad("one attribute.html", b'<p title="' + b"a" * 15_000_000 + b'">a</p>', FOREIGN)
    yield Bad("references.html", b"<p>" + b"&amp;#x31;&#99999999999;&nosuch;" * 50_000 + b"</p>", FOREIGN)
    yield Bad("comment.html", b"<!--" + b"-" * 5_000_000, "no text|report|empty")
    yield Bad("script.html", b"<script>" + PAGE.encode() + b"</script><p>a</p>", FOREIGN)
    yield Bad("styles.html", b"<style>" + b"td{display:none}" * 100_000 + b"</style><p>a</p>", FOREIGN)
    yield Bad("tags.html", b"<p>a" * 600_000, "600000 tags; the limit is 500000")
    yield Bad("frames.html", b"<frameset><frame src='file:///etc/passwd'></frameset>", "shows no text|report")
    yield Bad(
        "includes.html", b"<p>a</p><iframe src='http://127.0.0.1:9/'></iframe><object data='x'>", FOREIGN
    )


def texts() -> Iterator[Bad]:
    """Text."""
    yield Bad("20 MB line.txt", b"a" * 20_000_000, "20.0 MB; the limit is 16 MB")
    yield Bad("3 MB line.txt", b"a" * 3_000_000, "line 1 has 3000000 characters; the limit is 2000000")
    yield Bad("lines.txt", b"a\n" * 250_000, "250000 lines; the limit is 200000")
    yield Bad("nul.txt", TEXT.encode() + b"\0", "there is a NUL")
    yield Bad("nul inside.txt", TEXT.encode().replace("规章".encode(), b"\0", 1), "there is a NUL")
    yield Bad("utf-16 without a mark.txt", TEXT.encode("utf-16-le"), "read")
    yield Bad("utf-16, other order.txt", TEXT.encode("utf-16-be"), "read")
    yield Bad("utf-32.txt", TEXT.encode("utf-32"), "read")
    yield Bad("utf-16 of odd length.txt", TEXT.encode("utf-16-le")[:-1], "read|NUL")
    yield Bad("zeros.txt", bytes(5000), "5000 empty bytes")
    yield Bad("controls.txt", bytes(range(1, 32)) * 99, "no text in any encoding")
    yield Bad("json.txt", b'{"title": "x"}', "JSON")
    yield Bad("deep json.txt", b"[" * 500_000, "report|JSON")
    yield Bad("marks.txt", "\u202e\u2066\ufeff".encode() * 50_000, "report|empty")
    yield Bad("formulas.csv", b"=cmd|'/c calc'!A1,@SUM(1)\n" * 50, FOREIGN)
    yield Bad("quotes.csv", b'"' * 999_999, FOREIGN)
    yield Bad("columns.csv", b"," * 1_900_000, "report|cells|limit|empty")


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))


def office() -> Iterator[Bad]:
    """Office files and packages."""
    for title, head in (
        ("entity bomb", f'<!DOCTYPE a [<!ENTITY e0 "a">{ENTITIES}]>'),
        ("outside entity", '<!DOCTYPE a [<!ENTITY e29 SYSTEM "file:///etc/passwd">]>'),
        ("outside definition", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'),
    ):
        body = docx(paragraph("a"))
        yield Bad(
            f"{title}.docx",
            changed(body, "word/document.xml", head + "<a>&e29;</a>"),
            "declares a document type",
        )
    outside = relations([("rId1", f"{R}/officeDocument", "word/document.xml")]).replace(
        'Target="word/document.xml"', 'Target="http://127.0.0.1:9/a.xml" TargetMode="External"'
    )
    yield Bad("main part outside.docx", changed(GOOD["docx"], "_rels/.rels", outside), "a ZIP archive")
    pictures = relations([("rId9", f"{R}/image", "http://127.0.0.1:9/a.png")]).replace(
        "/>", ' TargetMode="External"/>'
    )
    yield Bad("picture outside.docx", changed(GOOD["docx"], "word/_rels/document.xml.rels", pictures), "read")
    deep = "a"
    for _ in range(400):
        deep = table(cell("x").replace("</w:tc>", deep + "</w:tc>") if deep != "a" else cell("a"))
    yield Bad("nested tables.docx", docx(deep, packed=zipfile.ZIP_STORED), "tables in each other")
    yield Bad(
        "nested elements.docx",
        docx("<w:sdt>" * NESTED + "</w:sdt>" * NESTED),
        "no text|limit|XML|report|fault",
    )
    wide = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    yield Bad("spans.docx", docx(wide * 50 + paragraph("a")), "report|limit|much")
    yield Bad(
        "rows.xlsx",
        xlsx(
            {"a": f"<sheetData>{'<row><c><v>1</v></c></row>' * 400_000}</sheetData>"},
            packed=zipfile.ZIP_STORED,
        ),
        "limit|cells",
    )
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 2000
    yield Bad(
        "merged.xlsx", xlsx({"a": f"<sheetData/><mergeCells>{merged}</mergeCells>"}), "no text|cover too much"
    )
    yield Bad(
        "a gigabyte.docx",
        changed(GOOD["docx"], "word/media/a.png", b"\0" * 190_000_000),
        "100 times its size",
    )
    yield Bad(
        "password.docx",
        compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 5000}),
        "locked with a password",
    )
    yield Bad(
        "password.odt",
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "?"}),
        "OpenDocument",
    )
    yield from _ofd()
    yield Bad("loop.xls", loop(GOOD["xls"]), "cut off or damaged|workbook|no text")
    yield Bad(
        "noise in a compound file.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(9000),
        "damaged|cut",
    )
    yield Bad("presentation.ppt", compound({"PowerPoint Document": b"x" * 5000}), "an old presentation")
    yield Bad("archive.docx", zipped({"a.txt": "a"}), "a ZIP archive with 1 files")
    for title, start in (
        ("7z", b"7z\xbc\xaf\x27\x1c"),
        ("rar", b"Rar!\x1a\x07"),
        ("png", b"\x89PNG\r\n"),
        ("elf", b"\x7fELF"),
    ):
        yield Bad(f"{title}.html", start + bytes(500), "it is a")
    yield Bad("bomb.gz", gzip.compress(bytes(300_000_000)), "unpacks to more than")


def _ofd() -> Iterator[Bad]:
    """Packages of printed pages."""
    print_ = '<TextObject Boundary="9 9 99 9" Size="4"><TextCode X="0" Y="4" DeltaX="{}">{}</TextCode></TextObject>'
    inside = "<Content><Layer>{}</Layer></Content>"
    yield Bad(
        "steps.ofd", package([inside.format(print_.format("g 999999999 1 " * 9000, "a" * 20_000))]), FOREIGN
    )
    blocks = "<PageBlock>" * NESTED + "</PageBlock>" * NESTED
    yield Bad("nested blocks.ofd", package([blocks], packed=zipfile.ZIP_STORED), "has no text")
    yield Bad(
        "no numbers.ofd",
        package([inside.format(print_.format("x", "a").replace('"4"', '"1e999"'))]),
        "no text",
    )
    path = f"<PathObject Boundary='0 0 9 9'><AbbreviatedData>{'M 0 0 L 9 9 ' * 300_000}</AbbreviatedData></PathObject>"
    yield Bad("path.ofd", package([inside.format(path)], packed=zipfile.ZIP_STORED), "has no text")
    yield Bad("pages.ofd", package(["<Content/>"] * 1500), "has 1500 pages")
    itself = "<TemplatePage ID='1' BaseLoc='Pages/Page_0/Content.xml'/>"
    yield Bad("page of itself.ofd", package(["<Template TemplateID='1'/>"], itself), "has no text")
    damaged = changed(package(["<Content/>"]), "Doc_0/Pages/Page_0/Content.xml", "<Content>")
    yield Bad("damaged page.ofd", damaged, "no sound XML")


def changed(package: bytes, part: str, content: str | bytes) -> bytes:
    """A package with another content of a part."""
    import io

    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        entries: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(entries | {part: content})


def loop(data: bytes) -> bytes:
    """A compound file whose sectors follow each other in a circle."""
    sector = struct.unpack_from("<I", data, 76)[0]
    at = 512 + 512 * sector
    numbers = list(range(128))
    return data[:at] + struct.pack("<128I", *numbers) + data[at + 512 :]


def every_suffix() -> Iterator[Bad]:
    """Empty files, noise, and a page and a document under every name."""
    noise = random.Random(7).randbytes(3000)
    for suffix in (*SUFFIXES, ".zip", ".gz", ".pdf", ".xyz", ""):
        yield Bad(f"empty{suffix}", b"", EMPTY)
        yield Bad(f"noise{suffix}", noise, "no text|NUL")
        yield Bad(f"page{suffix}", GOOD["html"], "read")
        yield Bad(f"document{suffix}", GOOD["docx"], "read")


def cut() -> Iterator[Bad]:
    """A good report of each format, cut at every tenth."""
    for suffix, data in GOOD.items():
        for tenth in range(1, 10):
            yield Bad(f"cut at {tenth}.{suffix}", data[: len(data) * tenth // 10], "")


def everything() -> list[Bad]:
    """All of them."""
    return [*every_suffix(), *cut(), *portable(), *pages(), *texts(), *office()]


def main(folder: str) -> None:
    """Write the files and print what is said of each."""
    import audit

    for bad in everything():
        Path(folder, bad.name).write_bytes(bad.data)
    reports = audit.load(folder).reports
    for path, status, note in zip(reports["path"], reports["status"], reports["note"], strict=True):
        print(f"{os.path.basename(path):32} {status:12} {note}")


if __name__ == "__main__":
    main(sys.argv[1])
