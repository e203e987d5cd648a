"""The reports of a set as arrays, read from the frame once and asked for by every rule."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from audit.errors import RuleError
from audit.frames import Frames
from audit.judge.rule import Rule

ANY_YEAR = (0, 9999)

Gate = tuple[np.ndarray, np.ndarray]
"""Outcome and reason for every report, in the order of ``reports``."""


class Register:
    """Which reports there are, in the order of ``reports``.

    ``ids``, ``agency``, ``year``, ``path``, ``sha256`` : lists of plain values, None where missing.
    """

    def __init__(self, frames: Frames) -> None:
        reports = frames.reports
        self.ids, self.agency, self.path, self.sha256, form, status = (
            _plain(reports[name]) for name in ("report_id", "agency", "path", "sha256", "form", "status")
        )
        self.year = [None if y is None else int(y) for y in _plain(reports["year"])]
        self.recognised = [f is not None and f.endswith("+ocr") for f in _plain(reports["format"])]
        self._row_of = {report: row for row, report in enumerate(self.ids)}
        self._form = np.array(form, dtype=object)
        self._years = np.array([np.nan if y is None else y for y in self.year], dtype=float)
        self._unreadable = np.array([s == "unreadable" for s in status], dtype=bool)
        self._gates: dict[tuple[tuple[str, ...], tuple[int, int]], Gate] = {}

    def rows(self, report_ids: Iterable[str]) -> list[int]:
        """Where these reports stand; raises RuleError for an id that is not there."""
        wanted = list(report_ids)
        try:
            return [self._row_of[report] for report in wanted]
        except (KeyError, TypeError):
            strange = next(r for r in wanted if not isinstance(r, str) or r not in self._row_of)
            raise RuleError(f"the rule speaks of a report that is not there: {strange}") from None

    def gate(self, made: Rule) -> Gate:
        """What form, year and status alone decide; *clear* where the rule itself has to say. Not to be changed."""
        papers = (made.forms, made.years)
        if papers not in self._gates:
            self._gates[papers] = self._gate(*papers)
        return self._gates[papers]

    def _gate(self, forms: tuple[str, ...], years: tuple[int, int]) -> Gate:
        outcome, reason = np.full(len(self.ids), "clear", object), np.full(len(self.ids), "", object)

        def close(where: np.ndarray, as_: str, why: str) -> None:
            outcome[where], reason[where] = as_, why

        if years != ANY_YEAR:
            close(np.isnan(self._years), "cannot_tell", "the report year is not known")
        if forms:
            known = np.array([f is not None and f != "unknown" for f in self._form], dtype=bool)
            other = np.array([f not in forms for f in self._form], dtype=bool)
            close(other & ~known, "cannot_tell", "the form was not recognised")
            close(other & known, "not_applicable", "the rule is for another form")
        outside = (self._years < years[0]) | (self._years > years[1])
        close(outside, "not_applicable", "the rule is not in force for this year")
        close(self._unreadable, "cannot_tell", "the file could not be read")
        return outcome, reason


def _plain(column: pd.Series) -> list:
    """The values of a column, None where there is none."""
    return [None if v is None or v is pd.NA or v != v else v for v in column.tolist()]  # noqa: PLR0124 - a NaN
