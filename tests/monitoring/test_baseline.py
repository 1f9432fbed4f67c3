"""验收快照: frozen once, and what each year is measured against."""

from datetime import date

import pytest
from django.utils import timezone

from tests.library.builders import a_library, a_resource, leader_of
from tests.rulebook.builders import rulebook_2019
from zyk.common import audit
from zyk.monitoring.actions import freeze_baseline
from zyk.monitoring.models import Baseline, Computation

pytestmark = pytest.mark.django_db


def test_a_baseline_is_frozen_once_and_the_first_stays() -> None:
    rulebook_2019()
    library = a_library()
    a_resource(library)
    actor, today = leader_of(library), timezone.localdate()

    first = freeze_baseline(library, actor=actor, on=today)
    a_resource(library)
    second = freeze_baseline(library, actor=actor, on=today)

    assert (first.pk, first.resources_total, first.users_total) == (second.pk, 1, 1)
    assert (Baseline.objects.count(), Computation.objects.count()) == (1, 1)
    assert [entry.verb for entry in audit.history_of(first)] == ["freeze"]


def test_a_baseline_of_a_day_before_the_library_had_anything_is_empty() -> None:
    rulebook_2019()
    library = a_library()
    a_resource(library)

    baseline = freeze_baseline(library, actor=leader_of(library), on=date(2020, 1, 1))

    assert (baseline.resources_total, baseline.users_total) == (0, 0)
