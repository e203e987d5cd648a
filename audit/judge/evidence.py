"""From what a rule compared to where it is printed: the evidence of findings."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.tidy.personal import masked

Place = dict[str, str]
"""``report_id``, ``locator``, ``quote`` (the text at the locator, personal numbers masked), ``what`` (cell code or claim
id)."""


class Asked(NamedTuple):
    """What shows one suspect: (report_id, name) of cells, claims and cells elsewhere, and places that the rule added."""

    cells: list[tuple[str, str]]
    claims: list[tuple[str, str]]
    other: list[tuple[str, str]]
    added: list[Place]


class Quotes:
    """Where the facts and claims of a set of reports stand, and how these are printed."""

    def __init__(self, frames: Frames) -> None:
        self._facts = _Printed(frames.facts, "cell")
        self._claims = _Printed(frames.claims, "claim_id")

    def asked(self, suspects: dict[str, list]) -> list[Asked]:
        """For each suspect of a rule what is to be quoted: its cells, claims, cells elsewhere, what the rule added.

        ``shown``, where a rule gives it, are the cells to quote instead of all ``cells``.
        """
        ids = suspects["report_id"]
        cells = _lists(suspects, "cells")
        shown = [few or every for few, every in zip(_lists(suspects, "shown"), cells, strict=True)]
        added = [[_place(*place) for place in places] for places in _lists(suspects, "places")]
        other = [[(report, cell) for report, cell in pairs] for pairs in _lists(suspects, "elsewhere")]
        claims = _owned(ids, _lists(suspects, "claims"))
        return [Asked(*one) for one in zip(_owned(ids, shown), claims, other, added, strict=True)]

    def evidence(self, asked: list[Asked]) -> list[list[Place]]:
        """The places that show each suspect; what is not printed is left out."""
        cells = self._facts.of([one.cells for one in asked])
        claims = self._claims.of([one.claims for one in asked])
        other = self._facts.of([one.other for one in asked])
        added = [one.added for one in asked]
        return [
            [place for part in parts for place in part if place["locator"]]
            for parts in zip(cells, claims, other, added, strict=True)
        ]


class _Printed:
    """Locator and raw text by report and name. The index is made when first asked for."""

    def __init__(self, frame: pd.DataFrame, name: str) -> None:
        self._frame, self._name = frame, name

    def of(self, asked: list[list[tuple[str, str]]]) -> list[list[Place]]:
        """The places of each list of (report_id, name); what is not printed is left out."""
        pairs = [pair for group in asked for pair in group]
        reports, names = ([pair[n] for pair in pairs] for n in (0, 1))
        found = self._rows(reports, names) if pairs else np.array([], dtype=int)
        rows = self._frame.iloc[np.maximum(found, 0)] if (found >= 0).any() else self._frame.iloc[:0]
        places = [
            _place(*values) if there else None
            for there, *values in zip(found >= 0, reports, rows["locator"], rows["raw"], names, strict=False)
        ]
        ends = np.cumsum([len(group) for group in asked])
        return [[p for p in places[e - len(g) : e] if p] for e, g in zip(ends, asked, strict=True)]

    def _rows(self, reports: list[str], names: list[str]) -> np.ndarray:
        """Row numbers in the frame, -1 where there is none."""
        by_report, by_name, by_key, first = self._index
        one, two = by_report.get_indexer(reports), by_name.get_indexer(names)
        key = by_key.get_indexer(one.astype("int64") * len(by_name) + two)
        known = (one >= 0) & (two >= 0) & (key >= 0)
        return np.where(known, first[key], -1) if len(first) else np.full(len(reports), -1)

    @cached_property
    def _index(self) -> tuple[pd.Index, pd.Index, pd.Index, np.ndarray]:
        report_codes, by_report = pd.factorize(self._frame["report_id"])
        name_codes, by_name = pd.factorize(self._frame[self._name])
        keys = pd.Index(report_codes.astype("int64") * len(by_name) + name_codes)
        first = np.flatnonzero(~keys.duplicated())
        return pd.Index(by_report), pd.Index(by_name), keys[first], first


def as_list(value: object) -> list[str]:
    """A list of what may be a list, a tuple, an array or nothing."""
    return list(value) if isinstance(value, (list, tuple, np.ndarray)) else []


def _lists(suspects: dict[str, list], name: str) -> list[list]:
    return [as_list(v) for v in suspects.get(name, [None] * len(suspects["report_id"]))]


def _owned(report_ids: list[str], names: list[list[str]]) -> list[list[tuple[str, str]]]:
    return [[(report, name) for name in group] for report, group in zip(report_ids, names, strict=True)]


def _place(report_id: str, locator: object, quote: object, what: str = "") -> Place:
    located = locator if isinstance(locator, str) else ""
    return {
        "report_id": report_id,
        "locator": located,
        "quote": masked(quote) if isinstance(quote, str) else "",
        "what": what,
    }
