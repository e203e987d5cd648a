"""Tables in running text: a label is followed by its figures, the figures of table 4 follow their header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.form import APPLICANTS, raw_form
from audit.form.labels import Label, look_up
from audit.tidy.blank_lines import Steps, steps_of, with_blanks
from audit.tidy.columns import DISPUTES, dispute_columns
from audit.tidy.entries import Place, Tables
from audit.tidy.labelled_rows import read_labelled
from audit.tidy.moved import is_ordinal, number_at
from audit.tidy.numbers import UNITS
from audit.tidy.pieces import LONGEST_LABEL_PIECE
from audit.tidy.row_labels import resolved
from audit.tidy.rows import LONGEST_WORD, NAMING, Piece, Row, names_dispute
from audit.tidy.statistics_rows import position_of
from audit.tidy.unlabelled_rows import is_whole_dispute, read_unlabelled

_GOES_ON = re.compile(rf"(?:{UNITS})?[,，、；;。]")
"""Print that goes on with a sentence after a figure: the figure stands in prose, whatever name is before it."""


def read_running(pieces: Sequence[Piece], place: Place, found: Tables) -> None:
    """Running text: a label is followed by its figures; the figures of table 4 follow its header."""
    position = 0
    blanks = _Blanks(pieces)
    while position < len(pieces):
        if pieces[position].is_text and len(pieces[position].text) > LONGEST_LABEL_PIECE:
            place.note_label(pieces[position])
            position += 1
            continue
        labels_end = _run(pieces, position, labels=True)
        values_end = _run(pieces, labels_end, labels=False)
        names, values = list(pieces[position:labels_end]), list(pieces[labels_end:values_end])
        if not names and pieces[position].is_text:
            place.note_label(pieces[position])
            place.header.note_strange(pieces[position])
        if names and values and values_end < len(pieces) and _GOES_ON.match(pieces[values_end].text):
            found.note_words(names)
        elif names or values:
            if place.table == "t3" and values and values_end < len(pieces):
                values = _without_number(names, values, pieces[values_end], place)
            if names and values:
                values += _behind_label(names[-1], pieces[values_end : values_end + 2])
                values = blanks.put_in(names, values, pieces[values_end : values_end + 1], place)
            _read_stretch(names, values, place, found)
        position = max(values_end, position + 1)


class _Blanks:
    """The blank cells of rows with too few figures; the lines of cells are measured for the first such row."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.measured = False
        self.steps: Steps | None = None

    def put_in(
        self, names: Sequence[Piece], values: list[Piece], following: Sequence[Piece], place: Place
    ) -> list[Piece]:
        """The cells of a row, blank ones included if its lines tell them."""
        size = _columns(names, place)
        if not following or len(values) >= size:
            return values
        if not self.measured:
            self.measured, self.steps = True, steps_of(self.pieces, place.text)
        steps = self.steps
        if steps is None or (size > len(APPLICANTS) and steps.parts_rows()):
            return values
        return list(with_blanks(names[-1], values, following[0], size, steps, place.text))


def _columns(names: Sequence[Piece], place: Place) -> int:
    """How many cells follow names if the last is that of a row of table 3 or 2, or ends the header of table 4."""
    kinds = {(n.table, n.kind) for n in names[-1].labels}
    begun = names_dispute(names) or (place.table == "t4" and not place.header.used)
    if begun and ("t4", "column") in kinds:
        return len(dispute_columns())
    if ("t3", "row") in kinds:
        return len(APPLICANTS)
    if ("t2", "row") not in kinds:
        return 0
    over = {n.code for p in names for n in p.labels if n.table == "t2" and n.kind == "column"}
    return len(over or {code for code, _ in place.header.columns if place.table == "t2"})


def _without_number(
    names: Sequence[Piece], values: list[Piece], following: Piece, place: Place
) -> list[Piece]:
    """Figures without the number of the next row, where the first row of a group has its number apart as well."""
    at = number_at(values, following)
    if not place.numbered:
        place.numbered = at == 0 or any(" 1 " in p.text for p in names)
    return values[:at] if at > 0 and (place.numbered or is_ordinal(values[at])) else values


