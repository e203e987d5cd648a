"""Packages: what is let in, what is refused, and that neither costs much."""

from __future__ import annotations

import random
import struct
import zipfile

import pytest
from cost import within
from office_files import (
    SHEET_MAIN,
    WORD_MAIN,
    R,
    biff_cells,
    cell,
    compound,
    content_types,
    docx,
    paragraph,
    relations,
    sheet_xml,
    table,
    typed,
    xls,
    xlsx,
    zipped,
)

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read import libreoffice, read_bytes
from audit.read.packages import main_part, open_package

PROSE = "一、总体情况 全年主动公开信息 53 条。"
GOOD_DOCX = docx(paragraph(PROSE) + table(cell("规章") + cell("3"), cell("规范性文件") + cell("8")))
SHEET = {(0, 0): PROSE, (2, 0): "规章", (2, 1): 3.0, (3, 0): "规范性文件", (3, 1): 8.5}
GOOD_XLSX = xlsx({"年报": sheet_xml(typed(SHEET))})
GOOD_XLS = xls({"年报": biff_cells(typed(SHEET))})
GOOD = {"docx": GOOD_DOCX, "xlsx": GOOD_XLSX, "xls": GOOD_XLS}
WITHIN = 2.0
"""Seconds of processor time that any file may take."""


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What LibreOffice makes of a file is tested in test_legacy."""
    monkeypatch.setattr(libreoffice, "program", lambda: None)


def refusal(data: bytes, name: str = "a.docx") -> UnreadableFile:
    found = within(WITHIN, lambda: attempt(data, name))
    assert isinstance(found, UnreadableFile)
    return found


def outcome(data: bytes, name: str = "a.docx") -> Document | UnreadableFile:
    """What comes of any bytes at all: a document, or one clear line, soon."""
    found = within(WITHIN, lambda: attempt(data, name))
    if isinstance(found, UnreadableFile):
        assert "\n" not in str(found)
        assert len(str(found)) < 400
    return found


def attempt(data: bytes, name: str) -> Document | UnreadableFile:
    try:
        return read_bytes(data, name)
    except UnreadableFile as error:
        return error


def word_package(document: str | bytes, **more: bytes | str) -> bytes:
    """A DOCX of which one part is given as it is."""
    return zipped(
        {
            "[Content_Types].xml": content_types({"word/document.xml": WORD_MAIN}),
            "_rels/.rels": relations([("rId1", f"{R}/officeDocument", "word/document.xml")]),
            "word/document.xml": document,
            **more,
        }
    )


def office(kind: str, part: str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": content_types({part: kind}),
            "_rels/.rels": relations([("rId1", f"{R}/officeDocument", part)]),
            part: "<a/>",
        }
    )


def flagged(data: bytes, bits: int) -> bytes:
    """The package with flags set in every entry, in place and in the directory."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + at)[0]
            struct.pack_into("<H", changed, start + at, flags | bits)
            start = data.find(mark, start + 1)
    return bytes(changed)


def twice(name: str) -> bytes:
    other = name[:-1] + "?"
    return zipped({name: "<a/>", other: "<b/>"}).replace(other.encode(), name.encode())


