"""The engine: outcomes, findings, ids and evidence, whatever the rules are."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from neighbours import TABLES
from rule_cases import build

from audit.errors import RuleError
from audit.frames import Frames, conform
from audit.judge import Option, Rule, Verdict, judge, rule, storage
from audit.judge.rule import without
from audit.model import Severity
from audit.rules import catalogue, collect, select

PLAIN = catalogue()["ARI-03"]
CELL = "t3.new_received.total"


def made(check, **papers: object) -> Rule:
    """A rule with orderly papers around this function."""
    return replace(without(PLAIN, check), **{"id": "XXX-01", "forms": (), **papers})


def suspects(*rows: dict[str, object]) -> Verdict:
    """A verdict with these suspects and texts in both languages."""
    return Verdict(pd.DataFrame([{"message_en": "en", "message_zh": "zh", **row} for row in rows]))


def broken(frames: Frames) -> Verdict:
    """A rule with a fault of its own."""
    raise KeyError("no such\ncell")


def outcome(frames: Frames, one: Rule) -> dict[str, str]:
    """Outcome by report."""
    outcomes, _ = judge(frames, [one])
    return dict(zip(outcomes["report_id"], outcomes["outcome"], strict=True))


def finding_ids(frames: Frames, one: Rule) -> list[str]:
    return judge(frames, [one])[1]["finding_id"].tolist()


def broken_row(value: int = 4, **report: object) -> dict[str, object]:
    """A report whose first row does not add up."""
    return {"cells": {"t3.new_received.natural_person": 3, CELL: value}, **report}


@pytest.mark.parametrize(("most", "facts"), [(0, "pyarrow"), (10**6, "python")])
def test_rules_hold_texts_as_python_objects_but_for_many_facts(
    most: int, facts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "FEW_FACTS", most)
    seen: dict[str, str] = {}

    def look(frames: Frames) -> Verdict:
        made = pd.Series(["new"]).astype("str")
        columns = (frames.sections["text"], frames.reports["agency"], frames.facts["cell"], made)
        seen.update(zip(("text", "agency", "cell", "made"), (c.dtype.storage for c in columns), strict=True))
        return Verdict()

    built = build([{"sections": {"overall": "一句话。"}}])
    stored = {name: conform(getattr(built, name), name) for name in TABLES}
    judge(Frames(**stored), [made(look)])
    assert seen == {"text": "python", "agency": "python", "cell": facts, "made": "python"}


def test_a_broken_rule_is_an_error_and_the_others_run() -> None:
    frames = build([broken_row(), {}])
    outcomes, findings = judge(frames, [made(broken), PLAIN])
    of_broken = outcomes[outcomes["rule_id"] == "XXX-01"]
    assert of_broken["outcome"].tolist() == ["error", "error"]
    assert of_broken["reason"].str.contains("KeyError").all()
    assert not of_broken["reason"].str.contains("\n").any()
    assert findings["rule_id"].tolist() == ["ARI-03"]


@pytest.mark.parametrize(
    "verdict",
    [
        suspects({"report_id": "nobody"}),
        Verdict(clear=pd.Series(["x"], index=["nobody"])),
        Verdict(pd.DataFrame({"report_id": ["r1"]})),
        suspects({"report_id": "r1", "severity": "terrible"}),
    ],
    ids=["unknown-report", "unknown-reason", "no-message", "no-such-severity"],
)
def test_a_rule_that_breaks_its_contract_is_an_error(verdict: Verdict) -> None:
    assert outcome(build([{}]), made(lambda frames: verdict)) == {"r1": "error"}


def test_a_broken_rule_says_nothing_of_reports_it_is_not_for() -> None:
    frames = build([{"year": 2012}, {"status": "unreadable", "note": "x"}, {}])
    assert outcome(frames, made(broken, forms=("2021",))) == {
        "r1": "not_applicable",
        "r2": "cannot_tell",
        "r3": "error",
    }


def test_there_is_an_outcome_for_every_report_and_rule() -> None:
    frames = build([{}, {"year": 2020}, {"year": 2010}])
    outcomes, _ = judge(frames, [*select("ARI"), made(broken)])
    assert len(outcomes) == 3 * (len(select("ARI")) + 1)
    assert not outcomes.duplicated(["report_id", "rule_id"]).any()
    assert outcomes["report_id"].drop_duplicates().tolist() == ["r1", "r2", "r3"]


@pytest.mark.parametrize(
    ("report", "papers", "wanted"),
    [
        ({}, {}, "clear"),
        ({"form": "unknown"}, {"forms": ("2021",)}, "cannot_tell"),
        ({"form": "2019"}, {"forms": ("2021",)}, "not_applicable"),
        ({"year": 2018, "form": "2021"}, {"years": (2019, 9999)}, "not_applicable"),
        ({"year": None, "form": "2021"}, {"years": (2019, 9999)}, "cannot_tell"),
        ({"year": None, "form": "2021"}, {}, "clear"),
        ({"status": "unreadable", "note": "cut"}, {}, "cannot_tell"),
        ({"status": "partly_read", "note": "cut"}, {}, "clear"),
    ],
)
def test_form_year_and_status_decide_before_the_rule(report: dict, papers: dict, wanted: str) -> None:
    assert outcome(build([report]), made(lambda frames: Verdict(), **papers)) == {"r1": wanted}


def test_suspects_in_reports_a_rule_is_not_for_are_dropped() -> None:
    frames = build([{"year": 2012}])
    outcomes, findings = judge(frames, [made(lambda f: suspects({"report_id": "r1"}), forms=("2021",))])
    assert outcomes["outcome"].tolist() == ["not_applicable"]
    assert findings.empty


@pytest.mark.parametrize("other", ["clear", "not_applicable", "cannot_tell"])
def test_flagged_outweighs_the_rest(other: str) -> None:
    def check(frames: Frames) -> Verdict:
        reason = pd.Series(["why"], index=["r1"])
        return replace(suspects({"report_id": "r1"}), **{other: reason})

    assert outcome(build([{}]), made(check)) == {"r1": "flagged"}


def test_cannot_tell_outweighs_clear() -> None:
    reasons = pd.Series(["why"], index=["r1"])
    assert outcome(build([{}]), made(lambda f: Verdict(clear=reasons, cannot_tell=reasons))) == {
        "r1": "cannot_tell"
    }


def test_findings_take_the_papers_of_the_rule_unless_they_say_otherwise() -> None:
    rows = ({"report_id": "r1"}, {"report_id": "r2", "severity": "low", "confidence": "low", "about": "copy"})
    _, findings = judge(
        build([{}, {"agency": "邻镇人民政府"}]), [made(lambda f: suspects(*rows), confirmed=False)]
    )
    found = findings.set_index("report_id")
    assert found.loc["r1", ["severity", "confidence", "about"]].tolist() == ["critical", "high", "body"]
    assert found.loc["r2", ["severity", "confidence", "about"]].tolist() == ["low", "low", "copy"]
    assert found["basis"].str.endswith("(to be confirmed)").all()


@pytest.mark.parametrize(
    ("format", "of_rule", "confidence", "warned"),
    [
        ("pdf", "high", "high", False),
        ("pdf+ocr", "high", "medium", True),
        ("pdf+ocr", "medium", "medium", True),
        ("pdf+ocr", "low", "low", True),
    ],
)
def test_findings_on_recognised_print_are_medium_and_say_so(format, of_rule, confidence, warned) -> None:
    one = made(lambda f: suspects({"report_id": "r1"}), confidence=of_rule)
    found = judge(build([{"format": format}]), [one])[1].iloc[0]
    assert found["confidence"] == confidence
    assert ("character recognition" in found["message_en"]) is warned
    assert ("文字识别" in found["message_zh"]) is warned


def test_findings_come_the_gravest_first() -> None:
    rows = [
        {"report_id": "r1", "severity": s, "subject": s}
        for s in ("low", "critical", "info", "high", "medium")
    ]
    _, findings = judge(build([{}]), [made(lambda f: suspects(*rows))])
    assert findings["severity"].tolist() == ["critical", "high", "medium", "low", "info"]


def test_finding_ids_do_not_depend_on_the_order_of_rows() -> None:
    reports = [broken_row(agency=f"{n}镇人民政府") for n in "甲乙丙"]
    frames = build(reports)
    turned = replace(frames, reports=frames.reports[::-1], facts=frames.facts.sample(frac=1, random_state=1))
    assert finding_ids(frames, PLAIN) == finding_ids(turned, PLAIN)
    assert len(set(finding_ids(frames, PLAIN))) == 3


def test_finding_ids_follow_body_year_and_cell_but_not_the_figure() -> None:
    known = finding_ids(build([broken_row()]), PLAIN)
    assert finding_ids(build([broken_row(value=9)]), PLAIN) == known
    assert finding_ids(build([broken_row(id="other", path="elsewhere.html", sha256="new")]), PLAIN) == known
    assert finding_ids(build([broken_row(year=2022)]), PLAIN) != known
    assert finding_ids(build([broken_row(agency="邻镇人民政府")]), PLAIN) != known
    other = {"cells": {"t3.carried_in.natural_person": 3, "t3.carried_in.total": 4}}
    assert finding_ids(build([other]), PLAIN) != known


def test_without_a_body_the_bytes_tell_reports_apart() -> None:
    one, two, same = (finding_ids(build([broken_row(agency=None, sha256=s)]), PLAIN) for s in ("a", "b", "a"))
    assert one == same
    assert one != two


def test_second_copies_have_ids_of_their_own_in_the_order_of_paths() -> None:
    copies = [broken_row(path="a.html"), broken_row(path="b.html")]
    first, second = (
        dict(zip(f["report_id"], f["finding_id"], strict=True))
        for f in map(_findings, (copies, copies[::-1]))
    )
    assert len(set(first.values())) == 2
    assert first["r1"] == second["r2"] == finding_ids(build(copies[:1]), PLAIN)[0]


def _findings(reports: list[dict[str, object]]) -> pd.DataFrame:
    return judge(build(reports), [PLAIN])[1]


def test_the_evidence_hash_follows_the_figures() -> None:
    hashes = [_findings([broken_row(value)])["evidence_hash"].item() for value in (4, 4, 9)]
    assert hashes[0] == hashes[1]
    assert hashes[0] != hashes[2]


def test_numbers_of_extra_rows_are_no_part_of_an_id() -> None:
    def check(cell: str) -> Rule:
        return made(lambda f: suspects({"report_id": "r1", "cells": [cell], "subject": "denied.total"}))

    extra = {"row": "不予公开", "column": "total", "value": 1}
    frames = build([{"cells": {"other.t3.1": extra, "other.t3.2": extra}}])
    assert finding_ids(frames, check("other.t3.1")) == finding_ids(frames, check("other.t3.2"))


def test_evidence_quotes_cells_claims_cells_elsewhere_and_places() -> None:
    row = {
        "report_id": "r2",
        "cells": [CELL, "t3.carried_in.total"],
        "shown": [CELL],
        "claims": ["c1"],
        "elsewhere": [("r1", CELL)],
        "places": [("r1", "char=1,3;line=1", "标题"), ("r1", "", "nowhere")],
    }
    frames = build(
        [{"cells": {CELL: 7}}, {"cells": {CELL: 5}, "claims": [{"measure": "requests_new", "value": 6}]}]
    )
    _, findings = judge(frames, [made(lambda f: suspects(row))])
    assert findings["cells"].item() == [CELL, "t3.carried_in.total"]
    assert findings["evidence"].item() == [
        {"report_id": "r2", "locator": CELL, "quote": "5", "what": CELL},
        {"report_id": "r2", "locator": "c1", "quote": "6件", "what": "c1"},
        {"report_id": "r1", "locator": CELL, "quote": "7", "what": CELL},
        {"report_id": "r1", "locator": "char=1,3;line=1", "quote": "标题", "what": ""},
    ]


def test_no_reports_and_no_rules() -> None:
    for outcomes, findings in (judge(Frames(), select()), judge(build([{}]), [])):
        assert outcomes.empty
        assert findings.empty


def test_progress_wraps_the_rules() -> None:
    seen: list[str] = []
    judge(build([{}]), select("ARI"), progress=lambda rules: (seen.append(r.id) or r for r in rules))
    assert seen == [r.id for r in select("ARI")]


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ("ARI-01", {"ARI-01"}),
        ("ari-01 , ARI-02", {"ARI-01", "ARI-02"}),
        ("column-imbalance", {"ARI-01"}),
        ("NIL,-NIL-02", {r for r in catalogue() if r.startswith("NIL")} - {"NIL-02"}),
    ],
)
def test_select(spec: str, wanted: set[str]) -> None:
    assert {r.id for r in select(spec)} == wanted


def test_select_all_and_all_but() -> None:
    every = {r.id for r in select()}
    assert every == set(catalogue())
    assert {r.id for r in select("-ARI")} == {i for i in every if not i.startswith("ARI")}


@pytest.mark.parametrize("spec", ["ARI-99", "XYZ", "-nothing"])
def test_select_refuses_what_names_no_rule(spec: str) -> None:
    with pytest.raises(RuleError, match="names no rule"):
        select(spec)


def test_two_rules_cannot_share_an_id_or_a_name() -> None:
    def module(**values: Rule) -> object:
        return type("module", (), values)

    again = without(PLAIN, broken)
    with pytest.raises(RuleError, match="two rules have this id"):
        collect([module(a=PLAIN, b=again)])
    with pytest.raises(RuleError, match="belongs to ARI-03"):
        collect([module(a=PLAIN, b=replace(again, id="ARI-98"))])
    assert list(collect([module(a=PLAIN), module(a=PLAIN)])) == ["ARI-03"]


PAPERS = {
    "en": "T",
    "zh": "题",
    "severity": Severity.low,
    "basis_en": "b",
    "basis_zh": "据",
    "why_zh": "因",
    "innocent_zh": "无",
}


@pytest.mark.parametrize(
    ("name", "papers", "fault"),
    [
        (("ARI-1", "a-name"), {}, "two digits"),
        (("ARI-01", "A Name"), {}, "kebab"),
        (("ARI-01", "a-name"), {"why_zh": ""}, "why_zh"),
    ],
)
def test_papers_out_of_order_are_refused(name: tuple[str, str], papers: dict, fault: str) -> None:
    with pytest.raises(RuleError, match=fault):
        rule(*name, **{**PAPERS, **papers})(PLAIN.check)


def test_a_docstring_without_its_headings_is_refused() -> None:
    with pytest.raises(RuleError, match="Innocent explanations"):
        rule("ARI-01", "a-name", **PAPERS)(broken)


def test_options_have_their_default_until_they_are_set() -> None:
    def over(frames: Frames, *, least: int) -> Verdict:
        """More. *Why it matters*: x. *Innocent explanations*: x. *Source*: x."""
        suspects = frames.reports[frames.reports["cells_number"] >= least][["report_id"]]
        return Verdict(suspects.assign(message_en="more", message_zh="多"))

    ruled = replace(without(PLAIN, over), options=(Option("least", 5, "figures", "数字个数"),))
    frames = Frames(reports=pd.DataFrame({"report_id": ["a"], "cells_number": [4]}))
    assert ruled.verdict(frames).suspects.empty
    assert len(replace(ruled, values={"least": 4}).verdict(frames).suspects) == 1


def test_an_option_that_the_function_does_not_take_is_refused() -> None:
    with pytest.raises(RuleError, match="not its options"):
        rule(
            "XXX-02", "odd", en="x", zh="x", severity=Severity.low, basis_en="x", basis_zh="x", why_zh="x", innocent_zh="x",
            options=(Option("least", 5, "x", "x"),),
        )(PLAIN.check)  # fmt: skip


def test_a_suspect_without_cells_to_show_quotes_all_its_cells_beside_one_that_has_them() -> None:
    frames = build([{"cells": {CELL: 1}}, {"agency": "乙镇人民政府", "cells": {CELL: 2}}])
    rows = suspects(
        {"report_id": "r1", "cells": [CELL, "t4.review.total"], "shown": [CELL]},
        {"report_id": "r2", "cells": [CELL]},
    )
    _, found = judge(frames, [made(lambda _: rows)])
    assert [[e["what"] for e in places] for places in found.sort_values("report_id")["evidence"]] == [
        [CELL],
        [CELL],
    ]


def test_personal_numbers_are_masked_wherever_a_finding_may_print_them() -> None:
    told = dict.fromkeys(
        ("observed", "expected", "message_en", "message_zh", "hint"), "证号11010519491231002X"
    )
    found = judge(build([{}]), [made(lambda f: suspects({"report_id": "r1", **told}))])[1].iloc[0]
    assert [name for name in told if "19491231" in found[name]] == []


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_basis_that_was_checked_is_told_as_it_is(confirmed: bool) -> None:
    one = made(lambda frames: suspects({"report_id": "r1"}), confirmed=confirmed)
    basis = judge(build([{}]), [one])[1]["basis"].tolist()
    assert basis == [one.basis_en if confirmed else f"{one.basis_en} (to be confirmed)"]


@pytest.mark.parametrize("column", ["message_en", "message_zh"])
@pytest.mark.parametrize("text", ["", None])
def test_a_finding_without_words_is_an_error(column: str, text: str | None) -> None:
    lacking = made(lambda frames: suspects({"report_id": "r1"}, {"report_id": "r1", column: text}))
    outcomes, findings = judge(build([{}]), [lacking])
    assert outcomes["outcome"].tolist() == ["error"]
    assert column in outcomes["reason"].iloc[0]
    assert findings.empty
