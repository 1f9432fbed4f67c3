"""Review dates and the ledger of contributions, counted in the database."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from zyk.library.enums import ContributionKind
from zyk.library.models import Contribution, Library


def review_counts(library: Library, today: date, soon: timedelta) -> dict[str, int]:
    """Published resources that are overdue, due soon, planned at all, without a date; one query."""
    due = "review_plan__due_on"
    return library.resources.published().aggregate(
        overdue=Count("pk", filter=Q(**{f"{due}__lte": today})),
        soon=Count("pk", filter=Q(**{f"{due}__gt": today, f"{due}__lte": today + soon})),
        planned=Count("pk", filter=Q(review_plan__isnull=False)),
        none=Count("pk", filter=Q(review_plan=None)),
    )


def ledger_of(library: Library, chosen: Mapping[str, Any]) -> QuerySet[Contribution]:
    """The lines of a library that fit what a `LedgerForm` says, newest first."""
    rows = library.contributions.select_related("unit", "resource", "course")
    if text := chosen.get("q"):
        rows = rows.filter(Q(person_name__icontains=text) | Q(title__icontains=text))
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("unit"):
        rows = rows.filter(unit=chosen["unit"])
    if chosen.get("since"):
        rows = rows.filter(at__date__gte=chosen["since"])
    if chosen.get("until"):
        rows = rows.filter(at__date__lte=chosen["until"])
    return rows.order_by("-at", "-id")


def contributions_by(rows: QuerySet[Contribution], name: str) -> list[dict[str, Any]]:
    """Sums by unit or person, most first: `name`, `all` and one figure for each kind; one query."""
    kinds = {kind.value.replace("-", "_"): Count("pk", filter=Q(kind=kind)) for kind in ContributionKind}
    grouped = rows.order_by().values(name).annotate(all=Count("pk"), **kinds).order_by("-all", name)
    return [{"name": row[name] or "", "all": row["all"], "kinds": [row[kind] for kind in kinds]} for row in grouped]
