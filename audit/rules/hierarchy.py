"""HIE: a report for a whole region against those of the bodies in it, and bodies that have none."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from audit.errors import RuleError
from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    Terms,
    because,
    column_of,
    figure,
    joined,
    listing,
    listing_zh,
    once,
    row_label,
    terms,
)
from audit.rules.places import landmark, reports_among

Part = tuple[float, str, str]
"""The figure of a body in a region, its name and the id of its report."""
FLOWS = (
    "t3.new_received.total",
    "t2.licensing.decisions",
    "t2.penalty.decisions",
    "t2.coercion.decisions",
    "t2.normative_documents.issued",
)
"""What a region's report adds up; stocks are left out, since a document may be counted by two bodies."""
COLLECTED = (
    "Local notices (Huaihua 2021, Xinye 2018): the lead department collects the reports of departments and towns",
    "地方通知（怀化2021年、新野2018年）：主管部门汇总各部门、各乡镇报告",
)
BODIES = Option(
    "bodies",
    (),
    "rosters, each a table: parent (name of the region's body), children (names of all bodies in it)",
    "机关名录，每条一表：parent（汇总机关名称）、children（所属全部机关名称）",
)


FAMILY = {
    "at": "int64",
    "parent": "str",
    "agency": "str",
    "scope": "str",
    "year": "Int64",
    "child_at": "int64",
    "child": "str",
    "name": "str",
}
"""Columns of ``families``."""


@once
def families(frames: Frames) -> pd.DataFrame:
    """Reports of a region with those of the bodies in it for the same year: at, parent, child_at, child (report_id), agency.

    A county has its departments, towns and streets; a city its departments and the governments of its counties.
    One report a body and year; lower governments count as a whole, so that nothing is counted twice.
    """
    reports = _one_each(frames)
    parents = reports[reports["kind"].eq("government") & reports["level"].isin(["county", "city"])]
    if parents.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in FAMILY.items()})
    children = reports[_is_child(reports)].assign(of=lambda r: np.where(_in_county(r), "county", "city"))
    found = []
    for level in ("county", "city"):
        mine = parents[parents["level"].eq(level) & parents[level].notna()]
        theirs = children[children["of"].eq(level) & children[level].notna()]
        both = mine.merge(theirs, on=[level, "year"], suffixes=("", "_child"))
        other = "city" if level == "county" else "province"
        apart = both[other].notna() & both[f"{other}_child"].notna() & both[other].ne(both[f"{other}_child"])
        found.append(both[~apart.fillna(False)])
    joined_ = pd.concat(found, ignore_index=True)
    names = {
        "report_id": "parent",
        "at_child": "child_at",
        "report_id_child": "child",
        "agency_child": "name",
    }
    return joined_.rename(columns=names)[list(FAMILY)].sort_values("at", kind="stable").reset_index(drop=True)


@once
def _one_each(frames: Frames) -> pd.DataFrame:
    """One readable report a body and year: the first by path."""
    names = ["report_id", "agency", "year", "path", "status", "kind", "level", "scope"]
    reports = frames.reports[[*names, "province", "city", "county"]].reset_index(names="at")
    known = reports[reports["status"].ne("unreadable")].dropna(subset=["agency", "year"])
    return known.sort_values("path").drop_duplicates(["agency", "year"])


def _in_county(reports: pd.DataFrame) -> pd.Series:
    """Bodies whose figures a county's report would add up."""
    town = reports["level"].eq("township") | reports["kind"].isin(["township", "street"])
    return (town | (reports["level"].eq("county") & reports["kind"].ne("government"))).fillna(False)


def _is_child(reports: pd.DataFrame) -> pd.Series:
    city = reports["level"].eq("city") & reports["kind"].ne("government")
    county = reports["level"].eq("county") & reports["kind"].eq("government")
    return (_in_county(reports) | city | county).fillna(False)


