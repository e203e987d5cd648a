"""Changes of good files that a damaged disk, a bad server or an enemy makes. Used by tests and benchmarks."""

from __future__ import annotations

import io
import random
import zipfile

from office_files import zipped


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with a few changes: bytes flipped, cut out, repeated, moved; numbers made extreme."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not changed:
            return b""
        at = chance.randrange(len(changed))
        length = min(chance.choice((1, 2, 4, 40, 400, 4000)), len(changed) - at)
        chance.choice((_flip, _cut, _repeat, _move, _extreme))(changed, at, length, chance)
    return bytes(changed)


def _flip(data: bytearray, at: int, length: int, chance: random.Random) -> None:
    for place in range(at, at + min(length, 8)):
        data[place] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, at: int, length: int, chance: random.Random) -> None:
    del data[at : at + length]


def _repeat(data: bytearray, at: int, length: int, chance: random.Random) -> None:
    data[at:at] = data[at : at + length] * min(chance.choice((1, 3, 300)), 200_000 // length)


def _move(data: bytearray, at: int, length: int, chance: random.Random) -> None:
    piece = data[at : at + length]
    del data[at : at + length]
    data[chance.randrange(len(data) + 1) : 0] = piece


def _extreme(data: bytearray, at: int, length: int, chance: random.Random) -> None:
    data[at : at + 4] = chance.choice(
        (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"9999", b"-1.0")
    )


def mutated_inside(package: bytes, chance: random.Random) -> bytes:
    """A package of which one entry is mutated, and the package itself is sound."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        entries: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(entries))
    content = entries[name]
    assert isinstance(content, bytes)
    return zipped(entries | {name: mutated(content, chance)}, zipfile.ZIP_STORED)


TAGS = (
    "table",
    "tr",
    "td",
    "th",
    "p",
    "div",
    "span",
    "br",
    "ul",
    "li",
    "h2",
    "b",
    "script",
    "style",
    "pre",
    "svg",
    "frame",
)
WORDS = (
    "规章",
    "行政处罚",
    "三、",
    "本年度办理结果",
    "12",
    "0",
    "&nbsp;",
    "&#x4e00;",
    "<!--",
    "-->",
    "]]>",
    "\t",
    "\n",
    "|",
    "总计",
)
ATTRIBUTES = (
    'colspan="3"',
    'rowspan="0"',
    'rowspan="99999"',
    "colspan=-1",
    'style="display:none"',
    "hidden",
    "a='",
    '"',
)


def random_page(chance: random.Random) -> bytes:
    """Markup that is nearly a page: tags opened and closed at will."""
    pieces = []
    for _ in range(chance.randrange(1, 300)):
        tag = chance.choice(TAGS)
        opened = f"<{tag} {chance.choice(ATTRIBUTES)}>" if chance.random() < 0.2 else f"<{tag}>"
        pieces.append(
            chance.choice((opened, f"</{tag}>", chance.choice(WORDS), opened + chance.choice(WORDS)))
        )
    return "".join(pieces).encode(chance.choice(("utf-8", "gb18030")))
