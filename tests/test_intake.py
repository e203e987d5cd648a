"""Paths to frames: every file has a row, a bad one costs nothing but its own line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from layouts import TEXT_LAYOUTS, distinct, page

import audit
from audit.errors import NothingToLoad
from audit.intake import sources

GOOD = TEXT_LAYOUTS["piped"]("2021", distinct("2021"), 2022)
LATER = "页面"


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Root may read everything: become nobody for a while."""
    for parent in (folder, *folder.parents):
        if parent != Path("/") and parent.owner() == Path.home().owner():
            parent.chmod(0o755) if parent.is_relative_to(Path("/tmp")) else None
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def write(folder: Path, **files: bytes | str) -> None:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("__", ".")).write_bytes(data)


BAD = {
    "empty__txt": (b"", "empty"),
    "binary__html": (bytes(range(256)) * 40, "no text"),
    "picture__txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
    "other__html": ("<html><title>天气预报</title><p>明天晴。</p></html>", "not an annual disclosure report"),
    "bomb__html": (
        '<table><tr><td colspan="5000000" rowspan="5000000">1</table>',
        "not an annual disclosure report",
    ),
    "line__txt": ("一" * 7_000_000, "limit"),
    "nul__txt": ("一、总体情况\0二、", "NUL"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_line_and_the_rest_is_read(tmp_path, name):
    content, word = BAD[name]
    write(tmp_path, good__txt=GOOD, **{name: content})
    loaded = audit.load(tmp_path)
    rows = loaded.reports.set_index(loaded.reports["path"].map(os.path.basename))
    bad, good = rows.loc[name.replace("__", ".")], rows.loc["good.txt"]
    assert bad["status"] == "unreadable"
    assert word in bad["note"]
    assert "\n" not in bad["note"]
    assert ";" in bad["note"], "says what to do"
    assert (good["status"], good["cells_number"]) == ("read", 200)
    assert set(loaded.facts["report_id"]) == {good["report_id"]}


def test_a_report_cut_in_table_three_is_partly_read(tmp_path):
    write(tmp_path, cut__txt=GOOD[: GOOD.index("6.属于四类过程性信息")])
    row = audit.load(tmp_path).reports.iloc[0]
    assert row["status"] == "partly_read"
    assert row["cells_absent"] > 90
    assert row["cells_number"] + row["cells_absent"] == row["cells_expected"] == 200
    assert "t3.denied_process_info" in row["note"]


def test_a_file_without_permission_is_said_to_be_so(tmp_path):
    write(tmp_path, closed__txt=GOOD, good__txt=GOOD)
    (tmp_path / "closed.txt").chmod(0)
    with without_rights(tmp_path):
        reports = audit.load([tmp_path / "closed.txt", tmp_path / "good.txt"]).reports
    assert list(reports["status"]) == ["unreadable", "read"]
    assert "permission" in reports["note"][0]


def test_links_and_pipes_are_not_opened(tmp_path):
    write(tmp_path, good__txt=GOOD)
    (tmp_path / "link.txt").symlink_to(tmp_path / "good.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    reports = audit.load(tmp_path).reports
    assert list(reports["status"]) == ["read", "unreadable", "unreadable"]


def test_a_folder_without_files_is_nothing_to_load(tmp_path):
    with pytest.raises(NothingToLoad, match="no file under"):
        audit.load(tmp_path)
    with pytest.raises(NothingToLoad, match="no such file"):
        audit.load(tmp_path / "nowhere")


def test_folders_are_walked_in_order_and_nothing_is_read_twice(tmp_path):
    (tmp_path / "b").mkdir()
    write(tmp_path, c__txt="x", a__txt="x")
    write(tmp_path / "b", z__txt="x")
    found = [s.relative for s in sources([tmp_path, tmp_path / "a.txt", f"{tmp_path}/*.txt"])]
    assert found == ["a.txt", "b/z.txt", "c.txt"]


def test_the_same_frames_from_one_process_and_from_two(tmp_path):
    for number in range(6):
        write(
            tmp_path, **{f"r{number}__html": page("2021", distinct("2021", 11 + number), 2021 + number % 3)}
        )
    one, two = audit.load(tmp_path, jobs=1), audit.load(tmp_path, jobs=2)
    for name in ("reports", "facts", "claims", "sections", "observations"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_the_identity_of_a_report_depends_on_place_and_bytes_alone(tmp_path):
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, a__txt=GOOD, b__txt=GOOD)
    here, there = (audit.load(tmp_path / f).reports["report_id"] for f in ("here", "there"))
    assert list(here) == list(there)
    assert here.is_unique


def test_every_fact_and_claim_resolves_to_its_print(tmp_path):
    write(
        tmp_path, a__txt=GOOD, b__html=page("2019", distinct("2019"), 2020, wrap="<p>&nbsp;{}<o:p></o:p></p>")
    )
    loaded = audit.load(tmp_path)
    paths = loaded.reports.set_index("report_id")["path"]
    for frame in (loaded.facts, loaded.claims):
        placed = frame.dropna(subset=["locator"]).groupby("report_id").head(40)
        for report_id, locator, raw in zip(
            placed["report_id"], placed["locator"], placed["raw"], strict=True
        ):
            assert audit.locate(paths[report_id], locator) == raw
