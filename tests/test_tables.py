"""Every layout, every cell, a distinct figure in each: all right, none wrong, none invented."""

from __future__ import annotations

import csv
import io
import re

import pytest
from layouts import HTML_LAYOUTS, TEXT_LAYOUTS, distinct, page, run_together, text_rows

from audit.form import APPLICANTS, forms
from audit.form.labels import Label, look_up, look_up_damaged
from audit.model import Fact
from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.glued import divisions
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

FORMS = ("2019", "2021")


def facts(text: str, name: str = "report.txt") -> tuple[str, dict[str, Fact]]:
    document = read_bytes(text.encode(), name)
    tables = read_tables(document, read_as(document.text))
    form = recognise_form(tables)
    found = facts_of(document, tables, form)
    for fact in found:
        if fact.locator is not None:
            start, end = document.places.span(fact.locator)
            assert document.text[start:end] == fact.raw
    return form, {f.cell: f for f in found}


def tally(found: dict[str, Fact], printed: dict[str, str]) -> dict[str, int]:
    """Cells right, wrong, missing, invented against the figures printed."""
    right = sum(str(found[c].value) == v.replace(",", "") for c, v in printed.items() if v and c in found)
    missing = sum(found[c].state != "number" for c, v in printed.items() if v)
    invented = sum(f.state == "number" and not printed.get(c) for c, f in found.items())
    wrong = sum(bool(v) for v in printed.values()) - right - missing
    return {"right": right, "wrong": wrong, "missing": missing, "invented": invented}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", TEXT_LAYOUTS)
def test_every_cell_of_a_text_layout_is_read(form, layout):
    printed = distinct(form)
    read, found = facts(TEXT_LAYOUTS[layout](form, printed, 2020))
    assert read == form
    assert tally(found, printed) == {"right": len(printed), "wrong": 0, "missing": 0, "invented": 0}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", HTML_LAYOUTS)
def test_every_cell_of_a_page_is_read(form, layout):
    printed = distinct(form)
    read, found = facts(page(form, printed, 2020, **HTML_LAYOUTS[layout]), "report.html")
    assert read == form
    assert tally(found, printed) == {"right": len(printed), "wrong": 0, "missing": 0, "invented": 0}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", HTML_LAYOUTS)
def test_blank_cells_of_a_page_stay_blank_and_move_nothing(form, layout):
    printed = {c: ("" if i % 4 == 1 else v) for i, (c, v) in enumerate(distinct(form).items())}
    _, found = facts(page(form, printed, 2020, **HTML_LAYOUTS[layout]), "report.html")
    assert tally(found, printed)["wrong"] == tally(found, printed)["missing"] == 0
    assert {found[c].state for c, v in printed.items() if not v} == {"blank"}


@pytest.mark.parametrize("form", FORMS)
def test_cells_run_together_are_read_where_one_division_is_possible(form):
    digits = {c: str(i * 7 % 10) for i, c in enumerate(distinct(form))}
    read, found = facts(run_together(form, digits, 2020))
    assert read == form
    assert tally(found, digits) == {"right": len(digits), "wrong": 0, "missing": 0, "invented": 0}


@pytest.mark.parametrize("form", FORMS)
def test_cells_run_together_are_unreadable_where_several_divisions_are_possible(form):
    printed = distinct(form)
    _, found = facts(run_together(form, printed, 2020))
    counts = tally(found, printed)
    assert (counts["wrong"], counts["invented"]) == (0, 0)
    assert found["t3.new_received.natural_person"].state == "unreadable"
    single = [
        c
        for c in printed
        if c.startswith("t2.") and form == "2021" and c.endswith((".decisions", ".amount_wan"))
    ]
    assert all(str(found[c].value) == printed[c] for c in single)


