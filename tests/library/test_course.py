"""Courses: put together, published, derived, compared with their original."""

import pytest
from django.core.exceptions import ValidationError

from tests.accounts.builders import a_member
from tests.library.builders import a_course, a_library, a_resource, leader_of, on_team
from zyk.accounts.actor import VISITOR
from zyk.accounts.enums import Role
from zyk.common.moves import NotInThisState
from zyk.library.actions import (
    add_item,
    add_module,
    arrange_items,
    create_course,
    derive_course,
    edit_course,
    move_item,
    move_module,
    publish_course,
    remove_item,
    remove_module,
    set_required,
    withdraw_course,
    withdraw_resource,
)
from zyk.library.enums import CourseKind, CourseState
from zyk.library.models import Course, ModuleItem, Resource
from zyk.library.queries import points_not_arranged, uses_of, where_used

pytestmark = pytest.mark.django_db


def test_a_course_is_published_only_with_something_to_learn() -> None:
    library = a_library()
    leader = leader_of(library)
    course = create_course(library=library, title="某课", actor=leader)
    module = add_module(course, title="第一章", actor=leader)
    add_item(module, a_resource(library, published=False), actor=leader)
    with pytest.raises(ValidationError):
        publish_course(course, actor=leader)
    add_item(module, a_resource(library), actor=leader)
    assert publish_course(course, actor=leader).state == CourseState.PUBLISHED
    with pytest.raises(NotInThisState):
        publish_course(course, actor=leader)


def test_an_editor_builds_but_does_not_publish() -> None:
    library = a_library()
    editor = on_team(library)
    course = a_course(library, modules=(1,), published=False)
    add_module(course, title="第二章", actor=editor)
    with pytest.raises(ValidationError):
        publish_course(course, actor=editor)


def test_modules_and_items_move_by_one_place() -> None:
    course = a_course(modules=(3, 1))
    leader = leader_of(course.library)
    first, second = course.modules.all()
    move_module(second, by=-1, actor=leader)
    move_module(second, by=-1, actor=leader)
    assert list(course.modules.all()) == [second, first]
    one, two, three = first.items.all()
    move_item(three, by=-1, actor=leader)
    assert list(first.items.all()) == [one, three, two]
    set_required(two, is_required=False, actor=leader)
    assert first.items.filter(is_required=True).count() == 2


def test_an_order_is_kept_only_for_the_very_same_items() -> None:
    course = a_course(modules=(3,))
    leader = leader_of(course.library)
    module = course.modules.get()
    wanted = [str(item.uuid) for item in module.items.all()][::-1]
    arrange_items(module, wanted, actor=leader)
    assert [str(item.uuid) for item in module.items.all()] == wanted
    for wrong in (wanted[:2], [*wanted, wanted[0]], [wanted[0], wanted[0], wanted[1]]):
        with pytest.raises(ValidationError):
            arrange_items(module, wrong, actor=leader)


def test_a_module_calls_a_resource_once_and_of_its_own_library() -> None:
    course = a_course(modules=(1,))
    leader = leader_of(course.library)
    module = course.modules.get()
    with pytest.raises(ValidationError):
        add_item(module, module.items.get().resource, actor=leader)
    with pytest.raises(ValidationError):
        add_item(module, a_resource(), actor=leader)
    gone = withdraw_resource(a_resource(course.library), reason="过时", actor=leader)
    with pytest.raises(ValidationError):
        add_item(module, gone, actor=leader)


def test_taking_out_leaves_the_resource() -> None:
    course = a_course(modules=(2,))
    leader = leader_of(course.library)
    module = course.modules.get()
    remove_item(module.items.all()[0], actor=leader)
    remove_module(module, actor=leader)
    assert (ModuleItem.objects.count(), Resource.objects.count()) == (0, 2)


def test_a_stranger_changes_no_course() -> None:
    course = a_course(modules=(1,))
    for actor in (VISITOR, leader_of(a_library()), a_member(Role.TEACHER)):
        with pytest.raises(ValidationError):
            add_module(course, title="某", actor=actor)


