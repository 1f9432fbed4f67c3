"""Statistics of the programme by province, category and year."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.accounts.builders import a_member, a_province, an_organisation, signed_in
from tests.known import known
from tests.projects.builders import a_cycle, an_application
from tests.projects.project.builders import a_project, people_of
from zyk.accounts.enums import Role
from zyk.projects.enums import ApplicationState, ProjectState
from zyk.projects.models import Acceptance, Application, PoolEntry
from zyk.projects.queries.statistics import AXES, statistics

pytestmark = pytest.mark.django_db
PAGE = "/projects/statistics/"


def test_applications_approvals_money_and_acceptances_by_each_axis(client: Client) -> None:
    project = a_project(state=ProjectState.ACCEPTED)
    cycle = project.application.cycle
    people = people_of(project)
    elsewhere = an_organisation(province=a_province("330000", "浙江省", "浙江"))
    pooled = an_application(cycle=cycle, lead_host=elsewhere, state=ApplicationState.POOLED)
    PoolEntry.objects.create(cycle=cycle, library=pooled.library, application=pooled, entered_at=timezone.now())
    an_application(cycle=cycle, lead_host=elsewhere)  # a draft, which the ministry does not know of
    Application.objects.filter(pk=pooled.pk).update(budget_ministry_fen=7_000_000)
    Acceptance.objects.create(project=project, cycle=cycle, state="concluded", conclusion="passed")

    for axis in AXES:
        whole = statistics(people.ministry, axis).whole
        assert (whole.applications, whole.pooled, whole.projects, whole.passed) == (2, 1, 1, 1), axis
        assert (whole.asked_fen, whole.grant_fen) == (7_000_000, project.grant_fen)
    by_province = {line.name: line for line in statistics(people.ministry, "province").lines}
    assert (by_province["浙江"].pooled, by_province["浙江"].projects) == (1, 0)
    assert by_province["浙江"].grant_fen is None
    own = statistics(people.province, "province")
    assert [line.applications for line in own.lines] == [1]

    signed_in(client, people.ministry)
    shown = client.get(PAGE + "?by=category").content.decode()
    assert "7.00" in shown
    book = load_workbook(BytesIO(client.get(reverse("projects:statistics_export") + "?by=year").content))
    assert [row[0] for row in known(book.active).iter_rows(values_only=True)][1:] == [str(cycle.year), "合计"]
    assert "还没有可统计的申请或项目" in client.get(PAGE + "?year=1999").content.decode()
    assert signed_in(client, people.lead).get(PAGE).status_code == 404


def test_sealed_amounts_enter_no_sum_and_the_cost_is_the_same_for_one_or_many() -> None:
    cycle = a_cycle(sealed=True)
    officer = a_member(Role.MINISTRY_OFFICER)
    an_application(cycle=cycle, state=ApplicationState.FORMAL_CHECK)
    Application.objects.update(budget_ministry_fen=5_000_000)
    with CaptureQueriesContext(
        connection,
    ) as few:
        whole = statistics(officer, "province").whole
    assert (whole.applications, whole.asked_fen) == (1, None)
    for code in ("440000", "510000"):
        host = an_organisation(province=a_province(code, f"{code}省", code))
        an_application(cycle=cycle, lead_host=host, state=ApplicationState.FORMAL_CHECK)
    with CaptureQueriesContext(connection) as many:
        assert len(statistics(officer, "province").lines) == 3
    assert len(few) == len(many)
