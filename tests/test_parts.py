"""Totals with their parts, and shares with what they are of, as the rules take them from the claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from rule_cases import build

from audit.frames import Frames
from audit.rules.breakdowns import (
    breakdowns,
    exact_share,
    members,
    other_totals,
    reproduces,
    rounded_share,
    shares,
    uneven,
)

TOTAL = {"measure": "disclosed_total", "value": 128, "unit": "条"}
PART = {"measure": "disclosed_part", "unit": "条", "part_of": "c1", "exhaustive": True}


def told(*claims: dict[str, Any], **more: Any) -> Frames:
    """One report that states these figures; the claims are c1, c2 …"""
    return build([{"claims": list(claims), **more}])


def made(*parts: dict[str, Any], total: dict[str, Any] = TOTAL, **more: Any) -> pd.Series:
    """The one breakdown of a total into these parts."""
    found = breakdowns(told(total, *[PART | p for p in parts], **more))
    assert len(found) == 1
    return found.iloc[0]


def test_a_breakdown_is_added_up() -> None:
    one = made({"value": 43}, {"value": 96}, {"value": 5})
    assert one[["report_id", "total", "sum", "most", "count", "measure"]].tolist() == [
        "r1",
        128.0,
        144.0,
        96.0,
        3,
        "disclosed_total",
    ]
    assert one[["comparable", "yes", "no", "levels", "channelled", "exhaustive"]].tolist() == [
        True,
        True,
        False,
        False,
        False,
        "yes",
    ]


def test_no_part_no_breakdown() -> None:
    assert breakdowns(told(TOTAL)).empty
    assert breakdowns(told(TOTAL | {"value": None}, PART | {"value": 43})).empty
    assert breakdowns(told(TOTAL | {"kind": "growth"}, PART | {"value": 43})).empty
    assert breakdowns(told(TOTAL, PART | {"value": 43, "kind": "growth"})).empty


@pytest.mark.parametrize("kind", ["count", "nil", "cumulative"])
def test_what_may_be_a_total(kind: str) -> None:
    assert made({"value": 43}, total=TOTAL | {"kind": kind})["total"] == 128


def test_a_part_may_be_a_statement_of_none() -> None:
    assert made({"value": 0, "kind": "nil"}, {"value": 43})[["sum", "count"]].tolist() == [43, 2]


@pytest.mark.parametrize(
    ("flags", "exhaustive"),
    [
        ((True, True), "yes"),
        ((True, None), "yes"),
        ((True, False), "no"),
        ((False, False), "no"),
        ((False, None), "no"),
        ((None, None), "doubtful"),
    ],
)
def test_whether_the_parts_are_all(flags: tuple[bool | None, bool | None], exhaustive: str) -> None:
    one = made({"value": 43, "exhaustive": flags[0]}, {"value": 85, "exhaustive": flags[1]})
    assert one["exhaustive"] == exhaustive
    assert (one["yes"], one["no"]) == (True in flags, False in flags)


@pytest.mark.parametrize(
    ("part", "total", "comparable"),
    [
        ({}, {}, True),
        ({"unit": "件"}, {}, False),
        ({"unit": None}, {}, True),
        ({}, {"unit": None}, True),
        ({"value": None}, {}, False),
        ({"approximate": True}, {}, False),
        ({}, {"approximate": True}, False),
        ({"approximate": None}, {"approximate": None}, True),
        ({"year": 2022}, {}, False),
        ({"year": 2022}, {"kind": "cumulative"}, True),
        ({"year": None}, {}, True),
        ({}, {"year": None}, True),
    ],
)
def test_which_parts_can_be_compared(part: dict[str, Any], total: dict[str, Any], comparable: bool) -> None:
    """One part is as given; the other is in order."""
    assert made({"value": 43} | part, {"value": 85}, total=TOTAL | total)["comparable"] == comparable
    assert made({"value": 85}, {"value": 43} | part, total=TOTAL | total)["comparable"] == comparable


@pytest.mark.parametrize(
    ("scopes", "levels"),
    [
        (("departments", "own"), True),
        (("own", "towns"), True),
        (("own", "channel"), False),
        (("departments",), False),
        (("towns",), False),
    ],
)
def test_parts_of_the_levels(scopes: tuple[str, ...], levels: bool) -> None:
    assert made(*[{"value": 40 + n, "scope": s} for n, s in enumerate(scopes)])["levels"] == levels


@pytest.mark.parametrize(
    ("parts", "channelled"),
    [
        ([{"measure": "requests_online", "channel": "website"}, {"scope": "channel"}], True),
        ([{"measure": "requests_online", "channel": "website"}, {}], False),
        ([{"channel": "website"}, {"measure": "outcome_part", "scope": "channel"}], False),
        ([{"channel": "mail"}], True),
        ([{"scope": "channel"}], True),
    ],
)
def test_requests_by_channel(parts: list[dict[str, Any]], channelled: bool) -> None:
    total = {"measure": "requests_new", "value": 12}
    rows = [{"measure": "requests_part", "value": 5 + n, "unit": "件"} | p for n, p in enumerate(parts)]
    assert made(*rows, total=total)["channelled"] == channelled


def test_breakdowns_by_report_total_and_group() -> None:
    frames = build(
        [
            {
                "claims": [
                    TOTAL,
                    PART | {"value": 43, "group_id": "a"},
                    PART | {"value": 112, "group_id": "b"},
                    PART | {"value": 85, "group_id": "a"},
                    TOTAL | {"value": 50},
                    PART | {"value": 49, "part_of": "c5"},
                    PART | {"value": 1, "part_of": "c5"},
                ]
            },
            {"agency": "样例县财政局", "claims": [TOTAL | {"value": 9}, PART | {"value": 7}]},
        ]
    )
    found = breakdowns(frames)
    assert found[["report_id", "total", "sum", "most", "count"]].to_numpy().tolist() == [
        ["r1", 128, 128, 85, 2],
        ["r1", 128, 112, 112, 1],
        ["r1", 50, 50, 49, 2],
        ["r2", 9, 7, 7, 1],
    ]
    last, first = members(frames, [found.index[3], found.index[0]])
    assert (last.report_id, last.values, last.sum) == ("r2", (7,), 7)
    assert (first.ids, first.values, first.sum) == (("c2", "c4"), (43, 85), 128)


def test_a_breakdown_in_full() -> None:
    frames = told(
        TOTAL | {"label": "主动公开信息", "raw": "128条"},
        PART | {"value": 43, "label": "政策类"},
        PART | {"value": 96, "label": None},
    )
    (one,) = members(frames, breakdowns(frames).index.tolist())
    assert (one.report_id, one.total_id, one.total, one.raw, one.measure, one.label) == (
        "r1",
        "c1",
        128,
        "128条",
        "disclosed_total",
        "主动公开信息",
    )
    assert (one.ids, one.labels, one.sum, one.channels) == (("c2", "c3"), ("政策类", ""), 139, False)


def test_a_total_without_words() -> None:
    frames = told(TOTAL | {"label": None}, PART | {"value": 43})
    assert members(frames, breakdowns(frames).index.tolist())[0].label == ""


@pytest.mark.parametrize(
    ("parts", "channels"),
    [
        ([{"label": "政府网站"}, {"label": "微信公众号"}], True),
        ([{"label": "政府网站"}, {"label": "政策类"}], False),
        ([{"label": "政府网站"}, {"label": "其他", "scope": "channel"}], True),
        ([{"label": None}, {"label": "公开栏"}], False),
    ],
)
def test_parts_by_channel(parts: list[dict[str, Any]], channels: bool) -> None:
    frames = told(TOTAL, *[PART | {"value": 40 + n} | p for n, p in enumerate(parts)])
    assert members(frames, breakdowns(frames).index.tolist())[0].channels == channels


@pytest.mark.parametrize(
    ("claim", "among"),
    [
        ({"measure": "disclosed_website", "value": 7, "unit": "次"}, True),
        ({"measure": "disclosed_part", "value": 7, "part_of": "c1"}, False),
        ({"measure": "disclosed_part", "value": 7}, True),
        ({"measure": "disclosed_part", "value": 0}, False),
        ({"measure": "trainings", "value": 100, "unit": "条"}, True),
        ({"measure": "trainings", "value": 99, "unit": "条"}, False),
        ({"measure": "trainings", "value": 140, "unit": "次"}, False),
        ({"measure": "disclosed_total", "value": 140, "unit": "条"}, False),
        ({"measure": "disclosed_total", "value": 140, "unit": "条", "year": None}, False),
        ({"measure": "disclosed_total", "value": 140, "unit": "条", "year": 2022}, True),
        ({"measure": "disclosed_total", "value": 140, "unit": "条", "scope": "towns"}, True),
        ({"measure": "disclosed_total", "value": 140, "unit": "条", "kind": "cumulative"}, True),
        ({"measure": "disclosed_share", "value": 140, "unit": "条", "kind": "share"}, False),
        ({"measure": "disclosed_part", "value": 140, "unit": "条", "kind": "growth"}, False),
    ],
)
def test_other_figures_of_the_text(claim: dict[str, Any], among: bool) -> None:
    frames = told(TOTAL, PART | {"value": 43}, {"raw": "另一数字"} | claim)
    wanted = {float(claim["value"]): "另一数字 in the text"} if among else {}
    assert other_totals(frames, "r1", "c1") == wanted


def test_no_unit_is_no_common_unit() -> None:
    frames = told(TOTAL | {"unit": None}, {"measure": "trainings", "value": 140, "unit": None, "raw": "140"})
    assert other_totals(frames, "r1", "c1") == {}


def test_a_total_whose_year_is_not_known_is_of_every_year() -> None:
    frames = told(TOTAL | {"year": None}, TOTAL | {"value": 131, "year": 2022})
    assert other_totals(frames, "r1", "c1") == {}


@pytest.mark.parametrize("measure", ["requests_new", "outcome_granted"])
def test_requests_also_stand_in_the_tables(measure: str) -> None:
    total = {"measure": measure, "value": 12}
    other = {"measure": "requests_handled", "value": 14, "raw": "14件"}
    cells = {"t3.new_received.total": 21, "t3.carried_in.total": 4, "t3.result_total.total": 19}
    found = other_totals(told(total, other, cells=cells), "r1", "c1")
    assert found == {
        14: "14件 in the text",
        21: "t3.new_received.total of the table",
        4: "t3.carried_in.total of the table",
        19: "t3.result_total.total of the table",
        25: "new and carried in together",
    }


def test_tables_that_lack_a_figure() -> None:
    cells = {"t3.new_received.total": 21, "t3.carried_in.total": "unreadable", "t3.result_total.total": 0}
    frames = told({"measure": "requests_new", "value": 12}, cells=cells)
    assert other_totals(frames, "r1", "c1") == {21: "t3.new_received.total of the table"}


def test_the_statistics_table_of_2016() -> None:
    cells = {"s14.requests_total.year": 17, "s14.closed_total.year": 16}
    frames = told({"measure": "requests_new", "value": 12}, cells=cells, year=2016)
    assert other_totals(frames, "r1", "c1") == {
        17: "s14.requests_total.year of the table",
        16: "s14.closed_total.year of the table",
    }


def test_only_the_figures_of_the_report_itself() -> None:
    frames = build(
        [
            {"claims": [TOTAL, {"measure": "disclosed_part", "value": 3, "raw": "3条"}]},
            {
                "agency": "样例县财政局",
                "claims": [TOTAL, {"measure": "disclosed_part", "value": 5, "raw": "5条"}],
            },
        ]
    )
    assert other_totals(frames, "r2", "c1") == {5: "5条 in the text"}


SHARE = {
    "measure": "disclosed_share",
    "kind": "share",
    "value": 33.6,
    "unit": "%",
    "raw": "33.6%",
    "part_of": "c2",
}


def test_a_share_is_linked_with_its_part_and_total() -> None:
    found = shares(told(TOTAL, PART | {"value": 43, "raw": "43条", "label": "政策类"}, SHARE))
    one = found.iloc[0]
    assert len(found) == 1
    assert one[["value", "value_part", "value_total", "claim_id_part", "claim_id_total"]].tolist() == [
        33.6,
        43,
        128,
        "c2",
        "c1",
    ]
    assert one[["raw", "raw_part", "raw_total", "label_part", "measure_total"]].tolist() == [
        "33.6%",
        "43条",
        "128条",
        "政策类",
        "disclosed_total",
    ]
    assert one[["exhaustive_part", "code", "places", "approximate"]].tolist() == [True, 0, 1, False]


@pytest.mark.parametrize(
    ("share", "many"),
    [
        ({"unit": "％"}, 1),
        ({"unit": None}, 1),
        ({"unit": "倍"}, 0),
        ({"value": None}, 0),
        ({"kind": "growth"}, 0),
    ],
)
def test_what_is_a_share(share: dict[str, Any], many: int) -> None:
    assert len(shares(told(TOTAL, PART | {"value": 43}, SHARE | share))) == many


@pytest.mark.parametrize(
    ("part", "total"),
    [({"approximate": True}, {}), ({}, {"approximate": True}), ({"part_of": None}, {})],
)
def test_a_share_that_cannot_be_linked(part: dict[str, Any], total: dict[str, Any]) -> None:
    (one,) = shares(told(TOTAL | total, PART | {"value": 43} | part, SHARE)).to_dict("records")
    assert pd.isna([one["value_part"], one["value_total"], one["code"]]).all()


@pytest.mark.parametrize(
    ("share", "places"),
    [
        ({"raw": "34%"}, 0),
        ({"raw": "33.60%"}, 2),
        ({"raw": "33．6%"}, 1),
        ({"raw": "33.60%", "decimals": 1}, 1),
        ({"raw": "34%", "decimals": 0}, 0),
    ],
)
def test_decimals_of_a_share(share: dict[str, Any], places: int) -> None:
    assert shares(told(TOTAL, PART | {"value": 43}, SHARE | share))["places"].tolist() == [places]


@pytest.mark.parametrize("rough", [True, False, None])
def test_a_rough_share(rough: bool | None) -> None:
    found = shares(told(TOTAL, PART | {"value": 43}, SHARE | {"approximate": rough}))
    assert found["approximate"].tolist() == [bool(rough)]


@pytest.mark.parametrize(
    ("stated", "places", "how"),
    [
        (66.67, 2, "rounded"),
        (66.66, 2, "truncated"),
        (66.65, 2, "no"),
        (66.7, 1, "rounded"),
        (66.6, 1, "truncated"),
        (67, 0, "rounded"),
        (66, 0, "truncated"),
        (65, 0, "no"),
        (68, 0, "no"),
    ],
)
def test_how_two_thirds_may_be_printed(stated: float, places: int, how: str) -> None:
    assert reproduces(stated, 2, 3, places) == how


def test_half_is_rounded_up() -> None:
    assert exact_share(1, 8) == Decimal("12.5")
    assert rounded_share(1, 8, 0) == 13
    assert rounded_share(1, 3, 2) == Decimal("33.33")


@pytest.mark.parametrize(
    ("total", "parts", "odd"),
    [
        (128, 128, False),
        (128, 127, True),
        (128, 129, True),
        (0, 0, False),
        (0, 1, True),
        (0.3, 0.1 + 0.2, False),
    ],
)
def test_what_does_not_add_up(total: float, parts: float, odd: bool) -> None:
    assert uneven(pd.DataFrame({"total": [total], "sum": [parts]})).tolist() == [odd]
