"""OUT: figures far from the body's own history or from comparable bodies. Heuristics: they ask for a look, no more."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.beside import compared
from audit.rules.measures import (
    agreed,
    because,
    column_of,
    facts_where,
    figure,
    joined,
    once,
    pairs,
    row_label,
    terms,
    unpaired,
)
from audit.rules.places import reports_among
from audit.rules.vocabulary import any_of

FLOWS = (
    "t3.new_received.total",
    "t3.result_total.total",
    "t2.licensing.decisions",
    "t2.penalty.decisions",
    "t2.coercion.decisions",
    "t2.normative_documents.issued",
    "t2.normative_documents.repealed",
    "t2.fees.amount_wan",
    "t4.review.total",
    "t4.litigation_direct.total",
    "t4.litigation_after_review.total",
    "s14.disclosed_total.year",
    "s14.requests_total.year",
)
"""Figures of one year that are held against other years and other bodies."""
YEARS_BACK = 6
MAD = 1.4826
PLAUSIBLE = ("Plausibility", "合理性")


@once
def _history(frames: Frames) -> np.ndarray:
    """Reports × years back × FLOWS: the figures of the years before without a gap, NaN where there is none.

    A year with several reports, or with reports for other bodies as well, ends the history.
    """
    two = pairs(frames)
    one = two[(two["copies"] == 1) & ~two["rescoped"]]
    before = np.full(len(frames.reports) + 1, -1)
    before[one["at"].to_numpy()] = one["before"].to_numpy()
    figures = np.vstack([_figures(frames), np.full(len(FLOWS), np.nan)])
    at, back = np.arange(len(frames.reports)), []
    for _ in range(YEARS_BACK):
        at = before[at]
        back.append(figures[at])
    return np.stack(back, axis=1) if len(frames.reports) else np.empty((0, YEARS_BACK, len(FLOWS)))


def _figures(frames: Frames) -> np.ndarray:
    """Reports × FLOWS; NaN where nothing is printed, or a figure below zero (a fault of its own)."""
    given = terms(frames)
    printed = np.column_stack([given.printed(c) for c in FLOWS])
    return np.where(printed >= 0, printed, np.nan)


def _quiet(make: Callable[..., np.ndarray], values: np.ndarray, axis: int) -> np.ndarray:
    """A statistic that is NaN where there is nothing, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return make(values, axis=axis)


