"""Working days between two dates by the calendar of the State Council, and the year at the head of a quotation."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from audit.rules.periods import _first_year, _of_years, working_days_between
from audit.rules.places import Sighting


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2023-03-01", "2023-03-01", 0),
        ("2023-03-01", "2023-03-02", 1),
        ("2023-03-03", "2023-03-06", 1),  # over a weekend
        ("2023-03-03", "2023-03-05", 0),
        ("2023-09-28", "2023-10-07", 1),  # the seventh made up for a day off
        ("2023-09-28", "2023-10-09", 3),
        ("2024-02-09", "2024-02-18", 1),
        ("2022-12-30", "2023-01-03", 1),
        ("2004-01-01", "2004-01-02", 1),
        ("2004-01-01", "2004-01-05", 2),
    ],
)
def test_working_days(start: str, end: str, days: int) -> None:
    between = working_days_between(pd.to_datetime(pd.Series([start])), pd.to_datetime(pd.Series([end])))
    assert between.tolist() == [days]


@pytest.mark.parametrize(("start", "end"), [("2003-12-31", "2004-01-05"), ("2023-01-01", "2099-01-01")])
def test_years_that_the_calendar_does_not_reach(start: str, end: str) -> None:
    between = working_days_between(pd.to_datetime(pd.Series([start])), pd.to_datetime(pd.Series([end])))
    assert math.isnan(between[0])


@pytest.mark.parametrize(
    ("quote", "year"),
    [
        ("我镇2022年收到3件", "2022"),
        ("1998年", "1998"),
        ("2022—2023年", "2023"),
        ("3件", "0"),
        ("2022号", "0"),
    ],
)
def test_year_of_a_quotation(quote: str, year: str) -> None:
    assert _first_year(quote) == year


def test_only_places_of_the_wanted_years_are_kept() -> None:
    seen = [
        Sighting("r1", [("r1", "a", "2022年收到"), ("r1", "b", "2023年收到")]),
        Sighting("r2", [("r2", "a", "2022年收到")]),
        Sighting("r3", [("r3", "a", "2022年收到")]),
    ]
    kept = _of_years(
        seen, {"r1": 2023, "r2": 2022, "r3": pd.NA}, lambda step, said: step == -1 and "收到" in said
    )
    assert [(one.report_id, [p[1] for p in one.places]) for one in kept] == [("r1", ["a"])]
