"""Counts behind the charts: frames in, small frames out. They count findings and outcomes only."""

from __future__ import annotations

import pandas as pd

from audit.frames.schema import SEVERITIES
from audit.views.selection import NO_BODY, NO_YEAR

ABOUT = ("body", "copy", "extraction")
SHOWN_OUTCOMES = ("flagged", "cannot_tell", "error", "clear", "not_applicable")


def once_each(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings without those that a further copy of the same report (same body, same year) repeats word for word:
    what totals count. A list still shows every one."""
    known = findings["agency"].notna() & findings["year"].notna()
    cells = findings["cells"].map(lambda codes: " ".join(sorted(codes)) if len(codes) else "")
    key = [findings[c] for c in ("rule_id", "agency", "year", "about", "message_en")]
    first = findings["report_id"].groupby([*key, cells], dropna=False, sort=False).transform("first")
    return findings[(~known | findings["report_id"].eq(first)).to_numpy(dtype=bool)]


def by_severity(findings: pd.DataFrame) -> pd.DataFrame:
    """Index: every severity, worst first; columns: ``ABOUT``; values: findings, those of copies once."""
    findings = once_each(findings)
    counts = _counted(findings["severity"], findings["about"], ABOUT)
    return counts.reindex(index=list(SEVERITIES), fill_value=0)


def by_family(findings: pd.DataFrame) -> pd.DataFrame:
    """Index: rule families that have findings, most first; columns: ``ABOUT``; values: findings, those of copies
    once."""
    findings = once_each(findings)
    counts = _counted(families(findings), findings["about"], ABOUT)
    return counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def by_outcome(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Index: rule families, in their order; columns: ``SHOWN_OUTCOMES``; values: report × rule checks."""
    return _counted(families(outcomes), outcomes["outcome"], SHOWN_OUTCOMES)


def families(frame: pd.DataFrame) -> pd.Series:
    """The rule family of each row: the three letters of its rule id."""
    return frame["rule_id"].str[:3].rename("family")


def _counted(rows: pd.Series, columns: pd.Series, names: tuple[str, ...]) -> pd.DataFrame:
    counts = rows.groupby([rows, columns]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(names), fill_value=0).astype("int64").rename_axis(columns=None)


def by_body_year(reports: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """One row for every body × year, bodies with most findings first and years ascending.

    Columns: agency ("" unknown), year (0 unknown), state, findings (count), reports (count). ``state`` tells
    apart ``no_report``, ``not_read`` (no report of the cell could be read), ``partly_read`` (at least one was
    read in part or not at all) and ``read``.
    """
    keyed, findings = _keyed(reports), once_each(findings)
    keyed = keyed.assign(
        reports=1, lost=keyed["status"] == "unreadable", partly=keyed["status"] == "partly_read"
    )
    cells = keyed.groupby(["agency", "year"])[["reports", "lost", "partly"]].sum()
    found = _keyed(findings).groupby(["agency", "year"]).size()
    grid = pd.MultiIndex.from_product(
        [_bodies(keyed, findings), sorted(set(keyed["year"]))], names=["agency", "year"]
    )
    cells = cells.reindex(grid, fill_value=0).assign(findings=found.reindex(grid, fill_value=0))
    cells["state"] = "read"
    cells.loc[(cells["partly"] > 0) | (cells["lost"] > 0), "state"] = "partly_read"
    cells.loc[cells["lost"] == cells["reports"], "state"] = "not_read"
    cells.loc[cells["reports"] == 0, "state"] = "no_report"
    return cells.reset_index()[["agency", "year", "state", "findings", "reports"]]


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    year = frame["year"].fillna(NO_YEAR).astype("int64")
    return frame.assign(agency=frame["agency"].fillna(NO_BODY), year=year)


def _bodies(keyed: pd.DataFrame, findings: pd.DataFrame) -> list[str]:
    counts = findings["agency"].fillna(NO_BODY).value_counts()
    names = pd.Series(sorted(set(keyed["agency"])), dtype="object")
    many = names.map(counts).fillna(0).to_numpy()
    return list(names.iloc[(-many).argsort(kind="stable")])


def at_least(findings: pd.DataFrame, severity: str) -> pd.DataFrame:
    """Findings of this severity and above."""
    return findings[findings["severity"].isin(SEVERITIES[: SEVERITIES.index(severity) + 1])]


def overview(reports: pd.DataFrame, findings: pd.DataFrame, outcomes: pd.DataFrame) -> dict[str, int]:
    """The numbers of the tiles: findings told apart by ``about``, those of copies once; reports by status, checks by
    outcome."""
    findings = once_each(findings)
    severe = findings[findings["severity"].isin(("critical", "high")) & (findings["about"] == "body")]
    return {
        **{f"about_{a}": int((findings["about"] == a).sum()) for a in ABOUT},
        "severe": len(severe),
        "severe_reports": int(severe["report_id"].nunique()),
        **{s: int((reports["status"] == s).sum()) for s in ("read", "partly_read", "unreadable")},
        "reports": len(reports),
        "bodies": int(reports["agency"].nunique()),
        "checks": len(outcomes),
        "cannot_tell": int((outcomes["outcome"] == "cannot_tell").sum()),
    }
