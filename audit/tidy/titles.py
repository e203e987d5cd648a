"""The title of a report and the year that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from audit.model import PROPERTY, Document
from audit.tidy.parts import FIELD, Parts
from audit.tidy.reading import Reading

FIRST_YEAR = 2007
"""No annual report is about an earlier year."""

_NAMED = re.compile(
    r"(?:编制|公布|公开|发布|现将|形成)了?(?P<by>[^。;；《》\n]{0,40}?)(?P<year>20\d\d)年度?[^。;；《》\n,，]{0,24}?(?:政府|政务)?信息公开(?:工作)?(?:情况)?年?度?(?:工作)?报告"
)
_AS_OF = re.compile(r"截[至止]到?(?P<year>20\d\d)年(?:12月(?:31日)?|年?底)")
_YEAR = re.compile(
    r"[12二](?:(?:(?<=1)9|(?<=2)0)\s?\d\s?\d\s?|(?<=二)[〇○零OＯ0][〇○零一二][〇○零一二三四五六七八九])年"
)
_IN_A_DATE = re.compile(r"\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?月")
_HAN_DIGITS = {
    "二": "2",
    **{c: str(i) for i, c in enumerate("〇一二三四五六七八九")},
    **dict.fromkeys("○零OＯ", "0"),
}
_FILE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_TAIL = re.compile(
    r"(?:(?<!人民)政府信息|政务|信息)\s?公开\s?(?:工作)?\s*(?:情况)?\s?(?:(?:19|20)\d\d\s?年?)?(?:年?度)?(?:工作)?(?:情况)?的?(?:年度)?(?:(?:总结)?(?:报告|年报)|总结)"
    r"(?!及|和|的通知|》|编制|制度|目录|栏|专栏|格式)(?:\s?[(（\[〔](?:19|20)\d\d\s?年?度?[)）\]〕])?"
)
_LABEL = re.compile(
    r"[\s|*•·#>【\[-]*(?:(?:文件|信息)?(?:标\s{0,4}题|名\s{0,4}称)|题\s?名)\s*】?\s*[:|]?\s*\|?\s*"
)
_CELL = re.compile(r"[|\t】]|(?<=[:|\s])(?=(?:文件|信息)?(?:标\s{0,4}题|名\s{0,4}称)\s*[:|])")
"""Where a cell of a block, or a label in running text, begins."""
_NO_TITLE = re.compile(
    r"[>。;；:]|当前位置|索引|分类|栏目|下载|根据|按照|关于印发|关于做好|链接|上一[篇条]|下一[篇条]|详见|发布《"
)
_NOISE = re.compile(
    r"(?:19|20)\d\d\s?年?[-—–~至]\s?(?:19|20)\d\d\s?学年度?|\((?:文字|图文|电子|公开)版?\)|(?:19|20)\s?\d\s?\d\s?年?度?(?!\d)|二[〇○零O][〇○零一二].年度?|年度|^关于|关于$|[《》“”\"•*#|\[\]〔〕【】]"
    r"|(?:县政府|政府)?网站$|的$|本级$|\(?本级机关\)?$|(?<=海关)关区$"
)
_OF_CUSTOMS = re.compile(r"(?<=海关总署)海关$|(?<=海关)海关$")
_OFFICE_OF_DISCLOSURE = re.compile(
    r"(?:(?<!人民)政府信息|信息|政务)公开(?:工作)?(?:领导小组)?(?:办公室|办|机构)?$"
)
_NOT_ABOVE = re.compile(r"正文|首页|登录|公开$|公开年报|今天|星期|日$|发布于|字体|[:|>]")


_OPENING = 800
"""Characters within which a report says what it is."""
_UNREMARKED = ("text", "preface")


def find_title(
    document: Document, reading: Reading, parts: Parts
) -> tuple[str | None, tuple[tuple[str, str, str], ...]]:
    """The title as printed, without line breaks and spaces, and where it stands, as an observation ``title``; the page's
    own title if the text has none."""
    found = [(weight, -start, start, end) for weight, start, end in _titles(parts.head)]
    if found:
        _, _, start, end = max(found)
        first, last = reading.raw_span(start, end)
        quote = document.text[first:last]
        return re.sub(r"\s+", "", quote), (("title", quote, document.places.locator(first, last)),)
    for name, value in document.properties:
        match = _TAIL.search(value) if name.lower().removeprefix("meta:") in _TITLE_NAMES else None
        if match:
            return re.sub(r"\s+", "", value[: match.end()]), (("title", value, f"{PROPERTY}{name}"),)
    return None, ()


_TITLE_NAMES = ("title", "og:title", "articletitle", "dc.title")


def name_in(text: str) -> str:
    """What is left of a title or label without year, kind of paper and marks: the name of a body."""
    return _OF_CUSTOMS.sub("", _OFFICE_OF_DISCLOSURE.sub("", _NOISE.sub("", _TAIL.sub("", text)).strip()))


def _titles(head: str) -> Iterator[tuple[int, int, int]]:
    """(weight, start, end) of everything in the head that reads as a title."""
    for match in _TAIL.finditer(head):
        line = head.rfind("\n", 0, match.start()) + 1
        start = _cell(head, line, match.start())
        if start is None:
            continue
        start += len(head[start : match.start()]) - len(head[start : match.start()].lstrip(" \t#*•|>"))
        if (
            head[line:start].strip(" \t#*•|>") == ""
            and not _NOISE.sub("", head[start : match.start()]).strip()
        ):
            start = _line_above(head, start)
        stem = head[start : match.start()]
        if len(stem) <= 60 and not _NO_TITLE.search(stem) and not _TAIL.search(stem):
            named = bool(_NOISE.sub("", stem).strip())
            ends = head[match.end() : match.end() + 1] in ("", "\n")
            yield 2 * bool(_YEAR.search(stem)) + 2 * named + ends, start, match.end()


def _cell(head: str, line: int, end: int) -> int | None:
    """Where the cell that holds a title begins, after its label; None if it is the value of another label."""
    start, before = line, line
    for mark in _CELL.finditer(head, line, end):
        if head[start : mark.start()].strip(" \t【"):
            before = start
        start = mark.end()
    label = _LABEL.match(head, start) or _LABEL.match(head, before)
    if label and label.end() <= end and label.end() >= start:
        return label.end()
    is_value = before < start and FIELD.fullmatch(head[before:start].strip(" |\t"))
    named = FIELD.match(head, start, end)
    return None if (is_value and not label) or (named and named[0].strip()) else start


def _line_above(head: str, start: int) -> int:
    """Start of the line before, if it looks like the first line of a title in two lines."""
    above = head[:start].rstrip()
    begin = above.rfind("\n") + 1
    line = above[begin:].strip()
    good = (
        re.fullmatch(r"[\u4e00-\u9fff\d() ]{3,30}", line)
        and not _NOT_ABOVE.search(line)
        and not FIELD.fullmatch(line)
    )
    return begin + len(above[begin:]) - len(above[begin:].lstrip()) if good else start


def find_year(
    title: str | None, period: tuple[date | None, date | None], parts: Parts, name: str
) -> tuple[int | None, dict[str, int]]:
    """The report year, and the year that each source states: title, preface, period, text, file name, in this order of trust."""
    titled = _years(title or "") or [int(y) for y in _FILE_YEAR.findall(title or "")]
    whole = period[1] is not None and (period[0] is None or period[0].year == period[1].year)
    usual = _usual_year(parts.body)
    stated = {
        "title": titled[0] if titled else None,
        "preface": _named_year(parts.body, usual),
        "period": period[1].year if whole and period[1] else None,
        "text": usual if usual is not None else _as_of(parts.body),
        "file name": _file_year(name),
    }
    known = {where: year for where, year in stated.items() if year is not None}
    return next(iter(known.values()), None), known


def _named_year(text: str, usual: int | None) -> int | None:
    """The year of the report that the first words announce, if the text is mostly of that year: a period may be stale."""
    named = _NAMED.search(text[:_OPENING])
    return usual if named and int(named["year"]) == usual else None


def _as_of(text: str) -> int | None:
    """截至2023年12月31日: the year at whose end the text counts."""
    years = {int(m["year"]) for m in _AS_OF.finditer(text)}
    return years.pop() if len(years) == 1 else None


def year_remarks(year: int | None, stated: dict[str, int]) -> tuple[str, ...]:
    """A remark where title, period and file name name different years; a text may be about more than one."""
    others = [
        f"the {where} says {y}" for where, y in stated.items() if y != year and where not in _UNREMARKED
    ]
    return (f"report year {year}, but {' and '.join(others)}",) if others else ()


def _years(text: str, *, dates: bool = True) -> list[int]:
    """Years printed as ``2023年`` or ``二○一四年``, in order; without those of dates if not ``dates``."""
    matches = (m for m in _YEAR.finditer(text) if dates or not _IN_A_DATE.match(text, m.end()))
    return [int(m[0][:-1]) if m[0][:-1].isdecimal() else _in_digits(m[0][:-1]) for m in matches]


def _in_digits(printed: str) -> int:
    """A year printed in Chinese or with spaces."""
    return int("".join([_HAN_DIGITS.get(c, c) for c in printed if not c.isspace()]))


def _file_year(name: str) -> int | None:
    found = {int(y) for y in _FILE_YEAR.findall(name) if int(y) >= FIRST_YEAR}
    return found.pop() if len(found) == 1 else None


def _usual_year(text: str) -> int | None:
    """The year that the text names most often; None if two are named equally often."""
    ranked = Counter(y for y in _years(text, dates=False) if y >= FIRST_YEAR).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
