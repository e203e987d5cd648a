"""Printed label → what it names in a form. Matches by words: numbering, spaces and punctuation do not count.

Texts come in as *readings* (simplified glyphs, half-width forms). One printed label can name several things
(``其他`` is a column and a row of table 3); which one is decided by whoever knows the surroundings.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from audit.form import raw_form

_NUMBERING = re.compile(
    r"^[\s*_\u200b-\u200f\u2060\ufeff]*(?:(?:\\?[(\[]\s*)?[一二三四五六七八九十]{1,3}\s*\\?[)\].、,．:]|[㈠-㈩]|[①-⑳⒈-⒛]"
    r"|(?:\\?[(\[]\s*)?\d{1,2}\s*\\?[)\].、．](?!\s*\d))\s*"
)
_NOISE = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+")
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
NUMERALS = "一二三四五六七八九十"
"""What a printed number of a label may begin with."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_YEARED = re.compile(r"^(?:19|20)\d\d年度?(项目数量)")
_NOTED = re.compile(r"(?<=\S)[ \t]\d{1,2}$")
"""The number of a note, raised behind a label."""
LONGEST_YEARED = len("2019年度项目数量")
"""Characters of the longest label that begins with a year."""
_UNIT = re.compile(r"单位[::]?\s*(万元|元)|\((万元|元)\)")


SHORTEST_DAMAGED = 6
LEFT = 0.6
SHORTEST_PART = 4
"""Characters of a shortened label that can be told from others."""
ALIKE = 6
"""Of so many characters of a label one may be misprinted."""
LONGER = 2
"""Characters that may have been added to a label of SHORTEST_LONGER characters or more."""
SHORTEST_LONGER = 8


class Label(NamedTuple):
    """What a printed label can name. ``kind``: row, column, group, heading (第二十条第(一)项), corner, statistic."""

    kind: str
    table: str
    code: str


def unnumbered(text: str) -> str:
    """A label without its leading number; one that is nothing else stays."""
    return _NUMBERING.sub("", text, count=1) or text


def key(text: str) -> str:
    """The words of a label: ``（三）不予公开`` and ``不予 公开`` have the same key, and so have 答覆 and 答复, 其它 and 其他."""
    numbering = _NUMBERING.match(text)
    return _alike(_NOISE.sub("", text[numbering.end() :] if numbering else text))


@lru_cache(maxsize=8192)
def look_up(text: str) -> tuple[Label, ...]:
    """All things of any form that this printed label can name; empty if it names none.

    Tries the whole text, then the text without what stands in brackets, or without the number of a note behind it.
    """
    whole = key(text)
    if not whole or len(whole) > 60:
        return ()
    index = _index()
    found = index.get(whole)
    if found:
        return found
    bare = key(_BRACKETS.sub("", text))
    if bare and bare != whole and bare in index:
        return index[bare]
    if text[-1].isdecimal() and _NOTED.search(text):
        return look_up(_NOTED.sub("", text))
    yeared = _YEARED.match(whole)
    if yeared and whole == yeared[0]:
        return index.get("上一年" + yeared[1], ())
    return _under_group(whole) if whole[0] in "申法" else ()


def _under_group(whole: str) -> tuple[Label, ...]:
    """The column of table 3 that is named with the lines of the header over it, as some converters print it."""
    for over in _OVER_COLUMNS:
        whole = whole.removeprefix(over)
    return tuple([n for n in _index().get(whole, ()) if n.table == "t3" and n.kind == "column"])


_OVER_COLUMNS = ("申请人情况", "法人或其他组织")


@lru_cache(maxsize=2048)
def look_up_damaged(text: str) -> tuple[Label, ...]:
    """What a label names that lost, changed or gained characters on the way: the one key that it can have been.

    At least six characters and 60 % of the key must be left; or one character in six is another; or one or two were
    added to eight or more. No other key may fit.
    """
    left = key(text)
    if len(left) < SHORTEST_DAMAGED:
        return ()
    fitting = [k for k in _plain() if len(left) < len(k) <= len(left) / LEFT and _holds(k, left)]
    return _one(fitting) or _one([k for k in _requests() if _is_misprint(left, k) or _is_longer(left, k)])


@lru_cache(maxsize=2048)
def look_up_part(text: str) -> tuple[Label, ...]:
    """The row of table 3 that alone has all characters of a shortened label in this order: 国家秘密, 第三方权益."""
    part = key(text)
    if len(part) < SHORTEST_PART:
        return ()
    return _one([k for k in _requests() if len(part) < len(k) and _holds(k, part)])


def _one(keys: list[str]) -> tuple[Label, ...]:
    """What all these keys name, if it is one thing."""
    named = {label for k in keys for label in _plain()[k]}
    return _plain()[keys[0]] if len({(n.table, n.code) for n in named}) == 1 else ()


def _is_misprint(text: str, whole: str) -> bool:
    return (
        len(text) == len(whole)
        and sum(a != b for a, b in zip(text, whole, strict=True)) <= len(text) // ALIKE
    )


def _is_longer(text: str, whole: str) -> bool:
    return SHORTEST_LONGER <= len(whole) < len(text) <= len(whole) + LONGER and _holds(text, whole)


@cache
def _requests() -> tuple[str, ...]:
    """The keys of rows of table 3."""
    return tuple(
        k for k, named in _plain().items() if any(n.kind == "row" and n.table == "t3" for n in named)
    )


