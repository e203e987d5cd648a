"""Totals and parts in prose of our own: which belong together, and which are meant to add up."""

from __future__ import annotations

import pytest
from test_claims import claims_of

from audit.model import Claim

LISTS = [
    # (text, total, parts, meant to add up)
    ("主动公开信息10条,其中政策文件4条,通知公告5条,其他1条。", "10", "4 5 1", True),
    ("主动公开信息10条,其中:政策文件4条;通知公告6条。", "10", "4 6", True),
    ("主动公开信息10条,包括政策文件4条、通知公告6条。", "10", "4 6", True),
    ("主动公开信息10条:政策文件4条,通知公告6条。", "10", "4 6", True),
    ("主动公开信息10条(其中政策文件4条,通知公告6条)。", "10", "4 6", True),
    ("主动公开信息10条,(其中政策文件4条,通知公告6条)均已更新。", "10", "4 6", True),
    ("主动公开信息10条。其中,政策文件4条,通知公告6条。", "10", "4 6", True),
    ("主动公开信息10条。主要类别有:政策文件4条,通知公告6条。", "10", "4 6", True),
    ("主动公开信息10条,所有信息及时更新。主动公开的信息包括概况4条、文件6条。", "10", "4 6", True),
    ("在今年主动公开的10条政府信息中,政策文件4条,通知公告6条。", "10", "4 6", True),
    ("主动公开信息10条,均已更新。在主动公开的信息中,政策文件4条,通知公告6条。", "10", "4 6", True),
    ("主动公开信息10条,其中4条政策文件,6条通知公告。", "10", "4 6", True),
    ("主动公开信息10条,其中政策文件4条,占40%;通知公告6条,占60%。", "10", "4 6", True),
    ("全区主动公开信息10条。区级公开4条,区直部门公开1条,各镇街公开5条。", "10", "4 1 5", True),
    ("全县主动公开信息10条。其中,县直部门4条,占40%。各乡镇6条,占60%。", "10", "4 6", True),
    # not meant to add up, or not known to be
    ("主动公开信息10条,其中政策文件4条。", "10", "4", False),
    ("主动公开信息10条,其中政策文件4条,通知公告3条等。", "10", "4 3", False),
    ("主动公开信息10条,其中主要包括政策文件4条,通知公告3条。", "10", "4 3", False),
    ("主动公开信息10余条,其中政策文件4条,通知公告3条。", "10", "4 3", False),
    ("主动公开信息10条,其中网站公开10条,公众号公开8条。", "10", "10 8", None),
    ("主动公开信息10条,其中政策文件4条,占40%;通知公告3条,占30%。", "10", "4 3", None),
    ("主动公开信息10条,其中政策文件4条,通知公告3条;回复留言5条。", "10", "4 3 5", None),
    # parts that do not add up although they should: the reason why all this exists
    ("主动公开信息10条,其中政策文件4条,通知公告5条。", "10", "4 5", True),
    ("主动公开信息10条,其中政策文件4条,其他信息5条。", "10", "4 5", True),
]


def parts_of(claims: tuple[Claim, ...], total: Claim) -> list[Claim]:
    return [c for c in claims if c.part_of == total.claim_id and c.kind != "share"]


@pytest.mark.parametrize(("text", "total", "parts", "exhaustive"), LISTS)
def test_lists(text: str, total: str, parts: str, exhaustive: bool | None) -> None:
    claims = claims_of(text)
    whole = next(c for c in claims if str(c.value) == total and c.part_of is None and c.unit == "条")
    found = parts_of(claims, whole)
    assert " ".join(str(c.value) for c in found) == parts
    assert {c.exhaustive for c in found} == {exhaustive}
    assert {c.group_id for c in found} == {whole.group_id}
    assert {c.measure for c in found} == {"disclosed_part"}


def test_shares_describe_their_part() -> None:
    claims = claims_of("主动公开信息8条,其中政策文件3条,占37.50%;通知公告5条(62.5%)。")
    by_id = {c.claim_id: c for c in claims}
    shares = [c for c in claims if c.kind == "share"]
    assert [(by_id[c.part_of or ""].value, c.value, c.decimals) for c in shares] == [
        (3, 37.5, 2),
        (5, 62.5, 1),
    ]
    assert {c.measure for c in shares} == {"disclosed_share"}
    assert {c.group_id for c in shares} == {c.group_id for c in claims}


