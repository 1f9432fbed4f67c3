from django.urls import path

from zyk.monitoring.views import appeals, area, evidence, library, overview, result, sessions, sources

app_name = "monitoring"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<uuid:uuid>/", sessions.session, name="session"),
    path("sessions/<uuid:uuid>/person/", sessions.person, name="person"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<uuid:uuid>/", sources.source, name="source"),
    path("quarantined/<uuid:uuid>/", sources.settle, name="quarantined"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/new/", appeals.appeal_new, name="appeal_new"),
    path("appeals/<uuid:uuid>/", appeals.appeal, name="appeal"),
    path("appeals/<uuid:uuid>/decide/", appeals.decide, name="appeal_decide"),
    path("appeals/<uuid:uuid>/withdraw/", appeals.withdraw, name="appeal_withdraw"),
    path("<uuid:uuid>/", library.library, name="library"),
    path("<uuid:uuid>/compute/", library.compute, name="compute"),
    path("<uuid:uuid>/progress/", library.progress, name="progress"),
    path("figures/<uuid:uuid>/", result.result, name="result"),
    path("computations/<uuid:uuid>/evidence/", evidence.state, name="evidence-state"),
    path("computations/<uuid:uuid>/evidence/ask/", evidence.ask, name="evidence-ask"),
    path("evidence/<uuid:uuid>/", evidence.download, name="evidence"),
    path("nation/", area.nation, name="nation"),
    path("provinces/<str:code>/", area.province, name="province"),
    path("units/<uuid:uuid>/", area.unit, name="unit"),
    path("areas/<uuid:uuid>/<str:code>/", area.figure, name="area-figure"),
    path("figures/<uuid:uuid>/records/", result.records, name="records"),
]
