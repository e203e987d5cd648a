"""The arithmetic over whole frames says what a slow reading of one report says."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rule_cases import build

from audit.form import Identity, forms, identities
from audit.frames import Frames
from audit.rules import measures
from audit.rules.measures import (
    among,
    column_of,
    figure,
    listing,
    listing_zh,
    named,
    once,
    other_rows,
    pairs,
    sparse,
    terms,
)

BLANK = ("blank", "dash", "not_applicable")
APPLICANTS = [i.name for i in identities("2021") if i.kind == "balance"]
SUB_ROWS = ("other_no_supplement", "other_fee_unpaid", "other_misc")


def any_report(seed: int) -> dict[str, Any]:
    """A report whose tables are filled at random, so that many identities hold, many break and many are open."""
    chance = random.Random(seed)
    year = chance.choice([2020, 2023])
    dull = chance.choice([0, 1])
    states = [0] * 30 + [1] * 3 * dull + [2] * dull + [None] * 6 * dull + ["/"] * dull
    states += ["unreadable", "absent"] * chance.choice([0, 0, 1])
    form = forms()["2019" if year == 2020 else "2021"]
    cells = {c: chance.choice(states) for c in form.cells}
    if year == 2023 and chance.random() < 0.3:
        for applicant in APPLICANTS:
            cells |= {f"t3.{row}.{applicant}": "absent" for row in SUB_ROWS}
            cells[f"t3.other_total.{applicant}"] = chance.choice([0, 0, 1, None])
    return {"year": year, "cells": cells}


def slowly(facts: pd.DataFrame, form: str) -> dict[tuple[str, str], str]:
    """What can be said of each identity of one report, cell by cell: holds, broken or open."""
    state = dict(zip(facts["cell"], facts["state"], strict=True))
    value = dict(zip(facts["cell"], facts["value"], strict=True))
    return {
        (i.kind, i.name): _slowly(_printed_parts(i, state, form), state, value, form)
        for i in _listed(form, state)
    }


def _listed(form: str, state: dict[str, str]) -> list[Identity]:
    rows = [i for i in identities("2021") + identities("2019") if i.name in ("other_total", *SUB_ROWS)]
    common = [i for i in identities(form) if i.name not in ("other_total", *SUB_ROWS)]
    chosen = [i for i in dict.fromkeys(rows) if _in_force(i.wholes[0], state, form)]
    return common + chosen


def _merged(applicant: str, state: dict[str, str]) -> bool:
    parts = [state.get(f"t3.{row}.{applicant}", "absent") for row in SUB_ROWS]
    return state.get(f"t3.other_total.{applicant}", "absent") != "absent" and "number" not in parts


def _in_force(code: str, state: dict[str, str], form: str) -> bool:
    _, row, applicant = code.split(".")
    if row == "other_total":
        return form == "2019" or _merged(applicant, state)
    return row not in SUB_ROWS or (form == "2021" and not _merged(applicant, state))


def _printed_parts(one: Identity, state: dict[str, str], form: str) -> Identity:
    """The identity with (六) in the shape in which this report prints it."""
    parts = list(one.parts)
    if one.kind == "results":
        parts += [f"t3.{row}.{one.name}" for row in ("other_total", *SUB_ROWS)]
    return Identity(
        one.kind, one.name, tuple(p for p in dict.fromkeys(parts) if _in_t3(p, state, form)), one.wholes
    )


def _in_t3(code: str, state: dict[str, str], form: str) -> bool:
    return not code.startswith("t3.") or _in_force(code, state, form)


def _slowly(one: Identity, state: dict[str, str], value: dict[str, float], form: str) -> str:
    sides = []
    for side in (one.parts, one.wholes):
        known = [value[c] for c in side if state[c] == "number"]
        open_ = any(_is_open(c, state, form) for c in side)
        sides.append((sum(known), open_, bool(known)))
    (left, left_open, _), (right, right_open, shown) = sides
    if not left_open and not right_open:
        return "holds" if left == right else "broken"
    if (left_open and not right_open and shown and left > right) or (
        right_open and not left_open and right > left
    ):
        return "broken"
    return "open"


def _is_open(code: str, state: dict[str, str], form: str) -> bool:
    if state[code] in ("absent", "unreadable"):
        return True
    own = [
        _printed_parts(i, state, form)
        for i in _listed(form, state)
        if code in i.wholes and i.kind != "balance"
    ]
    return state[code] in BLANK and any(state[p] == "number" for i in own for p in i.parts)


@pytest.fixture(scope="module")
def many() -> Frames:
    return build([any_report(seed) for seed in range(60)])


def test_identities_over_whole_frames_agree_with_a_slow_reading(many: Frames) -> None:
    given = measures.tested(many)
    said = np.where(given.broken, "broken", np.where(given.untold, "open", "holds"))
    kinds = [(i.kind, i.name) for i in given.identities]
    seen = set()
    for n, (report, form) in enumerate(zip(many.reports["report_id"], many.reports["form"], strict=True)):
        fast = dict(zip(kinds, said[n], strict=True))
        slow = slowly(many.facts[many.facts["report_id"] == report], form)
        assert {k: fast[k] for k in slow} == slow
        assert all(fast[k] == "holds" for k in fast.keys() - slow.keys())
        seen |= {(k[0], v) for k, v in slow.items()}
    assert seen == {
        (k, v) for k in ("balance", "results", "row", "disputes") for v in ("holds", "broken", "open")
    }


def test_the_masks_of_terms_do_not_overlap(many: Frames) -> None:
    given = terms(many)
    together = given.number.astype(int) + given.zero + given.missing
    assert together.max() == 1
    assert (given.value[~given.number] == 0).all()
    assert not np.isnan(given.value).any()


def test_pairs_prefer_the_same_scope_and_readable_files() -> None:
    frames = build(
        [
            {"id": "aggregate", "year": 2022, "scope": "aggregate"},
            {"id": "own", "year": 2022, "scope": "own"},
            {"id": "broken", "year": 2022, "scope": "own", "status": "unreadable", "note": "x"},
            {"id": "now", "year": 2023, "scope": "own"},
            {"id": "later", "year": 2024, "scope": "unknown"},
            {"id": "region", "year": 2024, "scope": "aggregate"},
        ]
    )
    found = pairs(frames).set_index("report_id")
    assert found["previous"].to_dict() == {"now": "own", "later": "now", "region": "now"}
    assert found["rescoped"].to_dict() == {"now": False, "later": False, "region": True}


def test_once_computes_once_and_forgets_with_the_frames() -> None:
    calls: list[int] = []

    @once
    def size(frames: Frames) -> int:
        calls.append(1)
        return len(frames.reports)

    one, other = build([{}]), build([{}, {"year": 2022}])
    assert [size(one), size(one), size(other), size(one)] == [1, 1, 2, 1]
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-7.0, "-7"),
        (209539.98, "209539.98"),
        (12.5, "12.5"),
        (1e10, "10000000000"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_figure(value: float, text: str) -> None:
    assert figure(value) == text


def test_listings_name_the_first_few() -> None:
    assert listing(["a", "b"]) == "a, b"
    assert listing(list("abcdef")) == "a, b, c, d and 2 more"
    assert listing_zh(list("abcdef")) == "a、b、c、d等6处"
    assert listing_zh(["a"]) == "a"


@pytest.mark.parametrize("make", [list, pd.Series, pd.Index, set])
def test_among(make: type) -> None:
    assert among(pd.Series(["a", "b", "c"], dtype="str"), make(["c", "a"])).tolist() == [True, False, True]
    assert among(pd.Series([], dtype="str"), make(["c"])).tolist() == []


def test_the_first_cells_are_named_with_their_states_and_the_rest_counted() -> None:
    cells = [
        f"t3.{row}.total"
        for row in ("new_received", "carried_in", "result_granted", "result_partial", "carried_out")
    ]
    given = terms(build([{"cells": {cells[0]: None, cells[1]: "/", cells[2]: "absent", cells[3]: 4}}]))
    first = "t3.new_received.total (blank), t3.carried_in.total (dash), t3.result_granted.total (absent)"
    assert named(given, 0, cells[:3]) == first
    assert named(given, 0, cells[:4]) == f"{first} and 1 more"
    assert named(given, 0, cells) == f"{first} and 2 more"


@pytest.mark.parametrize(
    ("printed", "whole", "parts"),
    [
        ({"other_total": "absent"}, False, True),
        ({"other_total": 7}, False, True),
        ({"other_total": 7, **dict.fromkeys(other_rows(), "absent")}, True, False),
        (dict.fromkeys(("other_total", *other_rows()), "absent"), False, True),
    ],
)
def test_of_other_results_the_rows_count_unless_only_their_sum_is_printed(printed, whole, parts) -> None:
    given = terms(build([{"cells": {f"t3.{row}.total": value for row, value in printed.items()}}]))
    assert given.active[0, column_of()["t3.other_total.total"]] == whole
    assert {given.active[0, column_of()[f"t3.{row}.total"]] for row in other_rows()} == {parts}


@pytest.mark.parametrize("marked", [[], [1], [0, 1, 2]])
def test_any_of_these_cells_is_looked_for_in_every_report(marked: list[int]) -> None:
    cells = ("t3.new_received.total", "t3.carried_in.total", "t2.penalty.decisions")
    mask = np.zeros((3, len(measures.codes())), dtype=bool, order="F")
    mask[marked, column_of()[cells[1]]] = True
    found = sparse([cells[:2], cells[2:]]).any(mask)
    assert found.tolist() == [[n in marked, False] for n in range(3)]
