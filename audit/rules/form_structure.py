"""FRM: which form a report is on, its sections, and what is left of the template."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from audit.form import expected_form
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    because,
    joined,
    listing,
    listing_zh,
)
from audit.rules.places import Passage, Place, heading_of, passages, place
from audit.rules.section_text import (
    SAME_AS,
    SECTIONS,
    TABLED,
    count_sections,
    sections_found,
)

NARRATIVE_ONLY = ("overview", "proactive", "on_request", "fees", "statistics")
FEWEST = 3


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


def place_of_section(printed: Sequence[Passage], section: str) -> list[Place]:
    """The heading of a section, else that before the gap."""
    own = [p for p in printed if SAME_AS.get(p.canonical, p.canonical) == section]
    return [heading_of(own[0])] if own else _neighbour(printed, section)


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
