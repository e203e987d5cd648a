"""Print over print: characters that are drawn twice to look bold, and figures with a line through them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from audit.read.leaf import LOST, NEAR, Box, Char, Leaf, around

STROKE = 1.5
"""Points: a line that strikes out print is no thicker, and no farther from its middle."""
LONGEST_STROKE = 60.0
"""Points of the longest figure that is struck out."""


class Drawn:
    """Remembers what was drawn where: bold print is sometimes made by drawing a character twice."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, int, int], list[Box]] = {}

    def before(self, char: Char) -> bool:
        """Whether the same character was drawn at nearly the same place; notes it if not."""
        x, y = int(char.box[0] // 2), int(char.middle // 2)
        slack = min(1.0, 0.3 * (char.box[2] - char.box[0]))
        for a in (x - 1, x, x + 1):
            for b in (y - 1, y, y + 1):
                for box in self._at.get((char.text, a, b), ()):
                    if abs(box[0] - char.box[0]) <= slack and abs(box[1] - char.box[1]) <= 1.0:
                        return not char.text.isspace()
        self._at.setdefault((char.text, x, y), []).append(char.box)
        return False


def strike_out(leaf: Leaf) -> None:
    """Digits with a line through them, as long as they are, are no digits of the figure beside them."""
    lines = [r for r in leaf.rules if r[3] - r[1] <= STROKE and r[2] - r[0] <= LONGEST_STROKE]
    if not lines:
        return
    places = sorted((char.middle, i) for i, char in enumerate(leaf.chars) if char.text.isdecimal())
    for left, top, right, bottom in lines:
        middle = (top + bottom) / 2
        near = places[bisect_left(places, (middle - STROKE, 0)) : bisect_left(places, (middle + STROKE, 0))]
        struck = [
            i for _, i in near if left - NEAR <= leaf.chars[i].box[0] and leaf.chars[i].box[2] <= right + NEAR
        ]
        if not struck:
            continue
        box = around([leaf.chars[i].box for i in struck])
        if box[0] - NEAR <= left and right <= box[2] + NEAR:
            for i in struck:
                leaf.chars[i] = replace(leaf.chars[i], text=LOST)
