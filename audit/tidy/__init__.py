"""``Document`` → facts, claims, sections, metadata of one report (``audit.tidy.report.tidy``).

The only room that knows labels and numerals. Nothing is imported here: rules that ask for one module need no other.
"""
