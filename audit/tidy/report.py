"""One document → everything it says, and how much of it could be read."""

from __future__ import annotations

import re

from audit.errors import UnreadableFile
from audit.form import group_rows
from audit.model import Document, Fact, Section, Tidied
from audit.tidy.claims import find_claims
from audit.tidy.entries import Tables
from audit.tidy.facts import facts_of, recognise_form, settled_form
from audit.tidy.metadata import find_metadata
from audit.tidy.observations import find_observations
from audit.tidy.prose_slips import find_prose_slips
from audit.tidy.reading import Reading, read_as
from audit.tidy.sections import find_sections
from audit.tidy.tables import read_tables

_TITLE = re.compile(r"(?:信息|政务)公开[^\n。]{0,12}(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)")
_OF_A_CUT_REPORT = ("本报告", "《条例》")
_BEGINNINGS = {"overall", "overview"}
_BEGUN = re.compile(r"主动公开.*(?:依申请公开|信息公开申请)", re.S)
_TABLES = {"t2": "table 2", "t3": "table 3", "t4": "table 4", "s14": "statistics table"}
_ASK = "if they are pictures, save those and read them with the extra ocr, or ask for the file"
_ELSEWHERE = ("head", "preface", "unknown")


def tidy(document: Document, name: str) -> Tidied:
    """All that a document says, with the place of every figure.

    ``name`` is the file's name, a last resort for the report year.

    Raises UnreadableFile when nothing of the document (title, heading, table) is that of an annual report.
    """
    reading = read_as(document.text)
    tables = read_tables(document, reading)
    sections = find_sections(document, reading, tables.spans)
    if not _is_report(reading, tables, sections):
        raise UnreadableFile(
            "not an annual disclosure report: it has no title, section heading or table of one",
            "remove the file from the folder, or check that the page was saved completely",
        )
    printed = recognise_form(tables)
    metadata, remarks, stated = find_metadata(document, reading, sections, printed, name)
    year = metadata.get("year")
    assert year is None or isinstance(year, int)
    form = settled_form(printed, year, tables)
    facts = facts_of(document, tables, form)
    claims = find_claims(document, reading, sections, tables.spans, year)
    observations = (*stated, *find_observations(document, reading), *find_prose_slips(document, sections))
    status, note = _how_well(document, form, facts, remarks)
    return Tidied({**metadata, "form": form}, facts, claims, sections, status, note, observations)


def _is_report(reading: Reading, tables: Tables, sections: tuple[Section, ...]) -> bool:
    named = {s.canonical for s in sections} - set(_ELSEWHERE)
    if tables.entries or len(named) >= 3 or _TITLE.search(reading.text):
        return True
    if not named or "信息公开" not in reading.text:
        return False
    if all(word in reading.text for word in _OF_A_CUT_REPORT):
        return True
    return bool(named & _BEGINNINGS) and _BEGUN.search(reading.text) is not None


def _how_well(
    document: Document, form: str, facts: tuple[Fact, ...], remarks: tuple[str, ...]
) -> tuple[str, str | None]:
    """Status and note of the report: what could not be read, in one line."""
    lost = _lost(form, facts, document.images)
    part = bool(lost) or not document.complete
    return ("partly_read" if part else "read"), "; ".join([*document.notes, *lost, *remarks]) or None


def _lost(form: str, facts: tuple[Fact, ...], images: int) -> list[str]:
    if form == "unknown" and not facts:
        where = f"; the page has {images} pictures, which are not read" if images else ""
        return [f"the statutory tables were not found or their form could not be told{where}; {_ASK}"]
    lost: list[str] = []
    unread = [f for f in facts if f.state in ("absent", "unreadable")]
    merged = _merged_rows(facts) if unread else frozenset()
    for state, phrase in (("absent", "not found"), ("unreadable", "unreadable")):
        cells = [f for f in unread if f.state == state and f.row not in merged]
        if cells:
            tables = ", ".join(f"{_TABLES[t]}: {n}" for t, n in _counts(cells))
            lost.append(f"{len(cells)} cells {phrase} ({tables}), first {cells[0].cell}")
    return lost


def _counts(cells: list[Fact]) -> list[tuple[str, int]]:
    return [(t, sum(f.table == t for f in cells)) for t in dict.fromkeys(f.table for f in cells)]


def _merged_rows(facts: tuple[Fact, ...]) -> frozenset[str]:
    """The sub-rows of (六) in a report that prints (六) as one row."""
    merged = any(f.row == "other_total" and f.state != "absent" for f in facts)
    return frozenset(group_rows("other_group")) if merged else frozenset()
