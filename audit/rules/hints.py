"""What might have gone wrong: the one edit of a cell that would make broken identities hold. Never a
repair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audit.frames import Frames
from audit.rules.measures import EPSILON, Tested, codes, column_of, figure, once, tested


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell that, with another figure, settles ``settles`` identities and disturbs none."""

    cell: str
    printed: float
    wanted: float
    settles: int


@once
def edits(frames: Frames) -> dict[tuple[int, str, str], Edit]:
    """By report (row number), kind and name of a broken identity: the only single edit that settles it.

    Only a cell that stands in two broken identities and in no other is offered, and only where it is
    the only such cell: anything less is a guess.
    """
    given = tested(frames)
    rows = np.flatnonzero(given.broken.any(axis=1))
    wanted, settles = _candidates(given, rows)
    found: dict[tuple[int, str, str], Edit] = {}
    member = _signs(given) != 0
    for place, report in enumerate(rows):
        for identity in np.flatnonzero(given.broken[report]):
            cells = np.flatnonzero((settles[place] > 1) & member[:, identity])
            if len(cells) == 1:
                one, cell = given.identities[identity], cells[0]
                printed, better = given.terms.value[report, cell], wanted[place, cell]
                edit = Edit(codes()[cell], printed, better, int(settles[place, cell]))
                found[int(report), one.kind, one.name] = edit
    return found


def _signs(given: Tested) -> np.ndarray:
    """Cells × identities: 1 for a part, -1 for a whole."""
    signs = np.zeros((len(codes()), len(given.identities)))
    for n, one in enumerate(given.identities):
        signs[[column_of()[c] for c in one.parts], n] = 1
        signs[[column_of()[c] for c in one.wholes], n] = -1
    return signs


def _candidates(given: Tested, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Reports × cells: the figure that would settle all identities of the cell, and how many (0: none or
    not all).
    """
    signs = _signs(given)
    member = np.abs(signs)
    broken = given.broken[rows].astype(float)
    gap = (given.parts - given.wholes)[rows] * broken
    many, kept = broken @ member.T, (~given.broken[rows]).astype(float) @ member.T
    change = np.divide(gap @ signs.T, many, out=np.zeros_like(many), where=many > 0)
    even = np.abs((gap**2) @ member.T - many * change**2) < EPSILON
    wanted = given.terms.value[rows] - change
    good = given.terms.number[rows] & even & (kept == 0) & (wanted >= 0)
    return wanted, np.where(good, many, 0).astype(int)


def hint(edit: Edit | None) -> str | None:
    """The edit in words, in both languages."""
    if edit is None:
        return None
    printed, wanted = figure(edit.printed), figure(edit.wanted)
    slip_en, slip_zh = _slip(printed, wanted)
    others = edit.settles - 1
    en = f"With {wanted} for {printed} in {edit.cell}{slip_en} this and {others} more sum(s) would hold."
    zh = f"若 {edit.cell} 为{wanted}（所印为{printed}{slip_zh}），此处及另{others}处不平即可成立。"
    return f"{en} / {zh}"


def _slip(printed: str, wanted: str) -> tuple[str, str]:
    """What kind of slip leads from one figure to the other, where it shows."""
    if len(printed) == len(wanted):
        differing = [n for n in range(len(printed)) if printed[n] != wanted[n]]
        if len(differing) == 1 and len(printed) > 1:
            return " (one digit)", "，一位数字之差"
        if len(differing) == 2 and sorted(printed) == sorted(wanted):
            return " (digits swapped)", "，数字颠倒"
    if printed != wanted and (printed.rstrip("0") == wanted.rstrip("0")) and "0" not in (printed, wanted):
        return " (a zero more or less)", "，多或少一个零"
    return "", ""
