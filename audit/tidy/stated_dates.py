"""The dates that a report states about itself: period, publication, generation, signature."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from audit.model import Document
from audit.tidy.dates import DATE, STAMP, at_dates, parse_date, repaired_date
from audit.tidy.parts import Parts

_MARK = r"\s*[】\]]?\s*[:|]?\s*\|?\s*"
"""What stands between a label and its value."""
_PUBLISHED = re.compile(
    r"(?:(?:发\s?布|公\s?开|发\s?文|发表|刊登|公布|上网|印发)\s?(?:日\s?期|时\s?间)|(?<![\u4e00-\u9fff])(?:日\s?期|时\s?间))"
    rf"{_MARK}(?P<d>{DATE}|{STAMP})"
)
_BYLINE = re.compile(rf"(?:来源|作者|编辑)\s*:[^\n]{{0,30}}?(?<![\d\-])(?P<d>{DATE})")
_BARE = re.compile(r"(?<![\w\-/:.])(?P<d>20\d\d-\d{1,2}-\d{1,2})(?![\w\-/])")
_NOT_PUBLISHED = re.compile(r"采集|抓取|爬取|更新|生成|星期|归档|有效|失效")
_GENERATED = re.compile(
    rf"(?<!页面)(?:生成|成文|制作|形成)\s?(?:日\s?期|时\s?间){_MARK}(?P<d>{DATE}|{STAMP})"
)
_PUBLISHED_NAMES = re.compile(r"pub(?:lish)?_?-?(?:date|time)|published|date\.issued|发布", re.I)
_LOST = r"(?:19|20)\d\d年?\d{2,4}日|(?:19|20)\d\d\d{1,2}月\d{1,2}日"
_PERIOD = re.compile(
    rf"(?P<start>{DATE}|{_LOST})\s*(?:起|开始)?\s*[,，]?\s*(?:至|到|—+|-+|~|－|–)\s*"
    rf"(?P<end>{DATE}|{_LOST}|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|\d{{3,4}}日)"
)
_PERIOD_WORDS = re.compile(r"统计|期限|时限|数据|涵盖|期间|时间|时段|跨度|起止|本(?:年度)?报告")
_SIGNED = re.compile(
    rf"(?:(?<=\s)|(?<=[。局府室厅处委会心]))(?P<d>{DATE})(?<=[\d日])(?!\s*(?:日|[至到起止,、]))(?=\s|$)"
)
_SIGNATURES = 3
_REACH = 300
"""Characters after the title within which a date without a label is the date of publication."""


def find_period(parts: Parts) -> tuple[date | None, date | None]:
    """First and last day of the statistics period; both None if no period is stated."""
    for match in at_dates(_PERIOD, parts.whole, parts.years):
        before = parts.whole[max(match.start() - 50, 0) : match.start()].rpartition("。")[2]
        if not _PERIOD_WORDS.search(before) and "期间" not in parts.whole[match.end() : match.end() + 4]:
            continue
        start = parse_date(match["start"]) or repaired_date(match["start"])
        printed = match["end"]
        yeared = re.match(r"\s*(?:19|20)\s?\d\s?\d|[二一]", printed)
        printed = printed if yeared or start is None else f"{start.year}年{printed}"
        end = parse_date(printed) or repaired_date(printed)
        if start is not None or end is not None:
            return start, end
    return None, None


def find_published(document: Document, parts: Parts) -> tuple[date | None, dict[str, list[date]]]:
    """The earliest publication date stated, and all that are stated, by source; never the time at which a copy was taken.

    A date in a by-line, then one that stands alone below the title, count only where no date has a label.
    """
    found = {
        "label": _dates(m["d"] for m in _PUBLISHED.finditer(parts.fields)),
        "page data": _dates(
            value for name, value, *_ in document.properties if _PUBLISHED_NAMES.search(name)
        ),
    }
    if not any(found.values()):
        found = {"by-line": _dates(m["d"] for m in _BYLINE.finditer(parts.head))}
    if not any(found.values()):
        found = {"below the title": _alone(parts.head)}
    return min((d for days in found.values() for d in days), default=None), found


def _dates(printed: Iterable[str]) -> list[date]:
    return [d for d in dict.fromkeys(map(parse_date, printed)) if d is not None]


def _alone(head: str) -> list[date]:
    title = max((head.rfind(word) for word in ("年度报告", "年报", "工作报告")), default=-1)
    if title < 0:
        return []
    below = head[title : title + _REACH]
    lines = [line for line in below.split("\n") if not _NOT_PUBLISHED.search(line)]
    found = _dates(m["d"] for line in lines for m in _BARE.finditer(line))
    return found if len(found) == 1 else []


def find_generated(parts: Parts) -> tuple[date | None, dict[str, list[date]]]:
    """生成日期 or 成文日期 of the catalogue entry, the earliest, and all."""
    found = _dates(m["d"] for m in _GENERATED.finditer(parts.fields))
    return min(found, default=None), {"label": found}


def find_signed(parts: Parts, year: int | None) -> tuple[date | None, dict[str, list[date]]]:
    """The date under the signature: the last one that stands alone after the text, of the report year or soon after."""
    found = [parse_date(m["d"]) for m in _standing_alone(parts)]
    dates = [d for d in found if d is not None and (year is None or year <= d.year <= year + 2)]
    return (dates[-1] if dates else None), {"signature": list(dict.fromkeys(dates))}


def _standing_alone(parts: Parts) -> list[re.Match[str]]:
    """The dates after the first heading that stand alone under a name or the end of the text."""
    found = at_dates(_SIGNED, parts.main, parts.main_years)
    return [m for m in found if _under_a_name(parts.main, m.start())]


_BEFORE_DATE = re.compile(r"[。.;；)府署局厅委室处会心院校学所站社馆园队镇乡街道办区县市州盟旗部司行章】]$")


def _under_a_name(text: str, start: int) -> bool:
    """Whether what stands before a date is the end of the text or a body; not a headline with its date."""
    return bool(_BEFORE_DATE.search(text[max(start - 12, 0) : start].rstrip() or "。"))


def signatures(parts: Parts) -> list[str]:
    """What stands above the last dates that stand alone."""
    starts = [m.start() for m in _standing_alone(parts)[-_SIGNATURES:]]
    lines = [re.split(r"[\n。\s]", parts.main[max(s - _REACH, 0) : s].rstrip())[-1] for s in starts]
    return [line for line in lines if 3 <= len(line) <= 30]
