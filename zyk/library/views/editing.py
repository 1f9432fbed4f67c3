"""One resource in its makers' hands: description, versions, subtitles, parts, and its way to the public."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.library import rules, search
from zyk.library.actions import (
    StaleDescription,
    assemble_component,
    edit_resource,
    new_version,
    publish_resource,
    publish_version,
    return_resource,
    set_subtitles,
    submit_resource,
    withdraw_resource,
)
from zyk.library.actions.authorisation import set_authorisation
from zyk.library.enums import EntryKind, Level
from zyk.library.forms.resource import DescriptionForm, VersionForm
from zyk.library.models import ComponentPart, Resource
from zyk.library.queries import team_role
from zyk.library.views.lists import built_resource, said_of
from zyk.media.actions import store_file
from zyk.media.enums import FileKind
from zyk.media.models import StoredFile


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The description. A save on top of somebody else's shows both texts and writes nothing."""
    one, actor = built_resource(request, uuid), actor_in(request)
    form = DescriptionForm(request.POST or None, instance=one, library=one.library)
    theirs: list[tuple[str, str, str]] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_resource(
                one,
                seen_at=form.cleaned_data["seen"],
                changes=form.changes,
                points=form.cleaned_data["points"],
                actor=actor,
            )
        except StaleDescription:
            theirs = _both(form, uuid)
        except ValidationError as error:
            form.add_error(None, said_of(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("library:edit_resource", uuid)
    return _edited(request, uuid, form=form, theirs=theirs)


@audience(SIGNED_IN)
@require_POST
def version(request: HttpRequest, uuid: Any) -> HttpResponse:
    """A new version from a file or a text. The file is judged and stored before the transaction begins."""
    one, actor = built_resource(request, uuid), actor_in(request)
    form = VersionForm(request.POST, request.FILES, actor=actor)
    if not form.is_valid():
        return _edited(request, uuid, version_form=form)
    stored, name = None, ""
    for given in form.cleaned_data["file"]:
        try:
            stored, name = given.stored(actor), given.name
        except ValidationError as error:
            form.add_error("file", said_of(error))
            return _edited(request, uuid, version_form=form)
    return _versioned(request, one, form, stored, name)


@once
def _versioned(
    request: HttpRequest, one: Resource, form: VersionForm, stored: StoredFile | None, name: str
) -> HttpResponse:
    try:
        made = new_version(
            one,
            actor=actor_in(request),
            changes=form.cleaned_data["changes"],
            file=stored,
            file_name=name,
            body=form.cleaned_data["body"],
        )
    except ValidationError as error:
        form.add_error("file" if stored else "body", said_of(error))
        return _edited(request, one.uuid, version_form=form)
    words = _("第 %(n)s 版已发布。") if made.published_at else _("第 %(n)s 版已保存，等待发布。")
    messages.success(request, words % {"n": made.number})
    return redirect("library:edit_resource", one.uuid)


@audience(SIGNED_IN)
@require_POST
@once
def change_version(request: HttpRequest, uuid: Any, number: int) -> HttpResponse:
    """Publish a waiting version; put subtitles on one, or take them off."""
    one, actor = built_resource(request, uuid), actor_in(request)
    made = get_object_or_404(one.versions.select_related("resource__library", "file"), number=number)
    act, given = request.POST.get("act"), request.FILES.get("subtitles")
    try:
        if act == "publish":
            publish_version(made, actor=actor)
            messages.success(request, _("第 %(n)s 版已发布。") % {"n": number})
        elif act == "no-subtitles":
            set_subtitles(made, None, actor=actor)
            messages.success(request, _("字幕已取下。"))
        elif given:
            stored = store_file(given, name=given.name or "", actor=actor, kinds=(FileKind.SUBTITLES,))
            set_subtitles(made, stored, actor=actor)
            messages.success(request, _("字幕已加上。"))
        else:
            messages.error(request, _("请选择 VTT 或 SRT 字幕文件。"))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("library:edit_resource", uuid)


@audience(SIGNED_IN)
@require_POST
@once
def authorisation(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The file that proves the authorisation: put in place, or taken away."""
    one, actor = built_resource(request, uuid), actor_in(request)
    given = request.FILES.get("authorisation")
    try:
        if request.POST.get("act") == "remove":
            set_authorisation(one, None, actor=actor)
            messages.success(request, _("授权证明已取下。"))
        elif given:
            name = given.name or "file"
            stored = store_file(given, name=name, actor=actor, kinds=(FileKind.PDF, FileKind.IMAGE, FileKind.DOCUMENT))
            set_authorisation(one, stored, name=name, actor=actor)
            messages.success(request, _("授权证明已保存。"))
        else:
            messages.error(request, _("请选择授权证明的文件。"))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("library:edit_resource", uuid)


@audience(SIGNED_IN)
@require_POST
@once
def move(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Submit, publish, return, withdraw."""
    one, actor = built_resource(request, uuid), actor_in(request)
    act, why = request.POST.get("act"), request.POST.get("why", "").strip()[:300]
    try:
        if act == "submit":
            submit_resource(one, actor=actor)
            messages.success(request, _("已提交审核。"))
        elif act == "publish":
            publish_resource(one, actor=actor)
            messages.success(request, _("已发布。"))
        elif act == "return":
            return_resource(one, actor=actor, why=why)
            messages.success(request, _("已退回修改。"))
        elif act == "withdraw":
            withdraw_resource(one, reason=why, actor=actor)
            messages.success(request, _("已撤下，原地址会说明原因。"))
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect("library:edit_resource", uuid)


@audience(SIGNED_IN)
@require_POST
def change_parts(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Add a material to a component, take one out, move one up or down."""
    one, actor = built_resource(request, uuid), actor_in(request)
    parts = [line.part for line in one.parts.select_related("part")]
    act, asked = request.POST.get("act"), request.POST.get("part", "")
    try:
        if act == "add":
            parts.append(_material(one, asked))
        else:
            parts = _rearranged(parts, asked, str(act))
        assemble_component(one, parts, actor=actor)
    except ValidationError as error:
        messages.error(request, said_of(error))
    return redirect(f"{request.path.removesuffix('parts/')}edit/#parts")


def _material(one: Resource, uuid: str) -> Resource:
    found = Resource.objects.filter(library=one.library_id, level=Level.MATERIAL, uuid=uuid).first()
    if found is None:
        raise ValidationError(_("积件只能由本资源库的素材组成。"))
    return found


def _rearranged(parts: list[Resource], uuid: str, act: str) -> list[Resource]:
    place = next((i for i, part in enumerate(parts) if str(part.uuid) == uuid), None)
    if place is None:
        return parts
    part = parts.pop(place)
    if act in ("up", "down"):
        parts.insert(max(0, place + (-1 if act == "up" else 1)), part)
    return parts


def _both(form: DescriptionForm, uuid: Any) -> list[tuple[str, str, str]]:
    """(field, their text, my text) where they differ; the form now carries their stamp."""
    stored = Resource.objects.get(uuid=uuid)
    differing = []
    for name, mine in form.changes.items():
        if str(getattr(stored, name)) != str(mine):
            theirs = getattr(stored, f"get_{name}_display", lambda name=name: getattr(stored, name))()
            field = form.fields[name]
            shown = dict(field.choices).get(mine, mine) if hasattr(field, "choices") else mine
            differing.append((str(field.label), str(theirs), str(shown)))
    form.data = {**form.data.dict(), "points": form.data.getlist("points"), "seen": stored.updated_at.isoformat()}  # type: ignore[attr-defined]
    return differing


def _edited(
    request: HttpRequest,
    uuid: Any,
    *,
    form: DescriptionForm | None = None,
    version_form: VersionForm | None = None,
    theirs: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    one, actor = built_resource(request, uuid), actor_in(request)
    role = team_role(one.library, actor)
    parts = ComponentPart.objects.filter(component=one).select_related("part__current_version__file")
    context = {
        "resource": one,
        "library": one.library,
        "tab": "resources",
        "form": form or DescriptionForm(instance=one, library=one.library),
        "version_form": version_form or VersionForm(actor=actor),
        "is_stale": theirs is not None,
        "theirs": theirs or [],
        "versions": one.versions.select_related("file", "subtitles", "made_by"),
        "parts": parts,
        "materials": _materials_to_add(request, one, [line.part_id for line in parts]),
        "q": request.GET.get("q", ""),
        "can_publish": rules.can_publish(role),
        "history": history_of(one)[:40],
    }
    return render(request, "library/edit.html", context)


def _materials_to_add(request: HttpRequest, one: Resource, known: list[int]) -> list[Resource]:
    if one.level != Level.COMPONENT:
        return []
    found = search.search(
        request.GET.get("q", ""),
        actor=actor_in(request),
        kind=EntryKind.RESOURCE,
        filters=search.Filters(library=one.library),
        per_page=30,
    )
    rows = Resource.objects.filter(uuid__in=[row.object_uuid for row in found.rows], level=Level.MATERIAL)
    return list(rows.exclude(pk__in=known).order_by("title", "id")[:12])
