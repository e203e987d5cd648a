"""ZIP archives of reports: their members are files of their own, with the path ``a.zip!/b.html``.

Nothing is unpacked to disk. The directory of an archive is checked before a member is read; what is wrong with one member is
said of that member, and the others are read. An archive in an archive is not opened.

Source: APPNOTE.TXT 6.3 of PKWARE (ZIP).
"""

from __future__ import annotations

import io
import os
import stat
import threading
import zlib
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from audit.errors import UnreadableFile

MARK = "!/"
SUFFIX = ".zip"
MAX_MEMBERS = 20_000
MAX_DIRECTORY = 8_000_000
"""Bytes of the directory at the end of an archive."""
MAX_ARCHIVE = 512_000_000
"""Bytes of the largest archive."""
MAX_TOTAL = 1_000_000_000
"""Bytes that all members together may say they have."""
MAX_RATIO = 100
SMALL = 1_000_000
"""A member of so many bytes at most may shrink as well as it likes."""
PACKED = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")

AGAIN = "fetch it again"
CHECK = "check where the archive comes from"
UNPACK = "unpack it and name the files in it"

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_END_SIZE, _LONGEST_COMMENT, _LOCATOR_SIZE = 22, 65_535, 20
_UTF8_NAME = 0x800
_LOCKED = 0x1 | 0x40 | 0x2000
_OFFICE = ("[content_types].xml", "mimetype", "ofd.xml")
"""Entries at the root that make a ZIP a document."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive: its members by name, and why some of them cannot be read."""

    zip: ZipFile
    members: Mapping[str, ZipInfo]
    refused: Mapping[str, UnreadableFile]

    def names(self) -> list[str]:
        """All members, in sorted order."""
        return sorted({*self.members, *self.refused})

    def read(self, name: str) -> bytes:
        """The bytes of a member; raises UnreadableFile."""
        if name in self.refused:
            raise self.refused[name]
        info = self.members.get(name)
        if info is None:
            raise UnreadableFile("there is no such file in the archive", "check the path")
        try:
            with self.zip.open(info) as file:
                content = file.read(info.file_size + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise UnreadableFile("its entry in the archive is damaged", AGAIN) from None
        if len(content) != info.file_size:
            raise UnreadableFile("its entry in the archive has not the size it says", AGAIN)
        if content.startswith(b"\x1f\x8b"):
            raise _nested()
        return content


def is_archive_name(path: str) -> bool:
    """Whether a file is looked at as an archive: by its name, so that no other file need be opened for it."""
    return path.lower().endswith(SUFFIX)


def split(path: str) -> tuple[str, str] | None:
    """Path of the archive and name of the member, None for a path that leads to no member."""
    at = path.lower().find(SUFFIX + MARK)
    if at < 0 or os.path.lexists(path):
        return None
    cut = at + len(SUFFIX)
    return (path[:cut], path[cut + len(MARK) :]) if os.path.isfile(path[:cut]) else None


_open: OrderedDict[tuple[str, int, int, int], Archive | None] = OrderedDict()
_lock = threading.Lock()
_KEPT_OPEN = 2


def open_archive(path: str) -> Archive | None:
    """The archive at ``path``, None if the file is a document or no ZIP; raises UnreadableFile.

    The last ones stay open, as their members are read one by one.
    """
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        return None
    key = (os.path.abspath(path), status.st_mtime_ns, status.st_size, status.st_ino)
    with _lock:
        if key not in _open:
            _open[key] = _opened(path, status.st_size)
            while len(_open) > _KEPT_OPEN:
                _open.popitem(last=False)
        return _open[key]


def _opened(path: str, size: int) -> Archive | None:
    file = _regular(path)
    if file.read(2) != b"PK":
        file.close()
        return None
    if size > MAX_ARCHIVE:
        raise UnreadableFile(
            f"the archive has {size / 1e6:.0f} MB; the limit is {MAX_ARCHIVE / 1e6:.0f} MB", UNPACK
        )
    _check_end(file, size)
    try:
        archive = ZipFile(file)
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableFile("the archive is damaged", AGAIN) from None
    infos = [
        i
        for i in archive.infolist()
        if not i.filename.endswith("/") and not i.filename.startswith("__MACOSX/")
    ]
    if any(info.filename.lower() in _OFFICE for info in infos):
        return None
    _check_all(infos)
    return _sorted_out(archive, infos)


def _regular(path: str) -> io.BufferedReader:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        return open(os.open(path, flags), "rb")
    except PermissionError:
        raise UnreadableFile("we have no permission to read it", "ask its owner for read access") from None


def _check_end(file: io.BufferedReader, size: int) -> None:
    """How many members and how large a directory the record at the end states, before anything is read of it."""
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_SIZE)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        raise UnreadableFile("the archive is cut off: the directory at its end is missing", AGAIN)
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    large = tail[max(0, at - _LOCATOR_SIZE) : at].startswith(_END_64)
    if large or count > MAX_MEMBERS or directory > MAX_DIRECTORY:
        raise _too_many()


def _check_all(infos: list[ZipInfo]) -> None:
    if not infos:
        raise UnreadableFile("the archive is empty", AGAIN)
    if len(infos) > MAX_MEMBERS:
        raise _too_many()
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        raise UnreadableFile(
            f"the files in the archive have {total / 1e6:.0f} MB; the limit is {MAX_TOTAL / 1e6:.0f} MB",
            UNPACK,
        )


def _too_many() -> UnreadableFile:
    return UnreadableFile(f"the archive has more than {MAX_MEMBERS} files", UNPACK)


def _sorted_out(archive: ZipFile, infos: list[ZipInfo]) -> Archive:
    named = [(_decoded(info), info) for info in infos]
    counts = Counter(name for name, _ in named)
    members, refused = {}, {}
    for name, info in named:
        fault = next(_faults(name, info, counts[name]), None)
        if fault is None:
            members[name] = info
        else:
            refused[name] = fault
    return Archive(archive, members, refused)


def _decoded(info: ZipInfo) -> str:
    """The name as it was meant: programs write GBK or UTF-8 without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _faults(name: str, info: ZipInfo, count: int) -> Iterator[UnreadableFile]:
    """What stands against reading a member, the first first."""
    path = PurePosixPath(name)
    if not path.parts or name.startswith("/") or ".." in path.parts or ":" in path.parts[0] or "\0" in name:
        yield UnreadableFile("its name leads out of the archive", CHECK)
    if count > 1:
        yield UnreadableFile(f"the archive has {count} files of this name", CHECK)
    if stat.S_ISLNK(info.external_attr >> 16):
        yield UnreadableFile("it is a link", "name the file itself")
    if info.flag_bits & _LOCKED:
        yield UnreadableFile(
            "it is locked with a password", "unpack it with the password and name the files in it"
        )
    if path.suffix.lower() in PACKED:
        yield _nested()
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        yield UnreadableFile("it is packed in a way that we do not read", UNPACK)
    if info.file_size > SMALL and info.file_size > MAX_RATIO * info.compress_size:
        yield UnreadableFile(f"it unpacks to more than {MAX_RATIO} times its size", CHECK)


def _nested() -> UnreadableFile:
    return UnreadableFile("it is an archive in an archive", UNPACK)
