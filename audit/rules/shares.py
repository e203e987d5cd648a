"""PCT: sums and percentages in prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.breakdowns import (
    Breakdown,
    breakdowns,
    exact_share,
    members,
    other_totals,
    reproduces,
    rounded_share,
    shares,
    uneven,
    wider_parts,
)
from audit.rules.measures import EPSILON, because, figure, joined, once, reasons
from audit.rules.places import reports_among

LISTED = 12
NESTED = "a part is itself broken down in the list; without its parts the list adds up"
MANY, NEARLY = 4, 0.05
"""So many parts that exceed their total by no more than this share were meant to add up."""
Say = Callable[[list[tuple[Breakdown, str]]], pd.DataFrame]


@rule(
    "PCT-01",
    "parts-do-not-add-up",
    en="The parts of a breakdown do not add up to its total",
    zh="分项之和与总数不符",
    severity=Severity.high,
    sides=("sum", "total"),
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6: government information is "
        "released accurately"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=("disclosed_total", "disclosed_part", "requests_new", "requests_part", "outcome_part"),
    why_zh="总数与分项同在一处，读者一加即知。不符说明数字拼凑自不同来源，或改了一处忘了另一处。",
    innocent_zh=(
        "列举并非穷尽（主要包括、等）；分项单位不同；分项之下还有分项；同一信息经多个渠道发布而重复计数；分"
        "项对应的是另一个总数。这些情形不提示。"
    ),
)
def parts_do_not_add_up(frames: Frames) -> Verdict:
    """A total is broken down in full, and the parts add up to something else.

    *Why it matters*: both stand in one sentence, and any reader can add. The figures come from different
    sources, or one was changed and the other forgotten.

    *Innocent explanations*: the list is not meant to be complete; units differ; a part is itself broken down;
    one item sent through several channels is counted in each; the parts belong to another total of the text.
    None is reported. A breakdown by level (government, departments, towns) is HIE-03.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate).
    """
    made = breakdowns(frames)
    whole = made["exhaustive"].eq("yes") & (made["count"] > 1)
    open_ = whole & made["comparable"] & ~larger_part(made) & ~made["levels"]
    return _sums(frames, made, made[whole], made[open_ & uneven(made)], _sum_differs)


@rule(
    "PCT-02",
    "part-exceeds-total",
    en="A part exceeds its total, or the parts together do",
    zh="分项大于总数，或分项之和大于总数",
    severity=Severity.high,
    sides=("sum", "total"),
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6: government information is "
        "released accurately"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=("disclosed_total", "disclosed_part", "requests_new", "requests_part", "outcome_part"),
    why_zh="部分不可能大于整体。出现这种情况，总数或分项至少一个是错的。",
    innocent_zh=(
        "四项以上的主动公开分项之和略大于总数时，不能确定是否穷尽列举，降为中；分项是另一种计数（阅读量、访问量）；同一信息经多个渠道发布而重复计数；分项含上年结转。这些情形不提"
        "示。"
    ),
)
def part_exceeds_total(frames: Frames) -> Verdict:
    """One part is larger than the total it is a part of, or the parts of an incomplete list are together.

    *Why it matters*: a part cannot exceed the whole; the total or the part is wrong.

    A long list of items disclosed that covers a little more than its total is told too, as medium: parts that overlap
    would exceed it by far.

    *Innocent explanations*: the part counts something else (reads, visits); one item sent through several
    channels is counted in each; requests carried in from last year are among the outcomes. None is reported.
    A complete list that adds up to more is PCT-01.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate).
    """
    made = breakdowns(frames)
    more = made["sum"] > made["total"] + EPSILON
    together = made["exhaustive"].eq("no") & (made["count"] > 1) & more
    nearly = made["sum"] <= made["total"] * (1 + NEARLY)
    whole = made["exhaustive"].eq("doubtful") & made["measure"].eq("disclosed_total") & ~made["levels"]
    slip = whole & (made["count"] >= MANY) & more & nearly
    found = made["comparable"] & (larger_part(made) | together | slip)
    return _sums(frames, made, made, made[found], _exceeds)


def larger_part(made: pd.DataFrame) -> pd.Series:
    return made["most"] > made["total"] + EPSILON


def _sums(frames: Frames, made: pd.DataFrame, asked: pd.DataFrame, odd: pd.DataFrame, say: Say) -> Verdict:
    """Suspects among ``odd``; ``asked`` are the breakdowns that the rule is about."""
    found = members(frames, list(odd.index))
    said = [(b, sure, _excuse(frames, b, sure)) for b, sure in zip(found, odd["exhaustive"], strict=True)]
    why = {b.report_id: w for b, _, w in said if w}
    faulty = [(b, sure) for b, sure, w in said if not w]
    unit = asked.loc[~asked["comparable"], "report_id"]
    known = asked.loc[asked["comparable"], "report_id"]
    lost = pd.Index(unit.unique()).difference(pd.Index(known.unique()))
    none = frames.reports["report_id"][~reports_among(frames, asked["report_id"])]
    return Verdict(
        suspects=say(faulty) if faulty else pd.DataFrame(),
        cannot_tell=because(
            lost, "parts and total have different units, are approximate, or a part has no figure"
        ),
        not_applicable=because(none, "the text breaks no total down"),
        clear=reasons(why),
    )


def _excuse(frames: Frames, one: Breakdown, exhaustive: str) -> str:
    """Why the parts may differ from the total; in a list that need not be complete, parts may be of other parts."""
    why = explained(frames, one)
    return NESTED if not why and exhaustive == "no" and _of_parts(one) else why


def explained(frames: Frames, one: Breakdown) -> str:
    """Why the parts may differ from the total without fault; empty if there is no reason."""
    if one.channels and one.sum > one.total and max(one.values) <= one.total:
        return "the parts are channels, and one item may be sent through several"
    if _early(one):
        return "the first parts already add up to the total; what follows is no part of it"
    if _nested(one):
        return NESTED
    others = other_totals(frames, one.report_id, one.total_id)
    others.pop(one.total, None)
    if one.sum in others:
        return f"the parts add up to {figure(one.sum)}, which is {others[one.sum]}"
    larger = [name for value, name in others.items() if value >= max(one.values) > one.total]
    if larger and one.measure.startswith("requests"):
        return f"the parts may be those of {larger[0]}"
    return ""


def _early(one: Breakdown) -> bool:
    """Two or more parts at the head of the list add up to the total by themselves."""
    sums = np.cumsum(one.values)[1:-1]
    return bool((np.abs(sums - one.total) < EPSILON).any())


def _nested(one: Breakdown) -> bool:
    """One part equals the sum of parts that follow it, and without those the list adds up."""
    return any(abs(part - amount) < EPSILON for part, amount in _too_many(one))


def _of_parts(one: Breakdown) -> bool:
    """Parts that are together no more than the one before them are too many: some of what that one counts."""
    return any(amount <= part + EPSILON for part, amount in _too_many(one))


def _too_many(one: Breakdown) -> Iterator[tuple[float, float]]:
    """(a part, the sum of parts right behind it) wherever the list adds up without the latter."""
    for at, part in enumerate(one.values):
        for amount in np.cumsum(one.values[at + 1 :]):
            if abs(one.sum - amount - one.total) < EPSILON:
                yield part, float(amount)


def written(one: Breakdown) -> str:
    shown = " + ".join(figure(v) for v in one.values[:LISTED])
    return shown + (" + …" if len(one.values) > LISTED else "")


def _sum_differs(faulty: list[tuple[Breakdown, str]]) -> pd.DataFrame:
    found = [b for b, _ in faulty]
    en = [
        f"{written(b)} = {figure(b.sum)}, but {b.raw} is stated ({figure(abs(b.sum - b.total))} apart)."
        for b in found
    ]
    zh = [
        f"{written(b)} = {figure(b.sum)}，而所称总数为{b.raw}，相差{figure(abs(b.sum - b.total))}。"
        for b in found
    ]
    return suspects_of(found, en, zh).assign(confidence=["high" if _complete(b) else "medium" for b in found])


def _complete(one: Breakdown) -> bool:
    """A list that names the rest, or is long, is certainly meant to be complete."""
    return len(one.values) > 3 or any(label.startswith(("其他", "其它", "其余")) for label in one.labels)


def _exceeds(faulty: list[tuple[Breakdown, str]]) -> pd.DataFrame:
    en, zh = [], []
    for b, _ in faulty:
        most = max(b.values)
        label = b.labels[b.values.index(most)]
        if most > b.total:
            en.append(f"{figure(most)} ({label}) is given as a part of {b.raw}.")
            zh.append(f"“{label}”{figure(most)}作为{b.raw}的分项，大于总数。")
        else:
            en.append(f"{written(b)} = {figure(b.sum)}, more than the {b.raw} of which they are parts.")
            zh.append(f"{written(b)} = {figure(b.sum)}，大于所属总数{b.raw}。")
    doubtful = [sure == "doubtful" for _, sure in faulty]
    return suspects_of([b for b, _ in faulty], en, zh).assign(
        severity=np.where(doubtful, "medium", "high"), confidence=np.where(doubtful, "low", "high")
    )


def suspects_of(found: list[Breakdown], en: list[str], zh: list[str]) -> pd.DataFrame:
    """Suspects of a rule on breakdowns, with these messages."""
    return pd.DataFrame(
        {
            "report_id": [b.report_id for b in found],
            "claims": [[b.total_id, *b.ids] for b in found],
            "subject": [f"{b.measure} {' '.join(b.labels)}" for b in found],
            "observed": [f"{written(b)} = {figure(b.sum)}" for b in found],
            "expected": [b.raw for b in found],
            "difference": [b.sum - b.total for b in found],
            "message_en": en,
            "message_zh": zh,
        }
    )


@rule(
    "PCT-03",
    "share-not-reproducible",
    en="A percentage does not follow from its part and total",
    zh="占比与分项、总数不符",
    severity=Severity.medium,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6: government information is "
        "released accurately"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=("disclosed_share", "share", "disclosed_part", "disclosed_total"),
    why_zh="占比可由同句中的分项与总数算出。算不出来，说明占比取自旧数据，或为凑足100%而调整。",
    innocent_zh=(
        "占比的分母是另一个总数；为使各占比之和为100%而调整末位（降为低级提示）；截尾而未四舍五入（不提示）。"
    ),
)
def share_not_reproducible(frames: Frames) -> Verdict:
    """A stated percentage is neither the rounded nor the truncated value of its part over its total.

    *Why it matters*: part, total and percentage stand in one sentence; one that cannot be computed was taken
    from older figures, or bent.

    *Innocent explanations*: the percentage is of another total; the last digit was bent so that all add up to
    100 (reported as low); the value was truncated instead of rounded (not reported here).

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate); decimal
    arithmetic, half up.
    """
    judged = judged_shares(frames)
    wrong = judged[judged["verdict"].isin(["wrong", "plug"])]
    linked = reports_among(frames, judged.loc[judged["verdict"] != "unlinked", "report_id"])
    given = reports_among(frames, judged["report_id"])
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=_wrong_shares(wrong),
        cannot_tell=because(
            ids[given & ~linked], "no percentage could be linked with its part and its total"
        ),
        not_applicable=because(ids[~given], "the text states no percentage"),
        clear=_share_reasons(judged),
    )


@once
def judged_shares(frames: Frames) -> pd.DataFrame:
    """Shares with ``verdict``: unlinked, rounded, truncated, elsewhere (``why``), plug or wrong."""
    given = shares(frames)
    part, total = (
        given["value_part"].to_numpy("float64", na_value=np.nan),
        given["value_total"].to_numpy("float64", na_value=np.nan),
    )
    usable = (total > 0) & (part <= total)
    stated = given["value"].to_numpy("float64")
    exact = np.divide(part * 100, total, out=np.full(len(given), np.nan), where=usable)
    close = np.abs(stated - exact) < 0.5 * 10.0 ** -given["places"].to_numpy("float64") - EPSILON
    judged = given.assign(verdict=np.where(usable, np.where(close, "rounded", "wrong"), "unlinked"), why="")
    odd = judged.index[judged["verdict"] == "wrong"]
    looked = [_looked_at(frames, judged.loc[i]) for i in odd]
    judged.loc[odd, "verdict"] = [verdict for verdict, _ in looked]
    judged.loc[odd, "why"] = [why for _, why in looked]
    return _plugged(judged)


def _looked_at(frames: Frames, one: pd.Series) -> tuple[str, str]:
    """Verdict and reason of a share that is not plainly the rounded one."""
    stated, part, places = float(one["value"]), float(one["value_part"]), int(one["places"])
    found = reproduces(stated, part, float(one["value_total"]), places)
    if found != "no":
        return found, "truncated, not rounded (PCT-04)" if found == "truncated" else ""
    if (
        bool(one["approximate"])
        and abs(Decimal(str(stated)) - exact_share(part, float(one["value_total"]))) < 1
    ):
        return "elsewhere", "the percentage is approximate"
    others = other_totals(frames, one["report_id"], one["claim_id_total"])
    for value, name in others.items():
        if value >= part and reproduces(stated, part, value, places) != "no":
            return "elsewhere", f"the percentage is of {name}"
    wider, open_ = wider_parts(frames, one["report_id"], one["claim_id_part"])
    for amount, total, name in wider:
        if 0 < amount <= total and reproduces(stated, amount, total, places) != "no":
            return "elsewhere", f"the percentage is that of {name}"
    return ("unlinked" if open_ else "wrong"), ""


def _plugged(judged: pd.DataFrame) -> pd.DataFrame:
    """Call wrong shares of a list a plug where the stated shares add up to 100 and the right ones would not."""
    for code in judged.loc[judged["verdict"] == "wrong", "code"].unique():
        rows = judged[judged["code"] == code]
        if (rows["verdict"] == "unlinked").any() or len(rows) < 2:
            continue
        stated = [
            Decimal(str(v)).quantize(Decimal(1).scaleb(-p), ROUND_HALF_UP)
            for v, p in zip(rows["value"], rows["places"], strict=True)
        ]
        right = [
            rounded_share(a, b, p)
            for a, b, p in zip(rows["value_part"], rows["value_total"], rows["places"], strict=True)
        ]
        bent = max(abs(s - r) for s, r in zip(stated, right, strict=True))
        if sum(stated) == 100 != sum(right) and bent <= len(rows) * Decimal(1).scaleb(
            -int(rows["places"].min())
        ):
            wrong = rows.index[rows["verdict"] == "wrong"]
            judged.loc[wrong, ["verdict", "why"]] = ["plug", str(sum(right))]
    return judged


def _wrong_shares(wrong: pd.DataFrame) -> pd.DataFrame:
    columns = ("raw", "value", "value_part", "value_total", "places", "label_part", "verdict", "why")
    en, zh, right, difference = [], [], [], []
    for raw, value, part, total, places, label, verdict, why in zip(
        *(wrong[c] for c in columns), strict=True
    ):
        shown = exact_share(part, total).quantize(Decimal(1).scaleb(-max(4, places + 2)), ROUND_HALF_UP)
        share = rounded_share(part, total, places)
        right.append(f"{share}%")
        difference.append(float(Decimal(str(value)) - share))
        division = f"{figure(part)}/{figure(total)} = {shown}%"
        plug = verdict == "plug"
        named = isinstance(label, str) and bool(label)
        en.append(
            f"{raw} is stated, but {division}{f' ({label})' if named else ''}."
            + (f" The correct shares add up to {why}; this one was bent to make them 100." if plug else "")
        )
        zh.append(
            f"所称占比{raw}，而{division}{f'（{label}）' if named else ''}。"
            + (f"正确的各占比之和为{why}，此处经调整凑足100。" if plug else "")
        )
    return pd.DataFrame(
        {
            "report_id": wrong["report_id"],
            "claims": [
                list(ids)
                for ids in zip(
                    wrong["claim_id"], wrong["claim_id_part"], wrong["claim_id_total"], strict=True
                )
            ],
            "subject": wrong["label_part"].fillna("") if len(wrong) else "",
            "observed": wrong["raw"],
            "expected": right,
            "difference": difference,
            "message_en": en,
            "message_zh": zh,
            "severity": wrong["verdict"].map({"plug": "low", "wrong": "medium"}),
        }
    )


def _share_reasons(judged: pd.DataFrame) -> pd.Series:
    told = judged[(judged["why"] != "") & judged["verdict"].isin(["truncated", "elsewhere"])]
    why = [f"{raw}: {w}" for raw, w in zip(told["raw"], told["why"], strict=True)]
    return joined(pd.Series(why, index=pd.Index(told["report_id"], dtype="object"), dtype="object"))


@rule(
    "PCT-05",
    "shares-not-100",
    en="The percentages of a complete list do not add up to 100",
    zh="各占比之和不为100%",
    severity=Severity.low,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6: government information is "
        "released accurately"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=("disclosed_share", "share"),
    why_zh="穷尽列举的各项占比之和应为100%，误差不超过四舍五入。超出说明有占比或分项遗漏、有误。",
    innocent_zh=(
        "列举并非穷尽；各占比均为截尾而未四舍五入（其和只会小于100%）；同一信息经多个渠道发布而重复计数。这"
        "些情形不提示。"
    ),
)
def shares_not_100(frames: Frames) -> Verdict:
    """The percentages of a list that is meant to be complete add up to more or less than rounding allows.

    *Why it matters*: a share or a part is wrong or missing.

    *Innocent explanations*: the list is not complete; every percentage was truncated instead of rounded, which
    makes them fall short of 100 and never exceed it; each follows from parts that may overlap (channels).
    None is reported.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate); half a unit of the
    last digit for each share.
    """
    lists = _share_lists(frames)
    apart = (lists["sum"] - 100).abs() > lists["slack"] + EPSILON
    odd = lists[apart]
    excused = odd["sound"] & ~_too_much(frames, odd)
    none = frames.reports["report_id"][~reports_among(frames, lists["report_id"])]
    return Verdict(
        suspects=_not_100(frames, odd[~excused]),
        not_applicable=because(none, "the text gives no complete list of percentages"),
        clear=because(
            odd.loc[excused, "report_id"].unique(), "each percentage is right by itself, truncated or not"
        ),
    )


def _too_much(frames: Frames, odd: pd.DataFrame) -> pd.Series:
    """Lists of more than 100, which no truncation makes, whose parts have no innocent reason to exceed the total."""
    over = odd["sound"] & (odd["sum"] > 100)
    over &= ~odd["parts"].map(breakdowns(frames)["levels"]).fillna(True).astype(bool)
    found = members(frames, list(odd.loc[over, "parts"]))
    sure = pd.Series([not explained(frames, one) for one in found], odd.index[over], dtype="bool")
    return sure.reindex(odd.index, fill_value=False)


def _share_lists(frames: Frames) -> pd.DataFrame:
    """One row a complete list of shares: report_id, group_id, sum, slack, sound (each is rounded or truncated)."""
    judged = judged_shares(frames)
    complete = judged["exhaustive"].fillna(False).astype(bool) & ~judged["approximate"]
    listed = judged[complete & judged["group_id"].notna()]
    listed = listed.assign(
        slack=0.5 * 10.0 ** -listed["places"].to_numpy("float64"),
        good=listed["verdict"].isin(["rounded", "truncated"]),
    )
    grouped = listed.groupby(["report_id", "group_id"], sort=False)
    made = grouped.agg(
        sum=("value", "sum"),
        slack=("slack", "sum"),
        sound=("good", "all"),
        count=("value", "size"),
        parts=("code", "first"),
    )
    made["sum"] = made["sum"].astype("float64")
    sizes = breakdowns(frames)["count"]
    wanted = made["parts"].map(sizes).astype("float64")
    return made[(made["count"] > 1) & (wanted.isna() | (wanted == made["count"]))].reset_index()


def _not_100(frames: Frames, odd: pd.DataFrame) -> pd.DataFrame:
    judged = judged_shares(frames)
    keys = zip(odd["report_id"], odd["group_id"], strict=True)
    lists = [judged[(judged["report_id"] == r) & (judged["group_id"] == g)] for r, g in keys]
    written = [" + ".join(one["raw"]) for one in lists]
    sums = [figure(s) for s in odd["sum"]]
    rows = list(zip(written, sums, strict=True))
    return pd.DataFrame(
        {
            "report_id": odd["report_id"],
            "claims": [list(one["claim_id"]) for one in lists],
            "subject": [" ".join(one["label"].fillna("")) for one in lists],
            "observed": [f"{s}%" for s in sums],
            "expected": "100%",
            "difference": odd["sum"] - 100,
            "message_en": [f"{w} = {s}%, not 100%." for w, s in rows],
            "message_zh": [f"{w} = {s}%，不等于100%。" for w, s in rows],
        }
    )
