"""ARI and CAR: the statistics table of the reports for 2014 to 2018."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from audit.form import raw_form
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.arithmetic import counted_as_zero, remarks, untold
from audit.rules.comparisons import qualified
from audit.rules.hints import hint
from audit.rules.measures import (
    EPSILON,
    Terms,
    Tested,
    agreed,
    among,
    because,
    column_of,
    facts_where,
    figure,
    joined,
    listing,
    listing_zh,
    of_kind,
    once,
    pairs,
    reasons,
    row_label,
    statistics,
    terms,
    tested,
    unpaired,
)
from audit.rules.repairs import repairs
from audit.rules.vocabulary import any_of, prose

TABLE_EN = "Statistics table of notice 国办发〔2014〕32号"
TABLE_ZH = "国办发〔2014〕32号政府信息公开情况统计表"
CHANNELS = ("channel_gazette", "channel_website", "channel_weibo", "channel_wechat", "channel_other")
OF_WHICH = (
    ("disclosed_total", "disclosed_normative"),
    ("press_conferences", "press_conferences_by_head"),
    ("online_interviews", "online_interviews_by_head"),
)
COLUMNS = {"year": ("in the year", "年度"), "cumulative": ("in all years", "历年累计")}


def _s14(row: str, column: str = "year") -> str:
    return f"s14.{row}.{column}"


@rule(
    "ARI-12",
    "statistics-sum-mismatch",
    en="Rows of the statistics table do not add up to their total",
    zh="统计表各分项之和与总数不符",
    severity=Severity.high,
    sides=("total", "sum"),
    basis_en=f"{TABLE_EN}: rows under each total",
    basis_zh=f"{TABLE_ZH}各总数及其分项",
    confirmed=False,
    needs=("s14",),
    why_zh="收到申请数、答复数、复议诉讼数等总数由其下各分项构成。不符说明总数或某一分项有误，上级汇总随之出错。",
    innocent_zh="地方表增加或省略了分项（只有分项印全时才判断偏少）；转换文件时数字并在一起（未能读出的不作判断）。",
)
def statistics_sum(frames: Frames) -> Verdict:
    """Requests by channel, replies by kind, refusals by reason, results of reviews and suits, or staff do not add up to
    the total that the statistics table prints.

    *Why it matters*: Each total is made up of the rows under it. One of the figures is wrong, and so is every sum that a
    higher office made of it.

    *Innocent explanations*: Local tables add rows or leave some out: that the rows are too few is said only where one
    known set of rows is printed in full. Figures that ran together and were not read are not compared.

    *Source*: Statistics table of 2014–2018; provincial tables of those years.
    """
    given, fixes = of_kind(tested(frames), "statistics"), repairs(frames)
    found = [
        _say_sum(given, report, identity, fixes)
        for report, identity in zip(*(axis.tolist() for axis in np.nonzero(given.broken)), strict=True)
    ]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=untold(given),
        clear=counted_as_zero(given),
        not_applicable=_no_table(frames),
    )


def _say_sum(given: Tested, report: int, identity: int, fixes: dict) -> dict[str, object]:
    one = given.identities[identity]
    total, column = one.name.split(".")
    name, name_zh = row_label(_s14(total))
    when, when_zh = COLUMNS[column]
    added, printed = figure(given.parts[report, identity]), figure(given.wholes[report, identity])
    known = given.terms.number[report]
    terms_ = [c for c in one.parts if known[column_of()[c]]]
    shown = " + ".join(figure(given.terms.value[report, column_of()[c]]) for c in terms_)
    more, more_zh = remarks(given, report, identity)
    return {
        "report_id": given.terms.report_ids[report],
        "cells": given.cells(report, identity),
        "observed": printed,
        "expected": added,
        "difference": given.wholes[report, identity] - given.parts[report, identity],
        "message_en": f"{name}, {when}: the rows add up to {added} ({shown}), but the printed total is {printed}.{more}",
        "message_zh": f"{name_zh}（{when_zh}）：各分项{shown}，合计{added}，而所印总数为{printed}。{more_zh}",
        "confidence": "medium" if given.zeros[report, identity] else "high",
        "hint": hint(fixes.get(report, ()), one),
    }


def _no_table(frames: Frames) -> pd.Series:
    """Reports of which no cell of a statistics table is known; another year has another table."""
    given = terms(frames)
    bare = ~given.active[:, statistics()].any(axis=1)
    return because(given.report_ids[bare], "the report prints no statistics table")


@rule(
    "ARI-13",
    "channels-contradict-total",
    en="Items disclosed by channel and in total contradict each other",
    zh="各渠道公开数与主动公开总数矛盾",
    severity=Severity.high,
    basis_en=f"{TABLE_EN}: the same item counts once in the total, whatever the number of channels",
    basis_zh=f"{TABLE_ZH}：不同渠道和方式公开相同信息计1条",
    confirmed=False,
    needs=tuple(_s14(row) for row in ("disclosed_total", *CHANNELS)),
    why_zh="同一信息经几个渠道公开只计一条：总数不会小于任何一个渠道，也不会大于各渠道之和。",
    innocent_zh="地方表只列部分渠道时，总数可以大于所列之和（渠道未印全的不作判断）；相等或介于其间均属正常。",
)
def channels(frames: Frames) -> Verdict:
    """The number of items disclosed is below that of one channel, or above the sum of all five channels.

    *Why it matters*: An item counts once in the total, however many channels carry it. So the total is at least the
    largest channel, and at most their sum.

    *Innocent explanations*: Local tables list some channels only; then only the lower bound is looked at.

    *Source*: Statistics table of 2014–2018: 不同渠道和方式公开相同信息计1条.
    """
    given = terms(frames)
    found: list[dict[str, object]] = []
    lost = np.zeros(len(given.report_ids), dtype=bool)
    for column in COLUMNS:
        cells = [_s14(row, column) for row in CHANNELS]
        by_channel = np.column_stack([given.known(c) for c in cells])
        total, some = given.printed(_s14("disclosed_total", column)), ~np.isnan(by_channel)
        largest, summed = np.nan_to_num(by_channel).max(axis=1), np.nan_to_num(by_channel).sum(axis=1)
        below = some.any(axis=1) & (total < largest - EPSILON)
        above = some.all(axis=1) & (total > summed + EPSILON)
        here = given.active[:, [column_of()[c] for c in (_s14("disclosed_total", column), *cells)]]
        lost |= here[:, 0] & (np.isnan(total) | ~some.any(axis=1) | (~some & here[:, 1:]).any(axis=1))
        for report in np.flatnonzero(below | above).tolist():
            bound = largest[report] if below[report] else summed[report]
            shown = (
                [c for c, v in zip(cells, by_channel[report], strict=True) if v == bound]
                if below[report]
                else cells
            )
            found.append(
                _say_channels(given, report, column, shown, total[report], bound, bool(below[report]))
            )
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(given.report_ids[lost], "the total or a channel is not known"),
        not_applicable=_no_table(frames),
    )


def _say_channels(
    given: Terms, report: int, column: str, cells: Sequence[str], total: float, bound: float, below: bool
) -> dict[str, object]:
    when, when_zh = COLUMNS[column]
    name, name_zh = row_label(cells[0])
    stated, limit = figure(total), figure(bound)
    en = f"{limit} disclosed {name} alone" if below else f"the five channels add up to {limit} only"
    zh = f"仅“{name_zh}”即为{limit}条" if below else f"五个渠道之和仅为{limit}条"
    return {
        "report_id": given.report_ids[report],
        "cells": [_s14("disclosed_total", column), *cells],
        "observed": stated,
        "expected": f"at least {limit}" if below else f"at most {limit}",
        "difference": total - bound,
        "message_en": f"{stated} items are said to be disclosed {when}, but {en}.",
        "message_zh": f"主动公开政府信息数（{when_zh}）为{stated}条，而{zh}。",
    }


@rule(
    "ARI-14",
    "of-which-above-whole",
    en="A row “of which” is larger than the row it belongs to",
    zh="“其中”项大于所属总数",
    severity=Severity.high,
    basis_en=f"{TABLE_EN}: rows that begin with 其中",
    basis_zh=f"{TABLE_ZH}各“其中”项",
    confirmed=False,
    needs=tuple(_s14(row) for pair in OF_WHICH for row in pair),
    why_zh="“其中”项是总数的一部分，不会比总数大。",
    innocent_zh="两者相等属正常；任一数字未印出或未读出时不作判断。",
)
def of_which(frames: Frames) -> Verdict:
    """Normative documents disclosed, press conferences or interviews with the head are more than the row that they are a
    part of.

    *Why it matters*: A part is not larger than the whole. The figures stand in the wrong rows, or one is wrong.

    *Innocent explanations*: Both may be equal. Nothing is said where one of the two is not printed.

    *Source*: Statistics table of 2014–2018, rows 其中:….
    """
    given = terms(frames)
    groups = [(_s14(whole, c), _s14(part, c), c) for whole, part in OF_WHICH for c in COLUMNS]
    return _ordered(frames, given, groups, _say_part)


def _ordered(frames: Frames, given: Terms, groups: Sequence[tuple[str, str, str]], say: Any) -> Verdict:
    """A finding where the first cell of a group is smaller than the second."""
    found, lost = [], np.zeros(len(given.report_ids), dtype=bool)
    for large, small, column in groups:
        most, least = given.printed(large), given.printed(small)
        lost |= (np.isnan(most) | np.isnan(least)) & given.active[
            :, [column_of()[large], column_of()[small]]
        ].all(axis=1)
        for report in np.flatnonzero(least > most + EPSILON).tolist():
            found.append(
                {
                    "report_id": given.report_ids[report],
                    "cells": [large, small],
                    "observed": figure(least[report]),
                    "expected": f"at most {figure(most[report])}",
                    "difference": least[report] - most[report],
                }
                | say(large, small, column, figure(most[report]), figure(least[report]))
            )
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(given.report_ids[lost], "one of the two figures is not known"),
        not_applicable=_no_table(frames),
    )


def _say_part(large: str, small: str, column: str, most: str, least: str) -> dict[str, str]:
    (whole, whole_zh), (part, part_zh), (when, when_zh) = row_label(large), row_label(small), COLUMNS[column]
    return {
        "message_en": f"{whole}, {when}: {most} in all, but {least} {part}.",
        "message_zh": f"{whole_zh}（{when_zh}）为{most}，而{part_zh}为{least}。",
    }


@rule(
    "ARI-15",
    "cumulative-below-year",
    en="The count of all years is smaller than that of the year",
    zh="历年累计小于本年度",
    severity=Severity.high,
    basis_en=f"{TABLE_EN} as used in Fujian: columns for the year and for all years",
    basis_zh="福建省统计表：年度、历年累计两栏",
    confirmed=False,
    needs=("s14",),
    why_zh="历年累计包含本年度，不会比本年度小；两栏填反或漏加时才会出现。",
    innocent_zh="首年填报时两栏相等，属正常；两栏数字并在一起未能分开的不作判断。",
)
def cumulative_below_year(frames: Frames) -> Verdict:
    """The statistics table prints fewer in all years together than in the last of them.

    *Why it matters*: The year is part of all years. The columns were swapped, or the year was not added.

    *Innocent explanations*: In the first year both are equal. Two figures that ran together are not compared.

    *Source*: Provincial statistics tables with a column 历年累计.
    """
    given = terms(frames)
    groups = [(_s14(row, "cumulative"), _s14(row), "") for row in rows()]
    return _ordered(frames, given, groups, _say_cumulative)


def _say_cumulative(large: str, small: str, column: str, most: str, least: str) -> dict[str, str]:
    name, name_zh = row_label(large)
    return {
        "message_en": f"{name}: {least} in the year, but {most} in all years together.",
        "message_zh": f"{name_zh}：本年度{least}，而历年累计{most}。",
    }


@cache
def rows() -> tuple[str, ...]:
    """The rows of the statistics table."""
    return tuple(raw_form()["rows"]["s14"])


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Reports × rows of the statistics table: figure of the year and of all years, NaN where not known.

    ``parted``: the claim (id, else empty) by which two figures printed without a gap were told apart: what the text
    states for the year.
    """

    year: np.ndarray
    cumulative: np.ndarray
    parted: np.ndarray


