"""Counts per rule and per fault, and the tables that are printed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

MEASURED = Path(__file__).with_name("measured.csv")
PEER = {
    "a wrong figure in table 2": (0, 20),
    "a wrong figure in table 3": (288, 350),
    "a wrong figure in table 4": (0, 30),
    "a wrong total": (0, 56),
}
"""Found / put in, by the existing system as it ships (single-cell errors; no other kind of fault was measured)."""


@dataclass
class Trial:
    """One clean series with one fault (or two) in it.

    must : rules of which at least one has to speak anew. may : rules that may speak too, as a consequence.
    new : rules that spoke anew. guilty : the cells that were changed. named, first : whether a hint names them all,
    and names them first (None where the fault is no broken sum).
    """

    fault: str
    must: frozenset[str]
    may: frozenset[str]
    new: frozenset[str]
    named: bool | None = None
    first: bool | None = None

    @property
    def found(self) -> bool:
        """One of the rules that have to speak did."""
        return bool(self.must & self.new) if self.must else not self.new

    @property
    def wrong(self) -> frozenset[str]:
        """Rules that spoke without reason."""
        return self.new - self.must - self.may


@dataclass
class Score:
    """All trials, and the findings on reports without a fault."""

    trials: list[Trial] = field(default_factory=list)
    clean_reports: int = 0
    clean_findings: Counter = field(default_factory=Counter)

    def add(self, trials: Iterable[Trial]) -> None:
        """More trials."""
        self.trials += list(trials)

    def faults(self) -> list[tuple[str, int, int, int, int, int]]:
        """Fault, put in, found, named, first, with something wrong beside it."""
        rows = []
        for fault in sorted({t.fault for t in self.trials}):
            mine = [t for t in self.trials if t.fault == fault]
            rows.append(
                (fault, len(mine), sum(t.found for t in mine), sum(bool(t.named) for t in mine),
                 sum(bool(t.first) for t in mine), sum(bool(t.wrong) for t in mine))
            )  # fmt: skip
        return rows

    def rules(self) -> list[tuple[str, int, int, int, int]]:
        """Rule, faults that only it can find or that it is one of those to find, found by it, said, said rightly.

        A fault with several rules counts for each of them that spoke; where none spoke, for all of them. What a rule
        may say as a consequence counts neither for nor against it.
        """
        due, found, said, right = Counter(), Counter(), Counter(), Counter()
        for t in self.trials:
            spoke = t.must & t.new
            due.update(spoke or t.must)
            found.update(spoke)
            said.update(t.new - (t.may - t.must))
            right.update(spoke)
        said.update(self.clean_findings)
        return [(r, due[r], found[r], said[r], right[r]) for r in sorted(due | said)]


def show(score: Score) -> None:
    """Print both tables."""
    print(
        f"{'fault':44} {'put in':>7} {'found':>6} {'recall':>7} {'named':>6} {'first':>6} {'wrong beside':>12}   peer"
    )
    for fault, put, found, named, first, wrong in score.faults():
        sums = [t for t in score.trials if t.fault == fault and t.named is not None]
        shown = f"{named:6} {first:6}" if sums else f"{'':6} {'':6}"
        peer = PEER.get(fault)
        beside = f"{peer[0]}/{peer[1]}" if peer else "no such check" if not sums else "-"
        print(f"{fault:44} {put:7} {found:6} {found / put:7.3f} {shown} {wrong:12}   {beside}")
    print(f"\n{'rule':8} {'due':>5} {'found':>6} {'recall':>7} {'said':>6} {'right':>6} {'precision':>9}")
    for rule, due, found, said, right in score.rules():
        recall = f"{found / due:7.3f}" if due else "      -"
        precision = f"{right / said:9.3f}" if said else "        -"
        print(f"{rule:8} {due:5} {found:6} {recall} {said:6} {right:6} {precision}")
    print(
        f"\nclean reports: {score.clean_reports}; findings on them: {dict(sorted(score.clean_findings.items()))}"
    )


def write(score: Score) -> None:
    """Write the counts per rule, which the pages of rules show."""
    with MEASURED.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("rule", "due", "found", "said", "right"))
        writer.writerows(score.rules())
