"""A derived course and its original: what changed there, taken or left, with conflicts side by side."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import Member, a_member, signed_in
from tests.library.builders import a_course, a_library, a_resource, leader_of
from zyk.accounts.enums import Role
from zyk.common.audit import history_of
from zyk.library.actions import (
    add_item,
    add_module,
    derive_course,
    edit_course,
    merge_upstream,
    move_item,
    move_module,
    new_version,
    remove_item,
    remove_module,
    rename_module,
    set_required,
)
from zyk.library.enums import UpstreamChange
from zyk.library.models import Course, ModuleItem, Resource
from zyk.library.queries import upstream_changes

pytestmark = pytest.mark.django_db


def derived(modules: tuple[int, ...] = (3,)) -> tuple[Course, Course, Member]:
    course = a_course(modules=modules)
    teacher = a_member(Role.TEACHER)
    return course, derive_course(course, actor=teacher), teacher


def kinds(course: Course) -> list[tuple[str, bool]]:
    course.refresh_from_db()
    return [(told.change.kind.value, told.change.is_conflict) for told in upstream_changes(course).told]


def merge(course: Course, teacher: Member, *, only: set[UpstreamChange] | None = None) -> int:
    course.refresh_from_db()
    changes = upstream_changes(course)
    taken = [told.change.key for told in changes.told if only is None or told.change.kind in only]
    return merge_upstream(course, taken=taken, digest=changes.digest, actor=teacher)


def shape(course: Course) -> list[tuple[str, list[tuple[int, bool]]]]:
    return [
        (module.title, [(item.resource_id, item.is_required) for item in module.items.all()])
        for module in course.modules.all()
    ]


def change_everything(course: Course) -> None:
    leader = leader_of(course.library)
    first, second = course.modules.all()
    one, two, three = first.items.all()
    add_item(first, a_resource(course.library), actor=leader)
    remove_item(two, actor=leader)
    set_required(one, is_required=False, actor=leader)
    move_item(three, by=-1, actor=leader)
    rename_module(first, title="改过的名称", actor=leader)
    add_item(add_module(course, title="新章", actor=leader), a_resource(course.library), actor=leader)
    remove_module(second, actor=leader)
    course.refresh_from_db()
    course.title, course.hours = "新课名", 64
    edit_course(course, actor=leader, changed=["title", "hours"], points=list(course.library.points.all()[:2]))


def test_taking_everything_makes_it_the_same_and_says_nothing_more() -> None:
    course, own, teacher = derived((3, 1))
    change_everything(course)
    assert kinds(own) == [
        ("fact", False),
        ("fact", False),
        ("points", False),
        ("module-renamed", False),
        ("module-added", False),
        ("module-removed", False),
        ("item-required", False),
        ("item-added", False),
        ("item-removed", False),
        ("item-order", False),
    ]
    assert merge(own, teacher) == 10
    own.refresh_from_db()
    assert (shape(own), own.title, own.hours, own.points.count()) == (shape(course), "新课名", 64, 2)
    assert kinds(own) == []
    entry = history_of(own).filter(verb="merge-upstream").get()
    assert (len(entry.facts["taken"]), entry.facts["kept"]) == (10, [])


def test_keeping_ones_own_changes_nothing_and_is_not_asked_again() -> None:
    course, own, teacher = derived((3, 1))
    before = shape(own)
    change_everything(course)
    assert merge(own, teacher, only=set()) == 0
    assert (shape(own), kinds(own)) == (before, [])


def test_what_both_changed_is_a_conflict_and_the_owner_decides() -> None:
    course, own, teacher = derived((3, 1))
    leader = leader_of(course.library)
    rename_module(course.modules.all()[0], title="原课程改名", actor=leader)
    remove_module(course.modules.all()[1], actor=leader)
    remove_item(course.modules.get().items.all()[1], actor=leader)
    mine, second = own.modules.all()
    rename_module(mine, title="我的名称", actor=teacher)
    set_required(mine.items.all()[1], is_required=False, actor=teacher)
    extra = add_item(second, a_resource(), actor=teacher)
    assert kinds(own) == [("module-renamed", True), ("module-removed", True), ("item-removed", True)]
    merge(own, teacher, only={UpstreamChange.ITEM_REMOVED})
    assert [(title, len(items)) for title, items in shape(own)] == [("我的名称", 2), ("模块2", 2)]
    assert ModuleItem.objects.filter(pk=extra.pk).exists()


def test_an_addition_to_a_module_the_owner_removed_brings_it_back_only_when_chosen() -> None:
    course, own, teacher = derived((1, 1))
    remove_module(own.modules.all()[0], actor=teacher)
    add_item(course.modules.all()[0], a_resource(course.library), actor=leader_of(course.library))
    assert kinds(own) == [("item-added", True)]
    merge(own, teacher)
    assert [(title, len(items)) for title, items in shape(own)] == [("模块1", 1), ("模块2", 1)]


def test_own_additions_keep_their_place_when_the_original_is_reordered() -> None:
    course, own, teacher = derived((3, 1))
    leader = leader_of(course.library)
    one, two, three = course.modules.all()[0].items.all()
    extra = add_item(own.modules.all()[0], a_resource(), actor=teacher)
    move_item(extra, by=-1, actor=teacher)
    move_item(three, by=-1, actor=leader)
    move_module(course.modules.all()[1], by=-1, actor=leader)
    assert kinds(own) == [("module-order", False), ("item-order", False)]
    merge(own, teacher)
    module = own.modules.all()[1]
    assert [item.resource_id for item in module.items.all()] == [
        one.resource_id,
        three.resource_id,
        extra.resource_id,
        two.resource_id,
    ]


def test_a_new_version_follows_by_itself_until_the_owner_has_seen_it() -> None:
    course, own, teacher = derived((1,))
    resource = course.modules.get().items.get().resource
    new_version(resource, actor=leader_of(course.library), body="新的内容", changes="重写")
    assert [item.resource_id for item in upstream_changes(own).renewed] == [resource.pk]
    merge(own, teacher)
    own.refresh_from_db()
    assert upstream_changes(own).count == 0


def test_only_the_owner_merges_and_only_what_he_saw() -> None:
    course, own, teacher = derived((1,))
    leader = leader_of(course.library)
    seen = upstream_changes(own).digest
    add_module(course, title="新章", actor=leader)
    with pytest.raises(ValidationError) as refused:
        merge_upstream(own, taken=[], digest=seen, actor=teacher)
    assert refused.value.code == "stale"
    with pytest.raises(ValidationError):
        merge_upstream(own, taken=[], digest=upstream_changes(own).digest, actor=leader)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_teacher_compares_chooses_and_goes_on(client: Client, language: str) -> None:
    course, own, teacher = derived((2, 1))
    change = leader_of(course.library)
    rename_module(course.modules.all()[0], title="原课程改名", actor=change)
    rename_module(own.modules.all()[0], title="我的名称", actor=teacher)
    add_item(course.modules.all()[0], a_resource(course.library, title="新增的资源"), actor=change)
    url = reverse("library:upstream", args=[own.uuid])
    client.cookies["django_language"] = language
    signed_in(client, change)
    assert client.get(url).status_code == 404
    signed_in(client, teacher)
    assert url in client.get(reverse("library:builder", args=[own.uuid])).content.decode()
    page = client.get(url)
    assert all(words in page.content.decode() for words in ("原课程改名", "我的名称", "新增的资源"))
    told = {line.change.kind: line.change.key for line in page.context["changes"].told}
    given = {"digest": page.context["changes"].digest, "way": "chosen"}
    given |= {f"c-{told[UpstreamChange.ITEM_ADDED]}": "theirs", f"c-{told[UpstreamChange.MODULE_RENAMED]}": "mine"}
    stale = client.post(url, given | {"digest": "anders"})
    assert stale.status_code == 409
    assert client.post(url, given).status_code == 302
    assert [(title, len(items)) for title, items in shape(own)] == [("我的名称", 3), ("模块2", 1)]


def test_ten_thousand_items_are_derived_and_compared_in_under_a_second() -> None:
    course = a_course(a_library(), modules=(1,))
    module, template = course.modules.get(), course.modules.get().items.get().resource
    described = {"media_type": "text", "application_type": "other", "contributor": template.contributor}
    resources = Resource.objects.bulk_create(
        (Resource(library=course.library, title=f"资源{n}", **described) for n in range(10_000)), batch_size=2000
    )
    rows = (ModuleItem(module=module, resource=resource, position=n) for n, resource in enumerate(resources, 2))
    ModuleItem.objects.bulk_create(rows, batch_size=2000)
    teacher = a_member(Role.TEACHER)
    began = time.process_time()
    own = derive_course(course, actor=teacher)
    spent = time.process_time() - began
    assert ModuleItem.objects.filter(module__course=own).count() == 10_001
    assert spent < 1, spent
    assert upstream_changes(own).count == 0
