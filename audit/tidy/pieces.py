"""Grids and lines of a document → rows of pieces, each known as label, figure or other text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

from audit.form.labels import LONGEST_YEARED, NUMERALS, Label, beginnings, has_words, key, look_up, words
from audit.model import Cell, Document, Grid, Paragraph
from audit.tidy.glued import exploded, is_run_together
from audit.tidy.numbers import UNITS, Figure, cell_figure
from audit.tidy.reading import Reading
from audit.tidy.rows import LABEL, Piece, Row, Rows, cell_meaning, meaning_of

_TOKEN = re.compile(r"(?:[^\s|(]++|\([^()\n]{0,60}\)|\()+")
_HAN_WORD = re.compile(rf"(?![{NUMERALS}])[\u3400-\u9fff]{{2}}")
_PAGE_NUMBER = re.compile(
    r"[-—–―－─第](?:(?<=第)\s?\d{1,3}\s?页(?:\s?[/,，]?\s?共\s?\d{1,3}\s?页)?"
    r"|(?<!第)[-—–―－─]?\s?\d{1,3}\s?[-—–―－─]{1,2})"
)
"""A line that holds the number of a page, as converters leave it between rows."""
_BEFORE_PAGE = "-—–―－─第"
"""What it begins with."""
_SENTENCE = re.compile(r"[^。]+。?")
LONGEST_LABEL_PIECE = 60
LONGEST_LINE = 240
"""Characters of a line that may be figures before a name."""
MOST_BETWEEN = 3
"""Lines at the foot and head of pages, between two parts of a table."""
LONGEST_BETWEEN = 40
"""Characters of such a line."""
SHEETS = ("csv", "xlsx", "xls", "ods", "xlsb", "xls95")
"""Formats in which the column of a cell is a fact, merged or not."""
PAGES = ("pdf", "ofd")
"""Formats in which it is where the cell stands on the page."""
WIDEST = 1 << 14
"""Columns of a sheet: all its grids have the same ones."""


_new = tuple.__new__
"""Makes a named tuple of a tuple of all its fields, in a third of the time that its own ``_make`` takes."""
_Token = tuple[int, int, str, bool]
"""Start and end in the reading, text, and whether it was run together with its neighbours."""


def rows_of(document: Document, reading: Reading) -> Iterator[Rows | tuple[Piece, ...]]:
    """In reading order: the rows of each grid, and a tuple of pieces for each run of lines between grids."""
    lines: list[Paragraph | Grid] = []
    held: Rows = []
    for number, block in enumerate(document.blocks):
        if not (isinstance(block, Grid) and block.certain):
            lines.append(block)
            continue
        rows = _grid_rows(block, document, reading, number)
        if held and rows and (not lines or _is_end_of_page(lines)):
            held, rows = _mended(held, rows)
        yield from (part for part in (held,) if part)
        if lines:
            yield _made_whole(tuple(_stream(lines, reading)))
            lines = []
        held = rows
    yield from (rows for rows in (held,) if rows)
    if lines:
        yield _made_whole(tuple(_stream(lines, reading)))


def _is_end_of_page(lines: Sequence[Paragraph | Grid]) -> bool:
    """Whether what stands between two grids may be no more than the foot of one page and the head of the next."""
    few = len(lines) <= MOST_BETWEEN
    return few and all(isinstance(b, Paragraph) and b.end - b.start <= LONGEST_BETWEEN for b in lines)


def _mended(rows: Rows, following: Rows) -> tuple[Rows, Rows]:
    """Two grids, one after the other: the last row of the first made whole where a page break cut its label.

    A figure of which both pages have print stays in two: it is unreadable.
    """
    last, first = rows[-1], following[0]
    name, rest = _name(last.pieces), _name(first.pieces)
    if name is None or rest is None or name.is_label:
        return rows, following
    labels = look_up(name.text + rest.text)
    figures = [p for p in last.pieces if p.column > name.column]
    others = [p for p in first.pieces if p.column > rest.column]
    if rest.is_label and (labels != rest.labels or not all(p.is_blank for p in others)):
        return rows, following
    if not labels or len(figures) != len(others) or not any(p.is_inked for p in (*figures, *others)):
        return rows, following
    joined = _renamed(name, name.text + rest.text, labels)
    filled = [_one_of(a, b) for a, b in zip(figures, others, strict=True)]
    before = [p for p in last.pieces if p.column < name.column]
    return [*rows[:-1], last.of([*before, joined, *filled])], following[1:]


def joined_name(name: Piece, whole: str, labels: tuple[Label, ...]) -> Piece | None:
    """The first of several pieces of print as the name of the row that they make together; None if they make none."""
    named = any(label.kind in ("row", "statistic") for label in labels)
    return _renamed(name, whole, labels) if named else None


def _renamed(name: Piece, whole: str, labels: tuple[Label, ...]) -> Piece:
    """A piece of print that reads as the whole label of which it is the first part."""
    meaning = meaning_of(whole, labels, LABEL)
    return _new(Piece, (name.start, name.end, whole, *meaning, name.column, name.width, False))


def shown_as(start: int, end: int, text: str, whole: Piece) -> Piece:
    """A part of the print of a cell as a cell of its own in the same column."""
    return _new(Piece, (start, end, text, *cell_meaning(text), whole.column, whole.width, False))


def _one_of(above: Piece, below: Piece) -> Piece:
    """What a cell prints on two pages; where both have print, no single figure."""
    if above.is_blank or below.is_blank:
        return below._replace(column=above.column, width=above.width) if above.is_blank else above
    text = f"{above.text}\n{below.text}"
    meaning = meaning_of(text, (), LABEL)
    return _new(Piece, (above.start, below.end, text, *meaning, above.column, above.width, False))


def _name(pieces: Sequence[Piece]) -> Piece | None:
    """The last print of a row that is neither a value nor a unit."""
    names = [p for p in pieces if not p.is_value and not p.is_unit]
    return names[-1] if names else None


def _grid_rows(grid: Grid, document: Document, reading: Reading, number: int) -> Rows:
    sheet = document.format in SHEETS
    placed = sheet or document.format in PAGES or any(c.rowspan > 1 or c.colspan > 1 for c in grid.cells)
    width = WIDEST if sheet else grid.width
    rows: dict[int, list[Piece]] = {}
    print_of, same, read = document.text, reading.keeps_places, reading.text
    for start, end, y, column, _, columns in grid.cells:
        printed = print_of[start:end]
        bare = printed.strip()
        if bare != printed:
            start += printed.find(bare) if bare else 0  # noqa: PLW2901 - the place of the bare print
            end = start + len(bare)  # noqa: PLW2901
        if not bare.isascii():
            bare = (read[start:end] if same else reading.slice(start, end)).strip()
        piece = _new(Piece, (start, end, bare) + cell_meaning(bare) + (column, columns, False))  # noqa: RUF005 - the fastest way
        if y in rows:
            rows[y].append(piece)
        else:
            rows[y] = [piece]
    if placed:
        _share_tall(grid.cells, rows)
    return [Row(tuple(sorted(rows[y], key=_column)), placed, number, width) for y in sorted(rows)]


def _share_tall(cells: Sequence[Cell], rows: dict[int, list[Piece]]) -> None:
    """A figure that was merged downwards over rows with figures of their own belongs to none of them alone.

    It stands in each of these rows, unreadable.
    """
    for _, _, y, column, rowspan, _ in [c for c in cells if c[4] > 1]:
        row = rows[y]
        at = next((i for i, p in enumerate(row) if p.column == column), 0)
        if not at or not row[at].is_inked or all(p.is_value for p in row[:at]):
            continue
        below = [rows.get(further, []) for further in range(y + 1, y + rowspan)]
        below = [pieces for pieces in below if any(p.is_inked for p in pieces)]
        if below:
            start, end, text = row[at][:3]
            meaning = meaning_of(text, (), LABEL)
            row[at] = shared = _new(Piece, (start, end, text, *meaning, column, row[at].width, False))
            for pieces in below:
                pieces.append(shared)


_column = attrgetter("column")


def _stream(blocks: list[Paragraph | Grid], reading: Reading) -> Iterator[Piece]:
    """The pieces of running text: separated by white space and bars, label words broken over pieces joined again."""
    tokens = [token for block in _kept_apart(blocks, reading) for token in block]
    position = number = 0
    while position < len(tokens):
        length, labels = _joined(tokens, position)
        start, end, text, glued = tokens[position]
        if length > 1:
            end = tokens[position + length - 1][1]
            text = " ".join([t[2] for t in tokens[position : position + length]])
        if not labels and len(text) > LONGEST_LABEL_PIECE:
            meaning = _PROSE
        else:
            meaning = meaning_of(text, labels, LABEL if labels else _figure(text, glued))
        yield _new(Piece, (*reading.raw_span(start, end), text, *meaning, number, 1, glued))
        position += length
        number += 1


_PROSE = meaning_of("prose", (), LABEL)
"""What print says that is longer than any label."""
_FIGURE = rf"-?\d[\d,.]*\s*(?:{UNITS})?\s+"
_FIGURE_FIRST = re.compile(rf"\s*(?:{_FIGURE}\S+\s+)*{_FIGURE}(?P<name>[^\d\s]\S*|\d{{1,2}}[.、]\S+)\s*")

_FIGURES_FIRST = re.compile(r"(?:-?\d[\d,.]*+\s++)++(?P<name>(?:\d{1,2}[.、])?[^\d\s]\S*+)\s*+")
"""The same of a line that may be long."""


def _kept_apart(blocks: list[Paragraph | Grid], reading: Reading) -> Iterator[list[_Token]]:
    """The tokens of each block; a line with a figure before a name is one, as the next figure is not that of the name.

    It may be: where a name without a figure stands before the first of such lines.
    """
    first: bool | None = None
    above = ""
    numbered = _numbers_of_rows(blocks, reading)
    for block in blocks:
        begin, end = reading.at(block.start), reading.at(block.end)
        if begin in numbered:
            yield list(_tokens(numbered[begin], end, reading))
            continue
        figures = reading.text[begin] in _BEGINS_FIGURE
        text = (
            reading.text[begin:end]
            if end - begin <= (LONGEST_LINE if figures else LONGEST_LABEL_PIECE)
            else ""
        )
        match = (
            (_FIGURE_FIRST if len(text) <= LONGEST_LABEL_PIECE else _FIGURES_FIRST).fullmatch(text)
            if figures
            else None
        )
        if match is not None and look_up(match["name"]):
            if first is None:
                first = above[-1:] in _BEGINS_FIGURE or not look_up(above.strip())
        elif first is not None and not look_up(text.strip()):
            first = None
        above = text
        yield [(begin, end, text, False)] if first and match else list(_tokens(begin, end, reading))


def _numbers_of_rows(blocks: list[Paragraph | Grid], reading: Reading) -> dict[int, int]:
    """Where blocks begin that start with the number of their row, and where that ends: numbers that count up.

    Most of these lines begin with a label after it and end in a figure.
    """
    found: dict[int, int] = {}
    run: list[tuple[int, re.Match[str], int]] = []
    raw = reading.raw
    for block in blocks:
        if raw[block.start : block.start + 1] not in _BEGINS_FIGURE:
            continue
        begin, end = reading.at(block.start), reading.at(block.end)
        match = _NUMBERED.match(reading.text, begin, end)
        if match and run and int(match[1]) != int(run[-1][1][1]) + 1:
            found |= _counted(run, reading)
            run = []
        if match:
            run.append((begin, match, end))
    return found | _counted(run, reading)


def _counted(run: Sequence[tuple[int, re.Match[str], int]], reading: Reading) -> dict[int, int]:
    """The lines of a run, if these are rows of a table with their numbers before them."""
    rows = [1 for _, match, end in run if look_up(match[2]) and reading.text[end - 1 : end].isdecimal()]
    return {begin: match.end(1) for begin, match, _ in run} if 2 < len(run) <= 2 * len(rows) else {}


_NUMBERED = re.compile(r"(\d{1,3})[ \t|]+([^\s\d|]\S*|\d[.．、]\S+)[ \t|]")
_BEGINS_FIGURE = frozenset("-0123456789")
MOST_PARTS = 3
"""Pieces of print behind its figures that a label may go on in."""


def _made_whole(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces, a label in the middle of which its figures stand put before them: a line of a narrow column broke it."""
    made: list[Piece] = []
    position = 0
    while position < len(pieces):
        piece, end = pieces[position], position + 1
        if piece.is_text and end < len(pieces) and pieces[end].is_inked and key(piece.text) in beginnings():
            while end < len(pieces) and pieces[end].is_value:
                end += 1
            whole, after = _named_around(piece, pieces[end : end + MOST_PARTS])
            if whole is not None:
                made += [whole, *pieces[position + 1 : end]]
                position = end + after
                continue
        made.append(piece)
        position += 1
    return tuple(made)


