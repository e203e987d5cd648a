"""Which figure a share describes: 7条,占5.00% · 208件(17.46%) · 4条、6条,分别占40%和60%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.tidy.prose.lists import Link
from audit.tidy.prose.mentions import Mention

_OF = re.compile(r"^[,、;；()的]{0,2}(?:其中)?(?:均|各|约)?(?:占|占比|比例|比重|占到)[^,;；。]{0,30}$|^\($")
_EACH = re.compile(r"分别占[^,;；。]{0,12}$")
_JOINED = re.compile(r"[、和,及]")
_REACH = 60
_SHARES_AT_ONCE = 8


def link_share(
    mentions: Sequence[Mention], links: Sequence[Link], index: int, previous: int, text: str
) -> None:
    """Link the share at ``index`` to the figure it describes, if that is certain; ``previous``: the last figure."""
    mention, target = mentions[index], mentions[previous]
    if target.sentence != mention.sentence or mention.start - target.end > _REACH:
        return
    between = text[target.end : mention.start]
    if mentions[index - 1].share and _JOINED.fullmatch(text[mentions[index - 1].end : mention.start]):
        links[index].part_of = _next_described(mentions, links, index)
    elif _EACH.search(between):
        links[index].part_of = _first_described(mentions, index)
    elif _OF.match(between) or (between == "," and text.startswith("占", mention.end)):
        links[index].part_of = previous


def _first_described(mentions: Sequence[Mention], index: int) -> int | None:
    """As many shares as parts, in the same order: the part that the first of them describes."""
    count = 1
    while index + count < len(mentions) and mentions[index + count].share and count < _SHARES_AT_ONCE:
        count += 1
    parts = [i for i in range(max(index - count, 0), index) if not mentions[i].share]
    return parts[0] if len(parts) == count else None


def _next_described(mentions: Sequence[Mention], links: Sequence[Link], index: int) -> int | None:
    before = links[index - 1].part_of
    if before is None or before + 1 >= index or mentions[before + 1].share:
        return None
    return before + 1
