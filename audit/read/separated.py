"""CSV and TSV: rows of values with commas, semicolons or tabs between, in the file's own character offsets.

What is visible are the values, without the quotes around them; a tab parts them and a line break their rows,
each standing for the separator of the file. Rows become grids and paragraphs as in a sheet, but nothing says
which cells are merged: a blank value is a blank cell.

Source: RFC 4180, read tolerantly.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass

from audit.model import Block, Document, Paragraph
from audit.read.placed import LAYOUT_CELL, PlacedCell, PlacedRow, placed_grids
from audit.read.places import MappedPlaces
from audit.read.sheets import MAX_CELLS, PROSE, too_many_cells

SEPARATORS = ",\t;"
SAMPLE = 20_000
"""Characters in which the separator is looked for."""
_LINE = re.compile(r"[^\n\t]+")
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')
_SPECIAL = re.compile(r'""|\r\n?|\t')


@dataclass(frozen=True, slots=True)
class _Value:
    """``source[start:end]`` is the value less its quotes; ``after`` is where its separator begins."""

    start: int
    end: int
    after: int


def read_separated(source: str, *, encoding: str | None, notes: tuple[str, ...] = ()) -> Document | None:
    """The document of a CSV or TSV file; None if it has no separators and is plain text."""
    separator = separator_of(source)
    if separator is None:
        return None
    if source.count('"') > 2 * MAX_CELLS:
        raise too_many_cells()
    rows, whole = _rows(source, separator)
    story = _Story(source)
    for is_table, row in _kinds(source, rows):
        story.add(row, is_table)
    text = "".join(story.pieces)
    return Document(
        text=text,
        blocks=tuple(story.blocks(text)),
        places=MappedPlaces(source, len(text), story.runs),
        format="csv",
        encoding=encoding,
        notes=notes if whole else (*notes, "the file ends inside a quoted value"),
        complete=whole,
    )


def separator_of(source: str) -> str | None:
    """The separator that stands in most lines, outside quotes; None if there is none."""
    lines = _QUOTED.sub("", source[:SAMPLE]).splitlines()
    counts = Tally({mark: sum(mark in line for line in lines) for mark in SEPARATORS})
    mark, count = counts.most_common(1)[0]
    return mark if count else None


def _rows(source: str, separator: str) -> tuple[list[list[_Value]], bool]:
    """The values of each row, and whether the file ends where a value may end."""
    ends = re.compile(rf"[{re.escape(separator)}\r\n]")
    rows: list[list[_Value]] = [[]]
    at = count = 0
    whole = True
    while at < len(source):
        value, closed = _value(source, at, ends)
        whole = whole and closed
        rows[-1].append(value)
        count += 1
        if count > MAX_CELLS:
            raise too_many_cells()
        at = value.after
        if at < len(source) and source[at] != separator:
            rows.append([])
            at += source.startswith("\r\n", at)
        elif at == len(source) - 1:
            rows[-1].append(_Value(at + 1, at + 1, at + 1))
        at += 1
    return rows, whole


def _end(source: str, at: int, ends: re.Pattern[str]) -> int:
    """Where the separator or line end is that follows ``at``."""
    match = ends.search(source, at)
    return match.start() if match else len(source)


def _value(source: str, at: int, ends: re.Pattern[str]) -> tuple[_Value, bool]:
    """The value at ``at``, and whether its quotes are closed; text after a closing quote belongs to it."""
    if not source.startswith('"', at):
        end = _end(source, at, ends)
        return _Value(at, end, end), True
    quoted = _QUOTED.match(source, at)
    if quoted is None:
        return _Value(at + 1, len(source), len(source)), False
    after = _end(source, quoted.end(), ends)
    if after > quoted.end():
        return _Value(at, after, after), True
    return _Value(*quoted.span(1), after), True


def _kinds(source: str, rows: list[list[_Value]]) -> Iterator[tuple[bool, list[_Value]]]:
    """(can be part of a table, its values) of each row.

    A table begins with a row of several texts; a blank row ends it, or one that holds a long text alone.
    """
    in_table = False
    for row in rows:
        shown = [value for value in row if source[value.start : value.end].strip()]
        alone = len(shown) == 1 and (not in_table or _is_prose(source[shown[0].start : shown[0].end]))
        in_table = bool(shown) and not alone
        yield in_table, row if in_table else shown


def _is_prose(text: str) -> bool:
    return len(text) > PROSE or "。" in text


class _Story:
    """The visible text and its runs while they are put together."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.runs = array("q")
        self.length = 0
        self.done = 0
        """How much of the source has been shown or passed."""
        self.rows: list[PlacedRow] = []

    def add(self, row: list[_Value], is_table: bool) -> None:
        """Write one row."""
        placed = PlacedRow(layout=not is_table)
        for column, value in enumerate(row):
            if self.done < value.start and (self.length or column):
                self.show("\t" if placed.cells else "\n", self.done, value.start)
            start = self.length
            self.value(value)
            placed.cells.append(PlacedCell(start, self.length, column))
            placed.layout |= value.end - value.start > LAYOUT_CELL
        self.rows.append(placed)

    def value(self, value: _Value) -> None:
        """Write a value: what stands for something else has a run of its own."""
        at = value.start
        for match in _SPECIAL.finditer(self.source, value.start, value.end):
            self.show(self.source[at : match.start()], at, match.start())
            shown = '"' if match[0] == '""' else " " if match[0] == "\t" else "\n"
            self.show(shown, *match.span())
            at = match.end()
        self.show(self.source[at : value.end], at, value.end)
        self.done = value.end

    def show(self, shown: str, start: int, end: int) -> None:
        """Append ``shown``, which stands for ``source[start:end]``."""
        if shown:
            self.pieces.append(shown)
            self.runs.extend((self.length, start, end))
            self.length += len(shown)

    def blocks(self, text: str) -> list[Block]:
        """Grids and paragraphs in reading order."""
        grids = list(placed_grids(self.rows, text))
        found: list[Block] = list(grids)
        done = 0
        for start, end in [*((grid.start, grid.end) for grid in grids), (len(text), len(text))]:
            for match in _LINE.finditer(text, done, start):
                if match[0].strip():
                    found.append(Paragraph(*match.span()))
            done = end
        return sorted(found, key=lambda block: (block.start, block.end))
