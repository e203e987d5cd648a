"""Reasons and notes in Chinese. The rooms say them in English; the catalogue has both, with places for what differs."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"\{(\w+)\}")
_JOINT = "; "


def in_language(note: str, language: str) -> str:
    """A note in this language, each of its parts for itself; a part that the catalogue lacks stays as it is."""
    if language != "zh":
        return note
    return "；".join(_chinese(part) for part in note.split(_JOINT))


def _chinese(part: str) -> str:
    for pattern, chinese in _patterns():
        match = pattern.fullmatch(part)
        if match is not None:
            return chinese.format(**{name: _listed(words) for name, words in match.groupdict().items()})
    return part


def _listed(words: str) -> str:
    """Words that stand in a place: one entry of the catalogue, several, or what is the same in all languages."""
    for joint, chinese in ((" and ", "，"), (", ", "，")):
        if joint in words:
            return chinese.join(_chinese(piece) for piece in words.split(joint))
    return _chinese(words)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """English as a pattern, and Chinese; those with most words of their own first."""
    texts = catalogue()
    ordered = sorted(texts, key=lambda english: -len(_NAME.sub("", english)))
    return [(re.compile(_as_pattern(english), re.DOTALL), texts[english]) for english in ordered]


def _as_pattern(english: str) -> str:
    pieces = _NAME.split(english)
    return "".join(
        f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    )


@cache
def catalogue() -> dict[str, str]:
    """English → Chinese."""
    return tomllib.loads(files(__package__).joinpath("reasons.toml").read_text(encoding="utf-8"))
