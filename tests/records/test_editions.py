"""Both editions of the standard at one address; attachments, signatures, references, definitions."""

import hashlib
import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.records.builders import STATEMENTS, Machine, a_statement
from zyk.records import definitions
from zyk.records.enums import Scope
from zyk.records.models import AttachedFile
from zyk.records.validation import SIGNATURE

pytestmark = pytest.mark.django_db

ACTIVITY = "https://example.org/resource/1"
SECOND = {"X-Experience-API-Version": "2.0.0"}
ALL = (Scope.ALL,)


def _around(kind: str, inner: dict) -> dict:
    return {f"{kind}s": [{"objectType": kind, kind.removeprefix("context").lower(): inner}]}


def _post(machine: Machine, body: Any, **headers: str) -> Any:
    return machine.post(body, headers=machine.headers | headers)


def test_an_edition_is_answered_in_itself() -> None:
    machine = Machine(*ALL)
    assert machine.get().headers["X-Experience-API-Version"] == "1.0.3"
    (uuid,) = _post(machine, a_statement(id=None), **SECOND).json()
    machine.headers |= SECOND
    got = machine.get(statementId=uuid)
    assert (got.headers["X-Experience-API-Version"], got.json()["version"]) == ("2.0.0", "2.0.0")
    del machine.headers["X-Experience-API-Version"]
    answer = machine.get()
    assert (answer.status_code, answer.headers["X-Experience-API-Version"]) == (400, "2.0.0")  # as it spoke last


def test_agents_around_an_act_belong_to_the_second_edition() -> None:
    machine = Machine(*ALL)
    helper = {"mbox": "mailto:helper@example.org"}
    sent = a_statement(
        context=_around("contextAgent", helper) | _around("contextGroup", {"objectType": "Group", "member": [helper]})
    )
    assert machine.post(sent).status_code == 400
    assert _post(machine, sent, **SECOND).status_code == 200
    asked = {"agent": json.dumps(helper)}
    assert machine.ids(**asked) == []
    assert machine.ids(**asked, related_agents="true") == [sent["id"]]
    shown = machine.get(format="ids").json()["statements"][0]
    assert shown["context"]["contextAgents"][0]["agent"] == helper


def test_a_form_may_stand_for_a_request_in_the_first_edition_only() -> None:
    machine = Machine(*ALL)
    sent = a_statement()
    form = {"statementId": sent["id"], "content": json.dumps(sent), **machine.headers}

    def ask(method: str, **changes: str) -> int:
        body = urlencode(form | changes)
        return machine.client.post(
            f"{STATEMENTS}?method={method}", body, content_type="application/x-www-form-urlencoded"
        ).status_code

    assert ask("PUT") == 204
    assert machine.ids() == [sent["id"]]
    assert ask("PUT", **SECOND) == 400
    assert ask("PATCH") == 400


def _mixed(statement: Any, *files: bytes, **headers: str) -> bytes:
    parts = [b"--b\r\nContent-Type: application/json\r\n\r\n" + json.dumps(statement).encode()]
    for content in files:
        head = {"Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": hashlib.sha256(content).hexdigest()}
        lines = "\r\n".join(f"{name}: {value}" for name, value in (head | headers).items())
        parts.append(f"--b\r\nContent-Type: text/plain\r\n{lines}\r\n\r\n".encode() + content)
    return b"\r\n".join(parts) + b"\r\n--b--\r\n"


