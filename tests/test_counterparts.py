"""Every measure of a text is compared with the cells that say the same, and excused by those it may mean instead."""

from __future__ import annotations

import pytest

from audit.rules.counterparts import EVERY, Counterpart

BY_MEASURE = {one.measure: one for one in EVERY}
FIRMS = (
    "commercial_enterprise research_institute social_welfare_organization legal_service_organization other"
)
APPLICANTS = f"natural_person {FIRMS}"
DENIED = (
    "denied_state_secret denied_other_law denied_security_stability denied_third_party denied_internal_affairs "
    "denied_process_info denied_enforcement_file denied_admin_query"
)
UNABLE = "unable_not_held unable_needs_creation unable_unclear"
NOT_PROCESSED = (
    "not_processed_petition not_processed_duplicate not_processed_publication not_processed_excessive "
    "not_processed_reconfirm"
)
OTHER = "other_no_supplement other_fee_unpaid other_misc"
SUITS = "litigation_direct litigation_after_review"
DOCUMENT_COLUMNS = "issued made disclosed disclosed_stock repealed in_force"
CELLS = {
    "requests_new": ["t3 new_received total", "s14 requests_total year"],
    "outcome_granted": ["t3 result_granted total", "s14 reply_granted year"],
    "outcome_partial": ["t3 result_partial total", "s14 reply_partial year"],
    "outcome_denied": [f"t3 {DENIED} total", "s14 reply_denied year"],
    "outcome_unable": [f"t3 {UNABLE} total"],
    "outcome_not_processed": [f"t3 {NOT_PROCESSED} total"],
    "outcome_other": [f"t3 {OTHER} total", "t3 other_total total"],
    "requests_handled": ["t3 result_total total", "s14 closed_total year"],
    "requests_carried_in": ["t3 carried_in total"],
    "requests_carried_out": ["t3 carried_out total"],
    "reviews_total": ["t4 review total", "s14 review_total year"],
    "lawsuits_total": [f"t4 {SUITS} total", "s14 suit_total year"],
    "disputes_total": [f"t4 review {SUITS} total", "s14 review_total suit_total year"],
    "fees_collected": ["s14 fees_collected_wan year"],
    "reviews_upheld": ["t4 review upheld", "s14 review_upheld year"],
    "lawsuits_upheld": [f"t4 {SUITS} upheld", "s14 suit_upheld year"],
    "reviews_corrected": ["t4 review corrected", "s14 review_corrected year"],
    "lawsuits_corrected": [f"t4 {SUITS} corrected", "s14 suit_corrected year"],
    "reviews_other": ["t4 review other", "s14 review_other year"],
    "lawsuits_other": [f"t4 {SUITS} other", "s14 suit_other year"],
    "reviews_pending": ["t4 review pending"],
    "lawsuits_pending": [f"t4 {SUITS} pending"],
    "normative_issued": [
        "t2 normative_documents issued",
        "t2 normative_documents made",
        "s14 normative_issued year",
    ],
    "normative_repealed": ["t2 normative_documents repealed"],
    "normative_in_force": ["t2 normative_documents in_force", "t2 normative_documents disclosed_stock"],
    "regulations_issued": ["t2 regulations issued", "t2 regulations made"],
    "regulations_repealed": ["t2 regulations repealed"],
    "regulations_in_force": ["t2 regulations in_force", "t2 regulations disclosed_stock"],
    "penalties": ["t2 penalty decisions"],
    "licences": ["t2 licensing decisions"],
    "coercions": ["t2 coercion decisions"],
    "administrative_fees": ["t2 fees amount_wan"],
    "procurement_projects": ["t2 procurement projects"],
    "procurement_amount": ["t2 procurement amount"],
    "disclosed_total": ["s14 disclosed_total year"],
    "interpretations": ["s14 interpretations year"],
    "press_conferences": ["s14 press_conferences year"],
    "requests_online": ["s14 requests_online year"],
    "complaints": ["s14 complaints year"],
    "staff_fulltime": ["s14 staff_fulltime year"],
    "staff_parttime": ["s14 staff_parttime year"],
    "trainings": ["s14 trainings year"],
    "trainees": ["s14 trained_persons year"],
    "meetings": ["s14 meetings year"],
}
"""Table, rows and column of each alternative."""


