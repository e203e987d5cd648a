"""A report in HTML, plain text, Markdown and CSV. Every layout takes a report and gives the content of a file.

A layout marks as not decidable what it does not print: a blank cell between lines leaves no trace.
"""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from benchmarks.reading.model import Cell, Report, Row, Table

Layout = Callable[[Report, random.Random], str]
Filled = list[list[tuple[Cell, bool]]]
"""The cell of each position, and whether it is its anchor."""


def filled(table: Table) -> Filled:
    """The positions of a table, spans resolved; short rows stay short."""
    owners: dict[tuple[int, int], tuple[Cell, bool]] = {}
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (y, x) in owners:
                x += 1
            for dy in range(min(cell.rowspan, len(table.rows) - y)):
                for dx in range(cell.colspan):
                    owners[y + dy, x + dx] = (cell, not dy and not dx)
            x += cell.colspan
    return [[owners[y, x] for x in sorted(x for yy, x in owners if yy == y)] for y in range(len(table.rows))]


def once(table: Table) -> list[list[str]]:
    """Rows of texts, spanned positions blank."""
    return [[cell.text if anchor else "" for cell, anchor in row] for row in filled(table)]


def repeated(table: Table) -> list[list[str]]:
    """Rows of texts, the text of a merged cell in every position."""
    return [[cell.text for cell, _ in row] for row in filled(table)]


def anchors(table: Table) -> list[list[str]]:
    """Rows of texts, spanned positions left out."""
    return [[cell.text for cell in row] for row in table.rows]


def spread(table: Table) -> list[list[str]]:
    """Rows of texts, a blank for each further column that a cell is merged over, none below it."""
    return [[text for cell in row for text in (cell.text, *[""] * (cell.colspan - 1))] for row in table.rows]


# HTML


def _html(report: Report, show: Callable[[Table], str], wrap: str = "<p>{}</p>", outer: str = "{}") -> str:
    body = "\n".join(show(p) if isinstance(p, Table) else wrap.format(html.escape(p)) for p in report.parts)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{report.title}</title></head>'
        f"<body>{outer.format(body)}</body></html>"
    )


def _table(
    table: Table, cell: str = "{}", tag: str = "<table>", spans: bool = True, header: str = "td"
) -> str:
    rows = []
    for row in table.rows:
        shown = ""
        for c in row:
            name = header if c.role == "header" else "td"
            attributes = (f' colspan="{c.colspan}"' if c.colspan > 1 else "") + (
                f' rowspan="{c.rowspan}"' if c.rowspan > 1 else ""
            )
            text = html.escape(c.text).replace("\n", "<br/>")
            shown += f"<{name}{attributes if spans else ''}>{cell.format(text)}</{name}>"
        rows.append(f"<tr>{shown}</tr>")
    return tag + "".join(rows) + "</table>"


def _flat(rows: list[list[str]]) -> str:
    shown = ("".join(f"<td>{html.escape(t)}</td>" for t in row) for row in rows)
    return "<table>" + "".join(f"<tr>{r}</tr>" for r in shown) + "</table>"


def html_plain(report: Report, rng: random.Random) -> str:
    """Merged cells, a paragraph a cell."""
    return _html(report, lambda t: _table(t, "<p>{}</p>"))


def html_bare(report: Report, rng: random.Random) -> str:
    """Merged cells and no more, headers as ``th``."""
    return _html(report, lambda t: _table(t, header="th"), "<div>{}</div>")


def html_word(report: Report, rng: random.Random) -> str:
    """Pasted from Word: runs of spans, ``<o:p>``, blank cells with a no-break space."""

    def show(table: Table) -> str:
        shown = _table(
            table,
            '<p class="MsoNormal" align="center"><span style="font-family:宋体">{}</span></p>',
            '<table class="MsoNormalTable" border="1">',
        )
        shown = re.sub(r"宋体\">([^<]{2,})</span>", lambda m: _runs(m[1], rng), shown)
        return shown.replace('宋体"></span>', '宋体"><o:p>&nbsp;</o:p></span>')

    return _html(report, show, "<p class=MsoNormal><span>{}<o:p></o:p></span></p>")


