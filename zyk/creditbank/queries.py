"""Reads of the credit bank."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum, Window

from zyk.accounts.actor import Actor
from zyk.accounts.models import User
from zyk.common.ledger import balance_of
from zyk.creditbank.enums import OutcomeState, RuleState
from zyk.creditbank.models import Conversion, ConversionRule, CreditAccount, CreditEntry, Outcome
from zyk.creditbank.reasons import words_of
from zyk.creditbank.rules import why_not_convertible


@dataclass(frozen=True)
class Passbook:
    """A learner's account in hundredths of a credit."""

    balance: int
    taken_in: int
    given_out: int
    waiting: int


@dataclass(frozen=True)
class Fit:
    """One rule looked at for one outcome: `reason` is empty when it may be asked for."""

    rule: ConversionRule
    reason: str
    conversion: Conversion | None


def passbook_of(user: User) -> Passbook:
    account = CreditAccount.objects.filter(owner=user).first()
    sums = CreditEntry.objects.filter(account=account).aggregate(
        taken_in=Sum("amount", filter=Q(amount__gt=0)), given_out=Sum("amount", filter=Q(amount__lt=0))
    )
    return Passbook(
        balance=balance_of(account) if account else 0,
        taken_in=sums["taken_in"] or 0,
        given_out=-(sums["given_out"] or 0),
        waiting=Outcome.objects.filter(user=user, state=OutcomeState.CLAIMED).count(),
    )


def entries_of(user: User) -> QuerySet[CreditEntry]:
    """The learner's entries, newest first, each with the balance after it (`running`)."""
    return (
        CreditEntry.objects.filter(account__owner=user)
        .select_related("transfer")
        .annotate(running=Window(Sum("amount"), order_by=F("id").asc()))
        .order_by("-id")
    )


def outcomes_of(user: User) -> QuerySet[Outcome]:
    return Outcome.objects.filter(user=user).select_related("awarding_organisation", "enrolment__run__course")


def fits_of(outcome: Outcome, rules: list[ConversionRule], today: date) -> list[Fit]:
    """The published rules that could concern this outcome: those of its kind."""
    asked = {conversion.rule_id: conversion for conversion in outcome.conversions.all()}
    fits = []
    for rule in rules:
        if rule.source_kind == outcome.kind:
            reason = why_not_convertible(outcome, rule, today)
            fits.append(Fit(rule, words_of(reason) if reason else "", asked.get(rule.pk)))
    return [fit for fit in fits if not fit.reason or fit.conversion or _concerns(fit.rule, outcome)]


def published_rules() -> QuerySet[ConversionRule]:
    return ConversionRule.objects.filter(state=RuleState.PUBLISHED).select_related(
        "organisation", "source_course", "source_credential"
    )


def rules_visible_to(actor: Actor) -> QuerySet[ConversionRule]:
    """Published ones to everyone, drafts and retired ones to the school that wrote them."""
    seen = Q(state=RuleState.PUBLISHED)
    if actor.organisation_id:
        seen |= Q(organisation_id=actor.organisation_id)
    return ConversionRule.objects.filter(seen).select_related("organisation", "source_course", "source_credential")


def outcomes_to_decide(actor: Actor) -> QuerySet[Outcome]:
    return Outcome.objects.filter(awarding_organisation_id=actor.organisation_id or 0).select_related(
        "user", "enrolment__run__course", "evidence"
    )


def conversions_to_decide(actor: Actor) -> QuerySet[Conversion]:
    return Conversion.objects.filter(rule__organisation_id=actor.organisation_id or 0).select_related(
        "outcome__user", "rule"
    )


def _concerns(rule: ConversionRule, outcome: Outcome) -> bool:
    """Shown although it does not fit: the same course or credential, only a condition is missing."""
    if rule.source_credential_id:
        return rule.source_credential_id == outcome.credential_id
    if rule.source_course_id and outcome.enrolment:
        course = outcome.enrolment.run.course
        return rule.source_course_id in (course.pk, course.derived_from_id)
    return False
