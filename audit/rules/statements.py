"""What the prose of a report states of its own year: the claims that rules hold against tables and each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import column_of, once, terms

__all__ = ["by_report", "printed_sum", "stated"]

LIMITED = ("channel", "other_year", "departments", "towns", "unknown")


@once
def _own(frames: Frames) -> tuple[np.ndarray, np.ndarray, pd.Index, np.ndarray]:
    """Of all claims: whether it is on the report's own year and not limited to one channel or level, its measure as
    a number, what the numbers stand for, and its row of ``reports``."""
    claims, reports = frames.claims, frames.reports
    at = pd.Index(reports["report_id"]).get_indexer(claims["report_id"])
    years = reports["year"].to_numpy(dtype="float64", na_value=np.nan)[at]
    stated_year = claims["year"].to_numpy(dtype="float64", na_value=np.nan)
    other_year = (stated_year != years) & ~np.isnan(stated_year) & ~np.isnan(years)
    own = reports["scope"].eq("own").to_numpy(bool)[at]
    wider = claims["scope"].eq("aggregate").to_numpy(bool) & own
    kept = ~other_year & ~claims["scope"].isin(LIMITED).to_numpy(bool) & ~wider
    codes, measures = pd.factorize(claims["measure"])
    return kept, codes, pd.Index(measures, dtype="object"), at


def stated(
    frames: Frames, measures: Iterable[str], kinds: Sequence[str], rough: bool = False
) -> pd.DataFrame:
    """The statements on these measures, of these kinds, in reading order; ``at`` is the row of ``reports``.

    Approximate figures are left out unless ``rough``.
    """
    kept, codes, names, at = _own(frames)
    rows = np.flatnonzero(kept & np.append(names.isin(list(measures)), False)[codes])
    found = frames.claims.iloc[rows].assign(at=at[rows])
    chosen = found["kind"].isin(list(kinds)).to_numpy(bool)
    if not rough:
        chosen = chosen & ~found["approximate"].fillna(False).to_numpy(dtype=bool)
    return found[chosen]


def by_report(frames: Frames, measure: str, kinds: Sequence[str] = ("count", "nil")) -> pd.Series:
    """By report_id the one figure that the prose states of a measure; reports with two different ones are left out."""
    found = stated(frames, [measure], kinds)
    found = found[found["value"].notna()]
    values = found["value"].astype("float64").groupby(found["report_id"].to_numpy(dtype=object))
    return values.first()[values.nunique().eq(1)]


def printed_sum(frames: Frames, cells: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """By report the sum of the figures printed in these cells, and whether one of them is not known: not printed,
    and not left blank beside printed ones. Cells of one table; of ``s14`` those not printed count as nothing."""
    if cells[0].startswith("s14."):
        values = frames.panel[list(cells)].to_numpy(dtype="float64", na_value=np.nan)
        return np.nansum(values, axis=1), np.isnan(values).all(axis=1)
    given, columns = terms(frames), [column_of()[c] for c in cells]
    known = given.number[:, columns] | given.zero[:, columns]
    return given.value[:, columns].sum(axis=1), ~known.all(axis=1)
