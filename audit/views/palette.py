"""Colours and type. Severities differ in lightness as well as hue, and no view relies on colour alone."""

from __future__ import annotations

SEVERITY = {
    "critical": "#7a1f4b",
    "high": "#c8502d",
    "medium": "#e0a030",
    "low": "#5b9bd0",
    "info": "#a4aebb",
}
OUTCOME = {
    "flagged": "#c8502d",
    "clear": "#2f8577",
    "cannot_tell": "#c9b458",
    "not_applicable": "#dfe3e9",
    "error": "#2b2f36",
}
INK, MUTED, RULE, PAPER = "#1f2733", "#5a6675", "#e3e7ec", "#ffffff"
FAMILY_BAR = "#3b5b8c"
NOT_READ, NO_REPORT, ACCENT = "#b9c1cb", "#f6f7f9", "#1d4f91"
ZERO, COUNTS = "#eef3f1", ("#cddff2", "#8fb4dd", "#4a7fbf", "#173f7a")
PATTERN = {"body": "", "copy": "/", "extraction": "x"}
FONTS = (
    'system-ui, "Segoe UI", "Helvetica Neue", "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
)
