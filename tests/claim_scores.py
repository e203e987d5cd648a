"""How many claims are right, beside truth read by hand and truth made with the sentence: by kind and by set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from prose_variants import YEAR, Variant

from audit.model import Claim, Document, Paragraph
from audit.read import read
from audit.tidy.claims import find_claims
from audit.tidy.reading import read_as
from audit.tidy.report import tidy

TRUTH = Path(__file__).with_name("prose_claims_truth.tsv")
EXHAUSTIVE = {"yes": True, "no": False, "": None}


class Row(NamedTuple):
    """One line of ``prose_claims_truth.tsv``; ``*`` in scope, part or exhaustive: either is right."""

    report: str
    number: str
    passage: str
    kept: str
    where: str
    measure: str
    kind: str
    value: str
    unit: str
    year: str
    scope: str
    part: str
    exhaustive: str
    approximate: str


@dataclass(slots=True)
class Score:
    """Claims found right, claims found, claims in truth, parts linked right, parts in truth."""

    right: int = 0
    found: int = 0
    true: int = 0
    linked: int = 0
    links: int = 0

    @property
    def precision(self) -> float:
        """Share of the claims found that are right; 1 where none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true claims that were found right; 1 where there are none."""
        return self.right / self.true if self.true else 1.0


Scores = dict[tuple[str, str], Score]


def rows() -> dict[str, list[Row]]:
    """Report (r001 a report, s000 a seed) → its claims as read by hand."""
    found: dict[str, list[Row]] = {}
    for line in TRUTH.read_text("utf-8").splitlines()[1:]:
        row = Row(*line.split("\t"))
        found.setdefault(row.report, []).append(row)
    return found


def path_of(shared: Path, report: str) -> Path:
    """The file of a report of the truth."""
    folder = shared / ("seeds" if report[0] == "s" else "reports")
    return next(p for p in sorted(folder.iterdir()) if p.name[:3] == report[1:] and p.suffix != ".json")


def report_scores(shared: Path, said: Callable[[str, Row, Claim], None] | None = None) -> Scores:
    """(kind, set) → score over all real reports. A claim that no row tells of is counted in the set ``tuned``."""
    scores: Scores = {}
    for report, lines in rows().items():
        path = path_of(shared, report)
        document = read(path)
        claims = [c for c in tidy(document, path.name).claims if c.kind != "date"]
        at = {document.places.span(c.locator): c for c in claims}
        hits = {row.number: _at(at, document.text, row.where) for row in lines}
        for row in lines:
            _count(scores, row, hits, said)
        known = {c.claim_id for c in hits.values() if c}
        for claim in claims:
            if claim.claim_id not in known:
                _score(scores, claim.kind, "tuned").found += 1
    return scores


def _at(claims: dict[tuple[int, int], Claim], text: str, where: str) -> Claim | None:
    where = where.replace("\\n", "\n").replace("\\t", "\t")
    end = text.find(where) + len(where)
    return next((c for (a, b), c in claims.items() if a < end <= b), None)


def _score(scores: Scores, kind: str, kept: str) -> Score:
    return scores.setdefault((kind, kept), Score())


def _count(
    scores: Scores,
    row: Row,
    hits: dict[str, Claim | None],
    said: Callable[[str, Row, Claim], None] | None,
) -> None:
    score = _score(scores, row.kind, row.kept)
    claim = hits[row.number]
    score.true += 1
    if claim is None:
        return
    score.found += 1
    right = _right(row, claim)
    score.right += right
    if not right and said:
        said("claim", row, claim)
    if row.part not in ("", "*"):
        whole = hits.get(row.part)
        linked = whole is not None and claim.part_of == whole.claim_id
        linked = linked and (row.exhaustive == "*" or claim.exhaustive is EXHAUSTIVE[row.exhaustive])
        score.links += 1
        score.linked += linked
        if not linked and said:
            said("link", row, claim)


def _right(row: Row, claim: Claim) -> bool:
    value = claim.value is None if row.value == "" else claim.value == Decimal(row.value)
    return (
        value
        and (claim.measure, claim.kind, str(claim.year or "")) == (row.measure, row.kind, row.year)
        and row.scope in ("*", claim.scope)
        and claim.approximate == (row.approximate == "yes")
        and (not row.unit or row.unit == claim.unit)
    )


class _Plain:
    """Places of a text whose visible text is the file itself."""

    def locator(self, start: int, end: int) -> str:
        return f"{start},{end}"

    def span(self, locator: str) -> tuple[int, int]:
        start, end = locator.split(",")
        return int(start), int(end)


def claims_in(text: str, year: int | None = YEAR) -> list[tuple[int, int, Claim]]:
    """Claims of a text that is all prose, with their places."""
    document = Document(text, (Paragraph(0, len(text)),), _Plain(), "text")
    found = find_claims(document, read_as(text), (), (), year)
    return [(*_Plain().span(c.locator), c) for c in found if c.kind != "date"]


def variant_scores(made: Iterable[Variant]) -> tuple[dict[str, Counter[str]], list[str]]:
    """Set → how many claims are true, right, unnamed (measure other), missing, wrong; and a line for each that is wrong.

    Wrong are claims of another measure, kind, value, year, scope, channel or link, and those made of figures that
    say nothing of the report (but for measure other or share, and scopes that no rule compares).
    """
    counts: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for variant in made:
        name = (
            variant.family.partition(" ")[0]
            if variant.family.startswith(("second", "third"))
            else "held"
            if variant.held
            else "tuned"
        )
        count = counts.setdefault(name, Counter())
        count["sentences"] += 1
        for verdict, words in _verdicts(variant):
            count[verdict] += 1
            if verdict == "wrong":
                wrong.append(f"{name}: {variant.text} {words}")
    return counts, wrong


def _verdicts(variant: Variant) -> Iterable[tuple[str, str]]:
    claims = claims_in(variant.text)
    hits = [next((c for a, b, c in claims if a < t.end and b > t.start), None) for t in variant.truth]
    for truth, claim in zip(variant.truth, hits, strict=True):
        if truth.measure is None:
            if claim and _misleads(claim):
                yield "wrong", f"{claim.raw} is no {claim.measure}"
            continue
        yield "true", ""
        whole = None if truth.part_of is None else hits[truth.part_of]
        told = (truth.measure, truth.kind, truth.value, truth.approximate)
        if claim is None:
            yield "missing", ""
        elif claim.measure in ("other", "share") and claim.measure != truth.measure:
            yield "unnamed", ""
        elif (claim.measure, claim.kind, claim.value, claim.approximate) != told:
            yield "wrong", f"{claim.raw}: {claim.measure} {claim.kind} {claim.value}"
        elif (
            (truth.kind not in ("share", "growth") and claim.year != truth.year)
            or truth.scope not in (None, claim.scope)
            or truth.channel not in (None, claim.channel)
            or (truth.part_of is not None and (whole is None or claim.part_of != whole.claim_id))
        ):
            yield "wrong", f"{claim.raw}: {claim.year} {claim.scope} {claim.channel} {claim.part_of}"
        else:
            yield "right", ""
    known = {c.claim_id for c in hits if c}
    for _, _, claim in claims:
        if claim.claim_id not in known and _misleads(claim):
            yield "wrong", f"{claim.raw} is no {claim.measure}"


def _misleads(claim: Claim) -> bool:
    return claim.measure not in ("other", "share") and claim.scope not in ("unknown", "other_year")
