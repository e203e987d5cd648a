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
TABLED = ("2019", "2021")
"""The forms with tables 2 to 4."""
SAME_AS = {"overview": "overall", "proactive": "disclosure", "on_request": "requests"}


@once
def report_rows(frames: Frames) -> np.ndarray:
    """For every section the row number of its report."""
    return pd.Index(frames.reports["report_id"]).get_indexer(frames.sections["report_id"])


def count_sections(frames: Frames, chosen: pd.Series) -> np.ndarray:
    """For every report how many of its sections are among those chosen."""
    return np.bincount(report_rows(frames)[chosen.to_numpy(dtype=bool)], minlength=len(frames.reports))


@once
def section_names(frames: Frames) -> np.ndarray:
    """What every section is, older names as those of today."""
    place, distinct = pd.factorize(frames.sections["canonical"])
    return np.array([SAME_AS.get(name, name) for name in distinct], dtype=object)[place]


@once
def sections_found(frames: Frames) -> np.ndarray:
    """Reports × the six sections: True where the section has a heading, by words or by its number."""
    names, place = section_names(frames), {code: n for n, code in enumerate(SECTIONS)}
    named = np.fromiter((place.get(name, -1) for name in names), dtype="int64", count=len(names))
    number = frames.sections["number"].to_numpy("float64", na_value=0) - 1
    column = np.where(names == "unknown", number, named).astype("int64")
    known = (column >= 0) & (column < len(SECTIONS))
    found = np.zeros((len(frames.reports), len(SECTIONS)), dtype=bool)
    found[report_rows(frames)[known], column[known]] = True
    return found


def goes_on_after(frames: Frames, section: str) -> np.ndarray:
    """Reports in which a later section than this one is found: the file is not cut here."""
    later = sections_found(frames)[:, list(SECTIONS).index(section) + 1 :]
    return np.asarray(later.any(axis=1))


PROSE = ("overall", "problems", "other")


def section_texts(frames: Frames, names: Sequence[str], reports: np.ndarray) -> pd.DataFrame:
    """Sections of these names in the reports that are True, as read, without spaces: at (row of the report), text, body
    (the text under the heading), row (that of the section)."""
    if set(names) <= set(PROSE):
        whole = _prose(frames)
        chosen = np.isin(whole["name"], list(names)) & reports[whole["at"].to_numpy(dtype="int64")]
        return whole.loc[chosen, ["at", "text", "body", "row"]].reset_index(drop=True)
    chosen = np.isin(section_names(frames), list(names)) & reports[report_rows(frames)]
    return _read(frames, np.flatnonzero(chosen))


@once
def _prose(frames: Frames) -> pd.DataFrame:
    """The sections in words of all reports, with their ``name``."""
    name = section_names(frames)
    rows = np.flatnonzero(np.isin(name, PROSE))
    return _read(frames, rows).assign(name=name[rows])


def _read(frames: Frames, rows: np.ndarray) -> pd.DataFrame:
    sections, at = frames.sections.iloc[rows], report_rows(frames)[rows]
    odd, raw = converted(frames)[at], sections["text"].fillna("").tolist()
    read = [read_as(text).text if changed else text for text, changed in zip(raw, odd, strict=True)]
    texts = ["".join(text.split()) for text in read]
    titles = ["".join(t.split()) for t in sections["title"].fillna("").tolist()]
    body = [t[len(title) :].lstrip(":：。.（表)）(") for t, title in zip(texts, titles, strict=True)]
    return pd.DataFrame(
        {
            "at": at,
            "text": pd.Series(texts, dtype="object"),
            "body": pd.Series(body, dtype="object"),
            "row": rows,
        }
    )


@once
def converted(frames: Frames) -> np.ndarray:
    """Reports whose print must be read back before words are looked for in it."""
    seen = frames.observations
    kinds = seen["kind"].isin(["pinyin_gloss", "traditional_glyph", "mojibake"])
    return reports_among(frames, seen.loc[kinds, "report_id"])


def reports_marked(frames: Frames, texts: pd.DataFrame) -> np.ndarray:
    """For every report whether one of its sections is among these."""
    return np.bincount(texts["at"].to_numpy(dtype="int64"), minlength=len(frames.reports)) > 0
