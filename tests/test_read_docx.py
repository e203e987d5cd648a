"""DOCX: what a reader of the page sees, cell by cell, and where it stands in the parts."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from cost import within
from layouts import HTML_LAYOUTS, distinct, page
from office_files import W, cell, docx, docx_report, paragraph, run, table, zipped
from test_read_packages import WITHIN, attempt
from test_tables import tally

from audit.errors import LocatorError, UnreadableFile
from audit.form import forms
from audit.model import Document, Grid, Paragraph
from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables


def read(body: str, **parts: str) -> Document:
    return read_bytes(docx(body, **parts), "a.docx")


def lines(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def tables(document: Document) -> list[list[list[str]]]:
    """Anchors by row, of every grid."""
    found = []
    for grid in grids(document):
        rows: list[list[str]] = [[] for _ in range(grid.height)]
        for c in grid.cells:
            rows[c.row].append(document.text[c.start : c.end])
        found.append(rows)
    return found


def spans(body: str) -> list[tuple[str, int, int, int, int]]:
    document = read(body)
    (grid,) = grids(document)
    return [(document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan) for c in grid.cells]


def at(document: Document, locator: str) -> str:
    start, end = document.places.span(locator)
    return document.text[start:end]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("blanks", [False, True])
@pytest.mark.parametrize("layout", HTML_LAYOUTS)
def test_every_cell_of_the_forms_is_read(form: str, blanks: bool, layout: str) -> None:
    printed = {c: "" if blanks and i % 4 == 1 else v for i, (c, v) in enumerate(distinct(form).items())}
    source = read_bytes(page(form, printed, 2020, **HTML_LAYOUTS[layout]).encode(), "a.html")
    document = read_bytes(docx_report(source), "a.docx")
    found = read_tables(document, read_as(document.text))
    assert recognise_form(found) == form
    facts = {fact.cell: fact for fact in facts_of(document, found, form)}
    number = sum(bool(v) for v in printed.values())
    assert len(printed) == len(forms()[form].cells)
    assert tally(facts, printed) == {"right": number, "wrong": 0, "missing": 0, "invented": 0}
    assert {facts[c].state for c, v in printed.items() if not v} <= {"blank"}
    assert all(at(document, fact.locator) == fact.raw for fact in facts.values())


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'


def field(code: str, result: str) -> str:
    return f"{FIELD.format('begin')}{code}{FIELD.format('separate')}{result}{FIELD.format('end')}"


OVER_TWO_PARAGRAPHS = (
    f"<w:p>{FIELD.format('begin')}{CODE.format('TOC')}{FIELD.format('separate')}{run('甲')}</w:p>"
    f"<w:p>{run('乙')}{FIELD.format('end')}</w:p>"
)


def box(content: str) -> str:
    """A text box as Word writes it: twice, for new and old programs."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
        f"{content}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


