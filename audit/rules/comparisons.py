"""Cells held against each other: in one report, and in the reports of two years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict
from audit.model import Severity
from audit.rules.measures import (
    NONE,
    Terms,
    agreed,
    among,
    because,
    column_of,
    figure,
    joined,
    listing,
    named,
    pairs,
    reasons,
    row_label,
    terms,
    unpaired,
)
from audit.rules.vocabulary import any_of, prose

__all__ = ["Say", "between", "compared", "explained", "qualified"]

Say = Callable[[str, str, list[str]], tuple[str, str, str, str]]
"""(row label in English, in Chinese, the figures) → observed, expected, message in English, in Chinese."""


def compared(
    frames: Frames,
    groups: Sequence[tuple[str, ...]],
    fails: Callable[..., np.ndarray],
    say: Say,
    needed: tuple[int, ...] = (0,),
) -> Verdict:
    """Compare the cells of each group in all reports.

    ``needed``: which cells must be printed (a blank stock is no stock of zero); the others count as zero
    if blank.
    """
    given = terms(frames)
    found: list = []
    lost: dict = {}
    blank: dict = {}
    for cells in groups:
        values = [given.printed(c) if n in needed else given.known(c) for n, c in enumerate(cells)]
        told = ~np.isnan(values).any(axis=0)
        broken = told & fails(*(np.nan_to_num(v) for v in values))
        found += [_finding(given, r, cells, [figure(v[r]) for v in values], say) for r in _rows(broken)]
        for r in _rows(~told & _whole(given, cells)):
            unknown = [c for c, v in zip(cells, values, strict=True) if np.isnan(v[r])]
            lost.setdefault(given.report_ids[r], f"not known: {named(given, r, unknown)}")
        for r in _rows(told & given.is_zero(*cells)):
            blank.setdefault(
                given.report_ids[r], f"blank counted as zero: {listing(_blanks(given, r, cells))}"
            )
    return Verdict(pd.DataFrame(found), cannot_tell=reasons(lost), clear=reasons(blank))


def _whole(given: Terms, cells: Sequence[str]) -> np.ndarray:
    """Reports whose form has all these cells."""
    return np.asarray(given.active[:, [column_of()[c] for c in cells]].all(axis=1))


def _rows(mask: np.ndarray) -> list[int]:
    return np.flatnonzero(mask).tolist()


def _blanks(given: Terms, report: int, cells: Sequence[str]) -> list[str]:
    return [c for c in cells if given.zero[report, column_of()[c]]]


def _finding(
    given: Terms, report: int, cells: Sequence[str], values: list[str], say: Say
) -> dict[str, object]:
    blanks = _blanks(given, report, cells)
    observed, expected, en, zh = say(*row_label(cells[0]), values)
    return {
        "report_id": given.report_ids[report],
        "cells": list(cells),
        "observed": observed,
        "expected": expected,
        "message_en": en + (f" Blank cells counted as zero: {listing(blanks)}." if blanks else ""),
        "message_zh": zh + (f"空白按零计：{'、'.join(blanks)}。" if blanks else ""),
        "confidence": "medium" if blanks else None,
    }


Group = tuple[tuple[str, ...], tuple[str, ...]]
"""Cells of this year's report, cells of the report of the year before."""


def between(
    frames: Frames,
    groups: Sequence[Group],
    fails: Callable[..., np.ndarray],
    say: Say,
    severity: Severity,
    needed: tuple[int, ...] = (),
) -> Verdict:
    """Compare cells of each report with cells of the report of the year before.

    ``needed``: which cells, counted through both, must be printed; the others count as zero if blank. Reports that
    are known to cover different bodies give a finding of medium severity at most, and the message says so.
    """
    given, every = terms(frames), pairs(frames)
    if every.empty:
        return Verdict(cannot_tell=unpaired(frames))
    at, earlier = every["at"].to_numpy(), every["before"].to_numpy()
    found: list[dict[str, object]] = []
    unsure, lost = [], []
    for now, before in groups:
        chosen = _whole(given, now)[at]
        if not chosen.any():
            continue
        values = _paired(given, at, earlier, now, before, needed)
        rows, doubtful = _settled(every, chosen, values[len(now) :])
        values = values[:, rows]
        told = ~np.isnan(values).any(axis=0)
        broken = told & fails(*np.nan_to_num(values, nan=0.0))
        blank = given.is_zero(*now)[at[rows]] | given.is_zero(*before)[earlier[rows]]
        for n in np.flatnonzero(broken).tolist():
            row = _pair(every, rows[n]) | {"blank": blank[n]}
            found.append(_say_between(row, now, before, [figure(v) for v in values[:, n]], say, severity))
        unsure.append(doubtful)
        lost.append(
            because(
                given.report_ids[at[rows[~told]]],
                f"not known in one of the two years: {listing(list(dict.fromkeys([*now, *before])))}",
            )
        )
    return Verdict(pd.DataFrame(found), cannot_tell=joined(*unsure, *lost, unpaired(frames)))


