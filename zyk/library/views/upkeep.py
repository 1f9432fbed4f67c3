"""The life of resources after publication: review dates, and the ledger of contributions."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.models import User
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.common.spreadsheets import xlsx_response
from zyk.library import rules
from zyk.library.actions import confirm_review, plan_review
from zyk.library.enums import ContributionKind
from zyk.library.forms.upkeep import LedgerForm, ReviewForm
from zyk.library.models import Contribution, Library, Resource, ReviewPlan
from zyk.library.queries.upkeep import contributions_by, ledger_of, review_counts
from zyk.library.views.lists import built_library, said_of

SOON = timedelta(days=30)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def reviews(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Published resources by review date: overdue first; set a date for the picked ones."""
    one, actor = built_library(request, uuid, may=rules.can_build), actor_in(request)
    today = timezone.localdate()
    form = ReviewForm(request.POST or None, library=one, initial={"due_on": today + timedelta(days=365)})
    if request.method == "POST" and form.is_valid():
        picked = Resource.objects.filter(library=one, uuid__in=form.picked(request)).select_related("library")
        done = 0
        try:
            for resource in picked.order_by("id"):
                plan_review(resource, actor=actor, **form.cleaned_data)
                done += 1
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            said = ngettext("已为 %(n)d 条资源定复核日期。", "已为 %(n)d 条资源定复核日期。", done)
            (messages.success if done else messages.error)(request, said % {"n": done} if done else _("请先勾选资源。"))
            return redirect(request.get_full_path())
    show, mine = request.GET.get("show", "overdue"), bool(request.GET.get("mine"))
    rows = _shown(one, show, actor.user if mine else None)
    context = {
        "library": one,
        "tab": "reviews",
        "form": form,
        "page": page_of(request, rows),
        "counts": review_counts(one, today, SOON),
        "show": show,
        "mine": mine,
        "today": today,
    }
    return render(request, "library/reviews.html", context)


@audience(SIGNED_IN)
@require_POST
@once
def confirm(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The keeper has looked: what he found."""
    plan = get_object_or_404(ReviewPlan.objects.select_related("resource__library"), resource__uuid=uuid)
    one = built_library(request, plan.resource.library.uuid, may=rules.can_build)
    try:
        confirm_review(plan, why=request.POST.get("why", "")[:300], today=timezone.localdate(), actor=actor_in(request))
    except ValidationError as error:
        messages.error(request, said_of(error))
    else:
        messages.success(request, _("已记下复核结论。"))
    return redirect("library:reviews", one.uuid)


@audience(SIGNED_IN)
@require_GET
def contributions(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The ledger of the library: sums by unit and by person, and every line; as a sheet too."""
    one = built_library(request, uuid)
    form = LedgerForm(request.GET or None, library=one)
    rows = ledger_of(one, form.cleaned_data if form.is_valid() else {})
    if request.GET.get("as") == "xlsx":
        header = [_("时间"), _("人员"), _("单位"), _("事项"), _("对象"), _("版本")]
        return xlsx_response(
            _("%(library)s贡献台账") % {"library": one.name} + ".xlsx", header, map(_line, rows[:50_000])
        )
    context = {
        "library": one,
        "tab": "contributions",
        "form": form,
        "page": page_of(request, rows),
        "by_unit": contributions_by(rows, "unit__name"),
        "by_person": contributions_by(rows, "person_name")[:50],
        "kinds": ContributionKind.choices,
    }
    return render(request, "library/contributions.html", context)


def _line(row: Contribution) -> list[Any]:
    at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
    unit = row.unit.name if row.unit else ""
    return [at, row.person_name, unit, row.get_kind_display(), row.title, row.version or ""]


def _shown(one: Library, show: str, keeper: User | None) -> QuerySet[Resource]:
    today = timezone.localdate()
    rows = one.resources.published().select_related("review_plan__keeper", "created_by")  # type: ignore[attr-defined]
    if keeper:
        rows = rows.filter(review_plan__keeper=keeper)
    if show == "overdue":
        rows = rows.filter(review_plan__due_on__lte=today)
    elif show == "soon":
        rows = rows.filter(review_plan__due_on__gt=today, review_plan__due_on__lte=today + SOON)
    elif show == "none":
        return rows.filter(review_plan=None).order_by("title", "id")
    return rows.filter(review_plan__isnull=False).order_by("review_plan__due_on", "id")
