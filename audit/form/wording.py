"""Local printings of labels and headings that an auditor adds to those of the forms.

A process adopts them once, before it reads anything: all that is derived from the forms is worked out once a process.
"""

from __future__ import annotations

import json
from typing import NamedTuple

Added = tuple[tuple[str, tuple[str, ...]], ...]


class Wording(NamedTuple):
    """``labels``: row (``t3.denied_state_secret``) and what it is called as well; ``headings``: section and the same."""

    labels: Added = ()
    headings: Added = ()

    def packed(self) -> str:
        """As text, for another process."""
        return json.dumps(self)


_adopted = Wording()


def adopt(packed: str) -> None:
    """Take in the wording that another process packed."""
    global _adopted  # noqa: PLW0603 - the wording of this process, set once at its start
    labels, headings = (tuple((code, tuple(words)) for code, words in part) for part in json.loads(packed))
    _adopted = Wording(labels, headings)


def adopted() -> Wording:
    """The wording of this process."""
    return _adopted