def _behind_label(name: Piece, following: Sequence[Piece]) -> Sequence[Piece]:
    """The figure behind the rest of the label of a row of table 3, which stands after its figures: the row has one more."""
    if len(following) < 2 or following[0].is_value or not following[1].is_inked:
        return ()
    if not any(label.table == "t3" and label.kind == "row" for label in name.labels):
        return ()
    whole = look_up(name.text + following[0].text)
    return following[1:] if any(label in name.labels for label in whole) else ()


def _run(pieces: Sequence[Piece], position: int, labels: bool) -> int:
    """End of the run of labels (of figures and lone units) that begins at ``position``."""
    while position < len(pieces):
        piece = pieces[position]
        wanted = (
            piece.is_label if labels else piece.is_value or piece.is_unit or _is_overfull(pieces, position)
        )
        if not wanted and (labels or len(piece.text) > LONGEST_WORD or not _is_about(pieces, position)):
            break
        position += 1
    return position


def _is_overfull(pieces: Sequence[Piece], position: int) -> bool:
    """Whether print without words stands for a figure, such as ``###``; before words it marks a heading."""
    if not pieces[position].is_garbled:
        return False
    following = pieces[position + 1] if position + 1 < len(pieces) else pieces[position]
    return following.is_value or bool(pieces[position].text.strip("#"))


def _is_about(pieces: Sequence[Piece], position: int) -> bool:
    """Whether short words with a digit stand for a figure among others: 约5."""
    piece = pieces[position]
    if piece.is_label or not any(map(str.isdigit, piece.text)):
        return False
    following = pieces[position + 1] if position + 1 < len(pieces) else piece
    return following.is_inked or (following.is_label and pieces[position - 1].is_inked)


def _read_stretch(names: list[Piece], values: list[Piece], place: Place, found: Tables) -> None:
    found.note_words(names)
    beside = values
    values = [v for v in values if not v.is_unit]
    for number, piece in enumerate(names):
        last = number == len(names) - 1
        label = resolved(_stream_options(piece), place) if _can_be_row(piece, place) else None
        if last and label is not None and values:
            found.take_up([piece, *values])
            read_labelled(label, piece, values, place, found, None, beside)
            return
        found.take_up([piece])
        if last and values and _is_dispute_row(piece, values, place):
            read_labelled(_dispute(piece), piece, values, place, found, None)
            return
        if place.header.used and _is_dispute_row(piece, values, place) and _all_disputes(names[number:]):
            continue
        if label is not None and label.kind == "statistic" and place.table == "s14":
            place.statistic = position_of(label)  # a row without figures
        if label is None or _opens_header(piece, place):
            place.enter(Row((piece,)))
        place.note_label(piece)
    if values and names and not place.header.used and place.table in ("t2", "t3"):
        place.ahead = _may_be_row(values, place)
    if place.table == "t4" and values and (names or (not place.header.used and is_whole_dispute(values))):
        read_unlabelled(values, place, found, Row(tuple(values)))


def _may_be_row(values: Sequence[Piece], place: Place) -> bool:
    """Whether figures right under a header may be those of a row, as many as it has columns; numbers of columns are none."""
    columns = len({code for code, _ in place.header.columns})
    numbered = all(v.figure.value == n for n, v in enumerate(values, 1))
    return columns == len(values) and not numbered


def _can_be_row(piece: Piece, place: Place) -> bool:
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


def _is_dispute_row(piece: Piece, values: Sequence[Piece], place: Place) -> bool:
    """Whether a row of figures of one block of table 4 begins here: its five columns stand in the header, once."""
    columns = raw_form()["blocks"][DISPUTES]["columns"]
    printed = [code for code, _ in place.header.columns]
    return names_dispute([piece]) and place.table == "t4" and bool(values) and printed == columns


def _stream_options(piece: Piece) -> list[Label]:
    return [label for label in piece.labels if label.kind in NAMING and label.table != "t4"]


def _opens_header(piece: Piece, place: Place) -> bool:
    return place.table == "t4" and any(label.table == "t4" for label in piece.labels)