def test_shares_given_together() -> None:
    claims = claims_of("主动公开信息10条,其中文件4条、公告6条,分别占40%和60%。")
    by_id = {c.claim_id: c for c in claims}
    assert [(by_id[c.part_of or ""].value, c.value) for c in claims if c.kind == "share"] == [
        (4, 40),
        (6, 60),
    ]


def test_a_rate_is_no_share_of_the_figure_before_it() -> None:
    claims = claims_of("收到公开申请5件,办结率100%。")
    assert [(c.kind, c.part_of, c.label) for c in claims if c.unit == "%"] == [("share", None, "办结率")]


def test_growth_is_that_of_the_figure_before_it() -> None:
    claims = claims_of(
        "收到政府信息公开申请30件,比上年增加12件。主动公开信息9条,同比增长5%,其中文件4条,公告5条。"
    )
    by_id = {c.claim_id: c for c in claims}
    grown = [c for c in claims if c.kind == "growth"]
    assert [(by_id[c.part_of or ""].measure, str(c.value)) for c in grown] == [
        ("requests_new", "12"),
        ("disclosed_total", "5"),
    ]
    assert [str(c.value) for c in parts_of(claims, claims[2]) if c.kind == "count"] == ["4", "5"]


def test_nested_list_in_brackets() -> None:
    claims = claims_of("主动公开信息20条,其中工作动态12条(省局7条、市县5条)、公告8条(含采购3条)。")
    by_value = {str(c.value): c for c in claims}
    whole, inner = by_value["20"], by_value["12"]
    assert [str(c.value) for c in parts_of(claims, whole)] == ["12", "8"]
    assert [str(c.value) for c in parts_of(claims, inner)] == ["7", "5"]
    assert [c.exhaustive for c in parts_of(claims, inner)] == [True, True]
    assert [(str(c.value), c.exhaustive) for c in parts_of(claims, by_value["8"])] == [("3", False)]
    assert inner.group_id == whole.group_id != by_value["7"].group_id


def test_two_breakdowns_of_one_total() -> None:
    claims = claims_of("全区收到公开申请9件,其中区政府4件,区直部门5件。其中网上申请6件,占66.7%。")
    by_value = {str(c.value): c for c in claims}
    assert [c.part_of for c in claims] == [None, *[by_value["9"].claim_id] * 3, by_value["6"].claim_id]
    assert by_value["4"].group_id == by_value["5"].group_id != by_value["6"].group_id
    assert (by_value["4"].measure, by_value["6"].measure) == ("requests_part", "requests_online")


def test_a_total_printed_twice_is_one_total() -> None:
    claims = claims_of("2022年主动公开政府信息10条。在今年主动公开的10条政府信息中,文件4条,公告6条。")
    totals = [c for c in claims if c.measure == "disclosed_total"]
    assert len(totals) == 2
    assert len({c.group_id for c in claims}) == 1


def test_cumulative_total_is_no_total_of_the_year() -> None:
    claims = claims_of("我镇至今共主动公开政府信息76条,其中,2022年共主动公开14条政府信息。")
    assert [(c.measure, c.kind) for c in claims] == [
        ("disclosed_cumulative", "cumulative"),
        ("disclosed_total", "count"),
    ]
    assert claims[1].exhaustive is False


def test_other_units_are_no_parts() -> None:
    claims = claims_of("开设账号7个,其中微博2个,发布信息19条;微信公众号5个,发布信息34条。")
    total = claims[0]
    assert [str(c.value) for c in parts_of(claims, total)] == ["2", "5"]
    assert [c.measure for c in claims if c.unit == "条"] == ["weibo_posts", "wechat_posts"]


def test_replies_belong_to_the_requests_answered() -> None:
    claims = claims_of("收到政府信息公开申请12件,办结11件。同意公开6件,不予公开2件,申请信息不存在3件。")
    handled = next(c for c in claims if c.measure == "requests_handled")
    found = parts_of(claims, handled)
    assert [c.measure for c in found] == ["outcome_granted", "outcome_denied", "outcome_part"]
    assert {c.exhaustive for c in found} == {True}


def test_replies_that_do_not_add_up_to_the_requests_are_not_known_to() -> None:
    claims = claims_of("收到政府信息公开申请12件。同意公开6件,不予公开2件,申请信息不存在3件。")
    found = parts_of(claims, claims[0])
    assert {c.exhaustive for c in found} == {None}


