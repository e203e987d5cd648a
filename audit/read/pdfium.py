"""PDF → pages of print, by pdfium: what a reader of the page would see, in the order of drawing.

Print outside the crop box, print drawn invisibly, aslant or a second time is no print. A glyph whose character the file does not
tell is U+FFFD: the label or figure that it stands in is damaged, not shorter.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.read.drawing import THIN, Matrix, Point, bounds_of, moved, rules_of, times
from audit.read.leaf import ABOVE, LOST, MOST_CHARS, MOST_SHAPES, SPACES, Box, Char, Leaf, touches
from audit.read.overprint import Drawn, strike_out

WIDEST = 1.6
"""No upright character is wider than this many times its size."""
SCALE = 200 / 72
"""Dots a point of a page that is rendered for character recognition."""
MOST_SIDE = 5000
"""Dots of the longer side of such a page."""
DEEPEST = 6
ASLANT = 0.2
"""Rise of a base line over its length: print that is steeper, or less steep than upright, is a watermark or a stamp."""
_INVISIBLE = (3, 7)
"""Text render modes that leave no ink: neither fill nor stroke."""

_RADICALS = dict(
    zip(
        "⺁⺈⺊⺟⺠⺡⺣⺥⺧⺩⺬⺮⺴⺶⺷⺸⺺⺼⺾⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂刀卜母民氵灬爫牛王示竹网羊羊羊聿肉艹虎衤覀西见角讠贝足车辶辶邑钅長镸长门阜阝雨青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟龟",
        strict=True,
    )
)
"""Signs for parts of characters that some makers of PDF write for the character of the same shape (``⻔`` for 门)."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Coordinates of a page (origin bottom left, before turning) → points from the top left of the page as it is read."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def __call__(self, x: float, y: float) -> Point:
        """A point of the page as it is read."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page as it is read."""
        (a, b), (c, d) = self(left, bottom), self(right, top)
        return min(a, c), min(b, d), max(a, c), max(b, d)

    @property
    def size(self) -> Point:
        """Width and height of the page as it is read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)


def leaf_of(page: pdfium.PdfPage) -> Leaf:
    """One page as printed; a page whose print runs sideways is turned."""
    text = page.get_textpage()
    try:
        frame = _frame(page, page.get_rotation())
        chars = list(_chars(text, frame))
        turn = _upright(text, len(chars), frame.turn) if chars else frame.turn
        if turn != frame.turn:
            frame = _frame(page, turn)
            chars = list(_chars(text, frame))
    finally:
        text.close()
    leaf = Leaf(*frame.size, chars)
    _shapes(page, frame, leaf)
    strike_out(leaf)
    return leaf


def picture_of(page: pdfium.PdfPage) -> np.ndarray:
    """What the page looks like, grey, at the resolution of reading; a huge page smaller."""
    width, height = page.get_size()
    scale = min(SCALE, MOST_SIDE / max(width, height, 1.0))
    try:
        shown = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    finally:
        page.close()
    return np.ascontiguousarray(shown.reshape(shown.shape[0], shown.shape[1]))


def _frame(page: pdfium.PdfPage, turn: int) -> _Frame:
    left, bottom, right, top = page.get_cropbox()
    media = page.get_mediabox()
    inner = (max(left, media[0]), max(bottom, media[1]), min(right, media[2]), min(top, media[3]))
    a, b, c, d = inner if inner[0] < inner[2] and inner[1] < inner[3] else media
    return _Frame(a, b, c, d, turn)


def _chars(text: pdfium.PdfTextPage, frame: _Frame) -> Iterator[Char]:
    width, height = frame.size
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    inks, drawn = _Inks(text), Drawn()
    last: Char | None = None
    was_inside = True
    for number in range(min(raw.FPDFText_CountChars(text), MOST_CHARS)):
        if raw.FPDFText_IsGenerated(text, number) == 1 or not raw.FPDFText_GetLooseCharBox(text, number, box):
            continue
        size = inks.size(number)
        shown = _character(text, number) if size else ""
        if not shown or (shown.isspace() and shown not in SPACES):
            continue
        raw.FPDFText_GetCharOrigin(text, number, x, y)
        base = frame(x.value, y.value)[1]
        left, _, right, _ = frame.box(box.left, box.bottom, box.right, box.top)
        place = (left, base - ABOVE * size, right, base + (1 - ABOVE) * size)
        char = Char(shown, place if right - left <= WIDEST * size else _ink(text, number, frame))
        if drawn.before(char):
            continue
        middle = (char.box[0] + char.box[2]) / 2
        inside = 0 <= middle <= width and 0 <= char.middle <= height
        if inside != was_inside and last is not None and touches(last, char):
            yield Char(LOST, last.box if was_inside else char.box)  # the edge of the page cuts this word
        if inside:
            yield char
        last, was_inside = char, inside


def _ink(text: pdfium.PdfTextPage, number: int, frame: _Frame) -> Box:
    """The box of the ink of a character that runs downwards: its font has no width for it."""
    sides = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(text, number, *sides)
    left, right, bottom, top = (s.value for s in sides)
    return frame.box(left, bottom, right, top)


class _Inks:
    """The size in points of what each object draws, 0 if it leaves no ink; the characters of one object share it."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text = text
        self._sizes: dict[int, float] = {}
        self._matrix = raw.FS_MATRIX()

    def size(self, number: int) -> float:
        """Size of the font as it stands on the page."""
        drawn = raw.FPDFText_GetTextObject(self._text, number)
        key = ctypes.cast(drawn, ctypes.c_void_p).value or -number
        found = self._sizes.get(key)
        if found is None:
            found = self._sizes[key] = self._measured(drawn, number)
        return found

    def _measured(self, drawn: object, number: int) -> float:
        if drawn and (raw.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE or not _opaque(drawn)):
            return 0.0
        size = abs(raw.FPDFText_GetFontSize(self._text, number))
        if raw.FPDFText_GetMatrix(self._text, number, self._matrix):
            if _is_aslant(self._matrix.a, self._matrix.b):
                return 0.0
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size if 1.0 <= size < 1000 else 0.0


