"""Puts `request.actor` on every request: the person and the capacity chosen in the dark band."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from zyk.accounts.queries import actor_of

SESSION_KEY = "membership"


class ActingCapacity:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, request.session.get(SESSION_KEY)))  # type: ignore[attr-defined]
        return self.get_response(request)
