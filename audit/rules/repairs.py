"""Which cell is wrong: the smallest sets of changes that would make all broken sums of a report hold.

The principle is that of Fellegi and Holt (1976): of all sets of cells that could be changed so that every edit
rule holds, the smallest is the likeliest. Slips that change many cells at once (two cells or rows swapped, a row
shifted by one column, one number split over two cells) count as one change. Nothing found here is ever applied;
it is offered as a hint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

import numpy as np

from audit.form import APPLICANTS, Identity, raw_form
from audit.form import cell as form_cell
from audit.frames import Frames
from audit.rules.measures import EPSILON, Tested, codes, column_of, figure, once, tested

MOST_CHANGES = 3
"""Independent changes that are looked for; with more, too much would fit."""
MOST_STEPS = 4000
"""Steps of the search in one report; past that nothing is said."""
SUMS_OF_A_CELL = 3
"""Sums that one cell stands in at most: its row, its column, the balance."""
MOST_KEPT = 8
TIE = 0.05
"""Repairs whose costs differ by less are equally likely."""

SLIP_COST = {
    "one_digit": 1.0,
    "digits_swapped": 1.0,
    "zero_more_or_less": 1.1,
    "digit_more_or_less": 1.15,
    "left_out": 1.2,
    "other": 1.4,
}
SHAPE_COST = {"cells_swapped": 1.6, "row_shifted": 1.5, "rows_swapped": 1.6, "number_split": 1.5}
SAID_IN_PROSE = 0.25
"""What a repair gains where the text states the very figure that it wants."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell with the figure it prints (a blank counts as 0) and the figure that would settle the sums."""

    cell: str
    printed: float
    wanted: float


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together make every sum of the report hold, and the slip they look like."""

    changes: tuple[Change, ...]
    slip: str
    cost: float
    settles: int


@dataclass(slots=True)
class _Sheet:
    """One report: figures, which cells may be changed, and the sums that can be compared."""

    value: list[float]
    open: list[bool]
    signed: list[bool]
    sums: dict[int, dict[int, int]]
    of_cell: dict[int, list[int]]
    rows: dict[str, list[int]]

    def gaps(self, uneven: Iterable[int]) -> dict[int, float]:
        """Of these sums those that can be compared and do not hold: parts less wholes."""
        found = {}
        for n in uneven:
            cells = self.sums.get(n, {})
            gap = sum(sign * self.value[c] for c, sign in cells.items())
            if abs(gap) > EPSILON:
                found[n] = gap
        return found


@once
def repairs(frames: Frames) -> dict[int, list[Repair]]:
    """By row number of ``reports``: the repairs of a report with broken sums, the likeliest first."""
    given = tested(frames)
    spoken = _spoken(frames)
    found = {}
    for report in np.flatnonzero(given.broken.any(axis=1)).tolist():
        sheet = _sheet(given, report)
        said = spoken.get(given.terms.report_ids[report], frozenset())
        found[report] = ranked(sheet, sheet.gaps(given.uneven(report)), said)
    return found


def _spoken(frames: Frames) -> dict[str, frozenset[float]]:
    """The counts that the prose of each report states."""
    claims = frames.claims.loc[frames.claims["kind"].eq("count"), ["report_id", "value"]].dropna()
    return {
        str(report): frozenset(float(v) for v in values)
        for report, values in claims.groupby("report_id")["value"]
    }


def _sheet(given: Tested, report: int) -> _Sheet:
    """The sums of one report that can be compared: nothing of them is missing."""
    terms = given.terms
    known = terms.number[report] | terms.zero[report]
    return _Sheet(
        terms.value[report].tolist(),
        known.tolist(),
        signed_cells(),
        *_sums(given.identities, terms.active[report].tobytes(), known.tobytes()),
        _rows_of(known.tobytes()),
    )


@lru_cache(maxsize=256)
def _sums(
    identities: tuple[Identity, ...], active: bytes, known: bytes
) -> tuple[dict[int, dict[int, int]], dict[int, list[int]]]:
    """Sums with the sign of each cell, and the sums that each cell stands in; alike for most reports of a form."""
    sums: dict[int, dict[int, int]] = {}
    of_cell: dict[int, list[int]] = {}
    for number, one in enumerate(identities):
        signs = {column_of()[c]: 1 for c in one.parts} | {column_of()[c]: -1 for c in one.wholes}
        cells = {c: sign for c, sign in signs.items() if active[c]}
        whole = all(active[column_of()[c]] for c in one.wholes)
        if whole and all(known[c] for c in cells):
            sums[number] = cells
            for c in cells:
                of_cell.setdefault(c, []).append(number)
    return sums, of_cell


@cache
def signed_cells() -> list[bool]:
    """Which cells may be negative."""
    return [form_cell(c).signed for c in codes()]


@lru_cache(maxsize=256)
def _rows_of(known: bytes) -> dict[str, list[int]]:
    """The rows of table 3 of which every column is known."""
    found = {}
    for row in raw_form()["rows"]["t3"]:
        cells = [column_of().get(f"t3.{row}.{a}", -1) for a in APPLICANTS]
        if min(cells) >= 0 and all(known[c] for c in cells):
            found[row] = cells
    return found


def ranked(sheet: _Sheet, gaps: dict[int, float], said: frozenset[float]) -> list[Repair]:
    """All repairs that were found, the likeliest first; of sets of cells that contain one another the smaller."""
    if not gaps:
        return []
    best: dict[frozenset[int], Repair] = {}
    for changed, shape in _candidates(sheet, gaps):
        one = _repair(sheet, changed, shape, len(gaps), said)
        key = frozenset(changed)
        if key not in best or one.cost < best[key].cost:
            best[key] = one
    kept = [r for k, r in best.items() if not any(o < k and best[o].cost <= r.cost for o in best)]
    kept.sort(key=lambda r: (round(r.cost, 6), [column_of()[c.cell] for c in r.changes]))
    return kept[:MOST_KEPT]


_Changed = dict[int, float]


def _candidates(sheet: _Sheet, gaps: dict[int, float]) -> Iterator[tuple[_Changed, str]]:
    """Changes that settle every sum, with their shape; one cell alone is likelier than any other shape."""
    single = _edits(sheet, gaps, (1,))
    yield from ((changed, "") for changed in single)
    if single:
        return
    for make, shape in (
        (_row_shifts, "row_shifted"),
        (_row_swaps, "rows_swapped"),
        (_splits, "number_split"),
        (_cell_swaps, "cells_swapped"),
    ):
        for changed in make(sheet, gaps):
            if _settled(sheet, gaps, changed):
                yield changed, shape
    for changed in _edits(sheet, gaps, range(2, MOST_CHANGES + 1)):
        yield changed, ""


def _settled(sheet: _Sheet, gaps: dict[int, float], changed: _Changed) -> bool:
    """Whether these changes are possible figures and leave no sum broken."""
    after = dict(gaps)
    for c, wanted in changed.items():
        if wanted < -EPSILON and not sheet.signed[c]:
            return False
        for n in sheet.of_cell.get(c, ()):
            after[n] = after.get(n, 0.0) + sheet.sums[n][c] * (wanted - sheet.value[c])
    return all(abs(gap) <= EPSILON for gap in after.values())


def _edits(sheet: _Sheet, gaps: dict[int, float], sizes: Iterable[int]) -> list[_Changed]:
    """The smallest sets of so many cells that can be changed one by one so that every sum holds."""
    for size in sizes:
        steps = [0]
        found: list[_Changed] = []
        for changed in _search(sheet, list(sheet.value), dict(gaps), {}, size, steps):
            if changed not in found:
                found.append(changed)
        if found or steps[0] > MOST_STEPS:
            return found if steps[0] <= MOST_STEPS else []
    return []


def _search(
    sheet: _Sheet, value: list[float], gaps: dict[int, float], done: _Changed, left: int, steps: list[int]
) -> Iterator[_Changed]:
    if not gaps:
        yield dict(done)
        return
    if left * SUMS_OF_A_CELL < len(gaps):
        return
    steps[0] += 1
    if steps[0] > MOST_STEPS:
        return
    pivot = min(gaps, key=lambda n: (len(sheet.sums[n]), n))
    for c in sheet.sums[pivot]:
        if c in done or not sheet.open[c]:
            continue
        for change in sorted({-gaps[n] * sheet.sums[n][c] for n in sheet.of_cell[c] if n in gaps}):
            wanted = value[c] + change
            if wanted < -EPSILON and not sheet.signed[c]:
                continue
            after = _after(sheet, gaps, c, change)
            value[c], before = wanted, value[c]
            yield from _search(sheet, value, after, {**done, c: wanted}, left - 1, steps)
            value[c] = before


def _after(sheet: _Sheet, gaps: dict[int, float], c: int, change: float) -> dict[int, float]:
    after = dict(gaps)
    for n in sheet.of_cell[c]:
        gap = after.pop(n, 0.0) + sheet.sums[n][c] * change
        if abs(gap) > EPSILON:
            after[n] = gap
    return after


def _involved(sheet: _Sheet, gaps: dict[int, float]) -> list[int]:
    """Cells that stand in a broken sum."""
    return sorted({c for n in gaps for c in sheet.sums[n]})


def _cell_swaps(sheet: _Sheet, gaps: dict[int, float]) -> Iterator[_Changed]:
    """Two figures of one row, one column or one block in each other's place."""
    value = sheet.value
    for a, b in combinations(_involved(sheet, gaps), 2):
        if value[a] != value[b] and _beside(a, b):
            yield {a: value[b], b: value[a]}


