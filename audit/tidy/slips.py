"""Things seen anywhere in the print: leaked markup, local paths, injected words, years of column headers, notices
cited, contact lines.

Each is one place; whether it is a fault is left to the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from audit.tidy.reading import Reading

Span = tuple[int, int]

_MARKUP = re.compile(
    r"<!--.{0,60}?-->|<!--\[if[^\n>]{0,60}\]?>?|<!\[endif\]-*>?|\[endif\]-*>?"
    r"|</?(?:p|br|div|span|font|td|tr|table|strong|b|a|o:p|st1:\w+|w:\w+|img|style|script)\b[^<>\n]{0,200}/?>"
    r"|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|middot|#\d{2,5}|#x[0-9a-f]{2,5});"
    r"|\bmso-[a-z\-]+\s*:|\{\{[^{}\n]{0,60}\}\}|\bstyle\s*=\s*[\"']|@font-face|\bMicrosoftInternetExplorer4\b"
    r"|\bX-NONE\b|\bMsoNormal\b|\\u[0-9a-f]{4}|(?<![A-Za-z])undefined(?![A-Za-z])|\[object Object\]",
    re.I,
)
_MARKUP_SIGNS = ("<", "&", "{", "@", "\\")
_MARKUP_WORDS = ("mso", "endif", "x-none", "undefined", "object object")
_FOLDERS = ("users", "documents", "program", "windows", "temp", "desktop")
_LOCAL_SIGNS = ("file:/", *(f":/{folder}" for folder in _FOLDERS))
_INJECTED_SIGNS = re.compile(
    "葡京|赌|足球|博彩|棋牌|百家乐|老虎机|捕鱼|真人|六合彩|时时彩|赛车|快三|飞艇|彩票|成人|色情|黄色|办证刻章|代开发票"
    "|威尼斯人|太阳城|皇冠|永利|金沙|银河|必赢|亚博|开云|乐鱼|米乐|华体会|凤凰"
)
"""Without one of these no word of _INJECTED stands in a text."""
_LOCAL = re.compile(
    r"file:/{2,3}[^\s\"'<>，、。；）)]{1,200}|(?<![A-Za-z0-9/])[A-Za-z]:\\[^\s\"'<>|，、。；）)]{2,200}"
    rf"|(?<![A-Za-z0-9/])[A-Za-z]:/(?:{'|'.join(_FOLDERS)})[^\s\"'<>|，、。；）)]{{0,200}}"
    r"|\\\\[A-Za-z0-9.\-]+\\[^\s\"'<>|，、。；）)]{2,200}",
    re.I,
)
_INJECTED = re.compile(
    r"(?:澳门)?新?葡京(?:棋牌|赌场|博彩|娱乐场?|官网|平台)*|(?:威尼斯人|太阳城|皇冠|永利|金沙|银河|必赢|亚博|开云|乐鱼|米乐|华体会|凤凰)"
    r"(?:娱乐(?:城|场|平台|官网)|体育(?:app|官网|平台)|赌场|博彩[\u4e00-\u9fff]{0,2}|官网|app)"
    r"|(?:买|赌|网上买)足球的?(?:软件|app|网站|平台)|足球(?:投注|外围|滚球|下注)[\u4e00-\u9fff]{0,2}|(?:真人|百家乐|老虎机|捕鱼)(?:娱乐|游戏|平台|注册)"
    r"|百家乐|老虎机|六合彩|时时彩|北京赛车|快三|幸运飞艇|(?:博彩|赌球|棋牌|彩票)(?:公司|网站?|平台|官网|app|游戏|娱乐)"
    r"|(?:成人|色情|黄色)(?:网站|视频|电影|小说)|办证刻章|代开发票",
    re.I,
)
_AGAINST = re.compile(
    r"打击|查处|整治|禁|取缔|非法|违法|治理|严打|扫黄|举报|涉赌|涉黄|防范|抵制|参与|清理|专项|犯罪|案|销售"
)
_YEAR_HEADER = re.compile(r"(?P<year>(?:19|20)\d\d)(?<!\d.{4})\s*年度?\s*项\s*目\s*数\s*量")
_PROJECTS = re.compile(r"年度?\s*项\s*目\s*数\s*量")
_NOTICE = re.compile(
    r"(?=[国令第\s47])(?:(?:国务院令?|令)[\s,，第]{0,3}(?:492|711)\s*号|第?\s*(?:492|711)\s*号令?"
    r"|国办公开办函\s*[〔﹝\[［(（【]?\s*20(?:19|21)\s*[〕﹞\]］)）】]?\s*\d{1,3}\s*号)"
)
_NOTICE_SIGNS = ("492", "711", "国办公开办函")
_TITLED = re.compile(
    r"(?:年度报告有关事项|年度报告格式)[》〉>”\"]{0,3}的通知[》〉>”\"]{0,3}\s*[(（【]?\s*"
    r"国办公开办函\s*[〔﹝\[［(（【]?\s*20(?:19|21)\s*[〕﹞\]］)）】]?\s*\d{1,3}\s*号"
)
_MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,40}@[\w\-]+(?:\.[\w\-]+)+", re.A)
_PHONE = re.compile(
    r"(?:电\s*话|传\s*真|座\s*机|热\s*线|联系方式)(?:号码)?(?:/传真|及传真|\(传真\))?"
    r"\s*(?:[:为是]\s*|(?=[0(]))(?P<n>[(]?\d[\d\-—–－() ]{5,18}\d)"
)
_ADDRESS = re.compile(
    r"(?:联系地|办公地|通[讯信]地|单位地|邮寄地|地|邮)"
    r"(?:(?<=地)\s*址\s*[:为是]?\s*[\u4e00-\u9fff\d]{4,40}|(?<=邮)政?编码?\s*[:为是]?\s*\d{6})"
)


def find_slips(reading: Reading) -> Iterator[tuple[str, Span]]:
    """(kind, range of the print): leaked_markup, local_path, injected_word, year_header, notice,
    notice_titled, mail, phone, address."""
    text = reading.text
    small = text.lower()
    marked = _any(_MARKUP_SIGNS, text) or _any(_MARKUP_WORDS, small)
    local = "\\" in text or (":/" in text and _any(_LOCAL_SIGNS, small))
    spans = {
        "leaked_markup": _all(_MARKUP, text) if marked else (),
        "local_path": _all(_LOCAL, text) if local else (),
        "injected_word": _injected(text) if _INJECTED_SIGNS.search(text) else (),
        "year_header": _all(_YEAR_HEADER, text) if _PROJECTS.search(text) else (),
        "notice": _all(_NOTICE, text) if _any(_NOTICE_SIGNS, text) else (),
        "notice_titled": _all(_TITLED, text) if "国办公开办函" in text else (),
        "mail": _all(_MAIL, text) if "@" in text else (),
        "phone": (m.span("n") for m in _PHONE.finditer(text)),
        "address": _all(_ADDRESS, text),
    }
    for kind, found in spans.items():
        for start, end in found:
            yield kind, reading.raw_span(start, end)


def _any(signs: Iterable[str], text: str) -> bool:
    """Whether one of the signs stands in the text: much cheaper than a search for all that begins with one."""
    return any(sign in text for sign in signs)


def _all(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    return (match.span() for match in pattern.finditer(text))


def _injected(text: str) -> Iterator[Span]:
    """Words of gambling or pornography that stand in no sentence on fighting them."""
    for match in _INJECTED.finditer(text):
        around = text[max(match.start() - 12, 0) : match.end() + 10]
        if not _AGAINST.search(around.replace(match[0], "")):
            yield match.span()
