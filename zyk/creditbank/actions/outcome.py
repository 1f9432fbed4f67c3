from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role
from zyk.catalogue.models import Credential
from zyk.common import audit, ledger
from zyk.common.moves import move
from zyk.creditbank.accounts import account_of, issued
from zyk.creditbank.enums import OUTCOME_MOVES, CredentialLevel, OutcomeKind, OutcomeState
from zyk.creditbank.models import CreditEntry, Outcome
from zyk.creditbank.rules import RECOGNISING_ROLES, can_decide_outcome
from zyk.learning.models import Enrolment
from zyk.media.models import StoredFile


@transaction.atomic
def claim_completed_run(enrolment: Enrolment) -> Outcome:
    """A completed run becomes an outcome to be recognised by the unit that taught it; claiming twice gives the same."""
    course = enrolment.run.course
    outcome, is_new = Outcome.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "user": enrolment.user,
            "kind": OutcomeKind.COURSE,
            "title": course.title,
            "awarding_organisation": enrolment.run.organisation,
            "achieved_on": timezone.localdate(enrolment.completed_at),
            "hours": course.hours,
            "percent": enrolment.final_percent,
            "credit_hundredths": course.credit_hundredths,
        },
    )
    if is_new:
        audit.record(actor=audit.SYSTEM, verb="claim-outcome", about=outcome)
        _ask_unit(outcome)
    return outcome


@transaction.atomic
def claim_credential(
    *,
    credential: Credential,
    level: str,
    number: str,
    organisation: Organisation,
    achieved_on: date,
    evidence: StoredFile | None,
    actor: Actor,
) -> Outcome:
    """A learner asks for recognition of a 1+X credential; the same certificate number is claimed once."""
    if actor.user is None:
        raise PermissionDenied
    if achieved_on > timezone.localdate():
        raise ValidationError({"achieved_on": _("取得日期不能晚于今天")})
    try:
        with transaction.atomic():
            outcome = Outcome.objects.create(
                user=actor.user,
                kind=OutcomeKind.CREDENTIAL,
                title=f"{credential.name}（{CredentialLevel(level).label}）",
                credential=credential,
                credential_level=level,
                credential_number=number,
                awarding_organisation=organisation,
                achieved_on=achieved_on,
                evidence=evidence,
            )
    except IntegrityError as error:
        raise ValidationError({"number": _("这个证书编号已经申请过认定")}) from error
    audit.record(actor=actor, verb="claim-outcome", about=outcome)
    _ask_unit(outcome)
    return outcome


@transaction.atomic
def recognise_outcome(outcome: Outcome, *, credit_hundredths: int, actor: Actor) -> Outcome:
    """Recognise an outcome and put its credit (hundredths) into the learner's account."""
    outcome = _locked(outcome, actor)
    if credit_hundredths <= 0:
        raise ValidationError({"credit": _("学分应大于 0")})
    now = timezone.now()
    move(outcome, OutcomeState.RECOGNISED, moves=OUTCOME_MOVES, actor=actor, facts={"credit": credit_hundredths})
    transfer = ledger.post(
        CreditEntry,
        key=f"outcome:{outcome.uuid}",
        amounts={issued(): -credit_hundredths, account_of(outcome.user): credit_hundredths},
        at=now,
        description=outcome.title,
    )
    _decide(outcome, actor, transfer=transfer, credit_hundredths=credit_hundredths, reason="")
    notify(
        [outcome.user],
        text=_("“%(title)s”已认定，学分已存入你的学分银行账户。") % {"title": outcome.title},
        english_text=f"“{outcome.title}” was recognised; the credit is in your account.",
        url="/creditbank/",
    )
    return outcome


@transaction.atomic
def refuse_outcome(outcome: Outcome, *, reason: str, actor: Actor) -> Outcome:
    outcome = _locked(outcome, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("请说明不予认定的理由")})
    move(outcome, OutcomeState.REFUSED, moves=OUTCOME_MOVES, actor=actor, why=reason)
    _decide(outcome, actor, reason=reason)
    notify(
        [outcome.user],
        text=_("“%(title)s”未获认定：%(reason)s") % {"title": outcome.title, "reason": reason},
        english_text=f"“{outcome.title}” was not recognised: {reason}",
        url="/creditbank/",
    )
    return outcome


def _locked(outcome: Outcome, actor: Actor) -> Outcome:
    outcome = Outcome.objects.select_for_update(of=("self",)).select_related("user").get(pk=outcome.pk)
    if not can_decide_outcome(actor, outcome):
        raise PermissionDenied
    return outcome


def _decide(outcome: Outcome, actor: Actor, **changed: object) -> None:
    changed |= {"decided_by": actor.user, "decided_at": timezone.now()}
    Outcome.objects.filter(pk=outcome.pk).update(**changed)
    outcome.refresh_from_db()


def _ask_unit(outcome: Outcome) -> None:
    if outcome.awarding_organisation:
        notify(
            people_in_role(outcome.awarding_organisation, *RECOGNISING_ROLES),
            text=_("有学习成果待认定：%(title)s") % {"title": outcome.title},
            english_text=f"An outcome waits for recognition: {outcome.title}",
            url="/creditbank/outcomes/",
        )
