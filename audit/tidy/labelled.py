"""Statutory tables that are printed as lines of names with their figures: lists, definition lists, cards.

``行政许可：本年处理决定数量 12``, ``规章本年制发件数：3，本年废止件数：0``, ``12 行政处罚处理决定数量``. Only tables of
which no row was found are looked for. A line counts if every word of it names a row or a column of a form, or is a unit;
a table, if several of its cells are printed so: a sentence of prose that names one is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from audit.form import cells_named, raw_form
from audit.form.labels import Label, header_unit, key, look_up, look_up_damaged, look_up_part
from audit.model import Cell, Document, Grid
from audit.tidy.numbers import UNITS, Figure, cell_figure
from audit.tidy.reading import Reading

SIGNS = {
    "t2": ("处理决定数量", "现行有效", "新制作数量"),
    "t3": ("新收政府信息公开申请", "上年结转政府信息公开申请", "结转下年度继续办理"),
    "t4": ("结果维持",),
    "s14": ("收到申请数",),
}
"""Words without which a text prints nothing of a table."""
LEAST = 5
"""Cells of a table in lines that make it one."""
LONGEST_LINE = 240
LEAST_COLUMNS = 3
_FIGURE = re.compile(
    rf"(?<![\d.])-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?!,?\d)\s*(?:万元|{UNITS})?(?![\d.])"
)
_EDGES = re.compile(r"^[^\w(\[]+|[^\w)\]]+$")
"""Marks of a list and of sentences around words."""
_LAWSUIT = "行政诉讼"


class Listed(NamedTuple):
    """A cell in a line: its table, row and column, raw range and figure, and the unit that its name states."""

    table: str
    row: str
    column: str
    start: int
    end: int
    figure: Figure
    unit: str | None
    before: bool = False
    """The figure stands before its name: it may be the number of a row."""


_Named = tuple[Listed, list[Label]]
"""A cell, and the labels that name it."""


def listed_cells(
    document: Document, reading: Reading, found: set[str]
) -> Iterator[tuple[list[Listed], list[Label]]]:
    """The cells in lines of each table that is not among ``found``, and the labels that name them."""
    wanted = [t for t, signs in SIGNS.items() if t not in found and any(s in reading.text for s in signs)]
    if not wanted:
        return
    cells: dict[str, list[Listed]] = {table: [] for table in wanted}
    words: dict[str, list[Label]] = {table: [] for table in wanted}
    for cell, labels in _cells(document, reading):
        if cell.table in cells:
            cells[cell.table].append(cell)
            words[cell.table] += labels
    for table in wanted:
        kept = _without_numbers(cells[table])
        if len(kept) >= LEAST:
            yield kept, words[table]


def _without_numbers(cells: list[Listed]) -> list[Listed]:
    """The cells without those of which the figures before the names are, for all that is seen, the numbers of rows."""
    values = [c.figure.value for c in cells if c.before]
    steps = sum(a is not None and b == a + 1 for a, b in pairwise(values))
    return [c for c in cells if not c.before] if 2 * steps >= len(values) - 1 else cells


def _cells(document: Document, reading: Reading) -> Iterator[_Named]:
    """The cells in all lines of a document, and in rows of its grids that name one each."""
    lines = _Lines()
    for block in document.blocks:
        if isinstance(block, Grid):
            lines.row = None
            yield from _of_grid(block, reading)
        elif block.end - block.start <= LONGEST_LINE:
            start = reading.at(block.start)
            for cell, labels in lines.read(reading.text[start : reading.at(block.end)]):
                first, last = reading.raw_span(start + cell.start, start + cell.end)
                yield cell._replace(start=first, end=last), labels


def _of_grid(grid: Grid, reading: Reading) -> Iterator[_Named]:
    """The rows of a grid that end in the name of a row, the name of a column and a figure: a list out of a database."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        if len(cells) < LEAST_COLUMNS:
            continue
        name, column, value = (reading.slice(c.start, c.end).strip() for c in cells[-LEAST_COLUMNS:])
        figure = cell_figure(value)
        for row in _rows(name) if figure.state == "number" else ():
            label = _column(column, row)
            if label is not None:
                place = cells[-1].start, cells[-1].end
                yield (
                    Listed(row.table, row.code, label.code, *place, figure, header_unit(column)),
                    [row, label],
                )


