"""Shares cut off instead of rounded, totals explained in part, breakdowns by level: PCT-04, PCT-08, HIE-03."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.reasons import in_language
from audit.rules.breakdowns import (
    REQUEST_CHANNELS,
    Breakdown,
    breakdowns,
    exact_share,
    members,
    other_totals,
    rounded_share,
    uneven,
)
from audit.rules.measures import EPSILON, among, because, figure, reasons
from audit.rules.places import reports_among
from audit.rules.shares import explained, judged_shares, larger_part, suspects_of, written

ACCURATE = (
    "Regulation on Disclosure of Government Information (2019), art. 6: government information is released accurately",
    "《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
)


@rule(
    "PCT-04",
    "share-truncated",
    en="A percentage is cut off instead of rounded",
    zh="占比截尾而未四舍五入",
    severity=Severity.info,
    basis_en=ACCURATE[0],
    basis_zh=ACCURATE[1],
    needs=("disclosed_share", "share"),
    why_zh="截尾使占比系统性偏小，各占比之和不足100%。四舍五入是通行做法。",
    innocent_zh="习惯做法，不影响数字本身；截尾与四舍五入结果相同的不提示。",
)
def share_truncated(frames: Frames) -> Verdict:
    """A stated percentage is its part over its total with the further decimals dropped.

    *Why it matters*: cut-off shares are too small together; rounding is the custom.

    *Innocent explanations*: a habit that harms no figure. A value that is both rounded and truncated is not told.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate); decimal arithmetic.
    """
    judged = judged_shares(frames)
    cut = judged[judged["verdict"] == "truncated"]
    linked = reports_among(frames, judged.loc[judged["verdict"] != "unlinked", "report_id"])
    given = reports_among(frames, judged["report_id"])
    ids = frames.reports["report_id"]
    columns = ("raw", "value_part", "value_total", "places")
    rows = [(r, float(a), float(b), int(p)) for r, a, b, p in zip(*(cut[c] for c in columns), strict=True)]
    exact = [
        exact_share(a, b).quantize(Decimal(1).scaleb(-max(4, p + 2)), ROUND_HALF_UP) for _, a, b, p in rows
    ]
    right = [f"{rounded_share(a, b, p)}%" for _, a, b, p in rows]
    told = [(r, figure(a), figure(b)) for r, a, b, _ in rows]
    whole = zip(told, exact, right, strict=True)
    said = [
        (
            f"{r} is {a}/{b} = {e}% cut off; rounded it is {w}.",
            f"{r}为{a}/{b} = {e}%截尾所得，四舍五入应为{w}。",
        )
        for (r, a, b), e, w in whole
    ]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": cut["report_id"],
                "claims": [
                    list(c)
                    for c in zip(cut["claim_id"], cut["claim_id_part"], cut["claim_id_total"], strict=True)
                ],
                "subject": cut["label_part"].fillna("").astype("object"),
                "observed": cut["raw"],
                "expected": right,
                "message_en": [en for en, _ in said],
                "message_zh": [zh for _, zh in said],
            }
        ),
        cannot_tell=because(
            ids[given & ~linked], "no percentage could be linked with its part and its total"
        ),
        not_applicable=because(ids[~given], "the text states no percentage"),
    )


CHANNELS = REQUEST_CHANNELS


@rule(
    "PCT-08",
    "total-explained-in-part",
    en="Requests are broken down in part only",
    zh="申请数量只说明了一部分渠道",
    severity=Severity.info,
    sides=("sum", "total"),
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 50(2): the report states how requests came in",
    basis_zh="《政府信息公开条例》（2019年修订）第五十条第二项：收到和处理政府信息公开申请的情况",
    confirmed=False,
    needs=("requests_new", *CHANNELS),
    why_zh="只说网络申请的件数，其余由何渠道收到无从知道；历年不能比较。",
    innocent_zh="只为突出某一渠道，并非要全部列举。仅供完善报告时参考。",
)
def explained_in_part(frames: Frames) -> Verdict:
    """Of the requests received some are counted by channel, and the rest is left without one.

    *Why it matters*: a reader cannot tell how the others came in, nor compare with another year.

    *Innocent explanations*: one channel was to be stressed. A hint for the next report, no more.

    *Source*: Regulation (2019), art. 50(2), which asks for no channels: to be confirmed.
    """
    made = breakdowns(frames)
    rest = made["comparable"] & ~made["exhaustive"].eq("yes") & (made["sum"] < made["total"] - EPSILON)
    chosen = rest & ~made["levels"] & made["measure"].eq("requests_new") & made["channelled"]
    asked = members(frames, list(made.index[chosen]))
    ids = frames.reports["report_id"]
    counted = frames.claims.loc[frames.claims["measure"].isin(CHANNELS), "report_id"]
    left, told = [figure(b.total - b.sum) for b in asked], [_named(b) for b in asked]
    return Verdict(
        suspects=suspects_of(
            asked,
            [
                f"Of {b.raw} requests the text gives {t}; {n} are left without a channel."
                for b, n, t in zip(asked, left, told, strict=True)
            ],
            [
                f"{b.raw}申请中正文只说明{written(b)}，其余{n}件未说明渠道。"
                for b, n in zip(asked, left, strict=True)
            ],
        ).assign(observed=[written(b) for b in asked]),
        not_applicable=because(ids[~reports_among(frames, counted)], "the text breaks no requests down"),
    )


@rule(
    "HIE-03",
    "levels-do-not-add-up",
    en="A breakdown by level does not add up to its total",
    zh="按层级（本级、部门、镇街）的分项之和与总数不符",
    severity=Severity.high,
    sides=("sum", "total"),
    basis_en=ACCURATE[0],
    basis_zh=ACCURATE[1],
    needs=("disclosed_total", "disclosed_part", "requests_new", "requests_part"),
    why_zh="本级、部门、镇街的数字来自各单位报送。相加不等于总数，说明汇总时漏报、重复或改动了其中一处。",
    innocent_zh="列举并非穷尽；各单位与本级有重复；分项属于正文另一个总数（分项与总数用词相同时仍提示，降为中）。",
)
def levels_do_not_add_up(frames: Frames) -> Verdict:
    """The government's own figure, those of its departments and of its towns add up to something else than the total.

    *Why it matters*: these figures are sent up by other bodies; one was lost, counted twice or changed.

    *Innocent explanations*: the list is not complete; the parts belong to another total of the text. The latter
    is reported all the same, as medium, where the parts are called by the name of the total.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate).
    """
    made = breakdowns(frames)
    levels = made["levels"] & ~made["exhaustive"].eq("no")
    odd = made[levels & made["comparable"] & uneven(made)]
    found = [(b, _why(frames, b)) for b in members(frames, list(odd.index))]
    larger = larger_part(odd)
    faulty = [
        (b, other)
        for (b, (other, clear)), big in zip(found, larger, strict=True)
        if not clear and (other or not big)
    ]
    ids = frames.reports["report_id"]
    rough = made.loc[levels & ~made["comparable"], "report_id"]
    known = made.loc[levels & made["comparable"], "report_id"]
    return Verdict(
        suspects=_by_level(faulty),
        cannot_tell=because(
            rough[~among(rough, known.unique())].unique(),
            "parts and total have different units, are approximate, or a part has no figure",
        ),
        not_applicable=because(
            ids[~reports_among(frames, made.loc[levels, "report_id"])],
            "the text breaks no total down by level",
        ),
        clear=reasons({b.report_id: why for b, (_, why) in found if why}),
    )


def _why(frames: Frames, one: Breakdown) -> tuple[str, str]:
    """(the other total of the text that the parts add up to, although called by the name of this one; why clear)."""
    why = explained(frames, one)
    others = other_totals(frames, one.report_id, one.total_id)
    named = "主动公开" in one.label and all("主动公开" in label for label in one.labels)
    if why and named and one.sum in others:
        return others[one.sum], ""
    return "", why


def _named(one: Breakdown) -> str:
    """The parts with their labels."""
    return "、".join(f"{label}{figure(v)}" for label, v in zip(one.labels, one.values, strict=True))


def _by_level(faulty: list[tuple[Breakdown, str]]) -> pd.DataFrame:
    found = [b for b, _ in faulty]
    hint = [f" The sum is {o}." if o else "" for _, o in faulty]
    hint_zh = [f"合计数即{in_language(o, 'zh')}。" if o else "" for _, o in faulty]
    en = [
        f"By level {written(b)} = {figure(b.sum)}, but {b.raw} is stated ({figure(abs(b.sum - b.total))} apart).{h}"
        for b, h in zip(found, hint, strict=True)
    ]
    zh = [
        f"按层级相加：{_named(b)}，合计{figure(b.sum)}，而所称总数为{b.raw}，相差{figure(abs(b.sum - b.total))}。{h}"
        for b, h in zip(found, hint_zh, strict=True)
    ]
    return suspects_of(found, en, zh).assign(severity=["medium" if o else "high" for _, o in faulty])
