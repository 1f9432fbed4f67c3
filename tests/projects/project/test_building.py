"""Changes, adjustments, payments, performance and roll-ups, by the pages and in the roles of the people."""

import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.accounts.builders import signed_in
from tests.known import rows_in
from tests.projects.project.builders import (
    WAN,
    People,
    a_budget,
    a_participant,
    a_project,
    a_task_book,
    people_of,
    strangers,
)
from zyk.common.moves import NotInThisState
from zyk.projects.actions.adjustment import begin_adjustment, withdraw_adjustment
from zyk.projects.actions.change import Change, agree_to_change, refuse_change, request_change, withdraw_change
from zyk.projects.actions.disbursement import plan_disbursement
from zyk.projects.actions.reminder import remind
from zyk.projects.actions.report import ensure_report, fill_report
from zyk.projects.actions.task_book import PlannedTask, submit_task_book, write_task_book
from zyk.projects.enums import (
    AdjustmentState,
    BudgetScope,
    ChangeState,
    DisbursementState,
    PerformanceState,
    ProjectState,
    TaskState,
)
from zyk.projects.models import PerformanceTarget, Project, Reminder, Task
from zyk.projects.queries.performance import targets_reached
from zyk.projects.queries.report import budget_cells
from zyk.projects.queries.roll_up import roll_up
from zyk.projects.workbooks.budgets import read_budget
from zyk.projects.workbooks.cells import plain
from zyk.projects.workbooks.fill_budget import filled_2016
from zyk.projects.workbooks.tree import Amount

pytestmark = pytest.mark.django_db
NOTHING_SPENT: dict[tuple[str, str], int] = {}
WORKBOOKS = Path(__file__).parents[1] / "workbooks"


def building(**fields: Any) -> tuple[Project, People]:
    project = a_project(state=ProjectState.BUILDING, **fields)
    a_task_book(project)
    return project, people_of(project)


def url(name: str, thing: Any) -> str:
    return reverse(f"projects:{name}", args=[thing.uuid])


# -- changes ----------------------------------------------------------------------------------------------------------
def test_a_change_is_asked_agreed_to_approved_and_opens_the_next_version(client: Client) -> None:
    project, people = building()
    task = PlannedTask(title="新任务", target="1", due_on=date(2030, 1, 1), deliverable="成果")
    with pytest.raises(NotInThisState):
        write_task_book(project, summary="改", tasks=[task], actor=people.editor)

    signed_in(client, people.lead)
    refused = client.post(url("changes", project), {"kind": "time", "reason": "设备迟到"})
    assert "请填写变更后的完成期限" in refused.content.decode()
    assert "设备迟到" in refused.content.decode()
    client.post(url("changes", project), {"kind": "time", "reason": "设备迟到", "new_end_on": "2030-01-01"})
    change = project.changes.get()
    for person, state in [(people.province, ChangeState.PROVINCE_AGREED), (people.ministry, ChangeState.APPROVED)]:
        signed_in(client, person)
        assert url("change_answer", change) in client.get(url("change", change)).content.decode()
        client.post(url("change_answer", change), {"answer": "agree", "opinion": "同意"})
        change.refresh_from_db()
        assert change.state == state

    book = write_task_book(project, summary="改", tasks=[task], actor=people.editor)
    assert (book.version, book.change) == (2, change)
    signed_in(client, people.ministry)
    assert change.get_kind_display() in client.get(url("task_book", book)).content.decode()


def test_a_change_is_refused_with_a_reason_or_withdrawn_by_the_host() -> None:
    project, people = building()
    for state, end in [(ChangeState.REQUESTED, people.province), (ChangeState.PROVINCE_AGREED, people.ministry)]:
        change = request_change(project, Change("scope", "少一门课"), actor=people.lead)
        with pytest.raises(NotInThisState):
            request_change(project, Change("scope", "再来"), actor=people.lead)
        if state == ChangeState.PROVINCE_AGREED:
            agree_to_change(change, why="", actor=people.province)
        with pytest.raises(ValidationError):
            refuse_change(change, why=" ", actor=end)
        refuse_change(change, why="理由不足", actor=end)
        assert project.changes.order_by("-number")[0].state == ChangeState.REFUSED
    for is_agreed in (False, True):
        change = request_change(project, Change("scope", "少一门课"), actor=people.lead)
        if is_agreed:
            agree_to_change(change, why="", actor=people.province)
        with pytest.raises(PermissionDenied):
            withdraw_change(change, actor=people.editor)
        withdraw_change(change, actor=people.lead)
    assert [change.state for change in project.changes.all()].count(ChangeState.WITHDRAWN) == 2


