from django.urls import path

from zyk.assessment.views import assessments, attempts, banks, questions

app_name = "assessment"
urlpatterns = [
    path("banks/", banks.banks, name="banks"),
    path("banks/<uuid:uuid>/", banks.bank, name="bank"),
    path("banks/<uuid:uuid>/export/", banks.export, name="export"),
    path("banks/<uuid:uuid>/import/", banks.take_over, name="take_over"),
    path("banks/<uuid:uuid>/questions/<slug:kind>/", questions.new_question, name="new_question"),
    path("questions/<uuid:uuid>/", questions.question, name="question"),
    path("questions/<uuid:uuid>/retire/", questions.retire, name="retire"),
    path("courses/<uuid:uuid>/", assessments.assessments, name="assessments"),
    path("courses/<uuid:uuid>/new/", assessments.new_assessment, name="new_assessment"),
    path("<uuid:uuid>/", assessments.assessment, name="assessment"),
    path("<uuid:uuid>/settings/", assessments.settings, name="settings"),
    path("<uuid:uuid>/change/", assessments.change, name="change"),
    path("<uuid:uuid>/pick/", assessments.pick, name="pick"),
    path("<uuid:uuid>/publish/", assessments.publish, name="publish"),
    path("<uuid:uuid>/close/", assessments.close, name="close"),
    path("attempts/<uuid:uuid>/", attempts.attempt, name="attempt"),
    path("attempts/<uuid:uuid>/save/", attempts.save, name="save"),
    path("attempts/<uuid:uuid>/submit/", attempts.submit, name="submit"),
]
