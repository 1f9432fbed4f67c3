from django.urls import path

from zyk.alliance.views import agreement, alliance, cooperation, member

app_name = "alliance"
urlpatterns = [
    path("", alliance.alliances, name="alliances"),
    path("found/", alliance.found, name="found"),
    path("<uuid:uuid>/", alliance.alliance, name="alliance"),
    path("<uuid:uuid>/invite/", member.invite, name="invite"),
    path("<uuid:uuid>/cooperation/", cooperation.cooperation, name="cooperation"),
    path("<uuid:uuid>/cooperation/ask/", cooperation.ask, name="ask_cooperation"),
    path("<uuid:uuid>/work/", cooperation.new_work, name="add_work"),
    path("cooperation/<uuid:uuid>/answer/", cooperation.answer, name="answer_cooperation"),
    path("work/<uuid:uuid>/", cooperation.change_work, name="change_work"),
    path("members/<uuid:uuid>/answer/", member.answer, name="answer"),
    path("members/<uuid:uuid>/leave/", member.leave, name="leave"),
    path("<uuid:uuid>/agreements/draft/", agreement.draft, name="draft_agreement"),
    path("agreements/<uuid:uuid>/sign/", agreement.sign, name="sign"),
    path("agreements/<uuid:uuid>/end/", agreement.end, name="end_agreement"),
]
