"""Text with a cell a line: a line without print is a blank cell where rows show it, and nothing where they do not."""

from __future__ import annotations

import pytest
from layouts import distinct, text_rows
from test_tables import facts, tally

from audit.tidy.facts import Fact

BLANK = {
    "t2.normative_documents.repealed",
    "t3.new_received.other",
    "t3.carried_in.natural_person",
    "t3.result_partial.research_institute",
    "t3.result_partial.total",
    "t3.denied_other_law.commercial_enterprise",
    "t3.unable_unclear.other",
    "t3.not_processed_duplicate.legal_service_organization",
    "t3.other_misc.natural_person",
    "t4.review.corrected",
}


def printed() -> dict[str, str]:
    return {code: "" if code in BLANK else figure for code, figure in distinct("2021").items()}


def lines(
    figures: dict[str, str], parted_by: str = "\n", *, covered: bool = False, row: str = ""
) -> list[list[str]]:
    """The three tables, rows of cells; ``covered``: the places of merged labels are lines as well."""
    tables = text_rows("2021", figures)
    if covered:
        places = {"1": 2, "2": 2, "3": 2, "4": 2, "5": 2, "6": 2, "7": 2, "8": 2, "（": 1, "三": 0}
        tables[1] = [[*[""] * places.get(cells[0][0], 0), *cells] for cells in tables[1]]
    return [cells for table in tables for cells in table]


def read(text: str) -> dict[str, Fact]:
    return facts("二、主动公开政府信息情况\n" + text)[1]


@pytest.mark.parametrize(
    "parted_by", ["\n", "\n\n", "\n\u00a0\n", "\n\n\t\n\n"], ids=["one", "two", "space", "tab"]
)
@pytest.mark.parametrize("covered", [False, True])
def test_a_line_without_print_is_a_blank_cell(parted_by, covered):
    figures = printed()
    found = read(
        parted_by.join(cell for row in lines(figures, covered=covered) for cell in row)
        + parted_by
        + "五、问题\n"
    )
    assert tally(found, figures) == {"right": 200 - len(BLANK), "wrong": 0, "missing": 0, "invented": 0}
    assert {code for code, fact in found.items() if fact.state == "blank"} == BLANK


@pytest.mark.parametrize("parted_by", ["\n", "\n\n"])
@pytest.mark.parametrize("after_row", ["", "\n", "\n\n"])
def test_cells_that_leave_no_line_are_not_told_from_others(parted_by, after_row):
    figures = printed()
    rows = [[cell for cell in row if cell] for row in lines(figures)]
    found = read(parted_by.join(parted_by.join(row) + after_row for row in rows))
    result = tally(found, figures)
    assert (result["wrong"], result["invented"]) == (0, 0)
    assert "number" not in {found[code].state for code in BLANK}


def test_a_row_that_takes_up_more_lines_than_others_is_unreadable():
    figures = printed()
    text = "\n".join(cell for row in lines(figures) for cell in row)
    at = text.index("2.其他法律行政法规禁止公开")
    found = read(text[:at] + text[at:].replace("\n\n", "\n\n\n", 1))
    assert {f.state for f in found.values() if f.row == "denied_other_law"} == {"unreadable"}
    assert found["t3.new_received.total"].state == "number"


@pytest.mark.parametrize(("gap", "state"), [("\n", "number"), ("\n\n", "unreadable")])
def test_the_last_row_of_a_table_is_read_if_no_further_line_parts_it_from_what_follows(gap, state):
    figures = printed() | {"t3.carried_out.total": "", "t4.review.upheld": ""}
    rows = lines(figures)
    head = next(i for i, row in enumerate(rows) if row[0] == "行政复议")
    text = gap.join("\n".join(cell for row in part for cell in row) for part in (rows[:head], rows[head:]))
    found = read(text + gap + "五、问题\n")
    assert {found[c].state for c in ("t3.carried_out.other", "t4.review.total")} == {state}
    assert tally(found, figures)["wrong"] == tally(found, figures)["invented"] == 0
