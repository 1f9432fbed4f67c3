from django.urls import path

from zyk.records.views import browse, credentials, statements

app_name = "records"
urlpatterns = [
    # for machines, by the standard's own addresses
    path("xapi/statements", statements.statements, name="statements"),
    path("xapi/about", statements.about, name="about"),
    # for people
    path("records/", browse.browse, name="browse"),
    path("records/mine/", browse.mine, name="mine"),
    path("records/mine/export/", browse.export_mine, name="export_mine"),
    path("records/credentials/", credentials.credentials, name="credentials"),
    path("records/credentials/add/", credentials.credential_add, name="credential_add"),
    path("records/credentials/<uuid:uuid>/revoke/", credentials.credential_revoke, name="credential_revoke"),
    path("records/<uuid:uuid>/", browse.statement, name="statement"),
]
