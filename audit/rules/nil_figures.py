"""NIL: zeros and standstill in the tables."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.comparisons import between, explained, qualified
from audit.rules.measures import (
    EPSILON,
    Terms,
    agreed,
    among,
    because,
    codes,
    figure,
    joined,
    listing,
    listing_zh,
    pairs,
    row_label,
    terms,
    unpaired,
)
from audit.rules.runs import CELLS, NEW, own_figures, runs, zero_years
from audit.rules.stocks import DOCUMENTS, FORM_2021

STOCKS = ("in_force", "disclosed_stock", "prior_items", "total")
"""Columns that stay as they are in a quiet year, and totals, which only repeat their parts."""
DEPENDENT = ("new_received", "result_total")
"""Rows of table 3 that follow from the others."""


@rule(
    "NIL-04",
    "stock-fell-to-zero",
    en="Documents in force fell to zero without repeals",
    zh="现行有效件数归零而未见废止",
    severity=Severity.medium,
    sides=("this_year", "carried_forward"),
    basis_en=f"{FORM_2021[0]}, art. 20(1): issued, repealed, in force",
    basis_zh=f"{FORM_2021[1]}第二十条第（一）项：本年制发件数、本年废止件数、现行有效件数",
    forms=("2021",),
    needs=tuple(f"t2.{row}" for row in DOCUMENTS),
    why_zh="上年有效的文件没有废止，本年不会一件不剩。多半是漏填，读者会以为文件已全部失效。",
    innocent_zh="文件集中到期失效或职能划转（正文提到清理、失效的，视为已有说明）；留空的不当作零；口径不同的注明。",
)
def stock_to_zero(frames: Frames) -> Verdict:
    """None is in force, although there were some the year before and not all of them were repealed.

    *Why it matters*: The row was most likely not filled in. Who reads it takes the documents for repealed.

    *Innocent explanations*: Documents that lapsed or went to another body: where the text speaks of a clean-up or lapse,
    that explains it. A blank is not taken for zero.

    *Source*: 2021 form, table 2, art. 20(1). Where this holds, CAR-03 says no more.
    """
    groups = [
        (tuple(f"t2.{row}.{c}" for c in ("in_force", "issued", "repealed")), (f"t2.{row}.in_force",))
        for row in DOCUMENTS
    ]

    def gone(now: np.ndarray, new: np.ndarray, repealed: np.ndarray, was: np.ndarray) -> np.ndarray:
        return (now == 0) & (was > 0) & (was + new - repealed > 0)

    verdict = between(frames, groups, gone, _say_gone, Severity.medium, (0, 3))
    return explained(frames, verdict, "clean_up", "the text speaks of a clean-up or lapse")


def _say_gone(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    now, new, repealed, was = values
    due = figure(float(was) + float(new) - float(repealed))
    return (
        now,
        due,
        f"{en}: {was} in force the year before, {new} issued and {repealed} repealed this year, but {now} in force now.",
        f"{zh}：上一年度现行有效{was}件，本年制发{new}件、废止{repealed}件，而本年现行有效为{now}。",
    )


@rule(
    "NIL-06",
    "aggregate-without-requests",
    en="A report for a whole region without a single request",
    zh="汇总报告未收到任何申请",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation (2019), art. 28: channels for requests are kept open",
    basis_zh="《政府信息公开条例》（2019年修订）第二十八条：建立完善政府信息公开申请渠道",
    needs=(NEW, CELLS[1]),
    why_zh="县级以上地区全年各级机关一件申请也没有，很少见；可能只填了本级办公室的数，或下级数字没有汇总。",
    innocent_zh="报告实为本机关一家的数字（口径不明的不判断）；连续多年为零的见 NIL-01；县级以下不适用。",
)
def aggregate_nil(frames: Frames) -> Verdict:
    """A report that covers a county or more with all its bodies says that no request came in.

    *Why it matters*: Over a whole region this is rare. The figure may be that of one office, and the others were not
    added.

    *Innocent explanations*: The report is in truth that of one body; where its scope is not known, nothing is said. Runs
    of years are NIL-01.

    *Source*: Regulation (2019), art. 28; table 3, 本年新收; statistics table, 收到申请数.
    """
    reports = frames.reports
    wide = reports["scope"].eq("aggregate").fillna(False).to_numpy(bool)
    high = reports["level"].isin(["province", "city", "county"]).fillna(False).to_numpy(bool)
    ids = reports["report_id"].to_numpy(dtype=object)
    figures = own_figures(frames).reindex(ids)
    none = figures["value"].eq(0).fillna(False).to_numpy(bool)
    long = among(reports["report_id"], _in_runs(frames))
    rows = np.flatnonzero(wide & high & none & ~long)
    found = [_say_nil(report, figures.loc[report].to_dict()) for report in ids[rows]]
    known = figures["value"].notna().to_numpy(bool)
    lost = (wide & high & ~known) | (wide & reports["level"].fillna("unknown").eq("unknown").to_numpy(bool))
    unscoped = reports["scope"].fillna("unknown").eq("unknown").to_numpy(bool)
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            because(ids[unscoped], "it is not known whom the report covers"),
            because(ids[lost], "the level of the body or the number of requests is not known"),
        ),
        not_applicable=because(
            ids[~unscoped & ~(wide & (high | lost))],
            "the report does not cover a county or more with its bodies",
        ),
        clear=because(ids[wide & high & none & long], "no request in several years: NIL-01"),
    )


def _in_runs(frames: Frames) -> pd.Series:
    """Reports whose year belongs to a run of two or more years without a request."""
    long = runs(frames)
    long = long.index[(long["years"] >= 2) | long["stated"]]
    years = zero_years(frames)
    return years.loc[years["run"].isin(long), "report_id"].dropna()


def _say_nil(report: str, stated: dict[str, Any]) -> dict[str, object]:
    what = stated["what"]
    return {
        "report_id": report,
        "cells": [what] if what in CELLS else [],
        "claims": [] if what in CELLS else [what],
        "subject": "requests_new",
        "observed": "0",
        "message_en": "The report covers the whole region, but counts 0 new requests.",
        "message_zh": "报告口径为全域汇总，而本年新收申请为0件。",
    }


@rule(
    "NIL-07",
    "frozen-figures",
    en="The figures of the year are those of the year before",
    zh="本年数字与上一年度完全相同",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation (2019), art. 6 (accurate) and art. 50",
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）、第五十条",
    forms=("2019", "2021"),
    needs=("t2", "t3", "t4"),
    why_zh="发生数逐项与上一年度相同，几乎不可能是巧合，多半照抄了上年的表。",
    innocent_zh="存量（现行有效、公开总数、项目数量）不变属正常，不计入；数字少、数值小的可能巧合，不提示。",
    options=(
        Option("fewest", 5, "smallest number of figures above zero", "至少有多少个大于零的数字"),
        Option("sum", 20, "smallest sum of these figures", "这些数字之和至少为多少"),
    ),
)
def frozen(frames: Frames, fewest: float, sum: float) -> Verdict:
    """Every figure of the year in tables 2, 3 and 4 is that of the year before, zeros included.

    Stocks do not count, nor do totals and rows that follow from others. At least five figures are above zero, and they
    add up to twenty or more.

    *Why it matters*: This is hardly chance. The tables of the year before were copied.

    *Innocent explanations*: A quiet body with few and small figures may meet them again: nothing is said of fewer than
    five, or of a sum below twenty.

    *Source*: Regulation (2019), art. 6 and art. 50; tables 2 to 4.
    """
    given, two = terms(frames), pairs(frames)
    at, before = two["at"].to_numpy(), two["before"].to_numpy()
    flows = _flows()
    known = given.valued[:, flows]
    values = np.where(known, given.value[:, flows], 0.0)
    some = (values > 0).sum(axis=1)
    enough = (some >= fewest) & (values.sum(axis=1) >= sum)
    same_cells = (known[at] == known[before]).all(axis=1) & (
        np.abs(values[at] - values[before]) < EPSILON
    ).all(axis=1)
    two = two.assign(same=same_cells & enough[at], blank=False)
    one, unsure = agreed(two, ["same"])
    found = [_say_frozen(given, row, values[row["at"]]) for row in one[one["same"]].to_dict("records")]
    return Verdict(pd.DataFrame(found), cannot_tell=joined(unsure, _unread(given, one), unpaired(frames)))


def _unread(given: Terms, one: pd.DataFrame) -> pd.Series:
    """Reports of which no figure of the year can be held against the year before."""
    any_known = np.any(given.valued[:, _flows()], axis=1)
    lost = ~any_known[one["at"].to_numpy()] | ~any_known[one["before"].to_numpy()]
    return because(one.loc[lost, "report_id"], "the figures of one of the two years are not known")


@cache
def _flows() -> np.ndarray:
    """Where the figures stand that are new every year and follow from no other."""
    split = [code.split(".") for code in codes()]
    return np.array(
        [n for n, (t, r, c) in enumerate(split) if t != "s14" and c not in STOCKS and r not in DEPENDENT]
    )


def _say_frozen(given: Terms, row: dict[str, Any], values: np.ndarray) -> dict[str, object]:
    cells = [codes()[_flows()[n]] for n in np.flatnonzero(values > 0)]
    shown = [figure(v) for v in values[values > 0]]
    en = [f"{row_label(c)[0]} {v}" for c, v in zip(cells, shown, strict=True)]
    zh = [f"{row_label(c)[1]}{v}" for c, v in zip(cells, shown, strict=True)]
    finding: dict[str, object] = {
        "report_id": row["report_id"],
        "cells": cells,
        "elsewhere": [(row["previous"], c) for c in cells],
        "observed": listing(shown),
        "expected": "figures of this year",
        "message_en": f"All {len(cells)} figures above zero, and every zero, are those of the year before: {listing(en)}.",
        "message_zh": f"{len(cells)}个大于零的数字及全部零值均与上一年度相同：{listing_zh(zh)}。",
    }
    return qualified(finding, row, Severity.medium)
