"""OFD → Document: the fixed-layout format of Chinese public bodies, read as a page is seen, like a PDF.

A package of XML: pages of text objects, whose characters stand where ``TextCode`` says, and of paths, of which the straight
ones are ruling lines. Lengths are millimetres from the top left of the page.

Source: GB/T 33190-2016, Electronic files storage and exchange formats – Fixed layout documents.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read.drawing import Matrix, Point, moved, rules_of, times
from audit.read.leaf import ABOVE, LOST, MOST_CHARS, MOST_SHAPES, SPACES, Box, Char, Leaf
from audit.read.leaves import written
from audit.read.office import FIXED
from audit.read.overprint import Drawn, strike_out
from audit.read.packages import Package, resolved
from audit.read.scanned import not_read
from audit.read.xmlpart import Attributes, parse

POINTS = 72 / 25.4
"""Points a millimetre."""
MOST_PAGES = 300
NARROW = 0.55
"""Width of a character that is not as wide as high, as a share of its size: the format states only how far apart they stand."""
WIDE = 0x2E80
"""The characters from this one on are as wide as high."""
PAGE = (0.0, 0.0, 210.0, 297.0)
"""A4, where no box of the page is stated."""
ASLANT = 0.1
"""How steep print may run that is still upright."""

_STAYS: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class _Element:
    """An element by its local name, with what is in it."""

    name: str
    attributes: Attributes
    text: str = ""
    parts: list[_Element] = field(default_factory=list)

    def named(self, *names: str) -> Iterator[_Element]:
        """The elements of these names right inside."""
        return (part for part in self.parts if part.name in names)

    def within(self, *names: str) -> Iterator[_Element]:
        """The elements of these names at any depth, in order."""
        held = [self]
        while held:
            element = held.pop()
            if element.name in names:
                yield element
            held += reversed(element.parts)

    def said(self, name: str) -> str:
        """The text of the first element of this name right inside."""
        return next((part.text.strip() for part in self.named(name)), "")


@dataclass(slots=True)
class _Book:
    """The document inside a package: its pages in order, what lies under them, and the box of a page that states none."""

    package: Package
    pages: list[str]
    templates: dict[str, str]
    box: Box


def read_ofd(package: Package) -> Document:
    """The document of an OFD package.

    Raises UnreadableFile when a part is damaged, it has no page or too many, or it shows no text.
    """
    root = _tree(package, FIXED)
    body = next(root.within("DocBody"), root)
    book = _book(package, next((_part(package, "", e) for e in body.named("DocRoot")), ""))
    leaves = [_leaf(book, part) for part in book.pages]
    pictures = [n for n, leaf in enumerate(leaves) if leaf.is_picture]
    writing = written(leaves)
    if not writing.text.strip():
        raise _no_text(bool(pictures))
    title = next((e.text.strip() for e in body.within("Title")), "")
    return Document(
        writing.text,
        tuple(writing.blocks),
        writing.places(),
        "ofd",
        properties=(("title", title),) if title else (),
        notes=(not_read(pictures),) if pictures else (),
        complete=not pictures,
        images=sum(leaf.images for leaf in leaves),
    )


def _no_text(pictures: bool) -> UnreadableFile:
    if pictures:
        return UnreadableFile(
            "the OFD document has no text: its pages are pictures", "save it as PDF, or ask for the file"
        )
    return UnreadableFile("the OFD document has no text: it shows none", "ask for the file")


def _book(package: Package, part: str) -> _Book:
    document = _tree(package, part)
    folder = posixpath.dirname(part)

    def places(name: str) -> list[tuple[str, str]]:
        return [(e.attributes.get("ID", ""), _part(package, folder, e)) for e in document.within(name)]

    pages = [place for _, place in places("Page")]
    if not pages:
        raise UnreadableFile("the OFD document has no pages", "fetch it again")
    if len(pages) > MOST_PAGES:
        raise UnreadableFile(f"the OFD document has {len(pages)} pages", "save the report alone")
    return _Book(package, pages, dict(places("TemplatePage")), _page_box(document) or PAGE)


def _part(package: Package, folder: str, element: _Element) -> str:
    """The part that an element leads to; some makers state its place from the root of the package."""
    stated = element.attributes.get("BaseLoc") or element.said("BaseLoc") or element.text.strip()
    part = resolved(folder, stated)
    return part if part in package.entries else resolved("", stated)


def _page_box(element: _Element) -> Box | None:
    """The box of a page as its ``PageArea`` or ``Area`` states it."""
    area = next(element.within("PageArea", "Area"), None)
    stated = area and (area.said("ApplicationBox") or area.said("PhysicalBox"))
    box = _numbers(stated or "")
    return (box[0], box[1], box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else None


def _leaf(book: _Book, part: str) -> Leaf:
    page = _tree(book.package, part)
    left, top, width, height = _page_box(page) or book.box
    under = [book.templates.get(e.attributes.get("TemplateID", ""), "") for e in page.within("Template")]
    shown = [*(_tree(book.package, p) for p in under if p), page]
    turn = _turn(shown)
    place = times((1, 0, 0, 1, -left, -top), _TURNS[turn](width, height))
    if turn in ((0, 1), (0, -1)):
        width, height = height, width
    leaf, drawn = Leaf(width * POINTS, height * POINTS), Drawn()
    for content in shown:
        _draw(content, place, leaf, drawn)
    leaf.pictured /= max(width * height, 1.0)
    strike_out(leaf)
    return leaf


Turn = tuple[int, int]
"""Which way print runs: to the right (1, 0), downwards (0, 1), upside down, upwards."""
_TURNS: dict[Turn, Callable[[float, float], Matrix]] = {
    (1, 0): lambda width, height: _STAYS,
    (0, 1): lambda width, height: (0, -1, 1, 0, 0, width),
    (-1, 0): lambda width, height: (-1, 0, 0, -1, width, height),
    (0, -1): lambda width, height: (0, 1, -1, 0, height, 0),
}
"""What makes a page upright that has this width and height before."""


def _turn(pages: Sequence[_Element]) -> Turn:
    """Which way most of the print runs."""
    counts = dict.fromkeys(_TURNS, 0)
    for page in pages:
        for thing in page.within("TextObject"):
            counts[_way(_matrix(thing))] += sum(len(code.text) for code in thing.named("TextCode"))
    most = max(counts, key=lambda way: counts[way])
    return most if counts[most] > 0.6 * sum(counts.values()) else (1, 0)


def _way(place: Matrix) -> Turn:
    a, b = place[0], place[1]
    return (1 if a >= 0 else -1, 0) if abs(a) >= abs(b) else (0, 1 if b > 0 else -1)


def _draw(page: _Element, place: Matrix, leaf: Leaf, drawn: Drawn) -> None:
    """Note the characters, rules and pictures of the content of a page; print that does not run as the others is none."""
    things = list(page.within("TextObject", "PathObject", "ImageObject"))
    for thing in things[:MOST_SHAPES]:
        if thing.attributes.get("Visible", "true") in ("false", "0") or thing.attributes.get("Alpha") == "0":
            continue
        box = [*_numbers(thing.attributes.get("Boundary", "")), 0.0, 0.0, 0.0, 0.0][:4]
        to_page = times(times(_matrix(thing), (1, 0, 0, 1, box[0], box[1])), place)
        if thing.name == "ImageObject":
            leaf.images += 1
            leaf.pictured += box[2] * box[3]
        elif thing.name == "PathObject":
            leaf.rules += _rules(thing, to_page)
        elif to_page[0] > 0 and abs(to_page[1]) <= ASLANT * to_page[0]:
            _note_text(thing, to_page, leaf, drawn)


def _note_text(thing: _Element, place: Matrix, leaf: Leaf, drawn: Drawn) -> None:
    size = _number(thing.attributes, "Size", _number(thing.attributes, "size", 0.0))
    scale = _number(thing.attributes, "HScale", 1.0)
    high, across = size * hypot(place[2], place[3]) * POINTS, place[0] * POINTS
    for code in thing.named("TextCode") if size > 0 else ():
        for text, x, y, step in _placed(code, size * scale):
            if text.isspace() and text not in SPACES:
                continue
            left, base = (v * POINTS for v in moved(place, [(x, y)])[0])
            box = (left, base - ABOVE * high, left + step * across, base + (1 - ABOVE) * high)
            char = Char(text if text.isprintable() or text in SPACES else LOST, box)
            middle = (box[0] + box[2]) / 2
            inside = 0 <= middle <= leaf.width and 0 <= char.middle <= leaf.height
            if inside and not drawn.before(char) and len(leaf.chars) < MOST_CHARS:
                leaf.chars.append(char)


def _placed(code: _Element, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Each character of a ``TextCode`` with its place on the base line and its width.

    Where no distance is stated, it is followed by the next.
    """
    text = code.text.strip("\r\n\t")
    x, y = _number(code.attributes, "X", 0.0), _number(code.attributes, "Y", 0.0)
    across = _steps(code.attributes.get("DeltaX", ""), len(text))
    down = _steps(code.attributes.get("DeltaY", ""), len(text))
    for number, shown in enumerate(text):
        width = size * (1.0 if ord(shown) >= WIDE else NARROW)
        step = across[number] if number < len(across) else 0.0 if down else width
        yield shown, x, y, min(width, step) if step > 0 else width
        x += step
        y += down[number] if number < len(down) else 0.0


