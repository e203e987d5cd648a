"""Who reports, on which year, and when it was published: what a report says of itself outside its figures.

Only what is printed (or follows from a printed name) is given; everything else is None. Nothing depends on the clock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.model import Document, Section
from audit.tidy.bodies import Body, parse_body, with_printed_places
from audit.tidy.dates import DATE, parse_date, repaired_date
from audit.tidy.reading import Reading

_YEAR = re.compile(
    r"(?P<year>(?:19|20)\s?\d\s?\d)\s?年|(?P<han>二[〇○零OＯ0][〇○零一二][〇○零一二三四五六七八九])年"
)
_HAN_DIGITS = {**{c: str(i) for i, c in enumerate("〇一二三四五六七八九")}, **dict.fromkeys("○零OＯ0", "0")}
_TAIL = re.compile(
    r"(?:政府信息|政务|信息)\s?公开\s?(?:工作)?\s*(?:情况)?(?:年度)?(?:工作)?(?:情况)?的?(?:年度)?(?:总结)?(?:报告|年报)(?!及|和|的通知|》|编制|制度|目录|栏|专栏|格式)"
)
_LABEL = re.compile(r"[\s|*•·#>-]*(?:标\s?题|名\s?称|文件名称|信息名称|题\s?名|文件标题)\s*[:|]?\s*\|?\s*")
_NO_TITLE = re.compile(
    r"[>。;；]|当前位置|索引|分类|栏目|下载|根据|按照|关于印发|关于做好|链接|上一[篇条]|下一[篇条]|详见|发布《"
)
_STEM_NOISE = re.compile(
    r"\((?:文字|图文|电子|公开)版?\)|(?:19|20)\s?\d\s?\d\s?年?度?(?!\d)|二[〇○零O][〇○零一二].年度?|年度|^关于|[《》“”\"•*#|]|(?:县政府|政府)?网站$|的$|本级$"
)
_AGENCY_LABELS = r"(?:发布|公开|制作|编制|发文|报送|责任|信息提供)(?:机构|单位|主体|部门|机关)|信息来源|来\s?源|单\s?位|所属(?:机构|单位)"
_AGENCY = re.compile(
    rf"(?:{_AGENCY_LABELS})\s*[:|]\s*\|?\s*([^\s|:,。]{{2,40}})|(?:发布|制作|公开)(?:机构|单位)\s+([^\s|:,。]{{2,40}})"
)
_INDEX = re.compile(
    r"索\s?引\s?(?:号|码)\s*[:|]*\s*\|?\s*(?P<n>(?:[\u4e00-\u9fff]{1,6}[\-/〔\[(])?[A-Za-z0-9][A-Za-z0-9\-/_.〔〕\[\]()]{3,})"
)
_PUBLISHED = re.compile(
    rf"(?:(?:发布|公开|发文|发表|刊登|公布|上网|印发)\s?(?:日期|时间)|(?<![\u4e00-\u9fff])(?:日\s?期|时\s?间))\s*[:|]?\s*\|?\s*(?P<d>{DATE})"
)
_BYLINE = re.compile(rf"(?:来源|作者|编辑)\s*:[^\n]{{0,30}}?(?<![\d\-])(?P<d>{DATE})")
_GENERATED = re.compile(rf"(?<!页面)(?:生成|成文|制作|形成)\s?(?:日期|时间)\s*[:|]?\s*\|?\s*(?P<d>{DATE})")
_PUBLISHED_NAMES = re.compile(r"pub(?:lish)?_?-?(?:date|time)|published|date\.issued|发布", re.I)
_LOST_DATE = r"(?:19|20)\d\d年?\d{2,4}日|(?:19|20)\d\d\d{1,2}月\d{1,2}日"
_PERIOD = re.compile(
    rf"(?P<start>{DATE}|{_LOST_DATE})\s*(?:起|开始)?\s*(?:至|到|—+|-+|~|－|–)\s*(?P<end>{DATE}|{_LOST_DATE}|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|\d{{3,4}}日)"
)
_PERIOD_WORDS = re.compile(r"统计|期限|时限|数据|涵盖|期间|时间|时段|跨度|起止|本(?:年度)?报告")
_SIGNED = re.compile(
    rf"(?:(?<=\s)|(?<=[。局府室厅处委会心]))(?P<d>{DATE})(?<=[\d日])(?!\s*(?:日|[至到起止,、]))(?=\s|$)"
)
_SOURCE_URL = re.compile(
    r"(?:原文(?:链接|地址|网址)?|来源(?:网址|链接|地址)?|网页地址|链接|网址|URL|转载自)\s*[:|]\s*\|?\s*(?:[^\s|]{0,20}\s)?https?://(?P<host>[A-Za-z0-9.\-]+)",
    re.I,
)
_URL_NAMES = re.compile(r"canonical|og:url|source|saved|sitedomain|base", re.I)
_HOST = re.compile(r"^(?:https?:)?//([A-Za-z0-9.\-]+)|^([A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)/?$")
_NARRATORS = re.compile(
    r"由(?P<by>[\u4e00-\u9fff]{4,30}?)(?:(?:党政)?(?:综合)?办公[室厅])?(?:根据|编制|结合|负责|组织)"
    r"|公布(?P<of>[\u4e00-\u9fff]{3,30}?)(?:19|20)\d\d年?度?(?:政府)?信息公开"
    r"|(?:编制|汇总|发布|现将)(?:(?:19|20)\d\d年度?)?(?P<own>[\u4e00-\u9fff]{3,30}?)(?:的|(?:19|20)\d\d年|政府信息公开|政务公开|编制)"
)
_MENTION = re.compile(
    r"[\u4e00-\u9fff]{2,18}?(?:人民政府(?:[\u4e00-\u9fff]{1,6}街道办事处)?|街道办事处|管委会|(?<!各)局|委员会)(?![\u4e00-\u9fff]{0,2}(?:监督|机关事务))"
)
_TOGETHER = re.compile(
    r"(?:全[县区市省州旗]|我[县区市省州旗]政府信息公开单位|各级|各乡镇|各镇|各街道|镇街|乡镇\(街道\)|县直|区直|市直)[^。]{0,60}?(?:公开|收到|受理|发布)[^。]{0,40}?\d"
)
_WITH_DEPARTMENTS = re.compile(
    r"(?:及其?|和|与)(?:所属|下属|各|区直|县直|市直|直属|工作|职能|组成){1,3}部门[^。]{0,60}?(?:公开|收到|受理|发布)[^。]{0,40}?\d"
)
_FILE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
FIRST_YEAR = 2007


@dataclass(frozen=True, slots=True)
class _Parts:
    """The texts (readings) that the searches look at: all, before the prose, the prose, from the first heading on."""

    whole: str
    head: str
    body: str
    main: str


def find_metadata(
    document: Document, reading: Reading, sections: Sequence[Section], form: str, name: str
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Columns of the ``reports`` frame that a report states about itself, and remarks on contradictions.

    Keys: agency, level, kind, province, city, county, year, form, scope, title, index_no, published_on,
    generated_on, signed_on, period_start, period_end, host; missing is None (level, kind, scope: ``unknown``).
    """
    parts = _parts(document, reading, sections)
    title = _title(document, reading, parts)
    period = _period(parts)
    year, remarks = _year(title, period, parts, name)
    body = _body(document, title, parts, name)
    published = _published(document, parts)
    found: dict[str, object] = {
        "agency": body.name if body else None,
        "level": body.level if body else "unknown",
        "kind": body.kind if body else "unknown",
        "province": body.province if body else None,
        "city": body.city if body else None,
        "county": body.county if body else None,
        "year": year,
        "form": form,
        "scope": _scope(body, parts),
        "title": title,
        "index_no": _first(_INDEX, parts.head, "n"),
        "published_on": published,
        "generated_on": _earliest(_GENERATED, parts.head),
        "signed_on": _signed(parts, year),
        "period_start": period[0],
        "period_end": period[1],
        "host": _host(document, parts),
    }
    return found, remarks


