"""Compound files: the container of old Office documents, and of new ones that are locked.

Source: [MS-CFB] 1–2 (compound file binary format).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from audit.errors import UnreadableFile

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 4096
AGAIN = "fetch it again"

_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks."""
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_HEADER_SECTORS = 109


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file. ``streams`` : name → (first sector, size), of the streams at its root or below."""

    data: bytes
    sector: int
    table: array[int]
    streams: Mapping[str, tuple[int, int]]
    small_sector: int
    small_limit: int
    small_table: array[int]
    small_data: bytes

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; raises UnreadableFile if part of it is missing."""
        first, size = self.streams[name]
        if size < self.small_limit:
            return _chain(self.small_data, self.small_table, first, self.small_sector, 0, size)
        return _chain(self.data, self.table, first, self.sector, self.sector, size)


def open_compound(data: bytes) -> Compound:
    """The compound file in ``data``; raises UnreadableFile if it is cut or damaged."""
    if len(data) < 512:
        raise _cut()
    version, _, shift, small_shift = struct.unpack_from("<HHHH", data, 26)
    if (version, shift) not in ((3, 9), (4, 12)) or small_shift != 6:
        raise UnreadableFile(
            "the old Office file (DOC, XLS or WPS) is damaged: its header makes no sense", AGAIN
        )
    sector = 1 << shift
    first_directory, small_limit, first_small = struct.unpack_from("<I4xII", data, 48)
    table = _sector_table(data, sector)
    directory = _chain(data, table, first_directory, sector, sector, None)
    root, streams = _entries(directory[: MAX_ENTRIES * _ENTRY])
    small_data = _chain(data, table, root[0], sector, sector, root[1]) if root[1] else b""
    small = _chain(data, table, first_small, sector, sector, None) if first_small < _LAST else b""
    return Compound(data, sector, table, streams, 64, small_limit, _numbers(small), small_data)


def _sector_table(data: bytes, sector: int) -> array[int]:
    """For each sector, the one that follows it in its chain."""
    listed = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // sector):
        if following >= _LAST:
            break
        numbers = _numbers(_sector(data, following, sector))
        listed += numbers[:-1]
        following = numbers[-1]
    table = array("I")
    for number in listed[: len(data) // sector]:
        if number < _LAST:
            table.extend(_numbers(_sector(data, number, sector)))
    return table


def _entries(directory: bytes) -> tuple[tuple[int, int], dict[str, tuple[int, int]]]:
    """First sector and size of the root, and of every stream by name; the first of a name counts."""
    root, streams = (0, 0), dict[str, tuple[int, int]]()
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        raw, length, kind = struct.unpack_from("<64sHB", directory, at)
        first, size = struct.unpack_from("<II", directory, at + 116)
        if kind == _ROOT:
            root = (first, size)
        elif kind == _STREAM:
            name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            streams.setdefault(name, (first, size))
    return root, streams


def _chain(data: bytes, table: array[int], first: int, sector: int, offset: int, size: int | None) -> bytes:
    """The bytes of the sectors from ``first`` on; ``size`` None takes them all."""
    pieces, held, number = [], 0, first
    while number < _LAST and (size is None or held < size):
        start = offset + number * sector
        piece = data[start : start + sector]
        pieces.append(piece)
        held += len(piece)
        short = len(piece) < sector and (size is None or held < size)
        if short or number >= len(table) or held > len(data):
            raise _cut()
        number = table[number]
    if size is not None and held < size:
        raise _cut()
    return b"".join(pieces)[:size]


def _sector(data: bytes, number: int, sector: int) -> bytes:
    start = (number + 1) * sector
    if start + sector > len(data):
        raise _cut()
    return data[start : start + sector]


def _numbers(data: bytes) -> array[int]:
    return array("I", struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _cut() -> UnreadableFile:
    return UnreadableFile("the old Office file (DOC, XLS or WPS) is cut off or damaged", AGAIN)
