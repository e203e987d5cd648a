"""Every file of ``bad_input`` gets its row: one line with a reason and a remedy, or figures that the report prints."""

from __future__ import annotations

import os
import time

import pytest
from bad_input import GOOD, TEXT, everything
from layouts import distinct

import audit
from audit.commands.run import one_line
from audit.reasons import in_language

BAD = everything()
NAMES = [
    "a\nb.txt",
    "=cmd.txt",
    "\u202etxt.exe",
    "\x1b[31mred.txt",
    "-rf",
    "a;b|c.txt",
    "\udcff.txt",
    " .txt",
]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """All bad files and a good one in one folder, loaded once; a cache of its own for converted files."""
    folder = tmp_path_factory.mktemp("bad")
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    for bad in BAD:
        (folder / bad.name).write_bytes(bad.data)
    for name in NAMES:
        (folder / name).write_text(TEXT, "utf-8")
    started = time.process_time()
    result = audit.load(folder, jobs=2)
    assert time.process_time() - started < 60
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    return result


@pytest.fixture(scope="module")
def rows(loaded):
    """Rows of reports by file name."""
    return loaded.reports.set_index(loaded.reports["path"].map(os.path.basename), drop=False)


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_each_has_its_outcome(rows, bad):
    row = rows.loc[bad.name]
    said = f"{row['status']}: {row['note']}"
    assert not bad.words or any(word in said for word in bad.words.split("|")), said
    if row["status"] == "unreadable":
        assert "\n" not in row["note"]
        assert "; " in row["note"]
        assert "internal error" not in row["note"]
        assert len(row["note"]) < 300
        assert in_language(row["note"], "zh") != row["note"]


def test_there_are_many_kinds():
    assert len({bad.name.partition(".")[0].rstrip("0123456789") for bad in BAD}) >= 60


def test_what_is_not_read_leaves_no_rows(loaded):
    unreadable = set(loaded.reports.loc[loaded.reports["status"] == "unreadable", "report_id"])
    for frame in (loaded.facts, loaded.claims, loaded.sections, loaded.observations):
        assert not unreadable & set(frame["report_id"])


def test_no_figure_differs_from_the_print(loaded):
    """A cut file gives fewer figures, never others."""
    expected = {code: float(value) for code, value in distinct("2021").items()}
    figures = loaded.facts[loaded.facts["state"] == "number"]
    own = figures[figures["cell"].isin(expected)]
    paths = loaded.by_id["path"]
    wrong = own[own["value"].astype(float) != own["cell"].map(expected)]
    shown = [
        (os.path.basename(paths[r]), c, v)
        for r, c, v in zip(wrong["report_id"], wrong["cell"], wrong["raw"], strict=True)
    ]
    assert shown == []
    assert set(loaded.facts["cell"]) <= set(expected)


def test_whole_files_are_whole(rows):
    for name in (f"page.{s}" for s in ("txt", "html", "pdf", "doc")):
        assert rows.loc[name, "cells_number"] == 200
    for suffix in GOOD:
        assert rows.loc[f"cut at 9.{suffix}", "status"] != "read"


def test_strange_names_are_read_and_shown_on_one_line(rows, loaded):
    found = [path for path in loaded.reports["path"] if os.path.basename(path) not in {b.name for b in BAD}]
    assert len(found) == len(NAMES)
    for path in found:
        shown = one_line(path)
        assert shown.isprintable()
        assert "\n" not in shown
    assert list(loaded.reports.set_index("path").loc[found, "status"]) == ["read"] * len(NAMES)
