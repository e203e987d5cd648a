"""How alike the prose of two reports is: sentences with their places, shingles, near pairs.

Compared is what a body writes itself: not the preface, headings, tables or sentences that many bodies share (a
county's template). Digits and the body's own name count as blanks, so that a text does not become another one by
new figures or another town's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import once
from audit.rules.places import Passage, Place, narrowed, passages
from audit.rules.vocabulary import any_of, is_prose
from audit.tidy.bodies import parse_body
from audit.tidy.reading import read_as

GRAM = 5
"""Characters of a shingle."""
LEAST = 150
"""Characters of prose below which no likeness is worked out: too little to tell."""
SHARED_BY, SHARED_SHARE = 5, 0.3
"""A sentence is a template's where in one year at least so many bodies, and this share of all, print it."""
PERMUTATIONS, BANDS = 128, 32
_MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd, so that no character of a shingle is lost modulo 2**64."""

_SENTENCE = re.compile(r"[^。；！？!?;\n]+")
_NUMBER = re.compile(r"[0-9][0-9.,%]*")
_NUMBERS = frozenset("(（一二三四五六七八九十0123456789")
_GAP = re.compile(r"[\s、，,。；：:“”\"'（）()《》〈〉【】\[\]—\-·]+")
_RUN_IN = re.compile(
    r"(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．](?!\d))\s*"
    r"(?:(?:政府信息)?(?:主动公开|依申请公开|管理|公开平台建设|资源规范化管理|公开监督保障)|平台建设|监督保障)?"
    r"(?:(?:政府信息)?(?:工作)?(?:情况|方面))?[\s:：]*"
)
"""The number of a point, with the heading that runs into its first sentence where the copy lost the line between them."""
_SUFFIX = re.compile(r"(?:人民政府|办事处|管理委员会|管委会)+(?:办公室|办公厅)?$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report: what it is compared by, and where it stands in its passage."""

    key: str
    passage: Passage
    start: int
    end: int

    @property
    def printed(self) -> str:
        """As it is printed, on one line."""
        return " ".join(self.passage.text[self.start : self.end].split())

    @property
    def place(self) -> Place:
        """As evidence."""
        return narrowed(self.passage, self.start, self.end)


@dataclass(frozen=True, eq=False)
class Prose:
    """The own prose of one report."""

    report_id: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def text(self) -> str:
        """All sentences in a row."""
        return "".join(s.key for s in self.sentences)

    @cached_property
    def shingles(self) -> np.ndarray:
        """Distinct shingles as sorted numbers."""
        return shingles(self.text)

    @property
    def is_long(self) -> bool:
        """Whether there is enough to compare."""
        return len(self.text) >= LEAST


def shingles(text: str) -> np.ndarray:
    """The distinct runs of ``GRAM`` characters of a text, each as a number; sorted."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype("uint64")
    if len(points) < GRAM:
        return np.empty(0, dtype="uint64")
    number = np.zeros(len(points) - GRAM + 1, dtype="uint64")
    for n in range(GRAM):
        number = number * np.uint64(_MULTIPLIER) + points[n : len(points) - GRAM + 1 + n]
    return np.unique(number)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Shared shingles by all shingles (Jaccard), 0 to 1."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    every = len(one) + len(other) - both
    return both / every if every else 0.0


@once
def own_prose(frames: Frames) -> dict[str, Prose]:
    """The own prose of every report by report_id, template sentences left out."""
    drafts = _all_sentences(frames)
    template = _template(frames, drafts)
    return {
        report: Prose(report, tuple(s for s in sentences if s.key not in template))
        for report, sentences in drafts.items()
    }


@once
def own_overviews(frames: Frames) -> dict[str, Prose]:
    """Section one alone, of every report that has it."""
    found = {}
    for report, text in own_prose(frames).items():
        own = tuple(s for s in text.sentences if s.passage.canonical == "overall")
        if own:
            found[report] = Prose(report, own)
    return found


def _all_sentences(frames: Frames) -> dict[str, list[Sentence]]:
    names = _names(frames)
    found: dict[str, list[Sentence]] = {}
    for report, parts in passages(frames).items():
        own = [p for p in parts if p.canonical != "preface" and is_prose(p.canonical, p.text)]
        found[report] = [s for p in own for s in sentences(p, names.get(report))]
    return found


def _names(frames: Frames) -> dict[str, re.Pattern[str]]:
    """The name of each body and its parts, to be blanked."""
    reports = frames.reports[["report_id", "agency", "province", "city", "county"]].fillna("")
    found = {}
    for report, agency, *places in reports.itertuples(index=False, name=None):
        body = parse_body(agency)
        whole = [agency, _SUFFIX.sub("", agency), *places]
        own = [body.town, body.office] if body else []
        words = sorted({w for w in (*whole, *own) if w and len(w) > 2}, key=lambda w: (-len(w), w))
        if words:
            found[report] = re.compile("|".join(map(re.escape, words)))
    return found


def sentences(passage: Passage, name: re.Pattern[str] | None = None) -> list[Sentence]:
    """The sentences of a passage less its heading and what the law or a form prescribes."""
    prescribed = re.compile(any_of("prescribed"))
    found = []
    for match in _SENTENCE.finditer(passage.text):
        printed = match[0].strip()
        if printed and printed != passage.title.strip():
            key = compared(_RUN_IN.sub("", printed, count=1) if printed[0] in _NUMBERS else printed, name)
            if len(key) > GRAM and not prescribed.search(key):
                start = match.start() + match[0].index(printed)
                found.append(Sentence(key, passage, start, start + len(printed)))
    return found


def compared(printed: str, name: re.Pattern[str] | None = None) -> str:
    """A sentence as it is compared: simplified, without marks; digits and the body's name as blanks."""
    text = read_as(printed).text
    text = _NUMBER.sub("0", text)
    return _GAP.sub("", name.sub("〇", text) if name else text)


