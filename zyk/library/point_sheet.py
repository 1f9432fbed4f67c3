"""The map of points as a sheet: columns, rows out, rows in with faults by cell, and looking for circles. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zyk.common.imports import CellFault, Table
from zyk.library.enums import PointKind

COLUMNS = {
    "number": "序号",
    "title": "名称",
    "kind": "类别",
    "parent": "上级序号",
    "before": "先修序号",
    "required": "标准要求",
    "source": "来源",
    "description": "说明",
    "code": "编号",
}
OPTIONAL = ("parent", "before", "required", "source", "description", "code")
YES, NO = "是", "否"
MOST_ROWS = 3000
_SPLIT = re.compile(r"[、,，;；\s]+")
_KINDS = {label: kind for kind in PointKind for label in (kind.value, "知识点" if kind == "knowledge" else "技能点")}


@dataclass(frozen=True)
class NumberedPoint:
    """A row that was found good; `number` names it within the sheet, `code` in the library."""

    number: str
    title: str
    kind: PointKind
    parent: str
    before: tuple[str, ...]
    is_required: bool
    source: str
    description: str
    code: str


def closes_circle(edges: Mapping[int, set[int]], point: int, before: int) -> bool:
    """Whether `point` is needed, over any number of steps, by `before`; `edges` is point → what it needs."""
    seen: set[int] = set()
    waiting = [before]
    while waiting:
        here = waiting.pop()
        if here == point:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(edges.get(here, ()))
    return False


def sheet_rows(points: Iterable[tuple[object, Iterable[int]]]) -> Iterator[list[object]]:
    """(point, keys of what it needs) in order, as the sheet that `checked_map` reads."""
    listed = list(points)
    numbers = {point.pk: number for number, (point, _needs) in enumerate(listed, start=1)}  # type: ignore[attr-defined]
    for point, needs in listed:
        kind = "知识点" if point.kind == PointKind.KNOWLEDGE else "技能点"  # type: ignore[attr-defined]
        yield [
            numbers[point.pk],  # type: ignore[attr-defined]
            point.title,  # type: ignore[attr-defined]
            kind,
            numbers.get(point.parent_id, ""),  # type: ignore[attr-defined]
            "、".join(str(numbers[pk]) for pk in needs if pk in numbers),
            YES if point.is_required else NO,  # type: ignore[attr-defined]
            point.source,  # type: ignore[attr-defined]
            point.description,  # type: ignore[attr-defined]
            str(point.uuid),  # type: ignore[attr-defined]
        ]


def checked_map(table: Table, *, known_codes: set[str]) -> tuple[list[NumberedPoint], list[CellFault]]:
    """The rows of a sheet and every fault in it, each with its cell."""
    faults: list[CellFault] = []
    numbers = {row["number"].removesuffix(".0") for row in table.rows}
    seen: set[str] = set()
    seen_codes: set[str] = set()
    found = []
    for row in table.rows:
        number, code = row["number"].removesuffix(".0"), row["code"]
        parent = row["parent"].removesuffix(".0")
        before = tuple(part.removesuffix(".0") for part in _SPLIT.split(row["before"]) if part)
        checks = {
            "number": (not number and _("请填写序号。")) or (number in seen and _("序号重复。")),
            "title": (not row["title"] and _("请填写名称。")) or (len(row["title"]) > 200 and _("名称最多 200 个字。")),
            "kind": row["kind"] not in _KINDS and _("类别应是“知识点”或“技能点”。"),
            "parent": parent and (parent not in numbers or parent == number) and _("表中没有这个上级序号。"),
            "before": any(each not in numbers or each == number for each in before) and _("表中没有这个先修序号。"),
            "required": row["required"] not in ("", YES, NO) and _("请填“是”或“否”。"),
            "source": len(row["source"]) > 200 and _("最多 200 个字。"),
            "code": code
            and ((code not in known_codes and _("本资源库没有这个编号。")) or (code in seen_codes and _("编号重复。"))),
        }
        bad = {key: str(said) for key, said in checks.items() if said}
        faults += [CellFault(int(row["row"]), COLUMNS[k], table.letters.get(k, ""), said) for k, said in bad.items()]
        seen.add(number)
        seen_codes |= {code} if code else set()
        if not bad:
            required = row["required"] == YES
            kind = _KINDS[row["kind"]]
            found.append(
                NumberedPoint(
                    number, row["title"], kind, parent, before, required, row["source"], row["description"], code
                )
            )
    return found, faults
