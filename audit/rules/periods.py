"""TIM and FRM: the years that a report names - period, title, columns, plans - and the time between signature and
publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import cache

import chinese_calendar
import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.copies import quoted
from audit.rules.measures import among, because, joined
from audit.rules.places import (
    Place,
    Sighting,
    date_pattern,
    landmark,
    passages,
    place,
    reports_among,
    sighted,
)
from audit.rules.section_text import report_rows
from audit.rules.statements import stated
from audit.rules.vocabulary import is_whole

ARTICLE_49_EN = (
    "Regulation on Disclosure of Government Information (2019), art. 49: the report is on the previous year"
)
ARTICLE_49_ZH = "《政府信息公开条例》（2019年修订）第四十九条：上一年度报告"
ACCURATE_EN = "Regulation on Disclosure of Government Information (2019), art. 6 (accurate)"
ACCURATE_ZH = "《政府信息公开条例》（2019年修订）第六条（准确）"


@rule(
    "TIM-02",
    "period-not-the-year",
    en="The statistics period is not the report year, or is not stated",
    zh="统计期限与报告年度不符或未说明",
    severity=Severity.low,
    basis_en=ARTICLE_49_EN,
    basis_zh=ARTICLE_49_ZH,
    needs=("period_start", "period_end", "year"),
    why_zh="统计期限少一天或跨年度，数据就不能与其他年度、其他单位相比。",
    innocent_zh="采集时丢字的日期（20171231日）先复原再判断；未写统计期限并非法定要求，仅作提示；学校按学年统计（不提示）。",
)
def period_not_the_year(frames: Frames) -> Verdict:
    """The stated period is not 1 January to 31 December of the report year; or no period is stated (info).

    *Why it matters*: figures of another period cannot be compared with other years and bodies.

    *Innocent explanations*: dates that lost characters in a copy are read before they are judged; the law
    does not ask for the period to be stated, so its absence is info. Schools report on a school year (学年).

    *Source*: Regulation on Disclosure of Government Information (2019), art. 49; custom of the reports.
    """
    reports = frames.reports
    first, last, year = reports["period_start"], reports["period_end"], reports["year"]
    known = year.notna().to_numpy(dtype=bool)
    stated = known & (first.notna() | last.notna()).to_numpy(dtype=bool)
    school = reports["title"].fillna("").str.contains("学年", regex=False).to_numpy(bool)
    wrong = stated & ~school & (_off(first, year, 1, 1) | _off(last, year, 12, 31))
    silent = known & ~stated
    named = _names_period(frames, silent)
    told = silent & ~named & is_whole(frames).to_numpy(dtype=bool)
    ids = reports["report_id"]
    return Verdict(
        suspects=pd.concat([_wrong_period(frames, reports[wrong]), _no_period(frames, ids[told])]),
        cannot_tell=joined(
            because(ids[~known], "the report year is not known"),
            because(ids[silent & named], "a period is spoken of, but its dates were not read"),
            because(ids[silent & ~told], "no period was found, and the text is not all there"),
        ),
    )


def _off(day: pd.Series, year: pd.Series, month: int, of_month: int) -> np.ndarray:
    """Days that are known and not this day of the year."""
    fits = day.dt.year.eq(year) & day.dt.month.eq(month) & day.dt.day.eq(of_month)
    return np.asarray(day.notna() & ~fits.fillna(False), dtype=bool)


_SIGNS = ("期限", "时限", "统计", "跨度", "报告期")
_PERIOD_WORDS = re.compile(
    r"统计(?:期限|时限|时间|周期|区间|年度)|数据[^。]{0,12}(?:期限|时限|截止|截至)|时间跨度|报告期"
)


def _names_period(frames: Frames, silent: np.ndarray) -> np.ndarray:
    """Of the reports that are True those whose text speaks of a period."""
    sections = frames.sections[silent[report_rows(frames)]]
    texts = sections["text"].fillna("").tolist()
    hit = [any(w in t for w in _SIGNS) and bool(_PERIOD_WORDS.search(t)) for t in texts]
    return reports_among(frames, sections.loc[np.array(hit, dtype=bool), "report_id"])


def _wrong_period(frames: Frames, found: pd.DataFrame) -> pd.DataFrame:
    first, last = _iso(found["period_start"]), _iso(found["period_end"])
    rows = list(zip(first, last, found["year"], strict=True))
    return pd.DataFrame(
        {
            "report_id": found["report_id"],
            "places": _date_places(frames, found, ["period_start", "period_end"]),
            "subject": "period",
            "observed": [f"{f} to {t}" for f, t, _ in rows],
            "expected": [f"{y}-01-01 to {y}-12-31" for *_, y in rows],
            "message_en": [f"The stated period is {f} to {t}; the report is on {y}." for f, t, y in rows],
            "message_zh": [f"统计期限为{f}至{t}，报告年度为{y}年。" for f, t, y in rows],
        }
    )


def _iso(days: pd.Series) -> list[str]:
    return [f"{d:%Y-%m-%d}" if not pd.isna(d) else "…" for d in days]


def _date_places(frames: Frames, found: pd.DataFrame, columns: list[str]) -> list[list[Place]]:
    """Where these days stand in the print, also where a copy lost 年 or 月."""
    printed = passages(frames)
    listed = []
    for report_id, *days in zip(found["report_id"], *(found[c] for c in columns), strict=True):
        patterns = [f"{date_pattern(d)}|{d.year}{d.month}{d.day}日" for d in days if not pd.isna(d)]
        spots = [spot for pattern in patterns for spot in place(printed[report_id], pattern)]
        listed.append(list(dict.fromkeys(spots)))
    return listed


def _no_period(frames: Frames, report_ids: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "report_id": report_ids,
            "places": [landmark(frames, r) for r in report_ids],
            "subject": "period",
            "observed": "no period",
            "expected": "1 January to 31 December",
            "message_en": "No statistics period was found in the text.",
            "message_zh": "正文未见统计期限的说明。",
            "severity": "info",
            "confidence": "medium",
        }
    )


@rule(
    "TIM-04",
    "long-between-signature-and-publication",
    en="Long between signature and publication",
    zh="签署后久未发布",
    severity=Severity.low,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 26: published within 20 working days of making",
    basis_zh="《政府信息公开条例》（2019年修订）第二十六条：自形成之日起20个工作日内公开",
    needs=("signed_on", "published_on"),
    why_zh="主动公开的信息应在形成后20个工作日内公开，年度报告自身也不例外。",
    innocent_zh="网站迁移后重新发布；落款日期沿用模板。按国务院公布的放假调休安排计算工作日。",
    options=(
        Option(
            "working_days",
            20,
            "Working days from signature to publication that are allowed.",
            "签署至发布允许的工作日数。",
        ),
    ),
)
def long_before_publication(frames: Frames, working_days: int) -> Verdict:
    """More than 20 working days lie between the date under the report and its publication.

    *Why it matters*: information that is disclosed on the body's own account is due within 20 working days of
    its making.

    *Innocent explanations*: the page was published again after a site was moved; the date of a template was
    left in. Days off and shifted working days are those that the State Council set; where the calendar does
    not reach (before 2004, or a year not yet announced) nothing is said.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 26; calendar of the library
    chinesecalendar.
    """
    reports = frames.reports
    dated = reports.dropna(subset=["signed_on", "published_on"])
    dated = dated[dated["published_on"] >= dated["signed_on"]]
    days = working_days_between(dated["signed_on"], dated["published_on"])
    unknown = np.isnan(days)
    late = ~unknown & (days > working_days)
    found, count = dated[late], days[late].astype(int)
    signed, published = _iso(found["signed_on"]), _iso(found["published_on"])
    rows = list(zip(signed, published, count, strict=True))
    undated = ~among(reports["report_id"], dated["report_id"])
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": found["report_id"],
                "places": _date_places(frames, found, ["signed_on", "published_on"]),
                "subject": "signed_on published_on",
                "observed": [f"{n} working days" for n in count],
                "expected": f"at most {working_days}",
                "difference": count.astype("float64") - working_days,
                "message_en": [
                    f"Signed on {s}, published on {p}: {n} working days later." for s, p, n in rows
                ],
                "message_zh": [f"落款日期{s}，发布日期{p}，相隔{n}个工作日。" for s, p, n in rows],
            }
        ),
        cannot_tell=joined(
            because(
                reports.loc[undated, "report_id"],
                "the dates of signature and publication are not both known, or in another order",
            ),
            because(dated.loc[unknown, "report_id"], "the working days of these years are not known"),
        ),
    )


@cache
def _calendar() -> tuple[datetime.date, np.ndarray]:
    """First day of the calendar, and how many working days there are up to each day after it.

    Monday to Friday, less the days off and with the shifted working days that the library lists; it ends with the
    last year that it lists.
    """
    first, last = datetime.date(2004, 1, 1), datetime.date(max(chinese_calendar.holidays).year, 12, 31)
    working = (np.arange((last - first).days + 1) + first.weekday()) % 7 < 5
    for days, works in ((chinese_calendar.holidays, False), (chinese_calendar.workdays, True)):
        working[[(day - first).days for day in days if first <= day <= last]] = works
    return first, np.cumsum(working)


def working_days_between(start: pd.Series, end: pd.Series) -> np.ndarray:
    """Working days after ``start`` up to ``end``; NaN where the calendar does not reach."""
    first, total = _calendar()
    a, b = ((day - pd.Timestamp(first)).dt.days.to_numpy(dtype="int64") for day in (start, end))
    inside = (a >= 0) & (b < len(total))
    counted = total[np.clip(b, 0, len(total) - 1)] - total[np.clip(a, 0, len(total) - 1)]
    return np.where(inside, counted, np.nan).astype("float64")


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_CALLED = (
    r"(?:现|编制|发布|公布|撰写|本|形成|制定|公开)[^。\n]{0,24}?(?P<y>(?:19|20)\d\d)年度?"
    r"(?:政府信息|政务|信息)公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_INDEX_YEAR = re.compile(r"[/\-]((?:19|20)\d\d)-\d")


@rule(
    "TIM-06",
    "years-disagree",
    en="Title, text and index name different years",
    zh="标题、正文、索引号的年度不一致",
    severity=Severity.high,
    sides=("one_place", "other_place"),
    confidence="medium",
    basis_en=ACCURATE_EN,
    basis_zh=ACCURATE_ZH,
    needs=("title", "period_end", "index_no", "sections"),
    why_zh="年度不一致，读者无法确定数据属于哪一年；常见原因是整段沿用上一年度报告。",
    innocent_zh="索引号中的年份是发布年份，比报告年度晚一年属正常；正文引用往年报告不提示。",
)
def years_disagree(frames: Frames) -> Verdict:
    """The year of the title differs from that of the statistics period, of the name the report gives itself, or is
    later than the index number.

    *Why it matters*: nobody can tell which year the figures are of; mostly the text of last year was used
    again.

    *Innocent explanations*: the year of an index number is that of publication, one after the report year;
    earlier reports that are quoted do not count.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6.
    """
    reports = frames.reports
    titled = reports["title"].fillna("").str.extract(_YEAR, expand=False).astype("Float64").astype("Int64")
    whole = reports["period_start"].dt.year.eq(reports["period_end"].dt.year)
    period = reports["period_end"].dt.year.where(whole).astype("Int64")
    index = (
        reports["index_no"]
        .fillna("")
        .str.extract(_INDEX_YEAR, expand=False)
        .astype("Float64")
        .astype("Int64")
    )
    called = _called(frames)
    signs = [
        ("period", "the statistics period is of", "统计期限为", period, titled.ne(period)),
        ("text", "the text calls it the report for", "正文称为", called, titled.ne(called)),
        ("index", "the index number is of", "索引号年份为", index, index.lt(titled)),
    ]
    parts = [_disagreeing(frames, titled, *one) for one in signs]
    compared = titled.notna() & (period.notna() | called.notna() | index.notna())
    return Verdict(
        suspects=pd.concat(parts, ignore_index=True),
        cannot_tell=because(
            reports.loc[~compared.to_numpy(dtype=bool), "report_id"], "there are no two years to compare"
        ),
    )


def _called(frames: Frames) -> pd.Series:
    """The year of the report in the sentence in which it names itself, in the order of ``reports``."""
    first = frames.sections[frames.sections["canonical"].isin(["preface"])].drop_duplicates("report_id")
    texts = first["text"].fillna("").str.slice(0, 600)
    years = texts.str.extract(_CALLED)["y"]
    by_report = pd.Series(years.to_numpy(dtype=object), index=first["report_id"].to_numpy(dtype=object))
    return (
        pd.to_numeric(by_report.reindex(frames.reports["report_id"])).astype("Int64").reset_index(drop=True)
    )


def _disagreeing(
    frames: Frames, titled: pd.Series, name: str, en: str, zh: str, years: pd.Series, differ: pd.Series
) -> pd.DataFrame:
    odd = (titled.notna() & years.notna() & differ.fillna(False)).to_numpy(dtype=bool)
    found, printed = frames.reports[odd], passages(frames)
    rows = list(zip(found["title"], titled[odd], years[odd], strict=True))
    spots = [
        landmark(frames, r)[:1] + _other_year(printed[r], name, y, i)
        for r, (_, _, y), i in zip(found["report_id"], rows, found["index_no"], strict=True)
    ]
    return pd.DataFrame(
        {
            "report_id": found["report_id"],
            "places": spots,
            "subject": name,
            "observed": [str(y) for *_, y in rows],
            "expected": [str(t) for _, t, _ in rows],
            "difference": [float(y - t) for _, t, y in rows],
            "message_en": [f"The title is of {t}; {en} {y}." for _, t, y in rows],
            "message_zh": [f"标题年度为{t}年，{zh}{y}年。" for _, t, y in rows],
        }
    )


def _other_year(printed: list, name: str, year: int, index: object) -> list[Place]:
    words = {
        "period": rf"{year}\s*年\s*(?:12\s*月\s*31|1\s*月\s*1)|{year}1231日|{year}11日",
        "text": rf"{year}年度?(?:政府信息|政务|信息)公开",
        "index": re.escape(str(index)),
    }[name]
    return [spot for spot in place(printed, words) if str(year) in spot[2]]


@rule(
    "FRM-09",
    "leftover-year",
    en="Text of another year was left in",
    zh="沿用其他年度的表述",
    severity=Severity.medium,
    confidence="medium",
    basis_en=ACCURATE_EN,
    basis_zh=ACCURATE_ZH,
    needs=("plan_year", "own_year", "year"),
    why_zh="把当年写成“将采取措施”，或把上一年写成本年，说明整段照抄上年报告，问题和措施都不是当年的。",
    innocent_zh="与上年比较、引用文件名、次年计划不提示；“将……纳入”一类“将”作“把”解的不提示。",
)
def leftover_year(frames: Frames) -> Verdict:
    """The report plans for its own year in the future tense, or gives last year as that of its own work.

    *Why it matters*: problems and measures were then copied from the report of the year before.

    *Innocent explanations*: comparisons with last year, names of documents and plans for the next year are
    left out, and so is 将 in the sense of 把.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6; seen in published reports.
    """
    year = frames.by_id["year"].to_dict()
    plans = _of_years(sighted(frames, "plan_year"), year, lambda step, _: step == 0)
    works = _of_years(
        sighted(frames, "own_year"),
        year,
        lambda step, said: step == -1 or (step == 1 and not _PLANNED.search(said)),
    )
    works = _instead_of_its_own(frames, works)
    unknown = frames.reports.loc[frames.reports["year"].isna(), "report_id"]
    return Verdict(
        suspects=pd.concat(
            [
                _leftovers(
                    plans, year, "plan", "a plan for the year that the report is on", "将报告年度写成计划"
                ),
                _leftovers(
                    works, year, "work", "its own work, given for another year", "将其他年度写成本年工作"
                ),
            ],
            ignore_index=True,
        ),
        cannot_tell=because(unknown, "the report year is not known"),
    )


_PLANNED = re.compile("将|[纳列]入")
"""With these words work of the next year is a plan."""


def _of_years(seen: list[Sighting], year: dict[str, int], due: Callable[[int, str], bool]) -> list[Sighting]:
    """What was seen, where ``due`` is true of the years from the report year to the one that it names, and the quote."""
    kept = []
    for one in seen:
        own = year[one.report_id]
        places = [p for p in one.places if not pd.isna(own) and due(int(_first_year(p[2])) - int(own), p[2])]
        if places:
            kept.append(Sighting(one.report_id, places))
    return kept


def _instead_of_its_own(frames: Frames, seen: list[Sighting]) -> list[Sighting]:
    """Without the figures of another year (2022年收到申请8件) beside which the text states those of the report year: it
    remembers the other on purpose."""
    if not seen:
        return seen
    counted = {
        kind: set(stated(frames, measures, ["count", "nil"], rough=True)["report_id"])
        for kind, measures in _COUNTED.items()
    }
    kept = []
    for one in seen:
        words = [(p, _COUNT_OF.match(p[2])) for p in one.places]
        places = [
            p
            for p, m in words
            if m is None or one.report_id not in counted["disclosed" if m["open"] else "requests"]
        ]
        if places:
            kept.append(Sighting(one.report_id, places))
    return kept


_COUNT_OF = re.compile(r"\d{4}年[^\d]*?(?:收到|受理|办理|(?P<open>公开|发布))[^\d]*\d+[件条]$")
_COUNTED = {"requests": ("requests_new",), "disclosed": ("disclosed_total",)}


def _first_year(quote: str) -> str:
    found = re.search(r"(?:19|20)\d\d(?=年)", quote)
    return found[0] if found else "0"


def _leftovers(seen: list[Sighting], year: dict, subject: str, en: str, zh: str) -> pd.DataFrame:
    said = [quoted(list(dict.fromkeys(s.quotes)), 3) for s in seen]
    return pd.DataFrame(
        {
            "report_id": [s.report_id for s in seen],
            "places": [s.places for s in seen],
            "subject": subject,
            "observed": [_first_year(s.quotes[0]) for s in seen],
            "expected": ["another year" if subject == "plan" else str(year[s.report_id]) for s in seen],
            "message_en": [
                f"The report on {year[s.report_id]} prints {q}: {en}."
                for s, (q, _) in zip(seen, said, strict=True)
            ],
            "message_zh": [
                f"{year[s.report_id]}年度报告中有{q}，{zh}。" for s, (_, q) in zip(seen, said, strict=True)
            ],
        }
    )


@rule(
    "FRM-11",
    "column-of-wrong-year",
    en="A column header names the wrong year",
    zh="表头年份有误",
    severity=Severity.medium,
    basis_en="Form of 2019: the column 上一年项目数量 counts the year before the report year",
    basis_zh="2019年格式“上一年项目数量”指报告年度的上一年",
    needs=("year_header", "year"),
    why_zh="表头年份错误，读者不知道数据属于哪一年，也说明表格沿用旧模板。",
    innocent_zh="把“上一年”写成具体年份（2020年度报告写“2019年项目数量”）是正确的。",
)
def column_of_wrong_year(frames: Frames) -> Verdict:
    """A header such as 2019年项目数量 does not name the year before the report year.

    *Why it matters*: nobody knows which year the column is of; the table is that of an old template.

    *Innocent explanations*: a year in the place of 上一年 is right where it is the year before.

    *Source*: form of 2019 (国办公开办函〔2019〕60号), table 2.
    """
    year = frames.by_id["year"].to_dict()
    seen = sighted(frames, "year_header")
    rows = [
        Sighting(s.report_id, [p for p in s.places if int(p[2][:4]) != int(year[s.report_id]) - 1])
        for s in seen
        if not pd.isna(year[s.report_id])
    ]
    odd = [s for s in rows if s.places]
    named = [p[2][:4] for s in odd for p in s.places[:1]]
    wanted = [int(year[s.report_id]) - 1 for s in odd]
    unknown = frames.reports.loc[frames.reports["year"].isna(), "report_id"]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [s.report_id for s in odd],
                "places": [s.places for s in odd],
                "subject": "year header",
                "observed": named,
                "expected": [str(w) for w in wanted],
                "message_en": [
                    f"A column counts the items of {n}; in this report it should be {w}."
                    for n, w in zip(named, wanted, strict=True)
                ],
                "message_zh": [
                    f"表头为“{n}年项目数量”，本报告应为{w}年。" for n, w in zip(named, wanted, strict=True)
                ],
            }
        ),
        cannot_tell=because(unknown, "the report year is not known"),
    )
