"""Case files of rules: ``tests/rules/<ID>.yml`` → frames, outcome, findings.

A case file is the specification of a rule by example and is printed on the rule's page::

    rule: CAR-01
    without: {not_applicable: the rule is in force for every form}   # only for a kind that cannot exist
    cases:
      - kind: flagged    # or clear, near_miss (both must come out clear), cannot_tell, not_applicable
        en: The opening balance is 2, but 3 were carried out of the year before.
        zh: 上年结转2件，而上一年度结转下年3件。
        reports:                 # one mapping a report; ids default to r1, r2, …
          - {year: 2022, cells: {t3.carried_out.total: 3}}
          - {year: 2023, cells: {t3.carried_in.total: 2}}
        settings: {ratio: 3}     # optional: options of the rule that are set for this case
        judged: r2               # the report whose outcome is ``kind``; default: the last one
        outcomes: {r1: cannot_tell}        # optional: outcomes of the other reports
        reason: no report                  # optional: text that the outcome's reason must contain
        findings:        # for flagged: exactly these findings on the judged report, in any order
          - cells: [t3.carried_in.total]   # exact, order ignored
            observed: "2"                  # exact; so are expected, difference, severity, confidence, about
            expected: "3"
            difference: -1
            severity: high
            says: ["2", "3"]               # each must occur in message_en and in message_zh
            says_en: [carried]             # in one language; ``says_zh`` and ``hint`` likewise
            hint: null                     # there must be none
            lacks: [Set aside]             # occurs in neither message
            subject: requests              # what the stable id rests on beside rule, body, year and cells
            evidence:                      # exact, order ignored: report:locator
              - r2:t3.carried_in.total
              - r1:t3.carried_out.total

``observed`` and ``evidence`` are required in every wanted finding; what is left out is not looked at.

``each: {word: [每月, 每季], n: [2, 3]}`` on a case makes one case of every place in the lists, which are equally long:
``$word`` and ``$n`` anywhere in its texts stand for the members; a text that is a name alone becomes the member itself.

A report may set any column of the ``reports`` frame. Defaults: agency 样例镇人民政府, level township,
kind township, year 2023, form as due in that year, scope own, status read, host www.example.gov.cn.
Further keys:

``fill``
    What every cell of the form is unless ``cells`` says otherwise: 0 (default), null, absent, unreadable.
``cells``
    By code or pattern (``t3.other_*.total``), later entries win. A number; null = blank cell; ``absent``;
    ``unreadable``; ``/``, ``-``, ``—`` = dash; 不适用, 无 = not applicable; another text = a number printed so
    if it is one (``"1,024"``), else unreadable. A mapping sets columns of ``facts`` one by one (value, unit,
    raw, state, row, column), for example ``{value: 109858, unit: 万元, raw: 10.9858万元}``. Extra rows are
    ``other.t3.1: {row: (三)不予公开, column: total, value: 3}``.
``sections``
    By canonical name: text, or a mapping with number, title, text; or a list of such mappings.
``claims``
    List of mappings with columns of ``claims``; kind count, scope own, unit 件, the report's year, claim_id
    c1, c2 … (unique in the report), raw and sentence made of the figure unless given.
``observations``
    List of mappings: kind, quote.

Locators are plain names, so that evidence can be written down: the cell code, the claim id,
``section.<canonical>``, ``observation.<n>`` (from 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from audit.form import cell as form_cell
from audit.form import cells_named, expected_form, forms
from audit.frames import SCHEMAS, Frames, conform, empty
from audit.judge import Rule, judge

FOLDER = Path(__file__).parent / "rules"
KINDS = ("clear", "flagged", "near_miss", "cannot_tell", "not_applicable")
DASHES = ("/", "-", "—", "－", "--", "——")
REPORT = {
    "agency": "样例镇人民政府",
    "level": "township",
    "kind": "township",
    "year": 2023,
    "scope": "own",
    "format": "text",
    "status": "read",
    "host": "www.example.gov.cn",
}


@dataclass(frozen=True)
class Case:
    """One example of a rule."""

    rule: str
    number: int
    kind: str
    data: dict[str, Any]

    @property
    def outcome(self) -> str:
        """The outcome that the judged report must have."""
        return "clear" if self.kind == "near_miss" else self.kind

    @property
    def reports(self) -> list[dict[str, Any]]:
        """The reports of the case, each with its id."""
        return [{"id": f"r{n}", **entry} for n, entry in enumerate(self.data["reports"], 1)]

    @property
    def judged(self) -> str:
        """Id of the report that the case is about."""
        return self.data.get("judged", self.reports[-1]["id"])


def case_files() -> list[Path]:
    """Every case file, sorted."""
    return sorted(FOLDER.glob("*.yml"))


def cases_in(path: Path) -> list[Case]:
    """The cases of one file; those that one entry makes of its lists bear one number."""
    data = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    return [
        Case(data["rule"], n, entry["kind"], made)
        for n, entry in enumerate(data["cases"], 1)
        for made in _each(entry)
    ]


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _each(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The case itself, or one for every place in its lists."""
    lists = entry.get("each")
    if not lists:
        return [entry]
    places = zip(*lists.values(), strict=True)
    rest = {k: v for k, v in entry.items() if k != "each"}
    return [_put_in(rest, dict(zip(lists, members, strict=True))) for members in places]


