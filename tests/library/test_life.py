"""The life of resources after publication: comparison of versions, review dates, the ledger of contributions."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import a_member, signed_in
from tests.library.builders import a_library, a_resource, leader_of, on_team
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.library.actions import (
    confirm_review,
    edit_resource,
    mark_certified,
    new_version,
    plan_review,
    publish_resource,
    remind_keepers,
    withdraw_resource,
)
from zyk.library.enums import ContributionKind, TeamRole
from zyk.library.models import Contribution, Library, ReviewPlan

pytestmark = pytest.mark.django_db
TODAY = date(2020, 3, 1)


def kinds(library: Library) -> list[tuple[str, str]]:
    rows = Contribution.objects.filter(library=library).order_by("id")
    return [(row.kind, row.person_name) for row in rows]


def test_the_ledger_tells_who_did_what_for_which_unit() -> None:
    library = a_library()
    leader, editor = leader_of(library), on_team(library)
    resource = a_resource(library, published=False, actor=editor)
    publish_resource(resource, actor=leader)
    version = new_version(resource, actor=leader, body="新内容", changes="重写")
    resource.refresh_from_db()
    mark_certified(version, "标准", at=timezone.now(), actor=leader)
    assert leader.user
    assert editor.user
    assert kinds(library) == [
        (ContributionKind.CREATED, editor.user.name),
        (ContributionKind.REVIEWED, leader.user.name),
        (ContributionKind.UPDATED, leader.user.name),
        (ContributionKind.CERTIFIED, leader.user.name),
    ]
    assert set(Contribution.objects.values_list("unit", flat=True)) == {library.lead_host_id}


def test_a_keeper_is_reminded_once_and_the_next_date_follows() -> None:
    library = a_library()
    editor = on_team(library)
    resource = a_resource(library, actor=editor)
    plan = plan_review(resource, due_on=TODAY, every_months=12, actor=editor)
    a_resource(library)
    Notification.objects.all().delete()
    assert (remind_keepers(TODAY - timedelta(days=1)), remind_keepers(TODAY), remind_keepers(TODAY)) == (0, 1, 0)
    assert Notification.objects.get().recipient == editor.user
    with pytest.raises(ValidationError):
        confirm_review(plan, why=" ", today=TODAY, actor=editor)
    followed = confirm_review(plan, why="仍然有效", today=TODAY, actor=editor)
    assert followed
    assert (followed.due_on, followed.reviewed_on) == (date(2021, 3, 1), TODAY)
    assert resource.versions.count() == 1
    plan_review(resource, due_on=TODAY, actor=editor)
    assert confirm_review(ReviewPlan.objects.get(), why="有效", today=TODAY, actor=editor) is None
    with pytest.raises(ValidationError):
        plan_review(resource, due_on=TODAY, keeper=a_member(Role.TEACHER).user, actor=editor)
    with pytest.raises(ValidationError):
        plan_review(resource, due_on=TODAY, actor=on_team(library, TeamRole.POINTS))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_editor_plans_confirms_and_reads_the_ledger(client: Client, language: str) -> None:
    library = a_library()
    editor = on_team(library)
    resource = a_resource(library, actor=editor, title="到期的资源")
    client.cookies["django_language"] = language
    signed_in(client, editor)
    url = reverse("library:reviews", args=[library.uuid])
    assert "到期的资源" in client.get(f"{url}?show=none").content.decode()
    early = client.post(url, {"resource": str(resource.uuid), "due_on": "2000-01-01"})
    assert early.status_code == 200
    assert early.context["form"].errors
    due = timezone.localdate()
    client.post(url, {"resource": str(resource.uuid), "due_on": due.isoformat(), "every_months": "6"})
    assert "到期的资源" in client.get(f"{url}?show=overdue&mine=1").content.decode()
    client.post(reverse("library:confirm_review", args=[resource.uuid]), {"why": "仍然有效"})
    assert ReviewPlan.objects.get().due_on > due
    ledger = reverse("library:contributions", args=[library.uuid])
    assert "到期的资源" in client.get(ledger).content.decode()
    assert "到期的资源" not in client.get(f"{ledger}?kind=certified").content.decode()
    assert client.get(f"{ledger}?as=xlsx").headers["Content-Type"].endswith("sheet")
    signed_in(client, a_member(Role.TEACHER))
    assert {client.get(each).status_code for each in (url, ledger)} == {404}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_versions_are_compared_by_content_and_by_description(client: Client, language: str) -> None:
    library = a_library()
    leader = leader_of(library)
    resource = a_resource(library, body="# 标题\n\n第一段。\n\n第二段。", title="原来的标题")
    edit_resource(resource, seen_at=resource.updated_at, changes={"title": "后来的标题"}, actor=leader)
    new_version(resource, actor=leader, body="# 标题\n\n第一段。\n\n改过的第二段。", changes="改第二段")
    url = reverse("library:compare_versions", args=[resource.uuid])
    client.cookies["django_language"] = language
    public = client.get(url)
    assert ("-", "第二段。") in public.context["lines"]
    assert ("+", "改过的第二段。") in public.context["lines"]
    assert "原来的标题" not in public.content.decode()
    assert client.get(f"{url}?old=9").status_code == 404
    signed_in(client, leader)
    assert "原来的标题" in client.get(f"{url}?old=2&new=1").content.decode()
    withdraw_resource(resource, reason="过时", actor=leader)
    client.logout()
    assert client.get(url).status_code == 404
