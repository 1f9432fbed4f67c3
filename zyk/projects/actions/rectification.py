"""整改 after 暂缓通过: the host plans, mends and proves; the ministry then calls it to the next attempt."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.media.models import StoredFile
from zyk.projects.actions.acceptance import tell_ministry
from zyk.projects.enums import RECTIFICATION_MOVES, RectificationState
from zyk.projects.models import Rectification
from zyk.projects.rules.project import can_write


@transaction.atomic
def plan_rectification(rectification: Rectification, *, plan: str, actor: Actor, at: datetime) -> None:
    """How it will be mended; may be written anew until it is done, each writing is on record."""
    rectification = _locked(rectification, actor)
    if rectification.state != RectificationState.OPEN:
        raise NotInThisState(_("整改已经完成，不能再改方案。"))
    if not plan.strip():
        raise ValidationError({"plan": _("请填写整改方案")})
    Rectification.objects.filter(pk=rectification.pk).update(plan=plan, planned_at=at)
    audit.record(actor=actor, verb="plan", about=rectification, why=plan[:500])
    tell_ministry(rectification.acceptance, "提交了整改方案", "has handed in its rectification plan")


@transaction.atomic
def finish_rectification(
    rectification: Rectification, *, report: str, proof: StoredFile | None, actor: Actor, at: datetime
) -> None:
    """What was mended, with its proof."""
    rectification = _locked(rectification, actor)
    if not report.strip():
        raise ValidationError({"report": _("请填写整改报告")})
    Rectification.objects.filter(pk=rectification.pk).update(report=report, proof=proof, done_at=at)
    move(rectification, RectificationState.DONE, moves=RECTIFICATION_MOVES, actor=actor)
    tell_ministry(rectification.acceptance, "整改完成", "has finished its rectification")


def _locked(rectification: Rectification, actor: Actor) -> Rectification:
    found = (
        Rectification.objects.select_for_update(of=("self",))
        .select_related("acceptance__project__lead_host", "acceptance__project__library")
        .get(pk=rectification.pk)
    )
    if not can_write(actor, found.acceptance.project):
        raise PermissionDenied
    return found
