"""Controls for what is more than one box: a table with rows to add, the budget grid, the performance targets."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from zyk.projects.rules.grid import VALUES
from zyk.rulebook.edition import Edition, Field

MAX_ROWS = 200


class GridWidget(forms.Widget):
    """A control of many cells; `bad` names those that are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: set[str] = set()

    def __deepcopy__(self, memo: dict[int, Any]) -> "GridWidget":
        copied = super().__deepcopy__(memo)
        copied.bad = set()
        return copied

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    @property
    def use_fieldset(self) -> bool:  # type: ignore[override]
        return True


class TableWidget(GridWidget):
    """Rows of a table field; an empty one always waits at the end, so that rows are added without any script."""

    template_name = "projects/widgets/table.html"

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> list[dict[str, str]]:
        pattern = re.compile(rf"^{re.escape(name)}-(\d+)-")
        # in the order of the page: rows are moved there
        numbers = list(dict.fromkeys(int(found[1]) for key in data if (found := pattern.match(key))))
        numbers = _moved(numbers, str(data.get(f"{name}-move", "")))
        rows = [
            {column.code: str(data.get(f"{name}-{number}-{column.code}", "")).strip() for column in self.field.columns}
            for number in numbers[:MAX_ROWS]
            if f"{name}-{number}-remove" not in data
        ]
        return [row for row in rows if any(row.values())]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        filled = list(value or [])
        rows = [self._row(name, number, row) for number, row in enumerate([*filled, {}])]
        context["widget"] |= {
            "columns": self.field.columns,
            "rows": rows,
            "pattern": self._row(name, "__n__", {}),
            "next": len(rows),
        }
        return context

    def _row(self, name: str, number: int | str, row: Mapping[str, str]) -> dict[str, Any]:
        cells = [
            {
                "column": column,
                "name": f"{name}-{number}-{column.code}",
                "value": row.get(column.code, ""),
                "is_bad": f"{number}-{column.code}" in self.bad,
            }
            for column in self.field.columns
        ]
        return {
            "number": number + 1 if isinstance(number, int) else "",
            "index": number,
            "move": f"{name}-move",
            "cells": cells,
            "remove": f"{name}-{number}-remove",
        }


def _moved(numbers: list[int], asked: str) -> list[int]:
    """A row moved up or down by a button without script: "3-up", "3-down"."""
    number, _dash, way = asked.partition("-")
    if not number.isdigit() or int(number) not in numbers:
        return numbers
    here = numbers.index(int(number))
    there = here + (1 if way == "down" else -1)
    if 0 <= there < len(numbers):
        numbers[here], numbers[there] = numbers[there], numbers[here]
    return numbers


class BudgetWidget(GridWidget):
    """Spending lines by sources, one grid for each part of the budget; amounts in 万元.

    The parts in `locked` come from a workbook and are only shown."""

    template_name = "projects/widgets/budget.html"

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition
        self.locked: set[str] = set()

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for part in self.edition.budget_parts:
            texts = {
                f"{line.code}-{source.code}": str(data.get(f"{name}-{part.code}-{line.code}-{source.code}", "")).strip()
                for line in self.edition.spending_lines
                for source in self.edition.fund_sources
            }
            if filled := {cell: text for cell, text in texts.items() if text}:
                found[part.code] = filled
        return found

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        value = value or {}
        context["widget"] |= {
            "sources": self.edition.fund_sources,
            "has_limits": any(line.limit is not None for line in self.edition.spending_lines),
            "parts": [
                {
                    "part": part,
                    "is_locked": part.code in self.locked,
                    "lines": [self._line(name, part, line, value) for line in self.edition.spending_lines],
                }
                for part in self.edition.budget_parts
            ],
        }
        return context

    def _line(self, name: str, part: Any, line: Any, value: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
        texts = value.get(part.code) or {}
        return {
            "line": line,
            "cells": [
                {
                    "source": source,
                    "name": f"{name}-{part.code}-{line.code}-{source.code}",
                    "value": texts.get(f"{line.code}-{source.code}", ""),
                    "is_bad": f"{part.code}-{line.code}-{source.code}" in self.bad,
                }
                for source in self.edition.fund_sources
            ],
        }


class TargetsWidget(GridWidget):
    """Goals, the fixed rows of the performance form, and rows of one's own under any of its headings."""

    template_name = "projects/widgets/targets.html"

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.targets = edition.performance_targets

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> dict[str, Any]:
        goals = {part: str(data.get(f"{name}-goal-{part}", "")).strip() for part in VALUES}
        fixed = [
            {"code": target.code} | {part: str(data.get(f"{name}-{target.code}-{part}", "")).strip() for part in VALUES}
            for target in self.targets
            if target.level3
        ]
        rows = [row for row in fixed if any(row[part] for part in VALUES)] + self._own(data, name)
        return {"goals": goals, "rows": rows} if rows or any(goals.values()) else {}

    def _own(self, data: Mapping[str, Any], name: str) -> list[dict[str, str]]:
        pattern = re.compile(rf"^{re.escape(name)}-own-(\d+)-")
        numbers = sorted({int(found[1]) for key in data if (found := pattern.match(key))})
        rows = []
        for number in numbers[:MAX_ROWS]:
            texts = {part: str(data.get(f"{name}-own-{number}-{part}", "")).strip() for part in ("level3", *VALUES)}
            if any(texts.values()) and f"{name}-own-{number}-remove" not in data:
                rows.append({"code": "", "group": str(data.get(f"{name}-own-{number}-group", "")), **texts})
        return rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        value = value or {}
        goals, rows = value.get("goals") or {}, value.get("rows") or []
        filled = {row["code"]: row for row in rows if row.get("code")}
        own = [row for row in rows if not row.get("code")]
        groups = {(target.level1.zh, target.level2.zh): target for target in reversed(self.targets)}
        context["widget"] |= {
            "goals": [self._cell(f"{name}-goal-{part}", goals.get(part, ""), f"goal-{part}") for part in VALUES],
            "rows": [
                self._fixed(name, target, filled.get(target.code, {})) for target in self.targets if target.level3
            ],
            "own": [self._own_row(name, number, row) for number, row in enumerate([*own, {}])],
            "pattern": self._own_row(name, "__n__", {}),
            "next": len(own) + 1,
            "groups": [target for target in self.targets if target in groups.values()],
        }
        return context

    def _fixed(self, name: str, target: Any, row: Mapping[str, str]) -> dict[str, Any]:
        cells = [
            self._cell(f"{name}-{target.code}-{part}", row.get(part, ""), f"{target.code}-{part}") for part in VALUES
        ]
        return {"target": target, "cells": cells}

    def _own_row(self, name: str, number: int | str, row: Mapping[str, str]) -> dict[str, Any]:
        start = f"{name}-own-{number}"
        return {
            "group": row.get("group", ""),
            "group_name": f"{start}-group",
            "remove": f"{start}-remove",
            "title": self._cell(f"{start}-level3", row.get("level3", ""), f"own-{number}-level3"),
            "cells": [self._cell(f"{start}-{part}", row.get(part, ""), f"own-{number}-{part}") for part in VALUES],
            "is_empty": not row,
        }

    def _cell(self, name: str, value: str, cell: str) -> dict[str, Any]:
        return {"name": name, "value": value, "is_bad": cell in self.bad}