DELETED_MARK = "<w:rPr><w:del w:id='1'/></w:rPr>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("一") + paragraph("二"), ["一", "二"]),
        (paragraph("一") + paragraph("") + paragraph("\u3000") + paragraph("二"), ["一", "二"]),
        (p(run("全") + run("年") + "<w:hyperlink>" + run("共") + "</w:hyperlink>"), ["全年共"]),
        (p(run("\u3000\u3000收到 5 ")), ["\u3000\u3000收到 5 "]),
        (p("<w:r><w:t> 收到\n5 </w:t></w:r>"), ["收到 5"]),
        (p(run("一\t二\n三")), ["一\t二", "三"]),
        (
            p("<w:r><w:t>一</w:t><w:cr/><w:t>二</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>三</w:t></w:r>"),
            ["一", "二-三"],
        ),
        (p(run("一"), '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>'), ["一"]),
        (p("<w:r><w:sym w:font='Symbol' w:char='2192'/></w:r>" + run("一")), ["→一"]),
        (p(run("第") + field(CODE.format("PAGE"), run("3")) + run("页")), ["第3页"]),
        (p(run("共") + field(CODE.format("IF") + field(CODE.format("X"), run("9")), run("5"))), ["共5"]),
        (p(run("一") + FIELD.format("begin") + run("丢")) + p(run("二")), ["一", "二"]),
        (OVER_TWO_PARAGRAPHS + p(run("丙")), ["甲", "乙", "丙"]),
        (p('<w:fldSimple w:instr="PAGE">' + run("7") + "</w:fldSimple>"), ["7"]),
        (
            p(
                run("收到5")
                + "<w:del><w:r><w:delText>6</w:delText></w:r></w:del><w:ins>"
                + run("7")
                + "</w:ins>"
            ),
            ["收到57"],
        ),
        (p("<w:moveFrom>" + run("旧") + "</w:moveFrom><w:moveTo>" + run("新") + "</w:moveTo>"), ["新"]),
        (p(run("一"), DELETED_MARK) + p(run("二")) + p(run("三")), ["一二", "三"]),
        (p("<w:del><w:r><w:delText>一</w:delText></w:r></w:del>", DELETED_MARK) + p(run("二")), ["二"]),
        (p(run("一", "<w:vanish/>") + run("二", '<w:vanish w:val="0"/>') + run("三")), ["二三"]),
        (p(run("一"), "<w:rPr><w:vanish/></w:rPr>"), ["一"]),
        (p(run("12") + run("3", '<w:vertAlign w:val="superscript"/>') + run("4")), ["12 3 4"]),
        (p(run("12") + run("3", '<w:vertAlign w:val="baseline"/>')), ["123"]),
        (p(run("77", "<w:strike/>") + run("12")), ["77 12"]),
        (p(run("77", '<w:dstrike w:val="1"/>') + run("12", '<w:strike w:val="0"/>')), ["77 12"]),
        (p(run("12") + run("3", '<w:position w:val="8"/>')), ["12 3"]),
        (p(run("12") + run("3", '<w:position w:val="-1"/>')), ["123"]),
        (p(run("12") + '<w:r><w:footnoteReference w:id="2"/><w:t>1</w:t></w:r>'), ["12 1"]),
        (p(run("条例") + run("二", "<w:strike/>") + run("三")), ["条例二三"]),
        (p(run("1"), "<w:rPr><w:strike/></w:rPr>") + p(run("2")), ["1", "2"]),
        (p(run("一") + box(paragraph("盒")) + run("二")), ["盒", "一二"]),
        (
            p(
                "<w:r><w:pict><v:textbox><w:txbxContent>"
                + paragraph("旧盒")
                + "</w:txbxContent></v:textbox></w:pict></w:r>"
            ),
            ["旧盒"],
        ),
        (
            p("<w:r><w:pict><v:shape><v:textpath string='白石镇  文件'/></v:shape></w:pict></w:r>"),
            ["白石镇 文件"],
        ),
        (
            p(
                "<w:r><w:ruby><w:rt>"
                + run("xíng")
                + "</w:rt><w:rubyBase>"
                + run("行")
                + "</w:rubyBase></w:ruby></w:r>"
            ),
            ["行"],
        ),
        (
            p(
                "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
            ),
            ["1/2"],
        ),
        (
            "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>"
            + paragraph("一")
            + "</w:sdtContent></w:sdt>",
            ["一"],
        ),
        (p(run("一&<>")), ["一&<>"]),
    ],
)
def test_lines_of_a_document(body: str, expected: list[str]) -> None:
    assert lines(read(body)) == expected


