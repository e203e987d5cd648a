"""HTML layouts: clean tables, Word paste, ghost columns, a whole site around the text, wrong and rare encodings."""

# ruff: noqa: E501  (Chinese text and long markup)

from __future__ import annotations

from html import escape

from maker.county import full_name
from maker.draw import number
from maker.model import Anchor, Heading, Para, Report, Table
from maker.plain import by_rows

SITE = "临砚县人民政府门户网站"
ENCODINGS = {"gb18030": ("gb18030", "gb18030"), "mislabelled": ("gb2312", "utf-8")}  # declared, real


def encode(report: Report) -> bytes:
    """The page in the encoding of its layout."""
    return render(report).encode(ENCODINGS.get(report.layout, ("", "utf-8"))[1])


def render(report: Report) -> str:
    """The page as text."""
    if report.layout == "word":
        return _word_page(report)
    if report.layout == "chrome":
        return _chrome_page(report)
    return _plain_page(report)


def _head(report: Report) -> str:
    declared = ENCODINGS.get(report.layout, ("utf-8", ""))[0]
    day = report.published
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{declared}">\n<title>{escape(report.title)}-{SITE}</title>\n'
        f'<meta name="SiteName" content="{SITE}">\n<meta name="SiteDomain" content="{report.plan.host}">\n'
        f'<meta name="ArticleTitle" content="{escape(report.title)}">\n<meta name="PubDate" content="{day.isoformat()} {9 + day.day % 8:02d}:30">\n'
        f'<meta name="ContentSource" content="{escape(report.body.name)}">\n'
        f'<link rel="canonical" href="https://{report.plan.host}/zwgk/nb/{day:%Y}/{report.index.lower()}.html">\n</head>\n'
    )


def _plain_page(report: Report) -> str:
    day = report.published
    meta = (
        f'<div class="info"><span>索引号：{report.index}</span><span>发布机构：{escape(report.body.name)}</span>'
        f"<span>发布日期：{day.isoformat()}</span></div>\n"
    )
    body = "".join(_plain_block(b, report) for b in report.blocks)
    sign = f'<p class="sign">{report.signature}<br>{report.signed.year}年{report.signed.month}月{report.signed.day}日</p>\n'
    return f'{_head(report)}<body>\n<div class="article">\n<h1>{escape(report.title)}</h1>\n{meta}{body}{sign}</div>\n</body>\n</html>\n'


def _plain_block(block: object, report: Report) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>\n"
    if isinstance(block, Para):
        return f"<p>{escape(block.text)}</p>\n"
    assert isinstance(block, Table)
    if report.layout == "ghost":
        return _ghost_table(block)
    return _clean_table(block)


def _spans(anchor: Anchor) -> str:
    rows = f' rowspan="{anchor.rowspan}"' if anchor.rowspan > 1 else ""
    return rows + (f' colspan="{anchor.colspan}"' if anchor.colspan > 1 else "")


def _clean_table(table: Table) -> str:
    head = {"t3": 3, "t4": 3, "s14": 1}.get(table.name, 0)
    lines = []
    for at, row in enumerate(by_rows(table)):
        tag = "th" if at < head or (table.name == "t2" and row[-1].head) else "td"
        cells = "".join(f"<{tag}{_spans(a)}>{escape(a.text)}</{tag}>" for a in row)
        lines.append(f"<tr>{cells}</tr>")
    top, rest = lines[:head], lines[head:]
    thead = f"<thead>\n{chr(10).join(top)}\n</thead>\n" if top else ""
    return f'<table border="1">\n{thead}<tbody>\n{chr(10).join(rest)}\n</tbody>\n</table>\n'


def _ghost_table(table: Table) -> str:
    """Empty columns at both ends of table 2 and 3, thousands separators in the figures."""
    ghost = '<td style="border:none" width="3"></td>'
    lines = []
    for row in by_rows(table):
        cells = "".join(f"<td{_spans(a)}>{escape(a.text if a.head else _grouped(a.text))}</td>" for a in row)
        lines.append(
            f"<tr>{cells}{ghost if table.name != 't4' else ''}{ghost if table.name == 't2' else ''}</tr>"
        )
    return f'<table class="MsoTable" cellspacing="0">\n{chr(10).join(lines)}\n</table>\n'


def _grouped(text: str) -> str:
    return f"{int(text):,}" if text.isdigit() and len(text) > 3 else text


# -- Word paste -----------------------------------------------------------------------------------


