"""FRM: the order and numbers of headings, rows that the form does not have, and what names a report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from audit.form import raw_form
from audit.form.labels import unnumbered
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.copies import quoted
from audit.rules.measures import among, because, facts_where, joined, listing, listing_zh
from audit.rules.places import Passage, Place, heading_of, landmark, passages, sighted
from audit.rules.print_slips import of_sound_print
from audit.rules.section_text import SAME_AS, SECTIONS, TABLED, report_rows, section_names, sections_found
from audit.tidy.reading import read_as

FORM_EN = "Forms of 2019 and 2021 (国办公开办函〔2019〕60号, 〔2021〕30号): six sections, in this order"
FORM_ZH = "2019年、2021年格式（国办公开办函〔2019〕60号、〔2021〕30号）：六个部分，依次编号"


@rule(
    "FRM-03",
    "sections-out-of-order",
    en="Sections out of order, or their numbers repeat or leave one out",
    zh="章节顺序或编号有误",
    severity=Severity.low,
    basis_en=FORM_EN,
    basis_zh=FORM_ZH,
    forms=TABLED,
    needs=("sections",),
    why_zh="编号重复、跳号或次序颠倒，读者难以引用，也常是漏删旧段落的痕迹。",
    innocent_zh="章节内部重新编号不看；缺少章节由FRM-02判断；转载时丢失编号的不判断。",
)
def sections_out_of_order(frames: Frames) -> Verdict:
    """The six sections do not stand in the order of the form, or their printed numbers repeat or skip.

    *Why it matters*: such headings cannot be cited, and are often the trace of an old paragraph left in.

    *Innocent explanations*: numbering inside a section is not looked at; a missing section is FRM-02; a
    heading that lost its number in a copy is not judged.

    *Source*: forms of 2019 and 2021.
    """
    place_of = {code: n for n, code in enumerate(SECTIONS)}
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    names, at = section_names(frames), report_rows(frames)
    rows = np.flatnonzero(np.isin(names, list(SECTIONS)) & on_form[at])
    rows = rows[np.argsort(at[rows], kind="stable")]
    rank = np.array([place_of[name] for name in names[rows]], dtype=float)
    number = frames.sections["number"].to_numpy("float64", na_value=np.nan)[rows]
    further, step = np.diff(rank), np.diff(number)
    skipped = ~np.isnan(step) & (step != further) & (step != 1)
    odd = ((further < 0) | skipped) & (np.diff(at[rows]) == 0)
    reports = frames.reports["report_id"].iloc[np.unique(at[rows][1:][odd])]
    printed, ids = passages(frames), frames.reports["report_id"]
    heads = [[p for p in printed[r] if SAME_AS.get(p.canonical, p.canonical) in SECTIONS] for r in reports]
    shown = [[_title(p) for p in one] for one in heads]
    few = sections_found(frames).sum(axis=1) < 3
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": reports,
                "places": [[heading_of(p) for p in one] for one in heads],
                "subject": "order of sections",
                "observed": [" ".join(one) for one in shown],
                "expected": "一 二 三 四 五 六",
                "message_en": [f"The headings run: {listing(one, 8)}." for one in shown],
                "message_zh": [f"章节标题依次为：{listing_zh(one, 8)}。" for one in shown],
            }
        ),
        cannot_tell=because(ids[on_form & few], "fewer than three headings were found"),
    )


def _title(passage: Passage) -> str:
    return (
        "".join(passage.title.split())[:12] or SECTIONS[SAME_AS.get(passage.canonical, passage.canonical)][1]
    )


@rule(
    "FRM-05",
    "row-not-of-the-form",
    en="A table has a row that the form does not have",
    zh="表格有格式以外的行",
    severity=Severity.info,
    basis_en=FORM_EN,
    basis_zh=FORM_ZH,
    forms=TABLED,
    needs=("other.t2", "other.t3", "other.t4"),
    why_zh="自行增加的行不能与其他单位汇总，其数字也可能未计入合计。",
    innocent_zh="省级统一增加的行（如“其他主动公开文件”）；表格说明文字被读作一行。",
)
def row_not_of_the_form(frames: Frames) -> Verdict:
    """Inside a statutory table stands a row whose label the form does not have.

    *Why it matters*: such a row cannot be added up with other bodies, and its figures may be missing from the
    totals.

    *Innocent explanations*: a province added the row for all (Hubei 2020: 其他主动公开文件); the note of a
    table was read as a row. A label that begins or ends with one of the form was joined with the next line: that is about
    our reading.

    *Source*: forms of 2019 and 2021.
    """
    known = {"".join(entry["zh"].split()) for rows in raw_form()["rows"].values() for entry in rows.values()}
    extra = facts_where(frames, lambda cell: cell.startswith("other."))
    extra = extra[~extra["row"].fillna("").isin(known)]
    labels = extra["row"].fillna("").str.strip()
    extra = extra[(labels.str.len() >= 2).to_numpy(dtype=bool)]
    extra = extra.sort_values("cell").sort_values("cell", key=lambda codes: codes.str.len(), kind="stable")
    own = {bare for bare in map(_bare, known) if len(bare) >= SHORTEST_LABEL}
    with_more = np.array([_holds_label(label, own) for label in extra["row"]], dtype=bool)
    narrative = frames.reports.loc[~frames.reports["form"].isin(TABLED), "report_id"]
    unread = frames.reports.loc[frames.reports["cells_number"].fillna(0).eq(0), "report_id"]
    return Verdict(
        suspects=pd.concat(
            [
                _extra_rows(
                    extra[~with_more], "Rows that the form does not have", "格式以外的行", "extra row"
                ),
                _extra_rows(
                    extra[with_more],
                    "Rows of the form were read together with other words",
                    "格式规定的行与其他文字连在一起读出",
                    "row joined",
                ).assign(about="extraction", confidence="low"),
            ],
            ignore_index=True,
        ),
        cannot_tell=because(unread[~among(unread, narrative)], "no figure of a table was read"),
    )


SHORTEST_LABEL = 5
"""A shorter label of the form (其他) may well begin or end a label of another row."""


def _holds_label(label: str, own: set[str]) -> bool:
    """Whether a label begins or ends with one of the form: a line of the table that was joined with the next."""
    plain = _bare(label)
    return any(plain.startswith(one) or plain.endswith(one) for one in own)


def _bare(label: str) -> str:
    """A label as it is matched: simplified, without spaces and its number."""
    return unnumbered("".join(read_as(label).text.split()))


def _extra_rows(extra: pd.DataFrame, en: str, zh: str, subject: str) -> pd.DataFrame:
    """A finding a report with all these rows."""
    groups = [(r, g.drop_duplicates("row")) for r, g in extra.groupby("report_id", sort=False)]
    named = [quoted(g["row"].tolist()) for _, g in groups]
    return pd.DataFrame(
        {
            "report_id": [r for r, _ in groups],
            "cells": [g["cell"].tolist() for _, g in groups],
            "subject": subject,
            "observed": [one for one, _ in named],
            "expected": "rows of the form",
            "difference": [float(len(g)) for _, g in groups],
            "message_en": [f"{en}: {one}." for one, _ in named],
            "message_zh": [f"{zh}：{one}。" for _, one in named],
        }
    )


CONTACTS = ("phone", "mail", "address", "office_mobile")


@rule(
    "FRM-14",
    "identification-missing",
    en="Title, publisher, date or contact data are missing",
    zh="缺少标题、发布机关、日期或联系方式",
    severity=Severity.low,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 12: index, name, date of generation",
    basis_zh="《政府信息公开条例》（2019年修订）第十二条：目录包括索引、名称、生成日期等内容",
    needs=("title", "agency", "published_on", "generated_on", "signed_on", "phone", "mail", "address"),
    why_zh="没有标题、日期、联系方式，读者不知道是谁、何时发布，也无从咨询。",
    innocent_zh="网页上有而文件中没有保存（请核对原网页）；联系方式统一公布在公开指南中。",
)
def identification_missing(frames: Frames) -> Verdict:
    """The file gives no title, no publisher, no date of publication, generation or signature, or no contact.

    *Why it matters*: readers do not know who published it and when, and cannot ask.

    *Innocent explanations*: the page had it and the file did not keep it; contact data are given once for all
    in the guide to disclosure. Of an excerpt nothing is said. Where a machine changed the words of a copy, it may
    have lost them: the finding is then about the copy.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 12 (elements of the catalogue).
    """
    reports = frames.reports
    ids = reports["report_id"]
    dated = reports[["published_on", "generated_on", "signed_on"]].notna().any(axis=1)
    reached = among(ids, [s.report_id for s in sighted(frames, *CONTACTS)])
    lacks = pd.DataFrame(
        {
            "title": reports["title"].isna(),
            "publisher": reports["agency"].isna(),
            "date": ~dated,
            "contact": ~reached,
        }
    )
    whole = _begun_and_ended(frames)
    odd = lacks.any(axis=1).to_numpy(dtype=bool) & whole
    lists = [
        [c for c, gone in zip(lacks, row, strict=True) if gone] for row in lacks[odd].to_numpy(dtype=bool)
    ]
    changed = ids.isin([s.report_id for s in sighted(frames, "mojibake", "pinyin_gloss")])
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": ids[odd],
                "places": [landmark(frames, r) for r in ids[odd]],
                "about": np.where(changed[odd], "copy", "body"),
                "subject": [" ".join(one) for one in lists],
                "observed": [f"no {listing(one)}" for one in lists],
                "expected": "title, publisher, date, contact",
                "message_en": [
                    f"Not found in the file: {listing([NAMES[n][0] for n in one])}." for one in lists
                ],
                "message_zh": [f"文件中未见{'、'.join(NAMES[n][1] for n in one)}。" for one in lists],
            }
        ),
        cannot_tell=joined(because(ids[~whole], "the text is not all there")),
    )


NAMES = {
    "title": ("a title", "标题"),
    "publisher": ("the publisher", "发布机关"),
    "date": ("a date of publication, generation or signature", "发布、生成或落款日期"),
    "contact": ("contact data (telephone, address or mail)", "联系方式（电话、地址或邮箱）"),
}


def _begun_and_ended(frames: Frames) -> np.ndarray:
    """Reports that were read to their last section from their first on."""
    name, ids = frames.sections["canonical"], frames.reports["report_id"]
    begun = among(ids, frames.sections.loc[name.isin(["overall", "overview"]), "report_id"])
    ended = among(ids, frames.sections.loc[name.isin(["other", "problems"]), "report_id"])
    return begun & ended


@rule(
    "FRM-21",
    "points-misnumbered",
    en="Numbered points repeat or leave out a number",
    zh="分条序号重复或跳号",
    severity=Severity.info,
    confidence="medium",
    basis_en="Quality of the text; Regulation on Disclosure of Government Information (2019), art. 6 (accurate)",
    basis_zh="文本质量；《政府信息公开条例》（2019年修订）第六条（准确）",
    needs=("number_skipped",),
    why_zh="序号重复或跳号，说明删改后未核对，可能漏掉一条内容。",
    innocent_zh="引用法规条款项号、每段重新从一开始编号的不提示；转载时丢失一段。",
)
def points_misnumbered(frames: Frames) -> Verdict:
    """In a section the points （一）（二）… or 一是、二是 … repeat a number or leave one out.

    *Why it matters*: it shows an edit that was not looked over, and that a point may have been lost.

    *Innocent explanations*: items of a law that are cited, and numbering that begins again, are left out; a
    copy lost a paragraph.

    *Source*: seen in published reports.
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        en, zh = quoted(quotes)
        return f"The number does not follow the one before: {en}.", f"序号与前文不衔接：{zh}。"

    return of_sound_print(frames, "number_skipped", say)


