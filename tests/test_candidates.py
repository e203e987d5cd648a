"""Candidate readings of unreadable cells: shown as a hint, read by no rule."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pandas as pd
import pytest
from layouts import text_rows

import audit
from audit.__main__ import main
from audit.form import APPLICANTS
from audit.frames.schema import FACTS
from audit.views.candidates import candidates


def row(raw: str, columns: tuple[str, ...] = APPLICANTS, locator: str = "char=1,9;line=1") -> pd.DataFrame:
    """Unreadable cells with one print."""
    cells = [
        {
            "cell": f"t3.carried_in.{c}",
            "table": "t3",
            "row": "carried_in",
            "column": c,
            "state": "unreadable",
            "raw": raw,
            "locator": locator,
        }
        for c in columns
    ]
    return pd.DataFrame(cells).assign(value=None, unit=None)


@pytest.mark.parametrize(
    ("raw", "readings"),
    [
        ("15130000154", ["151", "3", "0", "0", "0", "0", "154"]),
        ("151300019", ["1; 15", "5; 1", "13; 3", "0", "0", "0", "19"]),
        ("90000099", ["9; 90", "0", "0", "0", "0", "0; 9", "99; 9"]),
        ("123456789123456789", [""] * 7),
        ("15 1 约3 0 0 0 19", [""] * 7),
    ],
)
def test_cells_run_together_are_divided_first_so_that_the_row_adds_up(raw, readings):
    assert candidates(row(raw)) == readings


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        ("2316\n0", "23160"),
        ("１６１\n２１０７", "1612107"),
        ("约5", "5"),
        ("3-5", ""),
        ("若干", ""),
        ("###", ""),
    ],
)
def test_the_print_of_one_cell(raw, reading):
    assert candidates(row(raw, ("total",))) == [reading]


def test_cells_that_were_read_have_none():
    facts = row("5", ("total",)).assign(state="number", value=5.0)
    assert candidates(facts) == [""]


def test_no_frame_and_no_rule_knows_them():
    assert not [c for c in FACTS if "candidate" in c]
    folder = Path(audit.__file__).parent
    for part in ("rules", "judge", "frames", "tidy"):
        for file in (folder / part).rglob("*.py"):
            modules = [
                n.module or "" for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.ImportFrom)
            ]
            assert "audit.views.candidates" not in modules


def test_the_command_shows_them(tmp_path, capsys):
    figures = dict.fromkeys(audit.form.forms()["2021"].cells, "0")
    _, three, _ = text_rows("2021", figures)
    lines = [" | ".join(r) + " |" for r in three]
    at = next(i for i, line in enumerate(lines) if line.startswith("二、上年结转"))
    lines[at] = "二、上年结转政府信息公开申请数量 | 约5 | 0 | 0 | 0 | 0 | 0 | 5 |"
    text = "\n".join(
        ["云岭县白石镇人民政府2022年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *lines]
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert main(["facts", str(tmp_path / "a.txt"), "--format", "json"]) == 0
    shown = {f["cell"]: f for f in json.loads(capsys.readouterr().out)}
    assert (
        shown["t3.carried_in.natural_person"]["value"],
        shown["t3.carried_in.natural_person"]["candidates"],
    ) == (
        None,
        "5",
    )
    assert main(["facts", str(tmp_path / "a.txt")]) == 0
    assert "5?" in capsys.readouterr().out
