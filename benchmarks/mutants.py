"""Do the tests notice small faults in the rules? ``python benchmarks/mutants.py [--sample 500] [--seed 1] [--only MODULE]``.

Faults of ``audit/rules`` and ``audit/judge`` (``benchmarks/mutation/changes.py``) are drawn by hash, so that an edit of one
function changes little of the sample. Each is put in place in a forked process and judged by what covers it, the
cheapest first: the neighbours of the cases of its rules, the cases, the sample reports, then the unit tests. It prints
how many of each module were noticed and, as ``file:line: before → after``, those that were not.
``mutants_equivalent.tsv`` lists faults that no test can notice, with the reason; they do not count.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import csv
import gc
import hashlib
import importlib
import io
import os
import select
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests"), str(ROOT)]

import neighbours  # noqa: E402
import pytest  # noqa: E402
import rule_cases  # noqa: E402
from mutation.changes import changes  # noqa: E402
from mutation.modules import built_on, modules, put  # noqa: E402

import audit  # noqa: E402
from audit.frames import Frames  # noqa: E402
from audit.judge import storage  # noqa: E402
from audit.rules import catalogue  # noqa: E402

LIMIT = 0.90
"""Share of the faults that the tests must notice."""
SECONDS = 600.0
"""Time one fault is given; one that runs longer counts as noticed (it made an endless loop or the like)."""
QUICK = "MUTANTS_QUICK"
"""Set in the environment: leave out what must hold for every rule."""
WARM = 300
"""Cases judged before forking, for a module that every rule is built on."""
MOST = 500
"""Cases a fault is judged by, for a module that defines no rule: those that call the function at fault, then others."""
NEIGHBOURS = ", neighbours"
NO_CASE = -1
"""In place of the number of a case: all neighbours of the cases of a rule."""
EQUIVALENT = Path(__file__).with_name("mutants_equivalent.tsv")
UNIT_TESTS = {
    "audit.judge": ("test_engine.py",),
    "audit.rules": ("test_engine.py",),
    "audit.rules.measures": ("test_measures.py", "test_repairs.py"),
    "audit.rules.repairs": ("test_repairs.py",),
    "audit.rules.hints": ("test_hints.py", "test_repairs.py"),
    "audit.rules.vocabulary": ("test_vocabulary.py", "test_settings.py", "test_sentences.py"),
    "audit.rules.places": ("test_places.py", "test_lines.py", "test_sentences.py"),
    "audit.rules.breakdowns": ("test_parts.py", "test_breakdowns.py"),
    "audit.rules.counterparts": ("test_counterparts.py",),
    "audit.rules.likeness": ("test_likeness.py",),
    "audit.rules.statements": ("test_statements.py",),
    "audit.rules.carried_over": ("test_statements.py",),
    "audit.rules.runs": ("test_runs.py",),
    "audit.rules.personal": ("test_sentences.py",),
    "audit.rules.whose_text": ("test_own_words.py",),
    "audit.rules.statistics_table": ("test_two_columns.py",),
    "audit.rules.periods": ("test_periods.py",),
    "audit.rules.outline": ("test_outlines.py",),
    "audit.rules.copies": ("test_copies.py",),
    "audit.rules.hierarchy": ("test_families.py",),
}
"""Unit tests of a package or module; ``test_every_rule.py`` is for all."""


@dataclass(frozen=True)
class Mutant:
    """One fault of one module: the ``number``-th change of its tree."""

    module: str
    number: int
    line: int
    place: str
    before: str
    after: str
    rank: str

    @property
    def key(self) -> tuple[str, ...]:
        """What names the fault in the list of equivalent ones: nothing that moves with the lines."""
        return (self.module.removeprefix("audit."), self.place, self.before, self.after)

    def __str__(self) -> str:
        return f"{modules()[self.module].relative_to(ROOT)}:{self.line}: {self.before} → {self.after}"


def every(seed: int) -> Iterator[Mutant]:
    """All faults of all modules, each with its place in the draw."""
    for name, file in modules().items():
        seen: Counter[tuple[str, str, str]] = Counter()
        for number, one in enumerate(changes(ast.parse(file.read_text(encoding="utf-8")))):
            same = (one.place, one.before, one.after)
            seen[same] += 1
            rank = hashlib.sha256(repr((seed, name, same, seen[same])).encode()).hexdigest()
            yield Mutant(name, number, one.line, *same, rank)


def drawn(sample: int, seed: int, only: str) -> list[Mutant]:
    """The sample, by module: the lowest hashes of all faults but the equivalent ones; of it, those of some modules."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        equal = {
            tuple(row[:4]) for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")
        }
    known = [m for m in every(seed) if m.key not in equal]
    chosen = sorted(known, key=lambda m: m.rank)[: sample or None]
    chosen = [m for m in chosen if _meant(m.module, only)]
    return sorted(chosen, key=lambda m: (m.module, m.number))