class _Lines:
    """Reads line after line; a line that only names a row names it for those after it."""

    def __init__(self) -> None:
        self.row: Label | None = None
        self.last = -1
        """The row of the statistics table last met: two of its rows have one name."""

    def read(self, line: str) -> list[_Named]:
        """The cells of a line; none if it says anything else."""
        found: list[_Named] = []
        row, done = self.row, 0
        figures = list(_FIGURE.finditer(line))
        if figures and not _stripped(line[: figures[0].start()]) and not _numbers_line(line, figures[0]):
            return self._figure_first(line, figures)
        for figure in figures:
            words = line[done : figure.start()]
            named = self._statistic(words) or _named(words, row)
            if named is None:
                continue  # a digit of a label
            row, column, labels = named
            found.append((_listed(row, column, words, figure), labels))
            done = figure.end()
        rest = _stripped(line[done:])
        if found and not rest:
            self.row = row
            return found
        options = _rows(rest) if rest and not found else []
        self.row = options[0] if options else None
        return []

    def _statistic(self, words: str) -> tuple[Label, str, list[Label]] | None:
        order = list(raw_form()["rows"]["s14"])
        named = [n for n in look_up(_stripped(words)) if n.kind == "statistic"]
        later = [n for n in named if order.index(n.code) > self.last] or named
        if not later:
            return None
        self.last = order.index(later[0].code)
        return later[0], "year", [later[0]]

    def _figure_first(self, line: str, figures: Sequence[re.Match[str]]) -> list[_Named]:
        """A card: its figure before its name."""
        words = line[figures[0].end() :]
        named = self._statistic(words) or _named(words, None)
        self.row = None
        if named is None:
            return []
        return [(_listed(named[0], named[1], words, figures[0])._replace(before=True), named[2])]


def _numbers_line(line: str, figure: re.Match[str]) -> bool:
    """Whether the figure that a line begins with is its number."""
    return line.startswith(("、", ")"), figure.end())


def _listed(row: Label, column: str, words: str, figure: re.Match[str]) -> Listed:
    return Listed(row.table, row.code, column, *figure.span(), cell_figure(figure[0]), header_unit(words))


def _stripped(words: str) -> str:
    """Words without what parts them from others."""
    return _EDGES.sub("", words)


def _named(words: str, row: Label | None) -> tuple[Label, str, list[Label]] | None:
    """The row and the column that words name, the row being that of the words before if they only name a column."""
    plain = _stripped(words)
    if row is not None and (column := _column(plain, row)) is not None:
        return row, column.code, [row, column]
    for rows in (_rows, _rows_misprinted):
        for cut in range(len(plain) - 1, 1, -1):
            for option in rows(plain[:cut]):
                column = _column(_stripped(plain[cut:]), option)
                if column is not None:
                    return option, column.code, [option, column]
    return None


def _rows(words: str) -> list[Label]:
    """The rows that words name; one of table 4 also after 行政诉讼."""
    options = [n for n in look_up(words) if n.kind == "row"]
    if options or _LAWSUIT not in words:
        return options
    return [n for n in look_up(_stripped(words.replace(_LAWSUIT, "", 1)).strip("()")) if n.kind == "row"]


def _rows_misprinted(words: str) -> list[Label]:
    """The row of table 3 that words name in short or with other characters, not with more: 上年 is no part of a name."""
    rows = [n for n in look_up_damaged(words) or look_up_part(words) if n.kind == "row" and n.table == "t3"]
    whole = raw_form()["rows"]["t3"]
    return [n for n in rows if len(key(words)) <= len(key(whole[n.code]["zh"]))]


def _column(words: str, row: Label) -> Label | None:
    """The column of the table of a row that words name."""
    named = [n for n in look_up(words) if n.kind == "column" and n.table == row.table]
    known = [n for n in named if f"{row.table}.{row.code}.{n.code}" in cells_named()]
    return known[0] if len(known) == 1 else None
