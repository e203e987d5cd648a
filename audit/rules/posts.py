"""Posts on a website beside the tables: documents that only the text has, promised rhythms, posts taken for
decisions (TXT-09, TXT-10, TXT-15)."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from audit.form import cell as form_cell
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.counterparts import NORMATIVE
from audit.rules.measures import among, because, column_of, figure, joined, not_known, terms
from audit.rules.places import passages, reports_among, spots
from audit.rules.statements import stated
from audit.rules.vocabulary import bare_prose, words

PART = ("disclosed_part",)


@rule(
    "TXT-09",
    "documents-only-in-text",
    en="The text counts normative documents, table 2 none at all",
    zh="正文有规范性文件数量而表二全部为零",
    severity=Severity.info,
    sides=("text", "table"),
    confidence="low",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 20(1): normative documents are disclosed",
    basis_zh="《政府信息公开条例》（2019年修订）第二十条第一项：主动公开规范性文件",
    forms=("2019", "2021"),
    needs=("normative_issued", "disclosed_part", "t2.normative_documents"),
    why_zh="正文称制定、出台了规范性文件，表二却全部为零，表二漏填或正文把其他文件称作规范性文件。",
    innocent_zh="网站“规范性文件类”信息多为转发的上级文件（仅作提示）；“政策文件”通常不是行政规范性文件（不提示）。",
)
def documents_only_in_text(frames: Frames) -> Verdict:
    """The text counts normative documents made (medium) or posted (info); every cell of their row in table 2 is zero.

    *Why it matters*: the row was left empty, or other papers are called normative documents.

    *Innocent explanations*: posts of that class are mostly documents of higher bodies: told as a hint only.
    Policy papers (政策文件) are as a rule no normative documents and are not told.

    *Source*: Regulation (2019), art. 20(1); row 行政规范性文件 of table 2.
    """
    made = stated(frames, ["normative_issued"], ["count"])
    posted = stated(frames, PART, ["count"])
    posted = posted[_speaks(posted, r"规范性文件").to_numpy(bool)]
    said = pd.concat([made, posted])
    said = said[
        said["value"].gt(0).to_numpy(bool)
        & ~_speaks(said, "解读|目录|清理|学习|宣传|上级|转发").to_numpy(bool)
    ]
    given = terms(frames)
    columns = [column_of()[c] for c in NORMATIVE]
    printed = given.number[:, columns].max(axis=1)
    nothing = printed & (given.value[:, columns].sum(axis=1) == 0)
    lost = given.missing[:, columns].max(axis=1)
    at = said["at"].to_numpy()
    odd = said[nothing[at] & ~lost[at]].drop_duplicates("report_id")
    own = odd["measure"].eq("normative_issued") & _speaks(odd, "制发|制定|出台|印发|起草")
    ids = frames.reports["report_id"]
    told = list(zip(odd["label"].fillna(""), odd["raw"], strict=True))
    cells = [[c for c in NORMATIVE if given.number[n, column_of()[c]]] for n in odd["at"]]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": odd["report_id"],
                "cells": cells,
                "claims": [[c] for c in odd["claim_id"]],
                "subject": odd["measure"],
                "observed": odd["raw"],
                "expected": "0",
                "message_en": [
                    f"The text counts {label} {raw}; every cell of normative documents in table 2 is 0."
                    for label, raw in told
                ],
                "message_zh": [f"正文称{label}{raw}，而表二行政规范性文件各栏均为0。" for label, raw in told],
                "severity": np.where(own, "medium", "info"),
            }
        ),
        cannot_tell=because(
            said.loc[(lost | ~printed)[at], "report_id"].unique(),
            "the row of normative documents was not read",
        ),
        not_applicable=because(
            ids[~reports_among(frames, said["report_id"])], "the text counts no normative documents"
        ),
    )


def _speaks(said: pd.DataFrame, pattern: str) -> pd.Series:
    return said["label"].fillna("").str.contains(pattern, regex=True)


_RHYTHM = re.compile(r"(每季度?|按季度?|逐季|每月|按月|逐月)([^。；]{0,60}?(?:公开|公布|发布)[^。；]{0,40})")
RHYTHMS = ("每季", "按季", "逐季", "每月", "按月", "逐月")
TIMES = {"季": (4, "every quarter", "每季度"), "月": (12, "every month", "每月")}


@rule(
    "TXT-10",
    "promised-rhythm-not-kept",
    en="Disclosed every quarter or month, by the text; fewer items are counted",
    zh="称每季度、每月公开，而该类信息条数不足",
    severity=Severity.low,
    confidence="low",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 6: government information is released accurately",
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=("disclosed_part", "prose"),
    why_zh="称每季度公开财政支出，全年财政类信息却只有1条，两处至少有一处不实。",
    innocent_zh="通过公开栏等其他渠道公开，未计入网站条数；分类口径不同；数字为约数（不提示）。",
)
def promised_rhythm(frames: Frames) -> Verdict:
    """The text says that something is disclosed every quarter or month, and counts fewer than four or twelve items
    of that class.

    *Why it matters*: one of the two is not so.

    *Innocent explanations*: it went through another channel than the one counted; the classes are drawn
    otherwise. A heuristic.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate).
    """
    parts = stated(frames, PART, ["count", "nil"])
    ids = pd.Index(parts["report_id"].unique(), dtype="object")
    texts = bare_prose(frames).reindex(ids)
    sounding = {report: text for report, text in texts.items() if any(word in text for word in RHYTHMS)}
    promised = [
        (report, match[0], match[1], topic)
        for report, text in sounding.items()
        for match in _RHYTHM.finditer(text)
        for topic in words()["topics"]
        if re.search("|".join(words()["topics"][topic]), match[2])
    ]
    counted = parts[among(parts["report_id"], {report for report, *_ in promised})]
    rows = [_too_few(frames, counted, *one) for one in promised]
    found = {(r["report_id"], r["subject"]): r for r in reversed([r for r in rows if r])}
    all_ids = frames.reports["report_id"]
    asked = [report for report, *_ in promised]
    return Verdict(
        suspects=pd.DataFrame(list(found.values())),
        not_applicable=because(
            all_ids[~among(all_ids, asked)], "the text promises no rhythm for a class that it counts"
        ),
    )


def _too_few(
    frames: Frames, parts: pd.DataFrame, report: str, sentence: str, rhythm: str, topic: str
) -> dict:
    times, en, zh = TIMES["季" if "季" in rhythm else "月"]
    own = parts[
        (parts["report_id"] == report) & _speaks(parts, "|".join(words()["topics"][topic])).to_numpy(bool)
    ]
    if own.empty or own["value"].isna().any() or float(own["value"].max()) >= times:
        return {}
    most = own.loc[own["value"].astype("float64").idxmax()]
    return {
        "report_id": report,
        "claims": [most["claim_id"]],
        "places": spots(passages(frames)[report], re.escape(sentence))[:1],
        "subject": topic,
        "observed": most["raw"],
        "expected": f"{times}",
        "message_en": f"“{sentence[:40]}…”: {en}; but only {most['raw']} ({most['label']}) are counted.",
        "message_zh": f"正文称“{sentence[:40]}……”（{zh}），而“{most['label']}”全年仅{most['raw']}。",
    }


DECIDED = {
    "t2.penalty.decisions": ("处罚", "posts on penalties", "处罚类信息"),
    "t2.coercion.decisions": ("强制", "posts on coercion", "强制类信息"),
    "t2.licensing.decisions": ("许可", "posts on licences", "许可类信息"),
    "t2.regulations.issued": ("规章制度", "posts on house rules", "规章制度类信息"),
    "t2.regulations.made": ("规章制度", "posts on house rules", "规章制度类信息"),
    "t2.procurement.projects": ("采购", "posts on procurement", "采购类信息"),
}
FEW = 2


@rule(
    "TXT-15",
    "posts-counted-as-decisions",
    en="A cell of table 2 equals a number of posts",
    zh="表二数字与网站信息条数相同",
    severity=Severity.info,
    sides=("text", "table"),
    confidence="low",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 6 (accurate), art. 20(5), (6)",
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）、第二十条第五、六项",
    forms=("2019", "2021"),
    needs=("disclosed_part", *DECIDED),
    why_zh="表二要填的是作出的决定数量，不是网站上发布的信息条数。两数相同，可能是把信息条数填进了表格。",
    innocent_zh="每件决定公开一条，两数本应相同。2件以下不提示；仅供核对。",
)
def posts_as_decisions(frames: Frames) -> Verdict:
    """The number of posts of a class (处罚强制类9条) is the very number of decisions in table 2.

    *Why it matters*: table 2 asks for decisions made, not for posts; a number of posts may have been put there.

    *Innocent explanations*: every decision was posted once, and the two are the same by right. One or two are
    not told. A hint for a check, no more.

    *Source*: Regulation (2019), art. 6, 20; a township report of 2022 in the reference did so.
    """
    parts = stated(frames, PART, ["count"])
    given, at = terms(frames), parts["at"].to_numpy()
    value = parts["value"].to_numpy(dtype="float64", na_value=np.nan)
    found = []
    for code, (word, en, zh) in DECIDED.items():
        same = (given.printed(code)[at] == value) & (value > FEW) & _speaks(parts, word).to_numpy(bool)
        odd = parts[same & ~_speaks(parts, "决定|案件|解读|目录|清单").to_numpy(bool)].drop_duplicates(
            "report_id"
        )
        shown = [(raw, figure(v), form_cell(code)) for raw, v in zip(odd["raw"], odd["value"], strict=True)]
        found.append(
            pd.DataFrame(
                {
                    "report_id": odd["report_id"],
                    "cells": [[code] for _ in shown],
                    "claims": [[c] for c in odd["claim_id"]],
                    "observed": [v for _, v, _ in shown],
                    "message_en": [f"{c.en}: {v}, as many as the {en} ({raw})." for raw, v, c in shown],
                    "message_zh": [f"{c.zh} {v}，与{zh}条数（{raw}）相同。" for raw, v, c in shown],
                }
            )
        )
    ids = frames.reports["report_id"]
    asked = parts[_speaks(parts, "|".join(w for w, _, _ in DECIDED.values())).to_numpy(bool)]
    lost = not_known(given, ("t2.penalty.decisions", "t2.coercion.decisions", "t2.licensing.decisions"))
    return Verdict(
        suspects=pd.concat(found).drop_duplicates(["report_id", "observed"]),
        cannot_tell=joined(lost[among(pd.Series(lost.index, dtype="object"), asked["report_id"])]),
        not_applicable=because(
            ids[~reports_among(frames, asked["report_id"])], "the text counts no posts of such a class"
        ),
    )
