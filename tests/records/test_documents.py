"""State and profile documents: over HTTP, and by the functions our own launches call."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.accounts.builders import a_member, an_organisation
from tests.records.builders import Machine, basic
from zyk.accounts.enums import Role
from zyk.records import documents
from zyk.records.actions import create_credential
from zyk.records.documents import Place
from zyk.records.enums import DocumentKind, Scope
from zyk.records.models import Document
from zyk.records.refusals import TooLarge

pytestmark = pytest.mark.django_db

ACTIVITY = "https://example.org/course/1"
AGENT = json.dumps({"mbox": "mailto:li@example.org"})
STATE = {"activityId": ACTIVITY, "agent": AGENT, "stateId": "bookmark"}
PROFILE = {"activityId": ACTIVITY, "profileId": "thresholds"}


class Keeper(Machine):
    """A machine that may keep documents."""

    def __init__(self, *scopes: str, edition: str = "1.0.3", **credential: Any) -> None:
        super().__init__(*(scopes or (Scope.STATE, Scope.PROFILE)), **credential)
        self.headers["X-Experience-API-Version"] = edition

    def ask(self, method: str, name: str, parameters: dict, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method,
            f"/xapi/{name}",
            body if isinstance(body, bytes) else json.dumps(body).encode(),
            content_type=headers.pop("content_type", "application/json"),
            headers=self.headers | {key.replace("_", "-"): value for key, value in headers.items()},
            query_params=parameters,
        )

    def state(self, method: str, parameters: dict | None = None, body: Any = None, **headers: str) -> Any:
        return self.ask(method, "activities/state", STATE if parameters is None else parameters, body, **headers)

    def profile(self, method: str, body: Any = None, **headers: str) -> Any:
        return self.ask(method, "activities/profile", PROFILE, body, **headers)


def test_a_state_is_kept_merged_listed_and_deleted() -> None:
    machine = Keeper()
    assert machine.state("PUT", body={"page": 1, "seen": [1]}).status_code == 204
    assert machine.state("POST", body={"page": 2}).status_code == 204
    got = machine.state("GET")
    assert got.json() == {"page": 2, "seen": [1]}
    assert (got.headers["ETag"][0], "Last-Modified" in got.headers) == ('"', True)
    machine.state("PUT", STATE | {"stateId": "notes"}, b"\x00\xff", content_type="application/octet-stream")
    around = {name: value for name, value in STATE.items() if name != "stateId"}
    assert machine.state("GET", around).json() == ["bookmark", "notes"]
    assert machine.state("GET", STATE | {"stateId": "notes"}).content == b"\x00\xff"
    later = Document.objects.get(name="bookmark").stored.isoformat()
    assert machine.state("GET", around | {"since": later}).json() == ["notes"]
    assert machine.state("DELETE").status_code == 204
    assert machine.state("GET").status_code == 404
    assert machine.state("DELETE", around).status_code == 204
    assert machine.state("GET", around).json() == []


def test_a_registration_has_documents_of_its_own() -> None:
    machine = Keeper()
    one, other = (STATE | {"registration": str(uuid4())} for _ in range(2))
    machine.state("PUT", one, {"page": 1})
    assert machine.state("GET", other).status_code == 404
    assert machine.state("GET").status_code == 404
    assert machine.state("GET", one).json() == {"page": 1}


def test_only_json_objects_are_merged() -> None:
    machine = Keeper()
    machine.state("PUT", body=b"plain", content_type="text/plain")
    assert machine.state("POST", body={"page": 1}).status_code == 400
    assert machine.state("GET").content == b"plain"
    other = STATE | {"stateId": "list"}
    assert machine.state("POST", other, [1]).status_code == 400
    assert machine.state("POST", other, b'{"a":1,"a":2}').status_code == 400
    assert machine.state("POST", other, b"{").status_code == 400


def test_whoever_overwrites_says_what_he_saw() -> None:
    machine = Keeper()
    assert machine.profile("PUT", {"a": 1}).status_code == 400  # 1.0.3 asks for a condition even of the first one
    assert machine.profile("PUT", {"a": 1}, If_None_Match="*").status_code == 204
    assert machine.profile("PUT", {"a": 2}, If_None_Match="*").status_code == 412
    assert machine.profile("PUT", {"a": 2}).status_code == 409
    tag = machine.profile("GET").headers["ETag"]
    for method in ("PUT", "POST", "DELETE"):
        assert machine.profile(method, {"a": 3}, If_Match='"old"').status_code == 412
    assert machine.profile("GET").json() == {"a": 1}
    assert machine.profile("PUT", {"a": 2}, If_Match=tag).status_code == 204
    assert machine.profile("DELETE", If_Match=machine.profile("GET").headers["ETag"]).status_code == 204


def test_the_second_edition_guards_states_too_and_lets_a_first_profile_in() -> None:
    machine = Keeper(edition="2.0.0")
    assert machine.profile("PUT", {"a": 1}).status_code == 204
    assert machine.state("PUT", body={"a": 1}).status_code == 204
    assert machine.state("PUT", body={"a": 2}).status_code == 409
    assert machine.state("GET").json() == {"a": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"activityId": "x"},
        {"activityId": None},
        {"agent": None},
        {"agent": "li"},
        {"agent": '{"mbox":"li"}'},
        {"registration": "7"},
        {"stateId": ""},
        {"stateId": "x" * 2000},
        {"strange": "1"},
    ],
)
def test_a_wrong_address_is_refused(changes: dict) -> None:
    given = {name: value for name, value in (STATE | changes).items() if value is not None}
    assert Keeper().state("PUT", given, {"a": 1}).status_code == 400
    assert Document.objects.count() == 0


def test_a_document_has_a_largest_size(settings: Any) -> None:
    settings.ZYK_RECORDS_DOCUMENT_BYTES = 10
    machine = Keeper()
    assert machine.state("PUT", body={"a": "0123456789"}).status_code == 413
    with pytest.raises(TooLarge):
        documents.put(Place(DocumentKind.STATE, activity=ACTIVITY, agent=("mbox", "mailto:a@b.cn")), "x", b"0" * 11)


def test_each_scope_opens_its_own_documents() -> None:
    profile, state, reader = Keeper(Scope.PROFILE), Keeper(Scope.STATE), Keeper(Scope.ALL_READ)
    assert (profile.state("GET").status_code, state.profile("GET").status_code) == (403, 403)
    state.state("PUT", body={"a": 1})
    assert reader.state("GET").json() == {"a": 1}
    assert reader.state("PUT", body={"a": 2}).status_code == 403


def test_units_and_libraries_keep_their_documents_apart() -> None:
    platform, bound = Keeper(), Keeper(library_iri="https://example.org/id/library/7")
    unit = Keeper()
    administrator = a_member(Role.UNIT_ADMINISTRATOR, an_organisation())
    _credential, secret = create_credential(actor=administrator, title="教学平台", scopes=[Scope.STATE])
    unit.headers["Authorization"] = basic(secret.key, secret.secret)
    for machine, page in ((platform, 1), (bound, 2), (unit, 3)):
        assert machine.state("PUT", body={"page": page}).status_code == 204
    assert [machine.state("GET").json()["page"] for machine in (platform, bound, unit)] == [1, 2, 3]


def test_our_own_launches_use_the_same_documents() -> None:
    place = Place(DocumentKind.STATE, activity=ACTIVITY, agent=("mbox", "mailto:li@example.org"))
    documents.put(place, "bookmark", b'{"page":7}')
    assert Keeper().state("GET").json() == {"page": 7}
    documents.merge(place, "bookmark", b'{"done":true}')
    found = documents.find(place, "bookmark")
    assert found is not None
    assert json.loads(bytes(found.content)) == {"page": 7, "done": True}
    assert documents.names(place) == ["bookmark"]
    documents.delete(place, "bookmark")
    assert documents.names(place) == []
