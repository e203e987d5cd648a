"""Where the tables say what the text says: the cells of each measure, and what else a text may count instead.

Source: tables 3 and 4 of the forms of 2019 and 2021; statistics table of notice 国办发〔2014〕32号.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.form import APPLICANTS, group_rows

__all__ = ["DISPUTES", "FEES", "OUTCOMES", "REQUESTS", "Counterpart", "Other"]

ORGANIZATIONS = tuple(c for c in APPLICANTS if c not in ("natural_person", "total"))
DECIDED = ("upheld", "corrected", "other")


@dataclass(frozen=True, slots=True)
class Other:
    """Another legitimate figure: the sum of these cells, and what it counts."""

    cells: tuple[str, ...]
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Where the tables say what a measure of the text says.

    ``cells``: alternatives, the first that the report prints in full counts; the cells of one are added up.
    ``related``: if all these are zero, the tables know of no such thing at all. ``others``: figures that the
    text may mean instead.
    """

    measure: str
    en: str
    zh: str
    cells: tuple[tuple[str, ...], ...]
    related: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()


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
GRANTED_AND_PARTIAL = Other(
    _t3(("result_granted", "result_partial")), "granted and partly granted together", "予以公开与部分公开之和"
)
REFUSED = (
    Other(_t3((*DENIED, *UNABLE)), "denied and cannot provide together", "不予公开与无法提供之和"),
    Other(_t3((*DENIED, *NOT_PROCESSED)), "denied and not processed together", "不予公开与不予处理之和"),
    Other(
        _t3((*DENIED, *UNABLE, *NOT_PROCESSED)),
        "denied, cannot provide and not processed together",
        "不予公开、无法提供与不予处理之和",
    ),
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


def _result(measure: str, en: str, zh: str, rows: Sequence[str], *others: Other) -> Counterpart:
    return Counterpart(measure, en, zh, (_t3(rows),), NO_RESULT, (*others, *_columns(rows)))


OUTCOMES = (
    _result(
        "outcome_granted", "requests granted in full", "予以公开", ("result_granted",), GRANTED_AND_PARTIAL
    ),
    _result(
        "outcome_partial", "requests partly granted", "部分公开", ("result_partial",), GRANTED_AND_PARTIAL
    ),
    _result("outcome_denied", "requests denied", "不予公开", DENIED, *REFUSED),
    _result("outcome_unable", "requests that could not be met", "无法提供", UNABLE),
    _result("outcome_not_processed", "requests not processed", "不予处理", NOT_PROCESSED),
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
)
