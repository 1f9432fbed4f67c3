from django.urls import path

from zyk.common.views import style, trail

app_name = "common"
urlpatterns = [
    path("style/", style.style_page, name="style"),
    path("trail/", trail.audit_trail, name="audit_trail"),
    path("trail/verify/", trail.verify, name="verify_trail"),
    path("trail/entries.xlsx", trail.export, name="export_trail"),
]