def test_a_change_of_host_hands_project_and_library_over_to_a_member_unit() -> None:
    project, people = building()
    member = a_participant(project)
    with pytest.raises(ValidationError):
        request_change(project, Change("host", "合并", new_host=people.ministry.organisation), actor=people.lead)
    change = request_change(project, Change("host", "合并", new_host=member.organisation), actor=people.lead)
    agree_to_change(change, why="", actor=people.province)
    agree_to_change(change, why="", actor=people.ministry)

    project.refresh_from_db()
    project.library.refresh_from_db()
    assert project.lead_host == project.library.lead_host == member.organisation


def test_weights_of_tasks_are_all_set_and_make_a_hundred() -> None:
    project = a_project()
    people = people_of(project)
    task = PlannedTask(title="一", target="1", due_on=date(2030, 1, 1), deliverable="成果", weight=Decimal(60))
    book = write_task_book(project, summary="目标", tasks=[task], actor=people.editor)
    with pytest.raises(ValidationError, match="合计 60"):
        submit_task_book(book, actor=people.lead, at=timezone.now())


# -- adjustments ------------------------------------------------------------------------------------------------------
def a_table(project: Project, *, wan: int = 60) -> SimpleUploadedFile:
    """The official form with `wan` 万元 of ministry money for line 1, spent on consulting."""
    edition = project.application.cycle.rulebook.edition
    amounts = [
        Amount("1", "1", "素材制作", 1, wan * WAN, source="ministry"),
        Amount("1", "1", "素材制作", 1, wan * WAN, economic_class="consulting"),
    ]
    return SimpleUploadedFile("new.xlsx", filled_2016(edition, amounts, name="数控技术专业教学资源库"))


def test_an_adjustment_goes_its_levels_and_replaces_the_budget(client: Client) -> None:
    project, people = building()
    before = budget_cells(project)
    signed_in(client, people.editor)
    client.post(url("adjustments", project))
    adjustment = project.adjustments.get()
    here = url("adjustment", adjustment)
    early = client.post(here, {"request": "请示", "note": "说明", "submit": "1"})
    assert "请上传调整后的预算表" in early.content.decode()
    client.post(url("adjustment_table", adjustment), {"scope": "total", "file": a_table(project)})
    page = client.get(here).content.decode()
    assert "60.00" in page
    assert "-" in page
    client.post(here, {"request": "请示", "note": "说明", "submit": "1"})

    for person, state in [
        (people.finance, AdjustmentState.FINANCE_PASSED),
        (people.lead, AdjustmentState.LEAD_PASSED),
    ]:
        signed_in(client, person)
        client.post(url("adjustment_pass", adjustment), {"answer": "pass", "opinion": "同意"})
        adjustment.refresh_from_db()
        assert (adjustment.state, budget_cells(project)) == (state, before)
    signed_in(client, people.ministry)
    client.post(url("adjustment_pass", adjustment), {"answer": "pass"})

    adjustment.refresh_from_db()
    assert adjustment.state == AdjustmentState.APPROVED
    assert {key: fen for key, fen in budget_cells(project).items() if fen} == {("ministry", "1"): 60 * WAN}
    assert [act.by for act in adjustment.acts.all()] == [
        people.editor.user, people.finance.user, people.lead.user, people.ministry.user,
    ]  # fmt: skip


