"""Print that is struck out, and units beside figures: what it must not become."""

from __future__ import annotations

import io

import pytest

from audit.read import read_bytes
from audit.tidy.facts import facts_of, recognise_form
from audit.tidy.reading import read_as
from audit.tidy.tables import read_tables


def printed(line: tuple[float, float, float]) -> str:
    """The text of a page that prints 7712, with a line from x to x at a height above the base line."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(400, 400))
    page.setFont("Helvetica", 12)
    page.drawString(100, 300, "7712 people and more words on a second line")
    page.setLineWidth(0.6)
    left, right, height = line
    page.line(left, 300 + height, right, 300 + height)
    page.save()
    return read_bytes(out.getvalue(), "a.pdf").text.split()[0]


WIDTH = 6.67
"""Points of a digit."""


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ((100, 100 + 2 * WIDTH, 4), "\ufffd\ufffd12"),
        ((100, 100 + 4 * WIDTH, 4), "\ufffd\ufffd\ufffd\ufffd"),
        ((100, 100 + 2 * WIDTH, -1.5), "7712"),
        ((80, 300, 4), "7712"),
        ((100 - 20, 100 + 2 * WIDTH + 20, 4), "7712"),
    ],
)
def test_digits_with_a_line_through_them_are_none_of_the_figure(line, shown):
    assert printed(line) == shown


@pytest.mark.parametrize(("turn", "shown"), [(45, "7712"), (3, "20237712")])
def test_a_watermark_aslant_is_no_part_of_a_figure(turn, shown):
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(400, 400))
    page.setFont("Helvetica", 12)
    page.drawString(100, 300, "7712")
    page.saveState()
    page.translate(100 - 4 * WIDTH, 300)
    page.rotate(turn)
    page.drawString(0, 0, "2023")
    page.restoreState()
    page.save()
    assert read_bytes(out.getvalue(), "a.pdf").text.split()[0] == shown


def statistics(*rows: tuple[str, str, str]) -> dict[str, object]:
    """What a page with such rows of the statistics table is read as."""
    lines = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in rows)
    head = "<tr><td>统计指标</td><td>单位</td><td>数量</td></tr>"
    document = read_bytes(f"<table>{head}{lines}</table>".encode(), "a.html")
    found = read_tables(document, read_as(document.text))
    return {f.cell: f for f in facts_of(document, found, recognise_form(found))}


@pytest.mark.parametrize(
    ("label", "unit", "figure", "value", "stated"),
    [
        ("七、依申请公开信息收取的费用", "万元", "3.25", 3.25, None),
        ("七、依申请公开信息收取的费用", "元", "32500", 3.25, "元"),
        ("七、依申请公开信息收取的费用（元）", "", "32500", 3.25, "元"),
        ("七、依申请公开信息收取的费用（单位：万元）", "", "3.25", 3.25, None),
        ("七、依申请公开信息收取的费用", "", "3.25", 3.25, None),
        ("七、依申请公开信息收取的费用", "元", "3.25万元", 3.25, "万元"),
    ],
)
def test_money_of_the_statistics_table_is_in_its_unit(label, unit, figure, value, stated):
    fact = statistics(("（一）收到申请数", "件", "17"), (label, unit, figure))["s14.fees_collected_wan.year"]
    assert (fact.state, float(fact.value), fact.unit) == ("number", value, stated)


def test_money_in_lines_of_text_is_in_the_unit_beside_it():
    text = "统计指标 单位 数量\n（一）收到申请数 件 17\n七、依申请公开信息收取的费用 元 32500\n六、举报投诉数量 件 4\n"
    document = read_bytes(text.encode(), "a.txt")
    found = read_tables(document, read_as(document.text))
    facts = {f.cell: f for f in facts_of(document, found, recognise_form(found))}
    assert float(facts["s14.fees_collected_wan.year"].value) == 3.25
    assert float(facts["s14.complaints.year"].value) == 4


def test_lines_of_a_table_without_rules_are_no_prose_that_goes_on():
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    fonts = pytest.importorskip("reportlab.pdfbase.cidfonts")
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    metrics.registerFont(fonts.UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(400, 400))
    page.setFont("STSong-Light", 10)
    for number, (left, right) in enumerate(
        [("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费", "33.25"), ("各项工作有序推进，", "")]
    ):
        page.drawString(40, 300 - 16 * number, left)
        page.drawString(210, 300 - 16 * number, right)
    page.drawString(40, 252, "这一行是正文，没有空格，一直写到右边为止才换行，下一行接着写")
    page.drawString(40, 236, "下去。")
    page.save()
    document = read_bytes(out.getvalue(), "a.pdf")
    lines = [document.text[b.start : b.end] for b in document.blocks]
    assert lines[-1].endswith("接着写下去。")
    assert [line for line in lines if line.startswith("行政事业性收费")]


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("<span hidden>", "12"),
        ('<span class="old" hidden="">', "12"),
        ('<b title="x"hidden>', "12"),
        ('<span class="hidden x">', "3412"),
        ('<span title="not hidden here">', "3412"),
        ('<span aria-hidden="true">', "3412"),
    ],
)
def test_an_inline_element_with_the_attribute_hidden_shows_nothing(tag, shown):
    page = f"<html><body><table><tr><td>规章</td><td>{tag}34</{tag[1:].split()[0]}>12</td></tr></table></body></html>"
    assert read_bytes(page.encode(), "a.html").text.split() == ["规章", shown]
