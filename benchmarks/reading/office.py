"""A report as DOCX and XLSX."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.reading.model import Report, Table
from benchmarks.reading.written import filled, once

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))

from office_files import Area, cell, docx, paragraph, run, sheet_xml, table, xlsx

Layout = Callable[[Report, random.Random], bytes]


def _docx(report: Report, show: Callable[[Table], str]) -> bytes:
    return docx(
        "".join(show(p) + paragraph("") if isinstance(p, Table) else paragraph(p) for p in report.parts)
    )


def _merged(found: Table) -> str:
    rows = []
    for row in filled(found):
        cells = []
        x = 0
        while x < len(row):
            owner, anchor = row[x]
            merge = f'<w:gridSpan w:val="{owner.colspan}"/>' if owner.colspan > 1 else ""
            if owner.rowspan > 1:
                merge += '<w:vMerge w:val="restart"/>' if anchor else "<w:vMerge/>"
            cells.append(cell(owner.text if anchor else "", merge))
            x += owner.colspan
        rows.append("".join(cells))
    return table(*rows)


def docx_merged(report: Report, rng: random.Random) -> bytes:
    """Cells merged with gridSpan and vMerge."""
    return _docx(report, _merged)


def docx_unmerged(report: Report, rng: random.Random) -> bytes:
    """Blank cells in the place of merged ones."""
    return _docx(report, lambda t: table(*("".join(map(cell, row)) for row in once(t))))


def docx_boxed(report: Report, rng: random.Random) -> bytes:
    """Each table in a text box."""
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent>'
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    return _docx(report, lambda t: f"<w:p>{run('见下表')}{box.format(_merged(t))}</w:p>")


def docx_nested(report: Report, rng: random.Random) -> bytes:
    """Each table in the cell of another, with a caption above."""
    return _docx(
        report, lambda t: table(f"<w:tc><w:tcPr/>{paragraph('附表')}{_merged(t)}{paragraph('')}</w:tc>")
    )


def docx_tabs(report: Report, rng: random.Random) -> bytes:
    """No tables: cells parted by tabs, spanned positions blank."""
    return _docx(
        report, lambda t: "".join(paragraph("\t".join(c.replace("\n", " ") for c in row)) for row in once(t))
    )


DOCX = {
    f.__name__.removeprefix("docx_"): f
    for f in (docx_merged, docx_unmerged, docx_boxed, docx_nested, docx_tabs)
}

FORMATS = ("0", "#,##0", '0"件"', "0.00", "General")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


class _Sheet:
    def __init__(self, typed: bool, merge: bool, rng: random.Random) -> None:
        self.typed, self.merge, self.rng = typed, merge, rng
        self.cells: dict[tuple[int, int], object] = {}
        self.areas: list[Area] = []
        self.top = 0

    def add(self, part: str | Table) -> None:
        if isinstance(part, str):
            self.cells[self.top, 0] = part
            self.top += 2
            return
        rows = filled(part)
        for y, row in enumerate(rows):
            for x, (owner, anchor) in enumerate(row):
                if not anchor:
                    continue
                if owner.text:
                    number = self.typed and _NUMBER.fullmatch(owner.text)
                    value = (
                        float(owner.text)
                        if number and "." in owner.text
                        else int(owner.text)
                        if number
                        else owner.text
                    )
                    self.cells[self.top + y, x] = value
                if self.merge and (owner.rowspan > 1 or owner.colspan > 1):
                    bottom = min(self.top + y + owner.rowspan, self.top + len(rows)) - 1
                    self.areas.append((self.top + y, x, bottom, x + owner.colspan - 1))
        self.top += len(rows) + self.rng.choice((0, 1, 2))

    def xml(self) -> str:
        return sheet_xml(self.cells, self.areas)


def _xlsx(report: Report, rng: random.Random, *, typed: bool, merge: bool, apart: bool) -> bytes:
    sheets = {"年报": _Sheet(typed, merge, rng)}
    for part in report.parts:
        if apart and isinstance(part, Table):
            name = f"表{len(sheets)}"
            sheets[name] = _Sheet(typed, merge, rng)
            sheets[name].add(part)
        else:
            sheets["年报"].add(part)
    written = {name: sheet.xml() for name, sheet in sheets.items()}
    codes = "".join(
        f'<numFmt numFmtId="{164 + i}" formatCode="{f.replace(chr(34), "&quot;")}"/>'
        for i, f in enumerate(FORMATS)
    )
    kinds = "".join(f'<xf numFmtId="{164 + i}"/>' for i in range(len(FORMATS)))
    if typed:
        style = rng.choice((1, 2, 4))
        written = {
            n: re.sub(r'(<c r="[A-Z]+\d+")(><v>-?\d+</v>)', rf'\1 s="{style}"\2', x)
            for n, x in written.items()
        }
    return xlsx(written, styles=f'<numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{kinds}</cellXfs>')


def xlsx_merged(report: Report, rng: random.Random) -> bytes:
    """One sheet with merged cells, figures as texts."""
    return _xlsx(report, rng, typed=False, merge=True, apart=False)


def xlsx_typed(report: Report, rng: random.Random) -> bytes:
    """One sheet with merged cells, figures as numbers with a number format."""
    return _xlsx(report, rng, typed=True, merge=True, apart=False)


def xlsx_apart(report: Report, rng: random.Random) -> bytes:
    """A sheet for every table."""
    return _xlsx(report, rng, typed=True, merge=True, apart=True)


def xlsx_unmerged(report: Report, rng: random.Random) -> bytes:
    """One sheet without merged cells."""
    return _xlsx(report, rng, typed=True, merge=False, apart=False)


XLSX = {f.__name__.removeprefix("xlsx_"): f for f in (xlsx_merged, xlsx_typed, xlsx_apart, xlsx_unmerged)}
