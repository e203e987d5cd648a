"""Sentences of a text without spaces, headings as places, and clauses shortened for a message."""

from __future__ import annotations

import re

import pytest

from audit.rules.personal import _short, _untold
from audit.rules.places import Passage, Sighting, heading_of
from audit.rules.vocabulary import sentences_with


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲收费。乙不收。丙收费", ["甲收费", "丙收费"]),
        ("甲收费；乙收费。", ["甲收费", "乙收费"]),
        ("收费收费。", ["收费收费"]),
        ("甲。收费", ["收费"]),
        ("收费", ["收费"]),
        ("甲。乙；丙收费；丁", ["丙收费"]),
        ("甲；乙。丙收费。丁", ["丙收费"]),
        ("甲收费。。乙收费", ["甲收费", "乙收费"]),
        ("甲。乙。", []),
        ("", []),
    ],
)
def test_sentences_in_which_a_word_occurs(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in sentences_with(re.compile("收费"), text)] == found


def section(text: str, title: str = "", canonical: str = "overall") -> Passage:
    return Passage("r1", canonical, text, f"char=0,{len(text)};line=1", title, "")


@pytest.mark.parametrize(
    ("text", "title", "heading"),
    [
        ("一、总体情况\n公开12条。", "一、总体情况", "一、总体情况"),
        ("一、总体情况 \n公开12条。", "一、总体情况 ", "一、总体情况"),
        ("公开12条。\n又3条。", "", "公开12条。"),
        ("公开12条。\n一、总体情况", "一、总体情况", "公开12条。"),
        ("\n公开12条。", "", "公开12条。"),
    ],
)
def test_the_heading_of_a_section(text: str, title: str, heading: str) -> None:
    assert heading_of(section(text, title))[2] == heading


@pytest.mark.parametrize(
    ("quote", "short"),
    [
        ("误公开个人信息3条，已删除", "误公开个人信息3条"),
        ("一年来,误公开 12 件; 已删除", "误公开 12 件"),
        ("没有数字，也没有别的", "没有数字，也没有别的"),
        ("字" * 60, "字" * 60),
        ("字" * 61, "字" * 59 + "…"),
    ],
)
def test_clauses_for_a_message(quote: str, short: str) -> None:
    assert _short(quote) == short


@pytest.mark.parametrize(
    ("around", "untold"),
    [
        ("误公开3条，由于疏忽，已约谈。", []),
        ("误公开3条。", ["cause", "account"]),
        ("误公开个人信息，因审核不严，已问责。", ["figure"]),
        ("误公开12 件，系统漏洞。", ["account"]),
        ("误公开1,024余条，通报批评。", ["cause"]),
    ],
)
def test_what_of_a_leak_is_not_told(around: str, untold: list[str]) -> None:
    seen = Sighting("r1", [("r1", "section", "误公开")])
    assert _untold([section(around)], seen) == untold


def test_how_far_around_a_leak_its_cause_is_looked_for() -> None:
    seen = Sighting("r1", [("r1", "section", "误公开")])
    assert "cause" not in _untold([section("误公开" + "字" * 198 + "原因")], seen)
    assert "cause" in _untold([section("误公开" + "字" * 199 + "原因")], seen)
    assert "cause" not in _untold([section("原因" + "字" * 98 + "误公开")], seen)
    assert "cause" in _untold([section("原因" + "字" * 99 + "误公开")], seen)
    assert _untold([section("别的。")], seen) == ["figure", "cause", "account"]
    assert _untold([section("误公开3条，由于疏忽，已约谈。" + "字" * 9)], seen) == []
