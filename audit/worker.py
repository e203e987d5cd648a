"""The child process that reads documents within limits: requests on standard input, answers on standard output.

A document gets a share of processor time (``ITIMER_PROF`` with the default action: the kernel ends the process, whatever
code it is in) and of memory above the idle process (``RLIMIT_DATA``). Where a system lacks one of them, the parent's
clock remains. The process ends when its standard input does, so none is left behind.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from typing import BinaryIO

from audit.exchange import Answer, Request
from audit.read import when_recognising
from audit.single import examine

MEGABYTE = 1 << 20
TIRED = 128 * MEGABYTE
"""A worker that holds so much more than at its start is replaced."""

COLLECTED_AFTER = 20_000
"""Containers made and not yet let go of, after which rubbish is looked for: hardly any of what a document makes refers to
itself, so that the usual 700 only cost time."""

RECOGNITION_SECONDS = 60
"""Of processor time for each page that is recognised."""
RECOGNITION_MEGABYTES = 2048
"""Above the idle process while pages are recognised; the models and their work need most of it."""


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = _channels()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    collect_seldom()
    idle = held()
    pickle.dump(idle, answers)
    answers.flush()
    while True:
        try:
            request: Request = pickle.load(requests)  # noqa: S301 - our own parent wrote it
        except EOFError:
            return
        answer = _answer(request, idle)
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        if answer.last:
            return


def collect_seldom() -> None:
    """Leave what was imported out of every search for rubbish, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Both ends, with nothing left on standard output that a library could print between answers."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers


def _answer(request: Request, idle: int) -> Answer:
    _limit_memory(idle + request.megabytes * MEGABYTE if idle else 0)
    _limit_time(request.seconds)
    when_recognising(lambda pages: _widen(pages, idle))
    try:
        loaded = examine(request.data, request.name, request.kind)
    except MemoryError:
        loaded = None
    finally:
        _limit_time(0)
        _limit_memory(0)
    return Answer(loaded, last=loaded is None or held() > idle + TIRED)


def _widen(pages: int, idle: int) -> None:
    """Character recognition gets its own share: seconds for each page, and memory for its models."""
    _limit_time(RECOGNITION_SECONDS * (pages + 1))
    _limit_memory(idle + RECOGNITION_MEGABYTES * MEGABYTE if idle else 0)


def _limit_time(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory(size: int) -> None:
    """``size`` bytes of private data at most; 0 takes the limit away."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on every system

        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (size or most, most))


def held() -> int:
    """Bytes of private data of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[5]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0
