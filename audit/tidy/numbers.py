"""Printed figures → exact numbers. Never guesses: what is no single figure is ``unreadable``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from audit.tidy.reading import read_as

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_ARABIC = re.compile(r"[+\-−－—]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_CHINESE = re.compile(r"[零〇○一二三四五六七八九十百千万亿两壹贰]+")
LARGEST = 14
"""Exponent of the largest figure that the frames hold exactly (15 digits)."""
UNITS = "件次|件|个|项|条|次|份|篇|宗|起|人次|人|名|场|部|户|批|例|家|元|%"
_CELL = re.compile(
    rf"(?P<number>{_ARABIC.pattern}|{_CHINESE.pattern})\s*(?P<scale>[万亿]?)(?P<unit>{UNITS})?"
    r"\s*(?P<note>[(\[【].*[)\]】]|[①-⑳*※]{1,2})?",
    re.S,
)
CHANGE = "±"
"""The unit of a figure whose sign is a word: 减少3."""
_CHANGED = re.compile(rf"(?:(?P<more>增加?|↑)|减少?|↓)\s*(?P<number>\d+)(?:{UNITS})?")
_DASHES = re.compile(r"[/\\\-—–―－─_~]+")
_NONE = {"不适用", "无", "暂无", "n/a", "na", "不涉及", "无此项"}
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")


class Figure(NamedTuple):
    """What a table cell prints. ``value`` is in the unit printed (``10.9858`` with unit ``万元``); scale words of plain
    counts (1.2万件) are multiplied out. ``note`` is the bracketed remark or the mark of a note after the figure."""

    state: str
    value: Decimal | None = None
    unit: str | None = None
    note: str | None = None


@lru_cache(maxsize=8192)
def cell_figure(text: str) -> Figure:
    """Read one table cell; the states are those of the facts frame, ``absent`` excepted.

    A number has one figure only: ``1 2`` (a split number), ``1,2`` (no thousands group) and ``约5`` are unreadable.
    """
    plain = _INVISIBLE.sub("", read_as(text).text).strip()
    if not plain:
        return Figure("blank")
    if _DASHES.fullmatch(plain):
        return Figure("dash")
    if plain.rstrip("。.").lower() in _NONE:
        return Figure("not_applicable")
    match = _CELL.fullmatch(plain) or _CELL.fullmatch(_undressed(plain))
    value = parse_number(match["number"]) if match else None
    if match is None or value is None or value.adjusted() > LARGEST:
        return _change(plain) if plain[0] in "增减↑↓" else Figure("unreadable")
    return _scaled(value, match["scale"], match["unit"], match["note"])


def _change(plain: str) -> Figure:
    """A figure with its sign in words, as only columns of changes may have it."""
    match = _CHANGED.fullmatch(plain)
    if match is None or len(match["number"]) > LARGEST:
        return Figure("unreadable")
    value = Decimal(match["number"])
    return Figure("number", value if match["more"] else -value, CHANGE)


def _undressed(plain: str) -> str:
    """A figure without what a converter or a sign of money puts around it: ``**3**``, ``$3$``, ``￥3``."""
    bare = plain.strip("*$") if plain[0] in "*$" and plain[0] == plain[-1] else plain
    return bare.lstrip("¥￥").strip()


def _scaled(value: Decimal, scale: str, unit: str | None, note: str | None) -> Figure:
    if scale and unit == "元":
        return Figure("number", value, f"{scale}元", note)
    if scale:
        value *= _MYRIADS[scale]
    return Figure("number", value, (scale + (unit or "")) or None, note)


def parse_number(text: str) -> Decimal | None:
    """One number, Arabic (full-width, thousands separators, sign) or Chinese (一万四千, 两百, 零); None if it is none."""
    plain = read_as(text).text.strip()
    if _ARABIC.fullmatch(plain):
        return Decimal(plain.replace(",", "").replace("−", "-").replace("—", "-").replace("－", "-"))
    if _CHINESE.fullmatch(plain):
        number = _chinese(plain)
        return None if number is None else Decimal(number)
    return None


def _chinese(text: str) -> int | None:
    if all(c in _DIGITS for c in text):
        return _DIGITS[text] if len(text) == 1 else int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    seen_digit = False
    for c in text:
        if c in _DIGITS:
            if seen_digit and digit:
                return None
            digit, seen_digit = _DIGITS[c], True
        elif c in _TENS:
            section += (digit if seen_digit and digit else 1) * _TENS[c]
            digit, seen_digit = 0, False
        else:
            total = (total + section + digit) * _MYRIADS[c]
            section, digit, seen_digit = 0, 0, False
    return total + section + digit


def is_figure(text: str) -> bool:
    """True if a cell with this text holds a figure or one of the marks that stand for none."""
    return cell_figure(text).state in ("number", "dash", "not_applicable")
