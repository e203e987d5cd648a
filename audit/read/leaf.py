"""One printed page as a printer sees it: characters with their boxes, ruling lines, pictures. PDF and scans both give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left of the page as it is read."""

_IN_FIGURES = frozenset("0123456789０１２３４５６７８９.,．，-+−－")
LOST = "\ufffd"
"""Stands for print that cannot be told: a label or figure with it is damaged, not shorter."""
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

    def inside(self, box: Box) -> bool:
        """Whether its middle lies in a box."""
        mine = self.box
        x, y = (mine[0] + mine[2]) / 2, (mine[1] + mine[3]) / 2
        return box[0] <= x < box[2] and box[1] <= y < box[3]

    def leaves(self, box: Box) -> bool:
        """Whether it reaches out of a box by more than half a character."""
        slack = self.chars[0].size / 2
        return self.box[0] < box[0] - slack or self.box[2] > box[2] + slack


def runs_of(chars: Sequence[Char]) -> list[Run]:
    """Runs in the order of drawing; white space ends one and is none, and a figure after words begins another."""
    found: list[list[Char]] = []
    last: Char | None = None
    for char in chars:
        if last is not None and touches(last, char):
            found[-1].append(char)
        elif not char.text.isspace():
            found.append([char])
        last = None if char.text.isspace() else char
    return [Run(tuple(run)) for run in found]


def touches(last: Char, char: Char) -> bool:
    """Whether a character goes on with the run of the last one."""
    return (
        abs(char.box[0] - last.box[2]) < 0.15 * char.size
        and abs(char.middle - last.middle) < NEAR
        and not char.text.isspace()
        and not (char.text.isdigit() and last.text not in _IN_FIGURES)
    )
