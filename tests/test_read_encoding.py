"""Bytes → text, whatever the file says of itself."""

from __future__ import annotations

import codecs

import pytest

from audit.read.encoding import decode

TEXT = (
    "甲县人民政府2023年政府信息公开工作年度报告\r\n一、总体情况\n全年主动公开政府信息1,024条，收到申请5件。"
)
TRADITIONAL = (
    "甲縣人民政府2023年政府資訊公開工作年度報告\n一、總體情況\n全年主動公開政府資訊1,024條，收到申請5件。"
)


def declared(name: str, text: str = TEXT) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={name}"></head>{text}</html>'


@pytest.mark.parametrize(
    ("data", "text", "encoding", "notes"),
    [
        (TEXT.encode(), TEXT, "utf-8", 0),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "utf-8", 0),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, "utf-16-le", 0),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16-be", 0),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "utf-32-le", 0),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT, "utf-32-be", 0),
        (TEXT.encode("utf-16-le"), TEXT, "utf-16-le", 1),
        (TEXT.encode("utf-16-be"), TEXT, "utf-16-be", 1),
        (TEXT.encode("gbk"), TEXT, "gb18030", 0),
        (TEXT.encode("gb18030") + "㐀𠮷".encode("gb18030"), TEXT + "㐀𠮷", "gb18030", 0),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5hkscs", 0),
        (declared("gb2312").encode("gbk"), declared("gb2312"), "gb18030", 0),
        (declared("big5", TRADITIONAL).encode("big5"), declared("big5", TRADITIONAL), "big5hkscs", 0),
        (declared("gb2312").encode(), declared("gb2312"), "utf-8", 1),
        (declared("utf-8").encode("gbk"), declared("utf-8"), "gb18030", 1),
        (declared("big5").encode("gbk"), declared("big5"), "gb18030", 1),
        (declared("gbk", TRADITIONAL).encode("big5"), declared("gbk", TRADITIONAL), "big5hkscs", 1),
        (declared("iso-8859-1").encode("gbk"), declared("iso-8859-1"), "gb18030", 0),
        (declared("nonsense").encode("gbk"), declared("nonsense"), "gb18030", 0),
        (declared("gb2312", "2023").encode(), declared("gb2312", "2023"), "utf-8", 0),
        (
            ("<?xml version='1.0' encoding='GBK'?>" + TEXT).encode(),
            "<?xml version='1.0' encoding='GBK'?>" + TEXT,
            "utf-8",
            1,
        ),
        (b"2023 12", "2023 12", "utf-8", 0),
        (b"", "", "utf-8", 0),
    ],
)
def test_the_encoding_is_what_the_bytes_say(data: bytes, text: str, encoding: str, notes: int) -> None:
    found = decode(data)
    assert found.text == text
    assert found.encoding == encoding
    assert len(found.notes) == notes


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode()[:-1], "utf-8"),
        (TEXT.encode() * 5 + b"\xff\xfe" + TEXT.encode(), "utf-8"),
        (TEXT.encode("gbk") + b"\xff" + TEXT.encode("gbk"), "gb18030"),
        (codecs.BOM_UTF8 + TEXT.encode() + b"\xff", "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"a", "utf-16-le"),
    ],
)
def test_what_cannot_be_decoded_is_replaced_and_noted(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert found.encoding == encoding
    assert "\ufffd" in found.text
    assert found.text.startswith("甲县人民政府2023年")
    assert [note for note in found.notes if f"not valid {encoding}" in note]
