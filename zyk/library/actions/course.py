"""Courses of the library: modules in order, each calling resources by reference."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import move
from zyk.library import rules
from zyk.library.actions.asking import must, must_edit_course
from zyk.library.actions.contribution import credit
from zyk.library.enums import COURSE_MOVES, ContributionKind, CourseKind, CourseLevel, CourseState, CourseType
from zyk.library.models import Course, Library
from zyk.library.queries.course import has_something_to_learn
from zyk.library.search import index


@transaction.atomic
def create_course(
    *,
    library: Library,
    title: str,
    actor: Actor,
    type: str = CourseType.CORE,  # noqa: A002 (the word of the model)
    level: str = CourseLevel.COURSE,
    description: str = "",
    hours: int | None = None,
    credit_hundredths: int | None = None,
) -> Course:
    """Begin a standard course (标准化课程), without modules."""
    must(rules.can_edit_courses, library, actor)
    course = Course(
        library=library,
        title=title,
        type=type,
        level=level,
        description=description,
        hours=hours,
        credit_hundredths=credit_hundredths,
        position=(library.courses.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    course.full_clean()
    course.save()
    audit.record(actor=actor, verb="create", about=course)
    credit(course, ContributionKind.COURSE_CREATED, actor=actor)
    index(course)
    return course


@transaction.atomic
def edit_course(course: Course, *, actor: Actor, changed: list[str], points: Any = None) -> Course:
    """Keep a course whose fields a form has set already; `points` are what it must cover."""
    must_edit_course(course, actor)
    course.full_clean()
    course.save()
    if points is not None:
        if any(point.library_id != course.library_id for point in points):
            raise ValidationError({"points": _("只能选择本资源库的知识点与技能点。")})
        course.points.set(points)
    if changed:
        audit.record(actor=actor, verb="edit", about=course, facts={"fields": changed})
        keep_index(course)
    return course


@transaction.atomic
def publish_course(course: Course, *, actor: Actor) -> Course:
    """Let learners in: at least one module with a published resource. A personalised course is published by its
    owner, a standard one by the leader or a reviewer."""
    locked = Course.objects.select_for_update(of=("self",)).select_related("library").get(pk=course.pk)
    if locked.kind == CourseKind.STANDARD:
        must(rules.can_publish, locked.library, actor)
    else:
        must_edit_course(locked, actor)
    if not has_something_to_learn(locked):
        raise ValidationError(_("发布前至少要有一个模块，其中至少有一条已发布的资源。"), code="too-empty")
    move(locked, CourseState.PUBLISHED, moves=COURSE_MOVES, actor=actor)
    if locked.kind == CourseKind.STANDARD:
        credit(locked, ContributionKind.COURSE_PUBLISHED, actor=actor)
    locked.published_at = locked.published_at or timezone.now()
    locked.save(update_fields=["published_at", "updated_at"])
    keep_index(locked)
    return locked


@transaction.atomic
def withdraw_course(course: Course, *, actor: Actor, why: str) -> Course:
    """Take it out of the list; those who learn in a run of it go on."""
    locked = Course.objects.select_for_update(of=("self",)).select_related("library").get(pk=course.pk)
    if locked.kind == CourseKind.STANDARD:
        must(rules.can_publish, locked.library, actor)
    else:
        must_edit_course(locked, actor)
    if not why.strip():
        raise ValidationError({"why": _("请写明原因。")})
    move(locked, CourseState.WITHDRAWN, moves=COURSE_MOVES, actor=actor, why=why.strip())
    keep_index(locked)
    return locked


def keep_index(course: Course) -> None:
    """Personalised courses are their owner's and are not searched."""
    if course.kind == CourseKind.STANDARD:
        index(course)
