"""代理: letting a colleague act for a while, and taking it back."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import DELEGABLE_ROLES
from zyk.accounts.models import Delegation, Membership, User
from zyk.accounts.notices import notify
from zyk.accounts.queries import memberships_of
from zyk.common import audit
from zyk.common.moves import NotInThisState

URL = "/accounts/delegations/"


@transaction.atomic
def delegate(
    membership: Membership,
    *,
    receiver: User,
    valid_from: date,
    valid_until: date,
    reason: str,
    actor: Actor,
    today: date,
) -> Delegation:
    """Let `receiver`, a colleague of the same unit, act in `membership` for some days.

    ValidationError by field. Only the holder himself delegates, and never on from a capacity he was lent."""
    errors: dict[str, str] = {}
    if membership.user != actor.user or membership.role not in DELEGABLE_ROLES:
        errors["membership"] = _("只能为自己的办事身份设立代理。")
    is_colleague = memberships_of(receiver).filter(organisation=membership.organisation).exists()
    if receiver == membership.user or not is_colleague:
        errors["receiver"] = _("代理人应是本单位的另一名在册人员。")
    if valid_until < max(valid_from, today):
        errors["valid_until"] = _("结束日期应不早于开始日期和今天。")
    if membership.valid_until and valid_until > membership.valid_until:
        errors["valid_until"] = _("不能超过你这个身份的有效期。")
    if errors:
        raise ValidationError(errors)
    delegation = Delegation.objects.create(
        membership=membership, receiver=receiver, valid_from=valid_from, valid_until=valid_until, reason=reason
    )
    audit.record(actor=actor, verb="delegate", about=delegation, why=reason, facts={"to": receiver.username})
    giver, days = membership.user.name, f"{valid_from:%Y-%m-%d} – {valid_until:%Y-%m-%d}"
    notify(
        [receiver],
        text=f"{giver}请你代办“{membership}”的事（{days}）。可在页面上方切换身份。",
        english_text=f"{giver} asks you to stand in as “{membership}” ({days}). Switch at the top of the page.",
        url=URL,
        mail=True,
    )
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, actor: Actor, at: datetime) -> None:
    """From this moment the stand-in no longer acts; giver, stand-in and unit administrator may end it."""
    if not Delegation.objects.filter(pk=delegation.pk, ended_at=None).update(ended_at=at):
        raise NotInThisState(_("这项代理已经结束。"))
    audit.record(actor=actor, verb="end-delegation", about=delegation)
    others = {delegation.receiver, delegation.membership.user} - {actor.user}
    notify(
        others,
        text=f"代理“{delegation.membership}”已结束。",
        english_text=f"Standing in as “{delegation.membership}” has ended.",
        url=URL,
    )
