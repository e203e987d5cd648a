"""Where the sections of a report begin: a tiling of the raw text into head, preface and headed sections.

Of all places that read as headings, one a section is chosen: preface lists, tables of contents and inner numbering
repeat them. Headings that lost their number or were renamed fill the places that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.model import Document, Section
from audit.tidy.headings import NUMBERING, Heading, bare_heading, heading_at, ordinal, unknown_heading
from audit.tidy.lines import lines_of
from audit.tidy.reading import Reading

Spans = Sequence[tuple[int, int]]

_NEVER_IN_TABLES = ("requests", "disputes", "problems", "other")
"""Sections whose headings look like no label of a table: believed even where a table seems to go on."""
_FORM_NAMES = {"overview": "overall", "proactive": "disclosure", "on_request": "requests"}
_NARRATIVE_NAMES = {form: old for old, form in _FORM_NAMES.items()}
_NARRATIVE_SIGNS = {"overview", "on_request", "fees", "statistics"}
_FORM_SIGNS = {"overall", "requests"}

_EXPECTED = {1, 2, 3, 5, 6, 7}
"""Ranks that nearly every report has; fees, statistics and attachments are seldom missing by accident."""

_BODY = re.compile(r"(?:\w\W*){4}")
"""What stands between two headings of which the first has a text of its own: more than a page number."""
_SHORT_LINE = re.compile(
    r"^[^\S\n]*(?:#+[^\S\n]*|\*+)?(?=[^\n]{0,30}(?:概述|概况|情况|公开|问题|事项|措施|打算))"
    r"(?P<line>[(\d\u4e00-\u9fff][^\n。|,]{1,44})$",
    re.M,
)
_STATISTICS = re.compile(
    r"(?:附[件表]?\s*[\d一二三]?\s*[:、.]?\s*)?[\u4e00-\u9fff\d]{0,30}(?:政府)?信息公开(?:工作)?情况统计表"
    r"(?=[\s\S]{0,40}?(?:指标|计量单位|统计数|历年累计))"
)
_ATTACHMENT = re.compile(r"^[^\S\n]*(?P<line>附(?:件|表|录)?\s*[\d一二三]?\s*[:、][^\n]*)", re.M)
_PREFACE = re.compile(
    r"(?:^|(?<=[\s。])|(?<=报告))(?:现?将?根据|按照|依据|依照|遵照|为(?:进一步|认真|深入|全面|贯彻|切实)"
    r"|本(?:年度|年|次)?(?:政府信息公开)?(?:工作)?(?:年度)?(?:报告|年报))"
    r"|^[^\S\n]*(?:19|20)\d\d年度?[,以来]",
    re.M,
)
_PROSE_LINE = re.compile(r"^[^\n|]{40,}。", re.M)


def find_sections(document: Document, reading: Reading, table_spans: Spans) -> tuple[Section, ...]:
    """Sections that tile the document: head, preface, then the headed ones; empty parts are left out.

    ``table_spans``: half-open ranges of ``document.text`` taken by statutory tables; only numbered headings whose
    words no table has are believed in them.

    ``Section.text`` is the raw text of the section from its heading on: it starts with ``title`` if there is one.
    ``number`` is the printed ordinal. ``locator`` is the place of the whole section. ``canonical`` follows the style
    of the report: ``overall`` ``disclosure`` ``requests`` in a form of 2019 or later, ``overview`` ``proactive``
    ``on_request`` in narrative years; ``disputes`` ``problems`` ``other`` ``fees`` ``statistics`` ``attachments``
    in both; ``unknown`` for a numbered heading of other words.
    """
    places = [m.span() for m in NUMBERING.finditer(reading.text)]
    outside = [p for p in places if not _inside(reading, p[0], table_spans)]
    found = _chosen(_numbered(reading, places, table_spans), reading.text)
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
            yield _section(document, None, "", canonical, begin, end)
    for heading, begin, end in zip(headings, starts, [*starts[1:], len(text)][: len(starts)], strict=True):
        title = text[begin : reading.raw_span(heading.start, heading.end)[1]]
        yield _section(document, heading.number, title, heading.canonical, begin, end)


def _section(
    document: Document, number: int | None, title: str, canonical: str, begin: int, end: int
) -> Section:
    locator = document.places.locator(begin, end)
    lines = lines_of(document, begin, end, locator)
    return Section(number, title, canonical, document.text[begin:end], locator, lines)


def _preface_start(reading: Reading, limit: int) -> int:
    """Raw position where prose begins before the first section; ``limit`` (raw) if there is none."""
    for pattern in (_PREFACE, _PROSE_LINE):
        for match in pattern.finditer(reading.text, 0, limit):
            if "。" in reading.text[match.start() : limit] or pattern is _PROSE_LINE:
                return reading.raw_span(match.start(), match.start() + 1)[0]
    return reading.raw_span(limit, limit + 1)[0] if limit < len(reading.text) else len(reading.raw)


def _numbered(reading: Reading, places: Spans, tables: Spans) -> list[Heading]:
    """What reads as a heading with 一、 before it."""
    text = reading.text
    read = (heading_at(text, start, words_at, ordinal(text[start:words_at])) for start, words_at in places)
    found = [h for h in read if h is not None]
    return [h for h in found if h.canonical in _NEVER_IN_TABLES or not _inside(reading, h.start, tables)]


def _inside(reading: Reading, position: int, spans: Spans) -> bool:
    if not spans:
        return False
    raw = reading.raw_span(position, position + 1)[0]
    for first, last in spans:  # noqa: SIM110 - asked for often: a generator takes twice the time
        if first <= raw < last:
            return True
    return False


def _chosen(candidates: list[Heading], text: str) -> list[Heading]:
    """One heading a section: the chain in form order that weighs most, then what stands out of order."""
    if not candidates:
        return []
    nexts = [c.start for c in candidates[1:]] + [len(text)]
    marked = [
        c._replace(body=bool(_BODY.search(text, c.end, n))) for c, n in zip(candidates, nexts, strict=True)
    ]
    chain = _heaviest_chain(marked)
    taken = {c.rank for c in chain}
    strays = [c for c in marked if c.rank not in taken and c.weight >= 3]
    return sorted([*chain, *_heaviest_of_rank(strays)], key=lambda c: c.start)


def _worth(heading: Heading) -> float:
    return heading.weight + 2 * heading.body + 4


def _heaviest_of_rank(headings: Sequence[Heading]) -> list[Heading]:
    best: dict[int, Heading] = {}
    for heading in headings:
        if heading.rank not in best or _worth(heading) > _worth(best[heading.rank]):
            best[heading.rank] = heading
    return list(best.values())


def _heaviest_chain(headings: Sequence[Heading]) -> list[Heading]:
    """The headings in form order, one a section, whose weights and numbers add up highest."""
    best: dict[tuple[int, int | None], tuple[float, list[Heading]]] = {}
    for heading in headings:
        earlier = [
            (w + _gain(chain[-1], heading), chain)
            for (rank, _), (w, chain) in best.items()
            if rank < heading.rank
        ]
        worth, chain = max(earlier, key=lambda e: e[0], default=(0.0, []))
        key = (heading.rank, heading.number)
        if key not in best or worth + _worth(heading) > best[key][0]:
            best[key] = (worth + _worth(heading), [*chain, heading])
    return max(best.values(), key=lambda e: e[0])[1]


def _gain(earlier: Heading, later: Heading) -> float:
    """Numbers that go on count for a pair, numbers that go back against it."""
    if earlier.number is None or later.number is None:
        return 0.0
    return 3.0 if later.number == earlier.number + 1 else 0.5 if later.number > earlier.number else -3.0


def _with_unnumbered(found: list[Heading], reading: Reading, tables: Spans) -> list[Heading]:
    """Add headings that lost their number, or carry one of another kind, where a section is missing in its place."""
    if {h.rank for h in found} >= _EXPECTED:
        return found
    for heading in _unnumbered(found, reading, tables):
        before = [h for h in found if h.start < heading.start]
        after = [h for h in found if h.start > heading.start]
        fits = all(h.rank < heading.rank for h in before) and all(h.rank > heading.rank for h in after)
        if fits:
            found = sorted([*found, heading], key=lambda h: h.start)
    return found


def _unnumbered(found: list[Heading], reading: Reading, tables: Spans) -> list[Heading]:
    lines = [m for m in _SHORT_LINE.finditer(reading.text) if not _inside(reading, m.start("line"), tables)]
    read = (bare_heading(reading.text, m.start("line"), m["line"]) for m in lines)
    whole = [h for h in read if h is not None]
    bare, minor = [h for h in whole if not h.number], [h for h in whole if h.number]
    # Headings numbered (一) or 1. are sub-headings wherever real headings exist; alone they count as a full set only.
    if not found and len({h.rank for h in minor}) >= 4:
        return whole
    return sorted([*bare, *_first_of_lost(found, minor)], key=lambda h: h.start)


def _first_of_lost(found: list[Heading], minor: list[Heading]) -> list[Heading]:
    """A sub-heading (一) about problems where exactly the heading of section five is lost between four and six."""
    numbers = {h.number for h in found}
    if 4 not in numbers or 6 not in numbers or 5 in numbers:
        return []
    lost = [h for h in minor if h.canonical == "problems" and h.number == 1]
    between = [h for h in lost if max(f.start for f in found if f.number == 4) < h.start]
    return [h._replace(number=None) for h in between[:1]]


def _with_unknown(found: list[Heading], text: str, anchors: Spans) -> list[Heading]:
    """Add numbered headings of unknown words whose number is missing between their neighbours."""
    for start, words_at in anchors if found else ():
        number = ordinal(text[start:words_at])
        before = [h.number for h in found if h.start < start and h.number is not None]
        after = [h.number for h in found if h.start > start and h.number is not None]
        lowest, highest = max(before, default=0), min(after, default=max(before, default=0) + 2)
        if number is None or not lowest < number < highest or any(h.start <= start < h.end for h in found):
            continue
        heading = unknown_heading(text, start, words_at, number)
        if heading is not None:
            found = sorted([*found, heading], key=lambda h: h.start)
    return found


def _with_attachments(found: list[Heading], reading: Reading, tables: Spans) -> list[Heading]:
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
            return [*found, Heading(match.start("line"), match.end(), None, "attachments", 4)]
    return found


def _styled(headings: list[Heading]) -> list[Heading]:
    """Name the sections in the words of the report's own time: form or narrative."""
    names = {h.canonical for h in headings}
    narrative = len(names & _NARRATIVE_SIGNS) > len(names & _FORM_SIGNS)
    table = _NARRATIVE_NAMES if narrative else _FORM_NAMES
    return [h._replace(canonical=table.get(h.canonical, h.canonical)) for h in headings]
