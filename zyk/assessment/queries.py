"""Reads of banks, questions, assessments and attempts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from zyk.accounts.actor import Actor
from zyk.assessment.enums import AttemptState, QuestionKind
from zyk.assessment.models import Answer, Assessment, AssessmentQuestion, Attempt, Question, QuestionBank
from zyk.library.enums import CourseKind
from zyk.library.models import Course, Library

HANDED_IN = (AttemptState.SUBMITTED, AttemptState.GRADED)


def banks_of(actor: Actor) -> QuerySet[QuestionBank]:
    """Banks of the libraries the actor builds, with the figures the monitoring wants."""
    return with_counts(QuestionBank.objects.filter(library__in=Library.objects.built_by(actor))).select_related(
        "library"
    )


def with_counts(banks: QuerySet[QuestionBank]) -> QuerySet[QuestionBank]:
    """Annotate `question_count`, `objective_count`, `subjective_count`, `cited_count`, `used_count`
    (试题、客观题、主观题、被引用、被使用); retired questions do not count."""
    live = Question.objects.filter(is_retired=False)
    return banks.annotate(
        question_count=_count(live),
        objective_count=_count(live.exclude(kind=QuestionKind.ESSAY)),
        subjective_count=_count(live.filter(kind=QuestionKind.ESSAY)),
        cited_count=_count(live.filter(_is_cited())),
        used_count=_count(live.filter(_is_used())),
    )


def questions_of(
    bank: QuestionBank, *, text: str = "", kind: str = "", point: str = "", with_retired: bool = False
) -> QuerySet[Question]:
    """The bank's questions as filtered, with `cited_times` and `used_times`."""
    rows = bank.questions.all() if with_retired else bank.questions.filter(is_retired=False)
    if text:
        rows = rows.filter(stem__icontains=text)
    if kind:
        rows = rows.filter(kind=kind)
    if point.isdecimal():
        rows = rows.filter(points=int(point))
    cited = AssessmentQuestion.objects.filter(question=OuterRef("pk")).order_by().values("question")
    used = (
        Answer.objects.filter(item__question=OuterRef("pk"), attempt__state__in=HANDED_IN)
        .order_by()
        .values("item__question")
    )
    return rows.annotate(
        cited_times=Coalesce(Subquery(cited.annotate(n=Count("pk")).values("n")), Value(0)),
        used_times=Coalesce(Subquery(used.annotate(n=Count("pk")).values("n")), Value(0)),
    ).order_by("-id")


def questions_to_pick(assessment: Assessment, *, text: str = "", kind: str = "", bank: str = "") -> QuerySet[Question]:
    """Questions in use of the library's banks that are not in the assessment yet."""
    rows = Question.objects.filter(bank__library=assessment.course.library_id, is_retired=False)
    rows = rows.exclude(pk__in=assessment.items.values("question"))
    if text:
        rows = rows.filter(stem__icontains=text)
    if kind:
        rows = rows.filter(kind=kind)
    if bank.isdecimal():
        rows = rows.filter(bank=int(bank))
    return rows.select_related("bank").order_by("bank__title", "id")


def editable_courses(actor: Actor) -> QuerySet[Course]:
    """Courses whose assessments the actor makes: standard ones of his libraries, and his own."""
    if actor.user is None:
        return Course.objects.none()
    built = Library.objects.built_by(actor).filter(team__user=actor.user, team__role__in=("leader", "editor"))
    standard = Course.objects.filter(kind=CourseKind.STANDARD, library__in=built.values("pk"))
    own = Course.objects.filter(kind=CourseKind.PERSONALISED, owner=actor.user)
    return (standard | own).select_related("library")


def assessments_of(course: Course) -> QuerySet[Assessment]:
    return course.assessments.select_related("module").annotate(
        question_count=Count("items", distinct=True), attempt_count=Count("attempts", distinct=True)
    )


@dataclass(frozen=True)
class SheetLine:
    """One question of an attempt: what was asked, given and judged."""

    item: AssessmentQuestion
    answer: Answer | None

    @property
    def question(self) -> Question:
        return self.item.question

    @property
    def given(self) -> list[Any]:
        return self.answer.given if self.answer else []

    @property
    def is_waiting(self) -> bool:
        return self.answer is None or self.answer.points_hundredths is None

    @property
    def is_right(self) -> bool:
        return bool(self.answer) and self.answer.points_hundredths == self.item.points_hundredths  # type: ignore[union-attr]


def sheet_of(attempt: Attempt) -> list[SheetLine]:
    """Every question in order with its answer; two queries."""
    answers = {answer.item_id: answer for answer in attempt.answers.all()}
    items = attempt.assessment.items.select_related("question")
    return [SheetLine(item=item, answer=answers.get(item.pk)) for item in items]


def _count(questions: QuerySet[Question]) -> Any:
    of_bank = questions.filter(bank=OuterRef("pk")).order_by().values("bank")
    return Coalesce(Subquery(of_bank.annotate(n=Count("pk")).values("n")), Value(0))


def _is_cited() -> Exists:
    return Exists(AssessmentQuestion.objects.filter(question=OuterRef("pk")))


def _is_used() -> Exists:
    return Exists(Answer.objects.filter(item__question=OuterRef("pk"), attempt__state__in=HANDED_IN))
