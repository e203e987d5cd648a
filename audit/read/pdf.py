"""PDF with a text layer → Document."""

from __future__ import annotations

from threading import Lock

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read.leaf import Leaf
from audit.read.leaves import written
from audit.read.pdfium import leaf_of

_ONE_AT_A_TIME = Lock()
"""pdfium is not safe for threads."""


def read_pdf(data: bytes) -> Document:
    """The document of a PDF file. Raises UnreadableFile when it is encrypted, damaged, too long or has no text."""
    with _ONE_AT_A_TIME:
        leaves, properties = _leaves(data)
    writing = written(leaves)
    if not writing.text.strip():
        raise UnreadableFile(
            "the PDF has no text: its pages are pictures",
            "run it through character recognition, or find the original",
        )
    images = sum(leaf.images for leaf in leaves)
    return Document(
        writing.text, tuple(writing.blocks), writing.places(), "pdf", properties=properties, images=images
    )


def _leaves(data: bytes) -> tuple[list[Leaf], tuple[tuple[str, str], ...]]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refused(error) from None
    try:
        return [_leaf(pdf, number) for number in range(len(pdf))], _properties(pdf)
    except pdfium.PdfiumError:
        raise UnreadableFile("the PDF is damaged: a page of it cannot be loaded", "fetch it again") from None
    finally:
        pdf.close()


def _leaf(pdf: pdfium.PdfDocument, number: int) -> Leaf:
    page = pdf[number]
    try:
        return leaf_of(page)
    finally:
        page.close()


def _refused(error: pdfium.PdfiumError) -> UnreadableFile:
    if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
        return UnreadableFile("the PDF is encrypted", "save it without a password")
    return UnreadableFile("the PDF is damaged", "fetch it again")


def _properties(pdf: pdfium.PdfDocument) -> tuple[tuple[str, str], ...]:
    title = pdf.get_metadata_value("Title").strip()
    return (("title", title),) if title else ()
