"""What the name of a place tells: its level, by the list of divisions or, where it is in none, by its ending."""

from __future__ import annotations

import re
from functools import cache

from audit.tidy.divisions import divisions, named

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
ZONE = re.compile(
    r"(?:新区|新城|开发区|经济区|物流区|高新区|经开区|实验区|示范区|保税区|保税港区|园区|产业园|科技城|合作区|管理区|度假区|风景区|名胜区|旅游区|林区"
    r"|工业区|工业园|生态城|试验区|自贸区|空港区|港区|片区|聚集区|集聚区)$"
)
"""Ending of the name of a place that has no fixed administrative level unless it is a division of its own."""
_WIDE = re.compile(r".+(?:自治州|地区|盟)")
_DIVISION_OF_TROOPS = re.compile(r"第[一二三四五六七八九十]{1,3}师")
"""第八师石河子市 is a prefecture of the corps and a county in one."""
_TOWN = re.compile(r"(?:街道|镇|乡|苏木)$")
_COUNTY = re.compile(r"(?:县|区|旗|市)$")


@cache
def provinces() -> tuple[str, ...]:
    """The 34 names of province level, in full."""
    return tuple(dict.fromkeys(d.name for d in divisions() if d.level == "province"))


@cache
def province_by_city() -> dict[str, str]:
    """City, prefecture or league of any year since 2007 (full name) → province."""
    return {d.name: d.province for d in divisions() if d.level == "city"}


def level_of(place: str, year: int | None = None) -> str:
    """``province`` ``city`` ``county`` ``township`` or ``unknown`` for the name of one place in the report year.

    Without a year a name that was of both levels in turn (毕节市) counts as a city. A city that is not of prefecture
    level is a county-level city; new areas and development zones have no level unless they are divisions.
    """
    known = {d.level for d in named(place, year)} or {d.level for d in named(place)}
    if known:
        return next(level for level in ("province", "city", "county") if level in known)
    if _WIDE.fullmatch(place):
        return "city"
    if ZONE.search(place) or _DIVISION_OF_TROOPS.match(place):
        return "unknown"
    if _TOWN.search(place):
        return "township"
    return "county" if _COUNTY.search(place) else "unknown"
