"""XLSX, XLS and CSV: what a reader of the sheet sees, cell by cell, and where it stands."""

from __future__ import annotations

import random
import re
import struct
import zipfile
from collections.abc import Mapping

import pytest
from cost import within
from layouts import HTML_LAYOUTS, distinct, page
from office_files import (
    Area,
    Cells,
    biff,
    biff_cells,
    compound,
    csv_report,
    laid_out,
    record,
    sheet_xml,
    typed,
    xls,
    xlsx,
)
from test_read_packages import WITHIN, attempt
from test_tables import tally

from audit.errors import LocatorError, UnreadableFile
from audit.form import forms
from audit.model import Document, Fact, Grid, Paragraph
from audit.read import read_bytes
from audit.read.number_format import BUILT_IN, show
from audit.read.sheets import letters, quoted, reference
from audit.read.xls import unpacked
from audit.read.xlsx import merged_area, position
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables

FORMS = ["2019", "2021"]


def sheet(cells: Cells, merged: list[Area] | None = None, name: str = "年报") -> Document:
    return read_bytes(xlsx({name: sheet_xml(cells, merged or [])}), "a.xlsx")


def lines(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph)]


def tables(document: Document) -> list[list[list[str]]]:
    """Anchors by row, of every grid."""
    found = []
    for grid in (b for b in document.blocks if isinstance(b, Grid)):
        rows: list[list[str]] = [[] for _ in range(grid.height)]
        for c in grid.cells:
            rows[c.row].append(document.text[c.start : c.end])
        found.append(rows)
    return found


def spans(document: Document) -> list[tuple[str, int, int, int, int]]:
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    return [(document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan) for c in grid.cells]


def at(document: Document, locator: str) -> str:
    start, end = document.places.span(locator)
    return document.text[start:end]


def facts_in(document: Document, form: str) -> dict[str, Fact]:
    found = read_tables(document, read_as(document.text))
    assert recognise_form(found) == form
    facts = {fact.cell: fact for fact in facts_of(document, found, form)}
    assert all(at(document, fact.locator) == fact.raw for fact in facts.values() if fact.locator is not None)
    return facts


def source(form: str, layout: str, printed: Mapping[str, str]) -> Document:
    return read_bytes(page(form, printed, 2020, **HTML_LAYOUTS[layout]).encode(), "a.html")


def written(kind: str, blocks: Document, gap: int) -> bytes:
    cells, merged = laid_out(blocks, gap=gap)
    if kind == "xlsx":
        return xlsx({"年 报": sheet_xml(typed(cells), merged)})
    return xls({"年 报": biff_cells(typed(cells), merged)})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("blanks", [False, True])
@pytest.mark.parametrize("layout", ["plain", "ghost"])
@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_every_cell_of_the_forms_is_read(form: str, blanks: bool, layout: str, gap: int, kind: str) -> None:
    printed = {c: "" if blanks and i % 4 == 1 else v for i, (c, v) in enumerate(distinct(form).items())}
    document = read_bytes(written(kind, source(form, layout, printed), gap), "a")
    facts = facts_in(document, form)
    number = sum(bool(v) for v in printed.values())
    assert len(printed) == len(forms()[form].cells)
    assert tally(facts, printed) == {"right": number, "wrong": 0, "missing": 0, "invented": 0}
    assert {facts[c].state for c, v in printed.items() if not v} <= {"blank"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("separator", "line"), [(",", "\r\n"), ("\t", "\n"), (";", "\r")])
def test_every_cell_of_a_separated_form_is_read(form: str, separator: str, line: str) -> None:
    printed = distinct(form)
    text = csv_report(source(form, "plain", printed), separator, line)
    for data in (text.encode("utf-8-sig"), text.encode("gb18030")):
        document = read_bytes(data, "a.csv")
        assert document.format == "csv"
        facts = facts_in(document, form)
        assert tally(facts, printed) == {"right": len(printed), "wrong": 0, "missing": 0, "invented": 0}
        for fact in facts.values():
            start, end = map(int, re.findall(r"\d+", fact.locator)[:2])
            assert text[start:end] == fact.raw


@pytest.mark.parametrize("form", FORMS)
def test_blank_values_of_a_separated_form_make_nothing_wrong(form: str) -> None:
    printed = {c: "" if i % 4 == 1 else v for i, (c, v) in enumerate(distinct(form).items())}
    facts = facts_in(read_bytes(csv_report(source(form, "plain", printed)).encode(), "a.csv"), form)
    found = tally(facts, printed)
    assert (found["wrong"], found["invented"]) == (0, 0)
    assert {facts[c].state for c, v in printed.items() if not v} <= {"blank", "unreadable"}