def report_year(document: Document, reading: Reading, sections: Sequence[Section], name: str) -> int | None:
    """The year that the report is about: title, then period, then text, then file name."""
    parts = _parts(document, reading, sections)
    return _year(_title(document, reading, parts), _period(parts), parts, name)[0]


def _parts(document: Document, reading: Reading, sections: Sequence[Section]) -> _Parts:
    lengths = {s.canonical: len(s.text) for s in sections if s.canonical in ("head", "preface")}
    begin = document.places.span(sections[0].locator)[0] if sections else 0
    headed = len(sections) > len(lengths)
    prose = (
        reading.at(begin + lengths.get("head", 0)) if headed or "preface" in lengths else len(reading.text)
    )
    first = reading.at(begin + sum(lengths.values())) if headed else len(reading.text)
    return _Parts(
        reading.text, reading.text[:prose], reading.text[prose:], reading.text[first:] or reading.text[prose:]
    )


# --- title and year ---------------------------------------------------------------------------------------------


def _title(document: Document, reading: Reading, parts: _Parts) -> str | None:
    """The title as printed, without line breaks and spaces; the page's own title if the text has none."""
    found = [(weight, -start, start, end) for weight, start, end in _titles(parts.head)]
    if found:
        _, _, start, end = max(found)
        first, last = reading.raw_span(start, end)
        return re.sub(r"\s+", "", document.text[first:last])
    for name, value, *_ in document.properties:
        match = _TAIL.search(value) if name.lower() in ("title", "og:title", "meta:articletitle") else None
        if match:
            return re.sub(r"\s+", "", value[: match.end()])
    return None


