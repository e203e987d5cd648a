"""The rows of a table: their cells with what each says, and what the labels of a row say together.

The same rows of labels are printed in report after report, so what they say is worked out once for all that print
the same, whatever their figures are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from audit.form import APPLICANTS, raw_form
from audit.form.labels import Label, is_headed, look_up
from audit.tidy.numbers import UNITS, Figure, cell_figure

NAMING = ("row", "group", "statistic")
"""Kinds of labels that name what a row counts."""
LONGEST_WORD = 4
"""Characters of words that stand for a figure."""
LABEL = Figure("unreadable")
"""The figure of print that is a label."""
_UNIT = re.compile(rf"\(?(?:{UNITS}|万元|篇|场)\)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\s“”‘’\"'()\[\]《》〈〉「」『』、，。；：,;:!?！？]+")
"""Punctuation is no figure, whatever it was cut from."""
_HEADS = ("column", "corner", "heading")
_MOST = 0.6
"""Share of the labels on an edge that must be labels before a table may be turned."""
_BLANK, _NUMBER, _MARK, _WORDS = "\0", "\1", "\2", "\3"
"""Signs of values; what that of other words begins with."""
_new = tuple.__new__
"""Makes a named tuple of a tuple of all its fields, in a third of the time that its own ``_make`` takes."""


class Meaning(NamedTuple):
    """What print says, wherever it stands.

    ``is_label`` : it names something of a form. ``is_value`` : it is a figure, a mark that stands for none, or blank.
    ``is_blank`` : a cell without print. ``is_inked`` : a value that is printed. ``is_text`` : neither a known label nor
    a figure. ``is_unit`` : a lone unit such as 件. ``is_head`` : a label that can only be in a header: of columns, their
    corner or their heading. ``sign`` : the print, or what stands for every value of its sort; empty for labels that
    the print alone does not tell.
    """

    labels: tuple[Label, ...]
    figure: Figure
    is_label: bool
    is_value: bool
    is_blank: bool
    is_inked: bool
    is_text: bool
    is_unit: bool
    is_head: bool
    sign: str


def meaning_of(text: str, labels: tuple[Label, ...], figure: Figure) -> Meaning:
    """What print says of which labels and figure are known."""
    readable, named = figure.state != "unreadable", bool(labels)
    only = named and all(label.kind in _HEADS for label in labels)
    value, blank = not named and readable, not named and figure.state == "blank"
    unit = bool(_UNIT.fullmatch(text))
    sign = (
        (text if labels == look_up(text) else "")
        if named
        else _sign_of(figure.state, text if unit else "")
        if value
        else _WORDS + text
    )
    inked, words = value and not blank, not named and not readable
    return Meaning(labels, figure, named, value, blank, inked, words, unit, only, sign)


def _sign_of(state: str, unit: str) -> str:
    """The sign of a value; 万元 alone reads as a number, but is a unit."""
    return _NUMBER + unit if state == "number" else _BLANK if state == "blank" else _MARK


@lru_cache(maxsize=8192)
def cell_meaning(text: str) -> Meaning:
    """What a cell says."""
    labels = look_up(text)
    return meaning_of(text, labels, LABEL if labels else cell_figure(text))


class Piece(NamedTuple):
    """A cell or a run of print: its raw range, how it reads, and what that means.

    ``column``/``width`` : place in the grid; in running text the number of the piece and 1.
    ``glued`` : the print has no border to its neighbours, a figure may be several.
    """

    start: int
    end: int
    text: str
    labels: tuple[Label, ...]
    figure: Figure
    is_label: bool
    is_value: bool
    is_blank: bool
    is_inked: bool
    is_text: bool
    is_unit: bool
    is_head: bool
    sign: str
    column: int = 0
    width: int = 1
    glued: bool = False

    @property
    def is_garbled(self) -> bool:
        """True for print without words that is no figure either, such as ``###``."""
        return self.is_text and not _HAN.search(self.text) and not _MARKS.fullmatch(self.text)

    def kinds(self) -> set[str]:
        """The kinds of things that it can name."""
        return {label.kind for label in self.labels}


is_inked: Callable[[Piece], bool] = attrgetter("is_inked")
"""True for a figure, or a mark that stands for none."""
_sign: Callable[[Piece], str] = attrgetter("sign")


