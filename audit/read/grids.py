"""Rows of cells with spans → Grid, formed as the HTML standard forms a table, with its limits and ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from audit.model import Cell, Grid
from audit.read.nested import taken_out

MAX_COLSPAN = 1000
MAX_ROWSPAN = 65534
WIDE = 64
"""A table wider than this is cut to the columns in which a cell starts."""
MAX_POSITIONS = 1_000_000
"""Work allowed for one table; with more spanned positions its borders are not used."""
SPACE = " \t\n\r\f"
_new = tuple.__new__


@dataclass(slots=True)
class Row:
    """A table row. A cell is ``[start, end, colspan, rowspan]``; a ``layout`` row is no part of a form.

    ``inner`` : the rows of each table in one of its cells.
    """

    group: int = 0
    layout: bool = False
    cells: list[list[int]] = field(default_factory=list)
    inner: list[list[Row]] = field(default_factory=list)


def grids(rows: list[Row], text: str) -> Iterator[Grid | None]:
    """A grid for each run of rows that layout rows do not interrupt; None for one that is too large to form.

    A run of a single column states no relation between cells and gives nothing: its text is paragraphs.
    """
    run: list[Row] = []
    for row in [*rows, Row(layout=True)]:
        if not row.layout:
            run.append(row)
            continue
        if any(len(kept.cells) > 1 for kept in run):
            yield _grid(run, text)
        run = []


def splice(rows: list[Row], text: str) -> None:
    """Make the cells of one-row tables in the last cells of most rows cells of these rows."""
    for row, cells in taken_out(rows, text, lambda cell: (cell[0], cell[1])):
        row.cells[-1:] = cells


def _grid(rows: list[Row], text: str) -> Grid | None:
    placed = _placed(rows, text)
    if placed is None:
        return None
    cells, width = placed
    if width > WIDE:
        width = 1 + max(cell.column for cell in cells)
        cells = [cell._replace(colspan=min(cell.colspan, width - cell.column)) for cell in cells]
    return Grid(rows[0].cells[0][0], rows[-1].cells[-1][1], tuple(cells), len(rows), width)


def _placed(rows: list[Row], text: str) -> tuple[list[Cell], int] | None:
    """Every cell at its place, spans clamped, and the columns in all; None beyond MAX_POSITIONS."""
    last_of_group = {row.group: y for y, row in enumerate(rows)}
    free_from: list[int] = []
    placed = []
    work = width = 0
    for y, row in enumerate(rows):
        x = 0
        below = last_of_group[row.group] + 1
        work += len(free_from)
        for first, last, columns, height in row.cells:
            if first != last and (text[first] in SPACE or text[last - 1] in SPACE):
                first, last = _trimmed(text, first, last)  # noqa: PLW2901 - the place of the print
            while x < len(free_from) and free_from[x] > y:
                x += 1
            if columns == height == 1:
                placed.append(_new(Cell, (first, last, y, x, 1, 1)))
                x += 1
                continue
            colspan = min(columns, MAX_COLSPAN) or 1
            until = min(y + (min(height, MAX_ROWSPAN) or below), below)
            if until > y + 1:
                _occupy(free_from, x, x + colspan, until)
                work += colspan
            placed.append(_new(Cell, (first, last, y, x, until - y, colspan)))
            x += colspan
        width = max(width, x)
        if work > MAX_POSITIONS:
            return None
    return placed, width


def _occupy(free_from: list[int], start: int, end: int, until: int) -> None:
    free_from.extend([0] * (end - len(free_from)))
    for x in range(start, end):
        free_from[x] = max(free_from[x], until)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space that a page does not show; a blank cell keeps its start."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(SPACE))
    return (start + left, start + len(piece.rstrip(SPACE))) if left < len(piece) else (start, start)
