"""NUM: how large, how exact and how round the figures are."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    Terms,
    agreed,
    among,
    because,
    code_array,
    codes,
    facts_where,
    figure,
    listing,
    listing_zh,
    pairs,
    terms,
)
from audit.rules.units import AMOUNT

PROJECTS = "t2.procurement.projects"
FEES = "t2.fees.amount_wan"
WAN, YI = 10_000, 100_000_000
LOW = ("township", "village")
UNSAID = ("other", "share", "period", "growth")
"""Measures of claims that are no totals of the report."""


@rule(
    "NUM-02",
    "doubtful-order-of-magnitude",
    en="An amount whose unit may be mistaken",
    zh="金额的数量级存疑（元或万元）",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Forms of 2019 (no unit printed for 采购总金额) and 2021 (收费金额 in 万元), table 2",
    basis_zh="2019年格式（采购总金额未印单位）、2021年格式（收费金额单位为万元）表二",
    forms=("2019", "2021"),
    needs=(AMOUNT, PROJECTS, FEES),
    why_zh="元与万元相差一万倍。按一种单位读来明显不可能时，汇总前应先核实单位。",
    innocent_zh="大型工程集中采购；县级以上机关不按单个项目金额判断；收费大幅变动另有原因。",
    options=(
        Option("project_wan", 5000, "万元 a project above which an amount is doubtful for a township or street",
               "乡镇街道单个项目超过多少万元即存疑"),
        Option("times", 1000, "how many times the fees of the year before are doubtful", "收费金额为上年多少倍即存疑"),
    ),
)  # fmt: skip
def magnitude(frames: Frames, project_wan: float, times: float) -> Verdict:
    """Procurement of a town or street comes to more than 50 million yuan a project if its unit is 万元; or fees are a
    thousand times those of the year before, or a thousandth.

    Both readings are given. *Why it matters*: Between yuan and ten thousand yuan lies a factor of ten thousand.

    *Innocent explanations*: A large building project; higher bodies are not judged by the project. Fees may jump for
    another reason, but hardly a thousandfold.

    *Source*: Table 2 in the forms of 2019 and 2021.
    """
    given = terms(frames)
    found = _procurement(frames, given, project_wan) + _fees(frames, given, times)
    lost = given.active[:, [codes().index(AMOUNT), codes().index(FEES)]].any(axis=1) & (
        np.isnan(given.known(AMOUNT)) & np.isnan(given.known(FEES))
    )
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(given.report_ids[lost], "the amount of procurement or fees is not known"),
    )


def _procurement(frames: Frames, given: Terms, project_wan: float) -> list[dict[str, object]]:
    """Amounts without a unit, or in 万元, that come to too much a project as 万元."""
    low = frames.reports["level"].isin(LOW).fillna(False).to_numpy(bool)
    amount, projects = given.printed(AMOUNT), given.printed(PROJECTS)
    facts = (
        facts_where(frames, lambda cell: cell == AMOUNT).drop_duplicates("report_id").set_index("report_id")
    )
    facts = facts.reindex(given.report_ids)
    bare = facts["unit"].isna().to_numpy() & ~facts["raw"].fillna("").str.contains("元").to_numpy(bool)
    wan = facts["unit"].eq("万元").fillna(False).to_numpy(bool)
    yuan = np.where(bare, amount * WAN, amount)
    doubtful = low & (bare | wan) & (projects > 0) & (yuan / np.maximum(projects, 1) > project_wan * WAN)
    return [
        _say_amount(given, r, str(facts["raw"].iloc[r]), bool(bare[r]), float(yuan[r]), float(projects[r]))
        for r in np.flatnonzero(doubtful).tolist()
    ]


def _say_amount(
    given: Terms, report: int, raw: str, bare: bool, yuan: float, projects: float
) -> dict[str, object]:
    """Both readings: as 万元 (``yuan`` in all), and as 元 (a ten-thousandth of it)."""
    large, small = f"{yuan / YI:.2f}亿元", f"{yuan / WAN / projects:,.2f}"
    many = figure(projects)
    printed = " ".join(raw.split())
    how, how_zh = ("without a unit", "未注明单位") if bare else ("in 万元", "单位为万元")
    return {
        "report_id": given.report_ids[report],
        "cells": [AMOUNT, PROJECTS],
        "observed": printed,
        "expected": "元" if bare else "元?",
        "message_en": f"Procurement of {printed} {how} for {many} projects: in 万元 that is {large} in all; "
        f"in 元 it is {small} yuan a project.",
        "message_zh": f"采购总金额{printed}（{how_zh}）、{many}个项目：按万元计共{large}；按元计每个项目{small}元。",
    }


def _fees(frames: Frames, given: Terms, times: float) -> list[dict[str, object]]:
    """Fees that are ``times`` those of the year before, or the reverse."""
    two, fees = pairs(frames), given.printed(FEES)
    two = two.assign(now=fees[two["at"]], was=fees[two["before"]])
    one, _ = agreed(two, ["was"])
    large, small = one[["now", "was"]].max(axis=1), one[["now", "was"]].min(axis=1)
    jumps = one[(small > 0) & (large >= times * small)]
    return [_say_fees(row) for row in jumps.to_dict("records")]


def _say_fees(row: dict[str, Any]) -> dict[str, object]:
    now, was = figure(row["now"]), figure(row["was"])
    ratio = figure(round(max(row["now"], row["was"]) / min(row["now"], row["was"])))
    return {
        "report_id": row["report_id"],
        "cells": [FEES],
        "elsewhere": [(row["previous"], FEES)],
        "observed": now,
        "expected": was,
        "difference": row["now"] - row["was"],
        "message_en": f"Fees of {now}万元, {was}万元 the year before: a factor of {ratio}; one may be in 元.",
        "message_zh": f"收费金额{now}万元，上一年度{was}万元，相差约{ratio}倍，其中一年可能以元填报。",
    }


@rule(
    "NUM-08",
    "approximate-total",
    en="An approximate figure in the text of a report",
    zh="年度报告正文使用概数",
    severity=Severity.info,
    basis_en="Regulation (2019), art. 6 (accurate)",
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）",
    needs=("disclosed_total", "requests_new"),
    why_zh="年度报告以统计期内的确数为准，“余、多、近、约”无法与表格和往年核对。",
    innocent_zh="浏览量、涉及面等难以精确的数，以及未归入统计指标的数，不提示。",
)
def approximate(frames: Frames) -> Verdict:
    """The text gives a count of the year with 余, 多, 近 or 约.

    *Why it matters*: It can be held neither against the tables nor against other years.

    *Innocent explanations*: Views and the like cannot be counted exactly; figures of no known measure are left out.

    *Source*: Regulation (2019), art. 6.
    """
    claims = frames.claims[
        frames.claims["approximate"].fillna(False).astype(bool) & frames.claims["kind"].eq("count")
    ]
    claims = claims[~claims["measure"].isin(list(UNSAID))].sort_values("claim_id")
    found = [_say_rough(str(report), group) for report, group in claims.groupby("report_id", sort=False)]
    bare = ~among(frames.reports["report_id"], frames.sections["report_id"].unique())
    return Verdict(
        pd.DataFrame(found), cannot_tell=because(frames.reports["report_id"][bare], "no text was read")
    )


def _say_rough(report: str, claims: pd.DataFrame) -> dict[str, object]:
    raws = claims["raw"].tolist()
    return {
        "report_id": report,
        "claims": claims["claim_id"].tolist(),
        "subject": ", ".join(sorted(claims["measure"].unique())),
        "observed": listing(raws),
        "expected": "exact figures",
        "message_en": f"Approximate figures: {listing(raws)}.",
        "message_zh": f"正文使用概数：{listing_zh(raws)}。",
    }


@rule(
    "NUM-09",
    "round-numbers",
    en="Most figures end in 0 or 5",
    zh="数字多以0或5结尾",
    severity=Severity.info,
    sides=("here", "usual"),
    confidence="low",
    basis_en="Regulation (2019), art. 6 (accurate)",
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）",
    needs=("t2", "t3", "t4"),
    why_zh="真实计数的末位大致均匀，以0或5结尾的约占两成；七成以上时，数字可能是估的。",
    innocent_zh="数字少时可能巧合：两位以上且互不相同的数不足六个的不判断；金额不计入。",
    options=(
        Option("fewest", 6, "smallest number of different figures of two digits and more", "两位以上互不相同的数至少几个"),
        Option("share", 0.7, "largest share that ends in 0 or 5", "以0或5结尾的占比上限"),
    ),
)  # fmt: skip
def round_numbers(frames: Frames, fewest: float, share: float) -> Verdict:
    """Of six and more different counts of two digits and more, over seven in ten end in 0 or 5.

    *Why it matters*: The last digits of true counts are spread evenly; two in ten end so. The figures may be estimates.

    *Innocent explanations*: Chance, where figures are few: fewer than six are passed over, and each counts once however
    often it is printed. Amounts of money are left out.

    *Source*: Regulation (2019), art. 6; the mark is a proposal, not law.
    """
    numbers = _two_digits(frames)
    by_report = (
        numbers.assign(round=numbers["value"] % 5 == 0).groupby("report_id")["round"].agg(["size", "sum"])
    )
    many = by_report["size"] >= fewest
    hit = by_report[many & (by_report["sum"] > share * by_report["size"])]
    found = [
        _say_round(numbers[numbers["report_id"] == report], size, rounded)
        for report, size, rounded in hit.itertuples(name=None)
    ]
    ids = frames.reports["report_id"]
    told = by_report.index[many]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(ids[~among(ids, told)], "too few figures of two digits and more"),
    )


@cache
def _countable() -> np.ndarray:
    split = [code.split(".") for code in codes()]
    return np.array(
        [n for n, (t, r, _) in enumerate(split) if r != "procurement" and f"{t}.{r}" != "t2.fees"]
    )


def _two_digits(frames: Frames) -> pd.DataFrame:
    """Different whole numbers of ten and more, of tables and text: report_id, value, what (cell or claim)."""
    given, at = terms(frames), _countable()
    report, cell = np.nonzero(given.value[:, at] >= 10)
    cells = pd.DataFrame(
        {
            "report_id": given.report_ids[report],
            "value": given.value[report, at[cell]],
            "what": code_array()[at[cell]],
        }
    )
    claims = frames.claims[frames.claims["kind"].eq("count") & frames.claims["value"].ge(10).fillna(False)]
    claims = claims[
        ~claims["approximate"].fillna(False).astype(bool) & ~claims["unit"].isin(["元", "万元", "亿元"])
    ]
    claims = claims.rename(columns={"claim_id": "what"})[["report_id", "value", "what"]]
    claims = claims.sort_values("what")
    both = pd.concat([cells, claims.astype({"value": "float64"})], ignore_index=True)
    return both[both["value"] % 1 == 0].drop_duplicates(["report_id", "value"])


def _say_round(numbers: pd.DataFrame, size: int, rounded: int) -> dict[str, object]:
    values = [figure(v) for v in numbers["value"]]
    whats = numbers["what"].tolist()
    return {
        "report_id": numbers["report_id"].iloc[0],
        "cells": [w for w in whats if "." in w],
        "claims": [w for w in whats if "." not in w],
        "subject": "round numbers",
        "observed": f"{rounded} of {size}",
        "expected": "about 2 in 10",
        "message_en": f"{rounded} of {size} different figures of two digits and more end in 0 or 5: {listing(values, 8)}.",
        "message_zh": f"两位以上互不相同的数{size}个，其中{rounded}个以0或5结尾：{listing_zh(values, 8)}。",
    }
