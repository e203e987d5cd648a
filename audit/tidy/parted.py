"""Grids that do not print one row of the form a row: two side by side, several in one, one over two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from audit.form.labels import look_up, look_up_damaged, look_up_part
from audit.model import Document
from audit.tidy.pieces import joined_name, shown_as
from audit.tidy.reading import Reading
from audit.tidy.rows import Piece, Row, Rows, names_row

LEAST_BESIDE = 2
"""Rows that must begin anew in the same column before a grid is known to hold tables side by side."""
Sliced = Callable[[int, int], str]
"""How a raw range reads."""


def row_by_row(rows: Rows, document: Document, reading: Reading) -> list[Rows]:
    """The tables of a grid from left to right, each with a row of the form a row as far as it can be told."""
    if any("\n" in row.pieces[-1].text for row in rows):
        rows = [
            row.of(pieces)
            for row in rows
            for pieces in (
                unstacked(row.pieces, document.text, reading.slice)
                if "\n" in row.pieces[-1].text
                else [row.pieces]
            )
        ]
    return _all_parts(rejoined(rows))


def _all_parts(rows: Rows) -> list[Rows]:
    left, *rest = side_by_side(rows)
    return [left, *(part for more in rest if more for part in _all_parts(more))]


def side_by_side(rows: Rows) -> tuple[Rows, ...]:
    """The rows of a grid; if tables, or halves of one, stand side by side in it: down to the end of the left one, the
    right one, and what follows both.

    Their rows begin in one column, after a figure and before one; no cell with a neighbour may reach over that column.
    """
    begins = [[row.pieces[n].column for n in row.outline.begins_anew] for row in rows]
    counts = Counter(column for columns in begins for column in columns)
    at = min((column for column, count in counts.items() if count >= LEAST_BESIDE), default=-1)
    if at < 0:
        return (rows,)
    first = next(i for i, columns in enumerate(begins) if at in columns)
    end = len(rows) - next(i for i, columns in enumerate(reversed(begins)) if at in columns)
    while first and any(p.column >= at and (p.is_label or _is_misprinted(p)) for p in rows[first - 1].pieces):
        first -= 1
    while end < len(rows) and _goes_on(rows[end].pieces, at):
        end += 1
    both = rows[first:end]
    if any(_reaches_over(row.pieces, at) for row in both):
        return (rows,)
    shifted = [_is_shifted(row, at) for row in both]
    left = [
        row.of([p for p in row.pieces if p.column < at or whole])
        for row, whole in zip(both, shifted, strict=True)
    ]
    right = [
        Row(tuple(p for p in row.pieces if p.column >= at), row.placed, -2 - row.grid, row.width)
        for row, whole in zip(both, shifted, strict=True)
        if not whole
    ]
    return [*rows[:first], *(r for r in left if r.pieces)], [r for r in right if r.pieces], rows[end:]


def _is_shifted(row: Row, at: int) -> bool:
    """Whether a row has print right of a column, but no words in it: it has lost or gained a cell.

    Where merged cells or a sheet make positions certain, the name of a row may stand beside the cell of its group.
    """
    right = [p for p in row.pieces if p.column >= at]
    printed = next((p for p in right if not p.is_blank), None)
    if printed is None or (row.placed and names_row(printed)):
        return False
    return right[0].column != at or right[0].is_value


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a row has nothing in the right table, or the name of a row where its rows begin."""
    right = [p for p in pieces if p.column >= at]
    named = names_row(right[0]) or _is_misprinted(right[0]) if right else False
    return all(p.is_blank for p in right) or (right[0].column == at and named)


def _is_misprinted(piece: Piece) -> bool:
    """Whether words name a row of table 3 in short or with other characters than its own."""
    return piece.is_text and any(
        n.kind == "row" for n in look_up_damaged(piece.text) or look_up_part(piece.text)
    )


def _reaches_over(pieces: Sequence[Piece], at: int) -> bool:
    over = any(p.column < at < p.column + p.width for p in pieces)
    return over and sum(not p.is_blank for p in pieces) > 1


def unstacked(pieces: Sequence[Piece], printed: str, sliced: Sliced) -> list[list[Piece]]:
    """The rows that stand in one row of cells with as many lines each: labels of rows, then their figures.

    The row as it is if any line is no label, unit or figure, or if the cells do not have the same number of lines.
    """
    lines = [_lines(p, printed, sliced) for p in pieces]
    count = len(lines[-1])
    first = len(pieces)
    while first and len(lines[first - 1]) == count and all(p.is_value or p.is_unit for p in lines[first - 1]):
        first -= 1
    names = lines[first - 1] if first and first < len(pieces) else []
    if len(names) != count or not all(map(names_row, names)):
        return [list(pieces)]
    rows = [[column[n] for column in lines[first - 1 :]] for n in range(count)]
    return [[*pieces[: first - 1], *rows[0]], *rows[1:]]


def _lines(piece: Piece, printed: str, sliced: Sliced) -> list[Piece]:
    """The lines of a cell that have print, each as a cell of its own."""
    found, start = [], piece.start
    for line in printed[piece.start : piece.end].split("\n"):
        bare = line.strip()
        if bare:
            begin = start + line.find(bare)
            found.append(shown_as(begin, begin + len(bare), sliced(begin, begin + len(bare)), piece))
        start += len(line) + 1
    return found


def rejoined(rows: Rows) -> Rows:
    """The rows, a label that goes on alone in the next row made whole."""
    made: Rows = []
    for row in rows:
        pieces = row.pieces
        if made and pieces[-1].is_blank and (whole := _whole(made[-1], pieces)) is not None:
            made[-1] = whole
        else:
            made.append(row)
    return made


def _whole(above: Row, pieces: Sequence[Piece]) -> Row | None:
    """The row above with its name and the only print of the next row as one label; None if they make none."""
    rest = [p for p in pieces if not p.is_blank]
    names = [i for i, p in enumerate(above.pieces) if not p.is_value]
    if len(rest) != 1 or not rest[0].is_text or not names:
        return None
    name = above.pieces[names[-1]]
    figures = any(p.is_inked for p in above.pieces[names[-1] + 1 :])
    if not name.is_text or not figures or name.column != rest[0].column:
        return None
    whole = name.text + rest[0].text
    joined = joined_name(name, whole, look_up(whole))
    if joined is None:
        return None
    return above.of([*above.pieces[: names[-1]], joined, *above.pieces[names[-1] + 1 :]])
