"""What a mirror site does to a text: traditional glyphs, pinyin glosses, headings decoded from half a character."""

# ruff: noqa: E501  (Chinese text and long markup)

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import replace

from maker.model import Block, Heading, Para, Table

SIMPLIFIED = "万与专业个临为举书于从众会传体党关内农决况减别办动区医华协单历县参发号后员围国图场坚墙处备头实审对导属并广废开张强当录径态总户扩报担拟损无时晓暂条来标栏档没济点热现电画监码砚确离称稳简类约级纳线组经绕继续维编缴罚职舆获补认训议讲许讼访诉话询说请读调谈购贴费资赶车转载较辅辆辑过运还这进邮链错门问闻阅险隐难页领题额馆驳"
TRADITIONAL = "萬與專業個臨為舉書於從眾會傳體黨關內農決況減別辦動區醫華協單歷縣參發號後員圍國圖場堅牆處備頭實審對導屬並廣廢開張強當錄徑態總戶擴報擔擬損無時曉暫條來標欄檔沒濟點熱現電畫監碼硯確離稱穩簡類約級納線組經繞繼續維編繳罰職輿獲補認訓議講許訟訪訴話詢說請讀調談購貼費資趕車轉載較輔輛輯過運還這進郵鏈錯門問聞閱險隱難頁領題額館駁"
GLOSSED = {
    "据": "據(jù)", "乡": "鄉(xiāng)", "结": "結(jié)", "务": "務(wù)", "数": "數(shù)", "统": "統(tǒng)", "网": "網(wǎng)",
    "联": "聯(lián)", "规": "規(guī)", "应": "應(yīng)", "织": "織(zhī)", "权": "權(quán)", "设": "設(shè)", "负": "負(fù)",
    "责": "責(zé)", "财": "財(cái)", "计": "計(jì)", "证": "證(zhèng)", "执": "執(zhí)", "质": "質(zhì)", "复": "復(fù)",
    "构": "構(gòu)", "护": "護(hù)", "机": "機(jī)", "够": "夠(gòu)", "扫": "掃(sǎo)", "绕": "繞(rào)", "络": "絡(luò)",
    "纠": "糾(jiū)", "项": "項(xiàng)", "农": "農(nóng)", "历": "歷(lì)", "专": "專(zhuān)", "业": "業(yè)", "举": "舉(jǔ)",
    "县": "縣(xiàn)", "贴": "貼(tiē)", "资": "資(zī)",
}  # fmt: skip
_PLAIN = dict(zip(SIMPLIFIED, TRADITIONAL, strict=True))
_MIRROR = str.maketrans(_PLAIN | GLOSSED)
_HALF = str.maketrans("（），：；", "(),:;")


def traditional(text: str) -> str:
    """Glyphs as a Taiwan mirror prints them, some with a pinyin gloss behind."""
    return text.translate(_HALF).translate(_MIRROR)


def traditional_with_glosses(blocks: Iterable[Block]) -> list[Block]:
    """The blocks in mirror glyphs, tables included; addresses and figures stay."""
    return [_convert(b) for b in blocks]


def _convert(block: Block) -> Block:
    if isinstance(block, Table):
        return replace(block, anchors=tuple(replace(a, text=traditional(a.text)) for a in block.anchors))
    if isinstance(block, Heading):
        return Heading(traditional(block.text), block.level)
    assert isinstance(block, Para)
    return Para(traditional(block.text))


def _skip_pair(error: UnicodeError) -> tuple[str, int]:
    """A decoder of the mirror's kind: what is no character loses both its bytes."""
    assert isinstance(error, UnicodeDecodeError)
    return "", min(error.start + 2, len(error.object))


codecs.register_error("maker.skip_pair", _skip_pair)


def garbled(text: str) -> str:
    """A traditional heading whose GBK bytes lost the first one; the lead byte shows as a question mark."""
    return "?" + text.encode("gbk")[1:].decode("gbk", errors="maker.skip_pair")
