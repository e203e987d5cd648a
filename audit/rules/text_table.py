"""TXT: what the text says against what the tables say.

A figure of the text is laid beside its counterpart in the tables. Before a difference is called one, the
legitimate figures are tried that the text may mean instead (all requests handled, natural persons alone,
cases decided …).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pandas as pd

from audit.form import cells_named
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.counterparts import DISPUTES, FEES, OUTCOMES, REQUESTS, Counterpart
from audit.rules.measures import because, column_of, figure, joined, once, row_label, terms

FORMS = ("2014", "2019", "2021")
EVERY = (REQUESTS, *OUTCOMES, *DISPUTES, FEES)
Say = Callable[[pd.DataFrame], pd.DataFrame]


@rule(
    "TXT-01",
    "requests-text-against-table",
    en="Requests received: the text and table 3 differ",
    zh="正文所称收到申请数与表三不符",
    severity=Severity.high,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50(2): the "
        "text and the table of one report state the same fact"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第六条（准确）、第五十条第（二）项：同一报告的正文与表格陈述同一"
        "事实"
    ),
    forms=FORMS,
    needs=("requests_new", "t3.new_received", "t3.carried_in", "t3.result_total", "s14.requests_total"),
    why_zh=(
        "收到申请的数量是报告中引用最多的数字。正文与表格不一致，至少有一处是错的，读者和上级汇总无从判断以"
        "哪个为准。"
    ),
    innocent_zh=(
        "正文统计的是办理量（本年新收加上年结转）、仅自然人、或本机关与全区的不同口径；句中数字属于其他年度。"
        "数字与这些合法口径之一相等时不提示。"
    ),
)
def requests_text_against_table(frames: Frames) -> Verdict:
    """The number of requests that the text says were received is not the one in the first row of table 3.

    *Why it matters*: it is the most quoted figure of the report. Where text and table differ one of them is
    wrong, and neither a reader nor the office that adds the reports up can tell which.

    *Innocent explanations*: the text counts all requests handled (new and carried in), natural persons only,
    or the body alone where the table covers its subordinates; the sentence speaks of another year or one
    channel. A figure that equals one of these is not reported. None against some is TXT-04.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50(2); table 3 of the 2019 and
    2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    return _verdict(frames, _about(frames, (REQUESTS,)), "differs", _differs)


@rule(
    "TXT-02",
    "outcomes-text-against-table",
    en="Outcomes of requests: the text and table 3 differ",
    zh="正文所称办理结果与表三不符",
    severity=Severity.high,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50(2): the "
        "text and the table of one report state the same fact"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第六条（准确）、第五十条第（二）项：同一报告的正文与表格陈述同一"
        "事实"
    ),
    forms=("2019", "2021"),
    needs=(*[o.measure for o in OUTCOMES], "t3"),
    why_zh=(
        "予以公开、不予公开等办理结果是评价依申请公开工作的依据。正文与表格不一致，公开率、不予公开率等指标"
        "即不可靠。"
    ),
    innocent_zh=(
        "正文只统计自然人，或将予以公开与部分公开、不予公开与无法提供合并表述；总计栏未填写时无法比较。数字"
        "与这些合法口径之一相等时不提示。"
    ),
)
def outcomes_text_against_table(frames: Frames) -> Verdict:
    """An outcome that the text counts (granted, denied, cannot provide …) is not the one in table 3.

    *Why it matters*: the rates by which work on requests is judged are made of these figures.

    *Innocent explanations*: the text counts natural persons only, or takes granted and partly granted, or
    denied and cannot provide, together: a figure that equals one of these is not reported. Where the total
    column is blank the comparison cannot be made.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50(2); table 3 of the 2019 and
    2021 forms.
    """
    return _verdict(frames, _about(frames, OUTCOMES), "differs", _differs)


