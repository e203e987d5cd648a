"""PDF with a text layer: lines and ruled tables of each page, every character with its box.

The visible text holds the lines of prose joined where the page only broke them, and the cells of each table; page numbers are
left out. A table that goes on over pages is a grid a page: whoever reads it must not count on a repeated header.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from audit.errors import LocatorError, UnreadableFile
from audit.model import Block, Cell, Document, Grid, Paragraph

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font; the text is what counts

PAGE_LIMIT = 200
"""Pages of the longest report that is read."""
NEAR = 3.0
"""Points by which edges that belong together may differ."""
_PAGE_NUMBER = re.compile(r"[-—–－\s]*(?:第\s*)?\d{1,3}(?:\s*页)?[-—–－\s]*")
_LOCATOR = re.compile(r"page=(\d+);char=(\d+),(\d+)(?:;box=[\d.,+]*)?")

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left of the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one height, left to right: their text and boxes."""

    text: str
    boxes: tuple[Box, ...]
    size: float

    @property
    def top(self) -> float:
        """Height of the line on its page."""
        return self.boxes[0][1]


@dataclass(frozen=True, slots=True)
class PdfPlaces:
    """``page=3;char=120,123;box=76.0,80.1,90.2,92.0``: characters of the page's visible text, and the box of each line."""

    length: int
    pages: tuple[int, ...]
    boxes: tuple[Box | None, ...]

    def locator(self, start: int, end: int) -> str:
        """Locator of ``text[start:end]``; the page is that of its first character."""
        page = max(i for i, begin in enumerate(self.pages) if begin <= start)
        origin = self.pages[page]
        boxes = "+".join(",".join(f"{v:.1f}" for v in b) for b in self._lines(start, end))
        return f"page={page + 1};char={start - origin},{end - origin}" + (f";box={boxes}" if boxes else "")

    def _lines(self, start: int, end: int) -> Iterator[Box]:
        run: list[Box] = []
        for box in (b for b in self.boxes[start : min(end, start + 400)] if b is not None):
            if run and abs(box[1] - run[-1][1]) > NEAR:
                yield _around(run)
                run = []
            run.append(box)
        if run:
            yield _around(run)

    def span(self, locator: str) -> tuple[int, int]:
        """Range of the visible text; raises LocatorError if it is malformed or lies outside."""
        match = _LOCATOR.fullmatch(locator)
        if match is None or not 1 <= int(match[1]) <= len(self.pages):
            raise LocatorError(f"{locator!r} is no place in this PDF")
        origin = self.pages[int(match[1]) - 1]
        start, end = origin + int(match[2]), origin + int(match[3])
        if not start <= end <= self.length:
            raise LocatorError(f"{locator!r} lies outside the text of this PDF")
        return start, end


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


