"""Repairs: the guilty cells are named, the likeliest first; what cannot be told is said; nothing depends on order."""

from __future__ import annotations

import numpy as np
import pytest
from balanced import balanced
from rule_cases import build

from audit.form import APPLICANTS
from audit.frames import Frames
from audit.judge import judge
from audit.rules import measures, select
from audit.rules.repairs import SHAPE_COST, SLIP_COST, Repair, repairs, slip

ROW = "result_granted"
CITY = next(n for n in range(99) if balanced(n)[f"t3.{ROW}.natural_person"] > 30)
"""A report with figures of two digits and more."""


def report(cells: dict[str, object], form: str = "2021", **more: object) -> dict:
    """One report with these cells."""
    return {"form": form, "year": 2023 if form == "2021" else 2020, "cells": cells, **more}


def found(cells: dict[str, object], form: str = "2021", **more: object) -> list[Repair]:
    """The repairs of one report."""
    return repairs(build([report(cells, form, **more)])).get(0, [])


def changed(one: Repair) -> dict[str, float]:
    """What a repair wants."""
    return {c.cell: c.wanted for c in one.changes}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(6))
def test_a_balanced_report_needs_no_repair(seed: int, form: str) -> None:
    frames = build([report(balanced(seed, form), form)])
    assert not measures.tested(frames).broken.any()
    assert repairs(frames) == {}


@pytest.mark.parametrize("seed", range(12))
def test_a_wrong_figure_of_table_3_is_the_first_repair(seed: int) -> None:
    random = np.random.default_rng(seed)
    cells = balanced(seed)
    code = random.choice([c for c in cells if c.startswith("t3.") and "other_total" not in c])
    was = cells[code]
    cells[code] = was + int(random.integers(1, 9))
    assert changed(found(cells)[0]) == {code: was}


@pytest.mark.parametrize("seed", range(12))
def test_two_wrong_figures_are_found_together(seed: int) -> None:
    cells = balanced(seed)
    one, other = "t3.result_granted.natural_person", "t3.unable_not_held.legal_service_organization"
    was = {one: cells[one], other: cells[other]}
    cells[one] += 3
    cells[other] += 50
    assert changed(found(cells)[0]) == was


def test_figures_in_each_others_place() -> None:
    cells = balanced(3)
    one, other = (f"t3.{ROW}.{a}" for a in ("natural_person", "commercial_enterprise"))
    cells[one], cells[other] = 41, 17
    for code, gain in ((one, 41 - balanced(3)[one]), (other, 17 - balanced(3)[other])):
        for row in ("result_total", "new_received"):
            cells[code.replace(ROW, row)] += gain
            cells[f"t3.{row}.total"] += gain
        cells[f"t3.{ROW}.total"] += gain
    assert found(cells) == []
    cells[one], cells[other] = cells[other], cells[one]
    assert (found(cells)[0].slip, changed(found(cells)[0])) == ("cells_swapped", {one: 41, other: 17})


def test_a_row_that_slipped_by_one_column() -> None:
    cells = balanced(CITY)
    row = [cells[f"t3.{ROW}.{a}"] for a in APPLICANTS]
    assert len(set(row)) > 3
    slipped = cells | dict(zip((f"t3.{ROW}.{a}" for a in APPLICANTS), [0, *row[:-1]], strict=True))
    first = found(slipped)[0]
    assert first.slip == "row_shifted"
    assert slipped | changed(first) == cells


def test_two_rows_in_each_others_place() -> None:
    cells = balanced(CITY)
    swapped = dict(cells)
    for a in APPLICANTS:
        one, other = f"t3.result_total.{a}", f"t3.carried_out.{a}"
        swapped[one], swapped[other] = cells[other], cells[one]
    first = found(swapped)[0]
    assert first.slip == "rows_swapped"
    assert swapped | changed(first) == cells


def test_one_number_split_over_two_cells() -> None:
    cells = balanced(CITY)
    row = [cells[f"t3.{ROW}.{a}"] for a in APPLICANTS]
    assert row[0] > 9
    tens, ones = divmod(row[0], 10)
    split = [tens, ones, *row[1:-1]]
    printed = cells | dict(zip((f"t3.{ROW}.{a}" for a in APPLICANTS), split, strict=True))
    first = found(printed)[0]
    assert first.slip == "number_split"
    assert printed | changed(first) == cells


