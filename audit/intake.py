"""Paths → frames: which files there are, what each says, and one row for every one of them."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from glob import glob, has_magic

import pandas as pd

from audit.errors import NothingToLoad, UnreadableFile
from audit.frames import Frames, conform
from audit.guarded import read_guarded
from audit.model import Claim, Fact, Section
from audit.read import read_limited
from audit.single import Loaded, lost

MANY = 150
"""From this many files on, loading uses all processors unless told otherwise."""

_AHEAD = 8
"""Files begun for each worker before the first of them is handed on."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to load: its path as given, and relative to the path that the user named."""

    path: str
    relative: str


Progress = Callable[[Iterable[Loaded], int], Iterable[Loaded]]


def sources(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Source]:
    """Every file under the paths: files as named, folders walked recursively in sorted order, globs expanded.

    Raises NothingToLoad when a path does not exist or nothing is left.
    """
    named = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found: dict[str, Source] = {}
    for path in named:
        for source in _under(os.fspath(path)):
            found.setdefault(source.path, source)
    if not found:
        raise NothingToLoad(
            f"no file under {', '.join(os.fspath(p) for p in named) or 'nothing'}; name files or folders that hold reports"
        )
    return list(found.values())


def _under(path: str) -> Iterator[Source]:
    if not os.path.lexists(path):
        if not has_magic(path):
            raise NothingToLoad(f"{path}: there is no such file or folder; check the path")
        for match in sorted(glob(path, recursive=True)):
            yield from _under(match)
    elif os.path.isdir(path) and not os.path.islink(path):
        yield from (Source(p, os.path.relpath(p, path).replace(os.sep, "/")) for p in _walk(path))
    else:
        yield Source(path, os.path.basename(path))


def _walk(folder: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(folder))
    except PermissionError:
        yield folder
        return
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            yield from _walk(path)
        else:
            yield path


def load_file(source: Source) -> Loaded:
    """Read one file. Never raises for what is in the file: the row says ``unreadable`` and why."""
    data, reason = _bytes_of(source.path)
    row: dict[str, object] = {
        "report_id": _identity(source.relative, data),
        "path": _printable(source.path),
        "sha256": hashlib.sha256(data).hexdigest() if reason is None else None,
    }
    loaded = lost(reason) if reason is not None else read_guarded(data, os.path.basename(source.path))
    return Loaded(row | loaded.report, loaded.said)


def _bytes_of(path: str) -> tuple[bytes, str | None]:
    """The bytes of a regular file, or why there are none."""
    try:
        return read_limited(path), None
    except UnreadableFile as error:
        return b"", str(error)


def _identity(relative: str, data: bytes) -> str:
    named = os.fsencode(relative) + b"\0" + hashlib.sha256(data).digest()
    return hashlib.sha256(named).hexdigest()[:16]


def _printable(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def load_all(found: Sequence[Source], jobs: int | None = None) -> Iterator[Loaded]:
    """Each file in the given order; ``jobs`` processes (all processors for many files, else this one)."""
    workers = jobs or (os.cpu_count() or 1 if len(found) >= MANY else 1)
    if workers == 1 or len(found) < 2:
        yield from map(load_file, found)
        return
    waiting: deque[Future[Loaded]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for source in found:
                waiting.append(pool.submit(load_file, source))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def frames_of(loaded: Iterable[Loaded]) -> Frames:
    """The frames of what was loaded, rows in the order of loading."""
    reports, facts, claims, sections, observations = (
        [],
        _Columns(Fact),
        _Columns(Claim),
        _Columns(Section),
        [],
    )
    for item in loaded:
        reports.append(item.report)
        report_id = item.report["report_id"]
        if item.said is not None:
            facts.add(report_id, item.said.facts)
            claims.add(report_id, item.said.claims)
            sections.add(report_id, item.said.sections)
            observations += [(report_id, *o) for o in item.said.observations]
    seen = pd.DataFrame(observations, columns=["report_id", "kind", "quote", "locator"])
    return Frames(
        reports=conform(pd.DataFrame(reports), "reports"),
        facts=conform(facts.frame(), "facts"),
        claims=conform(claims.frame(), "claims"),
        sections=conform(sections.frame(), "sections"),
        observations=conform(seen, "observations"),
    )


class _Columns:
    """Values of one kind, gathered by column: a frame of a million facts is made from lists, not from rows."""

    def __init__(self, kind: type[Fact] | type[Claim] | type[Section]) -> None:
        self.names = kind._fields
        self.lists: dict[str, list] = {n: [] for n in ("report_id", *self.names)}

    def add(self, report_id: object, values: Sequence[tuple]) -> None:
        self.lists["report_id"] += [report_id] * len(values)
        for name, column in zip(self.names, zip(*values, strict=True), strict=bool(values)):
            self.lists[name] += column

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.lists)
