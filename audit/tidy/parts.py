"""The texts in which a report says something of itself, cut at its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.model import Document, Section
from audit.tidy.reading import Reading

_FIELD = re.compile(
    r"\s*(?:索\s?引\s?号|发布机构|发布单位|公开机构|公开主体|信息来源|来源|公开日期|公开时间|发布日期|发布时间|生成日期|成文日期|发文日期|名称|标题"
    r"|公开方式|公开范围|公开时限|主题分类|体裁分类|分类|文号|文件编号|有效性|关键词|责任部门)\s*:?\s*"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Readings of a report: ``whole``; ``head`` before the prose; ``body``, the prose; ``main`` from the first heading on.

    ``fields`` : where labels and values stand: the head, then as ``label: value`` the columns of its tables whose labels
    stand above their values, then the labelled lines at the foot of the page.
    """

    whole: str
    head: str
    body: str
    main: str
    fields: str


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
    upright = _upright(head) if "|" in head or "\t" in head else ()
    fields = "\n".join([head, *upright, *_labelled(text[max(first, len(text) - _FOOT) :])])
    return Parts(text, head, text[prose:], text[first:], fields)


_FOOT = 400
"""Characters at the end of a page in which its data may stand."""


def _labelled(foot: str) -> Iterator[str]:
    lines = (line.strip(" *•·|") for line in foot.split("\n"))
    return (line for line in lines if len(line) <= 80 and _FIELD.match(line))


def _upright(head: str) -> Iterator[str]:
    """``label: value`` for each column of a row of labels with a row of values below it."""
    rows = [re.split(r"[|\t]", line.strip().strip("|")) for line in head.split("\n") if line.strip()]
    for labels, values in pairwise(rows):
        full = [c.strip() for c in labels if c.strip()]
        if len(full) >= 2 and all(_FIELD.fullmatch(c) for c in full) and len(labels) == len(values):
            yield from (
                f"{a.strip().rstrip(':')}: {b.strip()}"
                for a, b in zip(labels, values, strict=True)
                if b.strip()
            )
