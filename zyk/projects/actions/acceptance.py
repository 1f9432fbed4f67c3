"""验收: self-review, panel, three conclusions, postponement, rectification, baseline (notice 二、（三）)."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.library.actions import set_standing
from zyk.library.enums import Standing
from zyk.media.models import StoredFile
from zyk.monitoring.actions import Measurement, freeze_baseline, keep, measure
from zyk.projects.enums import (
    ACCEPTANCE_MOVES,
    PROJECT_MOVES,
    RECTIFICATION_MOVES,
    AcceptanceState,
    Conclusion,
    ProjectState,
    RectificationState,
)
from zyk.projects.models import Acceptance, Cycle, Project, Rectification, YearlyDuty
from zyk.projects.queries.cycle import window_of
from zyk.projects.rules.acceptance import is_being_mended
from zyk.projects.rules.project import can_confirm, can_write

CONCLUSIONS = {Conclusion.PASSED: "通过", Conclusion.WITHHELD: "暂缓通过", Conclusion.FAILED: "不通过"}


@transaction.atomic
def open_acceptance(project: Project, *, cycle: Cycle, actor: Actor) -> Acceptance:
    """The ministry calls a project to acceptance in this year's cycle."""
    if not can_confirm(actor):
        raise PermissionDenied
    project = Project.objects.select_for_update(of=("self",)).select_related("lead_host", "library").get(pk=project.pk)
    if project.state != ProjectState.BUILDING:
        raise NotInThisState(_("只有建设中的项目可以进入验收。"))
    last = project.acceptances.select_related("rectification").order_by("-attempt").first()
    if last and is_being_mended(last, timezone.localdate()):
        raise NotInThisState(_("上次验收暂缓通过，整改尚未完成，也未到整改期限。"))
    window = window_of(cycle, "acceptance", "ready")
    acceptance = Acceptance.objects.create(
        project=project,
        cycle=cycle,
        attempt=project.acceptances.count() + 1,
        due_on=window.closes_on if window else None,
    )
    audit.record(actor=actor, verb="create", about=acceptance)
    move(project, ProjectState.ACCEPTANCE, moves=PROJECT_MOVES, actor=actor)
    _tell_host(acceptance, "请完成自评，准备接受验收", "is called to acceptance; please write the self-review")
    return acceptance


def submit_self_review(acceptance: Acceptance, *, self_review: str, actor: Actor, at: datetime) -> None:
    """The host hands in its self-review; the library's figures of this day are computed and kept with it.

    Computing takes seconds and comes first: nobody else waits for the database meanwhile."""
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    if not self_review.strip():
        raise ValidationError({"self_review": _("请填写自评报告")})
    measured = measure(acceptance.project.library, as_of=timezone.localdate(at), rulebook=acceptance.cycle.rulebook)
    _keep_self_review(acceptance, self_review=self_review, measured=measured, actor=actor)


@transaction.atomic
def _keep_self_review(acceptance: Acceptance, *, self_review: str, measured: Measurement, actor: Actor) -> None:
    acceptance = _locked(acceptance)
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    computation = keep(measured)
    Acceptance.objects.filter(pk=acceptance.pk).update(self_review=self_review, computation=computation)
    move(acceptance, AcceptanceState.SUBMITTED, moves=ACCEPTANCE_MOVES, actor=actor)
    _tell_ministry(acceptance, "已提交自评", "has handed in its self-review")


@transaction.atomic
def request_postponement(acceptance: Acceptance, *, reason: str, until: date, actor: Actor) -> None:
    """The host asks for 延期 before anything was reviewed."""
    acceptance = _locked(acceptance)
    if not can_write(actor, acceptance.project):
        raise PermissionDenied
    errors = {}
    if not reason.strip():
        errors["reason"] = _("请说明延期理由")
    if acceptance.due_on and until <= acceptance.due_on:
        errors["until"] = _("延期日期应晚于原期限")
    if errors:
        raise ValidationError(errors)
    allowed = acceptance.cycle.rulebook.edition.acceptance.postponements_allowed
    if allowed is not None and _postponements(acceptance) >= allowed:
        raise ValidationError(_("本项目的延期次数已用完（%(allowed)s 次）。") % {"allowed": allowed})
    Acceptance.objects.filter(pk=acceptance.pk).update(postponement_reason=reason, postponed_to=until)
    move(acceptance, AcceptanceState.POSTPONEMENT_REQUESTED, moves=ACCEPTANCE_MOVES, actor=actor, why=reason)
    _tell_ministry(acceptance, "申请延期验收", "asks for postponement")


