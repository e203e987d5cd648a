"""What others read from the same files: ``pandas.read_html``, and a document converter to Markdown, each followed by the
usual home-made look-up: the last known label of a row, then the numbers after it in order."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from importlib.util import find_spec

import pandas as pd

from audit.form import forms, raw_form
from audit.form.labels import look_up
from audit.model import Fact
from benchmarks.reading.model import Case
from benchmarks.reading.score import Score, compared

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def read_html(case: Case) -> Score | None:
    """``pandas.read_html`` on a page; None for other formats."""
    if case.format != "html":
        return None
    with contextlib.suppress(ValueError):
        tables = pd.read_html(io.StringIO(case.content.decode()), flavor="lxml")
        rows = (
            row
            for t in tables
            for row in t.astype("object").where(t.notna(), "").astype(str).to_numpy().tolist()
        )
        return compared(_facts(rows, case.form), case)
    return compared({}, case)


def markitdown(case: Case) -> Score | None:
    """The converter ``markitdown`` on any file; None where it is not installed or not meant for the format."""
    if case.format not in ("html", "docx", "xlsx", "csv", "pdf") or find_spec("markitdown") is None:
        return None
    from markitdown import MarkItDown, MarkItDownException, StreamInfo  # noqa: PLC0415

    suffix = "." + case.name.rpartition(".")[2]
    try:
        text = (
            MarkItDown()
            .convert_stream(io.BytesIO(case.content), stream_info=StreamInfo(extension=suffix))
            .text_content
        )
    except MarkItDownException:
        return compared({}, case)
    rows = (
        [c.strip() for c in line.strip().strip("|").split("|")] for line in text.splitlines() if "|" in line
    )
    return compared(_facts(rows, case.form), case)


PEERS = {"pandas.read_html": read_html, "markitdown": markitdown}


def _facts(rows: Iterable[list[str]], form: str) -> dict[str, Fact]:
    columns = _columns(form)
    found: dict[str, Fact] = {}
    for row in rows:
        labels = [
            n for cell in row for n in look_up(cell) if n.kind in ("row", "statistic") and n.table != "t4"
        ]
        numbers = [Decimal(c) for c in row if _NUMBER.fullmatch(c)]
        codes: list[str] = []
        if labels and (labels[-1].table, labels[-1].code) in columns:
            label = labels[-1]
            codes = [f"{label.table}.{label.code}.{c}" for c in columns[label.table, label.code]]
        elif len(numbers) == 15:
            codes = [c for c in forms()["2021"].cells if c.startswith("t4.")]
        found.update({c: Fact(c, "number", n) for c, n in zip(codes, numbers, strict=False)})
    return found


def _columns(form: str) -> dict[tuple[str, str], list[str]]:
    if form == "2014":
        return {("s14", row): ["year", "cumulative"] for row in raw_form()["rows"]["s14"]}
    blocks = (raw_form()["blocks"][b] for b in forms()[form].blocks)
    return {(b["table"], row): b["columns"] for b in blocks for row in b["rows"]}
