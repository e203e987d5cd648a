"""FRM: the form, its sections and tables, and what each section must say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.form import APPLICANTS, expected_form, forms
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
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
from audit.rules.places import Passage, Place, first_words, heading_of, passages, place, reports_among
from audit.rules.section_text import (
    SAME_AS,
    SECTIONS,
    count_sections,
    goes_on_after,
    reports_marked,
    section_texts,
    sections_found,
)
from audit.tidy.reading import read_as

TABLED = ("2019", "2021")
NARRATIVE_ONLY = ("overview", "proactive", "on_request", "fees", "statistics")
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
FEWEST = 3
SHOWN = 40


@rule(
    "FRM-01",
    "wrong-form",
    en="Wrong form for the year",
    zh="格式与报告年度不符",
    severity=Severity.high,
    basis_en=(
        "Notices 国办公开办函〔2019〕60号 (encouraged for 2019, due for 2020) and 国办公开办函〔2021〕30号 "
        "(from 2021)"
    ),
    basis_zh=(
        "国办公开办函〔2019〕60号（2019年度鼓励采用，2020年度执行）；国办公开办函〔2021〕30号（2021年度起）"
    ),
    needs=("form", "year", "t2", "t3", "t4"),
    why_zh="格式不符，数据项目就不同，无法与其他单位、其他年度汇总比较。",
    innocent_zh=(
        "2019年度仅为鼓励采用新格式，叙述式报告可以接受；格式按表格栏目判断，不按引用的文号判断；转载副本可"
        "能丢失表格。"
    ),
)
def wrong_form(frames: Frames) -> Verdict:
    """The report follows another form than the one due for its year.

    *Why it matters*: another form has other figures; the report cannot be added up or compared.

    *Innocent explanations*: for 2019 the form was only encouraged, and a narrative report is accepted; the
    form is told by the columns of the tables, not by the notice that is cited; a copy may have lost its
    tables, so a report without tables whose headings are those of the form is not judged.

    *Source*: notices 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号; narrative years: notice 国办发〔
    2014〕32号.
    """
    reports = frames.reports.dropna(subset=["year"])
    form, year = reports["form"].fillna("unknown"), reports["year"].astype("int64")
    due = pd.Series([expected_form(y) for y in year], index=reports.index, dtype="object")
    old = form.isin(["narrative", "2014"])
    fits, early = (form == due) | (old & (year <= 2019)), old & (year == 2019)
    doubtful = ~fits & old & ~_is_narrative(frames)[reports.index.to_numpy()]
    unknown = frames.reports["year"].isna() | frames.reports["form"].fillna("unknown").eq("unknown")
    wrong = ~(fits | doubtful | form.eq("unknown"))
    return Verdict(
        suspects=_wrong_forms(frames, reports[wrong], due[wrong]),
        cannot_tell=joined(
            because(frames.reports.loc[unknown, "report_id"], "the form or the report year is not known"),
            because(
                reports.loc[doubtful, "report_id"],
                "no table was found, and the headings are not those of a narrative",
            ),
        ),
        clear=because(reports.loc[early, "report_id"], "for 2019 the form was encouraged, not yet due"),
    )


def _is_narrative(frames: Frames) -> np.ndarray:
    """Reports with at least two headings that only narrative reports have."""
    return count_sections(frames, frames.sections["canonical"].isin(NARRATIVE_ONLY)) >= 2


FORM_NAMES = {
    "narrative": ("a narrative report without a form", "无统一表格的叙述式报告"),
    "2014": ("the statistics table of 2014", "2014年统计表"),
    "2019": ("the 2019 form", "2019年格式"),
    "2021": ("the 2021 form", "2021年格式"),
}


def _wrong_forms(frames: Frames, found: pd.DataFrame, due: pd.Series) -> pd.DataFrame:
    printed = passages(frames)
    rows = list(zip(found["year"], found["form"], due, strict=True))
    ahead = (found["form"].eq("2021") | ~due.isin(TABLED)).to_numpy(dtype=bool)
    told = found["form"].isin(TABLED).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "report_id": found["report_id"],
            "places": [_form_place(printed[r]) for r in found["report_id"]],
            "subject": "form",
            "observed": found["form"],
            "expected": due,
            "message_en": [
                f"A report for {y} on {FORM_NAMES[f][0]}; {FORM_NAMES[d][0]} is due." for y, f, d in rows
            ],
            "message_zh": [
                f"{y}年度报告采用{FORM_NAMES[f][1]}，应采用{FORM_NAMES[d][1]}。" for y, f, d in rows
            ],
            "confidence": np.where(ahead, "low", np.where(told, "high", "medium")),
            "hint": [
                "The form is newer than the report year: the year may have been misread. / 格式晚于报告年度，年度可能误读。"
                if a
                else None
                for a in ahead
            ],
        }
    )


def _form_place(printed: Sequence[Passage]) -> list[Place]:
    """The words of a column by which the form is told, else the heading of the report."""
    told = r"本年新\s*制作数量|上一年\s*项目数量|本年\s*制发件数|现行\s*有效件|本年增/?减"
    return place(printed, told, ("disclosure", "proactive"))


@rule(
    "FRM-02",
    "missing-section",
    en="A section of the form is missing",
    zh="缺少规定章节",
    severity=Severity.high,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 50; the six sections of the forms "
        "of 2019 and 2021 (国办公开办函〔2019〕60号, 〔2021〕30号)"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第五十条；2019年、2021年格式规定的六个部分（国办公开办函〔2019〕"
        "60号、〔2021〕30号）"
    ),
    forms=TABLED,
    needs=("sections",),
    why_zh="六个部分是法定内容，缺一即内容不全；通知要求“不得遗漏”。",
    innocent_zh="标题改写（意思相同即可）；标题在转载中丢失或并入上一段。序号相符的改写标题视为存在。",
)
def missing_section(frames: Frames) -> Verdict:
    """One of the six sections has no heading.

    *Why it matters*: the six sections are the content that the law demands; the notice says: no omission.

    *Innocent explanations*: the heading is paraphrased, which is accepted, as is an unknown heading with the
    right number; headings are lost or glued to other text where a page is copied. Where fewer than three
    headings were found, or the file could not be read in full, nothing is said.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50; forms of 2019 and 2021.
    """
    found, ids = sections_found(frames), frames.reports["report_id"]
    partly = frames.reports["status"].eq("partly_read").to_numpy(dtype=bool)
    count = found.sum(axis=1)
    lacking = count < len(SECTIONS)
    odd = lacking & ~partly & (count >= FEWEST)
    return Verdict(
        suspects=_missing(frames, ids[odd], found[odd]),
        cannot_tell=joined(
            because(ids[lacking & partly], "the file could not be read in full"),
            because(ids[lacking & (count < FEWEST)], "fewer than three headings were found"),
        ),
    )


def _missing(frames: Frames, report_ids: pd.Series, found: np.ndarray) -> pd.DataFrame:
    printed = passages(frames)
    lists = [[c for c, there in zip(SECTIONS, row, strict=True) if not there] for row in found]
    en = [listing([f"{SECTIONS[c][0]} ({SECTIONS[c][2]})" for c in one], 6) for one in lists]
    zh = ["、".join(f"“{SECTIONS[c][1]}”" for c in one) for one in lists]
    sure = [one[-1] in ("problems", "other") and len(one) == 1 for one in lists]
    return pd.DataFrame(
        {
            "report_id": report_ids,
            "places": [_neighbour(printed[r], one[0]) for r, one in zip(report_ids, lists, strict=True)],
            "subject": [" ".join(one) for one in lists],
            "observed": [f"{len(SECTIONS) - len(one)} sections" for one in lists],
            "expected": "6 sections",
            "message_en": [f"No heading was found for section {e}." for e in en],
            "message_zh": [f"未见{z}的标题。" for z in zh],
            "confidence": np.where(sure, "high", "medium") if lists else [],
        }
    )


def _neighbour(printed: Sequence[Passage], missing: str) -> list[Place]:
    """The heading before the gap, else the first of the report."""
    names = list(SECTIONS)
    before = [p for p in printed if SAME_AS.get(p.canonical, p.canonical) in names[: names.index(missing)]]
    return [heading_of(before[-1])] if before else place(printed)


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
            "places": [_table_place(printed[g.report_id], TABLE_OF[g.table][0]) for g in gaps],
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


def _table_place(printed: Sequence[Passage], section: str) -> list[Place]:
    own = [p for p in printed if SAME_AS.get(p.canonical, p.canonical) == section]
    return [heading_of(own[0])] if own else _neighbour(printed, section)


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


FEE_STATED = (
    r"处理费|收费通知|收取[^。；;]{0,25}费|(?:未|没有|无|不|零|免|均|也)[^。；;，,]{0,8}收费"
    r"|收费[^。；;]{0,12}(?:[0０]|零|无|(?:减免|情况)(?!情况)(?!在|[^。；;，,]{0,6}(?:公开|公示|公布|张贴|展示|上墙)))"
    r"|减免[^。；;]{0,10}费|费用[^。；;]{0,6}减免|(?:全部|全|均|一律|予以)免费|免费(?:提供|向|办理|受理)"
    r"|(?:政府信息|信息公开|申请)(?:[^。；;]{0,24}(?:收费|费用)|[^。；;，,]{0,24}免费)"
)
FEE_LABELS = r"未按收费通知[^。；;]{0,12}缴纳[^。；;]{0,2}费用?|行政事业性收费|事业性收费|收费(?:项目|目录|清单|标准|依据)"
ELSEWHERE = ("overall", "requests", "disputes", "problems", "fees")
FEE_CLAIMS = ("fees_collected", "fee_notices", "fee_waivers")


@rule(
    "FRM-06",
    "no-fee-statement",
    en="No statement on the information processing fee",
    zh="未说明信息处理费收取情况",
    severity=Severity.medium,
    basis_en=(
        "Measures on the information processing fee (国办函〔2020〕109号) and section six of the 2021 form: "
        "fee notices, amounts, money received"
    ),
    basis_zh=(
        "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）及2021年格式第六部分：收费通知件数、金额"
        "及实际收取"
    ),
    confirmed=False,
    years=(2021, 9999),
    needs=("sections", *FEE_CLAIMS),
    why_zh="信息处理费是限制反复申请的手段，是否收取、收了多少应向社会说明，没有收取也应说明。",
    innocent_zh="已在第一或第三部分说明（可以接受）；2020年度及以前不适用。",
)
def no_fee_statement(frames: Frames) -> Verdict:
    """A report for 2021 or later says nothing on the fee for processing requests, not even that there was none.

    *Why it matters*: the fee steers requests beyond a reasonable number; the public should know whether it
    was charged.

    *Innocent explanations*: the statement stands in section one or three, which is accepted; reports up to
    2020 need none. Without a section six the rule says nothing (FRM-02 does).

    *Source*: 国办函〔2020〕109号; section six of the 2021 form, from memory (to be confirmed).
    """
    asked = frames.reports["year"].ge(2021).fillna(False).to_numpy(dtype=bool)
    sixth = section_texts(frames, ("other",), asked)
    six, inside = reports_marked(frames, sixth), reports_marked(frames, sixth[_states_fee(sixth["text"])])
    claims = frames.claims.loc[frames.claims["measure"].isin(FEE_CLAIMS), "report_id"]
    claimed = reports_among(frames, claims)
    rest = section_texts(frames, ELSEWHERE, asked & ~inside & ~claimed)
    told = inside | claimed | reports_marked(frames, rest[_states_fee(rest["text"])])
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=_silent(frames, ids[asked & six & ~told]),
        cannot_tell=because(ids[~six & ~told], "section six was not found"),
        clear=because(ids[told & ~inside], "the statement stands outside section six"),
    )


def _states_fee(texts: pd.Series) -> np.ndarray:
    """Texts without spaces that speak of the fee; labels of the tables do not count."""
    stated = texts.str.contains("费", regex=False).to_numpy(dtype=bool, copy=True)
    plain = texts[stated].str.replace(FEE_LABELS, "", regex=True)
    stated[stated] = plain.str.contains(FEE_STATED, regex=True).to_numpy(dtype=bool)
    return stated


def _silent(frames: Frames, report_ids: pd.Series) -> pd.DataFrame:
    printed = passages(frames)
    sixth = [next(p for p in printed[r] if p.canonical == "other") for r in report_ids]
    said = [_said(p) for p in sixth]
    return pd.DataFrame(
        {
            "report_id": report_ids,
            "places": [[first_words(p)] for p in sixth],
            "subject": "fee statement",
            "observed": said,
            "expected": "fee notices and amounts, or that there were none",
            "message_en": [
                f"Section six begins “{s}” and says nothing on the information processing fee." for s in said
            ],
            "message_zh": [f"第六部分为“{s}”，未说明信息处理费收取情况。" for s in said],
        }
    )


def _said(passage: Passage) -> str:
    """The beginning of what a section says under its heading."""
    lines = [line.strip() for line in passage.text.splitlines() if line.strip()]
    text = lines[1] if len(lines) > 1 else "".join(lines)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


ASPECTS = {
    "主动公开": ("proactive disclosure", r"主动公开|公开(?:政府)?信息[^。；;]{0,12}\d+[条件篇]"),
    "依申请公开": ("disclosure on request", r"依申请|申请公开|公开申请|信息公开的申请"),
    "政府信息管理": (
        "management of information",
        r"信息(?:资源)?(?:的)?(?:规范化|规范|动态|全面|日常|发布|档案)?管理|管理政府信息|文件管理|公文管理|公文属性|规范性文件[^。；;]{0,10}(?:清理|管理|公开)"
        r"|台账|信息[^。；;]{0,8}(?:动态调整|更新维护|归档)|(?:审核|审查|发布)(?:流程|程序|机制)|三审",
    ),
    "平台建设": (
        "platforms",
        r"平台(?:的)?(?:建设|管理|运维|运行|维护)|网站(?:的)?(?:建设|管理|运维|维护|改版)|平台[^。；;，,]{0,6}(?:升级|改版|优化)"
        r"|(?:建设|优化|完善|维护|升级|改版|打造|建好|用好|加强)[^。；;，,]{0,10}(?:平台|网站|专栏|栏目|公众号|新媒体|专区|公开栏|查阅点)",
    ),
    "监督保障": (
        "supervision and support",
        r"监督保障|监督和保障|保障监督|监督(?:检查|考核|考评|评议|评价|管理)|考核(?:评估|评议|结果|体系|指标|内容)?(?:[、和]|情况|机制|工作)"
        r"|纳入[^。；;，,]{0,10}考核|社会评议|评议|督查|督导|督促|培训|通报|监督",
    ),
}


@rule(
    "FRM-07",
    "section-one-lacks-aspect",
    en="Section one lacks an aspect that the notice names",
    zh="总体情况缺少规定方面",
    severity=Severity.low,
    confidence="medium",
    basis_en=(
        "Notice 国办公开办函〔2021〕30号: section one gives an overview of five aspects (from 2021; before, "
        "only customary)"
    ),
    basis_zh=(
        "国办公开办函〔2021〕30号：第一部分概述主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监"
        "督保障五个方面（2021年度起；此前仅为惯例）"
    ),
    forms=TABLED,
    years=(2019, 9999),
    needs=("sections",),
    why_zh="五个方面是通知列明的内容，缺少的方面往往是当年没有做的工作。",
    innocent_zh="同一意思的不同表述（如网站建设、督查考核）；合并在其他段落中。2019、2020年度仅作参考。",
)
def section_one_lacks_aspect(frames: Frames) -> Verdict:
    """The overview in section one does not mention one of its five aspects, in any of the usual words.

    *Why it matters*: the notice names them; what is missing is often what was not done.

    *Innocent explanations*: other words for the same thing; the aspect is treated in another section. For
    2019 and 2020 the five were custom only: info.

    *Source*: notice 国办公开办函〔2021〕30号, section one.
    """
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    overall = section_texts(frames, ("overall",), on_form).drop_duplicates("at")
    at = overall["at"].to_numpy(dtype="int64")
    texts = overall["text"].to_numpy(dtype=object)
    missing = ~np.column_stack([_speaks_of(texts, zh, p) for zh, (_, p) in ASPECTS.items()])
    goes_on = goes_on_after(frames, "overall")
    odd = missing.any(axis=1) & goes_on[at]
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=_lacking(frames, frames.reports.iloc[at[odd]], missing[odd]),
        cannot_tell=joined(
            because(ids[~reports_marked(frames, overall)], "section one was not found"),
            because(ids[reports_marked(frames, overall) & ~goes_on], "the file ends in section one"),
        ),
    )


def _speaks_of(texts: np.ndarray, word: str, pattern: str) -> np.ndarray:
    """Texts that hold the word of the notice, or one that stands for it."""
    other = re.compile(pattern).search
    return np.array([word in text or other(text) is not None for text in texts], dtype=bool)


def _lacking(frames: Frames, reports: pd.DataFrame, missing: np.ndarray) -> pd.DataFrame:
    printed = passages(frames)
    lists = [[zh for zh, lacks in zip(ASPECTS, row, strict=True) if lacks] for row in missing]
    custom = reports["year"].lt(2021).fillna(False).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "report_id": reports["report_id"],
            "places": [_table_place(printed[r], "overall") for r in reports["report_id"]],
            "subject": [" ".join(one) for one in lists],
            "observed": [f"{len(ASPECTS) - len(one)} of {len(ASPECTS)} aspects" for one in lists],
            "expected": "five aspects",
            "message_en": [
                f"Section one says nothing on {listing([f'{ASPECTS[zh][0]} ({zh})' for zh in one], 5)}."
                for one in lists
            ],
            "message_zh": [f"第一部分未涉及{'、'.join(one)}。" for one in lists],
            "severity": np.where(custom, "info", "low"),
        }
    )


@rule(
    "FRM-10",
    "template-text-left",
    en="Instructions of the template left in",
    zh="残留模板说明文字",
    severity=Severity.low,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate); quality of the text"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）；文本质量",
    needs=("template_text",),
    why_zh="模板提示语、占位符未删除，说明报告发布前未经审校。",
    innocent_zh="（文字版）、（公章）等是正常标注；新《条例》等是简称。",
)
def template_text_left(frames: Frames) -> Verdict:
    """Placeholders or instructions of the template are still in the text: (表), XX, (具体网址), 【】 …

    *Why it matters*: the text was published without being read.

    *Innocent explanations*: (文字版) and (公章) are ordinary notes and are not counted.

    *Source*: seen in published reports; Regulation on Disclosure of Government Information (2019), art. 6.
    """
    seen = frames.observations
    left = seen[seen["kind"].eq("template_text") & ~seen["quote"].fillna("").str.contains("文字版|公章")]
    grouped = left.groupby("report_id", sort=False)
    listed = [(r, list(zip(g["report_id"], g["locator"], g["quote"], strict=True))) for r, g in grouped]
    quotes = [[q for _, _, q in places] for _, places in listed]
    each = [[f"“{q}”" for q in dict.fromkeys(one)] for one in quotes]
    shown = [listing(one, 6) for one in each]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [r for r, _ in listed],
                "places": [places for _, places in listed],
                "subject": "template text",
                "observed": shown,
                "expected": "none",
                "difference": [float(len(one)) for one in quotes],
                "message_en": [
                    f"Text of the template was left in {len(one)} place{'s' if len(one) > 1 else ''}: {s}."
                    for one, s in zip(quotes, shown, strict=True)
                ],
                "message_zh": [
                    f"残留模板文字{len(one)}处：{listing_zh(s, 6)}。"
                    for one, s in zip(quotes, each, strict=True)
                ],
            }
        )
    )
