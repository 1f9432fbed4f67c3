"""The metadata sheet itself: read into rows, and the empty one that is given out."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from zyk.common.spreadsheets import FORMULA_STARTS, open_workbook
from zyk.library.intake import columns
from zyk.library.models import Library

MOST_ROWS = 20_000
MOST_CHARACTERS = 32_000


@dataclass(frozen=True)
class SheetRow:
    """A line as written: `cells` carry only the columns that the sheet has."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)


def read_sheet(file: BinaryIO) -> list[SheetRow]:
    """The lines of the first sheet by their headings, in either language. ValidationError when it does not fit."""
    sheet = open_workbook(file).worksheets[0]
    lines = sheet.iter_rows(values_only=True)
    keys = [columns.headings().get(str(cell or "").strip(), "") for cell in next(lines, ())]
    if not {"file", "number"} & set(keys):
        raise ValidationError(_("标引表第 1 行要有“文件”或“资源编号”一列。请从模板或导出的标引表开始填写。"))
    repeated = sorted({key for key in keys if key and keys.count(key) > 1})
    if repeated:
        heading = columns.by_key()[repeated[0]].heading
        raise ValidationError(_("标引表里“%(heading)s”出现了两列。") % {"heading": heading})
    rows = list(_rows(lines, keys))
    if not rows:
        raise ValidationError(_("标引表里没有数据行。请在标题行下面填写。"))
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("一次最多导入 %(most)d 行，请拆成几个文件。") % {"most": MOST_ROWS})
    return rows


def _rows(lines: Iterator[tuple[object, ...]], keys: list[str]) -> Iterator[SheetRow]:
    for number, line in enumerate(lines, start=2):
        cells = {
            key: "" if value is None else str(value).strip()[:MOST_CHARACTERS]
            for key, value in zip(keys, line, strict=False)
            if key
        }
        if any(cells.values()):
            yield SheetRow(number, cells)


def template_of(library: Library, paths: list[str] | None = None) -> bytes:
    """An empty sheet for this library: all columns with their hints, lists to choose from, the real points and
    courses; with `paths` a line for each file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("标引")
    used = [column for column in columns.ALL if column is not columns.NUMBER]
    sheet.append([str(column.heading) for column in used])
    for path in paths or []:
        sheet.append([path])
    lists = book.create_sheet(_("可选的词"))
    for at, column in enumerate(used, start=1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 28 if column.key in ("file", "title", "points") else 16
        sheet[f"{letter}1"].font = Font(bold=True)
        if column.choices:
            _offer(sheet, lists, letter, str(column.heading), [str(choice.label) for choice in column.choices])
    courses = [course.title for course in library.courses.filter(kind="standard").order_by("position", "id")]
    if courses:
        course_letter = get_column_letter([column.key for column in used].index("course") + 1)
        _offer(sheet, lists, course_letter, str(columns.COURSE.heading), courses)
    sheet.freeze_panes = "B2"
    points = book.create_sheet(_("知识点"))
    points.append([_("名称"), _("类别"), _("标准要求")])
    for point in library.points.all():
        points.append([_inert(point.title), point.get_kind_display(), _("是") if point.is_required else ""])
    points.column_dimensions["A"].width = 60
    help_sheet = book.create_sheet(_("怎样填写"))
    for column in used:
        help_sheet.append([str(column.heading), str(column.hint)])
    help_sheet.column_dimensions["A"].width, help_sheet.column_dimensions["B"].width = 18, 70
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _offer(sheet: object, lists: object, letter: str, heading: str, words: list[str]) -> None:
    """A column of the lists' sheet, offered as a choice in the cells below `letter`1."""
    at = lists.max_column + 1 if lists["A1"].value else 1  # type: ignore[attr-defined, index]
    for line, word in enumerate([heading, *words], start=1):
        lists.cell(row=line, column=at, value=_inert(word))  # type: ignore[attr-defined]
    column = get_column_letter(at)
    where = f"{quote_sheetname(lists.title)}!${column}$2:${column}${len(words) + 1}"  # type: ignore[attr-defined]
    choice = DataValidation(type="list", formula1=f"={where}", allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(choice)  # type: ignore[attr-defined]
    choice.add(f"{letter}2:{letter}{MOST_ROWS}")


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