def _titles(head: str) -> Iterator[tuple[int, int, int]]:
    for match in _TAIL.finditer(head):
        start = head.rfind("\n", 0, match.start()) + 1
        label = _LABEL.match(head, start)
        start = label.end() if label and label.end() <= match.start() else start
        start += len(head[start : match.start()]) - len(head[start : match.start()].lstrip(" \t#*•|>"))
        if not _STEM_NOISE.sub("", head[start : match.start()]).strip():
            start = _line_above(head, start)
        stem = head[start : match.start()]
        if len(stem) > 60 or _NO_TITLE.search(stem):
            continue
        named = bool(_STEM_NOISE.sub("", stem).strip())
        ends = head[match.end() : match.end() + 1] in ("", "\n")
        yield 2 * bool(_YEAR.search(stem)) + 2 * named + ends, start, match.end()


def _line_above(head: str, start: int) -> int:
    """Start of the line before, if it looks like the first line of a title in two lines."""
    above = head[:start].rstrip()
    begin = above.rfind("\n") + 1
    line = above[begin:].strip()
    good = re.fullmatch(r"[\u4e00-\u9fff\d() ]{3,30}", line) and not re.search(
        r"正文|首页|登录|公开$|公开年报", line
    )
    return begin + len(above[begin:]) - len(above[begin:].lstrip()) if good else start


def _years(text: str) -> list[int]:
    """Years printed as ``2023年`` or ``二○一四年``, in order."""
    found = []
    for match in _YEAR.finditer(text):
        digits = match["year"] or "".join(_HAN_DIGITS.get(c, "2" if c == "二" else c) for c in match["han"])
        found.append(int(re.sub(r"\s", "", digits)))
    return found


def _year(
    title: str | None, period: tuple[date | None, date | None], parts: _Parts, name: str
) -> tuple[int | None, tuple[str, ...]]:
    titled = _years(title or "") or [int(y) for y in _FILE_YEAR.findall(title or "")]
    stated = {
        "title": titled[0] if titled else None,
        "period": period[1].year
        if period[1] and (period[0] is None or period[0].year == period[1].year)
        else None,
        "file name": _file_year(name),
    }
    year = stated["title"] or stated["period"] or _usual_year(parts.body) or stated["file name"]
    others = [f"the {where} says {y}" for where, y in stated.items() if y is not None and y != year]
    remarks = (f"report year {year}, but {' and '.join(others)}",) if others and year else ()
    return year, remarks


def _file_year(name: str) -> int | None:
    found = [int(y) for y in _FILE_YEAR.findall(name) if int(y) >= FIRST_YEAR]
    return found[0] if len(set(found)) == 1 else None


def _usual_year(text: str) -> int | None:
    """The year that the text names most often; None if two are named equally often."""
    ranked = Counter(y for y in _years(text) if y >= FIRST_YEAR).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


# --- dates ------------------------------------------------------------------------------------------------------


def _period(parts: _Parts) -> tuple[date | None, date | None]:
    for match in _PERIOD.finditer(parts.whole):
        around = parts.whole[max(match.start() - 50, 0) : match.start()].rpartition("。")[2]
        if not _PERIOD_WORDS.search(around) and "期间" not in parts.whole[match.end() : match.end() + 4]:
            continue
        start = parse_date(match["start"]) or repaired_date(match["start"])
        printed = match["end"]
        whole = re.match(r"\s*(?:19|20)\s?\d\s?\d", printed) or "年" in printed
        printed = printed if whole or start is None else f"{start.year}年{printed}"
        end = parse_date(printed) or repaired_date(printed)
        if start is not None or end is not None:
            return start, end
    return None, None


def _published(document: Document, parts: _Parts) -> date | None:
    """The earliest publication date stated; never the time at which a copy was taken."""
    found = [parse_date(m["d"]) for m in _PUBLISHED.finditer(parts.head)]
    found += [parse_date(value) for name, value, *_ in document.properties if _PUBLISHED_NAMES.search(name)]
    if not any(found):
        found = [parse_date(m["d"]) for m in _BYLINE.finditer(parts.head)]
    return min((d for d in found if d is not None), default=None)


