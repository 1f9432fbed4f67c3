"""The addresses of every stage of the process, in its order; each stage keeps its own file."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

app_name = "projects"
STAGES = ("cycle", "application", "recommendation", "handling", "selection", "project", "report", "acceptance")

urlpatterns: list[URLPattern] = []
for stage in STAGES:
    if find_spec(f"{__name__}.{stage}"):
        urlpatterns += import_module(f"{__name__}.{stage}").urlpatterns
