"""Founding, opening, building together."""

import pytest
from django.core.exceptions import ValidationError

from tests.accounts.builders import a_member, an_organisation
from tests.library.builders import (
    a_course,
    a_library,
    a_resource,
    a_specialty,
    leader_of,
    on_team,
    opened,
)
from zyk.accounts.actor import VISITOR
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Notification
from zyk.common.audit import SYSTEM
from zyk.common.moves import NotInThisState
from zyk.library.actions import (
    add_point,
    add_team_member,
    create_library,
    delete_point,
    edit_course,
    move_point,
    open_library,
    remove_team_member,
    save_point,
    set_standing,
)
from zyk.library.enums import LibraryState, PointKind, Standing, TeamRole
from zyk.library.models import KnowledgePoint, Library
from zyk.library.queries import coverage_matrix, gaps_of, library_totals, team_role

pytestmark = pytest.mark.django_db


def test_the_official_profile_gives_points_and_core_courses() -> None:
    library = a_library(state=LibraryState.PREPARING)
    assert list(library.points.values_list("kind", "title", "source", "is_required")) == [
        ("knowledge", "机械制图", "专业简介", True),
        ("knowledge", "电工电子", "专业简介", True),
        ("knowledge", "传感检测", "专业简介", True),
        ("skill", "具有机电设备安装与调试的能力", "专业简介", True),
        ("skill", "具有故障诊断与维修的能力", "专业简介", True),
        ("knowledge", "掌握安全生产法规", "专业简介", True),
    ]
    assert list(library.courses.values_list("title", "type", "state")) == [
        ("可编程控制器技术", "core", "draft"),
        ("机电设备装调", "core", "draft"),
    ]
    assert team_role(library, leader_of(library)) == TeamRole.LEADER


def test_foundation_courses_come_when_asked_for_and_nothing_without_profile() -> None:
    assert a_library(foundation_courses=True).courses.filter(type="foundation").count() == 1
    bare = a_library(from_profile=False)
    assert (bare.points.count(), bare.courses.count()) == (3 - 3, 0)


def test_libraries_of_one_specialty_are_numbered() -> None:
    assert [a_library().code, a_library().code] == ["ZYK-460301-01", "ZYK-460301-02"]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.UNIT_ADMINISTRATOR, Role.SEAL_KEEPER])
def test_only_editors_and_project_leads_found_a_library(role: Role) -> None:
    actor = a_member(role)
    assert actor.organisation
    with pytest.raises(ValidationError):
        create_library(specialty=a_specialty(), name="某库", lead_host=actor.organisation, actor=actor)


def test_nobody_founds_a_library_for_another_unit() -> None:
    with pytest.raises(ValidationError):
        create_library(
            specialty=a_specialty(), name="某库", lead_host=an_organisation(), actor=a_member(Role.HOST_EDITOR)
        )


def test_an_enterprise_and_an_association_may_host() -> None:
    for kind in (OrganisationKind.ENTERPRISE, OrganisationKind.ASSOCIATION):
        assert a_library(lead_host=an_organisation(kind=kind)).pk


def test_opening_asks_for_points_and_a_published_resource() -> None:
    library = a_library(state=LibraryState.PREPARING)
    with pytest.raises(ValidationError):
        open_library(library, actor=leader_of(library))
    a_resource(library)
    library = opened(library)
    assert (library.state, library.opened_on is not None) == (LibraryState.RUNNING, True)
    with pytest.raises(NotInThisState):
        open_library(library, actor=leader_of(library))


def test_an_editor_cannot_open_the_library() -> None:
    library = a_library(state=LibraryState.PREPARING)
    a_resource(library)
    with pytest.raises(ValidationError):
        open_library(library, actor=on_team(library))


def test_standing_goes_one_step_at_a_time_and_twice_is_once() -> None:
    library = a_library()
    set_standing(library, Standing.APPLYING, actor=SYSTEM)
    set_standing(library, Standing.APPLYING, actor=SYSTEM)
    set_standing(library, Standing.APPROVED, actor=SYSTEM, why="立项")
    with pytest.raises(NotInThisState):
        set_standing(library, Standing.NONE, actor=SYSTEM)
    library.refresh_from_db()
    assert library.standing == Standing.APPROVED


