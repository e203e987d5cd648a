"""Audit toolkit for the annual disclosure reports (政府信息公开工作年度报告) of Chinese government bodies.

import audit
result = audit.audit("sample_reports")
result.findings
audit.locate(path, locator)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.errors import AuditError, LocatorError, NothingToLoad, RuleError, SettingsError, UnreadableFile
    from audit.read import locate
    from audit.rules import catalogue
    from audit.run import Audit, audit, load
    from audit.settings import Settings, read_settings

__all__ = [
    "Audit",
    "AuditError",
    "LocatorError",
    "NothingToLoad",
    "RuleError",
    "Settings",
    "SettingsError",
    "UnreadableFile",
    "audit",
    "catalogue",
    "load",
    "locate",
    "read_settings",
]
__version__ = "0.1.0"

_HOMES = {
    "audit.read": ("locate",),
    "audit.rules": ("catalogue",),
    "audit.run": ("Audit", "audit", "load"),
    "audit.settings": ("Settings", "read_settings"),
}


def __getattr__(name: str) -> object:
    """The public names, imported when first asked for: a worker that reads one file needs no pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), "audit.errors")
    return globals().setdefault(name, getattr(import_module(home), name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
