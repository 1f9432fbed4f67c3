"""The page of one resource, its old versions and its file."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zyk.accounts.actor import actor_in
from zyk.common.audience import ANYONE, audience
from zyk.common.audit import history_of
from zyk.library import rules
from zyk.library.actions import open_viewing
from zyk.library.enums import ResourceState, Rights
from zyk.library.models import Resource, ResourceVersion
from zyk.library.noting import note_resource
from zyk.library.queries import similar_resources, team_role, uses_of, where_used
from zyk.library.queries.versions import changed_lines, content_facts, described_between
from zyk.library.standards import dublin_core, dublin_core_xml, lom, lom_xml
from zyk.library.views.lists import outward
from zyk.media.links import signed_url
from zyk.records.verbs import Verb

FEWEST_COMPARED = 2


@audience(ANYONE)
@require_GET
def resource(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Content, description, versions, use. `?v=2` shows an older version; withdrawn ones show what stood here."""
    actor = actor_in(request)
    one = _reachable(request, uuid)
    role = team_role(one.library, actor)
    if one.state == ResourceState.WITHDRAWN and not role:
        return render(request, "library/withdrawn.html", {"resource": one, "why": _why_withdrawn(one)}, status=410)
    versions = _versions_shown(one, role)
    version = _asked_for(request, one, versions)
    viewing = open_viewing(actor, one) if one.state == ResourceState.PUBLISHED and version else None
    response = render(
        request,
        "library/resource.html",
        outward(one)
        | {
            "resource": one,
            "embed_url": settings.ZYK_BASE_URL + reverse("library:embed", args=[one.uuid]),
            "version": version,
            "versions": versions,
            "captions": _captions(version),
            "points": one.points.all(),
            "deed": Rights(one.rights).deed,
            "parts": one.parts.select_related("part__current_version__file"),
            "used_by": where_used(one, actor),
            "uses": uses_of(one),
            "similar": similar_resources(one, actor),
            "team_role": role,
            "can_publish": rules.can_publish(role),
            "history": history_of(one)[:40] if role else [],
            "viewing": viewing,
        },
    )
    if one.state == ResourceState.PUBLISHED:
        note_resource(actor, Verb.VIEWED, one, viewing=viewing.uuid if viewing else None)
    return response


@audience(ANYONE)
@require_GET
def download(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The file of a version, as an attachment; the download is noted."""
    actor = actor_in(request)
    one = _reachable(request, uuid)
    role = team_role(one.library, actor)
    if one.state == ResourceState.WITHDRAWN and not role:
        raise Http404
    version = _asked_for(request, one, _versions_shown(one, role))
    if version is None or version.file is None:
        raise Http404
    note_resource(actor, Verb.DOWNLOADED, one)
    return redirect(signed_url(version.file, name=version.file_name, inline=False))


METADATA = {
    "dc.xml": (dublin_core_xml, "application/xml"),
    "dc.json": (dublin_core, "application/json"),
    "lom.xml": (lom_xml, "application/xml"),
    "lom.json": (lom, "application/json"),
}


@audience(ANYONE)
@require_GET
def metadata(request: HttpRequest, uuid: Any, form: str) -> HttpResponse:
    """The description by a standard (Dublin Core, LOM), to be taken into other systems."""
    if form not in METADATA:
        raise Http404
    rows = Resource.objects.visible_to(actor_in(request)).select_related(
        "library__specialty", "library__lead_host", "contributor", "current_version__file"
    )
    one = get_object_or_404(rows.distinct(), uuid=uuid)
    describe, content_type = METADATA[form]
    said = describe(one)
    if isinstance(said, bytes):
        response = HttpResponse(said, content_type=f"{content_type}; charset=utf-8")
    else:
        response = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{one.uuid}-{form}"'
    return response


@audience(ANYONE)
@require_GET
def compare(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Two versions side by side: facts of the content, lines of a page, and for the team what was described anew."""
    one = _reachable(request, uuid)
    role = team_role(one.library, actor_in(request))
    versions = _versions_shown(one, role)
    if (one.state == ResourceState.WITHDRAWN and not role) or len(versions) < FEWEST_COMPARED:
        raise Http404
    by_number = {str(version.number): version for version in versions}
    try:
        new = by_number[request.GET.get("new", str(versions[0].number))]
        old = by_number[request.GET.get("old", str(versions[1].number))]
    except KeyError as unknown:
        raise Http404 from unknown
    old, new = sorted((old, new), key=lambda version: version.number)
    context = {
        "resource": one,
        "versions": versions,
        "old": old,
        "new": new,
        "facts": content_facts(old, new),
        "lines": changed_lines(old, new),
        "described": described_between(one, old, new) if role else [],
        "team_role": role,
    }
    return render(request, "library/compare.html", context)


def _reachable(request: HttpRequest, uuid: Any) -> Resource:
    rows = Resource.objects.reachable_by(actor_in(request)).select_related(
        "library__specialty", "library__lead_host", "contributor", "created_by", "current_version"
    )
    return get_object_or_404(rows.distinct(), uuid=uuid)


def _versions_shown(one: Resource, role: str) -> list[ResourceVersion]:
    """Published versions for everyone; the team also sees what waits."""
    rows = one.versions.select_related("file", "subtitles", "made_by")
    return list(rows if role else rows.filter(published_at__isnull=False))


def _asked_for(request: HttpRequest, one: Resource, versions: list[ResourceVersion]) -> ResourceVersion | None:
    asked = request.GET.get("v")
    if asked is None:
        return next((version for version in versions if version.pk == one.current_version_id), None)
    for version in versions:
        if str(version.number) == asked:
            return version
    raise Http404


def _captions(version: ResourceVersion | None) -> list[tuple[Any, str, str]]:
    return [(version.subtitles, "zh", "中文")] if version and version.subtitles else []


def _why_withdrawn(one: Resource) -> str:
    entry = history_of(one).filter(to_state=ResourceState.WITHDRAWN).order_by("-sequence").first()
    return entry.why if entry else ""
