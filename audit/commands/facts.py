"""``facts``: the cells of one report as read, with state and place."""

from __future__ import annotations

import argparse
import sys
import unicodedata

import pandas as pd

from audit.commands.run import one_line
from audit.commands.wording import say
from audit.errors import UnreadableFile
from audit.form import cell
from audit.reasons import in_language
from audit.run import load, settings_of
from audit.views.candidates import candidates

_COLUMNS = ("cell", "label", "value", "unit", "state", "raw", "candidates", "locator")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("path", metavar="FILE", help="one report")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--settings", metavar="FILE", help="of these the local labels and headings")


def main(args: argparse.Namespace) -> int:
    """Exit code 2 if the file could not be read."""
    result = load(args.path, settings=settings_of(args.settings))
    report = result.reports.iloc[0]
    if report["status"] == "unreadable":
        raise UnreadableFile(
            f"{one_line(report['path'])}: {one_line(in_language(report['note'], args.lang))}"
        )
    facts = listed(result.facts, args.lang)
    if args.format == "csv":
        guarded(facts).to_csv(sys.stdout, index=False)
    elif args.format == "json":
        print(facts.to_json(orient="records", force_ascii=False, indent=1))
    elif facts.empty:
        print(say("no_facts", args.lang, path=one_line(report["path"]), form=report["form"]))
    else:
        print("\n".join(table(facts, args.lang)))
    return 0


def listed(facts: pd.DataFrame, language: str) -> pd.DataFrame:
    """The facts with the label of each cell in the given language (extra rows: the label printed), and what an unreadable
    cell may print."""
    labels = [
        row if code.startswith("other.") else getattr(cell(code), language)
        for code, row in zip(facts["cell"], facts["row"], strict=True)
    ]
    return facts.assign(label=labels, candidates=candidates(facts))[list(_COLUMNS)]


def guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame for a spreadsheet: text that would start a formula is quoted with an apostrophe."""
    return frame.assign(
        **{c: frame[c].map(_guard) for c in frame.columns if not pd.api.types.is_numeric_dtype(frame[c])}
    )


def _guard(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


def table(facts: pd.DataFrame, language: str) -> list[str]:
    """Aligned lines: code, value or state, what is printed, place, label."""
    heads = [say(k, language) for k in ("cell", "value", "state", "printed", "place")]
    rows = [
        [
            code,
            _shown(value, hint),
            say(f"state.{state}", language),
            one_line(raw or "")[:24],
            locator if isinstance(locator, str) else "",
        ]
        for code, value, hint, state, raw, locator in zip(
            facts["cell"],
            facts["value"],
            facts["candidates"],
            facts["state"],
            facts["raw"].fillna(""),
            facts["locator"],
            strict=True,
        )
    ]
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    lines = ["  ".join(_pad(v, w) for v, w in zip(row, widths, strict=True)) for row in (heads, *rows)]
    return [f"{line}  {label}" for line, label in zip(lines, ["", *facts["label"]], strict=True)]


def _shown(value: object, hint: str) -> str:
    """The value, or with question marks what it may be."""
    return f"{value:,.10g}" if isinstance(value, float) else " ".join(f"{c}?" for c in hint.split("; ") if c)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
