"""What a mention measures, of which year and whose: decided by the words around it, with ``measures.toml``."""

from __future__ import annotations

import re
from typing import NamedTuple

from audit.tidy.prose.mentions import Mention
from audit.tidy.prose.passage import Passage
from audit.tidy.prose.vocabulary import rules_for, vocabulary

MARK = "¤"
_SPAN = 120
_ACCOUNT = 50
_COMPARISON = 40
_TIDY_LABEL = re.compile(
    r"^(?:[,、;；:()。\s]|其中|主要|包括|包含|涉及|分别为|分别是|另外|此外|还有|以及|和|及|与|按|有:|为:|\d+[.、])+"
)
_TIDY_TAIL = re.compile(r"(?:共计|总计|合计|累计|共有|分别|约|近|共|计|为|达|有|的|是|超过?|等)+$")
_LABEL_BEGINS = frozenset(",、;；:()。其主包涉分另此还以和及与按有为")
_TAIL_ENDS = frozenset("计有别约近共为达的是超过等")
"""Characters that _TIDY_LABEL can begin with, and _TIDY_TAIL end in."""
_LONGEST_TAIL = 16
_DATED = re.compile(
    r"^.*(?:20\d\d年度?|今年|全年|本年度?|我(?:街道(?:办事处|办)?|管委会|[局委办镇乡县区市街院厅校站])(?:(?:人民)?政府(?!信息))?)(?:以来)?(?:[,共]|累计|总共)*"
)
_REQUIRED = re.compile(
    r"每(?:[月周季年天]|日(?!头条|新闻|商报|经济)|个|家|名|半年|两)|不少于|不低于|至少|不超过|人均|平均"
)
GROWN_TO = re.compile(
    r"(?:增加?|增长|上升|减少|下降|降低?)(?:到|至)(?:(?P<year>20\d\d)年(?:度)?的?|今年的?|本年度?的?)?$"
)
_ATTRIBUTES = re.compile(r"公开属性|属性(?:认定|审[查核])")
_MADE = re.compile(r"(?:制作|产生|生成|形成)(?:、获取|的|公文类|各类)*(?:政府)?(?:信息|公文|文件)")
"""What was made is then told apart by whether it is published, not by what came of requests."""
_BY_DISCLOSURE = ("disclosed", "outcome", "requests")
_CLAUSES = re.compile(r"[;；]|其中")
_VERB = re.compile(
    r"^.{0,4}$|(?:收到|受理|发布|召开|办理|设置|配备|明确|公开|公布|举办|组织|完成|制定|开展|回复|收集|确定)$"
)
_DISPUTES = ("reviews_", "lawsuits_", "disputes_")
_OF_REQUESTS = ("requests_", "outcome_", "fee", "dispute_", *_DISPUTES)
"""Measures of what no gazette prints."""
_DISPUTE = "dispute_"
_KEPT = frozenset(
    {
        "requests_online",
        "requests_part",
        "requests_carried_in",
        "requests_carried_out",
        "requests_pending",
        "requests_overdue",
    }
)
_DISPUTE_REACH = 300
UNNAMED = "growth"
"""Measure of a growth whose words do not say what grew: the figure before it will."""
_DONE = {"维持": "dispute_upheld", "胜诉": "lawsuits_upheld"}
_RATES = (
    ("rate_on_time", re.compile(r"(?:按时|按期|及时|如期|限时|期限内|准时)[^,;。%]{0,10}率[^,;。]{0,6}$")),
    ("rate_handled", re.compile(r"(?:办结|办理|办复|处理)率[^,;。]{0,6}$")),
    ("rate_replied", re.compile(r"(?:答复|回复)率[^,;。]{0,6}$")),
)
_ON_TIME = re.compile(r"的?(?:依法)?(?:按时|按期|及时|限时)(?:予以)?(?:办结|答复|回复)")
_DISCLOSED_RATE = re.compile(r"公开率[^,;。]{0,6}$")
_CARRIED_OVER = "结转"
"""What only requests are, where services are spoken of too."""
_SECTION_TOPICS = {"on_request": "requests", "requests": "requests", "disputes": "disputes", "fees": "fees"}
_ON_DISPUTES = frozenset({"disputes", "requests", "on_request"})
_TREND = re.compile(
    r"(?:增长|增加|上升|提[高升]|上涨|增幅|增|多|下降|减少|回落|降低|降幅|少|降)了?(?:约|近|幅度?为?|率为?|达|为|超|:)*$"
)
_TREND_OF_LIST = re.compile(
    r"分别(?:[比较](?:上一?年|去年|20\d\d年)(?:度|同期)?|同比)?(?P<trend>增长|增加|上升|提高|下降|减少|回落|降低)了?"
    r"(?:[\d.,]{1,9}(?:%|件|条|个|起|宗|份|次)?[、和及]){1,5}$"
)
_COMPARISON_TAIL = re.compile(
    r"(?:[,(]|数量|分别|(?:同比|环比|[与和]?[比较](?:上一?年|去年|前年|往年|20\d\d年)(?:度|同期)?(?:的)?(?:\d+[件条个])?|相[比较]))*$"
)
_OF_DISCLOSURE = re.compile(r"公开|答复后|对答复")
_SENTENCE_BEFORE = 90
_FOUGHT = re.compile(r"公开[^。]*(?:复议|诉讼|应诉|被诉)")
_LEGAL_OFFICE = re.compile(r"(?:办理|审理|受理|代理|承办|出庭)[^,]{0,8}(?:复议|应诉|诉讼)")
"""What a bureau of justice does for others."""
_THAT_YEAR = re.compile(
    r"(?P<last>上一?年|去年)(?:度)?(?:同期)?(?:的|为|是|仅为)?$|(?<![至到于自])(?P<year>20\d\d)年(?:度)?(?:同期)?的?$"
)
_CARRIED_INTO = re.compile(r"(?:结转|转结|顺延|转)(?:至|到|入)(20\d\d)年")
_TREND_CHARACTERS = frozenset("增长加升高幅多降减少落低")
_COMPARED = re.compile(r"同比|环比|[比较](?:上一?年|去年|前年|往年|20\d\d年|上年同期)|相[比较]")
_FALLEN = re.compile(r"下降|减少|回落|降低|降幅|少|降")
_CHANNEL = re.compile(
    r"(?:网站|网(?!民|友|格|帖)|平台|门户|公众号|微信|微博|专栏|公开栏|宣传栏|网络|客户端|抖音|快手|短视频(?=账号|平台)|新媒体|公报|栏目|信箱|邮箱|信函|当面|线上|公开目录(?=主动公开|公开|发布))(?!类)"
    r"|(?:报刊|报纸|电视|广播|新闻媒体|新闻发布会|其[他它](?:方式|渠道|途径))(?:共|累计)?公开"
)
_MANY = re.compile(
    r"[全各]平台|等(?:多?种?|各类|多个|方面)?(?:平台|渠道|方式|形式|媒|途径|载体|手段|多)|多种|各种渠道|、"
    r"|(?:网站?|平台|公众号|微[信博]|栏|客户端|报|广播|电视)[和及与](?=[^,]{0,16}(?:网|微[信博]|公众号|平台|栏|客户端|媒体|报|电视|广播))"
)
_BODIES = re.compile(
    r"(?:机构|单位|部门|企业|学校|医院|乡镇|街道)(?:共|累计|主动|依法|均)*(?:公开|发布|收到|受理)"
)
_COUNTED_BODIES = re.compile(r"\d[余多]?[家个所][\u4e00-\u9fff]*$")
_BARE_ISSUED = re.compile(
    r"(?:全年|今年|本年度?|20\d\d年度?|年内|共|累计|已)*(?:编发|发布|推送)(?:各类|各种|相关|政务|政府|工作)*(?:信息|消息|动态)(?:共|约|近|累计|达)*"
)
_OWN_ACCOUNT = re.compile(r"公众号|订阅号|服务号|微信|微博|抖音|视频号|头条号|客户端|新媒体")
_ANY_SITE = re.compile(
    r"网站|门户|官网|政府网|政务网|信息网|公开[网栏]|[宣公]传栏|公告栏|报[刊纸]|日报|电视|广播|(?<!新)媒体|(?<![等为])平台|多种|各种"
    r"|等[^,]{0,6}(?:方式|途径|渠道)|(?<!等)渠道"
)
_ACCOUNT_HEADING = re.compile(
    r"(?:^|[。\n])[(（]?[\d一二三四五六七八九十]{0,3}[)）、.]?(?:政务)?(?:微信|微博|公众号|微信公众号|新媒体|客户端|抖音)[。:：\n]$"
)
_NO_LIMIT = re.compile(r"公开平台建设|平台建设")
_BARE = re.compile(r"(?:的?(?:情况|情形|现象|事项|案件|记录)?|此类.{0,4}|该类.{0,4}|相关情况|制度)[。、]?")
_NONE_WAY = re.compile(r".{0,6}(?:网上|信函|当面|线上)")
_WORD_OF_NONE = re.compile(r"零[逾超投举复诉]")
_WORDS_OF_NONE = re.compile(r"(?:零[\u4e00-\u9fff]{2}[、,和及])+$")
_NONE_CHANNEL = re.compile(
    r"(?:平台|网站|网络|网上|信箱|邮箱|窗口|线上|专栏|信函|当面|系统)(?:上|中|方面|渠道|方式|等)?(?:共|均|也)?$"
)


