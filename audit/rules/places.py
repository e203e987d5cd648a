"""Places in the prose of a report: for findings that no cell and no claim points at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import once
from audit.tidy.reading import read_as

__all__ = [
    "Passage",
    "Sighting",
    "date_pattern",
    "first_words",
    "heading_of",
    "hosted",
    "landmark",
    "narrowed",
    "passages",
    "place",
    "reports_among",
    "sighted",
    "spots",
]

Place = tuple[str, str, str]
"""(report_id, locator, quote), as ``SUSPECT_COLUMNS`` wants its places."""

_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")
_OPENINGS = ("head", "preface")
_TITLE = re.compile(r"(?:公开|公開)(?:工作)?[^。，,；;]{0,8}(?:报告|報告|年报|年報)(?!格式)")
_TRAIL = re.compile(r"当前[的]?位置|當前位置|所在位置|[>＞»].*[>＞»]")
"""The way to a page, which often ends in 信息公开年报."""
_COLUMNS = ("report_id", "canonical", "text", "locator", "title", "lines")
_OFFSETS = re.compile(r"char=(\d+),(\d+);line=(\d+)")


class Passage(NamedTuple):
    """A section as a place: its raw text, the locator of all of it, and where its sentences stand."""

    report_id: str
    canonical: str
    text: str
    locator: str
    title: str
    lines: str


_PASSAGE = partial(tuple.__new__, Passage)
"""``Passage._make`` without its checks, which take most of its time."""


def reports_among(frames: Frames, report_ids: pd.Series) -> np.ndarray:
    """For every report, in the order of ``reports``, whether its id is among these."""
    ids = pd.Index(frames.reports["report_id"])
    found = np.zeros(len(ids), dtype=bool)
    found[ids.get_indexer(pd.Index(report_ids.unique()))] = True
    return found


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of some kinds in one report: its id, the places in reading order, their print."""

    report_id: str
    places: list[Place]

    @property
    def quotes(self) -> list[str]:
        """The print at each place."""
        return [quote for _, _, quote in self.places]


