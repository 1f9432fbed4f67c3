"""The short lane answers exactly as the resource does, or leaves the answer to it."""

import json
from io import BytesIO
from typing import Any

import pytest

from tests.accounts.builders import a_member
from tests.records.builders import STATEMENTS, Machine, a_statement
from zyk.accounts.enums import Role
from zyk.records import lane
from zyk.records.actions import record, revoke_credential
from zyk.records.authority import Authority
from zyk.records.enums import Scope
from zyk.records.models import Statement
from zyk.records.writer import Job, _write_group

pytestmark = pytest.mark.django_db


def _send(machine: Machine, body: bytes, **changes: Any) -> tuple[str, dict[str, str], bytes, bytes | None]:
    """Status, headers, answer; and what the application behind the lane was given to read, None when nothing."""
    told: dict[str, Any] = {"status": "", "headers": {}, "left": None}

    def behind(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        told["left"] = environ["wsgi.input"].read()
        return []

    def start(status: str, headers: list[tuple[str, str]], *_fault: Any) -> Any:
        told.update(status=status, headers=dict(headers))

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": STATEMENTS,
        "QUERY_STRING": "",
        "HTTP_HOST": "testserver",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": machine.headers["Authorization"],
        "HTTP_X_EXPERIENCE_API_VERSION": "1.0.3",
        "wsgi.input": BytesIO(body),
    } | changes
    answer = b"".join(lane.with_lane(behind)(environ, start))
    return told["status"], told["headers"], answer, told["left"]


def test_a_plain_post_is_answered_as_the_resource_answers() -> None:
    machine = Machine()
    sent = a_statement()
    status, headers, answer, left = _send(machine, json.dumps([sent]).encode())
    assert (status, json.loads(answer), left) == ("200 OK", [sent["id"]], None)
    slow = machine.post(json.dumps([sent]))
    assert (slow.status_code, slow.content) == (200, answer)
    assert {name: slow.headers[name] for name in headers if name != "Content-Length"} == {
        name: value for name, value in headers.items() if name != "Content-Length"
    }
    assert machine.ids() == [sent["id"]]


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        (b"{", {}),
        (b"[]", {"REQUEST_METHOD": "PUT"}),
        (b"[]", {"PATH_INFO": "/xapi/activities/state"}),
        (b"[]", {"QUERY_STRING": "method=GET"}),
        (b"[]", {"CONTENT_TYPE": "multipart/mixed; boundary=x"}),
        (b"[]", {"HTTP_X_EXPERIENCE_API_VERSION": "0.9"}),
        (b"[]", {"HTTP_X_EXPERIENCE_API_VERSION": ""}),
        (b"[]", {"HTTP_HOST": "elsewhere.example.org"}),
        (b"[]", {"HTTP_AUTHORIZATION": "Basic bm9ib2R5Om5vdGhpbmc="}),
        (b"[]", {"HTTP_AUTHORIZATION": "Bearer abc"}),
        (b"[]", {"CONTENT_LENGTH": "99999999999"}),
        (b'[{"actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"x"},"object":{"id":"urn:x"}}]', {}),
    ],
)
def test_everything_else_goes_on_with_its_body(body: bytes, changes: dict[str, str]) -> None:
    status, _headers, _answer, left = _send(Machine(), body, **changes)
    assert (status, left) == ("", body)
    assert Statement.objects.count() == 0


def test_a_revoked_credential_and_one_without_the_scope_are_left_to_the_resource() -> None:
    machine, reader = Machine(), Machine(Scope.READ)
    assert _send(machine, b"[]")[0] == "200 OK"
    assert _send(reader, b"[]")[0] == ""
    revoke_credential(machine.credential, actor=a_member(Role.OPERATOR))
    assert _send(machine, b"[]")[0] == ""


def test_of_requests_written_together_a_bad_one_costs_the_others_nothing() -> None:
    from zyk.records.actions.statements import _rows
    from zyk.records.editions import FIRST

    source = Authority("one", scopes=frozenset(Scope.values))
    taken = a_statement()
    record(taken, authority=source)

    def job(*statements: dict[str, Any]) -> Job:
        return Job(_rows(json.dumps(statements).encode(), source, FIRST, {}), source)

    good, bad, last = job(a_statement(), a_statement()), job(a_statement(), taken), job(a_statement())
    _write_group([good, bad, last])
    assert good.uuids is not None
    assert last.uuids is not None
    assert bad.error is not None
    assert set(Statement.objects.values_list("sequence", flat=True)) == {1, 2, 3, 4}
    assert Statement.objects.count() == 1 + len(good.uuids) + len(last.uuids)
