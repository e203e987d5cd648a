"""ARI: arithmetic inside one report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from audit.form import APPLICANTS, group_rows, raw_form
from audit.form import cell as form_cell
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity, ordered
from audit.rules.hints import hint
from audit.rules.measures import (
    EPSILON,
    STATES,
    Terms,
    Tested,
    any_part,
    because,
    codes,
    column_label,
    column_of,
    facts_where,
    figure,
    joined,
    listing,
    listing_zh,
    named,
    of_kind,
    other_rows,
    parts_of_totals,
    reasons,
    row_label,
    statistics,
    terms,
    tested,
    unprinted_in,
)
from audit.rules.repairs import repairs
from audit.rules.vocabulary import group_of

STATE_ZH = {"blank": "空白", "dash": "横线或斜线", "not_applicable": "不适用"}
FORM_EN = "Forms annexed to notices 国办公开办函〔2019〕60号 and 〔2021〕30号"
FORM_ZH = "国办公开办函〔2019〕60号、〔2021〕30号所附格式"
GROUPS = ("denied", "unable", "not_processed", "other_group")
Said = tuple[str, str]


@rule(
    "ARI-01",
    "column-imbalance",
    en="Requests in and out do not balance",
    zh="依申请公开表收与办不平衡",
    severity=Severity.critical,
    sides=("handled_side", "received_side"),
    basis_en=f"{FORM_EN}, head of table 3: new + carried in = results + carried out; Regulation art. 50(2)",
    basis_zh=f"{FORM_ZH}表三表头勾稽关系：第一项加第二项之和等于第三项加第四项之和；《条例》第五十条第二项",
    forms=("2019", "2021"),
    needs=("t3.new_received", "t3.carried_in", "t3.result_total", "t3.carried_out"),
    why_zh=(
        "每一件申请，要么办结，要么结转下年。收与办不平衡，说明表中至少有一个数字有误，据此计算的各项比"
        "率都不可信。"
    ),
    innocent_zh=(
        "空白单元格本意为零；转换文件时相邻两个数字并成一个。表头已印明勾稽关系，正确填报的表没有例外。"
    ),
)
def column_balance(frames: Frames) -> Verdict:
    """What came in and what went out do not balance in one column of table 3.

    *Why it matters*: Every request is either finished in the year or carried on. Where the two sides
    differ, at least one figure is wrong, and every rate that is computed from the table with it.

    *Innocent explanations*: A blank that was meant as zero; two figures that became one when the file was
    converted. The form prints this identity in its own head: a correct form has no exception.

    *Source*: Head cell of table 3 in the forms of 2019 and 2021; Regulation on Disclosure of Government
    Information (2019), art. 50(2).
    """
    return _identities(frames, "balance", _say_balance)


def _say_balance(given: Tested, report: int, column: str, left: str, right: str) -> Said:
    new, carried_in, done, carried_out = (
        _shown(given.terms, report, f"t3.{row}.{column}")
        for row in ("new_received", "carried_in", "result_total", "carried_out")
    )
    en, zh = column_label(f"t3.new_received.{column}")
    return (
        f"Column {en}: {new} new + {carried_in} carried in = {left}, "
        f"but {done} finished + {carried_out} carried out = {right}.",
        (
            f"“{zh}”栏：本年新收{new}＋上年结转{carried_in}＝{left}，而办理结果总计{done}＋结转下年"
            f"{carried_out}＝{right}。"
        ),
    )


@rule(
    "ARI-02",
    "results-total-mismatch",
    en="The results do not add up to their total",
    zh="办理结果之和与总计不符",
    severity=Severity.critical,
    sides=("total", "sum"),
    basis_en=f"{FORM_EN}, table 3 rows (一) to (七); Regulation art. 50(2)",
    basis_zh=f"{FORM_ZH}表三第三项（一）至（七）；《条例》第五十条第二项",
    forms=("2019", "2021"),
    needs=("t3",),
    why_zh="（七）总计是评价依申请公开工作的基数。各项之和与总计不符，公开率、不予公开率都无从谈起。",
    innocent_zh=(
        "2021年格式将（六）其他处理并作一行填报（按合并行计算）；个别单元格空白。部分公开的只计入第（"
        "二）项，不再计入其他项。"
    ),
)
def results_total(frames: Frames) -> Verdict:
    """The rows of results of one applicant column do not add up to the printed total (七).

    *Why it matters*: The total is the base of every rate by which work on requests is judged. If its
    parts do not make it up, neither the rate of disclosure nor the rate of refusal can be stated.

    *Innocent explanations*: A 2021 form that prints (六) as one row: then that row is used. A column left
    partly blank. A request that was partly granted is counted in row (二) only, so no request stands in
    two rows.

    *Source*: Table 3, rows (一) to (七), in the forms of 2019 and 2021; Regulation (2019), art. 50(2).
    """
    verdict = _identities(frames, "results", _say_results)
    found = [verdict.suspects, pd.DataFrame(_run_together(frames))]
    return replace(verdict, suspects=pd.concat([f for f in found if len(f)] or found[:1], ignore_index=True))


def _run_together(frames: Frames) -> list[dict[str, object]]:
    """Totals (七) whose figures are printed without a gap, and of which no division is the sums of the seven columns.

    The sums, written one after the other, are the only digits that the row could print; so nothing is divided here.
    """
    given, listed = terms(frames), of_kind(tested(frames), "results")
    cells = [one.wholes[0] for one in listed.identities]
    lost = given.missing[:, [column_of()[c] for c in cells]].all(axis=1)
    open_ = np.column_stack(
        [given.missing[:, [column_of()[c] for c in one.parts]].any(axis=1) for one in listed.identities]
    )
    rows = np.flatnonzero(lost & ~open_.any(axis=1))
    printed = facts_where(frames, lambda cell: cell == cells[-1]).set_index("report_id")
    printed = printed[printed["state"].eq("unreadable")]["raw"]
    digits = {r: "".join(printed.get(given.report_ids[r], "").split()) for r in rows.tolist()}
    sums = {r: [figure(v) for v in listed.parts[r]] for r in digits}
    return [
        _say_run(str(given.report_ids[r]), given, listed, r, str(printed[given.report_ids[r]]), sums[r])
        for r, run in digits.items()
        if run.isdigit() and len(run) >= len(cells) and run != "".join(sums[r])
    ]


def _say_run(
    report: str, given: Terms, listed: Tested, row: int, raw: str, sums: list[str]
) -> dict[str, object]:
    total = listed.identities[-1]
    added = ", ".join(sums)
    return {
        "report_id": report,
        "cells": [c for c in (*total.parts, *total.wholes) if given.active[row, column_of()[c]]],
        "shown": [total.wholes[0], *(c for c in total.parts if given.value[row, column_of()[c]] > 0)],
        "subject": "run together",
        "observed": raw.strip(),
        "expected": added,
        "message_en": f"The results add up to {added} by column, but the total (七) prints “{raw.strip()}”: "
        "without gaps, and in no division are these the sums.",
        "message_zh": f"办理结果各栏之和依次为{added}，而（七）总计所印为“{raw.strip()}”（无间隔）：怎样断开都不等于各栏之和。",
        "confidence": "medium",
    }


def _say_results(given: Tested, report: int, column: str, left: str, right: str) -> Said:
    en, zh = column_label(f"t3.result_total.{column}")
    return (
        f"Column {en}: the results add up to {left}, but the printed total is {right}.",
        f"“{zh}”栏：办理结果各项之和为{left}，而所印总计为{right}。",
    )


@rule(
    "ARI-03",
    "row-total-mismatch",
    en="The applicants do not add up to the row total",
    zh="各类申请人之和与行总计不符",
    severity=Severity.critical,
    sides=("total", "sum"),
    basis_en=f"{FORM_EN}, table 3 columns; Regulation art. 50(2)",
    basis_zh=f"{FORM_ZH}表三各栏；《条例》第五十条第二项",
    forms=("2019", "2021"),
    needs=("t3",),
    why_zh="同一行的六类申请人相加即为总计。不符说明该行至少有一个数字有误。",
    innocent_zh="总计栏留空（属 ARI-05，不在此重复报告）；转换文件时相邻两个数字并成一个。",
)
def row_total(frames: Frames) -> Verdict:
    """A row of table 3 whose six kinds of applicants do not add up to the printed total of the row.

    *Why it matters*: The six columns are all there are, so they make up the total. If they do not, a
    figure of this row is wrong.

    *Innocent explanations*: A total that was left blank is another fault (ARI-05) and is not reported
    here. Two figures may have become one when the file was converted.

    *Source*: Head of table 3 in the forms of 2019 and 2021; Regulation (2019), art. 50(2).
    """
    return _identities(frames, "row", _say_row)


def _say_row(given: Tested, report: int, row: str, left: str, right: str) -> Said:
    en, zh = row_label(f"t3.{row}.total")
    return (
        f"Row “{en}”: the applicants add up to {left}, but the printed total is {right}.",
        f"“{zh}”一行：各类申请人之和为{left}，而所印总计为{right}。",
    )


@rule(
    "ARI-04",
    "dispute-total-mismatch",
    en="The outcomes of disputes do not add up to their total",
    zh="复议、诉讼各结果之和与总计不符",
    severity=Severity.critical,
    sides=("total", "sum"),
    basis_en=f"{FORM_EN}, table 4; Regulation art. 50(3)",
    basis_zh=f"{FORM_ZH}表四；《条例》第五十条第三项",
    forms=("2019", "2021"),
    needs=("t4",),
    why_zh="复议和诉讼的结果可以与复议机关、法院的数字核对。分项与总计不符，外人一眼可见。",
    innocent_zh="空白单元格本意为零。尚未审结的案件也计入总计，因此没有例外。",
)
def dispute_total(frames: Frames) -> Verdict:
    """Reviews or lawsuits whose outcomes (upheld, corrected, other, pending) do not add up to the printed
    total.

    *Why it matters*: These figures can be checked with the reviewing body and the courts, and anyone can
    add four figures.

    *Innocent explanations*: A blank that was meant as zero. Pending cases are part of the total, so they
    are no explanation.

    *Source*: Table 4 in the forms of 2019 and 2021; Regulation (2019), art. 50(3).
    """
    return _identities(frames, "disputes", _say_dispute)


def _say_dispute(given: Tested, report: int, block: str, left: str, right: str) -> Said:
    en, zh = row_label(f"t4.{block}.total")
    upheld, corrected, other, pending = (
        _shown(given.terms, report, f"t4.{block}.{c}") for c in ("upheld", "corrected", "other", "pending")
    )
    return (
        f"{en}: {upheld} upheld + {corrected} corrected + {other} other + {pending} pending = {left}, "
        f"but the printed total is {right}.",
        f"{zh}：维持{upheld}＋纠正{corrected}＋其他{other}＋尚未审结{pending}＝{left}，而所印总计为{right}。",
    )


def _identities(frames: Frames, kind: str, say: Callable[[Tested, int, str, str, str], Said]) -> Verdict:
    """One finding a broken identity of this kind; what is missing and what was blank, as reasons."""
    given = of_kind(tested(frames), kind)
    fixes = repairs(frames)
    found = []
    for report, identity in zip(*(axis.tolist() for axis in np.nonzero(given.broken)), strict=True):
        name = given.identities[identity].name
        left, right = figure(given.parts[report, identity]), figure(given.wholes[report, identity])
        en, zh = say(given, report, name, left, right)
        more_en, more_zh = remarks(given, report, identity)
        found.append(
            {
                "report_id": given.terms.report_ids[report],
                "cells": given.cells(report, identity),
                "observed": right,
                "expected": left,
                "difference": given.wholes[report, identity] - given.parts[report, identity],
                "message_en": en + more_en,
                "message_zh": zh + more_zh,
                "confidence": "medium" if given.zeros[report, identity] else "high",
                "hint": hint(fixes.get(report, ()), given.identities[identity]),
            }
        )
    return Verdict(pd.DataFrame(found), cannot_tell=untold(given), clear=counted_as_zero(given))


def remarks(given: Tested, report: int, identity: int) -> Said:
    """What a finding adds on the cells that counted as zero and on those that are not known."""
    blanks, lost = given.blanks(report, identity), given.missing(report, identity)
    en = zh = ""
    if blanks:
        states = [STATES[given.terms.state[report, column_of()[c]]] for c in blanks]
        shown = list(zip(blanks, states, strict=True))
        en += f" Printed without a figure and counted as zero: {listing([_cell_en(*s) for s in shown])}."
        zh += f"未填数字而按零计：{listing_zh([_cell_zh(*s) for s in shown])}。"
    if lost:
        en += f" Not known and left out: {listing(lost)}; what is printed is too much already."
        zh += f"未能读出、未计入：{listing_zh(lost)}；仅已印数字已超出。"
    return en, zh


def _shown(given: Terms, report: int, code: str) -> str:
    """A term as it stands in the sum: its figure, 0 for a blank, ? for what is not known."""
    at = column_of()[code]
    return "?" if given.missing[report, at] else figure(given.value[report, at])


def untold(given: Tested) -> pd.Series:
    """Why some identity of a report can neither be kept nor broken."""
    found = {}
    for report in np.flatnonzero(given.untold.any(axis=1)).tolist():
        open_ = np.flatnonzero(given.untold[report]).tolist()
        lost = dict.fromkeys(c for i in open_ for c in given.missing(report, i))
        cells = named(given.terms, report, list(lost)) or "one of their rows is not printed"
        found[given.terms.report_ids[report]] = (
            f"{len(open_)} of {given.untold.shape[1]} sums cannot be compared: {cells}"
        )
    return reasons(found)


def _cell_en(code: str, state: str) -> str:
    return f"{form_cell(code).en} ({state.replace('_', ' ')})"


def _cell_zh(code: str, state: str) -> str:
    return f"{form_cell(code).zh}（{STATE_ZH[state]}）"


def counted_as_zero(given: Tested) -> pd.Series:
    """Which blanks counted as zero where everything holds."""
    found = {}
    for report in np.flatnonzero(given.zeros.any(axis=1)).tolist():
        open_ = np.flatnonzero(given.zeros[report]).tolist()
        blanks = dict.fromkeys(c for i in open_ for c in given.blanks(report, i))
        found[given.terms.report_ids[report]] = f"blank cells counted as zero: {listing(list(blanks))}"
    return reasons(found)


@rule(
    "ARI-05",
    "missing-total",
    en="A total is left out although its parts are filled in",
    zh="分项已填而总计未填",
    severity=Severity.high,
    basis_en=f"{FORM_EN}, tables 3 and 4; Regulation art. 50(2) and (3)",
    basis_zh=f"{FORM_ZH}表三、表四；《条例》第五十条第二项、第三项",
    forms=("2019", "2021"),
    needs=("t3", "t4"),
    why_zh="没有总计，勾稽关系无从检验，上级汇总也只能自行相加。",
    innocent_zh="有的机关只填最后一行总计：同一报告的各处合并为一条发现。文件未读完整时不作判断。",
)
def missing_total(frames: Frames) -> Verdict:
    """A total is blank, a dash or not there, although at least one of its parts is above zero.

    *Why it matters*: Without the total no sum of the form can be checked, and whoever collects the
    reports has to add up the figures himself.

    *Innocent explanations*: Some bodies fill in the last row of totals only; all places of a report are one
    finding. Of a file that was read in part only nothing is said.

    *Source*: Tables 3 and 4 in the forms of 2019 and 2021; Regulation (2019), art. 50(2) and (3).
    """
    given = terms(frames)
    fires, untold = _totals(given, frames.reports["status"].eq("read").to_numpy())
    at = np.flatnonzero(fires.any(axis=1)).tolist()
    found = [_say_missing(given, report, np.flatnonzero(fires[report]).tolist()) for report in at]
    lost = {
        given.report_ids[r]: f"not known whether a total is missing: {named(given, r, _names(untold[r]))}"
        for r in np.flatnonzero(untold.any(axis=1)).tolist()
    }
    return Verdict(pd.DataFrame(found), cannot_tell=reasons(lost))


def _totals(given: Terms, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Reports × cells: totals that are missing beside parts above zero; totals of which that is not known."""
    is_total = parts_of_totals().any(axis=0) & ~statistics() & given.active
    blank = is_total & unprinted_in(given.state)
    absent, illegible = (is_total & (given.state == STATES.index(s)) for s in ("absent", "unreadable"))
    rows = (blank | absent | illegible).any(axis=1)
    positive = any_part(given.number & (given.value > 0), rows)
    obscure = any_part(given.active & (given.state >= STATES.index("absent")), rows)
    fires = positive & (blank | (absent & whole[:, None]))
    return fires, ~fires & (illegible | ((blank | absent) & obscure) | (absent & positive))


