"""DOCX → visible text with an address for every character, and grids.

What the page shows counts: tracked changes are taken as accepted, of a field the result, of alternative
content the first choice, of a paragraph in a list its number too, of hidden text nothing. Headers, footers,
comments and reading aids are not in the text.

In the visible text a paragraph ends a line, a line break is a line break, a tab parts the cells of a row and
a line break its rows. The paragraphs of a text box stand before the paragraph that the box hangs on.
Footnotes stand at the end.

Addresses: ``p`` counts the ``w:p`` outside tables, ``tbl`` the ``w:tbl`` outside tables (``2/1``: the first in
table 2), ``row`` and ``cell`` the ``w:tr`` and ``w:tc`` of the table, all from 1 and in the order of the part.
What is not read as a whole (the second of two alternatives, the rule above footnotes) is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audit.errors import UnreadableFile
from audit.model import Block, Document, Grid, Paragraph
from audit.read.addresses import DOCX, AddressedPlaces
from audit.read.numbering import Counter, ListReader
from audit.read.packages import Package, core_properties
from audit.read.placed import placed_grids, splice
from audit.read.styles import StyleReader, Styles
from audit.read.text import table_or_lines
from audit.read.wordstory import Story
from audit.read.xmlpart import parse

_NOTES = (
    ("changed", "tracked changes are read as accepted"),
    ("hidden", "hidden text is left out"),
    ("covered", "text in cells that are merged into others is left out"),
    ("notes", "footnotes stand at the end of the text"),
    ("objects", "embedded objects are not read"),
    ("foreign", "parts in another format are not read"),
)


def read_docx(package: Package, part: str) -> Document:
    """The document whose main part is ``part``; raises UnreadableFile if it has no text."""
    targets = {relation.type: relation.target for relation in package.relations(part)}
    styles, counter = _styles_and_lists(package, targets)
    story = Story(styles, counter)
    for name in (part, targets.get("footnotes"), targets.get("endnotes")):
        data = package.part(name) if name else None
        if name and data is not None:
            story.read(name, data)
    text = "".join(story.pieces)
    if not text.strip():
        raise UnreadableFile(*_nothing(story.seen["images"]))
    for table in story.tables:
        splice(table.rows, text)
    grids = [grid for table in story.tables for grid in placed_grids(table.rows, text)]
    return Document(
        text=text,
        blocks=tuple(_blocks(text, grids, story.lines)),
        places=AddressedPlaces(DOCX, story.addresses, len(text)),
        format="docx",
        properties=core_properties(package),
        notes=tuple(_notes(story.seen, counter.unknown)),
        complete=not story.seen["foreign"],
        images=story.seen["images"],
    )


def _styles_and_lists(package: Package, targets: Mapping[str, str]) -> tuple[Styles, Counter]:
    styles, lists = StyleReader(), ListReader()
    readers: tuple[tuple[str, StyleReader | ListReader], ...] = (("styles", styles), ("numbering", lists))
    for kind, reader in readers:
        data = package.part(targets[kind]) if kind in targets else None
        if data is not None:
            parse(data, targets[kind], reader.start, lambda _: None)
    in_lists = {name: style.list_id for name, style in styles.styles.by_id.items() if style.list_id}
    return styles.styles, Counter(lists.lists, in_lists)


def _nothing(images: int) -> tuple[str, str]:
    if images:
        remedy = "run text recognition (OCR) on it, or ask for the text"
        return f"it holds {images} pictures and no text", remedy
    return "it holds no text", "fetch it again"


def _notes(seen: Mapping[str, int], unknown: set[str]) -> Iterator[str]:
    for what, words in _NOTES:
        if seen[what]:
            yield f"{words} ({seen[what]})"
    if unknown:
        yield f"automatic numbers of these kinds are left out: {', '.join(sorted(unknown))[:80]}"


def _blocks(text: str, grids: list[Grid], lines: list[tuple[int, int, bool]]) -> Iterator[Block]:
    """Grids, and the lines that are in none of them, in reading order; lines with tabs can make a grid."""
    waiting = sorted(grids, key=lambda grid: (grid.start, grid.end), reverse=True)
    tabbed: list[tuple[int, int]] = []
    for start, end, heading in sorted(lines):
        inside = bool(waiting) and waiting[-1].start < end and start < waiting[-1].end
        if tabbed and (
            inside or heading or (waiting and waiting[-1].end <= start) or "\t" not in text[start:end]
        ):
            yield from table_or_lines(text, tabbed, "\t")
            tabbed = []
        while waiting and waiting[-1].end <= start:
            yield waiting.pop()
        if waiting and end > waiting[-1].start:
            continue
        if "\t" in text[start:end] and not heading:
            tabbed.append((start, end))
        else:
            yield Paragraph(start, end, heading)
    if tabbed:
        yield from table_or_lines(text, tabbed, "\t")
    yield from reversed(waiting)
