"""The statutory tables, from figures, in the arrangements met in real reports."""

from __future__ import annotations

import random
from collections.abc import Mapping

from audit.form import forms, raw_form
from benchmarks.reading.figures import figures
from benchmarks.reading.model import Cell, Printed, Report, Row, Table

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
GROUPS = {
    "denied": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other_group": "（六）其他处理",
}
RESULTS = "三、本年度办理结果"
GROUP_STYLES = ("merged", "row", "repeated", "first", "none")
DISPUTE_STYLES = ("wide", "blocks", "tables")
TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
PROSE = (
    "{year}年，本镇围绕《条例》开展工作，全年召开会议 3 次，培训 2 场。",
    "一是人员不足；二是平台维护不及时。下一步将加强培训。",
    "本年度未收取信息处理费，无其他需要报告的事项。",
)
BODIES = ("云岭县白石镇人民政府", "云岭县财政局", "青川市人民政府办公室", "云岭县教育和体育局")

Figures = Mapping[str, Printed]


def report(
    form: str, rng: random.Random, style: str, groups: str = "merged", disputes: str = "wide"
) -> Report:
    """A report of this form with fresh figures."""
    year = {"2019": rng.choice((2019, 2020)), "2021": rng.randrange(2021, 2026)}.get(
        form, rng.randrange(2014, 2019)
    )
    title = f"{rng.choice(BODIES)}{year}年政府信息公开工作年度报告"
    if form == "2014":
        return _old_report(year, title, rng, style)
    truth = figures(forms()[form].cells, rng, style)
    four = dispute_tables(truth, disputes)
    tables: tuple[list[Table], ...] = (
        [],
        [table_two(form, truth)],
        [table_three(form, truth, groups)],
        four,
        [],
        [],
    )
    prose = (PROSE[0], "", "", "", PROSE[1], PROSE[2])
    parts: list[str | Table] = [title]
    for heading, words, found in zip(TITLES, prose, tables, strict=True):
        parts += [heading, *([words.format(year=year)] if words else []), *found]
    return Report(form, year, title, parts, truth)


def _figure(code: str, truth: Figures, colspan: int = 1) -> Cell:
    return Cell(truth[code].text, colspan=colspan, code=code)


def table_two(form: str, truth: Figures) -> Table:
    """Table 2, four columns wide; shorter rows span what is left."""
    data = raw_form()
    rows: list[Row] = []
    for name in forms()[form].blocks:
        block = data["blocks"][name]
        if block["table"] != "t2":
            continue
        labels = [data["columns"]["t2"][c]["zh"] for c in block["columns"]]
        rest = 4 - len(labels)
        rows.append([Cell(block["heading"].replace("(", "（").replace(")", "）"), "heading", 4)])
        rows.append(
            [
                Cell("信息内容", "header"),
                *(Cell(x, "header") for x in labels[:-1]),
                Cell(labels[-1], "header", rest),
            ]
        )
        for row in block["rows"]:
            codes = [f"t2.{row}.{c}" for c in block["columns"]]
            cells = [_figure(c, truth) for c in codes[:-1]] + [_figure(codes[-1], truth, rest)]
            rows.append([Cell(data["rows"]["t2"][row]["zh"], "label"), *cells])
    return Table("t2", rows)


def table_three(form: str, truth: Figures, groups: str) -> Table:
    """Table 3: three columns of labels and seven of figures."""
    data = raw_form()
    block = data["blocks"][next(b for b in forms()[form].blocks if b.startswith("requests"))]
    names = [c["zh"] for c in data["columns"]["t3"].values()]
    rows: list[Row] = [
        [Cell(CORNER, "corner", 3, 3), Cell("申请人情况", "header", 7)],
        [
            Cell(names[0], "header", 1, 2),
            Cell("法人或其他组织", "header", 5),
            Cell(names[-1], "header", 1, 2),
        ],
        [Cell(n, "header") for n in names[1:-1]],
    ]
    last = None
    for number, row in enumerate(block["rows"]):
        entry = data["rows"]["t3"][row]
        group = GROUPS.get(entry.get("group", "")) if row != "other_total" else None
        label = _full_width(entry["zh"])
        cells = [_figure(f"t3.{row}.{c}", truth) for c in block["columns"]]
        if entry.get("group") is None:
            rows.append([Cell(label, "label", 3), *cells])
            continue
        size = sum(data["rows"]["t3"][r].get("group") is not None for r in block["rows"])
        members = sum(data["rows"]["t3"][r].get("group") == entry["group"] for r in block["rows"])
        rows += _grouped(label, cells, group, number == 2, group != last, size, members, groups)
        last = group
    return Table("t3", rows)


