"""国家与省级汇总: budgets, receipts and spending of all projects one may see, added up in the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from zyk.accounts.enums import Role
from zyk.accounts.models import Membership
from zyk.projects.enums import BudgetScope, Direction, MemberKind
from zyk.projects.models import ApplicationMember, BudgetLine, Project, QuarterAmount, QuarterReport
from zyk.projects.queries.report import HANDED_IN, Cell
from zyk.projects.workbooks.fill_projects import SEPARATOR, ProjectRow
from zyk.projects.workbooks.tree import Amount


@dataclass
class Share:
    """What one province, source or line comes to."""

    name: Any
    projects: int = 0
    grant_fen: int = 0
    by_source: dict[str, Cell] = field(default_factory=dict)
    total: Cell = field(default_factory=Cell)


@dataclass(frozen=True)
class RollUp:
    whole: Share
    provinces: list[Share]
    lines: dict[str, Cell]  # first-level spending line → budget and spent
    reported: int  # projects with at least one report


def roll_up(projects: QuerySet[Project]) -> RollUp:
    """By province, source and line; each project by its newest report handed in. Six queries whatever the number."""
    projects = projects.order_by()
    reports = _newest_reports(projects)
    budget = _budget(projects)
    amounts = _amounts(reports)
    provinces: dict[str, Share] = {}
    for row in projects.values("lead_host__province", "lead_host__province__short_name").annotate(
        n=Count("pk"), grant=Sum("grant_fen")
    ):
        code = row["lead_host__province"] or ""
        provinces[code] = Share(row["lead_host__province__short_name"] or "—", row["n"], row["grant"] or 0)
    sources = sorted({source for _province, source, _line in (*budget, *(key[:3] for key in _spent(amounts)))})
    for code, province in provinces.items():
        _fill(province, code, sources, budget, amounts)
    whole = Share("", sum(p.projects for p in provinces.values()), sum(p.grant_fen for p in provinces.values()))
    _fill(whole, None, sources, budget, amounts)
    lines = sorted({line for _province, _source, line in budget} | {key[2] for key in _spent(amounts)})
    return RollUp(whole, list(provinces.values()), {line: _line(line, budget, amounts) for line in lines},
                  reports.count())  # fmt: skip


def summed_budget(projects: QuerySet[Project], scope: str = BudgetScope.TOTAL) -> list[Amount]:
    """First-level amounts of all projects as one budget, to write into the summary workbook."""
    rows = (
        BudgetLine.objects.filter(
            budget__application__in=projects.order_by().values("application"), budget__scope=scope, level=1
        )
        .order_by()
        .values("line_code", "source", "economic_class")
        .annotate(fen=Sum("amount_fen"))
        .order_by("line_code", "source", "economic_class")
    )
    return [
        Amount(row["line_code"], row["line_code"], "", 1, row["fen"], row["source"], row["economic_class"])
        for row in rows
    ]


def register(projects: QuerySet[Project]) -> Iterable[ProjectRow]:
    """One row a project for the register, with the people who act for its host. Three queries."""
    rows = list(projects.select_related("library__specialty", "lead_host__province").order_by("code"))
    people = _people([row.lead_host_id for row in rows])
    members = _members([row.application_id for row in rows])
    for row in rows:
        held = people.get(row.lead_host_id, {})
        units = members.get(row.application_id, {})
        finance, lead, editor = (held.get(role, ("", "")) for role in CONTACTS)
        yield ProjectRow(
            code=row.code,
            specialty=row.library.specialty.name,
            year=str(row.year),
            host=row.lead_host.name,
            province=row.lead_host.province.name if row.lead_host.province else "",
            finance_head=finance[0],
            finance_head_phone=finance[1],
            project_lead=lead[0],
            project_lead_phone=lead[1],
            editor=editor[0],
            editor_phone=editor[1],
            co_hosts=SEPARATOR.join(units.get(MemberKind.CO_HOST, [])),
            participants=SEPARATOR.join(units.get(MemberKind.PARTICIPANT, [])),
        )


CONTACTS = (Role.FINANCE_HEAD, Role.PROJECT_LEAD, Role.HOST_EDITOR)
Key = tuple[str, str, str]  # province, source, spending line


def _newest_reports(projects: QuerySet[Project]) -> QuerySet[QuarterReport]:
    handed_in = QuarterReport.objects.filter(project=OuterRef("project"), state__in=HANDED_IN)
    newest = handed_in.order_by("-year", "-quarter")
    return QuarterReport.objects.filter(project__in=projects.values("pk"), pk=Subquery(newest.values("pk")[:1]))


def _budget(projects: QuerySet[Project]) -> dict[Key, int]:
    rows = (
        BudgetLine.objects.filter(
            budget__application__in=projects.values("application"), budget__scope=BudgetScope.TOTAL, level=1
        )
        .exclude(source="")
        .order_by()
        .values_list("budget__application__project__lead_host__province", "source", "line_code")
        .annotate(fen=Sum("amount_fen"))
    )
    return {(province or "", source, line): fen for province, source, line, fen in rows}


def _amounts(reports: QuerySet[QuarterReport]) -> dict[tuple[str, str, str, str], int]:
    rows = (
        QuarterAmount.objects.filter(report__in=reports.order_by().values("pk"))
        .order_by()
        .values_list("direction", "report__project__lead_host__province", "source", "line_code")
        .annotate(fen=Sum(F("amount_fen")))
    )
    return {(way, province or "", source, line): fen for way, province, source, line, fen in rows}


def _spent(amounts: dict[tuple[str, str, str, str], int]) -> list[Key]:
    return [key[1:] for key in amounts if key[0] == Direction.SPENT]


def _fill(
    found: Share, province: str | None, sources: list[str], budget: dict[Key, int],
    amounts: dict[tuple[str, str, str, str], int],
) -> None:  # fmt: skip
    def planned(source: str) -> int:
        return sum(fen for (p, s, _l), fen in budget.items() if s == source and province in (None, p))

    def reported(way: str, source: str) -> int:
        return sum(fen for (w, p, s, _l), fen in amounts.items() if (w, s) == (way, source) and province in (None, p))

    for source in sources:
        found.by_source[source] = Cell(
            planned(source), reported(Direction.RECEIVED, source), reported(Direction.SPENT, source)
        )
    cells = found.by_source.values()
    found.total = Cell(
        sum(cell.budget or 0 for cell in cells), sum(cell.received for cell in cells), sum(cell.spent for cell in cells)
    )


def _line(line: str, budget: dict[Key, int], amounts: dict[tuple[str, str, str, str], int]) -> Cell:
    return Cell(
        sum(fen for (_p, _s, each), fen in budget.items() if each == line),
        0,
        sum(fen for (way, _p, _s, each), fen in amounts.items() if way == Direction.SPENT and each == line),
    )


def _people(hosts: list[int]) -> dict[int, dict[str, tuple[str, str]]]:
    held = Membership.objects.filter(organisation__in=hosts, role__in=CONTACTS).valid_on(timezone.localdate())
    found: dict[int, dict[str, tuple[str, str]]] = {}
    for membership in held.select_related("user").order_by("-id"):
        person = membership.user
        found.setdefault(membership.organisation_id, {})[membership.role] = (person.name, getattr(person, "phone", ""))
    return found


def _members(applications: list[int]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    rows = ApplicationMember.objects.filter(application__in=applications, confirmed_at__isnull=False)
    for member in rows.select_related("organisation").order_by("id"):
        found.setdefault(member.application_id, {}).setdefault(member.kind, []).append(member.organisation.name)
    return found
