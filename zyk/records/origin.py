"""Where an act of our own pages came from, without keeping the address: a keyed hash that changes each month.

The same address or device gives the same code throughout a month and another in the next; without the site's key it
cannot be reversed. `marked` puts both codes into the context of every statement made while the request is answered."""

import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

ADDRESS = "urn:zyk:extension:address"
DEVICE = "urn:zyk:extension:device"
COOKIE = "zyk_device"
COOKIE_SECONDS = 180 * 24 * 3600

_origin: ContextVar[dict[str, str]] = ContextVar("origin", default={})  # noqa: B039 never changed in place


def origin() -> dict[str, str]:
    """The extensions of the request in hand; empty outside of one."""
    return _origin.get()


@contextmanager
def marked(*, address: str, device: str) -> Iterator[None]:
    token = _origin.set({ADDRESS: coded(address), DEVICE: coded(device)})
    try:
        yield
    finally:
        _origin.reset(token)


def coded(text: str) -> str:
    """16 hexadecimal digits; the key is the site's and the month's."""
    message = f"{timezone.localdate():%Y-%m}:{text}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, "sha256").hexdigest()[:16]


class Origin:
    """Middleware. A signed-in person's browser gets a random name, readable by nobody else and meaning nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.COOKIES.get(COOKIE, "")
        device = known if 20 <= len(known) <= 40 else secrets.token_urlsafe(18)
        with marked(address=network_of(request), device=device):
            response = self.get_response(request)
        if device != known and request.user.is_authenticated:
            response.set_cookie(
                COOKIE,
                device,
                max_age=COOKIE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def network_of(request: HttpRequest) -> str:
    """The client's address; of IPv6 the /64, which is what one household or school segment has."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:  # behind our own proxy, which writes the last entry itself
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return text[:60]
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
