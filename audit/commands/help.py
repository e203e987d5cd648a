"""``--help`` in Chinese: the words of the parsers are the keys of ``help.toml``."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def catalogue() -> dict[str, str]:
    """English → Chinese."""
    return tomllib.loads(files(__package__).joinpath("help.toml").read_text(encoding="utf-8"))


class _Chinese(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The line of usage, with its first word in Chinese."""
        super().add_usage(usage, actions, groups, catalogue()["usage: "] if prefix is None else prefix)


def translated(parser: argparse.ArgumentParser, language: str) -> argparse.ArgumentParser:
    """The same parser, its help in this language."""
    if language == "zh":
        for each in _all(parser):
            _translate(each)
    return parser


def _all(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return [parser, *(sub for action in below for sub in action.choices.values())]


def _translate(parser: argparse.ArgumentParser) -> None:
    words = catalogue()
    parser.formatter_class = _Chinese
    if parser.description:
        parser.description = words[parser.description]
    if parser.epilog:
        head, _, example = parser.epilog.partition(": ")
        parser.epilog = f"{words[head]}：{example}"
    for group in parser._action_groups:
        group.title = words[group.title] if group.title else None
    for action in parser._actions:
        below = action._choices_actions if isinstance(action, argparse._SubParsersAction) else []
        for each in (action, *below):
            if each.help:
                each.help = words[each.help]
