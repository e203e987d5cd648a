"""What paths leave on a printed page: matrices and bounds of their points, and the ruling lines among their strokes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audit.read.leaf import Box

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

THIN = 3.0
"""Points: a filled shape or picture no thicker than this is a rule."""


def times(m: Matrix, n: Matrix) -> Matrix:
    """What does both, ``m`` first."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def moved(m: Matrix, points: Sequence[Point]) -> list[Point]:
    """Where a matrix puts points."""
    return [(x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]) for x, y in points]


def bounds_of(points: Sequence[Point]) -> Box:
    """The smallest box around points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def rules_of(points: Sequence[Point], *, filled: bool, stroked: bool) -> Iterator[Box]:
    """The straight level and upright strokes of a part of a path, in points of the page; or all of a thin one."""
    bounds = bounds_of(points)
    if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= THIN:
        if filled or stroked:
            yield bounds
    elif stroked:
        for a, b in pairwise(points):
            edge = bounds_of([a, b])
            if min(edge[2] - edge[0], edge[3] - edge[1]) <= 1:
                yield edge
