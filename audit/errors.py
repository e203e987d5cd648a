"""What can stop us. Beneath every room; imports nothing.

    AuditError
    ├── UnreadableFile   a file we cannot make a report of (file, reason, what to do)
    ├── NothingToLoad    a run was asked for and no file could be loaded
    ├── LocatorError     a locator that does not belong to the document
    ├── RuleError        a rule whose papers are not in order
    └── SettingsError    a file of settings that sets what cannot be set

A fault *in a report* is a finding and is never raised.
"""

from __future__ import annotations


class AuditError(Exception):
    """Base of everything this package raises on purpose; ``str()`` is one line for a person."""


class UnreadableFile(AuditError):
    """A file that is no report we can read.

    Parameters
    ----------
    reason : one sentence without line breaks, naming the place in the file where there is one.
    remedy : what the user can do about it.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}; {remedy}" if remedy else reason)


class NothingToLoad(AuditError):
    """No path given to a run led to a file that could be loaded."""


class LocatorError(AuditError):
    """A locator that is malformed or points outside the document."""


class RuleError(AuditError):
    """A rule whose papers (id, basis, texts) are missing or contradict each other."""


class SettingsError(AuditError):
    """A file of settings that is no TOML, or names a rule, an option or a value that there is not."""