def _word_page(report: Report) -> str:
    day = report.published
    body = "".join(_word_block(b, report) for b in report.blocks)
    sign = "".join(
        _word_paragraph(t, report, "right")
        for t in (report.signature, f"{report.signed.year}年{report.signed.month}月{report.signed.day}日")
    )
    info = (
        f'<table class="t_info"><tr><td>索 引 号</td><td>{report.index}</td><td>发布机构</td><td>{escape(report.body.name)}</td></tr>'
        f"<tr><td>文号</td><td></td><td>公开日期</td><td>{day.isoformat()}</td></tr></table>\n"
    )
    return (
        f'{_head(report)}<body lang="ZH-CN">\n{info}<h1 class="article-title">{escape(report.title)}</h1>\n'
        f'<div id="zoom" class="WordSection1">\n<!--[if gte mso 9]><xml></xml><![endif]-->\n{body}{sign}</div>\n</body></html>\n'
    )


def _word_block(block: object, report: Report) -> str:
    if isinstance(block, Heading | Para):
        return _word_paragraph(block.text, report)
    assert isinstance(block, Table)
    lines = []
    for row in by_rows(block):
        cells = "".join(_word_cell(a) for a in row)
        lines.append(f"<tr>{cells}</tr>")
    return f'<table class="MsoNormalTable" border="1" cellspacing="0">\n{chr(10).join(lines)}\n</table>\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'


def _word_paragraph(text: str, report: Report, align: str = "left") -> str:
    return f'<p class="MsoNormal" align="{align}">{_chopped(text, 23)}<o:p></o:p></p>\n'


def _word_cell(anchor: Anchor) -> str:
    text = _header_noise(anchor) if anchor.head else f'<span lang="EN-US">{escape(anchor.text)}</span>'
    return f'<td{_spans(anchor)} valign="center"><p class="MsoNormal">{text}<o:p></o:p></p></td>'


def _header_noise(anchor: Anchor) -> str:
    """Header words chopped into spans, with no-break spaces between some of the pieces."""
    text = anchor.text
    if len(text) <= 4:
        return "&nbsp;".join(f"<span>{escape(c)}</span>" for c in (text[:2], text[2:]) if c)
    return _chopped(text, 3 + len(text) % 3)


def _chopped(text: str, size: int) -> str:
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    return "".join(f'<span style="font-family:仿宋">{escape(p)}</span>' for p in pieces)


# -- a whole site -----------------------------------------------------------------------------------


def _chrome_page(report: Report) -> str:
    """Navigation, breadcrumb, metadata table, the article inside a layout table, footer."""
    day, views = report.published, 40 + number(900, "views", report.body.key, report.year)
    menu = "".join(
        f'<li><a href="/{i}/">{t}</a></li>'
        for i, t in enumerate(("首页", "走进临砚", "政务公开", "政务服务", "互动交流"))
    )
    rows = (
        (("索引号", report.index), ("主题分类", "政府信息公开年报")),
        (("发布机构", report.body.name), ("生成日期", day.isoformat())),
        (("公开方式", "主动公开"), ("发布日期", day.isoformat())),
    )
    meta = "".join(
        "<tr>" + "".join(f"<td>{k}：</td><td>{escape(v)}</td>" for k, v in row) + "</tr>\n" for row in rows
    )
    body = "".join(_plain_block(b, report) for b in report.blocks)
    sign = f'<p align="right">{report.signature}</p>\n<p align="right">{report.signed.year}年{report.signed.month}月{report.signed.day}日</p>\n'
    return (
        f'{_head(report)}<body>\n<div id="top"><ul class="nav">{menu}</ul><form action="/s"><input name="q" value="请输入关键字"></form></div>\n'
        f'<div class="path">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 政府信息公开年报</div>\n'
        f'<table width="1000" align="center" cellpadding="0"><tr><td width="200" valign="top"><ul><li>公开指南</li><li>公开制度</li>'
        f'<li>法定主动公开内容</li><li>政府信息公开年报</li></ul></td>\n<td valign="top">\n'
        f'<table class="xxgk" width="100%">\n{meta}</table>\n<h1>{escape(report.title)}</h1>\n'
        f'<div class="tools">发布时间：{day.isoformat()} 来源：{escape(full_name(report.body))} 浏览次数：{views} 字号：[大 中 小]</div>\n'
        f'<div id="zoomcon">\n{body}{sign}</div>\n</td></tr></table>\n'
        f'<div class="foot">主办：临砚县人民政府办公室　承办：临砚县政务信息中心<br>网站标识码：0000000001　扫一扫在手机打开当前页</div>\n'
        f"<script>var title = 1 < 2;</script>\n</body>\n</html>\n"
    )
