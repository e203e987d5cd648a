"""Figures without a row label: the one data row of table 4, or a row of table 3 apart from its label."""

from __future__ import annotations

from collections.abc import Sequence

from audit.form import APPLICANTS, raw_form
from audit.form.labels import Label
from audit.tidy.cells import cells_under
from audit.tidy.columns import DISPUTES, dispute_columns, headings_of, is_doubtful
from audit.tidy.detached import Seen
from audit.tidy.entries import Entry, Place, Tables
from audit.tidy.headers import Headings
from audit.tidy.matching import is_glued, unreadable
from audit.tidy.rows import Piece, Row, is_inked
from audit.tidy.torn import is_torn

LONGEST_HEADER = 200
"""Characters of the words over the figures of table 4."""


def read_unlabelled(after: Sequence[Piece], place: Place, found: Tables, row: Row) -> None:
    """Figures without a row label: the one data row of table 4, or a row of table 3 apart from its label."""
    if place.table == "t3" and len(after) >= len(APPLICANTS):
        label = Label("row", "t3", "")
        _, headings = headings_of(label, place, after)[0]
        doubtful = is_doubtful(label, headings, place)
        cells = [] if doubtful else cells_under(after, headings, place, row, label)
        if any(figure.state == "number" for _, _, figure in cells):
            place.seen.append(Seen("loose", headings=headings, cells=cells))
    headings = _dispute_headings(after, place, found)
    if len(after) < len(headings) and not any(map(is_glued, after)) and not place.header.headings():
        return
    if (
        not headings
        or not all("." in h.code for h in headings)
        or _is_beside(row, place.header.used, len(headings))
    ):
        return
    torn = row.grid < 0 and is_torn(after, place.text)
    cells = unreadable(after, len(headings)) if torn else cells_under(after, headings, place, row, None)
    found.take_up(row.pieces)
    for heading, (start, end, figure) in zip(headings, cells, strict=True):
        block, column = heading.code.split(".")
        found.entries.append(Entry("t4", block, column, start, end, figure))
    place.header.used = True


def _dispute_headings(after: Sequence[Piece], place: Place, found: Tables) -> Headings:
    """The columns of a row of table 4; empty if it is none of it.

    Where their names are broken or lost, a figure for each is enough, if the words over it name the blocks.
    """
    whole = is_whole_dispute(after)
    if whole and all(p.figure.value == n for n, p in enumerate(after, 1)):
        return Headings()  # numbers of the columns
    blocks = list(dict.fromkeys(b for b, _ in place.header.blocks)) if place.table == "t4" else []
    every = raw_form()["blocks"][DISPUTES]["rows"]
    if place.table == "t4" and place.header.columns:
        in_order = blocks == [b for b in every if b in blocks]
        return place.header.headings() or (dispute_columns() if in_order else Headings())
    named = blocks == list(every) and not place.header.used
    if not whole or not (named or (not blocks and _is_under_disputes(after[0], found, place))):
        return Headings()
    if place.table != "t4":
        place.move("t4")
    return dispute_columns()


def is_whole_dispute(after: Sequence[Piece]) -> bool:
    """Whether figures are as many as table 4 has."""
    return len(after) == len(dispute_columns()) and all(map(is_inked, after))


def _is_under_disputes(first: Piece, found: Tables, place: Place) -> bool:
    """Whether the line above figures names what table 4 counts and in its order, and no other row of it was met."""
    if not found.spans or any(e.table == "t4" for e in found.entries):
        return False
    above = place.text[max(found.spans[-1][1], first.start - LONGEST_HEADER) : first.start]
    line = above.rstrip(" \t\r\n|").rpartition("\n")[2]
    return 0 <= line.find("行政复议") < line.find("行政诉讼")


def _is_beside(row: Row, used: bool, size: int) -> bool:
    """Whether a row without a label of the form belongs to something else than table 4.

    It holds words and is shorter; or comes after the one row of the table and is shorter or holds words.
    """
    short = len(row.pieces) < size
    words = any(p.is_label or (p.is_text and not p.is_garbled) for p in row.pieces)
    return (short or words) if used else (short and words)
