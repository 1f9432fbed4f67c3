"""Every formula against a number counted by hand."""

from decimal import Decimal

import pytest

from tests.monitoring.world import AS_OF, a_world
from tests.rulebook.builders import rulebook_2019
from zyk.monitoring.actions import compute_library
from zyk.monitoring.formulas import FORMULAS
from zyk.monitoring.models import IndicatorResult

pytestmark = pytest.mark.django_db

# code: (raw, credible). The leader's one view and one answer count in the raw figures only.
BY_HAND = {
    "users_total": ("7", "7"),
    "users_teacher": ("2", "2"),
    "users_student": ("3", "3"),
    "users_employee": ("1", "1"),
    "users_public": ("1", "1"),
    "organisations": ("2", "2"),
    "provinces": ("2", "2"),
    "resources_total": ("5", "5"),
    "text_image_share": ("0.4", "0.4"),
    "knowledge_points": ("2", "2"),
    "courses_total": ("2", "2"),
    "core_courses": ("1", "1"),
    "standard_courses": ("1", "1"),
    "micro_and_training_courses": ("1", "1"),
    "modules_total": ("3", "3"),
    "cited_resource_share": ("0.8", "0.8"),
    "questions_total": ("3", "3"),
    "activity_total": ("10", "9"),
    "active_users": ("6", "5"),
    "active_user_share": ("0.8571", "0.8333"),
    "inactive_real_name_share": ("0.5", "0.5"),
    "used_course_share": ("1", "1"),
    "question_use_share": ("0.6667", "0.3333"),
    "used_resource_share": ("1", "0.8"),
    "uses_per_resource": ("1", "0.8"),
    "resource_activity_share": ("0.5714", "0.5"),
    "course_activity_share": ("0.1429", "0.1667"),
    "employee_activity": ("1", "1"),
    "public_activity": ("1", "1"),
    "learning_days": ("7", "6"),
    "days_per_active_user": ("1.1667", "1.2"),
    "course_visits": ("1", "1"),
    "forum_posts": ("1", "1"),
    "assignments_submitted": ("1", "1"),
    "exams_taken": ("1", "1"),
    "yearly_resource_update_rate": ("0.5", "0.5"),
    "yearly_new_user_rate": ("0.4", "0.4"),
    "objective_questions": ("3", "3"),
    "subjective_questions": ("0", "0"),
    "covered_point_share": ("0", "0"),
    "student_activity": ("6", "6"),
    "teacher_activity": ("2", "1"),
    "resource_views": ("4", "3"),
    "resource_downloads": ("1", "1"),
    "resource_ratings": ("0", "0"),
    "resource_shares": ("0", "0"),
    "cited_questions": ("0", "0"),  # the papers were made after the day asked for
    "question_uses": ("2", "1"),
    "student_learning_days": ("3", "3"),
    "teacher_learning_days": ("2", "1"),
    "employee_learning_days": ("1", "1"),
    "public_learning_days": ("1", "1"),
    "forum_reads": ("0", "0"),
    "assignments_published": ("0", "0"),
    "assignments_graded": ("0", "0"),
    "exams_published": ("0", "0"),
    "exams_graded": ("0", "0"),
    "yearly_added_resources": ("1", "1"),
    "yearly_modified_resources": ("1", "1"),
    "yearly_withdrawn_resources": ("0", "0"),
    "yearly_user_growth": ("0.4", "0.4"),
    "yearly_resource_growth": ("0.25", "0.25"),
    "yearly_course_growth": ("0", "0"),
}
NOTHING_TO_DIVIDE_BY = {"submissions_per_assignment", "takers_per_exam"}
NOT_MEASURABLE = {
    "teacher_registered_share",
    "student_registered_share",
    "host_teaching_hours_share",
    "participant_teaching_hours_share",
}


def _figures(results: dict[str, IndicatorResult]) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {code: (result.raw_value, result.credible_value) for code, result in results.items()}


def test_every_indicator_gives_the_number_counted_by_hand() -> None:
    rulebook_2019()
    computation = compute_library(a_world().library, as_of=AS_OF)
    results = {result.code: result for result in computation.results.all()}

    expected: dict[str, tuple[Decimal | None, Decimal | None]] = {
        code: (Decimal(raw), Decimal(credible)) for code, (raw, credible) in BY_HAND.items()
    }
    expected |= dict.fromkeys(NOT_MEASURABLE | NOTHING_TO_DIVIDE_BY, (None, None))
    assert _figures(results) == expected
    assert (computation.statements_read, computation.excluded) == (10, {"own_team": 1})
    assert results["question_use_share"].inputs == {
        "formula": "question_use_share",
        "comparison": "min",
        "unit": "share",
        "raw": {"counted": 2, "per": 3},
        "credible": {"counted": 1, "per": 3},
    }
    assert {code: result.is_met for code, result in results.items() if result.is_met is not None} == {
        "users_total": False,
        "text_image_share": True,
        "core_courses": False,
        "standard_courses": False,
        "inactive_real_name_share": False,
        "used_course_share": True,
        "question_use_share": False,
        "yearly_resource_update_rate": True,
        "yearly_new_user_rate": True,
    }


def test_what_cannot_be_measured_says_what_is_missing() -> None:
    rulebook_2019()
    results = compute_library(a_world().library, as_of=AS_OF).results.filter(code__in=NOT_MEASURABLE)

    assert {result.code: (result.is_met, result.why) for result in results} == {
        "teacher_registered_share": (None, "缺少院校登记的本专业师生名册，尚不能计算"),
        "student_registered_share": (None, "缺少院校登记的本专业师生名册，尚不能计算"),
        "host_teaching_hours_share": (None, "缺少本专业课表学时，尚不能计算"),
        "participant_teaching_hours_share": (None, "缺少本专业课表学时，尚不能计算"),
    }


def test_every_indicator_of_the_edition_has_a_formula_and_every_formula_an_explanation() -> None:
    edition = rulebook_2019().edition
    duties = {duty.measure for duty in edition.yearly_duties}

    assert {indicator.formula for indicator in edition.indicators} | duties == set(FORMULAS)
    assert [name for name, formula in FORMULAS.items() if not (formula.definition.zh and formula.definition.en)] == []
    assert [name for name, formula in FORMULAS.items() if bool(formula.counted) == bool(formula.missing)] == []
