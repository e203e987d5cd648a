"""Every figure and every statement of none in a flow of prose, with the words around it.

Linear in the length of the text: windows around a figure are bounded, and each is looked at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from string import ascii_letters
from typing import NamedTuple

from audit.tidy.numbers import parse_number
from audit.tidy.prose.flow import Flow

NEAR, WIDE, AFTER, DENIED = 100, 140, 45, 80
_COUNTERS = (
    "人次|批次|场次|件次|家次|条次|个百分点|个|件|条|项|次|篇|份|名|人|场|期|起|部(?![分门委])|户|位|批|宗|张|例|则|幅|册|处|台|家"
    "|种|类|万字"
)
_FIGURE = re.compile(
    r"(?P<digits>[0-9][0-9,]{0,20}+)(?P<fraction>\.\d{1,9}+)?(?P<more>[余馀多])?(?P<scale>[十百千]?[万亿]|[百千])?"
    r"(?P<rest>(?<=[万亿])\d{1,4}(?:[千百](?!分)|(?<=\d{4})))?"
    rf"(?P<more2>[余馀多几])?(?P<unit>%|元|{_COUNTERS})(?P<more3>[余馀多]|以上|左右)?"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_CHINESE = re.compile(
    r"(?P<number>[零〇○一二两三四五六七八九十百千万亿][零〇○一二两三四五六七八九十百千万亿]{0,19}+)(?P<more>[余馀多])?(?P<unit>人次|场次|件次|条次|个|项|件|条|次|篇|份|名|人|场|期|起|位|宗|例|部(?![分门委])|元)"
)
_CHINESE_PERCENT = re.compile(
    r"百分之(?P<number>[零一二两三四五六七八九十百]{1,9}+)(?:点(?P<point>[零一二三四五六七八九]{1,9}+))?"
)
_FRACTION = re.compile(
    r"占(?:比|到|了)?(?:约|近|超过?|达到?|为)?(?P<of>[一二两三四五六七八九])(?:成(?![为立员效果就])|分之(?P<among>[一二三四]))"
)
_NONE = re.compile(
    r"[未没不无为是零](?:(?:(?<=未)|(?<=没)有?)(?:曾|再|有过?)?(?:[向对就][^,。；;0-9\n]{1,20}?)?"
    r"(?:实行收费|收费|收到|接到|接收到?|收取|收缴|受理|发生|产生|出现|存在|涉及|发现|减免|引发|被(?=申请|提起)|提起|办理|制发|制定|出台|结转"
    r"|作出|做出|实施|发出|采取|下达)过?"
    r"|(?<=未)予以?收[费取]|(?<=不)(?:收费|收取|存在(?!\d))"
    r"|(?:(?<=[没未])有|(?<=无))(?=[^,。；;\n]{0,40}?(?:申请|复议|诉讼|费|减免|经费|泄密|失密|追究|不予公开|人员|结转|规范性文件|规章|投诉|举报"
    r"|败诉|纠错|行政处罚|行政许可|行政强制|收费通知))"
    r"|(?:(?<=没)有|(?<=无))(?=[。；;,\n])"
    r"|(?<=[为是])(?:零|0(?![\d.]))(?![零一二三四五六七八九十百])(?:件|条|次|份|起|宗|例|个|项|元|万元)?"
    r"|(?<=零)(?:申请|收费|败诉|纠错|逾期|超期|投诉|举报|复议|诉讼))"
)
_ALL = re.compile(
    r"(?:均(?<![平人年月日].)|全部|都(?<![成首丰].))(?:(?![均都未不无没])[^,。；;、:()\n0-9]){0,16}?"
    r"(?P<what>办结|答复|回复|办复|办理(?:完毕|完成)|处理完毕|(?:予以|给予|已|同意)公开|维持|胜诉)(?!率|书|质量|意见|部分|[0-9])"
)
_STRENGTHENED = re.compile(r"(?:均|都|尚|暂|并|也|从|还|一律)+为?$")
_NOT_NONE = re.compile(
    r"(?:无|没有)(?:法|正当|偿|障碍|关|论|缝|隙|线|需|人|疑|条件|端|锡|为|锋|害|线电|故|权|须|限|纸|记名|党派|产权|证|照|明确|现成|固定|按|依据)"
)
_SINGLE = re.compile(r"(?:一|1)(?:起|件|例|宗|次|条|份|个|名|人|笔|元)(?![0-9])")
_COUNTED = re.compile(r"(?:的|有|数|量|为|共|计|:)*\d")
_CONDITION = re.compile(r"(?:如|若|凡|对于?|防止|杜绝|避免|是否|假如|有无|可能)$")
_APPROXIMATE = re.compile(r"(?:约|近|不足|不到|超过?|逾|大概|接近|不少于|达到?近|突破)$")
_APPROXIMATE_ENDS = frozenset("约近足到超过逾概于破")
"""Characters that _APPROXIMATE can end in."""
_SENTENCE_ENDS = "。！!？?\n"
_ORDINAL = re.compile(
    r"(?:第|〔\d{4}〕|\[\d{4}\]|№|No\.?|(?:条例|办法|规定|(?<![执普立司])法)》?|届|[-—–~～/.@A-Za-z_]|[路弄巷栋]|(?<![镇乡各])街|图|(?<!览)表)$"
)
_ORDINAL_ENDS = frozenset(f"\n第〕]№o.例法定届》-—–~～/@_路弄巷栋街图表{ascii_letters}")
"""Characters that _ORDINAL can end in."""
_ORDINAL_CHINESE = re.compile(r"[第届每数几好若任同唯统逐这那某该其首又另各全新任哪无前后近十年月单]$")
_AFTER_NOISE = re.compile(
    r"(?:工作日|自然日|小时|月(?!报)|部分(?!公开)|方面|季度|百分点|世纪|点|年度?内|星期|周|环节|字符|工程|途径|渠道|路径|主线|红线)"
)
_NOISE_BEGINS = frozenset("工自小月部方季百世点年度内星周环字途渠路主红")
"""Characters that _AFTER_NOISE can begin with."""
_SUMS_UP = frozenset("等共")
"""Characters before a figure that sums up what was listed."""
_SUMMED = re.compile(r"(?:主要)?(?:内容|部分|方面|板块|章节)")
"""甲、乙、丙等6项内容: how many things were just listed."""
_CHINESE_NOISE = re.compile(
    r"(?:负责|专|性|龙|事|一|多|以上|以内|办[好结成]?|通办|跑|审批|个一|码|体|工程|项目)"
)
_LAST_BREAK = re.compile(r".*(?:[,;；:()]|、$)", re.S)
_TITLE_ENDS = frozenset('”"》』」')
_MARKS = re.compile(r"[,、;；:。!！?？\n()]")
_JOINS = re.compile(r"[、和及与]")
_JOINS_DENIED = re.compile(r"[、及]|和(?![处办受]理)")
"""What goes on right behind a figure (a statement of none) with something else."""
_STOP = re.compile(r"[,;；:()]")
_NUMBERED = re.compile(r"(?:^|[。；;!?\n、])$")


class Mention(NamedTuple):
    """A figure ``text[start:end]`` of a flow. ``value`` is exact; ``unit`` as printed (``%``, ``万元``), scale worked in.

    gap: text since the figure before it in the sentence (or since its start), at most WIDE characters;
    near: the end of ``gap`` that belongs to this figure alone; after: text up to the next mark;
    depth: brackets open at the figure; first: no figure stands before it in the sentence; none: a statement of none;
    all: what a statement of all says was done (答复, 维持), empty for everything else; share: it is one, in per cent.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    approximate: bool
    decimals: int | None
    none: bool
    sentence: int
    sentence_end: int
    gap: str
    near: str
    after: str
    depth: int
    first: bool
    all: str = ""
    share: bool = False


