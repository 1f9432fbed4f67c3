"""Who writes, agrees to and fulfils a task book; who reports and who passes a quarter report."""

from datetime import date

from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.projects.enums import ReportState, TaskBookState
from zyk.projects.models import Project, QuarterReport, TaskBook

WRITING_ROLES = (Role.HOST_EDITOR, Role.PROJECT_LEAD)


def is_lead_host(actor: Actor, project: Project) -> bool:
    return actor.organisation_id is not None and actor.organisation_id == project.lead_host_id


def can_write(actor: Actor, project: Project) -> bool:
    """People of the lead host who fill in and lead."""
    return actor.is_any(*WRITING_ROLES) and is_lead_host(actor, project)


def can_answer_for(actor: Actor, project: Project) -> bool:
    """The project lead signs the task book for the host."""
    return actor.is_any(Role.PROJECT_LEAD) and is_lead_host(actor, project)


def can_return(actor: Actor, task_book: TaskBook) -> bool:
    """The province while it has it, the ministry after the province agreed."""
    if task_book.state == TaskBookState.SUBMITTED:
        return can_guide(actor, task_book.project)
    return task_book.state == TaskBookState.PROVINCE_AGREED and can_confirm(actor)


def can_guide(actor: Actor, project: Project) -> bool:
    """The province of the lead host guides the completion of the task book."""
    return actor.is_any(Role.PROVINCE_OFFICER) and actor.province_id == project.lead_host.province_id


def can_confirm(actor: Actor) -> bool:
    return actor.is_any(Role.MINISTRY_OFFICER)


# Who may take a report from each state onward: editor → finance → project lead → ministry. The province may note in
# between that it has seen it; the ministry need not wait for that.
PASSING: dict[str, tuple[str, str]] = {
    ReportState.FILLED: (Role.FINANCE_HEAD, ReportState.FINANCE_PASSED),
    ReportState.FINANCE_PASSED: (Role.PROJECT_LEAD, ReportState.LEAD_PASSED),
    ReportState.LEAD_PASSED: (Role.MINISTRY_OFFICER, ReportState.MINISTRY_PASSED),
    ReportState.PROVINCE_SEEN: (Role.MINISTRY_OFFICER, ReportState.MINISTRY_PASSED),
}


def can_fill(actor: Actor, project: Project) -> bool:
    return actor.is_any(*WRITING_ROLES, Role.FINANCE_HEAD) and is_lead_host(actor, project)


def is_fillable(report: QuarterReport) -> bool:
    return report.state in (ReportState.UNFILLED, ReportState.RETURNED)


def can_pass(actor: Actor, project: Project) -> bool:
    """Has a place in the chain of this project's reports, whether it is his turn or not."""
    is_of_host = actor.is_any(Role.FINANCE_HEAD, Role.PROJECT_LEAD) and is_lead_host(actor, project)
    return is_of_host or can_guide(actor, project) or can_confirm(actor)


def next_state(actor: Actor, report: QuarterReport) -> str | None:
    """The state this actor may pass the report to, None when it is not his turn."""
    if report.state == ReportState.LEAD_PASSED and can_guide(actor, report.project):
        return ReportState.PROVINCE_SEEN
    role, state = PASSING.get(report.state, ("", ""))
    if not state or not actor.is_any(role):
        return None
    if role != Role.MINISTRY_OFFICER and not is_lead_host(actor, report.project):
        return None
    return state


def is_late(report: QuarterReport, today: date) -> bool:
    """Not handed in though its day is over, or handed in after it."""
    if report.due_on is None:
        return False
    if report.filled_at is None:
        return today > report.due_on
    return timezone.localdate(report.filled_at) > report.due_on
