"""Writes office files from the blocks of a document or from parts of XML. Used to test the readers."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from audit.model import Document, Grid
from audit.read.sheets import reference

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = {
    "w": W,
    "r": R,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"

Area = tuple[int, int, int, int]
Cells = Mapping[tuple[int, int], object]


def zipped(entries: Mapping[str, bytes | str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP package with these entries, always the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packed) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, (2024, 1, 31, 0, 0, 0))
            info.compress_type = packed
            archive.writestr(info, content)
    return target.getvalue()


def relations(found: Sequence[tuple[str, str, str]]) -> str:
    """A part of relationships: (id, type, target)."""
    lines = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in found)
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def content_types(overrides: Mapping[str, str]) -> str:
    """``[Content_Types].xml``."""
    lines = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def docx(body: str, *, core: str = "", packed: int = zipfile.ZIP_DEFLATED, **parts: str) -> bytes:
    """A DOCX with this content of ``w:body``; ``parts`` are contents of ``w:styles``, ``w:numbering``, ``w:footnotes``."""
    names = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
    entries = {
        "[Content_Types].xml": content_types({"word/document.xml": WORD_MAIN}),
        "_rels/.rels": relations(
            [("rId1", f"{R}/officeDocument", "word/document.xml"), ("rId2", CORE, "docProps/core.xml")]
        ),
        "word/document.xml": f"{HEAD}<w:document {names}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": relations([(f"rId{p}", f"{R}/{p}", f"{p}.xml") for p in parts]),
    }
    for part, content in parts.items():
        entries[f"word/{part}.xml"] = f"{HEAD}<w:{part} {names}>{content}</w:{part}>"
    if core:
        entries["docProps/core.xml"] = (
            f'{HEAD}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        )
    return zipped(entries, packed)


def run(text: str, properties: str = "") -> str:
    """``w:r`` with tabs and line breaks as elements."""
    inner = "".join(
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in re.split("([\t\n])", text)
        if piece
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def paragraph(text: str, properties: str = "") -> str:
    """``w:p``."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}</w:p>"


def cell(text: str, properties: str = "") -> str:
    """``w:tc`` of one paragraph a line, dressed as Word dresses it."""
    inner = "".join(paragraph(line, '<w:jc w:val="center"/>') for line in text.split("\n"))
    width = 900 * _columns(properties)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def _columns(cells: str) -> int:
    spans = [int(span) for span in re.findall(r'<w:gridSpan w:val="(\d+)"', cells)]
    return sum(spans) + max(cells.count("<w:tc>"), 1) - len(spans)


def table(*rows: str) -> str:
    """``w:tbl`` of rows, each the cells of a row."""
    inner = "".join(row if row.startswith("<w:tr") else f"<w:tr>{row}</w:tr>" for row in rows)
    grid = '<w:gridCol w:w="900"/>' * (_columns(rows[0]) if rows else 0)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="a3"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>'


def docx_report(document: Document) -> bytes:
    """The blocks of a document as DOCX, merged cells and all."""
    return docx("".join(_docx_block(document, block) for block in document.blocks))


def _docx_block(document: Document, block: object) -> str:
    if not isinstance(block, Grid):
        return paragraph(document.text[block.start : block.end])
    owners = {(c.row + y, c.column): (c, y) for c in block.cells for y in range(c.rowspan)}
    rows = []
    for row in range(block.height):
        cells = []
        for column in sorted(x for y, x in owners if y == row):
            owner, below = owners[row, column]
            merge = f'<w:gridSpan w:val="{owner.colspan}"/>' if owner.colspan > 1 else ""
            if owner.rowspan > 1:
                merge += "<w:vMerge/>" if below else '<w:vMerge w:val="restart"/>'
            cells.append(cell("" if below else document.text[owner.start : owner.end], merge))
        rows.append("".join(cells))
    return table(*rows)


def laid_out(document: Document, *, gap: int = 1) -> tuple[dict[tuple[int, int], str], list[Area]]:
    """The blocks of a document as cells of one sheet and merged areas, ``gap`` blank rows between blocks."""
    cells: dict[tuple[int, int], str] = {}
    merged: list[Area] = []
    top = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            for c in block.cells:
                cells[top + c.row, c.column] = document.text[c.start : c.end]
                if c.rowspan > 1 or c.colspan > 1:
                    bottom, right = top + c.row + c.rowspan - 1, c.column + c.colspan - 1
                    merged.append((top + c.row, c.column, bottom, right))
            top += block.height
        else:
            cells[top, 0] = document.text[block.start : block.end]
            top += 1
        top += gap
    return cells, merged


