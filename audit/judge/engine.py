"""Rules × reports → outcomes and findings. The engine decides the outcome; a rule only says what it saw."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.errors import RuleError
from audit.frames import SCHEMAS, Frames, conform
from audit.judge.evidence import Quotes, as_list
from audit.judge.register import Register
from audit.judge.rule import Rule, Verdict
from audit.judge.storage import held
from audit.model import Severity
from audit.tidy.personal import masked

RECOGNISED = {
    "message_en": " Read by character recognition: compare it with the page first.",
    "message_zh": "（文字识别所得，请先与原件核对。）",
}
"""Added to every finding on a report that was recognised."""
_RANK = {severity.name: -int(severity) for severity in Severity}


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Outcome and reason of one rule for every report, in the order of ``reports``."""

    rule_id: str
    outcome: np.ndarray
    reason: np.ndarray


Columns = dict[str, list]
"""Findings, or what a rule suspects, by column."""


def judge(
    frames: Frames, rules: Iterable[Rule], progress: Callable[[Sequence[Rule]], Iterable[Rule]] = iter
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes (a row a report × rule) and findings (a row a flagged place) of all rules over all reports.

    A rule that raises gives the outcome *error* for every report it applied to, with the exception as
    the reason; the other rules run on. A rule that applies to no report is not asked. ``progress`` wraps the list
    of rules (a progress bar).
    """
    register, quotes = Register(frames), Quotes(frames)
    decided: list[Decided] = []
    found: Columns = defaultdict(list)
    with held(frames) as given:
        for made in progress(list(rules)):
            result, flagged = _one(given, made, register, quotes)
            decided.append(result)
            for name, values in flagged.items():
                found[name] += values
    return _outcomes_frame(decided, frames), _findings_frame(found, register, quotes)


def _one(frames: Frames, made: Rule, register: Register, quotes: Quotes) -> tuple[Decided, Columns]:
    outcome, reason = register.gate(made)
    open_ = outcome == "clear"
    if not open_.any():
        return Decided(made.id, outcome, reason), {}
    try:
        verdict = made.verdict(frames)
        suspects = _suspects(verdict, open_, register)
        return _decide(made, verdict, suspects, register), _flagged(made, suspects, quotes, register)
    except Exception as error:
        why = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return Decided(made.id, np.where(open_, "error", outcome), np.where(open_, why, reason)), {}


def _suspects(verdict: Verdict, open_: np.ndarray, register: Register) -> Columns:
    """The suspects in reports that form, year and status leave open; ``row`` says where a report stands."""
    if verdict.suspects.empty:
        return {}
    rows = register.rows(verdict.suspects["report_id"].tolist())
    kept = [n for n, row in enumerate(rows) if open_[row]]
    if not kept:
        return {}
    columns = {"row": rows} | verdict.suspects.to_dict("list")
    return {name: [values[n] for n in kept] for name, values in columns.items()}


def _decide(made: Rule, verdict: Verdict, suspects: Columns, register: Register) -> Decided:
    gate = register.gate(made)
    outcome, reason = gate[0].copy(), gate[1].copy()
    open_ = gate[0] == "clear"
    for name in ("clear", "not_applicable", "cannot_tell"):
        given = getattr(verdict, name)
        if len(given):
            for row, why in zip(register.rows(given.index.tolist()), given.tolist(), strict=True):
                if open_[row]:
                    outcome[row], reason[row] = name, why
    for row, count in Counter(suspects.get("row", ())).items():
        outcome[row], reason[row] = "flagged", f"{count} finding{'s' if count > 1 else ''}"
    return Decided(made.id, outcome, reason)


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


def _flagged(made: Rule, suspects: Columns, quotes: Quotes, register: Register) -> Columns:
    """The findings of one rule but for what is made of all findings together: evidence, hashes, ids."""
    if not suspects:
        return {}
    many = len(suspects["report_id"])

    def column(name: str, default: object = None) -> list:
        return [default if _missing(v) else v for v in suspects.get(name, [default] * many)]

    basis = made.basis_en if made.confirmed else f"{made.basis_en} (to be confirmed)"
    severity = made.severity if made.fixed is None else made.fixed
    found: Columns = {
        "row": suspects["row"],
        "rule_id": [made.id] * many,
        "severity": [severity.name] * many if made.fixed else column("severity", severity.name),
        "confidence": column("confidence", made.confidence),
        "about": column("about", made.about),
        "report_id": suspects["report_id"],
        "cells": [as_list(v) for v in column("cells")],
        **{name: column(name) for name in ("observed", "expected", "difference")},
        "message_en": suspects["message_en"],
        "message_zh": suspects["message_zh"],
        "basis": [basis] * many,
        "hint": column("hint"),
        "subject": [str(v) for v in column("subject", "")],
        "asked": quotes.asked(suspects),
    }
    _temper(found, register)
    _inspect(found)
    for name in ("observed", "expected", "message_en", "message_zh", "hint"):
        found[name] = [masked(text) if isinstance(text, str) else text for text in found[name]]
    return found


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _temper(found: Columns, register: Register) -> None:
    """What rests on recognised print is medium at most, and says so: a figure may have been misread."""
    for n, row in enumerate(found["row"]):
        if register.recognised[row]:
            found["confidence"][n] = "low" if found["confidence"][n] == "low" else "medium"
            for name, caution in RECOGNISED.items():
                found[name] = [*found[name][:n], f"{found[name][n]}{caution}", *found[name][n + 1 :]]


def _inspect(found: Columns) -> None:
    """Raise RuleError for a finding that no findings frame can hold."""
    for column in ("message_en", "message_zh"):
        if not all(isinstance(text, str) and text for text in found[column]):
            raise RuleError(f"a finding lacks its {column}")
    for column in ("severity", "confidence", "about"):
        strange = set(found[column]) - set(SCHEMAS["findings"][column].allowed)
        if strange:
            raise RuleError(f"{column} cannot be {strange.pop()!r}")


def _findings_frame(found: Columns, register: Register, quotes: Quotes) -> pd.DataFrame:
    """All findings, the gravest first, then by body, year, rule."""
    if not found:
        return conform(pd.DataFrame(), "findings")
    found["evidence"] = quotes.evidence(found.pop("asked"))
    found["evidence_hash"] = [_digest([e["quote"] for e in places]) for places in found["evidence"]]
    found["agency"] = [register.agency[row] for row in found["row"]]
    found["year"] = [register.year[row] for row in found["row"]]
    found["finding_id"] = _ids(found, register)
    order = sorted(
        range(len(found["row"])),
        key=lambda n: (
            _RANK[found["severity"][n]],
            found["agency"][n] or "",
            found["year"][n] or 0,
            *(found[name][n] for name in ("rule_id", "report_id", "finding_id")),
        ),
    )
    columns = {name: [found[name][n] for n in order] for name in SCHEMAS["findings"]}
    return conform(pd.DataFrame(columns, dtype="object"), "findings")


def _ids(found: Columns, register: Register) -> list[str]:
    """Stable ids: rule, body (else bytes), year, cells, subject. Nothing of position or wording.

    Extra rows have numbers for names, so they count by their ``subject`` only. Where two findings are alike
    (a second copy of a report), all but the first are numbered, in the order of paths.
    """
    ids = []
    for row, rule_id, cells, about in zip(
        found["row"], found["rule_id"], found["cells"], found["subject"], strict=True
    ):
        agency, year = register.agency[row], register.year[row]
        body = register.sha256[row] if agency is None else agency
        named = sorted(c for c in cells if not c.startswith("other."))
        ids.append(_digest([rule_id, str(body), str(year), named, about]))
    alike: dict[str, list[int]] = defaultdict(list)
    for n, key in enumerate(ids):
        alike[key].append(n)
    for key, places in alike.items():
        for number, n in enumerate(sorted(places, key=lambda n: _where(found, register, n))):
            ids[n] = _digest([key, number]) if number else key
    return ids


def _where(found: Columns, register: Register, n: int) -> tuple[str, ...]:
    names = ("report_id", "evidence_hash", "message_en")
    return (str(register.path[found["row"][n]]), *(found[name][n] for name in names))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]
