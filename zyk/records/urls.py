from django.urls import path

from zyk.records.views import statements

app_name = "records"
urlpatterns = [
    path("xapi/statements", statements.statements, name="statements"),
    path("xapi/about", statements.about, name="about"),
]
