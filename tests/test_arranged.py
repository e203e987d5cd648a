"""Statutory tables in other arrangements and words than those of the form, a distinct figure in each cell; and near misses."""

from __future__ import annotations

import pytest
from layouts import CORNER, DISPUTE_COLUMNS, dispute_codes, distinct, table_three

from audit.form import raw_form
from audit.form.labels import look_up, look_up_damaged, look_up_part
from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

FIGURES = distinct("2021", start=13)
NAMES = [c["zh"] for c in raw_form()["columns"]["t3"].values()]
BLOCKS = ["行政复议", "未经复议直接起诉", "复议后起诉"]
HEADS = {
    "t3": "<p>三、收到和处理政府信息公开申请情况</p>",
    "t4": "<p>四、政府信息公开行政复议、行政诉讼情况</p>",
}
Rows = list[list[str]]


def html(rows: Rows) -> str:
    """A table; a cell that ends in ``×n`` is as high as n rows, or in ``+n`` as wide as n columns."""
    lines = []
    for row in rows:
        cells = []
        for text in row:
            shown, high, tall = text.partition("×")
            shown, wide, broad = shown.partition("+")
            spans = f' rowspan="{tall}"' * bool(high) + f' colspan="{broad}"' * bool(wide)
            cells.append(f"<td{spans}>{shown}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def requests() -> list[tuple[str, list[str]]]:
    """Label and the seven figures of each row of table 3."""
    return [(label, [FIGURES[c] for c in codes]) for _, label, codes in table_three("2021")]


def disputes() -> list[list[str]]:
    """The figures of each block of table 4."""
    figures = [FIGURES[c] for c in dispute_codes()]
    return [figures[i : i + 5] for i in (0, 5, 10)]


def read(table: str, *tables: Rows) -> dict[str, object]:
    """What a page with one of these tables is read as, cells of other tables left out."""
    document = read_bytes((HEADS[table] + "".join(map(html, tables))).encode(), "a.html")
    found = read_tables(document, read_as(document.text))
    form = "2021" if recognise_form(found) == "unknown" else recognise_form(found)
    return {f.cell: f for f in facts_of(document, found, form) if f.table == table}


def assert_whole(found: dict[str, object], table: str) -> None:
    """Every cell is read with its own figure."""
    wanted = {c: float(v) for c, v in FIGURES.items() if c.startswith(f"{table}.")}
    assert {c: float(f.value) for c, f in found.items() if f.state == "number"} == wanted


@pytest.mark.parametrize("cut", [2, 4, 5])
def test_a_table_cut_from_top_to_bottom_is_read(cut):
    halves = [
        [["申请人情况", *NAMES[part]], *([label, *figures[part]] for label, figures in requests())]
        for part in (slice(0, cut), slice(cut, None))
    ]
    assert_whole(read("t3", *halves), "t3")


def test_a_column_that_no_form_has_is_not_half_a_table():
    rows = [
        ["申请人情况", "自然人", "外国人", "总计"],
        *([label, *figures[:3]] for label, figures in requests()),
    ]
    assert not [f for f in read("t3", rows).values() if f.state == "number"]


def test_a_column_under_words_of_no_form_does_not_make_the_others_half_a_table():
    others = [*NAMES[1:3], NAMES[4], NAMES[3], *NAMES[5:]]
    rows = [["申请人情况", "个人及其他申请人", *others]]
    rows += [
        [label, "" if n % 2 else figures[0], *figures[1:]] for n, (label, figures) in enumerate(requests())
    ]
    assert not [f for f in read("t3", rows).values() if f.state == "number"]


def test_figures_beside_half_a_header_are_not_read():
    rows = [["申请人情况", "自然人", "总计"], *([label, *figures[:3]] for label, figures in requests())]
    assert not [f for f in read("t3", rows).values() if f.state == "number"]


def test_a_column_of_the_year_before_beside_the_table_is_left_out():
    rows = [
        [f"{CORNER}×3", "申请人情况+7", "上年总计×3"],
        ["自然人×2", "法人或其他组织+5", "总计×2"],
        NAMES[1:6],
        *([label, *figures, "987654321"] for label, figures in requests()),
    ]
    assert_whole(read("t3", rows), "t3")


def test_a_turned_table_three_is_read():
    columns = list(zip(*[figures for _, figures in requests()], strict=True))
    rows = [["申请人情况", *(label for label, _ in requests())]]
    assert_whole(read("t3", rows + [[n, *c] for n, c in zip(NAMES, columns, strict=True)]), "t3")


def test_a_turned_table_four_is_read():
    rows = [["", *BLOCKS]] + [[n, *(b[i] for b in disputes())] for i, n in enumerate(DISPUTE_COLUMNS)]
    assert_whole(read("t4", rows), "t4")


def listed(*beside: str) -> Rows:
    """Table 4 as a list, with these cells before each figure."""
    rows = [["类型", "结果", *["上年"] * len(beside), "数量"]]
    for block, figures in zip(BLOCKS, disputes(), strict=True):
        rows += [[f"{block}×5", DISPUTE_COLUMNS[0], *beside, figures[0]]]
        rows += [[n, *beside, f] for n, f in zip(DISPUTE_COLUMNS[1:], figures[1:], strict=True)]
    return rows


def test_a_list_of_the_cells_of_table_four_is_read():
    assert_whole(read("t4", listed()), "t4")


def test_a_list_with_the_year_before_beside_it_is_not_read():
    found = read("t4", listed("99"))
    assert not [f for f in found.values() if f.state == "number"]


def test_a_list_whose_figures_stand_in_two_columns_is_not_read():
    rows = listed("")
    rows[2] = [DISPUTE_COLUMNS[1], "99", ""]
    assert not [f for f in read("t4", rows).values() if f.state == "number"]


@pytest.mark.parametrize("mark", ["", "\n", "－"])
def test_columns_that_name_block_and_result_are_read(mark):
    heads = [f"{block}{mark}{name}" for block in BLOCKS for name in DISPUTE_COLUMNS]
    assert_whole(read("t4", [heads, [f for block in disputes() for f in block]]), "t4")


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("1.属千国家秘密", "denied_state_secret"),
        ("1.本机关不掌提相关政府信息", "unable_not_held"),
        ("四、结转下一年度继续办理", "carried_out"),
        ("一、本年度新收政府信息公开申请数量", "new_received"),
    ],
)
def test_a_misprinted_label_names_its_row(printed, row):
    assert [label.code for label in look_up(printed) or look_up_damaged(printed)] == [row]


