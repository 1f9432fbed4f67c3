"""Small helpers that let a test say what it knows, so that types hold."""

from io import BytesIO
from typing import Any, TypeVar

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

T = TypeVar("T")


def known(value: T | None) -> T:
    """What the test has made and therefore is there."""
    assert value is not None
    return value


def rows_in(content: bytes) -> list[tuple[Any, ...]]:
    """The rows of the one sheet of a workbook sent to the reader."""
    sheet = load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return list(sheet.iter_rows(values_only=True))
