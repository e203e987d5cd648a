"""Every case of every rule comes out as its case file says."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import yaml
from in_chinese import english_of_finding, english_of_reason
from rule_cases import FOLDER, KINDS, Case, case_files, cases_in, run

from audit.judge.engine import _digest
from audit.rules import catalogue

CASES = [case for path in case_files() for case in cases_in(path)]
NEEDED = ("clear", "flagged", "near_miss", "cannot_tell")
SAYS = {
    "says": ("message_en", "message_zh"),
    "says_en": ("message_en",),
    "says_zh": ("message_zh",),
    "hint": ("hint",),
}
TEXTS = ("observed", "expected", "severity", "confidence", "about")


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.rule}-{c.number}-{c.kind}")
def test_case(case: Case) -> None:
    outcomes, findings = run(catalogue()[case.rule], case)
    reasons = outcomes.attrs["reasons"]
    assert outcomes[case.judged] == case.outcome, reasons[case.judged]
    for report, outcome in case.data.get("outcomes", {}).items():
        assert outcomes[report] == outcome, f"{report}: {reasons[report]}"
    assert case.data.get("reason", "") in reasons[case.judged]
    assert [w for reason in reasons.values() for w in english_of_reason(reason)] == []
    assert [w for finding in findings.to_dict("records") for w in english_of_finding(finding)] == []
    _findings_are(findings, case.data.get("findings", []))


def _findings_are(findings: pd.DataFrame, wanted: list[dict[str, Any]]) -> None:
    found = findings.to_dict("records")
    assert len(found) == len(wanted), [f["message_en"] for f in found]
    for want in wanted:
        faults = [_faults(one, want) for one in found]
        assert any(not f for f in faults), f"no finding like {want}:\n{faults}"


def _faults(found: dict[str, Any], want: dict[str, Any]) -> list[str]:
    """What of ``want`` is not so in a finding."""
    faults = [f"{k}: {found[k]!r}" for k in TEXTS if k in want and str(found[k]) != str(want[k])]
    if "difference" in want and found["difference"] != pytest.approx(want["difference"]):
        faults.append(f"difference: {found['difference']}")
    if "cells" in want and sorted(found["cells"]) != sorted(want["cells"]):
        faults.append(f"cells: {found['cells']}")
    if "subject" in want and found["finding_id"] != _id(found, want["subject"]):
        faults.append(f"finding_id: {found['finding_id']}, which is not that of subject {want['subject']!r}")
    if "evidence" in want and sorted(_places(found)) != sorted(want["evidence"]):
        faults.append(f"evidence: {_places(found)}")
    spoken = f"{found['message_en']} {found['message_zh']}"
    faults += [f"says {words!r}: {spoken}" for words in want.get("lacks", []) if words in spoken]
    return faults + [
        fault for key, fields in SAYS.items() for fault in _unsaid(found, want.get(key, []), fields)
    ]


def _id(found: dict[str, Any], subject: str) -> str:
    """The id of a finding about this subject: rule, body (else bytes), year, cells of the form, subject."""
    missing = pd.isna([found["agency"], found["year"]])
    body = f"sha-{found['report_id']}" if missing[0] else found["agency"]
    year = None if missing[1] else int(found["year"])
    cells = sorted(c for c in found["cells"] if not c.startswith("other."))
    return _digest([found["rule_id"], str(body), str(year), cells, subject])


def _unsaid(found: dict[str, Any], words: str | list[str] | None, fields: tuple[str, ...]) -> list[str]:
    if words is None:
        return [f"{f}: {found[f]!r}" for f in fields if not pd.isna(found[f])]
    listed = [words] if isinstance(words, str) else words
    return [f"{f} lacks {w!r}: {found[f]!r}" for w in listed for f in fields if str(w) not in str(found[f])]


def _places(found: dict[str, Any]) -> list[str]:
    return [f"{place['report_id']}:{place['locator']}" for place in found["evidence"]]


@pytest.mark.parametrize("rule_id", list(catalogue()))
def test_every_rule_has_its_case_file(rule_id: str) -> None:
    path = FOLDER / f"{rule_id}.yml"
    assert path.exists(), f"{rule_id} has no case file"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    kinds = {case["kind"] for case in data["cases"]} | set(data.get("without", {}))
    assert data["rule"] == rule_id
    assert set(NEEDED) <= kinds, f"{rule_id} lacks a case: {set(NEEDED) - kinds}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.rule}-{c.number}-{c.kind}")
def test_every_case_is_written_in_full(case: Case) -> None:
    assert case.kind in KINDS
    assert case.data["en"]
    assert case.data["zh"]
    wanted = case.data.get("findings", [])
    assert bool(wanted) == (case.kind == "flagged")
    assert all({"observed", "evidence"} <= set(w) and w["evidence"] for w in wanted)


def test_every_case_file_has_its_rule() -> None:
    assert [p.stem for p in case_files() if p.stem not in catalogue()] == []
