"""Office files by their content: which reader takes a package or compound file, or why none does."""

from __future__ import annotations

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read import compound, packages
from audit.read.packages import Package

_OLD = (
    ("EncryptedPackage", "an Office file locked with a password", "unlock it and save it without a password"),
    ("PowerPoint Document", "an old presentation (PPT or DPS)", "save the report as DOCX"),
    ("HwpSummaryInformation", "a Hangul document (HWP)", "save it as DOCX"),
    ("__properties_version1.0", "a mail (MSG)", "save its attachment and name that"),
)
"""A stream that tells what a compound file is, what that is, and what to do."""
FIXED = "OFD.xml"
"""The part that makes a package a fixed-layout document."""


def is_office(data: bytes) -> bool:
    """Whether ``data`` is for ``read_office``."""
    return data.startswith((packages.SIGNATURE, compound.SIGNATURE))


def read_package(package: Package, kind: str, part: str) -> Document:
    """The document in a package: a DOCX, else a workbook. Their readers are imported when one is met."""
    if kind == "docx":
        from audit.read.docx import read_docx  # noqa: PLC0415 - half of all runs meet pages only

        return read_docx(package, part)
    from audit.read.xlsx import read_xlsx  # noqa: PLC0415

    return read_xlsx(package, part)


def read_office(data: bytes) -> Document:
    """The document in a DOCX, XLSX, XLS or OFD file; raises UnreadableFile for everything else, saying what it is."""
    if data.startswith(compound.SIGNATURE):
        return _read_old(data)
    package = packages.open_package(data)
    if FIXED in package.entries:
        from audit.read.ofd import read_ofd  # noqa: PLC0415

        return read_ofd(package)
    return read_package(package, *packages.main_part(package))


def _read_old(data: bytes) -> Document:
    found = compound.open_compound(data)
    for stream, words, remedy in _OLD:
        if stream in found.streams:
            raise UnreadableFile(f"it is {words}", remedy)
    if "Workbook" in found.streams or "Book" in found.streams:
        from audit.read.xls import read_xls  # noqa: PLC0415

        return read_xls(found)
    raise UnreadableFile("it is an old Office file of a kind that we do not know", "save it as DOCX or XLSX")
