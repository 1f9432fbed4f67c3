"""The dashboards: alarms, comparison, growth, reports sent down, a teacher's and a learner's own page."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.accounts.builders import a_member, a_province, an_organisation, signed_in
from tests.known import known
from tests.learning.builders import a_run, an_enrolment, items_of, learner_of, teacher_of
from tests.library.builders import a_library, leader_of
from tests.monitoring.world import AS_OF, a_world
from tests.rulebook.builders import rulebook_2019
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Notification
from zyk.learning.models import Progress
from zyk.library.models import Library
from zyk.monitoring.actions import compute_area, compute_library, month_before, send_monthly, switch_monthly
from zyk.monitoring.areas import Area
from zyk.monitoring.enums import AlarmKind, Level, ReportState
from zyk.monitoring.models import AreaComputation, Computation, MonitoringReport
from zyk.monitoring.queries.alarms import alarms

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed() -> Computation:
    rulebook_2019()
    return compute_library(a_world().library, as_of=AS_OF)


def _get(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"monitoring:{name}", args=args), query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def _kinds(days: int, percent: int, library: Library) -> set[AlarmKind]:
    found = alarms(Library.objects.filter(pk=library.pk), silent_days=days, falls_percent=percent)
    return {alarm.kind for alarm in found}


def test_alarms_follow_what_the_reader_calls_too_long_and_falling(computed: Computation) -> None:
    library = computed.library
    last = known(computed.last_use_on)
    Computation.objects.filter(pk=computed.pk).update(as_of=last + timedelta(days=20), recent_acts=60, earlier_acts=100)

    assert _kinds(14, 30, library) == {AlarmKind.MISSED, AlarmKind.SILENT, AlarmKind.FALLING}
    assert _kinds(30, 30, library) == {AlarmKind.MISSED, AlarmKind.FALLING}
    assert _kinds(30, 50, library) == {AlarmKind.MISSED}
    assert _kinds(30, 50, a_library()) == {AlarmKind.UNCOMPUTED}


def test_the_page_of_alarms_filters_exports_and_shows_each_his_own(client: Client, computed: Computation) -> None:
    other = a_library(name="别省的库")
    signed_in(client, leader_of(computed.library))
    whole = _get(client, "alarms")
    assert computed.library.name in whole
    assert other.name not in whole
    assert computed.library.name not in _get(client, "alarms", kind="source")
    assert computed.library.name not in _get(client, "alarms", q="没有")
    assert _get(client, "alarms", days="x", percent="900")
    assert client.get(reverse("monitoring:alarms"), {"export": "xlsx"}).status_code == 200
    signed_in(client, a_member(Role.STUDENT))
    assert client.get(reverse("monitoring:alarms")).status_code == 404


def test_libraries_are_compared_five_at_most_and_a_strangers_is_left_out(client: Client, computed: Computation) -> None:
    others = [compute_library(a_library(name=f"库{n}"), as_of=AS_OF).library for n in range(6)]
    everyone = [str(each.uuid) for each in (computed.library, *others)]
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    address = reverse("monitoring:comparison")

    page = client.get(address, {"library": everyone})
    assert [library for library, _url in page.context["chosen"]] == [computed.library, *others[:4]]
    assert page.context["too_many"] is True
    assert client.get(address, {"library": everyone[:2], "export": "xlsx"}).status_code == 200
    assert client.get(address, {"library": everyone[:2], "export": "acts", "kind": "csv"}).status_code == 200

    signed_in(client, leader_of(computed.library))
    seen = client.get(address, {"library": [*everyone[:2], "no-uuid"], "q": "库"})
    assert [library for library, _url in seen.context["chosen"]] == [computed.library]
    assert others[0].name not in seen.content.decode()


@pytest.mark.parametrize("panel", ["acts", "people", "roles", "media", "applications", "years"])
def test_every_chart_of_a_library_has_a_table_and_a_file(client: Client, computed: Computation, panel: str) -> None:
    signed_in(client, leader_of(computed.library))
    for span in ("days", "weeks", "months"):
        page = _get(client, "library", computed.library.uuid, span=span)
        assert f'data-chart="chart-{panel}"' in page
    file = client.get(reverse("monitoring:library", args=[computed.library.uuid]), {"export": panel, "kind": "csv"})
    assert file.headers["Content-Type"].startswith("text/csv")
    assert len(file.content.decode().splitlines()) > 1


def test_the_nation_says_which_provinces_grow(
    client: Client, computed: Computation, django_assert_max_num_queries: Any
) -> None:
    province = known(computed.library.lead_host.province)
    for area in (Area(Level.PROVINCE, province=province), Area(Level.NATION)):
        compute_area(area, as_of=AS_OF)
    nation = AreaComputation.objects.get(level=Level.NATION)
    before = AreaComputation.objects.get(level=Level.PROVINCE)
    figures = before.figures | {"active_users": before.figures["active_users"] | {"credible": "1.0000"}}
    AreaComputation.objects.create(
        level=Level.PROVINCE,
        province=province,
        rulebook=nation.rulebook,
        as_of=AS_OF - timedelta(days=40),
        figures=figures,
    )
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("monitoring:nation"), {"sort": "-month"})
    [row] = page.context["growing"]
    assert (row.place, row.month_ago, row.year_end) == (province, 1, None)
    assert row.month_growth == row.now - 1
    assert client.get(reverse("monitoring:nation"), {"export": "growth"}).status_code == 200


def test_a_report_is_sent_down_read_confirmed_and_never_changes(
    client: Client, computed: Computation, django_capture_on_commit_callbacks: Any
) -> None:
    library = computed.library
    host, officer = a_member(Role.UNIT_ADMINISTRATOR, library.lead_host), a_member(Role.MINISTRY_OFFICER)
    signed_in(client, officer)
    address = f"{reverse('monitoring:report_send')}?library={library.uuid}"
    period = {"begins": str(AS_OF - timedelta(days=29)), "ends": str(AS_OF), "message": "请核对"}
    page = client.post(address, period | {"ends": str(timezone.localdate() + timedelta(days=1))})
    assert "期间尚未结束" in page.content.decode()
    assert "请核对" in page.content.decode()
    too_old = client.post(address, period | {"begins": "2020-01-01", "ends": "2020-02-01"})
    assert "没有计算过指标" in too_old.content.decode()

    assert client.post(address, period).status_code == 302
    report = MonitoringReport.objects.get()
    assert Notification.objects.filter(recipient=host.user, url__contains=str(report.uuid)).count() == 1
    assert report.content["about"] == library.name

    signed_in(client, host)
    page_of_host = reverse("monitoring:report", args=[report.uuid])
    assert "确认收到" in client.get(page_of_host).content.decode()
    assert client.get(page_of_host, {"as": "pdf"}).content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(client.get(page_of_host, {"as": "xlsx"}).content), read_only=True)
    assert len(book.sheetnames) == 3
    confirm = reverse("monitoring:report_confirm", args=[report.uuid])
    client.post(confirm, {"reply": "无误"})
    client.post(confirm, {"reply": "再次"})
    report.refresh_from_db()
    assert (report.state, report.reply, report.received_by) == (ReportState.RECEIVED, "无误", host.user)
    assert Notification.objects.filter(recipient=officer.user, url=page_of_host).count() == 1


def test_reports_are_seen_by_sender_province_and_host_alone(client: Client, computed: Computation) -> None:
    host = computed.library.lead_host
    zhejiang = a_province("330000", "浙江省", "浙江")
    elsewhere = a_member(Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, zhejiang))
    own = a_member(Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, host.province))
    signed_in(client, own)
    period = {"begins": str(AS_OF.replace(day=1)), "ends": str(AS_OF)}
    assert (
        client.post(f"{reverse('monitoring:report_send')}?library={computed.library.uuid}", period).status_code == 302
    )
    report = MonitoringReport.objects.get()
    address = reverse("monitoring:report", args=[report.uuid])

    seen = {
        own: 200,
        a_member(Role.MINISTRY_OFFICER): 200,
        a_member(Role.UNIT_ADMINISTRATOR, host): 200,
        elsewhere: 404,
        a_member(Role.UNIT_ADMINISTRATOR): 404,
        a_member(Role.TEACHER, host): 404,
    }
    for person, status in seen.items():
        signed_in(client, person)
        assert client.get(address).status_code == status
        if status == 200:
            assert computed.library.name in _get(client, "reports", state="sent", q=computed.library.name)
            assert client.get(reverse("monitoring:reports"), {"export": "xlsx"}).status_code == 200
    signed_in(client, elsewhere)
    assert client.get(f"{reverse('monitoring:report_send')}?library={computed.library.uuid}").status_code == 404
    assert computed.library.name not in _get(client, "reports")


def test_monthly_reports_go_once_and_only_when_switched_on(computed: Computation) -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    begins, ends = month_before(date(2026, 7, 3))
    assert (begins, ends) == (date(2026, 6, 1), date(2026, 6, 30))
    Computation.objects.filter(pk=computed.pk).update(as_of=ends)

    assert send_monthly(date(2026, 7, 3)) == 0
    switch_monthly(known(officer.organisation), is_on=True, actor=officer)
    assert send_monthly(date(2026, 7, 3)) == 1
    assert send_monthly(date(2026, 7, 3)) == 0
    report = MonitoringReport.objects.get()
    assert (report.library, report.is_monthly, report.sender) == (computed.library, True, officer.organisation)
    switch_monthly(known(officer.organisation), is_on=False, actor=officer)
    assert send_monthly(date(2026, 8, 3)) == 0


def test_a_teacher_sees_his_classes_and_a_learner_himself_and_nobody_else(client: Client) -> None:
    run = a_run()
    enrolment = an_enrolment(run)
    items = items_of(run)
    now = timezone.now()
    Progress.objects.create(enrolment=enrolment, item=items[0], last_at=now, seconds=600, completed_at=now)
    teacher, learner = teacher_of(run), learner_of(enrolment)

    signed_in(client, teacher)
    [line] = client.get(reverse("monitoring:classes")).context["lines"]
    assert (line.learners, line.active, line.minutes_each) == (1, 1, 10)
    page = client.get(reverse("monitoring:class", args=[run.uuid]))
    assert [(use.opened, use.finished) for use in page.context["uses"]] == [(1, 1)] + [(0, 0)] * (len(items) - 1)
    for panel in ("weeks", "uses"):
        exported = client.get(reverse("monitoring:class", args=[run.uuid]), {"export": panel, "kind": "csv"})
        assert exported.headers["Content-Type"].startswith("text/csv")

    signed_in(client, learner)
    mine = client.get(reverse("monitoring:mine"))
    assert [(row.minutes, row.finished) for row in mine.context["lines"]] == [(10, 1)]
    assert client.get(reverse("monitoring:classes")).status_code == 404
    signed_in(client, a_member(Role.TEACHER))
    assert client.get(reverse("monitoring:class", args=[run.uuid])).status_code == 404
    assert client.get(reverse("monitoring:mine")).context["lines"] == []
