"""Tables printed in another arrangement than that of the form: turned, or as a list of their cells."""

from __future__ import annotations

from audit.tidy.rows import Piece, Row, Rows, disputes_named

Listed = tuple[Row, str, str, Piece]
"""A row with the block and the column of table 4 that it names, and their figure."""
LEAST_LISTED = 5
"""Cells of table 4 that make a list."""


def turned(rows: Rows) -> Rows:
    """The rows of a grid, a table in it that prints rows of the form as its columns turned back."""
    for first, row in enumerate(rows[:-2]):
        table = row.outline.rows_across
        if table is not None:
            part = _sided(rows[first:], table)
            return [*rows[:first], *_turned(part), *rows[first + len(part) :]] if len(part) > 2 else rows
    return rows


def _sided(rows: Rows, table: str) -> Rows:
    """The head and the rows after it that begin with a column of the table."""
    end = 1
    while end < len(rows) and any(
        n.table == table and n.kind == "column" for n in rows[end].pieces[0].labels
    ):
        end += 1
    return rows[:end]


def _turned(rows: Rows) -> Rows:
    """Rows to columns; as they are if they do not have the same cells or if cells are merged."""
    rows = _trimmed(rows)
    places = [p.column for p in rows[0].pieces]
    plain = all([p.column for p in r.pieces] == places and all(p.width == 1 for p in r.pieces) for r in rows)
    if not plain:
        return rows
    columns = zip(*(row.pieces for row in rows), strict=True)
    return [rows[0].of([p._replace(column=y) for y, p in enumerate(column)]) for column in columns]


def _trimmed(rows: Rows) -> Rows:
    """Without the cells on the right in which none of the rows has print."""
    end = max(p.column for row in rows for p in row.pieces if not p.is_blank)
    return [row.of([p for p in row.pieces if p.column <= end]) for row in rows]


def listed(rows: Rows) -> dict[int, Listed]:
    """The cells of table 4 where every one has a row of its own, by the number of the row; empty if that is not so."""
    found: dict[int, Listed] = {}
    block = ""
    for number, row in enumerate(rows):
        blocks = row.outline.blocks
        block = blocks[-1] if len(blocks) == 1 else "" if blocks else block
        if not block:
            continue
        cell = _cell(row)
        if cell:
            found[number] = row, block, *cell
        elif not blocks and not row.outline.is_blank:
            block = ""
    if len(found) < LEAST_LISTED:
        return {}
    codes = {(block, column) for _, block, column, _ in found.values()}
    places = {_after_label(row, piece) for row, _, _, piece in found.values()}
    alone = len(codes) == len(found) and len(places) == 1
    return found if alone else {}


def _after_label(row: Row, figure: Piece) -> int:
    """How many cells after the name of its column a figure stands."""
    at = next(i for i, p in enumerate(row.pieces) if disputes_named([p], "column"))
    return next(i for i, p in enumerate(row.pieces[at:]) if p is figure)


def _cell(row: Row) -> tuple[str, Piece] | None:
    """The column of table 4 that a row names, and the one figure after it."""
    columns = row.outline.columns
    if len(columns) != 1:
        return None
    at = next(i for i, p in enumerate(row.pieces) if disputes_named([p], "column"))
    after = [p for p in row.pieces[at + 1 :] if not p.is_unit]
    printed = [p for p in after if not p.is_blank] or after[:1]
    before = any(p.is_value and not p.is_blank for p in row.pieces[:at])
    return (columns[0], printed[0]) if len(printed) == 1 and not printed[0].labels and not before else None
