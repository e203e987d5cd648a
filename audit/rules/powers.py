"""DOC: figures of powers that a body of this kind or level does not have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from audit.form import cell as form_cell
from audit.frames import Frames
from audit.judge import Verdict, rule
from audit.model import Severity
from audit.rules.measures import because, figure, joined, not_known, terms
from audit.rules.vocabulary import any_of

MADE = tuple(f"t2.regulations.{c}" for c in ("issued", "made", "repealed", "in_force"))
SHOWN = tuple(f"t2.regulations.{c}" for c in ("disclosed", "disclosed_stock"))
BELOW = ("county", "township", "village")
ACTS = ("t2.licensing.decisions", "t2.penalty.decisions", "t2.coercion.decisions")


@rule(
    "DOC-12",
    "rules-without-power",
    en="Rules (规章) are counted by a body that cannot make any",
    zh="无规章制定权的机关填报规章数量",
    severity=Severity.high,
    basis_en=(
        "Legislation Law: rules are made by departments of the State Council and by the governments of provinces "
        "and cities with districts"
    ),
    basis_zh="《立法法》：规章由国务院部门以及省级、设区的市级人民政府制定",
    confirmed=False,
    forms=("2019", "2021"),
    needs=(*MADE, *SHOWN),
    why_zh="县级、乡镇和市级部门无权制定规章。填报规章，多半是把规章制度、规范性文件错填到规章一行，汇总后会虚增全国规章数量。",
    innocent_zh="2019年格式的“公开”各栏可能统计了公开的上级规章（只有公开数而无制作数时降为低）；层级无法判断的不提示。",
)
def rules_without_power(frames: Frames) -> Verdict:
    """A county, town, street, or department of a county or city counts rules (规章) in table 2.

    *Why it matters*: these bodies cannot make rules. House rules (规章制度) or normative documents were put
    into the wrong row, and roll-ups count rules that do not exist.

    *Innocent explanations*: in the form of 2019 the columns of disclosure may count rules of higher bodies
    (low where nothing was made). A general office reports for its government and goes by the government's
    level; where the level is not known nothing is said.

    *Source*: Legislation Law (2015, 2023), in the reference from memory; row 规章 of table 2.
    """
    given, reports = terms(frames), frames.by_id
    level, kind = reports["level"], reports["kind"]
    city_department = level.eq("city") & kind.isin(["department", "institution"])
    without = (level.isin(BELOW) | kind.isin(["township", "street"]) | city_department).to_numpy(bool)
    zone = reports["agency"].fillna("").str.contains(any_of("zones"), regex=True).to_numpy(bool)
    unknown = (level.eq("unknown") | level.isna()).to_numpy(bool) & ~without | zone
    without = without & ~zone
    cells = (*MADE, *SHOWN)
    figures = np.column_stack([np.nan_to_num(given.printed(c)) for c in cells])
    some = (figures > 0).any(axis=1)
    at = np.flatnonzero(some & without)
    made = figures[:, : len(MADE)].max(axis=1) > 0
    suspects = _figures_of(frames, at, cells, figures)
    if len(at):
        level_zh = [LEVELS.get(v, ("body", "单位")) for v in level.iloc[at]]
        suspects["severity"] = np.where(made[at], "high", "low")
        suspects["message_en"] += [f"; a body of this level ({en}) cannot make rules." for en, _ in level_zh]
        suspects["message_zh"] += [f"，而{zh}机关没有规章制定权。" for _, zh in level_zh]
    return Verdict(
        suspects=suspects,
        cannot_tell=joined(
            because(
                given.report_ids[some & unknown],
                "the level of the body is not known, or it is a zone with a rank of its own",
            ),
            _unknown_among(frames, cells, without),
        ),
        not_applicable=because(
            given.report_ids[~without & ~unknown], "bodies of this level and kind may make rules"
        ),
    )


LEVELS = {
    "city": ("department of a city", "市级部门"),
    "county": ("county", "县级"),
    "township": ("township", "乡镇街道"),
    "village": ("village", "村级"),
}


def _unknown_among(frames: Frames, cells: Sequence[str], chosen: np.ndarray) -> pd.Series:
    lost = not_known(terms(frames), cells)
    return lost[lost.index.isin(terms(frames).report_ids[chosen])]


def _figures_of(frames: Frames, at: np.ndarray, cells: Sequence[str], figures: np.ndarray) -> pd.DataFrame:
    """One suspect a report with its figures above zero; the messages are begun only."""
    rows = []
    for n in at.tolist():
        shown = [(c, figure(v)) for c, v in zip(cells, figures[n], strict=True) if v > 0]
        rows.append(
            {
                "report_id": terms(frames).report_ids[n],
                "cells": [c for c, _ in shown],
                "observed": ", ".join(v for _, v in shown),
                "message_en": ", ".join(f"{form_cell(c).en}: {v}" for c, v in shown),
                "message_zh": "、".join(f"{form_cell(c).zh} {v}" for c, v in shown),
            }
        )
    return pd.DataFrame(rows)


@rule(
    "DOC-13",
    "enforcement-by-an-office",
    en="Licences, penalties or coercion are counted by an office that does not enforce",
    zh="非执法单位填报许可、处罚或强制数量",
    severity=Severity.info,
    confidence="low",
    basis_en="Regulation on Disclosure of Government Information (2019), art. 20(5), (6): results of the body's own acts",
    basis_zh="《政府信息公开条例》（2019年修订）第二十条第五、六项：本机关作出的行政许可、行政处罚、行政强制",
    forms=("2019", "2021"),
    needs=ACTS,
    why_zh="办公室、研究室、信访局等单位通常不以自己名义作出许可、处罚或强制，数字可能是下属或他人的，或填错了行。",
    innocent_zh="机构合并、加挂牌子或受委托执法；代本级政府汇总（口径为全域的不提示）。仅供核对。",
)
def enforcement_by_an_office(frames: Frames) -> Verdict:
    """An office, archive, school or service centre counts licences, penalties or coercive measures.

    *Why it matters*: such bodies seldom act against citizens in their own name; the figures may be another
    body's, or stand in the wrong row. A hint for a check, no more.

    *Innocent explanations*: offices were merged or bear a second name; enforcement was entrusted; the office
    reports for its government (reports of aggregate scope are left out).

    *Source*: Regulation (2019), art. 20(5), (6).
    """
    given, reports = terms(frames), frames.by_id
    named = (
        reports["agency"]
        .fillna("")
        .str.contains(f"{any_of('bodies_without_powers')}(?:（.{{1,12}}）)?$", regex=True)
    )
    own = ~reports["scope"].isin(["aggregate", "own_plus_departments"])
    office = (
        (named & own & ~reports["kind"].isin(["government", "township", "street"]))
        .fillna(False)
        .to_numpy(bool)
    )
    figures = np.column_stack([np.nan_to_num(given.printed(c)) for c in ACTS])
    at = np.flatnonzero(office & (figures > 0).any(axis=1))
    suspects = _figures_of(frames, at, ACTS, figures)
    if len(at):
        names = reports["agency"].iloc[at].tolist()
        suspects["message_en"] += [
            f"; {name} does not seem to be a body that licenses or enforces." for name in names
        ]
        suspects["message_zh"] += [f"；{name}一般不以自己名义作出此类决定，请核对。" for name in names]
    return Verdict(
        suspects=suspects,
        cannot_tell=_unknown_among(frames, ACTS, office),
        not_applicable=because(given.report_ids[~office], "not an office without such powers, by its name"),
    )
