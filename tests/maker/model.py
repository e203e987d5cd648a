"""A report before it gets a layout: metadata and blocks of plain text and grids."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from maker.county import HOST, Body


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Para:
    text: str


@dataclass(frozen=True)
class Anchor:
    """A cell where it starts; ``head`` marks header cells."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    head: bool = False


@dataclass(frozen=True)
class Table:
    """``name`` is t2, t3, t4 or s14; anchors in reading order; ``parts`` are the rows at which a new sub-table begins."""

    name: str
    anchors: tuple[Anchor, ...]
    height: int
    width: int
    parts: tuple[int, ...] = (0,)


Block = Heading | Para | Table


@dataclass
class Fault:
    """A planted fault as it must be found: the rule and the cells that enter the comparison."""

    rule: str
    cells: tuple[str, ...] = ()
    note: str = ""
    low: bool = False


@dataclass
class Plan:
    """What is special about one report: its form, layout, slips of the printed figures, words it leaves out."""

    form: str | None = None
    layout: str | None = None
    suffix: str | None = None
    prints: dict[str, str] = field(default_factory=dict)
    says: dict[str, int] = field(default_factory=dict)
    avoid: tuple[str, ...] = ()
    traits: frozenset[str] = frozenset()
    published: date | None = None
    signed: date | None = None
    host: str = HOST
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Report:
    """One report ready to be laid out."""

    body: Body
    year: int
    form: str
    title: str
    blocks: list[Block]
    published: date
    signed: date
    index: str
    plan: Plan
    layout: str
    path: str
    printed: dict[str, str]
    signature: str = ""
    bare: bool = False
    """True where the layout prints the blocks only: no title line, no metadata, no signature."""
