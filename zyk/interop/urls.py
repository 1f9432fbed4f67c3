from django.urls import path

from zyk.interop import views

app_name = "interop"
urlpatterns = [
    path("libraries/<uuid:uuid>/import/", views.import_into, name="import_into"),
    path("imports/<uuid:uuid>/", views.report, name="import"),
    path("files/<uuid:uuid>/", views.embedded, name="embedded"),
]
