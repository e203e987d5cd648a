"""Builders and places that several tests need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real reports beside the checkout (or in ``DISCLOSURE_SHARED``); the test is skipped without it."""
    folder = Path(os.environ.get("DISCLOSURE_SHARED", ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        pytest.skip("needs the real reports kept beside the checkout (../shared)")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample reports that ship with the repository."""
    return ROOT / "sample_reports"
