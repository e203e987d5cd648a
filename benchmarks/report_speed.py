"""Milliseconds from the bytes of a report to facts, claims, sections and metadata with places, format by format.

Beside ours stand a bare parse of the same bytes and the usual reader of tables alone, which names no cell and finds
no prose, no date and no body:

    html   bare: lxml.html                    tables: pandas.read_html    limit: 3 bare parses + 6 ms
    docx   bare: lxml of all parts            tables: –                   limit: 2 s
    xlsx   bare: lxml of all parts            tables: –                   limit: 2 s
    pdf    bare: text of all pages (pdfium)   tables: pdfplumber          limit: 2 s
    text   bare: decoded and split in lines   tables: –                   limit: 2 s

``ours`` is a page of a folder of reports: what a label, a cell or a row of labels says is kept, within bounds, and
forms repeat their labels in every report. ``first`` is the same page when nothing of its kind was met before.
Rubbish is collected as seldom as in the processes that read documents (``audit.worker``), for all alike.
``cells`` is what our reading and tables take of it, from the bytes to facts with places: the work that the reader of tables
does as well; both factors are against that reader.
Below each format stands how our time of its reports is spent: reading; tables (rows, cells, facts); prose (sections,
claims, slips of the language); observations (what is seen anywhere in the print, personal data); metadata.

With ``--growth`` it shows what one long document costs at one, two and four times its length: a ratio of 2 is linear.

    python benchmarks/report_speed.py [--growth] [folder of real reports]
"""

from __future__ import annotations

import argparse
import io
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import lxml.etree
import lxml.html
import pandas as pd
import pdfplumber
import pypdfium2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from audit.read import read_bytes  # noqa: E402
from audit.tidy import report  # noqa: E402
from audit.tidy.report import tidy  # noqa: E402
from audit.worker import collect_seldom  # noqa: E402
from benchmarks.reading.cases import case  # noqa: E402

LIMIT = 2000.0
"""Milliseconds of one processor that any document may take."""
REPEATS = 12
Work = Callable[[], object]


def fastest(*works: Work) -> list[float]:
    """Milliseconds of processor time of the fastest of several runs of each; they take turns, so that a busy moment of
    the machine hits all alike."""
    best = [float("inf")] * len(works)
    begun = time.process_time()
    for number in range(REPEATS):
        for place, work in enumerate(works):
            start = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - start)
        if number > 1 and time.process_time() - begun > 10:
            break
    return [1000 * seconds for seconds in best]


def ours(data: bytes, name: str) -> Work:
    """The whole way of one report."""
    return lambda: tidy(read_bytes(data, name), name)