def _names(mask: np.ndarray) -> list[str]:
    return [codes()[n] for n in np.flatnonzero(mask)]


def _say_missing(given: Terms, report: int, totals: list[int]) -> dict[str, object]:
    """The finding on all missing totals of one report."""
    ours = parts_of_totals()[:, totals] > 0
    filled = given.number[report] & (given.value[report] > 0)
    sums = [figure(given.value[report] @ column) for column in ours.T]
    missing = [codes()[t] for t in totals]
    states = ordered([STATES[given.state[report, t]].replace("_", " ") for t in totals])
    en = [
        f"{row_label(c)[0]} / {column_label(c)[0]} (parts: {s})" for c, s in zip(missing, sums, strict=True)
    ]
    zh = [
        f"{row_label(c)[1]}·{column_label(c)[1]}（分项之和{s}）" for c, s in zip(missing, sums, strict=True)
    ]
    return {
        "report_id": given.report_ids[report],
        "cells": [c for c in codes() if c in missing or (filled & ours.any(axis=1))[column_of()[c]]],
        "observed": ", ".join(states),
        "expected": ", ".join(sums),
        "message_en": f"{len(missing)} total(s) left out ({', '.join(states)}): {listing(en)}.",
        "message_zh": f"{len(missing)}处总计未填：{listing_zh(zh)}。",
    }


