"""拨款: ministry money planned, asked for, paid and received."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.money import wan
from zyk.common.moves import move
from zyk.projects.enums import DISBURSEMENT_MOVES, DisbursementState
from zyk.projects.models import Disbursement, Project
from zyk.projects.rules.project import can_confirm, is_lead_host


def can_ask_for_money(actor: Actor, project: Project) -> bool:
    return actor.is_any(Role.PROJECT_LEAD, Role.FINANCE_HEAD) and is_lead_host(actor, project)


def can_confirm_receipt(actor: Actor, project: Project) -> bool:
    """Finance of the lead host, which receives the ministry money for the whole project."""
    return actor.is_any(Role.FINANCE_HEAD) and is_lead_host(actor, project)


@transaction.atomic
def plan_disbursement(project: Project, *, amount_fen: int, planned_on: date | None, actor: Actor) -> Disbursement:
    """The ministry plans a payment; all together they never pass the grant."""
    if not can_confirm(actor):
        raise PermissionDenied
    project = Project.objects.select_for_update(of=("self",)).select_related("library").get(pk=project.pk)
    if amount_fen <= 0:
        raise ValidationError({"amount": _("金额应大于 0")})
    found = project.disbursements.aggregate(total=Sum("amount_fen"), last=Max("number"))
    planned = (found["total"] or 0) + amount_fen
    if project.grant_fen is None:
        raise ValidationError(_("项目的部本专项支持金额未设定，不能计划拨款。"))
    if planned > project.grant_fen:
        raise ValidationError(
            {
                "amount": _("各批合计 %(planned)s 万元，超过部本专项支持 %(grant)s 万元")
                % {"planned": wan(planned), "grant": wan(project.grant_fen)}
            }
        )
    made = Disbursement.objects.create(
        project=project, number=(found["last"] or 0) + 1, amount_fen=amount_fen, planned_on=planned_on
    )
    audit.record(actor=actor, verb="create", about=made, facts={"amount_fen": amount_fen})
    return made


@transaction.atomic
def request_disbursement(disbursement: Disbursement, *, actor: Actor) -> None:
    disbursement = _locked(disbursement)
    if not can_ask_for_money(actor, disbursement.project):
        raise PermissionDenied
    move(disbursement, DisbursementState.REQUESTED, moves=DISBURSEMENT_MOVES, actor=actor)
    _tell(disbursement, people_with_role(Role.MINISTRY_OFFICER), "申请拨付", "is asked for")


@transaction.atomic
def pay_disbursement(disbursement: Disbursement, *, document_number: str, paid_on: date, actor: Actor) -> None:
    disbursement = _locked(disbursement)
    if not can_confirm(actor):
        raise PermissionDenied
    if not document_number.strip():
        raise ValidationError({"document_number": _("请填写拨款文号")})
    Disbursement.objects.filter(pk=disbursement.pk).update(document_number=document_number.strip(), paid_on=paid_on)
    move(disbursement, DisbursementState.PAID, moves=DISBURSEMENT_MOVES, actor=actor)
    _tell(disbursement, people_in_role(disbursement.project.lead_host, Role.FINANCE_HEAD, Role.PROJECT_LEAD),
          "已拨付，到账后请确认", "was paid; please confirm when it arrives")  # fmt: skip


@transaction.atomic
def turn_down_disbursement(disbursement: Disbursement, *, why: str, actor: Actor) -> None:
    """Not yet: back to planned, saying why."""
    disbursement = _locked(disbursement)
    if not can_confirm(actor):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    move(disbursement, DisbursementState.PLANNED, moves=DISBURSEMENT_MOVES, actor=actor, why=why)
    _tell(disbursement, people_in_role(disbursement.project.lead_host, Role.FINANCE_HEAD, Role.PROJECT_LEAD),
          "的拨付申请被退回", "is not paid yet")  # fmt: skip


@transaction.atomic
def confirm_receipt(disbursement: Disbursement, *, received_on: date, actor: Actor) -> None:
    disbursement = _locked(disbursement)
    if not can_confirm_receipt(actor, disbursement.project):
        raise PermissionDenied
    if disbursement.paid_on and received_on < disbursement.paid_on:
        raise ValidationError({"received_on": _("到账日期不能早于拨付日期")})
    Disbursement.objects.filter(pk=disbursement.pk).update(received_on=received_on)
    move(disbursement, DisbursementState.RECEIVED, moves=DISBURSEMENT_MOVES, actor=actor)


def _tell(disbursement: Disbursement, people: object, words: str, english_words: str) -> None:
    notify(
        people,  # type: ignore[arg-type]
        text=f"{disbursement.project} 第 {disbursement.number} 批拨款{words}。",
        english_text=f"Payment {disbursement.number} of {disbursement.project} {english_words}.",
        url=f"/projects/{disbursement.project.uuid}/money/",
        mail=True,
    )


def _locked(disbursement: Disbursement) -> Disbursement:
    return (
        Disbursement.objects.select_for_update(of=("self",))
        .select_related("project__lead_host", "project__library")
        .get(pk=disbursement.pk)
    )
