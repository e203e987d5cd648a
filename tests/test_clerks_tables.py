"""Tables as clerks and converters leave them: marks of Markdown, numbers of rows apart, cells merged over rows, page ends."""

from __future__ import annotations

import re

import pytest
from layouts import TEXT_LAYOUTS, distinct, page
from test_read_sheets import sheet_xml, xlsx
from test_tables import facts, tally

from audit.form.labels import key, words
from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

WHOLE = {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


def piped() -> str:
    return TEXT_LAYOUTS["piped"]("2021", distinct("2021"), 2022)


@pytest.mark.parametrize(
    "mark",
    [
        lambda text: re.sub(r"(?<=\| )(\d)\.", r"\1\\.", text),
        lambda text: re.sub(r"(?m)(^|\| )(\d\.\S+)", r"\1**\2**", text),
        lambda text: re.sub(r"(?m)(^|\| )(\d\.\S+)", "\\1\u200b\\2", text),
        lambda text: re.sub(r"(?m)(^|\| )(\d\.\S{3})(\S)", r"\1\2<br>\3", text),
        lambda text: re.sub(r"(?<=\| )(\d+)(?= \|)", r"$\1$", text),
        lambda text: re.sub(r"(?<=\| )(\d+)(?= \|)", r"**\1**", text),
    ],
    ids=["escaped", "bold", "invisible", "broken", "formula", "bold figures"],
)
def test_marks_of_a_converter_are_no_part_of_a_label_or_figure(mark):
    text = mark(piped())
    assert text != piped()
    assert tally(facts(text, "a.md")[1], distinct("2021")) == WHOLE


def test_the_number_of_a_row_in_a_cell_of_its_own_is_none_of_its_figures():
    printed = distinct("2021")
    html = re.sub(r"<td(?: [^>]*)?><p>(\d)\.", r"<td><p>\1</p></td><td><p>", page("2021", printed, 2022))
    assert tally(facts(html, "a.html")[1], printed) == WHOLE


@pytest.mark.parametrize("name", ["行政規範性檔案", "規範性檔案", "行政规范性档案"])
def test_the_words_of_a_machine_that_turned_the_copy_into_traditional_print_name_the_row(name):
    printed = distinct("2021")
    html = page("2021", printed, 2022).replace("行政规范性文件", name)
    assert name in html
    assert tally(facts(html, "a.html")[1], printed) == WHOLE


@pytest.mark.parametrize("foot", ["", "<p>— 5 —</p>", "<p>- 5 -</p><p>白石镇年报</p>"])
def test_a_label_that_a_page_cut_is_made_whole_over_the_foot_of_the_page(foot):
    printed = distinct("2021")
    html = page("2021", printed, 2022)
    rest = "<td></td>" * 7
    cut = f"</tr></table>{foot}<table><tr><td><p>机关确认或重新出具已获取信息</p></td>{rest}</tr><tr>"
    at = html.index("5.要求行政机关确认")
    end = html.index("</tr>", at)
    html = html[:at] + html[at:end].replace("机关确认或重新出具已获取信息", "") + cut + html[end + 9 :]
    assert tally(facts(html, "a.html")[1], printed) == WHOLE


def test_a_part_of_a_label_beside_blank_cells_does_not_make_its_row_blank():
    printed = distinct("2021")
    html = page("2021", printed, 2022)
    row = html[
        html.rindex("<tr>", 0, html.index("5.要求行政机关")) : html.index(
            "</tr>", html.index("5.要求行政机关")
        )
    ]
    parts = row.replace("5.要求行政机关确认或重新出具已获取信息", "5.要求行政")
    blank = f"</tr><tr><td><p>确认或重新出具已获取信息</p></td>{'<td></td>' * 7}"
    _, found = facts(html.replace(row, parts + blank), "a.html")
    assert "blank" not in {f.state for c, f in found.items() if "not_processed_reconfirm" in c}


def test_a_total_merged_over_several_rows_is_the_total_of_none():
    printed = distinct("2021")
    html = page("2021", printed, 2022)
    rows = [f"t3.unable_{r}.total" for r in ("not_held", "needs_creation", "unclear")]
    first, *others = (f"<td><p>{printed[code]}</p></td>" for code in rows)
    assert html.count(first) == 1
    html = html.replace(first, first.replace("<td>", "<td rowspan=3>"))
    for other in others:
        assert html.count(other) == 1
        html = html.replace(other, "")
    _, found = facts(html, "a.html")
    assert {found[code].state for code in rows} == {"unreadable"}
    assert tally(found, {c: v for c, v in printed.items() if c not in rows})["right"] == 197


def test_blank_cells_count_where_every_row_has_a_cell_for_each_column():
    printed = distinct("2021")
    blank = {c: "" if c.endswith("research_institute") else v for c, v in printed.items()}
    html = page("2021", blank, 2022)
    html = html.replace("<td rowspan=2><p>自然人", "<td rowspan=2 colspan=2><p>自然人").replace(
        '<td rowspan="2"><p>自然人', '<td rowspan="2" colspan="2"><p>自然人'
    )
    assert "colspan" in html[html.index("自然人") - 30 : html.index("自然人")]
    _, found = facts(html, "a.html")
    result = tally(found, blank)
    assert (result["wrong"], result["missing"], result["invented"]) == (0, 0, 0)


def test_a_blank_cell_of_a_hidden_sheet_contradicts_no_figure_that_is_shown():
    names = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    head = {(0, 0): "申请人情况", **{(0, i): name for i, name in enumerate(names, 1)}}

    def sheet(figures: list[float | str]) -> str:
        rows = {(1, 0): "一、本年新收政府信息公开申请数量", (2, 0): "二、上年结转政府信息公开申请数量"}
        rows |= {(r, i): f for r in (1, 2) for i, f in enumerate(figures, 1) if f != ""}
        return sheet_xml({**head, **rows})

    data = xlsx(
        {"新": sheet([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 21.0]), "旧": sheet([7.0, "", 9.0, 9.0, 9.0, 9.0, 43.0])},
        旧=' state="hidden"',
    )
    document = read_bytes(data, "a.xlsx")
    tables = read_tables(document, read_as(document.text))
    form = recognise_form(tables)
    found = facts_of(document, tables, "2021" if form == "unknown" else form)
    values = [f.value for f in found if f.cell.startswith("t3.carried_in")]
    assert values == [1, 2, 3, 4, 5, 6, 21]


FOUR = ["行政复议", "未经复议直接起诉", "复议后起诉"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def with_disputes(lines: list[str], printed: dict[str, str], between: str = " | ") -> str:
    """A report in which these lines stand over the figures of table 4."""
    text = TEXT_LAYOUTS["piped"]("2021", printed, 2022)
    start, end = text.index("行政复议 | 行政诉讼"), text.index("五、存在")
    figures = [v for c, v in printed.items() if c.startswith("t4.")]
    return text[:start] + "\n".join([*lines, between.join(figures)]) + "\n" + text[end:]


BROKEN_HEADERS = {
    "none": ["行政复议行政诉讼"],
    "broken names": [
        "行政复议 行政诉讼",
        "未经复议直接起诉 复议后起诉",
        "结果 结果 其他 尚未",
        "总计 总计 总计",
        "维持 纠正 结果 审结",
    ],
}


@pytest.mark.parametrize("between", [" | ", " "])
@pytest.mark.parametrize("lines", BROKEN_HEADERS.values(), ids=BROKEN_HEADERS)
def test_table_four_is_read_by_order_where_only_the_names_of_its_columns_are_broken(lines, between):
    printed = distinct("2021")
    _, found = facts(with_disputes(lines, printed, between))
    result = tally(found, printed)
    assert (result["wrong"], result["invented"]) == (0, 0)
    assert result["missing"] == 0 or (between == " " and lines == BROKEN_HEADERS["none"])


@pytest.mark.parametrize(
    "lines",
    [
        ["行政诉讼行政复议"],
        ["行政诉讼 行政复议", "复议后起诉 未经复议直接起诉", "结果 结果 其他 尚未"],
        ["未经复议直接起诉 行政复议 复议后起诉", "结果 结果 其他 尚未"],
        ["各单位办理情况"],
    ],
)
def test_figures_under_other_words_are_no_row_of_table_four(lines):
    printed = distinct("2021")
    _, found = facts(with_disputes(lines, printed))
    assert "number" not in {f.state for c, f in found.items() if c.startswith("t4.")}


@pytest.mark.parametrize("shown", ["{}", "{}.00"])
def test_numbers_of_the_columns_are_no_row_of_table_four(shown):
    printed = distinct("2021")
    lines = [
        "行政复议 | 行政诉讼 |",
        " | ".join([*OUTCOMES, *FOUR[1:]]),
        " | ".join(OUTCOMES * 2),
        " | ".join(shown.format(n) for n in range(1, 16)),
    ]
    assert tally(facts(with_disputes(lines, printed))[1], printed) == WHOLE


def test_the_blocks_of_table_four_are_known_with_the_kind_of_case_before_them():
    printed = distinct("2021")
    codes = [c for c in printed if c.startswith("t4.")]
    lines = [f"类别 | {' | '.join(OUTCOMES)}"]
    for number, name in enumerate(["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼——复议后起诉"]):
        lines.append(f"{name} | {' | '.join(printed[c] for c in codes[5 * number : 5 * number + 5])}")
    text = with_disputes(lines, printed)
    figures = " | ".join(printed[c] for c in codes)
    assert tally(facts(text.replace(f"\n{figures}\n", "\n"))[1], printed) == WHOLE


def test_characters_used_alike_are_one_in_every_piece_of_a_label():
    assert words("答覆数") == key("答复数")
    assert words("其它结果") == key("其他结果")


def test_other_is_written_with_either_character():
    text = piped().replace("其他", "其它")
    assert tally(facts(text)[1], distinct("2021")) == WHOLE


def test_numbers_before_the_rows_of_a_text_are_no_figures():
    rows = TEXT_LAYOUTS["spaced"]("2021", distinct("2021"), 2022).split("\n")
    first = next(i for i, row in enumerate(rows) if row.startswith("一、本年新收"))
    last = next(i for i, row in enumerate(rows) if row.startswith("四、结转下年度"))
    for number, at in enumerate(range(first, last + 1), 1):
        rows[at] = f"{number} {rows[at]}"
    assert tally(facts("\n".join(rows))[1], distinct("2021")) == WHOLE


def test_figures_before_the_names_of_a_list_are_no_numbers_of_rows():
    lines = ["3 行政许可", "4 行政处罚", "5 行政强制", "6 规章"]
    text = "白石镇2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n本年处理决定数量\n" + "\n".join(
        lines
    )
    found = facts(text)[1]
    assert {c: f.value for c, f in found.items() if f.state == "number"}.items() <= {
        "t2.licensing.decisions": 3,
        "t2.penalty.decisions": 4,
        "t2.coercion.decisions": 5,
    }.items()


def test_a_header_that_stands_elsewhere_than_its_figures_tells_no_order_of_its_own():
    printed = distinct("2021")
    html = page("2021", printed, 2022)
    at = html.index("自然人")
    row = html.rindex("<tr>", 0, at)
    corner = html.rindex("<tr>", 0, row)
    moved = html[corner:row].replace('rowspan="3"', 'rowspan="2"').replace("rowspan=3", "rowspan=2")
    assert moved != html[corner:row]
    shifted = html[row : html.index("</tr>", row)].replace("<td", "<td colspan=2 ", 1)
    shifted = shifted.replace('rowspan="2"', 'rowspan="3"', 1)
    html = html[:corner] + moved + shifted + html[html.index("</tr>", row) :]
    _, found = facts(html, "a.html")
    result = tally(found, printed)
    assert (result["wrong"], result["invented"]) == (0, 0)


def test_a_row_of_a_text_that_may_have_lost_a_blank_beside_a_further_column_is_unreadable():
    printed = distinct("2021")
    text = TEXT_LAYOUTS["spaced"]("2021", printed, 2022)
    names = "商业企业\u00a0\u00a0 科研机构\u00a0\u00a0 社会公益组织\u00a0\u00a0 法律服务机构\u00a0\u00a0 其他"
    assert names in text
    _, found = facts(text.replace(names, names + "\u00a0\u00a0 小计"))
    assert "number" not in {f.state for c, f in found.items() if c.startswith("t3.")}


@pytest.mark.parametrize("layout", ["bar_next_line", "tabbed", "cell_a_line", "spaced"])
def test_a_sentence_between_header_and_rows_of_a_text_names_no_further_column(layout):
    printed = distinct("2021")
    text = TEXT_LAYOUTS[layout]("2021", printed, 2022)
    at = text.rindex("\n", 0, text.index("一、本年新收政府信息公开申请")) + 1
    text = text[:at] + "全年答复申请 9 件，其中予以公开 3 件，总计 9 件。\n" + text[at:]
    assert tally(facts(text)[1], printed) == WHOLE
