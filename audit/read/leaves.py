"""Pages → Document: lines of prose joined where the page only broke them, cells of tables, every character with its place.

Page numbers and running heads are left out. A table that goes on over pages is a grid a page: whoever reads it must not count
on a repeated header.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from audit.errors import LocatorError
from audit.model import Block, Cell, Grid, Paragraph
from audit.read.leaf import (
    LOST,
    NEAR,
    Box,
    Char,
    Leaf,
    Line,
    Run,
    around,
    line_of,
    lines_of,
    rows_of,
    runs_of,
    segments_of,
)
from audit.read.ruled import RuledCell, RuledTable, tables_of
from audit.read.unruled import APART, Body, OpenTable, Words, open_tables, whole_names

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:/|共|of)\s*\d{1,4}\s*页?)?[-—–－·\s]*"
)
_TITLE = re.compile(r"[一二三四五六七八九][、.．]|.*[。；：]$")
LONGEST_HEADING = 24
"""Characters of the heading of a part of a table."""
_LOCATOR = re.compile(
    r"page=([0-9]{1,6});char=([0-9]{1,9}),([0-9]{1,9})(?:;box=[0-9.,+\-]*)?(?:;sure=[01]\.[0-9]{2})?"
)
_DIGITS = re.compile(r"\d+")
MARGINS = 11.0
"""Points that a word processor leaves free at the two sides of a cell."""
LABELS = 2
"""Columns for the groups and labels of a table without rules."""
MOST_HEADS = 6
"""Lines of a header that the page before may end with."""
LEAST_RUNNING = 3
"""Pages on which a line at the edge must stand to be a running head."""


@dataclass(frozen=True, slots=True)
class LeafPlaces:
    """``page=3;char=120,123;box=76.0,80.1,90.2,92.0``: characters of the page's visible text, and the box of each line.

    ``;sure=0.97`` follows where the print was recognised: the least confidence of its characters.
    """

    length: int
    pages: tuple[int, ...]
    boxes: tuple[Box | None, ...]
    sure: tuple[float, ...] = ()
    """Confidence of each character; empty if none of them was recognised."""

    def locator(self, start: int, end: int) -> str:
        """Locator of ``text[start:end]``; the page is that of its first character."""
        if not 0 <= start <= end <= self.length:
            raise LocatorError(f"no such range in the text: {start}, {end}")
        page = max((i for i, begin in enumerate(self.pages) if begin <= start), default=0)
        origin = self.pages[page]
        boxes = "+".join(",".join(f"{v:.1f}" for v in b) for b in self._lines(start, end))
        place = f"page={page + 1};char={start - origin},{end - origin}" + (f";box={boxes}" if boxes else "")
        least = min(self.sure[start:end], default=1.0)
        return place if least == 1.0 else f"{place};sure={least:.2f}"

    def _lines(self, start: int, end: int) -> Iterator[Box]:
        run: list[Box] = []
        for box in (b for b in self.boxes[start : min(end, start + 400)] if b is not None):
            if run and abs((box[1] + box[3]) / 2 - (run[-1][1] + run[-1][3]) / 2) > NEAR:
                yield around(run)
                run = []
            run.append(box)
        if run:
            yield around(run)

    def span(self, locator: str) -> tuple[int, int]:
        """Range of the visible text; raises LocatorError if it is malformed or lies outside."""
        match = _LOCATOR.fullmatch(locator)
        if match is None or not 1 <= int(match[1]) <= len(self.pages):
            raise LocatorError(f"{locator[:80]!r} is no place in this document")
        origin = self.pages[int(match[1]) - 1]
        start, end = origin + int(match[2]), origin + int(match[3])
        if not start <= end <= self.length:
            raise LocatorError(f"{locator[:80]!r} lies outside the text of this document")
        return start, end


@dataclass(slots=True)
class Writing:
    """The visible text as it grows; ``sure`` is the confidence of each character of it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)

    @property
    def position(self) -> int:
        """Length of the text so far."""
        return len(self.boxes)

    @property
    def text(self) -> str:
        """The visible text."""
        return "".join(self.parts)

    def places(self) -> LeafPlaces:
        """Places of all that was written."""
        sure = tuple(self.sure) if any(s < 1.0 for s in self.sure) else ()
        return LeafPlaces(self.position, tuple(self.pages), tuple(self.boxes), sure)

    def turn(self, page: int) -> None:
        """What is written from here on stands on ``page`` (from 0) or on a later one."""
        self.pages.extend([self.position] * (page + 1 - len(self.pages)))

    def line(self, line: Line) -> None:
        """Append a line of print."""
        self.turn(line.page)
        self.add(line.text, line.boxes, line.sure)

    def add(self, text: str, boxes: Sequence[Box | None], sure: float = 1.0) -> tuple[int, int]:
        """Append characters; returns their range."""
        start = self.position
        self.parts.append(text)
        self.boxes.extend(boxes)
        self.sure.extend([sure] * len(boxes))
        return start, self.position

    def gap(self, mark: str) -> None:
        """Append a character that is not printed."""
        self.add(mark, [None] * len(mark))


