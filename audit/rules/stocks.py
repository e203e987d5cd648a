"""ARI: stocks and flows of table 2 that belong together in one report."""

from __future__ import annotations

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.comparisons import compared, explained
from audit.rules.measures import figure

DOCUMENTS = ("regulations", "normative_documents")
MATTERS = ("licensing", "other_services", "penalty", "coercion", "fees")
FORM_2019 = (
    "Form annexed to notice 国办公开办函〔2019〕60号, table 2",
    "国办公开办函〔2019〕60号所附格式表二",
)
FORM_2021 = (
    "Form annexed to notice 国办公开办函〔2021〕30号, table 2",
    "国办公开办函〔2021〕30号所附格式表二",
)


@rule(
    "ARI-07",
    "stock-below-flow",
    en="Fewer documents disclosed in total than in this year alone",
    zh="对外公开总数量小于本年新公开数量",
    severity=Severity.medium,
    basis_en=f"{FORM_2019[0]}, art. 20(1): disclosed in total and newly disclosed",
    basis_zh=f"{FORM_2019[1]}第二十条第（一）项：对外公开总数量、本年新公开数量",
    forms=("2019",),
    needs=("t2.regulations", "t2.normative_documents"),
    why_zh="对外公开总数量包含本年新公开的数量，不会比它小；填反或口径不一时才会出现。",
    innocent_zh="文件当年公开、当年又撤下。",
)
def stock_below_flow(frames: Frames) -> Verdict:
    """The number of documents disclosed to date is smaller than the number disclosed in this year.

    *Why it matters*: What was disclosed this year is part of what has been disclosed to date. The two columns
    were mixed up, or counted differently.

    *Innocent explanations*: A document that was disclosed and withdrawn within the year.

    *Source*: 2019 form, table 2, art. 20(1): 本年新公开数量, 对外公开总数量.
    """
    groups = [(f"t2.{row}.disclosed_stock", f"t2.{row}.disclosed") for row in DOCUMENTS]
    return compared(frames, groups, lambda stock, flow: stock < flow, _say_stock)


