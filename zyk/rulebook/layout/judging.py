from django.utils.translation import pgettext, pgettext_lazy

from zyk.rulebook.edition import Edition, ScoreSheet, Words
from zyk.rulebook.figures import LABELS
from zyk.rulebook.layout.forms import attachments
from zyk.rulebook.layout.tables import Cell, Table, figure_cell, heads

STANDINGS = {
    "approved": pgettext_lazy("rulebook", "仍为已立项"),
    "exited": pgettext_lazy("rulebook", "退出"),
}


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
                Cell(criterion.guidance),
                Cell(criterion.source),
            ]
        )
    return table


def _review(edition: Edition) -> Table:
    table = Table(
        "review",
        pgettext("rulebook", "评议办法"),
        heads(pgettext("rulebook", "事项"), pgettext("rulebook", "规定"), pgettext("rulebook", "出处")),
    )
    for name in ("panel_size", "minimum_reviews", "trim_from", "load_per_expert", "rank_gap_alert"):
        table.rows.append(
            [Cell(LABELS[name]), figure_cell(edition.review, name, "review"), Cell(edition.review.source)]
        )
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