def written(leaves: Sequence[Leaf]) -> Writing:
    """All pages as one text with its blocks and places."""
    writing, pending = Writing(), list[Line]()
    running = _running(leaves)
    for page, leaf in enumerate(leaves):
        pending = _page(leaf, page, writing, pending, running if page else frozenset())
    _paragraphs(pending, writing)
    writing.turn(max(len(leaves), 1) - 1)
    return writing


def _page(
    leaf: Leaf, page: int, writing: Writing, pending: list[Line], running: frozenset[str]
) -> list[Line]:
    """Write one page after the prose ``pending``; returns the prose at its end, which the next page may go on with."""
    runs = runs_of(leaf.chars)
    tables = [t for t in tables_of(leaf.rules, [_centre(c) for c in leaf.chars]) if not _is_poor(t, runs)]
    home = _homes(runs, tables)
    outside = _without_running([c for c in leaf.chars if _home(c, tables) is None], leaf, running)
    open_ = open_tables(outside, leaf.rules)
    taken = {id(c) for table in open_ for c in table.chars()}
    outside = [c for c in outside if id(c) not in taken]
    lines = [line for line in lines_of(outside, page) if not _is_furniture(line, leaf, running)]
    both: list[tuple[RuledTable | OpenTable, list[Run]]] = [*zip(tables, home, strict=True)]
    both += [(table, []) for table in open_]
    for table, inside in sorted(both, key=lambda pair: pair[0].box[1]):
        pending += [line for line in lines if line.top < table.box[1]]
        lines = [line for line in lines if line.top >= table.box[1]]
        if isinstance(table, OpenTable):
            pending = _open_grid(table, page, writing, pending)
        else:
            pending = _table(table, inside, page, writing, pending)
    return pending + lines


def _open_grid(table: OpenTable, page: int, writing: Writing, pending: list[Line]) -> list[Line]:
    """Write a table by position; the header that the page before ends with is a grid there, of the same columns."""
    lines = [] if table.heads else _header_before(table, page, pending)
    if not lines:
        return _grid(_placed(table), page, writing, pending)
    head = OpenTable(whole_names([_words_of(line) for line in lines], table.columns), [], table.columns)
    every = range(LABELS + len(table.columns) + 1)
    _grid(_placed(head), page - 1, writing, pending[: -len(lines)], every)
    return _grid(_placed(table), page, writing, [], every)


def _header_before(table: OpenTable, page: int, pending: Sequence[Line]) -> list[Line]:
    """The lines at the end of the page before with words over several columns of a table that begins this page."""
    found: list[Line] = []
    for line in reversed(pending[-MOST_HEADS:]):
        if line.page != page - 1 or not all(_is_over_one(w, table) for w in _words_of(line)):
            break
        if line.right <= table.columns[0][0]:
            break
        found.insert(0, line)
    return found if any(len(_words_of(line)) > 1 for line in found) else []


def _is_over_one(words: Words, table: OpenTable) -> bool:
    """Whether words stand left of all columns, or over some without reaching left of them."""
    first, end = table.span(words)
    return first == end or words.box[0] > table.columns[0][0] - 2 * words.chars[0].size


def _words_of(line: Line) -> list[Words]:
    chars = [Char(text, box, line.sure) for text, box in zip(line.text, line.boxes, strict=True)]
    return [Words(tuple(part)) for part in segments_of(chars, APART)]


