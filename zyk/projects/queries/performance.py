"""绩效目标 against what was reached: computed where the platform knows the value, else left to the self-review."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.monitoring.models import IndicatorResult
from zyk.monitoring.queries import latest_computation
from zyk.projects.enums import TaskState
from zyk.projects.models import PerformanceReview, PerformanceTarget, Project, Task
from zyk.projects.queries.project import tasks_in_force
from zyk.rulebook.edition import Edition

FINISHED = (TaskState.DONE, TaskState.VERIFIED)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Reached:
    """One target with its actual value; `actual` None means nobody computed it, `is_met` None that it is not judged."""

    code: str
    level1: str
    level2: str
    level3: str
    unit: str
    total: str
    year_1: str
    year_2: str
    actual: str | None
    is_met: bool | None

    def of(self, year: int | None) -> str:
        """The target of a budget year, of the whole when `year` is None."""
        return {1: self.year_1, 2: self.year_2}.get(year or 0, self.total)


def targets_reached(project: Project, *, year: int | None = None, tasks: list[Task] | None = None) -> list[Reached]:
    """Every target in the order of the form; judged against the value of `year`, or of the whole."""
    edition = project.application.cycle.rulebook.edition
    rows = list(PerformanceTarget.objects.filter(application_id=project.application_id))
    named = {target.code: target for target in edition.performance_targets}
    values = _values(project, edition, tasks_in_force(project) if tasks is None else tasks)
    found = []
    for row in rows:
        target = named.get(row.code)
        actual = values.get(target.computed) if target and target.computed else None
        unit = target.unit if target and target.unit else ""
        shown = None if actual is None else _shown(actual, unit)
        wanted = {1: row.year_1, 2: row.year_2}.get(year or 0, row.total)
        found.append(
            Reached(
                row.code, row.level1, row.level2, row.level3, unit, row.total, row.year_1, row.year_2, shown,
                _is_met(wanted, shown),
            )
        )  # fmt: skip
    return found


def as_figures(rows: list[Reached]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def reviews_for(actor: Actor) -> QuerySet[PerformanceReview]:
    return PerformanceReview.objects.filter(project__in=Project.objects.visible_to(actor)).select_related(
        "project__library", "project__lead_host__province", "project__application__cycle__rulebook", "evaluated_by"
    )


def _values(project: Project, edition: Edition, tasks: list[Task]) -> dict[str, Decimal]:
    """By formula; shares in per cent."""
    values: dict[str, Decimal] = {}
    computation = latest_computation(project.library)
    if computation:
        formulas = {indicator.code: indicator for indicator in edition.indicators}
        results = IndicatorResult.objects.filter(computation=computation).exclude(credible_value=None)
        for code, value in results.values_list("code", "credible_value"):
            indicator = formulas.get(code)
            if indicator and value is not None:
                values[indicator.formula] = value * HUNDRED if indicator.unit == "share" else value
    return values | _of_tasks(tasks)


def _of_tasks(tasks: list[Task]) -> dict[str, Decimal]:
    """Tasks done of all; and of those whose day is over, the ones that were done by then. By weight where all have
    one."""
    if not tasks:
        return {}
    today = timezone.localdate()
    due = [task for task in tasks if task.due_on <= today]
    found = {"tasks_done_share": _part([task for task in tasks if task.state in FINISHED], tasks)}
    if due:
        found["tasks_on_time_share"] = _part([task for task in due if _is_on_time(task, today)], due)
    return found


def _is_on_time(task: Task, today: date) -> bool:
    return task.state in FINISHED and (task.done_on or today) <= task.due_on


def _part(some: list[Task], whole: list[Task]) -> Decimal:
    weight = sum((task.weight or Decimal(0) for task in whole), start=Decimal(0))
    if weight and all(task.weight is not None for task in whole):
        return sum((task.weight or Decimal(0) for task in some), start=Decimal(0)) * HUNDRED / weight
    return Decimal(len(some)) * HUNDRED / len(whole)


def _shown(value: Decimal, unit: str) -> str:
    return f"{value:.1f}" if unit == "%" else f"{value:.0f}"


def _is_met(wanted: str, actual: str | None) -> bool | None:
    if actual is None:
        return None
    try:
        return Decimal(actual) >= Decimal(wanted.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None
