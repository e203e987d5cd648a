"""The values that travel between the rooms. Knows no format, no form and no rule.

Every reader flattens its file to one *visible text* in reading order. Paragraphs, grids and cells are
half-open ranges ``[start, end)`` of that text, and ``Document.places`` turns such a range into a locator
of the format (and back). So everything after the reader deals in one coordinate only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple, Protocol

from audit.errors import LocatorError


class Severity(IntEnum):
    """How much a finding matters; comparable (``Severity.high > Severity.low``)."""

    info = 0
    low = 1
    medium = 2
    high = 3
    critical = 4


PROPERTY = "property="
"""How the locator of a property of the file begins: of what it states outside its visible text."""
STATES = ("number", "blank", "dash", "not_applicable", "absent", "unreadable")
OUTCOMES = ("clear", "flagged", "not_applicable", "cannot_tell", "error")


class Paragraph(NamedTuple):
    """A run of text that is no table: one line of a text file, one block element of a page."""

    start: int
    end: int
    heading: bool = False


class Cell(NamedTuple):
    """The anchor of one table cell; ``row``/``column`` count from 0 in the expanded grid."""

    start: int
    end: int
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cell borders the document states: HTML, piped or tabbed text, DOCX, XLSX.

    ``cells`` are the anchors in reading order; a spanned position has no entry of its own.
    ``certain`` is False where borders are only guessed at (lines that end in a lone pipe).
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    height: int
    width: int
    certain: bool = True


Block = Paragraph | Grid


class Places(Protocol):
    """Two-way map between ranges of the visible text and locators of the format."""

    def locator(self, start: int, end: int) -> str:
        """Locator of ``text[start:end]``."""

    def span(self, locator: str) -> tuple[int, int]:
        """Range of the visible text; raises LocatorError if it does not belong here."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file as its reader saw it.

    Attributes
    ----------
    text : the visible text, exactly as printed (entities decoded, tags off, nothing corrected).
    blocks : paragraphs and grids in reading order; they do not overlap and cover all visible text.
    places : range of ``text`` ↔ locator.
    format : ``text`` ``markdown`` ``html`` … ; ``encoding`` : how the bytes were decoded, None if they are no text.
    properties : (name, value) that the file states about itself outside its visible text, e.g. ``title``,
        ``meta:PubDate``; the locator of one is ``property=NAME``.
    notes : one line each on what the reader had to do or could not do.
    complete : False when the file was cut or part of it could not be read.
    hidden : the ranges of ``text`` that the file does not show (hidden sheets, rows, parts of a page); asked for only
        where two places disagree.
    """

    text: str
    blocks: tuple[Block, ...]
    places: Places
    format: str
    encoding: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    complete: bool = True
    images: int = 0
    hidden: Callable[[], Sequence[tuple[int, int]]] = tuple

    def at(self, locator: str) -> str:
        """What stands at ``locator``: visible text, or a property of the file; raises LocatorError."""
        if locator.startswith(PROPERTY):
            name = locator.removeprefix(PROPERTY)
            for own, value in self.properties:
                if own == name:
                    return value
            raise LocatorError(f"the file states no {name!r:.80}")
        start, end = self.places.span(locator)
        return self.text[start:end]


class Fact(NamedTuple):
    """One cell of a form as printed. ``value`` is None unless ``state`` is ``number``."""

    cell: str
    state: str
    value: Decimal | None = None
    unit: str | None = None
    raw: str = ""
    locator: str | None = None
    table: str = ""
    row: str = ""
    column: str = ""


class Claim(NamedTuple):
    """A figure or nil statement in prose (columns of the ``claims`` frame less report_id).

    ``group_id`` joins the parts of one breakdown with each other; ``part_of`` is the claim_id of the total a part
    belongs to, or of the part that a share describes; ``exhaustive`` says whether the parts are meant to add up.
    Which measures, kinds, scopes and channels there are: ``docs/claims.md``.
    ``raw`` is the figure with its unit as printed (``24809条``, ``未收到``), at ``locator``.
    """

    claim_id: str
    measure: str
    kind: str
    value: Decimal | None
    unit: str | None
    sentence: str
    locator: str
    raw: str = ""
    approximate: bool = False
    year: int | None = None
    scope: str = "own"
    channel: str | None = None
    group_id: str | None = None
    part_of: str | None = None
    exhaustive: bool | None = None
    decimals: int | None = None
    label: str = ""
    section: str | None = None


class Section(NamedTuple):
    """A section of a report. ``canonical``: preface, overall, disclosure, requests, disputes, problems, other …

    ``lines`` : where its sentences stand, as ``tidy.lines`` writes it; empty where the locator says it.
    """

    number: int | None
    title: str
    canonical: str
    text: str
    locator: str
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Tidied:
    """All that one document says, in the terms of the field."""

    metadata: dict[str, object]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    sections: tuple[Section, ...]
    status: str
    note: str | None = None
    observations: tuple[tuple[str, str, str], ...] = field(default=())
    """(kind, quote, locator) of things seen while reading that rules judge: glosses, mojibake, invisible characters …"""


class Kind(NamedTuple):
    """A format that LibreOffice converts: our name of it, its words in a message, and what it becomes."""

    name: str
    words: str
    target: str

    @property
    def suffix(self) -> str:
        """Suffix of a file of this format, without dot."""
        return "xls" if self.name == "xls95" else self.name


def ordered(values: Sequence[str]) -> tuple[str, ...]:
    """The distinct values in the order met."""
    return tuple(dict.fromkeys(values))