def _holds(whole: str, part: str) -> bool:
    characters = iter(whole)
    return all(c in characters for c in part)


@lru_cache(maxsize=2048)
def is_headed(text: str) -> bool:
    """True for a label of table 3 that the heading of its group stands before."""
    return bool(look_up(text)) and not {key(text), key(_BRACKETS.sub("", text))} & _plain().keys()


@lru_cache(maxsize=2048)
def header_unit(text: str) -> str | None:
    """The unit that a column header states (``采购总金额(万元)``), else None."""
    match = _UNIT.search(text)
    return (match[1] or match[2]) if match else None


def words(text: str) -> str:
    """The words of a further piece of a label: like ``key``, but a leading number belongs to the words."""
    return _alike(_NOISE.sub("", text))


def _alike(words: str) -> str:
    """Words with one character for two that are used alike."""
    return words.replace("覆", "复").replace("其它", "其他")


def has_words(text: str) -> bool:
    """Whether anything is left of a text without spaces and punctuation."""
    return _WORD.search(text) is not None


@cache
def beginnings() -> frozenset[str]:
    """Every beginning of every key: joining printed pieces can stop when it leaves this set."""
    return frozenset(k[:i] for k in _index() for i in range(1, len(k) + 1))


@cache
def _index() -> dict[str, tuple[Label, ...]]:
    """Every label alone, and what stands in a group of table 3 after the heading of this group."""
    return {**_headed(), **_disputes(), **_plain()}


def _disputes() -> dict[str, tuple[Label, ...]]:
    """A block of table 4 and its column in one cell: ``行政复议 结果维持``."""
    data = raw_form()
    found: dict[str, tuple[Label, ...]] = {}
    for block, entry in data["rows"]["t4"].items():
        blocks = [key(t) for t in (entry["zh"], *entry.get("aliases", ()))]
        blocks += [f"行政诉讼{t}" for t in blocks if block != "review"]
        for column, heading in data["columns"]["t4"].items():
            for printing in (heading["zh"], *heading.get("aliases", ())):
                label = (Label("column", "t4", f"{block}.{column}"),)
                found |= dict.fromkeys([b + key(printing) for b in blocks], label)
    return found


def _headed() -> dict[str, tuple[Label, ...]]:
    """``(三)不予公开 1.属于国家秘密`` in one cell names the item, if it is one of this group and nothing is left over."""
    data = raw_form()
    found: dict[str, tuple[Label, ...]] = {}
    top = key(data["groups"]["results"]["zh"])
    heads = {"result": [top]}
    for code, entry in data["groups"].items():
        if code != "results":
            below = _under([top], entry["zh"], entry["zh"])
            found |= dict.fromkeys(below, _plain()[key(entry["zh"])])
            heads[code] = [key(entry["zh"]), *below]
    for code, entry in data["rows"]["t3"].items():
        group = entry.get("group") if code != "other_total" else None
        for printing in (entry["zh"], _BRACKETS.sub("", entry["zh"]), *entry.get("aliases", ())):
            if key(printing) and group:
                keys = _under(heads[group], printing, entry["zh"])
                found |= dict.fromkeys(keys, (Label("row", "t3", code),))
    return found


def _under(heads: list[str], label: str, numbered: str) -> list[str]:
    """The keys of a label printed after one of these headings: there its number, in either script, is part of the key."""
    number = _NUMERAL.search(numbered)
    scripts = next(pair for pair in _NUMERALS if number and number[0] in pair)
    return [head + mark + key(label) for head in heads for mark in ("", *scripts)]


_NUMERAL = re.compile(r"[一二三四五六七八九1-9]")
_NUMERALS = ("1一", "2二", "3三", "4四", "5五", "6六", "7七", "8八", "9九")


@cache
def _plain() -> dict[str, tuple[Label, ...]]:
    found: dict[str, dict[Label, None]] = {}

    def add(text: str, label: Label) -> None:
        for printing in {text, _BRACKETS.sub("", text)}:
            if key(printing):
                found.setdefault(key(printing), {})[label] = None

    data = raw_form()
    for kind, entries in (("row", data["rows"]), ("column", data["columns"])):
        for table, codes in entries.items():
            for code, entry in codes.items():
                label = Label("statistic" if table == "s14" and kind == "row" else kind, table, code)
                for printing in (entry["zh"], *entry.get("aliases", ())):
                    add(printing, label)
    for code, entry in data["groups"].items():
        add(entry["zh"], Label("group", "t3", code))
    for code, entry in data["blocks"].items():
        if entry["heading"]:
            add(entry["heading"], Label("heading", "t2", code))
            add(entry["heading"].replace("条第", "条"), Label("heading", "t2", code))
    for text, table in _CORNERS:
        add(text, Label("corner", table, ""))
    return {k: tuple(v) for k, v in found.items()}


_CORNERS = (
    ("信息内容", "t2"),
    ("申请人情况", "t3"),
    ("法人或其他组织", "t3"),
    ("法人及其他组织", "t3"),
    ("法人和其他组织", "t3"),
    ("本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和", "t3"),
    ("行政诉讼", "t4"),
    ("指标", "s14"),
    ("指标名称", "s14"),
    ("计量单位", "s14"),
    ("统计指标", "s14"),
    ("单位", "s14"),
)
