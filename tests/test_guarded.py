"""A document that takes too much time or memory, or crashes its reader, costs itself alone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from audit import guarded
from audit.guarded import PDF, read_guarded, share_of
from audit.intake import Source, load_all
from benchmarks.reading.ofd import zipped

HARM = """
import ctypes, os, re, sys, time
import audit.worker as worker
from audit.exchange import Loaded
def harm(data, name, kind):
    what = data.decode()
    if what == "loop in Python":
        while True: pass
    if what == "loop in C":
        sum(iter(int, 1))
    if what == "sleep":
        time.sleep(60)
    if what == "segfault":
        ctypes.string_at(0)
    if what == "exit":
        os._exit(7)
    if what == "print":
        print("noise"); os.write(1, b"more noise")
    if what == "memory":
        bytearray(400_000_000)
    if what == "many small things":
        kept = [str(n) for n in range(20_000_000)]
    if what == "fill":
        worker.kept = bytearray(100_000_000)
    if what == "half":
        bytearray(200_000_000)
    return Loaded({"status": "read", "note": what}, None)
worker.examine = harm
worker.main()
"""


@pytest.fixture
def harmful(monkeypatch):
    """Workers that do what the document says."""
    monkeypatch.setattr(guarded, "_idle", guarded._Idle())
    monkeypatch.setattr(guarded, "START", HARM)
    yield
    guarded._idle.end()


COSTLY = {
    "loop in Python": "more than 2 seconds",
    "loop in C": "more than 2 seconds",
    "segfault": "crashed on it (signal 11)",
    "exit": "crashed on it (exit code 7)",
    "memory": "more than 256 MB of memory",
    "many small things": "more than 256 MB of memory",
}


@pytest.mark.parametrize("what", COSTLY)
def test_a_costly_document_is_stopped_and_the_next_is_read(harmful, what):
    assert read_guarded(b"before", "a").report["note"] == "before"
    report = read_guarded(what.encode(), "a").report
    assert report["status"] == "unreadable"
    assert COSTLY[what] in report["note"]
    assert "check the file" in report["note"]
    assert read_guarded(b"after", "a").report["note"] == "after"


def test_the_clock_stops_a_worker_that_only_waits(harmful, monkeypatch):
    monkeypatch.setattr(guarded, "PATIENCE", 0.3)
    assert "more than 2 seconds" in read_guarded(b"sleep", "a").report["note"]
    assert read_guarded(b"after", "a").report["note"] == "after"


def test_what_a_library_prints_is_no_answer(harmful):
    assert [read_guarded(w, "a").report["note"] for w in (b"print", b"after")] == ["print", "after"]


def test_no_document_suffers_from_the_one_before(harmful):
    """What an earlier document left in memory does not count against the next."""
    assert [read_guarded(w, "a").report["note"] for w in (b"fill", b"half")] == ["fill", "half"]


def test_order_and_results_do_not_depend_on_workers(harmful, tmp_path):
    names = ["a", "segfault", "b", "loop in C", "c", "memory", *"defghijklmnop"]
    for number, name in enumerate(names):
        (tmp_path / f"{number:02}").write_text(name)
    found = [Source(str(tmp_path / f"{n:02}"), f"{n:02}") for n in range(len(names))]
    one, four = ([item.report for item in load_all(found, jobs)] for jobs in (1, 4))
    assert one == four
    assert [r["status"] for r in one].count("unreadable") == 3


def test_loading_that_is_given_up_leaves_no_worker_busy(harmful, tmp_path):
    for number in range(60):
        (tmp_path / f"{number:02}").write_text("a")
    found = [Source(str(tmp_path / f"{n:02}"), f"{n:02}") for n in range(60)]
    stream = load_all(found, 2)
    next(stream)
    stream.close()
    assert read_guarded(b"after", "a").report["note"] == "after"


def test_printed_pages_may_take_longer():
    assert share_of(b"\n%PDF-1.7") is PDF
    assert share_of(zipped({"OFD.xml": "<OFD/>"})) is PDF
    assert share_of(zipped({"word/document.xml": "<a/>"})).seconds == 2
    assert share_of(b"<html>").seconds == 2


def test_workers_end_with_their_parent():
    code = (
        "import audit.guarded as g; print(g.read_guarded(b'x', 'a.txt').report['status']);"
        "print(g._idle._workers[0]._process.pid)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, pid = done.stdout.split()
    assert status == "unreadable"
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_the_worker_needs_no_pandas():
    code = "import sys, audit.worker; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