def _runs(text: str, rng: random.Random) -> str:
    if "&" in text:
        return f'宋体">{text}</span>'
    at = rng.randrange(1, len(text))
    return f'宋体">{text[:at]}</span><span lang=EN-US><font face="Times">{text[at:]}</font></span>'


def html_spaced(report: Report, rng: random.Random) -> str:
    """Cells padded with no-break spaces, upper-case tags left open."""
    shown = _html(report, lambda t: _table(t, "&nbsp; {} &nbsp;"))
    return shown.replace("</td>", "").replace("</tr>", "").replace("<td", "<TD").replace("<tr", "<TR")


def html_unmerged(report: Report, rng: random.Random) -> str:
    """No spans: blank cells in the place of merged ones."""
    return _html(report, lambda t: _flat(once(t)))


def html_repeated(report: Report, rng: random.Random) -> str:
    """No spans: the text of a merged cell stands in each of its places."""
    _merged_without_header(report)
    return _html(report, lambda t: _flat(repeated(t)))


def html_nested(report: Report, rng: random.Random) -> str:
    """The whole report in a cell of a table that lays out the page, between other tables."""
    outer = (
        "<table><tr><td><table><tr><td>首页</td><td>公开</td><td>服务</td></tr></table></td></tr>"
        "<tr><td width=200><ul><li>目录 12</li></ul></td><td>{}</td></tr><tr><td colspan=2>访问 123456</td></tr></table>"
    )
    return _html(
        report,
        lambda t: _table(t, "<span>{}</span>", '<table border=1 cellspacing="0"><tbody>'),
        "<p>　　{}</p>",
        outer,
    )


def html_styled(report: Report, rng: random.Random) -> str:
    """Cells with styles, and a paragraph for every few characters of a label."""

    def split(match: re.Match[str]) -> str:
        text = match[1]
        return (
            f"<i>{text[:3]}</i><p>{text[3:]}</p>"
            if re.match("\\d?[一二三四五六七八九.、（）]*[\u4e00-\u9fff]{5}", text)
            else match[0]
        )

    return _html(
        report,
        lambda t: re.sub(r"<i>([^<]*)</i>", split, _table(t, "<i>{}</i>")).replace(
            "<td", '<td style="border:1px solid;width:12.5%"'
        ),
    )


# Text


def _text(report: Report, show: Callable[[Table], str]) -> str:
    return "\n".join(show(p) if isinstance(p, Table) else p for p in report.parts) + "\n"


def _flat_words(rows: list[list[str]]) -> list[list[str]]:
    return [[c.replace("\n", " ") for c in row] for row in rows]


def _blanks_vanish(report: Report) -> None:
    """Where nothing marks a blank cell, a row with one cannot be told apart."""
    _doubt_rows(
        report,
        lambda row: any(c.text == "" and c.code for c in row),
        "a blank cell leaves no mark between lines",
    )


def _doubt_rows(report: Report, doubtful: Callable[[Row], bool], reason: str) -> None:
    for table in report.tables():
        for row in table.rows:
            if any(c.code for c in row) and doubtful(row):
                report.doubt([c.code for c in row if c.code], reason)


def _merged_without_header(report: Report) -> None:
    """Where a merged figure is printed in each of its places and no header says that it is one, it can be several."""
    for table in report.tables():
        if table.name == "t2" and not any(sum(c.role == "header" for c in row) > 1 for row in table.rows):
            rows = [row for row in table.rows if any(c.code and c.colspan > 1 for c in row)]
            report.doubt(
                [c.code for row in rows for c in row if c.code],
                "a merged figure is printed twice without a header",
            )


