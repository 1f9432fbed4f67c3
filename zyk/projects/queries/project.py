"""Projects in lists, and what stands on a project's workbench."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Membership
from zyk.common.models import AuditEntry
from zyk.projects.enums import ProjectState
from zyk.projects.models import Acceptance, Project, Task, YearlyDuty


@dataclass(frozen=True)
class Step:
    label: str
    note: str
    state: str  # done, now, ""


def matching_projects(*, text: str = "", state: str = "", year: str = "", province: str = "") -> Q:
    found = Q()
    for word in text.split():
        found &= Q(code__icontains=word) | Q(library__name__icontains=word) | Q(lead_host__search_text__icontains=word)
    if state:
        found &= Q(state=state)
    if year.isdecimal():
        found &= Q(year=int(year))
    if province:
        found &= Q(lead_host__province_id=province)
    return found


def tasks_in_force(project: Project) -> list[Task]:
    """Tasks of the task book in force."""
    return list(
        Task.objects.filter(task_book__project=project, task_book__state="effective")
        .select_related("responsible", "evidence_file")
        .order_by("position", "id")
    )


def steps_of(project: Project, tasks: list[Task], acceptance: Acceptance | None) -> list[Step]:
    """Where the project stands on its way from application to the yearly duties."""
    revision = project.application.revisions.order_by("number").first()
    submitted = timezone.localdate(revision.submitted_at).isoformat() if revision else ""
    last_due = max((task.due_on for task in tasks), default=None)
    building = _("至 %(day)s") % {"day": last_due} if last_due else ""
    due = acceptance.due_on if acceptance else None
    accepting = _("截止 %(day)s") % {"day": due} if due else ""
    is_failed = project.state in (ProjectState.FAILED, ProjectState.TERMINATED)
    stood = ProjectState(_stood_at(project))
    order = [ProjectState.TASK_BOOK, ProjectState.BUILDING, ProjectState.ACCEPTANCE, ProjectState.ACCEPTED]
    reached = order.index(stood)
    labels = [
        (_("编制任务书"), ""),
        (_("建设"), building),
        (_("验收"), accepting),
        (_("年度更新"), _("每年")),
    ]
    steps = [Step(_("申请"), submitted, "done"), Step(_("立项"), project.approved_on.isoformat(), "done")]
    for place, (label, note) in enumerate(labels):
        state = "done" if place < reached else "now" if place == reached else ""
        steps.append(Step(label, note, "done" if is_failed and state == "now" else state))
    return steps


def _stood_at(project: Project) -> str:
    """The step a project is at; one on hold or terminated, the one it had reached."""
    if project.state == ProjectState.FAILED:
        return ProjectState.ACCEPTANCE
    if project.state == ProjectState.ON_HOLD:
        return project.held_state
    if project.state == ProjectState.TERMINATED:
        has_begun = project.task_books.filter(state__in=["effective", "superseded"]).exists()
        return ProjectState.BUILDING if has_begun else ProjectState.TASK_BOOK
    return project.state


def people_of(project: Project) -> list[Membership]:
    """Who acts for the lead host."""
    roles = (*HOST_ROLES, Role.UNIT_ADMINISTRATOR)
    held = Membership.objects.filter(organisation_id=project.lead_host_id, role__in=roles)
    return list(held.valid_on(timezone.localdate()).select_related("user").order_by("role", "id"))


def history_of_project(project: Project, actor: Actor) -> QuerySet[AuditEntry]:
    """Everything that happened to it, its task books, tasks, reports, money, changes and acceptances, newest first.

    Which expert tried the library is the ministry's to know: the panel is not named to those it judges."""
    uuids = [project.uuid]
    uuids += project.task_books.values_list("uuid", flat=True)
    uuids += Task.objects.filter(task_book__project=project).values_list("uuid", flat=True)
    uuids += project.quarter_reports.values_list("uuid", flat=True)
    uuids += project.acceptances.values_list("uuid", flat=True)
    uuids += project.acceptances.filter(rectification__isnull=False).values_list("rectification__uuid", flat=True)
    for held in (project.changes, project.adjustments, project.disbursements, project.performance_reviews):
        uuids += held.values_list("uuid", flat=True)
    kinds = ["project", "taskbook", "task", "quarterreport", "acceptance", "rectification", "changerequest"]
    kinds += ["budgetadjustment", "disbursement", "performancereview"]
    types = [f"projects.{kind}" for kind in kinds]
    found = AuditEntry.objects.filter(object_type__in=types, object_uuid__in=uuids).order_by("-sequence")
    return readable_entries(found, actor)


def readable_entries(entries: QuerySet[AuditEntry], actor: Actor) -> QuerySet[AuditEntry]:
    """Without what would name the experts of a panel to anyone but the ministry."""
    return entries if actor.is_ministry else entries.exclude(verb="try", object_type="projects.acceptance")


def duties_of(project: Project) -> QuerySet[YearlyDuty]:
    return YearlyDuty.objects.filter(library_id=project.library_id).order_by("-year", "code")
