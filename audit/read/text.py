"""Plain text and Markdown: the visible text is the file itself.

A line is a paragraph. A run of lines whose cells are closed by pipes, or parted by tabs, is a grid where most
of its lines hold two cells or more; in other layouts with pipes (a cell a line) the borders are anybody's
guess, and the lines stay paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Block, Cell, Document, Grid, Paragraph
from audit.read.places import TextPlaces

LINE = re.compile(r"[^\r\n]++")
RULE = re.compile(r":-++:?+|-++:|-{3,}+")
"""A cell of the line between head and body of a Markdown table; a single dash is a cell like others."""
BARS = str.maketrans("│┃║", "|||")
"""Borders drawn with characters for boxes."""
DRAWN_RULE = re.compile(r"\s*(?:[┌├└╔╠╚┏┣┗╭╰][─━═┬┼┴╦╬╩┳╋┻╤╪╧╥╫╨┐┤┘╗╣╝┓┫┛╮╯]+|\+(?:[-=]+\+)+)\s*")
"""A line between the rows of a table that is drawn."""
MARKED_HEADING = re.compile(r"\s{0,3}#{1,6}[ \t]+(?=\S)")
MOST_CELLS = 200
"""A line with more borders is an ornament."""
CELL_LIMIT = 500
"""A longer cell is prose that happens to hold a pipe or a tab."""

Span = tuple[int, int]


def read_text(source: str, *, markdown: bool, encoding: str | None, notes: tuple[str, ...] = ()) -> Document:
    """The document of a text file; ``markdown`` makes lines with ``#`` marks headings, less the marks."""
    return Document(
        text=source,
        blocks=tuple(_blocks(source.translate(BARS), markdown)),
        places=TextPlaces(source),
        format="markdown" if markdown else "text",
        encoding=encoding,
        notes=notes,
    )


def _blocks(source: str, markdown: bool) -> Iterator[Block]:
    run: list[Span] = []
    mark = ""
    previous = 0
    for match in LINE.finditer(source):
        line = match.span()
        if match[0].isspace():
            continue
        if run and DRAWN_RULE.fullmatch(match[0]):
            previous = line[1]
            continue
        ours = _border(source, line)
        if run and (ours != mark or _gap(source, previous, line[0])):
            yield from table_or_lines(source, run, mark, markdown)
            run = []
        mark, previous = ours, line[1]
        if ours:
            run.append(line)
        else:
            yield _paragraph(source, line, markdown)
    if run:
        yield from table_or_lines(source, run, mark, markdown)


def _gap(source: str, before: int, after: int) -> bool:
    return source.count("\n", before, after) > 1 or source.count("\r", before, after) > 1


def _border(source: str, line: Span) -> str:
    for mark in "|\t":
        if source.find(mark, *line) >= 0:
            return mark if source.count(mark, *line) <= MOST_CELLS else ""
    return ""


def _paragraph(source: str, line: Span, markdown: bool) -> Paragraph:
    start, end = trimmed(source, *line)
    match = MARKED_HEADING.match(source, line[0], end) if markdown else None
    return Paragraph(match.end() if match else start, end, heading=match is not None)


def table_or_lines(source: str, run: list[Span], mark: str, markdown: bool = False) -> Iterator[Block]:
    """A run of lines with this border mark: a grid, if most lines hold cells, else paragraphs."""
    led, closed = (_is_edged(source, run, edge) for edge in (0, -1)) if mark == "|" else (False, False)
    every = [_cells(source, line, mark, led, closed) for line in run]
    rules = [mark != "\t" and all(RULE.fullmatch(source, *cell) for cell in row) for row in every]
    rows = [row for row, rule in zip(every, rules, strict=True) if not rule]
    stated = [row for row in rows if _states_borders(row, mark)]
    longest = max((b - a for row in rows for a, b in row), default=0)
    enough = len(stated) > 1 or any(len(row) > 2 for row in stated) or (mark == "|" and len(stated) == 1)
    if enough and 2 * len(stated) >= len(rows) and longest <= CELL_LIMIT:
        yield _grid(rows)
    else:
        lines = (
            line
            for line, row, rule in zip(run, every, rules, strict=True)
            if not rule or len(row) == 1  # a dash on a line of its own may stand for a figure
        )
        yield from (_paragraph(source, line, markdown) for line in lines)


def _states_borders(row: list[Span], mark: str) -> bool:
    """Two cells or more, not all blank; a tab before the first cell may be no more than an indent."""
    indented = mark == "\t" and row[0][0] == row[0][1]
    return len(row) - indented > 1 and any(a < b for a, b in row)


def _is_edged(source: str, run: list[Span], edge: int) -> bool:
    """Whether a bar at the begin (0) or end (-1) of lines is the edge of their table.

    Where lines without one hold as many bars, there is a blank cell beside it.
    """
    most = {True: 0, False: 0}
    for start, end in run:
        edged = source[start:end].strip()[edge] == "|"
        most[edged] = max(most[edged], source.count("|", start, end))
    return most[True] > most[False]


def _cells(source: str, line: Span, mark: str, led: bool, closed: bool) -> list[Span]:
    """The cells of a line; ``led``: lines begin with a bar, which closes no cell; ``closed``: they end with one."""
    start, end = line
    if mark == "|":
        start, end = trimmed(source, start, end)
        start += led and source[start] == "|"
        end -= closed and source[end - 1] == "|" and end - 1 >= start
    cells = []
    while (border := source.find(mark, start, end)) >= 0:
        cells.append(trimmed(source, start, border))
        start = border + 1
    return [*cells, trimmed(source, start, end)]


def _grid(rows: list[list[Span]]) -> Grid:
    cells = tuple(Cell(a, b, y, x) for y, row in enumerate(rows) for x, (a, b) in enumerate(row))
    return Grid(cells[0].start, cells[-1].end, cells, len(rows), max(map(len, rows)))


def trimmed(source: str, start: int, end: int) -> Span:
    """The range without white space at its ends; of blank text, the empty range at its start."""
    piece = source[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if left < len(piece) else (start, start)
