"""Time that heartbeats prove: by the server's clock, once a person, whatever the page claims."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, signed_in
from tests.known import known
from tests.library.builders import a_library, a_resource
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.library.actions import beat, close_viewings, open_viewing
from zyk.library.enums import MediaType
from zyk.library.models import Resource, Viewing
from zyk.records.models import Statement
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


class Page:
    """One open page, beating when told."""

    def __init__(self, person: Actor, resource: Resource) -> None:
        self.person, self.opened, self.sequence = person, known(open_viewing(person, resource)), 0

    def beats(
        self, second: float, position: float = 0.5, *, begins: bool = False, sequence: int | None = None
    ) -> float:
        self.sequence = sequence if sequence is not None else self.sequence + 1
        return beat(
            self.opened.token,
            sequence=self.sequence,
            position=position,
            begins=begins,
            actor=self.person,
            at=NOON + timedelta(seconds=second),
        ).seconds


@pytest.fixture
def learner() -> Actor:
    return a_member(Role.STUDENT)


@pytest.fixture
def text() -> Resource:
    return a_resource(a_library())


@pytest.fixture
def video(text: Resource) -> Resource:
    Resource.objects.filter(pk=text.pk).update(media_type=MediaType.VIDEO)
    text.refresh_from_db()
    return text


def test_time_is_the_servers_a_pause_counts_nothing_and_a_repeated_beat_nothing(learner: Actor, text: Resource) -> None:
    page = Page(learner, text)

    assert [page.beats(second) for second in (0, 15, 30)] == [0, 15, 30]
    assert page.beats(31, sequence=2) == 30
    page.sequence = 3
    assert page.beats(600) == 30  # silent for ten minutes: paused
    assert page.beats(615) == 45
    assert page.beats(620, begins=True) == 45  # hidden and back
    assert page.beats(630) == 55


def test_two_pages_side_by_side_share_the_time(learner: Actor, text: Resource) -> None:
    one, other = Page(learner, text), Page(learner, a_resource(text.library))
    for second in range(0, 60, 15):
        one.beats(second)
        other.beats(second + 5)

    assert sum(Viewing.objects.values_list("seconds", flat=True)) == 45  # of 50: a first beat counts nothing


def test_a_recording_counts_what_can_have_gone_by(learner: Actor, video: Resource) -> None:
    page = Page(learner, video)
    page.beats(0, 0)

    assert page.beats(15, 15) == 15
    assert page.beats(30, 900) == 15  # a jump to the end is no watching
    assert page.beats(45, 915) == 30
    assert page.beats(60, 945) == 45  # at double speed
    assert Viewing.objects.get().watched == [[0, 15], [900, 945]]


def test_a_token_serves_only_its_person(learner: Actor, text: Resource) -> None:
    opened = known(open_viewing(learner, text))
    said: dict[str, Any] = {"sequence": 1, "position": 0, "begins": False, "at": NOON}

    for token, person in ((opened.token, a_member(Role.STUDENT)), (opened.token + "x", learner)):
        with pytest.raises(PermissionDenied):
            beat(token, actor=person, **said)
    assert not Viewing.objects.exists()


def test_a_silent_page_becomes_one_record_with_the_servers_time(learner: Actor, video: Resource) -> None:
    page = Page(learner, video)
    for second in (0, 15, 30):
        page.beats(second, second)

    assert close_viewings(NOON + timedelta(minutes=2)) == 0
    assert close_viewings(NOON + timedelta(minutes=6)) == 1
    assert close_viewings(NOON + timedelta(minutes=7)) == 0
    made = Statement.objects.get(verb__iri=Verb.TERMINATED.iri)
    assert (made.duration_seconds, made.timestamp) == (30, NOON + timedelta(seconds=30))
    assert made.registration == page.opened.uuid
    assert b"0[.]30" in bytes(made.original)
    assert page.beats(400) == 30  # too late: it is closed


def test_the_page_carries_the_heartbeat_and_the_door_is_strict(client: Client, learner: Actor, text: Resource) -> None:
    signed_in(client, learner)
    page = client.get(reverse("library:resource", args=[text.uuid]))
    viewing = page.context["viewing"]
    address = reverse("library:beat")

    assert viewing.token in page.content.decode()
    good = {"token": viewing.token, "sequence": "1", "position": "0.1"}
    assert client.post(address, good).json() == {"seconds": 0.0}
    assert client.post(address, good | {"position": "nan"}).status_code == 400
    assert client.post(address, good | {"token": "forged", "sequence": "2"}).status_code == 403
    seen = Statement.objects.get(verb__iri=Verb.VIEWED.iri)
    assert seen.registration == viewing.uuid
    assert b"urn:zyk:extension:address" in bytes(seen.original)
    assert b"127.0.0.1" not in bytes(seen.original).split(b'"context"')[1].split(b'"contextActivities"')[0]
    assert client.cookies["zyk_device"]["httponly"]
    assert "viewing" not in Client().get(reverse("library:resource", args=[text.uuid])).content.decode()