_new = tuple.__new__


class Decision(NamedTuple):
    """Verdict on one mention; ``measure`` None means noise."""

    measure: str | None
    kind: str
    year: int | None
    scope: str
    label: str
    negative: bool = False
    channel: str | None = None


def decide(passage: Passage, mention: Mention, floor: int, section: str, year: int | None) -> Decision:
    """Measure, kind, year, scope and label of a mention.

    ``floor``: where its ``section`` begins; ``year``: the one reported on.
    """
    begin = max(mention.sentence, mention.start - _SPAN)
    several = passage.several_years(begin, mention.start)
    about = None if several else passage.year(begin, mention.start, year)
    if mention.none and mention.unit is None:
        return _decide_none(passage, mention, begin, floor, section, about, year)
    if mention.all:
        name = _DONE.get(mention.all, "outcome_granted" if "公开" in mention.all else "requests_handled")
        return Decision(name, "all", about, _scope(passage, mention, begin, about, year), "")
    about = _that_year(mention, about, year)
    measure, kind, fallen = _counted(passage, mention, begin, floor, section, year)
    if measure == "requests_carried_out" and year is not None and _into(mention, year):
        measure = "requests_carried_in"
    if measure == "requests_carried_in" and year is not None and about == year - 1:
        about = year
    scope = "unknown" if several else _scope(passage, mention, begin, about, year, measure)
    if (
        (measure or "").startswith(_DISPUTES)
        and scope in ("own", "aggregate")
        and not _about_disclosure(passage, mention, begin, section)
    ):
        scope = "unknown"
    if kind == "growth":
        about, scope = year, "own" if scope == "other_year" else scope
    elif measure == "requests_prior_cumulative":
        about = None
    channel = None
    if scope == "channel" and passage.limit(begin, mention.start) == "printed":
        channel = "gazette"
    return _new(Decision, (measure, kind, about, scope, _label(mention), fallen, channel))


