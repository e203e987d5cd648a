"""NUM: how figures are printed in the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from audit.form import cell as form_cell
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    Terms,
    because,
    codes,
    column_label,
    column_of,
    figure,
    listing,
    listing_zh,
    of_kind,
    once,
    row_label,
    terms,
    tested,
)

SHOWN = 6
"""Places quoted of a fault that a report has in many cells."""
TABLES = ("t2", "t3", "t4")
NAMES = {"t2": ("table 2", "表二"), "t3": ("table 3", "表三"), "t4": ("table 4", "表四")}
THOUSANDS = 3


@cache
def _counts() -> np.ndarray:
    """Which cells of all forms hold whole numbers."""
    return np.array([not form_cell(c).decimal for c in codes()])


@cache
def _unsigned() -> np.ndarray:
    return np.array([not form_cell(c).signed for c in codes()])


def _label(code: str) -> tuple[str, str]:
    (row, row_zh), (column, column_zh) = row_label(code), column_label(code)
    return f"{row} / {column}", f"{row_zh}·{column_zh}"


def _per_report(
    given: Terms, wrong: np.ndarray, say: Callable[[list[str], list[str]], tuple[str, str, str]]
) -> list[dict[str, object]]:
    """One finding a report with cells in ``wrong``: say(English places, Chinese places) → expected and messages."""
    found = []
    for report in np.flatnonzero(wrong.any(axis=1)).tolist():
        cells = [codes()[n] for n in np.flatnonzero(wrong[report])]
        values = [figure(given.value[report, column_of()[c]]) for c in cells]
        labels = [_label(c) for c in cells]
        en = [f"{a[0]} {v}" for a, v in zip(labels, values, strict=True)]
        zh = [f"{a[1]}{v}" for a, v in zip(labels, values, strict=True)]
        expected, message, message_zh = say(en, zh)
        found.append(
            {
                "report_id": given.report_ids[report],
                "cells": cells,
                "observed": listing(values),
                "expected": expected,
                "message_en": message,
                "message_zh": message_zh,
            }
        )
    return found


def _no_figure(given: Terms) -> pd.Series:
    """Reports of which no cell was read, although their form has some; and those without any table."""
    bare = given.active.any(axis=1) & ~given.number.any(axis=1)
    return because(given.report_ids[bare], "no figure of the tables was read")


def _no_tables(given: Terms) -> pd.Series:
    return because(given.report_ids[~given.active.any(axis=1)], "the report has no table of a form")


@rule(
    "NUM-03",
    "decimal-count",
    en="A count with decimals",
    zh="件数带小数",
    severity=Severity.high,
    basis_en="Forms: cells count cases, documents or persons; Regulation (2019), art. 6 (accurate)",
    basis_zh="报告格式：各栏为件数、人次等整数；《条例》第六条（准确）",
    needs=("t2", "t3", "t4", "s14"),
    why_zh="件数只能是整数。出现小数，多半是把金额、百分比填进了件数栏，或小数点点错。",
    innocent_zh="千位分隔符误作小数点（小数恰为三位的降为中并注明）；1.0 等同整数，不提示。",
)
def decimal_count(frames: Frames) -> Verdict:
    """A cell that counts something prints a number that is not whole.

    *Why it matters*: Cases are whole. An amount or a percentage stands in the wrong cell, or a point is out of place.

    *Innocent explanations*: A point for a comma between thousands: three decimals lower the severity, and the message
    says so. 1.0 is a whole number.

    *Source*: Units of the forms of 2014 to 2021.
    """
    given = terms(frames)
    gap = np.abs(given.value - np.round(given.value))
    wrong = given.number & (gap > 1e-9) & _counts()
    found = _per_report(given, wrong, _say_decimal)
    for one in found:
        _weigh(one, given)
    return Verdict(pd.DataFrame(found), cannot_tell=_no_figure(given), not_applicable=_no_tables(given))


def _say_decimal(en: list[str], zh: list[str]) -> tuple[str, str, str]:
    return "whole numbers", f"Counts with decimals: {listing(en)}.", f"件数带小数：{listing_zh(zh)}。"


def _weigh(one: dict[str, Any], given: Terms) -> None:
    """Three decimals in every cell: the point may stand for a comma between thousands."""
    report = int(np.flatnonzero(given.report_ids == one["report_id"])[0])
    values = [given.value[report, column_of()[c]] for c in one["cells"]]
    if all(len(figure(v).partition(".")[2]) == THOUSANDS for v in values):
        one["severity"], one["confidence"] = "medium", "medium"
        one["message_en"] = f"{one['message_en']} The point may stand for a comma between thousands."
        one["message_zh"] = f"{one['message_zh']}小数点可能本为千位分隔符。"


@rule(
    "NUM-04",
    "negative-count",
    en="A negative count",
    zh="件数为负",
    severity=Severity.high,
    basis_en="Forms: only the change of items may be negative; Regulation (2019), art. 6 (accurate)",
    basis_zh="报告格式：仅“本年增/减”可为负数；《条例》第六条（准确）",
    needs=("t2", "t3", "t4", "s14"),
    why_zh="件数、金额不会小于零。负号或是误填，或是把增减数填进了别的栏。",
    innocent_zh="“本年增/减”栏可以为负，不提示；单独一个横线表示没有，不是负数。",
)
def negative_count(frames: Frames) -> Verdict:
    """A cell other than the change of items prints a number below zero.

    *Why it matters*: There are no fewer than no cases. The sign is wrong, or a change stands in the wrong column.

    *Innocent explanations*: The change of items may be negative. A dash alone is no sign.

    *Source*: Forms of 2014 to 2021; guidance of Hubei for 2020 on 本年增/减.
    """
    given = terms(frames)
    wrong = given.number & (given.value < 0) & _unsigned()
    found = _per_report(given, wrong, _say_negative)
    return Verdict(pd.DataFrame(found), cannot_tell=_no_figure(given), not_applicable=_no_tables(given))


def _say_negative(en: list[str], zh: list[str]) -> tuple[str, str, str]:
    return "not below 0", f"Below zero: {listing(en)}.", f"小于零：{listing_zh(zh)}。"


@rule(
    "NUM-05",
    "blanks-beside-zeros",
    en="Blanks or dashes beside zeros in one table",
    zh="同一表中空白、横线与零混用",
    severity=Severity.low,
    basis_en="Forms of 2019 and 2021; Regulation (2019), art. 6 (accurate)",
    basis_zh="2019年、2021年格式；《条例》第六条（准确）",
    forms=("2019", "2021"),
    needs=TABLES,
    why_zh="有的格填零、有的格留空，读者分不清空白是没有发生还是没有填报，汇总时也只能猜。",
    innocent_zh="规章一行不适用于无制定权的机关，整行留空或划线不提示；全表一律以空白表示零，也不提示。",
)
def blanks_beside_zeros(frames: Frames) -> Verdict:
    """A table prints zeros in some cells and leaves others blank, or strikes them.

    One finding a report. *Why it matters*: Nobody can tell whether a blank means none or not filled in.

    *Innocent explanations*: The row of government rules does not apply to bodies that make none: a whole row of blanks or
    dashes is passed over there. A table that leaves every zero blank is consistent. A blank total beside filled parts is
    ARI-05.

    *Source*: Forms of 2019 and 2021.
    """
    given = terms(frames)
    zero = given.number & (given.value == 0)
    empty = given.zero & ~_regulations_left_out(given)
    mixed = {t: empty[:, at].any(axis=1) & zero[:, at].any(axis=1) for t, at in _tables().items()}
    rows = np.flatnonzero(np.any(list(mixed.values()), axis=0)).tolist()
    found = [_say_mixed(given, r, [t for t in TABLES if mixed[t][r]], empty[r], zero[r]) for r in rows]
    return Verdict(pd.DataFrame(found), cannot_tell=_no_figure(given))


@cache
def _tables() -> dict[str, np.ndarray]:
    return {t: np.array([n for n, c in enumerate(codes()) if c.startswith(f"{t}.")]) for t in TABLES}


def _regulations_left_out(given: Terms) -> np.ndarray:
    """The row of government rules in reports that print no figure in it."""
    row = np.array([c.startswith("t2.regulations.") for c in codes()])
    bare = np.asarray(~given.number[:, row].any(axis=1))
    return bare[:, None] & row


def _say_mixed(
    given: Terms, report: int, tables: list[str], empty: np.ndarray, zero: np.ndarray
) -> dict[str, object]:
    cells, en, zh = [], [], []
    for table in tables:
        at = _tables()[table]
        blank = [codes()[n] for n in at if empty[n]]
        cells += blank
        en.append(
            f"{NAMES[table][0]} has {int(zero[at].sum())} zeros and {len(blank)} cells left blank or struck"
        )
        zh.append(f"{NAMES[table][1]}填零{int(zero[at].sum())}格，留空或划线{len(blank)}格")
    return {
        "report_id": given.report_ids[report],
        "cells": cells,
        "shown": cells[:SHOWN],
        "observed": f"{len(cells)} blank",
        "expected": "0",
        "message_en": f"Zeros and blanks in one table: {'; '.join(en)}.",
        "message_zh": f"同一表中零与空白混用：{'；'.join(zh)}。",
    }


@once
def _odd_prints(frames: Frames) -> pd.DataFrame:
    """Cells of forms that print a figure in other characters than plain digits and points."""
    facts = frames.facts
    odd = ~facts["raw"].str.isascii().fillna(True) | facts["raw"].str.contains(",", regex=False, na=False)
    facts = facts[odd.to_numpy(dtype=bool)]
    return _in_order(facts[facts["state"].eq("number") & ~facts["cell"].str.startswith("other.")])


def _in_order(facts: pd.DataFrame) -> pd.DataFrame:
    """Facts in the order of the forms, whatever the order in which they came."""
    place = facts["cell"].map(column_of())
    return facts.iloc[place.argsort(kind="stable")]


def _printed_so(
    frames: Frames, pattern: str, left_out: tuple[str, ...] = ()
) -> list[tuple[str, pd.DataFrame]]:
    """By report: the cells whose print holds the pattern."""
    odd = _odd_prints(frames)
    odd = odd[odd["raw"].str.contains(pattern, regex=True) & ~odd["cell"].isin(left_out)]
    return [(str(report), cells) for report, cells in odd.groupby("report_id", sort=False)]


def _say_print(report: str, cells: pd.DataFrame, en: str, zh: str, expected: str) -> dict[str, object]:
    raws = [" ".join(raw.split()) for raw in cells["raw"]]
    labels = [_label(c) for c in cells["cell"]]
    shown = [f"{a[0]} “{r}”" for a, r in zip(labels, raws, strict=True)]
    shown_zh = [f"{a[1]}“{r}”" for a, r in zip(labels, raws, strict=True)]
    return {
        "report_id": report,
        "cells": cells["cell"].tolist(),
        "shown": cells["cell"].tolist()[:SHOWN],
        "observed": listing(raws),
        "expected": expected,
        "message_en": f"{en}: {listing(shown)}.",
        "message_zh": f"{zh}：{listing_zh(shown_zh)}。",
    }


@rule(
    "NUM-06",
    "unusual-digits",
    en="Figures in unusual digits",
    zh="数字书写不规范",
    severity=Severity.info,
    basis_en="Forms: plain Arabic digits",
    basis_zh="报告格式：使用阿拉伯数字",
    needs=("t2", "t3", "t4", "s14"),
    why_zh="全角数字、千位分隔符、汉字数字会使程序漏读或错读；本工具已按所印数值读取。",
    innocent_zh="数值本身没有问题，仅供发布前统一书写时参考；正文中的汉字数字不提示。",
)
def unusual_digits(frames: Frames) -> Verdict:
    """Cells print full-width digits, separators between thousands, or Chinese numerals.

    *Why it matters*: Programs miss or misread them. Here they were read as printed.

    *Innocent explanations*: The figures are as good as others; this is for whoever tidies the draft. Numerals of the text
    are left alone.

    *Source*: Forms of 2014 to 2021.
    """
    pattern = r"[０-９]|[0-9],[0-9]{3}|^\s*[零〇一二三四五六七八九十百千]+"
    found = [
        _say_print(report, cells, "Unusual digits", "数字书写不规范", "plain digits")
        for report, cells in _printed_so(frames, pattern)
    ]
    given = terms(frames)
    return Verdict(pd.DataFrame(found), cannot_tell=_no_figure(given), not_applicable=_no_tables(given))


@rule(
    "NUM-07",
    "unit-in-cell",
    en="A unit written into the cell of a count",
    zh="单元格内写有单位",
    severity=Severity.info,
    basis_en="Forms: the unit stands in the head of the column",
    basis_zh="报告格式：单位已在表头注明或约定",
    needs=("t2", "t3", "t4", "s14"),
    why_zh="单元格内写“3件”“0.5元”，程序汇总时会当作文字；收费金额表头为万元，格内再写元，易差一万倍。",
    innocent_zh="采购总金额表头未印单位，格内写明单位是对的，不提示；本工具已按所印单位换算。",
)
def unit_in_cell(frames: Frames) -> Verdict:
    """A cell whose unit the form gives prints a unit of its own.

    *Why it matters*: Who adds up the cells by program gets text. In the column of fees, which is in 万元, a 元 in the cell
    is a factor of ten thousand.

    *Innocent explanations*: The form gives no unit for the amount of procurement: there the unit belongs into the cell.
    The figures were read in the unit as printed.

    *Source*: Forms of 2014 to 2021.
    """
    pattern = r"[0-9０-９]\s*(?:件|条|项|个|份|次|宗|起|人|篇|场|万元|亿元|元)"
    found = [
        _say_print(report, cells, "Units inside cells", "单元格内写有单位", "a number alone")
        for report, cells in _printed_so(frames, pattern, ("t2.procurement.amount",))
    ]
    given = terms(frames)
    return Verdict(pd.DataFrame(found), cannot_tell=_no_figure(given), not_applicable=_no_tables(given))


@rule(
    "NUM-10",
    "merged-cells",
    en="Figures of neighbouring cells ran together",
    zh="相邻单元格的数字并在一起",
    severity=Severity.medium,
    basis_en="Forms of 2019 and 2021: a figure in each cell",
    basis_zh="2019年、2021年格式：一格一数",
    needs=("t2", "t3", "s14"),
    about="copy",
    why_zh="一行数字之间没有间隔，便有几种读法；本工具不猜，相应单元格未读，有关规则不作判断。请查看原件。",
    innocent_zh="多由网页或抓取程序造成，原件并无此问题：记为副本问题，不记为机关差错。",
)
def merged_cells(frames: Frames) -> Verdict:
    """The figures of a row are printed without a gap and can be divided in several ways; or one figure is two, which the
    sum of its row gives away.

    *Why it matters*: The row was not read, and rules that need it cannot tell. A person must look at the original.

    *Innocent explanations*: Mostly made by the page or by the program that saved it. This is about the copy, not the body.

    *Source*: Real pages of 2012 to 2020 whose cells ran together.
    """
    found = _run_rows(frames) + _joined_figures(frames)
    given = terms(frames)
    return Verdict(pd.DataFrame(found), cannot_tell=_no_figure(given), not_applicable=_no_tables(given))


def _run_rows(frames: Frames) -> list[dict[str, object]]:
    facts = frames.facts[frames.facts["state"].eq("unreadable")]
    facts = facts[~facts["cell"].str.startswith("other.")]
    together = facts["raw"].str.fullmatch(r"[-−]?[0-9][-−0-9.\s]*(?:万?元)?", na=False)
    facts = facts[together & facts["raw"].str.contains(r"[0-9]\s*[0-9]", na=False)]
    facts = _in_order(facts[facts.duplicated(["report_id", "locator"], keep=False)])
    return [_say_run(str(report), rows) for report, rows in facts.groupby("report_id", sort=False)]


def _say_run(report: str, facts: pd.DataFrame) -> dict[str, object]:
    first = facts.drop_duplicates("locator")
    rows = [row_label(c) for c in first["cell"]]
    raws = [" ".join(raw.split()) for raw in first["raw"]]
    en = [f"{a[0]} “{r}”" for a, r in zip(rows, raws, strict=True)]
    zh = [f"{a[1]}“{r}”" for a, r in zip(rows, raws, strict=True)]
    return {
        "report_id": report,
        "cells": facts["cell"].tolist(),
        "shown": first["cell"].tolist()[:SHOWN],
        "subject": "rows run together",
        "observed": listing(raws),
        "expected": "a gap between figures",
        "message_en": f"{len(first)} row(s) print their figures without a gap and were not read: {listing(en)}.",
        "message_zh": f"{len(first)}行数字之间没有间隔，未能读出：{listing_zh(zh)}。",
    }


def _joined_figures(frames: Frames) -> list[dict[str, object]]:
    """Rows of table 3 that do not add up, but do if one figure is parted and a blank beside it filled."""
    given = of_kind(tested(frames), "row")
    found = []
    for report, identity in zip(*(axis.tolist() for axis in np.nonzero(given.broken)), strict=True):
        ways = list(
            _partings(given.terms, report, given.identities[identity].parts, given.wholes[report, identity])
        )
        if len(ways) == 1:
            found.append(_say_joined(given.terms, report, given.identities[identity].wholes[0], *ways[0]))
    return found


def _partings(given: Terms, report: int, parts: tuple[str, ...], total: float) -> Any:
    """(cell, its neighbour, first, second): the partings of one figure that make the row add up."""
    at = [column_of()[c] for c in parts]
    values, blank = given.value[report, at], given.zero[report, at]
    for n, cell in enumerate(parts):
        digits = figure(values[n])
        for place in range(1, len(digits) if digits.isdigit() and given.number[report, at[n]] else 0):
            first, second = digits[:place], digits[place:]
            if second.startswith("0") and second != "0":
                continue
            right = n + 1 < len(parts) and blank[n + 1]
            if right and abs(values.sum() - values[n] + float(first) + float(second) - total) < 1e-6:
                yield cell, parts[n + 1], first, second


def _say_joined(
    given: Terms, report: int, total: str, cell: str, neighbour: str, first: str, second: str
) -> dict[str, object]:
    en, zh = _label(cell)
    printed = figure(given.value[report, column_of()[cell]])
    return {
        "report_id": given.report_ids[report],
        "cells": [cell, neighbour, total],
        "observed": printed,
        "expected": f"{first} | {second}",
        "confidence": "medium",
        "about": "extraction",
        "message_en": f"{en}: {printed} may be {first} and {second} of the blank cell beside it; then the row adds up.",
        "message_zh": f"{zh}：{printed}可能是{first}与右侧空白格的{second}并在一起，分开后该行即平。",
    }
