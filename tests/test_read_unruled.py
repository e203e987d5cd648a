"""Tables without rules: labels of several lines, figures that a narrow column broke, rows cut by the page."""

from __future__ import annotations

import pytest

from audit.model import Document
from audit.read import read_bytes
from audit.read.leaf import Char, Leaf
from audit.read.leaves import written
from audit.read.unruled import OpenTable, open_tables
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

SIZE = 10.0
LABELS = 50.0
COLUMNS = (200.0, 260.0, 320.0)
Cells = tuple[str, ...]
"""Lines of the label, parted by bars, and the figures."""


def printed(text: str, left: float, middle: float) -> list[Char]:
    """Print on one line; a digit is half as wide as a word."""
    chars = []
    for t in text:
        width = SIZE / 2 if t.isascii() else SIZE
        chars.append(Char(t, (left, middle - SIZE / 2, left + width, middle + SIZE / 2)))
        left += width
    return chars


def rows_of_print(rows: list[Cells], *, lines: float, between: float, at: str = "top") -> list[Char]:
    """Rows of a table, lines of a label ``lines`` apart and rows ``between``; figures stand at its top or centre."""
    chars, top = [], 100.0
    for label, *figures in rows:
        parts = label.split("|")
        height = lines * max(cell.count("|") for cell in (label, *figures))
        for number, part in enumerate(parts):
            chars += printed(part, LABELS, top + number * lines)
        for figure, left in zip(figures, COLUMNS, strict=True):
            for number, part in enumerate(figure.split("|")):
                middle = top + number * lines if at == "top" else top + height / 2
                chars += printed(part, left, middle)
        top += height + between
    return chars


def labels_of(table: OpenTable) -> list[str]:
    """The whole label of every row."""
    return ["|".join(w.text for w in sorted(row.label, key=lambda w: w.middle)) for row in table.rows]


ROWS: list[Cells] = [
    ("申请数量", "11", "12", "13"),
    ("信访举报|投诉类|申请", "21", "22", "23"),
    ("重复|申请", "31", "32", "33"),
    ("公开出版物", "41", "42", "43"),
    ("大量反复|申请的|情形", "51", "52", "53"),
]


@pytest.mark.parametrize(("lines", "between", "at"), [(15, 24, "top"), (15, 15, "top"), (15, 24, "centre")])
def test_the_lines_of_a_label_stay_with_its_figures(lines, between, at):
    table = open_tables(rows_of_print(ROWS, lines=lines, between=between, at=at))[0]
    assert labels_of(table) == [label for label, *_ in ROWS]


def test_labels_that_could_hang_or_be_centred_name_nothing_they_do_not():
    rows = [("申请数量", "11", "12", "13"), ("信访", "21", "22", "23"), ("举报|投诉", "31", "32", "33")]
    table = open_tables(rows_of_print(rows, lines=15, between=15))[0]
    assert [r.label[0].text for r in table.rows[:2] if r.label] == ["申请数量", "信访"]


BROKEN: list[Cells] = [
    ("申请数量", "5983|5", "12", "6661|1"),
    ("信访举报|投诉类|申请", "21", "2316|0", "9013"),
    ("重复|申请", "31", "32", "33"),
]


def texts(leaves: list[Leaf]) -> list[str]:
    made = written(leaves)
    return [made.text[c.start : c.end] for b in made.blocks if hasattr(b, "cells") for c in b.cells]


def test_a_figure_that_its_column_broke_is_whole_where_rows_are_apart():
    cells = texts([Leaf(600, 800, rows_of_print(BROKEN, lines=15, between=24))])
    assert {"59835", "66611", "23160", "9013"} <= set(cells)
    assert not {"5", "1", "0", "5983"} & set(cells)


def test_a_figure_that_may_be_two_is_none():
    rows = [*BROKEN, ("其他", "41", "42", "43"), ("总计", "51", "52", "53")]
    cells = texts([Leaf(600, 800, rows_of_print(rows, lines=15, between=15))])
    assert not {"5", "1", "0", "5983", "59835"} & set(cells)


def test_the_rest_of_a_row_at_the_top_of_the_next_page_is_a_row_of_its_own():
    rows = [("机构改革", "", "", ""), ("申请数量", "11", "12", "13"), ("重复|申请", "31", "32", "33")]
    assert labels_of(open_tables(rows_of_print(rows, lines=15, between=20))[0]) == [
        "机构改革",
        "申请数量",
        "重复|申请",
    ]


