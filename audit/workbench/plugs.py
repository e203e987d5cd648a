"""The two small browser widgets: plain local scripts, no build step, nothing from the network."""

from __future__ import annotations

from importlib.resources import files

import anywidget
import pandas as pd
from traitlets import Dict, Unicode

from audit.views.messages import say
from audit.views.selection import COLUMNS
from audit.workbench.state import State

_HERE = files(__package__)


class Clicks(anywidget.AnyWidget):
    """Hears clicks on every chart and twin table in its workbench; carries the style sheet."""

    _esm = _HERE.joinpath("clicks.js").read_text(encoding="utf-8")
    _css = _HERE.joinpath("style.css").read_text(encoding="utf-8")
    language = Unicode("en").tag(sync=True)
    page_title = Unicode("").tag(sync=True)
    names = Dict().tag(sync=True)


class FindingsList(anywidget.AnyWidget):
    """One page of findings; ``view`` is all it draws, ``selected`` a finding_id."""

    _esm = _HERE.joinpath("findings.js").read_text(encoding="utf-8")
    view = Dict().tag(sync=True)
    selected = Unicode("").tag(sync=True)


def clicks(state: State, whole_page: bool) -> Clicks:
    """Sets the filters of ``state``; on a page of its own it also names the page and its language."""
    made = Clicks()

    def speak(_: object = None) -> None:
        charts = ("severity", "family", "outcome", "heat")
        made.names = {c: say(f"chart.{c}", state.language) for c in charts}
        made.page_title = say("page.title", state.language) if whole_page else ""
        made.language = state.language

    def hear(_: Clicks, content: dict[str, object], __: object) -> None:
        if "hello" in content:
            state.greet()
        else:
            state.pick(content.get("pick"))

    made.on_msg(hear)
    state.observe(speak, "language")
    speak()
    return made


def findings_list(state: State) -> FindingsList:
    """The sortable, pageable list of ``state.shown``."""
    made = FindingsList()

    def draw(_: object = None) -> None:
        with made.hold_sync():
            made.view = list_view(state)
            made.selected = state.selected

    def obey(_: FindingsList, content: dict[str, object], __: object) -> None:
        if content.get("sort") in COLUMNS:
            state.sort(str(content["sort"]))
        elif isinstance(by := content.get("step"), int):
            state.step(by)
        elif isinstance(by := content.get("turn"), int):
            state.turn(by)

    made.on_msg(obey)
    made.observe(lambda change: setattr(state, "selected", change["new"]), "selected")
    state.observe(draw, ["filters", "order", "page", "language", "loaded"])
    state.observe(lambda change: setattr(made, "selected", change["new"]), "selected")
    draw()
    return made


def list_view(state: State) -> dict[str, object]:
    """Everything the list draws, as plain data: words, columns, and the rows of the page."""
    language, rows = state.language, state.rows
    shown, total = len(state.shown), len(state.findings)
    filtered = {"n": shown, "all": total}
    return {
        "title": say("table.title", language),
        "count": say("table.count", language, n=total)
        if shown == total
        else say("table.count_of", language, **filtered),
        "keys": say("table.keys", language) if shown else "",
        "where": say("table.page", language, page=state.page + 1, pages=state.pages),
        "before": say("table.before", language),
        "after": say("table.after", language),
        "empty": say("empty.table" if total else "empty.table_all", language),
        "page": state.page,
        "pages": state.pages,
        "order": state.order.column,
        "descending": state.order.descending,
        "columns": [_column(c, language) for c in COLUMNS],
        "rows": _rows(rows, language),
    }


def _column(name: str, language: str) -> dict[str, str]:
    label = say(f"table.{'rule' if name == 'rule_id' else name}", language)
    return {"key": name, "label": label, "sort": say("table.sort", language, name=label)}


def _rows(rows: pd.DataFrame, language: str) -> list[dict[str, object]]:
    shown = rows.assign(
        severity_said=rows["severity"].map(lambda s: say(f"severity.{s}", language)),
        about_said=rows["about"].map(lambda a: say(f"about_short.{a}", language)),
        agency=rows["agency"].fillna(say("body.unknown", language)),
        year=rows["year"].astype("str").fillna(""),
        message=rows[f"message_{language}"].fillna(""),
    )
    said = shown[["severity_said", "rule_id", "agency", "year", "message", "about_said"]].to_numpy().tolist()
    ids = zip(shown["finding_id"], shown["severity"], shown["about"], said, strict=True)
    return [{"id": i, "severity": s, "about": a, "cells": cells} for i, s, a, cells in ids]
