"""A second view of a text for *matching* only: simplified glyphs, half-width forms, glosses and mojibake undone.

The raw text stays as printed; a ``Reading`` maps every range back to it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import zhconv_rs

if TYPE_CHECKING:
    import numpy as np

_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_KEPT_GLYPHS = "乾著"  # both are also simplified glyphs, in names and words of their own
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|er|in|un|vn|ia|ie|iu|ua|uo|ui|ue|ve|a|o|e|i|u|v)"
)
_GLOSSES = tuple(
    re.compile(rf"{bracket}(?<=[\u4e00-\u9fff)）].)([a-zêāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{{1,6}})[)）]")
    for bracket in (r"\(", "（")
)
"""One pattern for each opening bracket: a pattern that begins with one character is found six times as fast."""
_BREAK = re.compile(r"<br\s{0,3}/?>", re.I)
"""A line break in a cell of a table that a converter wrote as text."""
_SHIFTED = re.compile(r"[?？]。[ㄅ-ㄩ][^\n\ufffd]*")


def is_syllable(text: str) -> bool:
    """True for one pinyin syllable, with or without tone marks."""
    plain = unicodedata.normalize("NFD", text.replace("ü", "v"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return bool(_SYLLABLE.fullmatch(plain))


@cache
def _glyphs() -> dict[int, str]:
    """One character to one character, so that a translated text keeps its positions."""
    han = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simple = zhconv_rs.zhconv("\n".join(han), "zh-hans").split("\n")
    table = {
        ord(h): s
        for h, s in zip(han, simple, strict=True)
        if h != s and len(s) == 1 and h not in _KEPT_GLYPHS
    }
    radicals = {
        c: unicodedata.normalize("NFKC", chr(c)) for c in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    }
    table.update(
        {
            c: table.get(ord(plain), plain)
            for c, plain in radicals.items()
            if len(plain) == 1 and plain != chr(c)
        }
    )
    table.update({0xFF01 + i: chr(0x21 + i) for i in range(94) if i != 0x1B - 0x01})
    table[0xFF1B] = "；"
    table.update({ord(s): " " for s in _SPACES})
    return table


_FEW = 24
_MANY = 50_000
"""Characters from which on a text (that of many reports) is looked up as an array; a page is not worth it."""


def simplified(text: str) -> str:
    """Every character as it reads, at its place."""
    return _respelt(text)[0]


def _respelt(text: str) -> tuple[str, frozenset[str], str]:
    """Every character as it reads, those that read as another one, and all unusual ones (or all that there are)."""
    if text.isascii():
        return text, frozenset(), text
    if len(text) >= _MANY:
        return *_respelt_at_once(text), text
    unusual = frozenset(_unusual().findall(text))
    met = frozenset([c for c in unusual if _glyphs().get(ord(c), c) != c])
    return (_simplified(text, met) if met else text), met, "".join(unusual)


def _respelt_at_once(text: str) -> tuple[str, frozenset[str]]:
    """The same for a long text, as an array of the units of UTF-16."""
    import numpy as np  # noqa: PLC0415 - not for one page

    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    reads = _plane()[units]
    met = frozenset(map(chr, np.unique(units[reads != units]).tolist()))
    if any(_glyphs()[ord(c)] > "\uffff" for c in met):
        return text.translate(_glyphs()), met
    return reads.tobytes().decode("utf-16-le", "surrogatepass") if met else text, met


@cache
def _plane() -> np.ndarray:
    """How each unit of UTF-16 reads; 0 where it reads as a character beyond the basic plane."""
    import numpy as np  # noqa: PLC0415

    plane = np.arange(0x10000, dtype="<u2")
    for character, read in _glyphs().items():
        plane[character] = ord(read) if read <= "\uffff" else 0
    return plane


def _simplified(text: str, met: frozenset[str]) -> str:
    """Most texts have few characters that read otherwise: those are replaced one by one."""
    table = _glyphs()
    if len(met) > _FEW or any(table[ord(c)] in met for c in met):
        return text.translate(table)
    for character in met:
        text = text.replace(character, table[ord(character)])
    return text


LOST_SIGNS = "?？\ufffdㄅ-ㄩぁ-ヶ─-╿Ãâåæçèéä锟斤烫屯锘鈥銆锛"
"""Characters, as a class of a pattern, of which one stands where bytes were lost or read in another encoding."""
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ue000-\uf8ff\U000f0000-\U0010ffff"
"""Characters that show nothing."""


@cache
def _unusual() -> re.Pattern[str]:
    """Any character that reads as another one, shows nothing, or tells of lost bytes: all are found in one pass."""
    glyphs = re.escape("".join([chr(c) for c, read in _glyphs().items() if read != chr(c)]))
    return re.compile(f"[{glyphs}{LOST_SIGNS}{UNSEEN}]")


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` for matching, and the way back to ``raw``.

    ``starts``/``origins``/``lengths`` list the segments; a segment whose length differs from its origin's was
    replaced as a whole. Both empty: the two texts have the same positions.
    """

    text: str
    raw: str
    starts: tuple[int, ...] = ()
    origins: tuple[tuple[int, int], ...] = ()
    replaced: tuple[bool, ...] = ()
    respelt: frozenset[str] = frozenset()
    """The characters of ``raw`` that read as another one."""
    unusual: str = field(default="", compare=False)
    """Those, and what shows nothing or tells of lost bytes: once each, or all of ``raw``."""

    @property
    def keeps_places(self) -> bool:
        """True if every character of ``text`` has the position of the one in ``raw`` that it stands for."""
        return not self.starts

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Range of ``raw`` that was read as ``text[start:end]``."""
        if not self.starts:
            return start, end
        if end <= start:
            place = self._raw(start)[0]
            return place, place
        return self._raw(start)[0], self._raw(end - 1)[1]

    def _raw(self, position: int) -> tuple[int, int]:
        segment = max(bisect_right(self.starts, position) - 1, 0)
        begin, finish = self.origins[segment]
        if self.replaced[segment]:
            return begin, finish
        place = begin + position - self.starts[segment]
        return place, place + 1

    def at(self, raw_position: int) -> int:
        """Position in ``text`` of the character at ``raw_position`` (of what follows it, if it was removed)."""
        if not self.starts:
            return raw_position
        segment = max(bisect_right(self.origins, (raw_position, len(self.raw) + 1)) - 1, 0)
        inside = 0 if self.replaced[segment] else raw_position - self.origins[segment][0]
        limit = self.starts[segment + 1] if segment + 1 < len(self.starts) else len(self.text)
        return min(self.starts[segment] + inside, limit)

    def slice(self, raw_start: int, raw_end: int) -> str:
        """How ``raw[raw_start:raw_end]`` reads."""
        return self.text[self.at(raw_start) : self.at(raw_end)]


def read_as(raw: str) -> Reading:
    """The reading of a text. Most texts keep their positions; glosses and shifted bytes do not."""
    plain, met, unusual = _respelt(raw)
    edits = [(m.start(), m.end(), "") for gloss in _GLOSSES for m in gloss.finditer(raw) if is_syllable(m[1])]
    if "?。" in raw or "？。" in raw:
        edits += [_shifted(m, mended) for m in _SHIFTED.finditer(raw) if (mended := unshift(m[0]))]
    if "<br" in raw or "<BR" in raw:
        edits += [(*m.span(), " ") for m in _BREAK.finditer(raw)]
    if not edits:
        return Reading(plain, raw, respelt=met, unusual=unusual)
    return replace(_edited(plain, raw, sorted(edits)), respelt=met, unusual=unusual)


def _shifted(line: re.Match[str], mended: str) -> tuple[int, int, str]:
    """The edit of a line that lost a byte: only up to where its characters pair up again, so that the rest keeps its places."""
    plain = simplified(line[0])
    same = next((n for n, (a, b) in enumerate(zip(plain[::-1], mended[::-1], strict=False)) if a != b), 0)
    return line.start(), line.end() - same, mended[: len(mended) - same]


def unshift(garbled: str) -> str | None:
    """What a line read as before it lost the first byte of its first GBK character; None if that gives no text.

    Such lines begin with ``?。`` because the lost byte was A1 and what follows pairs up one byte off. A byte that
    was lost for good at the end is left out.
    """
    try:
        mended = (b"\xa1" + garbled[1:].encode("gbk")).decode("gbk", "ignore")
    except UnicodeError:
        return None
    return simplified(mended).lstrip(" ")


def _edited(plain: str, raw: str, edits: list[tuple[int, int, str]]) -> Reading:
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    replaced: list[bool] = []
    length = done = 0

    def keep(piece: str, begin: int, finish: int, whole: bool) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            starts.append(length)
            origins.append((begin, finish))
            replaced.append(whole)
            length += len(piece)

    for begin, finish, new in edits:
        if begin < done:
            continue
        keep(plain[done:begin], done, begin, False)
        keep(new, begin, finish, True)
        done = finish
    keep(plain[done:], done, len(raw), False)
    return Reading("".join(pieces), raw, tuple(starts), tuple(origins), tuple(replaced))