PROSE = "全年主动公开信息若干条。"


@pytest.mark.parametrize(
    ("cells", "merged", "expected_lines", "expected_tables"),
    [
        ({(0, 0): "a", (0, 1): 1.0, (1, 0): "b", (1, 1): 2.0}, [], [], [[["a", "1"], ["b", "2"]]]),
        ({(0, 0): "a", (2, 0): "b"}, [], ["a", "b"], []),
        ({(0, 0): "a", (0, 1): "b", (2, 0): "c", (2, 1): "d"}, [], [], [[["a", "b"]], [["c", "d"]]]),
        ({(0, 0): PROSE, (1, 0): "a", (1, 1): 1.0, (2, 0): PROSE}, [], [PROSE, PROSE], [[["a", "1"]]]),
        ({(0, 0): "题", (1, 0): "a", (1, 1): 1.0}, [(0, 0, 0, 1)], ["题"], [[["a", "1"]]]),
        ({(0, 0): "题", (1, 0): "a", (1, 1): 1.0}, [], ["题"], [[["a", "1"]]]),
        ({(0, 0): "a", (0, 1): 1.0, (1, 0): "尾"}, [(1, 0, 1, 1)], ["尾"], [[["a", "1"]]]),
        ({(0, 0): "a", (0, 1): 1.0, (1, 0): "b"}, [], [], [[["a", "1"], ["b", ""]]]),
        ({(0, 0): "a", (0, 1): PROSE * 50, (1, 0): "b", (1, 1): 2.0}, [], ["a", PROSE * 50], [[["b", "2"]]]),
        ({(3, 2): "a", (3, 4): 1.0}, [], [], [[["a", "", "1"]]]),
        ({(0, 0): " a\r\nb ", (0, 1): 1.0}, [], [], [[["a\nb", "1"]]]),
        ({(0, 0): "a", (0, 1): "隐", (1, 0): "b", (1, 1): 2.0}, [(0, 0, 0, 1)], ["a"], [[["b", "2"]]]),
        ({(0, 0): "甲\n乙"}, [], ["甲", "乙"], []),
        ({(0, 0): "a", (0, 100): 1.0}, [], [], [[["a", "1"]]]),
    ],
)
def test_rows_are_lines_or_tables(
    cells: Cells, merged: list[Area], expected_lines: list[str], expected_tables: list[list[list[str]]]
) -> None:
    document = sheet(cells, merged)
    assert lines(document) == expected_lines
    assert tables(document) == expected_tables
    old = read_bytes(xls({"年报": biff_cells(cells, merged)}), "a.xls")
    assert (old.text, old.blocks) == (document.text, document.blocks)


def test_merged_cells_span_and_blank_ones_stay() -> None:
    cells = {(0, 1): "头", (1, 1): "a", (1, 2): "b", (2, 2): 1.0, (3, 1): "c", (3, 2): 2.0}
    merged = [(0, 1, 0, 3), (1, 1, 2, 1), (2, 2, 2, 3), (3, 2, 3, 3)]
    document = sheet({**cells, (0, 0): "x"}, merged)
    assert spans(document) == [
        ("x", 0, 0, 1, 1),
        ("头", 0, 1, 1, 2),
        ("", 1, 0, 1, 1),
        ("a", 1, 1, 2, 1),
        ("b", 1, 2, 1, 1),
        ("", 2, 0, 1, 1),
        ("1", 2, 2, 1, 1),
        ("", 3, 0, 1, 1),
        ("c", 3, 1, 1, 1),
        ("2", 3, 2, 1, 1),
    ]
    assert at(document, "sheet=年报!B2:B3") == "a"
    assert at(document, "sheet=年报!C3:D3") == "1"
    assert at(document, "sheet=年报!A3") == ""


