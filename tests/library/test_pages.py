"""Every page shows, in both languages, to whom it is for and to nobody else."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_member, signed_in
from tests.library.builders import SAMPLES, a_course, a_library, a_resource, a_specialty, leader_of, on_team
from zyk.accounts.enums import Role
from zyk.library.actions import derive_course, submit_resource, withdraw_resource
from zyk.library.enums import LibraryState, ResourceState, TeamRole
from zyk.library.models import Course, Library, Resource
from zyk.media.actions import begin_upload
from zyk.media.actions.uploading import append_piece

pytestmark = pytest.mark.django_db

LANGUAGES = ("zh-hans", "en")


def page(
    client: Client, name: str, *args: object, language: str = "zh-hans", status: int = 200, query: str = ""
) -> str:
    client.cookies["django_language"] = language
    response = client.get(reverse(f"library:{name}", args=args) + query)
    assert response.status_code == status, (name, response.status_code)
    return str(response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_show_what_is_published(client: Client, language: str) -> None:
    library = a_library()
    course = a_course(library, modules=(1,))
    resource = a_resource(library, file=True, title="制动器照片")
    for name, args, words in (
        ("libraries", (), library.name),
        ("library", (library.uuid,), course.title),
        ("courses", (), course.title),
        ("course", (course.uuid,), "模块1"),
        ("resources", (), "制动器照片"),
        ("resource", (resource.uuid,), "制动器照片"),
    ):
        assert words in page(client, name, *args, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_workspace_pages_show_to_the_team(client: Client, language: str) -> None:
    library = a_library()
    course = a_course(library, modules=(1,))
    resource = a_resource(library, file=True, sample="clip.mp4")
    component = a_resource(library, published=False, level="component")
    point = library.points.all()[0]
    signed_in(client, leader_of(library))
    for name, args, words in (
        ("mine", (), library.name),
        ("create", (), "<h1"),
        ("manage", (library.uuid,), library.name),
        ("points", (library.uuid,), point.title),
        ("edit_point", (point.uuid,), point.title),
        ("workshop", (library.uuid,), resource.title),
        ("upload", (library.uuid,), "<form"),
        ("new_page", (library.uuid,), "<form"),
        ("edit_resource", (resource.uuid,), resource.title),
        ("edit_resource", (component.uuid,), component.title),
        ("builder", (course.uuid,), course.title),
        ("edit_course", (course.uuid,), course.title),
        ("new_course", (library.uuid,), "<form"),
    ):
        assert words in page(client, name, *args, language=language)


@pytest.mark.parametrize("name", ["manage", "points", "workshop", "export", "upload", "new_page", "new_course"])
def test_a_stranger_finds_no_workspace_of_another_library(client: Client, name: str) -> None:
    library, other = a_library(), a_library()
    signed_in(client, leader_of(other))
    page(client, name, library.uuid, status=404)


def test_a_stranger_finds_no_editor_of_resource_or_course(client: Client) -> None:
    library = a_library()
    course, resource = a_course(library, modules=(1,)), a_resource(library)
    signed_in(client, a_member(Role.TEACHER))
    page(client, "edit_resource", resource.uuid, status=404)
    page(client, "builder", course.uuid, status=404)
    assert client.post(reverse("library:move_resource", args=[resource.uuid]), {"act": "withdraw"}).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    library = a_library()
    page(client, "manage", library.uuid, status=302)


@pytest.mark.parametrize(
    ("state", "visitor", "host", "ministry"),
    [
        (LibraryState.PREPARING, 404, 200, 200),
        (LibraryState.RUNNING, 200, 200, 200),
        (LibraryState.CLOSED, 200, 200, 200),
    ],
)
def test_a_library_in_preparation_is_seen_by_host_and_ministry(
    client: Client, state: LibraryState, visitor: int, host: int, ministry: int
) -> None:
    library = a_library(state=state)
    page(client, "library", library.uuid, status=visitor)
    page(signed_in(Client(), a_member(Role.TEACHER, library.lead_host)), "library", library.uuid, status=host)
    page(signed_in(Client(), a_member(Role.MINISTRY_OFFICER)), "library", library.uuid, status=ministry)


def test_a_draft_resource_does_not_exist_for_others(client: Client) -> None:
    library = a_library()
    resource = a_resource(library, published=False)
    page(client, "resource", resource.uuid, status=404)
    page(signed_in(Client(), a_member(Role.TEACHER, library.lead_host)), "resource", resource.uuid, status=404)
    page(signed_in(Client(), on_team(library)), "resource", resource.uuid)


def test_a_withdrawn_resource_leaves_a_tombstone_with_the_reason(client: Client) -> None:
    library = a_library()
    resource = a_resource(library)
    withdraw_resource(resource, reason="标准已更新", actor=leader_of(library))
    text = page(client, "resource", resource.uuid, status=410)
    assert "标准已更新" in text
    assert "间隙的测量" not in text
    page(client, "download", resource.uuid, status=404)


def test_a_personalised_course_is_seen_by_its_owner_alone(client: Client) -> None:
    teacher = a_member(Role.TEACHER)
    course = derive_course(a_course(modules=(1,)), actor=teacher)
    page(client, "course", course.uuid, status=404)
    page(signed_in(Client(), leader_of(course.library)), "course", course.uuid, status=404)
    page(signed_in(Client(), teacher), "course", course.uuid)
    page(signed_in(Client(), teacher), "builder", course.uuid)


def test_facets_narrow_the_list_and_are_shown_as_chosen(client: Client) -> None:
    library = a_library()
    a_resource(library, title="甲的视频", media_type="video")
    a_resource(library, title="乙的文本", media_type="text")
    text = page(client, "library", library.uuid, query="?media_type=video")
    assert "甲的视频" in text
    assert "乙的文本" not in text


def test_creating_from_a_profile_leads_to_the_new_library(client: Client) -> None:
    specialty = a_specialty()
    signed_in(client, a_member(Role.HOST_EDITOR))
    address = reverse("library:create") + f"?specialty={specialty.code}"
    assert "可编程控制器技术" in client.get(address).content.decode()
    form = {"name": "机电一体化技术资源库", "from_profile": "on", "once": "0d0a7b1e-6f0e-4c5e-9a8a-0c8b3b1f2a77"}
    first = client.post(address, form)
    second = client.post(address, form)
    assert (first.status_code, second["Location"]) == (302, first["Location"])
    assert Library.objects.count() == 1
    library = Library.objects.get()
    assert first["Location"] == reverse("library:manage", args=[library.uuid])


def test_only_host_roles_may_create(client: Client) -> None:
    page(signed_in(client, a_member(Role.TEACHER)), "create", status=404)


def test_several_files_become_drafts_and_known_content_is_asked_about(client: Client) -> None:
    library = a_library()
    known = a_resource(library, file=True, title="已有的照片")
    signed_in(client, on_team(library))
    address = reverse("library:upload", args=[library.uuid])
    with (SAMPLES / "photo.jpg").open("rb") as photo, (SAMPLES / "paper.pdf").open("rb") as paper:
        response = client.post(
            address, {"uploads": [photo, paper], "scope": "basic", "rights": "cc-by", "author": "演示教师"}
        )
    assert response.status_code == 302
    drafts = Resource.objects.filter(state=ResourceState.DRAFT)
    assert [(r.title, r.media_type, r.author, r.rights) for r in drafts] == [("paper", "text", "演示教师", "cc-by")]
    asked = client.get(response["Location"])
    assert "已有的照片" in asked.content.decode()
    assert str(known.uuid) in asked.content.decode()
    token = asked.context["known"][0][0]
    assert client.post(address, {"again": token}).status_code == 302
    assert Resource.objects.filter(state=ResourceState.DRAFT).count() == 2


def test_a_refused_file_makes_nothing_and_says_why(client: Client) -> None:
    library = a_library()
    signed_in(client, on_team(library))
    with (SAMPLES / "bad_zip_slip.zip").open("rb") as bad:
        response = client.post(
            reverse("library:upload", args=[library.uuid]), {"uploads": [bad], "scope": "basic", "rights": "cc-by"}
        )
    assert response.status_code == 200
    assert "bad_zip_slip.zip" in response.content.decode()
    assert Resource.objects.count() == 0


def test_a_stale_save_shows_both_texts_and_then_may_win(client: Client) -> None:
    library = a_library()
    resource = a_resource(library, title="原标题")
    address = reverse("library:edit_resource", args=[resource.uuid])
    one, two = signed_in(client, leader_of(library)), signed_in(Client(), on_team(library))
    opened = {name: value for name, value in one.get(address).context["form"].initial.items() if value is not None}
    assert two.post(address, opened | {"title": "他人的标题"}).status_code == 302
    shown = one.post(address, opened | {"title": "我的标题"})
    assert shown.status_code == 200
    assert "他人的标题" in shown.content.decode()
    assert "我的标题" in shown.content.decode()
    resource.refresh_from_db()
    assert resource.title == "他人的标题"
    again = opened | {"title": "我的标题", "seen": shown.context["form"].data["seen"]}
    assert one.post(address, again).status_code == 302
    resource.refresh_from_db()
    assert resource.title == "我的标题"


def test_an_editor_submits_and_the_leader_publishes_on_the_pages(client: Client) -> None:
    library = a_library()
    editor = on_team(library)
    resource = a_resource(library, published=False, actor=editor)
    address = reverse("library:move_resource", args=[resource.uuid])
    signed_in(client, editor)
    client.post(address, {"act": "publish"})
    resource.refresh_from_db()
    assert resource.state == ResourceState.DRAFT
    client.post(address, {"act": "submit"})
    signed_in(Client(), leader_of(library)).post(address, {"act": "publish"})
    resource.refresh_from_db()
    assert resource.state == ResourceState.PUBLISHED


def test_picked_resources_are_published_together(client: Client) -> None:
    library = a_library()
    picked = [a_resource(library, published=False) for _ in range(3)]
    signed_in(client, leader_of(library)).post(
        reverse("library:change_many", args=[library.uuid]),
        {"act": "publish", "picked": [str(r.uuid) for r in picked[:2]] + ["nonsense"]},
    )
    assert [Resource.objects.get(pk=r.pk).state for r in picked] == ["published", "published", "draft"]


def test_the_export_has_a_row_for_each_resource(client: Client) -> None:
    library = a_library()
    a_resource(library, file=True)
    a_resource(library)
    response = signed_in(client, leader_of(library)).get(reverse("library:export", args=[library.uuid]))
    from io import BytesIO

    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    assert (sheet.max_row, sheet.max_column) == (3, 25)


def test_the_builder_keeps_an_order_sent_by_script(client: Client) -> None:
    course = a_course(modules=(3,))
    signed_in(client, leader_of(course.library))
    module = course.modules.get()
    wanted = [str(item.uuid) for item in module.items.all()][::-1]
    address = reverse("library:change_course", args=[course.uuid])
    form = {"act": "arrange", "module": str(module.uuid), "order": wanted}
    assert client.post(address, form, headers={"X-Requested-With": "fetch"}).status_code == 204
    assert [str(item.uuid) for item in module.items.all()] == wanted
    stale = client.post(address, form | {"order": wanted[:2]}, headers={"X-Requested-With": "fetch"})
    assert stale.status_code == 409


def test_the_builder_works_by_plain_forms(client: Client) -> None:
    library = a_library()
    course, extra = a_course(library, modules=(2,)), a_resource(library)
    signed_in(client, leader_of(library))
    module = course.modules.get()
    first, second = module.items.all()
    change = reverse("library:change_course", args=[course.uuid])
    client.post(change, {"act": "item-down", "item": str(first.uuid)})
    client.post(change, {"act": "optional", "item": str(second.uuid)})
    client.post(change, {"act": "add-item", "module": str(module.uuid), "resource": str(extra.uuid)})
    client.post(change, {"act": "rename-module", "module": str(module.uuid), "title": "新名称"})
    client.post(reverse("library:add_module", args=[course.uuid]), {"title": "第二模块"})
    assert [(item.resource_id, item.is_required) for item in module.items.all()] == [
        (second.resource_id, False),
        (first.resource_id, True),
        (extra.pk, True),
    ]
    assert [m.title for m in course.modules.all()] == ["新名称", "第二模块"]


def test_a_teacher_derives_on_the_page_and_lands_in_his_builder(client: Client) -> None:
    course = a_course(modules=(1,))
    signed_in(client, a_member(Role.TEACHER))
    response = client.post(reverse("library:derive", args=[course.uuid]))
    own = Course.objects.get(derived_from=course)
    assert response["Location"] == reverse("library:builder", args=[own.uuid])


@pytest.mark.parametrize(
    "name", ["libraries", "courses", "resources", "library", "workshop", "mine", "builder", "points"]
)
def test_a_list_costs_the_same_for_one_row_and_for_many(
    client: Client, name: str, django_assert_max_num_queries: Callable[[int], DjangoAssertNumQueries]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    library = a_library()
    course = a_course(library, modules=(1,))
    signed_in(client, leader_of(library))
    args = {"library": [library.uuid], "workshop": [library.uuid], "points": [library.uuid], "builder": [course.uuid]}
    page(client, name, *args.get(name, []))
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, name, *args.get(name, []))
    for _ in range(3):
        a_library(actor=leader_of(library))
        a_course(library, modules=(2,))
        a_resource(library, file=True)
    page(client, name, *args.get(name, []))  # what changed is counted anew once
    with CaptureQueriesContext(connection) as many:
        page(client, name, *args.get(name, []))
    assert len(many) <= len(few) + 1


def test_the_leader_takes_a_person_into_the_team_by_username(client: Client) -> None:
    library = a_library()
    person = a_member(Role.TEACHER, library.lead_host).user
    signed_in(client, leader_of(library))
    address = reverse("library:add_member", args=[library.uuid])
    assert client.post(address, {"username": "nobody-here", "role": "editor"}).status_code == 200
    assert person
    assert client.post(address, {"username": person.username, "role": "reviewer"}).status_code == 302
    assert library.team.get(user=person).role == TeamRole.REVIEWER


def test_submitted_resources_are_counted_for_who_must_act(client: Client) -> None:
    library = a_library()
    editor = on_team(library)
    submit_resource(a_resource(library, published=False, actor=editor), actor=editor)
    signed_in(client, leader_of(library))
    assert "?state=in-review" in page(client, "mine")


def test_files_uploaded_in_pieces_become_drafts_and_are_not_lost_with_an_error(client: Client) -> None:
    library = a_library()
    leader = leader_of(library)
    signed_in(client, leader)
    content = (SAMPLES / "photo.jpg").read_bytes()
    upload = begin_upload(name="制动器.jpg", size_bytes=len(content), actor=leader)
    address = reverse("library:upload", args=[library.uuid])
    assert "上次没有传完" in client.get(address).content.decode()
    append_piece(upload, 0, io.BytesIO(content))
    sent = {"uploads-uploaded": [str(upload.uuid), "nonsense"], "scope": "basic", "rights": "cc-by"}
    returned = client.post(address, sent | {"author": "长" * 200}).content.decode()
    assert f'value="{upload.uuid}"' in returned
    client.post(address, sent)
    resource = Resource.objects.get()
    assert resource.title == "制动器"
    other = (SAMPLES / "paper.pdf").read_bytes()
    again = begin_upload(name="新.pdf", size_bytes=len(other), actor=leader)
    append_piece(again, 0, io.BytesIO(other))
    client.post(
        reverse("library:new_version", args=[resource.uuid]), {"file-uploaded": str(again.uuid), "changes": "换图"}
    )
    assert resource.versions.count() == 2
    signed_in(client, on_team(library, TeamRole.EDITOR))
    assert "上次没有传完" not in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 200  # another person's upload is nobody's file here