def _is_aslant(a: float, b: float) -> bool:
    """Whether the base line of print runs neither along a side of the page nor nearly so."""
    a, b = abs(a), abs(b)
    return min(a, b) > ASLANT * max(a, b)


def _character(text: pdfium.PdfTextPage, number: int) -> str:
    code = raw.FPDFText_GetUnicode(text, number)
    if raw.FPDFText_IsHyphen(text, number) == 1:
        return "-"
    if code in (0, 0xFFFE, 0xFFFF) or raw.FPDFText_HasUnicodeMapError(text, number) == 1:
        return LOST
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return LOST
    return _plain(chr(code))


def _plain(shown: str) -> str:
    """The character of the same shape for a sign of a radical, which no printed page can be told to mean."""
    if "\u2f00" <= shown <= "\u2fd5":
        return unicodedata.normalize("NFKC", shown)
    return _RADICALS.get(shown, shown)


def _opaque(drawn: object) -> bool:
    colour = _fill(drawn)
    return colour is None or colour[3] > 8


def _fill(drawn: object) -> tuple[int, ...] | None:
    values = [ctypes.c_uint() for _ in range(4)]
    return tuple(v.value for v in values) if raw.FPDFPageObj_GetFillColor(drawn, *values) else None


def _upright(text: pdfium.PdfTextPage, count: int, usual: int) -> int:
    """The turn of the page (clockwise: 0, 90, 180, 270) by which most of its print is upright; else its usual one.

    The angle of a character is that from the unturned page, anticlockwise negative.
    """
    counts = dict.fromkeys((0, 90, 180, 270), 0)
    for number in range(0, raw.FPDFText_CountChars(text), max(1, count // 200)):
        angle = raw.FPDFText_GetCharAngle(text, number)
        if angle >= 0:
            counts[-round(math.degrees(angle) / 90) * 90 % 360] += 1
    most = max(counts, key=lambda a: counts[a])
    return most if counts[most] > 0.6 * sum(counts.values()) else usual


def _shapes(page: pdfium.PdfPage, frame: _Frame, leaf: Leaf) -> None:
    """Note the rules and pictures of a page."""
    area = max(leaf.width * leaf.height, 1.0)
    for number, (drawn, kind, place) in enumerate(_objects(page)):
        if number > MOST_SHAPES:
            break
        if kind == raw.FPDF_PAGEOBJ_PATH:
            leaf.rules += [frame.box(*b) for b in _rules(drawn, place)]
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = frame.box(*bounds_of(moved(place, ((0, 0), (1, 0), (0, 1), (1, 1)))))
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                leaf.rules.append(box)
            else:
                leaf.images += 1
                leaf.pictured += _overlap(box, leaf) / area


def _overlap(box: Box, leaf: Leaf) -> float:
    width = min(box[2], leaf.width) - max(box[0], 0.0)
    height = min(box[3], leaf.height) - max(box[1], 0.0)
    return max(0.0, width) * max(0.0, height)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[object, int, Matrix]]:
    """Every object that draws, with the matrix to the page; those inside forms included."""
    yield from _within(
        lambda i: raw.FPDFPage_GetObject(page, i), raw.FPDFPage_CountObjects(page), (1, 0, 0, 1, 0, 0), 0
    )


def _within(
    at: Callable[[int], object], count: int, outer: Matrix, depth: int
) -> Iterator[tuple[object, int, Matrix]]:
    found = raw.FS_MATRIX()
    for number in range(min(count, MOST_SHAPES)):
        drawn = at(number)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_TEXT or not raw.FPDFPageObj_GetMatrix(drawn, found):
            continue
        matrix = times((found.a, found.b, found.c, found.d, found.e, found.f), outer)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            yield from _within(
                lambda i, form=drawn: raw.FPDFFormObj_GetObject(form, i),  # type: ignore[misc]
                raw.FPDFFormObj_CountObjects(drawn),
                matrix,
                depth + 1,
            )
        else:
            yield drawn, kind, matrix


def _rules(drawn: object, matrix: Matrix) -> Iterator[Box]:
    """The straight level and upright strokes of a path, and its thin fillings."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(drawn, fill, stroke):
        return
    for shape in _subpaths(drawn):
        yield from rules_of(moved(matrix, shape), filled=bool(fill.value), stroked=bool(stroke.value))


def _subpaths(drawn: object) -> Iterator[list[Point]]:
    """The corners of each part of a path; a closed one ends where it began."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFPath_CountSegments(drawn), MOST_SHAPES)):
        segment = raw.FPDFPath_GetPathSegment(drawn, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if points:
        yield points
