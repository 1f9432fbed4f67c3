"""How views of a project do one act: what is not the actor's does not exist, a refusal keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header


def tried(form: Any, act: Callable[[], Any]) -> bool:
    """Do it; False when it was refused, with the reasons on the form (on the whole form where no field has the
    name)."""
    try:
        act()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            form.add_error(None, refusal.messages)
            return False
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True


def done_or_told(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """For acts by one button: say how it went on the page that follows."""
    try:
        act()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    messages.success(request, done)
    return True


def workbook_response(content: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response
