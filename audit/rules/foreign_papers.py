"""DUP-07: a local paper by which the body says to publish, and which bears the name of a county of another province."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because
from audit.rules.places import Passage, narrowed, passages
from audit.rules.vocabulary import expressions, is_prose
from audit.tidy.divisions import Division, divisions

_PAPER = re.compile(
    r"《(?:今日(?P<today>[\u4e00-\u9fff]{2,3})|(?P<name>[\u4e00-\u9fff]{2,3}?)(?:日|时|晚|周)?报)》"
)
_SENTENCE = "。；;\n"


@rule(
    "DUP-07",
    "paper-of-another-county",
    en="The text publishes in a paper named after a county of another province",
    zh="正文所用报刊与外省县（市）同名",
    severity=Severity.low,
    sides=("text", "body"),
    confidence="low",
    basis_en="Regulation (2019), art. 6: information is released accurately",
    basis_zh="《政府信息公开条例》（2019年修订）第六条：准确公开政府信息",
    needs=("sections", "province"),
    why_zh="在外省县报上开设专栏公开本地信息，几乎不可能，多为照抄他人报告时遗漏未改。",
    innocent_zh=(
        "本地乡镇、街道或刊物与外省县（市）同名，请核对；全国性、省级和设区的市的报刊，考察学习、对口协作、被报道转载等语句，以及正文"
        "另处出现同名的乡镇、街道、村的，均不提示。"
    ),
)
def paper_of_another_county(frames: Frames) -> Verdict:
    """The body says that it publishes in a paper (《今日定安》, 《定安时报》) named after a county that lies in another
    province alone.

    *Why it matters*: No county publishes its own affairs in the paper of a county far away: the sentence, and perhaps
    the figures around it, were copied.

    *Innocent explanations*: A town or a paper of the place bears the same name: a person must look, and the finding says
    so. Papers of the state, of provinces and prefectures are left out, and so are visits, partnerships and reports by
    others, and a name that is one of a town, street or village in the same text.

    *Source*: seen in a published report; the list of divisions of ``tidy.divisions``.
    """
    reports = frames.reports
    known = dict(zip(reports["report_id"].tolist(), reports["province"].tolist(), strict=True))
    texts = frames.sections["text"].fillna("").tolist()
    signed = np.array(["《今日" in text or "报》" in text for text in texts], dtype=bool)
    named = frames.sections.loc[signed, "report_id"].unique()
    found = [one for report in named for one in _papers(frames, report, known[report])]
    lost = reports.loc[reports["province"].isna() & reports["report_id"].isin(named), "report_id"]
    return Verdict(pd.DataFrame(found), cannot_tell=because(lost, "the province of the body is not known"))


def _papers(frames: Frames, report: str, province: object) -> list[dict[str, object]]:
    if not isinstance(province, str):
        return []
    printed = passages(frames)[report]
    whole = "".join(p.text for p in printed)
    seen: dict[str, dict[str, object]] = {}
    for passage in (p for p in printed if is_prose(p.canonical, p.text)):
        for match in _PAPER.finditer(passage.text):
            name = match["today"] or match["name"]
            far = _elsewhere(name, province)
            if far and not _is_local(name, whole) and _is_used(passage.text, match):
                seen.setdefault(match[0], _say(report, passage, match, far, province))
    return list(seen.values())


@cache
def _counties() -> dict[str, tuple[Division, ...]]:
    """By short name all divisions that bear it, if they are counties alone (no prefecture, district or banner)."""
    by_name: defaultdict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        by_name[one.name[:-1]].append(one)
    return {
        name: tuple(found)
        for name, found in by_name.items()
        if len(name) > 1 and all(d.level == "county" and d.name.endswith(("县", "市")) for d in found)
    }


def _elsewhere(name: str, province: str) -> Division | None:
    """The county of this short name, if all counties of that name lie in other provinces."""
    found = _counties().get(name, ())
    return found[-1] if found and all(d.province != province for d in found) else None


def _is_local(name: str, text: str) -> bool:
    """Whether the text speaks of a town, street or village of this name, or the name is a word of many papers."""
    return bool(re.search(f"{name}(?:镇|乡|街道|村|社区|新区|区|园区|开发区)", text)) or bool(
        expressions("common_papers").fullmatch(name)
    )


def _is_used(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence says that the body publishes there, and speaks of no other body."""
    start = max(text.rfind(stop, 0, match.start()) for stop in _SENTENCE) + 1
    ends = [at for stop in _SENTENCE if (at := text.find(stop, match.end())) >= 0]
    sentence = "".join(text[start : min(ends, default=len(text))].split())
    return bool(expressions("publishes_in").search(sentence)) and not expressions("of_other_places").search(
        sentence
    )


def _say(
    report: str, passage: Passage, match: re.Match[str], far: Division, province: str
) -> dict[str, object]:
    return {
        "report_id": report,
        "places": [narrowed(passage, *match.span())],
        "subject": match[0],
        "observed": match[0],
        "expected": province,
        "message_en": (
            f"The text publishes in {match[0]}; {far.name} lies in {far.province}, the body in {province}. Look whether "
            "the sentence was copied, or a paper of the place bears the same name."
        ),
        "message_zh": (
            f"正文称通过{match[0]}公开信息，而{far.name}属{far.province}，报告机关在{province}。请核对是照抄他人报告，还是本地同名刊物。"
        ),
    }
