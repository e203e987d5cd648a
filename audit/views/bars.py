"""Counts → bar charts. Every bar carries in ``customdata`` the filter that a click on it means."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from audit.views import palette
from audit.views.canvas import canvas
from audit.views.escape import label
from audit.views.messages import say, say_or
from audit.views.selection import Filters
from audit.views.summary import ABOUT, SHOWN_OUTCOMES

STACKED = {"barmode": "stack", "bargap": 0.34}


def severity_bars(counts: pd.DataFrame, language: str, filters: Filters | None = None) -> go.Figure:
    """Bars of ``summary.by_severity``; findings about the copy or our reading are hatched."""
    chosen = filters.severity if filters else ()
    bars = pd.DataFrame(
        {
            "name": [say(f"severity.{s}", language) for s in counts.index],
            "colour": [palette.SEVERITY[s] for s in counts.index],
            "faded": [bool(chosen) and s not in chosen for s in counts.index],
        },
        index=counts.index,
    )
    return _about_bars("severity", counts, bars, language)


def family_bars(counts: pd.DataFrame, language: str, filters: Filters | None = None) -> go.Figure:
    """Bars of ``summary.by_family``, most findings on top."""
    chosen = filters.family if filters else None
    bars = pd.DataFrame(
        {
            "name": [family_name(f, language) for f in counts.index],
            "colour": palette.FAMILY_BAR,
            "faded": [chosen not in (None, f) for f in counts.index],
        },
        index=counts.index,
    )
    return _about_bars("family", counts, bars, language)


def family_name(code: str, language: str) -> str:
    """Name and code of a rule family, for axis labels."""
    return label(f"{say_or(f'family.{code}', language, '')} {code}".strip())


def _about_bars(kind: str, counts: pd.DataFrame, bars: pd.DataFrame, language: str) -> go.Figure:
    """``bars`` has name, colour and faded for each row of ``counts``; a pick is ``[kind, index]``."""
    opacity = bars["faded"].map({True: 0.28, False: 1.0}).tolist()
    picks = [[kind, code] for code in counts.index]
    traces = [
        _bar(
            bars["name"].tolist(),
            say(f"about.{about}", language),
            lengths=counts[about].tolist(),
            counts=counts[about].tolist(),
            picks=picks,
            marker={
                "color": bars["colour"].tolist(),
                "opacity": opacity,
                "pattern": _pattern(palette.PATTERN[about]),
            },
        )
        for about in ABOUT
    ]
    totals = counts.sum(axis=1).tolist()
    across = {"visible": False, "range": [0, max([1, *totals]) * 1.16]}
    return canvas(kind, bars["name"].tolist(), [*traces, _totals(totals)], across, **STACKED)


def outcome_bars(counts: pd.DataFrame, language: str) -> go.Figure:
    """Share of each outcome in the checks of a family; *cannot tell* has a colour and hatch of its own."""
    names = [family_name(f, language) for f in counts.index]
    totals = counts.sum(axis=1).clip(lower=1)
    picks = [["family", f] for f in counts.index]
    traces = [
        _bar(
            names,
            say(f"outcome.{outcome}", language),
            lengths=(counts[outcome] / totals).round(6).tolist(),
            counts=counts[outcome].tolist(),
            picks=picks,
            marker={
                "color": palette.OUTCOME[outcome],
                "pattern": _pattern("/" if outcome == "cannot_tell" else ""),
            },
        )
        for outcome in SHOWN_OUTCOMES
    ]
    return canvas("outcome", names, traces, {"visible": False, "range": [0, 1.0]}, **STACKED)


def _pattern(shape: str) -> dict:
    return {"shape": shape, "fillmode": "overlay", "fgcolor": palette.PAPER, "size": 6}


def _bar(names: list[str], said: str, *, lengths: list, counts: list[int], picks: list, marker: dict) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": list(range(len(lengths))),
        "name": said,
        "customdata": picks,
        "hovertext": [f"{n}<br>{said}: {c}" for n, c in zip(names, counts, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": marker | {"line": {"width": 0}},
        "showlegend": False,
    }


def _totals(totals: list[int]) -> dict:
    return {
        "type": "scatter",
        "mode": "text",
        "x": totals,
        "y": list(range(len(totals))),
        "text": [f" {t}" for t in totals],
        "textposition": "middle right",
        "textfont": {"color": palette.INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
