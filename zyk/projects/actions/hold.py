"""暂停办理: an application waits, for example for a late objection, and goes on from where it stood."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.common.audit import ActsInTrail
from zyk.common.moves import NotInThisState, move
from zyk.projects.actions.formal_check import current_revision
from zyk.projects.actions.recommendation import locked, tell_unit
from zyk.projects.enums import APPLICATION_MOVES, HOLDABLE, ApplicationState, BatchState
from zyk.projects.models import Application, Decision
from zyk.projects.rules.conflict import may_handle
from zyk.reviews.enums import NoticeState
from zyk.reviews.models import NoticeItem, Objection
from zyk.reviews.rules.notice import OPEN_OBJECTIONS


@transaction.atomic
def hold_application(application: Application, *, why: str, actor: Actor) -> Application:
    """Let an application wait, with the reason; what has been put into a batch must be taken out first."""
    application = locked(application)
    _by_officer(actor, application)
    _with_reason(why)
    if Decision.objects.filter(application=application).exclude(batch__state=BatchState.PUBLISHED).exists():
        raise ValidationError(_("这件申请已列入决定批次，请先移出批次再暂停。"))
    return hold(application, why=why.strip(), actor=actor)


def hold(application: Application, *, why: str, actor: ActsInTrail) -> Application:
    """The move itself, for an officer or for a late objection."""
    if application.state not in HOLDABLE:
        raise NotInThisState(_("这件申请现在不能暂停办理。"))
    was = application.state
    move(application, ApplicationState.ON_HOLD, moves=APPLICATION_MOVES, actor=actor, why=why, facts={"was": was})
    Application.objects.filter(pk=application.pk).update(held_state=was)
    application.held_state = was
    tell_unit(application, _("暂停办理"), "is on hold")
    return application


@transaction.atomic
def resume_application(application: Application, *, why: str, actor: Actor) -> Application:
    """Go on from where it stood; not while an objection is open."""
    application = locked(application)
    _by_officer(actor, application)
    _with_reason(why)
    if application.state != ApplicationState.ON_HOLD:
        raise NotInThisState(_("这件申请没有暂停办理。"))
    if has_open_objection(application):
        raise ValidationError(_("还有未办结的异议，办结后才能恢复办理。"))
    return resume(application, why=why.strip(), actor=actor)


def resume(application: Application, *, why: str, actor: ActsInTrail) -> Application:
    to = state_to_resume(application)
    move(application, to, moves=APPLICATION_MOVES, actor=actor, why=why)
    Application.objects.filter(pk=application.pk).update(held_state="")
    application.held_state = ""
    tell_unit(application, _("恢复办理"), "goes on")
    return application


def state_to_resume(application: Application) -> ApplicationState:
    """Where it stood; a notice that ended meanwhile is over for it too."""
    was = ApplicationState(application.held_state)
    if was != ApplicationState.IN_NOTICE:
        return was
    dossier = current_revision(application).dossier_id
    runs = NoticeItem.objects.filter(dossier=dossier, notice__state=NoticeState.OPEN).exists()
    return was if runs else ApplicationState.NOTICE_DONE


def has_open_objection(application: Application) -> bool:
    return Objection.objects.filter(item__dossier__subject_uuid=application.uuid, state__in=OPEN_OBJECTIONS).exists()


def _by_officer(actor: Actor, application: Application) -> None:
    if not actor.is_any(Role.MINISTRY_OFFICER) or not may_handle(actor, application):
        raise PermissionDenied


def _with_reason(why: str) -> None:
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