@rule(
    "ARI-06",
    "group-row-mismatch",
    en="The figure of a group row is not the sum of its rows",
    zh="分组行的数字与其各分项之和不符",
    severity=Severity.high,
    sides=("total", "sum"),
    basis_en=f"{FORM_EN}, table 3 groups (三) to (六)",
    basis_zh=f"{FORM_ZH}表三（三）至（六）",
    forms=("2019", "2021"),
    needs=("t3",),
    why_zh="“不予公开”“无法提供”等分组行本不填数字；填了而与分项不符，读者不知以哪个为准。",
    innocent_zh="分组行通常只是标题，不填数字时不作判断。",
)
def group_row(frames: Frames) -> Verdict:
    """A group row such as (三)不予公开 carries figures of its own that are not the sum of its rows.

    *Why it matters*: The row is a heading. Where it is filled in all the same and differs from its rows, a
    reader cannot know which of the two to believe.

    *Innocent explanations*: Normally the row carries no figure; then nothing is compared.

    *Source*: Table 3, groups (三) to (六), in the forms of 2019 and 2021.
    """
    given = terms(frames)
    rows = _group_rows(frames, given)
    if rows.empty:
        return Verdict(cannot_tell=_no_group(given, rows))
    at, key = rows["at"].to_numpy(int), rows["key"].to_numpy(int)
    parts = _group_parts()[:, key].T
    sums, lost, zero = ((mask[at] * parts).sum(axis=1) for mask in (given.value, given.missing, given.zero))
    rows = rows.assign(parts=sums, open=lost > 0, blank=zero > 0)
    known = rows["value"].notna()
    more = known & (rows["parts"] > rows["value"] + EPSILON)
    uneven = known & ~rows["open"] & ((rows["parts"] - rows["value"]).abs() > EPSILON)
    broken = rows[uneven | more]
    found = [_say_group(given, one) for one in broken.to_dict("records")]
    return Verdict(
        pd.DataFrame(found), cannot_tell=_no_group(given, rows[(rows["open"] & ~more) | rows["illegible"]])
    )


