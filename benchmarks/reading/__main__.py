"""Cells right, wrong, missing and invented, by format, layout and quirk, beside the peers and the limit.

python -m benchmarks.reading [--documents 2000] [--pdf 60] [--ofd 20] [--peers 200] [--jobs 2] [--faults 20] [--shared FOLDER]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.reading.cases import case
from benchmarks.reading.model import Case
from benchmarks.reading.peers import PEERS
from benchmarks.reading.printing import browser
from benchmarks.reading.real import real_cases
from benchmarks.reading.score import Score, scored

ROOT = Path(__file__).resolve().parents[2]
LIMIT = "limit: right >= 99.9 % of decidable cells, wrong 0, invented 0, every locator resolves"
HEAD = (
    f"{'':<42}{'files':>6}{'right':>9}{'of':>9}{'%':>9}{'wrong':>7}{'missing':>8}{'invented':>9}"
    f"{'state':>6}{'undecidable':>12}{'locators lost':>15}"
)
Done = tuple[Case, Score, dict[str, Score]]


def measured(number: int, format: str | None, peers: bool) -> Done:
    """One generated document, read by us and, where asked, by the peers."""
    made = case(number, format)
    return _read(made, peers)


def _read(made: Case, peers: bool) -> Done:
    others = {name: score for name, read in PEERS.items() if peers and (score := read(made)) is not None}
    return made, scored(made), others


def line(name: str, files: int, score: Score) -> str:
    """One line of a table."""
    total = score.right + score.wrong + score.missing
    share = f"{100 * score.right / total:.3f}" if total else "-"
    return (
        f"{name:<42}{files:>6}{score.right:>9}{total:>9}{share:>9}{score.wrong:>7}{score.missing:>8}{score.invented:>9}"
        f"{score.state:>6}{score.undecidable:>12}{f'{score.unresolved} of {score.locators}':>15}"
    )


def report(title: str, done: list[tuple[str, Score]]) -> None:
    """A table of sums by name."""
    sums: dict[str, Score] = defaultdict(Score)
    files: dict[str, int] = defaultdict(int)
    for name, score in done:
        sums[name].add(score)
        files[name] += 1
    print(f"\n{title}\n{HEAD}")
    for name in sorted(sums):
        print(line(name, files[name], sums[name]))


def reasons(done: list[Done]) -> None:
    """Why cells are not decidable, and how many."""
    counts: dict[str, int] = defaultdict(int)
    for made, _, _ in done:
        for reason in made.unsure.values():
            counts[reason] += 1
    print("\nnot decidable, by reason (cells printed)")
    for reason, count in sorted(counts.items()):
        print(f"{count:>8}  {reason}")


def main() -> None:
    """Measure and print."""
    options = _options()
    with ProcessPoolExecutor(options.jobs) as pool:
        done = list(
            pool.map(partial(measured, format=None, peers=False), range(options.documents), chunksize=20)
        )
        sample = list(pool.map(partial(measured, format=None, peers=True), range(options.peers), chunksize=5))
        pages = range(options.pdf if browser() else 0)
        done += list(pool.map(partial(measured, format="pdf", peers=False), pages, chunksize=2))
        pages = range(options.ofd if browser() else 0)
        done += list(pool.map(partial(measured, format="ofd", peers=False), pages, chunksize=2))
    print(LIMIT)
    report("by format", [(c.format, s) for c, s, _ in done])
    report("by layout", [(f"{c.format} {c.layout}", s) for c, s, _ in done])
    report("by quirk", [(quirk, s) for c, s, _ in done for quirk in c.quirks])
    reasons(done)
    others = [(f"{c.format}: {name}", s) for c, _, found in sample for name, s in found.items()]
    ours = [(f"{c.format}: ours", s) for c, s, found in sample if found]
    report(f"peers, on the first {options.peers} documents", others + ours)
    if (options.shared / "seeds").is_dir():
        real = [_read(c, True) for c in real_cases(options.shared)]
        report("real reports", [(f"{c.name[:24]} {c.layout}"[:41], s) for c, s, _ in real])
    faulty = [(c, s) for c, s, _ in done if s.faults]
    print(f"\n{len(faulty)} of {len(done)} documents with a fault")
    for made, score in sorted(faulty, key=lambda f: -(f[1].wrong + f[1].invented))[: options.faults]:
        print(f"{made.number} {made.format} {made.layout} {', '.join(made.quirks)}: {score.faults[0]}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Cells read from generated and real reports.")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument(
        "--pdf", type=int, default=60, help="documents printed to PDF, if there is a Chromium"
    )
    parser.add_argument("--ofd", type=int, default=20, help="the same, written as OFD")
    parser.add_argument("--peers", type=int, default=200, help="documents that the peers read as well")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--faults", type=int, default=20, help="faulty documents to name")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of real reports")
    return parser.parse_args()


if __name__ == "__main__":
    main()
