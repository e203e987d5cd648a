"""What a worker process is asked and what it answers. Imports no room, so that a worker is started at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from audit.model import Kind, Tidied

NOTE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of one file: its row of ``reports``, and what it says if it could be read."""

    report: dict[str, object]
    said: Tidied | None


class Request(NamedTuple):
    """A document to read: its bytes (of the converted file if there is a ``kind``), its name, and what it may take."""

    data: bytes
    name: str
    kind: Kind | None
    seconds: float
    megabytes: int


class Answer(NamedTuple):
    """What came of a request; ``loaded`` is None when memory did not suffice. ``last``: the worker ends."""

    loaded: Loaded | None
    last: bool


def lost(reason: str) -> Loaded:
    """The row of a file that could not be read."""
    return Loaded({"status": "unreadable", "note": " ".join(reason.split())[:NOTE_LENGTH]}, None)
