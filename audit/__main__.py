"""The console script ``disclosure-audit`` (= ``python -m audit``)."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise, takewhile
from types import ModuleType

from audit.commands.help import translated
from audit.errors import AuditError
from audit.guarded import warm
from audit.reasons import in_language

_COMMANDS = {
    "run": ("audit files and folders into frames, findings and a manifest", "run reports/ --out results/"),
    "check": ("check one report like a linter", "check draft.html --fail-on high"),
    "facts": ("list the cells of one report as read, with state and place", "facts report.html --format csv"),
    "rules": ("show the catalogue of rules, or one rule", "rules ARI-01 --lang zh"),
    "serve": ("show the dashboard of a results folder in the browser", "serve results/ --port 8866"),
}
"""Name, which is that of its module in ``audit.commands``: what it does, and an example."""
_READING = ("run", "check", "facts")


def parser(named: str | None = None) -> argparse.ArgumentParser:
    """All commands; of the one that is named, its arguments too, of all if none is."""
    made = argparse.ArgumentParser(
        prog="disclosure-audit", description="Audit annual disclosure reports of government bodies."
    )
    made.add_argument(
        "--lang",
        choices=("en", "zh"),
        default="en",
        help="language of messages, after the command or before it (default: en)",
    )
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (what, example) in _COMMANDS.items():
        sub = commands.add_parser(
            name, help=what, description=what, epilog=f"example: disclosure-audit {example}"
        )
        sub.add_argument(
            "--lang",
            choices=("en", "zh"),
            default=argparse.SUPPRESS,
            help="language of messages (default: en)",
        )
        if named in (name, None):
            _module(name).add(sub)
    return made


def _module(name: str) -> ModuleType:
    return import_module(f"audit.commands.{name}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; faults that stop us are one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    named = next((word for word in given if word in _COMMANDS), "") if _begins_with_command(given) else ""
    if named in _READING and not {"-h", "--help"} & set(given):
        warm()  # it gets ready while this process imports the rest
    language = "zh" if "--lang=zh" in given or ("--lang", "zh") in pairwise(given) else "en"
    args = translated(parser(named), language).parse_args(given)
    try:
        return int(_module(args.command).main(args))
    except AuditError as error:
        print(f"disclosure-audit: {in_language(str(error), args.lang)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _begins_with_command(given: Sequence[str]) -> bool:
    """Whether nothing but the language stands before the command."""
    before = list(takewhile(lambda word: word not in _COMMANDS, given))
    return before in ([], ["--lang", "en"], ["--lang", "zh"], ["--lang=en"], ["--lang=zh"])


if __name__ == "__main__":
    sys.exit(main())
