"""Column headers of a table → the column codes in the order in which a row prints its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from audit.form import APPLICANTS, raw_form
from audit.form.labels import Label, header_unit, key
from audit.tidy.rows import Piece, Row

SUB_COLUMNS = (
    "commercial_enterprise",
    "research_institute",
    "social_welfare_organization",
    "legal_service_organization",
    "other",
)


LONGEST_NAME = 12
"""Characters of a name of a column."""
LEAST_HALF = 2
"""Columns of a table that was cut from top to bottom."""


class Heading(NamedTuple):
    """One leaf column: code (``row.column`` in table 4), grid range (None in running text), unit printed in it."""

    code: str
    start: int
    end: int
    unit: str | None = None


class Headings(tuple[Heading, ...]):
    """The leaf columns of a table in the order of figures."""

    @cached_property
    def codes(self) -> frozenset[str]:
        """Their codes."""
        return frozenset(h.code for h in self)

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """First column of the grid and width of each; empty in running text."""
        return [(h.start, h.end - h.start) for h in self] if all(h.end for h in self) else []


@dataclass(slots=True)
class Header:
    """What has been printed as header of the table at hand, and whether its positions can be trusted.

    ``rows``: those that name a column or block; ``in_place``: no column stands over another, so positions tell columns.
    """

    table: str | None = None
    text: str = ""
    """The print of the document, which has the line breaks between pieces of running text."""
    columns: list[tuple[str, Piece]] = field(default_factory=list)
    blocks: list[tuple[str, Piece]] = field(default_factory=list)
    strange: list[Piece] = field(default_factory=list)
    """Words among its columns that name none of a form."""
    organizations: int | None = None
    group: Piece | None = None
    """The heading 法人或其他组织."""
    year: int = 0
    """The last year that names a column."""
    edge: int = 0
    """Where words end that stand beside the heading of all columns, over columns of their own."""
    above: list[Piece] = field(default_factory=list)
    """Those words."""
    sub_start: int = 0
    """Where the columns of 法人或其他组织 are announced."""
    rows: list[Row] = field(default_factory=list)
    in_place: bool = False
    used: bool = False
    found: Headings | None = None
    """The headings, once they were asked for: every row of a table has the same."""
    taken_up: int | None = None
    """The room, once it was asked for."""
    fitting: dict[int, bool] = field(default_factory=dict)
    """Whether the rows of a grid fit, once it was asked."""

    def add(self, row: Row, table: str) -> None:
        """Take in one header row; a header after figures begins anew."""
        if self.used or self.table != table:
            self.table, self.columns, self.blocks, self.rows, self.strange = table, [], [], [], []
            self.organizations, self.in_place, self.used, self.edge, self.year = None, False, False, 0, 0
            self.above, self.group = [], None
        self.found = self.taken_up = None
        self.fitting = {}
        known = len(self.columns) + len(self.blocks)
        self._add_heads(row, table)
        words = [row.pieces[n] for n in row.outline.beside]
        if len(self.columns) + len(self.blocks) > known:
            self.rows.append(row)
            self.strange += words
        elif any(label.kind == "corner" for _, label in row.outline.heads):
            self.edge = max(self.edge, *(p.column + p.width for p in words), 0)
            self.above += words

    def _add_heads(self, row: Row, table: str) -> None:
        """The columns and blocks of the table that a row names, from left to right."""
        heads = [(row.pieces[n], label) for n, label in row.outline.heads if label.table == table]
        if table == "s14":
            self._add_years(row.pieces, heads)
            return
        for piece, label in heads:
            if label.kind == "column":
                self.columns.append((label.code, piece))
            elif label.kind == "row":
                self.blocks.append((label.code, piece))
            elif key(piece.text).endswith("组织") and self.organizations is None:
                self.organizations, self.sub_start, self.group = len(self.columns), piece.start, piece

    def _add_years(self, pieces: Sequence[Piece], heads: Sequence[tuple[Piece, Label]]) -> None:
        """The columns of the statistics table, of which some are called by years."""
        for piece in pieces:
            if year := _YEARED.fullmatch("".join(piece.text.split())):
                self._add_year(int(year[1]), piece)
            self.columns += [(n.code, p) for p, n in heads if p is piece and n.kind == "column"]

    def _add_year(self, year: int, piece: Piece) -> None:
        """A column that is called by a year: of several the last is that of the report, unless words say which is."""
        named = [code for code, _ in self.columns]
        if self.year and year > self.year and "year" in named:
            self.columns = [(str(self.year) if code == "year" else code, p) for code, p in self.columns]
        own = year >= self.year and (bool(self.year) or "year" not in named)
        self.columns.append(("year" if own else str(year), piece))
        self.year = max(year, self.year) if own else self.year

    def note_strange(self, piece: Piece) -> None:
        """Words in running text between the names of columns and the first row may name a column as well."""
        waiting = self.columns and not self.used and len(piece.text) <= LONGEST_NAME
        if waiting and not piece.is_garbled and not self._is_in_sentence(piece):
            self.strange.append(piece)

    def _is_in_sentence(self, piece: Piece) -> bool:
        """Whether its line ends as a sentence does."""
        end = self.text.find("\n", piece.end)
        return self.text[piece.start : end if end >= 0 else None].rstrip().endswith("。")

    def order(self) -> list[str]:
        """The columns in the order of figures, ``?`` for one that is called by words of no form."""
        every = [*self.columns, *(("?", p) for p in self.strange)]
        named = list({(code, piece.text): (code, piece) for code, piece in reversed(every)}.values())
        self.headings()
        if self.in_place:
            return [code for code, _ in sorted(named, key=lambda c: c[1].column)]
        named.sort(key=lambda c: c[1].start)
        totals = [p.start for code, p in named if code == "total"]
        if self.table != "t3" or not totals or self.organizations is None:
            return [code for code, _ in named]
        below = [code for code, p in named if p.start > totals[0]]
        left = [code for code, p in named if p.start < self.sub_start]
        return [*left, *below, *(code for code, p in named if self.sub_start <= p.start <= totals[0])]

    def contradicts(self, columns: Sequence[str]) -> bool:
        """Whether what it names of these columns stands in another order than theirs.

        Where it has a name, known or not, for each, every one must be in its place.
        """
        order = self.order()
        broken = not self.in_place and self.table == "t3" and self._lines_tell_no_order()
        if broken and not self._keeps_order_of_form():
            return True
        if len(order) == len(columns) and "?" in order:
            return any(code not in ("?", wanted) for code, wanted in zip(order, columns, strict=True))
        places = [columns.index(code) for code in order if code in columns]
        return places != sorted(places)

    def headings(self) -> Headings:
        """The leaf columns in the order of figures; empty when the header does not tell."""
        if self.found is None:
            self.found = Headings(self._headings())
        return self.found

    def fits(self, row: Row) -> bool:
        """Whether positions of the header and of this row can be compared."""
        known = self.fitting.get(row.grid)
        if known is None:
            self.headings()
            known = self.in_place and all(h.grid == row.grid or h.width == row.width for h in self.rows)
            self.fitting[row.grid] = known
        return known

    def is_askew(self) -> bool:
        """Whether it was printed in cells whose places say nothing, as where those of merged cells were left out."""
        self.headings()
        return len(self.rows) > 1 and all(row.width for row in self.rows) and not self.in_place

    def room(self) -> int:
        """How many columns it takes up, if spans or a sheet make its positions certain, else 0."""
        if self.taken_up is None:
            sure = bool(self.rows) and all(row.placed for row in self.rows)
            ends = (p.column + p.width for row in self.rows for p in row.pieces)
            self.taken_up = max(self.edge, *ends) if sure else 0
        return self.taken_up

    def beside(self) -> set[int]:
        """The columns after its first one that words of no form head: a remark, the year before."""
        own = {column for h in self.headings() for column in range(h.start, h.end)}
        words = {c for p in (*self.above, *self.strange) for c in range(p.column, p.column + p.width)}
        return {column for column in words - own if column > min(own, default=0)}

    def _headings(self) -> list[Heading]:
        columns = self._in_place()
        self.in_place = bool(columns)
        if self.table == "t4" and self.columns and all("." in code for code, _ in self.columns):
            return self._with_blocks(columns)
        if self.table == "t4":
            return self._covered(columns) if columns else self._disputes_in_order()
        codes = [h.code for h in columns] or [c for c, _ in self.columns]
        if len(set(codes)) != len(codes):
            return []
        return columns or [Heading(c, 0, 0, header_unit(p.text)) for c, p in self._unfolded()]

    def _in_place(self) -> list[Heading]:
        """The columns from left to right; none without positions or if one stands over another.

        A merged column that is printed in each of its places counts once.
        """
        ordered = sorted(self.columns, key=lambda c: c[1].column) if all(r.width for r in self.rows) else []
        found: list[Heading] = []
        for code, piece in ordered:
            last = found[-1] if found else None
            end = piece.column + piece.width
            if (
                last
                and last.code == code
                and piece.column <= last.end
                and (self.table != "t4" or end == last.end)
            ):
                found[-1] = last._replace(end=max(end, last.end))
            elif last and piece.column < last.end:
                return []
            else:
                found.append(Heading(code, piece.column, end, header_unit(piece.text)))
        return [] if self._parts_organizations(found) or self._stands_under_columns(found) else found

    def _parts_organizations(self, found: Sequence[Heading]) -> bool:
        """Whether a column that is none of 法人或其他组织 stands among its columns, or one of these left of it.

        A line of the header has moved then.
        """
        if self.table != "t3" or self.group is None:
            return False
        own = [h.start for h in found if h.code in SUB_COLUMNS]
        begin, width, last = self.group.column, self.group.width, max(own, default=0)
        if any(h.code not in SUB_COLUMNS and begin <= h.start < last for h in found):
            return True
        left = begin - min(own, default=begin)
        if width > 1:
            return left > 0 and last < begin + width
        return (
            left == 1
        )  # print without spans may stand over the middle of its columns, not over the second of them

    def _stands_under_columns(self, found: Sequence[Heading]) -> bool:
        """Whether the name of a further column of table 3 stands over or under another's: a line of the header has moved."""
        if self.table != "t3" or not self.strange or not self.names_more():
            return False
        return any(h.start < p.column + p.width and p.column < h.end for p in self.strange for h in found)

    def _unfolded(self) -> list[tuple[str, Piece]]:
        """Running text prints the second header line after the first: put it back under its group."""
        if self.table != "t3":
            return self.columns
        if self._lines_tell_no_order():
            by_code = dict(self.columns)
            return [(code, by_code[code]) for code in APPLICANTS] if self._agrees_with_form() else []
        if self._is_one_line():
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

    def names_more(self) -> bool:
        """Whether words that are no part of a name in the form name a further column of table 3."""
        return self.table == "t3" and any(
            not any(key(p.text) in name for name in _NAMES) for p in self.strange
        )

    def _is_one_line(self) -> bool:
        """Whether all columns are named in one line of print, without 法人或其他组织 or other words that may stand for it."""
        if self.organizations is not None or not self.columns:
            return False
        start, end = self.columns[0][1].start, self.columns[-1][1].start
        return "\n" not in self.text[start:end] and not any(start < p.start < end for p in self.strange)

    def _lines(self) -> list[list[tuple[str, Piece]]]:
        """The columns of each line of print."""
        found = [self.columns[:1]]
        for (_, last), named in pairwise(self.columns):
            if "\n" in self.text[last.end : named[1].start]:
                found.append([named])
            else:
                found[-1].append(named)
        return found

    def _lines_tell_no_order(self) -> bool:
        """Whether names in one line stand beside names in another: cells of several lines, or centred over two lines."""
        lines = self._lines()
        lower = [line for line in lines if any(code in SUB_COLUMNS for code, _ in line)]
        if len(lower) > 1 and any(len(line) > 1 for line in lower):
            return True
        upper = next((line for line in lines if any(code == APPLICANTS[0] for code, _ in line)), [])
        before = upper[0][1].start if len(upper) > 1 else 0
        return (
            self.organizations is not None
            and self.sub_start < before
            and "\n" in self.text[self.sub_start : before]
        )

    def _agrees_with_form(self) -> bool:
        """Whether every column is named, and each line of print names them in the order of the form."""
        return {code for code, _ in self.columns} == set(APPLICANTS) and self._keeps_order_of_form()

    def _keeps_order_of_form(self) -> bool:
        """Whether each line of print names its columns in the order of the form."""
        lines = [[APPLICANTS.index(code) for code, _ in line] for line in self._lines()]
        return all(line == sorted(line) for line in lines)

    def _with_blocks(self, columns: list[Heading]) -> list[Heading]:
        """Columns of table 4 that each name their block; none if one is named twice."""
        found = columns or [Heading(code, 0, 0) for code, _ in self.columns]
        return found if len({h.code for h in found}) == len(found) else []

    def is_half(self, values: Sequence[Piece]) -> bool:
        """Whether it has just the columns that these values stand under: a table that was cut from top to bottom."""
        found = self.headings()
        if len(found) < LEAST_HALF or self.edge or not found.places or len(found.codes) < len(found):
            return False
        columns = {c for h in found for c in range(h.start, h.end)}
        beside = any(not v.is_blank and v.column not in columns for v in values)
        return (
            not beside
            and len(values) >= len(found)
            and all(p.column + p.width <= values[0].column for p in self.strange)
        )

    def _disputes_in_order(self) -> list[Heading]:
        order = [b for b, _ in self.blocks]
        size = len(raw_form()["blocks"]["disputes"]["columns"])
        if len(set(order)) != len(order) or len(self.columns) != size * len(order):
            return []
        return [Heading(f"{order[i // size]}.{code}", 0, 0) for i, (code, _) in enumerate(self.columns)]

    def _covered(self, columns: list[Heading]) -> list[Heading]:
        """Each column under the block that begins over it or to its left; without blocks the columns alone."""
        blocks = sorted({(p.column, b) for b, p in self.blocks})
        if not blocks:
            return columns if len(columns) == len(raw_form()["blocks"]["disputes"]["columns"]) else []
        found = []
        for heading in columns:
            before = [b for at, b in blocks if at <= heading.start]
            if not before:
                return []
            found.append(heading._replace(code=f"{before[-1]}.{heading.code}"))
        whole = len(found) == len({b for _, b in blocks}) * len(raw_form()["blocks"]["disputes"]["columns"])
        return found if whole and len({h.code for h in found}) == len(found) else self._disputes_in_order()


_YEARED = re.compile(r"((?:19|20)\d\d)年度?")
_NAMES = (
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
    "总计",
    "法人或其他组织",
    "申请人情况",
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
)
"""What the header of table 3 says; a narrow column breaks it into parts."""
