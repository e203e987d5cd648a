"""CAR: lists, stocks and open cases that go on from the report of one year into the next."""

from __future__ import annotations

import numpy as np
import pandas as pd

from audit.form import APPLICANTS
from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.comparisons import between, explained
from audit.rules.measures import (
    EPSILON,
    because,
    column_label,
    figure,
    listing,
    listing_zh,
    terms,
)
from audit.rules.stocks import DOCUMENTS, FORM_2019, MATTERS

BLOCKS = ("review", "litigation_direct", "litigation_after_review")
NEW, IN, OUT = "t3.new_received", "t3.carried_in", "t3.carried_out"


@rule(
    "CAR-04",
    "item-list-break",
    en="The list of items does not follow from the year before",
    zh="上一年项目数量与上一年度报告不衔接",
    severity=Severity.medium,
    sides=("this_year", "carried_forward"),
    basis_en=f"{FORM_2019[0]}, art. 20(5), (6), (8): items last year, change this year",
    basis_zh=f"{FORM_2019[1]}第二十条第（五）（六）（八）项：上一年项目数量、本年增/减",
    forms=("2019",),
    needs=tuple(f"t2.{row}" for row in MATTERS),
    why_zh="上一年度报告的项目数量加当年增减，即本年报告的“上一年项目数量”。不衔接，说明其中一年填错。",
    innocent_zh="权责清单在年度之间调整、职能划转（正文提到的，视为已有说明）；两年统计口径不同。",
)
def item_list(frames: Frames) -> Verdict:
    """The items of last year are not those that the report of last year leads to.

    *Why it matters*: Items last year and change make the items that the next report starts from. One of the two
    reports is wrong, or cases were filled in for items.

    *Innocent explanations*: A list of powers that was revised between the two dates: where the text says so, that
    explains it. Reports that cover different bodies.

    *Source*: 2019 form, table 2: 上一年项目数量, 本年增/减, in the reports for 2019 and 2020.
    """
    groups = [((f"t2.{row}.prior_items",), (f"t2.{row}.prior_items", f"t2.{row}.change")) for row in MATTERS]
    verdict = between(frames, groups, _item_gap, _say_items, Severity.medium, (0, 1))
    return explained(frames, verdict, "list_revised", "the text says that the list of matters was revised")


def _item_gap(now: np.ndarray, prior: np.ndarray, change: np.ndarray) -> np.ndarray:
    return np.abs(now - prior - change) > EPSILON


