"""Figures of the text laid beside their counterparts in the tables: one row a claim, with the verdict on it.

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
from audit.judge import Verdict
from audit.reasons import in_language
from audit.rules.carried_over import counted_apart, told_apart
from audit.rules.counterparts import EVERY, HANDLED, RESULTS, Counterpart
from audit.rules.measures import NONE, because, column_of, figure, joined, once, row_label, terms
from audit.rules.vocabulary import plain

__all__ = ["about", "compared", "differs", "either", "figures_of", "none_or_some", "once_told", "verdict_on"]

Say = Callable[[pd.DataFrame], pd.DataFrame]
YUAN = {"元": 1.0, "万元": 1e4, "万": 1e4, "亿元": 1e8}
USED = [
    "report_id",
    "claim_id",
    "measure",
    "kind",
    "value",
    "unit",
    "year",
    "scope",
    "part_of",
    "label",
    "raw",
    "decimals",
]
"""Columns of the claims that are compared."""
LIMITED = ("channel", "other_year", "departments", "towns", "unknown")


@once
def compared(frames: Frames) -> pd.DataFrame:
    """One row a claim: the claim, ``total`` of the tables, ``cells``, ``blanks``, ``verdict``, ``why_en``.

    verdict: limited, unknown, equal, elsewhere, explained, none_or_some, differs.
    """
    stated = _stated(frames)
    rows = stated.groupby("measure", sort=False).indices
    known = [c for c in EVERY if c.measure in rows]
    if not known:
        return _nothing(stated)
    parts = [_beside(frames, stated.iloc[rows[c.measure]], c) for c in known]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    at = np.concatenate([rows[c.measure] for c in known])
    return stated.iloc[at].reset_index(drop=True).assign(**columns)


def figures_of(frames: Frames, measure: str, at: int) -> list[float]:
    """What the tables of the report in row ``at`` say of a measure: its own figure first, then the others that a
    text may mean. Empty if they say nothing."""
    found = []
    for counterpart in (c for c in EVERY if c.measure == measure):
        total, _, _ = _first_complete(frames, counterpart.cells, np.array([at]))
        own = [] if np.isnan(total[0]) else [float(total[0])]
        sums = [_figures(frames, other.cells, np.array([at]))[0] for other in counterpart.others]
        found += own + [float(np.nansum(s)) for s in sums if not np.isnan(s).all()]
    return found


def _nothing(stated: pd.DataFrame) -> pd.DataFrame:
    empty = {"blanks": False, "cells": None, "en": "", "zh": "", "unit_of_cell": "", "heuristic": False}
    return stated.assign(amount=np.nan, total=np.nan, verdict="", why_en="", **empty)


def _stated(frames: Frames) -> pd.DataFrame:
    """Counts and nil statements on comparable measures; ``limited``: other year, one channel, wider scope."""
    claims, reports = frames.claims, frames.reports
    exact = ~claims["approximate"].fillna(False).to_numpy(dtype=bool) & claims["value"].notna().to_numpy()
    counted = claims["kind"].isin(["count", "nil"]) & claims["measure"].isin([c.measure for c in EVERY])
    stated = claims.loc[exact & counted.to_numpy(), USED]
    stated = stated.astype({c: "object" for c in USED if c not in ("value", "decimals", "year")})
    at = pd.Index(reports["report_id"]).get_indexer(stated["report_id"])
    told_of = reports[["year", "scope", "form"]].iloc[at].set_axis(stated.index)
    other_year = (stated["year"] != told_of["year"]).fillna(False).to_numpy(dtype=bool)
    wider = (stated["scope"] == "aggregate") & (told_of["scope"] == "own")
    limited = other_year | wider.to_numpy() | stated["scope"].isin(LIMITED).to_numpy()
    told = stated.assign(at=at, limited=limited, report_scope=told_of["scope"])
    old = told_of["form"].eq("2014")
    return told[
        told["measure"].where(old, "").isin(_in(old=True))
        | told["measure"].mask(old, "").isin(_in(old=False))
    ]


@cache
def _in(old: bool) -> list[str]:
    """Measures that the statistics table of 2014 (``old``) or the tables of the form have cells for."""
    return [c.measure for c in EVERY if any(cells[0].startswith("s14.") == old for cells in c.cells)]


def _beside(frames: Frames, stated: pd.DataFrame, counterpart: Counterpart) -> dict[str, np.ndarray]:
    """The table beside the claims on one measure and the verdict on each, by column."""
    at, limited = stated["at"].to_numpy(), stated["limited"].to_numpy()
    value, slack = _in_units_of_the_cell(stated, counterpart)
    total, blanks, cells = _first_complete(frames, counterpart.cells, at)
    verdict, why = _judged(frames, at, value, total, counterpart)
    equal = np.abs(value - total) <= slack
    if counterpart.kinds:
        smaller = (value > 0) & (value < total)
        smaller[smaller] = _of_one_kind(stated[smaller], counterpart) if smaller.any() else False
        verdict[smaller], why[smaller] = "explained", "a part, by its own words"
    if counterpart.unit:
        unitless = stated["value"].to_numpy(dtype="float64") == total
        verdict[unitless], why[unitless] = "explained", "the figure of the table, in another unit (NUM-01)"
    verdict[np.isin(at, at[equal & ~limited])] = "elsewhere"
    verdict[equal] = "equal"
    verdict[np.isnan(total) | np.isnan(value)] = "unknown"
    verdict[limited] = "limited"
    same: dict[str, str | bool] = {
        "en": counterpart.en,
        "zh": counterpart.zh,
        "unit_of_cell": counterpart.unit,
        "heuristic": bool(counterpart.kinds),
    }
    found = {"total": total, "blanks": blanks, "cells": cells, "verdict": verdict, "why_en": why}
    return {"amount": value, **found, **{name: _repeated(v, len(at)) for name, v in same.items()}}


def _repeated(value: str | bool, times: int) -> np.ndarray:
    return np.full(times, value, dtype=bool if isinstance(value, bool) else object)


def _in_units_of_the_cell(stated: pd.DataFrame, counterpart: Counterpart) -> tuple[np.ndarray, np.ndarray]:
    """The figures of the claims in the unit of the cell, and how far rounding may lead them from it.

    Counts are as they stand. Money is converted by its unit; NaN where it has none, but for zero.
    """
    value = stated["value"].to_numpy(dtype="float64")
    if counterpart.unit not in YUAN:
        return value, np.zeros(len(value))
    factor = stated["unit"].map(YUAN).to_numpy(dtype="float64") / YUAN[counterpart.unit]
    places = stated["decimals"].fillna(0).to_numpy(dtype="float64")
    amount = np.where(value == 0, 0.0, value * factor)
    return amount, np.where(value == 0, 0.0, np.nan_to_num(factor * 0.5 * 10.0**-places))


def _of_one_kind(stated: pd.DataFrame, counterpart: Counterpart) -> np.ndarray:
    """Whether the words of a claim say more than what is counted (环境违法行政处罚), or it is part of another."""
    bare = stated["label"].fillna("").str.replace(plain(counterpart.kinds), "", regex=True)
    within = stated["part_of"].notna()
    return ((bare.str.len() > 1) | within).to_numpy(dtype=bool)


def _judged(
    frames: Frames, at: np.ndarray, value: np.ndarray, total: np.ndarray, counterpart: Counterpart
) -> tuple[np.ndarray, np.ndarray]:
    """Verdict and reason: explained matches and none against some, told from other differences.

    Outcomes together that the text also counts one by one differ, but keep the reason: a doubt remains.
    """
    verdict = np.full(len(at), "differs", dtype=object)
    why = np.full(len(at), "", dtype=object)
    differ = np.flatnonzero((value != total) & ~np.isnan(total))
    at, value, total = at[differ], value[differ], total[differ]
    nothing = (total == 0) & (np.nan_to_num(_figures(frames, counterpart.related, at)).max(axis=1) == 0)
    verdict[differ[((value == 0) & (total > 0)) | nothing]] = "none_or_some"
    apart = told_apart(frames, counterpart.measure)[at]
    for other in reversed(counterpart.others):
        same = (np.nansum(_figures(frames, other.cells, at), axis=1) == value) & (value > 0)
        if other in (HANDLED, RESULTS):
            same &= ~apart
        verdict[differ[same]], why[differ[same]] = "explained", other.en
        if other.unless and same.any():
            verdict[differ[same & counted_apart(frames, other.unless)[at]]] = "differs"
    return verdict, why


def _figures(frames: Frames, cells: Sequence[str], at: np.ndarray) -> np.ndarray:
    """Claims × cells: the printed figures, NaN where none is."""
    return _printed(frames)[at][:, [_column()[c] for c in cells]]


@once
def _printed(frames: Frames) -> np.ndarray:
    return terms(frames).figure[:, [column_of()[code] for code in _column()]]


@cache
def _column() -> dict[str, int]:
    used = {c for one in EVERY for c in one.related}
    used |= {c for one in EVERY for cells in (*one.cells, *(o.cells for o in one.others)) for c in cells}
    return {code: n for n, code in enumerate(c for c in cells_named() if c in used)}


def _first_complete(
    frames: Frames, alternatives: Sequence[tuple[str, ...]], at: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By claim: total, blanks and cells of the first alternative that the report prints in full."""
    total, blanks = np.full(len(at), np.nan), np.zeros(len(at), dtype=bool)
    chosen = np.full(len(at), -1)
    for number, cells in enumerate(alternatives):
        found, zero = _sum_in_full(frames, cells, at)
        open_ = np.isnan(total) & ~np.isnan(found)
        total[open_], blanks[open_], chosen[open_] = found[open_], zero[open_], number
    listed = np.empty(len(at), dtype=object)
    listed[:] = [list(alternatives[n]) if n >= 0 else [] for n in chosen]
    return total, blanks, listed


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


