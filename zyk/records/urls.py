from django.urls import path

from zyk.records.views import browse, credentials, documents, statements, things

app_name = "records"
urlpatterns = [
    # for machines, by the standard's own addresses
    path("xapi/statements", statements.statements, name="statements"),
    path("xapi/about", statements.about, name="about"),
    path("xapi/agents", things.agents, name="agents"),
    path("xapi/agents/profile", documents.agent_profile, name="agent_profile"),
    path("xapi/activities", things.activities, name="activities"),
    path("xapi/activities/profile", documents.activity_profile, name="activity_profile"),
    path("xapi/activities/state", documents.state, name="state"),
    # for people
    path("records/", browse.browse, name="browse"),
    path("records/mine/", browse.mine, name="mine"),
    path("records/mine/export/", browse.export_mine, name="export_mine"),
    path("records/credentials/", credentials.credentials, name="credentials"),
    path("records/credentials/add/", credentials.credential_add, name="credential_add"),
    path("records/credentials/<uuid:uuid>/revoke/", credentials.credential_revoke, name="credential_revoke"),
    path("records/<uuid:uuid>/", browse.statement, name="statement"),
]
