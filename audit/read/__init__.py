"""The read room: a file → its Document. One module a format; knows nothing of forms."""

from __future__ import annotations

from audit.read.files import LIMIT, SUFFIXES, locate, read, read_bytes, read_limited

__all__ = ["LIMIT", "SUFFIXES", "locate", "read", "read_bytes", "read_limited"]