def _into(mention: Mention, year: int) -> bool:
    """2021年结转至2022年5件, in the report on 2022: carried in, not on."""
    found = _CARRIED_INTO.search(mention.near) if "转" in mention.near else None
    return found is not None and int(found[1]) == year


def _that_year(mention: Mention, about: int | None, year: int | None) -> int | None:
    """较去年的30件: the year that stands right before the figure is its year."""
    tail = mention.near[-16:]
    grown = GROWN_TO.search(tail) if "到" in tail or "至" in tail else None
    if grown and not mention.share:
        return int(grown["year"]) if grown["year"] else year
    named = _THAT_YEAR.search(tail[-10:]) if "年" in tail else None
    if not named or mention.share:
        return about
    if named["year"]:
        return int(named["year"])
    return None if year is None else year - 1


def _counted(
    passage: Passage, mention: Mention, begin: int, floor: int, section: str, year: int | None
) -> tuple[str | None, str, bool]:
    """Measure (None: noise), kind and direction of a figure."""
    lead = passage.text[max(begin, mention.start - _COMPARISON) : mention.start]
    if not mention.none and (fallen := _growth(lead, mention)) is not None:
        return _grown(passage, mention, floor, section), "growth", fallen
    if mention.share:
        return _rate(passage, mention, floor, section), "share", False
    if _REQUIRED.search(mention.near):
        return None, "count", False
    if passage.limit(begin, mention.start) == "planned":
        planned = "发布会" in mention.near or "发布会" in mention.after
        return "press_conferences_planned" if planned else "other", "count", False
    measure = _measure(passage, mention, floor, section)
    to_date = measure == "requests_prior_cumulative" or passage.to_date(begin, mention.start, year)
    kind = "nil" if mention.none else "cumulative" if to_date else "count"
    return vocabulary().cumulative.get(measure, measure) if to_date else measure, kind, False


