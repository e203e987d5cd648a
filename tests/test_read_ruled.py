"""Cells between rules, figures of slanted print, and rows that are not what they seem: what cannot be told is not made up."""

from __future__ import annotations

import pytest

from audit.read.leaf import Char, Leaf, runs_of
from audit.read.leaves import written
from audit.read.ruled import tables_of
from audit.tidy.detached import mixes_rows

WIDTH, HEIGHT = 50.0, 20.0


def lattice(columns: int, rows: int, without: set[tuple[str, int, int]] = frozenset()):
    """Rules of a table; ``without``: (level or upright, position across, step along) of those left out."""
    for across in range(rows + 1):
        for step in range(columns):
            if ("level", across, step) not in without:
                yield step * WIDTH, across * HEIGHT, (step + 1) * WIDTH, across * HEIGHT + 0.6
    for across in range(columns + 1):
        for step in range(rows):
            if ("upright", across, step) not in without:
                yield across * WIDTH, step * HEIGHT, across * WIDTH + 0.6, (step + 1) * HEIGHT


def digits(text: str, left: float, pitch: float = 7.7, width: float = 11.2) -> list[Char]:
    """Slanted figures: boxes wider than the way to the next one."""
    return [
        Char(t, (left + i * pitch, 0.0, left + i * pitch + width, 14.5))
        for i, t in enumerate(text)
        if t != " "
    ]


def test_a_blank_cell_without_a_rule_at_its_side_is_no_cell():
    inked = [(c * WIDTH + 20, r * HEIGHT + 10) for r in range(4) for c in range(4) if (r, c) != (2, 3)]
    whole = tables_of(list(lattice(4, 4)), inked)[0]
    lost = tables_of(list(lattice(4, 4, {("upright", 4, 2)})), inked)[0]
    assert len(whole.cells) == 16
    assert {(c.row, c.column) for c in whole.cells} - {(c.row, c.column) for c in lost.cells} == {(2, 3)}


def test_a_printed_cell_stays_without_a_rule_at_its_side():
    inked = [(c * WIDTH + 20, r * HEIGHT + 10) for r in range(4) for c in range(4)]
    assert len(tables_of(list(lattice(4, 4, {("upright", 4, 2)})), inked)[0].cells) == 16


def test_a_cell_of_the_last_row_without_a_foot_may_go_on():
    table = tables_of(list(lattice(4, 3, {("level", 3, 2)})), [])[0]
    assert [(c.row, c.column) for c in table.cells if c.endless] == [(2, 2)]


def test_groups_that_go_on_over_the_page_are_not_endless():
    table = tables_of(list(lattice(4, 3, {("level", 3, 0)})), [])[0]
    assert not any(c.endless for c in table.cells)


def test_slanted_figures_of_two_cells_are_two_runs():
    print_ = digits("91728", 0) + digits("4", 90) + digits("836445", 103)
    assert ["".join(c.text for c in run.chars) for run in runs_of(print_)] == ["91728", "4", "836445"]


@pytest.mark.parametrize(
    ("words", "mixed"),
    [
        ("（六）其他处 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公\n理 开申请", True),
        ("（五）不予处 2.没有现成信息需要另行制作", True),
        ("9.其他需要说明的情形", False),
        ("其他主动公开文件", False),
    ],
)
def test_a_label_with_words_of_other_cells_names_no_row_of_its_own(words, mixed):
    assert mixes_rows(words) is mixed


def test_figures_broken_over_lines_in_one_row_are_no_rows():
    figures = ("4831", "7264", "9157", "3608")
    chars = [
        Char(t, (c * 20 + 4, 10 + 14 * i, c * 20 + 16, 22 + 14 * i))
        for c, figure in enumerate(figures)
        for i, t in enumerate(figure)
    ]
    rules = [(0.0, y, 80.0, y + 0.6) for y in (0.0, 80.0)] + [
        (x * 20.0, 0.0, x * 20 + 0.6, 80.0) for x in range(5)
    ]
    made = written([Leaf(600.0, 800.0, chars, rules)])
    assert [made.text[c.start : c.end] for c in made.blocks[0].cells] == list(figures)
