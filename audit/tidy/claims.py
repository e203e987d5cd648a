"""Figures and statements of none in prose → claims, each at its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from audit.model import Claim, Document, Section
from audit.tidy.prose.breakdowns import Breakdowns
from audit.tidy.prose.channels import channel_of
from audit.tidy.prose.flow import Flow, flow
from audit.tidy.prose.lists import Link
from audit.tidy.prose.measures import Decision, decide, part_measure, share_measure
from audit.tidy.prose.mentions import Mention, mentions
from audit.tidy.prose.passage import Passage
from audit.tidy.reading import Reading

SKIPPED = frozenset({"head", "statistics", "attachments"})
WRAPPED = frozenset({"text", "markdown", "pdf", "ofd"})
_CONTEXT = 150
_ROW = 40
_GOES_ON = frozenset("件条项个次篇份名人宗起%，,、；;（(")
_DAY = r"20\d\d年\d{1,2}月\d{1,2}日"
_PERIOD = re.compile(
    rf"统计(?:的)?(?:期限|时间|时限|周期|时段)[^。\n]{{0,16}}?({_DAY}起?[,，]?[至到—-]{{1,2}}(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日)"
)

Spans = Sequence[tuple[int, int]]


def find_claims(
    document: Document, reading: Reading, sections: Sequence[Section], table_spans: Spans, year: int | None
) -> tuple[Claim, ...]:
    """All claims of a report in reading order.

    ``sections`` tell which text is prose of the report (none given: all of it is); ``table_spans`` are raw ranges that
    are no prose; ``year`` is the year reported on. Every claim has a locator whose text equals its ``raw``.
    """
    spans, marks = _spans(document, reading, sections, table_spans)
    prose = flow(reading.text, spans, document.format in WRAPPED)
    found = mentions(prose)
    homes = [(prose.at(start), section) for start, section in marks]
    floors = [start for start, _ in homes]
    passage = Passage(prose.text)
    decisions: list[Decision] = []
    names: list[str] = []
    for mention in found:
        home = bisect_right(floors, mention.start) - 1
        floor, name = homes[home] if home >= 0 else (0, "")
        names.append(name)
        decisions.append(decide(passage, mention, floor, name, year))
    links = Breakdowns(found, decisions, prose.text).walk()
    place = _Places(document, reading, prose)
    claims = _claims(place, found, decisions, links, names)
    return tuple(_periods(place, claims, year))


def _spans(
    document: Document, reading: Reading, sections: Sequence[Section], tables: Spans
) -> tuple[list[tuple[int, int]], list[tuple[int, str]]]:
    """Ranges of ``reading.text`` that are prose, and where each section begins in it."""
    wanted = [(*document.places.span(s.locator), s.canonical) for s in sections if s.canonical not in SKIPPED]
    if not sections:
        wanted = [(0, len(reading.raw), "")]
    wanted.sort()
    tables = [span for span in sorted(tables) if not _midsentence(reading.raw, *span)]
    spans: list[tuple[int, int]] = []
    marks: list[tuple[int, str]] = []
    for start, end, name in wanted:
        marks.append((reading.at(start), name))
        apart = (s for s in _outside(start, end, tables) if not reading.raw[s[0] : s[1]].isspace())
        spans += [(reading.at(a), reading.at(b)) for a, b in apart]
    return spans, [(start, name) for start, name in marks if name]


def _midsentence(raw: str, start: int, end: int) -> bool:
    """A short "row" or heading that a sentence goes on from (不予处理 80 件…, 行政复议、提起…): prose that looks like one."""
    if end - start > _ROW:
        return False
    printed = raw[start:end]
    if "\t" in printed or "\n" in printed or "|" in printed:
        return False
    if any(c.isdigit() for c in printed):
        return raw[end : end + 4].lstrip(" ")[:1] in _GOES_ON
    return all(
        c in "、，,。的和" or "\u4e00" <= c <= "\u9fff"
        for c in (raw[start - 1 : start], raw[end : end + 1])
        if c
    )


def _outside(start: int, end: int, tables: Spans) -> Iterable[tuple[int, int]]:
    """``[start, end)`` less the tables."""
    done = start
    first = max(bisect_right(tables, (start, start)) - 1, 0)
    for left, right in tables[first:]:
        if left >= end:
            break
        if right <= done:
            continue
        if left > done:
            yield done, left
        done = right
    if done < end:
        yield done, end


class _Places:
    """From a range of the flow to the raw text and its locator."""

    def __init__(self, document: Document, reading: Reading, prose: Flow) -> None:
        self._document, self._reading, self.prose = document, reading, prose

    def of(self, start: int, end: int) -> tuple[str, str]:
        """Raw text and locator."""
        left, right = self._reading.raw_span(*self.prose.back(start, end))
        return self._document.text[left:right], self._document.places.locator(left, right)


def _claims(
    place: _Places,
    found: Sequence[Mention],
    decisions: Sequence[Decision],
    links: Sequence[Link],
    names: Sequence[str],
) -> list[Claim]:
    kept = [i for i, d in enumerate(decisions) if d.measure is not None]
    ids = {index: f"c{number:03d}" for number, index in enumerate(kept, 1)}
    groups = {
        g: f"g{n:02d}" for n, g in enumerate(dict.fromkeys(k.group for k in links if k.group is not None), 1)
    }
    measures: dict[int, str] = {}
    for index in kept:
        measures[index] = _final(index, found, decisions, links, measures)
    return [
        _claim(
            place,
            found[i],
            decisions[i],
            links[i],
            ids,
            groups,
            measures[i],
            ids[i],
            names[i],
            _label(i, decisions, links),
        )
        for i in kept
    ]


def _final(
    index: int,
    found: Sequence[Mention],
    decisions: Sequence[Decision],
    links: Sequence[Link],
    done: dict[int, str],
) -> str:
    own, whole = links[index].measure or decisions[index].measure or "other", links[index].part_of
    if whole is None or whole not in done:
        return own
    if decisions[index].kind in ("growth", "all"):
        return done.get(whole, own) if decisions[index].kind == "growth" else own
    if found[index].share:
        return share_measure(done[whole]) if own == "share" else own
    if links[index].measure:
        return own
    if decisions[whole].kind == "cumulative" and decisions[index].kind == "count" and own.endswith("_total"):
        return own
    return part_measure(done[whole], own)


def _claim(
    place: _Places,
    mention: Mention,
    decision: Decision,
    link: Link,
    ids: dict[int, str],
    groups: dict[int, str],
    measure: str,
    claim_id: str,
    section: str,
    label: str,
) -> Claim:
    raw, locator = place.of(mention.start, mention.end)
    return Claim(
        claim_id=claim_id,
        measure=measure,
        kind="cumulative" if measure.endswith("_cumulative") and decision.kind == "count" else decision.kind,
        value=None if mention.all else -mention.value if decision.negative else mention.value,
        unit=mention.unit,
        sentence=_sentence(place.prose.text, mention),
        locator=locator,
        raw=raw,
        approximate=mention.approximate,
        year=decision.year,
        scope=link.scope or decision.scope,
        channel=decision.channel or (None if mention.share else channel_of(measure, mention.near)),
        group_id=groups.get(link.group) if link.group is not None else None,
        part_of=ids.get(link.part_of) if link.part_of is not None else None,
        exhaustive=link.exhaustive,
        decimals=mention.decimals,
        label=label,
        section=section or None,
    )


def _label(index: int, decisions: Sequence[Decision], links: Sequence[Link]) -> str:
    """What is counted; a share or a growth is told by the figure that it describes."""
    whole = links[index].part_of
    described = whole if decisions[index].kind in ("share", "growth", "all") and whole is not None else index
    return decisions[described].label


def _sentence(text: str, mention: Mention) -> str:
    start = max(mention.sentence, mention.start - _CONTEXT)
    return text[start : min(mention.sentence_end + 1, mention.end + _CONTEXT)].strip()


def _periods(place: _Places, claims: list[Claim], year: int | None) -> list[Claim]:
    """The claims, and the statistics period where the prose states one."""
    match = _PERIOD.search(place.prose.text)
    if not match:
        return claims
    raw, locator = place.of(*match.span(1))
    stated = Claim("p001", "period", "date", None, None, match[0], locator, raw, year=year, label="统计期限")
    return [stated, *claims]
