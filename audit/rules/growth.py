"""PCT-06: what the text says grew or fell, against last year's report."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.beside import figures_of
from audit.rules.measures import EPSILON, among, because, figure, joined, once, pairs, unpaired
from audit.rules.places import reports_among
from audit.rules.statements import stated

PERCENT = ("%", "％")
POINTS = "百分点"
_BASE = re.compile(r"(?:比|较|同比)[^。；\d]{0,4}(20\d\d)年")


@rule(
    "PCT-06",
    "growth-not-reproducible",
    en="A change against last year does not follow from the two reports",
    zh="同比增减与两年报告数字不符",
    severity=Severity.medium,
    confidence="medium",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 6: government information is released accurately",
    basis_zh="《政府信息公开条例》（2019年修订）第六条：及时、准确地公开政府信息",
    needs=("growth of any measure", "requests_new", "t3.new_received", "last year's report"),
    why_zh="同比由两年报告的数字即可算出。算不出来，说明基数改过、抄错，或增减方向写反。",
    innocent_zh="上年基数后来更正；两年口径不同（不比较）；比较的是办理量、某一渠道或其他年度。与任一合法口径相符即不提示。",
)
def growth(frames: Frames) -> Verdict:
    """A rise or fall that the text states (同比增长12.5%, 比上年减少3件) is not that of the figures of the two years.

    *Why it matters*: whoever has both reports can compute it. The base was changed or copied wrongly, or the
    direction is reversed.

    *Innocent explanations*: last year's figure was corrected later; the scope changed (not compared); the text
    compares all requests handled, one channel or another year. A value that any legitimate pair of figures
    gives is not told; cut-off decimals are accepted.

    *Source*: Regulation on Disclosure of Government Information (2019), art. 6 (accurate); value of this year
    over that of the year before, less one.
    """
    said = _said(frames)
    judged = [_judge(frames, one) for one in said.itertuples(index=False)]
    odd = [j for j in judged if j.verdict == "wrong"]
    ids = frames.reports["report_id"]
    lost = [j.report_id for j in judged if j.verdict == "no base"]
    return Verdict(
        suspects=_wrong(odd),
        cannot_tell=joined(
            unpaired(frames).reindex(pd.Index(lost, dtype="object")).dropna(),
            because(lost, "last year's report does not state the figure that the text compares with"),
        ),
        not_applicable=because(
            ids[~reports_among(frames, said["report_id"])], "the text compares no figure with last year's"
        ),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement of growth with the figures that should give it."""

    report_id: str
    claim_id: str
    part_of: str | None
    measure: str
    raw: str
    value: float
    percent: bool
    verdict: str
    now: float = np.nan
    before: float = np.nan
    earlier: tuple[str, str, str] | None = None


def _said(frames: Frames) -> pd.DataFrame:
    """Exact statements of growth against the year before, in percent or in numbers."""
    every = frames.claims[frames.claims["kind"].eq("growth")]
    measures = every["measure"].unique().tolist()
    said = stated(frames, measures, ["growth"])
    said = said[said["value"].notna() & ~said["raw"].fillna("").str.contains(f"{POINTS}|倍", regex=True)]
    years = frames.reports["year"].array[said["at"].to_numpy()]
    bases = [_BASE.search("".join(s.split())) for s in said["sentence"].fillna("")]
    last = [b is None or int(b[1]) == y - 1 for b, y in zip(bases, years, strict=True)]
    return said[np.array(last, dtype=bool)]


def _judge(frames: Frames, one) -> Judged:  # type: ignore[no-untyped-def]
    percent = str(one.unit) in PERCENT
    told = (
        one.report_id,
        one.claim_id,
        one.part_of if isinstance(one.part_of, str) else None,
        one.measure,
        one.raw,
    )
    places = int(one.decimals) if pd.notna(one.decimals) else 0
    value = float(one.value)
    earlier = _before(frames, one.report_id, one.measure)
    now = _now(frames, one)
    if not earlier or not now:
        return Judged(*told, value, percent, "no base")
    slack = 10.0**-places if percent else EPSILON
    for before, place in earlier:
        for figure_now in now:
            if _change(figure_now, before, percent, value, slack):
                return Judged(*told, value, percent, "right", figure_now, before, place)
    return Judged(*told, value, percent, "wrong", now[0], earlier[0][0], earlier[0][1])


