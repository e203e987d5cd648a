"""Faults in whole reports: the bytes of a clean report are changed at one place, and the series is audited again.

Clean are the reports of the fictional county without their planted faults, in twelve layouts; and, where they are
at hand, the real reports, of which only what the fault adds is counted.
"""

# ruff: noqa: E501  (one line a fault)

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from maker import compose
from maker.county import BODIES, COUNTY, FORM_YEARS, Body
from maker.model import Plan, Report

from audit.frames import Frames
from audit.intake import Loaded, Source, frames_of, load_all, load_file
from audit.judge import judge
from audit.model import Claim, Fact
from audit.rules import catalogue
from benchmarks.detection.score import Score, Trial

PLACE = re.compile(r"char=(\d+),(\d+)")
TOLD = ("medium", "high", "critical")
SUMS = frozenset({"ARI-01", "ARI-02", "ARI-03", "ARI-04"})
TEXT = frozenset(r for r in catalogue() if r[:3] in ("TXT", "PCT", "HIE"))


@dataclass(frozen=True)
class Page:
    """One report: its file name, decoded source, what was read of it, and the report of the year before."""

    name: str
    source: str
    encoding: str
    loaded: Loaded
    before: str = ""
    place: str = COUNTY[:2]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The cells as read."""
        return self.loaded.said.facts if self.loaded.said else ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The figures of the prose as read."""
        return self.loaded.said.claims if self.loaded.said else ()

    def value(self, cell: str) -> float:
        """A figure of the tables; NaN where none is printed."""
        return next(
            (float(f.value) for f in self.facts if f.cell == cell and f.value is not None), float("nan")
        )

    def section(self, name: str) -> tuple[int, int] | None:
        """Where a section stands in the source."""
        found = [s for s in self.loaded.said.sections if s.canonical == name] if self.loaded.said else []
        place = PLACE.match(found[0].locator) if found else None
        return (int(place[1]), int(place[2])) if place else None

    @property
    def year(self) -> int:
        """The report year."""
        return int(str(self.loaded.report["year"]))


Put = Callable[[Page, np.random.Generator], str | None]


@dataclass(frozen=True)
class Fault:
    """Changes the source of a page; None where the page has no place for it. Without ``must`` it is none at all."""

    name: str
    put: Put
    must: frozenset[str]
    may: frozenset[str] = frozenset()
    severities: tuple[str, ...] = (*TOLD, "low", "info")


def at(page: Page, locator: str, text: str) -> str:
    """The source with another text at a place."""
    place = PLACE.match(locator)
    assert place is not None
    return page.source[: int(place[1])] + text + page.source[int(place[2]) :]


def figure_in(raw: str, value: int) -> str:
    """The print of a figure with another value: ``361条`` → ``342条``."""
    return re.sub(r"\d[\d,]*(?:\.\d+)?", str(value), raw, count=1)


def off_by(page: Page, value: float, most: int, random: np.random.Generator) -> int | None:
    """A figure one to ``most`` above another that the report prints nowhere for something else, new and carried-in
    requests together, reviews and lawsuits together included: a reader would take it for that of the other thing."""
    printed = {float(f.value) for f in page.facts if f.value is not None}
    printed.add(page.value("t3.new_received.total") + page.value("t3.carried_in.total"))
    suits = page.value("t4.litigation_direct.total") + page.value("t4.litigation_after_review.total")
    printed |= {suits, suits + page.value("t4.review.total")}
    free = [value + n for n in range(1, most + 1) if value + n not in printed]
    return int(random.choice(free)) if free else None


ROWS = {
    "requests": ("t3.", "s14."), "outcome": ("t3.", "s14."), "reviews": ("t4.", "s14."), "lawsuits": ("t4.", "s14."),
    "penalties": ("t2.penalty",), "licences": ("t2.licensing",), "coercions": ("t2.coercion",),
    "normative_issued": ("t2.normative_documents.issued", "t2.normative_documents.made", "s14."),
    "normative_repealed": ("t2.normative_documents.repealed",), "normative_in_force": ("t2.normative_documents.in_force",),
}  # fmt: skip


