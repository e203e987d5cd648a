"""Cells right, wrong, missing and invented; and whether every locator leads back to its print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from audit.model import Document, Fact
from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables
from benchmarks.reading.model import Case, Printed

Values = Mapping[str, Decimal]


@dataclass(slots=True)
class Score:
    """Counts of cells. ``undecidable`` cells are in no other count unless a figure was claimed wrongly for one."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    state: int = 0
    """Cells without a figure (blank, dash, no figure) whose state was read otherwise."""
    undecidable: int = 0
    locators: int = 0
    unresolved: int = 0
    form_lost: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Sum up."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def facts_in(content: bytes, name: str) -> tuple[Document, str, tuple[Fact, ...]]:
    """The document, its form and facts."""
    document = read_bytes(content, name)
    tables = read_tables(document, read_as(document.text))
    form = recognise_form(tables)
    return document, form, facts_of(document, tables, form)


def scored(case: Case) -> Score:
    """Our reading of a case against its truth."""
    document, form, facts = facts_in(case.content, case.name)
    score = compared(keyed(facts), case)
    score.form_lost = int(form != case.form)
    if form != case.form:
        score.faults.append(f"form {form} for {case.form}")
    for fact in facts:
        if fact.locator is not None:
            score.locators += 1
            start, end = document.places.span(fact.locator)
            score.unresolved += document.text[start:end] != fact.raw
    return score


def keyed(facts: tuple[Fact, ...]) -> dict[str, Fact]:
    """Facts by cell; extra rows by label and number of the figure."""
    found: dict[str, Fact] = {}
    counts: dict[str, int] = {}
    for fact in facts:
        code = fact.cell
        if code.startswith("other."):
            label = "".join(fact.row.split())
            counts[label] = counts.get(label, 0) + 1
            code = f"other.{label}.{counts[label]}"
        found[code] = fact
    return found


def compared(found: Mapping[str, Fact], case: Case) -> Score:
    """Facts by code against the truth; a cell printed without a figure counts only if one is claimed for it."""
    score = Score()
    for code, printed in case.truth.items():
        fact = found.get(code)
        value = fact.value if fact else None
        if value is not None and value == printed.value:
            score.right += 1
        elif code in case.unsure and value is None:
            score.undecidable += 1
        elif value is not None:
            _blame(score, "invented" if printed.value is None else "wrong", code, printed, fact)
        elif printed.value is not None:
            _blame(score, "missing", code, printed, fact)
        elif fact is None or fact.state != printed.state:
            _blame(score, "state", code, printed, fact)
    for code, fact in found.items():
        if code not in case.truth and fact.value is not None:
            _blame(score, "invented", code, Printed("", "absent"), fact)
    return score


def _blame(score: Score, kind: str, code: str, printed: Printed, fact: Fact | None) -> None:
    setattr(score, kind, getattr(score, kind) + 1)
    read = "no fact" if fact is None else f"{fact.state} {fact.value} {fact.raw!r}"
    score.faults.append(f"{kind} {code}: printed {printed.text!r}, read {read}")
