"""What a generated report prints: tables of cells with spans, and the truth of every cell of the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed, and what a reader may take from it: state, and the value in the unit of the frames."""

    text: str
    state: str
    value: Decimal | None = None


@dataclass(slots=True)
class Cell:
    """A printed cell. ``code`` is the cell of the form that it fills; ``role`` tells what other cells are for."""

    text: str
    role: str = "figure"
    colspan: int = 1
    rowspan: int = 1
    code: str | None = None


Row = list[Cell]


@dataclass(slots=True)
class Table:
    """Rows of anchors, as in HTML: a position under a span has no cell of its own."""

    name: str
    rows: list[Row]


@dataclass(slots=True)
class Report:
    """One report before it is written in a format.

    ``truth``: what each cell prints, by code; extra rows as ``other.<label>.<n>``. ``unsure``: cells that no reader can
    decide, with the reason.
    """

    form: str
    year: int
    title: str
    parts: list[str | Table]
    truth: dict[str, Printed]
    unsure: dict[str, str] = field(default_factory=dict)
    shuffled: bool = False
    """Rows do not stand in the order of the form."""

    def tables(self) -> list[Table]:
        """The tables in reading order."""
        return [part for part in self.parts if isinstance(part, Table)]

    def doubt(self, codes: list[str], reason: str) -> None:
        """Mark cells as not decidable."""
        self.unsure.update(dict.fromkeys(codes, reason))


@dataclass(frozen=True, slots=True)
class Case:
    """A written report with its truth."""

    number: int
    name: str
    content: bytes
    form: str
    format: str
    layout: str
    quirks: tuple[str, ...]
    truth: dict[str, Printed]
    unsure: dict[str, str]
