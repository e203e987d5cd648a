"""Sheets of cells → visible text with an address for every character, and grids.

Every cell is shown as its reader sees it. Neighbouring rows make a grid, from the first that holds several
texts; a row that holds one long text, or ends a grid with one text across all columns, is a paragraph, as is a
row with a cell too long for a form. Within a grid every position has a cell, blank ones too, and columns are
those of the sheet, so that figures stand under their headings. Sheets follow each other in the order of the
workbook.

In the visible text a tab parts the cells of a row and a line break its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audit.errors import UnreadableFile
from audit.model import Block, Document, Grid, Paragraph
from audit.read.addresses import SHEET, AddressedPlaces, Addresses
from audit.read.placed import LAYOUT_CELL, MAX_SPAN, WIDE, PlacedCell, PlacedRow, placed_grids

MAX_CELLS = 50_000
"""Cells with a text of the largest workbook that is read."""
MAX_POSITIONS = 100_000
"""Positions in its tables, blank ones and those under merged cells included."""
MAX_TEXT = 16_000_000
"""Characters of its visible text."""
PROSE = 60
"""A text longer than this, or with a full stop, that is alone in its row is prose."""

_LINE = re.compile(r"[^\n]+")
_BARE_NAME = re.compile(r"[^\W\d]\w*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]\d*([Cc]\d*)?")

Position = tuple[int, int]
"""Row and column, from 0."""
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0 and all included."""


