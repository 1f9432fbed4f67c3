from django.urls import path

from zyk.learning.views import grading, joining, learn, runs

app_name = "learning"
urlpatterns = [
    path("", learn.courses, name="my_courses"),
    path("catalogue/", joining.catalogue, name="catalogue"),
    path("courses/<uuid:uuid>/runs/", joining.course_runs, name="course_runs"),
    path("runs/", runs.runs, name="runs"),
    path("runs/new/", runs.new_run, name="new_run"),
    path("runs/<uuid:uuid>/", joining.run, name="run"),
    path("runs/<uuid:uuid>/enrol/", joining.join, name="enrol"),
    path("runs/<uuid:uuid>/teaching/", runs.teaching, name="teaching"),
    path("runs/<uuid:uuid>/start/", runs.start, name="start_run"),
    path("runs/<uuid:uuid>/close/", runs.close, name="close_run"),
    path("runs/<uuid:uuid>/export/", runs.export, name="export"),
    path("runs/learners/<uuid:uuid>/", runs.learner, name="learner"),
    path("runs/grading/", grading.waiting, name="waiting"),
    path("runs/grading/<uuid:uuid>/", grading.grading, name="grading"),
    path("enrolments/<uuid:uuid>/withdraw/", joining.leave, name="withdraw"),
    path("enrolments/<uuid:uuid>/items/<uuid:item_uuid>/", learn.lesson, name="lesson"),
    path("enrolments/<uuid:uuid>/items/<uuid:item_uuid>/beat/", learn.beat, name="beat"),
    path("enrolments/<uuid:uuid>/items/<uuid:item_uuid>/complete/", learn.complete, name="complete"),
    path("enrolments/<uuid:uuid>/items/<uuid:item_uuid>/note/", learn.note, name="note"),
    path("enrolments/<uuid:uuid>/assessments/<uuid:assessment_uuid>/begin/", learn.begin, name="begin"),
]
