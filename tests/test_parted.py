"""Grids that do not print one row of the form a row, and places that disagree; a distinct figure in each cell; near misses."""

from __future__ import annotations

import pytest
from layouts import distinct, table_three, table_two
from office_files import cell, docx, paragraph, sheet_xml, xlsx
from office_files import table as word_table
from test_arranged import FIGURES, HEADS, NAMES, assert_whole, html, read, requests

from audit.form import raw_form
from audit.form.labels import look_up
from audit.model import Fact
from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.numbers import cell_figure
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

STATISTICS = [(code, entry["zh"]) for code, entry in raw_form()["rows"]["s14"].items()]
FIGURE = {code: str(311 + 7 * n) for n, (code, _) in enumerate(STATISTICS)}


def facts(data: bytes, name: str = "a.html") -> dict[str, Fact]:
    """What a file is read as."""
    document = read_bytes(data, name)
    found = read_tables(document, read_as(document.text))
    return {f.cell: f for f in facts_of(document, found, recognise_form(found))}


def numbers(found: dict[str, Fact], column: str = "year") -> dict[str, int]:
    """The figures read of the statistics table."""
    return {f.row: int(f.value) for f in found.values() if f.state == "number" and f.column == column}


def blocks(head: list[str], rows: list[list[str]]) -> str:
    """A table in two halves side by side."""
    half = (len(rows) + 1) // 2
    blank = [""] * len(head)
    beside = [a + b for a, b in zip(rows[:half], [*rows[half:], blank], strict=False)]
    return html([head * 2, *beside])


@pytest.mark.parametrize("unit", [True, False])
def test_halves_of_the_statistics_table_side_by_side_are_read(unit):
    head = ["统计指标", "单位", "统计数"] if unit else ["统计指标", "统计数"]
    rows = [[label, *(["件"] if unit else []), FIGURE[code]] for code, label in STATISTICS]
    assert numbers(facts(blocks(head, rows).encode())) == {c: int(f) for c, f in FIGURE.items()}


def test_halves_of_the_requests_side_by_side_are_read():
    rows = [[label, *figures] for label, figures in requests()]
    document = HEADS["t3"] + blocks(["申请人情况", *NAMES], rows)
    found = {c: f for c, f in facts(document.encode()).items() if f.table == "t3"}
    assert_whole(found, "t3")


@pytest.mark.parametrize("at", ["first", "last"])
def test_halves_side_by_side_may_begin_and_end_with_a_row_in_short(at):
    rows = [[label, *figures] for label, figures in requests()]
    half = (len(rows) + 1) // 2
    rows[half if at == "first" else -1][0] = "2.需另行制作" if at == "first" else "四、结转下年度继续办姓"
    document = HEADS["t3"] + blocks(["申请人情况", *NAMES], rows)
    found = {c: f for c, f in facts(document.encode()).items() if f.table == "t3"}
    assert_whole(found, "t3")


def test_parts_of_table_two_side_by_side_are_read():
    parts = table_two("2021")
    (first, heads, files), (second, decided, licensing) = parts[0], parts[1]
    rows = [
        [f"{first}+4", f"{second}+2"],
        ["信息内容", *heads, "信息内容", *decided],
        [files[0][0], *(FIGURES[c] for c in files[0][1]), licensing[0][0], FIGURES[licensing[0][1][0]]],
        [files[1][0], *(FIGURES[c] for c in files[1][1]), "行政处罚", "4711"],
    ]
    found = facts(html(rows).encode())
    read_as_numbers = {c: str(f.value) for c, f in found.items() if f.state == "number"}
    wanted = {c: FIGURES[c] for _, codes in files for c in codes} | {
        "t2.licensing.decisions": FIGURES["t2.licensing.decisions"],
        "t2.penalty.decisions": "4711",
    }
    assert read_as_numbers == wanted


def test_a_label_repeated_at_the_end_of_rows_parts_no_table():
    rows = [
        ["申请人情况", *NAMES, "申请人情况"],
        *([label, *figures, label] for label, figures in requests()),
    ]
    assert not [
        f for f in read("t3", rows).values() if f.state == "number" and FIGURES[f.cell] != str(f.value)
    ]


