"""Tables of one row in the last cell of each row of another: their cells are columns of that one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

LEAST_NESTED = 3
"""Rows with a table of one row in their last cell that make the cells of these tables columns of the outer one."""
LEAST_CELLS = 3


class Holder(Protocol):
    """A row of a table. ``inner`` : the rows of each table in one of its cells."""

    cells: list[Any]
    layout: bool
    inner: list[list[Any]]


R = TypeVar("R", bound=Holder)
Span = Callable[[Any], tuple[int, int]]
"""Where in the text a cell stands."""


def taken_out(rows: Sequence[R], text: str, span: Span) -> list[tuple[R, list[Any]]]:
    """Rows and the cells of the one-row table that their last cell held: the tables are as wide as each other, alone in
    the last cells of most rows, and no longer in ``inner``."""
    if sum(bool(row.inner) for row in rows) < LEAST_NESTED:
        return []
    nested = [row for row in rows if _holds_row(row, text, span)]
    widths = Counter(len(row.inner[0][0].cells) for row in nested).most_common(1)
    if not widths or widths[0][1] < LEAST_NESTED or 2 * widths[0][1] <= len(rows):
        return []
    found = [(row, row.inner[0][0].cells) for row in nested if len(row.inner[0][0].cells) == widths[0][0]]
    for row, _ in found:
        row.layout = False
        row.inner[0].clear()
    return found


def _holds_row(row: Holder, text: str, span: Span) -> bool:
    """Whether the last cell of a row holds a table of a single row of several cells, and nothing else."""
    if len(row.inner) != 1 or len(row.inner[0]) != 1 or not row.cells:
        return False
    cells = row.inner[0][0].cells
    if len(cells) < LEAST_CELLS:
        return False
    start, end = span(row.cells[-1])
    first, last = span(cells[0])[0], span(cells[-1])[1]
    return start <= first and last <= end and not (text[start:first] + text[last:end]).strip()
