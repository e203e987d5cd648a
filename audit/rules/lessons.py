"""DOC: cases that the body lost, and what the report makes of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, figure, joined, not_known, terms
from audit.rules.places import heading_of, passages, reports_among
from audit.rules.vocabulary import bare_prose, expressions, section_text

CORRECTED = tuple(
    f"t4.{block}.corrected" for block in ("review", "litigation_direct", "litigation_after_review")
)
PLANS = ("problems", "other")


@rule(
    "DOC-08",
    "lost-cases-not-addressed",
    en="Cases were lost, and the section on problems says nothing of them",
    zh="复议诉讼被纠错而“存在问题”部分未提及",
    severity=Severity.high,
    basis_en="Regulation on Disclosure of Government Information (2019), art. 50(4): main problems and improvements",
    basis_zh="《政府信息公开条例》（2019年修订）第五十条第四项：存在的主要问题及改进情况",
    forms=("2019", "2021"),
    needs=CORRECTED,
    why_zh="被复议机关或法院纠正，是工作中最确凿的问题。报告的问题部分只字不提，说明该部分为套话。",
    innocent_zh="正文其他部分已说明败诉或纠错及其整改（降为中）；县级以上政府汇总各部门案件。问题部分提到依申请公开、答复、法治等即不提示。",
)
def lost_cases(frames: Frames) -> Verdict:
    """Table 4 counts corrected decisions, and the section on problems has no word on requests, reviews or suits.

    *Why it matters*: to be corrected by the review body or a court is the surest problem there is; a section
    on problems that leaves it out is boilerplate.

    *Innocent explanations*: another part of the text speaks of the cases and what was done (medium). A word
    on requests, replies, reviews, suits or the rule of law in the section settles it.

    *Source*: Regulation (2019), art. 50(4); table 4 of the 2019 and 2021 forms.
    """
    given = terms(frames)
    figures = np.column_stack([np.nan_to_num(given.printed(c)) for c in CORRECTED])
    lost = figures.sum(axis=1) > 0
    ids = pd.Index(given.report_ids[lost], dtype="object")
    plans = section_text(frames, ids, PLANS)
    told = plans.str.contains(expressions("lesson")).to_numpy(bool)
    sections = frames.sections
    read = reports_among(frames, sections.loc[sections["canonical"].eq("problems"), "report_id"])[lost]
    whole = frames.reports["status"].eq("read").to_numpy(bool)[lost]
    at = np.flatnonzero(lost)[~told & read & whole]
    return Verdict(
        suspects=_silent(frames, at, figures),
        cannot_tell=joined(
            because(ids[~told & ~(read & whole)], "the section on problems was not read in full"),
            not_known(given, CORRECTED),
        ),
        clear=because(ids[told], "the section on problems speaks of requests or disputes"),
    )


def _silent(frames: Frames, at: np.ndarray, figures: np.ndarray) -> pd.DataFrame:
    given = terms(frames)
    ids = pd.Index(given.report_ids[at], dtype="object")
    elsewhere = bare_prose(frames).reindex(ids).str.contains("败诉|纠错|纠正|撤销").to_numpy(bool)
    cells = [[c for c, v in zip(CORRECTED, figures[n], strict=True) if v > 0] for n in at]
    sums = [figure(figures[n].sum()) for n in at]
    found = passages(frames)
    sections = [[heading_of(p) for p in found[i] if p.canonical == "problems"][:1] for i in ids]
    words = "复议、诉讼、败诉、纠错、依申请、答复"
    return pd.DataFrame(
        {
            "report_id": ids,
            "cells": cells,
            "places": sections,
            "observed": sums,
            "expected": "a word on them in the section on problems",
            "message_en": [
                f"{n} decisions were corrected in reviews or suits, and the section on problems says nothing of requests or "
                f"disputes (searched for {words})."
                for n in sums
            ],
            "message_zh": [
                f"复议、诉讼结果纠正共{n}件，而“存在的主要问题及改进情况”未提及（已检索：{words}等）。"
                for n in sums
            ],
            "severity": np.where(elsewhere, "medium", "high"),
        }
    )
