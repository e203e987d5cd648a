"""Make the pages of rules from their papers, docstrings and case files.

    python docs/build_rules.py            write docs/rules/<ID>.md and docs/rules/index.md
    python docs/build_rules.py --check    change nothing; exit 1 and name the pages that are stale

The examples on a page are the very lines of the case file that the tests run; the first is shown with the
messages it gives.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import textwrap
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "rules"
MEASURED = ROOT / "benchmarks" / "detection" / "measured.csv"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from rule_cases import FOLDER, Case, cases_in, run  # noqa: E402

from audit.judge import Rule  # noqa: E402
from audit.judge.rule import HEADINGS  # noqa: E402
from audit.rules import catalogue  # noqa: E402

BY_HAND = ("not-built.md",)
"""Pages in the folder that are written by people."""

FAMILIES = {
    "ARI": ("Arithmetic inside one report", "表内勾稽"),
    "CAR": ("Carry-over and continuity between years", "年度衔接"),
    "TXT": ("Text against table", "文表一致"),
    "DOC": ("Figures without a documented basis", "数字依据"),
    "NIL": ("Zeros", "零值"),
    "FRM": ("Form and structure", "格式与结构"),
    "TIM": ("Timeliness and dates", "时限与日期"),
    "NUM": ("Units and number format", "单位与数字格式"),
    "PCT": ("Sums and percentages in the text", "正文合计与百分比"),
    "DUP": ("Boilerplate and copying", "雷同与照抄"),
    "PRV": ("Provenance and integrity of the copy", "来源与副本完整性"),
    "PII": ("Personal data", "个人信息"),
    "OUT": ("Outliers", "异常值"),
    "PLA": ("Plausibility", "合理性"),
    "HIE": ("Hierarchy", "上下级汇总"),
}
SEVERITIES = {"critical": "严重", "high": "高", "medium": "中", "low": "低", "info": "提示"}
CONFIDENCES = {"high": "高", "medium": "中", "low": "低"}
KINDS = {
    "flagged": ("Flagged", "提示"),
    "clear": ("Clear", "无问题"),
    "near_miss": ("Near miss, clear", "近似而无问题"),
    "cannot_tell": ("Cannot tell", "无法判断"),
    "not_applicable": ("Not applicable", "不适用"),
}


def pages() -> dict[str, str]:
    """Every page by file name."""
    made = {f"{one.id}.md": page(one) for one in catalogue().values()}
    return {"index.md": index(), **made}


def index() -> str:
    """The table of all rules, family by family."""
    lines = [
        "# Rules · 规则目录",
        "",
        f"{len(catalogue())} rules, made by `docs/build_rules.py`. · 共{len(catalogue())}条规则。",
    ]
    for family in sorted({one.family for one in catalogue().values()}, key=list(FAMILIES).index):
        en, zh = FAMILIES[family]
        lines += [
            "",
            f"## {family} · {en} · {zh}",
            "",
            "| Id | Rule | 规则 | Severity | Forms |",
            "|---|---|---|---|---|",
        ]
        lines += [_row(one) for one in catalogue().values() if one.family == family]
    return "\n".join(lines) + "\n"


def _row(one: Rule) -> str:
    forms = ", ".join(one.forms) or "all"
    severity = f"{one.severity.name} · {SEVERITIES[one.severity.name]}"
    return f"| [{one.id}]({one.id}.md) | {one.title_en} | {one.title_zh} | {severity} | {forms} |"


def page(one: Rule) -> str:
    """The page of one rule: papers, why, innocent explanations, source, cases."""
    parts = [f"# {one.id} · {one.title_en}", f"`{one.name}`", _papers(one), *_english(one), *_chinese(one)]
    parts += _options(one)
    parts += [
        "## Cases · 用例",
        _cases_note(one),
        *(_case(one, *case, n == 0) for n, case in enumerate(_cases(one))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _papers(one: Rule) -> str:
    years = (
        "all · 所有年度"
        if one.years == (0, 9999)
        else f"{one.years[0]}–{'' if one.years[1] == 9999 else one.years[1]}"
    )
    rows = [
        ("Severity · 严重程度", f"{one.severity.name} · {SEVERITIES[one.severity.name]}"),
        ("Confidence · 可信度", f"{one.confidence} · {CONFIDENCES[one.confidence]}"),
        ("Forms · 格式", ", ".join(one.forms) or "all · 所有格式"),
        ("Years · 年度", years),
        ("Reads · 所用数据", ", ".join(f"`{n}`" for n in one.needs)),
        ("About · 对象", f"`{one.about}`"),
        ("Measured · 实测", _measured(one)),
        ("Status · 状态", f"{one.status}, since {one.since}"),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def _english(one: Rule) -> list[str]:
    said = sections(one.doc)
    basis = one.basis_en if one.confirmed else f"{one.basis_en} (to be confirmed)"
    return [
        said[""],
        f"## Basis\n\n{basis}.",
        *(f"## {heading}\n\n{said[heading]}" for heading in HEADINGS),
    ]


def _chinese(one: Rule) -> list[str]:
    basis = one.basis_zh if one.confirmed else f"{one.basis_zh}（待核实）"
    return [
        f"## {one.title_zh}",
        f"**依据**　{basis}。",
        f"**为何重要**　{one.zh['why']}",
        f"**可能的正当原因**　{one.zh['innocent']}",
    ]


@cache
def _counts() -> dict[str, tuple[int, int, int, int]]:
    """Rule → faults put in, found, findings, right ones, as ``python -m benchmarks.detection`` wrote them."""
    if not MEASURED.exists():
        return {}
    with MEASURED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return {rule: tuple(map(int, counts)) for rule, *counts in rows}  # type: ignore[misc]


def _measured(one: Rule) -> str:
    due, found, said, right = _counts().get(one.id, (0, 0, 0, 0))
    if not due:
        return "by its cases alone · 仅以用例检验"
    return f"recall {found}/{due}, precision {right}/{said} · 召回{found}/{due}，准确{right}/{said}"


def _options(one: Rule) -> list[str]:
    rows = [f"| `{o.name}` | {o.default} | {o.en} | {o.zh} |" for o in one.options]
    head = ["| Option · 选项 | Default · 默认 | Meaning | 含义 |", "|---|---|---|---|"]
    return ["## Settings · 设置", "\n".join([*head, *rows])] if rows else []


def sections(doc: str) -> dict[str, str]:
    """The docstring of a rule by heading; the anomaly itself under the empty one. One paragraph a line."""
    first, _, rest = doc.partition("\n")
    text = f"{first}\n{textwrap.dedent(rest)}".strip()
    pieces = re.split(rf"\*?({'|'.join(HEADINGS)})\*?:?(?:\n-+)?\s*", text)
    named = zip(["", *pieces[1::2]], pieces[::2], strict=True)
    return {
        name: "\n\n".join(" ".join(p.split()) for p in body.strip().split("\n\n")) for name, body in named
    }


def _cases_note(one: Rule) -> str:
    data = yaml.safe_load(_source(one))
    return "\n".join(
        f"- No case *{KINDS[kind][0].lower()}*: {why}." for kind, why in data.get("without", {}).items()
    )


def _source(one: Rule) -> str:
    path = FOLDER / f"{one.id}.yml"
    return path.read_text(encoding="utf-8") if path.exists() else f"rule: {one.id}\ncases: []\n"


def _cases(one: Rule) -> list[tuple[Case, str]]:
    """The cases with their lines in the case file: what is flagged first, then the rest as they stand."""
    source = _source(one)
    nodes = next(value for key, value in yaml.compose(source).value if key.value == "cases").value
    texts = [_lines(source, node.start_mark.line, node.end_mark.line) for node in nodes]
    made = cases_in(FOLDER / f"{one.id}.yml") if texts else []
    cases = {case.number: case for case in reversed(made)}
    order = list(KINDS)
    pairs = [(cases[n], text) for n, text in enumerate(texts, 1)]
    return sorted(pairs, key=lambda pair: (order.index(pair[0].kind), pair[0].number))


def _lines(source: str, start: int, end: int) -> str:
    lines = source.splitlines()[start : end or None]
    return textwrap.dedent("\n".join(lines)).replace("- ", "  ", 1).rstrip()


def _case(one: Rule, case: Case, text: str, first: bool) -> str:
    en, zh = KINDS[case.kind]
    parts = [
        f"### {en} · {zh}",
        f"{case.data['en']}<br>{case.data['zh']}",
        *(_messages(one, case) if first else []),
    ]
    parts.append(f"```yaml\n{textwrap.dedent(text)}\n```")
    return "\n\n".join(parts)


def _messages(one: Rule, case: Case) -> list[str]:
    """What the rule says of the case."""
    _, findings = run(one, case)
    return [f"> {f['message_en']}<br>{f['message_zh']}" for f in findings.to_dict("records")]


def _made() -> list[Path]:
    """The pages in the folder that this program writes."""
    return [path for path in PAGES.glob("*.md") if path.name not in BY_HAND]


def stale() -> list[str]:
    """Names of pages that differ from what would be written, are missing, or belong to no rule."""
    fresh = pages()
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in _made()}
    return sorted(name for name in fresh.keys() | on_disk.keys() if fresh.get(name) != on_disk.get(name))


def write() -> None:
    """Write every page and remove those that belong to no rule."""
    PAGES.mkdir(parents=True, exist_ok=True)
    fresh = pages()
    for path in _made():
        if path.name not in fresh:
            path.unlink()
    for name, text in fresh.items():
        (PAGES / name).write_text(text, encoding="utf-8")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is stale")
    if parser.parse_args().check:
        old = stale()
        if old:
            print(f"stale: {', '.join(old)}; run python docs/build_rules.py")
        return 1 if old else 0
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
