"""OFD: the pages of a PDF written as packages give the same facts; what is no print is none; damage is said in one line."""

from __future__ import annotations

import pytest
from layouts import distinct, page
from playwright.sync_api import sync_playwright
from test_read_pdf import CHROMIUM, STYLE
from test_tables import tally

from audit.errors import UnreadableFile
from audit.model import Fact
from audit.read import read_bytes
from audit.read.leaf import Leaf
from audit.tidy.report import tidy
from benchmarks.reading.ofd import (
    HEAD,
    MANNERS,
    MILLIMETRE,
    NAMESPACE,
    leaves_of,
    ofd_of,
    package,
    runs,
    zipped,
)

WHOLE = {"right": 200, "wrong": 0, "missing": 0, "invented": 0}


@pytest.fixture(scope="module")
def printed() -> dict[str, list[Leaf]]:
    """The pages of both forms as a browser prints them, a distinct figure in every cell."""
    made = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        sheet = browser.new_page()
        for form in ("2019", "2021"):
            html = page(form, distinct(form), 2020, wrap="{}")
            sheet.set_content(html.replace("<head>", "<head><meta charset=utf-8>" + STYLE))
            made[form] = leaves_of(sheet.pdf(format="A4", margin={"top": "25mm", "bottom": "25mm"}))
        browser.close()
    return made


def facts(data: bytes) -> dict[str, Fact]:
    """The facts of a package; every place shows what it says."""
    document = read_bytes(data, "report.ofd")
    found = tidy(document, "report.ofd").facts
    for fact in found:
        if fact.locator is not None:
            start, end = document.places.span(fact.locator)
            assert document.text[start:end] == fact.raw
    return {f.cell: f for f in found}


def text_of(content: str, box: str = "0 0 210 297") -> str:
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
    return read_bytes(
        package([f"{area}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content>"]), "a.ofd"
    ).text


def print_(words: str, y: float = 20, more: str = "", code: str = "") -> str:
    return (
        f'<ofd:TextObject Boundary="20 {y} 100 5" Size="4" {more}><ofd:TextCode X="0" Y="3.5" {code}>{words}'
        "</ofd:TextCode></ofd:TextObject>"
    )


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_cell_is_read_in_the_manner_of_every_maker(printed, form, manner):
    found = facts(ofd_of(printed[form], MANNERS[manner]))
    wanted = distinct(form)
    assert tally(found, wanted) == WHOLE | {"right": len(wanted)}


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.parametrize("way", [(0, 1), (0, -1), (-1, 0)])
def test_a_page_on_its_side_is_turned(printed, way):
    a, b = way
    pages = []
    for leaf in printed["2021"]:
        width, height = leaf.width / MILLIMETRE, leaf.height / MILLIMETRE
        wide, high = (height, width) if a == 0 else (width, height)
        shift = {(0, 1): (height, 0), (0, -1): (0, width), (-1, 0): (width, height)}[way]
        turned = _turned(runs(leaf), (a, b, -b, a, *shift))
        pages.append(
            f"<ofd:Area><ofd:PhysicalBox>0 0 {wide} {high}</ofd:PhysicalBox></ofd:Area>"
            f"<ofd:Content><ofd:Layer>{turned}</ofd:Layer></ofd:Content>"
        )
    assert tally(facts(package(pages)), distinct("2021")) == WHOLE


def _turned(content: str, place: tuple[float, ...]) -> str:
    """Objects with a matrix of their own: the boundary moves, what is in it turns."""
    a, b, c, d, e, f = place

    def moved(match):
        x, y, w, h = map(float, match[1].split())
        at = f"{x * a + y * c + e} {x * b + y * d + f} {w} {h}"
        return f'Boundary="{at}" CTM="{a} {b} {c} {d} 0 0"'

    import re

    return re.sub(r'Boundary="([^"]*)"', moved, content)


@pytest.mark.parametrize(
    "more", ['Visible="false"', 'Alpha="0"', 'CTM="0.7 0.7 -0.7 0.7 0 0"', 'Size="0"'], ids=str
)
def test_what_leaves_no_print_is_none(more):
    other = (
        print_("不应读到", 40, more)
        if "Size" not in more
        else print_("不应读到", 40).replace('Size="4"', more)
    )
    assert text_of(print_("总体情况") + other).strip() == "总体情况"


def test_print_drawn_twice_is_read_once():
    assert text_of(print_("收到5件") * 2).strip() == "收到5件"


@pytest.mark.parametrize(
    "code",
    ["", 'DeltaX="4 4 2.2 4"', 'DeltaX="g 2 4 2.2 4"', 'DeltaX="4 4"', 'DeltaX="g 9999999 4"', 'DeltaX="x"'],
)
def test_distances_are_stated_one_by_one_together_or_not_at_all(code):
    assert text_of(print_("共收到5件", code=code)).replace(" ", "").strip() == "共收到5件"


def test_a_gap_between_characters_parts_words():
    assert text_of(print_("12", code='DeltaX="30"')).split() == ["1", "2"]


def test_a_struck_out_figure_is_no_figure():
    line = '<ofd:PathObject Boundary="20 22 4.4 0.1"><ofd:AbbreviatedData>M 0 0 L 4.4 0</ofd:AbbreviatedData></ofd:PathObject>'
    assert "12" not in text_of(print_("12") + line)


def test_what_lies_under_a_page_is_on_it():
    under = f"{HEAD}<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{print_('样例县', 10)}</ofd:Layer></ofd:Content></ofd:Page>"
    common = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    content = f'<ofd:Template TemplateID="5"/><ofd:Content><ofd:Layer>{print_("总体情况")}</ofd:Layer></ofd:Content>'
    data = package([content], common, {"Doc_0/Tpls/Tpl_0/Content.xml": under})
    assert read_bytes(data, "a.ofd").text.strip() == "样例县总体情况"


def test_places_from_the_root_of_the_package_are_found():
    content = f"<ofd:Content><ofd:Layer>{print_('总体情况')}</ofd:Layer></ofd:Content>"
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": '<Document><Pages><Page ID="1" BaseLoc="Doc_0/P/Content.xml"/></Pages></Document>',
        "Doc_0/P/Content.xml": f"<ofd:Page {NAMESPACE}>{content}</ofd:Page>",
    }
    assert read_bytes(zipped(parts), "a.ofd").text.strip() == "总体情况"


PICTURE = '<ofd:Content><ofd:Layer><ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/></ofd:Layer></ofd:Content>'


def test_a_page_that_is_a_picture_is_said_to_be_unread():
    content = f"<ofd:Content><ofd:Layer>{print_('一、总体情况')}</ofd:Layer></ofd:Content>"
    document = read_bytes(package([content, PICTURE]), "a.ofd")
    assert not document.complete
    assert "pages 2 are pictures" in document.notes[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (package([PICTURE]), "its pages are pictures"),
        (package(["<ofd:Content/>"]), "has no text"),
        (package([]), "has no pages"),
        (package(["<ofd:Content/>"] * 301), "has 301 pages"),
        (package(["<ofd:Content>"]), "no sound XML"),
        (zipped({"OFD.xml": "<OFD/>"}), "lacks its part"),
        (zipped({"OFD.xml": "<OFD><DocBody><DocRoot>../x</DocRoot></DocBody></OFD>"}), "lacks its part"),
        (zipped({"OFD.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><OFD>&b;</OFD>"}), "document type"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(data, says):
    with pytest.raises(UnreadableFile, match=says) as refused:
        read_bytes(data, "a.ofd")
    assert "\n" not in str(refused.value)
