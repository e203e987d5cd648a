"""PLA: what reviews and lawsuits make likely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    Terms,
    agreed,
    because,
    figure,
    joined,
    pairs,
    terms,
    unpaired,
)

DECIDED = ("upheld", "corrected", "other")
REVIEW, DIRECT, AFTER = "t4.review", "t4.litigation_direct", "t4.litigation_after_review"
SUITS = (DIRECT, AFTER)
WORKLOAD = ("t3.new_received.total", "t3.carried_in.total")
RESULTS = "t3.result_total.total"


def _cells(blocks: Sequence[str], columns: Sequence[str]) -> list[str]:
    return [f"{block}.{column}" for block in blocks for column in columns]


def _sum(given: Terms, cells: Sequence[str]) -> np.ndarray:
    """The sum of these cells for every report; NaN where one is not known."""
    return np.sum([given.known(c) for c in cells], axis=0)


def _rate(
    frames: Frames, blocks: Sequence[str], share: float, fewest: float, subject: tuple[str, str]
) -> Verdict:
    """Reports in which the corrected ones are more than ``share`` of at least ``fewest`` decided cases."""
    given = terms(frames)
    decided, lost = _cells(blocks, DECIDED), _cells(blocks, ("corrected",))
    all_, wrong = _sum(given, decided), _sum(given, lost)
    known = ~np.isnan(all_)
    high = known & (np.nan_to_num(all_) >= fewest) & (np.nan_to_num(wrong) > share * np.nan_to_num(all_))
    found = [
        {
            "report_id": given.report_ids[r],
            "cells": decided,
            "observed": f"{wrong[r] / all_[r]:.1%}",
            "expected": f"at most {share:.0%}",
            "difference": wrong[r] / all_[r] - share,
            "message_en": f"{figure(wrong[r])} of {figure(all_[r])} decided {subject[0]} "
            f"({wrong[r] / all_[r]:.1%}) corrected the body; {share:.0%} is the mark set for this rule.",
            "message_zh": f"已审结{subject[1]}{figure(all_[r])}件，其中结果纠正{figure(wrong[r])}件"
            f"（{wrong[r] / all_[r]:.1%}），超过本规则所设{share:.0%}。",
        }
        for r in np.flatnonzero(high).tolist()
    ]
    return Verdict(
        pd.DataFrame(found), cannot_tell=because(given.report_ids[~known], "a result is not known")
    )


FEWEST = Option("fewest", 5, "smallest number of decided cases that is looked at", "至少有多少件已审结才判断")


@rule(
    "PLA-01",
    "many-reviews-corrected",
    en="Many reviews corrected the body",
    zh="行政复议纠正率偏高",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Forms of 2019 and 2021, table 4; Regulation (2019), art. 51",
    basis_zh="2019年、2021年格式表四；《条例》第五十一条",
    forms=("2019", "2021"),
    needs=tuple(_cells((REVIEW,), DECIDED)),
    why_zh="复议纠正率高，说明答复质量存在问题，上级考核时会逐件核查。数字并不因此有误。",
    innocent_zh="案件少时比率不稳定：审结不足五件的不判断；尚未审结的不计入。",
    options=(
        Option(
            "share",
            0.3,
            "largest share of decided reviews that corrected the body",
            "纠正件数占已审结件数的上限",
        ),
        FEWEST,
    ),
)
def reviews_corrected(frames: Frames, share: float, fewest: float) -> Verdict:
    """More than three in ten decided reviews corrected the body.

    *Why it matters*: Replies may be of poor quality. The figures need not be wrong.

    *Innocent explanations*: Of few cases a rate says little: fewer than five decided reviews are passed over, and
    pending ones do not count.

    *Source*: Table 4 in the forms of 2019 and 2021; the mark is a proposal, not law.
    """
    return _rate(frames, (REVIEW,), share, fewest, ("reviews", "行政复议"))


@rule(
    "PLA-02",
    "many-suits-lost",
    en="Many lawsuits were lost",
    zh="行政诉讼败诉率偏高",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Forms of 2019 and 2021, table 4; Regulation (2019), art. 51",
    basis_zh="2019年、2021年格式表四；《条例》第五十一条",
    forms=("2019", "2021"),
    needs=tuple(_cells(SUITS, DECIDED)),
    why_zh="败诉率高，说明答复质量存在问题。数字并不因此有误。",
    innocent_zh="案件少时比率不稳定：审结不足五件的不判断；尚未审结的不计入。",
    options=(
        Option(
            "share",
            0.2,
            "largest share of decided suits that corrected the body",
            "纠正件数占已审结件数的上限",
        ),
        FEWEST,
    ),
)
def suits_lost(frames: Frames, share: float, fewest: float) -> Verdict:
    """More than one in five decided suits, direct or after review, corrected the body.

    *Why it matters*: Replies may be of poor quality. The figures need not be wrong.

    *Innocent explanations*: Of few cases a rate says little: fewer than five decided suits are passed over, and pending
    ones do not count.

    *Source*: Table 4 in the forms of 2019 and 2021; the mark is a proposal, not law.
    """
    return _rate(frames, SUITS, share, fewest, ("lawsuits", "行政诉讼"))


def _with_last_year(
    frames: Frames, mine: np.ndarray, base: np.ndarray, last: np.ndarray
) -> tuple[pd.DataFrame, pd.Series]:
    """Reports whose ``mine`` is above ``base`` of the year and ``last`` of the year before together, and those of which
    that cannot be told; columns of ``pairs`` and mine, base, last.
    """
    ids = frames.reports["report_id"].to_numpy(dtype=object)
    unknown = np.isnan(mine) | np.isnan(base)
    above = np.nan_to_num(mine) > np.nan_to_num(base)
    two = pairs(frames)
    two = two.assign(mine=mine[two["at"]], base=base[two["at"]], last=last[two["before"]])
    two = two[above[two["at"]] & ~unknown[two["at"]]]
    one, unsure = agreed(two, ["last"])
    more = one[one["mine"] > one["base"] + one["last"]]
    lost = because(one.loc[one["last"].isna(), "report_id"], "the figures of the year before are not known")
    alone = unpaired(frames)
    alone = alone[alone.index.isin(ids[above & ~unknown])]
    return more, joined(because(ids[unknown], "a figure of the year is not known"), unsure, lost, alone)


@rule(
    "PLA-03",
    "more-disputes-than-requests",
    en="More disputes than requests they could be about",
    zh="复议诉讼件数多于可能涉及的申请件数",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Forms of 2019 and 2021, tables 3 and 4",
    basis_zh="2019年、2021年格式表三、表四",
    forms=("2019", "2021"),
    needs=(f"{REVIEW}.total", f"{DIRECT}.total", *WORKLOAD, RESULTS),
    why_zh="复议和直接起诉须以申请的办理为前提。多于本年收办和上年办结的申请之和，两表必有一处漏填或口径不同。",
    innocent_zh="同一申请引起几件复议或诉讼；对更早年度的答复不服；对不予答复不服。",
)
def more_disputes(frames: Frames) -> Verdict:
    """Reviews and direct suits are more than the requests of the year, those carried in and those answered last year.

    *Why it matters*: A dispute needs a request. Where there are more, a table was filled in for another body or left
    out requests.

    *Innocent explanations*: Several reviews or suits over one request; a reply of an earlier year; a failure to reply.

    *Source*: Tables 3 and 4 in the forms of 2019 and 2021.
    """
    given = terms(frames)
    disputes = [f"{REVIEW}.total", f"{DIRECT}.total"]
    more, lost = _with_last_year(frames, _sum(given, disputes), _sum(given, WORKLOAD), given.known(RESULTS))
    found = [
        {
            "report_id": row["report_id"],
            "cells": [*disputes, *WORKLOAD],
            "elsewhere": [(row["previous"], RESULTS)],
            "observed": figure(row["mine"]),
            "expected": f"at most {figure(row['base'] + row['last'])}",
            "difference": row["mine"] - row["base"] - row["last"],
            "message_en": f"{figure(row['mine'])} reviews and direct suits, but only {figure(row['base'])} requests this "
            f"year (new and carried in) and {figure(row['last'])} answered the year before.",
            "message_zh": f"行政复议与直接起诉共{figure(row['mine'])}件，而本年新收与上年结转申请{figure(row['base'])}件、"
            f"上一年度办结{figure(row['last'])}件。",
        }
        for row in more.to_dict("records")
    ]
    return Verdict(pd.DataFrame(found), cannot_tell=lost)


@rule(
    "PLA-04",
    "suits-after-review-exceed-reviews",
    en="More suits after review than reviews were decided",
    zh="复议后起诉件数多于已审结复议件数",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Forms of 2019 and 2021, table 4: a suit after review follows a decided review",
    basis_zh="2019年、2021年格式表四：复议后起诉以复议审结为前提",
    forms=("2019", "2021"),
    needs=(f"{AFTER}.total", *_cells((REVIEW,), DECIDED)),
    why_zh="复议后起诉须先有复议决定。多于本年和上年审结的复议，说明填错了列或复议漏报。",
    innocent_zh="复议机关作共同被告而计入；统计口径包含下级机关；更早年度审结、案件跨年未结。",
)
def suits_after_review(frames: Frames) -> Verdict:
    """Suits after review are more than the reviews that were decided this year and the year before.

    *Why it matters*: Such a suit follows a decision on review. The figures stand in the wrong columns, or reviews were
    left out.

    *Innocent explanations*: The body joined a suit as the reviewing body; the report covers lower bodies; a suit that
    has been pending for years.

    *Source*: Table 4 in the forms of 2019 and 2021: 复议后起诉.
    """
    given = terms(frames)
    decided = _cells((REVIEW,), DECIDED)
    reviews = _sum(given, decided)
    more, lost = _with_last_year(frames, given.known(f"{AFTER}.total"), reviews, reviews)
    found = [
        {
            "report_id": row["report_id"],
            "cells": [f"{AFTER}.total", *decided],
            "elsewhere": [(row["previous"], c) for c in decided],
            "observed": figure(row["mine"]),
            "expected": f"at most {figure(row['base'] + row['last'])}",
            "difference": row["mine"] - row["base"] - row["last"],
            "message_en": f"{figure(row['mine'])} suits after review, but only {figure(row['base'])} reviews decided this "
            f"year and {figure(row['last'])} the year before.",
            "message_zh": f"复议后起诉{figure(row['mine'])}件，而本年审结复议{figure(row['base'])}件、"
            f"上一年度审结{figure(row['last'])}件。",
        }
        for row in more.to_dict("records")
    ]
    return Verdict(pd.DataFrame(found), cannot_tell=lost)


@rule(
    "PLA-05",
    "direct-suit-since-2024",
    en="Suits without prior review since 2024",
    zh="2024年以后仍有未经复议直接起诉",
    severity=Severity.info,
    confidence="low",
    basis_en="Administrative Reconsideration Law (2023), art. 23: a refusal to disclose goes to review first",
    basis_zh="《行政复议法》（2023年修订）第二十三条：不予公开政府信息须先申请行政复议",
    confirmed=False,
    forms=("2019", "2021"),
    years=(2024, 9999),
    needs=(f"{DIRECT}.total", f"{DIRECT}.pending"),
    why_zh="2024年起对不予公开不服须先复议。仍有直接起诉的，值得核对是否填错了列。",
    innocent_zh="对不予答复以外的行为起诉；2024年以前已起诉而跨年未结（上年尚未审结的，视为已有说明）。",
)
def direct_suits(frames: Frames) -> Verdict:
    """A report for 2024 or later counts suits without prior review, more than were pending the year before.

    *Why it matters*: Since 2024 a refusal must go to review first. The suits may stand in the wrong column.

    *Innocent explanations*: Suits over other acts than a refusal; suits that were filed before 2024 and are pending:
    as many as the year before left pending are explained.

    *Source*: Administrative Reconsideration Law (2023), art. 23(1)(4); table 4, 未经复议直接起诉.
    """
    given, two = terms(frames), pairs(frames)
    total = given.known(f"{DIRECT}.total")
    was = np.zeros(len(total))
    old = given.known(f"{DIRECT}.pending")
    np.maximum.at(was, two["at"].to_numpy(), np.nan_to_num(old[two["before"]]))
    fires = np.nan_to_num(total) > was
    found = [
        {
            "report_id": given.report_ids[r],
            "cells": [f"{DIRECT}.total"],
            "observed": figure(total[r]),
            "expected": figure(was[r]),
            "difference": total[r] - was[r],
            "message_en": f"{figure(total[r])} suits without prior review; since 2024 a refusal must go to review first.",
            "message_zh": f"未经复议直接起诉{figure(total[r])}件；2024年起对不予公开不服须先申请复议。",
        }
        for r in np.flatnonzero(fires).tolist()
    ]
    carried = (np.nan_to_num(total) > 0) & ~fires
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=because(given.report_ids[np.isnan(total)], "the number of direct suits is not known"),
        clear=because(given.report_ids[carried], "as many were pending the year before"),
    )
