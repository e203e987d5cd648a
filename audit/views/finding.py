"""One finding → the HTML of its card: what, whose, on what ground, which cells, where in the source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any, Protocol

import pandas as pd

from audit.form import cell as form_cell
from audit.reasons import worded
from audit.views.escape import missing, text
from audit.views.messages import say

CELLS = 40
SIDES = ("observed", "expected")
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Papers(Protocol):
    """What a card needs to know of a rule."""

    @property
    def title_en(self) -> str: ...
    @property
    def title_zh(self) -> str: ...
    @property
    def basis_en(self) -> str: ...
    @property
    def basis_zh(self) -> str: ...
    @property
    def confirmed(self) -> bool: ...
    @property
    def sides(self) -> tuple[str, str]: ...


def card(
    finding: Mapping[str, Any], facts: pd.DataFrame, source: str, language: str, rule: Papers | None = None
) -> str:
    """The card of one row of ``findings`` (with ``path`` of its report if known).

    ``facts`` are those of the finding's report; ``source`` is HTML made by ``views.passage``.
    """
    return (
        f'<article class="audit-card" tabindex="-1" data-finding="{text(finding["finding_id"])}" '
        f'aria-label="{text(say("detail.title", language))}">'
        f"{_head(finding, language, rule)}"
        f'<p class="audit-message">{text(finding[f"message_{language}"])}</p>'
        f"{_about_note(finding, language)}{_grounds(finding, language, rule)}"
        f"<h3>{text(say('detail.source', language))}</h3>{source}"
        f"<h3>{text(say('detail.cells', language))}</h3>{cells_table(finding, facts, language)}"
        "</article>"
    )


def badge(severity: str, language: str) -> str:
    """The severity as a coloured word."""
    name = text(say(f"severity.{severity}", language))
    return f'<span class="audit-badge audit-{text(severity)}">{name}</span>'


def _head(finding: Mapping[str, Any], language: str, rule: Papers | None) -> str:
    title = getattr(rule, f"title_{language}") if rule else ""
    body = say("body.unknown", language) if missing(finding["agency"]) else str(finding["agency"])
    year = "" if missing(finding["year"]) else str(finding["year"])
    file_name = "" if missing(finding.get("path")) else PurePath(str(finding["path"])).name
    return (
        f"<header>{badge(str(finding['severity']), language)}<code>{text(finding['rule_id'])}</code>"
        f"<b>{text(title)}</b></header>"
        f'<p class="audit-where"><b>{text(body)}</b> {text(year)} <span>{text(file_name)}</span></p>'
    )


def _about_note(finding: Mapping[str, Any], language: str) -> str:
    about = finding["about"]
    return (
        "" if about == "body" else f'<p class="audit-note">{text(say(f"about.{about}_note", language))}</p>'
    )


def _grounds(finding: Mapping[str, Any], language: str, rule: Papers | None) -> str:
    one, other = SIDES if rule is None else rule.sides
    said = (
        (f"side.{one}", said_as(finding["observed"], language)),
        (f"side.{other}", said_as(finding["expected"], language)),
        ("detail.difference", number(finding["difference"])),
        ("confidence", say(f"confidence.{finding['confidence']}", language)),
        ("detail.basis", basis(finding, language, rule)),
        ("detail.hint", hint(finding["hint"], language)),
    )
    inner = "".join(
        f"<div><dt>{text(say(key, language))}</dt><dd>{text(value)}</dd></div>"
        for key, value in said
        if not missing(value) and str(value)
    )
    return f'<dl class="audit-grounds">{inner}</dl>'


def basis(finding: Mapping[str, Any], language: str, rule: Papers | None) -> str:
    """Legal or formal basis; an unconfirmed one says so. The recorded text where no rule is known."""
    if rule is None:
        return "" if missing(finding["basis"]) else str(finding["basis"])
    said = getattr(rule, f"basis_{language}")
    return said if rule.confirmed else f"{said} ({say('detail.to_confirm', language)})"


def hint(said: object, language: str) -> str:
    """The hint in the language, where it is written as ``English / Chinese``; else as it is."""
    if missing(said):
        return ""
    english, _, chinese = str(said).partition(" / ")
    both = _CHINESE.search(chinese) and not _CHINESE.search(english)
    return str(said) if not both else chinese if language == "zh" else english


def said_as(value: object, language: str) -> str:
    """What was observed or expected in this language; missing gives the empty string."""
    return "" if missing(value) else worded(str(value), language)


def number(value: object) -> str:
    """A number as short as it can be without losing a digit; missing gives the empty string."""
    if missing(value):
        return ""
    plain = format(Decimal(str(value)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def cells_table(finding: Mapping[str, Any], facts: pd.DataFrame, language: str) -> str:
    """The cells that entered the comparison with printed text, value and state."""
    codes = [] if missing(finding["cells"]) else list(finding["cells"])
    if not codes:
        return f'<p class="audit-empty">{text(say("empty.cells", language))}</p>'
    rows = facts.drop_duplicates("cell").set_index("cell").reindex(codes[:CELLS])
    lines = "".join(
        f"<tr><th scope='row'>{text(cell_name(code, language))}<code>{text(code)}</code></th>"
        f"<td>{text(raw)}</td><td>{text(number(value))}</td><td>{text(_state(state, language))}</td></tr>"
        for code, raw, value, state in zip(rows.index, rows["raw"], rows["value"], rows["state"], strict=True)
    )
    head = "".join(
        f'<th scope="col">{text(say(k, language))}</th>'
        for k in ("detail.cell", "detail.printed", "detail.value", "state")
    )
    rest = more("cells", len(codes) - CELLS, language) if len(codes) > CELLS else ""
    return f'<table class="audit-cells"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{rest}'


def more(what: str, count: int, language: str) -> str:
    """How many ``cells`` or ``places`` are not shown."""
    return f'<p class="audit-empty">{text(say(f"detail.more_{what}", language, n=count))}</p>'


def cell_name(code: str, language: str) -> str:
    """Label of the cell in the form; an extra row of a table has only its code."""
    try:
        return getattr(form_cell(code), language)
    except (KeyError, ValueError):
        return say("detail.other_cell", language) if code.startswith("other.") else ""


def _state(state: object, language: str) -> str:
    return say("state.absent", language) if missing(state) else say(f"state.{state}", language)


def place(file_name: str, locator: str, language: str) -> str:
    """Where a passage stands: file name and locator."""
    return (
        f'<p class="audit-place"><b>{text(file_name)}</b> {text(say("source.at", language))} '
        f"<code>{text(locator)}</code></p>"
    )


def quotes(found: list[tuple[str, str]], language: str, reason: str) -> str:
    """What stands in for the passages when there is no source: the recorded quotes with locators."""
    lost = text(say("source.gone", language, reason=say(f"source.{reason}", language)))
    inner = "".join(
        f"<li><mark>{text(quote)}</mark> <code>{text(locator)}</code></li>" for locator, quote in found
    )
    return f'<p class="audit-note">{lost}</p><ul class="audit-quotes">{inner}</ul>'
