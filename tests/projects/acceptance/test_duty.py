from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.accounts.builders import signed_in
from tests.known import known, rows_in
from tests.projects.project.builders import People, a_duty, a_project, people_of, strangers
from zyk.common.audit import SYSTEM
from zyk.library.enums import Standing
from zyk.monitoring.actions import freeze_baseline
from zyk.projects.actions.duty import lay_out_duties, measure_all_duties, measure_duty
from zyk.projects.actions.exit_review import decide_exit, open_exit_review
from zyk.projects.enums import DutyState, ProjectState
from zyk.projects.models import ExitReview, Project, YearlyDuty
from zyk.projects.rules.duty import even_pace, judged

pytestmark = pytest.mark.django_db


def accepted(year: int | None = None, **fields: Any) -> tuple[Project, YearlyDuty]:
    project = a_project(state=ProjectState.ACCEPTED)
    year = year or timezone.localdate().year
    baseline = freeze_baseline(project.library, actor=SYSTEM, on=date(year - 1, 12, 1))
    return project, a_duty(project, baseline, year=year, **fields)


def test_a_duty_is_met_warned_and_breached_by_its_share_and_the_day() -> None:
    _project, duty = accepted(2025)
    duty.threshold, duty.achieved = Decimal("0.1"), Decimal("0.04")
    assert judged(duty, date(2025, 6, 30)) == DutyState.OPEN
    assert judged(duty, date(2025, 7, 1)) == DutyState.WARNED
    assert judged(duty, date(2025, 12, 31)) == DutyState.WARNED
    assert judged(duty, date(2026, 1, 1)) == DutyState.BREACHED
    duty.achieved = Decimal("0.1")
    assert judged(duty, date(2025, 2, 1)) == DutyState.MET
    assert even_pace(duty, date(2025, 12, 31)) == Decimal("0.1")


def test_without_a_threshold_nothing_is_judged() -> None:
    _project, duty = accepted(2025, threshold=None)
    duty.achieved = Decimal("0.5")
    assert judged(duty, date(2026, 2, 1)) == DutyState.OPEN


def test_measuring_twice_a_night_changes_nothing_more() -> None:
    _project, duty = accepted(2025)
    measure_duty(duty, on=date(2025, 3, 1))
    first = YearlyDuty.objects.values("achieved", "state", "measured_on").get(pk=duty.pk)
    measure_all_duties(on=date(2025, 3, 1))
    assert YearlyDuty.objects.values("achieved", "state", "measured_on").get(pk=duty.pk) == first


def test_each_following_year_the_same_is_owed_again() -> None:
    project, duty = accepted(2025)
    assert (lay_out_duties(on=date(2026, 1, 1)), lay_out_duties(on=date(2026, 1, 2))) == (1, 0)
    again = YearlyDuty.objects.get(library=project.library, year=2026)
    assert (again.code, again.threshold, again.baseline_id) == (duty.code, Decimal("0.1"), duty.baseline_id)


def test_everyone_concerned_sees_the_duties_and_may_measure_now(client: Client) -> None:
    project, duty = accepted()
    people = people_of(project)
    page_url = reverse("projects:library_duties", args=[project.library.uuid])
    for actor in [people.editor, people.province, people.ministry]:
        signed_in(client, actor)
        assert project.library.name in client.get("/projects/duties/").content.decode()
        assert "现在统计" in client.get(page_url).content.decode()
        assert client.post(reverse("projects:measure_duties", args=[project.library.uuid])).status_code == 302
    duty.refresh_from_db()
    assert duty.measured_on == timezone.localdate()


def test_strangers_find_no_duties(client: Client) -> None:
    project, _duty = accepted()
    for actor in strangers():
        signed_in(client, actor)
        assert client.get(reverse("projects:library_duties", args=[project.library.uuid])).status_code == 404
        assert client.post(reverse("projects:measure_duties", args=[project.library.uuid])).status_code == 404


