"""What converters and clerks leave in cells: marks of Markdown, invisible characters, rows that number the columns."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.reading.model import Cell, Report

_NUMBERED = re.compile(r"(\d)\.(.+)")
MARKS: dict[str, Callable[[str], str]] = {
    "escaped": lambda text: _NUMBERED.sub(r"\1\\.\2", text),
    "bold": lambda text: f"**{text}**",
    "invisible": lambda text: f"\u200b{text}",
    "broken": lambda text: f"{text[:4]}<br>{text[4:]}" if len(text) > 6 else text,
}
"""What is done to the label of a row."""
WHOLE = 15
"""Columns of table 4 with all its blocks side by side."""


def converter_marks(report: Report, rng: random.Random) -> bool:
    """Labels of rows with marks of one kind in them."""
    mark = MARKS[rng.choice(list(MARKS))]
    for table in report.tables():
        for cell in (c for row in table.rows for c in row if c.role == "label"):
            cell.text = mark(cell.text)
    return True


def other_character(report: Report, rng: random.Random) -> bool:
    """其它 for 其他 throughout the tables."""
    for table in report.tables():
        for cell in (c for row in table.rows for c in row if not c.code):
            cell.text = cell.text if cell.role == "extra" else cell.text.replace("其他", "其它")
    return True


def numbered_columns(report: Report, rng: random.Random) -> bool:
    """A row under the header of table 4 that numbers its columns."""
    for table in (t for t in report.tables() if t.name == "t4"):
        rows = [row for row in table.rows if row and all(c.code for c in row)]
        if len(rows) == 1 and len(rows[0]) == WHOLE:
            numbers = [Cell(str(n), "number") for n in range(1, WHOLE + 1)]
            table.rows.insert(table.rows.index(rows[0]), numbers)
            return True
    return False
