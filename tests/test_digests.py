"""Digests of frames: what they follow, and that they take little memory beside the frame."""

from __future__ import annotations

import hashlib
import tracemalloc

import numpy as np
import pandas as pd

from audit.manifest import CHUNK, digest


def frame(rows: int) -> pd.DataFrame:
    """Text, figures, dates and missing values."""
    numbers = np.arange(rows)
    return pd.DataFrame(
        {
            "report_id": pd.array([f"r{n % 97}" for n in numbers], dtype="str"),
            "value": pd.array([None if n % 5 == 0 else n / 3 for n in numbers], dtype="Float64"),
            "raw": pd.array([None if n % 7 == 0 else f"约{n}件" for n in numbers], dtype="str"),
            "locator": pd.array([f"char={n},{n + 9};line={n}" for n in numbers], dtype="str"),
            "signed_on": pd.to_datetime("2024-01-01") + pd.to_timedelta(numbers % 400, "D"),
        }
    )


def test_the_digest_of_a_frame_stays_the_same():
    assert (
        digest(frame(3))
        == hashlib.sha256(
            "\n".join(
                [
                    *["report_id", "value", "raw", "locator", "signed_on"],
                    'r0\x1fnull\x1fnull\x1fchar=0,9;line=0\x1f"2024-01-01 00:00:00"',
                    'r1\x1f0.3333333333333333\x1f约1件\x1fchar=1,10;line=1\x1f"2024-01-02 00:00:00"',
                    'r2\x1f0.6666666666666666\x1f约2件\x1fchar=2,11;line=2\x1f"2024-01-03 00:00:00"',
                ]
            ).encode()
        ).hexdigest()
    )


def test_the_digest_follows_no_order_of_rows():
    made = frame(2 * CHUNK + 7)
    assert digest(made.sample(frac=1, random_state=1)) == digest(made)


def test_the_digest_takes_little_memory_a_row():
    made = frame(3 * CHUNK)
    tracemalloc.start()
    digest(made)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak / len(made) < 400