@rule(
    "TXT-03",
    "disputes-text-against-table",
    en="Reviews and lawsuits: the text and table 4 differ",
    zh="正文所称复议诉讼数与表四不符",
    severity=Severity.high,
    confidence="medium",
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50(3): the "
        "text and the table of one report state the same fact"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第六条（准确）、第五十条第（三）项：同一报告的正文与表格陈述同一"
        "事实"
    ),
    forms=FORMS,
    needs=("reviews_total", "lawsuits_total", "disputes_total", "t4", "s14.review_total", "s14.suit_total"),
    why_zh=(
        "复议、诉讼数量是外部监督的结果，可由复议机关和法院核对。正文与表格不一致，说明其中至少一处未经核实。"
    ),
    innocent_zh=(
        "正文统计当年新发生的案件，表格统计当年审结或尚未审结的案件；正文只计一类诉讼，或复议诉讼合并表述。"
        "数字与这些合法口径之一相等时不提示。"
    ),
)
def disputes_text_against_table(frames: Frames) -> Verdict:
    """The reviews or lawsuits that the text counts are not the totals of table 4.

    *Why it matters*: these figures come from outside the body and can be checked with the review body and the
    courts.

    *Innocent explanations*: the text counts cases opened in the year, the table cases decided or pending; the
    text counts one kind of suit only, or reviews and suits together. A figure that equals one of these is not
    reported.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50(3); table 4 of the 2019 and
    2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    return _verdict(frames, _about(frames, DISPUTES), "differs", _differs)


@rule(
    "TXT-04",
    "none-against-some",
    en="The text says none where the tables count some, or the reverse",
    zh="正文称无而表格有数，或正文有数而表格为零",
    severity=Severity.critical,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50: the text "
        "and the tables of one report state the same fact"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）、第五十条：同一报告的正文与表格陈述同一事实",
    forms=FORMS,
    needs=("requests_new", *[o.measure for o in OUTCOMES], *[d.measure for d in DISPUTES], "t3", "t4"),
    why_zh=(
        "“未收到”“未发生”与表格中的数字直接矛盾，常见原因是套用往年文字或表格未填。任何读者都能看出，损害报"
        "告的可信度。"
    ),
    innocent_zh=(
        "正文的“没有”仅限于某一渠道（如平台、信函）、某一时段或其他年度；正文另有一处与表格一致。这些情形不"
        "提示。"
    ),
)
def none_against_some(frames: Frames) -> Verdict:
    """The text says none and the tables count some, or the text counts some and the tables nothing.

    *Why it matters*: text taken over from another year, or a table never filled in, shows itself here first;
    every reader can see it.

    *Innocent explanations*: the nil statement is limited to one channel (the platform, letters), a part of
    the year or another year; another sentence of the text agrees with the table. Neither is reported.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 50; tables 3 and 4 of the 2019
    and 2021 forms; for 2014–2018 the statistics table of notice 国办发〔2014〕32号.
    """
    return _verdict(frames, _once_told(_compared(frames)), "none_or_some", _none_or_some)


@once
def _compared(frames: Frames) -> pd.DataFrame:
    """One row a claim: the claim, ``total`` of the tables, ``cells``, ``blanks``, ``verdict``, ``why_en``.

    verdict: limited, unknown, equal, elsewhere, explained, none_or_some, differs.
    """
    stated = _stated(frames)
    by_measure = dict(list(stated.groupby("measure", sort=False)))
    known = [c for c in EVERY if c.measure in by_measure]
    parts = [_beside(frames, by_measure[c.measure], c) for c in known]
    return pd.concat(parts, ignore_index=True) if parts else _nothing(stated)


def _nothing(stated: pd.DataFrame) -> pd.DataFrame:
    return stated.assign(total=np.nan, blanks=False, cells=None, en="", zh="", verdict="", why_en="")


def _stated(frames: Frames) -> pd.DataFrame:
    """Counts and nil statements on comparable measures; ``limited``: other year, one channel, wider scope."""
    claims, reports = frames.claims, frames.reports
    exact = ~claims["approximate"].fillna(False).to_numpy(dtype=bool) & claims["value"].notna().to_numpy()
    counted = claims["kind"].isin(["count", "nil"]) & claims["measure"].isin([c.measure for c in EVERY])
    stated = claims[exact & counted.to_numpy()]
    at = pd.Index(reports["report_id"]).get_indexer(stated["report_id"])
    about = reports[["year", "scope", "form"]].iloc[at].set_axis(stated.index)
    other_year = (stated["year"] != about["year"]).fillna(False).to_numpy(dtype=bool)
    wider = (stated["scope"] == "aggregate") & (about["scope"] == "own")
    limited = other_year | wider.to_numpy() | stated["scope"].isin(["channel", "other_year"]).to_numpy()
    told = stated.assign(at=at, limited=limited, report_scope=about["scope"])
    old = about["form"].eq("2014")
    return told[
        told["measure"].where(old, "").isin(_in(old=True))
        | told["measure"].mask(old, "").isin(_in(old=False))
    ]


@cache
def _in(old: bool) -> list[str]:
    """Measures that the statistics table of 2014 (``old``) or tables 3 and 4 have cells for."""
    return [c.measure for c in EVERY if any(cells[0].startswith("s14.") == old for cells in c.cells)]


def _beside(frames: Frames, stated: pd.DataFrame, counterpart: Counterpart) -> pd.DataFrame:
    """The claims on one measure with the table beside them and the verdict on each."""
    at, limited = stated["at"].to_numpy(), stated["limited"].to_numpy()
    value = stated["value"].to_numpy(dtype="float64")
    total, blanks, cells = _first_complete(frames, counterpart.cells, at)
    verdict, why = _judged(frames, at, value, total, counterpart)
    equal = value == total
    verdict[np.isin(at, at[equal & ~limited])] = "elsewhere"
    verdict[equal] = "equal"
    verdict[np.isnan(total)] = "unknown"
    verdict[limited] = "limited"
    names = {"en": counterpart.en, "zh": counterpart.zh}
    return stated.assign(total=total, blanks=blanks, cells=cells, **names, verdict=verdict, why_en=why)


def _judged(
    frames: Frames, at: np.ndarray, value: np.ndarray, total: np.ndarray, counterpart: Counterpart
) -> tuple[np.ndarray, np.ndarray]:
    """Verdict and reason: explained matches and none against some, told from other differences."""
    verdict = np.full(len(at), "differs", dtype=object)
    why = np.full(len(at), "", dtype=object)
    differ = np.flatnonzero((value != total) & ~np.isnan(total))
    at, value, total = at[differ], value[differ], total[differ]
    nothing = (total == 0) & (np.nan_to_num(_figures(frames, counterpart.related, at)).max(axis=1) == 0)
    verdict[differ[((value == 0) & (total > 0)) | ((value > 0) & nothing)]] = "none_or_some"
    for other in reversed(counterpart.others):
        same = (np.nansum(_figures(frames, other.cells, at), axis=1) == value) & (value > 0)
        verdict[differ[same]], why[differ[same]] = "explained", other.en
    return verdict, why


def _figures(frames: Frames, cells: Sequence[str], at: np.ndarray) -> np.ndarray:
    """Claims × cells: the printed figures, NaN where none is."""
    return _printed(frames)[at][:, [_column()[c] for c in cells]]


@once
def _printed(frames: Frames) -> np.ndarray:
    return frames.panel[list(_column())].to_numpy(dtype="float64", na_value=np.nan)


@cache
def _column() -> dict[str, int]:
    used = {c for one in EVERY for c in one.related}
    used |= {c for one in EVERY for cells in (*one.cells, *(o.cells for o in one.others)) for c in cells}
    return {code: n for n, code in enumerate(c for c in cells_named() if c in used)}


def _first_complete(
    frames: Frames, alternatives: Sequence[tuple[str, ...]], at: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[list[str]]]:
    """By claim: total, blanks and cells of the first alternative that the report prints in full."""
    total, blanks = np.full(len(at), np.nan), np.zeros(len(at), dtype=bool)
    chosen = np.full(len(at), -1)
    for number, cells in enumerate(alternatives):
        found, zero = _sum_in_full(frames, cells, at)
        open_ = np.isnan(total) & ~np.isnan(found)
        total[open_], blanks[open_], chosen[open_] = found[open_], zero[open_], number
    return total, blanks, [list(alternatives[n]) if n >= 0 else [] for n in chosen]


def _sum_in_full(frames: Frames, cells: Sequence[str], at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum of the cells, NaN unless all are printed; and whether a blank part counted as zero.

    A blank counts as zero only beside a printed part, and if its own parts print nothing (see ``terms``).
    """
    if cells[0].startswith("s14."):
        return _figures(frames, cells, at).sum(axis=1), np.zeros(len(at), dtype=bool)
    given, columns = terms(frames), [column_of()[c] for c in cells]
    number, zero = given.number[at][:, columns], given.zero[at][:, columns]
    full = number.any(axis=1) & (number | zero).all(axis=1)
    return np.where(full, given.value[at][:, columns].sum(axis=1), np.nan), zero.any(axis=1)