def _put_in(part: Any, members: dict[str, Any]) -> Any:
    """A part of a case with ``$name`` replaced."""
    if isinstance(part, dict):
        return {_put_in(k, members): _put_in(v, members) for k, v in part.items()}
    if isinstance(part, list):
        return [_put_in(one, members) for one in part]
    if not isinstance(part, str) or "$" not in part:
        return part
    if part[1:] in members and part[0] == "$":
        return members[part[1:]]
    for name, member in members.items():
        part = part.replace(f"${name}", str(member))
    return part


def build(reports: Iterable[dict[str, Any]]) -> Frames:
    """Frames of reports described as in a case file."""
    described = [{"id": f"r{n}", **REPORT, **entry} for n, entry in enumerate(reports, 1)]
    facts = {entry["id"]: _facts(entry) for entry in described}
    with pd.option_context("mode.string_storage", "python"):  # as rules hold them
        return Frames(
            reports=_frame("reports", [_report(e, facts[e["id"]]) for e in described]),
            facts=_frame("facts", [f for group in facts.values() for f in group]),
            claims=_frame("claims", [c for e in described for c in _claims(e)]),
            sections=_frame("sections", [s for e in described for s in _sections(e)]),
            observations=_frame("observations", [o for e in described for o in _observations(e)]),
        )


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return conform(pd.DataFrame(rows), name) if rows else _empty(name)


_empty = cache(empty)


def run(made: Rule, case: Case) -> tuple[pd.Series, pd.DataFrame]:
    """Outcomes by report id (the reasons are in ``.attrs``) and the findings of the judged report."""
    outcomes, findings = judge(build(case.reports), [as_set(made, case)])
    by_report = outcomes.set_index("report_id")
    result = by_report["outcome"]
    result.attrs["reasons"] = by_report["reason"].to_dict()
    return result, findings[findings["report_id"] == case.judged]


def as_set(made: Rule, case: Case) -> Rule:
    """The rule with the options that the case sets."""
    return replace(made, values={k: _hashable(v) for k, v in case.data.get("settings", {}).items()})


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _report(entry: dict[str, Any], facts: list[dict[str, Any]]) -> dict[str, Any]:
    own = {k: v for k, v in entry.items() if k in SCHEMAS["reports"]}
    states = [f["state"] for f in facts]
    counted = {
        "cells_expected": len(forms()[_form(entry)].cells) if _form(entry) in forms() else 0,
        "cells_number": states.count("number"),
        "cells_blank": sum(s in ("blank", "dash", "not_applicable") for s in states),
        "cells_unreadable": states.count("unreadable"),
        "cells_absent": states.count("absent"),
    }
    fixed = {
        "report_id": entry["id"],
        "path": f"{entry['id']}.txt",
        "sha256": f"sha-{entry['id']}",
        "form": _form(entry),
    }
    return {**fixed, **counted, **own}


