"""Words that claim an outcome for all — 均维持, 全部办结, 100%, 未收费 — against the tables that count others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.form import cell as form_cell
from audit.form import group_rows
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, column_of, figure, joined, listing, listing_zh, once, terms
from audit.rules.places import reports_among
from audit.rules.statements import by_report, printed_sum, stated
from audit.rules.vocabulary import expressions

FORMS = ("2014", "2019", "2021")
SUITS = ("litigation_direct", "litigation_after_review")
BLOCKS = {"reviews": ("review",), "lawsuits": SUITS, "disputes": ("review", *SUITS)}
OLD_ROWS = {"reviews": ("review",), "lawsuits": ("suit",), "disputes": ("review", "suit")}
AGAINST = {"upheld": ("corrected", "other", "pending"), "corrected": ("corrected",), "pending": ("pending",)}
ACCURATE = (
    "Regulation on Disclosure of Government Information (2019), art. 6 (accurate) and art. 50",
    "《政府信息公开条例》（2019年修订）第六条（准确）、第五十条",
)


@rule(
    "TXT-07",
    "outcome-wording-against-table",
    en="The text says that all were upheld or none was corrected; table 4 counts others",
    zh="正文称均维持、无纠错，而表四有纠正、其他或未审结",
    severity=Severity.high,
    sides=("text", "table"),
    basis_en=f"{ACCURATE[0]}(3): the text and the table of one report state the same fact",
    basis_zh=f"{ACCURATE[1]}第（三）项：同一报告的正文与表格陈述同一事实",
    forms=FORMS,
    needs=(
        "reviews_upheld",
        "lawsuits_upheld",
        "disputes_upheld",
        "reviews_corrected",
        "lawsuits_corrected",
        "disputes_corrected",
        "t4",
    ),
    why_zh="“均获维持”“零败诉”是对外的承诺。表四另有被纠正或尚未审结的案件，这句话就不成立。",
    innocent_zh="表述仅限于已审结的案件（未审结的不计）；正文另处说明了未审结或纠正的数量；表格中的“其他结果”为撤回、终止（与未审结一样降为中）。",
)
def outcome_wording(frames: Frames) -> Verdict:
    """Words such as 均维持, 零败诉 or 未被纠错 stand against cases of table 4 that ended otherwise or are open.

    *Why it matters*: it is a claim of success made to the public, and the table of the same report denies it.

    *Innocent explanations*: the words are limited to decided cases (then open ones do not count); the text
    itself counts the open or corrected ones. Another result may be a withdrawal: where nothing was corrected,
    the finding is medium.

    *Source*: Regulation (2019), art. 50(3); table 4 of the 2019 and 2021 forms; for 2014–2018 the statistics
    table of notice 国办发〔2014〕32号.
    """
    said = _claims_of_success(frames)
    rows = [_against(frames, one) for one in said.itertuples(index=False)]
    odd = [r for r in rows if r.cells]
    ids = frames.reports["report_id"]
    lost = [r.report_id for r in rows if r.unknown and not r.cells]
    return Verdict(
        suspects=_success_denied(odd),
        cannot_tell=because(lost, "results in table 4 are not printed or could not be read"),
        not_applicable=because(
            ids[~reports_among(frames, said["report_id"])], "the text claims no such outcome for all"
        ),
        clear=joined(pd.Series({r.report_id: r.why for r in rows if r.why}, dtype="object")),
    )


@dataclass(frozen=True, slots=True)
class Denied:
    """A claim of success with the cells of table 4 that deny it."""

    report_id: str
    claim_id: str
    raw: str
    measure: str
    cells: tuple[str, ...]
    figures: tuple[float, ...]
    unknown: bool
    why: str


def _claims_of_success(frames: Frames) -> pd.DataFrame:
    """All upheld, none corrected, none pending; one a report and measure."""
    subjects = [f"{s}_{r}" for s in BLOCKS for r in AGAINST]
    said = stated(frames, subjects, ["all", "nil"])
    upheld = said["measure"].str.endswith("_upheld")
    fits = np.where(upheld, said["kind"].eq("all"), said["kind"].eq("nil"))
    return said[fits.astype(bool)].drop_duplicates(["report_id", "measure"])


def _against(frames: Frames, one) -> Denied:  # type: ignore[no-untyped-def]
    subject, _, result = one.measure.partition("_")
    listed = [(c, column) for column in AGAINST[result] for c in _cells(frames, one.at, subject, column)]
    limited = bool(expressions("decided").search("".join((one.sentence or "").split())))
    owned = {r for r in ("pending", "corrected") if _counts(frames, one.report_id, subject, r)}
    spared = owned | ({"pending"} if limited else set())
    values = {c: _value(frames, one.at, c) for c, _ in listed}
    kept = {c: values[c] for c, column in listed if column not in spared and values[c] > 0}
    found = any(v > 0 for v in values.values())
    why = (
        "the open or corrected cases are named, or the words are limited to decided ones"
        if found and not kept
        else ""
    )
    unknown = any(np.isnan(v) for v in values.values()) or not listed
    return Denied(
        one.report_id, one.claim_id, one.raw, one.measure, tuple(kept), tuple(kept.values()), unknown, why
    )


def _cells(frames: Frames, at: int, subject: str, column: str) -> list[str]:
    if frames.reports["form"].iloc[at] != "2014":
        return [f"t4.{block}.{column}" for block in BLOCKS[subject]]
    return [f"s14.{row}_{column}.year" for row in OLD_ROWS[subject]] if column != "pending" else []


def _value(frames: Frames, at: int, cell: str) -> float:
    given, column = terms(frames), column_of()[cell]
    known = given.number[at, column] or given.zero[at, column]
    return float(given.value[at, column]) if known else np.nan


def _counts(frames: Frames, report_id: str, subject: str, result: str) -> bool:
    """Whether the text itself counts cases with this result."""
    names = {f"{subject}_{result}", f"disputes_{result}", f"reviews_{result}", f"lawsuits_{result}"}
    counted = _counted_results(frames)
    return any((report_id, name) in counted for name in names)


@once
def _counted_results(frames: Frames) -> set[tuple[str, str]]:
    names = [f"{s}_{r}" for s in BLOCKS for r in ("pending", "corrected")]
    found = stated(frames, names, ["count"], rough=True)
    return set(zip(found["report_id"], found["measure"], strict=True))


def _success_denied(odd: Sequence[Denied]) -> pd.DataFrame:
    said = [
        (
            listing([f"{form_cell(c).en}: {figure(v)}" for c, v in zip(d.cells, d.figures, strict=True)]),
            listing_zh([f"{form_cell(c).zh} {figure(v)}" for c, v in zip(d.cells, d.figures, strict=True)]),
        )
        for d in odd
    ]
    return pd.DataFrame(
        {
            "report_id": [d.report_id for d in odd],
            "cells": [list(d.cells) for d in odd],
            "claims": [[d.claim_id] for d in odd],
            "subject": [d.measure for d in odd],
            "observed": [d.raw for d in odd],
            "expected": [", ".join(figure(v) for v in d.figures) for d in odd],
            "message_en": [
                f"The text says “{d.raw}”, but the table counts {en}."
                for d, (en, _) in zip(odd, said, strict=True)
            ],
            "message_zh": [f"正文称“{d.raw}”，而表格中{zh}。" for d, (_, zh) in zip(odd, said, strict=True)],
            "severity": ["high" if any("corrected" in c for c in d.cells) else "medium" for d in odd],
        }
    )


REFUSED = tuple(f"t3.{row}.total" for row in group_rows("denied"))


@rule(
    "PCT-07",
    "all-done-contradicted",
    en="All handled, answered in time or disclosed, by the text; the report counts others",
    zh="正文称全部办结、答复率或公开率100%，而报告另有未办结或不予公开",
    severity=Severity.medium,
    sides=("text", "table"),
    confidence="medium",
    basis_en=f"{ACCURATE[0]}(2): the report states how requests were handled",
    basis_zh=f"{ACCURATE[1]}第（二）项：收到和处理政府信息公开申请的情况",
    forms=("2019", "2021"),
    needs=(
        "requests_handled",
        "rate_handled",
        "rate_replied",
        "rate_on_time",
        "rate_disclosed",
        "requests_overdue",
        "t3.carried_out",
    ),
    why_zh="“全部办结”“办结率100%”与“结转下年度继续办理”不能同时成立，多为套话。",
    innocent_zh=(
        "说的是已办结的部分均在法定期限内答复；结转的件尚在法定期限内（只说按期答复的降为低）；结转的是上年转入的件。"
        "说的是建议提案、审批、留言的办结率，不是申请的。"
    ),
)
def all_done(frames: Frames) -> Verdict:
    """The text says that all requests were handled (全部办结, 办结率100%) while some were carried to next year;
    or that all were answered in time while some were late; or that all was disclosed while some were refused.

    *Why it matters*: both cannot be true; such words are often boilerplate.

    *Innocent explanations*: the words speak of those that were closed; the open ones are within their time
    limit (low where the text speaks of time limits only); those carried on are those carried in. Rates of
    proposals, approvals or messages are no rates of requests.

    *Source*: Regulation (2019), art. 50(2) and 33 (time limits); rows 一 to 四 of table 3.
    """
    said = _statements_of_all(frames)
    judged = (
        said.assign(**_judged(frames, said))
        if len(said)
        else said.assign(verdict="", other=np.nan, cell="", grade="")
    )
    odd = judged[judged["verdict"] == "contradicted"].drop_duplicates(["report_id", "cell"])
    ids = frames.reports["report_id"]
    clear = judged[judged["verdict"] == "explained"]
    return Verdict(
        suspects=_contradicted(odd),
        cannot_tell=because(
            judged.loc[judged["verdict"] == "unknown", "report_id"].unique(),
            "requests carried out or refused are not printed or could not be read",
        ),
        not_applicable=because(
            ids[~reports_among(frames, said["report_id"])], "the text claims nothing for all requests"
        ),
        clear=because(
            clear["report_id"].unique(), "the requests carried out may be those carried in, or are not meant"
        ),
    )


def _statements_of_all(frames: Frames) -> pd.DataFrame:
    """Statements of all on requests, and rates of 100 % of them, with ``sort``: finished, in_time, replied, disclosed."""
    every = stated(frames, ["requests_handled", "requests_new"], ["all"])
    rates = stated(frames, ["rate_handled", "rate_replied", "rate_on_time", "rate_disclosed"], ["share"])
    if every.empty and rates.empty:
        return every
    rates = rates[rates["value"].eq(100).fillna(False).to_numpy(bool)]
    sentence = rates["sentence"].fillna("").str.replace(r"\s", "", regex=True)
    label = rates["label"].fillna("")
    own = sentence.str.contains(expressions("on_requests")) & ~label.str.contains(
        expressions("not_of_requests")
    )
    said = pd.concat([every, rates[own.to_numpy(bool)]])
    raw = said["raw"].fillna("").str.replace(r"\s", "", regex=True)
    worded = np.select(
        [raw.str.contains(expressions("finished")), raw.str.contains(expressions("in_time"))],
        ["finished", "in_time"],
        "replied",
    )
    named = said["measure"].map(
        {
            "rate_handled": "finished",
            "rate_on_time": "in_time",
            "rate_replied": "replied",
            "rate_disclosed": "disclosed",
        }
    )
    return said.assign(sort=named.where(named.notna(), pd.Series(worded, index=said.index)))


def _judged(frames: Frames, said: pd.DataFrame) -> dict[str, np.ndarray]:
    """Verdict on each statement, the figure that denies it and its cell, and how grave that is."""
    at, given = said["at"].to_numpy(), terms(frames)
    out, carried_in, results = (
        given.known(f"t3.{r}.total")[at] for r in ("carried_out", "carried_in", "result_total")
    )
    refused, no_refusals = (a[at] for a in printed_sum(frames, REFUSED))
    late = (
        said["report_id"]
        .map(by_report(frames, "requests_overdue", ["count"]))
        .to_numpy("float64", na_value=np.nan)
    )
    base = _base(frames, said)
    of_closed = base["measure"].eq("requests_handled").to_numpy(bool)
    sort = said["sort"].to_numpy(dtype=object)
    rest = (np.nan_to_num(carried_in) >= out) & (
        results >= base["value"].to_numpy("float64", na_value=np.nan)
    )
    verdict = np.select(
        [
            (sort == "disclosed") & (refused > 0),
            (sort == "disclosed") & no_refusals,
            sort == "disclosed",
            np.nan_to_num(late) > 0,
            of_closed,
            np.isnan(out),
            (out > 0) & rest,
            out > 0,
        ],
        ["contradicted", "unknown", "", "contradicted", "", "unknown", "explained", "contradicted"],
        "",
    ).astype(object)
    is_late, is_refused = np.nan_to_num(late) > 0, sort == "disclosed"
    return {
        "verdict": verdict,
        "other": np.select([is_refused, is_late], [refused, late], out),
        "cell": np.select([is_refused, is_late], ["denied", "overdue"], "t3.carried_out.total").astype(
            object
        ),
        "grade": np.where((sort == "in_time") & ~is_late, "low", "medium").astype(object),
    }


def _base(frames: Frames, said: pd.DataFrame) -> pd.DataFrame:
    """Measure and value of the figure that each statement speaks of; missing where there is none."""
    keys = pd.MultiIndex.from_frame(frames.claims[["report_id", "claim_id"]])
    found = keys.get_indexer(pd.MultiIndex.from_arrays([said["report_id"], said["part_of"].fillna("")]))
    rows = frames.claims[["measure", "value"]].iloc[found].reset_index(drop=True)
    return rows.where(pd.Series(found >= 0))


KINDS_OF_REST = {
    "denied": ("refused", "不予公开"),
    "overdue": ("answered late by the text itself", "正文另称逾期答复"),
    "t3.carried_out.total": ("carried to next year", "结转下年度继续办理"),
}


def _contradicted(odd: pd.DataFrame) -> pd.DataFrame:
    rows = list(zip(odd["raw"], odd["other"], odd["cell"], odd["grade"], strict=True))
    cells = {"denied": list(REFUSED), "overdue": [], "t3.carried_out.total": ["t3.carried_out.total"]}
    mild = ("; they may be within their time limit", "（可能尚在法定期限内）")
    return pd.DataFrame(
        {
            "report_id": odd["report_id"],
            "cells": [cells[c] for _, _, c, _ in rows],
            "claims": [[c] for c in odd["claim_id"]],
            "subject": odd["measure"],
            "observed": odd["raw"],
            "expected": [figure(v) for _, v, _, _ in rows],
            "message_en": [
                f"The text says “{raw}”, but {figure(v)} requests were {KINDS_OF_REST[c][0]}{mild[0] if g == 'low' else ''}."
                for raw, v, c, g in rows
            ],
            "message_zh": [
                f"正文称“{raw}”，而{KINDS_OF_REST[c][1]}{figure(v)}件{mild[1] if g == 'low' else ''}。"
                for raw, v, c, g in rows
            ],
            "severity": odd["grade"],
        }
    )
