"""Printed tables → entries: which cell of a form is printed where, and as what.

The order of truth is the label, then the structure (header over figure), then the order of figures in a row.
Where these leave more than one reading, the cells are unreadable; nothing is ever chosen to make sums hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from audit.form import APPLICANTS
from audit.model import Document
from audit.tidy.arranged import Listed, listed, turned
from audit.tidy.detached import Seen, put_back
from audit.tidy.entries import Entry, Place, Tables
from audit.tidy.labelled import listed_cells
from audit.tidy.labelled_rows import read_labelled, read_usual, under_header
from audit.tidy.matching import UNREADABLE, Shape, cells_of, inked_columns, is_crowded, is_unbroken, shape_of
from audit.tidy.moved import are_spread, levels_apart, levels_filled, levels_of, moves, usual_ends
from audit.tidy.parted import row_by_row
from audit.tidy.pieces import rows_of
from audit.tidy.reading import Reading
from audit.tidy.row_labels import row_label
from audit.tidy.rows import Piece, Row, Rows, is_inked
from audit.tidy.running import read_running
from audit.tidy.torn import refuse_torn
from audit.tidy.unlabelled_rows import read_unlabelled

_MOST_OF_TABLE_TWO = 3
"""Columns of the widest part of table 2."""


def read_tables(document: Document, reading: Reading) -> Tables:
    """Every cell of a statutory table that the document prints, in reading order."""
    found, place = Tables(), Place(document.text)
    for part in rows_of(document, reading):
        if isinstance(part, list):
            for rows in row_by_row(part, document, reading):
                _read_grid(rows, place, found)
        else:
            read_running(part, place, found)
    if place.running or place.statistics:
        refuse_torn(place, found)
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


def _read_grid(rows: Rows, place: Place, found: Tables) -> None:
    rows = _without_edges(turned(rows))
    disputes = listed(rows)
    rows = [row for number, row in enumerate(rows) if number not in disputes] if disputes else rows
    if not rows:
        _list(disputes.values(), place, found)
        return
    requests, disclosed, leaves = _figures_of(rows)
    place.leading = sum(is_inked(after[0]) for after in disclosed) > 1
    goes_on = place.crowded and place.table == "t3" and not any(row.outline.is_header for row in rows)
    place.crowded = goes_on or any(sum(map(is_inked, after)) > _MOST_OF_TABLE_TWO for after in disclosed)
    _note_shape(rows, requests, place, shifted=len(leaves) > 1)
    for row in rows:
        _read_row(row, place, found)
    _list(disputes.values(), place, found)


def _note_shape(rows: Rows, requests: list[Sequence[Piece]], place: Place, *, shifted: bool) -> None:
    """Where the rows of table 3 in a grid have their figures. ``requests``: what follows their labels."""
    size, columns = len(APPLICANTS), inked_columns(requests)
    shape = shape_of(requests, size, columns, shifted=shifted)
    place.shape = None if shape is not None and shape[0] and _tells_no_column(shape, place) else shape
    place.row_grid = rows[0].grid if len(requests) > 1 else -1
    place.even = {len(after) for after in requests} == {size}
    place.spread = False
    if not requests:
        return
    ends = Counter(after[-1].column + after[-1].width for after in requests)
    place.usual = Counter(map(len, requests)).most_common(1)[0][0], ends.most_common(1)[0][0]
    place.crowded |= not place.even and is_crowded(requests, size, columns, place.shape)
    _note_moves(rows, place)
    place.filled = levels_filled(rows, size) if not place.even else set()
    place.inked, place.requests = columns, len(requests)
    relative = place.shape is not None and not place.shape[0]
    absolute = place.shape is not None and place.shape[0]
    place.spread = not absolute and not rows[0].placed and are_spread(rows, size)
    place.apart = levels_apart(rows, size) if relative else set()


def _tells_no_column(shape: Shape, place: Place) -> bool:
    """Whether columns with figures may be others than those of the form, although there are as many.

    The header has lost the places of merged cells; or a column without a figure stands among them, and the part of the
    table before has figures in more columns.
    """
    askew = place.table == "t3" and place.header.is_askew()
    return askew or (place.crowded and not is_unbroken(shape))


def _note_moves(rows: Rows, place: Place) -> None:
    """Which labels of table 3 stand elsewhere than usual; in a grid without a header, than in the one before."""
    levels = levels_of(rows)
    usual = usual_ends(levels)
    above = place.ends if place.table == "t3" else {}
    place.moved = moves(levels, usual, above)
    place.ends = usual | above


def _list(disputes: Iterable[Listed], place: Place, found: Tables) -> None:
    """Table 4 as a list of its cells."""
    for row, block, column, piece in disputes:
        found.words |= row.outline.words
        found.take_up(row.pieces)
        found.entries.append(Entry("t4", block, column, *cells_of([piece])[0]))
        place.move("t4")


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


def _read_row(row: Row, place: Place, found: Tables) -> None:
    outline = row.outline
    found.words |= outline.words
    if outline.is_header:
        found.take_up(row.pieces)
        place.enter(row)
        return
    at, label = outline.name, outline.label
    if place.table == "t4":
        at, label = outline.name_of_dispute, None
    after: Sequence[Piece] = row.pieces[at + 1 :]
    if outline.has_units:
        after = [p for p in after if not p.is_unit]
    if label is None and at >= 0:
        label = row_label(row, at, after, place)
    if label is not None and after:
        found.take_up(row.pieces)
        headings = under_header(label, row, at, after, place)
        if headings:
            read_usual(label, after, headings, place, found, row)
        else:
            read_labelled(label, row.pieces[at], after, place, found, row)
    elif outline.names_dispute:
        found.take_up(row.pieces)
        place.enter(row)
    elif at < 0 and any(map(is_inked, after)):
        read_unlabelled(after, place, found, row)
    elif at >= 0:
        place.note_label(row.pieces[at])
