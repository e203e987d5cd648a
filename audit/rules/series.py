"""CAR: the series of reports of one body: gaps, second copies, copies that differ."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import among, because, column_of, figure, joined, listing, listing_zh, once, reasons
from audit.rules.places import landmark

ANY = "t3.new_received.total"
"""Quoted as evidence of a report that has no section to point at."""


@rule(
    "CAR-10",
    "series-gap-or-duplicate",
    en="A year is missing in the series, or reported twice",
    zh="年度报告系列缺年或重复",
    severity=Severity.medium,
    basis_en="Regulation on Disclosure of Government Information (2019), art. 49: one report every year",
    basis_zh="《政府信息公开条例》（2019年修订）第四十九条：每年公布上一年度报告",
    needs=("agency", "year"),
    why_zh="每年都须公布一份报告。缺年则前后无法衔接；同一年有两份，读者不知以哪份为准。",
    innocent_zh="机构新设、撤销或更名；该年报告另处公开而未收集到；更正后重新公布。",
)
def gap_or_duplicate(frames: Frames) -> Verdict:
    """Between two reports of a body a year is missing, or there are two reports for one year.

    *Why it matters*: One report is due every year. Over a gap nothing can be held against the year
    before; of two reports nobody knows which one counts.

    *Innocent explanations*: The body was set up, abolished or renamed; the report was published elsewhere
    and not collected; a corrected version was published.

    *Source*: Regulation (2019), art. 49.
    """
    known = _known(frames)
    found = _gaps(known) + _duplicates(known)
    marks = _landmarks(frames, {i for one in found for i in (one["report_id"], *one["others"])})
    suspects = [_with_evidence(one, marks) for one in found]
    alone = known.loc[known.groupby("agency")["report_id"].transform("size") == 1, "report_id"]
    nameless = frames.reports.loc[~among(frames.reports["report_id"], known["report_id"]), "report_id"]
    return Verdict(
        pd.DataFrame(suspects),
        cannot_tell=joined(
            because(nameless, "the body or the year of the report is not known"),
            because(alone, "the only report of this body"),
        ),
    )


@once
def _known(frames: Frames) -> pd.DataFrame:
    """Readable reports with body and year, copies of one year in the order in which they were published."""
    columns = ["report_id", "agency", "scope", "year", "path", "sha256", "published_on", "generated_on"]
    known = frames.reports.loc[frames.reports["status"] != "unreadable", columns].dropna(
        subset=["agency", "year"]
    )
    known["scope"] = known["scope"].fillna("unknown")
    order = ["published_on", "generated_on", "path", "report_id"]
    known = known.sort_values(order, na_position="first").reset_index(drop=True)
    return known.assign(copy=known.groupby(["agency", "scope", "year"]).cumcount())


def _gaps(known: pd.DataFrame) -> list[dict[str, Any]]:
    """A finding on the first report after each gap."""
    first = known.sort_values(["year", "scope", "copy"]).drop_duplicates(["agency", "year"])
    before = first.groupby("agency")[["year", "report_id"]].shift()
    after = first.assign(earlier=before["year"], other=before["report_id"])
    after = after[(after["year"] - after["earlier"]).fillna(1) > 1]
    return [_say_gap(row) for row in after.to_dict("records")]


def _say_gap(row: dict[str, Any]) -> dict[str, Any]:
    missing = [str(y) for y in range(int(row["earlier"]) + 1, int(row["year"]))]
    en, zh = listing(missing), "、".join(missing)
    return {
        "report_id": row["report_id"],
        "others": [row["other"]],
        "subject": f"gap {missing[0]}-{missing[-1]}",
        "observed": f"{row['earlier']}, {row['year']}",
        "expected": en,
        "message_en": f"Among the files are reports for {row['earlier']} and {row['year']}, none for {en}.",
        "message_zh": f"所给文件中有{row['earlier']}、{row['year']}年度报告，没有{zh}年度报告。",
        "about": "body",
        "severity": "low",
        "confidence": "low",
        "hint": "Look whether the missing report was published and only not collected. / 请核查缺少的报告是否已公布而未收集到。",
    }


def _duplicates(known: pd.DataFrame) -> list[dict[str, Any]]:
    """A finding on every copy but the first of its year."""
    if not known["copy"].any():
        return []
    first = known[known["copy"] == 0].set_index(["agency", "scope", "year"])[["report_id", "path", "sha256"]]
    later = known[known["copy"] > 0].merge(first, on=["agency", "scope", "year"], suffixes=("", "_first"))
    return [_say_duplicate(row) for row in later.to_dict("records")]


def _name(path: str) -> str:
    """The last part of a path on one line: where the folder lies is no part of a finding."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _say_duplicate(row: dict[str, Any]) -> dict[str, Any]:
    same = isinstance(row["sha256"], str) and row["sha256"] == row["sha256_first"]
    en = "the same file twice" if same else "two reports"
    zh = "同一文件重复出现" if same else "有两份报告"
    files = ", ".join(_name(row[c]) for c in ("path_first", "path"))
    return {
        "report_id": row["report_id"],
        "others": [row["report_id_first"]],
        "subject": f"copy {row['copy']}",
        "observed": files,
        "expected": "one report",
        "message_en": f"{row['year']}: {en} ({files}).",
        "message_zh": f"{row['year']}年度{zh}（{files}）。",
        "about": "copy" if same else "body",
    }


