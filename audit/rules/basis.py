"""DOC: figures without a documented basis in the text of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    column_of,
    figure,
    joined,
    named,
    pairs,
    reasons,
    terms,
)
from audit.rules.vocabulary import (
    compact,
    counted,
    explaining,
    information_fee,
    is_enforcement,
    is_whole,
    prose,
    searched,
)

REGULATION = (
    "Regulation on Disclosure of Government Information (2019)",
    "《政府信息公开条例》（2019年修订）",
)


@rule(
    "DOC-01",
    "unexplained-penalties",
    en="Penalties are counted but the text never speaks of them",
    zh="行政处罚有数字而正文毫无说明",
    severity=Severity.medium,
    basis_en=f"{REGULATION[0]}, art. 20(6) (penalties), art. 6 (accurate), art. 50(1)",
    basis_zh=f"{REGULATION[1]}第二十条第六项（行政处罚）、第六条（准确）、第五十条第一项",
    forms=("2019", "2021"),
    needs=("t2.penalty.decisions",),
    why_zh=(
        "处罚数字直接影响公民和企业。正文没有一句话说明由谁依据什么作出，读者无法判断数字是否真实，也无"
        "处查阅决定书。"
    ),
    innocent_zh=(
        "执法机关每年数字很大，很少逐项说明，县级以上政府汇总各部门数字也是如此（均降为低）；处罚结果在网站“双公示”栏目公开（提到即不提示）。"
    ),
)
def penalties(frames: Frames) -> Verdict:
    """Table 2 counts penalty decisions, and no sentence of the report says who imposed them or on what basis.

    *Why it matters*: Penalties touch citizens and businesses. Without a word on them a reader can neither
    judge whether the figure is right nor find the decisions. A town or street that had none the year
    before and now has some is the gravest case: its power to punish is new, or the figure is wrong.

    *Innocent explanations*: Enforcement bodies have many every year and seldom explain them, and a county
    adds up those of all its bodies (low). The decisions may be published on the site: a word on that (双公示) settles it.

    *Source*: Regulation (2019), art. 20(6), art. 6, art. 50(1). Towns may have power to punish by
    decision of the province.
    """
    cell = "t2.penalty.decisions"
    return _unexplained(frames, "penalty", (cell,), _graver(frames, cell))


@rule(
    "DOC-02",
    "unexplained-coercion",
    en="Coercive measures are counted but the text never speaks of them",
    zh="行政强制有数字而正文毫无说明",
    severity=Severity.medium,
    basis_en=f"{REGULATION[0]}, art. 20(6) (coercion), art. 6 (accurate), art. 50(1)",
    basis_zh=f"{REGULATION[1]}第二十条第六项（行政强制）、第六条（准确）、第五十条第一项",
    forms=("2019", "2021"),
    needs=("t2.coercion.decisions",),
    why_zh="查封、扣押、强制拆除等措施影响重大，正文没有一句话说明，读者无法判断数字是否真实。",
    innocent_zh="执法机关每年数字很大，很少逐项说明，县级以上政府汇总各部门数字也是如此（均降为低）。",
)
def coercion(frames: Frames) -> Verdict:
    """Table 2 counts coercive measures, and no sentence of the report speaks of any.

    *Why it matters*: Sealing, seizing and pulling down weigh heavily on those concerned. Without a word
    on them nobody can judge whether the figure is right.

    *Innocent explanations*: Enforcement bodies have many every year and seldom explain them, and a county
    adds up those of all its bodies (low).

    *Source*: Regulation (2019), art. 20(6), art. 6, art. 50(1).
    """
    cell = "t2.coercion.decisions"
    return _unexplained(frames, "coercion", (cell,), _graver(frames, cell))


@rule(
    "DOC-03",
    "unexplained-licensing",
    en="Licences are counted but the text never speaks of them",
    zh="行政许可有数字而正文毫无说明",
    severity=Severity.low,
    basis_en=f"{REGULATION[0]}, art. 20(5) (licensing, with results), art. 50(1)",
    basis_zh=f"{REGULATION[1]}第二十条第五项（行政许可及办理结果）、第五十条第一项",
    forms=("2019", "2021"),
    needs=("t2.licensing.decisions",),
    why_zh="许可的事项、依据、条件和办理结果都应公开，正文没有一句话说明，数字便无从核对。",
    innocent_zh="许可集中在政务服务大厅办理，另有部门说明。“政策许可的范围”“非行政许可审批”不算说明。",
)
def licensing(frames: Frames) -> Verdict:
    """Table 2 counts licensing decisions, and no sentence of the report speaks of licensing.

    *Why it matters*: Licensing matters, their basis, conditions and results are to be disclosed. Without
    a word on them the figure cannot be checked.

    *Innocent explanations*: Licences are handled in a service hall and explained by another body. The
    bare word 许可 (政策许可的范围) and 非行政许可审批 are no explanation.

    *Source*: Regulation (2019), art. 20(5), art. 50(1).
    """
    return _unexplained(frames, "licensing", ("t2.licensing.decisions",))


@rule(
    "DOC-04",
    "unexplained-fees",
    en="Administrative fees without an item or a basis in the text",
    zh="有行政事业性收费而正文未说明项目和依据",
    severity=Severity.medium,
    basis_en=f"{REGULATION[0]}, art. 20(8): fee items, their basis and rates",
    basis_zh=f"{REGULATION[1]}第二十条第八项：行政事业性收费项目及其依据、标准",
    forms=("2019", "2021"),
    needs=("t2.fees",),
    why_zh="收费的项目、依据和标准都应公开。有收费而正文只字不提，公众不知道为何收费。",
    innocent_zh=(
        "县级汇总数字，收费分散在各部门（此时降为低）；收费目录另处公开。依申请公开的信息处理费不是此处的收费说明。"
    ),
)
def fees(frames: Frames) -> Verdict:
    """Table 2 shows administrative fees, and the report names no item, catalogue, rate or basis for them.

    *Why it matters*: Fee items, their basis and rates are to be disclosed. Whoever pays should find out why.

    *Innocent explanations*: A county adds up the fees of many bodies (low); the catalogue is published
    elsewhere. A sentence on the fee for handling requests for information says nothing on administrative
    fees and does not count.

    *Source*: Regulation (2019), art. 20(8). 2021 form: 本年收费金额; 2019 form: 上一年项目数量, 本年增/减.
    """
    severity = _seldom_explained(frames.by_id).map({True: "low", False: "medium"})
    cells = ("t2.fees.amount_wan", "t2.fees.prior_items", "t2.fees.change")
    return _unexplained(frames, "fees", cells, severity)


def _unexplained(
    frames: Frames, subject: str, cells: Sequence[str], severity: pd.Series | None = None
) -> Verdict:
    """A finding for every report with a figure in these cells and no word on the subject in its whole prose."""
    given = _figures(frames, subject, cells)
    settled = given["word"].notna() | given["same"]
    bare = given[~settled & given["whole"]]
    suspects = pd.DataFrame([_say(terms(frames), subject, row) for row in bare.to_dict("records")])
    if severity is not None and len(suspects):
        suspects["severity"] = suspects["report_id"].map(severity)
    words = given.loc[given["word"].notna(), "word"]
    return Verdict(
        suspects,
        cannot_tell=joined(
            because(
                given.index[~settled & ~given["whole"]], "part of the text that might explain it was not read"
            ),
            _unknown(terms(frames), cells),
        ),
        clear=joined(
            "the text speaks of " + words,
            because(given.index[given["same"]], "the text gives the same figure"),
        ),
    )


def _figures(frames: Frames, subject: str, cells: Sequence[str]) -> pd.DataFrame:
    """The reports in which one of these cells is not zero, by report_id, and what their prose says.

    Columns: report_id, at (row of ``reports``), cells (those not zero), word (that explains, or missing),
    same (the prose gives the figure), denied (the prose says there were none), whole (all of the prose
    was read).
    """
    given = terms(frames)
    figures = np.column_stack([np.nan_to_num(given.printed(c)) for c in cells])
    rows = np.flatnonzero((figures != 0).any(axis=1))
    ids = pd.Index(given.report_ids[rows], dtype="object")
    texts = _searchable(prose(frames, ids), subject).reindex(ids, fill_value="")
    said = [explaining(text, subject) for text in texts]
    shown = [[c for c, v in zip(cells, row, strict=True) if v] for row in figures[rows]]
    return pd.DataFrame(
        {
            "report_id": ids,
            "at": rows,
            "cells": shown,
            "word": pd.Series([word for word, _ in said], index=ids, dtype="object"),
            "same": _same_figure(texts, subject, figures[rows].max(axis=1)),
            "denied": [denied for _, denied in said],
            "whole": is_whole(frames).reindex(ids).to_numpy(dtype=bool),
        },
        index=ids,
    )


def _searchable(texts: pd.Series, subject: str) -> pd.Series:
    if subject == "fees":
        texts = texts.str.replace(information_fee(), "", regex=True)
    return compact(texts)


def _same_figure(texts: pd.Series, subject: str, figures: np.ndarray) -> list[bool]:
    """Whether the prose gives the very figure in a sentence on the subject (处罚8起)."""
    word = counted(subject)
    return [
        bool(word)
        and word in text
        and re.search(rf"{word}[^。；]{{0,20}}(?<![0-9.]){figure(value)}(?![0-9.])", text) is not None
        for value, text in zip(figures, texts, strict=True)
    ]


def _unknown(given: Terms, cells: Sequence[str]) -> pd.Series:
    """Reports whose figure itself is not known."""
    columns = [column_of()[c] for c in cells]
    found = {}
    for report in np.flatnonzero(given.missing[:, columns].any(axis=1)).tolist():
        lost = [c for c in cells if given.missing[report, column_of()[c]]]
        found[given.report_ids[report]] = f"not known: {named(given, report, lost)}"
    return reasons(found)


def _say(given: Terms, subject: str, row: dict[str, Any]) -> dict[str, object]:
    values = [figure(given.value[row["at"], column_of()[c]]) for c in row["cells"]]
    labels = [form_cell(c) for c in row["cells"]]
    en = ", ".join(f"{label.en}: {v}" for label, v in zip(labels, values, strict=True))
    zh = "、".join(f"{label.zh} {v}" for label, v in zip(labels, values, strict=True))
    words = "、".join(searched(subject))
    none = (" It says that there were none.", "正文反而称没有。") if row["denied"] else ("", "")
    return {
        "report_id": row["report_id"],
        "cells": row["cells"],
        "observed": ", ".join(values),
        "expected": "a word on it in the text",
        "message_en": f"{en}; the text says nothing of it (searched for {words}).{none[0]}",
        "message_zh": f"{zh}，而正文没有任何说明（已检索：{words}）。{none[1]}",
    }


def _graver(frames: Frames, cell: str) -> pd.Series:
    """Severity by report: low where figures are seldom explained, high for a town or street that had none
    the year before."""
    reports, given, two = frames.by_id, terms(frames), pairs(frames)
    was = pd.Series(given.printed(cell)[two["before"]], index=two["report_id"])
    none_before = was.eq(0).groupby(level=0).all()
    town = reports["level"].eq("township") | reports["kind"].isin(["township", "street"])
    new = none_before.reindex(reports.index, fill_value=False).astype(bool)
    severity = pd.Series("medium", index=reports.index, dtype="object")
    severity[(town & new).fillna(False).to_numpy(bool)] = "high"
    return severity.where(~_seldom_explained(reports), "low")


def _seldom_explained(reports: pd.DataFrame) -> pd.Series:
    """Enforcement bodies, and governments above the township, which add up the figures of many bodies."""
    above = reports["kind"].eq("government") & reports["level"].ne("township")
    added = above | reports["scope"].eq("aggregate")
    return added.fillna(False).astype(bool) | is_enforcement(reports["agency"]).to_numpy(bool)