@cache
def _beside(a: int, b: int) -> bool:
    (table, row, column), (other_table, other_row, other_column) = (codes()[n].split(".") for n in (a, b))
    return table == other_table and (row == other_row or (table == "t3" and column == other_column))


def _touched(sheet: _Sheet, gaps: dict[int, float]) -> list[str]:
    """Rows of table 3 that are in a broken sum of more than their own column."""
    cells = set(_involved(sheet, gaps))
    return [row for row, of in sheet.rows.items() if len(cells & set(of)) > 1]


def _changes(sheet: _Sheet, cells: Sequence[int], wanted: Sequence[float]) -> _Changed:
    return {c: float(v) for c, v in zip(cells, wanted, strict=True) if abs(sheet.value[c] - v) > EPSILON}


def _row_shifts(sheet: _Sheet, gaps: dict[int, float]) -> Iterator[_Changed]:
    """A row that slipped by one column: the figure that fell off is a zero, or the total that the parts give."""
    if len(gaps) < 3:
        return
    for row in _touched(sheet, gaps):
        cells = sheet.rows[row]
        printed = [sheet.value[c] for c in cells]
        left, right = printed[1:], printed[:-1]
        for wanted in ([*left, sum(left)], [*left, 0.0], [0.0, *right]):
            changed = _changes(sheet, cells, wanted)
            if len(changed) > 1:
                yield changed


