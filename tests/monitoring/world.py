"""One library on 30 June 2026, small enough to count by hand.

Seven users: the leader (on the team), students one, two, three and a teacher of the host, an employee of a unit in
another province and a social learner, both known only by what they did. Five resources, one of them new this year;
one course with two modules and a micro-course with one; three questions in use."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.accounts.builders import a_member, a_province, an_organisation
from tests.known import known
from tests.library.builders import a_course, a_library, a_resource, leader_of
from tests.monitoring.builders import a_belonging, a_student, answered, began, built_on, did, published_on, questions
from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.library.enums import CourseLevel, CourseType, MediaType, PointKind
from zyk.library.models import Course, KnowledgePoint, Library, Resource, ResourceVersion
from zyk.records.verbs import Verb

AS_OF = date(2026, 6, 30)
TOPIC = ("topic", UUID(int=1), "制动器讨论")
PAPER = ("assessment", UUID(int=2), "期中考试")


@dataclass(frozen=True)
class World:
    library: Library
    leader: Actor
    students: tuple[Actor, Actor, Actor]
    course: Course
    resources: list[Resource]


def a_world() -> World:
    library = a_library()
    leader = began(leader_of(library), "2025-01-10")
    course = a_course(library, modules=(2, 1), type=CourseType.CORE)
    micro = a_course(library, modules=(1,), level=CourseLevel.MICRO)
    plain = a_resource(library)
    a_resource(library, published=False)
    library.points.all().delete()
    for title in ("制动器", "曳引机"):
        KnowledgePoint.objects.create(library=library, kind=PointKind.KNOWLEDGE, title=title)
    bank = questions(library, 4)
    bank[3].is_retired = True
    bank[3].save()
    built_on(library, "2025-10-01")
    published_on(plain, "2026-02-01")
    one, two, three = list(course.modules.get(position=1).items.all()) + list(
        course.modules.get(position=2).items.all()
    )
    called = [item.resource for item in (one, two, three)] + [micro.modules.get().items.get().resource]
    resources = [called[0], called[1], called[2], plain, called[3]]
    types = (MediaType.TEXT, MediaType.VIDEO, MediaType.IMAGE, MediaType.VIDEO, MediaType.VIDEO)
    for resource, media_type in zip(resources, types, strict=True):
        Resource.objects.filter(pk=resource.pk).update(media_type=media_type)
    _new_versions(resources)
    students = (a_student(library), a_student(library), a_student(library))
    world = World(library, leader, students, course, resources)
    _acts(world)
    answered(students[0], bank[0], course, "2026-03-01 11:00")
    answered(leader, bank[1], course, "2026-03-01 12:00")
    return world


def _new_versions(resources: list[Resource]) -> None:
    """The first gets other content, the second the same content once more."""
    for resource, content in ((resources[0], "f" * 64), (resources[1], None)):
        before = resource.versions.get(number=1)
        ResourceVersion.objects.create(
            resource=resource,
            number=2,
            content_sha256=content or before.content_sha256,
            published_at=known(before.published_at).replace(year=2026, month=4, day=1),
        )


def _acts(world: World) -> None:
    library, course = world.library, world.course
    first, second, third, plain, micro = world.resources
    one, two, _idle = world.students
    teacher = a_belonging(library, Role.TEACHER, "2025-09-01")
    enterprise = an_organisation(OrganisationKind.ENTERPRISE, a_province("330000", "浙江省", "浙江"))
    employee = a_member(Role.EMPLOYEE, enterprise)
    learner = a_member(Role.PUBLIC_LEARNER)

    did(one, Verb.VIEWED, first, library, "2026-03-01 08:00")
    did(one, Verb.DOWNLOADED, first, library, "2026-03-01 08:05")
    did(one, Verb.VIEWED, course, library, "2026-03-01 09:00")
    did(one, Verb.COMPLETED, second, library, "2026-03-02 10:00", course)
    did(two, Verb.POSTED, TOPIC, library, "2026-03-01 10:00")
    did(two, Verb.SUBMITTED, PAPER, library, "2026-03-01 10:10")
    did(teacher, Verb.VIEWED, third, library, "2025-05-10 08:00")
    did(employee, Verb.VIEWED, plain, library, "2026-03-02 08:00")
    did(learner, Verb.ATTEMPTED, PAPER, library, "2026-03-03 08:00")
    did(world.leader, Verb.VIEWED, micro, library, "2026-03-01 08:00")
    did(one, Verb.VIEWED, first, library, "2026-07-01 00:00")  # after the day asked for