def _named_around(piece: Piece, following: Sequence[Piece]) -> tuple[Piece | None, int]:
    """The label that print before figures makes with the pieces right behind them, and how many these are."""
    text = piece.text
    for count, part in enumerate(following, 1):
        if not part.is_text:
            break
        text += part.text
        whole = joined_name(piece, text, look_up(text))
        if whole is not None:
            return whole, count
    return None, 0


def _tokens(begin: int, end: int, reading: Reading) -> Iterator[_Token]:
    """The print of a block between white space and bars; from where cells were run together, taken apart."""
    apart = False
    printed = reading.text[begin:end]
    if _is_whole(printed) and not is_run_together(printed):
        yield begin, end, printed, False
        return
    pages = [m.span() for m in _PAGE_NUMBER.finditer(reading.text, begin, end) if _is_alone(m)]
    for match in _TOKEN.finditer(reading.text, begin, end):
        if pages and any(a <= match.start() < b for a, b in pages):
            continue
        apart = apart or is_run_together(match[0])
        if apart:
            yield from _taken_apart(match[0], match.start())
        else:
            yield match.start(), match.end(), match[0], False


def _is_whole(printed: str) -> bool:
    """Whether print is one token for sure: most paragraphs of prose are."""
    return printed.split(None, 1) == [printed] and "|" not in printed and printed[0] not in _BEFORE_PAGE