def test_numbers_of_rows_are_no_figures_in_a_table_run_together():
    text = (
        "白石镇2015年政府信息公开工作年度报告政府信息公开情况统计表指标名称计量单位2015年度历年累计"
        "主动公开文件数条5012其中：1.未知渠道公开数条002.政府网站公开数条703.政府公报公开数条00"
        "受理依申请公开信息总数条04对申请的答复总数条12"
    )
    form, found = facts(text)
    assert form == "2014"
    printed = {c: (f.state, f.value and int(f.value)) for c, f in found.items()}
    assert printed["s14.channel_website.year"] == ("number", 7)
    assert printed["s14.channel_website.cumulative"] == ("number", 0)
    assert printed["s14.requests_total.cumulative"] == ("number", 4)
    assert printed["s14.disclosed_total.year"] == ("unreadable", None)


@pytest.mark.parametrize(
    ("run", "size", "ways"),
    [
        ("0000007", 7, 1),
        ("007", 3, 1),
        ("120", 2, 2),
        ("100", 2, 1),
        ("1234", 2, 2),
        ("50-31", 2, 0),
        ("10", 3, 0),
        ("-15", 1, 1),
        ("5.90元", 1, 1),
        ("5.90元", 2, 0),
    ],
)
def test_divisions_of_a_run_of_digits(run, size, ways):
    assert len(divisions(run, size)) == ways