def _attachment(content: bytes, **changes: Any) -> dict:
    return {
        "usageType": "https://example.org/usage",
        "display": {"zh": "附件"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
    } | changes


def _send(machine: Machine, body: bytes) -> Any:
    return machine.post(body, content_type="multipart/mixed; boundary=b")


FILE = "第一行\r\n--c 不是边界\r\n\r\n".encode() + b"\x00\xff"


def test_an_attached_file_comes_back_byte_for_byte() -> None:
    machine = Machine(*ALL)
    sent = a_statement(attachments=[_attachment(FILE)])
    assert _send(machine, _mixed(sent, FILE)).status_code == 200
    got = machine.get(statementId=sent["id"], attachments="true")
    boundary = got.headers["Content-Type"].partition("boundary=")[2].encode()
    parts = got.content.split(b"--" + boundary)
    assert json.loads(parts[1].partition(b"\r\n\r\n")[2])["id"] == sent["id"]
    assert parts[2].partition(b"\r\n\r\n")[2] == FILE + b"\r\n"
    assert len(parts) == 4
    assert machine.get(statementId=sent["id"]).json()["attachments"] == sent["attachments"]
    assert AttachedFile.objects.count() == 1


def test_a_file_of_others_is_not_had_by_naming_its_hash() -> None:
    machine, other = Machine(*ALL), Machine(Scope.WRITE, Scope.READ_MINE)
    _send(machine, _mixed(a_statement(attachments=[_attachment(FILE)]), FILE))
    named = a_statement(attachments=[_attachment(FILE, fileUrl="https://example.org/file")])
    assert other.post(named).status_code == 200
    assert FILE not in other.get(statementId=named["id"], attachments="true").content


@pytest.mark.parametrize(
    "body",
    [
        _mixed(a_statement(attachments=[_attachment(FILE)])),
        _mixed(a_statement(), FILE),
        _mixed(a_statement(attachments=[_attachment(FILE)]), FILE, **{"X-Experience-API-Hash": "0" * 64}),
        _mixed(a_statement(attachments=[_attachment(FILE)]), FILE, **{"X-Experience-API-Hash": ""}),
        _mixed(a_statement(attachments=[_attachment(FILE)]), FILE, **{"Content-Transfer-Encoding": "base64"}),
        _mixed(a_statement(attachments=[_attachment(FILE)]), FILE).removesuffix(b"--\r\n"),
        b"--b--\r\n",
        b"",
    ],
)
def test_a_message_of_several_parts_is_refused_when_one_is_wrong(body: bytes) -> None:
    machine = Machine(*ALL)
    assert _send(machine, body).status_code == 400
    assert machine.ids() == []


def test_a_large_file_is_refused(settings: Any) -> None:
    settings.ZYK_RECORDS_ATTACHMENT_BYTES = 5
    assert _send(Machine(*ALL), _mixed(a_statement(attachments=[_attachment(FILE)]), FILE)).status_code == 413


def _signed(statement: dict, token: str, **changes: Any) -> bytes:
    content = token.encode()
    kind = {"usageType": SIGNATURE, "contentType": "application/octet-stream"}
    return _mixed(statement | {"attachments": [_attachment(content, **(kind | changes))]}, content)


def test_a_signature_must_be_of_the_statement() -> None:
    machine = Machine(*ALL)
    key = rsa.generate_private_key(65537, 2048)

    def token(payload: Any, algorithm: str = "RS256", by: Any = key) -> str:
        return jwt.api_jws.PyJWS().encode(json.dumps(payload).encode(), by, algorithm)

    good = [a_statement() for _ in range(2)]
    assert _send(machine, _signed(good[0], token(good[0]))).status_code == 200
    assert _send(machine, _signed(good[1], token(good[1], "RS512"))).status_code == 200
    elliptic = ec.generate_private_key(ec.SECP256R1())
    one = a_statement()
    for bad in (
        _signed(one, token(a_statement())),
        _signed(one, token(one | {"verb": {"id": "https://example.org/other"}})),
        _signed(one, token(one, "ES256", elliptic)),
        _signed(one, token([1])),
        _signed(one, token({"timestamp": 7, "result": {"duration": []}})),
        _signed(one, "no.token"),
        _signed(one, token(one), contentType="text/plain"),
    ):
        assert _send(machine, bad).status_code == 400
    assert machine.ids() == [statement["id"] for statement in reversed(good)]


def test_a_statement_is_found_by_what_it_refers_to() -> None:
    machine = Machine(*ALL)
    li, verb = {"mbox": "mailto:unique@example.org"}, {"id": "https://example.org/verb/unique"}
    about = {"mbox": "mailto:commentator@example.org"}

    def reference(target: str) -> dict:
        return a_statement(actor=about, object={"objectType": "StatementRef", "id": target})

    subject = a_statement(actor=li, verb=verb)
    first = reference(subject["id"])  # comes before its target
    second = reference(first["id"])
    stranger = reference(str(uuid4()))
    for sent in (first, second, stranger, subject):
        assert machine.post(sent).status_code == 200
    chain = [subject["id"], second["id"], first["id"]]
    assert machine.ids(agent=json.dumps(li)) == chain
    assert machine.ids(verb=verb["id"], agent=json.dumps(li)) == chain
    assert machine.ids(verb=verb["id"], agent=json.dumps(about)) == []  # both of one statement
    assert machine.ids(activity=subject["object"]["id"], limit="2") == chain[:2]
    assert machine.ids(agent=json.dumps(about)) == [stranger["id"], second["id"], first["id"]]


def test_a_single_context_activity_is_handed_out_in_a_list() -> None:
    machine = Machine(*ALL)
    sent = a_statement(context={"contextActivities": {"category": {"id": "https://example.org/category"}}})
    machine.post(sent)
    kept = machine.get(statementId=sent["id"]).json()
    assert kept["context"]["contextActivities"]["category"] == [{"id": "https://example.org/category"}]


def _defined(**definition: Any) -> dict:
    return a_statement(object={"id": ACTIVITY, "definition": definition})


def _known(machine: Machine) -> Any:
    return machine.get("/xapi/activities", activityId=ACTIVITY).json().get("definition")


def test_an_activity_is_called_what_those_who_may_define_call_it() -> None:
    machine, plain = Machine(*ALL), Machine(Scope.WRITE)
    machine.post(_defined(name={"zh": "车床"}, type="https://example.org/type"))
    plain.post(_defined(name={"zh": "涂改"}))
    assert _known(machine) == {"name": {"zh": "车床"}, "type": "https://example.org/type"}
    assert definitions.learn() == 2
    machine.post(_defined(name={"en": "Lathe"}))
    merged = {"name": {"zh": "车床", "en": "Lathe"}, "type": "https://example.org/type"}
    assert _known(machine) == merged
    assert definitions.learn() == 1
    assert definitions.learn() == 0
    assert _known(machine) == merged
    shown = machine.client.get(STATEMENTS, {"format": "canonical"}, headers=machine.headers | {"Accept-Language": "en"})
    assert [one["object"]["definition"]["name"] for one in shown.json()["statements"]] == [{"en": "Lathe"}] * 3
    nobody = machine.get("/xapi/activities", activityId="https://example.org/nothing").json()
    assert nobody == {"objectType": "Activity", "id": "https://example.org/nothing"}


def test_nobody_else_renames_our_own_things(settings: Any) -> None:
    machine = Machine(*ALL)
    ours = f"{settings.ZYK_BASE_URL}/id/resource/{uuid4()}"
    machine.post(a_statement(object={"id": ours, "definition": {"name": {"zh": "涂改"}}}))
    assert "definition" not in machine.get("/xapi/activities", activityId=ours).json()


def test_a_person_has_the_names_he_was_given() -> None:
    machine, bound = Machine(*ALL), Machine(Scope.READ_MINE)
    li = {"mbox": "mailto:li@example.org"}
    machine.post(a_statement(actor=li | {"name": "李"}))
    machine.post(a_statement(actor=li | {"name": "李老师"}))
    asked = json.dumps(li)
    found = machine.get("/xapi/agents", agent=asked).json()
    assert found == {"objectType": "Person", "mbox": ["mailto:li@example.org"], "name": ["李老师", "李"]}
    assert "name" not in bound.get("/xapi/agents", agent=asked).json()  # said in statements it may not read
    assert machine.get("/xapi/agents").status_code == 400
