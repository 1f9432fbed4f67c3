"""Puts `request.actor` on every request: the person and the capacity chosen in the dark band.
Whoever signed in with a one-time password is led to choose his own first."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from zyk.accounts.models import Membership, User
from zyk.accounts.queries import actor_of, capacities_of

SESSION_KEY = "membership"
PASSWORD_KEY = "must_change_password"  # noqa: S105
OPEN_TO_ALL = ("accounts:password_change", "accounts:sign_out", "set_language")


class ActingCapacity:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.capacities = SimpleLazyObject(lambda: _held(request.user))  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: actor_of(request.user, request.session.get(SESSION_KEY), held=request.capacities)  # type: ignore[attr-defined]
        )
        if request.session.get(PASSWORD_KEY) and request.path not in map(reverse, OPEN_TO_ALL):
            return redirect("accounts:password_change")
        return self.get_response(request)


def _held(user: User | AnonymousUser) -> list[Membership]:
    """Read once a request, for the acting capacity and for the band that offers the others."""
    return list(capacities_of(user)) if isinstance(user, User) else []