def test_rows_under_a_merged_header_belong_to_its_table() -> None:
    cells = {(0, 0): "名", (0, 1): "数", (2, 0): "a", (2, 1): 1.0}
    assert tables(sheet(cells, [(0, 0, 1, 0), (0, 1, 1, 1)])) == [[["名", "数"], [], ["a", "1"]]]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        *((3.0, "General", "3"), (0.1 + 0.2, "General", "0.3"), (10.985799999999999, "General", "10.9858")),
        *((1e20, "General", "1" + "0" * 20), (1e-7, "General", "0.0000001"), (-5.5, "", "-5.5")),
        *((3.0, "0", "3"), (12.5, "0", "13"), (2.5, "0", "3"), (-0.4, "0", "0"), (7, "000", "007")),
        *(
            (12, "0.00", "12.00"),
            (1.005, "0.00", "1.01"),
            (1234.5, "#,##0.0#", "1,234.5"),
            (0.5, "#.##", ".5"),
        ),
        *((1234567.891, "#,##0.00", "1,234,567.89"), (0, "#,##0", "0"), (0, "#", ""), (123456, "0,", "123")),
        *((0.25, "0%", "25%"), (0.1234, "0.00%", "12.34%"), (1, "0.0%", "100.0%")),
        *((-12, "0_);[Red]\\(0\\)", "(12)"), (-12, "0_ ;[红色]\\-0\\ ", "-12"), (12, "0_ ", "12")),
        *((0, BUILT_IN[41], "-"), (5, BUILT_IN[41], "5"), (-5, BUILT_IN[43], "-5.00"), (0, "0;-0;;@", "")),
        *(
            (10.9858, '0.0000"万元"', "10.9858万元"),
            (5, "0件", "5件"),
            (2023, 'General"年"', "2023年"),
            (2023, "0年", "2023年"),
        ),
        *((1, "[$￥-804]#,##0.00", "￥1.00"), (1, "\\¥0", "¥1")),
        *(
            (45322, "yyyy/m/d", "2024-01-31"),
            (45322, 'yyyy"年"m"月"d"日";@', "2024-01-31"),
            (45322, BUILT_IN[14], "2024-01-31"),
        ),
        *(
            (45322.5, "yyyy-m-d h:mm", "2024-01-31 12:00"),
            (0.5, "h:mm", "12:00"),
            (0.5, "h:mm:ss AM/PM", "12:00:00"),
        ),
        *(
            (1, "m/d", "1900-01-01"),
            (-1, "m/d", "-1"),
            (1e9, "m/d", "1000000000"),
            (45322, "[$-804]yyyy-mm-dd", "2024-01-31"),
        ),
        *((12345, "[>=10000]0!.0,万;0", "12345"), (12345, "@", "12345"), (5, "[DBNum1]General", "5")),
        *(
            (12.5, "# ?/?", "12.5"),
            (1234, "0.00E+00", "1234"),
            (13800138, "000-0000", "13800138"),
            (5, '"', "5"),
        ),
        *(
            (float("nan"), "0", "#NUM!"),
            (float("inf"), "0", "#NUM!"),
            (1e300, "0", "1" + "0" * 300),
            (5, "0" * 300, "5"),
        ),
    ],
)
def test_numbers_are_shown_as_their_cells_show_them(value: float, code: str, shown: str) -> None:
    assert show(value, code).text == shown


def test_days_from_1904_and_rounded_figures() -> None:
    assert show(43860, "yyyy-mm-dd", date1904=True).text == "2024-01-31"
    assert show(12.5, "0").rounded
    assert not show(12.5, "0.0").rounded
    assert not show(0.25, "0%").rounded


STRINGS = (
    "<si><t>规章</t></si><si><r><t>规范性</t></r><r><rPr/><t xml:space='preserve'>文件 </t></r></si>"
    "<si><t>行</t><rPh sb='0' eb='1'><t>xíng</t></rPh></si><si><t>一_x000D_\n二_x0041__x005F_x0042_</t></si>"
)
STYLES = (
    '<numFmts><numFmt numFmtId="180" formatCode="0.0&quot;万元&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="180"/><xf numFmtId="14"/><xf numFmtId="999"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<c><v>3</v></c>", "3"),
        ("<c><v>3.0</v></c>", "3"),
        ('<c t="n"><v>1E2</v></c>', "100"),
        ('<c t="s"><v>0</v></c>', "规章"),
        ('<c t="s"><v>1</v></c>', "规范性文件"),
        ('<c t="s"><v>2</v></c>', "行"),
        ('<c t="s"><v>3</v></c>', "一\n二A_x0042_"),
        ('<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is></c>', "甲乙"),
        (
            '<c t="inlineStr"><is><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>3</t></r></is></c>',
            "12 3",
        ),
        (
            '<c t="inlineStr"><is><r><rPr><strike/></rPr><t>77</t></r><r><rPr><strike val="0"/></rPr>'
            "<t>12</t></r></is></c>",
            "77 12",
        ),
        (
            '<c t="inlineStr"><is><r><rPr><vertAlign val="baseline"/></rPr><t>1</t></r><r><t>2</t></r></is></c>',
            "12",
        ),
        ('<c t="str"><f>A1&amp;"件"</f><v>5件</v></c>', "5件"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c t="d"><v>2024-01-31T00:00:00</v></c>', "2024-01-31"),
        ('<c s="1"><v>0.1234</v></c>', "12.34%"),
        ('<c s="2"><v>10.9858</v></c>', "11.0万元"),
        ('<c s="3"><v>45322</v></c>', "2024-01-31"),
        ('<c s="4"><v>5</v></c>', "5"),
        ('<c s="99"><v>5</v></c>', "5"),
        ('<c s="x"><v>5</v></c>', "5"),
        ("<c><f>SUM(B2:B5)</f><v>14</v></c>", "14"),
        ("<c><f>SUM(B2:B5)</f></c>", "=SUM(B2:B5)"),
        ("<c><f>SUM(B2:B5)</f><v></v></c>", "=SUM(B2:B5)"),
        ('<c><f t="shared" si="0"/></c>', "="),
        ("<c><v>abc</v></c>", "abc"),
    ],
)
def test_values_of_cells(cell: str, shown: str) -> None:
    body = f'<sheetData><row><c t="inlineStr"><is><t>名</t></is></c>{cell}</row></sheetData>'
    document = read_bytes(xlsx({"A": body}, strings=STRINGS, styles=STYLES), "a.xlsx")
    assert at(document, "sheet=A!B1") == shown


