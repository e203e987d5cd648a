"""Printed tables → entries: which cell of a form is printed where, and as what.

The order of truth is the label, then the structure (header over figure), then the order of figures in a row.
Where these leave more than one reading, the cells are unreadable; nothing is ever chosen to make sums hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.form import APPLICANTS, raw_form
from audit.form.labels import Label, look_up_damaged
from audit.model import Document
from audit.tidy.glued import divisions
from audit.tidy.headers import Header, Heading
from audit.tidy.numbers import Figure, cell_figure
from audit.tidy.pieces import Piece, Row, rows_of
from audit.tidy.reading import Reading

_UNREADABLE = Figure("unreadable")
_DISPUTES = "disputes"


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
    """Where the pass stands: table, its header, the group and row last met."""

    table: str | None = None
    block: str | None = None
    header: Header = field(default_factory=Header)
    group: str | None = None
    row: str | None = None
    statistic: int = -1


def read_tables(document: Document, reading: Reading) -> Tables:
    """Every cell of a statutory table that the document prints, in reading order."""
    found, place = Tables(), _Place()
    for part in rows_of(document, reading):
        if isinstance(part, Row):
            _read_row(part, place, found)
        else:
            _read_stream(part, place, found)
    return found


def _read_row(row: Row, place: _Place, found: Tables) -> None:
    _note_words(row.pieces, found)
    names, values = _split(row.pieces)
    label = None if _names_columns(names) else _row_label(names, row.above, values, place)
    if label is not None and values:
        _span(found, row.pieces)
        _data(label, names[-1], values, place, found, row)
    elif _is_header(row.pieces):
        _span(found, row.pieces)
        _enter(row, place)
    elif not any(p.is_label for p in names) and _figures(values):
        _unlabelled(names, values, place, found, row)


def _split(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The naming pieces of a row and the value pieces after them; units name nothing, nor do blanks before a name."""
    if all(p.is_value for p in pieces):
        return [], list(pieces)
    names: list[Piece] = []
    values: list[Piece] = []
    for number, piece in enumerate(pieces):
        if piece.is_value and not (piece.is_blank and not names):
            values = [p for p in pieces[number:] if not p.is_unit]
            break
        if not piece.is_blank and not piece.is_unit:
            names.append(piece)
    return _with_strange_values(names, values)


