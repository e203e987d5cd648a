"""One small change of a case does to its rule what it did before: see ``neighbours.py``."""

from __future__ import annotations

import pytest
from neighbours import FOLDER, differing, kept, kept_words, told_of

from audit.rules import catalogue


@pytest.mark.parametrize("rule_id", list(catalogue()))
def test_neighbours_are_told_as_before(rule_id: str) -> None:
    differs = differing(rule_id, told_of(catalogue()[rule_id], kept(rule_id)))
    assert not differs, f"read these, then mend or run: python tests/neighbours.py {rule_id} --accept"


def test_no_rule_is_kept_that_is_none() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == sorted(catalogue())


@pytest.mark.parametrize("rule_id", ["ARI-01", "NIL-01", "TXT-01", "DOC-01"])
def test_neighbours_tell_more_than_their_cases(rule_id: str) -> None:
    """They lie on both sides of what a rule draws: more than one outcome comes of the neighbours of most cases."""
    cases = kept_words(rule_id).values()
    several = [len({told[0] for told in words.values()}) > 1 for words in cases]
    assert sum(several) > len(several) / 2