def of(text: str) -> tuple[str, ...]:
    """The cells of ``table row … column``."""
    table, *rows, column = text.split()
    return tuple(f"{table}.{row}.{column}" for row in rows)


def columns(rows: str) -> list[tuple[str, ...]]:
    """One column of applicants instead of the total; all but natural persons; all."""
    single = [of(f"t3 {rows} {a}") for a in APPLICANTS.split()]
    return [*single, sum(single[1:], ()), sum(single, ())]


def row(table: str, name: str, its_columns: str) -> tuple[str, ...]:
    return tuple(f"{table}.{name}.{c}" for c in its_columns.split())


GRANTED_AND_PARTIAL = of("t3 result_granted result_partial total")
OLD_GRANTED = [of("s14 reply_granted reply_partial year"), of("s14 reply_granted reply_already_public year")]
HANDLED = of("t3 new_received carried_in total")
ALL_DISPUTES = of(f"t4 review {SUITS} total")
DECIDED = "upheld corrected other"
PRINTED = f"{DECIDED} pending"


def suits(its_columns: str) -> tuple[str, ...]:
    return sum((row("t4", block, its_columns) for block in SUITS.split()), ())


OTHERS = {
    "requests_new": [
        HANDLED,
        of("t3 result_total total"),
        *columns("new_received"),
        of("s14 closed_total year"),
    ],
    "outcome_granted": [GRANTED_AND_PARTIAL, *OLD_GRANTED, *columns("result_granted")],
    "outcome_partial": [GRANTED_AND_PARTIAL, *OLD_GRANTED, *columns("result_partial")],
    "outcome_denied": [
        of(f"t3 {DENIED} {UNABLE} total"),
        of(f"t3 {DENIED} {NOT_PROCESSED} total"),
        of(f"t3 {DENIED} {UNABLE} {NOT_PROCESSED} total"),
        *columns(DENIED),
    ],
    "outcome_unable": [
        of(f"t3 {DENIED} {UNABLE} total"),
        of(f"t3 {DENIED} {UNABLE} {NOT_PROCESSED} total"),
        *columns(UNABLE),
    ],
    "outcome_not_processed": [
        of(f"t3 {DENIED} {NOT_PROCESSED} total"),
        of(f"t3 {DENIED} {UNABLE} {NOT_PROCESSED} total"),
        *columns(NOT_PROCESSED),
    ],
    "outcome_other": [*columns(OTHER), *columns("other_total")],
    "requests_handled": [
        HANDLED,
        of("t3 new_received total"),
        *columns("result_total"),
        of("s14 replies_total year"),
    ],
    "requests_carried_in": columns("carried_in"),
    "requests_carried_out": columns("carried_out"),
    "reviews_total": [row("t4", "review", PRINTED), row("t4", "review", DECIDED), ALL_DISPUTES],
    "lawsuits_total": [
        of("t4 litigation_direct total"),
        of("t4 litigation_after_review total"),
        suits(DECIDED),
        suits(PRINTED),
        ALL_DISPUTES,
    ],
    "disputes_total": [row("t4", "review", DECIDED) + suits(DECIDED)],
    "disclosed_total": [
        *(
            of(f"s14 channel_{c} year") for c in ("website", "gazette", "weibo", "wechat", "other")
        ),
        of("s14 disclosed_normative year"),
        of("s14 disclosed_total cumulative"),
    ],
    "press_conferences": [of("s14 press_conferences_by_head year"), of("s14 press_conferences cumulative")],
    **{f"reviews_{c}": [of(f"t4 review {SUITS} {c}")] for c in PRINTED.split()},
    **{
        f"lawsuits_{c}": [
            *(of(f"t4 {block} {c}") for block in SUITS.split()),
            of(f"t4 review {SUITS} {c}"),
        ]
        for c in PRINTED.split()
    },
    **{
        f"{short}_{what}": [
            *((f"t2.{long}.{c}",) for c in DOCUMENT_COLUMNS.split()),
            *(of(f"t2 regulations normative_documents {c}") for c in DOCUMENT_COLUMNS.split()),
        ]
        for short, long in (("normative", "normative_documents"), ("regulations", "regulations"))
        for what in ("issued", "repealed", "in_force")
    },
    **{
        m: [of(CELLS[m][0].replace(" year", " cumulative"))]
        for m in (
            "interpretations", "requests_online", "complaints", "staff_fulltime", "staff_parttime", "trainings",
            "trainees", "meetings",
        )
    },
}  # fmt: skip
NO_RESULT = f"t3 result_granted result_partial {DENIED} {UNABLE} {NOT_PROCESSED} other_total {OTHER} result_total total"
FLOW = ("new_received", "carried_in", "result_total")
RELATED = {
    "requests_new": {f"t3.{r}.{a}" for r in FLOW for a in (*APPLICANTS.split(), "total")},
    "requests_handled": {f"t3.{r}.{a}" for r in FLOW for a in (*APPLICANTS.split(), "total")},
    **{
        m: {*of(NO_RESULT), *of("s14 replies_total reply_granted reply_partial reply_denied year")}
        for m in CELLS
        if m.startswith("outcome_")
    },
    "outcome_other": {*of(NO_RESULT)},
    **{m: {*row("t4", "review", f"{PRINTED} total")} for m in CELLS if m.startswith("reviews_")},
    **{m: {*suits(f"{PRINTED} total")} for m in CELLS if m.startswith("lawsuits_")},
    "disputes_total": {*row("t4", "review", f"{PRINTED} total"), *suits(f"{PRINTED} total")},
    **{
        m: {*row("t2", CELLS[m][0].split()[1], DOCUMENT_COLUMNS)}
        for m in CELLS
        if m.startswith(("normative_", "regulations_"))
    },
    "procurement_projects": {"t2.procurement.amount"},
    "procurement_amount": {"t2.procurement.projects"},
}
"""For the rest: the cells themselves."""
UNITS = {"fees_collected": "万元", "administrative_fees": "万元", "procurement_amount": "元"}


