"""Faults in figures: balanced series of reports, one cell or several changed, every rule run on each series."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from balanced import series
from rule_cases import build

from audit.form import APPLICANTS, identities
from audit.judge import Rule, judge
from audit.rules import catalogue
from audit.rules.repairs import repairs
from benchmarks.detection.score import Score, Trial

Cells = dict[str, int]
KIND = {"balance": "ARI-01", "results": "ARI-02", "row": "ARI-03", "disputes": "ARI-04"}
PARTS = APPLICANTS[:-1]
FAMILIES = ("ARI", "CAR", "NUM", "PLA", "NIL", "OUT", "DOC")
CONSEQUENCE = frozenset(
    r
    for r in catalogue()
    if r[:3] in ("OUT", "PLA", "NIL", "CAR", "DOC") or r in ("ARI-08", "NUM-09", "ARI-05")
)
"""A changed figure may be out of line with other years and other tables as well."""
PROSE = {"overall": "一、总体情况\n本机关开展行政执法、行政许可、行政强制和收费公示工作。"}


@dataclass(frozen=True)
class Fault:
    """Puts one fault into the middle year of a series; None where these figures do not allow it."""

    name: str
    put: Callable[[Cells, np.random.Generator], tuple[Cells, frozenset[str]] | None]
    must: frozenset[str] = frozenset()
    sums: bool = False


def codes(cells: Cells, *tables: str) -> list[str]:
    """The cells of these tables that stand in a sum."""
    return [c for c in cells if c.startswith(tables) and "other_total" not in c]


def slipped(value: int, random: np.random.Generator) -> int | None:
    """The figure with a slip of the pen: a digit, a transposition, a zero, left out, or a few off."""
    text = str(value)
    kind = random.integers(5)
    if kind == 0:
        n = int(random.integers(len(text)))
        other = str(random.choice([d for d in "123456789" if d != text[n]]))
        return int(text[:n] + other + text[n + 1 :])
    if kind == 1 and len(text) > 1 and text[0] != text[1] and text[1] != "0":
        return int(text[1] + text[0] + text[2:])
    if kind == 2 and value:
        return value * 10
    if kind == 3 and value:
        return 0
    return value + int(random.integers(1, 4))


def wrong_cell(*tables: str, total: bool = False) -> Callable:
    """One cell of these tables with a slip."""

    def put(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
        of = [c for c in codes(cells, *tables) if not total or c.endswith(".total") or "result_total" in c]
        code = str(random.choice(of))
        value = slipped(cells[code], random)
        return None if value is None or value == cells[code] else ({code: value}, frozenset([code]))

    return put


def two_cells(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """Two cells with slips of their own."""
    first, second = wrong_cell("t3", "t4")(cells, random), wrong_cell("t3", "t4")(cells, random)
    if not first or not second or first[1] == second[1]:
        return None
    return first[0] | second[0], first[1] | second[1]


def swapped(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """Two neighbours of a row in each other's place."""
    code = str(random.choice([c for c in codes(cells, "t3") if not c.endswith((".total", ".other"))]))
    table, row, column = code.split(".")
    beside = f"{table}.{row}.{PARTS[PARTS.index(column) + 1]}"
    if cells[code] == cells[beside]:
        return None
    return {code: cells[beside], beside: cells[code]}, frozenset([code, beside])


