"""HTML: what a reader of the page sees, cell by cell."""

from __future__ import annotations

import pytest
from cost import within

from audit.model import Document, Grid, Paragraph
from audit.read import read_bytes
from audit.read.html import read_html


def page(source: str) -> Document:
    return read_html(source, encoding=None)


def lines(source: str) -> list[str]:
    document = page(source)
    return [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph)]


def tables(source: str) -> list[list[list[str]]]:
    """Anchors by row, of every grid."""
    document = page(source)
    found = []
    for grid in (block for block in document.blocks if isinstance(block, Grid)):
        rows: list[list[str]] = [[] for _ in range(grid.height)]
        for cell in grid.cells:
            rows[cell.row].append(document.text[cell.start : cell.end])
        found.append(rows)
    return found


def spans(source: str) -> list[tuple[str, int, int, int, int]]:
    document = page(source)
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return [(document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan) for c in grid.cells]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<p>一<p>二", ["一", "二"]),
        ("一<br>二<br/>三", ["一", "二", "三"]),
        ("<div>一<div>二</div>三</div>", ["一", "二", "三"]),
        ("<P>一</P><DIV>二</DIV>", ["一", "二"]),
        ("<ul><li>一<li>二</ul>三", ["一", "二", "三"]),
        ("<span>全</span><b>年</b><o:p></o:p>共", ["全年共"]),
        ("<publishtime>2024-01-17</publishtime>发布", ["2024-01-17发布"]),
        ("<p>  收到 \n\t 申请  </p>", ["收到申请"]),
        ("<p>收到\r\n  申请\n“甲\n”，\n共</p>", ["收到申请“甲”，共"]),
        ("<p>收到\n5\n件，A\nB</p>", ["收到 5 件，A B"]),
        ("<p>收到<b>\n</b>申请 件</p>", ["收到申请 件"]),
        ("收到\r\n申请", ["收到", "申请"]),
        ("<p>a <b> b</b> c</p>", ["a b c"]),
        ("<p><span> </span>2023年</p>", ["2023年"]),
        ("<p>\u3000\u3000收到</p>", ["\u3000\u3000收到"]),
        ("<p>&nbsp;5&nbsp;</p>", ["\xa05\xa0"]),
        ("<p>&#48;&#x31;&lt;&amp;amp;</p>", ["01<&amp;"]),
        ("<p>&nosuch; &ampx; A&B 5&6</p>", ["&nosuch; &x; A&B 5&6"]),
        ("<p>&#32;&#10;5&#10;6&#9;7</p>", ["5 6 7"]),
        ("<p>&#" + "9" * 5000 + ";</p>", ["\ufffd" + "9" * 4970 + ";"]),
        ("<p>占比<60%，件数<条例></p>", ["占比<60%，件数<条例>"]),
        ("<p>一<!-- 二 -->三<!---->四<!-->五</p>", ["一三四五"]),
        ("<p>一<!--[if !supportLists]-->7、<!--[endif]-->二<![if x]>三<![endif]></p>", ["一7、二三"]),
        ("<?xml version='1.0'?><!DOCTYPE html><p>一</p>", ["一"]),
        ("一<script>var a='<p>二</p>';</script>三<style>p{}</style>四", ["一三四"]),
        ("一<SCRIPT>if(a<b)</SCRIPT >二", ["一二"]),
        ("一<noscript><p>二</p></noscript><textarea>三</textarea><iframe src=x>四</iframe>五", ["一五"]),
        ('<p title="a>b">一</p>', ["一"]),
        ("<p title='a>\"b'>一</p>", ["一"]),
        ('<p width=5">一</p>', ["一"]),
        ("<title>题名</title><p>一</p>", ["一"]),
        ("<pre>一\n  二  三\n</pre>四", ["一", "  二  三", "四"]),
        ("</></3>一", ["一"]),
        ('<p>12<span style="vertical-align:super">3</span>4</p>', ["12 3 4"]),
        ('<p>12<span style="VERTICAL-ALIGN: sub; color: red">3</span></p>', ["12 3"]),
        ('<p><span style="text-decoration: line-through"><b>7</b>7</span>12</p>', ["77 12"]),
        ('<p><font style="text-decoration-line:line-through">77</font><b>12</b></p>', ["77 12"]),
        ('<p>1<span style="font-size:0">4</span>2<span style="font-size: 0px;">4</span>3</p>', ["123"]),
        ('<p>1<span style="font-size:0.8em">4</span>2<span style="font-size:05px">3</span></p>', ["1423"]),
        (
            '<p>1<span style="vertical-align:middle">2</span><span style="display:inline">3</span></p>',
            ["123"],
        ),
        ('<p><span style="vertical-align:super">一</p><p>12</p>', ["一", "12"]),
        ("", []),
    ],
)
def test_lines_of_a_page(source: str, expected: list[str]) -> None:
    assert lines(source) == expected


