"""Figures and statements of none in prose: grammar features, near misses, and real passages as tables of facts."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path

import pytest

from audit.model import Claim, Document, Paragraph, Section
from audit.tidy.claims import find_claims
from audit.tidy.reading import read_as


class Offsets:
    """Places of a text whose visible text is the file itself."""

    def locator(self, start: int, end: int) -> str:
        return f"char={start},{end};line=1"

    def span(self, locator: str) -> tuple[int, int]:
        start, end = locator.removeprefix("char=").split(";")[0].split(",")
        return int(start), int(end)


def document(text: str) -> Document:
    return Document(text, (Paragraph(0, len(text)),), Offsets(), "text")


def claims_of(text: str, year: int | None = 2022, sections: tuple[Section, ...] = ()) -> tuple[Claim, ...]:
    return find_claims(document(text), read_as(text), sections, (), year)


def briefly(text: str, year: int | None = 2022) -> list[tuple[str, str, str]]:
    """(measure, kind, value) of every claim but the period."""
    return [(c.measure, c.kind, str(c.value)) for c in claims_of(text, year) if c.kind != "date"]


def place(claim: Claim) -> tuple[int, int]:
    return Offsets().span(claim.locator)


# --- the grammar, on prose of our own ------------------------------------------------------------------------------

CASES = [
    ("全年主动公开政府信息86条。", [("disclosed_total", "count", "86")]),
    ("全年主动公开政府信息８６条。", [("disclosed_total", "count", "86")]),
    ("全年主动公开政府信息1,286条。", [("disclosed_total", "count", "1286")]),
    ("全年主动公开政府信息一千二百零三条。", [("disclosed_total", "count", "1203")]),
    ("配备信息员两名。", [("staff_liaison", "count", "2")]),
    ("全年收到政府信息公开申请12件。", [("requests_new", "count", "12")]),
    ("全年收到政府信息公开申请0件。", [("requests_new", "nil", "0")]),
    ("全年未收到政府信息公开申请。", [("requests_new", "nil", "0")]),
    ("本年度收到的依申请公开数量为零。", [("requests_new", "nil", "0")]),
    ("未发生因政府信息公开引起的行政复议和行政诉讼。", [("disputes_total", "nil", "0")]),
    ("未收到有关政府信息公开的行政复议申请。", [("reviews_total", "nil", "0")]),
    ("全年未收取信息处理费。", [("fees_collected", "nil", "0")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_figures_of_own_prose(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert briefly(text) == expected


# --- the five real reports with their truth ------------------------------------------------------------------------


def seeds(shared: Path) -> list[tuple[str, dict, str]]:
    truth = json.loads((shared / "seeds" / "truth.json").read_text("utf-8"))["seeds"]
    return [
        (k, s, (shared / "seeds" / s["meta"]["file"]).read_bytes().decode("utf-8")) for k, s in truth.items()
    ]


@pytest.mark.shared
def test_seed_claims_are_found_at_their_places(shared: Path) -> None:
    missed, groups, total = [], {}, 0
    for _, seed, text in seeds(shared):
        found = claims_of(text, seed["meta"]["report_year"])
        for truth in seed["claims"]:
            if truth.get("quantity") is False:
                continue
            total += 1
            a, b = truth["offset"], truth["offset"] + len(truth["raw"])
            hits = [
                c
                for c in found
                if place(c)[0] < b and place(c)[1] > a and c.value == Decimal(str(truth["value"]))
            ]
            if not hits:
                missed.append(truth["id"])
            elif truth.get("role") in ("part", "share"):
                groups.setdefault(truth["group"], set()).add(hits[0].group_id)
    assert missed == [], f"{len(missed)} of {total} missed"
    assert all(len(ids) == 1 and None not in ids for ids in groups.values()), groups


@pytest.mark.shared
def test_every_claim_prints_what_its_place_holds(shared: Path) -> None:
    for _, seed, text in seeds(shared):
        for claim in claims_of(text, seed["meta"]["report_year"]):
            start, end = place(claim)
            assert text[start:end] == claim.raw
            assert claim.raw


def test_a_megabyte_on_one_line_takes_linear_time() -> None:
    line = "全年收到申请12件,其中网上申请5件、信函申请7件,占41.67%;没有发生行政复议," * 22000
    began = time.perf_counter()
    claims_of(line[:1_000_000])
    assert time.perf_counter() - began < 60