def first(data: bytes, name: str) -> float:
    """Milliseconds of the fastest of several runs, each with nothing kept of the texts of earlier ones."""
    best = float("inf")
    for _ in range(REPEATS // 2):
        forget()
        start = time.process_time()
        tidy(read_bytes(data, name), name)
        best = min(best, time.process_time() - start)
    return 1000 * best


def forget() -> None:
    """Empty every bounded cache of ours: those of texts. The others hold forms and vocabularies, once a process."""
    for module in [m for name, m in sys.modules.items() if name.startswith("audit.")]:
        for kept in vars(module).values():
            if hasattr(kept, "cache_parameters") and kept.cache_parameters()["maxsize"] is not None:
                kept.cache_clear()


def _parts(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return len([lxml.etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")])


def _pdf_text(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def _pdf_tables(data: bytes) -> list[object]:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return [page.extract_tables() for page in file.pages]


BARE: dict[str, Callable[[bytes], object]] = {
    "html": lxml.html.fromstring,
    "text": lambda data: data.decode("utf-8", "replace").splitlines(),
    "docx": _parts,
    "xlsx": _parts,
    "pdf": _pdf_text,
}
TABLES: dict[str, Callable[[bytes], object]] = {
    "html": lambda data: pd.read_html(io.BytesIO(data), flavor="lxml", encoding="utf-8"),
    "pdf": _pdf_tables,
}
SUFFIXES = {".html": "html", ".htm": "html", ".txt": "text", ".md": "text", ".pdf": "pdf"}


def reports(shared: Path) -> Iterator[tuple[str, str, bytes]]:
    """(format, name, bytes): real reports, else those of the fictional county; generated office files."""
    real = sorted(p for p in shared.glob("reports/[0-9]*") if p.suffix in SUFFIXES)
    for path in real or sorted(ROOT.glob("sample_reports/*/*202[1-5]*"))[:12]:
        if path.suffix in SUFFIXES and (path.suffix != ".txt" or path.stat().st_size > 3500):
            yield SUFFIXES[path.suffix], path.name, path.read_bytes()
    for kind in ("docx", "xlsx"):
        for number in range(3):
            made = case(number, kind)
            yield kind, f"{made.layout} {made.name}", made.content


STAGES = {
    "tables": ("read_as", "read_tables", "recognise_form", "facts_of"),
    "prose": ("find_sections", "find_claims", "find_prose_slips"),
    "observations": ("find_observations",),
    "metadata": ("find_metadata",),
}
"""The steps of ``audit.tidy.report`` by stage."""


def stages(data: bytes, name: str) -> dict[str, float]:
    """Milliseconds of each stage in the run of several in which it was fastest."""
    best: dict[str, float] = {}
    for _ in range(REPEATS):
        spent = dict.fromkeys(("read", *STAGES), 0.0)
        with ExitStack() as patched:
            for stage, steps in STAGES.items():
                for step in steps:
                    timed = _timed(getattr(report, step), stage, spent)
                    patched.enter_context(patch.object(report, step, timed))
            start = time.process_time()
            document = read_bytes(data, name)
            spent["read"] = time.process_time() - start
            report.tidy(document, name)
        best = {stage: min(1000 * took, best.get(stage, took * 1000)) for stage, took in spent.items()}
    return best


def _timed(step: Callable[..., object], stage: str, spent: dict[str, float]) -> Callable[..., object]:
    def run(*given: object) -> object:
        start = time.process_time()
        made = step(*given)
        made = tuple(made) if isinstance(made, Iterator) else made
        spent[stage] += time.process_time() - start
        return made

    return run


def show(found: Iterator[tuple[str, str, bytes]]) -> None:
    """One line a report, and the mean of each format."""
    heads = ("kB", "ours", "first", "limit", "bare", "tables", "faster", "cells", "faster")
    print(f"{'':6}{'report':<40}{heads[0]:>5}" + "".join(f"{head:>8}" for head in heads[1:]))
    by_format: dict[str, list[tuple[float, float]]] = {}
    split: dict[str, list[dict[str, float]]] = {}
    for kind, name, data in sorted(found, key=lambda one: one[0]):
        works = [ours(data, name), lambda d=data, k=kind: BARE[k](d)]
        works += [lambda d=data, k=kind: TABLES[k](d)] if kind in TABLES else []
        mine, bare, *peer = fastest(*works)
        limit = 3 * bare + 6 if kind == "html" else LIMIT
        by_format.setdefault(kind, []).append((mine, limit))
        spent = stages(data, name) if kind in ("html", "text") else {}
        split.setdefault(kind, []).append(spent)
        figures = f"{mine:>8.1f}{first(data, name):>8.1f}{limit:>8.1f}{bare:>8.2f}"
        print(f"{kind:6}{name[:38]:<40}{len(data) / 1000:>5.0f}{figures}{_beside(mine, spent, peer)}")
    for kind, times in by_format.items():
        share = max(mine / limit for mine, limit in times)
        mean = sum(mine for mine, _ in times) / len(times)
        print(
            f"{kind:6}mean of {len(times):<2} {mean:8.1f} ms a report; the worst takes {share:.0%} of its limit"
        )
        for stage in split[kind][0]:
            print(f"{'':6}{stage:<12}{sum(one[stage] for one in split[kind]) / len(times):>9.1f} ms")


def _beside(mine: float, spent: dict[str, float], peer: list[float]) -> str:
    """The reader of tables, and how often faster the whole way and its part up to the cells are."""
    if not peer:
        return "".join(f"{'–':>8}" for _ in range(4))
    shown = f"{peer[0]:>8.1f}{peer[0] / mine:>7.1f}x"
    cells = spent.get("read", 0) + spent.get("tables", 0)
    return shown + (f"{cells:>8.1f}{peer[0] / cells:>7.1f}x" if cells else f"{'–':>8}{'–':>8}")


def long_documents(times: int) -> dict[str, tuple[bytes, str]]:
    """Documents of one kind that are long in one direction each, ``times`` as long as they are for 1."""
    head = "<html><body><h1>样例县2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>"
    prose = "".join(
        f"<p>2023年主动公开政府信息{n}条，其中网站公开{n // 2}条。</p>" for n in range(1250 * times)
    )
    lines = "\n".join(f"第{n}项：主动公开{n}条，受理申请{n % 9}件。" for n in range(1250 * times))
    row = "<tr><td>规章</td><td>{0}</td><td>{1}</td><td>{2}</td></tr>"
    rows = "".join(row.format(n, n + 1, n + 2) for n in range(750 * times))
    chrome = "<div class='menu'><a href='/x'>栏目</a><span style='border:none'>更多</span></div>" * (
        4500 * times
    )
    top = "样例县2023年政府信息公开工作年度报告\n一、总体情况\n"
    return {
        f"page of {1250 * times} paragraphs": ((head + prose).encode(), "p.html"),
        f"table of {750 * times} rows": (f"{head}<table>{rows}</table>".encode(), "t.html"),
        f"page of {len(chrome) / 1e6:.1f} MB of menus": ((head + chrome).encode(), "m.html"),
        f"text of {1250 * times} lines": ((top + lines).encode(), "l.txt"),
        f"one line of {1250 * times} sentences": ((top + lines.replace("\n", "")).encode(), "s.txt"),
    }


def growth() -> None:
    """Processor milliseconds at one, two and four times the length, and by what they grew."""
    print(f"{'':34}{'ms':>9}{'× 2':>9}{'× 4':>9}   growth (2 is linear); limit {LIMIT:.0f} ms")
    sizes = [list(long_documents(times).items()) for times in (1, 2, 4)]
    for one, two, four in zip(*sizes, strict=True):
        taken = fastest(*(ours(*document) for _, document in (one, two, four)))
        print(
            f"{four[0]:34}" + "".join(f"{ms:>9.0f}" for ms in taken),
            f"  {taken[1] / taken[0]:.1f} {taken[2] / taken[1]:.1f}",
        )


def main() -> None:
    """The reports, or the growth."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--growth", action="store_true")
    given = arguments.parse_args()
    collect_seldom()
    if given.growth:
        growth()
    else:
        show(reports(given.shared))


if __name__ == "__main__":
    main()