def test_headings_are_told_from_text() -> None:
    document = page("<h1>总<b>体</b></h1>全年<h3>二、公开</h3><p>三、申请</p>")
    assert [(document.text[b.start : b.end], b.heading) for b in document.blocks] == [
        ("总体", True),
        ("全年", False),
        ("二、公开", True),
        ("三、申请", False),
    ]
    unmatched = page("<h1>一</h1>二</h2><p>三")
    assert [block.heading for block in unmatched.blocks] == [True, False, False]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "<table><tr><td><div>a</div></td><td> <p> 1 </p> </td></tr><tr><td></td><td>2</table>b",
            "a\t1\n\t2\nb",
        ),
        ("<p>a</p>\n<table>\n<tr>\n<td>\n1\n</td>\n<td>\n</td>\n</tr>\n</table>\n<p>b</p>", "a\n1\t\nb"),
        (" <div> <br> a <br> <br> b </div> ", "a\nb"),
    ],
)
def test_the_visible_text_has_no_more_white_space_than_the_page_shows(source: str, text: str) -> None:
    assert page(source).text == text


def test_title_and_meta_are_properties() -> None:
    document = page(
        "<head><title> 甲县\n&amp;年报</title><META Name=PubDate CONTENT='2024-01-31 10:00'>"
        '<meta property="og:url" content="x"><meta charset=gbk><meta name=empty></head>'
    )
    assert document.properties == (
        ("title", "甲县 &年报"),
        ("meta:PubDate", "2024-01-31 10:00"),
        ("meta:og:url", "x"),
    )


def test_pictures_are_counted() -> None:
    assert page("<p><img src=a>一<IMG src=b></p>").images == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>",
            [[["a", "1"], ["b", "2"]]],
        ),
        ("<table><tr><td>a<td>1<tr><td>b<td>2</table>", [[["a", "1"], ["b", "2"]]]),
        ("<TABLE><TBODY><TR><TH>a</TH><TD>1</TD></TR></TBODY></TABLE>", [[["a", "1"]]]),
        ("<table><td>a<td>1</table>", [[["a", "1"]]]),
        ("<tr><td>a</td><td>1</td></tr>", [[["a", "1"]]]),
        ("<table><tr><td></td><td>&nbsp;</td><td> \n</td></tr></table>", [[["", "\xa0", ""]]]),
        (
            "<table><tr><td>\n<p>本年<br>新收</p>\n</td>\n<td><p>三、本</p><p>年度</p></td></tr></table>",
            [[["本年\n新收", "三、本\n年度"]]],
        ),
        (
            "<table><tr><td> <span>三</span><span>、本</span></td><td><b>1</b>2</td></tr></table>",
            [[["三、本", "12"]]],
        ),
        ("<table><tr></tr><tr><td>a<td>1</tr><tr></tr></table>", [[["a", "1"]]]),
        ("<table><thead><tr><th>a<th>b</thead><tbody><tr><td>1<td>2</table>", [[["a", "b"], ["1", "2"]]]),
        ("<table><tr><td>a</td>&nbsp;<td>1</td> </tr></table>", [[["a", "1"]]]),
        ("<table><tr><td>a</td><td>1</td>件</tr></table>", [[["a", "1\n件"]]]),
        ("<table><tr><td>a<td>1<table><tr><td>b<td>2</table>", [[["b", "2"]]]),
        ("<table><tr><td>a</td><td>1</td></tr><table><tr><td>b<td>2</table>", [[["a", "1"]], [["b", "2"]]]),
        ("<table><tr><td>一列<tr><td>一列</table>", []),
        ("<table></table>", []),
    ],
)
def test_cells_of_tables(source: str, expected: list[list[list[str]]]) -> None:
    assert tables(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3",
            [("a", 0, 0, 1, 2), ("b", 0, 2, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
        ),
        ("<tr><td rowSpan='2'>a<td>b<tr><td>1", [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1), ("1", 1, 1, 1, 1)]),
        ("<tr><td rowspan=9>a<td>b<tr><td>1", [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1), ("1", 1, 1, 1, 1)]),
        ("<tr><td rowspan=0>a<td>b<tr><td>1", [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1), ("1", 1, 1, 1, 1)]),
        (
            "<tbody><tr><td rowspan=3>a<td>b</tbody><tbody><tr><td>1<td>2",
            [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        ("<tr><td COLSPAN=0>a<td colspan=-3 rowspan=x>b", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1)]),
        ("<tr><td colspan=2 colspan=3>a<td data-colspan=4>b", [("a", 0, 0, 1, 2), ("b", 0, 2, 1, 1)]),
        (
            "<tr><td>a<td colspan=5000000>b<tr><td>1<td>2<td>3",
            [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 2), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
        ),
    ],
)
def test_spans_follow_the_standard(source: str, expected: list[tuple[str, int, int, int, int]]) -> None:
    assert spans(f"<table>{source}</table>") == expected


def test_a_table_in_a_layout_table_is_a_grid_of_its_own() -> None:
    source = (
        "<table><tr><td>导航</td><td>一、总体情况<table><tr><td>规章</td><td>3</td></tr></table>"
        "二、问题</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
    )
    assert tables(source) == [[["规章", "3"]], [["甲", "乙"]]]
    assert lines(source) == ["导航", "一、总体情况", "二、问题"]


