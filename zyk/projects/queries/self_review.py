"""验收自评报告: the host's words by section, and between them the figures the system knows, frozen when handed in."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.common.money import wan
from zyk.monitoring.models import Computation
from zyk.monitoring.queries import latest_results, report_of
from zyk.monitoring.queries.results import Report
from zyk.projects.enums import TaskState
from zyk.projects.models import Acceptance, Project
from zyk.projects.queries.performance import targets_reached
from zyk.projects.queries.project import tasks_in_force
from zyk.projects.queries.report import Cell, execution_of
from zyk.projects.queries.task_book import effective_task_book

GENERATED = "self_review"  # the material that this report is; the system makes it
SECTIONS: dict[str, str | Promise] = {
    "summary": _("一、自评概述"),
    "tasks": _("二、任务完成情况"),
    "money": _("三、预算执行情况"),
    "targets": _("四、绩效目标实现情况"),
    "indicators": _("五、运行监测指标"),
    "use": _("六、应用推广与共享"),
    "distinction": _("七、特色与创新"),
    "problems": _("八、存在的问题与改进措施"),
}
ENGLISH = {
    "summary": "Summary",
    "tasks": "Tasks",
    "money": "Budget execution",
    "targets": "Performance targets",
    "indicators": "Monitored indicators",
    "use": "Use and sharing",
    "distinction": "Distinction and innovation",
    "problems": "Problems and improvement",
}
CHINESE = {
    "summary": "一、自评概述",
    "tasks": "二、任务完成情况",
    "money": "三、预算执行情况",
    "targets": "四、绩效目标实现情况",
    "indicators": "五、运行监测指标",
    "use": "六、应用推广与共享",
    "distinction": "七、特色与创新",
    "problems": "八、存在的问题与改进措施",
}
STATES = {
    TaskState.PLANNED: "未开始",
    TaskState.DOING: "进行中",
    TaskState.DONE: "已完成",
    TaskState.VERIFIED: "已核实",
}
Table = dict[str, Any]  # {"columns": [{zh, en}], "rows": [[text]]}


@dataclass(frozen=True)
class Part:
    """One section of the report: its heading, the host's words, and the figures that stand below them."""

    code: str
    title: str | Promise
    text: str
    table: Table | None


def parts_of(acceptance: Acceptance) -> list[Part]:
    """The report as it stands: with frozen figures once it was handed in, with today's before."""
    figures = acceptance.figures or live_figures(acceptance.project)
    return [
        Part(code, title, acceptance.texts.get(code, ""), figures.get(code) or None) for code, title in SECTIONS.items()
    ]


def first_words(project: Project) -> dict[str, str]:
    """What a first draft begins with; always Chinese, the language of the report."""
    book = effective_task_book(project)
    return {"summary": book.summary if book else ""}


def live_figures(project: Project) -> dict[str, Table]:
    return _figures(project, latest_results(project.library))


def figures_to_freeze(project: Project, computation: Computation) -> dict[str, Table]:
    return _figures(project, report_of(computation))


def _figures(project: Project, report: Report | None) -> dict[str, Table]:
    found = {
        "tasks": _tasks(project),
        "money": _money(project),
        "targets": _targets(project),
        "indicators": _indicators(report),
    }
    return {code: table for code, table in found.items() if table["rows"]}


def _table(columns: list[tuple[str, str]], rows: list[list[str]]) -> Table:
    return {"columns": [{"zh": zh, "en": en} for zh, en in columns], "rows": rows}


def _tasks(project: Project) -> Table:
    rows = [
        [
            f"{task.position}. {task.title}",
            task.target,
            task.due_on.isoformat(),
            task.done_on.isoformat() if task.done_on else "—",
            STATES[TaskState(task.state)],
            task.evidence,
        ]
        for task in tasks_in_force(project)
    ]
    heads = [
        ("任务", "Task"),
        ("目标值", "Target"),
        ("期限", "Due"),
        ("完成", "Done"),
        ("状态", "State"),
        ("说明", "Evidence"),
    ]
    return _table(heads, rows)


def _money(project: Project) -> Table:
    execution = execution_of(project)
    if execution.report is None:
        return _table([], [])
    rows = [_cells(source.title.zh, cell) for source, cell in execution.sources]
    rows.append(_cells("合计", execution.total))
    heads = [("来源", "Source"), ("预算（万元）", "Budget (万元)"), ("到账", "Received"), ("到位率", "Receipt rate"),
             ("支出", "Spent"), ("支出率", "Spend rate")]  # fmt: skip
    return _table(heads, rows)


def _cells(name: str, cell: Cell) -> list[str]:
    budget = "—" if cell.budget is None else wan(cell.budget)
    return [name, budget, wan(cell.received), _rate(cell.receipt_rate), wan(cell.spent), _rate(cell.spend_rate)]


def _targets(project: Project) -> Table:
    words = {None: "—", True: "达到", False: "不足"}
    rows = [
        [f"{row.level3}（{row.unit}）" if row.unit and row.code else row.level3, row.total, row.actual or "—",
         words[row.is_met]]
        for row in targets_reached(project)
    ]  # fmt: skip
    return _table([("指标", "Target"), ("目标", "Set"), ("实际", "Reached"), ("判断", "Judged")], rows)


def _indicators(report: Report | None) -> Table:
    rows = [
        [each.indicator.title.zh, each.credible, each.threshold or "—", _standing(each.result.is_met)]
        for each in (report.judged if report else [])
    ]
    return _table([("指标", "Indicator"), ("数值", "Figure"), ("门槛", "Threshold"), ("判断", "Judged")], rows)


def _standing(is_met: bool | None) -> str:
    return {True: "达到", False: "不足"}.get(is_met, "—") if is_met is not None else "—"


def _rate(rate: Any) -> str:
    return "—" if rate is None else f"{rate * 100:.1f}%"
