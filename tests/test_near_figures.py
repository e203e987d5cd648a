"""Figures that stand near a cell, and are not its own: before a name, beside a blank, hidden, or beyond a lost edge."""

from __future__ import annotations

import pytest
from layouts import distinct, page, text_rows
from test_tables import facts, tally

from audit.model import Fact
from audit.read import read_bytes
from audit.tidy.numbers import CHANGE, cell_figure
from audit.tidy.report import tidy


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


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("减少3", -3),
        ("减3", -3),
        ("↓3", -3),
        ("增加12项", 12),
        ("增12", 12),
        ("↑ 12", 12),
        ("减少", None),
        ("增1减2", None),
    ],
)
def test_the_sign_of_a_change_may_be_a_word_in_its_column_only(printed, value):
    figures = distinct("2019") | {"t2.licensing.change": printed, "t2.penalty.decisions": printed}
    found = facts(page("2019", figures, 2020), "a.html")[1]
    change, other = found["t2.licensing.change"], found["t2.penalty.decisions"]
    assert (change.value, change.unit) == (value, None)
    assert (change.raw, other.state) == (printed, "unreadable")
    assert (cell_figure(printed).unit == CHANGE) == (value is not None)
    del figures["t2.licensing.change"], figures["t2.penalty.decisions"]
    assert tally({c: f for c, f in found.items() if c in figures}, figures)["right"] == 196


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "unknown")])
@pytest.mark.parametrize("first", ["三、", "四、"])
def test_tables_of_both_forms_are_those_of_the_only_one_that_there_was(first, year, form):
    html = page("2019", distinct("2019"), year)
    tables = html.split("<table")
    kept = tables[3:] if first == "四、" else tables[2:]
    text = f"<title>白石镇{year}年政府信息公开工作年度报告</title><p>{first}</p><table" + "<table".join(kept)
    assert tidy(read_bytes(text.encode(), "a.html"), "a.html").metadata["form"] == form


def spread_out(figures: dict[str, str]) -> list[list[str]]:
    """Table 3 as converters print it that put a blank cell for each column a label is merged over, and none below it."""
    rows = text_rows("2021", figures)[1]
    made = rows[:3]
    for row in rows[3:]:
        labels, values = row[:-7], row[-7:]
        level = 2 if labels[-1][0].isdigit() else 1 if labels[-1][0] in "（(" else 0
        made.append([*labels, *[""] * (2 - level), *values])
    return made


def barred_table(rows: list[list[str]]) -> dict[str, Fact]:
    """What Markdown with these rows is read as."""
    return facts("\n".join("| " + " | ".join(row) + " |" for row in rows), "a.md")[1]


def misread(found: dict[str, Fact], figures: dict[str, str]) -> set[str]:
    return {
        c for c, f in found.items() if f.state == "number" and c[:3] == "t3." and str(f.value) != figures[c]
    }


@pytest.mark.parametrize("first", ["", "77"])
def test_blank_cells_of_merged_labels_are_none_of_the_figures_behind_them(first):
    figures = distinct("2021")
    figures |= {c: first for c in figures if c.endswith(".natural_person")} | {
        "t3.carried_in.natural_person": "9"
    }
    found = barred_table(spread_out(figures))
    read = {c: str(f.value) if f.state == "number" else "" for c, f in found.items() if f.table == "t3"}
    assert read.items() >= {c: v for c, v in figures.items() if c.startswith("t3.")}.items()


@pytest.mark.parametrize("cells", [["更正", "", "", *"123456"], ["更正", *"1234567"], ["更正", "1"]])
def test_a_further_row_among_rows_with_blank_cells_of_merged_labels_disturbs_none(cells):
    figures = distinct("2021")
    rows = spread_out(figures)
    found = barred_table([*rows[:9], cells, *rows[9:]])
    assert misread(found, figures) == set()
    assert found["t3.carried_in.total"].state == "number"


@pytest.mark.parametrize("lost", [-1, -4, 1])
def test_a_row_that_lost_a_cell_beside_blank_cells_of_merged_labels_is_unreadable(lost):
    figures = distinct("2021")
    rows = spread_out(figures)
    del rows[4][lost]
    assert misread(barred_table(rows), figures) == set()


def test_rows_filled_up_on_the_right_leave_no_blank_cell_of_a_merged_label():
    """A blank before the figures may be the first of them, where that at the end of the row only fills it up."""
    figures = distinct("2021") | {"t3.result_partial.natural_person": ""}
    figures |= {c: "" for c in figures if c.startswith("t3.denied") and c.endswith(".total")}
    labels, rows = ["三、本年度办理结果", "（三）不予公开"], text_rows("2021", figures)[1]
    upper = [labels[0], rows[6][-8], *rows[6][-7:], ""]
    first = [[row[-8], *row[-7:]] for row in rows[3:5]]
    inner = [[*labels, row[-8], *row[-7:]] for row in rows[7:15]]
    parts = [["申请人情况", "自然人", *rows[2], "总计"], *first], [upper, *inner]
    text = "\n\n\n".join("\n".join("| " + " | ".join(row) + " |" for row in part) for part in parts)
    found = facts("第二十条第（一）项 本年制发件数\n\n" + text, "a.md")[1]
    assert found["t3.new_received.total"].state == "number"
    assert misread(found, figures) == set()


@pytest.mark.parametrize("over", ["法人或其他组织 - {}", "申请人情况.法人或其他组织.{}"])
def test_a_column_may_be_named_with_the_header_lines_over_it(over):
    figures = distinct("2021") | {"t3.denied_state_secret.natural_person": ""}
    rows = text_rows("2021", figures)[1]
    head = ["项目", "自然人", *(over.format(name) for name in rows[2]), "总计"]
    found = barred_table([head, *([row[-8], *row[-7:]] for row in rows[3:])])
    read = {c: str(f.value) if f.state == "number" else "" for c, f in found.items() if f.table == "t3"}
    assert read.items() >= {c: v for c, v in figures.items() if c.startswith("t3.")}.items()


def test_last_year_beside_a_sheet_with_rows_of_groups_is_a_table_of_its_own():
    blank = ("t3.other_misc", "t3.denied_other_law")
    figures = {c: "" if c.startswith(blank) else v for c, v in distinct("2021").items()}
    own = [["", "", "", *row[-7:]] for row in text_rows("2021", figures)[1][3:]]
    for place, row in zip(own, text_rows("2021", figures)[1][3:], strict=True):
        deep = 2 if row[-8][0].isdigit() else 1 if row[-8][0] in "（(" else 0
        place[deep] = row[-8]
    before = [[*row[:3], *(str(50 + n) for n in range(7))] for row in own]
    head = ["", "", "项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [[*head, "", *head], *([*a, "", *b] for a, b in zip(own, before, strict=True))]
    found = facts("\n".join("\t".join(row) for row in rows), "a.tsv")[1]
    assert misread(found, figures) == set()
