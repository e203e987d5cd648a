"""FRM: the tables of the form: missing, incomplete, or with rows run together."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.form import APPLICANTS, forms
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.form_structure import place_of_section
from audit.rules.measures import (
    STATES,
    because,
    codes,
    column_of,
    figure,
    joined,
    listing,
    listing_zh,
    once,
    other_rows,
    row_label,
    terms,
)
from audit.rules.nil_text import TABLES, words_for_tables
from audit.rules.places import passages
from audit.rules.section_text import (
    SAME_AS,
    SECTIONS,
    TABLED,
    goes_on_after,
    sections_found,
)
from audit.tidy.reading import read_as

TABLE_OF = {
    "t2": ("disclosure", "table 2", "表二"),
    "t3": ("requests", "table 3", "表三"),
    "t4": ("disputes", "table 4", "表四"),
}


TABLE_WORDS = {
    "t2": "规章|行政许可|制发件数|制作数量",
    "t3": "本年新收|上年结转|予以公开",
    "t4": "结果维持|尚未审结",
}
FEW_WORDS = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """Cells of one table that the document does not have. ``about`` body or extraction."""

    report_id: str
    table: str
    cells: tuple[str, ...]
    whole: bool
    about: str
    en: str
    zh: str


@rule(
    "FRM-04",
    "table-incomplete",
    en="A table is missing or incomplete",
    zh="表格缺失或不完整",
    severity=Severity.high,
    confidence="medium",
    basis_en="Forms of 2019 (198 cells) and 2021 (200 cells): 国办公开办函〔2019〕60号, 〔2021〕30号",
    basis_zh="2019年格式（198格）、2021年格式（200格）：国办公开办函〔2019〕60号、〔2021〕30号",
    needs=("t2", "t3", "t4"),
    why_zh="缺一张表或几行，汇总时即成空白；公众也看不到相应数据。",
    innocent_zh=(
        "表格以图片发布，文字中读不到；转载或采集丢失；本程序未能识别版式。此类情形作为读取问题提示，不作为"
        "机关问题。（六）印成一行由FRM-20提示；以“无”代替表格由NIL-05提示，停用NIL-05后本规则也不提示。"
    ),
)
def table_incomplete(frames: Frames) -> Verdict:
    """A table of the form, or rows of it, are not in the text of the report.

    *Why it matters*: a missing table or row is a hole in every sum, and the public cannot see the figures.

    *Innocent explanations*: the table is a picture, which is not read; a copy lost it; the layout was not
    understood. Then the finding is about the extraction, of low confidence, and says only that nothing was
    found in the text. A file that ends before the table, or holds one table alone, is not judged. (六) printed as one row
    is FRM-20, words in place of a table are NIL-05: this rule is silent on them also where NIL-05 is switched off.

    *Source*: forms of 2019 and 2021.
    """
    gaps = _absent_tables(frames)
    cut = [g.report_id for g in gaps if g.about == "cut"]
    worded = [g.report_id for g in gaps if g.about == "words"]
    single = set(frames.reports.loc[_one_table_alone(frames), "report_id"]) & set(cut)
    ids = frames.reports["report_id"]
    narrative = frames.reports["form"].isin(["narrative", "2014"])
    return Verdict(
        suspects=_gaps(frames, [g for g in gaps if g.about in ("body", "extraction")]),
        cannot_tell=joined(
            because(sorted(single), "the file holds one table alone, not the report"),
            because(dict.fromkeys(cut), "the file ends before the table does"),
            because(ids[_unrecognised(frames) & ~_goes_on(frames)], "the form was not recognised"),
        ),
        not_applicable=because(ids[narrative], "the report has no form with tables 2 to 4"),
        clear=because(dict.fromkeys(worded), "words stand in place of the table: see NIL-05"),
    )


def _one_table_alone(frames: Frames) -> np.ndarray:
    """Files with figures of the form and at most one of its headings: a table that was saved by itself."""
    some = frames.reports["cells_number"].fillna(0).gt(0).to_numpy(dtype=bool)
    return some & (sections_found(frames).sum(axis=1) <= 1)


@once
def _in_words(frames: Frames) -> set[tuple[str, str]]:
    """(report_id, table) where words stand in place of the table (NIL-05)."""
    return {(p.report_id, TABLES[p.canonical]) for p in words_for_tables(frames)}


def _absent_tables(frames: Frames) -> list[Gap]:
    """A gap for each report and table with cells that should be there and are not."""
    given, form = terms(frames), frames.reports["form"]
    absent = given.state == STATES.index("absent")
    due = np.zeros(absent.shape, dtype=bool)
    for code in TABLED:
        due[form.eq(code).to_numpy(dtype=bool)] = np.isin(codes(), forms()[code].cells)
    columns = [column_of()[f"t3.{row}.{c}"] for row in other_rows() for c in APPLICANTS]
    due[np.ix_(_in_one_row(frames), np.array(columns))] = False
    whole = _unrecognised(frames) & _goes_on(frames)
    gaps = []
    for table in TABLE_OF:
        own = np.array([c.startswith(f"{table}.") for c in codes()])
        lost = absent & due & own
        for at in np.flatnonzero(lost.any(axis=1) | whole).tolist():
            cells = tuple(c for c, gone in zip(codes(), lost[at], strict=True) if gone)
            every = whole[at] or len(cells) == (due[at] & own).sum()
            gaps.append(_gap(frames, at, table, cells, bool(every)))
    return gaps


def _in_one_row(frames: Frames) -> np.ndarray:
    """Reports that print (六) as one row, and none of its three."""
    given = terms(frames)
    there = given.state != STATES.index("absent")
    whole = there[:, [column_of()[f"t3.other_total.{c}"] for c in APPLICANTS]].any(axis=1)
    return whole & ~_in_three_rows(frames)


def _in_three_rows(frames: Frames) -> np.ndarray:
    there = terms(frames).state != STATES.index("absent")
    return there[:, [column_of()[f"t3.{row}.{c}"] for row in other_rows() for c in APPLICANTS]].any(axis=1)


def _unrecognised(frames: Frames) -> np.ndarray:
    """Reports of the years of the forms in which no form was recognised and no cell was read."""
    reports = frames.reports
    late = reports["year"].ge(2019).fillna(False).to_numpy(dtype=bool)
    read = (
        reports["cells_number"].fillna(0).gt(0).to_numpy(dtype=bool)
        | reports["status"].eq("unreadable").to_numpy()
    )
    return reports["form"].eq("unknown").to_numpy(dtype=bool) & late & ~read


def _goes_on(frames: Frames) -> np.ndarray:
    """Reports that have the headings of the tables and go on after them."""
    return goes_on_after(frames, "disputes") & sections_found(frames)[:, list(SECTIONS).index("requests")]


def _gap(frames: Frames, at: int, table: str, cells: tuple[str, ...], whole: bool) -> Gap:
    """Whether the gap is of the report, of our reading, one that words fill, or only of a file that is cut or a part."""
    report = frames.reports["report_id"].iloc[at]
    section, en, zh = TABLE_OF[table]
    if (report, table) in _in_words(frames):
        return Gap(report, table, cells, whole, "words", en, zh)
    own = [p for p in passages(frames)[report] if SAME_AS.get(p.canonical, p.canonical) == section]
    text = re.sub(r"\s+", "", read_as("".join(p.text for p in own)).text)
    if not goes_on_after(frames, section)[at] or _one_table_alone(frames)[at]:
        return Gap(report, table, cells, whole, "cut", en, zh)
    if whole:
        unread = bool(own) and (
            len(text) < FEW_WORDS or not cells or bool(re.search(TABLE_WORDS[table], text))
        )
    else:
        unread = any(_plain_label(c) in text for c in cells)
    return Gap(report, table, () if whole else cells, whole, "extraction" if unread else "body", en, zh)


def _plain_label(code: str) -> str:
    """The first words of a printed row label, without number and brackets."""
    return re.split(r"[(（“”、,，]", row_label(code)[1])[0]


UNREAD = (
    " It may be a picture, or its layout may not have been recognised.",
    "可能是图片，或版式未能识别。",
)


def _gaps(frames: Frames, gaps: list[Gap]) -> pd.DataFrame:
    printed = passages(frames)
    unread = [g.about == "extraction" for g in gaps]
    return pd.DataFrame(
        {
            "report_id": [g.report_id for g in gaps],
            "cells": [list(g.cells) for g in gaps],
            "places": [place_of_section(printed[g.report_id], TABLE_OF[g.table][0]) for g in gaps],
            "subject": [g.table for g in gaps],
            "observed": ["nothing" if g.whole else f"{len(g.cells)} cells missing" for g in gaps],
            "expected": [g.en for g in gaps],
            "message_en": [_gap_en(g) for g in gaps],
            "message_zh": [_gap_zh(g) for g in gaps],
            "severity": np.where(unread, "low", "high") if gaps else [],
            "confidence": np.where(unread, "low", "medium") if gaps else [],
            "about": [g.about for g in gaps],
        }
    )


def _gap_en(gap: Gap) -> str:
    more = UNREAD[0] * (gap.about == "extraction")
    if gap.whole:
        return f"{gap.en.capitalize()} was not found in the text.{more}"
    rows = listing(list(dict.fromkeys(f"“{row_label(c)[0]}”" for c in gap.cells)))
    count = f"{len(gap.cells)} cell{'s' if len(gap.cells) > 1 else ''}"
    return f"{count} of {gap.en} not found in the text: {rows}.{more}"


def _gap_zh(gap: Gap) -> str:
    more = UNREAD[1] * (gap.about == "extraction")
    if gap.whole:
        return f"文字中未见{gap.zh}。{more}"
    rows = listing_zh(list(dict.fromkeys(f"“{_plain_label(c)}”" for c in gap.cells)))
    return f"文字中未见{gap.zh}的{len(gap.cells)}格：{rows}。{more}"


@rule(
    "FRM-20",
    "other-handling-in-one-row",
    en="(六) other handling is printed as one row",
    zh="“（六）其他处理”未分列三项",
    severity=Severity.medium,
    basis_en="Form of 2021 (国办公开办函〔2021〕30号): (六) has three rows",
    basis_zh="2021年格式（国办公开办函〔2021〕30号）：“（六）其他处理”分列三项",
    forms=("2021",),
    years=(2021, 9999),
    needs=("t3.other_total", "t3.other_no_supplement", "t3.other_fee_unpaid", "t3.other_misc"),
    why_zh="三项分别反映逾期不补正、逾期不缴费和其他情形，合为一行即看不出是否动用了信息处理费等措施。",
    innocent_zh="转载副本合并了单元格；沿用2019年格式的表三。",
)
def other_handling_in_one_row(frames: Frames) -> Verdict:
    """A report on the 2021 form prints (六) other handling as one row instead of three.

    *Why it matters*: the three rows tell requests given up from requests ended because a fee was not paid.

    *Innocent explanations*: a copy merged the rows; table 3 was taken over from the 2019 form.

    *Source*: form of 2021 (国办公开办函〔2021〕30号).
    """
    ids = frames.reports["report_id"]
    one = ids[_in_one_row(frames)].tolist()
    cell = "t3.other_total.total"
    figures = dict(zip(ids, terms(frames).printed(cell), strict=True)) if one else {}
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": one,
                "cells": [[cell]] * len(one),
                "observed": [
                    "1 row" if np.isnan(figures[r]) else f"1 row, {figure(figures[r])} in all" for r in one
                ],
                "expected": "3 rows",
                "message_en": ["(六) other handling is printed as one row; the 2021 form has three."]
                * len(one),
                "message_zh": ["“（六）其他处理”只印一行，2021年格式应分列三项。"] * len(one),
            }
        ),
        cannot_tell=because(ids[~_in_one_row(frames) & ~_in_three_rows(frames)], "(六) was not found"),
    )