def _say_items(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    now, prior, change = values
    due = figure(float(prior) + float(change))
    return (
        now,
        due,
        f"{en}: {prior} items and a change of {change} the year before make {due}, "
        f"but {now} items are given for last year.",
        f"{zh}：上一年度报告项目数量{prior}项、增/减{change}项，合{due}项，而本年所填上一年项目数量为{now}项。",
    )


@rule(
    "CAR-05",
    "disclosed-stock-break",
    en="Documents disclosed in total fall, or rise by more than was disclosed",
    zh="对外公开总数量减少，或增加超过本年新公开",
    severity=Severity.low,
    sides=("this_year", "carried_forward"),
    confidence="medium",
    basis_en=f"{FORM_2019[0]}, art. 20(1): newly disclosed, disclosed in total",
    basis_zh=f"{FORM_2019[1]}第二十条第（一）项：本年新公开数量、对外公开总数量",
    forms=("2019",),
    needs=tuple(f"t2.{row}.disclosed_stock" for row in DOCUMENTS),
    why_zh="公开总数量只会因新公开而增加，因废止撤下而减少。变动超出本年新公开，前后两年必有一年统计不同。",
    innocent_zh="文件清理、废止后撤下（正文提到的，视为已有说明）；起算时间不同。",
)
def disclosed_stock(frames: Frames) -> Verdict:
    """The total disclosed is below that of the year before, or above it by more than was newly disclosed.

    *Why it matters*: The total grows by what is newly disclosed. Another change means that the two years were counted
    in different ways.

    *Innocent explanations*: Documents that were repealed and taken down: where the text speaks of a clean-up, that
    explains it. Another start of counting.

    *Source*: 2019 form, table 2: 本年新公开数量, 对外公开总数量, in the reports for 2019 and 2020.
    """
    groups = [
        ((f"t2.{row}.disclosed_stock", f"t2.{row}.disclosed"), (f"t2.{row}.disclosed_stock",))
        for row in DOCUMENTS
    ]
    verdict = between(
        frames,
        groups,
        lambda now, new, was: (now < was) | (now > was + new),
        _say_stock,
        Severity.low,
        (0, 2),
    )
    return explained(frames, verdict, "clean_up", "the text speaks of a clean-up of documents")


def _say_stock(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    now, new, was = values
    most = figure(float(was) + float(new))
    return (
        now,
        f"{was} to {most}",
        f"{en}: {was} disclosed in total the year before, {new} newly disclosed, but {now} in total this year.",
        f"{zh}：上一年度公开总数量{was}件，本年新公开{new}件，而本年公开总数量为{now}件。",
    )


@rule(
    "CAR-06",
    "bridge-between-forms",
    en="Documents in force at the start of 2021 are far from those disclosed by 2020",
    zh="2021年初有效件数与2020年公开总数量相差较大",
    severity=Severity.low,
    sides=("this_year", "last_year"),
    confidence="low",
    basis_en="Forms of 2019 (disclosed in total) and 2021 (issued, repealed, in force), table 2",
    basis_zh="2019年格式（对外公开总数量）与2021年格式（本年制发、废止、现行有效）表二",
    forms=("2021",),
    years=(2021, 2021),
    needs=tuple(f"t2.{row}.in_force" for row in DOCUMENTS),
    why_zh="两种格式的存量口径不同，但同一机关应当相近；相差悬殊，往往有一年只填了当年数或填了信息条数。",
    innocent_zh="公开总数含已失效文件，现行有效不含：差额在两成以内或不超过五件的不提示；大规模清理（正文提到的，视为已有说明）。",
    options=(
        Option(
            "share",
            0.2,
            "largest difference as a share of the total of 2020",
            "允许的相对差（占2020年总数的比例）",
        ),
        Option("least", 5, "largest difference in documents", "允许的件数差"),
    ),
)
def bridge(frames: Frames, share: float, least: float) -> Verdict:
    """The stock at the start of 2021 (in force, less issued, plus repealed) is far from the total disclosed by 2020.

    *Why it matters*: The two forms define the stock in different ways, but of one body the two should be alike. Far
    apart, one of them counts something else: the year alone, or posts of the website.

    *Innocent explanations*: The total disclosed holds lapsed documents too, the stock in force does not: small
    differences are passed over, and a clean-up that the text speaks of explains a large one.

    *Source*: Table 2, art. 20(1), of the forms of 2019 and 2021.
    """
    groups = [
        (tuple(f"t2.{row}.{c}" for c in ("in_force", "issued", "repealed")), (f"t2.{row}.disclosed_stock",))
        for row in DOCUMENTS
    ]

    def far(stock: np.ndarray, new: np.ndarray, gone: np.ndarray, was: np.ndarray) -> np.ndarray:
        gap = np.abs(stock - new + gone - was)
        return (gap > share * was) & (gap > least)

    verdict = between(frames, groups, far, _say_bridge, Severity.low, (0, 3))
    return explained(frames, verdict, "clean_up", "the text speaks of a clean-up of documents")


def _say_bridge(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    stock, new, gone, was = values
    start = figure(float(stock) - float(new) + float(gone))
    return (
        start,
        was,
        f"{en}: {stock} in force - {new} issued + {gone} repealed = {start} at the start of 2021, "
        f"but {was} disclosed in total by 2020.",
        f"{zh}：现行有效{stock}件－本年制发{new}件＋本年废止{gone}件＝年初{start}件，而2020年对外公开总数量为{was}件。",
    )


@rule(
    "CAR-07",
    "pending-cases-vanish",
    en="Fewer reviews or suits than were pending at the end of the year before",
    zh="复议诉讼总计少于上一年度尚未审结数",
    severity=Severity.medium,
    basis_en="Forms of 2019 and 2021, table 4: pending cases are decided, or pending, the year after",
    basis_zh="2019年、2021年格式表四：上一年度尚未审结的案件，下一年度应为已审结或尚未审结",
    forms=("2019", "2021"),
    needs=("t4",),
    why_zh="上年未审结的案件，本年要么审结、要么仍未审结，都应计入本年总计。少了，说明案件漏报。",
    innocent_zh="案件被撤回或终止（正文提到的，视为已有说明）；本机关只统计当年新收案件。",
)
def pending(frames: Frames) -> Verdict:
    """The total of a block of table 4 is smaller than the number that was pending in the year before.

    *Why it matters*: A case that is pending at the end of a year is decided or still pending in the next. Fewer means
    that cases were left out.

    *Innocent explanations*: Cases that were withdrawn: where the text says so, that explains it. A body that counts
    the new cases of the year only.

    *Source*: Table 4 in the forms of 2019 and 2021: 尚未审结, 总计.
    """
    groups = [((f"t4.{block}.total",), (f"t4.{block}.pending",)) for block in BLOCKS]
    verdict = between(frames, groups, lambda now, was: now < was, _say_pending, Severity.medium, (0,))
    return explained(frames, verdict, "withdrawn", "the text says that cases were withdrawn")


def _say_pending(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    now, was = values
    return (
        now,
        f"at least {was}",
        f"{en}: {was} pending at the end of the year before, but only {now} in all this year.",
        f"{zh}：上一年度尚未审结{was}件，而本年总计仅{now}件。",
    )


@rule(
    "CAR-09",
    "backlog-older-than-a-year",
    en="Requests are carried on that came in before this year",
    zh="结转下年的申请中有上年收到的",
    severity=Severity.high,
    basis_en="Regulation (2019), art. 33: a reply in 20 working days, extended by at most 20",
    basis_zh="《政府信息公开条例》（2019年修订）第三十三条：二十个工作日内答复，延长不超过二十个工作日",
    forms=("2019", "2021"),
    needs=(NEW, OUT),
    why_zh="结转下年的多于本年新收的，差额必是上年结转、一整年仍未办结的申请，早已超过法定答复期限。",
    innocent_zh="征求第三方意见、诉讼等期间不计入期限（正文提到的，视为已有说明）；收与办本身不平衡的，先看 ARI-01。",
)
def old_backlog(frames: Frames) -> Verdict:
    """In a column of table 3 more requests are carried on to next year than came in this year.

    *Why it matters*: The difference came in before this year and is open after twelve months. Art. 33 gives forty
    working days at most.

    *Innocent explanations*: Time for asking third parties does not count: where the text speaks of it, or of a stay,
    that explains it. A column that does not balance is a fault of its own (ARI-01), and nothing is said of it here.

    *Source*: Regulation (2019), art. 33; table 3, 本年新收, 结转下年度继续办理.
    """
    given = terms(frames)
    new, carried_in, done, out = (
        np.column_stack([given.known(f"t3.{row}.{a}") for a in APPLICANTS])
        for row in ("new_received", "carried_in", "result_total", "carried_out")
    )
    even = np.abs(new + carried_in - done - out) <= EPSILON
    old = even & (out > new + EPSILON)
    found = [
        _say_old(str(given.report_ids[r]), np.flatnonzero(old[r]).tolist(), new[r], out[r])
        for r in np.flatnonzero(old.any(axis=1)).tolist()
    ]
    total = np.isnan(new[:, -1]) | np.isnan(out[:, -1])
    uneven = ~even.all(axis=1) & ~total
    verdict = Verdict(
        pd.DataFrame(found),
        cannot_tell=because(given.report_ids[total], "the requests received or carried on are not known"),
        clear=because(given.report_ids[uneven], "columns that do not balance or are not known are left out"),
    )
    return explained(frames, verdict, "suspended", "the text speaks of third parties or of a stay")


def _say_old(report: str, columns: list[int], new: np.ndarray, out: np.ndarray) -> dict[str, object]:
    names = [APPLICANTS[n] for n in columns]
    kinds = [n for n in columns if names != ["total"] and APPLICANTS[n] != "total"]
    least = figure(max(sum(out[n] - new[n] for n in kinds), *(out[n] - new[n] for n in columns)))
    labels = [column_label(f"{NEW}.{name}") for name in names]
    pairs = [(figure(new[n]), figure(out[n])) for n in columns]
    en = [f"{a[0]}: {b} received, {c} carried on" for a, (b, c) in zip(labels, pairs, strict=True)]
    zh = [f"{a[1]}新收{b}件、结转下年{c}件" for a, (b, c) in zip(labels, pairs, strict=True)]
    return {
        "report_id": report,
        "cells": [f"{row}.{name}" for name in names for row in (NEW, OUT)],
        "observed": listing([c for _, c in pairs]),
        "expected": "at most " + listing([b for b, _ in pairs]),
        "message_en": f"At least {least} request(s) from before this year are still open: {listing(en)}.",
        "message_zh": f"至少有{least}件本年以前收到的申请仍未办结：{listing_zh(zh)}。",
    }