def stacked(mark: str = "<br>", lost: int = 0) -> list[list[str]]:
    """Table 3 with the rows of a group in one row of the grid; the first figure loses so many lines."""
    rows: list[list[str]] = [["申请人情况+2", *NAMES]]
    groups: dict[str | None, list[tuple[str, list[str]]]] = {}
    for group, label, codes in table_three("2021"):
        groups.setdefault(group, []).append((label, [FIGURES[c] for c in codes]))
    for group, members in groups.items():
        if group is None:
            rows += [[f"{label}+2", *figures] for label, figures in members]
            continue
        columns = [mark.join(column) for column in zip(*(figures for _, figures in members), strict=True)]
        columns[0] = mark.join(columns[0].split(mark)[lost:])
        rows.append([group, mark.join(label for label, _ in members), *columns])
    return rows


@pytest.mark.parametrize("mark", ["<br>", "</p><p>", "<br>\n  <br/>"])
def test_rows_stacked_in_one_row_of_cells_are_read(mark):
    assert_whole(read("t3", stacked(mark)), "t3")


def test_stacked_cells_of_unequal_height_are_not_read():
    found = read("t3", stacked(lost=1))
    grouped = {code for group, _, codes in table_three("2021") if group for code in codes}
    assert not [c for c in grouped if found[c].state == "number"]


def test_a_label_that_goes_on_alone_in_the_next_row_is_one():
    rows = [["申请人情况", *NAMES]]
    for label, figures in requests():
        rows += [[label[:6], *figures], [label[6:], *[""] * 7]] if len(label) > 9 else [[label, *figures]]
    assert_whole(read("t3", rows), "t3")


def test_words_under_a_row_that_make_no_label_with_it_stay_apart():
    rows = [["申请人情况", *NAMES]]
    for label, figures in requests():
        rows += [[label, *figures], ["（含所属单位）", *[""] * 7]]
    assert_whole(read("t3", rows), "t3")


def test_one_header_over_all_parts_of_table_two():
    columns = [
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "本年处理决定数量",
        "本年收费金额（单位：万元）",
    ]
    rows = [["条款", "信息内容", *columns]]
    places = {"issued": 0, "repealed": 1, "in_force": 2, "decisions": 3, "amount_wan": 4}
    for heading, _, members in table_two("2021"):
        for number, (label, codes) in enumerate(members):
            cells = ["—"] * 5
            for code in codes:
                cells[places[code.split(".")[2]]] = FIGURES[code]
            lead = [f"{heading}×{len(members)}"] if len(members) > 1 and not number else []
            lead = lead or ([] if number else [heading])
            rows.append([*lead, label, *cells])
    found = facts(html(rows).encode())
    wanted = {c: v for c, v in FIGURES.items() if c.startswith("t2.")}
    assert {c: str(f.value) for c, f in found.items() if f.state == "number"} == wanted


def test_blocks_of_table_four_a_row_with_the_heading_of_two_before_them():
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    figures = [FIGURES[c] for c in FIGURES if c.startswith("t4.")]
    rows = [
        ["类别+2", *results],
        ["行政复议+2", *figures[:5]],
        ["行政诉讼×2", "未经复议直接起诉", *figures[5:10]],
        ["复议后起诉", *figures[10:]],
    ]
    assert_whole(read("t4", rows), "t4")


def test_a_cell_merged_over_some_columns_costs_these_alone():
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    figures = [FIGURES[c] for c in FIGURES if c.startswith("t4.")]
    heads = [
        ["行政复议+5", "未经复议直接起诉+5", "复议后起诉+5"],
        results * 3,
    ]
    found = read("t4", [*heads, [*figures[:5], "0+10"]])
    assert {c: str(f.value) for c, f in found.items() if f.state == "number"} == {
        c: FIGURES[c] for c in FIGURES if c.startswith("t4.review.")
    }
    assert {f.state for c, f in found.items() if not c.startswith("t4.review.")} == {"unreadable"}
    pushed = read("t4", [*heads, [*figures[:3], f"{figures[3]}+2", *figures[4:14], ""]])
    assert not [c for c in pushed if pushed[c].state == "number" and str(pushed[c].value) != FIGURES[c]]
    askew = read("t4", [*heads, [*figures[:4], "0+3", *figures[7:]]])
    assert not [c for c in askew if askew[c].state == "number" and str(askew[c].value) != FIGURES[c]]


