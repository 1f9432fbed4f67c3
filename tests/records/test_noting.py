"""What our own pages record."""

from uuid import uuid4

import pytest
from django.db import OperationalError, transaction
from django.test import Client

from tests.accounts.builders import PASSWORD, a_member, a_user
from zyk.accounts.actor import VISITOR, Actor
from zyk.accounts.enums import Role, UserKind
from zyk.records import queries, statements
from zyk.records.invariants import dangling_keys, disagreeing_columns, doubled_ids
from zyk.records.models import Statement
from zyk.records.statements import note
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db

# 行为 of the monitoring interface, domain notes 6.3.
ACTIONS = [
    *("浏览首页", "登录平台"),
    *("浏览资源", "上传资源", "下载资源", "收藏资源", "评价资源", "分享资源", "删除资源"),
    *("发帖", "读贴", "修改贴", "删帖"),
    *("发布作业", "提交作业", "批改作业"),
    *("发布考试", "参加考试", "批改试卷"),
]


def test_each_monitored_action_has_one_verb() -> None:
    assert [verb.action for verb in Verb if verb.action] == ACTIONS
    assert len({verb.iri for verb in Verb}) == len(Verb)


def test_a_note_carries_who_what_where_and_how_long() -> None:
    teacher = a_member(Role.TEACHER)
    resource, library, course = uuid4(), uuid4(), uuid4()
    uuid = note(
        teacher,
        Verb.COMPLETED,
        kind="resource",
        uuid=resource,
        title="数控车床装调",
        library_uuid=library,
        course_uuid=course,
        result={"success": True, "score": {"scaled": 0.8}},
        duration_seconds=90.5,
    )
    assert uuid
    assert teacher.user
    assert teacher.organisation
    kept = Statement.objects.select_related("verb", "activity", "library", "course").get(uuid=uuid)
    assert kept.verb.iri == Verb.COMPLETED.iri
    assert kept.activity.iri == f"http://127.0.0.1:8000/id/resource/{resource}"
    assert (kept.library_id, kept.course_id) == (
        queries.activity_key("library", library),
        queries.activity_key("course", course),
    )
    assert (kept.success, kept.score_scaled, kept.duration_seconds) == (True, 0.8, 90.5)
    assert (kept.user_kind, kept.organisation_code) == (UserKind.TEACHER, teacher.organisation.code)
    assert queries.user_uuids([kept.actor_id]) == {kept.actor_id: teacher.user.uuid}
    assert queries.activity_keys("library") == {kept.library_id: library}
    assert queries.verb_keys()[kept.verb_id] is Verb.COMPLETED
    assert list(queries.statements_of(teacher.user.uuid)) == [kept]
    assert teacher.user.name not in bytes(kept.original).decode()


def test_an_act_on_a_library_or_course_belongs_to_it() -> None:
    teacher, library, course = a_member(Role.TEACHER), uuid4(), uuid4()
    note(teacher, Verb.VIEWED, kind="library", uuid=library, title="数控技术")
    note(teacher, Verb.VIEWED, kind="course", uuid=course, title="数控加工")
    rows = list(Statement.objects.order_by("sequence").values_list("library__iri", "course__iri"))
    base = "http://127.0.0.1:8000/id"
    assert rows == [(f"{base}/library/{library}", None), (None, f"{base}/course/{course}")]


def test_a_visitor_is_not_recorded() -> None:
    assert note(VISITOR, Verb.VIEWED, kind="resource", uuid=uuid4(), title="x") is None
    assert Statement.objects.count() == 0


def test_a_note_goes_with_the_transaction_it_stands_in() -> None:
    teacher = a_member(Role.TEACHER)
    with transaction.atomic():
        note(teacher, Verb.VIEWED, kind="resource", uuid=uuid4(), title="x")
        transaction.set_rollback(True)
    assert Statement.objects.count() == 0
    assert note(teacher, Verb.VIEWED, kind="resource", uuid=uuid4(), title="x") is not None
    assert Statement.objects.count() == 1


def test_a_busy_database_costs_the_record_and_not_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(statements, "record", busy)
    assert note(a_member(Role.TEACHER), Verb.VIEWED, kind="resource", uuid=uuid4(), title="x") is None


def test_a_bug_is_not_hidden() -> None:
    with pytest.raises(TypeError):
        note(Actor(user=a_user()), Verb.VIEWED, kind="resource", uuid=uuid4(), title=object())  # type: ignore[arg-type]


def test_a_note_costs_few_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    teacher, resource = a_member(Role.TEACHER), uuid4()
    note(teacher, Verb.VIEWED, kind="resource", uuid=resource, title="x")
    with django_assert_max_num_queries(9):  # two of them mark the transaction inside the test's own
        note(teacher, Verb.VIEWED, kind="resource", uuid=resource, title="x")


@pytest.mark.django_db(transaction=True)
def test_known_names_are_remembered_once_they_are_kept(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    teacher, resource = a_member(Role.TEACHER), uuid4()
    note(teacher, Verb.VIEWED, kind="resource", uuid=resource, title="x")
    with django_assert_max_num_queries(5):
        note(teacher, Verb.VIEWED, kind="resource", uuid=resource, title="x")


def test_signing_in_is_an_act(client: Client) -> None:
    user = a_user(UserKind.STUDENT)
    client.login(username=user.username, password=PASSWORD)
    kept = Statement.objects.select_related("verb").get()
    assert (kept.verb.iri, kept.user_kind) == (Verb.LOGGED_IN.iri, UserKind.STUDENT)


def test_the_checks_hold_and_name_what_was_altered() -> None:
    for _ in range(3):
        uuid = note(a_member(Role.STUDENT), Verb.VIEWED, kind="resource", uuid=uuid4(), title="x", duration_seconds=3)
    assert uuid
    assert [*doubled_ids(), *dangling_keys(), *disagreeing_columns()] == []
    Statement.objects.filter(uuid=uuid).update(duration_seconds=9999, verb_id=10**6)
    assert list(dangling_keys()) == ["statements name verb 1000000, which is not in the dictionary"]
    Statement.objects.filter(uuid=uuid).update(verb_id=Statement.objects.filter(verb_id__lt=10**6)[0].verb_id)
    assert list(disagreeing_columns()) == [f"statement {uuid}: duration_seconds is 9999.0, its original says 3.0"]
