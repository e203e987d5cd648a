"""What a rule is: its papers and one plain function over whole frames."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from audit.errors import RuleError
from audit.frames import Frames
from audit.model import Severity

_ID = re.compile(r"[A-Z]{3}-\d{2}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SIDES = (
    "observed", "expected", "text", "table", "sum", "total", "part", "whole", "region", "bodies", "received_side", "handled_side",
    "this_year", "last_year", "carried_forward", "this_copy", "other_copies", "one_place", "other_place", "here", "usual",
    "publisher", "body",
)  # fmt: skip
"""What ``observed`` and ``expected`` of a finding may be. Where two figures of equal standing differ, neither is called
what the other should be."""
HEADINGS = ("Why it matters", "Innocent explanations", "Source")

SUSPECT_COLUMNS = (
    "report_id",
    "cells",
    "claims",
    "places",
    "elsewhere",
    "shown",
    "subject",
    "observed",
    "expected",
    "difference",
    "message_en",
    "message_zh",
    "severity",
    "confidence",
    "about",
    "hint",
)
"""Columns of ``Verdict.suspects``. Required: report_id, message_en, message_zh; all others may be left out.

cells : list[str], every cell code that entered the comparison, no more (of this report).
claims : list[str], claim ids of this report that entered the comparison.
places : list of (report_id, locator, quote) or (…, what) for any other evidence, e.g. last year's cell or a
    heading; ``what`` is the cell code or claim id there.
elsewhere : list of (report_id, cell), cells of other reports that entered the comparison.
shown : list[str], the cells to quote as evidence where ``cells`` are too many to read.
subject : str, what the finding is about when no cell says so; part of the stable id, so never a position or
    wording of ours; e.g. the measure or the printed label of a share.
observed, expected : str as a reader would quote them; difference : float.
severity, confidence, about, hint : str, where they differ from the rule's own.
"""


_NO_SUSPECTS = pd.DataFrame()
_NO_REASONS = pd.Series(dtype="str")


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a rule says of all reports. Reports in none of the four are *clear*.

    Attributes
    ----------
    suspects : a row a finding, columns from ``SUSPECT_COLUMNS``.
    cannot_tell, not_applicable, clear : Series of reasons (str) by report_id; ``clear`` only where a reason
        is worth giving (an explained match, a blank that counted as zero). A report both suspect and in one
        of these is flagged.
    """

    suspects: pd.DataFrame = field(default_factory=lambda: _NO_SUSPECTS)
    cannot_tell: pd.Series = field(default_factory=lambda: _NO_REASONS)
    not_applicable: pd.Series = field(default_factory=lambda: _NO_REASONS)
    clear: pd.Series = field(default_factory=lambda: _NO_REASONS)


Check = Callable[..., Verdict]
"""``check(frames, **options)``: the options that the rule declares, by name."""

Value = float | int | str | tuple


@dataclass(frozen=True, slots=True)
class Option:
    """A threshold or word of a rule that an auditor may set: its name, the value that holds unless he does, and a
    sentence in both languages that says what it means, with its unit."""

    name: str
    default: Value
    en: str
    zh: str


@dataclass(frozen=True, eq=False)
class Rule:
    """The papers of a rule. Prose (anomaly, why, innocent explanations, source) is ``check``'s docstring."""

    id: str
    name: str
    title_en: str
    title_zh: str
    severity: Severity
    confidence: str
    basis_en: str
    basis_zh: str
    confirmed: bool
    forms: tuple[str, ...]
    years: tuple[int, int]
    needs: tuple[str, ...]
    about: str
    status: str
    since: str
    check: Check
    zh: dict[str, str] = field(default_factory=dict)
    sides: tuple[str, str] = ("observed", "expected")
    options: tuple[Option, ...] = ()
    values: dict[str, Value] = field(default_factory=dict)
    """Options that were set; the others have their defaults."""
    fixed: Severity | None = None
    """The severity that all its findings shall have, if that was set."""

    @property
    def family(self) -> str:
        """The three letters before the dash."""
        return self.id[:3]

    @property
    def doc(self) -> str:
        """The docstring of the rule's function."""
        return self.check.__doc__ or ""

    def verdict(self, frames: Frames) -> Verdict:
        """What the rule says of all reports, with its options as set."""
        return self.check(frames, **{one.name: one.default for one in self.options} | self.values)


def rule(
    id: str,
    name: str,
    *,
    en: str,
    zh: str,
    severity: Severity,
    basis_en: str,
    basis_zh: str,
    confirmed: bool = True,
    confidence: str = "high",
    forms: Iterable[str] = (),
    years: tuple[int, int] = (0, 9999),
    needs: Iterable[str] = (),
    about: str = "body",
    status: str = "stable",
    since: str = "0.1.0",
    why_zh: str = "",
    innocent_zh: str = "",
    sides: tuple[str, str] = ("observed", "expected"),
    options: Iterable[Option] = (),
) -> Callable[[Check], Rule]:
    """Make a function ``Frames → Verdict`` a rule.

    Parameters
    ----------
    id, name : ``ARI-01`` and a kebab name that names the anomaly (reads after "allow …").
    en, zh : title in both languages.
    basis_en, basis_zh, confirmed : legal or formal basis; ``confirmed=False`` is shown as "to be confirmed".
    forms, years : forms and inclusive report years in which the rule applies; empty forms = all.
    needs : table codes, cells or claim measures it reads, for the catalogue page.
    why_zh, innocent_zh : Chinese text of *Why it matters* and *Innocent explanations*.
    sides : what ``observed`` and ``expected`` of its findings are, of ``SIDES``; by default the two words themselves.
    options : thresholds that an auditor may set; the function takes them as keyword arguments.

    Raises RuleError when the papers are not in order.
    """

    def register(check: Check) -> Rule:
        made = Rule(
            id=id, name=name, title_en=en, title_zh=zh, severity=severity, confidence=confidence,
            basis_en=basis_en, basis_zh=basis_zh, confirmed=confirmed, forms=tuple(forms), years=years,
            needs=tuple(needs), about=about, status=status, since=since, check=check,
            zh={"why": why_zh, "innocent": innocent_zh}, sides=sides, options=tuple(options),
        )  # fmt: skip
        _inspect(made)
        return made

    return register


def _inspect(made: Rule) -> None:
    if not _ID.fullmatch(made.id):
        raise RuleError(f"{made.id}: a rule id is three capitals, a dash and two digits")
    if not _NAME.fullmatch(made.name):
        raise RuleError(f"{made.id}: the name {made.name!r} is not kebab-case")
    missing = [h for h in HEADINGS if h not in made.doc]
    if missing:
        raise RuleError(f"{made.id}: the docstring lacks {', '.join(missing)}")
    if not (made.zh["why"] and made.zh["innocent"]):
        raise RuleError(f"{made.id}: why_zh and innocent_zh are required")
    if not all(one.en and one.zh for one in made.options):
        raise RuleError(f"{made.id}: an option lacks its sentence")
    if not set(made.sides) <= set(SIDES):
        raise RuleError(f"{made.id}: {made.sides} are not two of {SIDES}")
    taken = list(inspect.signature(made.check).parameters)[1:]
    if sorted(taken) != sorted(one.name for one in made.options):
        raise RuleError(f"{made.id}: the function takes {taken}, which are not its options")


def without(made: Rule, check: Check) -> Rule:
    """The same papers with another function (for tests of the engine)."""
    return replace(made, check=check)
