"""Tables whose cells a page or crawler ran together: ``规章007规范性文件0312第二十条第(五)项…``.

Labels are found inside the run; what stands between them are the figures of a row without borders. A row is read
only where one division into as many figures as columns is possible (no figure has a leading zero).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from audit.form import raw_form
from audit.form.labels import key
from audit.tidy.numbers import UNITS

SHORTEST = 20
"""A shorter run of print is no table."""
FEWEST = 3
"""Labels that a run must hold."""
_NOISE = r"[^\u3400-\u9fffA-Za-z0-9]{0,3}"
_FIGURES = re.compile(r"[-−]?\d[\d.]*(?:万元|元)?|[/—]+|[\u3400-\u9fff]+")
_SILENT = re.compile(rf"(?:{UNITS}|万元|篇|场|其中)+")
_MARKS = re.compile(r"本年新收政府信息公开申请|信息内容|指标名称|结果维持|公开申请数量")


def divisions(run: str, size: int, most: int = 2) -> list[list[str]]:
    """The ways to divide a run of digits into ``size`` numbers without leading zeros; at most ``most`` of them.

    A sign belongs to the first number. A run with other characters (a decimal, a unit) is one figure and cannot be divided.
    """
    sign, digits = ("-", run[1:]) if run[:1] in ("-", "−") else ("", run)
    if not digits.isdigit():
        return [[run]] if size == 1 else []
    return [[sign + first, *rest] for first, *rest in islice(_divided(digits, size), most)]


def _divided(digits: str, size: int) -> Iterator[list[str]]:
    if size == 1:
        if digits and (digits[0] != "0" or len(digits) == 1):
            yield [digits]
        return
    longest = 1 if digits[:1] == "0" else len(digits) - size + 1
    for length in range(1, longest + 1):
        for rest in _divided(digits[length:], size - 1):
            yield [digits[:length], *rest]


def is_run_together(token: str) -> bool:
    """True for print that holds several cells of a table without borders."""
    if len(token) < SHORTEST or not _MARKS.search(token):
        return False
    return sum(1 for _ in islice(_labels().finditer(token), FEWEST)) == FEWEST


def exploded(token: str) -> list[tuple[int, int]]:
    """Ranges of the labels, figures and unknown words inside a run of print; units and 其中 are passed over."""
    found = [(m.start(), m.end()) for m in _labels().finditer(token)]
    ranges, last = [], 0
    for start, end in [*found, (len(token), len(token))]:
        between = _FIGURES.finditer(token, last, start)
        ranges += [(m.start(), m.end()) for m in between if not _SILENT.fullmatch(m[0])]
        ranges.append((start, end))
        last = end
    return ranges[:-1]


@cache
def _labels() -> re.Pattern[str]:
    data = raw_form()
    printings = [e["zh"] for t in ("rows", "columns") for codes in data[t].values() for e in codes.values()]
    printings += [
        a
        for t in ("rows", "columns")
        for codes in data[t].values()
        for e in codes.values()
        for a in e.get("aliases", ())
    ]
    printings += [e["zh"] for e in data["groups"].values()]
    printings += [b["heading"] for b in data["blocks"].values() if b["heading"]]
    printings += ["信息内容", "申请人情况", "法人或其他组织", "行政诉讼", "指标名称", "计量单位"]
    patterns = sorted({_pattern(p) for p in printings if len(key(p)) > 1}, key=len, reverse=True)
    return re.compile("|".join(patterns))


def _pattern(printing: str) -> str:
    words = _NOISE.join(map(re.escape, key(printing)))
    return rf"(?:[1-9][.、]\s*|\([一二三四五六七八九]\)|[一二三四五六七八九]、)?{words}"
