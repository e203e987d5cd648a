"""Pictures of reports: what they are, and their pages by character recognition where the extra ``ocr`` is installed."""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from audit.errors import UnreadableFile
from audit.model import Document
from audit.read.leaf import LOST, Leaf

if TYPE_CHECKING:
    import numpy as np

ASK = "install the extra ocr, or ask for the file"
MOST_PAGES = 12
"""Pictures of one document that are read."""
MOST_DOTS = 40_000_000
"""Of a picture that is read."""
LONG_SIDE, SHORT_SIDE = 2339, 1654
"""Dots of an A4 page at the resolution of reading."""
NEEDED = ("rapidocr", "onnxruntime", "cv2", "PIL")

Widen = Callable[[int], None]
_widen: list[Widen] = []


def when_recognising(widen: Widen) -> None:
    """Have ``widen`` called with the number of pages before any is recognised: it takes more time and memory than reading."""
    _widen[:] = [widen]


@cache
def is_available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(importlib.util.find_spec(name) for name in NEEDED)


def recognised_pages(pictures: Iterable[np.ndarray], count: int) -> Iterator[Leaf]:
    """Pages (grey, at the resolution of reading) → print."""
    from audit.read.recognise import recognised  # noqa: PLC0415 - an extra

    for widen in _widen:
        widen(count)
    for picture in pictures:
        yield recognised(picture)


def listed(numbers: Sequence[int]) -> str:
    """Pages by their numbers, which count from 0 and are said from 1; the first ten."""
    return "pages " + ", ".join(str(n + 1) for n in numbers[:10]) + (" …" if len(numbers) > 10 else "")


def not_read(numbers: Sequence[int]) -> str:
    """What is noted of pages that are pictures where none is recognised."""
    return f"{listed(numbers)} are pictures, which are not read; {ASK}"


def recognised_note(leaves: Sequence[Leaf]) -> str:
    """What a reader of the audit must know: that it was recognised, how surely, and how much was not."""
    figures = [c for leaf in leaves for c in leaf.chars if c.text.isdecimal()]
    lost = sum(c.text == LOST for leaf in leaves for c in leaf.chars)
    least = min((c.sure for c in figures), default=0.0)
    many = f"{len(leaves)} page{'s' if len(leaves) > 1 else ''}"
    return f"{many} read by character recognition, figures with a confidence from {least:.2f} up, {lost} not read"


def read_picture(data: bytes, kind: str) -> Document:
    """The document of a picture file (``kind`` in words); raises UnreadableFile without the extra ``ocr``."""
    if not is_available():
        raise UnreadableFile(f"it is {kind}", ASK)
    pictures = list(_pictures(data, kind))
    leaves = list(recognised_pages(pictures, len(pictures)))
    from audit.read.leaves import written  # noqa: PLC0415 - seldom needed

    writing = written(leaves)
    if not writing.text.strip():
        raise UnreadableFile(f"it is {kind}; character recognition found no text in it", "ask for the file")
    return Document(
        writing.text,
        tuple(writing.blocks),
        writing.places(),
        "image+ocr",
        notes=(recognised_note(leaves),),
        images=len(leaves),
    )


def _pictures(data: bytes, kind: str) -> Iterator[np.ndarray]:
    """The pages of a picture file, grey, at the resolution of reading."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image, ImageSequence, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if number == MOST_PAGES:
                return
            if frame.width * frame.height > MOST_DOTS:
                raise UnreadableFile(
                    f"it is {kind} of {frame.width} × {frame.height} dots", "save it smaller"
                )
            grey = Image.new("L", frame.size, 255)
            shown = frame.convert("RGBA")
            grey.paste(shown.convert("L"), mask=shown.getchannel("A"))
            scale = _scale(frame.width, frame.height)
            size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
            yield np.asarray(grey.resize(size, Image.Resampling.LANCZOS))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableFile(f"it is {kind}, and damaged or too large", "ask for the file") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFile(f"it is {kind}, and damaged", "fetch it again") from error


def _scale(width: int, height: int) -> float:
    """What brings a page to the resolution of reading; one that is long and narrow is many pages below each other."""
    return (LONG_SIDE if width > height else SHORT_SIDE) / max(width, 1)
