"""Whatever happens to a good file, its reader gives a document or one line, soon, and every place it names is there."""

from __future__ import annotations

import random

import pytest
from bad_input import GOOD, one_page
from cost import within
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutated, mutated_inside, random_page
from test_read_files import one_clear_line
from test_saved_pages import mht

from audit.errors import UnreadableFile
from audit.read import libreoffice, read_bytes
from audit.tidy.report import tidy
from benchmarks.reading.ofd import ofd_of, runs, table_page

PRINTED = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "31", "4", "59"],
    ["行政规范性文件", "26", "5", "358"],
]
SOUND = GOOD | {
    "mht": mht(("text/html", GOOD["html"], "quoted-printable")),
    "ofd": ofd_of([table_page(PRINTED)], runs),
    "pdf": one_page(b"BT /F 9 Tf 9 700 Td (1 2 3) Tj ET 9 9 90 90 re S", packed=True),
}
SECONDS = 3.0
"""Of processor time; the limit of a document is 2, and this machine may be busy."""
seeds = given(st.integers(0, 2**32 - 1))
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch):
    """A change may make an ODT of a DOCX; what LibreOffice makes of it is tested in test_legacy."""
    monkeypatch.setattr(libreoffice, "program", lambda: None)


def examine(data: bytes, name: str) -> None:
    within(SECONDS, lambda: read_and_resolve(data, name))


def read_and_resolve(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
        said = tidy(document, name)
    except UnreadableFile as refusal:
        one_clear_line(refusal, "")
        return
    for place, printed in [(f.locator, f.raw) for f in said.facts] + [
        (c.locator, c.raw) for c in said.claims
    ]:
        if place is not None:
            start, end = document.places.span(place)
            assert document.text[start:end] == printed


def variant_of_rows(count: int) -> bytes:
    """A page whose table 2 has so many extra rows."""
    page = GOOD["html"].decode()
    at = page.index("</tr>", page.index("规章")) + 5
    return (page[:at] + "<tr><td>其他</td><td>1</td><td>2</td><td>3</td></tr>" * count + page[at:]).encode()


@pytest.mark.parametrize("suffix", SOUND)
@few
@seeds
def test_a_mutated_file_is_read_or_refused(suffix, seed):
    examine(mutated(SOUND[suffix], random.Random(seed)), f"a.{suffix}")


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "ofd"])
@few
@seeds
def test_a_sound_package_with_a_mutated_part_is_read_or_refused(suffix, seed):
    examine(mutated_inside(SOUND[suffix], random.Random(seed)), f"a.{suffix}")


@few
@seeds
def test_a_page_of_any_markup_is_read_or_refused(seed):
    examine(random_page(random.Random(seed)), "a.html")


FOUND = {
    "entry without a name.docx": SOUND["docx"]
    .replace(b"docProps/core.xml", b"")
    .replace(b"word/document.xml", b"\0" * 17),
    "comma alone.txt": GOOD["txt"].decode().replace("一、总体情况", "一、总体情况\n全年公开=8,条").encode(),
    "wide table of extra rows.html": variant_of_rows(1600),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_fuzzing_found_stays_mended(name):
    examine(FOUND[name], name)
