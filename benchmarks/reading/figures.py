"""Figures in the printings met in real reports: one to eight digits, separators, units, notes, blanks and marks.

Every figure of a report but zero is printed in one cell only, so a figure in the wrong cell is always seen.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from decimal import Decimal

from audit.form import cell
from benchmarks.reading.model import Printed

WIDE_DIGITS = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
MARKS = (
    ("/", "dash"),
    ("—", "dash"),
    ("-", "dash"),
    ("－", "dash"),
    ("不适用", "not_applicable"),
    ("无", "not_applicable"),
)
NOTES = ("（其中修订 {} 件）", "（含自然失效{}件）", "(含上年结转 {} 件)", "（其中{}件为涉密件）")
STYLES = ("plain", "zeros", "thousands", "wide", "unit", "note", "blank", "mark", "mixed", "small")
"""How the figures of a report are printed; every style has plain figures as well."""

_Numbers = Callable[[], int]


def figures(codes: Iterable[str], rng: random.Random, style: str) -> dict[str, Printed]:
    """A printing for each of these cells."""
    fresh = _distinct(rng, 4 if style == "small" else 8)
    return {
        code: _amount(code, rng, fresh) if cell(code).decimal else _count(code, rng, style, fresh)
        for code in codes
    }


def _distinct(rng: random.Random, digits: int) -> _Numbers:
    """Numbers of one to ``digits`` digits, none twice; short ones are more frequent, as in reports."""
    used: set[int] = {0}

    def fresh() -> int:
        while True:
            size = min(rng.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8)), digits)
            number = rng.randrange(10 ** (size - 1), 10**size)
            if number not in used:
                used.add(number)
                return number

    return fresh


def _count(code: str, rng: random.Random, style: str, fresh: _Numbers) -> Printed:
    if rng.random() < {"zeros": 0.6, "mixed": 0.3, "small": 0.4}.get(style, 0.1):
        return Printed("０" if style == "wide" else "0", "number", Decimal(0))
    chosen = rng.choice(STYLES[2:8]) if style == "mixed" else style
    odd = rng.random()
    if chosen == "blank" and odd < 0.35:
        return Printed("", "blank")
    if chosen == "mark" and odd < 0.3:
        text, state = rng.choice(MARKS)
        return Printed(text, state)
    number = fresh()
    if chosen == "note" and odd < 0.2:
        return Printed(f"{number}{rng.choice(NOTES).format(fresh())}", "number", Decimal(number))
    if chosen == "unit" and odd < 0.4 and cell(code).unit:
        return Printed(f"{number}{rng.choice(('', ' '))}{cell(code).unit}", "number", Decimal(number))
    return _plain(code, rng, chosen, number)


def _plain(code: str, rng: random.Random, chosen: str, number: int) -> Printed:
    """A figure without words; a change may be negative."""
    if cell(code).signed and rng.random() < 0.4:
        return Printed(f"{rng.choice('-－−')}{number}", "number", Decimal(-number))
    text = f"{number:,}" if chosen == "thousands" else str(number)
    return Printed(text.translate(WIDE_DIGITS) if chosen == "wide" else text, "number", Decimal(number))


def _amount(code: str, rng: random.Random, fresh: _Numbers) -> Printed:
    """Money: procurement in yuan, fees in 万元."""
    number = Decimal(fresh())
    cents = Decimal(f"{number}.{rng.randrange(10, 100)}")
    if code == "t2.procurement.amount":
        choices = [
            Printed(str(cents), "number", cents),
            Printed(f"{number}元", "number", number),
            Printed(f"{cents}万元", "number", cents * 10_000),
            Printed(f"{cents:,}", "number", cents),
        ]
    else:
        choices = [Printed(str(cents), "number", cents), Printed(str(number), "number", number)]
    return rng.choice(choices)
