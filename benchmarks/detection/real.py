"""Every finding on the real reports with the verdict of a reader who looked at the place: ``real.csv``.

    python -m benchmarks.detection.real [SHARED]

Verdicts: ``right``; ``wrong`` (the body could rightly reject it, or another rule already tells the same fault);
``excerpt`` (what is said to be missing was cut from the stored file). Files are audited each alone and all together,
as series. Fails on a finding of medium or above on a whole file without a verdict, and on a precision below 0.95.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from audit import audit

__all__ = ["REAL", "Found", "found_in", "known", "precision", "whole_files"]

REAL = Path(__file__).with_suffix(".csv")
WHOLE = ("001", "006", "007", "009", "021", *(f"{n:03d}" for n in range(26, 36)))
GRAVE = ("critical", "high", "medium")
LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Found:
    """A finding on a real report: the file's number (``s`` for the five seeds), rule, id, severity, message."""

    file: str
    rule: str
    finding_id: str
    severity: str
    message: str


def whole_files(shared: Path) -> list[Path]:
    """The reports that are stored from their beginning to their end, and the seeds."""
    reports = [p for p in sorted((shared / "reports").iterdir()) if p.name[:3] in WHOLE]
    kept = [p for p in reports if p.suffix not in (".json", ".md") or p.name[:3] == "009"]
    return kept + sorted((shared / "seeds").glob("0*.txt"))


def found_in(files: Sequence[Path], alone: bool = True) -> list[Found]:
    """The findings of low severity and above: on all files together, and with ``alone`` also on each by itself."""
    groups = [list(files), *([[one] for one in files] if alone else [])]
    every = [found for group in groups for found in _audited(group)]
    return sorted(
        {(f.file, f.rule, f.finding_id): f for f in reversed(every)}.values(), key=lambda f: (f.file, f.rule)
    )


def _audited(files: Sequence[Path]) -> list[Found]:
    result = audit([str(p) for p in files])
    names = dict(zip(result.reports["report_id"], result.reports["path"], strict=True))
    findings = result.findings[result.findings["severity"].ne("info")]
    return [
        Found(
            _number(Path(names[f["report_id"]])),
            f["rule_id"],
            f["finding_id"],
            f["severity"],
            f["message_en"],
        )
        for f in findings.to_dict("records")
    ]


def _number(path: Path) -> str:
    return path.name[:3] + ("s" if path.parent.name == "seeds" else "")


def known() -> dict[tuple[str, str], str]:
    """Verdicts by file and finding_id."""
    with REAL.open(encoding="utf-8", newline="") as lines:
        return {(row["file"], row["finding_id"]): row["verdict"] for row in csv.DictReader(lines)}


def precision(found: Sequence[Found], verdicts: dict[tuple[str, str], str]) -> pd.DataFrame:
    """By rule how many findings are right, wrong and on what was cut, and the share of right ones."""
    told = [(f.rule, verdicts[f.file, f.finding_id]) for f in found if (f.file, f.finding_id) in verdicts]
    counts = pd.crosstab(*map(pd.Series, zip(*told, strict=True))).reindex(
        columns=["right", "wrong", "excerpt"], fill_value=0
    )
    counts.index.name, counts.columns.name = "rule", None
    return counts.assign(precision=counts["right"] / (counts["right"] + counts["wrong"]))


def main() -> None:
    """Print precision by rule; exit 1 if a verdict is missing or too many are wrong."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared"
    found, verdicts = found_in(whole_files(shared)), known()
    print(precision(found, verdicts).to_string(float_format="{:.3f}".format))
    grave = [f for f in found if f.severity in GRAVE]
    open_ = [f for f in grave if (f.file, f.finding_id) not in verdicts]
    for one in open_:
        print(f"no verdict: {one.file} {one.rule} {one.finding_id} [{one.severity}] {one.message}")
    judged = precision(grave, verdicts)[["right", "wrong", "excerpt"]].sum()
    share = judged["right"] / (judged["right"] + judged["wrong"])
    print(
        f"medium and above on {len(whole_files(shared))} whole files: {judged['right']} right, {judged['wrong']} wrong, "
        f"{judged['excerpt']} on what was cut; precision {share:.3f} (least {LEAST})"
    )
    if open_ or share < LEAST:
        sys.exit(1)


if __name__ == "__main__":
    main()
