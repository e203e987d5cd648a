"""Things seen in the print of one copy that rules judge: glosses, foreign glyphs, lost bytes, template leftovers.

Each observation is one place; counting and judging is left to the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from audit.model import Document, ordered
from audit.tidy.personal import find_personal
from audit.tidy.reading import LOST_SIGNS, UNSEEN, Reading, is_syllable
from audit.tidy.slips import find_slips

Span = tuple[int, int]
Seen = tuple[str, str, str]

_TONED = "a-zA-ZêāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿÀ-ɏ"
_GLOSSES = tuple(
    re.compile(rf"{bracket}(?<=[\u3400-\u9fff)）].)(?P<s>[{_TONED}]{{1,6}})[)）]")
    for bracket in (r"\(", "（")
)
"""One pattern for each opening bracket: a pattern that begins with one character is found six times as fast."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_SAMPLES = 5
_FEW = 8
"""So many different characters are looked for one by one."""
_SHARE = 0.05

_MOJIBAKE_SIGN = re.compile(f"[{LOST_SIGNS}]")
_MOJIBAKE = re.compile(
    r"[?？]。[ㄅ-ㄩǎ-ǜǘ][^\n。；;,，]*"  # a GBK byte lost at the start of a line
    r"|(?<=[\u4e00-\u9fff])[?？][a-zü-ǜɑ]{1,6}[)）](?:[A-Z](?=[(（]))?"  # a byte lost before a gloss
    r"|\ufffd+"
    r"|(?:锟斤拷?|斤拷锟|烫烫烫|屯屯屯|锘縗?){1,20}"
    r"|(?:[Ãâåæçèéäï][\u0080-\u00bf‘-„†-•ŒœŠšŽžŸ€™]{1,2}){2,}"  # UTF-8 read as Latin-1
    r"|(?:[鈥銆锛][\u4e00-\u9fff?€\ufffd]){1,40}"  # UTF-8 punctuation read as GBK
    r"|(?<=[\u4e00-\u9fff])[ㄅ-ㄩぁ-んァ-ヶ─-╿]+(?=[\u4e00-\u9fff])"
)
_INVISIBLE = re.compile(f"[{UNSEEN}][{UNSEEN}]*")
_SINCE_YEAR = r"\d\d(?:年?(?P<day>\d{2,4})日|(?P<month>\d{1,2})月|\d{5,6}日)"
"""201711日, 2017年1231日, 20251月."""
_LOST = (
    re.compile(rf"20(?<![\d.]..){_SINCE_YEAR}"),
    re.compile(
        rf"1(?<![\d.].)(?:9{_SINCE_YEAR}|(?<![年月\-/至到起].)(?P<bare>[0-2](?:[12]\d|3[01]))日)"
    ),  # 1222日
)
_DOCUMENT_NUMBER = re.compile(r"[〔﹝\[［(（【]\s*(?:19|20)\d\d\d{1,4}\s*号")
_TLD = (
    "com|cn|net|org|info|top|cc|xyz|vip|edu|tv|biz|club|site|online|io|hk|tw|mobi|me|asia|pro|link|wang|shop|icu"
    "|ltd|co|app|fun"
)
_DOTTED = re.compile(r"\.(?=[A-Za-z]|\d{1,3}\.\d)")
"""Without one of these there is no address."""
_LATIN_RUN = re.compile(r"[!-~][!-~]{4,}")
_HOST = re.compile(
    rf"(?<![@＠\w.\-])(?:https?://)?(?P<host>(?:[a-z0-9][a-z0-9\-]*\.)+(?:{_TLD}))(?![a-z0-9_\-@]|\.[a-z])"
    r"(?::\d{2,5})?(?:/[\w\-./?=&%#~]*)?",
    re.I | re.A,
)
_ADDRESS = re.compile(
    r"(?<![\w.@])(?P<scheme>https?://)?(?P<ip>\d{1,3}(?:\.\d{1,3}){3})(?![\w.])(?P<port>:\d{2,5})?(?:/[\w\-./?=&%#~]*)?",
    re.I | re.A,
)
_TEMPLATE = re.compile(
    r"[(（Xx×✕╳_＿【○〇此请填](?:"
    r"(?<=情况[(（])附?表[)）]"
    r"|(?<=[(（])(?:[^()（）\n]{0,12}具体(?:网址|地址|名称|数据|内容|情况)[^()（）\n]{0,6}"
    r"|指\s?(?:19|20)\d\d年[^()（）\n]{1,12}|减少?[用以]负[值数][^()（）\n]{0,8}|此处[^()（）\n]{1,30}"
    r"|请?填写[^()（）\n]{0,30})[)）]"
    r"|(?<=[\u4e00-\u9fff][(（])[^()（）\n]{0,40}(?:结果情况|简要说明|概括说明|需说明)[)）](?=\s*(?:\n|$))"
    r"|(?<=此)处填写|(?<=请)在此|(?<=填)[写表]说明"
    r"|(?<=[Xx])(?<![A-Za-z].)[Xx]+(?![A-Za-z.])|(?<=[×✕╳])[×✕╳]+|(?<=[_＿])[_＿]{2,}|(?<=【)\s*】"
    r"|(?<=[○〇])[○〇]+(?=[省市县区镇乡局])"
    r")"
)