@pytest.mark.parametrize(
    ("head", "own"),
    [
        (["2016年", "2017年"], 1),
        (["2017年度", "2016年度"], 0),
        (["2015年", "2016年", "2017年"], 2),
        (["2016年", "2017年", "增减"], 1),
        (["本年度", "2016年"], 0),
        (["上年数", "2017年"], 1),
    ],
)
def test_of_columns_called_by_years_the_last_is_that_of_the_report(head, own):
    rows = [["指标", "单位", *head]]
    for number, (code, label) in enumerate(STATISTICS):
        cells = [str(9000 + 10 * number + k) for k in range(len(head))]
        cells[own] = FIGURE[code]
        rows.append([label, "件", *cells])
    assert numbers(facts(html(rows).encode())) == {c: int(f) for c, f in FIGURE.items()}


OTHERS = distinct("2021", start=17)


def table(figures: dict[str, str]) -> list[list[str]]:
    return [
        ["申请人情况", *NAMES],
        *([label, *(figures[c] for c in codes)] for _, label, codes in table_three("2021")),
    ]


@pytest.mark.parametrize(
    "hide",
    [
        '<div style="display:none">{}</div>',
        '<div class="tab" style="color:red; DISPLAY: none;"><div>上年</div>{}</div>',
        "<section hidden>{}</section>",
        '<div hidden="hidden">{}</div>',
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_where_a_page_hides_a_second_table_the_one_that_it_shows_counts(hide, first):
    hidden, shown = hide.format(html(table(OTHERS))), html(table(FIGURES))
    both = hidden + shown if first else shown + hidden
    assert_whole({c: f for c, f in facts((HEADS["t3"] + both).encode()).items() if f.table == "t3"}, "t3")


def test_rows_that_a_page_hides_give_way():
    rows = html(table(FIGURES)).replace("</table>", "")
    more = "".join(
        f'<tr style="display:none"><td>{label}</td>' + "<td>5</td>" * 7 + "</tr>" for label, _ in requests()
    )
    document = f"{HEADS['t3']}{rows}{more}</table>"
    assert_whole({c: f for c, f in facts(document.encode()).items() if f.table == "t3"}, "t3")


def test_two_shown_tables_that_disagree_stay_unreadable_and_a_hidden_one_alone_is_read():
    both = (
        HEADS["t3"] + html(table(OTHERS)) + '<p class="hidden" data-x="hidden">附</p>' + html(table(FIGURES))
    )
    found = {c: f for c, f in facts(both.encode()).items() if f.table == "t3"}
    same = {c for c in found if OTHERS[c] == FIGURES[c]}
    assert {c for c, f in found.items() if f.state == "number"} <= same
    alone = f"{HEADS['t3']}<div hidden>{html(table(FIGURES))}</div>"
    assert_whole({c: f for c, f in facts(alone.encode()).items() if f.table == "t3"}, "t3")


@pytest.mark.parametrize("hidden", ["first", "second"])
def test_a_hidden_sheet_gives_way_to_a_shown_one(hidden):
    def body(figures: dict[str, str]) -> str:
        rows = enumerate(table(figures))
        return sheet_xml({(y, x): text for y, row in rows for x, text in enumerate(row)})

    figures = (OTHERS, FIGURES) if hidden == "first" else (FIGURES, OTHERS)
    states = {"A": ' state="hidden"'} if hidden == "first" else {"B": ' state="hidden"'}
    data = xlsx({"A": body(figures[0]), "B": body(figures[1])}, **states)
    assert_whole({c: f for c, f in facts(data, "a.xlsx").items() if f.table == "t3"}, "t3")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("规范性文件 1", "normative_documents"),
        ("重复申请 12", "not_processed_duplicate"),
        ("规范性文件 123", None),
    ],
)
def test_the_number_of_a_note_behind_a_label_is_no_part_of_it(text, code):
    found = look_up(text)
    assert [label.code for label in found][:1] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [("401①", 401), ("12*", 12), ("12 ※", 12), ("12①②③", None), ("①12", None), ("12*3", None)],
)
def test_the_mark_of_a_note_behind_a_figure_is_no_part_of_it(text, value):
    assert cell_figure(text).value == value