def _meant(module: str, only: str) -> bool:
    """Whether the module is among those named, with commas between; all are where none is named."""
    return not only or bool({module, module.rpartition(".")[2]} & set(only.split(",")))


# -- what judges a fault ------------------------------------------------------------------------------


def share_frames() -> None:
    """Build the frames of a case, and hold them as the engine wants, only once: what is worked out of them is kept."""
    build, hold = rule_cases.build, storage.in_python
    built: dict[str, Frames] = {}
    held: dict[int, tuple[Frames, Frames]] = {}

    def build_once(reports: Iterable[dict[str, Any]]) -> Frames:
        listed = list(reports)
        key = repr(listed)
        if key not in built:
            built[key] = build(listed)
        return built[key]

    def hold_once(frames: Frames) -> Frames:
        if id(frames) not in held:
            held[id(frames)] = (frames, hold(frames))
        return held[id(frames)][1]

    rule_cases.build, storage.in_python = build_once, hold_once  # type: ignore[assignment]


def rules_of(module: str) -> list[str]:
    """Ids of the rules that a module defines, or else of those that are built on it."""
    own = [made.id for made in catalogue().values() if made.check.__module__ == module]
    return own or [made.id for made in catalogue().values() if made.check.__module__ in built_on(module)]


def cases_of(rules: list[str]) -> list[tuple[str, int]]:
    """Rule and number of each case: the first case of every rule, then the second …"""
    many = {rule: len(_cases(rule)) for rule in rules}
    return sorted(((rule, n) for rule in rules for n in range(many[rule])), key=lambda x: (x[1], x[0]))


def cases_for(mutant: Mutant, rules: list[str]) -> list[tuple[str, int]]:
    """The cases that judge a fault; for a shared module, those that call the function at fault come first."""
    listed = cases_of(rules)
    if not is_shared(mutant.module):
        return listed
    first = _calling.get(mutant.place, set())
    return sorted(listed, key=lambda case: case not in first)[:MOST]


_calling: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
"""By function of the module at hand: the cases in which it is called."""


def calling(mutant: Mutant, rules: list[str]) -> list[str]:
    """Of these rules, those whose neighbours call the function at fault; all, for a fault of the module itself."""
    if not is_shared(mutant.module) or mutant.place not in functions_of(mutant.module):
        return rules
    return [rule for rule in rules if (rule, NO_CASE) in _calling.get(mutant.place, ())]


