"""Views: frames in, figures, tables and HTML out; nothing is lost, mixed up or executed."""

from __future__ import annotations

import ast
import json
import re
import string
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from shown_frames import BODIES, HOSTILE, SOURCE, small_audit

from audit import views
from audit.frames import empty
from audit.frames.schema import SEVERITIES
from audit.judge.rule import SIDES
from audit.model import OUTCOMES, STATES, Cell, Document, Grid, Paragraph
from audit.rules import catalogue
from audit.views import bars, canvas, escape, finding, heat, messages, selection, summary, tables
from audit.views.passage import passages
from audit.views.selection import Filters, Order

AUDIT = small_audit()
SHOW = Path(views.__file__).parent.parent


class Elements(HTMLParser):
    """Names of elements and attributes of a piece of HTML, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.said.append(data)


# --- selection -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), lambda f: f),
        (Filters(severity=("critical",)), lambda f: f[f.severity == "critical"]),
        (Filters(severity=("critical", "info")), lambda f: f[f.severity.isin(["critical", "info"])]),
        (Filters(family="PRV"), lambda f: f[f.rule_id == "PRV-01"]),
        (Filters(agency=BODIES[0]), lambda f: f[f.agency == BODIES[0]]),
        (Filters(agency=""), lambda f: f[f.agency.isna()]),
        (Filters(year=2022), lambda f: f[(f.year == 2022).fillna(False)]),
        (Filters(year=0), lambda f: f[f.year.isna()]),
        (Filters(about="extraction"), lambda f: f[f.about == "extraction"]),
        (Filters(text="prv-01 云溪"), lambda f: f[(f.rule_id == "PRV-01") & (f.agency == BODIES[2])]),
        (Filters(text="carried_in"), lambda f: f),
        (Filters(text="(item"), lambda f: f),
        (Filters(text="no such words"), lambda f: f.iloc[:0]),
        (Filters(family="ARI", about="copy"), lambda f: f.iloc[:0]),
    ],
)
def test_select_keeps_exactly_the_rows_asked_for(filters, expected):
    before = AUDIT.findings.copy()
    chosen = selection.select(AUDIT.findings, filters)
    pd.testing.assert_frame_equal(chosen, expected(AUDIT.findings))
    pd.testing.assert_frame_equal(before, AUDIT.findings)


def test_select_on_no_findings():
    assert selection.select(empty("findings"), Filters(text="x", family="ARI", year=2020)).empty


def test_outcomes_follow_body_year_and_family_only():
    chosen = selection.select_outcomes(
        AUDIT.outcomes, AUDIT.reports, Filters(agency=BODIES[0], family="ARI", severity=("info",), text="x")
    )
    assert set(chosen.rule_id) == {"ARI-01"}
    assert len(chosen) == 3


@pytest.mark.parametrize("column", selection.COLUMNS)
@pytest.mark.parametrize("descending", [True, False])
def test_order_keeps_all_rows_and_ties(column, descending):
    sorted_ = selection.ordered(AUDIT.findings, Order(column, descending), "en")
    assert sorted(sorted_.finding_id) == sorted(AUDIT.findings.finding_id)
    key = sorted_["message_en" if column == "message" else column]
    for _, ties in sorted_.groupby(key.astype("object").fillna("?")):
        assert list(ties.index) == sorted(ties.index)


def test_worst_severity_first():
    sorted_ = selection.ordered(AUDIT.findings, Order("severity", True), "zh")
    assert list(dict.fromkeys(sorted_.severity)) == list(SEVERITIES)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_pages(count, pages):
    assert selection.pages(count) == pages


def test_filters_know_what_is_active():
    chosen = Filters(severity=("low",), year=0)
    assert chosen.active() == ("severity", "year")
    assert chosen.without("year") == Filters(severity=("low",))


# --- summary ---------------------------------------------------------------------------------------------


def test_counts_by_severity_and_family_tell_apart_whose_finding_it_is():
    counts = summary.by_severity(AUDIT.findings)
    assert list(counts.index) == list(SEVERITIES)
    assert counts.to_numpy().sum() == len(AUDIT.findings)
    assert counts.loc["low", "body"] == 0 < counts.loc["low", "copy"]
    families = summary.by_family(AUDIT.findings)
    assert families.to_numpy().sum() == len(AUDIT.findings)
    assert list(families.sum(axis=1)) == sorted(families.sum(axis=1), reverse=True)


def test_findings_of_a_further_copy_count_once_in_totals_and_stay_in_the_list():
    copy = AUDIT.findings[AUDIT.findings["agency"].notna()].assign(report_id="copy")
    both = pd.concat([AUDIT.findings, copy], ignore_index=True)
    whole = summary.by_severity(AUDIT.findings)
    assert summary.by_severity(both).equals(whole)
    assert summary.by_family(both).equals(summary.by_family(AUDIT.findings))
    assert summary.by_body_year(AUDIT.reports, both).findings.sum() == len(AUDIT.findings)
    told = summary.overview(AUDIT.reports, both, AUDIT.outcomes)
    assert told == summary.overview(AUDIT.reports, AUDIT.findings, AUDIT.outcomes)
    assert len(selection.select(both, Filters())) == len(both)


@pytest.mark.parametrize(
    "other", [{"message_en": "13, not 12"}, {"year": 2020}, {"agency": None}, {"rule_id": "ARI-09"}]
)
def test_another_finding_of_a_further_copy_counts(other):
    first = AUDIT.findings[AUDIT.findings["agency"].notna()].iloc[[0]]
    two = pd.concat([first, first.assign(report_id="copy", **other)], ignore_index=True)
    assert summary.by_severity(two).to_numpy().sum() == 2


def test_heat_cells_tell_apart_missing_unread_and_zero():
    cells = summary.by_body_year(AUDIT.reports, AUDIT.findings).set_index(["agency", "year"])["state"]
    assert cells[BODIES[2], 2022] == "no_report"
    assert cells[BODIES[2], 2021] == "not_read"
    assert cells[BODIES[1], 2022] == "partly_read"
    assert cells[BODIES[0], 2021] == "read"
    assert cells["", 0] == "read"


def test_a_second_unreadable_file_of_a_body_and_year_does_not_hide_the_first():
    reports = pd.concat([AUDIT.reports, AUDIT.reports.iloc[[0]].assign(report_id="x", status="unreadable")])
    cells = summary.by_body_year(reports, AUDIT.findings).set_index(["agency", "year"])["state"]
    assert cells[BODIES[0], 2021] == "partly_read"


def test_heat_counts_equal_the_findings():
    cells = summary.by_body_year(AUDIT.reports, AUDIT.findings)
    assert cells.findings.sum() == len(AUDIT.findings)
    order = cells.groupby("agency", sort=False).findings.sum()
    assert list(order) == sorted(order, reverse=True)


@pytest.mark.parametrize(("severity", "kept"), [("critical", 1), ("medium", 3), ("info", 5)])
def test_at_least(severity, kept):
    assert set(summary.at_least(AUDIT.findings, severity).severity) == set(SEVERITIES[:kept])


def test_overview_never_adds_copy_and_extraction_to_the_body():
    numbers = summary.overview(AUDIT.reports, AUDIT.findings, AUDIT.outcomes)
    told = numbers["about_body"], numbers["about_copy"], numbers["about_extraction"]
    assert sum(told) == len(AUDIT.findings)
    assert all(told)
    assert (numbers["read"], numbers["partly_read"], numbers["unreadable"]) == (6, 1, 1)
    assert numbers["cannot_tell"] == 8


# --- figures ---------------------------------------------------------------------------------------------


def drawn(audit, language, filters=None):
    cells = summary.by_body_year(audit.reports, audit.findings)
    return {
        "severity": bars.severity_bars(summary.by_severity(audit.findings), language, filters),
        "family": bars.family_bars(summary.by_family(audit.findings), language, filters),
        "outcome": bars.outcome_bars(summary.by_outcome(audit.outcomes), language),
        "heat": heat.body_year_heat(cells, language, filters),
    }


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize(
    "filters", [None, Filters(severity=("high",), family="ARI", agency=BODIES[1], year=2022)]
)
def test_every_figure_is_drawn_and_named(language, filters):
    for name, figure in drawn(AUDIT, language, filters).items():
        assert figure.layout.meta["id"] == name
        assert list(canvas.bundle(figure)) == [canvas.MIME]
        json.dumps(canvas.bundle(figure))


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_figure_of_nothing(language):
    nothing = type(AUDIT)(**{k: empty(k) for k in ("reports", "facts", "outcomes", "findings")})
    for figure in drawn(nothing, language).values():
        json.dumps(canvas.bundle(figure))


def test_bars_carry_the_filter_that_a_click_means():
    figure = drawn(AUDIT, "en")["severity"]
    assert figure.data[0].customdata[1] == ["severity", "high"]
    first = drawn(AUDIT, "en")["heat"].data[0].customdata[0][0]
    assert (first[0], first[2], first[3]) == ("agency", "year", 2021)


def test_heat_marks():
    figure = drawn(AUDIT, "en")["heat"]
    counts, unread, none = (sum(sum(bool(t) for t in row) for row in trace.text) for trace in figure.data)
    cells = summary.by_body_year(AUDIT.reports, AUDIT.findings)
    assert counts == cells.state.isin(["read", "partly_read"]).sum()
    assert unread == (cells.state == "not_read").sum() == 1
    assert none == (cells.state == "no_report").sum()
    assert sum(str(t).endswith("*") for row in figure.data[0].text for t in row) == 1


def test_cannot_tell_is_drawn_apart_from_clear():
    figure = drawn(AUDIT, "en")["outcome"]
    marks = {t.name: (t.marker.color, t.marker.pattern.shape) for t in figure.data}
    assert marks["Cannot tell"] != marks["Clear"]
    assert marks["Cannot tell"][1] == "/"
    assert sum(t.x[0] for t in figure.data) == pytest.approx(1)


def test_digest_follows_the_data_and_not_the_wording():
    first, second = drawn(AUDIT, "en")["severity"], drawn(AUDIT, "zh")["severity"]
    assert canvas.digest(first) == canvas.digest(second)
    fewer = bars.severity_bars(summary.by_severity(AUDIT.findings.iloc[1:]), "en")
    assert canvas.digest(fewer) != canvas.digest(first)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_report_text_in_figures_cannot_be_markup_or_formula(language):
    for figure in drawn(small_audit(hostile=True), language).values():
        plain = json.loads(figure.to_json())
        for trace in plain["data"]:
            trace.pop("customdata", None)
        shown = json.dumps(plain)
        assert "<img" not in shown
        assert "</script" not in shown
        assert "$" not in shown


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("$a$", "＄a＄"),
        ("a\n b", "a b"),
        (None, ""),
        (pd.NA, ""),
        ("abcdef", "abc…"),
        ("甲乙丙", "甲…"),
    ],
)
def test_label(raw, label):
    assert escape.label(raw, 4 if label.endswith("…") else None) == label


# --- tables and cards ------------------------------------------------------------------------------------


def written(audit, language):
    cells = summary.by_body_year(audit.reports, audit.findings)
    rows = audit.findings.assign(path=audit.findings.report_id.map(audit.reports.set_index("report_id").path))
    yield tables.severity_table(summary.by_severity(audit.findings), language)
    yield tables.family_table(summary.by_family(audit.findings), language)
    yield tables.outcome_table(summary.by_outcome(audit.outcomes), language)
    yield tables.heat_table(cells, language)
    yield tables.tiles(summary.overview(audit.reports, audit.findings, audit.outcomes), language)
    yield tables.header(audit.reports, language)
    yield from (tables.about_legend(language), tables.outcome_legend(language), tables.heat_legend(language))
    for row in rows.to_dict("records"):
        facts = audit.facts[audit.facts.report_id == row["report_id"]]
        found = [(e["locator"], e["quote"]) for e in row["evidence"]]
        yield finding.card(row, facts, finding.quotes(found, language, "not_found"), language)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_report_text_in_html_is_text(language):
    allowed = {
        "dl",
        "dt",
        "dd",
        "div",
        "p",
        "b",
        "i",
        "h1",
        "h3",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    allowed |= {
        "code",
        "span",
        "small",
        "button",
        "details",
        "summary",
        "article",
        "header",
        "mark",
        "ul",
        "li",
    }
    said = ""
    for html in written(small_audit(hostile=True), language):
        elements = Elements(html)
        assert set(elements.names) <= allowed
        assert not [a for a, _ in elements.attributes if a.startswith("on")]
        said += "".join(elements.said)
    for hostile in HOSTILE:
        assert hostile in said


def test_tables_say_the_same_as_the_charts():
    cells = Elements(tables.severity_table(summary.by_severity(AUDIT.findings), "en")).said
    numbers = [int(c) for c in cells if c.isdigit()]
    assert sum(numbers) == 2 * len(AUDIT.findings)


def test_buttons_of_tables_mean_the_filter_of_the_marks():
    cells = summary.by_body_year(AUDIT.reports, AUDIT.findings)
    picks = [
        json.loads(v) for a, v in Elements(tables.heat_table(cells, "zh")).attributes if a == "data-pick"
    ]
    assert ["agency", BODIES[0], "year", 2021] in picks
    assert len(picks) == (cells.state != "no_report").sum()


def test_card_shows_cells_with_states():
    row = AUDIT.findings.iloc[0].to_dict()
    html = finding.cells_table(row, AUDIT.facts[AUDIT.facts.report_id == row["report_id"]], "en")
    assert "blank" in html
    assert "t3.carried_out.total" in html
    assert "No table cell" in finding.cells_table({**row, "cells": []}, AUDIT.facts, "en")


def test_a_cell_without_a_fact_is_absent_and_never_zero():
    html = finding.cells_table({"cells": ["t2.penalty.decisions"]}, empty("facts"), "en")
    assert "no such cell" in html
    assert ">0<" not in html


@pytest.mark.parametrize(("about", "told"), [("body", False), ("copy", True), ("extraction", True)])
def test_card_says_when_a_finding_is_not_about_the_body(about, told):
    row = AUDIT.findings[AUDIT.findings.about == about].iloc[0].to_dict()
    assert ('class="audit-note"' in finding.card(row, AUDIT.facts, "", "en")) is told


def test_a_chinese_card_says_what_was_expected_in_chinese():
    row = AUDIT.findings.iloc[0].to_dict() | {"observed": "blank", "expected": "at least 7"}
    html = finding.card(row, AUDIT.facts, "", "zh")
    assert "<dd>空白</dd>" in html
    assert "<dd>不少于7</dd>" in html
    assert "<dd>at least 7</dd>" in finding.card(row, AUDIT.facts, "", "en")


@pytest.mark.parametrize(
    ("rule", "labels"),
    [
        ("TXT-04", ["正文所写", "表格所印"]),
        ("HIE-03", ["分项之和", "所列总数"]),
        ("TIM-01", ["原文", "应为"]),
    ],
)
def test_a_card_names_both_sides_and_blames_neither(rule, labels):
    row = AUDIT.findings.iloc[0].to_dict() | {"observed": "8", "expected": "12"}
    html = finding.card(row, AUDIT.facts, "", "zh", catalogue()[rule])
    assert f"<dt>{labels[0]}</dt><dd>8</dd></div><div><dt>{labels[1]}</dt><dd>12</dd>" in html


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_side_has_its_label(side, language):
    assert messages.say(f"side.{side}", language)


def test_findings_are_found_by_the_chinese_of_what_was_expected():
    rows = AUDIT.findings.iloc[:2].assign(expected=["at least 7", None], observed=[None, "narrative"])
    assert len(selection.select(rows, Filters(text="不少于7"))) == 1
    assert len(selection.select(rows, Filters(text="叙述式"))) == 1


@pytest.mark.parametrize(("confirmed", "suffix"), [(True, ""), (False, " (to be confirmed)")])
def test_basis_of_the_rule(confirmed, suffix):
    rule = type("Rule", (), {"basis_en": "art. 50", "basis_zh": "第五十条", "confirmed": confirmed})()
    assert finding.basis({"basis": "x"}, "en", rule) == f"art. 50{suffix}"
    assert finding.basis({"basis": "x"}, "en", None) == "x"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.0, "12"), (0.1, "0.1"), (109858.0, "109858"), (-3, "-3"), (None, ""), (pd.NA, "")],
)
def test_number(value, shown):
    assert finding.number(value) == shown


@pytest.mark.parametrize(
    ("said", "en", "zh"),
    [
        ("a 1 / 2 b", "a 1 / 2 b", "a 1 / 2 b"),
        ("one / 一", "one", "一"),
        ("“一” / 二", "“一” / 二", "“一” / 二"),
        (None, "", ""),
    ],
)
def test_hint(said, en, zh):
    assert (finding.hint(said, "en"), finding.hint(said, "zh")) == (en, zh)


# --- passages --------------------------------------------------------------------------------------------


def document(text, blocks=()):
    return Document(text=text, blocks=tuple(blocks) or (Paragraph(0, len(text)),), places=None, format="text")


def test_passage_marks_exactly_the_figure():
    start = SOURCE.index("12")
    html = passages(document(SOURCE), [(start, start + 2)], "zh")
    assert "申请<mark>12</mark>件" in html


def test_passages_of_near_places_are_joined_and_far_ones_not():
    text = f"{'甲' * 300}11{'乙' * 20}22{'丙' * 900}33"
    spans = [(text.index(n), text.index(n) + 2) for n in ("11", "22", "33")]
    html = passages(document(text), spans, "zh")
    assert html.count("<blockquote") == 2
    assert html.count("<mark>") == 3
    assert html.index("11") < html.index("22") < html.index("33")


def grid(rows):
    """A document of one grid with a tab between cells and a line break between rows."""
    text, cells, at = "", [], 0
    for r, row in enumerate(rows):
        for c, said in enumerate(row):
            cells.append(Cell(at, at + len(said), r, c))
            at += len(said) + 1
            text += said + ("\n" if c == len(row) - 1 else "\t")
    return document(text, [Grid(0, len(text), tuple(cells), len(rows), len(rows[0]))]), cells


def test_passage_in_a_table_marks_its_cell_only():
    made, cells = grid([["项目", "数量"], ["新收", "12"], ["结转", "12"]])
    html = passages(made, [(cells[5].start, cells[5].end)], "zh")
    assert html.count("<mark>12</mark>") == 1
    assert html.index("<mark>") > html.index("结转")


def test_passage_of_a_blank_cell_marks_the_cell():
    made, cells = grid([["项目", "数量"], ["新收", ""]])
    html = passages(made, [(cells[3].start, cells[3].end)], "zh")
    assert html.count('class="audit-hit"') == 1
    assert html.rindex("新收") < html.index("audit-hit")


def test_passage_of_a_large_table_keeps_head_and_neighbours():
    made, cells = grid([[f"r{r}", str(r)] for r in range(200)])
    wanted = next(c for c in cells if c.row == 150 and c.column == 1)
    html = passages(made, [(wanted.start, wanted.end)], "en")
    assert [r for r in range(200) if f">r{r}<" in html] == [0, 1, 2, 149, 150, 151]
    assert "audit-gap" in html


def test_spanned_cells_keep_their_span():
    text = "a\tb\nc"
    cells = (Cell(0, 1, 0, 0, rowspan=2), Cell(2, 3, 0, 1, colspan=2), Cell(4, 5, 1, 1))
    html = passages(document(text, [Grid(0, 5, cells, 2, 3)]), [(4, 5)], "en")
    assert 'rowspan="2"' in html
    assert 'colspan="2"' in html


def test_passage_text_is_escaped():
    html = passages(document("x<script>12</script>"), [(9, 11)], "en")
    assert "<script" not in html
    assert "<mark>12</mark>" in html


# --- messages --------------------------------------------------------------------------------------------


def test_every_message_is_complete_and_names_the_same_things():
    for key, entry in messages.catalogue().items():
        assert set(entry) <= {"en", "zh", "en_one"}, key
        named = {
            lang: {n for _, n, _, _ in string.Formatter().parse(entry[lang]) if n} for lang in ("en", "zh")
        }
        assert named["en"] == named["zh"], key
        assert all(entry.values()), key


def nodes():
    for path in [*SHOW.glob("views/*.py"), *SHOW.glob("workbench/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def calls(names):
    for path, node in nodes():
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield path, node


def shape(joined):
    """A pattern of the strings that an f-string can become."""
    return "".join(re.escape(p.value) if isinstance(p, ast.Constant) else "[^ .]+" for p in joined.values)


def test_every_key_that_is_asked_for_is_in_the_catalogue():
    catalogue = messages.catalogue()
    for path, node in calls({"say", "say_or"}):
        key = node.args[0]
        if isinstance(key, ast.Constant):
            assert key.value in catalogue, (path.name, key.value)
        elif isinstance(key, ast.JoinedStr):
            assert any(re.fullmatch(shape(key), k) for k in catalogue), (path.name, shape(key))


def test_every_message_is_said_somewhere():
    strings = {n.value for _, n in nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    shapes = {shape(n) for _, n in nodes() if isinstance(n, ast.JoinedStr)} - {"[^ .]+"}
    unsaid = [
        k for k in messages.catalogue() if k not in strings and not any(re.fullmatch(f, k) for f in shapes)
    ]
    assert unsaid == []


@pytest.mark.parametrize(
    ("prefix", "values"),
    [("severity", SEVERITIES), ("outcome", OUTCOMES), ("state", STATES), ("about", summary.ABOUT)],
)
def test_every_value_of_the_frames_has_a_name(prefix, values):
    assert {f"{prefix}.{v}" for v in values} <= set(messages.catalogue())


def test_no_sentence_is_written_outside_the_catalogue():
    for path in [*SHOW.glob("views/*.py"), *SHOW.glob("workbench/*.py"), *SHOW.glob("workbench/*.js")]:
        source = path.read_text(encoding="utf-8")
        assert not re.findall(r"[\u4e00-\u9fff]+", source.replace("、", "")), path.name
        assert not re.findall(r">[ ]*[A-Z]?[a-z]{3,}[ a-z]*</", source), path.name
    worded = {"description", "placeholder", "tooltip", "title"}
    for path, node in calls(
        {"Dropdown", "Button", "ToggleButton", "Text", "HTML", "Output", "ToggleButtons"}
    ):
        for word in node.keywords:
            constant = isinstance(word.value, ast.Constant) and str(word.value.value)
            worded_here = word.arg in worded and constant and any(c.isalpha() for c in constant)
            assert not worded_here, (path.name, word.value.lineno)


@pytest.mark.parametrize(
    ("key", "values", "language", "said"),
    [
        ("table.count", {"n": 1}, "en", "1 finding"),
        ("table.count", {"n": 2}, "en", "2 findings"),
        ("table.count", {"n": 1}, "zh", "1 条问题"),
    ],
)
def test_say(key, values, language, said):
    assert messages.say(key, language, **values) == said