def test_an_adjustment_is_returned_from_every_level_and_keeps_each_opinion(client: Client) -> None:
    project, people = building()
    adjustment = begin_adjustment(project, actor=people.editor)
    assert begin_adjustment(project, actor=people.finance) == adjustment
    signed_in(client, people.editor)
    client.post(url("adjustment_table", adjustment), {"scope": "total", "file": a_table(project)})
    chain = [people.finance, people.lead, people.ministry]
    for level in range(3):
        signed_in(client, people.editor)
        client.post(url("adjustment", adjustment), {"request": "请示", "note": "说明", "submit": "1"})
        for person in chain[:level]:
            client.post(url("adjustment_pass", adjustment), {"answer": "pass"}) if signed_in(client, person) else None
        signed_in(client, chain[level])
        client.post(url("adjustment_pass", adjustment), {"answer": "return"})
        adjustment.refresh_from_db()
        assert adjustment.state != AdjustmentState.RETURNED
        client.post(url("adjustment_pass", adjustment), {"answer": "return", "opinion": f"意见{level}"})
        adjustment.refresh_from_db()
        assert adjustment.state == AdjustmentState.RETURNED
    page = client.get(url("adjustment", adjustment)).content.decode()
    assert [f"意见{level}" in page for level in range(3)] == [True] * 3
    withdraw_adjustment(adjustment, actor=people.editor, at=timezone.now())
    again = begin_adjustment(project, actor=people.editor)
    withdraw_adjustment(again, actor=people.editor, at=timezone.now())
    again.refresh_from_db()
    assert (again.number, again.state) == (2, AdjustmentState.WITHDRAWN)


def test_an_adjustment_holds_what_is_spent_and_a_bad_table_changes_nothing(client: Client) -> None:
    project, people = building()
    report = ensure_report(project, year=timezone.localdate().year, quarter=1)
    fill_report(
        report, received={"ministry": 25 * WAN}, spent={("ministry", "1"): 20 * WAN}, note="", actor=people.editor,
        at=timezone.now(),
    )  # fmt: skip
    adjustment = begin_adjustment(project, actor=people.editor)
    signed_in(client, people.editor)
    bad = client.post(
        url("adjustment_table", adjustment), {"scope": "total", "file": SimpleUploadedFile("x.xlsx", b"no")}
    )
    assert (bad.status_code, "不是有效的" in bad.content.decode()) == (422, True)
    client.post(url("adjustment_table", adjustment), {"scope": "total", "file": a_table(project, wan=10)})
    page = client.post(url("adjustment", adjustment), {"request": "请示", "note": "说明", "submit": "1"})
    assert "调整后的预算小于已报支出：素材制作（部本专项资金）" in page.content.decode()


# -- payments ---------------------------------------------------------------------------------------------------------
def test_ministry_money_is_planned_asked_for_turned_down_paid_and_received(client: Client) -> None:
    project, people = building()
    signed_in(client, people.ministry)
    too_much = client.post(url("payments", project), {"amount": "60"})
    assert "超过部本专项支持" in too_much.content.decode()
    client.post(url("payments", project), {"amount": "30", "planned_on": "2030-03-01"})
    row = project.disbursements.get()
    here = url("payment", row)
    today = timezone.localdate().isoformat()
    steps = [
        (people.lead, {"act": "request"}, DisbursementState.REQUESTED),
        (people.ministry, {"act": "turn-down", "why": "预算未下达"}, DisbursementState.PLANNED),
        (people.finance, {"act": "request"}, DisbursementState.REQUESTED),
        (people.ministry, {"act": "pay", "paid_on": today}, DisbursementState.REQUESTED),
        (people.ministry, {"act": "pay", "document_number": "教财〔2030〕1号", "paid_on": today}, "paid"),
        (people.finance, {"act": "receive", "received_on": "2001-01-01"}, DisbursementState.PAID),
        (people.finance, {"act": "receive", "received_on": today}, DisbursementState.RECEIVED),
    ]
    for person, said, state in steps:
        client.post(here, said) if signed_in(client, person) else None
        row.refresh_from_db()
        assert row.state == state
    listed = rows_in(signed_in(client, people.province).get("/projects/payments/export/").content)
    assert list(listed[1])[3:5] == [1, "30.00"]
    with pytest.raises(PermissionDenied):
        plan_disbursement(project, amount_fen=1, planned_on=None, actor=people.lead)


