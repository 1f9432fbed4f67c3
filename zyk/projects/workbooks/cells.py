"""Reading the official workbooks cell by cell: every fault names its sheet and cell, and all are told at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from zyk.common.money import FEN_PER_WAN, wan
from zyk.common.spreadsheets import open_workbook

MAX_ROWS = 2000
_BLANK_ROWS_TO_STOP = 30
_FLOAT_NOISE = Decimal("1e-8")
_FEN_IN_WAN = Decimal("0.000001")


@dataclass(frozen=True)
class Remark:
    """What is wrong at one cell, or only worth knowing; said in the reader's language when shown."""

    sheet: str
    cell: str
    text: str | Promise
    params: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        said = str(self.text) % dict(self.params) if self.params else str(self.text)
        return str(_("工作表“%(sheet)s” %(cell)s：%(said)s")) % {"sheet": self.sheet, "cell": self.cell, "said": said}


@dataclass
class Cells:
    """One sheet being read; what is found wrong gathers in `faults`, what is only odd in `warnings`."""

    values: Any
    formulas: Any
    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return str(self.values.title)

    def refuse(self, cell: str, text: str | Promise, **params: Any) -> None:
        self.bad.add(cell)
        self.faults.append(Remark(self.name, cell, text, tuple(params.items())))

    def warn(self, cell: str, text: str | Promise, **params: Any) -> None:
        self.warnings.append(Remark(self.name, cell, text, tuple(params.items())))

    def raw(self, cell: str) -> Any:
        return self.values[cell].value

    def text(self, cell: str) -> str:
        value = self.raw(cell)
        return "" if value is None else str(value).strip()

    def number(self, cell: str) -> Decimal | None:
        """The number in `cell`, None when it is empty; text, an error value or a formula without result is refused."""
        value = self.raw(cell)
        if value is None or value == "":
            if isinstance(self.formulas[cell].value, str) and self.formulas[cell].value.startswith("="):
                self.refuse(cell, _("公式没有保存结果。请用 Excel 或 WPS 打开、保存后再上传"))
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self.refuse(cell, _("这里要填数字，现在是“%(value)s”"), value=str(value)[:40])
            return None
        return Decimal(str(value))

    def amount(self, cell: str) -> int:
        """An amount in 万元 as fen, exactly; an empty cell is nothing."""
        number = self.number(cell)
        if number is None:
            return 0
        exact = number.quantize(_FEN_IN_WAN)
        if number < 0:
            self.refuse(cell, _("金额不能为负数，现在是 %(value)s"), value=str(number))
            return 0
        if abs(number - exact) > _FLOAT_NOISE:
            self.refuse(cell, _("金额精确到分以下（%(value)s 万元），请四舍五入到分"), value=str(number))
            return 0
        return int(exact * FEN_PER_WAN)

    def expect(self, cell: str, words: str) -> None:
        """The heading at `cell` must read `words`; spaces and line breaks do not matter."""
        found = plain(self.raw(cell))
        if found != plain(words):
            self.refuse(
                cell,
                _("表头应为“%(expected)s”，现在是“%(found)s”。请勿改动表格结构"),
                expected=words,
                found=found or "—",
            )

    def rows_from(self, first: int, last_column: str) -> Iterator[int]:
        """Numbers of the rows that hold something, until the notes below the table begin."""
        blank = 0
        width = column_index_from_string(last_column)
        for number in range(first, min(self.values.max_row, MAX_ROWS) + 1):
            texts = [self.values.cell(number, column).value for column in range(1, width + 1)]
            if all(value in (None, "") for value in texts):
                blank += 1
                if blank >= _BLANK_ROWS_TO_STOP:
                    return
                continue
            blank = 0
            first_word = next(str(value) for value in texts if value not in (None, ""))
            if first_word.startswith(("填写说明", "说明")):
                return
            yield number

    def must_be_sum(self, cell: str, written: int, parts: dict[str, int]) -> None:
        """The written total must be what its parts add up to; nothing is said where a part is itself bad."""
        if cell in self.bad or self.bad & parts.keys():
            return
        if written != sum(parts.values()):
            self.refuse(
                cell,
                _("写的是 %(written)s，%(cells)s 相加是 %(counted)s（万元）"),
                written=wan(written),
                cells=shortened(parts),
                counted=wan(sum(parts.values())),
            )

    def must_be_share(self, cell: str, part: int, whole: int) -> None:
        """The percentage written at `cell`: right to two decimals; rounded further is a warning; else refused.

        The ministry's own 2016 sample writes 54.2 for 54.1667 and 0.3 for 0.3333: rounding is no reason to refuse."""
        written = self.number(cell)
        if cell in self.bad or not whole:
            return
        counted = Decimal(part) * 100 / whole
        if written is None:
            if part:
                self.warn(cell, _("没有填占比，按金额算是 %(counted)s%%"), counted=f"{counted:.2f}")
            return
        if abs(written - counted) <= Decimal("0.01"):
            return
        decimals = max(0, -int(written.normalize().as_tuple().exponent))
        if decimals and round(counted, decimals) == written:
            self.warn(
                cell,
                _("占比四舍五入为 %(written)s，按金额算是 %(counted)s%%"),
                written=str(written),
                counted=f"{counted:.2f}",
            )
            return
        self.refuse(
            cell, _("占比写的是 %(written)s，按金额算是 %(counted)s%%"), written=str(written), counted=f"{counted:.2f}"
        )

    def raise_faults(self) -> None:
        if self.faults:
            raise WorkbookRefused(self.faults)


class WorkbookRefused(ValidationError):
    """The workbook does not hold; `faults` are all that is wrong with it."""

    def __init__(self, faults: Iterable[Remark]) -> None:
        self.faults = list(faults)
        super().__init__([str(fault) for fault in self.faults])


def open_cells(file: BinaryIO) -> Cells:
    """The first sheet of an uploaded workbook, its values beside its formulas."""
    values = open_workbook(file)
    file.seek(0)
    formulas = load_workbook(file)
    return Cells(values.worksheets[0], formulas.worksheets[0])


def plain(value: Any) -> str:
    """Text without spaces and line breaks, brackets in one width."""
    text = re.sub(r"\s+", "", "" if value is None else str(value))
    return text.replace("（", "(").replace("）", ")").replace("％", "%")


def columns(first: str, last: str) -> list[str]:
    start, end = column_index_from_string(first), column_index_from_string(last)
    return [get_column_letter(number) for number in range(start, end + 1)]


def shortened(cells: Iterable[str]) -> str:
    """C7、D7、E7 → C7–E7 when there are more than three."""
    names = list(cells)
    return "+".join(names) if len(names) <= 3 else f"{names[0]}…{names[-1]}"