def test_thousands_separators_do_not_shift_the_table():
    printed = {c: f"{int(v) * 1000 + 1:,}" for c, v in distinct("2021").items()}
    _, found = facts(TEXT_LAYOUTS["piped"]("2021", printed, 2022))
    assert tally(found, printed) == {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


def test_a_row_with_too_few_figures_is_unreadable_and_not_padded():
    text = TEXT_LAYOUTS["cell_a_line"]("2021", distinct("2021"), 2022)
    row = text[text.index("二、上年结转") :].split("\n\n")
    cut = text.replace("\n\n".join(row[:8]), "\n\n".join([row[0], *row[3:8]]))
    _, found = facts(cut)
    states = {c: f.state for c, f in found.items() if f.state != "number"}
    assert set(states) == {c for c in found if c.startswith("t3.carried_in.")}
    assert set(states.values()) == {"unreadable"}


@pytest.mark.parametrize("strange", ["###", "1 2", "O", "12.5.1", "3-5", "2%", "5元", "9" * 30])
@pytest.mark.parametrize("layout", ["piped", "bar_next_line", "cell_a_line", "html"])
def test_a_value_that_is_no_figure_costs_its_own_cell_only(layout, strange):
    printed = distinct("2021") | {"t3.carried_in.natural_person": strange, "t2.regulations.repealed": "/"}
    if " " in strange and layout in ("cell_a_line", "bar_next_line"):
        pytest.skip("two figures on two lines are two cells")
    write = page if layout == "html" else TEXT_LAYOUTS[layout]
    _, found = facts(write("2021", printed, 2022), "report.html" if layout == "html" else "report.txt")
    assert {c: f.state for c, f in found.items() if f.state != "number"} == {
        "t3.carried_in.natural_person": "unreadable",
        "t2.regulations.repealed": "dash",
    }
    assert found["t3.carried_in.natural_person"].raw == strange


def test_a_label_that_lost_characters_still_names_its_row():
    text = page("2021", distinct("2021"), 2022).replace("2.其他法律行政法规禁止公开", "2.其他法律行政止公开")
    _, found = facts(text, "report.html")
    assert tally(found, distinct("2021")) == {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


@pytest.mark.parametrize(
    "text", ["属于三类", "要求提供", "其他", "申请人逾期政府信息公开申请数量", "申请数量"]
)
def test_a_label_that_lost_too_much_names_nothing(text):
    assert look_up_damaged(text) == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("blanks", [False, True])
def test_a_sheet_whose_header_stands_askew_is_read_by_order_and_never_wrong(form, blanks):
    printed = {c: "" if blanks and i % 4 == 1 else v for i, (c, v) in enumerate(distinct(form).items())}
    text = io.StringIO()
    csv.writer(text).writerows(row for table in text_rows(form, printed) for row in table)
    _, found = facts(text.getvalue(), "report.csv")
    counts = tally(found, printed)
    assert (counts["wrong"], counts["invented"]) == (0, 0)
    assert counts["missing"] == 0


@pytest.mark.parametrize("mark", ["/", "—", "-", "不适用", "无"])
@pytest.mark.parametrize("layout", TEXT_LAYOUTS)
def test_a_row_of_marks_is_a_row_of_marks(layout, mark):
    printed = distinct("2021") | {f"t2.regulations.{c}": mark for c in ("issued", "repealed", "in_force")}
    _, found = facts(TEXT_LAYOUTS[layout]("2021", printed, 2022))
    state = "not_applicable" if mark in ("不适用", "无") else "dash"
    assert {c: f.state for c, f in found.items() if f.state != "number"} == {
        f"t2.regulations.{c}": state for c in ("issued", "repealed", "in_force")
    }


@pytest.mark.parametrize(
    ("shown", "state", "raw"),
    [
        ("<del>9</del>2", "unreadable", "9 2"),
        ("2<sup>1</sup>", "unreadable", "2 1"),
        ('<img src="2.png" alt="2">', "unreadable", "\ufffc"),
        ('<input value="2">', "unreadable", "\ufffc"),
        ('<span style="display:none">7</span>2', "number", "2"),
        ('<span style="Display: none">7<span>8</span>9</span>2', "number", "2"),
        ('<img src="dot.gif">2', "number", "2"),
    ],
)
def test_what_is_struck_raised_hidden_or_a_picture_is_no_digit(shown, state, raw):
    printed = distinct("2021") | {"t3.carried_in.natural_person": "@"}
    _, found = facts(page("2021", printed, 2022).replace("<p>@</p>", shown), "report.html")
    fact = found["t3.carried_in.natural_person"]
    assert (fact.state, fact.raw) == (state, raw)
    assert sum(f.state == "number" for f in found.values()) == 199 + (state == "number")


def test_a_remark_between_label_and_figures_is_no_row():
    text = page("2021", distinct("2021"), 2022).replace(
        "<p>1.属于国家秘密</p></td>", "<p>1.属于国家秘密</p></td><td>见说明</td>"
    )
    _, found = facts(text, "report.html")
    assert tally(found, distinct("2021")) == {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


def test_swapped_columns_follow_the_header():
    text = page("2021", distinct("2021"), 2022)
    printed = distinct("2021")
    swapped = text.replace("<p>本年制发件数</p>", "<p>@</p>").replace(
        "<p>本年废止件数</p>", "<p>本年制发件数</p>"
    )
    _, found = facts(swapped.replace("<p>@</p>", "<p>本年废止件数</p>"), "report.html")
    assert str(found["t2.regulations.repealed"].value) == printed["t2.regulations.issued"]
    assert str(found["t2.regulations.issued"].value) == printed["t2.regulations.repealed"]


def with_header(lines: list[str], printed: dict[str, str]) -> str:
    """A report in which the columns of table 3 are named in these lines of print."""
    text = TEXT_LAYOUTS["spaced"]("2021", printed, 2022)
    before, rest = text.split("自然人", 1)
    after = rest[rest.index("一、本年新收") :]
    return f"{before}{chr(10).join(lines)}\n{after}"


@pytest.mark.parametrize(
    "lines",
    [
        ["法人或其他组织", "自然人 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他"],
        ["自然人 法人或其他组织 总计", "社会公益 法律服务", "商业企业 科研机构 其他", "组织 机构"],
        ["法人或其他组织", "自然人 总计", "商业企业 科研机构 社会公益组织", "法律服务机构 其他"],
    ],
)
def test_names_of_columns_in_several_lines_stand_in_the_order_of_the_form(lines):
    printed = distinct("2021")
    _, found = facts(with_header(lines, printed))
    assert tally(found, printed) == {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


@pytest.mark.parametrize(
    "lines",
    [
        ["法人或其他组织", "总计 自然人", "商业企业 科研机构 社会公益组织 法律服务机构 其他"],
        ["法人或其他组织", "自然人 总计", "科研机构 商业企业 社会公益组织 法律服务机构 其他"],
        ["自然人 法人或其他组织 总计", "法律服务机构 社会公益组织", "商业企业 科研机构 其他"],
    ],
)
def test_names_in_several_lines_that_contradict_the_form_tell_no_order(lines):
    printed = distinct("2021")
    _, found = facts(with_header(lines, printed))
    result = tally(found, printed)
    assert (result["wrong"], result["invented"]) == (0, 0)
    assert {f.state for c, f in found.items() if c.startswith("t3.")} == {"unreadable"}


def test_names_of_columns_in_one_line_keep_the_order_of_print():
    printed = distinct("2021")
    order = [0, 6, 2, 1, 3, 4, 5]
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    moved = dict(printed)
    for code in printed:
        if code.startswith("t3."):
            row, column = code.rsplit(".", 1)
            moved[code] = printed[f"{row}.{APPLICANTS[order[APPLICANTS.index(column)]]}"]
    _, found = facts(with_header([" ".join(names[i] for i in order)], moved))
    assert tally(found, printed) == {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


def test_names_of_columns_a_line_each_keep_the_order_of_print():
    printed = distinct("2021")
    lines = [
        "总计",
        "自然人",
        "法人或其他组织",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]
    moved = dict(printed)
    for code in printed:
        if code.startswith("t3."):
            row, column = code.rsplit(".", 1)
            moved[code] = printed[f"{row}.{['total', *APPLICANTS[:-1]][APPLICANTS.index(column)]}"]
    _, found = facts(with_header(lines, moved))
    assert tally(found, printed)["wrong"] == 0


def test_rows_in_another_order_follow_their_labels():
    printed = distinct("2021")
    rows = page("2021", printed, 2022).split("<tr>")
    first = next(i for i, r in enumerate(rows) if "2.没有现成信息" in r)
    rows[first], rows[first + 1] = rows[first + 1], rows[first]
    _, found = facts("<tr>".join(rows), "report.html")
    assert tally(found, printed) == {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


def test_an_extra_row_is_kept_under_other_and_forced_nowhere():
    printed = distinct("2019")
    extra = "<tr><td>其他主动公开文件</td><td>5</td><td>6</td><td>7</td></tr>"
    text = page("2019", printed, 2020).replace(
        '<tr><td colspan="4"><p>第二十条第(五)项', extra + '<tr><td colspan="4"><p>第二十条第(五)项'
    )
    _, found = facts(text, "report.html")
    assert [(found[f"other.t2.{i}"].row, int(found[f"other.t2.{i}"].value)) for i in (1, 2, 3)] == [
        ("其他主动公开文件", 5),
        ("其他主动公开文件", 6),
        ("其他主动公开文件", 7),
    ]
    assert tally({c: f for c, f in found.items() if not c.startswith("other.")}, printed)["right"] == 198


def test_one_row_for_other_handling_leaves_the_three_sub_rows_absent():
    printed = distinct("2021")
    rows = page("2021", printed, 2022).split("<tr>")
    first = next(i for i, r in enumerate(rows) if "逾期不补正" in r)
    figures = re.findall(r"<td><p>(\d+)</p></td>", rows[first])
    merged = "<td colspan=2><p>（六）其他处理</p></td>" + "".join(f"<td>{f}</td>" for f in figures) + "</tr>"
    _, found = facts("<tr>".join([*rows[:first], merged, *rows[first + 3 :]]), "report.html")
    assert [str(found[f"t3.other_total.{c}"].value) for c in ("natural_person", "total")] == [
        figures[0],
        figures[-1],
    ]
    assert {
        f.state for f in found.values() if f.row in ("other_no_supplement", "other_fee_unpaid", "other_misc")
    } == {"absent"}


@pytest.mark.parametrize("between", ["", " ", "\n", "：", "\u3000"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["report.html", "report.csv", "report.txt"])
def test_a_group_and_its_first_item_in_one_cell_name_the_item(form, between, name):
    printed = distinct(form)
    mark = {"html": between.replace("\n", "<br>"), "csv": between, "txt": between.replace("\n", " ")}[
        name[-4:].strip(".")
    ]
    read, found = facts(WRITERS[name](form, printed, mark), name)
    assert read == form
    assert tally(found, printed) == {"right": len(printed), "wrong": 0, "missing": 0, "invented": 0}


def headed(form: str, printed: dict[str, str], between: str) -> list[list[list[str]]]:
    """Rows of cells in which a heading of a group stands in the cell of its first item."""
    tables = text_rows(form, printed)
    for row in tables[1]:
        while len(row) > 8:
            row[:2] = [f"{row[0]}{between}{row[1]}"]
    return tables


def headed_page(form: str, printed: dict[str, str], between: str) -> str:
    tables = (
        "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in t)
        for t in headed(form, printed, between)
    )
    return "<html><body>" + "".join(f"<table>{t}</table>" for t in tables) + "</body></html>"


def headed_sheet(form: str, printed: dict[str, str], between: str) -> str:
    held = io.StringIO()
    writer = csv.writer(held)
    for table in headed(form, printed, between):
        writer.writerows(table)
        writer.writerow([])
    return held.getvalue()


def headed_text(form: str, printed: dict[str, str], between: str) -> str:
    return "\n".join(" | ".join(r) + " |" for t in headed(form, printed, between) for r in t)


WRITERS = {"report.html": headed_page, "report.csv": headed_sheet, "report.txt": headed_text}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(三)不予公开 1.属于国家秘密", "denied_state_secret"),
        ("不予公开(1)属于国家秘密", "denied_state_secret"),
        ("三、不予公开:一、属于国家秘密", "denied_state_secret"),
        ("(六)其他处理3.其他", "other_misc"),
        ("三、本年度办理结果(一)予以公开", "result_granted"),
        ("三、本年度办理结果(三)不予公开2.其他法律行政法规禁止公开", "denied_other_law"),
        ("(四)无法提供1.属于国家秘密", None),
        ("(三)不予公开1.属于国家秘密2.其他法律行政法规禁止公开", None),
        ("(三)不予公开1.属于国家秘密12", None),
        ("(三)不予公开(七)总计", None),
        ("三、本年度办理结果1.属于国家秘密", None),
    ],
)
def test_a_heading_before_a_label_counts_only_for_an_item_of_its_group(text, code):
    assert look_up(text) == ((Label("row", "t3", code),) if code else ())


def test_two_printings_of_a_cell_that_disagree_are_unreadable():
    text = TEXT_LAYOUTS["piped"]("2021", distinct("2021"), 2022)
    again = text + "二、上年结转政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n"
    _, found = facts(again)
    assert found["t3.carried_in.total"].state == "unreadable"
    assert found["t3.new_received.total"].state == "number"


def test_a_table_cut_in_the_middle_is_absent_from_there():
    text = TEXT_LAYOUTS["piped"]("2021", distinct("2021"), 2022)
    _, found = facts(text[: text.index("5.属于三类内部事务信息")])
    assert found["t3.denied_third_party.total"].state == "number"
    assert {f.state for f in found.values() if f.row in ("denied_internal_affairs", "carried_out")} == {
        "absent"
    }


def test_rows_named_in_prose_leave_the_table_alone():
    text = TEXT_LAYOUTS["bar_next_line"]("2021", distinct("2021"), 2022)
    prose = "全年答复 9 件，其中\n予以公开 3 件， 部分公开 1 件， 不予处理 5 件 。\n"
    for heading in ("二、主动公开", "五、存在的主要问题"):
        text = text.replace(heading, prose + heading, 1)
    _, found = facts(text)
    assert tally(found, distinct("2021")) == {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


def test_words_of_the_form_in_prose_are_no_cells():
    text = "白石镇2022年政府信息公开工作年度报告\n一、总体情况\n行政处罚 12 件，行政许可 3 件，规章 0 件。\n"
    form, found = facts(text)
    assert (form, found) == ("narrative", {})


@pytest.mark.shared
@pytest.mark.parametrize("number", ["000", "002", "003", "004"])
def test_distinct_figures_in_the_layouts_of_real_reports(shared, number):
    form = "2021" if number == "004" else "2019"
    text = next((shared / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    changed, printed = with_distinct(text, form)
    _, found = facts(changed)
    assert tally(found, printed) == {"right": len(printed), "wrong": 0, "missing": 0, "invented": 0}


def with_distinct(text: str, form: str) -> tuple[str, dict[str, str]]:
    """The same text with another figure in every cell of its tables, cells counted in reading order."""
    start = text.index("第二十")
    places = [
        m for m in re.finditer(r"(?m)^\s*(\d[\d.]*)(?:万元)?(?=\s*(?:\||$))", text) if m.start() > start
    ]
    assert len(places) == len(forms()[form].cells)
    printed = distinct(form)
    pieces, last = [], 0
    for place, figure in zip(places, printed.values(), strict=True):
        pieces += [text[last : place.start(1)], figure]
        last = place.end()
    return "".join([*pieces, text[last:]]), printed


def test_a_row_of_blanks_is_not_spread_over_the_columns_of_a_header_run_together():
    rows = [
        "三、收到和处理政府信息公开申请情况",
        "自然人\t法人或其他组织\t总计",
        "商业企业科研机构社会公益组织法律服务机构其他",
        "一、本年新收政府信息公开申请数量\t71\t62\t53\t44\t35\t26\t317",
        "二、上年结转政府信息公开申请数量\t41\t32\t23\t14\t15\t16\t141",
        "（三）不予公开\t\t\t\t\t\t\t",
        "1.属于国家秘密\t81\t72\t63\t54\t45\t36\t351",
    ]
    found = facts("\n".join(rows))[1]
    printed = {f"t3.{row}.{applicant}" for row in ("new_received", "carried_in") for applicant in APPLICANTS}
    assert not {c for c, f in found.items() if f.state == "number"} - printed


def compared_page(rows: list[list[str]]) -> str:
    """A page with table 3 whose header names a further column, 上年总计, as high as itself."""
    head = (
        '<tr><td rowspan="3">事项</td><td colspan="7">申请人情况</td><td rowspan="3">上年总计</td></tr>'
        '<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>'
        "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
    )
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    return f"<h2>三、收到和处理政府信息公开申请情况</h2><table>{head}{body}</table>"


def requests(text: str) -> dict[tuple[str, str], tuple[str, str]]:
    """State and print of each cell of table 3 on a page."""
    document = read_bytes(text.encode(), "report.html")
    entries = read_tables(document, read_as(document.text)).entries
    return {(e.row, e.column): (e.figure.state, document.text[e.start : e.end]) for e in entries if e.row}


def test_blank_cells_beside_a_column_of_the_year_before_stay_blank_and_move_nothing():
    labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    rows = [[labels[0], "", "62", "53", "", "35", "26", "176", "301"]]
    rows.append([labels[1], "41", "32", "", "14", "15", "", "102", "302"])
    found = requests(compared_page(rows))
    for label, row in zip(("new_received", "carried_in"), rows, strict=True):
        assert [found[label, a][1] for a in APPLICANTS] == row[1:8], label


def test_a_row_with_one_cell_too_many_beside_that_column_is_unreadable():
    labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    rows = [[labels[0], "71", "62", "53", "44", "35", "26", "291", "301"]]
    rows.append([labels[1], "", "41", "32", "", "14", "15", "16", "118", "302"])
    found = requests(compared_page(rows))
    assert {found["carried_in", a][0] for a in APPLICANTS} == {"unreadable"}


def test_a_lone_row_does_not_tell_whether_a_blank_cell_before_its_figures_is_one_of_them():
    head = "| 事项 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |  |"
    row = "| 四、结转下年度继续办理 |  | 7 | 83 | 15 |  | 34 |  | 5180 |"
    rule = "|---|---|---|---|---|---|---|---|---|"
    text = f"三、收到和处理政府信息公开申请情况\n\n{head}\n{rule}\n\n（七）总计\n\n{row}\n{rule}\n"
    document = read_bytes(text.encode(), "report.md")
    found = read_tables(document, read_as(document.text)).entries
    assert {e.figure.state for e in found if e.row == "carried_out"} == {"unreadable"}