def about(frames: Frames, counterparts: Sequence[Counterpart]) -> pd.DataFrame:
    every = compared(frames)
    return every[every["measure"].isin([c.measure for c in counterparts])]


def once_told(compared: pd.DataFrame) -> pd.DataFrame:
    """Reviews and suits together are not told again where one of the two contradicts the table by itself."""
    single = compared["measure"].isin(["reviews_total", "lawsuits_total"])
    told = compared.loc[single & (compared["verdict"] == "none_or_some"), "at"]
    return compared[~((compared["measure"] == "disputes_total") & compared["at"].isin(told))]


def verdict_on(frames: Frames, compared: pd.DataFrame, wanted: Sequence[str], say: Say) -> Verdict:
    """Suspects are the claims with one of the verdicts ``wanted``: one a report, measure and figure."""
    at, verdict = compared["at"].to_numpy(dtype="int64"), compared["verdict"].to_numpy(dtype=object)
    limited, unknown = verdict == "limited", verdict == "unknown"
    stated, whole, lost = (_rows(frames, at[some]) for some in (slice(None), ~limited, unknown))
    ids = frames.reports["report_id"].to_numpy(dtype=object)
    nothing = because(ids[~stated], "the text states no such figure")
    partial = because(ids[stated & ~whole], "the text limits its figure to one channel, year or scope")
    suspect = np.isin(verdict, list(wanted))
    clear = ~limited & ~unknown & ~suspect & ((verdict != "equal") | compared["blanks"].to_numpy(dtype=bool))
    return Verdict(
        suspects=_found(frames, compared[suspect], say) if suspect.any() else pd.DataFrame(),
        cannot_tell=because(
            ids[lost], "a total to compare the text with is not printed or could not be read"
        ),
        not_applicable=joined(nothing, partial),
        clear=_clear(compared[clear], wanted) if clear.any() else NONE,
    )


