"""Rules × reports → outcomes and findings. The engine decides the outcome; a rule only says what it saw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from audit.frames import Frames, conform
from audit.judge.rule import Rule, Verdict


def judge(
    frames: Frames, rules: Iterable[Rule], progress: Callable[[Sequence[Rule]], Iterable[Rule]] = iter
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes (a row a report × rule) and findings (a row a flagged place) of all rules over all reports.

    A rule that raises gives the outcome *error* for every report it applied to, with the exception as
    the reason; the other rules run on. ``progress`` wraps the list of rules (a progress bar).
    """
    outcomes, findings = [], []
    for made in progress(list(rules)):
        result, found = _one(frames, made)
        outcomes.append(result)
        findings.append(found)
    return _outcomes_frame(outcomes, frames), _findings_frame(findings)


def _one(frames: Frames, made: Rule) -> tuple[pd.DataFrame, pd.DataFrame]:
    gate = _gate(frames, made)
    try:
        verdict = made.check(frames)
        suspects = _suspects(verdict, gate)
        return _outcomes(made, gate, verdict, suspects), _findings(frames, made, suspects)
    except Exception as error:  # a broken rule must not take the audit with it
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        outcome = gate.assign(rule_id=made.id)
        open_ = outcome["outcome"] == "clear"
        outcome.loc[open_, ["outcome", "reason"]] = ["error", reason]
        return outcome, pd.DataFrame()


def _gate(frames: Frames, made: Rule) -> pd.DataFrame:
    """Index report_id; what form, year and status alone decide."""
    reports = frames.by_id
    gate = pd.DataFrame({"outcome": "clear", "reason": ""}, index=reports.index)
    year_unknown = reports["year"].isna() & (made.years != (0, 9999))
    outside = ((reports["year"] < made.years[0]) | (reports["year"] > made.years[1])).fillna(False).astype(bool)
    gate.loc[year_unknown.to_numpy(), ["outcome", "reason"]] = ["cannot_tell", "the report year is not known"]
    if made.forms:
        other_form = ~reports["form"].isin(made.forms)
        unknown = other_form & (reports["form"] == "unknown")
        gate.loc[unknown.to_numpy(), ["outcome", "reason"]] = ["cannot_tell", "the form was not recognised"]
        gate.loc[(other_form & ~unknown).to_numpy(), ["outcome", "reason"]] = [
            "not_applicable",
            "the rule is for another form",
        ]
    gate.loc[outside.to_numpy(), ["outcome", "reason"]] = ["not_applicable", "the rule is not in force for this year"]
    lost = reports["status"] == "unreadable"
    gate.loc[lost.to_numpy(), ["outcome", "reason"]] = ["cannot_tell", "the file could not be read"]
    return gate


def _suspects(verdict: Verdict, gate: pd.DataFrame) -> pd.DataFrame:
    suspects = verdict.suspects.reset_index(drop=True)
    if suspects.empty:
        return suspects
    open_ = gate.index[gate["outcome"] == "clear"]
    return suspects[suspects["report_id"].isin(open_)].reset_index(drop=True)


def _outcomes(made: Rule, gate: pd.DataFrame, verdict: Verdict, suspects: pd.DataFrame) -> pd.DataFrame:
    result = gate.copy()
    for outcome in ("clear", "not_applicable", "cannot_tell"):
        reasons = getattr(verdict, outcome)
        ids = [i for i in reasons.index if i in gate.index and gate.at[i, "outcome"] == "clear"]
        result.loc[ids, "outcome"] = outcome
        result.loc[ids, "reason"] = [str(reasons[i]) for i in ids]
    if len(suspects):
        counts = suspects["report_id"].value_counts()
        result.loc[counts.index, "outcome"] = "flagged"
        result.loc[counts.index, "reason"] = [f"{n} finding{'s' if n > 1 else ''}" for n in counts]
    return result.assign(rule_id=made.id)


def _outcomes_frame(parts: list[pd.DataFrame], frames: Frames) -> pd.DataFrame:
    if not parts:
        return conform(pd.DataFrame(), "outcomes")
    joined = pd.concat([p.rename_axis("report_id").reset_index() for p in parts], ignore_index=True)
    order = {r: i for i, r in enumerate(frames.reports["report_id"])}
    joined = joined.sort_values(["report_id", "rule_id"], key=lambda s: s.map(order) if s.name == "report_id" else s)
    return conform(joined[["report_id", "rule_id", "outcome", "reason"]], "outcomes")