def _about(frames: Frames, counterparts: Sequence[Counterpart]) -> pd.DataFrame:
    compared = _compared(frames)
    return compared[compared["measure"].isin([c.measure for c in counterparts])]


def _once_told(compared: pd.DataFrame) -> pd.DataFrame:
    """Reviews and suits together are not told again where one of the two contradicts the table by itself."""
    single = compared["measure"].isin(["reviews_total", "lawsuits_total"])
    told = compared.loc[single & (compared["verdict"] == "none_or_some"), "at"]
    return compared[~((compared["measure"] == "disputes_total") & compared["at"].isin(told))]


def _verdict(frames: Frames, compared: pd.DataFrame, wanted: str, say: Say) -> Verdict:
    """Suspects are the claims with the verdict ``wanted``: one a report, measure and figure."""
    full = compared[compared["verdict"] != "limited"]
    known = full[full["verdict"] != "unknown"]
    stated, whole = _among(frames, compared), _among(frames, full)
    lost = _among(frames, full[full["verdict"] == "unknown"])
    ids = frames.reports["report_id"]
    nothing = because(ids[~stated], "the text states no such figure")
    partial = because(ids[stated & ~whole], "the text limits its figure to one channel, year or scope")
    return Verdict(
        suspects=_found(frames, known[known["verdict"] == wanted], say),
        cannot_tell=because(
            ids[lost], "a total to compare the text with is not printed or could not be read"
        ),
        not_applicable=joined(nothing, partial),
        clear=_clear(known, wanted),
    )