def _median_of_years(past: np.ndarray) -> np.ndarray:
    """Reports × figures: the median over the years of each; NaN where there is none."""
    ordered, years = np.sort(past, axis=1), (~np.isnan(past)).sum(axis=1)[:, None]
    below, above = (
        np.take_along_axis(ordered, np.maximum(n, 0), 1)[:, 0] for n in ((years - 1) // 2, years // 2)
    )
    return (below + above) / 2


@rule(
    "OUT-01",
    "jump-against-own-history",
    en="A figure far from those of the years before",
    zh="数据与本机关往年相比剧烈波动",
    severity=Severity.medium,
    sides=("here", "usual"),
    confidence="low",
    basis_en=PLAUSIBLE[0],
    basis_zh=PLAUSIBLE[1],
    needs=FLOWS,
    why_zh="数字突增突减而正文不作说明，可能是填错、口径改变或漏报。",
    innocent_zh="机构改革、专项行动、统计口径调整；基数小的数字波动大（差额小的不提示）。",
    options=(
        Option(
            "ratio",
            5.0,
            "times the usual figure, or its fraction, at least",
            "相当于往年的倍数（或几分之一）",
        ),
        Option("difference", 20.0, "smallest difference that is said", "最小差额"),
        Option(
            "deviations",
            3.5,
            "robust deviations from the median (three years or more)",
            "偏离中位数的倍数（三年及以上）",
        ),
    ),
)
def own_jump(frames: Frames, *, ratio: float, difference: float, deviations: float) -> Verdict:
    """A figure is many times what it was in the years before, or a small part of it.

    Held against the median of up to six years before without a gap, on a logarithmic scale: with three years or more
    it must also lie ``deviations`` robust deviations away. Reports that cover other bodies are not compared.

    *Why it matters*: A figure that leaps without a word may be a slip, a change in what is counted, or an omission.

    *Innocent explanations*: A reform, a campaign, another way of counting. Small differences are not said.

    *Source*: Plausibility; robust deviation by the median absolute deviation.
    """
    now, past = _figures(frames), _history(frames)
    years = (~np.isnan(past)).sum(axis=1)
    usual = _median_of_years(past)
    scale = MAD * _median_of_years(np.abs(np.log1p(past) - np.log1p(usual)[:, None]))
    far = np.abs(np.log1p(now) - np.log1p(usual)) > deviations * scale
    high, low = np.fmax(now, usual), np.fmin(now, usual)
    leaps = (high - low >= difference) & (high >= ratio * np.maximum(low, 1.0))
    fires = leaps & (years >= 2) & (far | (years < 3))
    found = [
        _say_jump(frames, report, cell, now[report, cell], past[report, :, cell], usual[report, cell])
        for report, cell in zip(*(axis.tolist() for axis in np.nonzero(fires)), strict=True)
    ]
    short = frames.reports.loc[(years < 2).all(axis=1), "report_id"]
    return Verdict(
        pd.DataFrame(found), cannot_tell=because(short, "fewer than two years before to compare with")
    )


def _say_jump(
    frames: Frames, report: int, cell: int, now: float, past: np.ndarray, usual: float
) -> dict[str, object]:
    code, before = FLOWS[cell], past[~np.isnan(past)][::-1]
    en, zh = row_label(code)
    series = ", ".join(figure(v) for v in before)
    return {
        "report_id": frames.reports["report_id"].iat[report],
        "cells": [code],
        "elsewhere": _elsewhere(frames, report, code, len(before)),
        "observed": figure(now),
        "expected": figure(usual),
        "difference": float(now - usual),
        "message_en": f"{en}: {figure(now)}, after {series} in the {len(before)} years before (median {figure(usual)}).",
        "message_zh": f"{zh}：{figure(now)}，此前{len(before)}年依次为{series.replace(', ', '、')}（中位数{figure(usual)}）。",
    }


def _elsewhere(frames: Frames, report: int, code: str, many: int) -> list[tuple[str, str]]:
    """The cells of the years before, the latest first."""
    two = pairs(frames)
    before = dict(zip(two["at"].tolist(), two["before"].tolist(), strict=True))
    ids, at = frames.reports["report_id"].tolist(), report
    found: list[tuple[str, str]] = []
    while at in before and len(found) < many:
        at = before[at]
        found.append((ids[at], code))
    return found


@rule(
    "OUT-02",
    "outlier-among-peers",
    en="A figure far above those of comparable bodies",
    zh="数据远高于同类机关",
    severity=Severity.low,
    sides=("here", "usual"),
    confidence="low",
    basis_en=PLAUSIBLE[0],
    basis_zh=PLAUSIBLE[1],
    needs=FLOWS,
    why_zh="远高于同级同类机关的数字，常为多打一位、单位混淆或统计口径不同。",
    innocent_zh="执法任务重的机关本来就多；地区差别大。同类机关少于规定数目的不比较。",
    options=(
        Option("peers", 12, "comparable bodies with a figure, at least", "可比机关最少数目"),
        Option("deviations", 3.5, "robust deviations from the median", "偏离中位数的稳健标准差倍数"),
        Option("ratio", 5.0, "times the median, at least", "至少为中位数的倍数"),
        Option("difference", 20.0, "above the median, at least", "至少高出中位数的数目"),
    ),
)
def peer_outlier(
    frames: Frames, *, peers: int, deviations: float, ratio: float, difference: float
) -> Verdict:
    """A figure is far above those of bodies of the same level, kind and province in the same year.

    *Why it matters*: Such figures are often a digit too many, another unit, or another way of counting.

    *Innocent explanations*: Bodies that enforce much; regions that differ. Small groups are not compared.

    *Source*: Plausibility; robust deviation by the median absolute deviation on a logarithmic scale.
    """
    now, group = _figures(frames), _groups(frames)
    fires, medians, counts = np.zeros(now.shape, bool), np.full(now.shape, np.nan), np.zeros(now.shape, int)
    for rows in _members(group, peers):
        own = now[rows]
        many = (~np.isnan(own)).sum(axis=0)
        median = _quiet(np.nanmedian, own, 0)
        scale = MAD * _quiet(np.nanmedian, np.abs(np.log1p(own) - np.log1p(median)), 0)
        far = np.log1p(own) - np.log1p(median) > deviations * np.maximum(scale, 0.1)
        big = (own >= ratio * np.maximum(median, 1.0)) & (own - median >= difference)
        fires[rows], medians[rows], counts[rows] = far & big & (many >= peers), median, many
    found = [
        _say_peer(frames, report, cell, now[report, cell], medians[report, cell], counts[report, cell])
        for report, cell in zip(*(axis.tolist() for axis in np.nonzero(fires)), strict=True)
    ]
    alone = np.flatnonzero((counts < peers).all(axis=1))
    few = because(
        frames.reports["report_id"].iloc[alone], f"fewer than {peers} comparable bodies in that year"
    )
    return Verdict(pd.DataFrame(found), cannot_tell=few)


@once
def _groups(frames: Frames) -> np.ndarray:
    """A number for each group of comparable reports: level, kind, province, year; -1 where one is not known."""
    reports = frames.reports
    known = reports[["level", "kind", "year"]].notna().all(axis=1) & ~reports["level"].isin(["unknown"])
    known &= ~reports["kind"].isin(["unknown"]) & reports["status"].ne("unreadable")
    key = (
        reports["level"].fillna("") + "|" + reports["kind"].fillna("") + "|" + reports["province"].fillna("")
    )
    key = key + "|" + reports["year"].astype("str")
    codes = pd.factorize(key)[0]
    return np.where(known.fillna(False).to_numpy(bool), codes, -1)


def _members(group: np.ndarray, least: int) -> list[np.ndarray]:
    """The rows of each group that is large enough."""
    order = np.argsort(group, kind="stable")
    numbers, starts, sizes = np.unique(group[order], return_index=True, return_counts=True)
    return [order[s : s + n] for g, s, n in zip(numbers, starts, sizes, strict=True) if g >= 0 and n >= least]


def _say_peer(
    frames: Frames, report: int, cell: int, now: float, median: float, many: int
) -> dict[str, object]:
    en, zh = row_label(FLOWS[cell])
    return {
        "report_id": frames.reports["report_id"].iat[report],
        "cells": [FLOWS[cell]],
        "observed": figure(now),
        "expected": figure(median),
        "difference": float(now - median),
        "message_en": f"{en}: {figure(now)}, where the median of {many} comparable bodies in that year is {figure(median)}.",
        "message_zh": f"{zh}：{figure(now)}，同年{many}个同类机关的中位数为{figure(median)}。",
    }


RESULTS = "t3.result_total.total"
RATIOS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("granted in full", "予以公开率", ("t3.result_granted.total",), (RESULTS,)),
    ("not held", "不掌握占比", ("t3.unable_not_held.total",), (RESULTS,)),
    ("petitions", "信访类占比", ("t3.not_processed_petition.total",), (RESULTS,)),
    ("carried to next year", "结转率", ("t3.carried_out.total",), ("t3.new_received.total", "t3.carried_in.total")),
    ("reviews per request", "复议率", ("t4.review.total",), ("t3.new_received.total", "t3.carried_in.total")),
    (
        "corrected in review", "复议纠错率", ("t4.review.corrected",),
        ("t4.review.upheld", "t4.review.corrected", "t4.review.other"),
    ),
)  # fmt: skip
"""English and Chinese name, cells over the line, cells under it."""