def _form(entry: dict[str, Any]) -> str:
    return str(entry.get("form") or (expected_form(entry["year"]) if entry["year"] else "unknown"))


def _facts(entry: dict[str, Any]) -> list[dict[str, Any]]:
    made = forms().get(_form(entry))
    values: dict[str, Any] = dict.fromkeys(made.cells, entry.get("fill", 0)) if made else {}
    for pattern, value in (entry.get("cells") or {}).items():
        for code in _codes(pattern):
            values[code] = value
    return [_fact(entry["id"], code, value) for code, value in values.items()]


def _codes(pattern: str) -> list[str]:
    if "*" not in pattern:
        return [pattern]
    found = [code for code in cells_named() if fnmatchcase(code, pattern)]
    assert found, f"{pattern} matches no cell"
    return found


def _fact(report_id: str, code: str, value: Any) -> dict[str, Any]:
    table, row, column = (code.split(".")[1], "", "") if code.startswith("other.") else code.split(".")
    fact: dict[str, Any] = {
        "report_id": report_id,
        "cell": code,
        "table": table,
        "row": row,
        "column": column,
    }
    fact |= {"value": None, "unit": None, "raw": "", "locator": code}
    if not code.startswith("other."):
        form_cell(code)  # raises for a misspelt code
    if isinstance(value, dict):
        return fact | {"state": "number", "raw": str(value.get("value", ""))} | value
    state = _state(value)
    if state == "number":
        return fact | {"state": state, "value": float(str(value).replace(",", "")), "raw": str(value)}
    if state == "absent":
        return fact | {"state": state, "locator": None}
    return fact | {"state": state, "raw": "" if value is None else "□" if value == state else str(value)}


def _state(value: Any) -> str:
    if value is None or value == "blank":
        return "blank"
    if value in ("absent", "unreadable"):
        return str(value)
    if value in DASHES:
        return "dash"
    if value in ("不适用", "无"):
        return "not_applicable"
    try:
        Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return "unreadable"
    return "number"


def _claims(entry: dict[str, Any]) -> list[dict[str, Any]]:
    result = []
    for n, claim in enumerate(entry.get("claims") or [], 1):
        assert set(claim) <= set(SCHEMAS["claims"]), f"unknown columns in claim {claim}"
        made = {"report_id": entry["id"], "claim_id": f"c{n}", "kind": "count", "value": None, "unit": "件"}
        made |= {"year": entry["year"], "scope": "own", "approximate": False} | claim
        printed = "零件" if made["kind"] == "nil" else f"{made['value']}{made['unit'] or ''}"
        made = {"raw": printed, "sentence": f"{claim.get('label', '')}{printed}。"} | made
        result.append({"locator": made["claim_id"]} | made)
    return result


def _sections(entry: dict[str, Any]) -> list[dict[str, Any]]:
    given = entry.get("sections") or {}
    listed = given if isinstance(given, list) else [_section(k, v) for k, v in given.items()]
    blank = {"report_id": entry["id"], "number": None, "title": "", "text": ""}
    return [blank | {"locator": f"section.{one['canonical']}"} | one for one in listed]


def _section(canonical: str, value: Any) -> dict[str, Any]:
    return {"canonical": canonical} | (value if isinstance(value, dict) else {"text": value})


def _observations(entry: dict[str, Any]) -> list[dict[str, Any]]:
    seen = entry.get("observations") or []
    return [{"report_id": entry["id"], "locator": f"observation.{n}"} | one for n, one in enumerate(seen, 1)]
