"""Units named in an application: picked by the lead host, confirmed or declined by themselves."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, OrganisationKind
from zyk.accounts.models import Organisation
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.common import audit
from zyk.common.audit import ActsInTrail
from zyk.common.moves import NotInThisState
from zyk.projects.actions.section import lock_for_edit
from zyk.projects.enums import CycleState
from zyk.projects.models import Application, ApplicationMember
from zyk.projects.rules.application import EDITABLE, EDITORS, can_answer_membership

REMIND_AT_MOST_EVERY, REMIND_EVERY = timedelta(days=1), timedelta(days=3)
KINDS = (OrganisationKind.SCHOOL, OrganisationKind.ENTERPRISE, OrganisationKind.ASSOCIATION)


@transaction.atomic
def name_member(
    *, application: Application, organisation: Organisation, kind: str, duty: str, actor: Actor
) -> ApplicationMember:
    """Name a unit as co-host or participant and ask it to confirm. Naming it again changes its part, and asks again."""
    application = lock_for_edit(application, actor)
    if organisation.pk == application.lead_host_id:
        raise ValidationError({"organisation": _("第一主持单位不用再列入")})
    if organisation.kind not in KINDS:
        raise ValidationError({"organisation": _("只能列入院校、企业和行业协会")})
    member, is_new = ApplicationMember.objects.select_for_update().get_or_create(
        application=application, organisation=organisation, defaults={"kind": kind, "duty": duty.strip()}
    )
    if not is_new and (member.kind, member.duty) == (kind, duty.strip()) and not member.has_declined:
        return member
    member.kind, member.duty = kind, duty.strip()
    member.confirmed_at = member.declined_at = None
    member.decline_reason = ""
    member.asked_at, member.reminded_at = timezone.now(), None
    member.save()
    facts = {"unit": organisation.name, "kind": kind, "duty": member.duty}
    audit.record(actor=actor, verb="name member", about=application, facts=facts)
    notify(
        people_in_role(organisation, *HOST_ROLES),
        text=f"{application.lead_host.name}把贵单位列为“{application.library.name}”的{member.get_kind_display()}，请确认",
        english_text=f"{application.lead_host} named your unit in application {application.number}: please confirm",
        url=f"/projects/applications/{application.uuid}/",
        mail=True,
    )
    return member


@transaction.atomic
def remind_member(*, member: ApplicationMember, actor: ActsInTrail, at: datetime) -> bool:
    """Ask a unit that has not answered once more; False when it has answered, or was asked within the last day."""
    member = (
        ApplicationMember.objects.select_for_update(of=("self",))
        .select_related("application__lead_host", "application__library", "organisation")
        .get(pk=member.pk)
    )
    application = member.application
    asked_at = member.reminded_at or member.asked_at
    is_due = asked_at is None or at - asked_at >= REMIND_AT_MOST_EVERY
    if application.state not in EDITABLE or member.has_confirmed or member.has_declined or not is_due:
        return False
    member.reminded_at = at
    member.save(update_fields=["reminded_at", "updated_at"])
    audit.record(actor=actor, verb="remind member", about=application, facts={"unit": member.organisation.name})
    notify(
        people_in_role(member.organisation, *HOST_ROLES),
        text=f"请确认：{application.lead_host.name}把贵单位列为“{application.library.name}”的{member.get_kind_display()}",
        english_text=f"Please confirm your unit's part in application {application.number}",
        url=f"/projects/applications/{application.uuid}/",
        mail=True,
    )
    return True


def remind_silent_members(at: datetime) -> int:
    """Every few days each unit that has not answered is asked again, while the form can still be handed in."""
    waiting = ApplicationMember.objects.filter(
        application__state__in=EDITABLE,
        application__cycle__state=CycleState.OPEN,
        confirmed_at__isnull=True,
        declined_at__isnull=True,
        created_at__lt=at - REMIND_EVERY,
    ).exclude(reminded_at__gt=at - REMIND_EVERY)
    waiting = waiting.exclude(asked_at__gt=at - REMIND_EVERY)
    return sum(remind_member(member=member, actor=audit.SYSTEM, at=at) for member in waiting)


@transaction.atomic
def remove_member(*, member: ApplicationMember, actor: Actor) -> None:
    application = lock_for_edit(member.application, actor)
    facts = {"unit": member.organisation.name}
    member.delete()
    audit.record(actor=actor, verb="remove member", about=application, facts=facts)


@transaction.atomic
def answer_membership(
    *, member: ApplicationMember, confirms: bool, actor: Actor, reason: str = ""
) -> ApplicationMember:
    """The unit confirms its part, or declines with a reason; it may change its answer until submission."""
    member = (
        ApplicationMember.objects.select_for_update(of=("self",))
        .select_related("application__lead_host", "application__library", "organisation")
        .get(pk=member.pk)
    )
    application = member.application
    if not can_answer_membership(actor, member.organisation_id):
        raise PermissionDenied
    if application.state not in EDITABLE:
        raise NotInThisState(_("申请书已经提交，现在不能改变答复。"))
    if not confirms and not reason.strip():
        raise ValidationError({"reason": _("请写明谢绝的理由")})
    if member.has_confirmed if confirms else member.has_declined:
        return member
    now = timezone.now()
    member.confirmed_at, member.declined_at = (now, None) if confirms else (None, now)
    member.decline_reason = "" if confirms else reason.strip()[:300]
    member.save()
    verb = "confirm membership" if confirms else "decline membership"
    facts = {"unit": member.organisation.name}
    audit.record(actor=actor, verb=verb, about=application, why=member.decline_reason, facts=facts)
    said, english = ("确认参加", "confirmed its part") if confirms else ("谢绝参加", "declined its part")
    notify(
        people_in_role(application.lead_host, *EDITORS),
        text=f"{member.organisation.name}{said}：{application.number}",
        english_text=f"{member.organisation.name} {english}: {application.number}",
        url=f"/projects/applications/{application.uuid}/",
        mail=not confirms,
    )
    return member
