"""How do the readers stand mutated files? Some seconds for each format, in guarded workers.

Prints how many files were tried, what came of them, and the slowest; internal errors and crashes with the seed that makes
them again. Exit code 1 if there was any. ``python benchmarks/fuzz_readers.py [SECONDS] [FIRST SEED]``
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]

from mutations import mutated, mutated_inside, random_page  # noqa: E402 - of the tests
from test_mutations import SOUND  # noqa: E402

from audit.guarded import read_guarded  # noqa: E402

FAULTS = ("internal error", "crashed", "seconds", "memory")
LIMIT = 2.0
"""Seconds that a document may take; 20 for PDF."""


def variant(suffix: str, seed: int) -> bytes:
    """The file of this seed."""
    chance = random.Random(seed)
    if suffix == "html" and seed % 3 == 0:
        return random_page(chance)
    if suffix in ("docx", "xlsx", "ofd") and seed % 3:
        return mutated_inside(SOUND[suffix], chance)
    return mutated(SOUND[suffix], chance)


def outcome(note: object, status: object) -> str:
    """Status, or the kind of fault."""
    return next((fault for fault in FAULTS if fault in str(note)), str(status))


def fuzz(suffix: str, seconds: float, first: int) -> tuple[Counter[str], float, list[str]]:
    """Outcomes, the slowest file in seconds, and the faults."""
    found, slowest, faults = Counter[str](), 0.0, []
    end, seed = time.monotonic() + seconds, first
    while time.monotonic() < end:
        data = variant(suffix, seed)
        started = time.monotonic()
        report = read_guarded(data, f"a.{suffix}").report
        slowest = max(slowest, time.monotonic() - started)
        kind = outcome(report["note"], report["status"])
        found[kind] += 1
        if kind in FAULTS:
            faults.append(f"  seed {seed}: {report['note']}")
        seed += 1
    return found, slowest, faults


def main(seconds: float = 10, first: int = 0) -> int:
    """Fuzz every format in turn."""
    print(f"{'format':8}{'files':>8}{'slowest':>10}{'limit':>8}   outcomes")
    bad = 0
    for suffix in SOUND:
        found, slowest, faults = fuzz(suffix, seconds, first)
        limit = 20 if suffix == "pdf" else LIMIT
        shown = ", ".join(f"{kind} {count}" for kind, count in found.most_common())
        print(f"{suffix:8}{found.total():8}{slowest:9.2f}s{limit:7.0f}s   {shown}", *faults[:5], sep="\n")
        bad += len(faults)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
