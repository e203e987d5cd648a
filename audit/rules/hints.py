"""What might have gone wrong, in words: the likeliest repair of a broken sum. Never a repair of ours."""

from __future__ import annotations

from collections.abc import Sequence

from audit.form import Identity
from audit.form import cell as form_cell
from audit.rules.measures import figure, listing, listing_zh
from audit.rules.repairs import TIE, Change, Repair

SLIPS = {
    "one_digit": (" (one digit)", "（一位数字之差）"),
    "digits_swapped": (" (digits swapped)", "（数字颠倒）"),
    "zero_more_or_less": (" (a zero more or less)", "（多或少一个零）"),
    "digit_more_or_less": (" (a digit more or less)", "（多或少一位数字）"),
    "cells_swapped": (" (two figures in each other's place)", "（两个数字互换了位置）"),
    "row_shifted": (" (the row slipped by one column)", "（整行错开一列）"),
    "rows_swapped": (" (two rows in each other's place)", "（两行互换了位置）"),
    "number_split": (" (one number split over two cells)", "（一个数字被拆入两格）"),
}
MOST_SHOWN = 3


def hint(repairs: Sequence[Repair], identity: Identity) -> str | None:
    """The likeliest repairs that touch this sum, in both languages (``English / Chinese``); None where none is known.

    Where several are as likely, they are listed and it is said that it cannot be told which.
    """
    cells = {*identity.parts, *identity.wholes}
    mine = [r for r in repairs if any(c.cell in cells for c in r.changes)]
    if not mine:
        return None
    likely = [r for r in mine if r.cost <= mine[0].cost + TIE]
    en, zh = _said(likely[0]) if len(likely) == 1 else _any_of(likely)
    rest = [r for r in mine if r not in likely][: MOST_SHOWN - 1]
    if len(likely) == 1 and rest:
        en += f" Less likely: {'; '.join(_short(r, 0) for r in rest)}."
        zh += f"可能性较小：{'；'.join(_short(r, 1) for r in rest)}。"
    return f"{en} / {zh}"


def _said(one: Repair) -> tuple[str, str]:
    others = one.settles - 1
    en, zh = f"With {_short(one, 0)} this", f"若{_short(one, 1)}，此处"
    if others:
        return f"{en} and {others} more sum(s) would hold.", f"{zh}及另外{others}处合计即可相符。"
    return f"{en} would hold.", f"{zh}合计即可相符。"


def _any_of(likely: Sequence[Repair]) -> tuple[str, str]:
    shown, more = likely[:MOST_SHOWN], len(likely) - MOST_SHOWN
    en = "; or ".join(_short(r, 0) for r in shown) + (f"; or {more} more" if more > 0 else "")
    zh = "；或".join(_short(r, 1) for r in shown) + (f"；另有{more}种" if more > 0 else "")
    return (
        f"Which cell is wrong cannot be told. Any one of these would settle it: {en}.",
        f"无法判断哪一格有误，以下任一改动均可使合计相符：{zh}。",
    )


def _short(one: Repair, language: int) -> str:
    said = [_change(c, language) for c in one.changes]
    listed = (listing_zh if language else listing)(said, 7)
    return listed + SLIPS.get(one.slip, ("", ""))[language]


def _change(one: Change, language: int) -> str:
    printed, wanted = figure(one.printed), figure(one.wanted)
    label = form_cell(one.cell)
    return f"“{label.zh}”为{wanted}而非{printed}" if language else f"{wanted} for {printed} in “{label.en}”"
