"""Any day in the past can be asked for, and each indicator has its window."""

from datetime import date

import pytest

from tests.library.builders import a_library, a_resource, leader_of
from tests.monitoring.builders import a_student, did, published_on
from tests.monitoring.world import a_world
from tests.rulebook.builders import rulebook_2019
from zyk.common.models import AuditEntry
from zyk.library.actions import withdraw_resource
from zyk.library.models import Library
from zyk.monitoring.actions import compute_library
from zyk.monitoring.windows import window_of
from zyk.records.verbs import Verb


def _raw(library: Library, day: date, *codes: str) -> list[str]:
    results = {result.code: result.raw_value for result in compute_library(library, as_of=day).results.all()}
    return [f"{results[code]:.0f}" for code in codes]


@pytest.mark.parametrize(
    ("measured", "day", "expected"),
    [
        ("all", date(2026, 6, 30), (None, date(2026, 6, 30))),
        ("last_12_months", date(2026, 6, 30), (date(2025, 7, 1), date(2026, 6, 30))),
        ("last_12_months", date(2028, 2, 29), (date(2027, 3, 1), date(2028, 2, 29))),
        ("calendar_year", date(2026, 6, 30), (date(2026, 1, 1), date(2026, 6, 30))),
    ],
)
def test_a_window_ends_on_the_day_asked_for(measured: str, day: date, expected: tuple[date | None, date]) -> None:
    assert window_of(measured, day) == expected


@pytest.mark.django_db
def test_a_past_day_knows_only_what_was_then() -> None:
    rulebook_2019()
    library = a_world().library
    codes = ("activity_total", "resources_total", "users_total", "learning_days")

    assert _raw(library, date(2025, 6, 1), *codes) == ["1", "0", "2", "1"]
    assert _raw(library, date(2026, 3, 1), *codes) == ["7", "5", "5", "4"]
    assert _raw(library, date(2026, 7, 1), *codes) == ["11", "5", "7", "8"]


@pytest.mark.django_db
def test_a_day_is_a_day_in_china() -> None:
    rulebook_2019()
    library = a_library()
    resource, student = published_on(a_resource(library), "2025-10-01"), a_student(library)
    did(student, Verb.VIEWED, resource, library, "2026-03-01 00:30")
    did(student, Verb.VIEWED, resource, library, "2026-03-01 23:59")

    assert _raw(library, date(2026, 2, 28), "activity_total", "learning_days") == ["0", "0"]
    assert _raw(library, date(2026, 3, 1), "activity_total", "learning_days") == ["2", "1"]


@pytest.mark.django_db
def test_a_withdrawn_resource_still_stood_on_the_days_before() -> None:
    rulebook_2019()
    library = a_library()
    resource = published_on(a_resource(library), "2025-10-01")
    withdraw_resource(resource, reason="内容过时", actor=leader_of(library))
    AuditEntry.objects.filter(object_uuid=resource.uuid, to_state="withdrawn").update(at="2026-02-10T00:00:00Z")

    assert _raw(library, date(2026, 2, 9), "resources_total") == ["1"]
    assert _raw(library, date(2026, 2, 10), "resources_total") == ["0"]


@pytest.mark.django_db
def test_nothing_to_divide_by_is_not_a_figure() -> None:
    rulebook_2019()
    result = compute_library(a_library(), as_of=date(2026, 6, 30)).results.get(code="used_resource_share")

    assert (result.raw_value, result.is_met, result.why) == (None, None, "分母为零，尚不能计算")
