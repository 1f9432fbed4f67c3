"""Performance targets written into the official form (项目支出绩效目标申报表)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from zyk.projects.workbooks.performance import FIRST_ROW, GOALS, VALUES, TargetRow, title_of
from zyk.projects.workbooks.sheet import opened
from zyk.rulebook.edition import Edition, PerformanceTarget

ROWS_OF_A_GROUP, LAST_ROW = 3, 37
PLACEHOLDER = "（项目名称）"


def filled_targets(edition: Edition, *, name: str, goals: dict[str, str], rows: list[TargetRow]) -> bytes:
    """Goals and rows in the form: its fixed rows stay, added ones follow in their group, which grows by as many."""
    form = opened("performance_targets")
    look = form.look_of(FIRST_ROW + 1)
    form.put("A1", str(form.sheet["A1"].value).replace(PLACEHOLDER, name))
    for part, cell in GOALS.items():
        form.put(cell, goals.get(part, ""))
    form.clear_from(FIRST_ROW, until=LAST_ROW, columns=8)
    at = FIRST_ROW
    tops: dict[str, int] = {}
    for level1, level2, lines in _groups(edition, rows):
        height = max(ROWS_OF_A_GROUP, len(lines))
        for place in range(at, at + height):
            form.wear(place, look)
            form.sheet.merge_cells(f"C{place}:D{place}")
            form.sheet.merge_cells(f"E{place}:F{place}")
        for place, (title, values) in enumerate(lines, start=at):
            form.put(f"C{place}", title)
            for part, column in VALUES.items():
                form.put(f"{column}{place}", _value(values.get(part, "")))
        form.put(f"B{at}", level2)
        form.merge("B", at, at + height - 1)
        tops.setdefault(level1, at)
        at += height
    for top, after in zip(tops.values(), [*list(tops.values())[1:], at], strict=True):
        form.put(f"A{top}", next(level1 for level1, row in tops.items() if row == top))
        form.merge("A", top, after - 1)
    return form.saved()


Line = tuple[str, dict[str, str]]  # third-level title, values


def _groups(edition: Edition, rows: list[TargetRow]) -> list[tuple[str, str, list[Line]]]:
    by_code = {row.code: row for row in rows if row.code}
    found: dict[tuple[str, str], list[Line]] = {}
    for target in edition.performance_targets:
        group = found.setdefault((target.level1.zh, target.level2.zh), [])
        if target.level3:
            group.append((title_of(target), _values(by_code.get(target.code), target)))
    for row in rows:
        if not row.code and (row.level1, row.level2) in found:
            found[(row.level1, row.level2)].append((row.level3, _values(row, None)))
    return [(level1, level2, lines) for (level1, level2), lines in found.items()]


def _values(row: TargetRow | None, target: PerformanceTarget | None) -> dict[str, str]:
    return {part: getattr(row, part) for part in VALUES} if row else {}


def _value(text: str) -> Any:
    """A number as a number, else the words."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text or None
    if not number.is_finite():
        return text
    return int(number) if number == number.to_integral_value() else float(number)
