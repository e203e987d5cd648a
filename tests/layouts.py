"""Prints the tables of a form in the layouts met in real reports, from any figures. Used to test the readers."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

from audit.form import forms, raw_form

Figures = Mapping[str, str]
GROUPS = {
    "denied": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other_group": "（六）其他处理",
}
DISPUTE_COLUMNS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def distinct(form: str, start: int = 11) -> dict[str, str]:
    """A different figure in every cell, of one to eight digits, zeros mixed in once each column of digits is used."""
    return {
        code: str(start + 7 * i if i % 3 else (start + i) * 97 ** (i % 4))
        for i, code in enumerate(forms()[form].cells)
    }


def table_two(form: str) -> list[tuple[str, list[str], list[tuple[str, list[str]]]]]:
    """(heading, column labels, [(row label, cell codes)]) of each part of table 2."""
    data = raw_form()
    parts = []
    for code in forms()[form].blocks:
        block = data["blocks"][code]
        if block["table"] == "t2":
            columns = [data["columns"]["t2"][c]["zh"] for c in block["columns"]]
            rows = [
                (data["rows"]["t2"][r]["zh"], [f"t2.{r}.{c}" for c in block["columns"]])
                for r in block["rows"]
            ]
            parts.append((block["heading"], columns, rows))
    return parts


def table_three(form: str) -> list[tuple[str | None, str, list[str]]]:
    """(group label, row label, cell codes) of each row of table 3."""
    data = raw_form()
    code = next(b for b in forms()[form].blocks if b.startswith("requests"))
    rows = []
    for row in data["blocks"][code]["rows"]:
        entry = data["rows"]["t3"][row]
        group = GROUPS.get(entry.get("group", "")) if row != "other_total" else None
        rows.append((group, entry["zh"], [f"t3.{row}.{c}" for c in data["blocks"][code]["columns"]]))
    return rows


def dispute_codes() -> list[str]:
    """The 15 cells of table 4 in reading order."""
    block = raw_form()["blocks"]["disputes"]
    return [f"t4.{r}.{c}" for r in block["rows"] for c in block["columns"]]


def _columns_three() -> list[str]:
    return [c["zh"] for c in raw_form()["columns"]["t3"].values()]


def text_rows(form: str, figures: Figures) -> list[list[list[str]]]:
    """Three tables as rows of cell texts; spans printed once."""
    two: list[list[str]] = []
    for heading, columns, rows in table_two(form):
        two += [[heading], ["信息内容", *columns]]
        two += [[label, *(figures[c] for c in codes)] for label, codes in rows]
    names = _columns_three()
    three = [[CORNER, "申请人情况"], [names[0], "法人或其他组织", names[-1]], names[1:-1]]
    last = None
    for number, (group, label, codes) in enumerate(table_three(form)):
        lead = ["三、本年度办理结果"] if number == 2 else []
        lead += [group] if group and group != last else []
        last = group
        three.append([*lead, label, *(figures[c] for c in codes)])
    four = [
        ["行政复议", "行政诉讼"],
        [*DISPUTE_COLUMNS, "未经复议直接起诉", "复议后起诉"],
        [*DISPUTE_COLUMNS, *DISPUTE_COLUMNS],
        [figures[c] for c in dispute_codes()],
    ]
    return [two, three, four]


def _page(form: str, figures: Figures, year: int, show: Callable[[list[list[str]]], str]) -> str:
    two, three, four = (show(t) for t in text_rows(form, figures))
    bodies = (
        f"{year}年，本镇按要求开展工作。",
        two,
        three,
        four,
        "一是人员不足；二是将加强培训。",
        "无其他事项。",
    )
    parts = [f"云岭县白石镇人民政府{year}年政府信息公开工作年度报告"]
    for title, body in zip(SECTIONS, bodies, strict=True):
        parts += [title, body]
    return "\n".join(parts) + "\n"


def piped(form: str, figures: Figures, year: int) -> str:
    """A row a line, cells closed by bars."""
    return _page(form, figures, year, lambda t: "\n".join(" | ".join(r) + " |" for r in t))


def ghost_piped(form: str, figures: Figures, year: int) -> str:
    """A row a line with an empty ghost column at the end."""
    return _page(form, figures, year, lambda t: "\n".join(" | ".join(r) + " | |" for r in t))


def bar_next_line(form: str, figures: Figures, year: int) -> str:
    """A cell a line, closed by a bar; spans are lone bars."""
    return _page(
        form, figures, year, lambda t: "\n".join("\n".join(f"{c} |" for c in r) + "\n|||" for r in t)
    )


def tabbed(form: str, figures: Figures, year: int) -> str:
    """A cell a line, begun by a tab; rows parted by a blank line."""
    return _page(form, figures, year, lambda t: "\n\n".join("\n".join(f"\t{c} " for c in r) for r in t))


def tab_rows(form: str, figures: Figures, year: int) -> str:
    """A row a line, cells parted by tabs."""
    return _page(form, figures, year, lambda t: "\n".join("\t".join(r) for r in t))


def cell_a_line(form: str, figures: Figures, year: int) -> str:
    """A cell a line with blank lines between; header words broken over lines."""

    def broken(cell: str) -> str:
        return (
            f"{cell[:2]}\n{cell[2:]}"
            if cell in DISPUTE_COLUMNS[:4] or cell in ("商业企业", "科研机构")
            else cell
        )

    return _page(form, figures, year, lambda t: "\n\n".join(broken(c) for r in t for c in r))


def spaced(form: str, figures: Figures, year: int) -> str:
    """A row a line, cells parted by no-break spaces."""
    return _page(form, figures, year, lambda t: "\n".join("\u00a0\u00a0 ".join(r) for r in t))


def run_together(form: str, figures: Figures, year: int) -> str:
    """All cells without borders, the whole report on one line."""
    return _page(form, figures, year, lambda t: "".join(c for r in t for c in r)).replace("\n", "")


TEXT_LAYOUTS = {
    f.__name__: f for f in (piped, ghost_piped, bar_next_line, tabbed, tab_rows, cell_a_line, spaced)
}


def _cell(text: str, wrap: str, **spans: int) -> str:
    attributes = "".join(f' {k}="{v}"' for k, v in spans.items() if v > 1)
    return f"<td{attributes}>{wrap.format(text)}</td>"


def page(
    form: str, figures: Figures, year: int, *, wrap: str = "<p>{}</p>", ghost: bool = False, blank: str = ""
) -> str:
    """The report as HTML with merged cells; ``wrap`` dresses each cell, ``ghost`` adds an unheaded column on the right."""
    shown = {k: html.escape(v) if v else blank for k, v in figures.items()}
    extra = "<td></td>" if ghost else ""
    parts = [f"<html><head><title>云岭县白石镇人民政府{year}年政府信息公开工作年度报告</title></head><body>"]
    bodies = (
        f"<p>{year}年，本镇按要求开展工作。</p>",
        _html_two(form, shown, wrap, extra),
        _html_three(form, shown, wrap, extra),
        _html_four(shown, wrap, extra),
        "<p>一是人员不足；二是将加强培训。</p>",
        "<p>无其他事项。</p>",
    )
    for title, body in zip(SECTIONS, bodies, strict=True):
        parts.append(f"<p>{title}</p>{body}")
    return "\n".join(parts) + "</body></html>"


def _html_two(form: str, shown: Figures, wrap: str, extra: str) -> str:
    rows = []
    for heading, columns, body in table_two(form):
        spare = 4 - 1 - len(columns)
        rows.append(_cell(heading, wrap, colspan=4) + extra)
        rows.append(
            "".join(_cell(c, wrap) for c in ("信息内容", *columns[:-1]))
            + _cell(columns[-1], wrap, colspan=1 + spare)
            + extra
        )
        for label, codes in body:
            cells = "".join(_cell(shown[c], wrap) for c in codes[:-1])
            rows.append(_cell(label, wrap) + cells + _cell(shown[codes[-1]], wrap, colspan=1 + spare) + extra)
    return "<table>" + "".join(f"<tr>{r}</tr>" for r in rows) + "</table>"


def _html_three(form: str, shown: Figures, wrap: str, extra: str) -> str:
    names = _columns_three()
    rows = [
        _cell(CORNER, wrap, colspan=3, rowspan=3) + _cell("申请人情况", wrap, colspan=7) + extra,
        _cell(names[0], wrap, rowspan=2)
        + _cell("法人或其他组织", wrap, colspan=5)
        + _cell(names[-1], wrap, rowspan=2)
        + extra,
        "".join(_cell(n, wrap) for n in names[1:-1]) + extra,
    ]
    table = table_three(form)
    results = len(table) - 3
    last = None
    for number, (group, label, codes) in enumerate(table):
        lead = ""
        if number in (0, 1, len(table) - 1):
            lead = _cell(label, wrap, colspan=3)
        else:
            lead = _cell("三、本年度办理结果", wrap, rowspan=results) if number == 2 else ""
            if group and group != last:
                lead += _cell(group, wrap, rowspan=sum(g == group for g, _, _ in table))
            lead += _cell(label, wrap, colspan=1 if group else 2)
        last = group
        rows.append(lead + "".join(_cell(shown[c], wrap) for c in codes) + extra)
    return "<table>" + "".join(f"<tr>{r}</tr>" for r in rows) + "</table>"


def _html_four(shown: Figures, wrap: str, extra: str) -> str:
    rows = [
        _cell("行政复议", wrap, colspan=5) + _cell("行政诉讼", wrap, colspan=10) + extra,
        "".join(_cell(c, wrap, rowspan=2) for c in DISPUTE_COLUMNS)
        + _cell("未经复议直接起诉", wrap, colspan=5)
        + _cell("复议后起诉", wrap, colspan=5)
        + extra,
        "".join(_cell(c, wrap) for c in DISPUTE_COLUMNS * 2) + extra,
        "".join(_cell(shown[c], wrap) for c in dispute_codes()) + extra,
    ]
    return "<table>" + "".join(f"<tr>{r}</tr>" for r in rows) + "</table>"


HTML_LAYOUTS = {
    "plain": {},
    "bare": {"wrap": "{}"},
    "word": {
        "wrap": "<p class=MsoNormal><span lang=EN-US>{}<o:p></o:p></span></p>",
        "blank": "<o:p>&nbsp;</o:p>",
    },
    "ghost": {"ghost": True},
    "padded": {"wrap": "&nbsp; {} &nbsp;"},
}
