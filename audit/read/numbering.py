"""The numbers that Word prints before paragraphs by itself: 一、 (一) 1. and so on.

They are not in the text of a DOCX but on its page. ``numbering.xml`` says how each level of each list counts
and what is printed around the count; styles may put paragraphs into lists.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from audit.read.xmlpart import Attributes

LONGEST = 40
"""Characters of the longest text around a number."""
LEVELS = 9
LARGEST = 9999
"""Higher counts are printed in plain digits."""

_PLACE = re.compile("%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_PLAIN = (("", "十", "百", "千"), "零一二三四五六七八九")
_LEGAL = (("", "拾", "佰", "仟"), "零壹贰叁肆伍陆柒捌玖")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(slots=True)
class Level:
    """One level of a list: how it counts, what is printed, and what stands between number and text."""

    format: str = "decimal"
    text: str = ""
    first: int = 1
    gap: str = " "
    legal: bool = False
    unknown: set[str] | None = None
    """Ways of counting in ``text`` that we cannot print, once that has been looked up."""


@dataclass(slots=True)
class Lists:
    """The lists of a document, from its parts ``numbering`` and ``styles``.

    ``abstract`` : levels by id; ``numbers`` : list id → (abstract id, first counts that it states by level);
    ``linked`` : abstract id → style that defines it.
    """

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)


class ListReader:
    """Callbacks that gather ``Lists`` from ``numbering.xml``."""

    def __init__(self) -> None:
        self.lists = Lists()
        self._w = ""
        """The namespace: that of the root element."""
        self._abstract = ""
        self._number = ""
        self._level: Level | None = None
        self._override = 0

    def start(self, element: str, attributes: Attributes) -> None:
        """An element of ``numbering.xml`` begins."""
        namespace, _, name = element.rpartition(" ")
        self._w = self._w or namespace
        action = _ACTIONS.get(name)
        if action is not None and namespace == self._w:
            action(self, attributes)

    def get(self, attributes: Attributes, name: str = "val", otherwise: str = "") -> str:
        """The attribute ``w:name``."""
        return attributes.get(f"{self._w} {name}", otherwise)

    def number(self, attributes: Attributes, name: str = "val", otherwise: int = 0) -> int:
        """The attribute ``w:name`` as a small whole number."""
        return small(self.get(attributes, name), otherwise)

    def _start_abstract(self, attributes: Attributes) -> None:
        self._abstract, self._number = self.get(attributes, "abstractNumId"), ""
        self.lists.abstract[self._abstract] = {}

    def _start_level(self, attributes: Attributes) -> None:
        self._level = Level()
        if not self._number:
            self.lists.abstract.setdefault(self._abstract, {})[self.number(attributes, "ilvl")] = self._level

    def _start_number(self, attributes: Attributes) -> None:
        self._number, self._level = self.get(attributes, "numId"), None

    def _points(self, attributes: Attributes) -> None:
        self.lists.numbers[self._number] = (self.get(attributes), {})

    def _start_override(self, attributes: Attributes) -> None:
        self._override = self.number(attributes, "ilvl")

    def _first_override(self, attributes: Attributes) -> None:
        if self._number in self.lists.numbers:
            self.lists.numbers[self._number][1][self._override] = self.number(attributes, otherwise=1)

    def _link(self, attributes: Attributes) -> None:
        self.lists.linked[self._abstract] = self.get(attributes)

    def _set(self, name: str, value: object) -> None:
        if self._level is not None:
            setattr(self._level, name, value)

    def _first(self, attributes: Attributes) -> None:
        self._set("first", self.number(attributes, otherwise=1))

    def _format(self, attributes: Attributes) -> None:
        self._set("format", self.get(attributes))

    def _text(self, attributes: Attributes) -> None:
        self._set("text", self.get(attributes)[:LONGEST])

    def _gap(self, attributes: Attributes) -> None:
        self._set("gap", "" if self.get(attributes) == "nothing" else " ")

    def _legal(self, attributes: Attributes) -> None:
        self._set("legal", self.get(attributes) not in ("0", "false"))


_ACTIONS: Mapping[str, Callable[[ListReader, Attributes], None]] = {
    "abstractNum": ListReader._start_abstract,
    "lvl": ListReader._start_level,
    "num": ListReader._start_number,
    "abstractNumId": ListReader._points,
    "lvlOverride": ListReader._start_override,
    "startOverride": ListReader._first_override,
    "numStyleLink": ListReader._link,
    "start": ListReader._first,
    "numFmt": ListReader._format,
    "lvlText": ListReader._text,
    "suff": ListReader._gap,
    "isLgl": ListReader._legal,
}


class Counter:
    """Counts the paragraphs of each list, in the order of the document."""

    def __init__(self, lists: Lists, list_of_style: Mapping[str, str]) -> None:
        self._lists = lists
        self._list_of_style = list_of_style
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        self.unknown: set[str] = set()
        """Formats met that we cannot print."""

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph at ``level`` of a list, as printed; empty for bullets and unknown lists."""
        abstract, firsts = self._lists.numbers.get(list_id, ("", {}))
        linked = self._list_of_style.get(self._lists.linked.get(abstract, ""), "")
        if not self._lists.abstract.get(abstract) and linked in self._lists.numbers:
            abstract = self._lists.numbers[linked][0]
        levels = self._lists.abstract.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at in firsts:
                counts.pop(at, None)
        first = firsts.get(level, levels[level].first)
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return self._printed(levels, counts, level)

    def _printed(self, levels: Mapping[int, Level], counts: Mapping[int, int], level: int) -> str:
        own = levels[level]
        if own.format in ("bullet", "none"):
            return ""
        if not own.legal and own.unknown is None:
            places = (levels.get(int(place) - 1, own) for place in _PLACE.findall(own.text))
            own.unknown = {other.format for other in places} - set(FORMATS)
        if own.unknown:
            self.unknown |= own.unknown
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, own)
            return _count(counts.get(at, other.first), "decimal" if own.legal else other.format)

        text = _PLACE.sub(number, own.text)
        return text + own.gap if text else ""


