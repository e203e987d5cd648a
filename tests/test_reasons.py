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
from audit.reasons import catalogue, in_language, worded

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


def verdicts() -> Iterator[tuple[str, str, str]]:
    """Where a rule says it, what it is (reasons or words), and each text, with 7 for what differs."""
    for path in sorted((ROOT / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for kind, given in said_by(node):
                for text in texts(given):
                    said = f"{text}7" if text.endswith(" ") else text
                    if FOREIGN_WORDS.search(said):
                        yield f"{path.name}:{given.lineno}", kind, said


def said_by(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in ("because", "reasons"):
            yield from (("reasons", argument) for argument in node.args)
        for keyword in node.keywords:
            if keyword.arg in ("observed", "expected"):
                yield "words", keyword.value
            elif keyword.arg in ("cannot_tell", "not_applicable", "clear"):
                yield "reasons", keyword.value
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in ("observed", "expected"):
                yield "words", value


def texts(node: ast.AST) -> Iterator[str]:
    """The texts of an expression; what a text or a column is chosen by is none."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        skipped = {id(n) for n in ast.walk(node) for n in ([n.slice] if isinstance(n, ast.Subscript) else [])}
        for child in ast.iter_child_nodes(node):
            if id(child) not in skipped and not isinstance(child, ast.Compare):
                yield from texts(child)


FOREIGN_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]|^(?:none|nothing|once|text|blank)$")
VERDICTS = sorted(set(verdicts()))


@pytest.mark.parametrize(("place", "kind", "said"), VERDICTS, ids=[f"{p}-{k}" for p, k, _ in VERDICTS])
def test_every_reason_and_word_of_a_rule_has_its_chinese(place, kind, said):
    chinese = in_language(said, "zh") if kind == "reasons" else worded(said, "zh")
    assert CHINESE.search(chinese), said
    assert not FOREIGN.search(chinese), chinese


def test_words_of_a_finding_in_chinese():
    assert worded("blank, dash", "zh") == "空白、短横线"
    assert worded("at most 1,203", "zh") == "不超过1,203"
    assert worded("2023-01-01 to 2023-11-30", "zh") == "2023-01-01至2023-11-30"
    assert worded("no title, date", "zh") == "没有标题、日期"
    assert worded("how to a.html, b.html", "zh") == "how to a.html, b.html"
    assert worded("at most 7", "en") == "at most 7"


def test_what_a_report_prints_is_not_translated():
    assert in_language("the text speaks of A, B and none", "zh") == "正文提及A, B and none"
    assert worded("none and all and 3 more", "zh") == "none and all，另3处"


def test_the_chinese_names_what_the_english_names():
    names = re.compile(r"\{\w+\}")
    for english, chinese in [*catalogue().items(), *catalogue("words").items()]:
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
