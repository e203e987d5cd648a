"""TIM: dates of publication, signature and generation against the law, the calendar and each other."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.errors import RuleError
from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, joined
from audit.rules.places import Place, date_pattern, passages, place

__all__ = ["DEADLINES", "Deadline"]

ARTICLE_49 = ("art. 49 of the Regulation", "《条例》第四十九条")
CUSTOM = (
    "local custom; art. 49 sets no date for townships and streets, to be confirmed",
    "地方惯例；《条例》第四十九条未规定乡镇街道的时限，待确认",
)
FIRST_REGULATION = (
    "the first Regulation, art. 31, to be confirmed",
    "2008年施行的《条例》第三十一条，待确认",
)
OLD_YEARS, NEW_YEARS = (0, 2018), (2019, 9999)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Last day of publication in the year after the report year, for bodies of some kinds."""

    years: tuple[int, int]
    kinds: tuple[str, ...]
    month: int
    day: int
    basis: tuple[str, str]
    customary: bool = False
    place: str = ""


DEADLINES = (
    Deadline(
        OLD_YEARS,
        ("department", "institution", "general_office", "government", "township", "street", "unknown"),
        3,
        31,
        FIRST_REGULATION,
    ),
    Deadline(NEW_YEARS, ("department", "institution", "general_office"), 1, 31, ARTICLE_49),
    Deadline(NEW_YEARS, ("government", "unknown"), 3, 31, ARTICLE_49),
    Deadline(NEW_YEARS, ("township", "street"), 1, 31, CUSTOM, customary=True),
)
LOCAL = ("township", "village")


def _local(entry: dict) -> Deadline:
    """A deadline that an auditor set. Raises RuleError for an entry that is none."""
    try:
        month, day = (int(part) for part in str(entry["due"]).split("-"))
        datetime.date(2023, month, day)
        years = (int(entry.get("from", 0)), int(entry.get("until", 9999)))
        kinds, basis = tuple(entry["kinds"]), str(entry["basis"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleError(
            f"TIM-01, local deadline {entry}: {error!r}; wanted: place, kinds, due, basis"
        ) from None
    return Deadline(years, kinds, month, day, (basis, basis), place=str(entry.get("place", "")))


YEAR_LONG = 365


@rule(
    "TIM-01",
    "published-late",
    en="Published after the deadline",
    zh="逾期发布",
    severity=Severity.medium,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 49: departments by 31 January, "
        "governments from county level up by 31 March; report years to 2018: 31 March"
    ),
    basis_zh=(
        "《政府信息公开条例》（2019年修订）第四十九条：县级以上政府部门1月31日前，县级以上政府3月31日前；"
        "2018年度及以前：3月31日前"
    ),
    needs=("published_on", "kind", "year"),
    why_zh="按时发布是法定义务，也是各级考核中最常见的扣分项。迟发说明年度报告工作没有落实责任。",
    innocent_zh=(
        "网站迁移后重新发布，所示日期不是首次发布日期；生成日期不等于发布日期；地方规定了不同时限。乡镇街道"
        "无法定时限，仅按惯例提示并降低一级。"
    ),
    options=(
        Option(
            "local",
            (),
            "deadlines of a place, each a table: place (part of the path of divisions, empty for all), kinds, from and "
            "until (report years), due (MM-DD of the year after), basis; the last that fits counts",
            "地方时限，每条一表：place（行政区划名称的一部分，空为全部）、kinds（机关类别）、from 与 until（报告年度）、"
            "due（次年月-日）、basis（依据）；以最后一条相符者为准",
        ),
    ),
)
def published_late(frames: Frames, *, local: tuple) -> Verdict:
    """The report was published after the last day for a body of its kind.

    *Why it matters*: the date is set by law and is the first thing that assessments look at.

    *Innocent explanations*: the page was published again after a site was moved, and the date is not the
    first; local notices set other dates. Article 49 sets no date for townships and streets: 31 January is
    custom there, and a finding is one step less severe. For a body of unknown kind only 31 March counts.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 49; for report years to 2018
    art. 31 of the Regulation of 2008 (to be confirmed).
    """
    dated = _dated(frames, ["published_on"])
    deadlines = (*DEADLINES, *map(_local, local))
    due = _due(dated, deadlines)
    late = (dated["published_on"] - due["due"]).dt.days
    doubtful = (
        (dated["kind"] == "unknown") & (dated["published_on"] > _day(dated["year"], 1, 31)) & (late <= 0)
    )
    doubtful &= dated["year"] > OLD_YEARS[1]
    found = dated.assign(late=late, **due)[(late > 0) & ~doubtful]
    return Verdict(
        suspects=_late(frames, found, deadlines),
        cannot_tell=joined(
            _undated(frames, dated, "the date of publication is not known"),
            because(dated.loc[doubtful, "report_id"], "published after 31 January by a body of unknown kind"),
        ),
    )


def _dated(frames: Frames, columns: list[str]) -> pd.DataFrame:
    """Reports of known year that have all these dates."""
    return frames.reports.dropna(subset=["year", *columns])


def _undated(frames: Frames, dated: pd.DataFrame, reason: str) -> pd.Series:
    known = np.zeros(len(frames.reports), dtype=bool)
    known[dated.index] = True
    return because(frames.reports.loc[~known, "report_id"], reason)


def _day(year: pd.Series, month: int, day: int) -> pd.Series:
    """This day of the year after the report year."""
    years = year.to_numpy(dtype="int64") + 1 - 1970
    first = years.astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)
    return pd.Series(first.astype("datetime64[D]").astype("datetime64[s]") + DAY * (day - 1), year.index)


