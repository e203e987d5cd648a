"""XLSX → sheets: what every cell shows, by its stored value and number format.

The parts are read as events; nothing is calculated. A formula shows the result that is stored with it; one
without shows itself, so that no figure is taken from it.

Source: ECMA-376 part 1, 18 (SpreadsheetML), transitional and strict.
"""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read.number_format import BUILT_IN, show
from audit.read.packages import Package, core_properties
from audit.read.sheets import Area, Budget, Sheet, Workbook, clean, too_many_cells, workbook_document
from audit.read.xmlpart import TAGS, Attributes, parse

MAX_SHEETS = 255
LONGEST_FORMULA = 100
ROWS, COLUMNS = 1_048_576, 16_384

_RELATION_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(slots=True)
class _Shared:
    """What the sheets of a workbook share. ``formats``: number format of each cell style."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    date1904: bool = False
    seen: Tally[str] = field(default_factory=Tally)
    budget: Budget = field(default_factory=Budget)


def read_xlsx(package: Package, part: str) -> Document:
    """The document of the workbook whose main part is ``part``; raises UnreadableFile."""
    workbook = _WorkbookReader()
    _parse(package, part, workbook)
    relations = {relation.id: relation for relation in package.relations(part)}
    targets = {relation.type: relation.target for relation in relations.values()}
    shared = _Shared(date1904=workbook.date1904)
    if "sharedStrings" in targets:
        _parse(package, targets["sharedStrings"], _StringReader(shared))
    if "styles" in targets:
        _parse(package, targets["styles"], _StyleReader(shared))
    found = [
        (Sheet(name, hidden=hidden), relations[identity].target)
        for name, identity, hidden in workbook.sheets[:MAX_SHEETS]
        if identity in relations and relations[identity].type == "worksheet"
    ]
    tags = 0
    for sheet, target in found:
        tags += _parse(package, target, _SheetReader(sheet, shared))
        if tags > TAGS:
            raise too_many_cells()
        sheet.cells = clean(sheet.cells)
    media = sum("/media/" in f"/{name}" for name in package.entries)
    return workbook_document(
        Workbook(
            "xlsx",
            [sheet for sheet, _ in found],
            core_properties(package),
            tuple(_notes(shared.seen, len(workbook.sheets))),
            complete=not shared.seen["uncalculated"] and not shared.seen["lost"],
            images=media,
        )
    )


def _notes(seen: Tally[str], sheets: int) -> Iterator[str]:
    if seen["uncalculated"]:
        yield (
            f"formulas without a stored result are shown as they are ({seen['uncalculated']}):"
            " open the file in its program and save it again"
        )
    if seen["lost"]:
        yield f"cells that refer to a text that the file does not hold are blank ({seen['lost']})"
    if seen["rounded"]:
        yield f"cells show rounded figures ({seen['rounded']})"
    if sheets > MAX_SHEETS:
        yield f"sheets after the first {MAX_SHEETS} are not read"


class _Events:
    """Callbacks for one part: methods ``start_…`` and ``end_…`` by the local names of elements."""

    def __init__(self) -> None:
        self.taken: list[str] | None = None
        self.skipped = 0
        self._starts: dict[str, Callable[[Attributes], None] | None] = {}
        self._ends: dict[str, Callable[[], None] | None] = {}

    def start(self, element: str, attributes: Attributes) -> None:
        """An element begins."""
        if self.skipped:
            self.skipped += 1
            return
        if element not in self._starts:
            self._starts[element] = getattr(self, "start_" + element.rpartition(" ")[2], None)
        action = self._starts[element]
        if action is not None:
            action(attributes)

    def end(self, element: str) -> None:
        """An element ends."""
        if self.skipped:
            self.skipped -= 1
            return
        if element not in self._ends:
            self._ends[element] = getattr(self, "end_" + element.rpartition(" ")[2], None)
        action = self._ends[element]
        if action is not None:
            action()

    def characters(self, text: str) -> None:
        """Text of the element at hand, where it is wanted."""
        if self.taken is not None:
            self.taken.append(text)

    def take(self, _: Attributes) -> None:
        """The text of this element is wanted."""
        self.taken = []

    def took(self) -> str:
        """The text since ``take``."""
        text = "".join(self.taken or ())
        self.taken = None
        return text

    def start_rPh(self, _: Attributes) -> None:
        """A reading aid above the text is no part of it."""
        self.skipped = 1


def _parse(package: Package, part: str, reader: _Events) -> int:
    """Read one part; returns about how many tags it has."""
    data = package.part(part)
    if data is None:
        raise UnreadableFile(f"its part {part} is missing", "open it in its program and save it again")
    parse(data, part, reader.start, reader.end, reader.characters)
    return data.count(b"<")


class _RichReader(_Events):
    """Text in runs, each with a font of its own: what is raised or struck out is no digit of the figure beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.apart = self.was_apart = False
        self.start_t = self.take

    def start_r(self, _: Attributes) -> None:
        """``r``: a run."""
        self.apart = False

    def start_vertAlign(self, attributes: Attributes) -> None:
        """``vertAlign``."""
        self.apart |= attributes.get("val", "baseline") != "baseline"

    def start_strike(self, attributes: Attributes) -> None:
        """``strike``."""
        self.apart |= _on(attributes.get("val", "1"))

    def end_t(self) -> None:
        """``t``."""
        text = self.took()
        if self.apart != self.was_apart and self.pieces and text[:1].isdecimal():
            self.pieces.append(" ")
        self.was_apart = self.apart
        self.pieces.append(text)

    def whole(self) -> str:
        """The text of all runs since the last one asked for."""
        text = unescaped("".join(self.pieces))
        self.pieces.clear()
        self.apart = self.was_apart = False
        return text


