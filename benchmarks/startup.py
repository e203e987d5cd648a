"""Seconds from a command line to its answer: the catalogue, one page checked, five pages audited into findings.

Beside ours stands ``import pandas``, which every one of them needs. Each command is run once unmeasured, so that its
modules are compiled as they are in an installed package, then taken in turns with the others; the fastest run counts.
``wall`` is what a person waits; ``cpu`` is the processor time of all processes, which another program on the machine
does not lengthen as much. The limit is one of wall time on an idle machine.

    python benchmarks/startup.py [--repeats N]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGES = 5
LIMIT = 3.0


class Taken(NamedTuple):
    """Seconds of one run."""

    wall: float
    cpu: float


def pages(count: int) -> list[str]:
    """So many pages of the fictional county, of one year and as many bodies."""
    return [str(path) for path in sorted(ROOT.glob("sample_reports/*/*2023*.html"))[:count]]


def commands(out: Path) -> dict[str, list[str]]:
    """What is measured: name → arguments of Python."""
    return {
        "peer: import pandas": ["-c", "import pandas"],
        "the catalogue of rules": ["-c", "import audit; audit.catalogue()"],
        "check one page": ["-m", "audit", "check", *pages(1)],
        f"run {PAGES} pages": ["-m", "audit", "run", *pages(PAGES), "--out", str(out)],
    }


def taken(arguments: list[str], environment: dict[str, str]) -> Taken:
    """One run; its output is thrown away. Raises RuntimeError where the command itself fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, check=False
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # 1: there are findings
        raise RuntimeError(f"{arguments} failed: {done.stderr.decode()[-500:]}")
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def fastest(repeats: int) -> dict[str, Taken]:
    """The least wall and processor time of each command."""
    with tempfile.TemporaryDirectory() as folder:
        compiled = {"PYTHONPYCACHEPREFIX": f"{folder}/compiled", "PYTHONPATH": str(ROOT)}
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | compiled
        runs: dict[str, list[Taken]] = {}
        for number in range(repeats + 1):
            for name, arguments in commands(Path(folder) / "results").items():
                shutil.rmtree(Path(folder) / "results", ignore_errors=True)
                seconds = taken(arguments, environment)
                if number:
                    runs.setdefault(name, []).append(seconds)
    return {
        name: Taken(min(r.wall for r in found), min(r.cpu for r in found)) for name, found in runs.items()
    }


def main() -> None:
    """One line a command."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--repeats", type=int, default=5)
    found = fastest(arguments.parse_args().repeats)
    peer = next(iter(found.values()))
    print(f"{'':26}{'wall s':>8}{'cpu s':>8}{'limit':>8}{'× pandas, cpu':>15}")
    for name, (wall, cpu) in found.items():
        limit = "–" if name.startswith("peer") else f"{LIMIT:.1f}"
        print(f"{name:26}{wall:>8.2f}{cpu:>8.2f}{limit:>8}{cpu / peer.cpu:>15.1f}")


if __name__ == "__main__":
    main()
