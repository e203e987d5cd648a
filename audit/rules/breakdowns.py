"""Totals of the text with the parts that it gives for them, and shares with what they are shares of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import takewhile
from typing import NamedTuple

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import EPSILON, column_of, once, terms

__all__ = [
    "REQUEST_CHANNELS",
    "Breakdown",
    "breakdowns",
    "exact_share",
    "members",
    "other_totals",
    "reproduces",
    "rounded_share",
    "shares",
    "wider_parts",
]

COUNTED = ("count", "nil")
PERCENT = ("%", "％")
LARGE = 100
"""From here on two equal figures of one text are hardly equal by chance."""
HANDLED_CELLS = (
    "t3.new_received.total",
    "t3.carried_in.total",
    "t3.result_total.total",
    "s14.requests_total.year",
    "s14.closed_total.year",
)
LEVELS = ("departments", "towns")
REQUEST_CHANNELS = ("requests_online", "requests_part")
REQUEST_FAMILY = ("requests", "outcome")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One total and its parts, as printed, in reading order."""

    report_id: str
    total_id: str
    total: float
    raw: str
    measure: str
    ids: tuple[str, ...]
    values: tuple[float, ...]
    labels: tuple[str, ...]
    channels: bool
    label: str = ""

    @property
    def sum(self) -> float:
        """What the parts add up to."""
        return sum(self.values)


@once
def _parts(frames: Frames) -> pd.DataFrame:
    """Counts that are part of a total: the claim, the total's columns with ``_total``, ``code`` of the breakdown."""
    claims = frames.claims
    parts = claims[claims["kind"].isin(COUNTED) & claims["part_of"].notna()]
    totals = claims[claims["kind"].isin([*COUNTED, "cumulative"]) & claims["value"].notna()]
    columns = [
        "report_id",
        "claim_id",
        "value",
        "unit",
        "approximate",
        "measure",
        "year",
        "kind",
        "raw",
        "sentence",
        "label",
    ]
    found = parts.merge(
        totals[columns],
        left_on=["report_id", "part_of"],
        right_on=["report_id", "claim_id"],
        suffixes=("", "_total"),
    )
    keys = [found["report_id"], found["part_of"], found["group_id"].fillna("")]
    return found.assign(code=found.groupby(keys, sort=False).ngroup())


@once
def breakdowns(frames: Frames) -> pd.DataFrame:
    """One row a breakdown: report_id, total, sum, most, count, exhaustive (yes, no, doubtful), comparable,
    levels, measure (of the total), channelled (all parts are requests by channel).

    ``comparable``: parts and total have one unit, no part is without a figure, none is approximate or of another year.
    ``levels``: two parts or more, and one of them is of the departments, the towns or lower governments together.
    """
    parts = _parts(frames)
    same_unit = (parts["unit"] == parts["unit_total"]) | parts["unit"].isna() | parts["unit_total"].isna()
    rough = parts["approximate"].fillna(False).astype(bool) | parts["approximate_total"].fillna(False).astype(
        bool
    )
    other_year = (parts["year"] != parts["year_total"]).fillna(False).astype(bool) & (
        parts["kind_total"] != "cumulative"
    )
    fit = same_unit.fillna(True).astype(bool) & parts["value"].notna() & ~rough & ~other_year
    whole = parts["exhaustive"].astype("object")
    level = parts["scope"].isin(LEVELS)
    channelled = parts["measure"].isin(REQUEST_CHANNELS) & (
        parts["scope"].eq("channel") | parts["channel"].notna()
    )
    yes, no = (whole.eq(said).to_numpy(dtype=bool) for said in (True, False))
    code = parts["code"].to_numpy(dtype="int64")
    order = np.argsort(code, kind="stable")
    starts = np.flatnonzero(np.diff(code[order], prepend=-1))
    first = parts.iloc[order[starts]]

    def of(reduce: np.ufunc, values: np.ndarray) -> np.ndarray:
        return reduce.reduceat(values[order], starts) if len(starts) else values

    value = parts["value"].to_numpy(dtype="float64")
    count = of(np.add, np.ones(len(parts), dtype="int64"))
    some, none = of(np.logical_or, yes), of(np.logical_or, no)
    return pd.DataFrame(
        {
            "report_id": first["report_id"].to_numpy(dtype=object),
            "total": first["value_total"].to_numpy(dtype="float64"),
            "sum": of(np.add, value),
            "most": of(np.maximum, value),
            "count": count,
            "comparable": of(np.logical_and, fit.to_numpy(dtype=bool)),
            "yes": some,
            "no": none,
            "levels": of(np.logical_or, level.to_numpy(dtype=bool)) & (count > 1),
            "measure": first["measure_total"].to_numpy(dtype=object),
            "channelled": of(np.logical_and, channelled.to_numpy(dtype=bool)),
            "exhaustive": np.where(some & ~none, "yes", np.where(none, "no", "doubtful")),
        },
        index=pd.Index(code[order[starts]], name="code"),
    )