class _WorkbookReader(_Events):
    """Names, relationship and visibility of the sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.date1904 = False

    def start_workbookPr(self, attributes: Attributes) -> None:
        """``workbookPr``."""
        self.date1904 = attributes.get("date1904", "0") in ("1", "true")

    def start_sheet(self, attributes: Attributes) -> None:
        """``sheet``."""
        identity = next((attributes[name] for name in _RELATION_ID if name in attributes), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((attributes.get("name", ""), identity, hidden))


class _StringReader(_RichReader):
    """The texts that cells share."""

    def __init__(self, shared: _Shared) -> None:
        super().__init__()
        self.shared = shared

    def end_si(self) -> None:
        """``si``: one text, in one or several runs."""
        self.shared.strings.append(self.whole())


class _StyleReader(_Events):
    """The number format of each cell style."""

    def __init__(self, shared: _Shared) -> None:
        super().__init__()
        self.shared = shared
        self.codes = dict(BUILT_IN)
        self.in_cells = False

    def start_numFmt(self, attributes: Attributes) -> None:
        """``numFmt``."""
        number = attributes.get("numFmtId", "")
        if number.isdecimal() and len(number) < 9:
            self.codes[int(number)] = attributes.get("formatCode", "General")

    def start_cellXfs(self, _: Attributes) -> None:
        """``cellXfs``: the styles that cells name."""
        self.in_cells = True

    def end_cellXfs(self) -> None:
        """The styles of cells end."""
        self.in_cells = False

    def start_xf(self, attributes: Attributes) -> None:
        """``xf``."""
        number = attributes.get("numFmtId", "0")
        if self.in_cells:
            code = (
                self.codes.get(int(number), "General")
                if number.isdecimal() and len(number) < 9
                else "General"
            )
            self.shared.formats.append(code)


class _SheetReader(_RichReader):
    """The cells of one sheet."""

    def __init__(self, sheet: Sheet, shared: _Shared) -> None:
        super().__init__()
        self.sheet = sheet
        self.shared = shared
        self.row = self.column = -1
        self.at = (0, 0)
        self.columns_stated = 0
        self.kind = ""
        self.style = ""
        self.value: str | None = None
        self.formula: str | None = None
        self.start_v = self.start_f = self.take

    def start_col(self, attributes: Attributes) -> None:
        """``col``: columns with something in common."""
        self.columns_stated += 1
        if _on(attributes.get("hidden")) and self.columns_stated <= MAX_SHEETS:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first) < 6 and len(last) < 6:
                self.sheet.hidden_columns.update(range(int(first) - 1, min(int(last), COLUMNS)))

    def start_row(self, attributes: Attributes) -> None:
        """``row``."""
        number = attributes.get("r", "")
        self.row = (
            int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 and int(number) else self.row + 1
        )
        self.column = -1
        if _on(attributes.get("hidden")):
            self.sheet.hidden_rows.add(self.row)

    def start_c(self, attributes: Attributes) -> None:
        """``c``."""
        at = position(attributes.get("r", ""))
        self.row, self.column = self.at = at if at is not None else (max(self.row, 0), self.column + 1)
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.value = self.formula = None
        if self.pieces:
            self.whole()

    def end_v(self) -> None:
        """``v``."""
        self.value = self.took()

    def end_f(self) -> None:
        """``f``."""
        self.formula = self.took()

    def end_c(self) -> None:
        """The cell is whole."""
        text = self._valued(self.value) if self.value else self._unvalued()
        if text:
            self.shared.budget.spend(text)
            self.sheet.cells[self.at] = text

    def _unvalued(self) -> str:
        """A cell without a value: a text of its own, a formula that nobody has calculated, or blank."""
        if self.kind == "inlineStr":
            return self.whole()
        if self.formula is None or self.kind == "str":
            return ""
        self.shared.seen["uncalculated"] += 1
        return f"={self.formula[:LONGEST_FORMULA]}"

    def _valued(self, value: str) -> str:
        if self.kind == "s":
            return self._string(value)
        if self.kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if self.kind == "n":
            return self._number(value)
        return unescaped(value).removesuffix("T00:00:00")

    def _string(self, value: str) -> str:
        at = int(value) if value.strip().isdecimal() and len(value) < 10 else -1
        if 0 <= at < len(self.shared.strings):
            return self.shared.strings[at]
        self.shared.seen["lost"] += 1
        return ""

    def _number(self, value: str) -> str:
        at = int(self.style) if self.style.isdecimal() and len(self.style) < 9 else 0
        code = self.shared.formats[at] if at < len(self.shared.formats) else "General"
        try:
            shown = show(float(value), code, self.shared.date1904)
        except ValueError:
            return value
        self.shared.seen["rounded"] += shown.rounded
        return shown.text

    def start_mergeCell(self, attributes: Attributes) -> None:
        """``mergeCell``."""
        area = merged_area(attributes.get("ref", ""))
        if area is not None:
            self.sheet.merged.append(area)


def position(reference: str) -> tuple[int, int] | None:
    """Row and column, from 0, of ``B7``; None if it is no cell of a sheet."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= ROWS and column <= COLUMNS else None


def merged_area(reference: str) -> Area | None:
    """The area ``B7:D7``; None if it is none, or a single cell."""
    first, _, last = reference.partition(":")
    start, end = position(first), position(last)
    if start is None or end is None or start == end or start[0] > end[0] or start[1] > end[1]:
        return None
    return (*start, *end)


def unescaped(text: str) -> str:
    """The text with ``_x000D_`` and its like as the characters that they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)


def _character(code: int) -> str:
    return chr(code) if code in (9, 10, 13) or (code >= 32 and not 0xD800 <= code < 0xE000) else ""


def _on(value: str | None) -> bool:
    return value in ("1", "true")
