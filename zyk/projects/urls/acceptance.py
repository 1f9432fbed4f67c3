from django.urls import path

from zyk.projects.views import acceptance, duty

urlpatterns = [
    path("acceptances/", acceptance.acceptances, name="acceptances"),
    path("acceptances/export/", acceptance.export, name="acceptances_export"),
    path("<uuid:uuid>/acceptance/open/", acceptance.open_one, name="acceptance_open"),
    path("acceptances/<uuid:uuid>/", acceptance.acceptance, name="acceptance"),
    path("acceptances/<uuid:uuid>/self-review/", acceptance.self_review, name="self_review"),
    path("acceptances/<uuid:uuid>/postpone/", acceptance.postpone, name="postpone"),
    path("acceptances/<uuid:uuid>/postponement/", acceptance.answer_postponement, name="answer_postponement"),
    path("acceptances/<uuid:uuid>/resume/", acceptance.resume, name="acceptance_resume"),
    path("acceptances/<uuid:uuid>/begin/", acceptance.begin, name="acceptance_begin"),
    path("acceptances/<uuid:uuid>/conclude/", acceptance.conclude, name="acceptance_conclude"),
    path("acceptances/<uuid:uuid>/rectify/", acceptance.rectify, name="acceptance_rectify"),
    path("duties/", duty.duties, name="duties"),
    path("duties/export/", duty.export, name="duties_export"),
    path("duties/<uuid:uuid>/", duty.library_duties, name="library_duties"),
    path("duties/<uuid:uuid>/measure/", duty.measure, name="measure_duties"),
]
