"""Which findings are shown and in what order. Pure: frames and a choice in, frames out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from audit.frames.schema import SEVERITIES
from audit.views.escape import missing
from audit.views.finding import said_as

PAGE = 50
COLUMNS = ("severity", "rule_id", "agency", "year", "message", "about")
NO_BODY, NO_YEAR = "", 0


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user wants to see; every field at its default lets everything through.

    ``agency`` "" means reports whose body was not recognised, ``year`` 0 reports without a year; None is no
    filter. ``severity`` empty means all.
    """

    severity: tuple[str, ...] = ()
    family: str | None = None
    agency: str | None = None
    year: int | None = None
    about: str | None = None
    text: str = ""

    def but(self, **values: Any) -> Filters:
        """The same filters with these fields set."""
        return replace(self, **values)

    def without(self, *names: str) -> Filters:
        """The same filters with these fields back at their defaults."""
        plain = Filters()
        return self.but(**{n: getattr(plain, n) for n in names})

    def active(self) -> tuple[str, ...]:
        """Names of the fields that filter."""
        plain = Filters()
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != getattr(plain, f.name))


@dataclass(frozen=True, slots=True)
class Order:
    """A column of ``COLUMNS`` and a direction; severity descending means worst first."""

    column: str = "severity"
    descending: bool = True


def select(findings: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The rows of ``findings`` that pass, in their order, with their index."""
    keep = pd.Series(True, index=findings.index)
    if filters.severity:
        keep &= findings["severity"].isin(filters.severity)
    if filters.family is not None:
        keep &= findings["rule_id"].str.startswith(f"{filters.family}-")
    if filters.about is not None:
        keep &= findings["about"] == filters.about
    keep &= _of_body_year(findings, filters)
    if filters.text.strip():
        keep &= _mentions(findings, filters.text)
    return findings[keep.astype(bool)]


def select_outcomes(outcomes: pd.DataFrame, reports: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The outcomes of the chosen reports and rule family; severity, about and text do not apply."""
    chosen = reports.loc[_of_body_year(reports, filters), "report_id"]
    keep = outcomes["report_id"].isin(chosen)
    if filters.family is not None:
        keep &= outcomes["rule_id"].str.startswith(f"{filters.family}-")
    return outcomes[keep]


def _of_body_year(frame: pd.DataFrame, filters: Filters) -> pd.Series:
    keep = pd.Series(True, index=frame.index)
    if filters.agency is not None:
        keep &= frame["agency"].fillna(NO_BODY) == filters.agency
    if filters.year is not None:
        keep &= (frame["year"].fillna(NO_YEAR) == filters.year).astype(bool)
    return keep


def _mentions(findings: pd.DataFrame, wanted: str) -> pd.Series:
    """True where every word of ``wanted`` occurs somewhere in what the row says (column ``said``, if made before)."""
    said = findings["said"] if "said" in findings else haystack(findings)
    keep = pd.Series(True, index=findings.index)
    for word in wanted.casefold().split():
        keep &= said.str.contains(word, regex=False)
    return keep


def haystack(findings: pd.DataFrame) -> pd.Series:
    """Everything a finding says, casefolded, one string a row."""
    columns = [
        "finding_id",
        "rule_id",
        "agency",
        "message_en",
        "message_zh",
        "basis",
        "observed",
        "expected",
        "hint",
    ]
    columns += [c for c in ("path", "title_en", "title_zh") if c in findings]
    parts = [findings[c].fillna("").astype("str") for c in columns]
    parts += [
        findings[c].map(lambda said: said_as(said, "zh")).astype("str") for c in ("observed", "expected")
    ]
    parts.append(findings["year"].astype("str").fillna(""))
    parts.append(findings["cells"].map(lambda cells: "" if missing(cells) else " ".join(cells)).astype("str"))
    joined = parts[0].str.cat(parts[1:], sep="\n") if len(findings) else parts[0]
    return joined.str.casefold()


def ordered(findings: pd.DataFrame, order: Order, language: str) -> pd.DataFrame:
    """Sorted by one column; ties keep the order of the audit (severity, body, year, rule)."""
    if order.column == "severity":
        key = findings["severity"].map({s: -i for i, s in enumerate(SEVERITIES)})
    elif order.column == "message":
        key = findings[f"message_{language}"]
    else:
        key = findings[order.column]
    return findings.loc[
        key.sort_values(ascending=not order.descending, kind="stable", na_position="last").index
    ]


def pages(count: int) -> int:
    """Number of pages of ``PAGE`` rows; an empty list has one."""
    return max(1, -(-count // PAGE))
