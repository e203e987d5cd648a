"""A row with a label → its entries, or none where it is not one of a table."""

from __future__ import annotations

from collections.abc import Sequence

from audit.form import APPLICANTS
from audit.form.labels import Label
from audit.tidy.cells import cells_under, is_ragged
from audit.tidy.columns import columns_of, headings_of, is_doubtful
from audit.tidy.detached import Seen, mixes_rows, rows_with
from audit.tidy.entries import Entry, Place, Tables
from audit.tidy.headers import Headings
from audit.tidy.matching import place_of, unreadable
from audit.tidy.rows import Piece, Row, is_inked
from audit.tidy.statistics_rows import read_statistic
from audit.tidy.torn import is_torn, note_row

_new = tuple.__new__


def read_labelled(
    label: Label,
    name: Piece,
    after: Sequence[Piece],
    place: Place,
    found: Tables,
    row: Row | None,
    beside: Sequence[Piece] = (),
) -> None:
    """One labelled row of figures; in running text table 2 must have been opened: prose names its rows as well.

    ``beside`` : what stands after the label in running text, units included.
    """
    if label.kind == "statistic":
        read_statistic(label, name, after, place, found, row, beside)
        return
    if row is None and _is_prose(label, after, place):
        return
    if label.table != place.table:
        place.move(label.table)
    code = label.code if label.kind == "row" else None
    for form, headings in headings_of(label, place, after):
        if (
            _is_mixed(label, name)
            or _holds_figure(name, after)
            or _runs_into(label, after)
            or (label.kind == "row" and is_doubtful(label, headings, place))
            or (row is None and (place.ahead or (label.table == "t3" and place.header.names_more())))
            or (row is None and is_torn(after, place.text))
        ):
            cells = unreadable(after, len(headings))
        else:
            cells = cells_under(after, headings, place, row, label)
        if label.kind == "other" and label.table == "t3" and rows_with(name.text):
            place.seen.append(Seen("loose", text=_words_before(row, after), headings=headings, cells=cells))
            return
        if row is None and label.table == "t3":
            note_row(after, len(found.entries), place)
        table, printed, named_at = label.table, None if code else name.text, None if code else name.start
        found.entries += [
            _new(Entry, (table, code, column, start if code else named_at, end, figure, unit, printed, form))
            for (column, _, _, unit), (start, end, figure) in zip(headings, cells, strict=True)
        ]
    if label.table == "t3" and code:
        place.seen.append(Seen("row", code))
    place.row, place.header.used = label.code, True
    place.grid = row.grid if row else -1


def under_header(label: Label, row: Row, at: int, after: Sequence[Piece], place: Place) -> Headings | None:
    """The columns of the row of a form, of which every cell stands under one of its header; None of any other row."""
    header = place.header
    if label.kind != "row" or label.table != place.table or header.table != label.table:
        return None
    headings = header.headings()
    if headings.codes not in columns_of(label) or not headings.places or not header.fits(row):
        return None
    figures_only = row.outline.last_label <= at and not row.pieces[at].text[-1:].isdecimal()
    if not figures_only or list(map(place_of, after)) != headings.places:
        return None
    return None if label.table == "t3" and is_ragged(row, after, place) else headings


def read_usual(
    label: Label, after: Sequence[Piece], headings: Headings, place: Place, found: Tables, row: Row
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


def _is_prose(label: Label, values: Sequence[Piece], place: Place) -> bool:
    """Prose names rows too (不予处理 80 件): outside its table, and for a group anywhere, only a whole row counts."""
    if label.table == "t2":
        return place.table != "t2"
    whole = len(values) == len(APPLICANTS) or any(v.glued for v in values)
    return label.table == "t3" and not whole and (place.table != "t3" or label.kind == "group")


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


def _words_before(row: Row | None, after: Sequence[Piece]) -> str:
    words = [p.text for p in row.pieces if p.is_text and p.start < after[0].start] if row else []
    return "".join(words)
