"""The map of points: tree and prerequisites without circles, as a sheet, and against resources and courses."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import signed_in
from tests.known import known
from tests.library.builders import a_course, a_library, a_resource, leader_of, on_team
from zyk.library.actions import add_item, create_course, edit_course, hang_point, need, need_not
from zyk.library.enums import TeamRole
from zyk.library.models import KnowledgePoint, Library, Prerequisite
from zyk.library.point_sheet import COLUMNS
from zyk.library.queries.coverage import coverage_of

pytestmark = pytest.mark.django_db


def sheet(*rows: list[Any]) -> SimpleUploadedFile:
    book = Workbook()
    page = known(book.active)
    page.append(list(COLUMNS.values()))
    for row in rows:
        page.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("map.xlsx", buffer.getvalue())


def test_prerequisites_never_close_a_circle() -> None:
    library = a_library()
    leader = leader_of(library)
    one, two, three = library.points.all()[:3]
    need(two, one, actor=leader)
    edge = need(three, two, actor=leader)
    for point, before in ((one, three), (one, one), (one, two), (one, a_library().points.all()[0])):
        with pytest.raises(ValidationError):
            need(point, before, actor=leader)
    need_not(edge, actor=leader)
    need(one, three, actor=leader)
    assert Prerequisite.objects.count() == 2


def test_a_point_hangs_elsewhere_but_not_below_itself() -> None:
    library = a_library()
    leader = leader_of(library)
    one, two, three = library.points.all()[:3]
    hang_point(two, one, actor=leader)
    hang_point(three, two, actor=leader)
    one.refresh_from_db()
    with pytest.raises(ValidationError):
        hang_point(one, KnowledgePoint.objects.get(pk=three.pk), actor=leader)
    hang_point(three, None, after=one, actor=leader)
    top = list(library.points.filter(parent=None).values_list("pk", flat=True))
    assert top[:2] == [one.pk, three.pk]


def test_who_was_taken_in_for_points_or_courses_does_only_that(client: Client) -> None:
    library = a_library()
    course = a_course(library, modules=(1,))
    one, two = library.points.all()[:2]
    mapper, composer = on_team(library, TeamRole.POINTS), on_team(library, TeamRole.COURSES)
    need(two, one, actor=mapper)
    create_course(library=library, title="某课", actor=composer)
    for refused in (lambda: need(one, two, actor=composer), lambda: a_resource(library, published=False, actor=mapper)):
        with pytest.raises(ValidationError):
            refused()
    doors = {
        "points": library.uuid,
        "new_course": library.uuid,
        "builder": course.uuid,
        "edit_course": course.uuid,
        "upload": library.uuid,
    }
    found = []
    for actor in (mapper, composer):
        signed_in(client, actor)
        found.append(
            [
                name
                for name, key in doors.items()
                if client.get(reverse(f"library:{name}", args=[key])).status_code == 200
            ]
        )
    assert found == [["points"], ["new_course", "builder", "edit_course"]]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_map_goes_out_is_changed_and_comes_back(client: Client, language: str) -> None:
    library = a_library()
    leader = leader_of(library)
    client.cookies["django_language"] = language
    signed_in(client, leader)
    points = library.points.count()
    out = client.get(reverse("library:export_points", args=[library.uuid]))
    book = load_workbook(io.BytesIO(out.content))
    rows = [list(row) for row in known(book.active).iter_rows(min_row=2, values_only=True)]
    rows[1][3], rows[2][4] = rows[0][0], f"{rows[0][0]}、{rows[1][0]}"
    rows.append([99, "新的技能点", "技能点", rows[0][0], "", "是", "", "", ""])
    url = reverse("library:import_points", args=[library.uuid])
    assert client.post(url, {"sheet": sheet(*rows)}).status_code == 302
    one, two, three = (KnowledgePoint.objects.get(uuid=str(row[8])) for row in rows[:3])
    assert two.parent == one
    assert {edge.before_id for edge in three.needs.all()} == {one.pk, two.pk}
    assert (library.points.count(), library.points.get(title="新的技能点").parent) == (points + 1, one)
    faulty = client.post(
        url, {"sheet": sheet([1, "", "别的", 7, 8, "x", "", "", "nobody"], [1, "乙", "知识点", "", "", "", "", "", ""])}
    )
    assert faulty.status_code == 400
    assert {fault.cell for fault in faulty.context["faults"]} == {"B2", "C2", "D2", "E2", "F2", "I2", "A3"}
    circle = [[1, "甲", "知识点", 2, "", "", "", "", ""], [2, "乙", "知识点", 1, "", "", "", "", ""]]
    for bad in (circle, [[1, "甲", "知识点", "", 2, "", "", "", ""], [2, "乙", "知识点", "", 1, "", "", "", ""]]):
        assert client.post(url, {"sheet": sheet(*bad)}).status_code == 400
    assert client.post(url, {"sheet": SimpleUploadedFile("a.xlsx", b"no")}).status_code == 400
    assert client.post(url).status_code == 400
    assert library.points.count() == points + 1


def test_the_map_is_edited_row_by_row(client: Client) -> None:
    library = a_library()
    signed_in(client, leader_of(library))
    one, two = library.points.all()[:2]

    def act(point: KnowledgePoint, **said: str) -> KnowledgePoint:
        client.post(reverse("library:change_point", args=[point.uuid]), said)
        return KnowledgePoint.objects.get(pk=point.pk)

    assert act(two, act="in").parent == one
    assert act(two, act="out").parent is None
    assert act(two, act="hang", under=str(one.uuid)).parent == one
    assert act(one, act="hang", under=str(two.uuid)).parent is None
    assert act(two, act="hang", after=str(one.uuid)).parent is None
    needs = reverse("library:change_needs", args=[two.uuid])
    client.post(needs, {"before": str(one.uuid)})
    assert one.title in client.get(reverse("library:edit_point", args=[two.uuid])).content.decode()
    client.post(reverse("library:change_needs", args=[one.uuid]), {"before": str(two.uuid)})
    client.post(needs, {"before": str(one.uuid), "act": "remove"})
    assert Prerequisite.objects.count() == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_gaps_overlaps_and_redundancy_come_from_the_resources(client: Client, language: str) -> None:
    library = a_library()
    leader = leader_of(library)
    one, two, three = library.points.all()[:3]
    first, second = a_course(library, modules=(1,)), a_course(library, modules=(1,))
    edit_course(first, actor=leader, changed=[], points=[one, two])
    shared = a_resource(library, points=[one])
    for course in (first, second):
        add_item(course.modules.get(), shared, actor=leader)
    a_resource(library, points=[three])
    found = coverage_of(library)
    by_point = {row.point: row for row in found.rows}
    assert (by_point[one].is_overlap, by_point[two].is_gap, by_point[three].course_count) == (True, True, 0)
    assert (found.gaps, found.overlaps, found.redundancy) == (1, 1, 0.25)
    client.cookies["django_language"] = language
    signed_in(client, leader)
    url = reverse("library:coverage", args=[library.uuid])
    overlaps = client.get(f"{url}?show=overlaps")
    assert [row.point for row in overlaps.context["rows"]] == [one]
    book = load_workbook(io.BytesIO(client.get(f"{url}?as=xlsx").content))
    assert known(book.active).max_row == library.points.count() + 1


def test_five_hundred_points_cost_no_more_queries_than_five(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    library: Library = a_library()
    a_course(library, modules=(1,))
    rows = (KnowledgePoint(library=library, title=f"点{n}", kind="skill", position=n + 50) for n in range(500))
    KnowledgePoint.objects.bulk_create(rows)
    signed_in(client, leader_of(library))
    for name in ("points", "coverage"):
        with django_assert_max_num_queries(25):
            assert "点499" in client.get(reverse(f"library:{name}", args=[library.uuid])).content.decode()
