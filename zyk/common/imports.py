"""Lists of rows from a spreadsheet: what was read, and faults that name row, column and cell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from zyk.common.spreadsheets import read_rows

Row = dict[str, str]


@dataclass(frozen=True)
class CellFault:
    """Something wrong in one cell; `column` is its heading, `letter` where the heading stands ("" when absent)."""

    row: int
    column: str
    letter: str
    message: str | Promise

    @property
    def cell(self) -> str:
        return f"{self.letter}{self.row}" if self.letter else ""


@dataclass(frozen=True)
class Table:
    """`rows` carry our keys and, under `row`, the number of the line; `letters` say in which column a key stands."""

    rows: list[Row]
    letters: dict[str, str]


def read_table(
    file: BinaryIO, *, columns: Mapping[str, str], optional: Collection[str] = (), max_rows: int = 5000
) -> Table:
    """Read the first sheet by its headings; `columns` is key → heading. ValidationError when the sheet does not fit."""
    rows: list[Row] = []
    letters: dict[str, str] = {}
    for number, cells in read_rows(file, columns=[columns[key] for key in columns if key not in optional]):
        if not letters:
            headings = list(cells)
            letters = {
                key: get_column_letter(headings.index(name) + 1) for key, name in columns.items() if name in cells
            }
        if len(rows) >= max_rows:
            raise ValidationError(_("一次最多导入 %(most)d 行，请拆成几个文件。"), params={"most": max_rows})
        rows.append({"row": str(number)} | {key: cells.get(name, "") for key, name in columns.items()})
    if not rows:
        raise ValidationError(_("工作表里没有数据行。请在标题行下面填写后再上传。"))
    return Table(rows=rows, letters=letters)