def _grown(passage: Passage, mention: Mention, floor: int, section: str) -> str:
    """What grew, where the words before the comparison say so."""
    before = _COMPARISON_TAIL.sub("", _TREND.sub("", mention.near))
    if len(before) < 2:
        return UNNAMED
    if rate := _named_rate(passage, mention, before, floor, section):
        return rate
    topic = _topic(passage, mention, floor, section)
    return _match(passage, mention._replace(unit=None), before, topic) or UNNAMED


def _rate(passage: Passage, mention: Mention, floor: int, section: str) -> str:
    return _named_rate(passage, mention, mention.near, floor, section) or "share"


def _named_rate(passage: Passage, mention: Mention, before: str, floor: int, section: str) -> str | None:
    """办结率 and its like, if requests are spoken of: a counter for licences has rates of its own."""
    if _ON_TIME.match(mention.after) and _topic(passage, mention, floor, section) == "requests":
        return "rate_on_time"
    if "率" not in before[-10:]:
        return None
    if _DISCLOSED_RATE.search(before):
        return "rate_disclosed"
    if _topic(passage, mention, floor, section) != "requests":
        return None
    return next((name for name, words in _RATES if words.search(before)), None)


def _topic(passage: Passage, mention: Mention, floor: int, section: str) -> str | None:
    topic = passage.topic(floor, mention.end + len(mention.after), mention.sentence_end)
    of_section = _SECTION_TOPICS.get(section)
    if topic == "service" and _asked(passage, mention, floor, section):
        return "requests"
    return topic or of_section


def _asked(passage: Passage, mention: Mention, floor: int, section: str) -> bool:
    """Requests may be about licences: what a sentence before says of these does not end a section on requests."""
    if _SECTION_TOPICS.get(section) == "requests":
        return (
            passage.last_topic(floor, mention.sentence)
            == "service"
            != passage.last_topic(mention.sentence, mention.end + len(mention.after))
        )
    return _CARRIED_OVER in passage.text[mention.sentence : mention.sentence_end]


def _about_disclosure(passage: Passage, mention: Mention, begin: int, section: str) -> bool:
    """A bureau of justice also counts reviews that have nothing to do with disclosure."""
    if section in _ON_DISPUTES or _OF_DISCLOSURE.search(
        passage.text, begin, mention.end + len(mention.after)
    ):
        return True
    before = passage.text[max(begin - _SENTENCE_BEFORE, 0) : begin]
    if "公开" not in before:
        return False
    return _FOUGHT.search(before) is not None or (
        "公开" in before[-30:] and not _LEGAL_OFFICE.search(mention.near)
    )


def _measure(passage: Passage, mention: Mention, floor: int, section: str) -> str:
    topic = _topic(passage, mention, floor, section)
    found = _match(passage, mention, mention.near, topic)
    if found is None and mention.gap != mention.near:
        found = _match(passage, mention, mention.gap, topic)
    found = found or "other"
    return _of_dispute(passage, mention, floor, found) if found.startswith(_DISPUTE) else found


