"""The server's side of tus 1.0 (core, creation, expiration, termination), and the end that judges the file.

https://tus.io/protocols/resumable-upload.html. Refusals come back as plain text in the reader's language."""

import base64
import binascii
import errno
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.common.audience import SIGNED_IN, audience
from zyk.media.actions import begin_upload, finish_upload, give_up_upload
from zyk.media.actions.uploading import Busy, OtherOffset, append_piece, arrived_bytes
from zyk.media.models import Upload

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
_STATUS = {"too-large": 413, "quota": 413, "too-many": 429}


@audience(SIGNED_IN)
@require_http_methods(["OPTIONS", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What we can do (OPTIONS), or a new upload (POST)."""
    if request.method == "OPTIONS":
        return _tus(204, {"Tus-Version": VERSION, "Tus-Extension": "creation,expiration,termination"})
    if other := _other_version(request):
        return other
    length = request.headers.get("Upload-Length", "")
    if not length.isdecimal() or len(length) > 15:
        return _tus(400, text="Upload-Length")
    try:
        upload = begin_upload(name=_file_name(request), size_bytes=int(length), actor=actor_in(request))
    except ValidationError as error:
        return _tus(_STATUS.get(error.code or "", 422), text=" ".join(error.messages))
    return _tus(201, {"Location": f"{request.path}{upload.uuid}/", "Upload-Offset": "0"}, upload=upload)


@audience(SIGNED_IN)
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def carry_on(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is (HEAD), the next piece (PATCH), or away with it (DELETE)."""
    if other := _other_version(request):
        return other
    upload = get_object_or_404(Upload.objects.visible_to(actor_in(request)), uuid=uuid)
    if request.method == "DELETE":
        give_up_upload(upload)
        return _tus(204)
    if upload.refusal or upload.expires_at <= timezone.now():
        return _tus(410)
    if request.method == "PATCH":
        return _piece(request, upload)
    at = arrived_bytes(upload)
    if at is None:
        return _tus(410)
    return _tus(200, {"Upload-Offset": str(at), "Upload-Length": str(upload.size_bytes)}, upload=upload)


def _piece(request: HttpRequest, upload: Upload) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if request.headers.get("Content-Type") != PIECE_TYPE:
        return _tus(415)
    if not offset.isdecimal() or len(offset) > 15:
        return _tus(400, text="Upload-Offset")
    try:
        at = append_piece(upload, int(offset), request)
    except OtherOffset:
        return _tus(409)
    except Busy:
        return _tus(423)
    except FileNotFoundError:
        return _tus(410)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        return _tus(507, text=_("服务器的磁盘满了，已传的部分保留。请联系运维人员，稍后接着传。"))
    return _tus(204, {"Upload-Offset": str(at)}, upload=upload)


@audience(SIGNED_IN)
@require_POST
def finish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Judge the whole file and keep it; 422 with the reason when it is not taken. May be asked again."""
    upload = get_object_or_404(Upload.objects.visible_to(actor_in(request)), uuid=uuid)
    try:
        stored_file = finish_upload(upload, actor=actor_in(request))
    except ValidationError as error:
        return JsonResponse({"refusal": " ".join(error.messages)}, status=422)
    words = {"name": upload.name, "size": filesizeformat(stored_file.size_bytes)}
    return JsonResponse(words | {"kind": str(stored_file.get_kind_display())})


def _other_version(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _tus(412, {"Tus-Version": VERSION})


def _file_name(request: HttpRequest) -> str:
    """The `filename` of Upload-Metadata: pairs of a key and a base64 value."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""


def _tus(
    status: int, headers: dict[str, str] | None = None, *, text: str = "", upload: Upload | None = None
) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    if upload is not None:
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    for name, value in (headers or {}).items():
        response[name] = value
    return response
