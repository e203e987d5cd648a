"""Pictures of reports: told as such without the extra ``ocr``; with it read offline, and never with a wrong figure."""

from __future__ import annotations

import io
import re
import socket
from decimal import Decimal

import pytest
from layouts import distinct

from audit.errors import UnreadableFile
from audit.form import forms
from audit.model import Document, Fact
from audit.read import pdf, read_bytes, scanned
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.report import tidy
from audit.tidy.tables import read_tables

needs_ocr = pytest.mark.skipif(not scanned.is_available(), reason="needs the extra ocr")
PAPER = (1240, 1754)
TITLE = "云岭县白石镇人民政府2021年政府信息公开工作年度报告"
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


@pytest.fixture(scope="module")
def sheet():
    """A page with a title and table 2 of the 2021 form, drawn as a picture at 150 dots an inch."""
    image = pytest.importorskip("PIL.Image")
    draw_on = pytest.importorskip("PIL.ImageDraw")
    fonts = pytest.importorskip("PIL.ImageFont")
    try:
        font = fonts.truetype(FONT, 24)
    except OSError:
        pytest.skip("needs Noto Sans CJK")
    picture = image.new("L", PAPER, 255)
    draw = draw_on.Draw(picture)
    draw.text((200, 80), TITLE, 0, font)
    draw.text((120, 140), "二、主动公开政府信息情况", 0, font)
    figures = distinct("2021")
    rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        *(
            [label, *(figures[f"t2.{row}.{c}"] for c in ("issued", "repealed", "in_force"))]
            for label, row in (("规章", "regulations"), ("行政规范性文件", "normative_documents"))
        ),
    ]
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            box = (120 + 250 * x, 200 + 60 * y, 370 + 250 * x, 260 + 60 * y)
            draw.rectangle(box, outline=0, width=2)
            draw.text((box[0] + 20, box[1] + 14), text, 0, font)
    return picture


def saved(picture, kind: str, **options: object) -> bytes:
    """The bytes of a picture file."""
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def facts_in(document: Document) -> dict[str, Fact]:
    """The facts by cell; every locator leads back to what was read."""
    tables = read_tables(document, read_as(document.text))
    found = facts_of(document, tables, recognise_form(tables))
    for fact in found:
        if fact.locator is not None:
            assert document.text[slice(*document.places.span(fact.locator))] == fact.raw
    return {f.cell: f for f in found}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_without_the_extra_a_picture_is_one_line(sheet, monkeypatch, kind):
    monkeypatch.setattr(scanned, "is_available", lambda: False)
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    with pytest.raises(
        UnreadableFile, match=r"^[^\n]*picture[^\n]*; install the extra ocr, or ask for the file$"
    ):
        read_bytes(saved(sheet, kind), f"a.{kind.lower()}")


def test_text_with_pictured_tables_is_partly_read_and_makes_up_nothing(sheet, monkeypatch):
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    utils = pytest.importorskip("reportlab.lib.utils")
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    target = io.BytesIO()
    paper = canvas.Canvas(target, pagesize=(595, 842))
    for n in range(12):
        paper.drawString(72, 700 - 20 * n, f"Report on public information 2021, part {n}")
    paper.showPage()
    paper.drawImage(utils.ImageReader(sheet), 0, 0, 595, 842)
    paper.save()
    document = read_bytes(target.getvalue(), "a.pdf")
    assert not document.complete
    assert document.notes == (
        "pages 2 are pictures, which are not read; install the extra ocr, or ask for the file",
    )
    assert not facts_in(document)


def test_a_page_whose_tables_are_pictures_says_what_to_do():
    sections = "".join(
        f"<p>{n}</p><img src=a.png>"
        for n in ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    )
    page = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{sections}</body></html>"
    said = tidy(read_bytes(page.encode(), "a.html"), "a.html")
    assert said.status == "partly_read"
    assert "3 pictures, which are not read; if they are pictures, save those" in (said.note or "")
    assert not [f for f in said.facts if f.value is not None]


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PDF"])
def test_with_the_extra_figures_are_read_offline(sheet, monkeypatch, kind):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    options = {"resolution": 150} if kind == "PDF" else {}
    document = read_bytes(saved(sheet, kind, **options), f"a.{kind.lower()}")
    assert document.format == ("pdf+ocr" if kind == "PDF" else "image+ocr")
    assert re.search(
        r"read by character recognition, figures with a confidence from 0\.\d\d up", document.notes[0]
    )
    found, printed = facts_in(document), distinct("2021")
    read = {c: f.value for c, f in found.items() if f.value is not None}
    assert read == {c: Decimal(printed[c]) for c in read}
    assert len(read) >= 5
    assert all(f.state in ("number", "unreadable", "absent") for f in found.values())
    assert all(re.search(r";sure=(1\.00|0\.\d\d)$", found[c].locator or "") for c in read)
    assert set(found) == set(forms()["2021"].cells)


@needs_ocr
def test_a_blotted_figure_is_unreadable(sheet):
    draw_on = pytest.importorskip("PIL.ImageDraw")
    blotted = sheet.copy()
    box = (370, 260, 620, 320)
    draw_on.Draw(blotted).ellipse((box[0] + 22, box[1] + 20, box[0] + 48, box[1] + 46), fill=60)
    found = facts_in(read_bytes(saved(blotted, "PNG"), "a.png"))
    assert found["t2.regulations.issued"].state == "unreadable"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"\xff\xd8\xff\xe0" + b"x" * 80, b"GIF89a", b"II*\0\1"]
)
def test_a_damaged_picture_is_one_line(data):
    with pytest.raises(UnreadableFile, match=r"^it is a picture \(\w+\)[^\n]*$"):
        read_bytes(data, "a.bin")