def _is_alone(match: re.Match[str]) -> bool:
    """Whether nothing but bars stands beside it in its line."""
    text = match.string
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after = text[match.end() : (text.find("\n", match.end()) + 1 or len(text) + 1) - 1]
    return not (before + after).strip(" \t\r|")


def _taken_apart(text: str, offset: int) -> Iterator[_Token]:
    """The pieces of a run of print; its sentences of prose stay whole."""
    for sentence in _SENTENCE.finditer(text):
        start, printed = offset + sentence.start(), sentence[0]
        if len(printed) > LONGEST_LABEL_PIECE and not is_run_together(printed):
            yield start, start + len(printed), printed, True
        else:
            yield from ((start + a, start + b, printed[a:b], True) for a, b in exploded(printed))


def _figure(text: str, glued: bool) -> Figure:
    """The figure that running print may be; a numeral that was run together with words is none."""
    if len(text) > LONGEST_LABEL_PIECE or (glued and not text[-1].isascii() and not text[:1].isdigit()):
        return LABEL
    return cell_figure(text)


def _joined(tokens: list[_Token], position: int) -> tuple[int, tuple[Label, ...]]:
    """How many tokens from ``position`` make the longest label, and what it names; (1, ()) if none does."""
    first = tokens[position][2]
    if first.isdigit() or _begins_no_label(first) or not has_words(first):
        return 1, ()
    known, best, found = beginnings(), 1, look_up(first)
    joined = key(first)
    if joined not in known:
        return 1, found
    for further in range(position + 1, min(position + 12, len(tokens))):
        text = tokens[further][2]
        if len(text) > _HEAD and joined + words(text[:_HEAD]) not in known:
            break
        more = words(text)
        joined += more
        if not more or joined not in known:
            break
        labels = look_up(joined)
        if labels and "." not in labels[0].code:  # 行政复议 before 结果维持 stands over it
            best, found = further - position + 1, labels
    return best, found


_HEAD = 24
"""Characters at the beginning of long print that tell whether a label begins there."""


def _begins_no_label(text: str) -> bool:
    """True for prose whose first words, brackets and years aside, begin no label of a form: most sentences."""
    head = text[:_HEAD]
    if len(text) <= _HEAD or "(" in head or "[" in head:
        return False
    if _HAN_WORD.match(head) and head[:2].replace("覆", "复") not in beginnings():
        return True
    begun = key(head)
    yeared = head[0].isdigit() and len(begun) <= LONGEST_YEARED
    return bool(begun) and begun not in beginnings() and not yeared