@pytest.mark.parametrize(
    "printed",
    ["1.属于商业秘密", "7.属于行政处罚案卷", "属于个人隐私", "年度政府信息公开申请数量", "行政机关"],
)
def test_words_that_differ_in_more_than_a_misprint_name_nothing(printed):
    assert not look_up_damaged(printed)


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("国家秘密", "denied_state_secret"),
        ("第三方权益", "denied_third_party"),
        ("执法案卷", "denied_enforcement_file"),
    ],
)
def test_a_shortened_label_names_its_row(printed, row):
    assert [label.code for label in look_up_part(printed)] == [row]


@pytest.mark.parametrize("printed", ["无正当理由", "秘密", "行政机关", "政府信息", "商业秘密"])
def test_what_more_rows_share_is_no_shortened_label(printed):
    assert not look_up_part(printed)


def test_a_shortened_label_after_its_place_is_a_row_of_its_own():
    rows = [["申请人情况", *NAMES], *([label, *figures] for label, figures in requests())]
    rows[20] = ["国家秘密", *rows[20][1:]]
    found = read("t3", rows)
    assert float(found["t3.denied_state_secret.total"].value) == float(requests()[4][1][-1])
    assert any(f.cell.startswith("other.t3") and f.row == "国家秘密" for f in found.values())


@pytest.mark.parametrize("label", ["( 三 ) 不 予 公 开", "１ . 属于国家秘密", "（ 三 ）不予公开"])
def test_spaces_inside_the_number_of_a_label_do_not_count(label):
    assert look_up(label.replace("１", "1").replace("（", "(").replace("）", ")"))


@pytest.mark.parametrize(("left", "cross", "bar"), [("├", "┼", "│"), ("+", "+", "|"), ("╠", "╬", "║")])
def test_a_table_drawn_with_characters_is_read(left, cross, bar):
    line = "-----" if left == "+" else "─────"
    rule = left + cross.join([line] * 8) + (left if left == "+" else "┤")
    rows = [["申请人情况", *NAMES], *([label, *figures] for label, figures in requests())]
    drawn = f"\n{rule}\n".join(f"{bar} {f' {bar} '.join(row)} {bar}" for row in rows)
    document = read_bytes(f"三、收到和处理政府信息公开申请情况\n{rule}\n{drawn}\n{rule}\n".encode(), "a.txt")
    found = facts_of(document, read_tables(document, read_as(document.text)), "2021")
    assert_whole({f.cell: f for f in found if f.table == "t3"}, "t3")


def test_a_list_whose_merged_cells_were_left_out_is_read():
    rows = [f"{' | '.join(c.partition('×')[0] for c in row)} |" for row in listed()]
    document = read_bytes("\n".join(["四、政府信息公开行政复议、行政诉讼情况", *rows]).encode(), "a.txt")
    found = facts_of(document, read_tables(document, read_as(document.text)), "2021")
    assert_whole({f.cell: f for f in found if f.table == "t4"}, "t4")


def test_a_row_printed_twice_with_its_label_apart_from_one_of_them_is_unreadable():
    lines = [f"| {' | '.join([label, *figures])} |" for label, figures in requests()]
    head = f"| {' | '.join(['申请人情况', *NAMES])} |"
    again = f"| {' | '.join(str(90001 + i) for i in range(7))} |"
    text = "\n".join(
        [
            "三、收到和处理政府信息公开申请情况",
            "",
            head,
            *lines[:-1],
            "",
            again,
            "",
            "结转下年度继续办理",
            "",
            lines[-1],
        ]
    )
    document = read_bytes(text.encode(), "a.md")
    found = facts_of(document, read_tables(document, read_as(document.text)), "2021")
    states = {f.cell: f.state for f in found if f.row == "carried_out"}
    assert set(states.values()) == {"unreadable"}


@pytest.mark.parametrize("words", ["约5", "若干", "3-5"])
@pytest.mark.parametrize("merged", [True, False])
def test_words_in_the_first_cell_of_other_handling_cost_no_other_cell(words, merged):
    rows = [["申请人情况+2" if merged else "申请人情况", *NAMES]]
    rows += [[f"{label}+2" if merged else label, *figures] for label, figures in requests()[:20]]
    others = ["81", "82", "83", "84", "85", "86"]
    rows += [["（六）其他处理+2" if merged else "（六）其他处理", words, *others]]
    rows += [[f"{label}+2" if merged else label, *figures] for label, figures in requests()[23:]]
    found = read("t3", rows)
    row = [f for f in found.values() if f.row == "other_total"]
    assert [(f.state, f.value and str(f.value)) for f in row] == [
        ("unreadable", None),
        *(("number", v) for v in others),
    ]


def test_words_that_are_an_item_of_other_handling_are_its_label():
    rows = [["申请人情况", "申请人情况", *NAMES]]
    rows += [["（六）其他处理", "转办", *"1234567"]]
    assert not [f for f in read("t3", rows).values() if f.row == "other_total" and f.state == "number"]
