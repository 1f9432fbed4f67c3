"""归档包 of one application and its project: asked for, followed while it is packed, downloaded."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zyk.common.audience import audience
from zyk.common.once import once
from zyk.media.delivery import deliver
from zyk.projects.actions.archive import KEPT_DAYS, ask_for_archive, record_download
from zyk.projects.enums.archive import ArchiveState
from zyk.projects.models import Application, Project
from zyk.projects.queries.archive import archivable, archive_of
from zyk.projects.rules.sealing import may_read_contents
from zyk.projects.views.reach import READERS, ActorRequest
from zyk.projects.views.sealing import sealed


@audience(*READERS)
@require_http_methods(["GET", "POST"])
@once
def archive(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """What the archive holds, how far it is, and the button that has it packed."""
    application = _application(request, uuid)
    if not may_read_contents(request.actor, application):
        return sealed(request, application)
    if request.method == "POST":
        ask_for_archive(application, actor=request.actor)
        messages.success(request, _("已开始打包，完成后可在本页下载。"))
        return redirect("projects:archive", uuid)
    return render(request, "projects/archive/archive.html", _context(request, application))


@audience(*READERS)
@require_GET
def progress(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """How far it is: the part of the page that asks for itself again until it is packed."""
    application = _application(request, uuid)
    if not may_read_contents(request.actor, application):
        raise Http404
    return render(request, "projects/archive/progress.html", _context(request, application))


@audience(*READERS)  # type: ignore[arg-type]
@require_GET
def download(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    application = _application(request, uuid)
    found = archive_of(application, request.actor)
    if not may_read_contents(request.actor, application) or found is None or found.state != ArchiveState.READY:
        raise Http404
    record_download(found, actor=request.actor)
    return deliver(
        request,
        storage_name=found.storage_name,
        size_bytes=found.size_bytes or 0,
        media_type="application/zip",
        etag=found.sha256,
        seconds=60,
        download_as=f"{application.number}.zip",
        inline=False,
    )


def _application(request: ActorRequest, uuid: UUID) -> Application:
    rows = archivable(request.actor).select_related("cycle__rulebook", "library", "lead_host__province")
    return get_object_or_404(rows, uuid=uuid)


def _context(request: ActorRequest, application: Application) -> dict[str, object]:
    found = archive_of(application, request.actor)
    return {
        "application": application,
        "project": Project.objects.filter(application=application).first(),
        "archive": found,
        "is_busy": bool(found and found.state in (ArchiveState.QUEUED, ArchiveState.PACKING)),
        "days": KEPT_DAYS,
        "is_ministry": request.actor.is_ministry,
    }
