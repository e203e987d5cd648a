"""What a mention measures, of which year and whose: decided by the words around it, with ``measures.toml``."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from audit.tidy.prose.mentions import Mention

MARK = "¤"
MONEY = ("元", "万元", "亿元")
_SPAN = 120
_TIDY_LABEL = re.compile(
    r"^(?:[,、;；:()。\s]|其中|主要|包括|包含|涉及|分别为|分别是|另外|此外|还有|以及|和|及|与|按|有:|为:|\d+[.、])+"
)
_TIDY_TAIL = re.compile(r"(?:共计|总计|合计|累计|共有|分别|约|近|共|计|为|达|有|的|是|超过?|等)+$")
_GROWN = re.compile(
    r"(?:同比|环比|[比较](?:上一?年|去年|前年|往年|20\d\d年|上年同期)|相[比较])[^。；;]{0,24}?"
    r"(?:增长|增加|上升|提高|增|多|下降|减少|回落|降低|少|降)了?(?:约|近|幅度?为?|率为?|达|为|超|:)*$"
)
_RATE = re.compile(
    r"(?:增长|增加|上升|提高|增幅|下降|减少|回落|降低|降幅)了?(?:约|近|幅度?为?|率为?|达|为|超|:)*$"
)
_FALLEN = re.compile(r"下降|减少|回落|降低|降幅|[^多减]少了?$|降")
_TO_DATE = re.compile(
    r"至今|历年|往年|(?:开通|建站|上线|成立|施行|实施|运行|开设)以来|(?:自|从)20\d\d年[^,。]{0,12}(?:以来|起|开始)(?!至)"
)
_SINCE = re.compile(r"(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?以来")
_YEAR = re.compile(
    r"(?<![比较与同至到])(?<![\d自从])(20[0-3]\d)年(?!以来|.{0,9}(?:起)?[至到—-]{1,2}20)|(上一?年度?|去年)(?!结转|度?的?结转)|(今年|本年|全年|年度内)"
)
_QUOTED = re.compile(r"《[^《》\n]{0,120}》?")
_CHANNEL = re.compile(
    r"(?:网站|网|平台|门户|公众号|微信|微博|专栏|公开栏|宣传栏|网络|客户端|抖音|公报|栏目|信箱|邮箱|信函|当面|线上)"
)
_MANY = re.compile(
    r"等(?:多?种?|各类|多个|方面)?(?:平台|渠道|方式|形式|媒|途径|载体|手段|多)|多种|各种渠道|、"
)
_NO_LIMIT = re.compile(r"公开平台建设|平台建设")
_AGGREGATE = re.compile(
    r"全[县区市省州盟旗](?!级)|各级|各地各部门|各部门|各单位|区县|县区|[市县区]及各|各乡镇|各镇街|各街道"
)
_NONE_CHANNEL = re.compile(
    r"(?:平台|网站|网络|网上|信箱|邮箱|窗口|线上|专栏|信函|当面|系统)(?:上|中|方面|渠道|方式|等)?(?:共|均|也)?$"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of ``measures.toml``, compiled."""

    name: str
    near: re.Pattern[str]
    none: re.Pattern[str] | None
    units: str
    topics: frozenset[str]
    wide: bool
    order: int


@dataclass(frozen=True, slots=True)
class NoneRule:
    """What a statement of none denies: ``object`` follows its words, ``subject`` precedes them."""

    name: str
    label: str
    object: re.Pattern[str] | None
    subject: re.Pattern[str] | None
    but: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of ``measures.toml``."""

    rules: dict[str, tuple[Rule, ...]]
    cues: re.Pattern[str]
    none: tuple[NoneRule, ...]
    topic: re.Pattern[str]
    shares: dict[str, str]
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """Verdict on one mention; ``measure`` None means noise."""

    measure: str | None
    kind: str
    year: int | None
    scope: str
    label: str
    negative: bool = False


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once. Raises re.error or KeyError on a faulty file: that is a fault of ours."""
    data = tomllib.loads(files("audit.tidy").joinpath("measures.toml").read_text("utf-8"))
    by_cue: dict[str, list[Rule]] = {}
    for order, entry in enumerate(data["measure"]):
        for cue in entry["cue"]:
            by_cue.setdefault(cue, []).append(_rule(entry, order))
    topics = "|".join(f"(?P<{name}>{words})" for name, words in data["topics"].items())
    cues = "|".join(sorted(map(re.escape, by_cue), key=len, reverse=True))
    return Vocabulary(
        {cue: tuple(rules) for cue, rules in by_cue.items()},
        re.compile(rf"(?=({cues}))"),
        tuple(_none_rule(entry) for entry in data["none"]),
        re.compile(topics),
        data["shares"],
        data["parts"],
    )


def _rule(entry: dict[str, object], order: int) -> Rule:
    none = entry.get("none")
    return Rule(
        str(entry["name"]),
        re.compile(str(entry["near"])),
        re.compile(str(none)) if none else None,
        str(entry.get("units", "")),
        frozenset(entry.get("topic", ())),  # type: ignore[call-overload]
        bool(entry.get("wide", False)),
        order,
    )


def _none_rule(entry: dict[str, str]) -> NoneRule:
    parts = [re.compile(entry[key]) if key in entry else None for key in ("object", "subject", "but")]
    return NoneRule(entry["name"], entry.get("label", ""), *parts)


