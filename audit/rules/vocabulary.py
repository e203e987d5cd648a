"""The words that rules look for, from ``words.toml``, and the prose they are looked for in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, reduce, wraps
from importlib.resources import files
from typing import NamedTuple, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import among, once
from audit.rules.places import passages
from audit.tidy.reading import read_as

P = ParamSpec("P")
T = TypeVar("T")
NO_PROSE = ("head", "disclosure", "requests", "disputes", "statistics", "attachments")
"""Sections that are no prose: the page around the report, the tables."""

TABLE_WORDS = 2
"""Words of a table's header that make a section a table: one alone may stand in a sentence."""


_added: ContextVar[tuple[tuple[str, tuple[str, ...]], ...]] = ContextVar("added words", default=())
"""Lists of words and what was added to each, in the order of the names."""


def vocabulary(make: Callable[P, T]) -> Callable[P, T]:
    """Work out a function of the words once for each set of words in force."""
    kept: dict[tuple, T] = {}

    @wraps(make)
    def of(*args: P.args, **named: P.kwargs) -> T:
        key = (_added.get(), args, *named.items())
        if key not in kept:
            kept[key] = make(*args, **named)
        return kept[key]

    return of


@contextmanager
def extended(added: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """More words in the lists named (``basis.penalty``), as long as the context lasts."""
    token = _added.set(tuple(sorted(added.items())))
    try:
        yield
    finally:
        _added.reset(token)


@cache
def _written() -> str:
    return files(__package__).joinpath("words.toml").read_text(encoding="utf-8")


@vocabulary
def words() -> dict:
    """The words as written in ``words.toml``, with those that were added."""
    read = tomllib.loads(_written())
    for name, more in _added.get():
        table, key = _list(read, name)
        table[key] = [*table[key], *more]
    return read


def _list(read: dict, name: str) -> tuple[dict, str]:
    """The table and key of the list with this name: ``basis.penalty`` is ``basis.penalty.words``."""
    *path, last = name.split(".")
    table = reduce(lambda inner, key: inner[key], path, read)
    return (table, last) if isinstance(table[last], list) else (table[last], "words")


@cache
def word_lists() -> tuple[str, ...]:
    """The names of all lists of words that can be added to."""
    return tuple(sorted(_names(tomllib.loads(_written()), "")))


def _names(table: dict, prefix: str) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _names(value, f"{prefix}{key}.")
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield (prefix + key).removesuffix(".words")


@vocabulary
def basis(subject: str) -> str:
    """Pattern of any word that gives a basis for a figure: penalty, coercion, licensing, fees."""
    entry = words()["basis"][subject]
    before, after = entry.get("not_after", {}), entry.get("not_before", {})
    return _any(_guarded(w, before.get(w, ()), after.get(w, ())) for w in entry["words"])


def counted(subject: str) -> str:
    """What a number in the prose must stand beside to be a count of this subject; empty if nothing will do."""
    return words()["counted"].get(subject, "")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says on a subject: the word that gives a basis, whether it says that there was none, and the
    mentions that were set aside because they document no decision."""

    word: str | None
    denied: bool
    aside: tuple[str, ...] = ()


def explaining(text: str, subject: str) -> Said:
    """What a text without spaces says on the basis of a figure."""
    heard = _heard(subject)
    for title in heard.titles:
        if found := title.search(text):
            return Said(found[0], False)
    spoken = [text[start:end] for start, end in sentences_with(heard.sought, text)]
    if not spoken:
        return Said(None, False)
    left, denied = heard.denied.subn("□", "。".join(spoken))
    if not any(word in left for word in heard.words):
        return Said(None, bool(denied))
    aside: list[str] = []

    def put_aside(mention: re.Match[str]) -> str:
        if any(word in mention[0] for word in heard.words):
            aside.append(mention[0])
        return "□"

    for pattern in heard.empty:
        left = pattern.sub(put_aside, left)
    found = heard.basis.search(left)
    return Said(found[0] if found else None, bool(denied), tuple(dict.fromkeys(aside)))


class _Heard(NamedTuple):
    """What is listened for on one subject: titles that name it, words of a basis, statements of none, empty mentions."""

    titles: tuple[re.Pattern[str], ...]
    words: tuple[str, ...]
    sought: re.Pattern[str]
    denied: re.Pattern[str]
    empty: tuple[re.Pattern[str], ...]
    basis: re.Pattern[str]


@vocabulary
def _heard(subject: str) -> _Heard:
    found = searched(subject)
    return _Heard(
        named_by(subject),
        found,
        re.compile(_any(map(re.escape, found))),
        re.compile(nil_mention(subject)),
        tuple(re.compile(p) for p in words()["empty"].get(subject, ())),
        re.compile(basis(subject)),
    )


def sentences_with(words: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text without spaces stand in which one of these words occurs: start, end without its stop."""
    end = 0
    while mention := words.search(text, end):
        before = max(text.rfind("。", end, mention.start()), text.rfind("；", end, mention.start()))
        start = before + 1 or end
        end = _stop_after(text, mention.end())
        yield start, end


def _stop_after(text: str, start: int) -> int:
    full, half = text.find("。", start), text.find("；", start)
    if full < 0 or half < 0:
        full = half = max(full, half)
    return min(full, half) if full >= 0 else len(text)


@vocabulary
def named_by(subject: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of a title or number that names what is counted."""
    return tuple(re.compile(p) for p in words()["named"].get(subject, ()))


@vocabulary
def searched(subject: str) -> tuple[str, ...]:
    """The words of a basis, for messages."""
    return tuple(words()["basis"][subject]["words"])


def _guarded(word: str, before: Iterable[str], after: Iterable[str]) -> str:
    ahead = "".join(f"(?<!{re.escape(w)})" for w in before)
    return ahead + re.escape(word) + (f"(?!{_any(map(re.escape, after))})" if after else "")


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


@vocabulary
def nil_mention(subject: str) -> str:
    """Pattern of a statement that there was none of a subject (``未作出行政处罚``, ``行政处罚0件``)."""
    entry, nil = words()["basis"][subject], words()["nil"]
    word = "(?:行政)?" + _any(map(re.escape, entry["words"]))
    prefix = _any(map(re.escape, nil["before"])) + _any(map(re.escape, nil["verbs"])) + "{0,2}"
    suffix = f"(?:决定|案件|措施|数量|共|计){{0,3}}(?<![0-9]){_any(map(re.escape, nil['after']))}"
    return f"{prefix}{word}|{word}{suffix}"


@vocabulary
def plain(subject: str) -> str:
    """Pattern of the words that say no more than what is counted (作出行政处罚决定), and of digits and signs."""
    listed = [*words()["plain"]["common"], *words()["plain"][subject]]
    return _any(map(re.escape, sorted(listed, key=len, reverse=True))) + r"|[\d\W]"


@vocabulary
def any_of(name: str) -> str:
    """Pattern of any word of a plain list: ``clean_up``, ``table``."""
    return _any(map(re.escape, words()[name]["words"]))


def without_information_fees(text: str) -> str:
    """A text without spaces, less its sentences and clauses on fees for public information itself."""
    whole, clause = _information_fees()
    if not whole.search(text) and not clause.search(text):
        return text
    kept = [s for s in re.split(r"(?<=[。；;!])", text) if not whole.search(s)]
    return "".join(c for s in kept for c in re.split(r"(?<=[,，])", s) if not clause.search(c))


@vocabulary
def _information_fees() -> tuple[re.Pattern[str], re.Pattern[str]]:
    fee = words()["information_fee"]
    return re.compile(_any(map(re.escape, fee["sentence"]))), re.compile(_any(map(re.escape, fee["clause"])))


@vocabulary
def money() -> str:
    """Pattern of an amount with a unit near procurement, in text without spaces."""
    entry = words()["money"]
    amount = rf"[0-9][0-9.,]*{_any(map(re.escape, entry['units']))}"
    between = rf"[^。；]{{0,{entry['within']}}}?"
    return f"{entry['subject']}{between}{amount}|{amount}{between}{entry['subject']}"


def group_of(label: str) -> str | None:
    """The group of rows of table 3 that a printed heading names, or None."""
    read = re.sub(r"\s", "", read_as(label).text)
    return next((g for g, names in words()["groups"].items() if any(n in read for n in names)), None)


def is_enforcement(agency: pd.Series) -> pd.Series:
    """Bodies whose name says that enforcement is their daily work."""
    pattern = _any(map(re.escape, words()["bodies"]["enforcement"]))
    return agency.fillna("").str.contains(pattern, regex=True)


@once
def prose_parts(frames: Frames) -> pd.DataFrame:
    """The sections of prose (report_id, canonical, text as printed), tables and page furniture left out."""
    parts = frames.sections[["report_id", "canonical", "text"]]
    parts = parts[~parts["canonical"].isin(NO_PROSE)]
    texts, table = parts["text"].fillna("").tolist(), re.compile(any_of("table"))
    some = [bool(text) and not text.isspace() for text in texts]
    doubtful = [table.search(text) is not None for text in texts]
    told = zip(parts["canonical"].tolist(), texts, some, doubtful, strict=True)
    kept = [there and (not look or is_prose(name, text)) for name, text, there, look in told]
    return parts[np.array(kept, dtype=bool)]


def is_prose(canonical: str, text: str) -> bool:
    """Whether a section is prose: none that holds a table or the furniture of the page, by its name or its words."""
    return canonical not in NO_PROSE and sum(map(text.__contains__, words()["table"]["words"])) < TABLE_WORDS


def prose(frames: Frames, report_ids: Iterable[str], without: Sequence[str] = ()) -> pd.Series:
    """The prose of these reports for matching, one text a report, its sections kept apart by line ends.

    Reports without prose are left out. Sections named in ``without`` are left out where most of the prose
    stands elsewhere.
    """
    parts = prose_parts(frames)
    parts = parts[among(parts["report_id"], report_ids)]
    texts: dict[str, list[str]] = {}
    aside: dict[str, list[str]] = {}
    for report, name, text in zip(
        *(parts[c].tolist() for c in ("report_id", "canonical", "text")), strict=True
    ):
        (aside if name in without else texts).setdefault(report, []).append(text)
    for report, found in aside.items():
        if sum(map(len, found)) > sum(map(len, texts.get(report, ()))):
            texts[report] = [*found, *texts.get(report, ())]
    return read_all(pd.Series({report: "\n".join(found) for report, found in texts.items()}, dtype="object"))


def section_text(frames: Frames, report_ids: Iterable[str], canonicals: Sequence[str] = ()) -> pd.Series:
    """The text of these sections (none named: all) without white space, read for matching; "" for a report
    without them."""
    ids = pd.Index(report_ids, dtype="object")
    found = passages(frames)
    texts = ["\n".join(p.text for p in found[i] if not canonicals or p.canonical in canonicals) for i in ids]
    return (
        compact(read_all(pd.Series(texts, index=ids, dtype="object")))
        if texts
        else pd.Series([], dtype="object")
    )


@once
def bare_prose(frames: Frames) -> pd.Series:
    """The prose of every report for matching, without white space and without its preface (contacts, the laws it
    rests on); "" for a report without prose."""
    ids = frames.reports["report_id"].to_numpy(dtype=object)
    return compact(prose(frames, ids, without=("preface",))).reindex(
        pd.Index(ids, dtype="object"), fill_value=""
    )


@vocabulary
def expressions(name: str) -> re.Pattern[str]:
    """One pattern of a list of expressions for text without spaces (``[expressions]``)."""
    return re.compile("|".join(words()["expressions"][name]))


def read_all(texts: pd.Series) -> pd.Series:
    """The reading of each text; in one go, because most of the time goes into beginning."""
    joint = "\n\0\n"
    whole = read_as(joint.join(text.replace("\0", " ") for text in texts)).text
    return pd.Series(whole.split(joint)[: len(texts)], index=texts.index, dtype="object")


@once
def is_whole(frames: Frames) -> pd.Series:
    """By report_id: the prose is all there. Of a file read in part, only if its outer sections are there."""
    parts, ids = prose_parts(frames), frames.reports["report_id"]
    outer = [
        among(ids, parts.loc[parts["canonical"] == name, "report_id"]) for name in ("overall", "problems")
    ]
    whole = frames.reports["status"].eq("read").to_numpy(dtype=bool) & among(ids, parts["report_id"])
    return pd.Series(whole | np.logical_and(*outer), index=ids.to_numpy(dtype=object))


def compact(text: pd.Series) -> pd.Series:
    """Texts without any white space: a word broken over two lines is whole again."""
    return pd.Series(["".join(one.split()) for one in text], index=text.index, dtype="object")