@dataclass(slots=True)
class _Writer:
    """The visible text as it grows."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    @property
    def position(self) -> int:
        return len(self.boxes)

    def add(self, text: str, boxes: Sequence[Box | None]) -> tuple[int, int]:
        """Append print; returns its range."""
        start = self.position
        self.parts.append(text)
        self.boxes.extend(boxes)
        return start, self.position

    def gap(self, mark: str) -> None:
        """Append a character that is not printed."""
        self.add(mark, [None] * len(mark))


def read_pdf(data: bytes) -> Document:
    """The document of a PDF file. Raises UnreadableFile when it is encrypted, damaged, too long or has no text."""
    writer = _Writer()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > PAGE_LIMIT:
                raise UnreadableFile(
                    f"the PDF has {len(pdf.pages)} pages; the limit is {PAGE_LIMIT}", "save the report alone"
                )
            images = sum(len(page.images) for page in pdf.pages)
            lines: list[Line] = []
            for page in pdf.pages:
                lines = _page(page, writer, lines)
            _paragraphs(lines, writer)
            properties = _properties(pdf.metadata or {})
    except (
        PdfminerException,
        PDFException,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        RecursionError,
    ) as error:
        raise _damaged(error) from error
    text = "".join(writer.parts)
    if not text.strip():
        raise UnreadableFile(
            "the PDF has no text: its pages are pictures",
            "run it through character recognition, or find the original",
        )
    places = PdfPlaces(len(text), tuple(writer.pages), tuple(writer.boxes))
    return Document(text, tuple(writer.blocks), places, "pdf", properties=properties, images=images)


def _damaged(error: Exception) -> UnreadableFile:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableFile("the PDF is encrypted", "save it without a password")
    return UnreadableFile(f"the PDF is damaged ({type(cause).__name__})", "fetch it again")


def _properties(metadata: dict) -> tuple[tuple[str, str], ...]:
    title = metadata.get("Title")
    return (("title", title),) if isinstance(title, str) and title.strip() else ()


def _page(page: Page, writer: _Writer, pending: list[Line]) -> list[Line]:
    """Write one page; returns the lines of prose at its end, which the next page may go on with."""
    tables = sorted(page.find_tables(_closed(page)), key=lambda t: t.bbox[1])
    runs = _runs([c for c in page.dedupe_chars().chars if c["text"]])
    outside = [c for run in runs if not any(run.inside(t.bbox) for t in tables) for c in run.chars]
    lines = [line for line in _lines(outside) if not _is_page_number(line, page)]
    writer.pages.append(writer.position)
    for table in tables:
        pending += [line for line in lines if line.top < table.bbox[1]]
        lines = [line for line in lines if line.top >= table.bbox[1]]
        pending = _table(table, runs, writer, pending)
    return pending + lines


def _closed(page: Page) -> dict[str, object]:
    """Settings that close a table where a page break cut it: a row without its lower or upper rule is a row too."""
    upright = [e for e in page.edges if e["orientation"] == "v"]
    if not upright:
        return {}
    return {"explicit_horizontal_lines": [min(e["top"] for e in upright), max(e["bottom"] for e in upright)]}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn one after the other without a gap: a figure that is wider than its cell is still one run."""

    chars: tuple[dict, ...]

    def inside(self, box: Box) -> bool:
        """Whether its middle lies in a box."""
        x = (self.chars[0]["x0"] + self.chars[-1]["x1"]) / 2
        y = (self.chars[0]["top"] + self.chars[0]["bottom"]) / 2
        return box[0] <= x < box[2] and box[1] <= y < box[3]

    def leaves(self, box: Box) -> bool:
        """Whether it reaches out of a box by more than a character."""
        size = self.chars[0]["size"]
        return self.chars[0]["x0"] < box[0] - size / 2 or self.chars[-1]["x1"] > box[2] + size / 2


def _runs(chars: Sequence[dict]) -> list[Run]:
    """Runs in the order of drawing."""
    found: list[list[dict]] = []
    for char in chars:
        last = found[-1][-1] if found else None
        touches = last is not None and abs(char["x0"] - last["x1"]) < 0.15 * char["size"]
        if (
            touches
            and last is not None
            and abs(char["top"] - last["top"]) < NEAR
            and not char["text"].isspace()
        ):
            found[-1].append(char)
        else:
            found.append([char])
    return [Run(tuple(run)) for run in found]


def _is_page_number(line: Line, page: Page) -> bool:
    at_edge = line.top < 0.08 * page.height or line.top > 0.9 * page.height
    return at_edge and bool(_PAGE_NUMBER.fullmatch(line.text))