SPOKEN = {"disclosed_total": "disclosed_total", "requests_total": "requests_new"}
"""Rows of the table that the text states too, with the measure of the claim."""


@once
def two_columns(frames: Frames) -> Statistics:
    """The two columns of every statistics table, with pairs that ran together (212210037) parted by the text (2122条)."""
    given = terms(frames)
    year, both = (np.column_stack([given.known(_s14(r, c)) for r in rows()]) for c in COLUMNS)
    parted = np.full(year.shape, "", dtype=object)
    at = pd.Index(given.report_ids)
    for row, report, claim, first, second in _run_together(frames):
        place = at.get_loc(report), rows().index(row)
        year[place], both[place], parted[place] = first, second, claim
    return Statistics(year, both, parted)


def _run_together(frames: Frames) -> list[tuple[str, str, str, float, float]]:
    """(row, report_id, claim_id, year, cumulative) of pairs without a gap that begin with the one figure the text has."""
    cells = [_s14(row) for row in SPOKEN]
    runs = facts_where(frames, lambda cell: cell in cells)
    runs = runs[runs["state"].eq("unreadable") & runs["raw"].str.fullmatch(r"\d+", na=False)]
    if runs.empty:
        return []
    said = _said(frames)
    split = [
        (row, report, *said.get((report, SPOKEN[row]), ("", "")), raw)
        for row, report, raw in runs[["row", "report_id", "raw"]].itertuples(index=False)
    ]
    return [
        (row, report, claim, float(first), float(raw[len(first) :]))
        for row, report, first, claim, raw in split
        if first and raw.startswith(first) and raw[len(first) :].isdigit() and _plain(raw[len(first) :])
    ]