def _centre(char: Char) -> tuple[float, float]:
    return (char.box[0] + char.box[2]) / 2, char.middle


def _is_poor(table: RuledTable, runs: Sequence[Run]) -> bool:
    """Whether rules part no columns, or no rows though several stand below each other: position must tell."""
    if len(table.xs) == 2:
        return True
    inside = [c for run in runs if run.inside(table.box) for c in run.chars]
    rows = rows_of(inside) if len(table.ys) == 2 else []
    several = len(rows) > 3 and sum(_fills(row, table.xs) for row in rows) > 1
    return several and not _breaks_figures(table, inside)


def _breaks_figures(table: RuledTable, chars: Sequence[Char]) -> bool:
    """Whether a column of a single row is so narrow that a figure fills several lines: these are no rows."""
    _, top, _, bottom = table.box
    for left, right in pairwise(table.xs):
        lines = lines_of([c for c in chars if left <= _centre(c)[0] < right])
        if _is_broken_figure(lines, (left, top, right, bottom)):
            return True
    return False


def _fills(row: Sequence[Char], xs: Sequence[float]) -> bool:
    """Whether a line of print has some in more than half of the columns."""
    columns = {bisect_right(xs, (c.box[0] + c.box[2]) / 2) for c in row if not c.text.isspace()}
    return 2 * len(columns) > len(xs) - 1


def _placed(table: OpenTable) -> list[list[_Filled]]:
    """The rows of a table by position: two columns for groups and labels, then the figures."""
    made: list[list[_Filled]] = []
    for number, head in enumerate(table.heads):
        corner = [words for words in head if table.span(words) == (0, 0)]
        cells = [_word_cell(number, 0, LABELS, corner)] if corner else []
        for words in head:
            first, end = table.span(words)
            if end:
                cells.append(_word_cell(number, first + LABELS, end - first, [words]))
        made.append(cells)
    for number, body in enumerate(table.rows, len(table.heads)):
        cells = [_word_cell(number, 0, 1, body.groups)] if body.groups else []
        if body.label or body.groups or not body.figures:
            cells.append(_word_cell(number, len(cells), LABELS - len(cells), body.label))
        cells += _figure_cells(number, body, table)
        made.append(cells)
    return made


def _figure_cells(number: int, body: Body, table: OpenTable) -> Iterator[_Filled]:
    """The cells of a row of figures; those that run together are one cell."""
    at = {(table.over(words) if words.several else table.span(words))[0]: words for words in body.figures}
    end = 0
    for column in range(len(table.columns)):
        words = at.get(column)
        if words is not None and words.several:
            end = table.over(words)[1]
            yield _word_cell(number, LABELS + column, end - column, [words])
        elif column >= end:
            yield _word_cell(number, LABELS + column, 1, [words] if words else [])


def _word_cell(row: int, column: int, width: int, words: Sequence[Words]) -> _Filled:
    box = around([w.box for w in words]) if words else (0.0, 0.0, 0.0, 0.0)
    room = 0 if words and words[0].whole else 99
    cell = RuledCell(row, column, 1, width, (box[0] - room, box[1], box[2] + room, box[3]))
    filled = _Filled(cell, tuple(Run(w.chars) for w in sorted(words, key=lambda w: (w.middle, w.box[0]))))
    return (
        _Filled(cell, (*filled.runs, _cut_off(filled)))
        if any(w.partial or w.several for w in words)
        else filled
    )


def _homes(runs: Sequence[Run], tables: Sequence[RuledTable]) -> list[list[Run]]:
    """The runs of each table: those whose middle lies in it and in no smaller one."""
    found: list[list[Run]] = [[] for _ in tables]
    small_first = sorted(range(len(tables)), key=lambda i: _area(tables[i].box))
    for run in runs:
        home = next((i for i in small_first if run.inside(tables[i].box)), None)
        if home is not None:
            found[home].append(run)
    return found


def _home(char: Char, tables: Sequence[RuledTable]) -> RuledTable | None:
    run = Run((char,))
    return next((t for t in tables if run.inside(t.box)), None)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_furniture(line: Line, leaf: Leaf, running: frozenset[str]) -> bool:
    return _at_edge(line, leaf) and (
        _PAGE_NUMBER.fullmatch(line.text) is not None or _running_key(line) in running
    )


