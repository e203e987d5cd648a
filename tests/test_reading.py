"""The reading view: what is undone for matching, and the way back to the print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.tidy import reading
from audit.tidy.reading import is_syllable, read_as, unshift

BEYOND = next(chr(c) for c, read in reading._glyphs().items() if ord(read) > 0xFFFF)
"""A character that reads as one beyond the basic plane."""


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("信息公開", "信息公开"),
        ("（一）１２，３", "(一)12,3"),
        ("根據(jù)安凱鄉(xiāng)", "根据安凯乡"),
        ("公(gong)开", "公开"),
        ("和(he)(he)国", "和国"),
        ("小程序(app)", "小程序(app)"),
        ("联系人(Li)", "联系人(Li)"),
        ("云\u3000岭\u00a0县", "云 岭 县"),
        ("句号。分号；", "句号。分号；"),
        ("⾏政处罚⽂件", "行政处罚文件"),
    ],
)
def test_what_is_undone(printed, read):
    assert read_as(printed).text == read


def test_a_line_that_lost_its_first_byte_is_mended_as_a_whole():
    whole = "　（一）工作中存在的主要問題"
    lost = "?" + whole.encode("gbk")[1:].decode("gbk", "replace")
    assert "工作" not in lost
    reading = read_as(f"前文\n{lost}\n后文")
    start = reading.text.index("工作中存在的主要问题")
    assert reading.raw_span(start, start + 3) == (3, 3 + len(lost.split("\ufffd")[0]))


def test_a_line_that_pairs_up_again_is_mended_no_further():
    reading = read_as("?。ㄒ唬┲鲃庸_情況。全年公開37條,申請8件。")
    assert reading.text.startswith("(一)主动")
    assert reading.text.endswith("情况。全年公开37条,申请8件。")
    start = reading.text.index("37条")
    assert reading.raw[slice(*reading.raw_span(start, start + 3))] == "37條"


def test_unshift_gives_up_on_what_is_no_shifted_line():
    assert unshift("?。ㄒ\ue000") is None


def test_ranges_lead_back_to_the_print():
    reading = read_as("據(jù)統計(jì)，收到申請(qǐng)１２件。")
    start = reading.text.index("12件")
    assert reading.raw[slice(*reading.raw_span(start, start + 3))] == "１２件"
    assert reading.text[reading.at(reading.raw.index("１２")) :].startswith("12件")


@pytest.mark.parametrize(
    "printed",
    [
        "收到申請１２件（含上年結轉）；𠮷，已辦結。",
        "信息公开。",
        f"已辦結{BEYOND}。",
    ],
)
def test_a_long_text_reads_as_its_parts(printed, monkeypatch):
    short = read_as(printed)
    monkeypatch.setattr(reading, "_MANY", 1)
    assert read_as(printed) == short


@pytest.mark.parametrize(
    ("text", "known"),
    [("jù", True), ("xiang", True), ("zhuàn", True), ("app", False), ("ppt", False), ("iou", False)],
)
def test_syllables(text, known):
    assert is_syllable(text) is known


@given(st.text(alphabet="據(jù)統計，１a(he)?。ㄒ唬\n ", max_size=60))
def test_every_character_leads_back_inside_the_print(raw):
    reading = read_as(raw)
    for position in range(len(reading.text)):
        start, end = reading.raw_span(position, position + 1)
        assert 0 <= start < end <= len(raw)
    assert all(0 <= reading.at(p) <= len(reading.text) for p in range(len(raw) + 1))