def test_no_measure_is_forgotten() -> None:
    assert [one.measure for one in EVERY] == list(CELLS)


@pytest.mark.parametrize("one", EVERY, ids=lambda c: c.measure)
def test_counterpart(one: Counterpart) -> None:
    assert list(one.cells) == [of(text) for text in CELLS[one.measure]]
    assert [other.cells for other in one.others] == OTHERS.get(one.measure, [])
    assert set(one.related) == RELATED.get(one.measure, {*of(CELLS[one.measure][0])})
    assert one.unit == UNITS.get(one.measure, "")


@pytest.mark.parametrize("one", EVERY, ids=lambda c: c.measure)
def test_all_are_named_in_both_languages(one: Counterpart) -> None:
    assert one.en
    assert one.zh
    assert all(other.en and other.zh for other in one.others)


def test_names_of_columns_and_channels() -> None:
    named = {o.cells: (o.en, o.zh) for one in EVERY for o in one.others}
    assert named[("t3.new_received.natural_person",)] == ("column natural person alone", "仅“自然人”一栏")
    assert named[("s14.channel_weibo.year",)] == ("the row channel weibo alone", "仅其中一种渠道")
    assert named[("t2.regulations.in_force",)] == ("the number in force", "现行有效件数")
    assert named[suits(DECIDED)] == ("lawsuits without the pending ones", "已审结的行政诉讼")


def test_kinds() -> None:
    lists = {one.measure: one.kinds for one in EVERY if one.kinds}
    documents = {m: m.split("_")[0] for m in CELLS if m.startswith(("normative_", "regulations_"))}
    statistics = dict.fromkeys(list(CELLS)[-10:], "statistics")
    assert lists == {
        **documents,
        "penalties": "penalties",
        "licences": "licences",
        "coercions": "coercions",
        "administrative_fees": "administrative_fees",
        "procurement_projects": "procurement",
        "procurement_amount": "procurement",
        **statistics,
    }
