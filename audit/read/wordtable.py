"""A table of a DOCX while it is read: where each cell stands, and which are parts of cells above or before.

Source: ECMA-376 part 1, 17.4 (tables): gridBefore, gridSpan, vMerge, hMerge, tracked rows and cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from audit.read.placed import LAYOUT_CELL, MAX_SPAN, PlacedCell, PlacedRow


class Misplaced(Exception):
    """An element stands where none of its kind may stand; ``str()`` says which."""


@dataclass(slots=True)
class TableCell:
    """A ``w:tc`` while it is read. ``down`` and ``right`` : ``restart``, ``continue`` or None, for merged cells.

    Its place is ``settled`` at its first content, when all its properties are known. ``shown`` is None for one
    that is part of another, or deleted: then its content is not shown. ``address`` : of its text.
    """

    number: int
    colspan: int = 1
    down: str | None = None
    right: str | None = None
    deleted: bool = False
    settled: bool = False
    shown: PlacedCell | None = None
    address: int = -1


@dataclass(slots=True)
class TableRow:
    """A ``w:tr`` while it is read; ``column`` is where its next cell begins."""

    number: int
    column: int = 0
    cells: int = 0
    in_properties: bool = False
    deleted: bool = False
    placed: PlacedRow = field(default_factory=PlacedRow)


@dataclass(slots=True)
class WordTable:
    """A ``w:tbl`` while it is read. ``path`` : its number, after those of the tables that hold it.

    ``reach`` : column → the cell that may go on below, and the last of the shown rows that it reaches.
    """

    path: str
    rows: list[PlacedRow] = field(default_factory=list)
    rows_begun: int = 0
    inner: int = 0
    row: TableRow | None = None
    cell: TableCell | None = None
    reach: dict[int, tuple[PlacedCell, int]] = field(default_factory=dict)

    def states_cells(self) -> bool:
        """Whether it is more than a frame around one piece of text."""
        return any(row.layout or len(row.cells) > 1 for row in self.rows)

    def start_row(self) -> None:
        """``w:tr``."""
        if self.row is not None:
            raise Misplaced("a table row in another")
        self.rows_begun += 1
        self.row = TableRow(self.rows_begun)

    def end_row(self) -> None:
        """The row is whole; a deleted one is not shown."""
        row = self.open_row()
        if not row.deleted:
            self.rows.append(row.placed)
        self.row = None

    def start_cell(self) -> None:
        """``w:tc``."""
        row = self.open_row()
        if self.cell is not None:
            raise Misplaced("a table cell in another")
        row.cells += 1
        self.cell = TableCell(row.cells)

    def open_row(self) -> TableRow:
        """The row at hand; raises Misplaced if there is none."""
        if self.row is None:
            raise Misplaced("a table cell outside any row")
        return self.row

    def open_cell(self) -> TableCell:
        """The cell at hand; raises Misplaced if there is none."""
        if self.cell is None:
            raise Misplaced("text in a table outside any cell")
        return self.cell

    def inner_path(self) -> str:
        """The path of the next table in a cell of this one."""
        self.inner += 1
        return f"{self.path}/{self.inner}"

    def end_cell(self, end: int) -> None:
        """The cell is whole; if it is shown, its text goes to ``end``."""
        cell, row = self.open_cell(), self.open_row()
        if cell.shown is not None:
            cell.shown.end = end
            row.placed.layout |= end - cell.shown.start > LAYOUT_CELL
        self.cell = None

    def in_deleted(self) -> bool:
        """Whether the cell at hand, or its row, is deleted."""
        return self.open_cell().deleted or self.open_row().deleted

    def settle(self) -> PlacedCell | None:
        """Settle the place of the cell at hand; a new cell of the grid if it is one, its text range yet unknown."""
        cell, row = self.open_cell(), self.open_row()
        if cell.settled:
            return None
        cell.settled = True
        if row.deleted or cell.deleted:
            return None
        column = row.column
        row.column += cell.colspan
        if not self._continues(cell, row, column):
            cell.shown = PlacedCell(0, 0, column, cell.colspan)
            row.placed.cells.append(cell.shown)
            if cell.down is not None:
                self.reach[column] = (cell.shown, len(self.rows))
        return cell.shown

    def _continues(self, cell: TableCell, row: TableRow, column: int) -> bool:
        """Whether the cell is part of the one before it or of one above; that one grows."""
        if cell.right == "continue" and row.placed.cells:
            row.placed.cells[-1].colspan += cell.colspan
            return True
        above = self.reach.pop(column, None)
        if cell.down != "continue" or above is None or above[1] != len(self.rows) - 1:
            return False
        above[0].rowspan += 1
        self.reach[column] = (above[0], len(self.rows))
        return True


def columns(text: str, otherwise: int) -> int:
    """A number of columns, no larger than a document can mean."""
    return min(int(text), MAX_SPAN) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise
