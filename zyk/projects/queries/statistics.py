"""统计: applications, approvals, money and acceptances by province, category of specialties or year."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.projects.enums import AcceptanceState, ApplicationKind, ApplicationState, Conclusion
from zyk.projects.models import Acceptance, Application, Project
from zyk.projects.queries.window import sealed_applications

AXES = {"province": _("按省份"), "category": _("按专业大类"), "year": _("按年度")}
_CATEGORY = "library__specialty__specialty_class__category"
# Axis → code and name of a row, as seen from an application, a project and an acceptance.
_APPLIED = {
    "province": ("lead_host__province", "lead_host__province__short_name"),
    "category": (f"{_CATEGORY}__code", f"{_CATEGORY}__name"),
    "year": ("cycle__year", "cycle__year"),
}
_APPROVED = _APPLIED | {"year": ("year", "year")}
_ACCEPTED = {
    "province": ("project__lead_host__province", "project__lead_host__province__short_name"),
    "category": (f"project__{_CATEGORY}__code", f"project__{_CATEGORY}__name"),
    "year": ("cycle__year", "cycle__year"),
}


@dataclass
class Line:
    """What one province, category or year comes to. `asked_fen` and `grant_fen` None: no amount is known."""

    code: Any
    name: str
    candidates: int = 0
    upgrades: int = 0
    pooled: int = 0
    asked_fen: int | None = None
    projects: int = 0
    grant_fen: int | None = None
    passed: int = 0
    withheld: int = 0
    failed: int = 0

    @property
    def applications(self) -> int:
        return self.candidates + self.upgrades


@dataclass(frozen=True)
class Statistics:
    lines: list[Line]
    whole: Line


def statistics(actor: Actor, axis: str, *, year: int | None = None) -> Statistics:
    """What the actor may see, added up in the database: three queries and the windows of open cycles.

    What the ministry may not read yet enters no sum: sealed applications are counted, their amounts are not."""
    lines: dict[Any, Line] = {}
    applications = Application.objects.visible_to(actor).exclude(state=ApplicationState.WITHDRAWN)
    readable = ~sealed_applications() if actor.is_ministry else Q()
    projects = Project.objects.visible_to(actor)
    acceptances = Acceptance.objects.filter(
        project__in=Project.objects.visible_to(actor), state=AcceptanceState.CONCLUDED
    )
    if year is not None:
        applications = applications.filter(cycle__year=year)
        projects, acceptances = projects.filter(year=year), acceptances.filter(cycle__year=year)
    kind, pooled = ApplicationKind, Q(pool_entry__isnull=False)
    for row in _grouped(
        applications, _APPLIED[axis], candidates=Count("pk", filter=Q(kind=kind.CANDIDATE)),
        upgrades=Count("pk", filter=Q(kind=kind.UPGRADE)), pooled=Count("pk", filter=pooled),
        asked_fen=Sum("budget_ministry_fen", filter=readable),
    ):  # fmt: skip
        _add(lines, row)
    for row in _grouped(projects, _APPROVED[axis], projects=Count("pk"), grant_fen=Sum("grant_fen")):
        _add(lines, row)
    ended = {each.value: Count("pk", filter=Q(conclusion=each)) for each in Conclusion}
    for row in _grouped(acceptances, _ACCEPTED[axis], **ended):
        _add(lines, row)
    ordered = sorted(lines.values(), key=lambda line: str(line.code), reverse=axis == "year")
    return Statistics(ordered, _whole(ordered))


def years_of(actor: Actor) -> list[int]:
    """Years in which the actor sees an application, the newest first."""
    rows = Application.objects.visible_to(actor).order_by("-cycle__year").values_list("cycle__year", flat=True)
    return list(rows.distinct())


def _grouped(rows: QuerySet[Any], axis: tuple[str, str], **counted: Any) -> Iterable[dict[str, Any]]:
    code, name = axis
    found = rows.order_by().values(*dict.fromkeys(axis)).annotate(**counted)
    return ({"code": row[code], "name": row[name]} | {key: row[key] for key in counted} for row in found)


def _add(lines: dict[Any, Line], row: dict[str, Any]) -> None:
    code, name = row.pop("code"), row.pop("name")
    line = lines.setdefault(code or "", Line(code or "", str(name or "—")))
    for key, value in row.items():
        setattr(line, key, value)


def _whole(lines: list[Line]) -> Line:
    whole = Line("", "")
    for name in ("candidates", "upgrades", "pooled", "projects", "passed", "withheld", "failed"):
        setattr(whole, name, sum(getattr(line, name) for line in lines))
    for name in ("asked_fen", "grant_fen"):
        known = [getattr(line, name) for line in lines if getattr(line, name) is not None]
        setattr(whole, name, sum(known) if known else None)
    return whole
