"""Entries → facts: one for every cell of the recognised form, unread ones included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache

from audit.form import cell, cells_named, forms, group_rows
from audit.model import Document, Fact
from audit.tidy.entries import Entry, Tables
from audit.tidy.numbers import CHANGE, Figure

_new = tuple.__new__
_NO_FIGURE = Figure("unreadable")
_ONLY_2019 = {"made", "disclosed", "disclosed_stock", "prior_items", "change", "projects", "amount"}
_ONLY_2021 = {"issued", "repealed", "in_force", "amount_wan"}
_ROWS_2019 = {"other_services", "procurement"}
_SUB_ROWS = tuple(r for r in group_rows("other_group") if r != "other_total")
_TEN_THOUSAND = Decimal(10_000)
_NO_COUNT = {"元", "万元", "亿元", "%", CHANGE}
_LAST_NARRATIVE = 2019
_YEARS_OF_ONE_FORM = (2019, 2020)
_YUAN = {"元": Decimal(1), "万元": _TEN_THOUSAND, "亿元": _TEN_THOUSAND**2}


def recognise_form(tables: Tables) -> str:
    """``2019`` or ``2021`` by the words of the columns, else of the rows; ``2014`` for a statistics table;
    ``unknown`` where table 3 alone does not tell; ``narrative`` without any statutory table.

    Neither the notice that a report cites nor its year counts.
    """
    columns = {code for kind, table, code in tables.words if kind == "column" and table == "t2"}
    rows = {code for kind, table, code in tables.words if kind == "row" and table in ("t2", "t3")}
    old, new = len(columns & _ONLY_2019), len(columns & _ONLY_2021)
    if old != new:
        return "2019" if old > new else "2021"
    printed = {e.row for e in tables.entries if e.table in ("t2", "t3")}
    fitting = "2019" if printed & _ROWS_2019 else _form_that_fits(tables)
    if fitting:
        return fitting
    if rows & set(_SUB_ROWS[:2]) and "new_received" in rows:
        return "2021"
    if any(e.table == "s14" for e in tables.entries):
        return "2014"
    if tables.entries or "new_received" in rows:
        return "unknown"
    return "narrative"


def _form_that_fits(tables: Tables) -> str | None:
    """The one form as which all rows without a header could be read; None if none or both could."""
    spoilt: dict[str, int] = defaultdict(int)
    for entry in tables.entries:
        if entry.form:
            spoilt[entry.form] += entry.figure.state == "unreadable"
    fitting = [form for form, count in spoilt.items() if not count]
    return fitting[0] if len(fitting) == 1 and len(spoilt) > 1 else None


def settled_form(form: str, year: int | None, tables: Tables) -> str:
    """A report without tables is narrative only up to 2019: later ones lost their tables on the way to us.

    Tables that both forms have are those of 2019 in a report on 2019 or 2020: the other form came later.
    """
    if form == "narrative" and year is not None and year > _LAST_NARRATIVE:
        return "unknown"
    both = form == "unknown" and any(e.table in ("t3", "t4") and e.row for e in tables.entries)
    return "2019" if both and year in _YEARS_OF_ONE_FORM else form


def facts_of(document: Document, tables: Tables, form: str) -> tuple[Fact, ...]:
    """The facts of one report in the reading order of its form, then extra rows as ``other.<table>.<n>``.

    ``state`` is ``absent`` for a cell that the document does not print and ``unreadable`` where two places print
    different figures for one cell. Narrative and unknown forms have no facts but those of a statistics table.
    """
    printed: dict[_Place, list[Entry]] = {}
    extra: list[Entry] = []
    for entry in tables.entries:
        place, of_form = entry[:3], entry[-1]
        if place[1] is None:
            extra.append(entry)
        elif of_form is None or of_form == form:
            if place in printed:
                printed[place].append(entry)
            else:
                printed[place] = [entry]
    cells = _cells_of(form)
    facts = [
        _fact(document, code, printed.pop(place)) if place in printed else _absent(code)
        for place, code in cells.items()
    ]
    more = {".".join(map(str, place)): entries for place, entries in printed.items()}
    beyond = ("s14.", "t3.other_total.") if cells else "s14."
    facts += [_fact(document, code, entries) for code, entries in more.items() if code.startswith(beyond)]
    told = form in forms() and not document.format.endswith("+ocr")  # a misread label is no row of its own
    return (*facts, *_extra_facts(document, extra if told else ()))


_Place = tuple[str, str | None, str]
"""Table, row and column."""


@cache
def _cells_of(form: str) -> dict[_Place, str]:
    """The cells of a form in its order with their codes; none of a form without fixed cells."""
    codes = forms()[form].cells if form in forms() else ()
    return {(c.split(".")[0], c.split(".")[1], c.split(".")[2]): c for c in codes}


def _fact(document: Document, code: str, entries: Sequence[Entry]) -> Fact:
    agreed = len(entries) == 1 or _agreed(entries)
    if not agreed:
        entries = _shown(document, entries)
        agreed = _agreed(entries)
    table, row, column, start, end, figure, header_unit, _, _ = entries[0]
    state, value, unit, _ = figure if agreed else _NO_FIGURE
    if state == "number":
        unit = unit or header_unit
        if unit is not None or code in _decimals():
            value = _in_cell_unit(code, value, unit)
            state = "unreadable" if value is None else state
            unit = None if unit == CHANGE else unit
    else:
        value = None
    locator = document.places.locator(start, end)
    return _new(Fact, (code, state, value, unit, document.text[start:end], locator, table, row or "", column))


@cache
def _decimals() -> frozenset[str]:
    """The cells whose figures are no counts."""
    return frozenset(code for code in cells_named() if cell(code).decimal)


@cache
def _absent(code: str) -> Fact:
    table, row, column = code.split(".")
    return Fact(code, "absent", table=table, row=row, column=column)


def _agreed(entries: Sequence[Entry]) -> bool:
    return len({e.figure[:3] for e in entries}) == 1


def _shown(document: Document, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries that the file shows; all of them if it hides all or none."""
    hidden = document.hidden()
    shown = [e for e in entries if not any(first <= e.start and e.end <= last for first, last in hidden)]
    return shown or entries


def _in_cell_unit(code: str, value: Decimal | None, unit: str | None) -> Decimal | None:
    """The value in the unit of the frames: procurement in yuan, fees in 万元; None if the unit does not fit."""
    if value is None:
        return None
    if not cell(code).decimal:
        told = unit not in _NO_COUNT or (unit == CHANGE and cell(code).signed)
        return value if told else None
    own = cell(code).unit
    if unit in _YUAN and own in _YUAN:
        return value if unit == own else value * _YUAN[unit] / _YUAN[own]
    return value if unit is None else None


def _extra_facts(document: Document, entries: Iterable[Entry]) -> Iterable[Fact]:
    numbers: dict[str, int] = defaultdict(int)
    for entry in entries:
        numbers[entry.table] += 1
        raw = document.text[entry.start : entry.end]
        locator = document.places.locator(entry.start, entry.end)
        figure = entry.figure
        if figure.unit == CHANGE:
            figure = figure._replace(unit=None) if entry.column == "change" else _NO_FIGURE
        yield Fact(
            f"other.{entry.table}.{numbers[entry.table]}",
            figure.state,
            figure.value,
            figure.unit,
            raw,
            locator,
            entry.table,
            entry.label or "",
            entry.column,
        )
