"""Ranges of the visible text ↔ locators ``char=120,123;line=14``.

Both coordinates are character offsets, half-open; ``char`` counts in the decoded file and ``line`` (from 1)
is the line of the start. A locator of no width marks the place of a blank cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from audit.errors import LocatorError

FORM = re.compile(r"char=([0-9]{1,15}),([0-9]{1,15})(?:;line=([0-9]{1,15}))?")

_LINE_END = re.compile("\n")


class TextPlaces:
    """Places of a file whose visible text is the file itself."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where lines start; CR LF is one line end, and so is a lone CR."""
        source = self._source
        if "\r" in source:
            source = source.replace("\r\n", " \n").replace("\r", "\n")
        return [0, *[match.end() for match in _LINE_END.finditer(source)]]

    def line(self, offset: int) -> int:
        """Number, from 1, of the line of the file that holds ``offset``."""
        return bisect_right(self._line_starts, offset)

    def locator(self, start: int, end: int) -> str:
        """Locator of ``text[start:end]``."""
        first, last = self.source_range(start, end)
        return f"char={first},{last};line={self.line(first)}"

    def span(self, locator: str) -> tuple[int, int]:
        """Range of the visible text at ``locator``; LocatorError if it is malformed or not of this file."""
        match = FORM.fullmatch(locator)
        if match is None:
            raise LocatorError(f"{locator!r:.80} is no locator of the form char=120,123;line=14")
        first, last = int(match[1]), int(match[2])
        if not first <= last <= len(self._source):
            raise LocatorError(f"{locator} lies outside the file, which has {len(self._source)} characters")
        if match[3] and int(match[3]) != self.line(first):
            raise LocatorError(
                f"{locator}: that character is in line {self.line(first)}; is it another file?"
            )
        return self.visible_range(first, last)

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the decoded file for a range of the visible text."""
        if not 0 <= start <= end <= len(self._source):
            raise LocatorError(f"no such range in the text: {start}, {end}")
        return start, end

    def visible_range(self, first: int, last: int) -> tuple[int, int]:
        """Range of the visible text for a range of the decoded file."""
        return first, last


class MappedPlaces(TextPlaces):
    """Places of a file whose visible text is put together from runs of it.

    Run ``i`` shows ``source[source_start[i]:source_end[i]]`` as ``text[visible[i]:visible[i + 1]]``. Where
    both have the same length they run side by side; otherwise (a character reference, a run of white space, a
    tag that breaks the line) the first characters of the source stand for the characters shown, and the last
    of these takes the rest. So every visible character has a range of the file of its own, all ranges are in
    order, and every range of the text comes back unchanged from its locator.

    Parameters
    ----------
    source : the decoded file.
    length : characters of the visible text.
    runs : visible, source_start, source_end of run 0, of run 1, … ; every run has a character on both sides
    at least.
    """

    def __init__(self, source: str, length: int, runs: Sequence[int]) -> None:
        super().__init__(source)
        self._length = length
        self._visible = [*runs[0::3], length]
        self._starts = runs[1::3]
        self._ends = runs[2::3]

    def locator(self, start: int, end: int) -> str:
        """Locator of ``text[start:end]``: that of a range with a width is told at once."""
        if 0 <= start < end <= self._length:
            visible, ends = self._visible, self._ends
            run = bisect_right(visible, start) - 1
            first = self._starts[run] + start - visible[run]
            if end > visible[run + 1]:
                run = bisect_left(visible, end, run) - 1
            last = ends[run] if end == visible[run + 1] else self._starts[run] + end - visible[run]
        else:
            first, last = self.source_range(start, end)
        return f"char={first},{last};line={bisect_right(self._line_starts, first)}"

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the decoded file; for an empty range the place right after the character before it."""
        if not 0 <= start <= end <= self._length:
            raise LocatorError(f"no such range in the text: {start}, {end}")
        if start == end:
            last = self._after(end)
            return last, last
        run = bisect_right(self._visible, start) - 1
        first = self._starts[run] + start - self._visible[run]
        following = self._visible[run + 1]
        if end < following:
            return first, self._starts[run] + end - self._visible[run]
        return first, self._ends[run] if end == following else self._after(end)

    def visible_range(self, first: int, last: int) -> tuple[int, int]:
        """The visible characters whose own ranges lie within ``[first, last)`` of the file."""
        end = self._shown_by(last)
        return (min(self._not_shown_before(first), end), end) if first < last else (end, end)

    def _after(self, position: int) -> int:
        if position == 0:
            return 0
        run = bisect_left(self._visible, position) - 1
        if position == self._visible[run + 1]:
            return self._ends[run]
        return self._starts[run] + position - self._visible[run]

    def _not_shown_before(self, offset: int) -> int:
        run = bisect_right(self._starts, offset) - 1
        if run < 0:
            return 0
        within = offset - self._starts[run]
        shown = self._visible[run + 1] - self._visible[run]
        return self._visible[run] + within if within < shown else self._visible[run + 1]

    def _shown_by(self, offset: int) -> int:
        run = bisect_left(self._starts, offset) - 1
        if run < 0:
            return 0
        if offset >= self._ends[run]:
            return self._visible[run + 1]
        shown = self._visible[run + 1] - self._visible[run]
        return self._visible[run] + min(offset - self._starts[run], shown - 1)
