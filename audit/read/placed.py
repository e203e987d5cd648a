"""Cells that state their column themselves → Grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from audit.model import Cell, Grid

MAX_SPAN = 1000
"""No document has wider or taller cells; a larger span is taken for this one."""
WIDE = 64
"""A table wider than this is cut to the columns in which a cell starts."""
LAYOUT_CELL = 500
"""No cell of a form holds so much text: a row with a longer one lays out the page; its text is paragraphs."""
SPACE = " \t\n"
LEAST_NESTED = 3
"""Rows with a table of one row in their last cell that make the cells of these tables columns of the outer one."""
LEAST_CELLS = 3


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
    """Put the cells of one-row tables, as wide as each other and alone in the last cells of most rows, into these rows."""
    nested = [row for row in rows if _holds_row(row, text)]
    widths = Counter(len(row.inner[0][0].cells) for row in nested)
    for width, count in widths.most_common(1):
        if count < LEAST_NESTED or 2 * count <= len(rows):
            return
        for row in nested:
            inner = row.inner[0]
            if len(inner[0].cells) == width:
                first = row.cells.pop().column
                row.cells += [replace(cell, column=first + cell.column) for cell in inner[0].cells]
                row.layout = False
                inner.clear()


def _holds_row(row: PlacedRow, text: str) -> bool:
    """Whether the last cell of a row holds a table of a single row of several cells, and nothing else."""
    if (
        len(row.inner) != 1
        or len(row.inner[0]) != 1
        or len(row.inner[0][0].cells) < LEAST_CELLS
        or not row.cells
    ):
        return False
    cells, holder = row.inner[0][0].cells, row.cells[-1]
    first, last = cells[0].start, cells[-1].end
    around = text[holder.start : first] + text[last : holder.end]
    return holder.start <= first and last <= holder.end and not around.strip()


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
