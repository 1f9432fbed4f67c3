"""What a list of specialties must be like to be taken over. Pure."""

import re
from collections.abc import Callable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.catalogue.enums import LEVEL_BY_NAME
from zyk.common.imports import CellFault, Row

COLUMNS = {
    "code": "专业代码",
    "name": "专业名称",
    "level": "层次",
    "category_code": "专业大类代码",
    "category": "专业大类",
    "class_code": "专业类代码",
    "class": "专业类",
}
_SHAPES: dict[str, tuple[str, str | Promise]] = {
    "code": (r"\d{6}K?", _("应为 6 位数字，国家控制布点专业末尾加 K")),
    "category_code": (r"\d{2}", _("应为 2 位数字")),
    "class_code": (r"\d{4}", _("应为 4 位数字")),
}
_MOST = {"name": 60, "category": 40, "class": 40}


def faults_of_list(rows: list[Row], letters: dict[str, str]) -> list[CellFault]:
    """Everything wrong in a list of specialties, in the order of its lines.

    A code begins with the code of its class, that with the code of its category (职业教育专业目录 2021);
    one code has one name."""
    faults: list[CellFault] = []
    first_line: dict[str, str] = {}
    names: dict[str, str] = {}

    def fault(row: Row, key: str, message: str | Promise) -> None:
        faults.append(CellFault(int(row["row"]), COLUMNS[key], letters.get(key, ""), message))

    for row in rows:
        before = len(faults)
        for key, message in _faults_of_row(row):
            fault(row, key, message)
        if len(faults) == before:
            _check_against_others(row, first_line, names, fault)
    return faults


def _faults_of_row(row: Row) -> Iterator[tuple[str, str | Promise]]:
    for key in COLUMNS:
        if not row[key]:
            yield key, _("不能为空")
        elif key in _SHAPES and not re.fullmatch(_SHAPES[key][0], row[key]):
            yield key, _SHAPES[key][1]
        elif len(row[key]) > _MOST.get(key, 60):
            yield key, _("文字过长")
    if row["level"] and row["level"] not in LEVEL_BY_NAME:
        yield "level", _("应为中职、高职专科或职业本科")
    if not row["code"].startswith(row["class_code"]):
        yield "class_code", _("专业代码应以专业类代码开头")
    if not row["class_code"].startswith(row["category_code"]):
        yield "category_code", _("专业类代码应以专业大类代码开头")


def _check_against_others(
    row: Row, first_line: dict[str, str], names: dict[str, str], fault: Callable[[Row, str, str | Promise], None]
) -> None:
    earlier = first_line.setdefault(row["code"], row["row"])
    if earlier != row["row"]:
        fault(row, "code", _("与第 %(line)s 行的代码重复") % {"line": earlier})
    for code_key, name_key in (("category_code", "category"), ("class_code", "class")):
        name = names.setdefault(row[code_key], row[name_key])
        if name != row[name_key]:
            fault(
                row,
                name_key,
                _("代码 %(code)s 在前面的行里叫“%(name)s”") % {"code": row[code_key], "name": name},
            )
