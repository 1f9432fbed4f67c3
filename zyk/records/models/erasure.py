from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.records.enums import ErasureKind, ErasureState

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, actor: "Actor") -> "ErasureQuerySet":
        """The operator decides; everyone else sees what concerns himself."""
        if actor.is_any(Role.OPERATOR):
            return self.all()
        return self.filter(person=actor.user) if actor.user else self.none()


class Erasure(Identified, Timed):
    """That a person's records be deleted or put under a pseudonym (个人信息保护法 44–47): who, why, what was done."""

    State = ErasureState
    VERBS = {"ask_erasure": _("申请处理个人学习记录")}

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("人员"))
    kind = models.CharField(_("处理方式"), max_length=12, choices=ErasureKind.choices)
    reason = models.TextField(_("原因"))
    asked_by_person = models.BooleanField(default=False)
    state = models.CharField(
        _("状态"), max_length=12, choices=ErasureState.choices, default=ErasureState.ASKED, editable=False
    )
    answer = models.TextField(_("处理说明"), blank=True)
    pseudonym = models.UUIDField(default=uuid4, editable=False)
    statements = models.BigIntegerField(_("处理的记录数"), null=True, editable=False)
    segments = models.BigIntegerField(_("重写的封存段数"), null=True, editable=False)
    documents = models.BigIntegerField(_("删除的文档数"), null=True, editable=False)
    done_at = models.DateTimeField(_("完成时间"), null=True, editable=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("个人记录处理")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=[ErasureState.ASKED, ErasureState.UNDER_WAY]),
                name="one_open_erasure",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
