"""Body × year → heat map. Told apart: no report, not read, read in part, no finding, findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from audit.views import palette
from audit.views.canvas import ROW_HEIGHT, canvas
from audit.views.escape import label
from audit.views.messages import say
from audit.views.selection import NO_YEAR, Filters

ROWS = 24
LONGEST = 30
SCALE = [[max(i / (len(palette.COUNTS) - 1), 1e-4), c] for i, c in enumerate(palette.COUNTS)]
LAYER = {
    "type": "heatmap",
    "texttemplate": "%{text}",
    "hovertemplate": "%{hovertext}<extra></extra>",
    "zmin": 0,
    "showscale": False,
    "hoverongaps": False,
    "xgap": 3,
    "ygap": 3,
}
LAYERS = (
    (("read", "partly_read"), [[0, palette.ZERO], *SCALE], None),
    (("not_read",), [[0, palette.NOT_READ], [1, palette.NOT_READ]], "✕"),
    (("no_report",), [[0, palette.NO_REPORT], [1, palette.NO_REPORT]], "·"),
)


def body_year_heat(
    cells: pd.DataFrame, language: str, filters: Filters | None = None, *, first: int = 0, rows: int = ROWS
) -> go.Figure:
    """Heat map of ``summary.by_body_year``, ``rows`` bodies from the ``first``; a column ``pick`` is what clicks mean.

    Cells without a report are blank with a dot, unread ones grey with a cross, those read in part carry an
    asterisk, and a zero is printed as zero.
    """
    bodies = list(dict.fromkeys(cells["agency"]))[first : first + rows]
    years = sorted(set(cells["year"].tolist()), key=lambda y: (y == NO_YEAR, y))
    across = {
        "tickvals": list(range(len(years))),
        "ticktext": [year_name(y, language) for y in years],
        "side": "top",
        "range": [-0.5, len(years) - 0.5],
    }
    return canvas(
        "heat",
        [label(body_name(b, language), LONGEST) for b in bodies],
        _layers(with_picks(cells[cells["agency"].isin(bodies)]), bodies, years, language) if bodies else [],
        across,
        shapes=_frame_chosen(bodies, years, filters),
        margin={"l": 4, "r": 8, "t": 30, "b": 8},
        height=40 + ROW_HEIGHT * max(len(bodies), 1),
    )


def with_picks(cells: pd.DataFrame, also: Sequence[object] = ()) -> pd.DataFrame:
    """``cells`` with the column ``pick``: what a click on the cell means, ``also`` being the other filters counted."""
    if "pick" in cells:
        return cells
    keys = zip(cells["agency"], cells["year"].tolist(), strict=True)
    return cells.assign(pick=[["agency", agency, "year", year, *also] for agency, year in keys])


def body_name(agency: str, language: str) -> str:
    """The body as printed, or the words for a body that was not recognised."""
    return agency or say("body.unknown", language)


def year_name(year: int, language: str) -> str:
    """The year, or the words for a report without one."""
    return str(year) if year != NO_YEAR else say("year.unknown", language)


def _hover(cells: pd.DataFrame, language: str) -> pd.Series:
    where = cells["agency"].map(lambda a: label(body_name(a, language)))
    when = cells["year"].map(lambda y: year_name(y, language))
    state = cells["state"].map(lambda s: say(f"legend.{s}", language))
    count = cells["findings"].map(lambda n: "<br>" + say("table.count", language, n=n))
    return where + " " + when + "<br>" + state + count.where(cells["state"].isin(("read", "partly_read")), "")


def _layers(cells: pd.DataFrame, bodies: Sequence[str], years: Sequence[int], language: str) -> list[dict]:
    said = cells.assign(hover=_hover(cells, language))
    wide = said.pivot(index="agency", columns="year").loc[list(bodies)]
    state, counts, hover, pick = (wide[name][list(years)] for name in ("state", "findings", "hover", "pick"))
    marks = counts.astype("str") + state.eq("partly_read").replace({True: "*", False: ""}).astype("str")
    most = max(3, int(cells["findings"].max()))
    return [
        LAYER
        | {
            "x": list(range(counts.shape[1])),
            "y": list(range(counts.shape[0])),
            "z": _only(shown, counts.astype("object"), None),
            "text": _only(shown, marks if mark is None else mark, ""),
            "hovertext": _only(shown, hover, ""),
            "customdata": _only(shown, pick, None),
            "zmax": most,
            "colorscale": colours,
        }
        for shown, colours, mark in ((state.isin(states), colours, mark) for states, colours, mark in LAYERS)
    ]


def _only(shown: pd.DataFrame, values: Any, otherwise: Any) -> list[list[Any]]:
    return np.asarray(np.where(shown, values, otherwise)).tolist()


def _frame_chosen(bodies: Sequence[str], years: Sequence[int], filters: Filters | None) -> list[dict]:
    if filters is None or (filters.agency is None and filters.year is None):
        return []
    rows = [i for i, b in enumerate(bodies) if filters.agency in (None, b)]
    columns = [i for i, y in enumerate(years) if filters.year in (None, y)]
    if not rows or not columns:
        return []
    corner = {"x0": columns[0] - 0.5, "y0": rows[0] - 0.5, "x1": columns[-1] + 0.5, "y1": rows[-1] + 0.5}
    return [{"type": "rect", "line": {"color": palette.INK, "width": 2}, **corner}]
