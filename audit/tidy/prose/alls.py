"""Statements of all (均已按时答复, 全部维持): which figure they speak of. One that speaks of none is no claim, but for
cases on disclosure that are named instead (因政府信息公开引发的行政复议案件全部维持)."""

from __future__ import annotations

import re
from collections.abc import MutableSequence, Sequence

from audit.tidy.prose.lists import Link
from audit.tidy.prose.measures import Decision
from audit.tidy.prose.mentions import Mention

_CASES = re.compile(r"(?:(?:行政)?(?:复议|诉讼)[、和及与]?){1,2}(?:案件|决定|申请|结果|的)*$")
_DISCLOSURE = re.compile(r"信息公开|公开(?:政府)?信息")
_THESE = re.compile(
    r"^(?:对|其中)?(?:上述|以上|受理的|收到的|所有|依申请)[^,;；。、]{0,14}(?:申请|依申请公开件)|^依申请公开件"
)
_NAMED_REACH = 260
_REACH = 60
_LOOK_BACK = 6
_ASKED = frozenset({"requests_new", "requests_handled", "requests_online", "requests_cumulative"})
_FOUGHT = frozenset({"reviews_total", "lawsuits_total", "disputes_total"})


def resolve_all(
    mentions: Sequence[Mention], decisions: MutableSequence[Decision], links: Sequence[Link], index: int
) -> None:
    """Give the statement at ``index`` its measure and the figure it speaks of, or none at all."""
    decision = decisions[index]
    disputed = "upheld" in (decision.measure or "")
    targets = _targets(mentions, decisions, links, index, _FOUGHT if disputed else _ASKED)
    if not targets:
        named = _named(mentions[index]) if disputed else None
        decisions[index] = decision._replace(measure=named and f"{named}_upheld")
        return
    first = decisions[targets[0]]
    if len(targets) == 1:
        links[index].part_of = targets[0]
    if disputed:
        subject = (first.measure or "").partition("_")[0] if len(targets) == 1 else "disputes"
        decisions[index] = decision._replace(measure=f"{subject}_upheld", scope=first.scope, year=first.year)
        return
    decisions[index] = decision._replace(scope=first.scope, year=first.year)


def _named(mention: Mention) -> str | None:
    """The cases on disclosure that a statement names right before it: reviews, lawsuits or both; None if it names none."""
    named = _CASES.search(mention.near)
    if not named or not _DISCLOSURE.search(mention.near):
        return None
    review, suit = ("复议" in named[0]), ("诉讼" in named[0])
    return "disputes" if review and suit else "reviews" if review else "lawsuits"


def _named_again(
    mentions: Sequence[Mention], decisions: Sequence[Decision], index: int, wanted: frozenset[str]
) -> list[int]:
    """收到申请9件。…上述申请均已答复: a sentence without a figure that names the requests of the one before."""
    mention = mentions[index]
    if wanted is not _ASKED or not mention.first or not _THESE.search(mention.near):
        return []
    for place in range(index - 1, max(index - 1 - _LOOK_BACK, -1), -1):
        if mention.start - mentions[place].end > _NAMED_REACH:
            return []
        if decisions[place].measure in wanted and decisions[place].kind == "count" and mentions[place].unit:
            return [place]
    return []


def _targets(
    mentions: Sequence[Mention],
    decisions: Sequence[Decision],
    links: Sequence[Link],
    index: int,
    wanted: frozenset[str],
) -> list[int]:
    """The figure just before the statement, outside brackets of its own; with reviews and lawsuits side by side, both."""
    mention = mentions[index]
    before = [
        place
        for place in range(index - 1, max(index - 1 - _LOOK_BACK, -1), -1)
        if mentions[place].sentence == mention.sentence
        and mentions[place].depth <= mention.depth
        and not mentions[place].share
        and not mentions[place].all
        and mentions[place].unit
        and decisions[place].kind != "growth"
    ]
    if not before:
        return _named_again(mentions, decisions, index, wanted)
    if mention.start - mentions[before[0]].end > _REACH:
        return []
    whole = links[before[0]].part_of
    if decisions[before[0]].measure not in wanted and whole is not None:
        return [whole] if decisions[whole].measure in wanted and wanted is _ASKED else []
    if decisions[before[0]].measure not in wanted:
        return []
    both = len(before) > 1 and {decisions[p].measure for p in before[:2]} == {
        "reviews_total",
        "lawsuits_total",
    }
    return before[:2] if both else before[:1]
