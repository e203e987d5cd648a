"""Audit toolkit for the annual disclosure reports (政府信息公开工作年度报告) of Chinese government bodies.

import audit
result = audit.audit("sample_reports")
result.findings
audit.locate(path, locator)
"""

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