def merged(text: str = "", down: str = "", across: int = 1) -> str:
    value = {"": "", "from": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[down]
    return cell(text, f'<w:gridSpan w:val="{across}"/>{value}')


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


NESTED = table(cell("b") + cell("2"), cell("c") + cell("3"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (table(cell("a") + cell("1"), cell("b") + cell("2")), [[["a", "1"], ["b", "2"]]]),
        (table(cell("") + cell(" ") + cell("")), [[["", "", ""]]]),
        (table(cell("三、本\n年度") + cell("1")), [[["三、本\n年度", "1"]]]),
        (table("<w:tc><w:p/></w:tc><w:tc/>"), [[["", ""]]]),
        (table("<w:sdt><w:sdtContent>" + cell("a") + "</w:sdtContent></w:sdt>" + cell("1")), [[["a", "1"]]]),
        (table(cell("a") + cell("1")) + table(cell("b") + cell("2")), [[["a", "1"]], [["b", "2"]]]),
        (table(cell("一列"), cell("一列")), []),
        (
            table(
                row(cell("a"), cell("1")),
                row(cell("旧"), cell("9"), properties="<w:del/>"),
                row(cell("b"), cell("2")),
            ),
            [[["a", "1"], ["b", "2"]]],
        ),
        (table(row(cell("a"), cell("1"), properties="<w:ins/>")), [[["a", "1"]]]),
        (table(cell("a") + cell("旧", "<w:cellDel/>") + cell("1")), [[["a", "1"]]]),
        (
            table(cell("x") + cell("y"), cell("a") + f"<w:tc>{NESTED}<w:p/></w:tc>", cell("d") + cell("4")),
            [[["x", "y"]], [["b", "2"], ["c", "3"]], [["d", "4"]]],
        ),
        (table(cell("a") + "<w:tc>" + table(cell("1")) + "<w:p/></w:tc>"), [[["a", "1"]]]),
        (p(run("一") + box(table(cell("a") + cell("1")))), [[["a", "1"]]]),
        (table(cell("a") + "<w:tc>" + p(box(paragraph("盒")) + run("1")) + "</w:tc>"), [[["a", "盒\n1"]]]),
    ],
)
def test_cells_of_tables(body: str, expected: list[list[list[str]]]) -> None:
    assert tables(read(paragraph("表") + body)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            (merged("a", across=2) + cell("b"), cell("1") + cell("2") + cell("3")),
            [("a", 0, 0, 1, 2), ("b", 0, 2, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
        ),
        (
            (merged("a", "from") + cell("b"), merged("", "on") + cell("1")),
            [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1), ("1", 1, 1, 1, 1)],
        ),
        (
            (
                merged("a", "from", 2) + cell("b"),
                merged("旧", "on", 2) + cell("1"),
                cell("x") + cell("y") + cell("z"),
            ),
            [
                ("a", 0, 0, 2, 2),
                ("b", 0, 2, 1, 1),
                ("1", 1, 2, 1, 1),
                ("x", 2, 0, 1, 1),
                ("y", 2, 1, 1, 1),
                ("z", 2, 2, 1, 1),
            ],
        ),
        (
            (merged("a", "from") + cell("b"), merged("c", "from") + cell("1"), merged("", "on") + cell("2")),
            [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 0, 2, 1), ("1", 1, 1, 1, 1), ("2", 2, 1, 1, 1)],
        ),
        (
            (cell("a") + cell("b"), merged("c", "on") + cell("1")),
            [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 0, 1, 1), ("1", 1, 1, 1, 1)],
        ),
        (
            (
                row(cell("b"), cell("1"), properties='<w:gridBefore w:val="1"/>'),
                cell("x") + cell("2") + cell("3"),
            ),
            [("b", 0, 1, 1, 1), ("1", 0, 2, 1, 1), ("x", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
        ),
        (
            (cell("a", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("1"),),
            [("a", 0, 0, 1, 2), ("1", 0, 2, 1, 1)],
        ),
        (
            (
                merged("a", "from") + merged("1", "from"),
                merged("", "on") + merged("", "on"),
                cell("b") + cell("2"),
            ),
            [("a", 0, 0, 2, 1), ("1", 0, 1, 2, 1), ("b", 2, 0, 1, 1), ("2", 2, 1, 1, 1)],
        ),
        (
            (cell("a") + merged("b", across=5_000), cell("1") + cell("2") + cell("3")),
            [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 2), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
        ),
        (
            (
                merged("a", across=0)
                + cell("b", '<w:gridSpan w:val="-3"/>')
                + cell("c", '<w:gridSpan w:val="x"/>'),
            ),
            [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 0, 2, 1, 1)],
        ),
    ],
)
def test_spans(rows: tuple[str, ...], expected: list[tuple[str, int, int, int, int]]) -> None:
    assert spans(table(*rows)) == expected


def test_a_row_between_ends_a_merged_cell() -> None:
    rows = (cell("a") + merged("b", "from"), merged("c", across=2), cell("x") + merged("y", "on"))
    assert [(text, rowspan) for text, _, _, rowspan, _ in spans(table(*rows))] == [
        *(("a", 1), ("b", 1), ("c", 1), ("x", 1), ("y", 1))
    ]


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth


def test_tables_in_tables_to_some_depth() -> None:
    assert lines(read(nested(30))) == ["深"]
    with pytest.raises(UnreadableFile, match="more than 40 tables in each other"):
        read(nested(60))


