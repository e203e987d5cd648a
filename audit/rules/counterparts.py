"""Where the tables say what the text says: the cells of each measure, and what else a text may count instead.

Source: tables 3 and 4 of the forms of 2019 and 2021; statistics table of notice 国办发〔2014〕32号.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.form import APPLICANTS, group_rows

__all__ = [
    "DECISIONS",
    "DISPUTES",
    "DOCUMENTS",
    "EVERY",
    "FEES",
    "HANDLED",
    "NORMATIVE",
    "OUTCOMES",
    "REQUESTS",
    "RESULTS",
    "RESULTS_OF_DISPUTES",
    "STATISTICS",
    "Counterpart",
    "Other",
]

ORGANIZATIONS = tuple(c for c in APPLICANTS if c not in ("natural_person", "total"))
DECIDED = ("upheld", "corrected", "other")


@dataclass(frozen=True, slots=True)
class Other:
    """Another legitimate figure: the sum of these cells, and what it counts.

    ``unless``: measures of which the text must count none by itself; else its figure cannot include it.
    """

    cells: tuple[str, ...]
    en: str
    zh: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Where the tables say what a measure of the text says.

    ``cells``: alternatives, the first that the report prints in full counts; the cells of one are added up.
    ``related``: if all these are zero, the tables know of no such thing at all. ``others``: figures that the
    text may mean instead. ``unit``: of money, that of the cell. ``kinds``: a list of words; a smaller figure
    whose label says more than these words counts one kind only, and is no contradiction.
    """

    measure: str
    en: str
    zh: str
    cells: tuple[tuple[str, ...], ...]
    related: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()
    unit: str = ""
    kinds: str = ""


def _t3(rows: Sequence[str], column: str = "total") -> tuple[str, ...]:
    return tuple(f"t3.{row}.{column}" for row in rows)


def _columns(rows: Sequence[str]) -> tuple[Other, ...]:
    """One applicant column of these rows instead of their total."""
    single = [
        Other(_t3(rows, c), f"column {c.replace('_', ' ')} alone", f"仅“{ZH[c]}”一栏")
        for c in APPLICANTS[:-1]
    ]
    organized = tuple(cell for c in ORGANIZATIONS for cell in _t3(rows, c))
    every = tuple(cell for c in APPLICANTS[:-1] for cell in _t3(rows, c))
    return (
        *single,
        Other(organized, "legal persons and organizations alone", "仅法人或其他组织各栏之和"),
        Other(
            every,
            "the sum of the applicant columns, which the printed total is not",
            "各申请人栏之和（与所印总计不符）",
        ),
    )


ZH = {
    "natural_person": "自然人",
    "commercial_enterprise": "商业企业",
    "research_institute": "科研机构",
    "social_welfare_organization": "社会公益组织",
    "legal_service_organization": "法律服务机构",
    "other": "其他",
}
HANDLED = Other(
    ("t3.new_received.total", "t3.carried_in.total"), "new and carried in together", "本年新收与上年结转之和"
)
RESULTS = Other(("t3.result_total.total",), "the requests answered in the year", "本年度办理结果总计")
NEW = Other(("t3.new_received.total",), "the requests received in the year", "本年新收数量")
DENIED, UNABLE, NOT_PROCESSED = (group_rows(g) for g in ("denied", "unable", "not_processed"))
OTHER_ROWS = tuple(r for r in group_rows("other_group") if r != "other_total")
EVERY_RESULT = (
    "result_granted",
    "result_partial",
    *DENIED,
    *UNABLE,
    *NOT_PROCESSED,
    "other_total",
    *OTHER_ROWS,
)
NO_RESULT = _t3((*EVERY_RESULT, "result_total"))
GRANTED_AND_PARTIAL, PARTIAL_AND_GRANTED = (
    Other(
        _t3(("result_granted", "result_partial")),
        "granted and partly granted together",
        "予以公开与部分公开之和",
        (counted_apart,),
    )
    for counted_apart in ("outcome_partial", "outcome_granted")
)
REFUSED_ROWS = {"outcome_denied": DENIED, "outcome_unable": UNABLE, "outcome_not_processed": NOT_PROCESSED}
REFUSED_TOGETHER = (
    (("outcome_denied", "outcome_unable"), "denied and cannot provide together", "不予公开与无法提供之和"),
    (("outcome_denied", "outcome_not_processed"), "denied and not processed together", "不予公开与不予处理之和"),
    (tuple(REFUSED_ROWS), "denied, cannot provide and not processed together", "不予公开、无法提供与不予处理之和"),
)  # fmt: skip