def _row_swaps(sheet: _Sheet, gaps: dict[int, float]) -> Iterator[_Changed]:
    """Two rows of table 3 in each other's place."""
    if len(gaps) < 2:
        return
    touched = _touched(sheet, gaps)
    for one, other in combinations(sheet.rows, 2):
        if one not in touched and other not in touched:
            continue
        cells = [*sheet.rows[one], *sheet.rows[other]]
        printed = [sheet.value[c] for c in cells]
        half = len(APPLICANTS)
        changed = _changes(sheet, cells, [*printed[half:], *printed[:half]])
        if len(changed) > 2:
            yield changed


def _splits(sheet: _Sheet, gaps: dict[int, float]) -> Iterator[_Changed]:
    """One number printed over two cells of a row, which pushed the rest to the right and the total off the edge."""
    for row in _touched(sheet, gaps):
        cells = sheet.rows[row]
        printed = [sheet.value[c] for c in cells]
        for n in range(len(cells) - 1):
            if printed[n] <= 0 or any(v != int(v) for v in printed[n : n + 2]):
                continue
            whole = float(f"{int(printed[n])}{int(printed[n + 1])}")
            parts = [*printed[:n], whole, *printed[n + 2 :]]
            yield _changes(sheet, cells, [*parts, sum(parts)] if len(parts) < len(cells) else parts)


def _repair(sheet: _Sheet, changed: _Changed, shape: str, settles: int, said: frozenset[float]) -> Repair:
    changes = tuple(
        Change(codes()[c], sheet.value[c], float(wanted)) for c, wanted in sorted(changed.items())
    )
    slips = [slip(c.printed, c.wanted) for c in changes]
    if shape:
        name, cost = shape, SHAPE_COST[shape]
    else:
        name = slips[0] if len(slips) == 1 else "several"
        cost = sum(SLIP_COST[s] for s in slips)
    told = sum(c.wanted > 0 and c.wanted in said for c in changes)
    return Repair(changes, name, cost - SAID_IN_PROSE * (told > 0), settles)


def slip(printed: float, wanted: float) -> str:
    """What kind of slip leads from the wanted figure to the printed one; ``other`` where none shows."""
    was, is_ = figure(wanted), figure(printed)
    if printed == 0:
        return "left_out"
    if wanted == 0:
        return "other"
    if len(was) == len(is_):
        differing = [n for n in range(len(was)) if was[n] != is_[n]]
        if len(differing) == 1:
            return "one_digit"
        if len(differing) == 2 and sorted(was) == sorted(is_):
            return "digits_swapped"
    if wanted and was.rstrip("0") == is_.rstrip("0"):
        return "zero_more_or_less"
    longer, shorter = (was, is_) if len(was) > len(is_) else (is_, was)
    fewer = {longer[:n] + longer[n + 1 :] for n in range(len(longer))}
    return "digit_more_or_less" if wanted and len(was) != len(is_) and shorter in fewer else "other"
