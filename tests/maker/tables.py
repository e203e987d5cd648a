"""The statutory tables as grids of anchors, filled with what a report prints."""

from __future__ import annotations

from collections.abc import Iterable

from audit.form import forms, raw_form
from maker.model import Anchor, Table

HEAD = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
ORGANISATIONS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institute",
    "social_welfare_organization",
    "legal_service_organization",
    "other",
    "total",
)
GROUPS = {
    "denied": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other_group": "（六）其他处理",
}
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
CHAPTERS = {
    "disclosed_total": "一、主动公开情况",
    "channel_gazette": "（二）通过不同渠道和方式公开政府信息的情况",
    "responses_total": "二、回应解读情况",
    "requests_total": "三、依申请公开情况",
}
S14_SKIPPED = (
    "requests_mail_fax",
    "requests_email",
    "requests_other",
    "replies_other",
    "suits_and_complaints",
    "fees_waived",
)


def wide(text: str) -> str:
    """The form's own punctuation: the form data is written with half-width brackets and colons."""
    return text.replace("(", "（").replace(")", "）").replace(":", "：").replace(",", "，")


class _Grid:
    """Collects anchors; ``row`` is the row being filled."""

    def __init__(self) -> None:
        self.anchors: list[Anchor] = []
        self.row = 0
        self.parts: list[int] = [0]

    def put(self, text: str, column: int, rowspan: int = 1, colspan: int = 1, head: bool = False) -> None:
        self.anchors.append(Anchor(text, self.row, column, rowspan, colspan, head))

    def cells(self, texts: Iterable[str], column: int, head: bool = False) -> None:
        for i, text in enumerate(texts):
            self.put(text, column + i, head=head)

    def table(self, name: str, width: int) -> Table:
        return Table(name, tuple(self.anchors), self.row, width, tuple(self.parts))


def table2(form: str, printed: dict[str, str], words: dict[str, str] | None = None) -> Table:
    """Table 2: four columns, one sub-table after the other. ``words`` replaces header words."""
    data, grid, words = raw_form(), _Grid(), words or {}
    for block in (b for b in forms()[form].blocks if data["blocks"][b]["table"] == "t2"):
        entry = data["blocks"][block]
        if grid.row:
            grid.parts.append(grid.row)
        grid.put(wide(entry["heading"]), 0, colspan=4, head=True)
        grid.row += 1
        spans = _spread(len(entry["columns"]))
        at = 1
        grid.put("信息内容", 0, head=True)
        for column, span in zip(entry["columns"], spans, strict=True):
            grid.put(words.get(column, _column_word(form, column)), at, colspan=span, head=True)
            at += span
        grid.row += 1
        for row in entry["rows"]:
            grid.put(_row_word(form, row), 0, head=True)
            at = 1
            for column, span in zip(entry["columns"], spans, strict=True):
                grid.put(printed[f"t2.{row}.{column}"], at, colspan=span)
                at += span
            grid.row += 1
    return grid.table("t2", 4)


def _spread(columns: int) -> list[int]:
    return {1: [3], 2: [1, 2], 3: [1, 1, 1]}[columns]


def _row_word(form: str, row: str) -> str:
    if row == "normative_documents" and form == "2019":
        return "规范性文件"
    return raw_form()["rows"]["t2"][row]["zh"]


def _column_word(form: str, column: str) -> str:
    if column == "decisions" and form == "2021":
        return "本年处理决定数量"
    return wide(raw_form()["columns"]["t2"][column]["zh"])


def table3(form: str, printed: dict[str, str], single_other_row: bool = False) -> Table:
    """Table 3: three label columns and seven of figures. ``single_other_row``: (六) printed as one row."""
    grid = _Grid()
    grid.put(HEAD, 0, rowspan=3, colspan=3, head=True)
    grid.put("申请人情况", 3, colspan=7, head=True)
    grid.row += 1
    grid.put("自然人", 3, rowspan=2, head=True)
    grid.put("法人或其他组织", 4, colspan=5, head=True)
    grid.put("总计", 9, rowspan=2, head=True)
    grid.row += 1
    grid.cells(ORGANISATIONS, 4, head=True)
    grid.row += 1
    rows = _rows_of(form, single_other_row)
    result_height = sum(1 for r in rows if r not in ("new_received", "carried_in", "carried_out"))
    _body_rows(grid, rows, result_height, printed)
    return grid.table("t3", 10)


def _rows_of(form: str, single_other_row: bool) -> list[str]:
    rows = list(dict.fromkeys(c.split(".")[1] for c in forms()[form].cells if c.startswith("t3.")))
    if not single_other_row:
        return rows
    at = rows.index("other_no_supplement")
    return [*rows[:at], "other_total", *rows[at + 3 :]]


def _body_rows(grid: _Grid, rows: list[str], result_height: int, printed: dict[str, str]) -> None:
    entries = raw_form()["rows"]["t3"]
    for row in rows:
        group = entries[row].get("group", "")
        members = [r for r in rows if entries[r].get("group") == group]
        if row == "result_granted":
            grid.put("三、本年度办理结果", 0, rowspan=result_height, head=True)
        text = wide(entries[row]["zh"])
        if group in GROUPS and row != "other_total":
            if row == members[0]:
                grid.put(GROUPS[group], 1, rowspan=len(members), head=True)
            grid.put(text, 2, head=True)
        elif group:
            grid.put(text, 1, colspan=2, head=True)
        else:
            grid.put(text, 0, colspan=3, head=True)
        grid.cells([printed[f"t3.{row}.{c}"] for c in APPLICANTS], 3)
        grid.row += 1


def table4(printed: dict[str, str]) -> Table:
    """Table 4: fifteen figures under two rows of headers."""
    words = [raw_form()["columns"]["t4"][c]["zh"] for c in OUTCOMES]
    grid = _Grid()
    grid.put("行政复议", 0, colspan=5, head=True)
    grid.put("行政诉讼", 5, colspan=10, head=True)
    grid.row += 1
    for i, word in enumerate(words):
        grid.put(word, i, rowspan=2, head=True)
    grid.put("未经复议直接起诉", 5, colspan=5, head=True)
    grid.put("复议后起诉", 10, colspan=5, head=True)
    grid.row += 1
    grid.cells([*words, *words], 5, head=True)
    grid.row += 1
    blocks = ("review", "litigation_direct", "litigation_after_review")
    grid.cells([printed[f"t4.{b}.{c}"] for b in blocks for c in OUTCOMES], 0)
    grid.row += 1
    return grid.table("t4", 15)


def statistics_table(values: dict[str, int]) -> Table:
    """The statistics table of 2014–2018: label, unit, figure; chapter rows carry dashes."""
    grid = _Grid()
    grid.cells(("统计指标", "单位", "统计数"), 0, head=True)
    grid.row += 1
    for row, entry in raw_form()["rows"]["s14"].items():
        if row in S14_SKIPPED:
            continue
        if row in CHAPTERS:
            grid.cells((CHAPTERS[row], "——", "——"), 0)
            grid.row += 1
        grid.cells((wide(entry["zh"]), entry["unit"], str(values.get(row, 0))), 0)
        grid.row += 1
    return grid.table("s14", 3)
