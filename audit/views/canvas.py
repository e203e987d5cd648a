"""What all figures share: layout, labelled rows, digest of the data, and the mime bundle that is drawn."""

from __future__ import annotations

import hashlib
import json

import plotly.graph_objects as go

from audit.views import palette

ROW_HEIGHT = 26
MIME = "application/vnd.plotly.v1+json"
CONFIG = {"displayModeBar": False, "responsive": True, "typesetMath": False, "scrollZoom": False}


PLAIN = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "automargin": True}
LAYOUT = {
    "template": "none",
    "margin": {"l": 4, "r": 8, "t": 4, "b": 8},
    "font": {"family": palette.FONTS, "size": 12.5, "color": palette.INK},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "dragmode": False,
    "hoverlabel": {"bgcolor": palette.INK, "font": {"color": palette.PAPER, "family": palette.FONTS}},
}


def canvas(name: str, labels: list[str], traces: list[dict], across: dict, **layout: object) -> go.Figure:
    """A figure of labelled rows, the first on top.

    Parameters
    ----------
    name : ``layout.meta.id``, for whoever listens to its clicks.
    labels : escaped text of the rows; positions are numbers, so equal labels stay apart.
    traces : plotly traces whose ``y`` are row numbers; made into a figure in one step, which is fast.
    across : the horizontal axis.
    layout : whatever else differs from ``LAYOUT``.
    """
    rows = list(range(len(labels)))
    down = {"tickvals": rows, "ticktext": [f"{t}  " for t in labels], "range": [len(rows) - 0.5, -0.5]}
    made = {
        **LAYOUT,
        "meta": {"id": name},
        "height": 16 + ROW_HEIGHT * max(len(rows), 1),
        "yaxis": PLAIN | down,
        "xaxis": PLAIN | across,
    }
    return go.Figure(traces, made | layout)


def digest(figure: go.Figure) -> str:
    """Twelve hex digits that change with anything the figure draws as data; colours and wording apart."""
    traces = json.loads(figure.to_json())["data"]
    drawn = [{k: t.get(k) for k in ("type", "x", "y", "z", "text")} for t in traces]
    return hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()[:12]


def bundle(figure: go.Figure) -> dict[str, object]:
    """The mime bundle that draws the figure in JupyterLab and Voila: no formulas, no tool bar, full width."""
    return {MIME: {**json.loads(figure.to_json()), "config": CONFIG}}