def members(frames: Frames, codes: Sequence[int]) -> list[Breakdown]:
    """The breakdowns with these codes, in full."""
    parts = _parts(frames)
    chosen = dict(list(parts[parts["code"].isin(codes)].groupby("code", sort=False)))
    return [_breakdown(chosen[code]) for code in codes]


def _breakdown(parts: pd.DataFrame) -> Breakdown:
    first = parts.iloc[0]
    labels = tuple(parts["label"].fillna(""))
    return Breakdown(
        report_id=first["report_id"],
        total_id=first["claim_id_total"],
        total=float(first["value_total"]),
        raw=first["raw_total"] or "",
        measure=first["measure_total"],
        ids=tuple(parts["claim_id"]),
        values=tuple(float(v) for v in parts["value"]),
        labels=labels,
        label=first["label_total"] if isinstance(first["label_total"], str) else "",
        channels=bool((parts["scope"].eq("channel") | parts["label"].fillna("").str.contains(CHANNEL)).all()),
    )


CHANNEL = r"网站|微信|微博|公众号|平台|公告栏|公开栏|公示栏|公报|广播|电视|报刊|报纸|客户端|APP|渠道|抖音|头条|专栏|专题"


def other_totals(frames: Frames, report_id: str, total_id: str) -> dict[float, str]:
    """Other figures of a report that the parts of a total, or a share of it, may belong to: value → where it is.

    Figures of the text of the same family, and larger ones of the same unit, unless they state the same
    indicator as the total; for requests and outcomes also the totals of the tables.
    """
    own = _of_report(frames, report_id)
    total = next(c for c in own if c.claim_id == total_id)
    family = (
        REQUEST_FAMILY if total.measure.startswith(REQUEST_FAMILY) else (total.measure.partition("_")[0],)
    )
    kin = [
        c
        for c in own
        if c.value > 0
        and (
            (c.measure.startswith(family) and not c.part_of)
            or (bool(c.unit) and c.unit == total.unit and c.value >= LARGE)
        )
        and not _same_indicator(c, total)
    ]
    found = {c.value: f"{c.raw} in the text" for c in kin}
    if family == REQUEST_FAMILY:
        found |= _table_totals(frames, report_id)
    return found


def wider_parts(frames: Frames, report_id: str, part_id: str) -> tuple[list[tuple[float, float, str]], bool]:
    """What a share behind a part may be of instead: (amount, total, name) of the parts without a share up to it
    together, and of the group that it is a part of; and whether only the latter may be meant, as it ends a list of
    parts of a part none of which has a share before.
    """
    own = {c.claim_id: c for c in _of_report(frames, report_id)}
    part = own[part_id]
    group = own.get(part.part_of)
    if group is None:
        return [], False
    shared = _described(frames, report_id) - {part_id}
    before = [c for c in own.values() if c.part_of == part.part_of]
    before = before[: [c.claim_id for c in before].index(part_id)]
    run = list(takewhile(lambda c: c.claim_id not in shared and c.unit == part.unit, reversed(before)))
    found = (
        [(part.value + sum(c.value for c in run), group.value, "this part and those before it together")]
        if run
        else []
    )
    outer = own.get(group.part_of)
    if outer is None:
        return found, False
    found.append((group.value, outer.value, f"the whole group, {group.raw}"))
    return found, bool(run) and len(run) == len(before)


def _described(frames: Frames, report_id: str) -> set[str]:
    """The figures of a report that a share describes."""
    columns, rows = _columns(frames), _rows(frames)[report_id]
    return {columns["part_of"][row] for row in rows if columns["kind"][row] == "share"}


class _Figure(NamedTuple):
    """A figure of a report; texts that are missing are empty, a missing year is 0."""

    claim_id: str
    measure: str
    kind: str
    value: float
    unit: str
    raw: str
    part_of: str
    scope: str
    year: int