def _plain(digits: str) -> bool:
    """A number as it is printed: no leading zero."""
    return digits == "0" or not digits.startswith("0")


def _said(frames: Frames) -> dict[tuple[str, str], tuple[str, str]]:
    """What the text states for the year and the whole body, where it states one figure only.

    By report and measure: the figure and its claim.
    """
    claims = frames.claims[frames.claims["measure"].isin(list(SPOKEN.values()))]
    claims = claims[claims["kind"].isin(["count", "nil"]) & claims["scope"].isin(["own", "aggregate"])]
    claims = claims[~claims["approximate"].fillna(False).astype(bool)]
    same = claims["year"].eq(claims["report_id"].map(frames.by_id["year"])).fillna(False).astype(bool)
    one = (
        claims[same]
        .sort_values("claim_id")
        .groupby(["report_id", "measure"])
        .agg(many=("value", "nunique"), value=("value", "first"), claim=("claim_id", "first"))
    )
    return {key: (figure(value), claim) for key, many, value, claim in one.itertuples() if many == 1}


@rule(
    "CAR-12",
    "cumulative-break",
    en="The count of all years does not follow from the year before",
    zh="历年累计与上一年度不衔接",
    severity=Severity.medium,
    sides=("this_year", "carried_forward"),
    basis_en=f"{TABLE_EN} as used in Fujian: columns for the year and for all years",
    basis_zh="福建省统计表：年度、历年累计两栏",
    confirmed=False,
    needs=("s14",),
    why_zh="上一年度的历年累计加本年度，即本年的历年累计。不衔接，累计数便无从使用。",
    innocent_zh="网站改版、迁移或统计口径调整后重新计数：正文提到的降为低；机构合并或分立（口径不同的降级并注明）。",
)
def cumulative_break(frames: Frames) -> Verdict:
    """A count of all years is not that of the year before plus the figure of the year.

    One finding a report, with every row that breaks. Where a page printed the two figures without a gap, they are told
    apart by the figure that the text gives for the year; the finding is then about the reading, low, and asks for a look.

    *Why it matters*: Nobody can know which of the two counts to use.

    *Innocent explanations*: A website was rebuilt, or the way of counting changed. Bodies were merged or split.

    *Source*: Provincial statistics tables with a column 历年累计, of two years running.
    """
    bare = _no_column(frames)
    if len(bare) == len(frames.reports):
        return Verdict(not_applicable=bare)
    table, two = two_columns(frames), pairs(frames)
    at, before = two["at"].to_numpy(), two["before"].to_numpy()
    names = [f"was{n}" for n in range(len(rows()))]
    was = pd.DataFrame(table.cumulative[before], columns=names, index=two.index)
    some = ~np.isnan(table.cumulative[at]).all(axis=1) & ~was.isna().all(axis=1).to_numpy()
    one, unsure = agreed(pd.concat([two, was], axis=1)[some], names)
    uneven = [bool(_breaks(table, *pair)) for pair in zip(one["at"], one["before"], strict=True)]
    broken = one[np.array(uneven, dtype=bool)]
    texts = prose(frames, broken["report_id"])
    reset = texts.index[texts.str.contains(any_of("counter_reset"), regex=True).astype(bool)]
    broken = broken.assign(reset=among(broken["report_id"], reset))
    found = [_say_break(table, row) for row in broken.to_dict("records")]
    lost = because(two.loc[~some, "report_id"], "no count of all years is known in both years")
    unknown = joined(unsure, lost, unpaired(frames))
    return Verdict(
        pd.DataFrame(found), cannot_tell=unknown.drop(bare.index, errors="ignore"), not_applicable=bare
    )


