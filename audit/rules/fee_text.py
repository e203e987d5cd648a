"""Fees for processing information: what the text says of notices and receipts, beside table 3."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import among, because, figure, terms
from audit.rules.places import Place, passages, spots
from audit.rules.statements import stated

UNPAID = "t3.other_fee_unpaid.total"
FEE_MEASURES = ("fee_notices", "fees_noticed", "fees_collected")


@rule(
    "TXT-14",
    "fees-text-against-table",
    en="Fees for information: the text contradicts table 3 or itself",
    zh="信息处理费的表述与表三或自身矛盾",
    severity=Severity.medium,
    sides=("text", "table"),
    confidence="medium",
    basis_en=(
        "Measures on the fee for processing information (国办函〔2020〕109号), art. 8 to 10: notices, amounts and "
        "receipts are reported"
    ),
    basis_zh="《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）：年度报告应载明收费通知件数、总金额和实际收取金额",
    confirmed=False,
    forms=("2021",),
    needs=(UNPAID, "fee_notices", "fees_noticed", "fees_collected"),
    why_zh="收费通知的件数、金额和实收金额应在第六部分报告。表三有“逾期未缴费不再处理”，正文却称未发出通知，或实收大于应收，必有一处有误。",
    innocent_zh="上年发出的通知本年逾期未缴；只称“未收取费用”而不提通知，与逾期未缴并不矛盾（只作低级提示，请补充通知件数）。",
)
def fees_text(frames: Frames) -> Verdict:
    """Requests were closed because a fee was not paid, and the text says that no notice of a fee was sent, or
    counts fewer notices, or is silent on notices; or more was collected than noticed.

    *Why it matters*: number and amount of notices and what was collected belong in section six; here one of
    the figures is wrong or left out.

    *Innocent explanations*: the notice was sent last year. “No fee was collected” does not contradict a fee
    that was not paid: reported as low, because the notices are missing.

    *Source*: 国办函〔2020〕109号, to be confirmed; row (六)2 of table 3, 2021 form.
    """
    unpaid = dict(zip(terms(frames).report_ids.tolist(), terms(frames).known(UNPAID).tolist(), strict=True))
    said = stated(frames, FEE_MEASURES, ["count", "nil"]).drop_duplicates(["report_id", "measure"])
    amounts = said["value"].astype("float64") * said["unit"].map({"万元": 1e4}).astype("float64").fillna(1.0)
    columns = (said[c] for c in ("report_id", "measure", "kind", "raw", "label", "claim_id"))
    told: defaultdict[str, dict[str, Fee]] = defaultdict(dict)
    for report, measure, kind, raw, label, claim, amount in zip(*columns, amounts, strict=True):
        none = kind != "count" and not any(c.isdigit() for c in raw)
        said = raw + (label if none and isinstance(label, str) else "")
        told[report][measure] = Fee(float(amount), claim, said, none)
    found = [row for report, fees in told.items() if (row := _fees(report, fees, unpaid[report]))]
    rows = [row | {"places": _printed(frames, row["report_id"], row.pop("said"))} for row in found]
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=pd.DataFrame(rows),
        cannot_tell=because(
            [i for i in told if np.isnan(unpaid[i])],
            "the row on unpaid fees is not printed or could not be read",
        ),
        not_applicable=because(ids[~among(ids, list(told))], "the text states nothing on fees"),
    )


def _printed(frames: Frames, report: str, said: Fee) -> list[Place]:
    """Where words of none that the message quotes are printed; a figure is shown by its claim."""
    return spots(passages(frames)[report], re.escape(said.said))[:1] if said.none else []


@dataclass(frozen=True, slots=True)
class Fee:
    """One statement on fees: amount or number, its claim, the figure as printed, or words of ``none`` with what they are
    said of."""

    amount: float
    claim_id: str
    said: str
    none: bool

    @property
    def words(self) -> str:
        """As a message quotes it."""
        return f"“{self.said}”" if self.none else self.said


def _fees(report: str, told: dict[str, Fee], unpaid: float) -> dict[str, Any]:
    """The finding on one report, or nothing: more collected than noticed, too few notices, notices left out."""
    notices, noticed, collected = (told.get(m) for m in FEE_MEASURES)
    if noticed and collected and collected.amount > noticed.amount:
        en = f"{collected.words} were collected, more than the {noticed.words} of the notices."
        zh = f"实际收取{collected.words}，大于收费通知总金额{noticed.words}。"
        return _finding(report, told, ("fees_collected", "fees_noticed"), 0, en, zh, "medium")
    n = figure(unpaid) if unpaid > 0 else ""
    table_zh = f"表三因申请人逾期未按收费通知缴费而不再处理的为{n}件"
    if n and notices and notices.amount < unpaid:
        en = f"The text says of notices of a fee: {notices.words}; table 3 closes {n} requests because such a fee was not paid."
        zh = f"正文关于收费通知称{notices.words}，而{table_zh}。"
        return _finding(report, told, ("fee_notices",), unpaid, en, zh, "medium")
    if n and collected and not notices and not noticed:
        en = (
            f"Table 3 closes {n} requests because a notified fee was not paid; of fees the text says {collected.words}, and "
            "it counts no notices."
        )
        zh = f"{table_zh}，正文关于收费只称{collected.words}，未说明发出收费通知的件数和金额。"
        return _finding(report, told, ("fees_collected",), unpaid, en, zh, "low")
    return {}


def _finding(
    report: str, told: dict[str, Fee], measures: Sequence[str], unpaid: float, en: str, zh: str, severity: str
) -> dict[str, Any]:
    return {
        "report_id": report,
        "cells": [UNPAID] if unpaid else [],
        "claims": [told[m].claim_id for m in measures],
        "subject": measures[0],
        "said": told[measures[0]],
        "observed": told[measures[0]].words,
        "expected": figure(unpaid) if unpaid else told[measures[-1]].words,
        "message_en": en,
        "message_zh": zh,
        "severity": severity,
    }
