"""Balanced reports with figures in every table: every sum of the form holds, no two alike. For faults to be put in."""

from __future__ import annotations

import numpy as np

from audit.form import APPLICANTS, forms, group_rows

GROUPS = ("denied", "unable", "not_processed", "other_group")
BLOCKS = ("review", "litigation_direct", "litigation_after_review")
OUTCOMES = ("upheld", "corrected", "other", "pending")


def balanced(
    seed: int, form: str = "2021", before: dict[str, int] | None = None, scale: int | None = None
) -> dict[str, int]:
    """Cells of one report; a town's figures for some seeds, a city's for others.

    ``before`` : the report of the year before, whose open requests, pending cases and documents are carried on.
    """
    random = np.random.default_rng([seed, int(form), before is not None])
    scale = scale or int(np.random.default_rng([seed]).choice([3, 12, 60, 400]))
    cells = dict.fromkeys(forms()[form].cells, 0)
    for applicant in APPLICANTS[:-1]:
        opening = before and before[f"t3.carried_out.{applicant}"]
        _column(
            cells, form, applicant, random, scale if applicant == "natural_person" else scale // 3, opening
        )
    _documents(cells, random, before)
    for row in {code.split(".")[1] for code in cells if code.startswith("t3.")}:
        cells[f"t3.{row}.total"] = sum(cells[f"t3.{row}.{a}"] for a in APPLICANTS[:-1])
    for block in BLOCKS:
        _disputes(cells, block, random, scale / (10 if block == "review" else 80), before)
    return cells


def _disputes(
    cells: dict[str, int], block: str, random: np.random.Generator, mean: float, before: dict[str, int] | None
) -> None:
    """Outcomes of one block, mostly upheld; what was pending last year is decided."""
    pending = before[f"t4.{block}.pending"] if before else 0
    upheld = int(random.poisson(mean)) + pending
    outcomes = (upheld, upheld // 8, int(random.poisson(mean / 4)), int(random.poisson(mean / 5)))
    cells.update({f"t4.{block}.{o}": n for o, n in zip(OUTCOMES, outcomes, strict=True)})
    cells[f"t4.{block}.total"] = sum(outcomes)


def series(seed: int, years: int = 3) -> list[dict[str, int]]:
    """Reports of one body for years running, 2021 form, each carrying on what the one before left open."""
    scale = int(np.random.default_rng([seed]).choice([3, 12, 60, 400]))
    reports = [balanced(seed, scale=scale)]
    while len(reports) < years:
        reports.append(balanced(seed * 100 + len(reports), before=reports[-1], scale=scale))
    return reports


def _documents(cells: dict[str, int], random: np.random.Generator, before: dict[str, int] | None) -> None:
    """Normative documents that roll from year to year."""
    row = "t2.normative_documents"
    if f"{row}.in_force" in cells:
        stock = before[f"{row}.in_force"] if before else int(random.integers(5, 40))
        issued, repealed = int(random.integers(0, 4)), int(random.integers(0, min(stock, 4)))
        cells |= {
            f"{row}.issued": issued,
            f"{row}.repealed": repealed,
            f"{row}.in_force": stock + issued - repealed,
        }


def _column(
    cells: dict[str, int],
    form: str,
    applicant: str,
    random: np.random.Generator,
    scale: int,
    opening: int | None = None,
) -> None:
    """Results of one kind of applicants, and a carry-over that closes the column."""
    rows = ["result_granted", "result_partial", *(r for g in GROUPS for r in group_rows(g))]
    rows = [r for r in rows if f"t3.{r}.{applicant}" in cells and not (form == "2021" and r == "other_total")]
    for row in rows:
        if row in ("result_granted", "unable_not_held") or random.random() < 0.4:
            cells[f"t3.{row}.{applicant}"] = int(random.poisson(max(scale, 1) / 2))
    done = sum(cells[f"t3.{r}.{applicant}"] for r in rows)
    carried = int(random.integers(0, done // 4 + 1))
    if opening is None:
        opening = int(random.integers(0, (done + carried) // 3 + 1))
    missing = max(opening - done, 0)
    cells[f"t3.result_granted.{applicant}"] += missing
    done += missing
    cells[f"t3.result_total.{applicant}"] = done
    cells[f"t3.carried_out.{applicant}"] = carried
    cells[f"t3.carried_in.{applicant}"] = opening
    cells[f"t3.new_received.{applicant}"] = done + carried - opening