def _template(frames: Frames, drafts: dict[str, list[Sentence]]) -> frozenset[str]:
    """Sentences that in one year so many bodies print that none can be said to have copied them."""
    reports = frames.reports[["report_id", "agency", "year"]]
    body = dict(zip(reports["report_id"], reports["agency"].fillna(reports["report_id"]), strict=True))
    year = dict(zip(reports["report_id"], reports["year"].fillna(0), strict=True))
    printed = {(s.key, year[report], body[report]) for report, found in drafts.items() for s in found}
    bodies = pd.DataFrame(printed, columns=["key", "year", "body"]).groupby(["key", "year"]).size()
    every = reports.assign(year=reports["year"].fillna(0)).groupby("year")["agency"].nunique()
    least = bodies.index.get_level_values("year").map((every * SHARED_SHARE).clip(lower=SHARED_BY))
    return frozenset(
        bodies.index.get_level_values("key")[bodies.to_numpy() >= np.asarray(least, dtype=float)]
    )


@once
def near_pairs(frames: Frames) -> pd.DataFrame:
    """Pairs of reports that may be alike, each once: report_id, other, likeness (exact). By MinHash and LSH, then exactly.

    Reports of one body are left out, so is everything below about half.
    """
    texts = [p for p in own_prose(frames).values() if p.is_long]
    pairs = [(a, b) for a, b in candidates([p.text for p in texts])]
    body = frames.by_id["agency"]
    rows = []
    for a, b in pairs:
        one, other = texts[a], texts[b]
        if body[one.report_id] != body[other.report_id]:
            rows.append((one.report_id, other.report_id, likeness(one.shingles, other.shingles)))
    return pd.DataFrame(rows, columns=["report_id", "other", "likeness"])


def candidates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of texts (by number, the smaller first) of which MinHash and LSH say that they may be half alike."""
    if len(texts) < 2:
        return []
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415  (a compiled library, loaded where it is needed)

    index = RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=BANDS)
    found = []
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update([text[n : n + GRAM] for n in range(len(text) - GRAM + 1)])
        found += [(other, number) for other in sorted(index.query(sketch))]
        index.insert(number, sketch)
    return sorted(found)


def shared(one: Prose, other: Prose, least: int = 12) -> list[tuple[Sentence, Sentence]]:
    """Sentences that both print, the longest first; where none is the same, those nearest to each other."""
    there = {s.key: s for s in reversed(other.sentences)}
    same = [(s, there[s.key]) for s in one.sentences if s.key in there and len(s.key) >= least]
    if not same:
        same = _nearest(one, other, least)
    distinct = {s.key: (s, o) for s, o in same}
    return sorted(distinct.values(), key=lambda pair: (-len(pair[0].key), pair[0].start))


def _nearest(one: Prose, other: Prose, least: int) -> list[tuple[Sentence, Sentence]]:
    grams = [(s, shingles(s.key)) for s in other.sentences if len(s.key) >= least]
    found = []
    for mine in one.sentences:
        own = shingles(mine.key)
        alike = max(((likeness(own, g), n) for n, (_, g) in enumerate(grams)), default=(0.0, 0))
        if alike[0] >= 0.5:
            found.append((mine, grams[alike[1]][0]))
    return found
