"""Lists of applications: the same few queries whatever their length."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common.money import wan
from zyk.monitoring.models import IndicatorResult
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application, Cycle, PaperReceipt, Window
from zyk.projects.queries.window import Deadline, sealed_applications

SORTS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "library": ("library__name", "number"),
    "host": ("lead_host__name", "number"),
    "province": ("lead_host__province", "number"),
    "rank": ("recommendation__rank", "number"),
    "budget": ("shown_budget_fen", "number"),
    "state": ("state", "number"),
}
PIPELINE = (
    ApplicationState.RETURNED,
    ApplicationState.PROVINCE_REVIEW,
    ApplicationState.FORMAL_CHECK,
    ApplicationState.NOTICE_READY,
    ApplicationState.IN_NOTICE,
    ApplicationState.NOTICE_DONE,
    ApplicationState.UNDER_REVIEW,
    ApplicationState.REVIEWED,
    ApplicationState.POOLED,
    ApplicationState.APPROVED,
)
SIDE_ENDS = (
    ApplicationState.ON_HOLD,
    ApplicationState.NOT_SELECTED,
    ApplicationState.NOT_RECOMMENDED,
    ApplicationState.INELIGIBLE,
    ApplicationState.WITHDRAWN,
)


@dataclass(frozen=True)
class Stage:
    state: ApplicationState
    count: int


@dataclass(frozen=True)
class Day:
    """One window in the calendar of a year; `place` is done, now or ahead."""

    window: Window
    place: str
    days_left: int | None
    deadline: Deadline


def with_list_columns(applications: QuerySet[Application], actor: Actor | None = None) -> QuerySet[Application]:
    """What the list shows beside the row itself: rank, users counted, paper received, and the budget unless it is
    sealed from `actor`; a sealed figure is neither shown nor sorted by nor exported."""
    is_sealed = sealed_applications() if actor is not None and actor.is_ministry else Q(pk__in=[])
    applications = applications.annotate(
        shown_budget_fen=Case(When(is_sealed, then=None), default=F("budget_total_fen")),
        shown_ministry_fen=Case(When(is_sealed, then=None), default=F("budget_ministry_fen")),
    )
    users = IndicatorResult.objects.filter(code="users_total", computation__library=OuterRef("library"))
    paper = PaperReceipt.objects.filter(application=OuterRef("pk")).order_by("-id")
    return applications.select_related("library__specialty", "lead_host__province", "recommendation", "cycle").annotate(
        users=Subquery(users.order_by("-computation").values("credible_value")[:1]),
        paper_matches=Subquery(paper.values("matches")[:1]),
    )


def pipeline(applications: QuerySet[Application]) -> list[Stage]:
    """How many stand where, in the order of the process; side ends only where somebody stands there."""
    counts = dict(applications.order_by().values_list("state").annotate(count=Count("pk")))
    stages = [Stage(state, counts.get(state, 0)) for state in PIPELINE]
    return stages + [Stage(state, counts[state]) for state in SIDE_ENDS if counts.get(state)]


def by_province(applications: QuerySet[Application]) -> dict[str, int]:
    rows = applications.order_by().values_list("lead_host__province_id").annotate(count=Count("pk"))
    return {code: count for code, count in rows if code}


def calendar_of(cycle: Cycle, at: datetime) -> list[Day]:
    """The windows as they stand for everybody; extensions for one province or one application are not in it."""
    days = []
    for window in cycle.windows.all():
        deadline = Deadline(window, window.closes_on)
        place = "done" if deadline.is_over(at) else "now" if deadline.is_open(at) else "ahead"
        left = (window.closes_on - timezone.localdate(at)).days if place == "now" and window.closes_on else None
        days.append(Day(window, place, None if left is not None and left < 0 else left, deadline))
    return days


def export_header() -> list[str]:
    return [
        _("编号"),
        _("类别"),
        _("资源库"),
        _("专业代码"),
        _("第一主持单位"),
        _("省份"),
        _("推荐"),
        _("预算（万元）"),
        _("部本专项（万元）"),
        _("用户数"),
        _("纸质件"),
        _("状态"),
    ]


def export_rows(applications: QuerySet[Application]) -> Iterator[list[Any]]:
    """One row an application, for spreadsheets."""
    for each in applications:
        yield [
            each.number,
            each.get_kind_display(),
            each.library.name,
            each.library.specialty.code,
            each.lead_host.name,
            each.lead_host.province.short_name if each.lead_host.province else "",
            recommendation_words(each),
            _plain(each.shown_budget_fen),  # type: ignore[attr-defined]
            _plain(each.shown_ministry_fen),  # type: ignore[attr-defined]
            "" if each.users is None else int(each.users),  # type: ignore[attr-defined]
            paper_words(each),
            each.get_state_display(),
        ]


def _plain(fen: int | None) -> str:
    return "" if fen is None else wan(fen).replace(",", "")


def recommendation_words(application: Application) -> str:
    """第 1 位, 免于推荐 or nothing yet."""
    if application.is_exempt:
        return _("免于推荐")
    recommendation = getattr(application, "recommendation", None)
    if recommendation is None or recommendation.is_withdrawn:
        return ""
    return _("第 %(rank)s 位") % {"rank": recommendation.rank}


def paper_words(application: Application) -> str:
    matches = application.paper_matches  # type: ignore[attr-defined]
    return _("未收到") if matches is None else _("相符") if matches else _("不符")