def find_observations(document: Document, reading: Reading) -> tuple[Seen, ...]:
    """(kind, quote, locator) of everything seen, kind by kind, in reading order; ``quote`` is the print at the place.

    Kinds: pinyin_gloss, traditional_glyph (at most five samples of words), traditional_share (once, if more than one
    Han character in twenty is a traditional glyph), mojibake, invisible_character, lost_character, foreign_host,
    template_text, and those of ``tidy.slips`` and ``tidy.personal`` (the quotes of the latter are masked).
    """
    text = document.text
    seen = [("pinyin_gloss", span) for span in _glosses(text)]
    seen += _traditional(text, reading)
    if _MOJIBAKE_SIGN.search(reading.unusual):
        seen += [("mojibake", m.span()) for m in _MOJIBAKE.finditer(text)]
    if _INVISIBLE.search(reading.unusual):
        seen += [("invisible_character", m.span()) for m in _INVISIBLE.finditer(text)]
    seen += [("lost_character", span) for span in _lost(text)]
    seen += [("foreign_host", span) for span in _foreign(text)]
    seen += [("template_text", m.span()) for m in _TEMPLATE.finditer(text)]
    seen += find_slips(reading)
    printed = [(kind, text[a:b], document.places.locator(a, b)) for kind, (a, b) in seen]
    return (*printed, *find_personal(document, reading))


def _glosses(text: str) -> Iterator[Span]:
    for match in _found(_GLOSSES, text):
        syllable = match["s"]
        toned = not syllable.isascii()
        if (toned or len(syllable) > 1) and is_syllable(syllable.lower()):
            yield match.start() - bool(_HAN.match(text, match.start() - 1)), match.end()


def _traditional(text: str, reading: Reading) -> list[tuple[str, Span]]:
    """Samples of traditional words, and the share when it is high."""
    places = _respelt(reading)
    if not places:
        return []
    runs = _runs(places)
    first = {text[a:b]: (a, b) for a, b in reversed(runs)}
    samples = [first[word] for word in ordered([text[a:b] for a, b in runs])[:_SAMPLES]]
    seen = [("traditional_glyph", span) for span in samples]
    if len(places) > _SHARE * _count(_HAN, text, int(len(places) / _SHARE) + 1):
        seen.append(("traditional_share", samples[0]))
    return seen


def _count(pattern: re.Pattern[str], text: str, most: int) -> int:
    """How often a pattern is met, at most ``most`` times."""
    return sum(1 for _ in islice(pattern.finditer(text), most))


def _respelt(reading: Reading) -> list[int]:
    """Raw positions of Han characters that read as another glyph."""
    met = [c for c in reading.respelt if "\u3400" <= c <= "\u9fff"]
    if not met:
        return []
    if reading.keeps_places and len(met) <= _FEW:
        return sorted(m.start() for c in met for m in re.finditer(c, reading.raw))
    segments = zip(reading.starts, reading.origins, reading.replaced, strict=True)
    kept = [(start, begin, finish) for start, (begin, finish), whole in segments if not whole]
    places: list[int] = []
    for start, begin, finish in kept if reading.starts else [(0, 0, len(reading.raw))]:
        pairs = zip(reading.raw[begin:finish], reading.text[start : start + finish - begin], strict=True)
        places += [
            begin + i for i, (was, now) in enumerate(pairs) if was != now and "\u3400" <= was <= "\u9fff"
        ]
    return places


def _runs(places: list[int]) -> list[Span]:
    runs: list[Span] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _lost(text: str) -> Iterator[Span]:
    """Dates and document numbers from which 年, 月 or a bracket is gone; a day that no calendar has is none."""
    for match in _found(_LOST, text):
        bare, month = match.groupdict().get("bare"), match["month"]
        digits = match["day"] or (bare and f"1{bare}")
        sound = bool(_calendar_days(digits)) if digits else month is None or 1 <= int(month) <= 12
        if sound:
            yield match.span()
    for match in _DOCUMENT_NUMBER.finditer(text):
        yield match.span()


def _found(patterns: Sequence[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    """The matches of patterns of which no two begin alike, in reading order."""
    return sorted([m for p in patterns for m in p.finditer(text)], key=re.Match.start)


def _calendar_days(digits: str) -> list[tuple[int, int]]:
    """All (month, day) that the digits can be when nothing stands between the two."""
    cuts = [
        (int(digits[:i]), int(digits[i:])) for i in (1, 2) if digits[i:] and "0" not in (digits[0], digits[i])
    ]
    return [(month, day) for month, day in cuts if 1 <= month <= 12 and 1 <= day <= 31]


def _foreign(text: str) -> Iterator[Span]:
    """Addresses in the text whose host is not of the government domain; e-mail addresses are none."""
    if not _DOTTED.search(text):
        return
    for run in _LATIN_RUN.finditer(text):
        if "." in run[0]:
            yield from _foreign_names(text, *run.span())
            yield from _bare_addresses(text, *run.span())


def _foreign_names(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _HOST.finditer(text, start, end):
        host = match["host"].lower()
        if host != "gov.cn" and not host.endswith(".gov.cn"):
            yield match.span()


def _bare_addresses(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text, start, end):
        parts = [int(p) for p in match["ip"].split(".")]
        sure = match["scheme"] or match["port"] or sum(p > 9 for p in parts) >= 3
        if max(parts) < 256 and parts[0] and sure:
            yield match.span()
