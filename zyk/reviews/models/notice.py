from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.accounts.models import Membership, Organisation, User
from zyk.common.models import Identified, Timed
from zyk.reviews.enums import DossierKind, NoticeState, ObjectionState
from zyk.reviews.models.dossier import Dossier

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class PublicNoticeQuerySet(models.QuerySet["PublicNotice"]):
    def visible_to(self, actor: "Actor") -> "PublicNoticeQuerySet":
        """Everybody from its first day on; the ministry before."""
        return self if actor.is_ministry else self.filter(opens_on__lte=timezone.localdate())


class PublicNotice(Identified, Timed):
    """材料公示: dossiers laid open for some working days; closes only when no objection is open."""

    State = NoticeState

    kind = models.CharField(_("类别"), max_length=20, choices=DossierKind.choices)
    title = models.CharField(_("标题"), max_length=160)
    opens_on = models.DateField(_("公示开始"))
    closes_on = models.DateField(_("公示结束"))
    working_days = models.PositiveIntegerField(_("工作日数"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=NoticeState.choices, default=NoticeState.SCHEDULED)

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="notice_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.title


class NoticeItem(Identified):
    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="notice_items")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["notice", "dossier"], name="notice_item_once")]


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, actor: "Actor") -> "ObjectionQuerySet":
        """The ministry sees all; a province those it was asked to look into. Who has or had a post at a unit of the
        dossier loses the row altogether."""
        if actor.is_ministry:
            return self.exclude(pk__in=self._touching(actor))
        if actor.is_any(Role.PROVINCE_OFFICER):
            return self.filter(handler_id=actor.organisation_id).exclude(pk__in=self._touching(actor))
        return self.none()

    def _touching(self, actor: "Actor") -> "models.QuerySet[Objection]":
        units = Membership.objects.filter(user=actor.user).values("organisation")
        return Objection.objects.filter(item__dossier__organisations__in=units).values("pk")  # type: ignore[return-value]


class Objection(Identified, Timed):
    """异议, named or anonymous with evidence. Who filed it is shown to the handling officer only."""

    State = ObjectionState
    VERBS: ClassVar = {
        "file-objection": _("提出异议"),
        "read_contact_data": _("查看提出人"),
        "answer-objection": _("答复提出人"),
    }

    item = models.ForeignKey(NoticeItem, on_delete=models.PROTECT, related_name="objections")
    grounds = models.TextField(_("异议内容与依据"))
    evidence = models.ForeignKey("media.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_anonymous = models.BooleanField(_("匿名"), default=False)
    filed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contact_name = models.CharField(_("姓名"), max_length=80, blank=True)
    contact = models.CharField(_("联系方式"), max_length=160, blank=True)
    handler = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("核查单位")
    )
    # one officer of the handler, when it was given to one by name
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("核查人")
    )
    is_late = models.BooleanField(_("公示期后提出"), default=False)
    finding = models.TextField(_("核查结论"), blank=True)
    reply = models.TextField(_("给提出人的答复"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=ObjectionState.choices, default=ObjectionState.FILED)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.item.dossier} · {self.uuid.hex[:6]}"