DAY = np.timedelta64(1, "D")


def _due(dated: pd.DataFrame, deadlines: Sequence[Deadline]) -> dict[str, pd.Series]:
    """``due`` and ``deadline`` (its number) of each report; a whole region's report is its government's."""
    kind, level, scope = (dated[c].fillna("unknown").to_numpy(object) for c in ("kind", "level", "scope"))
    kind = np.where((kind == "government") & np.isin(level, LOCAL), "township", kind)
    kind = np.where((kind == "general_office") & (scope == "aggregate"), "government", kind)
    year = dated["year"].to_numpy(dtype="int64")
    number = np.zeros(len(dated), dtype="int64")
    due = np.full(len(dated), "NaT", dtype="datetime64[s]")
    parts = (dated[c].fillna("").tolist() for c in ("province", "city", "county", "agency"))
    where = ["".join(names) for names in zip(*parts, strict=True)]
    for n, one in enumerate(deadlines):
        fits = (year >= one.years[0]) & (year <= one.years[1]) & np.isin(kind, list(one.kinds))
        if one.place:
            fits &= np.array([one.place in names for names in where], dtype=bool)
        due[fits] = _day(dated["year"], one.month, one.day).to_numpy()[fits]
        number[fits] = n
    return {"due": pd.Series(due, dated.index), "deadline": pd.Series(number, dated.index)}


def _late(frames: Frames, found: pd.DataFrame, of: Sequence[Deadline]) -> pd.DataFrame:
    deadlines = [of[n] for n in found["deadline"]]
    published, due = _iso(found["published_on"]), _iso(found["due"])
    rows = list(zip(published, found["late"].astype(int), due, deadlines, strict=True))
    en = [
        f"Published on {p}, {d} day{'s' if d > 1 else ''} after {u} ({one.basis[0]})."
        for p, d, u, one in rows
    ]
    zh = [f"发布日期为{p}，比时限{u}晚{d}天（{one.basis[1]}）。" for p, d, u, one in rows]
    late = found["late"].to_numpy()
    signed = (found["signed_on"] <= found["due"]).to_numpy(dtype=bool)
    sure = np.where(late > YEAR_LONG, "low", np.where(signed, "medium", "high"))
    again = (
        "The date may be that of a later publication, for example after the site was moved. / "
        "该日期可能是网站迁移后重新发布的日期。"
    )
    return pd.DataFrame(
        {
            "report_id": found["report_id"],
            "places": _places(frames, found, ["published_on"]),
            "subject": "published_on",
            "observed": published,
            "expected": due,
            "difference": late.astype("float64"),
            "message_en": en,
            "message_zh": zh,
            "severity": ["low" if one.customary else "medium" for one in deadlines],
            "confidence": sure,
            "hint": [again if moved else None for moved in (late > YEAR_LONG) | signed],
        }
    )


