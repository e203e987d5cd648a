"""Report text is data. What a report prints passes through here before it becomes part of a page."""

from __future__ import annotations

import html

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
    """At most ``longest`` characters, the last one an ellipsis where something was left out."""
    return plain if longest is None or len(plain) <= longest else plain[: longest - 1] + "…"


def missing(value: object) -> bool:
    """True for None, NaN and pandas' NA; a list is never missing."""
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
