"""What must hold for every rule, whatever it looks for."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pandas as pd
import pytest
from rule_cases import FOLDER, as_set, build, case_files, cases_in

from audit.frames import Frames
from audit.judge import Rule, judge
from audit.judge.rule import SUSPECT_COLUMNS
from audit.rules import catalogue

FRAMES = [f.name for f in fields(Frames)]
RULES = list(catalogue().values())
OF_CELLS = [
    r for r in RULES if r.family in ("ARI", "NIL", "NUM") or r.id in ("CAR-01", "CAR-02", "CAR-03", "CAR-11")
]
every_rule = pytest.mark.parametrize("made", RULES, ids=lambda r: r.id)


@pytest.fixture(scope="module")
def mixed() -> Frames:
    """All flagged cases of all rules in one set of reports, every case a body of its own."""
    flagged = [c for path in case_files() for c in cases_in(path) if c.kind == "flagged"]
    reports = []
    for n, case in enumerate(flagged):
        for one in case.reports:
            body = one.get("agency", "样例镇人民政府")
            name = f"{n}号{body}" if isinstance(body, str) else body
            reports.append({**one, "id": f"{n}.{one['id']}", "agency": name})
    return build(reports)


@pytest.fixture(scope="module")
def turned(mixed: Frames) -> Frames:
    """The same reports in another order. Inside a report, prose keeps its order: it is that of reading."""
    reports = mixed.reports.sample(frac=1, random_state=7)
    order = {report: n for n, report in enumerate(reports["report_id"])}
    frames = {
        name: getattr(mixed, name).sort_values("report_id", key=lambda ids: ids.map(order), kind="stable")
        for name in FRAMES
    }
    frames["facts"] = mixed.facts.sample(frac=1, random_state=7)
    return Frames(**{name: frame.reset_index(drop=True) for name, frame in frames.items()})


Judged = tuple[pd.DataFrame, pd.DataFrame]
"""Outcomes and findings."""


@pytest.fixture(scope="module")
def judged(mixed: Frames) -> Judged:
    return judge(mixed, RULES)


@pytest.fixture(scope="module")
def judged_turned(turned: Frames) -> Judged:
    return judge(turned, RULES)


@pytest.fixture(scope="module")
def judged_again(mixed: Frames) -> Judged:
    """The same frames, with nothing computed yet."""
    return judge(replace(mixed), RULES)


def of(made: Rule, judged: Judged) -> Judged:
    """What one rule says, in the order of reports."""
    outcomes, findings = (frame[frame["rule_id"] == made.id] for frame in judged)
    return outcomes.sort_values("report_id", ignore_index=True), findings.reset_index(drop=True)


def test_rules_leave_their_frames_as_they_were(mixed: Frames) -> None:
    before = {name: getattr(mixed, name).copy() for name in FRAMES}
    facts, changed = mixed.facts, []
    for made in RULES:
        made.verdict(mixed)
        if mixed.facts is not facts or not all(len(getattr(mixed, n)) == len(before[n]) for n in FRAMES):
            changed.append(made.id)
    assert not changed
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(mixed, name), before[name])


@every_rule
def test_the_order_of_reports_is_nothing_to_a_rule(made: Rule, judged: Judged, judged_turned: Judged) -> None:
    for here, there in zip(of(made, judged), of(made, judged_turned), strict=True):
        pd.testing.assert_frame_equal(here, there)


@every_rule
def test_a_rule_says_the_same_twice(made: Rule, judged: Judged, judged_again: Judged) -> None:
    pd.testing.assert_frame_equal(of(made, judged)[1], of(made, judged_again)[1])


@every_rule
def test_empty_frames_give_nothing(made: Rule) -> None:
    verdict = made.verdict(Frames())
    assert verdict.suspects.empty
    assert verdict.cannot_tell.empty


@pytest.mark.parametrize("made", OF_CELLS, ids=lambda r: r.id)
@pytest.mark.parametrize("lost", [{"fill": "absent"}, {"fill": "unreadable"}])
def test_without_cells_a_rule_of_cells_is_never_clear(made: Rule, lost: dict) -> None:
    form = made.forms[-1] if made.forms else "2021"
    year = 2020 if form == "2019" else 2023
    frames = build([{"year": year - 1, "form": form, **lost}, {"year": year, "form": form, **lost}])
    outcomes, findings = judge(frames, [made])
    assert set(outcomes["outcome"]) <= {"cannot_tell", "not_applicable"}
    assert findings.empty


@every_rule
def test_a_report_that_was_not_read_is_never_clear(made: Rule) -> None:
    frames = build([{"status": "unreadable", "note": "cut", "fill": "absent"}])
    assert judge(frames, [made])[0]["outcome"].tolist() == ["cannot_tell"]


def flagging(made: Rule, mixed: Frames) -> tuple[Rule, Frames]:
    """The rule with frames that it flags: the mixed ones, or its first flagged case where it wants settings or peers."""
    if len(made.verdict(mixed).suspects):
        return made, mixed
    case = next(c for c in cases_in(FOLDER / f"{made.id}.yml") if c.kind == "flagged")
    return as_set(made, case), build(case.reports)


@every_rule
def test_suspects_have_the_declared_columns(made: Rule, mixed: Frames) -> None:
    one, frames = flagging(made, mixed)
    suspects = one.verdict(frames).suspects
    assert set(suspects.columns) <= set(SUSPECT_COLUMNS)
    assert {"report_id", "message_en", "message_zh"} <= set(suspects.columns)


@pytest.fixture(scope="module")
def cells_there(mixed: Frames) -> dict[str, set[str]]:
    """The cells of every report of the mixed frames."""
    return cells_of(mixed)


def cells_of(frames: Frames) -> dict[str, set[str]]:
    return frames.facts.groupby("report_id")["cell"].agg(set).to_dict()


@every_rule
def test_findings_speak_of_reports_and_cells_that_are_there(
    made: Rule, mixed: Frames, judged: Judged, cells_there: dict[str, set[str]]
) -> None:
    found, there = of(made, judged)[1], cells_there
    if found.empty:
        one, frames = flagging(made, mixed)
        found, there = judge(frames, [one])[1], cells_of(frames)
    assert len(found)
    for report, named in zip(found["report_id"], found["cells"], strict=True):
        assert set(named) <= there.get(report, set())
        assert len(set(named)) == len(named)


@every_rule
def test_messages_are_whole_in_both_languages(made: Rule, judged: Judged) -> None:
    found = judged[1][judged[1]["rule_id"] == made.id]
    for row in found.to_dict("records"):
        for text in (row["message_en"], row["message_zh"]):
            assert text
            assert text == text.strip()
            assert not re.search(r"\b(nan|NaN|None|NaT|<NA>)\b|\{|\}", text)
        assert re.search(r"[\u4e00-\u9fff]", row["message_zh"])


@every_rule
def test_messages_contain_the_observed_figures(made: Rule, judged: Judged) -> None:
    found = judged[1][judged[1]["rule_id"] == made.id]
    figure = r"-?\d+(?:\.\d+)?"
    found = found[found["observed"].str.fullmatch(f"{figure}(, {figure})*", na=False)]
    for row in found.to_dict("records"):
        for number in re.findall(figure, row["observed"]):
            assert number in row["message_en"]
            assert number in row["message_zh"]


@every_rule
def test_every_finding_shows_a_place(made: Rule, mixed: Frames, judged: Judged) -> None:
    found = judged[1][judged[1]["rule_id"] == made.id]
    printed, known = (set(frame["report_id"]) for frame in (mixed.sections, mixed.reports))
    for report, places in zip(found["report_id"], found["evidence"], strict=True):
        assert places or report not in printed
        assert all(place["locator"] and place["report_id"] in known for place in places)


def test_no_rule_breaks_on_any_case(judged: Judged) -> None:
    outcomes = judged[0]
    assert outcomes.loc[outcomes["outcome"] == "error", ["rule_id", "reason"]].drop_duplicates().to_dict(
        "list"
    ) == {
        "rule_id": [],
        "reason": [],
    }


def test_finding_ids_are_unique(judged: Judged) -> None:
    assert judged[1]["finding_id"].is_unique


@every_rule
def test_papers_speak_both_languages(made: Rule) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert all(chinese.search(t) for t in (made.title_zh, made.basis_zh, made.zh["why"], made.zh["innocent"]))
    assert re.search(r"[A-Za-z]{3}", made.title_en)
    assert made.basis_en
    assert made.needs


EQUALS = [r for r in RULES if r.family in ("TXT", "HIE", "OUT") and r.id not in ("TXT-10", "HIE-04")]


@pytest.mark.parametrize("made", EQUALS, ids=lambda r: r.id)
def test_where_two_figures_differ_neither_is_called_what_the_other_should_be(made: Rule) -> None:
    assert made.sides != ("observed", "expected")