@pytest.mark.parametrize("column", [0, 3, 6])
def test_a_doubtful_figure_in_lines_of_text_costs_its_own_cell(column):
    lines = [["申请人情况", *NAMES], *([label, *figures] for label, figures in requests())]
    lines[4][1 + column] = "约5"
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(part for line in lines for part in line)
    found = {c: f for c, f in facts(text.encode(), "a.txt").items() if f.table == "t3"}
    (lost,) = (c for c, f in found.items() if f.state != "number")
    assert (found[lost].state, found[lost].raw) == ("unreadable", "约5")
    assert all(str(f.value) == FIGURES[c] for c, f in found.items() if c != lost)


def nested(width: int = 7) -> str:
    """Table 3 with a table of one row in the last cell of every row."""
    rows = [["申请人情况", NAMES], *([label, figures] for label, figures in requests())]
    return html([[label, html([cells[:width]])] for label, cells in rows])


def test_tables_of_one_row_in_every_row_are_its_cells():
    found = {c: f for c, f in facts((HEADS["t3"] + nested()).encode()).items() if f.table == "t3"}
    assert_whole(found, "t3")


def test_tables_in_cells_with_other_print_stay_tables_of_their_own():
    page = HEADS["t3"] + nested().replace("<td><table>", "<td>共 5 项<table>")
    found = {c: f for c, f in facts(page.encode()).items() if f.table == "t3"}
    assert not [c for c, f in found.items() if f.state == "number" and str(f.value) != FIGURES[c]]


def test_word_tables_of_one_row_in_every_row_are_its_cells():
    rows = [["申请人情况", NAMES], *([label, figures] for label, figures in requests())]
    body = paragraph("三、收到和处理政府信息公开申请情况") + word_table(
        *(
            cell(label) + f"<w:tc>{word_table(''.join(map(cell, cells)))}{paragraph('')}</w:tc>"
            for label, cells in rows
        )
    )
    found = {c: f for c, f in facts(docx(body), "a.docx").items() if f.table == "t3"}
    assert_whole(found, "t3")


def test_a_figure_in_a_form_field_of_a_cell_is_read():
    table = html([["申请人情况", *NAMES], *([label, *figures] for label, figures in requests())])
    for figure in {f for _, figures in requests() for f in figures}:
        table = table.replace(f"<td>{figure}</td>", f'<td><input readonly class="n" value="{figure}"></td>')
    assert "<input" in table
    found = {c: f for c, f in facts((HEADS["t3"] + table).encode()).items() if f.table == "t3"}
    assert_whole(found, "t3")
    assert all(f.raw == FIGURES[c] for c, f in found.items())


@pytest.mark.parametrize(
    "field",
    [
        '<input type="hidden" value="7">',
        '<input type=checkbox value="7">',
        '<input value="请输入">',
        "<input>",
    ],
)
def test_other_form_fields_show_no_figure(field):
    rows = [["申请人情况", *NAMES], *([label, *figures] for label, figures in requests())]
    rows[1][3] = field
    found = read("t3", rows)
    assert found["t3.new_received.research_institute"].state == "unreadable"


def test_words_of_a_group_beside_a_label_are_no_header():
    rows = [["申请人情况+2", *NAMES]]
    for label, figures in requests():
        rows.append(["三、本年度" if "查询" in label else "", label, *figures])
    assert_whole(read("t3", rows), "t3")


