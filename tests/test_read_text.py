"""Plain text and Markdown: lines, and tables whose borders are stated."""

from __future__ import annotations

import pytest

from audit.model import Grid
from audit.read.text import read_text


def blocks(source: str, *, markdown: bool = False) -> list[object]:
    """A string for each paragraph, a list of rows for each grid."""
    document = read_text(source, markdown=markdown, encoding=None)
    found: list[object] = []
    for block in document.blocks:
        if not isinstance(block, Grid):
            found.append(document.text[block.start : block.end])
            continue
        rows: list[list[str]] = [[] for _ in range(block.height)]
        for cell in block.cells:
            rows[cell.row].append(document.text[cell.start : cell.end])
        assert block.certain
        assert max(map(len, rows)) == block.width
        found.append(rows)
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("一\n二\n", ["一", "二"]),
        ("一\r\n\r\n  二  \r三", ["一", "二", "三"]),
        ("\u3000\u3000一", ["一"]),
        ("", []),
        ("规章 | 3 | 4 |\n办法 | 5 | 6 |", [[["规章", "3", "4"], ["办法", "5", "6"]]]),
        ("| 规章 | 3 |\n|---|:--:|\n| 办法 | 5 |", [[["规章", "3"], ["办法", "5"]]]),
        ("|规章||4|\n| | |", [[["规章", "", "4"], ["", ""]]]),
        ("第一项 | ||||\n规章 | 0 | 1 | 2 | |", [[["第一项", "", "", "", ""], ["规章", "0", "1", "2", ""]]]),
        (
            "第一项 |\n内容 | 制作 | 公开\n规章 | 1 | 2 |",
            [[["第一项"], ["内容", "制作", "公开"], ["规章", "1", "2"]]],
        ),
        ("发布机构：甲局 | 日期：2024 | 浏览：3", [[["发布机构：甲局", "日期：2024", "浏览：3"]]]),
        ("规章\t3\t4\n办法\t\t6\n", [[["规章", "3", "4"], ["办法", "", "6"]]]),
        ("规章\t3\n办法\t5", [[["规章", "3"], ["办法", "5"]]]),
        ("规章 | 3 |\n办法 | 4 |\n\n制度 | 5 | 6", [[["规章", "3"], ["办法", "4"]], [["制度", "5", "6"]]]),
        ("| - | - |\n| -- | 5 |\n|:-:|---|", [[["-", "-"], ["--", "5"]]]),
        (
            "规章\t-\t-\n-\t-\t-\n---\t---\t---",
            [[["规章", "-", "-"], ["-", "-", "-"], ["---", "---", "---"]]],
        ),
        ("一\n规章 | 3 | 4\n二", ["一", [["规章", "3", "4"]], "二"]),
    ],
)
def test_lines_and_stated_tables(source: str, expected: list[object]) -> None:
    assert blocks(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "规章 |\n0 |\n1 |",
        "规章 |\n|||\n0 |\n1 |",
        "第一项 |\n|\n规章\n|0",
        "规章 |\n0 |\n1 |\n办法 | 2 |",
        "\t规章\n\t0\n\t1",
        "一、\t总体情况",
        "一\t" + "全年主动公开。" * 80 + "\n二\t三\n四\t五",
        "||||\n||||",
    ],
)
def test_lines_whose_borders_are_guesses_stay_lines(source: str) -> None:
    assert blocks(source) == [line.strip() for line in source.splitlines()]


def test_the_rule_of_a_table_without_print_is_no_line_but_a_dash_alone_is_one() -> None:
    assert blocks("|  |  |\n|---|---|") == ["|  |  |"]
    assert blocks("规章 |\n--- |\n1 |") == ["规章 |", "--- |", "1 |"]


def test_marks_make_headings_in_markdown_only() -> None:
    source = "# 年报\n## 一、总体情况 \n#5件\n"
    document = read_text(source, markdown=True, encoding=None)
    assert [(source[b.start : b.end], b.heading) for b in document.blocks] == [
        ("年报", True),
        ("一、总体情况", True),
        ("#5件", False),
    ]
    assert not any(b.heading for b in read_text(source, markdown=False, encoding=None).blocks)


def test_the_visible_text_is_the_file() -> None:
    source = "\r\n 一 |2\r\n"
    document = read_text(source, markdown=True, encoding="gb18030", notes=("x",))
    assert (document.text, document.encoding, document.notes) == (source, "gb18030", ("x",))
    assert document.format == "markdown"
