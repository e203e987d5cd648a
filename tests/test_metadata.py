"""Metadata: who, which year, which dates; nothing is guessed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from audit.read import read, read_bytes
from audit.tidy.bodies import parse_body
from audit.tidy.dates import parse_date, repaired_date
from audit.tidy.metadata import find_metadata
from audit.tidy.places_cn import level_of, province_by_city, provinces
from audit.tidy.reading import read_as
from audit.tidy.sections import find_sections

BODY = "\n一、总体情况\n全年公开信息12条。\n二、主动公开政府信息情况\n无。\n"


def metadata_of(text: str, name: str = "a.txt") -> dict[str, object]:
    return all_of(text, name)[0]


def all_of(text: str, name: str = "a.txt") -> tuple[dict[str, object], tuple[str, ...]]:
    document = read_bytes(text.encode(), name)
    reading = read_as(document.text)
    return find_metadata(document, reading, find_sections(document, reading, ()), "2021", name)[:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-07", date(2024, 3, 7)),
        ("2024年3月7日", date(2024, 3, 7)),
        ("2024/3/7 15:01", date(2024, 3, 7)),
        ("2025 年 1 月 31 日", date(2025, 1, 31)),
        ("二○一四年一月十日", date(2014, 1, 10)),
        ("二〇二一年十二月三十一日", date(2021, 12, 31)),
        ("二零二零年十月二十日", date(2020, 10, 20)),
        ("2023年2月30日", None),
        ("2023年", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("201711日", date(2017, 1, 1)),
        ("20171231日", date(2017, 12, 31)),
        ("20251月1日", date(2025, 1, 1)),
        ("2017年1231日", date(2017, 12, 31)),
        ("2017111日", None),  # 1 November or 11 January
        ("20171302日", None),
    ],
)
def test_lost_characters_are_mended_only_where_one_reading_is_left(text: str, expected: date | None) -> None:
    assert repaired_date(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "level", "kind"),
    [
        ("样例县测试镇", "样例县测试镇人民政府", "township", "township"),
        ("样例县测试乡人民政府办公室", "样例县测试乡人民政府", "township", "township"),
        ("长沙市样例区测试街道", "长沙市样例区测试街道办事处", "township", "street"),
        ("测试路街道党政办", "测试路街道办事处", "township", "street"),
        ("宿迁市", "宿迁市人民政府", "city", "government"),
        ("样例市人民政府", "样例市人民政府", "county", "government"),
        ("天津市样例区", "天津市样例区人民政府", "county", "government"),
        ("样例区人民政府", "样例区人民政府", "county", "government"),
        ("样例自治县财政局", "样例自治县财政局", "county", "department"),
        ("样例县人民政府办公室", "样例县人民政府办公室", "county", "general_office"),
        ("上海市人民政府办公厅", "上海市人民政府办公厅", "province", "general_office"),
        ("海南省地震局", "海南省地震局", "province", "department"),
        ("合肥市住房和城乡建设局", "合肥市住房和城乡建设局", "city", "department"),
        ("合肥市市场监督管理局", "合肥市市场监督管理局", "city", "department"),
        ("样例县乡村振兴局", "样例县乡村振兴局", "county", "department"),
        ("样例县第一中学", "样例县第一中学", "county", "institution"),
        ("样例经济技术开发区管委会", "样例经济技术开发区管委会", "unknown", "government"),
        ("湖南省岳阳市样例县测试镇政府", "样例县测试镇人民政府", "township", "township"),
        ("国家税务总局样例县税务局", "样例县税务局", "county", "department"),
        ("样例县自然资源局（林业局）", "样例县自然资源局", "county", "department"),
        ("中共样例县委宣传部", "样例县委宣传部", "county", "department"),
        ("样例县委县政府信访局", "样例县信访局", "county", "department"),
        ("内蒙古自治区样例旗测试苏木", "样例旗测试苏木人民政府", "township", "township"),
        ("海口市琼山区红旗镇", "海口市琼山区红旗镇人民政府", "township", "township"),
        ("样例市花桥经济开发区", "样例市花桥经济开发区", "unknown", "government"),
        ("呼和浩特市样例区", "呼和浩特市样例区人民政府", "county", "government"),
        ("和县", "和县人民政府", "county", "government"),
        ("国家税务总局", "国家税务总局", "unknown", "department"),
        ("样例县自然资源和规划局", "样例县自然资源和规划局", "county", "department"),
        ("样例海关", "样例海关", "unknown", "department"),
        ("安镇街道", "安镇街道办事处", "township", "street"),
        ("市府西路街道", "市府西路街道办事处", "township", "street"),
        ("市样例空港经济区管委会", "样例空港经济区管委会", "unknown", "government"),
        ("样例大学学校办公室", "样例大学", "unknown", "institution"),
    ],
)
def test_bodies(text: str, name: str, level: str, kind: str) -> None:
    body = parse_body(text)
    assert body is not None
    assert (body.name, body.level, body.kind) == (name, level, kind)


@pytest.mark.parametrize(
    "text", ["", "公众号", "正文", "阅读次数", "我镇", "信息公开", "结合我局", "度我局", "分局"]
)
def test_no_bodies(text: str) -> None:
    assert parse_body(text) is None


def test_places() -> None:
    assert len(provinces()) == 34
    assert len(province_by_city()) == 346
    assert set(province_by_city().values()) < set(provinces())
    assert [
        level_of(p)
        for p in ("上海市", "苏州市", "延边朝鲜族自治州", "样例市", "样例旗", "样例乡", "样例高新区")
    ] == [
        "province",
        "city",
        "city",
        "county",
        "county",
        "township",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("head", "title", "agency"),
    [
        ("样例县测试镇人民政府2023年政府信息公开工作年度报告", None, "样例县测试镇人民政府"),
        ("2023年样例县教育局政府信息公开工作年度报告", None, "样例县教育局"),
        (
            "样例县教育局\n2023年政府信息公开工作年度报告",
            "样例县教育局2023年政府信息公开工作年度报告",
            "样例县教育局",
        ),
        (
            "样例县教育局2023年政府信息公开\n工作年度报告",
            "样例县教育局2023年政府信息公开工作年度报告",
            "样例县教育局",
        ),
        ("标题：样例县教育局2023年度政务公开年报", "样例县教育局2023年度政务公开年报", "样例县教育局"),
        (
            "首页 > 政务公开 > 信息公开年报\n样例县2023年信息公开年度报告",
            "样例县2023年信息公开年度报告",
            "样例县人民政府",
        ),
        ("发布机构：样例县财政局\n索引号：1234/2024-1", "", "样例县财政局"),
        ("样例海关2015年海关政府信息公开年度报告", "样例海关2015年海关政府信息公开年度报告", "样例海关"),
        (
            "样例大学2018-2019学年信息公开工作年度报告",
            "样例大学2018-2019学年信息公开工作年度报告",
            "样例大学",
        ),
        (
            "样例大学2018—2019学年度信息公开工作年度报告",
            "样例大学2018—2019学年度信息公开工作年度报告",
            "样例大学",
        ),
    ],
)
def test_title_and_agency(head: str, title: str | None, agency: str) -> None:
    found = metadata_of(head + BODY)
    assert found["title"] == (head if title is None else title or None)
    assert found["agency"] == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (
            "测试镇人民政府2023年政府信息公开工作年度报告\n如有疑问，请联系样例县测试镇党政办公室。" + BODY,
            "样例县测试镇人民政府",
        ),
        (
            "测试街道2023年政府信息公开工作年度报告" + BODY + "合肥市样例区测试街道办事处\n2024年1月20日\n",
            "合肥市样例区测试街道办事处",
        ),
        (
            "样例区2023年政府信息公开年度报告\n根据合肥市人民政府办公室通知编制。" + BODY,
            "合肥市样例区人民政府",
        ),
        (
            "样例区2023年政府信息公开年度报告\n学习合肥市人民政府和芜湖市人民政府的做法。" + BODY,
            "样例区人民政府",
        ),
        (
            "省样例厅2023年政府信息公开工作年度报告\n根据《浙江省政府信息公开办法》编制。" + BODY,
            "浙江省样例厅",
        ),
        (
            "卫生健康委员会2023年政府信息公开年报\n请与合肥市卫生健康委办公室联系。" + BODY,
            "合肥市卫生健康委员会",
        ),
        ("2023年市教育局政府信息公开年报\n请与合肥市教育局办公室联系。" + BODY, "合肥市教育局"),
        ("2023年市卫健委政府信息公开年报\n发布机构：合肥市卫生健康委员会\n" + BODY, "合肥市卫生健康委员会"),
        ("本报告由合肥市人民政府信息公开办公室编制。" + BODY, "合肥市人民政府"),
        (
            "根据规定，现公布样例县人民政府办公室（以下简称县府办）2016年政府信息公开年度报告。" + BODY,
            "样例县人民政府办公室",
        ),
        ("发布机构 | 公开方式 |\n样例县测试镇 | 主动公开 |\n" + BODY, "样例县测试镇人民政府"),
        ("样例市和平街道2020年政府信息公开年报\n样例市和平街道。" + BODY, "样例市和平街道办事处"),
        ("2023年县教育局政府信息公开工作年度报告\n请与样例县教育局办公室联系。" + BODY, "样例县教育局"),
        ("本报告由样例县测试乡人民政府办公室编制。" + BODY, "样例县测试乡人民政府"),
        (
            "样例综合实验区2023年度政府信息公开年度报告\n区管委会办公室编制了本报告。" + BODY,
            "样例综合实验区管委会",
        ),
        (
            "根据规定,样例县自然资源和规划局编制了2023年度报告。请与样例县自然资源和规划局办公室联系。"
            + BODY,
            "样例县自然资源和规划局",
        ),
        ("本报告由样例高新区党政办公室按照《条例》编制。高新区管委会公开3条。" + BODY, "样例高新区管委会"),
        ("2023年,样例经济技术开发区认真贯彻条例。管委会公开3条。" + BODY, "样例经济技术开发区管委会"),
        ("2023年,我县推进公开。报告可在样例县人民政府门户网站下载。" + BODY, "样例县人民政府"),
        ("如有疑问,请与样例市公安测试分局办公室联系(地址:测试路3号)。" + BODY, "样例市公安测试分局"),
        (
            "根据样例县人民政府办公室《关于编制年报的通知》要求,样例县测试局结合单位实际编制。" + BODY,
            "样例县测试局",
        ),
        (
            "发布机构 | 市政府办 | 发文日期 | 2024-02-28 |\n根据规定,现公布样例市人民政府2023年政府信息公开年度报告。"
            + BODY,
            "样例市人民政府",
        ),
        (
            "特向社会公布2023年度国家测试总局政府信息公开报告。地址:北京市海淀区测试路5号。" + BODY,
            "国家测试总局",
        ),
        (BODY + "请联系样例满族乡政务公开办,地址:吉林市昌邑区样例满族乡。", "吉林市昌邑区样例满族乡人民政府"),
        ("2023年测镇镇人民政府信息公开年度报告\n" + BODY, "测镇镇人民政府"),
        ("2023年测例镇政府信息公开年度报告\n测例镇镇政府公开。" + BODY, "测例镇人民政府"),
        ("结合国家税务总局样例市测试区税务局(以下简称测试区税务局)工作。" + BODY, "样例市测试区税务局"),
        ("请与样例海关办公室联系,地址:广东省样例市测试路5号。样例海关是直属海关。" + BODY, "样例海关"),
        (
            "测试街道2023年政府信息公开年报\n报告内容包括昆都仑区测试街道2023年总体情况。" + BODY,
            "包头市昆都仑区测试街道办事处",
        ),
    ],
)
def test_agency_is_completed_from_what_is_printed(text: str, agency: str) -> None:
    assert metadata_of(text)["agency"] == agency


@pytest.mark.parametrize(
    "text",
    [
        "2023年,区财政局公开信息31条。区财政局高度重视。" + BODY,
        "教育局2023年政府信息公开工作年度报告" + BODY,
        "根据《样例县人民政府办公室关于做好年报工作的通知》要求,我镇编制本报告。我镇公开3条。" + BODY,
        "2023年我局通过样例县人民政府网站公开信息31条。我局高度重视。" + BODY,
        "一年来,我局结合我局实际,推进我局工作。" + BODY,
        "持续优化微信公众号的栏目设置和页面布局。" + BODY,
        "根据《条例》的规定和样例市人民政府办公室《关于做好年报工作的通知》要求,我办公开31条。" + BODY,
        "调整成立以镇人民政府主要领导为组长的小组。我镇高度重视。" + BODY,
    ],
)
def test_what_any_place_has_is_nobody_in_particular(text: str) -> None:
    assert metadata_of(text)["agency"] is None


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        (
            "样例局编制了2022年政府信息公开年度报告。统计期限自2021年1月1日起至2021年12月31日止。"
            + BODY
            + "2022年公开41条。",
            "a.txt",
            2022,
        ),
        (
            "样例局编制了2022年政府信息公开年度报告。统计期限自2021年1月1日起至2021年12月31日止。"
            + BODY
            + "2021年公开41条。2021年召开会议。",
            "a.txt",
            2021,
        ),
        ("样例县政府信息公开年度报告" + BODY + "截止2023年12月31日共公开17条。", "a.txt", 2023),
        ("样例县政府信息公开年度报告" + BODY + "截至2023年12月底17条,截至2022年12月底9条。", "a.txt", None),
        ("样例县2023年政府信息公开年度报告\n发布时间：2024-01-20" + BODY, "a.txt", 2023),
        ("样例县二○一三年政府信息公开年度报告" + BODY, "a.txt", 2013),
        ("样例县政府信息公开年度报告\n统计期限自2022年1月1日起至2022年12月31日止。" + BODY, "a.txt", 2022),
        ("样例县政府信息公开年度报告" + BODY + "2021年公开3条。2021年无收费。2022年继续。", "a.txt", 2021),
        ("样例县政府信息公开年度报告" + BODY, "yangli_2019.txt", 2019),
        ("样例县政府信息公开年度报告" + BODY, "20200131.txt", None),
        ("样例县政府信息公开年度报告" + BODY, "a.txt", None),
    ],
)
def test_year(text: str, name: str, year: int | None) -> None:
    assert metadata_of(text, name)["year"] == year


def test_years_that_disagree_are_noted() -> None:
    text = "样例县2022年政府信息公开年度报告\n统计期限自2021年1月1日起至2021年12月31日止。" + BODY
    found, remarks = all_of(text, "yangli_2022.txt")
    assert found["year"] == 2022
    assert remarks == ("report year 2022, but the period says 2021",)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("统计期限自2020年1月1日起至2020年12月31日止。", date(2020, 1, 1), date(2020, 12, 31)),
        ("统计期限自2020年1月1日起，至2020年12月31日止。", date(2020, 1, 1), date(2020, 12, 31)),
        ("统计期限为2025 年 1 月 1 日至 12 月 31 日。", date(2025, 1, 1), date(2025, 12, 31)),
        ("数据统计期限为202111日至20211231日。", date(2021, 1, 1), date(2021, 12, 31)),
        ("涵盖2020年1月1日至12月30日期间的工作。", date(2020, 1, 1), date(2020, 12, 30)),
        ("统计期限为2020年1月1日—2020年12月31日。", date(2020, 1, 1), date(2020, 12, 31)),
        ("培训班于2020年3月1日至2020年3月5日举办。", None, None),
    ],
)
def test_period(sentence: str, start: date | None, end: date | None) -> None:
    found = metadata_of("样例县政府信息公开年度报告\n本机关编制年报。" + sentence + BODY)
    assert (found["period_start"], found["period_end"]) == (start, end)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("发布时间: 2021-03-05 08:58", date(2021, 3, 5)),
        ("发布日期：2020年1月31日", date(2020, 1, 31)),
        ("发文日期 | 2018-02-26 |", date(2018, 2, 26)),
        ("公开日期\n2024-01-17", date(2024, 1, 17)),
        ("[ 成文日期 ] 2024-01-28 [ 发布日期 ] 2024-01-29", date(2024, 1, 29)),
        ("【发布日期】20240129", date(2024, 1, 29)),
        ("来源:样例镇   2024-03-07 15:01", date(2024, 3, 7)),
        ("来源：样例县政府 时间：2018-01-23 08:51 微信", date(2018, 1, 23)),
        ("发布时间：2024-03-07\n公开日期：2024-02-06", date(2024, 2, 6)),
        ("采集时间：2025-12-30T21:37:37", None),
        ("页面生成时间：2025-12-30", None),
        ("2025年12月30日 星期二", None),
    ],
)
def test_published(line: str, expected: date | None) -> None:
    found = metadata_of(f"样例县2019年政府信息公开年度报告\n{line}\n" + BODY)
    assert found["published_on"] == expected


def test_published_at_the_foot_or_without_label() -> None:
    title = "样例县2019年政府信息公开年度报告\n"
    assert metadata_of(title + BODY + "\n发布时间：2020-03-01\n")["published_on"] == date(2020, 3, 1)
    assert metadata_of(title + "样例县门户网站 www.yangli.gov.cn 2020-01-27\n" + BODY)[
        "published_on"
    ] == date(2020, 1, 27)
    assert metadata_of(title + "2020-01-27\n2020-01-28\n" + BODY)["published_on"] is None
    assert metadata_of(title + "抓取于 2020-01-27\n" + BODY)["published_on"] is None


def test_labels_above_values() -> None:
    found = metadata_of(
        "索引号 | 公开日期 | 发布机构 |\n1234567/2020-00012 | 2020-02-03 | 样例县测试镇 |\n" + BODY
    )
    assert (found["index_no"], found["published_on"]) == ("1234567/2020-00012", date(2020, 2, 3))


@pytest.mark.parametrize(
    ("sentence", "level", "kind"),
    [
        ("我镇公开3条。", "township", "township"),
        ("我街道公开3条。", "township", "street"),
        ("我局公开3条。", "unknown", "department"),
    ],
)
def test_body_without_a_name(sentence: str, level: str, kind: str) -> None:
    found = metadata_of(f"一、总体情况\n{sentence}\n二、主动公开政府信息情况\n无。\n")
    assert (found["agency"], found["level"], found["kind"]) == (None, level, kind)


def test_published_in_page_data() -> None:
    page = (
        '<html><head><title>样例县2022年政府信息公开年度报告-样例县</title><meta name="PubDate" content="2023-02-03 10:00">'
        "</head><body><p>一、总体情况</p><p>甲。</p></body></html>"
    )
    found = metadata_of(page, "a.html")
    assert found["published_on"] == date(2023, 2, 3)
    assert (found["title"], found["year"]) == ("样例县2022年政府信息公开年度报告", 2022)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("索引号: | A25010-2925-9716 | 主题分类: | |", "A25010-2925-9716"),
        ("• 索引号:006382564L/2024-2169556", "006382564L/2024-2169556"),
        ("索引号 00000001/2018-00042 分类 信息公开年报", "00000001/2018-00042"),
        ("[ 索引号 ] 11500237008652311R/2023-00012 [ 发文字号 ]", "11500237008652311R/2023-00012"),
        ("索 引 号：11350128003/2021-00012", "11350128003/2021-00012"),
        ("索引号: | | 主题分类: | |", None),
        ("索引号：主题分类：报告", None),
    ],
)
def test_index_number(line: str, expected: str | None) -> None:
    assert metadata_of(f"{line}\n样例县2019年政府信息公开年度报告" + BODY)["index_no"] == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("\n  样例镇人民政府\n   2020年1月15日\n", date(2020, 1, 15)),
        ("工作平稳。 二○二○年一月十日 附件下载", date(2020, 1, 10)),
        ("样例镇人民政府 2020-01-15\n扫一扫", date(2020, 1, 15)),
        ("截至 2019年12月31日 ，共公开12条。", None),
        ("本报告自 2020年1月1日 起公布。", None),
        ("\n参照办法\n2008年5月1日\n", None),
    ],
)
def test_signature(end: str, expected: date | None) -> None:
    assert metadata_of("样例镇2019年政府信息公开年度报告" + BODY + end)["signed_on"] == expected


def test_generated_and_host() -> None:
    text = (
        "生成日期：2021-01-20\n原文链接: https://www.yangli.gov.cn/a/t1.htm\n样例县2020年政府信息公开年度报告\n"
        "本报告可在http://www.other.com下载。" + BODY
    )
    found = metadata_of(text)
    assert (found["generated_on"], found["host"]) == (date(2021, 1, 20), "www.yangli.gov.cn")


def test_site_named_in_prose_is_no_host() -> None:
    assert (
        metadata_of("样例县2020年政府信息公开年度报告\n本报告可在http://www.other.com下载。" + BODY)["host"]
        is None
    )


@pytest.mark.parametrize(
    ("title", "sentence", "scope"),
    [
        ("样例县", "全县共主动公开政府信息240条。", "aggregate"),
        ("样例县", "区直各部门工作平稳。", "unknown"),
        ("样例县", "县政府及各部门共主动公开政府信息240条。", "own_plus_departments"),
        ("样例县财政局", "我局主动公开政府信息240条。", "own"),
        ("样例县测试镇", "我镇主动公开政府信息240条。", "own"),
        ("样例县人民政府办公室", "主动公开政府信息240条。", "own"),
    ],
)
def test_scope(title: str, sentence: str, scope: str) -> None:
    assert metadata_of(f"{title}2022年政府信息公开年度报告{BODY}{sentence}\n")["scope"] == scope


def test_a_body_without_a_place_is_of_no_province() -> None:
    found = metadata_of("高能中心2018年政府信息公开年报\n根据《山东省政府信息公开办法》编制。" + BODY)
    assert (found["agency"], found["level"], found["province"]) == ("高能中心", "unknown", None)
    found = metadata_of("样例县教育局2018年政府信息公开年报\n根据《山东省政府信息公开办法》编制。" + BODY)
    assert found["province"] == "山东省"


def test_nothing_is_invented() -> None:
    found = metadata_of("一、总体情况\n全年公开信息12条。\n二、主动公开政府信息情况\n无。\n")
    assert {k for k, v in found.items() if v not in (None, "unknown")} == {"form"}


def test_sources_keep_what_disagrees() -> None:
    found, _ = all_of(
        "发布时间：2024-03-07\n公开日期：2024-02-06\n生成日期：20240205\n发布机构：样例县教育局\n"
        "样例县财政局2023年政府信息公开年度报告\n统计期限自2022年1月1日起至2022年12月31日止。"
        + BODY
        + "样例县财政局\n2024年2月1日\n",
        "2021.txt",
    )
    assert json.loads(str(found["sources"])) == {
        "agency": {"title": ["样例县财政局"], "signature": ["样例县财政局"], "publisher": ["样例县教育局"]},
        "year": {"title": 2023, "period": 2022, "file name": 2021},
        "published_on": {"label": ["2024-03-07", "2024-02-06"]},
        "generated_on": {"label": ["2024-02-05"]},
        "signed_on": {"signature": ["2024-02-01"]},
    }
    assert found["published_on"] == date(2024, 2, 6)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("故城县教育局2020年", ("河北省", "衡水市", "故城县", "131126")),
        ("江干区教育局2019年", ("浙江省", "杭州市", "江干区", "330104")),  # dissolved in 2021
        ("江干区教育局2010年", ("浙江省", "杭州市", "江干区", "330104")),
        ("朝阳区教育局2020年", (None, None, "朝阳区", None)),  # in 北京市 and 长春市
        ("长春市朝阳区教育局2020年", ("吉林省", "长春市", "朝阳区", "220104")),
        (
            "双桥区教育局2020年",
            ("河北省", "承德市", "双桥区", "130802"),
        ),  # that of 重庆市 was dissolved in 2011
        ("双桥区教育局2009年", (None, None, "双桥区", None)),
        ("毕节市教育局2009年", ("贵州省", "毕节地区", "毕节市", "522401")),  # a prefecture since 2011
        ("毕节市教育局2015年", ("贵州省", "毕节市", None, "520500")),
        ("平泉县教育局2015年", ("河北省", "承德市", "平泉县", "130823")),  # a city since 2017
        ("峨眉山市教育局2019年", ("四川省", "乐山市", "峨眉山市", "511181")),
        ("济源市教育局2019年", ("河南省", None, "济源市", "419001")),  # directly under its province
        ("密云县教育局2012年", ("北京市", None, "密云县", "110228")),
        ("锡林郭勒盟行政公署2012年", ("内蒙古自治区", "锡林郭勒盟", None, "152500")),
        ("样例区教育局2020年", (None, None, "样例区", None)),
    ],
)
def test_path(text: str, path: tuple[str | None, ...]) -> None:
    found = metadata_of(f"{text}政府信息公开年度报告{BODY}")
    assert tuple(found[c] for c in ("province", "city", "county", "division_code")) == path


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("朝阳区教育局\n2021年1月5日\n", None),
        ("长春市人民政府网站公布。", "长春市"),
        ("学习长春市的做法。", None),
    ],
)
def test_city_of_a_namesake_is_told_by_its_government_alone(text: str, city: str | None) -> None:
    assert metadata_of(f"朝阳区教育局2020年政府信息公开年度报告{BODY}{text}")["city"] == city


@pytest.mark.parametrize(
    ("text", "name", "level", "kind"),
    [
        ("样例县人民法院", "样例县人民法院", "county", "unknown"),
        ("样例县公安局城关派出所", "样例县公安局城关派出所", "county", "institution"),
        ("合肥市瑶海区人民政府明光路街道办事处", "合肥市瑶海区明光路街道办事处", "township", "street"),
        ("喀什地区行政公署", "喀什地区行政公署", "city", "government"),
        ("乌拉特前旗公安局", "乌拉特前旗公安局", "county", "department"),
        ("科尔沁左翼后旗城市管理综合执法局", "科尔沁左翼后旗城市管理综合执法局", "county", "department"),
        ("聊城市东昌府区财政局", "聊城市东昌府区财政局", "county", "department"),
        ("恩施州民政局", "恩施土家族苗族自治州民政局", "city", "department"),
        (
            "中山市东区街道办事处",
            "中山市东区街道办事处",
            "township",
            "street",
        ),  # 东区 is a district of 攀枝花市
        ("测试路街办", "测试路街道办事处", "township", "street"),
        ("样例区测试办事处", "样例区测试办事处", "township", "street"),
        ("博彩官网安乡县教育局", "安乡县教育局", "county", "department"),
        ("合肥市公安局样例区分局", "合肥市公安局样例区分局", "unknown", "department"),
        ("海东地区", "海东地区行政公署", "city", "government"),
        ("新疆生产建设兵团第八师石河子市教育局", "第八师石河子市教育局", "unknown", "department"),
        ("样例县测试镇样例村村民委员会", "样例县测试镇样例村村民委员会", "village", "unknown"),
        ("郑州航空港经济综合实验区", "郑州航空港经济综合实验区", "unknown", "government"),
        ("样例县疾病预防控制中心", "样例县疾病预防控制中心", "county", "institution"),
    ],
)
def test_bodies_of_the_list_of_divisions(text: str, name: str, level: str, kind: str) -> None:
    body = parse_body(text)
    assert body is not None
    assert (body.name, body.level, body.kind) == (name, level, kind)


@pytest.mark.parametrize(
    ("title", "sentence", "level", "code"),
    [
        ("平潭综合实验区", "", "county", "350128"),
        ("合肥市样例高新区", "我区各街道公开信息3条。", "county", None),
        ("合肥市样例高新区", "", "unknown", None),
        ("样例县样例经济开发区", "各乡镇公开信息3条。", "unknown", None),
    ],
)
def test_level_of_a_zone(title: str, sentence: str, level: str, code: str | None) -> None:
    found = metadata_of(f"{title}2022年政府信息公开年度报告{BODY}{sentence}")
    assert (found["level"], found["division_code"]) == (level, code)


ZONE = "平潭综合实验区管委会"
REAL = {
    # key: agency, level, kind, year, published, generated, signed, period end, index, host
    "seeds/000": ("连江县安凯乡人民政府", "township", "township", 2020, None, None, None, "2020-12-31", None),
    "seeds/001": (
        "芜湖市鸠江区人民政府",
        "county",
        "government",
        2017,
        "2018-01-12",
        None,
        None,
        "2017-12-31",
        None,
    ),
    "seeds/002": (
        "南昌市青云谱区徐家坊街道办事处",
        "township",
        "street",
        2020,
        None,
        "2021-01-20",
        None,
        "2020-12-31",
        None,
    ),
    "seeds/003": ("汶上县次邱镇人民政府", "township", "township", 2020, None, None, None, "2020-12-31", None),
    "seeds/004": (
        "华容县插旗镇人民政府",
        "township",
        "township",
        2023,
        "2024-03-07",
        "2024-03-07",
        "2024-02-06",
        None,
        None,
    ),
    "reports/001": (
        "淮安市洪泽区人民政府",
        "county",
        "government",
        2023,
        None,
        None,
        None,
        "2023-12-31",
        None,
    ),
    "reports/006": (
        "上海市人民政府办公厅",
        "province",
        "general_office",
        2019,
        "2020-01-31",
        None,
        None,
        "2019-12-31",
        None,
    ),
    "reports/007": (
        "沭阳县发展和改革局",
        "county",
        "department",
        2023,
        "2024-01-17",
        None,
        "2024-01-17",
        "2023-12-31",
        "www.shuyang.gov.cn",
    ),
    "reports/009": (
        "上海市人民政府办公厅",
        "province",
        "general_office",
        2025,
        None,
        None,
        None,
        "2025-12-31",
        None,
    ),
    "reports/021": (ZONE, "county", "government", 2025, None, None, None, "2025-12-31", None),
    "reports/026": (
        ZONE,
        "county",
        "government",
        2020,
        "2021-03-05",
        None,
        None,
        "2020-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/027": (
        ZONE,
        "county",
        "government",
        2019,
        "2020-01-20",
        None,
        None,
        "2019-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/028": (
        ZONE,
        "county",
        "government",
        2018,
        "2019-01-10",
        None,
        None,
        "2018-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/029": (
        ZONE,
        "county",
        "government",
        2017,
        "2018-01-23",
        None,
        None,
        "2017-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/030": (
        ZONE,
        "county",
        "government",
        2016,
        "2017-01-18",
        None,
        None,
        "2016-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/031": (
        ZONE,
        "county",
        "government",
        2015,
        "2016-01-12",
        None,
        None,
        "2015-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/032": (
        ZONE,
        "county",
        "government",
        2014,
        "2015-01-02",
        None,
        None,
        "2014-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/033": (
        ZONE,
        "county",
        "government",
        2013,
        "2014-01-10",
        None,
        "2014-01-10",
        "2013-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/034": (
        "平潭县人民政府",
        "county",
        "government",
        2012,
        "2013-01-17",
        None,
        "2013-01-16",
        "2012-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/035": (
        "平潭综合实验区地方税务局",
        "county",
        "department",
        2013,
        "2014-02-25",
        None,
        None,
        "2013-12-31",
        "www.pingtan.gov.cn",
    ),
    "reports/101": ("和平区发展改革委", "county", "department", 2019, None, None, None, None, None),
    "reports/102": ("北京街道办事处", "township", "street", 2020, None, None, None, None, None),
    "reports/103": (
        "长沙市天心区桂花坪街道办事处",
        "township",
        "street",
        2020,
        "2021-01-25",
        None,
        "2021-01-20",
        "2020-12-31",
        None,
    ),
    "reports/104": ("驼峰路街道办事处", "township", "street", 2020, None, None, None, None, None),
    "reports/105": ("龙田镇人民政府", "township", "township", 2021, "2022-01-29", None, None, None, None),
    "reports/106": (
        "平利县正阳镇人民政府",
        "township",
        "township",
        2021,
        "2022-01-26",
        None,
        None,
        None,
        None,
    ),
    "reports/107": ("故城县教育局", "county", "department", 2020, None, None, None, None, None),
    "reports/108": ("建平县卫生健康局", "county", "department", 2020, None, None, None, "2020-12-31", None),
    "reports/201": (
        "宿迁市人民政府",
        "city",
        "government",
        2017,
        "2018-02-26",
        None,
        None,
        "2017-12-31",
        None,
    ),
    "reports/202": ("宿迁市人民政府", "city", "government", 2020, None, None, None, "2020-12-31", None),
    "reports/203": (
        "宿迁市人民政府",
        "city",
        "government",
        2021,
        "2022-03-08",
        None,
        None,
        "2021-12-31",
        None,
    ),
    "reports/204": (
        "大竹县教育和科学技术局",
        "county",
        "department",
        2019,
        "2020-01-07",
        None,
        None,
        "2019-12-31",
        None,
    ),
    "reports/205": ("铜陵市地震局", "city", "department", 2021, None, None, None, "2021-12-31", None),
    "reports/206": ("海南省地震局", "province", "department", 2024, None, None, None, "2024-12-31", None),
    "reports/207": ("湖北省地震局", "province", "department", 2025, None, None, None, "2025-12-31", None),
    "reports/208": ("合肥市地震局", "city", "department", 2021, None, None, None, "2021-12-31", None),
    "reports/209": (
        "松阳县大东坝镇人民政府",
        "township",
        "township",
        2021,
        None,
        None,
        None,
        "2021-12-31",
        None,
    ),
    "reports/210": (
        "梅河口市和平街道办事处",
        "township",
        "street",
        2020,
        "2021-01-12",
        None,
        None,
        None,
        None,
    ),
}
COLUMNS = (
    "agency",
    "level",
    "kind",
    "year",
    "published_on",
    "generated_on",
    "signed_on",
    "period_end",
    "host",
)
INDEX = {
    "seeds/002": "A25010-2925-9716-4251-8807-9892",
    "seeds/004": "006382564L/2024-2169556",
    "reports/007": "014314799/2024-00002",
    "reports/201": "00000001/2018-00042",
    "reports/202": "00000001/2021-00029",
    "reports/203": "000000001/2022-00121",
}


@pytest.mark.shared
@pytest.mark.parametrize("key", REAL)
def test_real_reports(shared: Path, key: str) -> None:
    folder, prefix = key.split("/")
    path = next(p for p in sorted((shared / folder).glob(f"{prefix}_*")) if ".truth" not in p.name)
    document = read(path)
    reading = read_as(document.text)
    found, remarks, _ = find_metadata(
        document, reading, find_sections(document, reading, ()), "2021", "unnamed"
    )
    printed = {c: v.isoformat() if isinstance(v, date) else v for c, v in found.items()}
    assert {c: printed[c] for c in COLUMNS} == dict(zip(COLUMNS, REAL[key], strict=True))
    assert found["index_no"] == INDEX.get(key)
    assert remarks == ()