def _among(frames: Frames, compared: pd.DataFrame) -> np.ndarray:
    """For every report whether it has a row here."""
    found = np.zeros(len(frames.reports), dtype=bool)
    found[compared["at"].to_numpy(dtype="int64")] = True
    return found


def _found(frames: Frames, suspects: pd.DataFrame, say: Say) -> pd.DataFrame:
    if suspects.empty:
        return pd.DataFrame()
    grouped = suspects.groupby(["report_id", "measure", "value"], sort=False)
    first = grouped.head(1).assign(claims=[list(c) for c in grouped["claim_id"].agg(list)])
    return say(first).assign(hint=_hints(frames, first))


def _clear(known: pd.DataFrame, wanted: str) -> pd.Series:
    """Why reports with a difference are clear nevertheless."""
    reasons = {
        "blanks": "the figures agree; blank cells counted as zero",
        "elsewhere": "the text also states the figure of the table; two figures in one text are TXT-11",
        "none_or_some": "none in one place and some in the other: see TXT-04",
        "differs": "the figures differ, but neither says none: see TXT-01, TXT-02 and TXT-03",
    }
    agree = (known["verdict"] == "equal") & known["blanks"].astype(bool)
    known = known.assign(verdict=known["verdict"].mask(agree, "blanks"))
    told = known[known["verdict"].isin([*reasons, "explained"]) & (known["verdict"] != wanted)]
    why = [
        f"{raw} equals {why} ({en})" if verdict == "explained" else reasons[verdict]
        for raw, why, en, verdict in zip(
            told["raw"], told["why_en"], told["en"], told["verdict"], strict=True
        )
    ]
    return joined(pd.Series(why, index=told["report_id"], dtype="object"))