def _grouped(
    label: str, cells: Row, group: str | None, first: bool, opens: bool, size: int, members: int, style: str
) -> list[Row]:
    """A row of the results with its group, as ``style`` has it; the labels take up three columns."""
    if style == "none":
        return [[Cell(label, "label", 3), *cells]]
    if style == "row":
        above = [[Cell(RESULTS, "group", 10)]] if first else []
        above += (
            [[Cell(group, "group", 3), *(Cell("", "ghost") for _ in range(7))]] if group and opens else []
        )
        return [*above, [Cell(label, "label", 3), *cells]]
    if style == "merged":
        lead = [Cell(RESULTS, "group", 1, size)] if first else []
        lead += [Cell(group, "group", 1, members)] if group and opens else []
    else:
        every = style == "repeated"
        lead = [Cell(RESULTS if first or every else "", "group")]
        lead += [Cell(group if opens or every else "", "group")] if group else []
    return [[*lead, Cell(label, "label", 1 if group else 2), *cells]]


def dispute_tables(truth: Figures, style: str) -> list[Table]:
    """Table 4: one wide row, a row a block, or a table a block."""
    data = raw_form()
    block = data["blocks"]["disputes"]
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    labels = [data["rows"]["t4"][r]["zh"] for r in block["rows"]]
    cells = [[_figure(f"t4.{r}.{c}", truth) for c in block["columns"]] for r in block["rows"]]
    if style == "wide":
        rows = [
            [Cell(labels[0], "header", 5), Cell("行政诉讼", "header", 10)],
            [*(Cell(n, "header", 1, 2) for n in names), *(Cell(x, "header", 5) for x in labels[1:])],
            [Cell(n, "header") for n in names * 2],
            [c for row in cells for c in row],
        ]
        return [Table("t4", rows)]
    if style == "blocks":
        head = [Cell("类别", "header"), *(Cell(n, "header") for n in names)]
        return [
            Table("t4", [head, *([Cell(x, "label"), *row] for x, row in zip(labels, cells, strict=True))])
        ]
    return [
        Table("t4", [[Cell(x, "header", 5)], [Cell(n, "header") for n in names], row])
        for x, row in zip(labels, cells, strict=True)
    ]


OLD_HEADINGS = {
    "disclosed_total": "一、主动公开情况",
    "responses_total": "二、回应解读情况",
    "requests_total": "三、依申请公开情况",
    "units_dedicated": "七、机构建设和保障经费情况",
    "meetings": "八、政府信息公开会议和培训情况",
}
NOT_IN_THE_FORM = ("requests_mail_fax", "replies_other", "suits_and_complaints", "fees_waived")


def _old_report(year: int, title: str, rng: random.Random, style: str) -> Report:
    data = raw_form()
    cumulative = rng.random() < 0.4
    columns = ["year", "cumulative"] if cumulative else ["year"]
    rows_kept = [r for r in data["rows"]["s14"] if r not in NOT_IN_THE_FORM]
    truth = figures([f"s14.{r}.{c}" for r in rows_kept for c in columns], rng, style)
    head = (
        ["指标名称", "计量单位", f"{year}年度", "历年累计"] if cumulative else ["统计指标", "单位", "统计数"]
    )
    rows: list[Row] = [[Cell(h, "header") for h in head]]
    for number, row in enumerate(rows_kept):
        entry = data["rows"]["s14"][row]
        if row in OLD_HEADINGS:
            blanks = [Cell("", "ghost") for _ in columns]
            rows.append([Cell(OLD_HEADINGS[row], "group"), Cell("——", "unit"), *blanks])
        label = _full_width(entry["zh"])
        label = f"（{'一二三四五六七八九'[number % 9]}）{label}" if rng.random() < 0.4 else label
        cells = [_figure(f"s14.{row}.{c}", truth) for c in columns]
        rows.append([Cell(label, "label"), Cell(entry["unit"], "unit"), *cells])
    parts: list[str | Table] = [title, "一、概述", PROSE[0].format(year=year), "二、附表", Table("s14", rows)]
    return Report("2014", year, title, parts, truth)


def _full_width(label: str) -> str:
    return label.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")
