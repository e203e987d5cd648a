"""FRM: whether the sections in words say what they are there for."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import among, because, joined
from audit.rules.places import Place, first_words, heading_of, passages, place, spots
from audit.rules.section_text import (
    PROSE,
    SAME_AS,
    SECTIONS,
    TABLED,
    goes_on_after,
    report_rows,
    reports_marked,
    section_texts,
)
from audit.rules.vocabulary import is_whole, sentences_with

ARTICLE_50_EN = "Regulation on Disclosure of Government Information (2019), art. 50"
ARTICLE_50_ZH = "《政府信息公开条例》（2019年修订）第五十条"

_SUBJECT_WORDS = ("考核", "考评", "评议", "测评", "第三方评估", "追责", "问责", "责任追究", "满意度")
_SUBJECT = f"(?:{'|'.join(_SUBJECT_WORDS)})"
_RESULT = (
    r"(?:结果(?:为|是|均|显示|运用|公布|良好|优|合格|满意)|得分|\d+(?:\.\d+)?分|优秀|良好|合格|满意率|满意度(?:为|达)|名列|排名|位列|位居|第[一二三四五六七八九十\d]+名"
    r"|等次|先进|表彰|表扬|通报|达标|零|0[起人次件]|\d+[起人次件]|较好|好评|优异)"
)
_NO_CASE = (
    r"(?:未|没有|无|不存在|从未|尚未)[^。；]{0,24}(?:责任追究|追责|问责|被追究)"
    r"|(?:责任追究|追责|问责)[^。；]{0,12}(?:未|没有|无(?!障)|零|为0|0[起人次件])"
)
_MENTION = re.compile(_SUBJECT)
_SAYS_HOW = re.compile(f"{_RESULT}|{_NO_CASE}")
GOVERNMENTS = ("government", "general_office", "township", "street")


@rule(
    "FRM-08",
    "no-assessment-results",
    en="No results of assessment, social review or accountability",
    zh="未见工作考核、社会评议和责任追究结果",
    severity=Severity.low,
    confidence="medium",
    basis_en=f"{ARTICLE_50_EN} (4): governments at every level also report the results of assessment, review and accountability",
    basis_zh=f"{ARTICLE_50_ZH}第（四）项：各级人民政府还应当包括工作考核、社会评议和责任追究结果情况",
    years=(2019, 9999),
    needs=("kind", "sections"),
    why_zh="考核、评议、追责的结果是各级政府年度报告的法定内容，只写制度不写结果等于没有公开。",
    innocent_zh="部门不适用；用其他说法写明了结果；内容在未读到的部分。只提到考核制度、没有结果的会被提示。",
)
def no_assessment_results(frames: Frames) -> Verdict:
    """The report of a government says nothing on how its work was assessed, reviewed or answered for.

    *Why it matters*: for governments at every level these results belong to the content that the law demands;
    to name a system is no result.

    *Innocent explanations*: departments are exempt; the result is given in other words; the text was not read
    in full (then nothing is said).

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50 (4).
    """
    reports = frames.reports
    ids = reports["report_id"]
    asked = reports["kind"].isin(GOVERNMENTS).to_numpy(dtype=bool) & reports["year"].ge(2019).fillna(
        False
    ).to_numpy(dtype=bool)
    department = reports["kind"].isin(["department", "institution"]).to_numpy(dtype=bool)
    whole = is_whole(frames).reindex(ids).to_numpy(dtype=bool)
    parts = section_texts(frames, PROSE, asked & whole)
    whole = whole & reports_marked(frames, parts)
    answered = _answered(parts, len(ids))
    silent = ids[asked & whole & ~answered]
    quiet = parts[among(parts["at"], silent.index)]
    said = quiet.groupby("at")["text"].agg("".join) if len(quiet) else {}
    printed = passages(frames)
    named = [_named(said[at]) for at in silent.index]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": silent,
                "places": [
                    spots(printed[r], re.escape(n), PROSE)[:1] if n else place(printed[r], None, PROSE)
                    for r, n in zip(silent, named, strict=True)
                ],
                "subject": "assessment",
                "observed": [n or "no such word" for n in named],
                "expected": "results of assessment, review and accountability",
                "message_en": [
                    "No result of assessment (考核), social review (评议) or accountability (追责, 问责, 责任追究) was "
                    f"found{_but(n)}."
                    for n in named
                ],
                "message_zh": [
                    f"未见工作考核、社会评议、责任追究的结果{f'（仅提到“{n}”）' if n else ''}。"
                    for n in named
                ],
            }
        ),
        cannot_tell=joined(
            because(ids[asked & ~whole], "the text is not all there"),
            because(
                ids[~asked & ~department & reports["kind"].eq("unknown").to_numpy(dtype=bool)],
                "the kind of body is not known",
            ),
        ),
        not_applicable=because(ids[department], "departments need not report these results"),
    )


def _answered(parts: pd.DataFrame, reports: int) -> np.ndarray:
    """For every report whether one of these sections gives a result; once one does, the others are not read."""
    known: set[int] = set()
    for at, text in zip(parts["at"].tolist(), parts["text"].tolist(), strict=True):
        if at not in known and _gives_result(text):
            known.add(at)
    answered = np.zeros(reports, dtype=bool)
    answered[list(known)] = True
    return answered


def _gives_result(text: str) -> bool:
    """Whether a sentence on assessment, review or accountability says how it went."""
    return any(_SAYS_HOW.search(text, start, end) for start, end in sentences_with(_MENTION, text))


def _named(text: str) -> str:
    """The first mention of assessment with the words beside it; empty if there is none."""
    found = re.search(rf"{_SUBJECT}[^。；，,]{{0,12}}", text)
    before = re.split(r"[。；，,]", text[max(found.start() - 12, 0) : found.start()])[-1] if found else ""
    return before + found[0] if found else ""


def _but(named: str) -> str:
    return f" (only “{named}”)" if named else ""


PROBLEM = re.compile(
    r"存在|不足|问题|薄弱|有待|不够|短板|困难|欠缺|差距|不高|不强|不及时|不到位|不完善|仍需|还需|尚未|滞后|单一"
)
REMEDY = re.compile(
    r"改进|措施|下一步|下步|今后|将|加强|加大|提升|提高|完善|整改|进一步|强化|推进|计划|优化|规范|健全|落实|解决"
)
_WANTING = re.compile(
    r"标准化规范化|不(?:够)?(?:规范|健全|完善)|"
    + "|".join(
        rf"{needed}(?:于)?(?:进一步)?[^，。；,;]{{0,14}}"
        for needed in ("有待", "仍需", "还需", "需要?", "尚需", "亟待", "亟需")
    )
)
"""What a text calls wanting. Every alternative begins with a character of its own: so it is found four times as fast."""
NOTHING = re.compile(r"^(?:无|暂无|没有|本(?:机关|单位)?无[^。]{0,12})[。.]?$")


@rule(
    "FRM-12",
    "section-five-half-empty",
    en="Section five is empty, or gives only problems or only remedies",
    zh="第五部分空缺或只有问题、只有措施",
    severity=Severity.medium,
    confidence="medium",
    basis_en=f"{ARTICLE_50_EN} (4): the main problems and how they are dealt with",
    basis_zh=f"{ARTICLE_50_ZH}第（四）项：存在的主要问题及改进情况",
    forms=TABLED,
    needs=("sections",),
    why_zh="查找问题、提出改进是年度报告的目的之一，只写其一或敷衍几个字，等于没有检查自己的工作。",
    innocent_zh="问题与改进合写在一段；内容在转载时丢失。文件在此处截断的不判断。",
    options=(
        Option(
            "shortest",
            40,
            "Characters that section five must have under its heading.",
            "第五部分标题以下至少应有的字数。",
        ),
    ),
)
def section_five_half_empty(frames: Frames, shortest: int) -> Verdict:
    """Section five says 无 or next to nothing, or names problems without remedies, or remedies without problems.

    *Why it matters*: to look for problems and deal with them is what the report is for.

    *Innocent explanations*: both are said in one paragraph, which counts; a copy lost the text. Where the file
    ends in this section nothing is said.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50 (4).
    """
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    fifth = section_texts(frames, ("problems",), on_form).drop_duplicates("at")
    goes_on = goes_on_after(frames, "problems")[fifth["at"].to_numpy(dtype="int64")]
    body = fifth["body"]
    texts = body.tolist()
    small = np.array([len(text) < shortest or bool(NOTHING.match(text)) for text in texts], dtype=bool)
    problem = np.array([bool(PROBLEM.search(text)) for text in texts], dtype=bool)
    remedy = np.array([_gives_remedy(text) for text in texts], dtype=bool)
    fault = np.select([small, problem & ~remedy, remedy & ~problem], ["small", "no_remedy", "no_problem"], "")
    odd = (fault != "") & goes_on
    ids, at = frames.reports["report_id"], fifth["at"].to_numpy(dtype="int64")
    return Verdict(
        suspects=_half_empty(frames, ids.iloc[at[odd]], body[odd], fault[odd]),
        cannot_tell=joined(
            because(ids[on_form & ~reports_marked(frames, fifth)], "section five was not found"),
            because(ids.iloc[at[(fault != "") & ~goes_on]], "the file ends in section five"),
        ),
    )


def _gives_remedy(text: str) -> bool:
    """Whether a word of a remedy stands outside what the text calls wanting; most texts have one before that."""
    wanting = _WANTING.search(text)
    if REMEDY.search(text, 0, wanting.start() if wanting else len(text)):
        return True
    return bool(wanting and REMEDY.search(_WANTING.sub("", text)))


FAULTS = {
    "small": ("only {n} characters: “{q}”", "仅{n}字：“{q}”"),
    "no_remedy": ("problems, but no remedy was found: “{q}”", "只有问题，未见改进措施：“{q}”"),
    "no_problem": ("remedies, but no problem was found: “{q}”", "只有措施，未见存在的问题：“{q}”"),
}


def _half_empty(frames: Frames, ids: pd.Series, body: pd.Series, fault: np.ndarray) -> pd.DataFrame:
    printed = passages(frames)
    rows = [
        (FAULTS[f], {"n": len(b), "q": b if len(b) <= 40 else b[:39] + "…"})
        for b, f in zip(body, fault, strict=True)
    ]
    return pd.DataFrame(
        {
            "report_id": ids.to_numpy(),
            "places": [_under(printed[r], "problems") for r in ids],
            "subject": fault,
            "observed": [said["q"] for _, said in rows],
            "expected": "problems and remedies",
            "message_en": [f"Section five gives {en.format(**said)}." for (en, _), said in rows],
            "message_zh": [f"第五部分{zh.format(**said)}。" for (_, zh), said in rows],
        }
    )


def _under(printed: list, canonical: str) -> list[Place]:
    """The heading of a section and the first line under it."""
    own = [p for p in printed if SAME_AS.get(p.canonical, p.canonical) == canonical][:1]
    return list(dict.fromkeys(spot for p in own for spot in (heading_of(p), first_words(p))))


_PERIOD = (
    r"本?(?:年度)?(?:报告|年报)?(?:中)?(?:所列)?(?:的)?(?:数据)?(?:的)?统计(?:期限|时限|时间跨度|时间|周期|数据)"
    r"[^。；]{0,60}(?:\d+日|为止|止)[。；]?"
)
_CONTACT = (
    r"[（(]?(?:如[^。；]{0,20}疑问[^。；]{0,40}联系)?[^。；]{0,10}"
    r"(?:联系(?:地址|电话|人|方式)|电话|地址|邮编|邮政编码|传真|电子邮箱)[^。；]{0,80}[。；)）]?"
)
_DOWNLOAD = r"本(?:年度)?报告(?:的)?(?:电子版)?[^。；]{0,20}(?:下载|查阅|公布)[^。；]{0,30}[。；]?"
_PADDING = (re.compile(_PERIOD), re.compile(_DOWNLOAD), re.compile(_CONTACT))
_OF_PADDING = "统计|下载|查阅|公布|联系|电话|地址|邮|传真"
"""One of these stands in all that is padding."""


@rule(
    "FRM-13",
    "section-six-misused",
    en="Section six repeats only the period or contact data",
    zh="第六部分仅重复统计期限或联系方式",
    severity=Severity.low,
    basis_en="Notice 国办公开办函〔2021〕30号: neither omit nor pad; section six is for other matters",
    basis_zh="国办公开办函〔2021〕30号：不得遗漏、不得随意增加；第六部分为其他需要报告的事项",
    forms=TABLED,
    needs=("sections",),
    why_zh="第六部分用于报告收费等其他事项，填入统计期限、电话等内容属于凑数。",
    innocent_zh="写明“无其他需要报告的事项”的不提示；另有实质内容的不提示。",
)
def section_six_misused(frames: Frames) -> Verdict:
    """Section six holds nothing but the statistics period, contact data or where the report can be found.

    *Why it matters*: the section is for matters such as the fee; what stands in it is padding.

    *Innocent explanations*: that there is nothing else to report is an answer; anything of substance beside
    the period is enough.

    *Source*: notice 国办公开办函〔2021〕30号 (no padding).
    """
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    sixth = section_texts(frames, ("other",), on_form).drop_duplicates("at")
    body = sixth["body"]
    size = body.str.len().to_numpy(dtype="int64")
    odd = (size <= 200) & (size >= 6) & body.str.contains(_OF_PADDING, regex=True).to_numpy(dtype=bool)
    odd[odd] = [len(_without_padding(text)) < 6 for text in body[odd].tolist()]
    at = sixth["at"].to_numpy(dtype="int64")[odd]
    ids, printed = frames.reports["report_id"], passages(frames)
    said = [b if len(b) <= 50 else b[:49] + "…" for b in body[odd]]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": ids.iloc[at].to_numpy(),
                "places": [_under(printed[r], "other")[-1:] for r in ids.iloc[at]],
                "subject": "section six",
                "observed": said,
                "expected": "other matters, or that there are none",
                "message_en": [f"Section six says only “{q}”." for q in said],
                "message_zh": [f"第六部分仅有“{q}”。" for q in said],
            }
        ),
        cannot_tell=because(ids[on_form & ~reports_marked(frames, sixth)], "section six was not found"),
    )


def _without_padding(text: str) -> str:
    """What a text says beside the period, contact data and where the report is found."""
    for pattern in _PADDING:
        text = pattern.sub("", text)
    return text


_PARTY = (
    r"党建|党员|党组织|党支部|主题教育|党史学习|党群|党风廉政|党务|基层党|公文流转|收发文|文件传阅"
    r"|来电(?:做到|登记|记录)|值班|联络接待|会务"
)
_ACCOUNT = r"(?:党群|党建|先锋)[^。；]{0,14}(?:公众号|微信|平台)[^。；]{0,30}\d+条"


@rule(
    "FRM-19",
    "not-government-information",
    en="Much of section one is not on government information",
    zh="总体情况中大量内容不属于政府信息",
    severity=Severity.info,
    confidence="low",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 2: information made or obtained in administration",
    basis_zh="《政府信息公开条例》（2019年修订）第二条：行政机关在履行行政管理职能过程中制作或者获取的信息",
    forms=TABLED,
    needs=("sections",),
    why_zh="党建、公文流转、值班等工作不是政府信息公开，计入公开数量会使数据虚高。",
    innocent_zh="党政合署的账号也发布政务信息；一两句背景说明不提示。",
    options=(
        Option(
            "share",
            0.3,
            "Share of the sentences of section one from which the rule speaks (0 to 1).",
            "第一部分中此类句子的占比达到多少时提示（0至1）。",
        ),
    ),
)
def not_government_information(frames: Frames, share: float) -> Verdict:
    """More than three sentences in ten of section one are on party work or office routine, or posts of a party
    account are counted as government information.

    *Why it matters*: neither is information made in administration; counted in, it inflates the figure.

    *Innocent explanations*: joint accounts of party and government publish both; a sentence or two of
    background is not reported.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 2.
    """
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    first = section_texts(frames, ("overall",), on_form).drop_duplicates("at")
    likely = first[first["body"].str.contains("党|收发|值班|传阅", regex=True).to_numpy(dtype=bool)]
    rows = []
    for at, body in zip(likely["at"], likely["body"], strict=True):
        sentences = [s for s in re.split(r"[。；]", body) if len(s) > 5]
        hits = [s for s in sentences if re.search(_PARTY, s)]
        account = re.search(_ACCOUNT, body)
        if account or (len(hits) >= 3 and len(hits) > share * len(sentences)):
            rows.append((int(at), len(hits), len(sentences), account[0] if account else hits[0][:40]))
    ids, printed = frames.reports["report_id"], passages(frames)
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [ids.iloc[at] for at, *_ in rows],
                "places": [
                    place(printed[ids.iloc[at]], r"\s*".join(map(re.escape, quote)), ("overall",))
                    for at, *_, quote in rows
                ],
                "subject": "content",
                "observed": [f"{n} of {of} sentences" for _, n, of, _ in rows],
                "expected": "government information",
                "message_en": [
                    f"{n} of {of} sentences of section one are on party work or office routine, such as “{q}”."
                    for _, n, of, q in rows
                ],
                "message_zh": [
                    f"第一部分{of}句中有{n}句涉及党务或机关事务，如“{q}”。" for _, n, of, q in rows
                ],
            }
        ),
        cannot_tell=because(ids[on_form & ~reports_marked(frames, first)], "section one was not found"),
    )


@rule(
    "FRM-22",
    "empty-section",
    en="A heading with nothing under it",
    zh="章节有标题而无内容",
    severity=Severity.medium,
    confidence="medium",
    basis_en=f"{ARTICLE_50_EN}; notice 国办公开办函〔2021〕30号: no omission",
    basis_zh=f"{ARTICLE_50_ZH}；国办公开办函〔2021〕30号：不得遗漏",
    forms=TABLED,
    needs=("sections",),
    why_zh="只有标题没有内容，等于遗漏该部分；即使没有情况也应写明“无”。",
    innocent_zh="内容以图片发布或在转载时丢失；表格章节由FRM-04判断；文件在此处截断的不判断。",
)
def empty_section(frames: Frames) -> Verdict:
    """Section one, or section six, has a heading and no word under it.

    *Why it matters*: the part is missing; that there is nothing to report must be said as well.

    *Innocent explanations*: the text is a picture, or a copy lost it. Sections with tables are judged by
    FRM-04, section five by FRM-12; of the last section of a file nothing is said.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50.
    """
    on_form = frames.reports["form"].isin(TABLED).to_numpy(dtype=bool)
    looked = section_texts(frames, ("overall", "other"), on_form)
    bare = (looked["body"].str.len() < 2).to_numpy(dtype=bool)
    own = frames.sections.iloc[looked["row"].to_numpy()]
    looked["name"] = [SAME_AS.get(n, n) for n in own["canonical"].tolist()]
    ends = np.append(np.diff(report_rows(frames)) != 0, True)
    looked["last"] = ends[looked["row"].to_numpy()]
    ids, printed = frames.reports["report_id"], passages(frames)
    odd, cut = looked[bare & ~looked["last"]], looked[bare & looked["last"]]
    report_ids = ids.iloc[odd["at"].to_numpy(dtype="int64")]
    titles = [(SECTIONS[n][2], SECTIONS[n][1]) for n in odd["name"]]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": report_ids.to_numpy(),
                "places": [_under(printed[r], n)[:1] for r, n in zip(report_ids, odd["name"], strict=True)],
                "subject": odd["name"].to_numpy(dtype=object),
                "observed": "nothing",
                "expected": "text",
                "message_en": [f"Nothing stands under the heading of section “{en}”." for en, _ in titles],
                "message_zh": [f"“{zh}”标题下没有内容。" for _, zh in titles],
            }
        ),
        cannot_tell=because(ids.iloc[cut["at"].to_numpy(dtype="int64")], "the file ends with the heading"),
    )
