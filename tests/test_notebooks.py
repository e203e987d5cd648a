"""What every notebook keeps: prose first, short cells, stored outputs, small, nothing of the machine it ran on."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = sorted((ROOT / "dashboards").glob("*.ipynb"))


def cells(path, kind):
    made = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [c for c in made if c["cell_type"] == kind]


def source(cell):
    return "".join(cell["source"])


def mimes(path):
    outputs = [o for c in cells(path, "code") for o in c["outputs"]]
    return {m for o in outputs for m in o.get("data", {})}


by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


@by_name
def test_prose_comes_first_and_says_question_readers_and_data(path):
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    assert first["cell_type"] == "markdown"
    for word in ("# ", "**Question.**", "**For whom.**", "**Data.**"):
        assert word in source(first)


@by_name
def test_cells_are_short_and_only_call(path):
    for cell in cells(path, "code"):
        lines = [line for line in source(cell).splitlines() if line.strip()]
        assert 1 <= len(lines) <= 3, source(cell)
        tree = ast.parse(source(cell))
        assert not [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.For))]


@by_name
def test_outputs_are_stored_in_order(path):
    counts = [c["execution_count"] for c in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))
    outputs = [o for c in cells(path, "code") for o in c["outputs"]]
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert not [c for c in cells(path, "code") if "NBVAL" in source(c)]


@by_name
def test_a_notebook_has_a_control_and_a_figure(path):
    assert {"application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json"} <= mimes(path)


@pytest.mark.parametrize("path", [*NOTEBOOKS, *PAGES], ids=lambda p: p.stem)
def test_a_notebook_is_small_and_says_nothing_of_the_machine(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) <= 300_000
    assert "widgets" not in json.loads(text)["metadata"]
    for place in (str(ROOT), "/home/", "/root/", "/tmp/"):
        assert place not in text


def test_there_are_notebooks():
    assert NOTEBOOKS
    assert PAGES
