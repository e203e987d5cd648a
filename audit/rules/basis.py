"""DOC: figures without a documented basis in the text of the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from audit.form import cell as form_cell
from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    among,
    because,
    column_of,
    figure,
    joined,
    not_known,
    pairs,
    terms,
)
from audit.rules.places import Place, passages, spots
from audit.rules.vocabulary import (
    bare_prose,
    counted,
    explaining,
    is_enforcement,
    is_whole,
    named_by,
    searched,
    without_information_fees,
)

REGULATION = (
    "Regulation on Disclosure of Government Information (2019)",
    "《政府信息公开条例》（2019年修订）",
)


@rule(
    "DOC-01",
    "unexplained-penalties",
    en="Penalties are counted but nothing in the report documents them",
    zh="行政处罚有数字而报告无任何依据说明",
    severity=Severity.medium,
    basis_en=f"{REGULATION[0]}, art. 20(6) (penalties), art. 6 (accurate), art. 50(1)",
    basis_zh=f"{REGULATION[1]}第二十条第六项（行政处罚）、第六条（准确）、第五十条第一项",
    forms=("2019", "2021"),
    needs=("t2.penalty.decisions", "penalties", "other"),
    why_zh=(
        "处罚数字直接影响公民和企业。正文没有一句话说明由谁依据什么作出，也没有清单、公示栏目或同一数字，读者无法判断数字是否真实，也无"
        "处查阅决定书。上一年度为零、本年度突然有数的乡镇街道最需说明：要么新获赋权，要么数字有误。"
    ),
    innocent_zh=(
        "执法机关每年数字很大，很少逐项说明，县级以上政府汇总各部门数字也是如此（均降为低）；处罚结果在“双公示”“信用中国”等栏目公开（提到即不提示）；"
        "正文另处给出同一数字（不提示）；上一年度报告已作说明（提示中注明）。"
        "学习《行政处罚法》、处罚案卷评查、裁量基准、不予处罚清单、执法人员培训、本机关名称中的“执法”不是对处罚数字的说明。"
    ),
)
def penalties(frames: Frames) -> Verdict:
    """Table 2 counts penalty decisions, and nothing in the report documents them.

    What would document them is looked for: a word on penalties or enforcement, a list or a place where they
    are published (双公示, 信用中国, a document's title), the very figure in the prose, and last year's report.
    The message names what was searched, and what was found but set aside.

    *Why it matters*: Penalties touch citizens and businesses. Without a word on them a reader can neither
    judge whether the figure is right nor find the decisions. A town or street that had none the year
    before and now has some is the gravest case: its power to punish is new, or the figure is wrong.

    *Innocent explanations*: Enforcement bodies have many every year and seldom explain them, and a county
    adds up those of all its bodies (low). The decisions may be published on the site: a word on that (双公示)
    settles it, and so does the same figure anywhere in the prose. Last year's report may explain them, which
    the message says. Study of the law on penalties, reviews of case files, scales of discretion, lists of what is
    not punished, training of officers and the body's own name document nothing.

    *Source*: Regulation (2019), art. 20(6), art. 6, art. 50(1). Towns may have power to punish by
    decision of the province.
    """
    cell = "t2.penalty.decisions"
    return _unexplained(frames, "penalty", (cell,), lambda: _graver(frames, cell))


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
    return _unexplained(frames, "coercion", (cell,), lambda: _graver(frames, cell))


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
    cells = ("t2.fees.amount_wan", "t2.fees.prior_items", "t2.fees.change")
    return _unexplained(
        frames,
        "fees",
        cells,
        lambda: _seldom_explained(frames.by_id).map({True: "low", False: "medium"}),
    )


@rule(
    "DOC-05",
    "unexplained-procurement",
    en="Procurement is counted but the text never speaks of it",
    zh="政府集中采购有数字而正文毫无说明",
    severity=Severity.low,
    confidence="medium",
    basis_en=f"{REGULATION[0]}, art. 20(9): catalogue, standards and results of central procurement",
    basis_zh=f"{REGULATION[1]}第二十条第九项：政府集中采购项目的目录、标准及实施情况",
    forms=("2019",),
    needs=("t2.procurement.projects", "t2.procurement.amount"),
    why_zh="采购使用财政资金，项目目录、标准和实施情况都应公开。正文只字不提，读者不知道买了什么、在哪里公布。",
    innocent_zh="采购由上级或采购中心统一办理并公布；县级以上政府汇总数字，很少逐项说明（不提示）。",
)
def procurement(frames: Frames) -> Verdict:
    """Table 2 counts central procurement, and no sentence of the report speaks of buying or tendering.

    *Why it matters*: it is public money; catalogue, standards and results are to be disclosed.

    *Innocent explanations*: purchases are made and published by another body. Governments above the township
    add up those of many bodies and are left out.

    *Source*: Regulation (2019), art. 20(9); the row exists in the form of 2019 only.
    """
    cells = ("t2.procurement.projects", "t2.procurement.amount")
    verdict = _unexplained(frames, "procurement", cells)
    return _without_roll_ups(frames, verdict, "a roll-up of many bodies seldom names its purchases")


MOST_NAMED = Option(
    "most",
    20,
    "documents issued and repealed; a report with more is not expected to name them",
    "制发与废止件数之和；超过此数的报告不要求逐件列名",
)


@rule(
    "DOC-06",
    "unnamed-documents",
    en="Normative documents were issued or repealed, and none is named",
    zh="制发或废止了规范性文件而正文未列任何文件",
    severity=Severity.low,
    confidence="medium",
    basis_en=f"{REGULATION[0]}, art. 20(1): normative documents are disclosed",
    basis_zh=f"{REGULATION[1]}第二十条第一项：主动公开规范性文件",
    forms=("2019", "2021"),
    needs=("t2.normative_documents",),
    why_zh="规范性文件影响公众权利义务，制发、废止都应公开。正文既无文件名、文号，也无一句说明，数字无从核对。",
    innocent_zh="文件较多，名单另见网站（超过件数上限不提示）；县级以上政府汇总数字（不提示）。正文出现文件名、文号或“规范性文件”字样即不提示。",
    options=(MOST_NAMED,),
)
def documents(frames: Frames, most: int) -> Verdict:
    """Table 2 counts a few normative documents issued or repealed; the prose names none and says nothing of them.

    *Why it matters*: such documents bind citizens. Without a title, a number or a word on them the figure
    cannot be checked.

    *Innocent explanations*: the list is long and stands on the site; a roll-up of many bodies. Neither is
    reported, nor a report with any title, number or word on normative documents outside its preface.

    *Source*: Regulation (2019), art. 20(1).
    """
    cells = tuple(f"t2.normative_documents.{c}" for c in ("issued", "repealed", "made"))
    verdict = _without_roll_ups(
        frames,
        _unexplained(frames, "documents", cells),
        "a roll-up of many bodies seldom names its documents",
    )
    if verdict.suspects.empty:
        return verdict
    given = terms(frames)
    total = pd.Series(
        np.sum([np.nan_to_num(given.printed(c)) for c in cells], axis=0), index=given.report_ids
    )
    many = verdict.suspects["report_id"].map(total) > most
    long = because(verdict.suspects.loc[many, "report_id"], "too many documents to be named in a report")
    return replace(verdict, suspects=verdict.suspects[~many], clear=joined(verdict.clear, long))


def _without_roll_ups(frames: Frames, verdict: Verdict, reason: str) -> Verdict:
    """The same, with those clear that add up the figures of many bodies or whose daily work it is."""
    if verdict.suspects.empty:
        return verdict
    added = verdict.suspects["report_id"].map(_seldom_explained(frames.by_id)).astype(bool)
    kept = because(verdict.suspects.loc[added, "report_id"], reason)
    return replace(verdict, suspects=verdict.suspects[~added], clear=joined(verdict.clear, kept))


def _unexplained(
    frames: Frames, subject: str, cells: Sequence[str], severity: Callable[[], pd.Series] | None = None
) -> Verdict:
    """A finding for every report with a figure in these cells and nothing in its whole prose to document it.

    ``severity`` works out the severity by report_id, where there is anything to find.
    """
    unread = not_known(terms(frames), cells)
    given = _figures(frames, subject, cells)
    if given.empty:
        return Verdict(cannot_tell=unread)
    settled = given["word"].notna() | given["same"].ne("")
    bare = given[~settled & given["whole"]]
    suspects = pd.DataFrame()
    if len(bare):
        before = _said_before(frames, subject, bare.index)
        rows = bare.assign(before=before).to_dict("records")
        suspects = pd.DataFrame([_say(frames, subject, row) for row in rows])
        if severity is not None:
            suspects["severity"] = suspects["report_id"].map(severity())
    words = given.loc[given["word"].notna(), "word"]
    same = given.loc[given["same"].ne(""), "same"]
    lost = "part of the text that might explain it was not read"
    return Verdict(
        suspects,
        cannot_tell=joined(because(given.index[~settled & ~given["whole"]], lost), unread),
        clear=joined(_told("the text speaks of ", words), _told("the text gives the same figure: ", same)),
    )


def _told(lead: str, words: pd.Series) -> pd.Series:
    return pd.Series([lead + w for w in words], index=words.index, dtype="object")


def _figures(frames: Frames, subject: str, cells: Sequence[str]) -> pd.DataFrame:
    """The reports in which one of these cells is not zero, by report_id, and what their prose says.

    Columns: report_id, at (row of ``reports``), cells (those not zero), word (that explains, or missing),
    same (where the prose gives the figure, or empty), denied (the prose says there were none), aside (mentions
    that document nothing), whole (all of the prose was read).
    """
    given = terms(frames)
    figures = np.column_stack([np.nan_to_num(given.printed(c)) for c in cells])
    rows = np.flatnonzero((figures != 0).any(axis=1))
    if not len(rows):
        return pd.DataFrame()
    ids = pd.Index(given.report_ids[rows], dtype="object")
    texts = _searchable(frames, ids, subject)
    said = [explaining(text, subject) for text in texts]
    shown = [[c for c, v in zip(cells, row, strict=True) if v] for row in figures[rows]]
    open_ = np.array([s.word is None for s in said], dtype=bool)
    return pd.DataFrame(
        {
            "report_id": ids,
            "at": rows,
            "cells": shown,
            "word": pd.Series([s.word for s in said], index=ids, dtype="object"),
            "same": _same_figure(frames, texts, subject, figures[rows].max(axis=1), open_),
            "denied": [s.denied for s in said],
            "aside": [s.aside for s in said],
            "whole": is_whole(frames).reindex(ids).to_numpy(dtype=bool),
        },
        index=ids,
    )


def _searchable(frames: Frames, ids: pd.Index, subject: str) -> pd.Series:
    """The prose without white space, without the preface (contacts, the laws it rests on) and the body's name."""
    plain = bare_prose(frames).reindex(ids, fill_value="")
    if subject == "fees":
        plain = plain.map(without_information_fees)
    names = frames.by_id["agency"].reindex(ids).fillna("")
    return pd.Series(
        [t.replace(n, "") if n else t for t, n in zip(plain, names, strict=True)], index=ids, dtype="object"
    )


def _same_figure(
    frames: Frames, texts: pd.Series, subject: str, figures: np.ndarray, open_: np.ndarray
) -> list[str]:
    """Where the prose gives the very figure: in a sentence on the subject (处罚8起), or as a count of cases."""
    word = counted(subject)
    cases = _counted_cases(frames, texts.index[open_]) if subject == "penalty" else {}
    found = []
    for report, text, value, wanted in zip(texts.index, texts, figures, open_, strict=True):
        printed = figure(value)
        match = _beside(word, printed, text) if wanted and word and printed in text else None
        found.append(match[0] if match else cases.get((report, float(value)), "") if wanted else "")
    return found


def _beside(word: str, printed: str, text: str) -> re.Match[str] | None:
    """A figure shortly after a word or right before it, in one sentence."""
    number = rf"(?<![0-9.]){re.escape(printed)}(?![0-9.])"
    return re.search(rf"{word}[^。；]{{0,24}}{number}|{number}[^。；0-9]{{0,8}}{word}", text)


def _counted_cases(frames: Frames, ids: pd.Index) -> dict[tuple[str, float], str]:
    """Counts of cases in the prose that no other measure claims (查处违章建筑8起), from two up."""
    claims = frames.claims
    kind = claims["kind"].eq("count") & claims["measure"].isin(["other", "penalties"])
    few = kind & claims["unit"].isin(["起", "宗", "例"]) & claims["value"].ge(2).fillna(False)
    own = claims[few.to_numpy(dtype=bool)]
    own = own[among(own["report_id"], ids)]
    keys = zip(own["report_id"], own["value"].astype("float64"), strict=True)
    return {
        key: f"{label}{raw}"
        for key, label, raw in zip(keys, own["label"].fillna(""), own["raw"], strict=True)
    }


def _said_before(frames: Frames, subject: str, ids: pd.Index) -> pd.Series:
    """By report_id: (year, word or "", report_id) of last year's report, None where there is none."""
    two = pairs(frames)
    two = two[among(two["report_id"], ids)].drop_duplicates("report_id")
    earlier = pd.Index(two["previous"], dtype="object")
    texts = _searchable(frames, earlier.unique(), subject)
    years = frames.by_id["year"]
    found = {
        report: (int(years[previous]), explaining(texts[previous], subject).word or "", previous)
        for report, previous in zip(two["report_id"], two["previous"], strict=True)
    }
    return pd.Series([found.get(report) for report in ids], index=ids, dtype="object")


def _say(frames: Frames, subject: str, row: dict[str, Any]) -> dict[str, object]:
    given = terms(frames)
    values = [figure(given.value[row["at"], column_of()[c]]) for c in row["cells"]]
    labels = [form_cell(c) for c in row["cells"]]
    en = ", ".join(f"{label.en}: {v}" for label, v in zip(labels, values, strict=True))
    zh = "、".join(f"{label.zh} {v}" for label, v in zip(labels, values, strict=True))
    searched_en, searched_zh = _search(subject, values)
    aside_en, aside_zh, spots_found = _set_aside(frames, row)
    none = (" It says that there were none.", "正文反而称没有。") if row["denied"] else ("", "")
    before = _before(row["before"])
    return {
        "report_id": row["report_id"],
        "cells": row["cells"],
        "places": spots_found + _word_before(frames, row["before"]),
        "observed": ", ".join(values),
        "expected": "a word on it in the text",
        "message_en": f"{en}; the text says nothing of it (searched for {searched_en}).{none[0]}{aside_en}{before[0]}",
        "message_zh": f"{zh}，而正文没有任何说明（已检索：{searched_zh}）。{none[1]}{aside_zh}{before[1]}",
    }


def _search(subject: str, values: Sequence[str]) -> tuple[str, str]:
    """What was looked for."""
    words = "、".join(searched(subject))
    titles = (", the title or number of a document", "、文件名或文号") if named_by(subject) else ("", "")
    same = (
        (f", the figure {' or '.join(values)} beside them", f"、相同数字{'或'.join(values)}")
        if counted(subject)
        else ("", "")
    )
    return f"{words}{titles[0]}{same[0]}", f"{words}{titles[1]}{same[1]}"


def _set_aside(frames: Frames, row: dict[str, Any]) -> tuple[str, str, list]:
    """Mentions that document nothing, in words and with their places."""
    if not row["aside"]:
        return "", "", []
    quoted = [f"“{a}”" for a in row["aside"][:3]]
    own = passages(frames)[row["report_id"]]
    found = [s for a in row["aside"][:3] for s in spots(own, re.escape(a))[:1]]
    return f" Set aside: {', '.join(quoted)}.", f"不视为说明：{'、'.join(quoted)}。", found


def _word_before(frames: Frames, before: tuple[int, str, str] | None) -> list[Place]:
    """Where last year's report has the word."""
    if before is None or not before[1]:
        return []
    return spots(passages(frames)[before[2]], re.escape(before[1]))[:1]


def _before(before: tuple[int, str, str] | None) -> tuple[str, str]:
    """What last year's report said, if there is one."""
    if before is None:
        return "", ""
    year, word, _ = before
    if word:
        return f" The report for {year} speaks of {word}.", f"{year}年度报告提到“{word}”。"
    return f" The report for {year} says nothing of it either.", f"{year}年度报告亦无说明。"


def _graver(frames: Frames, cell: str) -> pd.Series:
    """Severity by report: low where figures are seldom explained, high for a town or street that had none
    the year before."""
    reports, two = frames.by_id, pairs(frames)
    some = (terms(frames).printed(cell)[two["before"]] != 0).astype(int)
    before, some_before = (np.bincount(two["at"], weights, len(reports)) for weights in (None, some))
    town = reports["level"].eq("township") | reports["kind"].isin(["township", "street"])
    new = (before > 0) & (some_before == 0)
    graver = np.where(town.fillna(False).to_numpy(bool) & new, "high", "medium")
    severity = np.where(_seldom_explained(reports), "low", graver)
    return pd.Series(severity, index=reports.index, dtype="object")


def _seldom_explained(reports: pd.DataFrame) -> pd.Series:
    """Enforcement bodies, and governments above the township, which add up the figures of many bodies."""
    above = reports["kind"].eq("government") & reports["level"].ne("township")
    added = above | reports["scope"].eq("aggregate")
    return added.fillna(False).astype(bool) | is_enforcement(reports["agency"]).to_numpy(bool)
