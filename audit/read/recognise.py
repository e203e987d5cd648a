"""Pictures of pages → print, by character recognition: the extra ``ocr``. Offline: the models come with the package.

The grid comes from the ruling lines of the picture and each cell is read for itself, so no figure moves to another cell. A figure
is read twice, as it is and enlarged; two answers, or one below LEAST_SURE, are U+FFFD: unreadable.
"""

from __future__ import annotations

import importlib.util
import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from audit.read.leaf import LOST, Box, Char, Leaf
from audit.read.ruled import RuledTable, tables_of

DPI = 200
"""Dots an inch at which pages are read."""
PIXEL = 72 / DPI
"""Points of one dot."""
LEAST_SURE = 0.85
"""Confidence below which a recognised figure is unreadable: see ``benchmarks/reading_scans.py``."""
SUREST = 0.99
"""No recognised print is certain."""
STEEPEST = 3.0
"""Degrees by which a page may be askew."""
RULE = 45
"""Dots of the shortest ruling line; no stroke of a character in a table is as long."""
FAR = 300
"""Dots of a level line that needs no upright ones at its ends."""
THICK = 14
"""Dots of the thickest ruling line."""
NEAR_DOTS = 5
DENSE = 0.8
"""Share of ink along a ruling line that scanning left."""
SPECK = 14
"""Dots of the largest speck of dirt."""
MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}

Picture = np.ndarray
"""Shades of grey (height, width), 0 black to 255 white."""


def _models() -> dict[str, Any]:
    from pathlib import Path  # noqa: PLC0415

    spec = importlib.util.find_spec("rapidocr")
    assert spec is not None
    assert spec.origin is not None
    return {kind: Path(spec.origin).parent / "models" / name for kind, name in MODELS.items()}


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 - an extra, and a second to start

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    paths = {f"{kind}.model_path": str(path) for kind, path in _models().items()}
    threads = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False, **paths, **threads})


def recognised(picture: Picture) -> Leaf:
    """The page that a picture at DPI shows, set upright; ``Char.sure`` is the confidence."""
    import cv2  # noqa: PLC0415

    page = _upright(picture)
    ink = cv2.adaptiveThreshold(page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)
    rules, mask = _rules(ink)
    leaf = Leaf(page.shape[1] * PIXEL, page.shape[0] * PIXEL, rules=[_points(b) for b in rules])
    tables = tables_of(leaf.rules, [])
    for line in _in_cells(page, ink & ~mask, tables):
        leaf.chars += _chars(line)
    leaf.chars += [c for line in _outside(page, tables) for c in _chars(line)]
    return leaf


@dataclass(frozen=True, slots=True)
class _Read:
    """A line that was read: its text, its box in dots, and the confidence."""

    text: str
    box: tuple[int, int, int, int]
    sure: float


def _points(box: Sequence[float]) -> Box:
    return box[0] * PIXEL, box[1] * PIXEL, box[2] * PIXEL, box[3] * PIXEL


def _dots(box: Box) -> tuple[int, int, int, int]:
    return round(box[0] / PIXEL), round(box[1] / PIXEL), round(box[2] / PIXEL), round(box[3] / PIXEL)


def _chars(line: _Read) -> Iterator[Char]:
    """The characters of a line, each with its share of the box; Latin ones and digits are half as wide as Han.

    A space ends them: what was read apart stays apart, however near its neighbour is.
    """
    widths = [0.5 if c.isascii() else 1.0 for c in line.text]
    left, top, right, bottom = _points(line.box)
    step = (right - left) / max(sum(widths), 0.5)
    for char, width in zip(line.text, widths, strict=True):
        yield Char(char, (left, top, left + width * step, bottom), line.sure)
        left += width * step
    yield Char(" ", (right, top, right, bottom), line.sure)


def _upright(picture: Picture) -> Picture:
    """The picture turned by the small angle at which its lines are level."""
    import cv2  # noqa: PLC0415

    scale = 900 / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    angle = 0.0
    for reach, step in ((STEEPEST, 0.5), (0.5, 0.1), (0.1, 0.02)):
        tried = np.arange(angle - reach, angle + reach + step / 2, step)
        angle = float(tried[int(np.argmax([_levelness(dark, a) for a in tried]))])
    return picture if abs(angle) < 0.03 else _turned(picture, angle, 255)


def _levelness(dark: Picture, angle: float) -> float:
    rows = _turned(dark, angle, 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turned(picture: Picture, angle: float, paper: int) -> Picture:
    import cv2  # noqa: PLC0415

    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper)


Dots = tuple[int, int, int, int]


