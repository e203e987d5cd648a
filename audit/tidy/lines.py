"""Sentences as places: where each sentence of a section stands, in formats whose locators cannot be counted on.

In a text file the place of a phrase follows from the place of its section. In a page, a DOCX or a PDF it does
not, so the places of the sentences are kept beside the text.
"""

from __future__ import annotations

import re

from audit.model import Document
from audit.read.places import FORM

_SENTENCE = re.compile(r"[^\n。；;！!？?]+[。；;！!？?]?")
_WORD = re.compile(r"[\u3400-\u9fff]")
_FIRST = 4
"""Pieces at the beginning of a section that are kept however short they are."""
_SHORTEST = 6


def lines_of(document: Document, begin: int, end: int, locator: str) -> str:
    """``start end locator`` of every sentence of ``document.text[begin:end]``, one a line, counted from ``begin``.

    Empty where ``locator``, that of the whole, counts the characters of the text itself. Short pieces (figures
    and labels of tables) are left out.
    """
    counted = FORM.fullmatch(locator)
    if counted and int(counted[2]) - int(counted[1]) == end - begin:
        return ""
    kept = []
    place = document.places.locator
    for number, match in enumerate(_SENTENCE.finditer(document.text, begin, end)):
        printed = match[0]
        piece = printed.strip()
        if len(piece) < _SHORTEST and number >= _FIRST and "。" not in piece:
            continue
        if not ("\u3400" <= piece[:1] <= "\u9fff" or _WORD.search(piece)):
            continue
        first = match.start()
        if len(piece) < len(printed):
            first += printed.find(piece)
        last = first + len(piece)
        kept.append(f"{first - begin} {last - begin} {place(first, last)}")
    return "\n".join(kept)
