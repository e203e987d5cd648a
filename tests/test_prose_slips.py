"""Slips in prose: each on a planted fault and on sound prose beside it."""

from __future__ import annotations

import pytest

from audit.model import Section
from audit.read import read_bytes
from audit.tidy.prose_slips import find_prose_slips

TITLE = "一、总体情况"
NEXT = Section(2, "二、主动公开政府信息情况", "disclosure", "二、主动公开政府信息情况\n", "")


def slips(body: str, last: bool = False) -> list[tuple[str, str]]:
    text = f"{TITLE}\n{body}\n"
    whole = text if last else text + NEXT.text
    document = read_bytes(whole.encode(), "a.txt")
    first = Section(1, TITLE, "overall", text, "")
    found = list(find_prose_slips(document, [first] if last else [first, NEXT]))
    for _, quote, locator in found:
        start, end = document.places.span(locator)
        assert document.text[start:end] == quote
    return [(kind, quote) for kind, quote, _ in found]


@pytest.mark.parametrize(
    ("body", "doubled"),
    [
        ("加强公开的的力度，投入资金资金8万元。", ["的的", "资金资金"]),
        ("政府信息公开工作信息公开工作取得成效。", ["信息公开工作信息公开工作"]),
        ("依申请公开公开指南，达到公开目的的要求，为了了解需求，及时涉及及时。", []),
        ("一项一项推进，非常非常重视，研究研究再定，市委组织组织部会议。", []),
        ("来到和平街道街道办，认认真真，方方面面。", []),
        ("样例县样例县人民政府。", []),
    ],
)
def test_doubled_words(body: str, doubled: list[str]) -> None:
    assert [q for k, q in slips(body) if k == "doubled_word"] == doubled


@pytest.mark.parametrize(
    ("body", "marks"),
    [
        ("根据《条例(以下简称“条例”)要求。", ["《"]),
        ("公开信息（其中网站12条。另公开栏7条。", ["（"]),
        ("公开信息12条）。", ["）"]),
        ("（一）甲\n二）乙", ["）"]),
        ("推进“五公开工作。", ["“"]),
        ("1）公开。2)公开。a)公开。", []),
        ("《〈条例〉实施办法》（〔2019〕60号）“甲‘乙’”。", []),
        ("跨行的（括号\n内容）没有问题。", []),
        ('称为"条例“。', []),
    ],
)
def test_marks_without_a_partner(body: str, marks: list[str]) -> None:
    found = [q for k, q in slips(body) if k == "unbalanced_mark"]
    assert len(found) == len(marks)
    assert all(mark in quote for mark, quote in zip(marks, found, strict=True))


def test_nothing_is_said_of_the_end_of_a_file() -> None:
    assert slips("公开信息（其中网站12条", last=True) == []
    assert slips("将采取以下措施加以改进，完善", last=True) == []


