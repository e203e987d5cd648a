"""``check``: reports like a linter does – place, rule, message, basis, hint."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import PurePath

import pandas as pd

from audit.commands.run import SEVERITIES, one_line, place
from audit.commands.wording import say
from audit.model import Severity
from audit.reasons import in_language
from audit.rules import catalogue, select
from audit.run import Audit, judged, load, settings_of
from audit.views.finding import hint, said_as

_CHARS = re.compile(r"^char=(\d+),(\d+)(?:;line=(\d+))?$")
_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        "paths", nargs="+", metavar="FILE", help="one report or several (years of one body see each other)"
    )
    parser.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, default="medium", metavar="SEVERITY", help="default: medium"
    )
    parser.add_argument("--rules", default="", metavar="SELECT", help='such as "ARI,NIL-01" (default: all)')
    parser.add_argument("--why", action="store_true", help="also the rules that cannot tell, and why")
    parser.add_argument(
        "--settings", metavar="FILE", help="severities, thresholds, words, labels (default: the house's)"
    )


def main(args: argparse.Namespace) -> int:
    """Exit code 1 if there are findings at or above the severity, 2 if a file could not be read."""
    chosen, settings = select(args.rules), settings_of(args.settings)
    result = judged(load(args.paths, settings=settings), chosen, settings=settings)
    if args.format == "json":
        print(json.dumps(records(result), ensure_ascii=False, indent=1))
    elif args.format == "sarif":
        print(json.dumps(sarif(result, args.lang), ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(result, args.lang, args.fail_on, why=args.why)))
    lost = result.reports[result.reports["status"] == "unreadable"]
    for path, note in zip(lost["path"], lost["note"], strict=True):
        print(f"{one_line(path)}: {one_line(in_language(note, args.lang))}", file=sys.stderr)
    if len(lost):
        return 2
    return int(any(_reaches(s, args.fail_on) for s in result.findings["severity"]))


def _reaches(severity: str, limit: str) -> bool:
    return Severity[severity] >= Severity[limit]


def lines(result: Audit, language: str, limit: str, *, why: bool = False) -> list[str]:
    """Each finding with its place, basis and hint; a last line that counts; with ``why`` each rule that cannot tell."""
    printed: list[str] = []
    for finding in result.findings.to_dict("records"):
        about = "" if finding["about"] == "body" else f" [{say('about.' + finding['about'], language)}]"
        severity = say(f"severity.{finding['severity']}", language)
        printed.append(
            f"{one_line(place(finding, result))}: {severity} {finding['rule_id']}{about} {finding['message_' + language]}"
        )
        printed.append(f"    {say('basis', language)}: {_basis(finding, language)}")
        if isinstance(finding["hint"], str) and finding["hint"]:
            printed.append(f"    {say('hint', language)}: {hint(finding['hint'], language)}")
    for path, note, report_id in zip(
        result.reports["path"], result.reports["note"], result.reports["report_id"], strict=True
    ):
        own = result.findings[result.findings["report_id"] == report_id]
        cannot = result.outcomes[
            (result.outcomes["report_id"] == report_id) & (result.outcomes["outcome"] == "cannot_tell")
        ]
        severe = sum(_reaches(s, limit) for s in own["severity"])
        printed.append(
            say(
                "checked",
                language,
                path=one_line(path),
                n=len(own),
                severe=severe,
                limit=say(f"severity.{limit}", language),
                cannot=len(cannot),
            )
        )
        if isinstance(note, str):
            printed.append(f"    {one_line(in_language(note, language))}")
        if why:
            printed += _untold(cannot, language)
        elif len(cannot):
            printed.append(say("why.hint", language))
    return printed


def _untold(cannot: pd.DataFrame, language: str) -> list[str]:
    """A line for each rule that cannot tell, with its reason."""
    return [
        say(
            "why",
            language,
            rule=rule_id,
            title=getattr(catalogue()[rule_id], f"title_{language}"),
            reason=one_line(in_language(reason, language)),
        )
        for rule_id, reason in zip(cannot["rule_id"], cannot["reason"], strict=True)
    ]


def _basis(finding: dict, language: str) -> str:
    made = catalogue()[finding["rule_id"]]
    text = made.basis_zh if language == "zh" else made.basis_en
    return text if made.confirmed else f"{text} {say('unconfirmed', language)}"


def records(result: Audit) -> list[dict]:
    """The findings as plain values, each with the path of its report, ``path:line``, and what is said in both languages."""
    findings = json.loads(result.findings.to_json(orient="records", force_ascii=False))
    for plain, finding in zip(findings, result.findings.to_dict("records"), strict=True):
        plain["path"] = result.by_id.at[finding["report_id"], "path"]
        plain["place"] = place(finding, result)
        for column in ("observed", "expected"):
            plain[f"{column}_zh"] = said_as(finding[column], "zh") or None
        plain["basis_zh"] = _basis(finding, "zh")
        plain["hint_en"], plain["hint_zh"] = (hint(finding["hint"], language) for language in ("en", "zh"))
    return findings


def sarif(result: Audit, language: str) -> dict:
    """The findings as SARIF 2.1.0, with the stable finding id as a partial fingerprint."""
    used = sorted(set(result.findings["rule_id"]))
    rules = [
        {
            "id": i,
            "name": catalogue()[i].name,
            "shortDescription": {
                "text": catalogue()[i].title_zh if language == "zh" else catalogue()[i].title_en
            },
        }
        for i in used
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "disclosure-audit", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(f, result, language) for f in result.findings.to_dict("records")],
            }
        ],
    }


def _sarif_result(finding: dict, result: Audit, language: str) -> dict:
    return {
        "ruleId": finding["rule_id"],
        "level": _LEVELS[finding["severity"]],
        "message": {"text": finding["message_" + language]},
        "locations": [_location(e, result) for e in finding["evidence"]],
        "partialFingerprints": {
            "findingId/v1": finding["finding_id"],
            "evidence/v1": finding["evidence_hash"],
        },
        "properties": {k: finding[k] for k in ("severity", "confidence", "about", "cells")},
    }


def _location(evidence: dict, result: Audit) -> dict:
    path = PurePath(result.by_id.at[evidence["report_id"], "path"]).as_posix()
    region: dict[str, object] = {"snippet": {"text": evidence["quote"]}}
    match = _CHARS.search(evidence["locator"])
    if match:
        region |= {"charOffset": int(match[1]), "charLength": int(match[2]) - int(match[1])}
        if match[3]:
            region["startLine"] = int(match[3])
    return {"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}
