"""HTML → visible text with the place in the file of every character, and grids.

A tokenizer over the decoded file and a small state machine; there is no tree, so nothing recurses. It follows the HTML standard where
that matters for what a reader of the page sees: implied end tags, character references, collapsed white space, raw text elements,
tables in tables, and row and column spans with the standard's limits.

In the visible text a block ends a line, ``<br>`` is a line break, a tab parts the cells of a row and a line break its rows; each
of these stands for the tag that causes it, so it has a place in the file as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from html import unescape

from audit.model import Block, Document, Grid, Paragraph
from audit.read.grids import Row, grids
from audit.read.places import MappedPlaces

ATTRIBUTES = r"""(?:[^>=]++|=[ \t\r\n\f]*+(?:"[^"]*+"|'[^']*+')?+)*+"""
INLINE = "span|font|o:p|strong|b|a|i|u|em|small|sub|sup|label|s|ins|del|code"
RAW = "script|style|noscript|textarea|template|iframe|noembed|noframes|xmp"
TOKEN = re.compile(
    rf"""(?:</?(?:{INLINE})(?=[\s/>]){ATTRIBUTES}>)*+
    (?:
        (?P<plain>[^<&\ \t\r\n\f]++)
      | (?P<rough>[^<]++)
      | <(?P<raw>{RAW})(?=[\s/>]){ATTRIBUTES}>[^<]*+(?:<(?!/(?P=raw)[\s/>])[^<]*+)*+(?:</(?P=raw){ATTRIBUTES}>)?+
      | <title(?=[\s/>]){ATTRIBUTES}>(?P<title>[^<]*+(?:<(?!/title[\s/>])[^<]*+)*+)(?:</title{ATTRIBUTES}>)?+
      | <(?P<tag>/?[a-z][^\s/>]*+)(?P<attributes>{ATTRIBUTES})>
      | <!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>)?+)
      | <(?:[!?]|/(?![a-z]))[^>]*+>
      | (?P<cut><[a-z/!?].*+)
      | (?P<less><)
      | \Z
    )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
SPACE = " \t\r\n\f"
SPECIAL = re.compile(
    r"&(?:\#[0-9]{1,30};?|\#x[0-9a-f]{1,30};?|[a-z][a-z0-9]{0,39};?)|[ \t\r\n\f]+", re.IGNORECASE
)
SPAN = re.compile(r"""(?<![^\s"'/])(col|row)span\s*=\s*["']?\s*\+?([0-9]{1,9})""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
LINE = re.compile(r"[^\n\t]+")

LAYOUT_CELL = 500
"""No cell of a form holds so much text: a row with a longer one only lays out the page, and is read as paragraphs."""

BREAKING = (
    "p div br li ul ol dl dt dd section article header footer main nav aside center blockquote hr form fieldset figure figcaption "
    "address body html option select details summary legend dir menu optgroup"
).split()
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class _Page:
    """The state of one pass over a file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.runs: list[int] = []
        self.length = 0
        """Characters shown so far."""
        self.edge = 0
        """Where the last separator ended: white space and breaks right there show nothing."""
        self.gap: tuple[str, int, int] | None = None
        """A space or line break that shows once more text follows, and the tag or white space it stands for."""
        self.table: _Table | None = None
        self.outer: list[_Table | None] = []
        self.closed: list[_Table] = []
        self.loose = False
        """In a table, but in none of its cells."""
        self.pre = False
        self.heading_from: int | None = None
        self.headings: list[tuple[int, int]] = []
        self.properties: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.complete = True
        self.images = 0

    def walk(self) -> None:
        """One pass over the tokens."""
        show, rough, actions = self.show, self.rough, ACTIONS
        for token in TOKEN.finditer(self.source):
            kind = token.lastgroup
            if kind == "attributes":
                name = token["tag"]
                action = actions.get(name) or actions.get(name.lower())
                if action:
                    action(self, token)
            elif kind == "plain":
                show(token[1], *token.span(1))
            elif kind == "rough":
                rough(token[2], token.start(2))
            else:
                self.other(token, kind)
        self.finish()

    def show(self, shown: str, start: int, end: int) -> None:
        """Append ``shown``, which stands for ``source[start:end]``, after the gap before it."""
        if self.loose and not self.stray(shown):
            return
        position = self.length
        if self.gap is not None:
            character, gap_start, gap_end = self.gap
            self.gap = None
            if position != self.edge:
                self.pieces.append(character)
                self.runs += (position, gap_start, gap_end)
                position += 1
        self.pieces.append(shown)
        self.runs += (position, start, end)
        self.length = position + len(shown)

    def rough(self, raw: str, start: int) -> None:
        """Show text with white space or character references in it."""
        done = 0
        for match in SPECIAL.finditer(raw):
            found, at = match[0], match.start()
            decoded = unescape(found) if found[0] == "&" else " "
            if decoded == found or (self.pre and decoded == " "):
                continue
            if at > done:
                self.show(raw[done:at], start + done, start + at)
            done = match.end()
            if decoded.strip(SPACE):
                self.show(decoded, start + at, start + done)
            elif self.gap is None:
                self.gap = (" ", start + at, start + done)
        if done < len(raw):
            self.show(raw[done:], start + done, start + len(raw))

    def stray(self, shown: str) -> bool:
        """Text in a table but in no cell: blank, it shows nothing; after a cell it joins that; else it interrupts the rows."""
        if not shown.strip():
            return False
        table = self.table
        if table.row is not None:
            table.cell = table.row.cells[-1]
            self.loose = False
        elif table.segments[-1]:
            table.segments.append([])
        return True

    def other(self, token: re.Match[str], kind: str | None) -> None:
        """Raw text, title, comment, a lone ``<`` or a tag that the file ends in."""
        if kind == "less":
            self.show("<", token.end() - 1, token.end())
        elif kind == "title":
            self.properties.append(("title", " ".join(unescape(token["title"]).split())))
        if kind == "cut" or (token.end() == len(self.source) and UNCLOSED[kind](token)):
            self.cut("the file ends inside a tag, comment or script")

    def cut(self, note: str) -> None:
        """Remember that the file is not whole."""
        self.complete = False
        self.notes.append(note)

    def line_end(self, token: re.Match[str]) -> None:
        """A tag that ends the line."""
        if self.gap is None or self.gap[0] != "\n":
            self.gap = ("\n", token.start("tag") - 1, token.end())

    def heading(self, token: re.Match[str]) -> None:
        """A heading starts."""
        self.line_end(token)
        self.heading_from = self.length

    def end_heading(self, token: re.Match[str]) -> None:
        """A heading ends."""
        self.line_end(token)
        if self.heading_from is not None:
            self.headings.append((self.heading_from, self.length))
        self.heading_from = None

    def preformatted(self, token: re.Match[str]) -> None:
        """``<pre>`` or ``</pre>``."""
        self.line_end(token)
        self.pre = not token["tag"].startswith("/")

    def image(self, token: re.Match[str]) -> None:
        """A picture; nothing is shown for it."""
        self.images += 1

    def meta(self, token: re.Match[str]) -> None:
        """A named ``<meta>`` is a property of the file."""
        found = {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
            for match in ATTRIBUTE.finditer(token["attributes"])
        }
        name = found.get("name") or found.get("property")
        if name and "content" in found:
            self.properties.append((f"meta:{name}", " ".join(found["content"].split())))

    def start_table(self, token: re.Match[str]) -> None:
        """``<table>``; between the cells of another table it ends that first."""
        if self.table is not None and self.table.cell is None:
            self.end_table(token)
        self.line_end(token)
        self.outer.append(self.table)
        self.table = _Table()
        self.loose = True

    def end_table(self, token: re.Match[str]) -> None:
        """``</table>``."""
        self.line_end(token)
        if self.table is not None:
            self.close_table()

    def close_table(self) -> None:
        """Put the innermost table away and go on in the cell that holds it."""
        inner = self.table
        self.end_row_here()
        self.closed.append(inner)
        self.table = self.outer.pop()
        self.loose = False
        if self.table is not None and inner.states_cells():
            self.table.row.layout = True

    def group(self, token: re.Match[str]) -> None:
        """A row group starts or ends: no span crosses it."""
        self.row(token)
        if self.table is not None:
            self.table.groups += 1

    def row(self, token: re.Match[str]) -> None:
        """A row starts or ends; it counts once it has a cell."""
        self.line_end(token)
        if self.table is not None:
            self.end_row_here()

    def end_row_here(self) -> None:
        """End tags of cell and row, said or implied."""
        self.end_cell_here()
        self.table.row = None

    def end_cell(self, token: re.Match[str]) -> None:
        """``</td>`` or ``</th>``."""
        self.line_end(token)
        if self.table is not None:
            self.end_cell_here()

    def end_cell_here(self) -> None:
        """The open cell, if any, ends with the text shown so far."""
        table = self.table
        self.loose = True
        if table.cell is not None:
            table.cell[1] = self.length
            table.row.layout |= self.length - table.cell[0] > LAYOUT_CELL
            table.cell = None

    def cell(self, token: re.Match[str]) -> None:
        """``<td>`` or ``<th>``; one outside any table starts a table, as in a page cut out of its frame."""
        if self.table is None:
            self.start_table(token)
        table = self.table
        self.end_cell_here()
        self.loose = False
        separator = "\n" if table.row is None else "\t"
        if table.row is None:
            table.row = Row(table.groups)
            table.segments[-1].append(table.row)
        self.gap = None
        if self.length:
            self.pieces.append(separator)
            self.runs += (self.length, token.start("tag") - 1, token.end())
            self.length += 1
        self.edge = self.length
        table.cell = [self.length, self.length, *_spans(token["attributes"])]
        table.row.cells.append(table.cell)

    def finish(self) -> None:
        """The file ends: so do the tables that are still open."""
        if self.table is not None:
            self.cut("the file ends inside a table")
        while self.table is not None:
            self.close_table()

    def grids(self, text: str) -> Iterator[Grid]:
        """The grids of all tables, in no order."""
        for table in self.closed:
            for rows in table.segments:
                for grid in grids(rows, text):
                    if grid is None:
                        self.cut("a table with too many spanned positions is read as lines")
                    else:
                        yield grid


class _Table:
    """A table. ``segments`` are runs of rows that text outside any cell interrupts."""

    __slots__ = ("cell", "groups", "row", "segments")

    def __init__(self) -> None:
        self.segments: list[list[Row]] = [[]]
        self.row: Row | None = None
        self.cell: list[int] | None = None
        self.groups = 0

    def states_cells(self) -> bool:
        """Whether it is more than a frame around one piece of text."""
        rows = [row for segment in self.segments for row in segment]
        return any(row.layout or len(row.cells) > 1 for row in rows)


ACTIONS: dict[str, Callable[[_Page, re.Match[str]], None]] = {
    **{edge + name: _Page.line_end for name in BREAKING for edge in ("", "/")},
    **dict.fromkeys(HEADINGS, _Page.heading),
    **{"/" + name: _Page.end_heading for name in HEADINGS},
    **dict.fromkeys(("pre", "/pre"), _Page.preformatted),
    **dict.fromkeys(("td", "th"), _Page.cell),
    **dict.fromkeys(("/td", "/th"), _Page.end_cell),
    **dict.fromkeys(("tr", "/tr", "caption", "/caption"), _Page.row),
    **dict.fromkeys(("tbody", "thead", "tfoot", "/tbody", "/thead", "/tfoot"), _Page.group),
    "table": _Page.start_table,
    "/table": _Page.end_table,
    **dict.fromkeys(("img", "image"), _Page.image),
    "meta": _Page.meta,
}
UNCLOSED: dict[str | None, Callable[[re.Match[str]], bool]] = {
    None: lambda token: "<!--" in token[0] and not token[0].endswith((">")),
    "less": lambda token: False,
    "raw": lambda token: not re.search(r"</[a-z]+[^<>]*>\Z", token[0][-200:], re.IGNORECASE),
    "title": lambda token: token.end() == token.end("title"),
}


def _spans(attributes: str) -> tuple[int, int]:
    """Column span and row span that the attributes of a cell state, 1 where they state none."""
    columns = rows = 1
    if "pan" in attributes or "PAN" in attributes:
        for match in SPAN.finditer(attributes):
            if match[1].lower() == "col":
                columns = int(match[2])
            else:
                rows = int(match[2])
    return columns, rows


def _blocks(text: str, tables: list[Grid], headings: list[tuple[int, int]]) -> Iterator[Block]:
    done = 0
    for grid in tables:
        yield from _paragraphs(text, done, grid.start, headings)
        yield grid
        done = grid.end
    yield from _paragraphs(text, done, len(text), headings)


def _paragraphs(text: str, start: int, end: int, headings: list[tuple[int, int]]) -> Iterator[Paragraph]:
    for match in LINE.finditer(text, start, end):
        first, last = match.span()
        if match[0].strip():
            at = bisect_right(headings, (first, len(text))) - 1
            yield Paragraph(first, last, heading=at >= 0 and last <= headings[at][1])


def read_html(source: str, *, encoding: str | None, notes: tuple[str, ...] = ()) -> Document:
    """The document of an HTML page or fragment."""
    page = _Page(source)
    page.walk()
    text = "".join(page.pieces)
    tables = sorted(page.grids(text), key=lambda grid: (grid.start, grid.end))
    return Document(
        text=text,
        blocks=tuple(_blocks(text, tables, page.headings)),
        places=MappedPlaces(source, len(text), page.runs),
        format="html",
        encoding=encoding,
        properties=tuple(page.properties),
        notes=(*notes, *page.notes),
        complete=page.complete,
        images=page.images,
    )
