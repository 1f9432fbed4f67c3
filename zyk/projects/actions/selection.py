"""Decisions are drafted together, countersigned by a second officer, and take effect in one act of publication."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.library.actions import set_standing
from zyk.library.enums import Standing
from zyk.projects.actions.letter import write_letter
from zyk.projects.actions.recommendation import tell_unit
from zyk.projects.enums import APPLICATION_MOVES, BATCH_MOVES, ApplicationKind, ApplicationState, BatchState, Outcome
from zyk.projects.models import Application, Cycle, Decision, DecisionBatch, PoolEntry, Project
from zyk.projects.rules.selection import (
    DECIDABLE,
    OPEN_RECONSIDERATIONS,
    allowed_outcomes,
    can_change,
    can_countersign,
    can_decide,
    granted,
)


@dataclass(frozen=True)
class Verdict:
    """What is decided about one application; `amount_fen` is ministry money, for approved ones."""

    outcome: str
    amount_fen: int | None = None
    grounds: str = ""


@transaction.atomic
def draft_batch(
    cycle: Cycle, *, title: str, document_number: str, budget_ceiling_fen: int | None, actor: Actor
) -> DecisionBatch:
    if not can_decide(actor) or actor.user is None:
        raise PermissionDenied
    if budget_ceiling_fen is not None and budget_ceiling_fen < 0:
        raise ValidationError({"budget_ceiling": _("金额不能为负数")})
    batch = DecisionBatch.objects.create(
        cycle=cycle,
        title=title,
        document_number=document_number,
        budget_ceiling_fen=budget_ceiling_fen,
        drafted_by=actor.user,
    )
    audit.record(actor=actor, verb="create", about=batch)
    return batch


@transaction.atomic
def name_document(batch: DecisionBatch, *, document_number: str, actor: Actor) -> None:
    """The number of the document that publishes the batch; known only when it is issued."""
    batch = _locked(batch)
    if not can_decide(actor):
        raise PermissionDenied
    if batch.state == BatchState.PUBLISHED:
        raise NotInThisState(_("批次已发布，不能再改。"))
    DecisionBatch.objects.filter(pk=batch.pk).update(document_number=document_number.strip())
    audit.record(actor=actor, verb="edit", about=batch, facts={"document_number": document_number.strip()})


@transaction.atomic
def put_in_batch(batch: DecisionBatch, *, verdicts: Mapping[Application, Verdict], actor: Actor) -> None:
    """Put applications into a batch that is being drafted, or change what it says of them. Nobody outside sees it."""
    batch = _locked(batch)
    if not can_decide(actor):
        raise PermissionDenied
    if not can_change(batch):
        raise NotInThisState(_("批次已会签，不能再改。"))
    errors = {}
    for application, verdict in verdicts.items():
        problem = _problem_with(application, verdict, batch)
        if problem:
            errors[f"application-{application.pk}"] = problem
    if errors:
        raise ValidationError(errors)
    for application, verdict in verdicts.items():
        Decision.objects.update_or_create(
            batch=batch,
            application=application,
            defaults={
                "outcome": verdict.outcome,
                "amount_fen": verdict.amount_fen if verdict.outcome == Outcome.APPROVED else None,
                "grounds": verdict.grounds,
            },
        )
    audit.record(actor=actor, verb="decide", about=batch, facts={a.number: v.outcome for a, v in verdicts.items()})


@transaction.atomic
def take_out_of_batch(batch: DecisionBatch, *, application: Application, actor: Actor) -> None:
    batch = _locked(batch)
    if not can_decide(actor) or not can_change(batch):
        raise PermissionDenied
    Decision.objects.filter(batch=batch, application=application).delete()
    audit.record(actor=actor, verb="take-out", about=batch, facts={"application": application.number})


@transaction.atomic
def countersign_batch(batch: DecisionBatch, *, actor: Actor) -> None:
    """A second officer agrees; from here on the batch is frozen."""
    batch = _locked(batch)
    if not can_countersign(actor, batch):
        raise PermissionDenied
    if not batch.decisions.exists():
        raise ValidationError(_("批次里还没有申请。"))
    if batch.budget_ceiling_fen is not None and granted(batch) > batch.budget_ceiling_fen:
        raise ValidationError(_("支持金额合计超过部本专项总额上限，请调整后再会签。"))
    moved = [each.application.number for each in batch.decisions.select_related("application") if _has_moved(each)]
    if moved:
        raise ValidationError(_("这些申请的状态已变，请先移出批次：%(names)s") % {"names": "、".join(moved)})
    move(batch, BatchState.COUNTERSIGNED, moves=BATCH_MOVES, actor=actor)
    DecisionBatch.objects.filter(pk=batch.pk).update(countersigned_by=actor.user)


@transaction.atomic
def send_batch_back(batch: DecisionBatch, *, why: str, actor: Actor) -> None:
    """Back to drafting before publication, with the reason; it must be countersigned anew."""
    batch = _locked(batch)
    if not can_decide(actor):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    move(batch, BatchState.DRAFTING, moves=BATCH_MOVES, actor=actor, why=why)
    DecisionBatch.objects.filter(pk=batch.pk).update(countersigned_by=None)


@transaction.atomic
def publish_batch(batch: DecisionBatch, *, actor: Actor, at: datetime) -> None:
    """Publish: pool entries, projects, states and letters to the units come into being in this one act."""
    batch = _locked(batch)
    if not can_decide(actor):
        raise PermissionDenied
    if not batch.document_number.strip():
        raise ValidationError({"document_number": _("请先填写公布文件的文号")})
    Cycle.objects.select_for_update().get(pk=batch.cycle_id)  # project numbers are given one batch after the other
    move(batch, BatchState.PUBLISHED, moves=BATCH_MOVES, actor=actor)
    DecisionBatch.objects.filter(pk=batch.pk).update(published_at=at)
    decisions = batch.decisions.select_related("application__library", "application__lead_host", "application__cycle")
    for decision in decisions:
        _take_effect(decision, actor, at)
        write_letter(decision, document_number=batch.document_number, at=at)


def _take_effect(decision: Decision, actor: Actor, at: datetime) -> None:
    application = decision.application
    if decision.outcome == Outcome.NOT_SELECTED:
        move(application, ApplicationState.NOT_SELECTED, moves=APPLICATION_MOVES, actor=actor, why=decision.grounds)
        tell_unit(application, _("未入选"), "was not selected")
        return
    if application.kind == ApplicationKind.CANDIDATE:
        PoolEntry.objects.get_or_create(
            cycle=application.cycle,
            library=application.library,
            defaults={"application": application, "entered_at": at},
        )
    if decision.outcome == Outcome.POOLED:
        move(application, ApplicationState.POOLED, moves=APPLICATION_MOVES, actor=actor)
        tell_unit(application, _("列入国家级备选项目库"), "entered the national candidate pool")
        return
    move(application, ApplicationState.APPROVED, moves=APPLICATION_MOVES, actor=actor)
    approve_project(application, grant_fen=decision.amount_fen, actor=actor, at=at)
    tell_unit(application, _("已立项支持建设，请编制任务书"), "was approved; please write its task book")


def approve_project(application: Application, *, grant_fen: int | None, actor: Actor, at: datetime) -> Project:
    """立项. Only publishing a batch calls this."""
    year = application.cycle.year
    project = Project.objects.create(
        code=f"{year}-{Project.objects.filter(year=year).count() + 1:03}",
        application=application,
        library=application.library,
        lead_host=application.lead_host,
        year=year,
        approved_on=timezone.localdate(at),
        grant_fen=grant_fen,
    )
    audit.record(actor=actor, verb="approve", about=project, facts={"grant_fen": grant_fen})
    if application.library.standing in (Standing.NONE, Standing.APPLYING):
        set_standing(application.library, Standing.APPROVED, actor=actor, why=project.code)
    return project


def _problem_with(application: Application, verdict: Verdict, batch: DecisionBatch) -> str:
    if application.cycle_id != batch.cycle_id or application.state not in DECIDABLE:
        return _("这件申请还没有评议完成")
    if application.reconsiderations.filter(state__in=OPEN_RECONSIDERATIONS).exists():
        return _("这件申请正在复核")
    if verdict.outcome not in allowed_outcomes(application):
        return _("请选择结果")
    if verdict.outcome == Outcome.NOT_SELECTED and not verdict.grounds.strip():
        return _("未入选须写明理由")
    if (verdict.amount_fen or 0) < 0:
        return _("金额不能为负数")
    earlier = Decision.objects.filter(application=application).exclude(batch=batch).select_related("batch").first()
    if earlier and earlier.batch.state != BatchState.PUBLISHED:
        return _("这件申请已在另一批次：%(title)s") % {"title": earlier.batch.title}
    return ""


def _has_moved(decision: Decision) -> bool:
    return decision.application.state not in DECIDABLE


def _locked(batch: DecisionBatch) -> DecisionBatch:
    return DecisionBatch.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=batch.pk)
