from django.urls import path

from zyk.records.views import browse, credentials, documents, erasure, forwarding, statements, things, token

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
    path("xapi/oauth/token", token.token, name="token"),
    # for people
    path("records/", browse.browse, name="browse"),
    path("records/mine/", browse.mine, name="mine"),
    path("records/mine/erase/", erasure.ask, name="erasure_ask"),
    path("records/erasures/", erasure.erasures, name="erasures"),
    path("records/erasures/<uuid:uuid>/", erasure.decide, name="erasure_decide"),
    path("records/mine/export/", browse.export_mine, name="export_mine"),
    path("records/credentials/", credentials.credentials, name="credentials"),
    path("records/credentials/add/", credentials.credential_add, name="credential_add"),
    path("records/credentials/<uuid:uuid>/revoke/", credentials.credential_revoke, name="credential_revoke"),
    path("records/credentials/<uuid:uuid>/rotate/", credentials.credential_rotate, name="credential_rotate"),
    path("records/credentials/forwarding/", forwarding.forwarding, name="forwarding"),
    path("records/credentials/forwarding/add/", forwarding.target_add, name="forward_target_add"),
    path("records/credentials/forwarding/<uuid:uuid>/stop/", forwarding.target_stop, name="forward_target_stop"),
    path("records/credentials/forwarding/<uuid:uuid>/resume/", forwarding.target_resume, name="forward_target_resume"),
    path("records/<uuid:uuid>/", browse.statement, name="statement"),
]
