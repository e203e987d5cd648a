"""Counts → bar charts. Every bar carries in ``customdata`` the filter that a click on it means."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from audit.views import palette
from audit.views.canvas import canvas, label_rows
from audit.views.escape import label
from audit.views.messages import say, say_or
from audit.views.selection import Filters
from audit.views.summary import ABOUT, SHOWN_OUTCOMES


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
    figure = canvas(kind, len(counts))
    rows = list(range(len(counts)))
    opacity = bars["faded"].map({True: 0.28, False: 1.0}).tolist()
    for about in ABOUT:
        said = say(f"about.{about}", language)
        pattern = {
            "shape": palette.PATTERN[about],
            "fillmode": "overlay",
            "fgcolor": palette.PAPER,
            "size": 6,
        }
        figure.add_bar(
            x=counts[about].tolist(),
            y=rows,
            orientation="h",
            name=said,
            customdata=[[kind, code] for code in counts.index],
            hovertext=[f"{n}<br>{said}: {c}" for n, c in zip(bars["name"], counts[about], strict=True)],
            hovertemplate="%{hovertext}<extra></extra>",
            marker={
                "color": bars["colour"].tolist(),
                "opacity": opacity,
                "pattern": pattern,
                "line": {"width": 0},
            },
            showlegend=False,
        )
    return label_rows(_totals(figure, counts.sum(axis=1).tolist()), bars["name"].tolist())


def _totals(figure: go.Figure, totals: list[int]) -> go.Figure:
    figure.add_scatter(
        x=totals,
        y=list(range(len(totals))),
        mode="text",
        text=[f" {t}" for t in totals],
        textposition="middle right",
        textfont={"color": palette.INK},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(barmode="stack", bargap=0.34)
    return figure.update_xaxes(visible=False, range=[0, max([1, *totals]) * 1.16])


def outcome_bars(counts: pd.DataFrame, language: str) -> go.Figure:
    """Share of each outcome in the checks of a family; *cannot tell* has a colour and hatch of its own."""
    figure = canvas("outcome", len(counts))
    names = [family_name(f, language) for f in counts.index]
    totals = counts.sum(axis=1).clip(lower=1)
    for outcome in SHOWN_OUTCOMES:
        said = say(f"outcome.{outcome}", language)
        hatch = {"shape": "/" if outcome == "cannot_tell" else "", "fgcolor": palette.PAPER, "size": 6}
        figure.add_bar(
            x=(counts[outcome] / totals).round(6).tolist(),
            y=list(range(len(counts))),
            orientation="h",
            name=said,
            customdata=[["family", f] for f in counts.index],
            hovertext=[f"{n}<br>{said}: {c}" for n, c in zip(names, counts[outcome], strict=True)],
            hovertemplate="%{hovertext}<extra></extra>",
            marker={"color": palette.OUTCOME[outcome], "pattern": hatch, "line": {"width": 0}},
            showlegend=False,
        )
    figure.update_layout(barmode="stack", bargap=0.34)
    figure.update_xaxes(visible=False, range=[0, 1.0])
    return label_rows(figure, names)
