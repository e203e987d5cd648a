"""Cells that state their column themselves → Grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from audit.model import Cell, Grid
from audit.read.nested import taken_out

MAX_SPAN = 1000
"""No document has wider or taller cells; a larger span is taken for this one."""
WIDE = 64
"""A table wider than this is cut to the columns in which a cell starts."""
LAYOUT_CELL = 500
"""No cell of a form holds so much text: a row with a longer one lays out the page; its text is paragraphs."""
SPACE = " \t\n"


@dataclass(slots=True)
class PlacedCell:
    """A cell at ``column`` (from 0); its text is ``[start, end)``, white space at both ends included."""

    start: int
    end: int
    column: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class PlacedRow:
    """A table row; it may be empty where cells of rows above span all of it. A ``layout`` row is no part of a form.

    ``inner`` : the rows of each table in one of its cells.
    """

    cells: list[PlacedCell] = field(default_factory=list)
    layout: bool = False
    inner: list[list[PlacedRow]] = field(default_factory=list)


def placed_grids(rows: list[PlacedRow], text: str) -> Iterator[Grid]:
    """A grid for each run of rows that layout rows do not interrupt.

    A run of a single column states no relation between cells and gives nothing: its text is paragraphs.
    """
    run: list[PlacedRow] = []
    for row in [*rows, PlacedRow(layout=True)]:
        if not row.layout:
            run.append(row)
            continue
        if any(len(kept.cells) > 1 for kept in run):
            yield _grid(run, text)
        run = []


def splice(rows: list[PlacedRow], text: str) -> None:
    """Make the cells of one-row tables in the last cells of most rows cells of these rows."""
    for row, cells in taken_out(rows, text, lambda cell: (cell.start, cell.end)):
        first = row.cells.pop().column
        row.cells += [replace(cell, column=first + cell.column) for cell in cells]


def _grid(rows: list[PlacedRow], text: str) -> Grid:
    placed = [(cell, y) for y, row in enumerate(rows) for cell in row.cells]
    width = max(cell.column + cell.colspan for cell, _ in placed)
    if width > WIDE:
        width = 1 + max(cell.column for cell, _ in placed)
    cells = tuple(
        Cell(
            *trimmed(text, cell.start, cell.end),
            y,
            cell.column,
            min(cell.rowspan, len(rows) - y),
            min(cell.colspan, width - cell.column),
        )
        for cell, y in placed
    )
    return Grid(placed[0][0].start, placed[-1][0].end, cells, len(rows), width)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends; a blank cell keeps its start."""
    if start == end or (text[start] not in SPACE and text[end - 1] not in SPACE):
        return start, end
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(SPACE))
    return (start + left, start + len(piece.rstrip(SPACE))) if left < len(piece) else (start, start)
