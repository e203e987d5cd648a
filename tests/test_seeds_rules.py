"""The five real reports kept beside the checkout: what a careful auditor reports, and what must not be reported.

The expectations are ``expected`` in ``seeds/truth.json``; rules that are not in the catalogue are left out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import ROOT

import audit
from audit.rules import catalogue

pytestmark = pytest.mark.shared

SEEDS = ("000", "001", "002", "003", "004")
SHOWN = {
    ("000", "PRV-01"): ["m.colinfoley.com"],
    ("000", "PRV-02"): ["268", "45"],
    ("000", "PRV-03"): ["3"],
    ("000", "NUM-01"): ["209539.98"],
    ("000", "NUM-02"): ["20.95", "69,846.66"],
    ("000", "PCT-03"): ["0.72%", "1/140", "0.7143%"],
    ("000", "NIL-02"): ["196"],
    ("000", "TXT-10"): ["每季度", "1條"],
    ("000", "TXT-12"): ["概述", "总体情况"],
    ("001", "DOC-09"): ["9"],
    ("001", "DOC-10"): ["16"],
    ("001", "TXT-12"): ["改进措施", "下一步打算"],
    ("001", "PII-05"): ["360"],
    ("002", "FRM-10"): ["(表)", "结果情况"],
    ("002", "NIL-02"): ["196"],
    ("003", "PCT-03"): ["10.1%", "44/438", "10.0457%"],
    ("003", "FRM-09"): ["2020年，我镇将采取"],
    ("004", "DOC-01"): ["8"],
    ("004", "FRM-06"): ["无。"],
    ("004", "TIM-01"): ["2024-03-07", "36"],
    ("004", "TIM-05"): ["2024-03-07", "2024-02-06"],
    ("004", "FRM-07"): ["政府信息管理", "平台建设", "监督保障"],
}
"""Figures of the truth that the message must carry."""


@cache
def _truth(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "seeds" / "truth.json").read_text(encoding="utf-8"))["seeds"]


@cache
def _audited(folder: Path) -> audit.Audit:
    return audit.audit([folder / "seeds" / _truth(folder)[seed]["meta"]["file"] for seed in SEEDS])


def _report_id(folder: Path, seed: str) -> str:
    reports = _audited(folder).reports
    return reports.loc[reports["path"].str.endswith(_truth(folder)[seed]["meta"]["file"]), "report_id"].iloc[
        0
    ]


def _found(folder: Path, seed: str, rule: str) -> pd.DataFrame:
    findings = _audited(folder).findings
    return findings[(findings["report_id"] == _report_id(folder, seed)) & (findings["rule_id"] == rule)]


def _outcome(folder: Path, seed: str, rule: str) -> tuple[str, str]:
    outcomes = _audited(folder).outcomes
    row = outcomes[(outcomes["report_id"] == _report_id(folder, seed)) & (outcomes["rule_id"] == rule)].iloc[
        0
    ]
    return row["outcome"], row["reason"]


def _expected(kind: str) -> Iterator[Any]:
    """(seed, entry) of one list of the truth; none without the real reports."""
    folder = Path(os.environ.get("DISCLOSURE_SHARED", ROOT.parent / "shared"))
    path = folder / "seeds" / "truth.json"
    if not path.exists():
        return
    for seed, entry in _truth(folder).items():
        for one in entry["expected"].get(kind, []):
            rule = one if isinstance(one, str) else one["rule"]
            if rule in catalogue():
                yield pytest.param(seed, rule, one, id=f"{seed}-{rule}")


@pytest.mark.parametrize(("seed", "rule", "entry"), list(_expected("must")))
def test_what_must_be_reported(shared: Path, seed: str, rule: str, entry: dict[str, Any]) -> None:
    found = _found(shared, seed, rule)
    assert len(found), _outcome(shared, seed, rule)
    assert entry["severity"] in set(found["severity"]), found[["severity", "message_en"]].to_dict("records")
    said = " ".join([*found["message_en"], *found["message_zh"]])
    lacking = [figure for figure in SHOWN.get((seed, rule), []) if figure not in said]
    assert not lacking, said
    assert all(len(places) for places in found["evidence"]), "a finding without a place"


@pytest.mark.parametrize(("seed", "rule", "entry"), list(_expected("must_not")))
def test_what_must_not_be_reported(shared: Path, seed: str, rule: str, entry: str) -> None:
    found = _found(shared, seed, rule)
    assert found.empty, found["message_en"].tolist()
    assert _outcome(shared, seed, rule)[0] != "error"


@pytest.mark.parametrize(("seed", "rule", "entry"), list(_expected("not_assessable")))
def test_what_cannot_be_told_is_not_called_clear(shared: Path, seed: str, rule: str, entry: str) -> None:
    outcome, reason = _outcome(shared, seed, rule)
    assert outcome in ("cannot_tell", "not_applicable"), f"{outcome}: {reason}"


@pytest.mark.parametrize("seed", SEEDS)
def test_only_what_the_truth_lists_is_reported(shared: Path, seed: str) -> None:
    expected = _truth(shared)[seed]["expected"]
    listed = {one["rule"] for kind in ("must", "may") for one in expected.get(kind, [])}
    findings = _audited(shared).findings
    own = findings[findings["report_id"] == _report_id(shared, seed)]
    others = own[~own["rule_id"].isin(listed)]
    serious = others[others["severity"].isin(["critical", "high", "medium"])]
    assert serious.empty, serious[["rule_id", "message_en"]].to_dict("records")


@pytest.mark.parametrize("seed", SEEDS)
def test_evidence_is_the_print_at_its_place(shared: Path, seed: str) -> None:
    """Every quote of evidence stands in the file at its locator."""
    meta = _truth(shared)[seed]["meta"]
    text = (shared / "seeds" / meta["file"]).read_bytes().decode("utf-8")
    findings = _audited(shared).findings
    own = findings[findings["report_id"] == _report_id(shared, seed)]
    places = [place for listed in own["evidence"] for place in listed]
    offsets = [re.fullmatch(r"char=(\d+),(\d+);line=(\d+)", place["locator"]) for place in places]
    assert all(offsets), [p for p, o in zip(places, offsets, strict=True) if not o]
    for place, offset in zip(places, offsets, strict=True):
        start, end, line = (int(number) for number in offset.groups())
        assert text[start:end] == place["quote"]
        assert text.count("\n", 0, start) + 1 == line


PLANTED = (
    ("004", "16条", "19条", "PCT-01"),
    ("004", "16条", "160条", "PCT-02"),
    ("003", "11.8%", "13.8%", "PCT-03"),
    ("003", "11.8%", "12.4%", "PCT-05"),
    ("004", "未收到", "收到5件", "TXT-04"),
    ("004", "2024-03-07", "2023-12-30", "TIM-07"),
    ("004", "2024年2月6日", "2024年3月9日", "TIM-03"),
    ("004", "六、其他需要报告的事项", "", "FRM-02"),
    ("003", "2020", "2022", "FRM-01"),
)
"""Faults put into the real reports: (seed, print, what it is replaced by, the rule that must see it)."""


@pytest.mark.parametrize(("seed", "printed", "planted", "rule"), PLANTED)
def test_a_planted_fault_is_found(
    shared: Path, tmp_path: Path, seed: str, printed: str, planted: str, rule: str
) -> None:
    text = (shared / "seeds" / _truth(shared)[seed]["meta"]["file"]).read_bytes().decode("utf-8")
    assert printed in text
    assert _found(shared, seed, rule).empty or rule == "PCT-03"
    path = tmp_path / "planted.txt"
    path.write_text(text.replace(printed, planted), encoding="utf-8")
    findings = audit.audit([path]).findings
    before = len(_found(shared, seed, rule))
    assert (findings["rule_id"] == rule).sum() == before + 1, findings["rule_id"].tolist()