def test_rows_after_two_halves_are_whole_and_blank_figures_beside_them_part_nothing():
    rows = [[label.replace(",", "，"), *figures] for label, figures in requests()]
    half = (len(rows) + 1) // 2
    rows[half - 1][1:] = [""] * 7
    beside = [a + b for a, b in zip(rows[:half], [*rows[half:], [""] * 8], strict=False)]
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    figures = [FIGURES[c] for c in FIGURES if c.startswith("t4.")]
    lines = [
        ["申请人情况", *NAMES] * 2,
        *beside,
        ["行政复议", *[""] * 4, "未经复议直接起诉", *[""] * 4, "复议后起诉"],
    ]
    text = "\n".join(",".join(line) for line in [*lines, results * 3, figures])
    found = facts(f"三、收到和处理政府信息公开申请情况\n{text}\n".encode(), "a.csv")
    lost = {c for c in found if c.startswith("t3.") and found[c].state != "number"}
    assert len(lost) == 7
    assert {found[c].state for c in lost} == {"blank"}
    assert {c: str(f.value) for c, f in found.items() if f.state == "number"} == {
        c: v for c, v in FIGURES.items() if c[:2] in ("t3", "t4") and c not in lost
    }


@pytest.mark.parametrize(("second", "state"), [("12", "number"), ("", "unreadable")])
def test_a_number_behind_a_label_may_be_its_only_figure(second, state):
    files = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "5", "6", "8"]]
    rows = [["信息内容", "本年处理决定数量"], ["行政许可 3", second], ["行政处罚", "7"]]
    found = facts((html(files) + html(rows)).encode())
    assert found["t2.licensing.decisions"].state == state
    assert found["t2.penalty.decisions"].value == 7


@pytest.mark.parametrize("cells", [6, 8])
@pytest.mark.parametrize("side", [0, 1])
def test_a_row_of_two_tables_side_by_side_that_lost_or_gained_a_cell_is_no_figure_of_its_neighbours(
    cells, side
):
    rows = [[label, *figures] for label, figures in requests()]
    half = (len(rows) + 1) // 2
    spoilt = rows[3 + side * half]
    spoilt[1:] = spoilt[1:][:cells] if cells < 7 else [*spoilt[1:3], "", *spoilt[3:]]
    beside = [a + b for a, b in zip(rows[:half], [*rows[half:], [""] * 8], strict=False)]
    found = facts((HEADS["t3"] + html([["申请人情况", *NAMES] * 2, *beside])).encode())
    read_as_numbers = {c: str(f.value) for c, f in found.items() if f.state == "number"}
    assert all(FIGURES[c] == f for c, f in read_as_numbers.items())
    assert len(read_as_numbers) >= 175 - 14


@pytest.mark.parametrize("kept", [4, 6])
def test_under_one_header_a_row_of_table_two_must_reach_its_end(kept):
    columns = [
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "本年处理决定数量",
        "本年收费金额（单位：万元）",
    ]
    files = ["3", "4", "5", "—", "—"]
    short = files[1:] if kept == 4 else ["", *files]
    rows = [["条款", "信息内容", *columns], ["第（一）项×2", "规章", *files], ["行政规范性文件", *short]]
    found = facts(html([*rows, ["第（五）项", "行政许可", "—", "—", "—", "9", "—"]]).encode())
    assert [found[f"t2.regulations.{c}"].value for c in ("issued", "repealed", "in_force")] == [3, 4, 5]
    assert {found[f"t2.normative_documents.{c}"].state for c in ("issued", "repealed", "in_force")} == {
        "unreadable"
    }


def test_a_cell_that_pushes_a_figure_out_of_the_table_tells_nothing_by_its_place():
    rows = [["申请人情况+2", *NAMES]]
    for number, (label, figures) in enumerate(requests()):
        wide = [f"{f}+2" if number == 4 and i == 2 else f for i, f in enumerate(figures)]
        rows.append([f"{label}+2", *wide])
    found = read("t3", rows)
    assert all(str(f.value) == FIGURES[c] for c, f in found.items() if f.state == "number")


def test_the_name_of_another_row_between_figures_is_no_remark():
    rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "信息内容", "本年处理决定数量"],
        ["规章", "31", "32", "33", "行政许可", "34"],
        ["行政规范性文件", "41", "42", "行政处罚", "44"],
    ]
    found = facts(html(rows).encode())
    printed = {"issued": 31, "repealed": 32, "in_force": 33}
    assert {c: found[f"t2.regulations.{c}"].value for c in printed} in (printed, dict.fromkeys(printed))
    assert all(found[f"t2.normative_documents.{c}"].value is None for c in printed)
