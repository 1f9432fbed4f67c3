from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zyk.common.audience import ANYONE, audience


@audience(ANYONE)
def style_page(request: HttpRequest) -> HttpResponse:
    """Every token, state and component together."""
    return render(request, "common/style.html")
