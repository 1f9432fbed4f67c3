"""What does not count as use, and how much of it."""

from datetime import date

import pytest

from tests.library.builders import a_library, a_resource, on_team
from tests.monitoring.builders import a_student, did, hurried, published_on
from tests.rulebook.builders import rulebook_2019
from zyk.library.models import Library, Resource
from zyk.monitoring.actions import compute_library
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


@pytest.fixture
def resource() -> Resource:
    rulebook_2019()
    return published_on(a_resource(a_library()), "2025-10-01")


def _counted(library: Library) -> tuple[int, int, dict[str, int]]:
    computation = compute_library(library, as_of=DAY)
    result = computation.results.get(code="activity_total")
    return int(result.raw_value or 0), int(result.credible_value or 0), computation.excluded


def test_twenty_acts_a_minute_are_credible(resource: Resource) -> None:
    hurried(a_student(resource.library), resource, resource.library, "2026-03-01 08:00", times=20, every_seconds=1)

    assert _counted(resource.library) == (20, 20, {})


def test_more_than_twenty_acts_within_a_minute_are_left_out_all_of_them(resource: Resource) -> None:
    student = a_student(resource.library)
    hurried(student, resource, resource.library, "2026-03-01 08:00", times=25, every_seconds=1)
    did(student, Verb.VIEWED, resource, resource.library, "2026-03-01 09:00")

    assert _counted(resource.library) == (26, 1, {"too_fast": 25})


def test_a_burst_across_two_clock_minutes_is_a_burst(resource: Resource) -> None:
    hurried(a_student(resource.library), resource, resource.library, "2026-03-01 08:00:48", times=24, every_seconds=1)

    assert _counted(resource.library) == (24, 0, {"too_fast": 24})


def test_a_steady_learner_of_one_act_in_four_seconds_is_credible(resource: Resource) -> None:
    hurried(a_student(resource.library), resource, resource.library, "2026-03-01 08:00", times=40, every_seconds=4)

    assert _counted(resource.library) == (40, 40, {})


def test_a_class_that_clicks_together_is_not_one_person(resource: Resource) -> None:
    for _ in range(3):
        hurried(a_student(resource.library), resource, resource.library, "2026-03-01 08:00", times=10, every_seconds=1)

    assert _counted(resource.library) == (30, 30, {})


def test_the_team_looking_at_its_own_work_is_not_use(resource: Resource) -> None:
    did(on_team(resource.library), Verb.VIEWED, resource, resource.library, "2026-03-01 08:00")
    did(a_student(resource.library), Verb.VIEWED, resource, resource.library, "2026-03-01 08:00")

    assert _counted(resource.library) == (2, 1, {"own_team": 1})


def test_each_act_is_left_out_for_one_reason(resource: Resource) -> None:
    hurried(on_team(resource.library), resource, resource.library, "2026-03-01 08:00", times=30, every_seconds=1)

    assert _counted(resource.library) == (30, 0, {"own_team": 30})


def test_a_builder_elsewhere_is_a_user_here(resource: Resource) -> None:
    did(on_team(a_library()), Verb.VIEWED, resource, resource.library, "2026-03-01 08:00")

    assert _counted(resource.library) == (1, 1, {})
