"""Whether a text counts the requests carried over, or those with another outcome, apart from those of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import EPSILON, among, once
from audit.rules.statements import by_report, stated

__all__ = ["FLOW", "Flow", "counted_apart", "flow", "told_apart"]

FLOW = ("requests_new", "requests_carried_in", "requests_handled", "requests_carried_out")
OUTCOME_MEASURES = (
    "outcome_granted",
    "outcome_partial",
    "outcome_denied",
    "outcome_unable",
    "outcome_not_processed",
)
NEW_ONLY = "新"
BESIDE = r"另|加上|此外"
CLOSED = r"办结|结案|答复|回复|办复|办毕|办理完"


class Flow:
    """By report the four figures of the text, NaN where it states none or two, and which are a part of another."""

    def __init__(self, frames: Frames) -> None:
        self.ids = pd.Index(frames.reports["report_id"], dtype="object")
        self.told = np.column_stack(
            [by_report(frames, m).reindex(self.ids).to_numpy(dtype="float64") for m in FLOW]
        )
        claims = stated(frames, FLOW, ["count", "nil"])
        first = claims.drop_duplicates(["report_id", "measure"])
        self.labels = list(zip(first["measure"], first["report_id"], first["label"].fillna(""), strict=True))
        self.in_within_new = self._within(claims, "requests_carried_in", "requests_new")
        self.out_within_handled = self._within(claims, "requests_carried_out", "requests_handled")

    def _within(self, claims: pd.DataFrame, part: str, whole: str) -> np.ndarray:
        """Reports that count ``part`` as a part of ``whole``: 收到29件（含上年结转3件）."""
        columns = (claims[c].tolist() for c in ("measure", "report_id", "claim_id", "part_of"))
        rows = list(zip(*columns, strict=True))
        known = {(report, claim) for measure, report, claim, _ in rows if measure == whole}
        inside = [r for measure, r, _, total in rows if measure == part and (r, total) in known]
        return among(self.ids, inside)

    def label_has(self, measure: str, words: str) -> np.ndarray:
        """Reports whose words before the figure of ``measure`` hold one of ``words``."""
        spoken = [r for m, r, label in self.labels if m == measure and re.search(words, label)]
        return among(self.ids, spoken)


@once
def flow(frames: Frames) -> Flow:
    """The requests received, carried in, handled and carried on by the text of each report."""
    return Flow(frames)


@once
def _apart(frames: Frames) -> dict[str, np.ndarray]:
    """By measure the reports in which "new and carried in together" cannot be what the text means."""
    text = flow(frames)
    new, carried_in, handled, out = text.told.T
    inclusive = np.abs(new - handled - np.nan_to_num(out)) < EPSILON
    beside = text.label_has("requests_new", NEW_ONLY) | text.label_has("requests_carried_in", BESIDE)
    received = (
        (carried_in > 0) & ~np.isnan(new) & ~text.in_within_new & (beside | (~np.isnan(handled) & ~inclusive))
    )
    whole = np.abs(new + carried_in - handled) < EPSILON
    closed = text.label_has("requests_handled", CLOSED)
    unlike = ~np.isnan(new + carried_in) & ~whole
    single = ~np.isnan(handled)
    answered = (out > 0) & single & ~text.out_within_handled & (closed | unlike)
    return {"requests_new": received, "requests_handled": answered}


def told_apart(frames: Frames, measure: str) -> np.ndarray:
    """Reports whose text states what was carried over beside the figure of ``measure``, so that the figure cannot
    include it: 新收29件，上年结转3件; 办结29件，结转下年1件. False where the figure may include it (含, 其中, or the
    figures of the text balance only so), and where the text gives two figures (TXT-11)."""
    none = np.zeros(len(frames.reports), dtype=bool)
    return _apart(frames).get(measure, none)


def counted_apart(frames: Frames, measures: Sequence[str]) -> np.ndarray:
    """Reports whose text counts cases of one of these outcomes by themselves (不予公开5件、无法提供4件), and not
    as a part of another outcome (不予公开5件，其中无法提供4件)."""
    outcomes = _outcomes(frames)
    rows = outcomes.loc[outcomes["measure"].isin(measures), "at"]
    return np.isin(np.arange(len(frames.reports)), rows)


@once
def _outcomes(frames: Frames) -> pd.DataFrame:
    """The outcomes that texts count, one or more of each, that are part of no other: measure, at."""
    every = stated(frames, OUTCOME_MEASURES, ["count"])
    known = pd.MultiIndex.from_frame(every[["report_id", "claim_id"]])
    wholes = pd.MultiIndex.from_arrays([every["report_id"], every["part_of"].fillna("")])
    apart = every["value"].gt(0).fillna(False).to_numpy(bool) & ~wholes.isin(known)
    return every.loc[apart, ["measure", "at"]]