# -- the official forms -----------------------------------------------------------------------------------------------
def test_budgets_and_targets_leave_in_the_official_forms_and_come_back_the_same(client: Client) -> None:
    project, people = building()
    edition = project.application.cycle.rulebook.edition
    application = project.application
    application.budgets.all().delete()
    read = read_budget(io.BytesIO((WORKBOOKS / "budget_2015.xlsx").read_bytes()), edition)
    for scope, amounts in read.amounts.items():
        budget = a_budget(application, scope)
        budget.lines.all().delete()
        for place, amount in enumerate(amounts):
            budget.lines.create(position=place, **vars(amount))
    signed_in(client, people.province)
    whole = client.get(reverse("projects:budget_form", args=[project.uuid, "2015", "total"]))
    assert read_budget(io.BytesIO(whole.content), edition).amounts == read.amounts
    one = client.get(reverse("projects:budget_form", args=[project.uuid, "2016", "year-1"]))
    sheet = load_workbook(io.BytesIO(one.content)).worksheets[0]
    assert "资源库项目预算" in plain(sheet["A1"].value)
    assert sheet["M6"].value * WAN == sum(a.amount_fen for a in read.amounts[BudgetScope.YEAR_1] if a.level == 1)
    assert client.get(reverse("projects:budget_form", args=[project.uuid, "2017", "total"])).status_code == 404
    targets = client.get(reverse("projects:targets_form", args=[project.uuid]))
    assert "专业教学资源库" in load_workbook(io.BytesIO(targets.content)).worksheets[0]["A1"].value


def test_the_roll_up_adds_up_by_province_and_leaves_in_the_official_forms(client: Client) -> None:
    project, people = building()
    fill_report(
        ensure_report(project, year=timezone.localdate().year, quarter=1),
        received={"ministry": 25 * WAN, "school": 25 * WAN}, spent={("ministry", "1"): 10 * WAN}, note="",
        actor=people.editor, at=timezone.now(),
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as one:
        found = roll_up(Project.objects.all())
    assert (found.whole.projects, found.whole.total.budget, found.whole.total.received) == (1, 100 * WAN, 50 * WAN)
    assert (found.reported, found.lines["1"].spent, found.provinces[0].total.spend_rate) == (
        1,
        10 * WAN,
        Decimal("0.1"),
    )
    building()
    with CaptureQueriesContext(connection) as two:
        roll_up(Project.objects.all())
    assert len(two) == len(one)
    signed_in(client, people.ministry)
    assert "25.0%" in client.get(reverse("projects:execution")).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(reverse("projects:summary_budget")).content)).worksheets[0]
    assert (sheet["M6"].value, sheet["N6"].value) == (200, 100)
    register = load_workbook(io.BytesIO(client.get(reverse("projects:project_register")).content)).worksheets[0]
    assert {register["A2"].value, register["A3"].value} == set(Project.objects.values_list("code", flat=True))
    assert register["J2"].value == "负责人乙"
    assert len(rows_in(client.get(reverse("projects:execution_export")).content)) == 3
    assert signed_in(client, people.lead).get(reverse("projects:project_register")).status_code == 404