def test_a_teacher_derives_by_reference() -> None:
    course = a_course(modules=(2, 1))
    teacher = a_member(Role.TEACHER)
    own = derive_course(course, actor=teacher)
    assert (own.kind, own.owner, own.state, own.derived_from) == (
        CourseKind.PERSONALISED,
        teacher.user,
        CourseState.DRAFT,
        course,
    )
    assert [[item.resource_id for item in module.items.all()] for module in own.modules.all()] == [
        [item.resource_id for item in module.items.all()] for module in course.modules.all()
    ]
    assert Resource.objects.count() == 3


@pytest.mark.parametrize("role", [Role.STUDENT, Role.EMPLOYEE, Role.EXPERT])
def test_only_those_who_teach_derive(role: Role) -> None:
    with pytest.raises(ValidationError):
        derive_course(a_course(modules=(1,)), actor=a_member(role))


def test_only_published_standard_courses_are_derived_from() -> None:
    teacher = a_member(Role.TEACHER)
    own = derive_course(a_course(modules=(1,)), actor=teacher)
    for wrong in (own, a_course(modules=(1,), published=False)):
        with pytest.raises(ValidationError):
            derive_course(wrong, actor=teacher)


def test_the_owner_changes_his_own_and_nobody_elses() -> None:
    course = a_course(modules=(1,))
    teacher = a_member(Role.TEACHER)
    own = derive_course(course, actor=teacher)
    item = add_item(own.modules.get(), a_resource(), actor=teacher)
    assert item.is_own
    publish_course(own, actor=teacher)
    with pytest.raises(ValidationError):
        add_module(own, title="某", actor=leader_of(course.library))
    assert course.modules.get().items.count() == 1
    assert Course.objects.visible_to(leader_of(course.library)).filter(pk=own.pk).count() == 0


def test_points_not_arranged_are_those_no_item_carries() -> None:
    library = a_library()
    points = list(library.points.all()[:2])
    course = a_course(library, modules=(1,))
    leader = leader_of(library)
    edit_course(course, actor=leader, changed=[], points=points)
    add_item(course.modules.get(), a_resource(library, points=points[:1]), actor=leader)
    assert points_not_arranged(course) == points[1:]


def test_where_a_resource_is_used_names_what_the_reader_may_see() -> None:
    course = a_course(modules=(1,))
    teacher = a_member(Role.TEACHER)
    own = derive_course(course, actor=teacher)
    resource = course.modules.get().items.get().resource
    assert where_used(resource, VISITOR) == [course]
    assert where_used(resource, teacher) == [course, own]
    assert uses_of(resource) == {"standard": 1, "personalised": 1}


def test_a_course_is_withdrawn_with_a_reason() -> None:
    course = a_course(modules=(1,))
    leader = leader_of(course.library)
    with pytest.raises(ValidationError):
        withdraw_course(course, actor=leader, why="")
    withdraw_course(course, actor=leader, why="新版上线")
    assert list(Course.objects.visible_to(VISITOR)) == []
    publish_course(course, actor=leader)
    assert list(Course.objects.visible_to(VISITOR)) == [course]


def test_deriving_costs_a_few_statements_whatever_the_size(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    course = a_course(modules=(1,))
    module = course.modules.get()
    template = a_resource(course.library)
    resources = Resource.objects.bulk_create(
        Resource(
            library=course.library,
            title=f"资源{number}",
            media_type="text",
            application_type="other",
            contributor=template.contributor,
        )
        for number in range(600)
    )
    ModuleItem.objects.bulk_create(
        ModuleItem(module=module, resource=resource, position=number) for number, resource in enumerate(resources, 2)
    )
    with django_assert_max_num_queries(40):
        own = derive_course(course, actor=a_member(Role.TEACHER))
    assert ModuleItem.objects.filter(module__course=own).count() == 601
