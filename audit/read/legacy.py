"""DOC, WPS, RTF, ODT, ODS, XLSB and workbooks of Excel 95: converted by LibreOffice, then read as DOCX or XLSX.

Locators are those of the converted file. It is kept by the digest of the original and the version of the program, in memory
and in a private folder of the user's cache, so that a place found once is found again without another conversion.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import struct
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from audit.errors import UnreadableFile
from audit.model import Document, Kind
from audit.read import compound, libreoffice, packages
from audit.read.libreoffice import Failure, Job
from audit.read.office import read_package

DOC = Kind("doc", "an old Word document (DOC or WPS)", "docx")
RTF = Kind("rtf", "an RTF document", "docx")
ODT = Kind("odt", "an OpenDocument text (ODT)", "docx")
ODS = Kind("ods", "an OpenDocument spreadsheet (ODS)", "xlsx")
XLSB = Kind("xlsb", "a binary workbook (XLSB)", "xlsx")
XLS95 = Kind("xls95", "a workbook of Excel 95 or older", "xlsx")

SUFFIXES = (".doc", ".wps", ".dot", ".wpt", ".rtf", ".odt", ".ods", ".xlsb")
TOGETHER = 20
"""Files that are converted in one call."""
KEPT = 256
"""Converted files in memory."""
STORED = 2000
"""Converted files in the cache folder; the oldest go first."""

_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_ENCRYPTED = 0x0100
"""Flag in the header of a Word document, [MS-DOC] 2.5.2."""

_memory: OrderedDict[str, bytes | UnreadableFile] = OrderedDict()
_lock = threading.Lock()
_one_at_a_time = threading.Lock()


def kind_of(data: bytes) -> Kind | None:
    """The kind of a file that has to be converted, None for all others; raises UnreadableFile for a locked one."""
    if data.startswith(compound.SIGNATURE):
        return _old_kind(data)
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(packages.SIGNATURE):
        mimetype = data[30:200]
        if mimetype.startswith(_OPEN_DOCUMENT):
            kinds = {b"text": ODT, b"spreadsheet": ODS}
            words = mimetype[len(_OPEN_DOCUMENT) :]
            return next((kind for word, kind in kinds.items() if words.startswith(word)), None)
        return XLSB if b"xl/workbook.bin" in data else None
    return None


def _old_kind(data: bytes) -> Kind | None:
    try:
        found = compound.open_compound(data)
    except UnreadableFile:
        return None
    if "EncryptedPackage" in found.streams:
        return None
    if "WordDocument" in found.streams:
        header = found.stream("WordDocument")[:32]
        if len(header) == 32 and struct.unpack_from("<H", header, 10)[0] & _ENCRYPTED:
            raise UnreadableFile(
                "the document is locked with a password", "unlock it and save it without a password"
            )
        return DOC
    return XLS95 if "Book" in found.streams and "Workbook" not in found.streams else None


def read_legacy(data: bytes, kind: Kind) -> Document:
    """The document in a file of this kind; raises UnreadableFile."""
    return read_converted(converted(data, kind), kind)


def read_converted(package: bytes, kind: Kind) -> Document:
    """The document in a converted file; ``format`` and ``notes`` say where it comes from."""
    opened = packages.open_package(package)
    _, part = packages.main_part(opened)
    document = read_package(opened, kind.target, part)
    notes = [*document.notes, "read as converted by LibreOffice"]
    places = libreoffice.left_out(package)
    if places:
        notes.append(f"{places} fields that show the day of reading or the file name were left out")
    return replace(document, format=kind.name, notes=tuple(notes))


def converted(data: bytes, kind: Kind) -> bytes:
    """The file as LibreOffice converts it; raises UnreadableFile if it cannot or is not installed."""
    convert_many([(data, kind)])
    with _lock:
        found = _memory[_key(data)]
    if isinstance(found, UnreadableFile):
        raise found
    return found


def convert_many(files: Sequence[tuple[bytes, Kind]]) -> None:
    """Convert several files at once, which takes a fourth of the time; ``converted`` has them ready then."""
    with _one_at_a_time:
        keys = {_key(data): (data, kind) for data, kind in files}
        _recall(keys)
        missing = [key for key in keys if key not in _memory]
        for at in range(0, len(missing), TOGETHER):
            batch = missing[at : at + TOGETHER]
            for key, result in zip(batch, _results([keys[k] for k in batch]), strict=True):
                _remember(key, result, len(keys))
                if isinstance(result, bytes):
                    _store(key, result)


def _recall(keys: dict[str, tuple[bytes, Kind]]) -> None:
    folder = _folder()
    for key in keys:
        if key in _memory:
            _memory.move_to_end(key)
        elif folder is not None:
            stored = _stored(folder / key)
            if stored is not None:
                _remember(key, stored, len(keys))


def _results(files: Sequence[tuple[bytes, Kind]]) -> list[bytes | UnreadableFile]:
    if libreoffice.program() is None:
        return [_not_installed(kind) for _, kind in files]
    jobs = [Job(data, kind.suffix, kind.target) for data, kind in files]
    made = libreoffice.convert(jobs)
    return [_failed(r, k) if isinstance(r, Failure) else r for r, (_, k) in zip(made, files, strict=True)]


def _not_installed(kind: Kind) -> UnreadableFile:
    return UnreadableFile(
        f"it is {kind.words}, which LibreOffice would convert, but LibreOffice is not installed",
        f"install LibreOffice, or save it as {kind.target.upper()}",
    )


def _failed(failure: Failure, kind: Kind) -> UnreadableFile:
    remedy = f"open it in its program and save it as {kind.target.upper()}"
    if failure.slow:
        return UnreadableFile(
            f"it is {kind.words}, and LibreOffice takes more than {libreoffice.PATIENCE:.0f} seconds to convert it",
            remedy,
        )
    return UnreadableFile(
        f"it is {kind.words} that LibreOffice cannot open: it is damaged or locked with a password", remedy
    )


def _key(data: bytes) -> str:
    version = hashlib.sha256(libreoffice.version().encode()).hexdigest()[:12]
    return f"{hashlib.sha256(data).hexdigest()}-{version}.zip"


def _remember(key: str, result: bytes | UnreadableFile, room: int) -> None:
    with _lock:
        _memory[key] = result
        while len(_memory) > max(KEPT, room):
            _memory.popitem(last=False)


def _folder() -> Path | None:
    """The private cache folder, made if need be; None if there can be none that is ours alone."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(base, "disclosure-audit", "converted")
    if not folder.is_absolute():
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    ours = not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)
    return folder if stat.S_ISDIR(status.st_mode) and ours else None


def _stored(path: Path) -> bytes | None:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        return path.read_bytes()
    except OSError:
        return None


def _store(key: str, result: bytes) -> None:
    """Keep a result for the next process; where that is not possible it is converted again then."""
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=folder)
        with open(handle, "wb") as file:
            file.write(result)
        os.replace(temporary, folder / key)
        _trim(folder)


def _trim(folder: Path) -> None:
    entries = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(folder)]
    for _, path in sorted(entries)[: max(0, len(entries) - STORED)]:
        os.unlink(path)