class _Found(NamedTuple):
    start: int
    end: int
    value: Decimal
    unit: str | None
    approximate: bool = False
    decimals: int | None = None
    none: bool = False
    all: str = ""


_new = tuple.__new__
"""Makes a named tuple of a tuple of all its fields, in a third of the time that its own call takes."""


def mentions(prose: Flow) -> tuple[Mention, ...]:
    """All mentions in reading order, none of them overlapping."""
    text = prose.text
    heard = (*_arabic(text), *_chinese(text), *_percents(text), *_nones(text), *_alls(text))
    found = _apart(sorted(heard, key=lambda f: (f.start, -f.end)), text)
    ends = _places(text, _SENTENCE_ENDS)
    made: list[Mention] = []
    last_end, last_sentence, depth = 0, -1, 0
    for place, item in enumerate(found):
        if item.start < last_end:
            continue
        following = found[place + 1].start if place + 1 < len(found) else len(text)
        number = bisect_right(ends, item.start)
        begin = ends[number - 1] + 1 if number else 0
        finish = ends[number] if number < len(ends) else len(text)
        first = number != last_sentence
        since = begin if first else last_end
        opened = text.count("(", since, item.start) - text.count(")", since, item.start)
        depth = max((0 if first else depth) + opened, 0)
        made.append(_mention(text, item, (begin, finish), (since, following), depth, first))
        last_end, last_sentence = item.end, number
    return tuple(made)


