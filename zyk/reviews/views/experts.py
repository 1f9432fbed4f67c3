"""专家库: the ministry's list of those who review."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import MINISTRY_ROLES
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.reviews.actions import declare_recusal, register_expert, set_availability
from zyk.reviews.enums import RecusalSource
from zyk.reviews.forms.expert import ExpertForm, RecusalForm
from zyk.reviews.models import Expert
from zyk.reviews.queries import search_experts

SORTS = {
    "name": ("user__name", "id"),
    "unit": ("organisation__name", "id"),
    "waiting": ("waiting", "id"),
    "done": ("done", "id"),
}


@audience(*MINISTRY_ROLES)
@require_GET
def experts(request: HttpRequest) -> HttpResponse:
    sort = sort_of(request, SORTS, "name")
    context = {
        "text": request.GET.get("q", "").strip()[:60],
        "available": request.GET.get("available", ""),
        "sort": sort,
        "page": page_of(request, _rows(request).order_by(*sort.order_by)),
    }
    return render(request, "reviews/experts.html", context)


@audience(*MINISTRY_ROLES)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    header = [
        _("姓名"),
        _("所在单位"),
        _("职称"),
        _("研究领域（专业类代码）"),
        _("可参加评议"),
        _("待评"),
        _("已评"),
        _("回避单位"),
    ]
    rows = (
        [
            row.user.name,
            row.organisation.name,
            row.title,
            "、".join(row.fields),
            _("是") if row.is_available else _("否"),
            row.waiting,  # type: ignore[attr-defined]
            row.done,  # type: ignore[attr-defined]
            row.recused,  # type: ignore[attr-defined]
        ]
        for row in _rows(request).order_by("user__name", "id")
    )
    return xlsx_response(_("专家库") + ".xlsx", header, rows)


@audience(*MINISTRY_ROLES)
@require_http_methods(["GET", "POST"])
@once
def register(request: HttpRequest) -> HttpResponse:
    form = ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            expert = register_expert(
                user=form.user,
                organisation=words["organisation"],
                title=words["title"],
                fields=words["fields_text"],
                actor=actor_in(request),
            )
            messages.success(request, _("%(name)s 已列入专家库。") % {"name": expert.user.name})
            return redirect("reviews:expert", expert.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "reviews/expert_register.html", {"form": form})


@audience(*MINISTRY_ROLES)
@require_GET
def expert(request: HttpRequest, uuid: str) -> HttpResponse:
    return _shown(request, _expert(request, uuid), RecusalForm())


@audience(*MINISTRY_ROLES)
@require_POST
@once
def availability(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _expert(request, uuid)
    is_available = request.POST.get("available") == "1"
    set_availability(found, is_available=is_available, actor=actor_in(request))
    messages.success(request, _("今后的抽取会包括此人。") if is_available else _("今后的抽取不再包括此人。"))
    return redirect("reviews:expert", found.uuid)


@audience(*MINISTRY_ROLES)
@require_POST
@once
def recusal(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _expert(request, uuid)
    form = RecusalForm(request.POST)
    if form.is_valid():
        try:
            declare_recusal(
                expert=found,
                source=RecusalSource.REPORTED,
                actor=actor_in(request),
                **form.cleaned_data,
            )
            messages.success(request, _("已登记回避。"))
            return redirect("reviews:expert", found.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return _shown(request, found, form)


def _shown(request: HttpRequest, found: Expert, form: RecusalForm) -> HttpResponse:
    context = {
        "expert": found,
        "recusals": found.recusals.select_related("organisation").order_by("-id"),
        "reviews": found.reviews.select_related("dossier", "panel").order_by("-id")[:50],
        "history": history_of(found),
        "form": form,
    }
    return render(request, "reviews/expert.html", context)


def _rows(request: HttpRequest) -> QuerySet[Expert]:
    text = request.GET.get("q", "").strip()[:60]
    rows = search_experts(actor_in(request), text, available=request.GET.get("available", ""))
    return rows.annotate(
        waiting=Count(
            "reviews",
            filter=Q(reviews__state__in=["assigned", "in-progress"], reviews__closed_at__isnull=True),
            distinct=True,
        ),
        done=Count("reviews", filter=Q(reviews__state="submitted"), distinct=True),
        recused=Count("recusals", distinct=True),
    )


def _expert(request: HttpRequest, uuid: str) -> Expert:
    rows = Expert.objects.visible_to(actor_in(request))
    return get_object_or_404(rows.select_related("user", "organisation"), uuid=uuid)
