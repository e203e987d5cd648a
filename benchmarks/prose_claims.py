"""Precision and recall of claims in prose, by kind, on passages read by hand and on sentences made with their truth;
beside seven expressions that look for one figure each, as a known system does (requests received twice, carried in,
handled, carried on, reviews, lawsuits); and milliseconds a report.

    python benchmarks/prose_claims.py [folder of real reports]

The truth of the real passages was written from our own first reading and corrected by hand, so it favours us; a third of
the passages is marked ``held``. The sets ``held``, ``second`` and ``third`` of the templates were not looked at before their
first run, which the last lines give; what they showed was then mended, so that only the first run tells of unseen wording.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from claim_scores import Row, path_of, report_scores, rows, variant_scores  # noqa: E402
from prose_variants import Variant, variants  # noqa: E402

from audit.read import read  # noqa: E402
from audit.tidy import claims as claims_module  # noqa: E402
from audit.tidy.report import tidy  # noqa: E402

PEER = {
    "requests_new": (r"本年度?新收.*?(\d+)\s*件", r"收到.*?申请.*?(\d+)\s*件"),
    "requests_carried_in": (r"上年结转.*?(\d+)\s*件",),
    "requests_handled": (r"(?:答复|办结|办理结果).*?(\d+)\s*件",),
    "requests_carried_out": (r"结转下年度(?:继续办理)?.*?(\d+)\s*件",),
    "reviews_total": (r"行政复议[^,，。、；;]*?(\d+)\s*件",),
    "lawsuits_total": (r"行政诉讼[^,，。、；;]*?(\d+)\s*件",),
}
FIRST_RUN = {"held": (206, 124, 45), "second": (246, 221, 32), "third": (136, 116, 13)}
REPEATS = 9


def peer(text: str) -> Iterable[tuple[str, int, str]]:
    """(measure, where its figure ends, figure): the first match of every expression."""
    for measure, expressions in PEER.items():
        for expression in expressions:
            if match := re.search(expression, text):
                yield measure, match.end(1), match[1]


def peer_on_reports(shared: Path) -> tuple[int, int, int]:
    """(right, found, true) for the measures the expressions look for."""
    right = found = true = 0
    for report, lines in rows().items():
        text = read(path_of(shared, report)).text
        wanted = [row for row in lines if row.measure in PEER and row.kind in ("count", "nil")]
        places = {_figure_end(text, row): row for row in wanted}
        said = set(peer(text))
        true, found = true + len(wanted), found + len(said)
        right += sum(
            end in places and (places[end].measure, places[end].value) == (m, v) for m, end, v in said
        )
    return right, found, true


def _figure_end(text: str, row: Row) -> int:
    where = row.where.replace("\\n", "\n").replace("\\t", "\t")
    digits = list(re.finditer(r"\d+", where))
    return text.find(where) + (digits[-1].end() if digits else len(where))


def peer_on_variants(made: Iterable[Variant]) -> tuple[int, int, int]:
    """(right, found, true), as above, on sentences made with their truth."""
    right = found = true = 0
    for variant in made:
        wanted = {t.end: t for t in variant.truth if t.measure in PEER and t.kind in ("count", "nil")}
        said = set(peer(variant.text))
        true, found = true + len(wanted), found + len(said)
        right += sum(
            end in wanted and (wanted[end].measure, str(wanted[end].value)) == (m, v) for m, end, v in said
        )
    return right, found, true


def milliseconds(shared: Path) -> list[float]:
    """Processor time of ``find_claims`` alone, the fastest of several runs, for every report of the truth."""
    kept: list[tuple[object, ...]] = []
    original = claims_module.find_claims

    def note(*given: object) -> object:
        kept.append(given)
        return original(*given)

    from audit.tidy import report as report_module  # noqa: PLC0415 - its name is replaced for a while

    report_module.find_claims = note  # type: ignore[assignment]
    try:
        for report in rows():
            path = path_of(shared, report)
            tidy(read(path), path.name)
    finally:
        report_module.find_claims = original
    return [min(_took(original, given) for _ in range(REPEATS)) for given in kept]


def _took(work: object, given: tuple[object, ...]) -> float:
    began = time.process_time()
    work(*given)  # type: ignore[operator]
    return (time.process_time() - began) * 1000


def main() -> None:
    """Three tables."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    if shared.exists():
        print("real reports, ours       claims  precision  recall  parts and shares linked")
        for (kind, kept), score in sorted(report_scores(shared).items()):
            links = f"{score.linked}/{score.links}"
            print(
                f"  {kind:<12}{kept:<8}{score.true:>9}{score.precision:>11.3f}{score.recall:>8.3f}{links:>12}"
            )
        right, found, true = peer_on_reports(shared)
        print(
            f"seven expressions, their measures only: {true} claims, precision {right / found:.3f}, recall {right / true:.3f}"
        )
        took = sorted(milliseconds(shared))
        print(
            f"milliseconds a report: median {took[len(took) // 2]:.2f}, slowest {took[-1]:.2f} (limit 2 for a typical one)"
        )
    made = variants()
    counts, wrong = variant_scores(made)
    print("sentences made with their truth")
    for name, count in counts.items():
        said = count["right"] + count["wrong"]
        print(
            f"  {name:<8}{count['sentences']:>4} sentences{count['true']:>5} claims, recall {count['right'] / count['true']:.3f},"
            f" wrong {count['wrong']} (precision {count['right'] / said:.3f}), left unnamed {count['unnamed'] + count['missing']}"
        )
    print(*(f"    {line}" for line in wrong), sep="\n")
    right, found, true = peer_on_variants(made)
    print(
        f"seven expressions, their measures only: {true} claims, precision {right / found:.3f}, recall {right / true:.3f}"
    )
    for name, (all_, good, bad) in FIRST_RUN.items():
        print(f"first run of the set {name}: recall {good / all_:.3f}, wrong {bad} of {all_}")


if __name__ == "__main__":
    main()