@pytest.mark.parametrize(
    ("body", "words", "complete"),
    [
        (
            "<row><c><f>1+2</f></c><c><v>1</v></c></row>",
            "formulas without a stored result are shown as they are (1)",
            False,
        ),
        (
            '<row><c t="s"><v>77</v></c><c><v>1</v></c></row>',
            "cells that refer to a text that the file does not hold",
            False,
        ),
        ('<row><c s="2"><v>1.26</v></c></row>', "cells show rounded figures (1)", True),
        ('<row hidden="1"><c><v>1</v></c></row>', "hidden rows are read as well (1)", True),
    ],
)
def test_what_the_reader_had_to_do_is_noted(body: str, words: str, complete: bool) -> None:
    document = read_bytes(xlsx({"A": f"<sheetData>{body}</sheetData>"}, styles=STYLES), "a.xlsx")
    assert len(document.notes) == 1
    assert words in document.notes[0]
    assert document.complete == complete


def test_hidden_sheets_and_columns_are_read_with_a_note() -> None:
    body = '<cols><col min="2" max="3" hidden="1"/></cols>' + sheet_xml({(0, 0): "a", (0, 1): 1.0})
    data = xlsx(
        {"A": body, "B": sheet_xml({(0, 0): "隐"}), "C": ""}, B=' state="hidden"', C=' state="veryHidden"'
    )
    document = read_bytes(data, "a.xlsx")
    assert document.notes == ("hidden sheets are read as well (1)", "hidden columns are read as well (1)")
    assert document.text == "a\t1\n隐"


def test_cells_without_references_follow_each_other() -> None:
    body = (
        '<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r="3"><c><v>3</v></c><c r="D3"><v>4</v></c>'
        '<c><v>5</v></c></row><row><c r="??"><v>6</v></c></row></sheetData>'
    )
    document = read_bytes(xlsx({"A": body}), "a.xlsx")
    places = {"A1": "1", "B1": "2", "A3": "3", "D3": "4", "E3": "5", "A4": "6"}
    assert {name: at(document, f"sheet=A!{name}") for name in places} == places


def test_sheets_follow_each_other_and_days_count_from_1904() -> None:
    first = '<sheetData><row><c s="3"><v>43860</v></c></row></sheetData>'
    data = xlsx(
        {"二": first, "一": sheet_xml({(0, 0): "尾"})}, styles=STYLES, workbook='<workbookPr date1904="1"/>'
    )
    assert read_bytes(data, "a.xlsx").text == "2024-01-31\n尾"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        *(
            ("Sheet1", "Sheet1"),
            ("年报", "年报"),
            ("年报 2023", "'年报 2023'"),
            ("2023", "'2023'"),
            ("it's", "'it''s'"),
        ),
        *(
            ("B7", "'B7'"),
            ("R1C1", "'R1C1'"),
            ("a..b", "'a..b'"),
            ("a;b", "'a;b'"),
            ("a!b", "'a!b'"),
            ("", "''"),
        ),
    ],
)
def test_names_of_sheets_are_quoted_where_they_could_be_mistaken(name: str, shown: str) -> None:
    assert quoted(name) == shown


