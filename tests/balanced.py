"""Balanced reports with figures in every table: every sum of the form holds, no two alike. For faults to be put in."""

from __future__ import annotations

import numpy as np

from audit.form import APPLICANTS, forms, group_rows

GROUPS = ("denied", "unable", "not_processed", "other_group")
BLOCKS = ("review", "litigation_direct", "litigation_after_review")
OUTCOMES = ("upheld", "corrected", "other", "pending")


def balanced(seed: int, form: str = "2021") -> dict[str, int]:
    """Cells of one report; a town's figures for some seeds, a city's for others."""
    random = np.random.default_rng([seed, int(form)])
    scale = random.choice([3, 12, 60, 400])
    cells = dict.fromkeys(forms()[form].cells, 0)
    for applicant in APPLICANTS[:-1]:
        _column(cells, form, applicant, random, scale if applicant == "natural_person" else scale // 3)
    for row in {code.split(".")[1] for code in cells if code.startswith("t3.")}:
        cells[f"t3.{row}.total"] = sum(cells[f"t3.{row}.{a}"] for a in APPLICANTS[:-1])
    for block in BLOCKS:
        for outcome in OUTCOMES:
            cells[f"t4.{block}.{outcome}"] = int(random.poisson(scale / 10))
        cells[f"t4.{block}.total"] = sum(cells[f"t4.{block}.{o}"] for o in OUTCOMES)
    return cells


def _column(
    cells: dict[str, int], form: str, applicant: str, random: np.random.Generator, scale: int
) -> None:
    """Results of one kind of applicants, and a carry-over that closes the column."""
    rows = ["result_granted", "result_partial", *(r for g in GROUPS for r in group_rows(g))]
    rows = [r for r in rows if f"t3.{r}.{applicant}" in cells and not (form == "2021" and r == "other_total")]
    for row in rows:
        if row in ("result_granted", "unable_not_held") or random.random() < 0.4:
            cells[f"t3.{row}.{applicant}"] = int(random.poisson(max(scale, 1) / 2))
    done = sum(cells[f"t3.{r}.{applicant}"] for r in rows)
    carried = int(random.integers(0, done // 4 + 2))
    opening = int(random.integers(0, (done + carried) // 3 + 1))
    cells[f"t3.result_total.{applicant}"] = done
    cells[f"t3.carried_out.{applicant}"] = carried
    cells[f"t3.carried_in.{applicant}"] = opening
    cells[f"t3.new_received.{applicant}"] = done + carried - opening
