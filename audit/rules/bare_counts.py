"""DOC: counts of narrative reports that stand alone: disputes without outcomes, refusals without reasons."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import among, because, joined
from audit.rules.places import passages, reports_among
from audit.rules.vocabulary import expressions, section_text

OF_ANOTHER = ("channel", "other_year", "unknown")
FORM_WITH_TABLES = 2019
"""From this report year on the form has tables of outcomes and grounds: a text without them has lost them."""
_BROKEN = re.compile(r"[，,。；;][^。；;]*[\u4e00-\u9fff，,、：:]$")
DISPUTES = ("reviews_total", "lawsuits_total", "disputes_total")


@rule(
    "DOC-09",
    "disputes-without-outcomes",
    en="Reviews or lawsuits are counted without their outcomes",
    zh="复议诉讼有数量而无结果",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2008), art. 32(4): reviews and lawsuits on disclosure",
    basis_zh="2008年施行的《政府信息公开条例》第三十二条第四项：因政府信息公开申请行政复议、提起行政诉讼的情况",
    confirmed=False,
    forms=("narrative",),
    needs=(*DISPUTES, "reviews_upheld", "reviews_corrected", "lawsuits_upheld", "lawsuits_corrected"),
    why_zh="只报件数不报结果，无法知道行政机关是否被纠错。2014年起的统计表即按维持、纠错、其他分列。",
    innocent_zh="统计表另附，未随正文发布（2019年度起格式中有结果表，不判断）；案件尚未审结（正文应说明）。正文任何一处说明结果的不提示。",
)
def disputes_without_outcomes(frames: Frames) -> Verdict:
    """A narrative report counts reviews or lawsuits and says nowhere how one of them ended.

    *Why it matters*: a number without outcomes hides whether the body was corrected; the statistics table of
    2014–2018 splits it.

    *Innocent explanations*: a table was published apart (from the report year 2019 on the form has one, so that
    nothing can be told of a text without it); the cases were still open, which the text should say.
    A word on any outcome anywhere in the prose settles it.

    *Source*: Regulation (2008), art. 32(4), in the reference from memory.
    """
    own = _own_counts(frames)
    counted = own[own["measure"].isin(DISPUTES)]
    ids = frames.reports["report_id"]
    some = pd.Index(counted["report_id"].unique(), dtype="object")
    texts = section_text(frames, some)
    said = pd.Series(some[texts.str.contains(expressions("dispute_result")).to_numpy(bool)])
    return _alone(frames, counted, among(ids, said), _disputes)


def _disputes(raw: str, label: str) -> tuple[str, str]:
    return (
        f"The text counts {raw} ({label}) and says nowhere how they ended.",
        f"正文称{label}{raw}，未说明结果（维持、纠错或其他）。",
    )


@rule(
    "DOC-10",
    "refusals-without-reasons",
    en="Refusals are counted without reasons",
    zh="不予公开有数量而无理由分类",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2008), art. 32(2): the report states requests and refusals",
    basis_zh="2008年施行的《政府信息公开条例》第三十二条第二项：依申请公开和不予公开政府信息的情况",
    confirmed=False,
    forms=("narrative",),
    needs=("outcome_denied", "outcome_part"),
    why_zh="不予公开的理由是监督的重点。只报总数不分理由，无法判断拒绝是否依法。",
    innocent_zh="统计表另附，未随正文发布（2019年度起格式中有理由分列，不判断）；同句或下一句已说明理由；统计表中已分列（不适用）。",
)
def refusals_without_reasons(frames: Frames) -> Verdict:
    """A narrative report counts refusals, and no part of them, nor the sentence itself, says why.

    *Why it matters*: the grounds of refusals are what oversight asks for; a bare sum cannot be judged.

    *Innocent explanations*: a table with the grounds was published apart (from the report year 2019 on the form
    has one, so that nothing can be told of a text without it); the sentence gives the reason. A
    general sentence on what must not be disclosed counts no refusal and is no reason. The next sentence may say
    why (主要是因为…).

    *Source*: Regulation (2008), art. 32(2), in the reference from memory; the statistics table of 2014–2018
    splits refusals by ground.
    """
    own = _own_counts(frames)
    denied = own[own["measure"].eq("outcome_denied")]
    reason = own["label"].fillna("").str.contains(expressions("refusal_reason"))
    split = own[own["measure"].str.startswith("outcome") & ~own["measure"].eq("outcome_denied") & reason]
    sentence = denied["sentence"].fillna("").str.replace(r"\s", "", regex=True)
    spoken = denied[sentence.str.contains(_because(), regex=True)]
    some = pd.Index(denied["report_id"].unique(), dtype="object")
    next_to_it = section_text(frames, some).str.contains(expressions("refusal_because")).to_numpy(bool)
    given = pd.Series(some[next_to_it], dtype="object")
    explained = reports_among(frames, pd.concat([split["report_id"], spoken["report_id"], given]))
    return _alone(frames, denied, explained, _refusal)


def _because() -> str:
    reason = expressions("refusal_reason").pattern
    return f"(?:因|由于|涉及|属于|原因|理由|为)[^。；]{{0,16}}(?:{reason})"


def _refusal(raw: str, _: str) -> tuple[str, str]:
    return (
        f"The text counts {raw} refused, and neither parts nor a reason are given.",
        f"正文称不予公开{raw}，未说明理由，也未按理由分列。",
    )


def _own_counts(frames: Frames) -> pd.DataFrame:
    """Counts above zero of the report's own year, not of one channel."""
    claims = frames.claims
    own = claims[claims["kind"].eq("count") & claims["value"].gt(0).fillna(False)]
    years = own["report_id"].map(frames.by_id["year"]).astype("Int64")
    return own[own["year"].eq(years).fillna(True).astype(bool) & ~own["scope"].isin(OF_ANOTHER)]


def _alone(
    frames: Frames, counted: pd.DataFrame, explained: np.ndarray, say: Callable[[str, str], tuple[str, str]]
) -> Verdict:
    """Suspects are the counts of reports that explain none of them; one a report and figure."""
    ids = frames.reports["report_id"].to_numpy(dtype=object)
    some = reports_among(frames, counted["report_id"])
    with_tables = frames.reports["year"].ge(FORM_WITH_TABLES).fillna(False).to_numpy(bool)
    read = frames.reports["status"].eq("read").to_numpy(bool) & ~with_tables
    open_ = some & ~explained & read
    open_[open_] = _breaks_off(frames, ids[open_])
    bare = counted[among(counted["report_id"], ids[some & ~explained & read & ~open_])]
    first = bare.drop_duplicates(["report_id", "measure", "value"])
    said = [say(raw, label) for raw, label in zip(first["raw"], first["label"].fillna(""), strict=True)]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": first["report_id"],
                "claims": [[c] for c in first["claim_id"]],
                "subject": first["measure"],
                "observed": first["raw"],
                "message_en": [en for en, _ in said],
                "message_zh": [zh for _, zh in said],
            }
        ),
        cannot_tell=joined(
            because(ids[some & ~explained & ~read], "part of the report, perhaps a table, was not read"),
            because(ids[open_], "the text ends in the middle of a sentence: what follows was not seen"),
        ),
        not_applicable=because(ids[~some], "the text counts none"),
    )


def _breaks_off(frames: Frames, report_ids: np.ndarray) -> np.ndarray:
    """Whether the last line of a report is prose that no stop ends; names and dates below a report hold no comma."""
    found = passages(frames)
    ends = [found[i][-1].text.rstrip().rpartition("\n")[2] if found[i] else "" for i in report_ids]
    return np.array([_BROKEN.search(line) is not None for line in ends], dtype=bool)