def typed(cells: Cells) -> dict[tuple[int, int], object]:
    """Figures as numbers, blank cells left out."""
    return {
        at: float(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", str(text)) else text
        for at, text in cells.items()
        if str(text).strip()
    }


def xlsx(
    sheets: Mapping[str, str],
    *,
    strings: str = "",
    styles: str = "",
    workbook: str = "",
    packed: int = zipfile.ZIP_DEFLATED,
    **extra: str,
) -> bytes:
    """An XLSX; sheets by name, each the content of ``worksheet``; ``strings`` and ``styles`` are contents of parts."""
    names = list(sheets)
    targets = [(f"rId{i}", f"{R}/worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"{extra.get(name, "")}/>'
        for i, name in enumerate(names, 1)
    )
    entries = {
        "[Content_Types].xml": content_types({"xl/workbook.xml": SHEET_MAIN}),
        "_rels/.rels": relations([("rId1", f"{R}/officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{S}" xmlns:r="{R}">{workbook}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            [
                *targets,
                ("rIdS", f"{R}/sharedStrings", "sharedStrings.xml"),
                ("rIdT", f"{R}/styles", "/xl/styles.xml"),
            ]
        ),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{S}">{strings}</sst>',
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{S}">{styles}</styleSheet>',
    }
    for i, name in enumerate(names, 1):
        entries[f"xl/worksheets/sheet{i}.xml"] = f'{HEAD}<worksheet xmlns="{S}">{sheets[name]}</worksheet>'
    return zipped(entries, packed)


def sheet_xml(cells: Cells, merged: Sequence[Area] = ()) -> str:
    """The content of ``worksheet``: texts in the cells, numbers as numbers."""
    rows: dict[int, list[str]] = {}
    for (row, column), value in sorted(cells.items()):
        name = reference((row, column, row, column))
        if isinstance(value, (int, float)):
            shown = f'<c r="{name}"><v>{value!r}</v></c>'
        else:
            shown = f'<c r="{name}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
        rows.setdefault(row, []).append(shown)
    data = "".join(f'<row r="{row + 1}">{"".join(shown)}</row>' for row, shown in rows.items())
    areas = "".join(f'<mergeCell ref="{reference(area)}"/>' for area in merged)
    return f"<sheetData>{data}</sheetData><mergeCells>{areas}</mergeCells>"


def csv_report(document: Document, separator: str = ",", line: str = "\r\n") -> str:
    """The blocks of a document as a spreadsheet program saves them: merged cells are blank but for the first."""
    cells, _ = laid_out(document, gap=0)
    width = 1 + max(column for _, column in cells)
    rows = [
        separator.join(_csv_value(cells.get((row, column), ""), separator) for column in range(width))
        for row in range(1 + max(row for row, _ in cells))
    ]
    return line.join(rows) + line


def _csv_value(text: str, separator: str) -> str:
    quoted = separator in text or '"' in text or "\n" in text
    return '"' + text.replace('"', '""') + '"' if quoted else text


SECTOR = 512


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of version 3 with these streams; small ones are padded to stand in sectors of their own."""
    bodies = {
        name: data + b"\0" * max(4096 - len(data), -len(data) % SECTOR) for name, data in streams.items()
    }
    sectors = sum(-(-len(data) // SECTOR) for data in bodies.values())
    directory_sectors = -(-(len(bodies) + 1) * 128 // SECTOR)
    tables = 1
    while tables * 128 < sectors + directory_sectors + tables:
        tables += 1
    following = [0xFFFFFFFD] * tables + [tables + 1 + i for i in range(directory_sectors)]
    following[-1] = 0xFFFFFFFE
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    content = b""
    for name, data in bodies.items():
        first, count = len(following), -(-len(data) // SECTOR)
        entries.append(_entry(name, 2, first, len(data)))
        following += [first + 1 + i for i in range(count)]
        following[-1] = 0xFFFFFFFE
        content += data.ljust(count * SECTOR, b"\0")
    following += [0xFFFFFFFF] * (tables * 128 - len(following))
    header = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096,
        0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    listed = struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    return header + listed + struct.pack(f"<{len(following)}I", *following) + directory + content


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBB12x16x4x16xIQ", raw, len(raw), kind, 1, first, size)


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of an XLS."""
    return struct.pack("<HH", kind, len(data)) + data


def xls(sheets: Mapping[str, bytes], globals_: bytes = b"", styles: Sequence[int] = (0,)) -> bytes:
    """An XLS; sheets by name, each the records of its cells."""
    return compound({"Workbook": biff(sheets, globals_, styles)})


def biff(sheets: Mapping[str, bytes], globals_: bytes = b"", styles: Sequence[int] = (0,)) -> bytes:
    """The stream ``Workbook`` of an XLS."""
    beginning = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    shared = globals_ + b"".join(record(0xE0, struct.pack("<HH16x", 0, style)) for style in styles)
    names = [struct.pack("<BB", len(n), 1) + n.encode("utf-16-le") for n in sheets]
    at = len(beginning) + len(shared) + sum(4 + 6 + len(name) for name in names) + 4
    listed, bodies = b"", b""
    for name, cells in zip(names, sheets.values(), strict=True):
        body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
        listed += record(0x85, struct.pack("<IBB", at + len(bodies), 0, 0) + name)
        bodies += body
    return beginning + shared + listed + record(0x0A) + bodies


def biff_cells(cells: Cells, merged: Sequence[Area] = ()) -> bytes:
    """Records of cells: texts as LABEL, whole numbers as RK, others as NUMBER."""
    found = b""
    for (row, column), value in sorted(cells.items()):
        at = struct.pack("<HHH", row, column, 0)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 29:
            found += record(0x27E, at + struct.pack("<I", (int(value) & 0x3FFFFFFF) << 2 | 2))
        elif isinstance(value, float):
            found += record(0x203, at + struct.pack("<d", value))
        else:
            text = str(value)
            found += record(0x204, at + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
    for start in range(0, len(merged), 1000):
        areas = merged[start : start + 1000]
        packed = b"".join(
            struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in areas
        )
        found += record(0xE5, struct.pack("<H", len(areas)) + packed)
    return found
