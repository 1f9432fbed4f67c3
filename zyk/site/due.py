"""工作清单: everything with a date that waits for a person in one capacity, soonest first.

Each source starts from rows the actor may see and returns what is not done yet; a constant number of queries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.learning.enums import EnrolmentState, RunState
from zyk.learning.models import CourseRun, Enrolment
from zyk.projects.enums import CycleState, RectificationState, ReportState, TaskBookState, TaskState
from zyk.projects.models import Acceptance, Project, QuarterReport, Rectification, Task, Window
from zyk.reviews.enums import InvitationState, NoticeState, ReviewState
from zyk.reviews.models import PanelMember, PublicNotice, Review

MOST = 500  # of one source; beyond that a list is no work list
LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Due:
    """`kind` says what sort of thing it is; `code` names it for good, so that a calendar knows it again."""

    on: date
    kind: str | Promise
    title: str
    url: str
    code: str

    def days_left(self, today: date) -> int:
        return (self.on - today).days


def due_of(actor: Actor, today: date) -> list[Due]:
    """What has a date and is not done, of the last year and ahead, soonest first."""
    since = today - LOOK_BACK
    found = [due for source in SOURCES.get(actor.role, (_enrolments,)) for due in source(actor, since)]
    return sorted(found, key=lambda due: (due.on, due.title))


def _windows(actor: Actor, since: date) -> Iterator[Due]:
    """Windows of the rounds in progress; they are public."""
    windows = Window.objects.filter(cycle__state=CycleState.OPEN, closes_on__gte=since).select_related("cycle")
    english = (get_language() or "").startswith("en")
    for window in windows[:MOST]:
        assert window.closes_on
        title = window.title_en if english else window.title_zh
        url = reverse("projects:cycle", args=[window.cycle.year])
        yield Due(window.closes_on, _("年度时间窗口"), f"{window.cycle} · {title}", url, f"window-{window.pk}")


def _reports(actor: Actor, since: date) -> Iterator[Due]:
    reports = QuarterReport.objects.filter(project__in=_projects(actor), due_on__gte=since)
    waiting = reports.filter(state__in=[ReportState.UNFILLED, ReportState.RETURNED])
    for report in waiting.select_related("project__library").order_by("due_on")[:MOST]:
        assert report.due_on
        url = reverse("projects:report", args=[report.uuid])
        yield Due(report.due_on, _("预算执行季报"), str(report), url, f"report-{report.uuid}")


def _tasks(actor: Actor, since: date) -> Iterator[Due]:
    tasks = Task.objects.filter(
        task_book__project__in=_projects(actor), task_book__state=TaskBookState.EFFECTIVE, due_on__gte=since
    ).exclude(state__in=[TaskState.DONE, TaskState.VERIFIED])
    for task in tasks.select_related("task_book").order_by("due_on")[:MOST]:
        url = reverse("projects:task_book", args=[task.task_book.uuid])
        yield Due(task.due_on, _("建设任务"), task.title, url, f"task-{task.uuid}")


def _acceptances(actor: Actor, since: date) -> Iterator[Due]:
    acceptances = Acceptance.objects.filter(project__in=_projects(actor), due_on__gte=since, conclusion="")
    for acceptance in acceptances.select_related("project__library").order_by("due_on")[:MOST]:
        assert acceptance.due_on
        url = reverse("projects:acceptance", args=[acceptance.uuid])
        yield Due(acceptance.due_on, _("验收"), str(acceptance.project), url, f"acceptance-{acceptance.uuid}")


def _rectifications(actor: Actor, since: date) -> Iterator[Due]:
    open_ones = Rectification.objects.filter(acceptance__project__in=_projects(actor), due_on__gte=since)
    open_ones = open_ones.exclude(state=RectificationState.DONE).select_related("acceptance__project__library")
    for rectification in open_ones.order_by("due_on")[:MOST]:
        acceptance = rectification.acceptance
        url = reverse("projects:acceptance", args=[acceptance.uuid])
        yield Due(rectification.due_on, _("整改"), str(acceptance.project), url, f"rectification-{rectification.pk}")


def _notices(actor: Actor, since: date) -> Iterator[Due]:
    for notice in PublicNotice.objects.visible_to(actor).filter(state=NoticeState.OPEN)[:MOST]:
        url = reverse("reviews:notice", args=[notice.uuid])
        yield Due(notice.closes_on, _("公示结束"), notice.title, url, f"notice-{notice.uuid}")


def _reviews(actor: Actor, since: date) -> Iterator[Due]:
    reviews = Review.objects.filter(
        expert__user=actor.user,
        state__in=[ReviewState.ASSIGNED, ReviewState.IN_PROGRESS],
        panel__due_on__gte=since,
    )
    for review in reviews.select_related("panel").order_by("panel__due_on")[:MOST]:
        assert review.panel
        assert review.panel.due_on
        url = reverse("reviews:review", args=[review.uuid])
        yield Due(review.panel.due_on, _("评议"), review.panel.title, url, f"review-{review.uuid}")


def _invitations(actor: Actor, since: date) -> Iterator[Due]:
    asked = PanelMember.objects.filter(
        expert__user=actor.user, state=InvitationState.INVITED, panel__answer_until__gte=since
    )
    for member in asked.select_related("panel")[:MOST]:
        assert member.panel.answer_until
        url = reverse("reviews:invitation", args=[member.uuid])
        yield Due(member.panel.answer_until, _("评议邀请"), member.panel.title, url, f"invitation-{member.uuid}")


def _taught_runs(actor: Actor, since: date) -> Iterator[Due]:
    runs = CourseRun.objects.filter(teacher=actor.user, state=RunState.OPEN, closes_on__gte=since)
    for run in runs.order_by("closes_on")[:MOST]:
        url = reverse("learning:run", args=[run.uuid])
        yield Due(run.closes_on, _("教学班结课"), run.title, url, f"run-{run.uuid}")


def _enrolments(actor: Actor, since: date) -> Iterator[Due]:
    if actor.user is None:
        return
    enrolments = Enrolment.objects.filter(
        user=actor.user, state=EnrolmentState.ENROLLED, run__state=RunState.OPEN, run__closes_on__gte=since
    )
    for enrolment in enrolments.select_related("run").order_by("run__closes_on")[:MOST]:
        url = reverse("learning:run", args=[enrolment.run.uuid])
        yield Due(enrolment.run.closes_on, _("课程学习"), enrolment.run.title, url, f"enrolment-{enrolment.pk}")


def _projects(actor: Actor) -> QuerySet[Project, Any]:
    return Project.objects.visible_to(actor).values("pk")


Source = Callable[[Actor, date], Iterator[Due]]
_OF_HOSTS: tuple[Source, ...] = (_windows, _reports, _tasks, _acceptances, _rectifications)
_OF_MINISTRY: tuple[Source, ...] = (_windows, _notices)
SOURCES: dict[str, tuple[Source, ...]] = {
    **dict.fromkeys(HOST_ROLES, _OF_HOSTS),
    Role.MINISTRY_OFFICER: _OF_MINISTRY,
    Role.REVIEW_SECRETARY: _OF_MINISTRY,
    Role.PROVINCE_OFFICER: (_windows, _reports),
    Role.EXPERT: (_invitations, _reviews),
    Role.TEACHER: (_taught_runs, _enrolments),
}
