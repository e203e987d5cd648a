"""Statutory tables printed as lines of names with their figures, a distinct figure in each cell; and near misses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from layouts import GROUPS, distinct, table_three, table_two
from test_parted import FIGURE, STATISTICS, facts, numbers

from audit.form import raw_form

FIGURES = distinct("2021", start=23)
APPLICANTS = {code: entry["zh"] for code, entry in raw_form()["columns"]["t3"].items()}
BLOCKS = {code: entry["zh"] for code, entry in raw_form()["rows"]["t4"].items()}
RESULTS = {code: entry["zh"] for code, entry in raw_form()["columns"]["t4"].items()}


def rows() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Name of a row, and the name of the column and the figure of each of its cells, of tables 2, 3 and 4."""
    for _, names, members in table_two("2021"):
        for label, codes in members:
            yield label, [(name, FIGURES[c]) for name, c in zip(names, codes, strict=True)]
    for _, label, codes in table_three("2021"):
        yield label, [(APPLICANTS[c.split(".")[2]], FIGURES[c]) for c in codes]
    for block, label in BLOCKS.items():
        yield label, [(name, FIGURES[f"t4.{block}.{result}"]) for result, name in RESULTS.items()]


def in_one_line() -> str:
    return "\n".join(f"- **{label}**：" + "，".join(f"{n} {f}" for n, f in cells) for label, cells in rows())


def numbered_with_a_comma() -> str:
    lines = in_one_line().replace("**", "").splitlines()
    return "\n".join(f"● {line[2:]}".replace(".", "、") for line in lines)


def shortened() -> str:
    text = (
        in_one_line().replace("1.属于国家秘密", "1.国家秘密").replace("4.保护第三方合法权益", "4.第三方权益")
    )
    return text.replace("6.属于四类过程性信息", "6.属于四类过程姓信息").replace(
        "1.信访举报投诉类申请", "1.信访、举报投诉"
    )


def with_units() -> str:
    return "\n".join(
        f"{label}：" + "；".join(f"{n}{f}{'万元' if '元' in n else '件'}" for n, f in cells) + "。"
        for label, cells in rows()
    )


def line_a_cell() -> str:
    lines = [line for label, cells in rows() for line in (label, *(f"· {n}：{f}" for n, f in cells))]
    return "\n\n".join(lines)


def definition_list() -> str:
    items = [f"<dt>{label}</dt>" + "".join(f"<dd>{n}：{f}</dd>" for n, f in cells) for label, cells in rows()]
    return f"<dl>{''.join(items)}</dl>"


def cards() -> str:
    return "".join(
        f"<div class='card'><b>{f}</b> <span>{label}{n}</span></div>"
        for label, cells in rows()
        for n, f in cells
    )


def lawsuits() -> str:
    text = in_one_line()
    for name in ("未经复议直接起诉", "复议后起诉"):
        text = text.replace(name, f"行政诉讼（{name}）")
    return text


def database() -> str:
    lines = [f"甲县,2022,{label.replace(',', '，')},{n},{f}" for label, cells in rows() for n, f in cells]
    return "\n".join(["单位,年度,行,列,数值", *lines])


HEADS = {"a.html": "<p>政府信息公开工作年度报告</p>"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (in_one_line, "a.md"),
        (numbered_with_a_comma, "a.md"),
        (shortened, "a.md"),
        (with_units, "a.txt"),
        (line_a_cell, "a.md"),
        (definition_list, "a.html"),
        (cards, "a.html"),
        (lawsuits, "a.md"),
        (database, "a.csv"),
    ],
)
def test_lists_of_cells_are_read(text, name):
    found = facts((HEADS.get(name, "") + text()).encode(), name)
    assert {c: str(f.value) for c, f in found.items() if f.state == "number"} == {
        c: str(float(v)) if "." in v else v for c, v in FIGURES.items()
    }


def test_the_statistics_table_as_lines_is_read():
    units = {code: entry["unit"] for code, entry in raw_form()["rows"]["s14"].items()}
    lines = "\n".join(
        f"{n}．{label}：{FIGURE[code]}{units[code]}" for n, (code, label) in enumerate(STATISTICS, 1)
    )
    assert numbers(facts(lines.encode(), "a.txt")) == {c: int(f) for c, f in FIGURE.items()}


@pytest.mark.parametrize(
    "line",
    [
        "全年{label}本年处理决定数量 9999 件，同比增长 12 %",
        "其中，{label}本年处理决定数量 9999 件",
        "{label}本年处理决定数量 9999 件、听证 3 次",
        "{label} 9999 件",
        "2020年{label}本年处理决定数量：9999",
        "9999 {label}本年处理决定数量 9998",
    ],
)
def test_a_line_that_says_something_else_is_none(line):
    sentences = [line.format(label=label) for label in ("行政许可", "行政处罚", "行政强制")]
    found = facts("\n\n".join(sentences * 3).encode(), "a.txt")
    assert not [f for f in found.values() if f.state == "number"]