def test_rows_with_long_cells_are_paragraphs() -> None:
    prose = "全年主动公开信息若干条。" * 50
    document = read(table(cell("标题") + cell("年报"), cell("菜单") + cell(f"一、总体情况\n{prose}")))
    assert tables(document) == [[["标题", "年报"]]]
    assert lines(document) == ["菜单", "一、总体情况", prose]


def test_headings_by_style_and_outline() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="小标"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="我的"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style>'
    )
    texts = [("1", ""), ("b", ""), ("c", ""), ("", ""), ("x", ""), ("?", ""), ("1", "9"), ("", "0")]
    body = "".join(
        paragraph(
            style or "-",
            f'<w:pStyle w:val="{style}"/>' + (f'<w:outlineLvl w:val="{level}"/>' if level else ""),
        )
        for style, level in texts
    )
    document = read(body, styles=styles)
    assert [block.heading for block in document.blocks] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
        True,
    ]


def level(number: int, kind: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


NOTHING = '<w:suff w:val="nothing"/>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、", NOTHING)
    + level(1, "japaneseCounting", "（%2）", NOTHING)
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + level(4, "bullet", "\uf06c")
    + level(5, "hebrew1", "%6")
    + level(6, "decimalEnclosedCircle", "%7", NOTHING)
    + level(7, "lowerRoman", "%8)", NOTHING)
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
)


def item(text: str, depth: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (
            [("总体", 0), ("公开", 0), ("甲", 1), ("乙", 1), ("申请", 0), ("丙", 1)],
            ["一、总体", "二、公开", "（一）甲", "（二）乙", "三、申请", "（一）丙"],
        ),
        ([("x", 2), ("y", 2), ("z", 3)], ["1. x", "2. y", "1.1 z"]),
        ([("x", 4), ("y", 5), ("z", 6), ("u", 6), ("v", 7), ("w", 7)], ["x", "y", "①z", "②u", "i)v", "ii)w"]),
        ([(str(i), 0) for i in range(1, 23)][18:], ["一、19", "二、20", "三、21", "四、22"]),
        (
            [("x", 0)] * 12,
            [f"{n}、x" for n in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")],
        ),
        ([("x", 8), ("", 0), ("y", 0)], ["x", "二、y"]),
    ],
)
def test_numbers_that_word_prints(items: list[tuple[str, int]], expected: list[str]) -> None:
    document = read("".join(item(*i) for i in items), numbering=NUMBERING)
    assert lines(document) == expected


def test_numbers_by_style_and_lists_that_start_anew() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    by_style = '<w:pStyle w:val="1"/>'
    body = (
        paragraph("甲", by_style)
        + paragraph("无", by_style + '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("乙", by_style)
        + item("丙", 0, 2)
        + item("丁", 0, 2)
        + item("戊", 0, 77)
    )
    document = read(body, styles=styles, numbering=NUMBERING)
    assert lines(document) == ["一、甲", "无", "二、乙", "九、丙", "十、丁", "戊"]
    assert at(document, "docx=word/document.xml;p=3;char=0,3") == "二、乙"
    assert document.blocks[0].heading


def test_formats_of_numbers_that_we_do_not_know_are_noted() -> None:
    assert "hebrew1" in " ".join(read(item("x", 5), numbering=NUMBERING).notes)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (p(run("一") + "<w:ins>" + run("二") + "</w:ins>"), "tracked changes are read as accepted (1)"),
        (p(run("一") + run("二", "<w:vanish/>")), "hidden text is left out (1)"),
        (
            table(
                merged("a", "from") + cell("1"), merged("旧", "on") + cell("2"), merged("", "on") + cell("3")
            ),
            "text in cells that are merged into others is left out (1)",
        ),
        (
            p(run("一") + "<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>"),
            "embedded objects are not read (1)",
        ),
        (p(run("一")) + '<w:altChunk r:id="rId9"/>', "parts in another format are not read (1)"),
    ],
)
def test_what_the_reader_had_to_do_is_noted(body: str, words: str) -> None:
    assert read(body).notes == (words,)


def test_a_document_with_parts_in_another_format_is_not_complete() -> None:
    assert not read(p(run("一")) + '<w:altChunk r:id="rId9"/>').complete
    assert read(p(run("一"))).complete


