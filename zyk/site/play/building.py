"""From approval to acceptance: task book with three signatures, tasks, payments, a report each quarter."""

from datetime import date, timedelta

from django.utils import timezone

from zyk.projects.actions.disbursement import (
    confirm_receipt,
    pay_disbursement,
    plan_disbursement,
    request_disbursement,
)
from zyk.projects.actions.report import ensure_report, fill_report, pass_report, return_report
from zyk.projects.actions.task_book import (
    PlannedTask,
    agree_to_task_book,
    confirm_task_book,
    report_task,
    submit_task_book,
    verify_task,
    write_task_book,
)
from zyk.projects.enums import ProjectState, TaskState
from zyk.projects.models import Project, QuarterReport, Task
from zyk.site.play.applying import Round
from zyk.site.play.cast import Host

OPINION = "属实，同意。"


def hosts_of(played: Round) -> dict[int, Host]:
    """Lead host → its people."""
    return {host.organisation.pk: host for host in played.cast.hosts}


def begin_projects(played: Round, day: date) -> None:
    """The task books of all approved projects come into force, and the ministry pays its share."""
    played.clock.go_to(day)
    hosts, now, officer = hosts_of(played), timezone.now(), played.cast.officer
    for project in _projects(played, ProjectState.TASK_BOOK):
        host = hosts[project.lead_host_id]
        task_book = write_task_book(
            project, summary="建成并用好资源库，按季报告，届期验收。", tasks=_tasks(day), actor=host.editor
        )
        submit_task_book(task_book, actor=host.lead, at=now)
        province = played.cast.provinces[project.lead_host.province_id or ""]
        agree_to_task_book(task_book, opinion="目标明确，同意。", actor=province, at=now)
        confirm_task_book(task_book, actor=officer, at=now)
        if project.grant_fen:
            _pay(played, project, host, project.grant_fen, day)


def report_quarter(played: Round, year: int, quarter: int, *, progress: float) -> None:
    """All projects in building report the quarter; one in fifteen is returned once, one in thirty hands in late."""
    hosts = hosts_of(played)
    day = date(year + quarter // 4, quarter % 4 * 3 + 1, 8)
    for late in (False, True):
        played.clock.go_to(day + timedelta(days=30 if late else 0))
        for number, project in enumerate(_projects(played, ProjectState.BUILDING)):
            if (number % 30 == 29) == late:
                _report(
                    played, project, hosts[project.lead_host_id], year, quarter, progress, is_returned=number % 15 == 7
                )


def finish_tasks(played: Round, day: date, *, unfinished: set[int]) -> None:
    """Tasks are reported done and verified; the projects in `unfinished` leave their last one open."""
    played.clock.go_to(day)
    hosts = hosts_of(played)
    for project in _projects(played, ProjectState.BUILDING):
        host, province = hosts[project.lead_host_id], played.cast.provinces[project.lead_host.province_id or ""]
        tasks = list(Task.objects.filter(task_book__project=project, state=TaskState.PLANNED).order_by("position"))
        for task in tasks[: -1 if project.pk in unfinished else None]:
            report_task(
                task, to_state=TaskState.DONE, evidence="已完成，见资源库。", evidence_file=None, actor=host.editor
            )
            verify_task(task, is_verified=True, why="", actor=province)


def _projects(played: Round, state: str) -> list[Project]:
    projects = Project.objects.filter(application__cycle=played.cycle, state=state)
    return list(projects.select_related("lead_host", "library", "application").order_by("code"))


def _tasks(day: date) -> list[PlannedTask]:
    due_on = date(day.year + 1, 11, 30)
    return [
        PlannedTask("建设标准化课程", "≥ 6 门", due_on, "已发布课程", "standard_courses"),
        PlannedTask("制定资源认证标准", "1 部", due_on, "施行的认证标准"),
        PlannedTask("开设公开教学班", "≥ 1 个", due_on, "教学班与成绩"),
    ]


def _pay(played: Round, project: Project, host: Host, amount_fen: int, day: date) -> None:
    officer = played.cast.officer
    planned = plan_disbursement(project, amount_fen=amount_fen, planned_on=day, actor=officer)
    request_disbursement(planned, actor=host.lead)
    planned.refresh_from_db()
    number = f"模拟财〔{day.year}〕{planned.pk} 号"
    pay_disbursement(planned, document_number=number, paid_on=day, actor=officer)
    planned.refresh_from_db()
    confirm_receipt(planned, received_on=day, actor=host.finance)


def _report(
    played: Round, project: Project, host: Host, year: int, quarter: int, progress: float, *, is_returned: bool
) -> None:
    report = ensure_report(project, year=year, quarter=quarter)
    _fill(report, host, project.grant_fen or 0, progress)
    if is_returned:
        return_report(report, opinion="支出与凭证不一致，请核对。", actor=host.finance, at=timezone.now())
        report.refresh_from_db()
        _fill(report, host, project.grant_fen or 0, progress)
    for person in (host.finance, host.lead, played.cast.officer):
        report.refresh_from_db()
        pass_report(report, opinion=OPINION, actor=person, at=timezone.now())


def _fill(report: QuarterReport, host: Host, grant_fen: int, progress: float) -> None:
    spent = int(grant_fen * progress)
    fill_report(
        report,
        received={"ministry": grant_fen, "school": grant_fen // 5},
        spent={("ministry", "1"): spent, ("school", "1"): int(grant_fen // 5 * progress)},
        note="按计划执行。",
        actor=host.editor,
        at=timezone.now(),
    )
