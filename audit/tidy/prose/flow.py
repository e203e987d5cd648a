"""Prose without the white space of its layout, and the way back to the text it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_GAP = re.compile(r"\s\s*(?:[-—–][ ]?\d{1,4}[ ]?[-—–][ ]*\n\s*)?")
_ENDS = "。；;！!？?：:|"
_MARKER = re.compile(
    r"\(?[一二三四五六七八九十]{1,3}[)、.]|\(?\d{1,2}[)、.](?!\d)|[•●■◆|①-⑳]|第[一二三四五六七八九十]+[章节条]"
)
_LONE = re.compile(r"\d[\d,.]{0,12}%?[ \t]*\n")
_LONE_LINE = re.compile(r"\s*\d[\d,.]{0,12}%?\s*")
_COUNTED = "件条项个次篇份名人场期起部户宗%,，；、"
_WRAPPED = range(20, 61)
_BREAK_OF_SPACES = 3


@dataclass(frozen=True, slots=True)
class Flow:
    """``text`` without layout; ``starts[i]`` is where the piece begins that came from ``origins[i]``."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Range of the source that ``text[start:end]`` was printed at (layout inside it included)."""
        return self._origin(start), self._origin(end - 1) + 1

    def at(self, origin: int) -> int:
        """Position in ``text`` of what stood at ``origin``, or of what follows it."""
        piece = bisect_right(self.origins, origin) - 1
        if piece < 0:
            return 0
        limit = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(self.starts[piece] + origin - self.origins[piece], limit)

    def _origin(self, position: int) -> int:
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]


def flow(text: str, spans: list[tuple[int, int]], wrapped: bool) -> Flow:
    """The prose of ``text[a:b]`` for all spans: gaps dropped, paragraphs and spans apart by one line break.

    ``wrapped`` says that a line may end in the middle of a sentence (text, Markdown, PDF).
    """
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for begin, finish in spans:
        line, done = begin, begin
        for gap in _GAP.finditer(text, begin, finish):
            left, right = gap.span()
            fill = _fill(text, left, right, finish, line, wrapped)
            if "\n" in gap[0]:
                line = right
            if right - left == 1 and fill == gap[0]:
                continue
            length = _keep(pieces, starts, origins, text[done:left] + fill, done, length)
            done = right
        length = _keep(pieces, starts, origins, text[done:finish] + "\n", done, length)
    return Flow("".join(pieces), tuple(starts), tuple(origins))


def _keep(
    pieces: list[str], starts: list[int], origins: list[int], piece: str, origin: int, length: int
) -> int:
    if piece:
        pieces.append(piece)
        starts.append(length)
        origins.append(origin)
    return length + len(piece)


def _fill(text: str, left: int, right: int, finish: int, line: int, wrapped: bool) -> str:
    """What stands for a gap: nothing, a blank between two Latin words or numbers, or a break."""
    before = text[left - 1] if left else "\n"
    after = text[right] if right < finish else "\n"
    gap = text[left:right]
    blank = " " if _latin(before) and _latin(after) else ""
    if "\n" not in gap:
        return blank if right - left < _BREAK_OF_SPACES or before in ",、" else "\n"
    if before in ",、":
        return ""
    page_break = not gap.isspace()
    if wrapped and _lone_figure(text, line, left, right, before, after):
        return blank
    if not wrapped or before in _ENDS or (gap.count("\n") > 1 and not page_break):
        return "\n"
    if (
        (left - line not in _WRAPPED and not page_break)
        or _MARKER.match(text, right, finish)
        or _heading(text[line:left])
    ):
        return "\n"
    return blank


def _lone_figure(text: str, line: int, left: int, right: int, before: str, after: str) -> bool:
    """A figure that a converter set on a line of its own: the sentence goes on before and after it."""
    if _LONE.match(text, right):
        return "\u4e00" <= before <= "\u9fff" or before in ",、"
    return after in _COUNTED and left - line < 20 and _LONE_LINE.fullmatch(text, line, left) is not None


def _heading(line: str) -> bool:
    return bool(_MARKER.match(line)) and not any(c in _ENDS or c in ",、" for c in line[2:])


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
