"""The evidence of a computation: asked for, followed, taken away."""

from typing import Any, cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.monitoring.actions import request_evidence
from zyk.monitoring.models import Computation, EvidenceBundle
from zyk.monitoring.queries.libraries import monitored_libraries
from zyk.monitoring.rules import WATCHERS


@audience(*WATCHERS)
@require_POST
@once
def ask(request: HttpRequest, uuid: Any) -> HttpResponse:
    computation = _watched(request, uuid)
    request_evidence(computation, actor=actor_in(request))
    messages.success(request, _("已排队生成证据包，完成后可在本页下载。"))
    return redirect(f"{reverse('monitoring:library', args=[computation.library.uuid])}?computation={computation.pk}")


@audience(*WATCHERS)
@require_GET
def state(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asked every few seconds while a bundle is being made."""
    computation = _watched(request, uuid)
    return render(request, "monitoring/_evidence.html", {"computation": computation, "bundle": bundle_of(computation)})


@audience(*WATCHERS)
@require_GET
def download(request: HttpRequest, uuid: Any) -> HttpResponse:
    bundles = EvidenceBundle.objects.filter(
        computation__library__in=monitored_libraries(actor_in(request)).values("pk"), fault=""
    )
    bundle = get_object_or_404(bundles.select_related("computation__library"), uuid=uuid)
    if not bundle.is_ready or not default_storage.exists(bundle.storage_name):
        raise Http404
    name = f"{bundle.computation.library.code}-{bundle.computation.as_of}-evidence.zip"
    file = default_storage.open(bundle.storage_name)
    return cast(HttpResponse, FileResponse(file, as_attachment=True, filename=name))


def bundle_of(computation: Computation) -> EvidenceBundle | None:
    """The newest, a failed one only while there is no other."""
    return EvidenceBundle.objects.filter(computation=computation).order_by("-id").first()


def _watched(request: HttpRequest, uuid: Any) -> Computation:
    libraries = monitored_libraries(actor_in(request))
    rows = Computation.objects.filter(library__in=libraries.values("pk")).select_related("library")
    return get_object_or_404(rows, uuid=uuid)
