"""The readable copy of a form: what is submitted, frozen, shown, printed and reviewed.

A section is {"code", "title", "fields": [{"code", "title", "type", "value"}]}; titles are {zh, en}. A value is a text,
{zh, en} words, or a table {"columns": [words], "rows": [[text or words, …]]}."""

from collections.abc import Iterable
from typing import Any

from zyk.common.money import wan
from zyk.projects.rules.grid import VALUES, amounts_of_part
from zyk.projects.rules.section import FormFacts
from zyk.rulebook.edition import Edition, Field, Words
from zyk.rulebook.enums import FieldType

Said = dict[str, str]
PART = {"zh": "部分", "en": "Part"}
LINE = {"zh": "支出内容", "en": "Spending line"}
SUM = {"zh": "合计", "en": "Total"}
GOALS = {"zh": "总体目标", "en": "Goals"}
TARGETS = (
    {"zh": "一级指标", "en": "Level 1"},
    {"zh": "二级指标", "en": "Level 2"},
    {"zh": "三级指标", "en": "Level 3"},
    {"zh": "总体", "en": "Whole"},
    {"zh": "第一年度", "en": "First year"},
    {"zh": "第二年度", "en": "Second year"},
)
UNITS = ({"zh": "单位", "en": "Unit"}, {"zh": "身份", "en": "Part taken"}, {"zh": "承担任务", "en": "Duty"})
FIGURE = (
    {"zh": "数值", "en": "Value"},
    {"zh": "统计至", "en": "As of"},
    {"zh": "公式版本", "en": "Version of the formula"},
)


def readable_sections(
    facts: FormFacts, *, units: Iterable[list[Any]], figures: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """`units` are rows (name, part taken, duty); `figures` are (value, as of, formula version) by measure."""
    units = [list(row) for row in units]
    return [
        {
            "code": section.code,
            "title": words(section.title),
            "fields": [
                {
                    "code": each.code,
                    "title": words(each.title),
                    "type": str(each.type),
                    "value": _value(each, facts.drafts.get(section.code, {}).get(each.code), facts, units, figures),
                }
                for each in section.fields
                if facts.is_asked(each)
            ],
        }
        for section in facts.form.sections
    ]


def words(said: Words) -> Said:
    return {"zh": said.zh, "en": said.en}


def _value(each: Field, raw: Any, facts: FormFacts, units: list[list[Any]], figures: dict[str, list[str]]) -> Any:
    match each.type:
        case FieldType.UNITS:
            return {"columns": list(UNITS), "rows": units}
        case FieldType.COMPUTED:
            return {"columns": list(FIGURE), "rows": [figures[each.measure]] if each.measure in figures else []}
        case FieldType.CHOICE:
            return next((words(choice.title) for choice in each.choices if choice.code == raw), "")
        case FieldType.TABLE:
            return _table(each, raw or [])
        case FieldType.BUDGET:
            return budget_table(raw or {}, facts.edition)
        case FieldType.PERFORMANCE:
            return _targets(raw or {}, facts.edition)
    return str(raw or "").strip()


def _table(each: Field, rows: list[dict[str, str]]) -> dict[str, Any]:
    titles = [{choice.code: words(choice.title) for choice in column.choices} for column in each.columns]
    return {
        "columns": [words(column.title) for column in each.columns],
        "rows": [
            [
                chosen.get(text := str(row.get(column.code, "")), text)
                for column, chosen in zip(each.columns, titles, strict=True)
            ]
            for row in rows
        ],
    }


def budget_table(value: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """Spending lines by sources, part after part, in 万元."""
    rows: list[list[Any]] = []
    for part in edition.budget_parts:
        amounts = amounts_of_part(value.get(part.code) or {}, edition) or {}
        for line in edition.spending_lines:
            own = [amounts.get((line.code, source.code), 0) for source in edition.fund_sources]
            rows.append([words(part.title), words(line.title), *map(wan, own), wan(sum(own))])
        sums = [
            sum(amount for (_line, code), amount in amounts.items() if code == source.code)
            for source in edition.fund_sources
        ]
        rows.append([words(part.title), SUM, *map(wan, sums), wan(sum(sums))])
    return {"columns": [PART, LINE, *(words(source.title) for source in edition.fund_sources), SUM], "rows": rows}


def _targets(value: dict[str, Any], edition: Edition) -> dict[str, Any]:
    goals = value.get("goals") or {}
    rows: list[list[Any]] = [[GOALS, "", "", *(str(goals.get(part, "")) for part in VALUES)]]
    filled = {row.get("code"): row for row in value.get("rows") or [] if row.get("code")}
    for target in edition.performance_targets:
        if target.level3:
            row = filled.get(target.code) or {}
            unit = f"（{target.unit}）" if target.unit else ""
            title = {"zh": f"{target.level3.zh}{unit}", "en": f"{target.level3.en}{unit}"}
            rows.append(
                [words(target.level1), words(target.level2), title, *(str(row.get(part, "")) for part in VALUES)]
            )
    by_code = {target.code: target for target in edition.performance_targets}
    for row in value.get("rows") or []:
        if not row.get("code"):
            group = by_code.get(row.get("group", ""))
            heads = [words(group.level1), words(group.level2)] if group else ["", ""]
            rows.append([*heads, str(row.get("level3", "")), *(str(row.get(part, "")) for part in VALUES)])
    return {"columns": list(TARGETS), "rows": rows}
