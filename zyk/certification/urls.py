from django.urls import path

from zyk.certification.views import certification, request, standard, work_list

app_name = "certification"
urlpatterns = [
    path("", work_list.certifications, name="certifications"),
    path("export/", work_list.export, name="export"),
    path("request/<uuid:uuid>/", request.request_one, name="request"),
    path("<uuid:uuid>/", certification.certification, name="certification"),
    path("<uuid:uuid>/take-up/", certification.take_up, name="take_up"),
    path("<uuid:uuid>/conclude/", certification.conclude, name="conclude"),
    path("<uuid:uuid>/revoke/", certification.revoke, name="revoke"),
    path("standards/", standard.standards, name="standards"),
    path("standards/draft/", standard.draft, name="draft_standard"),
    path("standards/<uuid:uuid>/", standard.standard, name="standard"),
    path("standards/<uuid:uuid>/edit/", standard.edit, name="edit_standard"),
    path("standards/<uuid:uuid>/force/", standard.force, name="put_in_force"),
]
