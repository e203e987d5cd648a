"""The outline that a preface announces, beside itself and the headings: TXT-12, TXT-13."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import among, because, listing, listing_zh, once
from audit.rules.places import Passage, Place, heading_of, passages, spots
from audit.rules.vocabulary import compact, read_all
from audit.tidy.headings import NUMBERING, heading_at, ordinal
from audit.tidy.reading import read_as

NOTICE = (
    "Notices 国办公开办函〔2019〕60号 and 〔2021〕30号: the report follows the parts of the form",
    "国办公开办函〔2019〕60号、〔2021〕30号：年度报告按规定格式各部分编写",
)
ANNOUNCING = ("preface", "overview", "overall", "head")
ANNOUNCES = ("部分", "组成", "組成", "构成", "包括", "包含", "涵盖", "内容有", "方面")
FIRST_WORDS = 2000
"""How far into a section an outline is looked for."""
SAME = {"overview": "overall", "proactive": "disclosure", "on_request": "requests"}
ALIKE = 0.5
LEAST = 3
_NUMBER = r"(?P<{0}>[一二三四五六七八九十]{{1,2}}|\d{{1,2}})个?(?:部分|方面)"
_OUTLINE = re.compile(
    rf"(?:由|包括|包含|涵盖|分为|内容有|共分|分)(?:了|有|以下|如下|:)*(?:{_NUMBER.format('first')}(?:内容|组成)?[:,，]?)?"
    rf"(?P<list>[^。]{{12,300}}?)(?:等)?(?:共计|共|总共)?(?:{_NUMBER.format('last')}|组成|构成|[。;；])"
)
_COMPLETE = re.compile(r"(?:情况|概述|概况|事项|措施|打算|计划|安排|思路|表|附件|综述|总结|建议|方面)$")
_JOINT = re.compile(r"(?<=[况述项施算划排路表件结议面])(?:以及|和|及|与)(?=[^、,，;；]{2,})")
_GENERIC = re.compile(
    r"政府信息公开工作|政务公开工作|政府信息公开|政务公开|政府信息|信息公开|行政机关|本机关|本单位|工作|情况|方面|有关|相关|年度|本年度|行政|主要"
    r"|存在|当前|目前|需要|应当|报告|说明|[的和及与、,，;；:()（）\s]|以及|附表|附件|统计表"
)


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts that a preface announces, how many it says there are, and its words; ``some``: it names but a few."""

    report_id: str
    parts: tuple[str, ...]
    least: int
    most: int
    stated: int | None
    quote: str
    some: bool = False


@once
def outlines(frames: Frames) -> list[Outline]:
    """The first outline of each report: three parts or more that read as headings of a report."""
    sections = frames.sections[frames.sections["canonical"].isin(ANNOUNCING)]
    openings = [text[:FIRST_WORDS] for text in sections["text"].fillna("").tolist()]
    told = zip(sections["report_id"].tolist(), openings, strict=True)
    wanted = [(report, text) for report, text in told if _may_announce(text)]
    texts = compact(read_all(pd.Series([text for _, text in wanted], dtype="object"))) if wanted else []
    outlined: dict[str, Outline] = {}
    for (report, _), text in zip(wanted, texts, strict=True):
        if report not in outlined and (one := _outline(report, text)):
            outlined[report] = one
    return list(outlined.values())


def _may_announce(text: str) -> bool:
    return text.count("情况") + text.count("情況") >= LEAST - 1 and any(map(text.__contains__, ANNOUNCES))


def _outline(report: str, text: str) -> Outline | None:
    for match in _OUTLINE.finditer(text):
        sure, most = _parts(match["list"])
        if sum(_canonical(p) is not None for p in sure) >= LEAST:
            stated = _count(match["first"] or match["last"])
            some = stated is not None and _goes_on(match) and len(sure) < stated - 1
            return Outline(report, tuple(sure), len(sure), most, stated, match[0], some)
    return None


def _goes_on(outline: re.Match[str]) -> bool:
    """总体情况、主动公开情况、申请情况等六个部分: 等 leaves several parts unnamed."""
    return outline.string.startswith("等", outline.end("list"))


def _places(frames: Frames, one: Outline) -> list[Place]:
    return spots(passages(frames)[one.report_id], re.escape(one.quote), ANNOUNCING)[:1]


def _count(number: str | None) -> int | None:
    if not number:
        return None
    return int(number) if number.isdigit() else ordinal(number)


def _parts(listed: str) -> tuple[list[str], int]:
    """The parts of a list, and how many there may be at most: 事项与附表 is one part or two."""
    parts: list[str] = []
    plain = re.sub(r"[一二三四五六七八九十]{1,2}(?:是|、)|\d[.、]|[(（][^()（）]*[)）]", "", listed)
    for piece in re.split(r"[、,，;；]", plain):
        if parts and not _COMPLETE.search(parts[-1]):
            parts[-1] = f"{parts[-1]}、{piece}"
        elif piece:
            parts.append(re.sub(r"^(?:以及|和|及)", "", piece))
    sure = [p for part in parts for p in _split(part)]
    return sure, sum(1 + len(_JOINT.findall(p)) for p in sure)


def _split(part: str) -> list[str]:
    """A part in two where 和 or 以及 joins two that are both names of sections."""
    for joint in re.finditer(r"以及|和", part):
        left, right = part[: joint.start()], part[joint.end() :]
        if (
            _COMPLETE.search(left)
            and _COMPLETE.search(right)
            and _canonical(right) not in (None, _canonical(left))
        ):
            return [left, right]
    return [part]


@lru_cache(maxsize=4096)
def _canonical(part: str) -> str | None:
    heading = heading_at(part, 0, 0, None)
    return SAME.get(heading.canonical, heading.canonical) if heading else None


