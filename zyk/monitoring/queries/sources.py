"""Sources and what they reported: how fresh, which days are missing, what was put aside."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from zyk.accounts.actor import Actor
from zyk.library.models import Library
from zyk.monitoring.models import ReportedDay, ReportedRow, Source
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.sources.messages import BANK, COURSE, RELATION, RESOURCE, USER

LOOKED_BACK_DAYS = 30
STALE_DAYS = 7


def watched_sources(actor: Actor) -> QuerySet[Source]:
    rows = Source.objects.filter(library__in=monitored_libraries(actor).values("pk"))
    return rows.select_related("library__lead_host")


@dataclass(frozen=True)
class SourceLine:
    source: Source
    last_day: date | None
    gaps: list[date]
    aside: int
    is_stale: bool


def source_lines(sources: list[Source], today: date) -> list[SourceLine]:
    """Two queries for any number. A gap is a day of the last thirty without a behaviour record, after the first."""
    ids = [source.pk for source in sources]
    aside = dict(
        Source.objects.filter(pk__in=ids).annotate(n=Count("quarantined")).values_list("pk", "n")  # type: ignore[misc]
    )
    days: dict[int, set[date]] = {}
    for pk, day in ReportedDay.objects.filter(source__in=ids).values_list("source", "day"):
        days.setdefault(pk, set()).add(day)
    return [_line(source, days.get(source.pk, set()), aside.get(source.pk, 0), today) for source in sources]


def _line(source: Source, days: set[date], aside: int, today: date) -> SourceLine:
    last = max(days, default=None)
    gaps = []
    if days:
        first = max(min(days), today - timedelta(days=LOOKED_BACK_DAYS))
        gaps = [day for n in range((today - first).days) if (day := first + timedelta(days=n)) not in days]
    return SourceLine(source, last, gaps, aside, last is not None and (today - last).days > STALE_DAYS)


def reported_holdings(library: Library) -> dict[str, int]:
    """What other platforms say the library holds there, beside our own: counts by name, marked as reported."""
    live = ReportedRow.objects.filter(source__library=library, is_deleted=False)
    named = {"users": USER, "courses": COURSE, "resources": RESOURCE, "banks": BANK, "relations": RELATION}
    counts = live.aggregate(**{name: Count("pk", filter=Q(kind=kind)) for name, kind in named.items()})
    numbers = live.filter(kind=BANK).values_list("content", flat=True)
    return counts | {"questions": sum(int(content.get("questionnum", 0)) for content in numbers)}
