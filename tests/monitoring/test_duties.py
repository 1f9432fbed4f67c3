"""年度更新义务 and the figures of the front page."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests.library.builders import a_course, a_library, a_resource, leader_of
from tests.monitoring.builders import a_student, did, published_on
from tests.monitoring.world import a_world
from tests.rulebook.builders import rulebook_2019
from zyk.library.enums import LibraryState
from zyk.monitoring.actions import freeze_baseline
from zyk.monitoring.models import Computation
from zyk.monitoring.queries import duty_measures, platform_figures
from zyk.monitoring.tasks import compute_running
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db


def test_duties_are_measured_against_the_baseline() -> None:
    rulebook_2019()
    library = a_world().library
    freeze_baseline(library, actor=leader_of(library), on=date(2025, 12, 31))

    # Four resources and five users at the end of 2025; one resource added and one updated, two users new in 2026.
    whole, spring = (duty_measures(library, 2026, date(2026, month, 31)) for month in (12, 3))
    assert (whole["resources"], whole["users"]) == (Decimal("0.5"), Decimal("0.4"))
    assert (spring["resources"], spring["users"]) == (Decimal("0.25"), Decimal("0.4"))
    # Activity has a figure without a threshold; nobody records yet whether a library is connected.
    assert whole["activity"] is not None
    assert whole["connection"] is None
    assert set(duty_measures(library, 2027, date(2026, 12, 31)).values()) == {None}


def test_without_a_baseline_there_is_nothing_to_measure_against() -> None:
    rulebook_2019()
    assert set(duty_measures(a_library(), 2026, date(2026, 12, 31)).values()) == {None}


def test_the_front_page_counts_what_runs(django_assert_num_queries: Any) -> None:
    library = a_library()
    course = a_course(library, modules=(1,))
    a_library(state=LibraryState.PREPARING)
    student = a_student(library)
    did(student, Verb.VIEWED, course, library, timezone.now())
    did(student, Verb.VIEWED, a_resource(library), library, timezone.now())

    with django_assert_num_queries(8):  # four counts, and four to find today's records among two
        found = platform_figures()
    assert (found.running_libraries, found.standard_courses, found.personalised_courses) == (1, 1, 0)
    assert (found.resources, found.active_today) == (2, 1)


def test_every_night_the_running_libraries_are_computed() -> None:
    rulebook_2019()
    running = a_library()
    a_library(state=LibraryState.PREPARING)
    published_on(a_resource(running), "2025-10-01")

    compute_running.call_local()

    assert [computation.library for computation in Computation.objects.all()] == [running]
