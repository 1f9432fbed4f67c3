from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.accounts.builders import signed_in
from tests.known import rows_in
from tests.projects.project.builders import WAN, a_participant, a_project, people_of, strangers
from zyk.accounts.actor import Actor
from zyk.common.moves import NotInThisState
from zyk.projects.actions.report import ensure_report, fill_report, pass_report, return_report
from zyk.projects.enums import ProjectState, ReportState
from zyk.projects.models import Project, QuarterReport
from zyk.projects.queries.report import (
    due_day,
    execution_of,
    last_quarter_before,
    quarter_overview,
    quarters_to_report,
    reports_of,
)
from zyk.projects.rules.project import is_late

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
APPROVED = date(2025, 11, 20)


def amounts(received: int = 30, spent: int = 10) -> dict:
    """万元 of ministry money in, and out for line 1."""
    return {
        "received": {"ministry": received * WAN, "local": 0, "enterprise": 0, "school": 0},
        "spent": {("ministry", "1"): spent * WAN},
    }


def filled(
    project: Project, actor: Actor, *, year: int = 2025, quarter: int = 4, at: datetime | None = None, **money: int
) -> QuarterReport:
    report = ensure_report(project, year=year, quarter=quarter)
    fill_report(report, **amounts(**money), note="", actor=actor, at=at or timezone.now())
    report.refresh_from_db()
    return report


def test_the_fourth_quarter_is_due_in_january_of_the_next_year() -> None:
    project = a_project()
    assert [due_day(project, 2025, quarter) for quarter in (1, 2, 3, 4)] == [
        date(2025, 4, 12),
        date(2025, 7, 13),
        date(2025, 10, 15),
        date(2026, 1, 16),
    ]


def test_quarters_run_from_the_approval_to_the_last_that_is_over() -> None:
    project = a_project(approved_on=APPROVED)
    assert last_quarter_before(date(2026, 1, 1)) == (2025, 4)
    assert quarters_to_report(project, date(2025, 12, 31)) == []
    assert quarters_to_report(project, date(2026, 7, 1)) == [(2026, 2), (2026, 1), (2025, 4)]


@pytest.mark.parametrize(
    ("handed_in", "late"),
    [
        (datetime(2026, 1, 16, 23, 59, 59, tzinfo=SHANGHAI), False),
        (datetime(2026, 1, 17, 0, 0, 0, tzinfo=SHANGHAI), True),
        (datetime(2026, 1, 16, 16, 0, 0, tzinfo=ZoneInfo("UTC")), True),
        (datetime(2026, 1, 16, 15, 59, 59, tzinfo=ZoneInfo("UTC")), False),
    ],
)
def test_a_report_is_late_from_midnight_in_shanghai(handed_in: datetime, late: bool) -> None:
    project = a_project(approved_on=APPROVED)
    people = people_of(project)
    report = filled(project, people.editor, at=handed_in)

    found = quarter_overview(people.ministry, year=2025, quarter=4, today=date(2026, 3, 1), is_late=True)

    assert is_late(report, date(2026, 3, 1)) is late
    assert list(found) == ([project] if late else [])


def test_a_report_nobody_began_is_late_once_its_day_is_over() -> None:
    project = a_project(approved_on=APPROVED)
    ministry = people_of(project).ministry
    for today, late in [(date(2026, 1, 16), False), (date(2026, 1, 17), True)]:
        assert is_late(reports_of(project, today)[0], today) is late
        found = quarter_overview(ministry, year=2025, quarter=4, today=today, is_late=True)
        assert list(found) == ([project] if late else [])


def test_a_report_returned_later_does_not_become_late() -> None:
    project = a_project(approved_on=APPROVED)
    people = people_of(project)
    in_time = datetime(2026, 1, 10, 9, 0, tzinfo=SHANGHAI)
    report = filled(project, people.editor, at=in_time)
    return_report(report, opinion="补说明", actor=people.finance, at=in_time)
    fill_report(report, **amounts(), note="", actor=people.editor, at=datetime(2026, 2, 1, tzinfo=SHANGHAI))

    report.refresh_from_db()
    assert report.filled_at == in_time


def test_rates_are_received_and_spent_over_the_budget_of_the_same_cell() -> None:
    project = a_project(approved_on=APPROVED)
    filled(project, people_of(project).editor, received=30, spent=10)

    execution = execution_of(project)

    sources = {source.code: (cell.receipt_rate, cell.spend_rate) for source, cell in execution.sources}
    lines = {line.code: cell.spend_rate for line, cell in execution.lines}
    assert [str(rate) for rate in sources["ministry"]] == ["0.6", "0.2"]
    assert [str(rate) for rate in sources["school"]] == ["0", "0"]
    assert sources["local"] == (None, None)
    assert (str(lines["1"]), str(lines["3"]), lines["5"]) == ("0.2", "0", None)
    assert (str(execution.total.receipt_rate), str(execution.total.spend_rate)) == ("0.3", "0.1")


