"""Rows of table 3 whose label a converter printed elsewhere: put back where only one way fits.

A converter that takes lines apart prints some labels before or after their figures. Such a row is read only if its
label, or a part that no other label has, is printed without figures of its own, and if between the labelled rows
around it there are as many rows without a label as such labels, in the order of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from audit.form import raw_form
from audit.form.labels import key
from audit.tidy.headers import Heading
from audit.tidy.matching import Matched

SHORTEST = 6
"""Characters of a part of a label that can be told from others."""


class Seen(NamedTuple):
    """Something met in table 3. ``kind``: row (labelled figures), label (a label alone), loose (figures alone).

    ``text`` : words beside loose figures, or the part of a label. ``headings``, ``cells`` : what loose figures print.
    """

    kind: str
    code: str = ""
    text: str = ""
    headings: Sequence[Heading] = ()
    cells: Sequence[Matched] = ()


def label_of(part: str) -> str | None:
    """The row of table 3 whose label alone holds this part of a label; None for a short or common one."""
    words = key(part)
    found = _with(words) if SHORTEST <= len(words) <= _longest() else []
    return found[0] if len(found) == 1 else None


def rows_with(part: str) -> list[str]:
    """The rows of table 3 whose label holds these words."""
    return _with(key(part))


def _with(words: str) -> list[str]:
    return [code for code, keys in _keys().items() if words and any(words in k for k in keys)]


@cache
def _longest() -> int:
    return max(len(k) for keys in _keys().values() for k in keys)


def mixes_rows(text: str) -> bool:
    """Whether words hold the whole label of a row of table 3 with others between: print of two cells run together."""
    words = key(text)
    return any(len(k) >= SHORTEST and _in_order(k, words) for keys in _keys().values() for k in keys)


def _in_order(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(c in characters for c in part)


def put_back(seen: Sequence[Seen]) -> Iterator[tuple[str, Seen]]:
    """(row, loose figures) wherever only one way fits."""
    read = {s.code for s in seen if s.kind == "row"}
    printed = list(dict.fromkeys(s.code for s in seen if s.kind == "label" and s.code not in read))
    anchors = [i for i, s in enumerate(seen) if s.kind == "row"]
    for first, last in pairwise([-1, *anchors, len(seen)]):
        between = seen[first + 1 : last]
        loose = [s for s in between if s.kind == "loose"]
        if loose:
            before = seen[first].code if first >= 0 else None
            after = seen[last].code if last < len(seen) else None
            yield from zip(_codes(before, after, printed, between, loose), loose, strict=False)


def _codes(
    before: str | None, after: str | None, printed: list[str], between: Sequence[Seen], loose: Sequence[Seen]
) -> list[str]:
    """The rows that the loose figures between two labelled rows stand for; empty if that is not certain."""
    order = list(_keys())
    start = order.index(before) + 1 if before else 0
    end = order.index(after) if after else len(order)
    wanted = [code for code in printed if code in order[start:end]]
    if len(wanted) != len(loose) or wanted != sorted(wanted, key=order.index):
        wanted = list(dict.fromkeys(s.code for s in between if s.kind == "label" and s.code in printed))
        alone = {s.code for s in between if s.kind == "label"}
        if not wanted and len(alone) == len(loose) == 1:
            return [*alone] if _fits(loose[0].text, *alone) else []  # a row that is printed twice
        if not len(wanted) == len(loose) == 1:
            return []
    return wanted if all(_fits(s.text, code) for s, code in zip(loose, wanted, strict=True)) else []


def _fits(text: str, code: str) -> bool:
    return not key(text) or code in rows_with(text)


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    rows = raw_form()["rows"]["t3"]
    return {code: tuple(key(p) for p in (e["zh"], *e.get("aliases", ()))) for code, e in rows.items()}
