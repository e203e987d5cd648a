"""The events of the parts of a DOCX → visible text, addresses, lines and tables.

There is no tree, so nothing recurses. Every element that matters has one method; the tables at the end say
which. What stands in elements without a method is read as if they were not there.

Source: ECMA-376 part 1, 17 (WordprocessingML) and 22.1 (math), transitional and strict; part 3, 10
(alternative content).
"""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from audit.errors import UnreadableFile
from audit.read.addresses import Addresses
from audit.read.numbering import Counter, small
from audit.read.styles import DEEPEST, Styles
from audit.read.wordtable import Misplaced, WordTable, columns
from audit.read.xmlpart import Attributes, parse

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_VML = "urn:schemas-microsoft-com:vml"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SPACE_KEPT = "http://www.w3.org/XML/1998/namespace space"

RAISED = 4
"""Half points by which print is moved out of its line for a reason."""
DEEPEST_TABLE = 40
"""Tables that may stand in each other."""

_OFF = ("0", "false", "off")
_AS_USUAL = (*_OFF, "baseline")
"""Values of properties of a run that leave it in its line and whole."""
_LINE = re.compile(r"[^\n]+")
_BREAKS = re.compile(r"[\r\n\t]+")
_CODE = re.compile("[0-9A-Fa-f]{2,4}")


@dataclass(slots=True)
class _Paragraph:
    """What is known of a paragraph while it is read.

    ``covered`` : it stands in a cell that is part of another and is not shown. ``hidden`` : nor is the run at
    hand. ``joins`` : its end mark is deleted, so that the next paragraph
    goes on in the same line. ``apart`` : the run at hand is raised, lowered or struck out; ``was_apart`` : so was the
    one before. ``outline``, ``list_id``, ``level`` : None where it leaves them to its style.
    """

    number: int
    covered: bool = False
    pieces: list[str] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    list_id: str | None = None
    level: int | None = None
    in_properties: bool = False
    hidden: bool = False
    joins: bool = False
    apart: bool = False
    was_apart: bool = False