@rule(
    "HIE-01",
    "region-below-its-bodies",
    en="A region's figure is below the sum of the bodies in it",
    zh="汇总数小于所属机关之和",
    severity=Severity.medium,
    sides=("region", "bodies"),
    confidence="medium",
    basis_en=COLLECTED[0],
    basis_zh=COLLECTED[1],
    confirmed=False,
    forms=("2019", "2021"),
    needs=FLOWS,
    why_zh="汇总报告应包含所属各机关的数字；仅已收集到的几份报告相加就已超过汇总数，说明汇总漏报或口径不一。",
    innocent_zh="汇总报告只统计本级政府（统计口径不同）；垂直管理部门不计入。",
)
def region_below_bodies(frames: Frames) -> Verdict:
    """A report for a whole region prints less than the reports of the bodies in it that are at hand add up to.

    Looked at where the report itself speaks for the whole region; the sum of some bodies can only be too small.

    *Why it matters*: The report of a region is made from theirs. One of them was left out, or they count differently.

    *Innocent explanations*: The report may cover the government's own office after all; bodies run from above (tax)
    are not part of it.

    *Source*: Notices that have the lead department collect the reports of departments and towns (to be confirmed).
    """
    given, both = terms(frames), families(frames)
    whole = both[both["scope"].eq("aggregate")]
    bodies = list(zip(*(whole[c].tolist() for c in ("at", "name", "child")), strict=True))
    found = []
    for cell in FLOWS if len(whole) else ():
        values = given.printed(cell)
        parts: defaultdict[int, list[Part]] = defaultdict(list)
        for (at, *body), value in zip(bodies, values[whole["child_at"].to_numpy()].tolist(), strict=True):
            if not np.isnan(value):
                parts[at].append((value, *body))
        below = [at for at in sorted(parts) if values[at] < sum(value for value, *_ in parts[at])]
        found += [_say_below(given, cell, at, parts[at]) for at in below]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(
            both.loc[~both["scope"].eq("aggregate"), "parent"].unique(),
            "it does not say whether the report covers the whole region",
        ),
        not_applicable=_childless(frames, both),
    )


def _childless(frames: Frames, both: pd.DataFrame) -> pd.Series:
    rest = frames.reports["report_id"][~reports_among(frames, both["parent"])]
    return because(rest, "no report of a region, or none of the bodies in it is at hand")


def _say_below(given: Terms, cell: str, at: int, parts: list[Part]) -> dict[str, object]:
    own, total = given.value[at, column_of()[cell]], sum(value for value, *_ in parts)
    largest = sorted((one for one in parts if one[0] > 0), key=lambda one: (-one[0], one[1]))
    shown = [f"{name} {figure(value)}" for value, name, _ in largest]
    en, zh = row_label(cell)
    return {
        "report_id": given.report_ids[at],
        "cells": [cell],
        "elsewhere": [(child, cell) for *_, child in largest],
        "shown": [cell],
        "observed": figure(own),
        "expected": f"≥ {figure(total)}",
        "difference": float(own - total),
        "message_en": (
            f"{en}: {figure(own)} for the whole region, but {len(parts)} bodies in it report {figure(total)} together: "
            f"{listing(shown)}."
        ),
        "message_zh": f"{zh}：全域{figure(own)}，而所属{len(parts)}个机关的报告合计{figure(total)}：{listing_zh(shown)}。",
        "hint": (
            "The report may cover the government's own office only; see what it says it covers. / "
            "该报告可能只统计政府本级，请核对其统计范围。"
        ),
    }


@rule(
    "HIE-02",
    "region-not-its-bodies",
    en="A region's figure is not the sum of all bodies in it",
    zh="汇总数不等于全部所属机关之和",
    severity=Severity.medium,
    sides=("region", "bodies"),
    confidence="medium",
    basis_en=COLLECTED[0],
    basis_zh=COLLECTED[1],
    confirmed=False,
    forms=("2019", "2021"),
    needs=FLOWS,
    why_zh="名录中各机关的报告齐全时，汇总数应等于其和，否则某处漏报或重复。",
    innocent_zh="垂直管理部门不计入；政府本级另有数字而未单独成报告。",
    options=(BODIES,),
)
def region_not_bodies(frames: Frames, *, bodies: tuple) -> Verdict:
    """With the reports of all bodies on a roster at hand, their figures do not add up to that of the region.

    Needs a roster (settings); without one it cannot tell that nothing is missing.

    *Why it matters*: If all are there, the sum is the region's figure, or something was left out or counted twice.

    *Innocent explanations*: Bodies run from above are not part of it; the government itself may have figures of its
    own that no separate report shows.

    *Source*: Notices that have the lead department collect the reports of departments and towns (to be confirmed).
    """
    given, both = terms(frames), families(frames)
    lists = _rosters(bodies)
    whole = both[both["scope"].eq("aggregate") & both["agency"].isin(lists)]
    found, partly = [], []
    for (at, agency), group in whole.groupby(["at", "agency"]):
        mine = group[group["name"].isin(lists[agency])]
        if set(mine["name"]) != set(lists[agency]):
            partly.append(given.report_ids[at])
            continue
        found += _uneven(frames, int(at), mine)
    others = [p for p in both["parent"].unique() if p not in set(whole["parent"])]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            because(partly, "reports of some bodies on the roster are not at hand"),
            because(others, "no roster of the bodies in it, or it does not say that it covers all of them"),
        ),
        not_applicable=_childless(frames, both),
    )


def _rosters(bodies: tuple) -> dict[str, list[str]]:
    try:
        return {str(entry["parent"]): [str(c) for c in entry["children"]] for entry in bodies}
    except (KeyError, TypeError) as error:
        raise RuleError(f"bodies: {error!r}; wanted: tables with parent and children") from None


