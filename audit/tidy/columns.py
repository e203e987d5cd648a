"""The columns of a row: as the header over it names them, else as the forms have them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from audit.form import APPLICANTS, raw_form
from audit.form.labels import Label
from audit.tidy.entries import Place
from audit.tidy.headers import Heading, Headings
from audit.tidy.rows import Piece

DISPUTES = "disputes"
"""Table 4 in the form data."""


def plain(columns: Sequence[str]) -> Headings:
    """Columns without a place."""
    return Headings(Heading(c, 0, 0) for c in columns)


@cache
def columns_of_form(table: str) -> Headings:
    """The columns of table 3, or of one block of table 4."""
    return plain(APPLICANTS if table == "t3" else raw_form()["blocks"][DISPUTES]["columns"])


@cache
def parts_of_table_two(row: str) -> list[tuple[str, Headings]]:
    """(form, columns) of every part of table 2 that has this row."""
    blocks = raw_form()["blocks"].items()
    return [(n[-4:], plain(b["columns"])) for n, b in blocks if b["table"] == "t2" and row in b["rows"]]


@cache
def dispute_columns() -> Headings:
    """The columns of table 4 with their blocks, ``block.column``."""
    block = raw_form()["blocks"][DISPUTES]
    return plain([f"{r}.{c}" for r in block["rows"] for c in block["columns"]])


@cache
def columns_of(label: Label) -> tuple[frozenset[str], ...]:
    """The columns under which the forms print a row."""
    if label.table == "t2":
        return tuple(columns.codes for _, columns in parts_of_table_two(label.code))
    return (columns_of_form(label.table).codes,) if label.table in ("t3", "t4") else ()


def headings_of(label: Label, place: Place, values: Sequence[Piece]) -> Sequence[tuple[str | None, Headings]]:
    """The columns of a row, as printed over it, else (form, columns) as the forms have them.

    Without a header a row of table 2 can be one of either form; which it is will be told from other rows.
    """
    printed = place.header.headings() if place.header.table == label.table else Headings()
    if label.table in ("t3", "t4"):
        statutory = columns_of_form(label.table)
        if printed.codes == statutory.codes:
            return [(None, printed)]
        half = label.table == "t3" and printed.codes < statutory.codes and place.header.is_half(values)
        return [(None, printed if half else statutory)]
    if label.kind != "row":
        return [(None, printed or plain([str(i) for i in range(1, len(values) + 1)]))]
    choices = parts_of_table_two(label.code)
    if any(printed.codes == columns.codes for _, columns in choices):
        return [(None, printed)]
    within = [columns.codes for _, columns in choices if columns.codes < printed.codes]
    end = values[-1].column + values[-1].width
    if printed.places and within and end == printed[-1].end:  # one header over all parts of table 2
        return [(None, Headings(h for h in printed if h.code in within[0]))]
    fitting = [choice for choice in choices if printed.codes & choice[1].codes] or choices
    units = {h.code: h.unit for h in printed}
    return [
        (form, Headings(h._replace(unit=units.get(h.code)) for h in columns)) for form, columns in fitting
    ]


def is_doubtful(label: Label, headings: Headings, place: Place) -> bool:
    """Whether the order of the form was taken although the header says otherwise, as far as it can be read."""
    header = place.header
    assumed = not headings.places and header.table == label.table and bool(header.columns)
    return assumed and header.headings() != headings and header.contradicts([h.code for h in headings])
