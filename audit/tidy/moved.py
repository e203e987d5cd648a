"""Rows of table 3 that stand elsewhere than others: a cell is lacking before their label, or beside those of the header.

A row that lost the cell of its group stands one column further left than the rows around it; so do those of a page
whose first cell was cut off. Under the header its figures would be those of their neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from functools import cache

from audit.form import raw_form
from audit.tidy.headers import Headings
from audit.tidy.matching import Matched, cells_of, unreadable
from audit.tidy.rows import Piece, Rows, is_inked

Ends = dict[int, int]
"""Where labels of each level end in the grid."""
Moves = dict[tuple[int, int], int]
"""Which labels, by level and end, stand elsewhere than usual: -1 further left, 1 further right."""
LEAST_ROWS = 3
"""Rows whose figures tell that a header stands elsewhere."""


def levels_of(rows: Rows) -> Counter[tuple[int, int]]:
    """How many labels of table 3 of each level end in which column."""
    found: Counter[tuple[int, int]] = Counter()
    for row in rows:
        outline = row.outline
        if outline.level >= 0 and outline.after_requests < len(row.pieces):
            name = row.pieces[outline.after_requests - 1]
            found[outline.level, name.column + name.width] += 1
    return found


def usual_ends(levels: Collection[tuple[int, int]]) -> Ends:
    """Where labels of each level end: furthest to the right, as rows lose cells, and no further left than a level above."""
    usual: Ends = {}
    for level, end in sorted(levels):
        usual[level] = max(end, *usual.values()) if usual else end
    return usual


def moves(levels: Collection[tuple[int, int]], usual: Ends, above: Mapping[int, int]) -> Moves:
    """The labels that stand elsewhere than those of their level: than those ``above`` the end of a page, if there are any.

    Where a whole level has moved, so have those of which the part above has none.
    """
    found = {
        (level, end): _sign(end - above.get(level, usual[level]))
        for level, end in levels
        if end != above.get(level, usual[level])
    }
    whole = [
        _sign(end - above[level]) for level, end in usual.items() if level in above and end != above[level]
    ]
    if whole:
        found = {(level, end): whole[0] for level, end in levels if level not in above} | found
    return found


def _sign(number: int) -> int:
    return 1 if number > 0 else -1


def levels_apart(rows: Rows, size: int) -> set[int]:
    """The levels of labels that do not stand right before their figures.

    Some row prints figures further right than so many can reach; where there is such a level, one of which no row has a
    figure right after its label may be another.
    """
    after = [
        (r.outline.level, r.pieces[r.outline.after_requests :]) for r in rows if r.outline.after_requests
    ]
    apart = {level for level, cells in after if any(map(is_inked, cells[size:]))}
    first = {level for level, cells in after if cells and is_inked(cells[0])}
    return apart | {level for level, _ in after if level not in first} if apart else apart


def are_spread(rows: Rows, size: int) -> bool:
    """Whether labels stand before the places of the cells that they are merged with: two of 一、, one of （一）, none in a group.

    So all rows of table 3 are printed, and not all are as long: else blank cells may fill them up on the right.
    """
    levels, lengths = set(), set()
    for row in rows:
        level, after = row.outline.level, row.pieces[row.outline.after_requests :]
        if level < 0 or not after:
            continue
        spare = _DEEPEST - level
        if len(after) != size + spare or not all(p.is_blank for p in after[:spare]):
            return False
        levels.add(level)
        lengths.add(len(row.pieces))
    return len(levels) > 1 and len(lengths) > 1


_DEEPEST = 2


def levels_filled(rows: Rows, size: int) -> set[int]:
    """The levels of labels behind which some row has a blank cell and then as many cells as the form has columns."""
    after = ((r.outline.level, r.pieces[r.outline.after_requests :]) for r in rows)
    return {level for level, cells in after if level >= 0 and len(cells) > size and cells[0].is_blank}


def has_moved(name: Piece, level: int, after: Sequence[Piece], headings: Headings, moved: Moves) -> bool:
    """Whether the figures of a row may have moved with its label: the cell that they would not reach is blank."""
    way = moved.get((level, name.column + name.width))
    if way is None or not headings.places:
        return False
    edge = headings[-1] if way < 0 else headings[0]
    over = [v for v in after if v.column < edge.end and edge.start < v.column + v.width]
    return bool(over) and not any(map(is_inked, over))


def right_after(after: Sequence[Piece], headings: Headings) -> list[Matched]:
    """The cells right after the label of a row that has moved to the left; unreadable unless a figure proves the move."""
    size = len(headings)
    proven = is_inked(after[0]) and after[0].column < headings[0].start and len(after) >= size
    if not proven or any(is_inked(v) for v in after[size:]):
        return unreadable(after, size)
    return cells_of(after[:size])


def is_beside_figures(headings: Headings, inked: Set[int], rows: int, beside: Collection[int]) -> bool:
    """Whether a header stands beside its figures: rows have some between its columns, and one of these has none.

    ``inked``: the columns of the figures of so many ``rows``. ``beside``: those of columns that no form has.
    """
    if rows < LEAST_ROWS or not headings.places:
        return False
    inside = range(headings[0].start, headings[-1].end)
    covered = {column for h in headings for column in range(h.start, h.end)}
    between = any(column in inside and column not in covered and column not in beside for column in inked)
    return between and any(inked.isdisjoint(range(h.start, h.end)) for h in headings)


def number_at(values: Sequence[Piece], following: Piece) -> int:
    """Where the number of the row that follows stands among the figures before it, such as 2 before 重复申请; -1 for none.

    A point may stand after it.
    """
    last = len(values) - 1
    if is_ordinal(values[last]):
        return last
    if not following.labels or following.text[:1].isdecimal() or any(v.glued for v in values):
        return -1
    while last > 0 and values[last].text in _POINTS:
        last -= 1
    numbers = {_numbers().get(n.code) for n in following.labels if n.table == "t3" and n.kind == "row"}
    return last if values[last].text in numbers else -1


def is_ordinal(piece: Piece) -> bool:
    """Whether print that is no figure is the number of a row: 1. or ⑴."""
    return piece.is_garbled and _ORDINAL.fullmatch(piece.text) is not None


_ORDINAL = re.compile(r"[(（]?\d{1,2}[.、．)）]+|[①-⒛㈠-㈩Ⅰ-Ⅻ][.、．)）]?")
_POINTS = (".", "、", "．")


@cache
def _numbers() -> dict[str, str]:
    """The number before each row of table 3 inside a group."""
    rows = raw_form()["rows"]["t3"].items()
    return {code: entry["zh"].partition(".")[0] for code, entry in rows if entry["zh"][:1].isdecimal()}
