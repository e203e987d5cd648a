"""Figures and statements of none in prose: grammar features, near misses, and real passages as tables of facts."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from cost import seconds_of

from audit.model import Claim, Document, Paragraph, Section
from audit.read import read
from audit.tidy.claims import find_claims
from audit.tidy.prose.vocabulary import vocabulary
from audit.tidy.reading import read_as
from audit.tidy.report import tidy


class Offsets:
    """Places of a text whose visible text is the file itself."""

    def locator(self, start: int, end: int) -> str:
        return f"char={start},{end};line=1"

    def span(self, locator: str) -> tuple[int, int]:
        start, end = locator.removeprefix("char=").split(";")[0].split(",")
        return int(start), int(end)


def document(text: str) -> Document:
    return Document(text, (Paragraph(0, len(text)),), Offsets(), "text")


def claims_of(text: str, year: int | None = 2022, sections: tuple[Section, ...] = ()) -> tuple[Claim, ...]:
    return find_claims(document(text), read_as(text), sections, (), year)


def briefly(text: str, year: int | None = 2022) -> list[tuple[str, str, str]]:
    """(measure, kind, value) of every claim but the period."""
    return [(c.measure, c.kind, str(c.value)) for c in claims_of(text, year) if c.kind != "date"]


def place(claim: Claim) -> tuple[int, int]:
    return Offsets().span(claim.locator)


# --- the grammar, on prose of our own ------------------------------------------------------------------------------

N = "nil"
C = "count"
CASES = [
    (
        "收到行政复议案件9件,行政诉讼案件0件,结果维持4件,结果纠正2件,尚未审结3件。",
        [
            ("reviews_total", C, "9"),
            ("lawsuits_total", "nil", "0"),
            ("reviews_upheld", C, "4"),
            ("reviews_corrected", C, "2"),
            ("reviews_pending", C, "3"),
        ],
    ),
    (
        "收到行政复议案件9件,行政诉讼案件7件,结果维持4件,尚未审结3件。",
        [
            ("reviews_total", C, "9"),
            ("lawsuits_total", C, "7"),
            ("lawsuits_upheld", C, "4"),
            ("lawsuits_pending", C, "3"),
        ],
    ),
    # numbers as printed
    ("全年主动公开政府信息86条。", [("disclosed_total", C, "86")]),
    ("全年主动公开政府信息８６条。", [("disclosed_total", C, "86")]),
    ("全年主动公开政府信息1,286条。", [("disclosed_total", C, "1286")]),
    ("全年主动公开政府信息1 286条。", []),
    ("全年主动公开政府信息一千二百零三条。", [("disclosed_total", C, "1203")]),
    ("全年主动公开政府信息一万四千条。", [("disclosed_total", C, "14000")]),
    ("全年主动公开政府信息1.2万条。", [("disclosed_total", C, "12000.0")]),
    ("全年主动公开政府信息3万余条。", [("disclosed_total", C, "30000")]),
    ("配备信息员两名。", [("staff_liaison", C, "2")]),
    ("配有1名专职工作人员、3名兼职工作人员。", [("staff_fulltime", C, "1"), ("staff_parttime", C, "3")]),
    ("召开政务公开培训会两次。", [("trainings", C, "2")]),
    ("主动公开海关政府信息534条。", [("disclosed_total", C, "534")]),
    ("门户网站信息更新总量为306条。", [("disclosed_total", C, "306")]),
    (
        "发布基础信息35条,发布项目信息5条,水利信息61条,合计共101条。",
        [*[("disclosed_part", C, n) for n in ("35", "5", "61")], ("disclosed_total", C, "101")],
    ),
    (
        "发布基础信息35条,发布项目信息5条,合计共41条。",
        [("disclosed_part", C, "35"), ("disclosed_part", C, "5"), ("other", C, "41")],
    ),
    (
        "2022年,主动公开信息92条。截止2022年12月底,我局已主动公开信息700多条。",
        [("disclosed_total", C, "92"), ("disclosed_cumulative", "cumulative", "700")],
    ),
    (
        "2022年,主动公开信息92条。截止2022年12月底,我局已主动公开信息92条。",
        [("disclosed_total", C, "92"), ("disclosed_total", C, "92")],
    ),
    (
        "主动公开信息415条。主动公开重大项目、公益事业等政府信息24条。",
        [("disclosed_total", C, "415"), ("disclosed_part", C, "24")],
    ),
    ("主动公开重大项目、公益事业等政府信息24条。", [("disclosed_total", C, "24")]),
    (
        "公开的政府信息类别共有12类,其中,机构信息类6条,文件类9条,其他类8条。",
        [("other", C, "12"), *[("disclosed_part", C, n) for n in "698"]],
    ),
    ("窗口业务共有12类,其中,户籍类6条,证照类9条。", [("other", C, n) for n in ("12", "6", "9")]),
    (
        "发布航行通告41条、航行警告34条;应急处置信息18条。",
        [("disclosed_part", C, n) for n in ("41", "34", "18")],
    ),
    (
        "发布航行通告41条、召开通报会34条;处置警情18条。",
        [("disclosed_part", C, "41"), ("other", C, "34"), ("other", C, "18")],
    ),
    # requests and what became of them
    ("主动公开信息41条。发布依申请公开信息共19条。", [("disclosed_total", C, "41"), ("other", C, "19")]),
    ("收到群众来信、依申请公开等27件,其中依申请公开8件。", [("other", C, "27"), ("requests_new", C, "8")]),
    ("处理依申请公开13次。", [("requests_handled", C, "13")]),
    ("收到依申请公开17件,依法回复数量17件。", [("requests_new", C, "17"), ("requests_handled", C, "17")]),
    ("2021年度结转至2022年5件公开申请。", [("requests_carried_in", C, "5")]),
    (
        "收到公开申请4件。其中,已主动公开的3件,不属于本机关公开的1件,均依法答复。",
        [
            ("requests_new", C, "4"),
            ("outcome_part", C, "3"),
            ("outcome_part", C, "1"),
            ("requests_handled", "all", "None"),
        ],
    ),
    (
        "收到公开申请25件,多为征地。上述申请已全部按时答复到位。",
        [("requests_new", C, "25"), ("requests_handled", "all", "None")],
    ),
    ("收到公开申请25件,多为征地。来信来访已全部按时答复到位。", [("requests_new", C, "25")]),
    ("受理依申请公开9件,公开信息7条。", [("requests_new", C, "9"), ("outcome_part", C, "7")]),
    ("受理依申请公开9件,公开信息70条。", [("requests_new", C, "9"), ("disclosed_total", C, "70")]),
    ("全年共收到并按时办结6件政府信息公开申请。", [("requests_new", C, "6")]),
    ("收到公开申请9件,以组织名义提交的申请有2件。", [("requests_new", C, "9"), ("requests_part", C, "2")]),
    ("收到公开申请6条,6条信息申请人均为自然人。", [("requests_new", C, "6"), ("requests_part", C, "6")]),
    ("收到公开申请10件。“信息不存在”的3件。", [("requests_new", C, "10"), ("outcome_part", C, "3")]),
    (
        "收到公开申请9件,8件按要求予以公开,1件公开部分内容。",
        [("requests_new", C, "9"), ("outcome_granted", C, "8"), ("outcome_partial", C, "1")],
    ),
    ("全年收到政府信息公开申请12件。", [("requests_new", C, "12")]),
    ("全年共受理政府信息公开申请859件。", [("requests_new", C, "859")]),
    (
        "收到公开申请12件,办结11件,结转下年1件。",
        [("requests_new", C, "12"), ("requests_handled", C, "11"), ("requests_carried_out", C, "1")],
    ),
    (
        "上年结转政府信息公开申请3件,新收到申请9件。",
        [("requests_carried_in", C, "3"), ("requests_new", C, "9")],
    ),
    ("收到依申请公开9件,结转至2023年2件。", [("requests_new", C, "9"), ("requests_carried_out", C, "2")]),
    ("受理依申请公开事项6件,均已按时答复。", [("requests_new", C, "6"), ("requests_handled", "all", "None")]),
    (
        "答复政府信息公开申请8件(含上年结转2件)。",
        [("requests_handled", C, "8"), ("requests_carried_in", C, "2")],
    ),
    ("往年累计受理政府信息公开申请41件。", [("requests_prior_cumulative", "cumulative", "41")]),
    (
        "收到公开申请9件,全部办结,其中予以公开4件,部分公开1件,不予公开1件,无法提供1件,不予处理1件,其他处理1件。",
        [
            ("requests_new", C, "9"),
            ("requests_handled", "all", "None"),
            ("outcome_granted", C, "4"),
            ("outcome_partial", C, "1"),
            ("outcome_denied", C, "1"),
            ("outcome_unable", C, "1"),
            ("outcome_not_processed", C, "1"),
            ("outcome_other", C, "1"),
        ],
    ),
    # none
    ("全年收到政府信息公开申请0件。", [("requests_new", N, "0")]),
    ("全年收到政府信息公开申请零件。", [("requests_new", N, "0")]),
    ("全年未收到政府信息公开申请。", [("requests_new", N, "0")]),
    ("没有收到政府信息公开申请。", [("requests_new", N, "0")]),
    ("未收到要求公开其它信息的申请。", [("requests_new", N, "0")]),
    ("对政府信息公开未予收费。", [("fees_collected", N, "0")]),
    ("依申请公开收取的费用(检索费、邮寄费等)为0元。", [("fees_collected", N, "0")]),
    ("2022年度无依申请公开。", [("requests_new", N, "0")]),
    ("本年度收到的依申请公开数量为零。", [("requests_new", N, "0")]),
    ("无结转下年的申请。", [("requests_carried_out", N, "0")]),
    ("未发生因政府信息公开引起的行政复议和行政诉讼。", [("disputes_total", N, "0")]),
    ("未收到有关政府信息公开的行政复议申请。", [("reviews_total", N, "0")]),
    ("没有发生与信息公开有关的复议和应诉事项。", [("disputes_total", N, "0")]),
    ("没有因信息公开被提起行政诉讼。", [("lawsuits_total", N, "0")]),
    ("全年未收取信息处理费。", [("fees_collected", N, "0")]),
    ("政府信息公开均免费,没有收费。", [("fees_collected", N, "0")]),
    ("收取信息处理费0元,发出收费通知0件。", [("fees_collected", N, "0"), ("fee_notices", N, "0")]),
    ("全年未发生失密泄密事件。", [("leaks", N, "0")]),
    ("未发生被行政复议纠错或行政诉讼败诉的情形。", [("disputes_corrected", N, "0")]),
    # accounts, visits, documents
    ("接受咨询93次,其中电话接听34次、当面咨询59次。", [("consultations", C, n) for n in ("93", "34", "59")]),
    ("网站访问量累计746万人次,其中本年度149万人次。", [("visits", C, "7460000"), ("visits", C, "1490000")]),
    ("微信粉丝:4442人,微博:1608人。", [("followers", C, "4442"), ("followers", C, "1608")]),
    ("微信粉丝:4442人,培训:1608人。", [("followers", C, "4442"), ("other", C, "1608")]),
    ("公众号关注量789个,共推送微信文章97篇。", [("followers", C, "789"), ("wechat_posts", C, "97")]),
    ("通过甲公安微信、乙政务网等网络渠道发布信息300余条。", [("disclosed_total", C, "300")]),
    (
        "门户网站主动公开各类政府信息212条、微信公众号98条。",
        [("disclosed_total", C, "212"), ("wechat_posts", C, "98")],
    ),
    ("全年共发布政府会议、财政资金等政务信息427条。", [("disclosed_total", C, "427")]),
    (
        "主动公开信息900条。全年共发布政府会议、财政资金等政务信息427条。",
        [("disclosed_total", C, "900"), ("disclosed_part", C, "427")],
    ),
    (
        "主动公开信息300条。按月发布,全年共发布相关信息30条。",
        [("disclosed_total", C, "300"), ("disclosed_part", C, "30")],
    ),
    (
        "主动公开信息300条。主动公开重点领域政府信息52条。",
        [("disclosed_total", C, "300"), ("disclosed_part", C, "52")],
    ),
    ("开展解读活动,媒体刊发报道近200篇。", [("other", C, "200")]),
    ("发布政策解读17条,行政处罚信息4条。", [("interpretations", C, "17"), ("disclosed_part", C, "4")]),
    ("通过县政府网、微信公众号共发布各类信息94条。", [("disclosed_total", C, "94")]),
    ("通过县政府网、微博共发布各类信息94条。", [("disclosed_total", C, "94")]),
    ("官方微博发布微博20条;收到微博投诉12条。", [("weibo_posts", C, "20"), ("other", C, "12")]),
    ("规范性文件制发件数4件,废止件数2件。", [("normative_issued", C, "4"), ("normative_repealed", C, "2")]),
    ("及时发布政策法规、活动安排等各类信息共计52条。", [("disclosed_total", C, "52")]),
    ("共开通官方微信账号超过90个。", [("media_accounts", C, "90")]),
    ("政策解读信息9条;公布调查结果5期。", [("interpretations", C, "9"), ("other", C, "5")]),
    ("全面梳理规范性文件32份。", [("other", C, "32")]),
    ("公开人大代表建议及政协提案办理信息10条。", [("disclosed_part", C, "10")]),
    # words of none
    (
        "收到公开申请5件,实现零逾期、零投诉、零复议、零诉讼。",
        [
            ("requests_new", C, "5"),
            *[(m, N, "0") for m in ("requests_overdue", "complaints", "reviews_total", "lawsuits_total")],
        ],
    ),
    ("窗口办理审批业务零逾期、零投诉。", []),
    # documents that are counted otherwise, some of what was disclosed
    (
        "主动公开信息500条,其中文件80件、动态400条。",
        [("disclosed_total", C, "500"), ("disclosed_part", C, "80"), ("disclosed_part", C, "400")],
    ),
    (
        "主动公开信息500条,其中文件80件、接待400条。",
        [("disclosed_total", C, "500"), ("disclosed_part", C, "80"), ("other", C, "400")],
    ),
    (
        "主动公开信息300条。围绕重点领域公开各类信息80条。",
        [("disclosed_total", C, "300"), ("disclosed_part", C, "80")],
    ),
    ("围绕重点领域公开各类信息80条。", [("disclosed_total", C, "80")]),
    # disputes
    ("因政府信息公开引发行政复议7件,诉讼9件。", [("reviews_total", C, "7"), ("lawsuits_total", C, "9")]),
    (
        "办理信息公开行政复议和行政诉讼分别为3件、2件。",
        [("reviews_total", C, "3"), ("lawsuits_total", C, "2")],
    ),
    ("收到1份政府信息公开行政复议申请。", [("reviews_total", C, "1")]),
    (
        "四、申请行政复议、提起行政诉讼情况全年被申请行政复议4件,其中维持3件、纠正1件;被提起行政诉讼2件,均驳回。",
        [
            ("reviews_total", C, "4"),
            ("reviews_upheld", C, "3"),
            ("reviews_corrected", C, "1"),
            ("lawsuits_total", C, "2"),
        ],
    ),
    ("因信息公开发生行政复议和行政诉讼5件。", [("disputes_total", C, "5")]),
    ("信息公开行政复议、行政诉讼案件共5件。", [("disputes_total", C, "5")]),
    # documents, decisions, posts
    ("全年制发行政规范性文件6件,废止2件。", [("normative_issued", C, "6"), ("normative_repealed", C, "2")]),
    ("现行有效行政规范性文件31件。", [("normative_in_force", C, "31")]),
    ("全年作出行政处罚决定14件,办理行政许可220件。", [("penalties", C, "14"), ("licences", C, "220")]),
    ("实施行政强制3起。", [("coercions", C, "3")]),
    ("发布政策解读18篇,召开新闻发布会4场。", [("interpretations", C, "18"), ("press_conferences", C, "4")]),
    ("全年计划召开6场新闻发布会。", [("press_conferences_planned", C, "6")]),
    ("发布微信120条、微博96条。", [("wechat_posts", C, "120"), ("weibo_posts", C, "96")]),
    # media, enquiries, documents
    (
        "网站总访问量34075次,独立用户访问总量1281个,专栏点击量达17.9亿次。",
        [("visits", C, "34075"), ("visits", C, "1281"), ("visits", C, "1790000000.0")],
    ),
    ("公众号订阅数47条,微博粉丝达102人。", [("followers", C, "47"), ("followers", C, "102")]),
    ("“样例发布”微信订阅号发布各类信息712条。", [("wechat_posts", C, "712")]),
    ("获样例微信公众号采用3次。", [("other", C, "3")]),
    ("编制《样例市人民政府公报》6期,共印发2300册。", [("gazette_issues", C, "6"), ("other", C, "2300")]),
    (
        "各部门共开设新媒体账号61个。其中微博22个;微信公众号39个。",
        [("media_accounts", C, n) for n in ("61", "22", "39")],
    ),
    ("关停不规范的政府网站1个、政务新媒体2个。", [("other", C, "1"), ("other", C, "2")]),
    (
        "全年解答网上咨询7人次;接听电话咨询1300余人次,现场接待咨询260余人次。",
        [("consultations", C, "7"), ("consultations", C, "1300"), ("consultations", C, "260")],
    ),
    (
        "2022年,共制作政府信息3047条,其中主动公开信息1031条,依申请公开信息462条,不予公开信息1554条。",
        [
            ("documents_made", C, "3047"),
            ("disclosed_total", C, "1031"),
            ("other", C, "462"),
            ("other", C, "1554"),
        ],
    ),
    ("对公开申请不予公开5件。不予公开信息31条。", [("outcome_denied", C, "5"), ("other", C, "31")]),
    # what only says how a list was built, or numbers a thing
    ("全文包括复议诉讼情况、主要问题、其他事项等六部分组成。", []),
    ("全文包括收费及减免情况、附表等6项内容。", []),
    ("主要通过四条途径公开信息,设有3个渠道。", []),
    ("通过市委五届四次全会解读政策。", []),
    # totals and parts as clerks print them
    ("我县公开发布和更新信息共11047余条。", [("disclosed_total", C, "11047")]),
    ("本站采集、发布、修订信息337条。", [("disclosed_total", C, "337")]),
    ("共主动公开政府信息(公文平台发文)117条。", [("disclosed_total", C, "117")]),
    ("主动公开涉及救助、养老、安全生产等方面信息427条。", [("disclosed_total", C, "427")]),
    ("全年主動公開政府信息7300餘條次。", [("disclosed_total", C, "7300")]),
    (
        "新增主动公开政府信息317条,累计主动公开政府信息达3171条。",
        [("disclosed_total", C, "317"), ("disclosed_cumulative", "cumulative", "3171")],
    ),
    (
        "今日头条、每日头条等媒体上发布信息83条。",
        [("disclosed_total", C, "83")],
    ),
    (
        "公开信息578条。通过短信发送预报88万条次。",
        [("disclosed_total", C, "578"), ("other", C, "880000")],
    ),
    ("通过政务微信公开信息53条,接受媒体采访3次。", [("wechat_posts", C, "53"), ("other", C, "3")]),
    ("通过微博发布信息53条,在公示栏公开政府工作90次。", [("weibo_posts", C, "53"), ("other", C, "90")]),
    ("主动公开规范性文件、政策解读、财务信息等各类政务信息271条。", [("disclosed_part", C, "271")]),
    ("积极回应社会关切,开展14期在线访谈。", [("other", C, "14")]),
    ("主动公开信息144条,向县政府办报送信息5条。", [("disclosed_total", C, "144"), ("other", C, "5")]),
    ("严格贯彻《条例》二十条规定公开信息。", []),
    ("收到公开申请246件。其中97件准予公开。", [("requests_new", C, "246"), ("outcome_granted", C, "97")]),
    (
        "收到公开申请124宗,公民申请113宗,法人和其他组织申请11宗。",
        [("requests_new", C, "124"), ("requests_part", C, "113"), ("requests_part", C, "11")],
    ),
    ("通过单位网页和微信公众号,发布政务公开信息共计611条。", [("disclosed_total", C, "611")]),
    ("政务信息公开主动公开总数143条。", [("disclosed_total", C, "143")]),
    ("公布事项一览表7件。", [("disclosed_part", C, "7")]),
    ("受理公开申请3件,已完成依申请公开申请2件。", [("requests_new", C, "3"), ("requests_handled", C, "2")]),
    (
        "收到公开申请3条。其中,企业申请政务公开信息1条。",
        [("requests_new", C, "3"), ("requests_part", C, "1")],
    ),
    ("办理政府公开信箱事务43件,公开电话信访6件。", [("responses", C, "43"), ("other", C, "6")]),
    ("在线办理群众咨询类及投诉类信息104条。", [("other", C, "104")]),
    ("受理依申请政府信息公开事项17例。", [("requests_new", C, "17")]),
    ("目前我乡尚未收到政府信息公开申请。", [("requests_new", N, "0")]),
    ("本年度未收到和处理政府信息公开申请事件。", [("requests_new", N, "0")]),
    ("未向公民、法人和其他组织收取与公开有关的费用。", [("fees_collected", N, "0")]),
    ("暂未对依申请提供政府信息收取检索费用。", [("fees_collected", N, "0")]),
    ("收到公开申请26份,其中申请人自行撤销2件。", [("requests_new", C, "26"), ("outcome_part", C, "2")]),
    ("未出现因公开引发的行政复议和行政诉讼被撤销或败诉情况。", [("disputes_corrected", N, "0")]),
    ("回复网民留言45条。", [("responses", C, "45")]),
    ("办理人大代表建议2件、政协提案5件。", [("proposals_handled", C, "2"), ("proposals_handled", C, "5")]),
    (
        "处理网帖9条,整改360条涉敏信息。",
        [("netizen_posts_handled", C, "9"), ("privacy_items_corrected", C, "360")],
    ),
    ("明确1名分管领导、1名科室负责人具体负责。", [("staff_leader", C, "1"), ("staff_section_head", C, "1")]),
    ("落实政府信息专项经费3万元。", [("budget_dedicated", C, "3")]),
    ("减免费用2件。", [("fee_waivers", C, "2")]),
    (
        "依申请公开方面,申请信息不存在1件,不属于本机关公开2件。",
        [("outcome_part", C, "1"), ("outcome_part", C, "2")],
    ),
    ("发生信息公开行政诉讼3件,其中胜诉2件。", [("lawsuits_total", C, "3"), ("lawsuits_upheld", C, "2")]),
    ("全年公开工作动态信息9条。", [("disclosed_part", C, "9")]),
    # growth, cumulative, other years
    (
        "收到政府信息公开申请30件,比上年增加12件。",
        [("requests_new", C, "30"), ("requests_new", "growth", "12")],
    ),
    (
        "收到政府信息公开申请30件,同比下降12.3%。",
        [("requests_new", C, "30"), ("requests_new", "growth", "-12.3")],
    ),
    (
        "主动公开政府信息30条,较去年增长5%。",
        [("disclosed_total", C, "30"), ("disclosed_total", "growth", "5")],
    ),
    ("自2008年以来累计主动公开政府信息761条。", [("disclosed_cumulative", "cumulative", "761")]),
    (
        "累计主动公开政府信息90条,其中本年度主动公开政府信息61条。",
        [("disclosed_cumulative", "cumulative", "90"), ("disclosed_total", C, "61")],
    ),
    # lists of replies, whatever their unit; a figure on a line of its own; sentences wrapped by a converter
    (
        "共收到3份政府信息公开申请。其中,予以公开2件,其他1件。",
        [("requests_new", C, "3"), ("outcome_granted", C, "2"), ("outcome_other", C, "1")],
    ),
    ("全年主动公开政府信息\n86\n条,文件\n9\n件。", [("disclosed_total", C, "86"), ("other", C, "9")]),
    (
        "我镇进一步加强政府信息公开工作,按照要求全年共收到政府信息公开申\n请 12 件,办结\n— 2 —\n11 件。",
        [("requests_new", C, "12"), ("requests_handled", C, "11")],
    ),
    ("一、总体情况\n收到公开申请12件\n二、其他\n3件", [("requests_new", C, "12"), ("other", C, "3")]),
    (
        "清理行政规范性文件,继续有效9件,失效2件、废止4件。",
        [("normative_in_force", C, "9"), ("normative_repealed", C, "2"), ("normative_repealed", C, "4")],
    ),
    ("收到公开申请2件,本年度办理完毕2件。", [("requests_new", C, "2"), ("requests_handled", C, "2")]),
    (
        "制发行政规范性文件1件,废止0件,年末现行有效10件。",
        [("normative_issued", C, "1"), ("normative_repealed", N, "0"), ("normative_in_force", C, "10")],
    ),
    ("发布各类政策解读件9篇。", [("interpretations", C, "9")]),
    (
        "受理线上信息公开申请5件,受理线下信息公开申请2件。",
        [("requests_online", C, "5"), ("requests_part", C, "2")],
    ),
    # statements of none that need their object or their subject
    ("本年度未接到群众要求公开的信息。", [("requests_new", N, "0")]),
    ("上年结转政府信息公开申请为0。", [("requests_carried_in", N, "0")]),
    ("政府信息公开申请:无。", [("requests_new", N, "0")]),
    ("行政复议、行政诉讼情况:无。", [("disputes_total", N, "0")]),
    ("未受理的申请2件。", [("other", C, "2")]),
    ("2022年以来累计主动公开政府信息61条。", [("disclosed_total", C, "61")]),
    ("全年累计主动公开政府信息61条。", [("disclosed_total", C, "61")]),
    # results of reviews and lawsuits, statements of all, rates, documents, money, people
    (
        "信息公开行政复议9件,其中维持4件、纠正1件、其他结果2件、撤回1件、尚未审结1件。",
        [
            ("reviews_total", C, "9"),
            ("reviews_upheld", C, "4"),
            ("reviews_corrected", C, "1"),
            ("reviews_other", C, "2"),
            ("reviews_part", C, "1"),
            ("reviews_pending", C, "1"),
        ],
    ),
    (
        "信息公开行政诉讼案件6件,驳回2件,败诉1件,正在审理3件。",
        [
            ("lawsuits_total", C, "6"),
            ("lawsuits_part", C, "2"),
            ("lawsuits_corrected", C, "1"),
            ("lawsuits_pending", C, "3"),
        ],
    ),
    ("未经复议直接起诉2件,涉及信息公开。", [("lawsuits_part", C, "2")]),
    (
        "信息公开行政复议7件、诉讼9件,均获维持。",
        [("reviews_total", C, "7"), ("lawsuits_total", C, "9"), ("disputes_upheld", "all", "None")],
    ),
    ("被申请信息公开行政复议3件,全部维持。", [("reviews_total", C, "3"), ("reviews_upheld", "all", "None")]),
    ("受理公开申请3件,均已公开。", [("requests_new", C, "3"), ("outcome_granted", "all", "None")]),
    ("回复网民留言45条,均已答复。", [("responses", C, "45")]),
    ("因信息公开引发的行政复议案件全部维持。", [("reviews_upheld", "all", "None")]),
    ("因信息公开引发的行政复议、行政诉讼均获维持。", [("disputes_upheld", "all", "None")]),
    ("执法类行政复议案件均维持原决定。", []),
    ("所有文件均已公开。", []),
    ("收到公开申请3件,逾期答复1件。", [("requests_new", C, "3"), ("requests_overdue", C, "1")]),
    ("收到公开申请3件,尚未办结1件。", [("requests_new", C, "3"), ("requests_pending", C, "1")]),
    (
        "公开申请办结率98.5%,答复率100%,按期答复率99%。",
        [
            ("rate_handled", "share", "98.5"),
            ("rate_replied", "share", "100"),
            ("rate_on_time", "share", "99"),
        ],
    ),
    ("审批事项办结率100%。", [("share", "share", "100")]),
    ("公文主动公开率90.2%。", [("rate_disclosed", "share", "90.2")]),
    (
        "制定规章4件,废止规章2件,现行有效规章31件。",
        [("regulations_issued", C, "4"), ("regulations_repealed", C, "2"), ("regulations_in_force", C, "31")],
    ),
    ("健全规章制度4件。", [("other", C, "4")]),
    (
        "发出收费通知2件,总金额300元,实际收取100元。",
        [("fee_notices", C, "2"), ("fees_noticed", C, "300"), ("fees_collected", C, "100")],
    ),
    ("行政事业性收费总金额31.5万元。", [("administrative_fees", C, "31.5")]),
    (
        "政府集中采购项目7个,采购总金额20.5万元。",
        [("procurement_projects", C, "7"), ("procurement_amount", C, "20.5")],
    ),
    (
        "举办政务公开培训3期,参训210人次,召开政务公开工作会议4次。",
        [("trainings", C, "3"), ("trainees", C, "210"), ("meetings", C, "4")],
    ),
    ("收到政务公开方面的投诉举报2件。", [("complaints", C, "2")]),
    ("未收到有关政府信息公开的举报投诉。", [("complaints", N, "0")]),
    ("全年未作出行政处罚、行政强制决定。", [("penalties", N, "0")]),
    ("本年度未发出收费通知。", [("fee_notices", N, "0")]),
    ("全年无责任追究情况。", [("accountability", N, "0")]),
    ("信息公开行政诉讼零败诉。", [("lawsuits_corrected", N, "0")]),
    ("未发生1起因信息公开引起的行政诉讼。", [("lawsuits_total", N, "0")]),
    ("全年没有收到一件公开申请。", [("requests_new", N, "0")]),
    ("没有未按期答复的公开申请。", [("requests_overdue", N, "0")]),
    ("收到公开申请12件,1件正在办理。", [("requests_new", C, "12"), ("requests_pending", C, "1")]),
    ("收到公开申请12件,其中1件转下年办理。", [("requests_new", C, "12"), ("requests_carried_out", C, "1")]),
    ("公开申请100%按时办结。", [("rate_on_time", "share", "100")]),
    ("计划公开信息12条。", [("other", C, "12")]),
    (
        "审核公文公开属性12件,其中主动公开9件、不予公开3件。",
        [("other", C, "12"), ("other", C, "9"), ("other", C, "3")],
    ),
    (
        "清理规范性文件12件,其中保留9件、废止3件。",
        [("other", C, "12"), ("normative_in_force", C, "9"), ("normative_repealed", C, "3")],
    ),
    # growth of what was named, or of the figure before it
    ("公开申请数量同比增长12.5%。", [("requests_new", "growth", "12.5")]),
    (
        "信息公开行政复议7件、行政诉讼9件,分别比上年减少2件、1件。",
        [
            ("reviews_total", C, "7"),
            ("lawsuits_total", C, "9"),
            ("reviews_total", "growth", "-2"),
            ("lawsuits_total", "growth", "-1"),
        ],
    ),
    (
        "公开申请办结率98%,比上年提高2个百分点。",
        [("rate_handled", "share", "98"), ("rate_handled", "growth", "2")],
    ),
    # numerals
    ("全年主动公开政府信息1万2千条。", [("disclosed_total", C, "12000")]),
    ("全年主动公开政府信息1万2345条。", [("disclosed_total", C, "12345")]),
    ("全年主动公开政府信息二〇六条。", [("disclosed_total", C, "206")]),
    ("全年主动公开政府信息三四条。", []),
    ("全年主动公开政府信息数十条。", []),
    ("2019年至2021年,累计收到公开申请41件。", [("requests_cumulative", "cumulative", "41")]),
    # a field of work that ends as laws do, and an article of a law
    (
        "主动公开信息58条,其中行政执法17条,人事41条。",
        [("disclosed_total", C, "58"), ("disclosed_part", C, "17"), ("disclosed_part", C, "41")],
    ),
    ("依照行政处罚法17条公开信息58条。", [("disclosed_total", C, "58")]),
    # what is said of all of it right behind a figure
    (
        "收到政府信息公开申请13项全部予以公开。",
        [("requests_new", C, "13"), ("outcome_granted", "all", "None")],
    ),
    ("本年度依申请公开共受理23件。", [("requests_new", C, "23")]),
    # replies
    (
        "办理公开申请52件,其中予以公开35件,部分予以公开17件。",
        [("requests_handled", C, "52"), ("outcome_granted", C, "35"), ("outcome_partial", C, "17")],
    ),
    # reviews that are still open, told behind the figure
    (
        "因信息公开被申请行政复议15件,其中4件被撤销,11件正在复议机关审理中。",
        [("reviews_total", C, "15"), ("reviews_corrected", C, "4"), ("reviews_pending", C, "11")],
    ),
    # fees for what, posts where, interpretations or not
    ("全年行政强制42件、无行政事业性收费。", [("coercions", C, "42")]),
    ("“样例教育”抖音公众号发布稿件65条。", [("disclosed_part", C, "65")]),
    (
        "局网站共发布信息372条,“样例健康”官方微博更新92条,“样例健康”官方微信更新103条。",
        [("disclosed_total", C, "372"), ("weibo_posts", C, "92"), ("wechat_posts", C, "103")],
    ),
    (
        "公开财政预决算、重要政策解读、就业举措等群众关心关注的信息共计87条。",
        [("disclosed_part", C, "87")],
    ),
    ("综合运用图文解读等方式开展政策解读,开展专题新闻报道73篇次。", [("other", C, "73")]),
    ("综合运用图文解读等方式开展政策解读73篇。", [("interpretations", C, "73")]),
    ("全年共举办19场市政府新闻发布活动。", [("press_conferences", C, "19")]),
    ("我局共办结行政许可事项911件。", [("licences", C, "911")]),
    ("全年收集政策咨询问题158个。", [("consultations", C, "158")]),
    # a bracket with figures of its own between what is counted and its 共计
    (
        "局网站主动公开政务信息(包括公告、动态等4个一级栏目,办事等33个二级栏目)共计768条。其中,公告703条,办事65条。",
        [
            ("other", C, "4"),
            ("other", C, "33"),
            ("disclosed_total", C, "768"),
            ("disclosed_part", C, "703"),
            ("disclosed_part", C, "65"),
        ],
    ),
    ("主动公开政务信息(含4个栏目)。共计768条。", [("other", C, "4"), ("other", C, "768")]),
    # classes that a heading opens
    (
        "主动公开政府信息共192条。主动公开政府信息的主要类别情况:党政类147条,制度45条。",
        [("disclosed_total", C, "192"), ("disclosed_part", C, "147"), ("disclosed_part", C, "45")],
    ),
    (
        "发布的政府信息公开主要类别:机构概况13条,人事28条,工作报告7条。",
        [("disclosed_part", C, "13"), ("disclosed_part", C, "28"), ("disclosed_part", C, "7")],
    ),
    ("发布政府信息公开指南13条,人事28条。", [("disclosed_part", C, "13"), ("other", C, "28")]),
    ("本年度依申请公开政务信息数23件。", [("requests_new", C, "23")]),
    (
        "办理依申请公开事项17件,其中网络申请6件,信函申请11件。",
        [("requests_handled", C, "17"), ("requests_online", C, "6"), ("requests_part", C, "11")],
    ),
    # who applied, told behind the figure
    (
        "收到政府信息公开申请13件,12件为自然人申请,1件为商业机构申请。",
        [("requests_new", C, "13"), ("requests_part", C, "12"), ("requests_part", C, "1")],
    ),
]
NEAR_MISSES = [
    "2022年1月1日至2022年12月31日止。",
    "青禾镇党政办公室(地址:青禾镇人民路12号3单元,邮编:350515,电话:0591-26491314)。",
    "根据《条例》第二十条第(一)项规定。",
    "依据国办公开办函〔2019〕60号和政办发〔2021〕5号文件要求。",
    "完善24小时值班制度,实行“360”服务。",
    "建立内容保障等四项机制,形成一人负责、全程跟踪的办法。",
    "本报告共六个部分。",
    "报告由7个部分组成。",
    "在20个工作日内答复。",
    "浏览量:128 索引号:006382564L/2024-2169556",
    "1.公开内容。2.公开形式。",
    "(一)主动公开。(二)依申请公开。",
    "依申请公开工作中未出现差错。",
    "未收到申请人补正材料。",
    "如未收到政府信息公开申请的答复,可以投诉。",
    "无正当理由不公开的信息。",
    "实现零距离服务和零投诉。",
    "对能够公开的信息无条件公开。",
    "不断提高申请办理质量,没有最好只有更好。",
    "没有按规定办理的申请件予以督办。",
    "除此之外未收到其他申请。",
    "宣传解读“创业富民30条”政策。",
    "提出6大类30条109项任务。",
    "每周公开3-5条信息。",
    "编号为A12件。",
    "没有与诉讼无关的费用支出。",
    "未产生与诉讼(含复议、申诉)有关的费用支出。",
    "未产生政府信息公开事务诉讼相关的费用支出。",
    "镇域污水管网二期工程施工路段提前公示。",
    "各部门每月公开不少于5条信息。",
    "每个股室确定一名信息员。",
    "每年收到公开申请10至15件。",
    "未收到重复申请公开信息的情况。",
    "未收到行政复议决定书。",
    "未收到信息公开行政复议决定书。",
    "没有逾期补正的申请。",
]


def test_every_measure_of_the_vocabulary_has_a_case() -> None:
    shown = {measure for _, expected in CASES for measure, _, _ in expected}
    words = vocabulary()
    named = {rule.name for rule in words.rules} | {rule.name for rule in words.none}
    named = {name for name in named if not name.startswith("dispute_")}
    assert named - shown == set()


def test_cues_are_words_that_their_expression_can_find() -> None:
    entries = tomllib.loads(files("audit.tidy").joinpath("measures.toml").read_text("utf-8"))["measure"]
    idle = [(e["name"], cue) for e in entries for cue in e["cue"] if not heard(e["near"], cue)]
    assert idle == []


def heard(near: str, cue: str) -> bool:
    """Whether some character of the cue stands in the expression (words may be written in parts: 撤[销回])."""
    return any(character in near for character in cue)


NESTED = (
    "主动公开信息50条。其中机构类信息20条,内有领导成员12条、机构职能3条、直属单位或下属机构5条;"
    "工作类信息13条,其中镇街动态6条、通知公告7条;财政类信息17条。"
)
OTHERWISE = [
    # (text, which claim, attribute, value)
    ("整改涉敏信息360余条。", 0, "approximate", True),
    ("我局微信公众号、微博、抖音账号共发布信息376条。", 0, "scope", "channel"),
    ("我局网站、微信公众号、微博共发布信息376条。", 0, "scope", "own"),
    ("通过微博、微信公众号等多种渠道发布信息376条。", 0, "scope", "own"),
    ("依托公众号、视频号等平台,采用短视频等形式,全年发布信息76条。", 0, "scope", "channel"),
    ("依托公众号、公开网等平台,全年发布信息76条。", 0, "scope", "own"),
    ("公开了2021年县文化局网站工作年度报表,公示文件6件。", 0, "year", 2022),
    ("2021年县文化局公示文件6件。", 0, "year", 2021),
    ("收到公开申请5件,主要集中在征地领域,未向申请人收费。", 1, "scope", "own"),
    (
        "收到公开申请15件,其中网络申请1件,当面申请5件,信函申请9件;年底以前答复完毕15件。答复后被行政复议9件。",
        -1,
        "scope",
        "own",
    ),
    ("受理网民留言106条。", 0, "scope", "own"),
    ("网站受理留言106条。", 0, "scope", "channel"),
    ("规范性文件清理后失效2件、废止4件。", 1, "scope", "unknown"),
    ("规范性文件废止4件。", 0, "scope", "own"),
    ("全平台发布各类政务信息合计32条。", 0, "scope", "own"),
    ("信息公开平台发布各类政务信息合计32条。", 0, "scope", "channel"),
    ("各账号发布信息90条,微博(含转发)51条。", 1, "label", "微博"),
    ("(一)51条。", 0, "label", ""),
    ("主动公开信息22条,其中动态16条、区级部门文件5条、数据1条。", -1, "scope", "own"),
    ("各区级部门公开信息22条。", 0, "scope", "aggregate"),
    ("公开较大事故调查报告信息2条。", 0, "scope", "own"),
    (
        "以县城公众号为平台,宣传本县城市管理的有关工作,加强舆论引导,回应社会关切和群众诉求,提高服务水平,方便群众办事,全年共发布各类信息56条。",
        0,
        "scope",
        "channel",
    ),
    ("政府信息公开目录主动公开政府信息69条。", 0, "scope", "channel"),
    ("主动公开政府信息公开目录69条。", 0, "scope", "own"),
    ("6家医疗机构公开信息320条。", 1, "scope", "aggregate"),
    ("5所学校主动公开信息62条。", 0, "scope", "aggregate"),
    ("13个部门主动发布信息67条。", 1, "scope", "aggregate"),
    ("组织6家单位参加培训,全年主动公开信息41条。", 1, "scope", "own"),
    ("学校主动公开信息41条。", 0, "scope", "own"),
    ("收到公开申请4件。全年办理行政应诉案件52件。", 1, "scope", "unknown"),
    ("收到公开申请4件。引发行政诉讼2件。", 1, "scope", "own"),
    (
        "政府信息公开引发复议9件,复议机关维持原答复并驳回申请人的请求共8件。被提起行政诉讼2件。",
        -1,
        "scope",
        "own",
    ),
    ("政策类占七成以上。", 0, "value", Decimal(70)),
    ("自然人申请占四分之一。", 0, "value", Decimal("25.0")),
    ("自然人申请占四分之一。", 0, "approximate", True),
    ("自然人申请占三分之二。", 0, "value", Decimal("66.7")),
    ("利用政务新媒体发布信息57条。", 0, "scope", "channel"),
    ("短视频账号(1个)发布信息46条。", 1, "scope", "channel"),
    ("快手账号(2个)发布信息63条。", 1, "channel", "app"),
    ("(一)发布信息63条。", 0, "scope", "own"),
    ("新闻发布会公开信息12条。", 0, "scope", "channel"),
    ("通过其他方式公开信息12条。", 0, "scope", "channel"),
    ("公开水利公报类信息18条。", 0, "scope", "own"),
    ("运营好订阅号,全年发布信息33条。", 0, "scope", "channel"),
    ("运营好订阅号和网站,全年发布信息33条。", 0, "scope", "own"),
    ("2.政务微信。2022年发布信息28条。", 0, "scope", "channel"),
    ("2.政务公开。2022年发布信息28条。", 0, "scope", "own"),
    ("收到公开申请40件,结转2023年办理6件。", 1, "year", 2022),
    ("收到公开申请40件,结转2023年办理6件,未引发行政复议。", 2, "year", 2022),
    ("主动公开信息45条,较2021年提升59%。", 1, "kind", "growth"),
    ("主动公开信息45条,较2021年提升59%。", 1, "measure", "disclosed_total"),
    ("整改涉敏信息近360条。", 0, "approximate", True),
    ("整改涉敏信息超过360条。", 0, "approximate", True),
    ("整改涉敏信息360条。", 0, "approximate", False),
    ("整改涉敏信息360余条。", 0, "raw", "360余条"),
    ("未收到公开申请。", 0, "raw", "未收到"),
    ("我镇均未收到公开申请。", 0, "raw", "均未收到"),
    ("申请量为零件。", 0, "raw", "为零件"),
    ("收取费用1.5万元。", 0, "unit", "万元"),
    ("收取费用1.5万元。", 0, "value", Decimal("1.5")),
    ("2021年收到公开申请8件。", 0, "year", 2021),
    ("2021年收到公开申请8件。", 0, "scope", "other_year"),
    ("去年收到公开申请8件。", 0, "year", 2021),
    ("今年收到公开申请8件。", 0, "year", 2022),
    ("按照《2021年工作要点》收到公开申请8件。", 0, "year", 2022),
    ("与2021年相比,收到公开申请8件。", 0, "year", 2022),
    ("2021年、2022年分别收到公开申请8件、9件。", 0, "scope", "unknown"),
    ("上年结转公开申请8件。", 0, "year", 2022),
    ("主动公开信息9条,其中上年度政府信息公开年度报告1条。", 1, "scope", "own"),
    ("主动公开2021年度部门决算信息9条。", 0, "year", 2022),
    ("收到公开申请9件,结转至2023年8件。", 1, "year", 2022),
    ("全县收到公开申请8件。", 0, "scope", "aggregate"),
    ("我局收到公开申请8件。", 0, "scope", "own"),
    ("通过县政府网站公开政府信息8条。", 0, "scope", "channel"),
    ("通过网站、公众号等平台公开政府信息8条。", 0, "scope", "own"),
    ("在网站和微信平台公布信息8条。", 0, "scope", "own"),
    ("公报刊登信息8条,收到公开申请3件。", 1, "scope", "own"),
    ("公报刊登信息8条,未收到公开申请。", 1, "scope", "own"),
    ("集中公开2021年学校、医院等单位决算,公开救助信息9条。", 0, "year", 2022),
    ("2021年公开预算信息9条。", 0, "year", 2021),
    ("收到公开申请164件,结转上年2件;办理公开申请85件。", 2, "year", 2022),
    ("收到公开申请124件(含2021年度结转5件),办结公开申请121件。", 1, "year", 2022),
    ("收到公开申请124件(含2021年度结转5件),办结公开申请121件。", 2, "year", 2022),
    ("信息由2020年的1128条增加到2021年的1887条,通过专栏发布信息514条。", 2, "year", 2021),
    ("主动公开信息86条。其中公告30条,动态40,其他信息16条。", 1, "exhaustive", None),
    ("主动公开信息86条。其中公告30条,动态40条,其他信息17条。", 1, "exhaustive", True),
    ("主动公开信息86条。其中公告30条,其他信息16条,动态40。", 1, "exhaustive", None),
    ("主动公开信息86条,具体为门户网站80条、微博6条。", 1, "part_of", "c001"),
    (NESTED, 1, "part_of", "c001"),
    (NESTED, 3, "part_of", "c002"),
    (NESTED, 5, "part_of", "c001"),
    (NESTED, 6, "part_of", "c006"),
    (NESTED, 8, "part_of", "c001"),
    (NESTED, 8, "exhaustive", True),
    (NESTED, 4, "scope", "own"),
    ("主动公开信息86条,其中:动态47条,法规36条,地方文件和规", 1, "exhaustive", None),
    ("主动公开信息86条,其中:动态47条,法规36条。", 1, "exhaustive", True),
    ("公开信息275条,公布互动信息52条。其中公布资金信息53条,审批信息22条。", 2, "part_of", "c001"),
    ("公开信息275条,公布互动信息52条。其中公布资金信息53条,审批信息22条。", 2, "exhaustive", False),
    ("公开信息275条,公布互动信息52条。其中公布资金信息31条,审批信息9条。", 2, "part_of", "c002"),
    ("2021年公开政府信息86条,累计公开政府信息96条。", 1, "year", 2021),
    ("信息公开平台没有收到公开申请。", 0, "scope", "channel"),
    ("没有收到网上申请公开的。", 0, "scope", "channel"),
    ("全年办理行政复议案件120件。", 0, "scope", "unknown"),
    ("因信息公开引发行政复议案件2件。", 0, "scope", "own"),
    ("我街道收到政府信息公开申请2件。", 0, "label", "收到政府信息公开申请"),
    ("我镇人民政府收到政府信息公开申请2件。", 0, "label", "收到政府信息公开申请"),
    ("我局政府信息公开申请2件。", 0, "label", "政府信息公开申请"),
    ("主动公开信息9条,其中规划计划4条,人事信息5条。", 1, "label", "规划计划"),
    ("主动公开信息9条,其中4条规划计划,5条人事信息。", 1, "label", "规划计划"),
    ("主动公开信息9条,其中规划计划4条,占44.40%。", 2, "decimals", 2),
    ("主动公开信息9条,其中规划计划4条,占百分之四十四点四。", 2, "value", Decimal("44.4")),
    ("二〇二一年收到公开申请8件。", 0, "year", 2021),
    ("上半年收到公开申请8件。", 0, "scope", "unknown"),
    ("2022年1至6月收到公开申请8件。", 0, "scope", "unknown"),
    ("2022年1月至12月收到公开申请8件。", 0, "scope", "own"),
    ("截至2022年6月底收到公开申请8件。", 0, "scope", "unknown"),
    ("截至2022年12月31日收到公开申请8件。", 0, "scope", "own"),
    ("上半年收到公开申请3件,全年收到公开申请8件。", 1, "scope", "own"),
    ("申请量较大的是县住建局,收到公开申请8件。", 0, "scope", "unknown"),
    ("《公报》全年刊登政策解读8件。", 0, "channel", "gazette"),
    ("收到公开申请8件,去年同期为6件。", 1, "year", 2021),
    ("收到公开申请由2021年的6件增加到2022年的8件。", 1, "year", 2022),
    ("收到公开申请由2021年的6件增加到2022年的8件。", 1, "measure", "requests_new"),
    ("收到公开申请不足8件。", 0, "approximate", True),
    ("未发生一起因信息公开引起的行政复议。", 0, "raw", "未发生一起"),
    ("收到公开申请8件,较去年的6件增加2件。", 1, "year", 2021),
    ("收到公开申请8件,较去年的6件增加2件。", 1, "scope", "other_year"),
    ("收到公开申请8件,均按时办结。", 1, "part_of", "c001"),
    ("收到公开申请8件,均按时办结。", 1, "value", None),
    ("通过公众号推送信息8条。", 0, "channel", "wechat"),
    ("收到公开申请8件,其中信函申请3件。", 1, "channel", "mail"),
    ("通过网站、公众号等平台公开政府信息8条。", 0, "channel", None),
    ("全县公开信息9条,其中县政府2条,县直各部门3条,各乡镇(街道)4条。", 1, "scope", "own"),
    ("全县公开信息9条,其中县政府2条,县直各部门3条,各乡镇(街道)4条。", 2, "scope", "departments"),
    ("全县公开信息9条,其中县政府2条,县直各部门3条,各乡镇(街道)4条。", 3, "scope", "towns"),
    ("我区公开信息9条,其中区直部门5条,各镇街4条。", 0, "scope", "aggregate"),
    ("全县公开信息9条,其中规划计划4条,人事信息5条。", 1, "scope", "aggregate"),
    ("全年公开信息9条,其中部门预算信息4条,县级认可度调查5条。", 0, "scope", "own"),
    ("全年公开信息9条,其中部门预算信息4条,县级认可度调查5条。", 1, "scope", "own"),
    # 其中 after parts that add up, of more than the last of them; of less; of parts that do not add up
    ("公开信息30条,其中动态12条、公文18条,其中主站采用20条。", 3, "part_of", "c001"),
    ("公开信息30条,其中动态12条、公文18条,其中主站采用10条。", 3, "part_of", "c003"),
    ("公开信息30条,其中动态12条、公文17条,其中主站采用20条。", 3, "part_of", "c003"),
    # 等 closes a list, and the next clause is not of it
    ("公开信息80条,其中动态32条、公文21条等;“样例”微信发布95条。", 3, "part_of", None),
    ("公开信息80条,其中动态32条、公文21条;公告25条。", 3, "part_of", "c001"),
    # after the list within, its names behind the figures, the outer list goes on
    (
        "办理公开申请40件。予以公开23件;不予公开4件,其中1件涉及第三方,3件属于内部信息;因不掌握而无法提供13件。",
        5,
        "part_of",
        "c001",
    ),
    # what is carried on is of those handled only if it makes them up
    ("办理公开申请40件。予以公开23件;无法提供16件;结转下年度继续办理1件。", 3, "part_of", "c001"),
    ("办理公开申请39件。予以公开23件;无法提供16件;结转下年度继续办理1件。", 3, "part_of", None),
]


@pytest.mark.parametrize(("text", "which", "attribute", "value"), OTHERWISE)
def test_whose_when_and_how(text: str, which: int, attribute: str, value: object) -> None:
    assert getattr(claims_of(text)[which], attribute) == value


def test_glosses_and_old_glyphs_stay_in_raw_text() -> None:
    text = "我鄉(xiāng)共主動公開政府信息8條,其中機構(gòu)設(shè)置3條、工作動態(tài)5條。"
    claims = claims_of(text)
    assert [c.raw for c in claims] == ["8條", "3條", "5條"]
    assert [text[slice(*place(c))] for c in claims] == [c.raw for c in claims]
    assert claims[1].label == "机构设置"


LICENCES = "收到公开申请14件,多为行政审批事项。在已经答复的13件中,“不予公开”的2件。"
ADVICE = "二、依申请公开。耐心接听咨询电话。{}"


def test_what_requests_are_about_does_not_end_what_is_said_of_requests() -> None:
    asked = Section(3, "依申请公开情况", "on_request", LICENCES, f"char=0,{len(LICENCES)};line=1")
    found = [(c.measure, str(c.value)) for c in claims_of(LICENCES, sections=(asked,))]
    assert found == [("requests_new", "14"), ("requests_handled", "13"), ("outcome_denied", "2")]
    assert "requests_handled" not in {
        c.measure for c in claims_of("收到公开申请14件。窗口办结审批事项320件。")
    }


def test_what_is_carried_over_are_requests() -> None:
    found = briefly(ADVICE.format("上年度结转4件,2022年共受理53件,已办结52件。"))
    assert found == [
        ("requests_carried_in", C, "4"),
        ("requests_new", C, "53"),
        ("requests_handled", C, "52"),
    ]
    assert briefly(ADVICE.format("2022年共受理53件,已办结52件。")) == [("other", C, "53"), ("other", C, "52")]


def test_period_of_the_statistics() -> None:
    claims = claims_of("本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。")
    assert [(c.measure, c.kind, c.raw, c.value) for c in claims] == [
        ("period", "date", "2022年1月1日起至2022年12月31日", None)
    ]


def test_only_the_prose_of_sections_is_read() -> None:
    text = "浏览9次\n一、总体情况\n收到公开申请3件。\n|申请|7件|\n附表\n公开申请5件\n"
    table = (text.index("|申请"), text.index("附表"))
    sections = tuple(
        Section(None, "", name, "", f"char={text.index(a)},{text.index(b)};line=1")
        for name, a, b in (
            ("head", "浏览", "一、"),
            ("overall", "一、", "附表"),
            ("statistics", "附表", "5件"),
        )
    )
    claims = find_claims(document(text), read_as(text), sections, (table,), 2022)
    assert [(str(c.value), c.section) for c in claims] == [("3", "overall")]


def test_words_that_look_like_a_row_do_not_cut_a_sentence() -> None:
    text = "收到公开申请5件,不予处理 2 件(40%)。"
    row = (text.index("不予处理"), text.index(" 件(40"))
    claims = find_claims(document(text), read_as(text), (), (row,), 2022)
    assert [c.measure for c in claims] == ["requests_new", "outcome_not_processed", "share"]


def test_claim_ids_are_unique_and_parts_point_at_them() -> None:
    claims = claims_of("主动公开信息9条,其中规划计划4条,占44.4%,人事信息5条,占55.6%。收到公开申请3件。")
    ids = [c.claim_id for c in claims]
    assert len(set(ids)) == len(ids)
    assert {c.part_of for c in claims} - {None} <= set(ids)


def test_a_share_behind_a_closed_bracket_is_of_the_figure_before_it() -> None:
    claims = claims_of(
        "主动公开信息840条。其中,动态类信息126条(要闻52条,通知74条),占总数的15.00%;其他信息714条(占85%)。"
    )
    described = {c.claim_id: c.value for c in claims}
    assert [described[c.part_of] for c in claims if c.kind == "share"] == [126, 714]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_is_no_figure_of_the_report(text: str) -> None:
    assert briefly(text) == []


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_figures_of_own_prose(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert briefly(text) == expected


# --- the five real reports with their truth ------------------------------------------------------------------------


def seeds(shared: Path) -> list[tuple[str, dict, str]]:
    truth = json.loads((shared / "seeds" / "truth.json").read_text("utf-8"))["seeds"]
    return [
        (k, s, (shared / "seeds" / s["meta"]["file"]).read_bytes().decode("utf-8")) for k, s in truth.items()
    ]


def pairs(shared: Path) -> list[tuple[dict, Claim | None]]:
    """Every true claim with the claim found at its place and value."""
    found = []
    for _, seed, text in seeds(shared):
        claims = claims_of(text, seed["meta"]["report_year"])
        for truth in (t for t in seed["claims"] if t.get("quantity") is not False):
            start, end = truth["offset"], truth["offset"] + len(truth["raw"])
            at = [c for c in claims if place(c)[0] < end and place(c)[1] > start]
            found.append((truth, next((c for c in at if c.value == Decimal(str(truth["value"]))), None)))
    return found


def meant(truth: dict) -> str:
    """The truth calls every reply before 2019 outcome_part; ours are told apart by their words."""
    return truth["code"].removeprefix("prose.")


@pytest.mark.shared
def test_seed_claims_are_found_at_their_places_for_what_they_are(shared: Path) -> None:
    found = pairs(shared)
    assert [t["id"] for t, c in found if c is None] == []
    wrong = [(t["id"], c.measure) for t, c in found if c and c.measure != meant(t)]
    assert [w for w in wrong if not w[1].startswith("outcome_")] == []
    assert [t["id"] for t, c in found if c and bool(t.get("nil")) != (c.kind == "nil")] == []
    assert [t["id"] for t, c in found if c and t.get("decimals") != c.decimals] == []
    print(f"{len(found)} claims of the seeds found, all of their measure")


@pytest.mark.shared
def test_seed_groups_hold_together(shared: Path) -> None:
    by_id = {t["id"]: (t, c) for t, c in pairs(shared) if c}
    groups = {g["group"]: g for _, seed, _ in seeds(shared) for g in seed["groups"]}
    for name, group in groups.items():
        members = [(t, c) for t, c in by_id.values() if t.get("group") == name]
        assert len({c.group_id for _, c in members}) == 1, name
        parts = [c for t, c in members if t["role"] == "part"]
        assert [c.value for c in parts] == group["parts"], name
        assert {c.exhaustive for c in parts} == {group["exhaustive"]}, name
        totals = {c.claim_id: c.value for _, c in by_id.values()}
        assert {totals[c.part_of] for c in parts if c.part_of} <= set(totals.values()), name
    for truth, claim in by_id.values():
        if truth.get("share_of"):
            assert claim.part_of == by_id[truth["share_of"]][1].claim_id


@pytest.mark.shared
def test_seeds_say_nothing_that_they_do_not(shared: Path) -> None:
    known = {
        (t["id"][:3], t["offset"])
        for _, seed, _ in seeds(shared)
        for t in seed["claims"]
        if t.get("quantity", 1)
    }
    extra = []
    for key, seed, text in seeds(shared):
        form = text.find("第二十条第")
        prose = (text[: form if form > 0 else len(text)], seed["meta"]["report_year"])
        for claim in claims_of(*prose):
            start, end = place(claim)
            near = any(k == key and start - 2 <= offset < end + 2 for k, offset in known)
            extra += [] if near or claim.kind == "date" else [(key, claim.raw)]
    assert extra == []


@pytest.mark.shared
def test_every_claim_prints_what_its_place_holds(shared: Path) -> None:
    for _, seed, text in seeds(shared):
        for claim in claims_of(text, seed["meta"]["report_year"]):
            start, end = place(claim)
            assert text[start:end] == claim.raw
            assert claim.raw


# --- figures read by hand in more real reports ----------------------------------------------------------------------


def prose_truth() -> dict[str, list[tuple[str, str, Decimal, str]]]:
    """Number of the report → (set, measure, value, where)."""
    rows: dict[str, list[tuple[str, str, Decimal, str]]] = {}
    for line in (Path(__file__).parent / "prose_truth.tsv").read_text("utf-8").splitlines()[1:]:
        number, kept, measure, value, where = line.split("\t")
        rows.setdefault(number, []).append((kept, measure, Decimal(value), where))
    return rows


def score(shared: Path, kept: str) -> tuple[int, int, int]:
    """(facts found with their measure, facts, claims) over the reports of one set."""
    right = facts = claims = 0
    for number, rows in prose_truth().items():
        if rows[0][0] != kept:
            continue
        path = next(
            p for p in sorted((shared / "reports").iterdir()) if p.name[:3] == number and p.suffix != ".json"
        )
        found = read(path)
        said = [c for c in tidy(found, path.name).claims if c.kind != "date"]
        at = {found.places.span(c.locator)[1]: c for c in said}
        for _, measure, value, where in rows:
            claim = at.get(found.text.find(where) + len(where))
            right += claim is not None and (claim.measure, abs(claim.value or 0)) == (measure, value)
        facts, claims = facts + len(rows), claims + len(said)
    return right, facts, claims


@pytest.mark.shared
@pytest.mark.parametrize("kept", ["tuned", "held"])
def test_figures_read_by_hand(shared: Path, kept: str) -> None:
    right, facts, claims = score(shared, kept)
    print(f"{kept}: recall {right}/{facts}, precision {right}/{claims}")
    assert right / facts >= 0.98
    assert right / claims >= 0.97


# --- cost -----------------------------------------------------------------------------------------------------------

SPEECH = (
    "我镇认真贯彻落实各项要求,不断加强组织领导,进一步完善工作机制,明确责任分工,强化业务培训,推进政务公开规范化,"
    "坚持以公开为常态,拓宽公开渠道,及时回应群众关切,着力提升服务水平,全年主动公开信息12条,其中文件5条,公告7条,"
    "持续优化栏目设置,加强日常监测,落实保密审查,健全考核办法,"
)
HOSTILE = ["1", " ", "无", "(", "1件", "- 1 - ", "一", "《", "2019年", "1,", "\n", "其中", "占1%", "为零"]


def seconds(text: str) -> float:
    return min(seconds_of(lambda: claims_of(text))[0] for _ in range(2))


def test_a_megabyte_on_one_line_takes_linear_time() -> None:
    claims_of(SPEECH)
    quarter, whole = (seconds((SPEECH * 20_000)[:size]) for size in (250_000, 1_000_000))
    print(f"1,000,000 characters on one line: {whole:.2f} s")
    assert whole < max(8 * quarter, 2)


@pytest.mark.parametrize("piece", HOSTILE)
def test_text_made_to_be_slow_is_not(piece: str) -> None:
    short, long = (seconds((piece * 40_000)[:size]) for size in (5_000, 20_000))
    assert long < max(8 * short, 0.5)
