"""Prints reports as PDF in many layouts with Chromium, a distinct figure in every cell. Used by tests and benchmarks.

``LAYOUTS`` maps a name to a ``Layout``: style, a change of the HTML, options of the printer.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from layouts import distinct, page
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium")
RULED = (
    "body{font:12pt 'Noto Sans CJK SC'} table{border-collapse:collapse;width:100%}"
    "td{border:1px solid black;font-size:8pt} p{margin:2pt 0} body>p{text-indent:2em}"
)
BARE = (
    "body{font:11pt 'Noto Sans CJK SC'} table{border-collapse:collapse;width:100%;margin:8pt 0}"
    "td{font-size:8pt;padding:4pt 5pt} p{margin:2pt 0} body>p{text-indent:2em}"
)
PROSE = f"<p>{'本镇全年主动公开政府信息128条，' * 20}其中通知公告128条。</p>"


@dataclass(frozen=True)
class Layout:
    """How a report is dressed before it is printed."""

    style: str = RULED
    change: Callable[[str], str] = field(default=lambda html: html)
    options: dict[str, object] = field(default_factory=dict)
    blanks: int = 0
    wrap: str = "{}"


def _split_table(html: str) -> str:
    """Table 3 ends after its third row of figures and goes on as another table without a header."""
    rows = [m.start() for m in re.finditer("<tr>", html)]
    three = html.index("申请人情况")
    cut = [r for r in rows if r > three][8]
    return f"{html[:cut]}</table><p style='page-break-before:always'></p><table>{html[cut:]}"


def _head_rows(html: str) -> str:
    """Header rows of table 3 are repeated on every page."""
    start = html.rindex("<table>", 0, html.index("申请人情况"))
    rows = [m.end() for m in re.finditer("</tr>", html[start:])]
    end = start + rows[2]
    return f"{html[:start]}<table><thead>{html[start + 7 : end]}</thead>{html[end:]}"


def _framed(html: str) -> str:
    body = html.index("<body>") + 6
    return f"{html[:body]}<table><tr><td>{html[body:].replace('</body>', '</td></tr></table></body>')}"


def _beside(html: str) -> str:
    """A site's navigation stands in a column of its own at the left."""
    menu = "".join(
        f"<div>{w}</div>"
        for w in (
            "网站首页",
            "政务公开目录",
            "机构职能简介",
            "通知公告栏目",
            "政策解读专栏",
            "依申请公开",
            "政府信息公开",
            "年度报告列表",
            "联系我们一起",
        )
        * 4
    )
    body = html.index("<body>") + 6
    return (
        f"{html[:body]}<div style='float:left;width:24%;font-size:10pt'>{menu}</div>"
        f"<div style='margin-left:28%'>{html[body:].replace('</body>', '</div></body>')}"
    )


def _lost_glyphs(html: str) -> str:
    """Characters that no font has: the printer draws an empty box."""
    return html.replace("2.其他法律行政法规禁止公开", "2.其他\ue123\ue124行政法规禁止公开")


def _watermark(html: str) -> str:
    """A year stands aslant over the middle of every page."""
    mark = (
        "<div style='position:fixed;top:45%;left:20%;font-size:60pt;color:#ccc;transform:rotate(-35deg)'>"
        "内部资料 2023</div>"
    )
    return html.replace("<body>", "<body>" + mark)


_FOOT = {
    "display_header_footer": True,
    "header_template": "<span style='font-size:8pt;margin-left:60px'>白石镇人民政府信息公开年报 2021</span>",
    "footer_template": "<span style='font-size:8pt;margin:auto'>- <span class=pageNumber></span> -</span>",
}
_WIDE = {"margin": {"top": "30mm", "bottom": "30mm", "left": "25mm", "right": "25mm"}}
_NARROW = {"margin": {"top": "12mm", "bottom": "12mm", "left": "8mm", "right": "8mm"}}

