"""Figures of a row ↔ columns of a table: which printed cell stands for which column.

First by position, under the header or where the figures of other rows stand; then by order, which counts only if
there are exactly as many figures as columns. What pairs up in no way, or in two, is unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import attrgetter

from audit.tidy.glued import divisions
from audit.tidy.headers import Headings
from audit.tidy.numbers import Figure, cell_figure
from audit.tidy.rows import Piece, is_inked, trimmed

UNREADABLE = Figure("unreadable")
is_glued: Callable[[Piece], bool] = attrgetter("glued")
place_of: Callable[[Piece], tuple[int, int]] = attrgetter("column", "width")
"""First column of the grid and how many."""

Matched = tuple[int, int, Figure]
"""Raw range of a printed cell, and its figure."""
Shape = tuple[bool, tuple[int, ...]]
"""Where figures stand in the rows of a table: in these columns of the grid, or (False) so many pieces after the label."""


def matched(
    after: Sequence[Piece],
    headings: Headings,
    *,
    room: int | None,
    beside: Callable[[], set[int]] = set,
    shape: Shape | None = None,
    sparse: bool = True,
    ragged: bool = False,
    alone: bool = False,
    even: bool = False,
    told: bool = True,
) -> list[Matched]:
    """The printed cell for each heading, from what follows the label of a row; all unreadable if they do not pair up.

    ``room``: the columns that the header takes up where merged cells or sheets make positions certain, 0 where they are
    not, None without positions to compare. ``beside``: tells which further columns it names. ``shape``: where the
    figures of other rows of the same table stand. ``sparse``: no row around has more figures than columns. ``ragged``:
    the row has lost or gained a cell. ``alone``: no other row tells where figures begin. ``even``: every row around has
    just as many cells as there are columns. ``told``: the order of the headings is known, not only their places.
    """
    size, whole = len(headings), after
    if any(map(is_glued, after)):
        return _unglued([v for v in after if not v.is_text or v.is_garbled], size)
    under = [] if room is None else _by_position(after, headings, room, beside, sparse)
    if not under and told and shape is not None and room is None and len(shape[1]) == size:
        under = _in_shape(after, shape)
    if not under and told:
        if ragged:
            after = [v for v in after if not v.is_text or v.is_garbled]
        under = _in_order(
            after, size, blanks=(room is None or even) and sparse and not ragged, remarks=sparse
        )
        if alone and len(under) < len(after) and any(v.is_blank for v in under):
            under = []  # a blank cell before them may be the first of them, and the last one another's
    return cells_of(under) or unreadable(whole, size)


def cells_of(pieces: Sequence[Piece]) -> list[Matched]:
    """Cells as printed."""
    return [(v.start, v.end, UNREADABLE if v.labels else v.figure) for v in pieces]


def unreadable(pieces: Sequence[Piece], size: int) -> list[Matched]:
    """So many cells that could not be told apart, each at the place of all."""
    return [(pieces[0].start, pieces[-1].end, UNREADABLE)] * size


def _in_order(after: Sequence[Piece], size: int, *, blanks: bool, remarks: bool) -> list[Piece]:
    """The figures in the order printed, if there are ``size`` of them.

    ``blanks``: blank cells count as well, unless they are an edge. They do not where the header has positions that this
    row does not keep, nor where a cell is missing between others. ``remarks``: words may stand beside the figures.
    """
    values = [v for v in after if v.is_value or v.is_garbled]
    whole = blanks and all(a.column + a.width == b.column for a, b in pairwise(after))
    for candidates in (after, values, trimmed(values)) if remarks else (after,):
        fits = len(candidates) == size and any(not v.is_text or v.is_garbled for v in candidates)
        odd = any(v.is_blank for v in after) or any(v.is_text and not v.is_garbled for v in candidates)
        if fits and (whole or not odd) and not _stand_for_words(candidates, after):
            return list(candidates)
    if not any(not v.is_blank for v in values) and len(values) > size:
        return values[:size]
    return []


def _stand_for_words(candidates: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Whether a blank cell among figures may be counted in place of words beside them, which may be one of the cells: 若干.

    Words after all figures are a remark.
    """
    if len(candidates) == len(after) or not any(v.is_blank for v in candidates):
        return False
    words = any(v.is_text and not v.is_garbled for v in after)
    return words and (candidates[0].is_blank or list(candidates) != list(after[: len(candidates)]))