def test_what_is_carried_on_is_a_part_of_what_was_received() -> None:
    claims = claims_of("受理依申请公开13件。其中,予以公开4件,不予公开5件,其他处理1件,结转下年度继续办理3件。")
    found = parts_of(claims, claims[0])
    assert [c.measure for c in found] == [
        "outcome_granted",
        "outcome_denied",
        "outcome_other",
        "requests_carried_out",
    ]
    assert {c.exhaustive for c in found} == {True}


def test_a_second_total_ends_the_list() -> None:
    claims = claims_of(
        "收到公开申请21条,其中当面18条,电子邮件3条;对依申请公开的答复总数21条,其中同意公开17条,其它公开答复4条。"
    )
    received, answered = (c for c in claims if str(c.value) == "21")
    assert [str(c.value) for c in parts_of(claims, received)] == ["18", "3"]
    assert [str(c.value) for c in parts_of(claims, answered)] == ["17", "4"]


def test_classes_of_documents_are_no_requests() -> None:
    claims = claims_of("全年发文9件,其中主动公开文件2件,不公开文件7件,依申请公开0件。")
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["2", "7", "0"]
    assert "requests_new" not in {c.measure for c in claims}


def test_figures_of_the_next_sentence_are_no_parts() -> None:
    claims = claims_of("主动公开信息10条,其中政策文件4条,通知公告6条。回复留言3条。")
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["4", "6"]


OVER = [
    "其中政策类43条,占33.6%;动态类97条,占75.8%。",
    "其中政策类43条,占33.6%,动态类97条,占75.8%。",
    "其中政策类43条,占比33.6%、动态类97条,占比75.8%。",
    "其中政策类43条,占总数的33.6%;动态类97条,约占总数的75.8%。",
    "其中政策类43条,占总数128条的33.6%;动态类97条,占总数128条的75.8%。",
    "其中政策类43条(33.6%),动态类97条(占75.8%)。",
    "其中政策类(33.6%)43条,动态类(75.8%)97条。",
    "其中政策类占33.6%,共43条;动态类占75.8%,为97条。",
    "其中政策类43条、动态类97条,分别占33.6%和75.8%。",
]


@pytest.mark.parametrize("parts", OVER)
def test_parts_with_shares_that_exceed_their_total(parts: str) -> None:
    claims = claims_of(f"主动公开政府信息128条,{parts}")
    by_id = {c.claim_id: c for c in claims}
    found = parts_of(claims, claims[0])
    assert [(str(c.value), c.exhaustive) for c in found] == [("43", True), ("97", True)]
    shares = [c for c in claims if c.kind == "share"]
    assert [(str(by_id[c.part_of or ""].value), str(c.value)) for c in shares] == [
        ("43", "33.6"),
        ("97", "75.8"),
    ]
    assert {(c.group_id, c.exhaustive) for c in (*found, *shares)} == {(claims[0].group_id, True)}


@pytest.mark.parametrize(
    ("parts", "exhaustive"),
    [
        ("其中政策类32条,占25%;动态类96条,占75%。", True),
        ("其中政策类占25%,共32条;动态类占75%,共96条。", True),
        ("其中政策类32条,占25%;动态类96条,占65%。", True),
        ("主要包括政策类43条,占33.6%;动态类97条,占75.8%。", False),
        ("其中政策类32条,占25%;动态类80条,占62.5%。", None),
        ("其中网站公开112条,占87.5%;公众号公开64条,占50%。", None),
    ],
)
def test_lists_with_shares_that_are_sound_or_open(parts: str, exhaustive: bool | None) -> None:
    claims = claims_of(f"主动公开政府信息128条,{parts}")
    assert {c.exhaustive for c in parts_of(claims, claims[0])} == {exhaustive}


def test_a_share_of_another_figure_is_not_linked() -> None:
    claims = claims_of("主动公开政府信息128条,其中政策类32条,占全部文件160条的20%。")
    assert [c.part_of for c in claims if c.kind == "share"] == [None]
    claims = claims_of("主动公开政府信息128条,其中网站占25%,公开动态32条。")
    assert [c.part_of for c in claims if c.kind == "share"] == [None]


BESIDE = "通过甲网站公开信息{},通过其他方式公开信息36条。其中,政策类{},动态类21条。"