class Topics:
    """What the passage before a place is about; found once for a whole flow."""

    def __init__(self, text: str) -> None:
        found = [(m.end(), m.lastgroup or "") for m in vocabulary().topic.finditer(text)]
        self._ends = [end for end, _ in found]
        self._names = [name for _, name in found]

    def at(self, position: int, floor: int) -> str | None:
        """Name of the last topic between ``floor`` and ``position``; None if there is none."""
        found = bisect_right(self._ends, position) - 1
        return self._names[found] if found >= 0 and self._ends[found] > floor else None


def decide(text: str, mention: Mention, topics: Topics, floor: int, year: int | None) -> Decision:
    """Measure, kind, year, scope and label of a mention. ``floor``: where its section begins; ``year``: of the report."""
    lead = text[max(mention.sentence, mention.start - _SPAN) : mention.start]
    about = _year(lead, year)
    if mention.none and mention.unit is None:
        return _decide_none(text, mention, lead, about, year)
    if not mention.none and (grown := _growth(mention, lead)) is not None:
        return Decision("growth", "growth", year, _scope(mention, lead, about, year), _label(mention), grown)
    topic = topics.at(mention.end + len(mention.after), floor)
    measure = _measure(mention, lead, topic)
    if mention.share:
        return Decision("share", "share", about, _scope(mention, lead, about, year), _label(mention))
    kind = "nil" if mention.none else "cumulative" if _to_date(lead, year) else "count"
    if kind == "cumulative" and measure in ("disclosed_total", "disclosed_part"):
        measure = "disclosed_cumulative"
    elif measure in ("disclosed_cumulative", "requests_prior_cumulative") and kind == "count":
        kind = "cumulative"
    scope = _scope(mention, lead, about, year)
    return Decision(measure, kind, about, scope, _label(mention))


def _measure(mention: Mention, lead: str, topic: str | None) -> str:
    if mention.share:
        return "share"
    for before in (mention.near, mention.gap):
        if before and (found := _match(mention, before, lead, topic)):
            return found
    return _match(mention, mention.near, lead, topic) or "other"


def _match(mention: Mention, before: str, lead: str, topic: str | None) -> str | None:
    words = vocabulary()
    window = f"{before}{MARK}{mention.after}"
    wide = f"{lead[-50:]}{MARK}"
    candidates = {r.order: r for cue in set(words.cues.findall(window + wide)) for r in words.rules[cue]}
    for order in sorted(candidates):
        if _fits(candidates[order], mention, window, wide, topic):
            return candidates[order].name
    return None


def _fits(rule: Rule, mention: Mention, window: str, wide: str, topic: str | None) -> bool:
    money = mention.unit in MONEY
    if money != ("元" in rule.units) or (
        rule.units and not money and (mention.unit or "")[-1:] not in rule.units
    ):
        return False
    if rule.topics and topic not in rule.topics:
        return False
    heard = wide if rule.wide else window
    return bool(rule.near.search(heard)) and not (rule.none and rule.none.search(heard))


def _decide_none(text: str, mention: Mention, lead: str, about: int | None, year: int | None) -> Decision:
    words = text[mention.start : mention.end]
    denied = words + mention.after
    subject = lead[-40:]
    for heard, back in ((denied, subject), (subject, subject)):
        for rule in vocabulary().none:
            if rule.but and rule.but.search(heard):
                continue
            if (rule.object and rule.object.search(heard)) or (rule.subject and rule.subject.search(back)):
                limited = _NONE_CHANNEL.search(subject) or re.match(
                    r".{0,6}(?:网上|信函|当面|线上)", mention.after
                )
                scope = "channel" if limited else _scope(mention, lead, about, year)
                return Decision(rule.name, "nil", about, scope, rule.label or mention.after.strip("、,。"))
    return Decision(None, "nil", about, "own", "")


def _growth(mention: Mention, lead: str) -> bool | None:
    """True for a fall, False for a rise, None where the figure is no comparison."""
    if not (match := _GROWN.search(lead) or (_RATE.search(lead) if mention.share else None)):
        return None
    return bool(_FALLEN.search(match[0]))


def _to_date(lead: str, year: int | None) -> bool:
    to_date = _last(_TO_DATE, lead)
    if to_date is not None:
        stated = _last(_YEAR, lead)
        return stated is None or to_date.end() > stated.start()
    return any(year is None or int(m[1]) != year for m in _SINCE.finditer(lead))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _year(lead: str, year: int | None) -> int | None:
    found = _last(_YEAR, _QUOTED.sub("", lead))
    if found is None or found[3]:
        return year
    if found[2]:
        return None if year is None else year - 1
    return int(found[1])


def _scope(mention: Mention, lead: str, about: int | None, year: int | None) -> str:
    if about is not None and year is not None and about != year:
        return "other_year"
    if _AGGREGATE.search(lead):
        return "aggregate"
    channel = _CHANNEL.search(mention.near)
    if channel and not _MANY.search(mention.near) and not _NO_LIMIT.search(mention.near):
        return "channel"
    return "own"


def _label(mention: Mention) -> str:
    before = _TIDY_TAIL.sub("", _TIDY_LABEL.sub("", mention.near))
    return (before or mention.after.strip("、,。的等")).strip()


def part_measure(total: str, own: str) -> str:
    """Measure of a part of a figure that measures ``total``, itself heard as ``own``."""
    named = ("requests_online", "requests_carried_in", "requests_carried_out")
    if own.startswith("outcome_") or own in named:
        return own
    return vocabulary().parts.get(total, own)


def share_measure(part: str) -> str:
    """Measure of the share that a figure measuring ``part`` has of its total."""
    return vocabulary().shares.get(part, "share")
