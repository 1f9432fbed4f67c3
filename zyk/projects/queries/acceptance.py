"""Acceptances one may see, and the draft of a self-review from what the system knows."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import override

from zyk.accounts.actor import Actor
from zyk.common.money import wan
from zyk.monitoring.models import Computation
from zyk.monitoring.queries import latest_results, report_of
from zyk.monitoring.queries.results import Report
from zyk.projects.enums import TaskState
from zyk.projects.models import Acceptance, Cycle, Project, Task
from zyk.projects.queries.project import tasks_in_force
from zyk.projects.queries.report import Cell, Execution, execution_of
from zyk.projects.queries.task_book import effective_task_book

CHINESE = "zh-hans"


def acceptances_for(actor: Actor) -> QuerySet[Acceptance]:
    return Acceptance.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library", "project__lead_host__province", "project__application__cycle__rulebook", "cycle__rulebook"
    )


def matching_acceptances(*, text: str = "", state: str = "", conclusion: str = "", year: str = "") -> Q:
    found = Q()
    for word in text.split():
        found &= (
            Q(project__code__icontains=word)
            | Q(project__library__name__icontains=word)
            | Q(project__lead_host__search_text__icontains=word)
        )
    if state:
        found &= Q(state=state)
    if conclusion:
        found &= Q(conclusion=conclusion)
    if year.isdecimal():
        found &= Q(cycle__year=int(year))
    return found


def cycles_to_accept_in() -> QuerySet[Cycle]:
    """Years in which the acceptance business runs, the newest first."""
    return Cycle.objects.filter(state="open").order_by("-year")


def draft_self_review(acceptance: Acceptance) -> str:
    """A first text, always in Chinese, the language of the report: tasks, money and figures as they stand now."""
    project = acceptance.project
    tasks = tasks_in_force(project)
    execution = execution_of(project)
    report = latest_results(project.library)
    with override(CHINESE):
        parts = [
            _heading(project),
            _goals(project),
            _tasks(tasks),
            _money(execution),
            _figures(report),
            "五、特色与创新\n（请填写）\n\n六、存在的问题与改进措施\n（请填写）",
        ]
    return "\n\n".join(parts)


def _heading(project: Project) -> str:
    title = f"{project.library.name}（项目编号 {project.code}）验收自评报告"
    return f"{title}\n第一主持单位：{project.lead_host.name}"


def _goals(project: Project) -> str:
    book = effective_task_book(project)
    return "一、建设目标与内容\n" + (book.summary if book else "（任务书尚未生效）")


def _tasks(tasks: list[Task]) -> str:
    finished = sum(task.state in (TaskState.DONE, TaskState.VERIFIED) for task in tasks)
    verified = sum(task.state == TaskState.VERIFIED for task in tasks)
    lines = [
        "二、任务完成情况",
        f"任务书共 {len(tasks)} 项任务，完成 {finished} 项，其中省级已核实 {verified} 项。",
    ]
    for task in tasks:
        line = f"{task.position}. {task.title}（目标值：{task.target}；{TaskState(task.state).label}）"
        lines.append(line + (f"：{task.evidence}" if task.evidence else ""))
    return "\n".join(lines)


def _money(execution: Execution) -> str:
    report = execution.report
    if report is None:
        return "三、预算执行情况\n还没有填报季报。"
    lines = [f"三、预算执行情况（截至 {report.year} 年第 {report.quarter} 季度，单位：万元）"]
    lines += [_cell(source.title.zh, cell) for source, cell in execution.sources]
    return "\n".join([*lines, _cell("合计", execution.total)])


def _cell(name: str, cell: Cell) -> str:
    budget = "—" if cell.budget is None else wan(cell.budget)
    received = f"到账 {wan(cell.received)}（到位率 {_rate(cell.receipt_rate)}）"
    return f"{name}：预算 {budget}，{received}，支出 {wan(cell.spent)}（支出率 {_rate(cell.spend_rate)}）"


def _figures(report: Report | None) -> str:
    if report is None:
        return "四、运行监测指标\n还没有运行监测数据。"
    lines = [f"四、运行监测指标（统计至 {report.computation.as_of}）"]
    for row in report.judged:
        value = _written(row.result.credible_value, is_share=row.is_share)
        sign = "≤" if row.indicator.comparison == "max" else "≥"
        threshold = f"{sign} {_written(row.result.threshold, is_share=row.is_share)}"
        lines.append(f"{row.indicator.title.zh}：{value}，门槛 {threshold}，{row.standing.label}")
    return "\n".join(lines)


def _written(value: Any, *, is_share: bool) -> str:
    if value is None:
        return "—"
    return f"{value * 100:.1f}%" if is_share else f"{value:,.2f}".removesuffix(".00")


def _rate(rate: Any) -> str:
    return "—" if rate is None else f"{rate * 100:.1f}%"


def figures_of_day(acceptance: Acceptance) -> Report | None:
    """The figures of the day the self-review was handed in."""
    if acceptance.computation_id is None:
        return None
    return report_of(Computation.objects.select_related("rulebook", "library").get(pk=acceptance.computation_id))
