"""复核: the procedure was at fault, says the lead host; two officers look, and reopen the decision or refuse."""

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
from zyk.projects.enums import (
    APPLICATION_MOVES,
    RECONSIDERATION_MOVES,
    ApplicationState,
    ReconsiderationGround,
    ReconsiderationState,
)
from zyk.projects.models import Application, PoolEntry, Reconsideration
from zyk.projects.queries.reconsideration import decision_to_reconsider, last_day_to_ask
from zyk.projects.rules.application import is_writer
from zyk.projects.rules.conflict import may_handle


@transaction.atomic
def ask_reconsideration(
    application: Application, *, ground: str, text: str, actor: Actor, at: datetime
) -> Reconsideration:
    """The lead host asks, in time and for a fault of procedure; how the experts judged is none."""
    application = locked(application)
    if not is_writer(actor, application):
        raise PermissionDenied
    decision = decision_to_reconsider(application)
    if decision is None:
        raise NotInThisState(_("这件申请没有可以复核的决定。"))
    last = last_day_to_ask(decision)
    if last is None:
        raise ValidationError(_("本年度复核申请期限未设定，请联系教育部经办人。"))
    if at >= last:
        raise ValidationError(_("复核申请期限已过。"))
    if ground not in ReconsiderationGround.values:
        raise ValidationError({"ground": _("请选择理由类别")})
    if not text.strip():
        raise ValidationError({"text": _("请写明事实与依据")})
    try:
        with transaction.atomic():
            asked = Reconsideration.objects.create(
                application=application, decision=decision, ground=ground, text=text.strip(), filed_by=actor.user
            )
    except IntegrityError as error:
        raise NotInThisState(_("已有一件复核申请在办理。")) from error
    audit.record(actor=actor, verb="create", about=asked, why=asked.get_ground_display())
    notify(
        people_with_role(Role.MINISTRY_OFFICER),
        text=f"{application.number} 申请复核：{asked.get_ground_display()}",
        english_text=f"{application.number} asks for reconsideration",
        url=_page(application),
        mail=True,
    )
    return asked


@transaction.atomic
def propose_grant(asked: Reconsideration, *, answer: str, actor: Actor) -> None:
    """A first officer finds the fault and proposes to reopen; a second one must sign."""
    asked, application = _locked(asked, actor)
    _with_answer(answer)
    move(asked, ReconsiderationState.PROPOSED, moves=RECONSIDERATION_MOVES, actor=actor, why=answer.strip())
    Reconsideration.objects.filter(pk=asked.pk).update(proposed_by=actor.user, answer=answer.strip())
    notify(
        people_with_role(Role.MINISTRY_OFFICER).exclude(pk=actor.user.pk if actor.user else 0),
        text=f"{application.number} 拟同意复核，待第二人签署",
        english_text=f"{application.number}: reopening the decision waits for a second signature",
        url=_page(application),
        mail=True,
    )


@transaction.atomic
def sign_grant(asked: Reconsideration, *, actor: Actor, at: datetime) -> None:
    """A second officer signs: the decision is open again, and what it had given is taken back."""
    asked, application = _locked(asked, actor)
    if actor.user is None or asked.proposed_by_id == actor.user.pk:
        raise ValidationError(_("须由提出人以外的另一名教育部经办人签署。"))
    if asked.state != ReconsiderationState.PROPOSED:
        raise NotInThisState(_("这件复核申请没有待签署的意见。"))
    Reconsideration.objects.filter(pk=asked.pk).update(answered_by=actor.user, answered_at=at)
    move(asked, ReconsiderationState.GRANTED, moves=RECONSIDERATION_MOVES, actor=actor, why=asked.answer)
    move(application, ApplicationState.REVIEWED, moves=APPLICATION_MOVES, actor=actor, why=asked.answer)
    entries = PoolEntry.objects.filter(application=application)
    if entries.filter(exempted__isnull=False).exists():
        raise ValidationError(_("下一年度的申请已以这次入库为免推依据，不能再重新决定。"))
    entries.delete()
    tell_unit(application, _("复核成立，重新决定"), "will be decided anew after reconsideration")


@transaction.atomic
def refuse_reconsideration(asked: Reconsideration, *, answer: str, actor: Actor, at: datetime) -> None:
    asked, application = _locked(asked, actor)
    _with_answer(answer)
    Reconsideration.objects.filter(pk=asked.pk).update(answer=answer.strip(), answered_by=actor.user, answered_at=at)
    move(asked, ReconsiderationState.REFUSED, moves=RECONSIDERATION_MOVES, actor=actor, why=answer.strip())
    tell_unit(application, _("复核申请不成立：%(answer)s") % {"answer": answer.strip()}, "stays as decided")


@transaction.atomic
def withdraw_reconsideration(asked: Reconsideration, *, actor: Actor) -> None:
    if not is_writer(actor, asked.application):
        raise PermissionDenied
    move(asked, ReconsiderationState.WITHDRAWN, moves=RECONSIDERATION_MOVES, actor=actor)


def _locked(asked: Reconsideration, actor: Actor) -> tuple[Reconsideration, Application]:
    application = locked(asked.application)
    if not actor.is_any(Role.MINISTRY_OFFICER) or not may_handle(actor, application):
        raise PermissionDenied
    return Reconsideration.objects.select_for_update(of=("self",)).get(pk=asked.pk), application


def _with_answer(answer: str) -> None:
    if not answer.strip():
        raise ValidationError({"answer": _("请写明查明的情况和答复")})


def _page(application: Application) -> str:
    return f"/projects/applications/{application.uuid}/handling/"
