"""Real libraries, resources and courses for tests of this context and those above."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from tests.accounts.builders import a_member, an_organisation
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Membership, Organisation
from zyk.catalogue.enums import CourseKind as ListedCourseKind
from zyk.catalogue.enums import Level
from zyk.catalogue.models import Specialty, SpecialtyCategory, SpecialtyClass, SpecialtyCourse, SpecialtyProfile
from zyk.library.actions import (
    add_item,
    add_module,
    create_course,
    create_library,
    create_resource,
    open_library,
    publish_course,
    publish_resource,
)
from zyk.library.enums import LibraryState, TeamRole
from zyk.library.models import Course, Library, Resource, TeamMember
from zyk.media.actions import store_file

SAMPLES = Path(__file__).parent.parent / "media" / "samples"
_numbers = count(1)

TRAINING_GOAL = "本专业掌握扎实的科学文化基础和机械制图、电工电子、传感检测等知识，具备设备装调能力。"
ABILITIES = "1.具有机电设备安装与调试的能力；2.具有故障诊断与维修的能力；3.掌握安全生产法规。"


def a_specialty(code: str = "460301", name: str = "机电一体化技术", with_profile: bool = True) -> Specialty:
    """The same specialty whenever the code is the same; with profile, two core courses and one foundation course."""
    known = Specialty.objects.filter(code=code).first()
    if known:
        return known
    category, _ = SpecialtyCategory.objects.get_or_create(
        code=code[:2], defaults={"name": "装备制造大类", "level": Level.JUNIOR_COLLEGE}
    )
    of_class, _ = SpecialtyClass.objects.get_or_create(
        code=code[:4], defaults={"name": "自动化类", "category": category}
    )
    specialty = Specialty.objects.create(code=code, name=name, level=Level.JUNIOR_COLLEGE, specialty_class=of_class)
    if with_profile:
        SpecialtyProfile.objects.create(specialty=specialty, training_goal=TRAINING_GOAL, abilities=ABILITIES)
        for kind, position, course in (
            (ListedCourseKind.CORE, 1, "可编程控制器技术"),
            (ListedCourseKind.CORE, 2, "机电设备装调"),
            (ListedCourseKind.BASIC, 1, "机械制图"),
        ):
            SpecialtyCourse.objects.create(specialty=specialty, kind=kind, position=position, name=course)
    return specialty


def a_library(
    lead_host: Organisation | None = None,
    state: LibraryState = LibraryState.RUNNING,
    name: str = "",
    specialty: Specialty | None = None,
    actor: Actor | None = None,
    **fields: Any,
) -> Library:
    """A library with points and course shells from the profile; `leader_of(library)` gives its leader."""
    actor = actor or a_member(Role.HOST_EDITOR, lead_host or an_organisation())
    assert actor.organisation
    library = create_library(
        specialty=specialty or a_specialty(),
        name=name or f"示范资源库{next(_numbers)}",
        lead_host=actor.organisation,
        actor=actor,
        **fields,
    )
    if state != LibraryState.PREPARING:
        Library.objects.filter(pk=library.pk).update(state=state)
        library.refresh_from_db()
    return library


def opened(library: Library) -> Library:
    """Opened the real way: it has a published resource already."""
    return open_library(library, actor=leader_of(library))


def leader_of(library: Library) -> Actor:
    return _acting(TeamMember.objects.filter(library=library, role=TeamRole.LEADER).order_by("id")[0])


def on_team(library: Library, role: TeamRole = TeamRole.EDITOR) -> Actor:
    """A teacher of the lead host, taken into the team."""
    actor = a_member(Role.TEACHER, library.lead_host)
    TeamMember.objects.create(library=library, user=actor.user, role=role)
    return actor


def a_resource(
    library: Library | None = None,
    published: bool = True,
    file: bool = False,
    actor: Actor | None = None,
    sample: str = "photo.jpg",
    **fields: Any,
) -> Resource:
    """A page of text, or with `file` a real stored file from the media samples."""
    library = library or a_library()
    actor = actor or leader_of(library)
    number = next(_numbers)
    content: dict[str, Any] = {"body": f"# 第 {number} 页\n\n制动器间隙的测量与调整。"}
    if file:
        with (SAMPLES / sample).open("rb") as stream:
            content = {"file": store_file(stream, name=sample, actor=actor), "file_name": sample}
    described = {"title": f"示范资源{number}"} | content | fields
    resource = create_resource(library=library, actor=actor, **described)
    return publish_resource(resource, actor=leader_of(library)) if published else resource


def a_course(
    library: Library | None = None,
    modules: Sequence[int] | int = (2, 1),
    published: bool = True,
    title: str = "",
    **fields: Any,
) -> Course:
    """A standard course; `modules` says how many published resources each of its modules calls."""
    library = library or a_library()
    leader = leader_of(library)
    course = create_course(library=library, title=title or f"示范课程{next(_numbers)}", actor=leader, **fields)
    for number, size in enumerate([1] * modules if isinstance(modules, int) else modules, start=1):
        module = add_module(course, title=f"模块{number}", actor=leader)
        for _ in range(size):
            add_item(module, a_resource(library), actor=leader)
    if published:
        course = publish_course(course, actor=leader)
    course.refresh_from_db()
    return course


def _acting(member: TeamMember) -> Actor:
    membership = Membership.objects.select_related("organisation").filter(user=member.user).order_by("id").first()
    return Actor(user=member.user, membership=membership)
