"""What the tables of a document print, and where the pass over them stands: what every module that reads rows writes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.form.labels import Label
from audit.tidy.detached import Seen, label_of
from audit.tidy.headers import Header
from audit.tidy.matching import Shape
from audit.tidy.moved import Ends, Moves
from audit.tidy.numbers import Figure
from audit.tidy.rows import Piece, Row


class Entry(NamedTuple):
    """One printed cell. ``label`` is set for rows that no form has (``row`` is then None)."""

    table: str
    row: str | None
    column: str
    start: int
    end: int
    figure: Figure
    header_unit: str | None = None
    label: str | None = None
    form: str | None = None


@dataclass(slots=True)
class Tables:
    """What the tables of one document print. ``words``: every label met, for telling the form.

    ``spans``: raw ranges taken up by rows of statutory tables.
    """

    entries: list[Entry] = field(default_factory=list)
    words: set[Label] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def note_words(self, pieces: Sequence[Piece]) -> None:
        """Labels were met."""
        for piece in pieces:
            if piece.labels:
                self.words.update(piece.labels)

    def take_up(self, pieces: Sequence[Piece]) -> None:
        """A row of a statutory table was met."""
        self.spans.append((pieces[0].start, pieces[-1].end))


@dataclass(slots=True)
class Place:
    """Where the pass stands: table and its header, the row last met, its grid and the shape of rows in this grid."""

    text: str = ""
    table: str | None = None
    header: Header = field(default_factory=Header)
    row: str | None = None
    grid: int = -1
    shape: Shape | None = None
    row_grid: int = -1
    usual: tuple[int, int] = (0, 0)
    """How many cells most rows of table 3 in this grid have after their label, and where they end."""
    even: bool = False
    """In this grid every row of table 3 has just as many cells after its label as the form has columns."""
    spread: bool = False
    """In this grid rows of table 3 have a blank cell more after their label for every level that it stands higher."""
    crowded: bool = False
    """In this grid, or in the part of its table before it, a row has more figures than the form has columns."""
    ends: Ends = field(default_factory=dict)
    """Where labels of table 3 end in the grid with its header."""
    moved: Moves = field(default_factory=dict)
    """The labels in this grid that end elsewhere."""
    apart: set[int] = field(default_factory=set)
    """Levels of labels in this grid that do not stand right before their figures."""
    filled: set[int] = field(default_factory=set)
    """Levels of labels in this grid behind which blank cells stand that are none of the columns."""
    inked: set[int] = field(default_factory=set)
    """The columns of this grid in which rows of table 3 have figures, and how many such rows there are."""
    requests: int = 0
    leading: bool = False
    """In this grid the figures of table 2 begin right after their label."""
    statistic: int = -1
    numbered: bool = False
    """The text of table 3 prints the numbers of rows apart from their labels."""
    ahead: bool = False
    """Figures stand between the header and the name of its first row: they may be those of this row, and so on."""
    seen: list[Seen] = field(default_factory=list)
    """What was met in table 3."""
    running: list[tuple[int, list[str], list[bool]]] = field(default_factory=list)
    """The rows of table 3 in running text: their first entry, their figures as printed, and after which of them a line ends."""
    statistics: list[tuple[int, int, int]] = field(default_factory=list)
    """The rows of the statistics table in running text: their first entry, how many figures they have, and how many columns."""

    def move(self, table: str) -> None:
        """Another table begins."""
        self.table, self.row, self.header, self.ahead = table, None, Header(table, self.text), False

    def enter(self, row: Row) -> None:
        """A row of headers or headings: it opens or continues the header of a table."""
        tables = row.outline.tables
        if not tables:
            return
        table = self.table if self.table in tables else tables[0]
        if table != self.table:
            self.move(table)
        if row.outline.opens:
            self.header, self.ahead = Header(table, self.text), False
        self.header.add(row, table)

    def note_label(self, piece: Piece) -> None:
        """A label of table 3, or a part that only one has, without figures."""
        if self.table != "t3":
            return
        codes = [label.code for label in piece.labels if label.table == "t3" and label.kind == "row"]
        code = codes[0] if codes else label_of(piece.text) if piece.is_text else None
        if code:
            self.seen.append(Seen("label", code))
