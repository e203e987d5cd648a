"""The statutory forms, once, as data: cells in reading order, labels, units, identities.

Everything else that names a cell (readers, schemas, rules, pages) derives from here.

Source: forms annexed to 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号; the statistics table of
国办发〔2014〕32号.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from audit.form.wording import adopted

__all__ = [
    "Form",
    "FormCell",
    "Identity",
    "cell",
    "cells_named",
    "expected_form",
    "forms",
    "group_rows",
    "identities",
    "raw_form",
    "statistics_identities",
]

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institute",
    "social_welfare_organization",
    "legal_service_organization",
    "other",
    "total",
)


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a form: ``code`` is ``table.row.column``; labels without numbering in both languages."""

    code: str
    table: str
    row: str
    column: str
    unit: str | None
    signed: bool
    decimal: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form: its cells in reading order (198 in 2019, 200 in 2021)."""

    code: str
    zh: str
    en: str
    cells: tuple[str, ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """``Σ parts = Σ wholes``, printed in or implied by the form.

    ``kind``: balance, results, row, disputes, statistics. ``complete``: where tables differ in the rows they have,
    the sets of parts that leave nothing out; empty if all parts of the form do.
    """

    kind: str
    name: str
    parts: tuple[str, ...]
    wholes: tuple[str, ...]
    complete: tuple[tuple[str, ...], ...] = ()


@cache
def raw_form() -> dict:
    """The form data as written in ``statutory.toml``, with the local labels of this process."""
    data = tomllib.loads(files(__package__).joinpath("statutory.toml").read_text(encoding="utf-8"))
    for code, labels in adopted().labels:
        table, row = code.split(".")
        entry = data["rows"][table][row]
        entry["aliases"] = [*entry.get("aliases", ()), *labels]
    return data


@cache
def forms() -> dict[str, Form]:
    """The statutory forms with fixed cells, by code (``2019``, ``2021``)."""
    data = raw_form()
    return {
        code: Form(code, entry["zh"], entry["en"], _cells_of(entry["blocks"]), tuple(entry["blocks"]))
        for code, entry in data["forms"].items()
    }


def _cells_of(blocks: list[str]) -> tuple[str, ...]:
    data = raw_form()["blocks"]
    return tuple(
        f"{data[b]['table']}.{row}.{column}"
        for b in blocks
        for row in data[b]["rows"]
        for column in data[b]["columns"]
    )


@cache
def cell(code: str) -> FormCell:
    """The cell with this code; raises KeyError for a code of no form (``other.*`` included)."""
    data = raw_form()
    table, row, column = code.split(".")
    row_entry, column_entry = data["rows"][table][row], data["columns"][table][column]
    return FormCell(
        code=code,
        table=table,
        row=row,
        column=column,
        unit=row_entry.get("unit", column_entry.get("unit")),
        signed=column_entry.get("signed", False),
        decimal=column_entry.get("decimal", False) or row_entry.get("decimal", False),
        zh=f"{row_entry['zh']} · {column_entry['zh']}",
        en=f"{row_entry['en']}: {column_entry['en']}",
    )


@cache
def cells_named() -> tuple[str, ...]:
    """Every cell code of any form, each once: 2019 order, then what 2021 adds, then the statistics table."""
    data = raw_form()
    fixed = [c for form in forms().values() for c in form.cells]
    statistics = [f"s14.{row}.{column}" for row in data["rows"]["s14"] for column in data["columns"]["s14"]]
    return tuple(dict.fromkeys([*fixed, *statistics]))


@cache
def group_rows(group: str) -> tuple[str, ...]:
    """Row codes of table 3 that belong to ``denied``, ``unable``, ``not_processed`` or ``other_group``."""
    return tuple(code for code, entry in raw_form()["rows"]["t3"].items() if entry.get("group") == group)


def expected_form(year: int) -> str:
    """The form that a report of this year must follow (2019: encouraged, see FRM-01)."""
    if year >= 2021:
        return "2021"
    if year >= 2019:
        return "2019"
    return "2014" if year >= 2014 else "narrative"


RESULT_ROWS = ("result_granted", "result_partial")
RESULT_GROUPS = ("denied", "unable", "not_processed", "other_group")


@cache
def identities(form: str) -> tuple[Identity, ...]:
    """All identities that a correct form satisfies: 7 balances, 7 result totals, a total a row, 3 disputes."""
    rows = [r for r in raw_form()["rows"]["t3"] if f"t3.{r}.total" in forms()[form].cells]
    parts = [r for r in rows if r in RESULT_ROWS or raw_form()["rows"]["t3"][r].get("group") in RESULT_GROUPS]
    found = [_balance(c) for c in APPLICANTS]
    found += [
        Identity("results", c, tuple(f"t3.{r}.{c}" for r in parts), (f"t3.result_total.{c}",))
        for c in APPLICANTS
    ]
    found += [
        Identity("row", r, tuple(f"t3.{r}.{c}" for c in APPLICANTS[:-1]), (f"t3.{r}.total",)) for r in rows
    ]
    found += [_dispute(b) for b in raw_form()["blocks"]["disputes"]["rows"]]
    return tuple(found)


@cache
def statistics_identities() -> tuple[Identity, ...]:
    """The sums of the statistics table of 2014–2018, for the year and for all years to date."""
    return tuple(
        Identity(
            "statistics",
            f"{total}.{column}",
            tuple(f"s14.{row}.{column}" for row in entry["parts"]),
            (f"s14.{total}.{column}",),
            tuple(tuple(f"s14.{row}.{column}" for row in rows) for rows in entry["complete"]),
        )
        for total, entry in raw_form()["sums"]["s14"].items()
        for column in raw_form()["columns"]["s14"]
    )


def _balance(column: str) -> Identity:
    return Identity(
        "balance",
        column,
        (f"t3.new_received.{column}", f"t3.carried_in.{column}"),
        (f"t3.result_total.{column}", f"t3.carried_out.{column}"),
    )


def _dispute(block: str) -> Identity:
    columns = raw_form()["blocks"]["disputes"]["columns"]
    return Identity("disputes", block, tuple(f"t4.{block}.{c}" for c in columns[:-1]), (f"t4.{block}.total",))
