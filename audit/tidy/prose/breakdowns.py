"""Totals and their parts: which figure belongs to which, and whether the parts are meant to add up.

A single pass over the mentions. A list opens at 其中, 包括, 分别, a colon, a bracket or the words of the levels of
government; it takes figures of the same unit and closes with its sentence, its bracket or a figure of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.tidy.prose.measures import MONEY, Decision
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
_OPENER = re.compile(
    r"其中|包括|包含|涵盖|分为|分别[为是有]?(?!占)|(?:类别|内容|情况|种类|方式|分类|统计)(?:主要)?(?:有|为|是|如下)?:|有:|为:"
)
_AT_HEAD = re.compile(r"[\s,、:)(]*其中")
_THIS_YEAR = re.compile(r"^(?:[,、:;；(]|其中)*(?:本年度?|今年|当年|20\d\d年度?)")
_AMONG = re.compile(r"^[^¤]{0,16}中$")
_LOOSE = re.compile(
    r"\(含|包含|主要(?:包括|有|涉及|为)|等(?:信息|内容|方面|类)?$|例如|比如|如:|重点(?:公开|领域)"
)
_OTHER = re.compile(r"^(?:其他|其它|其余|剩余)")
_LEVELS = re.compile(
    r"^(?:[,、;；]|其中|相关|各|全部|其他)*(?:[省市区县州]级|[省市区县州]本级|本级|[省市区县州]政府(?!门户|网|公开办)|[^,]{0,6}管委会(?!网|门户)"
    r"|[省市区县]直|直属单位|各?部门|各?单位|乡镇|镇街|街道|各乡|各镇|机关)"
)
_SHARE_OF = re.compile(
    r"^[,、;；()（）的]{0,2}(?:其中)?(?:均|各|约)?(?:占|占比|比例|比重|占到)[^,;；。]{0,30}$|^\($"
)
_SHARES_EACH = re.compile(r"分别占[^,;；。]{0,12}$")
_PUBLISHED = re.compile(
    r"^(?:(?!召开|开展|办理|受理|收到|举办|完成|刊登|编发|上报|回复|接到)[^¤]){0,24}(?:信息|文件|公告|公示|动态|报告|规划|规章)$"
)
_CLASSED = re.compile(r"主动公开|不予?公开")
_DRIFT = re.compile(
    r"[;；](?:全年|共|累计)?(?:发布|答复|回复|转发|召开|开展|办理|举办|组织|受理|收到|处理|解答)"
)
_ENDS_LIST = re.compile(r"此外|另外|另有|另|同时|与此同时|全年(?:共)?(?:受理|办理|收到|召开)|总数|总计|合计")
_CHANNELS = re.compile(r"通过|依托|利用|网站|公众号|平台|微博|公开栏")
_NEAR_TOTAL = 500


@dataclass(slots=True)
class Link:
    """Where a mention stands: its group, the index of what it is part of, whether the group adds up.

    ``measure`` is set where the list shows that the words around the figure mislead.
    """

    group: int | None = None
    part_of: int | None = None
    exhaustive: bool | None = None
    measure: str | None = None


@dataclass(slots=True)
class _List:
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


class Breakdowns:
    """Walks the mentions of a report once; ``links[i]`` belongs to ``mentions[i]``."""

    def __init__(self, mentions: Sequence[Mention], decisions: Sequence[Decision], text: str) -> None:
        self.mentions, self.decisions, self.text = mentions, decisions, text
        self.links = [Link() for _ in mentions]
        self._open: list[_List] = []
        self._made: list[_List] = []
        self._last_of: dict[str, int] = {}
        self._last_list: _List | None = None

    def walk(self) -> list[Link]:
        previous: int | None = None
        for index, mention in enumerate(self.mentions):
            decision = self.decisions[index]
            if mention.share:
                self._share(index, previous)
                continue
            if decision.measure is None or mention.unit is None or decision.kind == "growth":
                continue
            self._close(mention)
            if not self._continues(index, previous):
                self._stands_alone(index, previous)
            previous = index
        while self._open:
            self._shut(self._open.pop())
        self._settle()
        return self.links

    # --- opening and joining -----------------------------------------------------------------------------------

    def _continues(self, index: int, previous: int | None) -> bool:
        """Put a mention into a list; True if it became a part."""
        if self._cited(index):
            return False
        opened = self._opens(index, previous)
        if opened is not None:
            self._start(index, *opened)
            return True
        current = self._open[-1] if self._open else None
        if current is None:
            return False
        mention = self.mentions[index]
        if mention.unit != current.unit or mention.depth != current.depth:
            current.mixed = current.mixed or mention.depth == current.depth
            return False
        if self._leaves(index, current):
            self._shut(self._open.pop())
            return False
        current.drift = current.drift or bool(_DRIFT.search(mention.gap))
        self._add(index, current)
        return True

    def _cited(self, index: int) -> bool:
        """在今年主动公开的140条信息中: a total named again before its parts."""
        return self.decisions[index].measure in TOTALS and bool(_AMONG.match(self.mentions[index].after))

    def _opens(self, index: int, previous: int | None) -> tuple[int, str] | None:
        mention = self.mentions[index]
        before = self.mentions[previous] if previous is not None else None
        same = before is not None and before.sentence == mention.sentence
        if before and previous is not None and mention.depth == before.depth + 1 and same:
            between = self.text[before.end : before.end + 2]
            return (previous, "nested") if mention.unit == before.unit and "(" in between else None
        found = _OPENER.search(mention.gap)
        if found:
            total = self._total_of(index, previous if same else None, mention.gap, found)
            if total is not None:
                return total, found[0]
        if same and before and previous is not None and mention.unit == before.unit:
            if _AMONG.match(before.after) or (mention.gap.startswith(":") and mention.depth == before.depth):
                return previous, "among"
        return self._level(index) or self._outcomes(index)

    def _total_of(self, index: int, previous: int | None, gap: str, opener: re.Match[str]) -> int | None:
        mention = self.mentions[index]
        if previous is not None:
            return self._total_before(index, previous, gap)
        if self._last_list and opener[0] == "其中":
            last = self.mentions[self._last_list.total]
            if last.unit == mention.unit and mention.start - self._last_end() < _NEAR_TOTAL:
                newer = self._last_of.get(mention.unit or "")
                if newer is None or newer <= self._last_list.parts[-1]:
                    return self._last_list.total
        if opener[0] == "其中" and not _AT_HEAD.match(gap):
            return None
        wanted = self._last_of.get(mention.unit or "")
        if opener[0] not in ("其中",) and not opener[0].startswith("分"):
            wanted = self._last_of.get(f"disclosed {mention.unit}", wanted) if "申请" not in gap else wanted
        if wanted is None or mention.start - self.mentions[wanted].end > 3 * _NEAR_TOTAL:
            return None
        if opener[0] in ("其中", "包括", "包含") and mention.start - self.mentions[wanted].end > _NEAR_TOTAL:
            return None
        return wanted

    def _last_end(self) -> int:
        return (
            self.mentions[self._last_list.parts[-1]].end if self._last_list and self._last_list.parts else 0
        )

    def _total_before(self, index: int, previous: int, gap: str) -> int | None:
        mention = self.mentions[index]
        place: int | None = previous
        while place is not None and self.mentions[place].sentence == mention.sentence:
            candidate = self.mentions[place]
            fits = candidate.unit == mention.unit and candidate.depth == mention.depth and not candidate.share
            if fits and self.decisions[place].measure is not None and candidate.value >= 0:
                link = self.links[place]
                sibling = link.part_of is not None and re.search(r"[;；]", gap)
                return link.part_of if sibling else place
            place = place - 1 if place else None
            if place is not None and previous - place > 3:
                break
        return None

    def _level(self, index: int) -> tuple[int, str] | None:
        """区级…部门…镇街…: parts of a figure for the whole area, with no word that opens a list."""
        mention, decision = self.mentions[index], self.decisions[index]
        if self._open or not _LEVELS.search(mention.near):
            return None
        total = self._last_of.get(f"aggregate {mention.unit}")
        if total is None or mention.start - self.mentions[total].end > _NEAR_TOTAL:
            return None
        own, whole = decision.measure or "", self.decisions[total].measure or ""
        kin = own == whole or own == "other" or own.split("_")[0] == whole.split("_")[0]
        return (total, "level") if kin else None

    def _outcomes(self, index: int) -> tuple[int, str] | None:
        """Replies by kind, with no word that opens a list: parts of the requests answered, else of those received."""
        if self._open or not self._outcome(index):
            return None
        for name in ("requests_handled", "requests_new"):
            total = self._last_of.get(name)
            if total is not None:
                return total, "outcomes"
        return None

    def _outcome(self, index: int) -> bool:
        return (self.decisions[index].measure or "").startswith("outcome_")

    def _leaves(self, index: int, current: _List) -> bool:
        mention, own = self.mentions[index], self.decisions[index].measure
        whole = self.decisions[current.total].measure
        if _ENDS_LIST.search(mention.gap):
            return True
        if own in ("weibo_posts", "wechat_posts") and mention.gap[:1] in (";", "；"):
            return not _CHANNELS.search(self.mentions[current.parts[0]].near)
        if own in TOTALS and own != whole:
            if self._attribute(index, current):
                self.links[index].measure = "other"
                return False
            return not (whole or "").startswith("disclosed") or own != "disclosed_total"
        return current.kind == "level" and not _LEVELS.search(mention.near)

    def _attribute(self, index: int, current: _List) -> bool:
        """主动公开…件,不公开…件,依申请公开…件: how documents are classed, not requests."""
        named = _stripped(self.mentions[index]) in ("依申请公开", "依申请公开文件", "依申请公开信息")
        return named and any(_CLASSED.search(self.mentions[p].near) for p in current.parts)

    def _start(self, index: int, total: int, kind: str) -> None:
        mention = self.mentions[index]
        made = _List(total, mention.unit, mention.depth, mention.sentence, kind, len(self._made))
        while self._open and self._open[-1].depth >= mention.depth:
            self._shut(self._open.pop())
        self._open.append(made)
        self._made.append(made)
        self._of_all_years(index, total)
        self._add(index, made)

    def _of_all_years(self, index: int, total: int) -> None:
        """累计公开…条,其中本年度…条: then the former counts more than the year, though it does not say since when."""
        pair = [self.decisions[i].measure for i in (index, total)]
        if pair == ["disclosed_total"] * 2 and "累计" in self.mentions[total].near:
            if _THIS_YEAR.match(self.mentions[index].near) and self.decisions[total].kind == "count":
                self.links[total].measure = "disclosed_cumulative"
                self.links[index].measure = "disclosed_total"
                self._last_of["disclosed_total"] = index

    def _add(self, index: int, current: _List) -> None:
        current.parts.append(index)
        current.loose = current.loose or bool(_LOOSE.search(self.mentions[index].gap))
        self.links[index].part_of = current.total
        self.links[index].group = current.group
        if self._outcome(current.parts[0]) and not self._outcome(index):
            self.links[index].measure = (
                "outcome_other" if _stripped(self.mentions[index]) in ("其他", "其它") else "outcome_part"
            )
        own, whole = (self.decisions[i].measure or "" for i in (index, current.total))
        if own in TOTALS and own.split("_")[0] != whole.split("_")[0]:
            self._remember(index)

    # --- closing -------------------------------------------------------------------------------------------------

    def _close(self, mention: Mention) -> None:
        """Close what the sentence or the bracket before this mention ended."""
        while self._open:
            current = self._open[-1]
            level = current.kind == "level" or self._is_level(current)
            same = mention.sentence == current.sentence
            if same and mention.depth >= current.depth:
                return
            if level and not same and _LEVELS.search(mention.near) and mention.unit == current.unit:
                if (
                    not _OPENER.search(mention.gap)
                    and mention.start - self.mentions[current.parts[-1]].end < 60
                ):
                    current.sentence = mention.sentence
                    return
            self._shut(self._open.pop())

    def _is_level(self, current: _List) -> bool:
        return all(_LEVELS.search(self.mentions[p].near) for p in current.parts)

    def _shut(self, current: _List) -> None:
        self._last_list = current

    def _stands_alone(self, index: int, previous: int | None) -> None:
        if previous is not None and self._enumerated(index, previous):
            self.links[index].measure = "disclosed_part"
        self._remember(index)

    def _enumerated(self, index: int, previous: int) -> bool:
        """公开规章…件,任免文件…件: the verb before the first goes on for the next."""
        mention, before = self.mentions[index], self.mentions[previous]
        if self.decisions[index].measure != "other" or mention.sentence != before.sentence:
            return False
        heard = self.links[previous].measure or self.decisions[previous].measure
        alike = mention.unit == before.unit and mention.depth == before.depth
        listed = mention.gap[:1] in (",", "、") and _PUBLISHED.search(mention.near) is not None
        return alike and listed and heard in ("disclosed_part", "normative_issued")

    def _remember(self, index: int) -> None:
        mention, decision = self.mentions[index], self.decisions[index]
        if mention.depth and decision.measure != "disclosed_total":
            return
        if mention.unit in MONEY or decision.scope == "other_year":
            return
        self._last_of[mention.unit or ""] = index
        self._last_of[decision.measure or ""] = index
        if (decision.measure or "").startswith("disclosed"):
            if decision.measure == "disclosed_total" or f"disclosed {mention.unit}" not in self._last_of:
                self._last_of[f"disclosed {mention.unit}"] = index
        if decision.scope == "aggregate":
            self._last_of[f"aggregate {mention.unit}"] = index

    # --- shares ----------------------------------------------------------------------------------------------------

    def _share(self, index: int, previous: int | None) -> None:
        mention = self.mentions[index]
        if previous is None or mention.unit != "%":
            return
        target = self.mentions[previous]
        if target.sentence != mention.sentence:
            return
        between = self.text[max(target.end, mention.start - 60) : mention.start]
        rest = self.text[mention.end : mention.end + 2]
        if mention.start - target.end > 60:
            return
        if _SHARES_EACH.search(between):
            self._shares_each(index, previous)
        elif _SHARE_OF.match(between) or (between == "," and rest.startswith("占")):
            self.links[index].part_of = previous
        elif re.fullmatch(r"[、和,及]", self.text[self.mentions[index - 1].end : mention.start]):
            self._next_share(index)

    def _shares_each(self, index: int, previous: int) -> None:
        """分别占53%和47%: as many shares as parts, in the same order."""
        count = 1
        while index + count < len(self.mentions) and self.mentions[index + count].share:
            count += 1
        parts = [i for i in range(max(index - 8, 0), index) if not self.mentions[i].share][-count:]
        if len(parts) == count:
            self.links[index].part_of = parts[0]

    def _next_share(self, index: int) -> None:
        before = self.links[index - 1].part_of
        if self.mentions[index - 1].share and before is not None and before + 1 < index:
            if not self.mentions[before + 1].share:
                self.links[index].part_of = before + 1

    # --- verdicts --------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        shares: dict[int, Mention] = {}
        for index, link in enumerate(self.links):
            if self.mentions[index].share and link.part_of is not None:
                shares[link.part_of] = self.mentions[index]
        for made in self._made:
            self._reconsider(made)
            verdict = self._exhaustive(made, shares)
            for part in made.parts:
                self.links[part].exhaustive = verdict
            self._let_go(made)
        self._name_totals()
        for index, link in enumerate(self.links):
            if self.mentions[index].share and link.part_of is not None:
                target = self.links[link.part_of]
                link.group, link.exhaustive = target.group, target.exhaustive

    def _reconsider(self, made: _List) -> None:
        """其中 at the head of a sentence may go back to any figure of the sentence before: take the one that fits."""
        first, total = self.mentions[made.parts[0]], self.mentions[made.total]
        if first.sentence == total.sentence or made.kind in ("outcomes", "level", "nested"):
            return
        amount = sum((self.mentions[p].value for p in made.parts), Decimal(0))
        for place in range(made.total - 1, max(made.total - 4, -1), -1):
            other = self.mentions[place]
            if other.sentence != total.sentence or total.value == amount:
                return
            if other.value == amount and other.unit == total.unit and self.decisions[place].kind == "count":
                made.total = place
                for part in made.parts:
                    self.links[part].part_of = place
                return

    def _let_go(self, made: _List) -> None:
        """至今…条,其中本年…条: the year's figure is no breakdown of all years, but a total that may have its own."""
        if self.decisions[made.total].kind == "cumulative" and len(made.parts) == 1:
            if self.decisions[made.parts[0]].measure in TOTALS:
                self.links[made.parts[0]].group = None
                made.parts = []

    def _name_totals(self) -> None:
        """A total takes the group of its first list; printed again, it is the same total."""
        seen: dict[tuple[object, ...], int] = {}
        for index, (mention, decision) in enumerate(zip(self.mentions, self.decisions, strict=True)):
            if decision.measure in TOTALS and not mention.none and decision.year is not None:
                seen.setdefault((decision.measure, mention.value, mention.unit, decision.year), index)
        for made in filter(lambda m: m.parts, self._made):
            total, decision = self.mentions[made.total], self.decisions[made.total]
            key = (decision.measure, total.value, total.unit, decision.year)
            for place in {made.total, seen.get(key, made.total)}:
                if self.links[place].group is None:
                    self.links[place].group = made.group

    def _exhaustive(self, made: _List, shares: dict[int, Mention]) -> bool | None:
        parts = [self.mentions[p] for p in made.parts]
        total = self.mentions[made.total]
        adds_up = sum((p.value for p in parts), Decimal(0)) == total.value
        if len(parts) < 2:
            return False
        given = [shares[p] for p in made.parts if p in shares]
        if len(given) == len(parts):
            slack = Decimal("0.5") * len(given) * Decimal(10) ** -min(s.decimals or 0 for s in given)
            if abs(sum(s.value for s in given) - 100) <= max(slack, Decimal(2)):
                return True
            return None
        if any(p.approximate for p in parts) or total.approximate:
            return False
        if any(_OTHER.match(_stripped(p)) for p in parts[-2:]):
            return None if made.drift and not adds_up else True
        if made.loose or self._goes_on(made):
            return False
        if self.decisions[made.total].kind == "cumulative":
            return False
        doubtful = made.drift or made.mixed or made.kind in ("outcomes", "level")
        if doubtful or any(_CHANNELS.search(p.near) for p in parts):
            return True if adds_up else None
        return True

    def _goes_on(self, made: _List) -> bool:
        last = self.mentions[made.parts[-1]]
        rest = self.text[last.end : min(last.end + 12, last.sentence_end)]
        return bool(re.match(r"[^,;；。)]{0,6}等", rest))


def _stripped(mention: Mention) -> str:
    return re.sub(r"^(?:[,、;；:()\s]|其中|以及|和|及)+", "", mention.near)
