from django.urls import path

from zyk.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.rulebooks, name="rulebooks"),
    path("upload/", views.upload, name="upload"),
    path("upload/confirm/", views.confirm, name="confirm"),
    path("<str:code>/", views.rulebook, name="rulebook"),
    path("<str:code>/download/", views.download, name="download"),
    path("<str:code>/history/", views.history, name="history"),
    path("<str:code>/history/<int:number>/", views.version, name="version"),
    path("<str:code>/figures/<path:place>/", views.figure, name="figure"),
    path("<str:code>/<slug:part>/", views.rulebook, name="part"),
]