@transaction.atomic
def decide_postponement(acceptance: Acceptance, *, is_granted: bool, why: str, actor: Actor) -> None:
    acceptance = _locked(acceptance)
    if not can_confirm(actor):
        raise PermissionDenied
    if is_granted:
        Acceptance.objects.filter(pk=acceptance.pk).update(due_on=acceptance.postponed_to)
        move(acceptance, AcceptanceState.POSTPONED, moves=ACCEPTANCE_MOVES, actor=actor, why=why)
        _tell_host(acceptance, "延期验收已批准", "may be accepted later")
        return
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    move(acceptance, AcceptanceState.DUE, moves=ACCEPTANCE_MOVES, actor=actor, why=why)
    _tell_host(acceptance, "延期验收未获批准", "may not be postponed")


@transaction.atomic
def resume_acceptance(acceptance: Acceptance, *, actor: Actor) -> None:
    """A postponed acceptance is due again."""
    acceptance = _locked(acceptance)
    if not (can_confirm(actor) or can_write(actor, acceptance.project)):
        raise PermissionDenied
    move(acceptance, AcceptanceState.DUE, moves=ACCEPTANCE_MOVES, actor=actor)


@transaction.atomic
def begin_review(acceptance: Acceptance, *, actor: Actor) -> None:
    """The ministry hands it to the panel."""
    acceptance = _locked(acceptance)
    if not can_confirm(actor):
        raise PermissionDenied
    move(acceptance, AcceptanceState.UNDER_REVIEW, moves=ACCEPTANCE_MOVES, actor=actor)


