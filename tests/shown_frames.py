"""A small audit of bodies that do not exist, for the tests of views, workbench and dashboard."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from audit.frames import conform

HOSTILE = (
    '<img src=x onerror="window.pwned=1">',
    "</script><script>window.pwned=1</script>",
    "$\\href{javascript:window.pwned=1}{x}$",
    "/etc/hostname",
    "=HYPERLINK(1)",
    "%{customdata} {n} &lt;b&gt;",
)
"""Strings that a report may print and that a page must show as they are."""

BODIES = ("青禾镇人民政府", "白石街道办事处", "云溪县教育局")
YEARS = (2021, 2022, 2023)
SOURCE = "一、总体情况\n本年度新收政府信息公开申请12件，办结11件。\n二、主动公开情况\n制发规范性文件3件。\n"


def small_audit(folder: Path | None = None, hostile: bool = False) -> SimpleNamespace:
    """Frames of 8 reports of 3 bodies; the sources are written to ``folder`` if one is given.

    One body-year has no report, one report is unreadable, one read in part, one has no body and no year.
    """
    names = (*HOSTILE[:3],) if hostile else BODIES
    reports = _reports(names)
    if folder is not None:
        for name in reports["path"]:
            (folder / name).write_text(SOURCE, encoding="utf-8")
    findings = _findings(reports, hostile)
    return SimpleNamespace(
        reports=reports, facts=_facts(reports, hostile), outcomes=_outcomes(reports), findings=findings
    )


def _reports(names: tuple[str, ...]) -> pd.DataFrame:
    keys = [(b, y) for b in names for y in YEARS if (b, y) != (names[2], 2022)]
    rows = [
        {"report_id": f"r{i}", "path": f"r{i}.txt", "agency": b, "year": y, "form": "2021", "status": "read"}
        for i, (b, y) in enumerate(keys)
    ]
    rows[4].update(status="partly_read", note="cut")
    rows[7:] = [{"report_id": "r7", "path": "r7.txt", "status": "read", "form": "unknown"}]
    rows[6].update(status="unreadable", note="not a report")
    return conform(pd.DataFrame(rows), "reports")


def _facts(reports: pd.DataFrame, hostile: bool) -> pd.DataFrame:
    cells = ("t3.new_received.total", "t3.carried_in.total", "t3.result_total.total", "t3.carried_out.total")
    raws = HOSTILE[:4] if hostile else ("12", "0", "11", "")
    states, values = ("number", "number", "number", "blank"), (12, 0, 11, None)
    rows = [
        {"report_id": r, "cell": c, "raw": raw, "state": s, "value": v, "locator": "char=0,2;line=1"}
        for r in reports["report_id"]
        for c, raw, s, v in zip(cells, raws, states, values, strict=True)
    ]
    return conform(pd.DataFrame(rows), "facts")


def _outcomes(reports: pd.DataFrame) -> pd.DataFrame:
    rules = ("ARI-01", "CAR-01", "FRM-01", "PRV-01")
    kinds = ("flagged", "cannot_tell", "clear", "not_applicable")
    rows = [
        {"report_id": r, "rule_id": rule, "outcome": kinds[(i + j) % 4], "reason": ""}
        for i, r in enumerate(reports["report_id"])
        for j, rule in enumerate(rules)
    ]
    return conform(pd.DataFrame(rows), "outcomes")


def _findings(reports: pd.DataFrame, hostile: bool) -> pd.DataFrame:
    kinds = (
        ("ARI-01", "critical", "body"),
        ("CAR-01", "high", "body"),
        ("TXT-03", "medium", "body"),
        ("PRV-01", "low", "copy"),
        ("NUM-10", "info", "extraction"),
    )
    known = reports[reports["status"] != "unreadable"]
    start = SOURCE.index("12")
    rows = []
    for i, (r, agency, year) in enumerate(
        zip(known["report_id"], known["agency"], known["year"], strict=True)
    ):
        for j, (rule, severity, about) in enumerate(kinds[: 1 + (i * 2) % 5]):
            said = HOSTILE[(i + j) % len(HOSTILE)] if hostile else f"合计不符（第{j}项）"
            rows.append(
                {
                    "finding_id": f"f{i}{j}",
                    "rule_id": rule,
                    "severity": severity,
                    "confidence": "high",
                    "about": about,
                    "report_id": r,
                    "agency": agency,
                    "year": year,
                    "cells": ["t3.new_received.total", "t3.carried_in.total", "t3.carried_out.total"],
                    "observed": said if hostile else "12",
                    "expected": "11",
                    "difference": 1.0,
                    "message_en": said if hostile else f"The sums differ (item {j})",
                    "message_zh": said,
                    "basis": said if hostile else "2021 form",
                    "hint": said if hostile else None,
                    "evidence": [
                        {
                            "report_id": r,
                            "locator": f"char={start},{start + 2};line=2",
                            "quote": said if hostile else "12",
                            "what": "t3.new_received.total",
                        }
                    ],
                }
            )
    return conform(pd.DataFrame(rows), "findings")
