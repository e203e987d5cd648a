"""Totals and their parts: which figure belongs to which, and whether the parts are meant to add up.

A single pass over the mentions. A list opens at 其中, 包括, 分别, a colon, a bracket or the words of the levels of
government; it takes figures of the same unit and closes with its sentence, its bracket or a figure of another kind.
"""

from __future__ import annotations

import re
from collections.abc import MutableSequence, Sequence
from itertools import takewhile

from audit.tidy.prose.alls import resolve_all
from audit.tidy.prose.lists import CHANNELS, TOTALS, Link, PartList, stripped
from audit.tidy.prose.measures import GROWN_TO, UNNAMED, Decision
from audit.tidy.prose.mentions import Mention
from audit.tidy.prose.shares import EACH, link_share, repeats_whole, told_first
from audit.tidy.prose.verdicts import Verdicts
from audit.tidy.prose.vocabulary import MONEY

_OPENER = re.compile(
    r"(?=[其内包涵分具按类种方统情如信有为])(?:其中|内[有含]|包括|包含|涵盖|分为|具体[为是]|按[^,，;；:]{1,8}分(?:类|为|:)|分别[为是有]?(?!占)|(?:(?:类别|内容|种类|方式|分类|统计)(?:情况)?|情况如下|如下)(?:主要)?(?:有|为|是|如下)?:|信息中,|有:|为:)"
)
_AT_HEAD = re.compile(r"[\s,、:)(]*其中")
_THIS = re.compile(r"新增|新公开|本年|今年|当年|全年|20\d\d年")
_THIS_YEAR = re.compile(r"^(?:[,、:;；(]|其中)*(?:本年度?|今年|当年|20\d\d年度?)")
_AMONG = re.compile(r"^[^¤]{0,16}中$")
_LOOSE = re.compile(
    r"\(含|包含|主要(?:包括|有|涉及|为)|等(?:信息|内容|方面|类)?$|例如|比如|如:|重点(?:公开|领域)"
)
_LEVELS = re.compile(
    r"^(?:[,、;；]|其中|相关|各|全部|其他)*(?:[省市区县州]级|[省市区县州]本级|本级|[省市区县州]政府(?!门户|网|公开办)|[^,\d]{0,6}管委会(?!网|门户)"
    r"|[省市区县]直|直属单位|各?部门|各?单位|乡镇|镇街|街道|各乡|各镇|机关)"
)
_PUBLISHED = re.compile(
    r"^(?:(?!召开|开展|办理|受理|收到|举办|完成|刊登|编发|上报|报送|投稿|回复|接到|梳理|清理|审查|审核|采用|采纳|录用|转载)[^¤]){0,24}(?:信息|文件|公告|公示|动态|报告|规划|规章|通告|通知|警告|预警|简报|年报)$"
)
_CLASSED = re.compile(r"主动公开|不予?公开")
_DRIFT = re.compile(
    r"[;；](?:全年|共|累计)?(?:发布|答复|回复|转发|召开|开展|办理|举办|组织|受理|收到|处理|解答)"
)
_ENDS_LIST = re.compile(r"此外|另外|另有|另|同时|与此同时|全年(?:共)?(?:受理|办理|收到|召开)|总数|总计|合计")
_FOUGHT = {"reviews", "lawsuits"}
_NAMES_DISPUTE = re.compile("复议|诉讼|应诉|[胜败]诉")
_FATE = re.compile(r"(?P<kept>保留|现行有效|继续有效)[^¤]{0,3}$|(?:废止|失效)[^¤]{0,3}$")
_TOGETHER = re.compile(r"总?共(?:增|减|上升|下降)[^,]{0,3}$")
_SAME = re.compile(rf"{GROWN_TO.pattern}|[比较](?:上一?年|去年|20\d\d年)(?:度)?(?:同期)?的?$")
_NEXT_CLAUSE = re.compile(r"^[;；].*(?:发布|公开|推送|收到|回复|办理|召开|举办)")
_NEXT_ACT = re.compile(
    r"^[,，;；、](?:全年|共|累计|另)*(?:发布|组织|召开|开展|征求|举办|回复|办理|转发|推送|处理|答复)"
)
_NOUNS = re.compile(
    r"(?!.*(?:召开|开展|办理|受理|收到|举办|完成|上报|报送|回复|答复|接到|处理|走访|培训|接待|组织|制定|制发|整改))[^,;；。:0-9]{2,60}?(?:共|共计|计)?"
)
_AS_OF = re.compile(r"截[至止]")
_SIBLING = re.compile(r"[;；]")
_KINDS = re.compile(
    r"(?:主动公开|发布)[^,。]{2,90}等(?:各?类|各?方面|政府|政务)*信息|(?:公开|发布)了?[相有]关信息|主动公开重点(?:领域|栏目)|(?:领域|方面|专题)(?:主动|及时|共|累计)*(?:公开|发布)[^,。]{0,6}信息"
)
_SUM = re.compile(r"(?:以上|两项|三项|各项)?(?:共计|合计|总计|共)+")
_ACCOUNT = re.compile(
    r"(?:官方|政务)?(?:微信|微博|公众号|微信公众号|抖音号?|快手号?|头条号|今日头条|视频号|微信视频号)(?:有|达|为|:)?"
)
_CLASSES = re.compile(r"类别(?:情况)?(?:主要)?(?:有|为)?:")
_OTHER_WORK = ("responses", "proposals_handled", "consultations", "complaints")
_WORK = re.compile(r"[,，;；、](?:全年|共|累计|已)*(?:收到|受理|接到)")
_AMONG_THEM = (",其中", "，其中", ":", "。其中")
_MARKS = (",", "、", ";", "；")
_ITEMS = frozenset("条件篇份")
"""Counters of what is published."""
_AND_SO_ON = ("等;", "等；")
_NEAR_TOTAL = 500
_LOOK_BACK = 4
_LISTED = 8
_NEXT_SENTENCE = 60


