"""Sections: headings of every layout are found, row labels and lists are not, and the parts tile the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.errors import UnreadableFile
from audit.model import Document, Section
from audit.read import read, read_bytes
from audit.tidy.reading import read_as
from audit.tidy.report import tidy
from audit.tidy.sections import find_sections

SIX = ["overall", "disclosure", "requests", "disputes", "problems", "other"]
PREFACE = (
    "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议行政诉讼情况、"
    "存在的主要问题及改进情况、其他需要报告的事项组成。"
)
FORM = """样例镇人民政府2023年政府信息公开工作年度报告
{preface}
一、总体情况
我镇全年公开信息12条。
二、主动公开政府信息情况
第二十条第（一）项
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量
0
二、上年结转政府信息公开申请数量
0
三、本年度办理结果
（一）予以公开
四、结转下年度继续办理
0
四、政府信息公开行政复议、行政诉讼情况
行政复议
五、存在的主要问题及改进情况
一是力量不足。
六、其他需要报告的事项
无。
"""


def sections_of(
    text: str, name: str = "a.txt", tables: tuple[tuple[int, int], ...] = ()
) -> tuple[Section, ...]:
    document = read_bytes(text.encode(), name)
    return find_sections(document, read_as(document.text), tables)


def names(sections: tuple[Section, ...]) -> list[str]:
    return [s.canonical for s in sections]


def headed(sections: tuple[Section, ...]) -> list[str]:
    return [s.canonical for s in sections if s.canonical not in ("head", "preface")]


def test_form_report() -> None:
    found = sections_of(FORM.format(preface=PREFACE))
    assert names(found) == ["head", "preface", *SIX]
    assert [s.number for s in found] == [None, None, 1, 2, 3, 4, 5, 6]
    assert found[4].title == "三、收到和处理政府信息公开申请情况"
    assert found[-1].text.split() == ["六、其他需要报告的事项", "无。"]
    assert found[1].text.startswith("本报告由")


def test_run_together_in_one_line() -> None:
    text = FORM.format(preface=PREFACE).replace("\n", "")
    assert headed(sections_of(text)) == SIX
    assert names(sections_of(text))[:2] == ["head", "preface"]


def test_numbered_list_in_preface_is_no_heading() -> None:
    listed = (
        "本报告包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、政府信息公开行政复议、"
        "行政诉讼情况；五、存在的主要问题及改进情况；六、其他需要报告的事项。所列数据截至年底。"
    )
    found = sections_of(FORM.format(preface=listed))
    assert headed(found) == SIX
    assert found[2].text == "一、总体情况\n我镇全年公开信息12条。\n"


def test_table_of_contents_is_no_heading() -> None:
    contents = (
        "目录\n一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
        "五、存在的主要问题及改进情况\n六、其他需要报告的事项\n根据规定编制本报告。"
    )
    found = sections_of(FORM.format(preface=contents))
    assert headed(found) == SIX
    assert "12条" in next(s for s in found if s.canonical == "overall").text


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("一、概述", "overview"),
        ("一、 概 述", "overview"),
        ("一、政府信息公开工作总体情况", "overall"),
        ("一．总体情况", "overall"),
        ("第一部分 总体情况", "overall"),
        ("## 一、总体情况", "overall"),
        ("\t一、总体情况：", "overall"),
        ("二、主动公开政府信息情况(表)", "disclosure"),
        ("二、主动公开政府政府情况", "disclosure"),
        ("二、行政机关主动公开政府信息情况", "disclosure"),
        ("三、行政机关收到和处理政府信息公开申请情况", "requests"),
        ("三、政府信息公开申请收到和处理情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("四、行政复议、行政诉讼情况", "disputes"),
        ("五、存在的主要问题及整改措施", "problems"),
        ("五、工作中存在的困难和下一步打算", "problems"),
        ("五、下一步工作打算", "problems"),
        ("五、存在的问题", "problems"),
        ("五、信息公开的建议和下一步工作思考", "problems"),
        ("六、其它需要报告的事项", "other"),
        ("六、需要报告的其他事项", "other"),
        ("**六、其他需要报告的事项**", "other"),
        ("六、其他事项", "other"),
        ("六、需要说明的其他事项与附表", "other"),
    ],
)
def test_heading_words(line: str, canonical: str) -> None:
    found = sections_of(f"样例局2022年政府信息公开工作年度报告\n{line}\n本局全年工作平稳有序。\n")
    expected = {"overview": "overview"}.get(canonical, canonical)
    assert headed(found) == [expected]
    assert found[-1].title.strip("\t# ：:") == line.strip("\t# ：:*")


@pytest.mark.parametrize(
    "line",
    [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量 0 0 0",
        "三、本年度办理结果",
        "三、本",
        "四、结转下年度继续办理",
        "表二：主动公开政府信息情况",
        "## 表三：收到和处理政府信息公开申请情况",
        "（一）主动公开政府信息情况",
        "详见二、主动公开政府信息情况",
        "二是主动公开政府信息情况良好。",
    ],
)
def test_no_headings(line: str) -> None:
    text = FORM.format(preface=PREFACE).replace("第二十条第（一）项", f"第二十条第（一）项\n{line}")
    assert headed(sections_of(text)) == SIX


def test_nothing_in_a_table_is_a_heading() -> None:
    text = "样例区2016年政府信息公开年度报告\n一、概述\n工作平稳。\n二、统计表\n一、主动公开情况\n1\n三、依申请公开情况\n2\n"
    span = (text.index("一、主动"), len(text))
    assert headed(sections_of(text, tables=(span,))) == ["overview", "statistics"]


def test_span_of_a_table_that_reaches_too_far_hides_no_section() -> None:
    text = FORM.format(preface=PREFACE)
    assert headed(sections_of(text, tables=((text.index("第二十条"), len(text)),))) == SIX


def test_narrative_names() -> None:
    text = (
        "样例县2013年政府信息公开年度报告\n一、概述\n甲。\n二、主动公开政府信息情况\n乙。\n三、依申请公开政府信息办理情况\n丙。\n"
        "四、政府信息公开收费及减免情况\n丁。\n五、因政府信息公开申请行政复议、提起行政诉讼的情况\n戊。\n六、主要问题和改进措施\n己。\n"
        "附件：样例县2013年政府信息公开情况统计表\n指标名称 计量单位\n"
    )
    found = headed(sections_of(text))
    assert found == ["overview", "proactive", "on_request", "fees", "disputes", "problems", "statistics"]


def test_unnumbered_headings_fill_gaps() -> None:
    text = FORM.format(preface=PREFACE).replace("二、主动公开", "主动公开").replace("五、存在", "存在")
    found = sections_of(text)
    assert headed(found) == SIX
    assert [s.number for s in found[2:]] == [1, None, 3, 4, None, 6]


def test_headings_numbered_otherwise() -> None:
    text = FORM.format(preface="根据规定，编制本报告。").replace("（一）予以公开\n", "")
    for numeral, digit in zip("一二三四五六", "123456", strict=True):
        for word in ("总体", "主动", "收到", "政府信息公开行", "存在", "其他"):
            text = text.replace(f"{numeral}、{word}", f"{digit}.{word}")
    found = sections_of(text)
    assert headed(found) == SIX
    assert [s.number for s in found[2:]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        ("政府信息主动公开情况", "proactive"),
        ("政府依申请公开政府信息和不予公开信息情况", "on_request"),
        ("依申请公开政府信息及咨询受理情况", "on_request"),
        ("政府信息公开相关费用情况", "fees"),
        ("政府信息公开支出与收费", "fees"),
        ("复议、诉讼和申诉情况", "disputes"),
        ("政府信息公开咨询处理情况", "unknown"),
        ("需要说明的事项与附表", "other"),
    ],
)
def test_narrative_words(words: str, canonical: str) -> None:
    text = f"样例县2013年政府信息公开年度报告\n一、概述\n工作平稳有序。\n二、{words}\n全年工作平稳有序。\n"
    assert headed(sections_of(text)) == ["overview", canonical]


def test_contents_with_page_numbers() -> None:
    contents = "一、总体情况......1\n二、主动公开政府信息情况......2\n根据规定编制本报告。"
    text = FORM.format(preface=contents).replace("一、总体情况\n我镇", "一、总体情况我镇今年")
    assert "12条" in next(s for s in sections_of(text) if s.canonical == "overall").text


def test_all_headings_unnumbered() -> None:
    text = FORM.format(preface="根据规定，编制本报告。")
    for numeral in "一二三四五六":
        for word in ("总体", "主动", "收到", "政府", "存在", "其他"):
            text = text.replace(f"{numeral}、{word}", word)
    assert headed(sections_of(text)) == SIX


def test_lost_heading_five_is_found_by_its_first_sub_heading() -> None:
    text = FORM.format(preface=PREFACE).replace("五、存在的主要问题及改进情况", "（一）存在问题的改进情况")
    assert headed(sections_of(text)) == SIX


def test_unknown_heading_where_its_number_is_missing() -> None:
    text = (
        "样例局2013年政府信息公开年度报告\n二、主动公开政府信息情况\n甲。\n三、依申请公开政府信息情况\n乙。\n四、审批服务办理情况\n丙。\n"
        "五、申请行政复议、提起行政诉讼的情况\n丁。\n"
    )
    assert headed(sections_of(text)) == ["proactive", "on_request", "unknown", "disputes"]


def test_inner_numbering_is_no_section() -> None:
    text = FORM.format(preface=PREFACE).replace(
        "一是力量不足。", "一、存在的主要问题\n力量不足。\n二、改进措施\n加强培训。"
    )
    assert headed(sections_of(text)) == SIX


def test_of_two_alike_the_number_that_goes_on_is_the_heading() -> None:
    inner = "一、主动公开情况\n公开信息十条。\n二、依申请公开情况\n全年没有申请。"
    found = sections_of(FORM.format(preface=PREFACE).replace("我镇全年公开信息12条。", inner))
    assert headed(found) == SIX
    assert [s.number for s in found[2:]] == [1, 2, 3, 4, 5, 6]
    assert found[2].text.endswith("全年没有申请。\n")


@pytest.mark.parametrize("label", ["四、结转下年度继续办理", "四、结转下年", "四、结转下年的件数"])
def test_last_row_of_a_cut_report_is_no_heading(label: str) -> None:
    text = FORM.format(preface=PREFACE)
    cut = text[: text.index("四、结转")] + label
    assert headed(sections_of(cut)) == SIX[:3]


@pytest.mark.parametrize("before", ["详见", "“", "(", "第"])
def test_a_heading_that_is_only_quoted_is_none(before: str) -> None:
    text = FORM.format(preface=PREFACE).replace(
        "五、存在的主要问题及改进情况\n一是", f"问题{before}五、存在的主要问题及改进情况。一是"
    )
    assert headed(sections_of(text)) == [name for name in SIX if name != "problems"]


def test_empty_sections_are_kept() -> None:
    text = (
        "样例街道2020年政府信息公开工作年度报告\n一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n乙。\n六、其他需要报告的事项\n无。\n"
    )
    assert headed(sections_of(text)) == SIX


def test_heading_after_a_line_break_in_a_page() -> None:
    page = (
        "<p>一、总体情况</p><p>甲。</p><p>二、主动公开政府信息情况</p><p>乙。<br/>三、收到和处理政府信息公开申请情况</p><p>丙</p>"
        "<p>&nbsp;四、政府信息公开行政复议、行政诉讼情况</p><h2>五、存在的主要问题及改进情况</h2><p>丁。</p><p>六、其他需要报告的事项</p>"
    )
    assert headed(sections_of(page, "a.html")) == SIX


def test_cut_heading_at_the_end() -> None:
    assert headed(sections_of("样例局2019年政府信息公开工作年度报告\n一、总体情况\n全年平稳。\n二、主动公"))[
        1:
    ] == ["disclosure"]


def test_no_heading_at_all() -> None:
    assert names(sections_of("样例局2019年政府信息公开工作年度报告\n根据规定，编制本报告。\n")) == [
        "head",
        "preface",
    ]


NARRATIVE = ["overview", "proactive", "on_request"]
EXPECTED = {
    "seeds/000": SIX,
    "seeds/001": [*NARRATIVE, "fees", "problems"],
    "seeds/002": SIX,
    "seeds/003": SIX,
    "seeds/004": SIX,
    "reports/001": SIX,
    "reports/006": SIX,
    "reports/007": SIX,
    "reports/009": SIX,
    "reports/021": SIX,
    "reports/026": SIX,
    "reports/027": SIX,
    "reports/028": [*NARRATIVE, "disputes", "problems", "statistics"],
    "reports/029": [*NARRATIVE, "disputes", "problems", "statistics"],
    "reports/030": [*NARRATIVE, "fees", "disputes", "problems", "statistics"],
    "reports/031": [*NARRATIVE, "fees", "disputes", "statistics"],
    "reports/032": [*NARRATIVE, "fees", "statistics"],
    "reports/033": ["proactive", "on_request", "problems", "statistics"],
    "reports/034": ["proactive", "on_request", "statistics"],
    "reports/035": ["proactive", "on_request", "unknown", "disputes", "unknown"],
    "reports/101": SIX[:2],
    "reports/102": SIX[:3],
    "reports/103": SIX,
    "reports/104": SIX[:3],
    "reports/105": SIX[:2],
    "reports/106": SIX[:2],
    "reports/107": SIX[:3],
    "reports/108": SIX[:3],
    "reports/201": ["overview"],
    "reports/202": ["overall"],
    "reports/203": ["overall"],
    "reports/204": SIX[:2],
    "reports/205": ["overall"],
    "reports/206": ["overall"],
    "reports/207": ["overall"],
    "reports/208": [],
    "reports/209": ["overview", "proactive"],
    "reports/210": ["overall"],
}


def shared_document(shared: Path, key: str) -> Document:
    folder, prefix = key.split("/")
    return read(next(p for p in sorted((shared / folder).glob(f"{prefix}_*")) if ".truth" not in p.name))


@pytest.mark.shared
@pytest.mark.parametrize("key", EXPECTED)
def test_real_reports(shared: Path, key: str) -> None:
    document = shared_document(shared, key)
    found = find_sections(document, read_as(document.text), ())
    assert headed(found) == EXPECTED[key]
    assert "".join(s.text for s in found).strip() == document.text.strip()
    for section in found:
        start, end = document.places.span(section.locator)
        assert document.text[start:end] == section.text
        assert section.text.startswith(section.title)


@pytest.mark.parametrize(
    ("text", "is_report"),
    [
        (
            "一、总体情况\n（一）主动公开。我局公开信息41条。\n（二）依申请公开。收到政府信息公开申请3件。\n",
            True,
        ),
        ("一、总体情况\n我局公开信息41条，积极推进信息公开。\n", False),
        ("一、组织机构\n主动公开、依申请公开的政府信息公开职责见下。\n", False),
    ],
)
def test_a_report_without_title_is_known_by_how_it_begins(text: str, is_report: bool) -> None:
    document = read_bytes(text.encode(), "a.txt")
    if is_report:
        assert {c.measure for c in tidy(document, "a.txt").claims} == {"disclosed_total", "requests_new"}
    else:
        with pytest.raises(UnreadableFile):
            tidy(document, "a.txt")
