"""HTML → visible text with the place in the file of every character, and grids.

A small state machine over the tokens of the file; there is no tree, so nothing recurses. It follows the HTML
standard where that matters for what a reader of the page sees: implied end tags, character references,
collapsed white space, elements without markup, tables in tables, and row and column spans with the standard's
limits.

In the visible text a block ends a line, ``<br>`` is a line break, a tab parts the cells of a row and a line
break its rows; each of these stands for the tag that causes it, so it has a place in the file as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from html import unescape

from audit.model import Block, Document, Grid, Paragraph
from audit.read.grids import Row, grids, splice
from audit.read.markup import (
    APART,
    ATTRIBUTES,
    BLANK,
    CELL,
    CELL_TEXT,
    COMMENT,
    CUT,
    LESS,
    NAME,
    PLAIN,
    RAW,
    ROUGH,
    attributes,
    hidden_end,
    hidden_spans,
    is_hidden,
    raw_end,
    spans,
    specials,
    tokens_of,
    tokens_with_classes,
    unshown_classes,
)
from audit.read.places import MappedPlaces

LINE = re.compile(r"[^\n\t]+")
MARKED_LINES = re.compile(r"<(?:html|body|p|div|br|li)[\s/>]", re.IGNORECASE)
"""Tags that say where lines end; in a file without any outside its tables, its own line ends count."""

FOLD = "fold"
WIDE = re.compile(
    "[\u2014-\u201d\u2026\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
"""Characters as wide as high, and the quotation marks, dashes and dots that Chinese sets as wide."""
LAYOUT_CELL = 500
"""No cell of a form holds so much text: a row with a longer one lays out the page; its text is paragraphs."""

BREAKING = (
    *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "dir", "menu", "center", "blockquote"),
    *("section", "article", "header", "footer", "main", "nav", "aside", "figure", "figcaption", "address"),
    *("form", "fieldset", "legend", "details", "summary", "select", "option", "optgroup"),
    *("html", "head", "body"),
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


FIGURE_SIGNS = tuple("-0123456789")
FIXED = re.compile(r"(?<![^\s\"'])(?:readonly|disabled)(?![^\s=/])", re.IGNORECASE)
"""What states that a form field cannot be filled in."""
OBJECT = "\ufffc"
"""Stands for the picture or form field that a cell shows in place of text."""


class _Page:
    """The state of one pass over a file."""

    def __init__(self, source: str, *, keep_lines: bool = False) -> None:
        self.source = source
        self.unshown = unshown_classes(source) if "<style" in source else frozenset()
        """Classes that a style sheet in the page hides."""
        self.tokens = tokens_with_classes() if self.unshown else tokens_of(source)
        self.keep_lines = keep_lines
        """Line ends outside tables are shown, as in Markdown that holds tables of HTML."""
        self.pieces: list[str] = []
        self.runs: list[int] = []
        self.length = 0
        """Characters shown so far."""
        self.edge = 0
        """Where the open cell starts, 0 outside of cells: white space and breaks right there show nothing."""
        self.gap: tuple[str, int, int] | None = None
        """A space or line break to show once more text follows, and the tag or white space it stands for."""
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
        self.object: tuple[int, int, int] | None = None
        """The last picture or form field: how much was shown before it, and where it stands."""
        self.apart_until = 0
        """Where the element ends that is struck out or raised."""

    def walk(self) -> None:
        """One pass over the tokens; it starts anew after an element whose content is no markup."""
        position: int | None = 0
        while position is not None:
            position = self.walk_from(position)
        self.finish()

    def walk_from(self, position: int) -> int | None:
        """Take tokens from ``position``; returns where to go on, None at the end."""
        for token in self.tokens.finditer(self.source, position):
            kind = token.lastindex
            if kind == CELL_TEXT:
                self.cell(token)
            elif kind == PLAIN:
                self.show(token[PLAIN], token.start(PLAIN), token.end())
            elif kind == ATTRIBUTES:
                name = token[NAME]
                action = ACTIONS.get(name) or ACTIONS.get(name.lower())
                if action is not None:
                    resume = action(self, token)
                    if resume is not None:
                        return resume
            elif kind == ROUGH:
                self.rough(token[ROUGH], token.start(ROUGH))
            elif kind is not None:
                self.oddity(token, kind)
        return None

    def show(self, shown: str, start: int, end: int) -> None:
        """Append ``shown``, which stands for ``source[start:end]``, after the gap before it."""
        if self.loose and not self.stray(shown):
            return
        position = self.length
        if self.gap is not None:
            character, gap_start, gap_end = self.gap
            self.gap = None
            if position == self.edge:
                character = ""
            elif character == FOLD:
                character = _joint(self.pieces[-1][-1], shown[0])
            if character:
                self.pieces.append(character)
                self.runs += (position, gap_start, gap_end)
                position += 1
        self.pieces.append(shown)
        self.runs += (position, start, end)
        self.length = position + len(shown)

    def rough(self, raw: str, start: int) -> None:
        """Show text with white space or character references in it."""
        done = 0
        for decoded, at, end in specials(raw):
            if self.pre and raw[at] != "&":
                continue
            if at > done:
                self.show(raw[done:at], start + done, start + at)
            done = end
            if decoded == " ":
                self.space(raw[at:end], start + at, start + end)
            elif decoded:
                self.show(decoded, start + at, start + end)
        if done < len(raw):
            self.show(raw[done:], start + done, start + len(raw))

    def space(self, raw: str, start: int, end: int) -> None:
        """White space: a space, unless a line ends there anyway; where it folds a line of the file, see _joint."""
        if self.keep_lines and self.table is None and "\n" in raw:
            self.gap = ("\n", start, end)
        elif self.gap is None:
            self.gap = (FOLD if "\n" in raw or "\r" in raw else " ", start, end)

    def stray(self, shown: str) -> bool:
        """Text in a table but in no cell: is it shown? It joins the cell before, or interrupts the rows."""
        table = self.table
        if table is None or not shown.strip():
            return False
        if table.row is not None:
            table.cell = table.row.cells[-1]
            self.loose = False
        elif table.segments[-1]:
            table.segments.append([])
        return True

    def oddity(self, token: re.Match[str], kind: int) -> None:
        """A lone ``<``, or a tag or comment, which must not go on to the end of the file."""
        if kind == LESS:
            self.show("<", token.end() - 1, token.end())
        elif kind == CUT or (kind == COMMENT and not token[COMMENT].endswith(">")):
            self.cut("the file ends inside a tag or comment")

    def raw(self, token: re.Match[str]) -> int:
        """An element whose content is not shown; a title is a property of the file."""
        name = token[NAME].lower()
        end = raw_end(self.source, name, token.end())
        if end is None:
            self.cut(f"the file ends inside <{name}>")
            return len(self.source)
        if name == "title":
            self.properties.append(("title", " ".join(unescape(self.source[token.end() : end[0]]).split())))
        return end[1]

    def cut(self, note: str) -> None:
        """Remember that the file is not whole."""
        self.complete = False
        self.notes.append(note)

    def line_end(self, token: re.Match[str]) -> None:
        """A tag that ends the line."""
        if self.gap is None or self.gap[0] != "\n":
            self.gap = ("\n", token.start(NAME) - 1, token.end())

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
        self.pre = not token[NAME].startswith("/")

    def image(self, token: re.Match[str]) -> None:
        """A picture; nothing is shown for it."""
        self.images += 1
        self.field(token)

    def field(self, token: re.Match[str]) -> None:
        """Something that shows other than text; a cell with nothing else is not blank."""
        self.object = (self.length, token.start(NAME) - 1, token.end())

    def input(self, token: re.Match[str]) -> None:
        """A form field; one in a cell that nobody can fill in shows the figure that it has."""
        self.field(token)
        stated = token[ATTRIBUTES]
        if self.table is not None and self.table.cell is not None and FIXED.search(stated):
            named = attributes(stated)
            value = named.get("value", "").strip()
            if value[:1] in FIGURE_SIGNS and named.get("type", "text").lower() in ("text", "number"):
                self.show(value, token.start(NAME) - 1, token.end())

    def apart(self, token: re.Match[str]) -> None:
        """Struck out, raised or lowered print: it is no digit of the figure beside it."""
        if self.gap is None:
            self.gap = (" ", token.start(NAME) - 1, token.end())

    def inline(self, token: re.Match[str]) -> int | None:
        """An inline element that the page hides is passed over; one that it strikes out or raises stands apart."""
        name, stated = token[NAME], token[ATTRIBUTES]
        if name.startswith("/"):
            return None
        if is_hidden(stated) or (self.unshown and self.is_unshown(stated)):
            return hidden_end(self.source, name, token.end())
        if APART.search(stated):
            self.apart(token)
            end = hidden_end(self.source, name, token.end())
            if end is not None:
                self.apart_until = max(self.apart_until, end)
                self.show = self.show_after  # type: ignore[method-assign]
        return None

    def is_unshown(self, stated: str) -> bool:
        """Whether the style sheet hides an element with these attributes in a cell; outside, a script may show it."""
        in_cell = self.table is not None and self.table.cell is not None
        return in_cell and not self.unshown.isdisjoint(attributes(stated).get("class", "").split())

    def show_after(self, shown: str, start: int, end: int) -> None:
        """``show`` while an element that stands apart is open: the print after it does so, too."""
        if start >= self.apart_until:
            del self.show
            if self.gap is None:
                self.gap = (" ", self.apart_until - 1, self.apart_until)
        _Page.show(self, shown, start, end)

    def meta(self, token: re.Match[str]) -> None:
        """A named ``<meta>`` is a property of the file."""
        found = attributes(token[ATTRIBUTES])
        name = found.get("name") or found.get("property")
        if name and "content" in found:
            self.properties.append((f"meta:{name}", " ".join(found["content"].split())))

    def start_table(self, token: re.Match[str]) -> None:
        """``<table>``; between the cells of another table it ends that first."""
        if self.table is not None and self.table.cell is None:
            self.end_table(token)
        self.line_end(token)
        self.open_table()

    def open_table(self) -> _Table:
        """A new innermost table."""
        self.outer.append(self.table)
        self.table = table = _Table()
        self.loose = True
        return table

    def end_table(self, token: re.Match[str]) -> None:
        """``</table>``."""
        self.line_end(token)
        if self.table is not None:
            self.close_table(self.table)

    def close_table(self, inner: _Table) -> None:
        """Put the innermost table away and go on in the cell that holds it."""
        self.end_row_here(inner)
        self.closed.append(inner)
        holder = self.table = self.outer.pop()
        self.loose = False
        if holder is not None and holder.row is not None and inner.states_cells():
            holder.row.layout = True
            holder.row.inner += inner.segments

    def group(self, token: re.Match[str]) -> None:
        """A row group starts or ends: no span crosses it."""
        self.row(token)
        if self.table is not None:
            self.table.groups += 1

    def row(self, token: re.Match[str]) -> None:
        """A row starts or ends; it counts once it has a cell."""
        self.line_end(token)
        if self.table is not None:
            self.end_row_here(self.table)

    def end_row_here(self, table: _Table) -> None:
        """End tags of cell and row, said or implied."""
        self.end_cell_here(table)
        table.row = None

    def end_cell(self, token: re.Match[str]) -> None:
        """``</td>`` or ``</th>``."""
        self.line_end(token)
        if self.table is not None:
            self.end_cell_here(self.table)

    def end_cell_here(self, table: _Table) -> None:
        """The open cell, if any, ends with the text shown so far."""
        self.loose = True
        if table.cell is not None and table.row is not None:
            if self.object is not None and self.length == table.cell[0] == self.object[0]:
                self.gap = None
                self.loose = False
                self.show(OBJECT, *self.object[1:])
                self.loose = True
            table.cell[1] = self.length
            table.row.layout |= self.length - table.cell[0] > LAYOUT_CELL
            table.cell = None
            self.edge = 0

    def cell(self, token: re.Match[str]) -> None:
        """``<td>`` or ``<th>`` and the text right after it; outside any table, a table starts."""
        stated, printed = token.group(CELL, CELL_TEXT)
        table, length = self.table or self.open_table(), self.length
        row, before = table.row, table.cell
        if before is not None:
            if self.object is None and row is not None and length - before[0] <= LAYOUT_CELL:
                before[1] = length  # what end_cell_here does to a usual cell
            else:
                self.end_cell_here(table)
                length = self.length
        separator = "\t"
        if row is None:
            separator = "\n"
            row = table.row = Row(table.groups)
            table.segments[-1].append(row)
        self.loose = False
        self.gap = None
        text = "\u00a0" if printed == BLANK else printed
        if length:
            self.pieces.append(separator + text)
            end = token.end(CELL)
            self.runs += (length, end - len(stated) - 3, end + 1)
            length += 1
        elif text:
            self.pieces.append(text)
        self.edge = length
        table.cell = cell = (
            [length, length, *spans(stated)] if "pan" in stated or "PAN" in stated else [length, length, 1, 1]
        )
        row.cells.append(cell)
        if text:
            last = token.end()
            self.runs += (length, last - len(printed), last)
            length += len(text)
        self.length = length

    def finish(self) -> None:
        """The file ends: so do the tables that are still open."""
        if self.table is not None:
            self.cut("the file ends inside a table")
        while self.table is not None:
            self.close_table(self.table)

    def grids(self, text: str) -> Iterator[Grid]:
        """The grids of all tables, in no order."""
        for table in self.closed:
            for rows in table.segments:
                splice(rows, text)
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


ACTIONS: dict[str, Callable[[_Page, re.Match[str]], int | None]] = {
    **{edge + name: _Page.line_end for name in BREAKING for edge in ("", "/")},
    **dict.fromkeys(HEADINGS, _Page.heading),
    **{"/" + name: _Page.end_heading for name in HEADINGS},
    **dict.fromkeys(("pre", "/pre"), _Page.preformatted),
    **dict.fromkeys(("/td", "/th"), _Page.end_cell),
    **dict.fromkeys(("tr", "/tr", "caption", "/caption"), _Page.row),
    **dict.fromkeys(("tbody", "thead", "tfoot", "/tbody", "/thead", "/tfoot"), _Page.group),
    "table": _Page.start_table,
    "/table": _Page.end_table,
    **dict.fromkeys(("img", "image"), _Page.image),
    "input": _Page.input,
    **dict.fromkeys(("select", "object", "svg", "canvas", "embed"), _Page.field),
    **{edge + name: _Page.apart for name in ("s", "strike", "del", "sup", "sub") for edge in ("", "/")},
    **dict.fromkeys(("span", "font", "a", "b", "i", "u", "em", "strong"), _Page.inline),
    "meta": _Page.meta,
    **dict.fromkeys(RAW, _Page.raw),
}


def _joint(before: str, after: str) -> str:
    """What shows where the file folds a line: nothing between two wide characters, else a space (CSS Text 3, 4.1.3)."""
    return "" if WIDE.match(before) and WIDE.match(after) else " "


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
            at = bisect_right(headings, (first, len(text))) - 1 if headings else -1
            yield Paragraph(first, last, heading=at >= 0 and last <= headings[at][1])


def _keeps_lines(source: str) -> bool:
    """Whether no tag outside of tables says where lines end; text that begins with a tag is a page."""
    if MARKED_LINES.search(source) is None:
        return True
    if source.lstrip()[:1] in ("<", ""):
        return False
    done = 0
    while (start := source.find("<table", done)) >= 0:
        if MARKED_LINES.search(source, done, start):
            return False
        done = source.find("</table", start)
        if done < 0:
            return True
    return MARKED_LINES.search(source, done) is None


def read_html(source: str, *, encoding: str | None, notes: tuple[str, ...] = ()) -> Document:
    """The document of an HTML page or fragment, or of text with tables of HTML in it."""
    page = _Page(source, keep_lines=_keeps_lines(source))
    page.walk()
    text = "".join(page.pieces)
    places = MappedPlaces(source, len(text), page.runs)
    tables = sorted(page.grids(text), key=lambda grid: (grid.start, grid.end))
    return Document(
        text=text,
        blocks=tuple(_blocks(text, tables, page.headings)),
        places=places,
        format="html",
        encoding=encoding,
        properties=tuple(page.properties),
        notes=(*notes, *page.notes),
        complete=page.complete,
        images=page.images,
        hidden=lambda: [places.visible_range(*span) for span in hidden_spans(source)],
    )
