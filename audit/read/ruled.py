"""Ruling lines of a page → tables: cells between rules, with their spans.

A table is what touching rules enclose. Its outermost rules close it on every side, also where a page break or a taste for
open tables left a side out. Two positions that no rule parts are one cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audit.read.leaf import NEAR, Box, around

SHORT = 6.0
"""A rule shorter than this is a mark."""
STRIP = 8.0
"""A strip between two rules narrower than this, without print, is the gap of a double rule."""
DOT = 3.0
"""A mark that is no thicker is a part of a dotted rule in either direction."""
MOST_RULES = 2000
"""Of one page; a page with more is a drawing, and its rules are not used."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell between rules: its place and span in the grid of its table, and its box.

    ``endless``: no rule closes it below as one does a cell left of it, so that it may go on below what the table encloses.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    endless: bool = False


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table: its box, the positions of its rules, and its cells in reading order.

    ``cut``: it is closed at the left and open at the right, as a page that was too narrow for it leaves it: what its last
    column shows may be a part of what was there.
    """

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    cut: bool = False


def tables_of(rules: Sequence[Box], middles: Sequence[tuple[float, float]]) -> list[RuledTable]:
    """The tables that rules (thin boxes) form, from top to bottom; ``middles`` are those of the characters printed."""
    upright = _joined(
        [(r[0] + r[2]) / 2, r[1], r[3]] for r in rules if r[2] - r[0] <= DOT or r[3] - r[1] > r[2] - r[0]
    )
    level = _joined(
        [(r[1] + r[3]) / 2, r[0], r[2]] for r in rules if r[3] - r[1] <= DOT or r[3] - r[1] <= r[2] - r[0]
    )
    if len(upright) + len(level) > MOST_RULES:
        return []
    found = [_table(v, h, middles) for v, h in _touching(upright, level)]
    return sorted((t for t in found if t is not None), key=lambda t: (t.box[1], t.box[0]))


def level_rules(rules: Sequence[Box]) -> list[Box]:
    """The level rules of a page, those on one line that meet as one."""
    level = ([(r[1] + r[3]) / 2, r[0], r[2]] for r in rules if r[3] - r[1] <= DOT)
    return [(left, y, right, y) for y, left, right in _joined(level)] if len(rules) <= MOST_RULES else []


Rule = list[float]
"""Position across, start and end along."""


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that meet, as one."""
    made: list[Rule] = []
    for line in _lined_up(sorted(rules)):
        at = sum(r[0] for r in line) / len(line)
        for _, start, end in sorted(line, key=lambda r: r[1]):
            if made and made[-1][0] == at and start <= made[-1][2] + NEAR:
                made[-1][2] = max(made[-1][2], end)
            else:
                made.append([at, start, end])
    return [r for r in made if r[2] - r[1] >= SHORT]


