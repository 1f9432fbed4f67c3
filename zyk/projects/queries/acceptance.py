"""Acceptances one may see, and the draft of a self-review from what the system knows."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from zyk.accounts.actor import Actor
from zyk.common.money import wan
from zyk.monitoring.models import Computation
from zyk.monitoring.queries import latest_results, report_of
from zyk.monitoring.queries.results import Report
from zyk.projects.enums import TaskState
from zyk.projects.models import Acceptance, Cycle, Project
from zyk.projects.queries.project import tasks_in_force
from zyk.projects.queries.report import execution_of
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
    """A first text in Chinese, the official language of the report: tasks, money and figures as they stand now."""
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
            _("五、特色与创新\n（请填写）\n\n六、存在的问题与改进措施\n（请填写）"),
        ]
    return "\n\n".join(parts)


def _heading(project: Project) -> str:
    return _("%(library)s（项目编号 %(code)s）验收自评报告\n第一主持单位：%(host)s") % {
        "library": project.library.name,
        "code": project.code,
        "host": project.lead_host.name,
    }


def _goals(project: Project) -> str:
    book = effective_task_book(project)
    return _("一、建设目标与内容\n%(summary)s") % {"summary": book.summary if book else _("（任务书尚未生效）")}


def _tasks(tasks: list[Any]) -> str:
    finished = sum(task.state in (TaskState.DONE, TaskState.VERIFIED) for task in tasks)
    verified = sum(task.state == TaskState.VERIFIED for task in tasks)
    lines = [
        _("二、任务完成情况\n任务书共 %(total)s 项任务，完成 %(done)s 项，其中省级已核实 %(verified)s 项。")
        % {"total": len(tasks), "done": finished, "verified": verified}
    ]
    for task in tasks:
        line = f"{task.position}. {task.title}（{_('目标值')}：{task.target}；{TaskState(task.state).label}）"
        lines.append(line + (f"：{task.evidence}" if task.evidence else ""))
    return "\n".join(lines)


def _money(execution: Any) -> str:
    if execution.report is None:
        return _("三、预算执行情况\n还没有填报季报。")
    lines = [
        _("三、预算执行情况（截至 %(year)s 年第 %(quarter)s 季度，单位：万元）")
        % {"year": execution.report.year, "quarter": execution.report.quarter}
    ]
    for source, cell in [*execution.sources, (None, execution.total)]:
        words = {
            "source": source.title.zh if source else _("合计"),
            "budget": "—" if cell.budget is None else wan(cell.budget),
            "received": wan(cell.received),
            "receipt_rate": _rate(cell.receipt_rate),
            "spent": wan(cell.spent),
            "spend_rate": _rate(cell.spend_rate),
        }
        text = _(
            "%(source)s：预算 %(budget)s，到账 %(received)s（到位率 %(receipt_rate)s），"
            "支出 %(spent)s（支出率 %(spend_rate)s）"
        )
        lines.append(text % words)
    return "\n".join(lines)


def _figures(report: Report | None) -> str:
    if report is None:
        return _("四、运行监测指标\n还没有运行监测数据。")
    lines = [_("四、运行监测指标（统计至 %(day)s）") % {"day": report.computation.as_of}]
    for row in report.judged:
        sign = "≤" if row.indicator.comparison == "max" else "≥"
        words = {
            "title": row.indicator.title.zh,
            "value": _written(row.result.credible_value, is_share=row.is_share),
            "threshold": f"{sign} {_written(row.result.threshold, is_share=row.is_share)}",
            "standing": row.standing.label,
        }
        lines.append(_("%(title)s：%(value)s，门槛 %(threshold)s，%(standing)s") % words)
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
