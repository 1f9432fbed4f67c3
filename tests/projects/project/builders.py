"""Projects with task book, budget and reports, for tests of the later stages."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from tests.accounts.builders import Member, a_member, a_province, an_organisation
from tests.projects.builders import a_cycle, a_library, an_application
from zyk.accounts.enums import OrganisationKind, Role
from zyk.library.enums import Standing
from zyk.projects.enums import ApplicationState, BudgetScope, FundSource, MemberKind, ProjectState, TaskBookState
from zyk.projects.models import (
    ApplicationMember,
    Budget,
    BudgetLine,
    Project,
    Task,
    TaskBook,
    YearlyDuty,
)

_numbers = count(1)
WAN = 1_000_000  # fen
ROLES = (Role.HOST_EDITOR, Role.PROJECT_LEAD, Role.FINANCE_HEAD, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)


@dataclass
class People:
    """Everyone who has a hand in one project."""

    editor: Member
    lead: Member
    finance: Member
    province: Member
    ministry: Member


def a_project(*, state: str = ProjectState.TASK_BOOK, approved_on: date | None = None, **fields: Any) -> Project:
    """A project by direct rows, as publishing a decision batch would make it, with a budget of 100 万元."""
    number = next(_numbers)
    library = fields.pop("library", None) or a_library(fields.pop("lead_host", None), standing=Standing.APPROVED)
    application = an_application(state=ApplicationState.APPROVED, library=library, cycle=fields.pop("cycle", None))
    a_budget(application)
    return Project.objects.create(
        **{"code": f"{application.cycle.year}-{number:03}", "grant_fen": 50 * WAN} | fields,
        application=application,
        library=library,
        lead_host=library.lead_host,
        year=application.cycle.year,
        approved_on=approved_on or timezone.localdate() - timedelta(days=200),
        state=state,
    )


def a_budget(application: Any, scope: str = BudgetScope.TOTAL) -> Budget:
    """50 万元 of ministry money and 50 万元 of the schools' own, half for line 1 and half for line 3."""
    budget = Budget.objects.create(application=application, scope=scope)
    cells = [(line, source) for line in ("1", "3") for source in (FundSource.MINISTRY, FundSource.SCHOOL)]
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget, position=place, number=line, line_code=line, title=f"开支{line}", source=source,
            amount_fen=25 * WAN,
        )
        for place, (line, source) in enumerate(cells)
    )  # fmt: skip
    return budget


def people_of(project: Project) -> People:
    host = project.lead_host
    officer = a_member(Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, province=host.province))
    return People(
        editor=a_member(Role.HOST_EDITOR, host, name="填报人甲"),
        lead=a_member(Role.PROJECT_LEAD, host, name="负责人乙"),
        finance=a_member(Role.FINANCE_HEAD, host, name="财务丙"),
        province=officer,
        ministry=a_member(Role.MINISTRY_OFFICER),
    )


def strangers() -> list[Member]:
    """People with the right roles in the wrong places."""
    elsewhere = a_province("330000", "浙江省", "浙江")
    other = an_organisation(province=elsewhere)
    return [
        a_member(Role.HOST_EDITOR, other),
        a_member(Role.PROJECT_LEAD, other),
        a_member(Role.FINANCE_HEAD, other),
        a_member(Role.PROVINCE_OFFICER, an_organisation(OrganisationKind.PROVINCE, province=elsewhere)),
        a_member(Role.EXPERT),
        a_member(Role.TEACHER),
    ]


def a_task_book(
    project: Project, *, state: str = TaskBookState.EFFECTIVE, version: int = 1, tasks: int = 2
) -> TaskBook:
    book = TaskBook.objects.create(project=project, version=version, summary="建成一流资源库", state=state)
    for place in range(1, tasks + 1):
        Task.objects.create(
            task_book=book,
            position=place,
            title=f"演示任务{place}",
            target=f"{place * 10} 个",
            due_on=timezone.localdate() + timedelta(days=20 * place),
            deliverable="演示成果",
            responsible=project.lead_host,
        )
    return book


def a_participant(project: Project) -> Member:
    """A person of a confirmed member unit."""
    unit = an_organisation()
    ApplicationMember.objects.create(
        application=project.application, organisation=unit, kind=MemberKind.PARTICIPANT, confirmed_at=timezone.now()
    )
    return a_member(Role.PROJECT_LEAD, unit)


def a_duty(project: Project, baseline: Any, *, year: int, threshold: str | None = "0.1", **fields: Any) -> YearlyDuty:
    return YearlyDuty.objects.create(
        **{"code": "users"} | fields, library=project.library, baseline=baseline, year=year, threshold=threshold
    )


def an_earlier_cycle_project(year: int) -> Project:
    return a_project(cycle=a_cycle(year=year))
