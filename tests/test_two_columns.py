"""The two columns of a statistics table, and pairs that ran together and are parted by what the text says."""

from __future__ import annotations

from typing import Any

import pytest
from rule_cases import build

from audit.rules.statistics_table import SPOKEN, _plain, _run_together, _said

ROW = "disclosed_total"
MEASURE = SPOKEN[ROW]


def parted(raw: str, *claims: dict[str, Any], **cell: Any) -> list[tuple[Any, ...]]:
    """What becomes of a cell that prints both figures without a gap."""
    state = {"state": "unreadable", "raw": raw} | cell
    said = [{"measure": MEASURE, "unit": "条"} | c for c in claims]
    return _run_together(build([{"year": 2016, "cells": {f"s14.{ROW}.year": state}, "claims": said}]))


def test_a_pair_that_begins_with_the_figure_of_the_text() -> None:
    assert parted("212210037", {"value": 2122}) == [(ROW, "r1", "c1", 2122, 10037)]
    assert parted("21220", {"value": 2122}) == [(ROW, "r1", "c1", 2122, 0)]
    assert parted("09", {"value": 0, "kind": "nil"}) == [(ROW, "r1", "c1", 0, 9)]


@pytest.mark.parametrize(
    ("raw", "claim"),
    [
        ("212210037", {"value": 2123}),
        ("212200037", {"value": 2122}),
        ("2122", {"value": 2122}),
        ("2122 10037", {"value": 2122}),
        ("212210037", {"value": 2122, "kind": "cumulative"}),
        ("212210037", {"value": 2122, "scope": "channel"}),
        ("212210037", {"value": 2122, "scope": "departments"}),
        ("212210037", {"value": 2122, "approximate": True}),
        ("212210037", {"value": 2122, "year": 2015}),
        ("212210037", {"value": 2122, "year": None}),
        ("212210037", {"value": 2122, "measure": "requests_handled_otherwise"}),
    ],
)
def test_pairs_that_stay_unread(raw: str, claim: dict[str, Any]) -> None:
    assert parted(raw, claim) == []


def test_a_cell_that_was_read_is_no_pair() -> None:
    assert parted("212210037", {"value": 2122}, state="number", value=212210037) == []


def test_the_text_must_give_one_figure() -> None:
    assert parted("212210037", {"value": 2122}, {"value": 2122}) == [(ROW, "r1", "c1", 2122, 10037)]
    assert parted("212210037", {"value": 2122}, {"value": 21}) == []
    assert parted("212210037", {"value": 2122, "approximate": None}, {"value": 21, "scope": "towns"}) != []
    assert parted("212210037", {"value": 2122, "scope": "aggregate"}) == [(ROW, "r1", "c1", 2122, 10037)]


def test_only_the_column_of_the_year_and_rows_the_text_speaks_of() -> None:
    cells = {
        f"s14.{ROW}.cumulative": {"state": "unreadable", "raw": "212210037"},
        "s14.channel_website.year": {"state": "unreadable", "raw": "212210037"},
    }
    frames = build([{"year": 2016, "cells": cells, "claims": [{"measure": MEASURE, "value": 2122}]}])
    assert _run_together(frames) == []


def test_each_report_by_itself() -> None:
    cell = {"cells": {f"s14.{ROW}.year": {"state": "unreadable", "raw": "3489"}}, "year": 2016}
    frames = build(
        [
            cell | {"claims": [{"measure": MEASURE, "value": 34}]},
            cell | {"claims": [{"measure": MEASURE, "value": 348}], "agency": "样例县财政局"},
            cell | {"claims": [], "agency": "样例县教育局"},
        ]
    )
    assert _said(frames) == {("r1", MEASURE): ("34", "c1"), ("r2", MEASURE): ("348", "c1")}
    assert [row[1:] for row in _run_together(frames)] == [("r1", "c1", 34, 89), ("r2", "c1", 348, 9)]


@pytest.mark.parametrize(
    ("digits", "plain"), [("0", True), ("7", True), ("10", True), ("07", False), ("00", False)]
)
def test_numbers_as_they_are_printed(digits: str, plain: bool) -> None:
    assert _plain(digits) == plain