@rule(
    "TIM-03",
    "signed-out-of-order",
    en="Signed after it was published, or before the year ended",
    zh="落款日期晚于发布日期，或早于报告年度结束",
    severity=Severity.high,
    basis_en=(
        "Logic of dates: a report on a whole year (art. 49 of the Regulation: the previous year) is signed "
        "after that year and before it is published"
    ),
    basis_zh="日期逻辑：《条例》第四十九条要求的是上一年度报告，应在年度结束后签署、签署后发布",
    needs=("signed_on", "published_on", "year"),
    why_zh="落款早于年度结束，全年数据不可能统计完毕；落款晚于发布，说明发布后改动过或日期有误。",
    innocent_zh="沿用模板未改落款日期；网站显示的是栏目或首次建页日期。",
)
def signed_out_of_order(frames: Frames) -> Verdict:
    """The date under the report is later than its publication, or earlier than the end of the year it covers.

    *Why it matters*: figures of a whole year cannot be complete before it ends; a signature later than
    publication means that the report was changed afterwards, or that a date is wrong.

    *Innocent explanations*: the date of a template was left in; the site shows the date on which the page was
    set up.

    *Source*: logic of dates; Regulation on Disclosure of Government Information (2019), art. 49 (the previous
    year).
    """
    dated = _dated(frames, ["signed_on"])
    end = _day(dated["year"], 1, 1) - pd.Timedelta(days=1)
    early = (dated["signed_on"] <= end).to_numpy(dtype=bool)
    after = (dated["signed_on"] > dated["published_on"]).fillna(False).to_numpy(dtype=bool)
    return Verdict(
        suspects=pd.concat([_early(frames, dated[early], end[early]), _after(frames, dated[after & ~early])]),
        cannot_tell=_undated(
            frames, dated, "the report carries no date of signature, or its year is not known"
        ),
        clear=because(
            dated.loc[~early & ~after & dated["published_on"].isna().to_numpy(), "report_id"],
            "signed after the year ended; the date of publication is not known",
        ),
    )


def _early(frames: Frames, found: pd.DataFrame, end: pd.Series) -> pd.DataFrame:
    signed, last = _iso(found["signed_on"]), _iso(end)
    same_day = (found["signed_on"] == end).to_numpy(dtype=bool)
    en = [
        f"Signed on {s}, though the report covers the year to {e}." for s, e in zip(signed, last, strict=True)
    ]
    zh = [f"落款日期为{s}，而报告数据截至{e}。" for s, e in zip(signed, last, strict=True)]
    days = (found["signed_on"] - end).dt.days.astype("float64")
    severity = np.where(same_day, "low", "high")
    return _dates(
        frames, found, ["signed_on"], observed=signed, expected=last, days=days, en=en, zh=zh
    ).assign(severity=severity)


def _after(frames: Frames, found: pd.DataFrame) -> pd.DataFrame:
    signed, published = _iso(found["signed_on"]), _iso(found["published_on"])
    days = (found["signed_on"] - found["published_on"]).dt.days.astype("float64")
    rows = list(zip(signed, published, days.astype(int), strict=True))
    en = [f"Signed on {s}, {d} day{'s' if d > 1 else ''} after it was published on {p}." for s, p, d in rows]
    zh = [f"落款日期为{s}，比发布日期{p}晚{d}天。" for s, p, d in rows]
    both = ["signed_on", "published_on"]
    return _dates(frames, found, both, observed=signed, expected=published, days=days, en=en, zh=zh)


@rule(
    "TIM-05",
    "dates-disagree",
    en="The dates of generation, signature and publication disagree",
    zh="生成日期、落款日期与发布日期不一致",
    severity=Severity.low,
    basis_en=(
        "Regulation on Disclosure of Government Information (2019), art. 12: the catalogue states the date "
        "on which the information was generated"
    ),
    basis_zh="《政府信息公开条例》（2019年修订）第十二条：政府信息公开目录包括生成日期",
    needs=("generated_on", "signed_on", "published_on"),
    why_zh=(
        "生成日期是目录要素，读者据此判断信息何时形成。与落款日期相差较大，说明目录由系统按上传日期自动填写。"
    ),
    innocent_zh="目录的生成日期由网站系统按上传日期自动填写；报告改版后重新生成。相差七天以内不提示。",
)
def dates_disagree(frames: Frames) -> Verdict:
    """The catalogue's date of generation is more than a week from the signature, or later than publication.

    *Why it matters*: the date of generation is an element of the catalogue, by which a reader knows when the
    information came into being.

    *Innocent explanations*: the site fills the date in by itself on the day of upload; a corrected report was
    generated anew. A difference of up to seven days is not reported.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 12 (generation date in the
    catalogue).
    """
    dated = frames.reports.dropna(subset=["generated_on"])
    dated = dated[dated["signed_on"].notna() | dated["published_on"].notna()]
    apart = (dated["generated_on"] - dated["signed_on"]).dt.days
    before = (dated["published_on"] - dated["generated_on"]).dt.days
    far = (apart.abs() > 7).fillna(False).to_numpy(dtype=bool)
    early = (before < 0).fillna(False).to_numpy(dtype=bool)
    return Verdict(
        suspects=pd.concat(
            [_far(frames, dated[far], apart[far]), _generated_later(frames, dated[early & ~far])]
        ),
        cannot_tell=_undated(frames, dated, "there is no date of generation to compare with another date"),
    )


