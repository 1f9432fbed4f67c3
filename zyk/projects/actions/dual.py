"""Two persons: one officer asks with a reason, a second one signs; only then something happens."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.projects.actions.recommendation import locked, tell_unit
from zyk.projects.enums import APPLICATION_MOVES, DUAL_MOVES, ApplicationState, DualKind, DualState
from zyk.projects.models import Application, DualRequest
from zyk.projects.queries.window import are_contents_sealed
from zyk.projects.rules.conflict import may_handle


@transaction.atomic
def ask_second_officer(
    application: Application, *, kind: str, reason: str, actor: Actor, at: datetime | None = None
) -> DualRequest:
    """Ask for an early look into sealed contents, or for reinstating what failed the formal check."""
    application = locked(application)
    if not _may_ask(actor, kind) or not may_handle(actor, application) or actor.user is None:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请说明理由")})
    if kind == DualKind.EARLY_LOOK and not are_contents_sealed(application, at=at):
        raise NotInThisState(_("申请内容没有封存，可以直接查看。"))
    if kind == DualKind.REINSTATEMENT and application.state != ApplicationState.INELIGIBLE:
        raise NotInThisState(_("这件申请没有被判为形式审查未通过。"))
    try:
        with transaction.atomic():
            asked = DualRequest.objects.create(
                application=application, kind=DualKind(kind), reason=reason.strip()[:1000], asked_by=actor.user
            )
    except IntegrityError as error:
        raise NotInThisState(_("已有同样的事项待第二人签署。")) from error
    audit.record(actor=actor, verb=f"ask {kind}", about=application, why=asked.reason)
    notify(
        people_with_role(Role.MINISTRY_OFFICER).exclude(pk=actor.user.pk),
        text=f"{application.number} {asked.get_kind_display()}：待第二人签署",
        english_text=f"{application.number}: a second officer's signature is asked for ({kind})",
        url=f"/projects/applications/{application.uuid}/handling/",
        mail=True,
    )
    return asked


@transaction.atomic
def answer_second(request: DualRequest, *, signs: bool, why: str = "", actor: Actor, at: datetime) -> DualRequest:
    """A second ministry officer signs, which makes it happen, or does not agree, with the reason."""
    application = locked(request.application)
    request = DualRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not actor.is_any(Role.MINISTRY_OFFICER) or not may_handle(actor, application) or actor.user is None:
        raise PermissionDenied
    if request.asked_by_id == actor.user.pk:
        raise ValidationError(_("须由提出人以外的另一名教育部经办人签署。"))
    if not signs and not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    move(request, DualState.SIGNED if signs else DualState.DECLINED, moves=DUAL_MOVES, actor=actor, why=why.strip())
    DualRequest.objects.filter(pk=request.pk).update(answered_by=actor.user, answered_at=at)
    request.refresh_from_db()
    verb = f"{'sign' if signs else 'decline'} {request.kind}"
    audit.record(actor=actor, verb=verb, about=application, why=why.strip() or request.reason)
    if signs and request.kind == DualKind.REINSTATEMENT:
        move(application, ApplicationState.FORMAL_CHECK, moves=APPLICATION_MOVES, actor=actor, why=request.reason)
        tell_unit(application, _("恢复形式审查"), "is back in the formal check")
    return request


def _may_ask(actor: Actor, kind: str) -> bool:
    """A secretary may ask to look, an officer for both; the second signature is always an officer's."""
    return actor.is_any(Role.MINISTRY_OFFICER) or (kind == DualKind.EARLY_LOOK and actor.is_ministry)
