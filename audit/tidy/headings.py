"""Headings of a report, known by their words: glued to other text, renamed, unnumbered or spaced out alike.

Row labels of table 3 begin with 一、二、三、四、 as well and are never headings. Positions are those of the reading.

Source: sections of 国办公开办函〔2021〕30号 (and 〔2019〕60号); order of content of art. 32 of the first regulation
for the narrative years.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from audit.form import raw_form
from audit.form.labels import key
from audit.form.wording import adopted

_ANY = r"[^。；;:!?\d\n《》“”]"
# Words of a heading without numbering and spaces, in order of trial: the first that matches names the section.
# Without one of the words that come first no pattern fits. The first pattern says enough to be believed when text
# follows on the same line, the second only as a whole line.
HEADINGS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (
        "statistics",
        ("统计",),
        rf"{_ANY}{{0,24}}?(?:统计(?:情况|数据)?表|情况统计(?!\w))",
        r"$^",
    ),
    (
        "overview",
        ("述", "概况", "情况"),
        r"(?:政府信息公开|政务公开)?(?:年度)?(?:主要)?(?:工作)?(?:的)?概述|总体概述|(?:政府信息公开|政务公开)工作(?:的)?基本情况"
        rf"|政府信息公开{_ANY}{{0,8}}?落实情况",
        r"(?:基本)?概况|基本情况|(?:政府信息公开)?(?:主要)?工作(?:开展)?情况|(?:工作)?综述",
    ),
    (
        "overall",
        ("总体",),
        rf"{_ANY}{{0,12}}?总体(?:工作)?(?:情况|概况)",
        r"总体(?:工作)?|总体情况.{0,8}",
    ),
    (
        "requests",
        ("申请",),
        rf"(?:本?(?:行政)?机关)?(?:收到|接收|受理)(?:和|与|及|、)?(?:办理|处理)(?:的)?{_ANY}{{0,12}}?申请(?:的)?(?:情况)"
        rf"|(?:政府)?信息公开申请(?:的)?(?:收到|受理|接收|办理|处理){_ANY}{{0,8}}?情况",
        r"(?:收到|受理)(?:和|与|及)?处理(?:政府)?信息公开申请",
    ),
    (
        "on_request",
        ("申请公开",),
        rf"(?:(?!主动){_ANY}){{0,10}}?依?申请公开{_ANY}{{0,26}}?(?:情况|方面)",
        rf"(?:政府信息)?依申请公开{_ANY}{{0,12}}",
    ),
    (
        "proactive",
        ("主动公开",),
        rf"{_ANY}{{0,8}}?主动公开{_ANY}{{0,14}}?(?:情况|方面)",
        r"主动公开(?:政府|政务)?(?:信息)?(?:工作)?",
    ),
    (
        "fees",
        ("收费", "费用"),
        rf"{_ANY}{{0,16}}?(?:收费|收取{_ANY}{{0,6}}费用|费用{_ANY}{{0,2}}收取|相关费用){_ANY}{{0,12}}?情况",
        rf"{_ANY}{{0,16}}?收费{_ANY}{{0,8}}",
    ),
    (
        "disputes",
        ("复议", "诉讼"),
        rf"{_ANY}{{0,20}}?(?:复议|诉讼){_ANY}{{0,26}}?情况",
        rf"{_ANY}{{0,20}}?复议{_ANY}{{0,14}}",
    ),
    (
        "problems",
        ("问题", "困难", "不足", "短板", "下步", "下一步", "今后", "下年度", "下一年度", "整改", "改进"),
        rf"{_ANY}{{0,18}}?(?:问题|困难|不足|短板){_ANY}{{0,22}}?(?:情况|措施|打算|安排|方向|计划|思路|建议|对策|举措)"
        rf"|{_ANY}{{0,18}}?(?:下一?步|今后|下一?年度)(?:的)?(?:主要)?(?:工作)?(?:的)?(?:打算|安排|计划|思路|思考|重点|措施|建议)"
        r"|(?:整改|改进)(?:情况|措施)",
        rf"{_ANY}{{0,14}}?(?:存在|主要)(?:的)?(?:主要)?(?:问题|不足){_ANY}{{0,14}}",
    ),
    (
        "other",
        ("其", "需"),
        rf"其[他它](?:需要?|应当?|须)?(?:要)?(?:报告|说明|公开){_ANY}{{0,4}}?(?:事项|情况)|需要?(?:报告|说明){_ANY}{{0,6}}?(?:事项|情况)"
        r"|其[他它](?:有关|重要|相关)?(?:事项|情况)",
        r"其[他它]",
    ),
)
RANKS = {
    "overall": 1,
    "overview": 1,
    "disclosure": 2,
    "proactive": 2,
    "requests": 3,
    "on_request": 3,
    "fees": 4,
    "disputes": 5,
    "problems": 6,
    "other": 7,
    "statistics": 8,
    "attachments": 9,
}
STATUTORY = {
    "overall": "总体情况",
    "disclosure": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "disputes": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}

_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九十")}
NUMBERING = re.compile(
    r"[一二三四五六七八九十第](?:(?<=第)[一二三四五六七八九十]{1,2}(?:部分|章)[^\S\n]*[、:.]?"
    r"|(?<!第)(?<![一二三四五六七八九十第].)[一二三四五六七八九十]?[^\S\n]*[、.．,](?!\d))"
)
_SUB_NUMBERING = re.compile(r"[(]?(?P<n>[一二三四五六七八九十]{1,2})[)][、.]?\s*|\d{1,2}[.、](?!\d)\s*")
_LEADER = re.compile(r"[\s#*>|\-•·●■◆]*")
_TAIL = re.compile(r"(?:\((?:附?表|见[^()]{1,6}|图表?)\))?")
_QUOTING = "见第和及与或、,(《“\"'‘至—-·"
_REST = 14
"""Longest rest of a line that still belongs to the heading before it."""
_WINDOW = 72
_WORDS = re.compile(
    "概|情况|综述|公开|申请|收费|费用|复议|诉讼|问题|不足|困难|短板|打算|计划|思路|措施|建议|思考|事项|其[他它]|统计"
)
_SHORTENED = ("本年新收", "上年结转", "结转下年")
_UNKNOWN_LINE = re.compile(r"[^\S\n]*(?P<title>[\u4e00-\u9fff][^\n。；;:?!|\d]{1,30})[^\S\n]*(?=\n|\Z)")
_UNKNOWN_GLUED = re.compile(
    r"[^\S\n]*(?P<title>[\u4e00-\u9fff、()]{2,24}?(?:情况|措施|事项|打算|计划|安排))"
    r"(?=[^\S\n]|[\u4e00-\u9fff(\d])(?![、和及与的])"
)


class Heading(NamedTuple):
    """A place that looks like a heading.

    ``weight``: 4 whole line, 3 line-initial with text behind it, 1 inside a line. ``body``: print follows before
    the next candidate.
    """

    start: int
    end: int
    number: int | None
    canonical: str
    weight: int
    body: bool = True

    @property
    def rank(self) -> int:
        """Place of the section in the order of the form; 0 for an unknown one."""
        return RANKS.get(self.canonical, 0)


def heading_at(text: str, start: int, words_at: int, number: int | None) -> Heading | None:
    """The heading whose numbering is at ``start`` and whose words begin at ``words_at``; None if it is none."""
    leading = _leads(text, start)
    if not leading and start and text[start - 1] in _QUOTING:
        return None
    if not _WORDS.search(text, words_at, words_at + _WINDOW) and not adopted().headings:
        return None
    if number is not None and _is_row_label(text[words_at : words_at + 40]):
        return None
    line_end = text.find("\n", words_at)
    line_end = len(text) if line_end < 0 else line_end
    words = _compact(text, words_at, len(text))
    line = _compact(text, words_at, line_end).rstrip(":。#*") if leading else ""
    for canonical, signs, full, short in _patterns():
        if not any([sign in words for sign in signs]):  # noqa: C419 - a list is built in half the time
            continue
        match = full.match(words)
        if match and match.end():
            end = _end_of(text, words_at, match.end())
            return _placed(text, Heading(start, end, number, canonical, 3 if leading else 1), line_end)
        if line and short.fullmatch(line):
            return Heading(start, _strip_end(text, words_at, line_end), number, canonical, 4)
    return None


def bare_heading(text: str, start: int, line: str) -> Heading | None:
    """The heading that is the whole of the line at ``start``; its number is that of (一) or 1. if it has one."""
    if NUMBERING.match(line):
        return None
    numbered = _SUB_NUMBERING.match(line)
    words_at = start + (numbered.end() if numbered else 0)
    number = (ordinal(numbered["n"] or "") or int(re.sub(r"\D", "", numbered[0]) or 0)) if numbered else None
    heading = heading_at(text, start, words_at, number)
    return heading if heading is not None and heading.weight == 4 else None


def unknown_heading(text: str, start: int, words_at: int, number: int) -> Heading | None:
    """A numbered heading of no known words; at the very end of a text, the beginning of known ones (a cut report)."""
    leading = _leads(text, start)
    if not leading and text[max(start - 9, 0) : start].rstrip()[-1:] not in "。；":
        return None
    match = (_UNKNOWN_LINE if leading else _UNKNOWN_GLUED).match(text, words_at)
    if match is None or _is_row_label(match["title"]):
        return None
    cut = not text[match.end() : match.end() + _WINDOW].strip() and len(match["title"]) > 1
    names = [c for c, title in STATUTORY.items() if cut and title.startswith(match["title"])]
    return Heading(start, match.end("title"), number, names[0] if names else "unknown", 4)


def ordinal(text: str) -> int | None:
    """一 … 十九 or 二十, 三十 … in the text; None if there is none."""
    digits = [_CHINESE[c] for c in text if c in _CHINESE]
    if not digits:
        return None
    if len(digits) == 1:
        return digits[0]
    return digits[0] * 10 if digits[1] == 10 else 10 + digits[1] if digits[0] == 10 else None


def _leads(text: str, start: int) -> bool:
    return bool(_LEADER.fullmatch(text, text.rfind("\n", 0, start) + 1, start))


def _placed(text: str, heading: Heading, line_end: int) -> Heading:
    """Take a short rest of the line into the heading; tell whole lines from headings with text behind them."""
    tail = _TAIL.match(text, heading.end)
    heading = heading._replace(end=tail.end() if tail else heading.end)
    rest = text[heading.end : line_end].strip()
    if heading.weight < 3:
        return heading
    if not rest.rstrip(":。#*"):
        return heading._replace(weight=4)
    if len(rest) <= _REST and not re.search(r"[\d。,;；:]|^无", rest):
        return heading._replace(end=_strip_end(text, heading.end, line_end), weight=4)
    return heading


def _strip_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" \t#*:"))


def _compact(text: str, start: int, end: int) -> str:
    """The next characters without white space."""
    return "".join(text[start : min(end, start + _WINDOW)].split())


def _end_of(text: str, start: int, count: int) -> int:
    """Where ``count`` characters end that are no white space."""
    if len("".join(text[start : start + count].split())) == count:
        return start + count
    return [i for i in range(start, min(start + _WINDOW, len(text))) if not text[i].isspace()][count - 1] + 1


@cache
def _patterns() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str], re.Pattern[str]], ...]:
    local = tuple(
        (
            section,
            ("",),
            r"$^",
            "|".join(re.escape("".join(NUMBERING.sub("", w, count=1).split())) for w in words),
        )
        for section, words in adopted().headings
    )
    owner = r"(?:本?(?:行政)?机关|本?单位|全[省市县区镇]|我[省市县区镇局委]|(?:19|20)\d\d年度?)?"
    return tuple(
        (c, signs, re.compile(f"{owner}(?:{full})"), re.compile(f"{owner}(?:{short})"))
        for c, signs, full, short in (*local, *HEADINGS)
    )


@cache
def _row_labels() -> tuple[str, ...]:
    data = raw_form()
    rows = [t for e in data["rows"]["t3"].values() for t in (e["zh"], *e.get("aliases", ()))]
    groups = [e["zh"] for e in data["groups"].values()]
    return tuple(key(t) for t in (*rows, *groups) if re.match(r"[一二三四]、", t)) + _SHORTENED


def _is_row_label(words: str) -> bool:
    line = words.split("\n", 1)[0]
    plain = key(line if len(line.strip()) > 3 else words)
    return len(plain) >= 2 and (plain in _row_beginnings() or plain.startswith(_row_labels()))


@cache
def _row_beginnings() -> frozenset[str]:
    """Every beginning of every label that can be taken for a heading."""
    return frozenset(label[:n] for label in _row_labels() for n in range(1, len(label) + 1))
