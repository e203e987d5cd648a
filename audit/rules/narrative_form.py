"""FRM: what a narrative report of the years up to 2018 had to hold."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import among, because, facts_where, joined, listing
from audit.rules.places import Passage, landmark, passages, place
from audit.tidy.reading import read_as

OLD_LAW_EN = "Regulation on Disclosure of Government Information (2008), art. 32, from memory"
OLD_LAW_ZH = "《政府信息公开条例》（2008年施行）第三十二条"
LAST = 2018

ELEMENTS = {
    "disclosure": ("proactive disclosure", "主动公开情况", r"主动公开|公开(?:政府)?信息[^。；]{0,12}\d"),
    "requests": ("requests", "依申请公开情况", r"依申请|申请(?:政府)?(?:信息)?公开|公开申请|信息公开的?申请"),
    "fees": ("fees and waivers", "收费及减免情况", r"收费|减免|收取|费用|免费"),
    "reviews": ("reviews", "行政复议情况", r"复议"),
    "lawsuits": ("lawsuits", "行政诉讼情况", r"诉讼|应诉|起诉"),
    "problems": ("problems", "存在的问题及改进情况", r"问题|不足|薄弱|改进"),
}
_SAID_IN = {"proactive": "disclosure", "on_request": "requests"}
_LEAST = 4
"""Characters under a heading from which a section has an answer."""
_HEADING = re.compile(
    r"(?:^|\n)\s*(?:[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十]{1,3}[)）])[^。\n]{0,40}?(?:情况|措施|打算|问题)(?=[。:：\s]|$)"
)


def _whole(frames: Frames) -> np.ndarray:
    """Reports of these years whose first and last sections of prose were both found."""
    names = frames.sections["canonical"]
    ids = frames.reports["report_id"]
    first = names.isin(["overall", "overview", "disclosure", "proactive"])
    begun = among(ids, frames.sections.loc[first, "report_id"])
    ended = among(ids, frames.sections.loc[names.isin(["problems", "other"]), "report_id"])
    return begun & ended


@rule(
    "FRM-15",
    "narrative-element-missing",
    en="A narrative report leaves out an element that the law named",
    zh="叙述式报告缺少法定内容",
    severity=Severity.medium,
    confidence="medium",
    basis_en=OLD_LAW_EN,
    basis_zh=OLD_LAW_ZH,
    confirmed=False,
    years=(0, LAST),
    needs=("sections",),
    why_zh="旧条例列明年度报告应包括的内容，标题写了而正文不写，公众仍不知道有没有发生。",
    innocent_zh="内容写在其他部分（全文查找）；以统计表说明的视为已写。标题中的字样不算内容。",
)
def narrative_element_missing(frames: Frames) -> Verdict:
    """A report up to 2018 says nothing, outside its headings, on one of the elements: disclosure, requests, fees,
    reviews, lawsuits, problems.

    *Why it matters*: the law named them; a heading that is not taken up leaves the public without an answer.

    *Innocent explanations*: the element stands in another section (all are searched) or in the statistics
    table. Where the text is not all there nothing is said.

    *Source*: Regulation of 2008, art. 32, from memory (to be confirmed).
    """
    reports = frames.reports
    asked = reports["year"].le(LAST).fillna(False).to_numpy(dtype=bool)
    if not asked.any():
        return Verdict()
    whole, ids = _whole(frames), reports["report_id"]
    printed = passages(frames)
    rows = []
    for report_id in ids[asked & whole]:
        text = _without_headings(report_id, printed)
        answered = {
            _SAID_IN.get(p.canonical, p.canonical) for p in printed[report_id] if len(_body(p)) > _LEAST
        }
        lacking = [
            name
            for name, (*_, pattern) in ELEMENTS.items()
            if name not in answered and not re.search(pattern, text)
        ]
        if lacking:
            rows.append((report_id, lacking))
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [r for r, _ in rows],
                "places": [place(_parts(printed[r]), _mentioned(one)) for r, one in rows],
                "subject": [" ".join(one) for _, one in rows],
                "observed": [f"{len(ELEMENTS) - len(one)} of {len(ELEMENTS)} elements" for _, one in rows],
                "expected": f"{len(ELEMENTS)} elements",
                "message_en": [
                    f"Outside headings nothing was found on {listing([ELEMENTS[n][0] for n in one], 6)}."
                    for _, one in rows
                ],
                "message_zh": [
                    f"除标题外，正文未见{'、'.join(ELEMENTS[n][1] for n in one)}。" for _, one in rows
                ],
            }
        ),
        cannot_tell=because(ids[asked & ~whole], "the text is not all there"),
    )


def _without_headings(report_id: str, printed: dict) -> str:
    """The text of a report but for headings and for the list of contents in its preface."""
    parts = []
    for passage in printed[report_id]:
        if passage.canonical in ("head", "preface"):
            continue
        parts.append(_HEADING.sub("\n", _body(passage)))
    return "".join(read_as("".join(parts)).text.split())


def _parts(printed: list[Passage]) -> list[Passage]:
    """The sections, whose headings name an element; the preface only lists them."""
    return [p for p in printed if p.canonical not in ("head", "preface")] or printed


def _body(passage: Passage) -> str:
    """What stands under the heading of a section."""
    headed = passage.title and passage.text.startswith(passage.title)
    return passage.text[len(passage.title) :].strip() if headed else passage.text


def _mentioned(lacking: list[str]) -> str:
    """Where an element is named although nothing is said of it: its heading."""
    return "|".join(ELEMENTS[name][2] for name in lacking)


@rule(
    "FRM-16",
    "statistics-table-missing",
    en="The statistics table is missing",
    zh="缺少信息公开情况统计表",
    severity=Severity.low,
    confidence="medium",
    basis_en="Notice 国办发〔2014〕32号: nationwide statistics of disclosure work from 2014",
    basis_zh="国办发〔2014〕32号：2014年起实行政府信息公开情况统计",
    years=(2014, LAST),
    needs=("s14", "sections"),
    why_zh="统计表是当年汇总的依据，缺表则申请、复议、诉讼等数据无从核对。",
    innocent_zh="统计表作为附件或图片另行发布；标题注明“文字版”说明另有图表版本。",
)
def statistics_table_missing(frames: Frames) -> Verdict:
    """A report for 2014 to 2018 has no statistics table and names none as attached.

    *Why it matters*: the figures on requests, reviews and lawsuits were collected in it.

    *Innocent explanations*: the table is an attachment or a picture of its own; 文字版 in a title hints at a
    version with tables. An attachment that is named is accepted.

    *Source*: notice 国办发〔2014〕32号.
    """
    reports = frames.reports
    ids = reports["report_id"]
    if not reports["year"].between(2014, LAST).any():
        return Verdict()
    tabled = ids.isin(facts_where(frames, lambda cell: cell.startswith("s14."))["report_id"]) | ids.isin(
        frames.sections.loc[frames.sections["canonical"].eq("statistics"), "report_id"]
    )
    asked = reports["year"].between(2014, LAST).fillna(False).to_numpy(dtype=bool) & ~tabled.to_numpy(
        dtype=bool
    )
    own = frames.sections[frames.sections["report_id"].isin(ids[asked])]
    named = own.loc[
        own["text"].fillna("").str.contains(r"统计表|附[表件][^。]{0,40}(?:统计|情况表)|情况表", regex=True),
        "report_id",
    ]
    attached = ids.isin(named).to_numpy(dtype=bool)
    whole = _whole(frames)
    found, printed = ids[asked & ~attached & whole], passages(frames)
    titles = reports.loc[found.index, "title"].fillna("")
    head = [
        any("文字版" in p.text for p in printed[r][:2]) or "文字版" in t
        for r, t in zip(found, titles, strict=True)
    ]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": found,
                "places": [landmark(frames, r) for r in found],
                "subject": "statistics table",
                "observed": "none",
                "expected": "the statistics table of 2014",
                "message_en": "No statistics table (统计表) was found in the text, and none is named as attached.",
                "message_zh": "正文未见信息公开情况统计表，也未提及作为附件。",
                "hint": [
                    "The title says 文字版: another version may hold the table. / 标题注明“文字版”，另一版本可能附有统计表。"
                    if h
                    else None
                    for h in head
                ],
            }
        ),
        cannot_tell=joined(because(ids[asked & ~attached & ~whole], "the text is not all there")),
        clear=because(ids[asked & attached], "a table is named in the text as attached"),
    )
