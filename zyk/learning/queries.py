"""Reads of runs, enrolments and progress."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from zyk.accounts.actor import Actor
from zyk.assessment.enums import AssessmentState, AttemptState
from zyk.assessment.models import Assessment, Attempt, Grade
from zyk.learning.completion import Standing, standings_of
from zyk.learning.enums import EnrolmentState, RunState
from zyk.learning.models import CourseRun, Enrolment, Progress
from zyk.library.enums import CourseKind, CourseState, ResourceState
from zyk.library.models import Course, Library, Module, ModuleItem
from zyk.library.queries.course import modules_of

LEARNING = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)


def courses_to_run(actor: Actor) -> QuerySet[Course]:
    """Published standard courses of visible libraries, and the teacher's own personalised ones."""
    published = Q(
        kind=CourseKind.STANDARD,
        state=CourseState.PUBLISHED,
        library__in=Library.objects.visible_to(actor).values("pk"),
    )
    own = Q(kind=CourseKind.PERSONALISED, owner=actor.user) & ~Q(state=CourseState.WITHDRAWN)
    return Course.objects.filter(published | own).select_related("library").order_by("-kind", "title", "id")


def taught_runs(actor: Actor) -> QuerySet[CourseRun]:
    """Runs the actor teaches, with `learner_count`, `completed_count`, `waiting_count`."""
    waiting = (
        Attempt.objects.filter(state=AttemptState.SUBMITTED, in_run__enrolment__run=OuterRef("pk"))
        .order_by()
        .values("in_run__enrolment__run")
    )
    return (
        CourseRun.objects.filter(teacher=actor.user)
        .select_related("course__library", "organisation")
        .annotate(
            learner_count=Count("enrolments", filter=Q(enrolments__state__in=LEARNING)),
            completed_count=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.COMPLETED)),
            waiting_count=Subquery(waiting.annotate(n=Count("pk")).values("n")),
        )
        .order_by("-opens_on", "-id")
    )


def open_runs(actor: Actor, today: date) -> QuerySet[CourseRun]:
    """Runs the actor could join or is in: open, not over, public or of his unit."""
    mine = Enrolment.objects.filter(run=OuterRef("pk"), user=actor.user, state__in=LEARNING)
    return (
        CourseRun.objects.visible_to(actor)
        .filter(state=RunState.OPEN, closes_on__gte=today)
        .select_related("course__library", "organisation", "teacher")
        .annotate(
            learner_count=Count("enrolments", filter=Q(enrolments__state__in=LEARNING)),
            is_mine=Exists(mine),
        )
        .order_by("-opens_on", "-id")
    )


@dataclass(frozen=True)
class MyCourse:
    """One enrolment with its progress and the next step."""

    enrolment: Enrolment
    standing: Standing
    next_item: ModuleItem | None
    next_assessment: Assessment | None


def my_courses(actor: Actor) -> list[MyCourse]:
    """What the person learns; a constant number of queries."""
    enrolments = list(
        Enrolment.objects.filter(user=actor.user, state__in=LEARNING)
        .select_related("run__course__library", "run__teacher", "run__organisation")
        .annotate(next_item=_next_item(), next_assessment=_next_assessment())
        .order_by("state", "run__closes_on", "id")
    )
    standings = standings_of(enrolments)
    items = ModuleItem.objects.select_related("resource", "module").in_bulk(
        [e.next_item for e in enrolments if e.next_item]  # type: ignore[attr-defined]
    )
    assessments = Assessment.objects.in_bulk(
        [e.next_assessment for e in enrolments if e.next_assessment]  # type: ignore[attr-defined]
    )
    return [
        MyCourse(e, standings[e.pk], items.get(e.next_item), assessments.get(e.next_assessment))  # type: ignore[attr-defined]
        for e in enrolments
    ]


def _next_item() -> Subquery:
    done = Progress.objects.filter(enrolment=OuterRef(OuterRef("pk")), item=OuterRef("pk"), completed_at__isnull=False)
    items = ModuleItem.objects.filter(
        module__course=OuterRef("run__course"), is_required=True, resource__state=ResourceState.PUBLISHED
    ).filter(~Exists(done))
    return Subquery(items.order_by("module__position", "module_id", "position", "id").values("pk")[:1])


def _next_assessment() -> Subquery:
    """The first published assessment that is neither passed nor waiting for the teacher."""
    settled = Attempt.objects.filter(assessment=OuterRef("pk"), in_run__enrolment=OuterRef(OuterRef("pk"))).filter(
        Q(grade__is_passed=True) | Q(state=AttemptState.SUBMITTED)
    )
    rows = Assessment.objects.filter(course=OuterRef("run__course"), state=AssessmentState.PUBLISHED)
    return Subquery(rows.filter(~Exists(settled)).order_by("module__position", "id").values("pk")[:1])


