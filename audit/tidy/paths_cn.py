"""The administrative path of a body: what its name, the text and the list of divisions leave as the only reading.

Nothing is guessed: 朝阳区 alone stays without a city; with 长春市人民政府 in the text, or 长春市 right before it, it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from audit.tidy.bodies import Body
from audit.tidy.divisions import Division, divisions, named
from audit.tidy.places_cn import MUNICIPALITIES, province_by_city

_SITE = re.compile(r"(?:人民)?政府(?:信息公开|门户|公众信息|政务)?(?:网|信息网|网站|公开平台|公开专栏)")
_ORGAN = r"(?=人民政府|政府|政务公开|委办|委、|市委|政务服务|党政)"
_TERRITORY = re.compile(r"综合(?:改革)?[实试]验区$")
"""Zones that govern the whole of a county, and not works in it."""
_TOWNS = re.compile(r"(?:各|(?<=辖)|(?<=区))(?:乡镇|镇街|街镇|镇乡|镇|街道|乡)|乡镇\(街道\)|镇\(街道\)")


def with_path(body: Body, text: str, year: int | None) -> Body:
    """``body`` with the city and province of its county, the county of its town, and its level in the report year."""
    body = _of_the_year(replace(body, year=year), year)
    if body.town and body.county is None:
        body = _with_county_of_the_site(body, text, year)
    candidates = _candidates(body, text, year)
    above = {(d.province, d.city or None) for d in candidates}
    if len(above) == 1:
        province, city = above.pop()
        body = replace(body, province=province, city=city or _city_kept(body, province))
    elif body.city and body.province is None:
        body = replace(body, province=province_by_city().get(body.city))
    return _zone(body, text, year) if body.is_zone else body


def division_code(body: Body, year: int | None) -> str | None:
    """GB/T 2260 code of the lowest place of the path that has one; None where the path leaves several or none."""
    own = _fitting(body, year) if not body.is_zone else []
    codes = {d.code for d in (*own, *(_namesakes(body.county or "", year) if body.whole_area else ()))}
    return codes.pop() if len(codes) == 1 else None


def _of_the_year(body: Body, year: int | None) -> Body:
    """A city that was no prefecture in the report year is a county (毕节市 until 2010, 巢湖市 from 2011)."""
    if body.city is None or body.county is not None or year is None:
        return body
    levels = {d.level for d in named(body.city, year)}
    if levels == {"county"}:
        return replace(body, county=body.city, city=None, province=None)
    return body


def _fitting(body: Body, year: int | None) -> list[Division]:
    """Divisions that the lowest place above the town may be, by name and by what is known to stand above it."""
    lowest = body.county or body.city or body.province
    if lowest is None:
        return []
    level = "county" if body.county else "city" if body.city else "province"
    found = [d for d in named(lowest, year) if d.level == level]
    found = found or [d for d in named(lowest) if d.level == level]
    if body.county and body.city and body.city not in MUNICIPALITIES:
        found = [d for d in found if d.city == body.city]
    return [d for d in found if body.province in (None, d.province)]


def _candidates(body: Body, text: str, year: int | None) -> list[Division]:
    """The divisions that the county may be; among several those whose city or province the text names as its own."""
    found = _fitting(body, year) if body.county else []
    if len({(d.province, d.city) for d in found}) < 2:
        return found
    for above in (lambda d: d.city, lambda d: d.province):
        mine = _governing({above(d) for d in found}, body.county or "", text)
        if len(mine) == 1:
            return [d for d in found if above(d) in mine]
    return found


def _governing(places: Iterable[str], county: str, text: str) -> set[str]:
    """Those of ``places`` that the text names right before the county, as a government or as maker of a rule."""
    return {
        p
        for p in places
        if p
        and re.search(rf"{p}(?:{county}|{_ORGAN}|[\u4e00-\u9fff]{{0,9}}政府信息公开(?:条例|办法|规定))", text)
    }


def _city_kept(body: Body, province: str) -> str | None:
    return body.city if body.city and province_by_city().get(body.city) == province else None


def _with_county_of_the_site(body: Body, text: str, year: int | None) -> Body:
    """The county on whose government's site the town publishes (松阳政府网), if only one is named."""
    found: set[str] = set()
    for match in _SITE.finditer(text):
        before = text[max(match.start() - 8, 0) : match.start()]
        names = (before[-n:] for n in range(min(len(before), 8), 1, -1))
        known = (_county_called(name, year) for name in names)
        found.update(next(([k] for k in known if k), []))
    return replace(body, county=found.pop()) if len(found) == 1 else body


def _county_called(name: str, year: int | None) -> str | None:
    """The only county of this full name, or of this name with 县, 市, 区 or 旗."""
    full = {d.name for d in named(name, year) if d.level == "county"}
    called = full or {d.name for d in _by_stem().get(name, ()) if d.in_force(year)}
    return called.pop() if len(called) == 1 else None


@cache
def _by_stem() -> dict[str, tuple[Division, ...]]:
    """Counties by name without ending, where the rest has two characters or more."""
    found: dict[str, tuple[Division, ...]] = {}
    for one in divisions():
        if len(one.name) > 2 and one.level != "province":
            found[one.name[:-1]] = (*found.get(one.name[:-1], ()), one)
    return found


def _namesakes(zone: str, year: int | None) -> tuple[Division, ...]:
    """Counties after which a zone is named: 平潭综合实验区 → 平潭县."""
    stem = _TERRITORY.sub("", zone)
    of_the_year = tuple(d for d in _by_stem().get(stem, ()) if d.in_force(year))
    return of_the_year if stem != zone else ()


def _zone(zone: Body, text: str, year: int | None) -> Body:
    over = {d.province for d in _namesakes(zone.county or "", year)}
    province = zone.province or (over.pop() if len(over) == 1 else None)
    return replace(zone, province=province, whole_area=_governs_an_area(zone, text))


def _governs_an_area(body: Body, text: str) -> bool:
    """True if a zone is in the place of a county: it is named after one, or its own towns and streets are spoken of."""
    if len(_namesakes(body.county or "", body.year)) == 1:
        return True
    within_a_county = body.city is not None and body.city not in province_by_city()
    return not within_a_county and bool(_TOWNS.search(text))
