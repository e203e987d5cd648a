"""Character recognition: figures right, wrong, missing and invented on pages that were scanned ever worse; seconds a page.

    python benchmarks/reading_scans.py [LAYOUT…]

Needs the extra ``ocr``. ``scan``: 1.2° askew, blurred, noisy, JPEG 55; ``worse``: more of each, JPEG 35. Limit: none wrong.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pdf_pages import LAYOUTS, figures_of, print_all  # noqa: E402

from audit.model import Document  # noqa: E402
from audit.read.leaves import written  # noqa: E402
from audit.read.pdfium import picture_of  # noqa: E402
from audit.read.scanned import recognised_pages  # noqa: E402
from audit.tidy.facts import facts_of, recognise_form  # noqa: E402
from audit.tidy.reading import read_as  # noqa: E402
from audit.tidy.tables import read_tables  # noqa: E402

DAMAGE = {"clean": None, "scan": (0.9, 9, 55), "worse": (1.4, 14, 35)}
"""Blur in dots, noise in shades, JPEG quality."""


def scanned(page: np.ndarray, kind: str) -> np.ndarray:
    """The page as a scanner would give it back."""
    if DAMAGE[kind] is None:
        return page
    blur, noise, quality = DAMAGE[kind]
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.2, 1)
    page = cv2.warpAffine(page, turn, (width, height), borderValue=255, flags=cv2.INTER_CUBIC)
    page = cv2.GaussianBlur(page, (0, 0), blur).astype(float) * 0.92 + 10
    page = np.clip(page + np.random.default_rng(1).normal(0, noise, page.shape), 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)


def main(names: list[str]) -> None:
    """Print a line a document and degree of damage."""
    print(
        f"{'layout':<18}{'form':<6}{'damage':<8}right/wrong/missing/invented, blank for a figure, seconds a page"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, form, path in print_all(Path(folder), names or ["ruled", "centred"]):
            for kind in DAMAGE:
                report(name, form, kind, path)


def report(name: str, form: str, kind: str, path: Path) -> None:
    """Read one document as damaged and print its line."""
    pdf = pdfium.PdfDocument(path)
    start, count = time.process_time(), len(pdf)
    writing = written(
        list(recognised_pages((scanned(picture_of(pdf[n]), kind) for n in range(count)), count))
    )
    document = Document(writing.text, tuple(writing.blocks), writing.places(), "pdf+ocr")
    tables = read_tables(document, read_as(document.text))
    found = {f.cell: f for f in facts_of(document, tables, recognise_form(tables))}
    printed = {c: v for c, v in figures_of(form, LAYOUTS[name]).items() if v}
    read = {c: str(f.value) for c, f in found.items() if f.value is not None}
    right = sum(read.get(c) == v for c, v in printed.items())
    wrong = sum(c in read and read[c] != v for c, v in printed.items())
    blank = sum(c in found and found[c].state == "blank" for c in printed)
    counts = f"{right}/{wrong}/{len(printed) - right - wrong}/{len(read.keys() - printed.keys())}"
    seconds = (time.process_time() - start) / count
    print(f"{name:<18}{form:<6}{kind:<8}{counts}, {blank}, {seconds:.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
