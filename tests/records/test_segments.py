"""Closed days in segments: nothing lost, nothing doubled, found as before, and every change shows."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.accounts.builders import a_member, signed_in
from tests.records.builders import SOURCE, Machine, a_statement
from zyk.accounts.enums import Role
from zyk.records import facts
from zyk.records.actions import record
from zyk.records.kept import find_own, in_order
from zyk.records.models import ForwardTarget, Related, SealedId, Segment, Statement
from zyk.records.queries import Window
from zyk.records.segments import checking, files, releasing
from zyk.records.segments.releasing import Unsafe, release_old_days
from zyk.records.segments.sealing import seal_closed_days
from zyk.records.statements import agent_of

pytestmark = pytest.mark.django_db

LI, WANG = {"mbox": "mailto:li@example.org"}, {"mbox": "mailto:wang@example.org"}
LI_TEXT, WANG_TEXT = json.dumps(LI), json.dumps(WANG)
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
A, B = "https://example.org/a", "https://example.org/b"


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def _kept(**changes: Any) -> str:
    statement = a_statement(**changes)
    record(statement, authority=SOURCE)
    return statement["id"]


def _age(days: int) -> None:
    """Everything stored until now is so many days old."""
    Statement.objects.update(stored=F("stored") - timedelta(days=days))


def _void(target: str) -> str:
    return _kept(verb=VOIDED, object={"objectType": "StatementRef", "id": target})


def test_sealed_and_released_statements_are_found_as_before() -> None:
    registration = str(uuid4())
    one = _kept(actor=LI, object={"id": A}, context={"registration": registration})
    two = _kept(actor=WANG, object={"id": B}, verb={"id": "urn:v:2"})
    three = _kept(actor=LI, object={"id": B}, context={"instructor": WANG, "contextActivities": {"other": [{"id": A}]}})
    voided = _kept(actor=LI)
    voiding = _void(voided)
    _age(100)
    hot = _kept(actor=LI, object={"id": A})
    machine = Machine()
    questions: list[dict[str, str]] = [
        {},
        {"ascending": "true"},
        {"limit": "2"},
        {"agent": LI_TEXT},
        {"agent": WANG_TEXT, "related_agents": "true"},
        {"activity": A},
        {"activity": A, "related_activities": "true"},
        {"verb": "urn:v:2"},
        {"registration": registration},
        {"statementId": three},
        {"voidedStatementId": voided},
        {"since": (timezone.now() - timedelta(days=1)).isoformat()},
        {"until": (timezone.now() - timedelta(days=1)).isoformat()},
    ]
    before = [machine.get(**question).json() for question in questions]
    assert seal_closed_days() == 1
    assert release_old_days() == 5
    assert (Statement.objects.count(), Related.objects.count(), SealedId.objects.count()) == (1, 0, 5)
    assert [machine.get(**question).json() for question in questions] == before
    assert machine.ids(agent=LI_TEXT, ascending="true") == [one, three, voiding, hot]
    first = machine.get(limit="2").json()
    assert first["statements"][0]["id"] == hot
    second = machine.get(first["more"]).json()
    assert [statement["id"] for statement in second["statements"]] == [three, two]
    assert list(checking.faults()) == []


def test_the_id_of_a_sealed_statement_is_taken() -> None:
    sent = a_statement()
    record(sent, authority=SOURCE)
    _age(200)
    seal_closed_days()
    release_old_days()
    machine = Machine()
    assert machine.post(sent).json() == [sent["id"]]
    assert machine.post(sent | {"verb": {"id": "urn:other"}}).status_code == 409
    assert Statement.objects.count() == 0
    _void(sent["id"])
    assert machine.get(statementId=sent["id"]).status_code == 404
    assert machine.get(voidedStatementId=sent["id"]).status_code == 200


def test_a_second_run_changes_nothing_and_only_closed_days_are_sealed() -> None:
    _kept()
    _age(3)
    _kept()
    _kept()
    _age(1)
    _kept()
    assert (seal_closed_days(), seal_closed_days()) == (2, 0)
    spans = list(Segment.objects.values_list("first_sequence", "last_sequence", "count"))
    assert spans == [(1, 1, 1), (2, 3, 2)]
    assert release_old_days() == 0  # younger than the days that stay hot


def test_facts_are_one_relation_over_sealed_and_hot_without_the_voided() -> None:
    _kept(actor=LI, result={"duration": "PT2.5S", "success": True})
    gone = _kept()
    _age(200)
    seal_closed_days()
    _kept(actor=LI)
    _void(gone)
    with files.engine() as duck:
        facts.relation(duck)
        hot = duck.sql("SELECT * FROM statement_facts ORDER BY sequence").fetchall()
        release_old_days()
        facts.relation(duck)
        assert duck.sql("SELECT * FROM statement_facts ORDER BY sequence").fetchall() == hot
    assert [row[0] for row in hot] == [1, 3, 4]
    assert (facts.last_sequence(), facts.sealed_through(), facts.voided()) == (4, 2, [2])
    assert [file.count for file in facts.files_of_facts()] == [2]


def test_killed_between_file_and_manifest_or_in_the_middle_of_releasing_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = [_kept() for _ in range(5)]
    _age(200)

    def die(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Segment, "save", die)
        with pytest.raises(KeyboardInterrupt):
            seal_closed_days()
    assert seal_closed_days() == 1
    monkeypatch.setattr(releasing, "CHUNK", 2)
    segment = Segment.objects.get()
    assert releasing._release_chunk(segment) == 2
    assert list(checking.faults()) == []
    assert release_old_days() == 3
    assert Machine().ids(ascending="true") == sent


def test_every_change_of_a_segment_shows() -> None:
    for _ in range(2):
        _kept()
        _age(1)
    seal_closed_days()
    first, second = Segment.objects.order_by("number")
    path = files.folder() / first.originals_name
    good = path.read_bytes()
    path.write_bytes(good[:-9] + b"x" + good[-8:])
    assert list(checking.faults()) == [f"segment 1: {first.originals_name} was changed"]
    with pytest.raises(Unsafe):
        releasing._release(first)
    path.unlink()
    assert list(checking.faults()) == [f"segment 1: {first.originals_name} is missing"]
    path.write_bytes(good)
    Segment.objects.filter(pk=2).update(count=7)
    assert "segment 2: its row does not agree with its hash" in list(checking.faults())
    second.previous_hash = "0" * 64
    second.hash = second.own_hash()
    second.save()
    assert list(checking.faults()) == ["segment 2: not bound to segment 1"]
    first.delete()
    assert "segment 2 stands where 1 was expected" in list(checking.faults())


def test_pages_and_the_export_reach_into_segments(client: Client) -> None:
    student = a_member(Role.STUDENT)
    assert student.user is not None
    agent = agent_of(student.user) | {"name": "李同学"}
    ids = [_kept(actor=agent) for _ in range(3)]
    _void(ids[1])
    _age(100)
    assert seal_closed_days() == 1
    release_old_days()
    hot = _kept(actor=agent | {"name": "李明"})
    assert Statement.objects.count() == 1
    signed_in(client, student)
    Statement.objects.exclude(uuid=hot).delete()  # that he signed in
    page = client.get(reverse("records:mine"))
    assert [str(line.uuid) for line in page.context["lines"]] == [hot, ids[2], ids[0]]
    assert (page.context["count"], page.context["after"]) == (3, None)
    export = client.get(reverse("records:export_mine"))
    taken = json.loads(b"".join(export.streaming_content))  # type: ignore[attr-defined]
    assert [one["id"] for one in taken] == [ids[0], ids[2], hot]
    assert client.get(reverse("records:statement", args=[ids[0]])).status_code == 200
    foreign = _kept(actor=LI)
    assert client.get(reverse("records:statement", args=[foreign])).status_code == 404
    assert find_own(student.user.uuid, Window(1, after=None)).after is not None
    assert len(in_order(find_own(student.user.uuid, Window(2, ascending=True)).sequences)) == 2
    names = Machine().client.get(
        "/xapi/agents", {"agent": json.dumps(agent_of(student.user))}, headers=Machine().headers
    )
    assert names.json()["name"] == ["李明", "李同学"]
    signed_in(client, a_member(Role.OPERATOR))
    lines = client.get(reverse("records:browse")).context["lines"]
    assert {ids[0], ids[2], hot} <= {str(line.uuid) for line in lines}
    signed_in(client, a_member(Role.STUDENT))
    assert client.get(reverse("records:statement", args=[ids[0]])).status_code == 404


def test_nothing_is_released_that_a_target_of_forwarding_has_still_to_get() -> None:
    _kept()
    _age(100)
    seal_closed_days()
    target = ForwardTarget.objects.create(title="省平台", address="https://lrs.example.cn/xapi", key="k")
    assert release_old_days() == 0
    ForwardTarget.objects.filter(pk=target.pk).update(last_sequence=1)
    assert release_old_days() == 1
