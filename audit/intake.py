"""Paths → frames: which files there are, what each says, and one row for every one of them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from glob import glob, has_magic

import pandas as pd

from audit.errors import NothingToLoad, UnreadableFile
from audit.exchange import Loaded, lost
from audit.form.wording import Wording
from audit.frames import Frames, conform
from audit.guarded import HOUSE, read_guarded
from audit.model import Claim, Fact, Kind, Section
from audit.read import (
    LEGACY_SUFFIXES,
    MARK,
    convert_many,
    converted,
    is_archive_name,
    kind_of,
    open_archive,
    read_limited,
    split,
)

MANY = 150
"""From this many files on, loading uses all processors unless told otherwise."""

_PAGES = (".htm", ".html", ".shtml", ".xhtml", ".jhtml", ".aspx", ".jsp", ".php", ".mht", ".mhtml")
_PAGE_FOLDER = re.compile(r"[_.]files[/\\]")
_RESOURCES = frozenset(
    {
        *(".js", ".css", ".map", ".json", ".xml", ".download"),
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".ico", ".cur"),
        *(".woff", ".woff2", ".ttf", ".otf", ".eot", ".swf", ".mp3", ".mp4", ".webm"),
    }
)
"""Suffixes of what a page is made of."""
_REACH = 60
"""Files among which old Office files are gathered."""
_AHEAD = 8
"""Files begun for each worker before the first of them is handed on."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to load: its path as given, and relative to the path that the user named.

    ``refused`` : why it is not even opened. ``part_of_page`` : it lies in the folder of a saved page.
    ``remark`` : what to add to its note.
    """

    path: str
    relative: str
    refused: str = ""
    part_of_page: bool = False
    remark: str = ""


Progress = Callable[[Iterable[Loaded], int], Iterable[Loaded]]


def sources(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Source]:
    """Every file under the paths: files as named, folders walked recursively in sorted order, globs expanded, the members
    of ZIP archives; without the scripts, styles and pictures of saved pages.

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
    return _without_resources(found)


def _under(path: str) -> Iterator[Source]:
    member = split(path)
    if member is not None:
        yield Source(path, f"{os.path.basename(member[0])}{MARK}{member[1]}")
    elif not os.path.lexists(path):
        if not has_magic(path):
            raise NothingToLoad(f"{path}: there is no such file or folder; check the path")
        for match in sorted(glob(path, recursive=True)):
            yield from _under(match)
    elif os.path.isdir(path) and not os.path.islink(path):
        for inner in _walk(path):
            yield from _members(inner, os.path.relpath(inner, path).replace(os.sep, "/"))
    else:
        yield from _members(path, os.path.basename(path))


def _members(path: str, relative: str) -> Iterator[Source]:
    """The file itself, or what is in it if it is an archive."""
    if not is_archive_name(path):
        yield Source(path, relative)
        return
    try:
        archive = open_archive(path)
    except UnreadableFile as error:
        yield Source(path, relative, refused=str(error))
        return
    if archive is None:
        yield Source(path, relative)
    else:
        yield from (Source(f"{path}{MARK}{n}", f"{relative}{MARK}{n}") for n in archive.names())


def _without_resources(found: dict[str, Source]) -> list[Source]:
    """Browsers save a page as ``a.html`` and all that it shows in ``a_files/``: of that only pages and documents are kept,
    and the page tells how much there was."""
    pages = {os.path.splitext(p)[0]: p for p in found if os.path.splitext(p)[1].lower() in _PAGES}
    kept, beside = dict(found), Counter[str]()
    for path, source in found.items():
        folder = next((m for m in _PAGE_FOLDER.finditer(path) if path[: m.start()] in pages), None)
        if folder is None:
            continue
        beside[pages[path[: folder.start()]]] += 1
        suffix = os.path.splitext(path)[1].lower()
        if suffix in _RESOURCES:
            del kept[path]
        elif suffix in _PAGES:
            kept[path] = replace(source, part_of_page=True)
    for page, count in beside.items():
        remark = f"files in the folder of the saved page that are no report have no row ({count} files there)"
        kept[page] = replace(kept[page], remark=remark)
    return list(kept.values())


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


def load_file(source: Source, wording: Wording = HOUSE) -> Loaded:
    """Read one file. Never raises for what is in the file: the row says ``unreadable`` and why."""
    data, reason = (b"", source.refused) if source.refused else _bytes_of(source.path)
    row: dict[str, object] = {
        "report_id": _identity(source.relative, data),
        "path": _printable(source.path),
        "sha256": hashlib.sha256(data).hexdigest() if reason is None else None,
    }
    loaded = lost(reason) if reason is not None else _examined(data, os.path.basename(source.path), wording)
    row |= loaded.report
    if source.remark:
        row["note"] = "; ".join(str(n) for n in (row["note"], source.remark) if n)
    return Loaded(row, loaded.said)


def _examined(data: bytes, name: str, wording: Wording) -> Loaded:
    try:
        kind = kind_of(data)
        return read_guarded(data if kind is None else converted(data, kind), name, kind, wording)
    except UnreadableFile as error:
        return lost(str(error))


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


def load_all(found: Sequence[Source], jobs: int | None = None, wording: Wording = HOUSE) -> Iterator[Loaded]:
    """Each file in the given order, with ``jobs`` workers (as many as processors for many files, else one).

    A page in the folder of a saved page that is no report, such as a frame, is left out.
    """
    for source, loaded in zip(found, _load_each(found, jobs, wording), strict=True):
        if not (source.part_of_page and loaded.report["status"] == "unreadable"):
            yield loaded


def _load_each(found: Sequence[Source], jobs: int | None, wording: Wording) -> Iterator[Loaded]:
    workers = jobs or (os.cpu_count() or 1 if len(found) >= MANY else 1)
    if workers == 1 or len(found) < 2:
        yield from (load_file(source, wording) for source in _converting(found))
        return
    waiting: deque[Future[Loaded]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for source in _converting(found):
                waiting.append(pool.submit(load_file, source, wording))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _converting(found: Sequence[Source]) -> Iterator[Source]:
    """The same files; old Office files in reach are converted together, which takes a fourth of the time."""
    for at in range(0, len(found), _REACH):
        block = found[at : at + _REACH]
        old = [s.path for s in block if os.path.splitext(s.path)[1].lower() in LEGACY_SUFFIXES]
        if len(old) > 1:
            convert_many([file for path in old for file in _to_convert(path)])
        yield from block


def _to_convert(path: str) -> Iterator[tuple[bytes, Kind]]:
    data, reason = _bytes_of(path)
    with contextlib.suppress(UnreadableFile):  # said when it is this file's turn
        kind = kind_of(data)
        if reason is None and kind is not None:
            yield data, kind


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