def _refused(measure: str) -> tuple[Other, ...]:
    """Outcomes that a text may count together with this one, unless it counts them by themselves."""
    return tuple(
        Other(
            _t3([row for m in measures for row in REFUSED_ROWS[m]]),
            en,
            zh,
            tuple(m for m in measures if m != measure),
        )
        for measures, en, zh in REFUSED_TOGETHER
        if measure in measures
    )


REQUESTS = Counterpart(
    "requests_new",
    "requests received in the year",
    "本年新收政府信息公开申请",
    (("t3.new_received.total",), ("s14.requests_total.year",)),
    tuple(
        c
        for row in ("new_received", "carried_in", "result_total")
        for c in (f"t3.{row}.{a}" for a in APPLICANTS)
    ),
    (
        HANDLED,
        RESULTS,
        *_columns(("new_received",)),
        Other(("s14.closed_total.year",), "requests closed in the year", "本年申请办结数"),
    ),
)


OLD_REPLIES = {
    "outcome_granted": "reply_granted",
    "outcome_partial": "reply_partial",
    "outcome_denied": "reply_denied",
}
"""Rows of the statistics table 2014–2018 for outcomes of the forms since."""


def _result(measure: str, en: str, zh: str, rows: Sequence[str], *others: Other) -> Counterpart:
    old = OLD_REPLIES.get(measure)
    cells = (_t3(rows), (f"s14.{old}.year",)) if old else (_t3(rows),)
    both = Other(
        ("s14.reply_granted.year", "s14.reply_partial.year"),
        "granted and partly granted together",
        "同意公开与同意部分公开之和",
    )
    public = Other(
        ("s14.reply_granted.year", "s14.reply_already_public.year"),
        "granted and already public together",
        "同意公开与属于主动公开之和",
    )
    kept = (both, public) if old in ("reply_granted", "reply_partial") else ()
    related = (*NO_RESULT, *(f"s14.{r}.year" for r in ("replies_total", *OLD_REPLIES.values())))
    return Counterpart(measure, en, zh, cells, related, (*others, *kept, *_columns(rows)))


OUTCOMES = (
    _result(
        "outcome_granted", "requests granted in full", "予以公开", ("result_granted",), GRANTED_AND_PARTIAL
    ),
    _result(
        "outcome_partial", "requests partly granted", "部分公开", ("result_partial",), PARTIAL_AND_GRANTED
    ),
    _result("outcome_denied", "requests denied", "不予公开", DENIED, *_refused("outcome_denied")),
    _result(
        "outcome_unable", "requests that could not be met", "无法提供", UNABLE, *_refused("outcome_unable")
    ),
    _result(
        "outcome_not_processed",
        "requests not processed",
        "不予处理",
        NOT_PROCESSED,
        *_refused("outcome_not_processed"),
    ),
    Counterpart(
        "outcome_other",
        "requests handled otherwise",
        "其他处理",
        (_t3(OTHER_ROWS), _t3(("other_total",))),
        NO_RESULT,
        (*_columns(OTHER_ROWS), *_columns(("other_total",))),
    ),
    Counterpart(
        "requests_handled",
        "requests answered in the year",
        "本年度办理结果",
        (("t3.result_total.total",), ("s14.closed_total.year",)),
        tuple(f"t3.{row}.{a}" for row in ("result_total", "new_received", "carried_in") for a in APPLICANTS),
        (
            HANDLED,
            NEW,
            *_columns(("result_total",)),
            Other(("s14.replies_total.year",), "the replies of the year", "申请答复数"),
        ),
    ),
    Counterpart(
        "requests_carried_in",
        "requests carried in from last year",
        "上年结转政府信息公开申请",
        (("t3.carried_in.total",),),
        _t3(("carried_in",)),
        _columns(("carried_in",)),
    ),
    Counterpart(
        "requests_carried_out",
        "requests carried to next year",
        "结转下年度继续办理",
        (("t3.carried_out.total",),),
        _t3(("carried_out",)),
        _columns(("carried_out",)),
    ),
)


def _t4(block: str, *columns: str) -> tuple[str, ...]:
    return tuple(f"t4.{block}.{c}" for c in columns)