class Breakdowns:
    """Walks the mentions of a report once; ``links[i]`` belongs to ``mentions[i]``."""

    def __init__(self, mentions: Sequence[Mention], decisions: MutableSequence[Decision], text: str) -> None:
        self.mentions, self.decisions, self.text = mentions, decisions, text
        self.links = [Link() for _ in mentions]
        self._open: list[PartList] = []
        self._made: list[PartList] = []
        self._last_of: dict[str, int] = {}
        self._last_list: PartList | None = None
        self._last_class = -1

    def walk(self) -> list[Link]:
        previous: int | None = None
        for index, mention in enumerate(self.mentions):
            decision = self.decisions[index]
            if mention.all:
                resolve_all(self.mentions, self.decisions, self.links, index)
                continue
            if mention.share and decision.kind != "growth":
                if previous is not None and mention.unit == "%" and mention.decimals is not None:
                    link_share(self.mentions, self.links, index, previous, self.text)
                continue
            if decision.kind == "growth":
                self._grown(index, previous)
                continue
            if decision.measure is None or mention.unit is None:
                continue
            if self._open and repeats_whole(self.mentions, index, self._open[-1].total):
                continue
            self._close(mention)
            self._of_the_other_dispute(index)
            if not self._continues(index, previous):
                self._stands_alone(index, previous)
            previous = index
        Verdicts(self.mentions, self.decisions, self.links, self.text).settle(self._made)
        return self.links

    def _grown(self, index: int, previous: int | None) -> None:
        """收到申请30件,比上年增加12件: the growth of the figure just before it, unless its words name another."""
        mention, named = self.mentions[index], self.decisions[index].measure
        if mention.unit == "个百分点" and index and self.mentions[index - 1].share:
            previous = index - 1
        previous = self._respectively(index, self._not_base(previous))
        if previous is not None and "共" in mention.near and _TOGETHER.search(mention.near):
            whole = self.links[previous].part_of
            previous = previous if whole is None else whole
        whole = None
        if previous is not None and self.mentions[previous].sentence == mention.sentence:
            grown = self.decisions[previous].measure
            kin = named in (UNNAMED, grown) and self.decisions[previous].kind in (
                "count",
                "nil",
                "share",
                "cumulative",
            )
            if kin and self._within(mention, previous, _NEXT_SENTENCE):
                whole = self.links[index].part_of = previous
        if named == UNNAMED:
            grown = None if whole is None else self.links[whole].measure or self.decisions[whole].measure
            self.decisions[index] = self.decisions[index]._replace(measure=grown or "other")

    def _not_base(self, previous: int | None) -> int | None:
        """比去年的2件增长3%: it is not last year's figure that grew."""
        if previous is None or not _SAME.search(self.mentions[previous].near):
            return previous
        if self.decisions[previous].scope != "other_year" or not previous:
            return previous
        return previous - 1 if self.mentions[previous - 1].unit == self.mentions[previous].unit else previous

    def _respectively(self, index: int, previous: int | None) -> int | None:
        """复议7件、诉讼9件,分别减少2件、1件: as many growths as figures, in the same order."""
        first = index
        while (
            first
            and self.decisions[first - 1].kind == "growth"
            and self.mentions[first].gap in ("、", "和", "及")
        ):
            first -= 1
        last = index
        while (
            last + 1 < len(self.mentions)
            and self.decisions[last + 1].kind == "growth"
            and self.mentions[last + 1].gap in ("、", "和", "及")
        ):
            last += 1
        count = last - first + 1
        return previous if count == 1 or first < count else first - count + index - first

    def _continues(self, index: int, previous: int | None) -> bool:
        """Put a mention into a list; True if it became a part."""
        if self._cited(index):
            return False
        self._back_out(self.mentions[index])
        opened = self._opens(index, previous)
        if opened is not None:
            self._start(index, *opened)
            return True
        current = self._open[-1] if self._open else None
        if current is None:
            return False
        mention = self.mentions[index]
        if mention.unit != current.unit or mention.depth != current.depth:
            self._item_of(index, current)
            current.mixed = current.mixed or mention.depth == current.depth
            return False
        if self._leaves(index, current):
            self._shut(self._open.pop())
            return False
        current.drift = current.drift or bool(_DRIFT.search(mention.gap))
        self._add(index, current)
        return True

    def _item_of(self, index: int, current: PartList) -> None:
        """其中文件9件、动态40条: an item that is counted otherwise than those before it."""
        mention, whole = self.mentions[index], self.mentions[current.total]
        items = {mention.unit, current.unit, whole.unit} <= _ITEMS and mention.depth == current.depth
        disclosed = self.decisions[current.total].measure == "disclosed_total"
        listed = self.decisions[index].measure == "other" and mention.gap[:1] in _MARKS
        if items and disclosed and listed and _NOUNS.fullmatch(stripped(mention)):
            self.links[index].measure = "disclosed_part"

    def _cited(self, index: int) -> bool:
        """在今年主动公开的140条信息中: a total named again before its parts."""
        return self.decisions[index].measure in TOTALS and bool(_AMONG.match(self.mentions[index].after))

    def _opens(self, index: int, previous: int | None) -> tuple[int, str] | None:
        """Total and kind of the list that begins at a mention; None if none does."""
        mention = self.mentions[index]
        by_share = mention.gap == "(" and self._opened_by_share(index)
        if by_share:
            mention = mention._replace(depth=mention.depth - 1)
        inside = None
        if previous is not None and self.mentions[previous].sentence == mention.sentence:
            inside = previous
            if mention.depth == self.mentions[inside].depth + 1:
                return self._nested(mention, inside)
        opener = _OPENER.search(mention.gap) or self._opened_by_share(index)
        total = self._total_of(mention, inside, opener[0]) if opener else None
        if opener and total is not None and self._kin(index, total):
            return total, opener[0]
        if inside is not None and self._named_before(mention, self.mentions[inside]):
            return inside, "among"
        return self._level(index) or self._outcomes(index) or self._results(index) or self._with_shares(index)

    def _with_shares(self, index: int) -> tuple[int, str] | None:
        """共100条,政策30条、活动70条,分别占30%和70%: parts right behind their total, as many as the shares that follow."""
        first, total = self.mentions[index], index - 1
        if total < 0 or first.share or self.decisions[total].measure not in TOTALS:
            return None
        rest = [m for m in self.mentions[index : index + 2 * _LISTED] if m.sentence == first.sentence]
        parts = list(
            takewhile(lambda m: not m.share and (m.unit, m.depth) == (first.unit, first.depth), rest)
        )
        each = list(takewhile(lambda m: m.share, rest[len(parts) :]))
        whole = self.mentions[total]
        alike = (whole.sentence, whole.unit, whole.depth) == (first.sentence, first.unit, first.depth)
        told = alike and 1 < len(parts) == len(each) and EACH.search(each[0].gap)
        return (total, "among") if told else None

    def _opened_by_share(self, index: int) -> re.Match[str] | None:
        """其中政策占40%,共4条: the word that opens the list stands before the share."""
        share = told_first(self.mentions, self.links, index)
        return None if share is None else _OPENER.search(self.mentions[share].gap)

    def _kin(self, index: int, total: int) -> bool:
        """Requests received are no part of what was disclosed."""
        own, whole = (self.decisions[i].measure or "" for i in (index, total))
        return (
            own not in TOTALS
            or whole in ("other", "documents_made")
            or own.split("_")[0] == whole.split("_")[0]
        )

    def _nested(self, mention: Mention, total: int) -> tuple[int, str] | None:
        before = self.mentions[total]
        bracket = "(" in self.text[before.end : before.end + 2]
        return (total, "nested") if bracket and mention.unit == before.unit else None

    def _named_before(self, mention: Mention, total: Mention) -> bool:
        if mention.unit != total.unit or mention.depth != total.depth:
            return False
        return bool(_AMONG.match(total.after)) or mention.gap.startswith(":")

    def _total_of(self, mention: Mention, inside: int | None, opener: str) -> int | None:
        """The figure that the list after ``opener`` belongs to; ``inside``: the last one of the same sentence."""
        if inside is not None:
            return self._total_before(mention, inside)
        if opener == "其中":
            return self._total_of_sentence_before(mention) if _AT_HEAD.match(mention.gap) else None
        wanted = self._last_of.get(mention.unit or "")
        if "申请" not in mention.gap and not opener.startswith("分"):
            wanted = self._last_of.get(f"disclosed {mention.unit}", wanted)
        reach = _NEAR_TOTAL if opener in ("包括", "包含") else 3 * _NEAR_TOTAL
        return wanted if self._within(mention, wanted, reach) else None

    def _total_of_sentence_before(self, mention: Mention) -> int | None:
        newest, last = self._last_of.get(mention.unit or ""), self._last_list
        if last and self.mentions[last.total].unit == mention.unit and (newest or 0) <= last.parts[-1]:
            return last.total if self._within(mention, last.parts[-1], _NEAR_TOTAL) else None
        return newest if self._within(mention, newest, _NEAR_TOTAL) else None

    def _within(self, mention: Mention, place: int | None, reach: int) -> bool:
        return place is not None and mention.start - self.mentions[place].end <= reach

    def _total_before(self, mention: Mention, previous: int) -> int | None:
        for place in range(previous, max(previous - _LOOK_BACK, -1), -1):
            candidate = self.mentions[place]
            if candidate.sentence != mention.sentence:
                return None
            fits = candidate.unit == mention.unit and candidate.depth == mention.depth
            if fits and self.decisions[place].measure is not None:
                whole = self.links[place].part_of
                if whole is None or _SIBLING.search(mention.gap) or self._of_the_whole(mention, place):
                    return place if whole is None else whole
                return place
        return self._in_other_units(mention, previous)

    def _in_other_units(self, mention: Mention, previous: int) -> int | None:
        """公开90条,包括年报2件、公告7件: documents among the items disclosed."""
        whole = self.mentions[previous]
        items = {whole.unit, mention.unit} <= _ITEMS and whole.depth == mention.depth
        plain = self.decisions[previous].measure == "disclosed_total" and self.links[previous].part_of is None
        return previous if items and plain and _NOUNS.fullmatch(stripped(mention)) else None

    def _of_the_whole(self, mention: Mention, part: int) -> bool:
        """共30条,甲12条、乙18条,其中…20条: more than the last part has, after parts that add up, is said of their total."""
        listed = self._open[-1].parts if self._open and part in self._open[-1].parts else []
        if mention.value <= self.mentions[part].value or not listed:
            return False
        whole = self.mentions[self._open[-1].total].value
        return mention.value <= whole == sum(self.mentions[p].value for p in listed)

    def _level(self, index: int) -> tuple[int, str] | None:
        """区级…部门…镇街…: parts of a figure for the whole area, with no word that opens a list."""
        mention, decision = self.mentions[index], self.decisions[index]
        if self._open or not _LEVELS.match(mention.near):
            return None
        total = self._last_of.get(f"aggregate {mention.unit}")
        if total is None or mention.start - self.mentions[total].end > _NEAR_TOTAL:
            return None
        own, whole = decision.measure or "", self.decisions[total].measure or ""
        kin = own == "other" or own.split("_")[0] == whole.split("_")[0]
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

    def _results(self, index: int) -> tuple[int, str] | None:
        """复议7件,维持5件: results in the sentence of their total, with no word that opens a list."""
        subject, _, result = (self.decisions[index].measure or "").partition("_")
        if (
            self._open
            or subject not in ("reviews", "lawsuits", "disputes")
            or result in ("total", "cumulative")
        ):
            return None
        mention, total = self.mentions[index], self._last_of.get(f"{subject}_total")
        if total is None or self.mentions[total].sentence != mention.sentence:
            return None
        alike = self.mentions[total].unit == mention.unit and self.mentions[total].depth == mention.depth
        return (total, "outcomes") if alike else None

    def _outcome(self, index: int) -> bool:
        return (self.decisions[index].measure or "").startswith("outcome_")

    def _leaves(self, index: int, current: PartList) -> bool:
        mention, own = self.mentions[index], self.decisions[index].measure
        whole = self.decisions[current.total].measure
        closed = mention.gap.startswith(_AND_SO_ON) and current.sentence == mention.sentence
        if (
            closed
            or self._full(current, mention)
            or _ENDS_LIST.search(mention.gap)
            or self._other_dispute(own, whole)
            or (own in _OTHER_WORK and _WORK.search(mention.gap))
        ):
            return True
        if own in ("weibo_posts", "wechat_posts") and mention.gap[:1] in (";", "；"):
            return not CHANNELS.search(self.mentions[current.parts[0]].near)
        if own in TOTALS and own != whole:
            if own == "requests_carried_out" and self._carried_on(index, current):
                return False
            if self._attribute(index, current):
                self.links[index].measure = "other"
                return False
            return not (whole or "").startswith("disclosed") or own != "disclosed_total"
        return current.kind == "level" and not _LEVELS.match(mention.near)

    def _full(self, current: PartList, mention: Mention) -> bool:
        """公开20条,其中甲12条、乙8条,发布解读3条: what is done next is no part of a total whose parts are all told."""
        if len(current.parts) < 2 or not (_NEXT_ACT.match(mention.gap) or _NEXT_CLAUSE.match(mention.gap)):
            return False
        told = sum(self.mentions[part].value for part in current.parts)
        return told == self.mentions[current.total].value

    def _carried_on(self, index: int, current: PartList) -> bool:
        """办理40件:公开39件,结转下年1件: 办理 takes in what is still open, if only so the parts add up."""
        if not self._outcome(current.parts[0]):
            return False
        whole = self.decisions[current.total].measure
        told = sum(self.mentions[part].value for part in (*current.parts, index))
        return whole == "requests_new" or (
            whole == "requests_handled" and told == self.mentions[current.total].value
        )

    def _other_dispute(self, own: str | None, whole: str | None) -> bool:
        """A lawsuit is no part of the reviews."""
        subjects = {(name or "").partition("_")[0] for name in (own, whole)}
        return subjects == _FOUGHT

    def _of_the_other_dispute(self, index: int) -> None:
        """复议9件,诉讼0件,维持5件: nothing came of no lawsuit; it is what came of the reviews in the same sentence."""
        subject, _, result = (self.decisions[index].measure or "").partition("_")
        mention = self.mentions[index]
        if subject not in _FOUGHT or result in ("total", "cumulative") or not mention.value:
            return
        other = "lawsuits" if subject == "reviews" else "reviews"
        none, told = (self._last_of.get(f"{name}_total") for name in (subject, other))
        if none is None or told is None or self.mentions[none].value or not self.mentions[told].value:
            return
        here = {self.mentions[i].sentence for i in (none, told, index)}
        if len(here) == 1 and not _NAMES_DISPUTE.search(mention.gap):
            self.decisions[index] = self.decisions[index]._replace(measure=f"{other}_{result}")

    def _attribute(self, index: int, current: PartList) -> bool:
        """主动公开…件,不公开…件,依申请公开…件: how documents are classed, not requests."""
        named = stripped(self.mentions[index]) in ("依申请公开", "依申请公开文件", "依申请公开信息")
        return named and any(_CLASSED.search(self.mentions[p].near) for p in current.parts)

    def _start(self, index: int, total: int, kind: str) -> None:
        mention = self.mentions[index]
        made = PartList(total, mention.unit, mention.depth, mention.sentence, kind, len(self._made))
        while self._open and self._open[-1].depth >= mention.depth:
            left = self._open.pop()
            made.outer = self._around(total, left, mention) or made.outer
            self._shut(left)
        self._open.append(made)
        self._made.append(made)
        self._of_all_years(index, total)
        self._add(index, made)

    def _around(self, total: int, left: PartList, mention: Mention) -> PartList | None:
        """The list of the same sentence and depth that ``total`` is a part of."""
        for made in (left, left.outer):
            if (
                made
                and total in made.parts
                and (made.sentence, made.depth) == (mention.sentence, mention.depth)
            ):
                return made
        return None

    def _back_out(self, mention: Mention) -> None:
        """甲20条,内有…;乙11条: after the semicolon the outer list goes on."""
        current = self._open[-1] if self._open else None
        if current and current.outer and _SIBLING.search(mention.gap) and mention.unit == current.unit:
            self._shut(self._open.pop())
            self._open.append(current.outer)

    def _of_all_years(self, index: int, total: int) -> None:
        """累计公开…条,其中本年度…条: then the former counts more than the year, though it does not say since when."""
        own, whole = self.decisions[index], self.decisions[total]
        if not _THIS_YEAR.match(self.mentions[index].near) or own.kind != "count":
            return
        if whole.measure == "disclosed_cumulative" and (own.measure or "").startswith("disclosed_"):
            self.links[index].measure = "disclosed_total"
        elif own.measure == whole.measure == "disclosed_total" and "累计" in self.mentions[total].near:
            self.links[total].measure = "disclosed_cumulative"
            self.links[index].measure = "disclosed_total"
        else:
            return
        self._last_of["disclosed_total"] = index

    def _add(self, index: int, current: PartList) -> None:
        share = told_first(self.mentions, self.links, index)
        if share is not None:
            self.links[share].part_of = index
        current.parts.append(index)
        current.loose = current.loose or bool(_LOOSE.search(self.mentions[index].gap))
        self.links[index].part_of = current.total
        self.links[index].group = current.group
        carried = self.decisions[index].measure == "requests_carried_out"
        if self._outcome(current.parts[0]) and not self._outcome(index) and not carried:
            self.links[index].measure = (
                "outcome_other" if stripped(self.mentions[index]) in ("其他", "其它") else "outcome_part"
            )
        own, whole = (self.decisions[i].measure or "" for i in (index, current.total))
        fate = _FATE.search(self.mentions[index].near) if own == "other" else None
        if fate and "规范性文件" in self.mentions[current.total].near:
            self.links[index].measure = "normative_in_force" if fate["kept"] else "normative_repealed"
        if own in TOTALS and own.split("_")[0] != whole.split("_")[0]:
            self._remember(index)

    def _close(self, mention: Mention) -> None:
        """Close what the sentence or the bracket before this mention ended."""
        while self._open:
            current = self._open[-1]
            if mention.sentence == current.sentence and mention.depth >= current.depth:
                return
            if self._goes_on_by_level(mention, current):
                current.sentence = mention.sentence
                return
            self._shut(self._open.pop())

    def _goes_on_by_level(self, mention: Mention, current: PartList) -> bool:
        """县直部门…件。各乡镇…件。: the next sentence begins with the next level."""
        if mention.unit != current.unit or not (current.kind == "level" or self._is_level(current)):
            return False
        near = mention.start - self.mentions[current.parts[-1]].end < _NEXT_SENTENCE
        return near and mention.first and _LEVELS.match(mention.gap) is not None

    def _is_level(self, current: PartList) -> bool:
        return all(_LEVELS.match(self.mentions[p].near) for p in current.parts)

    def _shut(self, current: PartList) -> None:
        self._last_list = current

    def _stands_alone(self, index: int, previous: int | None) -> None:
        if previous is not None and self._enumerated(index, previous):
            self.links[index].measure = "disclosed_part"
        elif previous is not None and self._since_a_beginning(index, previous):
            self.links[index].measure = "disclosed_cumulative"
        elif previous is not None and self._fates_apart(index, previous):
            self.links[index].scope = self.links[previous].scope = "unknown"
        elif previous is not None and self._of_requests(index, previous):
            self.links[index].measure = "outcome_part"
        elif self._of_a_larger_total(index):
            self.links[index].measure = "disclosed_part"
        elif previous is not None and self._sum_of_listed(index, previous):
            self.links[index].measure = "disclosed_total"
        elif previous is not None and self._beside_followers(index, previous):
            self.links[index].measure = "followers"
        elif previous is not None and (self._joined(index, previous) or self._grown_to(index, previous)):
            self.links[index].measure = self.links[previous].measure or self.decisions[previous].measure
        self._remember(index)

    def _since_a_beginning(self, index: int, previous: int) -> bool:
        """新增公开…条,累计公开…条: the larger figure beside that of the year counts from a beginning it does not name."""
        mention, before = self.mentions[index], self.mentions[previous]
        if "已" in mention.near and self._by_now(index):
            return True
        both = {self.decisions[i].measure for i in (index, previous)} == {"disclosed_total"}
        alike = mention.unit == before.unit and mention.sentence == before.sentence
        one_year = self.decisions[index].year == self.decisions[previous].year
        to_date = "累计" in mention.near and not _THIS.search(mention.near)
        new = one_year and to_date and _THIS.search(before.near) is not None
        return both and alike and new and mention.value > before.value

    def _by_now(self, index: int) -> bool:
        """今年公开…条。…截至年底,已公开…条: the larger figure of the next sentence counts from the beginning."""
        mention, year = self.mentions[index], self._last_of.get("disclosed_total")
        if (
            year is None
            or self.decisions[index].measure != "disclosed_total"
            or not _AS_OF.search(mention.gap)
        ):
            return False
        new = self.mentions[year]
        alike = new.unit == mention.unit and self.decisions[year].scope == self.decisions[index].scope
        return alike and mention.value > new.value and mention.start - new.end <= _NEAR_TOTAL

    def _of_a_larger_total(self, index: int) -> bool:
        """主动公开90条。…主动公开甲、乙等信息7条: kinds that are named are some of what was disclosed."""
        mention, total = self.mentions[index], self._last_of.get("disclosed_total")
        if total is None or self.decisions[index].measure != "disclosed_total":
            return False
        whole = self.mentions[total]
        alike = whole.unit == mention.unit and self.decisions[index].year == self.decisions[total].year
        return alike and whole.value > mention.value and _KINDS.search(mention.near) is not None

    def _fates_apart(self, index: int, previous: int) -> bool:
        """失效2件、废止4件: told apart, so that neither need be what a table says of both."""
        mention, before = self.mentions[index], self.mentions[previous]
        both = [self.links[i].measure or self.decisions[i].measure for i in (index, previous)]
        words = {"废止" in mention.near, "废止" in before.near}
        return both == ["normative_repealed"] * 2 and mention.sentence == before.sentence and len(words) == 2

    def _of_requests(self, index: int, previous: int) -> bool:
        """受理依申请公开9件,公开信息7条: what came of these requests."""
        mention, asked = self.mentions[index], self.decisions[previous].measure or ""
        bare = self.decisions[index].measure == "disclosed_total" and mention.near in ("公开信息", "公开")
        fits = (
            asked in ("requests_new", "requests_handled") and mention.value <= self.mentions[previous].value
        )
        return bare and fits and self.mentions[previous].sentence == mention.sentence

    def _sum_of_listed(self, index: int, previous: int) -> bool:
        """发布甲5条,乙8条,合计13条: the sum of all that the sentence counted before."""
        mention, total = self.mentions[index], self.decisions[index].measure
        if total != "other" or not _SUM.fullmatch(mention.near):
            return False
        listed = list(
            takewhile(
                lambda place: (
                    self.mentions[place].sentence == mention.sentence
                    and self.mentions[place].unit == mention.unit
                    and (self.links[place].measure or self.decisions[place].measure or "").startswith(
                        "disclosed"
                    )
                ),
                range(previous, -1, -1),
            )
        )
        return len(listed) > 1 and sum(self.mentions[p].value for p in listed) == mention.value

    def _beside_followers(self, index: int, previous: int) -> bool:
        """微信粉丝9人,微博7人: followers of the next account."""
        mention, before = self.mentions[index], self.mentions[previous]
        heard = self.links[previous].measure or self.decisions[previous].measure
        alike = mention.unit == before.unit and mention.sentence == before.sentence
        other = self.decisions[index].measure == "other" and mention.gap[:1] in (",", "、", ";", "；")
        return (
            alike
            and other
            and heard == "followers"
            and _ACCOUNT.fullmatch(mention.gap.strip(",、;；:")) is not None
        )

    def _enumerated(self, index: int, previous: int) -> bool:
        """公开规章…件,任免文件…件: the verb before the first goes on for the next."""
        mention, before = self.mentions[index], self.mentions[previous]
        if mention.sentence != before.sentence:
            return False
        heard = self.links[previous].measure or self.decisions[previous].measure
        alike = mention.unit == before.unit and mention.depth == before.depth
        if self._first_class(index, previous):
            self._last_class = index
            return True
        if alike and heard == "disclosed_part" and mention.gap[:1] in (",", "、") and self._class(previous):
            self._last_class = index
            return True
        if self.decisions[index].measure != "other":
            return False
        listed = mention.gap[:1] in (",", "、", ";", "；") and _PUBLISHED.match(mention.near) is not None
        return alike and listed and heard in ("disclosed_part", "normative_issued", "interpretations")

    def _first_class(self, index: int, previous: int) -> bool:
        """公开的信息共有20类,其中机构类9条,…: classes of what was disclosed, though the total stands elsewhere."""
        mention, kinds = self.mentions[index], self.mentions[previous]
        opened = kinds.unit == "类" and "信息" in kinds.near and mention.gap.startswith(_AMONG_THEM)
        return opened and self.decisions[index].measure == "other" and mention.unit in _ITEMS

    def _class(self, previous: int) -> bool:
        """主要类别:机构概况3条,人事8条,…: classes of what was disclosed, whose total is not told."""
        gap = self.mentions[previous].gap
        return previous == self._last_class or (":" in gap and _CLASSES.search(gap) is not None)

    def _grown_to(self, index: int, previous: int) -> bool:
        """由2022年的2件增加到2023年的8件, 8件,比去年的2件增加: both figures count the same."""
        mention, before = self.mentions[index], self.mentions[previous]
        alike = mention.unit == before.unit and mention.sentence == before.sentence
        return alike and self.decisions[index].measure == "other" and _SAME.search(mention.near) is not None

    def _joined(self, index: int, previous: int) -> bool:
        """分别公开24条、4条和67条: the words before the first figure are said of every one."""
        mention, before = self.mentions[index], self.mentions[previous]
        heard = self.links[previous].measure or self.decisions[previous].measure or ""
        alike = mention.unit == before.unit and mention.sentence == before.sentence
        bare = mention.gap in ("、", "和", "及", ",") and self.decisions[index].measure == "other"
        return alike and bare and heard.endswith("_part")

    def _remember(self, index: int) -> None:
        mention, decision = self.mentions[index], self.decisions[index]
        if mention.depth and decision.measure != "disclosed_total":
            return
        if mention.unit in MONEY or decision.scope == "other_year":
            return
        self._last_of[mention.unit or ""] = index
        self._last_of[decision.measure or ""] = index
        kind = f"disclosed {mention.unit}"
        named = (decision.measure or "").startswith("disclosed")
        if named and (decision.measure == "disclosed_total" or kind not in self._last_of):
            self._last_of[kind] = index
        if decision.scope == "aggregate":
            self._last_of[f"aggregate {mention.unit}"] = index
