"""The outline that a preface announces: its parts, how many there may be, and whether a heading says the same."""

from __future__ import annotations

import pytest
from rule_cases import build

from audit.rules.outline import _alike, _canonical, _count, _may_announce, _parts, _words, outlines

LIST = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在的主要问题及改进情况"


@pytest.mark.parametrize(
    ("text", "least", "most", "stated"),
    [
        (f"本报告由{LIST}四部分组成。", 4, 4, 4),
        (f"本报告包括{LIST}等4个部分。", 4, 4, 4),
        (f"本报告由五个部分组成，包括{LIST}。", 4, 4, 5),
        (f"本报告包括四个部分内容：{LIST}。", 4, 4, 4),
        (f"本报告分为12部分：{LIST}。", 4, 4, 12),
        (f"全文共分十部分，{LIST}。", 4, 4, 10),
        (f"本报告内容有{LIST}；", 4, 4, None),
        (f"本报告涵盖以下：{LIST}。", 4, 4, None),
    ],
)
def test_an_outline_of_four_parts(text: str, least: int, most: int, stated: int | None) -> None:
    (one,) = outlines(build([{"sections": {"preface": text}}]))
    assert (one.report_id, one.least, one.most, one.stated) == ("r1", least, most, stated)
    assert one.quote in text.replace("，", ",").replace("：", ":")
    assert len(one.parts) == least


@pytest.mark.parametrize("canonical", ["preface", "overview", "overall", "head"])
def test_where_an_outline_may_stand(canonical: str) -> None:
    assert len(outlines(build([{"sections": {canonical: f"本报告由{LIST}四部分组成。"}}]))) == 1
    assert outlines(build([{"sections": {"problems": f"本报告由{LIST}四部分组成。"}}])) == []


@pytest.mark.parametrize(
    "text",
    [
        "本报告由总体情况、主动公开政府信息情况、附表三部分组成。",
        "培训包括情况通报、情况交流、心得体会。",
        "一年来各项情况良好。",
        "",
    ],
)
def test_what_is_no_outline(text: str) -> None:
    assert outlines(build([{"sections": {"preface": text}}])) == []


def test_three_parts_are_enough_and_the_first_outline_counts() -> None:
    three = "本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况三部分组成。"
    found = outlines(
        build([{"sections": {"head": "标题", "preface": three, "overall": f"报告由{LIST}四部分组成。"}}])
    )
    assert [o.stated for o in found] == [3]
    found = outlines(build([{"sections": {"preface": "无。", "overall": f"报告由{LIST}四部分组成。"}}]))
    assert [o.stated for o in found] == [4]


def test_how_far_an_outline_is_looked_for() -> None:
    text = f"本报告由{LIST}四部分组成。"
    near, far = "字" * (1998 - len(text)) + "。" + text, "字" * 2000 + "。" + text
    assert len(outlines(build([{"sections": {"preface": near}}]))) == 1
    assert outlines(build([{"sections": {"preface": far}}])) == []


def test_each_report_has_its_own() -> None:
    frames = build(
        [
            {"sections": {"preface": f"由{LIST}{n}部分组成。"}} | {"year": 2022 + k}
            for k, n in enumerate("三四")
        ]
    )
    assert [(o.report_id, o.stated) for o in outlines(frames)] == [("r1", 3), ("r2", 4)]


@pytest.mark.parametrize("word", ["部分", "组成", "組成", "构成", "包括", "包含", "涵盖", "内容有", "方面"])
def test_words_that_announce(word: str) -> None:
    assert _may_announce(f"情况{word}情况")
    assert _may_announce(f"情況{word}情况")
    assert not _may_announce(f"情况{word}")
    assert not _may_announce("情况情况情况")


@pytest.mark.parametrize(
    ("number", "count"),
    [(None, None), ("", None), ("6", 6), ("12", 12), ("六", 6), ("十", 10), ("十二", 12)],
)
def test_numbers(number: str | None, count: int | None) -> None:
    assert _count(number) == count


@pytest.mark.parametrize(
    ("listed", "parts", "most"),
    [
        ("总体情况、申请情况", ["总体情况", "申请情况"], 2),
        ("总体情况,申请情况;其他事项", ["总体情况", "申请情况", "其他事项"], 3),
        ("总体情况、以及申请情况、和其他事项", ["总体情况", "申请情况", "其他事项"], 3),
        ("一是总体情况、二是申请情况", ["总体情况", "申请情况"], 2),
        ("1.总体情况、2.申请情况", ["总体情况", "申请情况"], 2),
        ("收到、处理申请情况、其他事项", ["收到、处理申请情况", "其他事项"], 2),
        ("其他事项与附表", ["其他事项与附表"], 2),
        ("其他事项及附表、总体情况", ["其他事项及附表", "总体情况"], 3),
        ("总体情况和存在的主要问题及改进情况", ["总体情况", "存在的主要问题及改进情况"], 2),
        ("收到和处理政府信息公开申请情况", ["收到和处理政府信息公开申请情况"], 1),
    ],
)
def test_parts_of_a_list(listed: str, parts: list[str], most: int) -> None:
    assert _parts(listed) == (parts, most)


def test_older_names_of_a_part() -> None:
    assert _canonical("概述") == _canonical("总体情况") == "overall"
    assert _canonical("心得体会") is None


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("一、总体情况", "总体情况"),
        ("二、主动公开 情况（附表）", "主动公开情况"),
        ("总体情况", ""),
        ("三、申请情况(见表)", "申请情况"),
    ],
)
def test_words_of_a_heading(title: str, words: str) -> None:
    assert _words(title) == words


@pytest.mark.parametrize(
    ("announced", "title", "alike"),
    [
        ("主动公开政府信息情况", "主动公开情况", True),
        ("政府信息公开工作情况", "咨询处理", True),
        ("咨询处理情况", "有关情况", True),
        ("收费及减免情况", "收费情况", True),
        ("收费减免", "申请复议", False),
        ("甲乙丙丁", "甲乙戊己", False),
        ("甲乙丙丁", "甲乙丙己", True),
    ],
)
def test_names_of_one_part(announced: str, title: str, alike: bool) -> None:
    assert _alike(announced, title) == alike
