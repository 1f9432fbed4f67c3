from django.urls import path

from zyk.alliance.views import agreement, alliance, member

app_name = "alliance"
urlpatterns = [
    path("", alliance.alliances, name="alliances"),
    path("found/", alliance.found, name="found"),
    path("<uuid:uuid>/", alliance.alliance, name="alliance"),
    path("<uuid:uuid>/invite/", member.invite, name="invite"),
    path("members/<uuid:uuid>/answer/", member.answer, name="answer"),
    path("members/<uuid:uuid>/leave/", member.leave, name="leave"),
    path("<uuid:uuid>/agreements/draft/", agreement.draft, name="draft_agreement"),
    path("agreements/<uuid:uuid>/sign/", agreement.sign, name="sign"),
    path("agreements/<uuid:uuid>/end/", agreement.end, name="end_agreement"),
]
