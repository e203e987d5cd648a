"""Quirks that arrange a statutory table in another way, or word its labels otherwise."""

from __future__ import annotations

import random
import re

from audit.form import APPLICANTS, raw_form
from benchmarks.reading.model import Cell, Report, Row, Table

COLUMNS = [c["zh"] for c in raw_form()["columns"]["t3"].values()]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
SHORT = {
    "属于国家秘密": "国家秘密",
    "保护第三方合法权益": "第三方权益",
    "属于三类内部事务信息": "内部事务信息",
    "属于四类过程性信息": "过程性信息",
    "属于行政执法案卷": "执法案卷",
    "属于行政查询事项": "行政查询",
    "本机关不掌握相关政府信息": "不掌握信息",
    "没有现成信息需要另行制作": "需另行制作",
    "信访举报投诉类申请": "信访举报投诉",
    "要求提供公开出版物": "公开出版物",
    "无正当理由大量反复申请": "大量反复申请",
}
MISPRINTS = {
    "属于国家": "属千国家",
    "掌握": "掌提",
    "信访": "信仿",
    "案卷": "案券",
    "查询": "查洵",
    "第三方": "第三万",
    "过程性": "过程姓",
    "出版物": "出版勿",
    "反复": "返复",
}


def _requests(report: Report) -> tuple[Table, list[Row]] | None:
    """Table 3 and its rows of label and seven figures; None where it is not whole or has rows of another kind."""
    tables = [t for t in report.tables() if t.name == "t3"]
    if len(tables) != 1:
        return None
    named = all(any(c.role == "label" for c in row) for row in _data(tables[0]))
    rows = [
        [next(c for c in reversed(row) if c.role == "label"), *_figures(row)]
        for row in _data(tables[0])
        if named
    ]
    if not rows or any(len(row) != len(APPLICANTS) + 1 for row in rows):
        return None
    if any(c.rowspan > 1 or c.colspan > 1 for row in rows for c in row[1:]):
        return None
    return tables[0], [[Cell(row[0].text, "label"), *row[1:]] for row in rows]


def _data(table: Table) -> list[Row]:
    return [row for row in table.rows if _figures(row)]


def _figures(row: Row) -> Row:
    return [c for c in row if c.code]


def _in_order(rows: list[Row]) -> bool:
    """Whether each row has its figures in the order of the form."""
    return all(
        (c.code or "").endswith(f".{name}")
        for row in rows
        for c, name in zip(row[1:], APPLICANTS, strict=True)
    )


def halved_requests(report: Report, rng: random.Random) -> bool:
    """Table 3 cut from top to bottom: two tables with the same labels."""
    found = _requests(report)
    if found is None or not _in_order(found[1]):
        return False
    table, rows = found
    at = rng.randrange(3, 6)
    halves = []
    for part in (slice(0, at), slice(at, None)):
        head = [Cell("申请人情况", "header"), *(Cell(n, "header") for n in COLUMNS[part])]
        halves.append(Table("t3", [head, *([Cell(row[0].text, "label"), *row[1:][part]] for row in rows)]))
    place = next(i for i, p in enumerate(report.parts) if p is table)
    report.parts[place : place + 1] = [halves[0], "（续表）", halves[1]]
    return True


def turned_requests(report: Report, rng: random.Random) -> bool:
    """Table 3 with its rows as columns."""
    found = _requests(report)
    if found is None or not _in_order(found[1]):
        return False
    table, rows = found
    head = [Cell("申请人情况", "header"), *(Cell(row[0].text, "header") for row in rows)]
    table.rows = [head]
    for number, name in enumerate(COLUMNS, 1):
        table.rows.append([Cell(name, "label"), *(row[number] for row in rows)])
    return True


def _disputes(report: Report) -> tuple[Table, list[list[Cell]]] | None:
    """Table 4 and the five figures of each of its blocks; None if it is not one wide row."""
    tables = [t for t in report.tables() if t.name == "t4"]
    rows = _data(tables[0]) if len(tables) == 1 else []
    if len(rows) != 1 or len(rows[0]) != 3 * len(RESULTS):
        return None
    return tables[0], [rows[0][i : i + len(RESULTS)] for i in range(0, len(rows[0]), len(RESULTS))]


def _blocks() -> list[str]:
    return [entry["zh"] for entry in raw_form()["rows"]["t4"].values()]


def turned_disputes(report: Report, rng: random.Random) -> bool:
    """Table 4 with a column a block and a row a result."""
    found = _disputes(report)
    if found is None:
        return False
    table, blocks = found
    table.rows = [[Cell("", "header"), *(Cell(b, "header") for b in _blocks())]]
    table.rows += [[Cell(n, "label"), *(b[i] for b in blocks)] for i, n in enumerate(RESULTS)]
    return True


def listed_disputes(report: Report, rng: random.Random) -> bool:
    """Table 4 as a list: block, result, figure."""
    found = _disputes(report)
    if found is None:
        return False
    table, blocks = found
    table.rows = [[Cell(t, "header") for t in ("类型", "结果", "数量")]]
    for name, figures in zip(_blocks(), blocks, strict=True):
        for number, (result, figure) in enumerate(zip(RESULTS, figures, strict=True)):
            lead = [] if number else [Cell(name, "group", 1, len(RESULTS))]
            table.rows.append([*lead, Cell(result, "label"), figure])
    return True