def conclude_acceptance(
    acceptance: Acceptance,
    *,
    conclusion: str,
    opinion: str,
    rectification_requirements: str = "",
    rectification_due_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Enter the panel's conclusion. 通过 freezes the baseline and begins the yearly duties; 暂缓通过 opens a
    rectification; 不通过 ends the project.

    What the baseline freezes is computed first: nobody else waits for the database meanwhile."""
    if not can_confirm(actor):
        raise PermissionDenied
    _check_conclusion(conclusion, opinion, rectification_requirements, rectification_due_on)
    measured = None
    if conclusion == Conclusion.PASSED:
        measured = measure(acceptance.project.library, as_of=timezone.localdate(at))
    _keep_conclusion(
        acceptance,
        conclusion=conclusion,
        opinion=opinion,
        rectification_requirements=rectification_requirements,
        rectification_due_on=rectification_due_on,
        measured=measured,
        actor=actor,
        at=at,
    )


@transaction.atomic
def _keep_conclusion(
    acceptance: Acceptance,
    *,
    conclusion: str,
    opinion: str,
    rectification_requirements: str,
    rectification_due_on: date | None,
    measured: Measurement | None,
    actor: Actor,
    at: datetime,
) -> None:
    acceptance = _locked(acceptance)
    project = acceptance.project
    move(
        acceptance,
        AcceptanceState.CONCLUDED,
        moves=ACCEPTANCE_MOVES,
        actor=actor,
        why=opinion,
        facts={"conclusion": conclusion},
    )
    Acceptance.objects.filter(pk=acceptance.pk).update(
        conclusion=conclusion, opinion=opinion, concluded_at=at, concluded_by=actor.user
    )
    if conclusion == Conclusion.PASSED:
        move(project, ProjectState.ACCEPTED, moves=PROJECT_MOVES, actor=actor)
        if project.library.standing != Standing.ACCEPTED:  # an upgrade project's library was accepted before
            set_standing(project.library, Standing.ACCEPTED, actor=actor, why=project.code)
        begin_duties(project, cycle=acceptance.cycle, actor=actor, on=timezone.localdate(at), measured=measured)
    elif conclusion == Conclusion.WITHHELD:
        assert rectification_due_on is not None
        Rectification.objects.create(
            acceptance=acceptance, requirements=rectification_requirements, due_on=rectification_due_on
        )
        move(project, ProjectState.BUILDING, moves=PROJECT_MOVES, actor=actor)
    else:
        move(project, ProjectState.FAILED, moves=PROJECT_MOVES, actor=actor)
    _tell_host(acceptance, f"验收结论：{CONCLUSIONS[Conclusion(conclusion)]}", f"acceptance concluded: {conclusion}")


@transaction.atomic
def finish_rectification(
    rectification: Rectification, *, report: str, proof: StoredFile | None, actor: Actor, at: datetime
) -> None:
    """The host reports what was mended; the ministry then calls it to the next attempt."""
    rectification = (
        Rectification.objects.select_for_update(of=("self",))
        .select_related("acceptance__project__lead_host", "acceptance__project__library")
        .get(pk=rectification.pk)
    )
    if not can_write(actor, rectification.acceptance.project):
        raise PermissionDenied
    if not report.strip():
        raise ValidationError({"report": _("请填写整改报告")})
    Rectification.objects.filter(pk=rectification.pk).update(report=report, proof=proof, done_at=at)
    move(rectification, RectificationState.DONE, moves=RECTIFICATION_MOVES, actor=actor)
    _tell_ministry(rectification.acceptance, "整改完成", "has finished its rectification")


def begin_duties(
    project: Project, *, cycle: Cycle, actor: Actor, on: date, measured: Measurement | None = None
) -> list[YearlyDuty]:
    """Freeze the baseline (of what was measured before the transaction began) and lay out next year's duties."""
    baseline = freeze_baseline(project.library, actor=actor, on=on, measured=measured)
    return [
        YearlyDuty.objects.get_or_create(
            library=project.library,
            year=on.year + 1,
            code=duty.code,
            defaults={
                "baseline": baseline,
                "threshold": None if duty.threshold is None else Decimal(str(duty.threshold)),
            },
        )[0]
        for duty in cycle.rulebook.edition.yearly_duties
    ]


def _check_conclusion(conclusion: str, opinion: str, requirements: str, due_on: date | None) -> None:
    errors = {}
    if conclusion not in Conclusion.values:
        errors["conclusion"] = _("请选择验收结论")
    if not opinion.strip():
        errors["opinion"] = _("请写明专家组意见")
    if conclusion == Conclusion.WITHHELD:
        if not requirements.strip():
            errors["rectification_requirements"] = _("暂缓通过须写明整改要求")
        if due_on is None:
            errors["rectification_due_on"] = _("暂缓通过须定出整改期限")
    if errors:
        raise ValidationError(errors)


def _postponements(acceptance: Acceptance) -> int:
    return audit.history_of(acceptance).filter(to_state=AcceptanceState.POSTPONED).count()


def _locked(acceptance: Acceptance) -> Acceptance:
    return (
        Acceptance.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library", "cycle__rulebook")
        .get(pk=acceptance.pk)
    )


def _tell_host(acceptance: Acceptance, words: str, english_words: str) -> None:
    notify(
        people_in_role(acceptance.project.lead_host, *HOST_ROLES),
        text=f"{acceptance.project}：{words}。",
        english_text=f"{acceptance.project} {english_words}.",
        url=f"/projects/{acceptance.project.uuid}/",
        mail=True,
    )


def _tell_ministry(acceptance: Acceptance, words: str, english_words: str) -> None:
    notify(
        people_with_role(Role.MINISTRY_OFFICER),
        text=f"{acceptance.project}：{words}。",
        english_text=f"{acceptance.project} {english_words}.",
        url=f"/projects/{acceptance.project.uuid}/",
    )
