"""The sample reports: the same bytes every time, consistent figures, and exactly the findings that were planted."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from maker import compose
from maker.__main__ import main as write_samples
from maker.county import BODIES, BY_KEY, FORM_YEARS, HOST
from maker.figures import BLOCKS, PARTS, cells, disclosed, table3, table4
from maker.glyphs import garbled
from maker.model import Para
from maker.plain import NARROW
from maker.plans import MISSING, first_versions

import audit
from audit.form import identities

TESTS = Path(__file__).resolve().parent
AT_LEAST_MEDIUM = ("medium", "high", "critical")


@pytest.fixture(scope="module")
def made() -> list[compose.Report]:
    """Every report as the generator sees it."""
    return compose.reports()


@pytest.fixture(scope="module")
def judged(samples: Path) -> audit.Audit:
    """The audit of the whole sample."""
    return audit.audit(samples)


# -- the same bytes -----------------------------------------------------------------------------------


def test_building_again_gives_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    write_samples(tmp_path / "reports", tmp_path)
    again = {p.relative_to(tmp_path / "reports"): p.read_bytes() for p in (tmp_path / "reports").rglob("*.*")}
    kept = {p.relative_to(samples): p.read_bytes() for p in samples.rglob("*") if p.is_file()}
    kept = {path: data for path, data in kept.items() if "__pycache__" not in path.parts}
    assert again.keys() == kept.keys()
    assert [str(p) for p in kept if again[p] != kept[p]] == []
    for name in ("sample_findings.csv", "sample_findings_low.csv"):
        assert (tmp_path / name).read_bytes() == (TESTS / name).read_bytes()


def test_the_sample_is_large_enough_and_small_enough(samples: Path) -> None:
    files = [p for p in samples.rglob("*") if p.suffix in (".txt", ".html", ".htm")]
    kinds = Counter(p.suffix for p in files)
    assert len(files) >= 100
    assert kinds[".txt"] >= 40
    assert kinds[".html"] + kinds[".htm"] >= 40
    assert sum(p.stat().st_size for p in files) < 4_000_000
    assert len({p.read_bytes() for p in files}) == len(files)


def test_every_layout_is_used_several_times(made: list[compose.Report]) -> None:
    used = Counter(m.layout for m in made if m.form in ("2019", "2021"))
    assert set(used) == set(compose.LAYOUTS)
    assert min(used.values()) >= 4


def test_encodings_are_what_the_layout_says(made: list[compose.Report]) -> None:
    data = {
        layout: [compose.data_of(m) for m in made if m.layout == layout]
        for layout in ("gb18030", "mislabelled")
    }
    assert all(b'charset="gb18030"' in d and "年度" in d.decode("gb18030") for d in data["gb18030"])
    assert all(b'charset="gb2312"' in d and "年度" in d.decode("utf-8") for d in data["mislabelled"])
    with pytest.raises(UnicodeDecodeError):
        data["gb18030"][0].decode("utf-8")


def test_garbled_headings_can_be_undone() -> None:
    heading = "　（一）存在的主要問題和困難"
    assert (b"\xa1" + garbled(heading)[1:].encode("gbk")).decode("gbk") == heading


# -- consistent figures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES, ids=lambda b: b.key)
def test_true_figures_satisfy_every_identity(body) -> None:
    for year in FORM_YEARS:
        form = "2019" if year <= 2020 else "2021"
        true = {c: Decimal(v) for c, v in cells(body.key, year, form).items()}
        broken = [
            i.name
            for i in identities(form)
            if sum(true[p] for p in i.parts) != sum(true[w] for w in i.wholes)
        ]
        assert (year, broken) == (year, [])


@pytest.mark.parametrize("body", BODIES, ids=lambda b: b.key)
def test_true_figures_roll_from_year_to_year(body) -> None:
    for before, year in pairwise(FORM_YEARS):
        assert table3(body.key, year)["carried_in"] == table3(body.key, before)["carried_out"]
        for block, row in table4(body.key, year).items():
            assert row["total"] >= table4(body.key, before)[block]["pending"]
        if year > 2021:
            old, new = (cells(body.key, y, "2021") for y in (before, year))
            stock, issued, repealed = (
                f"t2.normative_documents.{c}" for c in ("in_force", "issued", "repealed")
            )
            assert int(new[stock]) == int(old[stock]) + int(new[issued]) - int(new[repealed])
    first, second = (cells(body.key, y, "2019") for y in (2019, 2020))
    for row in ("licensing", "other_services", "penalty", "coercion", "fees"):
        rolled = int(first[f"t2.{row}.prior_items"]) + int(first[f"t2.{row}.change"])
        assert int(second[f"t2.{row}.prior_items"]) == rolled


@pytest.mark.parametrize("body", BODIES, ids=lambda b: b.key)
def test_true_figures_are_plausible(body) -> None:
    for year in FORM_YEARS:
        three, four = table3(body.key, year), table4(body.key, year)
        assert all(three["carried_out"][c] <= three["new_received"][c] for c in PARTS)
        before = table4(body.key, year - 1) if year > FORM_YEARS[0] else four
        decided = sum(t["review"][c] for t in (before, four) for c in ("upheld", "corrected", "other"))
        assert four["litigation_after_review"]["total"] <= decided
        assert (
            sum(four[b]["total"] for b in ("review", "litigation_direct"))
            <= 2 + three["result_total"]["total"]
        )


def test_the_county_holds_its_bodies(made: list[compose.Report]) -> None:
    flows = (
        "t3.new_received.total",
        "t3.result_total.total",
        "t2.penalty.decisions",
        "t2.licensing.decisions",
    )
    for year in FORM_YEARS:
        of_year = [m for m in made if m.year == year and "首次公布" not in m.path]
        county = next(m for m in of_year if m.body.kind == "county")
        children = [m for m in of_year if m.body.kind != "county"]
        for code in flows:
            printed = [m.printed.get(code, "0") for m in children]
            assert int(county.printed[code]) >= sum(int(t) for t in printed if t.isdigit())


def test_corrected_cases_are_taken_up_in_section_five(made: list[compose.Report]) -> None:
    corrected = [
        m for m in made if any(m.printed.get(f"t4.{b}.corrected", "0") not in ("0", "") for b in BLOCKS)
    ]
    assert corrected
    for m in corrected:
        texts = [getattr(b, "text", "") for b in m.blocks]
        five = texts[next(i for i, t in enumerate(texts) if t.startswith("五、")) + 1 :]
        assert any("复议" in t for t in five), m.path


def test_reports_without_a_plan_print_the_true_figures(made: list[compose.Report]) -> None:
    for m in made:
        if m.form in ("2019", "2021") and not m.plan.prints and not m.plan.traits & {"single_other_row"}:
            true = cells(m.body.key, m.year, m.form)
            changed = {
                c
                for c, text in m.printed.items()
                if text != true[c] and not c.startswith(("t2.procurement", "t2.regulations"))
            }
            assert (m.path, changed) == (m.path, set())


def test_no_real_host_and_no_person(made: list[compose.Report]) -> None:
    texts = {m.path: "\n".join(b.text for b in m.blocks if isinstance(b, Para)) for m in made}
    hosts = {
        h for t in texts.values() for h in re.findall(r"[\w.-]+\.(?:gov\.cn|com|cn)\b", t, flags=re.ASCII)
    }
    assert hosts <= {HOST, "m.shatangdukou-info.com", "linyan-mail.com", "xiang.com"} | {"stxdzb"}
    assert not [p for p, t in texts.items() if re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", t)]


# -- distinct prose ------------------------------------------------------------------------------------


def _grams(report: compose.Report) -> set[str]:
    """5-grams of the prose after the preface, figures masked."""
    prose = "".join(b.text for b in report.blocks[1:] if isinstance(b, Para)).translate(NARROW)
    prose = re.sub(r"\d+(?:\.\d+)?", "#", re.sub(r"\s", "", prose))
    return {prose[i : i + 5] for i in range(len(prose) - 4)}


def test_prose_differs_between_bodies_and_years(made: list[compose.Report]) -> None:
    grams = {(m.body.key, m.year): _grams(m) for m in made if "首次公布" not in m.path}
    for (a, one), (b, other) in combinations(grams.items(), 2):
        alike = len(one & other) / len(one | other)
        limit = 0.5 if a[0] == b[0] else 0.45
        assert alike < limit, (a, b, round(alike, 2))


def test_titles_and_amounts_differ_from_body_to_body(made: list[compose.Report]) -> None:
    totals = [disclosed(b.key, 2024) for b in BODIES]
    assert len(set(totals)) == len(totals)
    assert len({m.title for m in made}) == len(made) - len(first_versions())
    assert len({m.index for m in made}) == len(made) - len(first_versions())


# -- what the product makes of it -------------------------------------------------------------------------


def _expected_fact(text: str) -> tuple[str, Decimal | None]:
    """State and value of a printed cell."""
    if text in ("", "/"):
        return ("blank" if not text else "dash"), None
    plain = text.replace("元", "").replace("万", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return "unreadable", None
    return "number", value * 10_000 if "万" in text else value


def test_every_cell_is_read_as_printed(
    made: list[compose.Report], judged: audit.Audit, samples: Path
) -> None:
    ids = {
        Path(p).relative_to(samples).as_posix(): i
        for p, i in zip(judged.reports["path"], judged.reports["report_id"], strict=True)
    }
    facts = judged.facts[["report_id", "cell", "state", "value"]]
    by_report = {i: part.set_index("cell") for i, part in facts.groupby("report_id")}
    wrong = []
    for m in made:
        if "cut" in m.plan.traits or "no_table4" in m.plan.traits or not m.printed:
            continue
        read = by_report[ids[m.path]]
        in_header = compose.money_style(m.body, m.year) == "header" and not m.plan.traits & {
            "bare_amount",
            "bare",
        }
        for code, text in m.printed.items():
            state, value = _expected_fact(text)
            if code == "t2.procurement.amount" and in_header and value is not None:
                value *= 10_000
            got = read.loc[code]
            if got["state"] != state or (value is not None and abs(float(value) - got["value"]) > 1e-6):
                wrong.append((m.path, m.layout, code, text, got["state"], got["value"]))
    assert wrong == []


def _listed(name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    with (TESTS / name).open(encoding="utf-8", newline="") as file:
        return [(r["file"], r["rule"], tuple(r["cells"].split())) for r in csv.DictReader(file)]


def _found(
    judged: audit.Audit, samples: Path, severities: tuple[str, ...]
) -> list[tuple[str, str, tuple[str, ...]]]:
    paths = dict(zip(judged.reports["report_id"], judged.reports["path"], strict=True))
    rows = judged.findings[judged.findings["severity"].isin(severities)]
    return [
        (Path(paths[i]).relative_to(samples).as_posix(), rule, tuple(cells))
        for i, rule, cells in zip(rows["report_id"], rows["rule_id"], rows["cells"], strict=True)
    ]


def _difference(listed: list, found: list) -> tuple[list, list]:
    """(planted and not found, found and not planted). A planted fault without cells matches any cells."""
    left = Counter((f, r, frozenset(c)) for f, r, c in found)
    missing = []
    for file, rule, codes in sorted(listed, key=lambda x: not x[2]):
        matches = [
            k
            for k, n in left.items()
            if n and k[:2] == (file, rule) and (not codes or k[2] == frozenset(codes))
        ]
        if matches:
            left[matches[0]] -= 1
        else:
            missing.append((file, rule, codes))
    return missing, [k for k, n in left.items() for _ in range(n)]


def test_no_rule_fails(judged: audit.Audit) -> None:
    failed = judged.outcomes[judged.outcomes["outcome"] == "error"]
    assert failed[["rule_id", "reason"]].drop_duplicates().to_dict("records") == []


def test_findings_are_exactly_the_planted_ones(judged: audit.Audit, samples: Path) -> None:
    known = set(judged.outcomes["rule_id"])
    listed = [row for row in _listed("sample_findings.csv") if row[1] in known]
    missing, extra = _difference(listed, _found(judged, samples, AT_LEAST_MEDIUM))
    assert (missing, extra) == ([], [])


def test_runs_of_zero_below_medium_are_low(judged: audit.Audit, samples: Path) -> None:
    known = set(judged.outcomes["rule_id"])
    listed = [row for row in _listed("sample_findings_low.csv") if row[1] in known]
    missing, extra = _difference(listed, _found(judged, samples, ("low",)))
    assert missing == []
    assert [e for e in extra if e[1] == "NIL-01"] == []


def test_planted_faults_name_files_that_exist(samples: Path) -> None:
    for name in ("sample_findings.csv", "sample_findings_low.csv"):
        for file, _, codes in _listed(name):
            assert (samples / file).is_file(), file
            assert len(codes) == len(set(codes))
    assert all(not list((samples / key).glob(f"*{year}*")) for key, year in MISSING)
    assert {key for key, _ in MISSING} <= BY_KEY.keys()
