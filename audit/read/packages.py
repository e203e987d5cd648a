"""ZIP packages, opened safely, and what kind of package it is.

The directory at the end of the file is checked before anything is inflated: how many entries, how large they
say they are, how much they shrink, how they are named. Nothing is ever written to disk, and no relationship
that points outside the package is followed.

Source: APPNOTE.TXT 6.3 of PKWARE (ZIP); ECMA-376 part 2 (packages, relationships, content types).
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from audit.errors import UnreadableFile
from audit.read.xmlpart import Attributes, parse

MAX_ENTRIES = 2000
MAX_TOTAL = 200_000_000
"""Bytes that all entries together may say they have."""
MAX_RATIO = 100
"""How much larger than its packed form an entry, or the package, may be."""
SMALL = 1_000_000
"""An entry of so many bytes at most may shrink as well as it likes."""
MAX_PART = 24_000_000
"""Bytes of the largest part that is read."""
MAX_DIRECTORY = 1_000_000
"""Bytes of the directory at the end of the package."""

SIGNATURE = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_LOCKED = 0x1 | 0x40 | 0x2000
"""Flags of an encrypted entry: plain, strong, directory masked."""

AGAIN = "fetch it again"
CHECK = "it is no report; check the file"

_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types "

_KINDS = (
    ("wordprocessingml", "docx"),
    ("ms-word.document.macroenabled", "docx"),
    ("ms-word.template.macroenabled", "docx"),
    ("spreadsheetml", "xlsx"),
    ("ms-excel.sheet.macroenabled", "xlsx"),
    ("ms-excel.template.macroenabled", "xlsx"),
    ("ms-excel.sheet.binary", "xlsb"),
    ("presentationml", "pptx"),
    ("ms-powerpoint", "pptx"),
    ("xps", "xps"),
)
"""What the content type of the main part contains, and the kind of package that it makes."""
_MIMETYPES = (
    ("opendocument.text", "odt"),
    ("opendocument.spreadsheet", "ods"),
    ("opendocument.presentation", "odp"),
    ("epub", "epub"),
)
_FOREIGN = {
    "xlsb": ("a binary workbook (XLSB)", "save it as XLSX"),
    "pptx": ("a presentation (PPTX)", "save the report as DOCX"),
    "xps": ("an XPS document", "save it as DOCX or HTML"),
    "odt": ("an OpenDocument text (ODT)", "save it as DOCX"),
    "ods": ("an OpenDocument spreadsheet (ODS)", "save it as XLSX"),
    "odp": ("an OpenDocument presentation (ODP)", "save the report as DOCX"),
    "epub": ("an e-book (EPUB)", "save it as HTML"),
}


class Relation(NamedTuple):
    """A relationship of a part: its id, the last word of its type, and the part it leads to."""

    id: str
    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """The entries of a package by name, checked but not inflated."""

    archive: ZipFile
    entries: Mapping[str, ZipInfo]

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None if there is none of that name; raises UnreadableFile if it cannot be inflated."""
        info = self.entries.get(name)
        if info is None:
            return None
        if info.file_size > MAX_PART:
            raise UnreadableFile(
                f"its part {name} has {info.file_size / 1e6:.0f} MB; the limit is {MAX_PART / 1e6:.0f} MB",
                CHECK,
            )
        try:
            with self.archive.open(info) as file:
                inflated = file.read(info.file_size + 1)
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as fault:
            raise UnreadableFile(f"its part {name} is damaged: {_line(fault)}", AGAIN) from None
        if len(inflated) != info.file_size:
            raise UnreadableFile(f"its part {name} is damaged: it has not the size it says", AGAIN)
        return inflated

    def relations(self, part: str = "") -> list[Relation]:
        """The relationships of ``part`` (of the package itself if empty) to parts of the package that exist."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        data = self.part(rels)
        found: list[Relation] = []

        def start(element: str, attributes: Attributes) -> None:
            if element == _RELATIONSHIP and attributes.get("TargetMode") != "External":
                target = resolved(folder, attributes.get("Target", ""))
                kind = attributes.get("Type", "").rpartition("/")[2]
                if target in self.entries:
                    found.append(Relation(attributes.get("Id", ""), kind, target))

        if data is not None:
            parse(data, rels, start, _ignore)
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The first part that ``part`` relates to as ``kind`` (``styles``, ``officeDocument`` …)."""
        return next((r.target for r in self.relations(part) if r.type == kind), None)


