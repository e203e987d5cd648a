"""``run``: a folder of reports → frames, findings, manifest, and a summary that a person can read."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from functools import partial

import pandas as pd
from tqdm import tqdm

from audit.commands.wording import say
from audit.manifest import manifest
from audit.reasons import in_language
from audit.rules import select
from audit.run import Audit, judged, load, settings_of
from audit.store import refuse_unwritable, write
from audit.views.summary import once_each

SEVERITIES = ("critical", "high", "medium", "low", "info")
GRAVEST = 10
_LINE = re.compile(r"line=(\d+)")


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or globs")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the frames and the manifest")
    parser.add_argument(
        "--jobs", type=_count, metavar="N", help="processes (default: one, all for many files)"
    )
    parser.add_argument(
        "--rules", default="", metavar="SELECT", help='such as "ARI,NIL-01,-ARI-05" (default: all)'
    )
    parser.add_argument(
        "--settings", metavar="FILE", help="severities, thresholds, words, labels (default: the house's)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def main(args: argparse.Namespace) -> int:
    """Exit code 0, also with findings; 2 if nothing could be loaded."""
    settings = settings_of(args.settings)
    chosen = select(args.rules)
    bar = partial(_bar, language=args.lang, off=args.quiet)
    refuse_unwritable(args.out)
    loaded = load(args.paths, jobs=args.jobs, bar=bar, settings=settings)
    result = judged(loaded, chosen, bar, settings)
    folder = write(
        result, args.out, manifest(result, args.paths, settings.applied(chosen), args.rules, settings)
    )
    print("\n".join(summary(result, args.lang)))
    print("\n" + say("written", args.lang, folder=folder))
    print(say("next", args.lang, command="disclosure-audit", folder=folder))
    return 2 if (result.reports["status"] == "unreadable").all() else 0


def _bar(items: Iterable, total: int, what: str, *, language: str, off: bool) -> Iterable:
    return tqdm(
        items, total=total, desc=say(what, language), disable=off or None, file=sys.stderr, leave=False
    )


def summary(result: Audit, language: str) -> list[str]:
    """The lines shown after a run: what was read, findings by severity, the gravest with their place, what was not read."""
    status = result.reports["status"].value_counts()
    states = result.facts["state"].value_counts()
    blank = sum(int(states.get(s, 0)) for s in ("blank", "dash", "not_applicable"))
    lines = [
        say(
            "read",
            language,
            read=status.get("read", 0),
            partly=status.get("partly_read", 0),
            lost=status.get("unreadable", 0),
            numbers=int(states.get("number", 0)),
            blank=blank,
            unreadable=int(states.get("unreadable", 0)),
            absent=int(states.get("absent", 0)),
            claims=len(result.claims),
        )
    ]
    lines += _findings(result, language)
    return lines + _unread(result.reports, language) + _broken(result.outcomes, language)


def _findings(result: Audit, language: str) -> list[str]:
    counted = once_each(result.findings)
    body = counted[counted["about"] == "body"]
    counts = body["severity"].value_counts()
    shown = " · ".join(f"{say(f'severity.{s}', language)} {counts.get(s, 0)}" for s in SEVERITIES)
    outcomes = result.outcomes["outcome"].value_counts()
    names = ("clear", "flagged", "cannot_tell", "not_applicable", "error")
    lines = [say("findings", language, counts=shown)]
    about = counted["about"].value_counts()
    if about.get("copy", 0) + about.get("extraction", 0):
        lines.append(say("aside", language, copy=about.get("copy", 0), extraction=about.get("extraction", 0)))
    lines.append(say("outcomes", language, **{n: int(outcomes.get(n, 0)) for n in names}))
    gravest = body.head(GRAVEST)
    if gravest.empty:
        return [*lines, say("none", language)]
    lines += ["", say("gravest", language, n=len(gravest))]
    for finding in gravest.to_dict("records"):
        lines += _finding_lines(finding, result, language)
    return lines


def _finding_lines(finding: dict, result: Audit, language: str) -> list[str]:
    body = finding["agency"] if isinstance(finding["agency"], str) else say("unknown_body", language)
    year = "" if pd.isna(finding["year"]) else f" {finding['year']}"
    return [
        f"  {say('severity.' + finding['severity'], language):<8} {finding['rule_id']}  {body}{year}  {place(finding, result)}",
        f"           {finding['message_' + language]}",
    ]


def place(finding: dict, result: Audit) -> str:
    """``path:line`` of the first evidence of a finding; the path alone where there is none."""
    for evidence in finding["evidence"]:
        path = result.by_id.at[evidence["report_id"], "path"]
        line = _LINE.search(evidence["locator"])
        return f"{path}:{line[1]}" if line else f"{path} {evidence['locator']}"
    return str(result.by_id.at[finding["report_id"], "path"])


def _unread(reports: pd.DataFrame, language: str) -> list[str]:
    lost = reports[reports["status"] == "unreadable"]
    notes = (one_line(in_language(note, language)) for note in lost["note"])
    lines = [f"  {path}: {note}" for path, note in zip(lost["path"].map(one_line), notes, strict=True)]
    return _listed("unread", lines, language)


def _broken(outcomes: pd.DataFrame, language: str) -> list[str]:
    errors = outcomes[outcomes["outcome"] == "error"].drop_duplicates("rule_id")
    lines = [f"  {r}: {why}" for r, why in zip(errors["rule_id"], errors["reason"], strict=True)]
    return _listed("broken", lines, language)


def _listed(key: str, lines: list[str], language: str) -> list[str]:
    if not lines:
        return []
    more = [f"  {say('more', language, n=len(lines) - 20)}"] if len(lines) > 20 else []
    return ["", say(key, language), *lines[:20], *more]


def one_line(text: str) -> str:
    """A file name as it can be printed on one line of a terminal: control and direction marks escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
