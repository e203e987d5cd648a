"""The tokens of HTML, as the tokenizer of the HTML standard finds them, in time linear in the file.

Tags that change nothing that a reader sees (``<span>``, an end tag that the next tag implies, white space
between blocks) are passed over inside the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html import unescape

SPACE = " \t\r\n\f"

_S = r"[ \t\r\n\f]"
_END = r"(?=[ \t\r\n\f/>])"
_ATTRIBUTES = rf"""[^>=]*+(?:="[^"]*+"[^>=]*+)*+(?:={_S}*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+"""
"""Usual attributes (``name="value"``) first: they take half the time."""
_INLINE = "|".join(
    "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in name)
    for name in ("span", "font", "o:p", "a", "b", "i", "u", "em", "strong")
)
HIDING = re.compile(
    r"""(?i:display[ ]*:[ ]*none|visibility[ ]*:[ ]*hidden|font-size:[ ]*0(?:px|pt|em|%)?[ ]*(?:[;"'!]|$))"""
)
"""What makes an element invisible."""
APART = re.compile(r"(?i:text-decoration(?:-line)?:[ ]*line-through|vertical-align:[ ]*su[pb])")
"""What makes an element struck out, raised or lowered."""
_NONE = r"[ ]*:[ ]*(?:[nN][oO][nN][eE]|[hH][iI][dD][dD][eE][nN])"
_OTHERS = r"(?:[lL][iI][nN][eE]-[tT]|[sS][uU][pPbB])"
_ZERO = r"""[zZ][eE]:[ ]*0(?:[pP][xXtT]|[eE][mM]|%)?[ ]*(?:[;"'!>]|$)"""
_STATED = re.compile(
    rf":(?<=[yYnNeE ]:)(?=[ ]*+[nNhHlLsS0])(?:(?<=[yY ]:){_NONE.removeprefix('[ ]*:')}|(?<=[nNeE]:)[ ]*({_OTHERS})"
    rf"|(?<=[zZ][eE]:){_ZERO.removeprefix('[zZ][eE]:')})"
)
_WORD = 32
_BLOCK = "[pP]|[tT][dDhHrR]|[dD][iI][vV]|[lL][iI]|[tT][aA][bB][lL][eE]|[tT][bB][oO][dD][yY]"
PLAIN, ROUGH, CELL, CELL_TEXT, NAME, ATTRIBUTES, COMMENT, CUT, LESS = range(1, 10)
"""Groups of TOKEN; the last one that took part tells what a token is.

PLAIN is text to show as it is, ROUGH has white space or character references in it. CELL holds the attributes
of a ``<td>`` or ``<th>`` and CELL_TEXT the plain text right after it, if any, or the BLANK that fills it. COMMENT is what follows
``<!--``, without ``-->`` where the file ends in it. CUT is a tag that the file ends in, and LESS a ``<`` that
starts no tag.
"""


BLANK = "&nbsp;"
"""What a cell without print often holds."""


def _tokens(shown: str) -> re.Pattern[str]:
    """The pattern of a token; ``shown`` is a condition on the attributes of tags that change nothing visible."""
    inline = rf"</?(?:{_INLINE}){_END}{shown}{_ATTRIBUTES}>"
    idle = rf"""(?:
          </(?:
              [pP]>(?={_S}*+</[tT][dDhH]>)
            | [tT](?:[dDhH]>(?={_S}*+<(?:[tT][dDhH]{_END}|/[tT][rR]>)) | [rR]>(?={_S}*+<[tT][rR]{_END}))
            )
        | {inline}
        | {_S}++(?=</?(?:{_BLOCK}){_END})
        | [ ]++(?=(?:</(?:{_INLINE})>)++</(?:{_BLOCK})>)
        )*+"""
    return re.compile(
        rf"""{idle}
        (?:
            ([^<&\ \t\r\n\f]++)
          | ([^<]++)
          | <[tT][dDhH]{_END}({_ATTRIBUTES})>
            (?:{_S}*+<[pP]{_END}{_ATTRIBUTES}>)?+(?:{inline})*+([^<&\ \t\r\n\f]++|{BLANK}(?=<)|)
          | <(/?[a-zA-Z][^\s/>]*+)({_ATTRIBUTES})>
          | <!--(-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>)?+)
          | <(?:[!?]|/(?![a-zA-Z]))[^>]*+>
          | (<[a-zA-Z/!?].*+)
          | (<)
          | \Z
        )""",
        re.VERBOSE | re.DOTALL,
    )


