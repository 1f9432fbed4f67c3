from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.models import Organisation, User
from zyk.common.models import Identified, Timed
from zyk.library.models import Library
from zyk.projects.enums import ApplicationKind, ApplicationState, MemberKind
from zyk.projects.models.cycle import Cycle
from zyk.reviews.models import Dossier

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: "Actor") -> "ApplicationQuerySet":
        """The ministry sees what has left the unit; a province its own units' after sealing; the units theirs."""
        if actor.is_ministry:
            return self.exclude(state__in=[ApplicationState.DRAFT, ApplicationState.UNIT_REVIEW])
        if actor.is_any(Role.PROVINCE_OFFICER):
            return self.filter(lead_host__province_id=actor.province_id).exclude(
                state__in=[ApplicationState.DRAFT, ApplicationState.UNIT_REVIEW]
            )
        if actor.is_any(*HOST_ROLES) and actor.organisation_id:
            return self.filter(
                Q(lead_host_id=actor.organisation_id)
                | Q(
                    pk__in=ApplicationMember.objects.filter(organisation_id=actor.organisation_id).values("application")
                )
            )
        return self.none()


class Application(Identified, Timed):
    """备选资源库申请书 or 升级改进支持项目申请书: one per library, kind and cycle."""

    State = ApplicationState
    VERBS: ClassVar = {
        "start application": _("新建申请书"),
        "receive-paper": _("登记纸质件"),
        "formal-check": _("形式审查逐项判断"),
        "name member": _("列入参与单位"),
        "remove member": _("移除参与单位"),
        "confirm membership": _("参与单位确认"),
        "decline membership": _("参与单位谢绝"),
        "attach file": _("上传附件"),
        "remove attachment": _("移除附件"),
        "read workbook": _("读入工作簿"),
        "settle conflict": _("合并两人的修改"),
        "ask early-look": _("请求提前查看申请内容"),
        "sign early-look": _("签署提前查看"),
        "decline early-look": _("不同意提前查看"),
        "ask reinstatement": _("请求恢复形式审查"),
        "sign reinstatement": _("签署恢复形式审查"),
        "decline reinstatement": _("不同意恢复形式审查"),
        "sign waiver": _("签署豁免"),
        "declare recusal": _("申明回避"),
        "grant extension": _("准予延期"),
        "restore section": _("恢复章节的旧版本"),
        "invite collaborator": _("邀请协作填报人"),
        "remove collaborator": _("移除协作填报人"),
        "remind member": _("催请参与单位确认"),
        "ask for archive": _("请求归档包"),
        "download archive": _("下载归档包"),
    }

    number = models.CharField(_("编号"), max_length=30, unique=True)
    kind = models.CharField(_("类别"), max_length=20, choices=ApplicationKind.choices)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="applications")
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="applications")
    lead_host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(_("状态"), max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    held_state = models.CharField(_("暂停前的状态"), max_length=20, choices=ApplicationState.choices, blank=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals")
    exempt_basis = models.ForeignKey(
        "projects.PoolEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="exempted"
    )
    # copied from the last revision for lists and roll-ups
    budget_total_fen = models.BigIntegerField(_("项目预算总额（分）"), null=True, blank=True)
    budget_ministry_fen = models.BigIntegerField(_("申请部本专项（分）"), null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "library", "kind"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="application_once",
            )
        ]
        indexes = [models.Index(fields=["cycle", "kind", "state"])]

    def __str__(self) -> str:
        return f"{self.number} {self.library.name}"

    @property
    def is_exempt(self) -> bool:
        """免于省级推荐: last year's candidates (notice 二、（一）)."""
        return self.exempt_basis_id is not None


class ApplicationMember(Timed):
    """A co-host or participant named in the application; it confirms its part, or declines with a reason."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="application_memberships")
    kind = models.CharField(_("身份"), max_length=20, choices=MemberKind.choices)
    duty = models.CharField(_("承担任务"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    declined_at = models.DateTimeField(_("谢绝时间"), null=True, blank=True)
    decline_reason = models.CharField(_("谢绝理由"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("请求确认时间"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("最近催请"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "organisation"], name="application_member_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True), name="member_one_answer"
            ),
        ]

    @property
    def has_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def has_declined(self) -> bool:
        return self.declined_at is not None


class SectionDraft(models.Model):
    """One section of the form as typed so far. `version` grows with each save, so nobody overwrites another's text."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=60)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="section_once")]


class Attachment(Identified, Timed):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    slot = models.CharField(max_length=60)
    file = models.ForeignKey("media.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]


class Revision(Identified):
    """What was submitted, whole and unchangeable, each time it was submitted."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    files = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    dossier = models.OneToOneField(Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="revision_once")]
