"""Opens files safely, tells by content and suffix what they are, and hands them to the right reader."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import PurePath

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read import archives, gzipped
from audit.read.encoding import LOST, decode
from audit.read.html import read_html
from audit.read.legacy import SUFFIXES as LEGACY
from audit.read.legacy import kind_of, read_legacy
from audit.read.office import is_office, read_office
from audit.read.separated import read_separated
from audit.read.text import read_text
from audit.read.webarchive import is_archive, page_of, read_archive

SUFFIXES = (
    ".htm",
    ".html",
    ".shtml",
    ".xhtml",
    ".jhtml",
    ".aspx",
    ".jsp",
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".csv",
    ".tsv",
    ".docx",
    ".docm",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".mht",
    ".mhtml",
    *LEGACY,
)
"""Names that readable files usually end in; the content decides."""
LIMIT = 16_000_000
"""Bytes of the largest file that is read."""
LINE_LIMIT = 2_000_000
"""Characters of the longest line that is read."""
MOST_LINES = 200_000
MOST_TAGS = 500_000
"""Of a file that is read; a report has some hundred lines, and a few thousand tags."""
LOST_SHARE = 0.1
"""A file with a larger share of undecodable characters is no text."""

CONTROLS = bytes((*range(1, 9), *range(14, 27), *range(28, 32), 127))
"""Characters that no text has, as bytes."""

OPEN = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    OPEN |= getattr(os, _flag, 0)
"""Flags that some systems lack: follow no link, wait for no pipe, change no byte."""

SAVE_AS = "save it as DOCX, PDF, HTML or text"
PICTURES = (
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
)
MAGIC = (
    (b"PK\x05\x06", "an empty ZIP package"),
    (b"RIFF", "a picture or sound (RIFF)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "a database"),
)
HTML_START = re.compile(
    r"""\s*+(?:<!--(?:[^-]|-(?!->))*+-->\s*+|<\?xml[^>]*+>\s*+)*+
    <(?:!doctype\s+html|(?:html|head|body|table|div|p|title|meta|span|h[1-6])\b)""",
    re.IGNORECASE | re.VERBOSE,
)
HTML_TAG = re.compile(r"</(?:p|div|td|tr|table|span|li|h[1-6]|body|html)\s*>", re.IGNORECASE)
ANY_TAG = re.compile(r"<(?:/?[a-z][a-z0-9]*(?:\s[^<>]*)?|!doctype[^>]*)/?>", re.IGNORECASE)


def read(path: str | os.PathLike[str]) -> Document:
    """The document in the file at ``path``.

    Raises
    ------
    UnreadableFile
        With one line of reason: no such file, a link, pipe or device, too large, empty, binary, a format that
        has no reader.
    """
    return read_bytes(read_limited(path), os.fspath(path))


def read_bytes(data: bytes, name: str) -> Document:
    """The document in ``data``.

    Of ``name`` only the suffix counts, and only where the content leaves the format open. Raises
    UnreadableFile.
    """
    if len(data) > LIMIT:
        raise _too_large(len(data))
    if data.startswith(gzipped.SIGNATURE):
        return read_bytes(gzipped.unpacked(data, LIMIT), name.removesuffix(".gz"))
    for magic, shown in PICTURES:
        if data.startswith(magic):
            return _picture(data, shown)
    kind = kind_of(data)
    if kind is not None:
        return read_legacy(data, kind)
    for fits, reader in _BY_CONTENT:
        if fits(data):
            return reader(data)
    return _read_text(data, PurePath(name).suffix.lower())


def _read_text(data: bytes, suffix: str) -> Document:
    """A page, a table of separated values, or text."""
    text, encoding, notes = decode(data)
    _refuse_no_text(text, data, encoding)
    _refuse_data(text)
    if _is_html(text, suffix):
        _refuse_many(text.count("<") if len(text) > MOST_TAGS else 0, MOST_TAGS, "tags")
        return _page(read_html(text, encoding=encoding, notes=notes))
    _refuse_many(text.count("\n") + text.count("\r"), MOST_LINES, "lines")
    _refuse_long_line(text)
    if suffix in (".csv", ".tsv"):
        table = read_separated(text, encoding=encoding, notes=notes)
        if table is not None:
            return table
    return read_text(text, markdown=suffix in (".md", ".markdown"), encoding=encoding, notes=notes)


def _read_archived_page(data: bytes) -> Document:
    return _page(read_archive(page_of(data)))


def _page(document: Document) -> Document:
    if not document.text.strip():
        raise UnreadableFile("the page shows no text", "save the page again once it is fully loaded")
    _refuse_long_line(document.text)
    return document


def _refuse_data(text: str) -> None:
    """JSON may quote a report, but it is none."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return
    raise UnreadableFile("it is JSON data, not a report", "take it out of the folder")


def _pdf(data: bytes) -> Document:
    from audit.read.pdf import read_pdf  # noqa: PLC0415 - half a second that runs without a PDF need not pay

    return read_pdf(data)