def _lines(chars: Sequence[dict]) -> list[Line]:
    """Characters gathered by height, then from left to right; a wide gap becomes a space."""
    rows: list[list[dict]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and abs(middle - (rows[-1][0]["top"] + rows[-1][0]["bottom"]) / 2) <= 0.5 * char["size"]:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [line for row in rows if (line := _line(sorted(row, key=lambda c: c["x0"])))]


def _line(row: list[dict]) -> Line | None:
    text: list[str] = []
    boxes: list[Box] = []
    for char in row:
        box = (char["x0"], char["top"], char["x1"], char["bottom"])
        if boxes and char["x0"] - boxes[-1][2] > char["size"]:
            text.append(" ")
            boxes.append((boxes[-1][2], box[1], char["x0"], box[3]))
        text += char["text"]
        boxes += [box] * len(char["text"])
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    if not kept:
        return None
    first, last = kept[0], kept[-1] + 1
    return Line("".join(text[first:last]), tuple(boxes[first:last]), row[0]["size"])


def _table(table: Table, runs: Sequence[Run], writer: _Writer, pending: list[Line]) -> list[Line]:
    """Write one ruled table. Rows of one cell over the full width are prose that someone put in a frame."""
    columns, heights = _edges([c[0] for c in table.cells]), _edges([c[1] for c in table.cells])
    rows: dict[int, list[_Ruled]] = {}
    for box in sorted(table.cells, key=lambda c: (_at(heights, c[1]), c[0])):
        cell = _Ruled(
            _at(heights, box[1]),
            _at(columns, box[0]),
            _over(heights, box[1], box[3]),
            _over(columns, box[0], box[2]),
            box,
            tuple(r for r in runs if r.inside(box)),
        )
        rows.setdefault(cell.row, []).append(cell)
    chunk: list[list[_Ruled]] = []
    for cells in rows.values():
        if len(cells) == 1 and cells[0].colspan == len(columns) and cells[0].rowspan == 1:
            pending = _grid(chunk, writer, pending)
            chunk = []
            pending += cells[0].lines()
        else:
            chunk.append(_parted(cells))
    return _grid(chunk, writer, pending)


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A cell between rules, with the runs whose middle lies in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    runs: tuple[Run, ...]

    def lines(self) -> list[Line]:
        return _lines([c for run in self.runs for c in run.chars])


def _parted(cells: list[_Ruled]) -> list[_Ruled]:
    """The cells of a row, those that a long run joins made one: which part of it belongs where cannot be told."""
    made: list[_Ruled] = []
    for cell in cells:
        last = made[-1] if made else None
        if last is not None and (_reaches(last, cell) or _reaches(cell, last)):
            box = _around([last.box, cell.box])
            made[-1] = _Ruled(
                last.row, last.column, 1, last.colspan + cell.colspan, box, last.runs + cell.runs
            )
        else:
            made.append(cell)
    return made


def _reaches(cell: _Ruled, other: _Ruled) -> bool:
    """Whether a run of digits in one cell reaches far into the other."""
    long = [r for r in cell.runs if r.leaves(cell.box) and all(c["text"].isdigit() for c in r.chars)]
    return any(r.chars[0]["x0"] < other.box[2] and r.chars[-1]["x1"] > other.box[0] for r in long)


def _edges(values: Sequence[float]) -> list[float]:
    """Distinct positions; those nearer than NEAR count as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _over(edges: Sequence[float], start: float, end: float) -> int:
    """How many columns (rows) begin between two edges of a cell."""
    return max(1, sum(start - NEAR <= e < end - NEAR for e in edges))


def _grid(chunk: Sequence[list[_Ruled]], writer: _Writer, pending: list[Line]) -> list[Line]:
    """Write the rows of a grid after the prose before it; returns the prose still pending."""
    if not chunk:
        return pending
    _paragraphs(pending, writer)
    first, cells, start = chunk[0][0].row, [], writer.position
    for row in chunk:
        for ruled in row:
            begin, end = _cell_text(ruled.lines(), writer)
            cells.append(Cell(begin, end, ruled.row - first, ruled.column, ruled.rowspan, ruled.colspan))
            writer.gap("\t")
        writer.gap("\n")
    height, width = max(c.row + c.rowspan for c in cells), max(c.column + c.colspan for c in cells)
    writer.blocks.append(Grid(start, writer.position, tuple(cells), height, width))
    return []


def _cell_text(lines: Sequence[Line], writer: _Writer) -> tuple[int, int]:
    start = writer.position
    for number, line in enumerate(lines):
        if number:
            writer.gap("\n")
        writer.add(line.text, line.boxes)
    return start, writer.position


def _paragraphs(lines: Sequence[Line], writer: _Writer) -> None:
    """Write lines of prose; a line that fills the width goes on in the next one unless that is indented."""
    if not lines:
        return
    left = min(line.boxes[0][0] for line in lines)
    right = max(line.boxes[-1][2] for line in lines)
    start = writer.position
    for number, line in enumerate(lines):
        previous = lines[number - 1] if number else None
        if previous is not None and not _goes_on(previous, line, left, right):
            writer.blocks.append(Paragraph(start, writer.position))
            writer.gap("\n")
            start = writer.position
        writer.add(line.text, line.boxes)
    writer.blocks.append(Paragraph(start, writer.position))
    writer.gap("\n")


def _goes_on(line: Line, following: Line, left: float, right: float) -> bool:
    full = line.boxes[-1][2] > right - 2 * line.size
    indented = following.boxes[0][0] > left + 1.2 * following.size
    return full and not indented
