"""A person's records under a pseudonym or gone, in the database and in segments, with a trace of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.test import Client
from pytest_django import Settings

from tests.accounts.builders import a_member
from tests.records.builders import SOURCE, Machine, a_statement
from zyk.accounts.enums import Role
from zyk.common.moves import NotInThisState
from zyk.records import iris
from zyk.records.actions import ask_erasure, begin_erasure, carry_out_erasure, record, refuse_erasure
from zyk.records.enums import ErasureKind, ErasureState
from zyk.records.models import Erasure, Segment, SegmentRewrite, Statement
from zyk.records.origin import ADDRESS
from zyk.records.queries import Held, held_of
from zyk.records.segments import checking, files
from zyk.records.segments.releasing import release_old_days
from zyk.records.segments.sealing import seal_closed_days
from zyk.records.statements import agent_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def _three_of(user: Any) -> list[str]:
    """One released, one sealed but hot, one hot; each day one of somebody else that names him."""
    agent = agent_of(user) | {"name": "李同学"}
    ids = []
    for days in (199, 1, 0):
        own = a_statement(actor=agent, context={"extensions": {ADDRESS: "0123", "urn:x": 1}})
        other = a_statement(context={"instructor": agent})
        record([own, other], authority=SOURCE)
        ids += [own["id"], other["id"]]
        Statement.objects.update(stored=F("stored") - timedelta(days=days))
    seal_closed_days()
    release_old_days()
    assert [Segment.objects.count(), Statement.objects.count()] == [2, 4]
    return ids


def _everything() -> str:
    """All that is kept as text, in the database and in the files."""
    texts = [bytes(original).decode() for original in Statement.objects.values_list("original", flat=True)]
    with files.engine() as duck:
        for path in files.folder().glob("*.originals.parquet"):
            texts += [text for (text,) in duck.execute(f"SELECT original FROM read_parquet('{path}')").fetchall()]
    return "\n".join(texts)


def _done(person: Any, kind: str) -> Erasure:
    operator = a_member(Role.OPERATOR)
    erasure = ask_erasure(person, actor=operator, kind=kind, reason="本人要求")
    begin_erasure(erasure, actor=operator)
    carry_out_erasure(erasure)
    erasure.refresh_from_db()
    return erasure


def test_under_a_pseudonym_everything_is_still_counted_and_nothing_leads_to_the_person() -> None:
    person = a_member(Role.STUDENT).user
    assert person is not None
    ids = _three_of(person)
    assert held_of(person.uuid) == Held(own=3, named=3)
    erasure = _done(person, ErasureKind.PSEUDONYM)
    assert (erasure.state, erasure.statements, erasure.segments) == (ErasureState.DONE, 6, 2)
    assert held_of(person.uuid) == Held()
    text = _everything()
    assert (str(person.uuid) in text, "李同学" in text, "0123" in text) == (False, False, False)
    machine = Machine()
    assert machine.ids(ascending="true") == ids
    pseudonym = json.dumps({"account": {"homePage": iris.base(), "name": str(erasure.pseudonym)}})
    assert machine.ids(agent=pseudonym, ascending="true") == ids[::2]
    assert machine.ids(agent=pseudonym, related_agents="true", ascending="true") == ids
    assert list(checking.faults()) == []
    assert SegmentRewrite.objects.count() == 2


def test_deleted_records_are_gone_everywhere_and_do_not_come_back() -> None:
    person = a_member(Role.STUDENT).user
    assert person is not None
    ids = _three_of(person)
    _done(person, ErasureKind.DELETION)
    assert str(person.uuid) not in _everything()
    machine = Machine()
    assert machine.ids(ascending="true") == ids[1::2]
    for id_ in ids[::2]:
        assert machine.get(statementId=id_).status_code == 404
        assert machine.post(a_statement(id=id_, actor=agent_of(person))).json() == [id_]
    assert machine.ids(ascending="true") == ids[1::2]
    assert list(checking.faults()) == []
    assert list(Segment.objects.values_list("count", "erased")) == [(1, 1), (1, 1)]


def test_a_request_is_asked_once_refused_with_a_reason_and_decided_by_the_operator_alone() -> None:
    actor, operator = a_member(Role.STUDENT), a_member(Role.OPERATOR)
    assert actor.user is not None
    erasure = ask_erasure(actor.user, actor=actor, kind=ErasureKind.DELETION, reason="不再使用")
    with pytest.raises(ValidationError):
        ask_erasure(actor.user, actor=actor, kind=ErasureKind.DELETION, reason="再来一次")
    with pytest.raises(PermissionDenied):
        begin_erasure(erasure, actor=actor)
    with pytest.raises(PermissionDenied):
        ask_erasure(actor.user, actor=a_member(Role.TEACHER), kind=ErasureKind.DELETION, reason="别人")
    with pytest.raises(ValidationError):
        refuse_erasure(erasure, actor=operator, answer=" ")
    refuse_erasure(erasure, actor=operator, answer="学分认定仍需要这些记录")
    with pytest.raises(NotInThisState):
        begin_erasure(erasure, actor=operator)


def test_a_person_asks_on_his_page_and_the_operator_carries_it_out(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    actor, operator = a_member(Role.STUDENT), a_member(Role.OPERATOR)
    assert actor.user is not None
    assert operator.user is not None
    record(a_statement(actor=agent_of(actor.user)), authority=SOURCE)
    client.force_login(actor.user)
    page = client.get("/records/mine/erase/")
    assert page.context["held"] == Held(own=2)  # he has signed in
    assert client.post("/records/mine/erase/", {"kind": "deletion", "reason": ""}).status_code == 200
    answer = client.post("/records/mine/erase/", {"kind": "deletion", "reason": "不再使用"})
    assert answer.headers["Location"] == "/records/mine/"
    erasure = Erasure.objects.get()
    address = f"/records/erasures/{erasure.uuid}/"
    assert [client.get(path).status_code for path in ("/records/erasures/", address)] == [404, 404]
    client.force_login(operator.user)
    assert "不再使用" in client.get(address).content.decode()
    found = client.get("/records/erasures/", {"person": actor.user.username})
    assert found.context["held"] == Held(own=2)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    erasure.refresh_from_db()
    assert (erasure.state, erasure.statements) == (ErasureState.DONE, 2)
    assert held_of(actor.user.uuid) == Held()
