"""The pages of the store: credentials, the browser, one's own records."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, an_organisation, signed_in
from tests.records.builders import SOURCE, a_statement, basic
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.common.models import AuditEntry
from zyk.records.actions import create_credential, record
from zyk.records.enums import Scope
from zyk.records.models import Credential, Statement
from zyk.records.statements import note
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db

RESOURCE = "0a4ab1a6-91a1-4d5e-8a2e-3c3a8b1f1d01"
LIBRARY = "0a4ab1a6-91a1-4d5e-8a2e-3c3a8b1f1d02"
ENGLISH = {"Accept-Language": "en"}


def _viewed(actor, title: str = "数控车床装调"):  # type: ignore[no-untyped-def]
    return note(actor, Verb.VIEWED, kind="resource", uuid=RESOURCE, title=title, library_uuid=LIBRARY)


def _looks() -> list[dict]:
    return list(AuditEntry.objects.filter(verb="read_records").order_by("sequence").values_list("facts", flat=True))


def _person(actor: Actor) -> User:
    assert actor.user
    return actor.user


def _text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def test_a_unit_administrator_issues_a_credential_and_sees_the_secret_once(client: Client) -> None:
    signed_in(client, a_member(Role.UNIT_ADMINISTRATOR))
    sent = {"title": "示范教学平台", "scopes": [Scope.WRITE], "once": "7f8b6c3e-2a52-4c43-9a43-0d3c5ec23f10"}
    for _ in range(2):  # a double click issues one
        answer = client.post(reverse("records:credential_add"), sent)
        assert answer.headers["Location"] == reverse("records:credentials")
    credential = Credential.objects.get()
    page = client.get(reverse("records:credentials"))
    secret = page.context["secret"]
    assert secret["secret"] in _text(page)
    assert secret["secret"] not in _text(client.get(reverse("records:credentials")))
    header = basic(secret["key"], secret["secret"])
    headers = {"Authorization": header, "X-Experience-API-Version": "1.0.3"}
    posted = Client().post("/xapi/statements", a_statement(), content_type="application/json", headers=headers)
    assert posted.status_code == 200
    client.post(reverse("records:credential_revoke", args=[credential.uuid]))
    assert Client().get("/xapi/statements", headers=headers).status_code == 401
    acts = AuditEntry.objects.filter(object_uuid=credential.uuid).order_by("sequence").values_list("verb", flat=True)
    assert list(acts) == ["create_credential", "revoke_credential"]


def test_a_credential_form_says_what_is_missing_and_keeps_what_was_typed(client: Client) -> None:
    signed_in(client, a_member(Role.UNIT_ADMINISTRATOR))
    answer = client.post(reverse("records:credential_add"), {"title": "示范教学平台", "library_iri": "seven"})
    assert set(answer.context["form"].errors) == {"scopes", "library_iri"}
    assert "示范教学平台" in _text(answer)
    assert Credential.objects.count() == 0


def test_only_the_operator_lets_others_read_everything(client: Client) -> None:
    signed_in(client, a_member(Role.UNIT_ADMINISTRATOR))
    answer = client.post(reverse("records:credential_add"), {"title": "x", "scopes": [Scope.READ]})
    assert set(answer.context["form"].errors) == {"scopes"}
    signed_in(client, a_member(Role.OPERATOR))
    assert client.post(reverse("records:credential_add"), {"title": "x", "scopes": [Scope.READ]}).status_code == 302


def test_a_unit_sees_and_revokes_its_own_credentials_only(client: Client) -> None:
    other, _secret = create_credential(
        actor=a_member(Role.UNIT_ADMINISTRATOR, an_organisation()), title="他校平台", scopes=[Scope.WRITE]
    )
    signed_in(client, a_member(Role.UNIT_ADMINISTRATOR))
    assert "他校平台" not in _text(client.get(reverse("records:credentials")))
    assert client.post(reverse("records:credential_revoke", args=[other.uuid])).status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_officers_browse_and_each_look_is_written_down(client: Client) -> None:
    student, teacher = a_member(Role.STUDENT, name="陈同学"), a_member(Role.TEACHER, name="王老师")
    _viewed(student, "刀具选择")
    note(teacher, Verb.DOWNLOADED, kind="resource", uuid=RESOURCE, title="主轴调整")
    signed_in(client, a_member(Role.OPERATOR))
    everything = _text(client.get(reverse("records:browse")))
    assert "陈同学" in everything
    assert "主轴调整" in everything
    of_one = _text(client.get(reverse("records:browse"), {"person": _person(student).username}))
    assert "刀具选择" in of_one
    assert "主轴调整" not in of_one
    assert "主轴调整" not in _text(client.get(reverse("records:browse"), {"library": LIBRARY}))
    assert "刀具选择" not in _text(client.get(reverse("records:browse"), {"verb": "DOWNLOADED"}))
    uuid = str(_person(student).uuid)
    library = f"http://127.0.0.1:8000/id/library/{LIBRARY}"
    assert _looks() == [{}, {"person": uuid}, {"library": library}, {"verb": Verb.DOWNLOADED.iri}]


def test_a_wrong_filter_is_said_at_its_field_and_shows_nothing(client: Client) -> None:
    _viewed(a_member(Role.STUDENT))
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    page = client.get(reverse("records:browse"), {"person": "nobody-here", "library": "x y"})
    assert set(page.context["form"].errors) == {"person", "library"}
    assert page.context["lines"] == []
    assert "nobody-here" in _text(page)
    assert _looks() == []


def test_one_statement_opens_with_its_original(client: Client) -> None:
    record(a_statement(object={"id": "https://example.org/a", "definition": {"name": {"zh": "<b>"}}}), authority=SOURCE)
    statement = Statement.objects.get()
    signed_in(client, a_member(Role.OPERATOR))
    page = client.get(reverse("records:statement", args=[statement.uuid]))
    assert page.context["original"] == bytes(statement.original).decode()
    assert json.loads(page.context["exact"])["authority"]["account"]["name"] == SOURCE.name
    assert "<b>" not in _text(page).split("<pre")[1]
    assert _looks() == [{"statement": str(statement.uuid)}]


def test_a_person_sees_and_takes_away_his_own_records_and_no_others(client: Client) -> None:
    student, other = a_member(Role.STUDENT), a_member(Role.STUDENT)
    own, foreign = _viewed(student, "刀具选择"), _viewed(other, "别人看的")
    signed_in(client, student)
    page = _text(client.get(reverse("records:mine")))
    assert "刀具选择" in page
    assert "别人看的" not in page
    assert client.get(reverse("records:statement", args=[own])).status_code == 200
    assert client.get(reverse("records:statement", args=[foreign])).status_code == 404
    assert client.get(reverse("records:browse")).status_code == 404
    export = client.get(reverse("records:export_mine"))
    taken = json.loads(b"".join(export.streaming_content))  # type: ignore[attr-defined]
    assert [one["verb"]["id"] for one in taken] == [Verb.VIEWED.iri, Verb.LOGGED_IN.iri]
    assert str(_person(other).uuid) not in json.dumps(taken)
    assert _looks() == []


def test_an_export_without_records_is_an_empty_list(client: Client) -> None:
    student = a_member(Role.STUDENT)
    signed_in(client, student)
    Statement.objects.all().delete()
    assert json.loads(b"".join(client.get(reverse("records:export_mine")).streaming_content)) == []  # type: ignore[attr-defined]
    assert "还没有你的记录" in _text(client.get(reverse("records:mine")))


def test_older_records_are_a_page_away(client: Client) -> None:
    student = a_member(Role.STUDENT)
    for number in range(55):
        _viewed(student, f"资源 {number:02}")
    signed_in(client, student)
    first = client.get(reverse("records:mine"))
    second = client.get(reverse("records:mine"), {"after": first.context["after"]})
    titles = [line.thing for page in (first, second) for line in page.context["lines"]]
    assert titles == ["登录模块", *(f"资源 {number:02}" for number in reversed(range(55)))]
    assert second.context["after"] is None


def test_lists_cost_the_same_queries_for_one_row_and_for_thirty(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(30):
        _viewed(a_member(Role.STUDENT))
    signed_in(client, a_member(Role.OPERATOR))
    with django_assert_max_num_queries(26):
        client.get(reverse("records:browse"))


@pytest.mark.parametrize(
    ("name", "role", "words"),
    [
        ("records:browse", Role.OPERATOR, "Learning records"),
        ("records:mine", Role.STUDENT, "My learning records"),
        ("records:credentials", Role.OPERATOR, "Credentials"),
        ("records:credential_add", Role.UNIT_ADMINISTRATOR, "Issue a credential"),
    ],
)
def test_pages_speak_english(client: Client, name: str, role: Role, words: str) -> None:
    actor = a_member(role)
    _viewed(actor)
    signed_in(client, actor)
    page = _text(client.get(reverse(name), headers=ENGLISH))
    assert words in page
    assert "学习记录" not in page


@pytest.mark.parametrize("name", ["records:browse", "records:mine", "records:credentials", "records:credential_add"])
def test_visitors_are_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
