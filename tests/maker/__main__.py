"""Writes the sample reports and the list of what must be found in them. The same bytes every time."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
SAMPLES = TESTS.parent / "sample_reports"
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from maker.compose import findings, table_of, tree  # noqa: E402


def main(folder: Path = SAMPLES, lists: Path = TESTS) -> None:
    """Write the tree into ``folder`` (folders of bodies are replaced) and the two lists into ``lists``."""
    files = tree()
    for name in sorted({Path(p).parts[0] for p in files}):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    wanted, low = findings()
    (lists / "sample_findings.csv").write_text(table_of(wanted), encoding="utf-8", newline="")
    (lists / "sample_findings_low.csv").write_text(table_of(low), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
