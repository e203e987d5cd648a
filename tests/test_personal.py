"""Personal data: found with its place, shown masked, told from numbers that look alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from stdnum import luhn
from stdnum.cn import ric

import audit
from audit.read import read, read_bytes
from audit.tidy.personal import find_personal, hidden, masked
from audit.tidy.reading import read_as
from audit.views.passage import passages


def identity(first: str) -> str:
    return first + ric.calc_check_digit(first + "0")


def card(first: str) -> str:
    return first + luhn.calc_check_digit(first)


HOLDER, OTHER = identity("11010119900307123"), identity("43010219711120006")
WRONG = HOLDER[:-1] + str((int(HOLDER[-1]) + 1) % 10)
CARD = card("622202123456789012")


def found_in(text: str) -> list[tuple[str, str]]:
    document = read_bytes(text.encode(), "a.txt")
    found = list(find_personal(document, read_as(document.text)))
    for _, quote, locator in found:
        start, end = document.places.span(locator)
        assert masked(document.text[start:end]) == quote or hidden(document.text[start:end]) == quote
    return [(kind, quote) for kind, quote, _ in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"甲某（身份证{HOLDER}）", [("identity_number", hidden(HOLDER))]),
        (f"甲某，{OTHER[:6]} {OTHER[6:14]} {OTHER[14:]}", "identity_number"),
        (f"申请人{WRONG}", [("identity_doubtful", hidden(WRONG))]),
        (f"统一社会信用代码：{HOLDER}", []),
        ("案号：110101199003071239、金额110101199003071.23元", []),
        (f"流水0{HOLDER}", []),
        ("申请人甲某（手机13812345678）来信", [("mobile_number", "138****5678")]),
        ("甲某13812345678", [("mobile_number", "138****5678")]),
        ("如有疑问，请申请人致电13812345678咨询", "office_mobile"),
        ("监督电话：138 1234 5678", "office_mobile"),
        ("采购13575394432.52元、13812345678元、/202413812345678.html", []),
        ("合计13500000000", []),
        (f"开户行甲银行，卡号{CARD}", [("bank_card", hidden(CARD))]),
        (f"非税收入财政专户账号：{CARD}", [("body_account", hidden(CARD))]),
        (f"账号{CARD[:-1]}{(int(CARD[-1]) + 1) % 10}", []),
        (f"索引号{CARD}", []),
        ("张甲 样村3组 700元\n李乙 样村5组 640元\n王丙 样村1组 910元\n", "person_row"),
        ("张甲 样村3组 700元\n李乙 样村5组 640元\n", []),
        ("张甲 局长 13812345678\n李乙 副局长 13812345679\n王丙 科长 13812345670\n", "mobile_number"),
    ],
)
def test_kinds(text: str, expected: object) -> None:
    found = found_in(text)
    if isinstance(expected, str):
        assert {kind for kind, _ in found} == {expected}
    else:
        assert found == expected


def test_masking_keeps_the_length_and_the_rest() -> None:
    text = f"甲某{HOLDER}，手机号：13812345678，卡号 {CARD}。"
    assert masked(text) == f"甲某{hidden(HOLDER)}，手机号：138****5678，卡号 {hidden(CARD)}。"
    assert len(masked(text)) == len(text)
    assert HOLDER not in masked(text)
    assert CARD not in masked(text)


def test_nothing_that_is_shown_holds_the_number(tmp_path: Path) -> None:
    path = tmp_path / "样例镇人民政府2023年.txt"
    path.write_text(
        "样例镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息7条。\n"
        "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
        f"五、存在的主要问题及改进情况\n甲某{HOLDER}反映问题，\n六、其他需要报告的事项\n{HOLDER}\n",
        encoding="utf-8",
    )
    judged = audit.audit([path])
    assert "PII-01" in set(judged.findings["rule_id"])
    assert HOLDER not in judged.findings.to_json(force_ascii=False)
    document = read(path)
    spans = [document.places.span(p["locator"]) for listed in judged.findings["evidence"] for p in listed]
    assert spans
    assert HOLDER not in passages(document, spans, "zh")
    [evidence] = judged.findings.loc[judged.findings["rule_id"] == "PII-01", "evidence"]
    assert audit.locate(path, evidence[0]["locator"]) == HOLDER