@rule(
    "OUT-03",
    "ratio-outlier",
    en="A rate outside those of comparable bodies",
    zh="比率超出同类机关范围",
    severity=Severity.low,
    sides=("here", "usual"),
    confidence="low",
    basis_en=PLAUSIBLE[0],
    basis_zh=PLAUSIBLE[1],
    forms=("2019", "2021"),
    needs=("t3", "t4"),
    why_zh="公开率、结转率、纠错率等明显不同于同类机关，值得了解原因。",
    innocent_zh="分母小时比率不稳（分母不足的不计算）；个别申请人集中申请。",
    options=(
        Option("peers", 30, "comparable bodies with the rate, at least", "可比机关最少数目"),
        Option("base", 20.0, "smallest denominator", "最小分母"),
        Option("tail", 0.01, "share of comparable bodies on either side that is outside", "两端比例"),
    ),
)
def ratio_outlier(frames: Frames, *, peers: int, base: float, tail: float) -> Verdict:
    """A rate lies outside the middle 98 % of bodies of the same level, kind and province in the same year.

    *Why it matters*: A body that grants, refuses or loses far more than others is worth a question.

    *Innocent explanations*: Rates of small numbers jump; they are not worked out. One applicant with many requests.

    *Source*: Rates as supervisors use them; percentiles of the bodies at hand.
    """
    rates = _rates(frames, base)
    fires, low, high = np.zeros(rates.shape, bool), np.full(rates.shape, np.nan), np.full(rates.shape, np.nan)
    enough = np.zeros(rates.shape, bool)
    for rows in _members(_groups(frames), peers):
        own = rates[rows]
        many = (~np.isnan(own)).sum(axis=0) >= peers
        ends = _quiet(lambda v, axis: np.nanquantile(v, [tail, 1 - tail], axis=axis), own, 0)
        median = _quiet(np.nanmedian, own, 0)
        apart = np.abs(own - median) > 0.2
        fires[rows] = many & apart & ((own < ends[0]) | (own > ends[1]))
        low[rows], high[rows], enough[rows] = ends[0], ends[1], many & ~np.isnan(own)
    found = [
        _say_rate(frames, report, n, rates[report, n], low[report, n], high[report, n])
        for report, n in zip(*(axis.tolist() for axis in np.nonzero(fires)), strict=True)
    ]
    few = frames.reports["report_id"].iloc[np.flatnonzero(~enough.any(axis=1))]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(few, "too few comparable bodies, or too few requests for a rate"),
    )