def _landmarks(frames: Frames, report_ids: set[str]) -> dict[str, list[tuple[str, str, str]]]:
    """A place to show of each report: its title or first heading."""
    return {report: landmark(frames, report) for report in sorted(report_ids)}


def _with_evidence(one: dict[str, Any], marks: dict[str, list]) -> dict[str, Any]:
    reports = (one["report_id"], *one.pop("others"))
    bare = [(report, ANY) for report in reports if not marks[report]]
    return one | {"places": [p for report in reports for p in marks[report]], "elsewhere": bare}


@rule(
    "CAR-11",
    "diverging-copies",
    en="Two copies of one report print different figures",
    zh="同一年度报告的两个版本数字不同",
    severity=Severity.high,
    sides=("this_copy", "other_copies"),
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6: information is released "
        "accurately"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条：准确公开政府信息",
    needs=("t2", "t3", "t4", "s14"),
    why_zh="公布后改动数字而不说明，前后引用者各执一词。社会科学院的评估发现过此类改动。",
    innocent_zh="更正后重新公布；转换格式时产生的差错（未能读出的单元格不作比较）。",
)
def diverging_copies(frames: Frames) -> Verdict:
    """Two copies of the report of one body and year differ in at least one cell.

    *Why it matters*: Figures that change after publication without a word leave everyone who quoted them
    wrong.

    *Innocent explanations*: A corrected version; faults of conversion (cells that were not read are not
    compared).

    *Source*: Regulation (2019), art. 6; yearly evaluations found reports that were changed after release.
    """
    if not _known(frames)["copy"].any():
        return Verdict(not_applicable=because(frames.reports["report_id"], "no second copy of this report"))
    copies = _known(frames).groupby(["agency", "scope", "year"])["report_id"]
    known = _known(frames).assign(previous=copies.shift())
    pairs = known[copies.transform("size") > 1]
    cells = _side_by_side(frames, pairs.dropna(subset="previous"))
    differing = cells[cells["differs"]].sort_values("cell", key=lambda c: c.map(column_of()), kind="stable")
    found = [_say_diverging(report, group) for report, group in differing.groupby("report_id", sort=False)]
    compared = set(cells["report_id"]) | set(cells["previous"])
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(set(pairs["report_id"]) - compared, "a second copy, but no cell that both print"),
        not_applicable=because(
            set(frames.reports["report_id"]) - set(pairs["report_id"]), "no second copy of this report"
        ),
        clear=reasons(
            dict.fromkeys(sorted(compared), "compared with the other copies; findings are on the later one")
        ),
    )


def _side_by_side(frames: Frames, pairs: pd.DataFrame) -> pd.DataFrame:
    """Cells that both copies print: report_id, previous, cell, value, other, differs. A blank counts as 0."""
    printed = frames.facts[frames.facts["report_id"].isin([*pairs["report_id"], *pairs["previous"]])]
    printed = printed[~printed["cell"].str.startswith("other.")]
    printed = printed[~printed["state"].isin(["absent", "unreadable"])]
    values = printed[["report_id", "cell"]].assign(value=printed["value"].astype("Float64").fillna(0.0))
    mine = pairs[["report_id", "previous"]].merge(values, on="report_id")
    theirs = values.rename(columns={"report_id": "previous", "value": "other"})
    both = mine.merge(theirs, on=["previous", "cell"])
    return both.assign(differs=both["value"].ne(both["other"]).astype(bool))


def _say_diverging(report: str, cells: pd.DataFrame) -> dict[str, Any]:
    now, was = ([figure(v) for v in cells[c]] for c in ("value", "other"))
    pairs = [f"{c} {a} / {b}" for c, a, b in zip(cells["cell"], now, was, strict=True)]
    observed = listing(now)
    return {
        "report_id": report,
        "cells": cells["cell"].tolist(),
        "elsewhere": list(zip(cells["previous"], cells["cell"], strict=True)),
        "observed": observed,
        "expected": listing(was),
        "message_en": f"{len(pairs)} cell(s) differ between two copies, {observed} here: {listing(pairs)}.",
        "message_zh": f"同一年度的两个版本有{len(pairs)}处数字不同，此处为{observed}：{listing_zh(pairs)}。",
    }
