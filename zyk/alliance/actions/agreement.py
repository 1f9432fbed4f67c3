from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.alliance.enums import AGREEMENT_MOVES, AgreementState
from zyk.alliance.models import Agreement, AgreementSignature, Alliance
from zyk.alliance.queries import joined_organisations
from zyk.alliance.rules import SIGNING_ROLES, can_lead, can_sign, can_sign_for_unit, is_signed_by_all
from zyk.common import audit
from zyk.common.moves import move
from zyk.media.models import StoredFile


@transaction.atomic
def draft_agreement(
    alliance: Alliance,
    *,
    title: str,
    terms: str,
    starts_on: date,
    ends_on: date | None,
    file: StoredFile | None,
    actor: Actor,
) -> Agreement:
    """Lay an agreement before the members; it comes into force when the last of them has signed."""
    if not can_lead(actor, alliance):
        raise PermissionDenied
    if ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("到期日期不能早于生效日期")})
    agreement = Agreement.objects.create(
        alliance=alliance, title=title, terms=terms, starts_on=starts_on, ends_on=ends_on, file=file
    )
    audit.record(actor=actor, verb="create", about=agreement, file_sha256=file.sha256 if file else "")
    for organisation in joined_organisations(alliance):
        notify(
            people_in_role(organisation, *SIGNING_ROLES),
            text=f"请签署“{title}”。",
            english_text=f"Please sign “{title}”.",
            url=f"/alliances/{alliance.uuid}/",
            mail=True,
        )
    return agreement


@transaction.atomic
def sign_agreement(agreement: Agreement, *, actor: Actor, at: datetime) -> None:
    """Sign for one's unit; the last signature brings the agreement into force."""
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=agreement.pk)
    if not can_sign_for_unit(actor, agreement.alliance) or actor.user is None:
        raise PermissionDenied
    if not can_sign(actor, agreement):
        raise ValidationError(_("你单位已经签署，或协议已不在签署中。"), code="not-open")
    member = agreement.alliance.members.get(organisation=actor.organisation_id)
    AgreementSignature.objects.create(agreement=agreement, member=member, signed_by_name=actor.user.name, signed_at=at)
    audit.record(actor=actor, verb="sign", about=agreement)
    settle_agreement(agreement, actor=actor)


@transaction.atomic
def end_agreement(agreement: Agreement, *, why: str, actor: Actor) -> None:
    """End an agreement in force, or call back one still being signed; the reason is kept."""
    if not can_lead(actor, agreement.alliance):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明终止理由")})
    move(agreement, AgreementState.ENDED, moves=AGREEMENT_MOVES, actor=actor, why=why.strip())


def settle_agreement(agreement: Agreement, *, actor: Actor) -> None:
    """Inside an action: bring an agreement into force once every member of today has signed it."""
    if is_signed_by_all(agreement):
        move(agreement, AgreementState.IN_FORCE, moves=AGREEMENT_MOVES, actor=actor)
