"""Which figure a share describes: 7条,占5.00% · 208件(17.46%) · 4条、6条,分别占40%和60%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.tidy.prose.lists import Link
from audit.tidy.prose.mentions import Mention

_TOLD_FIRST = re.compile(r"(?:占|占比|比例|比重|占到)[^,;；。:()0-9]{0,12}$|[^,;；。:()0-9]\($")
_THEN_COUNTED = re.compile(r"\)?[,、]?(?:即|共计|共|计|合计|为|有)?|\([共计]?")
_OF_WHOLE = re.compile(r"^[,、(]?(?:均|各|约)?占(?:比)?[^,;；。]{0,16}$")
_OF_IT = re.compile(r"的(?:比例|比重)?(?:约|为|达)*")
_OF = re.compile(
    r"^[,、;；()的]{0,2}(?:其中)?(?:均|各|约)?(?:所?占|占比|比例|比重|占到)[^,;；。]{0,30}$|^\($"
)
EACH = re.compile(r"分别占[^,;；。]{0,12}$")
_JOINED = re.compile(r"[、和,及]")
_REACH = 60
_SHARES_AT_ONCE = 8


def link_share(
    mentions: Sequence[Mention], links: Sequence[Link], index: int, previous: int, text: str
) -> None:
    """Link the share at ``index`` to the figure it describes, if that is certain; ``previous``: the last figure."""
    mention, target = mentions[index], mentions[previous]
    if target.depth > mention.depth:
        _link_to_head(mentions, links, index, previous, text)
        return
    if target.sentence != mention.sentence or mention.start - target.end > _REACH:
        return
    between = text[target.end : mention.start]
    if mentions[index - 1].share and _JOINED.fullmatch(text[mentions[index - 1].end : mention.start]):
        links[index].part_of = _next_described(mentions, links, index)
    elif EACH.search(between):
        links[index].part_of = _first_described(mentions, index)
    elif _OF.match(between) or (between == "," and text.startswith("占", mention.end)):
        links[index].part_of = previous


def _link_to_head(
    mentions: Sequence[Mention], links: Sequence[Link], index: int, last: int, text: str
) -> None:
    """9条(甲4条、乙5条),占30%: behind the closed bracket the share is of the figure that stands before it."""
    mention, head = mentions[index], last
    while head and mentions[head].depth > mention.depth:
        head -= 1
    target = mentions[head]
    near = mention.start - mentions[last].end <= _REACH and target.sentence == mention.sentence
    told = near and target.depth == mention.depth and not target.share and target.unit is not None
    if told and _OF.match(text[mentions[last].end : mention.start].partition(")")[2]):
        links[index].part_of = head


def told_first(mentions: Sequence[Mention], links: Sequence[Link], index: int) -> int | None:
    """政策占40%,共4条: the share that stands between the name of a figure and the figure at ``index``."""
    share = index - 1
    if share < 0 or mentions[share].unit != "%" or links[share].part_of is not None:
        return None
    mention, before = mentions[index], mentions[share]
    joined = before.sentence == mention.sentence and _THEN_COUNTED.fullmatch(mention.gap)
    return share if joined and _TOLD_FIRST.search(before.gap) else None


def repeats_whole(mentions: Sequence[Mention], index: int, total: int) -> bool:
    """占总数10条的40%: the figure at ``index`` is the ``total`` again, printed as what the share is of."""
    mention, whole = mentions[index], mentions[total]
    if (mention.value, mention.unit) != (whole.value, whole.unit) or index + 1 == len(mentions):
        return False
    share = mentions[index + 1]
    of_it = share.unit == "%" and share.sentence == mention.sentence and _OF_IT.fullmatch(share.gap)
    return bool(of_it) and _OF_WHOLE.match(mention.gap) is not None


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