def _paired(
    given: Terms,
    at: np.ndarray,
    earlier: np.ndarray,
    now: tuple[str, ...],
    before: tuple[str, ...],
    needed: tuple[int, ...],
) -> np.ndarray:
    """Cells × pairs: the figures of this year, then those of the year before."""
    cells = [(code, at) for code in now] + [(code, earlier) for code in before]
    return np.array(
        [
            (given.printed(code) if n in needed else given.known(code))[rows]
            for n, (code, rows) in enumerate(cells)
        ]
    )


def _settled(every: pd.DataFrame, chosen: np.ndarray, was: np.ndarray) -> tuple[np.ndarray, pd.Series]:
    """One row a report of the chosen pairs, and the reports whose copies of last year disagree on ``was``."""
    if not (every["copies"].to_numpy()[chosen] > 1).any():
        return np.flatnonzero(chosen), NONE
    two = every.assign(**{f"v{n}": values for n, values in enumerate(was)}, row=np.arange(len(every)))
    one, doubtful = agreed(two[chosen], [f"v{n}" for n in range(len(was))])
    return one["row"].to_numpy(), doubtful


def _pair(every: pd.DataFrame, row: int) -> dict[str, Any]:
    return {name: every[name].iat[row] for name in ("report_id", "previous", "rescoped")}


def _say_between(
    row: dict[str, Any],
    now: tuple[str, ...],
    before: tuple[str, ...],
    values: list[str],
    say: Say,
    severity: Severity,
) -> dict[str, object]:
    observed, expected, en, zh = say(*row_label(now[0]), values)
    finding = {
        "report_id": row["report_id"],
        "cells": list(now),
        "elsewhere": [(row["previous"], code) for code in before],
        "observed": observed,
        "expected": expected,
        "message_en": en,
        "message_zh": zh,
    }
    return qualified(finding, row, severity)


def qualified(finding: dict[str, object], row: dict[str, Any], severity: Severity) -> dict[str, object]:
    """Severity and confidence of a finding that holds two years against each other, with what lowers them."""
    if row["rescoped"]:
        severity = Severity(min(severity, Severity.medium))
        finding["message_en"] = (
            f"{finding['message_en']} The two reports cover different bodies, so this may be why."
        )
        finding["message_zh"] = f"{finding['message_zh']}两份报告的统计口径不同，可能即为原因。"
    if row["blank"]:
        finding["message_en"] = f"{finding['message_en']} A blank cell counted as zero."
        finding["message_zh"] = f"{finding['message_zh']}空白按零计。"
    return finding | {"severity": severity.name, "confidence": "medium" if row["blank"] else None}


def explained(frames: Frames, verdict: Verdict, words: str, reason: str) -> Verdict:
    """The verdict without the suspects whose prose holds a word of this list; they are clear for that reason."""
    if verdict.suspects.empty:
        return verdict
    suspects = verdict.suspects
    texts = prose(frames, suspects["report_id"])
    told = texts.index[texts.str.contains(any_of(words), regex=True).astype(bool)]
    innocent = among(suspects["report_id"], told)
    left = suspects[~innocent].reset_index(drop=True)
    ids = suspects.loc[innocent, "report_id"].drop_duplicates()
    return replace(verdict, suspects=left, clear=joined(because(ids, reason), verdict.clear))
