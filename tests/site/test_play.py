"""A small year, from its opening to the duties of accepted libraries."""

from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from tests.library.builders import a_specialty
from zyk.accounts.actions import load_provinces
from zyk.common.checks import run_all
from zyk.projects.enums import ApplicationState, ProjectState
from zyk.projects.models import Application, Project, YearlyDuty
from zyk.site.play.fates import SHARES, fates_for
from zyk.site.play.world import Sizes, play_years

pytestmark = pytest.mark.django_db
SMALL = Sizes(
    applications=5,
    upgrades=1,
    exempt=1,
    approved=2,
    approved_upgrades=1,
    experts=16,
    panels=1,
    panel_size=3,
    years_of_duties=1,
)


def test_a_year_is_played_to_its_duties_and_every_check_holds() -> None:
    HUEY.immediate = False  # printing and mail are the worker's
    load_provinces()
    a_specialty()
    told: list[str] = []
    play_years(year=2019, seed=1, sizes=SMALL, tell=told.append)
    assert len(told) >= 20
    assert timezone.localdate().year > 2023  # the clock is back
    assert Application.objects.filter(cycle__year=2019, state=ApplicationState.APPROVED).count() == 3
    assert set(Project.objects.values_list("state", flat=True)) == {ProjectState.ACCEPTED}
    measured = YearlyDuty.objects.filter(year=2021, code__in=["resources", "users"]).exclude(measured_on=None)
    assert measured.count() == 6
    assert [title for title, faults in run_all() if faults] == []
    with pytest.raises(ValidationError):
        play_years(year=2020, seed=1, sizes=SMALL, tell=told.append)


@pytest.mark.parametrize("number", [1, 5, 26, 300])
def test_fates_are_dealt_by_seed(number: int) -> None:
    fates = fates_for(number, Random(3))
    assert len(fates) == number
    assert fates == fates_for(number, Random(3))
    assert fates.count("usual") >= number // 2
    assert set(fates) <= {"usual", *SHARES}
    assert number < 2 * len(SHARES) or set(SHARES) < set(fates)
