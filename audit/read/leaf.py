"""One printed page as a printer sees it: characters with their boxes, ruling lines, pictures. PDF and scans both give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left of the page as it is read."""

_IN_FIGURES = frozenset("0123456789０１２３４５６７８９.,．，-+−－")
LOST = "\ufffd"
"""Stands for print that cannot be told: a label or figure with it is damaged, not shorter."""
ABOVE = 0.86
"""Share of a character that stands above its base line: one for all fonts, whose own boxes differ."""
SPACES = " \u00a0\u3000"
"""Blanks that are print between words."""
MOST_CHARS = 60_000
MOST_SHAPES = 20_000
"""Characters and shapes of one page that are looked at."""
FEW = 20
"""A page with fewer characters that a picture covers is a picture."""
COVERED = 0.5
"""Share of the page that the pictures of such a page cover at least."""
NEAR = 3.0
"""Points by which edges that belong together may differ."""


@dataclass(frozen=True, slots=True)
class Char:
    """One printed character and its box; ``sure`` is the confidence of a recognised one, 1 for a text layer."""

    text: str
    box: Box
    sure: float = 1.0

    @property
    def size(self) -> float:
        """Height of the box, which is about the size of the font."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """Height of its middle on the page."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class Leaf:
    """A page: ``chars`` in the order of drawing, ``rules`` as thin boxes, ``images`` and the share of the page they cover."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    images: int = 0
    pictured: float = 0.0

    @property
    def is_picture(self) -> bool:
        """Whether pictures cover the page, and next to nothing is printed."""
        return self.pictured >= COVERED and sum(not c.text.isspace() for c in self.chars) < FEW


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one height, left to right: their text, boxes and size."""

    text: str
    boxes: tuple[Box, ...]
    size: float
    sure: float = 1.0
    page: int = 0

    @property
    def top(self) -> float:
        """Height of the line on its page."""
        return self.boxes[0][1]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.boxes[0][0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.boxes[-1][2]


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around some boxes."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def lines_of(chars: Sequence[Char], page: int = 0) -> list[Line]:
    """Characters gathered by height, then from left to right; a gap wider than a character becomes a space."""
    return [line for row in rows_of(chars) if (line := line_of(row, page))]


def rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters on one height, from top to bottom and from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.middle, c.box[0])):
        if rows and abs(char.middle - _middle(rows[-1])) <= 0.5 * min(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda c: c.box[0]) for row in rows]


def _middle(row: Sequence[Char]) -> float:
    return row[0].middle


def segments_of(row: Sequence[Char], apart: float) -> list[list[Char]]:
    """The stretches of a row that gaps wider than ``apart`` characters part; white space is no print."""
    found: list[list[Char]] = []
    for char in row:
        if char.text.isspace():
            continue
        if found and char.box[0] - found[-1][-1].box[2] <= apart * char.size:
            found[-1].append(char)
        else:
            found.append([char])
    return found


def line_of(row: Sequence[Char], page: int = 0) -> Line | None:
    """The line of a row of characters; None if it has no print."""
    text: list[str] = []
    boxes: list[Box] = []
    for char in row:
        if boxes and char.box[0] - boxes[-1][2] > char.size and not text[-1].isspace():
            text.append(" ")
            boxes.append((boxes[-1][2], char.box[1], char.box[0], char.box[3]))
        text += char.text
        boxes += [char.box] * len(char.text)
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    if not kept:
        return None
    first, last = kept[0], kept[-1] + 1
    size = sorted(c.size for c in row)[len(row) // 2]
    return Line("".join(text[first:last]), tuple(boxes[first:last]), size, min(c.sure for c in row), page)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn one after the other without a gap: a figure that is wider than its cell is still one run."""

    chars: tuple[Char, ...]

    @property
    def box(self) -> Box:
        """From its first to its last character."""
        return around([self.chars[0].box, self.chars[-1].box])

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle, across and down the page."""
        mine = self.box
        return (mine[0] + mine[2]) / 2, (mine[1] + mine[3]) / 2

    def inside(self, box: Box) -> bool:
        """Whether its middle lies in a box."""
        x, y = self.middle
        return box[0] <= x < box[2] and box[1] <= y < box[3]

    @property
    def is_figure(self) -> bool:
        """Whether it has only what figures are written with."""
        return all(c.text in _IN_FIGURES for c in self.chars)

    def leaves(self, box: Box) -> bool:
        """Whether more than half of its first or its last character stands outside a box."""
        first, last = self.chars[0].box, self.chars[-1].box
        return first[0] + first[2] < 2 * box[0] or last[0] + last[2] > 2 * box[2]


def runs_of(chars: Sequence[Char]) -> list[Run]:
    """Runs in the order of drawing; white space ends one and is none, and a figure after words begins another.

    Boxes of slanted print overlap: there a gap as narrow as none parts the figures of two cells.
    """
    found: list[list[Char]] = []
    overlaps = _overlaps(chars)
    last: Char | None = None
    for char in chars:
        if last is not None and touches(last, char, _overlap(last, char, overlaps)):
            found[-1].append(char)
        elif not char.text.isspace():
            found.append([char])
        last = None if char.text.isspace() else char
    return [Run(tuple(run)) for run in found]


_Kind = tuple[int, int]
"""Height and width of a character in points."""
LEAST_PAIRS = 3
"""Figures of one kind that must stand side by side before it is known how their boxes overlap."""


def _kind(char: Char) -> _Kind:
    return round(char.size), round(char.box[2] - char.box[0])


def _overlaps(chars: Sequence[Char]) -> dict[_Kind, float]:
    """By how many points the box of a digit of each kind usually reaches into that of the next one."""
    reach: dict[_Kind, list[float]] = {}
    for last, char in pairwise(chars):
        gap = char.box[0] - last.box[2]
        level = abs(char.middle - last.middle) < NEAR
        if (
            level
            and last.text.isdigit()
            and char.text.isdigit()
            and -0.5 * char.size < gap < 0.15 * char.size
        ):
            reach.setdefault(_kind(last), []).append(-gap)
    return {kind: max(0.0, median(found)) for kind, found in reach.items() if len(found) >= LEAST_PAIRS}


def _overlap(last: Char, char: Char, overlaps: Mapping[_Kind, float]) -> float:
    """By how many points two characters overlap if they are of one figure."""
    if last.text not in _IN_FIGURES or char.text not in _IN_FIGURES:
        return 0.0
    return overlaps.get(_kind(last if last.text.isdigit() else char), 0.0)


def touches(last: Char, char: Char, overlap: float = 0.0) -> bool:
    """Whether a character goes on with the run of the last one, where boxes reach into each other by ``overlap``."""
    return (
        abs(char.box[0] - last.box[2] + overlap) < 0.15 * char.size
        and abs(char.middle - last.middle) < NEAR
        and not char.text.isspace()
        and not (char.text.isdigit() and last.text not in _IN_FIGURES)
    )
