"""XLS (Excel 97 to 2003, WPS ET) → sheets: what every cell shows, by its stored value and number format.

Source: [MS-XLS] 2.4 (records) and 2.5 (structures).
"""

from __future__ import annotations

import struct
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read.compound import Compound
from audit.read.number_format import BUILT_IN, show
from audit.read.sheets import Budget, Sheet, Workbook, clean, workbook_document

AGAIN = "fetch it again"
COLUMNS = 256
MAX_SHEETS = 255
MAX_RECORDS = 500_000
"""Records that are looked at, in all parts of a workbook together."""
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_BIFF8 = 0x0600
_BOF, _EOF, _CONTINUE, _LOCKED = 0x809, 0x0A, 0x3C, 0x2F
_WORKSHEET = 0


class Record(NamedTuple):
    """One record: its kind, its bytes, and those of the records that continue it."""

    kind: int
    data: bytes
    pieces: list[bytes]


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share. ``styles``: number of the format of each cell style."""

    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[int, Sheet]] = field(default_factory=list)
    date1904: bool = False
    seen: Tally[str] = field(default_factory=Tally)
    budget: Budget = field(default_factory=Budget)


def read_xls(compound: Compound) -> Document:
    """The document of the workbook in a compound file; raises UnreadableFile."""
    if "Workbook" not in compound.streams:
        raise UnreadableFile("it is a workbook of Excel 95 or older", "save it as XLSX")
    stream = Stream(compound.stream("Workbook"))
    book = _Book()
    try:
        _read_globals(stream, book)
        for start, sheet in book.sheets:
            _SheetReader(sheet, book).read(stream.records(start))
            sheet.cells = clean(sheet.cells)
    except (struct.error, IndexError):
        raise UnreadableFile("the workbook is damaged: it ends inside a record or text", AGAIN) from None
    notes = [f"cells show rounded figures ({book.seen['rounded']})"] if book.seen["rounded"] else []
    return workbook_document(Workbook("xls", [sheet for _, sheet in book.sheets], notes=tuple(notes)))


class Stream:
    """The records of a workbook. ``left`` : how many more may be looked at, in all parts together."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.left = MAX_RECORDS

    def records(self, start: int) -> Iterator[Record]:
        """The records of the part at ``start``, to its end; parts inside it (charts) are left out."""
        depth, held = 0, None
        for kind, body in self._plain(start):
            if kind == _CONTINUE:
                if held is not None:
                    held.pieces.append(body)
                continue
            if held is not None:
                yield held
            depth += (kind == _BOF) - (kind == _EOF)
            held = Record(kind, body, []) if depth == 1 else None
            if depth <= 0:
                return

    def _plain(self, at: int) -> Iterator[tuple[int, bytes]]:
        while at + 4 <= len(self.data):
            kind, size = struct.unpack_from("<HH", self.data, at)
            body = self.data[at + 4 : at + 4 + size]
            self.left -= 1
            if len(body) < size or not self.left:
                break
            yield kind, body
            at += 4 + size
        if not self.left:
            raise UnreadableFile(
                f"the workbook has more than {MAX_RECORDS} records", "it is no report; check the file"
            )
        raise UnreadableFile("the workbook is cut off", AGAIN)


def _read_globals(stream: Stream, book: _Book) -> None:
    for record in stream.records(0):
        if record.kind == _BOF and struct.unpack_from("<H", record.data)[0] != _BIFF8:
            raise UnreadableFile("it is a workbook of Excel 95 or older", "save it as XLSX")
        if record.kind == _LOCKED:
            raise UnreadableFile(
                "the workbook is locked with a password", "unlock it and save it without a password"
            )
        action = _GLOBALS.get(record.kind)
        if action is not None:
            action(book, record)


def _sheet(book: _Book, record: Record) -> None:
    start, state, kind = struct.unpack_from("<IBB", record.data)
    if kind == _WORKSHEET and len(book.sheets) < MAX_SHEETS:
        name = _short_text(record.data, 6)
        book.sheets.append((start, Sheet(name, hidden=state & 3 != 0)))


