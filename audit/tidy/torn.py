"""Rows of running text that have as many figures as columns by accident: a blank cell left no mark, a figure was broken.

A figure that was too long for its column stands in two lines, and a space as a thousand mark makes two figures of one. Such a
row is unreadable where either may be the case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from audit.form import APPLICANTS
from audit.tidy.entries import Place, Tables
from audit.tidy.matching import UNREADABLE, is_glued
from audit.tidy.numbers import UNITS
from audit.tidy.rows import Piece

LONG = 4
"""Digits of a figure that a narrow column may have broken."""
GROUP = 3
"""Digits between thousand marks."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_UNIT = re.compile(rf"(?:{UNITS})(?!\S)")
HEADING = "other_total"
PARTS = ("other_no_supplement", "other_fee_unpaid", "other_misc")
_Break = tuple[str, bool]
"""How two figures may be one, and whether a line ends between them."""


def is_torn(values: Sequence[Piece], text: str) -> bool:
    """Whether figures stand alone in lines after a line of several, or behind more of the label: each may be the rest of one."""
    if "\n" not in text[values[0].start : values[-1].end] or any(map(is_glued, values)):
        return False
    lines = [1]
    for last, value in pairwise(values):
        between = text[last.end : value.start]
        if "\n" in between:
            if _HAN.search(_UNIT.sub("", between)):
                return True
            lines.append(0)
        lines[-1] += 1
    return lines[-1] == 1 < max(lines)


def note_row(values: Sequence[Piece], first: int, place: Place) -> None:
    """Remember a row of table 3 in running text, of which the entries begin at ``first``."""
    figures = [v for v in values if v.text[:1].isdecimal()]
    if figures and not any(map(is_glued, values)):
        gaps = ["\n" in place.text[a.end : b.start] for a, b in pairwise(figures)]
        place.running.append((first, [v.text for v in figures], gaps))


def note_statistic(count: int, columns: int, first: int, place: Place) -> None:
    """Remember how many figures a row of the statistics table has in running text."""
    place.statistics.append((first, count, columns))


def refuse_torn(place: Place, found: Tables) -> None:
    """Make rows unreadable of which other rows of the same text tell that the number of their figures is an accident."""
    size = len(APPLICANTS)
    longest = max((len(f) for _, figures, _ in place.running for f in figures), default=0)
    full = max(LONG, longest - 1)
    more = [(f, Counter(_breaks(f, gaps, full))) for _, f, gaps in place.running if len(f) > size]
    met = _met([{kind for kind, n in breaks.items() if n >= len(f) - size} for f, breaks in more])
    for first, figures, gaps in place.running if met else ():
        if len(figures) == size and not met.isdisjoint(_breaks(figures, gaps, full)):
            _refuse(found, first, size)
    _refuse_heading(place, found)
    crowded = sum(count > columns for _, count, columns in place.statistics)
    for first, count, columns in place.statistics if 2 * crowded > len(place.statistics) else ():
        if count <= columns:
            _refuse(found, first, columns)


def _refuse_heading(place: Place, found: Tables) -> None:
    """The heading of the last group beside the figures of one of its rows is not the row that stands for all of it."""
    codes = {found.entries[first].row: first for first, _, _ in place.running}
    if HEADING in codes and not codes.keys().isdisjoint(PARTS):
        _refuse(found, codes[HEADING], len(APPLICANTS))


def _met(explained: list[set[_Break]]) -> set[_Break]:
    """The fewest kinds of breaks that tell why rows have too many figures, of those that may be why each of them has."""
    met: set[_Break] = set()
    while counts := Counter(kind for kinds in explained for kind in kinds if met.isdisjoint(kinds)):
        met.add(counts.most_common(1)[0][0])
    return met


def _refuse(found: Tables, first: int, count: int) -> None:
    for number in range(first, first + count):
        found.entries[number] = found.entries[number]._replace(figure=UNREADABLE)


def _breaks(figures: Sequence[str], gaps: Sequence[bool], full: int) -> Iterator[_Break]:
    """Where two figures may be one: groups of digits, or a figure that fills its column with ``full`` digits and its rest."""
    for (a, b), gap in zip(pairwise(figures), gaps, strict=True):
        if not (a.isdecimal() and b.isdecimal()):
            continue
        if len(a) <= GROUP == len(b) and a[0] != "0":
            yield "grouped", gap
        if len(b) <= len(a) >= full:
            yield "broken", gap
