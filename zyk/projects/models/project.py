from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.library.models import Library
from zyk.projects.enums import ProjectState, TaskBookState, TaskState
from zyk.projects.models.application import Application, ApplicationMember

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, actor: "Actor") -> "ProjectQuerySet":
        """The ministry all, a province its own, hosts and members theirs."""
        if actor.is_ministry:
            return self
        if actor.is_any(Role.PROVINCE_OFFICER):
            return self.filter(lead_host__province_id=actor.province_id)
        if actor.is_any(*HOST_ROLES) and actor.organisation_id:
            member = ApplicationMember.objects.filter(organisation_id=actor.organisation_id)
            return self.filter(
                models.Q(lead_host_id=actor.organisation_id) | models.Q(application__in=member.values("application"))
            )
        return self.none()


class Project(Identified, Timed):
    """立项: made only by publishing a decision batch (approve_project)."""

    State = ProjectState

    code = models.CharField(_("项目编号"), max_length=30, unique=True)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="project")
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="projects")
    lead_host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    year = models.PositiveIntegerField(_("立项年度"))
    approved_on = models.DateField(_("立项日期"))
    grant_fen = models.BigIntegerField(_("部本专项支持（分）"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=ProjectState.choices, default=ProjectState.TASK_BOOK)
    held_state = models.CharField(_("暂停前的状态"), max_length=20, choices=ProjectState.choices, blank=True)
    state_reason = models.TextField(_("暂停或终止的理由"), blank=True)
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.library.name}"


class TaskBook(Identified, Timed):
    """任务书: version by version; the one in force is EFFECTIVE. Signed by host, province and ministry."""

    State = TaskBookState

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="task_books")
    version = models.PositiveIntegerField(_("版本"))
    summary = models.TextField(_("建设目标与内容"))
    change = models.OneToOneField(
        "projects.ChangeRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="task_book"
    )
    state = models.CharField(_("状态"), max_length=20, choices=TaskBookState.choices, default=TaskBookState.DRAFT)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="task_book_version_once"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(state=TaskBookState.EFFECTIVE), name="one_effective_task_book"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · v{self.version}"


class TaskBookSignature(models.Model):
    """One of the three signatures; taken back, but kept, when the task book is returned."""

    task_book = models.ForeignKey(TaskBook, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class Task(Identified, Timed):
    """建设任务 with its indicator, target, due date, deliverable and evidence.

    `need` says where it comes from: the number of the need in the application it answers; `weight` is its share of the
    whole in per cent, None while the task book sets none."""

    State = TaskState

    task_book = models.ForeignKey(TaskBook, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField()
    title = models.CharField(_("任务"), max_length=200)
    indicator_code = models.CharField(_("对应指标"), max_length=60, blank=True)
    target = models.CharField(_("目标值"), max_length=120)
    due_on = models.DateField(_("完成期限"))
    deliverable = models.CharField(_("交付成果"), max_length=300)
    weight = models.DecimalField(_("权重（%）"), max_digits=5, decimal_places=2, null=True, blank=True)
    need = models.CharField(_("对应需求"), max_length=120, blank=True)
    responsible = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("承担单位")
    )
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    evidence = models.TextField(_("完成说明"), blank=True)
    evidence_file = models.ForeignKey(
        "media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("状态"), max_length=20, choices=TaskState.choices, default=TaskState.PLANNED)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
