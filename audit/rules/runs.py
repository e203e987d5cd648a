"""Years without a request for information, body by body: what NIL rules count."""

from __future__ import annotations

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import among, facts_where, once

NEW = "t3.new_received.total"
CELLS = (NEW, "s14.requests_total.year")
PLACE = ["source", "what", "locator", "raw"]
ALL_YEARS = "s14.requests_total.cumulative"
BODY = ["agency", "scope"]
ALIKE = {
    "township": "town", "street": "town", "department": "department", "institution": "department",
    "government": "government", "general_office": "government",
}  # fmt: skip
"""Kinds of bodies that can be compared with each other."""


@once
def yearly(frames: Frames) -> pd.DataFrame:
    """New requests by body and year, sorted: one row for each year that a report covers or speaks of.

    Columns: agency, scope, level, kind, year (int), value (missing: not printed, not read, or copies
    disagree), report_id (of the year's own report; missing where only a later report speaks of the year),
    and where the figure is printed: source (report_id), what (cell or claim_id), locator, raw.
    """
    own = _own(frames)
    told = _told_later(frames)
    if told.empty:
        return own.reset_index(drop=True)
    told = told[~told.set_index([*BODY, "year"]).index.isin(own.set_index([*BODY, "year"]).index)]
    both = pd.concat([own, told], ignore_index=True).sort_values([*BODY, "year"])
    return both.reset_index(drop=True)


@once
def own_figures(frames: Frames) -> pd.DataFrame:
    """New requests as every report states them for its own year: index report_id, value and place."""
    facts = facts_where(frames, lambda cell: cell in CELLS)
    facts = facts[facts["state"].eq("number")]
    printed = facts.rename(columns={"cell": "what"}).sort_values("what", ascending=False)
    claims = _zero_or_count(frames)
    claims = claims[claims["year"].isna() | claims["year"].eq(claims["report_year"])]
    claims = claims[~claims["report_form"].isin(["2019", "2021"])]
    claims = claims[claims.groupby("report_id")["value"].transform("nunique").eq(1)]
    columns = ["report_id", "value", "what", "locator", "raw"]
    stated = pd.concat([printed[columns], claims.rename(columns={"claim_id": "what"})[columns]])
    stated = stated.drop_duplicates("report_id")
    return stated.assign(source=stated["report_id"]).set_index("report_id")


@once
def _zero_or_count(frames: Frames) -> pd.DataFrame:
    """Claims that count the new requests of the whole body, with year and form of their report."""
    claims = frames.claims[frames.claims["measure"].eq("requests_new") & frames.claims["value"].notna()]
    claims = claims[
        claims["kind"].isin(["count", "nil"]) & claims["scope"].isin(["own", "aggregate", "other_year"])
    ]
    claims = claims[~claims["approximate"].fillna(False).astype(bool)]
    reports = frames.by_id[["agency", "scope", "level", "kind", "year", "form"]]
    return claims.join(reports.add_prefix("report_"), on="report_id")


@once
def scopes(frames: Frames) -> pd.Series:
    """Whom each report covers, by report_id. Where it does not say so, as all other reports of the body do, if they agree."""
    reports = frames.reports[["report_id", "agency", "scope"]]
    known = reports[reports["scope"].notna() & reports["scope"].ne("unknown")].drop_duplicates(
        ["agency", "scope"]
    )
    alone = (
        known[~known["agency"].duplicated(keep=False)].dropna(subset=["agency"]).set_index("agency")["scope"]
    )
    said = reports["scope"].where(reports["scope"].ne("unknown")).astype(object)
    filled = said.fillna(reports["agency"].map(alone).astype(object)).fillna("unknown")
    return pd.Series(filled.to_numpy(dtype=object), index=reports["report_id"].to_numpy(dtype=object))


def _readable(frames: Frames) -> pd.DataFrame:
    reports = frames.reports[["report_id", *BODY, "level", "kind", "year", "path", "status"]]
    reports = reports[reports["status"] != "unreadable"].dropna(subset=["agency", "year"])
    reports = reports.drop(columns="status")
    scope = scopes(frames).reindex(reports["report_id"]).to_numpy()
    return reports.assign(scope=scope, year=reports["year"].astype("int64"))


def _own(frames: Frames) -> pd.DataFrame:
    """One row a body and year with a report, sorted; a figure only where all copies that print one agree."""
    reports = _sorted(_readable(frames), [*BODY, "year", "path", "report_id"]).drop(columns="path")
    reports = reports.join(own_figures(frames), on="report_id")
    key = [*BODY, "year"]
    if not reports.duplicated(key).any():
        return reports
    agree = reports.groupby(key)["value"].transform("nunique") <= 1
    reports = reports.assign(known=reports["value"].notna())
    last = reports.sort_values("known", kind="stable").drop_duplicates(key, keep="last").drop(columns="known")
    last = last.assign(value=last["value"].where(agree.reindex(last.index)))
    return last.sort_values(key)


