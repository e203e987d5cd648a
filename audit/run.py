"""Load and audit: the frames of a set of reports, with outcomes and findings."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from audit.frames import Frames, empty
from audit.intake import frames_of, load_all, sources
from audit.judge import Rule, judge
from audit.rules import select
from audit.rules.vocabulary import extended
from audit.settings import Settings, read_settings, restored

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
Bar = Callable[[Iterable, int, str], Iterable]


def _no_bar(items: Iterable, total: int, what: str) -> Iterable:
    return items


@dataclass(frozen=True, eq=False, repr=False)
class Audit(Frames):
    """The frames of a set of reports; ``outcomes`` and ``findings`` are empty until it was audited.

    In a notebook it shows how many files were read and how many findings there are by severity.
    """

    outcomes: pd.DataFrame = field(default_factory=lambda: empty("outcomes"))
    findings: pd.DataFrame = field(default_factory=lambda: empty("findings"))

    def __repr__(self) -> str:
        return "; ".join(f"{name}: {count}" for name, count in self.counts().items())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(n)}</th><td>{c:,}</td></tr>"
            for n, c in self.counts().items()
        )
        return f"<table>{rows}</table>"

    def counts(self) -> dict[str, int]:
        """Files by status, cells by state, findings by severity: what a reader asks first."""
        status = self.reports["status"].value_counts()
        states = self.facts["state"].value_counts()
        severity = self.findings["severity"].value_counts()
        result = {f"reports {s}": int(status.get(s, 0)) for s in ("read", "partly_read", "unreadable")}
        result |= {f"cells {s}": int(states[s]) for s in sorted(states.index)}
        return result | {
            f"findings {s}": int(severity.get(s, 0))
            for s in ("critical", "high", "medium", "low", "info")
            if len(self.outcomes)
        }


def load(
    paths: Paths, *, jobs: int | None = None, bar: Bar = _no_bar, settings: Settings | None = None
) -> Audit:
    """Load files, folders and globs into frames.

    Parameters
    ----------
    paths : one path or several; folders are walked recursively in sorted order.
    jobs : processes; by default one for a small set and all processors for a large one.
    bar : ``(items, total, what) → items``, e.g. a progress bar.
    settings : of these the local labels and headings.

    Returns
    -------
    Audit with ``reports`` (a row for every file, unreadable ones included), ``facts``, ``claims``, ``sections``.

    Raises
    ------
    NothingToLoad : a path does not exist, or there is no file under the paths.
    """
    found = sources(paths)
    wording = (settings or Settings()).wording()
    frames = frames_of(bar(load_all(found, jobs, wording), len(found), "reading"))
    return Audit(**vars_of(frames))


def audit(
    paths: Paths,
    *,
    rules: str = "",
    settings: Settings | str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    bar: Bar = _no_bar,
) -> Audit:
    """Load, then judge by all rules, or by those that ``rules`` selects (``"ARI,NIL-01,-ARI-05"``).

    ``settings`` is a file of settings, or what was read from one. Raises NothingToLoad as ``load`` does, RuleError
    for a selection that names no rule, SettingsError for settings that are not in order.
    """
    chosen = select(rules)
    set_ = settings_of(settings)
    return judged(load(paths, jobs=jobs, bar=bar, settings=set_), chosen, bar, set_)


def settings_of(settings: Settings | str | os.PathLike[str] | None) -> Settings:
    """The settings given, or read from the file given, or the house default."""
    if settings is None:
        return Settings()
    return settings if isinstance(settings, Settings) else read_settings(settings)


def judged(
    loaded: Audit, rules: Iterable[Rule], bar: Bar = _no_bar, settings: Settings | None = None
) -> Audit:
    """The same frames with the outcomes and findings of these rules, as set."""
    set_ = settings or Settings()
    chosen = set_.applied(rules)
    with extended(set_.words):
        outcomes, findings = judge(set_.held(loaded), chosen, lambda made: bar(made, len(chosen), "judging"))
    return replace(loaded, outcomes=outcomes, findings=restored(findings, loaded))


def vars_of(frames: Frames) -> dict[str, pd.DataFrame]:
    """The stored frames of a bundle by name."""
    return {n: getattr(frames, n) for n in ("reports", "facts", "claims", "sections", "observations")}
