"""The page of claims is as fresh as its data, and the data name every measure of the vocabulary."""

from __future__ import annotations

import importlib.util
import tomllib

from conftest import ROOT

from audit.frames.schema import CLAIMS
from audit.tidy.prose.vocabulary import vocabulary

SCRIPT = ROOT / "docs" / "build_claims.py"
NAMES = tomllib.loads((ROOT / "audit" / "tidy" / "claims.toml").read_text("utf-8"))


def test_the_page_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("build_claims", SCRIPT)
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.PAGE.read_text("utf-8") == build.page()


def test_every_measure_has_its_names() -> None:
    words = vocabulary()
    given = {rule.name for rule in words.rules} | {r.name for r in words.none}
    given |= {
        name for table in (words.shares, words.parts, words.cumulative) for name in (*table, *table.values())
    }
    of_disputes = {name for name in given if name.startswith("dispute_")}
    given = given - of_disputes | {name.replace("dispute_", "reviews_") for name in of_disputes}
    assert given - set(NAMES["measures"]) == set()


def test_kinds_are_those_of_the_frame() -> None:
    assert tuple(sorted(NAMES["kinds"])) == tuple(sorted(CLAIMS["kind"].allowed))
