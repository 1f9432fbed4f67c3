"""Who sees an application, at which address, and what the lists show."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, a_province, an_organisation, signed_in
from tests.projects.builders import (
    a_cycle,
    a_submitted_application,
    an_application,
)
from zyk.accounts.enums import Role
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application

pytestmark = pytest.mark.django_db


def address(name: str, application: Application, *rest: Any) -> str:
    return reverse(f"projects:{name}", args=[application.uuid, *rest])


def text_of(response: Any) -> str:
    return str(response.content.decode())


# -- who sees what ---------------------------------------------------------------------------------------------------
def test_a_stranger_finds_nothing_at_any_address_of_an_application(client: Client) -> None:
    application, _writer = a_submitted_application()
    reads = [
        address("application", application),
        address("section", application, "basic"),
        address("attachments", application),
        address("members", application),
        address("check_application", application),
        address("revision", application, 1),
        address("compare_revisions", application),
    ]
    writes = [
        address("withdraw_application", application),
        address("section", application, "basic"),
        address("budget_workbook", application, "total"),
        address("budget_typed", application, "total"),
        address("targets_workbook", application),
        address("members", application),
        address("answer_membership", application),
        address("attachments", application),
        address("submit_application", application),
        address("seal_application", application),
    ]
    for role in (
        Role.HOST_EDITOR,
        Role.SEAL_KEEPER,
        Role.PROVINCE_OFFICER,
        Role.MINISTRY_OFFICER,
        Role.EXPERT,
        Role.STUDENT,
    ):
        signed_in(client, a_member(role))
        assert {path: client.get(path).status_code for path in reads} == dict.fromkeys(reads, 404)
        assert {path: client.post(path).status_code for path in writes} == dict.fromkeys(writes, 404)
        assert application.number not in text_of(client.get(reverse("projects:cycles")))
        client.logout()
    assert client.get(reads[0])["Location"].startswith("/accounts/")


def test_officers_see_an_application_once_it_is_sealed_and_only_their_provinces(client: Client) -> None:
    sealed = an_application(state=ApplicationState.PROVINCE_REVIEW)
    draft = an_application(cycle=sealed.cycle)
    elsewhere = an_organisation(kind="province", province=a_province("330000", "浙江省", "浙江"))
    seen = {
        a_member(Role.MINISTRY_OFFICER): (200, 404),
        a_member(Role.PROVINCE_OFFICER): (200, 404),
        a_member(Role.PROVINCE_OFFICER, elsewhere): (404, 404),
        a_member(Role.EXPERT): (404, 404),
    }
    for actor, expected in seen.items():
        signed_in(client, actor)
        found = tuple(client.get(address("application", each)).status_code for each in (sealed, draft))
        assert found == expected
        assert client.get(address("section", sealed, "basic")).status_code == 404
        if found[0] == 200:
            links = [
                link
                for link in (address("formal_check", sealed), address("recommend", sealed))
                if link in text_of(client.get(address("application", sealed)))
            ]
            assert [client.get(link).status_code for link in links] == [200]
        client.logout()


def test_a_list_costs_the_same_for_one_row_or_thirty(client: Client, django_assert_max_num_queries: Any) -> None:
    cycle = a_cycle()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    for _number in range(3):
        an_application(cycle=cycle, state=ApplicationState.FORMAL_CHECK)
    for page in (reverse("projects:applications"), reverse("projects:cycle", args=[cycle.year])):
        with django_assert_max_num_queries(22) as few:
            client.get(page)
        for _number in range(5):
            an_application(cycle=cycle, state=ApplicationState.FORMAL_CHECK)
        with django_assert_max_num_queries(22) as many:
            client.get(page)
        assert len(many) == len(few)


def test_the_list_filters_and_exports_what_it_shows(client: Client) -> None:
    cycle = a_cycle()
    one = an_application(cycle=cycle, state=ApplicationState.FORMAL_CHECK)
    other = an_application(cycle=cycle, state=ApplicationState.IN_NOTICE)
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    page = reverse("projects:cycle", args=[cycle.year])
    shown = text_of(client.get(page, {"state": "in-notice"}))
    assert (one.number in shown, other.number in shown) == (False, True)
    exported = text_of(client.get(page, {"state": "in-notice", "export": "csv"}))
    assert (one.number in exported, other.number in exported) == (False, True)
    assert client.get(page, {"export": "xlsx"})["Content-Type"].endswith("sheet")
    for words in ({"q": other.library.name}, {"province": "320000"}, {"kind": "candidate"}, {"category": "46"}):
        assert other.number in text_of(client.get(page, words))
    assert other.number not in text_of(client.get(page, {"province": "110000"}))


def test_a_form_is_downloaded_blank(client: Client) -> None:
    signed_in(client, a_member(Role.HOST_EDITOR))
    assert client.get(reverse("projects:blank_form", args=["budget_2016"])).status_code == 200
    assert client.get(reverse("projects:blank_form", args=["passwords"])).status_code == 404
