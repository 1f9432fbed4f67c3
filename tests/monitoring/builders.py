"""A small world of records, made by hand: who did what on which day."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.accounts.builders import a_member
from tests.known import known
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Membership, User
from zyk.assessment.enums import AttemptState, QuestionKind
from zyk.assessment.models import Answer, Assessment, AssessmentQuestion, Attempt, Question, QuestionBank
from zyk.library.models import Course, Library, Module, ModuleItem, Resource, ResourceVersion
from zyk.records import iris
from zyk.records.actions import record
from zyk.records.authority import PLATFORM
from zyk.records.statements import activity_of, statement
from zyk.records.verbs import Verb

CHINA = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """`2026-03-01 08:00` in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def did(
    person: Actor,
    verb: Verb,
    thing: Resource | Course | tuple[str, UUID, str],
    library: Library,
    when: str | datetime,
    course: Course | None = None,
) -> UUID:
    """One record of `person` in `library` at `when`."""
    kind, uuid, title = _named(thing)
    assert person.user
    made = statement(
        user=person.user,
        verb=verb,
        activity=activity_of(kind, uuid, title),
        library_iri=iris.iri_of("library", library.uuid),
        course_iri=iris.iri_of("course", course.uuid) if course else None,
        extensions={iris.ORGANISATION_CODE: person.organisation.code} if person.organisation else {},
    )
    moment = at(when) if isinstance(when, str) else when
    return record(made | {"timestamp": moment.isoformat()}, authority=PLATFORM)[0]


def hurried(person: Actor, thing: Any, library: Library, when: str, *, times: int, every_seconds: float) -> None:
    """The same act again and again, by hand: the pauses are uneven, now a little shorter, now a little longer."""
    for number in range(times):
        uneven = 0.3 * (number % 2)
        did(person, Verb.VIEWED, thing, library, at(when) + timedelta(seconds=(number + uneven) * every_seconds))


def a_student(library: Library, since: str = "2025-09-01", **user: Any) -> Actor:
    """A real-name student of the lead host, registered since then."""
    return a_belonging(library, Role.STUDENT, since, **user)


def a_belonging(library: Library, role: Role, since: str, **user: Any) -> Actor:
    person = a_member(role, library.lead_host, **({"is_real_name": True} | user))
    began(person, since)
    return person


def began(person: Actor, since: str) -> Actor:
    """As if the person had registered, and joined the unit, on that day."""
    moment = at(f"{since} 09:00")
    assert person.user
    User.objects.filter(pk=person.user.pk).update(created_at=moment)
    Membership.objects.filter(user=person.user).update(valid_from=moment.date(), created_at=moment)
    return person


def published_on(resource: Resource, day: str) -> Resource:
    """As if first published that day."""
    moment = at(f"{day} 09:00")
    Resource.objects.filter(pk=resource.pk).update(published_at=moment)
    ResourceVersion.objects.filter(resource=resource, number=1).update(published_at=moment, made_at=moment)
    return resource


def _named(thing: Resource | Course | tuple[str, UUID, str]) -> tuple[str, UUID, str]:
    if isinstance(thing, tuple):
        return thing
    return ("resource" if isinstance(thing, Resource) else "course"), thing.uuid, thing.title


def built_on(library: Library, day: str) -> None:
    """As if everything in the library had been made that day."""
    moment = at(f"{day} 08:00")
    library.points.update(created_at=moment)
    library.courses.filter(published_at__isnull=False).update(published_at=moment)
    Module.objects.filter(course__library=library).update(added_at=moment)
    ModuleItem.objects.filter(resource__library=library).update(added_at=moment)
    Question.objects.filter(bank__library=library).update(created_at=moment)
    for resource in library.resources.filter(published_at__isnull=False):
        published_on(resource, day)


def questions(library: Library, count: int) -> list[Question]:
    bank = QuestionBank.objects.create(library=library, title="题库")
    return [
        Question.objects.create(bank=bank, kind=QuestionKind.TRUE_FALSE, stem=f"第 {number} 题", answer=["true"])
        for number in range(1, count + 1)
    ]


def answered(person: Actor, question: Question, course: Course, when: str) -> None:
    """`person` handed in an attempt in which he answered this one question."""
    paper = Assessment.objects.create(course=course, title="小测")
    item = AssessmentQuestion.objects.create(assessment=paper, question=question, position=1)
    attempt = Attempt.objects.create(assessment=paper, user=known(person.user), number=1, state=AttemptState.GRADED)
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=at(when))
    Answer.objects.create(attempt=attempt, item=item, given=["true"])
