"""Report text is data. What a report prints passes through here before it becomes part of a page."""

from __future__ import annotations

import html
from bisect import bisect_right
from itertools import accumulate
from unicodedata import east_asian_width

import pandas as pd


def text(value: object) -> str:
    """For element content and quoted attributes of HTML; a missing value is the empty string."""
    return "" if missing(value) else html.escape(str(value), quote=True)


def label(value: object, longest: int | None = None) -> str:
    """For any text in a plotly figure, which reads pseudo-HTML and ``$…$`` formulas.

    The dollar sign is replaced by its full-width twin because plotly has no way to quote it.
    """
    plain = "" if missing(value) else str(value)
    plain = " ".join(plain.split())
    return html.escape(shortened(plain, longest), quote=False).replace("$", "＄")


def shortened(plain: str, longest: int | None) -> str:
    """At most ``longest`` columns, a Chinese character taking two; an ellipsis stands for what was left out."""
    widths = list(accumulate(2 if east_asian_width(c) in "WF" else 1 for c in plain))
    if longest is None or not widths or widths[-1] <= longest:
        return plain
    return plain[: bisect_right(widths, longest - 1)] + "…"


def missing(value: object) -> bool:
    """True for None, NaN and pandas' NA; a list is never missing."""
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