def _lined_up(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    line: list[Rule] = []
    for rule in rules:
        if line and rule[0] - line[0][0] > NEAR:
            yield line
            line = []
        line.append(rule)
    if line:
        yield line


def _touching(upright: Sequence[Rule], level: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or nearly meet."""
    group = list(range(len(upright) + len(level)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, (x, top, bottom) in enumerate(upright):
        for j, (y, left, right) in enumerate(level, len(upright)):
            if left - STRIP <= x <= right + STRIP and top - STRIP <= y <= bottom + STRIP:
                group[root(i)] = root(j)
    made: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*upright, *level)):
        made.setdefault(root(i), ([], []))[0 if i < len(upright) else 1].append(rule)
    return list(made.values())


def _table(
    upright: list[Rule], level: list[Rule], middles: Sequence[tuple[float, float]]
) -> RuledTable | None:
    if not upright or not level:
        return None
    left = min([r[0] for r in upright] + [r[1] for r in level])
    right = max([r[0] for r in upright] + [r[2] for r in level])
    top = min([r[0] for r in level] + [r[1] for r in upright])
    bottom = max([r[0] for r in level] + [r[2] for r in upright])
    inside = [(x, y) for x, y in middles if left <= x <= right and top <= y <= bottom]
    xs = _edges([left, right, *(r[0] for r in upright)], [x for x, _ in inside])
    ys = _edges([top, bottom, *(r[0] for r in level)], [y for _, y in inside])
    if len(xs) < 2 or len(ys) < 2:
        return None
    sides = _parting(upright, xs, ys)
    levels = _parting(level, ys, xs)
    lost = _open_rows(upright, xs, ys)
    cells = [
        replace(cell, endless=_is_endless(cell, levels[-1], len(ys) - 1))
        for cell in _cells(xs, ys, sides, levels)
        if not (_ends_in(cell, lost, len(xs) - 1) and not _has_print(cell, inside))
    ]
    cut = all(sides[0]) and not any(sides[-1])
    return RuledTable((left, top, right, bottom), tuple(xs), tuple(ys), tuple(cells), cut)


def _open_rows(upright: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]) -> set[int]:
    """The rows with fewer rules at the right edge than most have: there a row has lost its last cell."""
    last = [r for r in upright if min(xs, key=lambda x: abs(x - r[0])) == xs[-1]]
    counts = [
        sum(min(end, bottom) - max(start, top) >= 0.6 * (bottom - top) for _, start, end in last)
        for top, bottom in pairwise(ys)
    ]
    usual = Counter(counts).most_common(1)[0][0]
    return {row for row, count in enumerate(counts) if count < usual}


def _ends_in(cell: RuledCell, rows: set[int], width: int) -> bool:
    """Whether a cell is the last of a row that is one of these."""
    return cell.column > 0 and cell.column + cell.colspan == width and cell.row in rows


def _is_endless(cell: RuledCell, feet: Sequence[bool], height: int) -> bool:
    """Whether a cell of the last row has no rule at its foot, right of one that has."""
    own = feet[cell.column : cell.column + cell.colspan]
    return cell.row + cell.rowspan == height and not any(own) and any(feet[: cell.column])


def _has_print(cell: RuledCell, middles: Sequence[tuple[float, float]]) -> bool:
    left, top, right, bottom = cell.box
    return any(left <= x < right and top <= y < bottom for x, y in middles)


def _edges(values: Sequence[float], print_at: Sequence[float]) -> list[float]:
    """Distinct positions; two are one if they nearly meet, or if the strip between them is narrow and has no print."""
    inked = sorted(print_at)
    found: list[float] = []
    for value in sorted(values):
        near = bool(found) and value - found[-1] < STRIP
        if near and (value - found[-1] <= NEAR or not _any_between(inked, found[-1], value)):
            continue
        found.append(value)
    return found


def _any_between(values: Sequence[float], start: float, end: float) -> bool:
    at = bisect_left(values, start)
    return at < len(values) and values[at] < end


def _parting(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """Whether a rule parts the strips before and after ``across[i]`` at step ``along[j] … along[j + 1]``."""
    parted = [[False] * (len(along) - 1) for _ in across]
    covered = [[0.0] * (len(along) - 1) for _ in across]
    for at, start, end in rules:
        i = min(range(len(across)), key=lambda k: abs(across[k] - at))
        for j in range(len(along) - 1):
            covered[i][j] += max(0.0, min(end, along[j + 1]) - max(start, along[j]))
    for i, row in enumerate(covered):
        for j, length in enumerate(row):
            parted[i][j] = length >= 0.6 * (along[j + 1] - along[j])
    return parted


def _cells(
    xs: Sequence[float], ys: Sequence[float], upright: list[list[bool]], level: list[list[bool]]
) -> list[RuledCell]:
    """Rows of positions that no rule parts, joined downwards with an equal stretch that no rule parts."""
    open_: dict[tuple[int, int], list[int]] = {}
    made: list[list[int]] = []
    for row in range(len(ys) - 1):
        following: dict[tuple[int, int], list[int]] = {}
        for start, end in _stretches(row, len(xs) - 1, upright):
            above = open_.get((start, end))
            if above is not None and not any(level[row][c] for c in range(start, end)):
                above[1] = row + 1
                following[start, end] = above
            else:
                cell = [row, row + 1, start, end]
                made.append(cell)
                following[start, end] = cell
        open_ = following
    return [
        RuledCell(top, left, bottom - top, right - left, (xs[left], ys[top], xs[right], ys[bottom]))
        for top, bottom, left, right in made
    ]


def _stretches(row: int, width: int, upright: list[list[bool]]) -> Iterable[tuple[int, int]]:
    start = 0
    for column in range(1, width + 1):
        if column == width or upright[column][row]:
            yield start, column
            start = column


def joined_box(cells: Sequence[RuledCell]) -> Box:
    """The box of several cells."""
    return around([c.box for c in cells])
