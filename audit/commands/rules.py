"""``rules``: the catalogue, or the papers of one rule."""

from __future__ import annotations

import argparse
import inspect
import json

from audit.commands.wording import say
from audit.errors import RuleError
from audit.judge import Rule
from audit.rules import catalogue

_OPEN_END = 9999


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("id", nargs="?", metavar="ID", help="a rule, such as ARI-01")
    parser.add_argument(
        "--format", choices=("text", "json", "toml"), default="text", help="toml: a file of settings to edit"
    )


def main(args: argparse.Namespace) -> int:
    """Exit code 2 for an id of no rule."""
    if args.id and args.id.upper() not in catalogue():
        raise RuleError(f"there is no rule {args.id}; see: disclosure-audit rules")
    chosen = [catalogue()[args.id.upper()]] if args.id else list(catalogue().values())
    if args.format == "json":
        print(json.dumps([papers(r) for r in chosen], ensure_ascii=False, indent=1))
    elif args.format == "toml":
        print("\n".join(line for made in chosen for line in template(made, args.lang)))
    elif args.id:
        print("\n".join(page(chosen[0], args.lang)))
    else:
        print("\n".join(line(r, args.lang) for r in chosen))
    return 0


def line(made: Rule, language: str) -> str:
    """One line of the catalogue."""
    title = made.title_zh if language == "zh" else made.title_en
    return f"{made.id}  {say(f'severity.{made.severity.name}', language):<8}  {title}"


def page(made: Rule, language: str) -> list[str]:
    """The papers of one rule, as text."""
    basis = made.basis_zh if language == "zh" else made.basis_en
    basis = basis if made.confirmed else f"{basis} {say('unconfirmed', language)}"
    forms = ", ".join(made.forms) or say("rule.all", language)
    head = [
        line(made, language),
        f"{made.name} · {say(f'status.{made.status}', language)} · {made.since}",
        "",
    ]
    facts = [
        f"{say('basis', language)}: {basis}",
        f"{say('rule.forms', language)}: {forms}",
        f"{say('rule.years', language)}: {_years(made, language)}",
        "",
    ]
    if language == "zh":
        prose = [
            say("rule.why", "zh"),
            f"  {made.zh['why']}",
            "",
            say("rule.innocent", "zh"),
            f"  {made.zh['innocent']}",
        ]
    else:
        prose = inspect.cleandoc(made.doc).splitlines()
    return [*head, *facts, *prose]


def _years(made: Rule, language: str) -> str:
    first, last = made.years
    if (first, last) == (0, _OPEN_END):
        return say("rule.all", language)
    return f"{first or ''}–{'' if last == _OPEN_END else last}"


def papers(made: Rule) -> dict:
    """The papers of one rule as plain values."""
    return {
        "id": made.id,
        "name": made.name,
        "title_en": made.title_en,
        "title_zh": made.title_zh,
        "severity": made.severity.name,
        "confidence": made.confidence,
        "about": made.about,
        "basis_en": made.basis_en,
        "basis_zh": made.basis_zh,
        "confirmed": made.confirmed,
        "forms": list(made.forms),
        "years": [y if 0 < y < _OPEN_END else None for y in made.years],
        "needs": list(made.needs),
        "sides": list(made.sides),
        "options": [{"name": o.name, "default": o.default, "en": o.en, "zh": o.zh} for o in made.options],
        "status": made.status,
        "since": made.since,
        "doc": inspect.cleandoc(made.doc),
    }


def template(made: Rule, language: str) -> list[str]:
    """What can be set of one rule, as lines of a file of settings, each switched off by ``#``."""
    title = made.title_zh if language == "zh" else made.title_en
    lines = [f"# {title}", f"# [rules.{made.id}]", "# off = true", f'# severity = "{made.severity.name}"']
    for one in made.options:
        said = one.zh if language == "zh" else one.en
        lines.append(f"# {one.name} = {json.dumps(one.default, ensure_ascii=False)}  # {said}")
    return [*lines, ""]
