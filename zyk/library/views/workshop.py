"""The library's resources as its team sees them: filter, publish many, export; and uploading."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.common.spreadsheets import xlsx_response
from zyk.library import rules
from zyk.library.actions import create_resource, publish_resource, submit_resource
from zyk.library.enums import Level, MediaType, ResourceState
from zyk.library.export import HEADER, rows_of
from zyk.library.forms.resource import PageForm, UploadForm
from zyk.library.models import Library, Resource
from zyk.library.models.resource import ResourceQuerySet
from zyk.library.noting import note_resource
from zyk.library.queries import described, same_content, team_role, to_do
from zyk.library.views.lists import built_library, said_of
from zyk.media.models import StoredFile
from zyk.records.verbs import Verb

SORTS = {
    "title": ("title", "id"),
    "updated": ("updated_at", "id"),
    "media": ("media_type", "title", "id"),
    "state": ("state", "title", "id"),
}
_SALT = "zyk.library.again"


@audience(SIGNED_IN)
@require_GET
def workshop(request: HttpRequest, uuid: Any) -> HttpResponse:
    """All resources of the library, whatever their state."""
    one = built_library(request, uuid)
    sort = sort_of(request, SORTS, "-updated")
    role = team_role(one, actor_in(request))
    context = _chosen(request) | {
        "library": one,
        "tab": "resources",
        "sort": sort,
        "page": page_of(request, described(_filtered(request, one)).order_by(*sort.order_by)),
        "counts": [(state, to_do(one).get(state.value, 0)) for state in ResourceState],
        "media_types": MediaType.choices,
        "can_publish": rules.can_publish(role),
    }
    return render(request, "library/workshop.html", context)


@audience(SIGNED_IN)
@require_GET
def export(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The filtered list with all monitored fields."""
    one = built_library(request, uuid)
    rows = described(_filtered(request, one)).order_by("id")
    name = _("%(library)s资源清单") % {"library": one.name}
    return xlsx_response(f"{name}.xlsx", [str(words) for words in HEADER], rows_of(rows))