@once
def _columns(frames: Frames) -> dict[str, np.ndarray]:
    """The figures of all claims, a column each."""
    claims = frames.claims
    texts = {
        c: claims[c].fillna("").to_numpy(dtype=object) for c in _Figure._fields if c not in ("value", "year")
    }
    return texts | {
        "value": claims["value"].to_numpy(dtype="float64", na_value=np.nan),
        "year": claims["year"].fillna(0).to_numpy(dtype="int64"),
    }


@once
def _rows(frames: Frames) -> dict[str, np.ndarray]:
    """Where the claims of each report stand."""
    return dict(frames.claims.groupby(frames.claims["report_id"].to_numpy(dtype=object)).indices)


def _of_report(frames: Frames, report_id: str) -> list[_Figure]:
    """The counts of a report, statements of none and cumulative figures among them."""
    columns, rows = _columns(frames), _rows(frames).get(report_id, np.array([], dtype=int))
    every = [_Figure(*(columns[name][row] for name in _Figure._fields)) for row in rows]
    return [c for c in every if c.kind in (*COUNTED, "cumulative")]


def _same_indicator(one: _Figure, total: _Figure) -> bool:
    """Whether a claim counts what the total counts: same measure, kind and scope, for the same year."""
    same_year = one.year == total.year or not one.year or not total.year
    return (one.measure, one.kind, one.scope) == (total.measure, total.kind, total.scope) and same_year


def _table_totals(frames: Frames, report_id: str) -> dict[float, str]:
    values = _handled(frames)[frames.by_id.index.get_loc(report_id)]
    printed = {code: float(v) for code, v in zip(HANDLED_CELLS, values, strict=True) if not np.isnan(v)}
    found = {value: f"{code} of the table" for code, value in printed.items() if value > 0}
    both = [printed[code] for code in HANDLED_CELLS[:2] if code in printed]
    if len(both) == 2:
        found[sum(both)] = "new and carried in together"
    return found


@once
def _handled(frames: Frames) -> np.ndarray:
    return terms(frames).figure[:, [column_of()[code] for code in HANDLED_CELLS]]


@once
def shares(frames: Frames) -> pd.DataFrame:
    """One row a share: the claim, ``part``/``total`` (values) with their ids and raws, ``places`` (decimals), ``code``.

    part and total are missing where the share could not be linked with both, or where one of them is
    approximate.
    """
    claims = frames.claims
    given = claims[
        claims["kind"].eq("share") & claims["value"].notna() & claims["unit"].fillna("%").isin(PERCENT)
    ]
    columns = [
        "report_id",
        "claim_id",
        "value",
        "claim_id_total",
        "value_total",
        "raw",
        "raw_total",
        "code",
        "measure_total",
        "exhaustive",
        "label",
    ]
    parts = _parts(frames)
    rough = parts["approximate"].fillna(False).astype(bool) | parts["approximate_total"].fillna(False).astype(
        bool
    )
    linked = given.merge(
        parts.loc[~rough, columns],
        left_on=["report_id", "part_of"],
        right_on=["report_id", "claim_id"],
        how="left",
        suffixes=("", "_part"),
    )
    printed = linked["raw"].str.extract(r"[.．](\d+)")[0].str.len().fillna(0)
    places = linked["decimals"].fillna(printed.astype("Int64")).astype("int64")
    return linked.assign(places=places, approximate=linked["approximate"].fillna(False).astype(bool))


def exact_share(part: float, total: float) -> Decimal:
    """part / total in percent, to 28 significant digits."""
    return Decimal(str(part)) * 100 / Decimal(str(total))


def rounded_share(part: float, total: float, places: int, how: str = ROUND_HALF_UP) -> Decimal:
    """The share as it should be printed with so many decimals."""
    return exact_share(part, total).quantize(Decimal(1).scaleb(-places), how)


def reproduces(stated: float, part: float, total: float, places: int) -> str:
    """How the stated share comes about: ``rounded``, ``truncated`` or ``no``."""
    value = Decimal(str(stated)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    for how, name in ((ROUND_HALF_UP, "rounded"), (ROUND_DOWN, "truncated")):
        if value == rounded_share(part, total, places, how):
            return name
    return "no"


def uneven(made: pd.DataFrame) -> pd.Series:
    """Breakdowns whose parts add up to something else than the total."""
    return (made["sum"] - made["total"]).abs() > EPSILON * made["total"].clip(lower=1)
