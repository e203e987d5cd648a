"""What an unreadable cell may print: a hint for whoever looks at the source, never evidence.

Made from the print of the cell when it is shown; no frame holds it, so no rule can read it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

import pandas as pd

from audit.form import APPLICANTS, raw_form
from audit.tidy.glued import LONGEST, divisions
from audit.tidy.numbers import cell_figure
from audit.tidy.reading import read_as

MOST = 4
"""Readings shown of one cell; more say nothing."""
WAYS = 20_000
"""Divisions of a run that are looked at."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BROKEN = re.compile(r"\d[\d\s]*\d")


def candidates(facts: pd.DataFrame) -> list[str]:
    """For each fact the readings that its print allows, the likelier first, parted by ``; ``; empty for all but unreadable.

    ``facts``: of one report. Cells of a row that could not be told apart have the same print and place: they are divided
    in all ways, those in which the row adds up first. A figure on two lines is tried as one, words as the number in them.
    """
    found = [""] * len(facts)
    unread = (facts["state"] == "unreadable") & ~facts["cell"].str.startswith("other.")
    numbered = facts.assign(number=range(len(facts)))[unread.fillna(False)]
    for _, cells in numbered.groupby(["table", "row", "locator"], sort=False):
        for number, readings in zip(cells["number"], _readings(cells), strict=True):
            found[number] = "; ".join(readings) if len(readings) <= MOST else ""
    return found


def _readings(cells: pd.DataFrame) -> list[list[str]]:
    """The readings of each of some cells with one print."""
    raw = read_as(cells["raw"].iloc[0]).text
    if len(cells) == 1:
        return [_alone(raw)]
    columns = cells["column"].tolist()
    return _apart(raw.split(), columns) or [[] for _ in columns]


def _alone(raw: str) -> list[str]:
    """One figure in the print of one cell."""
    if _BROKEN.fullmatch(raw.strip()) and cell_figure(raw).state == "unreadable":
        return ["".join(raw.split())]
    numbers = _NUMBER.findall(raw)
    return numbers if len(numbers) == 1 else []


def _apart(runs: Sequence[str], columns: Sequence[str]) -> list[list[str]]:
    """The readings of each column, from the ways to divide runs of digits among them."""
    ways = _ways(runs, len(columns))
    if len(ways) >= WAYS:
        return []
    adding = [way for way in ways if _adds_up(way, columns)]
    ranked = adding or ways
    return [list(dict.fromkeys(way[i] for way in ranked)) for i in range(len(columns))]


def _ways(runs: Sequence[str], size: int) -> list[list[str]]:
    """All ways to divide the runs into ``size`` numbers, at most ``WAYS``."""
    if not runs or not all(run.isdigit() and len(run) <= LONGEST for run in runs) or len(runs) > size:
        return []
    if len(runs) == 1:
        return divisions(runs[0], size, WAYS)
    shares = (s for s in product(range(1, size + 1), repeat=len(runs)) if sum(s) == size) if size <= 8 else ()
    found: list[list[str]] = []
    for share in shares:
        parts = [divisions(run, n, WAYS) for run, n in zip(runs, share, strict=True)]
        found += [[number for part in way for number in part] for way in product(*parts)][:WAYS]
        if len(found) >= WAYS:
            break
    return found[:WAYS]


def _adds_up(way: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether the last column is the sum of the others, in a row of the form that has a total last."""
    whole = tuple(columns) in (APPLICANTS, tuple(raw_form()["blocks"]["disputes"]["columns"]))
    return whole and sum(map(int, way[:-1])) == int(way[-1])
