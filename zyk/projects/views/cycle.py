from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.enums import Role
from zyk.accounts.models import Province
from zyk.catalogue.models import SpecialtyCategory
from zyk.common.audience import ANYONE, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import csv_response, xlsx_response
from zyk.projects.actions.cycle import (
    close_cycle,
    extend_window,
    grant_extension,
    open_cycle,
    set_notice_days,
    set_switches,
)
from zyk.projects.enums import ApplicationKind, CycleState
from zyk.projects.forms.cycle import ClosingForm, ExtensionForm, NoticeDaysForm, OpenCycleForm
from zyk.projects.forms.handling import ProvinceGrantForm, SwitchesForm
from zyk.projects.models import Application, Cycle, Window
from zyk.projects.queries.application import matching
from zyk.projects.queries.cycle import rulebooks_to_open
from zyk.projects.queries.lists import (
    PIPELINE,
    SIDE_ENDS,
    SORTS,
    by_province,
    calendar_of,
    export_header,
    export_rows,
    pipeline,
    with_list_columns,
)
from zyk.projects.queries.objections import objection_panel
from zyk.projects.views.reach import ActorRequest

FILTERS = ("q", "state", "province", "kind", "category")


@audience(ANYONE)
@require_http_methods(["GET", "POST"])
def cycles(request: ActorRequest) -> HttpResponse:
    """Each year's round with its windows; the ministry opens the next one here."""
    if request.actor.is_any(Role.MINISTRY_OFFICER):
        return _cycles_for_ministry(request)
    if request.method == "POST":
        raise Http404
    years = Cycle.objects.prefetch_related("windows").select_related("rulebook")
    return render(request, "projects/cycle/public.html", {"cycles": [_with_calendar(cycle) for cycle in years]})


@once
def _cycles_for_ministry(request: ActorRequest) -> HttpResponse:
    can_open = bool(rulebooks_to_open())
    form = OpenCycleForm(request.POST or None) if can_open else None
    if request.method == "POST" and form and form.is_valid():
        try:
            cycle = open_cycle(
                rulebook=form.cleaned_data["rulebook"],
                notice_working_days=form.cleaned_data["notice_working_days"],
                actor=request.actor,
            )
        except ValidationError as refused:
            form.add_error("rulebook", refused)
        else:
            messages.success(request, _("%(year)s 年度工作已开启，规则集已冻结。") % {"year": cycle.year})
            return redirect("projects:cycle", cycle.year)
    years = Cycle.objects.prefetch_related("windows").select_related("rulebook")
    context = {"cycles": [_with_calendar(cycle) for cycle in years], "form": form}
    return render(request, "projects/cycle/cycles.html", context)


def _with_calendar(cycle: Cycle) -> dict[str, object]:
    return {"cycle": cycle, "days": calendar_of(cycle, timezone.now())}


@audience(ANYONE)
@require_GET
def cycle(request: ActorRequest, year: int) -> HttpResponse:
    """One year: for the ministry its pipeline and list, for everybody else its windows."""
    found = get_object_or_404(Cycle.objects.select_related("rulebook").prefetch_related("windows"), year=year)
    if not request.actor.is_ministry:
        context = {"cycles": [_with_calendar(found)], "one": found}
        return render(request, "projects/cycle/public.html", context)
    everything = Application.objects.visible_to(request.actor).filter(cycle=found)
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in FILTERS}
    rows = with_list_columns(everything.filter(matching(text=chosen["q"], **_without_text(chosen))), request.actor)
    sort = sort_of(request, SORTS, "number")
    rows = rows.order_by(*sort.order_by)
    if request.GET.get("export") in ("xlsx", "csv"):
        answer = xlsx_response if request.GET["export"] == "xlsx" else csv_response
        return answer(f"{year}.{request.GET['export']}", export_header(), export_rows(rows))
    context = {
        "cycle": found,
        "stages": pipeline(everything),
        "provinces_count": by_province(everything),
        "days": calendar_of(found, timezone.now()),
        "page": page_of(request, rows),
        "sort": sort,
        "chosen": chosen,
        "states": [*PIPELINE, *SIDE_ENDS],
        "kinds": ApplicationKind.choices,
        "provinces": Province.objects.filter(in_programme=True),
        "categories": SpecialtyCategory.objects.all(),
        "is_open": found.state == CycleState.OPEN,
        "may_run": request.actor.is_any(Role.MINISTRY_OFFICER) and found.state == CycleState.OPEN,
        "days_form": NoticeDaysForm(initial={"working_days": found.notice_working_days}),
        "closing_form": ClosingForm(),
        "switches_form": SwitchesForm.of(found),
        "objections": objection_panel(found, request.actor),
        "history": history_of(found)[:8],
    }
    return render(request, "projects/cycle/cycle.html", context)


def _without_text(chosen: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if name != "q"}


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
@once
def extend(request: ActorRequest, year: int, code: str) -> HttpResponse:
    """Move the last day of one window later, with the reason."""
    window = get_object_or_404(Window.objects.select_related("cycle"), cycle__year=year, code=code)
    form = ExtensionForm(request.POST or None, initial={"closes_on": window.closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            extend_window(window=window, actor=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("窗口已延长，正在填报的单位已收到通知。"))
            return redirect("projects:cycle", year)
    context = {"window": window, "form": form, "province_form": ProvinceGrantForm(prefix="province")}
    return render(request, "projects/cycle/extend.html", context | {"extensions": _extensions(window)})


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def extend_province(request: ActorRequest, year: int, code: str) -> HttpResponse:
    """More time for the units of one province."""
    window = get_object_or_404(Window.objects.select_related("cycle"), cycle__year=year, code=code)
    form = ProvinceGrantForm(request.POST, prefix="province")
    if form.is_valid():
        try:
            grant_extension(window=window, actor=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, " ".join(refused.messages))  # type: ignore[arg-type]
        else:
            messages.success(request, _("已准予延期，有关单位已收到通知。"))
            return redirect("projects:extend_window", year, code)
    context = {"window": window, "form": ExtensionForm(initial={"closes_on": window.closes_on}), "province_form": form}
    return render(request, "projects/cycle/extend.html", context | {"extensions": _extensions(window)})


def _extensions(window: Window) -> Any:
    return window.extensions.select_related("province", "application", "granted_by")


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def switches(request: ActorRequest, year: int) -> HttpResponse:
    form = SwitchesForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("复核申请期限请填 1 至 60 的整数，或留空。"))
        set_switches(cycle=get_object_or_404(Cycle, year=year), actor=request.actor, **form.cleaned_data)
        messages.success(request, _("流程开关已保存。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("projects:cycle", year)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def notice_days(request: ActorRequest, year: int) -> HttpResponse:
    form = NoticeDaysForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("公示工作日数请填 1 至 60 的整数。"))
    else:
        set_notice_days(cycle=get_object_or_404(Cycle, year=year), actor=request.actor, **form.cleaned_data)
        messages.success(request, _("公示工作日数已设定。"))
    return redirect("projects:cycle", year)


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def close(request: ActorRequest, year: int) -> HttpResponse:
    form = ClosingForm(request.POST)
    try:
        form.is_valid()
        close_cycle(cycle=get_object_or_404(Cycle, year=year), actor=request.actor, **form.cleaned_data)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("本年度工作已结束。"))
    return redirect("projects:cycle", year)
