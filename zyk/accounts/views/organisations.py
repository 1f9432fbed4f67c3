"""The directory of units, and the register behind it, which the operator keeps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zyk.accounts.actions import add_organisation, add_person, edit_organisation
from zyk.accounts.actor import actor_in
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.forms.organisations import AppointmentForm, OrganisationForm
from zyk.accounts.models import Membership, Organisation, Province
from zyk.accounts.queries import search_organisations
from zyk.common.audience import ANYONE, audience
from zyk.common.once import once
from zyk.common.paging import page_of


@audience(ANYONE)
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """The directory of units."""
    text, kind, province = (request.GET.get(key, "").strip()[:60] for key in ("q", "kind", "province"))
    context = {
        "text": text,
        "kind": kind,
        "province": province,
        "kinds": OrganisationKind.choices,
        "provinces": Province.objects.order_by("code"),
        "page": page_of(request, search_organisations(text, kind=kind, province=province)),
        "may_keep": actor_in(request).is_any(Role.OPERATOR),
    }
    return render(request, "accounts/organisations.html", context)


@audience(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
@once
def add(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = add_organisation(actor=actor_in(request), **form.cleaned_data)
            messages.success(request, _("已登记 %(name)s。请为它指定管理员。") % {"name": organisation.name})
            return redirect("accounts:organisation", organisation.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "accounts/organisation_add.html", {"form": form})


@audience(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
@once
def organisation(request: HttpRequest, uuid: str) -> HttpResponse:
    """One unit: its entry, and who administers it."""
    actor = actor_in(request)
    row = get_object_or_404(Organisation.objects.visible_to(actor), uuid=uuid)
    is_appointing = "username" in request.POST
    entry_form = OrganisationForm(None if is_appointing else request.POST or None, instance=row)
    appointment = AppointmentForm(request.POST if is_appointing else None, organisation=row)
    form = appointment if is_appointing else entry_form
    if request.method == "POST" and form.is_valid():
        try:
            if is_appointing:
                add_person(appointment.entry, organisation=row, actor=actor)
                messages.success(request, _("已指定 %(name)s。") % {"name": appointment.entry.name})
            else:
                edit_organisation(row, actor=actor, **entry_form.cleaned_data)
                messages.success(request, _("单位信息已保存。"))
            return redirect("accounts:organisation", row.uuid)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    keepers = Membership.objects.filter(organisation=row, role__in=[Role.UNIT_ADMINISTRATOR, Role.OPERATOR])
    context = {
        "organisation": row,
        "form": entry_form,
        "appointment": appointment,
        "keepers": keepers.valid_on(timezone.localdate()).select_related("user"),
    }
    return render(request, "accounts/organisation.html", context)
