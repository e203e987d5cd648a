"""Printed figures: exact, or said to be unreadable."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.tidy.numbers import cell_figure, parse_number


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("0", 0, None),
        ("１，２３４", 1234, None),
        ("13,612", 13612, None),
        ("10.9858万元", "10.9858", "万元"),
        ("251000元", 251000, "元"),
        ("-18", -18, None),
        ("－3", -3, None),
        ("22（其中修订 16 件）", 22, None),
        ("一万四千", 14000, None),
        ("零件", 0, "件"),
        ("1.2万件", 12000, "万件"),
        ("两百", 200, None),
        ("十二", 12, None),
        ("\u200b5\u00a0", 5, None),
        (" 7 \n", 7, None),
    ],
)
def test_numbers(printed, value, unit):
    figure = cell_figure(printed)
    assert (figure.state, figure.value, figure.unit) == ("number", Decimal(value), unit)


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("", "blank"),
        ("\u00a0\u3000", "blank"),
        ("/", "dash"),
        ("——", "dash"),
        ("－", "dash"),
        ("不适用", "not_applicable"),
        ("无", "not_applicable"),
        ("1 2", "unreadable"),
        ("1,2", "unreadable"),
        ("约5", "unreadable"),
        ("5余", "unreadable"),
        ("5.", "unreadable"),
        ("O", "unreadable"),
        ("3-5", "unreadable"),
        ("行政许可", "unreadable"),
        ("9" * 16, "unreadable"),
        ("9" * 400, "unreadable"),
    ],
)
def test_states_without_a_value(printed, state):
    figure = cell_figure(printed)
    assert (figure.state, figure.value) == (state, None)


@given(st.integers(0, 10**9))
def test_every_printing_of_a_number_reads_the_same(number):
    printings = {
        str(number),
        f"{number:,}",
        str(number).translate({48 + d: 0xFF10 + d for d in range(10)}),
        f" {number} 件",
    }
    assert {cell_figure(p).value for p in printings} == {Decimal(number)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百零八", 108),
        ("二〇二〇", 2020),
        ("三万零五十", 30050),
        ("十", 10),
        ("一亿", 10**8),
        ("件", None),
        ("1一", None),
    ],
)
def test_chinese_numerals(text, number):
    assert parse_number(text) == (None if number is None else Decimal(number))
