"""PDF: pages printed by a real browser, tables broken over pages, every cell and every place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from layouts import distinct, page
from pdf_pages import LAYOUTS, figures_of, print_all
from playwright.sync_api import sync_playwright

from audit.errors import LocatorError, UnreadableFile
from audit.model import Fact
from audit.read.pdf import read_pdf
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

CHROMIUM = shutil.which("chromium")
STYLE = (
    "<style>body{font:12pt 'Noto Sans CJK SC'} table{border-collapse:collapse;width:100%}"
    "td{border:1px solid black;font-size:8pt} p{margin:2pt 0} body>p{text-indent:2em}</style>"
)
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")]


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, bytes]:
    """Both forms with distinct figures, as PDF."""
    folder: Path = tmp_path_factory.mktemp("pdf")
    made = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        sheet = browser.new_page()
        for form in ("2019", "2021"):
            html = page(form, distinct(form), 2020, wrap="{}").replace(
                "<head>", "<head><meta charset=utf-8>" + STYLE
            )
            prose = f"<p>{'本镇全年主动公开政府信息128条，' * 20}其中通知公告128条。</p>"
            (folder / f"{form}.html").write_text(
                html.replace("<p>2020年，", prose + "<p>2020年，"), encoding="utf-8"
            )
            sheet.goto((folder / f"{form}.html").as_uri())
            made[form] = sheet.pdf(
                format="A4", margin={"top": "30mm", "bottom": "30mm", "left": "25mm", "right": "25mm"}
            )
        browser.close()
    return made


def facts(data: bytes) -> tuple[str, dict[str, Fact]]:
    document = read_pdf(data)
    tables = read_tables(document, read_as(document.text))
    form = recognise_form(tables)
    found = facts_of(document, tables, form)
    for fact in found:
        if fact.locator is not None:
            start, end = document.places.span(fact.locator)
            assert document.text[start:end] == fact.raw
            assert ";box=" in fact.locator or not fact.raw
    return form, {f.cell: f for f in found}


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_cell_of_a_printed_page_is_read(printed, form):
    read, found = facts(printed[form])
    assert read == form
    assert {c: str(f.value) for c, f in found.items()} == distinct(form)


FEWER = {"no rules blank": 0.9, "level rules centred": 0.95, "split table": 0.92}
"""Share of figures read where print overlaps, a table is malformed, or blank columns leave no trace; else 98 %."""


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory) -> dict[tuple[str, str], bytes]:
    """Every layout in both forms."""
    folder = tmp_path_factory.mktemp("layouts")
    return {(name, form): path.read_bytes() for name, form, path in print_all(folder, list(LAYOUTS))}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("name", list(LAYOUTS))
def test_no_layout_gives_a_wrong_figure(laid_out, name, form):
    _, found = facts(laid_out[name, form])
    printed = figures_of(form, LAYOUTS[name])
    read = {c: str(f.value) for c, f in found.items() if f.value is not None}
    assert read == {c: printed.get(c) for c in read}
    assert len(read) >= FEWER.get(name, 0.98) * sum(v != "" for v in printed.values())
    blank = {c for c, f in found.items() if f.state == "blank"}
    assert blank <= {c for c, v in printed.items() if v == ""}


def test_lines_of_prose_are_joined_where_the_page_broke_them(printed):
    text = read_pdf(printed["2021"]).text
    assert "其中通知公告128条。" in text
    assert "条，本镇全年主动公开政府信息128条，本镇" in text
    assert "\n三、收到和处理政府信息公开申请情况\n" in text


def test_a_place_outside_the_document_is_refused(printed):
    places = read_pdf(printed["2019"]).places
    for locator in ("page=99;char=0,1", "page=1;char=5,2", "page=1;char=0,9999999", "char=1,2", ""):
        with pytest.raises(LocatorError):
            places.span(locator)


@pytest.mark.parametrize("tenth", range(10))
def test_a_truncated_file_is_one_line_or_a_document(printed, tenth):
    data = printed["2019"][: len(printed["2019"]) * tenth // 10]
    with pytest.raises(UnreadableFile, match=r"^the PDF [^\n]+$"):
        read_pdf(data)


@pytest.mark.shared
def test_the_real_report_is_read_cell_by_cell(shared):
    import json

    path = next((shared / "reports").glob("001_*.pdf"))
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    _, found = facts(path.read_bytes())
    assert {c: float(found[c].value) for c in truth} == truth
