"""Generated reports with a distinct figure in every cell: read whole, never wrong, never invented, in every format."""

from __future__ import annotations

import random

import pytest

from benchmarks.reading.cases import case
from benchmarks.reading.forms import report
from benchmarks.reading.model import Report
from benchmarks.reading.office import DOCX, XLSX
from benchmarks.reading.printing import browser, pdf_of
from benchmarks.reading.quirks import QUIRKS
from benchmarks.reading.score import facts_in, scored
from benchmarks.reading.written import CSV, HTML, MARKDOWN, TEXT

FORMATS = 13
"""Of so many documents in a row each format has its share."""


@pytest.mark.parametrize("first", range(0, 12 * FORMATS, FORMATS))
def test_every_decidable_cell_is_read_and_every_locator_leads_back(first):
    for number in range(first, first + FORMATS):
        made = case(number)
        score = scored(made)
        found = (score.wrong, score.invented, score.missing, score.state, score.unresolved, score.form_lost)
        assert found == (0, 0, 0, 0, 0, 0), (number, made.format, made.layout, made.quirks, score.faults)
        assert score.locators


WRITERS = {
    "txt": TEXT["piped"],
    "md": MARKDOWN["once"],
    "docx": DOCX["merged"],
    "xlsx": XLSX["merged"],
    "csv": CSV["once"],
}


def facts_by_cell(content: str | bytes, suffix: str) -> list[tuple[object, ...]]:
    data = content.encode() if isinstance(content, str) else content
    document, form, facts = facts_in(data, f"report.{suffix}")
    for fact in facts:
        if fact.locator is not None:
            start, end = document.places.span(fact.locator)
            assert document.text[start:end] == fact.raw
    return [(form, f.cell, f.state, f.value, f.unit, f.table, f.row, f.column) for f in facts]


def one_report(form: str, style: str, *quirks: str) -> Report:
    rng = random.Random(f"{form} {style} {quirks}")
    printed = report(form, rng, style)
    for quirk in quirks:
        QUIRKS[quirk](printed, rng)
    return printed


@pytest.mark.parametrize("form", ["2019", "2021", "2014"])
@pytest.mark.parametrize(
    ("style", "quirks"), [("mixed", ()), ("blank", ("ghost_column",)), ("mark", ("extra_row",))]
)
@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_report_says_the_same_in_every_format(form, style, quirks, suffix):
    printed = one_report(form, style, *quirks)
    rng = random.Random(1)
    page = facts_by_cell(HTML["plain"](printed, rng), "html")
    assert len(page) == len(printed.truth)
    assert facts_by_cell(WRITERS[suffix](printed, rng), suffix) == page


@pytest.mark.browser
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_same_report_says_the_same_as_pdf(form):
    if browser() is None:
        pytest.skip("needs a Chromium to print with")
    page = HTML["plain"](one_report(form, "plain"), random.Random(1))
    assert facts_by_cell(pdf_of(page), "pdf") == facts_by_cell(page, "html")
