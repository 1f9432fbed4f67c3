"""Computed figures as they were frozen, each with the formula that made it."""

import json
from collections.abc import Iterator
from typing import Any

from zyk.library.models import Library
from zyk.monitoring.formulas import FORMULAS
from zyk.monitoring.models import Baseline, Computation
from zyk.projects.archive.piece import Chapter, Piece, Sheet, workbook
from zyk.projects.models import Application, Evidence, Project

TAKEN = (("修订", "Revision"), ("指标", "Measure"), ("数值", "Value"), ("统计至", "As of"),
         ("公式版本", "Formula version"), ("取数时间", "Taken at"))  # fmt: skip
FROZEN = (
    ("统计至", "As of"), ("规则集", "Rulebook"), ("代码", "Code"), ("指标", "Indicator"), ("原始值", "Raw"),
    ("可信值", "Credible"), ("门槛", "Threshold"), ("达到", "Met"),
    ("口径", "Formula"), ("口径（英文）", "Formula in English"), ("输入", "Inputs"),
)  # fmt: skip
TOTALS = (("快照日期", "Frozen on"), ("资源总数", "Resources"), ("用户总数", "Users"), ("明细", "Totals"))


def figures_chapter(application: Application, project: Project | None) -> Chapter:
    computations = _computations(project)
    results = [row for computation in computations for row in _results(computation)]
    sheets = [
        Sheet("申请取数 taken", TAKEN, list(_taken(application))),
        Sheet("指标 indicators", FROZEN, results),
        Sheet("验收快照 baseline", TOTALS, list(_baseline(application.library, project))),
    ]
    if not any(sheet.rows for sheet in sheets):
        return Chapter("取数", "Figures")
    made = workbook(*sheets)
    plain = {sheet.title: [_named(sheet.head, row) for row in sheet.rows] for sheet in sheets}
    return Chapter(
        "取数",
        "Figures",
        [
            Piece("figures/figures.xlsx", "冻结的数值与口径", "Frozen figures with their formulas", made),
            Piece("figures/figures.json", "同上，JSON", "The same as JSON",
                  json.dumps(plain, ensure_ascii=False, indent=1, default=str).encode()),
        ],
    )  # fmt: skip


def _named(head: Any, row: Any) -> dict[str, Any]:
    return {english: cell for (_chinese, english), cell in zip(head, row, strict=True)}


def _taken(application: Application) -> Iterator[list[Any]]:
    rows = Evidence.objects.filter(revision__application=application).select_related("revision")
    for each in rows.order_by("revision__number", "id"):
        yield [each.revision.number, each.measure, each.value, each.as_of, each.formula_version, each.taken_at]


def _computations(project: Project | None) -> list[Computation]:
    if project is None:
        return []
    frozen = project.acceptances.exclude(computation=None).values("computation")
    return list(Computation.objects.filter(pk__in=frozen).select_related("rulebook").order_by("id"))


def _results(computation: Computation) -> Iterator[list[Any]]:
    edition = computation.rulebook.edition
    named = {indicator.code: indicator for indicator in edition.indicators}
    for result in computation.results.all():
        indicator = named.get(result.code)
        formula = FORMULAS.get(indicator.formula) if indicator else None
        yield [
            computation.as_of,
            str(computation.rulebook),
            result.code,
            indicator.title.zh if indicator else "",
            result.raw_value,
            result.credible_value,
            result.threshold,
            result.is_met,
            formula.definition.zh if formula else "",
            formula.definition.en if formula else "",
            json.dumps(result.inputs, ensure_ascii=False),
        ]


def _baseline(library: Library, project: Project | None) -> Iterator[list[Any]]:
    found = Baseline.objects.filter(library=library).first() if project else None
    if found:
        totals = json.dumps(found.totals, ensure_ascii=False)
        yield [found.frozen_on, found.resources_total, found.users_total, totals]