def _sorted(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """What ``sort_values`` says, which makes a category of every column of texts first."""
    values = list(zip(*(rows[c].tolist() for c in key), strict=True))
    return rows.iloc[sorted(range(len(rows)), key=values.__getitem__)]


def _told_later(frames: Frames) -> pd.DataFrame:
    """Years that a later report says had no request."""
    claims = _zero_or_count(frames)
    claims = claims[claims["value"].eq(0) & claims["year"].lt(claims["report_year"]).fillna(False)]
    if claims.empty:
        return claims
    told = claims.dropna(subset=["report_agency"])
    told = pd.DataFrame(
        {
            "agency": told["report_agency"],
            "scope": scopes(frames).reindex(told["report_id"]).to_numpy(),
            "level": told["report_level"],
            "kind": told["report_kind"],
            "year": told["year"].astype("int64"),
            "value": 0.0,
            "source": told["report_id"],
            "what": told["claim_id"],
            "locator": told["locator"],
            "raw": told["raw"],
        }
    )
    return told.sort_values("source").drop_duplicates([*BODY, "year"])


@once
def prior_zero(frames: Frames) -> pd.DataFrame:
    """Statements that all earlier years together had no request: index report_id; what, locator, raw.

    The text says so (往年累计为零), or a count of all years to date, in the text or in a statistics table, is zero.
    """
    measures = ["requests_prior_cumulative", "requests_cumulative"]
    claims = frames.claims[frames.claims["measure"].isin(measures) & frames.claims["value"].eq(0)]
    claims = claims[~claims["scope"].eq("channel")].rename(columns={"claim_id": "what"})
    facts = facts_where(frames, lambda cell: cell == ALL_YEARS)
    facts = facts[facts["state"].eq("number") & facts["value"].eq(0)].rename(columns={"cell": "what"})
    columns = ["report_id", "what", "locator", "raw"]
    both = pd.concat([claims[columns], facts[columns]]).drop_duplicates("report_id")
    return both.set_index("report_id")


@once
def zero_years(frames: Frames) -> pd.DataFrame:
    """The years of ``yearly`` with none, each with the run it belongs to.

    Further columns: run (number), before (value of the year before, missing if not known), starts (first
    year of the run), gap (the series has reports before the run, but no figure for the year before it), after (value of
    the year after it).
    """
    years = yearly(frames)
    zero = years["value"].eq(0).fillna(False).astype(bool)
    same_body = years[BODY].eq(years[BODY].shift()).all(axis=1)
    follows = same_body & years["year"].diff().eq(1)
    goes_on = zero & zero.shift(fill_value=False) & follows
    before = years["value"].shift().where(follows)
    after = years["value"].shift(-1).where(follows.shift(-1, fill_value=False))
    marked = years.assign(run=(~goes_on).cumsum(), before=before, after=after, gap=same_body & before.isna())[
        zero
    ]
    first = marked.groupby("run")
    return marked.assign(starts=first["year"].transform("min"), gap=first["gap"].transform("first"))


RUN = [*BODY, "first", "last", "years", "stated", "gap", "report_id", "level", "kind", "after", "earliest"]
"""Columns of ``runs``."""


@once
def runs(frames: Frames) -> pd.DataFrame:
    """Runs of years with no request: index run; agency, scope, level, kind, first, last, years,
    report_id, stated, gap, after.

    report_id : the last report of the run. stated : a report of the run says that all earlier years had
    none too, and no known year contradicts it. Runs without a report of their own are left out.
    """
    years = zero_years(frames)
    if years.empty:
        return pd.DataFrame(columns=RUN, index=pd.Index([], dtype="int64", name="run"))
    years = years.assign(stated=among(years["source"], prior_zero(frames).index))
    grouped = years.groupby("run")
    found = grouped.agg(
        agency=("agency", "first"), scope=("scope", "first"), first=("year", "min"), last=("year", "max"),
        years=("year", "size"), stated=("stated", "any"), gap=("gap", "first"),
        report_id=("report_id", "last"), level=("level", "last"), kind=("kind", "last"), after=("after", "last"),
    )  # fmt: skip
    some = yearly(frames)
    earliest = (
        some[some["value"].gt(0).fillna(False).astype(bool)].groupby(BODY)["year"].min().rename("earliest")
    )
    found = found.join(earliest, on=BODY).assign(after=found["after"].astype("Float64").astype("float64"))
    found["stated"] &= ~found["earliest"].lt(found["first"])
    return found[found["report_id"].notna()]


def peers(frames: Frames, found: pd.DataFrame) -> pd.DataFrame:
    """For each run the reports of other bodies of the same level and sort for the same years: ``known``, of them ``none``.

    Towns are compared with towns and streets, departments with departments, governments with governments.
    """
    years = yearly(frames).dropna(subset=["value", "level"])
    years = years[years["level"] != "unknown"].assign(
        none=years["value"].eq(0), sort=years["kind"].map(ALIKE)
    )
    years = years.dropna(subset=["sort"])
    tally = years.groupby(["level", "sort", "year"])["none"].agg(known="size", none="sum").reset_index()
    spans = found.assign(sort=found["kind"].map(ALIKE)).reset_index()
    spans = spans[["run", "level", "sort", "first", "last"]].merge(tally, on=["level", "sort"])
    spans = spans[spans["year"].between(spans["first"], spans["last"])]
    summed = spans.groupby("run")[["known", "none"]].sum().reindex(found.index, fill_value=0)
    mine = zero_years(frames).dropna(subset=["level", "kind"])
    mine = mine.groupby("run").size().reindex(found.index, fill_value=0)
    return summed.sub(np.minimum(mine, summed["none"]), axis=0).astype("int64")