@dataclass(slots=True)
class Sheet:
    """One sheet: what its cells show, and which are merged. Blank cells have no entry."""

    name: str
    cells: dict[Position, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a reader of a format found; ``notes`` one line each."""

    format: str
    sheets: Sequence[Sheet]
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    complete: bool = True
    images: int = 0


def workbook_document(book: Workbook) -> Document:
    """The document of a workbook; raises UnreadableFile if it is blank, or too large for a report."""
    _check_names(book.sheets)
    story = _Story()
    for sheet in book.sheets:
        story.add(_Layout(sheet))
    text = "".join(story.pieces)
    if not text.strip():
        raise UnreadableFile("the workbook holds no text", "fetch it again")
    blocks: list[Block] = [*story.grids(text), *story.lines]
    blocks.sort(key=lambda block: (block.start, block.end))
    return Document(
        text=text,
        blocks=tuple(blocks),
        places=AddressedPlaces(SHEET, story.addresses, len(text)),
        format=book.format,
        properties=book.properties,
        notes=(*book.notes, *_hidden(book.sheets)),
        complete=book.complete,
        images=book.images,
        hidden=lambda: story.hidden,
    )


@dataclass(slots=True)
class Budget:
    """How many cells and characters a workbook has used up; texts that cells share count each time."""

    cells: int = 0
    characters: int = 0

    def spend(self, text: str) -> None:
        """One more cell shows ``text``; raises UnreadableFile beyond MAX_CELLS or MAX_TEXT."""
        self.cells += 1
        self.characters += len(text)
        if self.cells > MAX_CELLS:
            raise too_many_cells()
        if self.characters > MAX_TEXT:
            raise UnreadableFile(
                f"its cells hold more than {MAX_TEXT / 1e6:.0f} million characters",
                "it is no report; check the file",
            )


def _check_names(sheets: Sequence[Sheet]) -> None:
    names = [sheet.name.casefold() for sheet in sheets]
    if len(set(names)) < len(names):
        raise UnreadableFile(
            "two of its sheets have the same name", "open it in its program and save it again"
        )


def too_many_cells() -> UnreadableFile:
    """The fault to raise for a workbook with more than MAX_CELLS cells."""
    return UnreadableFile(f"it has more than {MAX_CELLS} cells", "it is no report; check the file")


def _hidden(sheets: Sequence[Sheet]) -> Iterator[str]:
    shown = [sheet for sheet in sheets if sheet.cells]
    counts = (
        ("sheets", sum(sheet.hidden for sheet in shown)),
        ("rows", sum(len({row for row, _ in s.cells} & s.hidden_rows) for s in shown)),
        ("columns", sum(len({column for _, column in s.cells} & s.hidden_columns) for s in shown)),
    )
    for what, count in counts:
        if count:
            yield f"hidden {what} are read as well ({count})"


class _Layout:
    """Which rows of a sheet are lines of text, which make tables, and what covers what."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.name = quoted(sheet.name)
        cells = sheet.cells
        self.left = min((column for _, column in cells), default=0)
        self.right = max((column for _, column in cells), default=-1)
        bottom = max((row for row, _ in cells), default=-1)
        self.merged: dict[Position, Area] = {}
        self.covered: set[Position] = set()
        self.work = 0
        for area in sheet.merged:
            self._cover(area, bottom)
        self.cells = {at: text for at, text in cells.items() if at not in self.covered}
        self.rows: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            self.rows.setdefault(row, []).append(column)
        self.prose = {row for row, columns in self.rows.items() if self._is_prose(row, columns)}
        for row, column in [at for at in self.merged if at in self.cells and at[0] not in self.prose]:
            for below in range(row + 1, min(self.merged[row, column][2], row + MAX_SPAN, bottom) + 1):
                self.rows.setdefault(below, [])

    def _cover(self, area: Area, bottom: int) -> None:
        """Take in one merged area, cut to where the sheet has texts."""
        top, left, last_row, last_column = area
        rows = range(top, min(last_row, bottom) + 1)
        columns = range(left, min(last_column, self.right) + 1)
        self.work += len(rows) * len(columns)
        if self.work > MAX_POSITIONS:
            raise UnreadableFile("its merged cells cover too much", "it is no report; check the file")
        if not rows or not columns or (top, left) in self.covered:
            return
        self.merged[top, left] = area
        self.covered.update((row, column) for row in rows for column in columns)
        self.covered.discard((top, left))

    def _is_prose(self, row: int, columns: Sequence[int]) -> bool:
        texts = [self.cells[row, column] for column in columns]
        if any(len(text) > LAYOUT_CELL for text in texts):
            return True
        return len(texts) == 1 and (len(texts[0]) > PROSE or "。" in texts[0])

    def parts(self) -> Iterator[tuple[bool, list[int]]]:
        """(is a table, its rows) from top to bottom."""
        run: list[int] = []
        for row in sorted(self.rows):
            if run and (row != run[-1] + 1 or row in self.prose):
                yield from self._split(run)
                run = []
            if row in self.prose:
                yield False, [row]
            else:
                run.append(row)
        yield from self._split(run)

    def _split(self, run: list[int]) -> Iterator[tuple[bool, list[int]]]:
        """Single texts before the first row of several, and titles after the last, are no part of the table."""
        first, last = 0, len(run)
        while first < last and len(self.rows[run[first]]) == 1:
            first += 1
        while first < last and self._is_title(run[last - 1]):
            last -= 1
        body = run[first:last]
        is_table = any(len(self.rows[row]) > 1 for row in body)
        for table, rows in ((False, run[:first]), (is_table, body), (False, run[last:])):
            if rows:
                yield table, rows

    def _is_title(self, row: int) -> bool:
        """One text, merged over all columns of the sheet."""
        if len(self.rows[row]) != 1:
            return False
        column = self.rows[row][0]
        area = self.merged.get((row, column), (row, column, row, column))
        return area[1] <= self.left and area[3] >= self.right and area[2] == row

    def columns(self, row: int) -> Sequence[int]:
        """The columns of a table row that have a cell of their own."""
        if self.right - self.left >= WIDE:
            return self.rows[row]
        return [column for column in range(self.left, self.right + 1) if (row, column) not in self.covered]

    def area(self, row: int, column: int) -> Area:
        """What a cell extends over."""
        return self.merged.get((row, column), (row, column, row, column))

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell is not shown."""
        sheet = self.sheet
        return sheet.hidden or row in sheet.hidden_rows or column in sheet.hidden_columns

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        return self.cells.get((row, column), "")


class _Story:
    """The visible text while it is put together."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.addresses = Addresses()
        self.lines: list[Paragraph] = []
        self.tables: list[list[PlacedRow]] = []
        self.positions = 0
        self.hidden: list[tuple[int, int]] = []
        """Ranges of cells that the workbook does not show."""

    def add(self, layout: _Layout) -> None:
        """Write one sheet."""
        for is_table, rows in layout.parts():
            if is_table:
                self.tables.append([self.row(layout, row) for row in rows])
            else:
                for row in rows:
                    for column in layout.rows[row]:
                        self.line(layout, row, column)

    def line(self, layout: _Layout, row: int, column: int) -> None:
        """Write a cell as a line of its own."""
        start = self.cell(layout, row, column, "\n")
        for match in _LINE.finditer(layout.text(row, column)):
            if match[0].strip():
                self.lines.append(Paragraph(start + match.start(), start + match.end()))

    def row(self, layout: _Layout, row: int) -> PlacedRow:
        """Write a row of a table."""
        placed = PlacedRow()
        columns = layout.columns(row)
        self.positions += len(columns)
        if self.positions > MAX_POSITIONS:
            raise too_many_cells()
        for column in columns:
            start = self.cell(layout, row, column, "\t" if placed.cells else "\n")
            _, _, bottom, right = layout.area(row, column)
            colspan, rowspan = min(right, layout.right) - column + 1, min(bottom - row, MAX_SPAN) + 1
            placed.cells.append(PlacedCell(start, self.length, column - layout.left, colspan, rowspan))
        return placed

    def cell(self, layout: _Layout, row: int, column: int, separator: str) -> int:
        """Write the text of a cell after its separator; returns where it starts."""
        if self.addresses.names:
            self.pieces.append(separator)
            self.length += 1
        start = self.length
        text = layout.text(row, column)
        address = self.addresses.add(layout.name, reference(layout.area(row, column)), start)
        self.pieces.append(text)
        self.length += len(text)
        self.addresses.ends[address] = self.length
        if layout.hides(row, column):
            self.hidden.append((start, self.length))
        return start

    def grids(self, text: str) -> Iterator[Grid]:
        """The grids of all tables."""
        for rows in self.tables:
            yield from placed_grids(rows, text)


def reference(area: Area) -> str:
    """``B7``, or ``B7:D7`` for merged cells."""
    top, left, bottom, right = area
    first = f"{letters(left)}{top + 1}"
    return first if (top, left) == (bottom, right) else f"{first}:{letters(right)}{bottom + 1}"


def letters(column: int) -> str:
    """The name of a column: A to Z, AA and so on."""
    name = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        name = chr(ord("A") + rest) + name
        column -= 1
    return name


def quoted(name: str) -> str:
    """The name of a sheet as it stands in an address: in quotes where it could be mistaken."""
    if _BARE_NAME.fullmatch(name) and not _LIKE_A_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def tidy_text(text: str) -> str:
    """The text of a cell with one kind of line break and no white space at its ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")


def clean(cells: Mapping[Position, str]) -> dict[Position, str]:
    """The cells that show something."""
    shown = ((at, tidy_text(text)) for at, text in cells.items())
    return {at: text for at, text in shown if text.strip()}
