"""Pages whose print runs sideways or upside down, with and without a turn that the file states: read as print runs."""

from __future__ import annotations

import io

import pytest

from audit.read.pdf import read_pdf

LINES = ["first line 11", "second line 22", "third line 33"]
SIDE = 600
PLACES = {0: (0, 0), 90: (SIDE, 0), 180: (SIDE, SIDE), 270: (0, SIDE)}
"""Where the corner of the page is once its print was turned anticlockwise."""


def turned(print_: int, page: int) -> bytes:
    """A page with three lines, its print turned anticlockwise, the page itself clockwise as the file states."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    target = io.BytesIO()
    paper = canvas.Canvas(target, pagesize=(SIDE, SIDE))
    paper.setPageRotation(page)
    paper.translate(*PLACES[print_])
    paper.rotate(print_)
    for number, line in enumerate(LINES):
        paper.drawString(60, 500 - 40 * number, line)
    paper.save()
    return target.getvalue()


@pytest.mark.parametrize("page", [0, 90, 180, 270])
@pytest.mark.parametrize("print_", [0, 90, 180, 270])
def test_print_is_read_from_its_own_top_whichever_way_the_page_is_turned(print_, page):
    assert read_pdf(turned(print_, page)).text.replace("\n", "") == "".join(LINES)
