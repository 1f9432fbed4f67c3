"""Filling the official workbooks: cells, styles and merges stay those of the form, only its rows are written anew."""

import io
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from zyk.common.money import FEN_PER_WAN

FORMS = Path(__file__).parent / "forms"


@dataclass
class Look:
    """How the cells of one row of the form look, to give to others."""

    styles: dict[int, Any]
    height: float | None


@dataclass
class Form:
    """An official form being filled: its first sheet, below whose heading the rows are written anew."""

    book: Any
    sheet: Any

    def look_of(self, row: int) -> Look:
        cells = {cell.column: copy(cell._style) for cell in self.sheet[row]}
        return Look(cells, self.sheet.row_dimensions[row].height)

    def clear_from(self, row: int, *, until: int, columns: int) -> None:
        """Take out merges and values of the rows; what stands to their right stays."""
        for merged in list(self.sheet.merged_cells.ranges):
            if merged.min_row >= row and merged.max_row <= until and merged.max_col <= columns:
                self.sheet.unmerge_cells(str(merged))
        for number in range(row, until + 1):
            for column in range(1, columns + 1):
                self.sheet.cell(number, column).value = None

    def wear(self, row: int, look: Look) -> None:
        for column, style in look.styles.items():
            self.sheet.cell(row, column)._style = copy(style)
        if look.height:
            self.sheet.row_dimensions[row].height = look.height

    def put(self, cell: str, value: Any) -> None:
        """Text that a spreadsheet would run as a formula stays text."""
        self.sheet[cell] = value
        if isinstance(value, str) and value.startswith("="):
            self.sheet[cell].data_type = "s"

    def merge(self, column: str, first: int, last: int) -> None:
        if last > first:
            self.sheet.merge_cells(f"{column}{first}:{column}{last}")

    def saved(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def opened(name: str) -> Form:
    book = load_workbook(FORMS / f"{name}.xlsx")
    return Form(book, book.worksheets[0])


def in_wan(fen: int) -> int | float | None:
    """An amount as the forms write it, in 万元; nothing stays empty."""
    if not fen:
        return None
    amount = Decimal(fen) / FEN_PER_WAN
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def percentage(part: int, whole: int) -> float | None:
    return round(float(Decimal(part) * 100 / whole), 2) if part and whole else None
