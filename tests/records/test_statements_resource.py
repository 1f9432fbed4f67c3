"""The statements resource over HTTP: writing, reading, credentials."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from tests.accounts.builders import a_member
from tests.records.builders import STATEMENTS, Machine, a_statement, basic
from zyk.accounts.enums import Role
from zyk.records.actions import revoke_credential
from zyk.records.enums import Scope
from zyk.records.models import Statement

pytestmark = pytest.mark.django_db


def test_a_posted_statement_can_be_read_back_with_what_the_store_adds() -> None:
    machine = Machine()
    sent = a_statement(id=None, timestamp=None, actor={"name": "李", "mbox": "mailto:li@example.org"})
    answer = machine.post(sent)
    assert answer.status_code == 200
    (uuid,) = answer.json()
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    got = machine.get(statementId=uuid)
    kept = got.json()
    assert got.headers["X-Experience-API-Consistent-Through"] >= kept["stored"][:19]
    assert {name: kept[name] for name in sent} == sent
    assert kept["id"] == uuid
    assert kept["timestamp"] == kept["stored"]
    assert kept["version"] == "1.0.0"
    assert kept["authority"]["account"]["name"] == str(machine.credential.uuid)


def test_the_original_bytes_are_kept() -> None:
    machine = Machine()
    text = json.dumps(a_statement(), indent=3, ensure_ascii=False).encode()
    machine.post(b"  " + text)
    assert bytes(Statement.objects.get().original).strip() == text


def test_what_a_sender_says_of_stored_and_authority_is_replaced() -> None:
    machine = Machine()
    sent = a_statement(stored="2001-01-01T00:00:00Z", authority={"mbox": "mailto:root@example.org"})
    machine.post(sent)
    kept = machine.get(statementId=sent["id"]).json()
    assert kept["authority"] == {
        "objectType": "Agent",
        "account": {"homePage": "http://127.0.0.1:8000", "name": str(machine.credential.uuid)},
    }
    assert kept["stored"] > "2020"


def test_a_batch_is_taken_whole_and_answered_in_order() -> None:
    machine = Machine()
    batch = [a_statement() for _ in range(5)]
    assert machine.post(json.dumps(batch)).json() == [statement["id"] for statement in batch]
    assert machine.ids() == [statement["id"] for statement in reversed(batch)]


def test_one_bad_statement_leaves_nothing_of_its_batch() -> None:
    machine = Machine()
    answer = machine.post(json.dumps([a_statement(), a_statement(verb={"id": "x"}), a_statement()]))
    assert (answer.status_code, answer.json()) == (400, {"error": "[1].verb.id: must be an IRI with a scheme"})
    assert Statement.objects.count() == 0


def test_the_same_statement_again_is_stored_once() -> None:
    machine = Machine()
    sent = a_statement()
    assert [machine.post(sent).status_code for _ in range(2)] == [200, 200]
    reordered = dict(reversed(sent.items())) | {"timestamp": "2026-03-01T00:00:00.500Z"}
    assert machine.post(reordered).json() == [sent["id"]]
    assert machine.put(sent, statementId=sent["id"]).status_code == 204
    assert Statement.objects.count() == 1


def test_a_repeated_batch_adds_only_what_is_new() -> None:
    machine = Machine()
    old, new = a_statement(), a_statement()
    machine.post(old)
    assert machine.post(json.dumps([new, old])).json() == [new["id"], old["id"]]
    assert Statement.objects.count() == 2


def test_another_statement_under_the_same_id_is_a_conflict_and_its_batch_is_left_out() -> None:
    machine = Machine()
    sent = a_statement()
    machine.post(sent)
    other = sent | {"verb": {"id": "http://example.org/other"}}
    assert machine.post(json.dumps([a_statement(), other])).status_code == 409
    assert machine.put(other, statementId=sent["id"]).status_code == 409
    assert Statement.objects.count() == 1


def test_an_id_may_stand_only_once_in_a_batch() -> None:
    sent = a_statement()
    assert Machine().post(json.dumps([sent, sent])).status_code == 400


def test_an_empty_batch_is_no_error() -> None:
    assert Machine().post("[]").json() == []


def test_put_gives_the_id_of_the_address() -> None:
    machine = Machine()
    uuid = str(uuid4())
    assert machine.put(a_statement(id=None), statementId=uuid).status_code == 204
    assert machine.get(statementId=uuid).json()["id"] == uuid
    assert machine.put(a_statement(), statementId=uuid).status_code == 400
    assert machine.put([a_statement()], statementId=uuid).status_code == 400
    assert machine.put(a_statement(), statementId="7").status_code == 400
    assert machine.put(a_statement()).status_code == 400


def test_the_version_header_is_asked_for() -> None:
    machine = Machine()
    without = {"Authorization": machine.headers["Authorization"]}
    assert machine.post(a_statement(), headers=without).status_code == 400
    assert (
        machine.post(a_statement(), headers=machine.headers | {"X-Experience-API-Version": "0.95"}).status_code == 400
    )
    assert machine.post(a_statement(), headers=machine.headers | {"X-Experience-API-Version": "1.0"}).status_code == 200


def test_only_json_is_taken() -> None:
    machine = Machine()
    assert machine.post("x", content_type="text/plain").status_code == 400
    assert machine.post(b"\xff\xfe{}").status_code == 400
    assert machine.post("[" * 3000).status_code == 400


def test_a_message_beyond_the_limit_is_refused(settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100  # type: ignore[attr-defined]
    assert Machine().post(a_statement()).status_code == 413


def test_without_a_good_credential_nobody_comes_in() -> None:
    machine = Machine()
    key = machine.credential.key
    for header in ("", "Bearer x", "Basic !!", basic(key, "wrong"), basic("nobody", "x"), basic(key, "")):
        headers = machine.headers | {"Authorization": header}
        answer = machine.client.get(STATEMENTS, headers=headers)
        assert (answer.status_code, "WWW-Authenticate" in answer.headers) == (401, True)
    revoke_credential(machine.credential, actor=a_member(Role.OPERATOR))
    assert machine.get().status_code == 401


def test_each_scope_opens_its_own_door() -> None:
    writer, reader, own = Machine(Scope.WRITE), Machine(Scope.READ), Machine(Scope.WRITE, Scope.READ_MINE)
    theirs, mine = a_statement(), a_statement()
    assert writer.post(theirs).status_code == 200
    assert own.post(mine).status_code == 200
    assert (writer.get().status_code, reader.post(a_statement()).status_code) == (403, 403)
    assert reader.ids() == [mine["id"], theirs["id"]]
    assert own.ids() == [mine["id"]]
    assert own.get(statementId=theirs["id"]).status_code == 404


def test_a_credential_bound_to_a_library_speaks_of_no_other() -> None:
    bound = "https://example.org/id/library/7"
    machine = Machine(Scope.WRITE, library_iri=bound)

    def grouped(iri: str) -> dict:
        library = {"id": iri, "definition": {"type": "urn:zyk:activity-type:library"}}
        return a_statement(context={"contextActivities": {"grouping": [library]}})

    assert machine.post(grouped(bound)).status_code == 200
    assert machine.post(a_statement()).status_code == 200
    assert machine.post(grouped("https://example.org/id/library/8")).status_code == 403
    assert [statement.library.iri for statement in Statement.objects.all()] == [bound, bound]


def test_about_is_open_to_all(client: Client) -> None:
    assert client.get("/xapi/about").json() == {"version": ["1.0.3", "2.0.0"]}


def test_no_session_is_opened_for_a_machine() -> None:
    assert Machine().get().cookies == {}


def test_only_the_resources_that_exist_answer() -> None:
    machine = Machine()
    assert machine.get("/xapi/nothing").status_code == 404
    assert machine.client.delete(STATEMENTS, headers=machine.headers).status_code == 405
