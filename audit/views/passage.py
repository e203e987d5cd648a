"""A document and ranges of its visible text → HTML of the passages around them, the ranges marked.

A range inside a grid is shown as rows of that grid with the heading rows; any other range as text with some
context. Nothing of the document is rendered as markup, and personal numbers are masked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.model import Cell, Document, Grid
from audit.tidy.personal import masked
from audit.views.escape import text
from audit.views.messages import say

CONTEXT = 130
HEAD_ROWS = 3
ROWS, COLUMNS = 40, 14
_GAPS = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")

Span = tuple[int, int]


def passages(document: Document, spans: Iterable[Span], language: str, context: int = CONTEXT) -> str:
    """HTML of every passage that holds one of ``spans``, in reading order, overlapping ones joined."""
    spans, full = sorted(set(spans)), masked(document.text)
    grids = [b for b in document.blocks if isinstance(b, Grid) and b.cells]
    in_grid: dict[int, list[Span]] = {}
    loose = []
    for span in spans:
        at = _grid_at(grids, span)
        if at is None:
            loose.append(span)
        else:
            in_grid.setdefault(at, []).append(span)
    found = [(grids[i].start, _grid_html(full, grids[i], inside, language)) for i, inside in in_grid.items()]
    found += [(w.start, _text_html(full, w)) for w in _windows(full, grids, loose, context)]
    return "".join(html for _, html in sorted(found))


def page_data(values: Iterable[str], language: str) -> str:
    """HTML of what a file states about itself outside its visible text."""
    label = text(say("source.page_data", language))
    return "".join(
        f'<p class="audit-note">{label}</p><blockquote class="audit-passage"><mark>{text(masked(v))}</mark></blockquote>'
        for v in values
    )


def _grid_at(grids: Sequence[Grid], span: Span) -> int | None:
    at = bisect_right([g.start for g in grids], span[0]) - 1
    return at if at >= 0 and span[1] <= grids[at].end and span[0] <= grids[at].end else None


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    end: int
    spans: tuple[Span, ...]


def _windows(full: str, grids: Sequence[Grid], spans: Sequence[Span], context: int) -> list[_Window]:
    windows: list[_Window] = []
    for start, end in spans:
        before = max([0, start - context, *(g.end for g in grids if g.end <= start)])
        after = min([len(full), end + context, *(g.start for g in grids if g.start >= end)])
        if windows and before <= windows[-1].end:
            last = windows.pop()
            windows.append(_Window(last.start, max(last.end, after), (*last.spans, (start, end))))
        else:
            windows.append(_Window(before, after, ((start, end),)))
    return windows


def _text_html(full: str, window: _Window) -> str:
    lead = "…" if window.start > 0 else ""
    trail = "…" if window.end < len(full) else ""
    inner = _marked(full, window.start, window.end, window.spans)
    return f'<blockquote class="audit-passage">{lead}{inner}{trail}</blockquote>'


def _marked(full: str, start: int, end: int, spans: Sequence[Span]) -> str:
    parts, at = [], start
    for first, last in spans:
        a, b = max(first, at), min(last, end)
        if b < a:
            continue
        parts.append(text(_GAPS.sub("\n", full[at:a])))
        parts.append(f"<mark>{text(full[a:b]) or '&#8203;'}</mark>")
        at = b
    parts.append(text(_GAPS.sub("\n", full[at:end])))
    return "".join(parts)


def _grid_html(full: str, grid: Grid, spans: Sequence[Span], language: str) -> str:
    hit = {c: [s for s in spans if s[0] <= c.end and s[1] >= c.start and _inside(s, c)] for c in grid.cells}
    rows = _near(
        {r for c, s in hit.items() if s for r in range(c.row, c.row + c.rowspan)},
        grid.height,
        HEAD_ROWS,
        ROWS,
    )
    columns = _near({c.column for c, s in hit.items() if s}, grid.width, 2, COLUMNS)
    lines = []
    for row, previous in zip(rows, [-1, *rows], strict=False):
        cells = "".join(
            _cell_html(full, c, hit[c], rows, columns)
            for c in grid.cells
            if _first(rows, c.row, c.rowspan) == row
        )
        gap = (
            f' class="audit-gap" title="{text(say("source.rows_left_out", language))}"'
            if row - previous > 1
            else ""
        )
        lines.append(f"<tr{gap}>{cells}</tr>")
    table = f"<table><tbody>{''.join(lines)}</tbody></table>"
    return f'<div class="audit-passage audit-grid" tabindex="0">{table}</div>'


def _inside(span: Span, cell: Cell) -> bool:
    """An empty range belongs to the cell it lies in or touches; any other must overlap the cell."""
    return span[0] == span[1] or cell.start == cell.end or (span[0] < cell.end and span[1] > cell.start)


def _near(wanted: set[int], size: int, head: int, most: int) -> list[int]:
    """All of a small grid; of a large one the head and what is wanted with its neighbours."""
    if size <= most // 2:
        return list(range(size))
    near = set(range(min(head, size))) | {n for w in wanted for n in (w - 1, w, w + 1) if 0 <= n < size}
    kept = sorted(near)
    return kept if len(kept) <= most else sorted(set(kept[:head]) | set(sorted(wanted)[: most - head]))


def _first(shown: Sequence[int], start: int, span: int) -> int | None:
    return next((n for n in shown if start <= n < start + span), None)


def _cell_html(
    full: str, cell: Cell, spans: Sequence[Span], rows: Sequence[int], columns: Sequence[int]
) -> str:
    width = sum(cell.column <= n < cell.column + cell.colspan for n in columns)
    height = sum(cell.row <= n < cell.row + cell.rowspan for n in rows)
    if not width:
        return ""
    shape = (f' colspan="{width}"' if width > 1 else "") + (f' rowspan="{height}"' if height > 1 else "")
    marked = ' class="audit-hit"' if spans else ""
    return f"<td{shape}{marked}>{_marked(full, cell.start, cell.end, spans)}</td>"
