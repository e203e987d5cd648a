"""PDF → Document: pages with a text layer as printed, pages that are pictures by character recognition where it is installed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read.leaf import MOST_CHARS, Leaf
from audit.read.leaves import written
from audit.read.pdfium import leaf_of, picture_of
from audit.read.scanned import (
    ASK,
    MOST_PAGES,
    is_available,
    listed,
    not_read,
    recognised_note,
    recognised_pages,
)

MOST_PDF_PAGES = 5000
LONG = 60
"""Of a PDF with more pages only those near the words of a report are read: it is a volume of many papers."""
NEAR_PAGES = 3
"""Pages before and after one with the words of a report that are read too."""
_WORDS = re.compile(r"政府信息公开|政府信息公開")
_LEAST_WORDS = 3
"""Times that a page of a volume must name them."""

_ONE_AT_A_TIME = Lock()
"""pdfium is not safe for threads."""


@dataclass(slots=True)
class _Pages:
    """What a PDF shows: its pages (those left out are empty), and what was noticed."""

    leaves: list[Leaf]
    pictures: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    damaged: bool = False
    properties: tuple[tuple[str, str], ...] = ()


def read_pdf(data: bytes) -> Document:
    """The document of a PDF file.

    Raises UnreadableFile when it needs a password, is damaged, has too many pages, or shows no text and no character
    recognition is installed.
    """
    with _ONE_AT_A_TIME:
        pages = _pages(data)
    writing = written(pages.leaves)
    if not writing.text.strip():
        raise _no_text(pages)
    unread = bool(pages.pictures) and not is_available()
    return Document(
        writing.text,
        tuple(writing.blocks),
        writing.places(),
        "pdf+ocr" if pages.pictures and not unread else "pdf",
        properties=pages.properties,
        notes=(*pages.notes, *_on_pictures(pages, unread)),
        complete=not unread and not pages.damaged,
        images=sum(leaf.images for leaf in pages.leaves),
    )


def _no_text(pages: _Pages) -> UnreadableFile:
    if not pages.pictures:
        return UnreadableFile("the PDF shows no text and no picture", "ask for the file")
    if is_available():
        return UnreadableFile(
            "the PDF has no text: character recognition found none on its pages", "ask for the file"
        )
    return UnreadableFile("the PDF has no text: its pages are pictures", ASK)


def _on_pictures(pages: _Pages, unread: bool) -> list[str]:
    if not pages.pictures:
        return []
    if unread:
        return [not_read(pages.pictures)]
    return [recognised_note([pages.leaves[n] for n in pages.pictures])]


def _pages(data: bytes) -> _Pages:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise _refused() from None
    try:
        count = len(pdf)
        if count > MOST_PDF_PAGES:
            raise UnreadableFile(f"the PDF has {count} pages", "save the report alone")
        if not count:
            raise UnreadableFile("the PDF has no pages", "fetch it again")
        chosen = range(count) if count <= LONG else _chosen(pdf)
        return _read(pdf, chosen)
    finally:
        pdf.close()


def _read(pdf: pdfium.PdfDocument, chosen: Sequence[int]) -> _Pages:
    pages = _Pages([Leaf(1, 1) for _ in range(len(pdf))], properties=_properties(pdf))
    lost = []
    for number in chosen:
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            lost.append(number)
            continue
        try:
            pages.leaves[number] = leaf = leaf_of(page)
            if leaf.is_picture:
                pages.pictures.append(number)
        finally:
            page.close()
    if lost:
        pages.damaged = True
        pages.notes.append(f"{listed(lost)} are damaged and were not read")
    if len(lost) == len(chosen):
        raise UnreadableFile("the PDF is damaged", "fetch it again")
    if len(chosen) < len(pdf):
        pages.notes.append(f"only {len(chosen)} of {len(pdf)} pages were read: the others name no report")
    if pages.pictures and is_available():
        _recognise(pdf, pages)
    return pages


def _recognise(pdf: pdfium.PdfDocument, pages: _Pages) -> None:
    """Put what character recognition reads in the place of pages that are pictures."""
    if len(pages.pictures) > MOST_PAGES:
        pages.notes.append(
            f"only the first {MOST_PAGES} of {len(pages.pictures)} pages that are pictures were read"
        )
        pages.pictures = pages.pictures[:MOST_PAGES]
    shown = (picture_of(pdf[number]) for number in pages.pictures)
    for number, leaf in zip(pages.pictures, recognised_pages(shown, len(pages.pictures)), strict=True):
        pages.leaves[number] = leaf


def _chosen(pdf: pdfium.PdfDocument) -> list[int]:
    """The pages of a volume near those that name a report of this kind; all of the first ones if none does."""
    near: set[int] = set()
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            text = page.get_textpage()
        except pdfium.PdfiumError:
            continue
        named = len(_WORDS.findall(text.get_text_bounded()[:MOST_CHARS]))
        text.close()
        page.close()
        if named >= _LEAST_WORDS:
            near.update(range(max(0, number - NEAR_PAGES), min(len(pdf), number + NEAR_PAGES + 1)))
    return sorted(near)[: 3 * LONG] or list(range(LONG))


def _refused() -> UnreadableFile:
    if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
        return UnreadableFile("the PDF is encrypted", "save it without a password")
    return UnreadableFile("the PDF is damaged", "fetch it again")


def _properties(pdf: pdfium.PdfDocument) -> tuple[tuple[str, str], ...]:
    title = pdf.get_metadata_value("Title").strip()
    return (("title", title),) if title else ()
