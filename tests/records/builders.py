"""Statements and credentials for tests."""

from base64 import b64encode
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.accounts.builders import a_member
from zyk.accounts.enums import Role
from zyk.records.actions import create_credential
from zyk.records.authority import Authority
from zyk.records.enums import Scope

STATEMENTS = "/xapi/statements"
SOURCE = Authority("source-under-test", scopes=frozenset(Scope.values))


def a_statement(**changes: Any) -> dict[str, Any]:
    """A good statement; a change of None takes the property out."""
    made: dict[str, Any] = {
        "id": str(uuid4()),
        "actor": {"mbox": "mailto:li@example.org"},
        "verb": {"id": "http://id.tincanapi.com/verb/viewed", "display": {"zh-CN": "浏览了", "en": "viewed"}},
        "object": {"id": "https://example.org/resource/1", "definition": {"name": {"zh-CN": "数控车床"}}},
        "timestamp": "2026-03-01T08:00:00.5+08:00",
    } | changes
    return {name: value for name, value in made.items() if value is not None}


class Machine:
    """Another system with a credential; every request carries the version."""

    def __init__(self, *scopes: str, **credential: Any) -> None:
        operator = a_member(Role.OPERATOR)
        self.credential, secret = create_credential(
            actor=operator, title="外部平台", scopes=scopes or (Scope.WRITE, Scope.READ), **credential
        )
        self.headers = {
            "Authorization": basic(secret.key, secret.secret),
            "X-Experience-API-Version": "1.0.3",
        }
        self.client = Client()

    def post(self, body: Any, **options: Any) -> Any:
        return self.client.post(
            STATEMENTS, body, **{"content_type": "application/json", "headers": self.headers, **options}
        )

    def put(self, body: Any, **parameters: str) -> Any:
        return self.client.put(
            STATEMENTS, body, content_type="application/json", headers=self.headers, query_params=parameters
        )

    def get(self, _address: str = STATEMENTS, **parameters: str) -> Any:
        return self.client.get(_address, headers=self.headers, query_params=parameters or None)

    def ids(self, **parameters: str) -> list[str]:
        """The ids of the page that the parameters ask for."""
        answer = self.get(**parameters)
        assert answer.status_code == 200, answer.content
        return [statement["id"] for statement in answer.json()["statements"]]


def basic(key: str, secret: str) -> str:
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()
