from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, signed_in
from tests.known import known
from tests.projects.builders import a_cycle, a_rulebook, an_application
from zyk.accounts.enums import Role
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Cycle

pytestmark = pytest.mark.django_db
CYCLES = reverse("projects:cycles")


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_ministry_opens_the_year_on_its_page_once(client: Client) -> None:
    rulebook = a_rulebook()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    assert rulebook.title in text_of(client.get(CYCLES))
    sent = {"rulebook": rulebook.pk, "notice_working_days": "", "once": "9b2f3c1e-1111-4222-8333-444455556661"}
    first, second = client.post(CYCLES, sent), client.post(CYCLES, sent)
    assert first["Location"] == second["Location"] == reverse("projects:cycle", args=[2019])
    assert Cycle.objects.get().notice_working_days is None
    assert "未设定" in text_of(client.get(first["Location"]))


def test_everybody_sees_the_windows_and_nothing_of_the_applications(client: Client) -> None:
    application = an_application(state=ApplicationState.FORMAL_CHECK)
    page = reverse("projects:cycle", args=[application.cycle.year])
    for actor in (None, a_member(Role.STUDENT), a_member(Role.PROVINCE_OFFICER), a_member(Role.EXPERT)):
        if actor:
            signed_in(client, actor)
        for shown in (client.get(page), client.get(CYCLES), client.get(page, {"export": "csv"})):
            assert "备选资源库网上申请" in text_of(shown)
            assert application.number not in text_of(shown)
        client.logout()


def test_the_pages_speak_english(client: Client) -> None:
    cycle = a_cycle()
    client.cookies["django_language"] = "en"
    shown = text_of(client.get(reverse("projects:cycle", args=[cycle.year])))
    assert "Online application for the candidate library" in shown
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    shown = text_of(client.get(reverse("projects:cycle", args=[cycle.year])))
    assert "Working days of the material notice" in shown


def test_the_pipeline_counts_what_has_left_the_units(client: Client) -> None:
    cycle = a_cycle()
    for state in (ApplicationState.DRAFT, ApplicationState.IN_NOTICE, ApplicationState.WITHDRAWN):
        an_application(cycle=cycle, state=state)
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    context = client.get(reverse("projects:cycle", args=[cycle.year])).context
    counted = {stage.state: stage.count for stage in context["stages"] if stage.count}
    assert counted == {ApplicationState.IN_NOTICE: 1, ApplicationState.WITHDRAWN: 1}
    assert context["provinces_count"] == {"320000": 2}


def test_a_window_is_extended_on_its_page_with_a_reason(client: Client) -> None:
    window = a_cycle().windows.get(code="candidate_online")
    later = known(window.closes_on) + timedelta(days=2)
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    page = reverse("projects:extend_window", args=[2019, window.code])
    refused = client.post(page, {"closes_on": window.closes_on, "reason": "暴雨"})
    assert "要晚于" in text_of(refused)
    assert client.post(page, {"closes_on": later, "reason": "暴雨"}).status_code == 302
    client.logout()
    assert "已延长：暴雨" in text_of(client.get(CYCLES))


def test_notice_days_are_set_and_the_year_is_closed_from_its_page(client: Client) -> None:
    cycle = a_cycle()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    client.post(reverse("projects:set_notice_days", args=[cycle.year]), {"working_days": "5"})
    client.post(reverse("projects:set_notice_days", args=[cycle.year]), {"working_days": "0"})
    client.post(reverse("projects:close_cycle", args=[cycle.year]), {"why": ""})
    cycle.refresh_from_db()
    assert (cycle.notice_working_days, cycle.state) == (5, "closed")


@pytest.mark.parametrize("role", [Role.REVIEW_SECRETARY, Role.PROVINCE_OFFICER, Role.HOST_EDITOR, Role.STUDENT])
def test_others_run_nothing(client: Client, role: str) -> None:
    cycle = a_cycle()
    signed_in(client, a_member(role))
    addresses = [
        reverse("projects:extend_window", args=[cycle.year, "candidate_online"]),
        reverse("projects:set_notice_days", args=[cycle.year]),
        reverse("projects:close_cycle", args=[cycle.year]),
    ]
    assert [client.post(address).status_code for address in addresses] == [404, 404, 404]
    assert client.post(CYCLES, {"rulebook": cycle.rulebook.pk}).status_code == 404
    assert Cycle.objects.count() == 1
