"""Web archives (MHT, MHTML): the page of a MIME message, read as HTML.

Locators are character offsets in the decoded page, as they would be in the page saved alone.

Source: RFC 2557 (MHTML), RFC 2045 and 2046 (MIME).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read.encoding import decode
from audit.read.html import read_html

if TYPE_CHECKING:
    from email.message import Message

MOST_LINES = 400_000
DEEPEST = 20
"""Parts within parts."""
HEAD = re.compile(
    rb"\s*(?:MIME-Version|From|Date|Subject):[^\n]*\n(?:[^\n]*\n){0,30}?Content-Type:", re.IGNORECASE
)
"""How a message begins."""
SAVE_AS = "save the page as HTML and name that"


class Page(NamedTuple):
    """A page in a message: its bytes, the encoding that its header names, and how many others there are."""

    data: bytes
    charset: str | None
    others: int


def is_archive(data: bytes) -> bool:
    """Whether ``data`` is a MIME message."""
    return HEAD.match(data[:4096]) is not None


def page_of(data: bytes) -> Page:
    """The page that a web archive was saved for: the first, of frames the longest; raises UnreadableFile."""
    if data.count(b"\n") > MOST_LINES or data.lower().count(b"multipart/") > DEEPEST:
        raise UnreadableFile("the web archive (MHT) has too many lines or parts", SAVE_AS)
    import email.policy  # noqa: PLC0415 - with all that it imports; seldom needed

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = [page for page in map(_page, message.walk()) if page is not None]
    if not pages:
        raise UnreadableFile("it is a mail or web archive (MHT) without a page", SAVE_AS)
    frames = b"<frameset" in pages[0].data[:20_000].lower()
    found = max(pages, key=lambda page: len(page.data)) if frames else pages[0]
    return found._replace(others=len(pages) - 1)


def _page(part: Message) -> Page | None:
    if part.is_multipart() or part.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return None
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return None
    return Page(content, part.get_content_charset(), 0)


def read_archive(page: Page) -> Document:
    """The document of a page in a web archive."""
    text, encoding, notes = decode(page.data, page.charset)
    own = tuple(note for note in notes if not note.startswith("the file declares"))  # browsers encode anew
    document = read_html(text, encoding=encoding, notes=own)
    if page.others:
        document = replace(
            document, notes=(*document.notes, f"other pages in the web archive were not read ({page.others})")
        )
    return replace(document, format="mht")