def watched(module: str, case: tuple[str, int]) -> bool:
    """``passes`` of a case, or of all neighbours of a rule, noting which functions of the module are called."""
    file = str(modules()[module])

    def called(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename == file:
            _calling[frame.f_code.co_qualname.replace(".<locals>", "")].add(case)

    sys.setprofile(called)
    try:
        return passes(*case) if case[1] != NO_CASE else not differs(case[0])
    finally:
        sys.setprofile(None)


@cache
def functions_of(module: str) -> frozenset[str]:
    """Names of the functions of a module, as a fault names its place."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    return frozenset(_functions(tree, ""))


def _functions(node: ast.AST, inside: str) -> Iterator[str]:
    for one in ast.iter_child_nodes(node):
        named = isinstance(one, ast.FunctionDef | ast.ClassDef)
        name = f"{inside}.{one.name}".lstrip(".") if named else inside
        if isinstance(one, ast.FunctionDef):
            yield name
        yield from _functions(one, name)


@cache
def _cases(rule: str) -> list[rule_cases.Case]:
    path = rule_cases.FOLDER / f"{rule}.yml"
    return rule_cases.cases_in(path) if path.exists() else []


def passes(rule: str, number: int) -> bool:
    """Whether one case comes out as its file says."""
    tests = importlib.import_module("test_rules")
    try:
        tests.test_case(_cases(rule)[number])
    except BaseException:
        return False
    return True


@cache
def samples() -> Frames:
    """The sample reports as read."""
    read = audit.audit(ROOT / "sample_reports", rules="ARI-01")
    return Frames(**{n: getattr(read, n) for n in neighbours.TABLES})


@cache
def sets_of(rule: str) -> list[neighbours.Neighbours]:
    """The neighbours of the cases of a rule."""
    return neighbours.kept(rule)


def differs(rule: str) -> bool:
    """Whether something else comes of a neighbour of a case than is kept."""
    told = importlib.import_module("neighbours")
    listed = importlib.import_module("audit.rules").catalogue()
    return bool(told.differing(rule, told.told_of(listed[rule], sets_of(rule))))


def found_in_samples(rules: list[str]) -> list[tuple[Any, ...]]:
    """What ``test_samples.py`` compares with the list of planted faults."""
    listed = importlib.import_module("audit.rules").catalogue()
    outcomes, found = importlib.import_module("audit.judge").judge(
        samples(), [listed[rule] for rule in rules]
    )
    rows = zip(found["report_id"], found["rule_id"], found["cells"], found["severity"] == "low", strict=True)
    return sorted(
        [(r, i, tuple(sorted(c)), bool(low)) for r, i, c, low in rows]
        + [(sum(outcomes["outcome"] == "error"),)],
        key=repr,
    )


def papers(rules: list[str]) -> list[str]:
    """What the pages of these rules print of their papers: ``test_docs_rules.py`` compares it with the pages kept."""
    names = ("severity", "confidence", "forms", "years", "needs", "about", "options", "confirmed")
    listed = importlib.import_module("audit.rules").catalogue()
    return [repr([getattr(listed[rule], name) for name in names]) for rule in rules]


def noticed(mutant: Mutant, before: list[tuple[Any, ...]]) -> str:
    """What notices the fault, in this process; empty where nothing does."""
    rules = rules_of(mutant.module)
    true = papers(rules)
    tree = ast.parse(modules()[mutant.module].read_text(encoding="utf-8"))
    if mutant.number >= 0:
        changes(tree)[mutant.number].do()
    try:
        put(mutant.module, tree)
        importlib.import_module("audit.rules").catalogue()
    except BaseException as error:
        return f"import: {type(error).__name__}"
    return next(noticing(mutant, rules, true, before), "")


def noticing(
    mutant: Mutant, rules: list[str], true: list[str], before: list[tuple[Any, ...]]
) -> Iterator[str]:
    """What notices the fault that was put in place, the cheapest first."""
    module = mutant.module
    tests, shared = unit_tests(module), is_shared(module)
    if papers(rules) != true:
        yield "pages"
    if module.startswith("audit.judge") and fails(tests):
        yield "unit tests"
    yield from (f"{rule}{NEIGHBOURS}" for rule in calling(mutant, rules) if differs(rule))
    for rule, number in cases_for(mutant, rules):
        if not passes(rule, number):
            yield f"{rule}-{number + 1}"
    if found_in_samples(rules) != before:
        yield "samples"
    if (shared or module in UNIT_TESTS) and fails(tests):
        yield "unit tests"
    if QUICK not in os.environ and fails(everywhere(rules[:12])):
        yield "every rule"


def everywhere(rules: list[str]) -> list[str]:
    """What must hold for every rule, of these rules; but for the tests that judge all rules first."""
    some = f"({' or '.join(rules)}) and not messages and not shows_a_place"
    return [str(ROOT / "tests" / "test_every_rule.py"), "-k", some]


def is_shared(module: str) -> bool:
    """Whether a module defines no rule itself."""
    return not any(made.check.__module__ == module for made in catalogue().values())


def unit_tests(module: str) -> list[str]:
    """The files of unit tests of a module."""
    names = UNIT_TESTS.get(module, UNIT_TESTS.get(module.rpartition(".")[0], ()))
    return [str(ROOT / "tests" / name) for name in names]


def fails(arguments: list[str]) -> bool:
    """Whether pytest finds a failure."""
    return pytest.main([*arguments, "-x", "-q", "-p", "no:cacheprovider"]) not in (0, 5)


# -- processes ------------------------------------------------------------------------------------------


def forked(mutant: Mutant, before: list[tuple[Any, ...]]) -> str:
    """``noticed`` in a process of its own, with a time limit."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        os.write(into, f"={noticed(mutant, before)}".encode())
        os._exit(0)
    os.close(into)
    ready, _, _ = select.select([out], [], [], SECONDS)
    said = os.read(out, 4096).decode() if ready else "=time"
    os.close(out)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return said.removeprefix("=") if said else "crash"


def warm(module: str) -> list[tuple[Any, ...]]:
    """Judge the cases with the true module once, so that all that it does not change is kept; the samples' findings."""
    rules = rules_of(module)
    built_on(module)
    _calling.clear()
    calls = len(cases_of(rules)) > MOST and not module.startswith("audit.judge")
    listed = cases_of(rules) if calls else cases_of(rules)[:WARM]
    failing = [c for c in listed if not (watched(module, c) if calls else passes(*c))]
    watch = is_shared(module)
    told = [(rule, NO_CASE) for rule in rules]
    failing += [one for one in told if (not watched(module, one) if watch else differs(one[0]))]
    if failing:
        raise SystemExit(f"{module}: cases fail without any fault: {failing}")
    before = found_in_samples(rules)
    gc.collect()
    gc.freeze()
    return before


def run(chosen: list[Mutant]) -> list[tuple[Mutant, str]]:
    """Every fault with what noticed it; modules one after the other."""
    results = []
    by_module: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in chosen:
        by_module[mutant.module].append(mutant)
    for module, mutants in by_module.items():
        began = time.monotonic()
        before = warm(module)
        told = [(mutant, forked(mutant, before)) for mutant in mutants]
        results += told
        killed = sum(bool(by) for _, by in told)
        print(f"{module:<32}{killed:>5} of {len(told):<5}{time.monotonic() - began:6.0f} s", flush=True)
        for mutant in (m for m, by in told if not by):
            print(f"    {mutant}", flush=True)
    return results


def kind_of(by: str) -> str:
    """What sort of test noticed a fault."""
    if by.endswith(NEIGHBOURS):
        return "neighbours"
    return "cases" if by[3:4] == "-" else by.split(":", maxsplit=1)[0]


def main() -> None:
    """Draw, judge, print; the exit status is 1 where the share noticed is under the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=500, help="how many faults are drawn; 0 is all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="those of the sample in these modules: a,b")
    parser.add_argument("--verbose", action="store_true", help="also what noticed each fault")
    parser.add_argument("--check", action="store_true", help="judge the true modules: nothing may be noticed")
    given = parser.parse_args()
    share_frames()
    with contextlib.redirect_stdout(io.StringIO()):
        fails(everywhere(["ARI-01"]))
    if given.check:
        true = [Mutant(name, -1, 0, "", "the true module", "itself", "") for name in modules()]
        told = run([m for m in true if _meant(m.module, given.only)])
        raise SystemExit(any(by for _, by in told))
    results = run(drawn(given.sample, given.seed, given.only))
    if given.verbose:
        print(*(f"{by:<20} {mutant}" for mutant, by in results), sep="\n")
    killed = sum(bool(by) for _, by in results)
    share = killed / len(results) if results else 1.0
    print(f"noticed {killed} of {len(results)} faults: {share:.1%} (limit {LIMIT:.0%})")
    print("by", dict(Counter(kind_of(by) for _, by in results if by)))
    raise SystemExit(share < LIMIT)


if __name__ == "__main__":
    main()
