"""Ranges of the visible text and locators: there and back, exactly."""

from __future__ import annotations

import random
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import LocatorError
from audit.model import Document, Grid
from audit.read import locate, read, read_bytes
from audit.read.html import OBJECT, read_html
from audit.read.text import read_text

PIECES = (
    *(
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th colspan=2>",
        "<td rowspan='3'>",
        "<tbody>",
    ),
    *("<td colspan=70 rowspan=0>", "</tbody>", "<caption>", "<TD><P>", "</P></TD>", "</td><td>", "</tr><tr>"),
    *("<p>", "</p>", "<br>", "<div>", "</div>", "<h2>", "</h2>", "<li>", "<b>", "</b>", "<span class='a>b'>"),
    *(
        "&nbsp;",
        "&#48;",
        "&lt;",
        "&NotEqualTilde;",
        "&nosuch;",
        "&am",
        "&#0;",
        "&#1;",
        "&",
        "&notit;",
        "&#32;",
    ),
    *("收到", "12", "件", "a|b", " ", "  ", "\n", "\r\n", "\t", "\u3000", "\xa0", "\u200b", "😀"),
    *(
        "<!-- x -->",
        "<script>1<2</script>",
        "<title>t</title>",
        "<pre>",
        "</pre>",
        "<img src=x>",
        "<o:p></o:p>",
    ),
    *("<", "</", "<td", "'", '"', "=", ">", "<!--", "<!", "/>"),
)


def document_is_sound(document: Document, borders: str = "") -> None:
    """Blocks are in order, apart, inside the text, and hold all that can be seen of it but the ``borders``."""
    done = 0
    rest = ""
    for block in document.blocks:
        assert done <= block.start <= block.end <= len(document.text)
        rest += document.text[done : block.start]
        done = block.end
        if isinstance(block, Grid):
            rest += grid_is_sound(document, block)
    rest += document.text[done:]
    assert not rest.translate(dict.fromkeys(map(ord, borders))).strip(), "text outside every block"


def grid_is_sound(document: Document, grid: Grid) -> str:
    """What of the text of ``grid`` lies in none of its cells."""
    done, rest = grid.start, ""
    for cell in grid.cells:
        assert done <= cell.start <= cell.end <= grid.end
        assert 0 <= cell.row <= cell.row + cell.rowspan <= grid.height
        assert 0 <= cell.column < cell.column + cell.colspan <= grid.width
        rest += document.text[done : cell.start]
        done = cell.end
    return rest + document.text[done : grid.end]


def comes_back(document: Document, start: int, end: int) -> None:
    locator = document.places.locator(start, end)
    assert document.places.span(locator) == (start, end), locator


def all_ranges_come_back(document: Document) -> None:
    size = len(document.text)
    if size <= 24:
        ranges = [(a, b) for a in range(size + 1) for b in range(a, size + 1)]
    else:
        draw = random.Random(size)
        ranges = [tuple(sorted((draw.randint(0, size), draw.randint(0, size)))) for _ in range(300)]
        ranges += [(a, min(a + 2, size)) for a in range(size)]
    for start, end in ranges:
        comes_back(document, start, end)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_html_is_sound_and_every_range_comes_back(source: str) -> None:
    document = read_html(source, encoding=None)
    document_is_sound(document)
    all_ranges_come_back(document)


ONE_FOR_ONE = [piece for piece in PIECES if piece not in ("&NotEqualTilde;", "&notit;", "<pre>")]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ONE_FOR_ONE), max_size=40).map("".join))
def test_what_a_locator_names_is_what_is_shown(source: str) -> None:
    """At the place of a visible character the file has it, a reference to it, white space, or a tag that parts."""
    document = read_html(source, encoding=None)
    for at, shown in enumerate(document.text):
        first, last = document.places.source_range(at, at + 1)
        piece = source[first:last]
        if shown == "\t" or (shown == "\n" and piece != "\n"):
            assert re.fullmatch(r"</?[A-Za-z].*>|\s+", piece, re.DOTALL)
        elif shown == " ":
            assert piece.isspace() or piece == "&#32;"
        elif shown == OBJECT:
            assert re.fullmatch(r"<[A-Za-z].*>", piece, re.DOTALL)
        else:
            assert shown == unescape(piece)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="一a|\t \n\r\x85-#", max_size=60), st.booleans())
