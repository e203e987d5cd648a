"""Every reason that a user may read has its Chinese, and every word of the help too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import audit
from audit.__main__ import main, parser
from audit.commands import help as helps
from audit.reasons import catalogue, in_language

ROOT = Path(audit.__file__).parent
RAISED = ("UnreadableFile", "NothingToLoad", "AuditError", "_Died")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FOREIGN = re.compile(r"\b(?:the|it|is|are|has|of|and|to|that|not|more|than|with)\b")


def sentences() -> Iterator[tuple[str, str]]:
    """Where it is raised, and each sentence, with 7 for what differs."""
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(("audit", *path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                for argument in node.args[:2]:
                    said = text_of(argument, name)
                    if said:
                        yield f"{path.name}:{node.lineno}", said


def text_of(node: ast.expr, module: str) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(value, module) or "7" for value in node.values)
    if isinstance(node, ast.FormattedValue):
        return text_of(node.value, module) if isinstance(node.value, ast.Name) else None
    if isinstance(node, ast.Name) and node.id.isupper():
        value = getattr(import_module(module), node.id)
        return value if isinstance(value, str) else "7"
    return None


SENTENCES = sorted(set(sentences()))


@pytest.mark.parametrize(("place", "said"), SENTENCES, ids=[p for p, _ in SENTENCES])
def test_every_reason_has_its_chinese(place, said):
    for part in in_language(said, "zh").split("；"):
        if part not in ("7", "7: 7", "it has 7 7"):
            assert CHINESE.search(part), part
            assert not FOREIGN.search(part), part


def test_a_note_of_several_parts_with_names_and_places():
    note = (
        "it is a picture (PNG); we read office files, PDF, HTML and text; save it as DOCX, PDF, HTML or text; "
        "112 cells unreadable (table 3: 110, table 4: 2), first t3.new; report year 2022, but the file name says 2019 "
        "and the period says 2021; something new"
    )
    assert in_language(note, "zh") == (
        "这是图片（PNG）；可识读办公文档、PDF、HTML 和文本；请另存为 DOCX、PDF、HTML 或文本；"
        "112 个单元格无法辨读（表3：110，表4：2），首个为 t3.new；报告年度为 2022，但文件名为 2019，统计期为 2021；something new"
    )
    assert in_language(note, "en") == note


def test_the_chinese_names_what_the_english_names():
    names = re.compile(r"\{\w+\}")
    for english, chinese in catalogue().items():
        assert sorted(names.findall(english)) == sorted(names.findall(chinese)), english
        assert CHINESE.search(chinese), english


def test_every_word_of_the_help_is_chinese(capsys):
    made = helps.translated(parser(), "zh")
    for each in helps._all(made):
        text = each.format_help()
        plain = re.sub(
            r"disclosure-audit.*|\(.*?\)|（.*?）|[\"'“].*?[\"'”]|--?\w[\w-]*|[A-Z]+\b|\{.*?\}", "", text
        )
        assert not FOREIGN.search(plain), plain
        assert "usage" not in text
        assert CHINESE.search(text)
    with pytest.raises(SystemExit):
        main(["check", "--help", "--lang", "zh"])
    assert "用法：" in capsys.readouterr().out


def test_the_commands_say_reasons_in_chinese(tmp_path, capsys):
    bad = tmp_path / "坏\n\u202e件.txt"
    bad.write_bytes(b"7z\xbc\xaf\x27\x1c")
    assert main(["check", str(bad), "--lang", "zh"]) == 2
    assert main(["run", str(bad), "--out", str(tmp_path / "out"), "--quiet", "--lang=zh"]) == 2
    assert main(["facts", str(bad), "--lang", "zh"]) == 2
    assert main(["facts", str(tmp_path / "none"), "--lang", "zh"]) == 2
    out, err = capsys.readouterr()
    assert out.count("这是7z 压缩包；可识读办公文档") == 2
    assert err.count("这是7z 压缩包；可识读办公文档") == 2
    assert "没有这个文件或文件夹" in err
    for text in (out, err):
        assert "archive" not in text
        assert "\u202e" not in text
        assert "坏\\n\\u202e件.txt" in text