LAYOUTS: dict[str, Layout] = {
    "ruled": Layout(options=_WIDE),
    "narrow margins": Layout(options=_NARROW),
    "landscape": Layout(options={"landscape": True, **_NARROW}),
    "centred": Layout(RULED + "td{text-align:center;vertical-align:middle;padding:3pt}", options=_NARROW),
    "top aligned": Layout(RULED + "td{vertical-align:top;padding:6pt 2pt}", options=_NARROW),
    "right aligned": Layout(RULED + "td{text-align:right;padding:0 4pt}", options=_NARROW),
    "large print": Layout(
        RULED + "td{font-size:10pt;word-break:break-all}", options={"landscape": True, **_NARROW}
    ),
    "narrow labels": Layout(RULED + "td:first-child,td:nth-child(2){max-width:4em}", options=_NARROW),
    "blank cells": Layout(RULED + "td{height:14pt}", options=_NARROW, blanks=3),
    "split table": Layout(change=_split_table, options=_NARROW),
    "repeated header": Layout(change=_head_rows, options=_FOOT | _WIDE),
    "running heads": Layout(options=_FOOT | _WIDE),
    "thick rules": Layout(RULED + "td{border:3px double black}", options=_NARROW),
    "dotted rules": Layout(RULED + "td{border:1px dotted black}", options=_NARROW),
    "dashed rules": Layout(RULED + "td{border:1px dashed #888}", options=_NARROW),
    "separate borders": Layout(RULED + "table{border-collapse:separate;border-spacing:3px}", options=_NARROW),
    "open sides": Layout(
        RULED + "td:first-child{border-left:none} td:last-child{border-right:none}", options=_NARROW
    ),
    "level rules only": Layout(
        RULED + "td{border-left:none;border-right:none;padding:3pt 4pt}", options=_NARROW
    ),
    "level rules centred": Layout(
        RULED + "td{border-left:none;border-right:none;padding:3pt 4pt;text-align:center}",
        options={"margin": {"top": "15mm", "bottom": "15mm", "left": "30mm", "right": "30mm"}},
    ),
    "watermark": Layout(change=_watermark, options=_NARROW),
    "upright rules only": Layout(
        RULED + "td{border-top:none;border-bottom:none;padding:4pt}", options=_NARROW
    ),
    "frame only": Layout(
        RULED + "td{border:none;padding:4pt} table{border:1px solid black}", options=_NARROW
    ),
    "no rules": Layout(BARE, options=_NARROW),
    "no rules centred": Layout(BARE + "td{text-align:center}", options=_NARROW),
    "no rules blank": Layout(BARE, options=_NARROW, blanks=4),
    "no rules landscape": Layout(BARE + "td{text-align:right}", options={"landscape": True, **_NARROW}),
    "striped": Layout(
        BARE + "tr:nth-child(odd){background:#ddd}", options={"print_background": True, **_NARROW}
    ),
    "shaded head": Layout(
        RULED + "tr:first-child td{background:#246;color:white}",
        options={"print_background": True, **_NARROW},
    ),
    "slanted": Layout(RULED + "td{font-style:italic;padding:0 1pt;text-align:right}", options=_NARROW),
    "bold": Layout(RULED + "td{font-weight:900;-webkit-text-stroke:0.3px black}", options=_NARROW),
    "in a frame": Layout(RULED, change=_framed, options=_NARROW),
    "site column": Layout(RULED, change=_beside, options={"landscape": True, **_NARROW}),
    "lost glyphs": Layout(change=_lost_glyphs, options=_NARROW),
    "small paper": Layout(RULED + "td{font-size:6pt}", options={"format": "A5", **_NARROW}),
    "spaced words": Layout(RULED + "td{letter-spacing:2px}", options=_NARROW),
    "paragraph cells": Layout(RULED, options=_NARROW, wrap="<p>&nbsp;{}&nbsp;</p>"),
    "serif": Layout(RULED + "body,td{font-family:'Noto Serif CJK SC','DejaVu Serif'}", options=_NARROW),
}


def figures_of(form: str, layout: Layout, start: int = 11) -> dict[str, str]:
    """The figures that a layout prints; every ``blanks``-th cell is empty."""
    figures = distinct(form, start)
    if layout.blanks:
        return {c: "" if i % layout.blanks == 1 else v for i, (c, v) in enumerate(figures.items())}
    return figures


def html_of(form: str, layout: Layout, start: int = 11) -> str:
    """The page that is printed."""
    html = page(form, figures_of(form, layout, start), 2020, wrap=layout.wrap)
    html = html.replace("<head>", f"<head><meta charset=utf-8><style>{layout.style}</style>")
    return layout.change(html.replace("<p>2020年，", PROSE + "<p>2020年，"))


def print_all(
    folder: Path, names: Iterator[str] | list[str], start: int = 11
) -> Iterator[tuple[str, str, Path]]:
    """(layout, form, PDF file) of every layout in both forms; one browser prints them all."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        sheet = browser.new_page()
        for name in names:
            for form in ("2019", "2021"):
                source = folder / f"{name} {form}.html"
                source.write_text(html_of(form, LAYOUTS[name], start), encoding="utf-8")
                sheet.goto(source.as_uri())
                options = {"format": "A4", **LAYOUTS[name].options}
                sheet.pdf(path=source.with_suffix(".pdf"), **options)
                yield name, form, source.with_suffix(".pdf")
        browser.close()