def contradicted(page: Page, one: Claim) -> bool:
    """Whether the report holds something that another figure would contradict: a printed row of a table; for a part, a
    list that adds up or a share of its own. The form of 2019 counts no repeals, a report without a form nothing, and the
    parts of an incomplete list, or of no stated total, need not add up."""
    if one.measure == "disclosed_part":
        shared = any(c.kind == "share" and c.part_of == one.claim_id for c in page.claims)
        return bool(one.part_of) and (bool(one.exhaustive) or shared)
    rows = ROWS.get(one.measure) or ROWS.get(one.measure.partition("_")[0])
    return rows is None or any(f.cell.startswith(rows) and f.value is not None for f in page.facts)


def own_counts(page: Page, measures: tuple[str, ...], kind: str = "count", least: int = 1) -> list[Claim]:
    """Exact figures of the prose on the body itself that something else in the report bears out."""
    return [
        c for c in page.claims
        if c.measure in measures and c.kind == kind and c.scope == "own" and c.value and c.value >= least
        and re.match(r"\d", c.raw) and not c.approximate and contradicted(page, c)
    ]  # fmt: skip


def other_claim(measures: tuple[str, ...], kind: str = "count", least: int = 1) -> Put:
    """A figure of the prose that is a few off."""

    def put(page: Page, random: np.random.Generator) -> str | None:
        mine = own_counts(page, measures, kind, least)
        if not mine:
            return None
        one = mine[int(random.integers(len(mine)))]
        if kind == "share":
            digits = re.match(r"[\d.]+", one.raw)
            assert digits is not None
            moved = f"{float(digits[0]) + float(random.choice([0.37, 1.2, 3.0])):.{one.decimals or 0}f}"
            return at(page, one.locator, moved + one.raw[digits.end() :]) if moved != digits[0] else None
        off = off_by(page, int(one.value or 0), 4, random)
        return at(page, one.locator, figure_in(one.raw, off)) if off is not None else None

    return put


def wrong_cell(page: Page, random: np.random.Generator) -> str | None:
    """A figure of table 3 or 4 that is off."""
    mine = [
        f
        for f in page.facts
        if f.cell[:2] in ("t3", "t4") and f.value is not None and re.fullmatch(r"\d+", f.raw)
    ]
    if not mine:
        return None
    one = mine[int(random.integers(len(mine)))]
    other = int(one.value or 0) + int(random.integers(1, 20))
    if _in_a_run(page, one):
        other = int(one.raw[:-1] + str((int(one.raw[-1]) + int(random.integers(1, 9))) % 10))
    return at(page, one.locator or "", str(other))


def _in_a_run(page: Page, fact: Fact) -> bool:
    """Whether digits of other cells touch it. With another number of digits the run would have no reading, or another."""
    place = PLACE.match(fact.locator or "")
    assert place is not None
    start, end = int(place[1]), int(place[2])
    return (page.source[start - 1 : start] + page.source[end : end + 1]).strip(" ").isdigit()


def inserted(text: str, section: str) -> Put:
    """A sentence more, at the end of the first full stop of a section."""

    def put(page: Page, random: np.random.Generator) -> str | None:
        place = page.section(section)
        stop = page.source.find("。", place[0], place[1]) if place else -1
        said = text.format(year=page.year, last=page.year - 1, next=page.year + 1)
        return page.source[: stop + 1] + said + page.source[stop + 1 :] if stop >= 0 else None

    return put


def without_words(pattern: str, cell: str) -> Put:
    """No sentence left that speaks of a figure that table 2 counts."""

    def put(page: Page, random: np.random.Generator) -> str | None:
        if not page.value(cell) > 0:
            return None
        end = page.section("disclosure")
        head = page.source[: end[0]] if end else page.source
        body = page.section("problems")
        tail = page.source[body[0] :] if body else ""
        middle = page.source[len(head) : body[0]] if body else page.source[len(head) :]
        strip = re.compile(rf"[^。；\n<>]*(?:{pattern})[^。；\n<>]*[。；]?")
        changed = strip.sub("", head) + middle + strip.sub("", tail)
        return changed if changed != page.source else None

    return put


