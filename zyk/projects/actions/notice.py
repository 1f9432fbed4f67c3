"""材料公示 and 评议 of applications: the review system below does the work, the applications move along."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common.audit import ActsInTrail
from zyk.common.moves import move
from zyk.projects.actions.formal_check import current_revision
from zyk.projects.actions.hold import has_open_objection, hold, resume
from zyk.projects.actions.recommendation import tell_unit
from zyk.projects.enums import APPLICATION_MOVES, HOLDABLE, ApplicationState
from zyk.projects.models import Application, Cycle
from zyk.projects.queries.window import are_contents_sealed
from zyk.projects.rules.recommendation import has_matching_paper, needs_paper
from zyk.projects.rules.selection import can_decide
from zyk.projects.workdays import last_working_day
from zyk.reviews.actions import assign_reviews, close_reviews, draw_panel, open_notice
from zyk.reviews.enums import ObjectionState
from zyk.reviews.models import Dossier, Objection, Panel, PublicNotice
from zyk.reviews.queries import review_result
from zyk.reviews.sheets import sheet_of

OBJECTED = (ApplicationState.IN_NOTICE, ApplicationState.NOTICE_DONE, ApplicationState.ON_HOLD)


@transaction.atomic
def publish_notice(
    cycle: Cycle,
    *,
    kind: str,
    applications: Iterable[Application],
    opens_on: date,
    title: str,
    actor: Actor,
    today: date | None = None,
) -> PublicNotice:
    """Lay the applications' frozen material open for the cycle's number of working days."""
    if not can_decide(actor):
        raise PermissionDenied
    if cycle.notice_working_days is None:
        raise ValidationError(_("本年度公示工作日数未设定，请先在年度工作页面设定。"))
    if opens_on < (today or timezone.localdate()):
        raise ValidationError({"opens_on": _("公示不能从过去的日子开始")})
    if not title.strip():
        raise ValidationError({"title": _("请填写公示标题")})
    applications = list(_locked(applications))
    _check_one_year(cycle, applications)
    if any(application.kind != kind for application in applications):
        raise ValidationError(_("一次公示只能放同一类别的申请，请分开公示。"))
    _check_ready(applications)
    _check_unsealed(applications)
    notice = open_notice(
        kind=kind,
        title=title,
        dossiers=[_dossier(application) for application in applications],
        opens_on=opens_on,
        closes_on=last_working_day(opens_on, cycle.notice_working_days),
        working_days=cycle.notice_working_days,
        actor=actor,
    )
    for application in applications:
        move(application, ApplicationState.IN_NOTICE, moves=APPLICATION_MOVES, actor=actor)
    return notice


@transaction.atomic
def end_notice(notice: PublicNotice, *, actor: ActsInTrail) -> None:
    """The notice is over: its applications may be reviewed, unless an objection took them out."""
    shown = set(notice.items.values_list("dossier", flat=True))
    for application in _of_notice(notice):
        # one that was returned and laid open again belongs to its later notice
        if application.state == ApplicationState.IN_NOTICE and current_revision(application).dossier_id in shown:
            move(application, ApplicationState.NOTICE_DONE, moves=APPLICATION_MOVES, actor=actor)


@transaction.atomic
def act_on_objection(objection: Objection, *, actor: ActsInTrail) -> None:
    """A founded objection that can be mended returns the application; a serious one ends it."""
    application = Application.objects.filter(uuid=objection.item.dossier.subject_uuid).first()
    if application is None or application.state not in OBJECTED:
        return
    if objection.state not in (ObjectionState.UPHELD_CURABLE, ObjectionState.UPHELD_SERIOUS):
        if application.state == ApplicationState.ON_HOLD and objection.is_late and not has_open_objection(application):
            resume(application, why=objection.finding, actor=actor)
        return
    Application.objects.filter(pk=application.pk).update(held_state="")
    if objection.state == ObjectionState.UPHELD_CURABLE:
        move(application, ApplicationState.RETURNED, moves=APPLICATION_MOVES, actor=actor, why=objection.finding)
        tell_unit(application, _("因异议成立退回修改"), "was returned because an objection was upheld")
    elif objection.state == ObjectionState.UPHELD_SERIOUS:
        move(application, ApplicationState.INELIGIBLE, moves=APPLICATION_MOVES, actor=actor, why=objection.finding)
        tell_unit(application, _("因异议成立不再参加评议"), "left the selection because an objection was upheld")


@transaction.atomic
def hold_for_objection(objection: Objection, *, actor: ActsInTrail) -> None:
    """An objection that came after the notice: its application waits until it is concluded."""
    application = Application.objects.filter(uuid=objection.item.dossier.subject_uuid).first()
    if objection.is_late and application is not None and application.state in HOLDABLE:
        hold(application, why=_("收到公示期后的异议，核查期间暂停办理"), actor=actor)


@transaction.atomic
def start_reviews(
    cycle: Cycle,
    *,
    applications: Iterable[Application],
    title: str,
    size: int,
    seed: str,
    witness: str,
    actor: Actor,
    at: datetime,
) -> Panel:
    """Draw a panel for these applications and give each expert the dossiers he may judge, by the year's score sheet."""
    if not can_decide(actor):
        raise PermissionDenied
    applications = list(_locked(applications))
    waiting = [a for a in applications if a.state != ApplicationState.NOTICE_DONE]
    if waiting or not applications:
        raise ValidationError(_("请选择公示结束、尚未评议的申请。"))
    _check_one_year(cycle, applications)
    if not title.strip():
        raise ValidationError({"title": _("请填写专家组名称")})
    dossiers = [_dossier(application) for application in applications]
    panel = draw_panel(title=title, size=size, dossiers=dossiers, seed=seed, witness=witness, actor=actor, at=at)
    assign_reviews(
        panel, dossiers=dossiers, criteria=sheet_of(cycle.rulebook.edition.score_sheets.selection), actor=actor
    )
    for application in applications:
        move(application, ApplicationState.UNDER_REVIEW, moves=APPLICATION_MOVES, actor=actor)
    return panel


