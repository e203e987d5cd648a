"""Cells right, wrong, missing and invented: real reports, the same layouts with a distinct figure in every cell, and
generated layouts; beside them ``pandas.read_html`` with a look-up of row labels, the usual home-made reader.

    python benchmarks/reading_cells.py [folder of real reports]
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from layouts import HTML_LAYOUTS, TEXT_LAYOUTS, distinct, page  # noqa: E402
from test_tables import with_distinct  # noqa: E402

from audit.form import forms, raw_form  # noqa: E402
from audit.form.labels import look_up  # noqa: E402
from audit.read import read_bytes  # noqa: E402
from audit.tidy.facts import facts_of, recognise_form  # noqa: E402
from audit.tidy.reading import read_as  # noqa: E402
from audit.tidy.tables import read_tables  # noqa: E402

Cells = dict[str, float | None]
SEED_FORMS = {"000": "2019", "002": "2019", "003": "2019", "004": "2021"}


def ours(text: str, name: str) -> tuple[Cells, int, int]:
    """Figures by cell, and how many locators resolve of how many."""
    document = read_bytes(text.encode(), name)
    tables = read_tables(document, read_as(document.text))
    facts = facts_of(document, tables, recognise_form(tables))
    placed = [f for f in facts if f.locator is not None]
    resolved = sum(document.text[slice(*document.places.span(f.locator))] == f.raw for f in placed)
    figures = {
        f.cell: float(f.value) for f in facts if f.value is not None and not f.cell.startswith("other.")
    }
    return figures, resolved, len(placed)


def read_html(text: str, form: str) -> Cells:
    """The peer: every table as a frame, the last known label of a row, the figures after it in order."""
    figures: Cells = {}
    blocks = raw_form()["blocks"]
    columns = {
        (blocks[b]["table"], r): blocks[b]["columns"] for b in forms()[form].blocks for r in blocks[b]["rows"]
    }
    for table in pd.read_html(io.StringIO(text), flavor="lxml"):
        for row in table.astype("object").where(table.notna(), "").astype(str).to_numpy().tolist():
            labels = [
                label
                for cell in row
                for label in look_up(cell)
                if label.kind == "row" and label.table != "t4"
            ]
            numbers = [float(c) for c in row if c.replace(".", "", 1).isdigit()]
            if labels and (labels[-1].table, labels[-1].code) in columns:
                label = labels[-1]
                codes = [f"{label.table}.{label.code}.{c}" for c in columns[label.table, label.code]]
                figures.update(zip(codes, numbers, strict=False))
            elif len(numbers) == 15:
                figures.update(
                    zip((c for c in forms()[form].cells if c.startswith("t4.")), numbers, strict=True)
                )
    return figures


def score(figures: Cells, printed: Cells) -> tuple[int, int, int, int]:
    """Right, wrong, missing, invented; a cell printed blank counts only when a figure is claimed for it."""
    right = sum(v is not None and figures.get(c) == v for c, v in printed.items())
    missing = sum(v is not None and c not in figures for c, v in printed.items())
    invented = sum(printed.get(c) is None for c in figures)
    return right, sum(v is not None for v in printed.values()) - right - missing, missing, invented


def cases(shared: Path) -> Iterator[tuple[str, str, str, str, Cells]]:
    """(set, name, file name, text, printed) of every document with a known truth."""
    for form in forms():
        printed = distinct(form)
        figures = {c: float(v) for c, v in printed.items()}
        for name, write in TEXT_LAYOUTS.items():
            yield "generated text", f"{name} {form}", "a.txt", write(form, printed, 2020), figures
        for name, options in HTML_LAYOUTS.items():
            yield "generated HTML", f"{name} {form}", "a.html", page(form, printed, 2020, **options), figures
    yield from real_cases(shared)


def real_cases(shared: Path) -> Iterator[tuple[str, str, str, str, Cells]]:
    """The real reports, and their layouts with distinct figures."""
    if not (shared / "seeds").is_dir():
        print(f"(no real reports at {shared})")
        return
    truth = json.loads((shared / "seeds" / "truth.json").read_text(encoding="utf-8"))["seeds"]
    for path in sorted((shared / "seeds").glob("*.txt")):
        number, text = path.name[:3], path.read_text(encoding="utf-8")
        if number not in SEED_FORMS:
            yield "real text", number, path.name, text, {}
            continue
        form = SEED_FORMS[number]
        tables = truth[number]["tables"]
        printed = dict.fromkeys(forms()[form].cells, 0.0) | {
            c: _yuan(v) for c, v in tables["nonzero"].items()
        }
        yield "real text", number, path.name, text, printed
        changed, figures = with_distinct(text, form)
        yield "real layout, distinct", number, path.name, changed, {c: float(v) for c, v in figures.items()}
    for path in sorted((shared / "reports").glob("*.truth.json")):
        page_path = Path(str(path).replace(".truth.json", ".html"))
        if page_path.exists():
            cells = {c: None if v is None else float(v) for c, v in json.loads(path.read_text()).items()}
            yield "real HTML", path.name[:3], page_path.name, page_path.read_text(encoding="utf-8"), cells


def _yuan(value: object) -> float:
    return float(str(value).removesuffix("万元")) * (10_000 if str(value).endswith("万元") else 1)


def main() -> None:
    """Print one line a document and one a set."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    print(
        f"{'set':<24}{'document':<22}{'cells':>6}  ours right/wrong/missing/invented   read_html r/w/m/i   locators"
    )
    sums: dict[str, list[int]] = {}
    for kind, name, file, text, printed in cases(shared):
        figures, resolved, placed = ours(text, file)
        result = score(figures, printed)
        form = "2021" if len(printed) == 200 else "2019"
        peer = score(read_html(text, form), printed) if file.endswith(".html") else None
        total = sums.setdefault(kind, [0] * 7)
        for i, n in enumerate((sum(v is not None for v in printed.values()), *result, resolved, placed)):
            total[i] += n
        shown, beside = "/".join(map(str, result)), "/".join(map(str, peer)) if peer else "-"
        print(f"{kind:<24}{name:<22}{len(printed):>6}  {shown:<34}{beside:<20}{resolved}/{placed}")
    print("\nsums (right/wrong/missing/invented of figures, locators resolved)")
    for kind, (cells, right, wrong, missing, invented, resolved, placed) in sums.items():
        print(f"{kind:<24}{right}/{wrong}/{missing}/{invented} of {cells}, {resolved}/{placed}")


if __name__ == "__main__":
    main()
