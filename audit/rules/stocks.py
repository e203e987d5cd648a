"""ARI: stocks and flows of table 2 that belong together in one report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import Terms, column_of, figure, listing, named, reasons, row_label, terms

DOCUMENTS = ("regulations", "normative_documents")
MATTERS = ("licensing", "other_services", "penalty", "coercion", "fees")
FORM_2019 = (
    "Form annexed to notice 国办公开办函〔2019〕60号, table 2",
    "国办公开办函〔2019〕60号所附格式表二",
)
FORM_2021 = (
    "Form annexed to notice 国办公开办函〔2021〕30号, table 2",
    "国办公开办函〔2021〕30号所附格式表二",
)
Say = Callable[[str, str, list[str]], tuple[str, str, str, str]]


@rule(
    "ARI-07",
    "stock-below-flow",
    en="Fewer documents disclosed in total than in this year alone",
    zh="对外公开总数量小于本年新公开数量",
    severity=Severity.medium,
    basis_en=f"{FORM_2019[0]}, art. 20(1): disclosed in total and newly disclosed",
    basis_zh=f"{FORM_2019[1]}第二十条第（一）项：对外公开总数量、本年新公开数量",
    forms=("2019",),
    needs=("t2.regulations", "t2.normative_documents"),
    why_zh="对外公开总数量包含本年新公开的数量，不会比它小；填反或口径不一时才会出现。",
    innocent_zh="文件当年公开、当年又撤下。",
)
def stock_below_flow(frames: Frames) -> Verdict:
    """The number of documents disclosed to date is smaller than the number disclosed in this year.

    *Why it matters*: What was disclosed this year is part of what has been disclosed to date. The two columns
    were mixed up, or counted differently.

    *Innocent explanations*: A document that was disclosed and withdrawn within the year.

    *Source*: 2019 form, table 2, art. 20(1): 本年新公开数量, 对外公开总数量.
    """
    groups = [(f"t2.{row}.disclosed_stock", f"t2.{row}.disclosed") for row in DOCUMENTS]
    return _compared(frames, groups, lambda stock, flow: stock < flow, _say_stock)


def _say_stock(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    stock, flow = values
    return (
        stock,
        f"at least {flow}",
        f"{en}: {stock} disclosed in total, but {flow} disclosed in this year alone.",
        f"{zh}：对外公开总数量{stock}件，小于本年新公开数量{flow}件。",
    )


@rule(
    "ARI-09",
    "negative-item-count",
    en="More items taken away than there were",
    zh="项目数量增减后为负",
    severity=Severity.high,
    basis_en=f"{FORM_2019[0]}, art. 20(5), (6), (8): items last year, change this year",
    basis_zh=f"{FORM_2019[1]}第二十条第（五）（六）（八）项：上一年项目数量、本年增/减",
    forms=("2019",),
    needs=tuple(f"t2.{row}" for row in MATTERS),
    why_zh="上一年项目数量加本年增减即现有项目数量，不可能为负。",
    innocent_zh="负号在转换文件时丢失或误加。",
)
def negative_item_count(frames: Frames) -> Verdict:
    """The items of last year and the change of this year add up to less than none.

    *Why it matters*: The sum is the number of items that the body has now. It cannot be below zero.

    *Innocent explanations*: A minus sign that was lost or made when the file was converted.

    *Source*: 2019 form, table 2: 上一年项目数量, 本年增/减. The change may be negative (guidance of Hubei
    for 2020).
    """
    groups = [(f"t2.{row}.prior_items", f"t2.{row}.change") for row in MATTERS]
    return _compared(frames, groups, lambda prior, change: prior + change < 0, _say_items)


def _say_items(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    prior, change = values
    return (
        change,
        f"not below -{prior}",
        f"{en}: {prior} items last year and a change of {change} leave less than none.",
        f"{zh}：上一年项目数量{prior}项，本年增/减{change}项，增减后为负。",
    )


@rule(
    "ARI-10",
    "in-force-below-flow",
    en="Fewer documents in force than this year's own would leave",
    zh="现行有效件数小于本年制发减废止",
    severity=Severity.high,
    basis_en=f"{FORM_2021[0]}, art. 20(1): issued, repealed, in force",
    basis_zh=f"{FORM_2021[1]}第二十条第（一）项：本年制发件数、本年废止件数、现行有效件数",
    forms=("2021",),
    needs=("t2.regulations", "t2.normative_documents"),
    why_zh="上年末现行有效件数不会小于零，因此年末件数不会小于本年制发减本年废止。",
    innocent_zh="有期限的文件自动失效而未计入废止；把修改也计入制发。",
)
def in_force_below_flow(frames: Frames) -> Verdict:
    """The stock in force at the end of the year is smaller than what was issued less what was repealed.

    *Why it matters*: The stock at the start of the year was not below zero, so the stock at its end cannot be
    below what the year added.

    *Innocent explanations*: Documents that lapsed at the end of their term and were not counted as repealed;
    amendments counted as issued.

    *Source*: 2021 form, table 2, art. 20(1): 本年制发件数, 本年废止件数, 现行有效件数.
    """
    groups = [tuple(f"t2.{row}.{c}" for c in ("in_force", "issued", "repealed")) for row in DOCUMENTS]
    return _compared(frames, groups, lambda stock, new, gone: stock < new - gone, _say_in_force)


def _say_in_force(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    stock, new, gone = values
    least = figure(float(new) - float(gone))
    return (
        stock,
        f"at least {least}",
        f"{en}: {stock} in force, but {new} issued less {gone} repealed leave at least {least}.",
        f"{zh}：现行有效{stock}件，而本年制发{new}件减废止{gone}件，至少应有{least}件。",
    )


@rule(
    "ARI-11",
    "lone-procurement-figure",
    en="Procurement has projects without an amount, or an amount without projects",
    zh="政府集中采购的项目数量与金额只填其一",
    severity=Severity.medium,
    basis_en=f"{FORM_2019[0]}, art. 20(9); Regulation art. 20(9)",
    basis_zh=f"{FORM_2019[1]}第二十条第（九）项；《条例》第二十条第九项",
    forms=("2019",),
    needs=("t2.procurement",),
    why_zh="有采购项目就有金额，有金额就有项目；只填其一，说明另一栏漏填或填错。",
    innocent_zh="项目已立项而金额年末尚未结算；框架协议采购。",
)
def lone_procurement(frames: Frames) -> Verdict:
    """Centralized procurement shows projects but no amount, or an amount but no project.

    *Why it matters*: Each project has its price. One of the two columns was left out or filled in wrongly.

    *Innocent explanations*: An amount that was not yet settled at the end of the year; framework purchases.

    *Source*: 2019 form, table 2, art. 20(9): 采购项目数量, 采购总金额; Regulation (2019), art. 20(9).
    """
    groups = [("t2.procurement.projects", "t2.procurement.amount")]
    return _compared(frames, groups, lambda n, money: (n > 0) != (money > 0), _say_procurement, needed=())


def _say_procurement(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    projects, amount = values
    return (
        f"{projects} / {amount}",
        "both or neither above zero",
        (
            f"{en}: projects / amount are {projects} / {amount}; one of the two is above zero and the "
            "other is not."
        ),
        f"{zh}：采购项目数量、采购总金额为 {projects} / {amount}，一项大于零而另一项为零。",
    )


def _compared(
    frames: Frames,
    groups: Sequence[tuple[str, ...]],
    fails: Callable[..., np.ndarray],
    say: Say,
    needed: tuple[int, ...] = (0,),
) -> Verdict:
    """Compare the cells of each group in all reports.

    ``needed``: which cells must be printed (a blank stock is no stock of zero); the others count as zero
    if blank.
    """
    given = terms(frames)
    found: list = []
    lost: dict = {}
    blank: dict = {}
    for cells in groups:
        values = [given.printed(c) if n in needed else given.known(c) for n, c in enumerate(cells)]
        told = ~np.isnan(values).any(axis=0)
        broken = told & fails(*(np.nan_to_num(v) for v in values))
        found += [_finding(given, r, cells, [figure(v[r]) for v in values], say) for r in _rows(broken)]
        for r in _rows(~told & given.active[:, column_of()[cells[0]]]):
            unknown = [c for c, v in zip(cells, values, strict=True) if np.isnan(v[r])]
            lost.setdefault(given.report_ids[r], f"not known: {named(given, r, unknown)}")
        for r in _rows(told & given.is_zero(*cells)):
            blank.setdefault(
                given.report_ids[r], f"blank counted as zero: {listing(_blanks(given, r, cells))}"
            )
    return Verdict(pd.DataFrame(found), cannot_tell=reasons(lost), clear=reasons(blank))


def _rows(mask: np.ndarray) -> list[int]:
    return np.flatnonzero(mask).tolist()


def _blanks(given: Terms, report: int, cells: Sequence[str]) -> list[str]:
    return [c for c in cells if given.zero[report, column_of()[c]]]


def _finding(
    given: Terms, report: int, cells: Sequence[str], values: list[str], say: Say
) -> dict[str, object]:
    blanks = _blanks(given, report, cells)
    observed, expected, en, zh = say(*row_label(cells[0]), values)
    return {
        "report_id": given.report_ids[report],
        "cells": list(cells),
        "observed": observed,
        "expected": expected,
        "message_en": en + (f" Blank cells counted as zero: {listing(blanks)}." if blanks else ""),
        "message_zh": zh + (f"空白按零计：{'、'.join(blanks)}。" if blanks else ""),
        "confidence": "medium" if blanks else "high",
    }
