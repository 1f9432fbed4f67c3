"""How sources come in: tokens, changed secrets, limits, what each scope opens."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, an_organisation, signed_in
from tests.records.builders import STATEMENTS, Machine, a_statement, basic
from zyk.accounts.enums import Role
from zyk.common.models import AuditEntry
from zyk.records.actions import create_credential, revoke_credential, rotate_credential
from zyk.records.enums import Scope
from zyk.records.limits import forget_limits
from zyk.records.models import AccessToken, Credential

pytestmark = pytest.mark.django_db

TOKEN = "/xapi/oauth/token"


def _draw(machine: Machine, **form: str) -> Any:
    given = {"grant_type": "client_credentials"} | form
    headers = {"Authorization": machine.headers["Authorization"]}
    return machine.client.post(
        TOKEN,
        "&".join(f"{name}={value}" for name, value in given.items()),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


def _with_token(machine: Machine, token: str) -> dict[str, str]:
    return machine.headers | {"Authorization": f"Bearer {token}"}


def test_a_source_draws_a_token_and_uses_it() -> None:
    machine = Machine(Scope.WRITE, Scope.READ_MINE)
    answer = _draw(machine)
    assert answer.headers["Cache-Control"] == "no-store"
    drawn = answer.json()
    assert (drawn["token_type"], drawn["expires_in"]) == ("Bearer", 3600)
    headers = _with_token(machine, drawn["access_token"])
    assert machine.post(a_statement(), headers=headers).status_code == 200
    assert machine.client.get(STATEMENTS, headers=headers).status_code == 200
    assert drawn["access_token"] not in str(list(AccessToken.objects.values()))
    AccessToken.objects.update(expires_at=timezone.now())
    assert machine.client.get(STATEMENTS, headers=headers).status_code == 401


def test_a_token_may_be_narrower_than_its_credential_but_not_wider() -> None:
    machine = Machine(Scope.WRITE, Scope.READ_MINE)
    drawn = _draw(machine, scope="statements/write").json()
    assert drawn["scope"] == "statements/write"
    headers = _with_token(machine, drawn["access_token"])
    assert machine.client.get(STATEMENTS, headers=headers).status_code == 403
    refused = _draw(machine, scope="statements/write all")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": "x"}, 400, "invalid_request"),
        ({"scope": "%ff"}, 400, "invalid_request"),
        ({"grant_type": "x" * 20_000}, 400, "invalid_request"),
    ],
)
def test_a_wrong_token_request_is_told_why(form: dict, status: int, error: str) -> None:
    answer = _draw(Machine(), **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_token_dies_with_its_credential() -> None:
    machine = Machine()
    headers = _with_token(machine, _draw(machine).json()["access_token"])
    revoke_credential(machine.credential, actor=a_member(Role.OPERATOR))
    assert machine.client.get(STATEMENTS, headers=headers).status_code == 401
    refused = _draw(machine)
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


def test_an_old_secret_opens_until_its_day() -> None:
    machine = Machine()
    token = _with_token(machine, _draw(machine).json()["access_token"])
    operator = a_member(Role.OPERATOR)
    secret = rotate_credential(machine.credential, actor=operator, old_until=timezone.now() + timedelta(days=7))
    new = machine.headers | {"Authorization": basic(secret.key, secret.secret)}
    assert machine.get().status_code == 200
    assert machine.client.get(STATEMENTS, headers=new).status_code == 200
    assert machine.client.get(STATEMENTS, headers=token).status_code == 401
    Credential.objects.update(previous_until=timezone.now())
    assert machine.get().status_code == 401
    assert machine.client.get(STATEMENTS, headers=new).status_code == 200


def test_a_unit_changes_the_secret_of_its_own_credential(client: Client) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    credential, _secret = create_credential(actor=administrator, title="教学平台", scopes=[Scope.WRITE])
    other, _secret = create_credential(
        actor=a_member(Role.UNIT_ADMINISTRATOR, an_organisation()), title="他校", scopes=[Scope.WRITE]
    )
    signed_in(client, administrator)
    assert client.get(reverse("records:credential_rotate", args=[other.uuid])).status_code == 404
    address = reverse("records:credential_rotate", args=[credential.uuid])
    assert "旧密钥" in client.get(address).content.decode()
    assert set(client.post(address, {"days": "400"}).context["form"].errors) == {"days"}
    before = credential.secret_hash
    assert client.post(address, {"days": "7"}).status_code == 302
    credential.refresh_from_db()
    assert (credential.secret_hash != before, credential.previous_secret_hash, credential.has_old_secret) == (
        True,
        before,
        True,
    )
    page = client.get(reverse("records:credentials"))
    assert page.context["secret"]["key"] == credential.key
    assert "旧密钥有效至" in page.content.decode()
    assert AuditEntry.objects.filter(verb="rotate_credential", object_uuid=credential.uuid).count() == 1
    revoke_credential(credential, actor=administrator)
    assert client.get(address).status_code == 404


def test_who_asks_too_often_is_told_when_to_come_back(settings: Any) -> None:
    forget_limits()
    machine, other = Machine(requests_per_minute=2), Machine()
    assert [machine.get().status_code for _ in range(3)] == [200, 200, 429]
    assert 1 <= int(machine.get().headers["Retry-After"]) <= 31
    assert other.get().status_code == 200
    settings.ZYK_RECORDS_REQUESTS_PER_MINUTE = 1
    assert [other.get().status_code for _ in range(2)] == [200, 429]
    forget_limits()


def test_the_wider_scopes_hold_the_narrower_ones() -> None:
    everything, reader = Machine(Scope.ALL), Machine(Scope.ALL_READ)
    sent = a_statement()
    assert everything.post(sent).status_code == 200
    assert reader.ids() == [sent["id"]]
    assert reader.post(a_statement()).status_code == 403


def test_a_source_bound_to_a_library_reads_of_no_other() -> None:
    bound = Machine(Scope.WRITE, Scope.READ, library_iri="https://example.org/id/library/7")
    foreign, own = a_statement(), a_statement()
    Machine().post(foreign)
    bound.post(own)
    assert bound.ids() == [own["id"]]
    assert bound.get(statementId=foreign["id"]).status_code == 404