class Story:
    """The visible text of a document, part after part, while it is put together.

    ``lines`` : (start, end, heading) of every line of a paragraph; ``tables`` : all that are whole;
    ``seen`` : how many of the things that notes tell of.
    """

    def __init__(self, styles: Styles, counter: Counter) -> None:
        self.styles = styles
        self.counter = counter
        self.pieces: list[str] = []
        self.length = 0
        self.pending = ""
        """The separator to write before the next line."""
        self.addresses = Addresses()
        self.lines: list[tuple[int, int, bool]] = []
        self.tables: list[WordTable] = []
        self.seen: Tally[str] = Tally()
        self._begin_part("")

    def read(self, part: str, data: bytes) -> None:
        """Read one part; its text goes after what has been read. Raises UnreadableFile."""
        self._begin_part(part)
        try:
            parse(data, part, self._start, self._end, self._characters)
        except Misplaced as fault:
            raise UnreadableFile(
                f"its part {part} has {fault}", "open it in its program and save it again"
            ) from None

    def _begin_part(self, part: str) -> None:
        """Addresses count anew in every part."""
        self.part = part
        self.use(TRANSITIONAL)
        self.paragraph: _Paragraph | None = None
        self.outer_paragraphs: list[_Paragraph | None] = []
        self.table: WordTable | None = None
        self.outer_tables: list[WordTable | None] = []
        self.paragraphs_begun = self.tables_begun = 0
        self.choices: list[bool] = []
        """For each open set of alternatives, whether one has been shown."""
        self.fields: list[bool] = []
        """For each open field, whether we are in its code."""
        self.in_code = 0
        """How many of them are True."""
        self.taken: list[str] | None = None
        self.keep_space = False
        self.skipped = 0
        """Depth inside an element that is not shown."""

    def use(self, namespace: str) -> None:
        """The part is written in this dialect."""
        self.namespace = namespace
        self.value = f"{namespace} val"

    def _start(self, name: str, attributes: Attributes) -> None:
        if self.skipped:
            self.skipped += 1
            return
        action = STARTS.get(name)
        if action is not None:
            action(self, attributes)

    def _end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        action = ENDS.get(name)
        if action is not None:
            action(self)

    def _characters(self, text: str) -> None:
        if self.taken is not None:
            self.taken.append(text)

    def skip(self, _: Attributes | None = None) -> None:
        """Nothing of this element is shown."""
        self.skipped = 1

    def count(self, what: str) -> None:
        """Remember that the document has one more of this."""
        self.seen[what] += 1

    # Text

    def start_text(self, attributes: Attributes) -> None:
        """``w:t`` and its like."""
        self.taken = []
        self.keep_space = attributes.get(_SPACE_KEPT) == "preserve"

    def end_text(self) -> None:
        """The text is whole: show it."""
        text = _BREAKS.sub(" ", "".join(self.taken or ()))
        self.taken = None
        self.show(text if self.keep_space else text.strip(" "))

    def show(self, text: str) -> None:
        """Add ``text`` to the paragraph unless it is hidden or the code of a field."""
        paragraph = self.paragraph
        if paragraph is None or not text:
            return
        if paragraph.hidden:
            self.seen["hidden"] += 1
        elif not self.in_code:
            if paragraph.apart != paragraph.was_apart:
                paragraph.was_apart = paragraph.apart
                if paragraph.pieces and text[0].isdecimal() and not paragraph.pieces[-1][-1].isspace():
                    paragraph.pieces.append(" ")
            paragraph.pieces.append(text)

    def symbol(self, attributes: Attributes) -> None:
        """``w:sym``: a character of a symbol font."""
        code = attributes.get(f"{self.namespace} char", "")
        if _CODE.fullmatch(code) and not 0xD800 <= int(code, 16) < 0xE000:
            self.show(chr(int(code, 16)))

    def word_art(self, attributes: Attributes) -> None:
        """``v:textpath``: the text of a WordArt."""
        self.show(" ".join(attributes.get("string", "").split()))

    def field_mark(self, attributes: Attributes) -> None:
        """``w:fldChar``: a field has code, then its result."""
        kind = attributes.get(f"{self.namespace} fldCharType")
        if kind == "begin":
            self.fields.append(True)
            self.in_code += 1
        elif self.fields and kind in ("separate", "end"):
            self.in_code -= self.fields.pop()
            if kind == "separate":
                self.fields.append(False)

    def start_run(self, _: Attributes) -> None:
        """``w:r``."""
        if self.paragraph is not None:
            self.paragraph.hidden = self.paragraph.apart = False

    def vanish(self, attributes: Attributes) -> None:
        """``w:vanish``: the text of the run is hidden."""
        if self.paragraph is not None and not self.paragraph.in_properties:
            self.paragraph.hidden = attributes.get(self.value, "1") not in _OFF

    def set_apart(self, attributes: Attributes) -> None:
        """Raised, lowered or struck out print, or a note's mark: it is no digit of the figure beside it."""
        paragraph = self.paragraph
        if paragraph is not None and not paragraph.in_properties:
            paragraph.apart |= attributes.get(self.value, "1") not in _AS_USUAL

    def moved_up(self, attributes: Attributes) -> None:
        """``w:position``: by so many half points."""
        value = attributes.get(self.value, "0").lstrip("-")
        if value.isdecimal() and len(value) < 6 and int(value) >= RAISED:
            self.set_apart({})

    # Changes and alternatives

    def inserted(self, _: Attributes) -> None:
        """``w:ins``, ``w:moveTo``: shown."""
        self.seen["changed"] += 1

    def deleted(self, _: Attributes) -> None:
        """``w:del``, ``w:moveFrom``: a run of text, the end mark of a paragraph, or a row."""
        self.seen["changed"] += 1
        if self.paragraph is not None and self.paragraph.in_properties:
            self.paragraph.joins = True
        elif self.table is not None and self.table.row is not None and self.table.row.in_properties:
            self.table.row.deleted = True
        self.skip()

    def deleted_cell(self, _: Attributes) -> None:
        """``w:cellDel``."""
        self.seen["changed"] += 1
        if self.table is not None:
            self.table.open_cell().deleted = True

    def start_alternatives(self, _: Attributes) -> None:
        """``mc:AlternateContent``."""
        self.choices.append(False)

    def end_alternatives(self) -> None:
        """The alternatives end."""
        self.choices.pop()

    def alternative(self, _: Attributes) -> None:
        """``mc:Choice`` or ``mc:Fallback``: the first is shown."""
        if self.choices and self.choices[-1]:
            self.skip()
        elif self.choices:
            self.choices[-1] = True

    # Paragraphs

    def start_paragraph(self, _: Attributes) -> None:
        """``w:p``; in a text box it stands inside another."""
        covered = self.table is not None and not self.in_shown_cell(self.table)
        if self.table is None:
            self.paragraphs_begun += 1
        elif covered and self.table.in_deleted():
            self.skip()
            return
        self.outer_paragraphs.append(self.paragraph)
        self.paragraph = _Paragraph(self.paragraphs_begun, covered)

    def end_paragraph(self) -> None:
        """The paragraph is whole: show it. A field whose code does not end with it is taken for damaged."""
        paragraph, self.paragraph = self.paragraph, self.outer_paragraphs.pop()
        if self.in_code:
            self.fields.clear()
            self.in_code = 0
        if paragraph is None:
            return
        text = "".join(paragraph.pieces)
        if paragraph.joins and not text.strip():
            return
        if paragraph.covered:
            self.seen["covered"] += bool(text.strip())
            return
        heading, number = self._printed_with(paragraph)
        if text.strip():
            self._line(paragraph, number + text, heading)
            self.pending = "" if paragraph.joins else "\n"

    def _printed_with(self, paragraph: _Paragraph) -> tuple[bool, str]:
        """Whether the paragraph is a heading, and the number that is printed before it."""
        heading, list_id, level = self.styles.of(paragraph.style)
        if paragraph.outline is not None:
            heading = paragraph.outline <= DEEPEST
        list_id = paragraph.list_id if paragraph.list_id is not None else list_id
        level = paragraph.level if paragraph.level is not None else level
        return heading, self.counter.next(list_id, level) if list_id not in ("", "0") else ""

    def _line(self, paragraph: _Paragraph, text: str, heading: bool) -> None:
        """Write the text of a paragraph after the separator due."""
        self._write(self.pending)
        start = self.length
        if self.table is None:
            address = self.addresses.add(self.part, f"p={paragraph.number}", start)
        else:
            address = self.table.open_cell().address
            self.addresses.resume(address, start)
        self._write(text)
        self.addresses.ends[address] = self.length
        for match in _LINE.finditer(text):
            if match[0].strip():
                first, last = start + match.start(), start + match.end()
                if self.lines and self.lines[-1][1] == first:
                    first, _, heading = self.lines.pop()
                self.lines.append((first, last, heading))

    def _write(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def properties(self, _: Attributes) -> None:
        """``w:pPr``."""
        if self.paragraph is not None:
            self.paragraph.in_properties = True

    def end_properties(self) -> None:
        """``w:pPr`` ends."""
        if self.paragraph is not None:
            self.paragraph.in_properties = False

    def property(self, name: str, attributes: Attributes) -> None:
        """A property of the paragraph."""
        paragraph, value = self.paragraph, attributes.get(self.value, "")
        if paragraph is None or not paragraph.in_properties:
            return
        if name in ("style", "list_id"):
            setattr(paragraph, name, value)
        else:
            setattr(paragraph, name, small(value, DEEPEST + 1 if name == "outline" else 0))

    # Tables

    def start_table(self, _: Attributes) -> None:
        """``w:tbl``; in a cell it is a table of its own."""
        if len(self.outer_tables) == DEEPEST_TABLE:
            raise Misplaced(f"more than {DEEPEST_TABLE} tables in each other")
        if self.table is None:
            self.tables_begun += 1
            path = str(self.tables_begun)
        elif self.in_shown_cell(self.table):
            path = self.table.inner_path()
        else:
            self.skip()
            return
        self.outer_tables.append(self.table)
        self.table = WordTable(path)

    def end_table(self) -> None:
        """The table is whole; the cell that holds it goes on."""
        inner, self.table = self._open_table(), self.outer_tables.pop()
        self.tables.append(inner)
        self.pending = "\n" if self.length else ""
        if self.table is not None:
            row = self.table.open_row().placed
            if inner.states_cells():
                row.layout = True
                row.inner.append(inner.rows)

    def start_row(self, _: Attributes) -> None:
        """``w:tr``."""
        self._open_table().start_row()

    def end_row(self) -> None:
        """``w:tr`` ends."""
        self._open_table().end_row()

    def row_properties(self, _: Attributes) -> None:
        """``w:trPr``."""
        self._open_table().open_row().in_properties = True

    def end_row_properties(self) -> None:
        """``w:trPr`` ends."""
        self._open_table().open_row().in_properties = False

    def columns_before(self, attributes: Attributes) -> None:
        """``w:gridBefore``: the row begins so many columns to the right."""
        self._open_table().open_row().column = columns(attributes.get(self.value, ""), 0)

    def start_cell(self, _: Attributes) -> None:
        """``w:tc``."""
        self._open_table().start_cell()

    def end_cell(self) -> None:
        """``w:tc`` ends."""
        table = self._open_table()
        if self.in_shown_cell(table):
            self.addresses.ends[table.open_cell().address] = self.length
            self.pending = ""
        table.end_cell(self.length)

    def columns_of_cell(self, attributes: Attributes) -> None:
        """``w:gridSpan``."""
        self._open_table().open_cell().colspan = max(columns(attributes.get(self.value, ""), 1), 1)

    def merged_down(self, attributes: Attributes) -> None:
        """``w:vMerge``."""
        self._open_table().open_cell().down = attributes.get(self.value, "continue")

    def merged_right(self, attributes: Attributes) -> None:
        """``w:hMerge``."""
        self._open_table().open_cell().right = attributes.get(self.value, "continue")

    def in_shown_cell(self, table: WordTable) -> bool:
        """Whether the content of the cell at hand is shown. At its first content it gets its separator and address."""
        new = table.settle()
        cell, row = table.open_cell(), table.open_row()
        if new is not None:
            if self.addresses.names:
                self._write("\t" if len(row.placed.cells) > 1 else "\n")
            self.pending = ""
            inner = f"tbl={table.path};row={row.number};cell={cell.number}"
            cell.address = self.addresses.add(self.part, inner, self.length)
            new.start = new.end = self.length
        return cell.shown is not None

    def _open_table(self) -> WordTable:
        if self.table is None:
            raise Misplaced("a row or cell outside any table")
        return self.table

    def footnote(self, attributes: Attributes) -> None:
        """``w:footnote``, ``w:endnote``; some are mere separators."""
        if attributes.get(f"{self.namespace} type", "normal") != "normal":
            self.skip()
        else:
            self.seen["notes"] += 1


Start = Callable[[Story, Attributes], None]
End = Callable[[Story], None]


def _dialect(namespace: str) -> Start:
    return lambda story, _: story.use(namespace)


def _shows(text: str) -> Start:
    return lambda story, _: story.show(text)


def _counts(what: str) -> Start:
    return lambda story, _: story.count(what)


def _property(name: str) -> Start:
    return lambda story, attributes: story.property(name, attributes)


_WITHOUT_TEXT = (
    *("tabs", "tblPr", "tblPrEx", "tblGrid", "sectPr", "sdtPr", "rt"),
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
    *("tblGridChange", "numberingChange"),
)
"""Elements of which nothing is shown, or that hold properties of before a change; ``rt`` is a reading aid."""

_WORD_STARTS: Mapping[str, Start] = {
    "t": Story.start_text,
    "tab": _shows("\t"),
    "ptab": _shows("\t"),
    "br": _shows("\n"),
    "cr": _shows("\n"),
    "noBreakHyphen": _shows("-"),
    "sym": Story.symbol,
    "fldChar": Story.field_mark,
    "r": Story.start_run,
    "vanish": Story.vanish,
    **dict.fromkeys(
        ("vertAlign", "strike", "dstrike", "footnoteReference", "endnoteReference"), Story.set_apart
    ),
    "position": Story.moved_up,
    "ins": Story.inserted,
    "moveTo": Story.inserted,
    "del": Story.deleted,
    "moveFrom": Story.deleted,
    "cellDel": Story.deleted_cell,
    "p": Story.start_paragraph,
    "pPr": Story.properties,
    "pStyle": _property("style"),
    "outlineLvl": _property("outline"),
    "numId": _property("list_id"),
    "ilvl": _property("level"),
    "tbl": Story.start_table,
    "tr": Story.start_row,
    "trPr": Story.row_properties,
    "gridBefore": Story.columns_before,
    "tc": Story.start_cell,
    "gridSpan": Story.columns_of_cell,
    "vMerge": Story.merged_down,
    "hMerge": Story.merged_right,
    "footnote": Story.footnote,
    "endnote": Story.footnote,
    "object": _counts("objects"),
    "altChunk": _counts("foreign"),
    "subDoc": _counts("foreign"),
    **dict.fromkeys(_WITHOUT_TEXT, Story.skip),
}
_WORD_ENDS: Mapping[str, End] = {
    "t": Story.end_text,
    "p": Story.end_paragraph,
    "pPr": Story.end_properties,
    "tbl": Story.end_table,
    "tr": Story.end_row,
    "trPr": Story.end_row_properties,
    "tc": Story.end_cell,
}
_WORD = (TRANSITIONAL, STRICT)
_PARTS = ("document", "footnotes", "endnotes")
_SIGNS = (("den", "/"), ("sup", "^"), ("sub", "_"))
"""What stands before the lower or raised half of a fraction or power, whose figures would run together."""

STARTS: Mapping[str, Start] = {
    **{f"{w} {part}": _dialect(w) for w in _WORD for part in _PARTS},
    **{f"{w} {name}": action for w in _WORD for name, action in _WORD_STARTS.items()},
    **{f"{m} {name}": _shows(sign) for m in _MATH for name, sign in _SIGNS},
    **{f"{other} t": Story.start_text for other in (*_MATH, *_DRAWING)},
    **{f"{a} blip": _counts("images") for a in _DRAWING},
    f"{_CHART} chart": _counts("images"),
    f"{_VML} imagedata": _counts("images"),
    f"{_VML} textpath": Story.word_art,
    f"{_COMPATIBLE} AlternateContent": Story.start_alternatives,
    f"{_COMPATIBLE} Choice": Story.alternative,
    f"{_COMPATIBLE} Fallback": Story.alternative,
}
ENDS: Mapping[str, End] = {
    **{f"{w} {name}": action for w in _WORD for name, action in _WORD_ENDS.items()},
    **{f"{other} t": Story.end_text for other in (*_MATH, *_DRAWING)},
    f"{_COMPATIBLE} AlternateContent": Story.end_alternatives,
}
