"""A finding → the passages of its sources, read from the files when they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from audit.errors import LocatorError, UnreadableFile
from audit.model import PROPERTY, Document, ordered
from audit.read import exists, read_bytes, read_limited
from audit.views.escape import missing
from audit.views.finding import more, place, quotes
from audit.views.passage import page_data, passages
from audit.views.tables import empty_state
from audit.workbench.state import State

PLACES = 40


class SourceLost(Exception):
    """A source cannot be shown; the message is the end of a ``source.*`` key, which says why."""


def source_html(state: State, finding: dict[str, Any]) -> str:
    """Passages of all places of the finding, a block a file; recorded quotes where a file is lost."""
    evidence = [] if missing(finding["evidence"]) else list(finding["evidence"])
    if not evidence:
        return empty_state("passage", state.language)
    shown, left = evidence[:PLACES], len(evidence) - PLACES
    reports = ordered([e["report_id"] for e in shown])
    blocks = [_of_report(state, r, [e for e in shown if e["report_id"] == r]) for r in reports]
    return "".join(blocks) + (more("places", left, state.language) if left > 0 else "")


def _of_report(state: State, report_id: str, evidence: list[dict[str, str]]) -> str:
    reports = state.audited.reports
    report = reports[reports["report_id"] == report_id].iloc[0]
    locators = ordered([e["locator"] for e in evidence])
    title = place(PurePath(report["path"]).name, " ".join(locators), state.language)
    try:
        return title + passage(
            _file(state, report["path"]), locators, state.language, sha256=report["sha256"]
        )
    except SourceLost as lost:
        return title + quotes([(e["locator"], e["quote"]) for e in evidence], state.language, str(lost))


def passage(path: str | Path, locators: Sequence[str], language: str = "en", *, sha256: object = None) -> str:
    """HTML of the places at ``locators`` in the file at ``path``, the figures marked.

    With ``sha256`` given, a file that has changed since is not shown. Raises SourceLost.
    """
    document = _document(str(path), None if missing(sha256) else str(sha256))
    data = [one for one in locators if one.startswith(PROPERTY)]
    try:
        spans = [document.places.span(one) for one in locators if one not in data]
        values = [document.at(one) for one in data]
    except LocatorError as error:
        raise SourceLost("place_lost") from error
    return page_data(values, language) + (passages(document, spans, language) if spans else "")


def _file(state: State, path: str) -> str:
    """Where the file lies now: as recorded, or below one of the folders of the state."""
    for candidate in (Path(path), *(folder / path for folder in state.folders)):
        if exists(candidate):
            return str(candidate)
    raise SourceLost("not_found")


@lru_cache(maxsize=32)
def _document(path: str, sha256: str | None) -> Document:
    try:
        data = read_limited(path)
        if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
            raise SourceLost("changed")
        return read_bytes(data, PurePath(path).name)
    except UnreadableFile as error:
        raise SourceLost("unreadable") from error
