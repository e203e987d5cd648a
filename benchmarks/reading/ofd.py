"""Writes pages of print as OFD packages in the manners of several makers. Used by tests and benchmarks.

``MANNERS`` maps a name to a writer of one page: ``runs`` (a text object for each stretch of a line, distances folded with
``g``), ``points`` (one object a character, its own lengths in points and a matrix to millimetres), ``boxes`` (frames as filled
shapes, text without distances where characters stand as wide as they are).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

import pypdfium2 as pdfium

from audit.read.leaf import ABOVE, Char, Leaf, rows_of
from audit.read.pdfium import leaf_of

MILLIMETRE = 72 / 25.4
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
Writer = Callable[[Leaf], str]


def leaves_of(pdf: bytes) -> list[Leaf]:
    """The pages of a PDF."""
    document = pdfium.PdfDocument(pdf)
    return [leaf_of(document[n]) for n in range(len(document))]


def table_page(rows: Sequence[Sequence[str]], size: float = 9, width: float = 110) -> Leaf:
    """A page of one ruled table, its cells as wide as ``width`` points."""
    leaf, step = Leaf(595, 842), 2 * size
    right, foot = 40 + width * len(rows[0]), 50 + step * len(rows)
    for number, row in enumerate(rows):
        top = 50 + step * number
        leaf.rules.append((40, top, right, top + 0.5))
        for column, words in enumerate(row):
            left = 43 + width * column
            boxes = (
                (left + n * size, top + 4, left + (n + 1) * size, top + 4 + size) for n in range(len(words))
            )
            leaf.chars += [Char(text, box) for text, box in zip(words, boxes, strict=True)]
    leaf.rules.append((40, foot, right, foot + 0.5))
    leaf.rules += [(40 + width * n, 50, 40.5 + width * n, foot) for n in range(len(rows[0]) + 1)]
    return leaf


def ofd_of(leaves: Sequence[Leaf], write: Writer) -> bytes:
    """A package of these pages."""
    area = "<ofd:Area><ofd:PhysicalBox>0 0 {:.3f} {:.3f}</ofd:PhysicalBox></ofd:Area>"
    pages = [
        area.format(leaf.width / MILLIMETRE, leaf.height / MILLIMETRE)
        + f'<ofd:Content><ofd:Layer Type="Body" ID="{n}">{write(leaf)}</ofd:Layer></ofd:Content>'
        for n, leaf in enumerate(leaves)
    ]
    return package(pages)


def package(
    pages: Sequence[str],
    common: str = "",
    more: dict[str, str] | None = None,
    packed: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A package of pages, each given by what is in its ``Page`` element."""
    listed = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    parts = {
        "OFD.xml": f'{HEAD}<ofd:OFD {NAMESPACE} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{HEAD}<ofd:Document {NAMESPACE}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        content = f"{HEAD}<ofd:Page {NAMESPACE}>{page}</ofd:Page>"
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = content
    return zipped(parts | (more or {}), packed)


def zipped(parts: dict[str, str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packed) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return held.getvalue()


def runs(leaf: Leaf) -> str:
    """Stretches of a line, with the distances between characters; rules as strokes."""
    made = []
    for row in rows_of(leaf.chars):
        for _, stretch in groupby(_numbered(row), key=lambda pair: pair[0]):
            made.append(_run([char for _, char in stretch]))
    return "".join(made) + "".join(_stroke(rule) for rule in leaf.rules)


def _numbered(row: Sequence[Char]) -> list[tuple[int, Char]]:
    """Each character with the number of its stretch; sizes and wide gaps part them."""
    number, found = 0, [(0, row[0])]
    for before, char in pairwise(row):
        apart = char.box[0] - before.box[2] > 3 * char.size or abs(char.size - before.size) > 0.1
        number += apart or char.box[1] != before.box[1]
        found.append((number, char))
    return found


def _run(chars: Sequence[Char], write_steps: bool = True) -> str:
    left, size = chars[0].box[0] / MILLIMETRE, chars[0].size / MILLIMETRE
    top, base = chars[0].box[1] / MILLIMETRE, ABOVE * size
    steps = [f"{(b.box[0] - a.box[0]) / MILLIMETRE:.4f}" for a, b in pairwise(chars)]
    folded = [
        f"g {len(same)} {step}" if len(same) > 2 else " ".join(same)
        for step, same in ((step, list(group)) for step, group in groupby(steps))
    ]
    stated = f' DeltaX="{" ".join(folded)}"' if steps and write_steps else ""
    width = chars[-1].box[2] / MILLIMETRE - left
    return (
        f'<ofd:TextObject ID="9" Boundary="{left:.4f} {top:.4f} {width:.4f} {size:.4f}" Font="3" Size="{size:.4f}">'
        f'<ofd:TextCode X="0" Y="{base:.4f}"{stated}>{escape("".join(c.text for c in chars))}</ofd:TextCode></ofd:TextObject>'
    )


def _stroke(rule: tuple[float, ...]) -> str:
    left, top, right, bottom = (v / MILLIMETRE for v in rule)
    level = right - left > bottom - top
    end = f"{right - left:.4f} 0" if level else f"0 {bottom - top:.4f}"
    return (
        f'<ofd:PathObject ID="8" Boundary="{left:.4f} {top:.4f} {right - left:.4f} {bottom - top:.4f}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {end}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def points(leaf: Leaf) -> str:
    """Every character an object, in points of a page whose origin is its foot."""
    height = leaf.height / MILLIMETRE
    place = f'CTM="0.352778 0 0 0.352778 0 {height:.4f}" Boundary="0 0 {leaf.width / MILLIMETRE:.4f} {height:.4f}"'
    made = [
        f'<ofd:TextObject ID="9" {place} Font="16" Size="{c.size:.4f}"><ofd:TextCode X="{c.box[0]:.4f}" '
        f'Y="{c.box[1] + ABOVE * c.size - leaf.height:.4f}">{escape(c.text)}</ofd:TextCode></ofd:TextObject>'
        for c in leaf.chars
    ]
    for left, top, right, bottom in leaf.rules:
        corners = f"M {left} {top - leaf.height} L {right} {bottom - leaf.height}"
        made.append(
            f'<ofd:PathObject ID="8" {place} LineWidth="1"><ofd:AbbreviatedData>{corners}</ofd:AbbreviatedData></ofd:PathObject>'
        )
    return "".join(made)


def boxes(leaf: Leaf) -> str:
    """Rules as thin filled shapes in blocks of their own, and print in the order of drawing."""
    made = [_run([char]) for char in leaf.chars]
    for left, top, right, bottom in ((v / MILLIMETRE for v in rule) for rule in leaf.rules):
        width, height = max(right - left, 0.15), max(bottom - top, 0.15)
        made.append(
            f'<ofd:PageBlock ID="7"><ofd:PathObject ID="8" Boundary="{left:.4f} {top:.4f} {width:.4f} {height:.4f}" '
            f'Stroke="false" Fill="true"><ofd:AbbreviatedData>M 0 0 L {width:.4f} 0 L {width:.4f} {height:.4f} L 0 '
            f"{height:.4f} C</ofd:AbbreviatedData></ofd:PathObject></ofd:PageBlock>"
        )
    return "".join(made)


MANNERS: dict[str, Writer] = {"runs": runs, "points": points, "boxes": boxes}
