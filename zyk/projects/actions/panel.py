"""评议 by a panel that is drawn, invited and given its work step by step."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common.audit import ActsInTrail
from zyk.common.moves import move
from zyk.projects.actions.formal_check import current_revision
from zyk.projects.enums import APPLICATION_MOVES, ApplicationState
from zyk.projects.models import Application, Cycle
from zyk.projects.rules.selection import can_decide
from zyk.reviews.actions import note_new_units, set_up_panel
from zyk.reviews.enums import PanelState
from zyk.reviews.models import Dossier, Panel
from zyk.reviews.rules.recusal import RecusalPolicy
from zyk.reviews.sheets import sheet_of


@transaction.atomic
def prepare_reviews(
    cycle: Cycle, *, applications: Iterable[Application], policy: RecusalPolicy, actor: Actor, **settings: Any
) -> Panel:
    """Set up a panel in preparation for these applications; they move on when its work is given out."""
    if not can_decide(actor):
        raise PermissionDenied
    applications = list(
        Application.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in applications])
        .select_related("cycle__rulebook", "library")
        .order_by("number")
    )
    if not applications or any(each.state != ApplicationState.NOTICE_DONE for each in applications):
        raise ValidationError(_("请选择公示结束、尚未评议的申请。"))
    if any(each.cycle_id != cycle.pk for each in applications):
        raise ValidationError(_("只能选本年度的申请。"))
    dossiers = [_dossier(each) for each in applications]
    earlier = Panel.objects.filter(dossiers__in=dossiers).exclude(state=PanelState.CLOSED).first()
    if earlier:
        raise ValidationError(_("有申请已在另一专家组：%(title)s") % {"title": earlier.title})
    review = cycle.rulebook.edition.review
    return set_up_panel(
        dossiers=dossiers,
        criteria=sheet_of(cycle.rulebook.edition.score_sheets.selection),
        policy=policy,
        measures={
            "panel_size": review.panel_size,
            "minimum_reviews": review.minimum_reviews,
            "trim_from": review.trim_from,
            "shrink_below": review.shrink_below,
            "spread_alert": review.spread_alert,
            "rank_gap_alert": review.rank_gap_alert,
        },
        actor=actor,
        **settings,
    )


@transaction.atomic
def begin_review(dossiers: Iterable[Dossier], *, actor: ActsInTrail) -> None:
    """The work on these dossiers has been given out: their applications are under review."""
    subjects = [dossier.subject_uuid for dossier in dossiers]
    waiting = Application.objects.filter(uuid__in=subjects, state=ApplicationState.NOTICE_DONE)
    for application in waiting.select_for_update(of=("self",)):
        move(application, ApplicationState.UNDER_REVIEW, moves=APPLICATION_MOVES, actor=actor)


def take_in_new_unit(application: UUID, unit: Any, *, actor: ActsInTrail) -> None:
    """A unit has joined the application: experts who belong to it no longer judge what lies under review."""
    note_new_units(application, [unit], actor=actor)


def _dossier(application: Application) -> Dossier:
    dossier = current_revision(application).dossier
    if dossier is None:
        raise ValidationError(_("%(title)s 的最新修订还没有盖章。") % {"title": application})
    return dossier
