from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.creditbank.builders import (
    a_claim,
    a_credential,
    a_recognised,
    a_request,
    a_rule,
    decider_of,
    learner_of,
)
from zyk.accounts.enums import Role
from zyk.creditbank.actions import decide_conversion, publish_rule, request_conversion, retire_rule
from zyk.creditbank.invariants import credit_ledger_faults
from zyk.creditbank.models import Conversion, CreditEntry
from zyk.creditbank.queries import passbook_of
from zyk.creditbank.rules import why_not_convertible

pytestmark = pytest.mark.django_db


def _book_is_whole() -> bool:
    total = CreditEntry.objects.aggregate(all=Sum("amount"))["all"] or 0
    return total == 0 and list(credit_ledger_faults()) == []


def test_a_granted_conversion_uses_the_credit_once() -> None:
    conversion = a_request()
    school, learner = decider_of(conversion.rule), conversion.outcome.user
    assert decide_conversion(conversion, is_granted=True, reason="", actor=school).state == "converted"
    with pytest.raises(ValidationError):
        decide_conversion(conversion, is_granted=True, reason="", actor=school)
    assert passbook_of(learner).balance == 200
    assert _book_is_whole()


def test_an_outcome_is_converted_by_a_rule_once() -> None:
    conversion = a_request()
    with pytest.raises(ValidationError):
        a_request(conversion.outcome, conversion.rule)
    decide_conversion(conversion, is_granted=True, reason="", actor=decider_of(conversion.rule))
    with pytest.raises(ValidationError):
        a_request(conversion.outcome, conversion.rule)
    assert Conversion.objects.count() == 1


def test_a_refused_conversion_uses_nothing_and_may_be_asked_anew() -> None:
    conversion = a_request()
    with pytest.raises(ValidationError):
        decide_conversion(conversion, is_granted=False, reason=" ", actor=decider_of(conversion.rule))
    decide_conversion(conversion, is_granted=False, reason="内容不符", actor=decider_of(conversion.rule))
    assert passbook_of(conversion.outcome.user).balance == 400
    assert a_request(conversion.outcome, conversion.rule).state == "requested"
    assert _book_is_whole()


def test_too_little_credit_is_refused_when_asking() -> None:
    with pytest.raises(ValidationError) as refused:
        a_request(a_recognised(credit_hundredths=199))
    assert refused.value.messages == ["账户里的学分不够这次转换使用。"]


def test_credit_spent_meanwhile_is_refused_when_granting() -> None:
    outcome = a_recognised(credit_hundredths=300)
    first, second = (a_request(outcome, a_rule()) for _ in range(2))
    decide_conversion(first, is_granted=True, reason="", actor=decider_of(first.rule))
    with pytest.raises(ValidationError):
        decide_conversion(second, is_granted=True, reason="", actor=decider_of(second.rule))
    second.refresh_from_db()
    assert (second.state, passbook_of(outcome.user).balance) == ("requested", 100)
    assert _book_is_whole()


def test_only_the_learner_asks_and_only_the_school_grants() -> None:
    outcome, rule = a_recognised(), a_rule()
    with pytest.raises(PermissionDenied):
        request_conversion(outcome=outcome, rule=rule, actor=a_member(Role.STUDENT), today=timezone.localdate())
    conversion = a_request(outcome, rule)
    for actor in (a_member(Role.PROJECT_LEAD), decider_of(rule, Role.TEACHER), decider_of(outcome)):
        with pytest.raises(PermissionDenied):
            decide_conversion(conversion, is_granted=True, reason="", actor=actor)
    assert passbook_of(outcome.user).balance == 400