def _hints(frames: Frames, first: pd.DataFrame) -> list[str | None]:
    """For a figure that should be a sum: the one row that it equals."""
    result: list[str | None] = []
    for report, value, cells in zip(first["report_id"], first["value"], first["cells"], strict=True):
        printed = (
            frames.panel.loc[report, cells] if len(cells) > 1 and value > 0 else pd.Series(dtype="Float64")
        )
        rows = printed.index[(printed == value).fillna(False)]
        result.append(f"{figure(value)} is the row “{row_label(rows[0])[0]}” alone" if len(rows) else None)
    return result


def _differs(first: pd.DataFrame) -> pd.DataFrame:
    """Suspects of a figure that differs from the table."""
    en, zh = [], []
    for raw, total, name_en, name_zh, cells in zip(
        first["raw"], first["total"], first["en"], first["zh"], first["cells"], strict=True
    ):
        table_en, table_zh = _table(cells)
        summed_en, summed_zh = (" together", "合计") if len(cells) > 1 else ("", "")
        en.append(f"The text says {raw} ({name_en}), but {table_en} counts {figure(total)}{summed_en}.")
        zh.append(f"正文称{name_zh}{raw}，而{table_zh}{summed_zh}为{figure(total)}。")
    return _suspects(first, en, zh)


def _none_or_some(first: pd.DataFrame) -> pd.DataFrame:
    """Suspects of none against some, or some against none."""
    en, zh = [], []
    for raw, value, total, name_en, name_zh, cells in zip(
        first["raw"], first["value"], first["total"], first["en"], first["zh"], first["cells"], strict=True
    ):
        table_en, table_zh = _table(cells)
        if value == 0:
            en.append(
                f"The text says there were none ({raw}; {name_en}), but {table_en} counts {figure(total)}."
            )
            zh.append(f"正文称没有（{raw}；{name_zh}），而{table_zh}为{figure(total)}。")
        else:
            en.append(
                f"The text counts {raw} ({name_en}), but {table_en} and all cells that belong to it are 0."
            )
            zh.append(f"正文称{name_zh}{raw}，而{table_zh}及相关各栏均为0。")
    return _suspects(first, en, zh)


TABLES = {"t3": ("table 3", "表三"), "t4": ("table 4", "表四"), "s14": ("the statistics table", "情况统计表")}


def _table(cells: Sequence[str]) -> tuple[str, str]:
    return TABLES[cells[0].partition(".")[0]]


def _suspects(first: pd.DataFrame, en: list[str], zh: list[str]) -> pd.DataFrame:
    wider = first["report_scope"].isin(["aggregate", "own_plus_departments"])
    own_in_wider = (first["scope"] == "own") & wider & (first["value"] > 0)
    doubtful = own_in_wider | first["blanks"].astype(bool)
    return pd.DataFrame(
        {
            "report_id": first["report_id"],
            "cells": first["cells"],
            "claims": first["claims"],
            "subject": first["measure"],
            "observed": first["raw"],
            "expected": [figure(t) for t in first["total"]],
            "difference": (first["value"] - first["total"]).astype("float64"),
            "message_en": en,
            "message_zh": zh,
            "confidence": doubtful.map({True: "medium", False: None}),
        }
    )