def halves(first: Cells, rest: Cells) -> dict[str, object]:
    """A row of table 3 that a page break cut into these two, after a whole one."""
    head = ("申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    top = [head, ("（一）予以公开", *"1234567"), first]
    tables = "".join(
        "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows) + "</table>"
        for rows in (top, [rest, ("（四）无法提供 1.本机关不掌握相关政府信息", *"7654321")])
    )
    document = read_bytes(f"<p>三、收到和处理政府信息公开申请情况</p>{tables}".encode(), "a.html")
    found = read_tables(document, read_as(document.text))
    form = "2021" if recognise_form(found) == "unknown" else recognise_form(found)
    return {f.cell: f for f in facts_of(document, found, form)}


def test_a_figure_of_which_two_pages_have_print_is_unreadable():
    facts = halves(
        ("8.属", "536", "833", "685", "309", "66", "467", "762"), ("于行政查询事项", "", "", "6", *[""] * 4)
    )
    states = {
        c: facts[f"t3.denied_admin_query.{c}"] for c in ("natural_person", "research_institute", "total")
    }
    assert {c: (f.state, f.value) for c, f in states.items()} == {
        "natural_person": ("number", 536),
        "research_institute": ("unreadable", None),
        "total": ("number", 762),
    }


def test_the_rest_of_a_label_that_names_the_row_by_itself_joins_its_heading():
    facts = halves(
        ("（三）不予公开6.", "536", "833", "685", "309", "66", "467", "762"),
        ("属于四类过程性信息", *[""] * 7),
    )
    assert facts["t3.denied_process_info.total"].value == 762


NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
APPLICANTS_AT = {name: 200 + 75 * number for number, name in enumerate(NAMES)}
"""Where the columns of table 3 begin; two names are wider than their column."""


def centred_header(below: list[str]) -> list[Char]:
    """Table 3 without rules: 自然人 and 总计 stand between the two lines of names, as cells over both are filled."""
    first = {"法人或其他组织": 275}
    lines = [{"申请人情况": 200}, first, {n: APPLICANTS_AT[n] for n in ("自然人", "总计")}]
    lines += [{n: APPLICANTS_AT[n] for n in line.split()} for line in below]
    chars = []
    for number, line in enumerate(lines):
        for name, left in line.items():
            chars += printed(name, left, 100 + 12 * number)
    labels = ("一、本年新收", "二、上年结转")
    for number, label in enumerate(labels):
        middle = 130 + 12 * len(lines) + 24 * number
        chars += printed(label, LABELS, middle)
        for column, left in enumerate(APPLICANTS_AT.values(), 1):
            chars += printed(f"{number + 1}{column}", left, middle)
    return chars


@pytest.mark.parametrize(
    "below",
    [
        ["商业企业 科研机构 社会公益组织 法律服务机构 其他"],
        ["社会公益组织 法律服务机构", "商业企业 科研机构 其他"],
    ],
)
def test_names_wider_than_their_column_stand_over_it_alone(below):
    table = open_tables(centred_header(below))[0]
    over = {w.text: table.span(w) for head in table.heads for w in head}
    assert {name: over[name] for name in APPLICANTS_AT} == {
        name: (i, i + 1) for i, name in enumerate(APPLICANTS_AT)
    }


def test_a_row_without_words_has_no_cell_for_them():
    chars = [c for line, middle in (("31", 124), ("41", 148)) for c in printed(line, 100, middle)]
    chars += [c for line, middle in (("33", 124), ("43", 148)) for c in printed(line, 220, middle)]
    grid = next(b for b in written([Leaf(600, 800, chars)]).blocks if hasattr(b, "cells"))
    assert [c.row for c in grid.cells] == [0, 0, 1, 1]


def test_the_heading_of_a_section_is_no_header_of_the_table_below_it():
    heading = printed("四、政府信息公开行政复议、行政诉讼情况", 95, 76)
    chars = heading + printed("结果维持", 100, 100) + printed("结果纠正", 160, 100)
    chars += (
        printed("31", 100, 124) + printed("32", 160, 124) + printed("41", 100, 148) + printed("42", 160, 148)
    )
    assert [[w.text for w in head] for head in open_tables(chars)[0].heads] == [["结果维持", "结果纠正"]]


def level_rules(heights: list[float], left: float = LABELS, right: float = 360.0) -> list[tuple[float, ...]]:
    """Level rules over the table."""
    return [(left, y - 0.3, right, y + 0.3) for y in heights]


def test_rules_between_rows_tell_which_lines_are_of_one_label():
    tops = {"机构": 100, "改革": 115, "重复": 130, "申请": 145, "公开": 160, "投诉": 175}
    chars = [c for text, middle in tops.items() for c in printed(text, LABELS, middle)]
    for middle, row in ((107.5, ("11", "12", "13")), (145, ("21", "22", "23")), (175, ("31", "32", "33"))):
        for figure, left in zip(row, COLUMNS, strict=True):
            chars += printed(figure, left, middle)
    for rules in ([92, 122, 168, 183], [92, 122, 168]):  # the last one may be on the next page
        found = open_tables(chars, level_rules(rules))[0]
        assert labels_of(found) == ["机构|改革", "重复|申请|公开", "投诉"]


def test_words_left_of_the_label_between_rules_are_its_group():
    chars = [
        c
        for text, middle in {"重复": 100, "申请": 115, "投诉": 130}.items()
        for c in printed(text, 100, middle)
    ]
    chars += printed("不予处理", LABELS, 115)
    for middle, row in ((107.5, ("11", "12", "13")), (130, ("21", "22", "23"))):
        for figure, left in zip(row, COLUMNS, strict=True):
            chars += printed(figure, left, middle)
    table = open_tables(chars, level_rules([92, 122, 138], left=100))[0]
    assert labels_of(table) == ["重复|申请", "投诉"]
    assert [[w.text for w in row.groups] for row in table.rows] == [["不予处理"], []]


def test_a_frame_around_header_and_figures_parts_no_rows():
    chars = printed("申请", LABELS, 115) + printed("机构", 200, 100) + printed("改革", 260, 100)
    for middle, row in ((115, ("11", "12", "13")), (145, ("21", "22", "23"))):
        for figure, left in zip(row, COLUMNS, strict=True):
            chars += printed(figure, left, middle)
    framed = open_tables(chars, level_rules([90, 130, 160]))[0]
    assert [[w.text for w in head] for head in framed.heads] == [["机构", "改革"]]


HALVES: list[tuple[float, Cells]] = [
    (100, ("申请数量", "11", "12", "13")),
    (119, ("", "598321", "", "")),
    (125, ("重复申请", "", "22", "23")),
    (131, ("", "5", "", "")),
    (150, ("其他", "31", "32", "33")),
]
"""A figure of two lines stands half a line above and below the others of its row."""


def of_halves(rows: list[tuple[float, Cells]]) -> list[str]:
    chars = []
    for middle, (label, *figures) in rows:
        chars += printed(label, LABELS, middle)
        for figure, left in zip(figures, COLUMNS, strict=True):
            chars += printed(figure, left, middle)
    return texts([Leaf(600, 800, chars)])


def test_a_figure_of_two_lines_beside_the_middle_of_its_row_is_not_its_first_line():
    cells = of_halves(HALVES)
    assert "22" in cells
    assert not {"598321", "5"} & set(cells)


def test_half_a_figure_is_none_where_the_other_half_is_not_seen():
    cells = of_halves([r for r in HALVES if r[0] != 119])
    assert "22" in cells
    assert "5" not in cells


def test_the_rest_of_a_figure_one_digit_shorter_than_the_longest_is_no_row():
    rows = [("申请数量", "11", "12", "13"), ("", "1260099", "484893", "483330"), ("", "", "6", "74")]
    cells = of_halves([(100 + 24 * n - (12 if n == 2 else 0), row) for n, row in enumerate(rows)])
    assert not {"6", "74", "484893", "483330"} & set(cells)


def test_figures_that_run_together_spoil_no_other_row():
    rows: list[Cells] = [
        ("申请数量", "11", "12", "13"),
        ("重复申请", "21", "22", "23"),
        ("公开出版物", "1234567890123456", "", "33"),
        ("其他", "41", "42", "43"),
    ]
    cells = texts([Leaf(600, 800, rows_of_print(rows, lines=15, between=24))])
    assert {"11", "12", "22", "33", "42"} <= set(cells)
    assert "1234567890123456" not in cells


def test_a_column_without_figures_keeps_its_name():
    names = {"上一年": 200, "本年增": 260, "处理决定": 315}
    chars = [c for name, left in names.items() for c in printed(name, left, 100)]
    for middle, (label, first, last) in ((124, ("行政处罚", "11", "13")), (148, ("行政强制", "21", "23"))):
        chars += printed(label, LABELS, middle) + printed(first, 205, middle) + printed(last, 320, middle)
    table = open_tables(chars)[0]
    assert [table.span(w) for w in table.heads[-1]] == [(0, 1), (1, 2), (2, 3)]


def test_a_running_head_is_no_header_of_the_table_below_it():
    def leaf(page: int) -> Leaf:
        rows: list[Cells] = [("申请数量", f"{page}1", "12", "13"), ("重复申请", "21", "22", "23")]
        head = printed("临砚县年度报告", 200, 20) + printed("1/26", LABELS, 20)
        return Leaf(600, 800, head + rows_of_print(rows, lines=15, between=24))

    made = written([leaf(n) for n in range(1, 4)])
    grids = [b for b in made.blocks if hasattr(b, "cells")]
    assert [g.cells[0].row + len({c.row for c in g.cells}) for g in grids][1:] == [2, 2]


BROKEN_NAMES = {
    100: {"申请人情况": 435},
    116: {"法人或其他组织": 430},
    132: {"自然人": 200, "商业企": 275, "科研机": 350, "社会公": 425, "法律服": 500, "总计": 650},
    138: {"其他": 575},
    144: {"业": 285, "构": 360, "益组织": 425, "务机构": 500},
}
"""Names of two lines, beside names of one line that stand at the height of the first or between both."""


def test_names_of_several_lines_stand_in_one_row_of_the_header():
    chars = [c for y, line in BROKEN_NAMES.items() for name, x in line.items() for c in printed(name, x, y)]
    for number, label in enumerate(("一、本年新收", "二、上年结转")):
        chars += printed(label, LABELS, 164 + 24 * number)
        for column, left in enumerate(APPLICANTS_AT.values(), 1):
            chars += printed(f"{number + 1}{column}", left, 164 + 24 * number)
    table = open_tables(chars)[0]
    assert [[w.text for w in head] for head in table.heads] == [
        ["申请人情况"],
        ["法人或其他组织"],
        list(NAMES),
    ]


def test_the_heading_over_one_of_several_names_is_no_part_of_it():
    chars = printed("第二十条", 260, 100)
    for name, left in (("制发件数", 195), ("废止件数", 255), ("有效件数", 315)):
        chars += printed(name, left, 113)
    for middle, row in ((133, ("11", "12", "13")), (153, ("21", "22", "23"))):
        chars += printed("规章", LABELS, middle)
        for figure, left in zip(row, (205, 265, 325), strict=True):
            chars += printed(figure, left, middle)
    heads = open_tables(chars)[0].heads
    assert [[w.text for w in head] for head in heads] == [["第二十条"], ["制发件数", "废止件数", "有效件数"]]


def test_a_column_of_a_page_is_where_its_figures_stand_blank_cells_or_not():
    head: list[Cells] = [("统计指标", "统计数", "上年数", "同比"), ("收到申请数", "17", "19", "2")]
    rows: list[Cells] = [
        ("当面申请数", "", "99", "3"),
        ("传真申请数", "5", "6", "1"),
        ("网络申请数", "8", "9", "4"),
    ]
    leaves = []
    for page in (head, rows):
        units = [
            c for n in range(len(page)) for c in printed("件", 150, 100 + 24 * n) if page[n][0] != "统计指标"
        ]
        leaves.append(Leaf(600, 800, rows_of_print(page, lines=15, between=24) + units))
    made = written(leaves)
    document = Document(made.text, tuple(made.blocks), made.places(), "pdf")
    found = read_tables(document, read_as(made.text))
    years = {f.cell: f.value for f in facts_of(document, found, recognise_form(found))}
    assert years["s14.requests_total.year"] == 17
    assert years["s14.requests_in_person.year"] is None
    assert years["s14.requests_fax.year"] == 5


def test_the_heading_of_a_part_stands_between_a_header_and_its_rows():
    chars = printed("统计指标", LABELS, 100) + printed("统计数", 200, 100) + printed("上年数", 260, 100)
    chars += printed("一、主动公开情况", LABELS, 124)
    for middle, row in ((148, ("11", "12")), (172, ("21", "22"))):
        chars += printed("公开信息数", LABELS, middle)
        for figure, left in zip(row, COLUMNS[:2], strict=True):
            chars += printed(figure, left, middle)
    assert [[w.text for w in head] for head in open_tables(chars)[0].heads] == [
        ["统计指标", "统计数", "上年数"]
    ]
