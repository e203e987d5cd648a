"""The console script as a user runs it: output, files, exit codes."""

from __future__ import annotations

import io
import json
import re
from string import Formatter

import pandas as pd
import pytest
from layouts import TEXT_LAYOUTS, distinct, page

import audit
from audit.__main__ import main
from audit.commands.facts import guarded
from audit.commands.wording import catalogue
from audit.store import read

CLEAN = dict.fromkeys(distinct("2021"), "0")
BROKEN = {**CLEAN, "t3.new_received.natural_person": "5", "t3.new_received.total": "5"}


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.html").write_text(page("2021", BROKEN, 2022), encoding="utf-8")
    (folder / "b.txt").write_text(TEXT_LAYOUTS["piped"]("2021", CLEAN, 2023), encoding="utf-8")
    (folder / "c.txt").write_text("", encoding="utf-8")
    return folder


def test_run_writes_every_frame_and_says_what_it_found(reports, tmp_path, capsys):
    assert main(["run", str(reports), "--out", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    assert "2 read" in out
    assert "1 not at all" in out
    assert "c.txt" in out
    assert "ARI-01" in out
    assert "a.html" in out
    names = {p.name for p in (tmp_path / "out").iterdir()}
    frames = ("reports", "facts", "claims", "sections", "observations", "outcomes", "findings")
    assert names == {f"{f}.parquet" for f in frames} | {"manifest.json"}


def test_what_is_stored_is_what_was_found(reports, tmp_path):
    main(["run", str(reports), "--out", str(tmp_path / "out"), "--quiet"])
    stored, fresh = read(tmp_path / "out"), audit.audit(reports)
    for name in ("reports", "facts", "claims", "sections", "outcomes", "findings"):
        pd.testing.assert_frame_equal(getattr(stored, name), getattr(fresh, name))


def test_the_manifest_is_the_same_for_the_same_input_and_another_for_another(reports, tmp_path):
    def run(name: str) -> dict:
        main(["run", str(reports), "--out", str(tmp_path / name), "--quiet"])
        return json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))

    first, second = run("one"), run("two")
    assert first == second
    (reports / "b.txt").write_text(TEXT_LAYOUTS["piped"]("2021", BROKEN, 2023), encoding="utf-8")
    assert run("three")["frames"]["findings"] != first["frames"]["findings"]


def test_run_with_nothing_to_load_is_one_line_and_exit_two(tmp_path, capsys):
    assert main(["run", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_results_is_said_before_anything_is_read(
    reports, tmp_path, capsys, monkeypatch
):
    (tmp_path / "out").write_text("x")
    monkeypatch.setattr("audit.commands.run.load", lambda *_, **__: pytest.fail("read already"))
    assert main(["run", str(reports), "--out", str(tmp_path / "out" / "deeper")]) == 2
    assert main(["run", str(reports), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("results cannot be written there (a file is in the way)") == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_check_prints_place_rule_basis_and_fails(reports, capsys, language):
    assert main(["check", str(reports / "a.html"), "--lang", language]) == 1
    out = capsys.readouterr().out
    assert f"{reports / 'a.html'}:" in out
    assert "ARI-01" in out
    assert catalogue()["basis"][language] in out


def test_check_exit_codes(reports, capsys):
    assert main(["check", str(reports / "a.html"), "--rules", "TIM"]) == 0
    assert main(["check", str(reports / "a.html"), "--rules", "ARI-01", "--fail-on", "critical"]) == 1
    assert main(["check", str(reports / "c.txt")]) == 2
    assert "empty" in capsys.readouterr().err


def test_check_as_json_and_sarif(reports, capsys):
    main(["check", str(reports / "a.html"), "--rules", "ARI-01", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)
    assert {f["rule_id"] for f in findings} == {"ARI-01"}
    assert {"t3.new_received.natural_person", "t3.new_received.total"} <= {
        c for f in findings for c in f["cells"]
    }
    main(["check", str(reports / "a.html"), "--rules", "ARI-01", "--format", "sarif"])
    run = json.loads(capsys.readouterr().out)["runs"][0]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    text = (reports / "a.html").read_text(encoding="utf-8")
    assert text[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]


def test_facts_lists_every_cell(reports, capsys):
    assert main(["facts", str(reports / "b.txt"), "--format", "csv"]) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert len(table) == 200
    assert set(table["state"]) == {"number"}
    assert main(["facts", str(reports / "b.txt")]) == 0
    assert "t2.penalty.decisions" in capsys.readouterr().out
    assert main(["facts", str(reports / "c.txt")]) == 2


def test_text_that_would_be_a_formula_is_quoted_in_csv():
    frame = pd.DataFrame({"raw": ["=1+1", "-3", "＝cmd", "5", None], "value": [1.0, -3.0, 2.0, 5.0, None]})
    assert list(guarded(frame)["raw"].fillna("")) == ["'=1+1", "'-3", "'＝cmd", "5", ""]
    assert list(guarded(frame)["value"].fillna(0)) == [1.0, -3.0, 2.0, 5.0, 0.0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_lists_the_catalogue_and_shows_a_page(capsys, language):
    assert main(["rules", "--lang", language]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(audit.catalogue())
    assert main(["rules", "ari-01", "--lang", language]) == 0
    assert "ARI-01" in capsys.readouterr().out
    assert main(["rules", "XXX-99"]) == 2


def test_every_command_has_help_with_an_example(capsys):
    for command in ("run", "check", "facts", "rules", "serve"):
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        assert f"example: disclosure-audit {command}" in capsys.readouterr().out


def test_messages_are_complete_in_both_languages():
    assert all(set(v) == {"en", "zh"} and all(v.values()) for v in catalogue().values())
    for entry in catalogue().values():
        assert names(entry["en"]) == names(entry["zh"])


def names(text: str) -> set[str]:
    """The names in braces of a message."""
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_facts_and_rules_name_states_and_status_in_chinese(reports, capsys):
    main(["facts", str(reports / "a.html"), "--lang", "zh"])
    listed = capsys.readouterr().out
    assert "数字" in listed
    assert not re.search(r"\s(number|blank|absent|dash|unreadable)\s", listed)
    main(["rules", "ARI-01", "--lang", "zh"])
    page = capsys.readouterr().out
    assert "稳定" in page
    assert "stable" not in page


def test_the_language_may_stand_before_the_command(reports, capsys):
    main(["--lang", "zh", "rules", "ARI-01"])
    before = capsys.readouterr().out
    main(["rules", "ARI-01", "--lang", "zh"])
    assert capsys.readouterr().out == before
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "before" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--lang=zh", "check", "--help"])
    assert "用法：" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "hint", "said"),
    [("en", "--why", "cannot tell CAR-01"), ("zh", "--why", "无法判断 CAR-01")],
)
def test_check_says_which_rules_cannot_tell_and_why(reports, capsys, language, hint, said):
    asked = ["check", str(reports / "a.html"), "--rules", "CAR-01", "--lang", language]
    main(asked)
    assert hint in capsys.readouterr().out
    main([*asked, "--why"])
    told = capsys.readouterr().out
    assert said in told
    assert {"en": "no report of the year before", "zh": "没有上一年度报告"}[language] in told
