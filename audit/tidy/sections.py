"""Where the sections of a report begin: a tiling of the raw text into head, preface and headed sections.

Headings are known by their words, so that they are found when glued to other text, renamed, unnumbered or repeated in
the preface. Row labels of table 3 begin with 一、二、三、四、 as well and are never headings.

Source: sections of 国办公开办函〔2021〕30号 (and 〔2019〕60号); order of content of art. 32 of the first regulation for the
narrative years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from audit.form import raw_form
from audit.form.labels import key
from audit.model import Document, Section
from audit.tidy.reading import Reading

_ANY = r"[^。；;:!?\d\n《》“”]"
# Words of a heading without numbering and spaces, in order of trial: the first that matches names the section.
# ``full`` says enough to be believed when text follows on the same line; ``short`` only when it is the whole line.
HEADINGS: tuple[tuple[str, str, str], ...] = (
    (
        "statistics",
        rf"{_ANY}{{0,24}}?(?:统计(?:情况|数据)?表|情况统计(?!\w))",
        r"$^",
    ),
    (
        "overview",
        r"(?:政府信息公开|政务公开)?(?:年度)?(?:主要)?(?:工作)?(?:的)?概述|总体概述|(?:政府信息公开|政务公开)工作(?:的)?基本情况"
        rf"|政府信息公开{_ANY}{{0,8}}?落实情况",
        r"(?:基本)?概况|基本情况|(?:政府信息公开)?(?:主要)?工作(?:开展)?情况|(?:工作)?综述",
    ),
    (
        "overall",
        rf"{_ANY}{{0,12}}?总体(?:工作)?(?:情况|概况)",
        r"总体(?:工作)?|总体情况.{0,8}",
    ),
    (
        "requests",
        rf"(?:本?(?:行政)?机关)?(?:收到|接收|受理)(?:和|与|及|、)?(?:办理|处理)(?:的)?{_ANY}{{0,12}}?申请(?:的)?(?:情况)"
        rf"|(?:政府)?信息公开申请(?:的)?(?:收到|受理|接收|办理|处理){_ANY}{{0,8}}?情况",
        r"(?:收到|受理)(?:和|与|及)?处理(?:政府)?信息公开申请",
    ),
    (
        "on_request",
        rf"(?:(?!主动){_ANY}){{0,10}}?依?申请公开{_ANY}{{0,26}}?(?:情况|方面)",
        rf"(?:政府信息)?依申请公开{_ANY}{{0,12}}",
    ),
    (
        "proactive",
        rf"{_ANY}{{0,8}}?主动公开{_ANY}{{0,14}}?(?:情况|方面)",
        r"主动公开(?:政府|政务)?(?:信息)?(?:工作)?",
    ),
    (
        "fees",
        rf"{_ANY}{{0,16}}?(?:收费|收取{_ANY}{{0,6}}费用|费用{_ANY}{{0,2}}收取|相关费用){_ANY}{{0,12}}?情况",
        rf"{_ANY}{{0,16}}?收费{_ANY}{{0,8}}",
    ),
    (
        "disputes",
        rf"{_ANY}{{0,20}}?(?:复议|诉讼){_ANY}{{0,26}}?情况",
        rf"{_ANY}{{0,20}}?复议{_ANY}{{0,14}}",
    ),
    (
        "problems",
        rf"{_ANY}{{0,18}}?(?:问题|困难|不足|短板){_ANY}{{0,22}}?(?:情况|措施|打算|安排|方向|计划|思路|建议|对策|举措)"
        rf"|{_ANY}{{0,18}}?(?:下一?步|今后|下一?年度)(?:的)?(?:主要)?(?:工作)?(?:的)?(?:打算|安排|计划|思路|思考|重点|措施|建议)"
        r"|(?:整改|改进)(?:情况|措施)",
        rf"{_ANY}{{0,14}}?(?:存在|主要)(?:的)?(?:主要)?(?:问题|不足){_ANY}{{0,14}}",
    ),
    (
        "other",
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
_NEVER_IN_TABLES = ("requests", "disputes", "problems", "other")
"""Sections whose headings look like no label of a table: believed even where a table seems to go on."""
_FORM_NAMES = {"overview": "overall", "proactive": "disclosure", "on_request": "requests"}
_NARRATIVE_NAMES = {form: old for old, form in _FORM_NAMES.items()}
_NARRATIVE_SIGNS = {"overview", "on_request", "fees", "statistics"}
_FORM_SIGNS = {"overall", "requests"}

_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_ANCHOR = re.compile(
    r"(?<![一二三四五六七八九十第])[一二三四五六七八九十]{1,2}[^\S\n]*[、.．,](?!\d)"
    r"|第[一二三四五六七八九十]{1,2}(?:部分|章)[^\S\n]*[、:.]?"
)
_LEADER = re.compile(r"[\s#*>|\-•·●■◆]*")
_TAIL = re.compile(r"(?:\((?:附?表|见[^()]{1,6}|图表?)\))?")
_QUOTING = "见第和及与或、,(《“\"'‘至—-·"
_WINDOW = 72
_WORDS = re.compile(
    "概|情况|综述|公开|申请|收费|费用|复议|诉讼|问题|不足|困难|短板|打算|计划|思路|措施|事项|其[他它]|统计"
)
_STATISTICS = re.compile(
    r"(?:附[件表]?\s*[\d一二三]?\s*[:、.]?\s*)?[\u4e00-\u9fff\d]{0,30}(?:政府)?信息公开(?:工作)?情况统计表(?=[\s\S]{0,40}?(?:指标|计量单位|统计数|历年累计))"
)
_ATTACHMENT = re.compile(r"^[^\S\n]*附(?:件|表|录)?\s*[\d一二三]?\s*[:、][^\n]*", re.M)
_PREFACE = re.compile(
    r"(?:^|(?<=[\s。])|(?<=报告))(?:现?将?根据|按照|依据|依照|遵照|本(?:年度|年|次)?(?:政府信息公开)?(?:工作)?(?:年度)?(?:报告|年报)|为(?:进一步|认真|深入|全面|贯彻|切实))"
    r"|^[^\S\n]*(?:19|20)\d\d年度?[,以来]",
    re.M,
)
_PROSE_LINE = re.compile(r"^[^\n|]{40,}。", re.M)


@dataclass(frozen=True, slots=True)
class Heading:
    """A place that looks like a heading. Positions are of the reading.

    ``weight``: 4 whole line, 3 line-initial with text behind it, 1 inside a line. ``body``: print follows before
    the next candidate.
    """

    start: int
    end: int
    number: int | None
    canonical: str
    weight: int
    body: bool = True


def find_sections(
    document: Document, reading: Reading, table_spans: Sequence[tuple[int, int]]
) -> tuple[Section, ...]:
    """Sections that tile the document: head, preface, then the headed ones; empty parts are left out.

    ``table_spans``: half-open ranges of ``document.text`` taken by statutory tables; only numbered headings whose
    words no table has are believed in them.
    ``Section.text`` is the raw text of the section from its heading on (it starts with ``title`` if there is one);
    ``locator`` is the place of the whole section. ``canonical`` follows the style of the report: ``overall``
    ``disclosure`` ``requests`` in a form of 2019 or later, ``overview`` ``proactive`` ``on_request`` in narrative years.
    """
    anchors = [m.span() for m in _ANCHOR.finditer(reading.text)]
    outside = [a for a in anchors if not _inside(reading, a[0], table_spans)]
    numbered = [(a, _numbered(reading.text, *a)) for a in anchors]
    believed = [h for a, h in numbered if h is not None and (a in outside or h.canonical in _NEVER_IN_TABLES)]
    found = _chosen(believed, reading.text)
    found = _with_unnumbered(found, reading, table_spans)
    found = _with_unknown(found, reading.text, outside)
    found = _with_attachments(found, reading, table_spans)
    return tuple(_tiled(document, reading, _styled(found)))


def _tiled(document: Document, reading: Reading, headings: Sequence[Heading]) -> Iterator[Section]:
    text = document.text
    starts = [reading.raw_span(h.start, h.start + 1)[0] for h in headings]
    first = starts[0] if starts else len(text)
    split = _preface_start(reading, headings[0].start if headings else len(reading.text))
    for canonical, begin, end in (("head", 0, split), ("preface", split, first)):
        if text[begin:end].strip():
            yield Section(None, "", canonical, text[begin:end], document.places.locator(begin, end))
    for heading, begin, end in zip(headings, starts, [*starts[1:], len(text)][: len(starts)], strict=True):
        title = text[begin : reading.raw_span(heading.start, heading.end)[1]]
        yield Section(
            heading.number, title, heading.canonical, text[begin:end], document.places.locator(begin, end)
        )


def _preface_start(reading: Reading, limit: int) -> int:
    """Raw position where prose begins before the first section; ``limit`` (raw) if there is none."""
    for pattern in (_PREFACE, _PROSE_LINE):
        for match in pattern.finditer(reading.text, 0, limit):
            if "。" in reading.text[match.start() : limit] or pattern is _PROSE_LINE:
                return reading.raw_span(match.start(), match.start() + 1)[0]
    return reading.raw_span(limit, limit + 1)[0] if limit < len(reading.text) else len(reading.raw)


def _numbered(text: str, start: int, words_at: int) -> Heading | None:
    return _heading_at(text, start, words_at, _ordinal(text[start:words_at]))


def _heading_at(text: str, start: int, words_at: int, number: int | None) -> Heading | None:
    """The heading whose numbering is at ``start`` and whose words begin at ``words_at``; None if it is none."""
    line_end = text.find("\n", words_at)
    line_end = len(text) if line_end < 0 else line_end
    leading = bool(_LEADER.fullmatch(text, text.rfind("\n", 0, start) + 1, start))
    if not leading and start and text[start - 1] in _QUOTING:
        return None
    if number is not None and _is_row_label(text[words_at : words_at + 40]):
        return None
    if not _WORDS.search(text, words_at, words_at + _WINDOW):
        return None
    words, places = _compact(text, words_at)
    for canonical, full, short in _patterns():
        match = full.match(words)
        if match and match.end():
            end = places[match.end() - 1] + 1
            return _placed(text, Heading(start, end, number, canonical, 3 if leading else 1), line_end)
        whole, _ = _compact(text, words_at, line_end)
        if leading and short.fullmatch(whole.rstrip(":。#*")):
            return Heading(start, _strip_end(text, words_at, line_end), number, canonical, 4)
    return None


def _placed(text: str, heading: Heading, line_end: int) -> Heading:
    """Take a short rest of the line into the heading; tell whole lines from headings with text behind them."""
    tail = _TAIL.match(text, heading.end)
    heading = replace(heading, end=tail.end() if tail else heading.end)
    rest = text[heading.end : line_end].strip()
    if heading.weight < 3:
        return heading
    if not rest.rstrip(":。#*"):
        return replace(heading, weight=4)
    if len(rest) <= 14 and not re.search(r"[\d。,;；:]|^无", rest):
        return replace(heading, end=_strip_end(text, heading.end, line_end), weight=4)
    return heading


def _strip_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" \t#*:"))


def _compact(text: str, start: int, end: int | None = None) -> tuple[str, list[int]]:
    stop = min(start + _WINDOW, len(text)) if end is None else min(end, start + _WINDOW)
    places = [i for i in range(start, stop) if not text[i].isspace()]
    return "".join([text[i] for i in places]), places


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    owner = r"(?:本?(?:行政)?机关|本?单位|全[省市县区镇]|我[省市县区镇局委]|(?:19|20)\d\d年度?)?"
    return tuple(
        (c, re.compile(f"{owner}(?:{full})"), re.compile(f"{owner}(?:{short})"))
        for c, full, short in HEADINGS
    )


_SHORTENED = ("本年新收", "上年结转", "结转下年")


@cache
def _row_labels() -> tuple[str, ...]:
    data = raw_form()
    rows = [t for e in data["rows"]["t3"].values() for t in (e["zh"], *e.get("aliases", ()))]
    groups = [e["zh"] for e in data["groups"].values()]
    return tuple(key(t) for t in (*rows, *groups) if re.match(r"[一二三四]、", t)) + _SHORTENED


def _is_row_label(words: str) -> bool:
    line = words.split("\n", 1)[0]
    plain = key(line if len(line.strip()) > 3 else words)
    return any(
        plain.startswith(label) or (2 <= len(plain) < len(label) and label.startswith(plain))
        for label in _row_labels()
    )


def _inside(reading: Reading, position: int, spans: Sequence[tuple[int, int]]) -> bool:
    if not spans:
        return False
    raw = reading.raw_span(position, position + 1)[0]
    return any(a <= raw < b for a, b in spans)


def _ordinal(text: str) -> int | None:
    digits = [_CHINESE[c] for c in text if c in _CHINESE]
    if not digits:
        return None
    if len(digits) == 1:
        return digits[0]
    return digits[0] * 10 if digits[1] == 10 else 10 + digits[1] if digits[0] == 10 else None


def _chosen(candidates: list[Heading], text: str) -> list[Heading]:
    """One heading a section: the chain in form order that weighs most, then what stands out of order."""
    if not candidates:
        return []
    nexts = [c.start for c in candidates[1:]] + [len(text)]
    marked = [
        replace(c, body=bool(_BODY.search(text, c.end, n))) for c, n in zip(candidates, nexts, strict=True)
    ]
    chain = _heaviest_chain(marked)
    taken = {_rank(c) for c in chain}
    strays = [c for c in marked if _rank(c) not in taken and c.weight >= 3]
    return sorted([*chain, *_heaviest_of_rank(strays)], key=lambda c: c.start)


_BODY = re.compile(r"(?:\w\W*){4}")
"""What stands between two headings of which the first has a text of its own: more than a page number."""


def _rank(heading: Heading) -> int:
    return RANKS.get(heading.canonical, 0)


def _worth(heading: Heading) -> float:
    return heading.weight + 2 * heading.body + 4


def _heaviest_of_rank(headings: Sequence[Heading]) -> list[Heading]:
    best: dict[int, Heading] = {}
    for heading in headings:
        if _rank(heading) not in best or _worth(heading) > _worth(best[_rank(heading)]):
            best[_rank(heading)] = heading
    return list(best.values())


def _heaviest_chain(headings: Sequence[Heading]) -> list[Heading]:
    worth: list[float] = []
    before: list[int | None] = []
    for i, heading in enumerate(headings):
        gains = [
            (_gain(headings[j], heading) + worth[j], -j)
            for j in range(i)
            if _rank(headings[j]) < _rank(heading)
        ]
        best = max(gains, default=(0.0, None))
        worth.append(best[0] + _worth(heading))
        before.append(None if best[1] is None else -best[1])
    at: int | None = max(range(len(headings)), key=lambda i: (worth[i], -i))
    chain = []
    while at is not None:
        chain.append(headings[at])
        at = before[at]
    return chain[::-1]


def _gain(earlier: Heading, later: Heading) -> float:
    """Numbers that go on count for a pair, numbers that go back against it."""
    if earlier.number is None or later.number is None:
        return 0.0
    return 3.0 if later.number == earlier.number + 1 else 0.5 if later.number > earlier.number else -3.0


def _with_unnumbered(
    found: list[Heading], reading: Reading, tables: Sequence[tuple[int, int]]
) -> list[Heading]:
    """Add headings that lost their number, or carry one of another kind, where a section is missing in its place."""
    if set(_EXPECTED) <= {_rank(h) for h in found}:
        return found
    for heading in _unnumbered(found, reading, tables):
        before = [h for h in found if h.start < heading.start]
        after = [h for h in found if h.start > heading.start]
        fits = all(_rank(h) < _rank(heading) for h in before) and all(
            _rank(h) > _rank(heading) for h in after
        )
        if fits:
            found = sorted([*found, heading], key=lambda h: h.start)
    return found


_EXPECTED = (1, 2, 3, 5, 6, 7)
_SHORT_LINE = re.compile(
    r"^[^\S\n]*(?:#+[^\S\n]*|\*+)?(?=[^\n]{0,30}(?:概述|概况|情况|公开|问题|事项|措施|打算))(?P<line>[(\d\u4e00-\u9fff][^\n。|,]{1,44})$",
    re.M,
)
_MINOR = re.compile(r"[(]?(?P<n>[一二三四五六七八九十]{1,2})[)][、.]?\s*|\d{1,2}[.、](?!\d)\s*")


def _unnumbered(found: list[Heading], reading: Reading, tables: Sequence[tuple[int, int]]) -> list[Heading]:
    bare: list[Heading] = []
    minor: list[Heading] = []
    for match in _SHORT_LINE.finditer(reading.text):
        heading = (
            None if _inside(reading, match.start("line"), tables) else _bare_heading(reading.text, match)
        )
        if heading is not None:
            (minor if heading.number else bare).append(heading)
    # Headings numbered (一) or 1. are sub-headings wherever real headings exist; alone they count only as a full set.
    if not found and len({_rank(h) for h in minor}) >= 4:
        return sorted([*bare, *minor], key=lambda h: h.start)
    return sorted([*bare, *_first_of_lost(found, minor)], key=lambda h: h.start)


def _bare_heading(text: str, line: re.Match[str]) -> Heading | None:
    """The heading that is the whole of a short line; its number is that of (一) or 1. if it has one."""
    if _ANCHOR.match(line["line"]):
        return None
    numbered = _MINOR.match(line["line"])
    words_at = line.start("line") + (numbered.end() if numbered else 0)
    number = (_ordinal(numbered["n"] or "") or int(re.sub(r"\D", "", numbered[0]) or 0)) if numbered else None
    heading = _heading_at(text, line.start("line"), words_at, number)
    return heading if heading is not None and heading.weight == 4 else None


def _first_of_lost(found: list[Heading], minor: list[Heading]) -> list[Heading]:
    """A sub-heading (一) about problems where exactly the heading of section five is lost between four and six."""
    numbers = {h.number for h in found}
    if 4 not in numbers or 6 not in numbers or 5 in numbers:
        return []
    lost = [h for h in minor if h.canonical == "problems" and h.number == 1]
    between = [h for h in lost if max(f.start for f in found if f.number == 4) < h.start]
    return [replace(h, number=None) for h in between[:1]]


def _with_unknown(found: list[Heading], text: str, anchors: Sequence[tuple[int, int]]) -> list[Heading]:
    """Add numbered headings of unknown words whose number is missing between their neighbours."""
    for start, words_at in anchors if found else ():
        number = _ordinal(text[start:words_at])
        before = [h.number for h in found if h.start < start and h.number is not None]
        after = [h.number for h in found if h.start > start and h.number is not None]
        lowest, highest = max(before, default=0), min(after, default=max(before, default=0) + 2)
        if number is None or not lowest < number < highest or any(h.start <= start < h.end for h in found):
            continue
        heading = _unknown(text, start, words_at, number)
        if heading is not None:
            found = sorted([*found, heading], key=lambda h: h.start)
    return found


_UNKNOWN_LINE = re.compile(r"[^\S\n]*(?P<title>[\u4e00-\u9fff][^\n。；;:?!|\d]{1,30})[^\S\n]*(?=\n|\Z)")
_UNKNOWN_GLUED = re.compile(
    r"[^\S\n]*(?P<title>[\u4e00-\u9fff、()]{2,24}?(?:情况|措施|事项|打算|计划|安排))(?=[^\S\n]|[\u4e00-\u9fff(\d])(?![、和及与的])"
)
_STATUTORY = {
    "overall": "总体情况",
    "disclosure": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "disputes": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}


def _unknown(text: str, start: int, words_at: int, number: int) -> Heading | None:
    leading = bool(_LEADER.fullmatch(text, text.rfind("\n", 0, start) + 1, start))
    if not leading and text[:start].rstrip()[-1:] not in "。；":
        return None
    match = (_UNKNOWN_LINE if leading else _UNKNOWN_GLUED).match(text, words_at)
    if match is None or _is_row_label(match["title"]):
        return None
    cut = match.end() >= len(text.rstrip()) and len(match["title"]) > 1
    names = [c for c, title in _STATUTORY.items() if cut and title.startswith(match["title"])]
    return Heading(start, match.end("title"), number, names[0] if names else "unknown", 4)


def _with_attachments(
    found: list[Heading], reading: Reading, tables: Sequence[tuple[int, int]]
) -> list[Heading]:
    """Add what follows the last section: an unnumbered statistics table, else an attachment."""
    if not found:
        return found
    last = found[-1]
    if all(h.canonical != "statistics" for h in found):
        match = _STATISTICS.search(reading.text, last.end)
        if match:
            return [*found, Heading(match.start(), match.end(), None, "statistics", 4)]
    for match in _ATTACHMENT.finditer(reading.text, last.end):
        if not _inside(reading, match.start(), tables):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            return [*found, Heading(start, match.end(), None, "attachments", 4)]
    return found


def _styled(headings: list[Heading]) -> list[Heading]:
    """Name the sections in the words of the report's own time: form or narrative."""
    names = {h.canonical for h in headings}
    narrative = len(names & _NARRATIVE_SIGNS) > len(names & _FORM_SIGNS)
    table = _NARRATIVE_NAMES if narrative else _FORM_NAMES
    return [replace(h, canonical=table.get(h.canonical, h.canonical)) for h in headings]
