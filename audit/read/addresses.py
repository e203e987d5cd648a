"""Ranges of the visible text ↔ locators by address, for formats whose files have no characters to count.

An address names a paragraph or cell in a container, which is a part of a package or a sheet. The text that
follows an address, up to the next one, belongs to it, the separator at its end as well; so every range of the
text has a locator of its own and comes back unchanged. An address may hold others (a cell with a table in it):
its characters are then counted over all that it holds.

=================================================================  =========================================
``docx=word/document.xml;p=12;char=3,9``                           in the 12th paragraph outside tables
``docx=word/document.xml;tbl=2;row=5;cell=3;char=0,2``             in the 3rd ``w:tc`` of the 5th ``w:tr``
``docx=word/document.xml;tbl=2/1;row=1;cell=1;char=0,2``           in the 1st table in a cell of table 2
``docx=word/document.xml;p=4;char=0..tbl=1;row=2;cell=1;char=3``   from one place to another
``sheet=Sheet1!B7``, ``sheet='2023 年'!B7:D7``                      a cell, a merged cell
``sheet=Sheet1!B7;char=2,5``                                       in a cell
``sheet=Sheet1!A3..D20``, ``sheet=A!B2;char=5..C!D4;char=1``       from one cell to another
=================================================================  =========================================

Characters are those of the visible text, half-open, from 0.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.errors import LocatorError


@dataclass(frozen=True, slots=True)
class Syntax:
    """How locators of a format are written.

    ``container`` and ``inner`` are patterns of the two halves of an address, ``joint`` stands between them.
    ``whole`` : a locator of all of an address says so by naming no characters.
    """

    kind: str
    container: str
    joint: str
    inner: str
    whole: bool

    def pattern(self) -> re.Pattern[str]:
        """Groups: first address, characters from, to; second address, characters to."""
        number = "([0-9]{1,15})"
        second = rf"(?:({self.container}){self.joint})?({self.inner})(?:;char={number})?"
        return re.compile(
            rf"{self.kind}=({self.container}){self.joint}({self.inner})"
            rf"(?:;char={number}(?:,{number})?)?(?:\.\.{second})?"
        )


DOCX = Syntax("docx", "[^;]+", ";", r"p=[0-9]+|tbl=[0-9/]+;row=[0-9]+;cell=[0-9]+", whole=False)
SHEET = Syntax(
    "sheet", r"'(?:[^']|'')+'|\w+", "!", r"[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?", whole=True
)


class Addresses:
    """Addresses in the order of the text, gathered while it is put together."""

    def __init__(self) -> None:
        self.names: list[tuple[str, str]] = []
        self.starts = array("q")
        """Where a stretch of text begins that belongs to another address than what stands before it."""
        self.owners = array("q")
        self.bases: list[int] = []
        self.ends: list[int] = []

    def add(self, container: str, inner: str, start: int) -> int:
        """The number of a new address whose text begins at ``start``."""
        self.names.append((container, inner))
        self.bases.append(start)
        self.ends.append(start)
        self.resume(len(self.names) - 1, start)
        return len(self.names) - 1

    def resume(self, number: int, start: int) -> None:
        """From ``start`` on, the text belongs to address ``number``."""
        if not self.owners or self.owners[-1] != number:
            self.starts.append(start)
            self.owners.append(number)


class AddressedPlaces:
    """Places of a document whose text belongs to ``addresses``.

    ``Addresses.ends`` holds, for each, where its own text ends (the separator after it excluded).
    """

    def __init__(self, syntax: Syntax, addresses: Addresses, length: int) -> None:
        self._syntax = syntax
        self._of = addresses
        self._length = length

    def locator(self, start: int, end: int) -> str:
        """Locator of ``text[start:end]``; raises LocatorError if there is no such range."""
        if not 0 <= start <= end <= self._length or not self._of.names:
            raise LocatorError(f"no such range in the text: {start}, {end}")
        first = self._owner(start)
        last = self._owner(end - 1) if start < end else first
        head = f"{self._syntax.kind}={self._syntax.joint.join(self._of.names[first])}"
        begin = start - self._of.bases[first]
        if first == last:
            finish = end - self._of.bases[first]
            return head if self._is_whole(first, start, end) else f"{head};char={begin},{finish}"
        return f"{head}{self._from(begin)}..{self._tail(first, last, end)}"

    def span(self, locator: str) -> tuple[int, int]:
        """Range of the text at ``locator``; raises LocatorError if it is malformed or not of this file."""
        match = self._pattern.fullmatch(locator)
        if match is None or not _consistent(match):
            raise LocatorError(f"{locator!r:.120} is no locator of the form {self._example}")
        first = self._number(match[1], match[2], locator)
        start = self._of.bases[first] + int(match[3] or 0)
        if match[6] is None:
            last, count = first, match[4]
        else:
            last, count = self._number(match[5] or match[1], match[6], locator), match[7]
        end = self._of.ends[last] if count is None else self._of.bases[last] + int(count)
        if not (start <= end <= self._limits[last] and start <= self._limits[first]):
            raise LocatorError(f"{locator!r:.120} names characters that are not there")
        return start, end

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return self._syntax.pattern()

    @property
    def _example(self) -> str:
        return "sheet=Sheet1!B7" if self._syntax.whole else "docx=word/document.xml;p=12;char=3,9"

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        return {name: number for number, name in enumerate(self._of.names)}

    @cached_property
    def _limits(self) -> Sequence[int]:
        """Where the last stretch of each address ends, the separator after it included."""
        limits = list(self._of.ends)
        for end, owner in zip([*self._of.starts[1:], self._length], self._of.owners, strict=True):
            limits[owner] = max(limits[owner], end)
        return limits

    def _owner(self, position: int) -> int:
        return self._of.owners[max(bisect_right(self._of.starts, position) - 1, 0)]

    def _is_whole(self, number: int, start: int, end: int) -> bool:
        return self._syntax.whole and (start, end) == (self._of.bases[number], self._of.ends[number])

    def _from(self, begin: int) -> str:
        return "" if self._syntax.whole and begin == 0 else f";char={begin}"

    def _tail(self, first: int, last: int, end: int) -> str:
        container, inner = self._of.names[last]
        same = container == self._of.names[first][0]
        address = inner if same else f"{container}{self._syntax.joint}{inner}"
        whole = self._syntax.whole and end == self._of.ends[last]
        return address if whole else f"{address};char={end - self._of.bases[last]}"

    def _number(self, container: str, inner: str, locator: str) -> int:
        number = self._numbers.get((container, inner))
        if number is None:
            raise LocatorError(f"{locator!r:.120}: there is no such place in this file")
        return number


def _consistent(match: re.Match[str]) -> bool:
    """One address has both ends of its characters or none; the first of two addresses has no end."""
    if match[6] is not None:
        return match[4] is None
    return (match[3] is None) == (match[4] is None)
