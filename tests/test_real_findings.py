"""Findings of medium and above on the real reports have been read and are right (``benchmarks/detection/real.csv``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.detection.real import GRAVE, LEAST, found_in, known, precision, whole_files

pytestmark = pytest.mark.shared


def test_every_grave_finding_on_a_real_report_was_read_and_is_right(shared: Path) -> None:
    verdicts = known()
    found = [f for f in found_in(whole_files(shared), alone=False) if f.severity in GRAVE]
    open_ = [f for f in found if (f.file, f.finding_id) not in verdicts]
    assert not open_, "findings that nobody has read"
    counts = precision(found, verdicts)
    assert counts["right"].sum() >= LEAST * (counts["right"].sum() + counts["wrong"].sum()), counts