def _rates(frames: Frames, base: float) -> np.ndarray:
    """Reports × RATIOS; NaN where a figure is not printed or the denominator is too small."""
    given = terms(frames)
    columns = []
    for _, _, over, under in RATIOS:
        top, bottom = (np.sum([given.printed(c) for c in side], axis=0) for side in (over, under))
        columns.append(np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom >= base))
    return np.column_stack(columns)


def _say_rate(frames: Frames, report: int, n: int, rate: float, low: float, high: float) -> dict[str, object]:
    en, zh, over, under = RATIOS[n]
    shown, ends = f"{rate:.1%}", f"{low:.1%}–{high:.1%}"
    return {
        "report_id": frames.reports["report_id"].iat[report],
        "cells": [*over, *(c for c in under if c not in over)],
        "subject": en,
        "observed": shown,
        "expected": ends,
        "message_en": f"Rate “{en}”: {shown}; of comparable bodies in that year 98 % lie within {ends}.",
        "message_zh": f"{zh}为{shown}，同年同类机关98%在{ends}之间。",
    }


@rule(
    "OUT-04",
    "mostly-news",
    en="What was disclosed is mostly news or “other”",
    zh="主动公开以动态类或“其他”类为主",
    severity=Severity.info,
    sides=("part", "whole"),
    basis_en="Regulation (2019), arts 19–21: what is to be disclosed",
    basis_zh="《政府信息公开条例》（2019年修订）第十九条至第二十一条：应当主动公开的内容",
    needs=("disclosed_total", "disclosed_part"),
    why_zh="动态新闻不等于法定主动公开内容；“其他”占绝大多数时，分类失去意义。",
    innocent_zh="小机关法定公开事项少；栏目设置不同。",
    options=(Option("share", 0.8, "share of the total from which it is said", "占总数的比例下限"),),
)
def mostly_news(frames: Frames, *, share: float) -> Verdict:
    """News or an unnamed rest makes up 80 % or more of the items that the text breaks down.

    *Why it matters*: News is not what the law wants disclosed; and a breakdown whose rest is nearly all of it tells
    nothing.

    *Innocent explanations*: A small body with few matters to disclose; other headings of the site.

    *Source*: Regulation (2019), arts 19–21.
    """
    claims = frames.claims
    parts = claims[
        claims["measure"].eq("disclosed_part") & claims["kind"].eq("count") & claims["part_of"].notna()
    ]
    totals = claims.loc[claims["kind"].eq("count"), ["report_id", "claim_id", "value", "raw"]]
    both = parts.merge(
        totals, left_on=["report_id", "part_of"], right_on=["report_id", "claim_id"], suffixes=("", "_whole")
    )
    news = both["label"].fillna("").str.contains(any_of("news"), regex=True)
    big = news & (both["value_whole"] >= 20) & (both["value"] >= share * both["value_whole"])
    big &= both["value"] <= both["value_whole"]
    first = (
        both[big.fillna(False).astype(bool)]
        .sort_values("value", ascending=False)
        .drop_duplicates("report_id")
    )
    ids = frames.reports["report_id"]
    bare = ids[~reports_among(frames, both["report_id"])]
    found = [_say_news(row) for row in first.sort_values("report_id").to_dict("records")]
    return Verdict(
        pd.DataFrame(found), cannot_tell=because(bare, "the text gives no breakdown of what was disclosed")
    )