def _breaks(table: Statistics, at: int, before: int) -> list[int]:
    due = table.cumulative[before] + table.year[at]
    return np.flatnonzero(np.abs(table.cumulative[at] - due) > EPSILON).tolist()


def _say_break(table: Statistics, row: dict[str, Any]) -> dict[str, object]:
    at, before = row["at"], row["before"]
    breaks = _breaks(table, at, before)
    names = [rows()[n] for n in breaks]
    was, year, now = (
        x[n].tolist()
        for x, n in (
            (table.cumulative[before], breaks),
            (table.year[at], breaks),
            (table.cumulative[at], breaks),
        )
    )
    due = [a + b for a, b in zip(was, year, strict=True)]
    shown = list(
        zip(names, map(figure, was), map(figure, year), map(figure, due), map(figure, now), strict=True)
    )
    en = [f"{row_label(_s14(n))[0]}: {a} + {b} = {c}, not {d}" for n, a, b, c, d in shown]
    zh = [f"{row_label(_s14(n))[1]}：{a}＋{b}＝{c}，而非{d}" for n, a, b, c, d in shown]
    finding: dict[str, object] = {
        "report_id": row["report_id"],
        "cells": [_s14(n, c) for n in names for c in COLUMNS],
        "elsewhere": [(row["previous"], _s14(n, "cumulative")) for n in names],
        "claims": [claim for claim in dict.fromkeys(table.parted[at, breaks].tolist()) if claim],
        "observed": listing([d for *_, d in shown]),
        "expected": listing([c for *_, c, _ in shown]),
        "difference": now[0] - due[0],
        "message_en": f"All years of the report before + this year = all years of this report does not hold. {listing(en)}.",
        "message_zh": f"上一年度历年累计＋本年度≠本年历年累计。{listing_zh(zh)}。",
    }
    finding = qualified(finding, row | {"blank": False}, Severity.low if row["reset"] else Severity.medium)
    if row["reset"]:
        finding["message_en"] = (
            f"{finding['message_en']} The text speaks of a new count or a rebuilt website."
        )
        finding["message_zh"] = f"{finding['message_zh']}正文提到改版、迁移或口径调整。"
    return finding | _doubtful(finding) if (table.parted[[at, before]][:, breaks] != "").any() else finding


def _doubtful(finding: dict[str, Any]) -> dict[str, object]:
    """What changes where two columns are printed without a gap: the figures are ours, and no fault of the body is stated."""
    return {
        "severity": "low",
        "confidence": "low",
        "about": "extraction",
        "message_en": f"{finding['message_en']} The two columns are printed without a gap and cannot be read with certainty "
        "(NUM-10); this holds if they part where the text says. Look at the original.",
        "message_zh": f"{finding['message_zh']}两栏数字印在一起，无法确切读出（NUM-10）；"
        "以上仅在依正文所称本年数字断开时成立，请核对原件。",
    }


def _no_column(frames: Frames) -> pd.Series:
    given = terms(frames)
    cells = [column_of()[_s14(row, "cumulative")] for row in rows()]
    bare = ~given.active[:, cells].any(axis=1)
    return reasons(dict.fromkeys(given.report_ids[bare], "the report prints no count of all years"))
