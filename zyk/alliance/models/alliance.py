from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.accounts.models import Organisation
from zyk.alliance.enums import MemberKind, MemberState
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class AllianceQuerySet(models.QuerySet["Alliance"]):
    def visible_to(self, actor: "Actor") -> "AllianceQuerySet":
        """Alliances are public: who builds a library is part of its description."""
        return self

    def of_organisation(self, organisation_id: int | None) -> "AllianceQuerySet":
        return self.filter(members__organisation_id=organisation_id, members__state=MemberState.JOINED)


class Alliance(Identified, Timed):
    """共建共享联盟: the schools and enterprises that build and share (notice 一、（二）)."""

    name = models.CharField(_("名称"), max_length=120)
    purpose = models.TextField(_("宗旨"), blank=True)
    founded_on = models.DateField(_("成立日期"))

    VERBS: ClassVar = {"create": pgettext_lazy("audit trail", "成立联盟")}

    objects = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("共建共享联盟")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class AllianceMember(Identified, Timed):
    State = MemberState
    VERBS: ClassVar = {"invite": pgettext_lazy("audit trail", "邀请加入")}

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="alliance_memberships")
    kind = models.CharField(_("身份"), max_length=20, choices=MemberKind.choices)
    state = models.CharField(_("状态"), max_length=20, choices=MemberState.choices, default=MemberState.INVITED)
    contribution = models.TextField(_("承担内容"), blank=True)
    joined_on = models.DateField(_("加入日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("联盟成员")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "organisation"], name="alliance_member_once"),
            models.UniqueConstraint(
                fields=["alliance"], condition=Q(kind=MemberKind.LEAD_HOST), name="alliance_one_lead_host"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}（{self.get_kind_display()}）"