def _without_running(chars: list[Char], leaf: Leaf, running: frozenset[str]) -> list[Char]:
    """Print without running heads and marked numbers of pages: next to a table they would be taken for its header."""
    left_out: set[int] = set()
    for row in rows_of(_edge_chars(chars, leaf)):
        line = line_of(row)
        if line is not None and not line.text.isdecimal() and _is_furniture(line, leaf, running):
            left_out.update(map(id, row))
    return [c for c in chars if id(c) not in left_out] if left_out else chars


def _at_edge(line: Line, leaf: Leaf) -> bool:
    return line.top < 0.08 * leaf.height or line.top > 0.9 * leaf.height


def _running_key(line: Line) -> str:
    return _DIGITS.sub("0", "".join(line.text.split()))


def _running(leaves: Sequence[Leaf]) -> frozenset[str]:
    """Lines that stand at the edge of most pages, figures in them aside."""
    if len(leaves) < LEAST_RUNNING:
        return frozenset()
    counts = Counter(
        key
        for leaf in leaves
        for key in {
            _running_key(line) for line in lines_of(_edge_chars(leaf.chars, leaf)) if _at_edge(line, leaf)
        }
    )
    return frozenset(k for k, n in counts.items() if n >= max(LEAST_RUNNING, 0.6 * len(leaves)))


def _edge_chars(chars: Sequence[Char], leaf: Leaf) -> list[Char]:
    return [c for c in chars if c.box[1] < 0.1 * leaf.height or c.box[1] > 0.88 * leaf.height]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A cell between rules, with the runs whose middle lies in it."""

    cell: RuledCell
    runs: tuple[Run, ...]

    def lines(self, page: int) -> list[Line]:
        """Its lines of print."""
        return lines_of([c for run in self.runs for c in run.chars], page)


def _table(
    table: RuledTable, runs: Sequence[Run], page: int, writing: Writing, pending: list[Line]
) -> list[Line]:
    """Write one ruled table. Rows of one cell over the full width are prose that someone put in a frame."""
    rows: dict[int, list[_Filled]] = {}
    middles = [(*run.middle, run) for run in runs]
    for cell in table.cells:
        left, top, right, bottom = cell.box
        filled = _Filled(cell, tuple([r for x, y, r in middles if left <= x < right and top <= y < bottom]))
        if table.cut and cell.column and cell.column + cell.colspan == len(table.xs) - 1:
            filled = _Filled(cell, (*filled.runs, _cut_off(filled)))
        elif cell.endless and not filled.runs:
            filled = _Filled(cell, (_cut_off(filled),))
        rows.setdefault(cell.row, []).append(filled)
    chunk: list[list[_Filled]] = []
    for cells in rows.values():
        if _is_framed_prose(cells, len(table.xs) - 1, page):
            pending = _grid(chunk, page, writing, pending)
            chunk = []
            pending += cells[0].lines(page)
        else:
            chunk.append(_parted(cells))
    return _grid(chunk, page, writing, pending)


def _is_framed_prose(cells: Sequence[_Filled], width: int, page: int) -> bool:
    """Whether a row is one cell over the full width with prose or a section's title; the heading of a part is none."""
    if len(cells) != 1 or cells[0].cell.colspan != width or cells[0].cell.rowspan != 1:
        return False
    lines = cells[0].lines(page)
    text = "".join(line.text for line in lines)
    return len(lines) != 1 or len(text) > LONGEST_HEADING or _TITLE.match(text) is not None


def _cut_off(filled: _Filled) -> Run:
    """A sign for what the edge of the page may have cut off a cell."""
    _, top, right, bottom = filled.runs[-1].box if filled.runs else filled.cell.box
    middle, edge = (top + bottom) / 2, max(right, filled.cell.box[2])
    return Run((Char(LOST, (edge - 1, middle - 5, edge, middle + 5)),))


def _parted(cells: list[_Filled]) -> list[_Filled]:
    """The cells of a row, those that a long run joins made one: which part of it belongs where cannot be told."""
    made: list[_Filled] = []
    for filled in cells:
        last = made[-1] if made else None
        if last is not None and (_reaches(last, filled) or _reaches(filled, last)):
            a, b = last.cell, filled.cell
            span = b.column + b.colspan - a.column
            both = RuledCell(a.row, a.column, 1, span, around([a.box, b.box]))
            made[-1] = _Filled(both, last.runs + filled.runs)
        else:
            made.append(filled)
    return made


