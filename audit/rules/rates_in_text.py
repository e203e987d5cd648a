"""PCT: rates of completion that the text states beside the figures they are made of."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.breakdowns import exact_share, reproduces, rounded_share
from audit.rules.measures import because, figure, once
from audit.rules.places import reports_among
from audit.rules.vocabulary import expressions


@rule(
    "PCT-09",
    "rate-not-reproducible",
    en="A rate of completion does not follow from the figures beside it",
    zh="办结率、答复率与同句所称数量不符",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 6: government information is released accurately",
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=("share", "other"),
    why_zh="受理数、办结数和办结率同在一句，读者一除即知。不符多因数字颠倒或比率沿用套话。",
    innocent_zh=(
        "办结数含往年结转（句中提到结转、上年、累计的不提示）；比率是按时办结率等另一种比率；概数；截尾而未四舍五入。"
        "政府信息公开申请的办结率由PCT-07判断。"
    ),
)
def rate_not_reproducible(frames: Frames) -> Verdict:
    """A sentence states how many were received, how many were closed and the rate; the rate is not their quotient.

    *Why it matters*: any reader can divide. Digits were swapped, or the rate is a set phrase.

    *Innocent explanations*: those closed include some of the years before (the sentence speaks of them); the
    rate is another, such as that of cases closed in time; figures are approximate; the rate was truncated.
    None is reported. Requests for information are PCT-07.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate); seen in published
    reports.
    """
    found = _rates(frames)
    odd = found[~found["sound"] & ~found["carried"]]
    none = frames.reports["report_id"][~reports_among(frames, found["report_id"])]
    return Verdict(
        suspects=_wrong_rates(odd),
        not_applicable=because(none, "the text states no rate beside the figures it is made of"),
        clear=because(
            found.loc[~found["sound"] & found["carried"], "report_id"].unique(),
            "those closed may include some of the years before",
        ),
    )


@once
def _rates(frames: Frames) -> pd.DataFrame:
    """One row a rate with ``received`` and ``closed`` of the same sentence: claim ids, values, ``sound``, ``carried``."""
    claims = frames.claims
    rows = np.flatnonzero(claims["kind"].eq("share").to_numpy(bool) & claims["part_of"].isna().to_numpy(bool))
    rows = rows[rows > 1]
    named = (
        claims["label"].iloc[rows].fillna("").str.fullmatch(expressions("rate_of_completion")).to_numpy(bool)
    )
    rows = rows[named]
    received, closed, rates = (claims.iloc[rows - n] for n in (2, 1, 0))
    fits = _counted(received) & _counted(closed) & _closed(closed) & ~_closed(received)
    for column in ("report_id", "sentence"):
        fits &= _same(received, rates, column) & _same(closed, rates, column)
    fits &= _same(received, closed, "unit")
    received, closed, rates = received[fits], closed[fits], rates[fits]
    made = rates.assign(
        received=received["value"].to_numpy("float64"),
        closed=closed["value"].to_numpy("float64"),
        ids=[list(ids) for ids in zip(*(c["claim_id"] for c in (received, closed, rates)), strict=True)],
        raws=list(zip(received["raw"], closed["raw"], strict=True)),
    )
    sound = [
        reproduces(float(v), c, r, int(p)) != "no"
        for v, c, r, p in zip(
            made["value"], made["closed"], made["received"], made["decimals"].fillna(0), strict=True
        )
    ]
    return made.assign(
        sound=np.array(sound, dtype=bool),
        carried=made["sentence"].fillna("").str.contains(expressions("of_other_years")).to_numpy(bool),
    )


def _counted(claims: pd.DataFrame) -> np.ndarray:
    """Exact counts above zero of something else than requests for information, no part of another."""
    exact = ~claims["approximate"].fillna(False).to_numpy(dtype=bool) & claims["part_of"].isna().to_numpy(
        bool
    )
    counts = claims["kind"].eq("count").to_numpy(bool) & claims["measure"].eq("other").to_numpy(bool)
    return exact & counts & claims["value"].gt(0).fillna(False).to_numpy(dtype=bool)


def _closed(claims: pd.DataFrame) -> np.ndarray:
    return claims["label"].fillna("").str.contains(expressions("closed_in_text")).to_numpy(bool)


def _same(one: pd.DataFrame, other: pd.DataFrame, column: str) -> np.ndarray:
    return one[column].fillna("").to_numpy(dtype=object) == other[column].fillna("").to_numpy(dtype=object)


def _wrong_rates(odd: pd.DataFrame) -> pd.DataFrame:
    right = [
        f"{rounded_share(c, r, int(p))}%"
        for c, r, p in zip(odd["closed"], odd["received"], odd["decimals"].fillna(0), strict=True)
    ]
    shown = [
        f"{figure(c)}/{figure(r)} = {exact_share(c, r).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
        for c, r in zip(odd["closed"], odd["received"], strict=True)
    ]
    said = list(zip(odd["label"], odd["raw"], odd["raws"], shown, strict=True))
    return pd.DataFrame(
        {
            "report_id": odd["report_id"],
            "claims": odd["ids"],
            "subject": odd["label"],
            "observed": odd["raw"],
            "expected": right,
            "message_en": [
                f"{b} of {a} were closed by the text and {name} is {raw}, but {s}."
                for name, raw, (a, b), s in said
            ],
            "message_zh": [f"正文称{a}中办结{b}，{name}{raw}，而{s}。" for name, raw, (a, b), s in said],
        }
    )