def joined_disputes_heads(report: Report, rng: random.Random) -> bool:
    """Every column of table 4 names its block and its result."""
    found = _disputes(report)
    if found is None:
        return False
    table, blocks = found
    mark = rng.choice(("", "\n", "－"))
    heads = [Cell(f"{name}{mark}{result}", "header") for name in _blocks() for result in RESULTS]
    table.rows = [heads, [c for figures in blocks for c in figures]]
    return True


def last_year_column(report: Report, rng: random.Random) -> bool:
    """A column beside table 3 with the totals of the year before, its head as high as the header."""
    tables = [t for t in report.tables() if t.name == "t3"]
    if (
        len(tables) != 1
        or len(tables[0].rows[0]) != 2
        or tables[0].rows[0][0].rowspan != len(_heads(tables[0]))
    ):
        return False
    tables[0].rows[0].append(Cell("上年总计", "header", 1, len(_heads(tables[0]))))
    for row in _data(tables[0]):
        row.append(Cell(str(rng.randrange(10**8, 10**9)), "other"))
    return True


def _heads(table: Table) -> list[Row]:
    return table.rows[: next(i for i, row in enumerate(table.rows) if _figures(row))]


def shortened_items(report: Report, rng: random.Random) -> bool:
    """Items of the groups of table 3 in a few words: 国家秘密, 第三方权益."""
    return _reworded(report, SHORT, rng, 0.7)


def misprinted_labels(report: Report, rng: random.Random) -> bool:
    """One character of some labels of table 3 is another that looks like it."""
    return _reworded(report, MISPRINTS, rng, 0.6)


def _reworded(report: Report, words: dict[str, str], rng: random.Random, share: float) -> bool:
    labels = [
        c for t in report.tables() if t.name == "t3" for row in t.rows for c in row if c.role == "label"
    ]
    changed = False
    for cell in labels:
        for old, new in words.items():
            if old in cell.text and rng.random() < share:
                cell.text = cell.text.replace(old, new)
                changed = True
    return changed


def requests_side_by_side(report: Report, rng: random.Random) -> bool:
    """The lower rows of table 3 beside the upper ones, the header over both."""
    found = _requests(report)
    if found is None or not _in_order(found[1]):
        return False
    table, rows = found
    head = [Cell("申请人情况", "header"), *(Cell(n, "header") for n in COLUMNS)]
    _side_by_side(table, head, rows, rng)
    return True


def statistics_side_by_side(report: Report, rng: random.Random) -> bool:
    """The lower rows of the statistics table beside the upper ones."""
    found = _statistics(report)
    if found is None:
        return False
    _side_by_side(found, found.rows[0], found.rows[1:], rng)
    return True


def _side_by_side(table: Table, head: Row, rows: list[Row], rng: random.Random) -> None:
    upper = (len(rows) + 1) // 2
    again = [Cell(c.text, c.role, c.colspan, c.rowspan) for c in head]
    blank = [[Cell("", "ghost") for _ in head] for _ in range(2 * upper - len(rows))]
    lower = [*rows[upper:], *blank]
    table.rows = [[*head, *again], *([*a, *b] for a, b in zip(rows[:upper], lower, strict=True))]


def _statistics(report: Report) -> Table | None:
    """The statistics table; None if a row does not have a cell for each column."""
    tables = [t for t in report.tables() if t.name == "s14"]
    if len(tables) != 1 or any(len(row) != len(tables[0].rows[0]) for row in tables[0].rows):
        return None
    spans = any(c.colspan > 1 or c.rowspan > 1 for row in tables[0].rows for c in row)
    return None if spans else tables[0]


def year_before_column(report: Report, rng: random.Random) -> bool:
    """The figures of the year before in the statistics table, under its number; those of the report under theirs."""
    table = _statistics(report)
    heads = [c.text for c in table.rows[0]] if table else []
    if table is None or "统计数" not in heads:
        return False
    at = heads.index("统计数") + rng.randrange(2)
    for number, row in enumerate(table.rows):
        other = Cell(f"{report.year - 1}年", "header") if not number else Cell("", "ghost")
        if any(c.code for c in row):
            other = Cell(str(rng.randrange(10**8, 10**9)), "other")
        if not number:
            row[heads.index("统计数")].text = f"{report.year}年"
        row.insert(at, other)
    return True


PLAIN = re.compile(r"\d+(?:\.\d+)?")


def lines_for_tables(report: Report, rng: random.Random) -> bool:
    """The tables as lines, each a row with its columns and figures; figures with more than digits stay in their table."""
    found = _requests(report)
    if (
        found is None
        or not _in_order(found[1])
        or not all(PLAIN.fullmatch(c.text) for r in found[1] for c in r[1:])
    ):
        return False
    table, rows = found
    mark, colon, comma = rng.choice((("- ", "：", "，"), ("", "：", "；"), ("● ", " ", " ")))
    lines: list[str | Table] = [
        f"{mark}{row[0].text}{colon}"
        + comma.join(f"{n} {c.text}" for n, c in zip(COLUMNS, row[1:], strict=True))
        for row in rows
    ]
    place = next(i for i, p in enumerate(report.parts) if p is table)
    report.parts[place : place + 1] = lines
    return True
