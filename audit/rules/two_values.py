"""Figures of one text that cannot all be true: TXT-08 (requests in and out), TXT-11 (two values for one thing)."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.beside import compared
from audit.rules.carried_over import FLOW, flow
from audit.rules.counterparts import EVERY
from audit.rules.measures import EPSILON, because, figure, joined
from audit.rules.places import reports_among
from audit.rules.statements import stated
from audit.rules.vocabulary import expressions, plain


@rule(
    "TXT-08",
    "flow-in-text-broken",
    en="Requests received, carried in, handled and carried on do not balance in the text",
    zh="正文所称新收、结转、办结、结转下年的申请数不平衡",
    severity=Severity.high,
    sides=("received_side", "handled_side"),
    basis_en="Regulation on Disclosure of Government Information (2019), art. 50(2): requests received and handled",
    basis_zh="《政府信息公开条例》（2019年修订）第五十条第二项：收到和处理政府信息公开申请的情况",
    needs=FLOW,
    why_zh="新收加上年结转应等于办结加结转下年。四个数同在正文，不平衡说明其中至少一个有误。",
    innocent_zh="四个数未全部说明（不检查）；办结数不含上年结转的件；所称办结数包括结转下年的件（其中）；正文某数与表三不符且已由TXT-01、TXT-02或TXT-04提示（不重复提示）。",
)
def flow_in_text(frames: Frames) -> Verdict:
    """The text states all four — received, carried in, handled, carried to next year — and they do not balance.

    *Why it matters*: what came in must have been handled or carried on; one of the four is wrong.

    *Innocent explanations*: a term is left out (nothing is tested then); those carried in are not among the
    handled ones; the handled ones include those carried on (其中); one of the figures differs from table 3, and
    TXT-01, TXT-02 or TXT-04 reports it already.

    *Source*: Regulation (2019), art. 50(2); the identity printed in the head of table 3.
    """
    text = flow(frames)
    whole = ~np.isnan(text.told).any(axis=1)
    new, carried_in, handled, out = np.nan_to_num(text.told).T
    broken = whole & (np.abs(new + carried_in - handled - out) > EPSILON)
    apart = broken & (np.abs(new - handled - out) < EPSILON)
    received = np.where(text.in_within_new, new, new + carried_in)
    among = broken & text.out_within_handled & (np.abs(received - handled) < EPSILON)
    reported = broken & reports_among(frames, _reported(frames)["report_id"])
    odd = broken & ~apart & ~among & ~reported
    return Verdict(
        suspects=_unbalanced(frames, np.flatnonzero(odd), text.told),
        not_applicable=because(text.ids[~whole], "the text does not state all four figures"),
        clear=joined(
            because(text.ids[reported], "a figure differs from table 3: see TXT-01, TXT-02 and TXT-04"),
            because(text.ids[apart], "those carried in are not among the handled ones"),
            because(text.ids[among], "those carried on are among the handled ones"),
        ),
    )


def _reported(frames: Frames) -> pd.DataFrame:
    """Figures of the flow that another rule reports, because no legitimate figure of table 3 explains them."""
    beside = compared(frames)
    return beside[beside["measure"].isin(FLOW) & beside["verdict"].isin(["differs", "none_or_some"])]


def _unbalanced(frames: Frames, at: np.ndarray, told: np.ndarray) -> pd.DataFrame:
    claims = stated(frames, FLOW, ["count", "nil"]).drop_duplicates(["report_id", "measure"])
    ids = frames.reports["report_id"].to_numpy(dtype=object)[at]
    found = claims[claims["at"].isin(at)].groupby("at")["claim_id"].agg(list)
    sides = [(told[n, 0] + told[n, 1], told[n, 2] + told[n, 3]) for n in at]
    written = [[figure(v) for v in told[n]] for n in at]
    return pd.DataFrame(
        {
            "report_id": ids,
            "claims": [found[n] for n in at],
            "subject": "flow of requests",
            "observed": [f"{w[0]} + {w[1]} = {figure(s[0])}" for w, s in zip(written, sides, strict=True)],
            "expected": [f"{w[2]} + {w[3]} = {figure(s[1])}" for w, s in zip(written, sides, strict=True)],
            "difference": [left - right for left, right in sides],
            "message_en": [
                f"By the text {w[0]} received + {w[1]} carried in = {figure(s[0])}, but {w[2]} handled + {w[3]} carried on "
                f"= {figure(s[1])}."
                for w, s in zip(written, sides, strict=True)
            ],
            "message_zh": [
                f"正文：新收{w[0]} + 上年结转{w[1]} = {figure(s[0])}，而办结{w[2]} + 结转下年{w[3]} = {figure(s[1])}。"
                for w, s in zip(written, sides, strict=True)
            ],
        }
    )


FAMILIES = {"requests": "requests", "outcome": "requests", "reviews": "requests", "lawsuits": "requests", "disputes": "requests",
            "penalties": "penalties", "licences": "licences", "coercions": "coercions", "normative": "normative",
            "regulations": "regulations", "procurement": "procurement", "administrative": "administrative_fees"}  # fmt: skip
GRAVE = ("requests", "outcome", "reviews", "lawsuits", "disputes")
ONE_OF_A_KIND = tuple(dict.fromkeys(c.measure for c in EVERY))


@rule(
    "TXT-11",
    "two-values-in-text",
    en="Two values for one thing in the text",
    zh="正文同一指标出现两个数",
    severity=Severity.high,
    sides=("one_place", "other_place"),
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 6: government information is released accurately",
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=ONE_OF_A_KIND,
    why_zh="同一指标前后不一，必有一处有误，常见原因是套用往年文字或分头起草。",
    innocent_zh=(
        "口径不同（本级与全区）、渠道不同、时段不同（季度、上半年）；用词所指不同；其中一个数是另一合法口径（新收加结转、仅自然人等）。"
        "只有用词相同、口径相同的两个数才提示；另有一种：一个数与表格相同，另一个未作任何限定的全年数与表格不同，且不能是它的一部分。"
    ),
)
def two_values(frames: Frames) -> Verdict:
    """The text gives one indicator of one year and scope two different values, in the same words.

    *Why it matters*: one of them is wrong, as a rule taken over from another year or another author.

    *Innocent explanations*: another scope (own office, whole county), channel or part of the year; words that
    mean something else; a figure that is another legitimate cell of the table (new and carried in, natural
    persons). Only figures in the same words and of the same scope are told; and a figure for the whole year without
    words that limit it, where another one is that of the table: if that one is of a whole area, only a larger figure
    contradicts it, for the body's own may be a part.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate).
    """
    said = stated(frames, ONE_OF_A_KIND, ["count", "nil"])
    several = _with_several(said, ["report_id", "measure", "scope"])
    keys = ["report_id", "measure", "scope", "core"]
    groups = (
        _with_several(_comparable(frames, several), keys).groupby(keys, sort=False) if len(several) else ()
    )
    told = {(str(key[0]), str(key[1])): rows.drop_duplicates("value") for key, rows in groups}
    told = _beside_the_table(frames, said) | told
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=pd.DataFrame([_two(*name, rows) for name, rows in told.items()]),
        not_applicable=because(
            ids[~reports_among(frames, said["report_id"])], "the text states no such figure"
        ),
    )


def _with_several(said: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The figures whose group has two values or more."""
    if not said.duplicated(keys).any():
        return said.iloc[:0]
    return said[said.groupby(keys)["value"].transform("nunique").gt(1).to_numpy(bool)]


