"""Milliseconds from the bytes of a page to facts, claims, sections and metadata with places, beside a bare ``lxml.html``
parse of the same bytes and ``pandas.read_html`` of its tables alone; and the limit: three bare parses plus 6 ms.

    python benchmarks/report_speed.py [folder of real reports]
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pandas as pd

from audit.read import read_bytes
from audit.tidy import tidy

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 15


def fastest(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of the fastest of several runs, after one that fills the caches."""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> None:
    """One line a page, and the mean."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    pages = (
        sorted((shared / "reports").glob("*.html"))
        or sorted(ROOT.glob("sample_reports/*/*202[1-5]*.html"))[:6]
    )
    print(f"{'page':<34}{'kB':>6}{'ours':>8}{'lxml':>8}{'limit':>8}{'read_html':>11}{'faster':>8}")
    for path in pages:
        data = path.read_bytes()
        ours = fastest(lambda data=data, name=path.name: tidy(read_bytes(data, name), name))
        parse = fastest(lambda data=data: lxml.html.fromstring(data))
        peer = fastest(lambda data=data: pd.read_html(io.BytesIO(data), flavor="lxml", encoding="utf-8"))
        limit = 3 * parse + 6
        print(
            f"{path.stem[:32]:<34}{len(data) / 1000:>6.0f}{ours:>8.1f}{parse:>8.2f}{limit:>8.1f}{peer:>11.1f}{peer / ours:>7.1f}x"
        )


if __name__ == "__main__":
    main()
