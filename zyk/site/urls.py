from django.urls import path

from zyk.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("workbench/", views.workbench, name="workbench"),
    path("help/", views.help_page, name="help"),
]