def test_what_cannot_be_told_is_said() -> None:
    cells = balanced(2)
    cells |= {
        "t4.review.upheld": 11,
        "t4.review.corrected": 12,
        "t4.review.other": 13,
        "t4.review.pending": 14,
    }
    frames = build([report(cells | {"t4.review.total": 61})])
    _, findings = judge(frames, select("ARI-04"))
    said = findings["hint"].tolist()[0]
    assert said.startswith("Which cell is wrong cannot be told")
    assert "无法判断" in said


def test_a_figure_that_the_text_states_is_likelier() -> None:
    cells = balanced(2)
    cells |= {
        "t4.review.upheld": 11,
        "t4.review.corrected": 12,
        "t4.review.other": 13,
        "t4.review.pending": 14,
    }
    claims = [{"measure": "reviews_total", "value": 50}]
    assert changed(found(cells | {"t4.review.total": 61}, claims=claims)[0]) == {"t4.review.total": 50}


def test_a_claim_without_a_figure_is_no_help_and_no_harm() -> None:
    cells = balanced(2)
    wrong = cells | {"t4.review.total": cells["t4.review.total"] + 31}
    silent = [{"measure": "reviews_total", "value": None, "raw": "若干件"}]
    assert found(wrong, claims=silent) == found(wrong)


@pytest.mark.parametrize(
    ("printed", "name"),
    [(500, "zero_more_or_less"), (540, "digit_more_or_less"), (0, "left_out")],
)
def test_a_likely_slip_of_the_total_comes_before_any_figure_at_all_in_a_part(printed: int, name: str) -> None:
    parts = {"upheld": 11, "corrected": 12, "other": 13, "pending": 14}
    cells = balanced(2) | {f"t4.review.{part}": value for part, value in parts.items()}
    first, *others = found(cells | {"t4.review.total": printed})
    assert (changed(first), first.slip) == ({"t4.review.total": 50}, name)
    assert all(one.cost > first.cost for one in others if one.slip == "other")


def test_a_repair_settles_every_sum_and_is_never_negative() -> None:
    random = np.random.default_rng(11)
    reports = []
    for seed in range(40):
        cells = balanced(seed)
        for code in random.choice([c for c in cells if c[:2] in ("t3", "t4")], 2):
            cells[code] += int(random.integers(1, 30))
        reports.append(report(cells, agency=f"样例县第{seed}镇人民政府"))
    offered = repairs(build(reports))
    assert len(offered) > 30
    mended = [
        report(reports[n]["cells"] | changed(one)) for n, found_ in offered.items() for one in found_[:3]
    ]
    assert all(min(m["cells"].values()) >= 0 for m in mended)
    assert not measures.tested(build(mended)).broken.any()


def test_an_unreadable_cell_is_neither_changed_nor_counted() -> None:
    cells = balanced(4) | {f"t3.{ROW}.natural_person": "unreadable"}
    cells["t3.carried_out.commercial_enterprise"] += 5
    assert changed(found(cells)[0]) == {
        "t3.carried_out.commercial_enterprise": balanced(4)["t3.carried_out.commercial_enterprise"]
    }


def test_repairs_do_not_depend_on_the_order_of_facts() -> None:
    cells = balanced(9)
    cells["t4.review.total"] += 4
    frames = build([report(cells)])
    turned = Frames(
        reports=frames.reports, facts=frames.facts.iloc[::-1].reset_index(drop=True), claims=frames.claims
    )
    assert repairs(turned) == repairs(frames)


@pytest.mark.parametrize(
    ("printed", "wanted", "name"),
    [
        (12, 21, "digits_swapped"), (28, 23, "one_digit"), (3, 8, "one_digit"), (0, 14, "left_out"),
        (120, 12, "zero_more_or_less"), (12, 120, "zero_more_or_less"), (132, 12, "digit_more_or_less"),
        (12, 132, "digit_more_or_less"), (47, 12, "other"), (100, 5, "other"), (12, 0, "other"),
    ],
)  # fmt: skip
def test_slips(printed: float, wanted: float, name: str) -> None:
    assert slip(printed, wanted) == name


@pytest.mark.parametrize(
    ("printed", "cost"),
    [(30, 1.4), (42, 1.0), (240, 1.1), (124, 1.15), (0, 1.2), (77, 1.4)],
)
def test_what_one_slip_costs(printed: int, cost: float) -> None:
    """24 was meant."""
    cells = balanced(2) | {
        "t4.review.upheld": 24,
        "t4.review.corrected": 0,
        "t4.review.other": 0,
        "t4.review.pending": 0,
    }
    first = next(
        r for r in found(cells | {"t4.review.total": printed}) if changed(r) == {"t4.review.total": 24}
    )
    assert first.cost == cost