def _uneven(frames: Frames, at: int, mine: pd.DataFrame) -> list[dict[str, object]]:
    given, found = terms(frames), []
    for cell in FLOWS:
        values = given.printed(cell)
        own, parts = values[at], values[mine["child_at"]]
        total = float(parts.sum())
        if np.isnan(own) or np.isnan(total) or own <= total:
            continue
        en, zh = row_label(cell)
        found.append(
            {
                "report_id": given.report_ids[at],
                "cells": [cell],
                "elsewhere": [(c, cell) for c, v in zip(mine["child"], parts, strict=True) if v],
                "shown": [cell],
                "observed": figure(own),
                "expected": figure(total),
                "difference": float(own - total),
                "message_en": f"{en}: {figure(own)} for the whole region, but all {len(mine)} bodies together {figure(total)}.",
                "message_zh": f"{zh}：全域{figure(own)}，而全部{len(mine)}个机关合计{figure(total)}。",
            }
        )
    return found


@rule(
    "HIE-04",
    "body-without-report",
    en="A body has no report for a year for which others have theirs",
    zh="所属机关缺当年报告",
    severity=Severity.low,
    confidence="low",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 49: one report every year",
    basis_zh="《政府信息公开条例》（2019年修订）第四十九条：每年公布上一年度报告",
    needs=("agency", "year", "county"),
    why_zh="每个机关每年都应公布报告。其他机关已有、往年也有，唯独今年没有，应查明是否漏报。",
    innocent_zh="机构撤销、合并、更名；报告已公布而未收集到。名录（设置）中列明的机关为中等。",
    options=(BODIES,),
)
def body_without_report(frames: Frames, *, bodies: tuple) -> Verdict:
    """Among the files is a body's report for the year before but none for this year, while most bodies of the same
    county have theirs; or a body on a roster has none (then it is medium).

    *Why it matters*: Every body publishes every year. Whoever collects the reports wants to know who is missing.

    *Innocent explanations*: The body was abolished, merged or renamed; the report exists and was not collected.

    *Source*: Regulation (2019), art. 49.
    """
    found = _missing_last(frames) + _missing_on_roster(frames, _rosters(bodies))
    nameless = frames.reports[["agency", "year"]].isna().any(axis=1)
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(frames.reports.loc[nameless, "report_id"], "the body or the year is not known"),
    )


FEWEST = 5
"""Of a county with fewer bodies nothing is said."""


def _missing_last(frames: Frames) -> list[dict[str, object]]:
    """Bodies whose last report is of the year before the last of their county, in which most have theirs."""
    every = _one_each(frames)
    known = every[every["county"].notna() & every["kind"].ne("government")]
    if known["agency"].nunique() < FEWEST:
        return []
    last = known.sort_values("year").drop_duplicates("agency", keep="last")
    newest = last.groupby("county")["year"].transform("max")
    bodies = last.groupby("county")["agency"].transform("size")
    there = (last["year"] == newest).groupby(last["county"]).transform("sum")
    late = last[(last["year"] == newest - 1) & (bodies >= FEWEST) & (there >= 0.6 * bodies)]
    rows = zip(
        late["report_id"],
        late["agency"],
        newest[late.index],
        there[late.index],
        bodies[late.index],
        strict=True,
    )
    return [
        {
            "report_id": report,
            "places": landmark(frames, report),
            "subject": f"no report {year}",
            "observed": str(year - 1),
            "expected": str(year),
            "message_en": (
                f"Among the files is no report of {agency} for {year}; {have} of {all_} bodies of the county have theirs. "
                f"Its last is for {year - 1}."
            ),
            "message_zh": f"所给文件中没有{agency}{year}年度报告；本县{all_}个机关中{have}个已有。其最近一份为{year - 1}年度。",
            "hint": (
                "Look whether the report was published and only not collected. / 请核查该报告是否已公布而未收集到。"
            ),
        }
        for report, agency, year, have, all_ in rows
    ]


def _missing_on_roster(frames: Frames, lists: dict[str, list[str]]) -> list[dict[str, object]]:
    if not lists:
        return []
    known = _one_each(frames)
    there = set(zip(known["agency"], known["year"].tolist(), strict=True))
    found = []
    for row in known[known["agency"].isin(lists)].to_dict("records"):
        gone = [name for name in lists[row["agency"]] if (name, row["year"]) not in there]
        if gone:
            found.append(_say_roster(frames, row, gone))
    return found


def _say_roster(frames: Frames, row: dict[str, Any], gone: list[str]) -> dict[str, object]:
    return {
        "report_id": row["report_id"],
        "places": landmark(frames, row["report_id"]),
        "subject": "roster",
        "observed": str(len(gone)),
        "expected": "0",
        "difference": float(len(gone)),
        "severity": "medium",
        "message_en": f"{len(gone)} bodies on the roster have no report for {row['year']} among the files: {listing(gone)}.",
        "message_zh": f"名录中有{len(gone)}个机关没有{row['year']}年度报告：{listing_zh(gone)}。",
    }
