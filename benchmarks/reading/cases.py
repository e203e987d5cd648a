"""The numbered cases: number → report, quirks, layout, format. The same number gives the same bytes, always."""

from __future__ import annotations

import random

from benchmarks.reading.figures import STYLES
from benchmarks.reading.forms import DISPUTE_STYLES, GROUP_STYLES, report
from benchmarks.reading.model import Case, Report
from benchmarks.reading.ofd import MANNERS, leaves_of, ofd_of
from benchmarks.reading.office import DOCX, XLSX
from benchmarks.reading.printing import pdf_of
from benchmarks.reading.quirks import ARRANGED, EXCLUSIVE, QUIRKS
from benchmarks.reading.written import CSV, HTML, MARKDOWN, TEXT

FORMATS = {
    "html": (HTML, "html"),
    "text": (TEXT, "txt"),
    "markdown": (MARKDOWN, "md"),
    "docx": (DOCX, "docx"),
    "xlsx": (XLSX, "xlsx"),
    "csv": (CSV, "csv"),
}
SHARES = (
    "html",
    "html",
    "html",
    "text",
    "text",
    "text",
    "markdown",
    "markdown",
    "docx",
    "docx",
    "xlsx",
    "xlsx",
    "csv",
)
IN_LINES = ("cell_a_line", "aligned", "bar_next_line", "tabbed", "run_together")
"""Text layouts that show no borders: what needs columns does not apply."""
NEEDS_COLUMNS = {
    "unheaded_figures",
    "remark_column",
    "remark_column_unheaded",
    "serial_column",
    "swapped_columns",
    "extra_row",
    "strange_values",
    "note_rows",
    "joined_header",
    "shortened_items",
    "misprinted_labels",
    "converter_marks",
    "numbered_columns",
    *ARRANGED,
}
NOT_PRINTED = {"lost_cell", "requests_side_by_side"}
"""What is not printed on paper: a page is too narrow for two halves of table 3 side by side."""
MERGED = ("plain", "bare", "word", "spaced", "nested", "styled", "merged", "boxed")
"""Layouts that keep merged cells."""
PADDED = (
    "once",
    "repeated",
    "loose",
    "detached",
    "piped_wide",
    "piped_repeated",
    "unmerged",
    "tabs",
    "tab_rows",
    "apart",
    "typed",
)
"""Layouts that fill up short rows, so that a lost cell leaves a blank one elsewhere; a printed page does as well."""
PRINTED = ("pdf", "ofd")
"""Formats of pages as a browser prints them."""
FEW = {"run_together": {"traditional", "half_width", "no_numbering", "short_labels", "swapped_rows"}}
"""Quirks that go with a layout, where most do not."""


def case(number: int, format: str | None = None) -> Case:
    """Case ``number``; ``format`` fixes the format (``pdf`` and ``ofd`` among them)."""
    rng = random.Random(f"reading {number}")
    kind = format or SHARES[number % len(SHARES)]
    layouts, suffix = FORMATS["html" if kind in PRINTED else kind]
    layout = rng.choice(list(layouts))
    printed, quirks = build(rng, layout, kind)
    content = layouts[layout](printed, rng)
    data = content.encode() if isinstance(content, str) else content
    if kind in PRINTED:
        data = pdf_of(str(content), size=rng.choice((10.5, 12, 14)), margin=rng.choice((12, 20, 28)))
        suffix = kind
    if kind == "ofd":
        data = ofd_of(leaves_of(data), MANNERS[rng.choice(list(MANNERS))])
    return Case(
        number,
        f"{number:05}.{suffix}",
        data,
        printed.form,
        kind,
        layout,
        quirks,
        printed.truth,
        printed.unsure,
    )


def build(rng: random.Random, layout: str, kind: str) -> tuple[Report, tuple[str, ...]]:
    """A report with its quirks, before it is written in this layout."""
    form = rng.choice(("2019", "2019", "2019", "2021", "2021", "2021", "2014"))
    together = layout == "run_together"
    style = "small" if together else rng.choice(STYLES)
    groups = "none" if together else rng.choice(GROUP_STYLES)
    disputes = "wide" if together else rng.choice((*DISPUTE_STYLES, "wide", "wide"))
    printed = report(form, rng, style, groups, disputes)
    wanted = chosen(rng, layout, kind)
    done = [name for name in QUIRKS if name in wanted and QUIRKS[name](printed, rng)]
    return printed, (f"figures {style}", f"groups {groups}", f"table 4 {disputes}", *done)


def chosen(rng: random.Random, layout: str, kind: str) -> set[str]:
    """Up to three quirks that go together and with the layout."""
    allowed = set(QUIRKS)
    if layout in IN_LINES:
        allowed -= NEEDS_COLUMNS
    if layout not in MERGED:
        allowed -= {"tall_figure", "last_year_column"}
    if layout in ("detached", "loose"):
        allowed -= {"turned_requests", "turned_disputes", "halved_requests", "listed_disputes"}
        allowed -= {
            "shortened_items",
            "misprinted_labels",
            "requests_side_by_side",
            "statistics_side_by_side",
        }
        allowed -= {"year_before_column"}
    if layout in PADDED or kind == "xlsx":
        allowed -= {"lost_cell"}
    if layout in FEW:
        allowed &= FEW[layout]
    wanted: set[str] = set()
    for name in rng.sample(sorted(allowed), min(len(allowed), rng.choice((0, 1, 1, 2, 2, 3)))):
        if not any(name in group and wanted & group for group in EXCLUSIVE):
            wanted.add(name)
    return wanted - NOT_PRINTED if kind in PRINTED else wanted
