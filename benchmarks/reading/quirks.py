"""What real reports do to the statutory tables. Each quirk changes a report in place; False where it does not apply.

The truth moves with the cells: a row that is taken away takes its cells out of the truth.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise

import zhconv_rs

from audit.form import raw_form
from benchmarks.reading.arranged import (
    halved_requests,
    joined_disputes_heads,
    last_year_column,
    lines_for_tables,
    listed_disputes,
    misprinted_labels,
    requests_side_by_side,
    shortened_items,
    statistics_side_by_side,
    turned_disputes,
    turned_requests,
    year_before_column,
)
from benchmarks.reading.converted import converter_marks, numbered_columns, other_character
from benchmarks.reading.model import Cell, Printed, Report, Row, Table

Quirk = Callable[[Report, random.Random], bool]

EXTRA_ROWS = {"t2": "其他主动公开文件", "t3": "9.其他需要说明的情形", "s14": "其他统计事项数"}
STRANGE = ("###", "约5", "O", "3-5", "若干")
SYLLABLES = {
    "信": "xin",
    "息": "xi",
    "公": "gong",
    "开": "kai",
    "请": "qing",
    "数": "shu",
    "许": "xu",
    "处": "chu",
    "机": "ji",
    "他": "ta",
}


def _statutory(report: Report) -> list[Table]:
    return [t for t in report.tables() if t.name in ("t2", "t3", "t4", "s14")]


def _named(report: Report, *names: str) -> list[Table]:
    return [t for t in report.tables() if t.name in names]


def _is_data(row: Row) -> bool:
    return any(c.code for c in row)


def _width(table: Table) -> int:
    return sum(c.colspan for c in table.rows[0])


def ghost_column(report: Report, rng: random.Random) -> bool:
    """A column on the right without head or content."""
    for table in _statutory(report):
        for row in table.rows:
            row.append(Cell("", "ghost"))
    return True


def ghost_column_left(report: Report, rng: random.Random) -> bool:
    """A column on the left without head or content."""
    for table in _statutory(report):
        for row in table.rows:
            row.insert(0, Cell("", "ghost"))
    return True


def ghost_rows(report: Report, rng: random.Random) -> bool:
    """Rows without content, outside of row spans."""
    for table in _statutory(report):
        width, rows = _width(table), []
        busy = 0
        for row in table.rows:
            rows.append(row)
            busy = max(busy - 1, *(c.rowspan - 1 for c in row))
            if not busy and rng.random() < 0.25:
                rows.append([Cell("", "ghost") for _ in range(width)])
        table.rows = rows
    return True


def remark_column(report: Report, rng: random.Random) -> bool:
    """A headed column 备注 on the right with words or nothing in it."""
    for table in _named(report, "t2", "t3", "s14"):
        for number, row in enumerate(table.rows):
            text = "备注" if number == (0 if table.name != "t2" else 1) else ""
            row.append(
                Cell(
                    text or (rng.choice(("", "", "见说明")) if _is_data(row) else ""),
                    "header" if text else "ghost",
                )
            )
    return True


def remark_column_unheaded(report: Report, rng: random.Random) -> bool:
    """A column on the right without a head, with words or nothing in it."""
    for table in _named(report, "t2", "t3"):
        for row in table.rows:
            row.append(Cell(rng.choice(("", "", "见说明")) if _is_data(row) else "", "ghost"))
    return True


def serial_column(report: Report, rng: random.Random) -> bool:
    """A headed column 序号 on the left: row numbers are no figures."""
    for table in _named(report, "t3", "s14"):
        count = 0
        for number, row in enumerate(table.rows):
            count += _is_data(row)
            row.insert(
                0,
                Cell(
                    "序号" if not number else str(count) if _is_data(row) else "",
                    "header" if not number else "serial",
                ),
            )
    return True


def note_rows(report: Report, rng: random.Random) -> bool:
    """Rows that hold a note with figures in it."""
    for table in _statutory(report):
        note = rng.choice(
            (
                "注：行政复议数量含上年度结转数量3件。",
                "说明：以上数据截至12月31日，共15项。",
                "备注：含代收件 12 件",
            )
        )
        at = len(table.rows) if table.name == "t4" else rng.choice((_after_header(table), len(table.rows)))
        table.rows.insert(at, [Cell(note, "note", _width(table))])
    return True


def _after_header(table: Table) -> int:
    return next((i for i, row in enumerate(table.rows) if _is_data(row)), len(table.rows))


def swapped_rows(report: Report, rng: random.Random) -> bool:
    """Two neighbouring rows change places; labels and spans on their left stay."""
    changed = False
    for table in _named(report, "t2", "t3"):
        rows = table.rows
        pairs = [
            i
            for i in range(len(rows) - 1)
            if _is_data(rows[i])
            and _is_data(rows[i + 1])
            and len(rows[i]) == len(rows[i + 1])
            and all(
                a.rowspan == b.rowspan == 1 and a.colspan == b.colspan
                for a, b in zip(rows[i], rows[i + 1], strict=True)
            )
            and not any(c.role == "group" for c in (*rows[i], *rows[i + 1]))
        ]
        if pairs:
            i = rng.choice(pairs)
            rows[i], rows[i + 1] = rows[i + 1], rows[i]
            changed = report.shuffled = True
    return changed


def swapped_columns(report: Report, rng: random.Random) -> bool:
    """Two columns of table 2 or 3 change places with their heads."""
    changed = False
    for table in _named(report, "t2", "t3"):
        names = [c["zh"] for c in raw_form()["columns"][table.name].values()]
        heads = [row for row in table.rows if sum(c.role == "header" and c.text in names for c in row) > 1]
        for head in heads:
            at = [i for i, c in enumerate(head) if c.text in names and c.colspan == 1 and c.rowspan == 1]
            if len(at) < 2 or (table.name == "t2" and head[-1].colspan == 1 and rng.random() < 0.5):
                continue
            a, b = rng.sample(at, 2)
            for row in _rows_under(table, head):
                _swap(row, head[a].text, head[b].text, table.name)
            changed = True
    return changed


def _rows_under(table: Table, head: Row) -> list[Row]:
    start = next(i for i, row in enumerate(table.rows) if row is head)
    found = []
    for row in table.rows[start:]:
        if row is not head and table.name == "t2" and any(c.role in ("heading", "header") for c in row):
            break
        found.append(row)
    return found


def _swap(row: Row, first: str, second: str, table: str) -> None:
    columns = {c["zh"]: code for code, c in raw_form()["columns"][table].items()}
    wanted = [
        next(
            (
                i
                for i, c in enumerate(row)
                if (c.text == zh and c.role == "header") or (c.code or "").endswith(f".{columns[zh]}")
            ),
            None,
        )
        for zh in (first, second)
    ]
    a, b = wanted
    if a is None or b is None:
        return
    row[a], row[b] = row[b], row[a]
    row[a].colspan, row[b].colspan = row[b].colspan, row[a].colspan


def extra_row(report: Report, rng: random.Random) -> bool:
    """A row that no form has, with figures."""
    changed = False
    for table in _named(report, "t2", "t3"):
        label = EXTRA_ROWS[table.name]
        at = [i for i, row in enumerate(table.rows) if _is_data(row) and all(c.rowspan == 1 for c in row)]
        at = [i for i in at if table.name == "t2" or i < at[-1]]
        if not at:
            continue
        here = rng.choice(at)
        model = table.rows[here]
        row: Row = []
        for cell in model:
            if cell.code:
                code = f"other.{label}.{sum(c.code is not None for c in row) + 1}"
                number = rng.randrange(10**8, 10**9)
                report.truth[code] = Printed(str(number), "number", Decimal(number))
                row.append(Cell(str(number), colspan=cell.colspan, code=code))
            elif cell.role in ("group", "ghost", "serial"):
                row.append(Cell("" if cell.role == "serial" else cell.text, cell.role, cell.colspan))
            else:
                row.append(Cell(label, "extra", cell.colspan))
        table.rows.insert(here + 1, row)
        _stretch(table, here + 1)
        changed = True
    return changed


def _stretch(table: Table, at: int) -> None:
    """Row spans that reach over the place of a new row grow by it; those that end right above it do not."""
    label_columns = _width(table) - sum(
        c.colspan for c in table.rows[at] if c.role not in ("group", "label", "extra")
    )
    covered = sum(c.colspan for c in table.rows[at])
    missing = _width(table) - covered
    for y in range(at - 1, -1, -1):
        for cell in table.rows[y]:
            if cell.rowspan > 1 and y + cell.rowspan >= at and missing > 0 and label_columns:
                cell.rowspan += 1
                missing -= cell.colspan


def one_row_for_other_handling(report: Report, rng: random.Random) -> bool:
    """(六)其他处理 as one row in the form of 2021."""
    if report.form != "2021":
        return False
    (table,) = _named(report, "t3")
    rows = [
        i
        for i, r in enumerate(table.rows)
        if any(
            (c.code or "").split(".")[1:2] in (["other_no_supplement"], ["other_fee_unpaid"], ["other_misc"])
            for c in r
        )
    ]
    if len(rows) != 3:
        return False
    first = table.rows[rows[0]]
    figures = [c for c in first if c.code]
    for row in rows:
        for cell in table.rows[row]:
            if cell.code:
                value = report.truth.pop(cell.code)
                if row == rows[0]:
                    report.truth[cell.code.replace("other_no_supplement", "other_total")] = value
    for cell in figures:
        cell.code = (cell.code or "").replace("other_no_supplement", "other_total")
    lead = [
        c
        for c in first
        if c.role in ("group", "ghost", "serial") and "其他处理" not in c.text and c is not first[-1]
    ]
    tail = first[first.index(figures[-1]) + 1 :]
    lead = [c for c in lead if c not in tail]
    width = sum(c.colspan for c in first if c.code is None and c not in lead and c not in tail)
    table.rows[rows[0]] = [*lead, Cell("（六）其他处理", "label", width), *figures, *tail]
    for cell in (c for row in table.rows for c in row):
        if cell.text == "三、本年度办理结果" and cell.rowspan > 1:
            cell.rowspan -= 2
    del table.rows[rows[1]], table.rows[rows[2] - 1]
    _drop_group_row(table)
    return True


def _drop_group_row(table: Table) -> None:
    table.rows = [r for r in table.rows if not (r[0].text == "（六）其他处理" and not _is_data(r))]


def table_a_row(report: Report, rng: random.Random) -> bool:
    """Every row of figures is a table of its own; headers are too."""
    parts: list[str | Table] = []
    for part in report.parts:
        if not isinstance(part, Table) or part.name not in ("t2", "t3", "s14"):
            parts.append(part)
            continue
        _unspan_down(part)
        header: list[Row] = []
        for row in part.rows:
            if _is_data(row):
                parts += [Table(part.name, header)] if header else []
                parts.append(Table(part.name, [row]))
                header = []
            else:
                header.append(row)
        parts += [Table(part.name, header)] if header else []
    report.parts = parts
    return True


def _unspan_down(table: Table) -> None:
    """Row spans of groups end with their first row; the rows below get blank cells in their place."""
    for y, row in enumerate(table.rows):
        for cell in list(row):
            if cell.rowspan > 1 and cell.role == "group":
                for below in table.rows[y + 1 : y + cell.rowspan]:
                    place = 1 if below and below[0].role == "lead" else 0
                    below.insert(place, Cell("", "lead", cell.colspan))
                cell.rowspan = 1


def group_in_label(report: Report, rng: random.Random) -> bool:
    """（三）不予公开 1.属于国家秘密 in one cell: the heading of a group stands before its first item."""
    changed, between = False, rng.choice(("", " ", "：", "—", "\u3000"))
    for table in _named(report, "t3"):
        _unspan_down(table)
        for row in table.rows:
            labels = [c for c in row if c.role == "label"]
            groups = [c for c in row if c.role == "group" and c.text]
            if _is_data(row) and labels and groups and row.index(groups[-1]) + 1 == row.index(labels[0]):
                group, label = groups[-1], labels[0]
                label.text = f"{group.text}{between}{label.text}"
                label.colspan += group.colspan
                row.remove(group)
                changed = True
    return changed


def split_tables(report: Report, rng: random.Random) -> bool:
    """Several tables for one form: table 2 by article, table 3 broken once, without a header after the break."""
    return _split(report, rng, repeat=False)


def split_with_header(report: Report, rng: random.Random) -> bool:
    """Table 3 broken over two pages, its header printed again."""
    return _split(report, rng, repeat=True)


def _split(report: Report, rng: random.Random, *, repeat: bool) -> bool:
    parts: list[str | Table] = []
    changed = False
    for part in report.parts:
        if isinstance(part, Table) and part.name == "t2":
            at = [
                i
                for i, row in enumerate(part.rows)
                if row[0].role == "heading" or (len(row) > 1 and row[1].role == "heading")
            ]
            cuts = [*at, len(part.rows)] if at and at[0] == 0 else [0, *at, len(part.rows)]
            parts += [Table("t2", part.rows[a:b]) for a, b in pairwise(cuts) if a < b]
        elif isinstance(part, Table) and part.name in ("t3", "s14"):
            _unspan_down(part)
            first = _after_header(part)
            cut = rng.randrange(first + 2, len(part.rows) - 2)
            head = (
                [[Cell(c.text, c.role, c.colspan, c.rowspan) for c in row] for row in part.rows[:first]]
                if repeat
                else []
            )
            head = [row for row in head if not any(c.role == "group" for c in row)]
            parts += [Table(part.name, part.rows[:cut]), Table(part.name, [*head, *part.rows[cut:]])]
            changed = True
        else:
            parts.append(part)
    report.parts = parts
    return changed


def header_again(report: Report, rng: random.Random) -> bool:
    """The header of table 3 is printed again inside the table, as after a page break."""
    tables = _named(report, "t3", "s14")
    for table in tables:
        _unspan_down(table)
        first = _after_header(table)
        head = [
            [Cell(c.text, c.role, c.colspan, c.rowspan) for c in row]
            for row in table.rows[:first]
            if not any(c.role == "group" for c in row)
        ]
        cut = rng.randrange(first + 2, len(table.rows) - 1)
        table.rows[cut:cut] = head
    return bool(tables)


def lost_header(report: Report, rng: random.Random) -> bool:
    """Table 2 or 3 without its header."""
    tables = _named(report, "t2", "t3")
    if not tables or report.shuffled:
        return False
    table = rng.choice(tables)
    table.rows = [r for r in table.rows if _is_data(r) or not any(c.role in ("header", "corner") for c in r)]
    return True


def joined_header(report: Report, rng: random.Random) -> bool:
    """The words of a header run together in one cell over all columns."""
    tables = _named(report, "t2", "t3")
    for table in tables:
        for row in table.rows:
            if (
                not _is_data(row)
                and sum(c.role == "header" and c.rowspan == 1 and c.colspan == 1 for c in row) > 1
            ):
                heads = [c for c in row if c.role == "header" and c.rowspan == 1]
                if len(heads) == len([c for c in row if c.role != "ghost"]):
                    start = row.index(heads[0])
                    row[start : start + len(heads)] = [
                        Cell("".join(c.text for c in heads), "header", sum(c.colspan for c in heads))
                    ]
    return bool(tables)


def broken_words(report: Report, rng: random.Random) -> bool:
    """Line breaks inside the words of headers and labels, as in narrow columns."""
    for cell in _cells(report, "header", "label", "group"):
        if len(cell.text) > 3 and rng.random() < 0.5:
            at = rng.randrange(2, len(cell.text) - 1)
            cell.text = f"{cell.text[:at]}\n{cell.text[at:]}"
    return True


def spaced_words(report: Report, rng: random.Random) -> bool:
    """Spaces inside the words of headers."""
    for cell in _cells(report, "header"):
        if len(cell.text) > 3 and rng.random() < 0.5:
            cell.text = f"{cell.text[:2]} {cell.text[2:]}"
    return True


def blank_corner(report: Report, rng: random.Random) -> bool:
    """Nothing stands in the corner of table 3 and over the row labels of table 2."""
    for cell in _cells(report, "corner", "header"):
        if cell.role == "corner" or cell.text == "信息内容":
            cell.text = ""
    return report.form != "2014"


def unit_in_header(report: Report, rng: random.Random) -> bool:
    """采购总金额（万元） in the header, figures without a unit."""
    if report.form != "2019":
        return False
    code = "t2.procurement.amount"
    if not re.fullmatch(r"[\d.]+", report.truth[code].text):
        return False
    for cell in _cells(report, "header"):
        if cell.text == "采购总金额":
            cell.text = "采购总金额（万元）"
    report.truth[code] = Printed(report.truth[code].text, "number", Decimal(report.truth[code].text) * 10_000)
    return True


def strange_values(report: Report, rng: random.Random) -> bool:
    """Print that is no figure where a figure should be."""
    for cell in _cells(report, "figure"):
        if cell.code and not cell.code.startswith("other.") and rng.random() < 0.03:
            cell.text = rng.choice(STRANGE)
            report.truth[cell.code] = Printed(cell.text, "unreadable")
    return True


def printed_twice(report: Report, rng: random.Random) -> bool:
    """A row of table 3 once more after it, one figure differing: that cell is unreadable."""
    tables = _named(report, "t3")
    for table in tables:
        _unspan_down(table)
        row = next(r for r in reversed(table.rows) if _is_data(r))
        again = [Cell(c.text, c.role, c.colspan, 1, c.code) for c in row]
        figure = rng.choice([c for c in again if c.code])
        figure.text = str(rng.randrange(10**8, 10**9))
        report.truth[figure.code or ""] = Printed(figure.text, "unreadable")
        table.rows.append(again)
    return bool(tables)


def half_width(report: Report, rng: random.Random) -> bool:
    """Brackets and numbers in half width."""
    return _relabel(report, lambda t: t.translate(str.maketrans("（）：，．", "():,.")))


def other_numbering(report: Report, rng: random.Random) -> bool:
    """``1、`` or ``１．`` for ``1.``, ㈠ for （一）."""
    mark = rng.choice(("、", "．", "．　"))
    wide = rng.random() < 0.5

    def change(text: str) -> str:
        if match := re.match(r"(\d)\.", text):
            number = (
                match[1].translate(str.maketrans("123456789", "１２３４５６７８９")) if wide else match[1]
            )
            return number + mark + text[2:]
        if match := re.match(r"（([一二三四五六七八])）", text):
            return chr(0x3220 + "一二三四五六七八".index(match[1])) + text[3:]
        return text

    return _relabel(report, change)


def no_numbering(report: Report, rng: random.Random) -> bool:
    """Labels without their numbers."""
    return _relabel(
        report,
        lambda t: re.sub(r"^(?:\d\.|（[一二三四五六七八]）|[一二三四]、)", "", t) if t != "3.其他" else t,
    )


def short_labels(report: Report, rng: random.Random) -> bool:
    """Labels without what stands in brackets."""
    return _relabel(report, lambda t: re.sub(r"(?<=.)（[^（）]{5,}）", "", t))


@cache
def _traditional(text: str) -> str:
    return zhconv_rs.zhconv(text, "zh-hant")


def traditional(report: Report, rng: random.Random) -> bool:
    """Traditional glyphs throughout."""
    report.parts = [p if isinstance(p, Table) else _traditional(p) for p in report.parts]
    return _relabel(report, _traditional, "header", "label", "group", "heading", "corner")


def pinyin(report: Report, rng: random.Random) -> bool:
    """Glosses behind characters, as mirrors put them in."""

    def gloss(text: str) -> str:
        return "".join(f"{c}({SYLLABLES[c]})" if c in SYLLABLES and rng.random() < 0.3 else c for c in text)

    return _relabel(report, gloss, "header", "label", "group", "heading")


def _relabel(report: Report, change: Callable[[str], str], *roles: str) -> bool:
    for cell in _cells(report, *(roles or ("label", "group", "heading", "corner"))):
        if change(cell.text):
            cell.text = change(cell.text)
    return True


def _cells(report: Report, *roles: str) -> list[Cell]:
    return [c for t in _statutory(report) for row in t.rows for c in row if c.role in roles]


def site_chrome(report: Report, rng: random.Random) -> bool:
    """Navigation, a metadata table, a share bar and a footer with numbers around the report."""
    number = rng.randrange(10**7, 10**8)
    nav = Table("site", [[Cell(x, "site") for x in ("首页", "信息公开", "政务服务", "互动交流")]])
    data = Table(
        "site",
        [
            [
                Cell("索引号", "site"),
                Cell(f"{number}/{report.year}-00012", "site"),
                Cell("发布机构", "site"),
                Cell("政府办", "site"),
            ],
            [
                Cell("发布日期", "site"),
                Cell(f"{report.year + 1}-01-22", "site"),
                Cell("文号", "site"),
                Cell("无", "site"),
            ],
        ],
    )
    visits = Table(
        "site",
        [
            [Cell("今日访问", "site"), Cell("128", "site")],
            [Cell("总计", "site"), Cell("56789", "site"), Cell("其他", "site"), Cell("7", "site")],
        ],
    )
    report.parts = [
        nav,
        "当前位置：首页 > 政府信息公开 > 年度报告",
        data,
        "字体：[大 中 小] 浏览次数：1024",
        *report.parts,
        visits,
        "网站标识码：3209000012 苏ICP备05003616号 联系电话：0527-84368000",
    ]
    return True


def prose_between(report: Report, rng: random.Random) -> bool:
    """Prose that names rows and columns beside figures, before and after each table."""
    line = rng.choice(
        (
            "全年答复申请 9 件，其中予以公开 3 件，部分公开 1 件，不予处理 5 件，总计 9 件。",
            "行政处罚 12 件，行政许可 3 件，规章 0 件，行政规范性文件 4 件。",
            "收到自然人申请 81 件、商业企业 4 件，行政复议 2 件，结果维持 1 件。",
        )
    )
    parts: list[str | Table] = []
    for part in report.parts:
        parts += [line, part, line] if isinstance(part, Table) and part.name != "site" else [part]
    report.parts = parts
    return True


def page_numbers(report: Report, rng: random.Random) -> bool:
    """``— 4 —`` between tables and lines, and between the rows of tables."""
    parts: list[str | Table] = []
    mark = rng.choice(("— {} —", "- {} -", "第{}页", "－{}－"))
    for number, part in enumerate(report.parts):
        parts.append(part)
        if number % 2:
            parts.append(mark.format(number))
        if isinstance(part, Table) and part.name != "site":
            _number_rows(part, rng, mark)
    report.parts = parts
    return True


def _number_rows(table: Table, rng: random.Random, mark: str) -> None:
    rows: list[Row] = []
    busy = 0
    for row in table.rows:
        rows.append(row)
        busy = max(busy - 1, *(c.rowspan - 1 for c in row))
        if not busy and rng.random() < 0.1:
            rows.append([Cell(mark.format(rng.randrange(1, 12)), "page", _width(table))])
    table.rows = rows


def lost_cell(report: Report, rng: random.Random) -> bool:
    """A row of table 2 or 3 lacks one of its cells: which, nobody can tell."""
    rows = [r for t in _named(report, "t2", "t3") for r in t.rows if sum(c.code is not None for c in r) > 2]
    for row in rng.sample(rows, min(2, len(rows))):
        report.doubt([c.code for c in row if c.code], "a cell of the row was lost")
        cell = rng.choice([c for c in row if c.code])
        row.remove(cell)
        report.truth[cell.code or ""] = Printed("", "unreadable")
    return bool(rows)


def lost_rows(report: Report, rng: random.Random) -> bool:
    """Rows of table 3 that are not printed."""
    tables = _named(report, "t3")
    for table in tables:
        _unspan_down(table)
        rows = [r for r in table.rows if _is_data(r) and not any(c.role == "group" and c.text for c in r)]
        for row in rng.sample(rows, min(2, len(rows))):
            for cell in row:
                report.truth.pop(cell.code or "", None)
            table.rows = [r for r in table.rows if r is not row]
    return bool(tables)


def tall_figure(report: Report, rng: random.Random) -> bool:
    """A figure in a cell that is merged with the one below."""
    changed = False
    for table in _named(report, "t3"):
        pairs = [
            (a, b)
            for a, b in pairwise(table.rows)
            if _is_data(a) and _is_data(b) and not any(c.code and c.rowspan > 1 for c in a)
        ]
        if pairs:
            above, below = rng.choice(pairs)
            column = rng.randrange(7)
            cell = [c for c in above if c.code][column]
            covered = [c for c in below if c.code][column]
            report.doubt([c.code for c in below if c.code], "a cell is merged with the one above")
            report.truth[covered.code or ""] = Printed("", "unreadable")
            report.truth[cell.code or ""] = Printed(cell.text, "unreadable")
            cell.rowspan = 2
            below.remove(covered)
            changed = True
    return changed


def unheaded_figures(report: Report, rng: random.Random) -> bool:
    """A column of figures on the right that no header names."""
    reason = "figures without a header stand beside those of the form, and nothing makes columns certain"
    for table in _named(report, "t2", "t3"):
        for row in table.rows:
            figures = [c for c in row if c.code]
            row.append(Cell(str(rng.randrange(10**8, 10**9)) if figures else "", "ghost"))
            report.doubt([c.code for c in figures if c.code], reason)
    return True


def strange_column_words(report: Report, rng: random.Random) -> bool:
    """A column of table 3 is called by words that no form has, and two others have changed places."""
    for table in _named(report, "t3"):
        swapped = Report(report.form, report.year, report.title, [table], report.truth)
        if not swapped_columns(swapped, rng):
            return False
        heads = [
            c
            for row in table.rows
            for c in row
            if c.role == "header" and c.text in ("科研机构", "法律服务机构", "自然人")
        ]
        rng.choice(heads).text = "个人及其他申请人"
        codes = [code for code in report.truth if code.startswith(("t3.", "other."))]
        report.doubt(codes, "a column is named by unknown words while others stand in an order of their own")
        return True
    return False


def lost_disputes_header(report: Report, rng: random.Random) -> bool:
    """Table 4 is a row of figures without any header."""
    tables = _named(report, "t4")
    for table in tables:
        table.rows = [r for r in table.rows if _is_data(r)]
        report.doubt(
            [c.code for r in table.rows for c in r if c.code], "nothing names the columns of table 4"
        )
    return bool(tables)


QUIRKS: dict[str, Quirk] = {
    q.__name__: q
    for q in (
        swapped_rows, swapped_columns, extra_row, one_row_for_other_handling, strange_values, printed_twice,
        unit_in_header, broken_words, spaced_words, joined_header, blank_corner, half_width, other_numbering,
        no_numbering, short_labels, traditional, pinyin, group_in_label, lost_header, header_again,
        split_tables, split_with_header, table_a_row, note_rows, remark_column, remark_column_unheaded,
        serial_column, ghost_column, ghost_column_left, lost_rows, lost_cell, tall_figure, unheaded_figures,
        strange_column_words, lost_disputes_header, ghost_rows, site_chrome, prose_between, page_numbers,
        shortened_items, misprinted_labels, halved_requests, turned_requests, turned_disputes, listed_disputes,
        joined_disputes_heads, last_year_column, requests_side_by_side, statistics_side_by_side, year_before_column,
        lines_for_tables, other_character, converter_marks, numbered_columns,
    )
}  # fmt: skip
"""In the order in which they are applied."""
_IN_WORDS = (
    "broken_words",
    "traditional",
    "pinyin",
    "swapped_rows",
    "extra_row",
    "group_in_label",
    "prose_between",
)
ARRANGED = (
    "halved_requests",
    "turned_requests",
    "turned_disputes",
    "listed_disputes",
    "joined_disputes_heads",
    "last_year_column",
    "requests_side_by_side",
    "statistics_side_by_side",
    "year_before_column",
    "lines_for_tables",
)
_STRUCTURAL = (
    "swapped_columns", "joined_header", "lost_header", "header_again", "split_tables", "split_with_header", "table_a_row",
    "note_rows", "remark_column", "remark_column_unheaded", "serial_column", "ghost_column", "ghost_column_left", "lost_cell",
    "tall_figure", "unheaded_figures", "strange_column_words", "lost_disputes_header", "ghost_rows", "page_numbers",
    "group_in_label", "printed_twice", "broken_words", "spaced_words", "pinyin", "traditional",
)  # fmt: skip
EXCLUSIVE = (
    {"group_in_label", "tall_figure", "table_a_row", "pinyin"},
    {
        "lost_cell",
        "unheaded_figures",
        "tall_figure",
        "printed_twice",
        "strange_column_words",
        "swapped_columns",
        "lost_header",
    },
    {"one_row_for_other_handling", "lost_header"},
    {"lost_cell", "table_a_row"},
    {"lost_rows", "extra_row", "one_row_for_other_handling", "swapped_rows", "printed_twice"},
    {
        "strange_column_words",
        "joined_header",
        "header_again",
        "split_with_header",
        "broken_words",
        "spaced_words",
        "table_a_row",
    },
    {
        "tall_figure",
        "lost_rows",
        "table_a_row",
        "split_tables",
        "split_with_header",
        "header_again",
        "ghost_rows",
        "page_numbers",
    },
    {"header_again", "split_tables", "split_with_header", "table_a_row", "lost_header", "printed_twice"},
    {"remark_column", "remark_column_unheaded", "ghost_column", "serial_column", "ghost_column_left"},
    {"half_width", "other_numbering", "no_numbering", "traditional", "pinyin", "converter_marks"},
    {
        "converter_marks",
        "broken_words",
        "spaced_words",
        "group_in_label",
        "misprinted_labels",
        "shortened_items",
    },
    {"converter_marks", "lines_for_tables", "listed_disputes", "turned_disputes", "joined_disputes_heads"},
    {"other_character", "misprinted_labels", "swapped_columns", "strange_column_words"},
    {
        "numbered_columns",
        "lost_disputes_header",
        "table_a_row",
        "listed_disputes",
        "turned_disputes",
        "lost_cell",
    },
    {
        "numbered_columns",
        "lines_for_tables",
        "joined_disputes_heads",
        "printed_twice",
        "ghost_rows",
        "lost_header",
    },
    {
        "numbered_columns",
        "ghost_column",
        "ghost_column_left",
        "unheaded_figures",
        "strange_values",
        "note_rows",
    },
    {"lost_header", "swapped_columns", "joined_header", "broken_words", "unit_in_header"},
    {"swapped_columns", "joined_header"},
    {"swapped_rows", "extra_row", "lost_header"},
    {"joined_header", "spaced_words", "broken_words", "blank_corner", "unit_in_header"},
    *({"shortened_items", "misprinted_labels", other} for other in _IN_WORDS),
    *({*ARRANGED, other} for other in _STRUCTURAL),
)
"""No two quirks of one set in the same report."""