def text_piped(report: Report, rng: random.Random) -> str:
    """A row a line, cells closed by bars, spans left out."""
    return _text(report, lambda t: "\n".join(" | ".join(r) + " |" for r in _flat_words(anchors(t))))


def text_piped_wide(report: Report, rng: random.Random) -> str:
    """A row a line, spanned positions blank, bars on both sides."""
    return _text(report, lambda t: "\n".join("| " + " | ".join(r) + " |" for r in _flat_words(once(t))))


def text_piped_repeated(report: Report, rng: random.Random) -> str:
    """A row a line, merged cells printed in each of their places."""
    _merged_without_header(report)
    return _text(report, lambda t: "\n".join("|" + "|".join(r) + "|" for r in _flat_words(repeated(t))))


def text_bar_next_line(report: Report, rng: random.Random) -> str:
    """A cell a line, closed by a bar; empty bars between rows."""
    _blanks_vanish(report)
    return _text(report, lambda t: "\n".join("\n".join(f"{c} |" for c in r) + "\n|||" for r in anchors(t)))


def text_tabbed(report: Report, rng: random.Random) -> str:
    """A cell a line, begun by a tab; rows parted by a blank line."""
    _blanks_vanish(report)
    return _text(report, lambda t: "\n\n".join("\n".join(f"\t{c} " for c in r) for r in anchors(t)))


def text_tab_rows(report: Report, rng: random.Random) -> str:
    """A row a line, cells parted by tabs, spanned positions blank."""
    return _text(report, lambda t: "\n".join("\t".join(r) for r in _flat_words(once(t))))


def text_tab_anchors(report: Report, rng: random.Random) -> str:
    """A row a line, cells parted by tabs, spans left out."""
    return _text(report, lambda t: "\n".join("\t".join(r) for r in _flat_words(anchors(t))))


def text_cell_a_line(report: Report, rng: random.Random) -> str:
    """A cell a line with blank lines between."""
    _blanks_vanish(report)
    return _text(report, lambda t: "\n\n".join(c for r in anchors(t) for c in r if c))


def text_aligned(report: Report, rng: random.Random) -> str:
    """A row a line, cells parted by spaces."""
    _blanks_vanish(report)
    gap = rng.choice(("  ", "\u3000\u3000", "\u00a0\u00a0 ", "     "))
    return _text(report, lambda t: "\n".join(gap.join(c for c in r if c) for r in _flat_words(anchors(t))))


def text_run_together(report: Report, rng: random.Random) -> str:
    """All cells without borders, the whole report on one line."""
    _doubt_rows(
        report,
        lambda row: ways([c.text for c in row if c.code]) != 1,
        "the digits of a row can be divided in several ways",
    )
    return "".join(
        "".join(c for r in anchors(p) for c in r) if isinstance(p, Table) else p for p in report.parts
    )


def ways(texts: list[str]) -> int:
    """In how many ways (at most two) the digits of these texts can be divided into as many numbers; 0 for other print."""
    run, size = "".join(texts), len(texts)
    if not run.isdecimal() or not run.isascii() or any(not t for t in texts):
        return 1 if size == 1 and texts[0] else 0
    counts = [[0] * (len(run) + 1) for _ in range(size + 1)]
    counts[0][len(run)] = 1
    for k in range(1, size + 1):
        for start in range(len(run)):
            stop = start + 2 if run[start] == "0" else len(run) + 1
            counts[k][start] = min(2, sum(counts[k - 1][end] for end in range(start + 1, stop)))
    return counts[size][0]


# Markdown


