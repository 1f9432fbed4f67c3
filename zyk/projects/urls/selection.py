from django.urls import path

from zyk.projects.views import batch, pool, selection

urlpatterns = [
    path("selection/", selection.newest, name="selection_newest"),
    path("selection/<int:year>/", selection.selection, name="selection"),
    path("selection/<int:year>/notice/", selection.notice, name="selection_notice"),
    path("selection/<int:year>/review/", selection.review, name="selection_review"),
    path("selection/<int:year>/close-reviews/", selection.close_reviews, name="selection_close_reviews"),
    path("applications/<uuid:uuid>/reviews/", selection.application_reviews, name="application_reviews"),
    path("batches/", batch.batches, name="batches"),
    path("batches/new/<int:year>/", batch.new, name="batch_new"),
    path("batches/<uuid:uuid>/", batch.batch, name="batch"),
    path("batches/<uuid:uuid>/decide/", batch.decide, name="batch_decide"),
    path("batches/<uuid:uuid>/take-out/", batch.take_out, name="batch_take_out"),
    path("batches/<uuid:uuid>/document/", batch.document, name="batch_document"),
    path("batches/<uuid:uuid>/countersign/", batch.countersign, name="batch_countersign"),
    path("batches/<uuid:uuid>/send-back/", batch.send_back, name="batch_send_back"),
    path("batches/<uuid:uuid>/publish/", batch.publish, name="batch_publish"),
    path("pool/", pool.years, name="pool_years"),
    path("pool/<int:year>/", pool.pool, name="pool"),
]
