"""Reasons, notes and the words of findings in Chinese. The rooms say them in English; the catalogues have both, with
places for what differs."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_NAME = re.compile(r"\{(\w+)\}")
_JOINT = "; "
_JOINTS = (" and ", ", ")
_JOINED = {"reasons": "，", "words": "、"}
_KINDS = {"n": "[^A-Za-z]+?", "m": "[^A-Za-z]+?", "k": "[^A-Za-z]+?", "cell": r"[\w.]+"}
"""What a place takes by its name: a figure has no Latin letters, a code no spaces. Any other takes any words."""
_PRINTED = ("words", "figure", "word", "text")
"""Places of what a report prints: it stays as it is."""
_KEPT = 100_000


@lru_cache(_KEPT)
def in_language(note: str, language: str) -> str:
    """A note or the reason of an outcome in this language, each of its parts for itself; a part that the catalogue lacks
    stays as it is."""
    if language != "zh":
        return note
    if note in catalogue():
        return catalogue()[note]
    return "；".join(_chinese(part, "reasons") for part in note.split(_JOINT))


@lru_cache(_KEPT)
def worded(said: str, language: str) -> str:
    """What a finding says was observed or expected in this language: words are translated, codes, figures and what the
    report prints stay."""
    if language != "zh":
        return said
    pieces = said.split(", ")
    words = catalogue("words")
    if len(pieces) > 1 and all(piece in words for piece in pieces):
        return "、".join(words[piece] for piece in pieces)
    return _chinese(said, "words")


def _chinese(part: str, kind: str) -> str:
    known = catalogue(kind).get(part)
    if known is not None:
        return known
    for pattern, chinese in _patterns(kind):
        match = pattern.fullmatch(part)
        if match is not None:
            return chinese.format(**{n: _place(n, words, kind) for n, words in match.groupdict().items()})
    return part


def _place(name: str, words: str, kind: str) -> str:
    return words if name in _PRINTED else _listed(words, kind)


def _listed(words: str, kind: str) -> str:
    """Words that stand in a place: one entry of the catalogue, several, or what is the same in all languages."""
    if words not in catalogue(kind):
        for joint in _JOINTS:
            if joint in words:
                return _JOINED[kind].join(_listed(piece, kind) for piece in words.split(joint))
    return _chinese(words, kind)


@cache
def _patterns(kind: str) -> list[tuple[re.Pattern[str], str]]:
    """English with places as a pattern, and Chinese; those with most words of their own first."""
    texts = {english: chinese for english, chinese in catalogue(kind).items() if _NAME.search(english)}
    ordered = sorted(texts, key=lambda english: -len(_NAME.sub("", english)))
    return [(re.compile(_as_pattern(english), re.DOTALL), texts[english]) for english in ordered]


def _as_pattern(english: str) -> str:
    pieces = _NAME.split(english)
    return "".join(
        f"(?P<{piece}>{_KINDS.get(piece, '.+?')})" if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    )


@cache
def catalogue(kind: str = "reasons") -> dict[str, str]:
    """English → Chinese: of notes and reasons, or of the words of findings."""
    verdicts = _table("verdicts.toml")
    return _table("reasons.toml") | verdicts["reasons"] if kind == "reasons" else dict(verdicts[kind])


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