@once
def _by_kind(frames: Frames) -> dict[str, list[Place]]:
    """All observations by kind, in their order."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    columns = (frames.observations[c].fillna("").tolist() for c in ("kind", "report_id", "locator", "quote"))
    for kind, *rest in zip(*columns, strict=True):
        found[kind].append((rest[0], rest[1], rest[2]))
    return found


def sighted(frames: Frames, *kinds: str) -> list[Sighting]:
    """The reports in which something of these kinds was seen while reading, with its places."""
    found: dict[str, list[Place]] = {}
    for kind in kinds:
        for one in _by_kind(frames)[kind]:
            found.setdefault(one[0], []).append(one)
    return [Sighting(report_id, listed) for report_id, listed in found.items()]


@once
def passages(frames: Frames) -> defaultdict[str, list[Passage]]:
    """The sections of every report in reading order; an empty list for a report without sections."""
    found: defaultdict[str, list[Passage]] = defaultdict(list)
    columns = (frames.sections[c].fillna("").tolist() for c in _COLUMNS)
    for one in map(_PASSAGE, zip(*columns, strict=True)):
        found[one[0]].append(one)
    return found


def landmark(frames: Frames, report_id: str) -> list[Place]:
    """The title of a report where it is printed or stated, else its first heading: for findings on the whole of it."""
    return _stated(frames)["title"].get(report_id) or place(passages(frames)[report_id])


def hosted(frames: Frames, report_id: str) -> list[Place]:
    """Where a copy states the site that it comes from."""
    return _stated(frames)["host"].get(report_id, [])


@once
def _stated(frames: Frames) -> dict[str, dict[str, list[Place]]]:
    """Title and site of each report, as observed while reading."""
    return {k: {s.report_id: s.places[:1] for s in sighted(frames, k)} for k in ("title", "host")}


def place(found: Sequence[Passage], words: str | None = None, canonicals: Sequence[str] = ()) -> list[Place]:
    """The first place where ``words`` (a pattern) stand, else the heading of the first passage looked at.

    Only passages named in ``canonicals`` are looked at, where there are any. Empty if there is no passage.
    """
    looked = [p for p in found if p.canonical in canonicals] or list(found)
    matches = ((p, re.search(words, p.text)) for p in looked if words)
    hit = next(((p, m) for p, m in matches if m), None)
    if hit:
        return [narrowed(hit[0], *hit[1].span())]
    return [heading_of(looked[0])] if looked else []


def spots(found: Sequence[Passage], words: str, canonicals: Sequence[str] = ()) -> list[Place]:
    """Where ``words`` (a pattern for simplified text without spaces) stand, in the print; at most one a passage."""
    looked = [p for p in found if p.canonical in canonicals or not canonicals]
    return [spot for one in looked if (spot := _spot(one, words))]


def _spot(passage: Passage, words: str) -> Place | None:
    reading = read_as(passage.text)
    at = [n for n, c in enumerate(reading.text) if not c.isspace()]
    match = re.search(words, "".join([reading.text[n] for n in at]))
    if not match or match.end() == match.start():
        return None
    return narrowed(passage, *reading.raw_span(at[match.start()], at[match.end() - 1] + 1))


def heading_of(passage: Passage) -> Place:
    """The heading of a passage, as far as it is one; its first printed line if it has none. Of what stands before the
    first section it is the line that holds the title of the report."""
    if passage.title and passage.text.startswith(passage.title):
        return narrowed(passage, 0, len(passage.title.rstrip()))
    lines = list(_LINE.finditer(passage.text)) if passage.canonical in _OPENINGS else []
    titled = next((line for line in lines if _TITLE.search(line[0]) and not _TRAIL.search(line[0])), None)
    first = titled or _LINE.search(passage.text)
    if first is None:
        return (passage.report_id, passage.locator, passage.text)
    return narrowed(passage, *first.span())


def first_words(passage: Passage) -> Place:
    """The first printed line under the heading of a passage; its heading if nothing else is printed."""
    lines = _LINE.finditer(passage.text)
    heading = next(lines, None)
    line = next(lines, heading)
    if line is None:
        return (passage.report_id, passage.locator, passage.text)
    return narrowed(passage, line.start(), line.end())


def narrowed(passage: Passage, start: int, end: int) -> Place:
    """``text[start:end]`` as a place: itself where characters can be counted, else the sentence that holds it,
    else the whole passage."""
    counted = _counted(passage.text, passage.locator, start, end)
    if counted:
        return (passage.report_id, counted, passage.text[start:end])
    for first, last, locator in _sentences(passage.lines):
        if first <= start < last:
            sentence = passage.text[first:last]
            inner = _counted(sentence, locator, start - first, min(end, last) - first)
            quote = passage.text[start : min(end, last)] if inner else sentence
            return (passage.report_id, inner or locator, quote)
    return (passage.report_id, passage.locator, passage.text)


def _counted(text: str, locator: str, start: int, end: int) -> str:
    """The locator of ``text[start:end]`` if ``locator``, that of all of it, counts its characters; else empty."""
    offsets = _OFFSETS.fullmatch(locator)
    if not offsets or int(offsets[2]) - int(offsets[1]) != len(text):
        return ""
    begin, line = int(offsets[1]), int(offsets[3]) + text.count("\n", 0, start)
    return f"char={begin + start},{begin + end};line={line}"


def _sentences(lines: str) -> Iterator[tuple[int, int, str]]:
    for line in lines.split("\n") if lines else ():
        first, last, locator = line.split(" ", 2)
        yield int(first), int(last), locator


@cache
def date_pattern(date: pd.Timestamp) -> str:
    """A pattern for this day as reports print it: 2024-03-07, 2024年3月7日, 20240307, 二〇二四年三月七日."""
    digits = rf"{date.year}\s*[-—./年]\s*0?{date.month}\s*[-—./月]\s*0?{date.day}(?!\d)(?:\s*日)?"
    year = "".join(f"[{'〇零○OＯ' if d == '0' else '零一二三四五六七八九'[int(d)]}]" for d in str(date.year))
    chinese = rf"{year}年{_chinese(date.month)}月{_chinese(date.day)}日"
    return rf"{digits}|{date:%Y%m%d}|{chinese}"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十"
    return lead + ("" if ones == 0 else "零一二三四五六七八九"[ones])