def _say_stock(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    stock, flow = values
    return (
        stock,
        f"at least {flow}",
        f"{en}: {stock} disclosed in total, but {flow} disclosed in this year alone.",
        f"{zh}：对外公开总数量{stock}件，小于本年新公开数量{flow}件。",
    )


@rule(
    "ARI-09",
    "negative-item-count",
    en="More items taken away than there were",
    zh="项目数量增减后为负",
    severity=Severity.high,
    basis_en=f"{FORM_2019[0]}, art. 20(5), (6), (8): items last year, change this year",
    basis_zh=f"{FORM_2019[1]}第二十条第（五）（六）（八）项：上一年项目数量、本年增/减",
    forms=("2019",),
    needs=tuple(f"t2.{row}" for row in MATTERS),
    why_zh="上一年项目数量加本年增减即现有项目数量，不可能为负。",
    innocent_zh="负号在转换文件时丢失或误加。",
)
def negative_item_count(frames: Frames) -> Verdict:
    """The items of last year and the change of this year add up to less than none.

    *Why it matters*: The sum is the number of items that the body has now. It cannot be below zero.

    *Innocent explanations*: A minus sign that was lost or made when the file was converted.

    *Source*: 2019 form, table 2: 上一年项目数量, 本年增/减. The change may be negative (guidance of Hubei
    for 2020).
    """
    groups = [(f"t2.{row}.prior_items", f"t2.{row}.change") for row in MATTERS]
    return compared(frames, groups, lambda prior, change: prior + change < 0, _say_items)


def _say_items(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    prior, change = values
    return (
        change,
        f"not below -{prior}",
        f"{en}: {prior} items last year and a change of {change} leave less than none.",
        f"{zh}：上一年项目数量{prior}项，本年增/减{change}项，增减后为负。",
    )


@rule(
    "ARI-10",
    "in-force-below-flow",
    en="Fewer documents in force than this year's own would leave",
    zh="现行有效件数小于本年制发减废止",
    severity=Severity.high,
    basis_en=f"{FORM_2021[0]}, art. 20(1): issued, repealed, in force",
    basis_zh=f"{FORM_2021[1]}第二十条第（一）项：本年制发件数、本年废止件数、现行有效件数",
    forms=("2021",),
    needs=("t2.regulations", "t2.normative_documents"),
    why_zh="上年末现行有效件数不会小于零，因此年末件数不会小于本年制发减本年废止。",
    innocent_zh="有期限的文件自动失效而未计入废止；把修改也计入制发。",
)
def in_force_below_flow(frames: Frames) -> Verdict:
    """The stock in force at the end of the year is smaller than what was issued less what was repealed.

    *Why it matters*: The stock at the start of the year was not below zero, so the stock at its end cannot be
    below what the year added.

    *Innocent explanations*: Documents that lapsed at the end of their term and were not counted as repealed;
    amendments counted as issued.

    *Source*: 2021 form, table 2, art. 20(1): 本年制发件数, 本年废止件数, 现行有效件数.
    """
    groups = [tuple(f"t2.{row}.{c}" for c in ("in_force", "issued", "repealed")) for row in DOCUMENTS]
    return compared(frames, groups, lambda stock, new, gone: stock < new - gone, _say_in_force)


def _say_in_force(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    stock, new, gone = values
    least = figure(float(new) - float(gone))
    return (
        stock,
        f"at least {least}",
        f"{en}: {stock} in force, but {new} issued less {gone} repealed leave at least {least}.",
        f"{zh}：现行有效{stock}件，而本年制发{new}件减废止{gone}件，至少应有{least}件。",
    )


@rule(
    "ARI-11",
    "lone-procurement-figure",
    en="Procurement has projects without an amount, or an amount without projects",
    zh="政府集中采购的项目数量与金额只填其一",
    severity=Severity.medium,
    basis_en=f"{FORM_2019[0]}, art. 20(9); Regulation art. 20(9)",
    basis_zh=f"{FORM_2019[1]}第二十条第（九）项；《条例》第二十条第九项",
    forms=("2019",),
    needs=("t2.procurement",),
    why_zh="有采购项目就有金额，有金额就有项目；只填其一，说明另一栏漏填或填错。",
    innocent_zh="项目已立项而金额年末尚未结算；框架协议采购。",
)
def lone_procurement(frames: Frames) -> Verdict:
    """Centralized procurement shows projects but no amount, or an amount but no project.

    *Why it matters*: Each project has its price. One of the two columns was left out or filled in wrongly.

    *Innocent explanations*: An amount that was not yet settled at the end of the year; framework purchases.

    *Source*: 2019 form, table 2, art. 20(9): 采购项目数量, 采购总金额; Regulation (2019), art. 20(9).
    """
    groups = [("t2.procurement.projects", "t2.procurement.amount")]
    return compared(frames, groups, lambda n, money: (n > 0) != (money > 0), _say_procurement, needed=())


def _say_procurement(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    projects, amount = values
    return (
        f"{projects} / {amount}",
        "both or neither above zero",
        (
            f"{en}: projects / amount are {projects} / {amount}; one of the two is above zero and the "
            "other is not."
        ),
        f"{zh}：采购项目数量、采购总金额为 {projects} / {amount}，一项大于零而另一项为零。",
    )


@rule(
    "ARI-08",
    "more-disclosed-than-made",
    en="More documents newly disclosed than made in the year",
    zh="本年新公开数量大于本年新制作数量",
    severity=Severity.low,
    confidence="medium",
    basis_en=f"{FORM_2019[0]}, art. 20(1): made and newly disclosed this year",
    basis_zh=f"{FORM_2019[1]}第二十条第（一）项：本年新制作数量、本年新公开数量",
    forms=("2019",),
    needs=("t2.regulations", "t2.normative_documents"),
    why_zh="新公开的文件一般就是当年新制作的文件。公开得更多，常常是把转发的上级文件或信息条数填进了本栏。",
    innocent_zh="集中补充公开以前年度的文件：正文提到历年、以前年度文件或清理的，视为已有说明。",
)
def more_disclosed_than_made(frames: Frames) -> Verdict:
    """More documents were newly disclosed than were made in the year.

    *Why it matters*: What is disclosed is as a rule what was made. Where it is more, documents of others or posts of
    the website may have been counted.

    *Innocent explanations*: Documents of earlier years that were disclosed only now. Where the text speaks of
    documents of earlier years or of a clean-up, that explains it.

    *Source*: 2019 form, table 2, art. 20(1): 本年新制作数量, 本年新公开数量.
    """
    groups = [(f"t2.{row}.disclosed", f"t2.{row}.made") for row in DOCUMENTS]
    verdict = compared(frames, groups, lambda shown, made: shown > made, _say_more)
    return explained(frames, verdict, "backlog", "the text speaks of documents of earlier years")


def _say_more(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    shown, made = values
    return (
        shown,
        f"at most {made}",
        f"{en}: {shown} newly disclosed this year, but only {made} made.",
        f"{zh}：本年新公开{shown}件，多于本年新制作{made}件。",
    )


@rule(
    "ARI-16",
    "decisions-without-items",
    en="Decisions were made although the body lists no item",
    zh="项目数量为零而有处理决定",
    severity=Severity.low,
    confidence="medium",
    basis_en=f"{FORM_2019[0]}, art. 20(5) and (6): items last year, change this year, decisions",
    basis_zh=f"{FORM_2019[1]}第二十条第（五）（六）项：上一年项目数量、本年增/减、处理决定数量",
    forms=("2019",),
    needs=tuple(f"t2.{row}" for row in MATTERS[:-1]),
    why_zh="没有许可、处罚等事项的机关，作不出这类决定；项目数量与处理决定数量至少有一栏填错。",
    innocent_zh="受委托或赋权行使，事项列在上级清单；上一年的项目当年取消前已作出决定（增减不为零，不在此列）。",
)
def decisions_without_items(frames: Frames) -> Verdict:
    """Licences, penalties or the like were decided, although there were no items last year and none was added.

    *Why it matters*: A body without such a matter on its list cannot decide one. One of the columns is wrong.

    *Innocent explanations*: The body acts for another one, on whose list the matter stands. Items that were taken off
    in the year show as a change, and nothing is said of them.

    *Source*: 2019 form, table 2: 上一年项目数量, 本年增/减, 处理决定数量; items are matters, decisions are cases.
    """
    groups = [tuple(f"t2.{row}.{c}" for c in ("decisions", "prior_items", "change")) for row in MATTERS[:-1]]
    return compared(
        frames,
        groups,
        lambda n, prior, change: (n > 0) & (prior == 0) & (change == 0),
        _say_itemless,
        (0, 1, 2),
    )


def _say_itemless(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    decisions = values[0]
    return (
        decisions,
        "0",
        f"{en}: {decisions} decisions made, but 0 items last year and a change of 0.",
        f"{zh}：处理决定{decisions}件，而上一年项目数量为0、本年增/减为0。",
    )


@rule(
    "ARI-17",
    "made-never-disclosed",
    en="Documents were made, none was ever disclosed",
    zh="有新制作文件而对外公开总数为零",
    severity=Severity.low,
    confidence="medium",
    basis_en=f"{FORM_2019[0]}, art. 20(1); Regulation art. 20(1): rules and normative documents are disclosed",
    basis_zh=f"{FORM_2019[1]}；《条例》第二十条第一项：主动公开行政法规、规章和规范性文件",
    forms=("2019",),
    needs=("t2.regulations", "t2.normative_documents"),
    why_zh="规章和规范性文件属于必须主动公开的内容。制作了却一件未公开，或是应公开未公开，或是后两栏漏填。",
    innocent_zh="年末制作、尚在二十个工作日公开期限内的一两件文件；公开栏空白的不作判断。",
)
def made_never_disclosed(frames: Frames) -> Verdict:
    """Three or more documents were made in the year, but none was disclosed this year or in all years.

    *Why it matters*: Rules and normative documents must be disclosed. Either they were not, or the two columns were
    left at zero.

    *Innocent explanations*: A document or two of the last weeks of the year, for which the time of twenty working days
    still runs. Blank columns are not taken for zero.

    *Source*: 2019 form, table 2, art. 20(1); Regulation (2019), art. 20(1) and art. 26.
    """
    groups = [tuple(f"t2.{row}.{c}" for c in ("made", "disclosed", "disclosed_stock")) for row in DOCUMENTS]
    return compared(
        frames, groups, lambda made, new, all_: (made >= 3) & (new == 0) & (all_ == 0), _say_hidden, (0, 1, 2)
    )


def _say_hidden(en: str, zh: str, values: list[str]) -> tuple[str, str, str, str]:
    made = values[0]
    return (
        "0",
        made,
        f"{en}: {made} made this year, but 0 newly disclosed and 0 disclosed in total.",
        f"{zh}：本年新制作{made}件，而本年新公开0件、对外公开总数量0件。",
    )
