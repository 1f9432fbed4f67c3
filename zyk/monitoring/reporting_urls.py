"""By the programme's own addresses, `/zyk/…`."""

from django.urls import path

from zyk.monitoring.views import reporting

app_name = "reporting"
urlpatterns = [
    path("up", reporting.up, name="up"),
    path("update", reporting.update, name="update"),
    path("get", reporting.get, name="get"),
]