def _marked(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    full = [[c.replace("\n", "<br>" if "|" in c else " ") for c in r] + [""] * (width - len(r)) for r in rows]
    lines = ["| " + " | ".join(r) + " |" for r in full]
    return "\n".join(["", lines[0], "|" + "---|" * width, *lines[1:], ""])


def markdown_once(report: Report, rng: random.Random) -> str:
    """Tables with a separator line, spanned positions blank."""
    return _text(_headed(report), lambda t: _marked(once(t)))


def markdown_repeated(report: Report, rng: random.Random) -> str:
    """Tables with a separator line, merged cells printed in each of their places."""
    _merged_without_header(report)
    return _text(_headed(report), lambda t: _marked(repeated(t)))


def markdown_spread(report: Report, rng: random.Random) -> str:
    """Rows of their own widths: merged columns leave blank cells, merged rows none."""
    return _text(
        _headed(report),
        lambda t: "\n" + "\n".join("| " + " | ".join(r) + " |" for r in _flat_words(spread(t))) + "\n",
    )


def markdown_loose(report: Report, rng: random.Random) -> str:
    """Tables broken at random; the first row of each stands as its header, whatever it is."""

    def show(table: Table) -> str:
        rows = once(table)
        cuts = sorted({0, len(rows), *(rng.randrange(1, len(rows)) for _ in range(3) if len(rows) > 1)})
        return "\n".join(_marked(rows[a:b]) for a, b in pairwise(cuts))

    return _text(_headed(report), show)


def markdown_detached(report: Report, rng: random.Random) -> str:
    """A converter's debris: labels of some rows of table 3 stand as lines before or after their figures."""

    def show(table: Table) -> str:
        if table.name != "t3":
            return _marked(once(table))
        width = max(map(len, table.rows))
        ends = [
            row for row in table.rows if any(c.code for c in row) and not next(c for c in row if c.code).text
        ]
        short = [row for row in ends if len(row) < width or row[-1].role == "ghost"]
        codes = [c.code for row in short for c in row if c.code]
        report.doubt(codes, "a row is blank at both ends and filled up on the right")
        return "\n".join(_detached(table, rng))

    return _text(_headed(report), show)


def _detached(table: Table, rng: random.Random) -> Iterator[str]:
    kept: list[list[str]] = []
    last = True
    for row in table.rows:
        figures = [c.text for c in row if c.code]
        label = next((c.text for c in row if c.role in ("label", "extra")), "")
        if not figures or last or rng.random() > 0.2:
            kept.append([c.text for c in row])
            last = not figures
            continue
        if kept:
            yield _marked(kept)
            kept = []
        at = rng.randrange(3, len(label)) if len(label) > 8 and "(" not in label else len(label)
        before = rng.random() < 0.7
        lines = f"{label[:at]}\n{label[at:]}".strip()
        last = rng.random() < 0.6
        if before:
            yield lines
        yield _marked([figures])
        if not before:
            yield lines
    if kept:
        yield _marked(kept)


def _headed(report: Report) -> Report:
    parts = [
        f"## {p}" if isinstance(p, str) and re.match(r"[一二三四五六]、", p) else p for p in report.parts
    ]
    return Report(report.form, report.year, report.title, parts, report.truth, report.unsure, report.shuffled)


# CSV


def csv_once(report: Report, rng: random.Random) -> str:
    """As a spreadsheet program saves it: merged cells are blank but for the first."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=rng.choice(",,,;\t"))
    for part in report.parts:
        writer.writerows(once(part) if isinstance(part, Table) else [[part]])
    return out.getvalue()


HTML = {
    f.__name__.removeprefix("html_"): f
    for f in (
        html_plain,
        html_bare,
        html_word,
        html_spaced,
        html_unmerged,
        html_repeated,
        html_nested,
        html_styled,
    )
}
TEXT = {
    f.__name__.removeprefix("text_"): f
    for f in (
        text_piped,
        text_piped_wide,
        text_piped_repeated,
        text_bar_next_line,
        text_tabbed,
        text_tab_rows,
        text_tab_anchors,
        text_cell_a_line,
        text_aligned,
        text_run_together,
    )
}
MARKDOWN = {
    f.__name__.removeprefix("markdown_"): f
    for f in (markdown_once, markdown_repeated, markdown_spread, markdown_loose, markdown_detached)
}
CSV = {"once": csv_once}
