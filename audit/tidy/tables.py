"""Printed tables → entries: which cell of a form is printed where, and as what.

The order of truth is the label, then the structure (header over figure), then the order of figures in a row.
Where these leave more than one reading, the cells are unreadable; nothing is ever chosen to make sums hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from audit.form import APPLICANTS, raw_form
from audit.form.labels import Label, header_unit, look_up_damaged, look_up_part
from audit.model import Document
from audit.tidy.arranged import Listed, listed, turned
from audit.tidy.detached import Seen, label_of, mixes_rows, put_back, rows_with
from audit.tidy.headers import Header, Heading, Headings
from audit.tidy.labelled import listed_cells
from audit.tidy.matching import (
    UNREADABLE,
    Shape,
    cells_of,
    inked_columns,
    is_crowded,
    is_glued,
    matched,
    place_of,
    shape_of,
    unreadable,
)
from audit.tidy.moved import (
    Ends,
    Moves,
    has_moved,
    is_beside_figures,
    levels_apart,
    levels_of,
    moves,
    number_at,
    right_after,
    usual_ends,
)
from audit.tidy.numbers import UNITS, Figure
from audit.tidy.parted import row_by_row
from audit.tidy.pieces import LONGEST_LABEL_PIECE, rows_of
from audit.tidy.reading import Reading
from audit.tidy.rows import LONGEST_WORD, NAMING, Piece, Row, Rows, is_inked, names_dispute, row_options

_DISPUTES = "disputes"
_new = tuple.__new__


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


@dataclass(slots=True)
class _Place:
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
    crowded: bool = False
    """In this grid, or in the part of its table before it, a row has more figures than the form has columns."""
    ends: Ends = field(default_factory=dict)
    """Where labels of table 3 end in the grid with its header."""
    moved: Moves = field(default_factory=dict)
    """The labels in this grid that end elsewhere."""
    apart: set[int] = field(default_factory=set)
    """Levels of labels in this grid that do not stand right before their figures."""
    inked: set[int] = field(default_factory=set)
    """The columns of this grid in which rows of table 3 have figures, and how many such rows there are."""
    requests: int = 0
    leading: bool = False
    """In this grid the figures of table 2 begin right after their label."""
    statistic: int = -1
    numbered: bool = False
    """The text of table 3 prints the numbers of rows apart from their labels."""
    seen: list[Seen] = field(default_factory=list)
    """What was met in table 3."""


def read_tables(document: Document, reading: Reading) -> Tables:
    """Every cell of a statutory table that the document prints, in reading order."""
    found, place = Tables(), _Place(document.text)
    for part in rows_of(document, reading):
        if isinstance(part, list):
            for rows in row_by_row(part, document, reading):
                _read_grid(rows, place, found)
        else:
            _read_stream(part, place, found)
    _add_detached(place.seen, found)
    _add_listed(document, reading, found)
    return found


def _add_listed(document: Document, reading: Reading, found: Tables) -> None:
    """Tables that are printed as lines of names with their figures."""
    printed = {e.table for e in found.entries if e.figure.state == "number"}
    for cells, words in listed_cells(document, reading, printed):
        found.words.update(words)
        found.entries = [e for e in found.entries if e.table != cells[0].table]
        for table, row, column, start, end, figure, unit, _ in cells:
            found.entries.append(Entry(table, row, column, start, end, figure, unit))
            found.spans.append((start, end))


def _add_detached(seen: Sequence[Seen], found: Tables) -> None:
    """Rows of table 3 that stand apart from their label; what cannot be put back is unreadable under the words beside it."""
    loose = [s for s in seen if s.kind == "loose"]
    back = {id(s): code for code, s in put_back(seen)} if loose else {}
    for row in loose:
        code = back.get(id(row))
        for heading, (start, end, figure) in zip(row.headings, row.cells, strict=True):
            if code or row.text:
                label, told = (None, figure) if code else (row.text, UNREADABLE)
                found.entries.append(Entry("t3", code, heading.code, start, end, told, heading.unit, label))


def _read_grid(rows: Rows, place: _Place, found: Tables) -> None:
    rows = _without_edges(turned(rows))
    disputes = listed(rows)
    rows = [row for number, row in enumerate(rows) if number not in disputes] if disputes else rows
    if not rows:
        _list(disputes.values(), place, found)
        return
    requests, disclosed, leaves = _figures_of(rows)
    columns = inked_columns(requests)
    place.shape = shape_of(requests, len(APPLICANTS), columns, shifted=len(leaves) > 1)
    if place.shape is not None and place.shape[0] and place.table == "t3" and place.header.is_askew():
        place.shape = None
    place.row_grid = rows[0].grid if len(requests) > 1 else -1
    if requests:
        ends = Counter(after[-1].column + after[-1].width for after in requests)
        place.usual = Counter(map(len, requests)).most_common(1)[0][0], ends.most_common(1)[0][0]
    place.even = {len(after) for after in requests} == {len(APPLICANTS)}
    place.leading = sum(is_inked(after[0]) for after in disclosed) > 1
    full = not place.even and is_crowded(requests, len(APPLICANTS), columns, place.shape)
    goes_on = place.crowded and place.table == "t3" and not any(row.outline.is_header for row in rows)
    place.crowded = (
        full or goes_on or any(sum(map(is_inked, after)) > _MOST_OF_TABLE_TWO for after in disclosed)
    )
    if requests:
        _note_moves(rows, place)
        place.inked, place.requests = columns, len(requests)
        relative = place.shape is not None and not place.shape[0]
        place.apart = levels_apart(rows, len(APPLICANTS)) if relative else set()
    for row in rows:
        _read_row(row, place, found)
    _list(disputes.values(), place, found)


def _note_moves(rows: Rows, place: _Place) -> None:
    """Which labels of table 3 stand elsewhere than usual; in a grid without a header, than in the one before."""
    levels = levels_of(rows)
    usual = usual_ends(levels)
    above = place.ends if place.table == "t3" else {}
    place.moved = moves(levels, usual, above)
    place.ends = usual | above


def _list(disputes: Iterable[Listed], place: _Place, found: Tables) -> None:
    """Table 4 as a list of its cells."""
    for row, block, column, piece in disputes:
        found.words |= row.outline.words
        _span(found, row.pieces)
        found.entries.append(Entry("t4", block, column, *cells_of([piece])[0]))
        _move("t4", place)


def _without_edges(rows: Rows) -> Rows:
    """The rows without columns on the right in which nothing is printed, header included."""
    if not any(row.outline.is_header for row in rows):
        return rows
    while len(rows) > 1 and all(row.outline.ends_blank for row in rows):
        rows = [row.of(row.pieces[:-1]) for row in rows]
    return rows


def _figures_of(rows: Rows) -> tuple[list[Sequence[Piece]], list[Sequence[Piece]], set[int]]:
    """What follows the labels of the rows of table 3, and of table 2; and where labels inside a group of table 3 stand."""
    requests: list[Sequence[Piece]] = []
    disclosed: list[Sequence[Piece]] = []
    columns: set[int] = set()
    for row in rows:
        pieces, outline = row.pieces, row.outline
        if outline.leaves:
            columns.update([pieces[n].column for n in outline.leaves])
        if 0 < outline.after_requests < len(pieces):
            requests.append(pieces[outline.after_requests :])
        if 0 < outline.after_disclosed < len(pieces):
            disclosed.append(pieces[outline.after_disclosed :])
    return requests, disclosed, columns


_MOST_OF_TABLE_TWO = 3
"""Columns of the widest part of table 2."""


def _read_row(row: Row, place: _Place, found: Tables) -> None:
    outline = row.outline
    found.words |= outline.words
    if outline.is_header:
        _span(found, row.pieces)
        _enter(row, place)
        return
    at, label = outline.name, outline.label
    if place.table == "t4":
        at, label = outline.name_of_dispute, None
    after: Sequence[Piece] = row.pieces[at + 1 :]
    if outline.has_units:
        after = [p for p in after if not p.is_unit]
    if label is None and at >= 0:
        label = _row_label(row, at, after, place)
    if label is not None and after:
        _span(found, row.pieces)
        headings = _under_header(label, row, at, after, place)
        if headings:
            _usual(label, after, headings, place, found, row)
        else:
            _data(label, row.pieces[at], after, place, found, row)
    elif outline.names_dispute:
        _span(found, row.pieces)
        _enter(row, place)
    elif at < 0 and any(map(is_inked, after)):
        _unlabelled(after, place, found, row)
    elif at >= 0:
        _note_label(row.pieces[at], place)


def _row_label(row: Row, at: int, after: Sequence[Piece], place: _Place) -> Label | None:
    """The row that a name stands for; None where it is not one of the form, or not in its place."""
    name = row.pieces[at]
    options = row_options(name, place.table == "t4")
    if not options and place.table == "t3":
        options = [label for label in look_up_damaged(name.text) if label.kind in NAMING] or _shortened(
            name, place
        )
        if options and _is_rest(after, place):
            return None
    if _names_column(name) and not _goes_on(row, place):
        return None
    if options:
        label = _resolved(options, place)
        return label if label.table != "t4" or any(map(is_inked, after)) else None
    figures = any(p.figure.state == "number" and not p.labels for p in after)
    if name.is_text and place.table in ("t2", "t3") and place.row and figures and _goes_on(row, place):
        return Label("other", place.table, name.text)
    return None


def _is_rest(after: Sequence[Piece], place: _Place) -> bool:
    """Whether a part of a label without figures goes on with the row before, whose figures stand beside no label."""
    loose = bool(place.seen) and place.seen[-1].kind == "loose"
    return loose and not any(map(is_inked, after))


def _names_column(piece: Piece) -> bool:
    """Whether its words can name a column."""
    for label in piece.labels:  # noqa: SIM110 - asked of every row: a generator takes twice the time
        if label.kind == "column":
            return True
    return False


def _shortened(name: Piece, place: _Place) -> list[Label]:
    """The row of table 3 that a shortened label stands for, if it is one that has yet to come."""
    order = list(raw_form()["rows"]["t3"])
    last = order.index(place.row) if place.row in order else -1
    found = look_up_part(name.text) if place.header.columns or last >= 0 else ()
    return [label for label in found if label.kind == "row" and order.index(label.code) > last]


def _goes_on(row: Row, place: _Place) -> bool:
    """Whether a row that its label alone does not place belongs to table 2 or 3."""
    if place.table == "t3":
        return place.row is not None and (row.grid == place.grid or place.row != "carried_out")
    return place.table == "t2"


def _resolved(options: Sequence[Label], place: _Place) -> Label:
    statistics = [o for o in options if o.kind == "statistic"]
    if len(statistics) > 1:
        order = list(raw_form()["rows"]["s14"])
        later = [o for o in statistics if order.index(o.code) > place.statistic]
        return (later or statistics)[0]
    rows = [o for o in options if o.kind == "row"]
    return rows[0] if rows else options[0]


def _data(
    label: Label,
    name: Piece,
    after: Sequence[Piece],
    place: _Place,
    found: Tables,
    row: Row | None,
    beside: Sequence[Piece] = (),
) -> None:
    """One labelled row of figures; in running text table 2 must have been opened: prose names its rows as well.

    ``beside`` : what stands after the label in running text, units included.
    """
    if label.kind == "statistic":
        _statistic(label, name, after, place, found, row, beside)
        return
    if row is None and _is_prose(label, after, place):
        return
    if label.table != place.table:
        _move(label.table, place)
    code = label.code if label.kind == "row" else None
    for form, headings in _headings(label, place, after):
        if (
            _is_mixed(label, name)
            or _holds_figure(name, after)
            or _runs_into(label, after)
            or (label.kind == "row" and _is_doubtful(label, headings, place))
            or (row is None and label.table == "t3" and place.header.names_more())
        ):
            cells = unreadable(after, len(headings))
        else:
            cells = _cells(after, headings, place, row, label)
        if label.kind == "other" and label.table == "t3" and rows_with(name.text):
            place.seen.append(Seen("loose", text=_words_before(row, after), headings=headings, cells=cells))
            return
        table, printed, named_at = label.table, None if code else name.text, None if code else name.start
        found.entries += [
            _new(Entry, (table, code, column, start if code else named_at, end, figure, unit, printed, form))
            for (column, _, _, unit), (start, end, figure) in zip(headings, cells, strict=True)
        ]
    if label.table == "t3" and code:
        place.seen.append(Seen("row", code))
    place.row, place.header.used = label.code, True
    place.grid = row.grid if row else -1


def _under_header(label: Label, row: Row, at: int, after: Sequence[Piece], place: _Place) -> Headings | None:
    """The columns of the row of a form, of which every cell stands under one of its header; None of any other row."""
    header = place.header
    if label.kind != "row" or label.table != place.table or header.table != label.table:
        return None
    headings = header.headings()
    if headings.codes not in _columns_of(label) or not headings.places or not header.fits(row):
        return None
    figures_only = row.outline.last_label <= at and not row.pieces[at].text[-1:].isdecimal()
    if not figures_only or list(map(place_of, after)) != headings.places:
        return None
    return None if label.table == "t3" and _is_ragged(row, after, place) else headings


def _usual(
    label: Label, after: Sequence[Piece], headings: Headings, place: _Place, found: Tables, row: Row
) -> None:
    """A row of the form under its header."""
    table, code = label.table, label.code
    found.entries += [
        _new(Entry, (table, code, column, piece[0], piece[1], piece.figure, unit, None, None))
        for (column, _, _, unit), piece in zip(headings, after, strict=True)
    ]
    if table == "t3":
        place.seen.append(_new(Seen, ("row", code, "", (), ())))
    place.row, place.header.used, place.grid = code, True, row.grid


@cache
def _columns_of(label: Label) -> tuple[frozenset[str], ...]:
    """The columns under which the forms print a row."""
    if label.table == "t2":
        return tuple(columns.codes for _, columns in _of_table_two(label.code))
    return (_statutory(label.table).codes,) if label.table in ("t3", "t4") else ()


def _is_mixed(label: Label, name: Piece) -> bool:
    """Whether a row that no form has is only called so because words of other cells run into its label."""
    return label.kind == "other" and label.table == "t3" and mixes_rows(name.text)


def _runs_into(label: Label, after: Sequence[Piece]) -> bool:
    """Whether the name of another row stands between the figures: two rows in one, of which one has lost a cell."""
    for number, piece in enumerate(after):
        if piece.labels and {"row", "statistic"} & piece.kinds() and "column" not in piece.kinds():
            other = all(n.code != label.code for n in piece.labels)
            return other and any(map(is_inked, after[number + 1 :]))
    return False


def _holds_figure(name: Piece, after: Sequence[Piece]) -> bool:
    """Whether the number behind a label may be its figure, not that of a note: no other is printed."""
    return name.text[-1:].isdecimal() and not any(map(is_inked, after))


def _is_doubtful(label: Label, headings: Headings, place: _Place) -> bool:
    """Whether the order of the form was taken although the header says otherwise, as far as it can be read."""
    header = place.header
    assumed = not headings.places and header.table == label.table and bool(header.columns)
    return assumed and header.headings() != headings and header.contradicts([h.code for h in headings])


def _words_before(row: Row | None, after: Sequence[Piece]) -> str:
    words = [p.text for p in row.pieces if p.is_text and p.start < after[0].start] if row else []
    return "".join(words)


def _note_label(piece: Piece, place: _Place) -> None:
    """A label of table 3, or a part that only one has, without figures."""
    if place.table != "t3":
        return
    codes = [label.code for label in piece.labels if label.table == "t3" and label.kind == "row"]
    code = codes[0] if codes else label_of(piece.text) if piece.is_text else None
    if code:
        place.seen.append(Seen("label", code))


def _cells(
    after: Sequence[Piece], headings: Headings, place: _Place, row: Row | None, label: Label | None
) -> list[tuple[int, int, Figure]]:
    """The printed cells of a row under its headings."""
    whole = row is not None and label is not None and label.table == "t3" and len(headings) == len(APPLICANTS)
    if whole and row is not None and _is_ragged(row, after, place):
        return matched(after, headings, room=None, sparse=not place.crowded, ragged=True)
    room = None
    if row is not None and headings.places and place.header.fits(row):
        room = place.header.room() if row.placed else 0
    placed = whole and room is not None
    if placed and row is not None and place.moved and _has_moved(row, after, headings, place):
        return right_after(after, headings)
    shape = _shape_at(label, row, len(headings), place)
    beside, sparse = place.header.beside, not place.crowded or row is None
    alone = whole and row is not None and row.grid != place.row_grid
    even = whole and place.even and row is not None and row.grid == place.row_grid
    told = not placed or tuple(h.code for h in headings) == APPLICANTS
    if whole and room is None and place.header.names_more():
        shape = shape if shape is None or not shape[0] else None
        told = not after[0].is_blank  # a figure of the further column may stand in the place of the first
    elif placed and _stands_beside(headings, place):
        room, shape = None, shape if shape is None or _is_unbroken(shape) else None
    return matched(
        after,
        headings,
        room=room,
        beside=beside,
        shape=shape,
        sparse=sparse,
        alone=alone,
        even=even,
        told=told,
    )


def _shape_at(label: Label | None, row: Row | None, size: int, place: _Place) -> Shape | None:
    """Where the figures of the rows around a row of table 3 or 2 stand, if they tell of it too."""
    if row is None or label is None:
        return None
    if label.table == "t3":
        return None if row.outline.level in place.apart else place.shape
    return (False, tuple(range(size))) if label.table == "t2" and place.leading else None


def _is_unbroken(shape: Shape) -> bool:
    """Whether no column is left out between those of the figures."""
    return shape[1][-1] - shape[1][0] < len(shape[1])


def _stands_beside(headings: Headings, place: _Place) -> bool:
    """Whether the header stands beside the figures of the grid."""
    return is_beside_figures(headings, place.inked, place.requests, place.header.beside())


def _has_moved(row: Row, after: Sequence[Piece], headings: Headings, place: _Place) -> bool:
    """Whether a row stands elsewhere than those of its level."""
    outline = row.outline
    if outline.level < 0:
        return False
    name = row.pieces[outline.after_requests - 1]
    return has_moved(name, outline.level, after, headings, place.moved)


def _is_ragged(row: Row, after: Sequence[Piece], place: _Place) -> bool:
    """Whether a row has lost or gained a cell: neither its length nor its end is that of most rows in the grid."""
    last = row.pieces[-1]
    if row.grid != place.row_grid or last.column + last.width == place.usual[1]:
        return False
    return len(row.pieces) - next(i for i, p in enumerate(row.pieces) if p is after[0]) != place.usual[0]


def _is_prose(label: Label, values: Sequence[Piece], place: _Place) -> bool:
    """Prose names rows too (不予处理 80 件): outside its table, and for a group anywhere, only a whole row counts."""
    if label.table == "t2":
        return place.table != "t2"
    whole = len(values) == len(APPLICANTS) or any(v.glued for v in values)
    return label.table == "t3" and not whole and (place.table != "t3" or label.kind == "group")


def _headings(label: Label, place: _Place, values: Sequence[Piece]) -> Sequence[tuple[str | None, Headings]]:
    """The columns of a row, as printed over it, else (form, columns) as the forms have them.

    Without a header a row of table 2 can be one of either form; which it is will be told from other rows.
    """
    printed = place.header.headings() if place.header.table == label.table else Headings()
    if label.table in ("t3", "t4"):
        statutory = _statutory(label.table)
        if printed.codes == statutory.codes:
            return [(None, printed)]
        half = label.table == "t3" and printed.codes < statutory.codes and place.header.is_half(values)
        return [(None, printed if half else statutory)]
    if label.kind != "row":
        return [(None, printed or _plain([str(i) for i in range(1, len(values) + 1)]))]
    choices = _of_table_two(label.code)
    if any(printed.codes == columns.codes for _, columns in choices):
        return [(None, printed)]
    within = [columns.codes for _, columns in choices if columns.codes < printed.codes]
    end = values[-1].column + values[-1].width
    if printed.places and within and end == printed[-1].end:  # one header over all parts of table 2
        return [(None, Headings(h for h in printed if h.code in within[0]))]
    fitting = [choice for choice in choices if printed.codes & choice[1].codes] or choices
    units = {h.code: h.unit for h in printed}
    return [
        (form, Headings(h._replace(unit=units.get(h.code)) for h in columns)) for form, columns in fitting
    ]


def _plain(columns: Sequence[str]) -> Headings:
    return Headings(Heading(c, 0, 0) for c in columns)


@cache
def _statutory(table: str) -> Headings:
    """The columns of table 3, or of one block of table 4."""
    return _plain(APPLICANTS if table == "t3" else raw_form()["blocks"][_DISPUTES]["columns"])


@cache
def _of_table_two(row: str) -> list[tuple[str, Headings]]:
    """(form, columns) of every part of table 2 that has this row."""
    blocks = raw_form()["blocks"].items()
    return [(n[-4:], _plain(b["columns"])) for n, b in blocks if b["table"] == "t2" and row in b["rows"]]


def _other_money(label: Label, name: Piece, beside: Sequence[Piece]) -> str | None:
    """The unit of money that a row of the statistics table states in its label or beside it, if it is not that of the form."""
    own = raw_form()["rows"]["s14"][label.code].get("unit")
    if own not in _MONEY:
        return None
    stated = header_unit(name.text) or next((_unit_of(p) for p in beside if _unit_of(p) in _MONEY), None)
    return stated if stated != own else None


_MONEY = ("元", "万元", "亿元")


def _unit_of(piece: Piece) -> str:
    return piece.text.strip("()") if piece.is_unit else ""


def _statistic(
    label: Label,
    name: Piece,
    after: Sequence[Piece],
    place: _Place,
    found: Tables,
    row: Row | None,
    beside: Sequence[Piece],
) -> None:
    if place.table != "s14":
        _move("s14", place)
    place.statistic = list(raw_form()["rows"]["s14"]).index(label.code)
    headings = place.header.headings() if row is not None else Headings()
    if "year" not in headings.codes:
        cumulative = Label("column", "s14", "cumulative") in found.words
        headings = _plain(["year", "cumulative"] if cumulative else ["year"])
        after = [v for v in after if not v.is_blank] or after
    cells = _statistics(after, headings, place, row) if after else []
    unit = _other_money(label, name, row.pieces if row else beside)
    for heading, (start, end, figure) in zip(headings, cells, strict=True):
        if heading.code in _OF_STATISTICS:
            found.entries.append(Entry("s14", label.code, heading.code, start, end, figure, unit))
    place.header.used = True


_OF_STATISTICS = ("year", "cumulative")


def _statistics(
    after: Sequence[Piece], headings: Headings, place: _Place, row: Row | None
) -> list[tuple[int, int, Figure]]:
    """The printed cells of a row of the statistics table; where it has a cell in every column, positions are certain."""
    if row is None or not headings.places or not place.header.fits(row) or row.placed:
        return _cells(after, headings, place, row, None)
    full = [len(r.pieces) == r.width > 0 for r in (row, *place.header.rows)]
    return matched(after, headings, room=row.width if all(full) else 0, sparse=not place.crowded)


def _enter(row: Row, place: _Place) -> None:
    """A row of headers or headings: it opens or continues the header of a table."""
    tables = row.outline.tables
    if not tables:
        return
    table = place.table if place.table in tables else tables[0]
    if table != place.table:
        _move(table, place)
    if row.outline.opens:
        place.header = Header(table, place.text)
    place.header.add(row, table)


def _move(table: str, place: _Place) -> None:
    place.table, place.row, place.header = table, None, Header(table, place.text)


def _unlabelled(after: Sequence[Piece], place: _Place, found: Tables, row: Row) -> None:
    """Figures without a row label: the one data row of table 4, or a row of table 3 apart from its label."""
    if place.table == "t3" and len(after) >= len(APPLICANTS):
        label = Label("row", "t3", "")
        _, headings = _headings(label, place, after)[0]
        doubtful = _is_doubtful(label, headings, place)
        cells = [] if doubtful else _cells(after, headings, place, row, label)
        if any(figure.state == "number" for _, _, figure in cells):
            place.seen.append(Seen("loose", headings=headings, cells=cells))
    headings = _dispute_headings(after, place, found)
    if len(after) < len(headings) and not any(map(is_glued, after)) and not place.header.headings():
        return
    if (
        not headings
        or not all("." in h.code for h in headings)
        or _is_beside(row, place.header.used, len(headings))
    ):
        return
    cells = _cells(after, headings, place, row, None)
    _span(found, row.pieces)
    for heading, (start, end, figure) in zip(headings, cells, strict=True):
        block, column = heading.code.split(".")
        found.entries.append(Entry("t4", block, column, start, end, figure))
    place.header.used = True


def _dispute_headings(after: Sequence[Piece], place: _Place, found: Tables) -> Headings:
    """The columns of a row of table 4; empty if it is none of it.

    Where their names are broken or lost, a figure for each is enough, if the words over it name the blocks.
    """
    whole = _is_whole_dispute(after)
    if whole and all(p.figure.value == n for n, p in enumerate(after, 1)):
        return Headings()  # numbers of the columns
    blocks = list(dict.fromkeys(b for b, _ in place.header.blocks)) if place.table == "t4" else []
    every = raw_form()["blocks"][_DISPUTES]["rows"]
    if place.table == "t4" and place.header.columns:
        in_order = blocks == [b for b in every if b in blocks]
        return place.header.headings() or (_dispute_columns() if in_order else Headings())
    named = blocks == list(every) and not place.header.used
    if not whole or not (named or (not blocks and _is_under_disputes(after[0], found, place))):
        return Headings()
    if place.table != "t4":
        _move("t4", place)
    return _dispute_columns()


def _is_whole_dispute(after: Sequence[Piece]) -> bool:
    """Whether figures are as many as table 4 has."""
    return len(after) == len(_dispute_columns()) and all(map(is_inked, after))


def _is_under_disputes(first: Piece, found: Tables, place: _Place) -> bool:
    """Whether the line above figures names what table 4 counts and in its order, and no other row of it was met."""
    if not found.spans or any(e.table == "t4" for e in found.entries):
        return False
    above = place.text[max(found.spans[-1][1], first.start - LONGEST_HEADER) : first.start]
    line = above.rstrip(" \t\r\n|").rpartition("\n")[2]
    return 0 <= line.find("行政复议") < line.find("行政诉讼")


LONGEST_HEADER = 200
"""Characters of the words over the figures of table 4."""


def _is_beside(row: Row, used: bool, size: int) -> bool:
    """Whether a row without a label of the form belongs to something else than table 4.

    It holds words and is shorter; or comes after the one row of the table and is shorter or holds words.
    """
    short = len(row.pieces) < size
    words = any(p.is_label or (p.is_text and not p.is_garbled) for p in row.pieces)
    return (short or words) if used else (short and words)


@cache
def _dispute_columns() -> Headings:
    block = raw_form()["blocks"][_DISPUTES]
    return _plain([f"{r}.{c}" for r in block["rows"] for c in block["columns"]])


def _note_words(pieces: Sequence[Piece], found: Tables) -> None:
    for piece in pieces:
        if piece.labels:
            found.words.update(piece.labels)


def _span(found: Tables, pieces: Sequence[Piece]) -> None:
    found.spans.append((pieces[0].start, pieces[-1].end))


def _read_stream(pieces: Sequence[Piece], place: _Place, found: Tables) -> None:
    """Running text: a label is followed by its figures; the figures of table 4 follow its header."""
    position = 0
    while position < len(pieces):
        if pieces[position].is_text and len(pieces[position].text) > LONGEST_LABEL_PIECE:
            _note_label(pieces[position], place)
            position += 1
            continue
        labels_end = _run(pieces, position, labels=True)
        values_end = _run(pieces, labels_end, labels=False)
        names, values = list(pieces[position:labels_end]), list(pieces[labels_end:values_end])
        if not names and pieces[position].is_text:
            _note_label(pieces[position], place)
            place.header.note_strange(pieces[position])
        if names and values and values_end < len(pieces) and _GOES_ON.match(pieces[values_end].text):
            _note_words(names, found)
        elif names or values:
            if place.table == "t3" and values and values_end < len(pieces):
                values = _without_number(names, values, pieces[values_end], place)
            _read_stretch(names, values, place, found)
        position = max(values_end, position + 1)


def _without_number(
    names: Sequence[Piece], values: list[Piece], following: Piece, place: _Place
) -> list[Piece]:
    """Figures without the number of the next row, where the first row of a group has its number apart as well."""
    at = number_at(values, following)
    if not place.numbered:
        place.numbered = at == 0 or any(" 1 " in p.text for p in names)
    return values[:at] if at > 0 and place.numbered else values


_GOES_ON = re.compile(rf"(?:{UNITS})?[,，、；;。]")
"""Print that goes on with a sentence after a figure: the figure stands in prose, whatever name is before it."""


def _run(pieces: Sequence[Piece], position: int, labels: bool) -> int:
    """End of the run of labels (of figures and lone units) that begins at ``position``."""
    while position < len(pieces):
        piece = pieces[position]
        wanted = piece.is_label if labels else piece.is_value or piece.is_unit or piece.is_garbled
        if not wanted and (labels or len(piece.text) > LONGEST_WORD or not _is_about(pieces, position)):
            break
        position += 1
    return position


def _is_about(pieces: Sequence[Piece], position: int) -> bool:
    """Whether short words with a digit stand for a figure among others: 约5."""
    piece = pieces[position]
    if piece.is_label or not any(map(str.isdigit, piece.text)):
        return False
    following = pieces[position + 1] if position + 1 < len(pieces) else piece
    return following.is_inked or (following.is_label and pieces[position - 1].is_inked)


def _read_stretch(names: list[Piece], values: list[Piece], place: _Place, found: Tables) -> None:
    _note_words(names, found)
    beside = values
    values = [v for v in values if not v.is_unit]
    for number, piece in enumerate(names):
        last = number == len(names) - 1
        label = _resolved(_stream_options(piece), place) if _can_be_row(piece, place) else None
        if last and label is not None and values:
            _span(found, [piece, *values])
            _data(label, piece, values, place, found, None, beside)
            return
        _span(found, [piece])
        if last and values and _is_dispute_row(piece, values, place):
            _data(_dispute(piece), piece, values, place, found, None)
            return
        if place.header.used and _is_dispute_row(piece, values, place) and _all_disputes(names[number:]):
            continue
        if label is None or _opens_header(piece, place):
            _enter(Row((piece,)), place)
        _note_label(piece, place)
    if place.table == "t4" and values and (names or (not place.header.used and _is_whole_dispute(values))):
        _unlabelled(values, place, found, Row(tuple(values)))


def _can_be_row(piece: Piece, place: _Place) -> bool:
    """Whether a label may head figures here: 总计 and 其他 are columns until the rows of table 3 have begun."""
    if not _stream_options(piece):
        return False
    return all(label.kind != "column" for label in piece.labels) or (
        place.table == "t3" and place.row is not None
    )


def _all_disputes(names: Sequence[Piece]) -> bool:
    """Whether one label of a block follows another: the first has a row without print."""
    return len(names) > 1 and all(names_dispute([p]) for p in names)


def _dispute(piece: Piece) -> Label:
    return next(label for label in piece.labels if label.table == "t4" and label.kind == "row")


def _is_dispute_row(piece: Piece, values: Sequence[Piece], place: _Place) -> bool:
    """Whether a row of figures of one block of table 4 begins here: its five columns stand in the header, once."""
    columns = raw_form()["blocks"][_DISPUTES]["columns"]
    printed = [code for code, _ in place.header.columns]
    return names_dispute([piece]) and place.table == "t4" and bool(values) and printed == columns


def _stream_options(piece: Piece) -> list[Label]:
    return [label for label in piece.labels if label.kind in NAMING and label.table != "t4"]


def _opens_header(piece: Piece, place: _Place) -> bool:
    return place.table == "t4" and any(label.table == "t4" for label in piece.labels)
