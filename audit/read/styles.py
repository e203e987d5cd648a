"""What the paragraph styles of a DOCX say: which are headings, and which put paragraphs into lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from audit.read.numbering import small
from audit.read.xmlpart import Attributes

_HEADING = re.compile(r"(?:heading|标题)\s*[1-9]|title|标题", re.IGNORECASE)
DEEPEST = 8
"""Outline levels 0 to 8 are headings; 9 is body text."""


@dataclass(slots=True)
class Style:
    """One paragraph style; ``outline`` and ``list_id`` are None where it leaves them to the style it is based on."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    list_id: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Styles:
    """Paragraph styles by id; ``default`` is the id of the one for paragraphs that name none."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    _known: dict[str, tuple[bool, str, int]] = field(default_factory=dict)

    def of(self, style_id: str) -> tuple[bool, str, int]:
        """(heading, list id or empty, level in the list) of paragraphs with this style."""
        style_id = style_id or self.default
        if style_id not in self._known:
            self._known[style_id] = self._settled(style_id)
        return self._known[style_id]

    def _settled(self, style_id: str) -> tuple[bool, str, int]:
        chain = self._chain(style_id)
        outline = next((s.outline for s in chain if s.outline is not None), None)
        heading = (
            outline <= DEEPEST if outline is not None else any(_HEADING.fullmatch(s.name) for s in chain)
        )
        list_id = next((s.list_id for s in chain if s.list_id is not None), "")
        level = next((s.level for s in chain if s.level is not None), 0)
        return heading, "" if list_id == "0" else list_id, level

    def _chain(self, style_id: str) -> list[Style]:
        chain: list[Style] = []
        while style_id in self.by_id and len(chain) < 20:
            chain.append(self.by_id[style_id])
            style_id = chain[-1].parent
        return chain


class StyleReader:
    """Callbacks that gather ``Styles`` from ``styles.xml``."""

    def __init__(self) -> None:
        self.styles = Styles()
        self._w = ""
        """The namespace: that of the root element."""
        self._style: Style | None = None

    def start(self, element: str, attributes: Attributes) -> None:
        """An element of ``styles.xml`` begins."""
        namespace, _, name = element.rpartition(" ")
        self._w = self._w or namespace
        if namespace != self._w:
            return
        if name == "style":
            self._begin(attributes)
        elif self._style is not None and name in _VALUES:
            _take(self._style, name, attributes.get(f"{self._w} val", ""))

    def _begin(self, attributes: Attributes) -> None:
        self._style = Style()
        style_id = attributes.get(f"{self._w} styleId", "")
        if attributes.get(f"{self._w} type", "paragraph") in ("paragraph", "numbering"):
            self.styles.by_id[style_id] = self._style
            default = attributes.get(f"{self._w} default", "0") in ("1", "true")
            if default and attributes.get(f"{self._w} type") == "paragraph":
                self.styles.default = style_id


_VALUES = frozenset({"name", "basedOn", "outlineLvl", "numId", "ilvl"})


def _take(style: Style, name: str, value: str) -> None:
    if name == "name":
        style.name = value.strip()
    elif name == "basedOn":
        style.parent = value
    elif name == "outlineLvl":
        style.outline = small(value, DEEPEST + 1)
    elif name == "numId":
        style.list_id = value
    else:
        style.level = small(value, 0)