PRINTED = (*DECIDED, "pending")
SUITS = ("litigation_direct", "litigation_after_review")
BOTH_SUITS = _t4("litigation_direct", "total") + _t4("litigation_after_review", "total")
ALL_DISPUTES = _t4("review", "total") + BOTH_SUITS
TOGETHER = Other(ALL_DISPUTES, "reviews and lawsuits together", "行政复议与行政诉讼之和")
CLOSED = "without the pending ones"
DISPUTES = (
    Counterpart(
        "reviews_total",
        "administrative reviews",
        "行政复议",
        (_t4("review", "total"), ("s14.review_total.year",)),
        _t4("review", *PRINTED, "total"),
        (
            Other(
                _t4("review", *PRINTED), "the sum of the printed results of review", "行政复议各结果栏之和"
            ),
            Other(_t4("review", *DECIDED), f"reviews {CLOSED}", "已审结的行政复议"),
            TOGETHER,
        ),
    ),
    Counterpart(
        "lawsuits_total",
        "lawsuits",
        "行政诉讼",
        (BOTH_SUITS, ("s14.suit_total.year",)),
        tuple(c for block in SUITS for c in _t4(block, *PRINTED, "total")),
        (
            Other(
                _t4("litigation_direct", "total"), "suits without prior review alone", "仅未经复议直接起诉"
            ),
            Other(_t4("litigation_after_review", "total"), "suits after review alone", "仅复议后起诉"),
            Other(
                tuple(c for b in SUITS for c in _t4(b, *DECIDED)), f"lawsuits {CLOSED}", "已审结的行政诉讼"
            ),
            Other(
                tuple(c for b in SUITS for c in _t4(b, *PRINTED)),
                "the sum of the printed results of suits",
                "行政诉讼各结果栏之和",
            ),
            TOGETHER,
        ),
    ),
    Counterpart(
        "disputes_total",
        "reviews and lawsuits together",
        "行政复议、行政诉讼",
        (ALL_DISPUTES, ("s14.review_total.year", "s14.suit_total.year")),
        tuple(c for block in ("review", *SUITS) for c in _t4(block, *PRINTED, "total")),
        (
            Other(
                tuple(c for b in ("review", *SUITS) for c in _t4(b, *DECIDED)),
                f"disputes {CLOSED}",
                "已审结的复议诉讼",
            ),
        ),
    ),
)
FEES = Counterpart(
    "fees_collected",
    "fees collected for disclosure on request",
    "依申请公开信息收取的费用",
    (("s14.fees_collected_wan.year",),),
    ("s14.fees_collected_wan.year",),
    unit="万元",
)


def _result_of(name: str, column: str, en: str, zh: str) -> tuple[Counterpart, Counterpart]:
    """Reviews and lawsuits with one result."""
    suits = tuple(c for block in SUITS for c in _t4(block, column))
    old = column in DECIDED
    every = Other(_t4("review", column) + suits, "reviews and lawsuits together", "行政复议与行政诉讼之和")
    review = Counterpart(
        f"reviews_{name}",
        f"reviews {en}",
        f"行政复议结果{zh}",
        (_t4("review", column), *(((f"s14.review_{column}.year",),) if old else ())),
        _t4("review", *PRINTED, "total"),
        (every,),
    )
    suit = Counterpart(
        f"lawsuits_{name}",
        f"lawsuits {en}",
        f"行政诉讼结果{zh}",
        (suits, *(((f"s14.suit_{column}.year",),) if old else ())),
        tuple(c for block in SUITS for c in _t4(block, *PRINTED, "total")),
        (
            *(
                Other(_t4(b, column), n, z)
                for b, n, z in zip(
                    SUITS,
                    ("suits without prior review alone", "suits after review alone"),
                    ("仅未经复议直接起诉", "仅复议后起诉"),
                    strict=True,
                )
            ),
            every,
        ),
    )
    return review, suit


RESULTS_OF_DISPUTES = (
    *_result_of("upheld", "upheld", "that upheld the body", "维持"),
    *_result_of("corrected", "corrected", "that corrected the body", "纠正"),
    *_result_of("other", "other", "with another result", "其他结果"),
    *_result_of("pending", "pending", "not yet decided", "尚未审结"),
)


def _t2(row: str, *columns: str) -> tuple[str, ...]:
    return tuple(f"t2.{row}.{c}" for c in columns)


DOCUMENT_COLUMNS = ("issued", "made", "disclosed", "disclosed_stock", "repealed", "in_force")
COLUMN_NAMES = {
    "issued": ("the number issued", "本年制发件数"),
    "made": ("the number made", "本年新制作数量"),
    "disclosed": ("the number disclosed in the year", "本年新公开数量"),
    "disclosed_stock": ("all that are public", "对外公开总数量"),
    "repealed": ("the number repealed", "本年废止件数"),
    "in_force": ("the number in force", "现行有效件数"),
}
NORMATIVE = _t2("normative_documents", *DOCUMENT_COLUMNS)


