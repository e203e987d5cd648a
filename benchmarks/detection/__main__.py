"""Runs the benchmark: ``python -m benchmarks.detection [--few]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from benchmarks.detection import figures, texts
from benchmarks.detection.score import Score, show, write

SHARED = Path(__file__).resolve().parents[3] / "shared"


def main() -> None:
    """Print the tables; with all trials, write the counts that the pages of rules show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", action="store_true", help="a tenth of the trials; writes nothing")
    few = parser.parse_args().few
    score = Score()
    figures.measure(score, 20 if few else 150)
    texts.measure(score, 3 if few else 24)
    if SHARED.is_dir():
        texts.measure_real(score, SHARED, 3 if few else 20)
    show(score)
    if not few:
        write(score)


if __name__ == "__main__":
    main()
