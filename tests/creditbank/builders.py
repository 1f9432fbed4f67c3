"""Real outcomes, rules and conversions for tests of this context and those above."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from tests.accounts.builders import a_member, an_organisation
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.catalogue.models import Credential
from zyk.creditbank.actions import claim_credential, publish_rule, recognise_outcome, request_conversion
from zyk.creditbank.enums import CredentialLevel, OutcomeKind
from zyk.creditbank.models import Conversion, ConversionRule, Outcome

_numbers = count(1)


def a_credential(name: str = "特种机器人操作与运维") -> Credential:
    return Credential.objects.get_or_create(name=name)[0]


def a_claim(
    learner: Actor | None = None, organisation: Organisation | None = None, number: str = "", **changed: Any
) -> Outcome:
    """An intermediate certificate, claimed and not yet recognised."""
    given: dict[str, Any] = {
        "credential": a_credential(),
        "level": CredentialLevel.INTERMEDIATE,
        "achieved_on": timezone.localdate(),
        "evidence": None,
    }
    return claim_credential(
        number=number or f"X{next(_numbers):06}",
        organisation=organisation or an_organisation(),
        actor=learner or a_member(Role.STUDENT),
        **(given | changed),
    )


def decider_of(thing: Outcome | ConversionRule, role: str = Role.PROJECT_LEAD) -> Actor:
    """Somebody who decides on an outcome, or on what a rule converts."""
    unit = thing.awarding_organisation if isinstance(thing, Outcome) else thing.organisation
    return a_member(role, unit)


def learner_of(outcome: Outcome) -> Actor:
    return Actor(user=outcome.user, membership=outcome.user.memberships.select_related("organisation").first())


def a_recognised(outcome: Outcome | None = None, credit_hundredths: int = 400) -> Outcome:
    outcome = outcome or a_claim()
    return recognise_outcome(outcome, credit_hundredths=credit_hundredths, actor=decider_of(outcome))


def a_rule(organisation: Organisation | None = None, published: bool = True, **changed: Any) -> ConversionRule:
    """Any certificate → a course of the school: uses 2 credits, gives 2."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "code": f"R-{number:04}",
        "title": f"转换规则{number}",
        "source_kind": OutcomeKind.CREDENTIAL,
        "target_course": "机器人概论",
        "source_credit_hundredths": 200,
        "target_credit_hundredths": 200,
        "effective_on": timezone.localdate(),
    }
    rule = ConversionRule.objects.create(organisation=organisation or an_organisation(), **(given | changed))
    if published:
        publish_rule(rule, actor=decider_of(rule))
        rule.refresh_from_db()
    return rule


def a_request(
    outcome: Outcome | None = None, rule: ConversionRule | None = None, today: date | None = None
) -> Conversion:
    outcome = outcome or a_recognised()
    return request_conversion(
        outcome=outcome, rule=rule or a_rule(), actor=learner_of(outcome), today=today or timezone.localdate()
    )