def test_a_threshold_that_is_not_set_is_said(client: Client) -> None:
    project, _duty = accepted(threshold=None)
    signed_in(client, people_of(project).ministry)
    url = reverse("projects:library_duties", args=[project.library.uuid])
    assert "没有设定这项义务的门槛" in client.get(url).content.decode()
    assert "sets no threshold" in client.get(url, headers={"accept-language": "en"}).content.decode()


def test_the_overview_costs_the_same_for_one_duty_and_for_six(client: Client) -> None:
    project, duty = accepted()
    signed_in(client, people_of(project).ministry)
    client.get("/projects/duties/")
    with CaptureQueriesContext(connection) as few:
        client.get("/projects/duties/")
    for year in range(2010, 2015):
        a_duty(project, duty.baseline, year=year)
    with CaptureQueriesContext(connection) as many:
        client.get("/projects/duties/")
    assert len(many) == len(few)
    assert client.get("/projects/duties/export/").status_code == 200


def a_breach() -> tuple[ExitReview, People]:
    project = a_project(state=ProjectState.ACCEPTED)
    project.library.standing = Standing.ACCEPTED
    project.library.save()
    people = people_of(project)
    baseline = freeze_baseline(project.library, actor=people.ministry, on=timezone.localdate())
    duty = a_duty(project, baseline, year=timezone.localdate().year - 1)
    return open_exit_review(duty, actor=people.ministry), people


def test_a_breach_is_explained_and_the_library_kept_or_let_go(client: Client) -> None:
    for act, state, standing in [("keep", "kept", Standing.ACCEPTED), ("exit", "exited", Standing.EXITED)]:
        review, people = a_breach()
        here = reverse("projects:exit_review", args=[review.uuid])
        page = reverse("projects:library_duties", args=[review.library.uuid])
        for stranger in strangers():
            assert signed_in(client, stranger).post(here, {"act": act, "words": "理由"}).status_code == 404
        assert signed_in(client, people.lead).post(here, {"act": act, "words": "理由"}).status_code == 404
        client.post(here, {"act": "explain", "words": "平台迁移"})
        assert "平台迁移" in client.get(page).content.decode()
        signed_in(client, people.ministry)
        client.post(here, {"act": act, "words": " "})
        client.post(here, {"act": act, "words": "评估后决定"})
        review.refresh_from_db()
        review.library.refresh_from_db()
        assert (review.state, review.library.standing) == (state, standing)


def test_the_list_of_continued_support_names_who_may_apply_and_why_others_may_not(client: Client) -> None:
    review, people = a_breach()
    signed_in(client, people.ministry)
    rows = rows_in(client.get(reverse("projects:support_export")).content)
    assert [row[3:] for row in rows[1:]] == [("否", "正在退出评估")]
    decide_exit(review, is_kept=True, opinion="保留", actor=people.ministry, at=timezone.now())
    page = client.get(reverse("projects:support"), headers={"accept-language": "en"}).content.decode()
    assert ("Eligible" in page, review.library.name in page) == (True, True)


def test_exit_reviews_stand_in_one_list_for_those_who_may_see_them(client: Client) -> None:
    project = a_project(state=ProjectState.ACCEPTED)
    people = people_of(project)
    ExitReview.objects.create(library=project.library, year=2025, answer="机房搬迁")
    page = reverse("projects:exit_reviews")
    for actor in (people.ministry, people.province, people.lead):
        assert project.library.name in signed_in(client, actor).get(page, {"state": "open"}).content.decode()
    assert "没有符合条件的退出评估" in client.get(page, {"state": "kept"}).content.decode()
    export = reverse("projects:exit_reviews_export")
    cells = [cell.value for row in known(load_workbook(BytesIO(client.get(export).content)).active) for cell in row]
    assert "机房搬迁" in cells
    for actor in strangers()[:4]:
        shown = signed_in(client, actor).get(page)
        assert project.library.name not in shown.content.decode()