def test_without_a_budget_there_are_no_rates() -> None:
    project = a_project(approved_on=APPROVED)
    project.application.budgets.all().delete()
    filled(project, people_of(project).editor)

    total = execution_of(project).total

    assert (total.budget, total.receipt_rate, total.spend_rate) == (None, None, None)


def test_the_chain_goes_from_editor_to_finance_to_lead_to_ministry_and_every_act_stays() -> None:
    project = a_project(approved_on=APPROVED)
    people = people_of(project)
    report = filled(project, people.editor)
    for actor in [people.editor, *strangers()]:
        with pytest.raises(PermissionDenied):
            pass_report(report, opinion="", actor=actor, at=timezone.now())
    for actor in [people.province, people.ministry]:
        with pytest.raises(NotInThisState):
            pass_report(report, opinion="", actor=actor, at=timezone.now())
    pass_report(report, opinion="账实相符", actor=people.finance, at=timezone.now())
    return_report(report, opinion="请补说明", actor=people.lead, at=timezone.now())
    fill_report(report, **amounts(), note="已补", actor=people.editor, at=timezone.now())
    for actor in [people.finance, people.lead, people.province, people.ministry]:
        pass_report(report, opinion="", actor=actor, at=timezone.now())

    report.refresh_from_db()
    assert report.state == ReportState.MINISTRY_PASSED
    assert list(report.acts.values_list("to_state", "opinion")) == [
        ("filled", ""),
        ("finance-passed", "账实相符"),
        ("returned", "请补说明"),
        ("filled", "已补"),
        ("finance-passed", ""),
        ("lead-passed", ""),
        ("province-seen", ""),
        ("ministry-passed", ""),
    ]


def test_sending_back_needs_a_reason_and_a_second_click_does_nothing() -> None:
    project = a_project(approved_on=APPROVED)
    people = people_of(project)
    report = filled(project, people.editor)
    with pytest.raises(ValidationError):
        return_report(report, opinion=" ", actor=people.finance, at=timezone.now())
    pass_report(report, opinion="", actor=people.finance, at=timezone.now())
    with pytest.raises(NotInThisState):
        pass_report(report, opinion="", actor=people.finance, at=timezone.now())
    assert report.acts.count() == 2


def test_cumulative_amounts_neither_fall_nor_run_ahead_of_what_came_in() -> None:
    project = a_project(approved_on=APPROVED)
    editor = people_of(project).editor
    filled(project, editor, received=30, spent=10)
    with pytest.raises(ValidationError) as refused:
        filled(project, editor, year=2026, quarter=1, received=20, spent=5)
    assert set(refused.value.message_dict) == {"received-ministry", "spent-ministry-1"}
    with pytest.raises(ValidationError) as refused:
        filled(project, editor, year=2026, quarter=1, received=30, spent=31)
    assert set(refused.value.message_dict) == {"received-ministry"}


# -- pages ------------------------------------------------------------------------------------------------------------
def posted(**cells: str) -> dict[str, str]:
    return {"received-ministry": "300,000.00", "spent-ministry-1": "100000.5", "note": "正常", **cells}


def last_quarter() -> tuple[int, int]:
    return last_quarter_before(timezone.localdate())


def fill_url(project: Project) -> str:
    return reverse("projects:report_fill", args=[project.uuid, *last_quarter()])


def test_the_host_fills_in_a_quarter_in_yuan(client: Client) -> None:
    project = a_project()
    signed_in(client, people_of(project).finance)
    page = client.get(fill_url(project)).content.decode()
    assert "data-sums" in page

    answer = client.post(fill_url(project), posted())

    report = project.quarter_reports.get()
    assert answer["Location"] == reverse("projects:report", args=[report.uuid])
    stored = {(row.direction, row.source, row.line_code): row.amount_fen for row in report.amounts.all()}
    assert stored["received", "ministry", ""] == 30_000_000
    assert stored["spent", "ministry", "1"] == 10_000_050
    assert stored["spent", "school", "3"] == 0


@pytest.mark.parametrize("cell", ["一百", "-1", "0.001"])
def test_what_is_no_amount_is_refused_beside_its_cell_and_stays(client: Client, cell: str) -> None:
    project = a_project()
    signed_in(client, people_of(project).editor)

    page = client.post(fill_url(project), posted(**{"received-school": cell})).content.decode()

    assert f'value="{cell}"' in page
    assert "z-error" in page
    assert not project.quarter_reports.exists()


