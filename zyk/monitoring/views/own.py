"""教学情况 and 我的学习情况: a teacher sees his own classes, a learner himself, nobody anybody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.paging import page_of
from zyk.learning.models import CourseRun
from zyk.learning.queries import taught_runs
from zyk.monitoring.charts import bars_over_time
from zyk.monitoring.panels import Panel
from zyk.monitoring.queries.own import class_lines, class_weeks, my_course_lines, my_days, my_results, resource_use
from zyk.monitoring.views.shared import exported_panel


@audience(Role.TEACHER)
@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    page = page_of(request, taught_runs(actor_in(request)), per_page=30)
    lines = class_lines(list(page.object_list), timezone.now())
    return render(request, "monitoring/classes.html", {"page": page, "lines": lines})


@audience(Role.TEACHER)
@require_GET
def one_class(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One class: its weeks, and what of the course is used."""
    run: CourseRun = get_object_or_404(taught_runs(actor_in(request)), uuid=uuid)
    uses, weeks = resource_use(run), class_weeks(run, timezone.now())
    panels = [_weeks_panel(weeks), _uses_panel(uses)]
    if request.GET.get("export") and (file := exported_panel(request, panels, run.title)):
        return file
    [line] = class_lines([run], timezone.now())
    return render(request, "monitoring/class.html", {"run": run, "line": line, "weeks": panels[0], "uses": uses})


@audience(SIGNED_IN)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own days, counted time and results."""
    actor = actor_in(request)
    lines, days = my_course_lines(actor), my_days(actor, timezone.localdate())
    panel = _days_panel(days)
    if request.GET.get("export") and (file := exported_panel(request, [panel], _("我的学习情况"))):
        return file
    context = {
        "lines": lines,
        "days": panel,
        "results": my_results(actor),
        "active_days": sum(number > 0 for _day, number in days),
        "looked_back": len(days),
        "minutes": round(sum(line.seconds for line in lines) / 60),
        "finished": sum(line.finished for line in lines),
    }
    return render(request, "monitoring/mine.html", context)


def _weeks_panel(weeks: list[tuple[Any, int, int]]) -> Panel:
    names = (_("开始学新内容的人数"), _("学完的内容数"))
    return Panel(
        code="weeks",
        title=_("每周学习"),
        note=_("近 12 周"),
        says=_("每周开始学新内容的人数与学完的内容数"),
        chart=bars_over_time([str(week) for week, _began, _finished in weeks], names, [row[1:] for row in weeks]),
        header=[_("周（星期一）"), *names],
        rows=[(str(week), began, finished) for week, began, finished in reversed(weeks)],
    )


def _uses_panel(uses: list[Any]) -> Panel:
    return Panel(
        code="uses",
        title=_("资源使用"),
        note="",
        says="",
        chart={},
        header=[_("内容"), _("模块"), _("打开的人数"), _("学完的人数"), _("平均分钟")],
        rows=[
            (use.item.resource.title, use.item.module.title, use.opened, use.finished, use.minutes_each) for use in uses
        ],
    )


def _days_panel(days: list[tuple[Any, int]]) -> Panel:
    rows = days if any(number for _day, number in days) else []
    return Panel(
        code="days",
        title=_("我的学习日"),
        note=_("每天记录的学习行为次数"),
        says=_("近 12 周每天的学习行为次数"),
        chart=bars_over_time([f"{day:%m-%d}" for day, _number in rows], (_("行为次数"),), [(n,) for _day, n in rows]),
        header=[_("日"), _("行为次数")],
        rows=[(str(day), number) for day, number in reversed(rows)],
    )
