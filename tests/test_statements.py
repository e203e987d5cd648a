"""What the prose states of its own year, and whether it counts apart what was carried over."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rule_cases import build

from audit.frames import Frames
from audit.rules.carried_over import flow, told_apart
from audit.rules.statements import by_report, printed_sum, stated

NEW, IN, HANDLED, OUT = "requests_new", "requests_carried_in", "requests_handled", "requests_carried_out"


def told(*claims: dict[str, Any], **more: Any) -> Frames:
    """One report that states these figures."""
    return build([{"claims": list(claims), **more}])


@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        ({}, True),
        ({"scope": "channel"}, False),
        ({"scope": "other_year"}, False),
        ({"scope": "departments"}, False),
        ({"scope": "towns"}, False),
        ({"scope": "unknown"}, False),
        ({"scope": "aggregate"}, False),
        ({"year": 2022}, False),
        ({"year": None}, True),
        ({"approximate": True}, False),
        ({"approximate": None}, True),
        ({"kind": "nil", "value": 0}, True),
        ({"kind": "cumulative"}, False),
        ({"measure": "requests_handled"}, False),
    ],
)
def test_which_statements_are_of_the_report_itself(claim: dict[str, Any], kept: bool) -> None:
    frames = told({"measure": NEW, "value": 7} | claim)
    assert len(stated(frames, [NEW], ["count", "nil"])) == kept
    assert len(by_report(frames, NEW)) == kept


def test_a_report_on_all_its_bodies_states_figures_of_all() -> None:
    assert (
        len(
            stated(
                told({"measure": NEW, "value": 7, "scope": "aggregate"}, scope="aggregate"), [NEW], ["count"]
            )
        )
        == 1
    )


def test_a_report_without_a_year_may_state_any() -> None:
    frames = told({"measure": NEW, "value": 7, "year": 2022}, year=None)
    assert stated(frames, [NEW], ["count"])["value"].tolist() == [7]


def test_statements_in_reading_order_with_their_report() -> None:
    frames = build(
        [
            {"claims": [{"measure": OUT, "value": 3}, {"measure": NEW, "value": 8, "approximate": True}]},
            {
                "claims": [
                    {"measure": NEW, "value": 5},
                    {"measure": HANDLED, "value": 9},
                    {"measure": OUT, "kind": "nil", "value": 0},
                ]
            },
        ]
    )
    found = stated(frames, [NEW, OUT], ["count", "nil"])
    assert found[["report_id", "value", "at"]].to_numpy().tolist() == [
        ["r1", 3, 0],
        ["r2", 5, 1],
        ["r2", 0, 1],
    ]
    rough = stated(frames, [NEW, OUT], ["count"], rough=True)
    assert rough["value"].tolist() == [3, 8, 5]
    assert stated(frames, ["fees_collected"], ["count"]).empty
    assert stated(frames, [NEW], ["share"]).empty


def test_one_figure_a_report() -> None:
    frames = build(
        [
            {
                "claims": [
                    {"measure": NEW, "value": 3},
                    {"measure": NEW, "value": 3},
                    {"measure": OUT, "value": 9},
                ]
            },
            {"claims": [{"measure": NEW, "value": 3}, {"measure": NEW, "value": 4}]},
            {"claims": [{"measure": NEW, "value": None, "raw": "若干件"}]},
            {"claims": [{"measure": NEW, "value": None, "raw": "若干件"}, {"measure": NEW, "value": 6}]},
            {"claims": [{"measure": NEW, "kind": "nil", "value": 0}]},
            {"claims": [{"measure": NEW, "value": 5}, {"measure": NEW, "value": 2}]},
        ]
    )
    assert by_report(frames, NEW).to_dict() == {"r1": 3, "r4": 6, "r5": 0}
    assert by_report(frames, NEW, ["count"]).to_dict() == {"r1": 3, "r4": 6}


CELLS = ("t4.review.total", "t4.review.upheld")


@pytest.mark.parametrize(
    ("cells", "total", "unknown"),
    [
        ((4, 3), 7, False),
        ((4, None), 4, False),
        ((4, "unreadable"), 4, True),
        ((4, "absent"), 4, True),
        (("absent", "absent"), 0, True),
    ],
)
def test_the_sum_of_printed_cells(cells: tuple[Any, Any], total: float, unknown: bool) -> None:
    sums, lost = printed_sum(told(cells=dict(zip(CELLS, cells, strict=True))), CELLS)
    assert (sums.tolist(), lost.tolist()) == ([total], [unknown])


@pytest.mark.parametrize(
    ("cells", "total", "unknown"),
    [((4, 3), 7, False), ((4, "absent"), 4, False), (("absent", None), 0, True)],
)
def test_the_sum_of_printed_statistics(cells: tuple[Any, Any], total: float, unknown: bool) -> None:
    codes = ("s14.review_total.year", "s14.suit_total.year")
    sums, lost = printed_sum(told(cells=dict(zip(codes, cells, strict=True)), year=2016), codes)
    assert (sums.tolist(), lost.tolist()) == ([total], [unknown])


def counted(measure: str, value: float, label: str = "", **more: Any) -> dict[str, Any]:
    return {"measure": measure, "value": value, "label": label} | more


def apart(measure: str, *claims: dict[str, Any]) -> bool:
    return bool(told_apart(told(*claims), measure)[0])


@pytest.mark.parametrize(
    ("claims", "separate"),
    [
        # 新收29件，上年结转3件
        ([counted(NEW, 29, "新收到申请"), counted(IN, 3)], True),
        ([counted(NEW, 29, "收到申请"), counted(IN, 3, "另有上年结转")], True),
        ([counted(NEW, 29, "收到申请"), counted(IN, 3, "加上上年结转")], True),
        ([counted(NEW, 29, "收到申请"), counted(IN, 3, "此外上年结转")], True),
        ([counted(NEW, 29, "收到申请"), counted(IN, 1, "此外上年结转")], True),
        # nothing tells the two apart
        ([counted(NEW, 29, "收到申请"), counted(IN, 3, "上年结转")], False),
        ([counted(IN, 3, "另有上年结转")], False),
        ([counted(NEW, 29, "新收到申请"), counted(IN, 0, "上年结转", kind="nil")], False),
        ([counted(NEW, 29, "新收到申请"), counted(IN, 3, "含上年结转", part_of="c1")], False),
        ([counted(NEW, 29, "新收到申请"), counted(IN, 3), counted(IN, 4)], False),
        # the figures of the text balance only if what was carried in is included, or only if it is not
        ([counted(NEW, 29), counted(IN, 3), counted(HANDLED, 29)], False),
        ([counted(NEW, 29), counted(IN, 3), counted(HANDLED, 27), counted(OUT, 2)], False),
        ([counted(NEW, 29), counted(IN, 3), counted(HANDLED, 32)], True),
        ([counted(NEW, 29), counted(IN, 3), counted(HANDLED, 30), counted(OUT, 2)], True),
        # a part of another figure is not a part of this one
        ([counted(NEW, 29, "新收到申请"), counted(HANDLED, 29), counted(IN, 3, part_of="c2")], True),
    ],
)
def test_received_apart_from_carried_in(claims: list[dict[str, Any]], separate: bool) -> None:
    assert apart(NEW, *claims) == separate


@pytest.mark.parametrize(
    ("claims", "separate"),
    [
        *[
            ([counted(HANDLED, 29, word), counted(OUT, 1)], True)
            for word in ("已办结", "结案", "均已答复", "回复", "办复", "办毕", "办理完毕")
        ],
        ([counted(HANDLED, 29, "本年办理"), counted(OUT, 1)], False),
        ([counted(HANDLED, 29, "已办结"), counted(OUT, 0, kind="nil")], False),
        ([counted(HANDLED, 29, "已办结")], False),
        ([counted(OUT, 4)], False),
        ([counted(HANDLED, 29, "已办结"), counted(OUT, 1, "含结转", part_of="c1")], False),
        # the balance of the text tells
        ([counted(HANDLED, 29, "本年办理"), counted(OUT, 3), counted(NEW, 30), counted(IN, 2)], True),
        ([counted(HANDLED, 32, "本年办理"), counted(OUT, 3), counted(NEW, 30), counted(IN, 2)], False),
        ([counted(HANDLED, 29, "本年办理"), counted(OUT, 3), counted(NEW, 30)], False),
        ([counted(HANDLED, 28, "本年办理"), counted(OUT, 3), counted(NEW, 30), counted(IN, 2)], True),
    ],
)
def test_handled_apart_from_carried_on(claims: list[dict[str, Any]], separate: bool) -> None:
    assert apart(HANDLED, *claims) == separate


def test_other_measures_are_never_told_apart() -> None:
    assert not apart("reviews_total", counted(NEW, 29, "新收到申请"), counted(IN, 3))


def test_each_report_by_itself() -> None:
    frames = build(
        [
            {"claims": [counted(NEW, 29, "新收到申请"), counted(IN, 3)]},
            {"claims": [counted(NEW, 17, "收到申请"), counted(IN, 4)]},
            {"claims": [counted(NEW, 17, "新收到申请"), counted(IN, 5, part_of="c1")]},
        ]
    )
    assert told_apart(frames, NEW).tolist() == [True, False, False]
    text = flow(frames)
    assert text.ids.tolist() == ["r1", "r2", "r3"]
    assert np.nan_to_num(text.told, nan=-1).tolist() == [[29, 3, -1, -1], [17, 4, -1, -1], [17, 5, -1, -1]]
    assert text.in_within_new.tolist() == [False, False, True]
    assert text.out_within_handled.tolist() == [False] * 3


def test_only_the_words_of_the_first_statement_count() -> None:
    frames = told(counted(NEW, 29, "收到申请"), counted(NEW, 29, "新增申请"), counted(IN, 3))
    assert flow(frames).label_has(NEW, "收到").tolist() == [True]
    assert flow(frames).label_has(NEW, "新").tolist() == [False]
    assert flow(frames).label_has(IN, "收到").tolist() == [False]


def test_a_statement_of_none_has_words_too() -> None:
    frames = told(counted(HANDLED, 4, None), {"measure": OUT, "kind": "nil", "value": 0, "label": "没有结转"})
    assert flow(frames).label_has(OUT, "结转").tolist() == [True]
    assert flow(frames).label_has(HANDLED, "办结").tolist() == [False]
