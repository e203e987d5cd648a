"""The overview: from all findings of an audit to the place of one in its source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from ipywidgets import HTML, Box, Button, Output, Widget

from audit.frames.schema import SEVERITIES
from audit.run import Audit, audit
from audit.store import MANIFEST, read
from audit.views import bars, heat, summary, tables
from audit.views.canvas import bundle
from audit.views.finding import card
from audit.views.messages import say
from audit.views.selection import select, select_outcomes
from audit.workbench import controls
from audit.workbench.controls import follow, grouped
from audit.workbench.plugs import clicks, findings_list
from audit.workbench.serve import served
from audit.workbench.source import source_html
from audit.workbench.state import State

Drawn = tuple[go.Figure | None, str]
"""A figure, or None where there is nothing to draw, and the HTML below it."""


def opened(otherwise: str) -> State:
    """The state of a dashboard: the results that the server was started for, else of ``otherwise``."""
    shown = served()
    if shown is None:
        return State(audit(otherwise))
    folders = (shown.started_in, shown.results.parent, shown.results)
    newer = watched(shown.results)
    return State(read(shown.results), folders=folders, language=shown.language, newer=newer)


def watched(results: Path) -> Callable[[], Audit | None]:
    """A function that reads the results folder again if a run has replaced it since, and else gives None."""
    stamps = [(results / MANIFEST).stat().st_mtime_ns]

    def newer() -> Audit | None:
        stamp = (results / MANIFEST).stat().st_mtime_ns
        if stamps[-1] == stamp:
            return None
        stamps.append(stamp)
        return read(results)

    return newer


def build(state: State, *, whole_page: bool = False) -> Widget:
    """The whole workbench of a state: header, filters, tiles, charts, heat map, list and card.

    ``whole_page``: it is the page, not a part of a notebook. Then it sets the page's title and language too, and
    draws the charts only when a browser has shown the rest.
    """
    state.seen = not whole_page
    # made first so that it is also redrawn first: a click shows in the list before the charts follow
    work = _work(state)
    return grouped(
        "audit-root",
        clicks(state, whole_page),
        grouped("audit-header", text_view(state, _header, ["language"]), controls.language_button(state)),
        controls.filter_bar(state),
        text_view(state, _tiles, ["filters", "language"]),
        grouped("audit-charts", *(chart(state, name, draw) for name, draw in CHARTS.items())),
        heat_panel(state),
        work,
    )


def charts(state: State) -> Widget:
    """Filters and the three bar charts only, for a notebook."""
    shown = (chart(state, name, draw) for name, draw in CHARTS.items())
    return _part(state, controls.filter_bar(state), grouped("audit-charts", *shown))


def findings(state: State) -> Widget:
    """Filters, list and card only, for a notebook."""
    return _part(state, controls.filter_bar(state), _work(state))


def detail(state: State) -> Widget:
    """The card of the selected finding only, for a notebook."""
    return _part(state, _card_panel(state))


def _part(state: State, *children: Widget) -> Widget:
    return grouped("audit-root", clicks(state, False), *children)


def _work(state: State) -> Box:
    return grouped("audit-work", grouped("audit-panel", findings_list(state)), _card_panel(state))


def text_view(state: State, draw: Callable[[State], str], names: list[str]) -> HTML:
    """HTML that follows traits of the state."""
    made = HTML()
    follow(state, names, lambda: setattr(made, "value", draw(state)))
    return made


def _header(state: State) -> str:
    return tables.header(state.audited.reports, state.language)


def _tiles(state: State) -> str:
    chosen = state.filters
    reports = state.audited.reports
    within = select(state.findings, chosen)
    checks = select_outcomes(state.audited.outcomes, reports, chosen)
    kept = select_outcomes(reports.assign(rule_id=""), reports, chosen.without("family"))
    return tables.tiles(summary.overview(kept, within, checks), state.language)


def chart(state: State, name: str, draw: Callable[[State], Drawn]) -> Box:
    """A panel: title, what a click does, figure, and below it legend and twin table."""
    title, below, output = HTML(), HTML(), Output()

    def redraw() -> None:
        figure, html = draw(state)
        title.value = tables.panel_title(
            say(f"chart.{name}", state.language), say(f"chart.{name}_note", state.language)
        )
        show(output, figure, state.seen)
        below.value = html

    follow(state, ["filters", "language", "seen"], redraw)
    return grouped("audit-panel", title, output, below)


def show(output: Output, figure: go.Figure | None, seen: bool = True) -> None:
    """Put the figure, or nothing, into the output; its height is kept free so that the page does not jump."""
    output.layout.height = f"{figure.layout.height}px" if figure else "auto"
    if figure is None:
        output.outputs = ()
    elif seen:
        output.outputs = ({"output_type": "display_data", "data": bundle(figure), "metadata": {}},)


def _severity(state: State) -> Drawn:
    counts = summary.by_severity(select(state.findings, state.filters.without("severity")))
    if not counts.to_numpy().sum():
        return None, tables.empty_state("severity", state.language)
    below = tables.about_legend(state.language) + tables.severity_table(counts, state.language)
    return bars.severity_bars(counts, state.language, state.filters), below


def _family(state: State) -> Drawn:
    counts = summary.by_family(select(state.findings, state.filters.without("family")))
    if counts.empty:
        return None, tables.empty_state("family", state.language)
    below = tables.about_legend(state.language) + tables.family_table(counts, state.language)
    return bars.family_bars(counts, state.language, state.filters), below


def _outcome(state: State) -> Drawn:
    chosen = state.filters.without("family")
    counts = summary.by_outcome(select_outcomes(state.audited.outcomes, state.audited.reports, chosen))
    if counts.empty:
        return None, tables.empty_state("outcome", state.language)
    below = tables.outcome_legend(state.language) + tables.outcome_table(counts, state.language)
    return bars.outcome_bars(counts, state.language), below


CHARTS = {"severity": _severity, "family": _family, "outcome": _outcome}


def heat_panel(state: State) -> Box:
    """The heat map with its own least severity and pages of bodies."""
    title, below, output = HTML(), HTML(), Output()
    before, after = Button(description="‹"), Button(description="›")
    bodies: list[int] = [0]

    def redraw() -> None:
        cells = heat_cells(state)
        bodies[0] = cells["agency"].nunique()
        first = min(state.heat_first, max(bodies[0] - 1, 0) // heat.ROWS * heat.ROWS)
        title.value = tables.panel_title(
            say("chart.heat", state.language), _heat_note(state, first, bodies[0])
        )
        figure = (
            heat.body_year_heat(cells, state.language, state.filters, first=first) if len(cells) else None
        )
        show(output, figure, state.seen)
        below.value = (
            tables.heat_legend(state.language) + tables.heat_table(cells, state.language)
            if figure
            else tables.empty_state("heat", state.language)
        )
        before.tooltip, after.tooltip = (say(f"chart.heat_{d}", state.language) for d in ("before", "after"))
        before.disabled, after.disabled = first == 0, first + heat.ROWS >= bodies[0]
        turn.layout.display = "none" if bodies[0] <= heat.ROWS else ""

    before.on_click(lambda _: state.turn_heat(-1, bodies[0]))
    after.on_click(lambda _: state.turn_heat(1, bodies[0]))
    turn = grouped("audit-turns", before, after)
    follow(state, ["filters", "language", "threshold", "heat_first", "seen"], redraw)
    head = grouped("audit-panel-head", title, controls.threshold(state), turn)
    return grouped("audit-panel", head, output, below)


def heat_cells(state: State) -> pd.DataFrame:
    """Body × year of findings: of the chosen ``about`` (else the body's), of ``threshold`` and above."""
    chosen = state.filters.without("agency", "year", "severity")
    counted = summary.at_least(select(state.findings, chosen), state.threshold)
    about = chosen.about or "body"
    cells = summary.by_body_year(state.audited.reports, counted[counted["about"] == about])
    above = list(SEVERITIES[: SEVERITIES.index(state.threshold) + 1])
    severity = [] if above == list(SEVERITIES) else ["severity", above]
    return heat.with_picks(cells, ["about", about, *severity])


def _heat_note(state: State, first: int, bodies: int) -> str:
    about = say(f"about.{state.filters.about or 'body'}", state.language)
    severity = controls.from_severity(state.threshold, state.language)
    note = say("chart.heat_note", state.language, about=about, severity=severity)
    if bodies <= heat.ROWS:
        return note
    last = min(first + heat.ROWS, bodies)
    return f"{note} {say('chart.heat_rows', state.language, first=first + 1, last=last, total=bodies)}"


def _card_panel(state: State) -> Box:
    """The card of the selected finding with the passages of its source."""
    made = HTML()

    def draw() -> None:
        found = state.finding
        made.value = tables.empty_state("detail", state.language) if found is None else _card(state, found)

    follow(state, ["selected", "language"], draw)
    box = grouped("audit-panel", made)
    box.add_class("audit-detail")
    return box


def _card(state: State, found: dict[str, Any]) -> str:
    facts = state.audited.facts
    own = facts[facts["report_id"] == found["report_id"]]
    rule = state.rules.get(str(found["rule_id"]))
    return card(found, own, source_html(state, found), state.language, rule)
