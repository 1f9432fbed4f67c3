import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.builders import a_member, an_organisation, signed_in
from tests.creditbank.builders import a_claim, a_recognised, a_request, a_rule, decider_of, learner_of
from zyk.accounts.enums import Role
from zyk.creditbank.actions import decide_conversion
from zyk.creditbank.rules import RECOGNISING_ROLES

pytestmark = pytest.mark.django_db

OWN = ("account", "claim", "export")
DECIDING = ("outcomes", "conversions", "new_rule")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_is_its_own(client: Client, role: str) -> None:
    signed_in(client, a_member(role))
    opened = {name: client.get(reverse(f"creditbank:{name}")).status_code for name in (*OWN, *DECIDING, "rules")}
    decides = 200 if role in RECOGNISING_ROLES else 404
    assert opened == dict.fromkeys((*OWN, "rules"), 200) | dict.fromkeys(DECIDING, decides)


def test_without_signing_in_only_the_published_rules_are_open(client: Client) -> None:
    rule, draft = a_rule(), a_rule(published=False)
    page = client.get(reverse("creditbank:rules")).content.decode()
    assert [rule.title in page, draft.title in page] == [True, False]
    assert client.get(reverse("creditbank:rule", args=[rule.uuid])).status_code == 200
    assert client.get(reverse("creditbank:rule", args=[draft.uuid])).status_code == 404
    for name in (*OWN, *DECIDING):
        assert reverse("accounts:sign_in") in client.get(reverse(f"creditbank:{name}"))["Location"]


@pytest.mark.parametrize(
    ("language", "account", "recognition", "conversion", "rules"),
    [
        ("zh-hans", "可用学分", "学习成果认定", "学分转换审核", "学分转换规则"),
        (
            "en",
            "Available credit",
            "Recognition of learning outcomes",
            "Decisions on credit",
            "Credit conversion rules",
        ),
    ],
)
def test_pages_speak_both_languages(
    client: Client, language: str, account: str, recognition: str, conversion: str, rules: str
) -> None:
    unit = an_organisation()
    rule = a_rule(unit, condition="成绩合格", expert_opinion="同意")
    asked = a_request(a_recognised(a_claim(organisation=unit)), rule)
    a_claim(organisation=unit)
    client.cookies["django_language"] = language

    def opens(name: str, words: str, *args: object) -> None:
        answer = client.get(reverse(f"creditbank:{name}", args=args))
        assert answer.status_code == 200
        assert words in answer.content.decode()

    signed_in(client, learner_of(asked.outcome))
    opens("account", account)
    opens("claim", "evidence")
    signed_in(client, decider_of(rule))
    opens("outcomes", recognition)
    opens("conversions", conversion)
    opens("rules", rules)
    opens("rule", rule.code, rule.uuid)
    opens("new_rule", "source_credit")


def test_the_account_shows_balance_entries_and_why_a_rule_does_not_fit(client: Client) -> None:
    outcome = a_recognised()
    used = a_request(outcome, a_rule(target_course="机器人概论"))
    decide_conversion(used, is_granted=True, reason="", actor=decider_of(used.rule))
    a_rule(source_credential=outcome.credential, source_level="senior", target_course="高级实训")
    page = signed_in(client, learner_of(outcome)).get(reverse("creditbank:account"))
    assert (page.context["passbook"].balance, page.context["passbook"].given_out) == (200, 200)
    assert [(entry.amount, entry.running) for entry in page.context["page"]] == [(-200, 200), (400, 400)]
    assert "这条规则只接受另一种证书或等级" in page.content.decode()


def test_one_learner_does_not_see_another(client: Client) -> None:
    outcome = a_recognised()
    page = signed_in(client, a_member(Role.STUDENT)).get(reverse("creditbank:account"))
    assert outcome.title not in page.content.decode()


def test_lists_cost_the_same_for_many_rows(client: Client) -> None:
    unit = an_organisation()
    lead, learner = a_member(Role.PROJECT_LEAD, unit), a_member(Role.STUDENT)

    def grow(times: int) -> None:
        for _ in range(times):
            a_request(a_recognised(a_claim(learner, unit)), a_rule(unit))

    def count() -> list[int]:
        costs = []
        for actor, name in ((lead, "outcomes"), (lead, "conversions"), (lead, "rules"), (learner, "account")):
            signed_in(client, actor)
            url = reverse(f"creditbank:{name}") + "?state=all"
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            costs.append(len(captured))
        return costs

    grow(1)
    first = count()
    grow(8)
    assert count() == first
