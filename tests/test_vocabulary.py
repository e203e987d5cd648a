"""What counts as prose, and what of it is set aside before words are looked for."""

from __future__ import annotations

import re

import pytest
from rule_cases import build

from audit.rules.vocabulary import is_prose, prose_parts, sentences_with, without_information_fees


def test_the_page_around_the_report_and_the_tables_are_no_prose() -> None:
    names = ("head", "preface", "overall", "disclosure", "requests", "disputes", "problems", "other")
    old = ("overview", "proactive", "on_request", "fees", "statistics", "attachments")
    parts = prose_parts(build([{"sections": {name: f"{name} 一句话。" for name in (*names, *old)}}]))
    assert parts["canonical"].tolist() == [
        "preface",
        "overall",
        "problems",
        "other",
        "overview",
        "proactive",
        "on_request",
        "fees",
    ]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("自然人 法人 商业企业 科研机构 结果维持 结果纠正 尚未审结", True),
        ("信息内容 本年制发件数 本年废止件数 现行有效件数", True),
        ("全年没有尚未审结的案件，工作平稳。", False),
        ("工作平稳。", False),
    ],
)
def test_two_words_of_its_header_make_a_table(text: str, table: bool) -> None:
    assert is_prose("overall", text) is not table
    kept = prose_parts(build([{"sections": {"overall": text}}]))
    assert kept.empty is table


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("全年收费5元。", "全年收费5元。"),
        ("全年收费5元。未收取信息处理费。", "全年收费5元。"),
        ("信息处理费为零。全年收费5元;其他无。", "全年收费5元;其他无。"),
        ("全年收取诉讼费7元,未收取复印费,也未收取邮寄费。", "全年收取诉讼费7元,"),
        ("检索费为零,全年收取诉讼费7元。", "全年收取诉讼费7元。"),
    ],
)
def test_sentences_and_clauses_on_fees_for_information_are_left_out(text: str, left: str) -> None:
    assert without_information_fees(text) == left


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲。乙处罚丙；丁。", ["乙处罚丙"]),
        ("处罚甲。乙；处罚丙", ["处罚甲", "处罚丙"]),
        ("甲；乙处罚丙、罚款丁。戊", ["乙处罚丙、罚款丁"]),
        ("处罚；罚款。处罚", ["处罚", "罚款", "处罚"]),
        ("甲。乙。", []),
    ],
)
def test_a_sentence_runs_from_stop_to_stop(text: str, found: list[str]) -> None:
    spans = sentences_with(re.compile("处罚|罚款"), text)
    assert [text[start:end].lstrip("。；") for start, end in spans] == found
