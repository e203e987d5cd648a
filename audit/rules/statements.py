"""What the prose of a report states of its own year: the claims that rules hold against tables and each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import column_of, once, terms

__all__ = ["by_report", "printed_sum", "stated"]

LIMITED = ("channel", "other_year", "departments", "towns", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """All claims by column: whether it is on the report's own year and not limited to one channel or level, measure and
    kind as numbers (with what they stand for), whether it is approximate, its value and its row of ``reports``."""

    kept: np.ndarray
    measure: np.ndarray
    measures: pd.Index
    kind: np.ndarray
    kinds: pd.Index
    rough: np.ndarray
    value: np.ndarray
    at: np.ndarray

    def rows(self, measures: Iterable[str], kinds: Sequence[str], rough: bool) -> np.ndarray:
        """Where the statements on these measures, of these kinds, stand among the claims."""
        of_measure = np.append(self.measures.isin(list(measures)), False)
        of_kind = np.append(self.kinds.isin(list(kinds)), False)
        if not of_measure.any() or not of_kind.any():
            return np.array([], dtype=int)
        chosen = self.kept & of_measure[self.measure] & of_kind[self.kind]
        return np.flatnonzero(chosen if rough else chosen & ~self.rough)


@once
def _own(frames: Frames) -> Own:
    claims, reports = frames.claims, frames.reports
    at = pd.Index(reports["report_id"]).get_indexer(claims["report_id"])
    years = reports["year"].to_numpy(dtype="float64", na_value=np.nan)[at]
    stated_year = claims["year"].to_numpy(dtype="float64", na_value=np.nan)
    other_year = (stated_year != years) & ~np.isnan(stated_year) & ~np.isnan(years)
    own = reports["scope"].eq("own").to_numpy(bool)[at]
    wider = claims["scope"].eq("aggregate").to_numpy(bool) & own
    kept = ~other_year & ~claims["scope"].isin(LIMITED).to_numpy(bool) & ~wider
    measure, measures = pd.factorize(claims["measure"])
    kind, kinds = pd.factorize(claims["kind"])
    return Own(
        kept,
        measure,
        pd.Index(measures, dtype="object"),
        kind,
        pd.Index(kinds, dtype="object"),
        claims["approximate"].fillna(False).to_numpy(dtype=bool),
        claims["value"].to_numpy(dtype="float64", na_value=np.nan),
        at,
    )


def stated(
    frames: Frames, measures: Iterable[str], kinds: Sequence[str], rough: bool = False
) -> pd.DataFrame:
    """The statements on these measures, of these kinds, in reading order; ``at`` is the row of ``reports``.

    Approximate figures are left out unless ``rough``.
    """
    own = _own(frames)
    rows = own.rows(measures, kinds, rough)
    return frames.claims.iloc[rows].assign(at=own.at[rows])


def by_report(frames: Frames, measure: str, kinds: Sequence[str] = ("count", "nil")) -> pd.Series:
    """By report_id the one figure that the prose states of a measure; reports with two different ones are left out."""
    own = _own(frames)
    rows = own.rows([measure], kinds, rough=False)
    rows = rows[~np.isnan(own.value[rows])]
    least, most = (np.full(len(frames.reports), start) for start in (np.inf, -np.inf))
    np.minimum.at(least, own.at[rows], own.value[rows])
    np.maximum.at(most, own.at[rows], own.value[rows])
    one = np.flatnonzero(least == most)
    ids = frames.reports["report_id"].to_numpy(dtype=object)
    return pd.Series(least[one], index=pd.Index(ids[one], dtype="object"))


def printed_sum(frames: Frames, cells: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """By report the sum of the figures printed in these cells, and whether one of them is not known: not printed,
    and not left blank beside printed ones. Cells of one table; of ``s14`` those not printed count as nothing."""
    if cells[0].startswith("s14."):
        values = terms(frames).figure[:, [column_of()[c] for c in cells]]
        return np.nansum(values, axis=1), np.isnan(values).all(axis=1)
    given, columns = terms(frames), [column_of()[c] for c in cells]
    known = given.number[:, columns] | given.zero[:, columns]
    return given.value[:, columns].sum(axis=1), ~known.all(axis=1)
