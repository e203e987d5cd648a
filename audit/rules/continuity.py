"""CAR: carry-over and continuity between the reports of one body."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from audit.form import APPLICANTS
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.comparisons import qualified
from audit.rules.measures import (
    EPSILON,
    agreed,
    among,
    because,
    column_label,
    figure,
    joined,
    named,
    pairs,
    reasons,
    row_label,
    terms,
    unpaired,
)
from audit.rules.vocabulary import any_of, prose

FORM_EN = "Forms annexed to notices 国办公开办函〔2019〕60号 and 〔2021〕30号"
FORM_ZH = "国办公开办函〔2019〕60号、〔2021〕30号所附格式"
DOCUMENTS = ("regulations", "normative_documents")
IN, OUT = "t3.carried_in", "t3.carried_out"


@rule(
    "CAR-01",
    "carry-over-mismatch",
    en="Requests carried in are not those carried out the year before",
    zh="上年结转数与上一年度结转下年数不符",
    severity=Severity.high,
    sides=("this_year", "last_year"),
    basis_en=f"{FORM_EN}, table 3: what is carried in is what the report of the year before carried out",
    basis_zh=f"{FORM_ZH}表三：上年结转即上一年度报告的结转下年度继续办理",
    forms=("2019", "2021"),
    needs=(f"{IN}.total", f"{OUT}.total"),
    why_zh="申请不会在两份报告之间消失或凭空出现。首尾不接，说明其中一年的数字有误，或者申请漏办。",
    innocent_zh="机构合并或分立；事后公开更正；两年统计口径不同（此时降为中等并注明）。",
)
def carry_over(frames: Frames) -> Verdict:
    """The number carried in from last year is not the number that last year's report carried out.

    *Why it matters*: Requests neither vanish nor appear between two reports. One of the two years is
    wrong, or requests were lost.

    *Innocent explanations*: Bodies were merged or split; a correction was published; the two reports
    cover different bodies, which lowers the severity and is said.

    *Source*: Table 3 in the forms of 2019 and 2021: 上年结转政府信息公开申请数量, 结转下年度继续办理.
    """
    two = _balances(frames, "total")
    one, unsure = agreed(two, ["was"])
    broken = one[(one["now"] - one["was"]).abs() > EPSILON]
    found = [_say_carry_over(row) for row in broken.to_dict("records")]
    return Verdict(pd.DataFrame(found), cannot_tell=joined(unsure, _unknown(frames, one), unpaired(frames)))


def _balances(frames: Frames, applicant: str) -> pd.DataFrame:
    """``pairs`` with this year's opening (now) and last year's closing balance (was) of one column."""
    given, two = terms(frames), pairs(frames)
    now, was = f"{IN}.{applicant}", f"{OUT}.{applicant}"
    return two.assign(
        now=given.known(now)[two["at"]],
        was=given.known(was)[two["before"]],
        blank=given.is_zero(now)[two["at"]] | given.is_zero(was)[two["before"]],
    )


def _unknown(frames: Frames, one: pd.DataFrame, applicants: tuple[str, ...] = ("total",)) -> pd.Series:
    """Why the two balances cannot be compared: which of them is not known, and how it is printed."""
    given, found = terms(frames), {}
    for row in one[one["now"].isna() | one["was"].isna()].to_dict("records"):
        lost = named(given, row["at"], [f"{IN}.{a}" for a in applicants]) if np.isnan(row["now"]) else ""
        gone = named(given, row["before"], [f"{OUT}.{a}" for a in applicants]) if np.isnan(row["was"]) else ""
        found[row["report_id"]] = "not known: " + "; ".join(
            part for part in (lost, gone and f"in the report of the year before {gone}") if part
        )
    return reasons(found)


def _say_carry_over(row: dict[str, Any]) -> dict[str, object]:
    now, was = figure(row["now"]), figure(row["was"])
    finding = {
        "report_id": row["report_id"],
        "cells": [f"{IN}.total"],
        "elsewhere": [(row["previous"], f"{OUT}.total")],
        "observed": now,
        "expected": was,
        "difference": row["now"] - row["was"],
        "message_en": f"{now} carried in, but the report of the year before carried out {was}.",
        "message_zh": f"上年结转{now}件，而上一年度报告结转下年{was}件。",
    }
    return qualified(finding, row, Severity.high)


@rule(
    "CAR-02",
    "carry-over-shift",
    en="Requests carried over moved to other applicants",
    zh="结转申请的申请人类别前后不一",
    severity=Severity.medium,
    sides=("this_year", "last_year"),
    basis_en=f"{FORM_EN}, table 3 columns of applicants",
    basis_zh=f"{FORM_ZH}表三各类申请人栏",
    forms=("2019", "2021"),
    needs=(IN, OUT),
    why_zh="结转的申请还是那些人提出的，申请人类别不会变。总数相符而分栏不符，说明填表时移了栏。",
    innocent_zh="两年之间对申请人重新归类。",
)
def carry_over_shift(frames: Frames) -> Verdict:
    """The totals carried over agree between the years, but the applicants behind them do not.

    *Why it matters*: The requests carried over are those of the same people. A figure slipped into
    another column.

    *Innocent explanations*: Applicants were put into another class between the two years.

    *Source*: Table 3, columns of applicants, in the forms of 2019 and 2021.
    """
    columns = [_balances(frames, a) for a in APPLICANTS]
    two = pairs(frames).assign(
        **{f"now{n}": column["now"] for n, column in enumerate(columns)},
        **{f"was{n}": column["was"] for n, column in enumerate(columns)},
        blank=np.any([column["blank"] for column in columns], axis=0),
    )
    now, was = ([f"{name}{n}" for n in range(len(APPLICANTS))] for name in ("now", "was"))
    one, unsure = agreed(two, was)
    gap = np.abs(one[now].to_numpy() - one[was].to_numpy())
    moved = one[(gap[:, -1] <= EPSILON) & (gap > EPSILON).any(axis=1) & ~np.isnan(gap).any(axis=1)]
    lost = one.loc[np.isnan(gap).any(axis=1), "report_id"]
    apart = one.loc[gap[:, -1] > EPSILON, "report_id"]
    return Verdict(
        pd.DataFrame([_say_shift(row) for row in moved.to_dict("records")]),
        cannot_tell=joined(
            unsure,
            because(lost, "a figure carried in, or carried out the year before, is not known"),
            unpaired(frames),
        ),
        clear=because(apart, "the totals differ already (CAR-01)"),
    )


def _say_shift(row: dict[str, Any]) -> dict[str, object]:
    moved = [n for n in range(len(APPLICANTS)) if abs(row[f"now{n}"] - row[f"was{n}"]) > EPSILON]
    now, was = ([figure(row[f"{name}{n}"]) for n in moved] for name in ("now", "was"))
    labels = [column_label(f"{IN}.{APPLICANTS[n]}") for n in moved]
    en = [f"{label[0]} {a} (was {b})" for label, a, b in zip(labels, now, was, strict=True)]
    zh = [f"{label[1]}{a}件（上一年度{b}件）" for label, a, b in zip(labels, now, was, strict=True)]
    finding = {
        "report_id": row["report_id"],
        "cells": [f"{IN}.{APPLICANTS[n]}" for n in moved],
        "elsewhere": [(row["previous"], f"{OUT}.{APPLICANTS[n]}") for n in moved],
        "observed": ", ".join(now),
        "expected": ", ".join(was),
        "message_en": f"The total carried in agrees with the year before; not so its parts: {', '.join(en)}.",
        "message_zh": f"上年结转总数与上一年度相符，而各类申请人不符：{'、'.join(zh)}。",
    }
    return qualified(finding, row, Severity.medium)


@rule(
    "CAR-03",
    "in-force-mismatch",
    en="Documents in force do not follow from the year before",
    zh="现行有效件数与上一年度不衔接",
    severity=Severity.high,
    sides=("this_year", "carried_forward"),
    basis_en="Form annexed to notice 国办公开办函〔2021〕30号, table 2: issued, repealed, in force",
    basis_zh="国办公开办函〔2021〕30号所附格式表二：本年制发件数、本年废止件数、现行有效件数",
    forms=("2021",),
    needs=tuple(f"t2.{row}" for row in DOCUMENTS),
    why_zh="上年末有效件数加本年制发减本年废止，即本年末有效件数。不衔接，公众无法知道究竟哪些文件有效。",
    innocent_zh=(
        "文件到期自动失效、清理后重新认定、职能划转、统计口径变化。差额不超过2件且正文提到清理或失效"
        "的，降为低。"
    ),
)
def in_force(frames: Frames) -> Verdict:
    """The stock in force is not last year's stock plus what was issued less what was repealed.

    *Why it matters*: Nobody can know from the reports which documents are in force.

    *Innocent explanations*: Documents that lapsed, were re-identified in a clean-up, or went to another
    body; reports that cover different bodies. A gap of at most two with a word on a clean-up is low. A stock that fell to
    zero is NIL-04, more repealed than there were is PLA-09.

    *Source*: 2021 form, table 2, art. 20(1): 本年制发件数, 本年废止件数, 现行有效件数.
    """
    parts = [_stocks(frames, row) for row in DOCUMENTS]
    both = [agreed(part, ["was"]) for part in parts]
    apart = pd.concat([one[(one["now"] - one["due"]).abs() > EPSILON] for one, _ in both], ignore_index=True)
    elsewhere = (apart["due"] < 0) | (apart["now"] == 0)
    broken = apart[~elsewhere].reset_index(drop=True)
    small = broken.loc[(broken["now"] - broken["due"]).abs() <= 2, "report_id"]
    cleaned = prose(frames, small).str.contains(any_of("clean_up"), regex=True)
    told = among(broken["report_id"], cleaned.index[cleaned.astype(bool)])
    broken["lapsed"] = told & ((broken["now"] - broken["due"]).abs() <= 2)
    lost = [one.loc[one["now"].isna() | one["due"].isna(), "report_id"] for one, _ in both]
    return Verdict(
        pd.DataFrame([_say_in_force(row) for row in broken.to_dict("records")]),
        cannot_tell=joined(
            *(unsure for _, unsure in both),
            *(because(ids, "a figure of this year or of the year before is not known") for ids in lost),
            unpaired(frames),
        ),
        clear=because(
            apart.loc[elsewhere, "report_id"].drop_duplicates(),
            "more repealed than there were (PLA-09), or a stock that fell to zero (NIL-04)",
        ),
    )


def _stocks(frames: Frames, row: str) -> pd.DataFrame:
    """``pairs`` with this year's stock (now) and flows, last year's (was), and what follows (due)."""
    given, two = terms(frames), pairs(frames)
    cells = {c: f"t2.{row}.{c}" for c in ("in_force", "issued", "repealed")}
    flows = {c: given.known(cells[c])[two["at"]] for c in ("issued", "repealed")}
    was = given.printed(cells["in_force"])[two["before"]]
    return two.assign(
        row=row,
        now=given.printed(cells["in_force"])[two["at"]],
        was=was,
        **flows,
        due=was + flows["issued"] - flows["repealed"],
        blank=given.is_zero(cells["issued"], cells["repealed"])[two["at"]],
    )


def _say_in_force(row: dict[str, Any]) -> dict[str, object]:
    name = f"t2.{row['row']}"
    en, zh = row_label(f"{name}.in_force")
    now, was, issued, repealed, due = (figure(row[c]) for c in ("now", "was", "issued", "repealed", "due"))
    lapse = (
        (" The text speaks of a clean-up or lapse.", "正文提到清理或失效。") if row["lapsed"] else ("", "")
    )
    finding = {
        "report_id": row["report_id"],
        "cells": [f"{name}.in_force", f"{name}.issued", f"{name}.repealed"],
        "elsewhere": [(row["previous"], f"{name}.in_force")],
        "observed": now,
        "expected": due,
        "difference": row["now"] - row["due"],
        "message_en": f"{en}: {was} in force the year before + {issued} issued - {repealed} repealed "
        f"= {due}, but {now} are said to be in force.{lapse[0]}",
        "message_zh": f"{zh}：上一年度现行有效{was}件＋本年制发{issued}件－本年废止{repealed}件"
        f"＝{due}件，而本年现行有效{now}件。{lapse[1]}",
    }
    return qualified(finding, row, Severity.low if row["lapsed"] else Severity.high)