def test_who_sees_which_libraries() -> None:
    preparing = a_library(state=LibraryState.PREPARING)
    running = a_library()
    colleague = a_member(Role.TEACHER, preparing.lead_host)
    for actor, seen in (
        (VISITOR, {running}),
        (a_member(Role.STUDENT), {running}),
        (colleague, {running, preparing}),
        (on_team(preparing), {running, preparing}),
        (a_member(Role.MINISTRY_OFFICER), {running, preparing}),
    ):
        assert set(Library.objects.visible_to(actor)) == seen


def test_a_new_member_is_told_and_only_once() -> None:
    library = a_library()
    person = a_member(Role.TEACHER).user
    assert person
    for role in (TeamRole.EDITOR, TeamRole.REVIEWER):
        add_team_member(library, person, role=role, actor=leader_of(library))
    assert Notification.objects.filter(recipient=person).count() == 1
    assert library.team.get(user=person).role == TeamRole.REVIEWER


def test_the_last_leader_stays() -> None:
    library = a_library()
    leader = leader_of(library)
    member = library.team.get()
    with pytest.raises(ValidationError):
        remove_team_member(member, actor=leader)
    with pytest.raises(ValidationError):
        add_team_member(library, member.user, role=TeamRole.EDITOR, actor=leader)


def test_an_editor_cannot_change_the_team() -> None:
    library = a_library()
    person = a_member(Role.TEACHER).user
    assert person
    with pytest.raises(ValidationError):
        add_team_member(library, person, role=TeamRole.LEADER, actor=on_team(library))


def test_points_are_added_moved_renamed_and_deleted_while_unused() -> None:
    library = a_library(from_profile=False)
    leader = leader_of(library)
    one = add_point(library, title="甲", kind=PointKind.KNOWLEDGE, actor=leader)
    two = add_point(library, title="乙", kind=PointKind.SKILL, actor=leader)
    below = add_point(library, title="丙", kind=PointKind.SKILL, parent=one, actor=leader)
    move_point(two, by=-1, actor=leader)
    assert list(library.points.filter(parent=None).values_list("title", flat=True)) == ["乙", "甲"]
    with pytest.raises(ValidationError):
        delete_point(one, actor=leader)
    delete_point(below, actor=leader)
    delete_point(one, actor=leader)
    assert list(KnowledgePoint.objects.values_list("title", flat=True)) == ["乙"]


def test_a_used_point_is_not_deleted() -> None:
    library = a_library()
    point = library.points.all()[0]
    a_resource(library, points=[point])
    with pytest.raises(ValidationError):
        delete_point(point, actor=leader_of(library))


def test_a_point_never_hangs_under_itself_or_in_another_library() -> None:
    library, other = a_library(), a_library()
    leader = leader_of(library)
    top, middle = library.points.all()[:2]
    middle.parent = top
    save_point(middle, actor=leader, changed=["parent"])
    top.parent = middle
    with pytest.raises(ValidationError):
        save_point(top, actor=leader, changed=["parent"])
    with pytest.raises(ValidationError):
        add_point(library, title="丁", kind=PointKind.SKILL, parent=other.points.all()[0], actor=leader)


def test_a_stranger_changes_no_points() -> None:
    library = a_library()
    with pytest.raises(ValidationError):
        add_point(library, title="甲", kind=PointKind.KNOWLEDGE, actor=leader_of(a_library()))


def test_coverage_counts_points_with_a_published_resource() -> None:
    library = a_library()
    knowledge = library.points.filter(kind="knowledge").order_by("position")
    skill = library.points.filter(kind="skill").order_by("position")
    course = a_course(library, modules=(1,), title="装调")
    edit_course(course, actor=leader_of(library), changed=[], points=[knowledge[0], knowledge[1], skill[0]])
    a_resource(library, points=[knowledge[0]])
    a_resource(library, points=[skill[0]], published=False)
    assert coverage_matrix(library) == {
        "columns": ["知识点", "技能点"],
        "rows": [{"label": "装调", "cells": [{"done": 1, "total": 2}, {"done": 0, "total": 1}]}],
        "whole": [{"done": 1, "total": 4}, {"done": 0, "total": 2}],
    }
    totals = library_totals(library)
    assert (totals.points, totals.covered_points, totals.resources) == (6, 1, 2)
    assert knowledge[0] not in gaps_of(library)
    assert len(gaps_of(library)) == 5
