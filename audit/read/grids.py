"""Rows of cells with spans → Grid, formed as the HTML standard forms a table, with its limits and ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from audit.model import Cell, Grid

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
    """A table row. A cell is ``[start, end, colspan, rowspan]``; a ``layout`` row is no part of a form."""

    group: int = 0
    layout: bool = False
    cells: list[list[int]] = field(default_factory=list)


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


def _grid(rows: list[Row], text: str) -> Grid | None:
    placed = _placed(rows)
    if placed is None:
        return None
    width = max(x + colspan for _, _, x, colspan, _ in placed)
    if width > WIDE:
        width = 1 + max(x for _, _, x, _, _ in placed)
    cells = []
    for (first, last, _, _), y, x, colspan, rowspan in placed:
        spaced = first != last and (text[first] in SPACE or text[last - 1] in SPACE)
        start, end = _trimmed(text, first, last) if spaced else (first, last)
        shown = colspan if x + colspan <= width else width - x
        cells.append(_new(Cell, (start, end, y, x, rowspan, shown)))
    return Grid(rows[0].cells[0][0], rows[-1].cells[-1][1], tuple(cells), len(rows), width)


def _placed(rows: list[Row]) -> list[tuple[list[int], int, int, int, int]] | None:
    """(cell, row, column, colspan, rowspan) of every cell, spans clamped; None beyond MAX_POSITIONS."""
    last_of_group = {row.group: y for y, row in enumerate(rows)}
    free_from: list[int] = []
    placed = []
    work = 0
    for y, row in enumerate(rows):
        x = 0
        below = last_of_group[row.group] + 1
        work += len(free_from)
        for cell in row.cells:
            while x < len(free_from) and free_from[x] > y:
                x += 1
            if cell[2] == cell[3] == 1:
                placed.append((cell, y, x, 1, 1))
                x += 1
                continue
            colspan = min(cell[2], MAX_COLSPAN) or 1
            until = min(y + (min(cell[3], MAX_ROWSPAN) or below), below)
            if until > y + 1:
                _occupy(free_from, x, x + colspan, until)
                work += colspan
            placed.append((cell, y, x, colspan, until - y))
            x += colspan
        if work > MAX_POSITIONS:
            return None
    return placed


def _occupy(free_from: list[int], start: int, end: int, until: int) -> None:
    free_from.extend([0] * (end - len(free_from)))
    for x in range(start, end):
        free_from[x] = max(free_from[x], until)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space that a page does not show; a blank cell keeps its start."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(SPACE))
    return (start + left, start + len(piece.rstrip(SPACE))) if left < len(piece) else (start, start)