def test_pictures_are_counted_and_a_document_of_pictures_is_refused() -> None:
    picture = "<w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r>"
    old = "<w:r><w:pict><v:shape><v:imagedata r:id='x'/></v:shape></w:pict></w:r>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice>{picture}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert read(p(run("一") + picture + old + both)).images == 3
    with pytest.raises(UnreadableFile, match="it holds 1 pictures and no text; run text recognition"):
        read(p(picture))
    with pytest.raises(UnreadableFile, match="it holds no text"):
        read("<w:p/>" + table(cell("")))


def test_properties_without_names_of_persons() -> None:
    core = (
        "<dc:title> 云岭县\n年报</dc:title><dc:creator>某人</dc:creator><cp:lastModifiedBy>某人</cp:lastModifiedBy>"
        "<dcterms:created>2024-01-31T08:00:00Z</dcterms:created>"
    )
    document = read_bytes(docx(paragraph("一"), core=core), "a.docx")
    assert document.properties == (("title", "云岭县 年报"), ("created", "2024-01-31T08:00:00Z"))


def test_footnotes_stand_at_the_end_under_their_own_part() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>分隔</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("含结转。")}</w:footnote>'
    )
    document = read(
        p(run("收到5件") + "<w:r><w:footnoteReference w:id='1'/></w:r>" + run("申请")), footnotes=notes
    )
    assert lines(document) == ["收到5件申请", "含结转。"]
    assert document.notes == ("footnotes stand at the end of the text (1)",)
    assert at(document, "docx=word/footnotes.xml;p=1;char=0,3") == "含结转"
    whole = document.places.locator(0, len(document.text))
    assert whole == "docx=word/document.xml;p=1;char=0..word/footnotes.xml;p=1;char=4"
    assert document.places.span(whole) == (0, len(document.text))


def test_the_strict_dialect_is_read() -> None:
    data = docx(
        paragraph("一", '<w:outlineLvl w:val="0"/>') + table(merged("a", across=2), cell("b") + cell("2"))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = parts["word/document.xml"].replace(
        W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    document = read_bytes(zipped(parts | {"word/document.xml": strict}), "a.docx")
    assert document.blocks[0].heading
    assert grids(document)[0].cells[0].colspan == 2
    wide = strict.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    assert read_bytes(zipped(parts | {"word/document.xml": wide}), "a.docx").text == document.text


BODY = (
    paragraph("白石镇年报")
    + paragraph("")
    + table(
        merged("表", "from") + cell("3"),
        merged("", "on") + cell(""),
        cell("c") + f"<w:tc>{NESTED}{paragraph('尾')}</w:tc>",
    )
    + p(run("一\n二") + box(paragraph("盒")))
)


@pytest.mark.parametrize(
    ("locator", "text"),
    [
        ("docx=word/document.xml;p=1;char=0,3", "白石镇"),
        ("docx=word/document.xml;p=1", "白石镇年报"),
        ("docx=word/document.xml;tbl=1;row=1;cell=2;char=0,1", "3"),
        ("docx=word/document.xml;tbl=1;row=2;cell=2;char=0,0", ""),
        ("docx=word/document.xml;tbl=1/1;row=2;cell=2;char=0,1", "3"),
        ("docx=word/document.xml;tbl=1;row=3;cell=2", "\nb\t2\nc\t3\n尾"),
        ("docx=word/document.xml;tbl=1;row=3;cell=2;char=9,10", "尾"),
        ("docx=word/document.xml;p=4;char=0,1", "盒"),
        ("docx=word/document.xml;p=3;char=2,3", "二"),
        ("docx=word/document.xml;p=1;char=3..tbl=1;row=1;cell=2;char=1", "年报\n表\t3"),
        ("docx=word/document.xml;p=1..word/document.xml;tbl=1;row=1;cell=1", "白石镇年报\n表"),
    ],
)
def test_addresses(locator: str, text: str) -> None:
    assert at(read(BODY), locator) == text


@pytest.mark.parametrize(
    "locator",
    [
        *("", "docx=", "char=1,2;line=1", "docx=word/document.xml", "docx=word/document.xml;char=0,1"),
        *(
            "docx=word/document.xml;p=9;char=0,1",
            "docx=word/document.xml;p=2;char=0,0",
            "docx=x;p=1;char=0,1",
        ),
        *(
            "docx=word/document.xml;p=1;char=0,9",
            "docx=word/document.xml;p=1;char=3,2",
            "docx=word/document.xml;p=1;char=3",
        ),
        *(
            "docx=word/document.xml;tbl=1;row=2;cell=1;char=0,0",
            "docx=word/document.xml;tbl=9;row=1;cell=1;char=0,0",
        ),
        *("docx=word/document.xml;p=1;char=0,1..p=3;char=1", "docx=word/document.xml;p=3;char=0..p=1;char=1"),
        *("sheet=A!B7", "docx=word/document.xml;p=1;char=" + "9" * 40),
    ],
)
def test_locators_that_belong_elsewhere_are_refused(locator: str) -> None:
    with pytest.raises(LocatorError):
        read(BODY).places.span(locator)


@pytest.mark.parametrize("seed", range(3))
def test_every_range_comes_back_from_its_locator(seed: int) -> None:
    document = read(BODY + BODY)
    noise = random.Random(seed)
    size = len(document.text)
    ranges = [(a, b) for a in range(size + 1) for b in range(a, size + 1)]
    for start, end in noise.sample(ranges, 300) + [(i, i) for i in range(size + 1)]:
        locator = document.places.locator(start, end)
        assert document.places.span(locator) == (start, end), locator
    for outside in ((-1, 2), (3, 2), (0, size + 1)):
        with pytest.raises(LocatorError):
            document.places.locator(*outside)


def test_every_visible_character_is_in_one_block() -> None:
    document = read(BODY + table(cell("一列")) + BODY)
    covered = [False] * len(document.text)
    for block in document.blocks:
        for i in range(block.start, block.end):
            assert not covered[i]
            covered[i] = True
    assert not "".join(c for c, done in zip(document.text, covered, strict=True) if not done).strip()


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:p/></w:tbl>",
        "<w:tbl><w:tr><w:p/></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tr/></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tc><w:tc/></w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tbl/></w:tbl>",
        "<w:tbl><w:tc/></w:tbl>",
        "<w:tr/>",
        "<w:tc/>",
        "<w:vMerge/>",
    ],
)
def test_elements_where_none_may_stand_are_refused(body: str) -> None:
    with pytest.raises(UnreadableFile, match="open it in its program") as refusal:
        read(paragraph("一") + body)
    assert "word/document.xml" in str(refusal.value)


