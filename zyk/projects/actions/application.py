"""Starting an application and taking it back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_with_role
from zyk.common import audit
from zyk.common.moves import move
from zyk.library.actions import set_standing
from zyk.library.enums import Standing
from zyk.library.models import Library
from zyk.projects.actions.section import write_grids
from zyk.projects.enums import APPLICATION_MOVES, ApplicationKind, ApplicationState
from zyk.projects.models import Application, ApplicationMember, Attachment, Cycle, SectionDraft, SectionVersion
from zyk.projects.queries.application import earlier_application, exemption_of, last_revision
from zyk.projects.rules.application import can_apply_for, can_withdraw, check_start

LETTER = {ApplicationKind.CANDIDATE: "B", ApplicationKind.UPGRADE: "S"}
_NOT_HANDED_ON = (ApplicationState.DRAFT, ApplicationState.UNIT_REVIEW)


@transaction.atomic
def start_application(
    *, library: Library, kind: str, cycle: Cycle, actor: Actor, at: datetime | None = None, carry_over: bool = True
) -> Application:
    """Start a candidate or upgrade application; last year's candidate is exempt from recommendation by itself.

    `carry_over` copies the texts, units and files of the library's last application of that kind. ValidationError
    when the window is closed, the library does not qualify or has its application already."""
    if not can_apply_for(actor, library):
        raise PermissionDenied
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    check_start(library, kind, cycle, at=at or timezone.now())
    others = Application.objects.filter(cycle=cycle, library=library, kind=kind)
    if others.exclude(state=ApplicationState.WITHDRAWN).exists():
        raise ValidationError(_("这个资源库本年度已有同类申请书，不能重复新建。"))
    before = earlier_application(library, kind, cycle) if carry_over else None
    application = Application.objects.create(
        number=_next_number(cycle, kind),
        kind=kind,
        cycle=cycle,
        library=library,
        lead_host=library.lead_host,
        previous=before,
        exempt_basis=exemption_of(library, cycle) if kind == ApplicationKind.CANDIDATE else None,
        created_by=actor.user,
    )
    if before:
        _carry_over(before, application)
    facts = {"exempt": application.is_exempt, "carried_over_from": before.number if before else ""}
    audit.record(actor=actor, verb="start application", about=application, facts=facts)
    return application


@transaction.atomic
def withdraw_application(*, application: Application, reason: str, actor: Actor) -> Application:
    """Take the application back, for a reason; whoever had it in hand is told."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明撤回的理由")})
    application = Application.objects.select_for_update().select_related("lead_host", "library").get(pk=application.pk)
    if not can_withdraw(actor, application):
        raise ValidationError(_("现在不能撤回这份申请书。"))
    was = application.state
    move(application, ApplicationState.WITHDRAWN, moves=APPLICATION_MOVES, actor=actor, why=reason.strip())
    if application.library.standing == Standing.APPLYING:
        set_standing(application.library, Standing.NONE, actor=actor, why=reason.strip())
    if was not in _NOT_HANDED_ON:
        notify(
            officers_of(application, was),
            text=f"{application.lead_host.name}撤回了申请 {application.number}：{reason.strip()}",
            english_text=f"{application.number} was withdrawn by its lead host: {reason.strip()}",
            url=f"/projects/applications/{application.uuid}/",
            mail=True,
        )
    return application


def officers_of(application: Application, state: str) -> list[User]:
    """Who has an application in this state in hand: the province's officers, later the ministry's."""
    if state == ApplicationState.PROVINCE_REVIEW:
        return list(
            people_with_role(Role.PROVINCE_OFFICER)
            .filter(
                memberships__role=Role.PROVINCE_OFFICER,
                memberships__organisation__province_id=application.lead_host.province_id,
            )
            .distinct()
        )
    return list(people_with_role(Role.MINISTRY_OFFICER))


def _next_number(cycle: Cycle, kind: str) -> str:
    """2019-B-0007; the cycle is locked, so no number is given twice, and a withdrawn one is not given again."""
    prefix = f"{cycle.year}-{LETTER[ApplicationKind(kind)]}-"
    last = Application.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True)
    return f"{prefix}{int(last[0].removeprefix(prefix)) + 1 if last else 1:04}"


def _carry_over(before: Application, application: Application) -> None:
    """Copy what was last handed in: texts of sections this year's form still has, units (to confirm again), files."""
    form = application.cycle.rulebook.edition.form_of(application.kind)
    revision = last_revision(before)
    drafts = revision.content.get("drafts", {}) if revision else {}
    now = timezone.now()
    for section in form.sections:
        known = {each.code for each in section.fields}
        content = {code: value for code, value in drafts.get(section.code, {}).items() if code in known}
        if content:
            draft = SectionDraft.objects.create(
                application=application, code=section.code, content=content, version=1, edited_at=now
            )
            SectionVersion.objects.create(draft=draft, version=1, content=content, began_at=now, edited_at=now)
            write_grids(application, section, content)
    ApplicationMember.objects.bulk_create(
        ApplicationMember(application=application, organisation=member.organisation, kind=member.kind, duty=member.duty)
        for member in before.members.all()
        if not member.has_declined
    )
    slots = {slot.code for slot in form.attachments}
    Attachment.objects.bulk_create(
        Attachment(
            application=application,
            slot=held.slot,
            file=held.file,
            file_name=held.file_name,
            uploaded_by=held.uploaded_by,
        )
        for held in before.attachments.all()
        if held.slot in slots
    )