def _say_news(row: dict[str, Any]) -> dict[str, object]:
    part, whole = figure(row["value"]), figure(row["value_whole"])
    percent = f"{row['value'] / row['value_whole']:.1%}"
    return {
        "report_id": row["report_id"],
        "claims": [row["claim_id"], row["claim_id_whole"]],
        "subject": "news",
        "observed": part,
        "expected": whole,
        "message_en": f"“{row['label']}” makes up {part} of {whole} items ({percent}).",
        "message_zh": f"“{row['label']}”占{whole}条中的{part}条（{percent}）。",
    }


@rule(
    "OUT-05",
    "professional-applicants",
    en="Most requests come from companies and legal services",
    zh="申请人以企业和法律服务机构为主",
    severity=Severity.info,
    sides=("part", "whole"),
    basis_en="Context for a reader; no fault of the body",
    basis_zh="供了解情况，不属机关问题",
    forms=("2019", "2021"),
    needs=("t3.new_received",),
    why_zh="职业化申请集中时，公开率、答复量的变化另有原因，比较时应予考虑。",
    innocent_zh="本项不是问题，只提供背景。",
    options=(
        Option("share", 0.5, "share of new requests from which it is said", "占新收申请的比例下限"),
        Option("base", 20.0, "smallest number of new requests", "最少新收申请数"),
    ),
)
def professional_applicants(frames: Frames, *, share: float, base: float) -> Verdict:
    """More than half of the new requests come from commercial enterprises and legal service organizations.

    *Why it matters*: Where requests are made by trade, rates of granting and refusing have reasons of their own.

    *Innocent explanations*: It is no fault at all; it is background for a comparison.

    *Source*: Table 3, columns 商业企业 and 法律服务机构.
    """
    given = terms(frames)
    cells = [f"t3.new_received.{c}" for c in ("commercial_enterprise", "legal_service_organization", "total")]
    firms, legal, total = (given.known(c) for c in cells)
    fires = (total >= base) & (firms + legal > share * total) & (firms + legal <= total)
    found: list[dict[str, object]] = []
    for report in np.flatnonzero(fires).tolist():
        sum_, all_ = figure(firms[report] + legal[report]), figure(total[report])
        percent = f"{(firms[report] + legal[report]) / total[report]:.1%}"
        found.append(
            {
                "report_id": given.report_ids[report],
                "cells": cells,
                "observed": sum_,
                "expected": all_,
                "message_en": f"{sum_} of {all_} new requests ({percent}) come from enterprises and legal services.",
                "message_zh": f"新收{all_}件申请中，商业企业和法律服务机构{sum_}件（{percent}）。",
            }
        )
    lost = np.flatnonzero(given.missing[:, [column_of()[c] for c in cells]].any(axis=1))
    return Verdict(
        pd.DataFrame(found), cannot_tell=because(given.report_ids[lost], "the new requests were not all read")
    )


