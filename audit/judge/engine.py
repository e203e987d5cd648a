"""Rules × reports → outcomes and findings. The engine decides the outcome; a rule only says what it saw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.errors import RuleError
from audit.frames import SCHEMAS, Frames, conform
from audit.judge.evidence import Quotes, as_list
from audit.judge.rule import Rule, Verdict
from audit.model import Severity

ANY_YEAR = (0, 9999)
_RANK = {severity.name: -int(severity) for severity in Severity}


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Outcome and reason of one rule for every report, in the order of ``reports``."""

    rule_id: str
    outcome: np.ndarray
    reason: np.ndarray

    def where(self, mask: np.ndarray, outcome: str, reason: object) -> Decided:
        """The same with another outcome for the reports of ``mask``."""
        return Decided(
            self.rule_id,
            np.where(mask, outcome, self.outcome),
            np.where(mask, np.asarray(reason, dtype=object), self.reason),
        )


def judge(
    frames: Frames, rules: Iterable[Rule], progress: Callable[[Sequence[Rule]], Iterable[Rule]] = iter
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes (a row a report × rule) and findings (a row a flagged place) of all rules over all reports.

    A rule that raises gives the outcome *error* for every report it applied to, with the exception as
    the reason; the other rules run on. ``progress`` wraps the list of rules (a progress bar).
    """
    quotes = Quotes(frames)
    decided, findings = [], []
    for made in progress(list(rules)):
        result, found = _one(frames, made, quotes)
        decided.append(result)
        findings.append(found)
    return _outcomes_frame(decided, frames), _findings_frame(findings)


def _one(frames: Frames, made: Rule, quotes: Quotes) -> tuple[Decided, pd.DataFrame]:
    gate = _gate(frames, made)
    try:
        verdict = made.verdict(frames)
        suspects = _suspects(verdict, gate, quotes)
        return _decide(gate, verdict, suspects, quotes), _findings(frames, made, suspects, quotes)
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return gate.where(gate.outcome == "clear", "error", reason), pd.DataFrame()


def _gate(frames: Frames, made: Rule) -> Decided:
    """What form, year and status alone decide."""
    reports = frames.reports
    year, form = reports["year"], reports["form"]
    gate = Decided(made.id, np.full(len(reports), "clear", object), np.full(len(reports), "", object))
    if made.years != ANY_YEAR:
        gate = gate.where(_array(year.isna()), "cannot_tell", "the report year is not known")
    if made.forms:
        known = _array(form.notna() & (form != "unknown"))
        other = ~_array(form.isin(made.forms))
        gate = gate.where(other & ~known, "cannot_tell", "the form was not recognised")
        gate = gate.where(other & known, "not_applicable", "the rule is for another form")
    outside = _array((year < made.years[0]) | (year > made.years[1]))
    gate = gate.where(outside, "not_applicable", "the rule is not in force for this year")
    return gate.where(_array(reports["status"] == "unreadable"), "cannot_tell", "the file could not be read")


def _array(mask: pd.Series) -> np.ndarray:
    return mask.fillna(False).to_numpy(dtype=bool)


def _suspects(verdict: Verdict, gate: Decided, quotes: Quotes) -> pd.DataFrame:
    """The suspects in reports that form, year and status leave open."""
    suspects = verdict.suspects.reset_index(drop=True)
    if suspects.empty:
        return suspects
    places = quotes.rows(suspects["report_id"])
    return suspects[gate.outcome[places] == "clear"].reset_index(drop=True)


def _decide(gate: Decided, verdict: Verdict, suspects: pd.DataFrame, quotes: Quotes) -> Decided:
    result, open_ = gate, gate.outcome == "clear"
    for outcome in ("clear", "not_applicable", "cannot_tell"):
        reasons = getattr(verdict, outcome)
        mask, given = np.zeros(len(open_), bool), gate.reason.copy()
        places = quotes.rows(reasons.index)
        mask[places], given[places] = True, reasons.to_numpy(dtype=object)
        result = result.where(mask & open_, outcome, given)
    if suspects.empty:
        return result
    counts = np.bincount(quotes.rows(suspects["report_id"]), minlength=len(open_))
    said = np.array([f"{n} finding{'s' if n > 1 else ''}" for n in counts], dtype=object)
    return result.where(counts > 0, "flagged", said)


def _outcomes_frame(decided: list[Decided], frames: Frames) -> pd.DataFrame:
    """A row a report × rule: reports in their order, rules by id."""
    by_id = sorted(decided, key=lambda d: d.rule_id)
    if not by_id:
        return conform(pd.DataFrame(), "outcomes")
    outcomes = pd.DataFrame(
        {
            "report_id": frames.reports["report_id"].repeat(len(by_id)).reset_index(drop=True),
            "rule_id": np.tile(np.array([d.rule_id for d in by_id], object), len(frames.reports)),
            "outcome": np.column_stack([d.outcome for d in by_id]).ravel(),
            "reason": np.column_stack([d.reason for d in by_id]).ravel(),
        }
    )
    return conform(outcomes, "outcomes")


def _findings(frames: Frames, made: Rule, suspects: pd.DataFrame, quotes: Quotes) -> pd.DataFrame:
    if suspects.empty:
        return suspects
    reports = frames.reports.iloc[quotes.rows(suspects["report_id"])]
    found = pd.DataFrame(
        {
            "rule_id": made.id,
            "severity": made.fixed.name
            if made.fixed is not None
            else _column(suspects, "severity", made.severity.name),
            "confidence": _column(suspects, "confidence", made.confidence),
            "about": _column(suspects, "about", made.about),
            "report_id": suspects["report_id"],
            "agency": reports["agency"].array,
            "year": reports["year"].array,
            "cells": _column(suspects, "cells").map(as_list),
            "observed": _column(suspects, "observed"),
            "expected": _column(suspects, "expected"),
            "difference": _column(suspects, "difference"),
            "message_en": suspects["message_en"],
            "message_zh": suspects["message_zh"],
            "basis": made.basis_en if made.confirmed else f"{made.basis_en} (to be confirmed)",
            "hint": _column(suspects, "hint"),
        }
    )
    _inspect(found)
    found["evidence"] = quotes.evidence(suspects)
    found["evidence_hash"] = [_digest([e["quote"] for e in places]) for places in found["evidence"]]
    found["finding_id"] = _ids(found, reports, _column(suspects, "subject", ""))
    return found


def _inspect(found: pd.DataFrame) -> None:
    """Raise RuleError for a finding that no findings frame can hold."""
    for column in ("message_en", "message_zh"):
        if not found[column].astype("object").map(lambda text: isinstance(text, str) and bool(text)).all():
            raise RuleError(f"a finding lacks its {column}")
    for column in ("severity", "confidence", "about"):
        strange = set(found[column]) - set(SCHEMAS["findings"][column].allowed)
        if strange:
            raise RuleError(f"{column} cannot be {strange.pop()!r}")


def _column(frame: pd.DataFrame, name: str, default: object = None) -> pd.Series:
    if name not in frame:
        return pd.Series([default] * len(frame), index=frame.index, dtype="object")
    column = frame[name].astype("object")
    return column.where(column.notna(), default)


def _ids(found: pd.DataFrame, reports: pd.DataFrame, subject: pd.Series) -> list[str]:
    """Stable ids: rule, body (else bytes), year, cells, subject. Nothing of position or wording.

    Extra rows have numbers for names, so they count by their ``subject`` only. Where two findings are alike
    (a second copy of a report), all but the first are numbered, in the order of paths.
    """
    bodies = reports["agency"].where(reports["agency"].notna(), reports["sha256"])
    years = found["year"].astype("object").where(found["year"].notna(), None)
    keys = [
        _digest(
            [
                rule_id,
                str(body),
                str(year),
                sorted(c for c in cells if not c.startswith("other.")),
                str(about),
            ]
        )
        for rule_id, body, year, cells, about in zip(
            found["rule_id"], bodies, years, found["cells"], subject, strict=True
        )
    ]
    order = pd.DataFrame({"key": keys, "path": reports["path"].to_numpy(), "report_id": found["report_id"]})
    order["quote"], order["message"] = found["evidence_hash"], found["message_en"]
    order = order.sort_values(["key", "path", "report_id", "quote", "message"], kind="stable")
    repeat = order.groupby("key").cumcount().sort_index()
    return [key if not n else _digest([key, int(n)]) for key, n in zip(keys, repeat, strict=True)]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def _findings_frame(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """All findings, the gravest first, then by body, year, rule."""
    parts = [p for p in parts if len(p)]
    if not parts:
        return conform(pd.DataFrame(), "findings")
    joined = pd.concat(parts, ignore_index=True)
    order = pd.DataFrame(
        {
            "rank": joined["severity"].map(_RANK),
            "agency": joined["agency"].fillna(""),
            "year": joined["year"].fillna(0),
            "rule_id": joined["rule_id"],
            "report_id": joined["report_id"],
            "finding_id": joined["finding_id"],
        }
    )
    order = order.sort_values(list(order.columns), kind="stable")
    return conform(joined.loc[order.index], "findings")