@pytest.mark.parametrize(
    "name", ["Sheet1", "年报", "年报 2023", "2023", "it's", "B7", "a..b", "a;char=0,1", "x!A1", "'"]
)
def test_every_range_comes_back_from_its_locator(name: str) -> None:
    first = sheet_xml(
        {(0, 0): "题目", (2, 0): "ab", (2, 1): 12.0, (3, 1): 3.0, (4, 0): "甲\n乙"}, [(2, 0, 3, 0)]
    )
    document = read_bytes(xlsx({name: first, "另": sheet_xml({(0, 0): "尾。", (1, 1): 5.0})}), "a.xlsx")
    size = len(document.text)
    for start in range(size + 1):
        for end in range(start, size + 1):
            locator = document.places.locator(start, end)
            assert document.places.span(locator) == (start, end), locator


WORKBOOK = {(0, 0): "云岭县年报", (2, 0): "规章", (2, 1): 13.0, (3, 0): "合计", (3, 1): 5.0}


@pytest.mark.parametrize(
    ("locator", "text"),
    [
        ("sheet=年报!A1", "云岭县年报"),
        ("sheet=年报!A1;char=0,3", "云岭县"),
        ("sheet=年报!B3", "13"),
        ("sheet=年报!A3..B4", "规章\t13\n合计\t5"),
        ("sheet=年报!A1;char=3..A3;char=1", "年报\n规"),
        ("sheet=年报!A1..年报!A3", "云岭县年报\n规章"),
    ],
)
def test_addresses(locator: str, text: str) -> None:
    document = sheet(WORKBOOK)
    assert at(document, locator) == text
    assert document.places.span(document.places.locator(*document.places.span(locator)))


@pytest.mark.parametrize(
    "locator",
    [
        *(
            "",
            "sheet=",
            "sheet=年报",
            "sheet=年报!",
            "sheet=年报!Z9",
            "sheet=别!A1",
            "sheet=年报!A1:B1",
            "A1",
            "年报!A1",
        ),
        *(
            "sheet=年报!A1;char=0,99",
            "sheet=年报!A1;char=3,1",
            "sheet=年报!B3..A1",
            "sheet=年报!a1",
            "char=0,1;line=1",
        ),
    ],
)
def test_locators_that_belong_elsewhere_are_refused(locator: str) -> None:
    with pytest.raises(LocatorError):
        sheet(WORKBOOK).places.span(locator)