def _groups() -> list[tuple[str, str]]:
    return [(group, applicant) for group in GROUPS for applicant in APPLICANTS]


@cache
def _group_parts() -> np.ndarray:
    """Cells × (group, applicant), 1 where the cell is one of the rows under the group."""
    matrix = np.zeros((len(codes()), len(_groups())))
    for n, (group, applicant) in enumerate(_groups()):
        rows = other_rows() if group == "other_group" else group_rows(group)
        matrix[[column_of()[f"t3.{row}.{applicant}"] for row in rows], n] = 1
    return matrix


def _group_rows(frames: Frames, given: Terms) -> pd.DataFrame:
    """Figures of group rows: at (row of ``reports``), key (place in ``_groups``), cell, value, illegible."""
    extra = facts_where(frames, lambda cell: cell.startswith("other.t3."))
    extra = extra.assign(
        group=extra["row"].map(group_of, na_action="ignore"),
        illegible=extra["state"].eq("unreadable"),
        at=pd.Index(given.report_ids).get_indexer(extra["report_id"]),
    )
    extra = pd.concat([extra, _sixth_group(given)], ignore_index=True)
    place = {pair: n for n, pair in enumerate(_groups())}
    extra["key"] = [place.get(pair, -1) for pair in zip(extra["group"], extra["column"], strict=True)]
    shown = extra["value"].notna() | extra["illegible"].astype(bool)
    return extra.loc[shown & (extra["key"] >= 0), ["at", "key", "cell", "value", "illegible"]]