def lying(data: bytes, size: int) -> bytes:
    """The package, its largest entry saying in the directory that it has ``size`` bytes only."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if struct.unpack_from("<I", data, at + 24)[0] > 1_000_000:
            struct.pack_into("<I", changed, at + 24, size)
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(changed)


def packed_with(method: int) -> bytes:
    return zipped({"word/document.xml": "<a/>"}, method)


ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
ODS = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"})
DTD = '<?xml version="1.0"?><!DOCTYPE a [{}]><w:document xmlns:w="x">{}</w:document>'
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 30))
ZEROS = b"\0" * 30_000_000
REFUSED = {
    "cut": (GOOD_DOCX[:-30], "cut off"),
    "no directory": (b"PK\x03\x04" + b"\0" * 500, "cut off"),
    "plain archive": (zipped({"a.txt": "a", "b/c.txt": "c"}), "a ZIP archive with 2 files"),
    "archive of folders": (zipped({"a/": ""}), "an empty ZIP archive"),
    "odt": (ODT, "OpenDocument text"),
    "ods": (ODS, "OpenDocument spreadsheet"),
    "epub": (zipped({"mimetype": "application/epub+zip"}), "EPUB"),
    "ofd": (zipped({"OFD.xml": "<a/>", "Doc_0/Document.xml": "<a/>"}), "the OFD document lacks its part"),
    "pptx": (
        office(SHEET_MAIN.replace("spreadsheetml.sheet", "presentationml.slide"), "ppt/p.xml"),
        "presentation",
    ),
    # where LibreOffice is at hand it makes a sheet without text of this one
    "xlsb": (
        office("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xl/workbook.bin"),
        "XLSB|the workbook holds no text",
    ),
    "main part missing": (
        zipped({"_rels/.rels": relations([("r", f"{R}/officeDocument", "w.xml")])}),
        "ZIP archive",
    ),
    "main part elsewhere": (
        zipped({"_rels/.rels": relations([("r", f"{R}/officeDocument", "../../etc/passwd")])}),
        "ZIP archive",
    ),
    "locked": (flagged(GOOD_DOCX, 1), "password"),
    "two of a name": (twice("word/document.xml"), "two entries"),
    "names that differ in case": (zipped({"a.xml": "<a/>", "A.XML": "<a/>"}), "two entries"),
    "traversal": (zipped({"../a.xml": "<a/>"}), "a name that no document has"),
    "traversal by backslash": (zipped({"..\\a.xml": "<a/>"}), "a name that no document has"),
    "absolute": (zipped({"/etc/a.xml": "<a/>"}), "a name that no document has"),
    "drive": (zipped({"C:/a.xml": "<a/>"}), "a name that no document has"),
    "control in a name": (zipped({"a\x1b[2J.xml": "<a/>"}), "a name that no document has"),
    "entries": (zipped({f"{i}.xml": "" for i in range(2500)}), "more than 2000 entries"),
    "ratio": (word_package(ZEROS), "more than 100 times its size"),
    "ratio of one entry": (
        word_package("<a/>", **{"word/media/1.png": random.Random(1).randbytes(900_000), "z": ZEROS}),
        "'z' unpacks to more than 100 times",
    ),
    "size that lies": (lying(word_package(ZEROS), 900_000), "damaged"),
    "bzip2": (packed_with(zipfile.ZIP_BZIP2), "packed in a way that no document is"),
    "part damaged": (GOOD_DOCX.replace(b"word/document.xml", b"word/dokument.xml", 1), "damaged"),
    "document type": (word_package(DTD.format("", "a")), "declares a document type"),
    "entities": (
        word_package(DTD.format('<!ENTITY l0 "lol">' + LAUGHS, "&l29;")),
        "declares a document type",
    ),
    "outside entity": (
        word_package(DTD.format('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")),
        "declares a document type",
    ),
    "unsound": (word_package("<a><b></a>"), "no sound XML: mismatched tag in line 1"),
    "no XML": (word_package("hello"), "no sound XML"),
    "unknown encoding": (
        word_package('<?xml version="1.0" encoding="utf-7"?><a/>'),
        "an encoding that no Office file has",
    ),
    "many tags": (
        word_package("<a>" + "<b/>" * 300_000 + random.Random(1).randbytes(99_999).hex() + "</a>"),
        "tags",
    ),
    "encrypted office": (
        compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 5000}),
        "locked with a password",
    ),
    "doc": (compound({"WordDocument": b"x" * 5000, "1Table": b"x"}), "an old Word document (DOC or WPS)"),
    "ppt": (compound({"PowerPoint Document": b"x" * 5000}), "presentation"),
    "excel 95": (compound({"Book": b"x" * 5000}), "Excel 95"),
    "compound of nothing": (compound({"Other": b"x"}), "a kind that we do not know"),
    "compound header alone": (GOOD_XLS[:512], "cut off"),
    "compound header of zeros": (GOOD_XLS[:8] + b"\0" * 600, "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_clear_line(name: str) -> None:
    data, words = REFUSED[name]
    error = refusal(data)
    assert any(one in error.reason for one in words.split("|"))
    assert error.remedy
    assert "\n" not in str(error)
    assert len(str(error)) < 250


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf", "a.csv", "a", "a.DOC"])
def test_the_content_decides_and_not_the_name(kind: str, name: str) -> None:
    document = read_bytes(GOOD[kind], name)
    assert document.format == kind
    assert PROSE in document.text


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.xls"])
def test_text_under_the_name_of_an_office_file_is_text(name: str) -> None:
    assert read_bytes(PROSE.encode(), name).format == "text"
    assert read_bytes(f"<html><p>{PROSE}</p></html>".encode(), name).format == "html"


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_file_that_is_cut_is_refused(kind: str, tenth: int) -> None:
    data = GOOD[kind]
    error = refusal(data[: len(data) * tenth // 10])
    assert any(words in error.reason for words in ("cut off", "damaged"))


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("seed", range(60))
def test_a_file_with_bytes_changed_is_read_or_refused(kind: str, seed: int) -> None:
    noise = random.Random(seed)
    data = bytearray(GOOD[kind])
    for _ in range(noise.choice((1, 3, 30))):
        data[noise.randrange(8, len(data))] = noise.randrange(256)
    outcome(bytes(data))


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("seed", range(20))
def test_noise_after_a_signature_is_refused(kind: str, seed: int) -> None:
    refusal(GOOD[kind][: 30 if kind != "xls" else 512] + random.Random(seed).randbytes(20_000))


def test_parts_are_found_by_their_relationships() -> None:
    data = zipped(
        {
            "[Content_Types].xml": content_types({"doc/main.xml": WORD_MAIN}),
            "_rels/.rels": relations([("r", f"{R}/officeDocument", "/doc/x/../main.xml")]),
            "doc/main.xml": "<a/>",
            "doc/_rels/main.xml.rels": relations(
                [
                    ("a", f"{R}/styles", "s.xml"),
                    ("b", f"{R}/numbering", "none.xml"),
                    ("c", f"{R}/x", "../../s.xml"),
                ]
            ),
            "doc/s.xml": "<s/>",
        }
    )
    package = open_package(data)
    assert main_part(package) == ("docx", "doc/main.xml")
    assert [tuple(r) for r in package.relations("doc/main.xml")] == [("a", "styles", "doc/s.xml")]
    assert package.part("doc/s.xml") == b"<s/>"
    assert package.part("doc/none.xml") is None


def test_names_with_backslashes_are_names() -> None:
    data = GOOD_DOCX.replace(b"word/document.xml", b"word\\document.xml")
    assert PROSE in read_bytes(data, "a.docx").text


def test_relationships_that_lead_outside_are_not_followed() -> None:
    outside = f'<Relationship Id="r" Type="{R}/styles" Target="a.xml" TargetMode="External"/>'
    rels = relations([]).replace("</Relationships>", outside + "</Relationships>")
    package = open_package(zipped({"_rels/.rels": rels, "a.xml": "<a/>"}))
    assert package.relations() == []


def test_a_large_part_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.read.packages.MAX_PART", 200)
    assert "its part _rels/.rels has" in refusal(GOOD_DOCX).reason