def _rules(ink: Picture) -> tuple[list[Dots], Picture]:
    """Boxes of the ruling lines, and a mask of them: level ones reach from one upright line to another, or far."""
    upright = _dense(ink, (1, RULE))
    level = [b for b in _dense(ink, (RULE, 1)) if b[2] - b[0] >= FAR or _is_held(b, upright)]
    mask = np.zeros_like(ink)
    for x0, y0, x1, y1 in (*upright, *level):
        mask[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = 255
    return [*upright, *level], mask


def _dense(ink: Picture, length: tuple[int, int]) -> list[Dots]:
    """Thin stretches in one direction that are nearly all ink."""
    import cv2  # noqa: PLC0415

    dense = (cv2.blur(ink, length) > 255 * DENSE).astype(np.uint8) * 255
    reach = np.ones((length[1] // 2 + 1, length[0] // 2 + 1), np.uint8)
    gap = np.ones((length[1] // 4 + 1, length[0] // 4 + 1), np.uint8)
    lines = cv2.morphologyEx(cv2.dilate(dense, reach) & ink, cv2.MORPH_CLOSE, gap)
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
    return [
        (int(x), int(y), int(x + w), int(y + h))
        for x, y, w, h, _ in stats[1:count]
        if min(w, h) <= THICK and max(w, h) >= RULE
    ]


def _is_held(level: Dots, upright: Sequence[Dots]) -> bool:
    """Whether a level line begins and ends at upright ones; a dense line of print does not."""
    x0, y0, x1, y1 = level
    met = [
        (a - NEAR_DOTS, c + NEAR_DOTS)
        for a, b, c, d in upright
        if b - NEAR_DOTS <= y1 and y0 <= d + NEAR_DOTS
    ]
    return any(a <= x0 <= c for a, c in met) and any(a <= x1 <= c for a, c in met)


def _in_cells(page: Picture, ink: Picture, tables: Sequence[RuledTable]) -> list[_Read]:
    """Every line of every cell, each read for itself."""
    boxes = [
        line
        for table in tables
        if len(table.cells) > 1
        for cell in table.cells
        for line in _lines(ink, _dots(cell.box))
    ]
    return _read(page, boxes)


def _lines(ink: Picture, cell: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """Boxes of the lines of print in a cell; specks are none."""
    import cv2  # noqa: PLC0415

    left, top, right, bottom = cell[0] + 3, cell[1] + 3, cell[2] - 3, cell[3] - 3
    part = ink[top:bottom, left:right]
    if part.size == 0:
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(part)
    marks = sorted((y, y + h, x, x + w) for x, y, w, h, area in stats[1:count] if area > SPECK)
    rows: list[list[int]] = []
    for y0, y1, x0, x1 in marks:
        if rows and y0 < rows[-1][1]:
            row = rows[-1]
            row[1], row[2], row[3] = max(row[1], y1), min(row[2], x0), max(row[3], x1)
        else:
            rows.append([y0, y1, x0, x1])
    return [(left + x0, top + y0, left + x1, top + y1) for y0, y1, x0, x1 in _whole_lines(rows)]


def _whole_lines(rows: list[list[int]]) -> list[list[int]]:
    """Parts of characters such as 二 that lie above each other, joined: a line is as high as the highest part."""
    if not rows:
        return []
    height = max(18, *(r[1] - r[0] for r in rows))
    made = [rows[0]]
    for row in rows[1:]:
        last = made[-1]
        if row[1] - last[0] <= 1.15 * height:
            last[1], last[2], last[3] = max(last[1], row[1]), min(last[2], row[2]), max(last[3], row[3])
        else:
            made.append(row)
    return made


def _read(page: Picture, boxes: Sequence[tuple[int, int, int, int]]) -> list[_Read]:
    """Lines read from their boxes; one that may be a figure is read twice."""
    if not boxes:
        return []
    first = _texts([_crop(page, b, 4, 1.0) for b in boxes])
    doubtful = [i for i, (text, _) in enumerate(first) if _is_figure_like(text)]
    second = dict(zip(doubtful, _texts([_crop(page, boxes[i], 9, 1.6) for i in doubtful]), strict=True))
    return [_settled(first[i], second.get(i), box) for i, box in enumerate(boxes)]


def _is_figure_like(text: str) -> bool:
    """Whether a line is a figure, or so short that it may be one."""
    return not text or len(text) <= 2 or sum(c.isdigit() for c in text) * 2 >= len(text)


def _settled(
    first: tuple[str, float], second: tuple[str, float] | None, box: tuple[int, int, int, int]
) -> _Read:
    text, sure = first
    if second is not None:
        if "".join(second[0].split()) != "".join(text.split()) or not text:
            return _Read(LOST, box, min(sure, second[1]))
        sure = min(sure, second[1])
    if second is not None and sure < LEAST_SURE:
        return _Read(LOST, box, sure)
    return _Read(text or LOST, box, sure)


def _crop(page: Picture, box: tuple[int, int, int, int], margin: int, scale: float) -> Picture:
    """The print in a box on white paper, as the recogniser wants it: three equal channels."""
    import cv2  # noqa: PLC0415

    left, top, right, bottom = box
    part = page[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
    part = cv2.copyMakeBorder(part, margin, margin, margin + 4, margin + 4, cv2.BORDER_REPLICATE)
    if scale != 1.0:
        part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return cv2.cvtColor(part, cv2.COLOR_GRAY2BGR)


def _texts(crops: Sequence[Picture]) -> list[tuple[str, float]]:
    from rapidocr.ch_ppocr_rec import TextRecInput  # noqa: PLC0415

    if not crops:
        return []
    recogniser = _engine()._load_rec_model()
    answer = recogniser(TextRecInput(img=list(crops)))
    return [
        (str(t), min(float(s), SUREST)) for t, s in zip(answer.txts or (), answer.scores or (), strict=True)
    ]


def _outside(page: Picture, tables: Sequence[RuledTable]) -> list[_Read]:
    """The lines of print outside tables, found and read by the engine."""
    import cv2  # noqa: PLC0415

    rest = page.copy()
    for table in tables:
        if len(table.cells) > 1:
            left, top, right, bottom = _dots(table.box)
            rest[max(0, top - 3) : bottom + 4, max(0, left - 3) : right + 4] = 255
    if int(rest.min()) > 128:
        return []
    answer = _engine()(cv2.cvtColor(rest, cv2.COLOR_GRAY2BGR), use_cls=False)
    if answer.boxes is None or answer.txts is None:
        return []
    found = []
    for corners, text, sure in zip(answer.boxes, answer.txts, answer.scores or (), strict=True):
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        found.append(
            _Read(str(text), (math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1)), float(sure))
        )
    return found