@dataclass
class QuizStep:
    """An assessment in the outline, with the learner's attempts in this run (newest first)."""

    assessment: Assessment
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def running(self) -> Attempt | None:
        return next((a for a in self.attempts if a.state == AttemptState.IN_PROGRESS), None)

    @property
    def is_waiting(self) -> bool:
        return any(a.state == AttemptState.SUBMITTED for a in self.attempts)

    @property
    def best(self) -> Grade | None:
        grades = [a.grade for a in self.attempts if a.state == AttemptState.GRADED]
        return max(grades, key=lambda grade: (grade.is_passed, grade.points_hundredths), default=None)

    @property
    def is_passed(self) -> bool:
        return bool(self.best and self.best.is_passed)

    @property
    def can_begin(self) -> bool:
        allowed = self.assessment.attempts_allowed
        return self.running is not None or allowed is None or len(self.attempts) < allowed


@dataclass
class ItemStep:
    item: ModuleItem
    progress: Progress | None

    @property
    def is_done(self) -> bool:
        return bool(self.progress and self.progress.completed_at)


@dataclass
class ModuleSteps:
    """A module of the outline; `module` is None for what stands at the end of the course."""

    module: Module | None
    items: list[ItemStep] = field(default_factory=list)
    quizzes: list[QuizStep] = field(default_factory=list)


def outline_of(enrolment: Enrolment) -> list[ModuleSteps]:
    """The course as this learner goes through it; a constant number of queries."""
    course = enrolment.run.course
    progress = {row.item_id: row for row in enrolment.progress.all()}
    steps = [
        ModuleSteps(module, [ItemStep(item, progress.get(item.pk)) for item in module.items.all()])
        for module in modules_of(course, published_only=True)
    ]
    by_module: dict[int | None, ModuleSteps] = {step.module.pk: step for step in steps if step.module}
    last = ModuleSteps(None)
    for quiz in quizzes_of(enrolment):
        by_module.get(quiz.assessment.module_id, last).quizzes.append(quiz)
    return [step for step in [*steps, last] if step.items or step.quizzes]


def quizzes_of(enrolment: Enrolment) -> list[QuizStep]:
    attempts: dict[int, list[Attempt]] = {}
    mine = Attempt.objects.filter(in_run__enrolment=enrolment).select_related("grade", "assessment").order_by("-id")
    for attempt in mine:
        attempts.setdefault(attempt.assessment_id, []).append(attempt)
    rows = Assessment.objects.filter(course=enrolment.run.course_id).filter(
        Q(state=AssessmentState.PUBLISHED) | Q(pk__in=attempts)
    )
    rows = rows.exclude(state=AssessmentState.DRAFT).annotate(question_count=Count("items")).order_by("id")
    return [QuizStep(row, attempts.get(row.pk, [])) for row in rows]


@dataclass(frozen=True)
class RosterLine:
    enrolment: Enrolment
    standing: Standing


def roster_rows(run: CourseRun, *, text: str = "") -> QuerySet[Enrolment]:
    """Everyone who joined, with `spent_seconds` and `seen_at`."""
    rows = run.enrolments.select_related("user", "organisation", "run")
    if text:
        rows = rows.filter(Q(user__name__icontains=text) | Q(user__username__icontains=text))
    return rows.annotate(spent_seconds=Sum("progress__seconds"), seen_at=Max("progress__last_at"))


def roster_lines(enrolments: Sequence[Enrolment]) -> list[RosterLine]:
    """With each one's standing: four queries for a page of any length."""
    standings = standings_of(enrolments)
    return [RosterLine(enrolment, standings[enrolment.pk]) for enrolment in enrolments]


def waiting_attempts(actor: Actor) -> QuerySet[Attempt]:
    """Attempts in the actor's runs that wait to be marked, oldest first."""
    return _in_taught_runs(actor).filter(state=AttemptState.SUBMITTED).order_by("submitted_at", "id")


def attempts_to_see(actor: Actor) -> QuerySet[Attempt]:
    """Attempts handed in inside the actor's runs."""
    return _in_taught_runs(actor).filter(state__in=(AttemptState.SUBMITTED, AttemptState.GRADED))


def _in_taught_runs(actor: Actor) -> QuerySet[Attempt]:
    return Attempt.objects.filter(in_run__enrolment__run__teacher=actor.user).select_related(
        "user", "assessment__course__library", "in_run__enrolment__run", "grade"
    )


def path_of(enrolment: Enrolment) -> list[Progress]:
    """What the learner opened, in the order of the course."""
    rows: Any = enrolment.progress.filter(item__module__course=F("enrolment__run__course"))
    return list(
        rows.select_related("item__module", "item__resource").order_by(
            "item__module__position", "item__module_id", "item__position", "item_id"
        )
    )