def _of_dispute(passage: Passage, mention: Mention, floor: int, found: str) -> str:
    """dispute_upheld of a lawsuit is lawsuits_upheld."""
    end = mention.end + len(mention.after)
    subject = passage.dispute(mention.sentence, end) or passage.dispute(
        max(floor, mention.start - _DISPUTE_REACH), end
    )
    if not subject or (subject == "disputes" and found in ("dispute_other", "dispute_part")):
        return "other"
    return subject + found.removeprefix("dispute")


def _match(passage: Passage, mention: Mention, before: str, topic: str | None) -> str | None:
    """The first rule that has a cue around the figure, fits its unit and topic, and hears its words."""
    known = vocabulary()
    reach = max(len(before), min(_ACCOUNT, mention.start - mention.sentence))
    left = 0
    for cue in known.cues.findall(passage.text, mention.start - reach, mention.end + len(mention.after)):
        left |= known.of_cue[cue]
    left &= rules_for(mention.unit, topic)
    window, clause = f"{before}{MARK}{mention.after}", None
    while left:
        lowest = left & -left
        left ^= lowest
        rule = known.rules[lowest.bit_length() - 1]
        if rule.wide and clause is None:
            clause = _clause(passage, mention)
        heard = clause if rule.wide and clause is not None else window
        if rule.also and not any(word in heard for word in rule.also):
            continue
        if not rule.near.search(heard) or (rule.none and rule.none.search(heard)):
            continue
        if not (rule.name.startswith(_BY_DISCLOSURE) and _classed(passage, mention, rule.name)):
            return rule.name
    return None


def _clause(passage: Passage, mention: Mention) -> str:
    """The clause before a figure, further back than the figure before it."""
    lead = passage.text[max(mention.sentence, mention.start - _ACCOUNT) : mention.start]
    return f"{_CLAUSES.split(lead)[-1]}{MARK}"


def _classed(passage: Passage, mention: Mention, name: str) -> bool:
    """Whether documents are counted by what they were classed as, not by what came of requests."""
    begin = max(mention.sentence, mention.start - _SPAN)
    if _ATTRIBUTES.search(passage.text, begin, mention.start):
        return True
    return not name.startswith("disclosed") and _MADE.search(passage.text, begin, mention.start) is not None


def _decide_none(
    passage: Passage,
    mention: Mention,
    begin: int,
    floor: int,
    section: str,
    about: int | None,
    year: int | None,
) -> Decision:
    text = passage.text
    subject = _before(text, begin, mention.start)
    denied = text[mention.start : mention.end] + mention.after + _behind_bracket(text, mention)
    bare = _BARE.fullmatch(mention.after) is not None
    if _WORD_OF_NONE.match(denied):
        bare = False
        if not _of_disclosure_work(passage, mention, begin, floor, section):
            return Decision(None, "nil", about, "own", "")
    for rule in vocabulary().none:
        heard = subject if bare else denied
        if rule.but and rule.but.search(heard):
            continue
        if (rule.object and rule.object.search(denied)) or (
            bare and rule.subject and rule.subject.search(subject)
        ):
            limited = _NONE_CHANNEL.search(subject) or _NONE_WAY.match(mention.after)
            scope = "channel" if limited else _scope(passage, mention, begin, about, year, rule.name)
            name = (
                _of_dispute(passage, mention, floor, rule.name)
                if rule.name.startswith(_DISPUTE)
                else rule.name
            )
            return Decision(
                name, "nil", about, scope, rule.label or mention.after.strip("、,。") or _label(mention)
            )
    return Decision(None, "nil", about, "own", "")


def _of_disclosure_work(passage: Passage, mention: Mention, begin: int, floor: int, section: str) -> bool:
    """实现零逾期、零投诉 is said of requests or cases where these are what is spoken of before the first of its kind."""
    listed = _WORDS_OF_NONE.search(passage.text, begin, mention.start)
    spoken_of = passage.last_topic(floor, listed.start() if listed else mention.start)
    return (spoken_of or _SECTION_TOPICS.get(section)) in ("requests", "disputes")


def _before(text: str, begin: int, end: int) -> str:
    """The words before a statement of none, without a bracket right before it (收取的费用(含邮寄费)为0元)."""
    opened = text.rfind("(", begin, end) if text[begin:end].endswith(")") else -1
    end = opened if opened >= 0 else end
    return text[max(begin, end - 40) : end]


