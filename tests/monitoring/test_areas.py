"""Units, provinces and the nation: people once, holdings added up, each watched by its own."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tests.accounts.builders import a_member
from tests.known import known
from tests.library.builders import a_library, a_resource
from tests.monitoring.builders import a_student, did, published_on
from tests.rulebook.builders import rulebook_2019
from zyk.accounts.enums import Role
from zyk.library.models import Library
from zyk.monitoring.actions import areas, compute_area
from zyk.monitoring.areas import Area
from zyk.monitoring.enums import Level
from zyk.monitoring.models import AreaComputation
from zyk.monitoring.queries.areas import province_grid
from zyk.monitoring.queries.trends import Point, area_figure_history, by_role, trend, yearly_growth
from zyk.records.verbs import Verb

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.fixture
def two_libraries() -> tuple[Library, Library]:
    """A student of the first uses both libraries on one day, and the first again on another."""
    rulebook_2019()
    first, second = a_library(), a_library()
    mine, other = published_on(a_resource(first), "2026-01-01"), published_on(a_resource(second), "2026-01-01")
    student = a_student(first)
    did(student, Verb.VIEWED, mine, first, "2026-03-01 08:00")
    did(student, Verb.VIEWED, other, second, "2026-03-01 09:00")
    did(student, Verb.VIEWED, mine, first, "2026-04-01 09:00")
    return first, second


def _figures(area: Area) -> dict[str, str | None]:
    figures = compute_area(area, as_of=DAY).figures
    codes = ("active_users", "learning_days", "activity_total", "resources_total", "used_resource_share")
    return {code: figures[code]["credible"] for code in codes}


def test_a_person_counts_once_in_the_nation_and_holdings_add_up(two_libraries: tuple[Library, Library]) -> None:
    assert _figures(Area(Level.NATION)) == {
        "active_users": "1.0000",
        "learning_days": "2.0000",
        "activity_total": "3.0000",
        "resources_total": "2.0000",
        "used_resource_share": "1.0000",
    }


def test_a_unit_is_seen_as_host_and_by_what_its_people_use(two_libraries: tuple[Library, Library]) -> None:
    first, second = two_libraries

    hosting = _figures(Area(Level.HOST, organisation=second.lead_host))
    using = _figures(Area(Level.PARTICIPANT, organisation=first.lead_host))

    assert (hosting["active_users"], hosting["activity_total"], hosting["resources_total"]) == ("1.0000",) * 3
    assert (using["active_users"], using["learning_days"], using["resources_total"]) == ("1.0000", "2.0000", None)
    assert _figures(Area(Level.PARTICIPANT, organisation=second.lead_host))["active_users"] == "0.0000"


def test_every_area_with_a_running_library_is_computed_once_a_day(two_libraries: tuple[Library, Library]) -> None:
    for _ in range(2):
        for area in areas():
            compute_area(area, as_of=DAY)

    levels = [row.level for row in AreaComputation.objects.order_by("id")]
    assert sorted(levels) == ["host", "host", "nation", "participant", "participant", "province"]
    assert province_grid("active_users") == {known(two_libraries[0].lead_host.province).pk: Decimal("1.0000")}
    nation = AreaComputation.objects.get(level="nation")
    assert [(step.begins.isoformat(), step.acts) for step in trend(nation, "months")] == [
        ("2026-03-01", 2),
        ("2026-04-01", 1),
    ]
    assert by_role(nation) == {"student": 1, "teacher": 0, "employee": 0, "public": 0}
    assert area_figure_history(Area(Level.NATION), "active_users") == [Point(DAY, Decimal(1), Decimal(1))]


def test_growth_is_zero_when_equal_and_one_when_there_were_none() -> None:
    points = [
        Point(date(year, 12, 31), None, Decimal(value)) for year, value in ((2023, 0), (2024, 4), (2025, 5), (2026, 5))
    ]

    assert yearly_growth(points) == [
        (2023, Decimal(0), None),
        (2024, Decimal(4), Decimal(1)),
        (2025, Decimal(5), Decimal("0.25")),
        (2026, Decimal(5), Decimal(0)),
    ]


def test_each_watches_his_own_area_and_no_other(two_libraries: tuple[Library, Library], client: Client) -> None:
    first, second = two_libraries
    for area in areas():
        compute_area(area, as_of=DAY)
    nation, unit = "/monitoring/nation/", f"/monitoring/units/{first.lead_host.uuid}/"
    province = f"/monitoring/provinces/{known(first.lead_host.province).pk}/"
    figure = f"/monitoring/areas/{AreaComputation.objects.get(level='nation').uuid}/active_users/"
    expected = {
        a_member(Role.MINISTRY_OFFICER): [200, 200, 200, 200],
        a_member(Role.PROVINCE_OFFICER, first.lead_host): [404, 200, 200, 404],
        a_member(Role.UNIT_ADMINISTRATOR, first.lead_host): [404, 404, 200, 404],
        a_member(Role.UNIT_ADMINISTRATOR, second.lead_host): [404, 404, 404, 404],
    }
    for person, answers in expected.items():
        assert person.user
        client.force_login(person.user)
        assert [client.get(each).status_code for each in (nation, province, unit, figure)] == answers


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "按人去重"), ("en", "People are counted once")])
def test_a_figure_of_the_nation_opens_to_each_library(
    two_libraries: tuple[Library, Library], client: Client, language: str, word: str
) -> None:
    one = compute_area(Area(Level.NATION), as_of=DAY)
    person = a_member(Role.MINISTRY_OFFICER)
    assert person.user
    client.force_login(person.user)
    client.cookies["django_language"] = language
    page = client.get(
        f"/monitoring/areas/{one.uuid}/active_users/", headers={"accept-language": language}
    ).content.decode()

    assert word in page
    assert [library.name in page for library in two_libraries] == [True, True]
