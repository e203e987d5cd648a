"""The sections of reports as rules read them: which are there, and their text without spaces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.rules.measures import once
from audit.rules.places import reports_among
from audit.tidy.reading import read_as

SECTIONS = {
    "overall": (1, "一、总体情况", "General situation"),
    "disclosure": (2, "二、主动公开政府信息情况", "Proactive disclosure"),
    "requests": (3, "三、收到和处理政府信息公开申请情况", "Requests received and handled"),
    "disputes": (4, "四、政府信息公开行政复议、行政诉讼情况", "Reviews and lawsuits"),
    "problems": (5, "五、存在的主要问题及改进情况", "Problems and improvements"),
    "other": (6, "六、其他需要报告的事项", "Other matters to report"),
}
SAME_AS = {"overview": "overall", "proactive": "disclosure", "on_request": "requests"}


@once
def report_rows(frames: Frames) -> np.ndarray:
    """For every section the row number of its report."""
    return pd.Index(frames.reports["report_id"]).get_indexer(frames.sections["report_id"])


def count_sections(frames: Frames, chosen: pd.Series) -> np.ndarray:
    """For every report how many of its sections are among those chosen."""
    return np.bincount(report_rows(frames)[chosen.to_numpy(dtype=bool)], minlength=len(frames.reports))


@once
def sections_found(frames: Frames) -> np.ndarray:
    """Reports × the six sections: True where the section has a heading, by words or by its number."""
    place = {code: n for n, code in enumerate(SECTIONS)}
    named = frames.sections["canonical"].replace(SAME_AS).map(place).astype("Float64")
    number = frames.sections["number"].where(frames.sections["canonical"].eq("unknown")) - 1
    column = named.fillna(number.astype("Float64")).fillna(-1).to_numpy(dtype="int64")
    known = (column >= 0) & (column < len(SECTIONS))
    found = np.zeros((len(frames.reports), len(SECTIONS)), dtype=bool)
    found[report_rows(frames)[known], column[known]] = True
    return found


def goes_on_after(frames: Frames, section: str) -> np.ndarray:
    """Reports in which a later section than this one is found: the file is not cut here."""
    later = sections_found(frames)[:, list(SECTIONS).index(section) + 1 :]
    return np.asarray(later.any(axis=1))


def section_texts(frames: Frames, names: Sequence[str], reports: np.ndarray) -> pd.DataFrame:
    """Sections of these names in the reports that are True, as read, without spaces: at (row of the report), text, and
    body (the text under the heading)."""
    name = frames.sections["canonical"].replace(SAME_AS)
    wanted = name.isin(list(names)).to_numpy(dtype=bool) & reports[report_rows(frames)]
    raw, at = frames.sections["text"][wanted].fillna("").tolist(), report_rows(frames)[wanted]
    odd = converted(frames)[at]
    read = [read_as(text).text if converted else text for text, converted in zip(raw, odd, strict=True)]
    texts = ["".join(text.split()) for text in read]
    titles = ["".join(t.split()) for t in frames.sections["title"][wanted].fillna("").tolist()]
    body = [t[len(title) :] for t, title in zip(texts, titles, strict=True)]
    bare = [b.lstrip(":：。.（表)）(") for b in body]
    return pd.DataFrame(
        {"at": at, "text": pd.Series(texts, dtype="str"), "body": pd.Series(bare, dtype="str")}
    )


def converted(frames: Frames) -> np.ndarray:
    """Reports whose print must be read back before words are looked for in it."""
    seen = frames.observations
    kinds = seen["kind"].isin(["pinyin_gloss", "traditional_glyph", "mojibake"])
    return reports_among(frames, seen.loc[kinds, "report_id"])


def reports_marked(frames: Frames, texts: pd.DataFrame) -> np.ndarray:
    """For every report whether one of its sections is among these."""
    return np.bincount(texts["at"].to_numpy(dtype="int64"), minlength=len(frames.reports)) > 0
