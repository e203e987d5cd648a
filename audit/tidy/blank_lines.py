"""Running text with a cell a line, in which a blank cell is a line without print.

Such lines are told from those that only part rows by the rows of table 3: from label to label, nearly all have as many
lines, whatever they print, and their figures stand whole steps of lines apart. Nothing is made of a row that has not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from audit.form import APPLICANTS
from audit.form.labels import is_headed
from audit.tidy.rows import LABEL, Piece, levels, meaning_of

LEAST_ROWS = 3
"""Rows that must have as many lines."""
LEAST_SHORT = 2
"""Rows that print fewer figures than they have columns, and must have as many lines all the same."""
MOST = 0.85
"""Share of such rows that must."""
MOST_AFTER = 3
"""Steps at most from the last cell of a row to the next label."""
_new = tuple.__new__
_BLANK = meaning_of("", (), LABEL._replace(state="blank"))


class Steps(NamedTuple):
    """Lines from a label, or a cell, to the next cell; and from the last cell of a row to the next label, by its sort.

    Before labels that stand beside a merged cell a converter may print its place.
    """

    cell: int
    row: Mapping[int, int]

    def after(self, sort: int) -> int | None:
        """Lines from the last cell of a row to what follows it: no label of table 3, as one beside no merged cell."""
        return self.row.get(sort, min(self.row.values(), default=None) if sort == _OTHER else None)

    def parts_rows(self) -> bool:
        """Whether there may be more lines from the last cell of a row to the next row than from cell to cell."""
        return min(self.row.values(), default=0) != self.cell


_OTHER = 9
"""The sort of all other print."""


class _Row(NamedTuple):
    """Lines from a label of table 3 to its figures and to the next label; of which sort that is."""

    offsets: list[int]
    total: int
    sort: int


def steps_of(pieces: Sequence[Piece], text: str) -> Steps | None:
    """How many lines the cells of table 3 are apart; None if its rows do not agree or are not printed so."""
    rows = _rows(pieces, text)
    full = Counter(r.offsets[-1] for r in rows if len(r.offsets) == len(APPLICANTS))
    last = max(full, key=full.__getitem__) if full else max((r.offsets[-1] for r in rows), default=0)
    step, rest = divmod(last, len(APPLICANTS))
    if len(rows) < LEAST_ROWS or not step or rest:
        return None
    totals = {sort: _total([r for r in rows if r.sort == sort], step) for sort in {r.sort for r in rows}}
    totals = {
        sort: total
        for sort, total in totals.items()
        if 0 < total - step * len(APPLICANTS) <= MOST_AFTER * step
    }
    agreed = [r for r in rows if r.total == totals.get(r.sort) and not any(n % step for n in r.offsets)]
    short = sum(len(r.offsets) < len(APPLICANTS) for r in agreed)
    every = sum(len(r.offsets) < len(APPLICANTS) for r in rows)
    sure = len(agreed) >= LEAST_ROWS and short >= LEAST_SHORT and short >= MOST * every
    return (
        Steps(step, {sort: total - step * len(APPLICANTS) for sort, total in totals.items()})
        if sure
        else None
    )


def _total(rows: Sequence[_Row], step: int) -> int:
    """The lines that rows before labels of one sort take up, 0 if they leave a doubt.

    Those with a figure in every cell tell; without any, most others must have a line too many before one of their figures.
    """
    full = {r.total for r in rows if len(r.offsets) == len(APPLICANTS)}
    if full:
        return full.pop() if len(full) == 1 else 0
    total, count = Counter(r.total for r in rows).most_common(1)[0]
    wide = sum(r.total == total and r.offsets[-1] > step * len(r.offsets) for r in rows)
    return total if count > 1 and 2 * wide > count else 0


def _rows(pieces: Sequence[Piece], text: str) -> list[_Row]:
    found: list[_Row] = []
    label: Piece | None = None
    offsets: list[int] = []
    for piece in pieces:
        if piece.is_inked and label is not None:
            offsets.append(text.count("\n", label.end, piece.start))
            continue
        if label is not None and offsets and (sort := _sort(piece)) != _OTHER:
            found.append(_Row(offsets, text.count("\n", label.end, piece.start), sort))
        named = any(n.table == "t3" and n.kind == "row" for n in piece.labels)
        label, offsets = (piece if named else None), []
    return found


def _sort(piece: Piece) -> int:
    """How many merged cells a label of table 3 stands beside: 0 for 一、 and what 三、 is printed before, 1, 2, -1 for the
    first one of a group with the name of the latter; one number for all other print.
    """
    rows = [levels().get(n.code, 0) for n in piece.labels if n.table == "t3" and n.kind == "row"]
    if not rows:
        return -1 if any(n.table == "t3" and n.kind == "group" for n in piece.labels) else _OTHER
    return 1 - rows[0] if is_headed(piece.text) else rows[0]


def with_blanks(
    name: Piece, values: Sequence[Piece], following: Piece, size: int, steps: Steps, text: str
) -> Sequence[Piece]:
    """The cells of a row of so many columns, a blank for each line without print; the values alone if that is not certain."""
    after = steps.after(_sort(following))
    if after is None or text.count("\n", name.end, following.start) != size * steps.cell + after:
        return values
    filled: list[Piece | None] = [None] * size
    for value in values:
        at, rest = divmod(text.count("\n", name.end, value.start), steps.cell)
        if rest or not 0 < at <= size or filled[at - 1] is not None:
            return values
        filled[at - 1] = value
    ends = _line_ends(name.end, size * steps.cell, text)
    places = [ends[n * steps.cell - 1] for n in range(1, size + 1)]
    return [
        _new(Piece, (place, place, "", *_BLANK, n, 1, False)) if value is None else value._replace(column=n)
        for n, (value, place) in enumerate(zip(filled, places, strict=True))
    ]


def _line_ends(start: int, count: int, text: str) -> list[int]:
    """Where the next lines begin."""
    found = []
    for _ in range(count):
        start = text.index("\n", start) + 1
        found.append(start)
    return found