def shifted(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """A row one column to the right."""
    code = str(random.choice(codes(cells, "t3")))
    row = [f"t3.{code.split('.')[1]}.{a}" for a in APPLICANTS]
    values = [0, *(cells[c] for c in row[:-1])]
    changed = {c: v for c, v in zip(row, values, strict=True) if cells[c] != v}
    return (changed, frozenset(changed)) if len(changed) > 1 else None


def opening(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """More carried in than the year before carried out; new requests are fewer, so that every sum holds."""
    applicant = str(random.choice(PARTS))
    most = cells[f"t3.new_received.{applicant}"]
    if most < 1:
        return None
    step = int(random.integers(1, min(most, 5) + 1))
    moved = {f"t3.carried_in.{a}": cells[f"t3.carried_in.{a}"] + step for a in (applicant, "total")}
    moved |= {f"t3.new_received.{a}": cells[f"t3.new_received.{a}"] - step for a in (applicant, "total")}
    return moved, frozenset(moved)


def reclassified(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """An open request under another kind of applicant than the year before."""
    one, other = (str(a) for a in random.choice(PARTS, 2, replace=False))
    if cells[f"t3.carried_in.{one}"] < 1 or cells[f"t3.new_received.{other}"] < 1:
        return None
    moved = {f"t3.carried_in.{one}": -1, f"t3.carried_in.{other}": 1, f"t3.new_received.{one}": 1}
    moved |= {f"t3.new_received.{other}": -1}
    return {c: cells[c] + step for c, step in moved.items()}, frozenset(moved)


def stock(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """Documents in force that do not follow from last year's."""
    code = "t2.normative_documents.in_force"
    return {code: cells[code] + int(random.integers(3, 9))}, frozenset([code])


def negative(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """A minus before a count."""
    code = str(random.choice(["t2.licensing.decisions", "t2.penalty.decisions", "t2.coercion.decisions"]))
    return {code: -int(random.integers(1, 90))}, frozenset([code])


def fraction(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """A count with decimals."""
    code = str(random.choice(["t2.licensing.decisions", "t2.penalty.decisions", "t2.coercion.decisions"]))
    return {code: int(random.integers(1, 90)) + 0.5}, frozenset([code])  # type: ignore[dict-item]


def repealed(cells: Cells, random: np.random.Generator) -> tuple[Cells, frozenset[str]] | None:
    """More documents repealed than there were."""
    code = "t2.normative_documents.repealed"
    there = cells["t2.normative_documents.in_force"] + cells["t2.normative_documents.issued"]
    return {code: there + int(random.integers(40, 90))}, frozenset([code])


SUMS = frozenset(KIND.values())
FAULTS = (
    Fault("a wrong figure in table 3", wrong_cell("t3"), SUMS, sums=True),
    Fault("a wrong figure in table 4", wrong_cell("t4"), SUMS, sums=True),
    Fault("a wrong total", wrong_cell("t3", "t4", total=True), SUMS, sums=True),
    Fault("two wrong figures", two_cells, SUMS, sums=True),
    Fault("two figures in each other's place", swapped, SUMS, sums=True),
    Fault("a row that slipped by a column", shifted, SUMS, sums=True),
    Fault("carried in is not what was carried out", opening, frozenset({"CAR-01", "CAR-02"})),
    Fault("carried in under another applicant", reclassified, frozenset({"CAR-02"})),
    Fault("documents in force do not roll", stock, frozenset({"CAR-03"})),
    Fault("a negative count", negative, frozenset({"NUM-04"})),
    Fault("a count with decimals", fraction, frozenset({"NUM-03"})),
    Fault("more repealed than there was", repealed, frozenset({"PLA-09", "CAR-03"})),
)


def measure(score: Score, trials: int, seed: int = 1) -> None:
    """Every fault so many times, each in a series of its own."""
    rules = [r for r in catalogue().values() if r.family in FAMILIES]
    clean(score, rules, trials)
    for fault in FAULTS:
        score.add(_trials(fault, rules, trials, seed))


def clean(score: Score, rules: list[Rule], bodies: int) -> None:
    """What is said of series without a fault, of medium severity and above."""
    frames = build([r for n in range(bodies) for r in _reports(n, series(n), f"样例县第{n}局")])
    _, findings = judge(frames, rules)
    score.clean_reports += len(frames.reports)
    score.clean_findings.update(
        findings.loc[findings["severity"].isin(["medium", "high", "critical"]), "rule_id"]
    )


def _reports(number: int, cells: list[Cells], agency: str) -> Iterator[dict]:
    body = {"agency": agency, "kind": "department", "level": "county", "sections": PROSE}
    for n, one in enumerate(cells):
        yield {"id": f"{number}.{n}", **body, "year": 2021 + n, "cells": dict(one)}


def _trials(fault: Fault, rules: list[Rule], trials: int, seed: int) -> Iterator[Trial]:
    """All series of one fault in one set of frames, each a body of its own, beside the same without it."""
    random = np.random.default_rng([seed, FAULTS.index(fault)])
    chosen, reports, number = [], [], 1000
    while len(chosen) < trials:
        number += 1
        cells = series(number)
        put = fault.put(cells[1], random)
        if put is None:
            continue
        changed, guilty = put
        body = f"样例县第{number}局"
        for copy, given in (("a", cells), ("b", [cells[0], cells[1] | changed, cells[2]])):
            mine = list(_reports(number, given, f"{body}{copy}"))
            reports += [one | {"id": f"{copy}{one['id']}"} for one in mine]
        chosen.append((number, guilty, cells[1] | changed))
    frames = build(reports)
    _, findings = judge(frames, rules)
    hints = repairs(frames)
    at = {r: n for n, r in enumerate(frames.reports["report_id"])}
    said = findings.groupby("report_id")["rule_id"].agg(frozenset)
    for number, guilty, faulty in chosen:
        before, after = (_said(said, copy, number) for copy in "ab")
        broken = _broken(faulty) if fault.sums else frozenset()
        if fault.sums and not broken:
            continue
        found = hints.get(at[f"b{number}.1"], []) if fault.sums else []
        named = first = None
        if fault.sums:
            sets = [frozenset(c.cell for c in one.changes) for one in found]
            named, first = any(guilty <= s for s in sets), bool(sets) and sets[0] == guilty
        yield Trial(fault.name, broken or fault.must, CONSEQUENCE | SUMS, after - before, named, first)


def _said(said: pd.Series, copy: str, number: int) -> frozenset[str]:
    return frozenset().union(*(said.get(f"{copy}{number}.{n}", frozenset()) for n in range(3)))


def _broken(cells: Cells) -> frozenset[str]:
    """The rules whose sums do not hold in these figures: worked out here, cell by cell."""
    return frozenset(
        KIND[i.kind]
        for i in identities("2021")
        if i.kind in KIND and sum(cells[c] for c in i.parts) != sum(cells[c] for c in i.wholes)
    )
