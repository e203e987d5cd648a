"""Column headers of a table → the column codes in the order in which a row prints its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from audit.form import raw_form
from audit.form.labels import header_unit
from audit.tidy.pieces import Piece, Row

SUB_COLUMNS = (
    "commercial_enterprise",
    "research_institute",
    "social_welfare_organization",
    "legal_service_organization",
    "other",
)


class Heading(NamedTuple):
    """One leaf column: code (``row.column`` in table 4), grid range (None in running text), unit printed in it."""

    code: str
    start: int
    end: int
    unit: str | None = None


@dataclass(slots=True)
class Header:
    """What has been printed as header of the table at hand, and whether its positions can be trusted."""

    table: str | None = None
    columns: list[tuple[str, Piece]] = field(default_factory=list)
    blocks: list[tuple[str, Piece]] = field(default_factory=list)
    organizations: int | None = None
    placed: bool = False
    used: bool = False
    found: list[Heading] | None = None
    """The headings, once they were asked for: every row of a table has the same."""

    def add(self, row: Row, table: str) -> None:
        """Take in one header row; a header after figures begins anew."""
        if self.used or self.table != table:
            self.table, self.columns, self.blocks = table, [], []
            self.organizations, self.placed, self.used = None, False, False
        self.found = None
        self.placed = self.placed or row.placed
        for piece in row.pieces:
            self._add_piece(piece, table)

    def _add_piece(self, piece: Piece, table: str) -> None:
        for label in piece.labels:
            if label.table != table:
                continue
            if label.kind == "column":
                self.columns.append((label.code, piece))
            elif label.kind == "row" and table == "t4":
                self.blocks.append((label.code, piece))
            elif label.kind == "corner" and piece.text.endswith("组织") and self.organizations is None:
                self.organizations = len(self.columns)

    def headings(self) -> list[Heading]:
        """The leaf columns in the order of figures; empty when the header does not tell."""
        if self.found is None:
            self.found = self._headings()
        return self.found

    def _headings(self) -> list[Heading]:
        if self.table == "t4":
            return self._dispute_headings()
        codes = [c for c, _ in self.columns]
        if len(set(codes)) != len(codes):
            return []
        pieces = self._in_place() or self._unfolded()
        return [Heading(c, p.column, p.column + p.width, header_unit(p.text)) for c, p in pieces]

    def _in_place(self) -> list[tuple[str, Piece]]:
        """The columns from left to right, if the header has positions and no column stands over another."""
        ordered = sorted(self.columns, key=lambda c: c[1].column) if self.placed else []
        apart = all(a[1].column + a[1].width <= b[1].column for a, b in pairwise(ordered))
        if not apart:
            self.placed = False
        return ordered if apart else []

    def _unfolded(self) -> list[tuple[str, Piece]]:
        """Running text prints the second header line after the first: put it back under its group."""
        if self.table != "t3":
            return self.columns
        sub = [c for c in self.columns if c[0] in SUB_COLUMNS]
        top = [c for c in self.columns if c[0] not in SUB_COLUMNS]
        codes = [c for c, _ in top]
        place = (
            self.organizations
            if self.organizations is not None
            else codes.index("total")
            if "total" in codes
            else 0
        )
        return [*top[:place], *sub, *top[place:]]

    def _dispute_headings(self) -> list[Heading]:
        if self.placed:
            return self._covered()
        order = [b for b, _ in self.blocks]
        size = len(raw_form()["blocks"]["disputes"]["columns"])
        if len(set(order)) != len(order) or len(self.columns) != size * len(order):
            return []
        return [
            Heading(f"{order[i // size]}.{code}", piece.column, piece.column + 1)
            for i, (code, piece) in enumerate(self.columns)
        ]

    def _covered(self) -> list[Heading]:
        found = []
        for code, piece in sorted(self.columns, key=lambda c: c[1].column):
            over = [b for b, p in self.blocks if p.column <= piece.column < p.column + p.width]
            if len(over) != 1:
                return []
            found.append(Heading(f"{over[0]}.{code}", piece.column, piece.column + piece.width))
        return found if len({h.code for h in found}) == len(found) else []
