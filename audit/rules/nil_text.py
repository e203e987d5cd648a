"""NIL: nil in the tables and words in the text."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import (
    STATES,
    among,
    because,
    codes,
    facts_where,
    joined,
    listing,
    listing_zh,
    once,
    terms,
)
from audit.rules.places import Passage, first_words, passages, place
from audit.rules.vocabulary import any_of, words
from audit.tidy.reading import read_as

ISSUED = ("t2.normative_documents.issued", "t2.normative_documents.made")
ABSENT = STATES.index("absent")
YEAR = re.compile(r"20\d\d年度?")
FORM_DUE = (2020, 9999)
"""Years of which the tables of the form are due; for 2019 it was encouraged only."""
LONGEST = 160
"""A longer section says more than that there was none."""
NUMERALS = {"2": "二", "3": "三", "4": "四"}
TABLES = {"disclosure": "t2", "requests": "t3", "disputes": "t4"}
NUMBER = r"(?P<prefix>[\u4e00-\u9fff]{2,8})(?:字)?[〔\[(［（](?P<year>20\d\d)[〕\])］）]第?\d{1,4}号"
_NUMBERED = re.compile(r"[〔\[(［（]20\d\d[〕\])）]第?\d{1,4}号")
"""What every number of a document holds: looked for first, for it is found at once."""
OWN = rf"了?(?:《[^》。]{{1,60}}》)?[(（]?{NUMBER}"
"""The number of a document, with or without its title."""


NOT_ISSUED = "the number of documents issued is not known"


@rule(
    "NIL-03",
    "own-documents-not-counted",
    en="No document issued for years, but the text cites documents of its own",
    zh="多年规范性文件制发为零，正文却引用本机关文号",
    severity=Severity.medium,
    sides=("table", "text"),
    confidence="low",
    basis_en="Regulation (2019), art. 20(1): normative documents are disclosed",
    basis_zh="《政府信息公开条例》（2019年修订）第二十条第一项：主动公开规范性文件",
    forms=("2019", "2021"),
    needs=ISSUED,
    why_zh="正文写明本机关当年印发了带文号的文件，表中却连续几年制发为零，规范性文件可能漏报。",
    innocent_zh="上级文件的文号；内部管理文件不是行政规范性文件：只看“我局印发……（文号）”这样的写法，并请人工核对。",
    options=(Option("years", 3, "years running without a document", "连续为零的年数"),),
)
def own_documents(frames: Frames, years: int) -> Verdict:
    """For three years or more none was issued, but the text of these years names a document, with number, that the body
    itself issued in the year.

    *Why it matters*: A normative document may be missing from the table.

    *Innocent explanations*: Numbers of higher bodies; rules for the body itself, which are no normative documents. Only a
    number of the year that follows words such as 我局印发 counts, and a person must look.

    *Source*: Regulation (2019), art. 20(1); table 2, 规范性文件.
    """
    ids = frames.reports["report_id"]
    issued, citing = _issued(frames), _citing(frames)
    dark = because(ids[~among(ids, issued.index[issued["value"].notna()])], NOT_ISSUED)
    if not citing or not issued["value"].eq(0).any():
        return Verdict(cannot_tell=dark)
    length = _length_of_run(frames, issued)
    due = [report for report in length.index[length >= years] if report in citing]
    found = [one for report in due for one in _cited(frames, str(report), int(length[report]), issued)]
    short = length.index[(length > 0) & (length < years) & length.index.map(frames.by_id["year"]).notna()]
    short = short[[report in citing for report in short]]
    early = short[~among(short, _after_some(frames, issued))] if len(short) else short
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            dark,
            because(early, "the years before are not known"),
        ),
    )


def _citing(frames: Frames) -> set[str]:
    """Reports whose text gives the number of a document."""
    ids, texts = (frames.sections[c].tolist() for c in ("report_id", "text"))
    own = re.compile(OWN)
    return {
        report
        for report, text in zip(ids, texts, strict=True)
        if isinstance(text, str) and _NUMBERED.search(text) and own.search(text)
    }


@once
def _issued(frames: Frames) -> pd.DataFrame:
    """Documents issued (or made) as printed: index report_id, value, cell."""
    facts = facts_where(frames, lambda code: code in ISSUED)
    return facts[facts["state"].ne("absent")].set_index("report_id")[["value", "cell"]]


def _by_body(frames: Frames, issued: pd.DataFrame) -> pd.DataFrame:
    """agency, scope, year and value, one row a body and year, sorted."""
    known = frames.reports.dropna(subset=["agency", "year"])[["report_id", "agency", "scope", "year"]]
    known = known.assign(scope=known["scope"].fillna("unknown")).join(issued["value"], on="report_id")
    return known.sort_values(["agency", "scope", "year", "report_id"]).drop_duplicates(
        ["agency", "scope", "year"]
    )


def _length_of_run(frames: Frames, issued: pd.DataFrame) -> pd.Series:
    """By report_id: how many years running, this one included, none was issued; 0 where some was, or it is not known."""
    years = _by_body(frames, issued)
    zero = years["value"].eq(0).fillna(False).astype(bool)
    before = years[["agency", "scope", "value"]].shift()
    same = (years[["agency", "scope"]] == before[["agency", "scope"]]).all(axis=1)
    goes_on = zero & same & before["value"].eq(0) & years["year"].diff().eq(1)
    run = (~goes_on).cumsum()
    counted = zero.astype(int).groupby(run).cumsum()
    return pd.Series(counted.where(zero, 0).to_numpy(), index=years["report_id"].to_numpy(dtype=object))


def _after_some(frames: Frames, issued: pd.DataFrame) -> pd.Series:
    """Reports whose run of zeros begins after a year with documents: there the years before are known."""
    years = _by_body(frames, issued)
    some = years["value"].gt(0).fillna(False).astype(bool)
    seen = some.groupby([years["agency"], years["scope"]]).cummax()
    return years.loc[seen, "report_id"]


def _cited(frames: Frames, report: str, length: int, issued: pd.DataFrame) -> list[dict[str, object]]:
    """A finding where the prose of a report says that the body issued a numbered document in its year."""
    year = int(frames.by_id.at[report, "year"])
    own = re.compile(f"{any_of('own_act')}{OWN}")
    prose = [
        p for p in passages(frames)[report] if p.canonical in ("preface", "overall", "problems", "other")
    ]
    hits = [(p, m) for p in prose for m in own.finditer(p.text) if int(m["year"]) == year and _is_own(m)]
    if not hits:
        return []
    numbers = [m[0][m.start("prefix") - m.start() :] for _, m in hits]
    places = [spot for (p, _), n in zip(hits, numbers, strict=True) for spot in place([p], re.escape(n))]
    return [
        {
            "report_id": report,
            "cells": [issued.at[report, "cell"]],
            "places": list(dict.fromkeys(places)),
            "subject": "own documents",
            "observed": "0",
            "expected": listing(numbers),
            "message_en": f"0 normative documents issued for {length} years running, but the text says that the body "
            f"issued {listing(numbers)}.",
            "message_zh": f"规范性文件已连续{length}年制发为0，而正文称本机关印发了{listing_zh(numbers)}。",
        }
    ]


def _is_own(match: re.Match[str]) -> bool:
    """Whether the number is none of a higher body: these begin with the state, the party or a province."""
    return not match["prefix"].startswith(tuple(words()["own_act"]["higher"]))


@rule(
    "NIL-05",
    "nil-instead-of-table",
    en="The word “none” in place of a table",
    zh="以“无”代替表格",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Notices 国办公开办函〔2019〕60号 and 〔2021〕30号: the tables are part of the form",
    basis_zh="国办公开办函〔2019〕60号、〔2021〕30号：表格是年度报告格式的组成部分",
    years=FORM_DUE,
    needs=("t2", "t3", "t4"),
    why_zh="没有发生也应照表填零。以一句“无”代替，各栏数字无从汇总，也看不出是零还是漏填。FRM-04不重复提示这样的表：停用本规则，即表示接受以“无”代替表格。",
    innocent_zh="表格以图片或附件形式另附（本处只看明确写“无”“零报告”的）；表格在转换文件时丢失。",
)
def nil_for_table(frames: Frames) -> Verdict:
    """A section that must hold a table says 无 or 零报告 instead, and none of its cells is printed.

    *Why it matters*: Zeros are to be filled in. With a word in their place nothing can be added up, and nobody can tell
    zero from not filled in. FRM-04 does not tell of such a table again: to switch this rule off is to accept words in
    place of a table.

    *Innocent explanations*: A table as a picture or in an attachment: a section that says where the table is, or says
    nothing, is not meant; the hint asks for a look at the page. The last section of a file may have been cut off and is
    left out.

    *Source*: 国办公开办函〔2019〕60号, 〔2021〕30号. For 2019 the form was encouraged only.
    """
    tables = frames.sections.loc[frames.sections["canonical"].isin(list(TABLES)), "report_id"]
    ids = frames.reports["report_id"]
    return Verdict(
        pd.DataFrame([_say_nil(passage) for passage in words_for_tables(frames)]),
        cannot_tell=because(ids[~among(ids, tables)], "none of the sections with tables was found"),
    )


@once
def words_for_tables(frames: Frames) -> list[Passage]:
    """The sections that must hold a table and say in words that there was none, in reports of the years of the form; the
    last section of a file may be cut off."""
    sections = frames.sections[["report_id", "canonical", "text"]]
    tables = sections[sections["canonical"].isin(list(TABLES))]
    short = tables[tables["text"].fillna("").str.len().le(LONGEST).to_numpy(bool)]
    bare = short[_without_table(frames, short)]
    years = frames.by_id["year"].reindex(bare["report_id"])
    bare = bare[years.between(*FORM_DUE).fillna(False).to_numpy(bool)]
    named: dict[str, set[str]] = {}
    for report, canonical in zip(bare["report_id"].tolist(), bare["canonical"].tolist(), strict=True):
        named.setdefault(report, set()).add(canonical)
    return [
        passage
        for report, canonicals in named.items()
        for passage in passages(frames)[report][:-1]
        if passage.canonical in canonicals and _says_nil(passage)
    ]


def _without_table(frames: Frames, sections: pd.DataFrame) -> np.ndarray:
    """Which of these sections belong to a table of which no cell is printed."""
    given = terms(frames)
    printed = {
        table: (
            given.state[:, [n for n, c in enumerate(codes()) if c.startswith(f"{table}.")]] != ABSENT
        ).any(axis=1)
        for table in TABLES.values()
    }
    at = pd.Index(given.report_ids).get_indexer(sections["report_id"].to_numpy(dtype=object))
    names = sections["canonical"].map(TABLES).to_numpy(dtype=object)
    bare = np.ones(len(sections), dtype=bool)
    for table, there in printed.items():
        bare &= ~((names == table) & there[at])
    return bare


def _body(passage: Passage) -> str:
    """What stands under the heading, in simplified glyphs and without spaces."""
    headed = passage.title and passage.text.startswith(passage.title)
    text = (
        passage.text[len(passage.title) :] if headed else "".join(passage.text.splitlines(keepends=True)[1:])
    )
    return "".join(read_as(text).text.split())


def _says_nil(passage: Passage) -> bool:
    """Whether what stands under the heading says that there was none, and neither a figure nor where the table is."""
    body, entry = YEAR.sub("", _body(passage)), words()["nil_section"]
    said = any(word in body for word in entry["words"]) or body.rstrip("。.") in entry["alone"]
    return (
        said
        and not any(c.isdigit() for c in body.replace("0", ""))
        and not any(w in body for w in entry["elsewhere"])
    )


def _say_nil(passage: Passage) -> dict[str, object]:
    number, body = TABLES[passage.canonical][1], _body(passage)[:40]
    return {
        "report_id": passage.report_id,
        "cells": [],
        "places": place([passage], re.escape(body)) if body in passage.text else [first_words(passage)],
        "subject": passage.canonical,
        "observed": body,
        "expected": f"table {number}",
        "message_en": f"In place of table {number} the section says “{body}”; no cell of the table is printed.",
        "message_zh": f"表{NUMERALS[number]}未印出，该部分仅写“{body}”。",
        "hint": "Look whether the page shows the table as a picture or an attachment. / 请核对原页面是否以图片或附件另附表格。",
    }
