"""Who reports, on which year, and when it was published: what a report says of itself outside its figures.

Only what is printed (or follows from a printed name) is given; everything else is None. Nothing depends on the clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from audit.model import PROPERTY, Document, Section
from audit.tidy.bodies import Body
from audit.tidy.naming import find_body, own_words
from audit.tidy.parts import Parts, cut_in_parts
from audit.tidy.paths_cn import division_code, with_path
from audit.tidy.reading import Reading
from audit.tidy.stated_dates import find_generated, find_period, find_published, find_signed
from audit.tidy.titles import find_title, find_year, year_remarks

_INDEX = re.compile(
    r"(?:索\s?引\s?(?:号|码)[^\S\n]*[】\]]?[^\S\n]*[:|]*[^\S\n]*\|?[^\S\n]*|(?:^|\n)[^\S\n]*索\s?引\s?(?:号|码):?[^\S\n]*\n\s*)(?P<n>(?:[\u4e00-\u9fff]{1,6}[\-/〔\[(])?[A-Za-z0-9][A-Za-z0-9\-/_.〔〕\[\]()]{3,})"
)
_SOURCE_URL = re.compile(
    r"(?:原文(?:链接|地址|网址)?|来源(?:网址|链接|地址)?|网页地址|链接|网址|URL|转载自)\s*[:|]\s*\|?\s*(?:[^\s|]{0,20}\s)?https?://(?P<host>[A-Za-z0-9.\-]+)",
    re.I,
)
_URL_NAMES = re.compile(r"canonical|og:url|source|saved|sitedomain|base", re.I)
_HOST = re.compile(r"^(?:https?:)?//([A-Za-z0-9.\-]+)|^([A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)/?$")
_TOGETHER = re.compile(
    r"(?:全[县区市省州旗]|我[县区市省州旗]政府信息公开单位|各级|各乡镇|各镇|各街道|镇街|乡镇\(街道\)|县直|区直|市直)[^。]{0,60}?(?:公开|收到|受理|发布|公布)[^。]{0,40}?"
    r"\d[\d,.]*\s*[万千百余多]*\s*[条件份宗个项篇]"
)
_WITH_DEPARTMENTS = re.compile(
    r"(?:及其?|和|与)(?:所属|下属|各|区直|县直|市直|直属|工作|职能|组成){1,3}部门[^。]{0,60}?(?:公开|收到|受理|发布|公布)[^。]{0,40}?"
    r"\d[\d,.]*\s*[万千百余多]*\s*[条件份宗个项篇]"
)


def find_metadata(
    document: Document, reading: Reading, sections: Sequence[Section], form: str, name: str
) -> tuple[dict[str, object], tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """Columns of the ``reports`` frame that a report states about itself, remarks on contradictions, and (kind, quote,
    locator) of its ``title`` and of its ``host``.

    Keys: agency, level, kind, province, city, county, division_code, year, form, scope, title, index_no, published_on,
    generated_on, signed_on, period_start, period_end, host, sources; missing is None (level, kind, scope: ``unknown``).
    ``sources`` : JSON, column → source → what it states, also where sources disagree.
    """
    parts = cut_in_parts(document, reading, sections)
    title, titled = find_title(document, reading, parts)
    host, hosted = _host(document, reading, parts)
    period = find_period(parts)
    year, years = find_year(title, period, parts, name)
    body, bodies = find_body(document, title, parts, name)
    body = with_path(body, parts.whole, year) if body else None
    index = _INDEX.search(parts.fields)
    published, publications = find_published(document, parts)
    generated, generations = find_generated(parts)
    signed, signatures = find_signed(parts, year)
    stated: dict[str, Mapping[str, object]] = {
        "agency": bodies,
        "year": years,
        "published_on": publications,
        "generated_on": generations,
    }
    found: dict[str, object] = {
        **_who(body, parts, year),
        "year": year,
        "form": form,
        "scope": _scope(body, parts),
        "title": title,
        "index_no": index["n"] if index else None,
        "published_on": published,
        "generated_on": generated,
        "signed_on": signed,
        "period_start": period[0],
        "period_end": period[1],
        "host": host,
        "sources": _written({**stated, "signed_on": signatures}),
    }
    return found, year_remarks(year, years), (*titled, *hosted)


def _written(stated: Mapping[str, Mapping[str, object]]) -> str | None:
    """What the sources state, as JSON; columns and sources that state nothing are left out."""
    told = {column: {w: v for w, v in by.items() if v not in (None, [])} for column, by in stated.items()}
    told = {column: by for column, by in told.items() if by}
    return _JSON.encode(told) if told else None


_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


def _who(body: Body | None, parts: Parts, year: int | None) -> dict[str, object]:
    if body is None:
        level, kind = own_words(parts)
        unknown = dict.fromkeys(("agency", "province", "city", "county", "division_code"))
        return {**unknown, "level": level, "kind": kind}
    return {
        "agency": body.name if body.is_named else None,
        "level": body.level,
        "kind": body.kind,
        "province": body.province,
        "city": body.city,
        "county": body.county,
        "division_code": division_code(body, year),
    }


def _scope(body: Body | None, parts: Parts) -> str:
    """Whose figures the report gives; ``unknown`` where the text does not say."""
    if body is None:
        return "unknown"
    if body.kind in ("department", "township", "street", "institution", "general_office"):
        return "own"
    if _TOGETHER.search(parts.body):
        return "aggregate"
    return "own_plus_departments" if _WITH_DEPARTMENTS.search(parts.body) else "unknown"


def _host(
    document: Document, reading: Reading, parts: Parts
) -> tuple[str | None, tuple[tuple[str, str, str], ...]]:
    """The site that the copy comes from, as its head or its page data say, and where they say it."""
    match = _SOURCE_URL.search(parts.head)
    if match:
        first, last = reading.raw_span(*match.span("host"))
        return match["host"].lower(), (
            ("host", document.text[first:last], document.places.locator(first, last)),
        )
    for name, value in document.properties:
        found = _HOST.match(value.strip()) if _URL_NAMES.search(name) else None
        if found:
            return (found[1] or found[2]).lower(), (("host", value, f"{PROPERTY}{name}"),)
    return None, ()