def test_references() -> None:
    for column, name in ((0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")):
        assert letters(column) == name
        assert position(f"{name}12") == (11, column)
    assert reference((1, 1, 3, 3)) == "B2:D4"
    assert merged_area("B2:D4") == (1, 1, 3, 3)
    for wrong in ("B2", "D4:B2", "B2:B2", "XFE1:XFE2", "A0:A1", "A1:A9999999", ":", "A1:B2:C3"):
        assert merged_area(wrong) is None


# Old workbooks


def unicode(text: str, wide: int = 1, runs: int = 0, extra: int = 0) -> bytes:
    flags = wide | (8 if runs else 0) | (4 if extra else 0)
    head = struct.pack("<HB", len(text), flags) + (struct.pack("<H", runs) if runs else b"")
    head += struct.pack("<I", extra) if extra else b""
    return head + text.encode("utf-16-le" if wide else "latin-1") + b"\x07" * (4 * runs + extra)


def label(row: int, column: int, number: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, 0, number))


def old(cells: bytes, globals_: bytes = b"", styles: tuple[int, ...] = (0,)) -> Document:
    return read_bytes(xls({"表": cells}, globals_, styles), "a.xls")


def parted(stored: list[tuple[bytes, int, int, int]]) -> list[bytes]:
    """The records of these texts, once for every place where a record may end.

    ``stored`` : the bytes of a text, where its characters begin and end in them, and whether they are wide.
    """
    data = b"".join(text for text, *_ in stored)
    count = struct.pack("<II", len(stored), len(stored))
    found, at_ = [], 0
    for text, first, last, wide in stored:
        cuts = [(at_, b"")]
        cuts += [(at_ + cut, bytes([wide])) for cut in range(first, last, 1 + wide)]
        for cut, flag in cuts:
            found.append(record(0xFC, count + data[:cut]) + record(0x3C, flag + data[cut:]))
        at_ += len(text)
    return found


def test_texts_that_go_on_in_another_record() -> None:
    """A text may be parted between characters; the next record then says anew how wide a character is."""
    stored = [
        (unicode("规章和规范性文件"), 3, 19, 1),
        (unicode("plain", 0, runs=2), 5, 10, 0),
        (unicode("rich", 0, extra=6), 7, 11, 0),
        (unicode("长" * 9), 3, 21, 1),
    ]
    cells = b"".join(label(i, 0, i) for i in range(4))
    shared = parted(stored)
    assert len(shared) == 4 + 8 + 5 + 4 + 9
    for strings in shared:
        assert lines(old(cells, strings)) == ["规章和规范性文件", "plain", "rich", "长" * 9]


def test_a_text_that_turns_narrow_in_another_record() -> None:
    text = struct.pack("<HB", 5, 1) + "规章".encode("utf-16-le")
    sst = record(0xFC, struct.pack("<II", 1, 1) + text) + record(0x3C, b"\0abc")
    assert old(label(0, 0, 0), sst).text == "规章abc"


@pytest.mark.parametrize(
    ("packed", "value"),
    [
        (5 << 2 | 2, 5),
        (0xFFFFFFFC | 2, -1),
        (12345 << 2 | 3, 123.45),
        (0x3FF00000, 1.0),
        (0x40590000 | 1, 1.0),
    ],
)
def test_numbers_in_four_bytes(packed: int, value: float) -> None:
    assert unpacked(packed) == value


def test_all_kinds_of_old_cells() -> None:
    at_ = struct.pack
    cells = (
        record(0x208, at_("<HHHHHHHH", 6, 0, 3, 0, 0, 0, 0x20, 0))
        + record(0x7D, at_("<HHHHHH", 1, 1, 0, 0, 1, 0))
        + record(0x203, at_("<HHHd", 0, 0, 1, 0.125))
        + record(0xBD, at_("<HHHIHIH", 0, 1, 0, 5 << 2 | 2, 0, 7 << 2 | 2, 2))
        + record(0x205, at_("<HHHBB", 1, 0, 0, 1, 0))
        + record(0x205, at_("<HHHBB", 1, 1, 0, 7, 1))
        + record(0x06, at_("<HHHd", 2, 0, 0, 14.0) + b"\0" * 8)
        + record(0x06, at_("<HHHBxB3xH", 2, 1, 0, 0, 0, 0xFFFF) + b"\0" * 8)
        + record(0x207, unicode("5件"))
        + record(0x06, at_("<HHHBxB3xH", 3, 0, 0, 2, 42, 0xFFFF) + b"\0" * 8)
        + record(0x06, at_("<HHHBxB3xH", 3, 1, 0, 1, 1, 0xFFFF) + b"\0" * 8)
        + record(0x06, at_("<HHHBxB3xH", 3, 2, 0, 3, 0, 0xFFFF) + b"\0" * 8)
        + record(0xD6, at_("<HHH", 4, 0, 0) + unicode("富文本"))
        + record(0x203, at_("<HHHd", 4, 1, 2, 1.26))
        + record(0x203, at_("<HHHd", 6, 0, 0, 3.0))
        + record(0x809, at_("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
        + record(0x203, at_("<HHHd", 5, 0, 0, 999.0))
        + record(0x0A)
    )
    formats = record(0x41E, struct.pack("<H", 180) + unicode('0.0"万元"'))
    document = old(cells, formats, (0, 10, 180))
    shown = {
        "A1": "12.50%",
        "B1": "5",
        "C1": "7",
        "A2": "TRUE",
        "B2": "#DIV/0!",
        "A3": "14",
        "B3": "5件",
        "A4": "#N/A",
    }
    shown |= {"B4": "TRUE", "C4": "", "A5": "富文本", "B5": "1.3万元", "A7": "3"}
    assert {name: at(document, f"sheet=表!{name}") for name in shown} == shown
    assert document.notes == (
        "cells show rounded figures (1)",
        "hidden rows are read as well (1)",
        "hidden columns are read as well (1)",
    )


def test_locked_and_older_workbooks_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="locked with a password"):
        old(b"", record(0x2F, b"\0" * 6))
    stream = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(0x0A)
    with pytest.raises(UnreadableFile, match="Excel 95"):
        read_bytes(compound({"Workbook": stream}), "a.xls")


# Separated values


def separated(text: str, name: str = "a.csv") -> Document:
    return read_bytes(text.encode(), name)


@pytest.mark.parametrize(
    ("text", "expected_lines", "expected_tables"),
    [
        ("a,1\nb,2\n", [], [[["a", "1"], ["b", "2"]]]),
        ("a,1\r\nb,2", [], [[["a", "1"], ["b", "2"]]]),
        ("a\t1\nb\t2\n", [], [[["a", "1"], ["b", "2"]]]),
        ("a;1,5\nb;2\n", [], [[["a", "1,5"], ["b", "2"]]]),
        ('"a","1"\n"b, c","2"\n', [], [[["a", "1"], ["b, c", "2"]]]),
        ('"a ""x"" b",1\n,2\n', [], [[['a "x" b', "1"], ["", "2"]]]),
        ('"一\r\n二",1\n', [], [[["一\n二", "1"]]]),
        ("a,b,\nc,,\n,1,\n", [], [[["a", "b", ""], ["c", "", ""], ["", "1", ""]]]),
        ("a,,\n,b,\nc,1,\n", ["a", "b"], [[["c", "1", ""]]]),
        ("一，二\na,1\n", ["一，二"], [[["a", "1"]]]),
        ("a,1,", [], [[["a", "1", ""]]]),
        (",,\na,1,\n,,\nb,2,\n", [], [[["a", "1", ""]], [["b", "2", ""]]]),
        (f"一、总体情况\n{PROSE},,\na,1,2\n", ["一、总体情况", PROSE], [[["a", "1", "2"]]]),
        (f'"{PROSE}",,\r\na,1,2\r\n', [PROSE], [[["a", "1", "2"]]]),
        (f",{PROSE},\na,1,2\n", [PROSE], [[["a", "1", "2"]]]),
        (f'"{PROSE * 50}",1\na,1\n', [PROSE * 50, "1"], [[["a", "1"]]]),
        ('a "x" b,1\n"c" d,2\n', [], [[['a "x" b', "1"], ['"c" d', "2"]]]),
        ('"","x",y\n"",""\n', [], [[["", "x", "y"]]]),
    ],
)
def test_values_of_a_separated_file(
    text: str, expected_lines: list[str], expected_tables: list[list[list[str]]]
) -> None:
    document = separated(text)
    assert lines(document) == expected_lines
    assert tables(document) == expected_tables
    assert document.complete
    size = len(document.text)
    for start in range(0, size + 1, max(1, size // 40)):
        for end in range(start, size + 1, max(1, size // 40)):
            assert document.places.span(document.places.locator(start, end)) == (start, end)


def test_places_of_values_are_those_of_the_file() -> None:
    document = separated('﻿甲,"一 ""x""",\r\n"二",3,4\r\n')
    cells = document.blocks[0].cells
    found = [document.places.locator(c.start, c.end) for c in cells]
    assert found == [
        "char=0,1;line=1",
        "char=3,10;line=1",
        "char=12,12;line=1",
        "char=15,16;line=2",
        "char=18,19;line=2",
        "char=20,21;line=2",
    ]


def test_a_separated_file_that_breaks_off_is_not_complete() -> None:
    document = separated('a,1\nb,"2\nc,3\n')
    assert not document.complete
    assert document.notes == ("the file ends inside a quoted value",)
    assert "2\nc,3" in document.text


def test_text_without_separators_is_text() -> None:
    assert separated("一、总体情况\n全年收到 5 件\n").format == "text"
    assert separated("a,b\n", "a.txt").format == "text"


# Hostile files

FAR = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
ROW = "<row>" + "<c><v>1</v></c>" * 10 + "</row>"
LONG = "一" * 30_000
HOSTILE = {
    "far cells": lambda: ({"A": FAR}, ""),
    "far cells and merged": lambda: ({"A": FAR + '<mergeCell ref="A1:XFD1048576"/>'}, ""),
    "many cells": lambda: ({"A": f"<sheetData>{ROW * 4500}</sheetData>"}, ""),
    "too many cells": lambda: ({"A": f"<sheetData>{ROW * 9000}</sheetData>"}, ""),
    "many sheets": lambda: ({f"s{i}": f"<sheetData>{ROW * 300}</sheetData>" for i in range(100)}, ""),
    "many sheets of tags": lambda: ({f"s{i}": "<a/>" * 200_000 for i in range(18)}, ""),
    "one long text everywhere": lambda: (
        {"A": "<sheetData>" + '<row><c t="s"><v>0</v></c></row>' * 40_000 + "</sheetData>"},
        f"<si><t>{LONG}</t></si>",
    ),
    "a wide table": lambda: (
        {"A": sheet_xml({(y, x * 160): 1.0 for y in range(200) for x in range(100)})},
        "",
    ),
    "merged in each other": lambda: (
        {
            "A": sheet_xml({(i, 0): "a" for i in range(500)} | {(0, 60): "b"})
            + "".join(f'<mergeCell ref="A{i}:BI9999"/>' for i in range(9000, 0, -1))
        },
        "",
    ),
    "merged tall": lambda: (
        {
            "A": sheet_xml({(i, 0): "a" for i in range(0, 20_000, 2)})
            + "".join(f'<mergeCell ref="A{i}:A{i + 9999}"/>' for i in range(1, 20_000, 2))
        },
        "",
    ),
    "hidden columns": lambda: (
        {"A": '<col min="1" max="16384" hidden="1"/>' * 60_000 + sheet_xml({(0, 0): "a"})},
        "",
    ),
    "texts": lambda: ({"A": sheet_xml({(0, 0): "a"})}, "<si><t>一</t></si>" * 55_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_costs_little(name: str) -> None:
    sheets, strings = HOSTILE[name]()
    data = xlsx(sheets, strings=strings, packed=zipfile.ZIP_STORED)
    found = within(WITHIN, lambda: attempt(data, "a.xlsx"))
    if isinstance(found, UnreadableFile):
        assert re.search("more than|limit|cover too much", found.reason)


def looped(data: bytes) -> bytes:
    """The workbook, every sector followed by itself."""
    table = bytearray(data)
    for number in range(128):
        struct.pack_into("<I", table, 512 + 4 * number, number)
    return bytes(table)


SHEETS_AT_ONE_PLACE = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"a") * 250
OLD_HOSTILE = {
    "loop": lambda: looped(xls({"a": biff_cells({(i, 0): "文" * 50 for i in range(300)})})),
    "records": lambda: xls({"a": record(0x99) * 1_700_000}),
    "continued": lambda: xls({"a": record(0x99) + record(0x3C) * 1_700_000}),
    "sheets at one place": lambda: xls({"a": record(0x99) * 100_000}, SHEETS_AT_ONE_PLACE),
    "texts that are not there": lambda: xls(
        {"a": b""}, record(0xFC, struct.pack("<II", 1, 0xFFFFFFFF) + b"\0" * 100)
    ),
    "texts of nothing": lambda: xls({"a": b""}, record(0xFC, struct.pack("<II", 1, 2000) + b"\0" * 8000)),
    "cells": lambda: xls({"a": b"".join(biff_cells({(0, 0): 1.0}) for _ in range(1))[:18] * 300_000}),
    "far cells": lambda: xls({"a": biff_cells({(0, 0): 1.0, (65535, 255): 2.0}, [(0, 0, 65535, 255)])}),
    "merged": lambda: xls(
        {"a": biff_cells({(0, 0): 1.0, (999, 99): 2.0}, [(i, 0, 999, 99) for i in range(999, -1, -1)])}
    ),
}


@pytest.mark.parametrize("name", OLD_HOSTILE)
def test_a_hostile_old_workbook_costs_little(name: str) -> None:
    data = OLD_HOSTILE[name]()
    found = within(WITHIN, lambda: attempt(data, "a.xls"))
    assert isinstance(found, UnreadableFile) or len(found.text) < 1000


SEPARATED_HOSTILE = {
    "separators": lambda: "a,b\n" + "," * 1_900_000,
    "lines of separators": lambda: ("," * 9 + "\n") * 150_000,
    "quotes": lambda: 'a,b\n"' + '""' * 49_000 + '"',
    "too many quotes": lambda: 'a,b\n"' + '""' * 900_000,
    "open quotes": lambda: ('a,"' + "\n") * 190_000,
    "quotes and text": lambda: 'a,b\n"x"y' * 150_000,
    "cells": lambda: "a,1\n" * 24_000,
    "too many cells": lambda: "a,1,2\n" * 150_000,
}


TOO_MANY = (
    "separators",
    "lines of separators",
    "too many quotes",
    "open quotes",
    "quotes and text",
    "too many cells",
)


@pytest.mark.parametrize("name", SEPARATED_HOSTILE)
def test_a_hostile_separated_file_costs_little(name: str) -> None:
    data = SEPARATED_HOSTILE[name]().encode()
    found = within(WITHIN, lambda: attempt(data, "a.csv"))
    assert isinstance(found, UnreadableFile) == (name in TOO_MANY)


@pytest.mark.parametrize("seed", range(40))
def test_changed_parts_are_read_or_refused(seed: int) -> None:
    """Bytes changed inside the parts, where no checksum catches them."""
    noise = random.Random(seed)
    cells, merged = laid_out(source("2021", "plain", distinct("2021")))
    whole = xlsx({"A": sheet_xml(typed(cells), merged)}, styles=STYLES, strings=STRINGS)
    stream = bytearray(biff({"A": biff_cells(typed(cells), merged)}))
    for _ in range(noise.choice((1, 10, 200))):
        stream[noise.randrange(len(stream))] = noise.randrange(256)
    assert whole
    found = within(WITHIN, lambda: attempt(compound({"Workbook": bytes(stream)}), "a.xls"))
    assert isinstance(found, (UnreadableFile, Document))