def _documents(row: str, measure: str, en: str, zh: str) -> tuple[Counterpart, ...]:
    """Documents issued, repealed and in force; another column of the row is a legitimate figure as well."""
    cells = {
        "issued": (_t2(row, "issued"), _t2(row, "made"), *_old_issued(row)),
        "repealed": (_t2(row, "repealed"),),
        "in_force": (_t2(row, "in_force"), _t2(row, "disclosed_stock")),
    }
    names = {
        "issued": (f"{en} issued", f"制发{zh}"),
        "repealed": (f"{en} repealed", f"废止{zh}"),
        "in_force": (f"{en} in force", f"现行有效{zh}"),
    }
    others = tuple(Other(_t2(row, c), *COLUMN_NAMES[c]) for c in DOCUMENT_COLUMNS)
    both = tuple(
        Other(
            (f"t2.regulations.{c}", f"t2.normative_documents.{c}"),
            "rules and normative documents together",
            "规章与规范性文件之和",
        )
        for c in DOCUMENT_COLUMNS
    )
    whole = _t2(row, *DOCUMENT_COLUMNS)
    return tuple(
        Counterpart(f"{measure}_{what}", *names[what], cells[what], whole, (*others, *both), kinds=measure)
        for what in cells
    )


def _old_issued(row: str) -> tuple[tuple[str, ...], ...]:
    return (("s14.normative_issued.year",),) if row == "normative_documents" else ()


DOCUMENTS = (
    *_documents("normative_documents", "normative", "normative documents", "规范性文件"),
    *_documents("regulations", "regulations", "rules", "规章"),
)


def _decisions(measure: str, row: str, en: str, zh: str) -> Counterpart:
    cell = _t2(row, "decisions")
    return Counterpart(measure, en, zh, (cell,), cell, kinds=measure)


DECISIONS = (
    _decisions("penalties", "penalty", "penalties imposed", "行政处罚决定"),
    _decisions("licences", "licensing", "licences decided", "行政许可决定"),
    _decisions("coercions", "coercion", "coercive measures", "行政强制"),
    Counterpart(
        "administrative_fees",
        "administrative fees collected",
        "行政事业性收费金额",
        (("t2.fees.amount_wan",),),
        ("t2.fees.amount_wan",),
        unit="万元",
        kinds="administrative_fees",
    ),
    Counterpart(
        "procurement_projects",
        "central procurement projects",
        "政府集中采购项目",
        (("t2.procurement.projects",),),
        ("t2.procurement.amount",),
        kinds="procurement",
    ),
    Counterpart(
        "procurement_amount",
        "central procurement amount",
        "政府集中采购金额",
        (("t2.procurement.amount",),),
        ("t2.procurement.projects",),
        unit="元",
        kinds="procurement",
    ),
)


def _statistic(measure: str, row: str, en: str, zh: str, *others: Other) -> Counterpart:
    cell = (f"s14.{row}.year",)
    cumulative = Other((f"s14.{row}.cumulative",), "the figure of all years to date", "历年累计数")
    return Counterpart(measure, en, zh, (cell,), cell, (*others, cumulative), kinds="statistics")


def _channels(*rows: str) -> tuple[Other, ...]:
    return tuple(
        Other((f"s14.{r}.year",), f"the row {r.replace('_', ' ')} alone", "仅其中一种渠道") for r in rows
    )


STATISTICS = (
    _statistic(
        "disclosed_total",
        "disclosed_total",
        "items disclosed on its own initiative",
        "主动公开政府信息",
        *_channels("channel_website", "channel_gazette", "channel_weibo", "channel_wechat", "channel_other"),
        Other(("s14.disclosed_normative.year",), "the normative documents disclosed", "主动公开规范性文件数"),
    ),
    _statistic("interpretations", "interpretations", "policy interpretations", "政策解读"),
    _statistic(
        "press_conferences",
        "press_conferences",
        "press conferences",
        "新闻发布会",
        Other(("s14.press_conferences_by_head.year",), "those attended by the head", "主要负责同志参加"),
    ),
    _statistic("requests_online", "requests_online", "requests made online", "网络申请"),
    _statistic("complaints", "complaints", "complaints and reports", "举报、申诉"),
    _statistic("staff_fulltime", "staff_fulltime", "full-time staff", "专职人员"),
    _statistic("staff_parttime", "staff_parttime", "part-time staff", "兼职人员"),
    _statistic("trainings", "trainings", "training courses", "培训"),
    _statistic("trainees", "trained_persons", "persons trained", "接受培训人员"),
    _statistic("meetings", "meetings", "meetings on disclosure", "信息公开工作会议"),
)
EVERY = (REQUESTS, *OUTCOMES, *DISPUTES, FEES, *RESULTS_OF_DISPUTES, *DOCUMENTS, *DECISIONS, *STATISTICS)
