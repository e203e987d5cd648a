"""Sentences with known truth, made from the templates of ``prose_variants.txt`` with distinct random numbers."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

TEMPLATES = Path(__file__).with_name("prose_variants.txt")
YEAR = 2023
_CHOICE = re.compile(r"\(([^(){}]*\|[^(){}]*)\)")
_SLOT = re.compile(r"\{([^{}]*)\}")
_KINDS = ("nil", "all", "share", "growth", "cumulative")
_CHINESE = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Truth:
    """What one place of a sentence claims; ``measure`` None: nothing, or nothing that a rule reads."""

    start: int
    end: int
    measure: str | None
    kind: str = "count"
    value: Decimal | None = None
    year: int | None = YEAR
    scope: str | None = None
    channel: str | None = None
    part_of: int | None = None
    exhaustive: bool | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """A sentence, the family of its template, whether that template is held out, and the truth."""

    text: str
    family: str
    held: bool
    truth: list[Truth] = field(default_factory=list)


def templates() -> Iterator[tuple[str, str, bool]]:
    """Family, template and whether it is held out (a third of the first set, by a checksum; all of the second and third)."""
    family = ""
    for line in TEMPLATES.read_text("utf-8").splitlines():
        if line.startswith("## "):
            family = line[3:]
        elif line and not line.startswith("#"):
            yield family, line, family.startswith(("second", "third")) or zlib.crc32(line.encode()) % 3 == 0


def variants(each: int = 4, seed: int = 11) -> list[Variant]:
    """Up to ``each`` different sentences of every template."""
    made: dict[str, Variant] = {}
    for number, (family, template, held) in enumerate(templates()):
        rng = random.Random(seed * 100_003 + number)
        for _ in range(each if "|" in template else max(each - 2, 1)):
            one = _variant(template, family, held, rng)
            made.setdefault(one.text, one)
    return list(made.values())


def _variant(template: str, family: str, held: bool, rng: random.Random) -> Variant:
    chosen = _chosen(template, rng)
    text, places, used = "", {}, set()
    rows: list[tuple[str, list[str], int, int, Decimal | None]] = []
    done = 0
    for match in _SLOT.finditer(chosen):
        text += chosen[done : match.start()]
        name, *flags = match[1].split(" ")
        printed, value = _printed(name, flags, used, rng)
        rows.append((name, flags, len(text), len(text) + len(printed), value))
        places[name] = len(rows) - 1
        text += printed
        done = match.end()
    return Variant(text + chosen[done:], family, held, [_truth(row, places) for row in rows])


def _chosen(template: str, rng: random.Random) -> str:
    while match := _CHOICE.search(template):
        template = template[: match.start()] + rng.choice(match[1].split("|")) + template[match.end() :]
    return template


def _printed(name: str, flags: list[str], used: set[int], rng: random.Random) -> tuple[str, Decimal | None]:
    if name.startswith("="):
        return name[1:], None if "all" in flags else Decimal(0)
    for flag in flags:
        if flag.startswith("text:"):
            _, printed, value = flag.split(":")
            return printed, Decimal(value)
    if "%" in flags or "share" in flags:
        value = Decimal(rng.randrange(101, 9990)) / 100
        return str(value), value
    number = _number(used, rng)
    return _style(number, name, rng), Decimal(number)


def _number(used: set[int], rng: random.Random) -> int:
    while (
        number := rng.choice((rng.randrange(2, 30), rng.randrange(30, 999), rng.randrange(1000, 30000)))
    ) in used:
        pass
    used.add(number)
    return number


def _style(number: int, name: str, rng: random.Random) -> str:
    style = rng.random()
    if name == "?" or style < 0.85:
        return str(number)
    if style < 0.9 and number > 999:
        return f"{number:,}"
    if style < 0.95 and 2 < number < 100:
        tens, ones = divmod(number, 10)
        return (("" if tens == 1 else _CHINESE[tens]) + "十" if tens else "") + (
            _CHINESE[ones] if ones else ""
        )
    return str(number).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)})


def _truth(row: tuple[str, list[str], int, int, Decimal | None], places: dict[str, int]) -> Truth:
    name, flags, start, end, value = row
    if name == "?":
        return Truth(start, end, None)
    told = {f[0]: f[1:] for f in flags if f[0] in "<@#"}
    kind = next((k for k in _KINDS if k in flags), "count")
    if "fall" in flags and value is not None:
        value = -value
    return Truth(
        start,
        end,
        flags[0],
        kind,
        value,
        YEAR - 1 if "y-1" in flags else YEAR,
        told.get("@"),
        told.get("#"),
        places.get(told["<"]) if "<" in told else None,
        True if "!" in flags else None,
        "about" in flags,
    )
