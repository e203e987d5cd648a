"""Years without a request, body by body: which figures count, where a run starts and ends, and who its peers are."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from rule_cases import build

from audit.rules.runs import own_figures, peers, prior_zero, runs, scopes, yearly, zero_years

TOTAL = "t3.new_received.total"
OLD = "s14.requests_total.year"


def report(year: int | None, value: Any = 0, **more: Any) -> dict[str, Any]:
    """A report whose table counts so many new requests."""
    code = TOTAL if year is None or year > 2018 else OLD
    cells = {code: value} | more.pop("cells", {})
    return {"year": year, "cells": cells, **more}


def years_of(*reports: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Year, value and source of each row."""
    found = yearly(build(reports))
    return [
        (y, None if pd.isna(v) else v, s)
        for y, v, s in zip(found["year"], found["value"], found["source"].fillna(""), strict=True)
    ]


def new(value: float, year: int | None, **more: Any) -> dict[str, Any]:
    return {
        "measure": "requests_new",
        "value": value,
        "year": year,
        "kind": "count" if value else "nil",
    } | more


def test_the_table_counts_and_years_are_in_order() -> None:
    assert years_of(report(2023, 4), report(2021, 0), report(2016, 7)) == [
        (2016, 7, "r3"),
        (2021, 0, "r2"),
        (2023, 4, "r1"),
    ]


@pytest.mark.parametrize("value", [None, "unreadable", "absent", "/"])
def test_what_is_not_printed_is_not_known(value: Any) -> None:
    assert years_of(report(2023, value)) == [(2023, None, "")]


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ({}, 6),
        ({"year": None}, 6),
        ({"scope": "aggregate"}, 6),
        ({"scope": "other_year"}, 6),
        ({"approximate": None}, 6),
        ({"year": 2011}, None),
        ({"scope": "channel"}, None),
        ({"scope": "departments"}, None),
        ({"kind": "cumulative"}, None),
        ({"approximate": True}, None),
        ({"value": None, "raw": "若干件"}, None),
        ({"measure": "requests_handled"}, None),
    ],
)
def test_the_text_counts_where_there_is_no_table(claim: dict[str, Any], value: float | None) -> None:
    found = years_of({"year": 2012, "claims": [new(6, 2012) | claim]})
    assert [v for _, v, _ in found] == [value]


def test_the_text_says_that_there_was_none() -> None:
    assert years_of({"year": 2012, "claims": [new(0, 2012)]}) == [(2012, 0, "r1")]


def test_two_figures_of_the_text_are_none() -> None:
    assert years_of({"year": 2012, "claims": [new(6, 2012), new(5, 2012)]}) == [(2012, None, "")]
    assert years_of({"year": 2012, "claims": [new(6, 2012), new(6, None)]}) == [(2012, 6, "r1")]


@pytest.mark.parametrize("year", [2020, 2023])
def test_the_text_does_not_stand_in_for_table_3(year: int) -> None:
    assert years_of(report(year, "unreadable", claims=[new(6, year)])) == [(year, None, "")]


def test_the_table_goes_before_the_text() -> None:
    own = own_figures(build([report(2016, 7, claims=[new(6, 2016)])]))
    assert own[["value", "what", "locator", "raw", "source"]].to_numpy().tolist() == [
        [7, OLD, OLD, "7", "r1"]
    ]


def test_later_reports_speak_of_earlier_years() -> None:
    told = [new(0, 2021), new(0, 2020), new(5, 2019), new(0, 2024)]
    assert years_of(report(2020, 3), report(2022, 4, claims=told)) == [
        (2020, 3, "r1"),
        (2021, 0, "r2"),
        (2022, 4, "r2"),
    ]


def test_of_two_later_reports_the_first_is_quoted() -> None:
    later = [report(2022, 4, claims=[new(0, 2020)]), report(2023, 5, claims=[new(0, 2020)])]
    assert years_of(*later)[0] == (2020, 0, "r1")


@pytest.mark.parametrize("gone", [{"agency": None}, {"status": "unreadable"}])
def test_reports_of_nobody_and_unreadable_ones_are_left_out(gone: dict[str, Any]) -> None:
    assert years_of(report(2023, 4), report(2022, 3, **gone)) == [(2023, 4, "r1")]


def test_a_report_of_no_year_is_left_out() -> None:
    assert years_of(report(2023, 4), report(None, 3, form="2021")) == [(2023, 4, "r1")]