@audience(SIGNED_IN)
@require_POST
@once
def change_many(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Publish or submit the picked ones; those that cannot are named."""
    one, actor = built_library(request, uuid, may=rules.can_build), actor_in(request)
    act = publish_resource if request.POST.get("act") == "publish" else submit_resource
    done, refused = 0, []
    for resource in Resource.objects.filter(library=one, uuid__in=_uuids(request)).order_by("id"):
        try:
            act(resource, actor=actor)
            done += 1
        except ValidationError as error:
            refused.append(f"{resource.title}：{said_of(error)}")
    if done:
        messages.success(request, ngettext("%(n)s 条资源已处理。", "%(n)s 条资源已处理。", done) % {"n": done})
    for line in refused[:5]:
        messages.error(request, line)
    return redirect("library:workshop", uuid)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Files in, one draft for each. They are judged and stored before the transaction that makes the drafts, which
    would otherwise hold up every other writer for as long."""
    one, actor = built_library(request, uuid, may=rules.can_build), actor_in(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and "again" in request.POST:
        return _made_again(request, one)
    stored: list[tuple[str, StoredFile]] = []
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        for given in form.cleaned_data["uploads"]:
            try:
                stored.append((given.name, given.stored(actor)))
            except ValidationError as error:
                refused.append(f"{given.name}：{said_of(error)}")
    return _drafted(request, one, form, stored, refused)


@once
def _drafted(
    request: HttpRequest, one: Library, form: UploadForm, stored: list[tuple[str, StoredFile]], refused: list[str]
) -> HttpResponse:
    """What the libraries have already is shown first, and made only when asked again."""
    made, again = _taken(request, one, form, stored, refused) if stored else ([], [])
    for resource in made:
        note_resource(actor_in(request), Verb.UPLOADED, resource)
    if made or again:
        for line in refused:
            messages.error(request, line)
        return _led_on(request, one, made, again)
    for line in refused:
        form.add_error("uploads", line)
    context = {"library": one, "tab": "upload", "form": form, "known": _known_files(request)}
    return render(request, "library/upload.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def new_page(request: HttpRequest, uuid: Any) -> HttpResponse:
    """A resource without a file: a page of text, or a component to be put together."""
    one, actor = built_library(request, uuid, may=rules.can_build), actor_in(request)
    form = PageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_component = form.cleaned_data["kind"] == "component"
        try:
            resource = create_resource(
                library=one,
                actor=actor,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                level=Level.COMPONENT if is_component else Level.MATERIAL,
            )
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            messages.success(request, _("草稿已建立，请补全标引。"))
            return redirect("library:edit_resource", resource.uuid)
    return render(request, "library/new_page.html", {"library": one, "tab": "upload", "form": form})


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in ("q", "state", "media", "rights")}


def _filtered(request: HttpRequest, one: Library) -> ResourceQuerySet:
    chosen = _chosen(request)
    rows = Resource.objects.filter(library=one)
    if chosen["q"]:
        rows = rows.filter(Q(title__icontains=chosen["q"]) | Q(keywords__icontains=chosen["q"]))
    if chosen["state"]:
        rows = rows.filter(state=chosen["state"])
    if chosen["rights"] == "soon":
        rows = rows.filter(rights_until__lte=timezone.localdate() + timedelta(days=30))
    return rows.filter(media_type=chosen["media"]) if chosen["media"] else rows


def _uuids(request: HttpRequest) -> list[str]:
    from uuid import UUID

    picked = []
    for text in request.POST.getlist("picked")[:500]:
        try:
            picked.append(str(UUID(text)))
        except ValueError:
            continue
    return picked


def _taken(
    request: HttpRequest, one: Library, form: UploadForm, stored: list[tuple[str, StoredFile]], refused: list[str]
) -> tuple[list[Resource], list[str]]:
    """(drafts made, tokens of files known already); what cannot be a draft joins `refused`."""
    actor = actor_in(request)
    shared = {name: form.cleaned_data[name] for name in ("scope", "rights", "author", "source")}
    made: list[Resource] = []
    again: list[str] = []
    for name, file in stored:
        if same_content(file.sha256, actor):
            again.append(_token(one, file, name, shared))
            continue
        try:
            made.append(create_resource(library=one, actor=actor, file=file, file_name=name, **shared))
        except ValidationError as error:
            refused.append(f"{name}：{said_of(error)}")
    return made, again


def _token(one: Library, stored: StoredFile, name: str, shared: dict[str, str]) -> str:
    said = {"library": str(one.uuid), "file": stored.pk, "name": name, "shared": shared}
    return signing.dumps(said, salt=_SALT, compress=True)


def _opened(token: str) -> dict[str, Any] | None:
    try:
        return signing.loads(token, salt=_SALT, max_age=24 * 3600)  # type: ignore[no-any-return]
    except signing.BadSignature:
        return None


def _known_files(request: HttpRequest) -> list[tuple[str, str, list[Resource]]]:
    """(token, file name, resources with this content) of the files that were not made a second time."""
    known = []
    for token in request.GET.getlist("again")[:20]:
        said = _opened(token)
        stored = StoredFile.objects.filter(pk=said["file"]).first() if said else None
        if said and stored:
            known.append((token, said["name"], same_content(stored.sha256, actor_in(request))[:5]))
    return known


@once
def _made_again(request: HttpRequest, one: Library) -> HttpResponse:
    """The person has seen the existing one and still wants his own."""
    said = _opened(request.POST["again"])
    if said is None or said["library"] != str(one.uuid):
        messages.error(request, _("这份确认已过期，请重新上传。"))
        return redirect("library:upload", one.uuid)
    stored = StoredFile.objects.get(pk=said["file"])
    actor = actor_in(request)
    resource = create_resource(library=one, actor=actor, file=stored, file_name=said["name"], **said["shared"])
    note_resource(actor, Verb.UPLOADED, resource)
    messages.success(request, _("草稿已建立，请补全标引。"))
    return redirect("library:edit_resource", resource.uuid)


def _led_on(request: HttpRequest, one: Library, made: list[Resource], again: list[str]) -> HttpResponse:
    if made:
        words = ngettext("%(n)s 条草稿已建立，请补全标引。", "%(n)s 条草稿已建立，请补全标引。", len(made))
        messages.success(request, words % {"n": len(made)})
    if again:
        return redirect(f"{reverse('library:upload', args=[one.uuid])}?{urlencode([('again', t) for t in again])}")
    if len(made) == 1:
        return redirect("library:edit_resource", made[0].uuid)
    return redirect(f"{reverse('library:workshop', args=[one.uuid])}?state=draft")