_OTHER_FORM = {
    "fees": ("fees and waivers", "收费及减免情况"),
    "statistics": ("the statistics table of 2014", "2014年统计表"),
}


@rule(
    "FRM-23",
    "heading-of-another-form",
    en="A section of another form",
    zh="出现其他格式的章节",
    severity=Severity.low,
    confidence="medium",
    basis_en=FORM_EN,
    basis_zh=FORM_ZH,
    forms=TABLED,
    needs=("sections",),
    why_zh="保留旧格式的章节，说明新旧模板混用，读者难以与其他报告对照。",
    innocent_zh="地方要求另附统计表；在其他事项下说明收费不在此列。",
)
def heading_of_another_form(frames: Frames) -> Verdict:
    """A report on a form of 2019 or later has a section that only reports of earlier years had.

    *Why it matters*: old and new templates were mixed, and the report can hardly be laid beside others.

    *Innocent explanations*: a local notice asked for a statistics table in addition; a word on fees under
    other matters is no section.

    *Source*: forms of 2019 and 2021; order of the Regulation of 2008.
    """
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    odd = frames.sections[
        frames.sections["canonical"].isin(list(_OTHER_FORM)).to_numpy(dtype=bool)
        & on_form[report_rows(frames)]
    ].drop_duplicates(["report_id", "canonical"])
    printed, ids = passages(frames), frames.reports["report_id"]
    titles = [
        "".join(t.split()) or _OTHER_FORM[c][1]
        for t, c in zip(odd["title"].fillna(""), odd["canonical"], strict=True)
    ]
    few = sections_found(frames).sum(axis=1) < 3
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": odd["report_id"],
                "places": [
                    _heading(printed[r], c) for r, c in zip(odd["report_id"], odd["canonical"], strict=True)
                ],
                "subject": odd["canonical"],
                "observed": titles,
                "expected": "the six sections of the form",
                "message_en": [
                    f"Section “{t}” ({_OTHER_FORM[c][0]}) belongs to another form."
                    for t, c in zip(titles, odd["canonical"], strict=True)
                ],
                "message_zh": [f"“{t}”不是现行格式的章节。" for t in titles],
            }
        ),
        cannot_tell=because(ids[on_form & few], "fewer than three headings were found"),
    )


def _heading(printed: Sequence[Passage], canonical: str) -> list[Place]:
    return [heading_of(p) for p in printed if p.canonical == canonical][:1]
