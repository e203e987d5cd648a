"""What a breakdown is while it is being read: a list of parts, and where each mention stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from audit.tidy.prose.mentions import Mention

TOTALS = frozenset(
    {
        "disclosed_total",
        "requests_new",
        "requests_handled",
        "requests_carried_in",
        "requests_carried_out",
        "reviews_total",
        "lawsuits_total",
        "disputes_total",
    }
)
CHANNELS = re.compile(r"通过|依托|利用|网站|公众号|平台|微博|公开栏")
_LEAD = re.compile(r"^(?:[,、;；:()\s]|其中|以及|和|及)+")


@dataclass(slots=True)
class Link:
    """Where a mention stands: its group, the index of what it is part of, whether the group adds up.

    ``measure`` and ``scope`` are set where the list shows that the words around the figure mislead.
    """

    group: int | None = None
    part_of: int | None = None
    exhaustive: bool | None = None
    measure: str | None = None
    scope: str | None = None


@dataclass(slots=True)
class PartList:
    """Parts (indices of mentions) of one total. ``kind``: the words that opened it, or nested, level, outcomes, among.

    loose: words say that the list is a choice; drift: another verb took over; mixed: figures of other units between.
    outer: the list that the total is a part of, to which a semicolon goes back.
    """

    total: int
    unit: str | None
    depth: int
    sentence: int
    kind: str
    group: int
    loose: bool = False
    drift: bool = False
    mixed: bool = False
    parts: list[int] = field(default_factory=list)
    outer: PartList | None = None


def stripped(mention: Mention) -> str:
    """The words before a figure without the marks and words that join it to a list."""
    return _LEAD.sub("", mention.near)