TOKEN = _tokens("")
WARY_TOKEN = _tokens(rf"(?!(?:[^>yY]*+[yY](?!{_NONE}))*+[^>yY]*+[yY]{_NONE})")
"""The same for a page that may hide something: an inline element that may be hidden is a token of its own."""
MARKED_TOKEN = _tokens(rf"(?![^>]*?(?:{_NONE}|[nNeE]:[ ]*{_OTHERS}|{_ZERO}|hidden[\s=/>]))")
"""The same for a page that may strike out or raise something, or print it in no size."""


def tokens_of(source: str) -> re.Pattern[str]:
    """The pattern for the tokens of a page. What it states is found in a fraction of the time of a search for HIDING."""
    if "hidden" in source and _UNSHOWN_TAG.search(source):
        return MARKED_TOKEN
    found = TOKEN
    for match in _STATED.finditer(source):
        start = match.start()
        before = source[max(start - _WORD, 0) : start].rstrip(" ").lower()
        if before.endswith(_MARKING):
            return MARKED_TOKEN
        if before.endswith("y"):
            found = WARY_TOKEN
    return found


@cache
def tokens_with_classes() -> re.Pattern[str]:
    """The pattern for a page whose style sheet hides elements by their class: inline elements with one are tokens, too."""
    return _tokens(rf"(?![^>]*?(?:[cC][lL][aA][sS][sS]|{_NONE}|[nNeE]:[ ]*{_OTHERS}|{_ZERO}|hidden[\s=/>]))")


_MARKING = ("text-decoration", "text-decoration-line", "vertical-align", "font-size")


def hidden_end(source: str, name: str, position: int) -> int | None:
    """Where the element that was opened before ``position`` ends, elements of its name inside it counted; None if nowhere."""
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}{_END}[^<>]*+>", re.IGNORECASE).finditer(source, position):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None


_ELEMENT = re.compile(
    rf"<(div|table|tbody|tr|td|th|section|article|ul|li|p){_END}({_ATTRIBUTES})>", re.IGNORECASE
)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_UNSHOWN = re.compile(r"""(?<![^\s"'])hidden(?![^\s=/])""", re.IGNORECASE)
_UNSHOWN_TAG = re.compile(r"""hidden(?<=[\s"']hidden)(?=[\s=/>])""")


def is_hidden(stated: str) -> bool:
    """Whether the attributes of an element hide it: by its style, or the attribute ``hidden``."""
    if HIDING.search(stated):
        return True
    return "hidden" in stated and _UNSHOWN.search(_QUOTED.sub("''", stated)) is not None


_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_CLASS = re.compile(r"(?:span|font|a|b|i|u|em|strong)?\.([\w-]+)")
_SHOWING = re.compile(r"display[ ]*:(?![ ]*none)|visibility[ ]*:[ ]*visible", re.IGNORECASE)


def unshown_classes(source: str) -> frozenset[str]:
    """The classes that the style sheets in a page hide wherever they stand, whatever the medium, and never show."""
    hiding: set[str] = set()
    showing: set[str] = set()
    done = 0
    while (start := source.find("<style", done)) >= 0:
        end = source.find("</style", start)
        done = end if end >= 0 else len(source)
        sheet = source[start:done]
        for names, stated in _rules_of(sheet.partition(">")[2]) if HIDING.search(sheet) else ():
            found = hiding if HIDING.search(stated) else showing if _SHOWING.search(stated) else set()
            found.update(m[1] for name in names.split(",") if (m := _CLASS.fullmatch(name.strip())))
    return frozenset(hiding - showing)


