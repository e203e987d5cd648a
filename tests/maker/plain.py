"""Text layouts: how tables look after a page has been copied or crawled into plain text."""

# ruff: noqa: E501  (Chinese text and long markup)

from __future__ import annotations

from collections.abc import Callable

from maker.model import Anchor, Heading, Para, Report, Table

NARROW = str.maketrans("（），：；", "(),:;")
FULLWIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
BROKEN = {
    "商业企业": "商业\n\n企业",
    "科研机构": "科研\n\n机构",
    "本年新制作数量": "本年新\n\n制作数量",
    "本年新公开数量": "本年新\n\n公开数量",
    "本年处理决定数量": "本年处理\n\n决定数量",
}
SPACED = {
    "自然人": "自然\u00a0人",
    "总计": "总\u00a0\u00a0计",
    "商业企业": "商业 企业",
    "信息内容": "信息\u00a0内容",
    "处理决定数量": "处理决定 数量",
}


def by_rows(table: Table) -> list[list[Anchor]]:
    """The anchors row by row."""
    rows: list[list[Anchor]] = [[] for _ in range(table.height)]
    for anchor in table.anchors:
        rows[anchor.row].append(anchor)
    return rows


# -- tables ---------------------------------------------------------------------------------------


def piped(table: Table, report: Report) -> str:
    """A row a line between pipes; spanned positions are empty cells."""
    lines = []
    for row in by_rows(table):
        texts = [""] * table.width
        for anchor in row:
            texts[anchor.column] = anchor.text
        lines.append("| " + " | ".join(texts) + " |")
    return "\n".join(lines)


def pipe_on_next_line(table: Table, report: Report) -> str:
    """A cell a line, closed by a pipe (after a broken word on the next line); the row's rest as bare pipes."""
    ghost = 1 if "ghost" in report.plan.traits and table.name == "t2" else 0
    lines = []
    for row in by_rows(table):
        for anchor in row:
            broken = anchor.text.startswith("本年新") and anchor.head
            lines.append(f"{anchor.text[:3]} {anchor.text[3:]}\n|" if broken else f"{anchor.text} |")
        empty = table.width + ghost - len(row)
        if empty:
            lines.append("|" * empty)
    return "\n".join(lines)


def tabbed_lines(table: Table, report: Report) -> str:
    """A cell a line behind a tab, rows parted by blank lines; a cell spanned from above is an empty line."""
    spanned: dict[int, list[int]] = {}
    for anchor in table.anchors:
        for row in range(anchor.row + 1, anchor.row + anchor.rowspan):
            spanned.setdefault(row, []).append(anchor.column)
    lines = []
    for at, row in enumerate(by_rows(table)):
        cells = [(a.column, a.text) for a in row] + [(c, "") for c in spanned.get(at, [])]
        for _, text in sorted(cells):
            broken = text.startswith("本年新") and len(text) == 7
            lines.append(f"\t{text[:3]}\n{text[3:]}" if broken else "\t" + text)
        lines.append("")
    return "\n".join(lines)


def one_cell_a_line(table: Table, report: Report) -> str:
    """Every cell a paragraph of its own, header words broken over two."""
    return "\n\n".join(BROKEN.get(a.text, a.text) if a.head else a.text for a in table.anchors)


def tabbed_rows(table: Table, report: Report) -> str:
    """A row a line, cells parted by tabs, no-break spaces inside header words."""
    lines = []
    for row in by_rows(table):
        texts = [""] * table.width
        for anchor in row:
            texts[anchor.column] = SPACED.get(anchor.text, anchor.text) if anchor.head else anchor.text
        lines.append("\t".join(texts))
    return "\n".join(lines)


def fullwidth_rows(table: Table, report: Report) -> str:
    """Piped rows whose figures are full-width digits."""
    figures = [
        a if a.head else Anchor(a.text.translate(FULLWIDTH_DIGITS), a.row, a.column, a.rowspan, a.colspan)
        for a in table.anchors
    ]
    return piped(Table(table.name, tuple(figures), table.height, table.width), report)


# -- what stands before the text --------------------------------------------------------------------


def crawler_head(report: Report) -> str:
    """The lines a crawler writes above the text."""
    day = report.published
    return (
        f"标题: {report.title}\n发布时间: {day.isoformat()} {8 + day.day % 9:02d}:{day.day * 7 % 60:02d}\n文号: \n"
        f"发布机构: {report.body.name}\n栏目: 政府信息公开年报\n"
        f"原文链接: https://{report.plan.host}/zwgk/nb/{day:%Y%m}/t{day:%Y%m%d}_{report.index[-5:]}.html\n"
        f"==================== 正文 ====================\n{report.title}"
    )


def piped_head(report: Report) -> str:
    """The metadata table of the page in pipes."""
    return (
        f"索引号: | {report.index} | 主题分类: | |\n发布机构: | {report.body.name} | 生成日期: | {report.published.isoformat()} |\n"
        f"文件编号: | 有效性: | 有效 | |\n公开范围: | 面向全社会 | 公开方式: | 主动公开 |\n{report.title}"
    )


def bulleted_head(report: Report) -> str:
    """The metadata list of the page with bullets."""
    day = report.published.isoformat()
    return (
        f"• 索引号:{report.index}\n  • 发布机构:{report.body.name}\n  • 公开范围:全部公开\n  • 生成日期:{day}\n"
        f"  • 公开日期:{day}\n  • 公开方式:政府网站\n{report.title}\n来源:{report.body.short}   {day} 15:01\n浏览量:1 | | | |\n"
    )


def line_head(report: Report) -> str:
    """Title and one line with date and source."""
    return f"{report.title}\n发布时间：{report.published.isoformat()}  信息来源：{report.body.name}  阅读次数：  字体：【大 中 小】\n"


def title_head(report: Report) -> str:
    """The title and the date of publication."""
    day = report.published
    return f"{report.title}\n索引号：{report.index}    发布日期：{day.year}年{day.month}月{day.day}日\n"


TABLES: dict[str, Callable[[Table, Report], str]] = {
    "pipes": piped,
    "pipes_next": pipe_on_next_line,
    "tabs": tabbed_lines,
    "lines": one_cell_a_line,
    "nbsp": tabbed_rows,
    "fullwidth": fullwidth_rows,
}
HEADS: dict[str, Callable[[Report], str]] = {
    "pipes": crawler_head,
    "pipes_next": piped_head,
    "tabs": title_head,
    "lines": bulleted_head,
    "nbsp": title_head,
    "fullwidth": line_head,
}
NARROW_LAYOUTS = ("pipes_next", "lines")


def render(report: Report) -> str:
    """The whole report as text."""
    between = "\n\n" if report.layout == "lines" else "\n"
    parts = [] if report.bare else [HEADS[report.layout](report)]
    for block in report.blocks:
        if isinstance(block, Table):
            parts.append(TABLES[report.layout](block, report))
        elif isinstance(block, Heading | Para):
            parts.append(block.text)
    if not report.bare:
        parts += _signature(report)
    text = between.join(parts) + "\n"
    if report.layout == "nbsp":
        text = text.replace("年度报告\n", "年度报告\u00a0\n")
    return text.translate(NARROW) if report.layout in NARROW_LAYOUTS else text


def _signature(report: Report) -> list[str]:
    day = report.signed
    foot = ["扫一扫在手机打开当前页"] if report.layout in ("lines", "pipes_next") else []
    return ["", f"{' ' * 21}{report.signature}", f"{' ' * 24}{day.year}年{day.month}月{day.day}日", *foot]
