"""Frames → figures, tables and HTML. No widgets, no files, no number that an auditor would quote."""

from audit.views.bars import family_bars, outcome_bars, severity_bars
from audit.views.canvas import digest
from audit.views.heat import body_year_heat
from audit.views.messages import LANGUAGES, say
from audit.views.selection import Filters, Order, ordered, select, select_outcomes
from audit.views.summary import by_body_year, by_family, by_outcome, by_severity

__all__ = [
    "LANGUAGES",
    "Filters",
    "Order",
    "body_year_heat",
    "by_body_year",
    "by_family",
    "by_outcome",
    "by_severity",
    "digest",
    "family_bars",
    "ordered",
    "outcome_bars",
    "say",
    "select",
    "select_outcomes",
    "severity_bars",
]
