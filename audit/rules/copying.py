"""DUP: prose that was copied: from the body's own last year, from another body, from one place of a report to another."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.likeness import (
    Prose,
    Sentence,
    likeness,
    near_pairs,
    own_overviews,
    own_prose,
    shared,
    shingles,
)
from audit.rules.measures import among, because, joined, once, pairs, reasons, unpaired
from audit.rules.places import Place

NOTICE = (
    "Notice 国办公开办函〔2021〕30号: reports with the same wording as others (内容雷同) are a fault",
    "国办公开办函〔2021〕30号：内容雷同的，依法依规追究责任",
)
NOT_LONG = "too little prose of its own to compare"
QUOTED = 3
"""Copied passages that a finding shows."""
HEAD = 24


@rule(
    "DUP-01",
    "own-text-repeated",
    en="The text is that of the body's own last report",
    zh="正文与本机关上一年度报告雷同",
    severity=Severity.medium,
    confidence="medium",
    basis_en=NOTICE[0],
    basis_zh=NOTICE[1],
    needs=("sections",),
    why_zh="换了年份和数字而文字照旧，说明没有总结当年的工作；社会评议中“内容雷同”是常见扣分项，旧文中的事实也往往已经过时。",
    innocent_zh="法定前言、标题和全县统一模板语句已排除；机构小、事项少，文字稳定也属常见。",
    options=(
        Option("alike", 0.8, "likeness from which it is said (0 to 1)", "提示的相似度下限（0至1）"),
        Option(
            "very_alike",
            0.9,
            "likeness from which it is medium; below it is low",
            "达到该相似度为中等，以下为较低",
        ),
    ),
)
def own_text_repeated(frames: Frames, *, alike: float, very_alike: float) -> Verdict:
    """The prose of a report, or its overview, is nearly that of the body's report of the year before.

    Compared are runs of five characters (Jaccard), with digits and the body's name blanked and preface, headings,
    tables and sentences of a common template left out.

    *Why it matters*: A text that stays while the year changes does not report on the year. Evaluations count it
    as a fault, and what it says is often out of date.

    *Innocent explanations*: A small body with little to tell. What law and template prescribe is left out.

    *Source*: Notice 国办公开办函〔2021〕30号 on reports of the same wording (内容雷同).
    """
    texts, overviews = own_prose(frames), own_overviews(frames)
    two = pairs(frames)
    known = _both_long(two, texts)
    whole, part = _scored(known, texts), _scored(_both_long(two, overviews), overviews)
    part = part[(part["score"] >= very_alike) & ~part["at"].isin(whole.loc[whole["score"] >= alike, "at"])]
    found = [
        _say_own(row, texts, SAID_WHOLE) | {"severity": "medium" if row["score"] >= very_alike else "low"}
        for row in whole[whole["score"] >= alike].to_dict("records")
    ]
    found += [_say_own(row, overviews, SAID_OVERVIEW) for row in part.to_dict("records")]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            because(two.loc[~among(two["report_id"], known["report_id"]), "report_id"].unique(), NOT_LONG),
            unpaired(frames),
        ),
    )


def _both_long(two: pd.DataFrame, texts: dict[str, Prose]) -> pd.DataFrame:
    long = {report for report, text in texts.items() if text.is_long}
    return two[among(two["report_id"], long) & among(two["previous"], long)]


def _scored(known: pd.DataFrame, texts: dict[str, Prose]) -> pd.DataFrame:
    """Each report with the report of the year before that it is most like."""
    score = [
        likeness(texts[a].shingles, texts[b].shingles)
        for a, b in zip(known["report_id"], known["previous"], strict=True)
    ]
    order = known.assign(score=np.array(score, dtype=float))
    order = order.sort_values(["at", "score", "previous"], ascending=[True, False, True])
    return order.drop_duplicates("at")


SAID_WHOLE = ("of the wording", "文字")
SAID_OVERVIEW = ("of the wording of the overview", "总体情况文字")


def _percent(score: float) -> str:
    return f"{score * 100:.0f}%"


def _say_own(row: dict[str, Any], texts: dict[str, Prose], what: tuple[str, str]) -> dict[str, object]:
    one, other = texts[row["report_id"]], texts[row["previous"]]
    same = shared(one, other)
    percent = _percent(row["score"])
    whole = len(same) and len(same) == len(one.sentences)
    return {
        "report_id": row["report_id"],
        "places": _side_by_side(same),
        "subject": "prose",
        "observed": percent,
        "message_en": (
            f"{percent} {what[0]} is that of last year's report (preface, headings, tables, template sentences and "
            f"figures left out); {len(same)} of {len(one.sentences)} sentences are the same{_first(same, 0)}."
            f"{' Every one of them.' if whole else ''}"
        ),
        "message_zh": (
            f"与上一年度报告{what[1]}相似度{percent}（已排除前言、标题、表格、模板语句和数字）；{len(one.sentences)}句中有"
            f"{len(same)}句相同{_first(same, 1)}。"
        ),
    }


def _first(same: list[tuple[Sentence, Sentence]], language: int) -> str:
    if not same:
        return ""
    quote = same[0][0].printed[:HEAD]
    return f"，如“{quote}……”" if language else f", e.g. “{quote}…”"


def _side_by_side(same: list[tuple[Sentence, Sentence]]) -> list[Place]:
    return [s.place for pair in same[:QUOTED] for s in pair]


@rule(
    "DUP-02",
    "text-of-another-body",
    en="The text is that of another body's report",
    zh="正文与其他机关的报告雷同",
    severity=Severity.medium,
    confidence="medium",
    basis_en=NOTICE[0],
    basis_zh=NOTICE[1],
    needs=("sections",),
    why_zh="两个机关的工作不可能用同样的文字写成；照抄他人报告，等于没有报告。",
    innocent_zh="全县统一模板（多数机关都有的语句）已排除；合署办公、名称变更的机关；谁抄谁无法由文字判断。",
    options=(Option("alike", 0.6, "likeness from which it is said (0 to 1)", "提示的相似度下限（0至1）"),),
)
def text_of_another_body(frames: Frames, *, alike: float) -> Verdict:
    """The prose of a report is to a large part that of another body's report.

    Candidates come from MinHash and locality-sensitive hashing; the likeness said is exact. Of two reports the one
    for the later year, or published later, is flagged; where that is not known, both are. Bodies of which one
    belongs to the other (a government and its office) are not held against each other.

    *Why it matters*: Two bodies do not do the same work in the same words. A copied report reports nothing.

    *Innocent explanations*: A county's template: what many bodies print is left out. Offices that work as one, or
    a body under a new name. Who copied from whom the text does not say.

    *Source*: Notice 国办公开办函〔2021〕30号 on reports of the same wording (内容雷同).
    """
    texts = own_prose(frames)
    both = near_pairs(frames)
    both = both[both["likeness"] >= alike]
    turned = both.rename(columns={"report_id": "other", "other": "report_id"})
    either = pd.concat([both, turned], ignore_index=True)
    if len(either):
        either = either[_may_have_copied(frames, either)]
    best = either.sort_values(["report_id", "likeness", "other"], ascending=[True, False, True])
    best = best.drop_duplicates("report_id")
    found = [_say_other(frames, row, texts) for row in best.to_dict("records")]
    short = [r for r in frames.reports["report_id"] if r not in texts or not texts[r].is_long]
    return Verdict(pd.DataFrame(found), cannot_tell=because(short, NOT_LONG))


def _may_have_copied(frames: Frames, either: pd.DataFrame) -> np.ndarray:
    """Pairs whose first report is not the earlier one, and whose bodies are not parts of each other."""
    reports = frames.by_id[["agency", "year", "published_on"]]
    mine, theirs = (reports.loc[either[c]].reset_index(drop=True) for c in ("report_id", "other"))
    earlier = (mine["year"] < theirs["year"]).fillna(False).to_numpy(bool)
    same = (mine["year"] == theirs["year"]).fillna(False).to_numpy(bool)
    before = (mine["published_on"] < theirs["published_on"]).fillna(False).to_numpy(bool)
    names = zip(mine["agency"].fillna(""), theirs["agency"].fillna(""), strict=True)
    parts = np.array([bool(a and b) and (a.startswith(b) or b.startswith(a)) for a, b in names], dtype=bool)
    return ~earlier & ~(same & before) & ~parts


def _say_other(frames: Frames, row: dict[str, Any], texts: dict[str, Prose]) -> dict[str, object]:
    other = frames.by_id.loc[row["other"]]
    name = other["agency"] if isinstance(other["agency"], str) else "another body"
    name_zh = other["agency"] if isinstance(other["agency"], str) else "另一机关"
    year = "" if pd.isna(other["year"]) else str(other["year"])
    same = shared(texts[row["report_id"]], texts[row["other"]])
    percent = _percent(row["likeness"])
    return {
        "report_id": row["report_id"],
        "places": _side_by_side(same),
        "subject": f"{name} {year}",
        "observed": percent,
        "message_en": (
            f"{percent} of the wording is that of the report of {name} {year} (template sentences, names and figures left "
            f"out); {len(same)} sentences are the same{_first(same, 0)}."
        ),
        "message_zh": (
            f"与{name_zh}{year}年度报告文字相似度{percent}（已排除模板语句、机关名称和数字），"
            f"相同语句{len(same)}句{_first(same, 1)}。"
        ),
    }


@rule(
    "DUP-05",
    "sentence-repeated",
    en="A sentence stands twice in the report",
    zh="报告内语句重复",
    severity=Severity.info,
    basis_en="Quality of the text; Regulation (2019), art. 6: information is released accurately",
    basis_zh="文字质量；《政府信息公开条例》（2019年修订）第六条：准确公开政府信息",
    needs=("sections",),
    why_zh="同一句话在报告中出现两次，多为粘贴时未删改。",
    innocent_zh="法规名称、固定表述；前言与正文的呼应（前言不计）。",
    options=(Option("least", 16, "characters of the shortest sentence looked at", "语句最少字数"),),
)
def sentence_repeated(frames: Frames, *, least: int) -> Verdict:
    """The same sentence stands at two places of a report, outside its preface and tables.

    *Why it matters*: It is mostly a slip of pasting, and shows that nobody read the report before it went out.

    *Innocent explanations*: Names of laws and set phrases; what the preface says again is not looked at.

    *Source*: Quality of the text. Sentences are compared without marks; figures count here.
    """
    found = []
    for report, text in own_prose(frames).items():
        twice = _twice(text, least)
        if twice:
            found.append(_say_twice(report, twice))
    bare = [r for r in frames.reports["report_id"] if r not in own_prose(frames)]
    return Verdict(pd.DataFrame(found), cannot_tell=because(bare, "no prose was read"))


def _twice(text: Prose, least: int) -> list[list[Sentence]]:
    """Groups of sentences that are the same to the figure, in reading order."""
    groups: defaultdict[str, list[Sentence]] = defaultdict(list)
    for one in text.sentences:
        if len(one.printed) >= least:
            groups[one.printed].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _say_twice(report: str, twice: list[list[Sentence]]) -> dict[str, object]:
    quote = twice[0][0].printed
    more = len(twice) - 1
    return {
        "report_id": report,
        "places": [s.place for group in twice[:QUOTED] for s in group[:2]],
        "subject": "sentences",
        "observed": quote[:60],
        "difference": float(len(twice)),
        "message_en": f"“{quote[:60]}” stands {len(twice[0])} times"
        + (f"; {more} more sentence(s) stand twice." if more else "."),
        "message_zh": f"“{quote[:60]}”出现{len(twice[0])}次" + (f"；另有{more}句重复。" if more else "。"),
    }


@rule(
    "DUP-06",
    "same-problems-every-year",
    en="The same problems and improvements year after year",
    zh="存在问题和改进措施多年雷同",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation (2019), art. 50(4): problems and improvements of the year",
    basis_zh="《政府信息公开条例》（2019年修订）第五十条第四项：存在的主要问题及改进情况",
    needs=("sections",),
    why_zh="问题年年相同，说明要么没有改进，要么没有认真查找；这一节本应说明上年问题的改进情况。",
    innocent_zh="人员、经费等长期问题客观存在；文字过短（不作比较）。",
    options=(
        Option(
            "alike",
            0.85,
            "likeness from which two years count as the same (0 to 1)",
            "视为相同的相似度（0至1）",
        ),
        Option("years", 3, "reports in a row that are the same", "连续相同的报告份数"),
    ),
)
def same_problems(frames: Frames, *, alike: float, years: int) -> Verdict:
    """The section on problems and improvements is nearly the same in three reports running, or more.

    One finding a run, on its last report.

    *Why it matters*: Either nothing was improved or nobody looked. The section is to tell what became of the
    problems of the year before.

    *Innocent explanations*: Want of staff or money lasts for years. Sections that are too short are not compared.

    *Source*: Regulation (2019), art. 50(4).
    """
    texts, two = _problems(frames), pairs(frames)
    known = two[among(two["report_id"], texts) & among(two["previous"], texts)].drop_duplicates("at")
    same = {
        row["report_id"]: row["previous"]
        for row in known.to_dict("records")
        if likeness(shingles(_key(texts[row["report_id"]])), shingles(_key(texts[row["previous"]]))) >= alike
    }
    runs = [_run(report, same) for report in same if report not in same.values()]
    found = [_say_problems(frames, run, texts) for run in runs if len(run) >= years]
    one_more = [r for run in runs if len(run) < years for r in run]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            because(
                [r for r in frames.reports["report_id"] if r not in texts],
                "no section on problems, or too short",
            ),
            unpaired(frames),
        ),
        clear=reasons(dict.fromkeys(one_more, "the same as the year before, but not for longer")),
    )


@once
def _problems(frames: Frames) -> dict[str, list[Sentence]]:
    """The sentences of the section on problems, where it is long enough."""
    found = {}
    for report, text in own_prose(frames).items():
        own = [s for s in text.sentences if s.passage.canonical == "problems"]
        if len(_key(own)) >= 60:
            found[report] = own
    return found


def _key(own: list[Sentence]) -> str:
    return "".join(s.key for s in own)


def _run(report: str, same: dict[str, str]) -> list[str]:
    run = [report]
    while run[-1] in same and same[run[-1]] not in run:
        run.append(same[run[-1]])
    return run[::-1]


def _say_problems(frames: Frames, run: list[str], texts: dict[str, list[Sentence]]) -> dict[str, object]:
    years = [str(y) for y in frames.by_id.loc[run, "year"]]
    return {
        "report_id": run[-1],
        "places": [texts[r][0].place for r in run],
        "subject": "problems",
        "observed": f"{years[0]}–{years[-1]}",
        "difference": float(len(run)),
        "message_en": f"The section on problems is nearly the same in {len(run)} reports running ({years[0]}–{years[-1]}).",
        "message_zh": f"“存在的主要问题及改进情况”连续{len(run)}份报告（{years[0]}—{years[-1]}年）文字基本相同。",
    }
