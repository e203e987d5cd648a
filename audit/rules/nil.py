"""NIL: zeros that last, and reports of nothing but zeros."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from audit.form import forms
from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    Terms,
    among,
    because,
    code_array,
    codes,
    figure,
    joined,
    listing,
    listing_zh,
    reasons,
    terms,
    unprinted_in,
)
from audit.rules.places import passages, spots
from audit.rules.runs import (
    ALL_YEARS,
    BODY,
    CELLS,
    NEW,
    own_figures,
    peers,
    prior_zero,
    runs,
    scopes,
    yearly,
    zero_years,
)
from audit.rules.vocabulary import any_of, compact, is_whole, prose

COUNTED = (
    "requests_new",
    "requests_handled",
    "penalties",
    "licences",
    "coercions",
    "normative_issued",
    "normative_in_force",
    "reviews_total",
    "lawsuits_total",
)
"""Measures of the prose that a table of nothing but zeros contradicts."""
PRINTED = (*CELLS, ALL_YEARS)
FEW = 5
"""Of fewer reports of comparable bodies no share is given."""
SHOWN_ROWS = ("new_received", "carried_in", "result_total", "carried_out")


@rule(
    "NIL-01",
    "zero-request-run",
    en="No request for information in several years running",
    zh="连续多年未收到政府信息公开申请",
    severity=Severity.low,
    confidence="medium",
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 28: channels for requests are "
        "kept open"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第二十八条：建立完善政府信息公开申请渠道",
    needs=(NEW, "requests_new", "requests_prior_cumulative"),
    why_zh="多年一件申请也没有，可能是申请渠道不通、收到未登记，或者照抄上年报告。",
    innocent_zh=(
        "人口少的乡镇和内设机构多年没有申请也属正常：请对照同级同类机关的零申请比例（达八成的，年数多也只列低）。缺年或未读出的"
        "年份会中断连续计算，并在提示中写明。"
    ),
    options=(
        Option("years", 2, "years running without a request", "连续为零的年数"),
        Option("long", 4, "years running from which the run weighs more", "达到多少年升为中"),
        Option(
            "common",
            0.8,
            "share of comparable bodies from which none is usual",
            "同级同类机关零申请达此比例即视为常见",
        ),
    ),
)
def zero_request_run(frames: Frames, years: int, long: int, common: float) -> Verdict:
    """A body reports no new request for two or more years running.

    One finding a run, on its last report, with every zero of the run as evidence. A year that is missing or could not be
    read breaks a run, and the message names it. Where a report itself says that all earlier years had none, one year is
    enough. Medium from four years on, unless most comparable bodies have none either; medium also for a government of a
    county and above and for a report for a whole region. The message says whether the text names a channel for requests.

    *Why it matters*: The channel may not work, requests may not be registered, or the report of the year
    before was copied.

    *Innocent explanations*: Small towns and inner offices legitimately have none. The message gives the share of
    comparable bodies (same level, same sort) that report none for the same years; where it is eight in ten and more, a
    long run stays low.

    *Source*: Regulation (2019), art. 28; table 3, 本年新收政府信息公开申请数量; statistics table, 收到申请数.
    """
    found = runs(frames)
    found = found[(found["years"] >= years) | found["stated"]]
    if found.empty:
        return Verdict(cannot_tell=_open_years(frames, found))
    found = found.join(peers(frames, found)).assign(channel=_channels(frames, found["report_id"]))
    printed = {run: group.to_dict("records") for run, group in _places(frames, found).groupby("run")}
    suspects = [
        _say_run(run, [*printed[run["run"]], *_channel_place(frames, run)])
        | {"severity": _weight(run, long, common)}
        for run in found.reset_index().to_dict("records")
    ]
    return Verdict(
        pd.DataFrame(suspects), cannot_tell=_open_years(frames, found), clear=_within_runs(frames, found)
    )


def _places(frames: Frames, found: pd.DataFrame) -> pd.DataFrame:
    """Where each year of these runs states its zero, then where a report speaks of all earlier years, then where the year
    after states its requests: by run."""
    columns = ["run", "source", "what", "locator", "raw"]
    years = zero_years(frames).loc[lambda y: y["run"].isin(found.index), columns]
    stating = years.loc[years["run"].isin(found.index[found["stated"]]), ["run", "source"]]
    earlier = stating.join(prior_zero(frames), on="source", how="inner")
    after = found.loc[found["after"].gt(0), [*BODY, "last"]].reset_index()
    later = after.assign(year=after["last"] + 1).merge(yearly(frames), on=[*BODY, "year"])
    return pd.concat([years, earlier, later.dropna(subset=["locator"])])[columns]


def _say_run(run: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, object]:
    own = [row["source"] == run["report_id"] and bool(row["what"]) for row in rows]
    mine = [row["what"] for row, of_it in zip(rows, own, strict=True) if of_it]
    others = [row for row, of_it in zip(rows, own, strict=True) if not of_it]
    en, zh = _span(run)
    more_en, more_zh = _context(run)
    return {
        "report_id": run["report_id"],
        "cells": [what for what in mine if what in PRINTED],
        "claims": [what for what in mine if what not in PRINTED],
        "places": [(row["source"], row["locator"], row["raw"], row["what"]) for row in others],
        "observed": "0",
        "message_en": f"0 new requests in {en}.{more_en}",
        "message_zh": f"{zh}新收申请均为0件。{more_zh}",
    }


def _span(run: dict[str, Any]) -> tuple[str, str]:
    first, last, many = run["first"], run["last"], run["years"]
    en = f"{first}–{last}, {many} years running" if many > 1 else f"{last}"
    zh = f"{first}—{last}年连续{many}年" if many > 1 else f"{last}年"
    if run["stated"]:
        return f"{en}, and by its own statement none in the years before", f"{zh}及其自述的往年"
    return en, zh


def _context(run: dict[str, Any]) -> tuple[str, str]:
    """What helps to weigh a run: where it was cut short, and how many comparable bodies report none."""
    en = zh = ""
    if run["gap"] and not run["stated"]:
        en += f" Nothing is known of {run['first'] - 1}, so the run may be longer."
        zh += f"{run['first'] - 1}年无数据，实际可能更长。"
    if run["after"] > 0:
        en += f" In {run['last'] + 1} there were {figure(run['after'])}."
        zh += f"{run['last'] + 1}年收到{figure(run['after'])}件。"
    if run["known"] >= FEW:
        share = f"{run['none'] / run['known']:.0%}"
        en += f" Of {run['known']} reports of comparable bodies for these years {run['none']} ({share}) have none."
        zh += f"同级同类机关同期{run['known']}份报告中，{run['none']}份（{share}）为零。"
    if run["channel"]:
        en += f" The text names a channel for requests (“{run['channel']}”)."
        zh += f"正文写有申请渠道（“{run['channel']}”）。"
    elif run["channel"] is not None:
        en += " No channel for requests is named in the text."
        zh += "正文未见申请渠道的说明。"
    return en, zh


def _weight(run: dict[str, Any], long: int, common: float) -> str:
    government = run["level"] in ("province", "city", "county") and run["kind"] == "government"
    usual = run["known"] >= FEW and run["none"] >= common * run["known"]
    return (
        "medium"
        if government or run["scope"] == "aggregate" or (run["years"] >= long and not usual)
        else "low"
    )


def _channels(frames: Frames, report_ids: pd.Series) -> pd.Series:
    """For each run what its last report says of a channel for requests: the word, empty if none, None if not all was read."""
    texts = compact(prose(frames, report_ids))
    named = texts.str.extract(f"({any_of('request_channel')})", expand=False).fillna("")
    whole = is_whole(frames).reindex(report_ids).to_numpy(dtype=bool)
    words = [named.get(report, "") for report in report_ids]
    known = [word if word or all_ else None for word, all_ in zip(words, whole, strict=True)]
    return pd.Series(known, index=report_ids.index, dtype="object")


def _channel_place(frames: Frames, run: dict[str, Any]) -> list[dict[str, Any]]:
    """Where the last report names the channel for requests that the message quotes."""
    if not run["channel"]:
        return []
    found = spots(passages(frames)[run["report_id"]], re.escape(run["channel"]))[:1]
    return [{"source": r, "locator": at, "raw": quote, "what": ""} for r, at, quote in found]


def _open_years(frames: Frames, found: pd.DataFrame) -> pd.Series:
    """Reports of which it cannot be told whether their year belongs to a run."""
    reports = frames.reports
    ids = reports["report_id"].to_numpy(dtype=object)
    known = among(reports["report_id"], own_figures(frames).index)
    single = zero_years(frames)
    single = single[~single["run"].isin(found.index) & single["before"].isna()]
    lone = _copies(frames, single)
    return joined(
        because(
            ids[reports["agency"].isna() | reports["year"].isna()],
            "the body or the year is not known",
        ),
        because(ids[~known], "the number of new requests is not known"),
        because(_contested(frames), "the copies of this report state different numbers of new requests"),
        reasons({r: f"no request this year, and nothing is known of {int(y) - 1}" for r, y in lone.items()}),
    )


def _copies(frames: Frames, years: pd.DataFrame) -> pd.Series:
    """Year by report_id of all reports, second copies included, for these bodies and years."""
    if years.empty:
        return pd.Series(dtype="object")
    reports = frames.reports.assign(scope=scopes(frames).to_numpy())
    key = ["agency", "scope", "year"]
    both = reports[["report_id", *key]].dropna().merge(years[key], on=key)
    return both.set_index("report_id")["year"]


def _contested(frames: Frames) -> pd.Index:
    years = yearly(frames)
    return _copies(frames, years[years["value"].isna() & years["what"].notna()]).index


def _within_runs(frames: Frames, found: pd.DataFrame) -> pd.Series:
    """Reports inside a run that is judged on its last report."""
    years = zero_years(frames)
    ids = _copies(frames, years[years["run"].isin(found.index)]).index
    return because(ids, "no request; the run of years is judged on its last report")


@rule(
    "NIL-02",
    "all-zero-report",
    en="A report with nothing but zeros",
    zh="全表均为零",
    severity=Severity.low,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50",
    basis_zh="《政府信息公开条例》（2019年修订）第六条（准确）、第五十条",
    forms=("2019", "2021"),
    needs=("t2", "t3", "t4"),
    why_zh=(
        "全表为零可能是没有填报，也可能确无可报。正文另有申请、处罚或文件数字时，表格必有遗漏（此时升为中）。"
    ),
    innocent_zh="没有执法权、也没有收到申请的乡镇确实可能全为零。",
)
def all_zero(frames: Frames) -> Verdict:
    """Every figure of tables 2, 3 and 4 is zero, procurement left aside.

    *Why it matters*: The table may never have been filled in. Where the text counts requests, penalties
    or documents all the same, it was not (medium).

    *Innocent explanations*: A town without powers of enforcement that received no request has nothing
    else to say.

    *Source*: Regulation (2019), art. 6 and art. 50; tables 2 to 4 of the forms of 2019 and 2021.
    """
    given = terms(frames)
    ours = given.active & np.array([not c.startswith("t2.procurement.") for c in codes()])
    number = np.ascontiguousarray(ours & given.number)
    blank = np.ascontiguousarray(ours & unprinted_in(given.state))
    some = (ours & given.number & (given.value != 0)).any(axis=1)
    due = _expected(frames)
    printed = number.sum(axis=1)
    enough = (printed + blank.sum(axis=1) >= 0.9 * due) & (printed >= 0.5 * due) & (due > 0)
    rows = np.flatnonzero(~some & enough).tolist()
    claims = _positive_claims(frames)
    told = dict(list(claims[among(claims["report_id"], given.report_ids[rows])].groupby("report_id")))
    found = [_say_zeros(given, r, number[r], int(blank[r].sum()), told) for r in rows]
    few = np.flatnonzero(~some & ~enough).tolist()
    lost = {given.report_ids[r]: f"only {printed[r]} of {due[r]} cells print a figure" for r in few}
    return Verdict(pd.DataFrame(found), cannot_tell=reasons(lost))


def _expected(frames: Frames) -> np.ndarray:
    """How many cells the form of each report has without procurement; 0 for another form."""
    sizes = {
        code: sum(not c.startswith("t2.procurement.") for c in form.cells) for code, form in forms().items()
    }
    return frames.reports["form"].map(sizes).fillna(0).to_numpy(dtype="int64")


def _positive_claims(frames: Frames) -> pd.DataFrame:
    """Counts above zero in the prose, of this body and year, that a table of zeros contradicts."""
    claims = frames.claims[frames.claims["measure"].isin(COUNTED) & frames.claims["kind"].eq("count")]
    claims = claims[claims["value"].gt(0).fillna(False).astype(bool) & claims["scope"].eq("own")]
    year = claims["report_id"].map(frames.by_id["year"])
    return claims[(claims["year"].isna() | claims["year"].eq(year)).fillna(False).astype(bool)]


def _say_zeros(
    given: Terms, report: int, number: np.ndarray, blank: int, told: dict[str, pd.DataFrame]
) -> dict[str, object]:
    claims = told.get(given.report_ids[report])
    many = int(number.sum())
    en = f"All figures of tables 2 to 4 are 0: {many} cells printed"
    zh = f"表二至表四全部为0：共印出{many}个数字"
    if blank:
        en, zh = f"{en}, {blank} left blank", f"{zh}，另有{blank}处留空"
    if claims is not None:
        en += f"; but the text counts {listing(claims['raw'].tolist())}"
        zh += f"；而正文称{listing_zh(claims['raw'].tolist())}"
    return {
        "report_id": given.report_ids[report],
        "cells": code_array()[number].tolist(),
        "shown": code_array()[number & _shown()].tolist(),
        "claims": claims["claim_id"].tolist() if claims is not None else [],
        "observed": "0",
        "severity": "medium" if claims is not None else "low",
        "message_en": f"{en}.",
        "message_zh": f"{zh}。",
    }


@cache
def _shown() -> np.ndarray:
    """The cells that stand for the rest as evidence: all of table 2, the totals of tables 3 and 4."""
    split = [code.split(".") for code in codes()]
    return np.array([t == "t2" or (c == "total" and (t == "t4" or r in SHOWN_ROWS)) for t, r, c in split])