def _reaches(filled: _Filled, other: _Filled) -> bool:
    """Whether a figure in one cell reaches into the other."""
    long = [r for r in filled.runs if r.leaves(filled.cell.box) and r.is_figure]
    return any(r.box[0] < other.cell.box[2] and r.box[2] > other.cell.box[0] for r in long)


def _grid(
    chunk: Sequence[list[_Filled]],
    page: int,
    writing: Writing,
    pending: list[Line],
    every: Sequence[int] = (),
) -> list[Line]:
    """Write the rows of a grid after the prose before it; returns the prose still pending.

    ``every``: the edges of its columns, where they are to be those of another grid; else those that its cells have.
    """
    if not chunk:
        return pending
    _paragraphs(pending, writing)
    writing.turn(page)
    first, cells, start = chunk[0][0].cell.row, [], writing.position
    edges = list(every) or sorted(
        {e for row in chunk for f in row for e in (f.cell.column, f.cell.column + f.cell.colspan)}
    )
    for row in chunk:
        for filled in row:
            begin, end = _cell_text(filled.lines(page), filled.cell.box, writing)
            c = filled.cell
            column = edges.index(c.column)
            width = edges.index(c.column + c.colspan) - column
            cells.append(Cell(begin, end, c.row - first, column, c.rowspan, width))
            writing.gap("\t")
        writing.gap("\n")
    height, width = max(c.row + c.rowspan for c in cells), len(edges) - 1
    writing.blocks.append(Grid(start, writing.position, tuple(cells), height, width))
    return []


def _cell_text(lines: Sequence[Line], box: Box, writing: Writing) -> tuple[int, int]:
    start = writing.position
    figure = _is_broken_figure(lines, box)
    for number, line in enumerate(lines):
        if number and not figure and not _is_broken_word(lines[number - 1], line, box):
            writing.gap("\n")
        writing.line(line)
    return start, writing.position


def _is_broken_figure(lines: Sequence[Line], box: Box) -> bool:
    """Whether lines are one figure that its narrow cell broke: all digits, and no line but the last has room for one more."""
    if len(lines) < 2 or not all(line.text.isdecimal() for line in lines):
        return False
    full, last = {len(line.text) for line in lines[:-1]}, len(lines[-1].text)
    return len(full) == 1 and last <= min(full) and _room(lines[0], box) < 1.2 * _pitch(lines[0]) + MARGINS


def _is_broken_word(line: Line, following: Line, box: Box) -> bool:
    """Whether a line of a cell ended only because it was full; two that end and begin with digits may be two figures."""
    if line.text.isdecimal() or (line.text[-1].isdecimal() and following.text.isdecimal()):
        return False
    return _room(line, box) < 1.2 * line.size + MARGINS


def _room(line: Line, box: Box) -> float:
    return (box[2] - box[0]) - (line.right - line.left)


def _pitch(line: Line) -> float:
    return (line.right - line.left) / len(line.text)


def _paragraphs(lines: Sequence[Line], writing: Writing) -> None:
    """Write lines of prose; a line that fills the width goes on in the next one unless that is indented."""
    if not lines:
        return
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    writing.turn(lines[0].page)
    start = writing.position
    for number, line in enumerate(lines):
        previous = lines[number - 1] if number else None
        if previous is not None and not _goes_on(previous, line, left, right):
            writing.blocks.append(Paragraph(start, writing.position))
            writing.gap("\n")
            start = writing.position
        writing.line(line)
    writing.blocks.append(Paragraph(start, writing.position))
    writing.gap("\n")


def _goes_on(line: Line, following: Line, left: float, right: float) -> bool:
    full = line.right > right - 2 * line.size
    indented = following.left > left + 1.2 * following.size
    return full and not indented and not (_is_parted(line) and _is_parted(following))


def _is_parted(line: Line) -> bool:
    """Whether a gap wider than a character parts its print: columns of a table, not words of prose."""
    boxes = (box for text, box in zip(line.text, line.boxes, strict=True) if text == " ")
    return any(right - left > line.size for left, _, right, _ in boxes)