def _comparable(frames: Frames, said: pd.DataFrame) -> pd.DataFrame:
    """Figures of things that have one value a year, with ``core``: what their words say beside the indicator."""
    beside = compared(frames)
    explained = beside[beside["why_en"].ne("")]
    known = pd.MultiIndex.from_frame(said[["report_id", "claim_id"]])
    meant = known.isin(pd.MultiIndex.from_frame(explained[["report_id", "claim_id"]]))
    sentence = said["sentence"].fillna("").str.replace(r"\s", "", regex=True)
    period = sentence.str.contains(expressions("part_of_year")).to_numpy(bool)
    return _with_core(said[~meant & ~period & ~_within(said)])


def _with_core(said: pd.DataFrame) -> pd.DataFrame:
    said = said.assign(value=said["value"].astype("float64"), family=said["measure"].str.split("_").str[0])
    cores = [
        frame["label"].fillna("").str.replace(plain(FAMILIES.get(str(family), "statistics")), "", regex=True)
        for family, frame in said.groupby("family", sort=False)
    ]
    core = pd.concat(cores) if cores else pd.Series("", said.index)
    new = said["measure"].eq("disclosed_total") & said["label"].fillna("").str.contains("新增|新公开")
    return said.assign(core=core.where(~new, "新增" + core))