def _sixth_group(given: Terms) -> pd.DataFrame:
    """(六) printed with a figure of its own beside its three rows."""
    found = []
    for applicant in APPLICANTS:
        cell = f"t3.other_total.{applicant}"
        column = column_of()[cell]
        at = np.flatnonzero((given.state[:, column] == STATES.index("number")) & ~given.active[:, column])
        part = {"at": at, "value": given.figure[at, column], "cell": cell, "group": "other_group"}
        found.append(pd.DataFrame({**part, "column": applicant, "illegible": False}))
    return pd.concat(found)


def _say_group(given: Terms, one: dict[str, Any]) -> dict[str, object]:
    report, (group, applicant) = one["at"], _groups()[one["key"]]
    entry, (column, column_zh) = raw_form()["groups"][group], column_label(f"t3.result_total.{applicant}")
    ours = (_group_parts()[:, one["key"]] > 0) & (given.number[report] | given.zero[report])
    stated, summed = figure(one["value"]), figure(one["parts"])
    return {
        "report_id": given.report_ids[report],
        "cells": [one["cell"], *_names(ours)],
        "subject": f"{group}.{applicant}",
        "observed": stated,
        "expected": summed,
        "difference": one["value"] - one["parts"],
        "message_en": f"{entry['en']}, {column}: the group row says {stated}, its rows add up to {summed}.",
        "message_zh": f"“{entry['zh']}”{column_zh}栏：分组行填{stated}，各分项之和为{summed}。",
        "confidence": "medium" if one["blank"] else "high",
    }


def _no_group(given: Terms, rows: pd.DataFrame) -> pd.Series:
    """Why a group row cannot be compared; a report without any cell of table 3 has nothing to compare."""
    table = np.array([c.startswith("t3.") for c in codes()])
    printed = given.valued[:, table].any(axis=1) | ~given.active[:, table].any(axis=1)
    return joined(
        because(given.report_ids[~printed], "no cell of table 3 was read"),
        because(
            given.report_ids[rows["at"].unique()],
            "a group row carries figures, but not all of its rows are known",
        ),
    )