@rule(
    "OUT-06",
    "disclosure-falls",
    en="Far fewer items disclosed than the year before",
    zh="主动公开数量大幅下降",
    severity=Severity.low,
    sides=("this_year", "last_year"),
    confidence="low",
    basis_en=PLAUSIBLE[0],
    basis_zh=PLAUSIBLE[1],
    needs=("disclosed_total", "s14.disclosed_total"),
    why_zh="主动公开数量减半而不说明原因，可能是工作放松，也可能是口径改变。",
    innocent_zh="统计口径调整、网站合并、信息清理。",
    options=(
        Option("share", 0.5, "of last year's number, at most", "不高于上年的比例"),
        Option("difference", 50.0, "smallest fall that is said", "最小降幅"),
    ),
)
def disclosure_falls(frames: Frames, *, share: float, difference: float) -> Verdict:
    """The number of items disclosed is half of last year's, or less.

    *Why it matters*: A fall by half that is not explained means less work done, or another way of counting.

    *Innocent explanations*: Another way of counting, sites merged, items cleared away.

    *Source*: The body's own figures for two years, in prose or in the statistics table.
    """
    counts = _disclosed(frames)
    two = pairs(frames)
    two = (
        two[~two["rescoped"]]
        .join(counts.add_prefix("now_"), on="report_id")
        .join(counts.add_prefix("was_"), on="previous")
    )
    one, unsure = agreed(two, ["was_value"])
    known = one.dropna(subset=["now_value", "was_value"])
    falls = (known["now_value"] <= share * known["was_value"]) & (
        known["was_value"] - known["now_value"] >= difference
    )
    found = [_say_fall(row) for row in known[falls].to_dict("records")]
    blank = one.loc[~one["report_id"].isin(known["report_id"]), "report_id"]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            unsure, because(blank, "one of the two years gives no single number of items"), unpaired(frames)
        ),
    )


@once
def _disclosed(frames: Frames) -> pd.DataFrame:
    """Index report_id: value, what (claim id or cell), locator, raw of the one number of items disclosed.

    Reports whose text and table give two numbers (TXT-16) give none to compare.
    """
    claims = frames.claims
    mine = (
        claims["measure"].eq("disclosed_total") & claims["kind"].eq("count") & ~claims["approximate"].eq(True)
    )
    mine &= claims["scope"].isin(["own", "aggregate"]) & claims["part_of"].isna()
    prose = claims[mine].rename(columns={"claim_id": "what"})
    prose = prose[prose.groupby("report_id")["value"].transform("nunique").eq(1)]
    facts = facts_where(frames, lambda cell: cell == "s14.disclosed_total.year")
    facts = facts[facts["state"].eq("number")]
    columns = ["report_id", "value", "what", "locator", "raw"]
    both = pd.concat([facts.rename(columns={"cell": "what"})[columns], prose[columns]], ignore_index=True)
    beside = compared(frames)
    apart = beside.loc[beside["measure"].eq("disclosed_total") & beside["verdict"].eq("differs"), "report_id"]
    single = both[~both["report_id"].isin(apart)].drop_duplicates("report_id")
    return single.set_index("report_id").astype({"value": "float64"})


def _say_fall(row: dict[str, Any]) -> dict[str, object]:
    now, was = figure(row["now_value"]), figure(row["was_value"])
    cells: Sequence[str] = [row["now_what"]] if "." in row["now_what"] else []
    return {
        "report_id": row["report_id"],
        "cells": list(cells),
        "claims": [] if cells else [row["now_what"]],
        "places": [(row["previous"], row["was_locator"], row["was_raw"], row["was_what"])],
        "subject": "disclosed_total",
        "observed": now,
        "expected": was,
        "difference": row["now_value"] - row["was_value"],
        "message_en": f"{now} items disclosed, after {was} the year before.",
        "message_zh": f"主动公开{now}条，上一年度为{was}条。",
    }
