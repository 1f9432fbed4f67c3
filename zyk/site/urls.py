from django.urls import path

from zyk.site import views, work

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("workbench/", views.workbench, name="workbench"),
    path("work/", work.work, name="work"),
    path("work/export.xlsx", work.export, name="work_export"),
    path("work/calendar/renew/", work.renew_calendar, name="calendar_renew"),
    path("calendar/<uuid:key>.ics", work.calendar, name="calendar"),
    path("help/", views.help_page, name="help"),
]
