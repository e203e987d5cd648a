"""What the user is looking at. Events only set traits of ``State``; every view is a function of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
from traitlets import Bool, Enum, HasTraits, Instance, Int, Unicode, observe

from audit.frames.schema import SEVERITIES
from audit.rules import catalogue
from audit.views.finding import Papers
from audit.views.heat import ROWS
from audit.views.messages import LANGUAGES
from audit.views.selection import PAGE, Filters, Order, haystack, ordered, pages, select
from audit.workbench import startup  # noqa: F401

PICKS = {"severity": tuple, "family": str, "agency": str, "year": int, "about": str}


class Audited(Protocol):
    """The frames a workbench shows: an ``audit.Audit``, or anything with these four."""

    @property
    def reports(self) -> pd.DataFrame: ...
    @property
    def facts(self) -> pd.DataFrame: ...
    @property
    def outcomes(self) -> pd.DataFrame: ...
    @property
    def findings(self) -> pd.DataFrame: ...


class State(HasTraits):
    """One user's view of one audit.

    ``filters`` choose findings; ``selected`` is a finding_id or ""; ``page`` and ``heat_first`` count from 0;
    ``threshold`` is the least severity that the heat map counts; ``seen`` becomes True when a browser shows the
    workbench (charts of a page wait for that); ``loaded`` counts how often the audit was replaced.
    """

    filters = Instance(Filters, args=())
    selected = Unicode("")
    language = Enum(LANGUAGES, default_value="en")
    order = Instance(Order, args=())
    page = Int(0)
    threshold = Enum(SEVERITIES, default_value="info")
    heat_first = Int(0)
    seen = Bool(True)
    loaded = Int(0)

    def __init__(
        self,
        audited: Audited,
        *,
        rules: Mapping[str, Papers] | None = None,
        folders: Sequence[Path] = (),
        language: str = "en",
        newer: Callable[[], Audited | None] = lambda: None,
    ) -> None:
        """``folders`` are where the sources may lie if their recorded paths are relative to another place.

        ``newer`` gives the audit anew if it has changed since it was last asked, else None.
        """
        super().__init__(language=language)
        self.rules: Mapping[str, Papers] = catalogue() if rules is None else rules
        self.folders = tuple(folders)
        self.newer = newer
        self._show(audited)

    def _show(self, audited: Audited) -> None:
        self.audited = audited
        self.findings = _with_names(audited, self.rules)
        self._shown: tuple[object, pd.DataFrame] = (None, self.findings)

    def greet(self) -> None:
        """A browser shows the workbench: take over newer results, if there are any, and draw what waited."""
        newer = self.newer()
        if newer is not None:
            self._show(newer)
            self._keep_selection_in_view()
            self.loaded += 1
        self.seen = True

    @property
    def shown(self) -> pd.DataFrame:
        """The findings that pass the filters, in the chosen order."""
        key = (self.filters, self.order, self.language if self.order.column == "message" else "")
        if self._shown[0] != key:
            chosen = select(self.findings, self.filters)
            self._shown = (key, ordered(chosen, self.order, self.language))
        return self._shown[1]

    @property
    def pages(self) -> int:
        """Number of pages of ``shown``."""
        return pages(len(self.shown))

    @property
    def rows(self) -> pd.DataFrame:
        """The page of ``shown`` that is in view."""
        return self.shown.iloc[self.page * PAGE : (self.page + 1) * PAGE]

    @property
    def finding(self) -> dict[str, Any] | None:
        """The selected finding as a record, with the path of its report."""
        found = self.findings[self.findings["finding_id"] == self.selected]
        return None if found.empty else found.iloc[0].to_dict()

    @observe("filters", "order")
    def _keep_selection_in_view(self, _: object = None) -> None:
        """A finding that is filtered out is not selected any more; the page follows the selection."""
        if self.filters.text and "said" not in self.findings:
            self.findings = self.findings.assign(said=haystack(self.findings))
        at = self._position()
        self.selected = self.selected if at is not None else ""
        self.page = 0 if at is None else at // PAGE

    def _position(self) -> int | None:
        ids = self.shown["finding_id"]
        found = (ids == self.selected).to_numpy().nonzero()[0]
        return int(found[0]) if len(found) else None

    def step(self, by: int) -> None:
        """Move the selection by some rows, over the borders of pages; stays put at either end."""
        if self.shown.empty:
            return
        at = self._position()
        to = 0 if at is None else min(max(at + by, 0), len(self.shown) - 1)
        self.page = to // PAGE
        self.selected = self.shown["finding_id"].iloc[to]

    def turn(self, by: int) -> None:
        """Turn pages of the list."""
        self.page = min(max(self.page + by, 0), self.pages - 1)

    def turn_heat(self, by: int, bodies: int) -> None:
        """Turn pages of the heat map, of which there are enough for so many bodies."""
        self.heat_first = min(max(self.heat_first + by * ROWS, 0), max(bodies - 1, 0) // ROWS * ROWS)

    def sort(self, column: str) -> None:
        """Order by this column; a second time, the other way round."""
        same = self.order.column == column
        self.order = Order(column, not self.order.descending if same else column == "severity")

    def pick(self, pairs: object) -> None:
        """Filter by what was clicked, ``[name, value, name, value …]``; the same click again takes it back.

        Comes from the browser, so anything that names no filter is ignored.
        """
        wanted = _understood(pairs)
        if not wanted:
            return
        if all(getattr(self.filters, n) == v for n, v in wanted.items()):
            self.filters = self.filters.without(*wanted)
        else:
            self.filters = self.filters.but(**wanted)

    def clear(self) -> None:
        """No filter."""
        self.filters = Filters()


def _understood(pairs: object) -> dict[str, Any]:
    """The filters that a list of names and values means; empty if any of it is not understood."""
    if not isinstance(pairs, list) or len(pairs) % 2 or not all(isinstance(n, str) for n in pairs[::2]):
        return {}
    found = dict(zip(pairs[::2], pairs[1::2], strict=True))
    if "severity" in found:
        named = found["severity"] if isinstance(found["severity"], list) else [found["severity"]]
        found["severity"] = tuple(s for s in SEVERITIES if s in named)
    good = all(n in PICKS and type(v) is PICKS[n] and v != () for n, v in found.items())
    return found if good else {}


def _with_names(audited: Audited, rules: Mapping[str, Papers]) -> pd.DataFrame:
    """``findings`` with the path of the report and the titles of the rule, so that they can be searched."""
    findings = audited.findings.reset_index(drop=True)
    paths = audited.reports.drop_duplicates("report_id").set_index("report_id")["path"]
    titles = {lang: {i: getattr(r, f"title_{lang}") for i, r in rules.items()} for lang in LANGUAGES}
    return findings.assign(
        path=findings["report_id"].map(paths).astype("str"),
        **{f"title_{lang}": findings["rule_id"].map(titles[lang]).astype("str") for lang in LANGUAGES},
    )
