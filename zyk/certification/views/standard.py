"""Certification standards: the public list, one standard, drafting, putting in force."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zyk.accounts.actor import Actor, actor_in
from zyk.certification import rules
from zyk.certification.actions import draft_standard, edit_standard, put_in_force
from zyk.certification.enums import BaseStandard, StandardState
from zyk.certification.forms import CriterionRows, StandardForm
from zyk.certification.models import CertificationStandard
from zyk.certification.queries import (
    certifications_by,
    criterion_rows,
    libraries_led_by,
    search_standards,
    starting_values,
    versions_of,
)
from zyk.common.audience import ANYONE, SIGNED_IN, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.templatetags.zyk import said
from zyk.library.models import Library

SORTS: dict[str, tuple[str, ...]] = {
    "title": ("title", "-version", "id"),
    "library": ("library__name", "title", "-version", "id"),
    "since": ("in_force_from", "id"),
}
SHOWN = 20


@audience(ANYONE)
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    text, base, state = (request.GET.get(key, "").strip()[:60] for key in ("q", "base", "state"))
    library = _library(request.GET.get("library", ""), actor)
    sort = sort_of(request, SORTS, "library")
    found = search_standards(actor, text, library=str(library.uuid) if library else "", base=base, state=state)
    context = {
        "text": text,
        "base": base,
        "state": state,
        "library": library,
        "libraries": Library.objects.visible_to(actor).filter(certification_standards__isnull=False).distinct(),
        "bases": BaseStandard.choices,
        "states": StandardState.choices,
        "is_filtered": bool(text or base or state or library),
        "sort": sort,
        "page": page_of(request, found.order_by(*sort.order_by), per_page=20),
        "can_draft": libraries_led_by(actor).exists(),
    }
    return render(request, "certification/standards.html", context)


@audience(ANYONE)
@require_safe
def standard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _shown(request, _visible(request, uuid))


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def draft(request: HttpRequest) -> HttpResponse:
    """A new standard, from the rulebook's figures or (`?after=`) from the version before."""
    actor = actor_in(request)
    libraries = libraries_led_by(actor)
    if not libraries.exists():
        raise Http404
    after = _before(request, actor)
    form = StandardForm(request.POST or None, libraries=libraries, initial=_initial(request, after))
    rows = CriterionRows.of(_values(after) if after else _offered())
    if request.method == "POST":
        form, rows, is_whole = _read(request, form, libraries=libraries)
        if is_whole and form.is_valid():
            try:
                written = draft_standard(requirements=rows.requirements, actor=actor, **form.cleaned_data)
            except ValidationError as error:
                rows.fault = " ".join(error.messages)
            else:
                messages.success(request, _("草案已保存。核对后可以施行。"))
                return redirect("certification:standard", written.uuid)
    offered = [] if after else starting_values()
    return render(request, "certification/draft_standard.html", {"form": form, "rows": rows, "offered": offered})


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_in(request)
    one = _written_by(request, uuid)
    if one.state != StandardState.DRAFT:
        messages.info(request, _("已施行的标准不能修改，请起草新版本。"))
        return redirect("certification:standard", one.uuid)
    initial = {"base": one.base, "base_title": one.base_title, "how_higher": one.how_higher}
    form = StandardForm(request.POST or None, initial=initial)
    rows = CriterionRows.of(_values(one))
    if request.method == "POST":
        form, rows, is_whole = _read(request, form)
        if is_whole and form.is_valid():
            try:
                edit_standard(one, requirements=rows.requirements, actor=actor, **form.cleaned_data)
            except ValidationError as error:
                rows.fault = " ".join(error.messages)
            else:
                messages.success(request, _("草案已保存。核对后可以施行。"))
                return redirect("certification:standard", one.uuid)
    return render(request, "certification/draft_standard.html", {"form": form, "rows": rows, "standard": one})


@audience(SIGNED_IN)
@require_POST
@once
def force(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put it in force; what stands in the way is said beside the criterion."""
    actor = actor_in(request)
    one = _written_by(request, uuid)
    try:
        put_in_force(one, actor=actor, today=timezone.localdate())
    except ValidationError as error:
        faults = error.message_dict if hasattr(error, "error_dict") else {"criteria": error.messages}
        return _shown(request, one, faults={key: " ".join(texts) for key, texts in faults.items()})
    messages.success(request, _("标准已施行，团队成员可以按它申请认证。"))
    return redirect("certification:standard", one.uuid)


def _shown(request: HttpRequest, one: CertificationStandard, faults: dict[str, str] | None = None) -> HttpResponse:
    actor = actor_in(request)
    faults = faults or {}
    can_write = rules.can_write_standard(actor, one.library)
    rows = [(row, faults.get(f"criterion-{row.criterion.position}", "")) for row in criterion_rows(one)]
    certified = certifications_by(one)
    context = {
        "standard": one,
        "rows": rows,
        "faults": len(faults),
        "fault": faults.get("criteria", ""),
        "versions": versions_of(one, actor),
        "certified": certified[:SHOWN],
        "certified_count": certified.count(),
        "can_write": can_write,
        "history": history_of(one) if can_write or actor.is_ministry else None,
    }
    return render(request, "certification/standard.html", context)


def _read(request: HttpRequest, form: StandardForm, libraries: Any = None) -> tuple[StandardForm, CriterionRows, bool]:
    """The sent form and rows, and whether they are to be kept; adding or removing a row keeps all that was typed."""
    if "add" in request.POST or "remove" in request.POST:
        typed = StandardForm(initial=request.POST.dict(), libraries=libraries)
        return typed, CriterionRows.changed(request.POST), False
    rows = CriterionRows.sent(request.POST)
    is_valid = rows.is_valid()
    return form, rows, is_valid and form.is_valid()


def _offered() -> list[dict[str, Any]]:
    """First criteria from the rulebook: our own requirement starts at its figure."""
    return [
        {
            "title": said(value.parameter.title),
            "check_name": value.check_name,
            "threshold": f"{value.parameter.threshold:g}",
        }
        for value in starting_values()
    ]


def _values(one: CertificationStandard) -> list[dict[str, Any]]:
    return [dict(row) for row in one.criteria.values("title", "check_name", "base_threshold", "threshold")]


def _initial(request: HttpRequest, after: CertificationStandard | None) -> dict[str, Any]:
    if after is None:
        led = list(libraries_led_by(actor_in(request))[:2])
        return {"library": request.GET.get("library") or (led[0].uuid if len(led) == 1 else "")}
    return {
        "library": after.library.uuid,
        "title": after.title,
        "base": after.base,
        "base_title": after.base_title,
        "how_higher": after.how_higher,
    }


def _before(request: HttpRequest, actor: Actor) -> CertificationStandard | None:
    try:
        found = CertificationStandard.objects.visible_to(actor).filter(uuid=UUID(request.GET.get("after", "")))
    except ValueError:
        return None
    return found.select_related("library").first()


def _visible(request: HttpRequest, uuid: UUID) -> CertificationStandard:
    actor = actor_in(request)
    found = CertificationStandard.objects.visible_to(actor).select_related("library__lead_host")
    return get_object_or_404(found.prefetch_related("criteria"), uuid=uuid)


def _written_by(request: HttpRequest, uuid: UUID) -> CertificationStandard:
    one = _visible(request, uuid)
    if not rules.can_write_standard(actor_in(request), one.library):
        raise Http404
    return one


def _library(given: str, actor: Actor) -> Library | None:
    try:
        return Library.objects.visible_to(actor).filter(uuid=UUID(given)).first()
    except ValueError:
        return None
