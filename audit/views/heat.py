"""Body × year → heat map. Told apart: no report, not read, read in part, no finding, findings."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from audit.views import palette
from audit.views.canvas import canvas, label_rows
from audit.views.escape import label
from audit.views.messages import say
from audit.views.selection import NO_YEAR, Filters

ROWS = 24
LONGEST = 16
STEPS = len(palette.COUNTS) - 1
LAYERS = (
    (("read", "partly_read"), [[i / STEPS, c] for i, c in enumerate(palette.COUNTS)], None),
    (("not_read",), [[0, palette.NOT_READ], [1, palette.NOT_READ]], "✕"),
    (("no_report",), [[0, palette.NO_REPORT], [1, palette.NO_REPORT]], "·"),
)


def body_year_heat(
    cells: pd.DataFrame, language: str, filters: Filters | None = None, *, first: int = 0, rows: int = ROWS
) -> go.Figure:
    """Heat map of ``summary.by_body_year``, ``rows`` bodies from the ``first``.

    Cells without a report are blank with a dot, unread ones grey with a cross, those read in part carry an
    asterisk, and a zero is printed as zero.
    """
    bodies = list(dict.fromkeys(cells["agency"]))[first : first + rows]
    years = sorted(set(cells["year"].tolist()))
    figure = canvas("heat", len(bodies))
    if bodies:
        said = cells[cells["agency"].isin(bodies)].assign(hover=lambda c: _hover(c, language))
        _draw(figure, said.pivot(index="agency", columns="year").loc[bodies], int(cells["findings"].max()))
    _frame_chosen(figure, bodies, years, filters)
    figure.update_xaxes(
        tickvals=list(range(len(years))),
        ticktext=[year_name(y, language) for y in years],
        side="top",
        range=[-0.5, len(years) - 0.5],
    )
    figure.update_layout(margin={"t": 30}, height=figure.layout.height + 24)
    return label_rows(figure, [label(body_name(b, language), LONGEST) for b in bodies])


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


def _draw(figure: go.Figure, wide: pd.DataFrame, most: int) -> None:
    state, counts = wide["state"], wide["findings"]
    numbers = counts.astype("str") + state.eq("partly_read").replace({True: "*", False: ""}).astype("str")
    picks = [[["agency", body, "year", int(year)] for year in counts.columns] for body in counts.index]
    for states, colours, mark in LAYERS:
        shown = state.isin(states)
        figure.add_heatmap(
            z=counts.astype("object").where(shown, None).to_numpy().tolist(),
            x=list(range(counts.shape[1])),
            y=list(range(counts.shape[0])),
            text=(numbers if mark is None else numbers.replace(".*", mark, regex=True))
            .where(shown, "")
            .to_numpy()
            .tolist(),
            texttemplate="%{text}",
            hovertext=wide["hover"].to_numpy().tolist(),
            hovertemplate="%{hovertext}<extra></extra>",
            customdata=picks,
            colorscale=colours,
            zmin=0,
            zmax=max(3, most),
            showscale=False,
            hoverongaps=False,
            xgap=3,
            ygap=3,
        )


def _frame_chosen(
    figure: go.Figure, bodies: Sequence[str], years: Sequence[int], filters: Filters | None
) -> None:
    if filters is None or (filters.agency is None and filters.year is None):
        return
    rows = [i for i, b in enumerate(bodies) if filters.agency in (None, b)]
    columns = [i for i, y in enumerate(years) if filters.year in (None, y)]
    if rows and columns:
        low, high = (columns[0] - 0.5, rows[0] - 0.5), (columns[-1] + 0.5, rows[-1] + 0.5)
        line = {"color": palette.INK, "width": 2}
        figure.add_shape(type="rect", x0=low[0], x1=high[0], y0=low[1], y1=high[1], line=line)
