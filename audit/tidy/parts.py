"""The texts in which a report says something of itself, cut at its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.model import Document, Section
from audit.tidy.dates import year_places
from audit.tidy.reading import Reading

FIELD = re.compile(
    r"\s*[【\[]?\s*(?:信息)?(?:索\s?引\s?(?:号|码)|(?:发\s?布|公\s?开|制\s?作|制发|编制|发文|责任|报送|信息提供)\s?(?:机\s?构|单\s?位|主体|部门|机关)"
    r"|(?:信息)?来\s?源|(?:公\s?开|发\s?布|生\s?成|成\s?文|制\s?作|形\s?成|发\s?文|更\s?新|印\s?发)\s?(?:日\s?期|时\s?间)|名\s{0,4}称|标\s{0,4}题"
    r"|文件名称|公开(?:方式|范围|时限|形式|类别|属性)|(?:主题|体裁|组配|服务对象|信息)?分\s?类|文\s{0,4}号|文件编号|发文字号|有\s?效\s?性|时\s?效(?:性|状态)?"
    r"|关\s?键\s?词|主\s?题\s?词|责任部门|内容概述|概\s?述|栏\s?目|语\s?种|载\s?体|浏览(?:次数|量)?|点击(?:数|率)?|访问次数|信息类别|废止日期|失效日期|生效日期)"
    r"\s*】?\s*:?\s*"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Readings of a report: ``whole``; ``head`` before the prose; ``body``, the prose; ``main`` from the first heading on.
    ``years``, ``main_years`` : where a year may begin in the whole, and in ``main``.

    ``fields`` : where labels and values stand: the head, then as ``label: value`` the columns of its tables whose labels
    stand above their values, then the labelled lines at the foot of the page.
    """

    whole: str
    head: str
    body: str
    main: str
    fields: str
    years: tuple[int, ...]
    main_years: tuple[int, ...]


def cut_in_parts(document: Document, reading: Reading, sections: Sequence[Section]) -> Parts:
    """The parts of a report whose sections are known."""
    lengths = {s.canonical: len(s.text) for s in sections if s.canonical in ("head", "preface")}
    begin = document.places.span(sections[0].locator)[0] if sections else 0
    headed = len(sections) > len(lengths)
    prose = (
        reading.at(begin + lengths.get("head", 0)) if headed or "preface" in lengths else len(reading.text)
    )
    first = reading.at(begin + sum(lengths.values())) if headed else prose
    text = reading.text
    head = text[:prose]
    across, upright = _upright(head) if "|" in head or "\t" in head else (head, [])
    fields = "\n".join([across, *upright, *_labelled(text[max(first, len(text) - _FOOT) :])])
    years = year_places(text)
    main = tuple([place - first for place in years if place >= first])
    return Parts(text, head, text[prose:], text[first:], fields, years, main)


_FOOT = 400
"""Characters at the end of a page in which its data may stand."""


def _labelled(foot: str) -> Iterator[str]:
    lines = (line.strip(" *•·|") for line in foot.split("\n"))
    return (line for line in lines if len(line) <= 80 and FIELD.match(line))


def _upright(head: str) -> tuple[str, list[str]]:
    """The head without its rows of labels, and ``label: value`` for each column of such a row and the values below it."""
    lines = head.split("\n")
    printed = [n for n, line in enumerate(lines) if line.strip()]
    found, dropped = [], set()
    for n, m in pairwise(printed):
        above, below = (lines[i].rstrip(" ").removesuffix("|") for i in (n, m))
        framed = above.lstrip().startswith("|") and below.lstrip().startswith("|")
        labels, values = (
            re.split(r"[|\t]", t.lstrip(" ").removeprefix("|") if framed else t) for t in (above, below)
        )
        full = [c.strip() for c in labels if c.strip()]
        if len(full) >= 2 and all(FIELD.fullmatch(c) for c in full) and len(labels) == len(values):
            pairs = ((a.strip().rstrip(":"), b.strip()) for a, b in zip(labels, values, strict=True))
            found += [f"{a}: {b}" for a, b in pairs if b]
            dropped.add(n)
    return "\n".join(line for n, line in enumerate(lines) if n not in dropped), found
