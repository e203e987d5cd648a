"""PLA: what the requests of a year and their fees make likely."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.comparisons import between, compared, explained
from audit.rules.measures import among, because, figure, terms
from audit.rules.stocks import DOCUMENTS, FORM_2021
from audit.rules.vocabulary import any_of

NEW, OUT = "t3.new_received.total", "t3.carried_out.total"
EXCESSIVE, UNPAID = "t3.not_processed_excessive.total", "t3.other_fee_unpaid.total"
WAN = 10_000


@rule(
    "PLA-06",
    "excessive-requests-on-small-base",
    en="Requests refused as excessive where few were received",
    zh="申请很少而以“大量反复申请”不予处理",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation (2019), art. 35: volume or frequency clearly beyond a reasonable range",
    basis_zh="《政府信息公开条例》（2019年修订）第三十五条：申请数量、频次明显超过合理范围",
    forms=("2019", "2021"),
    needs=(EXCESSIVE, NEW),
    why_zh="第三十五条以数量、频次明显超过合理范围为前提。全年只收到几件申请，很难谈得上大量反复。",
    innocent_zh="同一申请人同时向多个机关反复申请；上年已大量申请、本年继续。",
    options=(
        Option("fewest", 10, "requests received from which on nothing is said", "新收申请达到多少件即不提示"),
    ),
)
def excessive(frames: Frames, fewest: float) -> Verdict:
    """Requests were not processed as excessive, although fewer than ten were received in the year.

    *Why it matters*: Art. 35 asks for a volume or frequency clearly beyond a reasonable range. The refusal, or the row,
    may be wrong.

    *Innocent explanations*: One applicant who wrote to several bodies at once, or in the year before.

    *Source*: Regulation (2019), art. 35; table 3, 无正当理由大量反复申请.
    """
    return compared(
        frames, [(EXCESSIVE, NEW)], lambda n, new: (n > 0) & (new < fewest), _say_excessive, needed=(0, 1)
    )


def _say_excessive(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    refused, new = values
    return (
        refused,
        "0",
        f"{refused} not processed as excessive repeated requests, but only {new} received in the year.",
        f"以无正当理由大量反复申请不予处理{refused}件，而全年新收申请仅{new}件。",
    )


@rule(
    "PLA-07",
    "impossible-fee",
    en="A fee that the tariff cannot lead to",
    zh="信息处理费金额与收费标准不符",
    severity=Severity.medium,
    basis_en=(
        "Measures on the information processing fee (国办函〔2020〕109号): 100 yuan and more by case, 10 yuan and more by page"
    ),
    basis_zh="《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）：按件每件100元起，按量每页10元起",
    years=(2021, 9999),
    needs=("fees_collected",),
    why_zh="按件计收以百元、按量计收以十元为单位，收到的金额必为十元的整数倍。否则多半是单位或数字写错。",
    innocent_zh="部分减免（正文提到减免的，视为已有说明）；数字是概数，或所说不是信息处理费。",
)
def impossible_fee(frames: Frames) -> Verdict:
    """The information processing fee received is not a multiple of ten yuan.

    *Why it matters*: The tariff counts in hundreds of yuan by case and in tens by page. The unit or the figure is
    wrong, or another fee was meant.

    *Innocent explanations*: A part was waived: where the text speaks of it, that explains it. Approximate figures, and
    sentences that speak of other fees, are left out.

    *Source*: 国办函〔2020〕109号, arts 4 and 5.
    """
    claims = _processing_fees(frames)
    yuan = claims["value"].to_numpy(dtype=float) * np.where(claims["unit"].eq("万元"), WAN, 1)
    odd = claims.assign(yuan=yuan)[np.abs(yuan / 10 - np.round(yuan / 10)) > 1e-6]
    verdict = Verdict(
        pd.DataFrame([_say_fee(row) for row in odd.to_dict("records")]), cannot_tell=_unspoken(frames, claims)
    )
    return explained(frames, verdict, "waived", "the text says that fees were waived in part")


def _processing_fees(frames: Frames) -> pd.DataFrame:
    """Amounts that the text says were received for processing information."""
    claims = frames.claims[
        frames.claims["measure"].eq("fees_collected") & frames.claims["kind"].isin(["count", "nil"])
    ]
    claims = claims[claims["sentence"].str.contains(any_of("processing_fee"), regex=True, na=False)]
    exact = ~claims["approximate"].fillna(False).astype(bool) & claims["value"].notna()
    return claims[exact & claims["unit"].fillna("元").isin(["元", "万元"])]


def _unspoken(frames: Frames, claims: pd.DataFrame) -> pd.Series:
    ids = frames.reports["report_id"]
    return because(
        ids[~among(ids, claims["report_id"])], "the text states no amount of the information processing fee"
    )


def _say_fee(row: dict[str, Any]) -> dict[str, object]:
    amount = figure(row["yuan"])
    return {
        "report_id": row["report_id"],
        "claims": [row["claim_id"]],
        "subject": "fees_collected",
        "observed": amount,
        "expected": "a multiple of 10",
        "message_en": f"{amount} yuan are said to be received as information processing fee; the tariff counts in tens.",
        "message_zh": f"收取信息处理费{amount}元，而收费标准均为十元的整数倍。",
    }


@rule(
    "PLA-08",
    "large-carry-over",
    en="Many requests carried on to next year",
    zh="结转下年的申请偏多",
    severity=Severity.low,
    confidence="medium",
    basis_en="Regulation (2019), art. 33: 20 working days, extended by at most 20, of some 250 in a year",
    basis_zh="《政府信息公开条例》（2019年修订）第三十三条：二十个工作日，延长不超过二十个工作日（全年约250个工作日）",
    forms=("2019", "2021"),
    needs=(NEW, OUT),
    why_zh="办理期限最多四十个工作日，均匀收件时年末在办的至多约占全年的六分之一。两倍以上，可能有超期。",
    innocent_zh="年末集中收到申请；征求第三方意见（正文提到的，视为已有说明）；多于全年新收的见 CAR-09。",
    options=(
        Option("share", 0.32, "largest share of new requests that is carried on", "结转件数占新收件数的上限"),
        Option("spare", 2, "requests allowed beyond that share", "在此之外允许的件数"),
    ),
)
def large_carry_over(frames: Frames, share: float, spare: float) -> Verdict:
    """Far more requests are carried on than can have come in within the last forty working days of a year.

    *Why it matters*: With forty of some 250 working days, a sixth of the requests of an even year are open at its end.
    Twice as many and two more suggest late replies.

    *Innocent explanations*: Many requests in December; time for asking third parties (where the text speaks of it, that
    explains it). More than were received at all is CAR-09.

    *Source*: Regulation (2019), art. 33; table 3.
    """

    def many(out: np.ndarray, new: np.ndarray) -> np.ndarray:
        return (out > share * new + spare) & (out <= new)

    verdict = compared(frames, [(OUT, NEW)], many, _say_carried, needed=(0, 1))
    return explained(frames, verdict, "suspended", "the text speaks of third parties or of a stay")


def _say_carried(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    out, new = values
    rate = f"{float(out) / float(new):.0%}"
    return (
        out,
        f"far below {new}",
        f"{out} of {new} new requests ({rate}) are carried on to next year; forty working days are 16% of a year.",
        f"新收申请{new}件，结转下年{out}件（{rate}）；四十个工作日约占全年的16%。",
    )


@rule(
    "PLA-09",
    "more-repealed-than-existed",
    en="More documents repealed than there were",
    zh="废止件数多于原有与本年制发之和",
    severity=Severity.high,
    basis_en=f"{FORM_2021[0]}, art. 20(1): issued, repealed, in force",
    basis_zh=f"{FORM_2021[1]}第二十条第（一）项：本年制发件数、本年废止件数、现行有效件数",
    forms=("2021",),
    needs=tuple(f"t2.{row}" for row in DOCUMENTS),
    why_zh="废止的只能是上年末有效的或本年制发的文件。多于两者之和，说明上年有效件数或本年废止件数有误。",
    innocent_zh="职能划入带来文件；两年统计口径不同（降为中并注明）；上年有效件数留空的不作判断。",
)
def more_repealed(frames: Frames) -> Verdict:
    """More documents were repealed than were in force the year before and issued this year.

    *Why it matters*: Only a document in force can be repealed. One of the two reports is wrong.

    *Innocent explanations*: Documents that came with a new task; reports that cover different bodies. A blank stock is
    not taken for none.

    *Source*: 2021 form, table 2, art. 20(1). Where this holds, CAR-03 says no more.
    """
    groups = [((f"t2.{row}.repealed", f"t2.{row}.issued"), (f"t2.{row}.in_force",)) for row in DOCUMENTS]
    return between(
        frames, groups, lambda gone, new, was: gone > was + new, _say_repealed, Severity.high, (0, 2)
    )


def _say_repealed(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    gone, new, was = values
    most = figure(float(was) + float(new))
    return (
        gone,
        f"at most {most}",
        f"{en}: {gone} repealed, but only {was} in force the year before and {new} issued this year.",
        f"{zh}：本年废止{gone}件，而上一年度现行有效{was}件、本年制发{new}件，共{most}件。",
    )


@rule(
    "PLA-10",
    "fee-refusal-before-fee",
    en="Requests given up over a fee that did not exist yet",
    zh="信息处理费施行前即有逾期未缴费件",
    severity=Severity.low,
    basis_en="Measures on the information processing fee (国办函〔2020〕109号), in force on 2021-01-01",
    basis_zh="《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），2021年1月1日起施行",
    confirmed=False,
    forms=("2021",),
    years=(0, 2020),
    needs=(UNPAID,),
    why_zh="2021年以前没有信息处理费，也就没有逾期未缴费而不再处理的申请。",
    innocent_zh="该行为零或留空，属正常。",
)
def fee_before_fee(frames: Frames) -> Verdict:
    """A report for a year before 2021 counts requests that were dropped because the fee was not paid.

    *Why it matters*: There was no information processing fee before 2021. The figure stands in the wrong row.

    *Innocent explanations*: A zero or a blank in this row is as it should be.

    *Source*: 国办函〔2020〕109号; table 3, 申请人逾期未按收费通知要求缴纳费用.
    """
    given = terms(frames)
    unpaid = given.known(UNPAID)
    found = [
        {
            "report_id": given.report_ids[r],
            "cells": [UNPAID],
            "observed": figure(unpaid[r]),
            "expected": "0",
            "difference": unpaid[r],
            "message_en": f"{figure(unpaid[r])} request(s) dropped over an unpaid fee; the fee began in 2021.",
            "message_zh": f"因逾期未缴费不再处理{figure(unpaid[r])}件，而信息处理费自2021年起施行。",
        }
        for r in np.flatnonzero(np.nan_to_num(unpaid) > 0).tolist()
    ]
    lost = because(given.report_ids[np.isnan(unpaid)], "the row of unpaid fees is not known")
    return Verdict(pd.DataFrame(found), cannot_tell=lost)
