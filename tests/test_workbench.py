"""State, controls, widgets, sources and server: events set the state, views follow it."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path

import ipywidgets
import pytest
from shown_frames import BODIES, HOSTILE, SOURCE, small_audit

from audit import workbench
from audit.errors import AuditError, NothingToLoad
from audit.frames import empty
from audit.views import messages
from audit.views.canvas import MIME
from audit.views.selection import PAGE, Filters, Order
from audit.workbench import controls, overview, plugs, serve, source
from audit.workbench.state import State

FOLDER = Path(workbench.__file__).parent


@pytest.fixture
def state(tmp_path):
    return State(small_audit(tmp_path), rules={}, folders=[tmp_path])


def large(state):
    """The same state with enough findings for three pages."""
    few = state.audited.findings
    many = few.loc[few.index.repeat(6)].reset_index(drop=True)
    state.audited.findings = many.assign(finding_id=[f"f{i}" for i in range(len(many))])
    return State(state.audited, rules={})


# --- state -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pick", "filters"),
    [
        (["severity", "high"], Filters(severity=("high",))),
        (["family", "ARI"], Filters(family="ARI")),
        (["agency", BODIES[0], "year", 2021], Filters(agency=BODIES[0], year=2021)),
        (["agency", "", "year", 0], Filters(agency="", year=0)),
        (["about", "body", "severity", ["high", "critical"]], Filters(("critical", "high"), about="body")),
    ],
)
def test_a_click_filters_and_the_same_click_takes_it_back(state, pick, filters):
    state.pick(pick)
    assert state.filters == filters
    state.pick(pick)
    assert state.filters == Filters()


@pytest.mark.parametrize(
    "nonsense",
    [None, 1, "family", [], ["family"], ["family", 3], ["severity", "x"], ["year", "2021"], ["year", True],
     [["family"], "ARI"], ["text", "x"], ["severity", []], ["family", "ARI", "text", "x"], ["__class__", "x"], {"family": "ARI"}],
)  # fmt: skip
def test_nonsense_from_the_browser_is_ignored(state, nonsense):
    state.pick(nonsense)
    assert state.filters == Filters()


@pytest.mark.parametrize("threshold", ["info", "low", "high", "critical"])
def test_a_heat_cell_shows_as_many_findings_as_it_says(state, threshold):
    state.threshold = threshold
    cells = overview.heat_cells(state)
    for pick, count in zip(cells["pick"], cells["findings"], strict=True):
        state.filters = Filters()
        state.pick(pick)
        assert len(state.shown) == count


def test_a_second_click_keeps_the_other_filters(state):
    state.filters = Filters(text="x", family="CAR")
    state.pick(["family", "ARI"])
    assert state.filters == Filters(text="x", family="ARI")


def test_the_selection_goes_with_its_finding(state):
    state.selected = state.shown["finding_id"].iloc[-1]
    state.filters = Filters(severity=("critical",))
    assert state.selected == ""


def test_the_page_follows_the_selection(state):
    state = large(state)
    state.selected = state.shown["finding_id"].iloc[-1]
    state.order = Order("severity", False)
    assert state.page == 0
    state.order = Order("severity", True)
    assert state.page == 2
    assert state.selected in set(state.rows["finding_id"])


def test_steps_go_over_pages_and_stop_at_the_ends(state):
    state = large(state)
    state.step(1)
    assert (state.page, state.selected) == (0, state.shown["finding_id"].iloc[0])
    state.step(PAGE)
    assert (state.page, state.selected) == (1, state.shown["finding_id"].iloc[PAGE])
    state.step(10_000)
    assert state.selected == state.shown["finding_id"].iloc[-1]
    state.step(-10_000)
    assert state.selected == state.shown["finding_id"].iloc[0]


def test_pages_hold_at_most_fifty_rows(state):
    state = large(state)
    assert len(plugs.list_view(state)["rows"]) == PAGE == 50
    state.turn(99)
    assert state.page == state.pages - 1
    assert 0 < len(state.rows) <= PAGE


def test_sorting_twice_turns_round(state):
    state.sort("agency")
    assert state.order == Order("agency", False)
    state.sort("agency")
    assert state.order == Order("agency", True)
    state.sort("severity")
    assert state.order == Order("severity", True)


def test_newer_results_are_taken_over_when_a_browser_comes(tmp_path):
    fewer = small_audit(tmp_path)
    fewer.findings = fewer.findings.iloc[:2]
    waiting = [None, fewer]
    state = State(small_audit(tmp_path), rules={}, newer=lambda: waiting.pop(0))
    listed = plugs.findings_list(state)
    before = len(listed.view["rows"])
    state.greet()
    assert len(listed.view["rows"]) == before
    state.greet()
    assert len(listed.view["rows"]) == 2


def test_a_results_folder_is_read_again_only_after_a_new_run(tmp_path, monkeypatch):
    manifest, reads = tmp_path / "manifest.json", []
    manifest.write_text("{}")
    monkeypatch.setattr(overview, "read", lambda folder: reads.append(folder) or "audit")
    newer = overview.watched(tmp_path)
    assert newer() is None
    manifest.write_text("{} ")
    os.utime(manifest, ns=(1, 1))
    assert (newer(), newer()) == ("audit", None)
    assert len(reads) == 1


# --- workbench -------------------------------------------------------------------------------------------


def widgets_in(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from widgets_in(child)


def of_class(widget, kind):
    return [w for w in widgets_in(widget) if isinstance(w, kind)]


def test_the_workbench_has_few_widgets(state):
    before = len(ipywidgets.widgets.widget._instances)
    overview.build(state)
    assert len(ipywidgets.widgets.widget._instances) - before < 150


def test_all_charts_are_drawn_as_plain_figures(state):
    outputs = [o.outputs for o in of_class(overview.build(state), ipywidgets.Output)]
    assert [len(o) for o in outputs] == [1, 1, 1, 1]
    assert {o[0]["data"][MIME]["layout"]["meta"]["id"] for o in outputs} == {
        "severity", "family", "outcome", "heat",
    }  # fmt: skip


def test_a_page_draws_its_charts_when_it_is_seen(state):
    made = overview.build(state, whole_page=True)
    outputs = of_class(made, ipywidgets.Output)
    assert not any(o.outputs for o in outputs)
    assert all(re.fullmatch(r"\d+(\.\d+)?px", o.layout.height) for o in outputs)
    of_class(made, plugs.Clicks)[0]._handle_custom_msg({"hello": True}, [])
    assert all(o.outputs for o in outputs)


def test_a_click_message_reaches_list_and_controls(state):
    made = overview.build(state)
    clicks, listed = of_class(made, plugs.Clicks)[0], of_class(made, plugs.FindingsList)[0]
    clicks._handle_custom_msg({"figure": "family", "pick": ["family", "PRV"]}, [])
    assert {r["cells"][1] for r in listed.view["rows"]} == {"PRV-01"}
    assert "PRV" in [d.value for d in of_class(made, ipywidgets.Dropdown)]
    assert "来源" not in listed.view["title"]


def test_list_messages_sort_step_and_turn(state):
    state = large(state)
    listed = plugs.findings_list(state)
    listed._handle_custom_msg({"sort": "year"}, [])
    assert state.order == Order("year", False)
    listed._handle_custom_msg({"step": 1}, [])
    assert listed.selected == state.selected != ""
    listed._handle_custom_msg({"turn": 1}, [])
    assert listed.view["page"] == 1
    listed._handle_custom_msg({"sort": "evidence_hash"}, [])
    assert state.order == Order("year", False)


def test_choosing_a_row_opens_its_card(state):
    made = overview.build(state)
    listed, card = of_class(made, plugs.FindingsList)[0], of_class(made, ipywidgets.HTML)[-1]
    assert "Choose a finding" in card.value
    listed.selected = state.shown["finding_id"].iloc[0]
    assert "<mark>12</mark>" in card.value
    assert "r0.txt" in card.value


def test_every_control_sets_its_filter(state):
    bar = controls.filter_bar(state)
    family, agency, year, about = of_class(bar, ipywidgets.Dropdown)
    family.value, agency.value, year.value, about.value = "ARI", BODIES[0], 2021, "body"
    of_class(bar, ipywidgets.Text)[0].value = "合计"
    critical, high, *_ = of_class(bar, ipywidgets.ToggleButton)
    high.value = critical.value = True
    assert state.filters == Filters(("critical", "high"), "ARI", BODIES[0], 2021, "body", "合计")
    critical.value = False
    assert state.filters.severity == ("high",)
    clear = of_class(bar, ipywidgets.Button)[0]
    clear.click()
    assert state.filters == Filters()
    assert (family.value, high.value, clear.disabled) == (controls.ANY, False, True)


def test_switching_the_language_keeps_what_was_chosen(state):
    made = overview.build(state)
    state.filters = Filters(severity=("high",), family="CAR", agency=BODIES[0], year=2022, about="body")
    state.threshold = "high"
    chosen, threshold, changes = state.filters, state.threshold, []
    state.observe(changes.append, ["filters", "threshold"])
    for language in ("zh", "en", "zh"):
        state.language = language
        assert (state.filters, state.threshold) == (chosen, threshold)
    assert changes == []
    assert [d.value for d in of_class(made, ipywidgets.Dropdown)][:4] == ["CAR", BODIES[0], 2022, "body"]


def shown_words(made):
    """What a reader of the workbench can read, less tags and what the list gets as data."""
    for widget in widgets_in(made):
        for name in ("description", "placeholder", "tooltip"):
            yield str(getattr(widget, name, "") or "")
        if isinstance(widget, ipywidgets.HTML):
            yield from re.sub(r"<[^>]*>", "\n", widget.value).split("\n")
        if isinstance(widget, ipywidgets.Dropdown):
            yield from widget._options_labels
        if isinstance(widget, plugs.FindingsList):
            yield from (v for v in widget.view.values() if isinstance(v, str) and v not in ("severity",))
            yield from (c["label"] for c in widget.view["columns"])
        if isinstance(widget, ipywidgets.Output):
            drawn = widget.outputs[0]["data"][MIME]
            yield from (w for t in drawn["data"] for w in _flat(t.get("hovertext", [])))
            yield from drawn["layout"]["yaxis"]["ticktext"]


def _flat(value):
    return [w for v in value for w in _flat(v)] if isinstance(value, list) else [value]


def test_no_word_comes_from_outside_the_catalogue(state, monkeypatch):
    known = messages.catalogue()
    marked = {k: {lang: f"⟦{text}⟧" for lang, text in entry.items()} for k, entry in known.items()}
    monkeypatch.setattr(messages, "catalogue", lambda: marked)
    plain = {"message_en": "1", "message_zh": "1", "basis": None, "cells": [[]] * len(state.findings)}
    state.audited.findings = state.audited.findings.assign(**plain)
    state = State(state.audited, rules={}, folders=state.folders)
    made = overview.build(state)
    state.selected = state.shown["finding_id"].iloc[0]
    data = r"<br>|[A-Z]{3}(-\d\d)?\b|t\d\.[a-z_.]+|r\d\.txt|char=[\d,]+;line=\d+"
    for word in shown_words(made):
        rest = re.sub(data, "", word)
        while "⟦" in rest:
            rest = re.sub("⟦[^⟦⟧]*⟧", "", rest)
        assert not re.search("[A-Za-z]{2,}", rest), word


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_an_audit_of_nothing_says_so_in_every_view(language):
    nothing = {k: empty(k) for k in ("reports", "facts", "outcomes", "findings")}
    made = overview.build(State(type("Nothing", (), nothing)(), rules={}, language=language))
    said = " ".join(h.value for h in of_class(made, ipywidgets.HTML))
    said += of_class(made, plugs.FindingsList)[0].view["empty"]
    for view in ("severity", "family", "outcome", "heat", "detail"):
        assert messages.say(f"empty.{view}", language) in said
    assert messages.say("empty.table_all", language) in said


def test_the_parts_for_notebooks(state):
    assert len(of_class(overview.charts(state), ipywidgets.Output)) == 3
    assert len(of_class(overview.findings(state), plugs.FindingsList)) == 1


# --- hostile text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_hostile_text_is_shown_and_not_run(tmp_path, language):
    state = State(small_audit(hostile=True), rules={}, language=language)
    made = overview.build(state)
    for finding in state.shown["finding_id"]:
        state.selected = finding
        for html in of_class(made, ipywidgets.HTML):
            assert "<img" not in html.value
            assert "<script" not in html.value
    rows = [cell for row in of_class(made, plugs.FindingsList)[0].view["rows"] for cell in row["cells"]]
    assert set(HOSTILE) <= set(rows)


def test_text_that_is_a_path_is_not_opened(state):
    marker = Path("/etc/hostname")
    secret = marker.read_text().strip() if marker.exists() else "no such host"
    state.audited.findings["message_en"] = str(marker)
    made = overview.build(State(state.audited, rules={}))
    assert all(secret not in h.value for h in of_class(made, ipywidgets.HTML))


# --- sources ---------------------------------------------------------------------------------------------


def test_passage_of_a_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SOURCE, encoding="utf-8")
    start = SOURCE.index("11")
    assert "<mark>11</mark>" in source.passage(path, [f"char={start},{start + 2};line=2"], "zh")


def test_a_changed_file_is_not_shown_as_the_one_that_was_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SOURCE, encoding="utf-8")
    with pytest.raises(source.SourceLost, match="changed"):
        source.passage(path, ["char=0,1;line=1"], sha256="0" * 64)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "r0.txt").unlink(), "not found"),
        (lambda folder: (folder / "r0.txt").write_bytes(b"\0\1\2"), "cannot be read"),
        (lambda folder: (folder / "r0.txt").write_text("一"), "the place is not in it"),
    ],
)
def test_a_lost_source_says_why_and_shows_the_quotes(state, tmp_path, spoil, said):
    spoil(tmp_path)
    state.selected = state.findings.loc[state.findings["report_id"] == "r0", "finding_id"].iloc[0]
    html = source.source_html(state, state.finding)
    assert said in html
    assert "<mark>12</mark>" in html


# --- scripts and server ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["clicks.js", "findings.js", "style.css"])
def test_scripts_are_small_and_call_nobody(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert len(text.encode()) < 20_000
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(|innerHTML|eval\(|fetch\(|XMLHttp", text)


def test_the_page_template_calls_nobody():
    for path in (FOLDER / "share").rglob("*.j2"):
        assert not re.search(r"https?:|//[a-z]+\.", path.read_text(encoding="utf-8"))


def test_settings_of_the_server_are_safe():
    made = serve.settings(8866)
    assert made["Voila"]["ip"] == "127.0.0.1"
    assert made["Voila"]["config_file_paths"] == []
    assert made["VoilaConfiguration"]["file_denylist"] == [".*"]
    assert made["MappingKernelManager"]["cull_idle_timeout"] > 0
    assert "default-src 'self'" in json.dumps(made)
    assert serve.dashboard("overview").is_file()


@pytest.mark.parametrize("host", ["0.0.0.0", "", "192.168.0.1", "localhost.example"])
def test_the_server_refuses_other_addresses(tmp_path, host, monkeypatch):
    (tmp_path / "manifest.json").write_text("{}")
    monkeypatch.setattr(serve, "settings", None)
    monkeypatch.setattr(serve, "_refuse_taken", None)
    with pytest.raises(AuditError, match=r"binds to 127\.0\.0\.1 only"):
        serve.serve(tmp_path, host=host)


def test_the_server_refuses_a_folder_without_results(tmp_path):
    with pytest.raises(NothingToLoad, match="no results there"):
        serve.serve(tmp_path)


def test_the_server_says_that_a_port_is_taken(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(AuditError, match="choose another with --port"):
            serve.serve(tmp_path, port=taken.getsockname()[1])


def test_a_kernel_knows_what_to_show(tmp_path, monkeypatch):
    monkeypatch.delenv(serve.RESULTS, raising=False)
    assert serve.served() is None
    monkeypatch.setenv(serve.RESULTS, str(tmp_path))
    monkeypatch.setenv(serve.LANGUAGE, "zh")
    assert serve.served() == serve.Served(tmp_path, "zh", tmp_path)