def _places(text: str, characters: str) -> list[int]:
    """Where these characters stand, in order: found one by one in a fraction of the time of a pattern."""
    places = []
    for character in characters:
        at = text.find(character)
        while at >= 0:
            places.append(at)
            at = text.find(character, at + 1)
    return sorted(places)


def _apart(found: list[_Found], text: str) -> list[_Found]:
    """Without figures that touch (3件2件, 30条109项): they are debris of a table, or tell how a document is built.

    Nor is 未办理的申请2件 a statement of none: words of none that run on into a figure only say what it counts.
    """
    touching = {a.end for a in found} & {b.start for b in found if not b.all and (not b.none or b.unit)}
    denied = {f.end: f.start for f in found if f.none and not f.unit}
    kept = [
        f
        for f in found
        if f.start not in touching and f.end not in touching and denied.get(f.end, f.start) >= f.start
    ]
    later = [*kept[1:], None]
    return [
        f
        for f, after in zip(kept, later, strict=False)
        if f.unit or not after or not _runs_on(text, f, after)
    ]


def _runs_on(text: str, none: _Found, figure: _Found) -> bool:
    if not none.none or figure.start - none.end > AFTER or figure.unit is None:
        return False
    return figure.start >= none.end and not _MARKS.search(text, none.end, figure.start)


def _mention(
    text: str, item: _Found, sentence: tuple[int, int], between: tuple[int, int], depth: int, first: bool
) -> Mention:
    since, following = between
    gap = text[max(since, item.start - WIDE) : item.start]
    clause = _LAST_BREAK.match(gap)
    cut = clause.end() if clause else 0
    reach = DENIED if item.none else AFTER
    after = text[item.end : min(item.end + reach, sentence[1], max(following, item.end))]
    stop = (_JOINS_DENIED if item.none else _JOINS).match(after) or _STOP.search(after)
    near = gap[max(cut, len(gap) - NEAR) :]
    if gap[cut - 1 : cut] == ")" and (not near or near in _IN_ALL or near.startswith(_ISSUED)):
        near = _before_bracket(text, sentence[0], item.start) + near
    after = after[: stop.start()] if stop else after
    return _new(
        Mention, (*item[:7], *sentence, gap, near, after, depth, first, item.all, item.unit in _SHARES)
    )


_SHARES = ("%", "个百分点")
_IN_ALL = frozenset(("共", "计", "共计", "合计", "总计", "累计", "总共", "为", "共为", "是", "达"))
_ISSUED = ("发布", "推送", "共发布", "累计发布", "共推送")
"""What goes on behind a bracket: 公众号(1个)发布信息9条."""


def _before_bracket(text: str, begin: int, end: int) -> str:
    """公开信息(含…等2个栏目)共计7条, 网站(含转发)7条: the clause before the bracket that ends right before a figure."""
    opened = max(text.rfind("(", begin, end), begin)
    lead = text[max(begin, opened - NEAR) : opened]
    clause = _LAST_BREAK.match(lead)
    return lead[clause.end() if clause else 0 :]


def _arabic(text: str) -> list[_Found]:
    return [made for m in _FIGURE.finditer(text) if (made := _arabic_figure(text, m))]


def _arabic_figure(text: str, match: re.Match[str]) -> _Found | None:
    digits, fraction, more, scale, rest, more2, unit, more3 = match.groups()
    start, end = match.span()
    start, number = _number(start, digits) if "," in digits else (start, digits)
    before = text[max(start - 8, 0) : start]
    last = before[-1:]
    if not number or _goes_on_before(before, last) or (number[0] == "0" and len(number) > 1):
        return None
    if unit != "%" and _is_noise(text, end, before, last):
        return None
    if fraction and not scale and unit not in _WITH_FRACTION:
        if len(number) > 2 or not _NUMBERED.search(before):
            return None
        start, number, fraction = match.start("fraction") + 1, fraction[1:], ""
    value = Decimal(number + fraction if fraction else number)
    if scale:
        if unit == "元":
            unit = scale + unit
        else:
            value *= parse_number(scale if scale[0] not in "万亿" else "一" + scale) or 1
            value += _rest(rest)
    if rest and unit != match["unit"]:
        return None
    approximate = bool(more or more2 or more3 or (last in _APPROXIMATE_ENDS and _APPROXIMATE.search(before)))
    decimals = max(len(fraction or "") - 1, 0) if unit == "%" else None
    return _new(_Found, (start, end, value, unit, approximate, decimals, not value and unit != "%", ""))