def _is_pdf(data: bytes) -> bool:
    return data[:1024].lstrip()[:5] == b"%PDF-"


def _picture(data: bytes, kind: str) -> Document:
    from audit.read.scanned import read_picture  # noqa: PLC0415 - seldom needed

    return read_picture(data, kind)


def locate(path: str | os.PathLike[str], locator: str) -> str:
    """The visible text, or the property of the file, at ``locator`` in ``path``; raises LocatorError or UnreadableFile."""
    return read(path).at(locator)


def read_limited(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file of at most LIMIT bytes; raises UnreadableFile.

    Links, pipes and devices are not opened. A member of an archive has the path ``a.zip!/b.html``.
    """
    member = archives.split(os.fspath(path))
    try:
        if member is not None:
            return _member(*member)
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(f"it is {_kind(status.st_mode)}, not a regular file", "name the file itself")
        if status.st_size > LIMIT:
            raise _too_large(status.st_size)
        descriptor = os.open(path, OPEN)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableFile("it is no regular file", "name the file itself")
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        raise UnreadableFile("there is no such file", "check the path") from None
    except PermissionError:
        raise UnreadableFile("we have no permission to read it", "ask its owner for read access") from None
    except (OSError, ValueError) as fault:
        raise UnreadableFile(f"it cannot be opened: {_why(fault)}", "check the path") from None


def exists(path: str | os.PathLike[str]) -> bool:
    """Whether there is a file, or a member of an archive, at ``path``."""
    return os.path.isfile(path) or archives.split(os.fspath(path)) is not None


def _member(path: str, name: str) -> bytes:
    archive = archives.open_archive(path)
    if archive is None:
        raise UnreadableFile("there is no such file in the archive", "check the path")
    info = archive.members.get(name)
    if info is not None and info.file_size > LIMIT:
        raise _too_large(info.file_size)
    return archive.read(name)


def _why(fault: OSError | ValueError) -> str:
    number = fault.errno if isinstance(fault, OSError) else None
    return os.strerror(number) if number else str(fault).splitlines()[0]


def _kind(mode: int) -> str:
    tests = (
        (stat.S_ISLNK, "a link"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((words for test, words in tests if test(mode)), "a device")


def _too_large(size: int) -> UnreadableFile:
    return UnreadableFile(
        f"it has {size / 1e6:.1f} MB; the limit is {LIMIT / 1e6:.0f} MB",
        "save the report alone, without pictures",
    )


def _foreign(data: bytes) -> UnreadableFile | None:
    """Why bytes of another kind are refused, None if they may be text."""
    if not data.strip(b"\0 \t\r\n\x0b\x0c"):
        reason = (
            f"the file holds {len(data)} empty bytes and nothing else"
            if b"\0" in data
            else "the file is empty"
        )
        return UnreadableFile(reason, "fetch it again")
    for magic, words in MAGIC:
        if data.startswith(magic):
            return UnreadableFile(f"it is {words}; we read office files, PDF, HTML and text", SAVE_AS)
    return None


def _refuse(data: bytes) -> Document:
    raise _foreign(data) or UnreadableFile("the file is empty", "fetch it again")


_BY_CONTENT: tuple[tuple[Callable[[bytes], object], Callable[[bytes], Document]], ...] = (
    (_is_pdf, _pdf),
    (is_office, read_office),
    (_foreign, _refuse),
    (is_archive, _read_archived_page),
)
"""Whether bytes are for a reader, and the reader; the first that fits."""


def _refuse_no_text(text: str, data: bytes, encoding: str) -> None:
    nul = text.find("\0") if b"\0" in data else -1
    if nul >= 0:
        raise UnreadableFile(f"it is no text: there is a NUL at character {nul}", SAVE_AS)
    strange = text.count(LOST) if LOST in text else 0
    if not encoding.startswith(("utf-16", "utf-32")):
        strange += len(data) - len(data.translate(None, CONTROLS))
    if strange > LOST_SHARE * len(text):
        reason = f"it is no text in any encoding we know: {strange} of {len(text)} characters make no sense"
        raise UnreadableFile(reason, SAVE_AS)
    if not text.strip():
        raise UnreadableFile("the file is empty", "fetch it again")


def _refuse_long_line(text: str) -> None:
    if len(text) <= LINE_LIMIT:
        return
    number, line = max(enumerate(text.split("\n"), 1), key=lambda item: len(item[1]))
    if len(line) > LINE_LIMIT:
        raise UnreadableFile(
            f"line {number} has {len(line)} characters; the limit is {LINE_LIMIT}",
            "it is no report; check the file",
        )


def _refuse_many(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise UnreadableFile(
            f"it has {count} {what}; the limit is {limit}", "it is no report; check the file"
        )


def _is_html(text: str, suffix: str) -> bool:
    if HTML_START.match(text) or len(HTML_TAG.findall(text, 0, 200_000)) >= 3:
        return True
    return suffix in SUFFIXES[:7] and ANY_TAG.search(text) is not None
