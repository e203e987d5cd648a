"""Words that decide about figures, found once for a whole flow and asked for by place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_QUOTED = re.compile(r"《[^《》\n]{0,120}》?")
_YEAR = re.compile(r"20[0-3]\d年|二[〇○零]([〇○零一二三])([〇○零一二三四五六七八九])年")
_CHINESE_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_THIS_OR_LAST = re.compile(r"今年|本年|全年|年度内|上年度?|上一年度?|去年")
_YEARS_ON_END = re.compile(
    r"(20[0-3]\d)年?(?:至|到|-|—)(20[0-3]\d)年(?:度|底)?[,间]?(?=[^,。]{0,4}(?:累计|共|总计|合计))"
)
_DISPUTES = re.compile(
    r"[复诉应起法判胜败](?:"  # first characters alone are looked for much faster than words
    r"(?P<both>(?<=复)议[^。；;0-9]{0,8}?(?:诉讼|应诉)(?:[^,。；;0-9]{0,6}败诉)?|(?<=诉)讼[^。；;0-9]{0,4}?复议)"
    r"|(?P<suit>(?<=[应起胜败])诉|(?<=诉)讼|(?<=法)院|(?<=判)决)|(?<=复)议)"
)
_NOT_ABOUT = tuple("比较与同至到自从—-0123456789")
_RANGE = re.compile(r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起)?(?:至|到|—|-|以来)(?:20|今)?")
_CARRIED = re.compile(
    r"(?:度)?(?:末|底)?(?:的)?(?:结转|转结|顺延|遗留|同期|相比)|(?:度)?(?:政府信息公开(?:工作)?年|部门|预算|决算|财政|工作报告|年报)"
)
_CARRIED_ON = re.compile(r"度?(?:末|底)?的?(?:结转|转结|遗留)")
"""2021年度结转: what was carried in from then counts for the year reported on."""
_OF_A_DOCUMENT = re.compile(
    r"度?(?:政府信息公开(?:工作)?年|部门[预决]算|[预决]算|财政[预决]算|工作报告|年报|工作要点"
    r"|(?:(?!公[开布示]|发布|收到|受理|编制)[^,。；;0-9]){1,30}(?:[预决]算|年度报[告表]))"
)
_TO_DATE = re.compile(r"至今|历年|往年|以来|年起|月起|日起")
_BEGINNING = re.compile(r"(?:(20[0-3]\d)年[^,。\n]{0,12}|(?:开通|建站|上线|成立|施行|实施|运行|开设))$")
_AGGREGATE = re.compile(
    r"全[县区市省州盟旗](?!级)|各级|各地各部门|各部门|各单位|各工作部门|区县|县区|市及各|县及各|区及各|直属单位(?!或|信息|机构|类)|级部门(?!文件|动态|信息|概况)|直各?部门|直各?单位|各乡镇|各镇街|各街道"
)


_LIMITS = re.compile(
    r"(?=[上下第一二三四1-9前截较最居靠集刊计预力拟全本今实;；])(?:"  # at most places this alone is tried
    r"(?P<part_of_year>[上下]半年|第[一二三四1-4]季度|[一二三四1-4]季度|前三?季度|[1-9][0-2]?月?份?[-—~至到][1-9][0-2]?月"
    r"|截[至止]到?(?:20\d\d年|今年)?(?:[1-9]|1[01])月(?!1日?起))"
    r"|(?P<most>较(?:大(?!事故|变化|突破|进展|提升)|多)|最多|居前|靠前|前[三五十]位|集中[在于])|(?P<printed>刊[登发载])"
    r"|(?P<planned>(?:计划|预计|力争|拟)[于在]?(?:公开|收到|发布|召开|办理|开展|制定|出台|完成|新增|组织|举办|培训|20\d\d年)|下一步)"
    r"|全年|本年度|今年|实际|[;；])"
)
_WHOLE_YEAR = re.compile(r"1月?份?[-—~至到]12月")


class Marks:
    """Sorted places of one kind of word with what each stands for."""

    __slots__ = ("ends", "names", "starts")

    def __init__(self, found: Sequence[tuple[int, int, str]]) -> None:
        self.starts = [r[0] for r in found]
        self.ends = [r[1] for r in found]
        self.names = [r[2] for r in found]

    def last(self, floor: int, before: int) -> int | None:
        """Index of the last mark that lies within ``[floor, before)``."""
        place = bisect_right(self.ends, before) - 1
        return place if place >= 0 and self.starts[place] >= floor else None


def words(pattern: re.Pattern[str], text: str) -> Marks:
    """Places of a pattern; the name is the words found."""
    return Marks([(*m.span(), m[0]) for m in pattern.finditer(text)])


def named(pattern: re.Pattern[str], names: dict[str, str], text: str) -> Marks:
    """Places of a pattern of plain words; ``names`` says what each word stands for."""
    return Marks([(*m.span(), names[m[0]]) for m in pattern.finditer(text)])


def aggregates(text: str) -> Marks:
    """Words that make a figure one of many bodies."""
    return words(_AGGREGATE, text)


def years(text: str) -> Marks:
    """Years that a figure may be about: ``2019``, ``this``, ``last``. Not those in titles, comparisons and ranges."""
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    starts = [start for start, _ in quoted]

    def inside(place: int) -> bool:
        title = bisect_right(starts, place) - 1
        return title >= 0 and place < quoted[title][1]

    found = [(*m.span(), _four(m)) for m in _YEAR.finditer(text) if _about(text, m) and not inside(m.start())]
    found += [
        (*m.span(), "this" if m[0][0] in "今本全年" else "last")
        for m in _THIS_OR_LAST.finditer(text)
        if m[0][0] in "今本全年"
        or not (
            _CARRIED.match(text, m.end())
            or text[m.start() - 1 : m.start()] in _NOT_ABOUT
            or text.startswith("结转", m.start() - 2)
        )
    ]
    return Marks(sorted(found))


def _four(year: re.Match[str]) -> str:
    return f"20{_CHINESE_DIGITS[year[1]]}{_CHINESE_DIGITS[year[2]]}" if year[1] else year[0][:4]


def _about(text: str, year: re.Match[str]) -> bool:
    before = text[max(year.start() - 1, 0) : year.start()]
    ranged = _RANGE.match(text, year.end())
    if _OF_A_DOCUMENT.match(text, year.end()) or _CARRIED_ON.match(text, year.end()):
        return False
    if text.startswith(("结转", "转入"), max(year.start() - 2, 0)):
        return False
    if before in ("到", "至") and text.startswith("的", year.end()):
        return True
    return before not in _NOT_ABOUT and not (ranged and (ranged[0].endswith(("20", "来"))))


def to_date(text: str) -> Marks:
    """Words that make a count one since a beginning; the name is the year it began in, or empty."""
    found = [(*m.span(), m[1]) for m in _YEARS_ON_END.finditer(text) if m[1] < m[2]]
    for match in _TO_DATE.finditer(text):
        if match[0] in ("至今", "历年", "往年"):
            found.append((*match.span(), ""))
            continue
        past_year = match.start() + (match[0][0] == "年")
        began = _BEGINNING.search(text[max(past_year - 20, 0) : past_year])
        if began and not text.startswith(("至", "到"), match.end()):
            found.append((*match.span(), began[1] or ""))
    return Marks(sorted(found))


def limits(text: str) -> Marks:
    """Words that limit what follows them in the sentence, and those that end the limit (no name)."""
    return Marks([(*m.span(), m.lastgroup or "") for m in _LIMITS.finditer(text) if not _unlimited(text, m)])


def _unlimited(text: str, limit: re.Match[str]) -> bool:
    """1月至12月 is the whole year; 每季度 tells how often."""
    if limit.lastgroup != "part_of_year":
        return False
    before = text[max(limit.start() - 2, 0) : limit.start()]
    return before[-1:].isdigit() or "每" in before or _WHOLE_YEAR.match(text, limit.start()) is not None


def disputes(text: str) -> Marks:
    """Words of reviews and lawsuits; the name is the first part of the measure."""
    return Marks(
        [
            (*m.span(), "disputes" if m["both"] else "lawsuits" if m["suit"] else "reviews")
            for m in _DISPUTES.finditer(text)
        ]
    )