def test_a_few_cells_in_prose_are_no_table():
    found = facts("行政许可：本年处理决定数量 12\n\n行政处罚：本年处理决定数量 13\n".encode(), "a.txt")
    assert not [f for f in found.values() if f.state == "number"]


def test_a_figure_beside_its_name_in_elements_of_their_own_may_belong_to_either_neighbour():
    text = "".join(f"<p>{f}</p><p>{label}{n}</p>" for label, cells in rows() for n, f in cells)
    found = facts((HEADS["a.html"] + text).encode())
    assert not [c for c, f in found.items() if f.state == "number" and str(f.value) != FIGURES[c]]


def test_a_table_that_is_printed_as_one_is_not_added_to():
    table = "\n".join(f"| {label} | {' | '.join(f for _, f in cells)} |" for label, cells in rows() if label)
    head = "| 申请人情况 | " + " | ".join(APPLICANTS.values()) + " |"
    requests = [
        line for line in table.split("\n") if any(g in line for g in GROUPS.values()) or line.count("|") == 9
    ]
    more = "重复申请：自然人 123456"
    found = facts("\n".join([head, *requests, "", *[more] * 6]).encode(), "a.md")
    assert "123456" not in {str(f.value) for f in found.values() if f.state == "number"}


def test_statistics_with_the_figure_before_the_name_are_not_shifted():
    lines = "\n".join(f"{FIGURE[code]} {label}" for code, label in STATISTICS)
    units = {c for c, e in raw_form()["rows"]["s14"].items() if e["unit"] not in ("元", "万元")}
    found = numbers(facts(lines.encode(), "a.txt"))
    assert {c: f for c, f in found.items() if c in units} == {c: int(FIGURE[c]) for c in units}


def test_a_figure_in_the_line_of_the_next_name_belongs_to_the_name_before_it():
    names = [label for _, label in STATISTICS]
    figures = [FIGURE[code] for code, _ in STATISTICS]
    lines = [names[0], *(f"{f} {name}" for f, name in zip(figures, names[1:], strict=False)), figures[-1]]
    found = numbers(facts("\n".join(lines).encode(), "a.txt"))
    assert found == {c: int(f) for c, f in FIGURE.items()}


def test_numbers_of_rows_before_names_are_no_figures():
    lines = "\n".join(f"{n} {label}\n{FIGURE[code]}" for n, (code, label) in enumerate(STATISTICS, 1))
    found = numbers(facts(lines.encode(), "a.txt"))
    assert not [c for c, f in found.items() if f != int(FIGURE[c])]


def test_more_words_than_a_label_name_no_row_of_it():
    lines = in_one_line().replace("4.保护第三方合法权益", "上年保护第三方合法权益").splitlines()
    found = facts("\n".join(lines).encode(), "a.md")
    assert "number" not in {f.state for c, f in found.items() if c.startswith("t3.denied_third_party.")}


def test_a_list_without_its_first_row_is_read():
    lines = [line for line in in_one_line().splitlines() if "本年新收" not in line]
    found = facts("\n".join(lines).encode(), "a.md")
    assert int(found["t3.carried_out.total"].value) == int(FIGURES["t3.carried_out.total"])


@pytest.mark.parametrize("blank", [3, 10])
def test_numbers_of_rows_are_no_figures_of_blank_cells(blank):
    lines = [
        f"{n} {label}" + ("" if n == blank else f"\n{FIGURE[code]}")
        for n, (code, label) in enumerate(STATISTICS, 1)
    ]
    found = numbers(facts("\n".join(lines).encode(), "a.txt"))
    assert not [c for c, f in found.items() if f != int(FIGURE[c])]


def test_a_label_with_its_figures_in_its_middle_is_read():
    lines = [["申请人情况", *APPLICANTS.values()]]
    for _, label, codes in table_three("2021"):
        figures = [FIGURES[c] for c in codes]
        lines += [[label[:6], *figures], [label[6:]]] if len(label) > 8 else [[label, *figures]]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join("  ".join(line) for line in lines)
    found = facts(text.encode(), "a.txt")
    read = {c: str(f.value) for c, f in found.items() if f.state == "number"}
    assert read == {c: f for c, f in FIGURES.items() if c.startswith("t3.")}


def test_statistics_with_the_figure_before_the_name_and_a_line_without_figure_or_with_two_are_not_shifted():
    lines = [f"{FIGURE[code]} {label}" for code, label in STATISTICS]
    lines[4] = STATISTICS[4][1]
    lines[7:9] = ["  ".join(lines[7:9])]
    found = numbers(facts("\n".join(lines).encode(), "a.txt"))
    assert not [c for c, f in found.items() if f != int(FIGURE[c])]
