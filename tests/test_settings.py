"""Settings: what an auditor may set, what is refused, and that the run and its manifest keep to it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from rule_cases import build

import audit
from audit.__main__ import main
from audit.errors import SettingsError
from audit.judge import judge
from audit.rules import catalogue, select
from audit.rules.vocabulary import basis, extended, word_lists
from audit.run import Audit, judged, vars_of
from audit.settings import read_settings, settings_from

PENALTY = {"cells": {"t2.penalty.decisions": 8}, "sections": {"overall": "本镇综合治理办公室做了大量工作。"}}


def written(tmp_path: Path, text: str) -> Path:
    """A file of settings."""
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def findings(*reports: dict, rules: str, given: dict) -> list[dict]:
    """The findings of these reports as rules and settings have it."""
    loaded = Audit(**vars_of(build(list(reports))))
    return judged(loaded, select(rules), settings=settings_from(given)).findings.to_dict("records")


def test_a_rule_is_switched_off() -> None:
    assert [f["rule_id"] for f in findings(PENALTY, rules="DOC-01", given={})] == ["DOC-01"]
    assert findings(PENALTY, rules="DOC-01", given={"rules": {"DOC-01": {"off": True}}}) == []


def test_a_severity_holds_for_all_findings_of_the_rule() -> None:
    found = findings(PENALTY, rules="DOC-01", given={"rules": {"DOC-01": {"severity": "critical"}}})
    assert [f["severity"] for f in found] == ["critical"]


def test_words_are_added_for_this_run_only() -> None:
    given = {"words": {"basis.penalty": ["综合治理"]}}
    assert findings(PENALTY, rules="DOC-01", given=given) == []
    assert len(findings(PENALTY, rules="DOC-01", given={})) == 1
    with extended({"basis.penalty": ("综合治理",)}):
        assert "综合治理" in basis("penalty")
    assert "综合治理" not in basis("penalty")


def test_a_renamed_body_is_one_series() -> None:
    before = {"agency": "样例县农业局", "year": 2022, "cells": {"t3.carried_out.total": 3}}
    after = {"agency": "样例县农业农村局", "year": 2023, "cells": {"t3.carried_in.total": 2}}
    given = {"renamed": [{"from": "样例县农业局", "to": "样例县农业农村局"}]}
    assert findings(before, after, rules="CAR-01", given={}) == []
    found = findings(before, after, rules="CAR-01", given=given)
    assert [(f["agency"], f["observed"]) for f in found] == [("样例县农业农村局", "2")]


def test_findings_keep_the_name_that_the_report_prints() -> None:
    given = {"renamed": [{"from": "样例县农业局", "to": "样例县农业农村局"}]}
    found = findings(PENALTY | {"agency": "样例县农业局"}, rules="DOC-01", given=given)
    assert [f["agency"] for f in found] == ["样例县农业局"]


LOCAL = {"place": "样例县", "kinds": ["department"], "from": 2022, "due": "03-15", "basis": "样例县通知"}


@pytest.mark.parametrize(
    ("published", "entry", "late"),
    [
        ("2024-02-20", LOCAL, []),
        ("2024-03-16", LOCAL, ["2024-03-15"]),
        ("2024-02-20", LOCAL | {"place": "别县"}, ["2024-01-31"]),
        ("2024-02-20", LOCAL | {"until": 2022}, ["2024-01-31"]),
        ("2024-02-20", LOCAL | {"kinds": ["street"]}, ["2024-01-31"]),
    ],
)
def test_a_local_deadline_holds_in_its_place_for_its_kinds_and_years(
    published: str, entry: dict, late: list[str]
) -> None:
    report = {"agency": "样例县农业农村局", "kind": "department", "level": "county", "year": 2023}
    report |= {"published_on": published, "sections": {"head": f"发布时间:{published}"}}
    found = findings(report, rules="TIM-01", given={"rules": {"TIM-01": {"local": [entry]}}})
    assert [f["expected"] for f in found] == late


def test_a_chain_of_renamings_ends_also_where_it_is_a_ring() -> None:
    chain = settings_from({"renamed": [{"from": "甲", "to": "乙"}, {"from": "乙", "to": "丙"}]})
    assert chain.last_name("甲") == "丙"
    ring = settings_from({"renamed": [{"from": "甲", "to": "乙"}, {"from": "乙", "to": "甲"}]})
    assert ring.last_name("甲") == "乙"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules = 1", "rules"),
        ("[rules.XYZ-01]\noff = true", "rules.XYZ-01"),
        ("[rules.DOC-01]\noff = 1", "rules.DOC-01.off"),
        ('[rules.DOC-01]\nseverity = "grave"', "rules.DOC-01.severity"),
        ("[rules.DOC-01]\nratio = 3", "rules.DOC-01.ratio"),
        ("[word]\nx = 1", "word"),
        ('[words]\n"basis.nothing" = ["x"]', "basis.nothing"),
        ('[words]\n"basis.penalty" = "x"', "basis.penalty"),
        ('[[renamed]]\nfrom = "甲"', "entry 1"),
        ('[[renamed]]\nfrom = "甲"\nto = "甲"', "entry 1"),
        ('[[renamed]]\nfrom = "甲"\nto = "乙"\n[[renamed]]\nfrom = "甲"\nto = "丙"', "entry 2"),
        ("[rules", "no TOML"),
    ],
)
def test_what_cannot_be_set_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "settings.toml" in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        read_settings(tmp_path / "nowhere.toml")


def test_every_list_of_words_can_be_added_to() -> None:
    assert {"basis.penalty", "clean_up", "bodies.enforcement"} <= set(word_lists())
    given = settings_from({"words": {name: ["某词"] for name in word_lists()}})
    with extended(given.words):
        _, found = judge(build([PENALTY]), catalogue().values())
    assert len(found)


def test_the_template_is_a_file_of_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "toml"]) == 0
    lines = capsys.readouterr().out.splitlines()
    live = "\n".join(
        line.removeprefix("# ")
        for line in lines
        if line.startswith(("# [", "# off", "# severity")) or " = " in line
    )
    assert set(tomllib.loads(live)["rules"]) == set(catalogue())
    read_settings(written(tmp_path, live))


def test_the_run_keeps_to_the_settings_and_its_manifest_records_them(tmp_path: Path, samples: Path) -> None:
    file = written(tmp_path, '[rules.ARI-04]\nseverity = "low"\n[rules.TIM-01]\noff = true\n')
    body = samples / "临砚县交通运输局"
    assert main(["run", str(body), "--out", str(tmp_path / "out"), "--settings", str(file), "--quiet"]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["off"] == ["TIM-01"]
    assert manifest["settings"]["severity"] == {"ARI-04": "low"}
    assert "TIM-01" not in manifest["rules"]["ids"]
    result = audit.audit(body, settings=file)
    assert set(result.findings.loc[result.findings["rule_id"] == "ARI-04", "severity"]) == {"low"}


def test_check_takes_settings(tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "[rules.DOC-99]\noff = true\n")
    report = next((samples / "临砚县交通运输局").iterdir())
    assert main(["check", str(report), "--settings", str(file)]) == 2
    assert "DOC-99" in capsys.readouterr().err


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_example_of_the_readme_is_a_file_of_settings(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    given = settings_from(tomllib.loads(text.split("```toml\n")[1].split("```")[0]))
    assert given.off == ("NIL-02",)
    assert given.options["TIM-01"]["local"][0]["due"] == "01-28"
    assert given.last_name("临砚县农业局") == "临砚县农业农村局"


LOCAL = {
    "labels": {"t3.denied_state_secret": ["涉密信息"], "t2.penalty": ["综合执法处罚"]},
    "headings": {"problems": ["五、本年的反思"]},
}


def local_report(tmp_path: Path) -> Path:
    """A report with local labels and a local heading, a distinct figure in every cell."""
    from layouts import distinct, piped

    text = piped("2021", distinct("2021"), 2022)
    for old, new in (("属于国家秘密", "涉密信息"), ("行政处罚", "综合执法处罚")):
        assert old in text
        text = text.replace(old, new)
    text = text.replace("五、存在的主要问题及改进情况", "五、本年的反思")
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_local_labels_and_headings_are_read_by_this_run_only(tmp_path: Path) -> None:
    from layouts import distinct

    file, printed = local_report(tmp_path), distinct("2021")
    cells = [c for c in printed if c.startswith(("t3.denied_state_secret.", "t2.penalty."))]
    house = audit.load(file)
    assert set(house.facts.set_index("cell")["state"][cells]) == {"absent"}
    assert "problems" not in set(house.sections["canonical"])
    local = audit.load(file, settings=settings_from(LOCAL))
    assert {c: str(int(v)) for c, v in local.facts.set_index("cell")["value"][cells].items()} == {
        c: printed[c] for c in cells
    }
    assert "problems" in set(local.sections["canonical"])
    assert set(audit.load(file).facts.set_index("cell")["state"][cells]) == {"absent"}


def test_the_manifest_records_local_labels(tmp_path: Path) -> None:
    text = '[labels]\n"t3.denied_state_secret" = ["涉密信息"]\n[headings]\nproblems = ["本年的反思"]\n'
    out = tmp_path / "out"
    command = [
        "run",
        str(local_report(tmp_path)),
        "--out",
        str(out),
        "--settings",
        str(written(tmp_path, text)),
    ]
    assert main(command) == 0
    recorded = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["settings"]
    assert recorded["labels"] == {"t3.denied_state_secret": ["涉密信息"]}
    assert recorded["headings"] == {"problems": ["本年的反思"]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"labels": {"t3.nonsense": ["甲乙"]}}, "labels.t3.nonsense: there is no such row of a form"),
        ({"labels": {"t3.new_received": "甲乙"}}, "labels.t3.new_received: a list of labels"),
        ({"labels": {"t3.new_received": ["甲"]}}, "labels.t3.new_received: a list of labels"),
        ({"labels": {"t3.new_received": ["（一）予以公开"]}}, "予以公开 already names t3.result_granted"),
        (
            {"labels": {"t3.new_received": ["甲乙丙"], "t3.carried_in": ["1. 甲乙丙"]}},
            "甲乙丙 already names t3.new_received",
        ),
        ({"headings": {"nonsense": ["甲乙"]}}, "headings.nonsense: there is no such setting"),
        ({"headings": {"other": ["甲乙"], "problems": ["甲乙"]}}, "甲乙 already names other"),
    ],
)
def test_a_local_label_that_cannot_be_is_one_clear_line(given: dict, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings_from(given)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_words_of_a_second_run_count() -> None:
    case = {
        "cells": {"t2.penalty.decisions": 8},
        "sections": {"overall": "甲乙、丙丁、戊己、庚辛：行政处罚8件。"},
    }
    loaded = Audit(**vars_of(build([case])))
    chosen = select("DOC-01")
    given = settings_from({"words": {"table": ["甲乙", "丙丁", "戊己", "庚辛"]}})
    results = [judged(loaded, chosen, settings=each) for each in (None, given, None)]
    assert [r.outcomes["outcome"].iloc[0] for r in results] == ["clear", "cannot_tell", "clear"]
