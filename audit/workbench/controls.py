"""The filter bar: standard controls that set ``state.filters`` and follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ipywidgets import HTML, Box, Button, Dropdown, Text, ToggleButton, Widget

from audit.frames.schema import SEVERITIES
from audit.views import tables
from audit.views.heat import body_name, year_name
from audit.views.messages import say, say_or
from audit.views.selection import NO_BODY, NO_YEAR
from audit.views.summary import ABOUT
from audit.workbench.state import State

ANY = "*"
Options = list[tuple[str, object]]


def filter_bar(state: State) -> Box:
    """Severities, kind of rule, body, year, about, search, a button that clears, and what is set in words."""
    fields = (
        choice(state, "family", lambda: _families(state)),
        choice(state, "agency", lambda: _bodies(state)),
        choice(state, "year", lambda: _years(state)),
        choice(state, "about", lambda: [(say(f"about.{a}", state.language), a) for a in ABOUT]),
    )
    return grouped(
        "audit-filters",
        grouped("audit-severities", severity_label(state), *(severity_toggle(state, s) for s in SEVERITIES)),
        *fields,
        search(state),
        clear_button(state),
        active_line(state),
    )


def grouped(name: str, *children: Widget) -> Box:
    """A plain box with a class of the style sheet."""
    made = Box(children)
    made.add_class(name)
    return made


def follow(state: State, names: Iterable[str], draw: Callable[[], None]) -> None:
    """Draw now and whenever one of these traits of the state, or the audit itself, changes."""
    state.observe(lambda _: draw(), [*names, "loaded"])
    draw()


def severity_label(state: State) -> HTML:
    """The word before the severity buttons."""
    made = HTML()
    follow(
        state, ["language"], lambda: setattr(made, "value", tables.field_label("severity", state.language))
    )
    return made


def severity_toggle(state: State, severity: str) -> ToggleButton:
    """Pressed when findings of this severity are asked for; several may be."""
    made = ToggleButton()
    made.add_class(f"audit-toggle-{severity}")

    def draw() -> None:
        name = say(f"severity.{severity}", state.language)
        made.description, made.tooltip = name, say("filter.severity_hint", state.language, name=name)
        made.value = severity in state.filters.severity

    def obey(change: dict[str, Any]) -> None:
        kept = {s for s in state.filters.severity if s != severity} | ({severity} if change["new"] else set())
        state.filters = state.filters.but(severity=tuple(s for s in SEVERITIES if s in kept))

    made.observe(obey, "value")
    follow(state, ["filters", "language"], draw)
    return made


def choice(state: State, name: str, options: Callable[[], Options]) -> Dropdown:
    """A drop-down for one field of the filters, with "all" first."""
    made = Dropdown(options=[("", ANY)])

    def obey(change: dict[str, Any]) -> None:
        wanted = None if change["new"] == ANY else change["new"]
        state.filters = state.filters.but(**{name: wanted})

    def draw() -> None:
        made.description = say(f"filter.{name}", state.language)
        choices = [(say("filter.any", state.language), ANY), *options()]
        wanted = getattr(state.filters, name)
        offer(made, obey, choices, ANY if wanted is None else wanted)

    made.observe(obey, "value")
    follow(state, ["filters", "language"], draw)
    return made


def offer(made: Dropdown, obey: Callable, choices: Options, wanted: object) -> None:
    """Set choices and value while ``obey`` looks away; a value that is not on offer shows as the first."""
    made.unobserve(obey, "value")
    if made.options != tuple(choices):
        made.options = choices
    made.value = wanted if wanted in [value for _, value in choices] else choices[0][1]
    made.observe(obey, "value")


def search(state: State) -> Text:
    """Free words, all of which must occur; taken over with Enter or on leaving the field."""
    made = Text(continuous_update=False)

    def draw() -> None:
        made.description = say("filter.text", state.language)
        made.placeholder = say("filter.text_hint", state.language)
        made.value = state.filters.text

    made.observe(lambda c: setattr(state, "filters", state.filters.but(text=c["new"])), "value")
    follow(state, ["filters", "language"], draw)
    made.add_class("audit-search")
    return made


def clear_button(state: State) -> Button:
    """Back to all findings; disabled when no filter is in use."""
    made = Button()
    made.add_class("audit-clear")

    def draw() -> None:
        made.description = say("filter.clear", state.language)
        made.disabled = not state.filters.active()

    made.on_click(lambda _: state.clear())
    follow(state, ["filters", "language"], draw)
    return made


def active_line(state: State) -> HTML:
    """Which filters are in use, in words."""
    made = HTML()

    def draw() -> None:
        made.value = tables.active_filters(said_filters(state), state.language)

    follow(state, ["filters", "language"], draw)
    made.add_class("audit-active-line")
    return made


def said_filters(state: State) -> list[str]:
    """Each filter in use as a reader would say it."""
    chosen, language = state.filters, state.language
    words = {
        "severity": lambda: "/".join(say(f"severity.{s}", language) for s in chosen.severity),
        "family": lambda: say_or(f"family.{chosen.family}", language, str(chosen.family)),
        "agency": lambda: body_name(chosen.agency or NO_BODY, language),
        "year": lambda: year_name(chosen.year or NO_YEAR, language),
        "about": lambda: say(f"about.{chosen.about}", language),
        "text": lambda: chosen.text,
    }
    return [words[name]() for name in chosen.active()]


def language_button(state: State) -> Button:
    """Switches to the other language."""
    made = Button()
    made.add_class("audit-language")

    def draw() -> None:
        made.description = say("page.language", state.language)
        made.tooltip = say("page.language_hint", state.language)

    made.on_click(lambda _: setattr(state, "language", "zh" if state.language == "en" else "en"))
    follow(state, ["language"], draw)
    return made


def threshold(state: State) -> Dropdown:
    """From which severity on the heat map counts."""
    made = Dropdown(options=[("", state.threshold)])

    def obey(change: dict[str, Any]) -> None:
        state.threshold = change["new"]

    def draw() -> None:
        made.description = say("filter.threshold", state.language)
        offer(made, obey, [(from_severity(s, state.language), s) for s in SEVERITIES], state.threshold)

    made.observe(obey, "value")
    follow(state, ["threshold", "language"], draw)
    return made


def from_severity(severity: str, language: str) -> str:
    """The words for this severity and those above it."""
    if severity == SEVERITIES[-1]:
        return say("filter.any", language)
    name = say(f"severity.{severity}", language)
    return name if severity == SEVERITIES[0] else say("severity.and_above", language, name=name)


def _families(state: State) -> Options:
    ids = {*state.findings["rule_id"].unique(), *state.audited.outcomes["rule_id"].unique()}
    codes = sorted({rule_id[:3] for rule_id in ids})
    return [(f"{say_or(f'family.{c}', state.language, '')} {c}".strip(), c) for c in codes]


def _bodies(state: State) -> Options:
    names = sorted(state.audited.reports["agency"].fillna(NO_BODY).unique())
    return [(body_name(n, state.language), n) for n in names]


def _years(state: State) -> Options:
    years = sorted({*state.audited.reports["year"].fillna(NO_YEAR).astype("int64").tolist()})
    return [(year_name(y, state.language), y) for y in years]