def _with_strange_values(names: list[Piece], values: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """What follows the label of a row is a value, also where it is no figure (``###``); words are a remark."""
    for number, piece in enumerate(names[:-1]):
        if any(label.kind == "row" and label.table != "t4" for label in piece.labels):
            after = names[number + 1 :]
            if values and not any(p.is_label for p in after):
                return names[: number + 1], [p for p in after if p.is_garbled] + values
    return names, values


def _names_columns(names: Sequence[Piece]) -> bool:
    """True for a header row: 总计 and 其他 beside a label that can only be a column are columns too."""
    return any(p.is_column for p in names)


def _figures(values: Sequence[Piece]) -> bool:
    return any(p.figure.state == "number" for p in values)


def _is_header(pieces: Sequence[Piece]) -> bool:
    return any(p.is_label for p in pieces)


def _row_label(
    names: Sequence[Piece], above: Sequence[Piece], values: Sequence[Piece], place: _Place
) -> Label | None:
    """The row that the last name of a row of figures stands for; None for a header or a row without a known table."""
    if not names:
        return None
    _note_group([*above, *names[:-1]], place)
    labels = names[-1].labels or (look_up_damaged(names[-1].text) if place.table == "t3" else ())
    options = [
        label for label in labels if label.kind in ("row", "group", "statistic") and label.table != "t4"
    ]
    if options:
        return _resolved(options, place)
    if names[-1].is_text and place.table in ("t2", "t3") and place.row and _figures(values):
        return Label("other", place.table, names[-1].text)
    return None


def _note_group(pieces: Sequence[Piece], place: _Place) -> None:
    for piece in pieces:
        for label in piece.labels:
            if label.kind == "group":
                place.group = label.code


def _resolved(options: Sequence[Label], place: _Place) -> Label:
    statistics = [o for o in options if o.kind == "statistic"]
    if len(statistics) > 1:
        order = list(raw_form()["rows"]["s14"])
        later = [o for o in statistics if order.index(o.code) > place.statistic]
        return (later or statistics)[0]
    rows = [o for o in options if o.kind == "row"]
    return rows[0] if rows else options[0]


def _data(
    label: Label, name: Piece, values: Sequence[Piece], place: _Place, found: Tables, row_of_grid: Row | None
) -> None:
    """One labelled row of figures; in running text table 2 must have been opened: prose names its rows as well."""
    if label.kind == "statistic":
        _statistic(label, values, place, found)
        return
    if row_of_grid is None and _is_prose(label, values, place):
        return
    if label.table != place.table:
        _move(label.table, place)
    headings = _headings(label, place, values)
    row = label.code if label.kind == "row" else None
    printed = None if row else name.text
    cells = _matched(values, headings, row_of_grid is not None and row_of_grid.placed and place.header.placed)
    for heading, (start, end, figure) in zip(headings, cells, strict=True):
        column = heading.code
        entry = Entry(label.table, row, column, start, end, figure, heading.unit, printed)
        found.entries.append(entry if row else entry._replace(start=name.start))
    place.row, place.header.used = label.code, True


def _is_prose(label: Label, values: Sequence[Piece], place: _Place) -> bool:
    """Prose names rows too (不予处理 80 件): outside its table, and for a group anywhere, only a whole row counts."""
    if label.table == "t2":
        return place.table != "t2"
    whole = len(values) == len(APPLICANTS) or any(v.glued for v in values)
    return label.table == "t3" and not whole and (place.table != "t3" or label.kind == "group")


def _headings(label: Label, place: _Place, values: Sequence[Piece]) -> list[Heading]:
    """The columns of a row: as printed over it, else as the form has them."""
    printed = place.header.headings() if place.header.table == label.table else []
    if label.table == "t3":
        return printed if {h.code for h in printed} == set(APPLICANTS) else _plain(APPLICANTS)
    if label.kind != "row":
        return printed or [Heading(str(i), 0, 0) for i in range(1, len(values) + 1)]
    choices = [
        b["columns"] for b in raw_form()["blocks"].values() if b["table"] == "t2" and label.code in b["rows"]
    ]
    codes = {h.code for h in printed}
    if any(codes and codes <= set(c) for c in choices) and any(codes == set(c) for c in choices):
        return printed
    fitting = [c for c in choices if codes & set(c)] if codes else choices
    counted = len([v for v in values if not v.is_blank])
    sized = [c for c in fitting if len(c) == counted] or fitting or choices
    known_units = {h.code: h.unit for h in printed}
    return [Heading(c, 0, 0, known_units.get(c)) for c in sized[0]]


def _plain(columns: Sequence[str]) -> list[Heading]:
    return [Heading(c, 0, 0) for c in columns]


_Cell = tuple[int, int, Figure]


def _matched(values: Sequence[Piece], headings: Sequence[Heading], placed: bool) -> list[_Cell]:
    """The printed cell under each heading; all unreadable when figures and headings do not pair up in one way only."""
    size = len(headings)
    filled = [v for v in values if not v.is_blank]
    if any(v.glued for v in values):
        return _unglued(values, size)
    if len(values) == size:
        return [_cell(v) for v in values]
    if placed:
        under = _by_position(values, headings)
        if under:
            return under
    if len(filled) == size:
        return [_cell(v) for v in filled]
    if not filled and len(values) > size:
        return [_cell(v) for v in values[:size]]
    start, end = values[0].start, values[-1].end
    return [(start, end, _UNREADABLE)] * size


def _unglued(values: Sequence[Piece], size: int) -> list[_Cell]:
    """Figures run together: read where they can be divided into ``size`` numbers in one way only."""
    ways = _divided([v.text for v in values], size)
    if len(ways) != 1:
        return [(values[0].start, values[-1].end, _UNREADABLE)] * size
    cells: list[_Cell] = []
    for piece, numbers in zip(values, ways[0], strict=True):
        start = piece.start
        for number in numbers:
            cells.append((start, start + len(number), cell_figure(number)))
            start += len(number)
    return cells


def _divided(texts: Sequence[str], size: int) -> list[list[list[str]]]:
    """The ways (at most two) to divide these texts into ``size`` numbers in all, each text on its own."""
    if not texts:
        return [[]] if size == 0 else []
    first, rest = texts[0], texts[1:]
    ways: list[list[list[str]]] = []
    for count in range(1, size - len(rest) + 1):
        heads = divisions(first, count)
        if heads:
            tails = _divided(rest, size - count)
            ways += [[head, *tail] for head in heads for tail in tails]
        if len(ways) > 1:
            return ways[:2]
    return ways


def _cell(piece: Piece) -> _Cell:
    return piece.start, piece.end, piece.figure


def _by_position(values: Sequence[Piece], headings: Sequence[Heading]) -> list[_Cell]:
    """The cell that stands under each heading, if each heading has one of its own and nothing printed is left over."""
    under = []
    for heading in headings:
        over = [v for v in values if v.column < heading.end and heading.start < v.column + v.width]
        inked = [v for v in over if not v.is_blank] or over[:1]
        if len(inked) != 1:
            return []
        under.append(inked[0])
    left = [v for v in values if not v.is_blank and v not in under]
    return [] if left or len({v.start for v in under}) != len(under) else [_cell(v) for v in under]


def _statistic(label: Label, values: Sequence[Piece], place: _Place, found: Tables) -> None:
    place.table, place.statistic = "s14", list(raw_form()["rows"]["s14"]).index(label.code)
    printed = [v for v in values if not v.is_blank]
    cumulative = Label("column", "s14", "cumulative") in found.words
    columns = ["year", "cumulative"] if cumulative else ["year"]
    cells = _matched(printed or values, _plain(columns), False) if values else []
    for column, (start, end, figure) in zip(columns, cells, strict=True):
        found.entries.append(Entry("s14", label.code, column, start, end, figure))


def _enter(row: Row, place: _Place) -> None:
    """A row of headers or headings: it opens or continues the header of a table."""
    table = _table_of(row.pieces, place.table)
    if table is None:
        return
    if table != place.table:
        _move(table, place)
    if any("heading" in p.kinds() for p in row.pieces):
        place.header = Header(table)
    place.header.add(row, table)
    _note_group(row.pieces, place)


def _table_of(pieces: Sequence[Piece], current: str | None) -> str | None:
    """The table that a header row belongs to: the one that all its labels can belong to."""
    options = [{label.table for label in p.labels} for p in pieces if p.is_label]
    common = set.intersection(*options) if options else set()
    if current in common:
        return current
    return sorted(common)[0] if common else None


def _move(table: str, place: _Place) -> None:
    place.table, place.row, place.group, place.header = table, None, None, Header(table)


def _unlabelled(
    names: Sequence[Piece], values: Sequence[Piece], place: _Place, found: Tables, row: Row
) -> None:
    """Figures without a row label: the one data row of table 4."""
    if place.table != "t4" or not place.header.columns or len(names) > 1:
        return
    headings = place.header.headings() or _dispute_columns()
    cells = _matched(values, headings, row.placed and place.header.placed)
    _span(found, row.pieces)
    for heading, (start, end, figure) in zip(headings, cells, strict=True):
        block, column = heading.code.split(".")
        found.entries.append(Entry("t4", block, column, start, end, figure))
    place.header.used = True


def _dispute_columns() -> list[Heading]:
    block = raw_form()["blocks"][_DISPUTES]
    return [Heading(f"{r}.{c}", 0, 0) for r in block["rows"] for c in block["columns"]]


def _note_words(pieces: Sequence[Piece], found: Tables) -> None:
    for piece in pieces:
        if piece.is_label:
            found.words.update(piece.labels)


def _span(found: Tables, pieces: Sequence[Piece]) -> None:
    found.spans.append((pieces[0].start, pieces[-1].end))


def _read_stream(pieces: Sequence[Piece], place: _Place, found: Tables) -> None:
    """Running text: a label is followed by its figures; the figures of table 4 follow its header."""
    position = 0
    while position < len(pieces):
        labels_end = _run(pieces, position, labels=True)
        values_end = _run(pieces, labels_end, labels=False)
        names, values = list(pieces[position:labels_end]), list(pieces[labels_end:values_end])
        if names or values:
            _read_stretch(names, values, place, found)
        position = max(values_end, position + 1)


def _run(pieces: Sequence[Piece], position: int, labels: bool) -> int:
    """End of the run of labels (of figures and lone units) that begins at ``position``."""
    while position < len(pieces):
        piece = pieces[position]
        wanted = piece.is_label if labels else piece.is_value or piece.is_unit or piece.is_garbled
        if not wanted:
            break
        position += 1
    return position


def _read_stretch(names: list[Piece], values: list[Piece], place: _Place, found: Tables) -> None:
    _note_words(names, found)
    values = [v for v in values if not v.is_unit]
    for number, piece in enumerate(names):
        last = number == len(names) - 1
        label = _row_label([piece], names[:number], values, place) if _can_be_row(piece, place) else None
        if last and label is not None and values:
            _span(found, [piece, *values])
            _data(label, piece, values, place, found, None)
            return
        _span(found, [piece])
        if label is None or _opens_header(piece, place):
            _enter(Row((piece,)), place)
        else:
            _note_group([piece], place)
    if names and values and place.table == "t4":
        _unlabelled([], values, place, found, Row(tuple(values)))


def _can_be_row(piece: Piece, place: _Place) -> bool:
    """Whether a label may head figures here: 总计 and 其他 are columns until the rows of table 3 have begun."""
    rows = [
        label for label in piece.labels if label.kind in ("row", "group", "statistic") and label.table != "t4"
    ]
    if not rows:
        return False
    return all(label.kind != "column" for label in piece.labels) or (
        place.table == "t3" and place.row is not None
    )


def _opens_header(piece: Piece, place: _Place) -> bool:
    return place.table == "t4" and any(label.table == "t4" for label in piece.labels)
