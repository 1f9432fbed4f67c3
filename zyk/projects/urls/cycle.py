from django.urls import path

from zyk.projects.views import cycle

urlpatterns = [
    path("cycles/", cycle.cycles, name="cycles"),
    path("cycles/<int:year>/", cycle.cycle, name="cycle"),
    path("cycles/<int:year>/windows/<slug:code>/", cycle.extend, name="extend_window"),
    path("cycles/<int:year>/windows/<slug:code>/province/", cycle.extend_province, name="extend_province"),
    path("cycles/<int:year>/switches/", cycle.switches, name="set_switches"),
    path("cycles/<int:year>/notice-days/", cycle.notice_days, name="set_notice_days"),
    path("cycles/<int:year>/close/", cycle.close, name="close_cycle"),
]
