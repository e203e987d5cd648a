"""Bytes → text. Says which encoding it took, and never trusts a declaration that the bytes contradict.

Order: byte order mark; UTF-16 by its zero bytes; strict UTF-8; UTF-8 with a few broken bytes; GB18030 or
Big5, by what the file declares and by which gives the more Chinese text. Line ends stay as they are and a
byte order mark is dropped, so offsets in the text are stable.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple


class Decoded(NamedTuple):
    """``text`` without byte order mark, ``encoding`` as Python names it, ``notes`` one line each."""

    text: str
    encoding: str
    notes: tuple[str, ...]


MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:charset\s*=|encoding\s*=)\s*["']?\s*([a-z0-9_.:-]{3,20})""")
FAMILIES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-8": "utf-8",
    "utf-16": "utf-16",
}
HEAD = 4096
BROKEN_UTF8 = 20
"""UTF-8 is kept when it has at least so many sound characters for each broken one."""

COMMON = frozenset(
    "的一年月日政府信息公开開申请請和在中为為有是不件条條工作情况況机機关關本国國人部门門报報告"
)
LOST = "\ufffd"


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """The text of ``data``; bytes that no encoding explains become U+FFFD and a note.

    ``charset`` is what was declared outside the bytes, such as in the header of a message.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding, ())
    wide = _utf16_without_mark(data)
    if wide is not None:
        return wide
    declared = (_family(charset) if charset else None) or declared_encoding(data)
    try:
        text = data.decode("utf-8")
        return Decoded(text, "utf-8", () if data.isascii() else _contradiction(declared, "utf-8"))
    except UnicodeDecodeError:
        return _not_clean_utf8(data, declared)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a meta tag or XML declaration in the first 4 kB names, None if none that we know."""
    match = DECLARED.search(data[:HEAD].lower())
    return None if match is None else _family(match[1].decode("ascii"))


def _family(name: str) -> str | None:
    try:
        return FAMILIES.get(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return None


def _contradiction(declared: str | None, found: str) -> tuple[str, ...]:
    if declared is None or declared == found:
        return ()
    return (f"the file declares {declared} but is {found}",)


def _tolerant(data: bytes, encoding: str, notes: tuple[str, ...]) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, notes)
    except UnicodeDecodeError as fault:
        text = data.decode(encoding, "replace")
        note = f"{text.count(LOST)} places are not valid {encoding}, the first at byte {fault.start}"
        return Decoded(text, encoding, (*notes, note))


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """No other encoding of text has zero bytes; of the two orders, the one that gives Chinese or markup."""
    if b"\0" not in data[:HEAD] or len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        head = data[:HEAD].decode(encoding, "replace")
        if "\0" in head or _familiar(head) * 5 < len(head):
            continue
        note = f"no byte order mark; read as {encoding} by its zero bytes"
        return _tolerant(data, encoding, (note,))
    return None


def _familiar(text: str) -> int:
    """How many characters are ASCII or among the most common of reports."""
    return len(re.findall("[\t-~]", text)) + sum(map(text.count, COMMON))


def _not_clean_utf8(data: bytes, declared: str | None) -> Decoded:
    loose = data.decode("utf-8", "replace")
    broken = loose.count(LOST)
    sound = len(loose) - broken - len(re.findall("[\0-\x7f]", loose))
    if sound >= BROKEN_UTF8 * broken:
        return _tolerant(data, "utf-8", _contradiction(declared, "utf-8"))
    encoding = _better_of(data, declared)
    return _tolerant(data, encoding, _contradiction(declared, encoding))


def _better_of(data: bytes, declared: str | None) -> str:
    """``gb18030`` unless Big5 reads with fewer losses, or as well and with far more common characters."""
    rank = {}
    for encoding in ("gb18030", "big5hkscs"):
        text = data.decode(encoding, "replace")
        lost = text.count(LOST) / max(1, len(text))
        common = sum(map(text.count, COMMON)) / max(1, len(text))
        rank[encoding] = common - 4 * lost + (0.02 if encoding == declared else 0.0)
    return "big5hkscs" if rank["big5hkscs"] > 2 * max(rank["gb18030"], 0.01) else "gb18030"