WHOLE_YEAR = r"本年|全年|年度|今年|20\d\d年|共|总计|合计"
LIMITS = r"其中|渠道|系统|涉及|关于|领域|(?<!公开)方面|类|月|季度|另|剩余|其余|再次|重复"


def _beside_the_table(frames: Frames, said: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """By report and measure: a figure for the whole year, in words that limit it in nothing, that differs from the table
    where the text states the table's elsewhere; and that one.

    A figure of the body itself may be a part of one of its whole area: then only a larger one counts.
    """
    beside = compared(frames)
    known = beside["verdict"].eq("equal")
    apart = (
        beside["verdict"].eq("elsewhere") & beside["why_en"].eq("") & beside["measure"].str.startswith(GRAVE)
    )
    if not apart.any():
        return {}
    columns = ["report_id", "claim_id"]
    keys = pd.MultiIndex.from_frame(said[columns])
    odd, right = (
        said[keys.isin(pd.MultiIndex.from_frame(beside.loc[chosen, columns]))] for chosen in (apart, known)
    )
    odd = _comparable(frames, odd)
    before = pd.Series(
        [_clause(str(said), str(raw)) for said, raw in zip(odd["sentence"], odd["raw"], strict=True)],
        odd.index,
        dtype="object",
    )
    odd = odd[odd["core"].eq("") & before.str.contains(WHOLE_YEAR) & ~before.str.contains(LIMITS)]
    right = right.assign(at_right=right.index)
    both = right.merge(
        odd[["report_id", "measure", "scope", "value"]].reset_index(),
        on=["report_id", "measure"],
        suffixes=("", "_odd"),
    )
    same = both["scope"].eq(both["scope_odd"]) | both["value"].lt(both["value_odd"]).fillna(False)
    return {
        (row["report_id"], row["measure"]): pd.concat([right.loc[[row["at_right"]]], odd.loc[[row["index"]]]])
        for row in both[same].to_dict("records")
    }


def _clause(sentence: str, raw: str) -> str:
    """What stands before a figure in its sentence, back to the last stop, without spaces."""
    return re.split("[。；;]", "".join(sentence.partition(raw)[0].split()))[-1]


def _within(said: pd.DataFrame) -> np.ndarray:
    """Figures that are a part of another figure of the same measure."""
    keys = pd.MultiIndex.from_frame(said[["report_id", "claim_id", "measure"]])
    wanted = pd.MultiIndex.from_arrays([said["report_id"], said["part_of"].fillna(""), said["measure"]])
    return wanted.isin(keys)


def _two(report: str, measure: str, rows: pd.DataFrame) -> dict[str, object]:
    names = {c.measure: (c.en, c.zh) for c in EVERY}
    raws = rows["raw"].tolist()
    return {
        "report_id": report,
        "claims": rows["claim_id"].tolist(),
        "subject": measure,
        "observed": raws[0],
        "expected": " / ".join(raws[1:]),
        "difference": float(rows["value"].iloc[0] - rows["value"].iloc[1]),
        "message_en": f"The text gives two values for {names[measure][0]}: {' and '.join(raws)}.",
        "message_zh": f"正文“{names[measure][1]}”前后不一：{'、'.join(raws)}。",
        "severity": "high" if measure.startswith(GRAVE) else "medium",
    }
