from django.urls import path

from zyk.monitoring.views import library, overview, result

app_name = "monitoring"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("<uuid:uuid>/", library.library, name="library"),
    path("<uuid:uuid>/compute/", library.compute, name="compute"),
    path("<uuid:uuid>/progress/", library.progress, name="progress"),
    path("figures/<uuid:uuid>/", result.result, name="result"),
    path("figures/<uuid:uuid>/records/", result.records, name="records"),
]
