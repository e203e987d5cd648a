"""What a message quotes, and every figure that we did not work out ourselves, stands at one of the places shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import audit
from audit.form import raw_form
from audit.tidy.reading import read_as

_QUOTED = re.compile(r"“([^”]+)”")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SEARCHED = re.compile(r"（已检索：.*?）")
_YEAR = re.compile(r"(?:19|20)\d\d")
COMPUTED = {
    "ARI-01": "sums", "ARI-02": "sums", "ARI-03": "sums", "ARI-04": "sums", "ARI-05": "sums, how many", "ARI-12": "sums",
    "NIL-01": "how many years and bodies",
    "CAR-04": "last year's figure carried forward", "CAR-11": "how many", "CAR-12": "sums", "FRM-10": "how many",
    "FRM-12": "how many", "HIE-03": "sums", "NIL-02": "how many", "NUM-02": "amounts in another unit",
    "NUM-05": "how many", "NUM-06": "how many", "NUM-10": "how many", "OUT-04": "shares", "PCT-01": "sums", "PCT-02": "sums",
    "PCT-03": "shares", "PCT-04": "shares", "PCT-05": "sums", "PCT-09": "shares", "PLA-02": "sums, shares, the mark set",
    "PRV-02": "how many", "PRV-03": "how many", "TIM-01": "days, the time limit", "TIM-03": "days, the end of the year",
    "TIM-05": "days", "TIM-07": "the end of the year",
}  # fmt: skip
"""Rules whose messages give figures that no report prints, and what they are."""
NOT_THERE = ("FRM-02",)
"""Rules that quote a heading which is missing."""


def plain(text: str) -> str:
    """Simplified, half-width, without spaces and marks: what a quotation and its print have in common."""
    return re.sub(r"[\s，,。、…:：;；（）()]", "", read_as(text).text)


def labels() -> set[str]:
    """Rows and columns of the forms, by which a message names a cell."""
    form = raw_form()
    entries = [
        e["zh"] for kind in ("rows", "columns") for table in form[kind].values() for e in table.values()
    ]
    return {plain(e) for e in entries} | {
        plain(re.sub(r"^[\d一二三四五六七八九十（）(). 、]+", "", e)) for e in entries
    }


def unshown(result: audit.Audit) -> Iterator[tuple[str, str, str]]:
    """(rule, message, text) of every quotation or figure that none of its places holds."""
    sentences = dict(
        zip(
            zip(result.claims["report_id"], result.claims["claim_id"], strict=True),
            result.claims["sentence"],
            strict=True,
        )
    )
    known = labels()
    for finding in result.findings.to_dict("records"):
        shown = plain("|".join(_shown(finding, sentences)))
        message = _SEARCHED.sub("", finding["message_zh"])
        for quoted in _QUOTED.findall(message):
            if (
                plain(quoted) not in shown
                and not any(plain(quoted) in label for label in known)
                and finding["rule_id"] not in NOT_THERE
            ):
                yield finding["rule_id"], message, quoted
        if finding["rule_id"] not in COMPUTED:
            for figure in _FIGURE.findall(read_as(_QUOTED.sub("", message)).text):
                if figure.replace(",", "") not in shown and not _YEAR.fullmatch(figure):
                    yield finding["rule_id"], message, figure


def _shown(finding: dict[str, Any], sentences: dict[tuple[str, str], str]) -> Iterable[str]:
    """The quotes of a finding, and for a figure of the text the sentence in which it is marked."""
    for place in finding["evidence"]:
        yield place["quote"]
        yield sentences.get((place["report_id"], place.get("what", "")), "")


def test_the_samples(samples: Path) -> None:
    assert list(unshown(audit.audit(samples))) == []


@pytest.mark.shared
def test_the_real_reports(shared: Path) -> None:
    listed = [
        p for p in sorted((shared / "reports").iterdir()) if p.suffix != ".json" and p.name != "INDEX.md"
    ]
    result = audit.audit([*listed, *sorted((shared / "seeds").glob("*.txt"))])
    assert list(unshown(result)) == []


def test_what_the_page_data_say_is_found_again(samples: Path) -> None:
    path = next(p for p in samples.rglob("*.html") if "棠堤街道2025" in p.name)
    found = audit.audit(path, rules="PRV-01").findings.iloc[0]
    place = found["evidence"][0]
    assert place["quote"] == "www.linyan-tangdi.com"
    assert audit.locate(path, place["locator"]) == place["quote"]
    with pytest.raises(audit.LocatorError):
        audit.locate(path, "property=nothing")