@transaction.atomic
def close_review(application: Application, *, actor: Actor, at: datetime) -> None:
    """End the review once the rulebook's minimum of reviews is in (all of them while no minimum is set)."""
    if not can_decide(actor):
        raise PermissionDenied
    (application,) = _locked([application])
    dossier = _dossier(application)
    result = review_result(dossier)
    minimum = application.cycle.rulebook.edition.review.minimum_reviews
    enough = result.submitted >= minimum if minimum is not None else result.is_complete
    if not enough:
        raise ValidationError(
            _("已提交 %(submitted)s 份评议，还不能结束（应交 %(expected)s 份）。")
            % {"submitted": result.submitted, "expected": minimum or result.expected}
        )
    close_reviews(dossier, at=at)
    move(
        application,
        ApplicationState.REVIEWED,
        moves=APPLICATION_MOVES,
        actor=actor,
        facts={"mean": str(result.raw_mean), "reviews": result.submitted},
    )


def _check_one_year(cycle: Cycle, applications: list[Application]) -> None:
    if any(application.cycle_id != cycle.pk for application in applications):
        raise ValidationError(_("只能选本年度的申请。"))


def _check_ready(applications: list[Application]) -> None:
    not_ready = [a for a in applications if a.state != ApplicationState.NOTICE_READY]
    if not_ready:
        raise ValidationError(_("这些申请还不能公示：%(names)s") % {"names": "、".join(map(str, not_ready))})
    without_paper = [a for a in applications if needs_paper(a) and not has_matching_paper(a)]
    if without_paper:
        raise ValidationError(
            _("这些申请的纸质件未收到或与网上修订不一致：%(names)s") % {"names": "、".join(map(str, without_paper))}
        )


def _check_unsealed(applications: list[Application]) -> None:
    """What everybody may read in a notice must not be sealed any more."""
    sealed = [each for each in applications if are_contents_sealed(each)]
    if sealed:
        raise ValidationError(
            _("网上填报还没有截止，这些申请的内容仍封存：%(names)s") % {"names": "、".join(map(str, sealed))}
        )


def _dossier(application: Application) -> Dossier:
    dossier = current_revision(application).dossier
    if dossier is None:
        raise ValidationError(_("%(title)s 的最新修订还没有盖章。") % {"title": application})
    return dossier


def _locked(applications: Iterable[Application]) -> Iterable[Application]:
    return (
        Application.objects.select_for_update(of=("self",))
        .filter(pk__in=[application.pk for application in applications])
        .select_related("cycle__rulebook", "lead_host", "library")
        .order_by("number")
    )


def _of_notice(notice: PublicNotice) -> Iterable[Application]:
    subjects = notice.items.values("dossier__subject_uuid")
    return Application.objects.select_for_update(of=("self",)).filter(uuid__in=subjects).order_by("number")
