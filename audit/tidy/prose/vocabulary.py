"""The words that tell what a figure measures: ``measures.toml``, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import or_

MONEY = ("元", "万元", "亿元")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of ``measures.toml``, compiled. ``money`` : it measures sums of money."""

    name: str
    also: tuple[str, ...]
    near: re.Pattern[str]
    none: re.Pattern[str] | None
    units: str
    money: bool
    topics: frozenset[str]
    wide: bool


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
    """All of ``measures.toml``. ``rules`` : in the order of trial. ``of_cue`` : the rules of each cue, a bit for each."""

    rules: tuple[Rule, ...]
    of_cue: dict[str, int]
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
    by_cue: dict[str, int] = {}
    for order, entry in enumerate(data["measure"]):
        for cue in entry["cue"]:
            by_cue[cue] = by_cue.get(cue, 0) | 1 << order
    inside = {cue: reduce(or_, (m for other, m in by_cue.items() if other in cue)) for cue in by_cue}
    topics = {word: name for name, found in data["topics"].items() for word in found}
    return Vocabulary(
        tuple(map(_rule, data["measure"])),
        inside,
        _any(by_cue),
        tuple(_none_rule(entry) for entry in data["none"]),
        _any(topics),
        topics,
        data["shares"],
        data["parts"],
        data["cumulative"],
    )


@cache
def rules_for(unit: str | None, topic: str | None) -> int:
    """The rules that may measure something counted in ``unit`` where ``topic`` is spoken of, a bit for each."""
    money = unit in MONEY
    counter = (
        "" if money or not unit else unit[0] if unit.endswith("次") else unit[-1]
    )  # 件 of 件次, 人 of 人次
    return sum(
        1 << order
        for order, rule in enumerate(vocabulary().rules)
        if money == rule.money
        and (not counter or not rule.units or counter in rule.units)
        and (not rule.topics or topic in rule.topics)
    )


def _any(found: Iterable[str]) -> re.Pattern[str]:
    """The longest of some words at a place; what begins alike is tried together."""
    rests: dict[str, list[str]] = {}
    for word in sorted(found, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(c)}(?:{'|'.join(rest)})" for c, rest in rests.items()))


def _rule(entry: dict[str, object]) -> Rule:
    none = entry.get("none")
    return Rule(
        str(entry["name"]),
        tuple(entry.get("also", ())),  # type: ignore[arg-type]
        re.compile(str(entry["near"])),
        re.compile(str(none)) if none else None,
        str(entry.get("units", "")),
        "元" in str(entry.get("units", "")),
        frozenset(entry.get("topic", ())),  # type: ignore[call-overload]
        bool(entry.get("wide", False)),
    )


def _none_rule(entry: dict[str, str]) -> NoneRule:
    parts = [re.compile(entry[key]) if key in entry else None for key in ("object", "subject", "but")]
    return NoneRule(entry["name"], entry.get("label", ""), *parts)