def _far(frames: Frames, found: pd.DataFrame, apart: pd.Series) -> pd.DataFrame:
    generated, signed = _iso(found["generated_on"]), _iso(found["signed_on"])
    rows = list(zip(generated, signed, apart.abs().astype(int), strict=True))
    en = [
        f"The catalogue says generated on {g}, the report is signed {s}: {d} days apart." for g, s, d in rows
    ]
    zh = [f"目录生成日期为{g}，落款日期为{s}，相差{d}天。" for g, s, d in rows]
    both = ["generated_on", "signed_on"]
    days = apart.astype("float64")
    return _dates(frames, found, both, observed=generated, expected=signed, days=days, en=en, zh=zh)


def _generated_later(frames: Frames, found: pd.DataFrame) -> pd.DataFrame:
    generated, published = _iso(found["generated_on"]), _iso(found["published_on"])
    days = (found["generated_on"] - found["published_on"]).dt.days
    rows = list(zip(generated, published, days.astype(int), strict=True))
    en = [f"The catalogue says generated on {g}, {d} days after publication on {p}." for g, p, d in rows]
    zh = [f"目录生成日期为{g}，比发布日期{p}晚{d}天。" for g, p, d in rows]
    both = ["generated_on", "published_on"]
    days = days.astype("float64")
    return _dates(frames, found, both, observed=generated, expected=published, days=days, en=en, zh=zh)


@rule(
    "TIM-07",
    "published-before-year-end",
    en="Published before the year ended",
    zh="报告年度结束前即已发布",
    severity=Severity.medium,
    basis_en=(
        "Logic of dates: a report on a whole year (art. 49 of the Regulation: the previous year) cannot be "
        "published within it"
    ),
    basis_zh="日期逻辑：《条例》第四十九条要求的是上一年度报告，不可能在该年度内发布",
    needs=("published_on", "year"),
    why_zh="年度未结束即发布，全年数据不可能完整；或者标题年度、发布日期其中之一有误。",
    innocent_zh="网站显示的是建页日期；报告标题中的年度指编制年度而非统计年度。",
)
def published_before_year_end(frames: Frames) -> Verdict:
    """The report was published on or before 31 December of the year it reports on.

    *Why it matters*: its figures cannot be those of the whole year, or the year in its title or the date is
    wrong.

    *Innocent explanations*: the site shows the date on which the page was set up; the title names the year in
    which the report was written, not the year it covers.

    *Source*: logic of dates; Regulation on Disclosure of Government Information (2019), art. 49 (the previous
    year).
    """
    dated = _dated(frames, ["published_on"])
    end = _day(dated["year"], 1, 1) - pd.Timedelta(days=1)
    early = (dated["published_on"] <= end).to_numpy(dtype=bool)
    found, end = dated[early], end[early]
    published, last = _iso(found["published_on"]), _iso(end)
    days = (found["published_on"] - end).dt.days.astype("float64")
    en = [
        f"Published on {p}, before the year it covers was over ({e})."
        for p, e in zip(published, last, strict=True)
    ]
    zh = [f"发布日期为{p}，而报告年度至{e}才结束。" for p, e in zip(published, last, strict=True)]
    sure = np.where(days < -YEAR_LONG, "low", "high")
    suspects = _dates(
        frames, found, ["published_on"], observed=published, expected=last, days=days, en=en, zh=zh
    )
    return Verdict(
        suspects=suspects.assign(confidence=sure),
        cannot_tell=_undated(frames, dated, "the date of publication or the report year is not known"),
    )


def _dates(
    frames: Frames,
    found: pd.DataFrame,
    columns: list[str],
    *,
    observed: list[str],
    expected: list[str],
    days: pd.Series,
    en: list[str],
    zh: list[str],
) -> pd.DataFrame:
    """Suspects that show the places of these dates."""
    return pd.DataFrame(
        {
            "report_id": found["report_id"],
            "places": _places(frames, found, columns),
            "subject": " ".join(columns),
            "observed": observed,
            "expected": expected,
            "difference": days,
            "message_en": en,
            "message_zh": zh,
        }
    )


def _iso(dates: pd.Series) -> list[str]:
    return dates.dt.strftime("%Y-%m-%d").tolist()


def _places(frames: Frames, found: pd.DataFrame, columns: list[str]) -> list[list[Place]]:
    """Where the dates stand in the text; the heading of the report where they are known from elsewhere."""
    printed = passages(frames)
    days = [[d for d in row if not pd.isna(d)] for row in zip(*(found[c] for c in columns), strict=True)]
    listed = [
        [p for day in row for p in place(printed[report], date_pattern(day))]
        for report, row in zip(found["report_id"], days, strict=True)
    ]
    return [list(dict.fromkeys(places)) for places in listed]