@dataclass(slots=True, eq=False)
class Row:
    """The pieces of one row, left to right.

    ``placed``: columns are positions in a grid with spans or a sheet, so header and figures can be compared by position.
    ``grid``, ``width``: which grid of the document, and how wide it is; -1 and 0 in running text.
    """

    pieces: tuple[Piece, ...]
    placed: bool = False
    grid: int = -1
    width: int = 0
    _outline: Outline | None = None

    @property
    def outline(self) -> Outline:
        """What the row says by its labels."""
        if self._outline is None:
            signs = tuple(map(_sign, self.pieces))
            self._outline = outline_of(signs) if all(signs) else Outline(self.pieces)
        return self._outline

    def of(self, pieces: Sequence[Piece]) -> Row:
        """The row with other pieces."""
        return Row(tuple(pieces), self.placed, self.grid, self.width)


Rows = list[Row]
"""The rows of one grid."""


class Outline:
    """What a row says, whatever its figures are; worked out when it is first asked for.

    Pieces are told by their number in the row.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._labelled = [(n, p) for n, p in enumerate(pieces) if p.labels]

    @cached_property
    def words(self) -> frozenset[Label]:
        """All that its labels can name."""
        return frozenset([label for _, p in self._labelled for label in p.labels])

    @cached_property
    def is_header(self) -> bool:
        """Whether it names columns only."""
        return is_header(self._pieces)

    @cached_property
    def names_dispute(self) -> bool:
        """Whether it names a block of table 4."""
        return names_dispute(self._pieces)

    @cached_property
    def name(self) -> int:
        """The piece that names what it counts, -1 for none; outside of table 4."""
        return _name_of(self._pieces, in_disputes=False)

    @cached_property
    def name_of_dispute(self) -> int:
        """The same in table 4."""
        return _name_of(self._pieces, in_disputes=True)

    @cached_property
    def label(self) -> Label | None:
        """What ``name`` names, if that is a row and depends on nothing else."""
        return _label_of(self._pieces[self.name]) if self.name >= 0 else None

    @cached_property
    def after_requests(self) -> int:
        """Where what follows the last label of a row of table 3 begins, 0 for no such row; words right after the label of
        a group may be the label of its first row."""
        after = 0 if self.is_header else _after_names(self._pieces, "t3")
        named = after > 0 and self.name >= after and not names_row(self._pieces[after - 1])
        return self.name + 1 if named else after

    @cached_property
    def after_disclosed(self) -> int:
        """The same for table 2."""
        return 0 if self.is_header else _after_names(self._pieces, "t2")

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """Labels inside a group of table 3."""
        return tuple([n for n, p in self._labelled if _is_leaf(p)])

    @cached_property
    def level(self) -> int:
        """How deep the last label of a row of table 3 stands: 0 for 一、, 1 for （一）, 2 inside a group; -1 for no such row."""
        if not self.after_requests:
            return -1
        labels = self._pieces[self.after_requests - 1].labels
        return max(
            [levels().get(n.code, -1) for n in labels if n.table == "t3" and n.kind == "row"], default=-1
        )

    @cached_property
    def begins_anew(self) -> tuple[int, ...]:
        """Labels of rows between a figure and a figure."""
        return _begins_anew(self._pieces) if len(self._labelled) > 1 else ()

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """The blocks of table 4 that it names."""
        return tuple(disputes_named(self._pieces, "row"))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of table 4 that it names."""
        return tuple(disputes_named(self._pieces, "column"))

    @cached_property
    def last_label(self) -> int:
        """The last piece that names something, -1 for none."""
        return self._labelled[-1][0] if self._labelled else -1

    @cached_property
    def has_units(self) -> bool:
        """Whether a piece is a lone unit."""
        return any([p.is_unit for p in self._pieces])  # noqa: C419 - a list is built in half the time

    @cached_property
    def ends_blank(self) -> bool:
        """Whether it can spare its last cell."""
        return any(p.is_blank for p in self._pieces[-1:]) and _ends_blank(self._pieces, self.is_header)

    @cached_property
    def is_blank(self) -> bool:
        """Whether nothing is printed."""
        return all(p.is_blank for p in self._pieces)

    @cached_property
    def rows_across(self) -> str | None:
        """The table whose rows most of what follows the first cell names."""
        if len(self._labelled) < 2 or not _is_labelled(self._pieces[1:]):
            return None
        return next((t for t in ("t3", "t4") if _names_rows(self._pieces[1:], t)), None)

    @cached_property
    def heads(self) -> tuple[tuple[int, Label], ...]:
        """Each label of a column, of a corner, or of a block of table 4."""
        return tuple([(n, label) for n, p in self._labelled for label in p.labels if _is_head(label)])

    @cached_property
    def opens(self) -> bool:
        """Whether a part of table 2 is announced."""
        return any(label.kind == "heading" for label in self.words)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Those that all its labels can belong to."""
        options = [{label.table for label in p.labels} for _, p in self._labelled]
        return tuple(sorted(set.intersection(*options))) if options else ()

    @cached_property
    def beside(self) -> tuple[int, ...]:
        """Words of no form."""
        return tuple([n for n, p in enumerate(self._pieces) if p.is_text and not p.is_garbled])


@lru_cache(maxsize=4096)
def outline_of(signs: tuple[str, ...]) -> Outline:
    """The outline of a row whose pieces have these signs."""
    return Outline([_new(Piece, (0, 0, *_said(sign), n, 1, False)) for n, sign in enumerate(signs)])


def _label_of(piece: Piece) -> Label | None:
    options = row_options(piece, False)
    if not options or any(label.kind == "column" for label in piece.labels):
        return None
    rows = [label for label in options if label.kind == "row"]
    return None if len(options) - len(rows) > 1 else (rows or options)[0]


def _is_head(label: Label) -> bool:
    return label.kind in ("column", "corner") or (label.kind == "row" and label.table == "t4")


@lru_cache(maxsize=4096)
def _said(sign: str) -> tuple[object, ...]:
    """The text of a piece that has a sign, and what it says; of a value only the sort counts."""
    first, rest = sign[0], sign[1:]
    if first not in _STATES:
        return sign, *cell_meaning(sign)
    return rest, *meaning_of(rest, (), Figure(_STATES[first]))


_STATES = {_BLANK: "blank", _NUMBER: "number", _MARK: "dash", _WORDS: "unreadable"}


def is_header(pieces: Sequence[Piece]) -> bool:
    """True for a row with something that names columns only; 总计 and 其他 beside it are columns too."""
    return any(p.is_head for p in pieces) and not _heads_figures(pieces)


def _heads_figures(pieces: Sequence[Piece]) -> bool:
    """Whether what names no column of its table stands before the name of a row and its figures: 第二十条第(一)项, 规章, 3."""
    at, tables = 0, set()
    for number, piece in enumerate(pieces):
        kinds = piece.kinds() if piece.labels else ()
        if "row" in kinds and "column" not in kinds:
            at, tables = number, {label.table for label in piece.labels if label.kind == "row"}
            break
    heads = [label for p in pieces if p.is_head for label in p.labels if label.table in tables]
    return at > 0 and all(n.kind != "column" for n in heads) and any(map(is_inked, pieces[at + 1 :]))


def names_dispute(pieces: Sequence[Piece]) -> bool:
    """Whether a piece names a block of table 4."""
    return any(label.table == "t4" and label.kind == "row" for p in pieces for label in p.labels)


def disputes_named(pieces: Sequence[Piece], kind: str) -> list[str]:
    """The rows (columns) of table 4 that pieces name."""
    named = [n for p in pieces if p.labels for n in p.labels]
    return [n.code for n in named if n.table == "t4" and n.kind == kind and "." not in n.code]


def row_options(piece: Piece, in_disputes: bool) -> list[Label]:
    """What rows a label can name: blocks of table 4 are rows only where its columns stand over them."""
    return [label for label in piece.labels if label[0] in NAMING and (in_disputes or label[1] != "t4")]


def _name_of(pieces: Sequence[Piece], *, in_disputes: bool) -> int:
    """Index of the piece that names a row, -1 for none: the last row label, else the last words before the figures.

    The number of the row may stand before the name. Words right after a label that is none of a group are a remark.
    """
    last = -1
    figures = 0
    for number, piece in enumerate(pieces):
        if piece.is_value:
            figures += not piece.is_blank
        if piece.labels:
            if row_options(piece, in_disputes):
                last = number
        elif in_disputes:
            continue
        elif figures > 1:
            break
        elif piece.is_text and not piece.is_garbled and not piece.is_unit:
            pure = last >= 0 and (_is_row_only(pieces[last]) or _is_first_cell(pieces, last, number))
            last = last if pure else number
        elif last >= 0 and piece.is_inked and not piece.is_unit and not _numbers_row(pieces, number):
            break
    return last


def _numbers_row(pieces: Sequence[Piece], number: int) -> bool:
    """Whether a figure between a group and a label of table 3 is the number of the row: （三）不予公开, 1, 属于国家秘密."""
    between = 0 < number < len(pieces) - 1
    return (
        between and any(n.kind == "group" for n in pieces[number - 1].labels) and _is_leaf(pieces[number + 1])
    )


def _is_row_only(piece: Piece) -> bool:
    """True for the label of a row that is none of a group."""
    return piece.is_label and all(label.kind != "group" for label in piece.labels)


def _is_first_cell(pieces: Sequence[Piece], label: int, number: int) -> bool:
    """Whether short words after a heading that is a row as well stand in the first of its seven cells: 约5."""
    is_row = any(n.kind == "row" and n.table == "t3" for n in pieces[label].labels)
    short = len(pieces[number].text) <= LONGEST_WORD and number == label + 1
    return is_row and short and len(trimmed([p for p in pieces[number:] if not p.is_unit])) == len(APPLICANTS)


def trimmed(values: Sequence[Piece]) -> Sequence[Piece]:
    """The values without the blank cells at both ends: edges of the table, or places of merged cells."""
    inked = [i for i, v in enumerate(values) if not v.is_blank]
    return values[inked[0] : inked[-1] + 1] if inked else []


def _after_names(pieces: Sequence[Piece], table: str) -> int:
    """Where what follows the last label of a row of a table begins; 0 if there is none."""
    named = (
        n for n, p in enumerate(pieces, 1) if any(x.table == table and x.kind in NAMING for x in p.labels)
    )
    return max(named, default=0)


def _is_leaf(piece: Piece) -> bool:
    """Whether it is the label of a row inside a group of table 3, without the heading of the group."""
    leaf = any(label.table == "t3" and label.code in _leaves() for label in piece.labels)
    return leaf and not is_headed(piece.text)


@cache
def _leaves() -> frozenset[str]:
    return frozenset(code for code, level in levels().items() if level == 2) - {"other_misc"}


@cache
def levels() -> dict[str, int]:
    """How deep the rows of table 3 stand, as ``Outline.level`` tells it."""
    groups = {code: entry.get("group", "") for code, entry in raw_form()["rows"]["t3"].items()}
    depths = {code: 0 if not group else 1 if group == "result" else 2 for code, group in groups.items()}
    return depths | {"other_total": 1}


def _begins_anew(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The labels of rows that stand between a figure and a figure, a label before both.

    Where cells between are blank, the label may be that of the same row once more.
    """
    found = []
    for number in range(len(pieces) - 2, 1, -1):
        if not names_row(pieces[number]) or pieces[number - 1].labels:
            continue
        before = [p for p in pieces[:number] if not p.is_blank and not p.is_unit]
        after = next((p for p in pieces[number + 1 :] if not p.is_unit), None)
        if after is None or not after.is_value or not before:
            continue
        again = before[-1].labels and before[-1].labels == pieces[number].labels
        if again or (before[-1].is_value and any(map(names_row, before))):
            found.append(number)
    return tuple(found)


def names_row(piece: Piece) -> bool:
    """Whether it can name a row, the heading of a group aside."""
    return any(label.kind in ("row", "statistic") for label in piece.labels)


def _ends_blank(pieces: Sequence[Piece], header: bool) -> bool:
    """Whether a row ends in a cell without print that it can spare: header cells are filled up where cells are merged."""
    needed = _after_names(pieces, "t3")
    needed = needed + len(APPLICANTS) if needed and not header else 1
    return len(pieces) > needed and pieces[-1].is_blank


def _is_labelled(pieces: Sequence[Piece]) -> bool:
    """Whether most of the print is labels, of whatever table: most rows are told from others by this alone."""
    labels = sum(p.is_label for p in pieces)
    return labels > 1 and labels >= _MOST * sum(not p.is_blank for p in pieces)


def _names_rows(pieces: Sequence[Piece], table: str) -> bool:
    """Whether most of these labels name rows of a table, and two at least."""
    pieces = [p for p in pieces if not p.is_blank]
    named = sum(any(n.table == table and n.kind == "row" for n in p.labels) for p in pieces)
    return named > 1 and named >= _MOST * len(pieces)