def _behind_bracket(text: str, mention: Mention) -> str:
    """未产生与诉讼(含复议)有关的支出: what the words before the bracket go on with."""
    end = mention.end + len(mention.after)
    closed = text.find(")", end, end + 40) if text.startswith("(", end) else -1
    return text[closed + 1 : closed + 13] if closed > 0 else ""


def _growth(lead: str, mention: Mention) -> bool | None:
    """True for a fall, False for a rise, None where the figure is no comparison."""
    if "分别" in lead and (listed := _TREND_OF_LIST.search(lead)):
        return bool(_FALLEN.search(listed["trend"]))
    if _TREND_CHARACTERS.isdisjoint(lead[-8:]) or not (trend := _TREND.search(lead[-12:])):
        return None
    if not mention.share and not _COMPARED.search(lead):
        return None
    return bool(_FALLEN.search(trend[0]))


def _scope(
    passage: Passage,
    mention: Mention,
    begin: int,
    about: int | None,
    year: int | None,
    measure: str | None = None,
) -> str:
    if about is not None and year is not None and about != year:
        return "other_year"
    limit = passage.limit(begin, mention.start)
    if limit == "part_of_year" or (limit == "most" and not mention.none):
        return "unknown"
    if passage.aggregate(begin, mention.start) or _of_several(passage, mention):
        return "aggregate"
    if limit == "printed" and not (measure or "").startswith(_OF_REQUESTS):
        return "channel"
    channel = _CHANNEL.search(mention.near)
    if channel and not _MANY.search(mention.near) and not _NO_LIMIT.search(mention.near):
        return "channel"
    return "channel" if measure == "disclosed_total" and _of_account(passage, mention, begin) else "own"


def _of_several(passage: Passage, mention: Mention) -> bool:
    """16家医疗机构公开信息90条: bodies that are counted are others."""
    bodies = _BODIES.search(mention.near)
    if not bodies:
        return False
    named = mention.start - len(mention.near) + bodies.start()
    return _COUNTED_BODIES.search(passage.text, max(named - 14, mention.sentence), named) is not None


def _of_account(passage: Passage, mention: Mention, begin: int) -> bool:
    """运营公众号…,全年发布信息9条: the account named before is what published, where no site is named as well."""
    if _OWN_ACCOUNT.search(mention.near):
        return _ANY_SITE.search(mention.near) is None
    if not _BARE_ISSUED.fullmatch(mention.near):
        return False
    before = passage.text[begin : mention.start]
    if _OWN_ACCOUNT.search(before):
        return _ANY_SITE.search(before) is None
    headed = _ACCOUNT_HEADING.search(passage.text[max(mention.sentence - 14, 0) : mention.sentence])
    return headed is not None


def _label(mention: Mention) -> str:
    """What is counted, as printed: the words before the figure, and those after it where the former are but a verb."""
    near = mention.near
    begun = (
        _TIDY_LABEL.match(near)
        if near[:1] in _LABEL_BEGINS or near[:1].isspace() or near[:1].isdecimal()
        else None
    )
    ended = _TIDY_TAIL.search(near, max(len(near) - _LONGEST_TAIL, 0)) if near[-1:] in _TAIL_ENDS else None
    before = near[begun.end() if begun else 0 : ended.start() if ended else len(near)]
    dated = _DATED.match(before) if "年" in before or "我" in before else None
    before = (before[dated.end() :] if dated else "") or before
    after = mention.after.strip("、,。的等 ")
    if not before or (after and _VERB.search(before)):
        return (before + after).strip()
    return before.strip()


def part_measure(total: str, own: str) -> str:
    """Measure of a part of a figure that measures ``total``, itself heard as ``own``."""
    if own.startswith("outcome_") or own in _KEPT:
        return own
    subject = total.partition("_")[0]
    if total.startswith(_DISPUTES) and own.startswith(subject) and own != total:
        return own
    return vocabulary().parts.get(total, own)


def share_measure(part: str) -> str:
    """Measure of the share that a figure measuring ``part`` has of its total."""
    return vocabulary().shares.get(part, "share")
