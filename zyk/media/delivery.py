"""Sending contents: whole or in part, kept by the browser as long as the address lives, never run."""

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header

from zyk.media import store
from zyk.media.formats import browsers_may_show

CHUNK_BYTES = 256 * 1024
NOTHING_RUNS = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


class NotInFile(ValueError):
    """The part asked for lies outside the file."""


def deliver(
    request: HttpRequest,
    *,
    storage_name: str,
    size_bytes: int,
    media_type: str,
    etag: str,
    seconds: int,
    download_as: str = "",
    inline: bool = True,
) -> HttpResponseBase:
    """`inline` holds only for formats that browsers may show; all others are sent as a download under sandbox."""
    shown = inline and browsers_may_show(media_type)
    disposition = (content_disposition_header(not shown, download_as) if download_as else None) or "inline"
    if not store.is_local():
        return _sent_by_store(storage_name, media_type, disposition, seconds)
    if request.headers.get("If-None-Match") == f'"{etag}"':
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _sent(request, storage_name, size_bytes, etag)
    if response.status_code in {200, 206}:
        response["Content-Type"] = media_type
        response["Content-Disposition"] = disposition
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = f"private, max-age={seconds}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    if download_as and not browsers_may_show(media_type):
        response["Content-Security-Policy"] = NOTHING_RUNS
    return response


def _sent(request: HttpRequest, storage_name: str, size_bytes: int, etag: str) -> HttpResponseBase:
    try:
        part = _asked_part(request, size_bytes, etag)
    except NotInFile:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size_bytes}"})
    first, last = part or (0, size_bytes - 1)
    length = last - first + 1
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse()
    else:
        response = StreamingHttpResponse(_chunks(storage_name, first, length))
    response["Content-Length"] = str(length)
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size_bytes}"
    return response


def _asked_part(request: HttpRequest, size_bytes: int, etag: str) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole (also for forms of Range we need not honour)."""
    found = _RANGE.match(request.headers.get("Range", "").replace(" ", ""))
    if not found or not any(found.groups()) or request.headers.get("If-Range", f'"{etag}"') != f'"{etag}"':
        return None
    begin, end = found.groups()
    if not begin:
        if not int(end):
            raise NotInFile
        return max(size_bytes - int(end), 0), size_bytes - 1
    first, last = int(begin), min(int(end) if end else size_bytes - 1, size_bytes - 1)
    if end and int(end) < first:
        return None
    if first >= size_bytes:
        raise NotInFile
    return first, last


def _chunks(storage_name: str, first: int, length: int) -> Iterator[bytes]:
    with default_storage.open(storage_name) as content:
        content.seek(first)
        while length > 0 and (chunk := content.read(min(CHUNK_BYTES, length))):
            length -= len(chunk)
            yield chunk


def _sent_by_store(storage_name: str, media_type: str, disposition: str, seconds: int) -> HttpResponseBase:
    """An object store serves ranges itself, under an address it signs; it is another origin than ours."""
    url = default_storage.url(  # type: ignore[call-arg]
        storage_name,
        parameters={"ResponseContentType": media_type, "ResponseContentDisposition": disposition},
        expire=seconds,
    )
    return HttpResponseRedirect(url, headers={"Cache-Control": f"private, max-age={max(seconds - 60, 0)}"})
