"""Dates as printed → calendar dates; digits whose 年 or 月 were lost are read only if one reading is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?:19|20)\s?\d\s?\d"
_HAN_DATE = r"[二一][〇○零O0九][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
DATE = rf"(?:{_YEAR}\s*[年\-/.]\s*\d{{1,2}}\s*[月\-/.]\s*\d{{1,2}}\s*日?|{_HAN_DATE})"
"""A date as printed, for use in larger patterns."""
STAMP = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
"""A date in eight digits, a date only where a label says so."""
_ARABIC = re.compile(rf"({_YEAR})\s*[年\-/.]\s*(\d{{1,2}})\s*[月\-/.]\s*(\d{{1,2}})")
_HAN = re.compile(r"(.{4})年(.{1,2})月(.{1,3})日")
_LOST = re.compile(r"((?:19|20)\d\d)年?(\d{2,4})日|((?:19|20)\d\d)(\d{1,2})月(\d{1,2})日")


_STAMP = re.compile(STAMP)
_START = re.compile(r"[12二一][09〇○零O九]")


def year_places(text: str) -> tuple[int, ...]:
    """Where a year may begin."""
    return tuple([m.start() for m in _START.finditer(text)])


def at_dates(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with a date, tried only where a year may begin."""
    done = 0
    for start in starts:
        match = pattern.match(text, start) if start >= done else None
        if match:
            done = match.end()
            yield match


def parse_date(text: str) -> date | None:
    """One date: ``2024-03-07``, ``2024年3月7日``, ``二○一四年一月十日``; None if it is none or the calendar has no such day."""
    printed = re.search(_HAN_DATE, re.sub(r"\s+", "", text))
    match = _HAN.fullmatch(printed[0]) if printed else None
    if match:
        return calendar_date(
            int(match[1].replace("O", "0").translate(_NUMERALS)), _small(match[2]), _small(match[3])
        )
    match = _ARABIC.search(text)
    if match:
        return calendar_date(*(int(re.sub(r"\s", "", g)) for g in match.groups()))
    stamp = _STAMP.search(text)
    return calendar_date(int(stamp[0][:4]), int(stamp[0][4:6]), int(stamp[0][6:])) if stamp else None


def repaired_date(text: str) -> date | None:
    """A date that lost 年 or 月 (``201711日``, ``20251月1日``), if the calendar leaves exactly one reading."""
    match = _LOST.search(re.sub(r"\s+", "", text))
    if match is None:
        return None
    if match[3]:
        return calendar_date(int(match[3]), int(match[4]), int(match[5]))
    readings = [calendar_date(int(match[1]), month, day) for month, day in cuts(match[2])]
    found = [r for r in readings if r is not None]
    return found[0] if len(found) == 1 else None


def cuts(digits: str) -> list[tuple[int, int]]:
    """All (month, day) that run-together digits can be; no part begins with zero."""
    parts = [(digits[:i], digits[i:]) for i in (1, 2) if digits[i:]]
    numbers = [(int(m), int(d)) for m, d in parts if m[0] != "0" and d[0] != "0"]
    return [(m, d) for m, d in numbers if 1 <= m <= 12 and 1 <= d <= 31]


def calendar_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _small(text: str) -> int:
    """一 … 三十一."""
    tens, ten, ones = text.rpartition("十")
    number = int(ones.translate(_NUMERALS)) if ones else 0
    return number + (10 * (int(tens.translate(_NUMERALS)) if tens else 1) if ten else 0)
