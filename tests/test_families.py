"""Reports of a region with those of the bodies in it: who is whose, which year, which copy."""

from __future__ import annotations

from typing import Any

import pytest
from rule_cases import build

from audit.rules.hierarchy import families

COUNTY = {
    "agency": "样例县人民政府",
    "kind": "government",
    "level": "county",
    "county": "样例县",
    "city": "范本市",
}
CITY = {
    "agency": "范本市人民政府",
    "kind": "government",
    "level": "city",
    "city": "范本市",
    "province": "模板省",
}
TOWN = {
    "agency": "甲镇人民政府",
    "kind": "township",
    "level": "township",
    "county": "样例县",
    "city": "范本市",
}


def family(*reports: dict[str, Any]) -> list[tuple[str, str]]:
    """Parents with their children, by report_id."""
    found = families(build(list(reports)))
    return list(zip(found["parent"], found["child"], strict=True))


@pytest.mark.parametrize(
    ("body", "mine"),
    [
        ({}, True),
        ({"kind": "street", "agency": "乙街道办事处"}, True),
        ({"kind": "street", "level": "unknown", "agency": "乙街道办事处"}, True),
        ({"kind": "township", "level": "unknown"}, True),
        ({"kind": "institution", "level": "township", "agency": "甲镇中心学校"}, True),
        ({"kind": "department", "level": "county", "agency": "样例县教育局"}, True),
        ({"kind": "general_office", "level": "county", "agency": "样例县人民政府办公室"}, True),
        ({"kind": "government", "level": "county", "agency": "另一样例县人民政府"}, False),
        ({"kind": "department", "level": "city", "agency": "范本市教育局"}, False),
        ({"kind": "department", "level": "unknown", "agency": "某局"}, False),
        ({"county": "别县"}, False),
        ({"county": None}, False),
        ({"city": "别市"}, False),
        ({"city": None}, True),
        ({"year": 2022}, False),
        ({"year": None, "form": "2021"}, False),
        ({"agency": None}, False),
        ({"status": "unreadable"}, False),
    ],
)
def test_bodies_of_a_county(body: dict[str, Any], mine: bool) -> None:
    assert family(COUNTY, TOWN | body) == [("r1", "r2")] * mine
    assert family(TOWN | body, COUNTY) == [("r2", "r1")] * mine


@pytest.mark.parametrize(
    ("body", "mine"),
    [
        ({"kind": "department", "level": "city", "agency": "范本市教育局"}, True),
        ({"kind": "government", "level": "county", "agency": "样例县人民政府"}, True),
        ({"kind": "department", "level": "county", "agency": "样例县教育局"}, False),
        ({"kind": "township", "level": "township"}, False),
        ({"kind": "government", "level": "city", "agency": "另一范本市人民政府"}, False),
        ({"kind": "department", "level": "city", "agency": "范本市教育局", "province": "别省"}, False),
        ({"kind": "department", "level": "city", "agency": "范本市教育局", "province": "模板省"}, True),
    ],
)
def test_bodies_of_a_city(body: dict[str, Any], mine: bool) -> None:
    assert family(CITY, TOWN | body) == [("r1", "r2")] * mine


def test_no_region() -> None:
    assert family(TOWN) == []
    assert family(COUNTY | {"kind": "department", "agency": "样例县教育局"}, TOWN) == []
    assert family(COUNTY | {"level": "province"}, TOWN) == []
    assert family(COUNTY | {"county": None}, TOWN) == []


def test_nothing_is_counted_twice() -> None:
    department = TOWN | {"kind": "department", "level": "city", "agency": "范本市教育局"}
    found = families(build([TOWN, COUNTY, CITY, department]))
    assert found[
        ["at", "parent", "agency", "scope", "year", "child_at", "child", "name"]
    ].to_numpy().tolist() == [
        [1, "r2", "样例县人民政府", "own", 2023, 0, "r1", "甲镇人民政府"],
        [2, "r3", "范本市人民政府", "own", 2023, 1, "r2", "样例县人民政府"],
        [2, "r3", "范本市人民政府", "own", 2023, 3, "r4", "范本市教育局"],
    ]


def test_one_copy_of_each_report_and_one_report_of_each_year() -> None:
    copies = [TOWN | {"path": "b.html"}, TOWN | {"path": "a.html"}, TOWN | {"path": "c.html", "year": 2022}]
    assert family(COUNTY, *copies) == [("r1", "r3")]
    assert family(COUNTY, *copies, COUNTY | {"year": 2022}) == [("r1", "r3"), ("r5", "r4")]
