"""FRM: the regulation and notices that a report cites as its basis."""

from __future__ import annotations

import re

import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because
from audit.rules.places import Sighting, sighted

OLD_ORDER, NEW_ORDER = "492", "711"
OLD_NOTICE, NEW_NOTICE = "2019 60", "2021 30"


def _cited(quote: str) -> str:
    """``492`` ``711`` for the orders, ``2019 60`` ``2021 30`` for the notices."""
    return " ".join(re.findall(r"\d+", quote))


@rule(
    "FRM-17",
    "superseded-basis",
    en="A superseded regulation or notice is cited as the basis",
    zh="引用已修订的法规或旧通知",
    severity=Severity.medium,
    basis_en="State Council order 711 (in force 15 May 2019) and notice 国办公开办函〔2021〕30号 (from report year 2021)",
    basis_zh="国务院令第711号（2019年5月15日施行）；国办公开办函〔2021〕30号（2021年度起）",
    years=(2019, 9999),
    needs=("notice", "year"),
    why_zh="依据已被取代，说明报告照旧模板编写，格式和内容可能也是旧的。",
    innocent_zh="叙述沿革（492号公布、711号修订）同时提到新文号的，不提示。",
)
def superseded_basis(frames: Frames) -> Verdict:
    """A report from 2019 cites order 492 without order 711, or one from 2021 only the notice of 2019.

    *Why it matters*: it was written after an old template, and form and content may be old as well.

    *Innocent explanations*: both are cited, the old one as history: clear.

    *Source*: orders 492 and 711 of the State Council; notices 国办公开办函〔2019〕60号 and 〔2021〕30号.
    """
    year = frames.by_id["year"].to_dict()
    odd, both = [], []
    for one in sighted(frames, "notice"):
        cited = {_cited(q) for q in one.quotes}
        late = not pd.isna(year[one.report_id]) and int(year[one.report_id]) >= 2021
        for old, new, in_force in ((OLD_ORDER, NEW_ORDER, True), (OLD_NOTICE, NEW_NOTICE, late)):
            if old not in cited or not in_force:
                continue
            if new in cited:
                both.append(one.report_id)
            else:
                odd.append((Sighting(one.report_id, [p for p in one.places if _cited(p[2]) == old]), new))
    named = [
        ("State Council order 711", "国务院令第711号")
        if new == NEW_ORDER
        else ("国办公开办函〔2021〕30号",) * 2
        for _, new in odd
    ]
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [s.report_id for s, _ in odd],
                "places": [s.places for s, _ in odd],
                "subject": [_cited(s.quotes[0]) for s, _ in odd],
                "observed": [s.quotes[0] for s, _ in odd],
                "expected": [zh for _, zh in named],
                "message_en": [
                    f"The report cites {s.quotes[0]}, which {en} has replaced, and not the latter."
                    for (s, _), (en, _) in zip(odd, named, strict=True)
                ],
                "message_zh": [
                    f"报告引用{s.quotes[0]}，未引用取代它的{zh}。"
                    for (s, _), (_, zh) in zip(odd, named, strict=True)
                ],
            }
        ),
        clear=because(dict.fromkeys(both), "the old and the new number are both cited"),
    )


NUMBER_OF = {"年度报告有关事项": OLD_NOTICE, "年度报告格式": NEW_NOTICE}
PRINTED = {OLD_NOTICE: "国办公开办函〔2019〕60号", NEW_NOTICE: "国办公开办函〔2021〕30号"}


@rule(
    "FRM-18",
    "notice-title-and-number-differ",
    en="The title and the number of a notice do not belong together",
    zh="通知的标题与文号不匹配",
    severity=Severity.low,
    basis_en="Notices 国办公开办函〔2019〕60号 (年度报告有关事项) and 国办公开办函〔2021〕30号 (年度报告格式)",
    basis_zh="国办公开办函〔2019〕60号（年度报告有关事项的通知）、国办公开办函〔2021〕30号（年度报告格式的通知）",
    needs=("notice_titled",),
    why_zh="标题与文号张冠李戴，读者无从查找依据。",
    innocent_zh="同一括号内列出两个文号；文号录入错误。",
)
def notice_title_and_number_differ(frames: Frames) -> Verdict:
    """The notice of 2019 is cited with the number of 2021, or the reverse.

    *Why it matters*: a reader who looks the basis up finds another paper.

    *Innocent explanations*: a slip in one digit; the message shows what was printed.

    *Source*: the two notices, as cited in published reports.
    """
    seen = sighted(frames, "notice_titled")
    wrong = [Sighting(s.report_id, [p for p in s.places if _mismatch(p[2])]) for s in seen]
    odd = [s for s in wrong if s.places]
    right = [PRINTED[NUMBER_OF[_title(s.quotes[0])]] for s in odd]
    silent = ~frames.reports["report_id"].isin([s.report_id for s in seen])
    return Verdict(
        suspects=pd.DataFrame(
            {
                "report_id": [s.report_id for s in odd],
                "places": [s.places for s in odd],
                "subject": "notice",
                "observed": [s.quotes[0] for s in odd],
                "expected": right,
                "message_en": [
                    f"“{s.quotes[0]}”: the number of the notice with this title is {n}."
                    for s, n in zip(odd, right, strict=True)
                ],
                "message_zh": [
                    f"“{s.quotes[0]}”，该标题通知的文号为{n}。" for s, n in zip(odd, right, strict=True)
                ],
            }
        ),
        not_applicable=because(
            frames.reports.loc[silent, "report_id"], "neither notice is cited with title and number"
        ),
    )


def _title(quote: str) -> str:
    return next(title for title in NUMBER_OF if quote.startswith(title))


def _mismatch(quote: str) -> bool:
    return _cited(quote) in PRINTED and _cited(quote) != NUMBER_OF[_title(quote)]
