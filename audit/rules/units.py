"""NUM: units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, column_of, facts_where, figure, joined, named, reasons, terms
from audit.rules.vocabulary import compact, is_whole, money, prose

AMOUNT = "t2.procurement.amount"


@rule(
    "NUM-01",
    "amount-without-unit",
    en="An amount of money without a unit",
    zh="金额没有单位",
    severity=Severity.medium,
    basis_en=(
        "Form annexed to notice 国办公开办函〔2019〕60号, table 2: the form prints no unit for 采购总金额"
    ),
    basis_zh="国办公开办函〔2019〕60号所附格式表二：采购总金额未印单位",
    forms=("2019",),
    needs=(AMOUNT,),
    why_zh="不知是元还是万元，数字相差一万倍，无法汇总和比较。",
    innocent_zh="本地通知已统一规定单位。",
)
def amount_without_unit(frames: Frames) -> Verdict:
    """The amount of procurement is printed without 元 or 万元 in the cell, the head of the column or the
    text.

    *Why it matters*: Between yuan and ten thousand yuan lies a factor of ten thousand. The figure can
    neither be added up nor compared.

    *Innocent explanations*: A local notice fixed the unit for all reports.

    *Source*: 2019 form, table 2, art. 20(9): 采购总金额 without a unit.
    """
    given = terms(frames)
    amount = given.printed(AMOUNT)
    facts = facts_where(frames, lambda cell: cell == AMOUNT)
    with_unit = facts.loc[facts["unit"].notna() | facts["raw"].str.contains("元", na=False), "report_id"]
    bare = pd.Index(given.report_ids[np.nan_to_num(amount) > 0]).difference(
        pd.Index(with_unit, dtype="object")
    )
    texts = compact(prose(frames, bare))
    said = texts.index[texts.str.contains(money(), regex=True).astype(bool)]
    left = bare.difference(said)
    whole = is_whole(frames).reindex(left).to_numpy(dtype=bool)
    figures = dict(zip(given.report_ids, amount, strict=True))
    lost = np.flatnonzero(given.missing[:, column_of()[AMOUNT]]).tolist()
    return Verdict(
        pd.DataFrame([_say(report, figure(figures[report])) for report in left[whole]]),
        cannot_tell=joined(
            because(left[~whole], "no unit in the cell or its column, and part of the text was not read"),
            reasons({given.report_ids[r]: f"not known: {named(given, r, [AMOUNT])}" for r in lost}),
        ),
        clear=because(said, "the text gives an amount with its unit"),
    )


def _say(report: str, amount: str) -> dict[str, object]:
    return {
        "report_id": report,
        "cells": [AMOUNT],
        "observed": amount,
        "expected": "元 / 万元",
        "message_en": f"The amount of procurement is {amount}, without a unit in the cell, its column or the text.",
        "message_zh": f"采购总金额为{amount}，单元格、表头和正文均未注明单位（元或万元）。",
    }
