"""Reads documents in worker processes, so that no file costs more than its share of time and memory.

A worker that takes too long, needs too much or crashes is replaced, and costs its own document alone. Idle workers stay
for the next call and end with this process. They import the reading rooms only and need no ``__main__`` of the caller,
which is why they are plain subprocesses.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from typing import IO, NamedTuple

from audit.errors import AuditError
from audit.exchange import Answer, Loaded, Request, lost
from audit.form.wording import Wording
from audit.model import Kind
from audit.read.files import PICTURES

START = "from audit.worker import main; main()"
"""What a worker runs."""
WORDED = f"import sys; from audit.form.wording import adopt; adopt(sys.argv[1]); {START}"
"""What a worker runs that knows local labels."""
PATIENCE = 15
"""Waited for so many times the share of processor time, for a process that is kept from running."""


class Share(NamedTuple):
    """What a document may take: seconds of processor time, and megabytes above the idle process."""

    seconds: float
    megabytes: int


ORDINARY = Share(2, 256)
PDF = Share(20, 256)

FIXED = b"OFD.xml"
DIRECTORY = 1 << 16
"""Bytes at the end of a package in which the names of its parts are looked for."""

HOUSE = Wording()
"""No local labels."""
CHECK = "it is no report, or it is built to harm; check the file"


def share_of(data: bytes) -> Share:
    """The share of a document, by its first bytes; a packed file may be a PDF, and so may a picture be recognised.

    A package of printed pages is told by the directory at its end.
    """
    head = data[:1024].lstrip()
    if head.startswith(b"PK\x03\x04") and FIXED in data[-DIRECTORY:]:
        return PDF
    return PDF if head.startswith((b"%PDF-", b"\x1f\x8b", *(magic for magic, _ in PICTURES))) else ORDINARY


class _Died(Exception):
    """The worker ended while it read; the message says why. ``slow``: its time was up."""

    def __init__(self, reason: str, slow: bool = False) -> None:
        self.slow = slow
        super().__init__(reason)


class _Worker:
    """A worker process. ``fresh`` until it has read a document."""

    def __init__(self, wording: Wording = HOUSE) -> None:
        self.wording = wording
        start = [START] if wording == HOUSE else [WORDED, wording.packed()]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", *start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.fresh = True
        self._ready = False
        self._late = False

    def ask(self, request: Request) -> Answer:
        """The answer to a request; raises _Died."""
        self._await_start()
        self._late = False
        alarm = threading.Timer(request.seconds * PATIENCE, self._expire)
        alarm.daemon = True
        alarm.start()
        try:
            pickle.dump(request, self._to, pickle.HIGHEST_PROTOCOL)
            self._to.flush()
            answer: Answer = pickle.load(self._from)  # noqa: S301 - our own child wrote it
        except (OSError, EOFError, pickle.UnpicklingError):
            raise self._death(request) from None
        finally:
            alarm.cancel()
        self.fresh = False
        return answer

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._process.wait()

    @property
    def _to(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _from(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _await_start(self) -> None:
        if self._ready:
            return
        try:
            pickle.load(self._from)  # noqa: S301 - our own child wrote it
        except (EOFError, pickle.UnpicklingError):
            self.end()
            raise AuditError(
                f"the process that reads files does not start; try: {sys.executable} -c 'import audit.worker'"
            ) from None
        self._ready = True

    def _expire(self) -> None:
        self._late = True
        self._process.kill()

    def _death(self, request: Request) -> _Died:
        code = self._process.wait()
        if self._late or (hasattr(signal, "SIGPROF") and code == -signal.SIGPROF):
            return _Died(f"reading it takes more than {request.seconds:g} seconds; {CHECK}", slow=True)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return _Died(f"the reader crashed on it ({how}); {CHECK}")


class _Idle:
    """Workers that wait, of this process alone (a fork of it has its own)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._owner = os.getpid()

    def take(self, wording: Wording) -> _Worker:
        with self._lock:
            if self._owner != os.getpid():
                self._workers, self._owner = [], os.getpid()
            for worker in reversed(self._workers):
                if worker.wording == wording:
                    self._workers.remove(worker)
                    return worker
        return _Worker(wording)

    def put(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.append(worker)

    def end(self) -> None:
        with self._lock:
            workers, self._workers = self._workers, []
        if self._owner == os.getpid():
            for worker in workers:
                worker.end()


_idle = _Idle()
atexit.register(_idle.end)


def warm() -> None:
    """Start a worker now, for a document to come: it gets ready while the caller does."""
    _idle.put(_Worker())


def read_guarded(data: bytes, name: str, kind: Kind | None = None, wording: Wording = HOUSE) -> Loaded:
    """What ``audit.single.examine`` says of a document, or that it takes too much.

    ``wording``: local labels and headings that the worker knows.

    Where memory fails or the reader crashes, only a fresh worker has the last word: no document suffers from those
    before it.
    """
    share = share_of(data)
    request = Request(data, name, kind, share.seconds, share.megabytes)
    worker = _idle.take(wording)
    fresh = worker.fresh
    outcome = _try(worker, request)
    if isinstance(outcome, _Died) and not fresh and not outcome.slow:
        outcome = _try(_Worker(wording), request)
    return lost(str(outcome)) if isinstance(outcome, _Died) else outcome


def _try(worker: _Worker, request: Request) -> Loaded | _Died:
    """What the worker says, or why it cannot; it is idle or ended afterwards."""
    keep = False
    try:
        answer = worker.ask(request)
        keep = not answer.last
    except _Died as death:
        return death
    finally:
        if keep:
            _idle.put(worker)
        else:
            worker.end()
    return answer.loaded or _Died(f"reading it needs more than {request.megabytes} MB of memory; {CHECK}")
