"""Choices that look random and are the same on every machine: a hash of the keys, no generator, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
SEED = "linyan-1"


def number(below: int, *keys: object) -> int:
    """An integer in ``[0, below)`` that depends on the keys only."""
    text = "|".join([SEED, *map(str, keys)])
    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16) % below


def one(options: Sequence[T], *keys: object) -> T:
    """One of the options."""
    return options[number(len(options), *keys)]


def weighted(weights: dict[str, int], *keys: object) -> str:
    """One of the names, as often as its weight says."""
    at = number(sum(weights.values()), *keys)
    for name, weight in weights.items():
        at -= weight
        if at < 0:
            return name
    raise AssertionError("weights are positive")


def turn(pool: Sequence[T], count: int, year: int, *keys: object) -> list[T]:
    """``count`` neighbours of the pool; two years in a row share none (a pool holds at least ``2 * count``)."""
    start = number(len(pool), *keys) + year * count
    return [pool[(start + i) % len(pool)] for i in range(count)]


def split(total: int, names: Sequence[str], *keys: object) -> dict[str, int]:
    """``total`` in as many uneven positive parts as there are names."""
    weights = [4 + number(29, *keys, n) for n in names]
    spare, whole = total - len(names), sum(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot be split into {len(names)} positive parts")
    parts = [1 + spare * w // whole for w in weights]
    for i in range(total - sum(parts)):
        parts[i % len(parts)] += 1
    return dict(zip(names, parts, strict=True))
