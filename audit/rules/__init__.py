"""The catalogue of rules: one module a family, every ``Rule`` found in this package, by id."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType, ModuleType

from audit.errors import RuleError
from audit.judge import Rule

__all__ = ["catalogue", "select"]


@cache
def catalogue() -> MappingProxyType[str, Rule]:
    """Every rule by id, in the order of ids. Raises RuleError when two rules share an id or a name."""
    return MappingProxyType(collect(_modules()))


def collect(modules: Iterable[ModuleType]) -> dict[str, Rule]:
    """The rules that these modules define, by id. Raises RuleError when two of them share an id or a name."""
    found: dict[str, Rule] = {}
    named: dict[str, str] = {}
    for module in modules:
        for made in (v for v in vars(module).values() if isinstance(v, Rule)):
            if found.setdefault(made.id, made) is not made:
                raise RuleError(f"{made.id}: two rules have this id (the second in {module.__name__})")
            if named.setdefault(made.name, made.id) != made.id:
                raise RuleError(f"{made.id}: the name {made.name!r} belongs to {named[made.name]}")
    return dict(sorted(found.items()))


def select(spec: str = "") -> tuple[Rule, ...]:
    """The rules that a selection names: ids, families or names, comma-separated; a minus takes away.

    ``"ARI,NIL-01,-ARI-05"`` is the arithmetic family and NIL-01 without ARI-05; ``"-DOC"`` is all but DOC;
    an empty selection is all. Raises RuleError for a word that names no rule.
    """
    words = [word for word in spec.replace(" ", ",").split(",") if word]
    chosen = set(catalogue()) if not words or words[0].startswith("-") else set()
    for word in words:
        named = _named(word.removeprefix("-"))
        chosen = chosen - named if word.startswith("-") else chosen | named
    return tuple(made for made in catalogue().values() if made.id in chosen)


def _named(word: str) -> set[str]:
    found = {m.id for m in catalogue().values() if word.upper() in (m.id, m.family) or word == m.name}
    if not found:
        families = ", ".join(sorted({m.family for m in catalogue().values()}))
        raise RuleError(f"{word!r} names no rule; give an id such as ARI-01 or a family ({families})")
    return found


def _modules() -> list[ModuleType]:
    names = sorted(entry.name for entry in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]
