"""The performance target form (项目支出绩效目标申报表): goals, and values in a fixed tree with rows of one's own."""

import re
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from zyk.projects.workbooks.cells import Cells, Remark, open_cells, plain
from zyk.rulebook.edition import Edition, PerformanceTarget

HEADINGS = {
    "A2": "项目支出绩效目标申报表",
    "A3": "总体目标",
    "A4": "实施期目标",
    "D4": "年度目标",
    "D5": "第一个年度",
    "F5": "第二个年度",
    "A7": "绩效指标",
    "A8": "一级指标",
    "B8": "二级指标",
    "C8": "三级指标",
    "E8": "指标值",
    "E9": "总体",
    "G9": "第一年度",
    "H9": "第二年度",
}
GOALS = {"total": "A6", "year_1": "D6", "year_2": "F6"}
VALUES = {"total": "E", "year_1": "G", "year_2": "H"}
FIRST_ROW = 10
_PLACEHOLDER = re.compile(r"^(目标\d+|…|\s)+$")
WHOLE_NUMBERS = {"人", "个"}


@dataclass(frozen=True)
class TargetRow:
    """One row of targets; `code` is the rulebook's, empty for a row of the project's own."""

    code: str
    level1: str
    level2: str
    level3: str
    total: str = ""
    year_1: str = ""
    year_2: str = ""


@dataclass(frozen=True)
class ReadTargets:
    goals: dict[str, str]
    rows: list[TargetRow]
    warnings: list[Remark] = field(default_factory=list)


def read_targets(file: BinaryIO, edition: Edition) -> ReadTargets:
    """What the form says; WorkbookRefused with every fault at once. Values still empty are the form's to miss."""
    cells = open_cells(file)
    if "专业教学资源库" not in plain(cells.raw("A1")):
        cells.refuse("A1", _("这不是项目支出绩效目标申报表。请下载空白表样，按表样填写"))
        cells.raise_faults()
    for cell, words in HEADINGS.items():
        cells.expect(cell, words)
    cells.raise_faults()
    rows = _rows(cells, edition.performance_targets)
    _check_fixed_rows(cells, rows, edition.performance_targets)
    cells.raise_faults()
    goals = {part: _goal(cells, cell) for part, cell in GOALS.items()}
    return ReadTargets(goals, rows, cells.warnings)


def title_of(target: PerformanceTarget) -> str:
    """The third-level title as the form prints it, e.g. 用户数（人）."""
    if target.level3 is None:
        return ""
    return f"{target.level3.zh}（{target.unit}）" if target.unit else target.level3.zh


def _goal(cells: Cells, cell: str) -> str:
    text = cells.text(cell)
    if _PLACEHOLDER.match(text):
        cells.warn(cell, _("目标还没有填写"))
        return ""
    return text


def _rows(cells: Cells, fixed: list[PerformanceTarget]) -> list[TargetRow]:
    groups = {(plain(target.level1.zh), plain(target.level2.zh)): target for target in fixed}
    by_title = {(plain(t.level1.zh), plain(t.level2.zh), plain(title_of(t))): t for t in fixed if t.level3 is not None}
    found: list[TargetRow] = []
    level1 = level2 = ""
    for row in cells.rows_from(FIRST_ROW, "H"):
        level1, level2 = cells.text(f"A{row}") or level1, cells.text(f"B{row}") or level2
        group = (plain(level1), plain(level2))
        if group not in groups:
            cells.refuse(
                f"B{row}", _("“%(one)s / %(two)s”不是表样里的一、二级指标"), one=level1 or "—", two=level2 or "—"
            )
            continue
        title = cells.text(f"C{row}")
        written = any(cells.text(f"{letter}{row}") for letter in VALUES.values())
        if not title:
            if written:
                cells.refuse(f"C{row}", _("这一行有指标值，但没有写三级指标"))
            continue
        target = by_title.get((*group, plain(title)))
        values = {part: _value(cells, f"{letter}{row}", target) for part, letter in VALUES.items()}
        named = groups[group]
        code = target.code if target else ""
        found.append(TargetRow(code, named.level1.zh, named.level2.zh, title[:120], **values))
    return found


def _value(cells: Cells, cell: str, target: PerformanceTarget | None) -> str:
    """A value of the form's own rows must be a number that fits its unit; an added row takes words too."""
    if target is None:
        return cells.text(cell)[:60]
    number = cells.number(cell)
    if number is None:
        return ""
    if number < 0:
        cells.refuse(cell, _("指标值不能为负数"))
    elif target.unit == "%" and number > 100:
        cells.refuse(cell, _("百分比不能超过 100"))
    elif target.unit in WHOLE_NUMBERS and number != number.to_integral_value():
        cells.refuse(cell, _("这里要填整数，单位是“%(unit)s”"), unit=target.unit)
    return f"{number.normalize():f}"


def _check_fixed_rows(cells: Cells, rows: list[TargetRow], fixed: list[PerformanceTarget]) -> None:
    codes = [row.code for row in rows if row.code]
    for target in fixed:
        if target.level3 is None:
            continue
        if target.code not in codes:
            cells.refuse(
                f"C{FIRST_ROW}",
                _("缺少表样固定的三级指标“%(title)s”，请恢复原有的行"),
                title=title_of(target),
            )
        elif codes.count(target.code) > 1:
            cells.refuse(f"C{FIRST_ROW}", _("三级指标“%(title)s”出现了两次"), title=title_of(target))