def test_what_nobody_says_of_another_year_is_left_out() -> None:
    assert years_of(report(2023, 4, agency=None, claims=[new(0, 2022)])) == []


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [(4, 4, (4, "r2")), (4, 5, (None, "r2")), (4, None, (4, "r1")), (None, 4, (4, "r2"))],
)
def test_copies_of_one_year(first: Any, second: Any, known: tuple[Any, str]) -> None:
    copies = [report(2023, first, path="a.html"), report(2023, second, path="b.html")]
    assert years_of(*copies, report(2022, 1)) == [(2022, 1, "r3"), (2023, *known)]


def test_bodies_and_scopes_are_kept_apart() -> None:
    found = yearly(
        build(
            [
                report(2023, 1, agency="样例县财政局"),
                report(2023, 2),
                report(2023, 3, scope="aggregate"),
            ]
        )
    )
    assert sorted(found["value"]) == [1, 2, 3]


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        (["own", "unknown"], ["own", "own"]),
        (["own", None], ["own", "own"]),
        (["own", "own", "unknown"], ["own", "own", "own"]),
        (["own", "aggregate", "unknown"], ["own", "aggregate", "unknown"]),
        (["unknown", None], ["unknown", "unknown"]),
    ],
)
def test_whom_a_report_covers(given: list[str | None], filled: list[str]) -> None:
    frames = build([report(2020 + n, 1, scope=s) for n, s in enumerate(given)])
    assert scopes(frames).tolist() == filled


def test_another_body_says_nothing_on_whom_a_report_covers() -> None:
    other = report(2020, 1, scope="aggregate", agency="样例县财政局")
    nobody = report(2020, 1, scope="aggregate", agency=None)
    frames = build(
        [other, nobody, report(2021, 1, scope="unknown"), report(2022, 1, scope=None, agency=None)]
    )
    assert scopes(frames).tolist() == ["aggregate", "aggregate", "unknown", "unknown"]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ({}, True),
        ({"measure": "requests_cumulative", "kind": "cumulative"}, True),
        ({"value": 3}, False),
        ({"scope": "channel"}, False),
        ({"measure": "requests_new"}, False),
    ],
)
def test_the_text_says_that_all_earlier_years_had_none(claim: dict[str, Any], said: bool) -> None:
    one = {"measure": "requests_prior_cumulative", "value": 0, "kind": "nil"} | claim
    assert prior_zero(build([{"year": 2023, "claims": [one]}])).index.tolist() == ["r1"] * said


@pytest.mark.parametrize(("value", "said"), [(0, True), (3, False), (None, False)])
def test_the_statistics_table_counts_all_years(value: Any, said: bool) -> None:
    frames = build([{"year": 2016, "fill": "absent", "cells": {"s14.requests_total.cumulative": value}}])
    assert prior_zero(frames)["what"].tolist() == ["s14.requests_total.cumulative"] * said


def test_text_and_table_say_it_once() -> None:
    one = {"measure": "requests_prior_cumulative", "value": 0, "kind": "nil"}
    frames = build([{"year": 2016, "cells": {"s14.requests_total.cumulative": 0}, "claims": [one]}])
    assert prior_zero(frames)["what"].tolist() == ["c1"]


def series(*values: Any, start: int = 2015, **more: Any) -> list[dict[str, Any]]:
    """One report a year with these figures; ``...`` is a year without a report."""
    return [report(start + n, v, **more) for n, v in enumerate(values) if v is not ...]


def test_runs_of_years_with_none() -> None:
    found = runs(build(series(3, 0, 0, 5, 0)))
    columns = ["first", "last", "years", "report_id", "stated", "gap", "after"]
    rows = [[None if pd.isna(v) else v for v in row] for row in found[columns].to_numpy().tolist()]
    assert rows == [[2016, 2017, 2, "r3", False, False, 5], [2019, 2019, 1, "r5", False, False, None]]
    assert found["earliest"].tolist() == [2015, 2015]
    assert found["agency"].tolist() == ["样例镇人民政府"] * 2


def test_no_run() -> None:
    assert runs(build(series(3, 4))).empty
    assert runs(build(series(3, "unreadable"))).empty


def test_years_of_a_run() -> None:
    found = zero_years(build(series(3, 0, 0, 5, ..., 0)))
    columns = ["year", "starts", "before", "after", "gap"]
    rows = [[None if pd.isna(v) else v for v in row] for row in found[columns].to_numpy().tolist()]
    assert rows == [
        [2016, 2016, 3, 0, False],
        [2017, 2016, 0, 5, False],
        [2020, 2020, None, None, True],
    ]


