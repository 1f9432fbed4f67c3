"""The page instead of what the ministry may not read yet."""

from django.http import HttpResponse
from django.shortcuts import render

from zyk.projects.models import Application
from zyk.projects.queries.window import contents_open_at
from zyk.projects.views.reach import ActorRequest


def sealed(request: ActorRequest, application: Application) -> HttpResponse:
    """Since when it may be read, and how two officers may look earlier."""
    context = {"application": application, "sealed_until": contents_open_at(application)}
    return render(request, "projects/application/sealed.html", context, status=403)
