"""Which channel a figure is of, and which level of government: told by the words just before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CHANNELS = (
    ("weibo", "微博"),
    ("wechat", "微信|公众号"),
    ("app", "客户端|抖音|视频号|APP|快手"),
    ("gazette", "公报"),
    ("board", "公开栏|宣传栏|公示栏|公告栏|显示屏|电子屏|触摸屏"),
    ("press", "报纸|报刊|电视|广播|日报|晚报|时报|晨报"),
    ("hotline", "热线|电话"),
    ("website", "网站|门户|官网|信息公开平台|信息公开网|政务公开网|专栏|栏目"),
)
_ON_REQUEST = (
    ("online", "网络|网上|在线|互联网|线上|网站|网页|平台"),
    ("in_person", "当面|现场|来人|窗口|上门"),
    ("email", "电子邮件|邮箱"),
    ("mail", "信函|邮寄|信件|来信|书信|寄送|EMS"),
    ("fax", "传真"),
    ("hotline", "电话"),
)
_MANY = re.compile(
    r"等(?:多?种?|各类|多个|方面)?(?:平台|渠道|方式|形式|媒|途径|载体|手段|多)|多种|各种渠道|、|及|和"
)


def _any(table: Sequence[tuple[str, str]]) -> re.Pattern[str]:
    """Any word of a table; at most places its first character alone is tried."""
    first = "".join(dict.fromkeys(word[0] for _, words in table for word in words.split("|")))
    return re.compile(f"(?=[{first}])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in table) + ")")


_WORDS = tuple(map(_any, (_CHANNELS, _ON_REQUEST)))
_REQUESTS = ("requests_new", "requests_online", "requests_part")
_BRACKETED = re.compile(r"\([^()]*\)")
_OPEN_BRACKET = re.compile(r"\([^()]*$")
_TOWNS = re.compile(
    r"乡镇|镇街|街道|各乡|各镇|乡、镇|县市区|市县区|区县|县区|各[县区](?!直)|下辖|下级|基层单位|^各?县$"
)
_DEPARTMENTS = re.compile(r"部门(?![预决]|动态|概况|职[能责])|直属|委办局|[省市区县]直|各单位|各局")
_OWN = re.compile(
    r"本级|[省市区县州](?:人民)?政府(?!门户|网|信息|公开[栏办]|各)|政府办|[省市区县州]级|管委会(?!网|门户)|本机关|我局|办公室"
)
_OF_A_CHANNEL = re.compile(r"网站|栏目|公众号|平台|微博")


def channel_of(measure: str, near: str) -> str | None:
    """The one channel that the words before a figure name."""
    asked = measure in _REQUESTS
    found = list(_WORDS[asked].finditer(near))
    if not found or (not asked and _MANY.search(near, found[0].end())):
        return None
    return found[-1].lastgroup


def level_of(gap: str) -> str | None:
    """``own``, ``departments`` or ``towns``, if the words before a part name exactly one level."""
    tail = gap.replace("(市、区)", "市区").replace("(市区)", "市区")
    tail = re.split(r"[,;；。:]", _OPEN_BRACKET.sub("", _BRACKETED.sub("", tail)))[-1].removeprefix("其中")
    if _OF_A_CHANNEL.search(tail):
        return None
    towns, departments = _TOWNS.search(tail), _DEPARTMENTS.search(tail)
    if towns and departments:
        return None
    if towns or departments:
        return "towns" if towns else "departments"
    return "own" if _OWN.search(tail) else None