def _rows(frames: Frames, at: np.ndarray) -> np.ndarray:
    """For every report whether it is among these rows of ``reports``."""
    found = np.zeros(len(frames.reports), dtype=bool)
    found[at] = True
    return found


def _found(frames: Frames, suspects: pd.DataFrame, say: Say) -> pd.DataFrame:
    if suspects.empty:
        return pd.DataFrame()
    grouped = suspects.groupby(["report_id", "measure", "value"], sort=False)
    first = grouped.head(1).assign(claims=[list(c) for c in grouped["claim_id"].agg(list)])
    return say(first).assign(hint=_hints(frames, first))


def _clear(known: pd.DataFrame, wanted: Sequence[str]) -> pd.Series:
    """Why reports with a difference are clear nevertheless."""
    reasons = {
        "blanks": "the figures agree; blank cells counted as zero",
        "elsewhere": "the text also states the figure of the table; two figures in one text are TXT-11",
        "none_or_some": "none in one place and some in the other: see TXT-04",
        "posted": "some in the text and none at all in the table: see TXT-09",
        "differs": "the figures differ, but neither says none: see TXT-01, TXT-02 and TXT-03",
    }
    agree = (known["verdict"] == "equal") & known["blanks"].astype(bool)
    known = known.assign(verdict=known["verdict"].mask(agree, "blanks"))
    told = known[known["verdict"].isin([*reasons, "explained"]) & ~known["verdict"].isin(wanted)]
    why = [
        f"{raw} equals {why} ({en})" if verdict == "explained" else reasons[verdict]
        for raw, why, en, verdict in zip(
            told["raw"], told["why_en"], told["en"], told["verdict"], strict=True
        )
    ]
    return joined(pd.Series(why, index=told["report_id"], dtype="object"))