def test_parts_larger_than_the_last_of_several_figures_are_of_none() -> None:
    """The next sentence may be about all figures of the one before."""
    assert {c.part_of for c in claims_of(BESIDE.format("150条", "240条"))} == {None}
    one = claims_of("主动公开信息36条。其中,政策类240条,动态类21条。")
    assert [c.part_of for c in one] == [None, one[0].claim_id, one[0].claim_id]
    fitting = claims_of(BESIDE.format("150条", "9条"))
    assert [c.part_of for c in fitting] == [None, None, fitting[1].claim_id, fitting[1].claim_id]
    unlike = claims_of(BESIDE.format("150次", "240条"))
    assert [c.part_of for c in unlike if c.unit == "条"] == [None, unlike[1].claim_id, unlike[1].claim_id]


def test_parts_counted_as_documents_are_parts_but_add_up_to_nothing() -> None:
    claims = claims_of("主动公开信息90条,包括年报、总结等报告共4件,公示公告中:土地58件、人大代表建议10件。")
    found = parts_of(claims, claims[0])
    assert [(str(c.value), c.measure, c.exhaustive) for c in found] == [
        (n, "disclosed_part", None) for n in ("4", "58", "10")
    ]
    assert parts_of(*_first("主动公开信息90条,其中办理留言4件、走访群众58件。")) == []


def _first(text: str) -> tuple[tuple[Claim, ...], Claim]:
    claims = claims_of(text)
    return claims, claims[0]


def test_what_is_done_after_all_parts_are_told_is_no_part() -> None:
    told = "主动公开信息30条,其中动态信息21条、公告信息{}条,组织访谈4场,发布解读信息2条。"
    claims = claims_of(told.format(9))
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["21", "9"]
    assert claims[-1].measure == "interpretations"
    claims = claims_of(told.format(7))
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["21", "7", "2"]


def test_growth_in_all_is_of_the_total() -> None:
    claims = claims_of("主动公开信息515条,其中网站公开信息229条,报刊公开信息286条,相比去年,共增加29条。")
    assert (claims[-1].part_of, claims[-1].kind) == (claims[0].claim_id, "growth")
    claims = claims_of("主动公开信息515条,其中网站公开信息229条,报刊公开信息286条,相比去年增加29条。")
    assert claims[-1].part_of == claims[2].claim_id


def test_parts_in_brackets_behind_their_shares() -> None:
    claims = claims_of("主动公开信息300条,其中网站占比60%(180条),公众号占比40%(120条)。")
    by_id = {c.claim_id: c for c in claims}
    assert [(str(c.value), c.exhaustive) for c in parts_of(claims, claims[0])] == [
        ("180", True),
        ("120", True),
    ]
    shares = [(str(c.value), str(by_id[c.part_of or ""].value)) for c in claims if c.kind == "share"]
    assert shares == [("60", "180"), ("40", "120")]


def test_shares_in_words_describe_no_figure() -> None:
    claims = claims_of("主动公开信息300条,其中动态77条,约占四分之一;政策223条,占七成。")
    assert [(c.part_of, c.decimals) for c in claims if c.kind == "share"] == [(None, None)] * 2


def test_what_is_told_besides_is_no_part() -> None:
    claims = claims_of("公开法定信息4条,包括机构概况4条,以及预算信息7条。")
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["4"]
    claims = claims_of("公开法定信息11条,包括机构概况4条,以及预算信息7条。")
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["4", "7"]


def test_a_part_counted_otherwise_leaves_the_sum_open() -> None:
    claims = claims_of("公开信息98条,其中:动态51条、解读24条、征集调查6期、其他类信息17条。")
    assert {c.exhaustive for c in parts_of(claims, claims[0])} == {None}
    claims = claims_of("公开信息98条,其中:动态51条、解读24条、其他类信息17条。")
    assert {c.exhaustive for c in parts_of(claims, claims[0])} == {True}


def test_what_follows_all_parts_behind_a_semicolon_is_no_part() -> None:
    told = "主动公开信息43条,其中工作动态18条,公示公告{}条;通过看县城客户端发布信息动态共7条。"
    claims = claims_of(told.format(25))
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["18", "25"]
    claims = claims_of(told.format(15))
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["18", "15", "7"]


def test_messages_received_are_no_part_of_what_was_published() -> None:
    claims = claims_of("网站发布信息300条,其中动态120条,公告75条,收到留言56条。")
    assert [str(c.value) for c in parts_of(claims, claims[0])] == ["120", "75"]
    assert claims[-1].measure == "responses"


def test_one_figure_larger_than_a_part_is_beside_it() -> None:
    told = "收到公开申请8件,不属于本机关公开1件,不予公开2件,内容包含多个方面、指向不明确{}件。"
    assert claims_of(told.format(4))[-1].part_of is None
    assert claims_of(told.format(1))[-1].part_of is not None