def test_any_text_is_sound_and_every_range_comes_back(source: str, markdown: bool) -> None:
    document = read_text(source, markdown=markdown, encoding=None)
    assert document.text == source
    document_is_sound(document, "|#" + "-" * ("---" in source))
    all_ranges_come_back(document)


@pytest.mark.parametrize(
    ("source", "shown", "locator"),
    [
        ("<p>收到 5件</p>", "5", "char=6,7;line=1"),
        ("<p>一</p>\n<p>&nbsp;12</p>", "\xa012", "char=12,20;line=2"),
        ("<p>第&#20116;件", "五", "char=4,12;line=1"),
        ("<p>1<b>2</b>3", "123", "char=3,13;line=1"),
        ("一\r\n<p>二\r三", "二", "char=6,7;line=2"),
    ],
)
def test_locators_are_offsets_in_the_file(source: str, shown: str, locator: str) -> None:
    document = read_html(source, encoding=None)
    start = document.text.index(shown)
    assert document.places.locator(start, start + len(shown)) == locator


def test_lines_count_from_one_at_their_first_character() -> None:
    document = read_bytes("一\n二\r\n三\r四".encode(), "a.txt")
    assert [document.places.locator(at, at + 1) for at in (0, 1, 2, 5, 7)] == [
        "char=0,1;line=1",
        "char=1,2;line=1",
        "char=2,3;line=2",
        "char=5,6;line=3",
        "char=7,8;line=4",
    ]


@pytest.mark.parametrize(
    ("locator", "shown"),
    [
        ("char=0,3", ""),
        ("char=0,6", ""),
        ("char=0,9", "\xa0"),
        ("char=4,10", "1"),
        ("char=3,4", ""),
        ("char=9,18", "12"),
    ],
)
def test_a_range_of_the_file_names_the_characters_that_lie_wholly_in_it(locator: str, shown: str) -> None:
    document = read_html("<p>&nbsp;1<b>2</b></p>", encoding=None)
    start, end = document.places.span(locator)
    assert document.text[start:end] == shown


def test_a_blank_cell_keeps_its_place() -> None:
    source = "<p>一</p><table><tr><td>二<td><td></td></tr><tr><td></td><td>三</td></tr></table>"
    document = read_html(source, encoding=None)
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    blanks = [cell for cell in grid.cells if cell.start == cell.end]
    assert len(blanks) == 3
    places = [document.places.source_range(cell.start, cell.end) for cell in blanks]
    assert [source[:first].count("<td") for first, _ in places] == [2, 3, 4]
    for cell in blanks:
        comes_back(document, cell.start, cell.end)


@pytest.mark.parametrize(
    "locator",
    [
        *(
            "",
            "char=1",
            "char=1,2;line",
            "char=-1,2",
            "char=2,1",
            "char=1,2;line=1 ",
            "char=１,2",
            "xpath=/html",
        ),
        *("char=0,9999", "char=9999,9999", "char=1,2;line=7", "char=1,2;line=0", "char=" + "9" * 5000 + ",1"),
    ],
)
def test_a_foreign_locator_is_refused(locator: str) -> None:
    for document in (read_html("<p>一\n二</p>", encoding=None), read_bytes("一\n二".encode(), "a.txt")):
        with pytest.raises(LocatorError) as refusal:
            document.places.span(locator)
        assert "\n" not in str(refusal.value)
        assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 99)])
def test_a_range_outside_the_text_has_no_locator(start: int, end: int) -> None:
    for document in (read_html("<p>一二</p>", encoding=None), read_bytes("一二".encode(), "a.txt")):
        with pytest.raises(LocatorError):
            document.places.locator(start, end)


def test_locate_reads_the_file_again(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<p>收到&nbsp;5件</p>".encode("gb18030"))
    assert locate(path, "char=3,12;line=1") == "收到\xa05"


@pytest.mark.shared
def test_every_cell_and_paragraph_of_real_reports_comes_back(shared: Path) -> None:
    paths = [
        *sorted((shared / "seeds").glob("*.txt")),
        *(p for p in sorted((shared / "reports").iterdir()) if p.suffix in (".txt", ".md", ".html")),
    ]
    assert len(paths) > 30
    for path in paths:
        document = read(path)
        assert document.complete
        assert document.encoding == "utf-8"
        for block in document.blocks:
            for part in (block, *(block.cells if isinstance(block, Grid) else ())):
                comes_back(document, part.start, part.end)
