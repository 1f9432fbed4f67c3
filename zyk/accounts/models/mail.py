from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import OUTBOX_ROLES, MailState
from zyk.accounts.models.user import User
from zyk.common.models import Identified, Timed

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, actor: "Actor") -> "MailQuerySet":
        """The outbox is read by those who keep it: the platform's operators and the ministry's officers."""
        return self if actor.is_any(*OUTBOX_ROLES) else self.none()

    def containing(self, text: str) -> "MailQuerySet":
        return self.filter(Q(subject__icontains=text) | Q(recipient__name__icontains=text)) if text else self


class Mail(Identified, Timed):
    """发件: a mail in the outbox, written in the act's own transaction and sent by the worker.

    `body` is what the person reads; after sending nothing of it changes."""

    State: ClassVar = MailState
    VERBS: ClassVar = {"edit-mail": _("修改邮件")}

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mails")
    subject = models.CharField(_("主题"), max_length=200)
    body = models.TextField(_("正文"), max_length=4000)
    state = models.CharField(_("状态"), max_length=20, choices=MailState.choices, default=MailState.QUEUED)
    tries = models.PositiveSmallIntegerField(_("已尝试次数"), default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("最近一次错误"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return self.subject


class OutboxHold(Identified):
    """暂停发件: while one is on, new mail waits in the outbox until somebody lets it go."""

    VERBS: ClassVar = {"hold-outbox": _("暂停发件"), "release-outbox": _("恢复发件")}

    held_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    why = models.CharField(_("原因"), max_length=200)
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["is_on"], condition=Q(is_on=True), name="one_outbox_hold_on")]

    def __str__(self) -> str:
        return self.why
