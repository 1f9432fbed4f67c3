from django.urls import path

from zyk.media import storage, uploads, views

app_name = "media"
urlpatterns = [
    path("", views.file_list, name="list"),
    path("storage/", storage.storage, name="storage"),
    path("uploads/", uploads.begin, name="begin_upload"),
    path("uploads/<uuid:uuid>/", uploads.carry_on, name="upload"),
    path("uploads/<uuid:uuid>/finish/", uploads.finish, name="finish_upload"),
    path("<uuid:uuid>/", views.file_detail, name="detail"),
    path("<uuid:uuid>/retry/", views.retry, name="retry"),
    path("<uuid:uuid>/part/<str:ticket>/<str:name>", views.part, name="part"),
    path("<uuid:uuid>/<str:ticket>/<str:name>", views.serve, name="serve"),
    path("previews/<uuid:uuid>/<str:ticket>/", views.piece, name="piece"),
]