@pytest.mark.parametrize(
    ("body", "broken"),
    [
        ("公开7条。将采取以下措施加以改进：", ["将采取以下措施加以改进："]),
        ("公开7条。将进一步完善工作机制，", ["将进一步完善工作机制，"]),
        ("公开7条。下一步将继续加强对", ["下一步将继续加强对"]),
        ("公开7条。本单位没有其他事项", []),
        ("公开7条。\n样例镇人民政府", []),
        ("详见附件：", []),
        ("公开7条。现将有关情况报告如下：", ["现将有关情况报告如下："]),
    ],
)
def test_sentences_that_break_off(body: str, broken: list[str]) -> None:
    assert [q for k, q in slips(body) if k == "broken_off"] == broken


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("针对泄露身份证号、银行账号的情况，整改共计36余条涉敏信息。", True),
        ("全年发生个人信息泄露事件，已撤下。", True),
        ("清理涉及个人隐私的信息17条。", True),
        ("对公开信息开展隐私排查整改，未发现泄露个人隐私的情况。", False),
        ("严格审查，防止泄露个人隐私，清理错链5条。", False),
        ("删除过期信息5条。保护个人隐私。", False),
        ("做好信息公开,组织个人信息泄露问题专项排查和整改。", False),
        ("组织个人信息泄露问题专项排查,发现问题并整改。", True),
        ("组织个人信息泄露问题专项排查,整改9处。", True),
    ],
)
def test_incidents_with_personal_data(body: str, told: bool) -> None:
    assert any(k == "privacy_incident" for k, _ in slips(body)) == told


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("（一）甲。\n（二）乙。\n（四）丙。", ["（四）丙"]),
        ("一是甲。二是乙。二是丙。", ["二是丙"]),
        ("（一）甲。\n一是乙。二是丙。\n（二）丁。\n一是戊。二是己。", []),
        ("依据第二十条第（三）项。（一）甲。\n（二）乙。（一）又甲。", []),
        ("（九）甲。\n（十）乙。\n（十一）丙。", []),
    ],
)
def test_points_that_are_misnumbered(body: str, found: list[str]) -> None:
    assert [q for k, q in slips(body) if k == "number_skipped"] == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "2020年，我镇将采取有效措施，完善制度。",
            [("plan_year", "2020年，我镇将采取有效措施"), ("own_year", "2020年，我镇将")],
        ),
        ("2020年，我镇将政府信息公开纳入考核。", [("own_year", "2020年，我镇将")]),
        ("我街道2022年共收到申请7件。", [("own_year", "我街道2022年共收到申请7件")]),
        ("我街道2022年共收到申请7件，比上年多2件。", []),
        ("2022年，各部门公开信息7条。", []),
        ("一年来，样例街道以收官为重点抓实2022年政府信息公开工作。", [("own_year", "2022年")]),
        ("样例街道抓实2022年政府信息公开工作要点。", []),
        ("在总结2021年工作的基础上，做好2022年政府信息公开工作。", []),
        ("2022年是规范提升之年，我办更新了目录。", [("own_year", "2022年")]),
        ("2022年是规范提升之年，2023年是见效之年。", []),
        ("2022年，我办将公开嵌入办文环节。", [("own_year", "2022年，我办将")]),
        (
            "2022年，县政府办公室立足职能，一手抓自身公开，一手抓面上指导，成效较好。",
            [("own_year", "2022年")],
        ),
        ("围绕“高效办成一件事”改革，我办在2022年着力规范三项工作。", [("own_year", "2022年")]),
        ("结合新修订的《条例》施行，样例街道在2022年完善两级网络。", [("own_year", "2022年")]),
        ("结合《2021年工作要点》，样例街道在2022年完善两级网络。", []),
        ("我局在2022年全县考核中获得优秀等次。", []),
        ("我局在2022年持续深化的基础上，进一步推进公开。", []),
        ("新修订的《条例》于2019年，经国务院修订后施行。", []),
        ("一年来，样例镇重视公开，将其纳入2022年重点工作清单。", [("own_year", "纳入2022年重点工作清单")]),
        ("一年来，样例镇将其纳入2022年度绩效考核。", []),
        (
            "本单位重视公开。\n2022年，我局共收到政府信息公开申请8件。",
            [("own_year", "2022年，我局共收到政府信息公开申请8件")],
        ),
        ("本单位重视公开。\n2022年共收到申请8件，2023年收到9件。", []),
        (
            "本单位重视公开。\n2022年，我局收到申请8件，上年结转1件，结转下年度2件。",
            [("own_year", "2022年，我局收到申请8件")],
        ),
        ("本单位重视公开。\n2022年收到申请8件，同比减少1件。", []),
        ("本单位重视公开。\n2021年公开信息8条。\n2022年公开信息9条。\n2023年公开信息7条。", []),
        ("本单位重视公开。\n截至2022年共收到申请8件。", []),
        ("2022年，在全省政务公开评估中，我办被评为优秀。2023年，我办公开信息9条。", []),
    ],
)
def test_years_of_plans_and_of_work(body: str, found: list[tuple[str, str]]) -> None:
    assert [(k, q) for k, q in slips(body) if k in ("plan_year", "own_year")] == found


@pytest.mark.parametrize(
    ("body", "broken"), [("现将2021年度工作情况报告如下：", 0), ("我镇高度重视政府信息公开工作，", 1)]
)
def test_a_preface_may_announce_what_follows(body: str, broken: int) -> None:
    text = f"样例镇2021年报告\n{body}\n"
    document = read_bytes((text + NEXT.text).encode(), "a.txt")
    found = find_prose_slips(document, [Section(0, "", "preface", text, ""), NEXT])
    assert sum(kind == "broken_off" for kind, *_ in found) == broken
