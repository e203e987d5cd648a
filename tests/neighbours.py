"""What one small change of a case does to its rule: ``python tests/neighbours.py [RULE …] [--accept]``.

A case says what a rule should do; its neighbours show where that ends. Every case is changed in one place: a figure one
up or down, on a round number, in proportion to another; a cell blank or absent; a sentence, a claim, a report left out;
another year, scope, level, form or date. ``tests/neighbours/<RULE>.txt`` keeps what comes of some of them: a line a case, a
word a neighbour: a digest of the change, the outcome's first letter, a digest of reasons and findings.

The files say what *is*, not what is right: a difference is to be read, and either mended or accepted. Without
``--accept`` the differing neighbours are printed with what comes of them now. For a case that is new or was edited,
``--accept`` tries many changes and keeps of each outcome one, then others, drawn by hash.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

import pandas as pd
from rule_cases import FOLDER as CASES
from rule_cases import Case, as_set, build, cases_in

from audit.frames import Frames
from audit.judge import Rule, judge
from audit.rules import catalogue

FOLDER = Path(__file__).parent / "neighbours"
TABLES = ("reports", "facts", "claims", "sections", "observations")
TRIED, KEPT = 72, 16
"""Neighbours of a case: so many are tried, so many kept; all of a rule are judged together."""
TRIED_ALONE, KEPT_ALONE = 16, 3
"""The same for rules that compare bodies: each neighbour is judged for itself."""
BETWEEN_BODIES = (
    "NIL-01",
    "DUP-01",
    "DUP-02",
    "DUP-05",
    "DUP-06",
    "HIE-01",
    "HIE-02",
    "HIE-04",
    "OUT-02",
    "OUT-03",
)
ROUND = (0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 1000)
PARTS = (0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0, 3.0, 5.0, 10.0)
OTHERS: dict[str, tuple[Any, ...]] = {
    "scope": ("own", "aggregate", "own_plus_departments", "unknown"),
    "level": ("province", "city", "county", "township", "village", None),
    "kind": ("government", "department", "township", "street", "general_office", "institution", None),
    "form": ("2014", "2019", "2021", "narrative", "unknown"),
    "status": ("partly_read", "unreadable"),
    "format": ("html", "pdf", "docx"),
    "agency": (None,),
}
"""Columns of a report, with what they may be instead."""
CLAIM: dict[str, tuple[Any, ...]] = {
    "scope": ("own", "aggregate", "other_year", "channel", "other"),
    "kind": ("count", "nil", "share", "growth", "cumulative"),
    "unit": ("件", "条", "%", "元", "万元", None),
    "year": (None,),
    "approximate": (True, False),
    "exhaustive": (True, False),
    "group_id": (None,),
    "part_of": (None,),
    "channel": ("网站", None),
    "section": ("requests", "overview", None),
}
"""Columns of a claim, with what they may be instead."""
SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]?")
CLAUSE = re.compile(r"[^，、。；！？\n]+[，、。；！？\n]?")
NUMBER = re.compile(r"[0-9]+")
MARK = re.compile("[\ue000-\uf8ff]")
"""What is added to the name of a body, so that the neighbours of one case are series of their own."""


@dataclass(frozen=True)
class Change:
    """One change: values by table, row and column; a row or a whole report left out; a report told twice."""

    words: str
    put: tuple[tuple[str, int, str, Any], ...] = ()
    without: tuple[tuple[str, int], ...] = ()
    gone: str = ""
    twice: str = ""

    @property
    def name(self) -> str:
        """Digest of what is changed."""
        return hashlib.sha256(self.words.encode()).hexdigest()[:4]


AS_IT_IS = Change("as it is")


@dataclass
class Told:
    """What comes of one neighbour."""

    change: Change
    outcome: str = ""
    details: list[Any] = field(default_factory=list)

    @property
    def short(self) -> str:
        """The first letter of the outcome, and a digest of all the rest."""
        digest = hashlib.sha256(repr(sorted(map(repr, self.details))).encode()).hexdigest()
        return self.outcome[:1] + digest[:3]


# -- changes ------------------------------------------------------------------------------------------


Row = tuple[int, dict[str, Any]]
"""A row of a table: where it stands, and its values; ``report_id`` is the id in the case."""


def changes(case: Case, rows: dict[str, list[Row]]) -> list[Change]:
    """All changes of a case, whose rows by table are given, in the order in which they are drawn."""
    found = [
        *_reports(rows["reports"], case),
        *_cells(rows["facts"], case),
        *_claims(rows["claims"]),
        *_texts(rows["sections"], "sections", "text"),
        *_texts(rows["sections"], "sections", "title"),
        *_texts(rows["observations"], "observations", "quote"),
    ]
    by_name = {one.name: one for one in reversed([AS_IT_IS, *found])}
    return sorted(by_name.values(), key=lambda one: (one is not AS_IT_IS, one.name[::-1]))


def _reports(rows: list[Row], case: Case) -> Iterator[Change]:
    given = {one["id"]: one for one in case.reports}
    for n, row in rows:
        name = row["report_id"]
        if len(rows) > 1 and name != case.judged:
            yield Change(f"{name} left out", gone=name)
        yield Change(f"{name} told twice", twice=name)
        for column, others in OTHERS.items():
            yield from (_puts("reports", n, name, column, v) for v in others if v != row[column])
        if row["year"] is not None:
            yield from (_puts("reports", n, name, "year", row["year"] + by) for by in (-1, 1, 2))
        for column in sorted(set(given[name]) & set(row) - {"path", "agency", "year", *OTHERS}):
            yield from _of_report(n, name, column, row[column])


def _of_report(n: int, name: str, column: str, value: Any) -> Iterator[Change]:
    """Changes of a column that the case sets itself."""
    yield _puts("reports", n, name, column, None)
    if hasattr(value, "toordinal"):
        for days in (-366, -30, -1, 1, 30, 366):
            yield _puts("reports", n, name, column, value + pd.Timedelta(days=days))
    elif isinstance(value, str):
        yield from (_puts("reports", n, name, column, text) for _, text in _less(value))


def _puts(table: str, n: int, name: str, column: str, value: Any) -> Change:
    return Change(f"{name} {column} = {value}", put=((table, n, column, value),))


def _cells(rows: list[Row], case: Case) -> Iterator[Change]:
    given = {(one["id"], code) for one in case.reports for code in one.get("cells") or {}}
    named = [(n, row) for n, row in rows if (row["report_id"], row["cell"]) in given]
    rest = [(n, row) for n, row in rows if (row["report_id"], row["cell"]) not in given]
    for n, row in named:
        yield from _of_cell(n, row)
    for n, row in _beside(named, rest):
        yield from (_figure(n, row, v) for v in (1, 7))
        yield _state(n, row, "absent")
    for (n, row), (base, of) in permutations(named[:4], 2):
        yield from _in_proportion(n, row, base, of)
    for name in dict.fromkeys(row["report_id"] for _, row in rows):
        others = [n for n, row in rest if row["report_id"] == name]
        for state in ("absent", "blank", "unreadable"):
            yield Change(
                f"{name}: the other cells {state}", put=tuple(p for n in others for p in _as(n, state))
            )


def _beside(named: list[Row], rest: list[Row]) -> list[Row]:
    """The cells in the rows and columns of those named."""
    lines = {(row["report_id"], row["table"], row[way]) for _, row in named for way in ("row", "column")}
    return [
        (n, row)
        for n, row in rest
        if any((row["report_id"], row["table"], row[way]) in lines for way in ("row", "column"))
    ]


def _of_cell(n: int, row: dict[str, Any]) -> Iterator[Change]:
    if row["state"] != "number":
        yield from (_figure(n, row, value) for value in (0, 1, 8))
        return
    value = row["value"]
    near = {value - 1, value + 1, value * 2, value * 10, value // 2, value + 0.5}
    yield from (_figure(n, row, v) for v in sorted({*near, *ROUND} - {value}) if v >= -1)
    yield from (
        _state(n, row, state) for state in ("absent", "blank", "dash", "not_applicable", "unreadable")
    )


def _figure(n: int, row: dict[str, Any], value: float) -> Change:
    words = f"{row['report_id']} {row['cell']} = {value:g}"
    return Change(words, put=_reads(n, value))


def _reads(n: int, value: float) -> tuple[tuple[str, int, str, Any], ...]:
    return (
        ("facts", n, "value", float(value)), ("facts", n, "state", "number"), ("facts", n, "raw", f"{value:g}")
    )  # fmt: skip


def _state(n: int, row: dict[str, Any], state: str) -> Change:
    return Change(f"{row['report_id']} {row['cell']} {state}", put=_as(n, state))


def _as(n: int, state: str) -> tuple[tuple[str, int, str, Any], ...]:
    raw = {"dash": "/", "not_applicable": "不适用", "unreadable": "□"}.get(state, "")
    return (("facts", n, "value", None), ("facts", n, "state", state), ("facts", n, "raw", raw))


def _in_proportion(n: int, row: dict[str, Any], base: int, of: dict[str, Any]) -> Iterator[Change]:
    for whole in (20, 100):
        for part in PARTS:
            if (whole * part).is_integer():
                words = (
                    f"{row['report_id']} {row['cell']} = {part:g} × {of['report_id']} {of['cell']} = {whole}"
                )
                yield Change(words, put=(*_reads(n, whole * part), *_reads(base, whole)))


def _claims(rows: list[Row]) -> Iterator[Change]:
    for n, row in rows:
        name = f"{row['report_id']} {row['claim_id']}"
        yield Change(f"{name} left out", without=(("claims", n),))
        for column, others in CLAIM.items():
            yield from (_puts("claims", n, name, column, v) for v in others if v != row[column])
        for column, steps in (("year", (-1, 1)), ("value", (-1, 1, 0.1))):
            if row[column] is not None:
                yield from (_puts("claims", n, name, column, row[column] + by) for by in steps)
        if row["value"] is not None:
            yield from (_puts("claims", n, name, "value", float(v)) for v in ROUND if v != row["value"])
        for _, text in _less(row["sentence"] or ""):
            yield _puts("claims", n, name, "sentence", text)


def _texts(rows: list[Row], table: str, column: str) -> Iterator[Change]:
    for n, row in rows:
        name = f"{row['report_id']} {row.get('canonical') or row.get('kind')}"
        if column != "title":
            yield Change(f"{name} left out", without=((table, n),))
        some = _less(row[column] or "") if table == "sections" else _figures(row[column] or "")
        for words, text in some:
            yield Change(f"{name} {column} {words}", put=((table, n, column, text),))


def _less(text: str) -> Iterator[tuple[str, str]]:
    """The text without one sentence, clause or word of it, with one figure changed, or cut in the middle."""
    seen = {text}
    for pattern in (SENTENCE, CLAUSE):
        for found in pattern.finditer(text):
            yield from _once(seen, f"without {found[0]}", text[: found.start()] + text[found.end() :])
    for words, other in _figures(text):
        yield from _once(seen, words, other)
    for start in range(0, len(text) - 1, max(1, len(text) // 12)):
        yield from _once(
            seen, f"without {text[start : start + 2]} at {start}", text[:start] + text[start + 2 :]
        )
    yield from _once(seen, "cut", text[: len(text) // 2])
    yield from _once(seen, "said twice", text + text)


def _figures(text: str) -> Iterator[tuple[str, str]]:
    """The text with one figure one less or more, as long as it was printed."""
    for found in NUMBER.finditer(text):
        for by in (-1, 1):
            value = str(int(found[0]) + by).zfill(len(found[0]))
            yield f"{found[0]} → {value}", text[: found.start()] + value + text[found.end() :]


def _once(seen: set[str], words: str, text: str) -> Iterator[tuple[str, str]]:
    if text not in seen:
        seen.add(text)
        yield words, text


# -- frames of neighbours -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Neighbours:
    """Neighbours of some cases of a rule in one set of frames; ids are ``<number>-<id in the case>``."""

    cases: list[Case]
    drawn: list[tuple[int, Change]]
    """By number of neighbour: number of the case in ``cases``, and what was changed."""
    frames: Frames


Choice = Callable[[Case, list[Change]], list[Change]]
"""Which of the changes of a case are wanted."""


def neighbours(cases: list[Case], choice: Choice) -> Neighbours:
    """The neighbours chosen of each case."""
    reports = [{**one, "id": f"{n}-{one['id']}"} for n, case in enumerate(cases) for one in case.reports]
    built = build(reports)
    rows = {name: _by_case(_plain(getattr(built, name))) for name in TABLES}
    drawn = [
        (n, change)
        for n, case in enumerate(cases)
        for change in choice(case, changes(case, {t: rows[t][n] for t in TABLES}))
    ]
    frames = {name: _changed(getattr(built, name), name, rows[name], drawn) for name in TABLES}
    return Neighbours(cases, drawn, Frames(**frames))


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    held = frame.astype(object)
    return held.where(held.notna(), None).to_dict("records")


def _by_case(rows: list[dict[str, Any]]) -> dict[int, list[Row]]:
    """The rows of a table by number of their case."""
    found: dict[int, list[Row]] = defaultdict(list)
    for at, row in enumerate(rows):
        number, _, own = row["report_id"].partition("-")
        found[int(number)].append((at, row | {"report_id": own}))
    return found


def _changed(
    frame: pd.DataFrame, name: str, rows: dict[int, list[Row]], drawn: list[tuple[int, Change]]
) -> pd.DataFrame:
    """One table, with the rows of its case once for every change drawn."""
    taken: list[int] = []
    ids: list[str] = []
    put: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for number, (case, change) in enumerate(drawn):
        left = {at for table, at in change.without if table == name}
        own = [(at, row["report_id"]) for at, row in rows[case]]
        kept = [(at, one) for at, one in own if at not in left and one != change.gone]
        place = {at: len(taken) + n for n, (at, _) in enumerate(kept)}
        for table, at, column, value in change.put:
            if table == name:
                put[column].append((place[at], value))
        kept += [(at, f"{one}-twice") for at, one in kept if one == change.twice]
        taken += [at for at, _ in kept]
        ids += [f"{number}-{one}" for _, one in kept]
    return _with(frame.take(taken).reset_index(drop=True).assign(report_id=ids), name, put)


def _with(frame: pd.DataFrame, name: str, put: dict[str, list[tuple[int, Any]]]) -> pd.DataFrame:
    """The frame with values put in place by column and row."""
    for column, values in put.items():
        held = frame[column].astype(object).to_numpy(copy=True)
        held[pd.isna(held)] = None
        for at, value in values:
            held[at] = value
        frame[column] = pd.Series(held, index=frame.index).astype(frame[column].dtype)
    if name == "reports":
        numbered = [(one, one.partition("-")[0]) for one in frame["report_id"]]
        names = [path.partition("-")[2] for path in frame["path"]]
        frame["path"] = [f"{number}/{path}" for (_, number), path in zip(numbered, names, strict=True)]
        frame["agency"] = [
            a if pd.isna(a) else _mark(int(number)) + a
            for (_, number), a in zip(numbered, frame["agency"], strict=True)
        ]
    return frame


def _mark(number: int) -> str:
    return chr(0xE000 + number // 6000) + chr(0xE010 + number % 6000)


# -- what comes of them -----------------------------------------------------------------------------------


def told(made: Rule, some: Neighbours) -> list[Told]:
    """What the rule makes of each neighbour; cases with settings of their own are judged with these."""
    result = [Told(change) for _, change in some.drawn]
    by_settings: dict[str, list[int]] = defaultdict(list)
    for number, (case, _) in enumerate(some.drawn):
        by_settings[repr(some.cases[case].data.get("settings"))].append(number)
    for numbers in by_settings.values():
        first = some.cases[some.drawn[numbers[0]][0]]
        outcomes, findings = judge(some.frames, [as_set(made, first)])
        _note(result, set(numbers), some, outcomes, findings)
    return result


def _note(
    result: list[Told], chosen: set[int], some: Neighbours, outcomes: pd.DataFrame, findings: pd.DataFrame
) -> None:
    for report, outcome, reason in zip(
        *(outcomes[c] for c in ("report_id", "outcome", "reason")), strict=True
    ):
        number, _, own = report.partition("-")
        if int(number) in chosen:
            one = result[int(number)]
            one.details.append((own, outcome, reason))
            if own == some.cases[some.drawn[int(number)][0]].judged:
                one.outcome = outcome
    for row in findings.to_dict("records"):
        number, _, own = row["report_id"].partition("-")
        if int(number) in chosen:
            result[int(number)].details.append(_of_finding(row, own))


SAID = (
    "severity",
    "confidence",
    "about",
    "observed",
    "expected",
    "difference",
    "message_en",
    "message_zh",
    "hint",
)


def _of_finding(row: dict[str, Any], own: str) -> tuple[Any, ...]:
    """A finding without what only tells neighbours apart."""
    said = [None if pd.isna(row[c]) else MARK.sub("", str(row[c])) for c in SAID]
    places = [
        (p["report_id"].partition("-")[2], p["locator"], MARK.sub("", str(p["quote"])))
        for p in row["evidence"]
    ]
    return own, sorted(row["cells"]), *said, sorted(places)


# -- what is kept ---------------------------------------------------------------------------------------------


def cases_of(rule_id: str) -> list[Case]:
    """The cases of a rule; of those that one entry makes of its lists, the first."""
    first: dict[int, Case] = {}
    for case in cases_in(CASES / f"{rule_id}.yml"):
        first.setdefault(case.number, case)
    return list(first.values())


Found = dict[int, list[Told]]
"""What comes of the neighbours of a rule, by number of the case."""


def told_of(made: Rule, sets: list[Neighbours]) -> Found:
    """What the rule makes of the neighbours in these sets."""
    found: Found = defaultdict(list)
    for some in sets:
        for (case, _), one in zip(some.drawn, told(made, some), strict=True):
            found[some.cases[case].number].append(one)
    return found


def kept(rule_id: str, anew: Container[int] = ()) -> list[Neighbours]:
    """The neighbours of which the outcome is kept, and many of the cases ``anew``, in sets that are judged together."""
    many = TRIED_ALONE if rule_id in BETWEEN_BODIES else TRIED
    names = kept_words(rule_id)

    def some(case: Case, of_case: list[Change]) -> list[Change]:
        if case.number in anew:
            return of_case[:many]
        return [one for one in of_case if one.name in names.get(case.number, ())]

    return _sets(rule_id, some)


def _sets(rule_id: str, choice: Choice) -> list[Neighbours]:
    cases = cases_of(rule_id)
    if rule_id not in BETWEEN_BODIES:
        return [neighbours(cases, choice)]
    return [one for case in cases for one in each_alone(neighbours([case], choice))]


def each_alone(some: Neighbours) -> Iterator[Neighbours]:
    """One set for each neighbour of a single case."""
    for number, words in enumerate(some.drawn):
        parts = {name: _of_number(getattr(some.frames, name), f"{number}-") for name in TABLES}
        yield Neighbours(some.cases, [words], Frames(**parts))


def _of_number(frame: pd.DataFrame, start: str) -> pd.DataFrame:
    own = [one.startswith(start) for one in frame["report_id"]]
    part = frame[pd.Series(own, dtype=bool)].reset_index(drop=True)
    ids = [f"0-{one.removeprefix(start)}" for one in part["report_id"]]
    return part.assign(report_id=pd.Series(ids, dtype="str"))


def kept_words(rule_id: str) -> dict[int, dict[str, str]]:
    """What is kept of a rule: by number of the case, what comes of the neighbours by name."""
    path = FOLDER / f"{rule_id}.txt"
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    split = [line.partition(": ") for line in lines]
    return {int(n): dict(word.split(".") for word in words.split()) for n, _, words in split}


def differing(rule_id: str, found: Found) -> list[str]:
    """The neighbours of which something else comes than is kept, in words."""
    before = kept_words(rule_id)
    said = [f"{rule_id}-{n} is kept but is no case" for n in sorted(before.keys() - found.keys())]
    for number, all_ in sorted(found.items()):
        was = before.get(number, {})
        said += [
            f"{rule_id}-{number}, {one.change.words}: {was[one.change.name]} is now {one.short} ({one.outcome})"
            for one in all_
            if one.short != was.get(one.change.name, one.short)
        ]
        if {one.change.name for one in all_} != set(was):
            said.append(f"{rule_id}-{number} is new or was edited: accept its neighbours")
    return said


def chosen(all_: list[Told], many: int) -> list[Told]:
    """The case itself, one neighbour of each outcome, then others, up to ``many``."""
    first: dict[str, Told] = {}
    for one in all_:
        first.setdefault(one.short, one)
    order = [*first.values(), *(one for one in all_ if one is not first[one.short])]
    return sorted(order[:many], key=all_.index)


def accept(rule_id: str, found: Found) -> None:
    """Keep what comes of the neighbours now; of cases that are new or were edited, choose neighbours anew."""
    before = kept_words(rule_id)
    still = {n: {one.change.name for one in all_} for n, all_ in found.items()}
    anew = {c.number for c in cases_of(rule_id) if still.get(c.number) != set(before.get(c.number, ()))}
    if anew:
        found = told_of(catalogue()[rule_id], kept(rule_id, anew))
    many = KEPT_ALONE if rule_id in BETWEEN_BODIES else KEPT
    lines = [
        f"{n}: {' '.join(f'{one.change.name}.{one.short}' for one in (chosen(all_, many) if n in anew else all_))}\n"
        for n, all_ in sorted(found.items())
    ]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{rule_id}.txt").write_text("".join(lines), encoding="ascii")


def main() -> None:
    """Show what differs, or accept it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rules", nargs="*", help="ids; all rules where none is named")
    parser.add_argument("--accept", action="store_true", help="keep what comes of the neighbours now")
    given = parser.parse_args()
    for rule_id in given.rules or catalogue():
        found = told_of(catalogue()[rule_id], kept(rule_id))
        for line in differing(rule_id, found):
            print(line)
        if given.accept:
            accept(rule_id, found)


if __name__ == "__main__":
    main()
