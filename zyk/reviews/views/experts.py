"""专家库: the ministry's list of those who review, and what an expert keeps of himself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in, user_in
from zyk.accounts.enums import MINISTRY_ROLES, Role
from zyk.accounts.models import Province
from zyk.common.audience import audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.reviews.actions import declare_recusal, register_expert, set_availability
from zyk.reviews.actions.expert import add_affiliation, edit_expert
from zyk.reviews.enums import RecusalSource
from zyk.reviews.expert_list import COLUMNS, OPTIONAL, lines_of, take_in
from zyk.reviews.forms.expert import AffiliationForm, ExpertEditForm, ExpertForm, ExpertListForm, RecusalForm
from zyk.reviews.models import Expert
from zyk.reviews.queries import credit_of, search_experts

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
        "chosen": _chosen(request),
        "provinces": Province.objects.filter(in_programme=True),
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
        _("省份"),
        _("职称"),
        _("研究领域（专业代码）"),
        _("关键词"),
        _("可参加评议"),
        _("最多承担件数"),
        _("待评"),
        _("已评"),
        _("回避单位"),
    ]
    rows = (
        [
            row.user.name,
            row.organisation.name,
            row.organisation.province.short_name if row.organisation.province else "",
            row.title,
            "、".join(row.fields),
            "、".join(row.keywords),
            _("是") if row.is_available else _("否"),
            row.max_load if row.max_load is not None else "",
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
def import_list(request: HttpRequest) -> HttpResponse:
    """Every line is judged and reported; only a list without a fault is taken in."""
    form = ExpertListForm(request.POST or None, request.FILES or None)
    faulty: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            lines = lines_of(form.cleaned_data["file"])
            faulty = [line for line in lines if line.faults]
            number = take_in(lines, actor=actor_in(request))
            messages.success(request, _("已列入 %(number)s 位专家。") % {"number": number})
            return redirect("reviews:experts")
        except ValidationError as refusal:
            form.add_error("file", refusal)
    columns = [(name, key not in OPTIONAL) for key, name in COLUMNS.items()]
    return render(request, "reviews/expert_import.html", {"form": form, "faulty": faulty, "columns": columns})


@audience(*MINISTRY_ROLES)
@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    return xlsx_response(_("专家导入模板") + ".xlsx", list(COLUMNS.values()), [])


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
                keywords=words["keywords_text"],
                max_load=words["max_load"],
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
    return _shown(request, _expert(request, uuid))


@audience(*MINISTRY_ROLES)
@require_POST
@once
def availability(request: HttpRequest, uuid: str) -> HttpResponse:
    return _set_availability(request, _expert(request, uuid), redirect("reviews:expert", uuid))


@audience(*MINISTRY_ROLES)
@require_POST
@once
def edit(request: HttpRequest, uuid: str) -> HttpResponse:
    return _edit(request, _expert(request, uuid), redirect("reviews:expert", uuid))


@audience(*MINISTRY_ROLES)
@require_POST
@once
def recusal(request: HttpRequest, uuid: str) -> HttpResponse:
    return _recuse(request, _expert(request, uuid), RecusalSource.REPORTED, redirect("reviews:expert", uuid))


@audience(*MINISTRY_ROLES)
@require_POST
@once
def affiliation(request: HttpRequest, uuid: str) -> HttpResponse:
    return _affiliate(request, _expert(request, uuid), redirect("reviews:expert", uuid))


@audience(Role.EXPERT)
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """What an expert keeps of himself: fields, keywords, load, units, conflicts."""
    return _shown(request, _myself(request))


@audience(Role.EXPERT)
@require_POST
@once
def profile_availability(request: HttpRequest) -> HttpResponse:
    return _set_availability(request, _myself(request), redirect("reviews:profile"))


@audience(Role.EXPERT)
@require_POST
@once
def profile_edit(request: HttpRequest) -> HttpResponse:
    return _edit(request, _myself(request), redirect("reviews:profile"))


@audience(Role.EXPERT)
@require_POST
@once
def profile_recusal(request: HttpRequest) -> HttpResponse:
    return _recuse(request, _myself(request), RecusalSource.DECLARED, redirect("reviews:profile"))


@audience(Role.EXPERT)
@require_POST
@once
def profile_affiliation(request: HttpRequest) -> HttpResponse:
    return _affiliate(request, _myself(request), redirect("reviews:profile"))


def _set_availability(request: HttpRequest, found: Expert, done: HttpResponse) -> HttpResponse:
    is_available = request.POST.get("available") == "1"
    set_availability(found, is_available=is_available, actor=actor_in(request))
    messages.success(request, _("今后的抽取会包括此人。") if is_available else _("今后的抽取不再包括此人。"))
    return done


def _edit(request: HttpRequest, found: Expert, done: HttpResponse) -> HttpResponse:
    form = ExpertEditForm(request.POST, expert=found, with_unit=actor_in(request).is_ministry)
    if form.is_valid():
        edit_expert(found, actor=actor_in(request), **form.words)
        messages.success(request, _("已保存。"))
        return done
    return _shown(request, found, edit_form=form)


def _recuse(request: HttpRequest, found: Expert, source: str, done: HttpResponse) -> HttpResponse:
    form = RecusalForm(request.POST)
    if form.is_valid():
        declare_recusal(expert=found, source=source, actor=actor_in(request), **form.cleaned_data)
        messages.success(request, _("已登记回避。"))
        return done
    return _shown(request, found, form=form)


def _affiliate(request: HttpRequest, found: Expert, done: HttpResponse) -> HttpResponse:
    form = AffiliationForm(request.POST)
    if form.is_valid():
        try:
            words = form.cleaned_data
            add_affiliation(expert=found, organisation=words.pop("unit"), actor=actor_in(request), **words)
            messages.success(request, _("已登记任职单位。"))
            return done
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return _shown(request, found, affiliation_form=form)


def _shown(request: HttpRequest, found: Expert, **forms: Any) -> HttpResponse:
    """The page of one expert; to himself it never names a dossier that is under blind review."""
    is_ministry = actor_in(request).is_ministry
    reviews = found.reviews.select_related("dossier", "panel").order_by("-id")[:50] if is_ministry else []
    context = {
        "expert": found,
        "is_ministry": is_ministry,
        "recusals": found.recusals.select_related("organisation").order_by("-id"),
        "affiliations": found.affiliations.select_related("organisation"),
        "reviews": reviews,
        "credit": credit_of(found),
        "history": history_of(found) if is_ministry else [],
        "form": RecusalForm(),
        "edit_form": ExpertEditForm(expert=found, with_unit=is_ministry),
        "affiliation_form": AffiliationForm(),
    }
    return render(request, "reviews/expert.html", context | forms)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in ("q", "available", "province", "field")}


def _rows(request: HttpRequest) -> QuerySet[Expert]:
    chosen = _chosen(request)
    rows = search_experts(
        actor_in(request),
        chosen["q"],
        available=chosen["available"],
        province=chosen["province"],
        field=chosen["field"],
    )
    return rows.select_related("organisation__province").annotate(
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


def _myself(request: HttpRequest) -> Expert:
    return get_object_or_404(Expert.objects.select_related("user", "organisation"), user=user_in(request))
