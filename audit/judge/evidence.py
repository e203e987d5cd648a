"""From what a rule compared to where it is printed: the evidence of findings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import pandas as pd

from audit.errors import RuleError
from audit.frames import Frames

Place = dict[str, str]
"""``report_id``, ``locator``, ``quote`` (the text at the locator), ``what`` (cell code or claim id)."""


class Quotes:
    """Where reports, facts and claims of a set of reports stand, and how these are printed."""

    def __init__(self, frames: Frames) -> None:
        self._facts = _Printed(frames.facts, "cell")
        self._claims = _Printed(frames.claims, "claim_id")

        self._ids = pd.Index(frames.reports["report_id"].to_numpy(dtype=object), dtype="object")

    def rows(self, report_ids: Iterable[str]) -> np.ndarray:
        """Where these reports stand in ``reports``; raises RuleError for an id that is not there."""
        wanted = pd.Index(report_ids, dtype="object")
        found = self._ids.get_indexer(wanted)
        if (found < 0).any():
            raise RuleError(f"the rule speaks of a report that is not there: {wanted[found < 0][0]}")
        return found

    def evidence(self, suspects: pd.DataFrame) -> list[list[Place]]:
        """For each suspect the places that show it: its cells, claims, cells elsewhere, what the rule added.

        ``shown``, where a rule gives it, are the cells to quote instead of all ``cells``.
        """
        shown = _lists(suspects, "shown" if "shown" in suspects else "cells")
        ids = suspects["report_id"].tolist()
        cells = self._facts.of(_owned(ids, shown))
        claims = self._claims.of(_owned(ids, _lists(suspects, "claims")))
        other = self._facts.of(_lists(suspects, "elsewhere"))
        added = [[_place(*place) for place in places] for places in _lists(suspects, "places")]
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


def _lists(frame: pd.DataFrame, name: str) -> list[list]:
    return [as_list(v) for v in frame[name]] if name in frame else [[] for _ in range(len(frame))]


def _owned(report_ids: list[str], names: list[list[str]]) -> list[list[tuple[str, str]]]:
    return [[(report, name) for name in group] for report, group in zip(report_ids, names, strict=True)]


def _place(report_id: str, locator: object, quote: object, what: str = "") -> Place:
    located = locator if isinstance(locator, str) else ""
    return {
        "report_id": report_id,
        "locator": located,
        "quote": quote if isinstance(quote, str) else "",
        "what": what,
    }