@pytest.mark.parametrize(
    ("values", "spans"),
    [
        ((0, ..., 0), [(2015, 2015), (2017, 2017)]),
        ((0, "unreadable", 0), [(2015, 2015), (2017, 2017)]),
        ((0, 0, 0), [(2015, 2017)]),
    ],
)
def test_what_breaks_a_run(values: tuple[Any, ...], spans: list[tuple[int, int]]) -> None:
    found = runs(build(series(*values)))
    assert list(zip(found["first"], found["last"], strict=True)) == spans


def test_a_gap_before_a_run_and_none_before_the_first_report() -> None:
    assert runs(build(series(0, 0)))["gap"].tolist() == [False]
    assert runs(build(series(4, ..., 0)))["gap"].tolist() == [True]
    assert runs(build(series(4, "unreadable", 0, 0)))["gap"].tolist() == [True]


def test_the_next_body_does_not_go_on_with_a_run() -> None:
    found = runs(build([*series(0, start=2021), *series(0, 0, start=2022, agency="样例县财政局")]))
    assert sorted(zip(found["first"], found["years"], strict=True)) == [(2021, 1), (2022, 2)]
    assert found["gap"].tolist() == [False, False]
    other = runs(build([*series(0, start=2021), *series(9, start=2022, agency="样例镇人民政府乙")]))
    assert other["after"].isna().all()


PRIOR = {"measure": "requests_prior_cumulative", "value": 0, "kind": "nil"}


@pytest.mark.parametrize(
    ("earlier", "stated"),
    [([], True), (series(3, start=2015), False), (series(0, start=2015), True)],
)
def test_a_run_that_is_said_to_have_no_beginning(earlier: list[dict[str, Any]], stated: bool) -> None:
    later = [*series(0, start=2021), *series(0, start=2022, claims=[PRIOR])]
    found = runs(build([*earlier, *later]))
    assert found.loc[found["first"] == 2021, "stated"].tolist() == [stated]


def test_a_request_after_the_run_does_not_contradict_it() -> None:
    found = runs(build([*series(0, start=2021, claims=[PRIOR]), *series(3, start=2022)]))
    assert found["stated"].tolist() == [True]


def test_a_run_without_a_report_of_its_own_is_left_out() -> None:
    assert runs(build([report(2023, 4, claims=[new(0, 2021)])])).empty
    assert runs(build([report(2023, 0, claims=[new(0, 2022)])]))["first"].tolist() == [2022]


def body(kind: str, level: str, name: str, *values: Any) -> list[dict[str, Any]]:
    return series(*values, start=2021, kind=kind, level=level, agency=name)


@pytest.mark.parametrize(
    ("kind", "level", "other", "other_level", "compared"),
    [
        ("township", "township", "township", "township", True),
        ("township", "township", "street", "township", True),
        ("department", "county", "institution", "county", True),
        ("government", "county", "general_office", "county", True),
        ("department", "county", "government", "county", False),
        ("township", "township", "department", "township", False),
        ("department", "county", "department", "city", False),
        ("department", "unknown", "department", "unknown", False),
        ("unknown", "county", "unknown", "county", False),
        ("department", None, "department", None, False),
    ],
)
def test_who_can_be_compared(kind: str, level: str, other: str, other_level: str, compared: bool) -> None:
    frames = build([*body(kind, level, "甲", 0, 0), *body(other, other_level, "乙", 3, 4)])
    found = runs(frames)
    assert found["agency"].tolist() == ["甲"]
    assert peers(frames, found).to_numpy().tolist() == [[2, 0] if compared else [0, 0]]


def test_peers_of_the_same_years() -> None:
    frames = build(
        [
            *body("township", "township", "甲", 5, 0, 0, 6),
            *body("street", "township", "乙", 0, 0, 2, 0),
            *body("township", "township", "丙", 1, "unreadable", 3, 1),
        ]
    )
    found = runs(frames)
    spans = found[["agency", "first", "last"]].agg(tuple, axis=1).tolist()
    by_run = dict(zip(spans, peers(frames, found).to_numpy().tolist(), strict=True))
    assert by_run == {
        ("甲", 2022, 2023): [3, 1],
        ("乙", 2021, 2022): [3, 1],
        ("乙", 2024, 2024): [2, 0],
    }
