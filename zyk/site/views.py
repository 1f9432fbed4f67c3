from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zyk.accounts.models import Notification
from zyk.catalogue.queries import category_lines
from zyk.common.audience import ANYONE, SIGNED_IN, audience
from zyk.common.navigation import first_url

LATEST = 8


@audience(ANYONE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: search, an entrance for each of the four kinds of users, the index of specialties."""
    lines = category_lines()
    return render(
        request,
        "site/home.html",
        {
            "lines": lines,
            "total": sum(line.total for line in lines),
            "search_url": first_url("site:search", "catalogue:specialties"),
            "searches_everything": bool(first_url("site:search")),
            "student_url": first_url("learning:my_courses", "library:courses", "catalogue:specialties"),
            "teacher_url": first_url("library:resources", "catalogue:specialties"),
            "employee_url": first_url("catalogue:credentials", "library:courses", "catalogue:specialties"),
            "public_url": first_url("library:courses", "catalogue:specialties"),
        },
    )


@audience(SIGNED_IN)
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Where a signed-in person starts: what waits for him."""
    notifications = Notification.objects.filter(recipient=request.actor.user)[:LATEST]  # type: ignore[attr-defined]
    return render(request, "site/workbench.html", {"notifications": notifications})
