"""Arithmetic that rules share, over all reports at once: terms, identities, the year before.

A term of an identity is one cell. A printed figure counts as itself, a blank or dash as zero (and is named),
an absent or unreadable cell is *missing*: then the identity is neither kept nor broken, unless what is
printed on one side alone exceeds the whole other side. A blank total whose parts are printed is missing too:
leaving it out is a fault of its own (ARI-05).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from audit.form import (
    APPLICANTS,
    Identity,
    cells_named,
    forms,
    group_rows,
    identities,
    raw_form,
    statistics_identities,
)
from audit.form.labels import unnumbered
from audit.frames import Frames

T = TypeVar("T")
STATES = ("number", "blank", "dash", "not_applicable", "absent", "unreadable")
UNPRINTED = ("blank", "dash", "not_applicable")
EPSILON = 1e-6
"""Two sums closer than this are equal: the figures are decimal, the sums binary."""


def once(make: Callable[[Frames], T]) -> Callable[[Frames], T]:
    """Compute a function of frames once for each frames and keep it as long as they live."""
    kept: WeakKeyDictionary[Frames, T] = WeakKeyDictionary()

    @wraps(make)
    def of(frames: Frames) -> T:
        if frames not in kept:
            kept[frames] = make(frames)
        return kept[frames]

    return of


@cache
def codes() -> tuple[str, ...]:
    """The cells of all forms, the statistics table last: the columns of every array here."""
    return cells_named()


@cache
def code_array() -> np.ndarray:
    """``codes()`` as an array, for masks."""
    return np.array(codes(), dtype=object)


@cache
def statistics() -> np.ndarray:
    """Which of ``codes()`` belong to the statistics table of 2014–2018."""
    return np.array([c.startswith("s14.") for c in codes()])


@cache
def column_of() -> dict[str, int]:
    """Where a cell stands in ``codes()``."""
    return {code: n for n, code in enumerate(codes())}


@dataclass(frozen=True, eq=False)
class Terms:
    """Reports × cells, in columns (Fortran order). ``value`` is 0 where ``number`` is False; the masks do not overlap.

    figure : what is printed, NaN where it is no number. number : a figure is printed. zero : left blank,
    counts as zero. missing : belongs to the arithmetic of this report and is not known. The rest does not
    belong to it (another form, a row in another shape).
    """

    report_ids: np.ndarray
    figure: np.ndarray
    value: np.ndarray
    state: np.ndarray
    number: np.ndarray
    zero: np.ndarray
    missing: np.ndarray

    @cached_property
    def active(self) -> np.ndarray:
        """Cells that belong to the arithmetic of the report."""
        return self.valued | self.missing

    @cached_property
    def valued(self) -> np.ndarray:
        """Cells whose value is known: a printed figure, or a blank that counts as zero."""
        return self.number | self.zero

    def known(self, code: str) -> np.ndarray:
        """The value of one cell for every report; NaN where it is missing or does not belong."""
        at = column_of()[code]
        return np.where(self.number[:, at] | self.zero[:, at], self.value[:, at], np.nan)

    def is_zero(self, *cells: str) -> np.ndarray:
        """Reports in which one of these cells is blank and counts as zero."""
        return np.any(self.zero[:, [column_of()[c] for c in cells]], axis=1)

    def printed(self, code: str) -> np.ndarray:
        """The printed figure of one cell for every report, else NaN; a blank is no figure."""
        at = column_of()[code]
        return np.where(self.number[:, at], self.value[:, at], np.nan)

    def state_of(self, code: str) -> np.ndarray:
        """The state of one cell for every report, by name."""
        return np.array(STATES, dtype=object)[self.state[:, column_of()[code]]]


@once
def terms(frames: Frames) -> Terms:
    """The cells of every report as terms of identities."""
    figures, state = _printed(frames)
    active = _active(frames.reports["form"], state)
    number = active & (state == STATES.index("number")) & ~np.isnan(figures)
    unprinted = active & unprinted_in(state)
    left_out = unprinted & any_part(number, np.any(unprinted, axis=1))
    missing = active & ~number & (~unprinted | left_out)
    value = np.where(number, figures, 0.0)
    ids = frames.reports["report_id"].to_numpy(dtype=object)
    return Terms(ids, figures, value, state, number, unprinted & ~left_out, missing)


def unprinted_in(state: np.ndarray) -> np.ndarray:
    """Where states, by number, are those of a cell that prints no figure: blank, a dash, not applicable."""
    blank, dash, not_applicable = (state == STATES.index(name) for name in UNPRINTED)
    return blank | dash | not_applicable


def _printed(frames: Frames) -> tuple[np.ndarray, np.ndarray]:
    """Figures and states of all cells (reports × cells); ``absent`` where there is no fact."""
    facts = frames.facts
    numbers, names = _cells_of_facts(frames)
    at = _place(facts["report_id"], frames.reports["report_id"])
    cell = np.append(pd.Index(codes(), dtype="object").get_indexer(names), -1)[numbers]
    there = (at >= 0) & (cell >= 0)
    there = slice(None) if there.all() else there
    place = cell[there] * len(frames.reports) + at[there]
    figures = np.full(len(frames.reports) * len(codes()), np.nan)
    state = np.full(len(figures), STATES.index("absent"), dtype="int8")
    figures[place] = facts["value"].to_numpy(dtype="float64", na_value=np.nan)[there]
    state[place] = _place(facts["state"], STATES)[there]
    columns = len(codes()), len(frames.reports)
    return figures.reshape(columns).T, state.reshape(columns).T


@once
def _cells_of_facts(frames: Frames) -> tuple[np.ndarray, pd.Index]:
    """The cells of ``facts`` as numbers, and what the numbers stand for."""
    numbers, names = pd.factorize(frames.facts["cell"])
    return numbers, pd.Index(names, dtype="object")


def facts_where(frames: Frames, wanted: Callable[[str], bool]) -> pd.DataFrame:
    """The facts whose cell is wanted; every name of a cell is looked at once."""
    numbers, names = _cells_of_facts(frames)
    chosen = np.array([wanted(name) for name in names], dtype=bool)
    return frames.facts[chosen[numbers]] if len(names) else frames.facts


def _place(values: pd.Series, among: Iterable[str]) -> np.ndarray:
    """Where each of many repeated values stands among a few; -1 where it does not.

    Values come in runs (the cells of one report, figures beside figures): only the first of a run is looked up.
    """
    if not len(values):
        return np.empty(0, dtype="int64")
    first = np.append(True, np.asarray(values.array[1:] != values.array[:-1], dtype=bool))
    found, distinct = pd.factorize(values.array[first])
    place = np.append(pd.Index(among, dtype="object").get_indexer(distinct.astype("object")), -1)[found]
    return np.repeat(place, np.diff(np.append(np.flatnonzero(first), len(values))))


def _active(form: pd.Series, state: np.ndarray) -> np.ndarray:
    """Which cells count in each report: those of its form, (六) in the shape in which it is printed, and of the
    statistics table the rows that it prints.
    """
    active = np.zeros(state.shape, dtype=bool, order="F")
    for made in forms().values():
        active[:, [column_of()[c] for c in made.cells]] |= (
            form.eq(made.code).fillna(False).to_numpy(bool)[:, None]
        )
    active[:, statistics()] = state[:, statistics()] != STATES.index("absent")
    is_2021 = form.eq("2021").fillna(False).to_numpy(bool)
    for applicant in APPLICANTS:
        whole = column_of()[f"t3.other_total.{applicant}"]
        parts = [column_of()[f"t3.{row}.{applicant}"] for row in other_rows()]
        printed = state[:, whole] != STATES.index("absent")
        in_parts = (state[:, parts] == STATES.index("number")).any(axis=1)
        merged = is_2021 & printed & ~in_parts
        active[np.ix_(merged, parts)] = False
        active[merged, whole] = True
    return active


@cache
def other_rows() -> tuple[str, ...]:
    """The three sub-rows of (六)其他处理 in the 2021 form."""
    return tuple(row for row in group_rows("other_group") if row != "other_total")


@cache
def all_identities() -> tuple[Identity, ...]:
    """The identities of all forms; where forms differ, with the parts of both (only active cells count)."""
    joined: dict[tuple[str, str], Identity] = {}
    for form in forms():
        for one in identities(form):
            known = joined.get((one.kind, one.name), one)
            parts = tuple(dict.fromkeys(known.parts + one.parts))
            joined[one.kind, one.name] = Identity(one.kind, one.name, parts, one.wholes)
    return (*joined.values(), *statistics_identities())


@cache
def parts_of_totals() -> np.ndarray:
    """Cells × cells, 1 where the first is a part of the total that the second is."""
    matrix = np.zeros((len(codes()), len(codes())), dtype="float32")
    for one in all_identities():
        if one.kind != "balance":
            matrix[np.ix_([column_of()[c] for c in one.parts], [column_of()[c] for c in one.wholes])] = 1
    return matrix


@dataclass(frozen=True, slots=True, eq=False)
class Sparse:
    """A sparse 0/1 matrix, cells × columns: the cells of each column one after the other, and where each column begins.

    Over the columns of ``Terms`` a product is one gather and one ``reduceat``: only the cells that take part are touched.
    """

    cells: np.ndarray
    starts: np.ndarray

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Reports × columns: the sums of these cells."""
        return np.add.reduceat(values.T[self.cells], self.starts, axis=0).T

    def any(self, mask: np.ndarray) -> np.ndarray:
        """Reports × columns: one of these cells is in the mask; only reports with something in it are looked at."""
        some = mask.any(axis=1)
        if some.all():
            return np.logical_or.reduceat(mask.T[self.cells], self.starts, axis=0).T
        found = np.zeros((len(mask), len(self.starts)), dtype=bool, order="F")
        found[some] = np.logical_or.reduceat(mask[some].T[self.cells], self.starts, axis=0).T
        return found

    def all(self, mask: np.ndarray) -> np.ndarray:
        """Reports × columns: all of these cells are in the mask."""
        return np.logical_and.reduceat(mask.T[self.cells], self.starts, axis=0).T


