"""DUP: does the text speak of the body that publishes it: another body named, or nothing of its own at all."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from audit.frames import Frames
from audit.judge import Option, Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, joined
from audit.rules.places import Passage, narrowed, passages
from audit.rules.vocabulary import any_of, is_prose, words
from audit.tidy.bodies import Body, parse_body
from audit.tidy.reading import read_as

SIX = ("government", "general_office", "department", "township", "street", "institution")
_NAMED = re.compile(
    r"(?:由|现将|公布|发布)(?P<by>[\u4e00-\u9fff]{3,30}?)(?:(?:党政)?(?:综合)?办公[室厅])?(?:编制|根据|(?:19|20)\d\d年?度?政府信息公开)"
    r"|(?:^|[。；;\n])\s*(?:现将|现?予?公布|发布)?(?P<head>[\u4e00-\u9fff]{3,30}?)(?:19|20)\d\d年?度?政府信息公开(?:工作)?年度报告"
    r"|(?:请与|联系单位[:：]|请联系|联系)(?P<contact>[\u4e00-\u9fff]{4,30}?)(?:(?:党政)?(?:综合)?办公[室厅])?联系"
)
"""Where a report says whose it is."""


@rule(
    "DUP-03",
    "another-body-in-text",
    en="The text speaks as another body",
    zh="正文出现其他机关的自称",
    severity=Severity.medium,
    sides=("text", "body"),
    confidence="medium",
    basis_en="Regulation (2019), art. 6: information is released accurately",
    basis_zh="《政府信息公开条例》（2019年修订）第六条：准确公开政府信息",
    needs=("sections", "agency"),
    why_zh="报告自称为另一机关，多为照抄他人报告未改，读者无法判断数字属于谁。",
    innocent_zh="合署办公；引用上级文件；机构改革前后名称混用。仅自称词（如镇报告称“我局”）不符的，降为低。",
)
def another_body(frames: Frames) -> Verdict:
    """The report says that it is another body's (a town of another name, another office), or calls itself by the word
    of another kind of body (我局 in a town's report; then it is low).

    *Why it matters*: Such words are left over from a text that was copied, and nobody can tell whose figures these
    are.

    *Innocent explanations*: Offices that work as one; a name from before a reform; a quotation of a superior.

    *Source*: Regulation (2019), art. 6.
    """
    found = []
    known = frames.reports[frames.reports["agency"].notna() & frames.reports["kind"].isin(SIX)]
    for row in known[["report_id", "agency", "kind", "level"]].to_dict("records"):
        prose = _prose(passages(frames)[row["report_id"]])
        one = _names_another(row, prose) or _wrong_word(row, prose)
        if one:
            found.append(one)
    nameless = frames.reports.loc[~frames.reports["report_id"].isin(known["report_id"]), "report_id"]
    bare = [r for r in known["report_id"] if not _prose(passages(frames)[r])]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            because(nameless, "the body or its kind is not known"), because(bare, "no prose was read")
        ),
    )


def _prose(found: list[Passage]) -> list[Passage]:
    return [p for p in found if is_prose(p.canonical, p.text)]


def _names_another(row: dict[str, Any], prose: list[Passage]) -> dict[str, object] | None:
    own = parse_body(row["agency"])
    for passage in prose:
        text = read_as(passage.text)
        for match in _NAMED.finditer(text.text):
            name = match.group(match.lastgroup or 0)
            body = parse_body(name)
            if own and body and _is_another(own, body):
                span = text.raw_span(*match.span(match.lastgroup or 0))
                return {
                    "report_id": row["report_id"],
                    "places": [narrowed(passage, *span)],
                    "subject": name,
                    "observed": name,
                    "expected": row["agency"],
                    "message_en": f"The report of {row['agency']} says that it is that of {name}.",
                    "message_zh": f"{row['agency']}的报告中自称为“{name}”。",
                }
    return None


def _is_another(own: Body, named: Body) -> bool:
    """Of another county; or another town, or another office of the same place."""
    if own.county and named.county and not _alike(own.county, named.county):
        return True
    if own.town and named.town:
        return not _alike(own.town, named.town)
    if own.town or named.town:
        return False
    both = own.office.endswith("局") and named.office.endswith("局")
    return both and not set(own.office[:-1]) & set(named.office[:-1])


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or one[:2] == other[:2]


def _wrong_word(row: dict[str, Any], prose: list[Passage]) -> dict[str, object] | None:
    own = _class_of(row)
    if own is None:
        return None
    foreign = [w for name, of in words()["ourselves"].items() if name != own for w in of]
    pattern = re.compile("|".join(map(re.escape, foreign)))
    for passage in prose:
        text = read_as(passage.text)
        match = next((m for m in pattern.finditer(text.text) if not _of_others(text.text, m.start())), None)
        if match:
            return {
                "report_id": row["report_id"],
                "places": [narrowed(passage, *text.raw_span(*match.span()))],
                "subject": match[0],
                "observed": match[0],
                "expected": "、".join(words()["ourselves"][own]),
                "severity": "low",
                "message_en": f"The report of {row['agency']} calls itself “{match[0]}”.",
                "message_zh": f"{row['agency']}的报告中自称“{match[0]}”。",
            }
    return None


def _of_others(text: str, start: int) -> bool:
    """Whether the word stands in a clause on what others do, each for its own (各单位对本部门…)."""
    clause = re.split(r"[。；;，,\n]", text[:start])[-1]
    return bool(re.search("各|每|要求|责成", clause))


def _class_of(row: dict[str, Any]) -> str | None:
    """The kind of words that a body uses of itself; None where several are usual."""
    if row["kind"] == "street":
        return "street"
    if row["kind"] == "township":
        agency = row["agency"].removesuffix("人民政府")
        return "town" if agency.endswith("镇") else "township" if agency.endswith("乡") else None
    plain = row["kind"] == "department" and row["level"] != "township"
    return "department" if plain and row["agency"][-1] in "局委厅" else None


@rule(
    "DUP-04",
    "no-local-facts",
    en="The overview holds no fact of the body's own",
    zh="总体情况没有本机关的具体事实",
    severity=Severity.low,
    confidence="medium",
    basis_en="Notice 国办公开办函〔2021〕30号: no omission, no padding; Regulation (2019), art. 50(1)",
    basis_zh="国办公开办函〔2021〕30号：不得缺项漏项、敷衍应付；《政府信息公开条例》（2019年修订）第五十条第一项",
    forms=("2019", "2021"),
    needs=("sections",),
    why_zh="总体情况没有本机关名称、没有数字、没有日期，放到任何机关都成立，等于没有报告。",
    innocent_zh="报告很短、事项确实很少（字数不足的不作判断）。",
    options=(Option("least", 200, "characters of an overview that is looked at", "总体情况最少字数"),),
)
def no_local_facts(frames: Frames, *, least: int) -> Verdict:
    """Section one names no body and no place of its own, and prints no number and no date but the report year.

    Low; medium where it speaks of regions or departments in general (部分地区, 各级政府部门) as well.

    *Why it matters*: A text that would do for any body reports nothing of this one.

    *Innocent explanations*: A small body with little to tell; overviews that are short are not looked at.

    *Source*: Notice 国办公开办函〔2021〕30号; Regulation (2019), art. 50(1).
    """
    found, short = [], []
    known = frames.reports[frames.reports["status"].eq("read")]
    for row in known[["report_id", "agency", "city", "county", "year"]].to_dict("records"):
        own = [
            p
            for p in passages(frames)[row["report_id"]]
            if p.canonical == "overall" and is_prose(p.canonical, p.text)
        ]
        text = "".join(read_as(p.text.removeprefix(p.title)).text for p in own)
        if len("".join(text.split())) < least:
            short.append(row["report_id"])
        elif not _has_facts(text, row):
            found.append(_say_bare(row, own))
    partly = frames.reports.loc[~frames.reports["report_id"].isin(known["report_id"]), "report_id"]
    return Verdict(
        pd.DataFrame(found),
        cannot_tell=joined(
            because(partly, "the report was not read as a whole"),
            because(short, "no overview, or too short a one"),
        ),
    )


_OUTLINE = re.compile(
    r"[(（][0-9一二三四五六七八九十]{1,2}[)）]|(?<![0-9])[0-9]{1,2}[.、．]|[一二三四五六七八九十]是|第[一二三四五六七八九十0-9]+条"
)
_FACT = re.compile(
    r"[0-9]|[一二两三四五六七八九十百千万]+(?:余|多)?(?:条|件|次|个|项|篇|期|人|名|份|场|家|起|宗|部|种|批)"
)


def _has_facts(text: str, row: dict[str, Any]) -> bool:
    year = row["year"]
    rest = _OUTLINE.sub("", text)
    rest = re.sub(rf"{year}年?度?" if not pd.isna(year) else r"(?!)", "", rest)
    rest = re.sub(r"《[^《》]*》|[〔\[(（][0-9]{4}[〕\])）][0-9]*号?", "", rest)
    names = [row[c] for c in ("agency", "city", "county") if isinstance(row[c], str)]
    own = parse_body(row["agency"]) if isinstance(row["agency"], str) else None
    names += [own.town] if own and own.town else []
    return bool(_FACT.search(rest)) or any(name in rest for name in names)


def _say_bare(row: dict[str, Any], own: list[Passage]) -> dict[str, object]:
    vague = next((m for p in own if (m := re.search(any_of("vague"), p.text))), None)
    en = f" It speaks of “{vague[0]}” instead." if vague else ""
    zh = f"，而泛称“{vague[0]}”" if vague else ""
    place = next(
        (narrowed(p, *m.span()) for p in own if (m := re.search(any_of("vague"), p.text))),
        narrowed(own[0], 0, min(len(own[0].text), 40)),
    )
    return {
        "report_id": row["report_id"],
        "places": [place],
        "subject": "overall",
        "observed": "0",
        "severity": "medium" if vague else "low",
        "message_en": f"The overview names no body or place of its own, no number and no date (0 found).{en}",
        "message_zh": f"总体情况没有本机关名称、数字或日期（共0处）{zh}。",
    }
