"""Real reports with known cells, and their layouts with a distinct figure in every cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from audit.form import forms
from benchmarks.reading.model import Case, Printed

SEED_FORMS = {"000": "2019", "002": "2019", "003": "2019", "004": "2021"}


def real_cases(shared: Path) -> Iterator[Case]:
    """The seeds with their truth, the seeds with distinct figures, and the reports whose cells are known."""
    seeds = json.loads((shared / "seeds" / "truth.json").read_text(encoding="utf-8"))["seeds"]
    for path in sorted((shared / "seeds").glob("*.txt")):
        number, text = path.name[:3], path.read_text(encoding="utf-8")
        if number not in SEED_FORMS:
            yield _case(path.name, text.encode(), "narrative", "seed", {})
            continue
        form = SEED_FORMS[number]
        cells = {c: _number(0) for c in forms()[form].cells}
        cells |= {c: _number(_yuan(str(v))) for c, v in seeds[number]["tables"]["nonzero"].items()}
        yield _case(path.name, text.encode(), form, "seed", cells)
        changed, figures = with_distinct(text, form)
        yield _case(
            path.name,
            changed.encode(),
            form,
            "seed with distinct figures",
            {c: _number(v) for c, v in figures.items()},
        )
    for path in sorted((shared / "reports").glob("*.truth.json")):
        for page in (
            path.with_name(path.name.replace(".truth.json", suffix)) for suffix in (".html", ".pdf")
        ):
            if page.exists():
                truth = json.loads(path.read_text(encoding="utf-8"))
                cells = {c: Printed("", "blank") if v is None else _number(v) for c, v in truth.items()}
                form = "2019" if "t2.procurement.amount" in cells else "2021"
                yield _case(page.name, page.read_bytes(), form, f"report, {page.suffix[1:]}", cells)


def _case(name: str, content: bytes, form: str, layout: str, truth: dict[str, Printed]) -> Case:
    return Case(0, name, content, form, "real", layout, (), truth, {})


def _number(value: object) -> Printed:
    return Printed(str(value), "number", Decimal(str(value)))


def _yuan(value: str) -> Decimal:
    return Decimal(value.removesuffix("万元")) * (10_000 if value.endswith("万元") else 1)


def with_distinct(text: str, form: str) -> tuple[str, dict[str, str]]:
    """The same text with another figure in every cell of its tables, cells counted in reading order."""
    start = text.index("第二十")
    places = [
        m for m in re.finditer(r"(?m)^\s*(\d[\d.]*)(?:万元)?(?=\s*(?:\||$))", text) if m.start() > start
    ]
    cells = forms()[form].cells
    if len(places) != len(cells):
        raise ValueError(f"{len(places)} figures in the tables, not {len(cells)}")
    printed = {code: str(11 + 7 * i if i % 3 else (11 + i) * 97 ** (i % 4)) for i, code in enumerate(cells)}
    pieces, last = [], 0
    for place, figure in zip(places, printed.values(), strict=True):
        pieces += [text[last : place.start(1)], figure]
        last = place.end()
    return "".join([*pieces, text[last:]]), printed
