"""Who may open a route. Every view carries exactly one `@audience(...)`; a test walks all routes.

The audience is the first door only: inside, a view starts from `visible_to(actor)`,
so that what is not yours does not exist (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

ANYONE = "anyone"
SIGNED_IN = "signed-in"
CREDENTIAL = "credential"  # a machine with its own key; the view itself checks it

View = Callable[..., HttpResponse]


def audience(*who: str) -> Callable[[View], View]:
    """Open the view to `who`: ANYONE, SIGNED_IN, CREDENTIAL or any of `accounts.enums.Role`.

    Without sign-in the answer is the sign-in page; signed in without the role it is 404."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if ANYONE in who or CREDENTIAL in who:
                return view(request, *args, **kwargs)
            actor = request.actor  # type: ignore[attr-defined]
            if not actor.is_signed_in:
                return _ask_to_sign_in(request)
            if SIGNED_IN in who or actor.role in who:
                return view(request, *args, **kwargs)
            raise Http404

        guarded.audience = frozenset(who)  # type: ignore[attr-defined]
        return guarded

    return declare


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    answer = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
    return answer