N = 20_000
BOMBS = {
    "paragraphs": "<w:p/>" * 240_000,
    "texts": paragraph("一") * N,
    "depth": "<w:sdt>" * 6 * N + paragraph("一") + "</w:sdt>" * 6 * N,
    "tables in tables": paragraph("一") + "<w:tbl><w:tr><w:tc>" * N + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * N,
    "boxes in boxes": "<w:p><w:r><w:txbxContent>" * N + "</w:txbxContent></w:r></w:p>" * N + paragraph("一"),
    "cells": paragraph("一") + table("<w:tc><w:p/></w:tc>" * 4 * N),
    "spans": table(*[merged("a", "from", 5_000) + merged("b", "on", 9)] * 2000),
    "merged rows": table(*[merged("a", "from") + cell("1"), *[merged("", "on") + cell("1")] * 5000]),
    "fields": p(run("一") + FIELD.format("begin") * N + run("二") * 100) + paragraph("一") * 2000,
    "open fields": p((FIELD.format("begin") + FIELD.format("separate")) * N) + paragraph("一") * 5000,
    "choices": p(
        "<mc:AlternateContent><mc:Choice>" * N + "</mc:Choice></mc:AlternateContent>" * N + run("一")
    ),
    "long number": item("x", 0) * 15_000,
    "attributes": p(run("一")) + "<w:p " + " ".join(f'a{i}="x"' for i in range(N)) + "/>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_document_costs_little(name: str) -> None:
    numbering = NUMBERING.replace("%1、", "%1" * 40) if name == "long number" else ""
    data = docx(BOMBS[name], numbering=numbering, packed=zipfile.ZIP_STORED)
    found = within(WITHIN, lambda: attempt(data, "a.docx"))
    if isinstance(found, UnreadableFile):
        assert re.search("no text|in each other|tags", str(found))
    else:
        assert len(found.text) < 2_000_000
