from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, an_organisation, signed_in
from tests.creditbank.builders import a_claim, a_credential, a_recognised, decider_of
from tests.learning.builders import a_run, an_enrolment, complete_items
from tests.library.builders import a_course
from zyk.accounts.enums import Role
from zyk.creditbank.actions import claim_completed_run, recognise_outcome, refuse_outcome
from zyk.creditbank.invariants import credit_ledger_faults
from zyk.creditbank.models import CreditEntry, Outcome
from zyk.creditbank.queries import passbook_of

pytestmark = pytest.mark.django_db


def _book_is_whole() -> bool:
    total = CreditEntry.objects.aggregate(all=Sum("amount"))["all"] or 0
    return total == 0 and list(credit_ledger_faults()) == []


def test_recognition_pays_in_once() -> None:
    outcome = a_recognised(credit_hundredths=400)
    assert (outcome.state, outcome.credit_hundredths) == ("recognised", 400)
    with pytest.raises(ValidationError):
        recognise_outcome(outcome, credit_hundredths=400, actor=decider_of(outcome))
    assert passbook_of(outcome.user).balance == 400
    assert CreditEntry.objects.count() == 2
    assert _book_is_whole()


@pytest.mark.parametrize("credit", [0, -1])
def test_nothing_is_recognised_without_credit(credit: int) -> None:
    outcome = a_claim()
    with pytest.raises(ValidationError):
        recognise_outcome(outcome, credit_hundredths=credit, actor=decider_of(outcome))
    assert (Outcome.objects.get().state, CreditEntry.objects.count()) == ("claimed", 0)


def test_only_the_awarding_unit_recognises() -> None:
    outcome = a_claim()
    stranger = a_member(Role.PROJECT_LEAD)
    teacher = decider_of(outcome, Role.TEACHER)
    for actor in (stranger, teacher):
        with pytest.raises(PermissionDenied):
            recognise_outcome(outcome, credit_hundredths=100, actor=actor)
        with pytest.raises(PermissionDenied):
            refuse_outcome(outcome, reason="不符", actor=actor)
    assert Outcome.objects.get().state == "claimed"


def test_nobody_recognises_his_own() -> None:
    unit = an_organisation()
    lead = a_member(Role.PROJECT_LEAD, unit)
    outcome = a_claim(learner=lead, organisation=unit)
    with pytest.raises(PermissionDenied):
        recognise_outcome(outcome, credit_hundredths=100, actor=lead)
    assert recognise_outcome(outcome, credit_hundredths=100, actor=decider_of(outcome)).state == "recognised"


def test_a_refusal_needs_a_reason_and_pays_nothing() -> None:
    outcome = a_claim()
    with pytest.raises(ValidationError):
        refuse_outcome(outcome, reason=" ", actor=decider_of(outcome))
    assert refuse_outcome(outcome, reason="编号不符", actor=decider_of(outcome)).reason == "编号不符"
    assert passbook_of(outcome.user).balance == 0
    assert CreditEntry.objects.count() == 0


def test_a_certificate_number_is_claimed_once() -> None:
    a_claim(number="ZS-1")
    with pytest.raises(ValidationError) as refused:
        a_claim(number="ZS-1")
    assert refused.value.message_dict == {"number": ["这个证书编号已经申请过认定"]}
    assert Outcome.objects.count() == 1


def test_a_refused_certificate_may_be_claimed_anew() -> None:
    outcome = a_claim(number="ZS-1")
    refuse_outcome(outcome, reason="扫描件不清", actor=decider_of(outcome))
    assert a_claim(number="ZS-1").state == "claimed"


def test_a_certificate_of_tomorrow_is_not_claimed() -> None:
    with pytest.raises(ValidationError):
        a_claim(achieved_on=timezone.localdate() + timedelta(days=1))


def test_a_completed_run_is_claimed_by_itself_and_once() -> None:
    enrolment = an_enrolment(a_run(a_course(modules=(1,), credit_hundredths=300)))
    complete_items(enrolment)
    enrolment.refresh_from_db()
    outcome = Outcome.objects.get(enrolment=enrolment)
    assert (outcome.state, outcome.awarding_organisation) == ("claimed", enrolment.run.organisation)
    assert claim_completed_run(enrolment) == outcome


def test_a_learner_claims_by_the_page_and_a_second_time_is_told_at_the_field(client: Client) -> None:
    unit = an_organisation()
    sent = {
        "credential": str(a_credential().pk),
        "level": "senior",
        "number": "ZS-9",
        "organisation": unit.name,
        "achieved_on": timezone.localdate().isoformat(),
    }
    signed_in(client, a_member(Role.PUBLIC_LEARNER))
    url = reverse("creditbank:claim")
    assert client.post(url, sent)["Location"] == reverse("creditbank:account")
    again = client.post(url, sent)
    assert again.status_code == 422
    assert again.context["form"].errors["number"] == ["这个证书编号已经申请过认定"]
    elsewhere = client.post(url, sent | {"number": "ZS-10", "organisation": "查无此校"})
    assert "organisation" in elsewhere.context["form"].errors
    assert Outcome.objects.get().awarding_organisation == unit


def test_a_double_click_recognises_once(client: Client) -> None:
    outcome = a_claim()
    signed_in(client, decider_of(outcome))
    url, once = reverse("creditbank:decide_outcome", args=[outcome.uuid]), str(uuid4())
    for _ in range(2):
        assert client.post(url, {"credit": "2.50", "once": once}).status_code == 302
    assert passbook_of(outcome.user).balance == 250
    assert _book_is_whole()


@pytest.mark.parametrize("sent", [{"credit": "0"}, {"credit": "1.234"}, {"credit": ""}, {"refuse": "1", "reason": ""}])
def test_a_refused_decision_by_the_page_changes_nothing(client: Client, sent: dict[str, str]) -> None:
    outcome = a_claim()
    signed_in(client, decider_of(outcome)).post(reverse("creditbank:decide_outcome", args=[outcome.uuid]), sent)
    assert (Outcome.objects.get().state, CreditEntry.objects.count()) == ("claimed", 0)


def test_an_outcome_of_another_unit_does_not_exist(client: Client) -> None:
    url = reverse("creditbank:decide_outcome", args=[a_claim().uuid])
    assert signed_in(client, a_member(Role.PROJECT_LEAD)).post(url, {"credit": "1"}).status_code == 404