def _findings(frames: Frames, made: Rule, suspects: pd.DataFrame) -> pd.DataFrame:
    if suspects.empty:
        return suspects
    reports = frames.by_id.loc[suspects["report_id"]]
    found = pd.DataFrame(
        {
            "rule_id": made.id,
            "severity": _column(suspects, "severity", made.severity.name),
            "confidence": _column(suspects, "confidence", made.confidence),
            "about": _column(suspects, "about", made.about),
            "report_id": suspects["report_id"],
            "agency": reports["agency"].to_numpy(),
            "year": reports["year"].array,
            "cells": _column(suspects, "cells", None).map(_as_list),
            "observed": _column(suspects, "observed", None),
            "expected": _column(suspects, "expected", None),
            "difference": _column(suspects, "difference", None),
            "message_en": suspects["message_en"],
            "message_zh": suspects["message_zh"],
            "basis": _basis(made),
            "hint": _column(suspects, "hint", None),
        }
    )
    found["evidence"] = _evidence(frames, suspects)
    subject = _column(suspects, "subject", "").fillna("")
    found["finding_id"] = _ids(found, reports, subject)
    found["evidence_hash"] = [_digest([e["quote"] for e in places]) for places in found["evidence"]]
    return found


def _basis(made: Rule) -> str:
    return made.basis_en if made.confirmed else f"{made.basis_en} (to be confirmed)"


def _column(frame: pd.DataFrame, name: str, default: object) -> pd.Series:
    if name not in frame:
        return pd.Series([default] * len(frame), index=frame.index, dtype="object")
    column = frame[name].astype("object")
    return column.where(column.notna(), default) if default is not None else column


def _as_list(value: object) -> list[str]:
    return list(value) if isinstance(value, (list, tuple, np.ndarray)) else []


def _evidence(frames: Frames, suspects: pd.DataFrame) -> list[list[dict[str, str]]]:
    """For each suspect the places that show it: its cells, its claims, then what the rule added."""
    ids = suspects["report_id"].unique()
    facts = frames.facts[frames.facts["report_id"].isin(ids)]
    fact_at = {k: (loc, raw) for *k_, loc, raw in zip(facts["report_id"], facts["cell"], facts["locator"], facts["raw"], strict=True) for k in [tuple(k_)]}
    claims = frames.claims[frames.claims["report_id"].isin(ids)]
    claim_at = {k: (loc, raw) for *k_, loc, raw in zip(claims["report_id"], claims["claim_id"], claims["locator"], claims["raw"], strict=True) for k in [tuple(k_)]}
    result = []
    for report, cells, claimed, places in zip(
        suspects["report_id"],
        _column(suspects, "cells", None),
        _column(suspects, "claims", None),
        _column(suspects, "places", None),
        strict=True,
    ):
        found = [_place(report, *fact_at[report, c], c) for c in _as_list(cells) if (report, c) in fact_at]
        found += [_place(report, *claim_at[report, c], c) for c in _as_list(claimed) if (report, c) in claim_at]
        found += [_place(r, loc, quote, "") for r, loc, quote in (places if isinstance(places, (list, tuple)) else [])]
        result.append([p for p in found if p["locator"]])
    return result


def _place(report_id: str, locator: object, quote: object, what: str) -> dict[str, str]:
    located = locator if isinstance(locator, str) else ""
    return {"report_id": report_id, "locator": located, "quote": quote if isinstance(quote, str) else "", "what": what}


def _ids(found: pd.DataFrame, reports: pd.DataFrame, subject: pd.Series) -> list[str]:
    """Stable ids: rule, body (else bytes), year, cells, subject; a counter tells true repeats apart."""
    seen: dict[str, int] = {}
    result = []
    bodies = reports["agency"].where(reports["agency"].notna(), reports["sha256"])
    for made, report, body, year, cells, about in zip(
        found["rule_id"], found["report_id"], bodies, found["year"], found["cells"], subject, strict=True
    ):
        key = _digest([made, str(body), str(year), sorted(cells), str(about)])
        repeat = seen[key + report] = seen.get(key + report, -1) + 1
        result.append(key if not repeat else _digest([key, repeat]))
    return result


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def _findings_frame(parts: list[pd.DataFrame]) -> pd.DataFrame:
    parts = [p for p in parts if len(p)]
    joined = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if len(joined):
        rank = {"critical": 0, "high": 1, "medium": 2, "low": 3, "info": 4}
        joined["_rank"] = joined["severity"].map(rank)
        joined["_agency"] = joined["agency"].fillna("")
        joined["_year"] = joined["year"].fillna(0)
        joined = joined.sort_values(["_rank", "_agency", "_year", "rule_id", "report_id", "finding_id"], kind="stable")
        joined = joined.drop(columns=["_rank", "_agency", "_year"])
    return conform(joined, "findings")
