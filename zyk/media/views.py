from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import ANYONE, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.common.paging import page_of, sort_of
from zyk.media import links
from zyk.media.actions import retry_preview
from zyk.media.delivery import deliver
from zyk.media.forms import FileFilterForm
from zyk.media.models import FilePreview, StoredFile
from zyk.media.queries import described_facts
from zyk.media.templatetags.media import rendered_preview

SORTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "id"),
    "size": ("size_bytes", "id"),
    "stored": ("created_at", "id"),
}


@audience(ANYONE)  # type: ignore[arg-type]
@require_safe
def serve(request: HttpRequest, uuid: UUID, ticket: str, name: str) -> HttpResponseBase:
    """A stored file, to whoever holds a signed address."""
    permission = links.opened(ticket, uuid, name)
    if permission is None or permission.purpose not in {links.INLINE, links.DOWNLOAD}:
        raise Http404
    stored_file = get_object_or_404(StoredFile, uuid=uuid)
    return deliver(
        request,
        storage_name=stored_file.storage_name,
        size_bytes=stored_file.size_bytes,
        media_type=stored_file.media_type,
        etag=stored_file.sha256,
        seconds=permission.seconds_left,
        download_as=name,
        inline=permission.purpose == links.INLINE,
    )


@audience(ANYONE)  # type: ignore[arg-type]
@require_safe
def piece(request: HttpRequest, uuid: UUID, ticket: str) -> HttpResponseBase:
    """A picture or captions that we made ourselves."""
    permission = links.opened(ticket, uuid)
    if permission is None or permission.purpose != links.PIECE:
        raise Http404
    made = get_object_or_404(FilePreview.objects.exclude(path=""), uuid=uuid)
    return deliver(
        request,
        storage_name=made.path,
        size_bytes=made.size_bytes,
        media_type=made.media_type,
        etag=made.uuid.hex,
        seconds=permission.seconds_left,
    )


@audience(ANYONE)
@require_safe
def part(request: HttpRequest, uuid: UUID, ticket: str, name: str) -> HttpResponse:
    """The preview as a part of a page, which asks again until it is made."""
    permission = links.opened(ticket, uuid, name)
    if permission is None or permission.purpose != links.PART:
        raise Http404
    response = HttpResponse(rendered_preview(get_object_or_404(StoredFile, uuid=uuid), name))
    response["Cache-Control"] = "no-store"
    return response


@audience(Role.OPERATOR)
@require_safe
def file_list(request: HttpRequest) -> HttpResponse:
    form = FileFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    sort = sort_of(request, SORTS, "-stored")
    rows = StoredFile.objects.visible_to(actor_in(request)).matching(**chosen)
    page = page_of(request, rows.select_related("stored_by").defer("text", "facts").order_by(*sort.order_by))
    return render(request, "media/list.html", {"form": form, "page": page, "sort": sort})


@audience(Role.OPERATOR)
@require_safe
def file_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    stored_file = get_object_or_404(StoredFile.objects.visible_to(actor_in(request)), uuid=uuid)
    context = {
        "stored_file": stored_file,
        "facts": described_facts(stored_file),
        "history": history_of(stored_file),
    }
    return render(request, "media/detail.html", context)


@audience(Role.OPERATOR)
@require_POST
@once
def retry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    stored_file = get_object_or_404(StoredFile.objects.visible_to(actor_in(request)), uuid=uuid)
    try:
        retry_preview(stored_file, actor=actor_in(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("已重新排队生成预览，完成后此页会自动显示。"))
    return redirect("media:detail", uuid=uuid)
