"""Every sentence of the dashboards, in both languages, from ``messages.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key → {language: text}; ``en_one`` is the English text for one of a thing."""
    return tomllib.loads(files(__package__).joinpath("messages.toml").read_text(encoding="utf-8"))


def say(key: str, language: str, **values: object) -> str:
    """The message with its names filled in; raises KeyError for a key that is not in the catalogue.

    Names that end in a number of things (``n`` or ``reports``) choose the singular where English has one.
    """
    entry = catalogue()[key]
    single = values.get("n", values.get("reports")) == 1
    text = entry.get(f"{language}_one", entry[language]) if single else entry[language]
    return text.format(**values)


def say_or(key: str, language: str, otherwise: str) -> str:
    """The message, or ``otherwise`` where the catalogue has no such key (a rule family of a plug-in)."""
    return say(key, language) if key in catalogue() else otherwise
