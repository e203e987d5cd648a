"""FRM: slips of the print that a careful reader stops at: doubled words, marks without a partner, broken sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.copies import quoted, sightings
from audit.rules.measures import because
from audit.rules.places import landmark, sighted

QUALITY_EN = (
    "Regulation on Disclosure of Government Information (2019), art. 6 (accurate); quality of the text"
)
QUALITY_ZH = "《政府信息公开条例》（2019年修订）第六条（准确）；文本质量"


@rule(
    "FRM-24",
    "doubled-word",
    en="A word or phrase printed twice",
    zh="词语重复",
    severity=Severity.low,
    confidence="medium",
    basis_en=QUALITY_EN,
    basis_zh=QUALITY_ZH,
    needs=("doubled_word",),
    why_zh="词语重复多为拼接、修改后未通读，说明发布前审校不够。",
    innocent_zh="叠词（一项一项、非常非常）、前后两词恰好相接（依申请公开公开指南）、目的的等不提示；表格中的并列栏名不看。",
)
def doubled_word(frames: Frames) -> Verdict:
    """A word or phrase stands twice in a row in the prose: 的的, 资金资金.

    *Why it matters*: it comes from pasting and means that nobody read the text through.

    *Innocent explanations*: words that are doubled in good style, and words that happen to meet (依申请公开
    followed by 公开指南), are left out; tables are not looked at.

    *Source*: seen in published reports.
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        en, zh = quoted(quotes)
        return f"Printed twice in a row: {en}.", f"词语重复：{zh}。"

    return of_sound_print(frames, "doubled_word", say)


@rule(
    "FRM-25",
    "mark-without-partner",
    en="A bracket or quotation mark without its partner",
    zh="括号、引号或书名号不成对",
    severity=Severity.info,
    confidence="medium",
    basis_en=QUALITY_EN,
    basis_zh=QUALITY_ZH,
    needs=("unbalanced_mark",),
    why_zh="括号不成对会使“其中”的范围不清，数字难以对应。",
    innocent_zh="1）、a）一类序号不提示；采集丢失符号；文件在该处截断。",
)
def mark_without_partner(frames: Frames) -> Verdict:
    """A bracket, quotation mark or title mark in the prose that is opened and not closed, or the reverse.

    *Why it matters*: where the bracket ends decides which figures belong to which total.

    *Innocent explanations*: numbers such as 1） and a） are left out; a copy lost the mark; nothing is said of
    the end of a file.

    *Source*: seen in published reports.
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        en, zh = quoted(quotes)
        return f"No partner was found for the mark in {en}.", f"{zh}中的标点不成对。"

    return of_sound_print(frames, "unbalanced_mark", say)


def of_sound_print(frames: Frames, kind: str, say: Callable[[list[str]], tuple[str, str]]) -> Verdict:
    """What was seen, but for copies whose words a machine has changed."""
    changed = {s.report_id for s in sighted(frames, "mojibake", "pinyin_gloss")}
    seen = [s for s in sighted(frames, kind) if s.report_id not in changed]
    return Verdict(
        suspects=sightings(seen, kind, say),
        cannot_tell=because(sorted(changed), "the words of this copy were changed by a machine"),
    )


@rule(
    "FRM-26",
    "sentence-breaks-off",
    en="A section ends in the middle of a sentence",
    zh="章节末尾语句未完",
    severity=Severity.low,
    confidence="medium",
    basis_en=QUALITY_EN,
    basis_zh=QUALITY_ZH,
    needs=("broken_off",),
    why_zh="“将采取以下措施：”之后没有内容，公众看不到改进措施，也可能是内容被误删。",
    innocent_zh="转载时删节；后文另起一页。文件末尾截断的不提示。",
)
def sentence_breaks_off(frames: Frames) -> Verdict:
    """The last line of a section ends with a comma, a colon or a word that wants another, and a new section follows.

    *Why it matters*: measures that are announced and not given were perhaps deleted by mistake.

    *Innocent explanations*: a copy left the rest out. Nothing is said of the last section of a file.

    *Source*: seen in published reports.
    """

    def say(quotes: list[str]) -> tuple[str, str]:
        ends = [f"…{q[-24:]}" if len(q) > 25 else q for q in quotes]
        en, zh = quoted(ends)
        return f"Nothing follows {en}; the next section begins.", f"{zh}之后没有内容即转入下一部分。"

    return Verdict(suspects=sightings(sighted(frames, "broken_off"), "broken off", say, "a whole sentence"))


_ONCE_ONLY = re.compile(
    r"(?P<a>年度)[\u4e00-\u9fff]{0,10}年度|(?P<b>信息公开)[\u4e00-\u9fff]{0,4}信息公开|(?P<c>报告)报告|(?P<d>工作)工作"
    r"|(?P<e>(?:19|20)\d\d年度?)[\u4e00-\u9fff]{0,24}(?P=e)"
)


@rule(
    "FRM-27",
    "title-repeats-a-word",
    en="The title says the same word twice",
    zh="标题词语重复",
    severity=Severity.info,
    basis_en=QUALITY_EN,
    basis_zh=QUALITY_ZH,
    needs=("title",),
    why_zh="标题是检索和归档的依据，重复说明套用模板未核对。",
    innocent_zh="“2023年度政府信息公开工作年度报告”是许多地方的固定写法，仅作提示。",
)
def title_repeats_a_word(frames: Frames) -> Verdict:
    """The title prints 年度, 信息公开, 工作, 报告 or its year twice.

    *Why it matters*: titles are searched for and filed by; a doubled word shows a template that was not
    looked at.

    *Innocent explanations*: 2023年度…年度报告 is the usual wording in many places: info only.

    *Source*: seen in published reports.
    """
    reports = frames.reports
    titles = reports["title"].fillna("")
    hits = [_ONCE_ONLY.search(t) for t in titles.tolist()]
    words = [next((v for v in m.groups() if v), "") if m else "" for m in hits]
    odd = np.array([bool(w) for w in words], dtype=bool)
    found = reports[odd]
    said = list(zip(found["title"], [w for w in words if w], strict=True))
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": found["report_id"],
                "places": [landmark(frames, r) for r in found["report_id"]],
                "subject": "title",
                "observed": [f"{w} twice" for _, w in said],
                "expected": "once",
                "message_en": [f"The title “{t}” says {w} twice." for t, w in said],
                "message_zh": [f"标题“{t}”中“{w}”重复。" for t, w in said],
            }
        ),
        cannot_tell=because(reports.loc[titles.eq(""), "report_id"], "the title was not found"),
    )
