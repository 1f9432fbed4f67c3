from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.accounts.builders import a_member, signed_in
from tests.learning.builders import a_run
from zyk.accounts.enums import Role
from zyk.accounts.models import CalendarKey, User

pytestmark = pytest.mark.django_db
WORK = reverse("site:work")


def a_taught_run(days: int) -> tuple[str, User]:
    run = a_run()
    run.opens_on = timezone.localdate() - timedelta(days=40)
    run.closes_on = timezone.localdate() + timedelta(days=days)
    run.save()
    return run.title, run.teacher


def test_a_teacher_sees_his_own_dates_soonest_first(client: Client) -> None:
    title, teacher = a_taught_run(3)
    signed_in(client, a_member(Role.TEACHER, user=teacher))
    page = client.get(WORK).content.decode()
    assert title in page
    assert "两周内" in page
    assert title not in client.get(WORK, {"q": "没有这件事"}).content.decode()
    assert client.get(reverse("site:work_export")).status_code == 200
    assert title not in signed_in(Client(), a_member(Role.TEACHER)).get(WORK).content.decode()


def test_the_calendar_is_read_by_its_address_until_that_is_renewed(client: Client) -> None:
    title, teacher = a_taught_run(30)
    signed_in(client, a_member(Role.TEACHER, user=teacher))
    client.post(reverse("site:calendar_renew"))
    address = reverse("site:calendar", args=[CalendarKey.objects.get().key])
    (event,) = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert title in str(event["summary"])
    assert event.decoded("dtstart") == timezone.localdate() + timedelta(days=30)
    client.post(reverse("site:calendar_renew"))
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PUBLIC_LEARNER])
def test_every_role_has_its_list(client: Client, role: Role) -> None:
    signed_in(client, a_member(role))
    assert client.get(WORK).status_code == 200
