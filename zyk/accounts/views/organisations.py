from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zyk.accounts.enums import OrganisationKind
from zyk.accounts.models import Province
from zyk.accounts.queries import search_organisations
from zyk.common.audience import ANYONE, audience
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
    }
    return render(request, "accounts/organisations.html", context)