def date_moved(field: str, days: tuple[int, int], absolute: str | None = None) -> Put:
    """A date of the report that is some days off, or another day altogether; at every place where it stands."""

    def put(page: Page, random: np.random.Generator) -> str | None:
        day = page.loaded.report.get(field)
        if day is None or pd.isna(day):
            return None
        was = pd.Timestamp(str(day))
        now = was + pd.Timedelta(days=int(random.integers(*days)))
        if absolute:
            now = pd.Timestamp(f"{page.year}-{absolute}")
        changed = page.source
        for style in ("%Y-%m-%d", "%Y年{m}月{d}日", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"):
            shown = [t.strftime(style).format(m=t.month, d=t.day) for t in (was, now)]
            changed = changed.replace(*shown)
        return changed if changed != page.source else None

    return put


def leftover_year(page: Page, random: np.random.Generator) -> str | None:
    """Last year's number at the head of the overview."""
    place = page.section("overall")
    first = page.source.find(f"{page.year}年", *place) if place else -1
    if first < 0:
        return None
    return page.source[:first] + f"{page.year - 1}年" + page.source[first + 5 :]


def without_section(name: str) -> Put:
    """A section is gone, heading and all."""

    def put(page: Page, random: np.random.Generator) -> str | None:
        place = page.section(name)
        return page.source[: place[0]] + page.source[place[1] :] if place else None

    return put


_OF_FEES = re.compile("信息处理费|收取[^。；]{0,12}费")
"""A statement on fees may stand in another section: then none is missing."""


def fee_removed(page: Page, random: np.random.Generator) -> str | None:
    """Section six no longer speaks of fees; they have to be told since 2021."""
    place = page.section("other")
    if not place or page.year < 2021:
        return None
    said = page.source[place[0] : place[1]]
    if _OF_FEES.search(page.source[: place[0]] + page.source[place[1] :]):
        return None
    silent = re.sub(r"[^。；\n<>]*(?:信息处理费|收费通知|收取费用|收费)[^。；\n<>]*[。；]?", "", said)
    return page.source[: place[0]] + silent + page.source[place[1] :] if silent != said else None


def own_last_text(page: Page, random: np.random.Generator) -> str | None:
    """The overview is last year's, with the year changed."""
    place = page.section("overall")
    if not page.before or not place:
        return None
    head = page.source.find("\n", *place) if "<" not in page.source[:200] else page.source.find(">", *place)
    return (
        page.source[: head + 1]
        + page.before.replace(f"{page.year - 1}年", f"{page.year}年")
        + page.source[place[1] :]
    )


def identity_number(page: Page, random: np.random.Generator) -> str | None:
    """An identity number with a right check digit."""
    body = f"110101{random.integers(1960, 2000)}0{random.integers(1, 9)}1{random.integers(0, 9)}{random.integers(100, 999)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    return inserted(f"申请人身份证号码为{body}{check}。", "problems")(page, random)


def mobile(page: Page, random: np.random.Generator) -> str | None:
    """A private mobile number."""
    return inserted(f"申请人张某，手机号码13{random.integers(100000000, 999999999)}。", "problems")(
        page, random
    )


def nil_said(page: Page, random: np.random.Generator) -> str | None:
    """The text says that no request came in, the table counts some."""
    if not page.value("t3.new_received.total") > 0:
        return None
    changed = re.sub(rf"(?:全年|本年度?|{page.year}年)?(?:共|累计)?(?:收到|新收|受理)[^。；\n<>]*申请[^。；\n<>]*\d+件[^。；\n<>]*。", "本年度未收到政府信息公开申请。", page.source, count=1)  # fmt: skip
    return changed if changed != page.source else None


def all_done(page: Page, random: np.random.Generator) -> str | None:
    """The text says that all requests were closed, the table carries some on."""
    if not page.value("t3.carried_out.total") > 0:
        return None
    return inserted("本年度所有政府信息公开申请均已办结，办结率100%。", "problems")(page, random)


def two_values(page: Page, random: np.random.Generator) -> str | None:
    """A second number of new requests, in another section."""
    value = page.value("t3.new_received.total")
    off = off_by(page, value, 8, random) if value > 0 else None
    said = str(random.choice(AGAIN)).format(off=off, year=page.year)
    return inserted(said, "problems")(page, random) if off else None


AGAIN = (
    "本年度共收到政府信息公开申请{off}件。",
    "{year}年，共受理依申请公开申请{off}件。",
    "全年共收到公众提出的政府信息公开申请{off}件，均依法办理。",
)


def disputes_again(name: str, blocks: Sequence[str]) -> Put:
    """Another number of reviews or lawsuits, in another section."""
    ways = (
        f"因政府信息公开引发的{name}{{off}}件。",
        f"全年因政府信息公开被提起{name}{{off}}件，均依法应对。",
    )

    def put(page: Page, random: np.random.Generator) -> str | None:
        value = sum(page.value(f"t4.{block}.total") for block in blocks)
        off = off_by(page, value, 6, random) if value > 0 else None
        return inserted(str(random.choice(ways)).format(off=off), "problems")(page, random) if off else None

    return put


UPHELD = (
    "因政府信息公开引发的行政复议案件全部维持。",
    "因政府信息公开被申请行政复议的案件均获维持。",
    "政府信息公开行政复议案件均被复议机关维持。",
    "因政府信息公开被申请行政复议{n}件，复议机关均维持我单位答复。",
    "本年度政府信息公开行政复议{n}件，全部维持。",
    "涉及政府信息公开的行政复议决定均为维持。",
)


def all_upheld(said: str) -> Put:
    """The text says that all was upheld, table 4 counts others; it states the others nowhere itself."""

    def put(page: Page, random: np.random.Generator) -> str | None:
        against = [page.value(f"t4.review.{c}") for c in ("corrected", "other", "pending")]
        told = any(c.measure in ("reviews_pending", "reviews_corrected") and c.value for c in page.claims)
        if told or not sum(against) > 0:
            return None
        return inserted(said.replace("{n}", f"{page.value('t4.review.total'):.0f}"), "problems")(page, random)

    return put


def larger_part(page: Page, random: np.random.Generator) -> str | None:
    """A part of the items disclosed that is larger than all of them."""
    wholes = {c.claim_id: c.value for c in page.claims if c.measure == "disclosed_total" and c.value}
    mine = [c for c in own_counts(page, ("disclosed_part",), least=2) if c.part_of in wholes]
    if not mine:
        return None
    one = mine[int(random.integers(len(mine)))]
    return at(
        page, one.locator, figure_in(one.raw, int(wholes[str(one.part_of)]) + int(random.integers(1, 60)))
    )


LISTS = (
    "通过政务新媒体发布信息{total}条，其中政策类{a}条，占比{x}%；活动类{b}条，占比{y}%。",
    "政务新媒体共发布信息{total}条，其中政策信息{a}条（占{x}%），活动信息{b}条（占{y}%）。",
    "政务新媒体共发布信息{total}条，政策信息{a}条、活动信息{b}条，分别占{x}%、{y}%。",
    "政务新媒体共发布信息{total}条，其中：政策信息{a}条，占总数的{x}%；活动信息{b}条，占总数的{y}%。",
    "政务新媒体共发布信息{total}条，其中政策信息{a}条，所占比例为{x}%，活动信息{b}条，所占比例为{y}%。",
)
PARTS = (
    "组织各类培训及宣传发布信息{total}条，其中政策类{a}条、活动类{b}条、其他{c}条。",
    "政务新媒体共发布信息{total}条，包括政策信息{a}条，活动信息{b}条，其他信息{c}条。",
    "政务新媒体共发布信息{total}条。其中，政策信息{a}条，活动信息{b}条，其他信息{c}条。",
    "政务新媒体共发布信息{total}条（政策信息{a}条、活动信息{b}条、其他信息{c}条）。",
)


def told_list(wordings: Sequence[str], off: float, parts_off: int = 0) -> Put:
    """A list more, in one of these wordings: its first share ``off`` by so many points, its parts by so many items."""

    def put(page: Page, random: np.random.Generator) -> str | None:
        a, b, c = (int(n) for n in random.integers(11, 400, 3))
        third = c if "{c}" in wordings[0] else 0
        total, places = a + b + third, int(random.integers(1, 3))
        x, y = (f"{100 * n / total + d:.{places}f}" for n, d in ((a, off), (b, 0)))
        said = str(random.choice(list(wordings))).format(total=total + parts_off, a=a, b=b, c=c, x=x, y=y)
        return inserted(said, "problems")(page, random)

    return put


def last_year_told(page: Page, random: np.random.Generator) -> str | None:
    """The sentence on requests is that of last year, with its year."""
    year = re.search(
        rf"(?<![0-9-]){page.year}年[，,]?(?:我[局镇乡办]|我街道|全年|共){{0,2}}(?:收到|受理)[^。；\n<>]{{0,20}}申请\d+件",
        page.source,
    )
    if year is None:
        return None
    changed = f"{page.year - 1}{year[0][4:]}"
    return page.source[: year.start()] + changed + page.source[year.end() :]


def other_title(page: Page, random: np.random.Generator) -> str | None:
    """The title names another year than the text."""
    changed = re.sub(rf"{page.year}(年度?政府信息公开)", rf"{page.year - 1}\1", page.source)
    return changed if changed != page.source else None


def other_period(page: Page, random: np.random.Generator) -> str | None:
    """The period of the statistics ends a month early."""
    changed = page.source.replace(f"{page.year}年12月31日", f"{page.year}年11月30日", 1)
    return changed if changed != page.source else None


def other_town(page: Page, random: np.random.Generator) -> str | None:
    """The preface says that another body made the report."""
    changed = re.sub(r"由[^，。；\n<>]{3,20}?编制", "由范本县乙丙镇人民政府编制", page.source, count=1)
    return changed if changed != page.source else None


def handled_with_carried(page: Page, random: np.random.Generator) -> str | None:
    """New and carried-in requests told together and said so: no fault."""
    new, carried = page.value("t3.new_received.total"), page.value("t3.carried_in.total")
    mine = [c for c in page.claims if c.measure == "requests_new" and c.kind == "count" and c.scope == "own"]
    if len(mine) != 1 or not carried > 0:
        return None
    return at(
        page, mine[0].locator, f"{int(new)}件，连同上年结转{int(carried)}件共办理{int(new + carried)}件"
    )


def half_of_the_year(page: Page, random: np.random.Generator) -> str | None:
    """A part of the requests received, named as that of half a year: no fault."""
    if not page.value("t3.new_received.total") > 1:
        return None
    return inserted("其中上半年收到政府信息公开申请1件。", "problems")(page, random)


PRESERVED = frozenset({"FRM-25", "DUP-05"})
FAULTS = (
    Fault("a wrong figure in the source of a table", wrong_cell, frozenset({"ARI-01", "ARI-02", "ARI-03", "ARI-04"}), TEXT | frozenset({"CAR-01", "CAR-02", "CAR-07", "CAR-09", "PLA-04", "PLA-05", "PLA-01", "PLA-02", "OUT-01"})),
    Fault("another number of new requests in the text", other_claim(("requests_new",)), frozenset({"TXT-01", "TXT-08", "TXT-11", "PCT-01", "PCT-02"}), TEXT),
    Fault("another number of an outcome in the text", other_claim(("outcome_granted", "outcome_partial", "outcome_denied", "outcome_unable", "outcome_not_processed")), frozenset({"TXT-02", "PCT-01", "PCT-02"}), TEXT),
    Fault("another number carried on in the text", other_claim(("requests_carried_out", "requests_carried_in", "requests_handled")), frozenset({"TXT-01", "TXT-02", "TXT-08", "TXT-11"}), TEXT),
    Fault("another share in the text", other_claim(("disclosed_share", "requests_share"), "share"), frozenset({"PCT-03", "PCT-04", "PCT-05"}), TEXT),
    Fault("another part in the text", other_claim(("disclosed_part",), least=2), frozenset({"PCT-01", "PCT-02", "PCT-03", "HIE-03"}), TEXT),
    Fault("another number of reviews in the text", other_claim(("reviews_total", "lawsuits_total", "reviews_upheld")), frozenset({"TXT-03", "TXT-04", "TXT-07"}), TEXT),
    Fault("another number of penalties in the text", other_claim(("penalties", "licences", "coercions")), frozenset({"TXT-06"}), TEXT),
    Fault("another number of documents in the text", other_claim(("normative_issued", "normative_repealed", "normative_in_force")), frozenset({"TXT-05"}), TEXT),
    Fault("penalties without a word on them", without_words("处罚|执法|罚款|案件|双公示|罚没", "t2.penalty.decisions"), frozenset({"DOC-01"}), TEXT | frozenset({"FRM-07", "DOC-02", "DOC-03", "FRM-03"})),
    Fault("published late", date_moved("published_on", (75, 140)), frozenset({"TIM-01"}), frozenset({"TIM-04", "TIM-05", "TIM-03"})),
    Fault("signed before the year ended", date_moved("signed_on", (1, 2), "12-18"), frozenset({"TIM-03"}), frozenset({"TIM-04", "TIM-05", "TIM-07", "TIM-06"})),
    Fault("last year's number left in the text", leftover_year, frozenset({"FRM-09"}), TEXT | frozenset({"TIM-06"})),
    Fault("the section on problems is gone", without_section("problems"), frozenset({"FRM-02"}), frozenset({"FRM-03", "FRM-12", "FRM-08", "FRM-13", "FRM-06"})),
    Fault("no word on fees for information", fee_removed, frozenset({"FRM-06"}), frozenset({"FRM-13", "TXT-14", "FRM-23", "FRM-22"})),
    Fault("last year's text with this year's number", own_last_text, frozenset({"DUP-01"}), TEXT | frozenset({"FRM-09", "TIM-06", "DUP-06", "DOC-01", "DOC-02", "DOC-03", "DOC-04", "DOC-09", "FRM-03", "FRM-07", "DOC-06", "CAR-08", "OUT-06"})),
    Fault("an identity number in the text", identity_number, frozenset({"PII-01"}), frozenset({"PII-04"})),
    Fault("a private mobile number in the text", mobile, frozenset({"PII-02"}), frozenset({"PII-04"})),
    Fault("none said, some counted", nil_said, frozenset({"TXT-04"}), TEXT),
    Fault("all done said, some carried on", all_done, frozenset({"PCT-07", "TXT-07"}), TEXT),
    Fault("two numbers for new requests", two_values, frozenset({"TXT-11", "TXT-01"}), TEXT),
    Fault("reviews told again with another number", disputes_again("行政复议", ("review",)), frozenset({"TXT-03", "TXT-11"}), TEXT),
    Fault("lawsuits told again with another number", disputes_again("行政诉讼", ("litigation_direct", "litigation_after_review")), frozenset({"TXT-03", "TXT-11"}), TEXT),
    *(Fault(f"all upheld said, others counted ({n})", all_upheld(said), frozenset({"TXT-07"}), TEXT) for n, said in enumerate(UPHELD, 1)),
    Fault("a part larger than its total", larger_part, frozenset({"PCT-02"}), TEXT),
    Fault("a wrong share in a list told besides", told_list(LISTS, 1.3), frozenset({"PCT-03"}), TEXT),
    Fault("parts told besides that do not add up", told_list(PARTS, 0, 3), frozenset({"PCT-01"}), TEXT),
    Fault("last year's sentence on requests", last_year_told, frozenset({"FRM-09"}), TEXT | frozenset({"TIM-06"})),
    Fault("the title names another year", other_title, frozenset({"TIM-06", "FRM-09", "TIM-03", "TIM-02"}), TEXT | frozenset({"FRM-01", "PLA-05", "CAR-10", "CAR-11", "CAR-01", "TIM-01", "TIM-07", "FRM-04", "FRM-06", "CAR-03", "CAR-07", "NIL-01", "NIL-02", "FRM-16", "NUM-06"})),
    Fault("the statistics end a month early", other_period, frozenset({"TIM-02"}), frozenset({"FRM-09", "TIM-06"})),
    Fault("another body made the report", other_town, frozenset({"DUP-03"})),
    Fault("words of the form left in", inserted("详见（具体网址）。", "problems"), frozenset({"FRM-10"}), PRESERVED),
)  # fmt: skip
NO_FAULTS = (
    Fault("no fault: meetings and visits", inserted("全年召开政务公开工作会议12次，接待来访咨询34人次。", "overall"), frozenset(), severities=TOLD),
    Fault("no fault: a law is named", inserted("组织学习《中华人民共和国行政处罚法》和《行政复议法》2次。", "overall"), frozenset(), severities=TOLD),
    Fault("no fault: a comparison with last year", inserted("与{last}年相比，政策解读质量有所提高，比上年增加3期。", "overall"), frozenset(), severities=TOLD),
    Fault("no fault: plans for next year", inserted("{next}年，将继续加强培训，计划举办培训班4期。", "problems"), frozenset(), severities=TOLD),
    Fault("no fault: new and carried-in told together", handled_with_carried, frozenset(), severities=TOLD),
    Fault("no fault: telephone and hotline", inserted("群众可拨打12345热线或办公电话0740-6213307咨询。", "problems"), frozenset(), severities=TOLD),
    Fault("no fault: shares told besides", told_list(LISTS, 0), frozenset(), severities=TOLD),
    Fault("no fault: parts told besides", told_list(PARTS, 0), frozenset(), severities=TOLD),
    Fault("no fault: a choice of parts", inserted("政务新媒体共发布信息210条，其中政策信息80条、活动信息31条等。", "problems"), frozenset(), severities=TOLD),
    Fault("no fault: the whole county", inserted("全县共收到政府信息公开申请1873件，行政复议61件。", "overall"), frozenset(), severities=TOLD),
    Fault("no fault: last year's number as such", inserted("{last}年收到政府信息公开申请77件、行政复议19件。", "problems"), frozenset(), severities=TOLD),
    Fault("no fault: cumulative numbers", inserted("自2008年以来，累计主动公开政府信息92345条，累计受理申请3871件。", "overall"), frozenset(), severities=TOLD),
    Fault("no fault: another denominator", inserted("政务新媒体发布信息83条，占全县政务新媒体发布总量的2.7%。", "overall"), frozenset(), severities=TOLD),
    Fault("no fault: papers received", inserted("全年收到上级来文912件，公开公文属性审核137件。", "overall"), frozenset(), severities=TOLD),
    Fault("no fault: half of the year", half_of_the_year, frozenset(), severities=TOLD),
    Fault("no fault: requests of other kinds", inserted("办理信访事项15件、人大代表建议3件，均已答复。", "overall"), frozenset(), severities=TOLD),
)  # fmt: skip


APART = ("CAR-10", "CAR-11", "DUP-02", "OUT-02", "OUT-03", "HIE-01", "HIE-02", "HIE-04")
"""Rules that hold bodies against one another: here they are copies of one another."""
HAN = "川沁渭汾洛沅湘赣闽浔涪岷泾渑淇澧潇沔漳滏洹濮泗沂沭淮颍涡滁皖巢苕甬瓯椒灵曹娥桂郁柳融漓富浦阳"
Key = tuple[str, int, str, str]


REAL = ("00[0-4]_*.txt", "006_*.html", "007_*.html", "021_*.html", "026_*.txt", "032_*.txt")
"""Whole real reports with figures that can be changed in place."""


def measure_real(score: Score, shared: Path, trials: int, seed: int = 1) -> None:
    """Faults in the real reports, each report alone; what it is told without the fault does not count."""
    files = sorted(
        f for pattern in REAL for folder in ("seeds", "reports") for f in (shared / folder).glob(pattern)
    )
    clean = {f.name: [_read(f)] for f in files if not f.name.endswith(".json")}
    faults = [replace(f, name=f"real reports: {f.name}") for f in FAULTS if f.must & SUMS or f.must & TEXT]
    chosen = list(_chosen(clean, trials, seed, faults))
    with tempfile.TemporaryDirectory() as name:
        before = _found(clean, [(key, {}) for key in clean], Path(name) / "clean")
        after = _found(clean, [(key, {n: text}) for _, key, n, text in chosen], Path(name) / "changed")
    _score(score, chosen, dict(zip(clean, before, strict=True)), after)


def _read(file: Path) -> Page:
    loaded = load_file(Source(str(file), file.name))
    encoding = str(loaded.report["encoding"])
    place = next(str(p)[:2] for p in (loaded.report.get(c) for c in ("county", "city", "agency")) if p)
    return Page(file.name, file.read_bytes().decode(encoding), encoding, loaded, place=place)


def measure(score: Score, trials: int, seed: int = 1) -> None:
    """Every fault so many times, in other bodies and years each time; all series are audited in one go."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clean = {b.key: _series(b, folder) for b in BODIES if b.kind != "county"}
        chosen = list(_chosen(clean, trials, seed, (*FAULTS, *NO_FAULTS)))
        found = _found(clean, [(key, {}) for key in clean], folder / "clean")
        before = dict(zip(clean, found, strict=True))
        after = _found(clean, [(key, {n: text}) for _, key, n, text in chosen], folder / "changed")
        _clean(score, clean, before)
        _score(score, chosen, before, after)


def _score(
    score: Score,
    chosen: list[tuple[Fault, str, int, str]],
    before: dict[str, set[Key]],
    after: list[set[Key]],
) -> None:
    for (fault, key, _, _), now in zip(chosen, after, strict=True):
        told = {k for k in now - before[key] if k[3] in fault.severities}
        score.add([Trial(fault.name, fault.must, fault.may, frozenset(k[0] for k in told))])


def _chosen(
    clean: dict[str, list[Page]], trials: int, seed: int, faults: Sequence[Fault]
) -> Iterator[tuple[Fault, str, int, str]]:
    """Fault, body, number of the report, and its changed source."""
    places = [(key, n) for key, pages in clean.items() for n in range(len(pages))]
    for number, fault in enumerate(faults):
        random, done = np.random.default_rng([seed, number]), 0
        for i in random.permutation(len(places)):
            key, n = places[int(i)]
            changed = fault.put(clean[key][n], random)
            if changed is not None:
                yield fault, key, n, changed
                done += 1
            if done == trials:
                break


def _found(
    clean: dict[str, list[Page]], wanted: list[tuple[str, dict[int, str]]], folder: Path
) -> list[set[Key]]:
    """The findings of each series, with its changes; every series stands in a county of its own name."""
    sources = []
    for number, (key, changes) in enumerate(wanted):
        county = HAN[number // len(HAN) % len(HAN)] + HAN[number % len(HAN)]
        for n, page in enumerate(clean[key]):
            text = changes.get(n, page.source).replace(page.place, county)
            path = folder / str(number) / page.name.replace(page.place, county)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode(page.encoding))
            sources.append(Source(str(path), f"{number}/{path.name}"))
    frames: Frames = frames_of(load_all(sources))
    rules = [r for r in catalogue().values() if r.id not in APART]
    findings = judge(frames, rules)[1]
    series = frames.by_id["path"].reindex(findings["report_id"]).map(lambda p: int(Path(p).parent.name))
    found: list[set[Key]] = [set() for _ in wanted]
    rows = (findings[c].tolist() for c in ("rule_id", "year", "cells", "observed", "severity"))
    for at_, rule, year, cells, observed, severity in zip(series, *rows, strict=True):
        what = f"{sorted(cells)} {observed}"
        found[at_].add((rule, 0 if pd.isna(year) else int(year), re.sub("[" + HAN + "]", "", what), severity))
    return found


def _series(body: Body, folder: Path) -> list[Page]:
    """The clean reports of one body, read from files."""
    pages: list[Page] = []
    for year in FORM_YEARS:
        made = compose.report(body, year, Plan(layout=_layout(body, year), traits=frozenset({"plain"})))
        pages.append(_page(made, folder, pages[-1] if pages else None))
    return pages


def _layout(body: Body, year: int) -> str:
    """A layout in which a place can be changed by hand: the plain ones."""
    usual = ("pipes", "tabs", "lines", "clean", "chrome", "ghost")
    return usual[(BODIES.index(body) + year) % len(usual)]


def _page(made: Report, folder: Path, before: Page | None) -> Page:
    data = compose.data_of(made)
    path = folder / made.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    loaded = load_file(Source(str(path), made.path))
    encoding = str(loaded.report["encoding"])
    last = ""
    if before and before.loaded.said:
        texts = [s.text for s in before.loaded.said.sections if s.canonical == "overall"]
        last = texts[0].split("\n", 1)[-1] if texts else ""
    return Page(path.name, data.decode(encoding), encoding, loaded, last)


def _clean(score: Score, clean: dict[str, list[Page]], before: dict[str, set[Key]]) -> None:
    score.clean_reports += sum(len(pages) for pages in clean.values())
    score.clean_findings.update(k[0] for found in before.values() for k in found if k[3] in TOLD)
