"""现在要做: what waits for this person in this project, and what keeps him from doing it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.common.moves import Tone
from zyk.projects.enums import (
    AcceptanceState,
    Conclusion,
    ProjectState,
    RectificationState,
    ReportState,
    TaskBookState,
    TaskState,
)
from zyk.projects.models import Acceptance, Project, QuarterReport, Task, TaskBook
from zyk.projects.queries.report import reports_of
from zyk.projects.rules.acceptance import is_being_mended
from zyk.projects.rules.project import (
    can_confirm,
    can_fill,
    can_guide,
    can_write,
    is_fillable,
    is_lead_host,
    next_state,
)


@dataclass(frozen=True)
class Act:
    """`why_not` says what is missing when the act is not possible yet."""

    title: str
    url: str
    note: str = ""
    tone: str = Tone.NOW
    badge: str = ""
    why_not: str = ""


def to_do(
    project: Project, actor: Actor, today: date, *, task_book: TaskBook | None, tasks: list[Task],
    acceptance: Acceptance | None,
) -> list[Act]:  # fmt: skip
    """`task_book` is the newest version, `tasks` those in force, `acceptance` the newest attempt."""
    acts = _task_book_acts(project, actor, task_book)
    acts += _report_acts(project, actor, today)
    acts += _task_acts(project, actor, today, tasks)
    return acts + _acceptance_acts(project, actor, today, acceptance, tasks)


def _task_book_acts(project: Project, actor: Actor, task_book: TaskBook | None) -> list[Act]:
    state = task_book.state if task_book else None
    url = reverse("projects:task_book", args=[task_book.uuid]) if task_book else ""
    edit = reverse("projects:task_book_edit", args=[project.uuid])
    if state is None and can_write(actor, project):
        return [Act(_("编制任务书"), edit, _("建设任务已按申请书预填，核对后保存"))]
    if state in (TaskBookState.DRAFT, TaskBookState.RETURNED) and can_write(actor, project):
        tone = Tone.WARN if state == TaskBookState.RETURNED else Tone.NOW
        label = str(TaskBookState(state).label)
        if actor.is_any(Role.PROJECT_LEAD):
            return [Act(_("完善并提交任务书"), url, _("由你签署后送省级审核"), tone, label)]
        return [Act(_("继续编制任务书"), edit, "", tone, label, _("提交须由项目负责人签署"))]
    if state == TaskBookState.SUBMITTED and can_guide(actor, project):
        return [Act(_("审核任务书"), url, _("同意后送教育部确认"))]
    if state == TaskBookState.PROVINCE_AGREED and can_confirm(actor):
        return [Act(_("确认任务书"), url, _("省级已同意"))]
    if state in (TaskBookState.SUBMITTED, TaskBookState.PROVINCE_AGREED) and is_lead_host(actor, project):
        return [Act(_("等待任务书审核"), url, "", Tone.WAIT, str(TaskBookState(state).label))]
    return []


def _report_acts(project: Project, actor: Actor, today: date) -> list[Act]:
    return [act for report in reports_of(project, today) if (act := _report_act(project, actor, report, today))]


def _report_act(project: Project, actor: Actor, report: QuarterReport, today: date) -> Act | None:
    words = {"year": report.year, "quarter": report.quarter}
    report.project = project
    if is_fillable(report) and can_fill(actor, project):
        url = reverse("projects:report_fill", args=[project.uuid, report.year, report.quarter])
        title = _("填报 %(year)s 年第 %(quarter)s 季度季报") % words
        if report.state == ReportState.RETURNED:
            return Act(title, url, _("被退回，看退回理由后重新填报"), Tone.WARN, str(ReportState.RETURNED.label))
        return Act(title, url, "", *_until(report.due_on, today))
    if report.pk and next_state(actor, report):
        url = reverse("projects:report", args=[report.uuid])
        return Act(_("审核 %(year)s 年第 %(quarter)s 季度季报") % words, url, str(ReportState(report.state).label))
    return None


def _task_acts(project: Project, actor: Actor, today: date, tasks: list[Task]) -> list[Act]:
    url = reverse("projects:project", args=[project.uuid]) + "#tasks"
    if can_guide(actor, project):
        waiting = [task for task in tasks if task.state == TaskState.DONE]
        text = ngettext("核实 %(n)s 项已完成的任务", "核实 %(n)s 项已完成的任务", len(waiting))
        return [Act(text % {"n": len(waiting)}, url)] if waiting else []
    if not can_write(actor, project) or project.state != ProjectState.BUILDING:
        return []
    soon = [task for task in tasks if task.state in (TaskState.PLANNED, TaskState.DOING)]
    soon = [task for task in soon if (task.due_on - today).days <= 30][:5]
    return [
        Act(task.title, reverse("projects:task", args=[task.uuid]), task.deliverable, *_until(task.due_on, today))
        for task in soon
    ]


def _acceptance_acts(
    project: Project, actor: Actor, today: date, acceptance: Acceptance | None, tasks: list[Task]
) -> list[Act]:
    url = reverse("projects:acceptance", args=[acceptance.uuid]) if acceptance else ""
    state = acceptance.state if acceptance else ""
    if acceptance and can_write(actor, project):
        if state == AcceptanceState.DUE:
            return [Act(_("提交验收自评"), url, "", *_until(acceptance.due_on, today))]
        if acceptance.conclusion == Conclusion.WITHHELD and acceptance.rectification.state == RectificationState.OPEN:
            return [Act(_("完成整改"), url, "", *_until(acceptance.rectification.due_on, today))]
    if acceptance and state == AcceptanceState.SUBMITTED and can_guide(actor, project):
        return [Act(_("核对验收材料"), url)]
    if can_confirm(actor):
        asked = {
            AcceptanceState.POSTPONEMENT_REQUESTED: _("答复延期申请"),
            AcceptanceState.PROVINCE_CHECKED: _("安排材料公示"),
            AcceptanceState.NOTICE_DONE: _("抽取专家评议"),
            AcceptanceState.UNDER_REVIEW: _("登记验收结论"),
            AcceptanceState.REVIEWED: _("公布验收结论"),
        }
        if state in asked:
            return [Act(asked[AcceptanceState(state)], url)]
        if project.state == ProjectState.BUILDING:
            return [_opening(project, acceptance, tasks, today)]
    return []


def _opening(project: Project, acceptance: Acceptance | None, tasks: list[Task], today: date) -> Act:
    verified = sum(task.state == TaskState.VERIFIED for task in tasks)
    note = _("%(total)s 项任务已核实 %(done)s 项") % {"total": len(tasks), "done": verified}
    why_not = ""
    if acceptance and is_being_mended(acceptance, today):
        why_not = _("上次验收暂缓通过，整改还没有完成")
    return Act(_("启动验收"), reverse("projects:acceptance_open", args=[project.uuid]), note, Tone.IDLE, "", why_not)


def _until(due_on: date | None, today: date) -> tuple[str, str]:
    """Tone and words of a due day."""
    if due_on is None:
        return Tone.NOW, ""
    days = (due_on - today).days
    if days < 0:
        return Tone.BAD, ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -days) % {"n": -days}
    if days == 0:
        return Tone.WARN, _("今天到期")
    return Tone.WARN if days <= 14 else Tone.IDLE, ngettext("还有 %(n)s 天", "还有 %(n)s 天", days) % {"n": days}
