from django.urls import path

from zyk.projects.views import handling, line, ranking

_one = "applications/<uuid:uuid>/handling/"
urlpatterns = [
    path(_one, handling.handling, name="handling"),
    path(f"{_one}ask/<slug:kind>/", handling.ask, name="ask_second"),
    path(f"{_one}answer/<uuid:request_uuid>/", handling.answer, name="answer_second"),
    path(f"{_one}hold/", handling.hold, name="hold"),
    path(f"{_one}resume/", handling.resume, name="resume"),
    path(f"{_one}extend/<slug:step>/", handling.extend, name="extend_application"),
    path(f"{_one}recuse/", handling.recuse, name="recuse_officer"),
    path(f"{_one}late-objection/", handling.late_objection, name="late_objection"),
    path(f"{_one}reconsider/", handling.reconsider, name="reconsider"),
    path(f"{_one}reconsider/<slug:act>/", handling.answer_reconsideration, name="answer_reconsideration"),
    path("applications/<uuid:uuid>/letters/<uuid:number>.<slug:form>", line.letter, name="decision_letter"),
    path("recommendations/<int:year>/ranking/", ranking.ranking, name="ranking"),
    path("recommendations/<int:year>/ranking/keep/", ranking.rank, name="rank"),
    path("recommendations/<int:year>/ranking/recommend/", ranking.recommend_many, name="recommend_many"),
    path("recommendations/<int:year>/letter.<slug:form>", ranking.letter, name="recommendation_letter"),
    path("batches/<uuid:uuid>/line/", line.line, name="batch_line"),
]
