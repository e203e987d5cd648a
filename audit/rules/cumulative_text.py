"""CAR: counts of all years that the text gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.comparisons import explained, qualified
from audit.rules.measures import EPSILON, agreed, among, because, figure, joined, once, pairs, unpaired

BASE = {
    "disclosed_cumulative": ("disclosed_total", "items disclosed", "主动公开信息"),
    "requests_cumulative": ("requests_new", "requests received", "收到申请"),
    "requests_handled_cumulative": ("requests_handled", "requests answered", "办结申请"),
    "reviews_cumulative": ("reviews_total", "reviews", "行政复议"),
    "lawsuits_cumulative": ("lawsuits_total", "lawsuits", "行政诉讼"),
}
"""Measure of all years → measure of the year, and what it counts."""


@rule(
    "CAR-08",
    "cumulative-text-break",
    en="A count of all years in the text does not follow from the year before",
    zh="正文的历年累计与上一年度不衔接",
    severity=Severity.medium,
    sides=("this_year", "carried_forward"),
    basis_en="Regulation (2019), art. 6 (accurate); the reports' own words",
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）；两份报告自身的表述",
    needs=tuple(BASE),
    why_zh="上一年度的累计数加本年数，即本年累计数。不衔接，或累计数反而减少，至少有一年有误。",
    innocent_zh="网站改版、迁移后重新计数（正文提到的，视为已有说明）；范围或渠道不同的两个数不比较；概数不比较。",
)
def cumulative_text(frames: Frames) -> Verdict:
    """A count of all years in the text is not that of last year's report plus the figure of the year, or is smaller than
    last year's.

    *Why it matters*: One of the two reports is wrong.

    *Innocent explanations*: A website was rebuilt and counts anew: where the text says so, that explains it. Figures of
    different scope or channel are not compared, nor are approximate ones.

    *Source*: Custom of Fujian since 2008 (历年累计); Regulation (2019), art. 6.
    """
    counts = frames.claims["kind"].eq("cumulative") & frames.claims["measure"].isin(list(BASE))
    stated = _stated(frames) if counts.any() else frames.claims.iloc[:0]
    if stated.empty:
        return Verdict(not_applicable=_silent(frames, stated))
    two = pairs(frames)
    both = two.merge(stated, on="report_id")
    before = stated[["report_id", "measure", "scope", "total", "claim"]].rename(
        columns={"report_id": "previous", "total": "was", "claim": "was_claim"}
    )
    both = both.merge(before, on=["previous", "measure", "scope"])
    parts, unsure = [], []
    for _, group in both.groupby(["measure", "scope"], sort=False):
        one, doubtful = agreed(group, ["was"])
        parts.append(one)
        unsure.append(doubtful)
    held = pd.concat(parts, ignore_index=True) if parts else both
    due = held["was"] + held["year"]
    broken = held[(held["total"] - due).abs().gt(EPSILON) | (held["total"] < held["was"])]
    verdict = Verdict(
        pd.DataFrame([_say_text(frames, row) for row in broken.to_dict("records")]),
        cannot_tell=_alone(frames, stated, held, unsure),
        not_applicable=_silent(frames, stated),
    )
    return explained(frames, verdict, "counter_reset", "the text speaks of a rebuilt website or a new count")


@once
def _stated(frames: Frames) -> pd.DataFrame:
    """Counts of all years: report_id, measure, scope, total, claim, year (of the year alone, NaN if not given), year_claim."""
    claims = frames.claims[
        ~frames.claims["approximate"].fillna(False).astype(bool) & frames.claims["value"].notna()
    ]
    claims = claims.assign(scope=claims["scope"].fillna("unknown"))
    totals = _single(claims[claims["measure"].isin(list(BASE)) & claims["kind"].eq("cumulative")])
    yearly = claims[
        claims["measure"].isin([base for base, *_ in BASE.values()]) & claims["kind"].isin(["count", "nil"])
    ]
    same = yearly["year"].eq(yearly["report_id"].map(frames.by_id["year"])).fillna(False).astype(bool)
    yearly = _single(yearly[same]).rename(columns={"value": "year", "claim": "year_claim", "measure": "base"})
    totals = totals.assign(base=totals["measure"].map({m: base for m, (base, *_) in BASE.items()}))
    joined_ = totals.merge(yearly, on=["report_id", "base", "scope"], how="left")
    return joined_.rename(columns={"value": "total"}).astype({"total": "float64", "year": "float64"})


def _single(claims: pd.DataFrame) -> pd.DataFrame:
    """One row a report, measure and scope, where all its claims give one value."""
    key = ["report_id", "measure", "scope"]
    one = (
        claims.sort_values("claim_id")
        .groupby(key)
        .agg(many=("value", "nunique"), value=("value", "first"), claim=("claim_id", "first"))
    )
    return one[one["many"] == 1].drop(columns="many").reset_index()


def _alone(frames: Frames, stated: pd.DataFrame, held: pd.DataFrame, unsure: list[pd.Series]) -> pd.Series:
    """Reports with such a count that cannot be held against the year before."""
    spoken = stated["report_id"].unique()
    alone = unpaired(frames)
    told = held["report_id"].unique()
    left = [report for report in spoken if report not in set(told)]
    reason = because(left, "the report of the year before gives no such count of the same scope")
    return joined(*unsure, alone[alone.index.isin(spoken)], reason)


def _silent(frames: Frames, stated: pd.DataFrame) -> pd.Series:
    ids = frames.reports["report_id"]
    return because(ids[~among(ids, stated["report_id"])], "the text gives no count of all years")


def _say_text(frames: Frames, row: dict[str, Any]) -> dict[str, object]:
    _, name, name_zh = BASE[row["measure"]]
    now, was = figure(row["total"]), figure(row["was"])
    given = not np.isnan(row["year"])
    due = figure(row["was"] + row["year"]) if given else f"at least {was}"
    year = figure(row["year"]) if given else "?"
    old = frames.claims[
        frames.claims["report_id"].eq(row["previous"]) & frames.claims["claim_id"].eq(row["was_claim"])
    ]
    locator, raw = old[["locator", "raw"]].iloc[0]
    finding: dict[str, object] = {
        "report_id": row["report_id"],
        "cells": [],
        "claims": [row["claim"], row["year_claim"]] if given else [row["claim"]],
        "places": [(row["previous"], locator, raw, row["was_claim"])],
        "subject": row["measure"],
        "observed": now,
        "expected": due,
        "difference": row["total"] - row["was"] - row["year"] if given else row["total"] - row["was"],
        "message_en": f"{name.capitalize()} in all years: {was} by the year before"
        + (f" + {year} this year = {due}" if given else "")
        + f", but {now} now.",
        "message_zh": f"{name_zh}历年累计：上一年度{was}"
        + (f"＋本年{year}＝{due}" if given else "")
        + f"，而本年称{now}。",
    }
    return qualified(finding, row | {"blank": False}, Severity.medium)
