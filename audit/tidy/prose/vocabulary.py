"""The words that tell what a figure measures: ``measures.toml``, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of ``measures.toml``, compiled. ``money`` : it measures sums of money."""

    name: str
    near: re.Pattern[str]
    none: re.Pattern[str] | None
    units: str
    money: bool
    topics: frozenset[str]
    wide: bool
    order: int


@dataclass(frozen=True, slots=True)
class NoneRule:
    """What a statement of none denies: ``object`` follows its words, ``subject`` precedes them."""

    name: str
    label: str
    object: re.Pattern[str] | None
    subject: re.Pattern[str] | None
    but: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of ``measures.toml``. ``rules`` : those of each cue, in the order of trial."""

    rules: dict[str, tuple[Rule, ...]]
    cues: re.Pattern[str]
    none: tuple[NoneRule, ...]
    topic: re.Pattern[str]
    topics: dict[str, str]
    shares: dict[str, str]
    parts: dict[str, str]
    cumulative: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once. Raises re.error or KeyError on a faulty file: that is a fault of ours."""
    data = tomllib.loads(files("audit.tidy").joinpath("measures.toml").read_text("utf-8"))
    by_cue: dict[str, list[Rule]] = {}
    for order, entry in enumerate(data["measure"]):
        for cue in entry["cue"]:
            by_cue.setdefault(cue, []).append(_rule(entry, order))
    inside = {
        cue: sorted({r.order: r for other, rules in by_cue.items() if other in cue for r in rules}.items())
        for cue in by_cue
    }
    topics = {word: name for name, found in data["topics"].items() for word in found}
    return Vocabulary(
        {cue: tuple(rule for _, rule in rules) for cue, rules in inside.items()},
        _any(by_cue),
        tuple(_none_rule(entry) for entry in data["none"]),
        _any(topics),
        topics,
        data["shares"],
        data["parts"],
        data["cumulative"],
    )


def _any(found: Iterable[str]) -> re.Pattern[str]:
    """The longest of some words at a place; what begins alike is tried together."""
    rests: dict[str, list[str]] = {}
    for word in sorted(found, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(c)}(?:{'|'.join(rest)})" for c, rest in rests.items()))


def _rule(entry: dict[str, object], order: int) -> Rule:
    none = entry.get("none")
    return Rule(
        str(entry["name"]),
        re.compile(str(entry["near"])),
        re.compile(str(none)) if none else None,
        str(entry.get("units", "")),
        "元" in str(entry.get("units", "")),
        frozenset(entry.get("topic", ())),  # type: ignore[call-overload]
        bool(entry.get("wide", False)),
        order,
    )


def _none_rule(entry: dict[str, str]) -> NoneRule:
    parts = [re.compile(entry[key]) if key in entry else None for key in ("object", "subject", "but")]
    return NoneRule(entry["name"], entry.get("label", ""), *parts)
