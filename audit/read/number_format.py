"""A number in a spreadsheet → how its cell shows it.

The file holds 0.25 and a format; the reader of the sheet sees 25%. The formats in which figures are written
are followed to the letter; dates are shown as ISO 8601; for anything else the number itself is shown.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (number formats); 18.17.4 (dates).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

LONGEST = 200
"""Characters of the longest format that is followed."""
PRECISION = 15
"""Digits that a spreadsheet counts with."""
EXPONENTS = range(-20, 20)
"""Powers of ten of the numbers that formats are followed for."""

_PART = re.compile(r'"[^"]*"|\\.|_.|\*.|General|G/通用格式|[0#?]+|.', re.IGNORECASE | re.DOTALL)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|General|G/通用格式', re.IGNORECASE | re.DOTALL)
_DATE = re.compile(r"[ymdhse]", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[0#?]E[+-]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_COLOUR = re.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|[黑蓝红绿白黄青]色?|洋红)\]",
    re.IGNORECASE,
)
_GENERAL = ("general", "g/通用格式")
_SHOWN_AS_IS = frozenset(" -+()（）/:$￥¥€£,%件条个项次万元亿年月日")
_LAST_DAY = 2_956_000
"""Days to the last years that have four digits."""

BUILT_IN: Mapping[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    **dict.fromkeys((37, 38), "#,##0 ;(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00 ;(#,##0.00)"),
    **dict.fromkeys((41, 42), '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '),
    **dict.fromkeys((43, 44), '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
    49: "@",
}
"""Formats that a file need not state, by number."""


class Shown(NamedTuple):
    """What the cell shows, and whether that is a rounded figure."""

    text: str
    rounded: bool = False


class _Plan(NamedTuple):
    """One section of a format.

    ``before`` and ``after`` stand around the figure; ``digits`` before the point are written at least, None
    for all as they are, -1 for no figure at all; of ``decimals`` the last ``optional`` go where they are zero;
    ``shift`` is the power of ten by which the figure is multiplied.
    """

    before: str
    after: str
    digits: int | None
    decimals: int = 0
    optional: int = 0
    grouped: bool = False
    shift: int = 0


def show(value: float, code: str, date1904: bool = False) -> Shown:
    """How a cell with this number and format reads. ``date1904``: days count from 1904."""
    if not isfinite(value):
        return Shown("#NUM!")
    number = Decimal(f"{value:.{PRECISION}g}")
    sections = _sections(code or "General")
    if not sections or number.adjusted() not in EXPONENTS:
        return Shown(plain(number))
    if _is_date(sections[0]):
        return Shown(_date(value, sections[0], date1904) or plain(number))
    section, sign = _section_for(number, sections)
    plan = _plan(section)
    return Shown(plain(number)) if plan is None else _written(abs(number), plan, sign)


def plain(number: Decimal) -> str:
    """The number in digits: no exponent, no needless decimals."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=500)
def _sections(code: str) -> tuple[str, ...]:
    """The sections of a format: positive, negative, zero, text; none if it has conditions or is otherwise strange."""
    code = _COLOUR.sub("", _CURRENCY.sub(r'"\1"', code))
    if len(code) > LONGEST or "[" in code:
        return ()
    sections = [""]
    for part in _PART.findall(code):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return tuple(sections)


def _section_for(number: Decimal, sections: tuple[str, ...]) -> tuple[str, str]:
    """The section that shows ``number``, and the sign before it."""
    if number < 0:
        return (sections[1], "") if len(sections) > 1 else (sections[0], "-")
    return (sections[2] if number == 0 and len(sections) > 2 else sections[0]), ""


@lru_cache(maxsize=500)
def _plan(section: str) -> _Plan | None:
    """How a section writes; None if it is none that we follow."""
    before = after = figure = ""
    percents = 0
    for part in _PART.findall(section):
        if len(part) == 2 and part[0] in "_*":
            continue
        if part.lower() in _GENERAL or part[0] in "0#?." or (part[0] == "," and figure):
            if after:
                return None
            figure += part.lower()
            continue
        literal = _literal(part)
        if literal is None:
            return None
        percents += part[0] == "%"
        before, after = (before, after + literal) if figure else (before + literal, after)
    return _with_figure(before, after, figure, 2 * percents)


def _literal(part: str) -> str | None:
    """The text that a part of a format shows as it stands, None if it means something else."""
    if part[0] == '"' and len(part) > 1:
        return part[1:-1]
    if part[0] == "\\" and len(part) > 1:
        return part[1:]
    return part if part in _SHOWN_AS_IS else None


def _with_figure(before: str, after: str, figure: str, shift: int) -> _Plan | None:
    if figure in _GENERAL:
        return _Plan(before, after, None, shift=shift)
    if not figure:
        return _Plan(before, after, -1)
    bare = figure.rstrip(",")
    whole, _, decimals = bare.partition(".")
    if set(whole) - set("0#?,") or set(decimals) - set("0#?"):
        return None
    return _Plan(
        before,
        after,
        digits=whole.count("0"),
        decimals=len(decimals),
        optional=len(decimals) - len(decimals.rstrip("#?")),
        grouped="," in whole,
        shift=shift - 3 * (len(figure) - len(bare)),
    )


def _written(number: Decimal, plan: _Plan, sign: str) -> Shown:
    """``number`` (not negative) as the plan has it."""
    if plan.digits == -1:
        return Shown((sign + plan.before + plan.after).strip())
    exact = number.scaleb(plan.shift)
    if plan.digits is None:
        return Shown(f"{sign}{plan.before}{plain(exact)}{plan.after}".strip())
    rounded = _rounded(exact, plan.decimals)
    whole, _, decimals = f"{rounded:f}".partition(".")
    kept = len(decimals) - plan.optional
    decimals = decimals[:kept] + decimals[kept:].rstrip("0")
    whole = whole.lstrip("0").rjust(plan.digits, "0")
    if plan.grouped and whole:
        whole = f"{int(whole):,}"
    figure = f"{whole}.{decimals}" if decimals else whole
    return Shown(f"{sign if rounded else ''}{plan.before}{figure}{plan.after}".strip(), rounded != exact)


def _rounded(number: Decimal, decimals: int) -> Decimal:
    """To so many decimals, halves away from zero; a number has no more than 40 digits here."""
    scaled = number.scaleb(min(decimals, 20))
    whole = int(scaled)
    whole += scaled - whole >= Decimal("0.5")
    return Decimal(whole).scaleb(-min(decimals, 20)) if decimals <= 20 else number


def _is_date(section: str) -> bool:
    bare = _LITERAL.sub("", section)
    return bool(_DATE.search(bare)) and not _SCIENTIFIC.search(bare)


def _date(value: float, section: str, date1904: bool) -> str | None:
    """ISO date, time or both; None for a number that is no date."""
    if not 0 <= value < _LAST_DAY:
        return None
    first = datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    if date1904:
        first = datetime(1904, 1, 1)
    moment = first + timedelta(seconds=round(value * 86_400))
    bare = _LITERAL.sub("", section).lower()
    if "h" not in bare and "s" not in bare:
        return f"{moment:%Y-%m-%d}"
    time = f"{moment:%H:%M:%S}" if "s" in bare else f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d} {time}" if re.search("[yde]", bare) else time
