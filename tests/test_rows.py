"""What a row says by its labels is the same whatever its figures are, and whether it was met before or not."""

from functools import cached_property

import pytest

from audit.read import read_bytes
from audit.tidy.pieces import rows_of
from audit.tidy.reading import read_as
from audit.tidy.rows import Outline, cell_meaning, outline_of
from benchmarks.reading.cases import case

ANSWERS = [name for name, kind in vars(Outline).items() if isinstance(kind, cached_property)]


def rows_in(number, form):
    made = case(number, form)
    document = read_bytes(made.content, made.name)
    found = rows_of(document, read_as(document.text))
    return [row for part in found if isinstance(part, list) for row in part]


@pytest.mark.parametrize("form", ["html", "xlsx", "csv", "markdown"])
def test_a_row_says_what_every_row_with_its_labels_says(form):
    rows = [row for number in range(12) for row in rows_in(number, form)]
    assert len(rows) > 100
    for row in rows:
        own = Outline(row.pieces)
        assert {a: getattr(row.outline, a) for a in ANSWERS} == {a: getattr(own, a) for a in ANSWERS}


@pytest.mark.parametrize(
    ("print_of_a_cell", "like"),
    [("5", "7"), ("1,234", "0"), ("", " "), ("—", "不适用"), ("三", "12")],
)
def test_values_of_a_sort_have_one_sign(print_of_a_cell, like):
    assert cell_meaning(print_of_a_cell).sign == cell_meaning(like).sign


@pytest.mark.parametrize(
    ("print_of_a_cell", "unlike"),
    [("5", ""), ("5", "—"), ("—", ""), ("5", "万元"), ("规章", "规范性文件"), ("备注", "说明"), ("5", "约5")],
)
def test_what_says_something_else_has_another_sign(print_of_a_cell, unlike):
    assert cell_meaning(print_of_a_cell).sign != cell_meaning(unlike).sign


def test_a_lone_unit_that_reads_as_a_number_stays_a_unit():
    signs = tuple(cell_meaning(text).sign for text in ("收费金额", "万元", "27"))
    assert outline_of(signs).has_units
    assert not outline_of((signs[0], signs[2], signs[2])).has_units
