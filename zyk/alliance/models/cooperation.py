from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.accounts.models import Organisation, User
from zyk.alliance.enums import CooperationKind, CooperationState, MemberState, WorkState
from zyk.alliance.models.alliance import Alliance, AllianceMember
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class CooperationQuerySet(models.QuerySet["CooperationRequest"]):
    def visible_to(self, actor: "Actor") -> "CooperationQuerySet":
        """The unit that asks, and the units that have joined the alliance it asks."""
        unit = actor.organisation_id or 0
        joined = AllianceMember.objects.filter(organisation_id=unit, state=MemberState.JOINED)
        return self.filter(Q(organisation_id=unit) | Q(alliance__in=joined.values("alliance")))


class CooperationRequest(Identified, Timed):
    """合作申请: a unit asks to join an alliance, offers resources or asks for some; the lead host answers."""

    State = CooperationState
    VERBS: ClassVar = {"create": pgettext_lazy("audit trail", "提出合作申请")}

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="cooperation_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cooperation_requests")
    kind = models.CharField(_("事项"), max_length=20, choices=CooperationKind.choices)
    text = models.TextField(_("说明"), max_length=1000)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("状态"), max_length=20, choices=CooperationState.choices, default=CooperationState.OPEN)
    answer = models.CharField(_("答复"), max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CooperationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation", "kind"],
                condition=Q(state=CooperationState.OPEN),
                name="cooperation_asked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_kind_display()}"


class WorkItem(Identified, Timed):
    """共建任务: one part of the common work, the member that builds it, and until when."""

    State = WorkState
    VERBS: ClassVar = {
        "create": pgettext_lazy("audit trail", "列入共建任务"),
        "delete": pgettext_lazy("audit trail", "删除共建任务"),
    }

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="work")
    title = models.CharField(_("任务"), max_length=200)
    member = models.ForeignKey(
        AllianceMember, on_delete=models.PROTECT, related_name="work", verbose_name=_("承担单位")
    )
    due_on = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=20, choices=WorkState.choices, default=WorkState.OPEN)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title
