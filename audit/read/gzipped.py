"""One file packed with gzip."""

from __future__ import annotations

import zlib

from audit.errors import UnreadableFile

SIGNATURE = b"\x1f\x8b"
MAX_RATIO = 100
SMALL = 1_000_000
"""A file of so many bytes at most may shrink as well as it likes."""
_AS_GZIP = 31
_PACKED = (b"PK", SIGNATURE, b"7z\xbc\xaf", b"Rar!")
_TAR = slice(257, 262)


def unpacked(data: bytes, limit: int) -> bytes:
    """The file in ``data``; raises UnreadableFile if it is damaged, an archive, or larger than ``limit`` bytes."""
    most = min(limit, max(SMALL, MAX_RATIO * len(data)))
    stream = zlib.decompressobj(_AS_GZIP)
    try:
        content = stream.decompress(data, most + 1)
    except zlib.error:
        raise UnreadableFile("the gzip file is damaged", "fetch it again") from None
    if len(content) > most:
        raise UnreadableFile(
            f"the gzip file unpacks to more than {limit / 1e6:.0f} MB or {MAX_RATIO} times its size",
            "it is no report; check the file",
        )
    if not stream.eof:
        raise UnreadableFile("the gzip file is cut off", "fetch it again")
    if (content.startswith(_PACKED) and not content.startswith(b"PK\x03\x04")) or content[_TAR] == b"ustar":
        raise UnreadableFile("the gzip file holds an archive", "unpack it and name the files in it")
    return content
