"""Statements sent on to another store."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.records.builders import SOURCE, a_statement
from zyk.accounts.enums import Role
from zyk.common.models import AuditEntry
from zyk.records.actions import record
from zyk.records.actions.forwarding import add_forward_target, resume_forwarding, stop_forwarding
from zyk.records.forwarding import Answer, Fault, forward_all, problem_with
from zyk.records.models import ForwardTarget
from zyk.records.secrecy import unseal

pytestmark = pytest.mark.django_db

HOST = "lrs.example.edu"
ADDRESS = f"https://{HOST}/xapi/"


@pytest.fixture(autouse=True)
def _allowed(settings: Any) -> None:
    settings.ZYK_RECORDS_FORWARD_HOSTS = [HOST, "127.0.0.1:9"]


def a_target(**changes: Any) -> ForwardTarget:
    given = {"title": "省级记录库", "address": ADDRESS, "version": "1.0.3", "key": "k", "secret": "s3cret"}
    return add_forward_target(actor=a_member(Role.OPERATOR), **(given | changes))


class Store:
    """The other store, as far as we see it: it takes everything but what it is told not to."""

    def __init__(self, *refused: str, fault: str = "") -> None:
        self.refused, self.fault, self.taken = set(refused), fault, []  # type: ignore[var-annotated]

    def __call__(self, target: ForwardTarget, body: bytes, content_type: str) -> Answer:
        if self.fault:
            raise Fault(self.fault)
        ids = [statement["id"] for statement in msgspec.json.decode(body)]
        if self.refused & set(ids):
            return Answer(400, "no")
        self.taken += ids
        return Answer(200, "[]")


def _record(*statements: dict) -> list[str]:
    return [str(record(statement, authority=SOURCE)[0]) for statement in statements]


def test_statements_go_on_in_order_and_once() -> None:
    _record(a_statement())  # before: not asked for
    target = a_target()
    ids = _record(*(a_statement() for _ in range(105)))
    store = Store()
    assert forward_all(timezone.now(), store) == 105
    assert store.taken == ids
    assert forward_all(timezone.now(), store) == 0
    target.refresh_from_db()
    assert (target.sent_count, target.failures, target.last_sent_at is not None) == (105, 0, True)


def test_what_is_refused_for_good_holds_nothing_up() -> None:
    target = a_target(from_start=True)
    ids = _record(*(a_statement() for _ in range(3)))
    store = Store(ids[1])
    forward_all(timezone.now(), store)
    assert store.taken == [ids[0], ids[2]]
    target.refresh_from_db()
    assert (target.sent_count, target.refused_count) == (2, 1)
    assert target.last_error == f"{ids[1]}: 400 no"


def test_a_fault_is_tried_again_after_pauses_that_double() -> None:
    target = a_target(from_start=True)
    ids = _record(a_statement())
    now = timezone.now()
    broken = Store(fault="503 busy")
    pauses = []
    for _ in range(3):
        assert forward_all(now, broken) == 0
        target.refresh_from_db()
        assert target.next_attempt_at is not None
        pauses.append((target.next_attempt_at - now).total_seconds())
        assert forward_all(now, Store()) == 0  # not due yet
        now = target.next_attempt_at
    assert pauses == [30, 60, 120]
    assert target.last_error == "503 busy"
    store = Store()
    assert forward_all(now, store) == 1
    assert store.taken == ids
    target.refresh_from_db()
    assert (target.failures, target.next_attempt_at) == (0, None)


def test_a_target_of_one_library_gets_that_library_and_what_voids_it() -> None:
    library = "https://example.org/id/library/7"
    around = {"grouping": [{"id": library, "definition": {"type": "urn:zyk:activity-type:library"}}]}
    a_target(from_start=True, library_iri=library)
    (ours, _theirs) = _record(a_statement(context={"contextActivities": around}), a_statement())
    (voiding,) = _record(
        a_statement(
            verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object={"objectType": "StatementRef", "id": ours}
        )
    )
    store = Store()
    forward_all(timezone.now(), store)
    assert store.taken == [ours, voiding]


def test_a_stopped_target_goes_on_where_it_stopped() -> None:
    operator = a_member(Role.OPERATOR)
    target = a_target()
    stop_forwarding(target, actor=operator)
    ids = _record(a_statement())
    store = Store()
    assert forward_all(timezone.now() + timedelta(days=1), store) == 0
    resume_forwarding(target, actor=operator)
    forward_all(timezone.now(), store)
    assert store.taken == ids
    verbs = AuditEntry.objects.filter(object_uuid=target.uuid).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["add_forward_target", "stop_forwarding", "resume_forwarding"]


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest",
        "https://lrs.example.edu.evil.example/xapi",
        "https://lrs.example.edu:8443/xapi",
        "https://user@lrs.example.edu/xapi",
        "https://lrs.example.edu/xapi?x=1",
        "ftp://lrs.example.edu/xapi",
        "file:///etc/passwd",
        "https://[::1",
        "https:///xapi",
        "lrs.example.edu",
    ],
)
def test_nothing_is_sent_where_the_operator_does_not_allow(address: str) -> None:
    assert problem_with(address)
    with pytest.raises(ValidationError):
        a_target(address=address)


def test_an_address_struck_from_the_list_gets_no_more(settings: Any) -> None:
    target = a_target(from_start=True)
    _record(a_statement())
    settings.ZYK_RECORDS_FORWARD_HOSTS = []
    forward_all(timezone.now())  # the real post: it must stop before any connection
    target.refresh_from_db()
    assert target.last_error == f"{HOST} is not in ZYK_RECORDS_FORWARD_HOSTS"


def test_nobody_at_the_other_end_is_a_fault() -> None:
    target = a_target(address="http://127.0.0.1:9/xapi", from_start=True)
    _record(a_statement())
    forward_all(timezone.now())
    target.refresh_from_db()
    assert (target.failures, target.last_error.startswith("ConnectionRefusedError")) == (1, True)


def test_the_secret_is_not_kept_in_the_clear() -> None:
    target = a_target()
    assert "s3cret" not in target.sealed_secret
    assert unseal(target.sealed_secret) == "s3cret"


def test_only_the_operator_forwards(client: Client) -> None:
    with pytest.raises(PermissionDenied):
        add_forward_target(
            actor=a_member(Role.UNIT_ADMINISTRATOR), title="x", address=ADDRESS, version="1.0.3", key="k", secret="s"
        )
    signed_in(client, a_member(Role.UNIT_ADMINISTRATOR))
    assert client.get(reverse("records:forwarding")).status_code == 404


def test_the_operator_adds_watches_stops_and_resumes(client: Client) -> None:
    signed_in(client, a_member(Role.OPERATOR))
    assert "还没有转发目标" in client.get(reverse("records:forwarding")).content.decode()
    given = {
        "title": "省级记录库",
        "address": "https://elsewhere.example/",
        "version": "2.0.0",
        "key": "k",
        "secret": "s",
    }
    wrong = client.post(reverse("records:forward_target_add"), given)
    assert set(wrong.context["form"].errors) == {"address"}
    assert "省级记录库" in wrong.content.decode()
    assert client.post(reverse("records:forward_target_add"), given | {"address": ADDRESS}).status_code == 302
    target = ForwardTarget.objects.get()
    _record(a_statement(), a_statement())
    page = client.get(reverse("records:forwarding"))
    behind = page.context["lines"][0][1]
    assert behind >= 2
    assert "转发中" in page.content.decode()
    client.post(reverse("records:forward_target_stop", args=[target.uuid]))
    assert "已停止" in client.get(reverse("records:forwarding")).content.decode()
    client.post(reverse("records:forward_target_resume", args=[target.uuid]))
    english = client.get(reverse("records:forwarding"), headers={"Accept-Language": "en"}).content.decode()
    assert "Forwarding" in english
