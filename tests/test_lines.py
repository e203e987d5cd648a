"""Evidence of prose in formats whose places cannot be counted: the phrase or its sentence, never the whole section."""

from __future__ import annotations

from pathlib import Path

import pytest

import audit
from audit.rules.places import passages, place

PAGE = """<html><head><title>样例镇人民政府2023年政府信息公开工作年度报告</title></head><body>
<h1>样例镇人民政府2023年政府信息公开工作年度报告</h1>
<p>一、总体情况</p><p>全年公开<b>政府</b>信息&nbsp;31条。统计期限自2023年1月1日起。</p>
<p>二、主动公开政府信息情况</p><p>见下表</p>
<p>三、收到和处理政府信息公开申请情况</p><p>收到申请7件。</p>
<p>六、其他需要报告的事项</p><p>无。</p><p>2024年1月<span>1</span>7日</p></body></html>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, audit.Audit]:
    path = tmp_path_factory.mktemp("lines") / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    return path, audit.load([path])


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("统计期限", "统计期限"),
        ("公开政府信息", "全年公开政府信息 31条。"),
        ("收到申请", "收到申请"),
        ("无。", "无。"),
        ("2024年1月17日", "2024年1月17日"),
    ],
)
def test_a_phrase_has_a_place_of_its_own(page: tuple[Path, audit.Audit], words: str, quote: str) -> None:
    path, loaded = page
    report = loaded.reports["report_id"].iloc[0]
    [(_, locator, said)] = place(passages(loaded)[report], words)
    assert said.replace("\u00a0", " ") == quote
    assert audit.locate(path, locator) == said


def test_a_heading_has_a_place_of_its_own(page: tuple[Path, audit.Audit]) -> None:
    path, loaded = page
    report = loaded.reports["report_id"].iloc[0]
    [(_, locator, said)] = place(passages(loaded)[report], None, ("requests",))
    assert said == "三、收到和处理政府信息公开申请情况"
    assert audit.locate(path, locator) == said
