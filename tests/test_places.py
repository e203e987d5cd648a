"""Places in prose: exact characters where they can be counted, else the sentence, else the passage; the right heading."""

from __future__ import annotations

import pandas as pd
import pytest
from rule_cases import build

from audit.rules.places import (
    Passage,
    date_pattern,
    first_words,
    heading_of,
    hosted,
    landmark,
    narrowed,
    place,
    spots,
)

NAMES = ("report_id", "canonical", "text", "locator", "title", "lines")
TEXT = "一、总体情况\n全年公开31条。收到申请7件。"
COUNTED = Passage("r1", "overall", TEXT, f"char=100,{100 + len(TEXT)};line=9", "一、总体情况", "")
LINES = "0 6 p=1\n7 15 p=2;s=1\n15 22 p=2;s=2"


def changed(**columns: str) -> Passage:
    """The passage with other columns."""
    return Passage(**{name: getattr(COUNTED, name) for name in NAMES} | columns)


def test_where_characters_are_counted_the_words_themselves_are_the_place() -> None:
    at = TEXT.index("收到")
    assert narrowed(COUNTED, at, at + 4) == ("r1", f"char={100 + at},{104 + at};line=10", "收到申请")
    assert heading_of(COUNTED) == ("r1", "char=100,106;line=9", "一、总体情况")


def test_a_locator_that_counts_other_characters_is_not_narrowed() -> None:
    other = changed(locator="char=100,900;line=9")
    assert narrowed(other, 7, 9) == ("r1", "char=100,900;line=9", TEXT)


@pytest.mark.parametrize(
    ("at", "locator", "quote"),
    [(0, "p=1", "一、总体情况"), (7, "p=2;s=1", "全年公开31条。"), (15, "p=2;s=2", "收到申请7件。")],
)
def test_where_characters_cannot_be_counted_the_sentence_is(at: int, locator: str, quote: str) -> None:
    one = changed(locator="p=1-2", lines=LINES)
    assert narrowed(one, at, at + 2) == ("r1", locator, quote)


def test_words_inside_a_sentence_that_is_counted_are_the_place() -> None:
    one = changed(locator="p=1-2", lines="7 15 char=40,48;line=3")
    assert narrowed(one, 9, 11) == ("r1", "char=42,44;line=3", "公开")
    assert narrowed(one, 9, 20) == ("r1", "char=42,48;line=3", "公开31条。")
    assert narrowed(one, 0, 2) == ("r1", "p=1-2", TEXT)


@pytest.mark.parametrize("canonical", ["head", "preface"])
def test_before_the_first_section_the_heading_is_the_title_of_the_report(canonical: str) -> None:
    text = "首页 > 公开\n样例镇2023年政府信息公开工作年度报告\n发布时间：2024年1月9日"
    assert heading_of(Passage("r1", canonical, text, "p=1", "", ""))[2] == text
    lines = "\n".join(["0 7 p=1", "8 29 p=2", "30 44 p=3"])
    assert heading_of(Passage("r1", canonical, text, "p=1-3", "", lines))[1] == "p=2"
    assert heading_of(Passage("r1", "overall", text, "p=1-3", "", lines))[1] == "p=1"


def test_the_first_words_stand_under_the_heading() -> None:
    assert first_words(COUNTED)[2] == "全年公开31条。收到申请7件。"
    assert first_words(changed(text="一、总体情况", locator="p=1"))[2] == "一、总体情况"
    assert first_words(changed(text=" \n", locator="p=1")) == ("r1", "p=1", " \n")


def test_words_are_looked_for_in_the_sections_named_where_there_are_any() -> None:
    two = [COUNTED, changed(canonical="other", text="六、其他\n收到申请9件。", locator="q")]
    assert [p[1] for p in place(two, "收到申请")] == ["char=115,119;line=10"]
    assert [p[1] for p in place(two, "收到申请", ("other",))] == ["q"]
    assert [p[1] for p in place(two, "收到申请", ("fees",))] == ["char=115,119;line=10"]
    assert [p[2] for p in place(two, "没有的话")] == ["一、总体情况"]
    assert place([], "收到申请") == []
    assert [p[1] for p in spots(two, "收到申请")] == ["char=115,119;line=10", "q"]
    assert [p[2] for p in spots([changed(text="收 到申请", locator="char=5,10;line=2")], "到申")] == ["到申"]
    assert spots(two, "没有的话") == spots(two, "x*") == spots(two, "收到申请", ("fees",)) == []


@pytest.mark.parametrize("day", ["2024-3-7", "2024年03月07日", "2024.3.7", "20240307", "二〇二四年三月七日"])
def test_a_day_as_reports_print_it(day: str) -> None:
    pattern = pd.Series([day]).str.fullmatch(date_pattern(pd.Timestamp(2024, 3, 7)))
    assert pattern.all()


def test_a_report_as_a_whole_is_shown_by_its_title_and_a_copy_by_its_site() -> None:
    seen = [{"kind": "title", "quote": "样例镇年度报告"}, {"kind": "host", "quote": "www.example.com"}]
    frames = build([{"observations": seen + seen}, {"sections": {"overall": "一、总体情况"}}, {}])
    assert landmark(frames, "r1") == [("r1", "observation.1", "样例镇年度报告")]
    assert landmark(frames, "r2") == [("r2", "section.overall", "一、总体情况")]
    assert landmark(frames, "r3") == []
    assert hosted(frames, "r1") == [("r1", "observation.2", "www.example.com")]
    assert hosted(frames, "r2") == []
