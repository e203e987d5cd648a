"""Hints: the likeliest repair in both languages, what it would settle besides, and what cannot be told."""

from __future__ import annotations

import pytest

from audit.form import Identity
from audit.rules.hints import hint
from audit.rules.repairs import SHAPE_COST, SLIP_COST, Change, Repair

REVIEWS = Identity("row", "reviews", ("t4.review.upheld", "t4.review.corrected"), ("t4.review.total",))
TOTAL = Change("t4.review.total", 61, 50)
UPHELD = Change("t4.review.upheld", 11, 22)
CORRECTED = Change("t4.review.corrected", 12, 23)
ELSEWHERE = Change("t3.new_received.total", 5, 6)


def repair(cost: float, *changes: Change, settles: int = 1, slip: str = "other") -> Repair:
    return Repair(changes, slip, cost, settles)


def said(*repairs: Repair) -> list[str]:
    """The hint in English and in Chinese."""
    return str(hint(repairs, REVIEWS)).split(" / ")


def test_one_repair_that_settles_more_than_this_sum() -> None:
    assert said(repair(1.0, TOTAL, settles=3, slip="one_digit")) == [
        "With 50 for 61 in “Administrative reconsideration: total” (one digit) this and 2 more sum(s) would hold.",
        "若“行政复议 · 总计”为50而非61（一位数字之差），此处及另外2处合计即可相符。",
    ]


def test_the_likeliest_repair_and_two_less_likely_ones_of_this_sum() -> None:
    few = [repair(1.0, TOTAL), repair(1.4, UPHELD), repair(1.5, ELSEWHERE)]
    assert said(*few, repair(1.6, CORRECTED), repair(1.7, UPHELD, CORRECTED)) == [
        "With 50 for 61 in “Administrative reconsideration: total” this would hold. Less likely: 22 for 11 in "
        "“Administrative reconsideration: upheld”; 23 for 12 in “Administrative reconsideration: corrected”.",
        "若“行政复议 · 总计”为50而非61，此处合计即可相符。"
        "可能性较小：“行政复议 · 结果维持”为22而非11；“行政复议 · 结果纠正”为23而非12。",
    ]


def test_repairs_as_likely_as_each_other_are_all_named() -> None:
    en, zh = said(repair(1.0, TOTAL), repair(1.05, UPHELD), repair(1.2, CORRECTED))
    assert en == (
        "Which cell is wrong cannot be told. Any one of these would settle it: 50 for 61 in "
        "“Administrative reconsideration: total”; or 22 for 11 in “Administrative reconsideration: upheld”."
    )
    assert zh == (
        "无法判断哪一格有误，以下任一改动均可使合计相符：“行政复议 · 总计”为50而非61；或“行政复议 · 结果维持”为22而非11。"
    )


@pytest.mark.parametrize(("many", "more"), [(3, None), (4, 1), (5, 2)])
def test_of_many_the_first_three_are_named(many: int, more: int | None) -> None:
    listed = [repair(1.0, TOTAL), repair(1.0, UPHELD), repair(1.0, CORRECTED)]
    en, zh = said(*listed, *[repair(1.0, UPHELD, CORRECTED)] * (many - 3))
    assert en.count(" for ") == zh.count("而非") == 3
    assert en.endswith(f"; or {more} more." if more else "corrected”.")
    assert zh.endswith(f"；另有{more}种。" if more else "为23而非12。")


def test_repairs_of_other_sums_are_no_hint() -> None:
    assert hint([repair(1.0, ELSEWHERE)], REVIEWS) is None


@pytest.mark.parametrize("slip", [*SLIP_COST, *SHAPE_COST])
def test_every_slip_but_the_plain_ones_has_its_words(slip: str) -> None:
    named = slip not in ("other", "left_out")
    assert all(("(" in text or "（" in text) is named for text in said(repair(1.0, TOTAL, slip=slip)))
