"""Every address says who may open it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from zyk.accounts.enums import Role
from zyk.common.audience import ANYONE, CREDENTIAL, SIGNED_IN

# Views of Django's own that everyone may reach.
OPEN = {"django.views.i18n.set_language", "django.views.static.serve", "django.contrib.staticfiles.views.serve"}


def test_every_route_names_its_audience() -> None:
    silent = [
        address
        for address, pattern in _routes(get_resolver())
        if not getattr(pattern.callback, "audience", None) and _name(pattern) not in OPEN
    ]
    assert silent == []


def test_every_audience_is_one_that_exists() -> None:
    known = {ANYONE, SIGNED_IN, CREDENTIAL, *Role.values}
    unknown = {
        address: set(pattern.callback.audience) - known  # type: ignore[attr-defined]
        for address, pattern in _routes(get_resolver())
        if set(getattr(pattern.callback, "audience", ())) - known
    }
    assert unknown == {}


def _routes(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, address)
        else:
            yield address, pattern


def _name(pattern: URLPattern) -> str:
    return f"{pattern.callback.__module__}.{pattern.callback.__name__}"
