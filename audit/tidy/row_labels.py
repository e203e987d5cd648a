"""Which row of a form the name of a printed row stands for, where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from audit.form import raw_form
from audit.form.labels import Label, look_up_damaged, look_up_part
from audit.tidy.entries import Place
from audit.tidy.rows import NAMING, Piece, Row, is_inked, row_options


def row_label(row: Row, at: int, after: Sequence[Piece], place: Place) -> Label | None:
    """The row that a name stands for; None where it is not one of the form, or not in its place."""
    name = row.pieces[at]
    options = row_options(name, place.table == "t4")
    if not options and place.table == "t3":
        options = [label for label in look_up_damaged(name.text) if label.kind in NAMING] or _shortened(
            name, place
        )
        if options and _is_rest(after, place):
            return None
    if _names_column(name) and not _goes_on(row, place):
        return None
    if options:
        label = resolved(options, place)
        return label if label.table != "t4" or any(map(is_inked, after)) else None
    figures = any(p.figure.state == "number" and not p.labels for p in after)
    if name.is_text and place.table in ("t2", "t3") and place.row and figures and _goes_on(row, place):
        return Label("other", place.table, name.text)
    return None


def _is_rest(after: Sequence[Piece], place: Place) -> bool:
    """Whether a part of a label without figures goes on with the row before, whose figures stand beside no label."""
    loose = bool(place.seen) and place.seen[-1].kind == "loose"
    return loose and not any(map(is_inked, after))


def _names_column(piece: Piece) -> bool:
    """Whether its words can name a column."""
    for label in piece.labels:  # noqa: SIM110 - asked of every row: a generator takes twice the time
        if label.kind == "column":
            return True
    return False


def _shortened(name: Piece, place: Place) -> list[Label]:
    """The row of table 3 that a shortened label stands for, if it is one that has yet to come."""
    order = list(raw_form()["rows"]["t3"])
    last = order.index(place.row) if place.row in order else -1
    found = look_up_part(name.text) if place.header.columns or last >= 0 else ()
    return [label for label in found if label.kind == "row" and order.index(label.code) > last]


def _goes_on(row: Row, place: Place) -> bool:
    """Whether a row that its label alone does not place belongs to table 2 or 3."""
    if place.table == "t3":
        return place.row is not None and (row.grid == place.grid or place.row != "carried_out")
    return place.table == "t2"


def resolved(options: Sequence[Label], place: Place) -> Label:
    """Of several rows that a label can name the one meant: of the statistics table the next that it has, else a row of a form."""
    statistics = [o for o in options if o.kind == "statistic"]
    if len(statistics) > 1:
        order = list(raw_form()["rows"]["s14"])
        later = [o for o in statistics if order.index(o.code) > place.statistic]
        return (later or statistics)[0]
    rows = [o for o in options if o.kind == "row"]
    return rows[0] if rows else options[0]
