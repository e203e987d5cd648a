"""What a body calls itself, whom a clause is about, and what is a fact of its own."""

from __future__ import annotations

from typing import Any

import pytest

from audit.rules.whose_text import _class_of, _has_facts, _of_others

TOWN = {
    "agency": "样例县甲乙镇人民政府",
    "kind": "township",
    "level": "township",
    "year": 2023,
    "city": "范本市",
    "county": "样例县",
}


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "town"),
        ({"agency": "样例县甲乙乡人民政府"}, "township"),
        ({"agency": "样例县甲乙镇"}, "town"),
        ({"agency": "样例县甲乙苏木人民政府"}, None),
        ({"kind": "street", "agency": "甲乙街道办事处"}, "street"),
        ({"kind": "department", "level": "county", "agency": "样例县教育局"}, "department"),
        ({"kind": "department", "level": "city", "agency": "范本市发展和改革委"}, "department"),
        ({"kind": "department", "level": "province", "agency": "模板省教育厅"}, "department"),
        ({"kind": "department", "level": "county", "agency": "样例县档案馆"}, None),
        ({"kind": "department", "level": "township", "agency": "甲乙镇财政局"}, None),
        ({"kind": "institution", "level": "county", "agency": "样例县某局"}, None),
    ],
)
def test_words_that_a_body_uses_of_itself(body: dict[str, Any], word: str | None) -> None:
    assert _class_of(TOWN | body) == word


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("各单位对本局", True),
        ("每个部门在本局", True),
        ("要求把本局", True),
        ("责成将本局", True),
        ("今年，本局", False),
        ("各单位配合，本局", False),
        ("各单位配合,本局", False),
        ("各单位配合。本局", False),
        ("各单位配合；本局", False),
        ("各单位配合;本局", False),
        ("各单位配合\n本局", False),
    ],
)
def test_clauses_on_what_others_do(text: str, others: bool) -> None:
    assert _of_others(text, text.index("本局")) == others


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("坚持以人民为中心", False),
        ("2023年，坚持", False),
        ("2023年度坚持", False),
        ("2022年，坚持", True),
        ("3月15日召开会议", True),
        ("公开信息十二条", True),
        ("召开会议三次", True),
        ("两家单位", True),
        ("百余件", True),
        ("（一）主动公开。1.坚持，2、落实。一是坚持，第三条规定", False),
        ("(12)主动公开", False),
        ("落实《条例（2019年）》和〔2021〕30号", False),
        ("甲乙镇坚持", True),
        ("范本市坚持", True),
        ("样例县坚持", True),
        ("样例县甲乙镇人民政府坚持", True),
        ("丙丁镇坚持", False),
    ],
)
def test_facts_of_its_own(text: str, fact: bool) -> None:
    assert _has_facts(text, TOWN) == fact


def test_a_body_of_which_nothing_is_known() -> None:
    nobody = TOWN | {"agency": None, "city": None, "county": None, "year": None}
    assert not _has_facts("甲乙镇坚持", nobody)
    assert _has_facts("2023年坚持", nobody)
