"""What of a reason, or of what a finding observed and expected, is left in English when it is shown in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from audit.reasons import in_language, worded

_WORD = re.compile(r"[A-Za-z]{2,}")
_CODES = re.compile(r"[A-Z]{3}-\d{2}|(?:t[234]|s14|other)\.[\w.]+|\*\.gov\.cn")
"""Ids of rules, codes of cells and domains are the same in all languages."""


def english_of_reason(reason: str) -> list[str]:
    """English words that stand in the Chinese of a reason."""
    return _WORD.findall(_CODES.sub("", in_language(reason, "zh")))


def english_of_finding(finding: Mapping[str, Any]) -> list[str]:
    """English words that stand in the Chinese of ``observed`` and ``expected``. What the Chinese message has too is the
    print of the report: an address, a file name."""
    said = [v for v in (finding["observed"], finding["expected"]) if isinstance(v, str)]
    left = [w for one in said for w in _WORD.findall(_CODES.sub("", worded(one, "zh")))]
    return [w for w in left if w not in finding["message_zh"]]
