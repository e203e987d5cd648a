"""The read room: a file → its Document. One module a format; knows nothing of forms."""

from __future__ import annotations

from audit.read.archives import MARK, is_archive_name, open_archive, split
from audit.read.files import LIMIT, SUFFIXES, exists, locate, read, read_bytes, read_limited
from audit.read.legacy import SUFFIXES as LEGACY_SUFFIXES
from audit.read.legacy import convert_many, converted, kind_of, read_converted
from audit.read.scanned import when_recognising

__all__ = [
    "LEGACY_SUFFIXES",
    "LIMIT",
    "MARK",
    "SUFFIXES",
    "convert_many",
    "converted",
    "exists",
    "is_archive_name",
    "kind_of",
    "locate",
    "open_archive",
    "read",
    "read_bytes",
    "read_converted",
    "read_limited",
    "split",
    "when_recognising",
]