# -- performance ------------------------------------------------------------------------------------------------------
def test_performance_is_reviewed_by_the_host_then_scored_by_the_sheet(client: Client) -> None:
    project, people = building()
    PerformanceTarget.objects.create(
        application=project.application, position=1, code="tasks_done", level1="产出指标", level2="时效指标",
        level3="建设任务实际完成率", total="50",
    )  # fmt: skip
    Task.objects.filter(task_book__project=project, position=1).update(
        state=TaskState.DONE, done_on=timezone.localdate()
    )
    assert [(row.actual, row.is_met) for row in targets_reached(project)] == [("50.0", True)]
    signed_in(client, people.ministry)
    client.post(url("performance_open", project), {"period": "final"})
    client.post(url("performance_open", project), {"period": "never"})
    review = project.performance_reviews.get()
    here = url("performance_review", review)
    own = {"self_review": "全面完成", **{f"points-{each['code']}": "8" for each in review.criteria}}
    signed_in(client, people.editor)
    refused = client.post(here, own | {"points-output": "11"}).content.decode()
    assert ("分数应在" in refused, "全面完成" in refused) == (True, True)
    client.post(here, own)
    signed_in(client, people.ministry)
    client.post(here, {"answer": "return", "opinion": "补充说明"})
    review.refresh_from_db()
    assert review.state == PerformanceState.RETURNED
    client.post(here, own) if signed_in(client, people.lead) else None
    signed_in(client, people.ministry)
    client.post(here, {"opinion": "良好", **{f"points-{each['code']}": "9" for each in review.criteria}})
    review.refresh_from_db()
    assert (review.state, review.score) == (PerformanceState.EVALUATED, Decimal("90.00"))
    assert review.figures[0]["actual"] == "50.0"
    assert "90.00" in client.get("/projects/performance/").content.decode()
    assert rows_in(client.get("/projects/performance/export/").content)[1][4] == "90.00"


# -- reminders and doors ----------------------------------------------------------------------------------------------
def test_reminders_go_out_once_however_often_the_worker_runs() -> None:
    project, people = building(approved_on=date(2030, 1, 10))
    Task.objects.filter(task_book__project=project).update(due_on=date(2030, 4, 3))
    people.lead.user.email = "lead@example.org"
    people.lead.user.save()
    day, sent = date(2030, 3, 25), []
    while day <= date(2030, 4, 16):
        sent.append(remind(today=day))
        assert remind(today=day) == 0
        day += timedelta(days=1)
    about = sorted(key.split(":")[0] for key in Reminder.objects.values_list("about", flat=True))
    assert about.count("quarter-over") == 1
    assert about.count("report") == 3
    assert about.count("task") == 6
    assert len(about) == sum(sent)
    assert isinstance(mail.outbox, list)


PAGES = ["changes", "adjustments", "payments", "performance", "targets_form"]


def test_strangers_find_nothing_and_a_member_unit_only_reads(client: Client) -> None:
    project, people = building()
    change = request_change(project, Change("scope", "少一门课"), actor=people.lead)
    adjustment = begin_adjustment(project, actor=people.editor)
    payment = plan_disbursement(project, amount_fen=WAN, planned_on=None, actor=people.ministry)
    acts = [("change_answer", change), ("change_withdraw", change), ("adjustment", adjustment), ("payment", payment)]
    acts += [("adjustment_pass", adjustment), ("adjustment_withdraw", adjustment), ("changes", project)]
    lists = ["all_changes", "all_adjustments", "all_payments", "performance_reviews", "execution"]
    for actor in strangers():
        signed_in(client, actor)
        assert {client.get(url(name, project)).status_code for name in PAGES} == {404}
        assert {client.post(url(name, thing), {"act": "request"}).status_code for name, thing in acts} == {404}
        pages = [client.get(reverse(f"projects:{name}")) for name in lists]
        assert not any(project.code in page.content.decode() for page in pages)
    signed_in(client, a_participant(project))
    assert {client.get(url(name, project)).status_code for name in PAGES} == {200}
    assert client.get(url("adjustment", adjustment)).status_code == 404  # a draft is the host's own
    assert client.post(url("payment", payment), {"act": "request"}).status_code == 404
    assert client.post(url("changes", project), {"kind": "scope", "reason": "r"}).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_speak_both_languages(client: Client, language: str) -> None:
    project, people = building()
    request_change(project, Change("scope", "少一门课"), actor=people.lead)
    words = {
        "all_changes": ("变更申请", "Change requests"),
        "all_adjustments": ("预算调整", "Budget adjustments"),
        "all_payments": ("部本专项拨款", "Ministry payments"),
        "performance_reviews": ("绩效评价", "Performance reviews"),
        "execution": ("预算执行分析", "Budget execution"),
    }
    signed_in(client, people.ministry)
    for name, (chinese, english) in words.items():
        page = client.get(reverse(f"projects:{name}"), headers={"accept-language": language}).content.decode()
        assert (chinese if language == "zh-hans" else english) in page
