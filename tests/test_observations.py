"""Observations: each kind on a planted fault and on sound print beside it; every quote is at its place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from audit.read import read, read_bytes
from audit.tidy.observations import find_observations
from audit.tidy.reading import read_as

LANDMARKS = ("mail", "phone", "address", "notice", "notice_titled", "year_header")
"""Kinds that sound print has as well."""


def seen_in(text: str) -> list[tuple[str, str]]:
    document = read_bytes(text.encode(), "a.txt")
    found = find_observations(document, read_as(document.text))
    for _, quote, locator in found:
        start, end = document.places.span(locator)
        assert document.text[start:end] == quote
    return [(kind, quote) for kind, quote, _ in found if kind not in LANDMARKS]


SOUND = "样例镇人民政府全年公开信息12条。\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据(jù)规定(ding)办理", [("pinyin_gloss", "据(jù)"), ("pinyin_gloss", "定(ding)")]),
        ("样和(he)(he)例", [("pinyin_gloss", "和(he)"), ("pinyin_gloss", "(he)")]),
        ("微信小程序(app)和接口(api)、甲(a)、丙（c）", []),
        ("見於报告", [("traditional_glyph", "見於"), ("traditional_share", "見於")]),
        (SOUND * 4 + "样例國的網站", [("traditional_glyph", "國"), ("traditional_glyph", "網")]),
        ("?。ㄒ唬┕ぷ髦写嬖诘闹饕獑栴}\n正常", [("mojibake", "?。ㄒ唬┕ぷ髦写嬖诘闹饕獑栴}")]),
        (SOUND * 4 + "公开\ufffd\ufffd信息", [("mojibake", "\ufffd\ufffd")]),
        ("æ\u0094¿åº\u009cä¿¡æ\u0081¯", "mojibake"),
        ("锟斤拷锟斤拷公开", "mojibake"),
        ("公开信息？是的。何故？", []),
        ("公\u200b开\ufeff\u202e信\ue005息", ["invisible_character"] * 3),
        ("自201711日至20171231日", [("lost_character", "201711日"), ("lost_character", "20171231日")]),
        ("于201711月、20251月1日和1222日", ["lost_character"] * 3),
        ("见〔2017121号和〔2017〕121号", [("lost_character", "〔2017121号")]),
        ("2017年1月1日起，120日内，1350日，办件20171份，365日", []),
        ("网址http://www.yangli-news.com/a?b=1可查", [("foreign_host", "http://www.yangli-news.com/a?b=1")]),
        ("登录www.yangli.org或10.11.12.13:8080", ["foreign_host"] * 2),
        (
            "www.yangli.gov.cn、http://zwgk.yangli.gov.cn/x、yangli@163.com、yangli＠126.com、附件.doc、1.2.3.4版",
            [],
        ),
        ("二、主动公开政府信息情况（表）", [("template_text", "（表）")]),
        ("可在（具体网址）查阅，共XX条、××件、____项，此处填写", ["template_text"] * 5),
        ("项目数量(指2019年事项数)(减用负值表示)", ["template_text"] * 2),
        ("（五）监督保障（工作考核、社会评议和责任追究结果情况）\n甲", ["template_text"]),
        ("（文字版）（公章）（以下简称《条例》）xx.gov.cn MAXX", []),
        (SOUND, []),
        ("样例县新葡京棋牌官网区街道", [("injected_word", "新葡京棋牌官网")]),
        ("买足球的软件做好政务公开", "injected_word"),
        ("严厉打击百家乐等赌博活动，查处六合彩案件3起，福利彩票销售", []),
        ("<!--[if !supportLists]-->1、<!--[endif]-->公开", ["leaked_markup"] * 2),
        ("公开&nbsp;信息</p>、<span style='a'>x", ["leaked_markup"] * 3),
        ("《<中办>意见》、A&B公司、a<b、3 < 5", []),
        ("见附件file:///C:/Users/样例/a.doc、D:\\公开\\b.xls", ["local_path"] * 2),
        ("网址https://www.yangli.gov.cn/a:b、比例3:4、时间12:30", []),
    ],
)
def test_kinds(text: str, expected: object) -> None:
    found = seen_in(text)
    if isinstance(expected, str):
        assert {k for k, _ in found} == {expected}
    elif expected and isinstance(expected[0], str):  # type: ignore[index]
        assert [k for k, _ in found] == expected
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "电话：0730-4221001，邮箱yl@yangli.gov.cn",
            [("mail", "yl@yangli.gov.cn"), ("phone", "0730-4221001")],
        ),
        (
            "(地址：样例县样例路8号，邮编：414200)",
            [("address", "地址：样例县样例路8号"), ("address", "邮编：414200")],
        ),
        (
            "《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2021〕30号）",
            [
                ("notice", "国办公开办函〔2021〕30号"),
                ("notice_titled", "年度报告有关事项的通知》（国办公开办函〔2021〕30号"),
            ],
        ),
        ("2019年项目数量、上一年项目数量", [("year_header", "2019年项目数量")]),
        (
            "按照国办公开办函〔2021〕30号和国务院令第711号",
            [("notice", "国办公开办函〔2021〕30号"), ("notice", "国务院令第711号")],
        ),
    ],
)
def test_landmarks(text: str, expected: list[tuple[str, str]]) -> None:
    document = read_bytes(text.encode(), "a.txt")
    assert sorted((k, q) for k, q, _ in find_observations(document, read_as(text))) == sorted(expected)


def test_at_most_five_samples() -> None:
    text = SOUND * 20 + "國、網、開、報、據、條、動、務、國"
    assert Counter(k for k, _ in seen_in(text)) == {"traditional_glyph": 5}


REAL = {
    "seeds/000": {
        "pinyin_gloss": 268,
        "traditional_glyph": 5,
        "traditional_share": 1,
        "mojibake": 3,
        "foreign_host": 1,
    },
    "seeds/001": {"lost_character": 7},
    "seeds/002": {"template_text": 4},
    "seeds/003": {},
    "seeds/004": {},
    "reports/006": {},
    "reports/007": {"traditional_glyph": 1},
    "reports/009": {},
    "reports/021": {},
    "reports/026": {},
    "reports/033": {},
    "reports/102": {"injected_word": 1},
    "reports/201": {"lost_character": 6},
    "reports/203": {"lost_character": 3},
    "reports/208": {"traditional_glyph": 5, "traditional_share": 1},
    "reports/210": {},
}


@pytest.mark.shared
@pytest.mark.parametrize("key", REAL)
def test_real_reports(shared: Path, key: str) -> None:
    folder, prefix = key.split("/")
    document = read(next(p for p in sorted((shared / folder).glob(f"{prefix}_*")) if ".truth" not in p.name))
    found = find_observations(document, read_as(document.text))
    assert Counter(kind for kind, _, _ in found if kind not in LANDMARKS) == REAL[key]
    if key == "seeds/000":
        assert len({q[1:] for k, q, _ in found if k == "pinyin_gloss"}) == 45
        assert "m.colinfoley.com" in next(q for k, q, _ in found if k == "foreign_host")
    for _, quote, locator in found:
        start, end = document.places.span(locator)
        assert document.text[start:end] == quote
