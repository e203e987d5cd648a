"""The console script ``disclosure-audit`` (= ``python -m audit``)."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from audit.commands import check, facts, rules, run, serve
from audit.errors import AuditError

_COMMANDS = {
    "run": (
        run,
        "audit files and folders into frames, findings and a manifest",
        "run reports/ --out results/",
    ),
    "check": (check, "check one report like a linter", "check draft.html --fail-on high"),
    "facts": (
        facts,
        "list the cells of one report as read, with state and place",
        "facts report.html --format csv",
    ),
    "rules": (rules, "show the catalogue of rules, or one rule", "rules ARI-01 --lang zh"),
    "serve": (serve, "show the dashboard of a results folder in the browser", "serve results/ --port 8866"),
}


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    made = argparse.ArgumentParser(
        prog="disclosure-audit", description="Audit annual disclosure reports of government bodies."
    )
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, what, example) in _COMMANDS.items():
        sub = commands.add_parser(
            name, help=what, description=what, epilog=f"example: disclosure-audit {example}"
        )
        sub.add_argument(
            "--lang", choices=("en", "zh"), default="en", help="language of messages (default: en)"
        )
        module.add(sub)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; faults that stop us are one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    args = parser().parse_args(arguments)
    try:
        return _COMMANDS[args.command][0].main(args)
    except AuditError as error:
        print(f"disclosure-audit: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
