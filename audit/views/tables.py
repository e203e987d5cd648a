"""Counts → HTML strings: the keyboard and screen-reader twin of every chart, legends, tiles, header.

A button with ``data-pick`` means the same filter as a click on the mark of the chart that it stands for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import pandas as pd

from audit.views import palette
from audit.views.escape import text
from audit.views.heat import body_name, with_picks, year_name
from audit.views.messages import say, say_or
from audit.views.summary import ABOUT, SHOWN_OUTCOMES

ALT_ROWS = 400


def severity_table(counts: pd.DataFrame, language: str) -> str:
    """Twin of ``bars.severity_bars``."""
    names = {s: say(f"severity.{s}", language) for s in counts.index}
    return _about_table("severity", counts, names, language)


def family_table(counts: pd.DataFrame, language: str) -> str:
    """Twin of ``bars.family_bars``."""
    return _about_table("family", counts, {f: _family(f, language) for f in counts.index}, language)


def outcome_table(counts: pd.DataFrame, language: str) -> str:
    """Twin of ``bars.outcome_bars``, with the numbers of checks."""
    head = [say("family", language), *(say(f"outcome.{o}", language) for o in SHOWN_OUTCOMES)]
    names = {f: _family(f, language) for f in counts.index}
    rows = [[_pick(["family", f], names[f], language), *map(str, counts.loc[f])] for f in counts.index]
    return _alternative("outcome", _table(head, rows), language)


def heat_table(cells: pd.DataFrame, language: str) -> str:
    """Twin of ``heat.body_year_heat``: a row a body and year that has a report (at most ``ALT_ROWS``)."""
    head = [say("filter.agency", language), say("filter.year", language), say("state", language)]
    held = with_picks(cells[cells["state"] != "no_report"].head(ALT_ROWS))
    columns = zip(
        [
            _pick(p, body_name(a, language), language)
            for p, a in zip(held["pick"], held["agency"], strict=True)
        ],
        [year_name(year, language) for year in held["year"].tolist()],
        [say(f"legend.{state}", language) for state in held["state"]],
        held["findings"].astype("str").where(held["state"] != "not_read", "–"),
        strict=True,
    )
    rows = [list(cells) for cells in columns]
    return _alternative("heat", _table([*head, say("chart.findings", language)], rows), language)


def _about_table(name: str, counts: pd.DataFrame, names: dict[str, str], language: str) -> str:
    head = [say(name, language), *(say(f"about.{a}", language) for a in ABOUT), say("chart.total", language)]
    rows = [
        [_pick([name, code], names[code], language), *map(str, counts.loc[code]), str(counts.loc[code].sum())]
        for code in counts.index
    ]
    return _alternative(name, _table(head, rows), language)


def _family(code: str, language: str) -> str:
    return f"{say_or(f'family.{code}', language, code)} {code}"


def _pick(pairs: Sequence[object], name: str, language: str) -> str:
    meaning = text(json.dumps(list(pairs), ensure_ascii=False))
    said = text(say("chart.pick", language, name=name))
    shown = f'aria-label="{said}">{text(name)}'
    return f'<button type="button" class="audit-pick" data-pick="{meaning}" {shown}</button>'


def _table(head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """``head`` is plain text; the cells of ``rows`` are HTML already."""
    top = "".join(f'<th scope="col">{text(h)}</th>' for h in head)
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _alternative(name: str, table: str, language: str) -> str:
    summary = text(say("chart.as_table", language))
    return f'<details class="audit-alt" data-alt="{name}"><summary>{summary}</summary>{table}</details>'


def tiles(numbers: dict[str, int], language: str) -> str:
    """Four tiles from ``summary.overview``: findings, severe ones, reports read, checks that cannot tell."""
    reading = say("tile.of", language, part=numbers["read"], whole=numbers["reports"])
    made = (
        (
            "findings",
            str(numbers["about_body"]),
            {"copy": numbers["about_copy"], "extraction": numbers["about_extraction"]},
        ),
        ("severe", str(numbers["severe"]), {"reports": numbers["severe_reports"]}),
        ("reports", reading, {"partly": numbers["partly_read"], "lost": numbers["unreadable"]}),
        ("checks", str(numbers["cannot_tell"]), {"total": numbers["checks"]}),
    )
    inner = "".join(
        f'<div class="audit-tile audit-tile-{name}"><dt>{text(say(f"tile.{name}", language))}</dt>'
        f"<dd>{text(value)}<small>{text(say(f'tile.{name}_note', language, **values))}</small></dd></div>"
        for name, value, values in made
    )
    return f'<dl class="audit-tiles">{inner}</dl>'


def about_legend(language: str) -> str:
    """What the hatching of a bar means."""
    marks = zip(ABOUT, ("", " audit-hatch", " audit-cross"), strict=True)
    return _legend((f'<i class="audit-swatch{m}"></i>', say(f"about.{a}", language)) for a, m in marks)


def outcome_legend(language: str) -> str:
    """Colours of the outcomes."""
    return _legend(
        (
            f'<i class="audit-swatch{" audit-hatch" if o == "cannot_tell" else ""}" '
            f'style="background-color:{palette.OUTCOME[o]}"></i>',
            say(f"outcome.{o}", language),
        )
        for o in SHOWN_OUTCOMES
    )


def heat_legend(language: str) -> str:
    """Marks of the heat map: no report, not read, read in part, zero, many."""
    entries = (
        (palette.NO_REPORT, "·", "no_report"),
        (palette.NOT_READ, "✕", "not_read"),
        (palette.PAPER, "n*", "partly_read"),
        (palette.ZERO, "0", "zero"),
        (palette.COUNTS[-2], "n", "more"),
    )
    return _legend(
        (
            f'<i class="audit-swatch audit-letter" style="background-color:{colour};'
            f'color:{"#fff" if name == "more" else palette.INK}">{mark}</i>',
            say(f"legend.{name}", language),
        )
        for colour, mark, name in entries
    )


def _legend(entries: Iterable[tuple[str, str]]) -> str:
    inner = "".join(f"<span>{swatch}{text(said)}</span>" for swatch, said in entries)
    return f'<p class="audit-legend">{inner}</p>'


def empty_state(key: str, language: str) -> str:
    """One sentence in place of a view that has nothing to show."""
    return f'<p class="audit-empty">{text(say(f"empty.{key}", language))}</p>'


def header(reports: pd.DataFrame, language: str) -> str:
    """Title of the page and what it covers."""
    years = reports["year"].dropna()
    span = {"first": int(years.min()), "last": int(years.max())} if len(years) else {}
    kind = "page.no_years" if not span else "page.year" if span["first"] == span["last"] else "page.years"
    covered = say(
        "page.summary",
        language,
        reports=len(reports),
        bodies=int(reports["agency"].nunique()),
        years=say(kind, language, **span),
    )
    return (
        f'<div class="audit-title"><h1>{text(say("page.title", language))}</h1><p>{text(covered)}</p></div>'
    )


def field_label(key: str, language: str) -> str:
    """The name of a group of controls."""
    return f'<span class="audit-field">{text(say(key, language))}</span>'


def panel_title(title: str, note: str) -> str:
    """Head of a panel; both are plain text."""
    return f'<div class="audit-panel-title"><h2>{text(title)}</h2><p>{text(note)}</p></div>'


def active_filters(parts: Sequence[str], language: str) -> str:
    """One line, announced to screen readers, that says which filters are in use."""
    joined = "、" if language == "zh" else ", "
    said = say("filter.active", language, list=joined.join(parts)) if parts else say("filter.none", language)
    return f'<p class="audit-active" role="status">{text(said)}</p>'