def _hints(frames: Frames, first: pd.DataFrame) -> list[str | None]:
    """For a figure that equals outcomes together: which; for one that should be a sum: the one row that it equals."""
    result: list[str | None] = []
    columns = (first[c] for c in ("report_id", "value", "cells", "why_en"))
    for report, value, cells, together in zip(*columns, strict=True):
        if together:
            result.append(_counted_twice(value, together))
            continue
        printed = (
            frames.panel.loc[report, cells] if len(cells) > 1 and value > 0 else pd.Series(dtype="Float64")
        )
        rows = printed.index[(printed == value).fillna(False)]
        result.append(_one_row(value, rows[0]) if len(rows) else None)
    return result


def _counted_twice(value: float, together: str) -> str:
    return (
        f"{figure(value)} equals {together}, but the text counts one of these by itself. / "
        f"{figure(value)}等于{in_language(together, 'zh')}，但正文另行列出了其中一项。"
    )


def _one_row(value: float, cell: str) -> str:
    en, zh = row_label(cell)
    return f"{figure(value)} is the row “{en}” alone. / {figure(value)}仅与“{zh}”一行相同。"


def differs(first: pd.DataFrame) -> pd.DataFrame:
    """Suspects of a figure that differs from the table."""
    en, zh = [], []
    for raw, total, name_en, name_zh, cells, unit in zip(
        *(first[c] for c in ("raw", "total", "en", "zh", "cells", "unit_of_cell")), strict=True
    ):
        table_en, table_zh = _table(cells)
        summed_en, summed_zh = (" together", "合计") if len(cells) > 1 else ("", "")
        shown = figure(total) + unit
        en.append(f"The text says {raw} ({name_en}), but {table_en} counts {shown}{summed_en}.")
        zh.append(f"正文称{name_zh}{raw}，而{table_zh}{summed_zh}为{shown}。")
    return _suspects(first, en, zh)


def none_or_some(first: pd.DataFrame) -> pd.DataFrame:
    """Suspects of none against some, or some against none."""
    en, zh = [], []
    for raw, value, total, name_en, name_zh, cells in zip(
        *(first[c] for c in ("raw", "value", "total", "en", "zh", "cells")), strict=True
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


def either(first: pd.DataFrame) -> pd.DataFrame:
    """Suspects of both sorts, each in its own words."""
    nothing = first["verdict"].eq("none_or_some")
    said = [say(rows) for say, rows in ((differs, first[~nothing]), (none_or_some, first[nothing]))]
    return pd.concat(said).reindex(first.index)


TABLES = {
    "t2": ("table 2", "表二"),
    "t3": ("table 3", "表三"),
    "t4": ("table 4", "表四"),
    "s14": ("the statistics table", "情况统计表"),
}


def _table(cells: Sequence[str]) -> tuple[str, str]:
    return TABLES[cells[0].partition(".")[0]]


def _suspects(first: pd.DataFrame, en: list[str], zh: list[str]) -> pd.DataFrame:
    wider = first["report_scope"].isin(["aggregate", "own_plus_departments"])
    own_in_wider = (first["scope"] == "own") & wider
    together = first["why_en"].ne("")
    doubtful = own_in_wider | first["blanks"].astype(bool) | first["heuristic"].astype(bool) | together
    return pd.DataFrame(
        {
            "report_id": first["report_id"],
            "cells": first["cells"],
            "claims": first["claims"],
            "subject": first["measure"],
            "observed": first["raw"],
            "expected": [figure(t) + u for t, u in zip(first["total"], first["unit_of_cell"], strict=True)],
            "difference": (first["amount"] - first["total"]).astype("float64").round(6),
            "message_en": en,
            "message_zh": zh,
            "confidence": doubtful.map({True: "medium", False: None}),
            "severity": together.map({True: "medium", False: None}),
        }
    )
