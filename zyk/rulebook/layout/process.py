from typing import Any

from django.utils.translation import pgettext

from zyk.rulebook.edition import Edition, Window
from zyk.rulebook.enums import ApplicationKind, Step
from zyk.rulebook.layout.tables import Cell, Table, day, figure_cell, heads


def process(edition: Edition) -> list[Table]:
    return [_windows(edition), _routes(edition), _recommendation(edition), _conditions(edition)]


def _windows(edition: Edition) -> Table:
    table = Table(
        "windows",
        pgettext("rulebook", "时间窗口"),
        heads(
            pgettext("rulebook", "事项"),
            pgettext("rulebook", "自"),
            pgettext("rulebook", "至（含当日）"),
            pgettext("rulebook", "出处"),
        ),
    )
    for window in edition.windows:
        opens = Cell(day(window.opens_on)) if window.opens_on else Cell("—", pgettext("rulebook", "未写明开始日"))
        table.rows.append([Cell(window.title, window.kind.label), opens, _closing(window), Cell(window.source)])
    return table


def _closing(window: Window) -> Cell:
    """The last day, with the time of day and the grace where the notice names them."""
    text, note = day(window.closes_on), ""
    if window.closes_time is not None:
        text = f"{text} {window.closes_time:%H:%M}"
    if window.grace_minutes is not None:
        note = pgettext("rulebook", "过后 %(minutes)s 分钟内仍收") % {"minutes": window.grace_minutes}
    return Cell(text, note)


def _routes(edition: Edition) -> Table:
    steps = (Step.RECOMMENDATION, Step.FORMAL_CHECK, Step.PAPER, Step.NOTICE)
    table = Table(
        "routes",
        pgettext("rulebook", "流程"),
        heads(pgettext("rulebook", "业务"), *(step.label for step in steps), pgettext("rulebook", "出处")),
    )
    for kind in (ApplicationKind.CANDIDATE, ApplicationKind.UPGRADE):
        route = edition.routes[kind.value]
        needs = [Cell(_needed(getattr(route, f"needs_{step.value}"))) for step in steps]
        table.rows.append([Cell(kind.label), *needs, Cell(route.source)])
    if edition.exemption.enabled:
        skips = edition.exemption.skips
        route = edition.routes.candidate
        needs = [
            Cell(pgettext("rulebook", "免") if step in skips else _needed(getattr(route, f"needs_{step.value}")))
            for step in steps
        ]
        text = pgettext("rulebook", "前 %(years)s 年备选项目库中尚未立项的项目") % {
            "years": edition.exemption.pool_years_back
        }
        if edition.exemption.pool_years_back == 1:
            text = pgettext("rulebook", "上一年度备选项目库中尚未立项的项目")
        table.rows.append([Cell(text), *needs, Cell(edition.exemption.source)])
    return table


def _needed(needed: bool) -> Any:
    return pgettext("rulebook", "须") if needed else pgettext("rulebook", "不须")


def _recommendation(edition: Edition) -> Table:
    recommendation = edition.recommendation
    table = Table(
        "recommendation",
        pgettext("rulebook", "推荐与公示"),
        heads(pgettext("rulebook", "事项"), pgettext("rulebook", "规定"), pgettext("rulebook", "出处")),
    )
    table.rows = [
        [
            Cell(pgettext("rulebook", "每省推荐数量")),
            figure_cell(recommendation, "quota", "recommendation", unit=pgettext("rulebook", "个")),
            Cell(recommendation.source),
        ],
        [Cell(pgettext("rulebook", "推荐公函份数")), Cell(recommendation.letter_copies), Cell(recommendation.source)],
        [
            Cell(pgettext("rulebook", "材料公示工作日数")),
            figure_cell(edition, "notice_working_days", "", unit=pgettext("rulebook", "个工作日")),
            Cell(edition.source),
        ],
        [
            Cell(pgettext("rulebook", "网上截止前封存申请内容")),
            Cell(pgettext("rulebook", "是") if edition.seals_contents else pgettext("rulebook", "否")),
            Cell(edition.source),
        ],
        [
            Cell(pgettext("rulebook", "申请复核工作日数")),
            figure_cell(edition, "reconsideration_working_days", "", unit=pgettext("rulebook", "个工作日")),
            Cell(edition.source),
        ],
    ]
    return table


def _conditions(edition: Edition) -> Table:
    table = Table(
        "conditions",
        pgettext("rulebook", "申请条件"),
        heads(
            pgettext("rulebook", "条件"),
            pgettext("rulebook", "门槛"),
            pgettext("rulebook", "口径"),
            pgettext("rulebook", "出处"),
        ),
    )
    for condition in edition.conditions:
        place = f"conditions/{condition.code}"
        threshold = figure_cell(condition, "threshold", place, prefix=condition.comparison.label)
        table.rows.append(
            [Cell(condition.title), threshold, Cell(condition.measure, is_code=True), Cell(condition.source)]
        )
    return table