def test_of_two_tabs_the_second_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    project = a_project()
    people = people_of(project)
    signed_in(client, people.editor).post(fill_url(project), posted())

    page = signed_in(client, people.finance).post(fill_url(project), posted(note="我填的")).content.decode()

    assert "已经填报" in page
    assert "我填的" in page
    assert 'value="300,000.00"' in page
    assert project.quarter_reports.get().note == "正常"


def test_the_chain_by_the_pages(client: Client) -> None:
    project = a_project()
    people = people_of(project)
    signed_in(client, people.editor).post(fill_url(project), posted())
    report = project.quarter_reports.get()
    url = reverse("projects:report", args=[report.uuid])
    for actor, answer in [
        (people.finance, "return"),
        (people.finance, "pass"),
        (people.lead, "pass"),
        (people.ministry, "pass"),
    ]:
        page = signed_in(client, actor).get(url).content.decode()
        assert reverse("projects:report_pass", args=[report.uuid]) in page
        client.post(reverse("projects:report_pass", args=[report.uuid]), {"answer": answer, "opinion": ""})

    report.refresh_from_db()
    assert report.state == ReportState.MINISTRY_PASSED
    page = signed_in(client, people.province).get(url).content.decode()
    assert reverse("projects:report_pass", args=[report.uuid]) not in page


def test_strangers_find_nothing_and_a_member_unit_cannot_fill(client: Client) -> None:
    project = a_project()
    report = filled(project, people_of(project).editor, year=last_quarter()[0], quarter=last_quarter()[1])
    pages = [
        reverse("projects:report", args=[report.uuid]),
        reverse("projects:project_reports", args=[project.uuid]),
        fill_url(project),
    ]
    for actor in strangers():
        signed_in(client, actor)
        assert [client.get(url).status_code for url in pages] == [404, 404, 404]
        assert client.post(reverse("projects:report_pass", args=[report.uuid])).status_code == 404
    signed_in(client, a_participant(project))
    assert [client.get(url).status_code for url in pages] == [200, 200, 404]
    assert client.post(reverse("projects:report_pass", args=[report.uuid])).status_code == 404


def test_a_quarter_that_is_not_over_has_no_form(client: Client) -> None:
    project = a_project()
    signed_in(client, people_of(project).editor)
    year, quarter = (timezone.localdate().year + 1, 1)
    assert client.get(reverse("projects:report_fill", args=[project.uuid, year, quarter])).status_code == 404
    assert client.get(reverse("projects:report_fill", args=[project.uuid, 2019, 9])).status_code == 404


def test_the_overview_filters_and_is_exported_with_the_rates(client: Client) -> None:
    project, other = a_project(), a_project(state=ProjectState.BUILDING)
    people = people_of(project)
    year, quarter = last_quarter()
    filled(project, people.editor, year=year, quarter=quarter)
    signed_in(client, people.ministry)
    everything = client.get("/projects/reports/").content.decode()
    assert project.code in everything
    assert other.code in everything
    assert other.code not in client.get("/projects/reports/", {"state": "filled"}).content.decode()
    assert project.code not in client.get("/projects/reports/", {"state": "unfilled"}).content.decode()

    answer = client.get("/projects/reports/export/", {"state": "filled"})
    rows = rows_in(answer.content)
    assert [row[0] for row in rows[1:]] == [project.code]
    assert rows[1][8:] == ("1000000.00", "300000.00", "30.00%", "100000.00", "10.00%")


def test_the_overview_costs_the_same_for_one_project_and_for_ten(client: Client) -> None:
    signed_in(client, people_of(a_project()).ministry)
    client.get("/projects/reports/")
    with CaptureQueriesContext(connection) as few:
        client.get("/projects/reports/")
    for _each in range(9):
        a_project()
    with CaptureQueriesContext(connection) as many:
        client.get("/projects/reports/")
    assert len(many) == len(few)


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "累计到账"), ("en", "Received, cumulative")])
def test_the_pages_speak_both_languages(client: Client, language: str, word: str) -> None:
    project = a_project()
    people = people_of(project)
    headers = {"accept-language": language}
    signed_in(client, people.editor)
    assert word in client.get(fill_url(project), headers=headers).content.decode()
    report = filled(project, people.editor, year=last_quarter()[0], quarter=last_quarter()[1])
    assert word in client.get(reverse("projects:report", args=[report.uuid]), headers=headers).content.decode()
