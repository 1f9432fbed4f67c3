"""What a signed-in person did with a resource or a course, told to the learning records."""

from uuid import UUID

from zyk.accounts.actor import Actor
from zyk.library.models import Course, Resource
from zyk.records.statements import note
from zyk.records.verbs import Verb


def note_resource(actor: Actor, verb: Verb, resource: Resource, *, viewing: UUID | None = None) -> None:
    """`viewing` joins the opening of a page to the heartbeats that follow it."""
    if actor.user:
        note(
            actor,
            verb,
            kind="resource",
            uuid=resource.uuid,
            title=resource.title,
            library_uuid=resource.library.uuid,
            registration=viewing,
        )


def note_course(actor: Actor, verb: Verb, course: Course) -> None:
    if actor.user:
        note(
            actor,
            verb,
            kind="course",
            uuid=course.uuid,
            title=course.title,
            library_uuid=course.library.uuid,
            course_uuid=course.uuid,
        )