def test_a_frame_around_one_text_is_part_of_the_cell() -> None:
    source = "<table><tr><td>规章</td><td><table><tr><td>3</td></tr></table></td></tr></table>"
    assert tables(source) == [[["规章", "3"]]]


def test_a_row_with_the_whole_report_in_a_cell_is_paragraphs() -> None:
    prose = "<p>一、总体情况</p><p>" + "全年主动公开信息若干条。" * 50 + "</p>"
    source = f"<table><tr><td>标题</td><td>年报</td></tr><tr><td>菜单</td><td>{prose}</td></tr></table>"
    assert tables(source) == [[["标题", "年报"]]]
    assert lines(source)[:2] == ["菜单", "一、总体情况"]


def test_text_between_rows_interrupts_the_grid() -> None:
    source = "<table><caption>表一</caption><tr><td>a<td>1</tr>单位：件<tr><td>b<td>2</table>"
    assert tables(source) == [[["a", "1"]], [["b", "2"]]]
    assert lines(source) == ["表一", "单位：件"]


def test_markdown_around_tables_of_html_keeps_its_lines() -> None:
    source = "# 年报\n\n一、总体情况\n全年 收到\n\n<table><tr><td>规章</td><td>3\n件</td></tr></table>\n\n二、问题\n"
    assert lines(source) == ["# 年报", "一、总体情况", "全年 收到", "二、问题"]
    assert tables(source) == [[["规章", "3 件"]]]


@pytest.mark.parametrize(
    "source",
    [
        "<p>一<td",
        "<p>一<!-- 二",
        "<p>一<script>二",
        "<p>一<title>二",
        "<p>一<table><tr><td>二",
        "<p>一<p class='",
    ],
)
def test_a_page_that_breaks_off_is_not_complete(source: str) -> None:
    document = page(source)
    assert not document.complete
    assert len(document.notes) == 1
    assert document.text.startswith("一")


def test_a_whole_page_is_complete() -> None:
    document = page(
        "<html><body><!-- a --><script>1</script><table><tr><td>1</table></body></html><!-- b -->"
    )
    assert document.complete
    assert document.notes == ()


N = 60_000
BOMBS = {
    "colspan": "<table><tr><td colspan='5000000'>a<td>b</table>",
    "rowspan": "<table>" + "<tr><td rowspan=65534 colspan=1000>a<td>b" * 3000 + "</table>",
    "wide and tall": "<table><tr>" + "<td rowspan=65534>a" * 2000 + "<tr><td>b" * 30_000 + "</table>",
    "depth": "<div>" * N + "一" + "</div>" * N,
    "inline depth": "<b>" * N + "一" + "</b>" * N,
    "nested tables": "<table><tr><td>a<td>" * N,
    "unclosed tags": "<p " * N,
    "unclosed spans": "<span " * N,
    "unclosed cells": "<td " * N,
    "quotes": '<a b="<a c"="' * N,
    "single quotes": "<a ='" * N + '<a ="' * N,
    "equals": "<a " + "=" * 10 * N,
    "less": "<" * 10 * N,
    "comments": "<!--" * N,
    "bogus": "<!" * N,
    "scripts": "<script>" + "</script " * N,
    "titles": "<title>" * N,
    "references": "&" * N
    + "&amp" * N
    + "&#" * N
    + "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" * 1000,
    "space": ("<p>" + " " * 1000) * 1000,
    "end tags": "</table></tr></td></p>" * N,
    "spaced end tags": ("</td>" + " " * 1000) * 1000,
    "headings": "<h1>一" * N,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_page_costs_little(name: str) -> None:
    source = BOMBS[name]
    document = within(0.2 + len(source) * 4e-6, lambda: page(source))
    assert len(document.text) <= len(source)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "006_shanghai_general_office_2019.html",
            [
                ["规章", "13", "13", "524"],
                ["一、本年新收政府信息公开申请数量", "821", "35", "", "", "2", "1", "859"],
            ],
        ),
        (
            "007_shuyang_ndrc_2023.html",
            [["规范性文件", "8", "0", "18"], ["行政许可", "0"], ["行政强制", "0"]],
        ),
        ("021_pingtan_2025.html", [["行政规范性文件", "58", "45", "546"]]),
    ],
)
def test_rows_of_real_reports(shared, name: str, rows: list[list[str]]) -> None:
    source = (shared / "reports" / name).read_text("utf-8")
    found = [[text.strip("\xa0") for text in row] for table in tables(source) for row in table]
    for row in rows:
        assert row in found


@pytest.mark.shared
def test_real_pages_show_the_text_that_lxml_sees(shared) -> None:
    lxml_html = pytest.importorskip("lxml.html")
    for path in sorted((shared / "reports").glob("*.html")):
        tree = lxml_html.document_fromstring(path.read_bytes().decode("utf-8"))
        for element in tree.xpath("//script|//style|//title|//iframe|//comment()"):
            element.drop_tree()
        document = read_bytes(path.read_bytes(), path.name)
        assert "".join(document.text.split()) == "".join(tree.text_content().split())