def test_a_rule_says_why_it_does_not_fit() -> None:
    today, outcome = timezone.localdate(), a_recognised()
    reasons = [
        why_not_convertible(outcome, a_rule(published=False), today),
        why_not_convertible(outcome, a_rule(effective_on=today + timedelta(days=1)), today),
        why_not_convertible(a_claim(), a_rule(), today),
        why_not_convertible(outcome, a_rule(source_kind="course"), today),
        why_not_convertible(outcome, a_rule(source_credential=a_credential("另一种证书")), today),
        why_not_convertible(outcome, a_rule(source_credential=a_credential(), source_level="senior"), today),
        why_not_convertible(outcome, a_rule(minimum_percent=60), today),
        why_not_convertible(outcome, a_rule(source_credential=a_credential(), source_level="intermediate"), today),
    ]
    assert reasons == [
        "rule-not-in-force",
        "rule-not-in-force",
        "outcome-not-recognised",
        "other-kind",
        "other-credential",
        "other-credential",
        "percent-too-low",
        "",
    ]


def test_a_rule_is_published_and_retired_by_its_school_only() -> None:
    rule = a_rule(published=False)
    with pytest.raises(PermissionDenied):
        publish_rule(rule, actor=a_member(Role.PROJECT_LEAD))
    publish_rule(rule, actor=decider_of(rule))
    with pytest.raises(PermissionDenied):
        retire_rule(rule, why="", actor=a_member(Role.PROJECT_LEAD))
    retire_rule(rule, why="课程停开", actor=decider_of(rule))
    with pytest.raises(ValidationError):
        a_request(rule=rule)


def test_a_school_writes_publishes_and_retires_by_the_pages(client: Client) -> None:
    lead = a_member(Role.PROJECT_LEAD)
    signed_in(client, lead)
    sent = {
        "code": "GX-1",
        "title": "证书 → 机器人概论",
        "source_kind": "credential",
        "source_credential": str(a_credential().pk),
        "source_level": "intermediate",
        "source_credit": "2",
        "target_course": "机器人概论",
        "target_credit": "2.5",
        "effective_on": timezone.localdate().isoformat(),
    }
    assert client.post(reverse("creditbank:new_rule"), sent | {"source_level": ""}).status_code == 422
    assert client.post(reverse("creditbank:new_rule"), sent | {"minimum_percent": "101"}).status_code == 422
    page = client.post(reverse("creditbank:new_rule"), sent)["Location"]
    rule = lead.organisation.conversion_rules.get() if lead.organisation else None
    assert rule is not None
    assert (rule.source_credit_hundredths, rule.target_credit_hundredths) == (200, 250)
    assert page == reverse("creditbank:rule", args=[rule.uuid])
    move = reverse("creditbank:move_rule", args=[rule.uuid])
    edit = reverse("creditbank:edit_rule", args=[rule.uuid])
    assert client.get(edit).status_code == 200
    client.post(move, {"publish": "1"})
    assert client.get(edit).status_code == 404
    client.post(move, {"retire": "1", "why": "课程停开"})
    rule.refresh_from_db()
    assert rule.state == "retired"
    assert signed_in(client, a_member(Role.PROJECT_LEAD)).post(move, {"publish": "1"}).status_code == 404


def test_a_conversion_goes_its_way_by_the_pages_and_a_double_click_asks_once(client: Client) -> None:
    outcome, rule = a_recognised(), a_rule()
    url, once = reverse("creditbank:convert", args=[outcome.uuid, rule.uuid]), str(uuid4())
    assert signed_in(client, a_member(Role.STUDENT)).post(url).status_code == 404
    signed_in(client, learner_of(outcome))
    for _ in range(2):
        assert client.post(url, {"once": once})["Location"] == reverse("creditbank:account")
    conversion = Conversion.objects.get()
    decide = reverse("creditbank:decide_conversion", args=[conversion.uuid])
    assert client.post(decide).status_code == 404
    assert signed_in(client, a_member(Role.PROJECT_LEAD)).post(decide).status_code == 404
    signed_in(client, decider_of(rule)).post(decide)
    assert passbook_of(outcome.user).balance == 200
    assert _book_is_whole()