def _short_text(data: bytes, at: int) -> str:
    count, flags = data[at], data[at + 1]
    width = 1 + (flags & 1)
    return data[at + 2 : at + 2 + width * count].decode("utf-16-le" if width == 2 else "latin-1", "replace")


def _long_text(data: bytes, at: int) -> str:
    """A text with a length of two bytes."""
    return _Strings((data[at:],)).text()


def _format(book: _Book, record: Record) -> None:
    book.codes[struct.unpack_from("<H", record.data)[0]] = _long_text(record.data, 2)


def _style(book: _Book, record: Record) -> None:
    book.styles.append(struct.unpack_from("<H", record.data, 2)[0])


def _dates(book: _Book, record: Record) -> None:
    book.date1904 = record.data[0] != 0


def _texts(book: _Book, record: Record) -> None:
    count = struct.unpack_from("<I", record.data, 4)[0]
    strings = _Strings((record.data[8:], *record.pieces))
    book.strings = [strings.text() for _ in range(count)]


_GLOBALS: Mapping[int, Callable[[_Book, Record], None]] = {
    0x85: _sheet,
    0xFC: _texts,
    0x41E: _format,
    0xE0: _style,
    0x22: _dates,
}


class _Strings:
    """Texts one after another in a record and those that continue it.

    A text may go on in the next piece, which then begins with a flag of its own: whether a character has one
    byte or two there.
    """

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces = pieces
        self.piece = 0
        self.at = 0

    def text(self) -> str:
        """The next text, without its formatting."""
        count, flags = struct.unpack("<HB", self._bytes(3))
        runs = struct.unpack("<H", self._bytes(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._bytes(4))[0] if flags & 4 else 0
        text = self._characters(count, flags & 1)
        self._pass(4 * runs + extra)
        return text

    def _characters(self, count: int, wide: int) -> str:
        shown = []
        while count:
            if self.at == len(self.pieces[self.piece]):
                self._next()
                wide = self.pieces[self.piece][0] & 1
                self.at = 1
            piece = self.pieces[self.piece]
            taken = min(count, (len(piece) - self.at) // (1 + wide))
            if not taken:
                raise IndexError("a text is cut in the middle of a character")
            raw = piece[self.at : self.at + taken * (1 + wide)]
            shown.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            self.at += len(raw)
            count -= taken
        return "".join(shown)

    def _bytes(self, count: int) -> bytes:
        """``count`` bytes that no text may part."""
        if self.at == len(self.pieces[self.piece]):
            self._next()
        self.at += count
        found = self.pieces[self.piece][self.at - count : self.at]
        if len(found) < count:
            raise IndexError("a text ends beyond its record")
        return found

    def _pass(self, count: int) -> None:
        while count:
            if self.at == len(self.pieces[self.piece]):
                self._next()
            step = min(count, len(self.pieces[self.piece]) - self.at)
            self.at += step
            count -= step

    def _next(self) -> None:
        self.piece += 1
        self.at = 0
        while self.piece < len(self.pieces) and not self.pieces[self.piece]:
            self.piece += 1
        if self.piece >= len(self.pieces):
            raise IndexError("a text ends beyond its record")


class _SheetReader:
    """The cells of one sheet."""

    def __init__(self, sheet: Sheet, book: _Book) -> None:
        self.sheet = sheet
        self.book = book
        self.waiting: tuple[int, int] | None = None
        """The cell whose formula has a text for a result, which comes next."""

    def read(self, found: Iterator[Record]) -> None:
        """Take in all records of the sheet."""
        for record in found:
            action = _CELLS.get(record.kind)
            if action is not None:
                action(self, record)

    def put(self, row: int, column: int, text: str) -> None:
        """The cell at ``row`` and ``column`` shows ``text``."""
        if column >= COLUMNS:
            raise UnreadableFile(f"the workbook is damaged: it has a cell in column {column + 1}", AGAIN)
        self.book.budget.spend(text)
        self.sheet.cells[row, column] = text

    def put_number(self, row: int, column: int, style: int, value: float) -> None:
        """The cell holds a number."""
        number = self.book.styles[style] if style < len(self.book.styles) else 0
        shown = show(value, self.book.codes.get(number, "General"), self.book.date1904)
        self.book.seen["rounded"] += shown.rounded
        self.put(row, column, shown.text)

    def number(self, record: Record) -> None:
        """NUMBER."""
        self.put_number(*struct.unpack_from("<HHHd", record.data))

    def short_number(self, record: Record) -> None:
        """RK: a number in four bytes."""
        row, column, style, packed = struct.unpack_from("<HHHI", record.data)
        self.put_number(row, column, style, unpacked(packed))

    def short_numbers(self, record: Record) -> None:
        """MULRK: several in a row."""
        row, first = struct.unpack_from("<HH", record.data)
        for offset, at in enumerate(range(4, len(record.data) - 7, 6)):
            style, packed = struct.unpack_from("<HI", record.data, at)
            self.put_number(row, first + offset, style, unpacked(packed))

    def shared_text(self, record: Record) -> None:
        """LABELSST."""
        row, column, _, at = struct.unpack_from("<HHHI", record.data)
        self.put(row, column, self.book.strings[at])

    def own_text(self, record: Record) -> None:
        """LABEL, RSTRING."""
        row, column = struct.unpack_from("<HH", record.data)
        self.put(row, column, _long_text(record.data, 6))

    def truth(self, record: Record) -> None:
        """BOOLERR: true, false or an error."""
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", record.data)
        self.put(row, column, _truth(value, bool(is_error)))

    def formula(self, record: Record) -> None:
        """FORMULA, with the result stored last."""
        row, column, style, kind, value, mark = struct.unpack_from("<HHHBxB3xH", record.data)
        self.waiting = None
        if mark != 0xFFFF:
            self.put_number(row, column, style, struct.unpack_from("<d", record.data, 6)[0])
        elif kind == 0:
            self.waiting = (row, column)
        elif kind in (1, 2):
            self.put(row, column, _truth(value, kind == 2))

    def result(self, record: Record) -> None:
        """STRING: the text that a formula results in."""
        if self.waiting is not None:
            self.put(*self.waiting, _Strings((record.data, *record.pieces)).text())
        self.waiting = None

    def merged(self, record: Record) -> None:
        """MERGEDCELLS."""
        count = struct.unpack_from("<H", record.data)[0]
        for at in range(2, 2 + 8 * count, 8):
            top, bottom, left, right = struct.unpack_from("<HHHH", record.data, at)
            if top <= bottom and left <= right < COLUMNS and (top, left) != (bottom, right):
                self.sheet.merged.append((top, left, bottom, right))

    def row(self, record: Record) -> None:
        """ROW."""
        if struct.unpack_from("<H", record.data, 12)[0] & 0x20:
            self.sheet.hidden_rows.add(struct.unpack_from("<H", record.data)[0])

    def columns(self, record: Record) -> None:
        """COLINFO."""
        first, last, _, _, flags = struct.unpack_from("<HHHHH", record.data)
        if flags & 1:
            self.sheet.hidden_columns.update(range(first, min(last, COLUMNS - 1) + 1))


_CELLS: Mapping[int, Callable[[_SheetReader, Record], None]] = {
    0x203: _SheetReader.number,
    0x27E: _SheetReader.short_number,
    0xBD: _SheetReader.short_numbers,
    0xFD: _SheetReader.shared_text,
    0x204: _SheetReader.own_text,
    0xD6: _SheetReader.own_text,
    0x205: _SheetReader.truth,
    0x06: _SheetReader.formula,
    0x207: _SheetReader.result,
    0xE5: _SheetReader.merged,
    0x208: _SheetReader.row,
    0x7D: _SheetReader.columns,
}


def unpacked(packed: int) -> float:
    """The number in an RK value: an integer or the upper half of a float, in hundredths or not."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _truth(value: int, is_error: bool) -> str:
    if is_error:
        return ERRORS.get(value, "#ERROR!")
    return "TRUE" if value else "FALSE"