def sparse(columns: Iterable[Sequence[str]]) -> Sparse:
    """The matrix whose columns have these cells; no column may be empty."""
    listed = [[column_of()[c] for c in cells] for cells in columns]
    starts = np.cumsum([0, *(len(cells) for cells in listed)])[:-1]
    return Sparse(np.array([n for cells in listed for n in cells], dtype=int), starts)


@cache
def _sums_of_totals() -> tuple[Sparse, list[int]]:
    """The parts of every identity with one total, and where that total stands."""
    listed = [one for one in all_identities() if one.kind != "balance"]
    return sparse(one.parts for one in listed), [column_of()[one.wholes[0]] for one in listed]


def any_part(mask: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Reports × cells: the cell is a total and one of its parts is in ``mask``; looked at in ``rows`` only."""
    found = np.zeros(mask.shape, dtype=bool, order="F")
    parts, totals = _sums_of_totals()
    at = np.flatnonzero(rows)
    for total, some in zip(totals, parts.any(mask[at]).T, strict=True):
        found[at, total] |= some
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Identities over all reports (reports × identities): sums of both sides, and what can be said.

    ``broken`` and ``untold`` exclude each other; where neither is True the identity holds or is not in force.
    """

    identities: tuple[Identity, ...]
    terms: Terms
    parts: np.ndarray
    wholes: np.ndarray
    broken: np.ndarray
    untold: np.ndarray
    zeros: np.ndarray

    def uneven(self, report: int) -> list[int]:
        """The identities of which both sides differ in a report, as far as they are known."""
        apart = np.abs(self.parts[report] - self.wholes[report]) > EPSILON
        return np.flatnonzero(apart).tolist()

    def cells(self, report: int, identity: int) -> list[str]:
        """The cells that entered one comparison, in the order of the form."""
        return self._those(report, identity, self.terms.valued)

    def missing(self, report: int, identity: int) -> list[str]:
        """The cells that would have belonged to it and are not known."""
        return self._those(report, identity, self.terms.missing)

    def blanks(self, report: int, identity: int) -> list[str]:
        """The blank cells that counted as zero in it."""
        return self._those(report, identity, self.terms.zero)

    def _those(self, report: int, identity: int, mask: np.ndarray) -> list[str]:
        one = self.identities[identity]
        return [c for c in (*one.parts, *one.wholes) if mask[report, column_of()[c]]]


@once
def tested(frames: Frames) -> Tested:
    """Every identity of every form in every report, in one operation."""
    return check_identities(terms(frames), all_identities())


def check_identities(given: Terms, listed: Sequence[Identity]) -> Tested:
    """Whether these identities hold: sums of parts and wholes, with what is missing on each side."""
    parts, wholes = sparse(i.parts for i in listed), sparse(i.wholes for i in listed)
    left, right = parts.sums(given.value), wholes.sums(given.value)
    left_open = parts.any(given.missing) | _incomplete(given, listed)
    right_open = wholes.any(given.missing)
    in_force = wholes.all(given.active)
    shown = wholes.any(given.number)
    uneven = ~left_open & ~right_open & (np.abs(left - right) > EPSILON)
    exceeds = (left_open & ~right_open & shown & (left > right + EPSILON)) | (
        right_open & ~left_open & (right > left + EPSILON)
    )
    broken = in_force & (uneven | exceeds)
    untold = in_force & (left_open | right_open) & ~broken
    zeros = in_force & (parts.any(given.zero) | wholes.any(given.zero))
    return Tested(tuple(listed), given, left, right, broken, untold, zeros)


def _incomplete(given: Terms, listed: Sequence[Identity]) -> np.ndarray:
    """Reports × identities: no set of parts that would leave nothing out is known in full."""
    open_ = np.zeros((len(given.report_ids), len(listed)), dtype=bool)
    sets = [(n, cells) for n, one in enumerate(listed) for cells in one.complete]
    if not sets:
        return open_
    known = sparse(cells for _, cells in sets).all(given.valued)
    open_[:, [n for n, _ in sets]] = True
    for (n, _), full in zip(sets, known.T, strict=True):
        open_[:, n] &= ~full
    return open_


def of_kind(given: Tested, kind: str) -> Tested:
    """Only the identities of one kind: balance, results, row, disputes, statistics."""
    chosen = np.array([i.kind == kind for i in given.identities])
    return Tested(
        tuple(i for i in given.identities if i.kind == kind),
        given.terms,
        *(part[:, chosen] for part in (given.parts, given.wholes, given.broken, given.untold, given.zeros)),
    )


@once
def pairs(frames: Frames) -> pd.DataFrame:
    """Every report with the reports of the same body for the year before.

    Columns: report_id, previous (report_id), at, before (row numbers in ``reports``), rescoped (the two
    are known to cover different bodies), copies (how many reports of the year before there are). Where
    there is one of the same scope, those of another scope are left out; unreadable files count only where
    there is nothing else.
    """
    reports = frames.reports[["report_id", "agency", "year", "scope", "status"]].reset_index(names="at")
    known = reports.dropna(subset=["agency", "year"]).assign(scope=lambda r: r["scope"].fillna("unknown"))
    earlier = known.assign(year=known["year"] + 1)
    both = known.merge(earlier, on=["agency", "year"], suffixes=("", "_before"))
    open_ = both["scope"].eq("unknown") | both["scope_before"].eq("unknown")
    both["rank"] = np.where(both["scope"] == both["scope_before"], 0, np.where(open_, 1, 2))
    both["rank"] += 10 * both["status_before"].eq("unreadable").astype(int)
    both = both[both["rank"] == both.groupby("report_id")["rank"].transform("min")]
    both = both.rename(columns={"report_id_before": "previous", "at_before": "before"})
    both["rescoped"] = both["rank"] % 10 == 2
    both["copies"] = both.groupby("report_id")["previous"].transform("size")
    ordered = both.sort_values(["at", "previous"])
    return ordered[["report_id", "previous", "at", "before", "rescoped", "copies"]].reset_index(drop=True)


@once
def unpaired(frames: Frames) -> pd.Series:
    """Why a report cannot be held against the year before: reasons by report_id."""
    ids = frames.reports["report_id"].to_numpy(dtype=object)
    nameless = (frames.reports["agency"].isna() | frames.reports["year"].isna()).to_numpy()
    paired = np.zeros(len(ids), dtype=bool)
    paired[pairs(frames)["at"]] = True
    return joined(
        because(ids[nameless], "the body or the year of the report is not known"),
        because(ids[~nameless & ~paired], "no report of the year before"),
    )


def among(values: pd.Series | pd.Index, chosen: Iterable[str]) -> np.ndarray:
    """Which texts are among the chosen. What ``isin`` says, which takes 0.3 s for 5,000 Arrow strings."""
    wanted = set(as_list(chosen))
    return np.fromiter(map(wanted.__contains__, values.to_numpy(dtype=object)), bool, len(values))


def as_list(values: Iterable[str]) -> list[str]:
    """Texts as a list. What ``list`` says, which takes ten times as long over Arrow strings."""
    return values.tolist() if isinstance(values, pd.Series | pd.Index | np.ndarray) else list(values)


NONE = pd.Series([], index=pd.Index([], dtype="object"), dtype="object")
"""No reason for any report."""


def because(report_ids: Iterable[str], reason: str) -> pd.Series:
    """The same reason for these reports."""
    ids = as_list(report_ids)
    return (
        pd.Series([reason] * len(ids), index=pd.Index(ids, dtype="object"), dtype="object") if ids else NONE
    )


def reasons(given: dict[str, str]) -> pd.Series:
    """Reasons by report_id."""
    if not given:
        return NONE
    return pd.Series(list(given.values()), index=pd.Index(list(given), dtype="object"), dtype="object")


def joined(*parts: pd.Series) -> pd.Series:
    """Reasons of several sources; the first for a report counts."""
    some = [part for part in parts if len(part)]
    both = pd.concat(some) if len(some) > 1 else some[0] if some else NONE
    return both if both.index.is_unique else both[~both.index.duplicated()]


def listing(names: Sequence[str], most: int = 4) -> str:
    """Names in one line, the first few and how many more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def listing_zh(names: Sequence[str], most: int = 4) -> str:
    """The same in Chinese."""
    return "、".join(names[:most]) + (f"等{len(names)}处" if len(names) > most else "")


def named(given: Terms, report: int, cells: Sequence[str]) -> str:
    """These cells of a report with their states, the first few: ``t3.carried_in.total (blank)``."""
    found = [f"{c} ({STATES[given.state[report, column_of()[c]]].replace('_', ' ')})" for c in cells[:3]]
    return listing(found + list(cells[3:]), 3)


def not_known(given: Terms, cells: Sequence[str]) -> pd.Series:
    """Reports in which one of these cells is absent or unreadable: reasons by report_id."""
    columns = [column_of()[c] for c in cells]
    found = {}
    for report in np.flatnonzero(given.missing[:, columns].any(axis=1)).tolist():
        lost = [c for c in cells if given.missing[report, column_of()[c]]]
        found[given.report_ids[report]] = f"not known: {named(given, report, lost)}"
    return reasons(found)


def figure(value: float) -> str:
    """A figure as printed in a message: no exponent, no needless decimals."""
    rounded = round(float(value), 6)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:f}".rstrip("0")


def row_label(code: str) -> tuple[str, str]:
    """Label of the row of a cell in English and Chinese, without numbering."""
    table, row, _ = code.split(".")
    entry = raw_form()["rows"][table][row]
    return entry["en"], unnumbered(entry["zh"])


def column_label(code: str) -> tuple[str, str]:
    """Label of the column of a cell in English and Chinese."""
    table, _, column = code.split(".")
    entry = raw_form()["columns"][table][column]
    return entry["en"], entry["zh"]


def agreed(given: pd.DataFrame, columns: Sequence[str]) -> tuple[pd.DataFrame, pd.Series]:
    """One row a report of a frame of ``pairs``, and the reports whose copies of last year disagree on
    ``columns``.

    A value that one copy prints and another does not is a disagreement as well.
    """
    several = given["copies"].to_numpy() > 1
    if not several.any():
        return given.reset_index(drop=True), NONE
    kinds = given[several].groupby("report_id")[list(columns)].nunique(dropna=False)
    unsure = kinds.index[(kinds > 1).any(axis=1)]
    one = given[~among(given["report_id"], unsure)].drop_duplicates("at")
    reason = "there are several reports of the year before, and they do not agree"
    return one.reset_index(drop=True), because(unsure, reason)
