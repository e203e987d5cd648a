"""Tables whose cells a page or crawler ran together: ``规章007规范性文件0312第二十条第(五)项…``.

Labels are found inside the run; what stands between them are the figures of a row without borders. A row is read
only where one division into as many figures as columns is possible (no figure has a leading zero).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from audit.form import raw_form
from audit.form.labels import key
from audit.tidy.numbers import UNITS

SHORTEST = 20
"""A shorter run of print is no table."""
FEWEST = 3
"""Labels that a run must hold."""
DENSE = 0.55
"""Share of labels and digits in a table that was run together."""
LONGEST = 120
"""A longer run of digits is no row of a form."""
_SENTENCES = re.compile(r"[^。；;]+")
_FIGURES = re.compile(
    r"[-−]?\d+?(?=[1-9][.、](?!\d))|[1-9][.、](?!\d)|[-−]?\d(?:[\d.]|,(?=\d))*(?:万元|元)?|[/—]+|[\u3400-\u9fff]+"
)
_NUMERALS = "0123456789一二三四五六七八九"
_SILENT = re.compile(rf"(?:[1-9][.、]|{UNITS}|万元|篇|场|其中)+")
_MARKS = ("本年新收政府信息公开申请", "信息内容", "指标名称", "公开申请数量", "统计指标", "结果维持结果纠正")


def divisions(run: str, size: int, most: int = 2) -> list[list[str]]:
    """The ways to divide a run of digits into ``size`` numbers without leading zeros; at most ``most`` of them.

    A sign belongs to the first number. A run with other characters (a decimal, a unit) is one figure and cannot be divided.
    """
    sign, digits = ("-", run[1:]) if run[:1] in ("-", "−") else ("", run)
    if not digits.isdigit():
        return [[run]] if size == 1 else []
    if not size <= len(digits) <= LONGEST:
        return []
    return [[sign + first, *rest] for first, *rest in _divided(digits, size, most)]


def _divided(digits: str, size: int, most: int) -> list[list[str]]:
    """From the back: for each tail of the run and each count of numbers, at most ``most`` divisions."""
    length = len(digits)
    tails: list[list[list[str]]] = [[] for _ in range(length)] + [[[]]]
    for _ in range(size):
        longer: list[list[list[str]]] = [[] for _ in range(length + 1)]
        for start in range(length):
            ends = [start + 1] if digits[start] == "0" else range(start + 1, length + 1)
            ways = ([digits[start:end], *tail] for end in ends for tail in tails[end])
            longer[start] = list(islice(ways, most))
        tails = longer
    return tails[0]


def is_run_together(token: str) -> bool:
    """True for print that is mostly labels and figures of a table without borders between them.

    Prose names labels too (予以公开3件，部分公开1件), but in more words of its own.
    """
    if len(token) < SHORTEST or not any(mark in token for mark in _MARKS):
        return False
    return any(map(_is_dense, _SENTENCES.findall(token)))


def _is_dense(sentence: str) -> bool:
    if len(sentence) < SHORTEST or not any(mark in sentence for mark in _MARKS):
        return False
    labels = [end - start for start, end in _found(sentence)]
    digits = sum(c.isdigit() for c in sentence)
    return len(labels) >= FEWEST and sum(labels) + digits >= DENSE * len(sentence)


def exploded(token: str) -> list[tuple[int, int]]:
    """Ranges of the labels, figures and unknown words inside a run of print; units and 其中 are passed over."""
    ranges, last = [], 0
    for start, end in [*_found(token), (len(token), len(token))]:
        between = _FIGURES.finditer(token, last, start)
        ranges += [(m.start(), m.end()) for m in between if not _SILENT.fullmatch(m[0])]
        ranges.append((start, end))
        last = end
    return ranges[:-1]


def _found(text: str) -> list[tuple[int, int]]:
    """Ranges of the labels in a text, whatever brackets, quotes and commas stand in them."""
    kept = [
        (i, c)
        for i, c in enumerate(text)
        if c.isalnum() or c in ".-" or (c == "、" and text[i - 1] in _NUMERALS)
    ]
    words = "".join(c for _, c in kept).replace("覆", "复")
    return [(kept[m.start()][0], kept[m.end() - 1][0] + 1) for m in _labels().finditer(words)]


@cache
def _labels() -> re.Pattern[str]:
    data = raw_form()
    entries = [e for t in ("rows", "columns") for codes in data[t].values() for e in codes.values()]
    printings = [p for e in (*entries, *data["groups"].values()) for p in (e["zh"], *e.get("aliases", ()))]
    printings += [b["heading"] for b in data["blocks"].values() if b["heading"]]
    printings += ["信息内容", "申请人情况", "法人或其他组织", "行政诉讼", "指标名称", "计量单位"]
    words = sorted({key(p) for p in printings if len(key(p)) > 1}, key=len, reverse=True)
    return re.compile(rf"(?:[1-9][.、]|[一二三四五六七八九]、?)?(?:{'|'.join(words)})")
