"""Rows of running text with as many figures as columns by accident: a blank cell left no mark, a figure was broken."""

from __future__ import annotations

import pytest

from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

HEADER = (
    "三、收到和处理政府信息公开申请情况\n申请人情况\n自然人 法人或其他组织 总计\n"
    "商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
)
NEW = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"


def read(text: str) -> dict[str, object]:
    """The facts of a text."""
    document = read_bytes(text.encode(), "a.txt")
    found = read_tables(document, read_as(document.text))
    form = recognise_form(found)
    return {f.cell: f.value for f in facts_of(document, found, "2021" if form == "unknown" else form)}


def row(facts: dict[str, object], code: str) -> list[object]:
    """The figures of a row of table 3."""
    return [v for c, v in facts.items() if c.startswith(f"t3.{code}.")]


@pytest.mark.parametrize(
    "line",
    [
        "2.重复申请 24 465 13911 29 3900\n1962602\n2",
        "2.重复申请 4 465 11 29 3900 1962602\n2",
        "2.重复 64 696 34572 80 16 896897\n申请 9",
    ],
)
def test_figures_alone_in_lines_may_be_the_rest_of_others(line):
    facts = read(f"{HEADER}{NEW} 11 12 13 14 15 16 81\n{line}\n（七）总计 21 22 23 24 25 26 141\n")
    assert row(facts, "not_processed_duplicate") == [None] * 7
    assert row(facts, "new_received") == [11, 12, 13, 14, 15, 16, 81]


@pytest.mark.parametrize("figures", ["1\n2\n3\n4\n5\n6\n21", "1 2 3 4\n5 6 21"])
def test_figures_in_lines_of_one_kind_are_those_of_their_row(figures):
    facts = read(
        f"{HEADER}{NEW} 11 12 13 14 15 16 81\n2.重复申请 {figures}\n（七）总计 21 22 23 24 25 26 141\n"
    )
    assert row(facts, "not_processed_duplicate") == [1, 2, 3, 4, 5, 6, 21]


def test_a_row_of_which_the_label_goes_on_to_another_figure_has_one_more():
    facts = read(
        f"{HEADER}一、本年新收政府信息公开申请 8341610 12 13 14 15 16 81\n数量 7\n{CARRIED} 1 2 3 4 5 6 21\n"
    )
    assert row(facts, "new_received") == [None] * 7
    assert row(facts, "carried_in") == [1, 2, 3, 4, 5, 6, 21]


@pytest.mark.parametrize(
    ("full", "doubtful", "sound"),
    [
        ("178 114 134 860 0 0 74 165 302", "0 28 718 74 4 698 746", "4 28 71 74 4 69 74"),
        ("51 990267 8 0 496 99 86 74", "0 51 0 496 990268 8 867", "4 28 71 74 4 69 74"),
    ],
)
def test_rows_with_too_many_figures_tell_that_others_may_have_lost_a_blank(full, doubtful, sound):
    rows = f"{NEW} {full}\n{CARRIED} {doubtful}\n（七）总计 {sound}\n"
    facts = read(HEADER + rows)
    assert row(facts, "carried_in") == [None] * 7
    assert row(facts, "result_total") == [int(n) for n in sound.split()]
    alone = read(HEADER + rows.replace(full, "1 2 3 4 5 6 21"))
    assert row(alone, "carried_in") == [int(n) for n in doubtful.split()]


def test_the_heading_of_a_group_beside_the_figures_of_a_row_is_no_row():
    lines = "（六）其他处理 242 464 45 7 8 13 90\n机关不再处理\n3.其他 1 2 3 4 5 6 21\n（七）总计 1 2 3 4 5 6 21\n"
    facts = read(f"{HEADER}{NEW} 11 12 13 14 15 16 81\n{lines}")
    assert not any(row(facts, "other_total"))
    alone = read(f"{HEADER}{NEW} 11 12 13 14 15 16 81\n{lines.replace('3.其他 1 2 3 4 5 6 21', '')}")
    assert row(alone, "other_total") == [242, 464, 45, 7, 8, 13, 90]


def test_numbers_of_lines_beside_the_row_of_table_four_are_not_its_figures():
    names = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = f"四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n{names} {names} {names}\n"
    facts = read(head + "57 4702 57 9 3936 0 92 0 415 3076 79064 437 10046\n58\n59 五、存在的主要问题\n")
    assert not any(v for c, v in facts.items() if c.startswith("t4."))


def test_a_statistic_with_fewer_figures_than_most_tells_of_no_year():
    rows = "统计指标 单位 统计数 上年\n收到申请数 件 17 19\n当面申请数 件 5 6\n传真申请数 件 99\n网络申请数 件 7 8\n"
    facts = read("政府信息公开情况统计表\n" + rows)
    assert not any(facts.values())
    one = read("政府信息公开情况统计表\n" + rows.replace(" 19", "").replace(" 6", "").replace(" 8", ""))
    assert one["s14.requests_fax.year"] == 99
