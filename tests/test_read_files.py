"""What is read, what is refused, and in what words."""

from __future__ import annotations

import os
import random
import socket
import zipfile
from pathlib import Path

import pytest
from cost import within
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import UnreadableFile
from audit.read import LIMIT, read, read_bytes

REPORT = "甲县2023年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息24条。\n"
PAGE = f"<html><body><p>{REPORT}</p><table><tr><td>规章</td><td>3</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("text", "name", "format_"),
    [
        (REPORT, "a.txt", "text"),
        (REPORT, "a", "text"),
        (REPORT, "a.html", "text"),
        (REPORT, "a.md", "markdown"),
        (REPORT + "<!--[if !supportLists]-->7、<!--[endif]-->", "a.txt", "text"),
        (REPORT + "件数<条例>、<5件，a < b > c", "a.txt", "text"),
        (PAGE, "a.html", "html"),
        (PAGE, "a.txt", "html"),
        (PAGE, "a.doc", "html"),
        (PAGE, "A.HTML", "html"),
        ("\n<!-- x --><!DOCTYPE html>" + PAGE, "a", "html"),
        ("甲县<p>一</p><p>二</p><p>三</p>", "a.txt", "html"),
        ("甲县<br>一", "a.shtml", "html"),
        ("# 年报\n<table><tr><td>规章</td><td>3</td></tr></table>\n", "a.md", "html"),
    ],
)
def test_the_content_decides_on_the_format(text: str, name: str, format_: str) -> None:
    assert read_bytes(text.encode(), name).format == format_
    assert read_bytes(text.encode("gb18030"), name).format == format_


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t", "empty"),
    "blank with a mark": (b"\xef\xbb\xbf \n", "empty"),
    "zeros": (b"\0" * 1000, "empty"),
    "json": ('{"title": "白石镇2022年政府信息公开工作年度报告"}'.encode(), "it is JSON data, not a report"),
    "tags": (b"<p><b></b></p>", "the page shows no text"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "the PDF is damaged"),
    "docx": (b"PK\x03\x04\x14\0", "ZIP"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "DOC"),
    "rtf": (b"{\\rtf1\\ansi", "RTF"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
    "gif": (b"GIF89a\1\0\1\0", "picture"),
    "bmp": (b"BM\x36\0\0\0\0\0", "no text"),
    "gzip": (b"\x1f\x8b\x08\0", "gzip"),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "MHT"),
    "program": (b"\x7fELF\2\1\1\0", "program"),
    "nul": (REPORT.encode() + b"\0" + REPORT.encode(), f"NUL at character {len(REPORT)}"),
    "controls": (bytes(range(1, 32)) * 20, "no text in any encoding"),
    "noise": (random.Random(1).randbytes(4000).replace(b"\0", b"\1"), "no text in any encoding"),
    "too large": (b"a\n" * (LIMIT // 2 + 1), "the limit is 16 MB"),
    "long line": (b"a\n" + b"a" * 3_000_000, "line 2 has 3000000 characters"),
    "long line of a page": (b"<p>b</p><p>" + b"a" * 3_000_000, "line 2 has 3000000 characters"),
    "many lines": (b"a\n" * 250_000, "250000 lines; the limit is 200000"),
    "many tags": (b"<p>a" * 600_000, "600000 tags; the limit is 500000"),
    "20 MB line": (b"a" * 20_000_000, "20.0 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_report_is_refused_in_one_line_and_fast(name: str) -> None:
    data, words = REFUSED[name]
    one_clear_line(within(1, lambda: refusal(data)), words)


def refusal(data: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as raised:
        read_bytes(data, "a.txt")
    return raised.value


def one_clear_line(refusal: UnreadableFile, words: str) -> None:
    assert words in refusal.reason
    assert refusal.remedy
    assert "\n" not in str(refusal)
    assert len(str(refusal)) < 200


def test_only_regular_files_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    report = tmp_path / "a.txt"
    report.write_text(REPORT, "utf-8")
    (tmp_path / "link").symlink_to(report)
    os.mkfifo(tmp_path / "pipe")
    server = socket.socket(socket.AF_UNIX)
    server.bind("socket")
    server.close()
    cases = {
        "link": "a link",
        "pipe": "a pipe",
        "socket": "a socket",
        ".": "a folder",
        "none": "no such file",
    }
    for name, words in cases.items():
        with pytest.raises(UnreadableFile) as refusal:
            read(tmp_path / name)
        one_clear_line(refusal.value, words)
    with pytest.raises(UnreadableFile) as refusal:
        read("/dev/null")
    one_clear_line(refusal.value, "a device")


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000])
def test_an_impossible_name_is_refused(name: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(name)
    one_clear_line(refusal.value, "it cannot be opened")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, "utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    one_clear_line(refusal.value, "no permission")


def test_a_denied_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, "utf-8")

    def deny(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("audit.read.files.os.open", deny)
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    one_clear_line(refusal.value, "no permission")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    one_clear_line(refusal.value, "the limit is 16 MB")


def test_a_real_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(UnreadableFile, match="ZIP"):
        read(path)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.txt", "a.md", ""]))
def test_no_bytes_raise_anything_else(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except UnreadableFile as refusal:
        one_clear_line(refusal, "")
    else:
        assert document.text.strip()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([b"<td>", b"<p ", b"&#", b"\xb9\xab", "公".encode(), b"\xff", b"<!--", b"|", b"\t"]),
        max_size=60,
    )
)
def test_no_broken_markup_raises_anything_else(pieces: list[bytes]) -> None:
    try:
        read_bytes(b"".join(pieces), "a.html")
    except UnreadableFile as refusal:
        one_clear_line(refusal, "")


HOSTILE = {
    "comment starts": b"<!-- --> " * 200_000 + b"x",
    "mail headers": b"Subject: a\n" * 50_000,
    "half tags": b"</p " * 400_000,
    "pipes": b"|" * 1_900_000,
    "pipe rows": b"|a|b\n" * 30_000,
    "tabs": b"\ta\n" * 30_000,
    "blank lines": b"\n" * 190_000 + b"a",
    "spaces": b" " * 1_900_000 + b"a",
    "blank line": b"a\n" + b" " * 1_900_000 + b"\n" + b"\t" * 1_900_000,
    "dashes": b"-" * 1_900_000 + b"|a",
    "rules": b"|--" * 600_000 + b"a",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_costs_little(name: str) -> None:
    within(4, lambda: read_bytes(HOSTILE[name], "a.md"))
