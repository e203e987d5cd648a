"""The printed cells of a row under its columns, by all that the grid around it tells."""

from __future__ import annotations

from collections.abc import Sequence

from audit.form import APPLICANTS
from audit.form.labels import Label
from audit.tidy.entries import Place
from audit.tidy.headers import Headings
from audit.tidy.matching import Matched, Shape, cells_of, is_unbroken, matched
from audit.tidy.moved import has_moved, is_beside_figures, right_after
from audit.tidy.rows import Piece, Row


def cells_under(
    after: Sequence[Piece], headings: Headings, place: Place, row: Row | None, label: Label | None
) -> list[Matched]:
    """The printed cells of a row under its headings."""
    whole = row is not None and label is not None and label.table == "t3" and len(headings) == len(APPLICANTS)
    spread = whole and place.spread and not place.header.names_more()
    if spread and row is not None and row.grid == place.row_grid and row.outline.level >= 0:
        return cells_of(after[-len(headings) :])
    if whole and row is not None and is_ragged(row, after, place):
        return matched(after, headings, room=None, sparse=not place.crowded, ragged=True)
    room = None
    if row is not None and headings.places and place.header.fits(row):
        room = place.header.room() if row.placed else 0
    placed = whole and room is not None
    if placed and row is not None and place.moved and _has_moved(row, after, headings, place):
        return right_after(after, headings)
    shape = _shape_at(label, row, len(headings), place)
    beside, sparse = place.header.beside, not place.crowded or row is None
    alone = whole and row is not None and row.grid != place.row_grid
    even = whole and place.even and row is not None and row.grid == place.row_grid
    told = not placed or tuple(h.code for h in headings) == APPLICANTS
    if whole and room is None and place.header.names_more():
        shape = shape if shape is None or not shape[0] else None
        told = not after[0].is_blank  # a figure of the further column may stand in the place of the first
    elif placed and _stands_beside(headings, place):
        room, shape = None, shape if shape is None or is_unbroken(shape) else None
    return matched(
        after,
        headings,
        room=room,
        beside=beside,
        shape=shape,
        sparse=sparse,
        alone=alone,
        even=even,
        told=told,
    )


def _shape_at(label: Label | None, row: Row | None, size: int, place: Place) -> Shape | None:
    """Where the figures of the rows around a row of table 3 or 2 stand, if they tell of it too."""
    if row is None or label is None:
        return None
    if label.table == "t3":
        return None if row.outline.level in place.apart else place.shape
    return (False, tuple(range(size))) if label.table == "t2" and place.leading else None


def _stands_beside(headings: Headings, place: Place) -> bool:
    """Whether the header stands beside the figures of the grid."""
    return is_beside_figures(headings, place.inked, place.requests, place.header.beside())


def _has_moved(row: Row, after: Sequence[Piece], headings: Headings, place: Place) -> bool:
    """Whether a row stands elsewhere than those of its level."""
    outline = row.outline
    if outline.level < 0:
        return False
    name = row.pieces[outline.after_requests - 1]
    return has_moved(name, outline.level, after, headings, place.moved)


def is_ragged(row: Row, after: Sequence[Piece], place: Place) -> bool:
    """Whether a row has lost or gained a cell: neither its length nor its end is that of most rows in the grid.

    Its length may be so by a blank cell before its figures that is none of them, as behind labels of its level.
    """
    last = row.pieces[-1]
    if row.grid != place.row_grid or last.column + last.width == place.usual[1]:
        return False
    if len(after) == len(APPLICANTS) and after[0].is_blank and row.outline.level in place.filled:
        return True
    return len(row.pieces) - next(i for i, p in enumerate(row.pieces) if p is after[0]) != place.usual[0]