@rule(
    "TXT-13",
    "number-of-parts-wrong",
    en="The preface announces a number of parts that it does not list",
    zh="前言所称部分数与所列不符",
    severity=Severity.low,
    sides=("one_place", "other_place"),
    basis_en=NOTICE[0],
    basis_zh=NOTICE[1],
    needs=("section preface",),
    why_zh="前言说由几个部分组成，列出的却不是几个，多为套用模板而未核对。",
    innocent_zh="“及”“与”连接的两项可算一项或两项（两种算法都不符才提示）；“等六个部分”之前只举几项的不提示。",
)
def number_of_parts(frames: Frames) -> Verdict:
    """The preface says 共N个部分 and lists another number of parts.

    *Why it matters*: a text taken over without a look; the reader looks for a part that is not there.

    *Innocent explanations*: two names joined by 及 or 与 may be one part or two; only a number that fits
    neither way is told. A list that closes with 等 and leaves out two parts or more only gives examples.

    *Source*: notices 国办公开办函〔2019〕60号 and 〔2021〕30号 on the form of the report.
    """
    counted = [o for o in outlines(frames) if o.stated]
    odd = [o for o in counted if not o.some and not o.least <= (o.stated or 0) <= o.most]
    ids = frames.reports["report_id"]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [o.report_id for o in odd],
                "places": [_places(frames, o) for o in odd],
                "subject": "number of parts",
                "observed": [str(o.stated) for o in odd],
                "expected": [str(o.least) for o in odd],
                "difference": [float((o.stated or 0) - o.least) for o in odd],
                "message_en": [
                    f"{o.stated} parts are announced, {o.least} are listed: {listing(o.parts, 9)}."
                    for o in odd
                ],
                "message_zh": [
                    f"前言称共{o.stated}个部分，所列为{o.least}个：{listing_zh(o.parts, 9)}。" for o in odd
                ],
            }
        ),
        not_applicable=because(
            ids[~among(ids, [o.report_id for o in counted])], "the preface announces no number of parts"
        ),
    )


@rule(
    "TXT-12",
    "outline-differs-from-headings",
    en="The outline in the preface does not match the headings",
    zh="前言所列各部分与标题不符",
    severity=Severity.low,
    sides=("one_place", "other_place"),
    confidence="medium",
    basis_en=NOTICE[0],
    basis_zh=NOTICE[1],
    needs=("section preface", "section titles"),
    why_zh="前言按旧格式或旧标题列举，正文却是另一套标题，说明前言套用往年文字。",
    innocent_zh="同义的简称（因政府信息公开工作被申请行政复议……＝四）；附表、统计表另附。只有同一部分用词明显不同才提示。",
)
def outline_and_headings(frames: Frames) -> Verdict:
    """A part announced in the preface has a heading in the text that says something else.

    *Why it matters*: the preface was taken over from an older form or another year.

    *Innocent explanations*: short or long names of one part (more than half of the words in common) and tables
    attached apart are not told. A part whose heading was not found is left to the FRM rules.

    *Source*: notices 国办公开办函〔2019〕60号 and 〔2021〕30号: no omissions, no padding.
    """
    said = outlines(frames)
    read = set(frames.reports.loc[frames.reports["status"].eq("read"), "report_id"])
    compared = [(o, _mismatches(o, passages(frames)[o.report_id])) for o in said if o.report_id in read]
    odd = [(o, wrong) for o, wrong in compared if wrong]
    ids = frames.reports["report_id"]
    names = [[f"{a} ≠ {t}" for a, t, _ in wrong] for _, wrong in odd]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [o.report_id for o, _ in odd],
                "places": [[*_places(frames, o), *(heading_of(p) for _, _, p in wrong)] for o, wrong in odd],
                "subject": "outline",
                "observed": [listing_zh([a for a, _, _ in wrong], 9) for _, wrong in odd],
                "expected": [listing_zh([t for _, t, _ in wrong], 9) for _, wrong in odd],
                "message_en": [
                    f"Announced in the preface, but headed otherwise: {listing(n, 9)}." for n in names
                ],
                "message_zh": [f"前言所列与标题不符：{listing_zh(n, 9)}。" for n in names],
            }
        ),
        cannot_tell=because(
            [o.report_id for o in said if o.report_id not in read], "the report was not read in full"
        ),
        not_applicable=because(
            ids[~among(ids, [o.report_id for o in said])], "the preface announces no parts"
        ),
    )


def _mismatches(one: Outline, found: Sequence[Passage]) -> list[tuple[str, str, Passage]]:
    """(announced, heading, its section) of the parts whose heading says something else."""
    titles: dict[str, tuple[str, Passage]] = {}
    for passage in found:
        if passage.title and passage.canonical not in ANNOUNCING[:1]:
            titles.setdefault(
                SAME.get(passage.canonical, passage.canonical), (_words(passage.title), passage)
            )
    pairs = [(part, titles.get(_canonical(part) or "")) for part in one.parts]
    return [(part, *title) for part, title in pairs if title and title[0] and not _alike(part, title[0])]


@lru_cache(maxsize=4096)
def _words(title: str) -> str:
    """The words of a printed heading without number and brackets; empty if it has no number."""
    plain = "".join(read_as(title).text.split())
    bare, numbers = NUMBERING.subn("", plain, count=1)
    return re.sub(r"[(（][^()（）]*[)）]$", "", bare) if numbers else ""


@lru_cache(maxsize=4096)
def _alike(announced: str, title: str) -> bool:
    """Whether two names of a part have more than half of their telling words in common."""
    one, two = _GENERIC.sub("", announced), _GENERIC.sub("", title)
    if not one or not two or one in two or two in one:
        return True
    common = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return 2 * sum(b.size for b in common) / (len(one) + len(two)) > ALIKE
