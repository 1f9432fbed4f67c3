from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, credentials: dict | None = None, *args: object, **kwargs: object) -> HttpResponse:
    """Too many failed attempts: say so, and for how long."""
    return render(request, "accounts/locked_out.html", status=429)