def _steps(stated: str, most: int) -> list[float]:
    """Distances between characters, ``most`` of them: ``1 2 g 3 4`` is 1, 2 and three times 4."""
    found: list[float] = []
    words = iter(stated.split())
    for word in words:
        if word.lower() == "g":
            times, step = [*_numbers(f"{next(words, '')} {next(words, '')}"), 0.0, 0.0][:2]
            found += [step] * int(max(0.0, min(times, most)))
        else:
            found += _numbers(word)
    return found[:most]


def _rules(thing: _Element, place: Matrix) -> Iterator[Box]:
    """The straight level and upright strokes of a path, and its thin fillings."""
    stroked = thing.attributes.get("Stroke", "true") not in ("false", "0")
    filled = thing.attributes.get("Fill", "false") in ("true", "1")
    for points in _subpaths(thing.said("AbbreviatedData")):
        corners = [(x * POINTS, y * POINTS) for x, y in moved(place, points)]
        yield from rules_of(corners, filled=filled, stroked=stroked)


def _subpaths(data: str) -> Iterator[list[Point]]:
    """The corners of each part of a path; a closed one ends where it began, a curve is the line to its end."""
    points: list[Point] = []
    command, held = "", list[float]()
    for word in data.replace(",", " ").split():
        if word.isalpha():
            if word in ("S", "M") and points:
                yield points
                points = []
            if word == "C" and points:
                points.append(points[0])
            command, held = word, []
            continue
        held += _numbers(word)
        if len(held) == _COORDINATES.get(command, 2):
            points.append((held[-2], held[-1]))
            held = []
    if points:
        yield points


_COORDINATES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
"""How many numbers follow each command of a path."""


def _matrix(thing: _Element) -> Matrix:
    found = _numbers(thing.attributes.get("CTM", ""))
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else _STAYS


def _number(attributes: Attributes, name: str, otherwise: float) -> float:
    return next(iter(_numbers(attributes.get(name, ""))), otherwise)


def _numbers(stated: str) -> list[float]:
    """The numbers in a list with spaces between; none if one of them is no number of a page."""
    try:
        found = [float(word) for word in stated.split()]
    except ValueError:
        return []
    return found if all(abs(v) < 1e6 for v in found) else []


def _tree(package: Package, part: str) -> _Element:
    """A part as elements by their local names."""
    data = package.part(part)
    if data is None:
        raise UnreadableFile(f"the OFD document lacks its part {part or 'of pages'!r:.80}", "fetch it again")
    root = _Element("", {})
    open_ = [root]

    def start(name: str, attributes: Attributes) -> None:
        element = _Element(name.rpartition(" ")[2], attributes)
        open_[-1].parts.append(element)
        open_.append(element)

    def end(_: str) -> None:
        open_.pop()

    def characters(text: str) -> None:
        open_[-1].text += text

    parse(data, part, start, end, characters)
    return root
