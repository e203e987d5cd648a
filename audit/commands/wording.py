"""Every sentence that the commands print, in both languages, from ``messages.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key → {language: text}."""
    return tomllib.loads(files(__package__).joinpath("messages.toml").read_text(encoding="utf-8"))


def say(key: str, language: str, **values: object) -> str:
    """The sentence in this language; raises KeyError for a key that is not in the catalogue."""
    return catalogue()[key][language].format(**values)
