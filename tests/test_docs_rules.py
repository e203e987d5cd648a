"""The pages of rules are as fresh as the rules, and say what they must."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest
from conftest import ROOT

from audit.rules import catalogue

SCRIPT = ROOT / "docs" / "build_rules.py"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("build_rules", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fresh(build: ModuleType) -> dict[str, str]:
    return build.pages()


def test_pages_on_disk_are_fresh(
    build: ModuleType, fresh: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "pages", lambda: fresh)
    assert build.stale() == [], "run python docs/build_rules.py"


def test_a_changed_missing_or_orphaned_page_is_stale(
    build: ModuleType, fresh: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(build, "PAGES", tmp_path)
    monkeypatch.setattr(build, "pages", lambda: fresh)
    build.write()
    assert build.stale() == []
    (tmp_path / "ARI-01.md").write_text("old", encoding="utf-8")
    (tmp_path / "ARI-02.md").unlink()
    (tmp_path / "XXX-01.md").write_text("", encoding="utf-8")
    assert build.stale() == ["ARI-01.md", "ARI-02.md", "XXX-01.md"]


@pytest.mark.parametrize("rule_id", list(catalogue()))
def test_a_page_has_papers_texts_and_an_example(rule_id: str, fresh: dict[str, str]) -> None:
    made, text = catalogue()[rule_id], fresh[f"{rule_id}.md"]
    for needed in (
        made.title_en,
        made.title_zh,
        made.basis_en,
        made.basis_zh,
        "## Why it matters",
        "### Flagged",
    ):
        assert needed in text
    assert "## Innocent explanations\n\n##" not in text
    assert f"[{rule_id}]({rule_id}.md)" in fresh["index.md"]


@pytest.mark.parametrize(("old", "status"), [([], 0), (["ARI-01.md"], 1)])
def test_check_changes_nothing(
    build: ModuleType,
    old: list[str],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    monkeypatch.setattr(build, "stale", lambda: old)
    monkeypatch.setattr(build, "write", lambda: pytest.fail("--check must not write"))
    monkeypatch.setattr(sys, "argv", ["build_rules.py", "--check"])
    assert build.main() == status
    assert all(name in capsys.readouterr().out for name in old)
