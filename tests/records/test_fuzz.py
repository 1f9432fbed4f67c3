"""Whatever is sent, the store answers with a refusal or takes it; it never breaks, and what it took it hands out."""

import contextlib
import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.records.builders import Machine, a_statement
from zyk.records.enums import Scope
from zyk.records.models import Statement

pytestmark = pytest.mark.django_db

BOUNDED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FULL = a_statement(
    actor={"objectType": "Group", "name": "班", "member": [{"mbox": "mailto:a@example.org"}]},
    result={"score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10}, "duration": "PT1M", "extensions": {"urn:x": [1]}},
    context={
        "registration": "0a4ab1a6-91a1-4d5e-8a2e-3c3a8b1f1d01",
        "contextActivities": {"parent": [{"id": "urn:x:1"}], "grouping": {"id": "urn:x:2"}},
        "extensions": {"urn:x": {"deep": [{}]}},
        "language": "zh-CN",
    },
    attachments=[
        {
            "usageType": "urn:x",
            "display": {"zh": "附"},
            "contentType": "text/plain",
            "length": 1,
            "sha2": "0" * 64,
            "fileUrl": "urn:x:file",
        }
    ],
)
ODD = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(allow_nan=True),
    some.text(max_size=12),
    some.sampled_from(
        ["", "urn:x", "\x00", "\ud800", "9" * 400, "2026-13-01T00:00:00Z", "Group", "StatementRef", "PT"]
    ),
    some.lists(some.integers(), max_size=2),
    some.dictionaries(some.text(max_size=4), some.integers(), max_size=2),
)


@pytest.fixture
def machine() -> Machine:
    """One for all examples of a test."""
    return Machine(Scope.ALL)


def _paths(value: Any, path: tuple = ()) -> list[tuple]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in inner for found in _paths(part, (*path, key)))]


PATHS = _paths(FULL)[1:]


def _changed(path: tuple, odd: Any, name: str | None) -> dict:
    made = deepcopy(FULL)
    made.pop("id")
    at: Any = made
    for key in path[:-1]:
        at = at[key] if key in at or isinstance(at, list) else {}
    if name is not None and isinstance(at, dict):
        at[name] = odd
    else:
        with contextlib.suppress(KeyError, IndexError):
            at[path[-1]] = odd
    return made


@BOUNDED
@given(some.sampled_from(PATHS), ODD, some.sampled_from([None, "objectType", "id", "name", "member", "extra"]))
def test_a_statement_with_an_odd_property_is_taken_or_refused(
    machine: Machine, path: tuple, odd: Any, name: str | None
) -> None:
    body = json.dumps(_changed(path, odd, name)).encode()
    for version in ("1.0.3", "2.0.0"):
        answer = machine.post(body, headers=machine.headers | {"X-Experience-API-Version": version})
        assert answer.status_code in (200, 400, 403, 409), answer.content
        assert answer.status_code == 200 or answer.json()["error"]
    for form in ("exact", "ids", "canonical"):
        assert machine.get(format=form, limit="5").status_code == 200


@BOUNDED
@given(some.binary(max_size=60), some.sampled_from(["application/json", "multipart/mixed; boundary=b", "text/x", ""]))
def test_any_bytes_are_refused_or_taken(machine: Machine, body: bytes, content_type: str) -> None:
    for text in (body, b"--b\r\n" + body, b"[" + body + b"]"):
        assert machine.post(text, content_type=content_type).status_code in (200, 400)


@BOUNDED
@given(
    some.dictionaries(
        some.sampled_from(
            [
                "agent",
                "verb",
                "activity",
                "registration",
                "since",
                "until",
                "limit",
                "ascending",
                "format",
                "after",
                "attachments",
                "statementId",
                "voidedStatementId",
                "activityId",
                "stateId",
                "profileId",
                "method",
            ]
        ),
        some.one_of(
            some.text(max_size=8),
            some.sampled_from(
                [
                    '{"mbox":"mailto:a@b.cn"}',
                    "urn:x",
                    "true",
                    "1",
                    "9" * 30,
                    "2026-01-01T00:00:00Z",
                    "0001-01-01T00:00Z",
                    "9999-12-31T23:59:59-12:00",
                    "0a4ab1a6-91a1-4d5e-8a2e-3c3a8b1f1d01",
                    '{"objectType":"Group"}',
                    "GET",
                ]
            ),
        ),
        max_size=4,
    ),
    some.sampled_from(
        ["statements", "activities/state", "activities/profile", "agents/profile", "agents", "activities"]
    ),
    some.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"]),
)
def test_any_question_is_answered_or_refused(machine: Machine, parameters: dict, name: str, method: str) -> None:
    try:
        answer = machine.client.generic(
            method,
            f"/xapi/{name}",
            b'{"a":1}',
            content_type="application/json",
            headers=machine.headers,
            query_params=parameters,
        )
    except UnicodeEncodeError:
        return  # the test client itself cannot write such an address
    assert answer.status_code in (200, 204, 400, 404, 405, 409, 412), answer.content


@pytest.mark.parametrize(
    "body",
    [
        b'{"actor":{"mbox":"mailto:a@b.cn"},"actor":{"mbox":"mailto:b@b.cn"},"verb":{"id":"urn:x"},"object":{"id":"urn:x"}}',
        b'{"actor":{"mbox":"mailto:a@b.cn","mbox":"mailto:b@b.cn"},"verb":{"id":"urn:x"},"object":{"id":"urn:x"}}',
        (
            b'{"actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"urn:x"},"object":{"id":"urn:x"},'
            b'"result":{"extensions":{"urn:x":{"a":1,"\\u0061":2}}}}'
        ),
        b'{"actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"urn:x"},"object":{"id":"urn:x"},'
        b'"result":{"extensions":{"urn:x":' + b"[" * 200 + b"]" * 200 + b"}}}",
        b"[" * 100_000,
        '{"actor":"é"}'.encode("latin-1"),
        json.dumps(a_statement()).encode("utf-16"),
        b'{"actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"urn:x"},"object":{"id":"urn:x"},"result":{"score":{"raw":1e999}}}',
    ],
)
def test_crooked_json_is_refused(body: bytes) -> None:
    assert Machine(Scope.ALL).post(body).status_code == 400
    assert Statement.objects.count() == 0


def test_a_foreign_charset_is_refused() -> None:
    machine = Machine(Scope.ALL)
    body = json.dumps(a_statement()).encode()
    assert machine.post(body, content_type="application/json; charset=gb18030").status_code == 400
    assert machine.post(body, content_type="application/json; charset=UTF-8").status_code == 200