_WITH_FRACTION = ("%", "元", "个百分点", "万字")
"""Units of which there may be a part."""


def _goes_on_before(before: str, last: str) -> bool:
    """Whether what stands before a figure makes it a part of another one, or the number of something."""
    if last.isdigit() or (last in _ORDINAL_ENDS and _ORDINAL.search(before)):
        return True
    return last == " " and before[-2:-1].isdigit()


def _is_noise(text: str, end: int, before: str, last: str) -> bool:
    """Whether what stands around a figure that ends here shows that it counts nothing."""
    after = text[end : end + 1]
    if after in _NOISE_BEGINS and _AFTER_NOISE.match(text, end):
        return True
    return after in _TITLE_ENDS or (last in _SUMS_UP and _sums_up(before, text, end))


def _rest(rest: str | None) -> Decimal:
    """2千 of 1万2千; 2345 of 1万2345."""
    if not rest:
        return Decimal(0)
    digits = rest.rstrip("千百")
    return Decimal(digits) * {"千": 1000, "百": 100}.get(rest[-1], 1)


def _number(start: int, digits: str) -> tuple[int, str]:
    """Where the number begins and its digits: commas are thousands separators, or marks of a list before it."""
    if _GROUPED.fullmatch(digits):
        return start, digits.replace(",", "")
    last = digits.rfind(",") + 1
    return start + last, digits[last:]


def _chinese(text: str) -> list[_Found]:
    return [made for m in _CHINESE.finditer(text) if (made := _chinese_figure(text, m))]


def _chinese_figure(text: str, match: re.Match[str]) -> _Found | None:
    start, end = match.span()
    before = text[max(start - 6, 0) : start]
    unit, number = match["unit"], match["number"]
    of_a_law = unit == "条" and before.endswith(("》", "条例", "办法"))
    if (
        of_a_law
        or _ORDINAL_CHINESE.search(before)
        or before.endswith(tuple("0123456789"))
        or before.endswith("百分之")
    ):
        return None
    if unit in "个项" and (len(number) < 2 and number != "零"):
        return None
    if _AFTER_NOISE.match(text, end) or _CHINESE_NOISE.match(text, end) or _sums_up(before, text, end):
        return None
    value = parse_number(number)
    if value is None or not any(c in "零〇○一二两三四五六七八九十" for c in number) or _vague(number):
        return None
    if unit == "部" and number == "一":
        return None
    if not value:
        start -= before.endswith("为")
    return _Found(
        start, end, value, unit, bool(match["more"] or _APPROXIMATE.search(before)), None, not value
    )


def _sums_up(before: str, text: str, end: int) -> bool:
    return before.endswith(("等", "等共")) and _SUMMED.match(text, end) is not None


def _vague(number: str) -> bool:
    """三四件: about that many. Digits alone are a number only with a nought among them (二〇六)."""
    return len(number) > 1 and not any(c in "零〇○十百千万亿" for c in number)


def _percents(text: str) -> list[_Found]:
    made = []
    for match in _CHINESE_PERCENT.finditer(text):
        whole = parse_number(match["number"])
        point = "".join(str(parse_number(c)) for c in match["point"] or "")
        if whole is not None:
            made.append(_Found(*match.span(), Decimal(f"{whole}.{point or 0}"), "%", decimals=len(point)))
    return made + [
        _Found(m.start("of"), m.end(), _fraction(m["of"], m["among"]), "%", approximate=True)
        for m in _FRACTION.finditer(text)
    ]


def _fraction(of: str, among: str | None) -> Decimal:
    """七成 and 四分之一 in per cent: told roughly, so that no figure need follow from it."""
    whole = parse_number(of) or Decimal(1)
    if among is None:
        return whole * 10
    return round((parse_number(among) or 0) * Decimal(100) / whole, 1)


def _nones(text: str) -> list[_Found]:
    made = []
    for match in _NONE.finditer(text):
        before = text[max(match.start() - 4, 0) : match.start()]
        single = _SINGLE.match(text, match.end())
        if (
            _NOT_NONE.match(text, match.start())
            or _CONDITION.search(before)
            or (not single and _COUNTED.match(text, match.end()))
        ):
            continue
        stronger = _STRENGTHENED.search(before)
        start = match.start() - (len(stronger[0]) if stronger else 0)
        end = single.end() if single else match.end()
        made.append(_Found(start, end, Decimal(0), None, none=True))
    return made


def _alls(text: str) -> list[_Found]:
    return [_Found(*m.span(), Decimal(0), None, all=m["what"]) for m in _ALL.finditer(text)]
