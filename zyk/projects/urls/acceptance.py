from django.urls import path

from zyk.projects.views import acceptance, acceptance_year, duty, exit_review

urlpatterns = [
    path("acceptances/", acceptance.acceptances, name="acceptances"),
    path("acceptances/export/", acceptance.export, name="acceptances_export"),
    path("<uuid:uuid>/acceptance/open/", acceptance.open_one, name="acceptance_open"),
    path("acceptances/<uuid:uuid>/", acceptance.acceptance, name="acceptance"),
    path("acceptances/<uuid:uuid>/self-review/", acceptance.self_review, name="self_review"),
    path("acceptances/<uuid:uuid>/postpone/", acceptance.postpone, name="postpone"),
    path("acceptances/<uuid:uuid>/postponement/", acceptance.answer_postponement, name="answer_postponement"),
    path("acceptances/<uuid:uuid>/resume/", acceptance.resume, name="acceptance_resume"),
    path("acceptances/<int:year>/", acceptance_year.year, name="acceptance_year"),
    path("acceptances/<uuid:uuid>/materials/", acceptance.material, name="acceptance_material"),
    path("acceptances/<uuid:uuid>/materials/<int:pk>/remove/", acceptance.material_remove, name="material_remove"),
    path("acceptances/<uuid:uuid>/check/", acceptance.check, name="acceptance_check"),
    path("acceptances/<uuid:uuid>/trial/", acceptance.trial, name="acceptance_trial"),
    path("acceptances/<uuid:uuid>/publish/", acceptance.publish, name="acceptance_publish"),
    path("acceptances/<uuid:uuid>/send-back/", acceptance.send_back, name="acceptance_send_back"),
    path("acceptances/<uuid:uuid>/plan/", acceptance.plan, name="acceptance_plan"),
    path("acceptances/<uuid:uuid>/conclude/", acceptance.conclude, name="acceptance_conclude"),
    path("acceptances/<uuid:uuid>/rectify/", acceptance.rectify, name="acceptance_rectify"),
    path("duties/", duty.duties, name="duties"),
    path("duties/export/", duty.export, name="duties_export"),
    path("exit-reviews/", exit_review.exit_reviews, name="exit_reviews"),
    path("exit-reviews/export/", exit_review.export, name="exit_reviews_export"),
    path("exit-reviews/<uuid:uuid>/", duty.exit_review, name="exit_review"),
    path("support/", duty.support, name="support"),
    path("support/export/", duty.support_export, name="support_export"),
    path("duties/<uuid:uuid>/", duty.library_duties, name="library_duties"),
    path("duties/<uuid:uuid>/measure/", duty.measure, name="measure_duties"),
]
