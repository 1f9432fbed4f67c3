from django.urls import path

from zyk.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("workbench/", views.workbench, name="workbench"),
]
