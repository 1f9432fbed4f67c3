"""What one library holds as it stood on a day: resources and their versions, points, courses, questions."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from zyk.assessment.models import Answer, AssessmentQuestion, Question
from zyk.common.models import AuditEntry
from zyk.learning.models import Enrolment
from zyk.library.enums import CourseKind, CourseState, ResourceState
from zyk.library.models import Course, Library, Module, ModuleItem, Resource, ResourceVersion

Row = tuple[Any, ...]
CHUNK = 500


def resources_of(library: Library, as_of: date) -> Iterator[Row]:
    """Published by the day, and not withdrawn by then (withdrawals are read from the trail)."""
    rows = Resource.objects.filter(
        library=library, state__in=(ResourceState.PUBLISHED, ResourceState.WITHDRAWN), published_at__isnull=False
    ).order_by("id")
    columns = list(rows.values_list("uuid", "media_type", "application_type", "published_at", "state"))
    gone = _gone(row[0] for row in columns if row[4] == ResourceState.WITHDRAWN)
    for uuid, media_type, application_type, published_at, state in columns:
        assert published_at
        if _day(published_at) <= as_of and (state == ResourceState.PUBLISHED or gone.get(uuid, date.min) > as_of):
            yield str(uuid), media_type, application_type, _day(published_at)


def withdrawals_of(library: Library, as_of: date) -> Iterator[Row]:
    """Resources that stand withdrawn, and since when (read from the trail)."""
    rows = Resource.objects.filter(library=library, state=ResourceState.WITHDRAWN, published_at__isnull=False)
    for uuid, day in _gone(rows.order_by("id").values_list("uuid", flat=True)).items():
        if day <= as_of:
            yield str(uuid), day


def _gone(uuids: Iterable[UUID]) -> dict[UUID, date]:
    return _withdrawn_on(list(uuids), Resource, ResourceState.WITHDRAWN)


def covered_of(library: Library, as_of: date) -> Iterator[Row]:
    """Which resources speak to which point, as it is described now."""
    links = Resource.points.through.objects.filter(resource__library=library)  # type: ignore[attr-defined]
    for point, thing in links.order_by("id").values_list("knowledgepoint__uuid", "resource__uuid").iterator():
        yield str(point), str(thing)


def year_before_of(library: Library, as_of: date) -> Iterator[Row]:
    """What stood at the end of the year before."""
    ended = date(as_of.year - 1, 12, 31)
    offered = sum(1 for row in courses_of(library, ended) if row[5])
    yield sum(1 for _row in resources_of(library, ended)), offered


def versions_of(library: Library, as_of: date) -> Iterator[Row]:
    rows = ResourceVersion.objects.filter(resource__library=library, published_at__isnull=False).order_by("id")
    columns = "resource__uuid", "number", "content_sha256", "published_at"
    for uuid, number, content, published_at in rows.values_list(*columns).iterator():
        if _day(published_at) <= as_of:
            yield str(uuid), number, content, _day(published_at)


def points_of(library: Library, as_of: date) -> Iterator[Row]:
    for uuid, kind, made_at in library.points.order_by("id").values_list("uuid", "kind", "created_at").iterator():
        if _day(made_at) <= as_of:
            yield str(uuid), kind


def courses_of(library: Library, as_of: date) -> Iterator[Row]:
    """All courses; `is_offered`: a standard one that stood published on the day."""
    rows = list(
        Course.objects.filter(library=library)
        .order_by("id")
        .values_list("uuid", "derived_from__uuid", "kind", "level", "type", "state", "published_at")
    )
    gone = _withdrawn_on([row[0] for row in rows if row[5] == CourseState.WITHDRAWN], Course, CourseState.WITHDRAWN)
    for uuid, original, kind, level, type_, state, published_at in rows:
        stood = state == CourseState.PUBLISHED or gone.get(uuid, date.min) > as_of
        is_offered = kind == CourseKind.STANDARD and stood and published_at is not None and _day(published_at) <= as_of
        yield str(uuid), str(original or uuid), kind, level, type_, is_offered


def modules_of(library: Library, as_of: date) -> Iterator[Row]:
    rows = Module.objects.filter(course__library=library).order_by("id")
    for uuid, course, added_at in rows.values_list("uuid", "course__uuid", "added_at").iterator():
        if _day(added_at) <= as_of:
            yield str(uuid), str(course)


def items_of(library: Library, as_of: date) -> Iterator[Row]:
    """Calls of this library's resources by the modules of any course."""
    rows = ModuleItem.objects.filter(resource__library=library).order_by("id")
    for module, resource, added_at in rows.values_list("module__uuid", "resource__uuid", "added_at").iterator():
        if _day(added_at) <= as_of:
            yield str(module), str(resource)


def questions_of(library: Library, as_of: date) -> Iterator[Row]:
    rows = Question.objects.filter(bank__library=library, is_retired=False).order_by("id")
    for uuid, kind, made_at in rows.values_list("uuid", "kind", "created_at").iterator():
        if _day(made_at) <= as_of:
            yield str(uuid), kind


def citations_of(library: Library, as_of: date) -> Iterator[Row]:
    """Questions that stand in an assessment; one that stands in three is listed three times."""
    rows = AssessmentQuestion.objects.filter(question__bank__library=library).order_by("id")
    for uuid, made_at in rows.values_list("question__uuid", "assessment__created_at").iterator():
        if _day(made_at) <= as_of:
            yield (str(uuid),)


def question_uses_of(library: Library, as_of: date) -> Iterator[Row]:
    """Questions answered, with something given, in an attempt that was handed in."""
    rows = Answer.objects.filter(item__question__bank__library=library, attempt__submitted_at__isnull=False)
    columns = "pk", "item__question__uuid", "attempt__user_id", "attempt__submitted_at", "given"
    for key, question, person, at, given in rows.order_by("id").values_list(*columns).iterator():
        if given and _day(at) <= as_of:
            yield key, str(question), person, _day(at)


def enrolments_of(library: Library, as_of: date) -> Iterator[Row]:
    rows = Enrolment.objects.filter(run__course__library=library).order_by("id")
    for person, course, at, state in rows.values_list("user_id", "run__course__uuid", "created_at", "state").iterator():
        if _day(at) <= as_of:
            yield person, str(course), _day(at), state


def baseline_of(library: Library, as_of: date) -> Iterator[Row]:
    frozen = getattr(library, "baseline", None)
    if frozen and frozen.frozen_on <= as_of:
        yield frozen.frozen_on, frozen.resources_total, frozen.users_total


def _withdrawn_on(uuids: list[UUID], model: type[Resource] | type[Course], state: str) -> dict[UUID, date]:
    """The last day on which each of these was withdrawn, from the audit trail."""
    days: dict[UUID, date] = {}
    for start in range(0, len(uuids), CHUNK):
        entries = AuditEntry.objects.filter(
            object_type=model._meta.label_lower, object_uuid__in=uuids[start : start + CHUNK], to_state=state
        )
        for uuid, at in entries.order_by("sequence").values_list("object_uuid", "at"):
            if uuid is not None:
                days[uuid] = _day(at)
    return days


def _day(at: datetime) -> date:
    return timezone.localdate(at)
