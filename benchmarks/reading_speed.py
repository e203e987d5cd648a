"""How long reading an HTML report takes, beside a bare lxml parse and pandas.read_html of the same bytes.

Run ``python benchmarks/reading_speed.py [FILE…]``; without files it takes the HTML reports in the folder of real reports
beside the checkout (``DISCLOSURE_SHARED``). Each figure is the median of many repeats in one process; compare ratios, not
milliseconds, across machines.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import lxml.html
import pandas as pd

from audit.read import read_bytes

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 40


def milliseconds(works: list[Callable[[], object]]) -> list[float]:
    """Median processor time of each work in ms; they take turns, so that a busy moment hits all of them."""
    times: list[list[float]] = [[] for _ in works]
    gc.collect()
    for _ in range(REPEATS):
        for work, taken in zip(works, times, strict=True):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [1000 * median(taken) for taken in times]


def measure(path: Path) -> list[float]:
    """Ours, bare lxml parse, pandas.read_html, in ms for the file at ``path``."""
    data = path.read_bytes()
    return milliseconds(
        [
            lambda: read_bytes(data, path.name),
            lambda: lxml.html.document_fromstring(data),
            lambda: pd.read_html(io.BytesIO(data), flavor="lxml", encoding="utf-8"),
        ]
    )


def main(arguments: list[str]) -> int:
    """Print one line a file; 2 if there is none."""
    shared = Path(os.environ.get("DISCLOSURE_SHARED", ROOT.parent / "shared"))
    paths = [Path(name) for name in arguments] or sorted((shared / "reports").glob("*.html"))
    if not paths:
        print("no HTML reports given or found", file=sys.stderr)
        return 2
    print(
        f"{'report':45} {'kB':>5} {'ours ms':>8} {'lxml ms':>8} {'ratio':>6} {'read_html ms':>13} {'faster':>7}"
    )
    for path in paths:
        ours, parse, pandas_ms = measure(path)
        size = path.stat().st_size / 1000
        figures = f"{size:5.0f} {ours:8.2f} {parse:8.2f} {ours / parse:6.2f} {pandas_ms:13.2f} {pandas_ms / ours:6.1f}x"
        print(f"{path.name:45} {figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
