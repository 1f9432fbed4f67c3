"""Tables out (CSV, XLSX) and in (XLSX, CSV), with errors that name sheet and cell."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_UNPACKED_BYTES = 200 * 1024**2
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def xlsx_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """An .xlsx download; text that a spreadsheet would run as a formula is kept as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append(list(header))
    for row in rows:
        sheet.append([inert(cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return _download(buffer.getvalue(), filename, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A .csv download with a byte-order mark, which Excel needs to read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return _download(text.getvalue().encode("utf-8-sig"), filename, "text/csv; charset=utf-8")


def open_workbook(file: BinaryIO) -> Any:
    """Open an uploaded .xlsx for reading its values; ValidationError when it is none, or unpacks to too much."""
    try:
        with ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise ValidationError(_("工作簿解压后过大，无法读取。"))
        file.seek(0)
        return load_workbook(file, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise ValidationError(
            _("无法读取：不是有效的 .xlsx 工作簿。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")
        ) from error


def read_rows(file: BinaryIO, *, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, cells by column name) of the first sheet; ValidationError names a missing column."""
    sheet = open_workbook(file).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    header = [str(cell or "").strip() for cell in next(rows, ())]
    missing = [column for column in columns if column not in header]
    if missing:
        raise ValidationError(
            _("工作表“%(sheet)s”第 1 行缺少列：%(columns)s"),
            params={"sheet": sheet.title, "columns": "、".join(missing)},
        )
    for number, row in enumerate(rows, start=2):
        cells = {name: "" if value is None else str(value).strip() for name, value in zip(header, row, strict=False)}
        if any(cells.values()):
            yield number, cells


def inert(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula, kept as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _download(content: bytes, filename: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response