def _earliest(pattern: re.Pattern[str], text: str) -> date | None:
    return min((d for m in pattern.finditer(text) if (d := parse_date(m["d"]))), default=None)


def _signed(parts: _Parts, year: int | None) -> date | None:
    """The date under the signature: it stands alone, after the text, and is no other date of the report."""
    found = [(m.start(), parse_date(m["d"])) for m in _SIGNED.finditer(parts.main)]
    dates = [d for _, d in found if d is not None and (year is None or year <= d.year <= year + 2)]
    return dates[-1] if dates else None


# --- who --------------------------------------------------------------------------------------------------------


def _body(document: Document, title: str | None, parts: _Parts, name: str) -> Body | None:
    """The reporting body: from the title, else signature, publisher, preface, the text, the file name."""
    body: Body | None = None
    for source in _sources(document, title, parts, name):
        found = parse_body(source)
        if found is not None:
            body = found if body is None else _merged(body, found)
    for source in () if body else _last_sources(parts, name):
        body = body or parse_body(source)
    if body is None:
        return None
    body = with_printed_places(body, parts.whole)
    if body.is_zone and not body.office and "管委会" in parts.whole:
        body = replace(body, office="管委会")
    return body


def _merged(body: Body, other: Body) -> Body:
    """``body`` with the higher places that another naming of the same body prints."""
    same_town = body.town is not None and body.town == other.town
    same_office = body.place is None and body.office == other.office
    if same_town or same_office:
        return replace(
            body,
            province=body.province or other.province,
            city=body.city or other.city,
            county=body.county or other.county,
            rank=None if other.place else body.rank,
        )
    if body.county is not None and body.county == other.county and body.city is None:
        return replace(body, province=body.province or other.province, city=other.city)
    return body


def _sources(document: Document, title: str | None, parts: _Parts, name: str) -> Iterator[str]:
    """Texts that may name the body, the most trustworthy first."""
    if title:
        yield _stem(title)
    yield from _signatures(parts.main)
    for match in _AGENCY.finditer(parts.head):
        yield _stem(match[1] or match[2])
    for match in _NARRATORS.finditer(parts.body[:600]):
        yield _stem(match["by"] or match["of"] or match["own"])
    for name_, value, *_ in document.properties:
        if name_.lower() == "title":
            yield from (_stem(piece) for piece in re.split(r"[_\-|—]", value))


def _last_sources(parts: _Parts, name: str) -> Iterator[str]:
    yield from (m for m, _ in Counter(_mentions(parts.body)).most_common(3))
    yield _stem(_TAIL.split(name.rpartition(".")[0])[0])


def _stem(text: str) -> str:
    """What is left of a title without year, kind of paper and marks: the name of the body."""
    return _STEM_NOISE.sub("", _TAIL.sub("", text)).strip()


def _signatures(main: str) -> Iterator[str]:
    """The line above a date that stands alone."""
    for match in _SIGNED.finditer(main):
        above = main[: match.start()].rstrip()
        line = re.split(r"[\n。\s]", above)[-1]
        if 3 <= len(line) <= 30:
            yield line


def _mentions(body: str) -> Iterator[str]:
    for match in _MENTION.finditer(body):
        words = re.split(
            r"[请与向由在的对为是于本各到至经从自将和及按根据]|公布|编制|联系|依托|通过|坚持|认真|政府信息|公开|人民政府(?=.{2,})",
            match[0],
        )[-1]
        if parse_body(words):
            yield words


def _scope(body: Body | None, parts: _Parts) -> str:
    """Whose figures the report gives; ``unknown`` where the text does not say."""
    if body is None:
        return "unknown"
    if body.kind in ("department", "township", "street", "institution", "general_office"):
        return "own"
    if _TOGETHER.search(parts.body):
        return "aggregate"
    return "own_plus_departments" if _WITH_DEPARTMENTS.search(parts.body) else "unknown"


# --- where ------------------------------------------------------------------------------------------------------


def _host(document: Document, parts: _Parts) -> str | None:
    """The site that the copy comes from, as its head or its page data say."""
    match = _SOURCE_URL.search(parts.head)
    if match:
        return match["host"].lower()
    for name, value, *_ in document.properties:
        found = _HOST.match(value.strip()) if _URL_NAMES.search(name) else None
        if found:
            return (found[1] or found[2]).lower()
    return None


def _first(pattern: re.Pattern[str], text: str, group: str) -> str | None:
    match = pattern.search(text)
    return match[group] if match else None
