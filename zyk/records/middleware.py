"""A short way for machines: the record store's addresses need no session, language, page shell or sign-in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PREFIX = "/xapi/"
URLS = "zyk.records.urls"


class StraightThrough:
    """First in the line; what is not the store's goes on as usual."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours
        view, args, kwargs = resolve(request.path_info, URLS)
        return view(request, *args, **kwargs)
