"""A whole library in one file: asked for and fetched by its leader, read in by those who keep the site."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.library import rules, tasks
from zyk.library.actions.transfer import ask_export, ask_import
from zyk.library.enums import TransferKind
from zyk.library.forms.inout import BagForm
from zyk.library.models import Library, LibraryTransfer
from zyk.library.queries import team_role
from zyk.library.views.lists import built_library, said_of


@audience(SIGNED_IN)
@require_POST
@once
def export_library(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Have the package made."""
    one = _led_library(request, uuid)
    asked = ask_export(one, actor=actor_in(request))
    transaction.on_commit(lambda: tasks.transfer_library(asked.pk))
    return redirect("library:inout", uuid)


@audience(SIGNED_IN)
@require_GET
def state(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asked every few seconds while a package is being made."""
    one = _led_library(request, uuid)
    transfer = LibraryTransfer.objects.visible_to(actor_in(request)).filter(library=one, kind="export").first()
    return render(request, "library/_transfer.html", {"library": one, "transfer": transfer})


@audience(SIGNED_IN)
@require_GET
def download(request: HttpRequest, uuid: Any) -> HttpResponse:
    rows = LibraryTransfer.objects.visible_to(actor_in(request)).filter(kind=TransferKind.EXPORT)
    transfer = get_object_or_404(rows.exclude(storage_name=""), uuid=uuid)
    if not default_storage.exists(transfer.storage_name):
        raise Http404
    file = default_storage.open(transfer.storage_name)
    return cast(HttpResponse, FileResponse(file, as_attachment=True, filename=transfer.name))


@audience(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
@once
def imports(request: HttpRequest) -> HttpResponse:
    """Read a package in, and see what became of those before."""
    actor = actor_in(request)
    form = BagForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["bag"]
        try:
            asked = ask_import(given, name=given.name, actor=actor)
        except ValidationError as error:
            form.add_error("bag", said_of(error))
        else:
            transaction.on_commit(lambda: tasks.transfer_library(asked.pk))
            return redirect("library:transfers")
    rows = LibraryTransfer.objects.visible_to(actor).filter(kind=TransferKind.IMPORT)
    transfers = rows.select_related("library", "asked_by")[:20]
    context = {"form": form, "transfers": transfers, "is_busy": any(each.is_busy for each in transfers)}
    name = "library/_imports.html" if request.headers.get("HX-Request") else "library/transfers.html"
    return render(request, name, context)


def _led_library(request: HttpRequest, uuid: Any) -> Library:
    one = built_library(request, uuid)
    if not rules.can_lead(team_role(one, actor_in(request))):
        raise Http404
    return one