def _by_position(
    after: Sequence[Piece], headings: Headings, room: int, beside: Callable[[], set[int]], sparse: bool
) -> list[Piece]:
    """The cell that stands under each heading, if each has one of its own.

    Figures under no heading are those of all columns ``beside`` that the header names in words of no form; or of an
    unheaded column, if they stand inside the ``room`` of the header and every heading has a figure of its own. Otherwise
    the row is shifted and positions tell nothing. Unless rows around are ``sparse``, a figure beside a blank cell under one
    heading may be another's: that of the year before.
    """
    if list(map(place_of, after)) == headings.places:
        return list(after)
    under: list[Piece] = []
    for heading in headings:
        over = [v for v in after if v.column < heading.end and heading.start < v.column + v.width]
        inked = [v for v in over if not v.is_blank] or over[:1]
        if not inked or len({v.text for v in inked}) != 1 or (len(over) > len(inked) and not sparse):
            return []
        under.append(inked[0])
    if len({v.column for v in under}) != len(under):
        sole = all(v in under for v in after)
        return _partly_by_position(under, headings) if room and sole else []
    covered = {v.column for h in headings for v in after if v.column < h.end and h.start < v.column + v.width}
    left = [v for v in after if is_inked(v) and v.column not in covered]
    whole = all(is_inked(v) for v in under) and all(v.column < room for v in left)
    return under if not left or whole or (room and {v.column for v in left} == beside()) else []


def _partly_by_position(under: Sequence[Piece], headings: Headings) -> list[Piece]:
    """The cell under each heading where some are merged over several headings: these are no single figure of any.

    A merged cell must begin and end where headings do, and other cells must stand under one heading, just as wide.
    """
    edges = {h.start for h in headings}, {h.end for h in headings}
    merged = {v.column for v in under if sum(w is v for w in under) > 1}
    sound = all(v.column in edges[0] and v.column + v.width in edges[1] for v in under)
    if not sound or len(merged) == len({v.column for v in under}):
        return []
    return [v._replace(figure=UNREADABLE) if v.column in merged else v for v in under]


def _in_shape(after: Sequence[Piece], shape: Shape) -> list[Piece]:
    absolute, places = shape
    if absolute:
        at = {v.column: v for v in after}
        found = [at[p] for p in places if p in at]
    else:
        found = [after[p] for p in places if p < len(after)]
    left = [v for v in after if is_inked(v) and v not in found]
    return found if len(found) == len(places) and not left else []


def inked_columns(rows: Sequence[Sequence[Piece]]) -> set[int]:
    """The columns of the grid in which rows print figures."""
    return {v.column for after in rows for v in after if is_inked(v)}


def shape_of(rows: Sequence[Sequence[Piece]], size: int, columns: set[int], *, shifted: bool) -> Shape | None:
    """Where figures stand, from what follows the label of each row; None if the rows do not agree.

    Right after the label where the places of merged cells were left out: labels of one level stand in several columns
    (``shifted``), or a row prints a figure where another has its label. Else in ``size`` columns of the grid, if rows
    print figures in no other. ``columns``: those in which figures stand.
    """
    begins = {after[0].column for after in rows}
    if shifted or any(column < begin for column in columns for begin in begins):
        return (False, tuple(range(size))) if any(is_inked(after[0]) for after in rows) else None
    return (True, tuple(sorted(columns))) if len(columns) == size and len(rows) > 1 else None


def is_unbroken(shape: Shape) -> bool:
    """Whether no column is left out between those of the figures."""
    return shape[1][-1] - shape[1][0] < len(shape[1])


def is_crowded(rows: Sequence[Sequence[Piece]], size: int, columns: set[int], shape: Shape | None) -> bool:
    """Whether figures take up more places than there are columns: those of an unheaded column are among them."""
    if shape is not None and not shape[0]:
        return any(is_inked(v) for after in rows for v in after[size:])
    if not columns or max(columns) - min(columns) < size:
        return False
    places = {n for after in rows for n, v in enumerate(after) if is_inked(v)}
    return max(places) - min(places) >= size


def _unglued(values: Sequence[Piece], size: int) -> list[Matched]:
    """Figures run together: read where they can be divided into ``size`` numbers in one way only."""
    ways = divided([v.text for v in values], size)
    if len(ways) != 1:
        return unreadable(values, size)
    cells: list[Matched] = []
    for piece, numbers in zip(values, ways[0], strict=True):
        start = piece.start
        for number in numbers:
            cells.append((start, start + len(number), cell_figure(number)))
            start += len(number)
    return cells


def divided(texts: Sequence[str], size: int) -> list[list[list[str]]]:
    """The ways (at most two) to divide these texts into ``size`` numbers in all, each text on its own."""
    if not texts:
        return [[]] if size == 0 else []
    first, rest = texts[0], texts[1:]
    ways: list[list[list[str]]] = []
    for count in range(1, size - len(rest) + 1):
        heads = divisions(first, count)
        if heads:
            tails = divided(rest, size - count)
            ways += [[head, *tail] for head in heads for tail in tails]
        if len(ways) > 1:
            return ways[:2]
    return ways
