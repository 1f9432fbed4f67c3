import io

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from zyk.common.spreadsheets import csv_response, read_rows, xlsx_response


def a_workbook(*rows: tuple[object, ...]) -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_rows_are_read_with_their_numbers_and_empty_ones_skipped() -> None:
    file = a_workbook(("姓名", "电话"), ("王", 138), (None, None), ("李", None))
    assert list(read_rows(file, columns=["姓名"])) == [
        (2, {"姓名": "王", "电话": "138"}),
        (4, {"姓名": "李", "电话": ""}),
    ]


def test_a_missing_column_is_named_with_its_sheet() -> None:
    with pytest.raises(ValidationError) as refusal:
        list(read_rows(a_workbook(("姓名",)), columns=["姓名", "电话"]))
    assert refusal.value.messages == ["工作表“名单”第 1 行缺少列：电话"]


def test_a_text_file_is_refused_saying_why() -> None:
    with pytest.raises(ValidationError) as refusal:
        list(read_rows(io.BytesIO("姓名,电话".encode()), columns=["姓名"]))
    assert "不是有效的 .xlsx 工作簿" in refusal.value.messages[0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_text_that_looks_like_a_formula_leaves_as_text(text: str) -> None:
    sheet = load_workbook(io.BytesIO(xlsx_response("a.xlsx", ["甲"], [[text]]).content)).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == (f"'{text}", "s")
    assert f"'{text}" in csv_response("a.csv", ["甲"], [[text]]).content.decode("utf-8-sig")


def test_numbers_stay_numbers() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_response("a.xlsx", ["甲"], [[-3]]).content)).active
    assert sheet is not None
    assert sheet["A2"].value == -3
