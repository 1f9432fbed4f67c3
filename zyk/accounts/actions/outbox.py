"""What the keepers of the outbox may do with a mail that has not gone out."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import MAIL_MOVES, MailState
from zyk.accounts.models import Mail, OutboxHold
from zyk.common import audit
from zyk.common.moves import NotInThisState, move


@transaction.atomic
def hold_outbox(*, why: str, actor: Actor, at: datetime) -> None:
    """From now on new mail, and what still waits, stays in the outbox."""
    if not why.strip():
        raise ValidationError({"why": _("请写明暂停的原因")})
    if OutboxHold.objects.filter(is_on=True).exists():
        raise NotInThisState(_("发件已经暂停。"))
    hold = OutboxHold.objects.create(held_by=actor.user, held_at=at, why=why.strip()[:200])  # type: ignore[misc]
    held = Mail.objects.filter(state=MailState.QUEUED).update(state=MailState.HELD)
    audit.record(actor=actor, verb="hold-outbox", about=hold, why=hold.why, facts={"mails": held})


@transaction.atomic
def release_outbox(*, actor: Actor) -> int:
    """New mail goes out again; what was held is let go too. Returns how many."""
    hold = OutboxHold.objects.select_for_update().filter(is_on=True).first()
    if hold is None:
        raise NotInThisState(_("发件没有暂停。"))
    hold.is_on = False
    hold.save(update_fields=["is_on"])
    freed = Mail.objects.filter(state=MailState.HELD).update(state=MailState.QUEUED, next_try_at=None)
    audit.record(actor=actor, verb="release-outbox", about=hold, facts={"mails": freed})
    return freed


@transaction.atomic
def change_mail(mail: Mail, *, to_state: str, actor: Actor) -> None:
    """Hold, let go, drop or resend one mail."""
    move(mail, to_state, moves=MAIL_MOVES, actor=actor)
    if to_state == MailState.QUEUED:
        Mail.objects.filter(pk=mail.pk).update(tries=0, next_try_at=None)


@transaction.atomic
def edit_mail(mail: Mail, *, subject: str, body: str, actor: Actor) -> None:
    """Other words for a mail that is held or has failed; the trail keeps the old subject."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in (MailState.HELD, MailState.FAILED):
        raise NotInThisState(_("只有暂缓或发送失败的邮件可以修改。"))
    before = mail.subject
    mail.subject, mail.body = " ".join(subject.split()), body
    mail.save(update_fields=["subject", "body", "updated_at"])
    audit.record(actor=actor, verb="edit-mail", about=mail, facts={"subject_before": before})
