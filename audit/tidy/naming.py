"""Which body reports: title, signature, publisher, preface, text and file name, in this order of trust."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from audit.model import Document
from audit.tidy.bodies import Body, parse_body, with_printed_places
from audit.tidy.parts import Parts
from audit.tidy.stated_dates import signatures
from audit.tidy.titles import name_in

_MAKER = r"(?:发\s?布|公\s?开|制\s?作|制发|编制|发文|报送|责任|信息提供)\s?(?:机\s?构|单\s?位|主体|部门|机关)"
_LABELS = rf"{_MAKER}|信息来源|来\s?源|单\s?位|所属(?:机构|单位)"
_PUBLISHER = re.compile(
    rf"(?:{_LABELS})\s*[:|】\]]\s*:?\s*\|?\s*([^\s|:,。]{{2,40}})"
    rf"|(?:{_MAKER}|信息来源)\s+([^\s|:,。]{{2,40}})"
)
_NARRATOR = re.compile(
    r"(?=[由公发编汇现,，。\n])(?:由(?P<by>(?:[\u4e00-\u9fff]|\([\u4e00-\u9fff]{2,8}\)){4,30}?)(?:(?:党政)?(?:综合)?办公[室厅])?(?:\([^()]{2,24}\))?(?:根据|按照|依据|编制|结合|负责|组织)"
    r"|(?:公布|公开|发布)《?(?P<of>[\u4e00-\u9fff]{3,30}?)(?:\([^()]{2,24}\))?(?:19|20)\d\d年?度?(?:政府|政务)?信?息?公开"
    r"|(?:编制|汇总|发布|公布(?=(?:19|20)\d\d)|现将|公开)(?:(?:19|20)\d\d年度?)?(?P<own>[\u4e00-\u9fff]{3,30}?)"
    r"(?:的|(?:19|20)\d\d年?|政府信息公开|信息公开(?:工作)?年|政务公开|编制|各)"
    r"|[,，。\n](?![由现经并特为根按])(?P<self>[\u4e00-\u9fff]{4,30}?)(?:\([^()]{2,24}\))?(?:编制(?:了|完成|本|(?:19|20)\d\d)|结合(?:本|工作|单位|学校|实际)))"
)
_CONTACT = re.compile(
    r"(?:请与|请联系:?|与)(?P<who>[\u4e00-\u9fff]{4,30}?)(?:(?:党政)?(?:综合)?办(?:公室)?|(?:政务|信息)公开办(?:公室)?|综合科|秘书科)?(?:联系|\((?:联系)?(?:地址|电话)|,地址)"
)
_TITLES = re.compile(
    r"(?:(?:根据|按照)[^,。;；《》\n]{2,30}|[\u4e00-\u9fff]{2,18}(?:办公[室厅]|政府|局|委))?《[^《》\n]{1,120}》|[\u4e00-\u9fff]{2,18}(?:政府|局|委)(?:门户)?网站?"
)
"""Titles of documents, with those who issued them, and sites: they name others than the body that reports."""
_MENTION = re.compile(
    r"[\u4e00-\u9fff]{2,18}?(?:人民政府(?:[\u4e00-\u9fff]{1,6}街道办事处)?|街道办事处|管委会|管理委员会|(?<![各布格])局(?!(?<=国家税务总局)[\u4e00-\u9fff]{2,20}税务局)|总署|(?<!直属)(?<!隶属)(?<!中国)(?<!全国)(?<!各)海关(?!总|系统|[关总]|信息|工作|统计|特殊|监管|公开)|委员会"
    r"|委(?=是|高度|坚持|认真|严格|深入|办公室|按照|结合)"
    r"|(?:乡|镇|街道|开发区|高新区|经开区)(?=未|党|机关|严格|高度|认真|坚持|没有|主动|全面|积极))"
    r"(?![\u4e00-\u9fff]{0,2}(?:监督|机关事务))"
)
_SPLIT = re.compile(
    r"[请与向由在的对为是各到至将及]|按照?|根据|自(?!贡|流井|然|治)|从(?![化江])|于(?![都洪田潜])|本(?!溪)"
    r"|和(?![平县林田静政硕顺布龙]|规划|改革|城|信息化|社会保障|旅游|农村|科[学技]|体育|卫生|林业|商务)"
    r"|结合|围绕|浏览|访问|关于|调整|成立|以(?=[镇乡县区市党局])|公布|编制|联系|依托|通过|经过|坚持|认真|政府信息|公开|年[度来]?|人民政府(?=.{2,})"
)
_OF_A_PLACE = re.compile(r"我[省市县区州旗](?!委|局|直)")
"""A government that calls its place so may be named by its site."""
_GENERAL_OFFICE = re.compile(r"政府|公开|管委会|管理委员会")
_OWN_WORDS = {
    "我镇": ("township", "township"),
    "我乡": ("township", "township"),
    "我街道": ("township", "street"),
    "我街": ("township", "street"),
    "我局": ("unknown", "department"),
    "我委": ("unknown", "department"),
    "我厅": ("unknown", "department"),
}


def find_body(
    document: Document, title: str | None, parts: Parts, name: str
) -> tuple[Body | None, dict[str, list[str]]]:
    """The reporting body with the places that the text prints for it, None if nothing names one; and what each source names."""
    body: Body | None = None
    said: dict[str, list[str]] = {}
    for where, source in _sources(document, title, parts):
        found = parse_body(source)
        if found is not None and (body is not None or not _contradicted(found, parts)):
            body = found if body is None else _merged(body, found)
        if found is not None and found.name not in said.setdefault(where, []):
            said[where].append(found.name)
    if body is None:
        others = ((where, parse_body(source)) for where, source in _last_sources(parts, name))
        mine = ((w, b) for w, b in others if b is not None and not _contradicted(b, parts))
        where, body = next(mine, ("", None))
        if body is not None:
            said[where] = [body.name]
    return (_completed(body, document, parts) if body else None), said


def _completed(body: Body, document: Document, parts: Parts) -> Body:
    body = with_printed_places(body, parts.whole)
    texts = (parts.whole, *(value for _, value, *_ in document.properties))
    zone = body.is_zone and not body.office and any(re.search("管委会|管理委员会", t) for t in texts)
    return replace(body, office="管委会") if zone else body


def _contradicted(body: Body, parts: Parts) -> bool:
    """Whether a government is named for a text that speaks of 我镇 or 我局: the site's name, not the body's."""
    return (
        body.kind == "government"
        and body.office != "管委会"
        and own_words(parts)[1] in ("township", "street", "department")
    )


def own_words(parts: Parts) -> tuple[str, str]:
    """(level, kind) that a body without a name gives away by what it calls itself; unknown if it does not."""
    counts: Counter[tuple[str, str]] = Counter()
    for word, who in _OWN_WORDS.items():
        counts[who] += parts.body.count(word)
    who, number = counts.most_common(1)[0]
    return who if number else ("unknown", "unknown")


def _sources(document: Document, title: str | None, parts: Parts) -> Iterator[tuple[str, str]]:
    """(source, name) wherever the body may be named, in the order of trust."""
    narrated = list(_NARRATOR.finditer(parts.body[:600]))
    if title:
        yield "title", name_in(title)
    elif announced := next((m["of"] for m in narrated if m["of"]), None):
        yield "text", name_in(announced)
    for line in signatures(parts):
        yield "signature", line
    for match in _PUBLISHER.finditer(parts.fields):
        yield "publisher", name_in(match[1] or match[2])
    for match in narrated:
        yield "text", name_in(match["by"] or match["of"] or match["own"] or match["self"])
    named = {key.lower().removeprefix("meta:"): value for key, value, *_ in reversed(document.properties)}
    for key in ("articletitle", "og:title", "contentsource", "source", "title", "author"):
        for piece in re.split(r"[_\-|—]", named[key]) if key in named else ():
            yield "page data", name_in(piece)


def _last_sources(parts: Parts, name: str) -> Iterator[tuple[str, str]]:
    contact = _CONTACT.search(parts.body[:1500])
    if contact and not _GENERAL_OFFICE.search(contact["who"]):
        yield "text", name_in(contact["who"])
    for mention, _ in Counter(_mentions(_TITLES.sub("。", parts.whole))).most_common(3):
        yield "text", mention
    if _OF_A_PLACE.search(parts.body):
        for mention, _ in Counter(_mentions(parts.whole)).most_common(1):
            yield "text", mention
    yield "file name", name_in(name.rpartition(".")[0])


def _mentions(text: str) -> Iterator[str]:
    for match in _MENTION.finditer(text):
        words = _SPLIT.split(match[0])[-1]
        if parse_body(words):
            yield words


def _shortens(short: str, full: str) -> bool:
    """Whether a name of an office is a shorter form of another: 卫健委 of 卫生健康委员会."""
    rest = iter(full)
    return short[:1] == full[:1] and all(character in rest for character in short)


def _merged(body: Body, other: Body) -> Body:
    """``body`` with the higher places that another naming of the same body prints; ``other`` if only it has a place."""
    same_town = body.town is not None and body.town == other.town
    same_office = body.place is None and body.office in (other.office, f"{other.county or ''}{other.office}")
    if body.rank and other.place and other.place.endswith(body.rank) and _shortens(body.office, other.office):
        return other
    if same_town or same_office:
        return replace(
            body,
            office=other.office if same_office else body.office,
            province=body.province or other.province,
            city=body.city or other.city,
            county=body.county or other.county,
            rank=None if other.place else body.rank,
        )
    if body.county is not None and body.county == other.county and body.city is None:
        return replace(body, province=body.province or other.province, city=other.city)
    return body
