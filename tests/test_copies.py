"""Marks of a copy, one by one: check characters, telephone numbers, mail, publishers, and how they are quoted."""

from __future__ import annotations

import pytest

from audit.rules.copies import _differs, _mail, _phone, organisation_check, quoted


@pytest.mark.parametrize(
    ("code", "check"),
    [
        ("00000000", "0"),
        ("10000000", "8"),
        ("01000000", "4"),
        ("00100000", "2"),
        ("00010000", "1"),
        ("00001000", "6"),
        ("00000100", "3"),
        ("00000010", "7"),
        ("00000001", "9"),
        ("40000000", "X"),
        ("A0000000", "3"),
        ("00638256", "4"),
        ("01402007", "X"),
    ],
)
def test_check_character_of_an_organisation_code(code: str, check: str) -> None:
    assert organisation_check(code) == check
    assert organisation_check(f"{code}Z") == check


@pytest.mark.parametrize(
    ("quote", "fault"),
    [
        ("0730-4221001", ""),
        ("0591--26491314", "连字符重复"),
        ("0591- 26491314", ""),
        ("0591- -26491314", "连字符重复"),
        ("0591——26491314", "连字符重复"),
        ("5221001", "缺区号"),
        ("4221001", ""),
        ("23165327", "缺区号"),
        ("-5221001-", "缺区号"),
        ("422-1001", ""),
        ("422100", ""),
        ("231653271", ""),
        ("12345678", ""),
        ("01234567", ""),
        ("4001234567", ""),
        ("40012345", ""),
        ("95598123", ""),
        ("2316 5327", "缺区号"),
        ("13800138000", ""),
    ],
)
def test_telephone_numbers(quote: str, fault: str) -> None:
    said = _phone(quote)
    assert (said[1] if said else "") == (f"电话{quote}{fault}" if fault else "")


@pytest.mark.parametrize(
    "provider",
    [
        "163",
        "126",
        "qq",
        "sina",
        "sohu",
        "yeah",
        "139",
        "189",
        "foxmail",
        "gmail",
        "hotmail",
        "outlook",
        "aliyun",
        "21cn",
        "tom",
        "QQ",
    ],
)
def test_free_mail(provider: str) -> None:
    assert _mail(f"xxgk@{provider}.com") == (
        f"xxgk@{provider}.com is an address at a free provider",
        f"xxgk@{provider}.com为免费邮箱",
    )
    assert _mail(f"xxgk＠{provider}.com")
    assert _mail(f"xxgk@my{provider}.gov.cn") is None


@pytest.mark.parametrize(
    ("name", "agency", "differs"),
    [
        ("松岭镇", "样例县云溪镇人民政府", True),
        ("云溪镇", "样例县云溪镇人民政府", False),
        ("松岭镇人民政府", "云溪镇人民政府", False),
        ("松岭街道办事处", "云溪街道办事处", True),
        ("山镇", "云溪镇人民政府", False),
        ("松岭镇", "溪镇人民政府", False),
        ("松镇", "溪镇人民政府", False),
        ("溪云镇", "云溪镇", True),
        ("卫生健康局", "样例县水利局", True),
        *[
            (name, "样例县水利局", False)
            for name in (
                "办公室", "松岭政府办", "松岭党政综合中心", "松岭政务中心", "松岭信息中心", "松岭数据中心", "松岭网信",
                "松岭融媒体", "松岭宣传部", "管理员松岭", "松岭编辑部", "松岭管委会", "松岭审批中心", "松岭联络处",
                "松岭系统", "松岭站群", "松岭镇政府", "松岭县", "松岭市",
            )
        ],
    ],
)  # fmt: skip
def test_another_publisher(name: str, agency: str, differs: bool) -> None:
    assert _differs(name, agency) == differs


def test_quotes_in_one_line() -> None:
    assert quoted(["一  二\n三"]) == ("“一 二 三”", "“一 二 三”")
    forty = "字" * 40
    assert quoted([forty])[0] == f"“{forty}”"
    assert quoted([forty + "尾"])[0] == f"“{'字' * 39}…”"
    five = quoted(list("甲乙丙丁戊"))
    assert all(f"“{q}”" in said for q in "甲乙丙丁戊" for said in five)
    six = quoted(list("甲乙丙丁戊己"))
    assert not any("己" in said for said in six)
    assert quoted(list("甲乙"), 1)[0].startswith("“甲”")
    assert "乙" not in quoted(list("甲乙"), 1)[0]
