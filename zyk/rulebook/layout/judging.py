from collections.abc import Iterator
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from zyk.rulebook.edition import Edition, ScoreSheet, Words
from zyk.rulebook.edition.judging import Criterion
from zyk.rulebook.figures import LABELS
from zyk.rulebook.layout.forms import attachments
from zyk.rulebook.layout.tables import Cell, Table, figure_cell, heads

STANDINGS = {
    "approved": pgettext_lazy("rulebook", "仍为已立项"),
    "exited": pgettext_lazy("rulebook", "退出"),
}

METHODS = {
    "raw": pgettext_lazy("rulebook", "原始均分"),
    "trimmed": pgettext_lazy("rulebook", "去最高最低均分"),
    "normalised": pgettext_lazy("rulebook", "按专家校正均分"),
}
REVIEW_FIGURES = (
    "panel_size",
    "reviews_each",
    "minimum_reviews",
    "load_per_expert",
    "trim_from",
    "shrink_below",
    "rank_gap_alert",
    "spread_alert",
)
RECUSALS = {
    "recuse_alliance": pgettext_lazy("rulebook", "联盟成员单位的专家"),
    "recuse_cooperation": pgettext_lazy("rulebook", "共同承担过项目的专家"),
    "recuse_same_province": pgettext_lazy("rulebook", "同一省份的专家"),
}
RECUSED = {True: pgettext_lazy("rulebook", "须回避"), False: pgettext_lazy("rulebook", "不须回避")}


def judging(edition: Edition) -> list[Table]:
    sheets = [_sheet(edition.score_sheets[name], name) for name in ("selection", "acceptance")]
    return [*sheets, _review(edition), *_performance(edition), *_acceptance(edition)]


def _performance(edition: Edition) -> list[Table]:
    """When performance is reviewed, and by which sheet; nothing where the edition says nothing of it."""
    rules = edition.performance_review
    if rules is None:
        return []
    periods = Table(
        "performance_periods",
        pgettext("rulebook", "绩效评价期"),
        heads(pgettext("rulebook", "评价期"), pgettext("rulebook", "出处")),
    )
    for period in rules.periods:
        periods.rows.append([Cell(period.title), Cell(period.source)])
    title = Words(zh="绩效评价表", en="Performance review sheet")
    sheet = ScoreSheet(title=title, criteria=rules.criteria, source=rules.source)
    return [periods, _sheet(sheet, "performance", "performance_review")]


def _sheet(sheet: ScoreSheet, name: str, place: str = "") -> Table:
    place = place or f"score_sheets/{name}"
    columns = heads(
        pgettext("rulebook", "评议项"),
        pgettext("rulebook", "权重"),
        pgettext("rulebook", "满分"),
        pgettext("rulebook", "看什么"),
        pgettext("rulebook", "出处"),
        numbers=(2,),
    )
    table = Table(name, sheet.title, columns, note=sheet.source)
    for criterion in sheet.criteria:
        table.rows.append(
            [
                Cell(criterion.title),
                figure_cell(criterion, "weight", f"{place}/criteria/{criterion.code}"),
                Cell(f"{criterion.maximum:g}"),
                Cell(criterion.guidance, " ".join(_demands(criterion))),
                Cell(criterion.source),
            ]
        )
    return table


def _demands(criterion: Criterion) -> Iterator[str]:
    """What points mean, which of them need a reason, below which an expert cannot support."""
    for anchor in criterion.anchors:
        yield pgettext("rulebook", "%(points)s 分：%(words)s。") % {
            "points": f"{anchor.points:g}",
            "words": anchor.words,
        }
    if criterion.justify_below is not None:
        yield pgettext("rulebook", "低于 %(points)s 分须写理由。") % {"points": f"{criterion.justify_below:g}"}
    if criterion.justify_above is not None:
        yield pgettext("rulebook", "高于 %(points)s 分须写理由。") % {"points": f"{criterion.justify_above:g}"}
    if criterion.veto_below is not None:
        yield pgettext("rulebook", "低于 %(points)s 分不得建议支持。") % {"points": f"{criterion.veto_below:g}"}


def _review(edition: Edition) -> Table:
    table = Table(
        "review",
        pgettext("rulebook", "评议办法"),
        heads(pgettext("rulebook", "事项"), pgettext("rulebook", "规定"), pgettext("rulebook", "出处")),
    )
    review, unset = edition.review, pgettext("rulebook", "未设定")
    rows: list[tuple[Any, Cell]] = [(LABELS[name], figure_cell(review, name, "review")) for name in REVIEW_FIGURES]
    method = METHODS.get(review.method or "", unset)
    rows.append((pgettext("rulebook", "计分方法"), Cell(method)))
    for name, label in RECUSALS.items():
        said = getattr(review, name)
        rows.append((label, Cell(unset if said is None else RECUSED[said])))
    rows.append((LABELS["cooperation_years"], figure_cell(review, "cooperation_years", "review")))
    table.rows = [[Cell(label), cell, Cell(review.source)] for label, cell in rows]
    return table


def _acceptance(edition: Edition) -> list[Table]:
    acceptance = edition.acceptance
    first = Table(
        "preconditions",
        pgettext("rulebook", "验收前提"),
        heads(pgettext("rulebook", "前提"), pgettext("rulebook", "说明"), pgettext("rulebook", "出处")),
    )
    for precondition in acceptance.preconditions:
        first.rows.append([Cell(precondition.title), Cell(precondition.guidance), Cell(precondition.source)])
    second = Table(
        "conclusions",
        pgettext("rulebook", "验收结论"),
        heads(pgettext("rulebook", "结论"), pgettext("rulebook", "出处")),
    )
    for conclusion in acceptance.conclusions:
        second.rows.append([Cell(conclusion.title), Cell(conclusion.source)])
    third = Table(
        "postponement",
        pgettext("rulebook", "延期与不通过"),
        heads(pgettext("rulebook", "事项"), pgettext("rulebook", "规定"), pgettext("rulebook", "出处")),
    )
    allowed = figure_cell(acceptance, "postponements_allowed", "acceptance", unit=pgettext("rulebook", "次"))
    third.rows.append([Cell(pgettext("rulebook", "可延期次数")), allowed, Cell(acceptance.source)])
    standing = STANDINGS.get(acceptance.failed_standing or "", pgettext("rulebook", "未设定"))
    third.rows.append([Cell(pgettext("rulebook", "不通过后资源库的地位")), Cell(standing), Cell(acceptance.source)])
    materials = attachments(pgettext("rulebook", "验收材料"), acceptance.materials)
    materials.code = "materials"
    return [first, second, third, materials]