def _change(now: float, before: float, percent: bool, value: float, slack: float) -> bool:
    """Whether the change between two figures is the stated one, rounded or cut off."""
    if not percent:
        return abs(now - before - value) < slack
    return before > 0 and abs((now / before - 1) * 100 - value) < slack - EPSILON


def _now(frames: Frames, one) -> list[float]:  # type: ignore[no-untyped-def]
    """This year's figure: the one that the statement describes, else those of the tables, else of the text."""
    described = _values(frames).get((one.report_id, one.part_of)) if isinstance(one.part_of, str) else None
    tables = figures_of(frames, one.measure, one.at)
    own = [described] if described is not None else []
    return own + tables if own or tables else _told(frames).get((one.report_id, one.measure), [])


def _before(frames: Frames, report_id: str, measure: str) -> list[tuple[float, tuple[str, str, str] | None]]:
    """Last year's figures with a place for evidence: of last year's tables and text."""
    found: list[tuple[float, tuple[str, str, str] | None]] = []
    for previous, at in _previous(frames).get(report_id, ()):
        places = _places(frames).get((previous, measure))
        found += [(v, places) for v in figures_of(frames, measure, at)]
        found += [(v, places) for v in _told(frames).get((previous, measure), [])]
    return found


@once
def _previous(frames: Frames) -> dict[str, list[tuple[str, int]]]:
    """By report the readable reports of the year before of the same scope."""
    two = pairs(frames)
    two = two[~two["rescoped"]]
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    columns = (two[c].tolist() for c in ("report_id", "previous", "before"))
    for report, previous, before in zip(*columns, strict=True):
        found[report].append((previous, before))
    return found


@once
def _values(frames: Frames) -> dict[tuple[str, str], float]:
    every = frames.claims
    growing = among(every["report_id"], every.loc[every["kind"].eq("growth"), "report_id"].unique())
    claims = every[growing & (every["kind"].isin(["count", "nil"]) & every["value"].notna()).to_numpy(bool)]
    keys = zip(claims["report_id"], claims["claim_id"], strict=True)
    return dict(zip(keys, claims["value"].astype("float64"), strict=True))


@once
def _told(frames: Frames) -> dict[tuple[str, str], list[float]]:
    """By report and measure the figures that the text states for its own year."""
    measures = frames.claims.loc[frames.claims["kind"].eq("growth"), "measure"].unique().tolist()
    said = stated(frames, measures, ["count", "nil"])
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for report, measure, value in zip(said["report_id"], said["measure"], said["value"], strict=True):
        found[report, measure].append(float(value))
    return found


@once
def _places(frames: Frames) -> dict[tuple[str, str], tuple[str, str, str]]:
    """By report and measure where the text states it."""
    measures = frames.claims.loc[frames.claims["kind"].eq("growth"), "measure"].unique().tolist()
    said = stated(frames, measures, ["count", "nil"]).drop_duplicates(["report_id", "measure"])
    columns = ("report_id", "measure", "locator", "raw")
    return {(r, m): (r, place, raw) for r, m, place, raw in zip(*(said[c] for c in columns), strict=True)}


def _wrong(odd: list[Judged]) -> pd.DataFrame:
    right = [_right(j) for j in odd]
    return pd.DataFrame(
        {
            "report_id": [j.report_id for j in odd],
            "claims": [[c for c in (j.claim_id, j.part_of) if c] for j in odd],
            "places": [[j.earlier] if j.earlier else [] for j in odd],
            "elsewhere": [[] for _ in odd],
            "subject": [j.measure for j in odd],
            "observed": [j.raw for j in odd],
            "expected": right,
            "message_en": [
                f"The text states a change of {_signed(j)} against last year; {figure(j.before)} last year and {figure(j.now)} "
                f"this year give {r}."
                for j, r in zip(odd, right, strict=True)
            ],
            "message_zh": [
                f"正文称同比变化{_signed(j)}，而上年{figure(j.before)}、本年{figure(j.now)}，应为{r}。"
                for j, r in zip(odd, right, strict=True)
            ],
        }
    )


def _signed(one: Judged) -> str:
    return f"{'+' if one.value >= 0 else '-'}{one.raw.lstrip('+-')}"


def _right(one: Judged) -> str:
    """The change as it should be."""
    if not one.percent:
        return f"{one.now - one.before:+g}"
    return f"{(one.now / one.before - 1) * 100:+.2f}%" if one.before else "no percentage (nothing last year)"
