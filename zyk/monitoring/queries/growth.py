"""Which provinces, or hosts of a province, grow: a figure today, thirty days before and at the end of last year."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery

from zyk.accounts.models import Organisation, Province
from zyk.monitoring.enums import Level
from zyk.monitoring.models import AreaComputation
from zyk.monitoring.queries.trends import growth_of

A_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Growing:
    """`place`: a province or a unit. Growth is None where a figure on either side is not known."""

    place: Any
    as_of: date | None
    now: Decimal | None
    month_ago: Decimal | None
    year_end: Decimal | None

    @property
    def month_growth(self) -> Decimal | None:
        return growth_of(self.month_ago, self.now)

    @property
    def year_growth(self) -> Decimal | None:
        return growth_of(self.year_end, self.now)


def growing_provinces(code: str, on: date) -> list[Growing]:
    """Two queries, whatever the history."""
    return _growing(Province.objects.order_by("pk"), Level.PROVINCE, "province", code, on)


def growing_hosts(province: Province, code: str, on: date) -> list[Growing]:
    hosts = Organisation.objects.filter(province=province).order_by("name", "pk")
    return _growing(hosts, Level.HOST, "organisation", code, on)


def _growing(places: QuerySet[Any], level: Level, field: str, code: str, on: date) -> list[Growing]:
    def kept(until: date) -> Subquery:
        rows = AreaComputation.objects.filter(level=level, as_of__lte=until, **{field: OuterRef("pk")})
        return Subquery(rows.order_by("-as_of", "-id").values("pk")[:1])

    rows = list(
        places.annotate(now_id=kept(on), month_id=kept(on - A_MONTH), year_id=kept(date(on.year - 1, 12, 31))).filter(
            now_id__isnull=False
        )
    )
    wanted = {pk for row in rows for pk in (row.now_id, row.month_id, row.year_id) if pk}
    found = AreaComputation.objects.filter(pk__in=wanted).values_list("pk", "as_of", f"figures__{code}__credible")
    figures = {pk: (as_of, None if text is None else Decimal(text)) for pk, as_of, text in found}
    return [_one(row, figures) for row in rows]


def _one(row: Model, figures: dict[int, tuple[date, Decimal | None]]) -> Growing:
    def value(pk: int | None) -> Decimal | None:
        return figures[pk][1] if pk else None

    as_of = figures[row.now_id][0]  # type: ignore[attr-defined]
    return Growing(row, as_of, value(row.now_id), value(row.month_id), value(row.year_id))  # type: ignore[attr-defined]