def open_package(data: bytes) -> Package:
    """The package in ``data``; raises UnreadableFile if it is cut, damaged, locked or built to harm."""
    _check_end(data)
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise UnreadableFile(f"the ZIP package is damaged: {_line(fault)}", AGAIN) from None
    infos = archive.infolist()
    _check_sizes(infos, len(data))
    entries: dict[str, ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        name = _checked_name(info)
        if name.casefold() in seen:
            raise UnreadableFile(f"the ZIP package has two entries named {name!r:.80}", CHECK)
        seen.add(name.casefold())
        if not info.is_dir():
            entries[name] = info
    return Package(archive, entries)


def main_part(package: Package) -> tuple[str, str]:
    """Kind (``docx`` or ``xlsx``) and name of the part that holds the document.

    Raises UnreadableFile, saying what the package is instead and what to do, for every other kind.
    """
    part = package.related("", "officeDocument") or package.related("", "fixedrepresentation")
    if part is not None:
        content = _content_type(package, part).lower()
        kind = next((kind for words, kind in _KINDS if words in content), "unknown")
        if kind in ("docx", "xlsx"):
            return kind, part
    else:
        kind = _other_kind(package)
    words, remedy = _FOREIGN.get(kind, _archive(package))
    raise UnreadableFile(f"it is {words}", remedy)


def core_properties(package: Package) -> tuple[tuple[str, str], ...]:
    """``title``, ``created`` and ``modified`` of a package, where it states them. Names of persons are not taken."""
    part = package.related("", "core-properties")
    data = package.part(part) if part else None
    found: dict[str, list[str]] = {}
    stack: list[str] = []

    def start(element: str, _: Attributes) -> None:
        stack.append(element.rpartition(" ")[2])

    def end(_: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        if stack[-1] in ("title", "created", "modified"):
            found.setdefault(stack[-1], []).append(text)

    if part and data is not None:
        parse(data, part, start, end, characters)
    stated = (
        (name, " ".join("".join(pieces).split())) for name, pieces in sorted(found.items(), reverse=True)
    )
    return tuple((name, value) for name, value in stated if value)


def _other_kind(package: Package) -> str:
    mimetype = (package.part("mimetype") or b"")[:100].decode("ascii", "replace")
    return next((kind for words, kind in _MIMETYPES if words in mimetype), "zip")


def _archive(package: Package) -> tuple[str, str]:
    if not package.entries:
        return "an empty ZIP archive", AGAIN
    return (
        f"a ZIP archive with {len(package.entries)} files",
        "unpack it, or give it a name that ends in .zip",
    )


def _content_type(package: Package, part: str) -> str:
    types: dict[str, str] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == _TYPES + "Override":
            types[attributes.get("PartName", "").casefold()] = attributes.get("ContentType", "")
        elif element == _TYPES + "Default":
            types["." + attributes.get("Extension", "").casefold()] = attributes.get("ContentType", "")

    parse(package.part("[Content_Types].xml") or b"<Types/>", "[Content_Types].xml", start, _ignore)
    return types.get(f"/{part}".casefold()) or types.get(posixpath.splitext(part)[1].casefold()) or ""


def _check_end(data: bytes) -> None:
    """The record at the end states how large the directory is; a package without one has been cut."""
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or at + _END_SIZE > len(data):
        raise UnreadableFile("the ZIP package is cut off: the directory at its end is missing", AGAIN)
    entries = int.from_bytes(data[at + 10 : at + 12], "little")
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise UnreadableFile(f"the ZIP package has more than {MAX_ENTRIES} entries", CHECK)


def _check_sizes(infos: list[ZipInfo], size: int) -> None:
    if len(infos) > MAX_ENTRIES:
        raise UnreadableFile(f"the ZIP package has more than {MAX_ENTRIES} entries", CHECK)
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        raise UnreadableFile(
            f"its entries say that they have {total / 1e6:.0f} MB; the limit is {MAX_TOTAL / 1e6:.0f} MB",
            CHECK,
        )
    packed = min(size, sum(info.compress_size for info in infos))
    if total > SMALL and total > MAX_RATIO * packed:
        raise UnreadableFile(f"it unpacks to more than {MAX_RATIO} times its size", CHECK)
    for info in infos:
        if info.file_size > SMALL and info.file_size > MAX_RATIO * info.compress_size:
            raise UnreadableFile(
                f"its entry {info.filename!r:.80} unpacks to more than {MAX_RATIO} times its size", CHECK
            )


def _checked_name(info: ZipInfo) -> str:
    """The name with slashes only; UnreadableFile for one that leaves the package, or for what cannot be unpacked."""
    name = info.filename.replace("\\", "/")
    parts = name.split("/")
    if (
        not name
        or name.startswith("/")
        or ".." in parts
        or ":" in parts[0]
        or ";" in name
        or not name.isprintable()
    ):
        raise UnreadableFile(
            f"the ZIP package has an entry with a name that no document has: {name!r:.80}", CHECK
        )
    if info.flag_bits & _LOCKED:
        raise UnreadableFile(
            "the ZIP package is locked with a password", "unlock it and save it without a password"
        )
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableFile(f"its entry {name!r:.80} is packed in a way that no document is", CHECK)
    return name


def resolved(folder: str, target: str) -> str:
    """Name of the part at ``target``, which is relative to ``folder``; empty if it leaves the package."""
    path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
    path = posixpath.normpath(path)
    return "" if path.startswith("..") else path


def _ignore(_: str) -> None:
    """The end of an element matters to none of these parts."""


def _line(fault: Exception) -> str:
    return " ".join(str(fault).split())[:100] or type(fault).__name__