@lru_cache(maxsize=4096)
def _count(count: int, style: str) -> str:
    return FORMATS[style](count) if 0 < count <= LARGEST else str(count)


def small(text: str, otherwise: int) -> int:
    """``text`` as a whole number of at most six digits."""
    return int(text) if text.isdecimal() and len(text) <= 6 else otherwise


def chinese(count: int) -> str:
    """十二, 一百零三."""
    return _counted(count, *_PLAIN).removeprefix("一") if 10 <= count < 20 else _counted(count, *_PLAIN)


def _counted(count: int, places: tuple[str, ...], digits: str) -> str:
    """``count`` (below 10,000) with the names of its places; zeros between digits are printed once."""
    shown = ""
    for place, digit in reversed(list(enumerate(int(d) for d in reversed(str(count))))):
        if digit:
            shown += digits[digit] + places[place]
        elif shown and not shown.endswith(digits[0]):
            shown += digits[0]
    return shown.rstrip(digits[0])


def _legal(count: int) -> str:
    return _counted(count, *_LEGAL)


def _digits(count: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(count))


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, LONGEST)


def _roman(count: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        shown += letters * times
    return shown


def _from(first: str, last: int) -> Callable[[int], str]:
    """Counts to ``last`` have a character each, ``first`` and those after it."""
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= last else str(count)


def _among(characters: str) -> Callable[[int], str]:
    return lambda count: characters[count - 1] if count <= len(characters) else str(count)


def _full_width(count: int) -> str:
    return "".join(chr(ord("０") + int(d)) for d in str(count))


FORMATS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(("decimal", "decimalHalfWidth"), str),
    "numberInDash": lambda count: f"- {count} -",
    "decimalZero": lambda count: f"{count:02}",
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("①", 20)),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "koreanCounting"),
            *("taiwaneseCounting", "taiwaneseCountingThousand"),
        ),
        chinese,
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), _legal),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographTraditional": _among("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _among("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda _: "",
}
