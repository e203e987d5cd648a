"""The rows of the statistics table of 2014–2018: the year, the years so far, and the unit of money."""

from __future__ import annotations

from collections.abc import Sequence

from audit.form import raw_form
from audit.form.labels import Label, header_unit
from audit.tidy.cells import cells_under
from audit.tidy.columns import plain
from audit.tidy.entries import Entry, Place, Tables
from audit.tidy.headers import Headings
from audit.tidy.matching import Matched, matched
from audit.tidy.rows import Piece, Row
from audit.tidy.torn import note_statistic

_MONEY = ("元", "万元", "亿元")

_OF_STATISTICS = ("year", "cumulative")


def read_statistic(
    label: Label,
    name: Piece,
    after: Sequence[Piece],
    place: Place,
    found: Tables,
    row: Row | None,
    beside: Sequence[Piece],
) -> None:
    """One row of the statistics table; ``beside`` : what stands after the label in running text, units included."""
    if place.table != "s14":
        place.move("s14")
    place.statistic = position_of(label)
    headings = place.header.headings() if row is not None else Headings()
    if "year" not in headings.codes:
        cumulative = Label("column", "s14", "cumulative") in found.words
        headings = plain(["year", "cumulative"] if cumulative else ["year"])
        after = [v for v in after if not v.is_blank] or after
    cells = _statistics(after, headings, place, row) if after else []
    if row is None and cells:
        note_statistic(len(after), len(headings), len(found.entries), place)
    unit = _other_money(label, name, row.pieces if row else beside)
    for heading, (start, end, figure) in zip(headings, cells, strict=True):
        if heading.code in _OF_STATISTICS:
            found.entries.append(Entry("s14", label.code, heading.code, start, end, figure, unit))
    place.header.used = True


def position_of(label: Label) -> int:
    """Where the statistics table has a row: two pairs of its rows have one name."""
    return list(raw_form()["rows"]["s14"]).index(label.code)


def _statistics(after: Sequence[Piece], headings: Headings, place: Place, row: Row | None) -> list[Matched]:
    """The printed cells of a row of the statistics table; where it has a cell in every column, positions are certain."""
    if row is None or not headings.places or not place.header.fits(row) or row.placed:
        return cells_under(after, headings, place, row, None)
    full = [len(r.pieces) == r.width > 0 for r in (row, *place.header.rows)]
    return matched(after, headings, room=row.width if all(full) else 0, sparse=not place.crowded)


def _other_money(label: Label, name: Piece, beside: Sequence[Piece]) -> str | None:
    """The unit of money that a row of the statistics table states in its label or beside it, if it is not that of the form."""
    own = raw_form()["rows"]["s14"][label.code].get("unit")
    if own not in _MONEY:
        return None
    stated = header_unit(name.text) or next((_unit_of(p) for p in beside if _unit_of(p) in _MONEY), None)
    return stated if stated != own else None


def _unit_of(piece: Piece) -> str:
    return piece.text.strip("()") if piece.is_unit else ""
