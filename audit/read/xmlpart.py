"""The one place where XML is parsed: no document type, so no entities; nothing is fetched, nothing recurses."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from audit.errors import UnreadableFile

TAGS = 250_000
"""Tags of the largest part that is parsed: some five times those of a long report."""

ENCODINGS = ("utf-8", "utf-16", "us-ascii", "ascii")

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


def parse(data: bytes, part: str, start: Start, end: End, characters: Characters | None = None) -> None:
    """Hand every element and text of ``data`` to the callbacks, in order.

    Names of elements and attributes are ``namespace local`` with one space between, bare where there is no
    namespace. Raises UnreadableFile, naming ``part``, for anything but sound XML without a document type.
    """
    if data.count(b"<") > TAGS:
        raise UnreadableFile(
            f"its part {part} has {data.count(b'<')} tags; the limit is {TAGS}",
            "it is no report; check the file",
        )
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.XmlDeclHandler = _refuse_encodings(part)
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        why = expat.ErrorString(fault.code)
        reason = f"its part {part} is no sound XML: {why} in line {fault.lineno}, column {fault.offset}"
        raise UnreadableFile(reason, "open it in its program and save it again") from None


def _refuse_encodings(part: str) -> Callable[..., None]:
    def refuse(_: str, encoding: str | None, __: int) -> None:
        if (encoding or "utf-8").lower() not in ENCODINGS:
            raise UnreadableFile(
                f"its part {part} is in an encoding that no Office file has: {encoding!r:.40}",
                "open it in its program and save it again",
            )

    return refuse


def _refuse_doctype(part: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise UnreadableFile(
            f"its part {part} declares a document type, which no Office file does",
            "do not open it; ask for it again",
        )

    return refuse
