from django.urls import path

from zyk.catalogue.views import browse, specialty_import

app_name = "catalogue"
urlpatterns = [
    path("", browse.specialties, name="specialties"),
    path("categories/<str:code>/", browse.category, name="category"),
    path("specialties/<str:code>/", browse.specialty, name="specialty"),
    path("credentials/", browse.credentials, name="credentials"),
    path("import/", specialty_import.upload, name="import"),
    path("import/current.xlsx", specialty_import.download, name="import_download"),
    path("import/<uuid:uuid>/", specialty_import.preview, name="import_preview"),
    path("import/<uuid:uuid>/confirm/", specialty_import.confirm, name="import_confirm"),
]
