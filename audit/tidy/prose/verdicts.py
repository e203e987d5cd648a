"""Are the parts of a list meant to add up, and under which name does a group go? Decided when all lists are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from audit.tidy.prose.channels import level_of
from audit.tidy.prose.lists import CHANNELS, TOTALS, Link, PartList, stripped
from audit.tidy.prose.measures import Decision
from audit.tidy.prose.mentions import Mention

_OTHER = re.compile(r"^(?:其他|其它|其余|剩余)")
_AND_SO_ON = re.compile(r"[^,;；。)]{0,6}等")
_UNCOUNTED = re.compile(r"[,、；;和及][^,、；;。0-9]{1,20}\d+(?=[,、；;。\n)]|$)")
_NEXT = 30
_MARKS = "。.,，、;；:：)）等的信息"
_BESIDES = re.compile(r"[,;；](?:以及|还有|还)")
_MOSTLY = Decimal("0.8")
_SHARES_SLACK = Decimal(2)
_LOOK_BACK = 4


class Verdicts:
    """Completes the links that ``Breakdowns`` made."""

    def __init__(
        self, mentions: Sequence[Mention], decisions: Sequence[Decision], links: Sequence[Link], text: str
    ) -> None:
        self.mentions, self.decisions, self.links, self.text = mentions, decisions, links, text

    def settle(self, lists: Sequence[PartList]) -> None:
        """Verdict and group for every part, total and share."""
        shares = self._shares()
        for made in lists:
            self._reconsider(made)
            self._leave_out_besides(made)
            if self._of_a_smaller_part(made):
                self._let_go(made)
            if not made.parts:
                continue
            verdict = self._exhaustive(made, shares)
            for part in made.parts:
                self.links[part].exhaustive = verdict
            self._scopes(made)
        kept = [made for made in lists if made.parts and not self._of_one_year(made)]
        self._name_totals(kept)
        for part, share in shares.items():
            target, link = self.links[part], self.links[share]
            link.group, link.exhaustive, link.scope = target.group, target.exhaustive, target.scope

    def _scopes(self, made: PartList) -> None:
        """Parts by level say whose they are, and that their total is of the whole area; other parts are of its scope."""
        whole = self.links[made.total].scope or self.decisions[made.total].scope
        levels = {part: level_of(self.mentions[part].gap) for part in made.parts}
        named = [level for level in levels.values() if level]
        by_level = len(named) > 1 and len(set(named)) > 1
        if whole == "own" and by_level:
            whole = self.links[made.total].scope = "aggregate"
        if whole != "aggregate":
            return
        for part, level in levels.items():
            if level:
                self.links[part].scope = level
            elif self.decisions[part].scope == "own":
                self.links[part].scope = whole

    def _shares(self) -> dict[int, int]:
        """Index of a part → index of the share that describes it."""
        return {
            link.part_of: index
            for index, link in enumerate(self.links)
            if self.decisions[index].kind == "share" and link.part_of is not None
        }

    def _sum(self, made: PartList) -> Decimal:
        return sum((self.mentions[part].value for part in made.parts), Decimal(0))

    def _reconsider(self, made: PartList) -> None:
        """其中 at the head of a sentence may go back to any figure of the sentence before: take the one that fits."""
        first, total = self.mentions[made.parts[0]], self.mentions[made.total]
        amount = self._sum(made)
        if (
            first.sentence == total.sentence
            or total.value == amount
            or made.kind in ("outcomes", "level", "nested")
        ):
            return
        for place in range(made.total - 1, max(made.total - _LOOK_BACK, -1), -1):
            other = self.mentions[place]
            if other.sentence != total.sentence:
                return
            too_small = total.value < amount <= other.value
            fits = other.value == amount or too_small
            if fits and other.unit == total.unit and self.decisions[place].kind == "count":
                made.total = place
                made.loose = made.loose or other.value != amount
                for part in made.parts:
                    self.links[part].part_of = place
                return
        if amount > total.value and self._beside(made.total):
            self._let_go(made)

    def _beside(self, place: int) -> bool:
        """通过网站公开…条,通过其他方式公开…条。其中…: the next sentence may be about all of these together."""
        last, subject = self.mentions[place], (self.decisions[place].measure or "").partition("_")[0]
        for other in range(place - 1, max(place - 1 - _LOOK_BACK, -1), -1):
            mention = self.mentions[other]
            if mention.sentence != last.sentence:
                return False
            own = (self.decisions[other].measure or "").partition("_")[0]
            if own == subject and (mention.unit, mention.depth) == (last.unit, last.depth):
                return True
        return False

    def _let_go(self, made: PartList) -> None:
        """The parts of no figure that is told."""
        for part in made.parts:
            self.links[part].part_of = self.links[part].group = None
        made.parts.clear()

    def _of_a_smaller_part(self, made: PartList) -> bool:
        """公开3件,不予公开2件,内容包含多项的4件: one figure that exceeds the part it seems to be a part of is beside it."""
        only = len(made.parts) == 1 and self.links[made.total].part_of is not None and "其中" not in made.kind
        return only and self.mentions[made.parts[0]].value > self.mentions[made.total].value

    def _leave_out_besides(self, made: PartList) -> None:
        """公开4条,包括甲4条,以及乙7条: more than all, and told besides; no part of the four."""
        if len(made.parts) < 2:
            return
        last = made.parts[-1]
        rest = self._sum(made) - self.mentions[last].value
        if rest == self.mentions[made.total].value and _BESIDES.match(self.mentions[last].gap):
            self.links[last].part_of = self.links[last].group = None
            made.parts.pop()

    def _of_one_year(self, made: PartList) -> bool:
        """至今…条,其中本年…条: the year's figure is no breakdown of all years, but a total that may have its own."""
        only = made.parts[0]
        if self.decisions[made.total].kind != "cumulative" or len(made.parts) > 1:
            return False
        if self.decisions[only].measure not in TOTALS:
            return False
        self.links[only].group = None
        return True

    def _name_totals(self, lists: Sequence[PartList]) -> None:
        """A total takes the group of its first list; printed again, it is the same total."""
        seen: dict[tuple[object, ...], int] = {}
        for index, mention in enumerate(self.mentions):
            if self.decisions[index].measure in TOTALS and not mention.none:
                seen.setdefault(self._name(index), index)
        for made in lists:
            for place in (made.total, seen.get(self._name(made.total), made.total)):
                if self.links[place].group is None:
                    self.links[place].group = made.group

    def _name(self, index: int) -> tuple[object, ...]:
        mention, decision = self.mentions[index], self.decisions[index]
        return decision.measure, mention.value, mention.unit, decision.year

    def _exhaustive(self, made: PartList, shares: dict[int, int]) -> bool | None:  # noqa: PLR0911 - a table of cases
        """True: the parts must add up. False: they need not. None: cannot tell."""
        parts = [self.mentions[p] for p in made.parts]
        total = self.mentions[made.total]
        if len(parts) < 2:
            return False
        given = [self.mentions[shares[p]] for p in made.parts if p in shares]
        if parts[0].unit != total.unit:
            return None
        if len(given) == len(parts):
            if abs(sum((s.value for s in given), Decimal(-100))) <= _SHARES_SLACK:
                return True
            if self._sum(made) < total.value:
                return None
        if total.approximate or any(p.approximate for p in parts):
            return False
        adds_up = self._sum(made) == total.value
        if not adds_up and (self._lacks_counter(made) or self._breaks_off(made)):
            return None
        if self._replies_to_received(made):
            return True if adds_up else None
        if any(_OTHER.match(stripped(p)) for p in parts[-2:]):
            return True if adds_up or not (made.drift or made.mixed) else None
        if made.loose or self._goes_on(made) or self.decisions[made.total].kind == "cumulative":
            return False
        if _BESIDES.match(parts[-1].gap) and self._sum(made) - parts[-1].value == total.value:
            return None
        return True if adds_up or self._complete(made, parts, total) else None

    def _breaks_off(self, made: PartList) -> bool:
        """The text ends in the middle of the list: an excerpt, whose other parts are not there."""
        last = self.mentions[made.parts[-1]]
        rest = self.text[last.end : last.sentence_end].strip()
        return bool(rest.strip(_MARKS)) and not self.text[last.sentence_end :].strip()

    def _lacks_counter(self, made: PartList) -> bool:
        """部门动态402,: a part printed without its counter is no mention, so that the sum lacks it."""
        if any(_UNCOUNTED.search(self.mentions[p].gap) for p in made.parts):
            return True
        last = self.mentions[made.parts[-1]]
        rest = self.text[last.end : min(last.end + _NEXT, last.sentence_end)]
        return _UNCOUNTED.match(rest) is not None

    def _replies_to_received(self, made: PartList) -> bool:
        """Replies also answer what was carried in, and leave out what is carried on: they need not make up those received."""
        return self.decisions[made.total].measure == "requests_new" and any(
            (self.decisions[p].measure or "").startswith("outcome_") for p in made.parts
        )

    def _complete(self, made: PartList, parts: list[Mention], total: Mention) -> bool:
        """A plain list to the end of its sentence that covers nearly all of the total."""
        doubtful = made.drift or made.mixed or made.kind in ("outcomes", "level")
        by_channel = any(CHANNELS.search(p.near) for p in parts)
        return not doubtful and not by_channel and self._sum(made) >= _MOSTLY * total.value

    def _goes_on(self, made: PartList) -> bool:
        last = self.mentions[made.parts[-1]]
        rest = self.text[last.end : min(last.end + 12, last.sentence_end)]
        return bool(_AND_SO_ON.match(rest))
