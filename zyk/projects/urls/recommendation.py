from django.urls import path

from zyk.projects.views import formal_check, recommendation

_one = "applications/<uuid:uuid>/"
urlpatterns = [
    path("recommendations/", recommendation.recommendations, name="recommendations"),
    path(f"{_one}recommendation/", recommendation.recommend, name="recommend"),
    path(f"{_one}recommendation/return/", recommendation.send_back, name="recommendation_return"),
    path(f"{_one}recommendation/decline/", recommendation.decline, name="recommendation_decline"),
    path(f"{_one}recommendation/take-back/", recommendation.take_back, name="recommendation_take_back"),
    path(f"{_one}formal-check/", formal_check.formal_check, name="formal_check"),
    path(f"{_one}formal-check/begin/", formal_check.begin, name="formal_check_begin"),
    path(f"{_one}formal-check/items/<int:item>/", formal_check.finding, name="formal_check_finding"),
    path(f"{_one}formal-check/items/<int:item>/sign/", formal_check.sign, name="sign_waiver"),
    path(f"{_one}formal-check/conclude/", formal_check.conclude, name="formal_check_conclude"),
    path(f"{_one}paper/", formal_check.paper, name="paper"),
]