def test_a_slip_of_one_digit_costs_least_of_all() -> None:
    cells = balanced(2) | {
        f"t4.review.{c}": v
        for c, v in zip(("upheld", "corrected", "other", "pending"), (24, 0, 0, 0), strict=True)
    }
    one = found(cells | {"t4.review.total": 29})
    assert [(r.slip, r.cost) for r in one if changed(r) == {"t4.review.total": 24}] == [("one_digit", 1.0)]
    said = found(cells | {"t4.review.total": 29}, claims=[{"measure": "reviews_total", "value": 24}])
    assert [r.cost for r in said if changed(r) == {"t4.review.total": 24}] == [0.75]
    nothing = found(
        cells | {"t4.review.total": 29},
        claims=[{"measure": "reviews_total", "kind": "cumulative", "value": 24}],
    )
    assert [r.cost for r in nothing] == [r.cost for r in one]


def test_the_shapes_cost_less_than_as_many_slips() -> None:
    assert SHAPE_COST == {"cells_swapped": 1.6, "row_shifted": 1.5, "rows_swapped": 1.6, "number_split": 1.5}
    assert max(SLIP_COST.values()) < min(SHAPE_COST.values()) < 2 * min(SLIP_COST.values())


def test_a_row_that_slipped_to_the_left() -> None:
    """The first column fell off the edge, and the last is empty."""
    cells = balanced(CITY)
    row = [cells[f"t3.{ROW}.{a}"] for a in APPLICANTS]
    slipped = cells | dict(zip((f"t3.{ROW}.{a}" for a in APPLICANTS), [0, *row[:-1]], strict=True))
    assert found(slipped)[0].slip == "row_shifted"
    right = cells | dict(zip((f"t3.{ROW}.{a}" for a in APPLICANTS), [*row[1:], 0], strict=True))
    shifts = [r for r in found(right) if r.slip == "row_shifted"]
    assert all(right | changed(r) == cells for r in shifts)


def test_a_zero_put_in_between_is_no_split_number() -> None:
    cells = balanced(CITY)
    row = [cells[f"t3.{ROW}.{a}"] for a in APPLICANTS]
    pushed = [row[0], 0, *row[1:-1]]
    printed = cells | dict(zip((f"t3.{ROW}.{a}" for a in APPLICANTS), pushed, strict=True))
    assert "number_split" not in {r.slip for r in found(printed)}


def test_numbers_with_decimals_are_not_split() -> None:
    cells = balanced(CITY)
    row = [cells[f"t3.{ROW}.{a}"] for a in APPLICANTS]
    tens, ones = divmod(row[0], 10)
    for pair in ([tens + 0.5, ones], [tens, ones + 0.5]):
        split = [*pair, *row[1:-1]]
        printed = cells | dict(zip((f"t3.{ROW}.{a}" for a in APPLICANTS), split, strict=True))
        assert "number_split" not in {r.slip for r in found(printed)}


def test_at_most_eight_repairs_are_kept() -> None:
    parts = {"upheld": 11, "corrected": 12, "other": 13, "pending": 14}
    cells = balanced(2) | {f"t4.review.{part}": value for part, value in parts.items()}
    cells |= {
        "t4.litigation_direct.upheld": 21,
        "t4.litigation_direct.corrected": 22,
        "t4.litigation_direct.other": 23,
    }
    wrong = cells | {
        "t4.review.total": 67,
        "t4.litigation_direct.total": 97,
        "t4.litigation_direct.pending": 9,
    }
    offered = found(wrong)
    assert len(offered) == 8
    assert [r.cost for r in offered] == sorted(r.cost for r in offered)
    assert {r.settles for r in offered} == {2}


def test_four_slips_are_too_many() -> None:
    cells = balanced(5)
    blocks = ("review", "litigation_direct", "litigation_after_review")
    for block in blocks:
        cells[f"t4.{block}.total"] += 31
    assert len(found(cells)[0].changes) == 3
    cells["t3.carried_out.other"] += 57
    assert found(cells) == []


def test_a_blank_counts_as_none() -> None:
    cells = balanced(CITY)
    was = cells[f"t3.{ROW}.natural_person"]
    first = found(cells | {f"t3.{ROW}.natural_person": None})[0]
    assert (changed(first), first.slip, first.changes[0].printed) == (
        {f"t3.{ROW}.natural_person": was},
        "left_out",
        0,
    )
    assert first.settles == 2