def _rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and the declarations of each rule that no condition is stated for."""
    sheet = _REMARK.sub("", sheet)
    depth = begin = inside = 0
    names = ""
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            if depth == 0:
                names = sheet[begin : brace.start()]
            depth, inside = depth + 1, brace.end()
        elif depth:
            depth -= 1
            if depth == 0 and "@" not in names:
                yield names, sheet[inside : brace.start()]
            begin = brace.end()


def hidden_spans(source: str) -> list[tuple[int, int]]:
    """The ranges of the file that hold parts of the page which it does not show, as it stands."""
    found: list[tuple[int, int]] = []
    for tag in _ELEMENT.finditer(source):
        inside = bool(found) and tag.start() < found[-1][1]
        if not inside and is_hidden(tag[2]):
            end = hidden_end(source, tag[1], tag.end())
            if end is not None:
                found.append((tag.start(), end))
    return found


_ENDS = {
    name: re.compile(rf"</{name}{_END}[^<>]*+>", re.IGNORECASE)
    for name in (
        "title",
        "script",
        "style",
        "noscript",
        "textarea",
        "template",
        "iframe",
        "noembed",
        "noframes",
        "xmp",
    )
}
RAW = frozenset(_ENDS)
"""Elements whose content is no markup (``<title>``) or nothing to show."""


def raw_end(source: str, name: str, start: int) -> tuple[int, int] | None:
    """Range of the end tag of the raw element ``name`` whose content starts at ``start``, None if none."""
    match = _ENDS[name].search(source, start)
    return match.span() if match else None


_SPECIAL = re.compile(
    rf"&(?:\#[0-9]{{1,30}};?|\#[xX][0-9a-fA-F]{{1,30}};?|[a-zA-Z][a-zA-Z0-9]{{0,39}};?)|{_S}+", re.VERBOSE
)


_Special = tuple[str, int, int]
_SHORT = 40
"""Longest text with references whose decoding is kept: ``&nbsp;`` and white space come again and again."""


def specials(raw: str) -> Sequence[_Special]:
    """(decoded, start, end) of each character reference and each run of white space in ``raw``; the latter
    give a space.

    Not those that stand for themselves: a single space between other characters, an unknown name.
    """
    return _specials_of_short(raw) if len(raw) <= _SHORT else tuple(_specials(raw))


@lru_cache(maxsize=4096)
def _specials_of_short(raw: str) -> tuple[_Special, ...]:
    return tuple(_specials(raw))


def _specials(raw: str) -> Iterator[_Special]:
    for match in _SPECIAL.finditer(raw):
        start, end = match.span()
        found = match[0]
        if found[0] == "&":
            decoded = unescape(found)
            decoded = decoded if decoded.strip(SPACE) else decoded and " "
        elif found == " " and start and end < len(raw):
            continue
        else:
            decoded = " "
        if decoded != found or decoded == " ":
            yield decoded, start, end


_SPAN = re.compile(r"""(?<![^\s"'/])(col|row)span\s*=\s*["']?\s*\+?([0-9]{1,9})""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")


@lru_cache(maxsize=4096)
def spans(attributes: str) -> tuple[int, int]:
    """Column span and row span that the attributes of a cell state, 1 where they state none."""
    columns = rows = 1
    if "pan" in attributes or "PAN" in attributes:
        for which, count in reversed(_SPAN.findall(attributes)):
            if which.lower() == "col":
                columns = int(count)
            else:
                rows = int(count)
    return columns, rows


def attributes(raw: str) -> dict[str, str]:
    """Name (in lower case) and value of each attribute that has a value."""
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(raw)
    }
