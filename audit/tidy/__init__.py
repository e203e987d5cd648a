"""``Document`` → facts, claims, sections, metadata of one report. The only room that knows labels and numerals."""

from audit.tidy.report import tidy

__all__ = ["tidy"]
