"""Figures that stand near a cell, and are not its own: before a name, beside a blank, hidden, or beyond a lost edge."""

from __future__ import annotations

import pytest
from layouts import distinct, page, text_rows
from test_tables import facts, tally


def barred(rows: list[list[str]]) -> str:
    """Rows of one width, bars only between their cells, as if joined."""
    width = max(map(len, rows))
    return "\n".join(" | ".join([*[""] * (width - len(row)), *row]) for row in rows)


def test_bars_between_cells_alone_leave_blank_cells_at_both_edges():
    printed = distinct("2021")
    printed |= {code: "" for code in printed if code.endswith((".natural_person", ".total"))}
    printed |= {code: "" for code in printed if code.startswith("t3.carried_out")} | {
        "t3.carried_out.other": "9"
    }
    two, three, four = text_rows("2021", printed)
    text = "\n".join(
        ["二、主动公开政府信息情况", *map(" | ".join, two), "三、收到和处理", barred(three), "", barred(four)]
    )
    found = facts(text, "a.md")[1]
    assert tally(found, printed) == {
        "right": sum(map(bool, printed.values())),
        "wrong": 0,
        "missing": 0,
        "invented": 0,
    }


@pytest.mark.parametrize("tag", ["<br>", "</p><p>"])
def test_lines_of_markdown_count_beside_tables_of_html_with_lines_in_their_cells(tag):
    printed = distinct("2021") | {"t4.review.upheld": ""}
    two, _, four = text_rows("2021", printed)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in two)
    piped = "\n".join("| " + " | ".join(row) + " |" for row in four)
    html = f"<table>{rows}</table>".replace("行政规范性", f"行政规{tag}范性")
    found = facts(
        f"# 白石镇2022年报告\n\n{html}\n\n## 四、行政复议\n\n{piped}\n\n## 五、问题\n\n一是人员不足。\n",
        "a.md",
    )[1]
    assert found["t2.normative_documents.issued"].state == "number"
    shown = {code: v for code, v in printed.items() if code.startswith("t4")}
    assert {c for c, v in shown.items() if found[c].state == "number" and str(found[c].value) != v} == set()


def test_a_row_of_the_statistics_table_without_a_figure_is_passed():
    text = "四、行政复议数量 件\n（一）维持具体行政行为数 件\n（二）被依法纠错数 件 5\n（三）其他情形数 件\n"
    text += "五、行政诉讼数量 件\n（一）维持具体行政行为或者驳回原告诉讼请求数 件\n（三）其他情形数 件 7\n六、举报投诉数量 件 8\n"
    found = facts("政府信息公开情况统计表\n收到申请数 件 3\n" + text)[1]
    assert [(c, f.raw) for c, f in found.items() if f.state == "number"] == [
        ("s14.requests_total.year", "3"),
        ("s14.review_corrected.year", "5"),
        ("s14.suit_other.year", "7"),
        ("s14.complaints.year", "8"),
    ]


@pytest.mark.parametrize("parted_by", ["\n", " "])
def test_figures_before_the_name_of_their_row_are_not_those_of_the_row_before(parted_by):
    lines = []
    for row in [row for table in text_rows("2021", distinct("2021"))[:2] for row in table]:
        figures = [cell for cell in row if cell.isdigit()]
        names = " ".join(cell for cell in row if not cell.isdigit())
        lines.append(" ".join(figures) + parted_by + names if figures else names)
    found = facts("二、主动公开政府信息情况\n" + "\n".join(lines))[1]
    assert not [f for f in found.values() if f.state == "number" and f.table == "t3"]
    assert not [c for c, f in found.items() if f.state == "number" and f.raw != distinct("2021").get(c)]


def test_the_figure_of_last_year_beside_a_blank_cell_is_not_that_of_this_year():
    columns = "".join(
        f"<td colspan=2>{name}</td>" for name in ("本年制发件数", "本年废止件数", "现行有效件数")
    )
    head = f"<tr><td rowspan=2>信息内容</td>{columns}</tr>"
    years = "<tr>" + "<td>2022年</td><td>2021年</td>" * 3 + "</tr>"
    rows = "<tr><td>规章</td>" + "".join(f"<td>{n}</td>" for n in range(21, 27)) + "</tr>"
    rows += "<tr><td>行政规范性文件</td><td></td><td>31</td><td></td><td>32</td><td></td><td>33</td></tr>"
    found = facts(f"<p>二、主动公开政府信息情况</p><table>{head}{years}{rows}</table>", "a.html")[1]
    assert not [c for c, f in found.items() if f.state == "number"]


@pytest.mark.parametrize(
    ("rule", "hides"),
    [
        (".tip { color: red } span.key, .x {display:none}", True),
        ("/* .a{} */ .key{ visibility : hidden; }", True),
        ("@media print { .key {display:none} } .note{display:none}", False),
        (".key{display:none} .key{display:inline}", False),
        (".box .key{display:none}", False),
    ],
)
def test_what_a_style_sheet_hides_in_a_cell_is_no_digit_of_its_figure(rule, hides):
    printed = distinct("2021")
    cell = printed["t3.new_received.natural_person"]
    shown = page("2021", printed, 2022).replace(f">{cell}<", f'><span class="a key">9</span>{cell}<', 1)
    found = facts(f"<style type='text/css'>{rule}</style>{shown}", "a.html")[1]
    assert found["t3.new_received.natural_person"].raw == (cell if hides else f"9{cell}")


def test_last_year_beside_rows_without_a_figure_is_a_table_of_its_own():
    label = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"
    head = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [[*head, "", *head]]
    rows += [
        [name, *[""] * 7, "", name, *(str(10 * n + i) for i in range(7))] for n, name in enumerate(label, 1)
    ]
    html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<p>第二十条第（一）项 本年制发件数</p><table>{html}</table>"
    found = facts(table, "a.html")[1]
    assert not [c for c, f in found.items() if f.state == "number"]
