"""PDF: cells right, wrong, missing, invented and milliseconds a report, beside a bare text extraction by pdfplumber.

    python benchmarks/reading_pdf.py [LAYOUT…]

Prints every layout of ``tests/pdf_pages.py`` with Chromium, a distinct figure in every cell. Limits: 98 % right, none wrong or
invented, 20 seconds a PDF. Times are processor time of one run in this process.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pdf_pages import LAYOUTS, figures_of, print_all  # noqa: E402

from benchmarks.reading.score import facts_in  # noqa: E402


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def peer(data: bytes) -> list[str]:
    """The text of every page, no cells."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def score(name: str, form: str, data: bytes) -> tuple[int, int, int, int]:
    """Right, wrong, missing and invented figures."""
    _, _, facts = facts_in(data, "a.pdf")
    printed = {c: v for c, v in figures_of(form, LAYOUTS[name]).items() if v}
    read = {f.cell: str(f.value) for f in facts if f.value is not None}
    right = sum(read.get(c) == v for c, v in printed.items())
    wrong = sum(c in read and read[c] != v for c, v in printed.items())
    return right, wrong, len(printed) - right - wrong, len(read.keys() - printed.keys())


def main(wanted: list[str]) -> None:
    """Print a line a PDF, and the sums."""
    names = [n for n in LAYOUTS if not wanted or n in wanted]
    sums = [0, 0, 0, 0]
    print(f"{'layout':<22}{'form':<6}{'right/wrong/missing/invented':<32}{'ours ms':>8}{'text ms':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, form, path in print_all(Path(folder), names):
            data = path.read_bytes()
            found = score(name, form, data)
            sums = [a + b for a, b in zip(sums, found, strict=True)]
            ours, text = (
                milliseconds(lambda d=data: facts_in(d, "a.pdf")),
                milliseconds(lambda d=data: peer(d)),
            )
            print(f"{name:<22}{form:<6}{'/'.join(map(str, found)):<32}{ours:8.0f}{text:9.0f}")
    print(
        f"sum {'/'.join(map(str, sums))}: {100 * sums[0] / max(1, sum(sums[:3])):.1f} % right (limit 98 %, 0 wrong, 0 invented)"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
